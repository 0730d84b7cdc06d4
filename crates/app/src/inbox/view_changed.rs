//! What differs between what is signed and a file that came after, or that nobody can see it, or that the same file came
//! earlier; and the choices.

use domain::inbox::{NotRead, Why, sv as words};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Row, Table, Tone, Width};

use crate::follow_up::Differs;

/// What the page is called, by why the file waits.
pub(super) const fn title(why: &Why) -> &'static str {
    match why {
        Why::NotCompared { .. } => "Filen går inte att läsa",
        Why::CameEarlier { .. } => "Samma fil kom tidigare än det som räknas",
        _ => "Filen skiljer sig från det som är signerat",
    }
}

/// The most places that are shown; the rest are counted.
const SHOWN: usize = 100;

/// What the page shows.
pub(super) struct Changed<'a> {
    /// The address of the file.
    pub own: &'a str,
    /// The address of what is signed.
    pub item: &'a str,
    /// The item itself.
    pub assignment: Id<AssignmentKind>,
    /// Why the file waits.
    pub why: &'a Why,
    /// The item in words.
    pub what: &'a str,
    /// What differs; nothing where the file has faults, or answers a later form than what is signed.
    pub differs: Option<&'a [Differs]>,
    /// Whether it has been approved.
    pub approved: bool,
    /// The number of the version it is laid beside.
    pub version: i64,
}

/// The field that says beside which version the file was laid.
pub(super) const VERSION: &str = "version";

fn differences(all: &[Differs]) -> Markup {
    let columns = vec![Column::new("Vad"), Column::new("Signerat"), Column::new("I filen")];
    let text =
        |text: &str| html! { @if text.is_empty() { span.missing { "Inget" } } @else { div.diff-text { (text) } } };
    let row = |one: &Differs| Row::new(vec![html! { (one.title) }, text(&one.before), text(&one.after)]);
    let rows = all.iter().take(SHOWN).map(row).collect();
    html! {
        (Table::new("Vad som skiljer", columns).hide_caption().stack().rows(rows))
        @if all.len() > SHOWN { p.quiet { "De första " (SHOWN) " av " (all.len()) " skillnader visas. Hela filen finns i brevet." } }
    }
}

pub(super) fn page(page: &Changed<'_>, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let state = if page.approved { "godkänd" } else { "signerad" };
    html! {
        (ui::error_summary(faults))
        p.kicker { (page.what) }
        h1 { (title(page.why)) }
        @match page.why {
            Why::CameEarlier { .. } => { p { (words::why(page.why)) " " a href=(page.item) { "Se redovisningen" } } (of_time(page)) }
            _ => {
                p { "Redovisningen är redan " (state) ". Det som är signerat ändras inte av ett brev: välj vad som ska hända. "
                    a href=(page.item) { "Se redovisningen" } }
                @match (page.why, page.differs) {
                    (Why::NotCompared { file, .. }, _) => (unread(file)),
                    (_, Some(all)) => (differences(all)),
                    (_, None) => (ui::notice(Tone::Warn, "Filen har fel, eller följer ett senare formulär än det som är signerat, och går inte att jämföra", &html! {
                        p { "Ladda ner brevet och titta i filen. Lämnas redovisningen tillbaka ser anordnaren själv vad som behöver rättas." }
                    })),
                }
                (give_back(page, form, faults))
            }
        }
        (keep(page, form, faults))
    }
}

/// That a file cannot be read, and where it is.
fn unread(file: &NotRead) -> Markup {
    ui::notice(
        Tone::Warn,
        "Det går inte att se om filen säger något annat än det som är signerat",
        &html! {
            p { (words::not_read(file)) }
            p { "Filen är sparad i brevet. Ladda ner brevet om du vill titta i den." }
        },
    )
}

/// The choice that the item is received when the letter came.
fn of_time(page: &Changed<'_>) -> Markup {
    let assignment = page.assignment.to_string();
    html! {
        h2 { "Räkna från det här brevet" }
        p { "Redovisningen räknas då som inkommen när det här brevet kom, och tiden ändras på kvittot, vid granskningen och i diariet. \
             Det som är signerat ändras inte." }
        (ui::post_button(page.own, &Button::primary("Räkna från det här brevet"), &[("uppgift", &assignment)]))
    }
}

fn give_back(page: &Changed<'_>, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let follows = match page.why {
        Why::NotCompared { .. } => {
            "Anordnaren får tillbaka redovisningen med din motivering. Filen går inte att läsa in, så anordnaren behöver lämna in på nytt. \
             Det står vid anordnarens uppgift."
        }
        _ => {
            "Anordnaren får tillbaka redovisningen med din motivering, och filen ligger där att läsa in. Sedan signeras den på nytt."
        }
    };
    html! {
        h2 { "Lämna tillbaka för komplettering" }
        p { (follows) @if page.approved { " Godkännandet tas tillbaka." } }
        (ui::form(&format!("{}/aterlamna", page.own), &html! {
            input type="hidden" name=(VERSION) value=(page.version);
            (ui::textarea(&Field::new("motivering", "Motivering").help("Anordnaren ser den vid sin uppgift.")
                .value(form.get("motivering").to_owned()).fault(fault(faults, "motivering")), 3, Some(super::pages_decide::MOST_REASON)))
            (ui::actions(&html! { (Button::primary("Lämna tillbaka med motivering")) }))
        }))
    }
}

fn keep(page: &Changed<'_>, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let heading =
        if matches!(page.why, Why::CameEarlier { .. }) { "Låt tiden stå" } else { "Låt det signerade gälla" };
    html! {
        h2 { (heading) }
        (ui::form(&format!("{}/lagg-undan", page.own), &html! {
            input type="hidden" name=(VERSION) value=(page.version);
            (ui::text_input(&Field::new("skal", "Varför läggs filen åt sidan?").width(Width::Full).help("Till exempel att den skickades av misstag.")
                .value(form.get("skal").to_owned()).fault(fault(faults, "skal"))))
            (ui::actions(&html! { (Button::secondary("Lägg filen åt sidan")) }))
        }))
    }
}

fn fault(faults: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| *fault)
}
