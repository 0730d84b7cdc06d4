//! What is wrong with a table, what its columns are called, and which headings mean what, in Swedish.

use kernel::swedish::{fold, integer};

use super::layout::{Fault, Layout};
use super::own::{OwnKind, Unsaid};

fn words(heading: &str) -> Vec<String> {
    fold(heading).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the heading is that of a year or term.
pub(super) fn means_period(heading: &str) -> bool {
    let words = words(heading);
    ["ar", "år", "lasar", "läsår", "period", "termin", "kalenderar", "kalenderår", "matar", "mätår"]
        .iter()
        .any(|word| words.first().is_some_and(|first| first == &fold(word)))
}

/// Whether the heading is that of a level.
pub(super) fn means_level(heading: &str) -> bool {
    words(heading).first().is_some_and(|first| [fold("nivå"), fold("niva")].contains(first))
}

/// Whether the heading is that of a share.
pub(super) fn means_share(heading: &str) -> bool {
    let share = |word: &String| ["pct", "procent", "andel", "andelen", "andelar", "konsandel"].contains(&word.as_str());
    heading.contains('%') || words(heading).iter().any(share)
}

/// Whether a row that is called so is a sum of others: *Hela länet*, *Totalt*.
pub(super) fn means_total(name: &str) -> bool {
    const TOTALS: [&str; 8] = ["total", "totalt", "summa", "hela", "samtliga", "alla", "riket", "sammanlagt"];
    words(name).first().is_some_and(|first| TOTALS.contains(&first.as_str()))
}

/// What is wrong, where, and what to do.
pub fn fault(fault: &Fault, layout: &Layout) -> String {
    let name = |column: &usize| layout.heading(*column).to_owned();
    match fault {
        Fault::NoLabel => {
            "Ingen kolumn säger vad raderna gäller. Välj minst en kolumn som rubrik, period eller nivå.".to_owned()
        }
        Fault::NoFigures => {
            "Ingen kolumn har siffror. Välj vilka kolumner som är antal, andelar eller värden.".to_owned()
        }
        Fault::Twice { column } => format!(
            "Kolumnen {}: en annan kolumn är redan period eller nivå. Välj rubrik eller läs inte för en av dem.",
            name(column)
        ),
        Fault::ShareWithoutCounts { column } => format!(
            "Kolumnen {}: en andel räknas ur kolumner med antal. Välj vilka de är, eller välj värde utan bas.",
            name(column)
        ),
        Fault::NotACount { column, row, found } => format!(
            "Rad {row}, kolumnen {}: ”{found}” är inget antal. Ett antal är ett heltal från 0 och uppåt.",
            name(column)
        ),
        Fault::NotANumber { column, row, found } => format!(
            "Rad {row}, kolumnen {}: ”{found}” är inget tal. Skriv till exempel 4,1, eller lämna cellen tom.",
            name(column)
        ),
        Fault::PartAboveBase { column, row, part, base } => format!(
            "Rad {row}, kolumnen {}: {} är fler än de {} som andelen räknas på. Kontrollera vilka kolumner den räknas ur.",
            name(column),
            integer(*part),
            integer(*base)
        ),
        Fault::SameRow { first, row } => format!(
            "Rad {row} gäller samma sak som rad {first}. Välj fler kolumner som rubrik, så att varje rad är en egen."
        ),
    }
}

/// What an own figure is called, with its base.
pub const fn own(kind: OwnKind) -> &'static str {
    match kind {
        OwnKind::CompletedOfAll => "slutfört, av alla kursdeltagare under året",
        OwnKind::DroppedOfAll => "avbrutit, av alla kursdeltagare under året",
        OwnKind::GoingOnOfAll => "fortsätter över nyår, av alla kursdeltagare under året",
        OwnKind::CompletedOfEnded => "slutfört, av dem som slutfört eller avbrutit",
        OwnKind::PassedOfEnded => "godkänt, av dem som slutfört eller avbrutit",
        OwnKind::PassedOfCompleted => "godkänt, av dem som slutfört",
        OwnKind::DroppedOfEnded => "avbrutit, av dem som slutfört eller avbrutit",
    }
}

/// Why an own figure is not told.
pub fn unsaid(why: Unsaid) -> String {
    match why {
        Unsaid::NoBase => "Uppgift saknas".to_owned(),
        Unsaid::Hidden => "Visas för den som får läsa kursdeltaganden".to_owned(),
        Unsaid::YearGoesOn => "Året är inte slut i det som är inläst".to_owned(),
        Unsaid::UnknownEndings(1) => "Uppgift saknas: för 1 kursdeltagare är det okänt hur kursen slutade".to_owned(),
        Unsaid::UnknownEndings(n) => {
            format!("Uppgift saknas: för {} kursdeltagare är det okänt hur kursen slutade", integer(n))
        }
    }
}
