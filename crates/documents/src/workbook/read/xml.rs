//! The little of XML that the parts of a workbook use, over text that is already in memory.
//!
//! Own rather than a crate's for speed: a sheet of 10,000 rows is half a million tags, and a reader that hands out slices
//! and looks at nothing twice takes a third of the time of a general one. A document type is refused, so that no entity
//! can be declared; names are taken without their prefixes; elements must be closed in order.

use std::borrow::Cow;

use crate::raw::Unreadable;

/// No part of a workbook nests deeper than a few levels.
const DEEPEST: usize = 256;

pub(crate) enum Event<'x> {
    /// An element begins; an empty one is followed by its end.
    Start(Tag<'x>),
    /// The element of that local name ends.
    End(&'x str),
    /// Text with its references unresolved; see [`push_text`].
    Text(&'x str),
    /// Text that has no references.
    Verbatim(&'x str),
}

#[derive(Clone, Copy)]
pub(crate) struct Tag<'x> {
    /// The local name.
    pub(crate) name: &'x str,
    attributes: &'x str,
}

pub(crate) struct Xml<'x> {
    rest: &'x str,
    length: usize,
    part: &'x str,
    /// Full names of the open elements.
    open: Vec<&'x str>,
    /// The last tag closed itself.
    closes: bool,
    /// An element has been seen, so that text alone is no document.
    begun: bool,
}

impl<'x> Xml<'x> {
    pub(crate) fn new(text: &'x str, part: &'x str) -> Self {
        Self { rest: text, length: text.len(), part, open: Vec::new(), closes: false, begun: false }
    }

    /// How many bytes have been read: where the next event begins.
    pub(crate) fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    fn damaged<T>(&self) -> Result<T, Unreadable> {
        Err(Unreadable::Damaged { part: self.part.to_owned() })
    }

    /// The next event, or `None` at the end of a document whose elements are all closed.
    pub(crate) fn next(&mut self) -> Result<Option<Event<'x>>, Unreadable> {
        if self.closes {
            self.closes = false;
            return Ok(self.open.pop().map(|name| Event::End(local(name))));
        }
        loop {
            if self.rest.is_empty() {
                return if self.open.is_empty() && self.begun { Ok(None) } else { self.damaged() };
            }
            let Some(markup) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Ok(Some(Event::Text(text)));
            };
            match markup.as_bytes().first() {
                Some(b'/') => return self.end(&markup[1..]).map(Some),
                Some(b'?') => self.skip("?>")?,
                Some(b'!') if markup.starts_with("!--") => self.skip("-->")?,
                Some(b'!') => {
                    let Some(inside) = markup.strip_prefix("![CDATA[") else { return self.damaged() };
                    let Some(end) = inside.find("]]>") else { return self.damaged() };
                    self.rest = &inside[end + 3..];
                    return Ok(Some(Event::Verbatim(&inside[..end])));
                }
                _ => return self.start(markup).map(Some),
            }
        }
    }

    fn skip(&mut self, until: &str) -> Result<(), Unreadable> {
        let Some(end) = self.rest.find(until) else { return self.damaged() };
        self.rest = &self.rest[end + until.len()..];
        Ok(())
    }

    fn end(&mut self, markup: &'x str) -> Result<Event<'x>, Unreadable> {
        let Some(end) = markup.bytes().position(|byte| byte == b'>') else { return self.damaged() };
        let name = markup[..end].trim_ascii_end();
        self.rest = &markup[end + 1..];
        if self.open.pop() == Some(name) { Ok(Event::End(local(name))) } else { self.damaged() }
    }

    fn start(&mut self, markup: &'x str) -> Result<Event<'x>, Unreadable> {
        // A bracket inside a quoted value ends nothing.
        let mut quote = 0;
        let end = markup.bytes().position(|byte| match byte {
            b'"' | b'\'' if quote == 0 => {
                quote = byte;
                false
            }
            byte if byte == quote => {
                quote = 0;
                false
            }
            byte => byte == b'>' && quote == 0,
        });
        let Some(end) = end else { return self.damaged() };
        let inside = &markup[..end];
        self.rest = &markup[end + 1..];
        let (inside, closes) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let length = inside.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(length);
        if name.is_empty() || self.open.len() >= DEEPEST {
            return self.damaged();
        }
        (self.closes, self.begun) = (closes, true);
        self.open.push(name);
        Ok(Event::Start(Tag { name: local(name), attributes }))
    }
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    match name.bytes().position(|byte| byte == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

impl<'x> Tag<'x> {
    /// The attributes: full name and unresolved value. What is no attribute ends the list.
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'x str, &'x str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let text = rest.trim_ascii_start();
            let equals = text.bytes().position(|byte| byte == b'=')?;
            let value = text[equals + 1..].trim_ascii_start();
            let quote = value.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''))?;
            let end = value[1..].bytes().position(|byte| byte == quote)?;
            rest = &value[end + 2..];
            Some((text[..equals].trim_ascii_end(), &value[1..=end]))
        })
    }

    /// The value of an attribute by its local name.
    pub(crate) fn attribute(self, name: &str) -> Option<Cow<'x, str>> {
        self.attributes().find(|(key, _)| local(key) == name).map(|(_, value)| resolve(value))
    }

    /// The value of an attribute that has a prefix, by its local name: `r:id` and not `id`.
    pub(crate) fn prefixed(self, name: &str) -> Option<Cow<'x, str>> {
        self.attributes().find(|(key, _)| key.len() > name.len() && local(key) == name).map(|(_, value)| resolve(value))
    }

    /// Whether an attribute is set to true.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| is_true(&value))
    }
}

/// Whether a value of the type boolean is true.
pub(crate) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Adds the text of an event.
pub(crate) fn push_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) => out.push_str(&resolve(text)),
        Event::Verbatim(text) => out.push_str(text),
        Event::Start(_) | Event::End(_) => {}
    }
}

/// The text with references to characters resolved and line ends as one character (XML 1.0, 2.11 and 4.6).
fn resolve(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'\r')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'\r')) {
        out.push_str(&rest[..at]);
        let special = &rest[at..];
        if let Some(after) = special.strip_prefix('\r') {
            out.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        // The longest reference is `&#x10FFFF;`; a bare ampersand stands for itself.
        let name = special.bytes().take(12).position(|byte| byte == b';').map(|end| &special[1..end]);
        if let Some((name, c)) = name.and_then(|name| Some((name, reference(name)?))) {
            out.push(c);
            rest = &special[name.len() + 2..];
        } else {
            out.push('&');
            rest = &special[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn reference(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}

/// Text with Excel's own escapes resolved: `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1,
/// 22.4.2.4, `ST_Xstring`). A zero character is dropped, since no database column of text can hold one.
pub(crate) fn unescape(text: String) -> String {
    if !text.contains("_x") && !text.contains('\0') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 7)
            .and_then(|code| code.strip_suffix('_'))
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let Some(c) = code {
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out.replace('\0', "")
}

#[cfg(test)]
#[expect(clippy::format_push_string, reason = "tests")]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<String, Unreadable> {
        let mut xml = Xml::new(text, "part");
        let mut out = String::new();
        while let Some(event) = xml.next()? {
            match &event {
                Event::Start(tag) => {
                    let attributes: Vec<String> =
                        tag.attributes().map(|(k, v)| format!("{k}={}", resolve(v))).collect();
                    out.push_str(&format!("<{} {}>", tag.name, attributes.join(",")));
                }
                Event::End(name) => out.push_str(&format!("</{name}>")),
                text => push_text(&mut out, text),
            }
        }
        Ok(out)
    }

    #[test]
    fn tags_attributes_text_and_what_lies_between_are_told() {
        let text = "<?xml version=\"1.0\"?><!-- <x> --><a:b r:id = 'x>\"&lt;' c=\"\u{e5}\" ><d/>1 &amp; &#229;&#xE5;&no; & 2\r\n<![CDATA[<&amp;>]]></a:b >\n";
        assert_eq!(told(text).as_deref(), Ok("<b r:id=x>\"<,c=\u{e5}><d ></d>1 & \u{e5}\u{e5}&no; & 2\n<&amp;></b>\n"));
    }

    #[test]
    fn what_is_not_closed_in_order_or_declares_entities_is_damaged() {
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "</a>",
            "<a",
            "<a b='>",
            "<a><b></a></b>",
            "<!DOCTYPE a><a/>",
            "<a><![CDATA[</a>",
            "<>",
            "< a/>",
            "<!-- ",
        ] {
            assert!(told(text).is_err(), "{text}");
        }
        assert!(told(&"<a>".repeat(300)).is_err());
    }

    #[test]
    fn excels_own_escapes_are_resolved_and_lookalikes_kept() {
        let cases = [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00_", "_x00_"),
            ("_x", "_x"),
            ("_x0000_\u{e5}_x\u{e5}\u{e5}\u{e5}", "\u{e5}_x\u{e5}\u{e5}\u{e5}"),
        ];
        for (text, expected) in cases {
            assert_eq!(unescape(text.to_owned()), expected);
        }
    }
}
