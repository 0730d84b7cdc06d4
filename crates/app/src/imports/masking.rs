//! Numbers that persons are known by, covered wherever they stand in a text that is shown: a file's cells, its headings
//! where it has none of its own, what stands at a fault.

use domain::participations::Field;

/// How many characters follow the date.
const SERIAL: usize = 4;
/// From so many digits on, what says whom a row is about is taken for a number that is mistyped.
const MISTYPED: usize = 9;
/// How many characters may stand between the date and what follows it.
const BETWEEN: usize = 3;

/// A cell of a file as it may be shown: shortened, and what may be a personnummer without its last four characters,
/// whatever its date says.
pub fn covered(cell: &str) -> String {
    forms::text::shortened(&without(cell, false), 60).into_owned()
}

/// A cell that says whom a row is about. A number that is mistyped loses its last four characters too; a source's own
/// short id stands as it is.
pub fn covered_person(cell: &str) -> String {
    let shown = covered(cell);
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    if shown != cell || digits < MISTYPED {
        return shown;
    }
    let kept = cell.chars().count().saturating_sub(SERIAL);
    format!("{}****", cell.chars().take(kept).collect::<String>())
}

/// A cell of a column that is read as that field, as it may be shown. Of a column that nobody reads its form alone: enough to
/// see what kind of thing stands there, and nothing of what it says.
pub fn of_column(cell: &str, field: Option<Field>) -> String {
    match field {
        Some(Field::Person) => covered_person(cell),
        Some(_) => covered(cell),
        None => form_of(&covered(cell)),
    }
}

/// The text with x for each letter and 0 for each digit.
fn form_of(text: &str) -> String {
    let form = |c: char| match c {
        c if c.is_uppercase() => 'X',
        c if c.is_alphabetic() => 'x',
        c if c.is_numeric() => '0',
        c => c,
    };
    text.chars().map(form).collect()
}

/// The text with every personnummer in it without its last four characters. A number whose date cannot be, as an
/// organisationsnummer's, stands as it is.
pub fn masked(text: &str) -> String {
    without(text, true)
}

/// Whether there is a personnummer in the text.
pub fn has_personnummer(text: &str) -> bool {
    masked(text) != text
}

fn without(text: &str, only_dates: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        let begins =
            chars[at].is_ascii_digit() && !at.checked_sub(1).is_some_and(|before| chars[before].is_alphanumeric());
        match begins.then(|| number(&chars, at, only_dates)).flatten() {
            Some((date, end)) => {
                out.extend(&chars[at..date]);
                out.push_str("-****");
                at = end;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// Where the date of a number that begins there ends, and where the number does.
fn number(chars: &[char], at: usize, only_dates: bool) -> Option<(usize, usize)> {
    [8, 6].into_iter().find_map(|digits| {
        let date = date(chars, at, digits, only_dates)?;
        let mark = |c: &&char| matches!(c, '-' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ' ' | '\u{a0}');
        let serial = date + chars[date..].iter().take(BETWEEN).take_while(mark).count();
        let end = serial + SERIAL;
        let four = chars.get(serial..end)?;
        let letters = four.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let whole = letters <= 2 && four[letters..].iter().all(char::is_ascii_digit);
        let goes_on = match chars.get(end) {
            Some('-') => chars.get(end + 1).is_some_and(char::is_ascii_digit),
            next => next.is_some_and(|c| c.is_alphanumeric()),
        };
        (whole && !goes_on).then_some((date, end))
    })
}

/// Where a date of so many digits ends; its parts may have a mark between them.
fn date(chars: &[char], at: usize, digits: usize, only_dates: bool) -> Option<usize> {
    let (mut end, mut found) = (at, Vec::with_capacity(digits));
    while found.len() < digits {
        match chars.get(end)? {
            c if c.is_ascii_digit() => found.push(c.to_digit(10)?),
            '-' | '/' | '.' if found.len() == digits - 4 || found.len() == digits - 2 => {}
            _ => return None,
        }
        end += 1;
    }
    let pair = |from: usize| found[from] * 10 + found[from + 1];
    let (month, day) = (pair(digits - 4), pair(digits - 2));
    // The day of a coordination number is raised by 60.
    let is_date = (1..=12).contains(&month) && matches!(day, 1..=31 | 61..=91);
    (is_date || !only_dates).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personnummer_loses_its_last_four_however_it_is_written_and_wherever_it_stands() {
        for (text, shown) in [
            ("197001019802", "19700101-****"),
            ("19700101-9802", "19700101-****"),
            ("700101+9802", "700101-****"),
            ("700101 9802", "700101-****"),
            ("700101\u{a0}\u{2013}\u{a0}9802", "700101-****"),
            ("1970-01-01-9802", "1970-01-01-****"),
            ("'197001619802", "'19700161-****"),
            ("19700101TF12", "19700101-****"),
            ("19700101-T123", "19700101-****"),
            ("Anna Test 19700101-9802, klass 3", "Anna Test 19700101-****, klass 3"),
            ("700101-9802;197001019802", "700101-****;19700101-****"),
            ("197001019802.0", "19700101-****.0"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(covered(text), shown);
        }
    }

    #[test]
    fn dates_codes_and_numbers_of_organisations_and_units_stand_as_they_are() {
        for text in [
            "2024-01-08",
            "20240108",
            "SVASVA01",
            "SFIKUC93",
            "556677-8899",
            "165566778899",
            "12345678",
            "2024-01-08 2024-03-01",
            "",
        ] {
            assert_eq!(masked(text), text);
            assert!(!has_personnummer(text));
        }
    }

    #[test]
    fn of_a_column_that_nobody_reads_the_form_is_shown_and_of_one_that_is_read_what_it_says() {
        for (text, form) in [
            ("\u{c5}sa Test", "Xxx Xxxx"),
            ("070-123 45 67", "000-000 00 00"),
            ("2024-01-08", "0000-00-00"),
            ("19700101-9802", "00000000-****"),
            ("", ""),
        ] {
            assert_eq!(of_column(text, None), form);
        }
        assert_eq!(of_column("SVESVE01", Some(Field::Course)), "SVESVE01");
        assert_eq!(of_column("19700101980", Some(Field::Person)), "1970010****");
    }

    #[test]
    fn a_cell_is_covered_even_where_its_date_cannot_be() {
        assert_eq!(covered("19701301-9802"), "19701301-****");
        assert_eq!(masked("19701301-9802"), "19701301-9802");
        assert_eq!(covered_person("19700101980"), "1970010****", "a digit is missing");
        assert_eq!(covered_person("19700101-9802"), "19700101-****");
        assert_eq!(covered_person("elev-4711"), "elev-4711", "an id of the source's own");
    }
}
