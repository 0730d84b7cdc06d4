//! The words of a plan.

use kernel::{Day, Period, closed};
use serde::{Deserialize, Serialize};

/// The most characters of a heading or another line.
pub const LONGEST_LINE: usize = 200;
/// The most characters under one heading, or of a moment.
pub const LONGEST_TEXT: usize = 20_000;
/// The most characters of all texts together: some thirty pages, which a file can be made of while somebody waits.
pub const LONGEST_IN_ALL: usize = 100_000;
/// The most sections of a plan.
pub const MOST_SECTIONS: usize = 60;
/// The most moments of a plan.
pub const MOST_MOMENTS: usize = 40;
/// The most rows of the table of results.
pub const MOST_RESULTS: usize = 60;

closed! {
    /// What kind of follow-up a moment is.
    MomentKind {
        /// Providers report, and the authority reviews.
        Reports = "redovisning",
        /// Site visits.
        Visits = "besok",
        /// The student survey.
        Survey = "enkat",
        /// A joint evaluation with a return visit.
        Evaluation = "utvardering",
        /// The school inspectorate's reports and decisions are reviewed.
        Supervision = "tillsyn",
        /// Statistics are followed up.
        Statistics = "statistik",
        /// A random sample is assessed.
        Sample = "stickprov",
        /// Something is looked at with every provider: a prioritised area.
        Check = "kontroll",
        /// Complaints are followed up.
        Complaints = "klagomal",
        /// Results are fed back to the providers.
        Feedback = "aterkoppling",
        /// The authority compiles, for its board.
        Compilation = "sammanstallning",
        /// Anything else.
        Other = "annat",
    }
}

closed! {
    /// What stands below the text of a section.
    Shows {
        /// Nothing more.
        Nothing = "inget",
        /// The moments of the follow-up.
        Moments = "moment",
        /// The table of results: what is followed up and how.
        Results = "resultat",
        /// Who adopted it and when.
        Adoption = "faststallande",
    }
}

/// A section of the written plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 1 for a chapter, 2 for a section of one.
    pub level: u8,
    /// The heading.
    pub heading: String,
    /// Running text with the markup of `documents::markup`; may be empty.
    #[serde(default)]
    pub text: String,
    /// What stands below it.
    #[serde(default = "nothing")]
    pub shows: Shows,
}

const fn nothing() -> Shows {
    Shows::Nothing
}

/// A moment of the follow-up: something that is done in the year, with every provider or once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Its stable name within the plan: letters a to z, digits and hyphens.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What kind it is.
    pub kind: MomentKind,
    /// What is done and what becomes of it.
    #[serde(default)]
    pub text: String,
    /// That every provider is to have it; else it is the authority's own.
    #[serde(default)]
    pub every_provider: bool,
    /// How often at least, for each provider: 1 to 12. More often where it is needed.
    #[serde(default = "once")]
    pub times: u8,
    /// Between which days.
    pub period: Period,
}

const fn once() -> u8 {
    1
}

/// A row of the table of results: what is followed up, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// What.
    pub what: String,
    /// How, and by whom.
    pub how: String,
}

/// A plan as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The year that it plans.
    pub year: i16,
    /// Its title.
    pub title: String,
    /// The line below the title.
    #[serde(default)]
    pub subtitle: String,
    /// From and to which day it holds.
    pub holds: Period,
    /// Where it comes from, of a shipped example; empty for an authority's own.
    #[serde(default)]
    pub provenance: String,
    /// Its text, in order.
    pub sections: Vec<Section>,
    /// The moments.
    #[serde(default)]
    pub moments: Vec<Moment>,
    /// The table of results.
    #[serde(default)]
    pub results: Vec<ResultRow>,
}

/// That a version of a plan was adopted: it is locked from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// The case number in the authority's registry (diarienummer).
    pub case_number: String,
    /// The day on which it was adopted or last updated.
    pub on: Day,
    /// Who decided (beslutsinstans).
    pub decided_by: String,
    /// The responsible political body (ansvarigt politiskt organ).
    pub political_body: String,
    /// The process owner (ansvarig processägare).
    pub process_owner: String,
}

impl Plan {
    /// The moment of that stable name.
    pub fn moment(&self, slug: &str) -> Option<&Moment> {
        self.moments.iter().find(|moment| moment.slug == slug)
    }

    /// The moments that every provider is to have.
    pub fn of_every_provider(&self) -> impl Iterator<Item = &Moment> {
        self.moments.iter().filter(|moment| moment.every_provider)
    }

    /// A stable name for a moment of that title which no other has.
    pub fn free_slug(&self, title: &str) -> String {
        let plain = |letter: char| match letter {
            'a'..='z' | '0'..='9' => letter,
            '\u{e5}' | '\u{e4}' | '\u{e0}' => 'a',
            '\u{f6}' => 'o',
            '\u{e9}' | '\u{e8}' => 'e',
            _ => '-',
        };
        let mut base: String = kernel::swedish::fold(title).chars().map(plain).collect();
        while base.contains("--") {
            base = base.replace("--", "-");
        }
        let base: String = base.trim_matches('-').chars().take(40).collect();
        let base = if base.is_empty() { "moment".to_owned() } else { base };
        let taken = |slug: &str| self.moments.iter().any(|moment| moment.slug == slug);
        if !taken(&base) {
            return base;
        }
        (2..=u32::MAX).map(|number| format!("{base}-{number}")).find(|slug| !taken(slug)).unwrap_or(base)
    }
}
