//! Investigations of abusive treatment as their rows and timelines say: numbers, places and days, never a word of what lies
//! sealed. For the pages that show them (`abuse`), and for the reports that they are rows of (`submissions`).

mod store;

pub use store::{Filed, kept_apart, list, read, replayed, reported_in};
