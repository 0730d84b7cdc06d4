//! Why something that somebody was writing in is not there any more, and what they can do now.

use ::store::{ReadTx, StoreError, sql};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::Stop;

use super::sv::{self, Reader};
use super::told::told;
use crate::assignments::{self, Assignment};

/// What is said to somebody who opens or sends what is asked no more, where it was theirs: why, and where what was written
/// is kept. In the authority of that name in addresses. Of anything else nothing is said.
///
/// # Errors
/// When the database fails.
pub fn gone(
    tx: &mut ReadTx<'_>,
    id: Id<AssignmentKind>,
    is_theirs: impl FnOnce(&Assignment) -> bool,
    slug: &str,
) -> Result<Stop, StoreError> {
    let Some(withdrawn) = assignments::withdrawn(tx, id)?.filter(is_theirs) else { return Ok(Stop::NotFound) };
    let told = told(tx, &withdrawn, Reader::Provider)?;
    let why = told.first().map_or(sv::GONE_WITHOUT_DAY, |told| told.sentence.as_str());
    let (written,): (bool,) =
        tx.one(sql!("SELECT EXISTS (SELECT 1 FROM draft_value WHERE tenant_id = $1 AND assignment_id = $2)"), &[&id])?;
    Ok(if written {
        Stop::refused_back(
            sv::GONE,
            format!("{why} {}", sv::GONE_KEPT),
            &format!("/h/{slug}/uppgift/{id}"),
            sv::TO_WRITTEN,
        )
    } else {
        Stop::refused_back(sv::GONE, format!("{why} {}", sv::GONE_EMPTY), "/start", sv::TO_TASKS)
    })
}
