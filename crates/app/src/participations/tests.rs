#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use ::store::{Engine, ReadTx, Scope as DbScope};
use domain::aggregates::{OwnKind, Unsaid, own_share};
use domain::courses::{Grade, Mark};
use domain::participations::{Cause, Facts, Measure, Month, PersonKey, RawParticipation, Road, Sex, StudyForm, Told};
use kernel::Day;
use kernel::Id;
use kernel::id::kind::Organisation;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::audit::verify::{Anchors, everything};
use crate::testing::{ENGINES, World, day};

mod educations;
mod filled;
mod sets;

/// A row of a source in the tests' own short form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    person: u8,
    course: &'static str,
    started: Day,
    ending: Ending,
    sex: Sex,
    provider: Id<Organisation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    Grade(Grade, Day),
    Completed(Day),
    Dropout(Day),
    Unknown(Day),
    /// Breaks a rule.
    Wrong,
    /// Cannot be read, and says whom it is about or not.
    Unreadable(bool),
}

struct Lines {
    all: Vec<Line>,
    at: usize,
    as_of: Day,
    catalogue: Catalogue,
}

impl Lines {
    fn of(lines: &[Line]) -> Self {
        Self { all: lines.to_vec(), at: 0, as_of: day("2024-12-31"), catalogue: Catalogue::new() }
    }
}

impl Source for Lines {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some(line) = self.all.get(self.at) else { return Ok(None) };
        self.at += 1;
        let row = u32::try_from(self.at).unwrap();
        let person = PersonKey([line.person; 16]);
        if let Ending::Unreadable(known) = line.ending {
            let rejected = Rejected {
                faults: vec![(None, "fel".to_owned())],
                person: known.then_some(person),
                ..Rejected::default()
            };
            return Ok(Some(Incoming { row, read: Err(rejected) }));
        }
        let code = line.course.parse().unwrap();
        let course = registers.course(&code, None, &self.catalogue);
        let place = registers.place(Spot { organisation: line.provider, unit: None, area: None });
        let facts = Facts { as_of: self.as_of, course, class: code.class(), in_catalogue: true, points: None };
        let mut raw = RawParticipation {
            person,
            sex: line.sex,
            protected: false,
            course: code,
            form: None,
            points: None,
            points_done: None,
            started: line.started,
            ended: None,
            study_form: StudyForm::OnSite,
            place,
            mark: None,
            graded_on: None,
            told: Told::Nothing,
            first_absent: None,
            decided_on: None,
            cause: Cause::Unknown,
            road: Road::Taught,
            education: None,
        };
        match line.ending {
            Ending::Open => raw.told = Told::Ongoing,
            Ending::Grade(grade, on) => {
                (raw.mark, raw.graded_on, raw.ended) = (Some(Mark::Grade(grade)), Some(on), Some(on));
            }
            Ending::Completed(on) => (raw.told, raw.ended) = (Told::Completed, Some(on)),
            Ending::Dropout(on) => raw.first_absent = Some(on),
            Ending::Unknown(on) => (raw.told, raw.ended) = (Told::Unknown, Some(on)),
            Ending::Wrong => raw.ended = Some(line.started.plus_days(-1)),
            Ending::Unreadable(_) => {}
        }
        Ok(Some(Incoming { row, read: Ok((raw, facts)) }))
    }
}

fn place(world: &World) -> Place {
    Place { db: world.app.db().clone(), tenant: world.ekstad.id, context: world.context() }
}

fn plan(kind: SetKind) -> Plan {
    Plan {
        kind,
        scope: Scope::default(),
        as_of: day("2024-12-31"),
        profile: "test".to_owned(),
        file_name: "kurser.csv".to_owned(),
        file_sha256: "00".to_owned(),
        person: None,
    }
}

fn word(verdict: Verdict<'_>) -> String {
    match verdict {
        Verdict::Unchanged(_) => "unchanged".to_owned(),
        Verdict::Added(_) => "added".to_owned(),
        Verdict::Changed(_) => "changed".to_owned(),
        Verdict::Broken { .. } => "broken".to_owned(),
        Verdict::Unread { .. } => "unread".to_owned(),
        Verdict::Twice { other } => format!("twice {other}"),
        Verdict::Differs { other, fields } => format!("differs {other} {fields:?}"),
    }
}

fn import(world: &World, kind: SetKind, lines: &[Line]) -> (Staged, Vec<String>) {
    let place = place(world);
    let mut said = vec![String::new(); lines.len()];
    let mut verdict = |row: u32, verdict: Verdict<'_>| said[row as usize - 1] = word(verdict);
    let staged = stage(&place, &plan(kind), &mut Lines::of(lines), false, &mut verdict, &mut |_| true).unwrap();
    if let Some(set) = staged.set {
        publish(&place, set).unwrap();
    }
    (staged, said)
}

fn read<T: Send + 'static>(
    world: &World,
    work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, ::store::StoreError> + Send + 'static,
) -> T {
    world.app.db().read_blocking(DbScope::Tenant(world.ekstad.id), work).unwrap()
}

fn sum(world: &World, measure: Measure) -> i64 {
    let now = read(world, |tx| {
        let upto = published(tx)?;
        cells(tx, upto)
    });
    now.iter().filter(|(key, _)| key.measure == measure).map(|(_, n)| n).sum()
}

fn tally(read: u32, rejected: u32, unchanged: u32, added: u32, changed: u32, removed: u32) -> Tally {
    Tally { read, rejected, unchanged, added, changed, removed, educations: 0 }
}

fn line(world: &World, person: u8, course: &'static str, ending: Ending) -> Line {
    Line { person, course, started: day("2024-01-08"), ending, sex: Sex::Woman, provider: world.lindblad }
}

#[test]
fn a_full_set_adds_changes_and_removes_and_the_same_file_twice_changes_nothing() {
    for engine in ENGINES {
        let world = World::new(engine);
        let graded = Ending::Grade(Grade::G, day("2024-03-22"));
        let first = [
            line(&world, 1, "SFIKUB92", Ending::Open),
            line(&world, 2, "SFIKUB92", graded),
            line(&world, 3, "GRNMATA", Ending::Dropout(day("2024-02-01"))),
        ];
        let (staged, said) = import(&world, SetKind::Full, &first);
        assert_eq!((staged.tally, said), (tally(3, 0, 0, 3, 0, 0), vec!["added".to_owned(); 3]));
        assert_eq!((sum(&world, Measure::Started), sum(&world, Measure::GradeG)), (3, 1));

        let (again, _) = import(&world, SetKind::Full, &first);
        assert_eq!((again.set, again.tally), (None, tally(3, 0, 3, 0, 0, 0)), "{engine:?}");

        let second = [line(&world, 1, "SFIKUB92", graded), first[1].clone()];
        let (staged, said) = import(&world, SetKind::Full, &second);
        assert_eq!(staged.tally, tally(2, 0, 1, 0, 1, 1));
        assert_eq!(said, ["changed", "unchanged"]);
        assert_eq!((sum(&world, Measure::Started), sum(&world, Measure::GradeG)), (2, 2));
        assert_eq!(sum(&world, Measure::DroppedOut), 0, "a participation that is gone counts nowhere");

        let (delta, _) = import(&world, SetKind::Delta, &[line(&world, 4, "SVESVE01", Ending::Open)]);
        assert_eq!(delta.tally, tally(1, 0, 0, 1, 0, 0), "what a delta lacks is untouched");
        assert_eq!(sum(&world, Measure::Started), 3);
        let before = read(&world, |tx| cells(tx, 1));
        assert_eq!(before.iter().filter(|(key, _)| key.measure == Measure::Started).map(|(_, n)| n).sum::<i64>(), 3);
        assert_eq!(read(&world, |tx| recount(tx, 1)), [], "an earlier state can be counted anew as well");
        assert_eq!(read(&world, |tx| recount(tx, i64::MAX)), []);
    }
}

#[test]
fn in_a_full_set_a_rejected_row_never_counts_as_removed() {
    for engine in ENGINES {
        let world = World::new(engine);
        let lines: Vec<Line> = (1..=4).map(|person| line(&world, person, "SFIKUB92", Ending::Open)).collect();
        import(&world, SetKind::Full, &lines);
        let mut next = lines.clone();
        next[0].ending = Ending::Wrong;
        next[1].ending = Ending::Unreadable(true);
        next.truncate(2);
        let (staged, said) = import(&world, SetKind::Full, &next);
        assert_eq!(said, ["broken", "unread"]);
        assert_eq!((staged.tally, staged.spared), (tally(2, 2, 0, 0, 0, 2), 2), "{engine:?}");
        let (staged, _) = import(&world, SetKind::Full, &[line(&world, 1, "SFIKUB92", Ending::Unreadable(false))]);
        assert_eq!((staged.set, staged.spared), (None, 2), "a row about nobody known keeps everybody");
    }
}

#[test]
fn two_rows_about_one_participation_are_both_kept_out_whatever_they_say() {
    for engine in ENGINES {
        let world = World::new(engine);
        let known = line(&world, 1, "SFIKUB92", Ending::Open);
        import(&world, SetKind::Full, std::slice::from_ref(&known));
        let graded = Ending::Grade(Grade::G, day("2024-03-22"));
        let lines = [
            line(&world, 1, "SFIKUB92", graded),
            line(&world, 2, "SFIKUB92", Ending::Open),
            line(&world, 2, "SFIKUB92", graded),
            line(&world, 3, "SFIKUB92", Ending::Open),
            line(&world, 2, "SFIKUB92", graded),
            known.clone(),
        ];
        let (staged, said) = import(&world, SetKind::Full, &lines);
        assert_eq!(said, ["twice 6", "twice 3", "twice 2", "added", "twice 2", "twice 1"]);
        assert_eq!(staged.tally, tally(6, 5, 0, 1, 0, 0), "{engine:?}");
        assert_eq!((sum(&world, Measure::Started), sum(&world, Measure::GradeG)), (2, 0));
        assert_eq!(read(&world, |tx| recount(tx, i64::MAX)), []);
    }
}

#[test]
fn what_a_stopped_import_wrote_is_taken_away_and_nothing_of_it_ever_counted() {
    for engine in ENGINES {
        let world = World::new(engine);
        let lines: Vec<Line> = (0..250)
            .flat_map(|person| (0..60).map(move |days| (person, days)))
            .map(|(person, days)| Line {
                started: day("2024-01-08").plus_days(days),
                ..line(&world, person, "SFIKUB92", Ending::Open)
            })
            .collect();
        let place = place(&world);
        let mut go_on = |read: u32| read < 12_000;
        let outcome = stage(&place, &plan(SetKind::Full), &mut Lines::of(&lines), false, &mut |_, _| {}, &mut go_on);
        assert!(matches!(outcome, Err(ImportError::Stopped)), "{outcome:?}");
        assert_eq!(read(&world, published), 0);
        assert_eq!(read(&world, |tx| cells(tx, i64::MAX)), BTreeMap::new());
        let left = read(&world, |tx| {
            let mut rows = 0;
            store::current(tx, i64::MAX, |_, _, _| {
                rows += 1;
                Ok(())
            })?;
            Ok((rows, sets(tx)?[0].state))
        });
        assert_eq!(left, (0, SetState::Dropped), "{engine:?}");
        assert_eq!(import(&world, SetKind::Full, &lines[..5]).0.tally, tally(5, 0, 0, 5, 0, 0));
    }
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let world = World::new(Engine::Sqlite);
    let lines = [line(&world, 1, "SFIKUB92", Ending::Open), line(&world, 2, "SFIKUB92", Ending::Wrong)];
    let place = place(&world);
    let before = world.events(world.ekstad).len();
    let staged =
        stage(&place, &plan(SetKind::Full), &mut Lines::of(&lines), true, &mut |_, _| {}, &mut |_| true).unwrap();
    assert_eq!((staged.set, staged.tally), (None, tally(2, 1, 0, 1, 0, 0)));
    assert_eq!(world.events(world.ekstad).len(), before);
    assert_eq!(read(&world, sets), []);
}

#[test]
fn a_set_waits_until_it_is_published_or_dropped_and_another_waits_with_it() {
    for engine in ENGINES {
        let world = World::new(engine);
        let place = place(&world);
        let mut source = Lines::of(&[line(&world, 1, "SFIKUB92", Ending::Open)]);
        let set = stage(&place, &plan(SetKind::Full), &mut source, false, &mut |_, _| {}, &mut |_| true)
            .unwrap()
            .set
            .unwrap();
        assert_eq!(sum(&world, Measure::Started), 0, "nothing counts before it is published");
        let mut other = Lines::of(&[]);
        let refused = stage(&place, &plan(SetKind::Full), &mut other, false, &mut |_, _| {}, &mut |_| true);
        assert!(matches!(refused, Err(ImportError::UnderWay { waits: true, .. })), "{refused:?}");
        let shown = publish(&place, set).unwrap();
        assert_eq!(shown.state, SetState::Published);
        assert_eq!(read(&world, move |tx| digest(tx, set)), shown.digest.clone().unwrap());
        assert!(matches!(publish(&place, set), Err(ImportError::NoSuchSet)));
        assert!(matches!(drop_set(&place, set), Err(ImportError::NoSuchSet)), "what counts is never dropped");
        let told = world.events(world.ekstad);
        for event in ["participations.begun", "participations.courses-met", "participations.published"] {
            assert!(told.iter().any(|told| told.contains(event)), "{event} in {told:?}");
        }
    }
}

#[test]
fn a_row_a_count_or_a_set_that_is_altered_beside_the_system_is_found() {
    for engine in ENGINES {
        let world = World::new(engine);
        let graded = Ending::Grade(Grade::G, day("2024-03-22"));
        import(
            &world,
            SetKind::Full,
            &[line(&world, 1, "SFIKUB92", Ending::Open), line(&world, 2, "SFIKUB92", graded)],
        );
        let later = Line { started: day("2024-02-05"), ..line(&world, 3, "SVESVE01", Ending::Open) };
        import(&world, SetKind::Delta, &[later]);
        condense(&place(&world)).unwrap();
        let tamper = |statement: &str| {
            let address = world.database_address();
            if address.contains("://") {
                postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(statement).unwrap();
            } else {
                rusqlite::Connection::open(address).unwrap().execute_batch(statement).unwrap();
            }
        };
        let faults = || -> Vec<String> {
            let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
            found.iter().flat_map(|findings| findings.faults.iter().map(ToString::to_string)).collect()
        };
        assert_eq!(faults(), Vec::<String>::new(), "{engine:?}");
        for (harm, undo, says) in [
            (
                "UPDATE participation SET started = started + 1 WHERE set_number = 1 AND row_number = 1",
                "UPDATE participation SET started = started - 1 WHERE set_number = 1 AND row_number = 1",
                "participation_set 1: digest is not what event",
            ),
            (
                "UPDATE participation SET gone_in = 2 WHERE set_number = 1 AND row_number = 2",
                "UPDATE participation SET gone_in = NULL WHERE set_number = 1 AND row_number = 2",
                "participation_set 2: digest is not what event",
            ),
            (
                "UPDATE result_cell SET n = n + 1",
                "UPDATE result_cell SET n = n - 1",
                "result_cell 2: the counts after this set are not those of the course participations",
            ),
            (
                "UPDATE student_count SET n = n + 1 WHERE part = 'all' AND first_month = 202402",
                "UPDATE student_count SET n = n - 1 WHERE part = 'all' AND first_month = 202402",
                "student_count 2: the counts after this set are not those of the course participations",
            ),
        ] {
            tamper(harm);
            assert!(faults().iter().any(|fault| fault.contains(says)), "{engine:?} {harm}: {:?}", faults());
            tamper(undo);
            assert_eq!(faults(), Vec::<String>::new(), "{engine:?} {undo}");
        }
    }
}

/// The published table of sfi by study path, course, sex and outcome (Statistics Sweden, 2019 and 2020), as
/// participations with dates: those who continue over the new year are the same persons in both years.
///
/// Asked for by the proof over all published tables (`sources::tests`); gives how many printed percentages it compared.
pub(crate) fn published_sfi_shares() -> usize {
    let world = World::new(Engine::Sqlite);
    let table = published_sfi();
    let lines = sfi_participations(&table);
    assert!(lines.len() > 250_000, "{}", lines.len());
    let place = place(&world);
    let mut source = SfiSource { lines, at: 0, provider: world.lindblad, catalogue: Catalogue::new() };
    let staged = stage(
        &place,
        &plan(SetKind::Full),
        &mut source,
        false,
        &mut |_, verdict| {
            assert!(matches!(verdict, Verdict::Added(_)), "{verdict:?}");
        },
        &mut |_| true,
    )
    .unwrap();
    publish(&place, staged.set.unwrap()).unwrap();
    let (cells, groups) = read(&world, |tx| Ok((cells(tx, 1)?, groups(tx)?)));
    let mut compared = 0;
    for ((year, course, outcome), counts) in &table {
        let group = groups.iter().find(|(_, slug)| *slug == format!("sfi.{}", sfi_slug(course))).unwrap().0;
        let n = |sex: Sex, measures: &[Measure], from: u32, to: u32| -> i64 {
            cells
                .iter()
                .filter(|(key, _)| {
                    key.group == group
                        && key.sex == sex.code()
                        && measures.contains(&key.measure)
                        && (from..=to).contains(&key.month.number())
                })
                .map(|(_, n)| n)
                .sum()
        };
        let [first, last] = [year * 100 + 1, year * 100 + 12];
        let one = |sex: Sex| -> [i64; 2] {
            let ended = n(sex, &Measure::ENDINGS, first, last);
            let going_on = n(sex, &[Measure::Started], 0, last) - n(sex, &Measure::ENDINGS, 0, last);
            let part = match outcome.as_str() {
                "total" => ended + going_on,
                "slutfort" => n(sex, &[Measure::Completed], first, last),
                "avbrutit" => n(sex, &[Measure::DroppedOut], first, last),
                _ => going_on,
            };
            [part, ended + going_on]
        };
        let (women, men) = (one(Sex::Woman), one(Sex::Man));
        assert_eq!([women[0], men[0]], counts.counts, "{year} {course} {outcome}");
        let share = |part: i64, whole: i64| stats::Share::new(part, whole).unwrap().percent(1).unwrap();
        let both = women[0] + men[0];
        for (printed, computed) in counts.tenths.iter().zip([
            share(women[0], women[1]),
            share(men[0], men[1]),
            share(women[0], both),
            share(men[0], both),
        ]) {
            assert_eq!(*printed, computed, "{year} {course} {outcome}");
            compared += 1;
        }
    }
    assert_eq!(read(&world, |tx| recount(tx, i64::MAX)), []);
    both_denominators_of_the_sfi_table(&table, &cells, &groups);
    compared
}

/// The same persons, two bases: of all who took part (Statistics Sweden) and of those who completed or dropped out
/// (Skolverket).
fn both_denominators_of_the_sfi_table(table: &Table, cells: &BTreeMap<CellKey, i64>, groups: &[(u32, String)]) {
    let group = groups.iter().find(|(_, slug)| slug == "sfi.c3").unwrap().0;
    let flow = |measure: Measure, from: Month, to: Month| {
        let within = |key: &CellKey| key.group == group && key.measure == measure && (from..=to).contains(&key.month);
        cells.iter().filter(|(key, _)| within(key) && key.sex == Sex::Woman.code()).map(|(_, n)| n).sum()
    };
    let printed = |outcome: &str| table[&(2020, "3C".to_owned(), outcome.to_owned())].counts[0];
    let of_all = own_share(OwnKind::CompletedOfAll, 2020, flow).unwrap();
    let of_ended = own_share(OwnKind::CompletedOfEnded, 2020, flow).unwrap();
    assert_eq!((of_all.part(), of_all.base()), (printed("slutfort"), printed("total")));
    assert_eq!((of_ended.part(), of_ended.base()), (printed("slutfort"), printed("slutfort") + printed("avbrutit")));
    assert!(of_ended.percent(1) > of_all.percent(1));
    // Course 3D is printed without dropouts: of all who took part can be told, of those who ended cannot.
    let group = groups.iter().find(|(_, slug)| slug == "sfi.d3").unwrap().0;
    let flow = |measure: Measure, from: Month, to: Month| {
        let within = |key: &CellKey| key.group == group && key.measure == measure && (from..=to).contains(&key.month);
        cells.iter().filter(|(key, _)| within(key)).map(|(_, n)| n).sum()
    };
    assert!(own_share(OwnKind::CompletedOfAll, 2020, flow).is_ok());
    assert!(matches!(own_share(OwnKind::CompletedOfEnded, 2020, flow), Err(Unsaid::UnknownEndings(1..))));
    // Shares that are rounded one by one need not sum to 100: they are left as they are.
    let odd = table
        .keys()
        .filter(|(year, course, outcome)| {
            outcome == "total" && table.contains_key(&(*year, course.clone(), "avbrutit".to_owned()))
        })
        .filter(|(year, course, _)| {
            let tenths = |outcome: &str| table[&(*year, course.clone(), outcome.to_owned())].tenths[0];
            tenths("slutfort") + tenths("avbrutit") + tenths("fortsatter") != 1000
        })
        .count();
    assert!(odd > 0, "some printed shares sum to 99,9 or 100,1, and every one of them was reproduced");
}

type Table = BTreeMap<(u32, String, String), SfiCounts>;

struct SfiCounts {
    counts: [i64; 2],
    /// Women and men of all who took part, then women and men of the outcome; tenths of a per cent.
    tenths: [i64; 4],
}

fn published_sfi() -> Table {
    let text = include_str!("../../data/published/scb_sfi_kursdeltagare_utfall_2019_2020.csv");
    let tenths = |cell: &str| cell.replace('.', "").parse::<i64>().unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let [year, _, course, outcome, women, men, a, b, c, d] = cells[..] else { panic!("{line}") };
            let counts = [women.parse().unwrap(), men.parse().unwrap()];
            let tenths = [tenths(a), tenths(b), tenths(c), tenths(d)];
            ((year.parse().unwrap(), course.to_owned(), outcome.to_owned()), SfiCounts { counts, tenths })
        })
        .collect()
}

/// Course 2B is course B of study path 2.
fn sfi_slug(course: &str) -> String {
    let mut signs = course.chars();
    let path = signs.next().unwrap();
    format!("{}{path}", signs.next().unwrap().to_ascii_lowercase())
}

struct SfiSource {
    lines: Vec<(u32, String, Sex, Day, Ending)>,
    at: usize,
    provider: Id<Organisation>,
    catalogue: Catalogue,
}

/// Participations that make the table: those of 2019 who continue end in 2020, the rest of 2020 begin then. Course 3D
/// is printed without dropouts and without those who continue: what is not completed ended in an unknown way.
fn sfi_participations(table: &Table) -> Vec<(u32, String, Sex, Day, Ending)> {
    let mut lines = Vec::new();
    let mut person = 0;
    let courses: std::collections::BTreeSet<&String> = table.keys().map(|(_, course, _)| course).collect();
    for course in courses {
        let code = format!("SFIKU{}9{}", &course[1..2], &course[0..1]);
        for (sex, at) in [(Sex::Woman, 0), (Sex::Man, 1)] {
            let n = |year: u32, outcome: &str| {
                table.get(&(year, course.clone(), outcome.to_owned())).map(|counts| counts.counts[at])
            };
            let mut open = 0;
            for year in [2019u32, 2020] {
                let (total, completed) = (n(year, "total").unwrap(), n(year, "slutfort").unwrap());
                let (dropped, going_on) = (n(year, "avbrutit"), n(year, "fortsatter"));
                let within = |days: i32| Day::new(i16::try_from(year).unwrap(), 2, 1).unwrap().plus_days(days);
                let mut endings = vec![(completed, Ending::Completed(within(100)))];
                endings.push((dropped.unwrap_or_default(), Ending::Dropout(within(60))));
                if dropped.is_none() {
                    endings.push((total - completed, Ending::Unknown(within(120))));
                }
                // Those who were open at the new year end first.
                let mut before = open;
                for (count, ending) in endings {
                    for _ in 0..count {
                        person += 1;
                        let started = if before > 0 { within(-45) } else { within(0) };
                        before = (before - 1).max(0);
                        lines.push((person, code.clone(), sex, started, ending));
                    }
                }
                open = going_on.unwrap_or_default();
                if year == 2020 {
                    for _ in 0..open {
                        person += 1;
                        // Some go on over both new years.
                        let started = if before > 0 { within(-45) } else { within(0) };
                        before = (before - 1).max(0);
                        lines.push((person, code.clone(), sex, started, Ending::Open));
                    }
                }
            }
        }
    }
    lines
}

impl Source for SfiSource {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some((person, code, sex, started, ending)) = self.lines.get(self.at) else { return Ok(None) };
        self.at += 1;
        let mut key = [0; 16];
        key[..4].copy_from_slice(&person.to_be_bytes());
        let line = Line {
            person: 0,
            course: "SFIKUB92",
            started: *started,
            ending: *ending,
            sex: *sex,
            provider: self.provider,
        };
        let mut one = Lines { all: vec![line], at: 0, as_of: day("2020-12-31"), catalogue: Catalogue::new() };
        let Some(Incoming { read: Ok((mut raw, mut facts)), .. }) = one.next(registers)? else { return Ok(None) };
        raw.person = PersonKey(key);
        raw.course = code.parse().unwrap();
        facts.class = raw.course.class();
        facts.course = registers.course(&raw.course, None, &self.catalogue);
        Ok(Some(Incoming { row: u32::try_from(self.at).unwrap(), read: Ok((raw, facts)) }))
    }
}

fn any_line() -> impl Strategy<Value = (u8, usize, i32, u8)> {
    (1u8..12, 0usize..3, 0i32..40, 0u8..8)
}

fn built((person, course, days, ending): (u8, usize, i32, u8), provider: Id<Organisation>) -> Line {
    let on = day("2024-02-01").plus_days(days * 3);
    Line {
        person,
        course: ["SFIKUB92", "GRNMATA", "GRNORI21A"][course],
        started: day("2024-01-08"),
        ending: match (ending, course) {
            (0, _) => Ending::Open,
            (1, 0 | 1) => Ending::Grade(Grade::G, on),
            (2, 0 | 1) => Ending::Grade(Grade::IG, on),
            (3, _) => Ending::Dropout(on),
            (4, _) => Ending::Completed(on),
            (5, _) => Ending::Wrong,
            (6, _) => Ending::Unreadable(days % 2 == 0),
            _ => Ending::Unknown(on),
        },
        sex: if person % 2 == 0 { Sex::Woman } else { Sex::Man },
        provider,
    }
}

#[test]
fn after_any_sequence_of_imports_the_cells_are_those_counted_from_the_rows() {
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let files = prop::collection::vec((any::<bool>(), prop::collection::vec(any_line(), 0..25)), 1..5);
    runner
        .run(&files, |files| {
            let world = World::new(Engine::Sqlite);
            for (full, lines) in files {
                let lines: Vec<Line> = lines.into_iter().map(|line| built(line, world.lindblad)).collect();
                import(&world, if full { SetKind::Full } else { SetKind::Delta }, &lines);
                let differing = read(&world, |tx| recount(tx, i64::MAX));
                prop_assert_eq!(differing, vec![]);
                condense(&place(&world)).unwrap();
                prop_assert_eq!(read(&world, super::differing), std::collections::BTreeSet::new());
            }
            let upto = read(&world, published);
            for set in 1..=upto {
                let differing = read(&world, move |tx| recount(tx, set));
                prop_assert_eq!(differing, vec![], "after set {}", set);
            }
            let all = read(&world, |tx| cells(tx, i64::MAX));
            prop_assert!(all.values().all(|n| *n > 0), "{:?}", all);
            Ok(())
        })
        .unwrap();
}
