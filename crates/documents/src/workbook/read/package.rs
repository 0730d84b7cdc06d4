//! The zip package: checked as a whole before any part is unpacked, and each part counted while it is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::raw::{Kind, Limits, Unreadable};
use crate::sniff;

/// A part smaller than this may have any ratio.
const RATIO_FROM: u64 = 1 << 20;

pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Part names in lower case (they are compared so, ECMA-376 part 2, 6.2.2.3) with their place in the archive.
    names: BTreeMap<String, usize>,
    ratio: u64,
    left: u64,
}

/// Whether the bytes have the record that ends every zip archive.
pub(crate) fn has_end(bytes: &[u8]) -> bool {
    // 22 bytes and a comment of at most 65,535.
    sniff::contains(&bytes[bytes.len().saturating_sub(22 + 65_535)..], b"PK\x05\x06")
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Unreadable> {
        if !has_end(bytes) {
            return Err(Unreadable::CutOff);
        }
        // Before the directory is read into memory.
        if entries(bytes) > limits.parts {
            return Err(Unreadable::Suspect);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::CutOff)?;
        if archive.len() > limits.parts
            || archive.has_duplicate_names()
            || archive.has_overlapping_entries().map_err(|_| Unreadable::CutOff)?
        {
            return Err(Unreadable::Suspect);
        }
        let mut names = BTreeMap::new();
        let mut declared: u64 = 0;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| Unreadable::CutOff)?;
            if entry.encrypted() {
                return Err(Unreadable::OtherKind(Kind::Encrypted));
            }
            declared = declared.saturating_add(entry.size());
            let name = std::str::from_utf8(entry.name_raw()).map_err(|_| Unreadable::Suspect)?.to_lowercase();
            if leaves(&name) || names.insert(name, index).is_some() {
                return Err(Unreadable::Suspect);
            }
        }
        if declared > limits.unpacked_bytes {
            return Err(Unreadable::Unpacks);
        }
        if names.keys().any(|name| name.ends_with("vbaproject.bin")) {
            return Err(Unreadable::OtherKind(Kind::MacroWorkbook));
        }
        Ok(Self { archive, names, ratio: limits.ratio, left: limits.unpacked_bytes })
    }

    pub(crate) fn has_under(&self, folder: &str) -> bool {
        let folder = folder.to_lowercase();
        self.names.range(folder.clone()..).next().is_some_and(|(name, _)| name.starts_with(&folder))
    }

    /// The text of a part that must be there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Unreadable> {
        self.text_if_there(name)?.ok_or_else(|| Unreadable::Damaged { part: name.to_owned() })
    }

    /// The text of a part, or `None` when the package has no such part.
    pub(crate) fn text_if_there(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes_if_there(name)? else { return Ok(None) };
        decode(bytes).map(Some).ok_or_else(|| Unreadable::Damaged { part: name.to_owned() })
    }

    /// The bytes of a part, or `None` when the package has no such part.
    pub(crate) fn bytes_if_there(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&index) = self.names.get(&name.to_lowercase()) else { return Ok(None) };
        let damaged = || Unreadable::Damaged { part: name.to_owned() };
        let mut entry = self.archive.by_index(index).map_err(|_| damaged())?;
        let packed = entry.compressed_size().max(1);
        // The declared size is only a hint for the first reservation.
        let mut out = Vec::with_capacity(usize::try_from(entry.size().min(self.left).min(64 << 20)).unwrap_or(0) + 1);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = entry.read(&mut chunk).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            out.extend_from_slice(&chunk[..read]);
            let size = out.len() as u64;
            if size > self.left || size > RATIO_FROM && size / packed > self.ratio {
                return Err(Unreadable::Unpacks);
            }
        }
        self.left -= out.len() as u64;
        Ok(Some(out))
    }
}

// XML is UTF-8 or UTF-16 (ECMA-376 part 2, 6.2.5); the latter is allowed and never seen.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = match bytes.as_slice() {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    match wide {
        Some(encoding) => encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..]).map(Into::into),
        None => String::from_utf8(bytes).ok(),
    }
}

fn entries(bytes: &[u8]) -> usize {
    bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count()
}

fn leaves(name: &str) -> bool {
    name.starts_with('/')
        || name.contains('\\')
        || name.contains('\0')
        || name.contains(':')
        || name.split('/').any(|part| part == "..")
}
