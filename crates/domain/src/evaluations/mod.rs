//! A joint evaluation with a return visit (VIS-2): every provider of the authorities that take part, judged by the same criteria, with what
//! shows it, answered by the provider, and visited again for what the first visit found.
//!
//! The one that leads it keeps the [`Evaluation`] and, for each provider, a [`Part`]; those that take part get [`Sheet`]s and, when it is
//! released, the [`Compiled`] whole. That such an evaluation is made is known from the source; its method is not, so the criteria that
//! are shipped are an example.

mod copy;
mod criteria;
mod evaluation;
mod model;
mod part;
mod results;
mod sheet;
pub mod sv;
#[cfg(test)]
mod tests;

pub use copy::{Copied, CopyHappening, News, ResultHappening, ResultOf, Settled, Visit};
pub use criteria::{Criterion, MOST_CRITERIA, example, free_slug};
pub use evaluation::{AskedOf, Evaluation, Facts, Happening, Refusal, Reply, StateName, Step, Wish, entry_of, why_not};
pub use model::{FindingKind, Given, Grade, Outcome, Stage};
pub use part::{
    Answered, Around, Finding, Judged, Not, Part, PartEntry, PartHappening, PartState, PartStep, Subject, part_steps,
    part_why_not,
};
pub use results::{Compiled, Counts, Distribution, FindingLine, Row, compile_row};
pub use sheet::{Said, Sheet, SheetFinding, SheetGrade, SheetOutcome};

/// How many working days a provider has to read a draft, unless something else is said.
pub const REPLY_DAYS: u32 = 10;
