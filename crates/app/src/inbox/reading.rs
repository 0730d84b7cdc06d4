//! Reading one file of a letter, as an upload of its kind is read.

use std::collections::BTreeMap;

use documents::mail::Packed;
use documents::raw::{Kind, Unreadable};
use documents::sniff;
use domain::inbox::NotRead;
use kernel::Id;
use kernel::id::kind::Person;
use platform::Stop;
use platform::sandbox::Sandbox;

use super::store::FileHead;
use crate::reading_files::FileRead;
use crate::word::{self, MailedText};
use crate::workbooks::{self, NotMailed};

/// What a file says.
pub(super) enum FileContent {
    /// A workbook or text file with tables.
    Book(FileRead),
    /// A Word file.
    Word(MailedText),
}

impl FileContent {
    /// What its stamp says.
    pub fn stamp(&self) -> &BTreeMap<String, String> {
        match self {
            Self::Book(read) => &read.book.stamp,
            Self::Word(text) => text.stamp(),
        }
    }

    /// As what it is kept.
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Book(read) => read.media_type,
            Self::Word(_) => documents::docx::MEDIA_TYPE,
        }
    }
}

/// Reads a file as an upload is read; or says why it is none.
pub(super) async fn read_file(
    sandbox: &Sandbox,
    turn: Id<Person>,
    head: &FileHead,
    bytes: &[u8],
    limit: usize,
) -> Result<Result<FileContent, NotRead>, Stop> {
    let name = head.name.to_lowercase();
    if name == "winmail.dat" || head.media_type == "application/ms-tnef" {
        return Ok(Err(NotRead::WinMail));
    }
    if let Some(why) = head.packed.and_then(not_opened) {
        return Ok(Err(why));
    }
    if bytes.is_empty() {
        return Ok(Err(NotRead::Other { says: documents::sv::unreadable(&Unreadable::Empty) }));
    }
    let not_mailed = |why| match why {
        NotMailed::Heavy => NotRead::NoTime,
        NotMailed::Says(says) => NotRead::Other { says },
    };
    match sniff::kind(bytes) {
        Kind::Archive => return Ok(Err(NotRead::Archive)),
        Kind::Encrypted => return Ok(Err(NotRead::Locked)),
        Kind::TextDocument if bytes.starts_with(b"PK") => {
            let read = word::read_mailed(sandbox, turn, bytes, limit).await?;
            return Ok(match read {
                // Nobody's template: what it is about nobody can tell.
                Ok(text) if text.stamp().is_empty() => Err(NotRead::Document),
                Ok(text) => Ok(FileContent::Word(text)),
                Err(NotMailed::Says(_)) => Err(NotRead::Document),
                Err(why) => Err(not_mailed(why)),
            });
        }
        // The advice for a workbook with macros would lead nowhere.
        Kind::MacroWorkbook if sniff::contains(bytes, b"word/document") => return Ok(Err(NotRead::DocumentWithMacros)),
        Kind::TextDocument | Kind::Pdf | Kind::Presentation => return Ok(Err(NotRead::Document)),
        _ => {}
    }
    let read = workbooks::read_mailed(sandbox, turn, (&head.name, bytes), limit).await?;
    Ok(read.map(FileContent::Book).map_err(not_mailed))
}

/// Why an archive gives nothing.
fn not_opened(packed: Packed) -> Option<NotRead> {
    Some(match packed {
        Packed::Opened => return None,
        Packed::Locked => NotRead::ArchiveLocked,
        Packed::LockedFile => NotRead::Locked,
        Packed::TooMany | Packed::TooLarge => NotRead::ArchiveTooLarge,
        Packed::Nested => NotRead::ArchiveNested,
        Packed::Broken => NotRead::ArchiveBroken,
    })
}
