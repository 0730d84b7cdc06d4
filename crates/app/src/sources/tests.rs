#![expect(clippy::unwrap_used, reason = "tests")]

mod fetches;
mod proof;
mod tables;
