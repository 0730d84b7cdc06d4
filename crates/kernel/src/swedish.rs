//! How Swedish text is sorted, folded and written: the one place for formats of dates, times, numbers and shares.

use std::fmt::Write as _;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use crate::time::{Day, Instant, Period};

static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("sv").into(), CollatorOptions::default()).ok());

/// Compares two texts in Swedish order: \u{e5}, \u{e4} and \u{f6} after z (CLDR `sv`).
pub fn compare(left: &str, right: &str) -> std::cmp::Ordering {
    match &*COLLATOR {
        Some(collator) => collator.compare(left, right),
        None => left.cmp(right),
    }
}

/// A key whose byte order is the Swedish order of the texts. Kept in `sort_key` columns, so that both database
/// engines sort alike without collations of their own.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    if let Some(collator) = &*COLLATOR {
        // Writing to a Vec cannot fail; a key that fell short would only sort early.
        let _ = collator.write_sort_key_to(text, &mut key);
    }
    // Texts that collate alike still need one order.
    key.push(0);
    key.extend_from_slice(text.as_bytes());
    key
}

/// The text as search compares it: lower case, outer white space gone, inner runs of white space as one space.
pub fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with a capital first.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// The name of the month, 1 to 12.
pub fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

/// *8 april 2024*.
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day_of_month(), month(day.month()), day.year())
}

/// *8 april*, for places where the year is plain.
pub fn day_of_year(day: Day) -> String {
    format!("{} {}", day.day_of_month(), month(day.month()))
}

/// *1 januari\u{2013}31 mars 2024*; both years where they differ, the month once where it is the same, and one day alone.
pub fn period(period: Period) -> String {
    let Period { from, to } = period;
    let (same_year, same_month) = (from.year() == to.year(), from.month() == to.month());
    match (same_year, same_month) {
        _ if from == to => day(to),
        (true, true) => format!("{}\u{2013}{}", from.day_of_month(), day(to)),
        (true, false) => format!("{}\u{2013}{}", day_of_year(from), day(to)),
        (false, _) => format!("{}\u{2013}{}", day(from), day(to)),
    }
}

/// *23.59*.
pub fn time(instant: Instant) -> String {
    let (hour, minute) = instant.hour_minute();
    format!("{hour:02}.{minute:02}")
}

/// *8 april 2024 kl. 23.59*.
pub fn instant(instant: Instant) -> String {
    format!("{} kl. {}", day(instant.day()), time(instant))
}

/// *1 234* with a no-break space, minus as \u{2212}.
pub fn integer(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('\u{2212}');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// *84 % (n = 120)*: a share of a base, rounded to whole per cent, always with its base. All and nothing are said only
/// where it is all or nothing: 598 of 600 is 99 %.
pub fn share(part: i64, base: i64) -> String {
    let mut out = String::new();
    if base > 0 {
        // Rounded half up in integers, so that the text is the same on every machine.
        let rounded = (part * 200 + base) / (2 * base);
        let percent = if 0 < part && part < base { rounded.clamp(1, 99) } else { rounded };
        let _ = write!(out, "{percent}\u{a0}% ");
    }
    let _ = write!(out, "(n\u{a0}=\u{a0}{})", integer(base));
    out
}

/// *a, b och c*.
pub fn list<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} och {}", init.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_sort_after_z_in_the_order_of_the_alphabet() {
        let mut names = vec!["\u{d6}rebro", "Zinkgruvan", "\u{c4}lvsj\u{f6}", "\u{c5}re", "ale", "Ale", "Alnarp"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["ale", "Ale", "Alnarp", "Zinkgruvan", "\u{c5}re", "\u{c4}lvsj\u{f6}", "\u{d6}rebro"]);
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names.last(), Some(&"\u{d6}rebro"));
    }

    #[test]
    fn a_period_says_month_and_year_once_where_they_are_the_same() {
        for (from, to, told) in [
            ("2024-11-01", "2024-11-30", "1\u{2013}30 november 2024"),
            ("2024-01-01", "2024-03-31", "1 januari\u{2013}31 mars 2024"),
            ("2023-11-01", "2024-11-30", "1 november 2023\u{2013}30 november 2024"),
            ("2024-11-25", "2024-11-25", "25 november 2024"),
        ] {
            let [from, to] = [from, to].map(|day| day.parse::<Day>().unwrap());
            assert_eq!(period(Period { from, to }), told);
        }
    }

    #[test]
    fn numbers_are_written_in_groups_of_three() {
        assert_eq!(integer(-1_234_567), "\u{2212}1\u{a0}234\u{a0}567");
        assert_eq!(integer(0), "0");
        assert_eq!(share(101, 120), "84\u{a0}% (n\u{a0}=\u{a0}120)");
        assert_eq!(share(598, 600), "99\u{a0}% (n\u{a0}=\u{a0}600)");
        assert_eq!(share(1, 600), "1\u{a0}% (n\u{a0}=\u{a0}600)");
        assert_eq!(share(600, 600), "100\u{a0}% (n\u{a0}=\u{a0}600)");
        assert_eq!(share(0, 600), "0\u{a0}% (n\u{a0}=\u{a0}600)");
        assert_eq!(share(0, 0), "(n\u{a0}=\u{a0}0)");
    }
}
