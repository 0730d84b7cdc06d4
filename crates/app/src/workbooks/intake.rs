//! From bytes to rows: what kind of file it is, reading it in the sandbox, and whether it is the template of this
//! assignment. Nothing here says what the rows are worth.

use std::collections::BTreeMap;

use documents::raw::{Kind, Limits, Unreadable};
use documents::sniff;
use kernel::Id;
use kernel::id::kind::Person;
use platform::sandbox::Sandbox;
use platform::{Stop, UploadProblem};

use crate::reading_files::{self, FileRead, NotRead};

/// Why an upload gives no rows. Each has its sentence in `sv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing usable came with the form.
    Upload(UploadProblem),
    /// The file cannot be read.
    Unreadable(Unreadable),
    /// It is called a workbook and holds plain text.
    NoWorkbook,
    /// Reading it took more time or memory than any filled-in template does.
    Heavy,
    /// It is a template of something else.
    Template(OtherTemplate),
    /// More rows than one upload takes.
    TooManyRows {
        /// How many it has.
        rows: usize,
        /// The most.
        most: usize,
    },
}

/// Of what else a template is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherTemplate {
    /// Another authority's.
    Authority,
    /// Another provider's.
    Provider,
    /// Another year's.
    Year(String),
    /// Another item's, by its title and for whom.
    Item {
        /// What it is called.
        title: String,
        /// At which occasion.
        occasion: String,
        /// Of which unit, area or provider.
        subject: String,
    },
    /// The same item's for another unit or area, by its name.
    Subject(String),
}

/// The most rows that one upload takes.
pub const MOST_ROWS: usize = 5_000;

/// Reads the person's file, known by its name, in the child process.
pub async fn read(
    sandbox: &Sandbox,
    person: Id<Person>,
    (name, bytes): (&str, &[u8]),
    most_bytes: usize,
) -> Result<Result<FileRead, Fault>, Stop> {
    if sniff::kind(bytes) == Kind::Text && name.to_lowercase().ends_with(".xlsx") {
        return Ok(Err(Fault::NoWorkbook));
    }
    let limits =
        Limits { file_bytes: u64::try_from(most_bytes).unwrap_or(u64::MAX), ..reading_files::limits(MOST_ROWS) };
    let read = reading_files::read(sandbox, person, bytes, limits).await?;
    Ok(read.map_err(|why| match why {
        NotRead::Unreadable(why) => Fault::Unreadable(why),
        NotRead::Heavy => Fault::Heavy,
    }))
}

/// Whether the file's stamp is that of another template. No stamp is no fault, nor is a template marked with no provider
/// ([`super::blank`]) of the same item.
pub fn stamp_fault(found: &BTreeMap<String, String>, wanted: &BTreeMap<String, String>) -> Option<OtherTemplate> {
    let of = |key: &str| found.get(key).map_or("", String::as_str);
    let same = |key: &str| found.get(key) == wanted.get(key);
    let blank = !found.contains_key("provider") && !found.contains_key("assignment");
    if found.is_empty() || same("assignment") || (blank && same("tenant") && same("year") && same("item")) {
        None
    } else if !same("tenant") {
        Some(OtherTemplate::Authority)
    } else if !same("year") {
        Some(OtherTemplate::Year(of("year").to_owned()))
    } else if !blank && !same("provider") {
        Some(OtherTemplate::Provider)
    } else if !same("item") {
        let [title, occasion, subject] = ["title", "occasion", "subject"].map(|key| of(key).to_owned());
        Some(OtherTemplate::Item { title, occasion, subject })
    } else {
        Some(OtherTemplate::Subject(of("subject").to_owned()))
    }
}
