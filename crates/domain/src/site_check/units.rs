//! What a page says, cut into sentences, lines and rows: what can stand beside each other.

use unicode_normalization::UnicodeNormalization as _;

use super::contacts;
use super::page::{Kind, Part, WebPage};

/// A sentence, a line or a row.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub kind: Kind,
    pub level: u8,
    pub text: String,
    pub part: Part,
    pub within: Vec<u32>,
    /// The headings above it.
    pub place: Vec<String>,
    pub links: Vec<(String, String)>,
    /// Whether it begins a list or a card of its own after one that ended.
    pub begins: bool,
}

impl Unit {
    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
    /// Whether it is nothing but a name.
    pub(super) fn is_name(&self) -> bool {
        matches!(contacts::names(&self.text)[..], [(0, ref name)] if name.len() + 2 >= self.text.trim().len())
    }
    /// Whether it is nothing but one link that leads to another page.
    pub(super) fn is_link(&self) -> bool {
        self.links.len() == 1
            && !self.text.is_empty()
            && clean(&self.links[0].0).trim() == self.text.trim_end_matches('.').trim()
    }
    /// Whether the same card, list or part encloses both, and nothing wider only.
    pub(super) fn shares(&self, other: &Self) -> bool {
        let common = self.within.iter().zip(&other.within).take_while(|(one, two)| one == two).count();
        let deeper = self.within.len().min(other.within.len());
        common + 1 >= deeper || common == deeper
    }
}

/// Text with plain spaces and hyphens, and nothing invisible in it.
pub(super) fn clean(text: &str) -> String {
    let plain = text.nfc().filter_map(|letter| match letter {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' => Some('-'),
        letter if letter.is_whitespace() => Some(' '),
        letter => Some(letter),
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a text: cut where a mark that ends one is followed by a space and a capital letter.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before = ['\0'; 2];
    for (at, letter) in text.char_indices() {
        if letter.is_uppercase() && before[1] == ' ' && matches!(before[0], '.' | '!' | '?') {
            let word = text[..at].trim_end().trim_end_matches(['.', '!', '?']).rsplit(' ').next().unwrap_or_default();
            // An initial or a short word for something longer ends nothing.
            if word.chars().count() > 1 && !super::sv::SHORTENED.contains(&word.to_lowercase().as_str()) {
                cuts.push(at);
            }
        }
        before = [before[1], letter];
    }
    cuts.push(text.len());
    cuts.windows(2).map(|cut| text[cut[0]..cut[1]].trim()).filter(|sentence| !sentence.is_empty()).collect()
}

/// The units of a page in reading order.
pub(super) fn of(page: &WebPage) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut headings: Vec<(u8, String)> = Vec::new();
    for block in &page.blocks {
        let text = clean(&block.text);
        if block.kind == Kind::Heading {
            headings.retain(|(level, _)| *level < block.level);
        }
        let place: Vec<String> = headings.iter().map(|(_, text)| text.clone()).collect();
        let unit = |text: String| Unit {
            kind: block.kind,
            level: block.level,
            text,
            part: block.part,
            within: block.within.clone(),
            place: place.clone(),
            links: block.links.clone(),
            begins: false,
        };
        match block.kind {
            Kind::Heading => {
                headings.push((block.level, text.clone()));
                units.push(unit(text));
            }
            Kind::Row => {
                // A column that is named after a role says of its cells whose they are.
                for (head, cell) in block.heads.iter().zip(&block.cells) {
                    if !cell.trim().is_empty() && !super::roles::mentions(&clean(head)).is_empty() {
                        units.push(unit(format!("{}: {}", clean(head), clean(cell))));
                    }
                }
                units.push(unit(text));
            }
            Kind::Picture => units.push(unit(text)),
            Kind::Text | Kind::Item if text.is_empty() => {
                let words = block.links.iter().map(|(words, _)| clean(words));
                units.extend(words.filter(|words| !words.is_empty()).map(unit));
            }
            Kind::Text | Kind::Item => units.extend(sentences(&text).into_iter().map(|text| unit(text.to_owned()))),
        }
    }
    units.retain(|unit| !unit.text.is_empty());
    for at in 1..units.len() {
        let (before, here) = (&units[at - 1], &units[at]);
        let common = before.within.iter().zip(&here.within).take_while(|(one, two)| one == two).count();
        // Out of one card and into another.
        units[at].begins = common < before.within.len() && common < here.within.len() && here.kind != Kind::Item;
    }
    units
}
