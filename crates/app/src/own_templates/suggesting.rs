//! What the cells of a file are likely to be, to begin from: headings that say what our columns say, cells beside words
//! that say what goes into them.

use std::collections::{BTreeMap, BTreeSet};

use documents::raw::Place;
use forms::TableDef;
use forms::text::fold;

use super::mapping::{CellAt, Column, Mapping, Table, strange};
use super::shape::{Shape, SheetShape};
use super::sv;

/// The shortest word that tells a heading by standing in it.
const TELLING: usize = 5;

fn bare(text: &str) -> String {
    fold(text).trim_matches(|c: char| matches!(c, '*' | ':' | '.' | '?') || c.is_whitespace()).to_owned()
}

/// How much a heading looks like the column's; 0 for not at all.
fn likeness(heading: &str, column: &forms::Column) -> u32 {
    let (heading, title) = (bare(heading), bare(column.title.as_sv()));
    let help = column.help.as_ref().map(|help| fold(help.as_sv())).unwrap_or_default();
    let within = |long: &str, short: &str| short.chars().count() >= TELLING && long.contains(short);
    if heading.is_empty() {
        0
    } else if heading == title || heading == column.slug.replace('-', " ") {
        4
    } else if forms::text::nearest(&heading, [title.as_str()]).is_some() {
        3
    } else if within(&heading, &title) || within(&title, &heading) {
        2
    } else {
        u32::from(within(&help, &heading))
    }
}

/// The columns of the table under the row, as far as the headings tell: the likeliest pairs first, each once.
pub fn columns_of(sheet: &SheetShape, row: u32, def: &TableDef) -> Vec<Column> {
    let headings = sheet.headings(row);
    let mut pairs: Vec<(u32, usize, u32, &str)> = Vec::new();
    for (at, column) in def.columns.iter().enumerate().filter(|(_, column)| !column.is_hidden()) {
        let alike = headings.iter().map(|(place, heading)| (likeness(heading, column), at, *place, *heading));
        pairs.extend(alike.filter(|(likeness, ..)| *likeness > 0));
    }
    pairs.sort_by_key(|(likeness, at, place, _)| (std::cmp::Reverse(*likeness), *at, *place));
    let (mut taken, mut found) = (BTreeSet::new(), BTreeMap::new());
    for (_, at, place, heading) in pairs {
        if !found.contains_key(&at) && taken.insert(place) {
            found.insert(at, (place, heading));
        }
    }
    let columns = found.into_iter().filter_map(|(at, (column, heading))| {
        let of = def.columns.get(at)?;
        let list = sheet.list_under(row, column);
        let means = strange(of, list).into_iter().filter_map(|word| Some((fold(word), meaning(of, word)?)));
        Some(Column { slug: of.slug.clone(), heading: heading.to_owned(), column, means: means.collect() })
    });
    columns.collect()
}

/// What a word of the file's list is likely to mean in the column.
fn meaning(column: &forms::Column, word: &str) -> Option<String> {
    let forms::Kind::Choice { options } = &column.kind else { return None };
    let labels: Vec<&str> = options.iter().map(|option| option.label.as_sv()).collect();
    if let Some(near) = forms::text::nearest(word, labels.iter().copied()) {
        return Some(near.to_owned());
    }
    let word = fold(word);
    let within = |label: &&str| {
        let label = fold(label);
        label.chars().count() >= TELLING && word.contains(&label)
            || word.chars().count() >= TELLING && label.contains(&word)
    };
    let mut alike = labels.into_iter().filter(within);
    // One alone: of two, neither is likely.
    alike.next().filter(|_| alike.next().is_none()).map(str::to_owned)
}

/// What the cells of the file are likely to be. `answers` are the fields beside the tables, with words that ask for them.
pub fn suggest(shape: &Shape, defs: &[&TableDef], answers: &[(&str, &[&str])]) -> Mapping {
    let mut mapping =
        Mapping { sheets: shape.sheets.iter().map(|sheet| sheet.name.clone()).collect(), ..Mapping::default() };
    for def in defs {
        let places = shape.sheets.iter().flat_map(|sheet| sheet.heading_rows().map(move |row| (sheet, row)));
        let free = places.filter(|(sheet, _)| !mapping.tables.iter().any(|table| table.sheet == sheet.name));
        let found = free.map(|(sheet, row)| (sheet, row, columns_of(sheet, row, def)));
        let best = found.max_by_key(|(_, row, columns)| (columns.len(), std::cmp::Reverse(*row)));
        let Some((sheet, row, columns)) = best.filter(|(_, _, columns)| columns.len() > 1) else { continue };
        mapping.tables.push(Table { table: def.slug.clone(), sheet: sheet.name.clone(), row, columns });
    }
    for (fact, _, words) in sv::FACTS {
        if let Some(at) = beside(shape, &mapping, words) {
            mapping.facts.insert((*fact).to_owned(), at);
        }
    }
    for (field, words) in answers {
        if let Some(at) = beside(shape, &mapping, words) {
            mapping.answers.insert((*field).to_owned(), at);
        }
    }
    mapping
}

/// The empty cell to the right of one that says one of the words, outside the tables and not taken already.
fn beside(shape: &Shape, mapping: &Mapping, words: &[&str]) -> Option<CellAt> {
    for sheet in &shape.sheets {
        let tables: Vec<u32> = mapping.tables.iter().filter(|t| t.sheet == sheet.name).map(|t| t.row).collect();
        for (row, texts) in sheet.rows.iter().filter(|(row, _)| tables.iter().all(|table| row < table)) {
            for (column, text) in (0_u32..).zip(texts) {
                if !words.contains(&bare(text).as_str()) {
                    continue;
                }
                let last = sheet.merge_at(Place { row: *row, column }).map_or(column, |area| area.to.column);
                let at = CellAt { sheet: sheet.name.clone(), place: Place { row: *row, column: last + 1 } };
                let taken = mapping.facts.values().chain(mapping.answers.values()).any(|other| *other == at);
                if !taken && sheet.text(at.place).is_empty() && !sheet.formulas.contains(&at.place) {
                    return Some(at);
                }
            }
        }
    }
    None
}
