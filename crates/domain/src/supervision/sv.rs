//! Swedish sentences about decisions of the school inspectorate.

use kernel::{Day, swedish};

use super::{Happening, Kind, Refusal, StateName, Step};

/// The headings of a list.
pub const HEADINGS: [&str; 7] =
    ["Diarienummer", "Beslutsdag", "Skola eller huvudman", "Beslut", "Rubrik", "Senast", "Vite"];
/// A file without rows.
pub const EMPTY: &str = "Filen är tom. Välj en fil med en rad rubriker och en rad per beslut.";
/// A row without a number.
pub const NO_NUMBER: &str = "Diarienumret saknas eller är längre än 100 tecken.";
/// A row that is about nobody.
pub const NOBODY: &str = "Det står inte vilken skola eller anordnare beslutet gäller.";

/// Columns that are not there.
pub fn no_columns(missing: &[&str]) -> String {
    format!("Filen saknar {}. Första raden ska ha rubrikerna {}.", swedish::list(missing), swedish::list(&HEADINGS))
}

/// More rows than are taken.
pub fn too_many(count: usize) -> String {
    format!("Filen har {count} rader. Högst 2 000 läses in åt gången.")
}

/// A number that stands twice.
pub fn twice(number: &str) -> String {
    format!("Beslutet {number} står en gång till i filen.")
}

/// What is no day.
pub fn no_day(heading: &str, text: &str) -> String {
    format!("{heading}: ”{text}” går inte att läsa som en dag. Skriv till exempel 2024-03-15.")
}

/// A decision of a day to come.
pub fn ahead(on: Day) -> String {
    format!("Beslutsdag: {} ligger efter i dag.", swedish::day(on))
}

/// Something that was to be done before it was decided.
pub fn before(deadline: Day) -> String {
    format!("Senast: {} ligger före beslutet.", swedish::day(deadline))
}

/// What is no decision.
pub fn no_kind(text: &str) -> String {
    let all: Vec<&str> = Kind::ALL.iter().map(|one| kind(*one)).collect();
    format!("Beslut: ”{text}” är inget av {}.", swedish::list(&all))
}

/// What is no fine.
pub fn no_fine(text: &str) -> String {
    format!("Vite: ”{text}” är inget belopp i hela kronor.")
}

/// What was decided.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Injunction => "Föreläggande",
        Kind::InjunctionWithFine => "Föreläggande med vite",
        Kind::Remark => "Anmärkning",
        Kind::Refrained => "Avstående från ingripande",
        Kind::FollowUp => "Uppföljning",
        Kind::Closing => "Ärendet avslutas",
        Kind::Other => "Annat",
    }
}

/// Where it stands.
pub const fn state(state: StateName) -> &'static str {
    match state {
        StateName::Registered => "Registrerat",
        StateName::Reviewed => "Granskat, följs upp",
        StateName::Closed => "Avslutat",
        StateName::Withdrawn => "Borttaget",
    }
}

/// What the button says.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Change => "Ändra uppgifterna",
        Step::Review => "Granska beslutet",
        Step::Follow => "Följ upp",
        Step::Close => "Avsluta",
        Step::Reopen => "Öppna igen",
        Step::Withdraw => "Ta bort",
    }
}

/// Why a step is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Registered => "Beslutet är redan registrerat.",
        Refusal::Closed => "Beslutet är avslutat. Öppna det igen först.",
        Refusal::NotClosed => "Beslutet är inte avslutat.",
        Refusal::NotReviewed => "Beslutet är inte granskat. Skriv först vad det betyder och vem som gör vad.",
        Refusal::NotFollowed => "Beslutet är inte följt upp. Skriv först vad som har gjorts och vad som visar det.",
    }
}

/// A sum in kronor.
pub fn fine(kronor: i64) -> String {
    format!("{} kronor", swedish::integer(kronor))
}

/// What happened, as a line of the history says it.
pub fn happening(of: &Happening) -> String {
    match of {
        Happening::Registered { .. } => "Beslutet registrerades".to_owned(),
        Happening::Changed { .. } => "Uppgifterna ändrades".to_owned(),
        Happening::Reviewed { by: None, .. } => "Beslutet granskades".to_owned(),
        Happening::Reviewed { by: Some(by), .. } => {
            format!("Beslutet granskades, ska vara klart {}", swedish::day(*by))
        }
        Happening::Followed { on, .. } => format!("Beslutet följdes upp {}", swedish::day(*on)),
        Happening::Closed { .. } => "Beslutet avslutades".to_owned(),
        Happening::Reopened { .. } => "Beslutet öppnades igen".to_owned(),
        Happening::Withdrawn { .. } => "Beslutet togs bort".to_owned(),
    }
}

/// What was written with it.
pub fn text(of: &Happening) -> &str {
    match of {
        Happening::Registered { .. } | Happening::Changed { .. } => "",
        Happening::Reviewed { text, .. }
        | Happening::Followed { text, .. }
        | Happening::Closed { text }
        | Happening::Reopened { text }
        | Happening::Withdrawn { text } => text,
    }
}
