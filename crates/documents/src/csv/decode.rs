//! From bytes to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The byte order of text in UTF-16 without a mark: Swedish text has a zero in every second byte.
pub(crate) fn looks_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2_048) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 >= pairs * 7 && even * 10 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 10 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The text of the bytes. A byte order mark decides; without one UTF-16 shows by its zeros, UTF-8 by being valid, and
/// everything else is Windows-1252, in which every byte means something. Zero characters are dropped, since no database
/// column of text can hold one.
pub(super) fn text(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => looks_wide(bytes).unwrap_or_else(|| {
            // Old programs end a file with the byte 1A.
            if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }
        }),
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let text = text.trim_end_matches('\u{1a}');
    if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() }
}
