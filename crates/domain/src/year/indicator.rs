//! What an indicator can have: a target or none, and which values.

use kernel::Label;
use serde::{Deserialize, Serialize};

use super::model::{Decimal, Indicator, Slug};
use super::words::{Direction, Measure, OfficialSource};
use crate::indicators::Formula;

/// A published measure that stands beside an indicator: its counterpart as others define it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// Who publishes it.
    pub source: OfficialSource,
    /// Its code there.
    pub measure: String,
}

impl Official {
    /// Whether the source can have a measure of that code: Kolada's are a letter with five digits, a statistics database has
    /// names of its own.
    pub fn has_a_code(&self) -> bool {
        match self.source {
            OfficialSource::Kolada => {
                let mut letters = self.measure.bytes();
                let first = matches!(letters.next(), Some(b'N' | b'U'));
                first && self.measure.len() == 6 && letters.all(|byte| byte.is_ascii_digit())
            }
            OfficialSource::Statistics => !self.measure.is_empty() && self.measure.len() <= 200,
        }
    }
}

impl Indicator {
    /// An indicator that says nothing yet but what it is called.
    pub const fn named(slug: Slug, title: Label, definition: Label) -> Self {
        Self {
            slug,
            title,
            definition,
            direction: Direction::Higher,
            unit: Measure::Percent,
            goal: None,
            count: None,
            base: None,
            level: None,
            source: None,
            official: Vec::new(),
        }
    }

    /// Whether it can have a target: never where neither more nor less is better, and never complaints.
    pub fn takes_targets(&self) -> bool {
        self.direction != Direction::Neither && !self.count.as_ref().is_some_and(Formula::counts_complaints)
    }
}

impl Measure {
    /// Whether a figure in this unit can have the value.
    pub const fn can_be(self, value: Decimal) -> bool {
        match self {
            Self::Percent => value.thousandths() >= 0 && value.thousandths() <= 100_000,
            Self::Number | Self::Weeks => value.thousandths() >= 0,
            // An index may well lie below zero.
            Self::Points => true,
        }
    }
}
