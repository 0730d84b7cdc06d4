//! A year of reporting: every assignment comes as far as it would have, at the time it would have, through the same
//! functions as the pages.

mod questions;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::submissions::{Action, By, Extension, Lock, Road, State};
use domain::year::Level;
use kernel::holidays::plus_working_days;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Day, Id, Instant, Period, Role, SeededChance, SetClock};
use platform::access::Tools;
use platform::{App, Seat};
use serde_json::json;
use store::{Actor, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};

use questions::{answer_question, ask_question, questions};

use super::answers::{answer, seed};
use super::voices::{self, Voices};
use super::world::{Authority, BEGINS, DemoPerson, World, pick};
use super::{DemoError, Receipt, SHOWN_AT, after, annual, own_run, sv};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::focus_areas::{self, NewFocusArea};
use crate::submissions::drafts::{self, Change};
use crate::submissions::{self, Asked, HandIn, ask, follow_cases, hand_in};
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

/// One step of an assignment.
#[derive(Debug, Clone)]
struct Happening {
    at: Instant,
    step: Step,
    assignment: Assignment,
}

/// One thing that happens at an authority. They are made in the order of their time, as their chain would have them.
#[derive(Debug)]
enum Deed {
    Step(Happening),
    /// The question of that line is asked at the assignment.
    Ask(usize, Assignment),
    /// It is answered.
    Answer(usize),
    /// What has come in at the assignment gets its case number.
    Register(Assignment),
    /// An occasion's answers are read and marked.
    Mark(String),
    /// It is frozen and its report made.
    Freeze(String),
    /// The report is published.
    Publish,
    /// What own-run schools have answered in another system at the occasion is read in.
    ReadIn(&'static str),
    /// Somebody says something of a school, or does something with what was said: that line of `cases.csv`.
    Voice(usize),
    /// Results are read in and frozen, for the figures beside what is handed in: as of that day, under that name.
    Results(&'static str, &'static str),
}

/// The annual reports of last year were written when the year began, at each of the authorities.
pub(super) fn last_years_focus_areas(app: &App, clock: &Arc<SetClock>, world: &World) -> Result<(), DemoError> {
    let begins: Instant = BEGINS.parse().map_err(|_| DemoError::data(BEGINS))?;
    clock.set(begins.plus_seconds(24 * 3600));
    world.authorities.iter().try_for_each(|authority| add_focus_areas(app, world, authority))
}

pub(super) fn year(
    app: &App,
    clock: &Arc<SetClock>,
    world: &World,
    progress: &mut dyn FnMut(&str),
) -> Result<Option<Receipt>, DemoError> {
    last_years_focus_areas(app, clock, world)?;
    let mut said = Voices::new(app);
    for authority in &world.authorities {
        let year = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| year::published(tx, 2024))?
            .ok_or_else(|| DemoError::data("no year is published"))?;
        let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
            assignments::list(tx, 2024, Filter::default())
        })?;
        // What is answered in another system is nobody's to write here.
        let all: Vec<Assignment> = all.into_iter().filter(|one| one.reports_in.is_none()).collect();
        let steps = all.iter().flat_map(plan).map(|happening| (happening.at, Deed::Step(happening)));
        let mut deeds: Vec<(Instant, Deed)> = steps.collect();
        deeds.extend(registrations(&deeds));
        deeds.extend(questions(world, &year, &all));
        deeds.extend(reports(&year));
        deeds.extend(frozen_results()?);
        deeds.extend(voices::lines(world, authority)?.into_iter().map(|(at, line)| (at, Deed::Voice(line))));
        deeds.extend(own_run::files()?.map(|(at, occasion)| (at, Deed::ReadIn(occasion))));
        deeds.sort_by_key(|(at, deed)| match deed {
            Deed::Step(of) => (*at, 0, Some((of.assignment.id, of.step))),
            _ => (*at, 1, None),
        });
        let count = deeds.len();
        let (mut asked, mut registered) = (BTreeMap::new(), 0);
        for (number, (at, deed)) in deeds.into_iter().enumerate() {
            if number % 50 == 0 {
                progress(&format!("{}: {number} of {count} steps of the year", authority.name));
            }
            clock.set(at);
            match deed {
                Deed::Step(happening) => happen(app, world, authority, &year, &happening)?,
                Deed::Ask(line, assignment) => {
                    asked.extend(ask_question(app, world, authority, &year, line, &assignment)?.map(|id| (line, id)));
                }
                Deed::Answer(line) => {
                    if let Some((id, assignment)) = asked.get(&line) {
                        answer_question(app, world, authority, line, *id, assignment)?;
                    }
                }
                Deed::Register(assignment) => after::register(app, world, authority, &assignment, &mut registered)?,
                Deed::Mark(occasion) => after::mark(app, world, authority, &year, &occasion)?,
                Deed::Freeze(occasion) => {
                    progress(&format!("{}: the report of {occasion}", authority.name));
                    after::freeze(app, world, authority, &year, &occasion)?;
                }
                Deed::Results(as_of, title) => {
                    super::results::read_in_as_of(app, world, authority, as_of)?;
                    super::results::freeze(app, world, authority, title)?;
                }
                Deed::Voice(line) => said.send(app, world, authority, line)?,
                Deed::ReadIn(occasion) => own_run::read_in(app, world, authority, &year, occasion)?,
                Deed::Publish => after::publish(app, world, authority)?,
            }
        }
    }
    Ok(said.shown(world))
}

/// What has been signed is registered a few days later, but for the last of it, which the registrar has yet to take.
fn registrations(deeds: &[(Instant, Deed)]) -> Vec<(Instant, Deed)> {
    let signed = deeds.iter().filter_map(|(at, deed)| match deed {
        Deed::Step(of) if matches!(of.step, Step::Sign | Step::SignAgain) => Some((*at, &of.assignment)),
        _ => None,
    });
    signed
        .filter_map(|(at, assignment)| {
            let chance = SeededChance::new(seed(&format!("register {} {at:?}", assignment.id)));
            let forgotten = pick(&chance, 20) == 0;
            let day = plus_working_days(at.day(), 2 + u32::try_from(pick(&chance, 4)).unwrap_or(0));
            let at = day.start().plus_seconds(9 * 3600 + i64::try_from(pick(&chance, 3600)).unwrap_or(0));
            (!forgotten && at < shown()).then(|| (at, Deed::Register(assignment.clone())))
        })
        .collect()
}

/// Before an occasion the results so far are read in and frozen, the morning after the day they are of.
fn frozen_results() -> Result<Vec<(Instant, Deed)>, DemoError> {
    super::results::BEFORE_OCCASIONS
        .into_iter()
        .map(|(as_of, title)| {
            let day: Day = as_of.parse().map_err(|_| DemoError::data(as_of))?;
            Ok((day.plus_days(1).start().plus_seconds(7 * 3600), Deed::Results(as_of, title)))
        })
        .collect()
}

/// Every occasion that was over in good time is read, compiled and, the day after, published.
fn reports(published: &Published) -> Vec<(Instant, Deed)> {
    let mut deeds = Vec::new();
    for occasion in &published.year.occasions {
        let compiled = occasion.deadline.plus_days(42);
        if compiled.plus_days(1).end() >= shown() {
            continue;
        }
        let at = |days: i32| compiled.plus_days(days).start().plus_seconds(10 * 3600);
        let slug = occasion.slug.to_string();
        deeds.extend([(at(-5), Deed::Mark(slug.clone())), (at(0), Deed::Freeze(slug)), (at(1), Deed::Publish)]);
    }
    deeds
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

/// Whether it is the list of people that the same provider is still asking when the demo is shown.
fn is_being_asked(assignment: &Assignment) -> bool {
    assignment.item == "arbete-individ-helar" && assignment.organisation_name == LEFT_OPEN.0
}

/// What happens with the assignment, and when.
fn plan(assignment: &Assignment) -> Vec<Happening> {
    if is_being_asked(assignment) {
        return Vec::new();
    }
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

/// The first who holds the role at the authority itself.
pub(super) fn holder<'a>(world: &'a World, authority: &Authority, role: Role) -> Option<(&'a DemoPerson, &'a Seat)> {
    world.people.iter().find_map(|person| {
        let fits = |seat: &&Seat| seat.tenant == authority.id && seat.role == role;
        person.seats.iter().find(fits).map(|seat| (person, seat))
    })
}

pub(super) fn officer<'a>(world: &'a World, authority: &Authority) -> Result<(&'a DemoPerson, &'a Seat), DemoError> {
    holder(world, authority, Role::QualityOfficer).ok_or_else(|| DemoError::data("an authority without officer"))
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
    let tools = Tools::of(app);
    let found = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
        let Some(mut asked) = ask(tx, &assignment, published, today)? else { return Ok(None) };
        follow_cases(tx, &tools, (&assignment, published), &mut asked, &[])?;
        Ok(Some((assignment, asked)))
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
    let mut fields = fields;
    annual::enrich(app, world, authority, (&assignment, &asked), &mut fields, (person, seat))?;
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
        let Some((assignment, mut asked)) = asked(tx, &published, id)? else { return Ok(Outcome::Refused) };
        follow_cases(tx, &tools, (&assignment, &published), &mut asked, &seats)?;
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
                let extension = Extension { until, motive: motive.to_owned(), at: now, by: by(&who) };
                let completion = assignment.state.clone().with_completion_until(until);
                assignments::extend(tx, id, &extension, who.id, completion.as_ref())?;
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

/// Last year's focus areas, two per area of each provider.
fn add_focus_areas(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let all = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
        assignments::list(tx, 2024, Filter::default())
    })?;
    let mut done = std::collections::BTreeSet::new();
    for assignment in all.into_iter().filter(|one| one.reports_in.is_none()) {
        let Subject::Area { id: area, ref slug, .. } = assignment.subject else { continue };
        if !done.insert((assignment.organisation, area)) {
            continue;
        }
        let Some(((person, seat), _)) = provider_people(world, authority, &assignment, Level::Area) else { continue };
        let first = done.len() % world.data.focus_areas.len().max(1);
        // What is about one school form belongs to its area.
        let fits = |line: &&super::data::Line| slug == "sfi" || !line.get("title").contains("sfi");
        let lines = world.data.focus_areas.iter().filter(fits).cycle().skip(first).take(1 + done.len() % 2);
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
