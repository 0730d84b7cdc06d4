//! The words of a case: what it is, who takes part, and what can happen in it.

use kernel::id::kind::{CaseFile, Tenant, Unit};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

closed! {
    /// What it is.
    Kind {
        /// A view (synpunkt): a proposal, praise, a thought. It is thanked for and analysed; it asks for no decision.
        View = "view",
        /// A complaint (klagomal): somebody is not content and wants something done (skollagen 4:8).
        Complaint = "complaint",
        /// A major deficiency that a provider tells the authority of without delay (CMP-5).
        Deficiency = "deficiency",
    }
}

closed! {
    /// How it came.
    Way {
        /// On the public pages.
        Web = "web",
        /// Said to somebody at the school or the authority.
        Oral = "oral",
        /// By phone.
        Phone = "phone",
        /// On paper.
        Letter = "letter",
        /// By e-mail.
        Mail = "mail",
        /// Out of the provider's own system.
        Imported = "imported",
    }
}

closed! {
    /// Who takes part.
    Party {
        /// Whoever said it.
        Complainant = "complainant",
        /// The school: the provider's people at the unit.
        School = "school",
        /// The authority.
        Authority = "authority",
    }
}

closed! {
    /// Who answers for it now. The closeness principle: the school, until something else is said.
    Place {
        /// The school.
        School = "school",
        /// The authority.
        Authority = "authority",
        /// The authority, which remedies it together with the provider (CMP-5).
        Shared = "shared",
    }
}

closed! {
    /// Whether the school knows already, as the complainant said when it was made. A route, never a dead end.
    Raised {
        /// The school has not been told.
        No = "no",
        /// The school has been told and has not answered.
        Waiting = "waiting",
        /// The school has answered, and the complainant is not content with it.
        NotContent = "not-content",
        /// The complainant does not want the school to have it first.
        NotTheSchool = "not-the-school",
    }
}

closed! {
    /// Whom it is about, where that person must not be the one who handles it.
    About {
        /// Nobody who would handle it.
        Others = "others",
        /// The rektor of the unit.
        Rektor = "rektor",
        /// Somebody at the authority.
        Officer = "officer",
    }
}

closed! {
    /// What became of it, as the one who closed it says. The complainant's own word is the [`Verdict`].
    Outcome {
        /// Put right.
        Resolved = "resolved",
        /// Put right in part.
        Partly = "partly",
        /// Not put right.
        NotResolved = "not-resolved",
        /// Nothing was found to be wrong.
        NotUpheld = "not-upheld",
        /// Somebody else than the authority and its providers has it now.
        HandedOver = "handed-over",
    }
}

closed! {
    /// Whether it was resolved, as the complainant says. Closed is not solved.
    Verdict {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// No.
        No = "no",
    }
}

closed! {
    /// Where a case stands.
    StateName {
        /// In, and nobody has said so to the complainant.
        Received = "received",
        /// Said to be received, and worked on.
        Handled = "handled",
        /// Answered. It waits for what the complainant says of the answer.
        Answered = "answered",
        /// Closed, with an outcome.
        Closed = "closed",
    }
}

/// The three questions of the counting rule (CMP-3), as they were last answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// The education did not live up to what the person expects.
    pub negative: bool,
    /// It demanded active handling, such as three-party talk, follow-up or investigation.
    pub active: bool,
    /// The rektor or other management was involved.
    pub management: bool,
}

impl Counting {
    /// Whether a complaint so answered counts.
    pub const fn counts(self) -> bool {
        self.negative && self.active && self.management
    }
}

/// The first entry of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// What it is.
    pub kind: Kind,
    /// How it came.
    pub way: Way,
    /// The day that it reached the school or the authority; a case belongs to the period of that day. For a case that somebody
    /// registers it may lie before the day of the entry.
    pub received: Day,
    /// Who answers for it first.
    pub place: Place,
    /// What the complainant said of the school.
    pub raised: Option<Raised>,
    /// Whom it is about.
    pub about: About,
    /// Whether the complainant can be answered: they have a code.
    pub reachable: bool,
    /// That it came without a school: whoever said it did not find theirs. The authority answers for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_school: bool,
}

/// What the provider's own system says of a case, as a row of its export says it: all of it each time, so that what has
/// changed is seen by laying one beside the other. The days are the system's, not those on which anything was written here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The unit that it is about.
    pub unit: Id<Unit>,
    /// What it is.
    pub kind: Kind,
    /// The day that it reached the school.
    pub received: Day,
    /// The core category.
    pub category: Option<String>,
    /// The three answers, where they are given.
    pub counting: Option<Counting>,
    /// When the complainant was told that it had come.
    pub acknowledged: Option<Day>,
    /// When the complainant was first answered.
    pub answered: Option<Day>,
    /// When it was closed, while it is.
    pub closed: Option<Day>,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

/// A row of a file out of the provider's own system, as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadIn {
    /// The number of the import within the provider's.
    pub import: i64,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// What it said.
    pub record: Record,
}

/// What can happen in a case. Words that belong to it (a message, a motive) are kept sealed beside it, never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It came.
    Opened(Opened),
    /// The complainant was told that it has come and what happens now.
    Acknowledged,
    /// Whoever handles it asks the complainant something.
    Asked,
    /// The complainant writes more.
    Wrote,
    /// Something was done about it: the stable name of the measure.
    Acted {
        /// A measure of the year's document, such as a three-party talk.
        measure: String,
    },
    /// A note among those who handle it.
    Noted,
    /// The complainant was told what has been found and done (aterkoppling).
    Answered,
    /// The clocks stand still, for a reason, until somebody looks again.
    Stopped {
        /// A reason of the year's document.
        reason: String,
        /// When it is looked at again.
        look: Day,
    },
    /// The clocks go again.
    Started,
    /// More time to answer, once.
    Extended {
        /// The new last day of the answer.
        to: Day,
    },
    /// The three questions and the core category are answered, or answered otherwise than before.
    Classified {
        /// The three answers.
        counting: Counting,
        /// The core category; asked for where it counts.
        category: Option<String>,
    },
    /// What the report to the authority says of it was written: what it was about, in neutral words.
    Worded,
    /// It was closed.
    Closed {
        /// What became of it.
        outcome: Outcome,
    },
    /// The complainant says whether it was resolved.
    Said {
        /// Their word.
        verdict: Verdict,
    },
    /// It goes on to the authority.
    Escalated,
    /// The authority hands it down to the school, which answers for it.
    HandedDown,
    /// The authority keeps it and answers for it itself.
    Kept,
    /// The authority remedies it together with the provider.
    Joined,
    /// It is worked on again.
    Reopened,
    /// It is about the same as another case, in whose timeline the same stands of this one.
    Linked {
        /// The other.
        other: Id<CaseFile>,
    },
    /// It is not about the same as that other case after all.
    Unlinked {
        /// The other.
        other: Id<CaseFile>,
    },
    /// It turned out to concern abuse or discrimination, which is investigated on its own.
    BecameAbuse,
    /// Whoever decides has said who handles it, where it is about somebody who would have.
    Assigned,
    /// The authority has said which school it is about, of something that came without one.
    Located {
        /// The unit.
        unit: Id<Unit>,
    },
    /// A row about it was read in out of the provider's own system, where it is handled.
    ReadIn(ReadIn),
    /// It was said to the wrong authority, which hands it over to another and closes it here.
    Moved {
        /// The other.
        to: Id<Tenant>,
        /// What the other is called.
        authority: String,
    },
    /// It was said to another authority, which handed it over.
    CameFrom {
        /// What the other is called.
        authority: String,
        /// The number that it has there.
        number: i64,
    },
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day. Who has a code is known by the day alone.
    pub day: Day,
    /// Who did it.
    pub by: Party,
    /// What happened.
    pub happening: Happening,
}

/// Where something that is said goes first: to the school, which can put it right soonest, unless it is about somebody at the
/// authority, the school has answered and that is not enough, or the school is not to have it (the closeness principle, CMP-2).
pub const fn first_place(kind: Kind, raised: Option<Raised>, about: About) -> Place {
    match (kind, raised, about) {
        (_, _, About::Officer) | (Kind::Complaint, Some(Raised::NotContent | Raised::NotTheSchool), _) => {
            Place::Authority
        }
        _ => Place::School,
    }
}
