//! Reading a file that somebody has chosen: the one place that asks the child for it, for imports and workbooks alike.

use documents::protocol::{ReadAs, ReadRequest, ask, hear};
use documents::raw::{Kind, Limits, RawWorkbook, Unreadable};
use documents::{sniff, workbook};
use platform::Stop;
use platform::sandbox::{Sandbox, SandboxError, Task};

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

/// Reads the bytes in a child process, as a text file where they look like text and else as a workbook.
///
/// # Errors
/// [`Stop::Failed`] when the child cannot be reached.
pub async fn read(sandbox: &Sandbox, bytes: &[u8], limits: Limits) -> Result<Result<FileRead, NotRead>, Stop> {
    let (read_as, media_type) = match sniff::kind(bytes) {
        Kind::Text => (ReadAs::Csv, "text/csv"),
        _ => (ReadAs::Workbook, workbook::MEDIA_TYPE),
    };
    let mut request = Vec::with_capacity(bytes.len() + 1024);
    ask(&mut request, &ReadRequest { read_as, limits }, bytes)?;
    let answer = match sandbox.run(Task::Read, &request).await {
        Ok(answer) => answer,
        Err(SandboxError::Io(error)) => return Err(error.into()),
        Err(error @ (SandboxError::TooSlow | SandboxError::Ended(_))) => {
            tracing::warn!(%error, "a file was not read");
            return Ok(Err(NotRead::Heavy));
        }
    };
    Ok(match hear(&mut answer.as_slice(), ANSWER) {
        Ok(Ok(book)) => Ok(FileRead { media_type, book }),
        Ok(Err(why)) => Err(NotRead::Unreadable(why)),
        Err(_) => Err(NotRead::Heavy),
    })
}
