//! Reading in a list of decisions.

use domain::supervision::{HEADINGS, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Button, Column, Field, Row, Table, Tone};

use super::form::Fault;
use super::pages_import::Looked;
use super::sv;

/// A file that is none.
pub(super) const UNREADABLE: &str =
    "Filen går inte att läsa. Välj en arbetsbok (xlsx) eller en textfil (csv) utan lösenord.";

/// The form for choosing a file.
pub(super) fn choose(action: &str, limit: usize, faults: &[Fault]) -> Markup {
    let fault = faults.iter().find(|(name, _)| name == "fil").map(|(_, text)| text.clone());
    let size = ui::sv::size(u64::try_from(limit).unwrap_or(u64::MAX));
    html! {
        (ui::error_summary(faults))
        h1 { (sv::IMPORT) }
        p.lead { "Beslut som Skolinspektionen har publicerat, som en arbetsbok eller textfil med en rad per beslut." }
        p { "Första raden har rubrikerna " (swedish::list(&HEADINGS)) ". De tre första behövs. Ett beslut som redan finns ändras inte." }
        (ui::upload_form(action, &html! {
            (ui::file_upload(&Field::new("fil", "Fil").help(format!("Arbetsbok (xlsx) eller textfil (csv), högst {size}.")).fault(fault), ".xlsx,.csv,text/csv", false))
            (ui::actions(&html! { (Button::primary("Läs filen")) }))
        }))
    }
}

/// What comes of a file.
pub(super) fn preview(action: &str, of: &Looked, (name, kept): (&str, &str)) -> Markup {
    let columns = vec![
        Column::number("Rad"),
        Column::new("Diarienummer"),
        Column::new("Dag"),
        Column::new("Gäller"),
        Column::new("Beslut"),
        Column::new("Rubrik"),
        Column::new("Senast"),
        Column::new("Vite"),
    ];
    let rows = of.new.iter().map(|(row, about)| {
        Row::new(vec![
            html! { (row.row) },
            html! { (row.number) },
            html! { (swedish::day(row.on)) },
            html! { (about) },
            html! { (words::kind(row.kind)) },
            html! { (row.title) },
            html! { (row.deadline.map(swedish::day).unwrap_or_default()) },
            html! { (row.fine.map(words::fine).unwrap_or_default()) },
        ])
    });
    html! {
        h1 { (sv::IMPORT) }
        p.lead { (name) ": " (sv::looked_through(of.new.len(), of.known.len(), of.faults.len())) }
        @if !of.faults.is_empty() {
            (ui::notice(Tone::Warn, "Rader som inte kan läsas in", &html! { ul { @for fault in &of.faults { li { @if fault.row > 0 { "Rad " (fault.row) ": " } (fault.why) } } } p { "Rätta dem i filen och läs in den igen. Det som redan är inläst läses inte in en gång till." } }))
        }
        @if of.new.is_empty() {
            (ui::empty_state("Inget nytt i filen", sv::NOTHING, &html! { a href=(action) { "Välj en annan fil" } }))
        } @else {
            (Table::new("Nya beslut", columns).hide_caption().stack().rows(rows.collect()))
            (ui::form(&format!("{action}/spara"), &html! {
                (ui::hidden("rader", kept))
                (ui::actions(&html! { (Button::primary("Läs in besluten")) a href=(action) { "Välj en annan fil" } }))
            }))
        }
    }
}
