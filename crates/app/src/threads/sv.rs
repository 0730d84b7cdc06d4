//! The sentences of questions and answers.

use forms::personal::{Sign, signs};
use kernel::swedish;

/// The most characters of a message.
pub const MOST: usize = 4_000;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No question is written.
    NoQuestion,
    /// No answer is written.
    NoAnswer,
    /// The question is not reworded.
    NotReworded,
    /// It is longer than a message may be.
    TooLong(usize),
    /// It holds what looks like a personnummer.
    PersonalNumber,
    /// Somebody has answered since the page was shown.
    Answered,
}

/// What, and what to do.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoQuestion => "Frågan är tom. Skriv vad du undrar.".to_owned(),
        Fault::NoAnswer => "Svaret är tomt. Skriv ett svar.".to_owned(),
        Fault::NotReworded => {
            "Frågan saknas så som alla ska se den. Skriv om den så att ingen förstår vem som har frågat.".to_owned()
        }
        Fault::TooLong(length) => format!(
            "Texten har {} tecken och får ha högst {}. Korta den.",
            swedish::integer(i64::try_from(length).unwrap_or(i64::MAX)),
            swedish::integer(i64::try_from(MOST).unwrap_or(i64::MAX))
        ),
        Fault::PersonalNumber => {
            "Texten innehåller något som ser ut som ett personnummer. Ta bort det: frågor och svar ska inte peka ut någon."
                .to_owned()
        }
        Fault::Answered => {
            "Någon har svarat på frågan sedan du öppnade sidan. Läs svaret ovan och skicka ditt igen om det behövs.".to_owned()
        }
    }
}

/// What is wrong with a written text. `sure` when the writer has said that what looks like a personnummer is none.
pub fn check(text: &str, empty: Fault, sure: bool) -> Option<Fault> {
    let length = text.chars().count();
    if !kernel::visible::has_visible(text) {
        Some(empty)
    } else if length > MOST {
        Some(Fault::TooLong(length))
    } else if !sure && signs(text).iter().any(|sign| matches!(sign, Sign::PersonalNumber(_))) {
        Some(Fault::PersonalNumber)
    } else {
        None
    }
}

/// After a question.
pub const ASKED: &str = "Frågan är skickad. Svaret kommer på den här sidan.";
/// The same question again.
pub const ASKED_BEFORE: &str = "Frågan var redan skickad. Svaret kommer på den här sidan.";
/// After an answer to one.
pub const ANSWERED: &str = "Svaret är skickat till anordnaren.";
/// After an answer to all.
pub const PUBLISHED: &str = "Svaret är skickat till anordnaren och publicerat för alla.";
/// After an earlier answer was published.
pub const NOW_PUBLISHED: &str = "Svaret är publicerat för alla anordnare.";
/// After a publication was taken back.
pub const UNPUBLISHED: &str = "Svaret är inte längre publicerat. Anordnaren som frågade ser det fortfarande.";

/// *3 frågor väntar på svar*.
pub fn waiting(number: usize) -> String {
    match number {
        0 => "Inga frågor väntar på svar".to_owned(),
        1 => "1 fråga väntar på svar".to_owned(),
        number => format!("{} frågor väntar på svar", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))),
    }
}

/// How long a question has waited.
pub fn age(days: i32) -> String {
    match days {
        i32::MIN..=0 => "i dag".to_owned(),
        1 => "1 dag".to_owned(),
        days => format!("{} dagar", swedish::integer(i64::from(days))),
    }
}
