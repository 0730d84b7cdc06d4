//! A year that changes while it runs: which last day holds afterwards, what a form asks otherwise than before, and where
//! an answer to the earlier form belongs in the later one.
//!
//! Pure. Two rules carry it: nobody becomes late by a change that was made afterwards ([`holds`]), and nothing that
//! somebody wrote is lost because the question went away ([`FormChange`], [`Trail`]).

mod days;
mod form;
mod likely;
mod standing;
pub mod sv;
#[cfg(test)]
mod tests;
mod year;

pub use days::{Before, NOTICE, holds};
pub use form::{Carried, Choices, FormChange, Spot, Trail, covers_otherwise, form_change, may_carry, same_choices};
pub use likely::{Likely, likely, likely_items, renamed_occasions};
pub use standing::{Done, Standing, standing};
pub use year::{Otherwise, otherwise};

/// What a change did to one assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is asked, and was not before.
    Asked,
    /// It is asked again.
    AskedAgain,
    /// It is asked no more, and nothing had come in.
    Withdrawn,
    /// It is asked no more, and what has come in stays.
    Left,
    /// Its last day is another.
    Moved,
    /// It belongs to another occasion with the same last day.
    Occasion,
    /// It is answered by another form.
    Form,
    /// It covers other days or people.
    Covers,
}

impl What {
    /// Every one, in the order in which they are told.
    pub const ALL: &[Self] = &[
        Self::Asked,
        Self::AskedAgain,
        Self::Withdrawn,
        Self::Left,
        Self::Moved,
        Self::Occasion,
        Self::Form,
        Self::Covers,
    ];

    /// The stable name kept in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::AskedAgain => "asked-again",
            Self::Withdrawn => "withdrawn",
            Self::Left => "left",
            Self::Moved => "moved",
            Self::Occasion => "occasion",
            Self::Form => "form",
            Self::Covers => "covers",
        }
    }

    /// The one with that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|what| what.slug() == slug)
    }
}
