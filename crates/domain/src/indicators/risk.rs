//! How likely a target is to be missed when the year is over: said only from a least base, beside the provider's own
//! judgement and never instead of it.

use stats::Share;
use stats::forecast::{self, Forecast, Prior, Question, Target, Unsaid, Volume};

use super::target::{Aim, Limit};

/// The least base so far from which anything is said.
pub const LEAST_BASE: i64 = 30;
/// From this probability on, a risk is high: the target is missed three times out of four.
const HIGH: f64 = 0.75;
/// How many hundredths of its base the year before weighs.
const YEAR_BEFORE_WEIGHS: u8 = 25;

/// What is known of a share some way into a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoFar {
    /// The share so far.
    pub share: Share,
    /// The share at the same time the year before.
    pub year_before: Share,
    /// The share when the year before was over.
    pub whole_year_before: Share,
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Risk {
    /// So likely.
    Said(Forecast),
    /// Too few are counted so far: their number.
    TooFew(i64),
    /// Without a year before, nobody knows how many are still to come.
    NoYearBefore,
}

impl Risk {
    /// Whether it is so high that a report without deviations calls for a word.
    pub fn is_high(&self) -> bool {
        matches!(self, Self::Said(said) if said.risk >= HIGH)
    }

    /// The probability in thousandths, to put the worst first; -1 where nothing can be said.
    pub fn thousandths(&self) -> i64 {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "a probability times a thousand")]
            Self::Said(said) => (said.risk * 1_000.0).round() as i64,
            Self::TooFew(_) | Self::NoYearBefore => -1,
        }
    }
}

/// The risk of missing the target with what is known so far.
pub fn risk(so_far: &SoFar, limit: Limit) -> Risk {
    let base = so_far.share.base();
    if base < LEAST_BASE {
        return Risk::TooFew(base);
    }
    let then = (so_far.year_before.base(), so_far.whole_year_before.base());
    let Some(volume) = Volume::from_earlier(base, &[then]) else { return Risk::NoYearBefore };
    let aim = match limit.aim {
        Aim::AtLeast => forecast::Aim::AtLeast,
        Aim::AtMost => forecast::Aim::AtMost,
    };
    let Ok(limit) = Share::new(limit.thousandths, 100_000) else { return Risk::NoYearBefore };
    let question = Question {
        so_far: so_far.share,
        prior: Prior::earlier(so_far.whole_year_before, YEAR_BEFORE_WEIGHS),
        volume,
        target: Target { aim, limit },
        least_base: LEAST_BASE,
    };
    match forecast::forecast(&question) {
        Ok(said) => Risk::Said(said),
        Err(Unsaid::BaseTooSmall { base, .. }) => Risk::TooFew(base),
        Err(Unsaid::NoTarget) => Risk::NoYearBefore,
    }
}
