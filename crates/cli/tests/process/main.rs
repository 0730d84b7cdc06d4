//! The program as people and the service itself start it: as a process.

#![expect(clippy::unwrap_used, reason = "tests")]

mod child;
mod commands;
mod earlier;
mod import;
mod support;
mod verify;
