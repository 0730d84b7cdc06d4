//! What is known of a letter and its files, and what became of them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Id;
use kernel::id::kind::{Assignment, Organisation, Person, Unit};
use serde::{Deserialize, Serialize};

/// Who a letter is from, by its address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sender {
    /// Nobody that is known here.
    #[default]
    Unknown,
    /// Somebody with seats here.
    Known {
        /// Who.
        person: Id<Person>,
        /// Their confirmed seats at providers, in force.
        seats: Vec<SenderSeat>,
    },
}

/// A seat at a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SenderSeat {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The only unit it covers; all where absent.
    pub unit: Option<Id<Unit>>,
}

/// What the stamp of a template says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp(pub BTreeMap<String, String>);

impl Stamp {
    /// What it says of that name; empty where it says nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
    /// Whether the file is no template of ours.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Whether it is that of the template for anybody: it says the year and the item, and not for whom.
    pub fn is_for_anybody(&self) -> bool {
        !self.is_empty() && self.get("provider").is_empty() && self.get("assignment").is_empty()
    }
}

/// Something that a file may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The assignment.
    pub assignment: Id<Assignment>,
    /// The provider it is asked of.
    pub organisation: Id<Organisation>,
    /// The unit, for a unit's item.
    pub unit: Option<Id<Unit>>,
    /// The item's stable name.
    pub item: String,
    /// What it is asked for: the unit's, area's or provider's name.
    pub subject: String,
    /// The unit's code.
    pub code: Option<String>,
    /// Whether it is asked for now, and not yet in; see [`super::is_open`].
    pub open: bool,
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// Its stamp.
    pub stamp: Stamp,
    /// Whether what its stamp names was asked, and is asked no more.
    pub withdrawn: bool,
    /// Whether the year of its stamp is one that may be asked now.
    pub is_of_near_year: bool,
    /// The items whose tables it has, with every column that must be there; of a template for anybody the one that its stamp
    /// names, where that is asked.
    pub fits: BTreeSet<String>,
    /// Where the name of a unit may stand: its sheets and what stands over their tables, its name, what the letter is about.
    pub words: Vec<String>,
}

/// Something that a file may answer, as an officer chooses among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The assignment.
    pub assignment: Id<Assignment>,
    /// For which unit or area, in words.
    pub subject: String,
}

/// Why an officer is asked. Each has its sentence in [`super::sv`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum Why {
    /// Nobody here has the address.
    UnknownSender,
    /// The letter names no sender, or several.
    NoSender,
    /// A server says that the address is false.
    Forged {
        /// By which method.
        method: String,
        /// What it said.
        said: String,
    },
    /// The server that is believed has said nothing.
    NotJudged,
    /// The person is known and has no confirmed seat at a provider.
    NoSeat,
    /// The template is another authority's.
    OtherAuthority,
    /// The template is another year's.
    OtherYear {
        /// Which.
        year: String,
    },
    /// The template is one provider's, and the address another's.
    OtherProvider,
    /// What the template asks is not asked any more.
    NotAsked,
    /// The person's seat is for another unit.
    OtherUnit,
    /// It is no template, and its columns are those of nothing that is asked for now.
    NoItem,
    /// It is no template, and its columns are those of several.
    SeveralItems {
        /// Their stable names.
        items: Vec<String>,
    },
    /// It is no template, and may be for several units.
    SeveralUnits {
        /// Their names.
        units: Vec<String>,
    },
    /// It is the template for anybody, and does not say for which of several units.
    WhichUnit {
        /// Those it may be for.
        of: Vec<Proposal>,
    },
    /// It is the template for anybody of something that is not asked of the sender's provider.
    NotAskedOfThem,
    /// It came in for one unit, and another one stands in it.
    NamesOther {
        /// Which stands there.
        stands: String,
        /// Which it is for.
        unit: String,
    },
    /// The file gives no rows.
    NotRead {
        /// Why.
        file: NotRead,
    },
    /// There are two files for the same in one letter.
    TwoForOne,
    /// The letter has no files.
    NoFiles,
    /// The letter has more files than are looked at.
    TooManyFiles {
        /// How many were not looked at.
        left_out: usize,
    },
    /// The letter cannot be read.
    Unreadable,
    /// The letter is sealed for its receiver.
    Encrypted,
    /// Nothing says when it came.
    NoArrival,
    /// What it says itself of when it came cannot be so: too long ago, or not yet.
    OddArrival {
        /// What it says, in microseconds since 1970.
        says: i64,
    },
    /// What it answers is signed already, and the file says something else.
    Changed {
        /// Whether it has been approved.
        approved: bool,
    },
    /// What it answers is signed already, and the file cannot be read: whether it says something else nobody can see.
    NotCompared {
        /// Whether it has been approved.
        approved: bool,
        /// Why it cannot be read.
        file: NotRead,
    },
    /// It had come with a letter that came later: the item counts as received when this one came.
    CameBefore {
        /// When the other came, in microseconds since 1970.
        later: i64,
    },
    /// The same file as what is signed, with a letter that came before the one that counts: an officer says whether the item
    /// is received then.
    CameEarlier {
        /// When this one came, in microseconds since 1970.
        came: i64,
        /// When the one that counts came, in microseconds since 1970.
        counts: i64,
    },
    /// An officer has set the file aside.
    Refused {
        /// In their words.
        reason: String,
    },
    /// Another letter has the same name and other files.
    SameName,
    /// An officer took back what was said of it.
    Undone,
    /// A program sent it, and it has files that may be somebody's all the same.
    Automatic {
        /// What kind of program.
        program: SetAside,
    },
}

impl Why {
    /// Whether what it answers is signed, so that an officer says whether the file changes anything.
    pub const fn is_of_signed(&self) -> bool {
        matches!(self, Self::Changed { .. } | Self::NotCompared { .. } | Self::CameEarlier { .. })
    }
}

/// Why a file gives no rows, as far as an officer has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum NotRead {
    /// A folder of files, packed.
    Archive,
    /// One that is locked with a password.
    ArchiveLocked,
    /// One with more files, or larger ones, than are looked at.
    ArchiveTooLarge,
    /// One that lies in another.
    ArchiveNested,
    /// One that cannot be opened.
    ArchiveBroken,
    /// Locked with a password.
    Locked,
    /// A document of running text.
    Document,
    /// A document that may hold macros (.docm), which is not read.
    DocumentWithMacros,
    /// Outlook's own packing of files.
    WinMail,
    /// Nobody has come to read it: that says nothing of the file.
    NoTime,
    /// Another reason, in Swedish, as the page of uploads says it.
    Other {
        /// The sentence.
        says: String,
    },
}

/// Why a letter is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAside {
    /// An answer by itself.
    Reply,
    /// A report that something did not arrive.
    Bounce,
    /// A mailing list.
    List,
    /// One that we sent ourselves.
    Own,
    /// It came before.
    Twice,
    /// An officer says so.
    Officer,
}

impl SetAside {
    /// The stable name kept in the database: that of its serialized form.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Bounce => "bounce",
            Self::List => "list",
            Self::Own => "own",
            Self::Twice => "twice",
            Self::Officer => "officer",
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// Nobody has looked yet.
    New,
    /// An officer is asked.
    Waits,
    /// It is the draft.
    Draft,
    /// It waits on the item's page, since somebody has written there.
    Upload,
    /// It came in, and its rows are to be uploaded.
    Directed,
    /// It came in, and cannot be read.
    Faulty,
    /// It is in already.
    AlreadyIn,
    /// It is locked.
    Locked,
    /// The same file came before.
    Same,
    /// It is an archive whose files are beside it.
    Opened,
    /// It has no row: a template as it was fetched is no report.
    Empty,
    /// A picture of a signature or the like.
    Passed,
    /// An officer has set it aside.
    Aside,
}

impl Became {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::New,
        Self::Waits,
        Self::Draft,
        Self::Upload,
        Self::Directed,
        Self::Faulty,
        Self::AlreadyIn,
        Self::Locked,
        Self::Same,
        Self::Opened,
        Self::Empty,
        Self::Passed,
        Self::Aside,
    ];

    /// The stable name kept in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Waits => "waits",
            Self::Draft => "draft",
            Self::Upload => "upload",
            Self::Directed => "directed",
            Self::Faulty => "faulty",
            Self::AlreadyIn => "already-in",
            Self::Locked => "locked",
            Self::Same => "same",
            Self::Opened => "opened",
            Self::Empty => "empty",
            Self::Passed => "passed",
            Self::Aside => "aside",
        }
    }

    /// What has that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.slug() == slug)
    }

    /// Whether the item counts as having come in with the file.
    pub const fn is_arrival(self) -> bool {
        matches!(self, Self::Draft | Self::Upload | Self::Directed | Self::Faulty)
    }
}

/// What is left to do about something that came and is not signed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// Something in it has to be put right, or the provider has to choose whether it counts.
    Mend,
    /// Its rows are to be uploaded.
    Upload,
    /// It is whole, and waits for whoever signs.
    Sign,
}

impl Left {
    /// What is left, by the newest that came and by what stands in the draft now: `ready` says that it could be signed as
    /// it is, `prepared` that somebody has sent it to whoever signs.
    pub const fn of(became: Became, ready: bool, prepared: bool) -> Self {
        match became {
            _ if ready || prepared => Self::Sign,
            Became::Directed => Self::Upload,
            _ => Self::Mend,
        }
    }
}

/// What a file answers, or why that is not certain, with what seems likely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// What it answers for certain.
    pub certain: Result<Id<Assignment>, Why>,
    /// What it would answer if nothing spoke against it.
    pub likely: Option<Id<Assignment>>,
}
