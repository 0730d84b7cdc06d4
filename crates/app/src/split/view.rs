//! The page where it is begun.

use std::collections::BTreeMap;

use domain::split::Cells;
use forms::Kind;
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, FileItem, Tone};

use super::model::Piece;
use super::pages::Overview;
use super::sites::Site;
use super::{plan, sv};
use crate::reports::Opened;
use crate::submissions::row_numbers;

/// The most rows that each get a control of their own.
pub(super) const MOST_CHOICES: usize = 200;
/// How many characters of a row are shown.
const SHOWN: usize = 120;

/// The control that says where a row of the draft goes.
pub(super) fn row_control(table: &str, number: u32) -> String {
    format!("till-{table}-{number}")
}

/// The first of them on the page.
pub(super) fn first_control(opened: &Opened) -> String {
    let of = |table: &&forms::TableDef| row_numbers(&table.slug, &opened.fields).first().copied();
    let first = opened.asked.tables().into_iter().find_map(|table| Some((table, of(&table)?)));
    first.map_or_else(String::new, |(table, number)| row_control(&table.slug, number))
}

/// The place of a row of the draft among those of its table, from 1.
pub(super) fn place_of(opened: &Opened, table: &str, number: u32) -> usize {
    let place = row_numbers(table, &opened.fields).into_iter().position(|other| other == number);
    place.map_or(0, |place| place + 1)
}

/// What a row says, shortened.
pub(super) fn says(opened: &Opened, table: &str, cells: &Cells) -> String {
    let Some(def) = opened.asked.tables().into_iter().find(|def| def.slug == table) else { return String::new() };
    let seen = def.columns.iter().filter(|column| !column.is_hidden());
    let said = seen.filter_map(|column| {
        let text = cells.get(&column.slug)?.trim();
        Some(match &column.kind {
            Kind::Person { known } => forms::person::shown(text, known),
            _ => text.to_owned(),
        })
    });
    let said: Vec<String> = said.collect();
    forms::text::shortened(&said.join(" · "), SHOWN).into_owned()
}

/// The title of a table, where there are several.
pub(super) fn title_of<'a>(opened: &'a Opened, table: &str) -> Option<&'a str> {
    let tables = opened.asked.tables();
    if tables.len() < 2 {
        return None;
    }
    tables.into_iter().find(|def| def.slug == table).map(|def| def.title.as_sv())
}

/// That somebody has to say where the row goes.
pub(super) fn say_where(piece: &Piece) -> String {
    sv::say_where(piece.place, &piece.said)
}

/// The authorities to choose from.
pub(super) fn choices(sites: &[Site]) -> Vec<Choice<'static>> {
    let one = |site: &Site| Choice::new(site.slug.clone(), site.name.clone());
    sites.iter().map(one).chain([Choice::new(sv::ALL, sv::EVERYBODY)]).collect()
}

/// The page.
pub(super) fn overview(
    base: &str,
    page: &Overview,
    sent: &FormData,
    faults: &[(String, String)],
    limit: usize,
) -> Markup {
    html! {
        (ui::error_summary(faults))
        h1 { (sv::TITLE) }
        @if page.sites.len() < 2 {
            (ui::empty_state(
                "Här finns inget att fördela",
                "Rader kan fördelas när du skriver för samma skolenhet, med samma skolenhetskod, hos flera huvudmän och alla \
                 frågar efter samma sorts rader. Saknas en huvudman? Be den om en roll, eller be den kontrollera koden.",
                &html! {},
            ))
        } @else {
            p.lead { "Skriv raderna en gång och låt varje huvudman få sin del. Ingen huvudman ser vad en annan får." }
            (receivers(page))
            @if let Some(why) = &page.closed { (ui::notice(Tone::Info, "Utkastet här kan inte ändras nu", &html! { p { (why) } })) }
            (begun(base, page, false))
            @if page.closed.is_none() { (of_draft(base, page, sent, faults)) }
            (of_file(base, page, faults, limit))
        }
        (begun(base, page, true))
    }
}

fn receivers(page: &Overview) -> Markup {
    html! {
        section {
            h2 { "Huvudmännen" }
            ul { @for site in &page.sites { li {
                strong { (site.name) }
                @if let Some(item) = site.candidates.first() {
                    ": " (item.title) ", senast " (swedish::day(item.due))
                    @if let Some(why) = &item.refused { ". " (why) }
                }
            } } }
        }
    }
}

fn begun(base: &str, page: &Overview, done: bool) -> Markup {
    let entries: Vec<_> = page.entries.iter().filter(|entry| entry.done_at.is_some() == done).collect();
    html! {
        @if !entries.is_empty() {
            section {
                h2 { @if done { "Fördelat tidigare" } @else { "Väntar på att fördelas" } }
                ul { @for entry in entries { li {
                    a href={ (base) "/" (entry.id) } { (sv::entry(entry.done_at.unwrap_or(entry.at), done)) }
                    ", " (entry.by)
                    @if !done { ". Tas bort " (swedish::day(entry.expires_at.day())) " om ingen fördelar." }
                } } }
            }
        }
    }
}

fn of_draft(base: &str, page: &Overview, sent: &FormData, faults: &[(String, String)]) -> Markup {
    let opened = &page.opened;
    let numbers: BTreeMap<&str, Vec<u32>> =
        opened.asked.tables().into_iter().map(|t| (t.slug.as_str(), row_numbers(&t.slug, &opened.fields))).collect();
    let rows: usize = numbers.values().map(Vec::len).sum();
    let here = page.sites.first().map_or("", |site| site.slug.as_str());
    let choices = choices(&page.sites);
    html! {
        section {
            h2 { "Ur utkastet" }
            @if rows == 0 {
                p { "Utkastet har inga rader ännu. Skriv dem först, eller använd arbetsboken nedan." }
            } @else if rows > MOST_CHOICES {
                p { "Utkastet har " (sv::rows(rows)) ". Så många fördelas lättast med arbetsboken nedan." }
            } @else {
                p { "Välj huvudman för de rader som inte hör hit. De flyttas dit och kan tas tillbaka ur historiken. \
                     En rad som alla ska ha ligger kvar här och läggs till hos de andra." }
                (ui::form(base, &html! {
                    @for table in opened.asked.tables() {
                        @let of = &numbers[table.slug.as_str()];
                        @if !of.is_empty() {
                            (ui::fieldset(table.title.as_sv(), None, &html! { @for number in of {
                                @let control = row_control(&table.slug, *number);
                                @let cells = plan::own_row(opened, &table.slug, *number).unwrap_or_default();
                                @let label = sv::row(None, place_of(opened, &table.slug, *number), &says(opened, &table.slug, &cells));
                                @let chosen = if sent.has(&control) { sent.get(&control) } else { here };
                                @let fault = faults.iter().find(|(name, _)| *name == control).map(|(_, said)| said.as_str());
                                (ui::select(&Field::new(control.as_str(), label).value(chosen).fault(fault), &choices))
                            } }))
                        }
                    }
                    (ui::actions(&html! { (Button::primary("Granska fördelningen")) }))
                }))
            }
        }
    }
}

fn of_file(base: &str, page: &Overview, faults: &[(String, String)], limit: usize) -> Markup {
    let megabytes = swedish::integer(i64::try_from((limit >> 20).max(1)).unwrap_or(1));
    let fault = faults.iter().find(|(name, _)| name == "fil").map(|(_, said)| said.as_str());
    let field = Field::new("fil", "Ifylld arbetsbok")
        .help(format!("Excel-arbetsbok (.xlsx) eller textfil med samma rubriker (.csv), högst {megabytes} MB."))
        .fault(fault);
    let template = FileItem {
        href: format!("{base}/mall").into(),
        title: "Mall med en kolumn för kommun".into(),
        format: "Excel".into(),
        bytes: None,
        note: format!("Frågorna är de som {} ställer.", page.sites.first().map_or("", |site| site.name.as_str()))
            .into(),
    };
    html! {
        section {
            h2 { "Ur en arbetsbok" }
            p { "Använd mallen, eller en egen fil med samma rubriker och en kolumn ”Kommun”. Du får se vad varje huvudman får innan något skrivs. \
                 Filen sparas inte." }
            (ui::file_list(&[template]))
            (ui::upload_form(&format!("{base}/fil"), &html! {
                (ui::file_upload(&field, ".xlsx,.csv", false))
                (ui::actions(&html! { (Button::secondary("Ladda upp och granska")) }))
            }))
        }
    }
}
