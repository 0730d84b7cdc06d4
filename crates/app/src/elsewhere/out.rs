//! The way out: what has been handed in at an occasion, as a file in the other system's layouts. The words are those of
//! the mapping by which files are read in. Before a layout is offered, what would be written is read in as a file of that
//! layout: where the answers would not be the same, the layout is not offered.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use documents::raw::RawCell;
use documents::{csv, workbook};
use domain::changes::Trail;
use domain::complaints;
use domain::elsewhere::{self as words, Cell, Entry, Goal, Lacking, Layout, Line, Mapping, Said};
use domain::submissions::StateName;
use domain::year::{Item, Level};
use forms::{Content, TableDef, Value};
use kernel::{Day, Instant};

use super::judging::{whom_of, whose};
use super::typed::Typed;
use super::{following, meanings, proposed, store, sv};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::changes;
use crate::submissions::{self, Asked, EMPTY_FIELD, Submission, cell_path};
use crate::year::{self, Published};

/// What is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) year: i16,
    pub(super) system: String,
    pub(super) occasion: String,
    /// Only what the authority has approved.
    pub(super) only_approved: bool,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text with tabs, for reading in by hand.
    Text,
    /// The adapter's, by rows.
    ByRow,
    /// The adapter's, by columns.
    ByColumn,
    /// A workbook.
    Workbook,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Text, Self::ByRow, Self::ByColumn, Self::Workbook];

    /// As an address names it.
    pub(super) const fn slug(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::ByRow => "radvis",
            Self::ByColumn => "kolumnvis",
            Self::Workbook => "kalkylblad",
        }
    }

    /// How it is laid out.
    pub(super) const fn layout(self) -> Layout {
        match self {
            Self::Text | Self::Workbook => Layout::Lines,
            Self::ByRow => Layout::ByRow,
            Self::ByColumn => Layout::ByColumn,
        }
    }

    /// Its media type and how its name ends.
    pub(super) const fn media(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text/tab-separated-values; charset=utf-8", "txt"),
            Self::ByRow | Self::ByColumn => ("text/csv; charset=utf-8", "csv"),
            Self::Workbook => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        }
    }
}

/// A report that is written out.
#[derive(Debug)]
struct Report {
    assignment: Assignment,
    /// The form in force, by which a file is read in.
    asked: Asked,
    /// The answer as fields of it, as far as its measures have words.
    fields: BTreeMap<String, String>,
}

/// What would be written.
#[derive(Debug)]
pub(super) struct Out {
    pub(super) published: Published,
    /// What the words mean, as somebody has said.
    pub(super) mapping: Mapping,
    /// The same with what the year's changes have done to it.
    pub(super) read_by: Mapping,
    pub(super) version: i64,
    reports: Vec<Report>,
    pub(super) lines: Vec<(Line, bool)>,
    pub(super) lacking: Lacking,
    /// What a word may be, for whom and what has none.
    pub(super) names: BTreeMap<String, (String, String)>,
    /// Reports about persons, of which only the number of rows is written.
    pub(super) of_persons: usize,
    /// Reports that are handed in and not approved, where only approved ones are asked for.
    pub(super) unapproved: usize,
    /// Reports whose answer cannot be shown any more.
    pub(super) unknown: usize,
    /// Values that answer questions that are asked no more.
    pub(super) gone: usize,
}

/// Why a layout is not offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// So many measures have no column of their own.
    NoColumn(usize),
    /// Read in again the answers of these would not be the same.
    Otherwise(Vec<String>),
}

impl Out {
    /// How many reports are written.
    pub(super) fn reports(&self) -> usize {
        self.reports.len()
    }

    /// The rows of a file in the layout, or why there is none.
    pub(super) fn rows(&self, layout: Layout) -> Result<Vec<Vec<Cell>>, Unfit> {
        if layout == Layout::ByColumn {
            let bare = words::without_column(self.lines.iter().map(|(line, _)| line)).len();
            if bare > 0 {
                return Err(Unfit::NoColumn(bare));
            }
        }
        let rows = words::write(&self.lines, layout);
        let other = self.read_otherwise(&rows);
        if other.is_empty() { Ok(rows) } else { Err(Unfit::Otherwise(other)) }
    }

    /// The reports whose answer would be another one if the rows were read in.
    fn read_otherwise(&self, rows: &[Vec<Cell>]) -> Vec<String> {
        let texts = |row: &Vec<Cell>| row.iter().map(|cell| words::unguarded(&cell.text).to_owned()).collect();
        let rows: Vec<(u32, Vec<String>)> = (1..).zip(rows.iter().map(texts)).collect();
        let lines = words::read(&rows).map(|(_, lines)| lines).unwrap_or_default();
        let gathered = words::gather(&lines, &self.read_by, &self.published.year);
        let mut answers = BTreeMap::<_, Vec<Entry>>::new();
        for entry in gathered.entries {
            answers.entry((entry.whom, entry.goal.item().map(str::to_owned))).or_default().push(entry);
        }
        let mut other: Vec<String> = Vec::new();
        for report in &self.reports {
            let key = (whom_of(&report.assignment), Some(report.assignment.item.clone()));
            let entries = answers.remove(&key).unwrap_or_default();
            if Typed::of(&entries, &report.asked).written() != report.fields {
                other.push(whose(&report.assignment));
            }
        }
        other.sort();
        other.dedup();
        other
    }
}

/// What has been handed in at the occasion; nothing where the year or the occasion is none.
pub(super) fn collect(tx: &mut ReadTx<'_>, choice: &Choice, today: Day) -> Result<Option<Out>, StoreError> {
    let Some(published) = year::published(tx, choice.year)? else { return Ok(None) };
    let Some(day) = day_of(&published, &choice.occasion) else { return Ok(None) };
    let (version, mapping) = store::mapping(tx, &choice.system)?;
    let newest = submissions::latest_of_occasion(tx, choice.year, &choice.occasion)?;
    let filter = Filter { occasion: Some(&choice.occasion), ..Filter::default() };
    let all = assignments::list(tx, choice.year, filter)?;
    let read_by = following::followed(tx, &published, &all, today)?.mapping(&mapping);
    let mut out = Out {
        published,
        mapping,
        read_by,
        version,
        reports: Vec::new(),
        lines: Vec::new(),
        lacking: Lacking::default(),
        names: BTreeMap::new(),
        of_persons: 0,
        unapproved: 0,
        unknown: 0,
        gone: 0,
    };
    let mut said = Vec::new();
    for assignment in all {
        let Some(submission) = newest.get(&assignment.id) else { continue };
        if choice.only_approved && assignment.state.name() != StateName::Approved {
            out.unapproved += 1;
            continue;
        }
        said.extend(out.take(tx, assignment, submission)?);
    }
    (out.lines, out.lacking) = words::lines(&said, &out.read_by, (&choice.occasion, day));
    Ok(Some(out))
}

/// The day that a file says for an occasion: its last, which no other occasion claims.
fn day_of(published: &Published, occasion: &str) -> Option<Day> {
    let found = published.year.occasions.iter().find(|one| one.slug.as_str() == occasion)?;
    Some(found.deadline)
}

impl Out {
    /// Takes a report along: what it says.
    fn take(
        &mut self,
        tx: &mut ReadTx<'_>,
        assignment: Assignment,
        submission: &Submission,
    ) -> Result<Vec<Said>, StoreError> {
        let answered = match year::version(tx, submission.year_version)? {
            Some(published) => {
                let asked = submissions::ask_of_version(tx, &assignment, &published, submission)?;
                let trail = changes::trail(tx, &published, &self.published, &assignment.item)?;
                asked.map(|asked| (asked, trail))
            }
            None => None,
        };
        let now = submissions::ask_of_version(tx, &assignment, &self.published, submission)?;
        let now = now.zip(self.published.year.item(&assignment.item).cloned());
        let (Some((answered, trail)), Some((asked, item))) = (answered, now) else {
            self.unknown += 1;
            return Ok(Vec::new());
        };
        if is_of_persons(&item, &answered) || answered.tables().iter().any(|table| lists_persons(table)) {
            self.of_persons += 1;
        }
        let goals = meanings::goals(&item, &asked);
        let mut written = Written::of(&assignment, &item, &answered, &submission.content);
        self.gone += written.follow(&trail, &goals);
        for (goal, name) in goals {
            let name = sv::code_of(item.title.as_sv(), &name);
            let known = proposed::code(&self.read_by, &self.published.year, &assignment.occasion, &goal);
            let proposal = known.unwrap_or_else(|| name.clone());
            self.names.entry(goal.to_string()).or_insert((name, proposal));
        }
        let code = if let Subject::Unit { code, .. } = &assignment.subject { Some(code.as_str()) } else { None };
        let (name, whom) = (whose(&assignment), whom_of(&assignment));
        let own = code.map_or_else(|| name.clone(), str::to_owned);
        self.names.entry(whom.to_string()).or_insert_with(|| (sv::choice(&name, code), own));
        let has_word = |goal: &Goal| {
            self.read_by.name_of(whom).is_some() && self.read_by.measure_of(&assignment.occasion, goal).is_some()
        };
        let fields = written.fields(has_word);
        self.reports.push(Report { assignment, asked, fields });
        Ok(written.said.into_iter().map(|(said, _)| said).collect())
    }
}

/// Whether the item is about one person in each row, whatever level it is signed at: lists of work after an education are
/// known by what their columns are.
fn is_of_persons(item: &Item, asked: &Asked) -> bool {
    let is_work = matches!(asked, Asked::Table { rules, .. } if rules.work.is_some());
    item.level == Level::Individual || is_work
}

/// Whether the rows of the table name persons.
fn lists_persons(table: &TableDef) -> bool {
    table.columns.iter().any(|column| matches!(column.kind, forms::Kind::Person { .. }))
}

/// What a report says, each with its table and row where it stands in one.
pub(super) struct Written {
    pub(super) said: Vec<(Said, Option<usize>)>,
}

impl Written {
    pub(super) fn of(assignment: &Assignment, item: &Item, asked: &Asked, content: &Content) -> Self {
        let (mut all, whom) = (Self { said: Vec::new() }, whom_of(assignment));
        let (slug, of_persons) = (item.slug.to_string(), is_of_persons(item, asked));
        let mut put = |goal: Goal, value: String, is_number: bool, row: Option<usize>| {
            if !value.trim().is_empty() {
                all.said.push((Said { whom, goal, value, is_number }, row));
            }
        };
        let tables = asked.tables();
        for table in &tables {
            let rows = content.rows(&table.slug);
            put(Goal::Rows { item: slug.clone(), table: table.slug.clone() }, rows.len().to_string(), true, None);
            // Rows about persons stay here: what leaves is how many they are.
            if of_persons || lists_persons(table) {
                continue;
            }
            // A row begins where a column comes again: so first the column that all of them have.
            let in_all = |column: &str| rows.iter().all(|row| row.values.contains_key(column));
            let mut columns: Vec<_> = table.columns.iter().collect();
            columns.sort_by_key(|column| !in_all(&column.slug));
            for (at, row) in rows.iter().enumerate() {
                for column in &columns {
                    let Some(value) = row.values.get(&column.slug) else { continue };
                    let goal =
                        Goal::Cell { item: slug.clone(), table: table.slug.clone(), column: column.slug.clone() };
                    let is_number = matches!(value, Value::Integer(_));
                    put(goal, plain(value, &column.kind), is_number, Some(at));
                }
            }
        }
        if !of_persons {
            let said_by_rows = [complaints::NONE_FIELD, EMPTY_FIELD];
            let is_cell = |path: &str| tables.iter().any(|table| path.starts_with(&format!("{}.", table.slug)));
            let form = asked.form();
            // A choice leaves as people read it. What stands in the answer and is no question of the form is said by another
            // field: the words of a statement by the statement.
            let label = |path: &str, text: String| {
                let field = form.as_ref().and_then(|form| form.field(path));
                field.and_then(|field| field.kind.option(&text)).map_or(text, |option| option.label.as_sv().to_owned())
            };
            for (path, text) in asked.written(content) {
                if !said_by_rows.contains(&path.as_str()) && !is_cell(&path) && asked.knows(&path) {
                    let text = label(&path, text);
                    // Another system knows nothing of our marks.
                    let is_marked = matches!(asked, Asked::Narrative(_));
                    let text = if is_marked { documents::markup::plain_words(&text) } else { text };
                    put(Goal::Field { item: slug.clone(), path }, text, false, None);
                }
            }
        }
        all
    }

    /// Moves each value to where its question is in the form in force, and takes out those whose question is asked no more;
    /// gives how many.
    fn follow(&mut self, trail: &Trail, goals: &[(Goal, String)]) -> usize {
        let before = self.said.len();
        for (said, _) in &mut self.said {
            said.goal = following::moved(trail, &said.goal);
        }
        self.said.retain(|(said, _)| goals.iter().any(|(goal, _)| *goal == said.goal));
        before - self.said.len()
    }

    /// The fields that these come to once they are read in.
    fn fields(&self, has_word: impl Fn(&Goal) -> bool) -> BTreeMap<String, String> {
        let (mut fields, mut numbers) = (BTreeMap::new(), BTreeMap::<(String, usize), u32>::new());
        for (said, row) in self.said.iter().filter(|(said, _)| has_word(&said.goal)) {
            let path = match (&said.goal, row) {
                (Goal::Field { path, .. }, _) => path.clone(),
                (Goal::Cell { table, column, .. }, Some(row)) => {
                    let before = numbers.keys().filter(|(of, _)| of == table).count();
                    let next = u32::try_from(before + 1).unwrap_or(u32::MAX);
                    let number = *numbers.entry((table.clone(), *row)).or_insert(next);
                    cell_path(table, number, column)
                }
                _ => continue,
            };
            fields.insert(path, said.value.trim().to_owned());
        }
        fields
    }
}

/// The value as another system reads it: without spaces in numbers.
fn plain(value: &Value, kind: &forms::Kind) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        other => forms::sv::value(other, Some(kind)),
    }
}

/// The file.
///
/// # Errors
/// When no workbook can be made of it.
pub(super) fn file(
    rows: &[Vec<Cell>],
    kind: Kind,
    system: &str,
    created: Instant,
) -> Result<Vec<u8>, workbook::WriteError> {
    let cell = |cell: &Cell| match cell.text.parse::<i32>() {
        Ok(number) if cell.is_number => RawCell::Number(number.into()),
        _ if cell.text.is_empty() => RawCell::Empty,
        _ => RawCell::Text(cell.text.as_str().into()),
    };
    let cells: Vec<Vec<RawCell>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    // People open a file with tabs in a spreadsheet before they read it in, and Excel knows UTF-8 by its mark. A program
    // reads the adapter's files, and to many of them a mark is the beginning of the first heading.
    let style = match kind {
        Kind::Workbook => return as_workbook(cells, system, created),
        Kind::Text => csv::Style { delimiter: '\t', decimal_comma: true, mark: true },
        Kind::ByRow | Kind::ByColumn => csv::Style { delimiter: ';', decimal_comma: true, mark: false },
    };
    Ok(csv::write(cells.iter().map(Vec::as_slice), style).into_bytes())
}

fn as_workbook(cells: Vec<Vec<RawCell>>, system: &str, created: Instant) -> Result<Vec<u8>, workbook::WriteError> {
    use workbook::spec;
    let mut rows = cells.into_iter();
    let heading = |cell: &RawCell| cell.text().unwrap_or_default().to_owned();
    let headings: Vec<String> = rows.next().unwrap_or_default().iter().map(heading).collect();
    let column = |heading: &String| spec::Column {
        slug: heading.to_lowercase(),
        heading: heading.clone(),
        help: String::new(),
        width: 24.0,
        kind: spec::ColumnKind::Text,
        required: false,
    };
    let rows = rows.map(|cells| spec::Row { cells, ..spec::Row::default() }).collect();
    let columns = headings.iter().map(column).collect();
    let table = spec::Table { name: sv::SHEET.to_owned(), title: None, columns, rows, empty_rows: 0 };
    workbook::write(&spec::Workbook {
        title: sv::file_title(system),
        author: "Tertial".to_owned(),
        language: "sv-SE".to_owned(),
        created,
        sheets: vec![spec::Sheet::Table(table)],
        stamp: BTreeMap::new(),
    })
}
