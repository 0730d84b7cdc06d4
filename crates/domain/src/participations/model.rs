//! What a participation is.

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::courses::{Mark, SchoolForm, UnitKind};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal $slug:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number that stands for it in the database, never used for anything else.
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code),+ }
            }

            /// What the number stands for.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The stable name.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// What has that stable name.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.slug() == slug)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Sex as the source says it; never told from a personnummer.
    Sex {
        /// The source does not say.
        Unknown = 0 "unknown",
        /// Woman.
        Woman = 1 "woman",
        /// Man.
        Man = 2 "man",
    }
}

coded! {
    /// How the teaching is given (kursens f\u{f6}rl\u{e4}ggning).
    StudyForm {
        /// The source does not say.
        Unknown = 0 "unknown",
        /// In the classroom (n\u{e4}rundervisning).
        OnSite = 1 "on-site",
        /// At a distance.
        Distance = 2 "distance",
        /// Partly each (flex).
        Blended = 3 "blended",
    }
}

coded! {
    /// How a result came about.
    Road {
        /// By taking part in teaching.
        Taught = 0 "taught",
        /// By a test without teaching (pr\u{f6}vning, Skollagen 20 kap. 40-41 \u{a7}\u{a7}); outside every throughput.
        Tested = 1 "tested",
        /// By validation of what the person knew before (Skollagen 20 kap. 42-43 \u{a7}\u{a7}).
        Validated = 2 "validated",
    }
}

coded! {
    /// Why somebody dropped out. No national list is published; these are the groups that sources have in common.
    Cause {
        /// The source does not say.
        Unknown = 0 "unknown",
        /// Work or work practice.
        Work = 1 "work",
        /// Other education.
        Education = 2 "education",
        /// Moved.
        Moved = 3 "moved",
        /// Parental leave or illness, as one group: alone each would be told too much of.
        Leave = 4 "leave",
        /// Another course, path or provider.
        Changed = 5 "changed",
        /// Anything else.
        Other = 6 "other",
    }
}

/// What became of a participation, with the days that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// In progress when the source was read.
    Ongoing,
    /// Taken to its end.
    Completed {
        /// The last day.
        ended: Day,
        /// What the decision on grading ended in and its day; nothing where the source has no decision, as for courses
        /// that are never graded and for sources that say only that the course was completed.
        mark: Option<(Mark, Day)>,
    },
    /// Dropped out (avbrott): absent for more than three weeks in a row without illness or granted leave (F\u{f6}rordning
    /// om vuxenutbildning 7 kap. 1 \u{a7}; from 2026 Skollagen 20 kap. 9 a \u{a7}).
    DroppedOut {
        /// The first day of absence, which is the day of the dropout.
        first_absent: Day,
        /// The day it was decided or noted.
        decided: Option<Day>,
        /// Why.
        cause: Cause,
    },
    /// Ended by decision of the authority for lack of progress (upph\u{f6}rande, Skollagen 20 kap. 9 \u{a7}); not a dropout.
    Ceased {
        /// The day of the decision.
        decided: Day,
    },
    /// Never begun; in no base.
    NotStarted {
        /// The day it was noted; the first day of the course where the source has none.
        noted: Day,
    },
    /// Ended, and the source does not say how. A base that needs to know is missing, not smaller.
    Unknown {
        /// The last day the source has.
        ended: Day,
    },
}

impl Outcome {
    /// The day on which it stopped being in progress.
    pub const fn ended(self) -> Option<Day> {
        match self {
            Self::Ongoing => None,
            Self::Completed { ended, .. } | Self::Unknown { ended } => Some(ended),
            Self::DroppedOut { first_absent, .. } => Some(first_absent),
            Self::Ceased { decided } => Some(decided),
            Self::NotStarted { noted } => Some(noted),
        }
    }
}

/// A person without a name: a keyed hash of what the source knows the person by, of one authority alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(pub [u8; 16]);

/// Where a participation belongs: the number of a place, which is one combination of provider, unit and contract area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub u32);

/// One participation, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// Who.
    pub person: PersonKey,
    /// Sex.
    pub sex: Sex,
    /// Where.
    pub place: Place,
    /// The course's number in the authority's list of courses.
    pub course: u32,
    /// School form of the course.
    pub form: SchoolForm,
    /// What it is in.
    pub unit: UnitKind,
    /// How the teaching is given.
    pub study_form: StudyForm,
    /// How the result came about.
    pub road: Road,
    /// First day.
    pub started: Day,
    /// Planned last day, where the source has one.
    pub planned_end: Option<Day>,
    /// What became of it.
    pub outcome: Outcome,
    /// The course's points.
    pub points: Option<u16>,
    /// Points that the student did.
    pub points_done: Option<u16>,
    /// The vocational education it is a part of, by its number.
    pub education: Option<u32>,
    /// Whether the person's identity is protected: counted, never listed.
    pub protected: bool,
}

/// What makes two rows the same participation, for a source without numbers of its own: the person, the course, the
/// first day, the provider and the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Who.
    pub person: PersonKey,
    /// Which course.
    pub course: u32,
    /// From which day.
    pub started: Day,
    /// At which provider, by number.
    pub provider: u32,
    /// By which road.
    pub road: Road,
}
