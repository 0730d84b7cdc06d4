//! Sentences of the register.

use kernel::{Instant, swedish};

/// The marking of a document with a row for each person.
pub(super) const ABOUT_PERSONS: &str =
    "En rad per elev. Pröva sekretess innan handlingen lämnas ut. Personnummer står inte i den.";

/// What is wrong with what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No case number.
    Missing,
    /// Longer than any case number.
    TooLong,
    /// A sign that no case number has.
    Sign(char),
    /// Not one digit.
    NoDigit,
    /// A personal identity number in it.
    Personal,
    /// A note that is too long.
    NoteTooLong,
    /// A personal identity number in the note.
    PersonalNote,
    /// Somebody else has registered or changed it since the page was opened.
    ChangedMeanwhile,
}

/// The sentence about the fault.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Missing => "Diarienummer saknas. Skriv det, till exempel UTB 2024/123.".to_owned(),
        Fault::TooLong => "Diarienumret är för långt. Det får ha högst 60 tecken.".to_owned(),
        Fault::Sign(sign) => format!(
            "Tecknet ”{sign}” kan inte stå i ett diarienummer. Använd bokstäver, siffror, mellanslag och - / : ."
        ),
        Fault::NoDigit => "Diarienumret har ingen siffra. Skriv hela numret, till exempel UTB 2024/123.".to_owned(),
        Fault::Personal => "Det ser ut som ett personnummer. Skriv diarienumret, till exempel UTB 2024/123.".to_owned(),
        Fault::NoteTooLong => "Noteringen är för lång. Korta den till högst 500 tecken.".to_owned(),
        Fault::PersonalNote => {
            "Noteringen innehåller något som ser ut som ett personnummer. Ta bort det: diariet är offentligt."
                .to_owned()
        }
        Fault::ChangedMeanwhile => {
            "Någon annan har ändrat registreringen sedan du öppnade sidan. Det som gäller nu står ovanför, det du skrev står kvar här. \
             Ändra det du skrev, eller spara igen för att ersätta det som gäller."
                .to_owned()
        }
    }
}

/// More has come in than a text file takes.
pub fn too_many(found: i64, most: i64) -> (&'static str, String) {
    (
        "Urvalet är för stort för en textfil",
        format!(
            "Det är {} handlingar, och en textfil tar högst {}. Välj en kortare tid eller en anordnare och hämta en fil i taget.",
            swedish::integer(found),
            swedish::integer(most)
        ),
    )
}

/// *12 av 40 handlingar är inte registrerade.*
pub fn summary(all: i64, unregistered: i64) -> String {
    match (all, unregistered) {
        (0, _) => "Inget har kommit in än.".to_owned(),
        (1, 0) => "Den enda handlingen är registrerad.".to_owned(),
        (1, _) => "Den enda handlingen är inte registrerad.".to_owned(),
        (all, 0) => format!("Alla {} handlingar är registrerade.", swedish::integer(all)),
        (all, 1) => format!("1 av {} handlingar är inte registrerad.", swedish::integer(all)),
        (all, left) => {
            format!("{} av {} handlingar är inte registrerade.", swedish::integer(left), swedish::integer(all))
        }
    }
}

/// What happened to the registration.
pub fn history(number: &str, previous: Option<&str>, by: &str, at: Instant) -> String {
    let when = swedish::instant(at);
    match previous {
        Some(previous) if previous != number => format!("{by} ändrade {previous} till {number} {when}."),
        Some(_) => format!("{by} ändrade noteringen {when}."),
        None => format!("{by} registrerade med {number} {when}."),
    }
}
