//! Words that weigh more, within a line.

/// A stretch of a line in one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they weigh more.
    pub strong: bool,
}

/// A line in its pieces; empty for a line without words. No two neighbours have the same weight.
pub type Line = Vec<Piece>;

const MARK: &str = "**";

/// The pieces of a line of text.
pub fn pieces(line: &str) -> Line {
    let mut out = Line::new();
    let mut rest = line;
    while let Some(at) = rest.find(MARK) {
        let (before, marked) = rest.split_at(at);
        let inside = &marked[MARK.len()..];
        let strong = inside.find('*').filter(|end| inside[*end..].starts_with(MARK)).map(|end| &inside[..end]);
        push(&mut out, before, false);
        match strong.filter(|words| can_be_strong(words)) {
            Some(words) => {
                push(&mut out, words, true);
                rest = &inside[words.len() + MARK.len()..];
            }
            None => {
                push(&mut out, "*", false);
                rest = &marked[1..];
            }
        }
    }
    push(&mut out, rest, false);
    out
}

/// Whether these words can stand between the marks: something visible at both ends, and no mark among them.
pub(crate) fn can_be_strong(words: &str) -> bool {
    let outer = |c: char| c.is_whitespace();
    !words.is_empty() && !words.starts_with(outer) && !words.ends_with(outer) && !words.contains(['*', '\n'])
}

pub(crate) fn push(line: &mut Line, text: &str, strong: bool) {
    if text.is_empty() {
        return;
    }
    match line.last_mut() {
        Some(last) if last.strong == strong => last.text.push_str(text),
        _ => line.push(Piece { text: text.to_owned(), strong }),
    }
}

/// The line as text, with its marks. Words that cannot stand between marks stand without: white space at their ends
/// moves outside, and what has marks in it is plain.
pub fn line_text(line: &[Piece]) -> String {
    let mut out = String::new();
    for piece in line {
        let words = piece.text.trim();
        if !piece.strong || !can_be_strong(words) {
            out.push_str(&piece.text);
            continue;
        }
        let start = piece.text.len() - piece.text.trim_start().len();
        out.push_str(&piece.text[..start]);
        out.push_str(MARK);
        out.push_str(words);
        out.push_str(MARK);
        out.push_str(&piece.text[start + words.len()..]);
    }
    out
}
