//! What an indicator can have: a target or none, and which values.

use kernel::Label;

use super::model::{Decimal, Indicator, Slug};
use super::words::{Direction, Measure};
use crate::indicators::Formula;

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
