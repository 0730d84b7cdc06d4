//! The authority's own file as the template of an item: what is known of it, what its cells are, and how it is filled in and
//! read back. Core of `workbooks`, `word`, `instructions` and the e-mail road; it is set up in `template_editing`.
//!
//! A version is a file and what its cells are ([`Mapping`]), or what the controls and headings of a Word document are
//! ([`Words`]). It never changes once it is in use, so that a file made from it is
//! read by it for as long as it may come back; the file says itself which version it was made from.

mod checking;
mod document;
mod mapping;
mod shape;
mod store;
mod suggesting;
pub mod sv;
#[cfg(test)]
mod tests;

pub use checking::{Place, Problem, check};
pub use document::{
    AnswerKind, Control, Spot, Takes, TextField, Words, WordsPlace, check_words, controls, heading_of, headings,
    prompts, refuse, spot_name, suggest_words,
};
pub use mapping::{Answer, CellAt, Column, Mapping, Said, Table, UNIT, UNIT_CODE, answer, fill, strange};
pub use shape::{Shape, SheetShape};
pub use store::{
    Brief, InForce, New, Version, add, bytes, copy_to, find, follow, in_force, in_force_items, of_stamp, retire,
    save_mapping, take_into_use, versions, versions_of_year,
};
pub use suggesting::{columns_of, suggest};

/// What a file made from an own template says it was made from, beside what every template says.
pub const STAMP: &str = "template";
