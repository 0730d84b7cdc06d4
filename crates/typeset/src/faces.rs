//! The faces that come with Typst (Libertinus Serif, New Computer Modern, DejaVu Sans Mono) and which characters they can
//! draw. PDF/A and PDF/UA forbid a character without a shape, so what no face can draw is replaced *before* typesetting
//! by U+FFFD, the sign for exactly that.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use unicode_segmentation::UnicodeSegmentation;

/// All faces, in the order of the assets.
pub static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    Faces { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// The faces and the book that Typst chooses from.
pub struct Faces {
    /// What Typst looks up.
    pub book: LazyHash<FontBook>,
    /// By the index in the book.
    pub fonts: Vec<Font>,
}

/// Stands where a character can not be drawn.
const REPLACEMENT: char = '\u{fffd}';

impl Faces {
    /// The text with everything replaced that no face can draw. A base letter with marks is kept whole only where one
    /// face has all of it; else the marks are dropped, and where the letter itself is missing, the sign is set.
    pub fn drawable(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            if cluster.is_ascii() || self.one_face_has(cluster) {
                out.extend(cluster.chars().filter(|&char| !invisible(char)));
            } else {
                let base = cluster.chars().find(|&char| !invisible(char));
                match base {
                    Some(char) if self.one_face_has(char.encode_utf8(&mut [0; 4])) => out.push(char),
                    Some(_) => out.push(REPLACEMENT),
                    None => {}
                }
            }
        }
        out
    }

    /// The text with everything replaced that is not Latin, Greek or Cyrillic: the way out when shaping fails even so.
    pub fn plain(text: &str) -> String {
        let known = |char: char| {
            matches!(char, '\n' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{3ff}'
            | '\u{400}'..='\u{45f}' | '\u{2010}'..='\u{2026}' | '\u{202f}' | '\u{2212}' | '\u{20ac}')
        };
        text.chars().map(|char| if known(char) { char } else { REPLACEMENT }).collect()
    }

    fn one_face_has(&self, cluster: &str) -> bool {
        self.fonts.iter().any(|font| {
            let coverage = &font.info().coverage;
            cluster
                .chars()
                .filter(|&char| !invisible(char) && !char.is_whitespace())
                .all(|char| !matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) && coverage.contains(char as u32))
        })
    }
}

/// Characters without a shape of their own. Joiners matter in Persian and Indic words only, and variation selectors and
/// tags only where a face has the variants, which these have not.
fn invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{3164}'
        | '\u{ffa0}' | '\u{206a}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}
