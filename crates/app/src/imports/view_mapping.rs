//! What the page looks like on which columns are mapped.

use std::collections::BTreeSet;

use domain::participations::profile::{Holds, our_words, sv as profiles};
use domain::participations::{Field, sv as names};
use maud::{Markup, html};
use ui::{Button, Choice};

use super::masking::of_column;
use super::opening::Sample;
use super::pages_mapping::{Mapped, Unknown};
use super::sv;
use super::view::first_rows;

/// The box to tick where unknown values are to be left.
pub(super) const LEAVE: &str = "lamna";

/// What the choice of a value's meaning is called in the form.
pub(super) fn code_name(field: Field, text: &str) -> String {
    format!("kod-{}:{text}", field.slug())
}

/// Two columns are the same field.
pub(super) fn twice(field: Field) -> String {
    format!("Två kolumner är {}. Välj den som ska läsas, och låt den andra vara.", names::field(field))
}

pub(super) fn form(
    address: &str,
    base: &str,
    sample: &Sample,
    mapped: &Mapped,
    unknown: &Unknown,
    faults: &[(String, String)],
) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
    let shown = Sample { rows: sample.rows.iter().take(5).cloned().collect(), ..sample.clone() };
    html! {
        (ui::error_summary(faults))
        h1 { "Säg vad kolumnerna betyder" }
        p { "Det sparas som en profil, som hittas på rubrikerna nästa gång. Personnummer, kurskod, kursstart och anordnare eller \
             enhet behövs. Kolumner som inte ska läsas lämnas." }
        (first_rows(&shown, &mapped.fields))
        (ui::form(&format!("{address}/kolumner"), &html! {
            (ui::hidden("grund", base))
            (ui::fieldset("Kolumner", None, &html! {
                @for (at, heading) in sample.headings.iter().enumerate() { (column(at, heading, sample, mapped, &fault)) }
            }))
            (ui::radios(&ui::Field::new("person", "Vad står i kolumnen om personen?")
                .value(if mapped.person == Holds::SourceId { "id" } else { "personnummer" }), &[
                Choice::new("personnummer", "Personnummer").help("Kontrolleras, och lagras aldrig: det blir en nyckel."),
                Choice::new("id", "Källsystemets eget id").help("Blir en nyckel som den är."),
            ]))
            @for (field, texts) in unknown { (codes(*field, texts, mapped, &fault)) }
            @if !unknown.is_empty() {
                (ui::hidden("listade", &unknown.keys().map(|field| field.slug()).collect::<Vec<_>>().join(",")))
                (ui::checkbox(&ui::Field::new(LEAVE, sv::LEAVE_VALUES).value(if mapped.left_so.is_some() { "ja" } else { "" })))
            }
            (ui::text_input(&ui::Field::new("namn", "Vad profilen ska heta").fault(fault("namn")).value(mapped.title.as_str())
                .help("Till exempel källsystemets namn. Finns namnet blir det en ny version.")))
            (ui::actions(&html! { (Button::primary("Spara profilen")) a href=(address) { "Avbryt" } }))
        }))
    }
}

fn column(
    at: usize,
    heading: &str,
    sample: &Sample,
    mapped: &Mapped,
    fault: &dyn Fn(&str) -> Option<String>,
) -> Markup {
    let name = format!("kolumn-{at}");
    let mut choices = vec![Choice::new("", "Läses inte")];
    choices.extend(Field::ALL.iter().map(|field| Choice::new(field.slug(), names::field(*field))));
    let seen = sample.rows.iter().filter_map(|(_, cells)| cells.get(at)).find(|cell| !cell.trim().is_empty());
    let known = mapped.fields.get(&at).copied();
    let seen = seen.map(|cell| of_column(cell.trim(), known));
    let help = seen.map(|cell| format!("Till exempel ”{}”.", forms::text::shortened(&cell, 40)));
    let value = known.map_or("", Field::slug);
    let label = if heading.is_empty() { format!("Kolumn {} utan rubrik", at + 1) } else { heading.to_owned() };
    let mut field = ui::Field::new(name.clone(), label).value(value).fault(fault(&name));
    if let Some(help) = help {
        field = field.help(help);
    }
    ui::select(&field, &choices)
}

fn codes(field: Field, texts: &BTreeSet<String>, mapped: &Mapped, fault: &dyn Fn(&str) -> Option<String>) -> Markup {
    let words = our_words(field);
    let labels: Vec<(&str, String)> = words
        .iter()
        .map(|(word, code)| {
            let name = profiles::value(*code).map_or_else(|| profiles::word(*code, word), str::to_owned);
            (*word, name)
        })
        .collect();
    ui::fieldset(
        &format!("Vad värdena i {} betyder", names::field(field)),
        Some("De här värdena känns inte igen. De som lämnas blir fel på sina rader."),
        &html! {
            @for text in texts {
                @let name = code_name(field, text);
                @let wrong = fault(&name);
                @let choices: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Känns inte igen"))
                    .chain(labels.iter().map(|(word, name)| Choice::new(*word, name.as_str()))).collect();
                @let chosen = mapped.codes.get(&(field, text.clone())).map_or("", String::as_str);
                (ui::select(&ui::Field::new(name, text.as_str()).value(chosen).fault(wrong), &choices))
            }
        },
    )
}
