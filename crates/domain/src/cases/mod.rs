//! What somebody said, and what comes of it: views and complaints, and the deficiencies that a provider tells of without
//! delay. For the student who wrote it, the school that answers, and the authority that is turned to when the school's answer
//! is not enough.
//!
//! A case is its timeline: [`Entry`] after [`Entry`], never changed. [`Case::replay`] computes where it stands;
//! [`why_not`] is the one place that says who may do what now; [`Case::next`] gives every open case a next date;
//! [`Case::sight`] says who may read its words, [`chase`] who is written to about it and when. `docs/generated/cases.md` shows state, action and role as a table.
//! Why it is so: `docs/decisions/0030-cases.md`.

mod actions;
mod chase;
mod clock;
mod code;
pub mod flows;
pub mod handout;
mod model;
mod replay;
mod report;
mod sight;
mod similar;
pub mod sv;
#[cfg(test)]
mod tests;

pub use actions::{Action, Hand, Refusal, Seen, actions, before_closing, hand, why_not};
pub use chase::{Chase, ChaseRules, Rung, chase};
pub use clock::{ClockRules, Clocks, Next, NextWhat, Standing, WAITS_FOR_COMPLAINANT};
pub use code::{CODE_SIGNS, Code, NotACode, SELECTOR_SIGNS};
pub use model::{
    About, Counting, Entry, Happening, Kind, Opened, Outcome, Party, Place, Raised, ReadIn, Record, StateName, Verdict,
    Way, first_place,
};
pub use replay::{Broken, Case};
pub use report::{Reported, counted_in, since};
pub use sight::{Held, Shown, Sight};
pub use similar::{Likeness, Told, most_like};
