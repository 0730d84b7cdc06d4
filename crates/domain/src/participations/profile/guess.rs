//! What a column most likely is, by its heading: what the page on which columns are mapped begins with. A person says what
//! holds.

use forms::text::fold;

use super::super::{Field, sv as names};
use super::shipped;

/// Headings that are met in exports, as [`plain`] gives them, with what they most often are.
const MET: &[(&str, Field)] = &[
    ("pnr", Field::Person),
    ("personnr", Field::Person),
    ("person", Field::Person),
    ("elev", Field::Person),
    ("elevid", Field::Person),
    ("studerande", Field::Person),
    ("kon", Field::Sex),
    ("skyddad", Field::Protected),
    ("skyddadidentitet", Field::Protected),
    ("sekretess", Field::Protected),
    ("kurs", Field::Course),
    ("kod", Field::Course),
    ("amneskod", Field::Course),
    ("start", Field::Start),
    ("startar", Field::Start),
    ("borjar", Field::Start),
    ("borjan", Field::Start),
    ("fran", Field::Start),
    ("franochmed", Field::Start),
    ("kursensstart", Field::Start),
    ("slut", Field::End),
    ("slutar", Field::End),
    ("till", Field::End),
    ("tillochmed", Field::End),
    ("kursensslut", Field::End),
    ("undervisningsform", Field::StudyForm),
    ("distansform", Field::StudyForm),
    ("skola", Field::Unit),
    ("skolanamn", Field::Unit),
    ("utforare", Field::Provider),
    ("leverantor", Field::Provider),
    ("utbildare", Field::Provider),
    ("orgnr", Field::Provider),
    ("omrade", Field::Area),
    ("niva", Field::Form),
    ("betygsattdatum", Field::GradedOn),
    ("datumforbetyg", Field::GradedOn),
    ("betygsdag", Field::GradedOn),
    ("status", Field::Outcome),
    ("kursstatus", Field::Outcome),
    ("avslut", Field::Outcome),
    ("avslutad", Field::Outcome),
    ("datumforavbrott", Field::FirstAbsent),
    ("avbrottsdag", Field::FirstAbsent),
    ("beslut", Field::DecidedOn),
    ("datumforbeslut", Field::DecidedOn),
    ("orsak", Field::Cause),
    ("orsaktillavbrott", Field::Cause),
    ("provning", Field::Road),
    ("validering", Field::Road),
];

/// The heading in small letters without dots and rings, spaces and signs.
fn plain(heading: &str) -> String {
    let bare = |c: char| match c {
        '\u{e5}' | '\u{e4}' | '\u{e0}' | '\u{e1}' => 'a',
        '\u{f6}' | '\u{f8}' => 'o',
        '\u{e9}' | '\u{e8}' => 'e',
        other => other,
    };
    fold(heading).chars().filter(|c| c.is_alphanumeric()).map(bare).collect()
}

/// What a column of that heading most likely is: what we call a field, what a shipped format calls it, or what it is
/// called in exports that have been met.
pub fn guess(heading: &str) -> Option<Field> {
    let plainly = plain(heading);
    if plainly.is_empty() {
        return None;
    }
    let ours = Field::ALL.into_iter().find(|field| plain(names::field(*field)) == plainly);
    let in_formats = || {
        let mut columns = shipped().iter().flat_map(|profile| &profile.columns);
        columns.find(|column| column.headings.iter().any(|known| plain(known) == plainly)).map(|column| column.field)
    };
    let met = || MET.iter().find(|(known, _)| *known == plainly).map(|(_, field)| *field);
    ours.or_else(in_formats).or_else(met)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_headings_are_guessed_whatever_their_case_dots_and_signs() {
        for (heading, field) in [
            ("Kurs", Field::Course),
            ("KURSKOD", Field::Course),
            ("Start", Field::Start),
            ("start-datum", Field::Start),
            ("Slut", Field::End),
            ("Skola", Field::Unit),
            ("Anordnare", Field::Provider),
            ("Utf\u{f6}rare", Field::Provider),
            ("utforare", Field::Provider),
            ("Status", Field::Outcome),
            ("K\u{d6}N", Field::Sex),
            ("Pnr.", Field::Person),
            ("Betygsdatum", Field::GradedOn),
        ] {
            assert_eq!(guess(heading), Some(field), "{heading}");
        }
        for heading in ["", " ", "Grupp", "Telefon", "Kursnamn", "Anteckning"] {
            assert_eq!(guess(heading), None, "{heading}");
        }
    }
}
