//! The year as data: an authority's way of working for one year (occasions, items, levels, periods, cohorts,
//! deadlines, indicators, targets, complaint categories) as one readable TOML document.
//!
//! For administrators, who write it; for every other feature, which asks it what is due, from whom and by when.
//! A third authority's way of working needs a document, not code.

mod model;
mod words;

pub use model::{
    Activity, AppliesTo, Area, Authority, AuthorityRegime, CarryOver, Category, Cohort, Column,
    ColumnOption, Complaints, Decimal, FocusAreas, Form, Goal, Indicator, Item, NotASlug, Occasion,
    SCHEMA, Section, Slug, SupportStep, Target, Trait, Year,
};
pub use words::{
    ActivityKind, ColumnKind, Direction, EducationForm, FormWord, Level, Measure, Part, Regime,
    SchoolForm, Template, Word,
};
