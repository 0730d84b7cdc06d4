//! What other features say to and hear from deficiencies.

use domain::deficiencies::{Severity, Source, StateName, Track};
use kernel::Id;
use kernel::id::kind::{Deficiency, Organisation, Unit};

/// A deficiency to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// What it becomes, so that sending the form twice is the same as once.
    pub id: Id<Deficiency>,
    /// At which provider.
    pub organisation: Id<Organisation>,
    /// At which unit alone.
    pub unit: Option<Id<Unit>>,
    /// Its track.
    pub track: Track,
    /// How grave it is.
    pub severity: Severity,
    /// Where it comes from.
    pub source: Source,
    /// The term that is breached, by its identifier.
    pub term: Option<String>,
    /// What it is called.
    pub title: String,
    /// What is wrong.
    pub text: String,
}

/// What is known when a deficiency is made of something: nobody types it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefill {
    /// At which provider.
    pub organisation: Id<Organisation>,
    /// At which unit alone.
    pub unit: Option<Id<Unit>>,
    /// Where it comes from.
    pub source: Source,
    /// The term that is breached, by its identifier.
    pub term: Option<String>,
    /// What it is called.
    pub title: String,
    /// What is wrong.
    pub text: String,
    /// Its track.
    pub track: Track,
}

/// What a part of a source became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromSource {
    /// Which deficiency.
    pub id: Id<Deficiency>,
    /// Its number at the authority.
    pub number: i64,
    /// The part of the source.
    pub part: String,
    /// Where it stands.
    pub state: StateName,
}
