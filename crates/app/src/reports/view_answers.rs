//! An answer to read: as handed in, or before it is.

use maud::{Markup, Render, html};
use ui::{Column, Row, Table};

use super::answers::Part;
use super::sv;
use crate::results::{FigureTable, work_view};
use crate::texts;

/// The parts as a page shows them, under headings of level 3; `base` is the address of the item, below which its pictures
/// are.
pub fn answers_view(parts: &[Part], base: &str) -> Markup {
    let is_answer = |part: &Part| matches!(part, Part::Answer { .. });
    html! {
        div.answers { @for (at, run) in parts.chunk_by(|a, b| is_answer(a) && is_answer(b)).enumerate() {
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
                Part::Figures { heading, lines, tables, note } => (figures(heading, lines, tables, note)),
                Part::Work(told) => (work_view(&format!("arbete-{at}"), told)),
                Part::Table { title, columns, rows, .. } => (table(title, columns, rows)),
            }
        } }
    }
}

/// The authority's figures, set apart from the provider's text.
pub fn figures(heading: &str, lines: &[(String, String)], tables: &[FigureTable], note: &str) -> Markup {
    ui::help_inset(&html! {
        p { strong { (heading) } }
        @if !lines.is_empty() { ul { @for (title, words) in lines { li { (title) ". " (words) } } } }
        @for table in tables { (figure_table(table)) }
        p.small.quiet { (note) }
    })
}

/// A table of figures, with how it is to be read.
pub fn figure_table(of: &FigureTable) -> Markup {
    let heads = of.columns.iter().enumerate().map(|(at, head)| match at {
        0 => Column::new(head.clone()),
        // A target is told in words.
        4 => Column::new(head.clone()),
        _ => Column::number(head.clone()),
    });
    let rows = of.rows.iter().map(|row| Row::new(row.iter().map(|cell| html! { (cell) }).collect()));
    html! {
        (Table::new(of.title.as_str(), heads.collect()).dense().stack().rows(rows.collect()))
        @if !of.note.is_empty() { p.small.quiet { (of.note) } }
    }
}

/// Running text: with its marks where it has any, else with its line breaks.
pub(super) fn running(text: &str, base: &str) -> Markup {
    texts::rich(text, 3, &|name| texts::picture_at(base, name)).unwrap_or_else(|| lines(text))
}

/// Text with its line breaks.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for (number, line) in text.lines().enumerate() { @if number > 0 { br; } (line) } }
}

/// How many rows of a table are shown at once: on a phone each is a card.
const ROWS: usize = 20;

fn table(title: &str, columns: &[String], rows: &[Vec<String>]) -> Markup {
    let mut heads = vec![Column::number("Nr").narrow()];
    heads.extend(columns.iter().map(|column| Column::new(column.clone())));
    let total = rows.len();
    let mut rows: Vec<Row<'_>> = rows
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
        @else if total <= ROWS + 5 { (Table::new(title, heads).hide_caption().stack().rows(rows)) }
        @else {
            p.small.quiet { (sv::first_rows(ROWS, total)) }
            @let rest = rows.split_off(ROWS);
            (Table::new(title, heads.clone()).hide_caption().stack().rows(rows))
            (ui::fold(&sv::all_rows(total), &Table::new(sv::all_rows(total), heads).hide_caption().stack().rows(rest).render()))
        }
    }
}
