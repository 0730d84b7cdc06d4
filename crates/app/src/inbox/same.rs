//! The same file with several letters: the one that came first counts, whichever of them was handed in first.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::inbox::{Became, Why};
use domain::submissions::State as ItemState;
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Staged};
use kernel::{Id, Instant};

use super::store::{self, FileRow, Outcome};
use crate::assignments;

row! {
    /// A file with those bytes that came for the assignment.
    #[derive(Debug, Clone)]
    struct SameFile {
        mail: Id<Mail>,
        number: i64,
        at: Instant,
        became: String,
        why: Option<String>,
        staged: Option<Id<Staged>>,
        likely: Option<Id<AssignmentKind>>,
        faulty: Option<i64>,
    }
}

impl SameFile {
    fn became(&self) -> Became {
        Became::from_slug(&self.became).unwrap_or(Became::Waits)
    }
}

/// Every copy that has come and counts, the first first: after that instant, where the item was returned then and is still to
/// be completed.
fn copies(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    sha256: &str,
    returned_at: Option<Instant>,
) -> Result<Vec<SameFile>, StoreError> {
    let mut all: Vec<SameFile> = tx.all(
        sql!(
            "SELECT f.mail_id, f.number, m.arrived_at, f.became, f.why, f.staged_id, f.likely_id, f.faulty
             FROM mail_file f JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND f.file_sha256 = $3 AND m.state <> 'aside'
               AND m.arrived_at IS NOT NULL AND f.became IN ('draft', 'upload', 'directed', 'faulty', 'same')
             ORDER BY m.arrived_at, f.mail_id, f.number"
        ),
        &[&assignment, &sha256],
    )?;
    all.retain(|copy| returned_at.is_none_or(|returned| copy.at > returned));
    Ok(all)
}

/// When the item was returned, where it is still to be completed.
pub(super) fn returned_at(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Instant>, StoreError> {
    let found = assignments::find(tx, assignment)?;
    Ok(found.and_then(|one| one.state.unanswered_return().map(|of| of.at)))
}

/// Whether another copy of the file has come for the assignment and counts.
pub(super) fn has_come(
    tx: &mut ReadTx<'_>,
    (mail, number): (Id<Mail>, i64),
    assignment: Id<AssignmentKind>,
    sha256: &str,
) -> Result<bool, StoreError> {
    let returned = returned_at(tx, assignment)?;
    let all = copies(tx, assignment, sha256, returned)?;
    Ok(all.iter().any(|copy| copy.became().is_arrival() && (copy.mail, copy.number) != (mail, number)))
}

/// Lets the copy that came first count, where one that came later does: it takes that one's place, with the upload that was
/// made of it. What is approved or locked stays as it is. Gives the letter whose copy counted.
pub(super) fn first_counts(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    sha256: &str,
) -> Result<Option<Id<Mail>>, StoreError> {
    let found = assignments::find(tx, assignment)?;
    if found.is_none_or(|one| matches!(one.state, ItemState::Approved(_)) || one.lock.is_some()) {
        return Ok(None);
    }
    let returned = returned_at(tx, assignment)?;
    let all = copies(tx, assignment, sha256, returned)?;
    let counts = all.iter().find(|copy| copy.became().is_arrival());
    let (Some(first), Some(counts)) = (all.first(), counts) else { return Ok(None) };
    if first.became() != Became::Same || first.at >= counts.at {
        return Ok(None);
    }
    let why = counts.why.as_deref().and_then(|text| serde_json::from_str::<Why>(text).ok());
    let why = why.filter(|why| !matches!(why, Why::CameBefore { .. }));
    let takes = Outcome {
        became: counts.became(),
        why: Some(why.unwrap_or(Why::CameBefore { later: counts.at.as_microsecond() })),
        assignment: Some(assignment),
        likely: first.likely,
        staged: counts.staged,
        faulty: counts.faulty,
    };
    store::set_outcome(tx, first.mail, first.number, &takes)?;
    let same = Outcome {
        became: Became::Same,
        why: None,
        assignment: Some(assignment),
        likely: counts.likely,
        staged: None,
        faulty: None,
    };
    store::set_outcome(tx, counts.mail, counts.number, &same)?;
    Ok(Some(counts.mail))
}

/// That the file came earlier with this letter than what is signed is received: then an officer says which time holds, before
/// anything is moved. Nothing where it moves nothing.
pub(super) fn earlier_of_signed(
    tx: &mut ReadTx<'_>,
    (mail, became): (Id<Mail>, Became),
    assignment: Id<AssignmentKind>,
) -> Result<Option<Why>, StoreError> {
    let Some(found) = assignments::find(tx, assignment)?.filter(|one| one.lock.is_none()) else { return Ok(None) };
    let ItemState::Submitted(signed) = &found.state else { return Ok(None) };
    // When an officer read a file in says nothing of when the school had answered.
    let came = store::find(tx, mail)?.and_then(|letter| letter.arrived_at).filter(|_| found.reports_in.is_none());
    let Some(came) = came else { return Ok(None) };
    let counts = signed.received;
    // What was signed on its own road is only asked about where the letter makes it come in time.
    let late = counts >= found.due().end() && came < found.due().end();
    if became == Became::AlreadyIn && !late {
        return Ok(None);
    }
    let why = Why::CameEarlier { came: came.as_microsecond(), counts: counts.as_microsecond() };
    Ok((came < counts).then_some(why))
}

/// Lets the same file count with the letter that came first of the others, where this one is taken out: what was made of it
/// stays as it lies. What is signed stays as it is. Gives the letter that counts now.
pub(super) fn next_counts(tx: &mut WriteTx<'_>, file: &FileRow) -> Result<Option<Id<Mail>>, StoreError> {
    let Some(assignment) = file.assignment.filter(|_| file.became().is_arrival()) else { return Ok(None) };
    let found = assignments::find(tx, assignment)?;
    if found.is_none_or(|one| matches!(one.state, ItemState::Submitted(_) | ItemState::Approved(_))) {
        return Ok(None);
    }
    let returned = returned_at(tx, assignment)?;
    let mut others = copies(tx, assignment, &file.file_sha256, returned)?;
    others.retain(|copy| copy.mail != file.mail);
    let counts = others.iter().any(|copy| copy.became().is_arrival());
    let Some(next) = others.first().filter(|_| !counts) else { return Ok(None) };
    let takes = Outcome {
        became: file.became(),
        why: file.why().filter(|why| !matches!(why, Why::CameBefore { .. })),
        assignment: Some(assignment),
        likely: next.likely,
        staged: file.staged,
        faulty: file.faulty,
    };
    store::set_outcome(tx, next.mail, next.number, &takes)?;
    Ok(Some(next.mail))
}
