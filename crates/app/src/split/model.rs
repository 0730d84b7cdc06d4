//! What waits to be given out, as it is kept.

use std::collections::BTreeMap;

use documents::table::Remark;
use domain::split::{Cells, To};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, YearVersion};
use serde::{Deserialize, Serialize};

use super::sites::Site;

/// Where the rows come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Origin {
    /// The draft of the item that it was begun at: what each row says is read there.
    Draft,
    /// A file, by its name.
    File(String),
}

/// Rows that are given out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Distribution {
    /// Where they come from.
    pub origin: Origin,
    /// The rows.
    pub pieces: Vec<Piece>,
    /// Which item of each other authority gets its rows, by the authority's name in addresses.
    pub items: BTreeMap<String, Id<AssignmentKind>>,
    /// What a person should be told about the shape of the file.
    pub remarks: Vec<Remark>,
    /// How many rows of the file had a number of a person, which nothing is kept of.
    #[serde(default)]
    pub numbers: usize,
    /// The version of the year in whose words the columns of its rows are named.
    #[serde(default)]
    pub version: Option<Id<YearVersion>>,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    /// Of which table.
    pub table: String,
    /// Its number in the draft, or in the file as the program shows it.
    pub number: u32,
    /// The number that people knew it by when it was begun: its place in the draft, or that of the file.
    pub place: usize,
    /// What the file says of where it goes, as it stands there.
    pub said: String,
    /// What it says, for a row of a file; for one of the draft what it said when it went, while it still has to be taken
    /// out of there. Nothing once it has gone wherever it goes.
    pub cells: Cells,
    /// Where it goes.
    pub to: To,
    /// Where it has gone.
    pub went: Vec<Went>,
}

/// Where a row has gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Went {
    /// The authority's name in addresses.
    pub slug: String,
    /// Its name then.
    pub authority: String,
    /// The item.
    pub assignment: Id<AssignmentKind>,
    /// Its place among the rows there, from 1, as it was then.
    pub place: usize,
    /// What became of it there.
    pub how: How,
}

/// What becomes of a row in a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum How {
    /// It is a new row.
    New,
    /// It stood there already.
    There,
    /// It is written over a row about the same person.
    Over,
}

impl Piece {
    /// Whether it has gone wherever it goes and still stands in the draft that it is to leave.
    pub fn is_owed(&self, origin: &Origin) -> bool {
        *origin == Origin::Draft && !self.cells.is_empty()
    }

    /// Whether it leaves the authority where it was begun, and has gone wherever it goes.
    pub fn leaves(&self, here: &Site, slugs: &[String]) -> bool {
        !self.to.goes_to(&here.slug) && self.is_done(slugs)
    }

    /// Whether it has gone to each of the authorities that it goes to, of those that get rows.
    pub fn is_done(&self, slugs: &[String]) -> bool {
        let has_gone = |slug: &String| self.went.iter().any(|went| went.slug == *slug);
        match &self.to {
            To::Unsaid => false,
            To::One(slug) => has_gone(slug),
            To::All => slugs.iter().all(has_gone),
        }
    }
}
