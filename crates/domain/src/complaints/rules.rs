//! What counts, and what an answer must hold together with.

use std::collections::BTreeMap;

use forms::{Fault, FaultKind, Kind, Notice, NoticeKind, Place, Row, TableDef, Value, personal};
use kernel::Day;

use super::columns::{
    BOARD, CATEGORY, CONTACT_REKTOR, COUNTING, DONE, LEARNED, ONGOING, OUTCOME, RECEIVED, REKTOR, Tables,
};
use super::from_abuse::{self, investigation_of};
use super::from_cases::{self, case_of};
use super::model::{Answer, COMMENT_FIELD, Counts, Facts, NONE_FIELD, Question, Verdict};
use super::sv::{self, Fall, NoticeRule, Rule};
use crate::year::Item;

/// Whether the row is a complaint that is reported to the authority: it is negative (the education does not meet the
/// person's demands and expectations), demands active handling or a measure, and has involved the rektor or other
/// management. (Kvalitetsarbete 2024, under the heading of complaints.) An authority whose table
/// asks none of the three counts every row.
pub fn counts_as_complaint(table: &TableDef, row: &Row) -> bool {
    Counting::of(table).counts(row)
}

/// Those of the counting answers that the table asks for: sought once for all its rows.
struct Counting(Vec<&'static str>);

impl Counting {
    fn of(table: &TableDef) -> Self {
        Self(COUNTING.into_iter().filter(|slug| table.column(slug).is_some()).collect())
    }
    fn counts(&self, row: &Row) -> bool {
        self.0.iter().all(|slug| row.yes_no(slug) == Some(true))
    }
}

/// Whether the report asks again for everything that the earlier one asked for, so that its counts cannot be fewer:
/// the days of the earlier one lie within its own. Reports whose days are not known, or that follow one after the other,
/// say nothing about each other.
pub fn continues(item: &Item, earlier: &Item) -> bool {
    let (Some(now), Some(before)) = (item.period, earlier.period) else { return false };
    now.from <= before.from && before.to <= now.to
}

/// The counts of an answer, with a 0 for each category of the table that has none.
pub fn counts(tables: &Tables, answer: &Answer) -> Counts {
    let mut by_category: BTreeMap<String, u32> = match tables.complaints.column(CATEGORY).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.iter().map(|option| (option.slug.clone(), 0)).collect(),
        _ => BTreeMap::new(),
    };
    let (mut counted, mut not_counted) = (0, 0);
    let counting = Counting::of(&tables.complaints);
    for row in &answer.complaints {
        if counting.counts(row) {
            counted += 1;
            if let Some(category) = row.choice(CATEGORY) {
                match by_category.get_mut(category) {
                    Some(count) => *count += 1,
                    None => drop(by_category.insert(category.to_owned(), 1)),
                }
            }
        } else {
            not_counted += 1;
        }
    }
    let investigations = u32::try_from(answer.investigations.len()).unwrap_or(u32::MAX);
    Counts { by_category, counted, not_counted, investigations }
}

/// Judges an answer whose rows have passed the tables ([`forms::check_rows`]).
pub fn check(tables: &Tables, answer: &Answer, facts: &Facts) -> Verdict {
    let mut verdict = Verdict { counts: counts(tables, answer), ..Verdict::default() };
    statement(&mut verdict, answer);
    same_as_case(&mut verdict, answer, &tables.complaints);
    let counting = Counting::of(&tables.complaints);
    for row in &answer.complaints {
        complaint(&mut verdict, row, facts, &tables.complaints, &counting);
        names(&mut verdict, row, &tables.complaints);
    }
    if let Some(table) = &tables.investigations {
        same_as_investigation(&mut verdict, answer, table);
        for row in &answer.investigations {
            investigation(&mut verdict, row, facts, table);
            names(&mut verdict, row, table);
        }
    }
    let (faults, notices) = personal::screen(&Place::field(COMMENT_FIELD), &answer.comment);
    verdict.faults.extend(faults);
    verdict.notices.extend(notices);
    fallen(&mut verdict, tables, answer, facts);
    zero(&mut verdict, answer, facts);
    verdict
}

/// The counts of the categories with their names, in the order of the table's choices. Whatever the table does not
/// know comes last, by its stable name.
pub fn in_order<'a>(table: &'a TableDef, counts: &'a Counts) -> Vec<(&'a str, u32)> {
    let options = match table.column(CATEGORY).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.as_slice(),
        _ => &[],
    };
    let known = options.iter().filter_map(|option| {
        let count = counts.by_category.get(&option.slug)?;
        Some((option.label.as_sv(), *count))
    });
    let is_known = |slug: &String| options.iter().any(|option| option.slug == *slug);
    let others = counts.by_category.iter().filter(|(slug, _)| !is_known(slug));
    known.chain(others.map(|(slug, count)| (slug.as_str(), *count))).collect()
}

/// What the rules say of rows that did not pass their table, as far as they could be understood. The statement, the
/// counts and what is asked back wait until the rows are right.
pub fn check_half(tables: &Tables, half: &Answer, facts: &Facts) -> Vec<Fault> {
    let mut verdict = Verdict::default();
    for row in &half.complaints {
        future(&mut verdict, row, &[RECEIVED], facts.handed_in, &tables.complaints);
    }
    if let Some(table) = &tables.investigations {
        for row in &half.investigations {
            investigation(&mut verdict, row, facts, table);
        }
    }
    verdict.faults
}

fn statement(verdict: &mut Verdict, answer: &Answer) {
    let rows = answer.complaints.len();
    let cases = answer.complaints.iter().filter(|row| case_of(row).is_some()).count();
    let rule = match (answer.none, rows) {
        (true, 1..) if cases == rows => Rule::NoneAndCases { cases },
        (true, 1..) => Rule::NoneAndRows { rows },
        (false, 0) => Rule::NeitherNoneNorRows,
        _ => return,
    };
    verdict.faults.push(fault(Place::field(NONE_FIELD), &rule, ""));
}

/// Own rows of the day and the category of a case: pointed out, since the case is there already.
fn same_as_case(verdict: &mut Verdict, answer: &Answer, table: &TableDef) {
    let what = |row: &Row| Some((row.day(RECEIVED)?, row.choice(CATEGORY)?.to_owned()));
    let cases: BTreeMap<_, i64> =
        answer.complaints.iter().filter_map(|row| Some((what(row)?, case_of(row)?))).collect();
    for row in answer.complaints.iter().filter(|row| case_of(row).is_none()) {
        if let Some(number) = what(row).and_then(|what| cases.get(&what)) {
            let place = Place { row: row.source_row, ..Place::sheet(table.title.as_sv()) };
            verdict.notices.push(notice(place, &NoticeRule::SameAsCase { number: *number }));
        }
    }
}

/// Own rows of the day of an investigation that is there already: pointed out.
fn same_as_investigation(verdict: &mut Verdict, answer: &Answer, table: &TableDef) {
    let known: BTreeMap<Day, i64> =
        answer.investigations.iter().filter_map(|row| Some((row.day(LEARNED)?, investigation_of(row)?))).collect();
    for row in answer.investigations.iter().filter(|row| investigation_of(row).is_none()) {
        if let Some(number) = row.day(LEARNED).and_then(|day| known.get(&day)) {
            let place = Place { row: row.source_row, ..Place::sheet(table.title.as_sv()) };
            verdict.notices.push(notice(place, &NoticeRule::SameAsInvestigation { number: *number }));
        }
    }
}

/// Where a cell stands: of a row that comes from a case, at the case.
fn at(row: &Row, column: &str, table: &TableDef) -> Place {
    if let Some(number) = case_of(row) {
        return Place::field(from_cases::field(number));
    }
    if let Some(number) = investigation_of(row) {
        return Place::field(from_abuse::field(number));
    }
    Place::cell(row.source_row, column).on_sheet(table.title.as_sv())
}

fn complaint(verdict: &mut Verdict, row: &Row, facts: &Facts, table: &TableDef, counting: &Counting) {
    future(verdict, row, &[RECEIVED], facts.handed_in, table);
    if !counting.counts(row) {
        let place = Place { row: row.source_row, ..Place::sheet(table.title.as_sv()) };
        verdict.notices.push(notice(place, &NoticeRule::DoesNotCount));
    }
}

fn investigation(verdict: &mut Verdict, row: &Row, facts: &Facts, table: &TableDef) {
    future(verdict, row, &[LEARNED, REKTOR, CONTACT_REKTOR, BOARD, DONE], facts.handed_in, table);
    for column in [REKTOR, CONTACT_REKTOR, BOARD, DONE] {
        if let (Some(learned), Some(day)) = (row.day(LEARNED), row.day(column))
            && day < learned
        {
            let rule = Rule::BeforeLearned { learned };
            verdict.faults.push(fault(at(row, column, table), &rule, &day.to_string()));
        }
    }
    let asks_when_done = table.column(DONE).is_some();
    match (row.day(DONE), row.choice(OUTCOME)) {
        (Some(_), Some(ONGOING)) => {
            verdict.faults.push(fault(at(row, OUTCOME, table), &Rule::OutcomeMissing, ""));
        }
        (None, Some(outcome)) if asks_when_done && outcome != ONGOING => {
            verdict.faults.push(fault(at(row, DONE, table), &Rule::DoneMissing, ""));
        }
        _ => {}
    }
    for (column, rule) in [(CONTACT_REKTOR, NoticeRule::ContactRektorNotTold), (BOARD, NoticeRule::BoardNotTold)] {
        if table.column(column).is_some() && row.day(column).is_none() {
            verdict.notices.push(notice(at(row, column, table), &rule));
        }
    }
}

fn future(verdict: &mut Verdict, row: &Row, columns: &[&str], handed_in: Day, table: &TableDef) {
    for column in columns {
        if let Some(day) = row.day(column)
            && day > handed_in
        {
            let rule = Rule::AfterHandingIn { handed_in };
            verdict.faults.push(fault(at(row, column, table), &rule, &day.to_string()));
        }
    }
}

fn names(verdict: &mut Verdict, row: &Row, table: &TableDef) {
    for (column, value) in &row.values {
        // Most texts point out nobody, and need no place to say so at.
        if let Value::Text(text) = value
            && !personal::signs(text).is_empty()
        {
            let (faults, notices) = personal::screen(&at(row, column, table), text);
            verdict.faults.extend(faults);
            verdict.notices.extend(notices);
        }
    }
}

/// The periods are cumulative, so a count that falls is a correction and needs its explanation. Held back while a row
/// has a fault, since nobody knows yet what the count will be.
fn fallen(verdict: &mut Verdict, tables: &Tables, answer: &Answer, facts: &Facts) {
    let Some(previous) = &facts.previous else { return };
    // Nothing is said of a draft that nobody has begun.
    if !answer.none && answer.complaints.is_empty() && answer.investigations.is_empty() {
        return;
    }
    let rows_have_faults = verdict.faults.iter().any(|fault| fault.place.row.is_some());
    if rows_have_faults || !forms::text::clean(&answer.comment).is_empty() {
        return;
    }
    let now = &verdict.counts;
    let title = |table: &TableDef| table.title.as_sv().to_owned();
    let is_now =
        |label: &str| in_order(&tables.complaints, now).iter().find(|(known, _)| *known == label).map(|it| it.1);
    let mut counts: Vec<(String, u32, u32)> = in_order(&tables.complaints, previous)
        .into_iter()
        .map(|(label, before)| (label.to_owned(), before, is_now(label).unwrap_or(0)))
        .collect();
    if previous.by_category.is_empty() {
        counts.push((title(&tables.complaints), previous.counted, now.counted));
    }
    if let Some(table) = &tables.investigations {
        counts.push((title(table), previous.investigations, now.investigations));
    }
    let falls: Vec<Fall> = counts
        .into_iter()
        .filter(|(_, before, now)| now < before)
        .map(|(what, before, now)| Fall { what, before, now })
        .collect();
    if !falls.is_empty() {
        verdict.faults.push(fault(Place::field(COMMENT_FIELD), &Rule::FewerThanBefore { falls }, ""));
    }
}

fn zero(verdict: &mut Verdict, answer: &Answer, facts: &Facts) {
    if let (Some(students), Some(from)) = (facts.students, facts.zero_question_at)
        && verdict.counts.counted == 0
        && students >= from
        && !answer.confirmed_zero
    {
        verdict.questions.push(Question::NoComplaints { students });
    }
}

fn fault(place: Place, rule: &Rule, value: &str) -> Fault {
    let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule, value) };
    Fault { place, kind, value: value.to_owned() }
}

fn notice(place: Place, rule: &NoticeRule) -> Notice {
    let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::notice(rule) };
    Notice { place, kind, value: String::new() }
}
