//! The pages of staff without an account who tell of abusive treatment. They are in Swedish alone.

use domain::abuse::{Milestone, Source, StateName, sv as words};
use domain::cases::About;
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, date_input, error_summary, hidden, radios, text_input, textarea};

use super::pages_staff::Fault;
use super::schools::School;

pub(super) const TITLE: &str = "Anmäl kränkande behandling";
pub(super) const SENT: &str = "Anmälan är gjord";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const NEEDED: &str = "Skriv vad som har hänt.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-03-15.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Det du har skrivit är {count} tecken. Det får vara högst {most} tillsammans.")
}

/// What was told, with who told it where they said so.
pub(super) fn signed(text: &str, name: &str) -> String {
    if name.is_empty() { text.to_owned() } else { format!("{text}\n\nAnmält av {name}") }
}

/// The way here from the page of the students.
pub(super) fn way(code: &str) -> Markup {
    html! {
        p lang="sv" dir="ltr" { a href={ "/skola/" (code) "/personal" } { "Jag arbetar på skolan" }
            " och vill anmäla att en elev kan ha blivit kränkt eller diskriminerad." }
    }
}

/// Asks what has happened.
pub(super) fn form(code: &str, units: &[School], (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| fault.clone());
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(typed.get(name).to_owned()).fault(fault(name))
    };
    let authorities: Vec<Choice<'_>> =
        units.iter().map(|school| Choice::new(school.value(), school.authority.as_str())).collect();
    let sources =
        [Source::Student, Source::Staff, Source::Other].map(|one| Choice::new(one.slug(), words::source(one)));
    let abouts = [
        Choice::new(About::Others.slug(), "En elev, en lärare eller någon annan"),
        Choice::new(About::Rektor.slug(), "Rektorn").help("Då går anmälan till ledningen, och rektorn ser den inte."),
        Choice::new(About::Officer.slug(), "Någon på kommunen som arbetar med klagomål")
            .help("Då bestämmer kommunens processägare vem som har hand om den."),
    ];
    html! {
        (error_summary(faults))
        p.over { @if let Some(school) = units.first() { (school.title()) } }
        h1 { (TITLE) }
        p.lead { "För dig som arbetar på skolan. Det räcker att en elev anser sig utsatt. Du ska inte bedöma om det stämmer." }
        p { "Rektor och kommunens kontaktrektor får veta det direkt. Du behöver inget konto." }
        form method="post" action={ "/skola/" (code) "/personal" } novalidate autocomplete="off" {
            (hidden("nyckel", typed.get("nyckel")))
            (textarea(&field("text", "Vad har hänt?").help("Vad, när och var. Med elevens ord så långt det går."), 8, None))
            (text_input(&field("vem", "Vilka gäller det?").help("Namn, eller hur ni vet vilka det är. Läses bara av dem som utreder.").optional()))
            @if units.len() > 1 {
                (radios(&field("enhet", "Vilken kommun läser eleven för?"), &authorities))
            }
            (radios(&field("kalla", "Hur fick skolan veta det?"), &sources))
            (date_input(&field("kannedom", "Dagen då du fick veta det").help("Tiden räknas från den dagen. Lämna tomt för i dag.")))
            (radios(&field("galler", "Vem pekas ut?").help("Den som pekas ut får inte anmälan."), &abouts))
            (text_input(&field("namn", "Ditt namn").help("Så att den som utreder kan fråga dig. Du kan lämna det tomt.").optional()))
            div.actions { (Button::primary("Anmäl")) }
        }
    }
}

/// The receipt.
pub(super) fn receipt(code: &str, address: &str, about: About) -> Markup {
    let to = match about {
        About::Others => "Rektor och kommunens kontaktrektor har den nu.",
        About::Rektor => "Skolans ledning och kommunens kontaktrektor har den nu. Rektorn ser den inte.",
        About::Officer => "Rektor har den nu. Kommunens processägare bestämmer vem hos dem som har hand om den.",
    };
    html! {
        div.confirmation { h1 { (SENT) } }
        p.lead { (to) " Du har gjort det du ska." }
        section.receipt aria-labelledby="kod" {
            h2 #kod { "Din kod" }
            p.code dir="ltr" translate="no" { (code) }
            p { "Skriv upp koden eller skriv ut sidan. Den visas bara nu och kan inte skickas igen. Med den ser du vilka steg som är gjorda, på "
                (address) ". Det du skrev visas inte där." }
            button.button.secondary type="button" data-print hidden { "Skriv ut" }
        }
    }
}

/// The days of an investigation.
#[derive(Debug)]
pub(super) struct Status {
    pub number: i64,
    pub state: StateName,
    pub days: Vec<(Milestone, Option<Day>)>,
}

/// What whoever told of it sees with the code: which steps have been taken and when.
pub(super) fn status(status: &Status) -> Markup {
    html! {
        h1 { "Utredning " (status.number) }
        p { strong { (words::state(status.state)) } }
        p.quiet { "Du ser vilka steg som är gjorda. Vad som står i utredningen läser bara de som har hand om den. Vill du lägga till något, tala med den som utreder eller gör en ny anmälan." }
        dl.facts {
            @for (milestone, day) in &status.days {
                div { dt { (words::milestone(*milestone)) }
                    dd { @match day { Some(day) => (swedish::day(*day)), None => span.quiet { "Inte än" } } } }
            }
        }
        form method="post" action="/arende/sv/stang" {
            div.actions { (Button::secondary("Stäng på den här enheten")) }
        }
    }
}
