//! Swedish public holidays and working days, for clocks that count working days and for deadlines that the law sets.

use crate::time::Day;

/// A day off that has a name. Ordinary Sundays are public holidays too (lag 1989:253, 1 \u{a7}) but have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYearsDay,
    /// 6 January.
    Epiphany,
    /// The Friday before Easter.
    GoodFriday,
    /// The first Sunday after the first full moon of spring.
    EasterSunday,
    /// The day after Easter.
    EasterMonday,
    /// 1 May.
    MayDay,
    /// The sixth Thursday after Easter.
    AscensionDay,
    /// The seventh Sunday after Easter.
    WhitSunday,
    /// The day after Whit Sunday; a public holiday until 2004.
    WhitMonday,
    /// 6 June; a public holiday since 2005.
    NationalDay,
    /// The Friday before Midsummer Day; equal to a holiday in lag 1930:173.
    MidsummerEve,
    /// The Saturday between 20 and 26 June.
    MidsummerDay,
    /// The Saturday between 31 October and 6 November.
    AllSaintsDay,
    /// 24 December; equal to a holiday in lag 1930:173.
    ChristmasEve,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    BoxingDay,
    /// 31 December; equal to a holiday in lag 1930:173.
    NewYearsEve,
}

/// Easter Sunday of the year in the Gregorian calendar (the anonymous algorithm, Meeus, *Astronomical Algorithms*, ch. 8).
#[expect(clippy::many_single_char_names, reason = "the names of the source, so that the two can be compared")]
pub fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Day::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

/// The named day off that the day is, if it is one.
///
/// Holds for the rules in force since 1953, when Midsummer Day and All Saints' Day came to be Saturdays.
pub fn holiday(day: Day) -> Option<Holiday> {
    fixed(day).or_else(|| movable(day))
}

fn fixed(day: Day) -> Option<Holiday> {
    Some(match (day.month(), day.day_of_month(), day.weekday()) {
        (1, 1, _) => Holiday::NewYearsDay,
        (1, 6, _) => Holiday::Epiphany,
        (5, 1, _) => Holiday::MayDay,
        (6, 6, _) if day.year() >= 2005 => Holiday::NationalDay,
        (6, 19..=25, 5) => Holiday::MidsummerEve,
        (6, 20..=26, 6) => Holiday::MidsummerDay,
        (10, 31, 6) | (11, 1..=6, 6) => Holiday::AllSaintsDay,
        (12, 24, _) => Holiday::ChristmasEve,
        (12, 25, _) => Holiday::ChristmasDay,
        (12, 26, _) => Holiday::BoxingDay,
        (12, 31, _) => Holiday::NewYearsEve,
        _ => return None,
    })
}

fn movable(day: Day) -> Option<Holiday> {
    match day.days_since(easter(day.year())?) {
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::AscensionDay),
        49 => Some(Holiday::WhitSunday),
        50 if day.year() < 2005 => Some(Holiday::WhitMonday),
        _ => None,
    }
}

/// Whether people work on the day: not Saturday, not Sunday, not a [`Holiday`] (the three eves counted in).
pub fn is_working_day(day: Day) -> bool {
    day.weekday() < 6 && holiday(day).is_none()
}

/// The day so many working days after `day` (which itself is not counted). Zero gives `day` back, whatever it is.
pub fn plus_working_days(day: Day, count: u32) -> Day {
    let mut at = day;
    for _ in 0..count {
        at = at.plus_days(1);
        while !is_working_day(at) {
            at = at.plus_days(1);
        }
    }
    at
}

/// How many working days lie after `from` and up to `to`, `to` included; zero when `to` is not after `from`.
pub fn working_days_between(from: Day, to: Day) -> u32 {
    let days = (1..=to.days_since(from)).filter(|offset| is_working_day(from.plus_days(*offset)));
    u32::try_from(days.count()).unwrap_or(u32::MAX)
}

/// The last day on which something that a law or ordinance sets a time for may be done: a time that ends on a Sunday,
/// another public holiday, a Saturday, Midsummer Eve, Christmas Eve or New Year's Eve runs to the next ordinary
/// working day (lag 1930:173 om ber\u{e4}kning av lagstadgad tid, 2 \u{a7}).
///
/// Only for times set by statute. A day that the authority itself has set stays that day.
pub fn statutory_deadline(day: Day) -> Day {
    if is_working_day(day) { day } else { plus_working_days(day, 1) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, text) in [
            (1818, "1818-03-22"), // as early as it can
            (1943, "1943-04-25"), // as late as it can
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year), Some(day(text)));
        }
    }

    #[test]
    fn the_days_off_of_2024_and_2026_are_the_almanacs() {
        let of = |year: i16| -> Vec<String> {
            (0..366)
                .map(|offset| Day::new(year, 1, 1).unwrap().plus_days(offset))
                .filter(|day| day.year() == year && holiday(*day).is_some())
                .map(|day| day.to_string()[5..].to_owned())
                .collect()
        };
        assert_eq!(
            of(2024),
            [
                "01-01", "01-06", "03-29", "03-31", "04-01", "05-01", "05-09", "05-19", "06-06", "06-21", "06-22",
                "11-02", "12-24", "12-25", "12-26", "12-31"
            ]
        );
        assert_eq!(
            of(2026),
            [
                "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24", "06-06", "06-19", "06-20",
                "10-31", "12-24", "12-25", "12-26", "12-31"
            ]
        );
    }

    #[test]
    fn whit_monday_gave_way_to_the_national_day() {
        assert_eq!(holiday(day("2004-05-31")), Some(Holiday::WhitMonday));
        assert_eq!(holiday(day("2004-06-06")), None);
        assert_eq!(holiday(day("2005-05-16")), None);
        assert_eq!(holiday(day("2005-06-06")), Some(Holiday::NationalDay));
        // In 2008 Ascension Day was the first of May; one day has one name.
        assert_eq!(holiday(day("2008-05-01")), Some(Holiday::MayDay));
    }

    #[test]
    fn working_days_step_over_weekends_and_holidays() {
        for (from, count, to) in [
            ("2024-03-28", 1, "2024-04-02"), // Maundy Thursday to the Tuesday after Easter
            ("2024-06-20", 1, "2024-06-24"), // over midsummer
            ("2024-12-23", 1, "2024-12-27"),
            ("2024-12-23", 3, "2025-01-02"), // 27 and 30 December, then over New Year
            ("2024-04-08", 5, "2024-04-15"),
            ("2024-04-06", 0, "2024-04-06"),
            ("2024-04-06", 1, "2024-04-08"),
        ] {
            assert_eq!(plus_working_days(day(from), count), day(to), "{from} + {count}");
        }
        assert_eq!(working_days_between(day("2024-03-28"), day("2024-04-08")), 5);
        assert_eq!(working_days_between(day("2024-04-08"), day("2024-03-28")), 0);
    }

    #[test]
    fn a_statutory_time_that_ends_on_a_day_off_runs_to_the_next_working_day() {
        for (set, last) in [
            ("2024-04-08", "2024-04-08"),
            ("2024-03-30", "2024-04-02"), // Easter Saturday
            ("2024-06-21", "2024-06-24"), // Midsummer Eve, a Friday
            ("2024-12-24", "2024-12-27"),
            ("2024-12-31", "2025-01-02"),
            ("2025-01-04", "2025-01-07"), // Saturday, Sunday, Epiphany
        ] {
            assert_eq!(statutory_deadline(day(set)), day(last));
        }
    }

    proptest! {
        #[test]
        fn counting_there_and_back_agrees(offset in 0_i32..20_000, count in 0_u32..60) {
            let from = day("1990-01-01").plus_days(offset);
            let to = plus_working_days(from, count);
            prop_assert_eq!(working_days_between(from, to), count);
            prop_assert!(count == 0 || is_working_day(to));
        }

        #[test]
        fn easter_is_a_sunday_in_its_season(year in 1600_i16..3000) {
            let easter = easter(year).unwrap();
            prop_assert_eq!(easter.weekday(), 7);
            prop_assert!(easter >= Day::new(year, 3, 22).unwrap() && easter <= Day::new(year, 4, 25).unwrap());
        }
    }
}
