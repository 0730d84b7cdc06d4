//! Checks whole tables and forms: every fault at once, and good rows whatever stands beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Named;

use crate::define::{Column, FormDef, Kind, TableDef};
use crate::fault::{Fault, Notice, NoticeKind, Place};
use crate::parse::parse;
use crate::raw::{Raw, RawRow};
use crate::value::{Row, Values};

/// The outcome for a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// The rows without fault, in their order.
    pub good: Vec<Row>,
    /// The rows with a fault, as they were read: what was typed is never lost.
    pub bad: Vec<RawRow>,
    /// Every fault.
    pub faults: Vec<Fault>,
    /// What to point out.
    pub notices: Vec<Notice>,
}

impl Checked {
    /// The same with every place on the named sheet.
    #[must_use]
    pub fn on_sheet(mut self, name: &str) -> Self {
        for fault in &mut self.faults {
            fault.place.sheet = Some(name.to_owned());
        }
        for notice in &mut self.notices {
            notice.place.sheet = Some(name.to_owned());
        }
        self
    }
}

/// Checks the rows of a table. Rows in which every cell is blank are passed over. A row without a number of its own
/// is known by its place among the rows, counted from 1.
pub fn check_rows(table: &TableDef, rows: &[RawRow]) -> Checked {
    let mut checked = Checked::default();
    let slugs: Vec<Arc<str>> = table.columns.iter().map(|column| column.slug.as_str().into()).collect();
    for (index, raw) in rows.iter().enumerate() {
        if raw.cells.values().all(Raw::is_blank) {
            continue;
        }
        let number = raw.source_row.or_else(|| u32::try_from(index + 1).ok());
        let mut row = Row { source_row: number, values: Named::with_capacity(raw.cells.len()) };
        let faults_before = checked.faults.len();
        for (column, slug) in table.columns.iter().zip(&slugs) {
            let cell = raw.cells.get(&column.slug).unwrap_or(&Raw::Empty);
            let place = || Place::cell(number, column.slug.as_str());
            match parse(column, cell) {
                Ok(Some(value)) => {
                    if matches!(cell, Raw::Formula(_)) {
                        checked.notices.push(Notice { place: place(), kind: NoticeKind::Formula, value: cell.shown() });
                    }
                    row.values.insert(slug.clone(), value);
                }
                Ok(None) => {}
                Err(kind) => checked.faults.push(Fault { place: place(), kind, value: recognised(column, cell) }),
            }
        }
        if checked.faults.len() == faults_before {
            checked.good.push(row);
        } else {
            checked.bad.push(RawRow { source_row: number, cells: raw.cells.clone() });
        }
    }
    checked
}

/// What stood in the cell, as whoever wrote it recognises it: of a person's number only its beginning.
fn recognised(column: &Column, cell: &Raw) -> String {
    match column.kind {
        Kind::Person { .. } => crate::person::beginning(&cell.shown()),
        _ => cell.shown(),
    }
}

/// Checks a filled-in form: its values by path, or every fault. Entries that are no field of the form are passed over.
pub fn check_form(form: &FormDef, written: &BTreeMap<String, String>) -> Result<Values, Vec<Fault>> {
    let (values, faults) = read_form(form, written);
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// What could be understood of a filled-in form, and every fault: for rules that go on where a field is wrong, so that
/// everything is told at once.
pub fn read_form(form: &FormDef, written: &BTreeMap<String, String>) -> (Values, Vec<Fault>) {
    let (mut values, mut faults) = (Values::new(), Vec::new());
    for (path, field) in form.fields() {
        let raw = written.get(&path).map_or(Raw::Empty, Raw::text);
        match parse(field, &raw) {
            Ok(Some(value)) => {
                values.insert(path, value);
            }
            Ok(None) => {}
            Err(kind) => faults.push(Fault { place: Place::field(path), kind, value: raw.shown() }),
        }
    }
    (values, faults)
}

/// What could be understood of rows, whatever faults they have: for rules that go on where a cell is wrong.
pub fn half_read(table: &TableDef, rows: &[RawRow]) -> Vec<Row> {
    let value = |row: &RawRow, slug: &str| parse(table.column(slug)?, row.cells.get(slug)?).ok()?;
    rows.iter()
        .map(|row| Row {
            source_row: row.source_row,
            values: table
                .columns
                .iter()
                .filter_map(|column| Some((column.slug.as_str(), value(row, &column.slug)?)))
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use kernel::{Day, Label};
    use proptest::prelude::*;

    use super::*;
    use crate::define::{ChoiceOption, Section};
    use crate::fault::FaultKind;

    fn table() -> TableDef {
        let column = |slug: &str, kind, required| Column {
            slug: slug.into(),
            title: Label::sv(slug),
            help: None,
            kind,
            required,
        };
        TableDef {
            slug: "t".into(),
            title: Label::sv("T"),
            help: None,
            columns: vec![
                column("day", Kind::Day { within: None }, true),
                column("text", Kind::Text { max_chars: 20, long: false }, false),
                column(
                    "choice",
                    Kind::Choice {
                        options: vec![ChoiceOption { slug: "a".into(), label: Label::sv("Å"), help: None }],
                    },
                    false,
                ),
                column("yes", Kind::YesNo, false),
                column("number", Kind::Integer { min: 0, max: 9 }, false),
            ],
        }
    }
    fn row(source_row: Option<u32>, cells: &[(&str, Raw)]) -> RawRow {
        RawRow { source_row, cells: cells.iter().map(|(slug, raw)| ((*slug).to_owned(), raw.clone())).collect() }
    }

    #[test]
    fn good_rows_are_kept_beside_bad_ones_and_every_fault_is_told_at_once() {
        let rows = [
            row(Some(13), &[("day", Raw::text("2024-03-31")), ("text", Raw::Formula(Box::new(Raw::text("x"))))]),
            row(Some(14), &[("day", Raw::text("31 feb")), ("yes", Raw::text("kanske"))]),
            row(Some(15), &[("day", Raw::text(" ")), ("text", Raw::Empty)]),
            row(Some(16), &[("text", Raw::text("utan dag"))]),
        ];
        let checked = check_rows(&table(), &rows).on_sheet("Blad");
        assert_eq!(checked.good.len(), 1);
        assert_eq!(checked.good[0].source_row, Some(13));
        assert_eq!(checked.bad.iter().map(|row| row.source_row).collect::<Vec<_>>(), [Some(14), Some(16)]);
        let told: Vec<_> = checked
            .faults
            .iter()
            .map(|f| (f.place.row, f.place.column.as_deref(), &f.kind, f.value.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Some(14), Some("day"), &FaultKind::NotADay, "31 feb"),
                (Some(14), Some("yes"), &FaultKind::NotYesNo, "kanske"),
                (Some(16), Some("day"), &FaultKind::Missing, ""),
            ]
        );
        assert_eq!(checked.notices.len(), 1);
        assert_eq!(checked.notices[0].place.sheet.as_deref(), Some("Blad"));
    }

    #[test]
    fn a_form_gives_its_values_or_all_its_faults() {
        let form = FormDef {
            slug: "f".into(),
            title: Label::sv("F"),
            sections: vec![Section { slug: "s".into(), title: Label::sv("S"), help: None, fields: table().columns }],
        };
        let written = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        let values = check_form(&form, &written(&[("s.day", "31/3 -24"), ("csrf", "x")])).unwrap();
        assert_eq!(values.keys().collect::<Vec<_>>(), ["s.day"]);
        let faults = check_form(&form, &written(&[("s.number", "10"), ("s.choice", "B")])).unwrap_err();
        let places: Vec<_> = faults.iter().filter_map(|fault| fault.place.field.as_deref()).collect();
        assert_eq!(places, ["s.day", "s.choice", "s.number"]);
    }

    fn raws() -> impl Strategy<Value = Raw> {
        let plain = prop_oneof![
            Just(Raw::Empty),
            any::<String>().prop_map(Raw::text),
            "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ]{1,2}[0-9]{1,4}".prop_map(Raw::text),
            "[0-9]{1,2} (jan|feb|mars|maj|okt)[ a-z]{0,3}[0-9]{0,5}".prop_map(Raw::text),
            "[-+\u{2212}]?[0-9 ,.\u{a0}]{0,24}".prop_map(Raw::text),
            any::<f64>().prop_map(Raw::Number),
            (0.0..200_000.0f64).prop_map(Raw::Number),
            (1900..2199i16, 1..=12i8, 1..=28i8)
                .prop_map(|(year, month, day)| Day::new(year, month, day).map_or(Raw::Empty, Raw::Day)),
            any::<bool>().prop_map(Raw::Bool),
            any::<String>().prop_map(|text| Raw::Error(text.into())),
        ];
        plain.prop_recursive(3, 4, 1, |inner| inner.prop_map(|raw| Raw::Formula(Box::new(raw))))
    }

    proptest! {
        #[test]
        fn nothing_that_can_stand_in_a_cell_makes_the_reader_fall(raw in raws()) {
            for column in table().columns {
                let fault = parse(&column, &raw);
                if let Err(kind) = fault {
                    let fault = Fault { place: Place::cell(Some(1), column.slug), kind, value: raw.shown() };
                    prop_assert!(!crate::sv::sentence(&fault, &crate::sv::Titles::default()).is_empty());
                }
            }
        }

        #[test]
        fn every_row_that_says_something_is_kept_as_good_or_bad(
            cells in prop::collection::vec((raws(), raws(), raws()), 0..12)
        ) {
            let rows: Vec<RawRow> = cells
                .into_iter()
                .map(|(day, text, number)| row(None, &[("day", day), ("text", text), ("number", number)]))
                .collect();
            let said = rows.iter().filter(|row| !row.cells.values().all(Raw::is_blank)).count();
            let checked = check_rows(&table(), &rows);
            prop_assert_eq!(checked.good.len() + checked.bad.len(), said);
            prop_assert_eq!(checked.bad.is_empty(), checked.faults.is_empty());
            let mut numbers: Vec<_> =
                checked.good.iter().map(|r| r.source_row).chain(checked.bad.iter().map(|r| r.source_row)).collect();
            numbers.sort_unstable();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), said);
        }

        #[test]
        fn what_was_understood_is_understood_the_same_way_again(raw in raws()) {
            for column in table().columns {
                if let Ok(Some(value)) = parse(&column, &raw) {
                    let shown = crate::sv::value(&value, Some(&column.kind));
                    prop_assert_eq!(parse(&column, &Raw::text(shown)), Ok(Some(value)), "{:?}", raw);
                }
            }
        }
    }
}
