//! Which of the authority's own figures can stand beside a published one, each computed from the counts of a calendar year.

use serde::{Deserialize, Serialize};
use stats::Share;

use crate::courses::SchoolForm;
use crate::participations::{Measure, Month};

/// An own figure of one school form, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Which figure.
    pub kind: OwnKind,
    /// Of which school form; all where absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub form: Option<SchoolForm>,
}

/// Shares that official statistics use, by their part and base. One participation in one course counts once, not a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnKind {
    /// Completed of all who took part in the year, those who go on among them (Statistics Sweden's table of sfi).
    CompletedOfAll,
    /// Dropped out of all who took part in the year.
    DroppedOfAll,
    /// Going on over the new year, of all who took part in it.
    GoingOnOfAll,
    /// Completed of those who completed or dropped out (Skolverket's way).
    CompletedOfEnded,
    /// Completed with a pass of those who completed or dropped out (Kolada N18944 and its like).
    PassedOfEnded,
    /// Completed with a pass of those who completed (Kolada N18947 and its like).
    PassedOfCompleted,
    /// Dropped out of those who completed or dropped out.
    DroppedOfEnded,
}

/// Why an own share is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// There is nothing to count among.
    NoBase,
    /// So many ended in a way that the source does not say: the base is missing, not smaller.
    UnknownEndings(i64),
    /// Whoever looks may not see the rows, and a small number might show.
    Hidden,
    /// What is read in does not reach to the end of the year.
    YearGoesOn,
}

impl OwnKind {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::CompletedOfAll,
        Self::DroppedOfAll,
        Self::GoingOnOfAll,
        Self::CompletedOfEnded,
        Self::PassedOfEnded,
        Self::PassedOfCompleted,
        Self::DroppedOfEnded,
    ];

    /// The stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::CompletedOfAll => "completed-of-all",
            Self::DroppedOfAll => "dropped-of-all",
            Self::GoingOnOfAll => "going-on-of-all",
            Self::CompletedOfEnded => "completed-of-ended",
            Self::PassedOfEnded => "passed-of-ended",
            Self::PassedOfCompleted => "passed-of-completed",
            Self::DroppedOfEnded => "dropped-of-ended",
        }
    }

    /// What has that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// The own share of a calendar year, from counts: `flow` gives how many of a measure there are from one month to
/// another, both included.
///
/// # Errors
/// [`Unsaid`] where it cannot be told.
pub fn own_share(kind: OwnKind, year: i16, flow: impl Fn(Measure, Month, Month) -> i64) -> Result<Share, Unsaid> {
    let number = u32::try_from(year).unwrap_or_default() * 100;
    let month = |of_year: u32| Month::from_number(number + of_year).ok_or(Unsaid::NoBase);
    let beginning = Month::from_number(190_001).ok_or(Unsaid::NoBase)?;
    let (first, last) = (month(1)?, month(12)?);
    let within = |measure| flow(measure, first, last);
    let so_far = |measure| flow(measure, beginning, last);
    let ended: i64 = Measure::ENDINGS.iter().map(|measure| within(*measure)).sum();
    let going_on = so_far(Measure::Started) - Measure::ENDINGS.iter().map(|measure| so_far(*measure)).sum::<i64>();
    let (completed, dropped) = (within(Measure::Completed), within(Measure::DroppedOut));
    let unknown = within(Measure::EndedUnknown);
    let known_endings = |share: Result<Share, Unsaid>| match unknown {
        0 => share,
        _ => Err(Unsaid::UnknownEndings(unknown)),
    };
    let share =
        |part: i64, base: i64| Share::new(part, base).ok().filter(|share| share.base() > 0).ok_or(Unsaid::NoBase);
    match kind {
        OwnKind::CompletedOfAll => share(completed, ended + going_on),
        OwnKind::GoingOnOfAll => share(going_on, ended + going_on),
        OwnKind::DroppedOfAll => known_endings(share(dropped, ended + going_on)),
        OwnKind::CompletedOfEnded => known_endings(share(completed, completed + dropped)),
        OwnKind::PassedOfEnded => known_endings(share(within(Measure::CompletedPassed), completed + dropped)),
        OwnKind::PassedOfCompleted => share(within(Measure::CompletedPassed), completed),
        OwnKind::DroppedOfEnded => known_endings(share(dropped, completed + dropped)),
    }
}
