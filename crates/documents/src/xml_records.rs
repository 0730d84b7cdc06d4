//! Records of an XML file one after the other, however large it is: `root > group key="…" > record > field`. For files that
//! another system sends, in constant memory.
//!
//! A document type is refused, so that no entity is declared and nothing outside the file is ever asked for; of references
//! only the five that XML has and numbers are known.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// How the file is built. Names are local: prefixes are looked past.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'s> {
    /// The outermost element.
    pub root: &'s str,
    /// What records lie in.
    pub group: &'s str,
    /// The attribute that a group is known by.
    pub key: &'s str,
    /// A record.
    pub record: &'s str,
}

/// How much there was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Groups.
    pub groups: u64,
    /// Records.
    pub records: u64,
    /// Elements in groups that are no records of the shape, which are passed over.
    pub others: u64,
}

/// Why the file is not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum XmlFault {
    /// It is not well-formed, or not in UTF-8.
    #[error("not well-formed near byte {0}")]
    Broken(u64),
    /// It has a document type.
    #[error("it has a document type")]
    DocumentType,
    /// It refers to an entity that XML itself does not have.
    #[error("it refers to an entity")]
    Entity,
    /// Its outermost element is another.
    #[error("the outermost element is {0}")]
    OtherRoot(String),
    /// A group has nothing to be known by.
    #[error("a group without a key near byte {0}")]
    NoKey(u64),
    /// Whoever takes the records had enough, or the file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// No file of this kind nests deeper.
const DEEPEST: usize = 64;
/// A field is no longer than this many bytes.
const LONGEST: usize = 64 << 10;

/// Takes every record with the key of its group and its fields, whose texts are trimmed; of a field that is there twice
/// the last. A group that has no record is taken once without.
pub type Take<'t> = dyn FnMut(&str, Option<&BTreeMap<String, String>>) -> io::Result<()> + 't;

struct State<'s, 't> {
    shape: Shape<'s>,
    take: &'t mut Take<'t>,
    open: Vec<String>,
    key: String,
    fields: BTreeMap<String, String>,
    text: String,
    in_group: u64,
    counts: Counts,
}

impl State<'_, '_> {
    fn begins(&mut self, element: &BytesStart<'_>, at: u64) -> Result<(), XmlFault> {
        let name = element.local_name().as_ref().to_owned();
        match self.open.len() {
            0 if name != self.shape.root => return Err(XmlFault::OtherRoot(name)),
            1 if name == self.shape.group => {
                let found = element.try_get_attribute(self.shape.key).map_err(|_| XmlFault::Broken(at))?;
                let value = found
                    .map(|found| found.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned));
                let value = value.transpose().map_err(|_| XmlFault::Broken(at))?;
                self.key = value.map(|value| value.trim().to_owned()).unwrap_or_default();
                if self.key.is_empty() {
                    return Err(XmlFault::NoKey(at));
                }
                self.in_group = 0;
                self.counts.groups += 1;
            }
            2 => {
                self.fields.clear();
                if name == self.shape.record {
                    self.in_group += 1;
                    self.counts.records += 1;
                } else {
                    self.counts.others += 1;
                }
            }
            DEEPEST => return Err(XmlFault::Broken(at)),
            _ => {}
        }
        self.text.clear();
        self.open.push(name);
        Ok(())
    }

    fn ends(&mut self) -> Result<(), XmlFault> {
        let Some(name) = self.open.pop() else { return Ok(()) };
        match self.open.len() {
            3 => {
                self.fields.insert(name, self.text.trim().to_owned());
            }
            2 if name == self.shape.record && self.open[1] == self.shape.group => {
                (self.take)(&self.key, Some(&self.fields))?;
            }
            1 if name == self.shape.group && self.in_group == 0 => (self.take)(&self.key, None)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, at: u64) -> Result<(), XmlFault> {
        if self.open.len() == 4 {
            self.text.push_str(text);
        }
        if self.text.len() > LONGEST { Err(XmlFault::Broken(at)) } else { Ok(()) }
    }
}

/// Reads the file to its end.
///
/// # Errors
/// See [`XmlFault`].
pub fn read<'t>(from: impl BufRead, shape: Shape<'t>, take: &'t mut Take<'t>) -> Result<Counts, XmlFault> {
    let mut reader = Reader::from_reader(from);
    let (open, fields, counts) = (Vec::new(), BTreeMap::new(), Counts::default());
    let (key, text) = (String::new(), String::new());
    let mut state = State { shape, take, open, key, fields, text, in_group: 0, counts };
    let mut buffer = Vec::new();
    let mut begun = false;
    loop {
        buffer.clear();
        let at = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => XmlFault::Io(io::Error::new(error.kind(), error.to_string())),
            _ => XmlFault::Broken(at),
        })?;
        match event {
            Event::Start(element) => {
                begun = true;
                state.begins(&element, at)?;
            }
            Event::Empty(element) => {
                begun = true;
                state.begins(&element, at)?;
                state.ends()?;
            }
            Event::End(_) => state.ends()?,
            Event::Text(text) => state.text(&text.xml10_content(), at)?,
            Event::CData(text) => state.text(&text.xml10_content(), at)?,
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(number)) => number.to_string(),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference.into_inner())
                        .ok_or(XmlFault::Entity)?
                        .to_owned(),
                    Err(_) => return Err(XmlFault::Broken(at)),
                };
                state.text(&known, at)?;
            }
            Event::DocType(_) => return Err(XmlFault::DocumentType),
            Event::Eof if begun && state.open.is_empty() => return Ok(state.counts),
            Event::Eof => return Err(XmlFault::Broken(at)),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SHAPE: Shape<'static> = Shape { root: "alla", group: "en", key: "id", record: "post" };

    fn read_all(text: &str) -> Result<(Vec<String>, Counts), XmlFault> {
        let mut told = Vec::new();
        let counts = read(text.as_bytes(), SHAPE, &mut |key, fields| {
            told.push(format!("{key}: {fields:?}"));
            Ok(())
        })?;
        Ok((told, counts))
    }

    #[test]
    fn every_record_is_told_with_its_group_and_a_group_without_any_once() {
        let (told, counts) = read_all(
            "<?xml version=\"1.0\"?><x:alla xmlns:x=\"u\"><en id=\" a&amp;b \"><post><v> 1 &lt; &#50;</v><w><z>djupt</z></w></post>\
             <annat><v>9</v></annat><post/></en><!-- k --><en id=\"c\"/></x:alla>",
        )
        .unwrap();
        assert_eq!(told[0], "a&b: Some({\"v\": \"1 < 2\", \"w\": \"\"})");
        assert_eq!(told[1..], ["a&b: Some({})".to_owned(), "c: None".to_owned()]);
        assert_eq!(counts, Counts { groups: 2, records: 2, others: 1 });
    }

    #[test]
    fn document_types_entities_and_broken_files_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><alla><en id=\"1\"><post><v>&e;</v></post></en></alla>";
        assert!(matches!(read_all(bomb), Err(XmlFault::DocumentType)));
        let entity = "<alla><en id=\"1\"><post><v>&e;</v></post></en></alla>";
        assert!(matches!(read_all(entity), Err(XmlFault::Entity)));
        assert!(matches!(read_all("<annat/>"), Err(XmlFault::OtherRoot(_))));
        assert!(matches!(read_all("<alla><en/></alla>"), Err(XmlFault::NoKey(_))));
        for broken in ["", "<alla>", "<alla><en id=\"1\"></alla>", "text", &"<alla>".repeat(70)] {
            assert!(read_all(broken).is_err(), "{broken}");
        }
    }
}
