//! Answers judged as a whole, on the tables of the shipped year.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use domain::complaints::{self, Counts, Facts, columns};
use domain::year::{self, Form};

use super::{Asked, cell_path};

fn asked(previous: u32) -> Asked {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let item = year.items.iter().find(|item| item.form == Form::Complaints).unwrap();
    let tables = complaints::tables(&year, item).unwrap();
    let by_category = BTreeMap::from([("innehall".to_owned(), previous), ("bemotande".to_owned(), previous)]);
    let previous = Counts { by_category, counted: 2 * previous, ..Counts::default() };
    let facts = Facts {
        handed_in: "2024-04-08".parse().unwrap(),
        students: None,
        zero_question_at: None,
        previous: Some(previous),
    };
    Asked::Complaints { tables, facts }
}

fn row(number: u32, received: &str) -> BTreeMap<String, String> {
    let cells = [
        (columns::RECEIVED, received),
        (columns::CATEGORY, "Innehåll"),
        (columns::ABOUT, "Sen återkoppling på uppgifter"),
        (columns::ACTION, "Samtal med läraren"),
        (columns::STATUS, "Avslutat"),
        (columns::NEGATIVE, "Ja"),
        (columns::ACTIVE_HANDLING, "Ja"),
        (columns::MANAGEMENT, "Ja"),
    ];
    cells.map(|(column, text)| (cell_path(complaints::COMPLAINTS, number, column), text.to_owned())).into()
}

#[test]
fn fewer_complaints_than_last_time_are_asked_about_once_and_only_when_every_row_is_right() {
    let mut fields = row(1, "2024-02-29");
    fields.extend(row(2, "31 feb"));
    let judged = asked(3).judge(&fields);
    assert_eq!(judged.faults.len(), 1, "only the day that is none: {:?}", judged.faults);
    assert_eq!(judged.faults[0].place.row, Some(2));

    fields.extend(row(2, "2024-03-01"));
    let judged = asked(3).judge(&fields);
    assert_eq!(judged.faults.len(), 1, "{:?}", judged.faults);
    let sentence = forms::sv::what(&judged.faults[0].kind, "");
    assert!(sentence.contains("(0 nu, 3 då)") && sentence.contains("Innehåll (2 nu, 3 då)"), "{sentence}");

    fields.insert(complaints::COMMENT_FIELD.to_owned(), "Tre gällde en annan enhet.".to_owned());
    assert!(asked(3).judge(&fields).is_ready());
}
