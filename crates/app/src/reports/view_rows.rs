//! How the rows of a draft stood before.

use std::collections::BTreeMap;

use forms::Raw;
use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Column, Row, Table};

use super::answers::Part;
use super::pages_rows::{Moment, cell};
use super::store::Opened;
use super::sv;
use super::view::way_on;
use super::view_answers::answers_view;
use super::view_fill::SEEN;
use crate::submissions::row_numbers;

/// The changes, the newest first.
pub(super) fn moments(opened: &Opened, moments: &[Moment], may_edit: bool, base: &str) -> Markup {
    let columns = vec![Column::new("När"), Column::new("Vem"), Column::new("Vad"), Column::number("Rader efteråt")];
    let rows = moments
        .iter()
        .map(|moment| {
            Row::new(vec![
                html! { (swedish::instant(moment.at)) },
                html! { (opened.name(moment.person)) },
                html! { (sv::row_change(moment.file.as_ref(), moment.distributed)) },
                html! { (moment.rows) },
            ])
            .href(format!("{base}/historik?vid={}", moment.at.as_microsecond()))
        })
        .collect();
    html! {
        h1 { (sv::EARLIER_ROWS) }
        p { "Så har raderna i utkastet ändrats. Öppna en tidpunkt för att se dem som de stod då och ta tillbaka dem. \
             Det syns bara hos er." }
        @if moments.is_empty() {
            (ui::empty_state("Inga rader ännu", "Här syns varje ändring när någon har skrivit i tabellen eller läst in en fil.",
                &way_on(may_edit, base)))
        } @else {
            (Table::new(sv::EARLIER_ROWS, columns).rows(rows).hide_caption().stack())
            p { (way_on(may_edit, base)) }
        }
    }
}

/// The rows as they stood.
pub(super) fn then(
    opened: &Opened,
    at: Instant,
    fields: &BTreeMap<String, String>,
    may_take_back: bool,
    base: &str,
) -> Markup {
    let parts: Vec<Part> = opened
        .asked
        .tables()
        .iter()
        .map(|table| Part::Table {
            slug: table.slug.clone(),
            title: table.title.as_sv().to_owned(),
            keys: shown(table).map(|column| column.slug.clone()).collect(),
            columns: shown(table).map(|column| column.title.as_sv().to_owned()).collect(),
            rows: row_numbers(&table.slug, fields)
                .into_iter()
                .map(|row: u32| {
                    let cell_text = |column: &forms::Column| {
                        let text = cell(fields, &table.slug, row, &column.slug);
                        match forms::parse(column, &Raw::text(text)) {
                            Ok(Some(value)) => forms::sv::value(&value, Some(&column.kind)),
                            Ok(None) | Err(_) => text.to_owned(),
                        }
                    };
                    shown(table).map(cell_text).collect::<Vec<String>>()
                })
                .collect(),
        })
        .collect();
    html! {
        h1 { (sv::rows_then(at)) }
        @if may_take_back {
            p { "De rader som står i utkastet nu ersätts av de här. De finns sedan kvar bland de tidigare." }
            div.actions {
                (ui::post_button(&format!("{base}/historik"), &Button::primary("Ta tillbaka de här raderna"),
                    &[("vid", &at.as_microsecond().to_string()), (SEEN, &opened.stamp().to_string())]))
                (ui::link_button(&format!("{base}/historik"), "Andra tidpunkter", false))
            }
        } @else {
            p { "Så står raderna i utkastet nu, eller så går de inte att ändra längre. "
                a href={ (base) "/historik" } { "Andra tidpunkter" } }
        }
        h2 { "Raderna då" }
        (answers_view(&parts, base))
    }
}

/// The columns that people see.
fn shown(table: &forms::TableDef) -> impl Iterator<Item = &forms::Column> {
    table.columns.iter().filter(|column| !column.is_hidden())
}
