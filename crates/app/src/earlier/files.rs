//! The file as it came and the annual reports in it: sealed in the store, read in the child.

use std::io;

use documents::bundle::{Bundle, BundleFile};
use documents::protocol::{ReadAs, ReadRequest, head, hear_bundle};
use documents::raw::{Kind, Limits, Unreadable};
use documents::sniff;
use domain::earlier::FileFact;
use kernel::Id;
use kernel::id::kind::Person;
use platform::files::sha256_hex;
use platform::sandbox::{Sandbox, SandboxError, Task};

use crate::reading_files::{self, NotRead};

/// The largest answer of the child, in bytes.
const ANSWER: u64 = 64 << 20;
/// How many rows of a sheet are read.
const MOST_ROWS: usize = 5_000;

pub(super) fn limits() -> Limits {
    // The answer carries the files: what they unpack to has to go into it, with the rows.
    Limits { unpacked_bytes: 48 << 20, ..reading_files::limits(MOST_ROWS) }
}

fn heard(answer: Result<Vec<u8>, SandboxError>, cells: usize) -> io::Result<Result<Bundle, NotRead>> {
    Ok(match answer {
        Ok(answer) => match hear_bundle(&mut answer.as_slice(), ANSWER, cells) {
            Ok(Ok(bundle)) => Ok(bundle),
            Ok(Err(why)) => Err(NotRead::Unreadable(why)),
            Err(_) => Err(NotRead::Heavy),
        },
        Err(SandboxError::Io(error)) => return Err(error),
        Err(SandboxError::TooSlow | SandboxError::Ended(_)) => Err(NotRead::Heavy),
    })
}

/// Reads the person's bytes in the child.
///
/// # Errors
/// When the child cannot be reached.
pub async fn read(sandbox: &Sandbox, person: Id<Person>, bytes: &[u8]) -> io::Result<Result<Bundle, NotRead>> {
    let limits = limits();
    let cells = limits.cells;
    let head = head(&ReadRequest { read_as: ReadAs::Bundle, limits }, bytes.len())?;
    let answer = sandbox.read_for(person, &[&head, bytes]).await;
    platform::apart(move || heard(answer, cells)).await.map_err(io::Error::other)?
}

/// As [`read`], at the command line.
///
/// # Errors
/// When the child cannot be reached.
pub fn read_blocking(sandbox: &Sandbox, bytes: &[u8]) -> io::Result<Result<Bundle, NotRead>> {
    let limits = limits();
    let cells = limits.cells;
    let head = head(&ReadRequest { read_as: ReadAs::Bundle, limits }, bytes.len())?;
    heard(sandbox.run_blocking(Task::Read, &[&head[..], bytes].concat()), cells)
}

/// The media type of an annual report; nothing for what is neither a Word document nor a PDF.
pub fn media_type(file: &BundleFile) -> Option<&'static str> {
    let is_docx = std::path::Path::new(&file.name).extension().is_some_and(|of| of.eq_ignore_ascii_case("docx"));
    match sniff::kind(&file.bytes) {
        Kind::Pdf => Some("application/pdf"),
        Kind::TextDocument if file.bytes.starts_with(b"PK") && is_docx => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        _ => None,
    }
}

/// What rows are judged against.
pub fn facts(bundle: &Bundle) -> Option<Vec<FileFact>> {
    let fact = |file: &BundleFile| FileFact {
        name: file.name.clone(),
        sha256: sha256_hex(&file.bytes),
        readable: media_type(file).is_some(),
    };
    bundle.files.as_ref().map(|files| files.iter().map(fact).collect())
}

/// Why a file gives nothing, in words.
pub fn words(why: &NotRead) -> String {
    match why {
        NotRead::Unreadable(Unreadable::OtherKind(Kind::Archive)) => super::sv::NO_BOOK.to_owned(),
        NotRead::Unreadable(why) => documents::sv::unreadable(why),
        NotRead::Heavy => super::sv::HEAVY.to_owned(),
    }
}
