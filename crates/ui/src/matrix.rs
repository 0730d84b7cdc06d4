//! Provider by item, a small mark in each square: the officer's view of an occasion. Head and first column stay in sight.

use maud::{Markup, Render, html};

use crate::state::{State, state_mark};
use crate::sv;
use crate::text::Text;

/// A column: what is asked for.
#[derive(Debug, Clone)]
pub struct MatrixColumn<'a> {
    /// Its head.
    pub label: Text<'a>,
    /// A line under it, such as the deadline; empty when there is none.
    pub note: Text<'a>,
}

/// A square: how many in which state, where it leads.
#[derive(Debug, Clone)]
pub struct MatrixCell<'a> {
    /// The states in it, with how many; usually one of one.
    pub states: Vec<(State, u32)>,
    /// Where it leads; empty when nowhere.
    pub href: Text<'a>,
    /// A figure beside the mark, such as `2/3`, where a square stands for several; empty when there is none.
    pub share: Text<'a>,
    /// Handed in, but after the deadline.
    pub late: bool,
}

/// A row: the provider or unit.
#[derive(Debug, Clone)]
pub struct MatrixRow<'a> {
    /// Its name.
    pub label: Text<'a>,
    /// Where the name leads.
    pub href: Text<'a>,
    /// A square for each column; `None` where nothing is asked for.
    pub cells: Vec<Option<MatrixCell<'a>>>,
}

/// The matrix. Draw it by putting it into markup.
#[derive(Debug, Clone)]
pub struct Matrix<'a> {
    /// Caption.
    pub caption: Text<'a>,
    /// Head of the first column.
    pub row_head: Text<'a>,
    /// Columns.
    pub columns: Vec<MatrixColumn<'a>>,
    /// Rows.
    pub rows: Vec<MatrixRow<'a>>,
}

impl Render for Matrix<'_> {
    fn render(&self) -> Markup {
        html! {
            div.matrix-block {
                (legend())
                div.scroll role="region" aria-label=(self.caption) tabindex="0" {
                    table.table.matrix {
                        caption.hidden { (self.caption) }
                        thead { tr {
                            th scope="col" { (self.row_head) }
                            @for column in &self.columns {
                                th scope="col" { (column.label) @if !column.note.is_empty() { small { (column.note) } } }
                            }
                        } }
                        tbody { @for row in &self.rows {
                            tr {
                                th scope="row" { a href=(row.href) { (row.label) } }
                                @for (index, cell) in row.cells.iter().enumerate() {
                                    td data-label=[self.columns.get(index).map(|column| &column.label)] { (square(cell.as_ref(), &row.label, self.columns.get(index))) }
                                }
                            }
                        } }
                    }
                }
            }
        }
    }
}

fn square(cell: Option<&MatrixCell<'_>>, row: &str, column: Option<&MatrixColumn<'_>>) -> Markup {
    let Some(cell) = cell else {
        return html! { span.not-asked title=(sv::NOT_ASKED) { span aria-hidden="true" { "–" } span.hidden { (sv::NOT_ASKED) } } };
    };
    let marks = html! {
        @for (state, number) in &cell.states {
            span.mark-group { (state_mark(*state)) @if *number > 1 { span.mark-number { (number) } } }
        }
        @if !cell.share.is_empty() { span.mark-number { (cell.share) } }
        @if cell.late { span.late-sign title=(sv::HANDED_IN_LATE) { span aria-hidden="true" { "efter" } span.hidden { (sv::HANDED_IN_LATE) } } }
    };
    html! {
        @if cell.href.is_empty() { span.square { (marks) } } @else {
            a.square href=(cell.href) {
                (marks) span.hidden { " " (row) @if let Some(column) = column { ", " (column.label) } }
            }
        }
    }
}

/// What the marks mean.
pub fn legend() -> Markup {
    html! {
        ul.legend role="list" aria-label=(sv::LEGEND) {
            @for state in State::ALL {
                li { span class={ "state-mark " (state.tone().class()) " " (state.class()) } { (crate::icons::icon(state.icon())) } (state.word()) }
            }
            li { span.late-sign { "efter" } (sv::HANDED_IN_LATE) }
        }
    }
}
