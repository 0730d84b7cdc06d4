//! The poster as a PDF.

use documents::content::{Block, Document, Figure, Text};
use kernel::{Day, Language};

use super::pages::Wall;
use super::sv;
use crate::voice::{TONGUES, Tongue};

/// The languages that the faces of the typesetter can write; the page has them all.
pub(super) const fn is_on_paper(tongue: Tongue) -> bool {
    !matches!(tongue.language, Language::Ar | Language::Fa | Language::Ti)
}

/// The poster of the unit.
pub(super) fn poster(wall: &Wall, authority: &str, today: Day, svg: String) -> Document {
    let title = TONGUES.first().map(|swedish| swedish.say("start-title")).unwrap_or_default();
    let mut document = Document::new(title, authority, today);
    document.subtitle = wall.title.clone();
    document.subject = sv::SUBJECT.to_owned();
    let alt = sv::alternative(&wall.title, &wall.address);
    document.blocks.push(Block::Figure(Figure { svg, alt, caption: String::new() }));
    document.blocks.push(Block::paragraph(sv::SCAN));
    document.blocks.push(Block::paragraph(Text::default().strong(wall.address.as_str())));
    let languages = TONGUES.iter().filter(|tongue| is_on_paper(**tongue));
    let line = |tongue: &Tongue| {
        let name = format!("{}: ", tongue.say("language-name"));
        Text::default().strong(name).plain(tongue.say("wall-text"))
    };
    document.blocks.push(Block::List { ordered: false, items: languages.map(line).collect() });
    document
}
