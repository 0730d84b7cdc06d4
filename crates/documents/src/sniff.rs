//! Tells from the bytes what kind of file it is, since names lie: a csv called .xlsx, a web page called .xls.

use crate::raw::Kind;

/// How a compound file begins ([MS-CFB] 2.2): the binary files of Office, and what is sealed with a password.
pub(crate) const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The kind of file. A zip archive is judged by the names of its parts as they stand in the bytes, unpacking nothing.
pub fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return compound(bytes);
    }
    // BIFF 2 to 5 written without a container: record "beginning of file".
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) && bytes.get(3) == Some(&0) {
        return Kind::LegacyWorkbook;
    }
    match bytes {
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => return Kind::Picture,
        [b'%', b'P', b'D', b'F', ..] => return Kind::Pdf,
        [b'{', b'\\', b'r', b't', b'f', ..] => return Kind::TextDocument,
        _ => {}
    }
    markup(bytes).unwrap_or_else(|| if is_text(bytes) { Kind::Text } else { Kind::Unknown })
}

fn archive(bytes: &[u8]) -> Kind {
    // The names stand unpacked in the local headers and in the directory at the end, also when the file is cut off.
    let has = |needle: &[u8]| contains(bytes, needle);
    if has(b"mimetypeapplication/vnd.oasis.opendocument.") {
        return if has(b"opendocument.spreadsheet") {
            Kind::OpenDocumentSpreadsheet
        } else if has(b"opendocument.presentation") {
            Kind::Presentation
        } else {
            Kind::TextDocument
        };
    }
    if has(b"xl/workbook.bin") {
        Kind::BinaryWorkbook
    } else if has(b"vbaProject.bin") || has(b"xl/macrosheets/") {
        Kind::MacroWorkbook
    } else if has(b"xl/workbook.xml") || has(b"xl/worksheets/") {
        Kind::Workbook
    } else if has(b"word/document") {
        Kind::TextDocument
    } else if has(b"ppt/presentation") {
        Kind::Presentation
    } else {
        Kind::Archive
    }
}

fn compound(bytes: &[u8]) -> Kind {
    // The directory of a compound file names its streams in UTF-16 ([MS-CFB] 2.6.1).
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Kind::Encrypted
    } else if has("WordDocument") {
        Kind::TextDocument
    } else if has("PowerPoint Document") {
        Kind::Presentation
    } else {
        Kind::LegacyWorkbook
    }
}

fn markup(bytes: &[u8]) -> Option<Kind> {
    let head = &bytes[..bytes.len().min(2_048)];
    // Zero bytes out, so that UTF-16 is seen through as well.
    let text: String = head
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    if ["<html", "<!doctype html", "<table", "<head", "<meta"].iter().any(|tag| text.contains(tag)) {
        Some(Kind::Html)
    } else if text.starts_with("<?xml") {
        Some(Kind::Xml)
    } else {
        None
    }
}

/// Whether the bytes read as text in one of the encodings that text files come in.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || crate::rows::looks_wide(head).is_some() {
        return true;
    }
    // A stray zero or two comes from old systems; more than one control character in a hundred is no text.
    let control =
        head.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a)).count();
    control * 100 <= head.len()
}

/// Whether the needle occurs in the bytes.
pub fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        if bytes[from + at..].starts_with(needle) {
            return true;
        }
        from += at + 1;
    }
    false
}
