//! What has come to the authority by e-mail for an assignment, before anybody has signed it. It counts as received when it
//! came: an authority cannot choose when a document reaches it, nor whether it is complete. What an officer has set aside
//! was nobody's, and counts as nothing.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::inbox::{Became, Left, NotRead, Why};
use domain::submissions::{Begun, State};
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
        taken_at: Instant,
        became: String,
        sender: Option<Id<Person>>,
        decided_at: Option<Instant>,
    }
}

row! {
    struct ToldRow {
        mail: Id<Mail>,
        became: String,
        why: Option<String>,
        taken: bool,
        is_there: bool,
    }
}

/// Something that came by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The letter.
    pub mail: Id<Mail>,
    /// When it came.
    pub at: Instant,
    /// Since when whoever is to sign it can know of it: the letter was here, and an officer had said what it answers.
    pub known: Instant,
    /// What became of it.
    pub became: Became,
    /// Who sent it, where that is known.
    pub sender: Option<Id<Person>>,
    /// When an officer said what it answers, where one has.
    pub decided_at: Option<Instant>,
    /// Whether what is signed counts from it, see [`counting`]: not a file that nobody has read in, where that was asked
    /// ([`told_arrivals`]).
    pub counts: bool,
    /// Why its file gives no rows, where it does not and that was asked ([`told_arrivals`]).
    pub not_read: Option<NotRead>,
    /// Which other unit is named over the rows of its file, where one is and that was asked ([`told_arrivals`]).
    pub names_other: Option<String>,
    /// Whether it waited to be read in and waits no more: it was thrown away, or grew too old ([`told_arrivals`]).
    pub dropped: bool,
}

impl Arrival {
    /// Until when it waits to be signed.
    pub fn waits_until(&self) -> Instant {
        self.at.max(self.known).plus_seconds(WAITS)
    }
}

impl From<ArrivalRow> for Arrival {
    fn from(row: ArrivalRow) -> Self {
        let became = Became::from_slug(&row.became).unwrap_or(Became::Faulty);
        let known = row.taken_at.max(row.decided_at.unwrap_or(row.taken_at));
        Self {
            mail: row.mail,
            at: row.at,
            known,
            became,
            sender: row.sender,
            decided_at: row.decided_at,
            counts: true,
            not_read: None,
            names_other: None,
            dropped: false,
        }
    }
}

/// Everything that has come for the assignment, the newest first.
pub fn arrivals(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<ArrivalRow> = tx.all(
        sql!(
            "SELECT f.assignment_id, m.id, m.arrived_at, m.taken_at, f.became, m.person_id, f.decided_at FROM mail_file f
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND m.arrived_at IS NOT NULL
               AND m.state <> 'aside' AND f.became IN ('draft', 'upload', 'directed', 'faulty')
             ORDER BY m.arrived_at DESC, m.id, f.number"
        ),
        &[&assignment],
    )?;
    Ok(rows.into_iter().map(Arrival::from).collect())
}

/// As [`arrivals`], with which of them nobody has read in: for the page of whoever reports, never for what is kept, since what
/// waits to be read in leaves no trace in the chain when it is.
pub fn told_arrivals(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Arrival>, StoreError> {
    let files: Vec<ToldRow> = tx.all(
        sql!(
            "SELECT f.mail_id, f.became, f.why, s.taken_at IS NOT NULL, s.id IS NOT NULL FROM mail_file f
             LEFT JOIN staged s ON s.tenant_id = f.tenant_id AND s.id = f.staged_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND f.became IN ('draft', 'upload', 'faulty')
             ORDER BY f.mail_id, f.number"
        ),
        &[&assignment],
    )?;
    let mut all = arrivals(tx, assignment)?;
    for arrival in &mut all {
        let own = |file: &&ToldRow| file.mail == arrival.mail && file.became == arrival.became.slug();
        let own: Vec<&ToldRow> = files.iter().filter(own).collect();
        if arrival.became == Became::Upload {
            arrival.counts = own.iter().all(|file| file.taken);
            arrival.dropped = own.iter().all(|file| !file.is_there);
        }
        for why in own.iter().filter_map(|file| serde_json::from_str::<Why>(file.why.as_deref()?).ok()) {
            match why {
                Why::NotRead { file } | Why::NotCompared { file, .. } => arrival.not_read = Some(file),
                Why::NamesOther { stands, .. } => arrival.names_other = Some(stands),
                _ => {}
            }
        }
    }
    Ok(all)
}

/// When what is signed with its letters came. A file that waits to be read in brought nothing of what stands in the draft, and
/// counts when somebody has read it in; a copy of what is in already, when an officer has said that its time counts.
pub fn counting(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Instant>, StoreError> {
    let rows: Vec<(Instant,)> = tx.all(
        sql!(
            "SELECT m.arrived_at FROM mail_file f
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             LEFT JOIN staged s ON s.tenant_id = f.tenant_id AND s.id = f.staged_id
             WHERE f.tenant_id = $1 AND f.assignment_id = $2 AND m.arrived_at IS NOT NULL AND m.state <> 'aside'
               AND (f.became IN ('draft', 'directed', 'faulty') OR (f.became = 'upload' AND s.taken_at IS NOT NULL)
                    OR (f.became = 'already-in' AND f.decided_at IS NOT NULL))
             ORDER BY m.arrived_at, m.id, f.number"
        ),
        &[&assignment],
    )?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
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

/// What has come by e-mail and is not in yet: the newest of it, with when the first of what counts came. Where nobody has read
/// anything of it in yet, when the first came: that counts as soon as somebody does.
pub fn newest(state: &State, arrivals: &[Arrival]) -> Option<(Arrival, Instant)> {
    let there = || arrivals.iter().filter(|arrival| !arrival.dropped);
    let times =
        |counts: bool| -> Vec<Instant> { there().filter(|one| one.counts || !counts).map(|one| one.at).collect() };
    let first = state.arrived(&times(true)).or_else(|| state.arrived(&times(false)))?;
    let newest = there().filter(|arrival| arrival.at >= first).max_by_key(|arrival| arrival.at)?;
    Some((newest.clone(), first))
}

/// As [`newest`]; where something that came earlier counts, that in its place: its time is what holds, whatever has come
/// unread since.
pub fn newest_that_counts(state: &State, arrivals: &[Arrival]) -> Option<(Arrival, Instant)> {
    let (newest, first) = newest(state, arrivals)?;
    let counts = arrivals.iter().find(|one| one.counts && one.at == first).filter(|_| !newest.counts);
    Some((counts.cloned().unwrap_or(newest), first))
}

/// What waits to be read in although it came before what is signed did, or was returned: it was known here only afterwards, and
/// gives what is signed no other time.
pub fn waiting_beside<'a>(state: &State, arrivals: &'a [Arrival]) -> Vec<&'a Arrival> {
    let Some(returned) = state.unanswered_return() else { return Vec::new() };
    let waits = |one: &&Arrival| !one.counts && !one.dropped && one.at <= returned.at && one.known >= returned.at;
    arrivals.iter().filter(waits).collect()
}

/// The letters of which an officer is to say what becomes of a file that seems to be for the assignment: which, and when they
/// came, the first first.
pub fn letters_waiting(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<(Id<Mail>, Option<Instant>)>, StoreError> {
    tx.all(
        sql!(
            "SELECT DISTINCT m.id, m.arrived_at FROM mail_file f
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE f.tenant_id = $1 AND f.likely_id = $2 AND f.became = 'waits' AND m.state <> 'aside'
             ORDER BY m.arrived_at, m.id"
        ),
        &[&assignment],
    )
}

/// What has come with letters since it was returned then, or has been put there by an officer since: the completion has begun
/// with it as with what is written on the web.
pub fn came_since(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    returned: Instant,
) -> Result<Vec<Arrival>, StoreError> {
    let mut came = told_arrivals(tx, assignment)?;
    // Given back for the sake of a file, and the file put there, is one moment.
    came.retain(|one| {
        let since = one.at.max(one.known) > returned || one.decided_at.is_some_and(|at| at >= returned);
        since && !one.dropped
    });
    Ok(came)
}

/// How the completion of what was returned then has begun: a file that came with a letter since, or that an officer has put
/// there since, is a beginning as what is written on the web.
pub fn begun(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    returned: Instant,
) -> Result<Option<Begun>, StoreError> {
    if !came_since(tx, assignment, returned)?.is_empty() {
        return Ok(Some(Begun::ByMail));
    }
    Ok(drafts::is_written_after(tx, assignment, returned)?.then_some(Begun::Written))
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
    // What gave no rows is not put right by what stood there before it came.
    let stood = matches!(newest.became, Became::Faulty | Became::Directed)
        && !drafts::is_written_after(tx, assignment.id, newest.at)?;
    let ready = match ask(tx, assignment, published, today)? {
        Some(mut asked) if !prepared && !stood && !draft.is_empty() => {
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
            "SELECT f.assignment_id, m.id, m.arrived_at, m.taken_at, f.became, m.person_id, f.decided_at FROM assignment a
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
            "SELECT f.assignment_id, m.id, m.arrived_at, m.taken_at, f.became, m.person_id, f.decided_at FROM assignment a
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
    struct VersionRow {
        id: Id<SubmissionKind>,
        number: i64,
        at: Instant,
        late: bool,
        arrived_at: Option<Instant>,
    }
}

/// Something that came with a letter came at another time than was thought: the item is received when the first of
/// everything came that had come before it was signed, and late or in time by then. What was signed stands; when its versions
/// came, and whether that was in time, follows the letters everywhere, and an event of each tells both with what stood there
/// before. Gives the events; none where nothing is received at another time than before.
pub fn move_arrival(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Event>, StoreError> {
    uploads_follow(tx, assignment)?;
    let Some(found) = assignments::find(tx, assignment)? else { return Ok(Vec::new()) };
    let versions: Vec<VersionRow> = tx.all(
        sql!(
            "SELECT id, number, at, late, arrived_at FROM submission
             WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY number"
        ),
        &[&assignment],
    )?;
    let came = counting(tx, assignment)?;
    let Some((first, completions)) = versions.split_first() else { return Ok(Vec::new()) };
    let mut events = Vec::new();
    let letter = came.iter().copied().filter(|came| *came < first.at).min();
    // What was received when it was signed, and came by no letter, stays so.
    let arrived = letter.or(first.arrived_at.map(|_| first.at));
    let received = arrived.unwrap_or(first.at);
    let moved = found.state.clone().received_instead(received);
    if moved != found.state {
        assignments::set_state(tx, assignment, &moved)?;
        events.extend(moved_to(tx, &found, first, (arrived, received >= found.due().end()))?);
    }
    let mut before = first;
    for version in completions {
        let (returned, until) = returned(tx, before.id)?;
        let mut arrived = version.arrived_at;
        if arrived.is_some() {
            let after = |came: &Instant| returned.is_none_or(|returned| *came > returned) && *came < version.at;
            arrived = Some(came.iter().copied().filter(after).min().unwrap_or(version.at));
        }
        // Without a day of its own it is judged as what it completes was.
        let late = match until {
            None => received >= found.due().end(),
            Some(until) => arrived.unwrap_or(version.at) >= until.max(found.due()).end(),
        };
        events.extend(moved_to(tx, &found, version, (arrived, late))?);
        before = version;
    }
    Ok(events)
}

/// When it was last said that the version came at another time than stood there before, and what stood there first.
pub fn retimed(tx: &mut ReadTx<'_>, version: Id<SubmissionKind>) -> Result<Option<(Instant, Instant)>, StoreError> {
    let said: Vec<(Instant, String)> = tx.all(
        sql!(
            "SELECT at, facts FROM audit_event
             WHERE tenant_id = $1 AND chain = 'write' AND subject_id = $2 AND kind = 'submission.timed' ORDER BY seq"
        ),
        &[&version],
    )?;
    let (Some((_, first)), Some((at, _))) = (said.first(), said.last()) else { return Ok(None) };
    let facts: serde_json::Value = serde_json::from_str(first).unwrap_or_default();
    let before = facts.get("previous").and_then(|at| at.as_str()).and_then(|at| at.parse().ok());
    Ok(before.map(|before| (*at, before)))
}

/// When the version was returned, and the day that its completion was given.
fn returned(tx: &mut ReadTx<'_>, version: Id<SubmissionKind>) -> Result<(Option<Instant>, Option<Day>), StoreError> {
    let said: Option<(Instant, String)> = tx.maybe(
        sql!(
            "SELECT at, facts FROM audit_event
             WHERE tenant_id = $1 AND chain = 'write' AND subject_id = $2 AND kind = 'submission.returned'
             ORDER BY seq DESC LIMIT 1"
        ),
        &[&version],
    )?;
    let Some((at, facts)) = said else { return Ok((None, None)) };
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap_or_default();
    Ok((Some(at), facts.get("until").and_then(|day| day.as_str()).and_then(|day| day.parse().ok())))
}

/// Keeps when the version came and whether that was late, where it is not what stands there; gives the event that tells it.
fn moved_to(
    tx: &mut WriteTx<'_>,
    found: &Assignment,
    version: &VersionRow,
    (arrived, is_late): (Option<Instant>, bool),
) -> Result<Option<Event>, StoreError> {
    let late = found.reports_in.is_none() && is_late;
    if (arrived, late) == (version.arrived_at, version.late) {
        return Ok(None);
    }
    tx.execute(
        sql!("UPDATE submission SET late = $3, arrived_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&version.id, &late, &arrived],
    )?;
    let facts = json!({
        "submission": version.id,
        "assignment": found.id,
        "number": version.number,
        "arrived_at": arrived.unwrap_or(version.at).to_string(),
        "previous": version.arrived_at.unwrap_or(version.at).to_string(),
        "late": late,
        "was_late": version.late,
    });
    Ok(Some(Event::about("submission.timed", version.id, facts)))
}
