//! What the web kit itself shows: stops, what was typed and not saved, the form to sign in with.

use maud::{Markup, html};
use ui::{Button, Field, Width};

use crate::session::Ended;
use crate::sv;

/// What was typed and is not saved, to be copied: nothing when nothing was.
pub(crate) fn typed(typed: &[(String, String)]) -> Markup {
    html! {
        @if !typed.is_empty() {
            section data-typed="" {
                h2 { (sv::TYPED) }
                p { (sv::TYPED_TEXT) }
                @for (index, (name, text)) in typed.iter().enumerate() {
                    @let rows = u32::try_from(text.lines().count() + text.chars().count() / 70).unwrap_or(20).clamp(2, 20);
                    (ui::textarea(&Field::new(format!("skrev-{index}"), sv::field(name)).value(text.as_str()).readonly(), rows, None))
                }
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
pub(crate) fn away(ended: Option<Ended>, texts: &[(String, String)], wanted: &str) -> Markup {
    html! {
        h1 { (sv::away(ended)) }
        p { (sv::away_text(ended)) }
        (typed(texts))
        h2 { "Logga in igen" }
        p { @if wanted.is_empty() { "Sedan kommer du till startsidan." } @else { "Sedan kommer du tillbaka till sidan där du var." } }
        (sign_in_form("", wanted, &[]))
    }
}
