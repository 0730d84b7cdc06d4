//! The workbook with a column for the authority: out as a template, in as rows.

use domain::split::{named, stays};
use forms::{ChoiceOption, Column, Kind, TableDef};
use kernel::Label;

use super::model::{Distribution, Origin, Piece};
use super::sites::Site;
use super::sv;
use crate::submissions::Asked;
use crate::workbooks::{self, AUTHORITY, FileContent};

/// What the item is answered with, and before its own columns one that says which authority a row is for.
pub(super) fn with_authority(asked: &Asked, sites: &[Site]) -> Asked {
    let mut asked = asked.clone();
    match &mut asked {
        Asked::Complaints { tables, .. } => {
            add(&mut tables.complaints, sites);
            if let Some(table) = &mut tables.investigations {
                add(table, sites);
            }
        }
        Asked::Table { table, .. } => add(table, sites),
        Asked::Deviations(_) | Asked::Narrative(_) => {}
    }
    asked
}

fn add(table: &mut TableDef, sites: &[Site]) {
    let option = |slug: &str, name: &str| ChoiceOption { slug: slug.to_owned(), label: Label::sv(name), help: None };
    let mut options: Vec<ChoiceOption> = sites.iter().map(|site| option(&site.slug, &site.name)).collect();
    options.push(option(sv::ALL, sv::EVERYBODY));
    let column = Column {
        slug: AUTHORITY.to_owned(),
        title: Label::sv(sv::AUTHORITY),
        help: Some(Label::sv(sv::AUTHORITY_HELP)),
        kind: Kind::Choice { options },
        required: true,
    };
    table.columns.insert(0, column);
}

/// The same without columns of persons' numbers, for a template: those are written at each authority.
pub(super) fn as_template(mut asked: Asked) -> Asked {
    if let Asked::Table { table, .. } = &mut asked {
        table.columns.retain(|column| !stays(column));
    }
    asked
}

/// The rows of a file, each with where it goes as far as the file says it. `asked` is what [`with_authority`] gives. Of a
/// number of a person nothing is taken: it is not for the authority where the file waits, but for the one that the row
/// goes to, and it is written there.
pub(super) fn rows(asked: &Asked, content: FileContent, name: String, sites: &[Site]) -> Distribution {
    let (mut pieces, mut numbers) = (Vec::new(), 0);
    for table in &content.tables {
        let Some(def) = asked.tables().into_iter().find(|def| def.slug == table.slug) else { continue };
        for (place, row) in (1..).zip(&table.rows) {
            let number = row.source_row.unwrap_or(place);
            let place = usize::try_from(number).unwrap_or_default();
            let mut piece = Piece { table: table.slug.clone(), number, place, ..Piece::default() };
            let persons = def.columns.iter().filter(|column| stays(column));
            let mut persons = persons.filter_map(|column| row.cells.get(&column.slug));
            numbers += usize::from(persons.any(|cell| !cell.shown().trim().is_empty()));
            for column in def.columns.iter().filter(|column| !stays(column)) {
                let text = row.cells.get(&column.slug).map(|cell| workbooks::typed(column, cell)).unwrap_or_default();
                if text.trim().is_empty() {
                    continue;
                }
                if column.slug == AUTHORITY {
                    piece.to = named(&text, sites.iter().map(|site| (site.slug.as_str(), site.name.as_str())));
                    piece.said = text;
                } else {
                    piece.cells.insert(column.slug.clone(), text);
                }
            }
            // A row with nothing but an authority says nothing.
            if !piece.cells.is_empty() {
                pieces.push(piece);
            }
        }
    }
    Distribution {
        origin: Origin::File(name),
        pieces,
        items: std::collections::BTreeMap::new(),
        remarks: content.remarks,
        numbers,
        version: None,
    }
}
