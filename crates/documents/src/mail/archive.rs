//! Zip archives that hang on a letter: looked through before anything is unpacked, and counted while it is. What is in
//! them is a file of the letter like any other, called by the last part of its name: nothing is ever written where a name
//! says, so that a name which leads elsewhere harms nobody. An archive within one is not opened.

use std::io::Cursor;

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use crate::bundle::{self, BundleFile, Names};
use crate::raw::{Kind, Limits, Unreadable};
use crate::sniff;

/// The most files of one archive.
pub const MOST_FILES: usize = 40;
/// The most bytes that the archives of one letter unpack to together: beside what a letter itself may weigh, the answer of
/// the child has no room for more.
pub const MOST_UNPACKED: u64 = 20 << 20;
/// How many times its own size an archive may unpack to. Filled-in templates are packed already; plain text gives twenty.
const RATIO: u64 = 100;
/// The most parts of an archive with its folders and what a machine has put in.
const MOST_PARTS: usize = 400;

/// What has become of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Packed {
    /// Its files are beside it.
    Opened,
    /// It is locked with a password.
    Locked,
    /// It is a file in an archive, and is locked with a password while others are not.
    LockedFile,
    /// It has more files than are looked at.
    TooMany,
    /// It unpacks to more than is looked at.
    TooLarge,
    /// It lies in another archive.
    Nested,
    /// It cannot be opened.
    Broken,
}

/// Whether the bytes are an archive of files, and not a workbook or document, which are archives too.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return sniff::kind(bytes) == Kind::Archive };
    // Workbooks that were stored and not packed show their names within the bytes: the directory tells.
    let office = ["[content_types].xml", "mimetype"];
    !archive.file_names().flatten().any(|name| office.iter().any(|own| name.eq_ignore_ascii_case(own)))
}

/// The files of an archive, which take what is left of [`MOST_UNPACKED`].
pub(super) fn open(bytes: &[u8], left: &mut u64) -> Result<Vec<BundleFile>, Packed> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Packed::Broken)?;
    // Where some of its files are locked the others are opened; where all are, it is.
    let parts = archive.len().min(MOST_PARTS);
    let is_file = |name: &str| !name.ends_with('/');
    let (mut files, mut locked) = (0, 0);
    for index in 0..parts {
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        files += usize::from(entry.name().is_ok_and(|name| is_file(&name)));
        locked += usize::from(entry.encrypted());
    }
    if locked > 0 && locked >= files {
        return Err(Packed::Locked);
    }
    let most = (bytes.len() as u64).saturating_mul(RATIO).min(*left);
    let limits = Limits { parts: MOST_PARTS, unpacked_bytes: most, ..Limits::default() };
    let files = bundle::unpack(bytes, &limits, Names::Last).map_err(|why| match why {
        Unreadable::Unpacks => Packed::TooLarge,
        Unreadable::OtherKind(Kind::Encrypted) => Packed::Locked,
        _ if archive.len() > MOST_PARTS => Packed::TooMany,
        _ => Packed::Broken,
    })?;
    if files.len() > MOST_FILES {
        return Err(Packed::TooMany);
    }
    *left = left.saturating_sub(files.iter().map(|file| file.bytes.len() as u64).sum());
    Ok(files)
}
