//! The Swedish of the web kit.

use kernel::Role;

use crate::reply::Unread;
use crate::session::Ended;

/// Link to the start page.
pub const TO_START: &str = "Till startsidan";
/// Link to the page one was on.
pub const TO_WHAT_STANDS: &str = "Till det som står nu";
/// The form that was sent is not there any longer.
pub const FORM_GONE: &str = "Något har hänt sedan du öppnade sidan, och det du skrev går inte att spara där längre.";
/// Back to the page that was left.
pub const TO_PAGE: &str = "Tillbaka till sidan";
/// Link to one's account.
pub const OWN_ACCOUNT: &str = "Mitt konto";
/// Heading.
pub const NOT_FOUND: &str = "Sidan finns inte";
/// What to do.
pub const NOT_FOUND_TEXT: &str = "Adressen leder ingenstans, eller så ser du inte det som finns här i den roll du har nu. \
    Kontrollera adressen, eller byt organisation högst upp på startsidan om du arbetar för flera.";
/// The same, said to somebody who has sent something from a page that was theirs when they opened it.
pub const NOT_FOUND_SENT: &str = "Har du skrivit på en sida som fanns nyss kan din roll ha upphört medan du skrev, eller så \
    efterfrågas det inte längre. Fråga den hos er som utser roller, eller huvudmannen.";
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
pub const OTHER_HOST: &str = "Adressen leder inte hit";
/// What to do.
pub const OTHER_HOST_TEXT: &str = "Tjänsten svarar inte på namnet i adressfältet. Gå in med den adress som du har fått av din \
    huvudman. Sköter du tjänsten: kontrollera att namnet är det som står i --base-url och att proxyn lämnar det vidare.";
/// Heading.
pub const UNREAD: &str = "Det du skickade gick inte att läsa";

/// Why a form could not be read, and what to do.
pub const fn unread(why: Unread) -> &'static str {
    match why {
        Unread::Kind => {
            "Det skickades inte som ett formulär från våra sidor. Inget har sparats. Gå tillbaka, ladda om sidan och \
             skicka formuläret därifrån."
        }
        Unread::Broken => {
            "Det bröts på vägen hit. Inget har sparats. Kontrollera din uppkoppling, gå tillbaka och skicka igen."
        }
        Unread::Slow => {
            "Det tog för lång tid att ta emot. Inget har sparats. Kontrollera din uppkoppling, gå tillbaka och skicka igen."
        }
    }
}

/// Heading.
pub const WRONG_METHOD: &str = "Här finns ingen sida att visa";
/// What to do.
pub const WRONG_METHOD_TEXT: &str = "Adressen tar bara emot formulär och går inte att öppna för sig. Inget har ändrats. \
    Gå till sidan där du vill göra något och använd knappen där.";
/// Heading.
pub const TOO_MANY: &str = "För många försök på kort tid";
/// What to do.
pub const TOO_MANY_TEXT: &str = "Det har kommit för många försök härifrån. Det du försökte öppna kan fortfarande gälla. \
    Vänta en minut och försök igen.";
/// Heading over what was typed and not saved.
pub const TYPED: &str = "Det här skrev du";
/// What to do with it.
pub const TYPED_TEXT: &str = "Det du skickade nu är inte sparat. Det som hade sparats innan finns kvar. Kopiera det du vill ha innan du går vidare.";
/// Why somebody is signed out who was not: heading, what has happened, and what to do beside signing in again.
const fn why_away(ended: Option<Ended>) -> (&'static str, &'static str, &'static str) {
    match ended {
        None => ("Du har varit borta för länge", "Du har varit borta för länge och blev utloggad", ""),
        Some(Ended::Link) => (
            "En ny länk till ditt konto har använts",
            "En ny länk till ditt konto har använts och du blev utloggad",
            " Var det inte du som använde den säger du till den som kan göra länkar åt dig: anordnarens ledning eller \
             myndighetens administratör.",
        ),
        Some(Ended::Password) => (
            "Lösenordet till ditt konto har bytts",
            "Lösenordet till ditt konto har bytts i en annan inloggning och du blev utloggad här",
            "",
        ),
        Some(Ended::Elsewhere) => (
            "Du är utloggad härifrån",
            "Alla andra inloggningar till ditt konto har avslutats och du blev utloggad här",
            "",
        ),
    }
}

/// The heading of the page that says why somebody is signed out.
pub(crate) const fn away(ended: Option<Ended>) -> &'static str {
    why_away(ended).0
}

/// Its text, where something was sent.
pub(crate) fn away_text(ended: Option<Ended>) -> String {
    let (_, what, then) = why_away(ended);
    format!("{what}, och inget sparades av det du skickade nu.{then}")
}

/// The same where there is nothing to show, and whether something was sent.
pub(crate) fn away_notice(ended: Option<Ended>, sent: bool) -> String {
    let (_, what, then) = why_away(ended);
    let lost = if sent { ", så inget sparades" } else { "" };
    format!("{what}{lost}.{then} Logga in igen, så kommer du tillbaka.")
}

/// A file that was sent and is not kept.
pub fn choose_again(file: &str) -> String {
    format!("Filen ”{file}” är inte sparad. Välj den igen när du är tillbaka på sidan.")
}

/// Told by the script at a field, when the session has ended.
pub const AWAY_FIELD: &str = "Inte sparat: du har blivit utloggad. Texten finns kvar här på sidan. Logga in i en ny flik, kom \
    tillbaka hit och spara.";

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
        Role::Evaluator => "Utvärderare",
        Role::Administrator => "Administratör",
        Role::Auditor => "Granskare",
    }
}

/// A file that a row speaks of is not in the store.
pub(crate) const NO_FILE: &str = "Filen går inte att hämta just nu";
pub(crate) const NO_FILE_TEXT: &str = "Filen finns inte i tjänstens fillager. Det som är inlämnat är kvar, bara filen saknas. Hör av dig \
    till den som driver tjänsten.";
