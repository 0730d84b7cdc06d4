//! What an HTML page says. The tree is walked without recursion: a page may be as deep as it likes.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::{BLOCKS, Block, Kind, Part, TEXT, WebPage, squeezed};

/// Nothing in these is read.
const SILENT: [&str; 9] = ["script", "style", "template", "svg", "math", "iframe", "object", "select", "head"];
/// These enclose what belongs together.
const ENCLOSING: [&str; 16] = [
    "div", "section", "article", "main", "aside", "header", "footer", "nav", "ul", "ol", "dl", "li", "table", "tr",
    "address", "form",
];
/// These begin and end a block without enclosing others.
const BLOCKY: [&str; 18] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "td",
    "th",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "center",
    "button",
    "hr",
];
/// How deep the numbers of what encloses a block go.
const DEPTH: usize = 48;

/// A table that is being read.
#[derive(Default)]
struct Table {
    /// Whether it only places things on the page.
    layout: bool,
    heads: Vec<String>,
    cells: Vec<String>,
    /// How many of the cells are headings.
    head_cells: usize,
    rows: usize,
}

#[derive(Default)]
struct Reading {
    page: WebPage,
    text: String,
    links: Vec<(String, String)>,
    within: Vec<u32>,
    enclosing: u32,
    parts: Vec<Part>,
    headings: Vec<u8>,
    items: usize,
    tables: Vec<Table>,
    silent: usize,
    aside: usize,
    size: usize,
    /// The address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
}

pub(super) fn read(text: &str) -> WebPage {
    let html = Html::parse_document(text);
    let mut reading = Reading::default();
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let layout = element.name() == "table" && ElementRef::wrap(node).is_some_and(places);
                    reading.open(element, layout);
                    if element.name() == "title" && reading.page.title.is_empty() {
                        let title: String =
                            ElementRef::wrap(node).map(|title| title.text().collect()).unwrap_or_default();
                        reading.page.title = squeezed(&title);
                    }
                    if element.name() == "noscript" {
                        let said: String = ElementRef::wrap(node).map(|node| node.text().collect()).unwrap_or_default();
                        reading.page.without_script.push_str(&squeezed(&said));
                    }
                }
                Node::Text(text) if reading.silent == 0 && reading.aside == 0 => reading.text.push_str(text),
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    reading.close(element);
                }
            }
        }
        if reading.page.cut {
            break;
        }
    }
    reading.flush();
    reading.page
}

/// Whether a table only places things: it holds another one, headings or whole lists.
fn places(table: ElementRef<'_>) -> bool {
    let inside = table.descendants().skip(1).filter_map(ElementRef::wrap);
    inside.map(|inside| inside.value().name()).any(|name| {
        matches!(name, "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "form" | "nav" | "article" | "section")
    })
}

fn level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&digit).then_some(digit)
}

/// The address that a mail service hides from programs: pairs of hexadecimal digits, the first of which the others are mixed
/// with. A browser shows it to everybody.
fn unmixed(hidden: &str) -> Option<String> {
    let bytes: Vec<u8> = (0..hidden.len() / 2)
        .map(|at| hidden.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect::<Option<_>>()?;
    let (key, rest) = bytes.split_first()?;
    String::from_utf8(rest.iter().map(|byte| byte ^ key).collect()).ok()
}

/// A mailbox or a telephone number out of a link's address.
fn way(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once(':')?;
    let rest = rest.split('?').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" | "tel" | "callto" => Some(unescaped(rest.trim_start_matches('/'))),
        _ => None,
    }
}

/// The text without percent signs; as it is where they make no text.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Reading {
    fn open(&mut self, element: &Element, layout: bool) {
        let name = element.name();
        if SILENT.contains(&name) {
            self.silent += 1;
            self.page.scripted |= name == "script";
            return;
        }
        match name {
            "noscript" => self.aside += 1,
            "html" => self.page.language = element.attr("lang").map(str::to_owned).filter(|lang| !lang.is_empty()),
            "base" => self.page.base = element.attr("href").map(str::to_owned),
            _ => {}
        }
        if self.silent > 0 || self.aside > 0 {
            return;
        }
        let enclosing = ENCLOSING.contains(&name);
        let cell = matches!(name, "td" | "th") && self.tables.last().is_some_and(|table| !table.layout);
        if (enclosing || BLOCKY.contains(&name) || name == "br") && !self.in_cell() {
            self.flush();
        } else if enclosing || BLOCKY.contains(&name) || name == "br" {
            // In a cell lines stand after each other.
            self.text.push_str(if cell { "" } else { ", " });
        }
        if enclosing {
            self.enclosing += 1;
            self.within.push(self.enclosing);
        }
        match name {
            "nav" => self.parts.push(Part::Navigation),
            "footer" => self.parts.push(Part::Footer),
            "li" => self.items += 1,
            "table" => self.tables.push(Table { layout, ..Table::default() }),
            "a" => {
                if let Some(address) = element.attr("href") {
                    self.link = Some((address.to_owned(), self.text.len()));
                }
            }
            "img" => self.picture(element),
            _ => {}
        }
        if cell {
            self.text.clear();
        }
        if let Some(level) = level(name) {
            self.headings.push(level);
        }
        if let Some(address) = element.attr("data-cfemail").and_then(unmixed) {
            self.text.push_str(&format!(" ({address}) "));
        }
        // What a picture or a mark in a link is called is what the link is called.
        if name == "a" && element.attr("aria-label").is_some() {
            self.text.push_str(&format!(" {} ", element.attr("aria-label").unwrap_or_default()));
        }
    }

    fn close(&mut self, element: &Element) {
        let name = element.name();
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
            return;
        }
        if name == "noscript" {
            self.aside = self.aside.saturating_sub(1);
        }
        if self.silent > 0 || self.aside > 0 {
            return;
        }
        if name == "a" {
            self.close_link();
        }
        let data = self.tables.last().is_some_and(|table| !table.layout);
        match name {
            "td" | "th" if data => self.close_cell(name == "th"),
            "tr" if data => self.close_row(),
            _ if (ENCLOSING.contains(&name) || BLOCKY.contains(&name)) && !self.in_cell() => self.flush(),
            _ => {}
        }
        if ENCLOSING.contains(&name) {
            self.within.pop();
        }
        match name {
            "nav" | "footer" => drop(self.parts.pop()),
            "li" => self.items = self.items.saturating_sub(1),
            "table" => drop(self.tables.pop()),
            _ => {}
        }
        if level(name).is_some() {
            self.headings.pop();
        }
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.layout)
    }

    fn close_link(&mut self) {
        let Some((address, from)) = self.link.take() else { return };
        let words = squeezed(self.text.get(from..).unwrap_or_default());
        match way(&address) {
            Some(way) if way.contains('@') => {
                if !words.to_lowercase().contains(&way.to_lowercase()) {
                    self.text.push_str(&format!(" ({way}) "));
                }
            }
            Some(way) => {
                let number = digits(&way);
                let national = number.strip_prefix("46").unwrap_or(&number);
                if !digits(&words).ends_with(national.trim_start_matches('0')) {
                    self.text.push_str(&format!(" ({way}) "));
                }
            }
            None => self.links.push((words, address)),
        }
    }

    fn picture(&mut self, element: &Element) {
        let (alt, at) = (element.attr("alt").unwrap_or_default(), element.attr("src").unwrap_or_default());
        // A picture in a link or a cell is part of what is said there only by its name.
        let block =
            Block { links: vec![(String::new(), at.to_owned())], ..self.block(Kind::Picture, 0, squeezed(alt)) };
        self.push(block);
    }

    fn close_cell(&mut self, head: bool) {
        let cell = squeezed(&std::mem::take(&mut self.text));
        if let Some(table) = self.tables.last_mut() {
            table.head_cells += usize::from(head);
            table.cells.push(cell.trim_matches([',', ' ']).to_owned());
        }
    }

    fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        let head_cells = std::mem::take(&mut table.head_cells);
        table.rows += 1;
        if !cells.is_empty() && head_cells == cells.len() && table.rows == 1 {
            table.heads = cells;
            self.links.clear();
            return;
        }
        let heads = table.heads.clone();
        let said = cells.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" | ");
        if said.is_empty() {
            return;
        }
        let links = std::mem::take(&mut self.links);
        let block = Block { cells, heads, links, ..self.block(Kind::Row, 0, said) };
        self.push(block);
    }

    fn flush(&mut self) {
        // A link that goes on past its block has its words in each.
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
        let text = squeezed(&std::mem::take(&mut self.text));
        let links = std::mem::take(&mut self.links);
        if text.is_empty() && links.is_empty() {
            return;
        }
        let (kind, level) = match self.headings.last() {
            Some(level) => (Kind::Heading, *level),
            None if self.items > 0 => (Kind::Item, 0),
            None => (Kind::Text, 0),
        };
        let block = Block { links, ..self.block(kind, level, text) };
        self.push(block);
    }

    fn block(&self, kind: Kind, level: u8, text: String) -> Block {
        let within = self.within.iter().copied().take(DEPTH).collect();
        let part = self.parts.last().copied().unwrap_or_default();
        Block { kind, level, text, cells: Vec::new(), heads: Vec::new(), within, part, links: Vec::new() }
    }

    fn push(&mut self, block: Block) {
        self.size += block.text.len();
        if self.page.blocks.len() >= BLOCKS || self.size > TEXT {
            self.page.cut = true;
            return;
        }
        self.page.blocks.push(block);
    }
}
