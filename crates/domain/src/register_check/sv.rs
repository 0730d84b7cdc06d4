//! What differs between agreements and register, and what to do, in Swedish.

use kernel::swedish::{day, list};

use super::Difference;

/// A part of adult education as the register names it.
pub fn part(code: &str) -> String {
    match code {
        "VUXGR" => "grundläggande nivå".to_owned(),
        "VUXGY" => "gymnasial nivå".to_owned(),
        "VUXSFI" => "sfi".to_owned(),
        "VUXGRAN" => "anpassad utbildning på grundläggande nivå".to_owned(),
        "VUXGYAN" => "anpassad utbildning på gymnasial nivå".to_owned(),
        other => other.to_owned(),
    }
}

/// What differs, and what to do.
pub fn difference(difference: &Difference) -> (String, &'static str) {
    match difference {
        Difference::NotReported => (
            "Ni har ett avtal som gäller, men i registret finns ingen entreprenad.".to_owned(),
            "Anmäl entreprenaden till Skolverkets skolenhetsregister, eller avsluta avtalet här om det inte gäller.",
        ),
        Difference::RanOut(Some(last)) => (
            format!("Ni har ett avtal som gäller, men entreprenaden i registret gällde till och med {}.", day(*last)),
            "Anmäl den nya tiden till Skolverkets skolenhetsregister, eller skriv in avtalets sista dag här.",
        ),
        Difference::RanOut(None) => (
            "Ni har ett avtal som gäller, men entreprenaden i registret är inte aktiv.".to_owned(),
            "Anmäl entreprenaden på nytt till Skolverkets skolenhetsregister, eller skriv in avtalets sista dag här.",
        ),
        Difference::NoAgreement => (
            "I registret finns en entreprenad som gäller, men här finns inget avtal som gäller.".to_owned(),
            "Lägg till avtalet under Organisation, eller avsluta entreprenaden i Skolverkets skolenhetsregister.",
        ),
        Difference::PartsMissing(parts) => {
            let parts: Vec<String> = parts.iter().map(|code| part(code)).collect();
            (
                format!("Avtalet omfattar {}, men det gör inte entreprenaden i registret.", list(&parts)),
                "Anmäl det som saknas till Skolverkets skolenhetsregister, eller ändra avtalsområdets skolformer här.",
            )
        }
        Difference::NotInRegister => (
            "Anordnaren finns inte bland utbildningsanordnarna i registret.".to_owned(),
            "Kontrollera organisationsnumret under Organisation, och fråga anordnaren om den är anmäld.",
        ),
        Difference::NoGradingRight => (
            "Anordnaren har inte betygsrätt enligt registret.".to_owned(),
            "Kontrollera vem som beslutar om betyg för eleverna hos anordnaren.",
        ),
        Difference::GradingRightEnded(last) => (
            format!("Anordnarens betygsrätt gällde till och med {} enligt registret.", day(*last)),
            "Fråga anordnaren om betygsrätten är förlängd, och kontrollera vem som beslutar om betyg.",
        ),
        Difference::GradingRightLater(first) => (
            format!("Anordnarens betygsrätt gäller först från och med {} enligt registret.", day(*first)),
            "Kontrollera vem som beslutar om betyg fram till dess.",
        ),
        Difference::GradingRightEnds(last) => (
            format!("Anordnarens betygsrätt gäller till och med {}.", day(*last)),
            "Fråga anordnaren i god tid om betygsrätten förlängs.",
        ),
        Difference::GradingUnknown => (
            "Registret säger inte om anordnaren har betygsrätt.".to_owned(),
            "Fråga anordnaren efter Skolinspektionens beslut om betygsrätt.",
        ),
    }
}
