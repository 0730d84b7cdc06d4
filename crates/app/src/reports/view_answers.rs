//! An answer to read: as handed in, or before it is.

use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::answers::Part;
use crate::texts;

/// The parts as a page shows them, under headings of level 3; `base` is the address of the item, below which its pictures
/// are.
pub fn answers_view(parts: &[Part], base: &str) -> Markup {
    let is_answer = |part: &Part| matches!(part, Part::Answer { .. });
    html! {
        div.answers { @for run in parts.chunk_by(|a, b| is_answer(a) && is_answer(b)) {
            @match &run[0] {
                Part::Statement(words) => { p.statement { strong { (words) } } }
                Part::Heading(words) => { h3 { (words) } }
                // Questions that follow on each other are one list.
                Part::Answer { .. } => {
                    dl.facts { @for part in run {
                        @if let Part::Answer { question, text, .. } = part { div {
                            dt { (question) }
                            dd { @if text.is_empty() { span.missing { "Inget svar" } } @else { (running(text, base)) } }
                        } }
                    } }
                }
                Part::Figures { heading, lines, note } => (figures(heading, lines, note)),
                Part::Table { title, columns, rows, .. } => (table(title, columns, rows)),
            }
        } }
    }
}

/// The authority's figures, set apart from the provider's text.
pub fn figures(heading: &str, lines: &[(String, String)], note: &str) -> Markup {
    ui::help_inset(&html! {
        p { strong { (heading) } }
        ul { @for (title, words) in lines { li { (title) ". " (words) } } }
        p.small.quiet { (note) }
    })
}

/// Running text: with its marks where it has any, else with its line breaks.
pub(super) fn running(text: &str, base: &str) -> Markup {
    texts::rich(text, 3, &|name| texts::picture_at(base, name)).unwrap_or_else(|| lines(text))
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
            all.extend(cells.iter().map(|cell| match cell.parse::<kernel::Day>() {
                Ok(_) => html! { span.nowrap { (cell) } },
                Err(_) => lines(cell),
            }));
            Row::new(all)
        })
        .collect();
    html! {
        h3 { (title) }
        @if rows.is_empty() { p { "Inget redovisat under den här rubriken." } }
        @else { (Table::new(title, heads).hide_caption().stack().rows(rows)) }
    }
}
