//! What is wrong with what a file's cells are said to be. Pure: asked when it is saved, when it is taken into use, and when
//! the year it was made for has changed.

use std::collections::{BTreeMap, BTreeSet};

use forms::TableDef;
use forms::text::fold;

use super::mapping::{CellAt, Mapping, Table, strange};
use super::shape::{Shape, SheetShape};
use super::sv;

/// What a problem is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Where the table's headings are.
    Table(String),
    /// Where the table's column is.
    Column(String, String),
    /// What a word of the column's list means, by its number among those that have to be said.
    Word(String, String, usize),
    /// Where a fact goes.
    Fact(String),
    /// Where an answer stands.
    Answer(String),
}

/// Something that keeps the file from being taken into use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is about.
    pub place: Place,
    /// What it is, in Swedish.
    pub says: String,
}

/// Everything that is wrong.
pub fn check(mapping: &Mapping, shape: &Shape, defs: &[&TableDef]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, def) in defs.iter().enumerate() {
        let mut tell = |place: Place, says: String| problems.push(Problem { place, says });
        let Some(table) = mapping.table(&def.slug) else {
            // What has no place in the file is answered on the web; but a file without the first table answers nothing.
            if number == 0 {
                tell(Place::Table(def.slug.clone()), sv::no_table(def.title.as_sv()));
            }
            continue;
        };
        match shape.sheet(&table.sheet) {
            None => tell(Place::Table(def.slug.clone()), sv::sheet_gone(&table.sheet)),
            Some(_) if mapping.tables.iter().any(|other| other.table != def.slug && other.sheet == table.sheet) => {
                tell(Place::Table(def.slug.clone()), sv::sheet_twice(&table.sheet));
            }
            Some(sheet) => check_table(table, sheet, def, &mut tell),
        }
    }
    check_cells(mapping, shape, &mut problems);
    problems
}

fn check_table(table: &Table, sheet: &SheetShape, def: &TableDef, tell: &mut impl FnMut(Place, String)) {
    let slug = &def.slug;
    let headings = sheet.headings(table.row);
    let mut taken: BTreeMap<u32, &str> = BTreeMap::new();
    for column in def.columns.iter().filter(|column| !column.is_hidden()) {
        let place = || Place::Column(slug.clone(), column.slug.clone());
        let Some(found) = table.columns.iter().find(|found| found.slug == column.slug) else {
            if column.required {
                tell(place(), sv::column_missing(column.title.as_sv(), &sheet.name));
            }
            continue;
        };
        let at = documents::raw::Place { row: table.row, column: found.column };
        match headings.iter().find(|(column, _)| *column == found.column) {
            Some((_, heading)) if *heading == found.heading => {}
            _ => {
                tell(place(), sv::no_heading(&sheet.name, at));
                continue;
            }
        }
        if let Some(other) = taken.insert(found.column, column.title.as_sv()) {
            tell(place(), sv::column_twice(&sheet.name, at, other));
        }
        let same = headings.iter().filter(|(_, heading)| fold(heading) == fold(&found.heading)).count();
        if same > 1 {
            tell(place(), sv::heading_twice(&sheet.name, table.row, &found.heading));
        }
        if sheet.merge_at(at).is_some_and(|area| area.from.column != area.to.column) {
            tell(place(), sv::heading_merged(&sheet.name, at));
        }
        for (number, word) in strange(column, sheet.list_under(table.row, found.column)).into_iter().enumerate() {
            if !found.means.contains_key(&fold(word)) {
                let place = Place::Word(slug.clone(), column.slug.clone(), number);
                tell(place, sv::word_unknown(word, &sheet.name, at, column.title.as_sv()));
            }
        }
    }
}

/// The cells that are filled in, and those that answer: each of its own, none of them in a table or covered by others.
fn check_cells(mapping: &Mapping, shape: &Shape, problems: &mut Vec<Problem>) {
    let facts = mapping.facts.iter().map(|(fact, at)| (Place::Fact(fact.clone()), at, true));
    let answers = mapping.answers.iter().map(|(field, at)| (Place::Answer(field.clone()), at, false));
    let mut taken: BTreeSet<&CellAt> = BTreeSet::new();
    for (place, at, is_fact) in facts.chain(answers) {
        let mut tell = |says: String| problems.push(Problem { place: place.clone(), says });
        let Some(sheet) = shape.sheet(&at.sheet) else {
            tell(sv::sheet_gone(&at.sheet));
            continue;
        };
        if !taken.insert(at) {
            tell(sv::cell_twice(at));
        }
        let in_table = |table: &&Table| {
            table.sheet == at.sheet
                && at.place.row >= table.row
                && table.columns.iter().any(|column| column.column == at.place.column)
        };
        if mapping.tables.iter().any(|table| in_table(&table)) {
            tell(sv::cell_in_table(at));
        } else if sheet.merge_at(at.place).is_some_and(|area| area.from != at.place) {
            tell(sv::cell_covered(at));
        } else if is_fact && sheet.formulas.contains(&at.place) {
            tell(sv::cell_formula(at));
        }
    }
}
