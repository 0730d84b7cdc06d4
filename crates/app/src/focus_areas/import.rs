//! Focus areas from a file or a form: one definition, one judgement. Pure but for the reading of cells, which the
//! caller does in the sandbox.

use std::collections::BTreeSet;

use documents::raw::{RawCell, RawWorkbook};
use documents::table::{self, ColumnSpec, Remark};
use documents::workbook::spec;
use forms::personal::{Sign, signs};
use kernel::id::kind::{Area, Unit};
use kernel::{Id, Instant, swedish};

use super::store::{FocusArea, Places};
use super::sv::{self, Fault};

/// A focus area as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// The area: its name, stable name or identifier; empty for the provider as a whole.
    pub area: String,
    /// The units: names, codes or identifiers; empty for all.
    pub units: Vec<String>,
}

/// A focus area that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// The area.
    pub area: Option<Id<Area>>,
    /// The units.
    pub units: Vec<Id<Unit>>,
}

/// The most characters of a title.
pub const TITLE: usize = 200;
/// The most characters of an aim.
pub const AIM: usize = 4_000;
/// The most rows of a file.
pub const ROWS: usize = 500;

/// A field of what is written, as the form names it.
pub type Field = &'static str;

fn named<T>(of: impl IntoIterator<Item = (Id<T>, String, String)>, text: &str) -> Option<Id<T>> {
    let wanted = swedish::fold(text);
    of.into_iter()
        .find(|(id, name, code)| {
            id.to_string() == text || swedish::fold(name) == wanted || swedish::fold(code) == wanted
        })
        .map(|(id, _, _)| id)
}

fn text_fault(text: &str, most: usize) -> Option<Fault> {
    let length = text.chars().count();
    if length > most {
        Some(Fault::TooLong { length, most })
    } else if signs(text).iter().any(|sign| matches!(sign, Sign::PersonalNumber(_))) {
        Some(Fault::PersonalNumber)
    } else {
        None
    }
}

/// What is wrong with a title and an aim that come without area and units, in words.
pub fn faults_of(title: &str, aim: &str) -> Vec<String> {
    let faults = [text_fault(title, TITLE), text_fault(aim, AIM)];
    faults.iter().flatten().map(sv::fault).collect()
}

/// Judges one focus area: what can be kept, or every fault with its field.
pub fn judge(written: &Written, places: &Places, known: &[FocusArea]) -> Result<Ready, Vec<(Field, Fault)>> {
    let mut faults: Vec<(Field, Fault)> = Vec::new();
    let title = kernel::visible::one_line(&written.title);
    let aim = forms::text::clean(&written.aim);
    if title.is_empty() {
        faults.push(("titel", Fault::NoTitle));
    }
    faults.extend(text_fault(&title, TITLE).map(|fault| ("titel", fault)));
    faults.extend(text_fault(&aim, AIM).map(|fault| ("syfte", fault)));
    let area = match written.area.trim() {
        "" => None,
        whole if swedish::fold(whole) == swedish::fold(sv::WHOLE) => None,
        text => {
            let area = named(places.areas.iter().map(|a| (a.id, a.name.clone(), a.code.clone())), text);
            if area.is_none() {
                faults.push(("omrade", Fault::UnknownArea(text.to_owned())));
            }
            area
        }
    };
    let mut units = Vec::new();
    for text in written.units.iter().map(|unit| unit.trim()).filter(|unit| !unit.is_empty()) {
        match named(places.units.iter().map(|u| (u.id, u.name.clone(), u.code.clone())), text) {
            Some(unit) if units.contains(&unit) => {}
            Some(unit) => units.push(unit),
            None => faults.push(("enheter", Fault::UnknownUnit(text.to_owned()))),
        }
    }
    if faults.is_empty() && !places.may_change(&units) {
        let own = places.own_units().map(|unit| unit.name.clone()).collect();
        faults.push(("enheter", Fault::NotYours(own)));
    }
    let same = |known: &FocusArea| {
        swedish::fold(&known.title) == swedish::fold(&title) && known.area.as_ref().map(|(id, _)| *id) == area
    };
    if faults.is_empty() && known.iter().any(same) {
        faults.push(("titel", Fault::Known));
    }
    if faults.is_empty() { Ok(Ready { title, aim, area, units }) } else { Err(faults) }
}

/// A row of a file, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file.
    pub number: u32,
    /// What it says.
    pub written: Written,
    /// What is wrong with it.
    pub faults: Vec<(Field, Fault)>,
}

/// A file, judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Its rows.
    pub rows: Vec<Row>,
    /// What a person should be told about its shape.
    pub remarks: Vec<Remark>,
}

/// The columns of the file, by the name of the form's field.
fn columns() -> Vec<ColumnSpec> {
    sv::COLUMNS
        .iter()
        .map(|(slug, heading, _)| ColumnSpec {
            slug: (*slug).to_owned(),
            heading: (*heading).to_owned(),
            aliases: Vec::new(),
            required: *slug == "titel",
        })
        .collect()
}

fn shown(cell: &RawCell) -> String {
    match cell.value() {
        RawCell::Text(text) => text.to_string(),
        RawCell::Number(number) => number.to_string(),
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        _ => String::new(),
    }
}

/// Reads the file's rows and judges each. The same focus area twice in the file is a fault of the second.
pub fn read(book: &RawWorkbook, places: &Places, known: &[FocusArea]) -> Judged {
    let columns = columns();
    let sheet = table::sheet(book, sv::SHEET).or_else(|| {
        let filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
        filled.max_by_key(|sheet| table::table_from(sheet, &columns).columns.len())
    });
    let Some(sheet) = sheet else { return Judged::default() };
    let reading = table::table_from(sheet, &columns);
    let mut seen: BTreeSet<(String, Option<Id<Area>>)> = BTreeSet::new();
    let rows = reading
        .rows
        .iter()
        .map(|row| {
            let text = |slug: &str| row.cells.get(slug).map(shown).unwrap_or_default();
            let units = text("enheter");
            let written = Written {
                title: text("titel").trim().to_owned(),
                aim: text("syfte").trim().to_owned(),
                area: text("omrade").trim().to_owned(),
                units: units.split([',', ';', '\n']).map(|unit| unit.trim().to_owned()).collect(),
            };
            let faults = match judge(&written, places, known) {
                Ok(ready) if !seen.insert((swedish::fold(&ready.title), ready.area)) => vec![("titel", Fault::Twice)],
                Ok(_) => Vec::new(),
                Err(faults) => faults,
            };
            Row { number: row.number, written, faults }
        })
        .collect();
    Judged { rows, remarks: reading.remarks }
}

/// The file to fill in.
pub fn template(places: &Places, author: &str, now: Instant) -> spec::Workbook {
    let mut areas: Vec<String> = vec![sv::WHOLE.to_owned()];
    areas.extend(places.areas.iter().map(|area| area.name.clone()));
    let column = |(slug, heading, help): &(&str, &str, &str)| spec::Column {
        slug: (*slug).to_owned(),
        heading: (*heading).to_owned(),
        help: (*help).to_owned(),
        width: if *slug == "syfte" { 60.0 } else { 34.0 },
        kind: if *slug == "omrade" { spec::ColumnKind::Choice(areas.clone()) } else { spec::ColumnKind::Text },
        required: *slug == "titel",
    };
    spec::Workbook {
        title: sv::SHEET.to_owned(),
        author: author.to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets: vec![
            spec::Sheet::Table(spec::Table {
                name: sv::SHEET.to_owned(),
                title: None,
                columns: sv::COLUMNS.iter().map(column).collect(),
                rows: Vec::new(),
                empty_rows: 30,
            }),
            spec::Sheet::Instructions(spec::Instructions {
                name: sv::HELP_SHEET.to_owned(),
                title: sv::SHEET.to_owned(),
                blocks: vec![
                    spec::Block::Paragraph(sv::HOW.to_owned()),
                    spec::Block::Columns(sv::SHEET.to_owned()),
                    spec::Block::Heading(sv::UNITS.to_owned()),
                    spec::Block::Definitions(
                        places.own_units().map(|unit| (unit.name.clone(), unit.code.clone())).collect(),
                    ),
                ],
            }),
        ],
        stamp: std::collections::BTreeMap::new(),
    }
}
