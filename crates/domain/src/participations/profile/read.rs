//! From a document to a profile, with everything that is wrong with it at once.

use std::collections::BTreeMap;

use forms::text::fold;
use toml::{Table, Value};

use super::super::Field;
use super::codes::{Nature, nature, value_of};
use super::{Column, Empty, Epoch, Holds, MOST, MOST_BYTES, Profile};

/// Something wrong, and where: `columns 3, codes`, columns counted from 1. The sentence stands in [`super::sv::fault`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where.
    pub at: String,
    /// What.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// Not TOML, from that line on.
    Syntax(usize),
    /// Larger than any profile.
    TooLarge,
    /// A name that nobody asks for.
    Unknown(String),
    /// Something that must be there is not.
    Missing(&'static str),
    /// Not a text, or not a list of texts, or not a table of texts, where one should be.
    Shape(&'static str),
    /// No stable name: small letters a to z, digits and hyphens, at most forty.
    BadSlug(String),
    /// No such field.
    NoSuchField(String),
    /// Two columns say the same field.
    FieldTwice(Field),
    /// A column without a heading.
    NoHeading,
    /// Two columns have the same heading.
    HeadingTwice(String, Field),
    /// Codes for a field that has no list of values.
    NotCoded(Field),
    /// A code that stands for a value that the field does not have.
    NoSuchValue(Field, String),
    /// Two codes that differ in case or spaces alone and mean different things.
    CodeTwice(String),
    /// The field is not known in that way.
    NotHeld(Field, String),
    /// An empty cell cannot mean that.
    BadEmpty(Field, String),
    /// No column says the field, and nothing can be counted without it.
    NoField(Field),
    /// No column says where: neither provider nor unit.
    NoPlace,
    /// Neither 1900 nor 1904.
    BadEpoch(String),
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn add(&mut self, at: &str, problem: Problem) {
        self.faults.push(Fault { at: at.to_owned(), problem });
    }

    fn text(&mut self, table: &mut Table, at: &str, name: &'static str) -> Option<String> {
        match table.remove(name) {
            None => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                self.add(at, Problem::Shape(name));
                None
            }
        }
    }

    fn needed(&mut self, table: &mut Table, at: &str, name: &'static str) -> String {
        if !table.contains_key(name) {
            self.add(at, Problem::Missing(name));
        }
        self.text(table, at, name).unwrap_or_default()
    }

    fn texts(&mut self, table: &mut Table, at: &str, name: &'static str) -> Vec<String> {
        let Some(value) = table.remove(name) else { return Vec::new() };
        let texts = value
            .as_array()
            .filter(|all| all.len() <= MOST)
            .and_then(|all| all.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>());
        texts.unwrap_or_else(|| {
            self.add(at, Problem::Shape(name));
            Vec::new()
        })
    }

    fn truth(&mut self, table: &mut Table, at: &str, name: &'static str) -> bool {
        match table.remove(name) {
            None => false,
            Some(Value::Boolean(truth)) => truth,
            Some(_) => {
                self.add(at, Problem::Shape(name));
                false
            }
        }
    }

    fn unknown(&mut self, table: &Table, at: &str) {
        for name in table.keys() {
            self.add(at, Problem::Unknown(name.clone()));
        }
    }

    fn column(&mut self, mut table: Table, at: &str) -> Option<Column> {
        let field = self.needed(&mut table, at, "field");
        let headings = self.texts(&mut table, at, "headings");
        let required = self.truth(&mut table, at, "required");
        let empty = self.text(&mut table, at, "empty");
        let holds = self.texts(&mut table, at, "holds");
        let codes = match table.remove("codes") {
            None => BTreeMap::new(),
            Some(Value::Table(codes)) if codes.len() <= MOST && codes.values().all(Value::is_str) => {
                codes.into_iter().map(|(code, word)| (code, word.as_str().unwrap_or_default().to_owned())).collect()
            }
            Some(_) => {
                self.add(at, Problem::Shape("codes"));
                BTreeMap::new()
            }
        };
        self.unknown(&table, at);
        let Some(field) = Field::from_slug(&field) else {
            if !field.is_empty() {
                self.add(at, Problem::NoSuchField(field));
            }
            return None;
        };
        let mut known = Vec::new();
        for word in holds {
            match Holds::from_word(&word) {
                Some(holds) => known.push(holds),
                None => self.add(at, Problem::NotHeld(field, word)),
            }
        }
        let empty = match empty.as_deref() {
            None | Some("missing") => Empty::Missing,
            Some("fault") => Empty::Fault,
            Some(word) => Empty::Value(word.to_owned()),
        };
        Some(Column { field, headings, required, empty, holds: known, codes })
    }
}

/// Reads a document.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(text: &str) -> Result<Profile, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let alone = |problem| vec![Fault { at: String::new(), problem }];
    if text.len() > MOST_BYTES {
        return Err(alone(Problem::TooLarge));
    }
    let mut document = text.parse::<Table>().map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        alone(Problem::Syntax(before.matches('\n').count() + 1))
    })?;
    let mut reader = Reader { faults: Vec::new() };
    let slug = reader.needed(&mut document, "", "slug");
    let title = reader.needed(&mut document, "", "title");
    let about = reader.text(&mut document, "", "about").unwrap_or_default();
    let missing = reader.texts(&mut document, "", "missing");
    let serial_days = match reader.text(&mut document, "", "serial_days").as_deref() {
        None => None,
        Some("1900") => Some(Epoch::Year1900),
        Some("1904") => Some(Epoch::Year1904),
        Some(other) => {
            reader.add("", Problem::BadEpoch(other.to_owned()));
            None
        }
    };
    let complete_per_person = reader.truth(&mut document, "", "complete_per_person");
    let starts_unknown = reader.truth(&mut document, "", "starts_unknown");
    let retired = reader.truth(&mut document, "", "retired");
    let columns = match document.remove("columns") {
        Some(Value::Array(all)) if all.len() <= MOST && all.iter().all(Value::is_table) => all,
        Some(_) => {
            reader.add("", Problem::Shape("columns"));
            Vec::new()
        }
        None => {
            reader.add("", Problem::Missing("columns"));
            Vec::new()
        }
    };
    reader.unknown(&document, "");
    let mut read = Vec::new();
    for (number, column) in (1..).zip(columns) {
        if let Value::Table(table) = column {
            read.push(reader.column(table, &place(number)));
        }
    }
    let whole = read.iter().all(Option::is_some);
    let columns = read.into_iter().flatten().collect();
    let profile =
        Profile { slug, title, about, missing, serial_days, complete_per_person, starts_unknown, retired, columns };
    let mut faults = reader.faults;
    // Where a column could not be read, the numbers of those behind it would be told wrong.
    if whole {
        let more: Vec<Fault> = check(&profile).into_iter().filter(|fault| !told(&faults, fault)).collect();
        faults.extend(more);
    }
    if faults.is_empty() { Ok(profile) } else { Err(faults) }
}

// What is missing has been said to be missing.
fn told(faults: &[Fault], fault: &Fault) -> bool {
    matches!(fault.problem, Problem::BadSlug(_) | Problem::Missing(_))
        && faults
            .iter()
            .any(|other| matches!(other.problem, Problem::Missing("slug" | "title") | Problem::Shape("slug" | "title")))
}

fn place(number: usize) -> String {
    format!("columns {number}")
}

/// Whether the text can be the stable name of a profile.
fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Everything that is wrong with a profile that has been put together.
pub fn check(profile: &Profile) -> Vec<Fault> {
    let mut reader = Reader { faults: Vec::new() };
    if !is_slug(&profile.slug) {
        reader.add("", Problem::BadSlug(profile.slug.clone()));
    }
    if profile.title.trim().is_empty() {
        reader.add("", Problem::Missing("title"));
    }
    let mut headings: BTreeMap<String, Field> = BTreeMap::new();
    let mut fields = Vec::new();
    for (number, column) in (1..).zip(&profile.columns) {
        let at = place(number);
        if fields.contains(&column.field) {
            reader.add(&at, Problem::FieldTwice(column.field));
        }
        fields.push(column.field);
        if !column.headings.iter().any(|heading| !heading.trim().is_empty()) {
            reader.add(&at, Problem::NoHeading);
        }
        for heading in &column.headings {
            match headings.insert(fold(heading), column.field) {
                Some(other) if other != column.field => {
                    reader.add(&at, Problem::HeadingTwice(heading.clone(), other));
                }
                _ => {}
            }
        }
        check_column(&mut reader, column, &at);
    }
    for field in [Field::Person, Field::Course, Field::Start] {
        if !fields.contains(&field) {
            reader.add("", Problem::NoField(field));
        }
    }
    if ![Field::Provider, Field::Unit].iter().any(|field| fields.contains(field)) {
        reader.add("", Problem::NoPlace);
    }
    reader.faults
}

fn check_column(reader: &mut Reader, column: &Column, at: &str) {
    let field = column.field;
    let coded = nature(field) == Nature::Coded;
    // A source's own numbers for schools are translated into what we know them by.
    let translated = matches!(field, Field::Provider | Field::Unit | Field::Area);
    if !coded && !translated && !column.codes.is_empty() {
        reader.add(at, Problem::NotCoded(field));
    }
    let mut folded: BTreeMap<String, &String> = BTreeMap::new();
    for (code, word) in column.codes.iter().filter(|_| coded || translated) {
        if coded && value_of(field, word).is_none() {
            reader.add(at, Problem::NoSuchValue(field, word.clone()));
        }
        if folded.insert(fold(code), word).is_some_and(|other| other != word) {
            reader.add(at, Problem::CodeTwice(code.clone()));
        }
    }
    for holds in &column.holds {
        if !matches!(nature(field), Nature::Key(ways) if ways.contains(holds)) {
            reader.add(at, Problem::NotHeld(field, holds.word().to_owned()));
        }
    }
    if let Empty::Value(word) = &column.empty
        && (!coded || value_of(field, word).is_none())
    {
        reader.add(at, Problem::BadEmpty(field, word.clone()));
    }
}
