//! The sentences of signing in.

use kernel::swedish;
use platform::session::{PASSWORD_LENGTH, SignInProblem};

use super::password::Weakness;

/// Why somebody was not let in, and what to do.
pub(super) fn problem(problem: SignInProblem) -> String {
    match problem {
        SignInProblem::Wrong => {
            "Adressen och lösenordet hör inte ihop. Kontrollera båda och försök igen. Har du glömt lösenordet \
             behöver du en ny länk. Arbetar du för en anordnare ber du anordnarens ledning, annars myndighetens administratör."
                .to_owned()
        }
        SignInProblem::Resting(1) => {
            "Inloggningen för adressen vilar efter flera felaktiga lösenord. Försök igen om 1 minut.".to_owned()
        }
        SignInProblem::Resting(minutes) => {
            format!("Inloggningen för adressen vilar efter flera felaktiga lösenord. Försök igen om {minutes} minuter.")
        }
        SignInProblem::TooMany => {
            "Det har kommit för många försök härifrån på kort tid. Vänta en minut och försök igen.".to_owned()
        }
    }
}

/// What is wrong with a chosen password.
pub(super) fn weakness(weakness: Weakness) -> String {
    match weakness {
        Weakness::Missing => format!("Välj ett lösenord. Det ska ha minst {PASSWORD_LENGTH} tecken."),
        Weakness::TooShort(length) => format!(
            "Lösenordet har {length} tecken men ska ha minst {PASSWORD_LENGTH}. Skriv gärna några ord efter varandra."
        ),
        Weakness::TooLong => "Lösenordet är längre än 200 tecken. Välj ett kortare.".to_owned(),
        Weakness::TooPlain => {
            "Lösenordet upprepar nästan bara samma tecken. Skriv gärna några olika ord efter varandra.".to_owned()
        }
        Weakness::Personal => {
            "Lösenordet består mest av ditt eget namn eller din adress. Välj något som andra inte kan gissa.".to_owned()
        }
        Weakness::Differ => "Det här är inte samma lösenord som ovanför. Skriv samma lösenord en gång till.".to_owned(),
    }
}

pub(super) const NO_ADDRESS: &str = "Skriv din e-postadress.";
pub(super) const NO_PASSWORD: &str = "Skriv ditt lösenord.";
pub(super) const PRESENT_WRONG: &str = "Det är inte ditt nuvarande lösenord. Skriv det igen.";
pub(super) const PASSWORD_CHANGED: &str = "Lösenordet är bytt. Du är utloggad överallt utom här.";
pub(super) const LINK_GONE: &str = "Länken går inte längre att använda";
pub(super) const LINK_GONE_TEXT: &str = "En engångslänk kan bara användas en gång och slutar gälla efter en tid. Har du \
    redan valt lösenord kan du logga in som vanligt. Annars ber du den som bjöd in dig om en ny länk.";
pub(super) const TO_SIGN_IN: &str = "Till inloggningen";

/// So many other sessions have ended.
pub(super) fn others_ended(count: usize) -> String {
    match count {
        0 => "Du var inte inloggad någon annanstans.".to_owned(),
        1 => "Du är utloggad från 1 annan inloggning.".to_owned(),
        more => format!(
            "Du är utloggad från {} andra inloggningar.",
            swedish::integer(i64::try_from(more).unwrap_or(i64::MAX))
        ),
    }
}
