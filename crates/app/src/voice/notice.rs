//! Where somebody wants to hear that there is an answer: an address for a letter that says so and nothing else, in the
//! language that they use, sealed from the moment it is written (`crate::mail`).

use kernel::Email;
use maud::{Markup, html};
use platform::{FormData, Holder, Reply, Stop};
use ui::{Button, Field, text_input};

use super::draft::Wrong;
use super::lang::Tongue;
use crate::cases;
use crate::mail::{self, Notice};

/// The letter to the address in the language: that there is something to read, and where the code is entered.
pub(super) fn written(tongue: Tongue, address: &str, base_url: &str) -> Notice {
    let page = format!("{}/arende/{}", base_url.trim_end_matches('/'), tongue.tag);
    let text = [tongue.say("notice-text"), page, tongue.say("notice-stop")].join("\n\n");
    Notice { address: address.to_owned(), subject: tongue.say("notice-subject"), text: text + "\n" }
}

/// The field that asks for the address.
pub(super) fn field(tongue: Tongue, value: &str, fault: Option<String>) -> Markup {
    let field = Field::new("brev", tongue.say("who-notice")).help(tongue.say("who-notice-help"));
    text_input(
        &field
            .value(value.to_owned())
            .spellcheck(false)
            .autocomplete("email")
            .fault(fault)
            .fault_word(tongue.say("fault")),
    )
}

/// What the case's page says of it: that letters come, and how to end that; or the field.
pub(super) fn panel(tongue: Tongue, kept: bool, fault: Option<String>) -> Markup {
    let wrong = fault.is_some();
    html! {
        details.panel open[wrong] {
            summary { (tongue.say("who-notice")) }
            form method="post" action={ "/arende/" (tongue.tag) "/brev" } novalidate {
                @if kept {
                    p { (tongue.say("notice-kept")) }
                    (ui::hidden("bort", "ja"))
                    div.actions { (Button::secondary(tongue.say("notice-remove"))) }
                } @else {
                    (field(tongue, "", fault))
                    div.actions { (Button::primary(tongue.say("notice-keep"))) }
                }
            }
        }
    }
}

/// Keeps the address of the form, or takes away the one that is kept; gives what is wrong with it.
pub(super) async fn set(holder: &Holder, tongue: Tongue, form: &FormData) -> Result<Option<Wrong>, Stop> {
    let (typed, settings) = (kernel::visible::one_line(form.get("brev")), holder.kit().settings());
    let address = if form.has("bort") {
        None
    } else if typed.parse::<Email>().is_err() || settings.mail.is_none() {
        return Ok(Some(Wrong { field: "brev", words: "who-notice-bad", put: Vec::new() }));
    } else {
        Some(written(tongue, &typed, &settings.base_url))
    };
    let (id, tools) = (holder.case(), holder.kit().tools());
    holder
        .write(move |mut tx| {
            if cases::find(&mut tx, id)?.is_none() {
                return Err(Stop::NoCode);
            }
            match &address {
                Some(notice) => mail::keep_notice(&mut tx, &tools, id, notice)?,
                None => mail::drop_notice(&mut tx, id)?,
            }
            Ok(tx.keep(::store::Housekeeping::Session, ()))
        })
        .await?;
    Ok(None)
}

/// To the case, where it says how it is now.
pub(super) fn back(tongue: Tongue) -> Reply {
    Reply::redirect(&format!("/arende/{}/las", tongue.tag))
}
