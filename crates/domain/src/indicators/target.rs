//! A target, and how a figure stands to it.

use stats::{Interval, Share, wilson};

/// Which side of the target is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// To reach it.
    AtLeast,
    /// Not to pass it.
    AtMost,
}

/// A target of a figure, in thousandths of the figure's unit: 72.5 per cent is 72 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The good side.
    pub aim: Aim,
    /// The value.
    pub thousandths: i64,
}

/// How a figure stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// It reaches it, and so does the whole interval.
    Reached,
    /// The figure reaches it, but the interval does not wholly.
    ReachedWithin,
    /// The figure misses it, but the interval does not wholly: it cannot be told from the target.
    MissedWithin,
    /// It misses it, and so does the whole interval.
    Missed,
}

impl Limit {
    /// Whether `part` of `base` reaches it, told in `per` of the base; in whole numbers, so that 72.5 is 72.5. An empty
    /// base reaches nothing.
    pub fn reached_by(self, part: i64, base: i64, per: i64) -> bool {
        let (got, wanted) =
            (i128::from(part) * i128::from(per) * 1000, i128::from(self.thousandths) * i128::from(base));
        base > 0
            && match self.aim {
                Aim::AtLeast => got >= wanted,
                Aim::AtMost => got <= wanted,
            }
    }

    /// How a share of so many stands; `None` without a base.
    pub fn stands(self, part: i64, base: i64, interval: Option<Interval>) -> Option<Stands> {
        let interval = interval?;
        let limit = self.share();
        let (whole, within) = match self.aim {
            Aim::AtLeast => (interval.low >= limit, interval.high >= limit),
            Aim::AtMost => (interval.high <= limit, interval.low <= limit),
        };
        Some(match (self.reached_by(part, base, 100), whole, within) {
            (true, true, _) => Stands::Reached,
            (true, false, _) => Stands::ReachedWithin,
            (false, _, true) => Stands::MissedWithin,
            (false, _, false) => Stands::Missed,
        })
    }

    /// How a share stands of which `open` of its base may still become a part: only where the answer is the same whether
    /// none or all of them do, and never while more than half are open.
    pub fn stands_so_far(self, share: Share, open: i64) -> Option<Stands> {
        let (part, base) = (share.part(), share.base());
        if open * 2 > base {
            return None;
        }
        let stands = |part: i64| self.stands(part, base, wilson(part, base));
        stands(part).filter(|now| stands((part + open).min(base)) == Some(*now))
    }

    /// The target as a share, between 0 and 1.
    #[expect(clippy::cast_precision_loss, reason = "a target of some thousandths of a per cent")]
    pub fn share(self) -> f64 {
        self.thousandths as f64 / 100_000.0
    }
}
