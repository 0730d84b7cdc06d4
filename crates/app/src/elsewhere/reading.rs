//! The file read in the child, and its cells as the text that the layouts are made of.

use documents::raw::{Kind, Limits, RawWorkbook};
use documents::{docx, sniff};
use domain::elsewhere::{Layout, Line, Wrong, read, sv as words};
use kernel::Id;
use kernel::id::kind::Person;
use platform::Stop;
use platform::sandbox::Sandbox;

use super::document::{self, Fallback};
use super::sv;
use crate::reading_files::{self, NotRead, NotReadDocument};

/// How many rows a file may have: a year's texts of every own-run school of a large city are some thousands.
const MOST_ROWS: usize = 20_000;

/// What a file says, by which layout, and as what it is kept.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) media_type: &'static str,
    pub(super) layout: Layout,
    pub(super) lines: Vec<Line>,
    /// What is to be said about the file beside what it says.
    pub(super) notes: Vec<String>,
}

/// What is known of a file beside its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// What it is called.
    pub(super) name: &'a str,
    /// The period that was said when it was chosen.
    pub(super) period: Option<&'a str>,
    /// The largest document, in bytes.
    pub(super) most_bytes: usize,
}

/// The period that was typed as a day; nothing where nothing was.
pub(super) fn period(text: &str) -> Result<Option<String>, ()> {
    match text.trim() {
        "" => Ok(None),
        typed => forms::typed_day(typed).map_err(|_| ())?.map(|day| day.to_string()).map(Some).ok_or(()),
    }
}

/// Reads the person's file. Inside: why it says nothing, in words.
pub(super) async fn file(
    sandbox: &Sandbox,
    person: Id<Person>,
    bytes: &[u8],
    given: Given<'_>,
) -> Result<Result<Read, String>, Stop> {
    if is_document(bytes) {
        return document(sandbox, person, bytes, given).await;
    }
    let file = match reading_files::read(sandbox, person, bytes, reading_files::limits(MOST_ROWS)).await? {
        Ok(file) => file,
        Err(NotRead::Unreadable(why)) => return Ok(Err(documents::sv::unreadable(&why))),
        Err(NotRead::Heavy) => return Ok(Err(sv::HEAVY.to_owned())),
    };
    Ok(lines(&file.book).map(|(layout, lines)| Read { media_type: file.media_type, layout, lines, notes: Vec::new() }))
}

/// Whether the bytes are those of a text document of any kind, one with macros too.
fn is_document(bytes: &[u8]) -> bool {
    match sniff::kind(bytes) {
        Kind::TextDocument => true,
        Kind::MacroWorkbook => sniff::contains(bytes, b"word/document"),
        _ => false,
    }
}

async fn document(
    sandbox: &Sandbox,
    person: Id<Person>,
    bytes: &[u8],
    given: Given<'_>,
) -> Result<Result<Read, String>, Stop> {
    let file_bytes = u64::try_from(given.most_bytes).unwrap_or(u64::MAX);
    let limits = Limits { file_bytes, text_bytes: 4 << 20, ..Limits::default() };
    let document = match reading_files::read_document(sandbox, person, bytes, limits).await? {
        Ok(document) => document,
        Err(NotReadDocument::Unread(why)) => return Ok(Err(documents::sv::unread(&why))),
        Err(NotReadDocument::Heavy) => return Ok(Err(sv::HEAVY.to_owned())),
    };
    let name = given.name.rsplit_once('.').map_or(given.name, |(name, _)| name);
    let fallback = Fallback { organisation: name, period: given.period };
    Ok(match document::lines(&document, fallback) {
        Ok(lines) => Ok(Read {
            media_type: docx::MEDIA_TYPE,
            layout: Layout::Document,
            lines,
            notes: document::notes(&document),
        }),
        Err(document::Wrong::NoPeriod) => Err(sv::NO_PERIOD.to_owned()),
        Err(document::Wrong::NoHeadings) => Err(sv::NO_HEADINGS.to_owned()),
    })
}

/// What the cells of a file say. Else why they say nothing, in words.
pub(super) fn lines(book: &RawWorkbook) -> Result<(Layout, Vec<Line>), String> {
    let Some((_, rows)) = reading_files::texts(book) else { return Err(words::wrong(Wrong::Empty).to_owned()) };
    if rows.len() > MOST_ROWS {
        return Err(sv::HEAVY.to_owned());
    }
    read(&rows).map_err(|why| words::wrong(why).to_owned())
}
