//! The sentences of the register.

use domain::year::{Regime, SchoolForm};
use kernel::{Day, swedish};

use super::input::{Asked, Fault};

/// The words a regime goes by in files, the first of them in the template.
pub(super) const fn regime_words(regime: Regime) -> &'static [&'static str] {
    match regime {
        Regime::Procured => &["Upphandlad", "upphandlad regi", "upphandling", "entreprenad"],
        Regime::Authorised => &["Auktorisation", "auktoriserad", "auktoriserad regi"],
        Regime::OwnRun => &["Egen regi", "egenregi", "kommunal", "kommunal regi"],
    }
}

/// The words a school form goes by in files, the first of them on pages.
pub(super) const fn school_form_words(form: SchoolForm) -> &'static [&'static str] {
    match form {
        SchoolForm::Basic => &["Grundläggande nivå", "grundläggande", "grund", "grundl.", "gruv", "komvux grund"],
        SchoolForm::UpperSecondary => {
            &["Gymnasial nivå", "gymnasial", "gymnasienivå", "gymnasium", "gy", "komvux gymnasial"]
        }
        SchoolForm::AdaptedBasic => &[
            "Anpassad utbildning, grundläggande nivå",
            "anpassad utbildning på grundläggande nivå",
            "anpassad grundläggande",
        ],
        SchoolForm::AdaptedUpperSecondary => {
            &["Anpassad utbildning, gymnasial nivå", "anpassad utbildning på gymnasial nivå", "anpassad gymnasial"]
        }
        SchoolForm::Sfi => &["Sfi", "svenska för invandrare", "komvux i svenska för invandrare"],
    }
}

/// The word for a regime.
pub fn regime(regime: Regime) -> &'static str {
    regime_words(regime).first().copied().unwrap_or_default()
}

/// The word for a school form.
pub fn school_form(form: SchoolForm) -> &'static str {
    school_form_words(form).first().copied().unwrap_or_default()
}

/// *1 juli 2022 och tills vidare*.
pub(super) fn period(from: Day, to: Option<Day>) -> String {
    match to {
        Some(to) => format!("{}\u{2013}{}", swedish::day(from), swedish::day(to)),
        None => format!("från {} och tills vidare", swedish::day(from)),
    }
}

const fn missing(asked: Asked) -> (&'static str, &'static str) {
    match asked {
        Asked::OrgNumber => ("Organisationsnumret saknas.", "Skriv tio siffror, till exempel 559999-9991."),
        Asked::ProviderName => ("Anordnarens namn saknas.", "Skriv namnet som det står i avtalet."),
        Asked::UnitCode => ("Skolenhetskoden saknas.", "Skriv de åtta siffrorna ur skolenhetsregistret."),
        Asked::UnitName => ("Enhetens namn saknas.", "Skriv namnet ur skolenhetsregistret."),
        Asked::AreaName => ("Avtalsområdets namn saknas.", "Skriv det som det står i avtalen."),
        Asked::AreaSlug => {
            ("Kortnamnet saknas.", "Skriv samma kortnamn som i årets dokument, till exempel vard-och-omsorg.")
        }
        Asked::Regime => ("Regiformen saknas.", "Välj upphandlad, auktorisation eller egen regi."),
        Asked::From => ("Första dagen saknas.", "Skriv ett datum, till exempel 2024-07-01."),
        Asked::To => ("Sista dagen saknas.", "Skriv ett datum, till exempel 2024-06-30."),
        Asked::Contact => ("Ingen person är vald.", "Välj en person i listan."),
        Asked::AuthorityName => ("Myndighetens namn saknas.", "Skriv till exempel Ekstads kommun."),
        Asked::BoardName => ("Nämndens namn saknas.", "Skriv till exempel Utbildningsnämnden."),
    }
}

/// What is wrong, and what to do.
pub(super) fn parts(fault: &Fault) -> (String, String) {
    let (what, remedy): (String, String) = match fault {
        Fault::Missing(asked) => {
            let (what, remedy) = missing(*asked);
            (what.into(), remedy.into())
        }
        Fault::TooLong(most) => (format!("Texten har fler än {most} tecken."), "Korta den.".into()),
        Fault::OrgNumberShape => (
            "Det här är inget organisationsnummer.".into(),
            "Skriv tio siffror, till exempel 559999-9991.".into(),
        ),
        Fault::OrgNumberPerson => (
            "Det här ser ut som ett personnummer.".into(),
            "Skriv organisationsnumret. Enskilda firmor kan inte läggas in, eftersom personnummer inte får stå i registret.".into(),
        ),
        Fault::OrgNumberCheck => (
            "Organisationsnumrets sista siffra stämmer inte med de andra.".into(),
            "Jämför med avtalet; troligen är två siffror omkastade eller en siffra fel.".into(),
        ),
        Fault::ProviderKnown(name) => {
            (format!("{name} finns redan i registret."), "Öppna anordnaren i listan och ändra där.".into())
        }
        Fault::ProviderUnknown => (
            "Ingen anordnare i registret eller i filen har det organisationsnumret.".into(),
            "Lägg in anordnaren först, eller rätta numret.".into(),
        ),
        Fault::UnitCode => (
            "Skolenhetskoden ska ha åtta siffror.".into(),
            "Skriv den som i skolenhetsregistret, med inledande nollor.".into(),
        ),
        Fault::UnitCodeTaken(name) => (
            format!("Enheten {name} har redan den skolenhetskoden."),
            "Kontrollera koden i skolenhetsregistret, eller ändra den andra enheten.".into(),
        ),
        Fault::UnitCodeTwice(row) => (
            format!("Samma skolenhetskod står redan i rad {row}."),
            "Ta bort den ena raden, eller rätta koden.".into(),
        ),
        Fault::UnitElsewhere(name) => (
            format!("Enheten finns redan hos en annan anordnare, {name}."),
            "Rätta organisationsnumret eller skolenhetskoden. Har enheten bytt anordnare stänger du den gamla först.".into(),
        ),
        Fault::Students => ("Antalet elever är inget heltal.".into(), "Skriv bara siffror, eller lämna tomt.".into()),
        Fault::SchoolForm(found) => (
            format!("\u{201d}{found}\u{201d} är ingen skolform."),
            "Skriv till exempel Grundläggande nivå, Gymnasial nivå eller Sfi, med komma emellan.".into(),
        ),
        Fault::UnknownChoice => (
            "Ett av valen finns inte.".into(),
            "Välj bland dem som visas. Saknas något kan det ha tagits bort medan sidan var öppen.".into(),
        ),
        Fault::NoSchoolForm => (
            "Ingen skolform är vald.".into(),
            "Välj minst en, eller kryssa i att det inte finns någon.".into(),
        ),
        Fault::Area(found, known) if known.is_empty() => (
            format!("Avtalsområdet \u{201d}{found}\u{201d} finns inte; registret har inga avtalsområden."),
            "Lägg in området under Avtalsområden, eller lämna tomt.".into(),
        ),
        Fault::Area(found, known) => (
            format!("Avtalsområdet \u{201d}{found}\u{201d} finns inte."),
            format!("Skriv något av {}, eller lägg in området under Avtalsområden.", swedish::list(known)),
        ),
        Fault::SeveralAreas => (
            "Här står flera avtalsområden, men en rad är ett avtal om ett område.".into(),
            "Skriv en rad för varje avtalsområde.".into(),
        ),
        Fault::Regime => {
            ("Det här är ingen regiform.".into(), "Skriv Upphandlad, Auktorisation eller Egen regi.".into())
        }
        Fault::Day => ("Det här är inget datum.".into(), "Skriv till exempel 9 december 2024 eller 2024-12-09.".into()),
        Fault::EndsFirst => {
            ("Sista dagen ligger före den första.".into(), "Rätta den ena, eller lämna sista dagen tom.".into())
        }
        Fault::OpensAfterClosing(last) => (
            format!("Enheten är stängd med {} som sista dag, alltså före den här dagen.", swedish::day(*last)),
            "Rätta första dagen, eller öppna enheten igen först.".into(),
        ),
        Fault::Email => ("Det här är ingen e-postadress.".into(), "Skriv till exempel kvalitet@skolan.example.".into()),
        Fault::Slug => (
            "Kortnamnet kan inte användas.".into(),
            "Skriv små bokstäver a\u{2013}z, siffror och bindestreck, till exempel vard-och-omsorg.".into(),
        ),
        Fault::SlugTaken(name) => {
            (format!("Området {name} har redan det kortnamnet."), "Välj ett annat.".into())
        }
        Fault::Overlap(name, from, to) => (
            format!("{name} har redan uppdraget {}.", period(*from, *to)),
            "Ändra datumen så att bara en person i taget har uppdraget, eller avsluta det andra först.".into(),
        ),
        Fault::OwnDeputy(name) => {
            (format!("{name} är kontaktrektor under samma tid."), "Välj någon annan som ersättare.".into())
        }
        Fault::NotAValue => {
            ("Cellen innehåller ett felvärde i stället för en uppgift.".into(), "Skriv uppgiften i cellen.".into())
        }
    };
    (what, remedy)
}

/// The whole sentence, for a row of a file that has told its column.
pub(super) fn fault(fault: &Fault) -> String {
    let (what, remedy) = parts(fault);
    format!("{what} {remedy}")
}

/// The whole sentence at a field of a form and in the summary above it, which names the field.
pub(super) fn at_field(field: &str, found: &Fault, typed: &str) -> String {
    match (field, found) {
        ("fran" | "oppnad", Fault::Day) => forms::sv::not_a_day("Första dag", typed),
        ("till" | "dag", Fault::Day) => forms::sv::not_a_day("Sista dag", typed),
        _ => fault(found),
    }
}

/// So many of one kind.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    let shown = swedish::integer(i64::try_from(number).unwrap_or(i64::MAX));
    format!("{shown} {}", if number == 1 { one } else { many })
}

pub(super) const SAVED_AUTHORITY: &str = "Uppgifterna om myndigheten är sparade.";
pub(super) const SAVED_UNIT: &str = "Enheten är sparad.";
pub(super) const SAVED_AREA: &str = "Avtalsområdet är sparat.";
pub(super) const SAVED_AGREEMENT: &str = "Avtalet är sparat.";
pub(super) const SAVED_CONTACT: &str = "Uppdraget är sparat.";
pub(super) const SAVED_PROVIDER: &str = "Anordnaren är sparad.";
pub(super) const PROVIDER_BACK: &str = "Anordnaren är med igen.";
pub(super) const UNIT_OPEN: &str = "Enheten är öppen igen.";

/// A provider is in the register now.
pub(super) fn provider_added(name: &str) -> String {
    format!("{name} är med i registret. Lägg till enheter, avtal och kontaktrektor.")
}
/// A provider leaves on the day.
pub(super) fn provider_ends(day: Day) -> String {
    format!("Anordnaren är avslutad med {} som sista dag. Du kan ångra det här.", swedish::day(day))
}
/// A unit closes on the day.
pub(super) fn unit_closes(day: Day) -> String {
    format!("Enheten är stängd med {} som sista dag. Du kan ångra det här.", swedish::day(day))
}
/// What a confirmed import did.
pub(super) fn imported(counts: &super::import::Counts) -> String {
    if counts.is_nothing() {
        return "Inget ändrades: allt i filen stod redan i registret.".to_owned();
    }
    let mut parts = Vec::new();
    for (number, one, many) in [
        (counts.providers, "ny anordnare", "nya anordnare"),
        (counts.agreements, "nytt avtal", "nya avtal"),
        (counts.agreements_changed, "ändrat avtal", "ändrade avtal"),
        (counts.units, "ny enhet", "nya enheter"),
        (counts.units_changed, "ändrad enhet", "ändrade enheter"),
    ] {
        if number > 0 {
            parts.push(count(number, one, many));
        }
    }
    format!("Filen är inläst: {}.", swedish::list(&parts))
}

/// The page on which somebody confirms what a change of the register leads to.
pub const CONFIRM: &str = "Ändringen påverkar det som ska redovisas";
/// See [`CONFIRM`].
pub const NOT_SAVED: &str = "Inget är sparat än. Läs vad som händer, och bekräfta.";
/// See [`CONFIRM`].
pub const CONFIRM_BUTTON: &str = "Bekräfta och spara";
/// See [`CONFIRM`].
pub const CANCEL: &str = "Avbryt, ändra inget";
