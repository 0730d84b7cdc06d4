//! Clients for what others publish, each typed and lenient: what an answer lacks is missing, what it has beside is passed
//! over, and what cannot be read is told with what was asked and what came.
//!
//! One polite layer ([`Http`]) carries them all: limits on time, size and number, few and patient attempts, no way into
//! private networks. Nothing here knows a database or a page; whoever fetches keeps [`Http::transcript`].

pub mod address;
mod fault;
mod http;
pub mod imap;
pub mod json_stat;
pub mod kolada;
pub mod pages;
pub mod pxweb;
mod reading;
pub mod register;
pub mod robots;
pub mod ss12000;
pub mod syllabus;
pub mod testing;

pub use fault::{Came, Fault};
pub use http::{Allow, Answer, Http, Options, Transcript};
pub use reading::Skipped;

#[cfg(test)]
mod tests;
