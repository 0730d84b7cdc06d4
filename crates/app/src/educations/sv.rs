//! Words of the list of vocational educations.

use domain::educations::{Education, sv as words};
use kernel::swedish::{day, integer};

/// The heading of the page.
pub const TITLE: &str = "Yrkesutbildningar";
/// Leads there.
pub const RESULTS: &str = "Resultat";
/// The name of the text file.
pub const FILE: &str = "yrkesutbildningar";
/// The headings of the list, on the page and in the file.
pub const HEADINGS: [&str; 7] =
    ["Utbildning", "Slag", "Anordnare", "Började", "Slutade", "Utfall", "Situation vid start"];
/// The headings of the file: the planned end has a column of its own, so that both are days.
pub const FILE_HEADINGS: [&str; 8] =
    ["Utbildning", "Slag", "Anordnare", "Började", "Slutade", "Planerat slut", "Utfall", "Situation vid start"];
/// A provider that is not in the register.
pub const UNKNOWN_PROVIDER: &str = "Anordnare som inte finns i registret";

/// What was typed for a day and is none.
pub const NO_DAY: &str = "Detta är inget datum, så det begränsar inte listan. Skriv till exempel 2024-03-31.";

/// How many there are, in a sentence.
pub fn found(all: usize) -> String {
    match all {
        1 => "1 yrkesutbildning ingår i urvalet.".to_owned(),
        all => format!("{} yrkesutbildningar ingår i urvalet.", integer(i64::try_from(all).unwrap_or(i64::MAX))),
    }
}

/// How many are counted and not listed.
pub fn protected(count: usize) -> String {
    format!(
        "{} av dem gäller personer med skyddade personuppgifter. De räknas men visas aldrig.",
        integer(i64::try_from(count).unwrap_or(i64::MAX))
    )
}

/// The situation at the start, and that it is a memory where it was noted afterwards.
pub fn situation(education: &Education) -> String {
    let word = words::situation(education.situation);
    match education.noted.filter(|_| education.is_noted_afterwards()) {
        Some(noted) => format!("{word} (noterat i efterhand {})", day(noted)),
        None => word.to_owned(),
    }
}

/// When it ended, or is to end.
pub fn ended(education: &Education) -> String {
    match (education.ended, education.planned_end) {
        (Some(ended), _) => day(ended),
        (None, Some(planned)) => format!("planerat {}", day(planned)),
        (None, None) => String::new(),
    }
}
