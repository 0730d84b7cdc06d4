//! Every case that somebody may know of, as a flow.

use ::store::{ReadTx, StoreError};
use domain::cases::flows::Flow;
use domain::cases::{About, Hand, Seen, Sight};
use kernel::id::kind::Person;
use kernel::{Id, Role};

use crate::cases::{self, Filed};

/// The flows of the cases that somebody in the role may know of, in no order.
pub(super) fn flows(tx: &mut ReadTx<'_>, (role, person): (Role, Id<Person>)) -> Result<Vec<(Filed, Flow)>, StoreError> {
    let mut shown = Vec::new();
    for (filed, flow) in cases::flows(tx)? {
        let chosen = filed.about == About::Officer && cases::is_handler(tx, filed.id, person)?;
        if filed.sight(&Seen { hand: Hand::Role(role), chosen }) != Sight::Nothing {
            shown.push((filed, flow));
        }
    }
    Ok(shown)
}
