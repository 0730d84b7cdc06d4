//! What is wrong with a row and what to do, and the words that cells are read by.

use kernel::swedish::integer;

use super::model::Fault;
use crate::participations::Sex;
use crate::year::{Decimal, Regime, Word, sv as words};

/// The sex that the word means: nothing inside for all, nothing at all for a word that means none.
pub fn sex(written: &str) -> Option<Option<Sex>> {
    match written {
        "" | "alla" | "totalt" | "samtliga" | "båda" | "all" => Some(None),
        "kvinna" | "kvinnor" | "k" | "women" => Some(Some(Sex::Woman)),
        "man" | "män" | "m" | "men" => Some(Some(Sex::Man)),
        _ => None,
    }
}

/// The regime that the word means.
pub fn regime(written: &str) -> Option<Regime> {
    let is = |regime: &Regime| regime.slug() == written || words::regime(*regime).to_lowercase() == written;
    Regime::ALL.iter().copied().find(is)
}

/// What the counts give, with one decimal: *84,2*.
pub fn computed(part: i64, base: i64, per: i64) -> String {
    let tenths = (part * per * 20 + base) / (base * 2).max(1);
    words::decimal(Decimal::from_thousandths(tenths * 100))
}

fn or_near(near: &[String], otherwise: &str) -> String {
    let quoted: Vec<String> = near.iter().map(|name| format!("”{name}”")).collect();
    match quoted.as_slice() {
        [] => otherwise.to_owned(),
        [one] => format!("Menar du {one}?"),
        [most @ .., last] => format!("Menar du {} eller {last}?", most.join(", ")),
    }
}

/// What is wrong, and what to do.
pub fn parts(fault: &Fault) -> (String, String) {
    let pair = |what: &str, remedy: &str| (what.to_owned(), remedy.to_owned());
    match fault {
        Fault::Missing => pair("Cellen är tom men behövs.", "Fyll i den."),
        Fault::NotAValue => {
            pair("Cellen innehåller ett formelfel eller något annat som inte går att läsa.", "Skriv värdet i stället.")
        }
        Fault::TooLong(most) => (format!("Texten är längre än {most} tecken."), "Korta den.".to_owned()),
        Fault::NotAYear => pair("Det är inget årtal.", "Skriv kalenderåret med fyra siffror, till exempel 2022."),
        Fault::YearOutside(from, to) => {
            (format!("Året ligger inte mellan {from} och {to}."), "Rätta årtalet.".to_owned())
        }
        Fault::UnknownIndicator(near) => (
            "Det finns ingen indikator med det namnet.".to_owned(),
            or_near(near, "Välj en indikator i listan. De finns också på bladet Så fyller du i."),
        ),
        Fault::NotOneValue => pair(
            "Indikatorn är en fördelning och har inget enskilt värde.",
            "Ta bort raden. Fördelningar räknas bara ur kursdeltaganden.",
        ),
        Fault::UnknownProvider(near) => (
            "Anordnaren finns inte i registret.".to_owned(),
            or_near(
                near,
                "Skriv namnet eller organisationsnumret som det står under Organisation, eller lägg först till anordnaren där.",
            ),
        ),
        Fault::UnknownUnit(near) => (
            "Enheten finns inte i registret.".to_owned(),
            or_near(
                near,
                "Skriv namnet eller skolenhetskoden som den står under Organisation, eller lägg först till enheten där.",
            ),
        ),
        Fault::UnitElsewhere(owner) => {
            (format!("Enheten hör till {owner}."), "Rätta anordnaren eller enheten.".to_owned())
        }
        Fault::SeveralProviders => pair("Flera anordnare heter så.", "Skriv organisationsnumret i stället."),
        Fault::SeveralUnits => pair("Flera enheter heter så.", "Skriv skolenhetskoden, eller anordnaren i sin kolumn."),
        Fault::UnknownArea(near) => (
            "Avtalsområdet finns inte i registret.".to_owned(),
            or_near(near, "Välj ett område i listan, eller lämna tomt."),
        ),
        Fault::UnknownSex => {
            pair("Det är inget kön som siffror redovisas för.", "Skriv Kvinnor eller Män, eller lämna tomt för alla.")
        }
        Fault::UnknownRegime => pair("Det är ingen regiform.", "Välj en regiform i listan, eller lämna tomt för alla."),
        _ => numbers(fault).or_else(|| standing(fault)).unwrap_or_default(),
    }
}

fn numbers(fault: &Fault) -> Option<(String, String)> {
    let pair = |what: &str, remedy: &str| Some((what.to_owned(), remedy.to_owned()));
    match fault {
        Fault::NotACount => pair("Det är inget helt antal.", "Skriv ett heltal från 0 och uppåt, utan decimaler."),
        Fault::NotANumber => pair("Det är inget tal.", "Skriv talet med siffror, till exempel 84,2."),
        Fault::PartAboveBase => pair(
            "Täljaren är större än basen.",
            "Kontrollera om talen har bytt plats. Basen är alla, täljaren de av dem som räknas.",
        ),
        Fault::BaseZero => pair(
            "Basen är 0, så det finns inget att dela med.",
            "Skriv rätt bas, eller ta bort raden om ingen fanns att räkna på.",
        ),
        Fault::HalfCounted => {
            pair("Det ena av täljare och bas saknas.", "Fyll i båda, eller lämna båda tomma och skriv bara värdet.")
        }
        Fault::NothingSaid => pair(
            "Raden har varken täljare och bas eller värde.",
            "Skriv täljare och bas om de är kända, annars värdet.",
        ),
        Fault::ValueOutside => {
            pair("Värdet kan inte vara så stort eller litet.", "Procent skrivs från 0 till 100, andra värden från 0.")
        }
        Fault::LooksLikeShare => pair(
            "Värdet ser ut som en andel mellan 0 och 1, men ska stå i procent.",
            "Skriv till exempel 84,2 för 84,2 %. Är värdet verkligen högst 1 procent, skriv täljare och bas.",
        ),
        Fault::ValueDisagrees(computed) => Some((
            format!("Värdet stämmer inte med täljare och bas, som ger {computed}."),
            "Rätta det tal som är fel, eller ta bort värdet: det räknas ut.".to_owned(),
        )),
        Fault::CountsDoNotFit => {
            pair("Indikatorn räknas inte som en andel av en bas.", "Ta bort täljare och bas och skriv värdet.")
        }
        _ => None,
    }
}

fn standing(fault: &Fault) -> Option<(String, String)> {
    let pair = |what: &str, remedy: &str| Some((what.to_owned(), remedy.to_owned()));
    match fault {
        Fault::CountedAlready(year) => Some((
            format!("Systemet har redan räknat {year} ur inlästa kursdeltaganden."),
            "Ta bort raden. Egna räkningar går före inrapporterade siffror.".to_owned(),
        )),
        Fault::YearHasDocument(year) => Some((
            format!("Året {year} har ett eget årsdokument, och där står dess målvärden."),
            format!("Ta bort raden, eller ändra målvärdet under Året {year}."),
        )),
        Fault::NoDirection => pair("Indikatorn har ingen riktning och därför inget målvärde.", "Ta bort raden."),
        Fault::SameTwice(row) => Some((
            format!("Samma sak står redan på rad {}.", integer(i64::from(*row))),
            "Ta bort den ena raden.".to_owned(),
        )),
        Fault::SaidOtherwise(set) => Some((
            format!("Samma sak är redan inläst med annat innehåll, i laddning {set}."),
            format!("Ta bort raden, eller dra tillbaka laddning {set} först och läs in rätt uppgifter."),
        )),
        Fault::NoFiles => pair(
            "Arbetsboken kom utan filer.",
            "Lägg arbetsboken och verksamhetsberättelserna i en zip-fil tillsammans och läs in den.",
        ),
        Fault::FileMissing(near) => Some((
            "Filen finns inte i zip-filen.".to_owned(),
            or_near(near, "Skriv filnamnet som det står i zip-filen, med .pdf eller .docx."),
        )),
        Fault::SeveralFiles => {
            pair("Flera filer i zip-filen heter så.", "Ge filerna olika namn, eller skriv mappen före filnamnet.")
        }
        Fault::FileKind => pair(
            "Filen är varken ett Word-dokument (.docx) eller en pdf.",
            "Spara den som pdf eller docx och byt ut den i zip-filen.",
        ),
        _ => None,
    }
}

/// The same as one text.
pub fn fault(fault: &Fault) -> String {
    let (what, remedy) = parts(fault);
    format!("{what} {remedy}")
}
