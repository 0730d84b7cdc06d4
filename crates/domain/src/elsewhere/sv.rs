//! Words of reports out of another system.

use kernel::swedish;

use super::gather::Fault;
use super::layout::{Layout, Wrong};

/// What stands over the organisation.
pub const ORGANISATION: &[&str] = &[
    "organisation",
    "organisationsenhet",
    "enhet",
    "enhetskod",
    "enhetens externa kod",
    "enhet extern kod",
    "extern enhetskod",
    "skola",
    "unit external code",
    "unit",
];
/// What stands over the period.
pub const DATE: &[&str] = &["period", "datum", "date"];
/// What stands over the measure.
pub const MEASURE: &[&str] = &[
    "mått",
    "måttkod",
    "måttets externa kod",
    "mått extern kod",
    "extern måttkod",
    "nyckeltal",
    "rubrik",
    "measure",
    "measure external code",
];
/// What stands over the column of a measure.
pub const COLUMN: &[&str] = &[
    "måttkolumn",
    "kolumn",
    "kolumnkod",
    "kolumnens externa kod",
    "måttkolumn extern kod",
    "extern kolumnkod",
    "measure column external code",
    "column",
];
/// What stands over the value.
pub const VALUE: &[&str] = &["värde", "utfall", "text", "kommentar", "value"];

/// What stands over the comment on a measure in the tables of a document.
pub const COMMENT: &[&str] = &["kommentar", "analys", "comment"];

/// What stands over the value and over nothing else.
pub const VALUE_ALONE: &[&str] = &["värde", "value"];

/// What stands over the columns of a file that is written: organisation, period, measure, column and value.
pub const HEADINGS: [&str; 5] = ["Organisation", "Period", "Mått", "Kolumn", "Värde"];
/// What stands over the day in a file for the adapter.
pub const DAY: &str = "Datum";
/// What stands over the unit there.
pub const UNIT: &str = "Enhet";

/// What a layout is called.
pub const fn layout(layout: Layout) -> &'static str {
    match layout {
        Layout::Lines => "organisation, period, mått och värde",
        Layout::ByRow => "adapterfil, radvis",
        Layout::ByColumn => "adapterfil, kolumnvis",
        Layout::Document => "dokument med rubriker och tabeller",
    }
}

/// Why a file has no layout, and what to do.
pub const fn wrong(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Empty => "Filen är tom. Hämta ut den ur systemet igen och välj den här.",
        Wrong::NoLayout => {
            "Kolumnerna känns inte igen. Filen ska ha kolumnerna Organisation, Period, Mått och Värde, \
             eller Datum, Enhet, Mått, Kolumn och Värde. Kontrollera rubrikerna i första raden och välj filen igen."
        }
        Wrong::NoValues => {
            "Filen har rubriker men inga värden under dem. Kontrollera vad som valdes när den hämtades ut."
        }
    }
}

/// What is wrong with a row, and what to do.
pub fn fault(fault: &Fault) -> (String, &'static str) {
    match fault {
        Fault::Blank => ("Organisation eller mått saknas".to_owned(), "Fyll i båda, eller ta bort raden."),
        Fault::NotADay(text) => {
            (format!("”{text}” är inget datum"), "Skriv perioden som år, månad och dag, till exempel 2024-04-08.")
        }
        Fault::OtherYear(day, year) => (
            format!("Perioden {} hör inte till {year}", swedish::day(*day)),
            "Välj rätt år när filen läses in, eller rätta perioden.",
        ),
        Fault::NotAsked => (
            "Redovisningen efterfrågas inte från den som raden är kopplad till".to_owned(),
            "Ändra kopplingen: en redovisning per enhet kopplas till en enhet, en per område till ett avtalsområde.",
        ),
        Fault::AnsweredHere => (
            "Den som raden är kopplad till lämnar själv in redovisningen här".to_owned(),
            "Ändra kopplingen, eller koppla organisationen till Läs inte in.",
        ),
        Fault::Twice(row) => (
            format!("Rad {row} säger något annat om samma sak"),
            "Två organisationer eller mått kan vara kopplade till samma. Ändra kopplingen, eller ta bort den ena raden.",
        ),
        Fault::NotACount(text) => {
            (format!("”{text}” är inget antal"), "Skriv ett helt tal, utan procent och decimaler.")
        }
        Fault::OtherCount { said, rows } => (
            format!("Antalet är {said}, men filen har {rows} rader"),
            "Se efter vilket som stämmer. Antal och rader ska vara lika många.",
        ),
        Fault::NotANumber(text) => (format!("”{text}” är inget tal"), "Skriv värdet med siffror, till exempel 81,5."),
        Fault::Form(text) => (text.clone(), ""),
    }
}
