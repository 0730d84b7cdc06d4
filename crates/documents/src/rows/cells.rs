//! What a cell of text says: numbers, days, yes and no as people and systems write them. Strict where a guess could be
//! wrong, fast where a cell is written as most are.

use std::borrow::Cow;

use forms::FaultKind;
use kernel::{Day, Period};
use serde::{Deserialize, Serialize};

use crate::raw::RawCell;
use crate::workbook::serial_day;

/// How a system writes its cells; part of its saved profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ways {
    /// What stands where there is no value.
    pub signs: Signs,
    /// What stands before decimals.
    pub decimal_mark: DecimalMark,
    /// From which day plain numbers in a column of days count; where it is not told, they are no days.
    pub serial_days: Option<Epoch>,
    /// The period that tells the year of a day without one.
    pub within: Option<Period>,
}

/// What stands before decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// Comma or point. A number such as `1.234` can be read in two ways and is a fault.
    #[default]
    Either,
    /// A comma; points stand between thousands.
    Comma,
    /// A point; commas stand between thousands.
    Point,
}

/// The two ways in which spreadsheets count days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Epoch {
    /// 1 January 1900 is day 1, and 1900 is a leap year.
    #[serde(rename = "1900")]
    Year1900,
    /// 1 January 1904 is day 0 (older Excel for Macintosh).
    #[serde(rename = "1904")]
    Year1904,
}

/// What stands instead of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// There is no value, or it is not told.
    Missing,
    /// The value is zero.
    Zero,
    /// A dash that means something of its own (no grade could be set).
    Dash,
}

/// Which texts stand instead of values. An empty cell is missing unless the table says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signs(std::collections::BTreeMap<String, Sign>);

impl Signs {
    /// A table of signs. Texts are compared with case and outer white space aside, and all dashes as one.
    pub fn new<T: AsRef<str>>(signs: impl IntoIterator<Item = (T, Sign)>) -> Self {
        Self(signs.into_iter().map(|(text, sign)| (text.as_ref().to_owned(), sign)).collect())
    }

    /// The sign that the text is, if it is one.
    pub fn of(&self, text: &str) -> Option<Sign> {
        let text = text.trim();
        // Nearly all cells are digits, days and words in ASCII that begin as no sign does.
        if let Some(first @ 0..=127) = text.as_bytes().first()
            && !self.0.keys().any(|own| begins_alike(own, *first))
        {
            return None;
        }
        // In ASCII what differs in length differs.
        let could = |own: &str| own.len() == text.len() || !(own.is_ascii() && text.is_ascii());
        let is = |own: &str| own == text || could(own) && alike(own, text);
        // There are a handful of them, all short.
        let found =
            if text.len() > 40 { None } else { self.0.iter().find(|(own, _)| is(own.trim())).map(|(_, sign)| *sign) };
        found.or_else(|| text.is_empty().then_some(Sign::Missing))
    }
}

/// Whether the sign could be a text that begins with the ASCII byte.
fn begins_alike(own: &str, first: u8) -> bool {
    let own = own.trim_start().as_bytes().first();
    own.is_none_or(|own| *own >= 128 || own.eq_ignore_ascii_case(&first))
}

fn alike(left: &str, right: &str) -> bool {
    let folded = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other.to_lowercase().next().unwrap_or(other),
    };
    left.chars().map(folded).eq(right.chars().map(folded))
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// A value.
    Value(T),
    /// A sign instead of one.
    Sign(Sign),
}

impl<T> Cell<T> {
    /// The value, if it is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Sign(_) => None,
        }
    }
}

/// Why a cell cannot be read. The sentence stands in [`super::sv::cell_fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellFault {
    /// Not a whole number.
    NotAWholeNumber,
    /// Not a number.
    NotANumber,
    /// A number with more digits than are kept.
    TooManyDigits,
    /// A number that is read in two ways: `1.234` is a thousand to one reader and a fraction to another.
    Ambiguous,
    /// A number that a spreadsheet has rewritten with an exponent, so that its last digits are lost: `1.99E+11`.
    Rewritten,
    /// An error value of a spreadsheet: `#N/A`.
    ErrorValue,
    /// Not a day.
    NotADay,
    /// A day that is read in two ways: `3/4/24`, `24-01-15`.
    DayInTwoWays,
    /// A day in a year that nobody reports about.
    DayOutsideYears,
    /// A day without its year, and nothing tells which year was meant.
    NoYear,
    /// A plain number where a day should stand, and the profile does not say from when it counts.
    DayNumber,
    /// Neither yes nor no.
    NotYesNo,
}

/// A number with decimals, exactly as it was written: `digits` divided by ten to the power of `places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decimal {
    /// All digits as one whole number.
    pub digits: i64,
    /// How many of them stand after the decimal mark, at most 17.
    pub places: u8,
}

impl Decimal {
    /// The nearest number in binary; exact in up to 15 digits, as any decimal is.
    #[expect(clippy::cast_precision_loss, reason = "what the sentence says")]
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.places.into())
    }
}

impl Ways {
    fn read<T>(&self, cell: &str, value: impl FnOnce(&str) -> Result<T, CellFault>) -> Result<Cell<T>, CellFault> {
        if let Some(sign) = self.signs.of(cell) {
            return Ok(Cell::Sign(sign));
        }
        let text = forms::text::cleaned(cell);
        if let Some(sign) = self.signs.of(&text).filter(|_| text.len() != cell.len()) {
            return Ok(Cell::Sign(sign));
        }
        value(&text).map(Cell::Value)
    }

    /// Text: trimmed, with composed letters and without invisible characters, borrowed where it was so already. An
    /// apostrophe by which a spreadsheet or [`super::hand_back`] made text of it is gone.
    pub fn text<'c>(&self, cell: &'c str) -> Result<Cell<Cow<'c, str>>, CellFault> {
        if let Some(sign) = self.signs.of(cell) {
            return Ok(Cell::Sign(sign));
        }
        let text = without_apostrophe(forms::text::cleaned(cell));
        match self.signs.of(&text).filter(|_| text.len() != cell.len()) {
            Some(sign) => Ok(Cell::Sign(sign)),
            None if is_error_value(&text) => Err(CellFault::ErrorValue),
            None => Ok(Cell::Value(text)),
        }
    }

    /// A whole number: `1234`, `1 234` with any kind of space, `-3`, `12,0`, `100.0`.
    pub fn whole(&self, cell: &str) -> Result<Cell<i64>, CellFault> {
        match digits(cell) {
            Some(number) if !self.signs.0.contains_key(cell) => Ok(Cell::Value(number)),
            _ => self.read(cell, whole),
        }
    }

    /// A number with or without decimals.
    pub fn decimal(&self, cell: &str) -> Result<Cell<Decimal>, CellFault> {
        match digits(cell) {
            Some(digits) if !self.signs.0.contains_key(cell) => Ok(Cell::Value(Decimal { digits, places: 0 })),
            _ => self.read(cell, |text| decimal(text, self.decimal_mark)),
        }
    }

    /// A day as people write it.
    pub fn day(&self, cell: &str) -> Result<Cell<Day>, CellFault> {
        match plain_day(cell.as_bytes()) {
            Some(day) if !self.signs.0.contains_key(cell) => Ok(Cell::Value(day)),
            _ => self.read(cell, |text| day(text, self.serial_days, self.within)),
        }
    }

    /// Yes or no.
    pub fn yes_no(&self, cell: &str) -> Result<Cell<bool>, CellFault> {
        self.read(cell, |text| match forms::yes_or_no(text) {
            Some(answer) => Ok(answer),
            None if is_error_value(text) => Err(CellFault::ErrorValue),
            None => Err(CellFault::NotYesNo),
        })
    }
}

fn without_apostrophe(text: Cow<'_, str>) -> Cow<'_, str> {
    let marked = text.strip_prefix('\'').is_some_and(|rest| {
        rest.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
            || rest.starts_with(|c: char| c.is_ascii_digit())
    });
    match text {
        text if !marked => text,
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..]),
        Cow::Owned(mut text) => {
            text.remove(0);
            Cow::Owned(text)
        }
    }
}

/// The error values of Excel and LibreOffice, in English and in Swedish.
fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 14] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SAKNAS!",
        "#REFERENS!",
        "#V\u{c4}RDEFEL!",
        "#DIVISION/0!",
        "#NAMN?",
        "#SK\u{c4}RNING!",
        "#OGILTIGT!",
    ];
    text.starts_with('#') && (ERRORS.contains(&text) || text.len() > 2 && text.bytes().all(|byte| byte == b'#'))
}

// The number that up to 18 digits are.
fn digits(text: &str) -> Option<i64> {
    let short = (1..=18).contains(&text.len());
    (short && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.bytes().fold(0, |number, byte| number * 10 + i64::from(byte - b'0')))
}

// Why text that is no number is none.
fn no_number(text: &str, otherwise: CellFault) -> CellFault {
    if is_error_value(text) {
        return CellFault::ErrorValue;
    }
    let rewritten = text.split_once(['E', 'e']).is_some_and(|(number, power)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(power.trim_start_matches(['+', '-'])) && digits(&number.replace([',', '.'], ""))
    });
    if rewritten { CellFault::Rewritten } else { otherwise }
}

fn whole(text: &str) -> Result<i64, CellFault> {
    let text = without_apostrophe(Cow::Borrowed(text));
    // "100.0" is how many systems write a hundred. Three zeros could be thousands.
    let bare = text.strip_suffix(".00").or_else(|| text.strip_suffix(".0")).unwrap_or(&text);
    if let Some(number) = forms::whole_number(bare) {
        return Ok(number);
    }
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let others = bare.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && *c != '-').count();
    if digits > 18 && others == 0 {
        return Err(CellFault::TooManyDigits);
    }
    let point = bare.split_once('.').is_some_and(|(left, right)| {
        (1..=3).contains(&left.len())
            && right.len() == 3
            && [left, right].iter().all(|part| self::digits(part).is_some())
    });
    Err(if point { CellFault::Ambiguous } else { no_number(bare, CellFault::NotAWholeNumber) })
}

fn decimal(text: &str, mark: DecimalMark) -> Result<Decimal, CellFault> {
    let text = without_apostrophe(Cow::Borrowed(text));
    let fault = || no_number(&text, CellFault::NotANumber);
    let (negative, body) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let lone = mark == DecimalMark::Either && body.matches([',', '.']).count() == 1;
    let (mark, group) = match mark {
        DecimalMark::Comma => (',', '.'),
        DecimalMark::Point => ('.', ','),
        // Where both stand, the last one is before the decimals.
        DecimalMark::Either => match (body.rfind(','), body.rfind('.')) {
            (Some(comma), Some(point)) if comma > point => (',', '.'),
            (_, Some(_)) => ('.', ','),
            (_, None) => (',', '.'),
        },
    };
    let (whole, decimals) = body.split_once(mark).unwrap_or((body, ""));
    if body.contains(mark) && decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault());
    }
    let groups: Vec<&str> = whole.split([' ', group]).collect();
    let proper = match groups.as_slice() {
        [one] => !one.is_empty(),
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    if !proper || !groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(fault());
    }
    let digits = groups.concat() + decimals;
    let Some(number) = self::digits(&digits) else { return Err(CellFault::TooManyDigits) };
    let Ok(places) = u8::try_from(decimals.len()) else { return Err(CellFault::TooManyDigits) };
    if lone && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && decimals.len() == 3 {
        return Err(CellFault::Ambiguous);
    }
    Ok(Decimal { digits: if negative { -number } else { number }, places })
}

// `2024-03-31` and `20240331`, which nearly all cells are; everything else is for the reader of days that tables share.
fn plain_day(text: &[u8]) -> Option<Day> {
    let part = |digits: &[u8]| {
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0_i16, |number, digit| number * 10 + i16::from(digit - b'0')))
    };
    let (year, month, day) = match text {
        [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 => {
            (part(year)?, part(&[*m1, *m2])?, part(&[*d1, *d2])?)
        }
        [year @ .., m1, m2, d1, d2] if year.len() == 4 => (part(year)?, part(&[*m1, *m2])?, part(&[*d1, *d2])?),
        _ => return None,
    };
    if !(1900..=2199).contains(&year) {
        return None;
    }
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

fn day(text: &str, serial: Option<Epoch>, within: Option<Period>) -> Result<Day, CellFault> {
    let text = without_apostrophe(Cow::Borrowed(text));
    let (number, fraction) = text.split_once([',', '.']).unwrap_or((&text, "0"));
    if let (1..=5, Some(number), Some(_)) = (number.len(), digits(number), digits(fraction)) {
        return match serial {
            Some(epoch) => day_number(number, epoch).ok_or(CellFault::NotADay),
            // A lone small number is nobody's day.
            None if number >= 10_000 => Err(CellFault::DayNumber),
            None => Err(CellFault::NotADay),
        };
    }
    if has_year_in_two_ways(&text) {
        return Err(CellFault::DayInTwoWays);
    }
    match forms::day_from_text(&text, within) {
        Ok(day) => Ok(day),
        Err(FaultKind::NoYear) => Err(CellFault::NoYear),
        Err(FaultKind::TwoReadings { .. }) => Err(CellFault::DayInTwoWays),
        Err(FaultKind::OutsideYears) => Err(CellFault::DayOutsideYears),
        Err(_) => Err(no_number(&text, CellFault::NotADay)),
    }
}

/// Whether three short numbers with hyphens are another day where the year stands last than where it stands first:
/// `24-01-15` is 15 January 2024 to one system and 24 January 2015 to another. Somebody who types it means the year first,
/// but no person stands behind the cells of a file.
fn has_year_in_two_ways(text: &str) -> bool {
    let dashes = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
    let bare = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<Option<i16>> =
        bare.split(dashes).map(|part| part.parse().ok().filter(|_| part.len() <= 2)).collect();
    let [Some(first), Some(month), Some(last)] = parts[..] else { return false };
    let day = |year: i16, day: i16| {
        let year = if year >= 70 { 1900 + year } else { 2000 + year };
        Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    matches!((day(first, last), day(last, first)), (Some(year_first), Some(year_last)) if year_first != year_last)
}

fn day_number(number: i64, epoch: Epoch) -> Option<Day> {
    let number = f64::from(i32::try_from(number).ok()?);
    match serial_day(number, epoch == Epoch::Year1904) {
        // Outside these years the number is no day that anybody meant, as in workbooks.
        RawCell::Day(day) if (1940..=2199).contains(&day.year()) => Some(day),
        _ => None,
    }
}
