//! What happens to one item that is asked of one unit, area or provider: drafted, signed, handed in, returned,
//! approved. For the provider's task list, the officer's overview and every door between them.
//!
//! [`why_not`] is the one place that says who may do what now: [`actions`] draws the buttons from it, and every
//! transition asks it again at the door. `docs/generated/states.md` shows its outcome as a table.

mod actions;
mod model;
mod receipt;
pub mod sv;
#[cfg(test)]
mod tests;
mod timeliness;
mod transitions;

pub use actions::{Action, Seen, actions, why_not};
pub use model::{
    Approved, AwaitingSignature, Begun, By, Draft, Extension, Lock, Refusal, Returned, Road, State, StateName,
    Submitted,
};
pub use receipt::{NotAReference, Receipt, content_hash, read_reference, reference};
pub use timeliness::{Timeliness, Undated, due};
pub use transitions::is_far_away;
