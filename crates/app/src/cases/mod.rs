//! Cases as they are kept: opened, added to, listed, read. For the features that show them to those who said something, to
//! schools and to the authority; no pages of its own.
//!
//! The rules are `domain::cases`. Here they meet the database: an entry is written when the rules allow it, in the transaction in which
//! the case was read, and the row that lists sort by is written from the replayed case. Words lie sealed, and
//! [`words`] opens them for a [`Sight`] alone.

pub mod files;
mod importing;
mod links;
mod model;
mod moving;
mod part;
mod since;
mod store;
pub mod sv;
#[cfg(test)]
mod tests;
mod timeline;
mod waiting;
mod writing;

pub use importing::{Importing, NewRow, Past, import, past, reference_of, references};
pub use links::{Near, mirror, near, said};
pub use model::{Dossier, Filed, Line, Who};
pub use moving::{Arrived, Parcel, pack, receive, reseal, take_back};
pub use part::{Concerns, is_led_by_others, part, part_unchosen, sight, sight_at_school};
pub use since::{Since, since};
pub use store::{
    Document, count_documents, documents, find, flows, flows_of_unit, list, listed_of_unit, numbered, of_unit_in,
    provider_of, report_words, rules, who, words,
};
pub use timeline::{Kept, LineRow, choose_handler, is_handler};
pub use waiting::{Waiting, waiting};
pub use writing::{Add, Attached, NewCase, Started, add, open};
