//! Investigations as the database gives them.

use domain::abuse::{Entry, Investigation as Stands};
use serde::{Deserialize, Serialize};

use crate::cases::Kept;
use crate::investigations::Filed;

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
