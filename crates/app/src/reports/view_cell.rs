//! A cell of a table as a control.

use forms::{Column, Kind, Raw, Value};
use maud::Markup;
use ui::{Choice, Field};

use super::view_fill::limit;

/// The value that the control shows, and the further choice that a select needs to show what was typed elsewhere.
pub(super) fn shown_value(column: &Column, text: &str) -> (String, Option<String>) {
    if text.is_empty() {
        return (String::new(), None);
    }
    match (&column.kind, forms::parse(column, &Raw::text(text))) {
        (Kind::Choice { .. }, Ok(Some(Value::Choice(slug)))) => (slug, None),
        (Kind::YesNo, Ok(Some(Value::YesNo(truth)))) => (if truth { "ja" } else { "nej" }.to_owned(), None),
        (Kind::Choice { .. } | Kind::YesNo, _) => (text.to_owned(), Some(text.to_owned())),
        (Kind::Person { known }, _) => (forms::person::shown(text, known), None),
        _ => (text.to_owned(), None),
    }
}

/// What can be chosen in the column; nothing where something is written.
pub(super) fn choices(column: &Column) -> Option<Vec<(String, String)>> {
    match &column.kind {
        Kind::Choice { options } => {
            Some(options.iter().map(|option| (option.slug.clone(), option.label.as_sv().to_owned())).collect())
        }
        Kind::YesNo => Some(vec![("ja".to_owned(), "Ja".to_owned()), ("nej".to_owned(), "Nej".to_owned())]),
        Kind::Text { .. } | Kind::Day { .. } | Kind::Integer { .. } | Kind::Key | Kind::Person { .. } => None,
    }
}

/// A cell as a field of its own, for pages that show one row.
pub fn cell_field(column: &Column, name: &str, text: &str, fault: Option<String>) -> Markup {
    let (value, foreign) = shown_value(column, text);
    let mut field = Field::new(name, column.title.as_sv()).value(value).fault(fault);
    field = if column.required { field.required() } else { field.optional() };
    if let Some(help) = &column.help {
        field = field.help(help.as_sv());
    }
    if let Some(known) = choices(column) {
        let foreign = foreign.map(|text| (text.clone(), format!("”{text}” (finns inte i listan)")));
        let none = std::iter::once(Choice::new("", "Välj"));
        let all = known.into_iter().chain(foreign).map(|(value, label)| Choice::new(value, label));
        return ui::select(&field, &none.chain(all).collect::<Vec<_>>());
    }
    match column.kind {
        Kind::Day { .. } => ui::date_input(&field),
        Kind::Integer { .. } => ui::number_input(&field),
        Kind::Text { long: true, .. } => ui::textarea(&field, 3, limit(&column.kind)),
        _ => ui::text_input(&field),
    }
}
