//! What two people wrote in the same field, side by side, until somebody has chosen.

use kernel::id::kind::Person;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Choice, Field, Tone};

use super::saving::{CHOSEN, FORM};
use super::store::Opened;
use super::sv;
use super::view_answers::running;
use super::view_fill::field_name;
use crate::submissions::drafts::{Conflict, DraftField};

/// A text that stands and one that does not, in the same field.
pub(super) struct Two {
    path: String,
    stands: DraftField,
    other: String,
    /// Who wrote the other, and when; nobody where it is the one who looks, just now.
    by: Option<(Id<Person>, Instant)>,
}

impl Two {
    /// What somebody just sent and that did not stand.
    pub fn sent(conflicts: Vec<Conflict>) -> Vec<Self> {
        let two = |of: Conflict| Self { path: of.path, stands: of.theirs, other: of.mine, by: None };
        conflicts.into_iter().map(two).collect()
    }

    /// Those that nobody has chosen between, out of the draft.
    pub fn open(opened: &Opened, open: Vec<(String, DraftField)>) -> Vec<Self> {
        let two = |(path, other): (String, DraftField)| {
            let stands = opened.draft.fields.get(&path)?.clone();
            Some(Self { path, stands, by: Some((other.person, other.at)), other: other.text })
        };
        open.into_iter().filter_map(two).collect()
    }
}

/// Both texts of each field, and the choice which to keep.
pub(super) fn conflicts(opened: &Opened, conflicts: &[Two], base: &str) -> Markup {
    let just_sent = conflicts.iter().any(|two| two.by.is_none());
    html! {
        h1 { "Två har skrivit i samma fält" }
        p { @if just_sent { (sv::REST_SAVED) " " } (sv::CHOOSE_BETWEEN) }
        (ui::form(&format!("{base}/fyll-i"), &html! {
            (ui::hidden("sedd", &opened.stamp().to_string()))
            (ui::hidden(FORM, &opened.published.id.to_string()))
            @for two in conflicts { (choice(opened, two, base)) }
            (ui::actions(&html! { (Button::primary("Spara valet").name("spara")) }))
        }))
    }
}

fn choice(opened: &Opened, two: &Two, base: &str) -> Markup {
    let (stands, other) = (two.stands.text.as_str(), two.other.as_str());
    let who = opened.name(two.stands.person);
    let (head, keep_other, after) = match two.by {
        None => ("Du, nu".to_owned(), "Behåll min text".to_owned(), format!("Behåll båda, min efter den från {who}")),
        Some((person, at)) => {
            let name = opened.name(person);
            let both = format!("Behåll båda, den från {name} efter den från {who}");
            (format!("{name}, {}", swedish::instant(at)), format!("Behåll texten från {name}"), both)
        }
    };
    let text = |text: &str| {
        let seen = opened.asked.shown(&two.path, text);
        html! { div.diff-text { @if text.is_empty() { em { "Tömde fältet" } } @else { (running(&seen, base)) } } }
    };
    // Two numbers of persons one after the other are no number.
    let choices = if opened.asked.is_number(&two.path) { 2 } else { 3 };
    html! {
        fieldset.group {
            legend { (field_name(opened, &two.path)) }
            (ui::hidden(CHOSEN, &two.path))
            div.diff-pair {
                div { p.diff-head { (who) ", " (swedish::instant(two.stands.at)) ", gäller nu" } (text(stands)) }
                div { p.diff-head { (head) } (text(other)) }
            }
            (ui::radios(&Field::new(two.path.as_str(), "Vilken text ska gälla?"), &[
                Choice::new(stands, format!("Behåll texten från {who}")).checked(true),
                Choice::new(other, keep_other),
                Choice::new(both(stands, other), after),
            ][..choices]))
            p.help { a href={ (base) "/historik?falt=" (two.path) } { "Ändringar i fältet" } }
        }
    }
}

/// Both texts, one after the other.
fn both(first: &str, second: &str) -> String {
    [first.trim_end(), second.trim_end()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Before something is handed in: fields in which two have written and nobody has chosen.
pub(super) fn to_choose(opened: &Opened, open: &[(String, DraftField)], may_edit: bool, base: &str) -> Markup {
    html! {
        @if !open.is_empty() {
            (ui::notice(Tone::Bad, "Två har skrivit i samma fält", &html! {
                p { (sv::choose_first(may_edit)) }
                ul { @for (path, other) in open { li { (field_name(opened, path)) ": " (opened.name(other.person)) ", " (swedish::instant(other.at)) } } }
                @if may_edit { p { a href={ (base) "/fyll-i?visa=tva" } { "Välj vilken text som ska gälla" } } }
            }))
        }
    }
}
