//! Sentences of the instructions and the guides.

use domain::year::Year;
use kernel::{Day, swedish};

/// The title of the instructions of a year.
pub fn title(year: i16) -> String {
    format!("Anvisningar {year}")
}
/// When they were published, and changed since.
pub fn dated(first: Day, newest: Day) -> String {
    if first == newest {
        format!("Publicerade {}.", swedish::day(first))
    } else {
        format!("Publicerade {}, senast ändrade {}.", swedish::day(first), swedish::day(newest))
    }
}
/// Over what the newest version says otherwise.
pub fn otherwise(newest: Day) -> String {
    format!("Ändrat {}", swedish::day(newest))
}
/// That a last day has passed; before the instructions were there, where it had.
pub fn passed(deadline: Day, first: Day) -> &'static str {
    if deadline < first {
        "Dagen hade passerat när anvisningarna publicerades. Fråga huvudmannen vad som gäller om du inte har lämnat in."
    } else {
        "Den sista dagen har passerat. Det går att lämna in efter den, och det syns då att det kom in sent."
    }
}
/// The title of all guides together.
pub const GUIDES: &str = "Stöd för analys";
/// What they are, in two sentences.
pub const WHAT_GUIDES_ARE: &str = "Stegen är hjälp för tanken, oavsett utbildning eller avtalsområde. Ingen behöver följa dem och ingenting av dem lämnas in.";
/// Heading over what to do.
pub const ACTIONS: &str = "Gör så här";
/// Heading over questions.
pub const QUESTIONS: &str = "Frågor att ställa";
/// Heading over ways of working.
pub const METHODS: &str = "Metoder att välja bland";
/// Heading over what easily goes wrong.
pub const PITFALLS: &str = "Fallgropar";
/// Heading over by what one knows that the step is done.
pub const DONE: &str = "Steget är klart när";
/// What the empty template says of whom it is for.
pub const STEP: &str = "Steg";

/// *Steg 2 av 6*.
pub fn step_of(at: usize, all: usize) -> String {
    format!("{STEP} {} av {all}", at + 1)
}

/// The file name of one guide, or of all.
pub fn file_name(slug: Option<&str>) -> String {
    match slug {
        Some(slug) => format!("stod-for-analys-{slug}.pdf"),
        None => "stod-for-analys.pdf".to_owned(),
    }
}

/// Whose guide it is, on paper.
pub fn of_authority(year: &Year) -> String {
    format!("{}, {}", year.authority.name.as_sv(), year.title.as_sv())
}

/// The list of authorities.
pub const DIRECTORY: &str = "Öppna sidor";
/// What is there.
pub const DIRECTORY_NOTE: &str = "Anvisningar för det som redovisas, med tomma mallar och stöd för analys, och resultat som är publicerade. Välj huvudman.";
/// A new installation.
pub const NO_AUTHORITY: &str = "Ingen huvudman ännu";
/// See [`NO_AUTHORITY`].
pub const NO_AUTHORITY_NOTE: &str = "Här visas de huvudmän som följer upp sin vuxenutbildning i Tertial.";
/// What an authority shows to anybody.
pub const AUTHORITY_NOTE: &str = "Det här är öppet för alla, utan inloggning.";
/// No year is published.
pub const NO_YEAR: &str = "Inga anvisningar är publicerade ännu.";
