//! What the cells of a file are, as fields of a form and back.

use std::collections::BTreeMap;

use documents::workbook::place_of;
use domain::complaints;
use forms::TableDef;
use forms::text::fold;

use super::sv;
use crate::own_templates::sv::{COMMENT_WORDS, FACTS, NOTHING_WORDS};
use crate::own_templates::{CellAt, Column, Mapping, Place, Problem, Shape, SheetShape, Table, columns_of, strange};
use crate::submissions::{Asked, EMPTY_FIELD};

/// A word of the file's list that is no answer, and is known not to be.
pub const NOTHING: &str = "-";

/// The fields beside the tables that a cell can answer, with the words beside which it is looked for.
pub fn answers(asked: &Asked) -> Vec<(&'static str, &'static [&'static str])> {
    match asked {
        Asked::Complaints { .. } => {
            vec![(complaints::NONE_FIELD, NOTHING_WORDS), (complaints::COMMENT_FIELD, COMMENT_WORDS)]
        }
        Asked::Table { .. } => vec![(EMPTY_FIELD, NOTHING_WORDS)],
        Asked::Deviations(_) | Asked::Narrative(_) => Vec::new(),
    }
}

/// The field of the form that a place is.
pub fn name(place: &Place, asked: &Asked) -> String {
    match place {
        Place::Table(table) => format!("rubrik-{table}"),
        Place::Column(table, column) => format!("kolumn-{table}-{column}"),
        Place::Word(table, column, number) => format!("ord-{table}-{column}-{number}"),
        Place::Fact(fact) => format!("cell-{fact}"),
        Place::Answer(field) => {
            let number = answers(asked).iter().position(|(of, _)| of == field).unwrap_or(0);
            format!("svar-{number}")
        }
    }
}

/// A row of headings as it is chosen.
pub fn heading_row(shape: &Shape, sheet: &str, row: u32) -> String {
    let number = shape.sheets.iter().position(|of| of.name == sheet).unwrap_or(usize::MAX);
    format!("{number}:{row}")
}

/// The row of headings that was chosen.
pub fn chosen_row<'s>(shape: &'s Shape, text: &str) -> Option<(&'s SheetShape, u32)> {
    let (sheet, row) = text.split_once(':')?;
    let sheet = shape.sheets.get(sheet.parse::<usize>().ok()?)?;
    Some((sheet, row.parse().ok()?))
}

/// A cell as it is written: with its sheet where there are several.
pub fn cell(shape: &Shape, at: &CellAt) -> String {
    if shape.sheets.len() == 1 { at.place.to_string() } else { format!("{}!{}", at.sheet, at.place) }
}

/// What the form says when it is opened.
pub fn fields(mapping: &Mapping, shape: &Shape, asked: &Asked) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for table in &mapping.tables {
        let Some(def) = asked.tables().into_iter().find(|def| def.slug == table.table) else { continue };
        let place = Place::Table(def.slug.clone());
        fields.insert(name(&place, asked), heading_row(shape, &table.sheet, table.row));
        for column in &table.columns {
            let place = Place::Column(def.slug.clone(), column.slug.clone());
            fields.insert(name(&place, asked), column.column.to_string());
            let (Some(of), Some(sheet)) = (def.column(&column.slug), shape.sheet(&table.sheet)) else { continue };
            for (number, word) in strange(of, sheet.list_under(table.row, column.column)).into_iter().enumerate() {
                let Some(means) = column.means.get(&fold(word)) else { continue };
                let place = Place::Word(def.slug.clone(), column.slug.clone(), number);
                let means = if means.is_empty() { NOTHING } else { means };
                fields.insert(name(&place, asked), means.to_owned());
            }
        }
    }
    for (fact, at) in &mapping.facts {
        fields.insert(name(&Place::Fact(fact.clone()), asked), cell(shape, at));
    }
    for (field, at) in &mapping.answers {
        fields.insert(name(&Place::Answer(field.clone()), asked), cell(shape, at));
    }
    fields
}

/// What was typed, as what the cells are, with what cannot be understood of it. With what the cells were `before`, the
/// headings of a table are read anew where another row was chosen.
pub fn mapping(
    text: impl Fn(&str) -> String,
    shape: &Shape,
    asked: &Asked,
    before: Option<&Mapping>,
) -> (Mapping, Vec<Problem>) {
    let mut problems = Vec::new();
    let sheets = shape.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut mapping = Mapping { sheets, ..Mapping::default() };
    for def in asked.tables() {
        let row = text(&name(&Place::Table(def.slug.clone()), asked));
        let Some((sheet, row)) = chosen_row(shape, &row) else { continue };
        let same = |of: &Table| of.sheet == sheet.name && of.row == row;
        let columns = match before {
            Some(before) if !before.table(&def.slug).is_some_and(same) => columns_of(sheet, row, def),
            _ => columns(&text, (sheet, row), def, asked),
        };
        mapping.tables.push(Table { table: def.slug.clone(), sheet: sheet.name.clone(), row, columns });
    }
    let first = mapping.tables.first().map(|table| table.sheet.clone());
    let first = first.or_else(|| shape.sheets.first().map(|sheet| sheet.name.clone())).unwrap_or_default();
    let mut cell = |place: Place| {
        let typed = text(&name(&place, asked));
        if typed.is_empty() {
            return None;
        }
        let (sheet, at) = typed.rsplit_once('!').unwrap_or((first.as_str(), typed.as_str()));
        let found = place_of(&at.trim().to_uppercase());
        if found.is_none() {
            problems.push(Problem { place, says: sv::no_cell(&typed) });
        }
        Some(CellAt { sheet: sheet.trim().trim_matches('\'').to_owned(), place: found? })
    };
    for (fact, ..) in FACTS {
        if let Some(at) = cell(Place::Fact((*fact).to_owned())) {
            mapping.facts.insert((*fact).to_owned(), at);
        }
    }
    for (field, _) in answers(asked) {
        if let Some(at) = cell(Place::Answer(field.to_owned())) {
            mapping.answers.insert(field.to_owned(), at);
        }
    }
    (mapping, problems)
}

fn columns(
    text: impl Fn(&str) -> String,
    (sheet, row): (&SheetShape, u32),
    def: &TableDef,
    asked: &Asked,
) -> Vec<Column> {
    let visible = def.columns.iter().filter(|column| !column.is_hidden());
    let found = visible.filter_map(|of| {
        let column: u32 = text(&name(&Place::Column(def.slug.clone(), of.slug.clone()), asked)).parse().ok()?;
        let heading = sheet.text(documents::raw::Place { row, column }).to_owned();
        let words = strange(of, sheet.list_under(row, column)).into_iter().enumerate();
        let means = words.filter_map(|(number, word)| {
            let place = Place::Word(def.slug.clone(), of.slug.clone(), number);
            let means = text(&name(&place, asked));
            let means = if means == NOTHING { String::new() } else { Some(means).filter(|means| !means.is_empty())? };
            Some((fold(word), means))
        });
        Some(Column { slug: of.slug.clone(), heading, column, means: means.collect() })
    });
    found.collect()
}
