//! The little of XML that the parts of a workbook use. A document type is refused, so that no entity can be declared.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::raw::Unreadable;

pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
    /// Elements that are open.
    pub(super) depth: usize,
}

impl<'x> Xml<'x> {
    pub(super) fn new(text: &'x str, part: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, depth: 0 }
    }

    pub(super) fn damaged(&self) -> Unreadable {
        Unreadable::Damaged { part: self.part.to_owned() }
    }

    /// The next event, or `None` at the end of a document whose elements are all closed.
    pub(super) fn next(&mut self) -> Result<Option<Event<'x>>, Unreadable> {
        match self.reader.read_event() {
            Ok(Event::Eof) if self.depth == 0 => Ok(None),
            Ok(Event::Eof | Event::DocType(_)) | Err(_) => Err(self.damaged()),
            Ok(event) => {
                match event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                // No part of a workbook nests deeper than a few levels.
                if self.depth > 256 { Err(self.damaged()) } else { Ok(Some(event)) }
            }
        }
    }
}

/// The value of an attribute by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether an attribute is set to true.
pub(super) fn flag(start: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(start, name).as_deref(), Some("1" | "true" | "on"))
}

/// Adds the text of an event.
pub(super) fn push_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => out.push(c),
            Ok(None) => out.push_str(match reference.as_ref() {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                _ => "\u{fffd}",
            }),
            Err(_) => out.push('\u{fffd}'),
        },
        _ => {}
    }
}

/// Text with Excel's own escapes resolved: `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1,
/// 22.4.2.4, `ST_Xstring`). A zero character is dropped, since no database column of text can hold one.
pub(super) fn unescape(text: String) -> String {
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
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
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
