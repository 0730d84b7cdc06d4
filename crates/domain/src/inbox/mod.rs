//! E-mail that comes in to the authority: whose a letter is, what each file of it answers, and why that cannot be said
//! for certain. For the mailbox and the officer's page of it.
//!
//! Nothing is guessed: a letter makes something by itself only when the address is known, nothing speaks against it, and
//! the file says itself what it is, or can be one thing only. Everything else waits for an officer with what is known.

mod matching;
mod model;
pub mod sv;
#[cfg(test)]
mod tests;
mod trust;

pub use matching::{assign, is_open, other_unit};
pub use model::{
    Became, Candidate, FileFacts, Findings, Left, NotRead, Proposal, Sender, SenderSeat, SetAside, Stamp, Why,
};
pub use trust::{Said, Word, trust};
