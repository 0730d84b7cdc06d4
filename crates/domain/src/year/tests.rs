#![expect(clippy::unwrap_used, reason = "tests")]

mod documents;
mod due;
mod faults;
mod figures;
mod rep_2;
mod roles;
