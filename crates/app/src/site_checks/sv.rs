//! Swedish sentences of the site check.

use domain::site_check::{Contact, Finding, Role, Standing, Why};

use super::not;

pub(super) const TITLE: &str = "Webbkontroll";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const ADDRESS: &str = "Webbadress";
pub(super) const NO_ADDRESS: &str = "Skriv adressen så som den står i webbläsaren, till exempel www.skola.example.";
pub(super) const NO_DAYS: &str =
    "Skriv ett antal dagar mellan 1 och 365, eller 0 för att inte kontrollera återkommande.";
pub(super) const NO_NOTE: &str = "Skriv hur du vet det.";
pub(super) const NOTE_TOO_LONG: &str = "Skriv kortare, högst 2 000 tecken.";
pub(super) const CHOOSE: &str = "Välj vad som gäller.";
pub(super) const SAVED_ADDRESS: &str = "Webbadressen är sparad.";
pub(super) const JUDGED: &str = "Din bedömning är sparad.";
pub(super) const OTHERWISE: &str = "En ny kontroll har blivit klar";
pub(super) const OTHERWISE_TEXT: &str = "Läs vad den säger, och bedöm den.";

pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::CourseLead => "Kursansvarig",
        Role::Admissions => "Ansvarig för antagning",
        Role::Head => "Verksamhetsansvarig",
        Role::Guidance => "Studie- och yrkesvägledare",
    }
}

pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Found => "Finns",
        Standing::Unsure => "Osäkert",
        Standing::Missing => "Saknas",
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::Beside => "Telefon eller e-post står vid rollen.",
        Why::NameAlone => "Bara ett namn står vid rollen.",
        Why::SwitchboardAlone => "Bara en växel eller en gemensam brevlåda står vid rollen.",
        Why::LinkAlone => "Det finns en länk till ett formulär eller en annan sida.",
        Why::Picture => "Rollen står i beskrivningen av en bild.",
        Why::Scripts => "Sidan byggs av skript och går inte att läsa här. Öppna den i en webbläsare.",
        Why::Consent => "Sidan visar inget innan kakor godkänns. Öppna den i en webbläsare.",
        Why::PictureOfText => "Det som skulle stå på sidan är en bild. Öppna den i en webbläsare.",
        Why::Empty => "Sidan säger nästan ingenting. Öppna den i en webbläsare.",
        Why::Disallowed => "Webbplatsen ber program att inte läsa sidan. Öppna den i en webbläsare.",
        Why::Unreachable => "Sidan gick inte att hämta eller läsa.",
        Why::NotAll => "Det fanns fler kontaktsidor än vad som läses. Titta på resten själv.",
        Why::Mentioned => "Rollen nämns, men utan kontaktuppgift.",
        Why::NotMentioned => "Rollen nämns inte på det som lästes.",
    }
}

pub(super) fn contact(contact: &Contact) -> String {
    let parts = [&contact.name, &contact.phone, &contact.email];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

pub(super) fn place(finding: &Finding) -> String {
    finding.place.join(" › ")
}

pub(super) fn changed((of, was, is): (Role, Standing, Standing)) -> String {
    format!("{}: {} blev {}", role(of), standing(was).to_lowercase(), standing(is).to_lowercase())
}

pub(super) fn asked_for(checks: usize) -> String {
    match checks {
        0 => "Ingen ny kontroll behövdes: adress saknas, eller så pågår en redan.".to_owned(),
        1 => "Kontrollen är begärd. Den tar upp till några minuter.".to_owned(),
        checks => format!("{checks} kontroller är begärda. De tar upp till några minuter var."),
    }
}

pub(super) fn scheduled(days: u16) -> String {
    match days {
        0 => "Webbplatserna kontrolleras inte återkommande.".to_owned(),
        1 => "Webbplatserna kontrolleras varje dag.".to_owned(),
        days => format!("Webbplatserna kontrolleras var {days}:e dag."),
    }
}

pub(super) fn under_way(pages: i64) -> String {
    match pages {
        0 => "Kontroll pågår".to_owned(),
        1 => "Kontroll pågår, 1 sida läst".to_owned(),
        pages => format!("Kontroll pågår, {pages} sidor lästa"),
    }
}

/// Why a page was not read: what the check kept of it, in words. What an older check kept was not meant to be read.
pub(super) fn not_read(not: &str) -> String {
    let plain = match not {
        not::DISALLOWED => "webbplatsen ber program att inte läsa sidan",
        not::NOT_AN_ADDRESS => "adressen går inte att läsa som en webbadress",
        not::NO_SUCH_NAME => "det finns ingen webbplats med den adressen",
        not::REFUSED => "servern tog inte emot anslutningen",
        not::PRIVATE => "adressen leder in i ett privat nät, och dit hämtas inget",
        not::TOO_SLOW => "servern svarade inte i tid",
        not::TOO_LARGE => "sidan är för stor för att läsas",
        not::ELSEWHERE => "sidan leder vidare till en annan webbplats",
        not::OTHER_KIND => "det är ingen webbsida (HTML) utan något annat",
        not::BROKEN => "innehållet gick inte att läsa",
        not::UNREACHABLE => "servern gick inte att nå",
        other => {
            return match other.strip_prefix(not::STATUS) {
                Some("404" | "410") => "sidan finns inte".to_owned(),
                Some(status) => format!("servern svarade med felkod {status}"),
                None => "sidan gick inte att hämta".to_owned(),
            };
        }
    };
    plain.to_owned()
}

/// What a role whose contact details could not be seen is called as a deficiency, and what is unsure; `not` is why its page was not
/// read, where it was not.
pub(super) fn unsure(finding: &Finding, not: Option<&str>) -> (String, String) {
    let role = role(finding.role).to_lowercase();
    let title = format!("Kontaktuppgift gick inte att se: {role}");
    let page = finding.page.as_deref().map_or_else(String::new, |page| format!(" ({page})"));
    let seen = format!("Webbkontrollen kunde inte se om anordnarens webbplats har en kontaktuppgift till {role}.");
    let text = match not {
        Some(not) => format!("{seen} Sidan{page} lästes inte: {}.", not_read(not)),
        None => format!("{seen} {}", why(finding.why)),
    };
    (title, text)
}

/// What a lack of contact details is called as a deficiency, and what is wrong.
pub(super) fn deficiency(role: Role) -> (String, String) {
    let role = self::role(role).to_lowercase();
    (
        format!("Kontaktuppgift saknas: {role}"),
        format!("På anordnarens webbplats finns ingen kontaktuppgift till {role}."),
    )
}
