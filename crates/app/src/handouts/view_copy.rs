//! A copy as its recipient reads it: on a page that prints as something one can hand over.

use kernel::swedish;
use maud::{Markup, html};
use ui::Tone;

use super::model::{Copy, Given};
use super::sv;

/// The mark of secrecy, on the copy too.
pub(super) fn secrecy(ground: &str, text: &str) -> Markup {
    html! {
        @if !ground.is_empty() { (ui::notice(Tone::Warn, sv::SECRET, &html! { p { (ground) } p { (text) } })) }
    }
}

/// What it says.
pub(super) fn copy(copy: &Copy) -> Markup {
    html! {
        dl.facts {
            div { dt { "Enhet" } dd { (copy.unit) ", " (copy.organisation) } }
            div { dt { "Kom in" } dd { (swedish::day(copy.received)) } }
            div { dt { "Läge" } dd { (copy.state) } }
            @if !copy.outcome.is_empty() { div { dt { "Utfall" } dd { (copy.outcome) } } }
            @if !copy.who.is_empty() { div { dt { "Vem" } dd { (copy.who) } } }
        }
        ol.said-lines role="list" {
            @for line in &copy.lines {
                li {
                    p { strong { (line.what) } @if !line.by.is_empty() { ", " (line.by) }
                        " " span.quiet { (swedish::day(line.day)) } }
                    @if line.withheld { p.quiet { (sv::WITHHELD) } }
                    @else if !line.said.is_empty() { p.said dir="auto" { (line.said) } }
                }
            }
        }
        @if !copy.files.is_empty() {
            p { "Filer i ärendet:" }
            ul { @for file in &copy.files { li { (file) } } }
            @if copy.attached.is_empty() { p.quiet { "De är inte med här." } }
            @else { p.quiet { "Med följer fil " (swedish::list(&copy.attached.iter().map(|number| (number + 1).to_string()).collect::<Vec<_>>())) ", utan sina namn." } }
        }
    }
}

/// The whole, as it was given.
pub(super) fn given(given: &Given) -> Markup {
    html! {
        h1 { (given.copy.title) }
        p.lead { "Kopia från " (given.copy.authority) ". Det som är täckt (" (domain::cases::handout::MASK) ") är maskat." }
        (secrecy(&given.secrecy, sv::SECRET_COPY))
        @if !given.purpose.is_empty() { p { "Ändamål: " (given.purpose) } }
        (copy(&given.copy))
        p.quiet.small { "Kopians kontrollsumma: " (ui::hash_groups(&given.sha256)) }
    }
}

/// The whole as a page of its own, for a package: it needs nothing beside it.
pub(super) fn alone(of: &Given) -> Markup {
    html! {
        (maud::DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                title { (of.copy.title) }
                style { "body{font:18px/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em} svg{display:none}" }
            }
            body { (given(of)) }
        }
    }
}

/// Before it is opened: nothing of what it is, so that a program that follows links reads nothing and uses nothing up.
pub(super) fn before(address: &str) -> Markup {
    html! {
        h1 { (sv::OPEN_TITLE) }
        p.lead { "Någon har lämnat ut en handling till dig. Den går att öppna en gång." }
        p { "Öppna den när du har tid att läsa, och skriv ut eller spara sidan om du behöver ha den kvar. Hör filer till får du allt i en zip-fil. När den öppnas antecknas det." }
        (ui::form(address, &html! { div.actions { (ui::Button::primary(sv::OPEN)) } }))
    }
}

/// A link that does not hold.
pub(super) fn gone() -> Markup {
    html! { h1 { (sv::GONE_TITLE) } p.lead { (sv::GONE) } }
}
