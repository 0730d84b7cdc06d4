//! Course participations of three years at every unit, with real course codes, invented people and plausible outcomes: read in
//! as one set and published, as an authority would do it.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::courses::{CourseCode, Grade, Mark, SchoolForm};
use domain::educations::RawEducation;
use domain::participations::{Cause, Facts, PersonKey, RawParticipation, Road, Sex, StudyForm, Told};
use kernel::{Chance, Day, SeededChance, SetClock};
use platform::App;
use store::{Actor, ActorKind, Scope as DbScope, StoreError, WriteContext};

use super::answers::seed;
use super::data::Line;
use super::world::{Authority, World, pick};
use super::{DemoError, round};
use crate::organisations::{self, AreaEntry, UnitEntry};
use crate::participations::{
    Catalogue, EducationKey, ImportError, Incoming, Listed, Place, Plan, Registers, Scope, SetKind, Source, Spot,
    condense, publish, stage,
};
use crate::publications;

/// When courses begin to begin: so early that the first year has results from its first month.
const FIRST_START: &str = "2021-08-16";
/// How many times courses begin, four weeks apart.
const STARTS: i32 = 42;
/// The first day of what is read in: what was over before is left out.
const FROM: &str = "2022-01-01";
/// The day the file is taken out of the student administration system.
const AS_OF: &str = "2024-11-18";
/// The file's name.
const FILE: &str = "kursdeltaganden-2022-2024.csv";
/// One participation for so many students of a unit begins at each start.
const STUDENTS_PER_ROW: i64 = 12;
/// Of a hundred participations so many are of somebody who has studied in the area at the unit before.
const COME_BACK: usize = 45;
/// A unit that says nothing of its students.
const STUDENTS: i64 = 60;

/// Reads in what has been studied at the authority and lets it count.
pub(super) fn read_in(app: &App, clock: &Arc<SetClock>, world: &World, authority: &Authority) -> Result<(), DemoError> {
    clock.set(round::shown());
    read_in_as_of(app, world, authority, AS_OF)
}

/// When results are taken out of the student administration system before an occasion, and what the snapshot of them is
/// called: the figures that stand beside what is handed in then.
pub(super) const BEFORE_OCCASIONS: [(&str, &str); 2] =
    [("2024-03-31", "Underlag till tertial 1"), ("2024-06-30", "Underlag till tertial 2")];

/// The tables that are published of the newest snapshot.
const PUBLISHED: [&str; 3] = ["genomstromning.provider", "avbrott.sex", "godkanda-betyg.school-form"];

/// Takes a snapshot of what counts now.
pub(super) fn freeze(app: &App, world: &World, authority: &Authority, title: &'static str) -> Result<(), DemoError> {
    let (person, seat) = round::officer(world, authority)?;
    let (who, now, chance) = (person.id, app.clock().now(), app.chance().clone());
    round::act(app, authority, (person, seat), move |tx| {
        let frozen = crate::participations::freeze(tx, title, who, now)?;
        publications::ask(tx, &*chance, frozen.number)?;
        let facts = serde_json::json!({ "freeze": frozen.number, "set": frozen.set, "title": title });
        Ok(round::Outcome::Done(store::Event::about("participations.frozen", tx.tenant()?, facts)))
    })
}

/// Publishes a few tables of the newest snapshot for those outside.
pub(super) fn publish_tables(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let (person, seat) = round::officer(world, authority)?;
    let (who, now, scope) = (person.id, app.clock().now(), DbScope::Tenant(authority.id));
    let newest = app.db().read_blocking::<_, StoreError>(scope, |tx| {
        Ok(crate::participations::freezes(tx)?.first().map_or(0, |freeze| freeze.number))
    })?;
    let context = WriteContext { actor: Actor::of(ActorKind::Job), now };
    publications::draw_up(app.db(), authority.id, context, newest)?;
    let standing = app.db().read_blocking::<_, StoreError>(scope, move |tx| publications::standing(tx, newest, now))?;
    let Some(publications::Standing::Made(made)) = standing else {
        return Err(DemoError::data("nothing to publish"));
    };
    let name = authority.name.clone();
    round::act(app, authority, (person, seat), move |tx| {
        let tables = PUBLISHED.map(str::to_owned);
        let what = publications::Publishing { made: &made, tables: &tables, authority: &name, person: who };
        Ok(match publications::publish(tx, &what)? {
            publications::Outcome::Done(_, event) => round::Outcome::Done(event),
            publications::Outcome::Nothing | publications::Outcome::Other | publications::Outcome::TooNear(_) => {
                round::Outcome::Refused
            }
        })
    })
}

/// Reads in what had been studied at the authority by the day.
pub(super) fn read_in_as_of(app: &App, world: &World, authority: &Authority, as_of: &str) -> Result<(), DemoError> {
    let (units, areas) = app.db().read_blocking::<_, StoreError>(DbScope::Tenant(authority.id), |tx| {
        Ok((organisations::units(tx)?, organisations::areas(tx)?))
    })?;
    let as_of: Day = as_of.parse().map_err(|_| DemoError::data(as_of))?;
    let mut rows = VecDeque::new();
    for unit in &units {
        rows.extend(of_unit(world, unit, &areas, as_of)?);
    }
    let place = Place {
        db: app.db().clone(),
        tenant: authority.id,
        context: WriteContext { actor: Actor::of(ActorKind::Cli), now: app.clock().now() },
    };
    let plan = Plan {
        kind: SetKind::Full,
        scope: Scope::default(),
        as_of,
        profile: "demo".to_owned(),
        file_name: FILE.to_owned(),
        file_sha256: format!("{:064x}", seed(&format!("{} {as_of}", authority.slug))),
        person: None,
    };
    let mut source = Made { rows, number: 0, as_of, catalogue: catalogue(world)? };
    let said = |error: ImportError| DemoError::data(error.to_string());
    let staged = stage(&place, &plan, &mut source, false, &mut |_, _| (), &mut |_| true).map_err(said)?;
    if staged.tally.rejected > 0 {
        return Err(DemoError::data(format!("{} participations break rules", staged.tally.rejected)));
    }
    let set = staged.set.ok_or_else(|| DemoError::data(FILE))?;
    publish(&place, set).map_err(said)?;
    condense(&place)?;
    Ok(())
}

/// The courses that the product carries, as a catalogue.
fn catalogue(world: &World) -> Result<Catalogue, DemoError> {
    world
        .data
        .courses
        .iter()
        .map(|line| {
            let code: CourseCode = line.get("code").parse().map_err(|_| DemoError::data(line.get("code")))?;
            let name = line.get("name").to_owned();
            // At compulsory level the name is the subject's, with the part of the course after a comma.
            let subject = match line.get("subject") {
                "" => name.split(',').next().unwrap_or_default().to_owned(),
                subject => subject.to_owned(),
            };
            Ok((code, Listed { name, subject, points: line.get("points").parse().ok() }))
        })
        .collect()
}

/// What is studied at a unit: one kind for each of its areas, or one for all where the authority has none.
fn of_unit(
    world: &World,
    unit: &UnitEntry,
    areas: &[AreaEntry],
    as_of: Day,
) -> Result<Vec<(Spot, RawParticipation)>, DemoError> {
    let sfi = unit.name.to_lowercase().contains("sfi");
    let kinds: Vec<(Option<&AreaEntry>, &str)> = if unit.areas.is_empty() {
        vec![(None, if sfi { "sfi" } else { "*" })]
    } else {
        let taught = areas.iter().filter(|area| unit.areas.contains(&area.id));
        taught.map(|area| (Some(area), &*area.slug)).collect()
    };
    let students = unit.students.unwrap_or(STUDENTS);
    let each = (students / STUDENTS_PER_ROW / i64::try_from(kinds.len()).unwrap_or(1)).max(2);
    let [first, from] = [FIRST_START, FROM].map(|day| day.parse::<Day>().map_err(|_| DemoError::data(day)));
    let (first, from) = (first?, from?);
    let mut rows = Vec::new();
    for (area, slug) in kinds {
        let Some(kind) = world.data.results.iter().find(|line| line.get("area") == slug) else { continue };
        let spot = Spot { organisation: unit.organisation, unit: Some(unit.id), area: area.map(|area| area.id) };
        let likely = Likely::of(kind, unit, world)?;
        let chance = SeededChance::new(seed(&format!("results {} {slug}", unit.name)));
        let mut met = Met::default();
        for start in (0..STARTS).map(|number| first.plus_days(28 * number)) {
            let begun = (0..each).map(|_| met.perhaps(&chance, likely.one(&chance, start, as_of)));
            rows.extend(
                begun
                    .filter(|one| one.started <= as_of && one.first_absent.or(one.ended) >= Some(from))
                    .map(|one| (spot, one)),
            );
        }
        if let Some(line) = world.data.educations.iter().find(|line| line.get("area") == slug) {
            super::vocational::belong(&mut rows, spot, &line.list("educations"), as_of);
        }
    }
    Ok(rows)
}

/// Those who have studied in an area at a unit, each with the day on which the newest course ends.
#[derive(Default)]
struct Met(Vec<(RawParticipation, Day)>);

impl Met {
    /// The participation, of somebody who was there before or of somebody new.
    fn perhaps(&mut self, chance: &dyn Chance, new: RawParticipation) -> RawParticipation {
        let until = new.first_absent.or(new.ended).unwrap_or(new.started);
        let free: Vec<usize> = (0..self.0.len()).filter(|at| self.0[*at].1 < new.started).collect();
        if free.is_empty() || pick(chance, 100) >= COME_BACK {
            self.0.push((new.clone(), until));
            return new;
        }
        let (known, free_from) = &mut self.0[free[pick(chance, free.len())]];
        *free_from = until;
        RawParticipation { person: known.person, sex: known.sex, protected: known.protected, ..new }
    }
}

/// How likely things are at a unit, in hundredths.
struct Likely {
    courses: Vec<CourseCode>,
    women: usize,
    dropout: usize,
    pass: usize,
    study_form: StudyForm,
}

impl Likely {
    /// As the area has it, somewhat better or worse with each provider and unit.
    fn of(kind: &Line, unit: &UnitEntry, world: &World) -> Result<Self, DemoError> {
        let number = |column: &str| kind.get(column).parse::<i64>().map_err(|_| DemoError::data(kind.get(column)));
        let courses = kind.list("courses").into_iter().map(|code| code.parse().map_err(|_| DemoError::data(code)));
        let provider =
            world.data.units.iter().find(|line| line.get("name") == unit.name).map_or("", |line| line.get("provider"));
        let differs = |of: &str, most: usize| {
            let most_signed = i64::try_from(most).unwrap_or_default();
            let chance = SeededChance::new(seed(of));
            i64::try_from(pick(&chance, most * 2 + 1)).unwrap_or_default() - most_signed
        };
        let distance = unit.name.to_lowercase().contains("distans");
        let better = differs(&format!("provider {provider}"), 4) + differs(&format!("unit {}", unit.name), 1);
        let share = |percent: i64| usize::try_from(percent.clamp(1, 99)).unwrap_or(50);
        let farther = if distance { 8 } else { 0 };
        Ok(Self {
            courses: courses.collect::<Result<_, _>>()?,
            women: share(number("women")?),
            dropout: share(number("dropout")? - better + farther),
            pass: share(number("pass")? + better - farther / 2),
            study_form: if distance {
                StudyForm::Distance
            } else {
                StudyForm::from_slug(kind.get("study_form")).unwrap_or(StudyForm::Unknown)
            },
        })
    }

    /// A participation that begins on the day or in the weeks after.
    fn one(&self, chance: &dyn Chance, start: Day, as_of: Day) -> RawParticipation {
        let days = |of: usize| i32::try_from(pick(chance, of)).unwrap_or_default();
        let started = start.plus_days(7 * days(3));
        let end = started.plus_days(63 + 7 * days(8));
        let drops = pick(chance, 100) < self.dropout;
        let absent = started.plus_days(14 + days(45));
        let course = self.courses[pick(chance, self.courses.len())].clone();
        let mark = self.mark(chance, &course);
        let (dropped, finished) = (drops && absent < as_of, !drops && end <= as_of);
        let mut person = [0; 16];
        chance.fill(&mut person);
        RawParticipation {
            person: PersonKey(person),
            sex: if pick(chance, 100) < self.women { Sex::Woman } else { Sex::Man },
            protected: pick(chance, 300) == 0,
            form: course.class().is_none().then_some(SchoolForm::UpperSecondary),
            course,
            points: None,
            points_done: None,
            started,
            ended: if dropped { None } else { Some(end) },
            study_form: self.study_form,
            // Where it is, is said when the row is handed over.
            place: domain::participations::Place(0),
            mark: finished.then_some(mark),
            graded_on: finished.then_some(end),
            told: if dropped || finished { Told::Nothing } else { Told::Ongoing },
            first_absent: dropped.then_some(absent),
            decided_on: dropped.then(|| absent.plus_days(25)).filter(|day| *day <= as_of),
            cause: if dropped { Cause::ALL[pick(chance, Cause::ALL.len())] } else { Cause::Unknown },
            road: Road::Taught,
            education: None,
        }
    }

    fn mark(&self, chance: &dyn Chance, course: &CourseCode) -> Mark {
        let two = course.class().is_some_and(|class| matches!(class.form, SchoolForm::Basic | SchoolForm::Sfi));
        let (luck, which) = (pick(chance, 100), pick(chance, 20));
        if luck >= self.pass {
            return if which < 6 { Mark::Dash } else { Mark::Grade(if two { Grade::IG } else { Grade::F }) };
        }
        Mark::Grade(match which {
            _ if two => Grade::G,
            0..=2 => Grade::A,
            3..=5 => Grade::B,
            6..=10 => Grade::C,
            11..=13 => Grade::D,
            _ => Grade::E,
        })
    }
}

struct Made {
    rows: VecDeque<(Spot, RawParticipation)>,
    number: u32,
    as_of: Day,
    catalogue: Catalogue,
}

impl Source for Made {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some((spot, raw)) = self.rows.pop_front() else { return Ok(None) };
        self.number += 1;
        let course = registers.course(&raw.course, raw.form, &self.catalogue);
        let place = registers.place(spot);
        let facts = Facts {
            as_of: self.as_of,
            course,
            class: raw.course.class(),
            in_catalogue: self.catalogue.contains_key(&raw.course),
            points: None,
        };
        let education = raw.education.map(|says| {
            let number = registers.education(EducationKey(raw.person.0));
            RawEducation { number: Some(number), ..says }
        });
        Ok(Some(Incoming { row: self.number, read: Ok((RawParticipation { place, education, ..raw }, facts)) }))
    }
}
