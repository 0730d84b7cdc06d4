//! The two tables of the report and the columns in them that the rules know by name. The tables themselves are data:
//! the year document lists their columns, and may leave out, rename or add. A column the rules know and do not find
//! simply asks nothing.

use forms::{Kind, TableDef};

use crate::year::{Item, Year};

/// The day the complaint was received.
pub const RECEIVED: &str = "mottaget";
/// Its core category.
pub const CATEGORY: &str = "karna";
/// What it was about, without names.
pub const ABOUT: &str = "handlar-om";
/// What was done.
pub const ACTION: &str = "atgard";
/// Where it stands.
pub const STATUS: &str = "status";
/// Whether it was negative: the education did not meet the person's demands and expectations.
pub const NEGATIVE: &str = "negativt";
/// Whether it demanded active handling or a measure.
pub const ACTIVE_HANDLING: &str = "aktiv-hantering";
/// Whether the rektor or other management had to be involved.
pub const MANAGEMENT: &str = "ledning";

/// The day somebody at the school learnt of it.
pub const LEARNED: &str = "kannedom";
/// The day it was reported to the rektor.
pub const REKTOR: &str = "anmald-till-rektor";
/// The day the contact rektor was told.
pub const CONTACT_REKTOR: &str = "kontaktrektor";
/// The day it was reported to the board.
pub const BOARD: &str = "anmald-till-namnden";
/// The day the investigation was done.
pub const DONE: &str = "utredning-klar";
/// What the investigation found.
pub const OUTCOME: &str = "resultat";
/// What the investigation is about.
pub const ABOUT_WHAT: &str = "galler";
/// What was decided, in short.
pub const MEASURES: &str = "atgarder";
/// The outcome of an investigation that is not done.
pub const ONGOING: &str = "pagar";

/// The three answers that decide whether a complaint counts.
pub const COUNTING: [&str; 3] = [NEGATIVE, ACTIVE_HANDLING, MANAGEMENT];

/// The two tables of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// One row per complaint.
    pub complaints: TableDef,
    /// One row per investigation; absent where the authority has no such heading.
    pub investigations: Option<TableDef>,
}

/// The tables that a complaint item of the year is answered with; `None` for other items.
pub fn tables(year: &Year, item: &Item) -> Option<Tables> {
    if item.form != crate::year::Form::Complaints {
        return None;
    }
    Some(Tables { complaints: year.table(item)?, investigations: year.abuse_table(item) })
}

/// A configured column that the rules know by name but cannot use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnProblem {
    /// Some of the three counting answers are asked, but not this one: then nothing would count.
    CountingAnswerMissing {
        /// The column.
        column: &'static str,
    },
    /// The column is of another kind than the rule needs.
    WrongKind {
        /// Whether it stands in the table of investigations, not in that of complaints.
        investigations: bool,
        /// The column.
        column: &'static str,
    },
}

impl Tables {
    /// What the rules could not use; empty when all is well. For the check of a year document.
    pub fn problems(&self) -> Vec<ColumnProblem> {
        let mut problems = Vec::new();
        let asked = COUNTING.iter().filter(|slug| self.complaints.column(slug).is_some()).count();
        if (1..COUNTING.len()).contains(&asked) {
            let missing = COUNTING.iter().filter(|slug| self.complaints.column(slug).is_none());
            problems.extend(missing.map(|column| ColumnProblem::CountingAnswerMissing { column }));
        }
        let mut wrong = |table: &TableDef, investigations: bool, slugs: &[&'static str], fits: fn(&Kind) -> bool| {
            for slug in slugs {
                if table.column(slug).is_some_and(|column| !fits(&column.kind)) {
                    problems.push(ColumnProblem::WrongKind { investigations, column: slug });
                }
            }
        };
        let day = |kind: &Kind| matches!(kind, Kind::Day { .. });
        let choice = |kind: &Kind| matches!(kind, Kind::Choice { .. });
        wrong(&self.complaints, false, &COUNTING, |kind| *kind == Kind::YesNo);
        wrong(&self.complaints, false, &[RECEIVED], day);
        wrong(&self.complaints, false, &[CATEGORY], choice);
        if let Some(table) = &self.investigations {
            wrong(table, true, &[LEARNED, REKTOR, CONTACT_REKTOR, BOARD, DONE], day);
            wrong(table, true, &[OUTCOME], choice);
        }
        problems
    }
}
