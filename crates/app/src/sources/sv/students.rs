//! Sentences about a student system that results are pulled from.

use clients::ss12000::Resource;
use kernel::swedish::{self, list};
use kernel::{Day, Instant};
use ui::Tone;

use super::super::derived::Written;
use super::super::mirror::{PassedOver, Told};
use super::super::mirrors::KeyChange;
use super::some;
use crate::imports::State;

pub(in crate::sources) const FAULT_FIRST_DAY: &str =
    "Skriv den första dagen, till exempel 2024-01-01. Det som började tidigare rörs inte.";
pub(in crate::sources) const FAULT_PROVIDERS: &str = "En anordnare som var vald finns inte hos er längre. Välj igen.";
pub(in crate::sources) const FAULT_BARE_ADDRESS: &str =
    "Skriv bara grundadressen, utan användarnamn, frågetecken och det som följer efter. Nyckeln skrivs för sig.";
pub(in crate::sources) const FAULT_KEY: &str =
    "Nyckeln kan bara ha tecken utan mellanslag och å, ä och ö, högst 8 000. Kopiera den på nytt ur elevsystemet.";
pub(in crate::sources) const FAULT_OTHER_SERVER: &str = "Adressen leder till en annan server än den som nyckeln är till. Skriv nyckeln till den nya, eller ta bort den gamla.";
/// The source does not let us in.
pub(in crate::sources) const NOT_LET_IN: &str = "Källan släpper inte in oss. Kontrollera adressen, och skriv en ny nyckel i inställningarna om den gamla har gått ut.";
/// What is asked for is not there.
pub(in crate::sources) const NOT_THERE: &str = "Det som efterfrågas finns inte där. Kontrollera adressen. Stämmer den lämnar elevsystemet inte ut det som behövs: fråga leverantören.";

/// What the standard does not have.
pub(in crate::sources) const NOT_TOLD: [&str; 6] = [
    "Avbrott, med dag och orsak. Den som lämnade en grupp utan betyg slutade på ett sätt som inte är känt.",
    "Upphörande, och vilka som aldrig började.",
    "Studieform: när-, distans- eller flexundervisning.",
    "Genomförda verksamhetspoäng. Kursens poäng finns.",
    "Avtalsområde. Det följer av enheten om den bara hör till ett.",
    "Vilken yrkesutbildning en kurs hör till.",
];

/// What the file of a table is called.
pub(in crate::sources) fn table_name(day: Day) -> String {
    format!("elevsystemet-{day}.csv")
}

/// What is said of the key.
pub(in crate::sources) fn key_help(key_at: Option<Instant>, retype: bool) -> String {
    let again = if retype { "Skriv nyckeln igen: den visas aldrig. " } else { "" };
    match key_at {
        Some(at) => format!(
            "{again}En nyckel finns sparad sedan {}. Den visas aldrig. Lämna tomt om den ska vara kvar, eller skriv en ny.",
            swedish::instant(at)
        ),
        None => format!(
            "{again}Den som elevsystemet ger er för att läsa (bearer token). Den sparas krypterad och visas aldrig igen."
        ),
    }
}

/// What became of the key, for the log.
pub(in crate::sources) const fn key_change(change: &KeyChange) -> &'static str {
    match change {
        KeyChange::Stays => "oförändrad",
        KeyChange::Is(_) => "ny",
        KeyChange::Goes => "borttagen",
    }
}

/// What an endpoint has.
pub(in crate::sources) const fn resource(resource: Resource) -> &'static str {
    match resource {
        Resource::Organisations => "Organisationer och skolenheter",
        Resource::Persons => "Personer",
        Resource::Groups => "Grupper",
        Resource::Syllabuses => "Kursplaner",
        Resource::Activities => "Aktiviteter",
        Resource::StudyPlans => "Studieplaner",
        Resource::Grades => "Betyg",
    }
}

/// Whether everything was asked for or what is new.
pub(in crate::sources) const fn how_much(told: &Told) -> &'static str {
    match (told.whole, told.silent_of_deleted) {
        (_, true) => "Källan säger inte vad som har tagits bort hos den. Därför hämtas allt varje gång.",
        (true, _) => "Allt hämtades.",
        (false, _) => {
            "Det som har ändrats eller tagits bort sedan förra hämtningen hämtades. Allt hämtas på nytt var 30:e dag."
        }
    }
}

/// What was passed over, and why.
pub(in crate::sources) fn passed_over(of: Resource, passed: &PassedOver) -> String {
    let what = match of {
        Resource::Organisations | Resource::Persons | Resource::Groups | Resource::Activities => "id",
        Resource::Syllabuses => "id eller skolform (schoolType)",
        Resource::StudyPlans => "id eller elev (student)",
        Resource::Grades => "id, elev (student), kursplan (syllabus) eller betyg (gradeValue)",
    };
    let number = some(passed.count, "uppgift", "uppgifter");
    let named = if passed.first.is_empty() { String::new() } else { format!(" Bland dem {}.", list(&passed.first)) };
    format!("{}: {number} saknar {what}. Fråga leverantören av elevsystemet.{named}", resource(of))
}

/// What could not become rows.
pub(in crate::sources) fn left_out(written: &Written) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |number: usize, sentence: String| {
        if number > 0 {
            all.push(sentence);
        }
    };
    add(
        written.earlier,
        format!(
            "{} före den första dagen i inställningarna och är inte med.",
            some(written.earlier, "kursdeltagande började", "kursdeltaganden började")
        ),
    );
    add(
        written.without_plan,
        format!(
            "{} en kursplan som källan inte lämnade, och är inte med.",
            some(written.without_plan, "aktivitet har", "aktiviteter har")
        ),
    );
    add(
        written.grades_alone,
        format!(
            "{} hör inte till någon som var med i en grupp. Utan första dag går de inte att räkna.",
            some(written.grades_alone, "betyg", "betyg")
        ),
    );
    all
}

/// How the import of a table stands.
pub(in crate::sources) const fn standing(state: State) -> (Tone, &'static str) {
    match state {
        State::Uploaded => (Tone::Warn, "Tabellen väntar på hur den ska läsas"),
        State::Reading => (Tone::Info, "Tabellen läses"),
        State::Waiting => (Tone::Warn, "Tabellen är läst och väntar på besked"),
        State::Taken => (Tone::Good, "Tabellen är inläst"),
        State::Dropped => (Tone::Info, "Tabellen lästes inte in"),
        State::Nothing => (Tone::Info, "Tabellen ändrar ingenting"),
        State::Failed => (Tone::Bad, "Tabellen gick inte att läsa"),
    }
}

/// The link to the import.
pub(in crate::sources) const fn to_import(state: State) -> &'static str {
    match state {
        State::Waiting => "Se vad som ändras, och läs in det eller låt bli",
        State::Uploaded | State::Failed => "Se varför, och läs tabellen igen",
        State::Reading | State::Taken | State::Dropped | State::Nothing => "Se tabellen under Inläsning",
    }
}
