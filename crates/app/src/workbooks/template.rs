//! The template of an assignment as a workbook, made from the one definition that the web form is made from. Pure:
//! the demo and the tests fill templates in with the same function.

use std::collections::{BTreeMap, BTreeSet};

use documents::raw::RawCell;
use documents::workbook::spec::{
    self, Block, Column, ColumnKind, Instructions, Row, Sheet, Table, Workbook, safe_name,
};
use forms::{Kind, Raw, TableDef, Value};
use kernel::{Instant, Label};

use super::judge::{FileContent, FileTable, Verdict};
use super::sv;
use crate::assignments::{Assignment, Subject};
use crate::submissions::{Asked, Submission, cell_path, row_numbers};
use crate::year::Published;

/// What a template says beside its tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What tells it from other templates; see [`stamp_of`].
    pub stamp: BTreeMap<String, String>,
    /// The authority's name.
    pub authority: String,
    /// The item's title.
    pub item: String,
    /// The occasion's title and the year.
    pub occasion: String,
    /// The unit with its code, the area, or the provider.
    pub subject: String,
    /// The provider's name.
    pub provider: String,
    /// The days or people it covers, as a sentence.
    pub covers: Option<String>,
    /// Earlier days it also takes.
    pub carries_over: Option<String>,
    /// The last day.
    pub due: kernel::Day,
    /// What counts as a complaint, in a complaint report.
    pub definition: Option<String>,
    /// Where it is handed in.
    pub address: String,
    /// When the file is made.
    pub made: Instant,
}

/// What tells the template of one assignment from another's, by name: `tenant`, `provider`, `assignment`, `item`,
/// `year`, `version` (of the year), and `title`, `occasion` and `subject` for people.
pub fn stamp_of(
    tenant: &str,
    assignment: &Assignment,
    published: &Published,
    (title, occasion): (&str, &str),
) -> BTreeMap<String, String> {
    [
        ("tenant", tenant.to_owned()),
        ("provider", assignment.organisation.to_string()),
        ("assignment", assignment.id.to_string()),
        ("item", assignment.item.clone()),
        ("year", assignment.year.to_string()),
        ("version", published.id.to_string()),
        ("subject", assignment.subject_name().to_owned()),
        ("title", title.to_owned()),
        ("occasion", occasion.to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// Where the template is made: the authority, and the address of its pages.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The authority's name in addresses.
    pub tenant: &'a str,
    /// Its name.
    pub authority: &'a str,
    /// The installation's own address, such as `https://tertial.example`.
    pub base_url: &'a str,
    /// When.
    pub now: Instant,
}

/// The facts of the assignment's template.
pub fn facts(at: At<'_>, assignment: &Assignment, published: &Published) -> Facts {
    let year = &*published.year;
    let item = year.item(&assignment.item);
    let title = item.map_or(assignment.item.as_str(), |item| item.title.as_sv());
    let occasion = year.occasion(&assignment.occasion).map_or(assignment.occasion.as_str(), |o| o.title.as_sv());
    let note = item.and_then(|item| item.carry_over.as_ref()).and_then(|carry| carry.note.as_ref()).map(Label::as_sv);
    Facts {
        stamp: stamp_of(at.tenant, assignment, published, (title, occasion)),
        authority: at.authority.to_owned(),
        item: title.to_owned(),
        occasion: format!("{occasion} {}", assignment.year),
        subject: match &assignment.subject {
            Subject::Unit { name, code, .. } => sv::unit(name, code),
            Subject::Area { name, .. } => name.clone(),
            Subject::Provider => assignment.organisation_name.clone(),
        },
        provider: assignment.organisation_name.clone(),
        covers: item.and_then(domain::year::sv::covers),
        carries_over: note.map(str::to_owned).or_else(|| item.and_then(domain::year::sv::carries_over)),
        due: assignment.last_day(),
        definition: item
            .filter(|item| item.form == domain::year::Form::Complaints)
            .map(|_| year.complaints.definition.as_sv().to_owned()),
        address: format!("{}/h/{}/uppgift/{}/arbetsbok", at.base_url, at.tenant, assignment.id),
        made: at.now,
    }
}

/// The item's template for anybody, marked with the year and item and with no provider: its bytes and file name. `None` for
/// what has no tables.
pub fn blank(
    at: At<'_>,
    published: &Published,
    item: &domain::year::Item,
) -> Result<Option<(Vec<u8>, String)>, documents::workbook::WriteError> {
    let Some(asked) = Asked::of_tables(&published.year, item, at.now.day()) else { return Ok(None) };
    let facts = blank_facts(at, published, item);
    let bytes = documents::workbook::write(&template(&asked, &facts, &BTreeMap::new()))?;
    Ok(Some((bytes, file_name(&facts))))
}

/// The facts of the item's template for anybody.
pub fn blank_facts(at: At<'_>, published: &Published, item: &domain::year::Item) -> Facts {
    let year = &*published.year;
    let occasion = year.occasion(item.occasion.as_str()).map_or("", |occasion| occasion.title.as_sv());
    let note = item.carry_over.as_ref().and_then(|carry| carry.note.as_ref()).map(Label::as_sv);
    let stamp = [
        ("tenant", at.tenant.to_owned()),
        ("item", item.slug.to_string()),
        ("year", year.year.to_string()),
        ("version", published.id.to_string()),
        ("title", item.title.as_sv().to_owned()),
        ("occasion", occasion.to_owned()),
    ];
    Facts {
        stamp: stamp.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        authority: at.authority.to_owned(),
        item: item.title.as_sv().to_owned(),
        occasion: format!("{occasion} {}", year.year),
        subject: sv::BLANK.to_owned(),
        provider: sv::WHOEVER.to_owned(),
        covers: domain::year::sv::covers(item),
        carries_over: note.map(str::to_owned).or_else(|| domain::year::sv::carries_over(item)),
        due: year.deadline(item).unwrap_or_else(|| at.now.day()),
        definition: (item.form == domain::year::Form::Complaints)
            .then(|| year.complaints.definition.as_sv().to_owned()),
        address: format!("{}/start", at.base_url),
        made: at.now,
    }
}

/// The file name of the template.
pub fn file_name(facts: &Facts) -> String {
    let name = format!("{} {} {}", facts.item, facts.subject, facts.occasion);
    let clean: String = name.chars().map(|c| if c.is_alphanumeric() || "-., ".contains(c) { c } else { ' ' }).collect();
    format!("{}.xlsx", clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A version that came in, as a workbook of its own: its bytes and file name. It says what was signed and nothing else,
/// whatever stood in the file that the provider worked in. `None` for answers that have no tables.
pub fn of_version(
    facts: &Facts,
    asked: &Asked,
    version: &Submission,
) -> Result<Option<(Vec<u8>, String)>, documents::workbook::WriteError> {
    if asked.tables().is_empty() {
        return Ok(None);
    }
    let bytes = documents::workbook::write(&template(asked, facts, &asked.written(&version.content)))?;
    let name = file_name(facts);
    Ok(Some((bytes, format!("{} {}.xlsx", name.trim_end_matches(".xlsx"), sv::version(version.number)))))
}

/// The names of the sheets of the tables, in their order: what a tab can bear, cut between words, no two alike.
pub(super) fn sheet_names(tables: &[&TableDef]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::from([kernel::swedish::fold(sv::INSTRUCTIONS)]);
    let mut names = Vec::new();
    for table in tables {
        let whole = table.title.as_sv();
        let cut = safe_name(whole);
        let mut name = match cut.rsplit_once(' ') {
            // A word that was cut through says nothing.
            Some((words, _)) if cut.chars().count() < whole.trim().chars().count() && words.chars().count() > 10 => {
                safe_name(words)
            }
            _ => cut,
        };
        let mut number = 2;
        while !taken.insert(kernel::swedish::fold(&name)) {
            let short: String = name.chars().take(28).collect();
            name = safe_name(&format!("{} {number}", short.trim_end()));
            number += 1;
        }
        names.push(name);
    }
    names
}

/// The workbook of what is asked: a sheet of instructions, then a sheet for each table with its drop-down lists and
/// protected headings. `fields` are the rows that are already there, as a draft has them; empty for an empty template.
pub fn template(asked: &Asked, facts: &Facts, fields: &BTreeMap<String, String>) -> Workbook {
    let tables = asked.tables();
    let names = sheet_names(&tables);
    let rows = tables.iter().map(|table| filled(table, fields)).collect();
    workbook(&tables, &names, facts, rows, instructions(asked, &tables, &names, facts))
}

/// The same workbook with rows of its own, for what is handed back with its faults marked.
pub(super) fn workbook(
    tables: &[&TableDef],
    names: &[String],
    facts: &Facts,
    rows: Vec<Vec<Row>>,
    instructions: Instructions,
) -> Workbook {
    let mut sheets = vec![Sheet::Instructions(instructions)];
    for ((table, name), rows) in tables.iter().zip(names).zip(rows) {
        sheets.push(Sheet::Table(Table {
            name: name.clone(),
            title: Some(sv::over_table(table.title.as_sv(), &facts.subject)),
            columns: table.columns.iter().map(column).collect(),
            empty_rows: 50_u32.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX)).max(20),
            rows,
        }));
    }
    Workbook {
        title: sv::over_table(&facts.item, &facts.subject),
        author: facts.authority.clone(),
        language: "sv-SE".to_owned(),
        created: facts.made,
        sheets,
        stamp: facts.stamp.clone(),
    }
}

fn column(column: &forms::Column) -> Column {
    let (kind, width) = match &column.kind {
        Kind::Text { long: false, .. } => (ColumnKind::Text, 26.0),
        Kind::Text { long: true, .. } => (ColumnKind::Text, 44.0),
        Kind::Day { within } => (ColumnKind::Day(within.map(|p| p.from), within.map(|p| p.to)), 14.0),
        Kind::Choice { options } => {
            let labels: Vec<String> = options.iter().map(|option| option.label.as_sv().to_owned()).collect();
            let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
            (ColumnKind::Choice(labels), f64::from(u32::try_from(longest.clamp(14, 34)).unwrap_or(34)) + 4.0)
        }
        Kind::YesNo => (ColumnKind::YesNo, 16.0),
        // What the system knows the row by comes back with it; nobody has to see it.
        Kind::Key => (ColumnKind::Text, spec::HIDDEN),
        Kind::Person { .. } => (ColumnKind::Text, 18.0),
        Kind::Integer { min, max } => (ColumnKind::Integer(i32::try_from(*min).ok(), i32::try_from(*max).ok()), 12.0),
    };
    Column {
        slug: column.slug.clone(),
        heading: column.title.as_sv().to_owned(),
        help: column.help.as_ref().map_or("", Label::as_sv).to_owned(),
        width,
        kind,
        required: column.required,
    }
}

fn filled(table: &TableDef, fields: &BTreeMap<String, String>) -> Vec<Row> {
    row_numbers(&table.slug, fields)
        .into_iter()
        .map(|number| Row {
            cells: table
                .columns
                .iter()
                .map(|column| {
                    let text = fields.get(&cell_path(&table.slug, number, &column.slug));
                    text.map_or(RawCell::Empty, |text| cell(column, text))
                })
                .collect(),
            ..Row::default()
        })
        .collect()
}

/// A draft's text as the cell that a person would have filled in; what is not understood stays as it was typed.
fn cell(column: &forms::Column, text: &str) -> RawCell {
    match forms::parse(column, &Raw::text(text)) {
        Ok(Some(Value::Day(day))) => RawCell::Day(day),
        // Integers of a column lie far below 2^53.
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        Ok(Some(Value::Integer(number))) if number.unsigned_abs() < 1 << 53 => RawCell::Number(number as f64),
        Ok(Some(value)) => RawCell::Text(forms::sv::value(&value, Some(&column.kind)).into()),
        Ok(None) | Err(_) => RawCell::Text(text.into()),
    }
}

/// The first sheet: what is asked, of whom, by when, what the words mean and how it is handed in.
pub(super) fn instructions(asked: &Asked, tables: &[&TableDef], names: &[String], facts: &Facts) -> Instructions {
    let mut about = vec![
        (sv::PROVIDER.to_owned(), facts.provider.clone()),
        (sv::SUBJECT.to_owned(), facts.subject.clone()),
        (sv::OCCASION.to_owned(), facts.occasion.clone()),
    ];
    about.extend(facts.covers.clone().map(|covers| (sv::COVERS.to_owned(), covers)));
    about.extend(facts.carries_over.clone().map(|more| (sv::ALSO.to_owned(), more)));
    about.push((sv::DUE.to_owned(), kernel::swedish::day(facts.due)));
    about.push((sv::TO.to_owned(), facts.authority.clone()));
    let mut blocks = vec![Block::Facts(about), Block::Heading(sv::HOW.to_owned())];
    let numbers =
        tables.iter().flat_map(|table| &table.columns).any(|column| matches!(column.kind, Kind::Person { .. }));
    blocks.push(Block::Facts(sv::steps(&facts.address, numbers)));
    let nothing = match asked {
        Asked::Complaints { .. } => sv::NO_COMPLAINTS,
        _ => sv::NOTHING_TO_REPORT,
    };
    blocks.push(Block::Paragraph(nothing.to_owned()));
    if let Some(definition) = &facts.definition {
        blocks.push(Block::Heading(sv::DEFINITION.to_owned()));
        blocks.push(Block::Paragraph(definition.clone()));
    }
    for (table, name) in tables.iter().zip(names) {
        blocks.push(Block::Heading(sv::sheet(name)));
        let help = table.help.as_ref().map(Label::as_sv).filter(|help| Some(*help) != facts.definition.as_deref());
        blocks.extend(help.map(|help| Block::Paragraph(help.to_owned())));
        blocks.push(Block::Columns(name.clone()));
        for column in &table.columns {
            let Kind::Choice { options } = &column.kind else { continue };
            let defined: Vec<(String, String)> = options
                .iter()
                .filter_map(|option| Some((option.label.as_sv().to_owned(), option.help.as_ref()?.as_sv().to_owned())))
                .collect();
            if !defined.is_empty() {
                blocks.push(Block::Heading(sv::choices_of(column.title.as_sv())));
                blocks.push(Block::Definitions(defined));
            }
        }
    }
    Instructions { name: sv::INSTRUCTIONS.to_owned(), title: sv::over_table(&facts.item, &facts.subject), blocks }
}

/// The file's rows as a workbook again, each fault at its cell and in words before the row. It can be mended and
/// uploaded as it is.
pub(super) fn marked(asked: &Asked, facts: &Facts, content: &FileContent, verdict: &Verdict) -> Workbook {
    let tables = asked.tables();
    let names = sheet_names(&tables);
    let rows = tables
        .iter()
        .map(|table| {
            let of = content.tables.iter().enumerate().find(|(_, of)| of.slug == table.slug);
            of.map_or_else(Vec::new, |(index, of)| marked_rows(table, index, of, verdict))
        })
        .collect();
    workbook(&tables, &names, facts, rows, instructions(asked, &tables, &names, facts))
}

fn marked_rows(table: &TableDef, index: usize, of: &FileTable, verdict: &Verdict) -> Vec<Row> {
    let of_persons = table.columns.iter().any(|column| matches!(column.kind, Kind::Person { .. }));
    of.rows
        .iter()
        .map(|row| {
            let mut marks: BTreeMap<usize, String> = BTreeMap::new();
            let mut words = Vec::new();
            for (_, fault) in
                verdict.faults.iter().filter(|(at, fault)| *at == index && fault.place.row == row.source_row)
            {
                let what = forms::sv::what(&fault.kind, &fault.value);
                let column = fault.place.column.as_deref();
                let place = column.and_then(|slug| table.columns.iter().position(|column| column.slug == slug));
                match place.and_then(|place| Some((place, table.columns.get(place)?))) {
                    Some((place, column)) => {
                        words.push(sv::at_column(column.title.as_sv(), &what));
                        marks.entry(place).and_modify(|said| *said = format!("{said} {what}")).or_insert(what);
                    }
                    None => words.push(what),
                }
            }
            let cells = table
                .columns
                .iter()
                .map(|column| handed_back(column, of_persons, row.cells.get(&column.slug)))
                .collect();
            Row { cells, marks, fault: (!words.is_empty()).then(|| words.join("\n")) }
        })
        .collect()
}

/// The cell as it may be handed back: as it stood, but of a person's number what may be shown, and in a table with such a
/// column no number that somebody wrote beside it.
fn handed_back(column: &forms::Column, of_persons: bool, cell: Option<&Raw>) -> RawCell {
    match (cell, &column.kind) {
        (Some(cell), Kind::Person { .. }) => RawCell::Text(super::judge::shown(column, cell).into()),
        (Some(cell), _) if of_persons && forms::personal::is_hidden(&cell.shown()) => RawCell::Text(sv::HIDDEN.into()),
        (Some(cell), _) => back(cell),
        (None, _) => RawCell::Empty,
    }
}

/// The cell as it stood, a formula as the value it had.
fn back(raw: &Raw) -> RawCell {
    match raw {
        Raw::Empty => RawCell::Empty,
        Raw::Text(text) | Raw::Error(text) => RawCell::Text(text.clone()),
        Raw::Number(number) => RawCell::Number(*number),
        Raw::Day(day) => RawCell::Day(*day),
        Raw::Bool(truth) => RawCell::Text(forms::sv::yes_no(*truth).into()),
        Raw::Formula(inner) => back(inner),
    }
}
