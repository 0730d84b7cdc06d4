//! Instants are UTC; days are civil days in Europe/Stockholm; deadlines are days and run to the end of their day.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Text that is not a day or an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date or time: {0}")]
pub struct NotATime(pub String);

/// Found once: a page of many deadlines asks for it thousands of times. The time zone database is compiled in, so this
/// name always exists; UTC is a visible, harmless fallback.
static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC));

fn stockholm() -> TimeZone {
    STOCKHOLM.clone()
}

/// A moment in UTC with microsecond precision. Stored as microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(Timestamp);

impl Instant {
    /// 1 January 1970, 00:00 UTC.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// The instant that many microseconds after 1970, or `None` outside the years -9999 to 9999.
    pub fn from_microsecond(microseconds: i64) -> Option<Self> {
        Timestamp::from_microsecond(microseconds).ok().map(Self)
    }

    /// Microseconds since 1970.
    pub fn as_microsecond(self) -> i64 {
        self.0.as_microsecond()
    }

    /// The civil day in Stockholm on which this instant falls.
    pub fn day(self) -> Day {
        Day(self.0.to_zoned(stockholm()).date())
    }

    /// Hour and minute in Stockholm.
    pub fn hour_minute(self) -> (i8, i8) {
        let zoned = self.0.to_zoned(stockholm());
        (zoned.hour(), zoned.minute())
    }

    /// The instant so many seconds later (earlier when negative), clamped to what can be represented.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.0.checked_add(seconds.seconds()).map_or(self, Self)
    }

    /// Seconds from `earlier` to this instant; negative when it lies before.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.as_second() - earlier.0.as_second()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Instant {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse().map(Self).map_err(|_| NotATime(text.to_owned()))
    }
}

/// A civil day. Stored and written as `2024-04-08`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

impl Day {
    /// The day with the given year, month and day of month, or `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }
    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }
    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }
    /// Monday 1 to Sunday 7.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
    /// ISO 8601 week number.
    pub fn week(self) -> i8 {
        self.0.iso_week_date().week()
    }
    /// The first instant of the day in Stockholm.
    pub fn start(self) -> Instant {
        self.0.to_zoned(stockholm()).map_or(Instant::EPOCH, |zoned| Instant(zoned.timestamp()))
    }
    /// The instant at which clocks in Stockholm show the hour on the day. The hour from 2 to 3 is missing on one day of the
    /// year and there twice on another: then it is the hour after, or the first of them.
    pub fn at(self, hour: i8) -> Instant {
        let zoned = self.0.at(hour.clamp(0, 23), 0, 0, 0).to_zoned(stockholm());
        zoned.map_or(Instant::EPOCH, |zoned| Instant(zoned.timestamp()))
    }
    /// The first instant after the day: a deadline on this day is met by everything before it.
    pub fn end(self) -> Instant {
        self.plus_days(1).start()
    }
    /// The day so many days later (earlier when negative).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        self.plus(Span::new().days(days))
    }
    /// The same day of the month so many months later; the last day of the month where that day is missing.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.plus(Span::new().months(months))
    }
    /// The same day so many years later; 29 February becomes 28 in a common year.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        self.plus(Span::new().years(years))
    }
    /// Whole days from `earlier` to this day; negative when it lies before.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }
    fn plus(self, span: Span) -> Self {
        self.0.checked_add(span).map_or(self, Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Day {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        // Only the ten-character form: jiff would also take "20240408", which people mistype.
        if text.len() != 10 {
            return Err(NotATime(text.to_owned()));
        }
        text.parse().map(Self).map_err(|_| NotATime(text.to_owned()))
    }
}

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
}

impl Period {
    /// Whether the day lies in the period.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
    /// Both ends moved by whole years.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        Self { from: self.from.plus_years(years), to: self.to.plus_years(years) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_day_ends_at_midnight_in_stockholm_in_summer_and_winter() {
        let summer = Day::new(2024, 8, 12).map(Day::end).map(|i| i.to_string());
        assert_eq!(summer.as_deref(), Some("2024-08-12T22:00:00Z"));
        let winter = Day::new(2024, 12, 2).map(Day::end).map(|i| i.to_string());
        assert_eq!(winter.as_deref(), Some("2024-12-02T23:00:00Z"));
    }

    #[test]
    fn the_nights_when_the_clock_moves_belong_to_their_days() {
        for (text, day) in [
            ("2026-10-25T00:30:00Z", "2026-10-25"), // 02.30 the first time
            ("2026-10-25T01:30:00Z", "2026-10-25"), // 02.30 the second time
            ("2026-10-25T22:59:59Z", "2026-10-25"),
            ("2026-10-25T23:00:00Z", "2026-10-26"),
            ("2027-03-27T23:00:00Z", "2027-03-28"),
            ("2027-03-28T21:59:59Z", "2027-03-28"),
        ] {
            assert_eq!(text.parse::<Instant>().map(|i| i.day().to_string()), Ok(day.to_owned()));
        }
    }

    #[test]
    fn three_months_after_a_long_month_is_the_last_day_of_a_short_one() {
        let day = Day::new(2023, 11, 30).map(|d| d.plus_months(3).to_string());
        assert_eq!(day.as_deref(), Some("2024-02-29"));
    }
}
