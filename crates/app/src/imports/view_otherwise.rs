//! What a file that waits takes away and changes, as lists.

use kernel::swedish::{day, integer};
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::otherwise::{Altered, Changed, IN_FILE, Lost, Which};
use super::plan::Outcome;
use super::sv;

/// With so few the list stands open.
const FEW: usize = 10;

/// The lists, and all of it as a text file; nothing where nothing goes or changes.
pub(super) fn section(address: &str, outcome: &Outcome) -> Markup {
    let (counts, told) = (&outcome.counts, &outcome.otherwise);
    html! {
        @if !told.removed.is_empty() {
            (ui::reveal(&sv::which_go(told.removed.len(), counts.removed), told.removed.len() <= FEW, &removed(&told.removed)))
        }
        @if !told.changed.is_empty() {
            (ui::reveal(&sv::which_change(told.changed.len(), counts.changed), told.changed.len() <= FEW, &changed(&told.changed)))
        }
        @if counts.removed + counts.changed > 0 && told.removed.is_empty() && told.changed.is_empty() {
            p.small.quiet { (sv::LISTS_FOR_READERS) }
        } @else if counts.removed + counts.changed > 0 {
            p { a href={ (address) "/skillnader" } download { (sv::otherwise_file(counts.removed, counts.changed, IN_FILE)) } }
            p.small.quiet { (sv::LISTS_LEAVE_OUT) }
        }
    }
}

fn place(which: &Which) -> Markup {
    html! { div { div { (which.provider) } @if !which.unit.is_empty() { div.small.quiet { (which.unit) } } } }
}

fn removed(all: &[Lost]) -> Markup {
    let columns = vec![
        Column::new("Kurs"),
        Column::new("Började"),
        Column::new("Anordnare och enhet"),
        Column::new("Utfall"),
        Column::number("Inläsning och rad"),
    ];
    let rows = all.iter().map(|lost| {
        Row::new(vec![
            html! { (lost.which.course) },
            html! { (day(lost.which.started)) },
            place(&lost.which),
            html! { (lost.outcome) },
            html! { (integer(lost.set)) ":" (lost.row) },
        ])
    });
    html! { (Table::new("Kursdeltaganden som tas bort", columns).hide_caption().run().dense().rows(rows.collect())) }
}

fn changed(all: &[Changed]) -> Markup {
    let columns = vec![
        Column::new("Kurs"),
        Column::new("Började"),
        Column::new("Anordnare och enhet"),
        Column::new("Vad som ändras"),
        Column::number("Rad i filen"),
    ];
    let said = |text: &str| if text.is_empty() { "inget".to_owned() } else { text.to_owned() };
    let altered = |of: &Altered| html! { div { (of.field) ": " (said(&of.before)) " → " strong { (said(&of.now)) } } };
    let rows = all.iter().map(|one| {
        Row::new(vec![
            html! { (one.which.course) },
            html! { (day(one.which.started)) },
            place(&one.which),
            html! { div { @for of in &one.fields { (altered(of)) } } },
            html! { (one.row) },
        ])
    });
    html! { (Table::new("Kursdeltaganden som ändras", columns).hide_caption().run().dense().rows(rows.collect())) }
}
