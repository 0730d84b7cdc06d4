//! The text of a PDF, line by line.

use lopdf::{Document, LoadOptions};

use super::{BLOCKS, Block, Kind, NotRead, Part, TEXT, WebPage, squeezed};

/// How many pages are read.
const SHEETS: usize = 60;
/// The most that any part of it may unpack to, in bytes.
const UNPACKED: usize = 32 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<WebPage, NotRead> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| NotRead::Broken)?;
    if document.is_encrypted() {
        return Err(NotRead::Broken);
    }
    let sheets: Vec<u32> = document.get_pages().into_keys().collect();
    let mut page = WebPage { sheets: u32::try_from(sheets.len()).ok(), ..WebPage::default() };
    page.cut = sheets.len() > SHEETS;
    let mut size = 0;
    for (number, sheet) in (0_u32..).zip(sheets.iter().take(SHEETS)) {
        // A page whose letters cannot be told is one without text.
        let text = document.extract_text_with_limit(&[*sheet], UNPACKED).unwrap_or_default();
        for line in text.lines().map(squeezed).filter(|line| !line.is_empty()) {
            size += line.len();
            if page.blocks.len() >= BLOCKS || size > TEXT {
                page.cut = true;
                return Ok(page);
            }
            page.blocks.push(Block {
                kind: Kind::Text,
                level: 0,
                text: line,
                cells: Vec::new(),
                heads: Vec::new(),
                within: vec![number],
                part: Part::Main,
                links: Vec::new(),
            });
        }
    }
    Ok(page)
}
