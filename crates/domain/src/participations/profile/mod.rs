//! How a source system writes its files: which heading is which field, which of its codes is which of our values, how
//! days are written, what an empty cell means, and by what a provider is known. For whoever reads participations from
//! files, and for the page on which a person maps the columns of a new one.
//!
//! A profile is a document in TOML, read with every fault at once ([`parse`]); what a cell then says is asked of it row by
//! row ([`Profile::code`]). Four are shipped ([`shipped`]): our own format, the fourteen variables of the register of
//! komvux at Statistics Sweden, the grade messages of Stockholm's school platform, and what is fetched over SS 12000.

mod codes;
mod guess;
mod read;
pub mod sv;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use forms::text::fold;

use super::Field;
pub use codes::{Code, Nature, by_our_name, nature, our_words, value_of};
pub use guess::guess;
pub use read::{Fault, Problem, check, parse};

/// The most columns of a profile, headings of a column and codes of a column.
pub const MOST: usize = 500;
/// The largest document that is read, in bytes.
pub const MOST_BYTES: usize = 200_000;

/// From which day plain numbers in a column of days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Epoch {
    /// 1 January 1900 is day 1.
    Year1900,
    /// 1 January 1904 is day 0.
    Year1904,
}

/// By what something is known in a column: the first that fits is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// A personnummer, coordination number or interim number.
    Personnummer,
    /// Whatever the source system knows a person by.
    SourceId,
    /// A skolenhetskod.
    UnitCode,
    /// An organisationsnummer.
    OrgNumber,
    /// A name, case and spaces aside.
    Name,
    /// A stable name, as a contract area has in the year's document.
    Slug,
}

impl Holds {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Personnummer, Self::SourceId, Self::UnitCode, Self::OrgNumber, Self::Name, Self::Slug];

    /// The word for it in a profile.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Personnummer => "personnummer",
            Self::SourceId => "source-id",
            Self::UnitCode => "unit-code",
            Self::OrgNumber => "org-number",
            Self::Name => "name",
            Self::Slug => "slug",
        }
    }

    /// What has that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|holds| holds.word() == word)
    }
}

/// What an empty cell of a column means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Empty {
    /// That the source does not say.
    #[default]
    Missing,
    /// A fault: the column must be filled in.
    Fault,
    /// One of our values, by its word.
    Value(String),
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it says.
    pub field: Field,
    /// Its heading, and others that are taken for it.
    pub headings: Vec<String>,
    /// Whether a file without the column is refused.
    pub required: bool,
    /// What an empty cell means.
    pub empty: Empty,
    /// By what a person, provider, unit or area is known; as we do where it is empty.
    pub holds: Vec<Holds>,
    /// Codes of the source, each with the word of our value, or with what a provider, unit or area is known by here. Our
    /// own words are always understood.
    pub codes: BTreeMap<String, String>,
}

/// How a source system writes its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its stable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is for and what is uncertain about it.
    pub about: String,
    /// Texts that stand for no value in any column.
    pub missing: Vec<String>,
    /// From which day plain numbers count; without it they are no days.
    pub serial_days: Option<Epoch>,
    /// Whether a file has all there is of every person in it: what it lacks of them is gone, and others are untouched.
    pub complete_per_person: bool,
    /// Whether the source does not say when a course began, so that the column of starts has something else: what rests on
    /// when courses began cannot be told of such a file.
    pub starts_unknown: bool,
    /// Whether nobody reads files with it any more.
    pub retired: bool,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Profile {
    /// The column of the field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// What a cell of a coded column says, once for each text that can stand there. Ask it through [`CodeBook`].
    fn meaning(column: &Column, text: &str) -> Option<Code> {
        let folded = fold(text);
        let own = column.codes.iter().find(|(code, _)| fold(code) == folded);
        match own {
            Some((_, word)) => value_of(column.field, word),
            None => by_our_name(column.field, &folded),
        }
    }

    /// What a provider, unit or area is known by here, where the profile translates the text.
    pub fn translated<'t>(&'t self, field: Field, text: &'t str) -> &'t str {
        let codes = self.column(field).map(|column| &column.codes).filter(|codes| !codes.is_empty());
        let Some(codes) = codes else { return text };
        match codes.get(text) {
            Some(ours) => ours,
            None => codes.iter().find(|(code, _)| fold(code) == fold(text)).map_or(text, |(_, ours)| ours),
        }
    }

    /// The codes of the field's column, ready to be asked a million times.
    pub fn codes(&self, field: Field) -> CodeBook<'_> {
        CodeBook { column: self.column(field), asked: BTreeMap::new() }
    }
}

/// What the texts of a coded column mean. Each is worked out once.
#[derive(Debug)]
pub struct CodeBook<'p> {
    column: Option<&'p Column>,
    asked: BTreeMap<String, Option<Code>>,
}

/// How many different texts of a column are remembered: a column of free text must not fill the memory.
const REMEMBERED: usize = 2_000;

impl CodeBook<'_> {
    /// What the text means; nothing where neither the profile nor we have a word for it.
    pub fn of(&mut self, text: &str) -> Option<Code> {
        if let Some(known) = self.asked.get(text) {
            return *known;
        }
        let meaning = self.column.and_then(|column| Profile::meaning(column, text));
        if self.asked.len() < REMEMBERED {
            self.asked.insert(text.to_owned(), meaning);
        }
        meaning
    }
}

/// The shipped profiles; a test holds that each reads without a fault.
static SHIPPED: LazyLock<Vec<Profile>> =
    LazyLock::new(|| SHIPPED_DOCUMENTS.iter().filter_map(|document| parse(document).ok()).collect());

/// The documents of the shipped profiles.
pub const SHIPPED_DOCUMENTS: [&str; 4] = [
    include_str!("../../../data/profiles/tertial.toml"),
    include_str!("../../../data/profiles/scb-komvux.toml"),
    include_str!("../../../data/profiles/stockholm-betyg.toml"),
    include_str!("../../../data/profiles/ss12000.toml"),
];

/// The stable name of the profile that what is fetched over SS 12000 is read with.
pub const FETCHED: &str = "ss12000";

/// The profiles that come with the product, our own format first.
pub fn shipped() -> &'static [Profile] {
    &SHIPPED
}

/// An empty file in our own format: its headings, with a byte order mark so that spreadsheets read them right.
pub fn template() -> String {
    let headings = shipped().first().map(|own| own.columns.iter().filter_map(|column| column.headings.first()));
    let headings: Vec<&str> = headings.into_iter().flatten().map(String::as_str).collect();
    format!("\u{feff}{}\r\n", headings.join(";"))
}
