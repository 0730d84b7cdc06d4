//! A year of reporting: every assignment comes as far as it would have, at the time it would have, through the same
//! functions as the pages.

use std::sync::Arc;

use domain::submissions::{Action, By, Lock, Road, State};
use domain::year::Level;
use kernel::id::kind::{Assignment as AssignmentKind, Message};
use kernel::{Day, Id, Instant, Period, Role, SeededChance, SetClock};
use platform::access::Tools;
use platform::{App, Seat};
use serde_json::json;
use store::{Actor, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};

use super::answers::{answer, seed};
use super::world::{Authority, DemoPerson, World, pick};
use super::{DemoError, SHOWN_AT, after, sv};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::focus_areas::{self, NewFocusArea};
use crate::submissions::drafts::{self, Change};
use crate::submissions::{self, Asked, HandIn, ask, hand_in};
use crate::threads::{self, NewMessage, Side};
use crate::year::{self, Published};

/// How far an assignment comes before the demo is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Write,
    Extend,
    SendForSignature,
    Sign,
    Return,
    Correct,
    SignAgain,
    Assess,
    Approve,
    Lock,
}

/// The provider and the area whose deviation report waits to be signed.
const LEFT_OPEN: (&str, &str) = (sv::LEFT_OPEN, "sfi");

/// One thing that happens.
#[derive(Debug, Clone)]
struct Happening {
    at: Instant,
    step: Step,
    assignment: Assignment,
}

pub(super) fn year(
    app: &App,
    clock: &Arc<SetClock>,
    world: &World,
    progress: &mut dyn FnMut(&str),
) -> Result<(), DemoError> {
    for authority in &world.authorities {
        add_focus_areas(app, world, authority)?;
        let year = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| year::published(tx, 2024))?
            .ok_or_else(|| DemoError::data("no year is published"))?;
        let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
            assignments::list(tx, 2024, Filter::default())
        })?;
        let mut happenings: Vec<Happening> = all.iter().flat_map(plan).collect();
        happenings.sort_by_key(|h| (h.at, h.assignment.id, h.step));
        let count = happenings.len();
        for (number, happening) in happenings.into_iter().enumerate() {
            if number % 50 == 0 {
                progress(&format!("{}: {number} of {count} steps of the year", authority.name));
            }
            clock.set(happening.at);
            happen(app, world, authority, &year, &happening)?;
        }
        progress(&format!("{}: questions, themes, quotes and reports", authority.name));
        ask_questions(app, clock, world, authority, &year, &all)?;
        after::compile(app, clock, world, authority, &year)?;
    }
    Ok(())
}

pub(super) fn shown() -> Instant {
    SHOWN_AT.parse().unwrap_or(Instant::EPOCH)
}

/// A moment during office hours on the day.
fn during(day: Day, chance: &SeededChance) -> Instant {
    day.start().plus_seconds(8 * 3600 + i64::try_from(pick(chance, 8 * 3600)).unwrap_or(0))
}

/// Whether it is the deviation report that the demo leaves open to be signed with one click: its provider has been
/// given until the year's last deadline.
fn is_left_open(assignment: &Assignment) -> bool {
    let (provider, area) = LEFT_OPEN;
    assignment.item == "avvikelser-malvarden"
        && assignment.organisation_name == provider
        && assignment.area_slug() == Some(area)
}

/// What happens with the assignment, and when.
fn plan(assignment: &Assignment) -> Vec<Happening> {
    if is_left_open(assignment) {
        // Decided before the deadline, so that the spring's report knows of it.
        let chance = SeededChance::new(seed("left open"));
        let at = during(assignment.deadline.plus_days(-3), &chance);
        return vec![Happening { at, step: Step::Extend, assignment: assignment.clone() }];
    }
    let chance = SeededChance::new(seed(&format!("plan {} {}", assignment.item, assignment.subject_name())));
    let small = |of: usize| i32::try_from(pick(&chance, of)).unwrap_or(0);
    let due = assignment.deadline;
    let luck = pick(&chance, 100);
    let begun = due.plus_days(-14 + small(5));
    let past = due.end() < shown();
    let signed = match luck {
        0..6 => due.plus_days(1 + small(5)),
        _ => due.plus_days(-1 - small(7)),
    };
    let mut steps = vec![(Step::Write, begun)];
    if luck % 17 == 3 {
        steps.push((Step::Extend, due.plus_days(-3)));
    }
    steps.push((Step::SendForSignature, signed.plus_days(-1)));
    steps.push((Step::Sign, signed));
    if (66..78).contains(&luck) {
        steps.push((Step::Return, signed.plus_days(6)));
        steps.push((Step::Correct, signed.plus_days(9)));
        steps.push((Step::SignAgain, signed.plus_days(10)));
    }
    if luck.is_multiple_of(3) {
        steps.push((Step::Assess, signed.plus_days(12)));
    }
    steps.push((Step::Approve, signed.plus_days(14)));
    if luck.is_multiple_of(2) {
        steps.push((Step::Lock, due.plus_days(40)));
    }
    let upto = match (past, luck) {
        // A few were never handed in, and a few wait for review.
        (true, 97..) => 0,
        (true, 90..97) => 3,
        (true, _) => steps.len(),
        (false, 0..25) => 0,
        (false, 25..50) => 1,
        (false, 50..66) => steps.iter().position(|(step, _)| *step == Step::Sign).unwrap_or(0),
        (false, 66..72) => steps.iter().position(|(step, _)| *step == Step::Return).map_or(0, |at| at + 1),
        (false, 78..90) => steps.iter().position(|(step, _)| *step == Step::Sign).map_or(0, |at| at + 1),
        (false, _) => steps.len(),
    };
    // Before a deadline that is still to come, everything that has happened happened in the last weeks.
    let shift = if past { 0 } else { due.days_since(shown().day()) + 15 };
    steps
        .into_iter()
        .take(upto)
        .map(|(step, day)| Happening {
            at: during(day.plus_days(-shift), &chance),
            step,
            assignment: assignment.clone(),
        })
        .filter(|happening| happening.at < shown())
        .collect()
}

/// Who does what on the provider's side: the one who prepares and the one who signs, each with the seat.
pub(super) fn provider_people<'a>(
    world: &'a World,
    authority: &Authority,
    assignment: &Assignment,
    level: Level,
) -> Option<((&'a DemoPerson, &'a Seat), (&'a DemoPerson, &'a Seat))> {
    let holder = |role: Role| {
        world.people.iter().find_map(|person| {
            let fits = |seat: &&Seat| {
                seat.role == role
                    && seat.tenant == authority.id
                    && seat.organisation == Some(assignment.organisation)
                    && assignment.covered_by(seat)
            };
            person.seats.iter().find(fits).map(|seat| (person, seat))
        })
    };
    let signer = match level {
        Level::Unit | Level::Individual => holder(Role::Rektor),
        Level::Area | Level::Provider | Level::ProviderAndArea => holder(Role::ProviderManagement),
    }?;
    Some((holder(Role::ProviderEditor).unwrap_or(signer), signer))
}

pub(super) fn officer<'a>(world: &'a World, authority: &Authority) -> Result<(&'a DemoPerson, &'a Seat), DemoError> {
    world
        .people
        .iter()
        .find_map(|person| {
            let fits = |seat: &&Seat| seat.tenant == authority.id && seat.role == Role::QualityOfficer;
            person.seats.iter().find(fits).map(|seat| (person, seat))
        })
        .ok_or_else(|| DemoError::data("an authority without officer"))
}

/// What a step may end in besides an event: nothing, when the rules say no.
pub(super) enum Outcome {
    Done(Event),
    Kept,
    Refused,
}

/// Runs the step in one transaction as the person in the seat.
pub(super) fn act(
    app: &App,
    authority: &Authority,
    (person, seat): (&DemoPerson, &Seat),
    work: impl Fn(&mut WriteTx<'_>) -> Result<Outcome, StoreError> + Send + 'static,
) -> Result<(), DemoError> {
    let context = WriteContext { actor: Actor::account(person.id, seat.role), now: app.clock().now() };
    Ok(app.db().write_blocking::<_, StoreError>(Scope::Tenant(authority.id), context, move |mut tx| {
        match work(&mut tx)? {
            Outcome::Done(event) => tx.save(event, ()),
            Outcome::Kept | Outcome::Refused => Ok(tx.keep(Housekeeping::DraftField, ())),
        }
    })?)
}

fn happen(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    happening: &Happening,
) -> Result<(), DemoError> {
    let Some(item) = published.year.item(&happening.assignment.item) else { return Ok(()) };
    let provider_side = provider_people(world, authority, &happening.assignment, item.level);
    match happening.step {
        Step::Write | Step::Correct => match provider_side {
            Some((preparer, _)) => write_draft(app, world, authority, published, happening, preparer),
            None => Ok(()),
        },
        Step::SendForSignature => match provider_side {
            Some((preparer, _)) => send(app, authority, published, happening.assignment.id, preparer),
            None => Ok(()),
        },
        Step::Sign | Step::SignAgain => match provider_side {
            Some((preparer, signer)) => sign(app, authority, published, happening.assignment.id, preparer.0, signer),
            None => Ok(()),
        },
        Step::Return | Step::Assess | Step::Approve | Step::Lock | Step::Extend => {
            review(app, world, authority, published, happening)
        }
    }
}

fn by(person: &DemoPerson) -> By {
    By { person: Some(person.id), name: person.name.clone() }
}

fn asked(
    tx: &mut WriteTx<'_>,
    published: &Published,
    id: Id<AssignmentKind>,
) -> Result<Option<(Assignment, Asked)>, StoreError> {
    let today = tx.context().now.day();
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
    Ok(ask(tx, &assignment, published, today)?.map(|asked| (assignment, asked)))
}

fn write_draft(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    happening: &Happening,
    (person, seat): (&DemoPerson, &Seat),
) -> Result<(), DemoError> {
    let Some(item) = published.year.item(&happening.assignment.item) else { return Ok(()) };
    let period = item.covered().unwrap_or(Period {
        from: Day::new(published.year.year, 1, 1).unwrap_or(happening.assignment.deadline),
        to: happening.assignment.deadline,
    });
    // Read first, since the answer is made from the demo's data, which stays here.
    let today = happening.at.day();
    let id = happening.assignment.id;
    let found = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
        Ok(ask(tx, &assignment, published, today)?.map(|asked| (assignment, asked)))
    })?;
    let Some((assignment, asked)) = found else { return Ok(()) };
    let content = answer(&world.data, &assignment, &asked, period, today);
    let fields = asked.written(&content);
    let judgement = asked.judge(&fields);
    if !judgement.is_ready() {
        let titles = asked.titles();
        let faults: Vec<String> = judgement.faults.iter().map(|fault| forms::sv::sentence(fault, &titles)).collect();
        return Err(DemoError::data(format!("{} for {}: {faults:?}", assignment.item, assignment.subject_name())));
    }
    let changes: Vec<Change> = fields.into_iter().map(|(path, text)| Change { path, text, seen: None }).collect();
    let (tools, published, (who, seats)) = (Tools::of(app), published.clone(), (person.clone(), vec![seat.clone()]));
    act(app, authority, (person, seat), move |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(Outcome::Refused) };
        let Some(item) = published.year.item(&assignment.item) else { return Ok(Outcome::Refused) };
        let Some(Ok(seen)) = assignment.seat_for(item, &seats, true, Action::Edit) else {
            return Ok(Outcome::Refused);
        };
        let now = tx.context().now;
        drafts::write(tx, &tools, assignment.organisation, id, who.id, &changes)?;
        let before = assignment.state.name();
        let Ok(state) = assignment.state.clone().edit(&seen, now) else { return Ok(Outcome::Refused) };
        if state.name() == before {
            return Ok(Outcome::Kept);
        }
        assignments::set_state(tx, id, &state)?;
        Ok(Outcome::Done(Event::about("assignment.started", id, json!({"item": assignment.item}))))
    })
}

fn send(
    app: &App,
    authority: &Authority,
    published: &Published,
    id: Id<AssignmentKind>,
    (person, seat): (&DemoPerson, &Seat),
) -> Result<(), DemoError> {
    let (published, who, seats) = (published.clone(), person.clone(), vec![seat.clone()]);
    act(app, authority, (person, seat), move |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(Outcome::Refused) };
        let Some(item) = published.year.item(&assignment.item) else { return Ok(Outcome::Refused) };
        let Some(Ok(seen)) = assignment.seat_for(item, &seats, true, Action::SendForSignature) else {
            return Ok(Outcome::Refused);
        };
        let now = tx.context().now;
        match assignment.state.clone().send_for_signature(&seen, by(&who), now) {
            Ok(awaiting) => {
                assignments::set_state(tx, id, &State::from(awaiting))?;
                Ok(Outcome::Done(Event::about("assignment.sent-for-signature", id, json!({}))))
            }
            Err(_) => Ok(Outcome::Refused),
        }
    })
}

fn sign(
    app: &App,
    authority: &Authority,
    published: &Published,
    id: Id<AssignmentKind>,
    preparer: &DemoPerson,
    (person, seat): (&DemoPerson, &Seat),
) -> Result<(), DemoError> {
    let (tools, published, prepared_by) = (Tools::of(app), published.clone(), preparer.id);
    let (account, seats) = (person.account(seat), vec![seat.clone()]);
    act(app, authority, (person, seat), move |tx| {
        let Some((assignment, asked)) = asked(tx, &published, id)? else { return Ok(Outcome::Refused) };
        let draft = drafts::load(tx, &tools, assignment.organisation, id)?;
        let Some(content) = asked.judge(&draft.texts()).content else { return Ok(Outcome::Refused) };
        let what = HandIn {
            assignment: &assignment,
            published: &published,
            content: &content,
            road: Road::Web,
            file_sha256: None,
            prepared_by,
            account: &account,
            seats: &seats,
        };
        Ok(match hand_in(tx, &tools, &what)? {
            Ok((_, _, event)) => Outcome::Done(event),
            Err(_) => Outcome::Refused,
        })
    })
}

fn review(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    happening: &Happening,
) -> Result<(), DemoError> {
    let (person, seat) = officer(world, authority)?;
    let (published, who, seats) = (published.clone(), person.clone(), vec![seat.clone()]);
    let (id, step) = (happening.assignment.id, happening.step);
    let chance = SeededChance::new(seed(&id.to_string()));
    let assessment = world.data.assessments.get(pick(&chance, world.data.assessments.len()));
    let assessment = assessment.map(|line| line.get("text").to_owned()).unwrap_or_default();
    act(app, authority, (person, seat), move |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(Outcome::Refused) };
        let Some(item) = published.year.item(&assignment.item) else { return Ok(Outcome::Refused) };
        let now = tx.context().now;
        let action = match step {
            Step::Return => Action::Return,
            Step::Approve => Action::Approve,
            Step::Lock => Action::Lock,
            Step::Extend => Action::Extend,
            _ => Action::Assess,
        };
        let Some(Ok(seen)) = assignment.seat_for(item, &seats, false, action) else { return Ok(Outcome::Refused) };
        let state = assignment.state.clone();
        let latest = submissions::latest(tx, id)?;
        Ok(match step {
            Step::Return => {
                match (state.return_for_completion(&seen, sv::RETURN_REASON, None, by(&who), now), latest) {
                    (Ok(returned), Some(latest)) => {
                        assignments::set_state(tx, id, &State::from(returned))?;
                        submissions::add_return_note(tx, latest.id, "", sv::RETURN_REASON, who.id)?;
                        if assignment.item.starts_with("klagomal") {
                            let cell = submissions::cell_path("complaints", 1, "atgard");
                            submissions::add_return_note(tx, latest.id, &cell, sv::RETURN_CELL, who.id)?;
                        }
                        Outcome::Done(Event::about("submission.returned", latest.id, json!({"assignment": id})))
                    }
                    _ => Outcome::Refused,
                }
            }
            Step::Approve => match (state.approve(&seen, by(&who), now), latest) {
                (Ok(approved), Some(latest)) => {
                    assignments::set_state(tx, id, &State::from(approved))?;
                    Outcome::Done(Event::about("submission.approved", latest.id, json!({"assignment": id})))
                }
                _ => Outcome::Refused,
            },
            Step::Lock => match assignment.state.lock(&seen, sv::LOCK_REASON, by(&who), now) {
                Ok(lock) => {
                    let lock: Lock = lock;
                    assignments::set_lock(tx, id, Some(&lock))?;
                    Outcome::Done(Event::about("assignment.locked", id, json!({"why": lock.why})))
                }
                Err(_) => Outcome::Refused,
            },
            Step::Extend => {
                let last = published.year.occasions.iter().map(|occasion| occasion.deadline).max();
                let (until, motive) = match last.filter(|_| is_left_open(&assignment)) {
                    Some(until) => (until, sv::LONG_EXTENSION_MOTIVE),
                    None => (assignment.due().plus_days(7), sv::EXTENSION_MOTIVE),
                };
                assignments::extend(tx, id, until, motive, who.id)?;
                let facts = json!({"until": until, "motive": motive});
                Outcome::Done(Event::about("deadline.extended", id, facts))
            }
            _ => match latest {
                Some(latest) => {
                    submissions::add_assessment(tx, latest.id, &assessment, who.id)?;
                    Outcome::Done(Event::about("assessment.written", latest.id, json!({"assignment": id})))
                }
                None => Outcome::Refused,
            },
        })
    })
}

/// Providers' questions during the first occasions, most of them answered the day after and some of those to all; the
/// last ones still wait.
fn ask_questions(
    app: &App,
    clock: &Arc<SetClock>,
    world: &World,
    authority: &Authority,
    published: &Published,
    all: &[Assignment],
) -> Result<(), DemoError> {
    let (officer_person, officer_seat) = officer(world, authority)?;
    let asked_at = all.iter().filter(|assignment| matches!(assignment.subject, Subject::Unit { .. }));
    let lines = &world.data.questions;
    for (number, (line, assignment)) in lines.iter().zip(asked_at.step_by(3)).enumerate() {
        let Some(item) = published.year.item(&assignment.item) else { continue };
        let Some(((person, seat), _)) = provider_people(world, authority, assignment, item.level) else { continue };
        let at = assignment.deadline.plus_days(-12).start().plus_seconds(9 * 3600).min(shown().plus_seconds(-7200));
        clock.set(at);
        let message = |side: Side, person: &DemoPerson, body: &str, answers| NewMessage {
            assignment: assignment.id,
            year: assignment.year,
            item: assignment.item.clone(),
            side,
            person: person.id,
            body: body.to_owned(),
            answers,
        };
        let question = message(Side::Provider, person, line.get("question"), None);
        let id = say(app, authority, (person, seat), "question.asked", question, None)?;
        if number + 3 > lines.len() {
            continue;
        }
        clock.set(at.plus_seconds(6 * 3600).min(shown().plus_seconds(-3600)));
        let to_all = (line.get("published") == "ja").then(|| line.get("question").to_owned());
        let answer = message(Side::Authority, officer_person, line.get("answer"), Some(id));
        say(app, authority, (officer_person, officer_seat), "question.answered", answer, to_all)?;
    }
    Ok(())
}

/// Writes a message down, published to all under the given question.
fn say(
    app: &App,
    authority: &Authority,
    (person, seat): (&DemoPerson, &Seat),
    event: &'static str,
    message: NewMessage,
    to_all: Option<String>,
) -> Result<Id<Message>, DemoError> {
    let context = WriteContext { actor: Actor::account(person.id, seat.role), now: app.clock().now() };
    let chance = app.chance().clone();
    Ok(app.db().write_blocking::<_, StoreError>(Scope::Tenant(authority.id), context, move |mut tx| {
        let id = threads::add(&mut tx, &*chance, &message)?;
        let mut events = vec![Event::about(event, id, json!({"assignment": message.assignment}))];
        if let Some(question) = &to_all {
            threads::publish(&mut tx, id, Some(question))?;
            events.push(Event::about("answer.published", id, json!({"assignment": message.assignment})));
        }
        tx.save_all(&events, id)
    })?)
}

/// Last year's focus areas, two per area of each provider.
fn add_focus_areas(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        assignments::list(tx, 2024, Filter::default())
    })?;
    let mut done = std::collections::BTreeSet::new();
    for assignment in all {
        let Subject::Area { id: area, .. } = assignment.subject else { continue };
        if !done.insert((assignment.organisation, area)) {
            continue;
        }
        let Some(((person, seat), _)) = provider_people(world, authority, &assignment, Level::Area) else { continue };
        let first = done.len() % world.data.focus_areas.len().max(1);
        let lines = world.data.focus_areas.iter().cycle().skip(first).take(1 + done.len() % 2);
        for line in lines {
            let new = NewFocusArea {
                organisation: assignment.organisation,
                area: Some(area),
                year: 2023,
                title: line.get("title").to_owned(),
                aim: line.get("goal").to_owned(),
                units: Vec::new(),
            };
            let (chance, who) = (app.chance().clone(), person.id);
            act(app, authority, (person, seat), move |tx| {
                let id = focus_areas::add(tx, &*chance, who, &new)?;
                Ok(Outcome::Done(Event::about("focus-area.added", id, json!({"year": new.year}))))
            })?;
        }
    }
    Ok(())
}
