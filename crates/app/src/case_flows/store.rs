//! Every case that somebody may know of, as a flow.

use ::store::{ReadTx, StoreError};
use domain::cases::Sight;
use domain::cases::flows::Flow;
use kernel::Id;
use kernel::id::kind::Person;
use platform::Seat;

use crate::cases::{self, Filed};

/// The flows of the cases that the person with the seats may know of, in no order.
pub(super) fn flows(tx: &mut ReadTx<'_>, who: (&[Seat], Id<Person>)) -> Result<Vec<(Filed, Flow)>, StoreError> {
    let mut shown = Vec::new();
    for (filed, flow) in cases::flows(tx)? {
        if cases::sight(tx, &filed, who)? != Sight::Nothing {
            shown.push((filed, flow));
        }
    }
    Ok(shown)
}
