//! The judgement of an answer, by what it is answered with.

use std::collections::BTreeMap;

use domain::complaints::{self, FromAbuse, FromCase, Tables, from_abuse, from_cases};
use domain::{narratives, own_tables, work};
use forms::{
    Checked, Content, Fault, FaultKind, Notice, Raw, RawRow, TableDef, check_rows, half_read, personal, read_form,
};

use super::{Judgement, ZERO_FIELD, cell_path, row_numbers};

pub(super) fn yes(fields: &BTreeMap<String, String>, path: &str) -> bool {
    fields.get(path).is_some_and(|text| !text.trim().is_empty() && forms::text::fold(text) != "nej")
}

pub(super) fn check_table(
    table: &TableDef,
    fields: &BTreeMap<String, String>,
    rows: &mut BTreeMap<String, Vec<u32>>,
) -> Checked {
    let numbers = row_numbers(&table.slug, fields);
    let raw: Vec<RawRow> = numbers
        .iter()
        .enumerate()
        .map(|(index, number)| RawRow {
            source_row: u32::try_from(index + 1).ok(),
            cells: table
                .columns
                .iter()
                .filter_map(|column| {
                    let text = fields.get(&cell_path(&table.slug, *number, &column.slug))?;
                    Some((column.slug.clone(), Raw::text(text)))
                })
                .collect(),
        })
        .collect();
    rows.insert(table.slug.clone(), numbers);
    check_rows(table, &raw).on_sheet(table.title.as_sv())
}

pub(super) fn judge_complaints(
    tables: &Tables,
    facts: &complaints::Facts,
    (cases, abuse): (&[FromCase], &[FromAbuse]),
    fields: &BTreeMap<String, String>,
) -> Judgement {
    let mut judgement = Judgement::default();
    let complaints = check_table(&tables.complaints, fields, &mut judgement.rows);
    let investigations =
        tables.investigations.as_ref().map(|table| check_table(table, fields, &mut judgement.rows)).unwrap_or_default();
    let answer = complaints::Answer {
        none: yes(fields, complaints::NONE_FIELD),
        // Own rows first: a row has the same number in the form and in what is signed.
        complaints: complaints.good.into_iter().chain(cases.iter().map(|case| case.row.clone())).collect(),
        investigations: investigations.good.into_iter().chain(abuse.iter().map(|one| one.row.clone())).collect(),
        comment: fields.get(complaints::COMMENT_FIELD).cloned().unwrap_or_default(),
        confirmed_zero: yes(fields, ZERO_FIELD),
    };
    let table = &tables.complaints;
    judgement.faults = [from_cases::check(table, cases), complaints.faults, investigations.faults].concat();
    judgement.notices = [from_cases::notices(table, cases), complaints.notices, investigations.notices].concat();
    if let Some(table) = &tables.investigations {
        judgement.notices.extend(from_abuse::notices(table, abuse));
    }
    let (faults, notices) = half_judged(tables, facts, &complaints.bad, &investigations.bad);
    // What is wrong in a cell is told once; a personnummer is told besides.
    let is_told = |fault: &Fault| {
        fault.kind != FaultKind::PersonalNumber && judgement.faults.iter().any(|f| f.place == fault.place)
    };
    let faults: Vec<Fault> = faults.into_iter().filter(|fault| !is_told(fault)).collect();
    judgement.faults.extend(faults);
    judgement.notices.extend(notices);
    // Counts without the rows that have faults are not compared with those of the last occasion.
    let whole = complaints.bad.is_empty() && investigations.bad.is_empty();
    let previous = facts.previous.clone().filter(|_| whole);
    let mut verdict = complaints::check(tables, &answer, &complaints::Facts { previous, ..facts.clone() });
    let rows_have_faults = |fault: &Fault| fault.place.row.is_some();
    if judgement.faults.iter().chain(&verdict.faults).any(rows_have_faults) {
        // Whether a zero is one shows when they are right.
        verdict.questions.clear();
    }
    if !complaints.bad.is_empty() {
        // Rows there are; that some of them have faults is said at the rows.
        verdict.faults.retain(|fault| fault.place.field.as_deref() != Some(complaints::NONE_FIELD) || answer.none);
    }
    judgement.faults.extend(verdict.faults);
    judgement.notices.extend(verdict.notices);
    judgement.questions = verdict.questions;
    judgement.counts = Some(complaints::counts(tables, &without_faulty_rows(tables, &answer, &judgement.faults)));
    if judgement.faults.is_empty() {
        judgement.content = Some(strip(answer.to_content()));
    }
    judgement
}

/// What is to be said of complaint rows that did not pass their tables, beyond what the tables say: the rules as far as
/// the rows can be understood, and what could point out a person, on the sheet by the table's title.
pub fn half_judged(
    tables: &Tables,
    facts: &complaints::Facts,
    complaints: &[RawRow],
    investigations: &[RawRow],
) -> (Vec<Fault>, Vec<Notice>) {
    let half = complaints::Answer {
        complaints: half_read(&tables.complaints, complaints),
        investigations: tables.investigations.as_ref().map(|t| half_read(t, investigations)).unwrap_or_default(),
        ..complaints::Answer::default()
    };
    let (mut faults, mut notices) = (complaints::check_half(tables, &half, facts), Vec::new());
    let both = [(Some(&tables.complaints), complaints), (tables.investigations.as_ref(), investigations)];
    for (table, rows) in both {
        let Some(table) = table else { continue };
        let found = personal::screen_rows(table, rows);
        let title = table.title.as_sv();
        faults.extend(found.0.into_iter().map(|fault| Fault { place: fault.place.on_sheet(title), ..fault }));
        notices.extend(found.1.into_iter().map(|notice| Notice { place: notice.place.on_sheet(title), ..notice }));
    }
    (faults, notices)
}

/// The answer with the rows that nothing is wrong in: those are counted.
fn without_faulty_rows(tables: &Tables, answer: &complaints::Answer, faults: &[Fault]) -> complaints::Answer {
    let right = |table: Option<&TableDef>, rows: &[forms::Row]| -> Vec<forms::Row> {
        let title = table.map(|table| table.title.as_sv());
        let is_faulty = |row: &forms::Row| {
            faults
                .iter()
                .any(|f| f.place.row.is_some() && f.place.row == row.source_row && f.place.sheet.as_deref() == title)
        };
        rows.iter().filter(|row| !is_faulty(row)).cloned().collect()
    };
    complaints::Answer {
        complaints: right(Some(&tables.complaints), &answer.complaints),
        investigations: right(tables.investigations.as_ref(), &answer.investigations),
        ..answer.clone()
    }
}

/// Headings to write under. A personnummer is a fault here too; names are not, since colleagues and partners are named.
pub(super) fn judge_narrative(asked: &narratives::Asked, fields: &BTreeMap<String, String>) -> Judgement {
    let form = &asked.form;
    let (values, mut faults) = read_form(form, fields);
    let mut names = Vec::new();
    for (path, _) in form.fields() {
        if let Some(text) = fields.get(&path) {
            let placed = documents::markup::pictures(text);
            names.extend(placed.iter().map(|(name, _)| name.clone()));
            faults.extend(narratives::check(asked, &path, placed));
            faults.extend(personal::screen(&forms::Place::field(path), text).0);
        }
    }
    if !faults.is_empty() {
        return Judgement { faults, ..Judgement::default() };
    }
    let content = Content { fields: values, ..Content::new(form.slug.clone()) };
    Judgement { content: Some(narratives::to_signed(asked, content, &names)), ..Judgement::default() }
}

/// What the field is called in which so many persons with protected identities are told of; `None` for other fields.
pub(super) fn protected_title(rules: &own_tables::Rules, path: &str) -> Option<String> {
    let layout = rules.work.as_ref()?;
    let (code, _, title) = layout.codes.iter().find(|(code, ..)| work::protected_field(code) == path)?;
    Some(work::sv::protected(layout.title(code).unwrap_or(title)))
}

/// Where a row stood while it was written is no part of what is handed in.
pub(super) fn strip(mut content: Content) -> Content {
    for row in content.tables.values_mut().flatten() {
        row.source_row = None;
    }
    content
}
