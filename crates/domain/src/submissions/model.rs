//! The states with their facts, who did what, by which road, and why something is refused.

use kernel::id::kind;
use kernel::{Day, Id, Instant};
use serde::{Deserialize, Serialize};

use super::Action;

/// Who did something: the name as it was then, and the account where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The account; absent where the person signed on paper and an officer entered it.
    pub person: Option<Id<kind::Person>>,
    /// The name, or the name of the office, as people know it.
    pub name: String,
}

/// The road something came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Road {
    /// Filled in on the web.
    Web,
    /// A workbook that was uploaded.
    Workbook,
    /// A Word file that was uploaded.
    Document,
    /// An e-mail to the authority's address.
    Mail,
    /// Another system.
    Api,
    /// Entered by an officer from something received in another way.
    RegisteredByOfficer,
}

impl Road {
    /// Every road.
    pub const ALL: &[Self] =
        &[Self::Web, Self::Workbook, Self::Document, Self::Mail, Self::Api, Self::RegisteredByOfficer];

    /// The stable name kept in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Workbook => "workbook",
            Self::Document => "document",
            Self::Mail => "mail",
            Self::Api => "api",
            Self::RegisteredByOfficer => "registered-by-officer",
        }
    }

    /// The road with the stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|road| road.slug() == slug)
    }
}

/// Where an item stands. What the provider has written is kept beside it; this says what may happen to it.
///
/// A submission cannot be withdrawn: once received it is a public document (the Freedom of the Press Act 2:9), and a
/// correction is a new version after a return.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// Nobody has written anything.
    #[default]
    NotStarted,
    /// Somebody is writing.
    Draft(Draft),
    /// Prepared, and waiting for the one who signs.
    AwaitingSignature(AwaitingSignature),
    /// Handed in.
    Submitted(Submitted),
    /// Returned for completion; the provider may be writing again.
    Returned(Returned),
    /// Approved by the authority.
    Approved(Approved),
}

/// Somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Since when.
    pub since: Instant,
}

/// Prepared, and waiting for the one who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitingSignature {
    /// Who prepared it.
    pub prepared_by: By,
    /// When it was sent for signature.
    pub at: Instant,
    /// Since when it had been a draft.
    pub since: Instant,
    /// The return it answers, where it had been handed in before.
    pub answers: Option<Returned>,
}

/// Handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Which version, counted from 1.
    pub number: u32,
    /// When this version was received.
    pub at: Instant,
    /// When the first version was received; this one counts for being on time.
    pub received: Instant,
    /// Who signed.
    pub signed_by: By,
    /// The road it came by.
    pub road: Road,
}

/// Returned for completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The version that was returned.
    pub submitted: Submitted,
    /// What is missing or unclear, in the officer's words.
    pub reason: String,
    /// When the completion is wanted; absent where no day was set.
    pub until: Option<Day>,
    /// When it was returned.
    pub at: Instant,
    /// Who returned it.
    pub by: By,
}

/// Approved by the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The version that was approved.
    pub submitted: Submitted,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: By,
}

/// The names of the states, without facts: for columns, filters and tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateName {
    /// See [`State::NotStarted`].
    NotStarted,
    /// See [`State::Draft`].
    Draft,
    /// See [`State::AwaitingSignature`].
    AwaitingSignature,
    /// See [`State::Submitted`].
    Submitted,
    /// See [`State::Returned`].
    Returned,
    /// See [`State::Approved`].
    Approved,
}

impl StateName {
    /// Every state, in the order an item goes through them.
    pub const ALL: &[Self] =
        &[Self::NotStarted, Self::Draft, Self::AwaitingSignature, Self::Submitted, Self::Returned, Self::Approved];

    /// The stable name kept in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Draft => "draft",
            Self::AwaitingSignature => "awaiting-signature",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }

    /// The state with the stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.slug() == slug)
    }
}

impl State {
    /// The name of the state.
    pub const fn name(&self) -> StateName {
        match self {
            Self::NotStarted => StateName::NotStarted,
            Self::Draft(_) => StateName::Draft,
            Self::AwaitingSignature(_) => StateName::AwaitingSignature,
            Self::Submitted(_) => StateName::Submitted,
            Self::Returned(_) => StateName::Returned,
            Self::Approved(_) => StateName::Approved,
        }
    }

    /// The latest version that has come in, whatever has happened to it since; `None` before the first.
    pub fn latest(&self) -> Option<&Submitted> {
        match self {
            Self::NotStarted | Self::Draft(_) => None,
            Self::AwaitingSignature(awaiting) => awaiting.answers.as_ref().map(|returned| &returned.submitted),
            Self::Submitted(submitted) => Some(submitted),
            Self::Returned(returned) => Some(&returned.submitted),
            Self::Approved(approved) => Some(&approved.submitted),
        }
    }

    /// The return that is still to be answered.
    pub fn unanswered_return(&self) -> Option<&Returned> {
        match self {
            Self::Returned(returned) => Some(returned),
            Self::AwaitingSignature(awaiting) => awaiting.answers.as_ref(),
            Self::NotStarted | Self::Draft(_) | Self::Submitted(_) | Self::Approved(_) => None,
        }
    }
}

impl From<Submitted> for State {
    fn from(submitted: Submitted) -> Self {
        Self::Submitted(submitted)
    }
}
impl From<AwaitingSignature> for State {
    fn from(awaiting: AwaitingSignature) -> Self {
        Self::AwaitingSignature(awaiting)
    }
}
impl From<Returned> for State {
    fn from(returned: Returned) -> Self {
        Self::Returned(returned)
    }
}
impl From<Approved> for State {
    fn from(approved: Approved) -> Self {
        Self::Approved(approved)
    }
}

/// An officer's lock on an item: nothing more can be written or handed in. Deadlines lock nothing by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Who locked, as the provider should know them (a person or an office).
    pub by: By,
    /// When.
    pub at: Instant,
    /// Why; may be empty.
    pub why: String,
}

/// A later deadline, by decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The new last day.
    pub until: Day,
    /// Why.
    pub motive: String,
    /// When it was decided.
    pub at: Instant,
    /// Who decided.
    pub by: By,
}

/// How a provider has begun to complete what was returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Somebody has written in the draft since.
    Written,
    /// A file has come with a letter since.
    ByMail,
}

/// Why something cannot be done now. Each has a sentence that says why and who can help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The role does not do this.
    NotYourRole {
        /// What was wanted.
        action: Action,
    },
    /// Signing belongs to the rektor of the unit.
    RektorSigns,
    /// Signing belongs to the provider's management.
    ManagementSigns,
    /// The authority has decided that the one who signs is another than the one who prepared it.
    SignerPrepared,
    /// The item is locked.
    Locked {
        /// The lock.
        lock: Lock,
    },
    /// The item is not locked.
    NotLocked,
    /// Nothing has been written yet.
    NothingWritten,
    /// It waits for a signature.
    AwaitsSignature {
        /// Who prepared it.
        prepared_by: By,
        /// When it was sent.
        at: Instant,
    },
    /// It does not wait for a signature.
    NotAwaitingSignature,
    /// It has been handed in.
    AlreadySubmitted {
        /// Which version.
        number: u32,
        /// When.
        at: Instant,
        /// Who signed.
        signed_by: By,
        /// The road it came by.
        road: Road,
    },
    /// It has been approved.
    AlreadyApproved {
        /// When.
        at: Instant,
    },
    /// It has not been approved.
    NotApproved,
    /// It is not returned, so that no return can be taken back.
    NotReturned,
    /// The provider has written since it was returned.
    CompletionBegun,
    /// A file has come with a letter since it was returned, and lies with the provider.
    CompletionCame,
    /// Nothing has come in that could be reviewed.
    NothingToReview,
    /// It has been returned and not come in again.
    WaitsForCompletion {
        /// When it was returned.
        at: Instant,
    },
    /// It is answered in another system, out of which the authority collects it.
    ReportsElsewhere {
        /// Which.
        system: String,
    },
    /// A reason is needed and none was given.
    ReasonMissing {
        /// What was wanted.
        action: Action,
    },
    /// An extension to the day that is the last one already.
    SameDay {
        /// The present last day.
        due: Day,
    },
    /// An extension to a day before the original last day.
    BeforeOriginal {
        /// The original last day.
        original: Day,
    },
}
