//! The year as data: an authority's way of working for one year (occasions, items, levels, periods, cohorts,
//! deadlines, indicators, targets, complaint categories) as one readable TOML document.
//!
//! For administrators, who write it; for every other feature, which asks it what is due, from whom and by when.
//! A third authority's way of working needs a document, not code.

mod calendar;
mod check;
mod copy;
mod defs;
mod expected;
mod fault;
mod indicator;
mod instructions;
mod model;
mod names;
mod parse;
mod read;
pub mod sv;
mod words;
mod write;

pub use calendar::{Calendar, Covers, Deadline, Happening, Month, Span, calendar};
pub use check::check;
pub use copy::copy_to_next_year;
pub(crate) use copy::{day_later, years_later};
pub(crate) use defs::month_choices;
pub use defs::{TEXT_FIELD, month_name, month_of_slug, month_slug};
pub use expected::{AgreementFacts, Expected, OrganisationFacts, ProviderFacts, UnitFacts, expected, window};
pub use fault::{ConfigFault, Fault, FaultKind, FieldPath, Grammar, Refers, Severity, Shape, Step};
pub use indicator::Official;
pub use instructions::{Instructions, ItemInstructions, OccasionInstructions, instructions};
pub use model::{
    Activity, AppliesTo, Area, Authority, AuthorityRegime, CarryOver, Category, Cohort, Collected, Column,
    ColumnOption, Complaints, FocusAreas, Form, Goal, Indicator, Item, Occasion, Publications, SCHEMA, Section,
    Situation, SupportMethod, SupportStep, Target, Trait, Year,
};
pub use names::{Decimal, NotASlug, Slug};
pub use parse::{MOST_BYTES, MOST_FAULTS, Reading, parse, read_bytes, read_document};
pub use read::slugged;
pub use words::{
    ActivityKind, ColumnKind, ColumnRole, Direction, EducationForm, FigureBlock, Followed, FormWord, Level, Means,
    Measure, OfficialSource, Part, PublicBy, Regime, SchoolForm, Template, Word,
};
pub use write::to_toml;

#[cfg(test)]
mod tests;
