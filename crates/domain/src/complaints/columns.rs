//! The two tables: our proposed columns, and what an authority's year document makes of them.

use forms::{ChoiceOption, Column, Kind, TableDef};
use kernel::{Label, Period};

use super::sv;
use crate::year::{self, ColumnKind};

/// The table of complaints.
pub const COMPLAINTS: &str = "complaints";
/// The table of investigations of abusive treatment and discrimination.
pub const INVESTIGATIONS: &str = "investigations";

/// The day the complaint was received.
pub const RECEIVED: &str = "received";
/// Its core category.
pub const CATEGORY: &str = "category";
/// What it was about, without names.
pub const ABOUT: &str = "about";
/// What was done.
pub const ACTION: &str = "action";
/// Where it stands.
pub const STATUS: &str = "status";
/// Whether it was negative: the education did not meet the person's demands and expectations.
pub const NEGATIVE: &str = "negative";
/// Whether it demanded active handling or a measure.
pub const ACTIVE_HANDLING: &str = "active-handling";
/// Whether the rektor or other management had to be involved.
pub const MANAGEMENT: &str = "management";

/// The day somebody at the school learnt of it.
pub const LEARNED: &str = "learned";
/// What it is said to be.
pub const ABUSE_KIND: &str = "kind";
/// Whether it has been investigated.
pub const INVESTIGATED: &str = "investigated";
/// What the investigation found.
pub const OUTCOME: &str = "outcome";
/// The day the contact rektor was told.
pub const CONTACT_REKTOR: &str = "contact-rektor";
/// The day it was reported to the board.
pub const BOARD: &str = "board";

/// The three answers that decide whether a complaint counts.
pub const COUNTING: [&str; 3] = [NEGATIVE, ACTIVE_HANDLING, MANAGEMENT];
/// The complaint columns without which nothing can be counted: they cannot be left out or change kind.
pub const ESSENTIAL: [&str; 5] = [RECEIVED, CATEGORY, NEGATIVE, ACTIVE_HANDLING, MANAGEMENT];
/// The investigation columns that cannot be left out or change kind.
pub const ESSENTIAL_ABUSE: [&str; 3] = [LEARNED, ABUSE_KIND, INVESTIGATED];

/// The two tables of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// One row per complaint.
    pub complaints: TableDef,
    /// One row per investigation.
    pub investigations: TableDef,
}

/// A configured column that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnProblem {
    /// A column that the counting needs is missing.
    Missing {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A column that the rules use is of another kind than they need.
    WrongKind {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
}

/// The tables as the year document configures them, for the given period; where it names no columns, our proposal.
///
/// A configured column with one of our stable names takes our help and options where it has none of its own. The days
/// of complaints must lie in the period; investigations may concern what was learnt before it, since all that were
/// carried out during the year are reported.
pub fn tables(year: &year::Complaints, areas: &[year::Area], period: Period) -> Result<Tables, Vec<ColumnProblem>> {
    let categories: Vec<ChoiceOption> = year
        .categories
        .iter()
        .map(|category| ChoiceOption {
            slug: category.slug.as_str().to_owned(),
            label: category.title.clone(),
            help: Some(category.definition.clone()),
        })
        .collect();
    let categories = if categories.is_empty() { sv::categories() } else { categories };
    let configured = |columns: &[year::Column]| -> Vec<Column> {
        columns.iter().map(|column| form_column(column, &categories, areas)).collect()
    };
    let mut problems = Vec::new();
    let complaints =
        merged(COMPLAINTS, configured(&year.columns), &proposal(&categories, period), &ESSENTIAL, &mut problems);
    let investigations =
        merged(INVESTIGATIONS, configured(&year.abuse_columns), &abuse_proposal(), &ESSENTIAL_ABUSE, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Tables {
        complaints: TableDef {
            slug: COMPLAINTS.to_owned(),
            title: Label::sv(sv::COMPLAINTS_TITLE),
            help: Some(year.definition.clone()),
            columns: complaints,
        },
        investigations: TableDef {
            slug: INVESTIGATIONS.to_owned(),
            title: year.abuse_heading.clone().unwrap_or_else(|| Label::sv(sv::INVESTIGATIONS_TITLE)),
            help: Some(year.abuse_instruction.clone().unwrap_or_else(|| Label::sv(sv::INVESTIGATIONS_HELP))),
            columns: investigations,
        },
    })
}

/// A column of a year document as a form column. The options of a category or area column come from the document.
pub fn form_column(column: &year::Column, categories: &[ChoiceOption], areas: &[year::Area]) -> Column {
    let kind = match column.kind {
        ColumnKind::Text => Kind::Text { max_chars: 200, long: false },
        ColumnKind::LongText => Kind::Text { max_chars: 2_000, long: true },
        ColumnKind::Day => Kind::Day { within: None },
        ColumnKind::Count => Kind::Integer { min: 0, max: 1_000_000 },
        ColumnKind::YesNo => Kind::YesNo,
        ColumnKind::Category => Kind::Choice { options: categories.to_vec() },
        ColumnKind::Choice => Kind::Choice {
            options: column
                .options
                .iter()
                .map(|option| ChoiceOption {
                    slug: option.slug.as_str().to_owned(),
                    label: option.title.clone(),
                    help: None,
                })
                .collect(),
        },
        ColumnKind::Area => Kind::Choice {
            options: areas
                .iter()
                .map(|area| ChoiceOption { slug: area.slug.as_str().to_owned(), label: area.title.clone(), help: None })
                .collect(),
        },
    };
    Column {
        slug: column.slug.as_str().to_owned(),
        title: column.title.clone(),
        help: column.help.clone(),
        kind,
        required: column.required,
    }
}

fn merged(
    table: &'static str,
    configured: Vec<Column>,
    proposal: &[Column],
    essential: &[&'static str],
    problems: &mut Vec<ColumnProblem>,
) -> Vec<Column> {
    if configured.is_empty() {
        return proposal.to_vec();
    }
    for slug in essential {
        if !configured.iter().any(|column| column.slug == *slug) {
            problems.push(ColumnProblem::Missing { table, column: slug });
        }
    }
    let known = |slug: &str| proposal.iter().find(|column| column.slug == slug);
    configured
        .into_iter()
        .map(|mut column| {
            let Some(ours) = known(&column.slug) else { return column };
            if std::mem::discriminant(&ours.kind) != std::mem::discriminant(&column.kind) {
                problems.push(ColumnProblem::WrongKind { table, column: column.slug.clone() });
                return column;
            }
            let without_options = matches!(&column.kind, Kind::Choice { options } if options.is_empty());
            if without_options || matches!(column.kind, Kind::Day { .. }) {
                column.kind = ours.kind.clone();
            }
            column.help = column.help.or_else(|| ours.help.clone());
            column.required |= essential.contains(&column.slug.as_str());
            column
        })
        .collect()
}

fn column(slug: &str, kind: Kind, required: bool) -> Column {
    let (title, help) = sv::column(slug);
    Column { slug: slug.to_owned(), title: Label::sv(title), help: Some(Label::sv(help)), kind, required }
}

const LONG_TEXT: Kind = Kind::Text { max_chars: 2_000, long: true };

fn proposal(categories: &[ChoiceOption], period: Period) -> Vec<Column> {
    vec![
        column(RECEIVED, Kind::Day { within: Some(period) }, true),
        column(CATEGORY, Kind::Choice { options: categories.to_vec() }, true),
        column(ABOUT, LONG_TEXT, true),
        column(ACTION, LONG_TEXT, false),
        column(STATUS, Kind::Choice { options: sv::statuses() }, true),
        column(NEGATIVE, Kind::YesNo, true),
        column(ACTIVE_HANDLING, Kind::YesNo, true),
        column(MANAGEMENT, Kind::YesNo, true),
    ]
}

fn abuse_proposal() -> Vec<Column> {
    vec![
        column(LEARNED, Kind::Day { within: None }, true),
        column(ABUSE_KIND, Kind::Choice { options: sv::abuse_kinds() }, true),
        column(INVESTIGATED, Kind::Choice { options: sv::investigated() }, true),
        column(OUTCOME, Kind::Choice { options: sv::outcomes() }, false),
        column(CONTACT_REKTOR, Kind::Day { within: None }, false),
        column(BOARD, Kind::Day { within: None }, false),
    ]
}
