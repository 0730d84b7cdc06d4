//! The authority's own file on the same road: filled in for somebody, its faults on a sheet of their own, and tried out
//! before it is taken into use.

use std::collections::BTreeMap;

use documents::raw::{Place, RawWorkbook};
use documents::workbook::edit::{CellEdit, EditError, Edits, ListRow, ListSheet, edit};

use super::judge::{self, FileContent, Verdict, def_of, shown};
use super::sv;
use super::template::{At, Facts, blank_facts, file_name};
use crate::assignments::{Assignment, Subject};
use crate::own_templates::{self, InForce, Mapping, STAMP};
use crate::submissions::Asked;
use crate::year::Published;

/// What goes into the file's cells. A template for anybody says nothing of whom it is for.
pub fn told(facts: &Facts, assignment: Option<&Assignment>) -> BTreeMap<&'static str, String> {
    let mut told = BTreeMap::from([
        ("tillfalle", facts.occasion.clone()),
        ("omfattar", facts.covers.clone().unwrap_or_default()),
        ("sista-dag", kernel::swedish::day(facts.due)),
        ("huvudman", facts.authority.clone()),
    ]);
    if let Some(assignment) = assignment {
        told.insert("anordnare", facts.provider.clone());
        told.insert(own_templates::UNIT, assignment.subject_name().to_owned());
        if let Subject::Unit { code, .. } = &assignment.subject {
            told.insert(own_templates::UNIT_CODE, code.clone());
        }
    }
    told
}

/// The file for the assignment, or for anybody.
pub(super) fn filled(
    bytes: &[u8],
    own: &InForce,
    facts: &Facts,
    assignment: Option<&Assignment>,
) -> Result<Vec<u8>, EditError> {
    let mut stamp = facts.stamp.clone();
    stamp.insert(STAMP.to_owned(), own.id.to_string());
    own_templates::fill(bytes, &own.mapping, &told(facts, assignment), &stamp)
}

/// The item's own template for anybody, marked with the year and item and with no provider: its bytes and file name.
///
/// # Errors
/// When the file is not what it was when it was taken into use.
pub fn blank_own(
    at: At<'_>,
    published: &Published,
    item: &domain::year::Item,
    (own, bytes): (&InForce, &[u8]),
) -> Result<(Vec<u8>, String), EditError> {
    let facts = blank_facts(at, published, item);
    Ok((filled(bytes, own, &facts, None)?, file_name(&facts)))
}

/// The faults as lines, each with a link to its cell.
pub(super) fn faults(asked: &Asked, content: &FileContent, verdict: &Verdict) -> ListSheet {
    let mut rows: Vec<ListRow> = content
        .remarks
        .iter()
        .filter(|remark| remark.is_fault())
        .map(|remark| ListRow {
            cells: vec![String::new(), String::new(), String::new(), documents::sv::sentence(remark)],
            to: None,
        })
        .collect();
    for (index, fault) in &verdict.faults {
        let Some(table) = content.tables.get(*index) else { continue };
        let heading = fault.place.column.as_ref().and_then(|slug| table.headings.get(slug));
        let row = fault.place.row.unwrap_or(1);
        let place = Place { row, column: heading.map_or(0, |(_, column)| *column) };
        let title = || {
            let column = fault.place.column.as_deref().and_then(|slug| def_of(asked, table)?.column(slug));
            column.map(|column| column.title.as_sv().to_owned()).unwrap_or_default()
        };
        rows.push(ListRow {
            cells: vec![
                if heading.is_some() { place.to_string() } else { sv::fault_row(row) },
                table.sheet.clone(),
                heading.map_or_else(title, |(heading, _)| heading.clone()),
                forms::sv::what(&fault.kind, &fault.value),
            ],
            to: Some((table.sheet.clone(), place)),
        });
    }
    let headings = [(sv::FAULT_CELL, 10), (sv::FAULT_SHEET, 24), (sv::FAULT_COLUMN, 32), (sv::FAULT_WHAT, 100)];
    ListSheet {
        name: documents::sv::FAULT_HEADING.to_owned(),
        title: sv::FAULTS_TITLE.to_owned(),
        headings: headings.map(|(heading, width)| (heading.to_owned(), width)).into(),
        rows,
    }
}

/// The file with the lines last, and its numbers of persons as they may be shown. Nothing else of it is touched.
pub(super) fn marked(bytes: &[u8], list: &ListSheet, covered: &[CellEdit]) -> Result<Vec<u8>, EditError> {
    edit(bytes, &Edits { cells: covered, stamp: None, last_sheet: Some(list) })
}

/// What would be read of a filled-in file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trial {
    /// Each table: its title, its headings, and the first rows as they are understood, with their number in the file.
    pub tables: Vec<(String, Vec<String>, Vec<(u32, Vec<String>)>)>,
    /// How many rows there are in all.
    pub rows: usize,
    /// Answers beside the tables.
    pub answers: Vec<(String, String)>,
    /// Faults of the file's form, and of its cells with their sheet, cell and heading.
    pub faults: Vec<String>,
    /// What is pointed out.
    pub remarks: Vec<String>,
}

/// The most rows of a table, and faults, that a trial shows.
const SHOWN: usize = 20;

/// What would be read of the file by that mapping.
pub fn trial(asked: &Asked, book: &RawWorkbook, mapping: &Mapping) -> Trial {
    let content = judge::read_by(asked, book, Some(mapping));
    let verdict = judge::judge(asked, &content);
    let tables = content.tables.iter().filter_map(|table| {
        let def = def_of(asked, table)?;
        let columns: Vec<&forms::Column> =
            def.columns.iter().filter(|column| table.found.contains(&column.slug)).collect();
        let rows = table.rows.iter().take(SHOWN).map(|row| {
            let cells = columns
                .iter()
                .map(|column| row.cells.get(&column.slug).map(|cell| shown(column, cell)).unwrap_or_default());
            let cells = cells.map(|text| if forms::personal::is_hidden(&text) { sv::HIDDEN.to_owned() } else { text });
            (row.source_row.unwrap_or(0), cells.collect())
        });
        let titles = columns.iter().map(|column| column.title.as_sv().to_owned()).collect();
        Some((def.title.as_sv().to_owned(), titles, rows.collect()))
    });
    let list = faults(asked, &content, &verdict);
    let line = |row: &ListRow| {
        row.cells.iter().rev().skip(1).rev().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    };
    let said = list.rows.iter().take(SHOWN * 5).map(|row| {
        let (place, what) = (line(row), row.cells.last().cloned().unwrap_or_default());
        if place.is_empty() { what } else { format!("{place}: {what}") }
    });
    let others: Vec<_> = content.remarks.iter().filter(|remark| !remark.is_fault()).collect();
    let mut remarks = documents::sv::sentences(&others);
    remarks.extend(content.unclear().map(|answer| sv::unclear(&answer.at.sheet, answer.at.place, &answer.text)));
    Trial {
        tables: tables.collect(),
        rows: content.rows(),
        answers: content
            .answers()
            .into_iter()
            .map(|(path, text)| (asked.title_of(&path).unwrap_or(path), text))
            .collect(),
        faults: said.collect(),
        remarks,
    }
}
