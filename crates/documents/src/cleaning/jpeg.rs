//! A JPEG within a PDF: its dots as they are packed, without what stands beside them.

/// The picture without Exif, XMP, notes of programs and comments (ITU-T T.81 B.1.1.3; markers APP1, APP3 to APP13, APP15
/// and COM). What says how colours are read stays: APP0, APP2 and APP14. Nothing where it is no JPEG from end to end.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut out = vec![0xff, 0xd8];
    loop {
        let [0xff, marker, after @ ..] = rest else { return None };
        match *marker {
            // A byte that fills.
            0xff => rest = &rest[1..],
            // The scan begins: dots to the end of the picture, and nothing after it.
            0xda => {
                let end = rest.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
                out.extend_from_slice(&rest[..end + 2]);
                return within(&out).then_some(out);
            }
            0xd8 | 0xd9 => return None,
            told => {
                let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                let whole = rest.get(..length.checked_add(2)?).filter(|_| length >= 2)?;
                let stays = !matches!(told, 0xe1 | 0xe3..=0xed | 0xef | 0xfe);
                if stays {
                    out.extend_from_slice(whole);
                }
                rest = &rest[whole.len()..];
            }
        }
    }
}

/// Whether no segment that tells something lies among the scans either: a progressive picture has tables between them.
fn within(bytes: &[u8]) -> bool {
    let told = |pair: &[u8]| pair[0] == 0xff && matches!(pair[1], 0xe1 | 0xe3..=0xed | 0xef | 0xfe);
    // Within a scan 0xff is followed by 0x00 or a restart marker, so that a marker is one wherever it stands there.
    let Some(scan) = bytes.windows(2).position(|pair| pair == [0xff, 0xda]) else { return false };
    !bytes[scan..].windows(2).any(told)
}
