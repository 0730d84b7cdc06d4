#![expect(clippy::unwrap_used, reason = "tests")]

mod proof;
mod tables;
