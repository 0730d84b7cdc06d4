//! The one small markup of running text: what people write in a text field, and what comes back from Word, read the same
//! way by every writer (web pages, PDF, Word files).
//!
//! Line by line, and nothing else is markup, so that text written before there was any reads as it did:
//!
//! | a line | is |
//! | --- | --- |
//! | `## Heading`, `### Heading` | a heading below the section's own |
//! | `- item` | an item of a list |
//! | `1. item`, then `2.`, `3.` … | an item of a numbered list; numbers that do not count up from 1 are text |
//! | `\| a \| b \|`, then `\| --- \| --- \|` | the heads of a table; rows follow |
//! | `![what it shows](name)` | a picture, where `name` is [`is_name`] |
//! | anything with `**words**` in it | words that weigh more |
//!
//! A general markup reader was weighed and left: it makes code of indented lines, headings of underlined ones, and eats
//! backslashes and asterisks (`docs/decisions/0021`). [`canonical`] gives one text for all that reads alike.

mod inline;

use crate::content::{Block, Column, Inline, Picture, Table, Text, clean};

pub(crate) use inline::push;
pub use inline::{Line, Piece, line_text, pieces};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Lines that follow on each other.
    Paragraph(Vec<Line>),
    /// A heading below the section's own.
    Heading {
        /// 1 right below it, 2 below that.
        level: u8,
        /// The words.
        text: String,
    },
    /// A list.
    List {
        /// Whether it counts.
        ordered: bool,
        /// Its items.
        items: Vec<Line>,
    },
    /// A table; every row has as many cells as there are heads.
    Table {
        /// The heads of its columns.
        head: Vec<Line>,
        /// The rows below them.
        rows: Vec<Vec<Line>>,
    },
    /// A picture that lies elsewhere under this name.
    Picture {
        /// Its name.
        name: String,
        /// What it shows, for whoever does not see it; empty where nobody has written it yet.
        alt: String,
    },
}

/// Whether this can be the name of a picture: lower-case letters, digits and hyphens, beginning with a letter.
pub fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The line that places a picture.
pub fn picture_line(name: &str, alt: &str) -> String {
    let alt: String = clean(alt).chars().map(|c| if matches!(c, '\n' | '[' | ']') { ' ' } else { c }).collect();
    format!("![{}]({name})", alt.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The parts of the text, in reading order.
pub fn parse(text: &str) -> Vec<Part> {
    let text = clean(text);
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let mut parts = Vec::new();
    let mut paragraph: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let (part, taken) = special(&lines[at..]);
        if line.is_empty() || part.is_some() {
            let ended = std::mem::take(&mut paragraph);
            parts.extend((!ended.is_empty()).then_some(Part::Paragraph(ended)));
            match (parts.last_mut(), part) {
                // A list with empty lines in it is one list, as it is in Word.
                (Some(Part::List { ordered: false, items }), Some(Part::List { ordered: false, items: more })) => {
                    items.extend(more);
                }
                (_, part) => parts.extend(part),
            }
        } else {
            paragraph.push(pieces(line));
        }
        at += taken;
    }
    parts.extend((!paragraph.is_empty()).then_some(Part::Paragraph(paragraph)));
    parts
}

/// What begins at the first of the lines, where it is no line of a paragraph, and how many lines it takes.
fn special(lines: &[&str]) -> (Option<Part>, usize) {
    let line = lines.first().copied().unwrap_or_default();
    if let Some((level, text)) = heading(line) {
        return (Some(Part::Heading { level, text: text.to_owned() }), 1);
    }
    if let Some((name, alt)) = picture(line) {
        return (Some(Part::Picture { name: name.to_owned(), alt: alt.to_owned() }), 1);
    }
    let items: Vec<Line> = lines.iter().map_while(|line| bullet(line)).map(pieces).collect();
    if !items.is_empty() {
        let taken = items.len();
        return (Some(Part::List { ordered: false, items }), taken);
    }
    let items: Vec<Line> = (1..).zip(lines).map_while(|(number, line)| numbered(line, number)).map(pieces).collect();
    if !items.is_empty() {
        let taken = items.len();
        return (Some(Part::List { ordered: true, items }), taken);
    }
    let Some(head) = cells(line).filter(|_| lines.get(1).is_some_and(|line| is_rule(line))) else { return (None, 1) };
    let rows: Vec<Vec<Line>> = lines.iter().skip(2).map_while(|line| cells(line)).collect();
    let taken = rows.len() + 2;
    let part = table(head, rows);
    if is_bars(&part) { (None, 1) } else { (Some(part), taken) }
}

/// Whether the table has no word in it, or is one cell: what somebody typed with bars and no table, which in Word it
/// would not be either.
fn is_bars(part: &Part) -> bool {
    let Part::Table { head, rows } = part else { return false };
    rows.is_empty() && (head.len() <= 1 || head.iter().all(Vec::is_empty))
}

/// A table with as many cells in every row, without rows that say nothing.
pub fn table(mut head: Vec<Line>, mut rows: Vec<Vec<Line>>) -> Part {
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    head = head.iter().map(plain).collect();
    let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    head.resize(columns, Line::new());
    for row in &mut rows {
        row.resize(columns, Line::new());
    }
    Part::Table { head, rows }
}

/// The cell without weights and on one line: heads of columns weigh alike.
fn plain(cell: &Line) -> Line {
    let text: String = cell.iter().map(|piece| piece.text.as_str()).collect();
    // As a document sets them: runs of white space are one space, no-break spaces stay.
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}');
    let again = pieces(&words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    // Marks that were apart may have come together.
    if again.iter().any(|piece| piece.strong) { plain(&again) } else { again }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let (level, text) = match line.strip_prefix("## ") {
        Some(text) => (1, text),
        None => (2, line.strip_prefix("### ")?),
    };
    let text = text.trim();
    (!text.is_empty()).then_some((level, text))
}

fn picture(line: &str) -> Option<(&str, &str)> {
    let (alt, name) = line.trim().strip_prefix("![")?.strip_suffix(')')?.split_once("](")?;
    (is_name(name) && !alt.contains(['[', ']'])).then(|| (name, alt.trim()))
}

fn bullet(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("- ").map(str::trim).filter(|item| !item.is_empty())
}

fn numbered(line: &str, number: u32) -> Option<&str> {
    let item = line.trim_start().strip_prefix(&number.to_string())?.strip_prefix(". ")?;
    Some(item.trim()).filter(|item| !item.is_empty())
}

/// The cells of a row; a bar in a cell is written `\|`.
fn cells(line: &str) -> Option<Vec<Line>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut chars = inside.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.next_if_eq(&'|').is_some() => cell.push('|'),
            '|' => cells.push(std::mem::take(&mut cell)),
            char => cell.push(char),
        }
    }
    cells.push(cell);
    Some(cells.iter().map(|cell| pieces(cell.trim())).collect())
}

fn is_rule(line: &str) -> bool {
    let inside = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    inside.is_some_and(|inside| {
        inside.split('|').all(|cell| {
            let dashes = cell.trim().trim_matches(':');
            dashes.len() >= 3 && dashes.bytes().all(|byte| byte == b'-')
        })
    })
}

/// The parts as text, one empty line between them.
pub fn write(parts: &[Part]) -> String {
    parts.iter().map(part_text).collect::<Vec<_>>().join("\n\n")
}

fn part_text(part: &Part) -> String {
    let joined = |lines: Vec<String>| lines.join("\n");
    match part {
        Part::Paragraph(lines) => joined(lines.iter().map(|line| line_text(line)).collect()),
        Part::Heading { level: 1, text } => format!("## {text}"),
        Part::Heading { text, .. } => format!("### {text}"),
        Part::List { ordered: false, items } => {
            joined(items.iter().map(|item| format!("- {}", line_text(item))).collect())
        }
        Part::List { ordered: true, items } => {
            joined((1..).zip(items).map(|(number, item)| format!("{number}. {}", line_text(item))).collect())
        }
        Part::Table { head, rows } => {
            let row = |cells: &Vec<Line>| {
                let cells: Vec<String> = cells.iter().map(|cell| line_text(cell).replace('|', "\\|")).collect();
                format!("| {} |", cells.join(" | "))
            };
            let rule = format!("| {} |", vec!["---"; head.len()].join(" | "));
            joined([row(head), rule].into_iter().chain(rows.iter().map(row)).collect())
        }
        Part::Picture { name, alt } => picture_line(name, alt),
    }
}

/// One text for all that reads alike: what the same parts are written as. White space around a line says nothing.
pub fn canonical(text: &str) -> String {
    let text = clean(text);
    let trimmed: Vec<&str> = text.split('\n').map(str::trim).collect();
    write(&parse(&trimmed.join("\n")))
}

/// The words of the text without its marks, for where only words can stand.
pub fn plain_words(text: &str) -> String {
    let words = |line: &Line| line.iter().map(|piece| piece.text.as_str()).collect::<String>();
    let part = |part: &Part| match part {
        Part::Paragraph(lines) => lines.iter().map(words).collect::<Vec<_>>().join("\n"),
        Part::Heading { text, .. } => text.clone(),
        Part::List { items, .. } => {
            items.iter().map(|item| format!("\u{2013} {}", words(item))).collect::<Vec<_>>().join("\n")
        }
        Part::Table { head, rows } => {
            let row = |cells: &Vec<Line>| cells.iter().map(words).collect::<Vec<_>>().join(", ");
            std::iter::once(head).chain(rows).map(row).collect::<Vec<_>>().join("\n")
        }
        Part::Picture { alt, .. } => alt.clone(),
    };
    parse(text).iter().map(part).collect::<Vec<_>>().join("\n\n")
}

/// Whether there is nothing but paragraphs of plain words in it.
pub fn is_plain(parts: &[Part]) -> bool {
    parts
        .iter()
        .all(|part| matches!(part, Part::Paragraph(lines) if lines.iter().flatten().all(|piece: &Piece| !piece.strong)))
}

/// The pictures that the text places: name, and what each shows.
pub fn pictures(text: &str) -> Vec<(String, String)> {
    let of = |part: Part| if let Part::Picture { name, alt } = part { Some((name, alt)) } else { None };
    if text.contains("](") { parse(text).into_iter().filter_map(of).collect() } else { Vec::new() }
}

/// A line as text of a document.
fn text_of(line: &Line) -> Text {
    let piece = |piece: &Piece| {
        if piece.strong { Inline::Strong(piece.text.clone()) } else { Inline::Text(piece.text.clone()) }
    };
    Text(line.iter().map(piece).collect())
}

/// The text as blocks of a document whose section heading has the level: headings in it lie below. `picture` finds what
/// lies under a name; what it does not find is said in its place.
pub fn blocks(text: &str, level: u8, picture: &dyn Fn(&str) -> Option<Picture>) -> Vec<Block> {
    let one = |part: Part| match part {
        Part::Paragraph(lines) => {
            let mut text = Text::default();
            for (number, line) in lines.iter().enumerate() {
                if number > 0 {
                    text.0.push(Inline::Text("\n".to_owned()));
                }
                text.0.extend(text_of(line).0);
            }
            Block::Paragraph { text: joined(text) }
        }
        Part::Heading { level: below, text } => Block::heading(level + below, text),
        Part::List { ordered, items } => Block::List { ordered, items: items.iter().map(text_of).collect() },
        Part::Table { head, rows } => {
            let columns = head.iter().map(|cell| Column::words(line_text(cell), 1)).collect();
            let mut table = Table::new("", columns);
            table.rows = rows.iter().map(|row| row.iter().map(text_of).collect()).collect();
            Block::Table(table)
        }
        Part::Picture { name, alt } => match picture(&name) {
            Some(found) => Block::Picture(Picture { name, alt: crate::sv::picture_alt(&alt), ..found }),
            None => Block::paragraph(crate::sv::picture_gone(&alt)),
        },
    };
    parse(text).into_iter().map(one).collect()
}

/// Plain pieces that follow on each other as one, so that plain text is the one piece it always was.
fn joined(text: Text) -> Text {
    let mut out: Vec<Inline> = Vec::new();
    for piece in text.0 {
        match (out.last_mut(), piece) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            (_, piece) => out.push(piece),
        }
    }
    Text(out)
}

#[cfg(test)]
pub(crate) mod tests;
