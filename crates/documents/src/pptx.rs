//! A tree of slides becomes a presentation: real titles, tables with a heading row and a text alternative, notes, a language, in
//! reading order.
//!
//! Written with `zip` and `quick-xml`, as Word files are. The same tree gives the same bytes. Format: ECMA-376 (Office Open XML),
//! part 1, chapters 19 (PresentationML) and 21 (DrawingML); the order of elements is that of its schemas.

mod fit;
mod parts;
mod slide;

use crate::package::Package;
use crate::slides::{Deck, Defect};

/// The media type of a presentation.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum PptxError {
    /// The presentation lacks something that an accessible file must have.
    #[error("the presentation can not be written: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Defects(Vec<Defect>),
    /// The file could not be put together.
    #[error("the presentation could not be put together: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes the slides as a presentation (.pptx).
///
/// # Errors
/// [`PptxError::Defects`] where the tree lacks what an accessible file must have.
pub fn write(deck: &Deck) -> Result<Vec<u8>, PptxError> {
    let defects = deck.check();
    if !defects.is_empty() {
        return Err(PptxError::Defects(defects));
    }
    let pages = fit::pages(deck);
    // The first slide is the title alone.
    let noted: Vec<bool> = std::iter::once(&deck.notes)
        .chain(pages.iter().map(|page| &page.notes))
        .map(|notes| !notes.trim().is_empty())
        .collect();
    let mut package = Package::new();
    package.text("[Content_Types].xml", &parts::content_types(&noted)?)?;
    package.text("_rels/.rels", parts::ROOT_RELATIONS)?;
    package.text("docProps/core.xml", &parts::core(deck)?)?;
    package.text("docProps/app.xml", parts::APP)?;
    package.text("ppt/presentation.xml", &parts::presentation(deck, noted.len())?)?;
    package.text("ppt/_rels/presentation.xml.rels", &parts::presentation_relations(noted.len())?)?;
    package.text("ppt/slideMasters/slideMaster1.xml", &parts::in_language(parts::MASTER, deck))?;
    package.text("ppt/slideMasters/_rels/slideMaster1.xml.rels", parts::MASTER_RELATIONS)?;
    for (number, layout) in (1..).zip(parts::LAYOUTS) {
        package.text(&format!("ppt/slideLayouts/slideLayout{number}.xml"), &parts::in_language(layout, deck))?;
        package.text(&format!("ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"), parts::LAYOUT_RELATIONS)?;
    }
    package.text("ppt/notesMasters/notesMaster1.xml", &parts::in_language(parts::NOTES_MASTER, deck))?;
    package.text("ppt/notesMasters/_rels/notesMaster1.xml.rels", parts::NOTES_MASTER_RELATIONS)?;
    for number in 1..=2 {
        package.text(&format!("ppt/theme/theme{number}.xml"), parts::THEME)?;
    }
    let first = (slide::title(deck)?, deck.notes.as_str(), parts::TITLE_LAYOUT);
    let rest = pages.iter().enumerate().map(|(at, page)| {
        let layout = if page.has_text() { parts::TEXT_LAYOUT } else { parts::TABLE_LAYOUT };
        Ok::<_, std::io::Error>((slide::page(deck, page, at + 2)?, page.notes.as_str(), layout))
    });
    for (at, one) in std::iter::once(Ok(first)).chain(rest).enumerate() {
        let (xml, notes, layout) = one?;
        let (number, has_notes) = (at + 1, noted.get(at).copied().unwrap_or_default());
        package.text(&format!("ppt/slides/slide{number}.xml"), &xml)?;
        let relations = parts::slide_relations(layout, has_notes.then_some(number))?;
        package.text(&format!("ppt/slides/_rels/slide{number}.xml.rels"), &relations)?;
        if has_notes {
            package.text(&format!("ppt/notesSlides/notesSlide{number}.xml"), &slide::notes(deck, notes)?)?;
            let relations = parts::notes_relations(number)?;
            package.text(&format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"), &relations)?;
        }
    }
    Ok(package.finish()?)
}

#[cfg(test)]
mod tests;
