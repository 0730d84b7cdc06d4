//! Whole years played through the router by chance, and held against a small model that knows nothing of the product's rules:
//! what is due when, of whom, in what state, in time or not, and what the complaint reports of a unit count.
//!
//! The model is written from the year's document as a person reads it: its table of items is spelled out below, and time is
//! days and instants alone.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Scope;
use domain::submissions::{StateName, Timeliness};
use kernel::{Day, Instant};
use proptest::prelude::*;

use crate::assignments::{self, Assignment, Filter};
use crate::submissions;
use crate::testing::{ENGINES, World, day, on, publish_otherwise};

/// Who is asked of an item: each unit, each area, or the provider as a whole and each area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Units,
    Areas,
    WholeAndAreas,
}

/// The items that are asked of the two providers, whose units are no vocational schools: occasion, item, whose, and for
/// complaints the first and last day that they cover.
const ITEMS: [(&str, &str, Whose, Option<(&str, &str)>); 7] = [
    ("tertial-1", "klagomal-t1", Whose::Units, Some(("2024-01-01", "2024-03-31"))),
    ("tertial-1", "avvikelser-malvarden", Whose::Areas, None),
    ("tertial-1", "avvikelser-fokusomraden", Whose::Areas, None),
    ("tertial-2", "klagomal-t2", Whose::Units, Some(("2024-01-01", "2024-06-30"))),
    ("tertial-2", "betygsanalys", Whose::Areas, None),
    ("helar", "klagomal-helar", Whose::Units, Some(("2024-01-01", "2024-11-30"))),
    ("helar", "arsrapport", Whose::WholeAndAreas, None),
];
const OCCASIONS: [(&str, &str); 3] =
    [("tertial-1", "2024-04-08"), ("tertial-2", "2024-08-12"), ("helar", "2024-12-02")];
/// The unit that may close: its area goes on at the other one.
const CLOSING: &str = "Lindblad Öster";

/// What somebody does next. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    /// Days pass.
    Wait(i64),
    /// The clock is set right, backwards.
    ClockBack(i64),
    /// A second before the end of the last day of one of the items, or the second after it.
    Midnight(u16, bool),
    Write(u16),
    Send(u16),
    Sign(u16),
    Extend(u16, i32),
    Return(u16, Option<i32>),
    Approve(u16),
    Lock(u16),
    Unlock(u16),
    /// The unit closes so many days from now, before now too.
    Close(i32),
    Open,
    /// The document is published with another last day for an occasion.
    Move(u16, i32),
    /// The document is published with its own last days and another name for a column of the complaint table.
    Rename,
}

fn step() -> impl Strategy<Value = Step> {
    let some = any::<u16>();
    prop_oneof![
        4 => (1_i64..40).prop_map(Step::Wait),
        1 => (1_i64..50).prop_map(Step::ClockBack),
        2 => (some, any::<bool>()).prop_map(|(of, before)| Step::Midnight(of, before)),
        6 => some.prop_map(Step::Write),
        2 => some.prop_map(Step::Send),
        6 => some.prop_map(Step::Sign),
        2 => (some, 1..30).prop_map(|(of, days)| Step::Extend(of, days)),
        3 => (some, proptest::option::of(1..20)).prop_map(|(of, days)| Step::Return(of, days)),
        2 => some.prop_map(Step::Approve),
        1 => some.prop_map(Step::Lock),
        1 => some.prop_map(Step::Unlock),
        1 => (-60..60).prop_map(Step::Close),
        1 => Just(Step::Open),
        2 => (some, -40..20).prop_map(|(of, days)| Step::Move(of, days)),
        1 => Just(Step::Rename),
    ]
}

/// Item and unit, area or provider.
type Key = (&'static str, String);

/// What waits for somebody else than the one who writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Plain,
    AwaitsSignature,
    Approved,
}

/// One thing that is asked, as the model knows it.
#[derive(Debug, Clone)]
struct Thing {
    /// The document's last day, as it was when the thing was asked last.
    deadline: Day,
    /// When it was taken back, while it is.
    withdrawn: Option<Day>,
    /// How much has been changed in it while the year ran.
    changes: usize,
    drafted: bool,
    stage: Stage,
    /// When the first version came in.
    received: Option<Instant>,
    /// That it was returned and is not in again.
    returned: bool,
    /// The day that the return set.
    until: Option<Day>,
    extended: Option<Day>,
    locked: bool,
    /// How many complaints stand in the draft.
    rows: usize,
    /// The day of the newest of them: before that day, by a clock that was set back, it cannot be handed in.
    newest: Option<Day>,
    /// How many were counted of what is in.
    counted: Option<usize>,
}

impl Thing {
    fn new(deadline: Day) -> Self {
        Self {
            deadline,
            withdrawn: None,
            changes: 0,
            drafted: false,
            stage: Stage::Plain,
            received: None,
            returned: false,
            until: None,
            extended: None,
            locked: false,
            rows: 0,
            newest: None,
            counted: None,
        }
    }
    fn due(&self) -> Day {
        self.extended.map_or(self.deadline, |later| later.max(self.deadline))
    }
    /// The document asks for it with this last day from today on. What is in stands by the day that held; a day that has
    /// passed when it is set is not demanded of anybody whose day had not: they get two weeks, or what they had.
    fn asked_until(&mut self, new: Day, today: Day) {
        let (old, said) = (self.due(), self.extended.map_or(new, |later| later.max(new)));
        let taken_in_time = self.withdrawn.is_some_and(|at| at <= old);
        let two_weeks = today.plus_days(14);
        let holds = if self.received.is_some() {
            said.max(old)
        } else if said >= today {
            said
        } else if taken_in_time {
            two_weeks
        } else if old < today {
            said.max(old)
        } else {
            old.min(two_weeks)
        };
        if holds > said {
            self.extended = Some(holds);
        }
        (self.deadline, self.withdrawn) = (new, None);
        self.changes += 1;
    }
    fn is_in(&self) -> bool {
        self.received.is_some() && !self.returned
    }
    fn state(&self) -> StateName {
        match self {
            _ if self.stage == Stage::Approved => StateName::Approved,
            _ if self.stage == Stage::AwaitsSignature => StateName::AwaitingSignature,
            _ if self.returned => StateName::Returned,
            _ if self.received.is_some() => StateName::Submitted,
            _ if self.drafted => StateName::Draft,
            _ => StateName::NotStarted,
        }
    }
    /// Whether it could be handed in on the day as it stands.
    fn holds(&self, today: Day) -> bool {
        self.drafted && !self.locked && !self.is_in() && self.newest.is_none_or(|newest| newest <= today)
    }
    fn may_be_written(&self) -> bool {
        !self.locked && !self.is_in() && self.stage == Stage::Plain
    }
}

/// The model: what a careful officer with paper and pen would know.
#[derive(Debug)]
struct Model {
    deadlines: BTreeMap<&'static str, Day>,
    things: BTreeMap<Key, Thing>,
    closed: Option<Day>,
    renamed: bool,
    areas: [String; 2],
}

impl Model {
    fn new(world: &World) -> Self {
        let mut model = Self {
            deadlines: OCCASIONS.map(|(slug, last)| (slug, day(last))).into(),
            things: BTreeMap::new(),
            closed: None,
            renamed: false,
            areas: [world.areas[0].0.clone(), world.areas[1].0.clone()],
        };
        for (occasion, item, whose, _) in ITEMS {
            for subject in model.subjects(whose) {
                model.things.insert((item, subject), Thing::new(model.deadlines[occasion]));
            }
        }
        model
    }

    fn subjects(&self, whose: Whose) -> Vec<String> {
        let areas = self.areas.to_vec();
        match whose {
            Whose::Units => vec!["Lindblad Centrum".to_owned(), CLOSING.to_owned()],
            Whose::Areas => areas,
            Whose::WholeAndAreas => [vec![String::new()], areas].concat(),
        }
    }

    fn due(&self, key: &Key) -> Day {
        self.things[key].due()
    }

    /// The last day of what is to come in next.
    fn last_day(&self, key: &Key) -> Day {
        let set = self.things[key].until;
        set.map_or(self.due(key), |set| set.max(self.due(key)))
    }

    /// Whether the document asks for it: not of a unit that had closed before the first day that it covers.
    fn is_due(&self, key: &Key) -> bool {
        let covers = ITEMS.iter().find(|(_, item, ..)| *item == key.0).unwrap().3;
        match (covers, self.closed) {
            (Some((first, _)), Some(closed)) if key.1 == CLOSING => closed >= day(first),
            _ => true,
        }
    }

    /// What is asked now, and what is in from before.
    fn asked(&self) -> BTreeSet<Key> {
        let stands = |key: &Key, thing: &Thing| self.is_due(key) || thing.received.is_some();
        self.things.iter().filter(|(key, thing)| stands(key, thing)).map(|(key, _)| key.clone()).collect()
    }

    /// The unit closes on the day, or opens again: what is asked of it goes away, or comes back.
    fn close(&mut self, last: Option<Day>, today: Day) {
        let before: BTreeSet<Key> = self.things.keys().filter(|key| self.is_due(key)).cloned().collect();
        self.closed = last;
        let after: BTreeSet<Key> = self.things.keys().filter(|key| self.is_due(key)).cloned().collect();
        for key in before.difference(&after) {
            let thing = self.things.get_mut(key).unwrap();
            thing.withdrawn = thing.received.is_none().then_some(today);
            thing.changes += 1;
        }
        for key in after.difference(&before) {
            let new = self.deadlines[occasion_of(key)];
            self.things.get_mut(key).unwrap().asked_until(new, today);
        }
    }

    /// The document is published with these last days, and with the column named otherwise or not.
    fn publish(&mut self, deadlines: BTreeMap<&'static str, Day>, renamed: bool, today: Day) {
        let due: Vec<Key> = self.things.keys().filter(|key| self.is_due(key)).cloned().collect();
        for key in due {
            let new = deadlines[occasion_of(&key)];
            let other_form = renamed != self.renamed && key.0.starts_with("klagomal");
            let thing = self.things.get_mut(&key).unwrap();
            if thing.deadline != new {
                thing.asked_until(new, today);
            }
            thing.changes += usize::from(other_form);
        }
        (self.deadlines, self.renamed) = (deadlines, renamed);
    }

    fn timeliness(&self, key: &Key, today: Day) -> Timeliness {
        let thing = &self.things[key];
        let waits = |last: Day| match last.days_since(today) {
            // What nothing asks for any more is never late.
            _ if !self.is_due(key) => Timeliness::Open,
            left if left < 0 => Timeliness::Late(-left),
            left if left <= 7 => Timeliness::Soon(left),
            _ => Timeliness::Open,
        };
        match (thing.received, thing.until) {
            (_, Some(_)) => waits(self.last_day(key)),
            (Some(at), None) if at < self.due(key).end() => Timeliness::OnTime,
            (Some(_), None) => Timeliness::ReceivedLate,
            (None, None) => waits(self.due(key)),
        }
    }

    /// Whether it says fewer complaints than what is in of the occasion before: that asks for a comment, which nobody here
    /// writes, so that it cannot be handed in before more rows are written.
    fn falls(&self, key: &Key) -> bool {
        let at = ITEMS.iter().position(|(_, item, ..)| *item == key.0).unwrap();
        let mut before = ITEMS[..at].iter().rev().filter(|(.., period)| period.is_some());
        let counted = before.find_map(|(_, item, ..)| self.things.get(&(*item, key.1.clone()))?.counted);
        key.0.starts_with("klagomal") && counted.is_some_and(|counted| self.things[key].rows < counted)
    }

    /// Something that could be handed in on the day as it stands.
    fn ready(&self, of: u16, today: Day, may: impl Fn(&Thing) -> bool) -> Option<Key> {
        let fit: Vec<Key> =
            self.asked().into_iter().filter(|key| self.things[key].holds(today) && !self.falls(key)).collect();
        let fit: Vec<Key> = fit.into_iter().filter(|key| may(&self.things[key])).collect();
        (!fit.is_empty()).then(|| fit[usize::from(of) % fit.len()].clone())
    }

    fn pick(&self, of: u16, may: impl Fn(&Thing) -> bool) -> Option<Key> {
        let fit: Vec<Key> = self.asked().into_iter().filter(|key| may(&self.things[key])).collect();
        (!fit.is_empty()).then(|| fit[usize::from(of) % fit.len()].clone())
    }
}

fn occasion_of(key: &Key) -> &'static str {
    ITEMS.iter().find(|(_, item, ..)| *item == key.0).unwrap().0
}

fn all(world: &World) -> Vec<Assignment> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| assignments::list(tx, 2024, Filter::default()))
}

/// The product's own of the model's thing.
fn found(world: &World, key: &Key) -> Assignment {
    let of = |one: &Assignment| one.organisation == world.lindblad && key_of(one) == *key;
    all(world).into_iter().find(of).unwrap_or_else(|| panic!("{key:?} is not asked"))
}

fn key_of(assignment: &Assignment) -> Key {
    let (_, item, whose, _) = ITEMS.iter().find(|(_, item, ..)| *item == assignment.item).unwrap();
    let whole = *whose == Whose::WholeAndAreas && assignment.area_slug().is_none();
    (item, if whole { String::new() } else { assignment.subject_name().to_owned() })
}

/// The complaints that have come in by today and lie in the period: one every thirteenth day from the tenth of January.
fn complaints(period: (&str, &str), today: Day) -> Vec<Day> {
    let first = day("2024-01-10");
    (0..40).map(|n| first.plus_days(13 * n)).filter(|at| *at <= today && *at <= day(period.1)).collect()
}

/// The fields of an answer without fault.
fn fields(key: &Key, world: &World) -> (Vec<(String, String)>, Vec<Day>) {
    let period = ITEMS.iter().find(|(_, item, ..)| *item == key.0).unwrap().3;
    let text = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    if let Some(period) = period {
        let days = complaints(period, world.app.clock().now().day());
        let columns = [
            ("karna", "bemotande"),
            ("handlar-om", "Svar dröjde."),
            ("atgard", "Samtal."),
            ("status", "avslutat"),
            ("negativt", "ja"),
            ("ledning", "ja"),
            ("aktiv-hantering", "ja"),
        ];
        let mut fields = Vec::new();
        // Pages number their rows from 1, as those of a version that is given back are.
        for (at, received) in (1..).zip(&days) {
            fields.push(text(&format!("complaints-{at}-mottaget"), &received.to_string()));
            for (column, said) in columns {
                fields.push(text(&format!("complaints-{at}-{column}"), said));
            }
        }
        return (fields, days);
    }
    let sections: &[&str] = match (key.0, key.1.as_str()) {
        ("betygsanalys", _) => &["resultat", "orsaker", "atgarder"],
        ("arsrapport", "") => &["helhet"],
        ("arsrapport", _) => &["betyg", "genomstromning", "elevnojdhet", "utvecklingsarbete"],
        _ => return (vec![text("statement.answer", "none")], Vec::new()),
    };
    (sections.iter().map(|slug| text(&format!("{slug}.text"), "Så här gick det.")).collect(), Vec::new())
}

/// The value of the hidden field on the page.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

async fn write(world: &World, model: &mut Model, key: &Key) {
    let (mut typed, days) = fields(key, world);
    typed.push(("hela".to_owned(), "1".to_owned()));
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let base = format!("/h/ekstad/uppgift/{}", found(world, key).id);
    let answer = world.client("management").await.post(&format!("{base}/fyll-i"), &typed).await;
    if model.things[key].may_be_written() {
        answer.is(303);
        let thing = model.things.get_mut(key).unwrap();
        // A row that the page does not have is left as it is: a colleague may have written it. So one of the day that the
        // clock was set back from stays.
        thing.drafted = true;
        thing.rows = thing.rows.max(days.len());
        thing.newest = thing.newest.max(days.last().copied());
    } else {
        // Refused, and what was typed is shown back.
        assert!([409, 422].contains(&answer.status.as_u16()), "{key:?}: {}", answer.status);
    }
}

async fn sign(world: &World, model: &mut Model, key: &Key) {
    let unit = ITEMS.iter().any(|(_, item, whose, _)| *item == key.0 && *whose == Whose::Units);
    let (who, level) = if unit { ("rektor", "enhet") } else { ("management", "anordnare") };
    let base = format!("/h/ekstad/uppgift/{}", found(world, key).id);
    let client = world.client(who).await;
    let page = client.get(&format!("{base}/kontrollera")).await;
    let text = page.is(200).main();
    let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
    let answer = client.post(&format!("{base}/signera/{level}"), &[("visad", &shown), ("sedd", &stamp)]).await;
    answer.is(303);
    let thing = model.things.get_mut(key).unwrap();
    (thing.stage, thing.returned, thing.until) = (Stage::Plain, false, None);
    thing.received.get_or_insert(world.app.clock().now());
    thing.counted = unit.then_some(thing.rows);
}

/// What the authority does with one of them.
async fn decide(world: &World, key: &Key, action: &str, fields: &[(&str, &str)]) {
    let base = format!("/h/ekstad/granska/{}", found(world, key).id);
    world.client("officer").await.post(&format!("{base}/{action}"), fields).await.is(303);
}

async fn take(world: &World, model: &mut Model, step: &Step) {
    let today = world.app.clock().now().day();
    match step {
        // The year is over a month after its last day; more than a year after a last day the product asks back.
        Step::Wait(days) if today < day("2025-01-20") => world.clock.advance(days * 24 * 3600 + 3607),
        Step::Wait(_) => {}
        Step::ClockBack(hours) => world.clock.advance(-hours * 3600),
        Step::Midnight(of, before) => {
            let Some(key) = model.pick(*of, |thing| !thing.is_in()) else { return };
            let end = model.last_day(&key).end();
            // Nobody's clock goes back for months.
            if end.seconds_since(world.app.clock().now()) > -3 * 24 * 3600 {
                world.clock.set(if *before { end.plus_seconds(-1) } else { end });
            }
        }
        Step::Write(of) => {
            if let Some(key) = model.pick(*of, |_| true) {
                write(world, model, &key).await;
            }
        }
        Step::Send(of) => {
            let may = |thing: &Thing| thing.stage == Stage::Plain;
            let Some(key) = model.ready(*of, today, may) else { return };
            let address = format!("/h/ekstad/uppgift/{}/till-signering", found(world, &key).id);
            world.client("editor").await.post(&address, &[]).await.is(303);
            model.things.get_mut(&key).unwrap().stage = Stage::AwaitsSignature;
        }
        Step::Sign(of) => {
            if let Some(key) = model.ready(*of, today, |_| true) {
                sign(world, model, &key).await;
            }
        }
        Step::Extend(of, days) => {
            let Some(key) = model.pick(*of, |thing| !thing.locked && thing.received.is_none()) else { return };
            let until = model.due(&key).max(today).plus_days(*days);
            decide(world, &key, "mer-tid", &[("dag", &until.to_string()), ("skal-mer-tid", "Sjukdom")]).await;
            model.things.get_mut(&key).unwrap().extended = Some(until);
        }
        Step::Return(of, days) => {
            let may = |thing: &Thing| thing.state() == StateName::Submitted && !thing.locked;
            let Some(key) = model.pick(*of, may) else { return };
            let until = days.map(|days| model.due(&key).max(today).plus_days(days));
            let (number, said) = (found(world, &key).submissions.to_string(), until.map(|day| day.to_string()));
            let mut fields = vec![("version", number.as_str()), ("motivering", "Skriv mer.")];
            fields.extend(said.as_deref().map(|day| ("senast", day)));
            decide(world, &key, "aterlamna", &fields).await;
            let thing = model.things.get_mut(&key).unwrap();
            (thing.returned, thing.until) = (true, until);
        }
        Step::Approve(of) => {
            let Some(key) = model.pick(*of, |thing| thing.state() == StateName::Submitted) else { return };
            let number = found(world, &key).submissions.to_string();
            decide(world, &key, "godkann", &[("version", &number)]).await;
            model.things.get_mut(&key).unwrap().stage = Stage::Approved;
        }
        Step::Lock(of) => {
            let Some(key) = model.pick(*of, |thing| !thing.locked) else { return };
            decide(world, &key, "las", &[("skal-las", "Slut")]).await;
            model.things.get_mut(&key).unwrap().locked = true;
        }
        Step::Unlock(of) => {
            let Some(key) = model.pick(*of, |thing| thing.locked) else { return };
            decide(world, &key, "las-upp", &[("skal-las-upp", "Fel")]).await;
            model.things.get_mut(&key).unwrap().locked = false;
        }
        Step::Close(days) => {
            if model.closed.is_none() {
                let last = today.plus_days(*days);
                unit(world, "stang", &[("dag", &last.to_string())]).await;
                model.close(Some(last), today);
            }
        }
        Step::Open => {
            if model.closed.is_some() {
                unit(world, "oppna", &[]).await;
                model.close(None, today);
            }
        }
        Step::Move(of, days) => {
            // Published anew with one day moved: the others are as in the document.
            let (occasion, last) = OCCASIONS[usize::from(*of) % OCCASIONS.len()];
            let moved = day(last).plus_days(if *days == 0 { 1 } else { *days });
            publish_otherwise(world, world.ekstad, &format!("deadline = {last}"), &format!("deadline = {moved}"));
            let mut deadlines: BTreeMap<&'static str, Day> = OCCASIONS.map(|(slug, last)| (slug, day(last))).into();
            deadlines.insert(occasion, moved);
            model.publish(deadlines, false, today);
        }
        Step::Rename => {
            publish_otherwise(world, world.ekstad, RENAMED.0, RENAMED.1);
            model.publish(OCCASIONS.map(|(slug, last)| (slug, day(last))).into(), true, today);
        }
    }
}

/// A column of the complaint table under another name.
const RENAMED: (&str, &str) = ("title = \"Mottaget\"", "title = \"Inkom\"");

async fn unit(world: &World, action: &str, fields: &[(&str, &str)]) {
    let address = format!("/h/ekstad/organisation/enhet/{}/{action}", world.units[1]);
    world.client("admin").await.confirm(&address, fields).await.is(303);
}

/// What may not become worse by what the authority changes: whoever was in time, or not yet late.
fn standing(world: &World) -> BTreeMap<Key, Timeliness> {
    let now = world.app.clock().now();
    let own = all(world).into_iter().filter(|one| one.organisation == world.lindblad);
    own.map(|one| (key_of(&one), one.timeliness(now))).collect()
}

fn nobody_became_late(world: &World, before: &BTreeMap<Key, Timeliness>, step: &Step) {
    for (key, after) in standing(world) {
        let was = before.get(&key);
        match after {
            Timeliness::ReceivedLate => assert_eq!(was, Some(&Timeliness::ReceivedLate), "{key:?} after {step:?}"),
            Timeliness::Late(days) => {
                let late = matches!(was, Some(Timeliness::Late(before)) if *before >= days);
                // What was late when it was taken away is late when it comes back.
                assert!(late || was.is_none(), "{key:?} after {step:?}: {was:?} became {after:?}");
            }
            _ => {}
        }
    }
}

/// Holds the product against the model.
async fn compare(world: &World, model: &Model, after: &Step) {
    let now = world.app.clock().now();
    let own: Vec<Assignment> = all(world).into_iter().filter(|one| one.organisation == world.lindblad).collect();
    let asked: BTreeSet<Key> = own.iter().map(key_of).collect();
    assert_eq!(asked, model.asked(), "what is asked, after {after:?}");
    for one in &own {
        let key = key_of(one);
        let said = (one.due(), one.last_day(), one.state.name(), one.timeliness(now), one.lock.is_some());
        let thing = &model.things[&key];
        let known =
            (model.due(&key), model.last_day(&key), thing.state(), model.timeliness(&key, now.day()), thing.locked);
        assert_eq!(said, known, "{key:?} after {after:?} at {now}");
        let id = one.id;
        let changes = world.read(Scope::Tenant(world.ekstad.id), move |tx| assignments::changes(tx, id));
        assert_eq!(changes.len(), thing.changes, "{key:?} after {after:?}: {changes:?}");
    }
    // The provider's people see all of it and nothing else; of a year that is over what is left.
    let over = now.day().year() > 2024;
    let shown = own.iter().filter(|one| !over || !model.things[&key_of(one)].is_in()).count();
    let list = world.client("management").await.get("/start?visa=alla").await;
    assert_eq!(list.is(200).main().matches("/h/ekstad/uppgift/").count(), shown, "after {after:?} at {now}");
}

/// What is counted of a unit's complaint reports is what was handed in, each period within the next.
fn compare_counts(world: &World, model: &Model) {
    let own = all(world);
    let mut before: BTreeMap<String, (Day, Day)> = BTreeMap::new();
    for (occasion, item, whose, _) in ITEMS.iter().filter(|(.., period)| period.is_some()) {
        let counts = world.read(Scope::Tenant(world.ekstad.id), move |tx| submissions::counts(tx, 2024, occasion));
        for subject in model.subjects(*whose) {
            let Some(expected) = model.things[&(*item, subject.clone())].counted else { continue };
            let of = own.iter().find(|one| one.item == *item && one.subject_name() == subject).unwrap();
            let count = counts.iter().find(|count| count.assignment == of.id && count.measure == "complaints").unwrap();
            assert_eq!(usize::try_from(count.n), Ok(expected), "{item} {subject}");
            if let Some((from, to)) = before.insert(subject, (count.from, count.to)) {
                assert!(count.from <= from && to <= count.to, "{item}: a later period holds the earlier one");
            }
        }
    }
}

fn play(engine: ::store::Engine, steps: &[Step]) {
    on(engine, async |world| {
        let mut model = Model::new(world);
        for step in steps {
            let before = standing(world);
            take(world, &mut model, step).await;
            if matches!(step, Step::Move(..) | Step::Rename | Step::Close(_) | Step::Open) {
                nobody_became_late(world, &before, step);
            }
            compare(world, &model, step).await;
        }
        compare_counts(world, &model);
    });
}

proptest! {
    // A year of forty steps is some five hundred requests.
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_year_played_by_chance_is_as_a_person_with_paper_and_pen_would_have_it(
        steps in proptest::collection::vec(step(), 20..40)
    ) {
        play(ENGINES[0], &steps);
    }
}

#[test]
fn a_year_with_every_kind_of_step_is_the_same_on_both_engines() {
    let steps = [
        Step::Write(0),
        Step::Sign(0),
        Step::Extend(3, 9),
        Step::Wait(20),
        Step::Close(-30),
        Step::Write(5),
        Step::Send(5),
        Step::Midnight(1, true),
        Step::Sign(0),
        Step::Return(0, Some(9)),
        Step::Midnight(0, false),
        Step::ClockBack(30),
        Step::Move(1, 11),
        Step::Write(2),
        Step::Open,
        Step::Rename,
        Step::Move(0, -40),
        Step::Lock(4),
        Step::Write(4),
        Step::Unlock(0),
        Step::Wait(39),
        Step::Wait(39),
        Step::Write(7),
        Step::Sign(1),
        Step::Approve(0),
        Step::Return(1, None),
        Step::Sign(3),
        Step::Wait(150),
    ];
    for engine in ENGINES {
        play(engine, &steps);
    }
}
