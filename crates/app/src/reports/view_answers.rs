//! An answer to read: as handed in, or before it is.

use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::answers::Part;

/// The parts as a page shows them, under headings of level 3.
pub fn answers_view(parts: &[Part]) -> Markup {
    html! {
        @for part in parts {
            @match part {
                Part::Statement(words) => { p.statement { strong { (words) } } }
                Part::Heading(words) => { h3 { (words) } }
                Part::Answer { question, text, .. } => {
                    dl.facts { div {
                        dt { (question) }
                        dd { @if text.is_empty() { span.missing { "Inget svar" } } @else { (lines(text)) } }
                    } }
                }
                Part::Table { title, columns, rows, .. } => (table(title, columns, rows)),
            }
        }
    }
}

/// Text with its line breaks.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for (number, line) in text.lines().enumerate() { @if number > 0 { br; } (line) } }
}

fn table(title: &str, columns: &[String], rows: &[Vec<String>]) -> Markup {
    let mut heads = vec![Column::number("Nr").narrow()];
    heads.extend(columns.iter().map(|column| Column::new(column.clone())));
    let rows: Vec<Row<'_>> = rows
        .iter()
        .enumerate()
        .map(|(number, cells)| {
            let mut all = vec![html! { (number + 1) }];
            all.extend(cells.iter().map(|cell| lines(cell)));
            Row::new(all)
        })
        .collect();
    html! {
        h3 { (title) }
        @if rows.is_empty() { p { "Inget redovisat under den här rubriken." } }
        @else { (Table::new(title, heads).hide_caption().stack().rows(rows)) }
    }
}
