#![expect(clippy::unwrap_used, reason = "tests")]

mod fetches;
mod proof;
mod student_server;
mod students;
mod tables;
