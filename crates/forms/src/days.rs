//! Days as people write them: `2024-03-31`, `31/3 -24`, `31 mars 2024`, `240331`, `den 31 mars`, 45382.
//!
//! What has two readings is refused, and both are shown: a short date with two slashes (`3/4/24`, `3/4/2024`) is written
//! with the day first in Sweden and with the month first by programs set up in American English, in the same cell of the
//! same workbook. Only where one reading is no day (`31/3/24`), or both are the same one (`3/3/24`), it is taken. A slash
//! and a space or hyphen (`3/4 2024`, `3/4 -24`) and full stops (`3.4.2024`) are never American.

use kernel::{Day, Period};

use crate::fault::FaultKind;

/// The day meant by the text, or why there is none. Where the year is left out, the period tells it, if only one year
/// puts the day inside it.
pub fn from_text(text: &str, within: Option<Period>) -> Result<Day, FaultKind> {
    let folded = crate::text::fold(text);
    let without_time = cut_time(&folded);
    let tokens = tokens(without_time).ok_or(FaultKind::NotADay)?;
    match read(&tokens) {
        Reading::Full(year, month, day) if has_two_slashes(&tokens) => either_first(year, month, day),
        Reading::Full(year, month, day) => new_day(year, month, day),
        Reading::Serial(number) => from_serial(number).ok_or(FaultKind::NotADay),
        Reading::YearMissing(month, day) => without_year(month, day, within),
        Reading::Nothing => Err(FaultKind::NotADay),
    }
}

/// Whether the parts of the date stand between two slashes, with the year last.
fn has_two_slashes(tokens: &[Token]) -> bool {
    let slashed =
        matches!(tokens, [Token::Number(..), Token::Mark('/'), Token::Number(..), Token::Mark('/'), Token::Number(..)]);
    slashed && !matches!(tokens, [Token::Number(_, 4, _), ..])
}

/// The day, unless the month may as well stand first.
fn either_first(year: u32, month: u32, day: u32) -> Result<Day, FaultKind> {
    match (new_day(year, month, day), new_day(year, day, month)) {
        (Ok(day_first), Ok(month_first)) if day_first != month_first => {
            Err(FaultKind::TwoReadings { day_first, month_first })
        }
        (read, _) => read,
    }
}

/// What a person typed in a field of one day: nothing, or a day in any of the ways in which the product writes days.
/// A bare day number of a spreadsheet is no day here.
///
/// # Errors
///
/// [`FaultKind::NotADay`], also where the year is left out: nothing tells which one was meant. A day that is read in two
/// ways or lies in no year that is reported about is told as such.
pub fn typed(text: &str) -> Result<Option<Day>, FaultKind> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FaultKind::NotADay);
    }
    from_text(text, None).map(Some).map_err(|kind| match kind {
        FaultKind::TwoReadings { .. } | FaultKind::OutsideYears => kind,
        _ => FaultKind::NotADay,
    })
}

/// The day of a number in a date column: a day serial of the 1900 system, or the digits of a date (240331, 20240331).
/// Serials are taken for the years 1940 to 2199; outside them the number is no date that anybody meant.
pub fn from_number(number: f64) -> Result<Day, FaultKind> {
    if !(0.0..100_000_000.0).contains(&number) {
        return Err(FaultKind::NotADay);
    }
    // The fraction is the time of day.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked above")]
    let whole = number.trunc() as u32;
    if let Some(day) = from_serial(whole) {
        return Ok(day);
    }
    match digits(&whole.to_string()) {
        Reading::Full(year, month, day) => new_day(year, month, day),
        Reading::Serial(_) | Reading::YearMissing(..) | Reading::Nothing => Err(FaultKind::NotADay),
    }
}

const FIRST_SERIAL: u32 = 14_611; // 1 January 1940
const LAST_SERIAL: u32 = 109_574; // 31 December 2199

fn from_serial(serial: u32) -> Option<Day> {
    if !(FIRST_SERIAL..=LAST_SERIAL).contains(&serial) {
        return None;
    }
    // From March 1900 on, serial 1 counts as 31 December 1899, since the 1900 system has a 29 February 1900.
    Some(Day::new(1899, 12, 30)?.plus_days(i32::try_from(serial).ok()?))
}

fn new_day(year: u32, month: u32, day: u32) -> Result<Day, FaultKind> {
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => {
            let day = Day::new(year, month, day).ok_or(FaultKind::NotADay)?;
            in_years(day)
        }
        _ => Err(FaultKind::NotADay),
    }
}

/// The first and the last year that a day may lie in.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// The day, where it lies in a year that can be reported about.
pub fn in_years(day: Day) -> Result<Day, FaultKind> {
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(FaultKind::OutsideYears) }
}

fn without_year(month: u32, day: u32, within: Option<Period>) -> Result<Day, FaultKind> {
    // 2024 is a leap year: a day that does not exist there exists nowhere.
    new_day(2024, month, day)?;
    let Some(period) = within else { return Err(FaultKind::NoYear) };
    let years = u32::try_from(period.from.year()).unwrap_or(0)..=u32::try_from(period.to.year()).unwrap_or(0);
    if years.clone().count() > 50 {
        return Err(FaultKind::NoYear);
    }
    let candidates: Vec<Day> = years.filter_map(|year| new_day(year, month, day).ok()).collect();
    let inside: Vec<Day> = candidates.iter().copied().filter(|day| period.contains(*day)).collect();
    match (inside.as_slice(), candidates.as_slice()) {
        // Where the only candidate lies outside the period, the caller says so.
        ([day], _) | ([], [day]) => Ok(*day),
        ([], []) => Err(FaultKind::NotADay),
        _ => Err(FaultKind::NoYear),
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    /// A run of digits: its value and how many digits it has.
    Number(u32, usize, String),
    /// A month by name.
    Month(u32),
    /// `-`, `/` or `.`, the strongest between two parts.
    Mark(char),
}

enum Reading {
    Full(u32, u32, u32),
    YearMissing(u32, u32),
    Serial(u32),
    Nothing,
}

/// The text without a time of day behind the date (`2024-03-31 00:00:00`, `2024-03-31T00:00`).
fn cut_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    match text[..colon].rfind([' ', 't']) {
        Some(end) => text[..end].trim_end().trim_end_matches("kl").trim_end_matches("kl.").trim_end(),
        None => text,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
        let taken = if first.is_ascii_digit() {
            let end = end(|c| c.is_ascii_digit());
            if end > 8 {
                return None;
            }
            tokens.push(Token::Number(rest[..end].parse().ok()?, end, rest[..end].to_owned()));
            end
        } else if first.is_alphabetic() {
            let end = end(char::is_alphabetic);
            match &rest[..end] {
                "den" => {}
                // "31:a mars" does not occur; "31e mars" and "31a mars" do.
                "e" | "a" if matches!(tokens.last(), Some(Token::Number(..))) => {}
                word => tokens.push(Token::Month(month(word)?)),
            }
            end
        } else {
            match first {
                ' ' | ',' | '\'' => {}
                '-' | '/' | '.' => tokens.push(Token::Mark(first)),
                '\u{2010}'..='\u{2015}' | '\u{2212}' => tokens.push(Token::Mark('-')),
                _ => return None,
            }
            first.len_utf8()
        };
        rest = &rest[taken..];
        if tokens.len() > 9 {
            return None;
        }
    }
    Some(tokens)
}

fn month(word: &str) -> Option<u32> {
    let full = |number: &u32| i8::try_from(*number).map_or("", kernel::swedish::month);
    let letters = word.chars().count();
    (1..=12).find(|number| {
        let name = full(number);
        name == word || ((3..=4).contains(&letters) && name.starts_with(word))
    })
}

fn read(tokens: &[Token]) -> Reading {
    let parts: Vec<&Token> = tokens.iter().filter(|token| !matches!(token, Token::Mark(_))).collect();
    let first_mark = tokens.iter().find_map(|token| if let Token::Mark(mark) = token { Some(*mark) } else { None });
    match parts.as_slice() {
        [Token::Number(value, 5, _)] => Reading::Serial(*value),
        [Token::Number(_, _, digits_of)] => digits(digits_of),
        [
            Token::Number(year, 4, _),
            Token::Number(month, 1..=2, _) | Token::Month(month),
            Token::Number(day, 1..=2, _),
        ]
        | [
            Token::Number(day, 1..=2, _),
            Token::Number(month, 1..=2, _) | Token::Month(month),
            Token::Number(year, 4, _),
        ] => Reading::Full(*year, *month, *day),
        [Token::Number(a, 1..=2, _), Token::Number(month, 1..=2, _), Token::Number(c, 1..=2, last)] => {
            match first_mark {
                // "24-03-31" is year, month, day; "31/3 -24" and "31.3.24" are day, month, year.
                Some('-') => Reading::Full(century(*a), *month, *c),
                _ if last.len() == 2 => Reading::Full(century(*c), *month, *a),
                _ => Reading::Nothing,
            }
        }
        [Token::Number(day, 1..=2, _), Token::Month(month), Token::Number(year, 2, _)] => {
            Reading::Full(century(*year), *month, *day)
        }
        [Token::Number(day, 1..=2, _), Token::Month(month)] => Reading::YearMissing(*month, *day),
        [Token::Number(day, 1..=2, _), Token::Number(month, 1..=2, _)] if first_mark == Some('/') => {
            Reading::YearMissing(*month, *day)
        }
        _ => Reading::Nothing,
    }
}

/// `20240331` or `240331`.
fn digits(text: &str) -> Reading {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    match text.len() {
        8 => Reading::Full(part(0, 4), part(4, 6), part(6, 8)),
        6 => Reading::Full(century(part(0, 2)), part(2, 4), part(4, 6)),
        _ => Reading::Nothing,
    }
}

/// Two-digit years: 70 to 99 lie in the twentieth century. Nothing reported here is older.
const fn century(year: u32) -> u32 {
    if year >= 70 { 1900 + year } else { 2000 + year }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn spring() -> Period {
        Period { from: "2024-01-01".parse().unwrap(), to: "2024-03-31".parse().unwrap() }
    }

    #[test]
    fn a_typed_day_is_read_as_we_write_days() {
        let day = "2024-12-09".parse().unwrap();
        for text in ["9 december 2024", " 9 dec 2024 ", "2024-12-09", "9/12 2024", "20241209", "den 9 december 2024"] {
            assert_eq!(typed(text), Ok(Some(day)), "{text}");
        }
        assert_eq!(typed(" "), Ok(None));
        for text in ["45635", "9 december", "31 feb 2024", "i morgon"] {
            assert_eq!(typed(text), Err(FaultKind::NotADay), "{text}");
        }
        assert_eq!(typed("2500-01-01"), Err(FaultKind::OutsideYears));
        assert_eq!(typed("1 mars 0024"), Err(FaultKind::OutsideYears));
        assert!(matches!(typed("3/4/24"), Err(FaultKind::TwoReadings { .. })));
    }

    #[test]
    fn a_short_date_that_is_read_in_two_ways_is_refused_with_both() {
        let (day_first, month_first) = ("2024-04-03".parse().unwrap(), "2024-03-04".parse().unwrap());
        for text in ["3/4/24", "03/04/2024", "3/4/2024 10:15", " 3/4/24\u{200b}"] {
            assert_eq!(from_text(text, None), Err(FaultKind::TwoReadings { day_first, month_first }), "{text}");
            // What lies in the period is not told from what was meant.
            assert_eq!(from_text(text, Some(spring())), Err(FaultKind::TwoReadings { day_first, month_first }));
        }
        for (text, day) in [
            ("31/3/24", "2024-03-31"),
            ("3/3/24", "2024-03-03"),
            ("3/4 2024", "2024-04-03"),
            ("3/4 -24", "2024-04-03"),
            ("3/4-24", "2024-04-03"),
            ("3.4.24", "2024-04-03"),
            ("2024/3/4", "2024-03-04"),
        ] {
            assert_eq!(from_text(text, None), Ok(day.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_day_is_understood_however_it_is_written() {
        for text in [
            "2024-03-31",
            "2024/03/31",
            "2024.3.31",
            "20240331",
            "240331",
            "24-03-31",
            "31/3 -24",
            "31/3-24",
            "31/3/24",
            "31/3 2024",
            "31.3.2024",
            "31.3.24",
            "31-03-2024",
            "31 mars 2024",
            "31 Mars -24",
            "den 31 mars 2024",
            "31 mar. 2024",
            "31mars2024",
            "2024-03-31 00:00:00",
            "2024-03-31T23:59:59",
            "45382",
            "2024\u{2013}03\u{2013}31",
            "31 mars 2024 kl. 13:45",
            "2024 mars 31",
            "31 mars, 2024",
            "\u{a0}2024-03-31\u{200b}",
            "31/3",
            "31 mars",
            "31:a",
        ] {
            let expected = if text == "31:a" { Err(FaultKind::NotADay) } else { Ok("2024-03-31".parse().unwrap()) };
            assert_eq!(from_text(text, Some(spring())), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in [
            "31 feb",
            "31 feb 2024",
            "2023-02-29",
            "3/31/2024",
            "i mars",
            "mars 2024",
            "2024",
            "31",
            "12",
            "2024-13-01",
            "99999999999999",
            "-",
            "0",
            "2024-03-31-01",
            "1/2/3",
            "?",
            "31 brumaire 2024",
            "2024-3",
            "00000000",
        ] {
            assert_eq!(from_text(text, Some(spring())), Err(FaultKind::NotADay), "{text}");
        }
    }

    #[test]
    fn a_missing_year_is_taken_from_the_period_only_where_it_is_certain() {
        assert_eq!(from_text("31 mars", None), Err(FaultKind::NoYear));
        let winter = Period { from: "2023-12-01".parse().unwrap(), to: "2024-06-30".parse().unwrap() };
        assert_eq!(from_text("15 dec", Some(winter)), Ok("2023-12-15".parse().unwrap()));
        assert_eq!(from_text("15 juni", Some(winter)), Ok("2024-06-15".parse().unwrap()));
        assert_eq!(from_text("15 aug", Some(winter)), Err(FaultKind::NoYear));
        assert_eq!(from_text("15 aug", Some(spring())), Ok("2024-08-15".parse().unwrap()));
        let two = Period { from: "2023-01-01".parse().unwrap(), to: "2024-12-31".parse().unwrap() };
        assert_eq!(from_text("29 feb", Some(two)), Ok("2024-02-29".parse().unwrap()));
        assert_eq!(from_text("28 feb", Some(two)), Err(FaultKind::NoYear));
    }

    #[test]
    fn numbers_are_serials_or_the_digits_of_a_date() {
        for (number, day) in [
            (45_382.0, Some("2024-03-31")),
            (45_382.75, Some("2024-03-31")),
            (240_331.0, Some("2024-03-31")),
            (20_240_331.0, Some("2024-03-31")),
            (14_611.0, Some("1940-01-01")),
            (109_574.0, Some("2199-12-31")),
            (5.0, None),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (240_231.0, None),
        ] {
            assert_eq!(from_number(number).ok().map(|day| day.to_string()).as_deref(), day, "{number}");
        }
    }
}
