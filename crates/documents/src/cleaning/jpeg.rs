//! A JPEG within a PDF: its dots as they are packed, without what stands beside them.

/// The picture without Exif, XMP, notes of programs and comments. What says how dots and colours are read stays, where it
/// has the shape that the standard gives it (ITU-T T.81 annex B; T.871 for JFIF; T.872 for Adobe's):
/// a text under the marker of a table is no table. Nothing where it is no JPEG from end to end.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut out = vec![0xff, 0xd8];
    let (mut framed, mut scanned) = (false, false);
    loop {
        let [0xff, marker, after @ ..] = rest else { return None };
        match *marker {
            // A byte that fills.
            0xff => rest = &rest[1..],
            // The end of the picture, and nothing after it.
            0xd9 if scanned => {
                out.extend_from_slice(&[0xff, 0xd9]);
                return Some(out);
            }
            0xd8 | 0xd9 => return None,
            told => {
                let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                let whole = rest.get(..length.checked_add(2)?).filter(|_| length >= 2)?;
                let begins_scan = told == 0xda;
                framed |= matches!(told, 0xc0..=0xc3);
                if begins_scan && !framed {
                    return None;
                }
                if stays(told, &whole[4..])? {
                    out.extend_from_slice(whole);
                }
                rest = &rest[whole.len()..];
                if begins_scan {
                    let dots = dots(rest)?;
                    out.extend_from_slice(&rest[..dots]);
                    rest = &rest[dots..];
                    scanned = true;
                }
            }
        }
    }
}

/// How many bytes of dots follow the head of a scan: to the first marker that is none of those within one (B.1.1.5: 0xff
/// before 0x00, or a marker of restart).
fn dots(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7))
}

/// Whether a segment stays; nothing where it is none that a picture of this kind can have.
fn stays(marker: u8, told: &[u8]) -> Option<bool> {
    match marker {
        // JFIF without a small picture of its own, Adobe's word about colours. A profile may hold any text, and the document
        // says which colours it has.
        0xe0 => Some(told.starts_with(b"JFIF\0") && told.len() == 14),
        0xee => Some(told.starts_with(b"Adobe") && told.len() == 12),
        0xe0..=0xef | 0xfe => Some(false),
        0xdb => quantisation(told).then_some(true),
        0xc4 => huffman(told).then_some(true),
        0xc0..=0xc3 => (told.len() == 6 + 3 * usize::from(*told.get(5)?)).then_some(true),
        0xdd => (told.len() == 2).then_some(true),
        0xda => (told.len() == 4 + 2 * usize::from(*told.first()?)).then_some(true),
        _ => None,
    }
}

/// Tables of 64 steps, of one or two bytes (B.2.4.1).
fn quantisation(mut told: &[u8]) -> bool {
    while let [head, rest @ ..] = told {
        let (wide, which) = (head >> 4, head & 15);
        let size = 64 * (1 + usize::from(wide));
        if wide > 1 || which > 3 || rest.len() < size {
            return false;
        }
        told = &rest[size..];
    }
    true
}

/// Tables of codes: how many of each length, then what they stand for (B.2.4.2).
fn huffman(mut told: &[u8]) -> bool {
    while let [head, rest @ ..] = told {
        let (class, which) = (head >> 4, head & 15);
        let Some((lengths, rest)) = rest.split_at_checked(16) else { return false };
        let codes = lengths.iter().map(|&count| usize::from(count)).sum::<usize>();
        if class > 1 || which > 3 || codes > 256 || rest.len() < codes {
            return false;
        }
        told = &rest[codes..];
    }
    true
}
