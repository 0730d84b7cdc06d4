//! What is wrong with a report in words, and what to do.

use super::Rule;

/// The sentence of a rule that is broken.
pub fn rule(rule: &Rule) -> String {
    match rule {
        Rule::NoSuchPicture { what } => format!(
            "Bilden ”{what}” finns inte här. Lägg till den under Bilder, eller ta bort raden som börjar med ![."
        ),
        Rule::NotDescribed => {
            "En bild saknar beskrivning. Skriv vad den visar mellan hakparenteserna i raden som börjar med \
             ![, för dem som inte ser den."
                .to_owned()
        }
    }
}
