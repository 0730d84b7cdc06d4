//! Reading copies and their links.

use kernel::id::kind::CaseFile;
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::Place;

use ::store::{ReadTx, StoreError, sql};
use domain::cases::handout::Profile;
use domain::cases::{Party, Sight};
use domain::year::ColumnOption;

use super::model::{Copy, Given, Link, Logged, Made};
use crate::cases::files::{self, Opened};
use crate::{cases, year};

pub(super) const fn place(row: &str) -> Place<'_> {
    Place { table: "case_handout", column: "sealed", row }
}
pub(super) fn row_name(case: Id<CaseFile>, number: i64) -> String {
    format!("{case}/{number}")
}

/// The profiles of the year that holds; ours where it says nothing.
pub(super) fn profiles(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Profile>, StoreError> {
    let own = year::current(tx, today)?.map(|published| published.year.complaints.handouts.clone());
    Ok(own.filter(|own| !own.is_empty()).unwrap_or_else(domain::cases::sv::handouts))
}

/// What the measures of the year are called.
pub(super) fn measures(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<ColumnOption>, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.measures.clone()).unwrap_or_default())
}

/// The files of the case that go along with the copy: for whoever has opened it, so that no name goes with them.
pub(super) fn attached(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    case: Id<CaseFile>,
    given: &Given,
) -> Result<Vec<(i64, Opened)>, StoreError> {
    let damaged = || StoreError::Damaged(format!("case {case} of a copy"));
    let party = Party::from_slug(&given.party).ok_or_else(damaged)?;
    let dossier = cases::find(tx, case)?.ok_or_else(damaged)?;
    let mut found = Vec::with_capacity(given.copy.attached.len());
    for number in &given.copy.attached {
        let file = files::opened(tx, tools, &dossier, *number, (Sight::Words, party))?.ok_or_else(damaged)?;
        found.push((*number, file));
    }
    Ok(found)
}

/// The ground that the case is marked as secret on; empty where it is not.
pub(super) fn secrecy(tx: &mut ReadTx<'_>, case: Id<CaseFile>) -> Result<String, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        sql!("SELECT ground FROM case_secrecy WHERE tenant_id = $1 AND case_id = $2 ORDER BY number DESC LIMIT 1"),
        &[&case],
    )?;
    Ok(found.map(|(ground,)| ground).unwrap_or_default())
}

/// What has been handed out of the case by the side, the newest first.
pub(super) fn made(tx: &mut ReadTx<'_>, case: Id<CaseFile>, party: &str) -> Result<Vec<Made>, StoreError> {
    tx.all(
        sql!(
            "SELECT h.number, h.party, h.profile, h.recipient, h.purpose, h.secrecy, h.masked, h.sha256, p.name, h.at
             FROM case_handout h JOIN person p ON p.id = h.person_id
             WHERE h.tenant_id = $1 AND h.case_id = $2 AND h.party = $3 ORDER BY h.number DESC"
        ),
        &[&case, &party],
    )
}

/// What the copy says, as it was made.
pub(super) fn opened(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (case, number): (Id<CaseFile>, i64),
) -> Result<Option<Given>, StoreError> {
    let found: Option<(Vec<u8>, String, String, String, String)> = tx.maybe(
        sql!(
            "SELECT sealed, party, secrecy, purpose, sha256 FROM case_handout WHERE tenant_id = $1 AND case_id = $2 AND number = $3"
        ),
        &[&case, &number],
    )?;
    let Some((sealed, party, secrecy, purpose, sha256)) = found else { return Ok(None) };
    let row = row_name(case, number);
    let text = tools.keys(tx)?.open_text(place(&row), &sealed)?;
    let copy: Copy =
        serde_json::from_str(&text).map_err(|_| StoreError::Damaged(format!("the copy {row} of a case")))?;
    Ok(Some(Given { party, copy, secrecy, purpose, sha256 }))
}

/// The links to the copy, the newest first.
pub(super) fn links(tx: &mut ReadTx<'_>, (case, handout): (Id<CaseFile>, i64)) -> Result<Vec<Link>, StoreError> {
    tx.all(
        sql!(
            "SELECT l.number, p.name, l.at, l.until, l.opened_at, l.revoked_at, l.revoked_by
             FROM handout_link l JOIN person p ON p.id = l.person_id
             WHERE l.tenant_id = $1 AND l.case_id = $2 AND l.handout = $3 ORDER BY l.number DESC"
        ),
        &[&case, &handout],
    )
}

/// Everything that was ever handed out, the newest first, with its links: for the auditor.
pub(super) fn log(tx: &mut ReadTx<'_>) -> Result<Vec<Logged>, StoreError> {
    tx.all(
        sql!(
            "SELECT c.number, h.number, h.party, h.profile, h.recipient, h.purpose, h.secrecy, p.name, h.at, l.number, l.until,
                    l.opened_at, l.revoked_at
             FROM case_handout h JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
             JOIN person p ON p.id = h.person_id
             LEFT JOIN handout_link l ON l.tenant_id = h.tenant_id AND l.case_id = h.case_id AND l.handout = h.number
             WHERE h.tenant_id = $1 ORDER BY h.at DESC, c.number, h.number, l.number"
        ),
        &[],
    )
}
