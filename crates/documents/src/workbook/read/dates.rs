//! Which number formats mean a day, and which day a serial number is.

use kernel::Day;

use crate::raw::RawCell;

/// Whether a built-in number format shows a date or a time (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in
/// the East Asian locales and unused elsewhere).
pub(super) fn built_in_is_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a number format code shows a date or a time: a letter of a date outside quotes, escapes and brackets.
pub(super) fn code_is_date(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // The next character is shown, is as wide as, or is repeated.
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                // Elapsed time; everything else in brackets is a colour, a condition, a currency or a locale.
                if !inner.is_empty() && ["h", "m", "s"].iter().any(|unit| inner.chars().all(|c| unit.contains(c))) {
                    return true;
                }
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            // Only the first section counts for positive numbers.
            ';' => return false,
            // "General" holds no letter of a date, but a reader of `Standard` (a localised slip) would see one.
            'G' | 'g' if code.eq_ignore_ascii_case("general") => return false,
            _ => {}
        }
    }
    false
}

/// The day, or day and time, of a serial number; the number itself where it is none.
pub(crate) fn resolve(serial: f64, date1904: bool) -> RawCell {
    // 9999-12-31 is 2958465 in the 1900 system; a number below one is a time of day without a day.
    if !(serial.is_finite() && (1.0..2_958_466.0).contains(&serial) || date1904 && (0.0..1.0).contains(&serial)) {
        return RawCell::Number(serial);
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be below 2958466")]
    let (mut whole, mut seconds) = (serial.floor() as i32, ((serial - serial.floor()) * 86_400.0).round() as i32);
    if seconds >= 86_400 {
        (whole, seconds) = (whole + 1, 0);
    }
    let Some(day) = day(whole, date1904) else {
        // 29 February 1900 exists in the 1900 system and nowhere else; as text the parser says that it is no date.
        return if whole == 60 { RawCell::Text("1900-02-29".into()) } else { RawCell::Number(serial) };
    };
    match u32::try_from(seconds) {
        Ok(seconds) if seconds > 0 => RawCell::DateTime(day, seconds),
        _ => RawCell::Day(day),
    }
}

fn day(serial: i32, date1904: bool) -> Option<Day> {
    if date1904 {
        return Day::new(1904, 1, 1).map(|day| day.plus_days(serial)).filter(|day| day.year() <= 9_999);
    }
    match serial {
        ..1 | 60 => None,
        1..60 => Day::new(1899, 12, 31).map(|day| day.plus_days(serial)),
        _ => Day::new(1899, 12, 30).map(|day| day.plus_days(serial)),
    }
}

/// A day or a day with time in ISO 8601, as cells of type `d` hold it (ECMA-376 strict).
pub(super) fn iso(text: &str) -> Option<RawCell> {
    let text = text.trim();
    let day: Day = text.get(..10)?.parse().ok()?;
    let Some(time) = text.get(11..).filter(|time| !time.is_empty()) else {
        return Some(RawCell::Day(day));
    };
    let mut parts = time.trim_end_matches('Z').split(':').map(|part| part.split('.').next()?.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0));
    match hours * 3_600 + minutes * 60 + seconds {
        0 => Some(RawCell::Day(day)),
        seconds @ 1..86_400 => Some(RawCell::DateTime(day, seconds)),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day_of(year: i16, month: i8, day: i8) -> RawCell {
        RawCell::Day(Day::new(year, month, day).unwrap())
    }

    #[test]
    fn serial_numbers_are_days_in_both_systems() {
        assert_eq!(resolve(1.0, false), day_of(1900, 1, 1));
        assert_eq!(resolve(59.0, false), day_of(1900, 2, 28));
        assert_eq!(resolve(61.0, false), day_of(1900, 3, 1));
        assert_eq!(resolve(45_390.0, false), day_of(2024, 4, 8));
        assert_eq!(resolve(45_390.0 - 1_462.0, true), day_of(2024, 4, 8));
        assert_eq!(resolve(0.0, true), day_of(1904, 1, 1));
        assert_eq!(resolve(2_958_465.0, false), day_of(9999, 12, 31));
    }

    #[test]
    fn the_leap_day_that_never_was_is_no_day() {
        assert_eq!(resolve(60.0, false), RawCell::Text("1900-02-29".into()));
    }

    #[test]
    fn a_time_of_day_goes_along_and_rounds_to_the_next_day() {
        let day = Day::new(2024, 4, 8).unwrap();
        assert_eq!(resolve(45_390.5, false), RawCell::DateTime(day, 43_200));
        assert_eq!(resolve(45_389.999_999_99, false), RawCell::Day(day));
        assert_eq!(resolve(0.25, false), RawCell::Number(0.25));
        assert_eq!(resolve(-3.0, false), RawCell::Number(-3.0));
        assert_eq!(resolve(1e300, true), RawCell::Number(1e300));
    }

    #[test]
    fn a_format_is_a_date_when_it_shows_part_of_one() {
        for code in ["yyyy\\-mm\\-dd", "d/m/yy", "[$-41D]d mmmm yyyy;@", "[h]:mm:ss", "hh:mm", "YYYY-MM-DD", "[RED]dd"]
        {
            assert!(code_is_date(code), "{code}");
        }
        for code in
            ["General", "0.00", "#,##0\\ \"dagar\"", "[Red]0", "@", "0_m", "0.00E+00", "0;\"d\"", "[$kr-41D] 0", ""]
        {
            assert!(!code_is_date(code), "{code}");
        }
    }

    #[test]
    fn iso_days_are_read_with_and_without_time() {
        assert_eq!(iso("2024-04-08"), Some(day_of(2024, 4, 8)));
        assert_eq!(iso("2024-04-08T00:00:00"), Some(day_of(2024, 4, 8)));
        assert_eq!(iso("2024-04-08T12:30:00.000Z"), Some(RawCell::DateTime(Day::new(2024, 4, 8).unwrap(), 45_000)));
        assert_eq!(iso("\u{e5}2024-04-08"), None);
        assert_eq!(iso("2024-13-08"), None);
    }
}
