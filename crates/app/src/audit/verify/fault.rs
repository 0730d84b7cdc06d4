//! What can be found wrong, in words for operators; the Swedish for auditors is in the feature's `sv.rs`.

use std::fmt;

use ::store::{Chain, ChainFault};
use serde_json::{Value as Json, json};

/// What is kept and vouched for by the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// A version that was handed in.
    Submission,
    /// A version of the year's document.
    YearVersion,
    /// A frozen dataset.
    Dataset,
    /// A rendered report.
    Release,
    /// An uploaded or rendered file.
    File,
    /// An authority or region.
    Tenant,
    /// A row of another table.
    Row(&'static str),
}

impl Kept {
    /// What an event of this kind tells the hash of.
    pub(super) fn of_event(kind: &str) -> Option<Self> {
        match kind {
            "submission.signed" => Some(Self::Submission),
            "year.version-saved" | "year.published" => Some(Self::YearVersion),
            "dataset.frozen" | "dataset.published" => Some(Self::Dataset),
            "release.rendered" => Some(Self::Release),
            "tenant.added" => Some(Self::Tenant),
            _ => None,
        }
    }

    /// What rows of the table are.
    pub(super) fn of_table(table: &'static str) -> Self {
        [Self::Submission, Self::YearVersion, Self::Dataset, Self::Release, Self::File]
            .into_iter()
            .find(|kept| kept.table() == table)
            .unwrap_or(Self::Row(table))
    }

    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::YearVersion => "year_version",
            Self::Dataset => "dataset",
            Self::Release => "release",
            Self::File => "file",
            Self::Tenant => "tenant",
            Self::Row(table) => table,
        }
    }
}

/// What is wrong with something kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It cannot be read as what it should be.
    Unreadable,
    /// Its content does not give the hash that stands beside it.
    NotItsHash,
    /// It is not as the event says.
    NotAsSaid {
        /// The event.
        seq: i64,
        /// What differs, by the fact's name.
        fact: &'static str,
    },
    /// The row is not what it was when the event told its hash.
    RowAltered {
        /// The event.
        seq: i64,
    },
    /// Counts that are not what they would be if they were made anew.
    Miscounted,
    /// Counts that are not those of the rows they are made from.
    NotItsRows,
    /// It was thrown away, and something of it lies there.
    NotDropped,
    /// No event tells that it came.
    NoEvent,
    /// An event tells of it, and it is not there.
    Gone {
        /// The event.
        seq: i64,
    },
    /// Its bytes are not in the file store.
    FileMissing,
    /// Its bytes are not what their hash says.
    FileAltered,
    /// Its bytes could not be read.
    FileUnreadable {
        /// What the system said.
        detail: String,
    },
}

/// How a chain differs from an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorFault {
    /// The chain does not reach it: its tail has been cut.
    Lost,
    /// The link has another hash: the chain has been rewritten.
    Differs,
    /// There is no such chain.
    NoChain,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// In a chain by itself.
    Chain {
        /// Which chain.
        chain: Chain,
        /// What.
        what: ChainFault,
    },
    /// A chain that holds something which is no event.
    ChainUnreadable {
        /// Which chain.
        chain: Chain,
        /// What the database gave.
        detail: String,
    },
    /// A chain that must hold events, and holds none.
    ChainGone {
        /// Which chain.
        chain: Chain,
    },
    /// Between a chain and an anchor.
    Anchor {
        /// Which chain.
        chain: Chain,
        /// Which link.
        seq: i64,
        /// What.
        what: AnchorFault,
    },
    /// In something kept.
    Row {
        /// What it is.
        kept: Kept,
        /// Its identifier or hash; empty where it cannot be read.
        id: String,
        /// Its name for people.
        name: String,
        /// What.
        wrong: Wrong,
    },
}

impl Fault {
    /// For programs.
    pub fn to_json(&self) -> Json {
        let said = self.to_string();
        match self {
            Self::Chain { chain, what } => {
                let (code, seq) = match what {
                    ChainFault::Altered { seq } => ("altered", seq),
                    ChainFault::Broken { seq } => ("broken", seq),
                    ChainFault::CutTail { last, .. } => ("cut-tail", last),
                    ChainFault::WrongHead { seq } => ("wrong-head", seq),
                };
                json!({"fault": code, "chain": chain.slug(), "seq": seq, "says": said})
            }
            Self::ChainUnreadable { chain, .. } => json!({"fault": "unreadable", "chain": chain.slug(), "says": said}),
            Self::ChainGone { chain } => json!({"fault": "chain-gone", "chain": chain.slug(), "says": said}),
            Self::Anchor { chain, seq, what } => {
                let code = match what {
                    AnchorFault::NoChain => "anchor-unknown",
                    AnchorFault::Lost => "anchor-lost",
                    AnchorFault::Differs => "anchor-differs",
                };
                json!({"fault": code, "chain": chain.slug(), "seq": seq, "says": said})
            }
            Self::Row { kept, id, name, wrong } => {
                json!({"fault": wrong.code(), "table": kept.table(), "id": id, "name": name, "says": said})
            }
        }
    }
}

impl Wrong {
    const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotItsHash => "not-its-hash",
            Self::NotAsSaid { .. } => "not-as-said",
            Self::RowAltered { .. } => "altered-row",
            Self::Miscounted | Self::NotItsRows => "miscounted",
            Self::NotDropped => "not-dropped",
            Self::NoEvent => "no-event",
            Self::Gone { .. } => "missing-row",
            Self::FileMissing => "file-missing",
            Self::FileAltered => "file-altered",
            Self::FileUnreadable { .. } => "file-unreadable",
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("cannot be read as what it should be"),
            Self::NotItsHash => f.write_str("the content does not give the hash stored with it"),
            Self::NotAsSaid { seq, fact } => write!(f, "{fact} is not what event {seq} says"),
            Self::RowAltered { seq } => write!(f, "the row is not what it was when event {seq} told of it"),
            Self::Miscounted => {
                f.write_str("the counts are not those of what was handed in; `tertial recount` makes them anew")
            }
            Self::NotItsRows => f.write_str("the counts after this set are not those of the course participations"),
            Self::NotDropped => {
                f.write_str("it was thrown away, and rows or counts of it lie there; `tertial recount` removes them")
            }
            Self::NoEvent => f.write_str("no event tells that it came: the row was put in"),
            Self::Gone { seq } => write!(f, "event {seq} tells of it, and the row is missing"),
            Self::FileMissing => f.write_str("the file is missing"),
            Self::FileAltered => f.write_str("the file is not what its hash says"),
            Self::FileUnreadable { detail } => write!(f, "the file could not be read: {detail}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain { chain, what } => {
                write!(f, "chain {}: ", chain.slug())?;
                match what {
                    ChainFault::Altered { seq } => write!(f, "event {seq} has been altered"),
                    ChainFault::Broken { seq } => write!(f, "event {seq} does not follow on the one before it"),
                    ChainFault::CutTail { last, expected } => {
                        write!(f, "ends at event {last}, but {expected} was written: the tail has been cut")
                    }
                    ChainFault::WrongHead { seq } => write!(f, "event {seq} is not the one that was written last"),
                }
            }
            Self::ChainUnreadable { chain, detail } => {
                write!(f, "chain {}: holds something that is no event ({detail})", chain.slug())
            }
            Self::ChainGone { chain } => {
                write!(
                    f,
                    "chain {}: holds no event, though there are authorities: all of it has been removed",
                    chain.slug()
                )
            }
            Self::Anchor { chain, seq, what } => match what {
                AnchorFault::NoChain => {
                    write!(f, "chain {}: the anchor names it, and there is no such chain", chain.slug())
                }
                AnchorFault::Lost => {
                    write!(f, "chain {}: event {seq} of the anchor is missing: the tail has been cut", chain.slug())
                }
                AnchorFault::Differs => {
                    write!(f, "chain {}: event {seq} is not the anchor's: the chain has been rewritten", chain.slug())
                }
            },
            Self::Row { kept, id, name, wrong } => {
                write!(f, "{}", kept.table())?;
                for word in [name, id].into_iter().filter(|word| !word.is_empty()) {
                    write!(f, " {word}")?;
                }
                write!(f, ": {wrong}")
            }
        }
    }
}
