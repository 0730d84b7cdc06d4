//! When a letter came, in an officer's words: where nothing says so, where what it says cannot be, and where it is wrong. Who
//! said so is kept with what stood there before, for as long as the letter.

use ::store::{Event, Housekeeping, Saved, WriteTx};
use domain::inbox::{Became, Why};
use domain::submissions::State as ItemState;
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Person};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::pages::{self, id};
use super::receiving::ask;
use super::store::{self, FileRow, Outcome, State};
use super::{PAGE, same, sorting, store_looking, sv};
use crate::{assignments, submissions};

/// What came of it.
enum Done {
    Said,
    Approved,
    NotNow,
}

/// What came with the letter counts from then, signed or not; and of the same file with several letters the first counts.
/// Gives the events, and the items that are received at another time.
fn moved(tx: &mut WriteTx<'_>, files: &[FileRow]) -> Result<(Vec<Event>, Vec<Id<AssignmentKind>>), Stop> {
    let (mut events, mut moved) = (Vec::new(), Vec::new());
    // What is in already counts where an officer has said so.
    let counts = |became: Became| became.is_arrival() || matches!(became, Became::Same | Became::AlreadyIn);
    for file in files.iter().filter(|file| counts(file.became())) {
        let Some(assignment) = file.assignment else { continue };
        same::first_counts(tx, assignment, &file.file_sha256)?;
        let told = submissions::move_arrival(tx, assignment)?;
        if !told.is_empty() {
            events.extend(told);
            moved.push(assignment);
        }
    }
    Ok((events, moved))
}

/// When the letter came, as it was said, and why.
fn read_form(
    form: &FormData,
    now: Instant,
    is_known: bool,
) -> Result<(Instant, String), Vec<(&'static str, &'static str)>> {
    let reason = form.get("skal-tid").trim().to_owned();
    let mut faults: Vec<(&'static str, &'static str)> = Vec::new();
    let at = match pages::came(form, now) {
        Ok(at) => {
            faults.extend(at.is_none().then_some(("dag", sv::FAULT_DAY)));
            at
        }
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    match reason.chars().count() {
        0 if is_known => faults.push(("skal-tid", sv::NO_TIME_REASON)),
        n if n > super::pages_decide::MOST_REASON => faults.push(("skal-tid", sv::LONG_REASON)),
        _ => {}
    }
    match at {
        Some(at) if faults.is_empty() => Ok((at, reason)),
        _ => Err(faults),
    }
}

/// Writes down when the letter came, with everything that follows of it. `known` is what the page said.
fn write_down(
    mut tx: WriteTx<'_>,
    tools: &Tools,
    (id, known): (Id<Mail>, Option<Instant>),
    (at, reason): (Instant, &str),
    person: Id<Person>,
) -> Result<Saved<Done>, Stop> {
    let letter = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
    if !matches!(letter.state(), State::Waits | State::Done) || letter.arrived_at != known {
        return Ok(tx.keep(Housekeeping::Staging, Done::NotNow));
    }
    let files = store::files(&mut tx, id)?;
    for assignment in files.iter().filter_map(|file| file.assignment) {
        let found = assignments::find(&mut tx, assignment)?;
        if found.is_some_and(|one| matches!(one.state, ItemState::Approved(_)) || one.lock.is_some()) {
            return Ok(tx.keep(Housekeeping::Staging, Done::Approved));
        }
    }
    store_looking::say_time(&mut tx, id, (at, letter.arrived_at), reason, person)?;
    if matches!(letter.why(), Some(Why::NoArrival | Why::OddArrival { .. })) {
        store_looking::clear_why(&mut tx, id)?;
    }
    for file in &files {
        // Both times of an earlier copy are looked at anew.
        let waits = matches!(file.why(), Some(Why::NoArrival | Why::OddArrival { .. } | Why::CameEarlier { .. }));
        if waits && file.became() == Became::Waits {
            let (assignment, likely) = (file.assignment, file.likely);
            let outcome = Outcome { became: Became::New, why: None, assignment, likely, staged: None, faulty: None };
            store::set_outcome(&mut tx, id, file.number, &outcome)?;
        }
    }
    let (mut events, moved) = moved(&mut tx, &files)?;
    sorting::settle(&mut tx, id)?;
    ask(&mut tx, tools, id)?;
    let facts = json!({
        "mail": id,
        "arrived_at": at.to_string(),
        "previous": letter.arrived_at.map(|at| at.to_string()),
        "reason": reason,
        "assignments": moved,
    });
    events.push(Event::about("mail.timed", id, facts));
    Ok(tx.save_all(&events, Done::Said)?)
}

/// `POST …/epost/{mail}/tid`.
pub(super) async fn say(
    cx: Cx<may::Review>,
    Path((_, mail)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id(&mail)?;
    let known = cx.read(move |tx| Ok(store::find(tx, id)?.ok_or(Stop::NotFound)?.arrived_at)).await?;
    let (at, reason) = match read_form(&form, cx.now(), known.is_some()) {
        Ok(said) => said,
        Err(faults) => return pages::show(&cx, id, &form, &faults).await,
    };
    let (person, tools, back) = (cx.account().person, cx.kit().tools(), cx.link(&format!("{PAGE}/{id}")));
    let done = cx.write(move |tx| write_down(tx, &tools, (id, known), (at, &reason), person)).await?;
    match done {
        Done::Said => Ok(Reply::done(&back, sv::TIMED)),
        Done::NotNow => Ok(Reply::done(&back, sv::MOVED_ON)),
        Done::Approved => Err(Stop::refused_back(sv::NOT_TIMED, sv::TIME_OF_APPROVED, &back, sv::TITLE)),
    }
}
