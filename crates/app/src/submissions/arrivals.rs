//! What has come to the authority by e-mail for an assignment, before anybody has signed it. It counts as received when it
//! came: an authority cannot choose when a document reaches it, nor whether it is complete. What an officer has set aside
//! was nobody's, and counts as nothing.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::inbox::{Became, Left};
use domain::submissions::State;
use kernel::id::kind::{
    Assignment as AssignmentKind, Mail, Organisation, Person, Staged, Submission as SubmissionKind,
};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use serde_json::json;

use super::{ask, drafts};
use crate::assignments::{self, Assignment};
use crate::year::Published;

/// For how long what came by e-mail waits to be signed before the item counts among the missing again: as long as an
/// upload waits to be confirmed. Nothing is taken away when the time is out.
const WAITS: i64 = 14 * 24 * 60 * 60;

row! {
    struct ArrivalRow {
        assignment: Id<AssignmentKind>,
        mail: Id<Mail>,
        at: Instant,
        became: String,
        sender: Option<Id<Person>>,
        decided_at: Option<Instant>,
    }
}

/// Something that came by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The letter.
    pub mail: Id<Mail>,
    /// When it came.
    pub at: Instant,
    /// What became of it.
    pub became: Became,
    /// Who sent it, where that is known.
    pub sender: Option<Id<Person>>,
    /// When an officer said what it answers, where one has.
    pub decided_at: Option<Instant>,
}

impl Arrival {
    /// Until when it waits to be signed.
    pub fn waits_until(&self) -> Instant {
        self.at.plus_seconds(WAITS)
    }
}

impl From<ArrivalRow> for Arrival {
    fn from(row: ArrivalRow) -> Self {
        let became = Became::from_slug(&row.became).unwrap_or(Became::Faulty);
        Self { mail: row.mail, at: row.at, became, sender: row.sender, decided_at: row.decided_at }
    }
}

/// Everything that has come for the assignment, the newest first.
pub fn arrivals(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<ArrivalRow> = tx.all(
        sql!(
            "SELECT f.assignment_id, m.id, m.arrived_at, f.became, m.person_id, f.decided_at FROM mail_file f
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND m.arrived_at IS NOT NULL
               AND m.state <> 'aside' AND f.became IN ('draft', 'upload', 'directed', 'faulty')
             ORDER BY m.arrived_at DESC, m.id, f.number"
        ),
        &[&assignment],
    )?;
    Ok(rows.into_iter().map(Arrival::from).collect())
}

/// When what is signed with its letters came. A file that waits to be read in brought nothing of what stands in the draft, and
/// counts when somebody has read it in.
pub fn counting(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Instant>, StoreError> {
    let rows: Vec<(Instant,)> = tx.all(
        sql!(
            "SELECT m.arrived_at FROM mail_file f
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             LEFT JOIN staged s ON s.tenant_id = f.tenant_id AND s.id = f.staged_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND m.arrived_at IS NOT NULL AND m.state <> 'aside'
               AND (f.became IN ('draft', 'directed', 'faulty') OR (f.became = 'upload' AND s.taken_at IS NOT NULL))
             ORDER BY m.arrived_at, m.id, f.number"
        ),
        &[&assignment],
    )?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// When what is signed is received by its letter; nothing where nothing is signed, or it came by none.
pub fn received_by_letter(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Instant>, StoreError> {
    let found: Option<(Instant,)> = tx.maybe(
        sql!(
            "SELECT arrived_at FROM submission
             WHERE tenant_id = $1 AND assignment_id = $2 AND number = 1 AND arrived_at IS NOT NULL"
        ),
        &[&assignment],
    )?;
    Ok(found.map(|(at,)| at))
}

/// The uploads that were made of letters' files came when their letters did.
pub fn uploads_follow(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>) -> Result<(), StoreError> {
    let came: Vec<(Id<Staged>, Instant)> = tx.all(
        sql!(
            "SELECT s.id, m.arrived_at FROM staged s
             JOIN mail_file f ON f.tenant_id = s.tenant_id AND f.staged_id = s.id
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 AND m.arrived_at IS NOT NULL AND s.arrived_at <> m.arrived_at
             ORDER BY s.id"
        ),
        &[&assignment],
    )?;
    for (id, at) in came {
        tx.execute(sql!("UPDATE staged SET arrived_at = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &at])?;
    }
    Ok(())
}

/// What has come by e-mail and is not in yet: the newest of it, with when the first of it came.
pub fn newest(state: &State, arrivals: &[Arrival]) -> Option<(Arrival, Instant)> {
    let times: Vec<Instant> = arrivals.iter().map(|arrival| arrival.at).collect();
    let first = state.arrived(&times)?;
    let newest = arrivals.iter().filter(|arrival| arrival.at >= first).max_by_key(|arrival| arrival.at)?;
    Some((newest.clone(), first))
}

/// What is left to do about the newest that came for the assignment, by what stands in its draft now: whoever has mended it
/// on the web since is not told of faults that are gone.
pub fn left(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: &Assignment,
    published: &Published,
    newest: &Arrival,
    today: Day,
) -> Result<Left, StoreError> {
    let prepared = matches!(assignment.state, State::AwaitingSignature(_));
    let draft = drafts::load(tx, tools, assignment.organisation, assignment.id)?.texts();
    let ready = match ask(tx, assignment, published, today)? {
        Some(mut asked) if !prepared && !draft.is_empty() => {
            super::follow_cases(tx, tools, (assignment, published), &mut asked, &[])?;
            asked.judge(&draft).is_ready()
        }
        _ => false,
    };
    Ok(Left::of(newest.became, ready, prepared))
}

/// Arrivals by assignment.
pub type ByAssignment = BTreeMap<Id<AssignmentKind>, Vec<Arrival>>;

fn grouped(rows: Vec<ArrivalRow>) -> ByAssignment {
    let mut out = ByAssignment::new();
    for row in rows {
        out.entry(row.assignment).or_default().push(row.into());
    }
    out
}

/// Everything that has come for an occasion, by assignment.
pub fn arrivals_of_occasion(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<ByAssignment, StoreError> {
    let rows = tx.all(
        sql!(
            "SELECT f.assignment_id, m.id, m.arrived_at, f.became, m.person_id, f.decided_at FROM assignment a
             JOIN mail_file f ON f.tenant_id = a.tenant_id AND f.assignment_id = a.id
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.occasion = $3 AND m.arrived_at IS NOT NULL
               AND m.state <> 'aside' AND f.became IN ('draft', 'upload', 'directed', 'faulty')
             ORDER BY m.arrived_at DESC, m.id, f.number"
        ),
        &[&year, &occasion],
    )?;
    Ok(grouped(rows))
}

/// Everything that has come for a provider's year, by assignment.
pub fn arrivals_of_provider(
    tx: &mut ReadTx<'_>,
    year: i16,
    organisation: Id<Organisation>,
) -> Result<ByAssignment, StoreError> {
    let rows = tx.all(
        sql!(
            "SELECT f.assignment_id, m.id, m.arrived_at, f.became, m.person_id, f.decided_at FROM assignment a
             JOIN mail_file f ON f.tenant_id = a.tenant_id AND f.assignment_id = a.id
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE a.tenant_id = $1 AND a.organisation_id = $3 AND a.year = $2 AND m.arrived_at IS NOT NULL
               AND m.state <> 'aside' AND f.became IN ('draft', 'upload', 'directed', 'faulty')
             ORDER BY m.arrived_at DESC, m.id, f.number"
        ),
        &[&year, &organisation],
    )?;
    Ok(grouped(rows))
}

row! {
    struct FirstRow {
        id: Id<SubmissionKind>,
        at: Instant,
        late: bool,
        arrived_at: Instant,
    }
}

/// Something that came with a letter came at another time than was thought: the item is received when the first of
/// everything came that had come before it was signed, and late or in time by then. What was signed stands; when its first
/// version came, and whether that was in time, follows the letter everywhere, and the event tells both with what stood there
/// before. Gives the event where the item is received at another time than before.
pub fn move_arrival(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Event>, StoreError> {
    uploads_follow(tx, assignment)?;
    let Some(found) = assignments::find(tx, assignment)? else { return Ok(None) };
    let first: Option<FirstRow> = tx.maybe(
        sql!(
            "SELECT id, at, late, arrived_at FROM submission
             WHERE tenant_id = $1 AND assignment_id = $2 AND number = 1 AND arrived_at IS NOT NULL"
        ),
        &[&assignment],
    )?;
    // What was received when it was signed came by no letter.
    let Some(first) = first else { return Ok(None) };
    let came = counting(tx, assignment)?.into_iter();
    let counts = came.filter(|came| *came < first.at).min().unwrap_or(first.at);
    let moved = found.state.clone().received_instead(counts);
    if moved == found.state {
        return Ok(None);
    }
    let late = found.reports_in.is_none() && counts >= found.due().end();
    tx.execute(
        sql!("UPDATE submission SET late = $3, arrived_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&first.id, &late, &counts],
    )?;
    assignments::set_state(tx, assignment, &moved)?;
    let facts = json!({
        "submission": first.id,
        "assignment": assignment,
        "number": 1,
        "arrived_at": counts.to_string(),
        "previous": first.arrived_at.to_string(),
        "late": late,
        "was_late": first.late,
    });
    Ok(Some(Event::about("submission.timed", first.id, facts)))
}
