//! Earlier years read in at the command line.

use app::earlier::{Line, template};
use domain::earlier::{Kind, Known};

use crate::support::Installation;

fn figure(year: &str, value: &str) -> Line {
    let cells = [("year", year), ("indicator", "genomstromning"), ("value", value), ("source", "Kvalitetsrapport")];
    Line { kind: Kind::Results, cells: cells.map(|(slug, text)| (slug, text.to_owned())).to_vec() }
}

fn write(installation: &Installation, name: &str, lines: &[Line]) -> String {
    let book = template("2024-03-15T09:00:00Z".parse().unwrap(), &Known::default(), lines);
    std::fs::write(installation.path(name), documents::workbook::write(&book).unwrap()).unwrap();
    installation.at(name)
}

fn held(installation: &Installation) -> i64 {
    let database = rusqlite::Connection::open(installation.path("data/tertial.db")).unwrap();
    database.query_row("SELECT count(*) FROM earlier_figure", [], |row| row.get(0)).unwrap()
}

#[test]
fn earlier_years_are_looked_through_taken_in_and_handed_back_and_the_ending_says_what_came_of_it() {
    let installation = Installation::new();
    let good = write(&installation, "bra.xlsx", &[figure("2021", "80"), figure("2022", "81,5")]);
    let bad = write(&installation, "fel.xlsx", &[figure("2019", "0,8"), figure("2020", "79")]);
    let load = |file: &str, more: &[&str], code: i32| {
        installation.ends(code, &[&["import", "earlier", file, "--authority", "ekstad"], more].concat())
    };
    let told = load(&bad, &["--dry-run"], 1);
    assert!(
        told.contains("Resultat, rad ") && told.contains("\u{201d}0,8\u{201d}") && told.contains("rejected 1"),
        "{told}"
    );
    assert!(load(&bad, &[], 1).contains("--accept-good"));
    assert_eq!(held(&installation), 0, "nothing was taken in");
    let back = installation.at("tillbaka.xlsx");
    load(&bad, &["--accept-good", "--hand-back", &back], 3);
    assert_eq!(held(&installation), 1);
    assert!(std::fs::read(back).unwrap().starts_with(b"PK"));
    assert!(load(&good, &[], 0).contains("new 2"));
    assert!(load(&good, &[], 0).contains("Nothing to change"), "the same file twice changes nothing");
    assert_eq!(held(&installation), 3);
}
