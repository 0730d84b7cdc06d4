//! Notices to people without an account: whoever has the code of a case and wants to hear that there is something to read.
//!
//! Their address, and the letter in their language, lie sealed beside the case. The letter in the queue names that row and
//! nothing of it; the row is opened when the letter is sent. So no page and no log shows the address or the language, and who
//! takes the address away takes it from what waits in the queue too.

use ::store::{ReadTx, StoreError, WriteTx, sql};
use kernel::Day;
use kernel::Id;
use kernel::id::kind::{CaseFile, Letter};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};

use super::store::{LetterKind, NewLetter, Recipient, queue_as};
use super::sv;

/// Where somebody wants to hear that there is something to read, and how it is said to them. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The address.
    pub address: String,
    /// The letter's subject, in their language.
    pub subject: String,
    /// Its whole text.
    pub text: String,
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "case_notice", column: "sealed", row }
}

/// Keeps where the holder of the case's code wants to hear of it, instead of what was kept before. The caller ends the
/// transaction; nothing of it is told in the chain.
pub fn keep_notice(tx: &mut WriteTx<'_>, tools: &Tools, case: Id<CaseFile>, notice: &Notice) -> Result<(), StoreError> {
    drop_notice(tx, case)?;
    let id = Id::<Letter>::random(tools.chance());
    let text = serde_json::to_string(notice).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let sealed = tools.keys(tx)?.seal(place(&id.to_string()), text.as_bytes())?;
    tx.execute(
        sql!("INSERT INTO case_notice (tenant_id, id, case_id, sealed) VALUES ($1, $2, $3, $4)"),
        &[&id, &case, &sealed],
    )
    .map(|_| ())
}

/// Deletes it. The caller ends the transaction.
pub fn drop_notice(tx: &mut WriteTx<'_>, case: Id<CaseFile>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM case_notice WHERE tenant_id = $1 AND case_id = $2"), &[&case]).map(|_| ())
}

/// Whether the holder of the case's code wants to hear of it.
pub fn has_notice(tx: &mut ReadTx<'_>, case: Id<CaseFile>) -> Result<bool, StoreError> {
    Ok(of_case(tx, case)?.is_some())
}

/// Where the holder of the case's code wants to hear of it, to be kept with the case that it becomes elsewhere.
pub fn notice_of(tx: &mut ReadTx<'_>, tools: &Tools, case: Id<CaseFile>) -> Result<Option<Notice>, StoreError> {
    match of_case(tx, case)? {
        Some(id) => opened(tx, tools, &format!("{PREFIX}{id}")),
        None => Ok(None),
    }
}

fn of_case(tx: &mut ReadTx<'_>, case: Id<CaseFile>) -> Result<Option<Id<Letter>>, StoreError> {
    let found: Option<(Id<Letter>,)> =
        tx.maybe(sql!("SELECT id FROM case_notice WHERE tenant_id = $1 AND case_id = $2"), &[&case])?;
    Ok(found.map(|(id,)| id))
}

/// Queues the notice that there is something to read in the case, if anybody wants to hear of it: once for each line of its
/// timeline. The caller knows whether there is a server that sends, and ends the transaction.
pub fn queue_notice(tx: &mut WriteTx<'_>, tools: &Tools, case: Id<CaseFile>, line: i64) -> Result<(), StoreError> {
    let Some(id) = of_case(tx, case)? else { return Ok(()) };
    let letter = NewLetter {
        to: Recipient::Address(format!("{PREFIX}{id}")),
        kind: LetterKind::Notice,
        subject: sv::NOTICE.to_owned(),
        paragraphs: vec![sv::NOTICE_TEXT.to_owned()],
        link: None,
        in_reply_to: None,
        once: Some(format!("notice:{case}:{line}")),
    };
    // Answers go nowhere: whoever answered would say who they are.
    queue_as(tx, tools, &letter, None).map(|_| ())
}

/// What stands in place of the address: no address has this in it.
const PREFIX: &str = "notice:";

/// The notice that a letter names, if it is still there.
pub(super) fn opened(tx: &mut ReadTx<'_>, tools: &Tools, named: &str) -> Result<Option<Notice>, StoreError> {
    let Some(id) = named.strip_prefix(PREFIX).and_then(|id| id.parse::<Id<Letter>>().ok()) else { return Ok(None) };
    let found: Option<(Vec<u8>,)> =
        tx.maybe(sql!("SELECT sealed FROM case_notice WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    let Some((sealed,)) = found else { return Ok(None) };
    let text = tools.keys(tx)?.open_text(place(&id.to_string()), &sealed)?;
    let notice = serde_json::from_str(&text).map_err(|_| StoreError::Damaged(format!("notice {id}")))?;
    Ok(Some(notice))
}

/// Deletes those of cases that were closed on the day or before it; gives how many.
pub fn forget_notices(tx: &mut WriteTx<'_>, closed: Day) -> Result<u64, StoreError> {
    tx.execute(
        sql!(
            "DELETE FROM case_notice WHERE tenant_id = $1 AND case_id IN (
                 SELECT c.id FROM case_file c WHERE c.tenant_id = $1 AND c.closed IS NOT NULL AND c.closed <= $2)"
        ),
        &[&closed],
    )
}
