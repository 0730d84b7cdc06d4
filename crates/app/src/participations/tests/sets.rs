//! Sets from their first row to their publishing: what they may and may not do to what is known, and how they are asked.

use super::*;
use crate::testing::{apart, on};

/// How SQLite goes about every statement of a file of this feature, each with its first words.
fn plans(world: &World, file: &str) -> Vec<(String, String)> {
    let connection = rusqlite::Connection::open(world.database_address()).unwrap();
    let of_file = ::store::all_statements().into_iter().filter(|statement| statement.file.ends_with(file));
    of_file
        .map(|statement| {
            let text = statement.text.sqlite.replace('$', "?");
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
            let nulls = vec![rusqlite::types::Null; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3)).unwrap();
            (text, steps.map(Result::unwrap).collect::<Vec<_>>().join("; "))
        })
        .collect()
}

#[test]
fn what_a_set_takes_away_is_found_without_going_through_every_row_for_each() {
    let world = World::new(Engine::Sqlite);
    let asked = plans(&world, "participations/otherwise.rs");
    assert_eq!(asked.len(), 2);
    for (text, plan) in asked {
        assert!(plan.contains("COVERING INDEX participation_gone (tenant_id=? AND gone_in=?)"), "{text}: {plan}");
        for every_row in
            ["SEARCH g", "SEARCH n", "SEARCH x"].map(|one| format!("{one} USING PRIMARY KEY (tenant_id=?)"))
        {
            assert!(!plan.contains(&every_row), "{text}: {plan}");
        }
        assert!(!plan.contains("CORRELATED SCALAR SUBQUERY 1; SEARCH x"), "{text}: {plan}");
    }
    let gone = plans(&world, "participations/store.rs");
    let gone: Vec<_> =
        gone.iter().filter(|(text, _)| text.starts_with("SELECT") && text.contains("gone_in = ?2")).collect();
    assert_eq!(gone.len(), 2);
    for (text, plan) in gone {
        assert!(plan.contains("INDEX participation_gone"), "{text}: {plan}");
    }
}

/// Rows of which another process takes the set for left behind, before that row is handed over.
struct Interrupted<'a> {
    lines: Lines,
    before: u32,
    place: &'a Place,
    set: i64,
}

impl Source for Interrupted<'_> {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let next = self.lines.next(registers)?;
        if next.as_ref().map_or(u32::MAX, |next| next.row) == self.before {
            drop_set(self.place, self.set)?;
        }
        Ok(next)
    }
}

fn harm(world: &World, statement: &str) {
    let address = world.database_address();
    if address.contains("://") {
        postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(statement).unwrap();
    } else {
        rusqlite::Connection::open(address).unwrap().execute_batch(statement).unwrap();
    }
}

fn faults(world: &World) -> Vec<String> {
    let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
    found.iter().flat_map(|findings| findings.faults.iter().map(ToString::to_string)).collect()
}

#[test]
fn nothing_is_written_of_a_set_that_another_process_has_thrown_away() {
    for engine in ENGINES {
        let world = World::new(engine);
        let place = place(&world);
        import(&world, SetKind::Full, &[line(&world, 1, "SFIKUB92", Ending::Open)]);
        let lines: Vec<Line> = (0..200)
            .flat_map(|person| (0..40).map(move |days| (person, days)))
            .map(|(person, days)| Line {
                started: day("2024-02-08").plus_days(days),
                ..line(&world, person, "SFIKUB92", Ending::Open)
            })
            .collect();
        // In the middle, and when the last row has been read but the end is not written.
        for (set, before) in [(2, 4_000), (3, u32::MAX)] {
            let mut source = Interrupted { lines: Lines::of(&lines), before, place: &place, set };
            let read = stage(&place, &plan(SetKind::Full), &mut source, false, &mut |_, _| {}, &mut |_| true);
            assert!(matches!(read, Err(ImportError::TakenAway { .. })), "{engine:?}: {read:?}");
            assert_eq!(read_state(&world, set), SetState::Dropped);
            assert_eq!(faults(&world), Vec::<String>::new(), "{engine:?}");
        }
        // What comes after it counts what it says itself and nothing else.
        let (staged, _) = import(&world, SetKind::Delta, &lines[..3]);
        assert_eq!(staged.tally, tally(3, 0, 0, 3, 0, 0));
        assert_eq!(sum(&world, Measure::Started), 4);
        assert_eq!(read(&world, |tx| recount(tx, i64::MAX)), []);
    }
}

fn read_state(world: &World, set: i64) -> SetState {
    read(world, move |tx| super::set(tx, set)).unwrap().state
}

#[test]
fn what_lies_of_a_set_that_was_thrown_away_is_found_and_never_counted_anew() {
    for engine in ENGINES {
        let world = World::new(engine);
        import(&world, SetKind::Full, &[line(&world, 1, "SFIKUB92", Ending::Open)]);
        import(&world, SetKind::Full, &[line(&world, 1, "SFIKUB92", Ending::Wrong)]);
        import(&world, SetKind::Delta, &[line(&world, 2, "SFIKUB92", Ending::Open)]);
        assert_eq!(read_state(&world, 2), SetState::Dropped);
        let says = "participation_set 2: it was thrown away";
        for (put, undo) in [
            (
                "INSERT INTO participation (tenant_id, set_number, row_number, student, sex, place, course, study_form,
                    road, started, outcome, cause, protected)
                 SELECT tenant_id, 2, row_number, student, sex, place, course, study_form, road, started, outcome, cause,
                    protected FROM participation WHERE set_number = 1",
                "DELETE FROM participation WHERE set_number = 2",
            ),
            (
                "INSERT INTO result_cell (tenant_id, measure, month, place, course_group, study_form, sex, set_number, n)
                 SELECT tenant_id, measure, month, place, course_group, study_form, sex, 2, n FROM result_cell
                 WHERE set_number = 1",
                "DELETE FROM result_cell WHERE set_number = 2",
            ),
        ] {
            harm(&world, put);
            assert!(faults(&world).iter().any(|fault| fault.contains(says)), "{engine:?}: {:?}", faults(&world));
            harm(&world, undo);
        }
        harm(
            &world,
            "INSERT INTO participation (tenant_id, set_number, row_number, student, sex, place, course, study_form,
                road, started, outcome, cause, protected)
             SELECT tenant_id, 2, row_number, student, sex, place, course, study_form, road, started, outcome, cause,
                protected FROM participation WHERE set_number = 1",
        );
        assert_eq!(read(&world, |tx| recount(tx, 3)), [], "a row of a set that does not count is not counted anew");
        harm(&world, "UPDATE participation SET gone_in = 2 WHERE set_number = 3");
        assert_eq!(clear_dropped(&place(&world)).unwrap(), [2]);
        assert_eq!(faults(&world), Vec::<String>::new(), "{engine:?}");
        assert_eq!(clear_dropped(&place(&world)).unwrap(), Vec::<i64>::new());
        assert_eq!(sum(&world, Measure::Started), 2);
    }
}

#[test]
fn a_rejected_row_about_somebody_of_whom_nothing_is_known_keeps_everybody() {
    for engine in ENGINES {
        let world = World::new(engine);
        let lines: Vec<Line> = (1..=4).map(|person| line(&world, person, "SFIKUB92", Ending::Open)).collect();
        import(&world, SetKind::Full, &lines);
        // The personnummer may be the very thing that is wrong with the row: it is about any of the others.
        for ending in [Ending::Wrong, Ending::Unreadable(true)] {
            let (staged, _) = import(&world, SetKind::Full, &[lines[0].clone(), line(&world, 9, "SFIKUB92", ending)]);
            assert_eq!((staged.tally, staged.spared), (tally(2, 1, 1, 0, 0, 0), 3), "{engine:?}");
        }
        let twice =
            [lines[0].clone(), line(&world, 9, "GRNMATA", Ending::Open), line(&world, 9, "GRNMATA", Ending::Open)];
        assert_eq!(import(&world, SetKind::Full, &twice).0.spared, 3, "{engine:?}");
        let (staged, _) =
            import(&world, SetKind::Full, &[lines[0].clone(), line(&world, 2, "SFIKUB92", Ending::Wrong)]);
        assert_eq!((staged.tally.removed, staged.spared), (2, 1), "{engine:?}");
        // A student who is known by number and of whom nothing holds any more is as unknown.
        let (staged, _) =
            import(&world, SetKind::Full, &[lines[0].clone(), line(&world, 4, "SFIKUB92", Ending::Wrong)]);
        assert_eq!((staged.tally.removed, staged.spared), (0, 1), "{engine:?}");
    }
}

#[test]
fn one_odd_old_row_does_not_say_since_when_the_source_is_whole() {
    for engine in ENGINES {
        let world = World::new(engine);
        let ended = |person: u8, started: &str, on: &str| Line {
            started: day(started),
            ..line(&world, person, "SFIKUB92", Ending::Completed(day(on)))
        };
        let mut lines = vec![ended(1, "1996-01-08", "1996-03-01")];
        for (month, started) in
            [("2023-04-10", "2023-01-09"), ("2023-05-10", "2023-02-06"), ("2023-06-09", "2023-03-06")]
        {
            lines.extend((1..=40).map(|person| ended(person, started, month)));
        }
        lines.extend((1..=3).map(|person| ended(person, "2023-05-01", "2023-07-03")));
        import(&world, SetKind::Full, &lines);
        let first = read(&world, |tx| persons_store::first_ending(tx, 1));
        assert_eq!(first, Month::from_number(202_304), "{engine:?}");
        // Where all months have few, the first of them is the first.
        import(&world, SetKind::Full, &[lines[0].clone(), ended(2, "2023-01-09", "2023-04-10")]);
        assert_eq!(read(&world, |tx| persons_store::first_ending(tx, 2)), Month::from_number(199_603));
    }
}

#[test]
fn until_when_it_is_known_is_one_day_everywhere_though_an_older_file_comes_after_a_newer() {
    on(Engine::Sqlite, async |world| {
        let bring = |as_of: &str, person: u8| {
            apart(|| {
                let plan = Plan { as_of: day(as_of), ..plan(SetKind::Delta) };
                let lines = [line(world, person, "SFIKUB92", Ending::Grade(Grade::G, day("2024-03-22")))];
                let place = place(world);
                let mut source = Lines::of(&lines);
                let staged = stage(&place, &plan, &mut source, false, &mut |_, _| {}, &mut |_| true).unwrap();
                publish(&place, staged.set.unwrap()).unwrap();
            });
        };
        for (person, as_of) in [(1, "2024-05-31"), (2, "2024-09-30"), (3, "2024-06-30")] {
            bring(as_of, person);
        }
        let ask = |upto: i64| apart(|| read(world, move |tx| known_until(tx, upto)));
        assert_eq!([1, 2, 3].map(ask), ["2024-05-31", "2024-09-30", "2024-09-30"].map(|text| Some(day(text))));
        let of = |text: &str| {
            apart(|| {
                let on = day(text);
                read(world, move |tx| set_as_of(tx, Some(on)))
            })
        };
        assert_eq!([of("2024-05-30"), of("2024-07-31"), of("2024-09-30")], [None, Some(1), Some(3)]);
        let page = world.client("officer").await.get("/h/ekstad/resultat?ar=2024").await;
        page.is(200).says("uttagna 30 september 2024").says("Inl\u{e4}sning nr 3");
    });
}
