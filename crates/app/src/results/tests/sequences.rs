//! Whatever comes in, in whatever order: what is kept is what the rows make, wholes are the sums of their parts where parts
//! may be summed, longer stretches have all that shorter ones have, and persons are counted once.
//!
//! What should hold is worked out from the lines themselves, by a register of the test's own.

use std::collections::{BTreeMap, BTreeSet};

use domain::educations::{self, RawEducation};
use domain::indicators::Missing;
use domain::participations::persons::is_counted_from;
use domain::participations::{Month, PersonKey, Place as Placed};
use kernel::Id;
use kernel::id::kind::Organisation;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use store::{Engine, ReadTx, StoreError};

use super::super::model::Picture;
use super::*;
use crate::participations::{condense_anew, differing, drop_set, freeze, persons_after, recount};

const AS_OF: &str = "2024-12-31";
const COURSES: [&str; 4] = ["SFIKUA91", "SFIKUB92", "SFIKUC93", "GRNMATA"];

/// One line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct One {
    person: u8,
    course: usize,
    started: Day,
    ending: Ending,
    spot: usize,
    /// Which telling of the person's education the line has, if it belongs to it.
    education: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    Passed(Day),
    Failed(Day),
    Stopped(Day),
    Unknown(Day),
    Never,
}

#[derive(Debug, Clone)]
enum Step {
    Import(bool, Vec<One>),
    Dropped(Vec<One>),
    Freeze,
    Anew,
}

impl One {
    fn key(&self, spots: &[Spot]) -> (u8, usize, Day, Id<Organisation>) {
        (self.person, self.course, self.started, spots[self.spot].organisation)
    }

    /// When the person took part.
    fn span(&self) -> Option<(Day, Day)> {
        let to = match self.ending {
            Ending::Open => day(AS_OF),
            Ending::Passed(on) | Ending::Failed(on) | Ending::Stopped(on) | Ending::Unknown(on) => on,
            Ending::Never => return None,
        };
        Some((self.started, to))
    }
}

fn one() -> impl Strategy<Value = One> {
    let tells = prop::option::of(0usize..2);
    (1u8..9, 0usize..4, 0i32..24, 0u8..9, 0i32..500, 0usize..4, tells).prop_map(
        |(person, course, begins, ending, days, spot, education)| {
            let started = day("2022-01-10").plus_months(begins);
            let on = started.plus_days(days).min(day(AS_OF));
            let ending = match ending {
                0 | 1 => Ending::Open,
                2..=4 => Ending::Passed(on),
                5 => Ending::Failed(on),
                6 => Ending::Stopped(on),
                7 => Ending::Unknown(on),
                _ => Ending::Never,
            };
            One { person, course, started, ending, spot, education }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let lines = || prop::collection::vec(one(), 1..30);
    prop_oneof![
        4 => (any::<bool>(), lines()).prop_map(|(full, lines)| Step::Import(full, lines)),
        1 => lines().prop_map(Step::Dropped),
        1 => Just(Step::Freeze),
        1 => Just(Step::Anew),
    ]
}

/// One of two tellings of a person's education.
fn education(person: u8, telling: usize) -> RawEducation {
    let outcome = if telling == 0 { educations::Outcome::Completed } else { educations::Outcome::DroppedOut };
    RawEducation {
        number: Some(person.into()),
        kind: Some(educations::Kind::ALL[usize::from(person) % 3]),
        started: Some(day("2022-01-10")),
        ended: Some(day("2024-06-05").plus_months(-i32::try_from(telling).unwrap())),
        outcome: Some(outcome),
        ..RawEducation::default()
    }
}

struct Lines {
    lines: std::vec::IntoIter<(u32, One)>,
    spots: Vec<Spot>,
}

impl Source for Lines {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some((row, one)) = self.lines.next() else { return Ok(None) };
        let course: domain::courses::CourseCode = COURSES[one.course].parse().unwrap();
        let number = registers.course(&course, None, &Catalogue::new());
        let place: Placed = registers.place(self.spots[one.spot]);
        let facts =
            Facts { as_of: day(AS_OF), course: number, class: course.class(), in_catalogue: true, points: None };
        let mark = match one.ending {
            Ending::Passed(on) => Some((Grade::G, on)),
            Ending::Failed(on) => Some((Grade::IG, on)),
            _ => None,
        };
        let raw = RawParticipation {
            person: PersonKey([one.person; 16]),
            sex: if one.person % 2 == 0 { Sex::Woman } else { Sex::Man },
            protected: false,
            course,
            form: None,
            points: None,
            points_done: None,
            started: one.started,
            ended: match one.ending {
                Ending::Passed(on) | Ending::Failed(on) | Ending::Unknown(on) => Some(on),
                _ => None,
            },
            study_form: if one.person % 3 == 0 { StudyForm::Distance } else { StudyForm::OnSite },
            place,
            mark: mark.map(|(grade, _)| Mark::Grade(grade)),
            graded_on: mark.map(|(_, on)| on),
            told: match one.ending {
                Ending::Open => Told::Ongoing,
                Ending::Unknown(_) => Told::Unknown,
                Ending::Never => Told::NotStarted,
                _ => Told::Nothing,
            },
            first_absent: if let Ending::Stopped(on) = one.ending { Some(on) } else { None },
            decided_on: None,
            cause: Cause::Unknown,
            road: Road::Taught,
            education: one.education.map(|telling| education(one.person, telling)),
        };
        Ok(Some(Incoming { row, read: Ok((raw, facts)) }))
    }
}

/// What the test knows: the lines that hold.
type Held = BTreeMap<(u8, usize, Day, Id<Organisation>), One>;

struct Bench<'a> {
    world: &'a World,
    spots: Vec<Spot>,
    held: Held,
    /// What was told last of each person's education.
    tellings: BTreeMap<u8, usize>,
    frozen: Vec<(i64, crate::participations::Persons)>,
}

impl<'a> Bench<'a> {
    fn of(world: &'a World) -> Self {
        let spot = |organisation, unit: Option<usize>, area: bool| Spot {
            organisation,
            unit: unit.map(|unit| world.units[unit]),
            area: area.then(|| world.areas[0].1),
        };
        let spots = vec![
            spot(world.lindblad, Some(0), true),
            spot(world.lindblad, Some(1), false),
            spot(world.norrsken, Some(2), true),
            spot(world.norrsken, None, false),
        ];
        Self { world, spots, held: Held::new(), tellings: BTreeMap::new(), frozen: Vec::new() }
    }

    fn place(&self) -> Place {
        Place { db: self.world.app.db().clone(), tenant: self.world.ekstad.id, context: self.world.context() }
    }

    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.world.app.db().read_blocking(DbScope::Tenant(self.world.ekstad.id), work).unwrap()
    }

    /// Reads the lines that a file may have: each participation once.
    fn stage(&self, full: bool, lines: &[One]) -> (Option<i64>, Held) {
        let mut file = Held::new();
        let mut kept = Vec::new();
        for line in lines {
            if file.insert(line.key(&self.spots), *line).is_none() {
                kept.push(line.key(&self.spots));
            }
        }
        // Rows of one education agree: the first that tells of it has its word.
        let mut tellings = BTreeMap::new();
        for key in &kept {
            if let Some(line) = file.get_mut(key) {
                line.education = line.education.map(|telling| *tellings.entry(line.person).or_insert(telling));
            }
        }
        let lines: Vec<(u32, One)> = (1..).zip(kept.iter().map(|key| file[key])).collect();
        let plan = Plan {
            kind: if full { SetKind::Full } else { SetKind::Delta },
            scope: Scope::default(),
            as_of: day(AS_OF),
            profile: "test".to_owned(),
            file_name: "kurser.csv".to_owned(),
            file_sha256: "00".to_owned(),
            person: None,
        };
        let mut source = Lines { lines: lines.into_iter(), spots: self.spots.clone() };
        let staged = stage(&self.place(), &plan, &mut source, false, &mut |_, _| (), &mut |_| true).unwrap();
        assert_eq!(staged.tally.rejected, 0);
        (staged.set, file)
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Import(full, lines) => {
                let (set, file) = self.stage(*full, lines);
                if let Some(set) = set {
                    publish(&self.place(), set).unwrap();
                }
                let told = file.values().filter_map(|line| Some((line.person, line.education?)));
                self.tellings.extend(told);
                if *full {
                    self.held = file;
                } else {
                    self.held.extend(file);
                }
            }
            Step::Dropped(lines) => {
                if let (Some(set), _) = self.stage(true, lines) {
                    drop_set(&self.place(), set).unwrap();
                }
            }
            Step::Freeze => self.freeze(),
            Step::Anew => {
                assert_eq!(condense_anew(&self.place()).unwrap(), BTreeSet::new(), "what holds is left alone");
            }
        }
        condense(&self.place()).unwrap();
    }

    fn freeze(&mut self) {
        let upto = self.read(published);
        if upto == 0 {
            return;
        }
        let officer = crate::testing::person_id("officer");
        let now = self.world.app.clock().now();
        self.world
            .write(DbScope::Tenant(self.world.ekstad.id), move |tx| freeze(tx, "Tertial", officer, now).map(|_| ()));
        let kept = self.read(move |tx| persons_after(tx, upto)).unwrap();
        self.frozen.push((upto, kept));
    }

    /// How many persons the lines have in the months, where they are asked for.
    fn persons(&self, months: Months, asked: impl Fn(&Spot) -> bool) -> i64 {
        let (from, to) = (months.from.period().unwrap().from, months.to.period().unwrap().to);
        let there = self.held.values().filter(|line| {
            asked(&self.spots[line.spot]) && line.span().is_some_and(|span| span.0 <= to && span.1 >= from)
        });
        i64::try_from(there.map(|line| line.person).collect::<BTreeSet<_>>().len()).unwrap()
    }

    fn holds(&self) {
        let upto = self.read(published);
        let (cells, rows, wrong, picture) = self.read(move |tx| {
            let picture = super::super::store::picture(tx, upto)?;
            Ok((recount(tx, upto)?, crate::participations::counting(tx)?, differing(tx)?, picture))
        });
        assert_eq!((cells, wrong), (vec![], BTreeSet::new()), "what is kept is what the rows make");
        assert_eq!(usize::try_from(rows).unwrap(), self.held.len());
        for (set, kept) in &self.frozen {
            let set = *set;
            assert_eq!(self.read(move |tx| persons_after(tx, set)).as_ref(), Some(kept), "what is frozen stays");
        }
        if upto == 0 {
            return;
        }
        for year in 2022..=2024 {
            sums(&picture, year);
            self.once(&picture, year);
        }
        self.educations(&picture);
        let n = |measure: Measure| -> i64 {
            picture.cells.iter().filter(|cell| cell.measure == measure).map(|cell| cell.n).sum()
        };
        let begun: Vec<&One> = self.held.values().filter(|line| line.ending != Ending::Never).collect();
        let of = |wanted: fn(&Ending) -> bool| {
            i64::try_from(begun.iter().filter(|line| wanted(&line.ending)).count()).unwrap()
        };
        assert_eq!(n(Measure::Started), i64::try_from(begun.len()).unwrap());
        assert_eq!(n(Measure::StartedOngoing), of(|ending| *ending == Ending::Open));
        assert_eq!(n(Measure::StartedPassed), of(|ending| matches!(ending, Ending::Passed(_))));
        assert_eq!(n(Measure::StartedDroppedOut), of(|ending| matches!(ending, Ending::Stopped(_))));
        assert!(n(Measure::SfiTwoCourses) <= n(Measure::SfiBeginners));
    }

    /// Educations are those that a line which holds belongs to, each once, as the newest line to tell of it says.
    fn educations(&self, picture: &Picture) {
        let members: BTreeSet<u8> =
            self.held.values().filter(|line| line.education.is_some()).map(|line| line.person).collect();
        let counted: i64 = picture.cells.iter().filter(|cell| cell.measure.is_of_educations()).map(|cell| cell.n).sum();
        assert_eq!(usize::try_from(counted).unwrap(), members.len());
        let completed = [Measure::WholeCompleted, Measure::CombinationCompleted, Measure::ApprenticeCompleted];
        let completed: i64 =
            picture.cells.iter().filter(|cell| completed.contains(&cell.measure)).map(|cell| cell.n).sum();
        let told = members.iter().filter(|person| self.tellings.get(*person) == Some(&0)).count();
        assert_eq!(usize::try_from(completed).unwrap(), told);
    }

    /// Persons are who they are, no fewer in a longer stretch, and no more than their parts together.
    fn once(&self, picture: &Picture, year: i16) {
        let all = Only::default();
        for from in [1, 7] {
            let mut before = 0;
            for to in from..=12 {
                let months = Months::of_year(year, from, to).unwrap();
                assert!(is_counted_from(months.from));
                let told = |only: Only| picture.students(months, &only, None).unwrap();
                let whole = told(all);
                assert_eq!(whole, self.persons(months, |_| true), "{months:?}");
                assert!(whole >= before);
                before = whole;
                for spot in &self.spots {
                    let provider = Only { provider: Some(spot.organisation), ..all };
                    let at = |asked: &Spot| asked.organisation == spot.organisation;
                    assert_eq!(told(provider), self.persons(months, at));
                    let area = Only { area: spot.area, ..provider };
                    if spot.area.is_some() {
                        let within = |asked: &Spot| at(asked) && asked.area == spot.area;
                        assert_eq!(told(area), self.persons(months, within));
                    }
                }
                for by in [By::Provider, By::Unit, By::Area] {
                    let keys = picture.keys_at(&all, by);
                    let parts = keys.iter().map(|key| picture.students(months, &all, Some(*key)).unwrap());
                    let parts: Vec<i64> = parts.collect();
                    assert!(whole <= parts.iter().sum() && whole >= parts.iter().copied().max().unwrap_or(0));
                }
            }
        }
    }
}

/// The whole is the sum of its parts, and the year has all that its beginning has.
fn sums(picture: &Picture, year: i16) {
    let all = Only::default();
    for measure in Measure::ALL {
        let formula = Formula { numerator: vec![Term::Counted(*measure)], ..Formula::default() };
        let months = |to| Months::of_year(year, 1, to).unwrap();
        let n = |to| picture.total(&formula, months(to), &all).of(*measure);
        assert!(n(3) <= n(6) && n(6) <= n(11) && n(11) <= n(12), "{measure:?}");
        for by in By::ALL {
            let parts: i64 =
                picture.apart(&formula, months(12), &all, by).values().map(|counts| counts.of(*measure)).sum();
            assert_eq!(parts, n(12), "{measure:?} by {by:?}");
        }
        let each: i64 =
            picture.by_month(&formula, months(12), &all).iter().map(|(_, counts)| counts.of(*measure)).sum();
        assert_eq!(each, n(12), "{measure:?} month by month");
    }
}

fn runs(engine: Engine, cases: u32) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(&prop::collection::vec(step(), 1..6), |steps| {
            let world = World::new(engine);
            let mut bench = Bench::of(&world);
            for step in &steps {
                bench.take(step);
                bench.holds();
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn after_any_sequence_everything_kept_is_what_the_rows_make_and_persons_are_counted_once() {
    runs(Engine::Sqlite, 12);
    runs(Engine::Postgres, 4);
}

#[test]
fn a_month_that_nothing_is_counted_from_or_a_choice_that_persons_are_not_told_by_gives_no_figure() {
    on_both(async |world| {
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 9)]);
        let picture = world.read(DbScope::Tenant(world.ekstad.id), |tx| {
            let upto = published(tx)?;
            super::super::store::picture(tx, upto)
        });
        let all = Only::default();
        let of = |months, only: Only| picture.students(months, &only, None);
        assert_eq!(of(months(1, 12), all), Ok(9));
        assert_eq!(of(months(2, 3), all), Err(Missing::PersonsNotForMonths));
        let across = Months { from: Month::from_number(202_307).unwrap(), to: Month::from_number(202_403).unwrap() };
        assert_eq!(of(across, all), Err(Missing::PersonsNotForMonths));
        assert_eq!(of(months(1, 12), Only { sex: Some(Sex::Woman), ..all }), Err(Missing::PersonsNotApart));
        let both = Only { unit: Some(world.units[0]), area: Some(world.areas[0].1), ..all };
        assert_eq!(of(months(1, 12), both), Err(Missing::PersonsNotApart));
        let foreign = Only { unit: Some(world.units[0]), provider: Some(world.norrsken), ..all };
        assert_eq!(of(months(1, 12), foreign), Ok(0), "a unit of another provider is in nobody's figure");
    });
}
