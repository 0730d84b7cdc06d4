//! Cells for a person's number. A number never stands in a cell that is kept: it is judged when it comes in, and what is
//! kept in its place is a reference to where it lies sealed. What cannot be a number is kept as its beginning and what is
//! wrong with it, never as it was typed.

use std::collections::BTreeMap;

use kernel::numbers::{NotAPersonnummer, PersonnummerKind};
use kernel::{Day, Personnummer};

use crate::fault::FaultKind;
use crate::sv;
use crate::value::Value;

/// How many letters a reference has after its first.
const LETTERS: usize = 20;
/// What a reference begins with.
const FIRST: char = 'n';
/// How much of a faulty number is ever repeated, in characters. Of the last four nothing is.
const REPEATED: usize = 8;
/// How many digits a date has at the least, and with its century.
const DATE: usize = 6;
const WHOLE_DATE: usize = 8;
/// How many digits a number with its century has.
const WHOLE: usize = 12;
/// How old nobody in a school is.
const OLDEST: i16 = 110;
/// What stands where the rest is left out.
const LEFT_OUT: char = '\u{2026}';

/// Why a cell holds no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Not written as one.
    Shape,
    /// Its date does not exist.
    Date,
    /// Its date has not been.
    Future,
    /// Whoever has it would be older than anybody is: the wrong century, or a `+` for a `-`.
    TooOld,
    /// Its last digit does not fit the others.
    CheckDigit,
    /// A temporary number, which a school system made up.
    Temporary,
    /// A masked number, of a row that has none.
    Masked,
    /// What is shown of the row's number, otherwise than it was shown: whom the row is about nobody knows before the whole
    /// number is written.
    MaskChanged,
    /// Somebody who is not among those that may stand in the list. Why is never said.
    NotHere,
    /// It came by a road that reads no numbers.
    Unread,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Shape,
        Self::Date,
        Self::Future,
        Self::TooOld,
        Self::CheckDigit,
        Self::Temporary,
        Self::Masked,
        Self::MaskChanged,
        Self::NotHere,
        Self::Unread,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "person.shape",
            Self::Date => "person.date",
            Self::Future => "person.future",
            Self::TooOld => "person.too-old",
            Self::CheckDigit => "person.check-digit",
            Self::Temporary => "person.temporary",
            Self::Masked => "person.masked",
            Self::MaskChanged => "person.mask-changed",
            Self::NotHere => "person.not-here",
            Self::Unread => "person.unread",
        }
    }

    /// The same as a fault's kind.
    pub fn kind(self) -> FaultKind {
        FaultKind::Rule { code: self.code().to_owned(), sentence: sv::person(self).to_owned() }
    }
}

/// Bytes as lower-case letters a to p after the prefix: no digits, so that it can never look like a personnummer.
pub fn letters(prefix: char, bytes: &[u8]) -> String {
    let letter = |nibble: u8| char::from(b'a' + (nibble & 15));
    std::iter::once(prefix).chain(bytes.iter().flat_map(|byte| [letter(byte >> 4), letter(*byte)])).collect()
}

/// The reference to a number out of its keyed hash.
pub fn reference(hash: [u8; 16]) -> String {
    letters(FIRST, &hash[..LETTERS / 2])
}

/// Whether the text is the form of a reference.
pub fn is_reference(text: &str) -> bool {
    let rest = text.strip_prefix(FIRST);
    rest.is_some_and(|rest| rest.len() == LETTERS && rest.bytes().all(|byte| (b'a'..=b'p').contains(&byte)))
}

/// The number that somebody wrote, with or without century and mark and whatever spaces and dashes stand in it. A
/// coordination number is one; a temporary number is not, since it is nobody's outside the system that made it up.
///
/// # Errors
/// What is wrong with it.
pub fn judge(written: &str, today: Day) -> Result<Personnummer, Why> {
    if is_masked(written) {
        return Err(Why::Masked);
    }
    let dash = |c: char| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c };
    let text: String = crate::text::cleaned(written).chars().filter(|c| !c.is_whitespace()).map(dash).collect();
    match Personnummer::parse(&text, today) {
        Ok(number) if number.kind() == PersonnummerKind::Interim => Err(Why::Temporary),
        Ok(number) if number.born().year() < today.year() - OLDEST => Err(Why::TooOld),
        Ok(number) => Ok(number),
        Err(NotAPersonnummer::Shape) => Err(Why::Shape),
        Err(NotAPersonnummer::Date) => Err(Why::Date),
        Err(NotAPersonnummer::Future) => Err(Why::Future),
        Err(NotAPersonnummer::CheckDigit) => Err(Why::CheckDigit),
    }
}

/// Whether the text is a number whose end is hidden, as `19640823-****`.
pub fn is_masked(text: &str) -> bool {
    let text = text.trim();
    let shown = text.trim_end_matches(['*', '\u{2022}']);
    shown.len() < text.len() && shown.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+'))
}

/// Whether somebody has written with the signs that hide the end of a number, and no letters.
pub fn has_mask(text: &str) -> bool {
    text.contains(['*', '\u{2022}']) && !text.chars().any(char::is_alphabetic)
}

/// What is repeated of a text that is no number: the date that it begins with, at most eight characters, and nothing of
/// the last four: where its digits can be read with a century or without, as much as is a date either way. Letters are
/// somebody's name, and of a text with letters nothing is repeated but a whole date before them.
pub fn beginning(written: &str) -> String {
    let written = written.trim();
    // What was cut already is not cut once more.
    let cut = fault_of(written).and_then(|_| written.split(LEFT_OUT).next());
    let (text, kept_back) = cut.map_or((written, 4), |cut| (cut, 0));
    let most = text.chars().count().saturating_sub(kept_back).min(REPEATED);
    let of_number = |sign: &char| sign.is_ascii_digit() || matches!(sign, '-' | '+' | ' ');
    let run: String = text.chars().take_while(of_number).collect();
    let mut left = if has_century(&run, cut.is_some()) { WHOLE_DATE } else { DATE };
    let of_date = |sign: &char| {
        let is_digit = sign.is_ascii_digit();
        let fits = !is_digit || left > 0;
        left = left.saturating_sub(usize::from(is_digit));
        fits
    };
    let start: String = run.chars().take(most).take_while(of_date).collect();
    if digits(&start) < DATE && text.chars().any(char::is_alphabetic) {
        return String::new();
    }
    start.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Whether the digits begin with a date that has its century, and cannot be one without it and something of the last four.
/// What was cut already is the whole of what is kept.
fn has_century(run: &str, is_cut: bool) -> bool {
    let all: Vec<u32> = run.chars().filter_map(|sign| sign.to_digit(10)).collect();
    let Some(first) = all.get(..WHOLE_DATE) else { return false };
    let two = |at: usize| first[at] * 10 + first[at + 1];
    // The day of a coordination number is sixty more.
    let is_date =
        |month: u32, day: u32| (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day));
    let marked_after = |signs: &[char]| run.find(signs).map(|at| digits(&run[..at]));
    let unclear = match marked_after(&['-', '+']) {
        Some(WHOLE_DATE) => false,
        _ => marked_after(&['-', '+', ' ']) == Some(DATE) || (all.len() < WHOLE && is_date(two(2), two(4))),
    };
    (18..=20).contains(&two(0)) && is_date(two(4), two(6)) && (is_cut || !unclear)
}

/// What is kept of a text that is no number: its beginning and what is wrong with it.
pub fn faulty(written: &str, why: Why) -> String {
    format!("{}{LEFT_OUT} ({})", beginning(written), sv::person_short(why))
}

/// What is kept where the number of a row was shown masked and came back otherwise: the reference as it stands, and that.
pub fn changed_mask(reference: &str) -> String {
    format!("{reference}{LEFT_OUT} ({})", sv::person_short(Why::MaskChanged))
}

/// The reference in what [`changed_mask`] made.
pub fn under_changed_mask(text: &str) -> Option<&str> {
    let reference = text.split(LEFT_OUT).next().filter(|reference| is_reference(reference))?;
    (fault_of(text) == Some(Why::MaskChanged)).then_some(reference)
}

/// Whether the text is what [`faulty`] made of something of which nothing is repeated.
pub fn is_left_out(text: &str) -> bool {
    text.starts_with(LEFT_OUT)
}

/// What is wrong, where the text is what [`faulty`] made.
fn fault_of(text: &str) -> Option<Why> {
    let (_, said) = text.split_once(LEFT_OUT)?;
    let word = said.trim().strip_prefix('(')?.strip_suffix(')')?;
    Why::ALL.into_iter().find(|why| sv::person_short(*why) == word)
}

/// What a cell gives: its reference, or what is wrong. A whole number is never taken here: whoever reads a road in
/// replaces it first.
pub(crate) fn parse(text: &str) -> Result<Value, FaultKind> {
    let text = text.trim();
    if is_reference(text) {
        return Ok(Value::Text(text.to_owned()));
    }
    let why = fault_of(text).unwrap_or(if is_masked(text) { Why::Masked } else { Why::Unread });
    Err(why.kind())
}

/// What people see of a cell: the number masked where it is known here, else that there is one. What is neither a reference
/// nor was kept as faulty is shown by its beginning.
pub fn shown(text: &str, known: &BTreeMap<String, String>) -> String {
    let text = text.trim();
    let text = under_changed_mask(text).unwrap_or(text);
    let is_mask = || is_masked(text) && digits(text) == digits(&beginning(text));
    match known.get(text) {
        Some(masked) => masked.clone(),
        None if text.is_empty() || is_mask() => text.to_owned(),
        None if is_reference(text) => sv::PERSON_GIVEN.to_owned(),
        None => match fault_of(text) {
            // Anybody can write what looks like something that was cut.
            Some(why) => faulty(text, why),
            None => format!("{}{LEFT_OUT}", beginning(text)),
        },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        "2024-04-08".parse().unwrap()
    }

    #[test]
    fn whoever_would_be_older_than_anybody_is_has_another_number() {
        // The same digits with the wrong sign, or another century.
        assert_eq!(judge("811218+9876", today()), Err(Why::TooOld));
        assert_eq!(judge("18811218-9876", today()), Err(Why::TooOld));
        assert_eq!(judge("811218-9876", today()).unwrap().expose(), "198112189876");
    }

    #[test]
    fn a_number_is_read_however_it_is_written_and_what_is_wrong_with_it_is_told() {
        for text in [
            "640823-3234",
            "6408233234",
            "19640823-3234",
            "19640823 - 3234",
            "19640823\u{2013}3234",
            " 1964 0823 3234 ",
            "701063-2391",
        ] {
            assert!(judge(text, today()).is_ok(), "{text}");
        }
        for (text, why) in [
            ("640823-3235", Why::CheckDigit),
            ("641323-3234", Why::Date),
            ("20640823-3234", Why::Future),
            ("640823-T123", Why::Temporary),
            ("19640823-TF12", Why::Temporary),
            ("640823R123", Why::Temporary),
            ("19640823-****", Why::Masked),
            ("19640823-\u{2022}\u{2022}\u{2022}\u{2022}", Why::Masked),
            ("E1007", Why::Shape),
            ("0", Why::Shape),
        ] {
            assert_eq!(judge(text, today()).map(|_| ()), Err(why), "{text}");
        }
    }

    #[test]
    fn of_a_faulty_number_its_beginning_and_what_is_wrong_are_kept_and_read_back() {
        for why in Why::ALL {
            let kept = faulty("19640823-3235", why);
            assert!(kept.starts_with("19640823\u{2026}"), "{kept}");
            assert_eq!(parse(&kept), Err(why.kind()));
            assert_eq!(beginning(&kept), "19640823");
            assert_eq!(shown(&kept, &BTreeMap::new()), kept);
        }
        assert_eq!(beginning("640823-3235"), "640823");
        assert_eq!(beginning("3235"), "");
        for text in ["Anna Andersson", "12 Anna Andersson", "7A Anna", "Anna\u{2026} Andersson", "Anna\u{2026}"] {
            assert_eq!(beginning(text), "", "{text}");
            let kept = faulty(text, Why::Shape);
            assert_eq!(kept, "\u{2026} (inget personnummer)");
            assert_eq!((beginning(&kept), shown(&kept, &BTreeMap::new())), (String::new(), kept));
            assert_eq!(shown(text, &BTreeMap::new()), "\u{2026}");
        }
        assert_eq!(beginning("19640823 Anna Andersson"), "19640823");
        // Nothing of the last four, with or without century, whole or not, and whatever stands after them.
        for (text, said) in [
            ("6408233235 Anna Andersson", "640823"),
            ("640823-3235 Anna Andersson", "640823"),
            ("64082332355", "640823"),
            ("640823-32355", "640823"),
            ("196408233235 Anna Andersson", "19640823"),
            ("19640823323", "1964082"),
            ("19640823323 Anna Andersson", "19640823"),
            ("2001010112 Anna Andersson", "200101"),
            ("200101-0112 34 Anna Andersson", "200101"),
            ("20010101-0112", "20010101"),
            ("64082332 Anna Andersson", "640823"),
            ("6408233", "640"),
            ("64 08 23 32 35", "64 08 23"),
        ] {
            assert!(text.starts_with(said) && beginning(text).trim() == said, "{text}: {}", beginning(text));
        }
        assert_eq!(shown("20010101-****", &BTreeMap::new()), "20010101-****");
        assert_eq!(shown("64082332**", &BTreeMap::new()), "640823\u{2026}");
        assert_eq!(beginning("640823-T123"), "640823");
        assert_eq!(shown("196408233234*", &BTreeMap::new()), "19640823\u{2026}");
        assert_eq!(beginning("19640823-3235\u{2026}"), "19640823");
        let made_up = "19640823-3234\u{2026} (inget personnummer)";
        assert_eq!(beginning(made_up), "19640823");
        assert_eq!(shown(made_up, &BTreeMap::new()), "19640823\u{2026} (inget personnummer)");
        let named = "Anna\u{2026} (inget personnummer)";
        assert_eq!(shown(named, &BTreeMap::new()), "\u{2026} (inget personnummer)");
        assert_eq!(parse("196408233234"), Err(Why::Unread.kind()), "a number that nobody has taken care of");
    }

    #[test]
    fn of_a_name_in_the_column_nothing_is_kept_or_shown_however_it_is_written() {
        for text in ["Anna Andersson", "12 Anna Andersson", "Anna\u{2026} (inget personnummer)", "Anna\u{2026}"] {
            for said in [beginning(text), faulty(text, Why::Shape), shown(text, &BTreeMap::new())] {
                assert!(!said.contains("Anna") && !said.contains("12"), "{text}: {said}");
            }
        }
    }

    #[test]
    fn a_reference_is_shown_masked_where_the_number_is_known_and_else_only_as_given() {
        let reference = reference([7; 16]);
        assert!(is_reference(&reference) && !is_reference("nabc"));
        let known = BTreeMap::from([(reference.clone(), "19640823-****".to_owned())]);
        assert_eq!(shown(&reference, &known), "19640823-****");
        assert_eq!(shown(&reference, &BTreeMap::new()), sv::PERSON_GIVEN);
        assert_eq!(shown("196408233234", &known), "19640823\u{2026}");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_at_most_eight_characters_of_it_and_never_the_last_four_are_repeated(text in "[0-9A-Za-z+ -]{0,20}") {
            let start = beginning(&text);
            prop_assert!(start.chars().count() <= 8);
            prop_assert!(text.trim().chars().count() >= start.chars().count() + 4 || start.is_empty());
            let _ = (judge(&text, today()), parse(&text), shown(&text, &BTreeMap::new()));
        }

        #[test]
        fn no_reference_looks_like_a_number_of_a_person(hash in any::<[u8; 16]>()) {
            prop_assert!(crate::personal::signs(&reference(hash)).is_empty());
        }
    }
}
