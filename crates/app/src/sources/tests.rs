#![expect(clippy::unwrap_used, reason = "tests")]

mod derived;
mod fetches;
mod proof;
mod tables;
