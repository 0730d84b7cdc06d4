//! What differs between what is signed and a file that came after, and the two choices.

use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Row, Table, Tone, Width};

use crate::follow_up::Differs;

/// The page.
pub(super) const TITLE: &str = "Filen skiljer sig från det som är signerat";

/// The most places that are shown; the rest are counted.
const SHOWN: usize = 100;

/// What the page shows.
pub(super) struct Changed<'a> {
    /// The address of the file.
    pub own: &'a str,
    /// The address of what is signed.
    pub item: &'a str,
    /// The item in words.
    pub what: &'a str,
    /// What differs; nothing where the file has faults, or answers a later form than what is signed.
    pub differs: Option<&'a [Differs]>,
    /// Whether it has been approved.
    pub approved: bool,
}

fn differences(all: &[Differs]) -> Markup {
    let columns = vec![Column::new("Vad"), Column::new("Signerat"), Column::new("I filen")];
    let text = |text: &str| html! { @if text.is_empty() { span.missing { "Inget" } } @else { (text) } };
    let row = |one: &Differs| Row::new(vec![html! { (one.title) }, text(&one.before), text(&one.after)]);
    let rows = all.iter().take(SHOWN).map(row).collect();
    html! {
        (Table::new("Vad som skiljer", columns).hide_caption().stack().rows(rows))
        @if all.len() > SHOWN { p.quiet { "De första " (SHOWN) " av " (all.len()) " skillnader visas. Hela filen finns i brevet." } }
    }
}

pub(super) fn page(page: &Changed<'_>, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| *fault);
    let state = if page.approved { "godkänd" } else { "signerad" };
    html! {
        (ui::error_summary(faults))
        p.kicker { (page.what) }
        h1 { (TITLE) }
        p { "Redovisningen är redan " (state) ". Det som är signerat ändras inte av ett brev: välj vad som ska hända. "
            a href=(page.item) { "Se redovisningen" } }
        @match page.differs {
            Some(all) => (differences(all)),
            None => (ui::notice(Tone::Warn, "Filen har fel, eller följer ett senare formulär än det som är signerat, och går inte att jämföra", &html! {
                p { "Ladda ner brevet och titta i filen. Lämnas redovisningen tillbaka ser anordnaren själv vad som behöver rättas." }
            })),
        }
        h2 { "Lämna tillbaka för komplettering" }
        p { "Anordnaren får tillbaka redovisningen med din motivering, och filen ligger där att läsa in. Sedan signeras den på nytt."
            @if page.approved { " Godkännandet tas tillbaka." } }
        (ui::form(&format!("{}/aterlamna", page.own), &html! {
            (ui::textarea(&Field::new("motivering", "Motivering").help("Anordnaren ser den vid sin uppgift.")
                .value(form.get("motivering").to_owned()).fault(fault("motivering")), 3, Some(super::pages_decide::MOST_REASON)))
            (ui::actions(&html! { (Button::primary("Lämna tillbaka med motivering")) }))
        }))
        h2 { "Låt det signerade gälla" }
        (ui::form(&format!("{}/lagg-undan", page.own), &html! {
            (ui::text_input(&Field::new("skal", "Varför läggs filen åt sidan?").width(Width::Full).help("Till exempel att den skickades av misstag.")
                .value(form.get("skal").to_owned()).fault(fault("skal"))))
            (ui::actions(&html! { (Button::secondary("Lägg filen åt sidan")) }))
        }))
    }
}
