//! One provider, many authorities: what of a row that one authority asks for another asks for too, which authority a file
//! names, and which rows stand in a draft already. For providers that write once what several authorities ask for.
//!
//! Columns are matched by their stable names, choices by theirs and then by what they are called. What the other does not
//! ask for is left out, and what it asks for beside stays empty; both are told before anything is written.

mod standing;
pub mod sv;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use forms::{Column, Kind, Raw, TableDef, Value, parse};
use kernel::swedish::fold;

pub use standing::standing;

use crate::work::Layout;
use crate::year::{Form, Item, Year};

/// What rows an item is answered with, where they can be given to several authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Complaints and investigations.
    Complaints,
    /// Persons some months after an education.
    Work,
}

impl Sort {
    /// The item's; `None` for what is not written in rows of this kind.
    pub fn of(year: &Year, item: &Item) -> Option<Self> {
        match item.form {
            Form::Complaints => Some(Self::Complaints),
            Form::Table(_) => Layout::of(year, item).map(|_| Self::Work),
            _ => None,
        }
    }
}

/// The cells of a row as they were typed, by the stable names of their columns.
pub type Cells = BTreeMap<String, String>;

/// How one authority's table meets another's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// Columns of the one that the other does not have, by their titles.
    pub left_out: Vec<String>,
    /// Columns of the other that the one does not have, by their titles.
    pub asked_beside: Vec<String>,
    /// The stable names of those.
    pub beside: BTreeSet<String>,
}

/// How the table that rows come from meets the one that they go to. Columns that people do not see are nobody's concern.
pub fn fit(from: &TableDef, to: &TableDef) -> Fit {
    let missing = |of: &TableDef, other: &TableDef| -> Vec<Column> {
        let seen = of.columns.iter().filter(|column| !column.is_hidden());
        let gone = |column: &&Column| other.column(&column.slug).is_none_or(Column::is_hidden) || stays(column);
        seen.filter(gone).cloned().collect()
    };
    let titles = |columns: &[Column]| columns.iter().map(|column| column.title.as_sv().to_owned()).collect();
    let beside = missing(to, from);
    Fit {
        left_out: titles(&missing(from, to)),
        asked_beside: titles(&beside),
        beside: beside.into_iter().map(|column| column.slug).collect(),
    }
}

/// Whether what stands in the column is one authority's own: a personnummer lies sealed under its key, and the draft has
/// only a reference to it. It is written anew at the other.
pub fn stays(column: &Column) -> bool {
    matches!(column.kind, Kind::Person { .. })
}

/// The cells of the row that the other table has too, as they would be typed there. What the system knows a row by is one
/// authority's own and never goes along.
pub fn carried(from: &TableDef, to: &TableDef, row: &Cells) -> Cells {
    let own = |column: &&Column| column.is_hidden() || stays(column);
    let shared = from.columns.iter().filter(|column| !own(column)).filter_map(|column| {
        let there = to.column(&column.slug).filter(|there| !there.is_hidden())?;
        let text = row.get(&column.slug).filter(|text| !text.trim().is_empty())?;
        Some((column.slug.clone(), said_there(column, there, text)))
    });
    shared.collect()
}

/// The text as it is typed in the other column: a choice in the words that it has there, and what is understood in one way.
fn said_there(from: &Column, to: &Column, text: &str) -> String {
    let Ok(Some(value)) = parse(from, &Raw::text(text)) else { return text.to_owned() };
    if let (Value::Choice(slug), Kind::Choice { options }) = (&value, &to.kind) {
        let called = from_options(from, slug);
        let same = options.iter().find(|option| option.slug == *slug);
        let same = same.or_else(|| options.iter().find(|option| fold(option.label.as_sv()) == fold(&called)));
        return same.map_or(called, |option| option.label.as_sv().to_owned());
    }
    forms::sv::value(&value, Some(&from.kind))
}

fn from_options(column: &Column, slug: &str) -> String {
    let Kind::Choice { options } = &column.kind else { return slug.to_owned() };
    let option = options.iter().find(|option| option.slug == slug);
    option.map_or_else(|| slug.to_owned(), |option| option.label.as_sv().to_owned())
}

/// Where a row goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum To {
    /// Nobody has said it.
    #[default]
    Unsaid,
    /// To one authority, by its name in addresses.
    One(String),
    /// To each of them.
    All,
}

impl To {
    /// Whether the row goes to the authority.
    pub fn goes_to(&self, slug: &str) -> bool {
        match self {
            Self::Unsaid => false,
            Self::One(one) => one == slug,
            Self::All => true,
        }
    }
}

/// What an authority may be called: as it is, without *kommun* or *stad*, and without the s of the genitive before it.
fn names(name: &str) -> BTreeSet<String> {
    let whole = fold(name.trim());
    let mut names = BTreeSet::from([whole.clone()]);
    for ending in [" kommun", " stad"] {
        if let Some(place) = whole.strip_suffix(ending) {
            names.insert(place.to_owned());
            names.extend(place.strip_suffix('s').map(str::to_owned));
        }
    }
    names
}

/// Which of the authorities, each by its name in addresses and its name, a cell names. What fits none or several is
/// unsaid: then a person chooses.
pub fn named<'a>(text: &str, authorities: impl IntoIterator<Item = (&'a str, &'a str)>) -> To {
    let text = fold(text.trim());
    if text.is_empty() {
        return To::Unsaid;
    }
    if sv::ALL.iter().any(|all| fold(all) == text) {
        return To::All;
    }
    let said = names(&text);
    let meant: Vec<&str> = authorities
        .into_iter()
        .filter(|(slug, name)| fold(slug) == text || names(name).iter().any(|name| said.contains(name)))
        .map(|(slug, _)| slug)
        .collect();
    match meant.as_slice() {
        [one] => To::One((*one).to_owned()),
        _ => To::Unsaid,
    }
}
