//! A foreign file without what it tells of its maker: what is kept of it is what shows. A picture is packed anew; a PDF
//! and a Word file are written anew from the parts that are known to show something, and whatever else lies in them
//! (authors, places, earlier versions, programs, files within the file) is not carried over. What cannot be cleaned is
//! refused rather than kept as it is.
//!
//! For the child process ([`serve`]); the serving program reads what it says with [`answer`].

mod jpeg;
mod pdf;
mod word;

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::content::PictureFormat;
use crate::dots::{Dots, NotTaken};
use crate::raw::Kind;
use crate::sniff;

/// What kind of file a cleaned one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Portable Document Format.
    Pdf,
    /// A Word file (Office Open XML).
    Word,
}

impl Format {
    /// The ending of a file name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Pdf => "pdf",
            Self::Word => "docx",
        }
    }
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

impl From<PictureFormat> for Format {
    fn from(format: PictureFormat) -> Self {
        match format {
            PictureFormat::Png => Self::Png,
            PictureFormat::Jpeg => Self::Jpeg,
        }
    }
}

/// A file that was cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    /// What it is.
    pub format: Format,
    /// Its bytes, which travel apart.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NotClean {
    /// It is a film.
    #[error("a film")]
    Film,
    /// It is a picture as newer phones keep them (HEIF), which most programs cannot open.
    #[error("a HEIF picture")]
    PhonePicture,
    /// It is neither a picture, a PDF nor a Word file.
    #[error("neither a picture, a PDF nor a Word file")]
    OtherKind,
    /// It is locked with a password.
    #[error("locked with a password")]
    Locked,
    /// The picture has more dots than are taken in.
    #[error("too many dots")]
    TooManyDots,
    /// Something lies in it that cannot be cleaned: a program, a file within the file, something fetched from elsewhere.
    #[error("something lies in it that cannot be cleaned")]
    Holds,
    /// It is broken.
    #[error("it is broken")]
    Broken,
}

impl From<NotTaken> for NotClean {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::OtherFormat => Self::OtherKind,
            NotTaken::TooManyDots { .. } => Self::TooManyDots,
            NotTaken::Broken => Self::Broken,
        }
    }
}

/// Packs a picture anew.
pub type Repack<'r> = &'r dyn Fn(&[u8]) -> Result<Dots, NotTaken>;

/// The file without what it tells of its maker. What it is is told by how it begins and never by its name.
///
/// # Errors
/// See [`NotClean`].
pub fn clean(bytes: &[u8], repack: Repack<'_>) -> Result<Cleaned, NotClean> {
    if PictureFormat::of(bytes).is_some() {
        let dots = repack(bytes)?;
        return Ok(Cleaned { format: dots.format.into(), bytes: dots.bytes });
    }
    if let Some(why) = phone(bytes) {
        return Err(why);
    }
    match sniff::kind(bytes) {
        Kind::Pdf => Ok(Cleaned { format: Format::Pdf, bytes: pdf::clean(bytes)? }),
        Kind::TextDocument if bytes.starts_with(b"PK") && sniff::contains(bytes, b"word/document") => {
            Ok(Cleaned { format: Format::Word, bytes: word::clean(bytes, repack)? })
        }
        Kind::Encrypted => Err(NotClean::Locked),
        Kind::MacroWorkbook => Err(NotClean::Holds),
        _ => Err(NotClean::OtherKind),
    }
}

/// What phones make that is no picture of ours: files of boxes (ISO/IEC 14496-12, 4.3), the first of which says which.
fn phone(bytes: &[u8]) -> Option<NotClean> {
    if bytes.get(4..8)? != b"ftyp" {
        // Matroska and AVI.
        let film = bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3])
            || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"AVI "));
        return film.then_some(NotClean::Film);
    }
    let brand = bytes.get(8..12)?;
    let still =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"].iter().any(|still| brand == *still);
    Some(if still { NotClean::PhonePicture } else { NotClean::Film })
}

/// One round of the child process: reads a file to the end of `input`; writes a line of JSON that says what became of it,
/// and its bytes.
///
/// # Errors
/// When the streams fail.
pub fn serve(input: &mut impl Read, output: &mut impl Write, repack: Repack<'_>) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let cleaned = clean(&bytes, repack);
    serde_json::to_writer(&mut *output, &cleaned)?;
    output.write_all(b"\n")?;
    output.write_all(cleaned.as_ref().map(|cleaned| cleaned.bytes.as_slice()).unwrap_or_default())?;
    output.flush()
}

/// What the child wrote; a child that died half way has found the file broken.
///
/// # Errors
/// See [`NotClean`].
pub fn answer(said: &[u8]) -> Result<Cleaned, NotClean> {
    let end = said.iter().position(|byte| *byte == b'\n').ok_or(NotClean::Broken)?;
    let (line, bytes) = said.split_at(end);
    let cleaned: Result<Cleaned, NotClean> = serde_json::from_slice(line).map_err(|_| NotClean::Broken)?;
    cleaned.map(|cleaned| Cleaned { bytes: bytes[1..].to_vec(), ..cleaned })
}

#[cfg(test)]
mod tests;
