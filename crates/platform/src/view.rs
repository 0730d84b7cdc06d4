//! What the web kit itself shows: stops, what was typed and not saved, the form to sign in with.

use maud::{Markup, html};
use ui::{Button, Field, Width};

use crate::session::Ended;
use crate::sv;
use crate::typed::Back;

/// What was typed and is not saved, to be copied: nothing when nothing was.
pub(crate) fn typed(back: &Back) -> Markup {
    let few: Vec<(&str, Markup)> = back
        .fields
        .iter()
        .filter(|shown| shown.line)
        .map(|shown| (shown.field.title.as_str(), html! { (shown.field.text) }))
        .collect();
    html! {
        @if !back.is_empty() {
            section data-typed="" {
                h2 { (sv::TYPED) }
                @if !back.fields.is_empty() { p { (sv::TYPED_TEXT) } }
                @for (index, shown) in back.fields.iter().enumerate().filter(|(_, shown)| !shown.line) {
                    @let (field, text) = (&shown.field, &shown.field.text);
                    @let rows = u32::try_from(text.lines().count() + text.chars().count() / 70).unwrap_or(20).clamp(2, 20);
                    (ui::textarea(&Field::new(format!("skrev-{index}"), field.title.as_str()).value(text.as_str()).readonly(), rows, None))
                }
                @if !few.is_empty() { (ui::key_values(&few)) }
                @for file in &back.files { p { (sv::choose_again(file)) } }
            }
        }
    }
}

/// The form to sign in with, by address and password; `wanted` is the page it leads back to.
pub fn sign_in_form(address: &str, wanted: &str, faults: &[(&'static str, String)]) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    ui::form(
        "/logga-in",
        &html! {
            @if wanted != "/start" && !wanted.is_empty() { (ui::hidden("till", wanted)) }
            (ui::text_input(&Field::new("adress", "E-postadress").value(address).width(Width::Medium)
                .autocomplete("username").spellcheck(false).required().fault(fault("adress"))))
            (ui::password_input(&Field::new("losenord", "Lösenord").width(Width::Medium)
                .autocomplete("current-password").required().fault(fault("losenord"))))
            (ui::actions(&html! { (Button::primary("Logga in")) }))
        },
    )
}

/// Somebody sent a form after their session had ended.
pub(crate) fn away(ended: Option<Ended>, back: &Back, wanted: &str) -> Markup {
    html! {
        h1 { (sv::away(ended)) }
        p { (sv::away_text(ended)) }
        (typed(back))
        h2 { "Logga in igen" }
        p { @if wanted.is_empty() { "Sedan kommer du till startsidan." } @else { "Sedan kommer du tillbaka till sidan där du var." } }
        (sign_in_form("", wanted, &[]))
    }
}
