//! Investigations as the database gives them.

use domain::abuse::{Entry, Investigation as Stands};
use kernel::Id;
use kernel::id::kind::{CaseFile, Investigation, Organisation, Unit};
use serde::{Deserialize, Serialize};

use ::store::row;

use crate::cases::Kept;

row! {
    /// What stands on the row of an investigation and is not computed from its timeline.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Filed {
        /// The investigation.
        pub id: Id<Investigation>,
        /// Its number within the authority.
        pub number: i64,
        /// The provider.
        pub organisation: Id<Organisation>,
        /// What it is called.
        pub organisation_name: String,
        /// The unit.
        pub unit: Id<Unit>,
        /// What it is called.
        pub unit_name: String,
        /// The complaint that it came out of.
        pub case: Option<Id<CaseFile>>,
        /// The number of that.
        pub case_number: Option<i64>,
    }
}

/// One line of an investigation's timeline as it is kept.
pub type Line = Kept<Entry>;

/// A whole investigation: its row, its timeline, and where it stands.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Its row.
    pub filed: Filed,
    /// Its timeline.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub stands: Stands,
}

/// The words of a line. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// What was said, found or decided.
    #[serde(default)]
    pub text: String,
    /// Whom it names: those it is about, who investigates, who was talked with, who is responsible.
    #[serde(default)]
    pub who: String,
}

impl Said {
    /// Whether nothing at all was said.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
