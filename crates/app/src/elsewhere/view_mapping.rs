//! The form in which somebody says what the words of a file mean.

use domain::earlier::near;
use kernel::swedish::fold;
use maud::{Markup, html};
use ui::{Button, Choice, Field};

use super::meanings::Meaning;
use super::pages::Shown;
use super::{proposed, sv};

/// The fields of organisations.
pub(super) const ORGANISATION: &str = "organisation";
/// The fields of measures.
pub(super) const MEASURE: &str = "matt";

/// The field of what a word means.
pub(super) fn field(kind: &str, at: usize) -> String {
    format!("{kind}-{at}")
}

/// The field of the word itself.
pub(super) fn word(kind: &str, at: usize) -> String {
    format!("{kind}-{at}-namn")
}

/// The field of a measure's occasion.
pub(super) fn occasion(at: usize) -> String {
    format!("{MEASURE}-{at}-tillfalle")
}

/// A word of the file.
struct Word<'a> {
    kind: &'static str,
    at: usize,
    key: &'a str,
    written: &'a str,
    occasion: Option<&'a str>,
    means: String,
}

fn words(shown: &Shown) -> Vec<Word<'_>> {
    let (gathered, mapping) = (&shown.looked.gathered, &shown.looked.read_by);
    let mut all: Vec<Word<'_>> = Vec::new();
    for (at, (key, written)) in gathered.organisations.iter().enumerate() {
        let means = mapping.whom(key).map(|whom| whom.to_string()).unwrap_or_default();
        all.push(Word { kind: ORGANISATION, at, key, written, occasion: None, means });
    }
    for (at, ((occasion, key), written)) in gathered.measures.iter().enumerate() {
        let means = mapping.goal(occasion, key).map(|goal| goal.to_string()).unwrap_or_default();
        all.push(Word { kind: MEASURE, at, key, written, occasion: Some(occasion), means });
    }
    all
}

/// The meaning that has the very name; it is chosen before anybody has chosen.
fn same<'a>(written: &str, meanings: &'a [Meaning]) -> Option<&'a Meaning> {
    let folded = fold(written);
    let mut found = meanings.iter().filter(|one| one.names.iter().any(|name| fold(name) == folded));
    // A name that several have says nothing.
    found.next().filter(|_| found.next().is_none())
}

fn control(shown: &Shown, word: &Word<'_>) -> Markup {
    let none = Vec::new();
    let meanings = match word.occasion {
        Some(occasion) => shown.meanings.measures.get(occasion).unwrap_or(&none),
        None => &shown.meanings.organisations,
    };
    let known = !word.means.is_empty();
    let looked = &shown.looked;
    let before = word.occasion.filter(|_| !known).and_then(|occasion| {
        proposed::meaning(&looked.read_by, &looked.published.year, (occasion, word.key), meanings)
    });
    let means = match (same(word.written, meanings), &before) {
        (Some(found), _) if !known => found.value.as_str(),
        (None, Some((value, _))) => value.as_str(),
        _ => &word.means,
    };
    let likely = if known || !means.is_empty() {
        Vec::new()
    } else {
        near(word.written, meanings.iter().flat_map(|one| &one.names).map(String::as_str))
    };
    let mut choices: Vec<Choice<'_>> =
        meanings.iter().map(|one| Choice::new(one.value.as_str(), one.title.as_str())).collect();
    choices.push(Choice::new("-", sv::PASS_OVER));
    let name = field(word.kind, word.at);
    let mut select = Field::new(name.as_str(), word.written).value(means);
    if !likely.is_empty() {
        select = select.help(sv::like(&likely));
    } else if let Some((_, occasion)) = before.as_ref().filter(|(value, _)| value == means) {
        select = select.help(sv::as_at(occasion));
    }
    html! {
        (ui::hidden(&self::word(word.kind, word.at), word.key))
        @if let Some(of) = word.occasion { (ui::hidden(&occasion(word.at), of)) }
        (ui::select(&select, &choices))
    }
}

fn group(shown: &Shown, words: &[&Word<'_>]) -> Markup {
    let occasions = &shown.looked.published.year.occasions;
    let of = |occasion: Option<&str>| words.iter().filter(|word| word.occasion == occasion).collect::<Vec<_>>();
    html! {
        @let organisations = of(None);
        @if !organisations.is_empty() {
            h3 { "Organisationer" }
            @for word in organisations { (control(shown, word)) }
        }
        @for occasion in occasions {
            @let measures = of(Some(occasion.slug.as_str()));
            @if !measures.is_empty() {
                h3 { "Mått, " (occasion.title.as_sv()) }
                @for word in measures { (control(shown, word)) }
            }
        }
    }
}

/// What is not known, to be said once; and what has been said, to be changed.
pub(super) fn mapping(shown: &Shown) -> Markup {
    let all = words(shown);
    let (known, unknown): (Vec<&Word<'_>>, Vec<&Word<'_>>) = all.iter().partition(|word| !word.means.is_empty());
    let action = format!("{}/koppla", shown.at);
    html! {
        @if !unknown.is_empty() {
            h2 { "Vad betyder namnen i filen?" }
            p { "Det här har inte funnits i en fil från " (shown.file.system) " förut. Välj en gång vad det är, så används det nästa gång också." }
            (ui::form(&action, &html! {
                (group(shown, &unknown))
                (ui::actions(&html! { (Button::primary("Spara kopplingarna")) }))
            }))
        }
        @if !known.is_empty() {
            (ui::reveal("Ändra vad namnen betyder", false, &html! {
                (ui::form(&action, &html! {
                    (group(shown, &known))
                    (ui::actions(&html! { (Button::secondary("Spara ändringarna")) }))
                }))
            }))
        }
    }
}
