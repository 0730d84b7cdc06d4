//! Figures by which the effect of an action plan is followed up: chosen at the start with what they were and are to become, and read
//! later on.

use std::fmt;
use std::str::FromStr;

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::model::{FigureKind, Wish};

/// A number with at most two decimals, kept as hundredths, so that nothing is rounded on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Amount(i64);

/// What was typed is no number with at most two decimals, up to a thousand millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no number with at most two decimals")]
pub struct NotAnAmount;

/// The largest number, in hundredths.
const LARGEST: i64 = 100_000_000_000;

impl Amount {
    /// The number of hundredths.
    pub const fn of_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    /// Reads a number as people type it: a comma or a point before decimals, spaces between thousands, a percent sign after it.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let clean: String =
            text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(['\u{2212}', '\u{2013}'], "-");
        let clean = clean.strip_suffix('%').unwrap_or(&clean);
        let (negative, digits) = clean.strip_prefix('-').map_or((false, clean), |rest| (true, rest));
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        let comma_alone = digits.contains([',', '.']) && decimals.is_empty();
        if whole.is_empty() || comma_alone || decimals.len() > 2 || !all_digits(whole) || !all_digits(decimals) {
            return Err(NotAnAmount);
        }
        let hundredths: i64 = format!("{whole}{decimals:0<2}").parse().map_err(|_| NotAnAmount)?;
        if hundredths > LARGEST { Err(NotAnAmount) } else { Ok(Self(if negative { -hundredths } else { hundredths })) }
    }
}

impl fmt::Display for Amount {
    /// As it is written in Swedish: a comma before decimals, none where there are none, a true minus.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let (whole, rest) = (self.0.abs() / 100, self.0.abs() % 100);
        let whole = kernel::swedish::integer(whole);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole},{}", rest / 10),
            rest => write!(f, "{sign}{whole},{rest:02}"),
        }
    }
}

/// A figure as it was read on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// What it was.
    pub value: Amount,
    /// The day.
    pub on: Day,
    /// Its line.
    pub line: usize,
}

/// A figure of a deficiency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureState {
    /// Its number within the deficiency, from 1.
    pub number: u32,
    /// What it is of.
    pub kind: FigureKind,
    /// Which way is better.
    pub wish: Wish,
    /// What it was at the start.
    pub start: Amount,
    /// What it is to become.
    pub aim: Amount,
    /// The day on which it was chosen.
    pub chosen: Day,
    /// What it was later on, in the order in which that was written.
    pub measured: Vec<Measured>,
    /// That it is not used after all.
    pub dropped: bool,
}

impl FigureState {
    /// What it was last, by the day it was read on.
    pub fn newest(&self) -> Option<Measured> {
        self.measured.iter().copied().max_by_key(|one| (one.on, one.line))
    }
}

/// How far a figure has come: whether the aim is reached, and whether it is better than at the start. `None` before it is read again.
pub fn reached(figure: &FigureState) -> Option<(bool, bool)> {
    let value = figure.newest()?.value;
    Some(match figure.wish {
        Wish::More => (value >= figure.aim, value > figure.start),
        Wish::Less => (value <= figure.aim, value < figure.start),
    })
}
