//! What was read in before there were measures of those who began is counted by the migration that brought them, and what
//! has been altered or left half done is counted anew.

use super::*;

/// The statement of the migration that fills the cells, as it stands there.
fn filling(engine: Engine) -> String {
    let migration = ::store::MIGRATIONS.iter().find(|migration| migration.name == "counts").unwrap();
    let text = if engine == Engine::Sqlite { migration.sqlite } else { migration.postgres };
    let from = text.find("INSERT INTO result_cell").unwrap();
    let to = text[from..].find(';').unwrap();
    text[from..=from + to].to_owned()
}

fn run(world: &World, statement: &str) {
    let address = world.database_address();
    if address.contains("://") {
        postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(statement).unwrap();
    } else {
        rusqlite::Connection::open(address).unwrap().execute_batch(statement).unwrap();
    }
}

#[test]
fn the_migration_counts_what_has_become_of_those_who_began_as_the_imports_do() {
    for engine in ENGINES {
        let world = World::new(engine);
        let on = day("2024-03-22");
        let endings = [
            Ending::Grade(Grade::G, on),
            Ending::Grade(Grade::IG, on),
            Ending::Completed(on),
            Ending::Dropout(on),
            Ending::Unknown(on),
            Ending::Open,
        ];
        let lines: Vec<Line> =
            (1..).zip(endings).map(|(person, ending)| line(&world, person, "SFIKUB92", ending)).collect();
        let upper = |person, grade| line(&world, person, "SVESVE01", Ending::Grade(grade, on));
        let graded = [upper(11, Grade::A), upper(12, Grade::E), upper(13, Grade::F)];
        import(&world, SetKind::Full, &[&lines[..], &graded[..]].concat());
        // Some of it changes and some is gone, so that counts are taken off again.
        import(&world, SetKind::Full, &[&lines[2..], &graded[1..], &[upper(11, Grade::F)]].concat());
        let before = read(&world, |tx| cells(tx, 2));
        run(&world, "DELETE FROM result_cell WHERE measure BETWEEN 50 AND 55");
        assert_ne!(read(&world, |tx| cells(tx, 2)), before);
        run(&world, &filling(engine));
        assert_eq!(read(&world, |tx| cells(tx, 2)), before, "{engine:?}");
        for set in [1, 2] {
            assert_eq!(read(&world, move |tx| recount(tx, set)), [], "{engine:?} after set {set}");
        }
    }
}

#[test]
fn persons_that_were_altered_or_left_half_counted_are_counted_anew_and_the_rest_is_left_alone() {
    for engine in ENGINES {
        let world = World::new(engine);
        let place = place(&world);
        let on = day("2024-03-22");
        let lines: Vec<Line> = (1..9).map(|person| line(&world, person, "SFIKUB92", Ending::Completed(on))).collect();
        import(&world, SetKind::Full, &lines);
        assert_eq!(read(&world, |tx| persons_after(tx, 1)), None, "nothing is told before it is counted");
        assert_eq!(condense(&place).unwrap(), [1].into());
        let right = read(&world, |tx| persons_after(tx, 1)).unwrap();
        assert_eq!(right.students, 8);
        assert_eq!(condense_anew(&place).unwrap(), [].into(), "what holds is left alone");
        for harm in [
            "UPDATE student_count SET n = n + 1",
            "DELETE FROM student_count WHERE part = 'all'",
            "DELETE FROM student_snapshot",
            "UPDATE student_count SET n = 3; DELETE FROM student_snapshot",
        ] {
            run(&world, harm);
            assert_eq!(condense_anew(&place).unwrap(), [1].into(), "{engine:?} {harm}");
            assert_eq!(read(&world, |tx| persons_after(tx, 1)).as_ref(), Some(&right), "{engine:?} {harm}");
        }
        // Of a set that is neither the newest nor frozen nothing is kept.
        import(&world, SetKind::Delta, &[line(&world, 9, "SFIKUB92", Ending::Open)]);
        assert_eq!(condense(&place).unwrap(), [2].into());
        assert_eq!((read(&world, |tx| persons_after(tx, 1)), read(&world, differing)), (None, [].into()));
        assert_eq!(read(&world, |tx| persons_after(tx, 2)).unwrap().students, 9);
    }
}
