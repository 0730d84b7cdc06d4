//! The Swedish of the web kit.

use kernel::Role;

/// Link to the start page.
pub const TO_START: &str = "Till startsidan";
/// Link to one's account.
pub const OWN_ACCOUNT: &str = "Mitt konto";
/// Heading.
pub const NOT_FOUND: &str = "Sidan finns inte";
/// What to do.
pub const NOT_FOUND_TEXT: &str = "Adressen leder ingenstans, eller så ser du inte det som finns här i den roll du har nu. \
    Kontrollera adressen, eller byt organisation högst upp på startsidan om du arbetar för flera.";
/// Heading.
pub const TOO_LARGE: &str = "Det du skickade är för stort";
/// What to do.
pub const TOO_LARGE_TEXT: &str =
    "Inget har sparats av det du skickade. Gå tillbaka, minska texten eller filen och försök igen.";
/// Heading.
pub const FOREIGN_FORM: &str = "Formuläret kom inte härifrån";
/// What to do.
pub const FOREIGN_FORM_TEXT: &str = "Av säkerhetsskäl tar vi bara emot formulär som skickas från våra egna sidor. Inget har \
    ändrats. Öppna sidan på nytt och försök igen.";
/// Heading.
pub const FAILED: &str = "Något gick fel hos oss";

/// What to do after a failure.
pub fn failed_text(id: &str) -> String {
    format!(
        "Felet är inte ditt och är antecknat. Gå tillbaka och försök igen; det du har sparat finns kvar. \
         Om det händer igen, kontakta oss och uppge felnummer {id}."
    )
}

/// The role in a word or two.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::ProviderEditor => "Rapportör",
        Role::Rektor => "Rektor",
        Role::ProviderManagement => "Anordnarens ledning",
        Role::QualityOfficer => "Kvalitetshandläggare",
        Role::ContactRektor => "Kontaktrektor",
        Role::Registrar => "Registrator",
        Role::ProcessOwner => "Processägare",
        Role::BoardReader => "Nämndläsare",
        Role::RegionalCoordinator => "Regional samordnare",
        Role::Administrator => "Administratör",
        Role::Auditor => "Granskare",
    }
}
