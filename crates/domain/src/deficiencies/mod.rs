//! Deficiencies at providers (brister, COM-2 to COM-4): what is wrong, where that came from, the provider's action plan, what came of
//! it, and the measures that an authority takes, step by step on a ladder that is data.
//!
//! Source: the follow-up plan of 2016 (see `config/ladders.toml`), which knows two tracks. *Quality and results*: goals not lived up
//! to, an action plan, its effects followed up, and withdrawn authorisation where serious deficiencies remain. *Compliance*: a
//! breached term, and the sanction that the term carries.

mod figures;
mod ladder;
mod model;
mod replay;
mod steps;
pub mod sv;
#[cfg(test)]
mod tests;

pub use figures::{Amount, FigureState, Measured, reached};
pub use ladder::{Fault, Lacking, Ladder, Ladders, MOST_LADDERS, MOST_RUNGS, Proposal, Rung, RungKind, check, shipped};
pub use model::{
    Effect, Entry, FigureKind, Happening, Outcome, Party, Required, Severity, Source, SourceKind, Track, Wish,
};
pub use replay::{Broken, Deficiency, Evaluation, Measure, MeasureState, Sanction, SanctionState, StateName};
pub use steps::{Action, Awaits, Refusal, actions, awaits, open_to, why_not};
