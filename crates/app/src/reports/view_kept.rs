//! How what was written in a task that is asked no more is shown.

use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::Tone;

use super::answers::Part;
use super::pages_kept::Kept;
use super::view_answers::{answers_view, lines};
use super::view_tasks::for_whom;

/// The heading over what was written in a task that is asked no more.
const KEPT: &str = "Efterfrågas inte längre";
/// Where nothing tells when it went.
const KEPT_WITHOUT_DAY: &str = "Uppgiften har utgått och ska inte lämnas in.";
/// What that means for what was written.
const KEPT_SO: &str =
    "Det ni skrev finns kvar här att läsa, kopiera och hämta. Det går inte att ändra, och bara ni ser det.";
/// The heading of what was written.
const KEPT_WRITTEN: &str = "Det ni skrev";
/// Where the fields were emptied again.
const KEPT_NOTHING: &str = "Inget står kvar i utkastet.";
/// The name of the file.
pub(super) const KEPT_FILE: &str = "det-skrivna.txt";

/// Who wrote last.
fn kept_by(name: &str, at: Instant) -> String {
    format!("Senast skrivet av {name} {}.", swedish::instant(at))
}

/// One row in the file.
fn kept_row(number: usize) -> String {
    format!("Rad {number}")
}

/// The page: why it is asked no more, and what was written.
pub(super) fn page(kept: &Kept, base: &str) -> Markup {
    html! {
        p.over { (kept.occasion) " · " (for_whom(&kept.assignment)) }
        h1 { (kept.title) }
        (ui::notice(Tone::Info, KEPT, &html! {
            @match kept.changed.first() {
                Some(told) => p { (told.sentence) },
                None => p { (KEPT_WITHOUT_DAY) },
            }
            p { (KEPT_SO) }
        }))
        @if let Some((name, at)) = &kept.last { p { (kept_by(name, *at)) } }
        @if kept.parts.is_empty() { p { (KEPT_NOTHING) } }
        @else {
            p { (ui::link_button(&format!("{base}/det-skrivna"), "Hämta det skrivna som textfil", false)) }
            h2 { (KEPT_WRITTEN) }
            @for part in &kept.parts {
                @if let Part::Answer { question, text, .. } = part {
                    // Pictures have no page of their own here, so the text stands as it was typed.
                    dl.facts { div { dt { (question) } dd { (lines(text)) } } }
                } @else { (answers_view(std::slice::from_ref(part), base)) }
            }
        }
        p { a href="/start" { "Till uppgifterna" } }
    }
}

/// The same as plain text.
pub(super) fn text(kept: &Kept, authority: &str) -> String {
    let mut out = vec![
        kept.title.clone(),
        format!("{}. {}. {authority}", kept.occasion, for_whom(&kept.assignment)),
        kept.changed.first().map_or(KEPT_WITHOUT_DAY, |told| told.sentence.as_str()).to_owned(),
    ];
    out.extend(kept.last.as_ref().map(|(name, at)| kept_by(name, *at)));
    for part in &kept.parts {
        match part {
            Part::Answer { question, text, .. } => out.push(format!("\n{question}\n{text}")),
            Part::Table { title, columns, rows, .. } => {
                out.push(format!("\n{title}"));
                for (number, cells) in (1..).zip(rows) {
                    out.push(kept_row(number));
                    let filled = columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                    out.extend(filled.map(|(column, cell)| format!("{column}: {cell}")));
                }
            }
            Part::Statement(words) | Part::Heading(words) => out.push(format!("\n{words}")),
            Part::Figures { .. } | Part::Work(_) => {}
        }
    }
    // With a mark of its encoding, so that Windows reads the letters.
    format!("\u{feff}{}\n", out.join("\n")).replace('\n', "\r\n")
}

impl Kept {
    /// The title of the page.
    pub(super) fn heading(&self) -> String {
        format!("{}, {}", self.title, for_whom(&self.assignment))
    }
}
