//! Running text, how it is written, and the page of an assignment's pictures.

use documents::markup::{self, Line, Part};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Button, Choice, Field, Tone};

use super::sv;
use crate::submissions::pictures::PictureRow;

/// The page above.
pub(super) const TASKS: &str = "Att göra";

/// The text with its markup, its headings below the level; nothing where it is plain, so that it is shown as plain text
/// always was. `picture` gives the address of a picture.
pub fn rich(text: &str, level: u8, picture: &dyn Fn(&str) -> String) -> Option<Markup> {
    let parts = markup::parse(text);
    if markup::is_plain(&parts) {
        return None;
    }
    Some(html! { div.running { @for part in &parts { (of(part, level, picture)) } } })
}

fn of(part: &Part, level: u8, picture: &dyn Fn(&str) -> String) -> Markup {
    html! {
        @match part {
            Part::Paragraph(lines) => p { @for (number, line) in lines.iter().enumerate() { @if number > 0 { br; } (words(line)) } },
            Part::Heading { level: below, text } => (heading(level + below, text)),
            Part::List { ordered: true, items } => ol { @for item in items { li { (words(item)) } } },
            Part::List { ordered: false, items } => ul { @for item in items { li { (words(item)) } } },
            Part::Table { head, rows } => (table(head, rows)),
            Part::Picture { name, alt } => figure.picture {
                img src=(picture(name)) alt=(documents::sv::picture_alt(alt)) loading="lazy";
                figcaption { (alt) }
            },
        }
    }
}

fn words(line: &Line) -> Markup {
    html! { @for piece in line { @if piece.strong { strong { (piece.text) } } @else { (piece.text) } } }
}

fn heading(level: u8, text: &str) -> Markup {
    html! {
        @match level { ..=3 => h3 { (text) }, 4 => h4 { (text) }, 5 => h5 { (text) }, _ => h6 { (text) } }
    }
}

fn table(head: &[Line], rows: &[Vec<Line>]) -> Markup {
    html! {
        div.table-scroll tabindex="0" role="region" aria-label=(sv::TABLE) { table.simple {
            thead { tr { @for cell in head { th scope="col" { (words(cell)) } } } }
            tbody { @for row in rows { tr { @for cell in row { td { (words(cell)) } } } } }
        } }
    }
}

/// How headings, lists, tables and pictures are written, to be opened.
pub fn help(base: &str) -> Markup {
    ui::guide(
        "Så skriver du rubriker, listor, tabeller och bilder",
        &html! {
            p { "Vanlig text behöver inga tecken. Vill du ha mer skriver du så här, på en egen rad:" }
            dl.facts {
                @for (what, how) in sv::HOW { div { dt { (what) } dd { code { @for (number, line) in how.lines().enumerate() { @if number > 0 { br; } (line) } } } } }
            }
            p { a href={ (base) "/bilder" } { "Lägg till en bild" } " Du väljer fil, beskriver vad bilden visar och under vilken rubrik den ska stå." }
        },
    )
}

/// What the page of the pictures shows.
pub(super) struct PicturesPage<'a> {
    /// What the item is called.
    pub title: &'a str,
    /// The item's address.
    pub base: &'a str,
    /// The pictures, and under which headings each stands.
    pub pictures: &'a [(PictureRow, Vec<String>)],
    /// The headings: path and title.
    pub headings: &'a [(String, String)],
    /// Why nothing can be added now.
    pub closed: Option<&'a str>,
    /// What was chosen: heading and description.
    pub typed: (&'a str, &'a str),
    /// What is wrong with it: field and sentence.
    pub faults: &'a [(&'static str, String)],
    /// The largest file in megabytes.
    pub megabytes: usize,
}

/// The pictures of an assignment.
pub(super) fn pictures(page: &PicturesPage<'_>) -> Markup {
    let fault = |name: &str| page.faults.iter().find(|(of, _)| *of == name).map(|(_, text)| text.as_str());
    let headings: Vec<Choice<'_>> = page
        .headings
        .iter()
        .map(|(path, title)| Choice::new(path.as_str(), title.as_str()).checked(path == page.typed.0))
        .collect();
    html! {
        (ui::error_summary(page.faults))
        h1 { "Bilder: " (page.title) }
        @if let Some(closed) = page.closed { (ui::notice(Tone::Info, "Inga bilder kan läggas till nu", &html! { p { (closed) } })) }
        @else {
            (ui::upload_form(&format!("{}/bilder", page.base), &html! {
                (ui::file_upload(&Field::new("fil", "Bild").help(sv::file_help(page.megabytes)).fault(fault("fil")), ".png,.jpg,.jpeg", false))
                (ui::textarea(&Field::new("beskrivning", "Vad visar bilden?").value(page.typed.1).required().help(sv::ALT_HELP).fault(fault("beskrivning")), 2, Some(500)))
                (ui::select(&Field::new("rubrik", "Under vilken rubrik?").value(page.typed.0).required().help(sv::PLACE_HELP).fault(fault("rubrik")), &headings))
                (ui::actions(&html! { (Button::primary("Lägg till bilden")) }))
            }))
        }
        @if !page.pictures.is_empty() {
            h2 { "Bilder som finns här" }
            @for (picture, used) in page.pictures {
                figure.picture.listed {
                    img src=(super::picture_at(page.base, &picture.name)) alt="" loading="lazy";
                    figcaption {
                        p { (sv::used(used)) " " (sv::size(picture.width, picture.height)) " Tillagd " (swedish::instant(picture.at)) "." }
                        p.help { "Raden som placerar bilden: " code { (markup::picture_line(&picture.name, "beskrivning")) } }
                        @if used.is_empty() && page.closed.is_none() {
                            (ui::post_button(&format!("{}/bilder/ta-bort", page.base), &Button::danger("Ta bort bilden").more(&picture.name), &[("bild", &picture.name)]))
                        }
                    }
                }
            }
        }
        p { a href={ (page.base) "/fyll-i" } { "Till texten" } }
    }
}
