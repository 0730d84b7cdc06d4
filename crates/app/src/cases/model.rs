//! Cases as the database gives them.

use domain::cases::{
    About, Case, Entry, Held, Kind, Next, NextWhat, Outcome, Place, Seen, Sight, StateName, Verdict, Way, sv,
};
use kernel::id::kind::{CaseFile, Organisation, Unit};
use kernel::{Day, Id};
use serde::{Deserialize, Serialize};

use ::store::{StoreError, row};

use super::timeline::Kept;

row! {
    /// The row of a case.
    #[derive(Debug, Clone)]
    pub(super) struct FileRow {
        pub(super) id: Id<CaseFile>,
        pub(super) number: i64,
        pub(super) organisation: Option<Id<Organisation>>,
        pub(super) organisation_name: Option<String>,
        pub(super) unit: Option<Id<Unit>>,
        pub(super) unit_name: Option<String>,
        pub(super) kind: String,
        pub(super) way: String,
        pub(super) about: String,
        pub(super) received: Day,
        pub(super) place_known: bool,
        pub(super) reachable: bool,
        pub(super) school_has: bool,
        pub(super) authority_has: bool,
        pub(super) state: String,
        pub(super) place: String,
        pub(super) category: Option<String>,
        pub(super) counted: bool,
        pub(super) next_what: Option<String>,
        pub(super) next_day: Option<Day>,
        pub(super) first_answered: Option<Day>,
        pub(super) escalated: Option<Day>,
        pub(super) closed: Option<Day>,
        pub(super) outcome: Option<String>,
        pub(super) verdict: Option<String>,
        pub(super) became_abuse: bool,
        pub(super) entries: i64,
    }
}

/// What stands on the row of a case: enough for lists, never a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a row, each a fact of its own")]
pub struct Filed {
    /// The case.
    pub id: Id<CaseFile>,
    /// Its number within the authority.
    pub number: i64,
    /// The provider and the unit; nothing for what came without a school, until the authority has said which.
    pub school: Option<(Id<Organisation>, Id<Unit>)>,
    /// What the provider is called.
    pub organisation_name: String,
    /// What the unit is called, or that there is none.
    pub unit_name: String,
    /// What it is.
    pub kind: Kind,
    /// How it came.
    pub way: Way,
    /// Whom it is about.
    pub about: About,
    /// The day it came.
    pub received: Day,
    /// Whether whoever made it knew which municipality the studies belong to.
    pub place_known: bool,
    /// Whether the complainant can be answered.
    pub reachable: bool,
    /// That the school has had it.
    pub school_has: bool,
    /// That the authority has had it.
    pub authority_has: bool,
    /// Where it stands.
    pub state: StateName,
    /// Who answers for it.
    pub place: Place,
    /// The core category.
    pub category: Option<String>,
    /// Whether it counts in the report.
    pub counted: bool,
    /// What is next and when.
    pub next: Option<Next>,
    /// When it was first answered.
    pub first_answered: Option<Day>,
    /// When it went on to the authority.
    pub escalated: Option<Day>,
    /// When it was closed.
    pub closed: Option<Day>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// What the complainant says.
    pub verdict: Option<Verdict>,
    /// That it is investigated as abuse.
    pub became_abuse: bool,
    /// How many entries it has.
    pub entries: i64,
}

impl Filed {
    /// The unit with its provider, as both are called.
    pub fn school_title(&self) -> String {
        let names = [self.unit_name.as_str(), self.organisation_name.as_str()];
        names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    }
    /// Whether it is of one of the provider's units, of those that are given where some are.
    pub fn is_of(&self, provider: Id<Organisation>, only: Option<&[Id<Unit>]>) -> bool {
        let fits = |(organisation, unit): (Id<Organisation>, Id<Unit>)| {
            organisation == provider && only.is_none_or(|units| units.contains(&unit))
        };
        self.school.is_some_and(fits)
    }
    /// Whether it is handled in the provider's own system, and only read in here.
    pub fn is_kept_elsewhere(&self) -> bool {
        self.way == Way::Imported
    }
    /// Whether something is to be done about it here.
    pub fn waits_here(&self) -> bool {
        self.state != StateName::Closed && !self.is_kept_elsewhere()
    }
    /// How much of it somebody may see who takes part so.
    pub fn sight(&self, seen: &Seen) -> Sight {
        Held { school: self.school_has, authority: self.authority_has, about: self.about }.sight(seen)
    }
}

fn unknown(what: &str, slug: &str) -> StoreError {
    StoreError::Damaged(format!("no {what} {slug}"))
}

macro_rules! read {
    ($type:ident, $slug:expr) => {
        $type::from_slug(&$slug).ok_or_else(|| unknown(stringify!($type), &$slug))
    };
}

impl TryFrom<FileRow> for Filed {
    type Error = StoreError;
    fn try_from(row: FileRow) -> Result<Self, StoreError> {
        let next = match (row.next_what, row.next_day) {
            (Some(what), Some(day)) => Some(Next { day, what: read!(NextWhat, what)? }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            number: row.number,
            school: row.organisation.zip(row.unit),
            organisation_name: row.organisation_name.unwrap_or_default(),
            unit_name: row.unit_name.unwrap_or_else(|| sv::NO_SCHOOL.to_owned()),
            kind: read!(Kind, row.kind)?,
            way: read!(Way, row.way)?,
            about: read!(About, row.about)?,
            received: row.received,
            place_known: row.place_known,
            reachable: row.reachable,
            school_has: row.school_has,
            authority_has: row.authority_has,
            state: read!(StateName, row.state)?,
            place: read!(Place, row.place)?,
            category: row.category,
            counted: row.counted,
            next,
            first_answered: row.first_answered,
            escalated: row.escalated,
            closed: row.closed,
            outcome: row.outcome.map(|slug| read!(Outcome, slug)).transpose()?,
            verdict: row.verdict.map(|slug| read!(Verdict, slug)).transpose()?,
            became_abuse: row.became_abuse,
            entries: row.entries,
        })
    }
}

/// One line of a case's timeline as it is kept.
pub type Line = Kept<Entry>;

/// A whole case: its row, its timeline, and where it stands.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Its row.
    pub filed: Filed,
    /// Its timeline.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub case: Case,
}

/// Who said it, where they said who they are. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Who {
    /// Their name; empty for somebody anonymous.
    #[serde(default)]
    pub name: String,
    /// How the school may reach them.
    #[serde(default)]
    pub contact: String,
    /// The school in their words, where they did not find it among those that can be chosen.
    #[serde(default)]
    pub school: String,
}

impl Who {
    /// Whether nothing at all was said.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
