//! What a page says, and whether that is to be trusted to be all it says.

use serde::{Deserialize, Serialize};

use super::units::Unit;
use super::{Why, contacts, sv};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A heading.
    Heading,
    /// A paragraph or a line.
    Text,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// What stands in place of a picture.
    Picture,
}

/// In which part of the page a block stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What the page is about.
    #[default]
    Main,
    /// What leads to other pages.
    Navigation,
    /// What stands last on every page.
    Footer,
}

/// A piece of what a page says, as whoever reads pages gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The level of a heading, from 1; else 0.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// The cells of a row.
    pub cells: Vec<String>,
    /// The headings of the columns.
    pub heads: Vec<String>,
    /// What encloses it, by number, the outermost first.
    pub within: Vec<u32>,
    /// Where it stands.
    pub part: Part,
    /// Words and addresses of links; of a picture, where it lies.
    pub links: Vec<(String, String)>,
}

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebPage {
    /// What it calls itself.
    pub title: String,
    /// The language it says that it is in.
    pub language: Option<String>,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
    /// What its links are relative to, where it says so.
    pub base: Option<String>,
    /// Whether programs belong to it.
    pub scripted: bool,
    /// What it says to whoever runs no programs.
    pub without_script: String,
    /// How many pages a PDF has.
    pub sheets: Option<u32>,
    /// Whether it said more than is read.
    pub cut: bool,
}

/// Why there is nothing of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRead {
    /// The site asks programs not to read it.
    Disallowed,
    /// It could not be fetched.
    Unreachable,
    /// It is larger than what is read.
    TooLarge,
    /// It cannot be opened.
    Broken,
    /// It is neither text nor a PDF.
    OtherKind,
    /// There is no such page.
    NotThere,
}

/// A page of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its address.
    pub address: String,
    /// What it says, or why nothing is known of that.
    pub read: Result<WebPage, NotRead>,
}

/// Whether the page only says that there is no such page, whatever its status was.
pub(super) fn is_not_there(read: &WebPage) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase();
        sv::NOT_THERE.iter().any(|said| text.contains(said)) || text.trim() == "404"
    };
    let heading = read.blocks.iter().find(|block| block.kind == Kind::Heading);
    says(&read.title) || heading.is_some_and(|heading| says(&heading.text))
}

/// Whether the page is one whose contacts a reader would look for.
pub(super) fn is_of_contacts(address: &str, read: &WebPage) -> bool {
    let heading = read.blocks.iter().find(|block| block.kind == Kind::Heading);
    let own = [address, &read.title, heading.map_or("", |heading| heading.text.as_str())];
    own.iter().any(|text| has_any(text, sv::OF_CONTACTS))
}

fn has_any(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Why what the page says cannot be all that it shows, if so.
pub(super) fn unreadable(address: &str, read: &WebPage, units: &[Unit]) -> Option<Why> {
    let words = units.iter().filter(|unit| unit.kind != Kind::Picture && unit.part != Part::Navigation);
    let text: String = words.map(|unit| unit.text.as_str()).collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if let Some(sheets) = read.sheets {
        let least = usize::try_from(sheets).unwrap_or(usize::MAX).saturating_mul(20);
        return (length < least).then_some(Why::PictureOfText);
    }
    let reached = units.iter().any(|unit| !contacts::ways(&unit.text).is_empty());
    if reached {
        return None;
    }
    let consent = has_any(&text, sv::COOKIES) && has_any(&text, sv::CONSENT);
    if consent && length < 700 {
        return Some(Why::Consent);
    }
    if read.scripted && (length < 80 || (length < 400 && has_any(&read.without_script, sv::SCRIPTS))) {
        return Some(Why::Scripts);
    }
    let pictures = || read.blocks.iter().filter(|block| block.kind == Kind::Picture);
    let hints = |picture: &Block| {
        has_any(&picture.text, sv::OF_CONTACTS) || picture.links.iter().any(|(_, at)| has_any(at, sv::OF_CONTACTS))
    };
    let of_contacts = is_of_contacts(address, read);
    if pictures().any(hints) || (of_contacts && length < 200 && pictures().next().is_some()) {
        return Some(Why::PictureOfText);
    }
    (length < 30).then_some(Why::Empty)
}
