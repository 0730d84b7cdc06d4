//! What the cells of the authority's file are, and how the file is filled in for somebody.

use std::collections::{BTreeMap, BTreeSet};

use documents::raw::{RawCell, RawWorkbook};
use documents::table::{self, ColumnSpec};
use documents::workbook::edit::{CellEdit, EditError, Edits, edit};
use domain::changes::Carried;
use forms::TableDef;
use forms::text::fold;
use serde::{Deserialize, Serialize};

use super::document::Words;

/// Of what goes into the cells: the unit, area or provider.
pub const UNIT: &str = "enhet";
/// See [`UNIT`]: a unit's code.
pub const UNIT_CODE: &str = "enhetskod";

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellAt {
    /// The sheet by its name.
    pub sheet: String,
    /// Which cell.
    pub place: documents::raw::Place,
}

/// What the cells of a file are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The tables that have a place in the file, in the order of what is asked.
    pub tables: Vec<Table>,
    /// The cells that are filled in before the file goes out, by what goes into them ([`super::sv::FACTS`]).
    pub facts: BTreeMap<String, CellAt>,
    /// The cells that answer a question beside the tables, by the field they answer.
    pub answers: BTreeMap<String, CellAt>,
    /// The file's sheets, so that one of them is not told of as unknown.
    pub sheets: Vec<String>,
    /// What the controls and headings are, where the file is a Word document; then there is nothing of the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Where a table is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Which table of what is asked.
    pub table: String,
    /// The sheet by its name.
    pub sheet: String,
    /// The row of its headings, from 1.
    pub row: u32,
    /// Its columns; others of the sheet are not used.
    pub columns: Vec<Column>,
}

/// Where a column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Which column of the table.
    pub slug: String,
    /// What the file calls it. It is found again by this, wherever it has been moved.
    pub heading: String,
    /// Where it stands, from 0.
    pub column: u32,
    /// What the file's words mean: its own, folded, and ours. Words that mean nothing here are empty.
    #[serde(default)]
    pub means: BTreeMap<String, String>,
}

/// What a file answers beside its tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field that is answered.
    pub field: String,
    /// Where it stands.
    pub at: CellAt,
    /// The text as it stands.
    pub text: String,
}

/// What an answer beside the tables says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// That there is nothing to report.
    Yes,
    /// What it says in words.
    Text,
    /// Something that is neither yes nor no.
    Unclear,
}

/// What the answer says; `None` for a no, which is no answer.
pub fn answer(answer: &Answer) -> Option<Said> {
    if answer.field == domain::complaints::COMMENT_FIELD {
        return Some(Said::Text);
    }
    let field = forms::Column {
        slug: String::new(),
        title: kernel::Label::sv(""),
        help: None,
        kind: forms::Kind::YesNo,
        required: false,
    };
    match forms::parse(&field, &forms::Raw::text(&answer.text)) {
        Ok(value) => value.and_then(|value| value.as_yes_no()).filter(|yes| *yes).map(|_| Said::Yes),
        // "Inga", "Inget att redovisa".
        Err(_) if fold(&answer.text).starts_with("ing") => Some(Said::Yes),
        Err(_) => Some(Said::Unclear),
    }
}

impl Table {
    /// The columns as they are looked for: under the file's own headings.
    pub fn specs(&self, def: &TableDef) -> Vec<ColumnSpec> {
        let of = |slug: &str| def.column(slug).is_some_and(|column| column.required);
        self.columns
            .iter()
            .map(|column| ColumnSpec {
                slug: column.slug.clone(),
                heading: column.heading.clone(),
                aliases: Vec::new(),
                required: of(&column.slug),
            })
            .collect()
    }

    /// What the file's word means in the column; `None` for a word that nothing is said of.
    pub fn meaning(&self, slug: &str, text: &str) -> Option<&str> {
        let column = self.columns.iter().find(|column| column.slug == slug)?;
        column.means.get(&fold(text)).map(String::as_str).filter(|means| !means.is_empty())
    }
}

impl Mapping {
    /// The same with columns under the stable names that their questions have got; `None` where it has none of them.
    pub fn followed(&self, steps: &[Carried]) -> Option<Self> {
        let mut moved = self.clone();
        for table in &mut moved.tables {
            for column in &mut table.columns {
                let step = steps.iter().find(|step| step.table == table.table && step.before == column.slug);
                if let Some(step) = step {
                    column.slug.clone_from(&step.now);
                }
            }
        }
        (moved != *self).then_some(moved)
    }

    /// Where the table is.
    pub fn table(&self, slug: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.table == slug)
    }

    /// What stands in the cells that say for whom a file is.
    pub fn told_of_whom(&self, book: &RawWorkbook) -> Vec<String> {
        let read = |at: &CellAt| {
            let sheet = table::sheet(book, &at.sheet)?;
            let row = sheet.rows.iter().find(|row| row.number == at.place.row)?;
            answer_text(row.cells.get(usize::try_from(at.place.column).ok()?)?.value())
        };
        [UNIT, UNIT_CODE].into_iter().filter_map(|fact| read(self.facts.get(fact)?)).collect()
    }

    /// What the file answers beside its tables. A sheet is found by its name, as tables are.
    pub fn answered(&self, book: &RawWorkbook) -> Vec<Answer> {
        let read = |(field, at): (&String, &CellAt)| {
            let sheet = table::sheet(book, &at.sheet)?;
            let row = sheet.rows.iter().find(|row| row.number == at.place.row)?;
            let text = answer_text(row.cells.get(usize::try_from(at.place.column).ok()?)?.value())?;
            Some(Answer { field: field.clone(), at: at.clone(), text })
        };
        self.answers.iter().filter_map(read).collect()
    }
}

/// The text of a cell that answers something; `None` where nothing stands.
fn answer_text(cell: &RawCell) -> Option<String> {
    let text = match cell {
        RawCell::Text(text) | RawCell::Error(text) => forms::text::clean(text),
        RawCell::Number(number) => format!("{number}"),
        RawCell::Bool(truth) => forms::sv::yes_no(*truth).to_owned(),
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The file with the facts in their cells and the stamp that tells it from others. Everything else in it stays as it is.
///
/// # Errors
/// When the file is not the workbook that it was when it was mapped.
pub fn fill(
    bytes: &[u8],
    mapping: &Mapping,
    facts: &BTreeMap<&str, String>,
    stamp: &BTreeMap<String, String>,
) -> Result<Vec<u8>, EditError> {
    let cells: Vec<CellEdit> = mapping
        .facts
        .iter()
        .filter_map(|(fact, at)| Some((facts.get(fact.as_str())?, at)))
        .map(|(text, at)| CellEdit { sheet: at.sheet.clone(), place: at.place, text: text.clone() })
        .collect();
    edit(bytes, &Edits { cells: &cells, stamp: Some(stamp), last_sheet: None })
}

/// The words of the file's list that no answer of the column is understood as, in the order of the list.
pub fn strange<'w>(column: &forms::Column, words: &'w [String]) -> Vec<&'w str> {
    let mut told = BTreeSet::new();
    let understood = |word: &str| matches!(forms::parse(column, &forms::Raw::text(word)), Ok(Some(_)));
    let is_list = matches!(column.kind, forms::Kind::Choice { .. } | forms::Kind::YesNo);
    let words = words.iter().map(String::as_str).filter(|word| is_list && !understood(word));
    words.filter(|word| told.insert(fold(word))).collect()
}
