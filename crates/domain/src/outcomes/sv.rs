//! What is wrong with a row about a student, and what to do.

use super::{LONGEST_EDUCATION, LONGEST_REFERENCE, Rule};

/// The sentence of a rule that is broken.
pub fn rule(rule: Rule) -> String {
    match rule {
        Rule::LongReference => {
            format!("Beteckningen är för lång. Skriv er egen beteckning för eleven, högst {LONGEST_REFERENCE} tecken.")
        }
        Rule::LongEducation => {
            format!("Texten är för lång för en utbildning. Skriv bara vad den heter, högst {LONGEST_EDUCATION} tecken.")
        }
        Rule::FinishedBeforeBegun => {
            "Utbildningen slutar före den dag den började. Rätta dagen då den började eller slutade.".to_owned()
        }
        Rule::AskedBeforeFinished => {
            "Uppföljningen ligger före utbildningens sista dag. Skriv dagen då ni fick svaret, tre månader senare."
                .to_owned()
        }
    }
}
