//! What the store gives of cases for a report: exactly those that count, and nothing of it in the draft.

use domain::cases::{About, Action, Counting, Hand, Happening, Kind, Opened, Party, Place, Seen, Way};
use domain::complaints::case_of;
use kernel::id::kind::Unit;
use kernel::{Day, Id, Period, Role};
use platform::access::Tools;

use super::super::from_cases::of_unit;
use super::*;
use crate::cases::{self, Add, NewCase, Who};
use crate::testing::{ENGINES, apart, day, on, person_id, shipped_year};

/// A case as the test knows it.
#[derive(Debug, Clone, Copy)]
struct Lived {
    unit: usize,
    opened: Opened,
    /// How the three questions were answered, one time after the other.
    answers: [Option<[bool; 3]>; 2],
}

/// Cases of every sort, the same each time.
fn lives() -> Vec<Lived> {
    let mut seed: u64 = 20_240_101;
    let mut draw = |of: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % of
    };
    (0..28)
        .map(|_| {
            let kind =
                [Kind::Complaint, Kind::Complaint, Kind::View, Kind::Deficiency][usize::try_from(draw(4)).unwrap()];
            let place = if draw(5) == 0 { Place::Authority } else { Place::School };
            let mut answered = || (draw(4) > 0).then(|| [draw(6) > 0, draw(6) > 0, draw(6) > 0]);
            let answers = [answered(), answered()];
            let received = day("2024-01-01").plus_days(i32::try_from(draw(75)).unwrap());
            let opened = Opened {
                kind,
                way: Way::Mail,
                received,
                place,
                raised: None,
                about: About::Others,
                reachable: false,
                no_school: false,
            };
            Lived { unit: usize::try_from(draw(2)).unwrap(), opened, answers }
        })
        .collect()
}

/// Opens the cases in their order, so that the first has number 1.
fn live(world: &World, lives: Vec<Lived>) {
    let (units, organisation, tools) = (world.units, world.lindblad, Tools::of(&world.app));
    let write = || {
        world.app.db().write_blocking::<_, StoreError>(
            Scope::Tenant(world.ekstad.id),
            world.context(),
            move |mut tx| {
                for life in &lives {
                    let who = Who::default();
                    let new = NewCase {
                        id: None,
                        school: Some((organisation, units[life.unit])),
                        opened: life.opened,
                        by: Party::School,
                        place_known: true,
                        words: "Något som sades.",
                        who: &who,
                        files: &[],
                        person: Some(person_id("rektor")),
                    };
                    let started = cases::open(&mut tx, &tools, &new)?;
                    let role = if life.opened.place == Place::School { Role::Rektor } else { Role::QualityOfficer };
                    let seen = Seen { hand: Hand::Role(role), chosen: false };
                    // What a provider tells of itself is judged by nobody as a complaint.
                    let is_judged = life.opened.kind != Kind::Deficiency;
                    for answers in life.answers.into_iter().flatten().filter(|_| is_judged) {
                        let [negative, active, management] = answers;
                        let counting = Counting { negative, active, management };
                        let happening = Happening::Classified { counting, category: Some("innehall".to_owned()) };
                        for (action, happening) in [(Action::Classify, happening), (Action::Word, Happening::Worded)] {
                            let add = Add { seen, action, happening, words: "Kort sagt.", files: &[], person: None };
                            cases::add(&mut tx, &tools, started.id, &add)?.unwrap().unwrap();
                        }
                    }
                }
                tx.save_all(&[], ())
            },
        )
    };
    apart(write).unwrap();
}

#[test]
fn the_derived_report_of_any_period_is_the_list_of_the_cases_in_it_that_count() {
    for engine in ENGINES {
        on(engine, async |world| {
            let lives = lives();
            live(world, lives.clone());
            let year = shipped_year();
            let item = year.items.iter().find(|item| item.form == Form::Complaints).unwrap();
            let tables = complaints::tables(&year, item).unwrap();
            let mut some = 0;
            for (from, days) in [(0, 90), (0, 20), (10, 0), (20, 30), (30, 44), (74, 10), (80, 5)] {
                let from = day("2024-01-01").plus_days(from);
                let period = Period { from, to: from.plus_days(days) };
                for at in 0..2 {
                    let (unit, tools): (Id<Unit>, _) = (world.units[at], Tools::of(&world.app));
                    let (table, measures) = (tables.complaints.clone(), year.complaints.measures.clone());
                    let rows = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                        of_unit(tx, &tools, (unit, period), (&table, &measures), &[])
                    });
                    // By what was done alone, as a person would count them.
                    let mut expected: Vec<(Day, i64)> = (1..)
                        .zip(&lives)
                        .filter(|(_, life)| {
                            let last = life.answers.iter().flatten().last();
                            life.unit == at
                                && period.contains(life.opened.received)
                                && life.opened.place == Place::School
                                && life.opened.kind == Kind::Complaint
                                && last == Some(&[true; 3])
                        })
                        .map(|(number, life)| (life.opened.received, number))
                        .collect();
                    expected.sort_unstable();
                    let found: Vec<(Day, i64)> = rows.iter().map(|row| (row.received, row.number)).collect();
                    assert_eq!(found, expected, "{period:?}");
                    some += found.len();
                    // Each is a whole row that counts.
                    let asked = Asked::Complaints {
                        tables: tables.clone(),
                        facts: none(),
                        cases: rows,
                        investigations: Vec::new(),
                    };
                    let judgement = asked.judge(&BTreeMap::new());
                    let counted = usize::try_from(judgement.counts.unwrap().counted).unwrap();
                    assert_eq!(counted, expected.len());
                    let faults = judgement.faults.len();
                    assert_eq!(faults, usize::from(expected.is_empty()), "without any the statement is asked for");
                }
            }
            assert!(some > 8, "{some}");
        });
    }
}

fn none() -> Facts {
    Facts { handed_in: day("2024-06-30"), students: None, zero_question_at: None, previous: None }
}

#[test]
fn what_was_signed_goes_back_into_a_draft_without_the_rows_of_cases() {
    on(ENGINES[0], async |world| {
        live(world, lives());
        let Asked::Complaints { tables, .. } = asked(0) else { panic!() };
        let (unit, tools, table) = (world.units[0], Tools::of(&world.app), tables.complaints.clone());
        let period = Period { from: day("2024-01-01"), to: day("2024-03-31") };
        let cases = world
            .read(Scope::Tenant(world.ekstad.id), move |tx| of_unit(tx, &tools, (unit, period), (&table, &[]), &[]));
        assert!(!cases.is_empty());
        let asked = Asked::Complaints { tables, facts: none(), cases: cases.clone(), investigations: Vec::new() };
        let mut fields = row(1, "2024-02-29");
        fields.extend(row(2, "2024-03-01"));
        let content = asked.judge(&fields).content.unwrap();
        let rows = content.rows(complaints::COMPLAINTS);
        assert_eq!(rows.iter().filter(|row| case_of(row).is_some()).count(), cases.len());
        let written = asked.written(&content);
        assert_eq!(row_numbers(complaints::COMPLAINTS, &written), [1, 2]);
        // Whatever road it takes from there, it comes to the same.
        assert_eq!(asked.judge(&written).content, Some(content));
    });
}
