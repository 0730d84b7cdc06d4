//! Vocational educations come in with the rows that belong to them, are counted, and go when the last of those rows goes.

use std::collections::BTreeMap;

use domain::educations::{Education, Kind, Outcome, RawEducation, Situation};

use super::super::educations::{Change, change_of};
use super::*;

/// A row with what it says of its education.
#[derive(Debug, Clone)]
struct Of(Line, Option<RawEducation>);

struct WithEducations {
    lines: Lines,
    says: Vec<Option<RawEducation>>,
}

impl Source for WithEducations {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let at = self.lines.at;
        let incoming = self.lines.next(registers)?;
        Ok(incoming.map(|Incoming { row, read }| {
            let says = self.says[at].clone();
            Incoming { row, read: read.map(|(raw, facts)| (RawParticipation { education: says, ..raw }, facts)) }
        }))
    }
}

fn raw(number: u32) -> RawEducation {
    RawEducation {
        number: Some(number),
        kind: Some(Kind::Whole),
        title: "Svetsare".to_owned(),
        started: Some(day("2024-01-08")),
        planned_end: Some(day("2024-11-30")),
        ended: Some(day("2024-11-30")),
        outcome: Some(Outcome::Completed),
        situation: Some(Situation::JobSeeking),
        noted: None,
    }
}

fn bring(world: &World, kind: SetKind, rows: &[Of]) -> (Staged, Vec<String>) {
    let lines: Vec<Line> = rows.iter().map(|row| row.0.clone()).collect();
    let says = rows.iter().map(|row| row.1.clone()).collect();
    let mut source = WithEducations { lines: Lines::of(&lines), says };
    let mut said = vec![String::new(); rows.len()];
    let mut verdict = |row: u32, verdict: Verdict<'_>| said[row as usize - 1] = word(verdict);
    let staged = stage(&place(world), &plan(kind), &mut source, false, &mut verdict, &mut |_| true).unwrap();
    if let Some(set) = staged.set {
        publish(&place(world), set).unwrap();
    }
    assert_eq!(read(world, |tx| recount(tx, i64::MAX)), [], "cells are what rows and educations make");
    (staged, said)
}

fn row(world: &World, person: u8, course: &'static str, says: Option<RawEducation>) -> Of {
    Of(line(world, person, course, Ending::Grade(Grade::E, day("2024-03-22"))), says)
}

fn held(world: &World) -> BTreeMap<u32, Education> {
    let upto = read(world, published);
    let all = read(world, move |tx| educations_after(tx, upto));
    all.into_iter().map(|(_, one)| (one.number, one.education)).collect()
}

fn intact(world: &World) {
    let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
    let faults: Vec<String> =
        found.iter().flat_map(|findings| findings.faults.iter().map(ToString::to_string)).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn an_education_comes_with_its_rows_is_counted_once_and_the_same_file_twice_changes_nothing() {
    for engine in ENGINES {
        let world = World::new(engine);
        let rows = [
            row(&world, 1, "SVESVE01", Some(raw(1))),
            row(&world, 1, "ENGENG05", Some(raw(1))),
            row(&world, 2, "SVESVE01", Some(RawEducation { number: Some(7), ..RawEducation::default() })),
            row(&world, 3, "SVESVE01", None),
        ];
        let (staged, said) = bring(&world, SetKind::Full, &rows);
        assert_eq!(said, ["added", "added", "added", "added"]);
        assert_eq!(staged.tally.educations, 1);
        assert_eq!(sum(&world, Measure::WholeCompleted), 1, "{engine:?}");
        assert_eq!(held(&world).len(), 1, "a row that only names its education tells nothing of it");
        let (again, said) = bring(&world, SetKind::Full, &rows);
        assert_eq!((again.set, again.tally.changes()), (None, false), "{engine:?} {said:?}");
        condense(&place(&world)).unwrap();
        intact(&world);
    }
}

#[test]
fn an_education_that_alone_is_told_of_otherwise_changes_and_what_held_before_still_stands() {
    for engine in ENGINES {
        let world = World::new(engine);
        bring(&world, SetKind::Full, &[row(&world, 1, "SVESVE01", Some(raw(1)))]);
        let dropped = RawEducation { outcome: Some(Outcome::DroppedOut), kind: Some(Kind::Apprentice), ..raw(1) };
        let (staged, said) = bring(&world, SetKind::Delta, &[row(&world, 1, "SVESVE01", Some(dropped))]);
        assert_eq!(
            (said, staged.tally),
            (vec!["unchanged".to_owned()], Tally { educations: 1, ..tally(1, 0, 1, 0, 0, 0) })
        );
        assert_eq!((sum(&world, Measure::WholeCompleted), sum(&world, Measure::ApprenticeDropped)), (0, 1));
        let before = read(&world, |tx| educations_after(tx, 1));
        assert_eq!(before[0].1.education.outcome, Outcome::Completed, "{engine:?}");
        assert_eq!(read(&world, |tx| recount(tx, 1)), []);
        condense(&place(&world)).unwrap();
        intact(&world);
    }
}

#[test]
fn an_education_goes_with_its_last_row_in_a_full_set_and_stays_in_a_delta() {
    for engine in ENGINES {
        let world = World::new(engine);
        let both = [row(&world, 1, "SVESVE01", Some(raw(1))), row(&world, 2, "SVESVE01", Some(raw(2)))];
        bring(&world, SetKind::Full, &both);
        bring(&world, SetKind::Delta, &[row(&world, 3, "SVESVE01", None)]);
        assert_eq!(held(&world).len(), 2, "{engine:?}");
        let (staged, _) = bring(&world, SetKind::Full, &both[1..]);
        assert_eq!((staged.tally.removed, staged.tally.educations), (2, 1));
        assert_eq!(held(&world).keys().copied().collect::<Vec<_>>(), [2]);
        assert_eq!(sum(&world, Measure::WholeCompleted), 1);
        // A row that moves to another education leaves the first without rows, in a delta too.
        bring(&world, SetKind::Delta, &[row(&world, 2, "SVESVE01", Some(raw(5)))]);
        assert_eq!(held(&world).keys().copied().collect::<Vec<_>>(), [5]);
        condense(&place(&world)).unwrap();
        intact(&world);
    }
}

#[test]
fn rows_of_one_education_that_say_different_things_are_all_refused_and_what_was_known_stays() {
    for engine in ENGINES {
        let world = World::new(engine);
        let good = [row(&world, 1, "SVESVE01", Some(raw(1))), row(&world, 2, "SVESVE01", Some(raw(2)))];
        bring(&world, SetKind::Full, &good);
        let other = RawEducation { title: "Kock".to_owned(), situation: None, ..raw(1) };
        let rows = [
            good[0].clone(),
            row(&world, 1, "ENGENG05", Some(raw(1))),
            row(&world, 1, "MATMAT01", Some(other)),
            row(&world, 1, "HISHIS01", Some(raw(1))),
            good[1].clone(),
        ];
        let (staged, said) = bring(&world, SetKind::Full, &rows);
        let differs = |other: u32| format!("differs {other} [EducationTitle, Situation]");
        assert_eq!(said, [differs(3), differs(3), differs(1), differs(1), "unchanged".to_owned()], "{engine:?}");
        assert_eq!((staged.set, staged.tally), (None, tally(5, 4, 1, 0, 0, 0)));
        assert_eq!(held(&world)[&1].title, "Svetsare");
        assert_eq!(sum(&world, Measure::WholeCompleted), 2);
    }
}

#[test]
fn a_set_that_is_dropped_leaves_educations_as_they_were() {
    for engine in ENGINES {
        let world = World::new(engine);
        bring(&world, SetKind::Full, &[row(&world, 1, "SVESVE01", Some(raw(1)))]);
        let changed = RawEducation { outcome: Some(Outcome::Transferred), ..raw(1) };
        let rows = [row(&world, 1, "SVESVE01", Some(changed)), row(&world, 2, "SVESVE01", Some(raw(2)))];
        let lines: Vec<Line> = rows.iter().map(|row| row.0.clone()).collect();
        let says = rows.iter().map(|row| row.1.clone()).collect();
        let mut source = WithEducations { lines: Lines::of(&lines), says };
        let staged =
            stage(&place(&world), &plan(SetKind::Full), &mut source, false, &mut |_, _| (), &mut |_| true).unwrap();
        let set = staged.set.unwrap();
        assert_eq!(held(&world)[&1].outcome, Outcome::Completed, "nothing counts before it is published");
        drop_set(&place(&world), set).unwrap();
        assert_eq!(held(&world).len(), 1, "{engine:?}");
        assert_eq!(read(&world, move |tx| change_of(tx, set)), Change::default());
        assert_eq!(read(&world, |tx| recount(tx, i64::MAX)), []);
    }
}

#[test]
fn an_education_that_is_altered_beside_the_system_is_found() {
    for engine in ENGINES {
        let world = World::new(engine);
        bring(&world, SetKind::Full, &[row(&world, 1, "SVESVE01", Some(raw(1)))]);
        condense(&place(&world)).unwrap();
        intact(&world);
        let address = world.database_address();
        let harm = "UPDATE vocational_education SET title = 'Kock', situation = 1";
        if address.contains("://") {
            postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(harm).unwrap();
        } else {
            rusqlite::Connection::open(address).unwrap().execute_batch(harm).unwrap();
        }
        let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
        let faults: Vec<String> =
            found.iter().flat_map(|findings| findings.faults.iter().map(ToString::to_string)).collect();
        assert!(faults.iter().any(|fault| fault.contains("participation_set 1: digest")), "{engine:?} {faults:?}");
    }
}

#[test]
fn two_educations_of_a_kind_at_one_provider_at_once_are_pointed_out() {
    let world = World::new(Engine::Sqlite);
    let rows = [row(&world, 1, "SVESVE01", Some(raw(1))), row(&world, 1, "ENGENG05", Some(raw(2)))];
    let lines: Vec<Line> = rows.iter().map(|row| row.0.clone()).collect();
    let says = rows.iter().map(|row| row.1.clone()).collect();
    let mut source = WithEducations { lines: Lines::of(&lines), says };
    let mut odd = Vec::new();
    let mut verdict = |row: u32, verdict: Verdict<'_>| {
        if let Verdict::Added(notices) = verdict {
            odd.extend(notices.iter().map(|notice| (row, *notice)));
        }
    };
    stage(&place(&world), &plan(SetKind::Full), &mut source, true, &mut verdict, &mut |_| true).unwrap();
    let overlaps = domain::participations::Notice::Education(domain::educations::Notice::Overlaps);
    assert_eq!(odd, [(2, overlaps)]);
}

#[test]
fn an_education_is_placed_by_the_rows_that_come_in_and_not_by_one_that_is_taken_back() {
    for engine in ENGINES {
        let world = World::new(engine);
        let at = |provider, sex, mut of: Of| {
            (of.0.provider, of.0.sex) = (provider, sex);
            of
        };
        let first = at(world.lindblad, Sex::Man, row(&world, 1, "SVESVE01", Some(raw(1))));
        let rows = [
            first.clone(),
            at(world.norrsken, Sex::Woman, row(&world, 1, "ENGENG05", Some(raw(1)))),
            // The first once more: neither of the two is taken.
            first,
        ];
        let (staged, said) = bring(&world, SetKind::Full, &rows);
        assert_eq!(
            (said, staged.tally.educations),
            (vec!["twice 3".to_owned(), "added".to_owned(), "twice 1".to_owned()], 1)
        );
        let (places, all) = read(&world, |tx| Ok((places(tx)?, educations_after(tx, 1)?)));
        let (_, one) = &all[0];
        assert_eq!((places[&one.place.0].organisation, one.sex), (world.norrsken, Sex::Woman), "{engine:?}");
        // And where the only row that told of it is taken back, nothing is told of it.
        let named = RawEducation { number: Some(2), ..RawEducation::default() };
        let telling = row(&world, 2, "SVESVE01", Some(raw(2)));
        let rows = [telling.clone(), row(&world, 2, "ENGENG05", Some(named)), telling];
        assert_eq!(bring(&world, SetKind::Delta, &rows).0.tally.educations, 0, "{engine:?}");
        intact(&world);
    }
}
