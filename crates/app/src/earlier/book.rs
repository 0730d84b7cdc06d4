//! The workbook: the template, what a filled-in one says, and the same handed back.

use std::collections::BTreeMap;

use documents::raw::{RawCell, RawWorkbook};
use documents::table::{ColumnSpec, Remark, sheet, table_from, workbook_remarks};
use documents::workbook::spec::{self, Block};
use domain::earlier::{Input, Judged, Kind, Known, Row, sv as words};
use domain::year::{Regime, Word};
use kernel::Instant;

use super::sv;

/// A row to fill a template in with: of which table, and its cells by column.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which table.
    pub kind: Kind,
    /// Cells by the stable name of their column.
    pub cells: Vec<(&'static str, String)>,
}

fn specs(kind: Kind) -> Vec<ColumnSpec> {
    let spec = |(slug, required): &(&str, bool)| ColumnSpec {
        slug: (*slug).to_owned(),
        heading: sv::heading(slug).to_owned(),
        aliases: sv::aliases(slug).iter().map(|alias| (*alias).to_owned()).collect(),
        required: *required,
    };
    kind.columns().iter().map(spec).collect()
}

fn text(cell: Option<&RawCell>) -> Option<String> {
    match cell.map(RawCell::value) {
        None | Some(RawCell::Empty) => Some(String::new()),
        Some(RawCell::Text(text)) => Some(text.replace('\u{a0}', " ").trim().to_owned()),
        Some(RawCell::Number(number)) => {
            // A workbook keeps 4.1 as the nearest binary fraction: nine decimals tell it back.
            let plain = format!("{number:.9}");
            Some(plain.trim_end_matches('0').trim_end_matches('.').replace('.', ","))
        }
        Some(RawCell::Day(day) | RawCell::DateTime(day, _)) => Some(day.to_string()),
        Some(RawCell::Bool(_) | RawCell::Error(_) | RawCell::Formula { .. }) => None,
    }
}

/// What the sheets say, and what is to be told of their shape.
pub fn inputs(book: &RawWorkbook) -> (Vec<Input>, Vec<Remark>) {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| sv::sheet(*kind)).collect();
    let there: Vec<&str> = names.iter().copied().filter(|name| sheet(book, name).is_some()).collect();
    // One of the sheets is enough; that all are missing is said.
    let mut remarks = workbook_remarks(book, if there.is_empty() { &names } else { &there }, &[sv::INSTRUCTIONS]);
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let Some(found) = sheet(book, sv::sheet(kind)) else { continue };
        let reading = table_from(found, &specs(kind));
        let handed_back =
            |remark: &Remark| matches!(remark, Remark::ExtraColumn { heading, .. } if sv::is_verdict(heading));
        remarks.extend(reading.remarks.iter().filter(|remark| !handed_back(remark)).cloned());
        if reading.has_fault() {
            continue;
        }
        rows.extend(reading.rows.iter().map(|row| Input {
            kind,
            number: row.number,
            cells: kind.columns().iter().map(|(slug, _)| text(row.cells.get(slug))).collect(),
        }));
    }
    (rows, remarks)
}

fn choices(slug: &str, known: &Known) -> Vec<String> {
    match slug {
        "indicator" => known
            .indicators
            .iter()
            .filter(|one| !one.formula.as_ref().is_some_and(domain::indicators::Formula::is_distribution))
            .map(|one| one.title.clone())
            .collect(),
        "provider" => known.providers.iter().map(|(_, name, _)| name.clone()).collect(),
        "unit" => known.units.iter().map(|(_, name, ..)| name.clone()).collect(),
        "area" => known.areas.iter().map(|(.., name)| name.clone()).collect(),
        "regime" => Regime::ALL.iter().map(|regime| domain::year::sv::regime(*regime).to_owned()).collect(),
        "sex" => sv::SEXES.map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

fn columns(kind: Kind, known: &Known) -> Vec<spec::Column> {
    let column = |(slug, required): &(&str, bool)| {
        let mut listed = choices(slug, known);
        listed.sort_by(|a, b| kernel::swedish::compare(a, b));
        listed.dedup();
        let wide = matches!(*slug, "indicator" | "provider" | "unit" | "source" | "note" | "title" | "file" | "area");
        spec::Column {
            slug: (*slug).to_owned(),
            heading: sv::heading(slug).to_owned(),
            help: sv::help(kind, slug).to_owned(),
            width: if wide { 32.0 } else { 14.0 },
            // Units and providers that bear one name are told apart by number and code, which no list has: those columns
            // take any text where there are too many to list.
            kind: if listed.is_empty() || listed.len() > 400 {
                spec::ColumnKind::Text
            } else {
                spec::ColumnKind::Choice(listed)
            },
            required: *required,
        }
    };
    kind.columns().iter().map(column).collect()
}

fn workbook(now: Instant, sheets: Vec<spec::Sheet>) -> spec::Workbook {
    spec::Workbook {
        title: sv::TITLE.to_owned(),
        author: "Tertial".to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets,
        stamp: BTreeMap::from([("mall".to_owned(), "tidigare-ar".to_owned())]),
    }
}

fn cell(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) }
}

/// The template, with rows that are filled in already.
pub fn template(now: Instant, known: &Known, lines: &[Line]) -> spec::Workbook {
    let mut blocks: Vec<Block> = sv::INTRODUCTION.iter().map(|text| Block::Paragraph((*text).to_owned())).collect();
    for kind in Kind::ALL {
        blocks.push(Block::Heading(sv::sheet(kind).to_owned()));
        blocks.push(Block::Columns(sv::sheet(kind).to_owned()));
    }
    blocks.push(Block::Heading(sv::INDICATORS.to_owned()));
    blocks.push(Block::Facts(known.indicators.iter().map(|one| (one.title.clone(), one.slug.clone())).collect()));
    let mut sheets = vec![spec::Sheet::Instructions(spec::Instructions {
        name: sv::INSTRUCTIONS.to_owned(),
        title: sv::TITLE.to_owned(),
        blocks,
    })];
    for kind in Kind::ALL {
        let filled = lines.iter().filter(|line| line.kind == kind).map(|line| {
            let of = |slug: &str| line.cells.iter().find(|(at, _)| *at == slug).map_or("", |(_, text)| text.as_str());
            spec::Row { cells: kind.columns().iter().map(|(slug, _)| cell(of(slug))).collect(), ..spec::Row::default() }
        });
        sheets.push(spec::Sheet::Table(spec::Table {
            name: sv::sheet(kind).to_owned(),
            title: None,
            columns: columns(kind, known),
            rows: filled.collect(),
            empty_rows: 200,
        }));
    }
    workbook(now, sheets)
}

fn back(row: &Row) -> spec::Row {
    let heading = |at: usize| row.kind.columns().get(at).map_or("", |(slug, _)| sv::heading(slug));
    let faults: Vec<String> =
        row.faults.iter().map(|(at, fault)| format!("{}: {}", heading(*at), words::fault(fault))).collect();
    let mut cells: Vec<RawCell> = row.cells.iter().map(|text| cell(text)).collect();
    cells.push(cell(sv::verdict(row)));
    cells.push(cell(&faults.join("\n")));
    spec::Row { cells, marks: row.faults.iter().map(|(at, fault)| (*at, words::fault(fault))).collect(), fault: None }
}

/// The rows handed back, each with what became of it and what is wrong.
pub fn handed_back(now: Instant, judged: &Judged, known: &Known) -> spec::Workbook {
    let sheets = Kind::ALL.map(|kind| {
        let mut columns = columns(kind, known);
        columns.extend(sv::VERDICTS.iter().enumerate().map(|(at, heading)| spec::Column {
            slug: format!("verdict-{at}"),
            heading: (*heading).to_owned(),
            help: String::new(),
            width: if at == 0 { 18.0 } else { 70.0 },
            kind: spec::ColumnKind::Text,
            required: false,
        }));
        let rows = judged.rows.iter().filter(|row| row.kind == kind).map(back).collect();
        spec::Sheet::Table(spec::Table { name: sv::sheet(kind).to_owned(), title: None, columns, rows, empty_rows: 20 })
    });
    workbook(now, sheets.to_vec())
}
