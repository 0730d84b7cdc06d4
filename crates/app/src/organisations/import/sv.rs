//! Words of the template for providers and units.

use documents::workbook::spec::Block;
use domain::year::{Regime, Word};

use super::Kind;
use crate::organisations::model::AreaEntry;
use crate::organisations::sv;

pub(crate) const TITLE: &str = "Anordnare och enheter";
pub(crate) const INSTRUCTIONS: &str = "Så fyller du i";

/// The name of the table's sheet.
pub(crate) const fn sheet(kind: Kind) -> &'static str {
    match kind {
        Kind::Providers => "Anordnare",
        Kind::Units => "Enheter",
    }
}

/// What stands over a column.
pub(crate) fn heading(kind: Kind, slug: &str) -> &'static str {
    match (kind, slug) {
        (_, "nummer") => "Organisationsnummer",
        (Kind::Providers, "namn") => "Anordnarens namn",
        (Kind::Units, "namn") => "Enhetens namn",
        (_, "regiform") => "Regiform",
        (_, "omrade") => "Avtalsområde",
        (_, "fran") => "Avtal från och med",
        (_, "till") => "Avtal till och med",
        (_, "diarienummer") => "Diarienummer",
        (_, "kod") => "Skolenhetskod",
        (_, "skolformer") => "Skolformer",
        (_, "elever") => "Antal elever",
        (_, "omraden") => "Avtalsområden",
        (_, "oppnad") => "Första dag",
        _ => "",
    }
}

/// Other headings that are taken for it.
pub(crate) fn aliases(kind: Kind, slug: &str) -> &'static [&'static str] {
    match (kind, slug) {
        (_, "nummer") => {
            &["Orgnr", "Org.nr", "Org nr", "Org-nr", "Org. nr", "Orgnummer", "Org.nummer", "Organisationsnr"]
        }
        (Kind::Providers, "namn") => &["Anordnare", "Namn", "Skola", "Företag", "Utbildningsanordnare", "Anordnarnamn"],
        (Kind::Units, "namn") => &["Enhet", "Skolenhet", "Namn", "Skolenhetens namn", "Enhetsnamn", "Skolenhetsnamn"],
        (_, "regiform") => &["Regi", "Avtalsform"],
        (_, "omrade") => &["Område"],
        (_, "fran") => &["Från och med", "Från", "Avtalsstart"],
        (_, "till") => &["Till och med", "Till", "Avtalsslut"],
        (_, "diarienummer") => &["Diarienr", "Dnr"],
        (_, "kod") => &["Enhetskod", "Kod", "Skolkod", "Skolenhetsnummer"],
        (_, "skolformer") => &["Skolform"],
        (_, "elever") => &["Elever", "Elevantal"],
        (_, "omraden") => &["Områden", "Avtalsområde"],
        (_, "oppnad") => &["Öppnad", "Öppnar", "Startdatum", "Enhetens första dag"],
        _ => &[],
    }
}

/// What a text file was taken for, and what to call the headings.
pub(crate) fn guessed(kind: Kind, headings: &dyn Fn(Kind) -> Vec<&'static str>) -> String {
    let of =
        Kind::ALL.map(|kind| format!("för {} {}", sheet(kind).to_lowercase(), kernel::swedish::list(&headings(kind))));
    format!(
        "Rubrikerna säger inte vad filen innehåller. Den lästes som {}, vilket är en gissning. Kalla rubrikerna {}.",
        sheet(kind).to_lowercase(),
        of.join(", och ")
    )
}

/// How wide a column is.
pub(crate) fn width(slug: &str) -> f64 {
    match slug {
        "namn" => 36.0,
        "omrade" | "omraden" | "skolformer" => 32.0,
        _ => 20.0,
    }
}

/// The labels of the drop-down list of regimes.
pub(crate) fn regimes() -> Vec<String> {
    Regime::ALL.iter().map(|regime| sv::regime(*regime).to_owned()).collect()
}

fn names(areas: &[AreaEntry]) -> String {
    if areas.is_empty() {
        return "Registret har inga avtalsområden än, så lämna tomt.".to_owned();
    }
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    format!("Finns i registret: {}.", names.join("; "))
}

/// What to write in a column.
pub(crate) fn help(kind: Kind, slug: &str, areas: &[AreaEntry]) -> String {
    match (kind, slug) {
        (_, "nummer") => "Tio siffror, till exempel 559999-9991.".to_owned(),
        (Kind::Providers, "namn") => {
            "Används när anordnaren är ny. Namnet på en känd anordnare ändras inte.".to_owned()
        }
        (Kind::Units, "namn") => "Namnet i skolenhetsregistret.".to_owned(),
        (_, "regiform") => {
            "En rad för varje avtal. Lämna regiform och datum tomma för en anordnare utan avtal.".to_owned()
        }
        (_, "omrade") => format!("Ett avtalsområde, eller tomt. {}", names(areas)),
        (_, "fran") => "Avtalets första dag.".to_owned(),
        (_, "till") => "Avtalets sista dag, eller tomt när det gäller tills vidare.".to_owned(),
        (_, "diarienummer") => "Avtalets diarienummer.".to_owned(),
        (_, "kod") => {
            "Åtta siffror ur skolenhetsregistret. En känd kod ändrar enheten, en ny kod lägger till den.".to_owned()
        }
        (_, "skolformer") => "Grundläggande nivå, Gymnasial nivå, Sfi, med komma emellan.".to_owned(),
        (_, "elever") => "Ungefär hur många, eller tomt.".to_owned(),
        (_, "oppnad") => "Enhetens första dag, eller tomt när den har funnits hela tiden.".to_owned(),
        (_, "omraden") => format!("Med komma emellan. Tomt betyder anordnarens alla områden. {}", names(areas)),
        _ => String::new(),
    }
}

/// The sheet of instructions.
pub(crate) fn instructions(areas: &[AreaEntry]) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph(
            "Fyll i bladen Anordnare och Enheter och läs in filen under Organisation, Läs in från fil. Innan något sparas visas \
             vad som är rätt och vad som behöver rättas. Det som står rätt kan läsas in utan det som är fel, och samma fil kan \
             läsas in flera gånger utan att något dubbleras."
                .to_owned(),
        ),
        Block::Paragraph(
            "Filen tar aldrig bort något. En enhet som har lagts ned stänger du på enhetens sida, med sista dag.".to_owned(),
        ),
    ];
    for kind in Kind::ALL {
        blocks.push(Block::Heading(sheet(kind).to_owned()));
        blocks.push(Block::Columns(sheet(kind).to_owned()));
    }
    if !areas.is_empty() {
        blocks.push(Block::Heading("Avtalsområden i registret".to_owned()));
        blocks.push(Block::Facts(areas.iter().map(|area| (area.name.clone(), area.slug.clone())).collect()));
    }
    blocks
}
