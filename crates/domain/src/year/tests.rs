#![expect(clippy::unwrap_used, reason = "tests")]

mod documents;
mod due;
mod faults;
mod rep_2;
