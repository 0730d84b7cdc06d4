//! What is to be done with a file, and what came of it, as they are kept beside it.

use kernel::id::kind::Organisation;
use kernel::{Day, Id, Instant, Period};
use serde::{Deserialize, Serialize};

use super::findings::Findings;
use super::otherwise::Told;
use super::run::{Done, Written};
use crate::participations::{Scope, SetKind, Tally};

/// What is to be done with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Planned {
    /// Whether a text table was made of it.
    pub converted: bool,
    /// Whether it was a workbook, and is handed back as one.
    pub workbook: bool,
    /// What to tell of how it was opened.
    pub notes: Vec<String>,
    /// The profile's stable name; empty where none fits.
    pub profile: String,
    /// Whether it has all there is.
    pub full: bool,
    /// The day it was taken out of its source.
    pub as_of: Option<Day>,
    /// A full file's first day of course starts.
    pub from: Option<Day>,
    /// And the last.
    pub to: Option<Day>,
    /// The providers whose participations a full file speaks of; all where empty.
    pub providers: Vec<Id<Organisation>>,
    /// Where it was fetched from, where nobody uploaded it.
    pub fetched: Option<Fetched>,
}

/// Where a table comes from that nobody uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// The source's name, as it is shown.
    pub source: String,
    /// When it was fetched.
    pub at: Instant,
}

impl Planned {
    /// What was kept.
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Full or delta.
    pub const fn kind(&self) -> SetKind {
        if self.full { SetKind::Full } else { SetKind::Delta }
    }

    /// What a full set speaks of.
    pub fn scope(&self) -> Scope {
        let started = self.from.zip(self.to).map(|(from, to)| Period { from, to });
        let providers = if self.full { self.providers.clone() } else { Vec::new() };
        Scope { started: started.filter(|_| self.full), providers, ..Scope::default() }
    }
}

/// How rows fell out, as kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows in the file.
    pub read: u32,
    /// Rows kept out.
    pub rejected: u32,
    /// Rows that say what was known.
    pub unchanged: u32,
    /// New participations.
    pub added: u32,
    /// Changed ones.
    pub changed: u32,
    /// Vocational educations that come, go or change.
    pub educations: u32,
    /// Those that a full file lacks.
    pub removed: u32,
    /// Those that it lacks but that stay for a rejected row's sake.
    pub spared: u32,
}

/// From so many on, a part that is taken away is asked about.
const MANY: u32 = 10;

impl Counts {
    /// Whether so much of what counts is taken away that somebody should say that it is meant: more than a tenth.
    pub fn takes_much(&self, counting: i64) -> bool {
        self.removed >= MANY && i64::from(self.removed) * 10 > counting
    }

    /// How many rows come in.
    pub const fn good(&self) -> u32 {
        self.read.saturating_sub(self.rejected)
    }
}

/// What came of reading a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Why it was not read.
    pub why: Option<String>,
    /// How its rows fell out.
    pub counts: Counts,
    /// What was found in it.
    pub findings: Findings,
    /// How it is written.
    pub written: Option<Written>,
    /// When the course catalogue was fetched that codes were checked against beside the shipped one, where it was.
    pub courses_at: Option<Instant>,
    /// Whether the source does not say when courses began.
    pub starts_unknown: bool,
    /// What it takes away and changes, the first of each.
    pub otherwise: Told,
}

impl Outcome {
    /// What was kept.
    pub fn from_json(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Of a file that was read.
    pub fn of(done: &Done) -> Self {
        let Tally { read, rejected, unchanged, added, changed, removed, educations } = done.staged.tally;
        Self {
            why: None,
            counts: Counts {
                read,
                rejected,
                unchanged,
                added,
                changed,
                educations,
                removed,
                spared: done.staged.spared,
            },
            findings: done.findings.clone(),
            written: Some(done.written.clone()),
            courses_at: done.courses_at,
            starts_unknown: done.starts_unknown,
            otherwise: Told::default(),
        }
    }

    /// What is left of it when the file is gone: no cell, and no row that it would have changed.
    #[must_use]
    pub fn without_cells(self) -> Self {
        Self { findings: self.findings.without_cells(), otherwise: Told::default(), ..self }
    }

    /// Of a file that was not read.
    pub fn refused(why: String) -> Self {
        Self { why: Some(why), ..Self::default() }
    }
}
