//! Finds what could point out a person in text that should be without names. The search is blunt on purpose: what it
//! finds is shown to whoever wrote it, before anything is sent.

use crate::define::{Kind, TableDef};
use crate::fault::{Fault, FaultKind, Notice, NoticeKind, Place};
use crate::raw::RawRow;
use crate::text;

/// What was found in a text, as it stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// Digits in the form of a personnummer or samordningsnummer (the Population Registration Act, 1991:481, section 18).
    PersonalNumber(String),
    /// An e-mail address.
    Email(String),
    /// A telephone number.
    Phone(String),
    /// Two or more words with capitals in a row, such as a first and a last name.
    Name(String),
}

/// Everything found in the text, personnummer first.
pub fn signs(written: &str) -> Vec<Sign> {
    let cleaned = text::cleaned(written);
    if may_have_signs(&cleaned) { signs_in(&cleaned) } else { Vec::new() }
}

fn signs_in(cleaned: &str) -> Vec<Sign> {
    let mut signs: Vec<Sign> = digit_runs(cleaned).into_iter().filter_map(|run| number_sign(&run)).collect();
    signs.extend(temporary_numbers(cleaned).map(Sign::PersonalNumber));
    if cleaned.contains('@') {
        signs.extend(cleaned.split_whitespace().filter_map(email).map(Sign::Email));
    }
    signs.extend(names(cleaned).into_iter().map(Sign::Name));
    signs.sort_by_key(|sign| match sign {
        Sign::PersonalNumber(_) => 0,
        Sign::Email(_) => 1,
        Sign::Phone(_) => 2,
        Sign::Name(_) => 3,
    });
    signs
}

/// What was found in the text at the place: a personnummer is a fault, the rest is pointed out. The fault does not
/// repeat the number.
pub fn screen(place: &Place, written: &str) -> (Vec<Fault>, Vec<Notice>) {
    let (mut faults, mut notices) = (Vec::new(), Vec::new());
    for sign in signs(written) {
        let (kind, value) = match sign {
            Sign::PersonalNumber(_) => {
                if faults.is_empty() {
                    faults.push(Fault { place: place.clone(), kind: FaultKind::PersonalNumber, value: String::new() });
                }
                continue;
            }
            Sign::Email(value) => (NoticeKind::EmailAddress, value),
            Sign::Phone(value) => (NoticeKind::PhoneNumber, value),
            Sign::Name(value) => (NoticeKind::NameLike, value),
        };
        notices.push(Notice { place: place.clone(), kind, value });
    }
    (faults, notices)
}

/// The same of rows as they were read, whether or not their table understood them: in every cell what looks like a
/// personnummer, in columns of text also the rest.
pub fn screen_rows(table: &TableDef, rows: &[RawRow]) -> (Vec<Fault>, Vec<Notice>) {
    let (mut faults, mut notices) = (Vec::new(), Vec::new());
    for row in rows {
        // Where a person's number belongs, the column itself says what is wrong with one.
        for column in table.columns.iter().filter(|column| !matches!(column.kind, Kind::Person { .. })) {
            let Some(cell) = row.cells.get(&column.slug) else { continue };
            let found = screen(&Place::cell(row.source_row, column.slug.as_str()), &cell.shown());
            faults.extend(found.0);
            if matches!(column.kind, Kind::Text { .. }) {
                notices.extend(found.1);
            }
        }
    }
    (faults, notices)
}

/// Whether the text holds what looks like a personnummer, and must not be shown again.
pub fn is_hidden(written: &str) -> bool {
    signs(written).iter().any(|sign| matches!(sign, Sign::PersonalNumber(_)))
}

/// Whether the text has what signs are made of: so many digits as the shortest number, an at sign, or two capitals. Most
/// texts of a workbook have none of it, and are looked through no further.
fn may_have_signs(text: &str) -> bool {
    const SHORTEST: u32 = 8;
    let (mut digits, mut capitals, mut before) = (0, 0, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'A'..=b'Z' => capitals += 1,
            // The capitals of U+00C0 to U+00DE. Of other letters beyond ASCII nothing is said here.
            0x80..=0x9e if before == 0xc3 => capitals += 1,
            b'@' | 0xc4.. => return true,
            _ => {}
        }
        if digits == SHORTEST || capitals == 2 {
            return true;
        }
        before = byte;
    }
    false
}

/// Runs of digits with the marks people put into numbers.
fn digit_runs(text: &str) -> Vec<String> {
    let mut runs = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        let inside = c.is_ascii_digit() || (!run.is_empty() && matches!(c, '-' | '+' | ' ' | '\u{2013}' | '\u{2212}'));
        if inside || (c == '+' && run.is_empty()) {
            run.push(c);
        } else if !run.is_empty() {
            runs.push(std::mem::take(&mut run).trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned());
        }
    }
    runs
}

fn number_sign(run: &str) -> Option<Sign> {
    let digits: Vec<u8> = run.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    if run.split(' ').any(is_personal_number) || is_personal_number(run) {
        return Some(Sign::PersonalNumber(run.to_owned()));
    }
    let swedish = run.starts_with('0') && (8..=11).contains(&digits.len());
    let abroad = run.starts_with('+') && (9..=15).contains(&digits.len());
    (swedish || abroad).then(|| Sign::Phone(run.to_owned()))
}

/// Words that are temporary numbers: the date of birth, with the century or without and perhaps raised by 60, a mark or
/// none, and four characters of which the first or the first two are letters (`640823-T123`, `19640823TF12`). Only letters
/// that are used for such numbers count, so that most case numbers do not.
fn temporary_numbers(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '\u{201d}' | '/'))
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| is_temporary_number(word))
        .map(str::to_owned)
}

fn is_temporary_number(word: &str) -> bool {
    const ALONE: &str = "TRSUWXJKLMNP";
    const FIRST_OF_TWO: &str = "TR";
    let date: Vec<u8> = word.bytes().take_while(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    let short: &[u8] = match date.as_slice() {
        short @ [_, _, _, _, _, _] => short,
        [1, 9, short @ ..] | [2, 0, short @ ..] if short.len() == 6 => short,
        _ => return false,
    };
    let rest: String = word.chars().skip(date.len()).map(|c| c.to_ascii_uppercase()).collect();
    let serial = rest.strip_prefix(['-', '+', '\u{2013}', '\u{2212}']).unwrap_or(&rest);
    let letters: String = serial.chars().take_while(char::is_ascii_uppercase).collect();
    let digits = serial.chars().skip(letters.len()).all(|c| c.is_ascii_digit());
    let known = match letters.len() {
        1 => ALONE.contains(&letters),
        2 => letters.starts_with(|c| FIRST_OF_TWO.contains(c)),
        _ => false,
    };
    serial.chars().count() == 4 && digits && known && is_date(short)
}

/// Whether the last four of six digits are a month and a day, the day perhaps raised by 60 as in a samordningsnummer.
fn is_date(short: &[u8]) -> bool {
    let (month, day) = (short[2] * 10 + short[3], (short[4] * 10 + short[5]) % 60);
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Six or eight digits of a date, a mark or none, four digits. Without a mark the check digit must agree too, so that
/// a case number is not taken for a person.
fn is_personal_number(run: &str) -> bool {
    let digits: Vec<u8> = run.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    let marks: Vec<(usize, char)> = run.chars().enumerate().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let short: &[u8] = match digits.len() {
        10 => &digits,
        12 if digits.starts_with(&[1, 9]) || digits.starts_with(&[2, 0]) => &digits[2..],
        _ => return false,
    };
    let marked = match marks.as_slice() {
        [] => false,
        // One mark, before the last four digits.
        [(position, _)] if position + 4 == digits.len() => true,
        _ => return false,
    };
    is_date(short) && (marked || check_digit_agrees(short))
}

/// The Luhn sum of the ten digits (weights 2, 1, 2 …; digit sums), as the tax agency describes it.
fn check_digit_agrees(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(index, digit)| {
            let product = u32::from(*digit) * if index % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn email(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (local, host) = word.split_once('@')?;
    let dotted = host.split_once('.').is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2);
    (!local.is_empty() && dotted).then(|| word.to_owned())
}

fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in text.split_whitespace().chain(std::iter::once("")) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let name = is_name_word(bare);
        if name {
            run.push(bare);
        }
        let ends = !name || word.ends_with(['.', ',', ';', ':', '!', '?', ')']);
        if ends {
            if run.len() >= 2 {
                found.push(run.join(" "));
            }
            run.clear();
        }
    }
    found
}

/// A capital followed by small letters; a double name with hyphen counts.
fn is_name_word(word: &str) -> bool {
    word.chars().count() >= 2
        && word.split('-').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::define::Column;
    use crate::raw::Raw;

    #[test]
    fn a_personnummer_is_found_however_it_is_written_and_other_numbers_are_left() {
        // Both from the tax agency's own examples and test range.
        for text in [
            "Eleven 640823-3234 klagade",
            "6408233234",
            "19640823-3234",
            "196408233234",
            "640823+3234",
            "640823 3234",
            "701063-2391",
            "(640823\u{2013}3234)",
            "ring 640823-3234.",
            "19701063-2391",
            "7010632391",
            "640823-T123",
            "Eleven (640823T123) klagade",
            "19640823-TF12",
            "19640823tf12.",
            "640823+R123",
            "701063-T123",
            "nummer: 640823\u{2013}X123",
        ] {
            assert!(matches!(signs(text).first(), Some(Sign::PersonalNumber(_))), "{text}: {:?}", signs(text));
        }
        for text in [
            "dnr 2024-1234",
            "UBN 202404-AB12",
            "641323-T123",
            "640823-T12",
            "kurs 240408-TRE",
            "6408233235",
            "641323-3234",
            "2024-03-31",
            "2024-03-31 2024-04-02",
            "120 elever",
            "",
        ] {
            assert!(signs(text).is_empty(), "{text}: {:?}", signs(text));
        }
    }

    proptest! {
        #[test]
        fn a_text_that_is_looked_through_no_further_points_out_nobody(text in "([a-z\u{e5}\u{d6}\u{c9}\u{160}A-C \\-+.@0-9]{0,4} ?){0,8}") {
            let cleaned = text::cleaned(&text);
            prop_assert!(may_have_signs(&cleaned) || signs_in(&cleaned).is_empty(), "{}", text);
        }
    }

    #[test]
    fn addresses_telephone_numbers_and_names_are_pointed_out() {
        for (text, sign) in [
            ("skriv till elev@skola.example!", Sign::Email("elev@skola.example".into())),
            ("ring 070-174 06 05 i dag", Sign::Phone("070-174 06 05".into())),
            ("ring +46 70 174 06 05", Sign::Phone("+46 70 174 06 05".into())),
            ("Läraren Vera Exempelsson svarade inte", Sign::Name("Läraren Vera Exempelsson".into())),
            ("enligt Åsa-Maria Påhittad", Sign::Name("Åsa-Maria Påhittad".into())),
        ] {
            assert_eq!(signs(text), [sign], "{text}");
        }
        assert!(signs("Eleven fick inget svar. Rektor ringde upp.").is_empty());
    }

    #[test]
    fn the_fault_does_not_repeat_the_number() {
        let (faults, notices) = screen(&Place::cell(Some(3), "about"), "640823-3234 och 701063-2391, a@b.example");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].value, "");
        assert_eq!(notices.len(), 1);
    }

    #[test]
    fn a_personnummer_is_found_in_rows_that_their_table_did_not_understand() {
        let column =
            |slug: &str, kind| Column { slug: slug.into(), title: slug_label(slug), help: None, kind, required: true };
        let table = TableDef {
            slug: "t".into(),
            title: slug_label("t"),
            help: None,
            columns: vec![
                column("day", Kind::Day { within: None }),
                column("about", Kind::Text { max_chars: 10, long: true }),
            ],
        };
        let cells =
            [("day", Raw::text("640823-3234")), ("about", Raw::text("En elev, 19640823-3234, Vera Exempelsson"))];
        let row = RawRow { source_row: Some(4), cells: cells.map(|(slug, raw)| (slug.to_owned(), raw)).into() };
        let (faults, notices) = screen_rows(&table, &[row]);
        let columns: Vec<_> = faults.iter().filter_map(|fault| fault.place.column.as_deref()).collect();
        assert_eq!(columns, ["day", "about"]);
        assert_eq!(notices.len(), 1, "the name, in the column of text");
        assert!(is_hidden("640823-3234") && !is_hidden("2024-03-31"));
    }

    fn slug_label(slug: &str) -> kernel::Label {
        kernel::Label::sv(slug)
    }

    proptest! {
        #[test]
        fn no_text_makes_the_search_fall(text in any::<String>()) {
            let _ = signs(&text);
        }

        #[test]
        fn digits_and_marks_never_make_it_fall(text in "[0-9 +\u{2013}-]{0,40}") {
            let _ = signs(&text);
        }
    }
}
