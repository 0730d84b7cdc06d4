//! The text of a submission that is hashed: the same content gives the same bytes, on every machine and in every
//! later version of the program.
//!
//! Format `tertial-content-1`: one line of JSON (RFC 8259) without white space between tokens, in UTF-8. The members,
//! in this order: `format`, `form`, `fields`, `tables`. `fields` is an object of the answered fields by path, `tables`
//! an object of arrays of rows, each row an object of the answered columns; all objects with their keys in byte order.
//! A text is a JSON string; a day the string `2024-03-31`; a choice its stable name as a string; yes and no are `true`
//! and `false`; a whole number is a JSON number without fraction or exponent. There are no floating-point numbers.
//! Strings escape `"`, `\` and the characters below U+0020 only, with the short forms where JSON has them.
//! Rows keep the order in which they stood; the row numbers of the file are no part of the content.
//!
//! A change to any of this gets a new format name, and the old one stays, so that old receipts can be verified.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::Content;
use crate::value::Value;

/// The name of the format that [`canonical_json`] writes.
pub const FORMAT: &str = "tertial-content-1";

#[derive(Serialize)]
struct Canonical<'a> {
    format: &'static str,
    form: &'a str,
    fields: BTreeMap<&'a str, Plain<'a>>,
    tables: BTreeMap<&'a str, Vec<BTreeMap<&'a str, Plain<'a>>>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Plain<'a> {
    Text(&'a str),
    Day(String),
    YesNo(bool),
    Integer(i64),
}

fn plain(value: &Value) -> Plain<'_> {
    match value {
        Value::Text(text) | Value::Choice(text) => Plain::Text(text),
        Value::Day(day) => Plain::Day(day.to_string()),
        Value::YesNo(truth) => Plain::YesNo(*truth),
        Value::Integer(number) => Plain::Integer(*number),
    }
}

fn plain_values<'a>(values: impl Iterator<Item = (&'a str, &'a Value)>) -> BTreeMap<&'a str, Plain<'a>> {
    values.map(|(key, value)| (key, plain(value))).collect()
}

/// The canonical text of the content, in the format described above.
pub fn canonical_json(content: &Content) -> String {
    let tables = content
        .tables
        .iter()
        .map(|(slug, rows)| (slug.as_str(), rows.iter().map(|row| plain_values(row.values.iter())).collect()))
        .collect();
    let fields = plain_values(content.fields.iter().map(|(path, value)| (path.as_str(), value)));
    let canonical = Canonical { format: FORMAT, form: &content.form, fields, tables };
    // Strings, booleans, integers and maps with string keys always have a JSON form.
    serde_json::to_string(&canonical).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use kernel::{Day, Named};
    use proptest::prelude::*;

    use super::*;
    use crate::value::Row;

    pub(crate) fn values() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<String>().prop_map(Value::Text),
            (1900..2199i16, 1..=12i8, 1..=28i8).prop_map(|(y, m, d)| Value::Day(Day::new(y, m, d).unwrap())),
            "[a-z]{1,4}".prop_map(Value::Choice),
            any::<bool>().prop_map(Value::YesNo),
            any::<i64>().prop_map(Value::Integer),
        ]
    }
    pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
        prop::collection::vec(
            (prop::option::of(1..99u32), prop::collection::btree_map("[a-c]", values(), 0..4))
                .prop_map(|(source_row, values)| Row { source_row, values: values.into_iter().collect() }),
            0..6,
        )
    }
    pub(crate) fn contents() -> impl Strategy<Value = Content> {
        (
            prop::collection::btree_map("[tu]", rows(), 0..3),
            prop::collection::btree_map("[a-c]\\.[a-c]", values(), 0..5),
        )
            .prop_map(|(tables, fields)| Content { form: "f".into(), tables, fields })
    }

    #[test]
    fn the_format_is_what_its_description_says() {
        let row = Row {
            source_row: Some(7),
            values: Named::from([
                ("received", Value::Day("2024-03-31".parse().unwrap())),
                ("about", Value::Text("rad ett\n\"tvé\" \\ é".into())),
                ("negative", Value::YesNo(true)),
            ]),
        };
        let content =
            Content::new("complaints").table("complaints", vec![row]).field("statement.students", Value::Integer(120));
        assert_eq!(
            canonical_json(&content),
            r#"{"format":"tertial-content-1","form":"complaints","fields":{"statement.students":120},"tables":{"complaints":[{"about":"rad ett\n\"tvé\" \\ é","negative":true,"received":"2024-03-31"}]}}"#
        );
    }

    proptest! {
        #[test]
        fn the_text_is_the_same_after_a_round_through_storage_and_wherever_the_rows_stood(content in contents()) {
            let text = canonical_json(&content);
            let stored: Content = serde_json::from_str(&serde_json::to_string(&content).unwrap()).unwrap();
            prop_assert_eq!(&canonical_json(&stored), &text);
            let mut moved = content.clone();
            for row in moved.tables.values_mut().flatten() {
                row.source_row = None;
            }
            prop_assert_eq!(&canonical_json(&moved), &text);
            prop_assert!(!text.is_empty());
        }
    }
}
