//! Rows of the report that come from cases (CMP-4): what a case says in the columns of the year, and how that differs
//! from what was signed. Nobody types them; what is handed in names the case each of them comes from.

use std::collections::{BTreeMap, BTreeSet};

use forms::{Column, Fault, FaultKind, Kind, Notice, NoticeKind, Place, Row, TableDef, Value, sv as words};
use kernel::id::kind::CaseFile;
use kernel::{Day, Id};

use super::columns::{ABOUT, ACTION, ACTIVE_HANDLING, CATEGORY, COUNTING, MANAGEMENT, NEGATIVE, RECEIVED, STATUS};
use super::sv::{self, NoticeRule, Rule};
use crate::cases::{self, About, Case, Counting, Entry, Happening, Reported};
use crate::year::ColumnOption;

/// Under what a row of the content names the case that it comes from: by its number within the authority. No column can
/// be called so, so that nobody types it.
pub const CASE: &str = "case:number";

/// A row that comes from a case or an investigation, by what that is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived<I> {
    /// What it comes from.
    pub id: I,
    /// Its number within the authority.
    pub number: i64,
    /// The day that it was received.
    pub received: Day,
    /// Since when it counts.
    pub since: Option<Day>,
    /// What the report says of it.
    pub row: Row,
    /// Whether whoever looks may read what it comes from, and so write in it.
    pub readable: bool,
}

/// A row that comes from a case.
pub type FromCase = Derived<Id<CaseFile>>;

impl FromCase {
    /// What faults and notices about it are placed at.
    pub fn field(&self) -> String {
        field(self.number)
    }
}

/// What faults and notices about the row of the case are placed at.
pub fn field(number: i64) -> String {
    format!("{SECTION}.{number}")
}

/// The section of [`field`].
pub const SECTION: &str = "case";

/// The number of the case that the row comes from, where it comes from one.
pub fn case_of(row: &Row) -> Option<i64> {
    row.get(CASE).and_then(Value::as_integer)
}

/// What a case says in the report, beside where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Its number within the authority.
    pub number: i64,
    /// The report's words about it, where they are written.
    pub words: Option<&'t str>,
    /// Its timeline.
    pub entries: &'t [&'t Entry],
    /// What the measures of the year are called.
    pub measures: &'t [ColumnOption],
}

/// Whether the case may stand in the report as it is now. One about the rektor stands there when its words have been written by
/// somebody who may read it, which is when they were written for the report that the rektor signs; before that the
/// report does not give away that it exists.
pub fn is_shown(case: &Case, words: Option<&str>) -> bool {
    case.about != About::Rektor || words.is_some_and(|words| !words.trim().is_empty())
}

/// The row of the case in the table: each column that a case answers, as the year asks for it. A column that a case knows
/// nothing of is left empty.
pub fn row(table: &TableDef, case: &Case, told: &Told<'_>) -> Row {
    let text = |text: String| (!text.is_empty()).then_some(Value::Text(text));
    let words = told.words.map(forms::text::clean).unwrap_or_default();
    let counting = |of: fn(&Counting) -> bool| case.counting.as_ref().map(of).map(Value::YesNo);
    let all = [
        (RECEIVED, Some(Value::Day(case.received))),
        (CATEGORY, case.category.clone().map(Value::Choice)),
        (ABOUT, text(words)),
        (ACTION, text(sv::done_in_case(&measures(told), case.first_answered, case.outcome))),
        (STATUS, Some(Value::Choice(status(case.reported()).to_owned()))),
        (NEGATIVE, counting(|counting| counting.negative)),
        (ACTIVE_HANDLING, counting(|counting| counting.active)),
        (MANAGEMENT, counting(|counting| counting.management)),
    ];
    cells(table, all, (CASE, told.number))
}

/// The row of the cells that fit their columns, with the number of what it comes from.
pub(super) fn cells<const N: usize>(
    table: &TableDef,
    all: [(&'static str, Option<Value>); N],
    (key, number): (&'static str, i64),
) -> Row {
    let fits = |slug: &str, value: &Value| match (table.column(slug).map(|column| &column.kind), value) {
        (Some(Kind::Choice { options }), Value::Choice(chosen)) => options.iter().any(|option| option.slug == *chosen),
        (Some(Kind::Day { .. }), Value::Day(_))
        | (Some(Kind::Text { .. }), Value::Text(_))
        | (Some(Kind::YesNo), Value::YesNo(_)) => true,
        _ => false,
    };
    let cells =
        all.into_iter().filter_map(|(slug, value)| Some((slug, value?))).filter(|(slug, value)| fits(slug, value));
    Row { source_row: None, values: cells.chain([(key, Value::Integer(number))]).collect() }
}

/// What the status of a complaint is called in the delivered years.
const fn status(reported: Reported) -> &'static str {
    match reported {
        Reported::Open => "pagar",
        Reported::WithTheAuthority => "vidare-till-huvudmannen",
        Reported::Closed => "avslutat",
    }
}

/// The measures of the case, by their names and each once, in the order in which they were taken.
fn measures(told: &Told<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for entry in told.entries {
        let Happening::Acted { measure } = &entry.happening else { continue };
        let title = told.measures.iter().find(|option| option.slug.as_str() == measure);
        let title = title.map_or(measure.as_str(), |option| option.title.as_sv());
        if !found.iter().any(|known| known == title) {
            found.push(title.to_owned());
        }
    }
    found
}

/// Since when the case counts by its three answers without a break.
pub fn counts_since(entries: &[&Entry]) -> Option<Day> {
    let mut since = None;
    for entry in entries {
        let counts = match &entry.happening {
            Happening::Classified { counting, .. } => counting.counts(),
            // It counts here since it was read in, whenever somebody answered so in the other system.
            Happening::ReadIn(of) => {
                of.record.kind != cases::Kind::View && of.record.counting.is_some_and(Counting::counts)
            }
            _ => continue,
        };
        since = if counts { since.or(Some(entry.day)) } else { None };
    }
    since
}

/// The same for somebody who may see what was signed and not what has been written since: of a column of text it is said that
/// it says something else, and not what.
pub fn without_new_words(table: &TableDef, differs: Differs) -> Differs {
    let Differs::Changed { columns } = differs else { return differs };
    let is_text = |title: &str| {
        let column = table.columns.iter().find(|column| column.title.as_sv() == title);
        column.is_none_or(|column| matches!(column.kind, Kind::Text { .. }))
    };
    let without = |(title, then, now): (String, String, String)| {
        if is_text(&title) { (title, String::new(), String::new()) } else { (title, then, now) }
    };
    Differs::Changed { columns: columns.into_iter().map(without).collect() }
}

/// What must be put right in the cases before the report can be signed.
pub fn check(table: &TableDef, cases: &[FromCase]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for case in cases {
        let mut fault = |rule: &Rule| {
            let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule, "") };
            faults.push(Fault { place: Place::field(case.field()), kind, value: case.number.to_string() });
        };
        if let Some(Kind::Text { max_chars, .. }) = table.column(ABOUT).map(|column| &column.kind) {
            let length = case.row.text(ABOUT).chars().count();
            if length == 0 {
                fault(&Rule::CaseWithoutWords);
            } else if u32::try_from(length).is_ok_and(|length| length > *max_chars) {
                fault(&Rule::CaseWordsTooLong { most: *max_chars });
            }
        }
        if table.column(CATEGORY).is_some() && case.row.choice(CATEGORY).is_none() {
            fault(&Rule::CaseWithoutCategory);
        }
    }
    faults
}

/// What is pointed out of the rows that come from cases: columns that the year asks for and that no case answers.
pub fn notices(table: &TableDef, cases: &[FromCase]) -> Vec<Notice> {
    let known = [RECEIVED, CATEGORY, ABOUT, ACTION, STATUS];
    let answered = |slug: &str| known.contains(&slug) || COUNTING.contains(&slug);
    let open = table.columns.iter().filter(|column| column.required && !column.is_hidden() && !answered(&column.slug));
    let columns: Vec<String> = open.map(|column| column.title.as_sv().to_owned()).collect();
    if cases.is_empty() || columns.is_empty() {
        return Vec::new();
    }
    let rule = NoticeRule::NotInCases { columns };
    let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::notice(&rule) };
    vec![Notice { place: Place::sheet(table.title.as_sv()), kind, value: String::new() }]
}

/// How a case differs from what was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differs {
    /// It is in the report now and was not then.
    Added {
        /// The day that it was received.
        received: Day,
        /// Since when it counts.
        since: Option<Day>,
    },
    /// It was in the report then and is not now: it counts no more, or belongs to other days or another unit.
    Gone,
    /// It says something else now in the columns.
    Changed {
        /// Each: its title, what was signed and what is so now, in words; empty where nothing stands.
        columns: Vec<(String, String, String)>,
    },
}

/// How cases or investigations differ from rows that were signed, by the number of each, which `number_of` reads: in the named
/// columns, in all where none are named.
pub fn differences<I>(
    table: &TableDef,
    (signed, number_of): (&[Row], fn(&Row) -> Option<i64>),
    now: &[Derived<I>],
    only: &[&str],
) -> BTreeMap<i64, Differs> {
    let then: BTreeMap<i64, &Row> = signed.iter().filter_map(|row| Some((number_of(row)?, row))).collect();
    let is_now: BTreeSet<i64> = now.iter().map(|case| case.number).collect();
    let gone = then.keys().filter(|number| !is_now.contains(number)).map(|number| (*number, Differs::Gone));
    let compared: Vec<&Column> =
        table.columns.iter().filter(|column| only.is_empty() || only.contains(&column.slug.as_str())).collect();
    let differing = now.iter().filter_map(|case| {
        let Some(row) = then.get(&case.number) else {
            return Some((case.number, Differs::Added { received: case.received, since: case.since }));
        };
        let changed = compared.iter().filter(|column| row.get(&column.slug) != case.row.get(&column.slug));
        let columns: Vec<_> = changed
            .map(|column| {
                let said = |row: &Row| row.get(&column.slug).map(|value| words::value(value, Some(&column.kind)));
                let [then, now] = [said(row), said(&case.row)].map(Option::unwrap_or_default);
                (column.title.as_sv().to_owned(), then, now)
            })
            .collect();
        (!columns.is_empty()).then_some((case.number, Differs::Changed { columns }))
    });
    gone.chain(differing).collect()
}
