//! What the rows of a file are worth: the one validator of tables and the rules of the trade, row by row. Pure; asked
//! again each time a file is looked at or taken in.

use std::collections::{BTreeMap, BTreeSet};

use documents::raw::RawCell;
use documents::table::{ColumnSpec, Remark};
use documents::{raw, table};
use domain::complaints;
use forms::{Fault, FaultKind, Notice, NoticeKind, Raw, RawRow, TableDef, check_rows};
use kernel::Id;
use kernel::id::kind::YearVersion;
use serde::{Deserialize, Serialize};

use super::older::FromOlder;
use super::sv;
use super::template::sheet_names;
use crate::own_templates::{self, Answer, InForce, Mapping};
use crate::submissions::{Asked, cell_path, half_judged, screen_rows};

/// What a file held, before anybody has said what it is worth. Kept under seal until it is taken in or dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileContent {
    /// Its tables, in the order of what is asked.
    pub tables: Vec<FileTable>,
    /// What a person should be told about its shape.
    pub remarks: Vec<Remark>,
    /// Whether it has the stamp of the template.
    pub stamped: bool,
    /// Whether it counts days from 1904; the days are already right.
    pub date1904: bool,
    /// The version of the authority's own template that it was read by.
    #[serde(default)]
    pub own: Option<String>,
    /// What it answers beside its tables.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// What became of it where it was made for an earlier form.
    #[serde(default)]
    pub older: Option<FromOlder>,
    /// The numbers of persons that its rows refer to, by their references.
    #[serde(default)]
    pub numbers: BTreeMap<String, String>,
    /// The version of the year in whose words its columns are named, where it waits to be taken in: it may wait while
    /// another is published.
    #[serde(default)]
    pub version: Option<Id<YearVersion>>,
    /// Another unit of the provider's that stands over its tables.
    #[serde(default)]
    pub other_unit: Option<String>,
}

/// One table of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileTable {
    /// Which table.
    pub slug: String,
    /// The sheet as the file names it; empty for a text file.
    pub sheet: String,
    /// The columns that were found.
    pub found: BTreeSet<String>,
    /// Its rows as they stand.
    pub rows: Vec<RawRow>,
    /// Cells of its rows that a merge covers, by row and column: whatever stood in them is gone.
    #[serde(default)]
    pub covered: BTreeSet<(u32, String)>,
    /// What the file calls its columns and where they stand from 0, where it is the authority's own and not ours.
    #[serde(default)]
    pub headings: BTreeMap<String, (String, u32)>,
}

impl FileContent {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0 && self.answers().is_empty()
    }

    /// Whether every column that was found is asked for.
    pub(super) fn is_within(&self, asked: &Asked) -> bool {
        let within = |table: &FileTable| {
            def_of(asked, table).is_some_and(|def| table.found.iter().all(|column| def.column(column).is_some()))
        };
        self.tables.iter().all(within)
    }

    /// What it answers beside its tables, as fields of a draft. That there is nothing to report is no answer beside rows.
    pub fn answers(&self) -> BTreeMap<String, String> {
        let field = |answer: &Answer| match own_templates::answer(answer)? {
            own_templates::Said::Yes if self.rows() > 0 => None,
            own_templates::Said::Yes => Some((answer.field.clone(), forms::sv::yes_no(true).to_owned())),
            own_templates::Said::Text => Some((answer.field.clone(), answer.text.clone())),
            own_templates::Said::Unclear => None,
        };
        self.answers.iter().filter_map(field).collect()
    }

    /// What it answers and nobody can say what.
    pub fn unclear(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| own_templates::answer(answer) == Some(own_templates::Said::Unclear))
    }

    /// How many columns were found.
    pub(super) fn columns(&self) -> usize {
        self.tables.iter().map(|table| table.found.len()).sum()
    }
}

/// A table to look for: where it is likely to be, and under which headings.
struct Wanted<'a> {
    def: &'a TableDef,
    sheet: String,
    specs: Vec<ColumnSpec>,
    own: Option<&'a own_templates::Table>,
}

fn wanted<'a>(asked: &'a Asked, own: Option<&'a Mapping>) -> Vec<Wanted<'a>> {
    let defs = asked.tables();
    if let Some(own) = own {
        let placed = defs.into_iter().filter_map(|def| Some((def, own.table(&def.slug)?)));
        let wanted = |(def, table): (&'a TableDef, &'a own_templates::Table)| Wanted {
            def,
            sheet: table.sheet.clone(),
            specs: table.specs(def),
            own: Some(table),
        };
        return placed.map(wanted).collect();
    }
    let names = sheet_names(&defs);
    let wanted = |(def, sheet): (&'a TableDef, String)| Wanted { def, sheet, specs: specs(def), own: None };
    defs.into_iter().zip(names).map(wanted).collect()
}

fn specs(table: &TableDef) -> Vec<ColumnSpec> {
    table
        .columns
        .iter()
        .map(|column| ColumnSpec {
            slug: column.slug.clone(),
            heading: column.title.as_sv().to_owned(),
            aliases: other_headings(&column.slug),
            required: column.required,
        })
        .collect()
}

/// What people call a column that no year's document has, beside its own heading.
fn other_headings(slug: &str) -> Vec<String> {
    let words: &[&str] = if slug == super::AUTHORITY { sv::AUTHORITY_HEADINGS } else { &[] };
    words.iter().map(|&word| word.to_owned()).collect()
}

fn raw(cell: RawCell) -> Raw {
    match cell {
        RawCell::Empty => Raw::Empty,
        RawCell::Text(text) => Raw::Text(text),
        RawCell::Number(number) => Raw::Number(number),
        // A time of day in a column of days is left out.
        RawCell::Day(day) | RawCell::DateTime(day, _) => Raw::Day(day),
        RawCell::Bool(truth) => Raw::Bool(truth),
        RawCell::Error(text) => Raw::Error(text),
        RawCell::Formula { value, .. } => Raw::Formula(Box::new(raw(*value))),
    }
}

/// How many days the day 0 of the 1904 system lies after that of the 1900 system (ECMA-376 part 1, 18.17.4.1).
const AFTER_1900: f64 = 1_462.0;

/// A row of a file that counts days from 1904, with the bare numbers of its day columns counted as everywhere else. Cells
/// that the file shows as days are right already.
fn from_1904(def: &TableDef, mut row: RawRow) -> RawRow {
    for column in def.columns.iter().filter(|column| matches!(column.kind, forms::Kind::Day { .. })) {
        if let Some(Raw::Number(number)) = row.cells.get(&column.slug) {
            let number = Raw::Number(number + AFTER_1900);
            row.cells.insert(column.slug.as_str(), number);
        }
    }
    row
}

/// Finds the tables that are asked for in the file: as the authority's own template has them where the file is made from
/// one, else as ours has them. A file that says of neither is read by the one that finds more in it.
pub fn read(asked: &Asked, book: &raw::RawWorkbook, own: Option<&InForce>) -> FileContent {
    let by_own =
        own.map(|own| FileContent { own: Some(own.id.to_string()), ..read_by(asked, book, Some(&own.mapping)) });
    match by_own {
        Some(content) if !book.stamp.is_empty() => content,
        Some(content) => {
            let ours = read_by(asked, book, None);
            if content.columns() >= ours.columns() { content } else { ours }
        }
        None => read_by(asked, book, None),
    }
}

/// Finds the tables as that mapping has them; as ours has them without one.
pub(super) fn read_by(asked: &Asked, book: &raw::RawWorkbook, own: Option<&Mapping>) -> FileContent {
    let wanted = wanted(asked, own);
    let mut content = FileContent {
        tables: Vec::new(),
        remarks: Vec::new(),
        stamped: !book.stamp.is_empty(),
        date1904: book.date1904,
        own: None,
        answers: own.map(|own| own.answered(book)).unwrap_or_default(),
        older: None,
        numbers: BTreeMap::new(),
        version: None,
        other_unit: None,
    };
    let found = sheets(&wanted, book);
    let used: Vec<&str> = found.iter().flatten().map(|sheet| sheet.name.as_str()).collect();
    let is_text = book.sheets.len() == 1 && book.sheets.iter().all(|sheet| sheet.name.is_empty());
    let expected: Vec<&str> = found
        .iter()
        .zip(&wanted)
        .map(|(sheet, wanted)| sheet.map_or(wanted.sheet.as_str(), |sheet| sheet.name.as_str()))
        // One found table is enough in a file of one sheet: the others have none in it.
        .filter(|name| !is_text || used.contains(name))
        .collect();
    if !is_text {
        let mut others = vec![sv::INSTRUCTIONS, documents::sv::FAULT_HEADING];
        others.extend(
            own.iter().flat_map(|own| own.sheets.iter().map(String::as_str)).filter(|name| !expected.contains(name)),
        );
        content.remarks.extend(table::workbook_remarks(book, &expected, &others));
    }
    for (wanted, sheet) in wanted.iter().zip(found) {
        let Some(sheet) = sheet else { continue };
        let reading = table::table_from(sheet, &wanted.specs);
        content.remarks.extend(
            reading
                .remarks
                .iter()
                .filter(|remark| !matches!(remark, Remark::NoHeadingRow { .. }) || !is_text || used.len() == 1)
                // What we hide ourselves is not for anybody to check.
                .filter(|remark| !is_own_hidden(wanted.def, remark))
                .cloned(),
        );
        content.tables.push(table_of(wanted, sheet, reading, book.date1904));
    }
    content
}

fn table_of(wanted: &Wanted<'_>, sheet: &raw::RawSheet, reading: table::TableReading, date1904: bool) -> FileTable {
    let heading = |column: &own_templates::Column| {
        let at = reading.columns.get(&column.slug)?;
        Some((column.slug.clone(), (column.heading.clone(), *at)))
    };
    FileTable {
        covered: covered(sheet, &reading),
        slug: wanted.def.slug.clone(),
        sheet: sheet.name.clone(),
        found: reading.columns.keys().cloned().collect(),
        headings: wanted.own.iter().flat_map(|own| own.columns.iter().filter_map(heading)).collect(),
        rows: reading
            .rows
            .into_iter()
            .map(|row| RawRow { source_row: Some(row.number), cells: row.cells.map(raw) })
            .map(|row| if date1904 { from_1904(wanted.def, row) } else { row })
            .map(|row| match wanted.own {
                Some(own) => in_our_words(own, row),
                None => row,
            })
            .filter(|row: &RawRow| !row.cells.values().all(Raw::is_blank))
            .collect(),
    }
}

/// A row of the authority's own file with the words of its lists as ours.
fn in_our_words(own: &own_templates::Table, mut row: RawRow) -> RawRow {
    for column in own.columns.iter().filter(|column| !column.means.is_empty()) {
        let said = row.cells.get(&column.slug).and_then(|cell| match cell {
            Raw::Text(text) => own.meaning(&column.slug, text),
            Raw::Formula(inner) => match &**inner {
                Raw::Text(text) => own.meaning(&column.slug, text),
                _ => None,
            },
            _ => None,
        });
        if let Some(means) = said {
            row.cells.insert(column.slug.as_str(), Raw::Text(means.into()));
        }
    }
    row
}

/// The most covered cells that are told of.
const COVERED: usize = 2_000;

/// The cells of the table's rows that lie in a merged range without being its first.
fn covered(sheet: &raw::RawSheet, reading: &table::TableReading) -> BTreeSet<(u32, String)> {
    let mut covered = BTreeSet::new();
    let rows: BTreeSet<u32> = reading.rows.iter().map(|row| row.number).collect();
    for area in sheet.merged.iter().filter(|area| area.from.row <= area.to.row) {
        let columns = reading.columns.iter().filter(|(_, at)| (area.from.column..=area.to.column).contains(at));
        for (slug, at) in columns {
            let first = (area.from.row, area.from.column);
            let inside = rows.range(area.from.row..=area.to.row).filter(|row| (**row, *at) != first);
            let room = COVERED.saturating_sub(covered.len());
            covered.extend(inside.take(room).map(|row| (*row, slug.clone())));
        }
        if covered.len() >= COVERED {
            break;
        }
    }
    covered
}

/// Says at each covered cell that it is covered, rather than that nothing stands in it.
fn tell_covered(verdict: &mut Verdict, index: usize, def: &TableDef, table: &FileTable) {
    let is_covered = |fault: &Fault| {
        let at = fault.place.row.zip(fault.place.column.clone());
        at.is_some_and(|at| table.covered.contains(&at))
    };
    verdict.faults.retain(|(of, fault)| *of != index || fault.kind != FaultKind::Missing || !is_covered(fault));
    for (row, column) in table.covered.iter().filter(|(_, column)| def.column(column).is_some()) {
        let place = forms::Place::cell(Some(*row), column.as_str());
        verdict.faults.push((index, Fault { place, kind: FaultKind::MergedCells, value: String::new() }));
    }
}

/// Which sheet holds which table: the one of its name; else, in a file that people have put together themselves, one
/// whose headings are the table's.
fn sheets<'b>(wanted: &[Wanted<'_>], book: &'b raw::RawWorkbook) -> Vec<Option<&'b raw::RawSheet>> {
    let mut out: Vec<Option<&raw::RawSheet>> = wanted.iter().map(|wanted| table::sheet(book, &wanted.sheet)).collect();
    let free: Vec<&raw::RawSheet> = book
        .sheets
        .iter()
        .filter(|sheet| {
            sheet.visibility == raw::Visibility::Visible
                && !out.iter().flatten().any(|used| used.name == sheet.name)
                && sheet.name != sv::INSTRUCTIONS
        })
        .collect();
    let mut taken = BTreeSet::new();
    for (place, wanted) in out.iter_mut().zip(wanted) {
        if place.is_some() {
            continue;
        }
        let fits = |sheet: &&raw::RawSheet| {
            let columns = table::table_from(sheet, &wanted.specs).columns.len();
            (columns * 2 > wanted.specs.len()).then_some(columns)
        };
        let best = free
            .iter()
            .enumerate()
            .filter(|(index, _)| !taken.contains(index))
            .filter_map(|(index, sheet)| Some((fits(sheet)?, std::cmp::Reverse(index), *sheet)))
            .max_by_key(|(columns, index, _)| (*columns, *index));
        if let Some((_, index, sheet)) = best {
            taken.insert(index.0);
            *place = Some(sheet);
        }
    }
    // A file of one sheet that fits nothing is taken for the first table, so that its headings are spoken of.
    if out.iter().all(Option::is_none)
        && let [only] = free.as_slice()
        && let Some(first) = out.first_mut()
    {
        *first = Some(only);
    }
    out
}

/// The judgement of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// Every fault in a row, on the sheet by the file's name for it.
    pub faults: Vec<(usize, Fault)>,
    /// What is pointed out in rows, with the index of the table.
    pub notices: Vec<(usize, Notice)>,
    /// For each table of the file the rows with faults, by their number in the file.
    pub faulty: Vec<BTreeSet<u32>>,
}

impl Verdict {
    /// How many rows have faults.
    pub fn faulty_rows(&self) -> usize {
        self.faulty.iter().map(BTreeSet::len).sum()
    }
}

/// The definition of a table of the file.
pub fn def_of<'a>(asked: &'a Asked, table: &FileTable) -> Option<&'a TableDef> {
    asked.tables().into_iter().find(|def| def.slug == table.slug)
}

/// Judges the rows by the same rules as the web form.
pub fn judge(asked: &Asked, content: &FileContent) -> Verdict {
    let mut verdict = Verdict { faulty: vec![BTreeSet::new(); content.tables.len()], ..Verdict::default() };
    let mut good: BTreeMap<&str, Vec<forms::Row>> = BTreeMap::new();
    let mut bad: BTreeMap<&str, Vec<RawRow>> = BTreeMap::new();
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, table) in content.tables.iter().enumerate() {
        let Some(def) = def_of(asked, table) else { continue };
        titles.insert(def.title.as_sv(), index);
        let checked = check_rows(def, &table.rows);
        verdict.faulty[index].extend(checked.bad.iter().filter_map(|row| row.source_row));
        // A column that is not there is told once, not in every row.
        let told = |fault: &Fault| {
            fault.kind == FaultKind::Missing && fault.place.column.as_ref().is_some_and(|c| !table.found.contains(c))
        };
        let explained = |fault: Fault| match asked {
            Asked::Table { rules, .. } => rules.explained(fault),
            _ => fault,
        };
        let faults = checked.faults.iter().filter(|fault| !told(fault)).cloned();
        verdict.faults.extend(faults.map(|fault| (index, explained(fault))));
        if let Asked::Table { handed_in, rules, .. } = asked {
            // Whatever the table understood of them, what is wrong about a person is looked for in all rows.
            let (faults, notices) = screen_rows(def, rules, &checked, *handed_in);
            verdict.faults.extend(faults.into_iter().map(|fault| (index, fault)));
            verdict.notices.extend(notices.into_iter().map(|notice| (index, notice)));
        }
        tell_covered(&mut verdict, index, def, table);
        bad.insert(table.slug.as_str(), checked.bad);
        good.insert(table.slug.as_str(), checked.good);
    }
    if let Asked::Complaints { tables, facts, .. } = asked {
        let answer = complaints::Answer {
            complaints: good.remove(complaints::COMPLAINTS).unwrap_or_default(),
            investigations: good.remove(complaints::INVESTIGATIONS).unwrap_or_default(),
            ..complaints::Answer::default()
        };
        let rows = |slug| bad.get(slug).map_or(&[][..], Vec::as_slice);
        let half = half_judged(tables, facts, rows(complaints::COMPLAINTS), rows(complaints::INVESTIGATIONS));
        let ruled = complaints::check(tables, &answer, facts);
        let at = |sheet: Option<&String>| sheet.and_then(|sheet| titles.get(sheet.as_str()).copied());
        // What concerns the whole answer is asked on the web, before signing.
        for fault in half.0.into_iter().chain(ruled.faults) {
            let Some(index) = at(fault.place.sheet.as_ref()) else { continue };
            let same = |(of, known): &(usize, Fault)| {
                *of == index && known.place.row == fault.place.row && known.place.column == fault.place.column
            };
            if fault.kind == FaultKind::PersonalNumber || !verdict.faults.iter().any(same) {
                verdict.faults.push((index, fault));
            }
        }
        let notices = half.1.into_iter().chain(ruled.notices);
        verdict.notices.extend(notices.filter_map(|notice| Some((at(notice.place.sheet.as_ref())?, notice))));
    }
    verdict.notices.retain(|(_, notice)| notice.kind != NoticeKind::Formula);
    for (index, fault) in &verdict.faults {
        verdict.faulty[*index].extend(fault.place.row);
    }
    verdict.faults.sort_by_key(|(index, fault)| (*index, fault.place.row));
    verdict
}

/// The text of a cell as it goes into a draft: understood and written in one way, or as it was typed.
pub fn typed(column: &forms::Column, cell: &Raw) -> String {
    match forms::parse(column, cell) {
        Ok(Some(value)) => forms::sv::typed(&value, Some(&column.kind)),
        Ok(None) => String::new(),
        Err(_) => cell.shown(),
    }
}

/// The same as people see it: of a person's number what may be shown.
pub(super) fn shown(column: &forms::Column, cell: &Raw) -> String {
    match &column.kind {
        forms::Kind::Person { known } => forms::person::shown(&cell.shown(), known),
        _ => typed(column, cell),
    }
}

/// The file's rows as fields of a draft. `first` gives the number of each table's first row.
pub fn fields(asked: &Asked, content: &FileContent, first: impl Fn(&str) -> u32) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for table in &content.tables {
        let Some(def) = def_of(asked, table) else { continue };
        for (number, row) in (first(&table.slug)..).zip(&table.rows) {
            for column in &def.columns {
                let text = row.cells.get(&column.slug).map(|cell| typed(column, cell)).unwrap_or_default();
                if !text.is_empty() {
                    fields.insert(cell_path(&table.slug, number, &column.slug), text);
                }
            }
        }
    }
    fields
}

/// Whether it is said of a column that the template hides itself.
fn is_own_hidden(table: &TableDef, remark: &Remark) -> bool {
    let Remark::HiddenColumn { heading, .. } = remark else { return false };
    table.columns.iter().any(|column| column.is_hidden() && column.title.as_sv() == heading)
}
