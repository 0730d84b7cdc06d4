//! Reading a file that somebody has chosen: the one place that asks the child for it, for imports and workbooks alike.

use documents::docx::read::{ReadDocument, Unread};
use documents::protocol::{ReadAs, ReadRequest, head, hear, hear_document};
use documents::raw::{Kind, Limits, RawCell, RawRow, RawSheet, RawWorkbook, Unreadable, Visibility};
use documents::{sniff, workbook};
use domain::elsewhere::unguarded;
use kernel::Id;
use kernel::id::kind::Person;
use platform::Stop;
use platform::sandbox::{Sandbox, SandboxError};

/// The largest answer of the child, in bytes.
const ANSWER: u64 = 64 << 20;

/// Why a file gives no cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// It cannot be read.
    Unreadable(Unreadable),
    /// Reading it took more time or memory than any filled-in file does.
    Heavy,
}

/// What a read file is: as what it is kept, and its cells.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// The media type.
    pub media_type: &'static str,
    /// Its sheets.
    pub book: RawWorkbook,
}

/// How much is read of a file that holds at most so many rows: some more of them, for headings and remarks, and of each
/// no more than any template of ours has.
pub fn limits(rows: usize) -> Limits {
    Limits { rows: rows + 100, columns: 128, cells: 400_000, text_bytes: 16 << 20, ..Limits::default() }
}

/// Reads the person's file in a child process, as a text file where it looks like text and else as a workbook.
///
/// # Errors
/// [`Stop::Failed`] when the child cannot be reached.
pub async fn read(
    sandbox: &Sandbox,
    person: Id<Person>,
    bytes: &[u8],
    limits: Limits,
) -> Result<Result<FileRead, NotRead>, Stop> {
    let (read_as, media_type) = match sniff::kind(bytes) {
        Kind::Text => (ReadAs::Csv, "text/csv"),
        _ => (ReadAs::Workbook, workbook::MEDIA_TYPE),
    };
    let cells = limits.cells;
    let head = head(&ReadRequest { read_as, limits }, bytes.len())?;
    let answer = match sandbox.read_for(person, &[&head, bytes]).await {
        Ok(answer) => answer,
        Err(SandboxError::Io(error)) => return Err(error.into()),
        Err(error @ (SandboxError::TooSlow | SandboxError::Ended(_))) => {
            tracing::warn!(%error, "a file was not read");
            return Ok(Err(NotRead::Heavy));
        }
    };
    // Megabytes: not on the threads that answer.
    let heard = platform::apart(move || hear(&mut answer.as_slice(), ANSWER, cells)).await.map_err(Stop::failed)?;
    Ok(match heard {
        Ok(Ok(book)) => Ok(FileRead { media_type, book }),
        Ok(Err(why)) => Err(NotRead::Unreadable(why)),
        Err(_) => Err(NotRead::Heavy),
    })
}

/// Reads the person's Word file in a child process.
///
/// # Errors
/// [`Stop::Failed`] when the child cannot be reached.
pub async fn read_document(
    sandbox: &Sandbox,
    person: Id<Person>,
    bytes: &[u8],
    limits: Limits,
) -> Result<Result<ReadDocument, NotReadDocument>, Stop> {
    let head = head(&ReadRequest { read_as: ReadAs::Document, limits }, bytes.len())?;
    let answer = match sandbox.read_for(person, &[&head, bytes]).await {
        Ok(answer) => answer,
        Err(SandboxError::Io(error)) => return Err(error.into()),
        Err(error @ (SandboxError::TooSlow | SandboxError::Ended(_))) => {
            tracing::warn!(%error, "a document was not read");
            return Ok(Err(NotReadDocument::Heavy));
        }
    };
    let hear = move || hear_document(&mut answer.as_slice(), ANSWER);
    Ok(match platform::apart(hear).await.map_err(Stop::failed)? {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(why)) => Err(NotReadDocument::Unread(why)),
        Err(_) => Err(NotReadDocument::Heavy),
    })
}

/// Why a Word file gives no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReadDocument {
    /// It cannot be read.
    Unread(Unread),
    /// Reading it took more time or memory than any filled-in file does.
    Heavy,
}

/// Rows by the numbers that a spreadsheet gives them, each cell as text.
pub type TextRows = Vec<(u32, Vec<String>)>;

/// The rows of the first shown sheet with something in it, and what other sheets have something too; nothing where none has.
pub fn texts(book: &RawWorkbook) -> Option<(Vec<String>, TextRows)> {
    let filled = |sheet: &&RawSheet| {
        let mut cells = sheet.rows.iter().flat_map(|row| &row.cells);
        sheet.visibility == Visibility::Visible && cells.any(|cell| !cell.is_blank())
    };
    let mut sheets = book.sheets.iter().filter(filled);
    let sheet = sheets.next()?;
    let cells = |row: &RawRow| row.cells.iter().map(text).collect();
    let rows = sheet.rows.iter().map(|row| (row.number, cells(row))).collect();
    Some((sheets.map(|other| other.name.clone()).collect(), rows))
}

fn text(cell: &RawCell) -> String {
    match cell.value() {
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
        RawCell::Text(text) => unguarded(text).to_owned(),
        RawCell::Number(number) => {
            // A workbook keeps 4.1 as the nearest binary fraction: nine decimals tell it back.
            let plain = format!("{number:.9}");
            plain.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
        }
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Bool(truth) => forms::sv::yes_no(*truth).to_owned(),
        RawCell::Error(text) => text.to_string(),
    }
}
