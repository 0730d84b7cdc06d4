//! What each row of a file comes to: new, changed, as it was, left out, or not right, and why.

use std::collections::{BTreeMap, BTreeSet};

use forms::personal::{Sign, signs};
use kernel::id::kind::Unit;
use kernel::swedish::fold;
use kernel::{Day, Id};
use unicode_normalization::UnicodeNormalization as _;

use super::mapping::{Column, LEFT_OUT, Mapping, NO, Topic, YES};
use super::sv;
use super::table::Table;
use crate::cases::{Counting, Kind, Outcome, Record};

/// The most characters that a reference has.
pub const LONGEST_REFERENCE: usize = 60;
/// The most characters of what the report says: as many as somebody may write on the case's page.
pub const LONGEST_TEXT: usize = 20_000;

/// A unit of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// The unit.
    pub id: Id<Unit>,
    /// What it is called.
    pub title: String,
    /// What a file may call it without anybody having said so: its name and its code.
    pub names: Vec<String>,
    /// Whether whoever reads in works there.
    pub own: bool,
}

/// What units and categories are called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The provider's units.
    pub units: Vec<UnitFacts>,
    /// The core categories of the year that holds: stable name and title.
    pub categories: Vec<(String, String)>,
}

impl Names {
    fn unit(&self, id: Id<Unit>) -> Option<&UnitFacts> {
        self.units.iter().find(|unit| unit.id == id)
    }
    /// What the category is called.
    pub fn category<'n>(&'n self, slug: &'n str) -> &'n str {
        self.categories.iter().find(|(known, _)| known == slug).map_or(slug, |(_, title)| title)
    }
}

/// What rows are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The day.
    pub today: Day,
    /// What units and categories there are.
    pub names: &'f Names,
}

/// A case that was read in before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What its row said last.
    pub record: Record,
    /// What the report says of it; empty where nothing is written.
    pub text: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Nothing stands in a column that is needed.
    Empty,
    /// The reference is longer than any.
    LongReference,
    /// The reference looks like the number of a person.
    PersonalNumber,
    /// Other rows have the same reference: these.
    Twice(Vec<u32>),
    /// It is no day.
    NotADay,
    /// It is a day that is read in two ways.
    TwoReadings(Day, Day),
    /// The day has not come.
    Future,
    /// It happened before the case was received, on this day.
    BeforeReceived(Day),
    /// Nobody has said what the word means.
    Unknown(Topic),
    /// The unit is one where whoever reads in does not work.
    NotYourUnit(String),
    /// It counts, and has no core category.
    NoCategory,
    /// Some of the three questions are answered and some are not.
    HalfAnswered,
    /// It has an outcome and no day on which it was closed.
    OutcomeOpen,
    /// It is closed and has no outcome.
    NoOutcome,
    /// The text is too long: so many characters.
    LongText(usize),
}

/// A fault of a row, at a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The column.
    pub column: Column,
    /// What is wrong.
    pub kind: FaultKind,
    /// What stands there.
    pub value: String,
}

/// What is pointed out of a row that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// It counts, and the report has no words for it: the report cannot be signed before it has.
    CountsWithoutText,
    /// The text has what looks like the number of a person: the report cannot be signed with it.
    PersonalNumber,
}

/// Something that a row says otherwise than before, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub column: Column,
    /// What it said; empty where nothing was said.
    pub was: String,
    /// What it says; empty where nothing is said.
    pub is: String,
}

/// What happens with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It becomes a case.
    New,
    /// It is added to the case that it is about.
    Changed(Vec<Change>),
    /// The case says so already.
    Same,
    /// It is passed over, as somebody has said of what it says.
    LeftOut,
    /// It is not right.
    Faulty(Vec<Fault>),
}

/// A row as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The row.
    pub row: u32,
    /// What the own system knows it by.
    pub reference: String,
    /// What happens with it.
    pub standing: Standing,
    /// What it says, where it is right.
    pub record: Option<Record>,
    /// The report's words, where they are new or others than before.
    pub text: Option<String>,
    /// What is pointed out.
    pub warnings: Vec<Warning>,
}

impl Judged {
    /// Whether something is written of it when the file is taken in.
    pub const fn comes(&self) -> bool {
        matches!(self.standing, Standing::New | Standing::Changed(_))
    }
    /// Whether it is not right.
    pub const fn is_faulty(&self) -> bool {
        matches!(self.standing, Standing::Faulty(_))
    }
}

/// What a file comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// Its rows.
    pub rows: Vec<Judged>,
    /// The words of it that have to mean something, as it writes them, with what each means where that is known.
    pub words: BTreeMap<(Topic, String), (String, Option<String>)>,
    /// The references of cases that were read in before and do not stand in it.
    pub gone: Vec<String>,
}

impl Looked {
    /// How many rows stand so.
    pub fn count(&self, so: impl Fn(&Judged) -> bool) -> usize {
        self.rows.iter().filter(|row| so(row)).count()
    }
    /// The words that nobody has said anything of.
    pub fn unknown(&self) -> impl Iterator<Item = (&(Topic, String), &str)> {
        self.words.iter().filter(|(_, (_, means))| means.is_none()).map(|(key, (written, _))| (key, written.as_str()))
    }
}

/// What the word means: what somebody has said, where that is still there to be meant, or what it says by itself.
fn meaning(mapping: &Mapping, names: &Names, topic: Topic, written: &str) -> Option<String> {
    let is_there = |means: &&str| match topic {
        _ if *means == LEFT_OUT => topic.may_leave_out(),
        Topic::Unit => names.units.iter().any(|unit| unit.id.to_string() == **means),
        Topic::Kind => matches!(Kind::from_slug(means), Some(Kind::View | Kind::Complaint)),
        Topic::Category => names.categories.iter().any(|(slug, _)| slug == *means),
        Topic::Answer => [YES, NO].contains(means),
        Topic::Outcome => Outcome::from_slug(means).is_some(),
    };
    if let Some(means) = mapping.means(topic, written).filter(is_there) {
        return Some(means.to_owned());
    }
    let written = fold(written);
    let same = |name: &str| fold(name) == written;
    match topic {
        Topic::Unit => {
            // A name that several have says nothing.
            let mut found = names.units.iter().filter(|unit| unit.names.iter().any(|name| same(name)));
            found.next().filter(|_| found.next().is_none()).map(|unit| unit.id.to_string())
        }
        Topic::Category => {
            let found = names.categories.iter().find(|(slug, title)| same(slug) || same(title));
            found.map(|(slug, _)| slug.clone())
        }
        Topic::Kind | Topic::Answer | Topic::Outcome => sv::plain(topic, &written).map(str::to_owned),
    }
}

/// What a row says in a column.
enum Said<T> {
    /// The file has no such column.
    NoColumn,
    /// Nothing, or nothing that is understood.
    Blank,
    /// This.
    Is(T),
}

impl<T> Said<T> {
    fn of(said: Option<T>) -> Self {
        said.map_or(Self::Blank, Self::Is)
    }
    /// What it says; where there is no such column, what was said before.
    fn or(self, before: impl FnOnce() -> Option<T>) -> Option<T> {
        match self {
            Self::NoColumn => before(),
            Self::Blank => None,
            Self::Is(said) => Some(said),
        }
    }
}

/// One row while it is read.
struct Reading<'r> {
    table: &'r Table,
    mapping: &'r Mapping,
    facts: Facts<'r>,
    cells: &'r [String],
    faults: Vec<Fault>,
    left_out: bool,
    words: &'r mut BTreeMap<(Topic, String), (String, Option<String>)>,
}

impl<'r> Reading<'r> {
    /// What stands in the column; nothing where the file has none such.
    fn cell(&self, column: Column) -> Option<&'r str> {
        let place = self.table.place(self.mapping.columns.get(&column)?)?;
        self.cells.get(place).map(|cell| cell.trim())
    }

    fn fault(&mut self, column: Column, kind: FaultKind, value: &str) {
        self.faults.push(Fault { column, kind, value: value.to_owned() });
    }

    /// The day of the column.
    fn day(&mut self, column: Column) -> Said<Day> {
        let Some(written) = self.cell(column) else { return Said::NoColumn };
        if written.is_empty() {
            return Said::Blank;
        }
        let kind = match forms::day_from_text(written, None) {
            Ok(day) if day > self.facts.today => FaultKind::Future,
            Ok(day) => return Said::Is(day),
            Err(forms::FaultKind::TwoReadings { day_first, month_first }) => {
                FaultKind::TwoReadings(day_first, month_first)
            }
            Err(_) => FaultKind::NotADay,
        };
        self.fault(column, kind, written);
        Said::Blank
    }

    /// What the word of the column means.
    fn word(&mut self, column: Column) -> Said<String> {
        let Some((written, topic)) = self.cell(column).zip(column.topic()) else { return Said::NoColumn };
        if written.is_empty() {
            return Said::Blank;
        }
        let means = meaning(self.mapping, self.facts.names, topic, written);
        self.words.entry((topic, fold(written))).or_insert_with(|| (written.to_owned(), means.clone()));
        if means.is_none() {
            self.fault(column, FaultKind::Unknown(topic), written);
        }
        self.left_out |= means.as_deref() == Some(LEFT_OUT);
        Said::of(means.filter(|means| means != LEFT_OUT))
    }

    fn reference(&mut self) -> String {
        // The same signs, however they are composed.
        let written: String =
            kernel::visible::one_line(self.cell(Column::Reference).unwrap_or_default()).nfc().collect();
        if written.is_empty() {
            self.fault(Column::Reference, FaultKind::Empty, "");
        } else if written.chars().count() > LONGEST_REFERENCE {
            self.fault(Column::Reference, FaultKind::LongReference, &written);
        } else if has_number(&written) {
            self.fault(Column::Reference, FaultKind::PersonalNumber, "");
            return String::new();
        }
        written
    }

    fn unit(&mut self) -> Option<Id<Unit>> {
        let unit = match self.word(Column::Unit) {
            Said::NoColumn => self.mapping.unit,
            Said::Blank => None,
            Said::Is(means) => means.parse().ok(),
        };
        let written = self.cell(Column::Unit).unwrap_or_default();
        if unit.is_none() && written.is_empty() && self.mapping.columns.contains_key(&Column::Unit) {
            self.fault(Column::Unit, FaultKind::Empty, "");
        }
        let unit = unit.and_then(|id| self.facts.names.unit(id));
        if let Some(foreign) = unit.filter(|unit| !unit.own) {
            self.fault(Column::Unit, FaultKind::NotYourUnit(foreign.title.clone()), written);
        }
        unit.map(|unit| unit.id)
    }

    fn kind(&mut self) -> Option<Kind> {
        match self.word(Column::Kind) {
            Said::NoColumn => self.mapping.kind,
            Said::Is(means) => Kind::from_slug(&means),
            Said::Blank => {
                if self.cell(Column::Kind).is_some_and(str::is_empty) {
                    self.fault(Column::Kind, FaultKind::Empty, "");
                }
                None
            }
        }
    }

    /// The three answers.
    fn counting(&mut self) -> Said<Counting> {
        let mut answer = |column| match self.word(column) {
            Said::NoColumn => (true, None),
            Said::Blank => (false, None),
            Said::Is(means) => (false, Some(means == YES)),
        };
        let answers = Column::QUESTIONS.map(&mut answer);
        if answers.iter().any(|(no_column, _)| *no_column) {
            return Said::NoColumn;
        }
        let blank = |column: &Column| self.cell(*column).is_some_and(str::is_empty);
        let blanks: Vec<Column> = Column::QUESTIONS.into_iter().filter(blank).collect();
        if let [first] | [first, _] = blanks.as_slice() {
            self.fault(*first, FaultKind::HalfAnswered, "");
        }
        let [negative, active, management] = answers.map(|(_, said)| said);
        let all = negative.zip(active).zip(management);
        Said::of(all.map(|((negative, active), management)| Counting { negative, active, management }))
    }

    /// What does not hold together of what the row says.
    fn check(&mut self, record: &Record) {
        let later = [
            (Column::Acknowledged, record.acknowledged),
            (Column::Answered, record.answered),
            (Column::Closed, record.closed),
        ];
        for (column, day) in later {
            if day.is_some_and(|day| day < record.received) {
                let written = self.cell(column).unwrap_or_default();
                self.fault(column, FaultKind::BeforeReceived(record.received), written);
            }
        }
        let counts = record.kind != Kind::View && record.counting.is_some_and(Counting::counts);
        let unknown = |faults: &[Fault], column: Column| faults.iter().any(|fault| fault.column == column);
        if counts && record.category.is_none() && !unknown(&self.faults, Column::Category) {
            self.fault(Column::Category, FaultKind::NoCategory, "");
        }
        let asks_outcome = self.mapping.columns.contains_key(&Column::Outcome);
        let wrong_day = unknown(&self.faults, Column::Closed) || unknown(&self.faults, Column::Outcome);
        if record.outcome.is_some() && record.closed.is_none() && !wrong_day {
            let written = self.cell(Column::Outcome).unwrap_or_default();
            self.fault(Column::Closed, FaultKind::OutcomeOpen, written);
        } else if record.closed.is_some() && record.outcome.is_none() && asks_outcome && !wrong_day {
            self.fault(Column::Outcome, FaultKind::NoOutcome, "");
        }
    }
}

/// Whether the text has what looks like the number of a person.
fn has_number(text: &str) -> bool {
    signs(text).iter().any(|sign| matches!(sign, Sign::PersonalNumber(_)))
}

/// What each row of the table comes to, held against what was read in before of the cases that whoever reads in may see, by
/// reference.
pub fn judge(table: &Table, mapping: &Mapping, facts: Facts<'_>, known: &BTreeMap<String, Known>) -> Looked {
    let mut looked = Looked::default();
    for (row, cells) in &table.rows {
        let judged = one(table, mapping, facts, known, (*row, cells), &mut looked.words);
        looked.rows.push(judged);
    }
    let mut by_reference: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in looked.rows.iter().filter(|row| !row.reference.is_empty()) {
        by_reference.entry(&row.reference).or_default().push(row.row);
    }
    let twice: BTreeMap<String, Vec<u32>> = by_reference
        .iter()
        .filter(|(_, rows)| rows.len() > 1)
        .map(|(name, rows)| ((*name).to_owned(), rows.clone()))
        .collect();
    for row in &mut looked.rows {
        let Some(rows) = twice.get(&row.reference) else { continue };
        let others = rows.iter().copied().filter(|other| *other != row.row).collect();
        let fault = Fault { column: Column::Reference, kind: FaultKind::Twice(others), value: row.reference.clone() };
        match &mut row.standing {
            Standing::Faulty(faults) => faults.push(fault),
            other => *other = Standing::Faulty(vec![fault]),
        }
        (row.record, row.text) = (None, None);
    }
    let there: BTreeSet<&str> = looked.rows.iter().map(|row| row.reference.as_str()).collect();
    looked.gone = known.keys().filter(|reference| !there.contains(reference.as_str())).cloned().collect();
    looked
}

fn one(
    table: &Table,
    mapping: &Mapping,
    facts: Facts<'_>,
    known: &BTreeMap<String, Known>,
    (row, cells): (u32, &[String]),
    words: &mut BTreeMap<(Topic, String), (String, Option<String>)>,
) -> Judged {
    let mut reading = Reading { table, mapping, facts, cells, faults: Vec::new(), left_out: false, words };
    let reference = reading.reference();
    let before = known.get(&reference);
    let of = |column: fn(&Record) -> Option<Day>| before.and_then(|known| column(&known.record));
    let received = reading.day(Column::Received).or(|| None);
    if received.is_none() && reading.cell(Column::Received).is_none_or(str::is_empty) {
        reading.fault(Column::Received, FaultKind::Empty, "");
    }
    let (unit, kind) = (reading.unit(), reading.kind());
    // What was read in of another unit is not moved by who does not work there.
    let was = before.and_then(|known| facts.names.unit(known.record.unit));
    if let Some(foreign) = was.filter(|was| !was.own && unit != Some(was.id)) {
        reading.fault(Column::Unit, FaultKind::NotYourUnit(foreign.title.clone()), "");
    }
    let (category, counting) = (reading.word(Column::Category), reading.counting());
    let acknowledged = reading.day(Column::Acknowledged);
    let (answered, closed) = (reading.day(Column::Answered), reading.day(Column::Closed));
    let outcome = reading.word(Column::Outcome);
    let text = reading.cell(Column::Text).map(|text| kernel::visible::visible(text).trim().to_owned());
    let length = text.as_ref().map_or(0, |text| text.chars().count());
    if length > LONGEST_TEXT {
        reading.fault(Column::Text, FaultKind::LongText(length), "");
    }
    // What the file has no column for stays as it was said before.
    let record = unit.zip(kind).zip(received).map(|((unit, kind), received)| Record {
        unit,
        kind,
        received,
        category: category.or(|| before.and_then(|known| known.record.category.clone())),
        counting: counting.or(|| before.and_then(|known| known.record.counting)),
        acknowledged: acknowledged.or(|| of(|record| record.acknowledged)),
        answered: answered.or(|| of(|record| record.answered)),
        closed: closed.or(|| of(|record| record.closed)),
        outcome: outcome
            .or(|| before.and_then(|known| known.record.outcome).map(|outcome| outcome.slug().to_owned()))
            .as_deref()
            .and_then(Outcome::from_slug),
    });
    if let Some(record) = &record {
        reading.check(record);
    }
    let (faults, left_out) = (reading.faults, reading.left_out);
    let bare = |standing| Judged {
        row,
        reference: reference.clone(),
        standing,
        record: None,
        text: None,
        warnings: Vec::new(),
    };
    if left_out {
        return bare(Standing::LeftOut);
    }
    let Some(record) = record.filter(|_| faults.is_empty()) else { return bare(Standing::Faulty(faults)) };
    let was = before.map_or("", |known| known.text.as_str());
    let now = text.as_deref().unwrap_or(was).to_owned();
    let changed = before.map(|known| changes(facts.names, (&known.record, was), (&record, &now)));
    let counts = record.kind != Kind::View && record.counting.is_some_and(Counting::counts);
    let mut warnings = Vec::new();
    if counts && now.is_empty() {
        warnings.push(Warning::CountsWithoutText);
    }
    if has_number(&now) {
        warnings.push(Warning::PersonalNumber);
    }
    Judged {
        row,
        standing: match changed {
            None => Standing::New,
            Some(changes) if changes.is_empty() => Standing::Same,
            Some(changes) => Standing::Changed(changes),
        },
        text: (now != was).then_some(now),
        reference,
        record: Some(record),
        warnings,
    }
}

/// What is said otherwise than before, of the record and of the report's words, in the order of the columns.
pub fn changes(names: &Names, (was, was_text): (&Record, &str), (is, is_text): (&Record, &str)) -> Vec<Change> {
    let (was, is) = (told(names, was, was_text), told(names, is, is_text));
    let one = |((column, was), (_, is)): ((Column, String), (Column, String))| {
        (was != is).then_some(Change { column, was, is })
    };
    was.into_iter().zip(is).filter_map(one).collect()
}

/// What a record says, column by column, in words.
fn told(names: &Names, of: &Record, text: &str) -> Vec<(Column, String)> {
    let day = |day: Option<Day>| day.map(kernel::swedish::day).unwrap_or_default();
    let answer = |of: Option<bool>| of.map(|yes| forms::sv::yes_no(yes).to_owned()).unwrap_or_default();
    let unit = names.unit(of.unit).map_or_else(|| of.unit.to_string(), |unit| unit.title.clone());
    vec![
        (Column::Received, day(Some(of.received))),
        (Column::Unit, unit),
        (Column::Kind, crate::cases::sv::kind(of.kind).to_owned()),
        (Column::Category, of.category.as_deref().map(|slug| names.category(slug).to_owned()).unwrap_or_default()),
        (Column::Negative, answer(of.counting.map(|one| one.negative))),
        (Column::Active, answer(of.counting.map(|one| one.active))),
        (Column::Management, answer(of.counting.map(|one| one.management))),
        (Column::Acknowledged, day(of.acknowledged)),
        (Column::Answered, day(of.answered)),
        (Column::Closed, day(of.closed)),
        (Column::Outcome, of.outcome.map(crate::cases::sv::outcome).unwrap_or_default().to_owned()),
        (Column::Text, text.to_owned()),
    ]
}
