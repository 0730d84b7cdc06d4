//! The page of the address.

use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Field, Tone};

use super::sv;

/// The page. `address` is the one that was made just now.
pub(super) fn page(since: Option<Instant>, address: Option<&str>) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        p.lead { "Kalendern i din telefon eller dator kan hämta sista dagarna själv och hålla dem aktuella: även när du får \
                  längre tid eller en redovisning kommer tillbaka." }
        @if let Some(address) = address {
            (ui::notice(Tone::Warn, "Kopiera adressen nu", &html! { p { "Den visas bara den här gången." } }))
            (ui::text_input(&Field::new("adress", "Din adress").value(address).readonly()))
            p { a href=(in_program(address)) { "Öppna i kalenderprogrammet på den här datorn" } }
            h2 { "Så lägger du till den" }
            ul {
                li { "Outlook: Lägg till kalender, Prenumerera från webben." }
                li { "iPhone: Inställningar, Appar, Kalender, Kalenderkonton, Lägg till konto, Annat, Lägg till kalenderprenumeration." }
                li { "Google Kalender: Andra kalendrar, plustecknet, Från webbadress." }
            }
        }
        h2 { "Vem som kan se" }
        p { "Den som har adressen ser vad som ska lämnas in, för vilken skola och när. Inget av det ni har skrivit. Har någon \
             annan fått den tar du tillbaka den här." }
        @match since {
            Some(since) => {
                p { "Du har en adress sedan " (swedish::instant(since)) "." }
                (ui::actions(&html! {
                    (ui::post_button("/konto/kalender", &Button::secondary("Byt till en ny adress"), &[]))
                    (ui::post_button("/konto/kalender/ta-tillbaka", &Button::secondary("Ta tillbaka adressen"), &[]))
                }))
            }
            None => { (ui::actions(&ui::post_button("/konto/kalender", &Button::primary("Skapa en adress"), &[]))) }
        }
        p { a href="/konto" { "Till Mitt konto" } }
    }
}

/// The address as calendar programs take it over from a browser.
fn in_program(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) => format!("webcal://{rest}"),
        None => address.to_owned(),
    }
}
