//! A provider's routine for complaints (CMP-2): on file at the authority, assessed by criteria, and looked at again on a day.

pub mod sv;
#[cfg(test)]
mod tests;

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use crate::year::Complaints;

closed! {
    /// How far a criterion is met.
    Answer {
        /// It is.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// It is not.
        No = "no",
    }
}

/// Something that a routine is assessed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its stable name.
    pub slug: String,
    /// The question.
    pub title: String,
    /// What it asks for.
    pub help: String,
}

/// The criteria of the year's document, or those of the house where it has none.
pub fn criteria(of_year: Option<&Complaints>) -> Vec<Criterion> {
    let own = of_year.map(|complaints| complaints.routine_criteria.as_slice()).unwrap_or_default();
    if own.is_empty() {
        let one = |(slug, title, help): (&str, &str, &str)| Criterion {
            slug: slug.to_owned(),
            title: title.to_owned(),
            help: help.to_owned(),
        };
        return sv::CRITERIA.into_iter().map(one).collect();
    }
    let one = |category: &crate::year::Category| Criterion {
        slug: category.slug.as_str().to_owned(),
        title: category.title.as_sv().to_owned(),
        help: category.definition.as_sv().to_owned(),
    };
    own.iter().map(one).collect()
}

/// What was said of one criterion. It keeps the question as it was asked: the year's document may ask otherwise later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The criterion's stable name.
    pub slug: String,
    /// The question.
    pub title: String,
    /// How far it is met.
    pub answer: Answer,
    /// Why, and what is asked for.
    pub comment: String,
}

/// What decides of an assessment where the routine stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessed {
    /// The number of the routine that was assessed.
    pub routine: i64,
    /// When it is looked at again.
    pub review: Day,
    /// Whether every criterion was met.
    pub met: bool,
}

/// Where a provider's routine stands, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// None is on file.
    Missing,
    /// One is on file that nobody has assessed.
    New,
    /// It is to be looked at again.
    Due,
    /// It was assessed and does not meet everything.
    Lacks,
    /// It was assessed and meets everything.
    Meets,
}

impl Standing {
    /// Every one, the most urgent first.
    pub const ALL: &[Self] = &[Self::Missing, Self::New, Self::Due, Self::Lacks, Self::Meets];

    /// Whether the authority has something to do.
    pub const fn asks_authority(self) -> bool {
        matches!(self, Self::New | Self::Due)
    }
    /// Whether the provider has something to do.
    pub const fn asks_provider(self) -> bool {
        matches!(self, Self::Missing | Self::Lacks)
    }
}

/// Where the routine stands on the day: `newest` is the number of the routine that holds, `last` what was said last.
pub fn standing(newest: Option<i64>, last: Option<Assessed>, today: Day) -> Standing {
    match (newest, last) {
        (None, _) => Standing::Missing,
        (Some(number), Some(last)) if last.routine == number => {
            if last.review <= today {
                Standing::Due
            } else if last.met {
                Standing::Meets
            } else {
                Standing::Lacks
            }
        }
        (Some(_), _) => Standing::New,
    }
}
