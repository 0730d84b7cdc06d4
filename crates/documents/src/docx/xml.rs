//! A thin layer over `quick_xml::Writer`: elements as nested calls, texts and attributes escaped.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// XML that is being written.
pub struct Xml(Writer<Vec<u8>>);

/// Attributes of an element.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part of a package: begins with its declaration.
    pub fn part() -> io::Result<Self> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Self(writer))
    }

    /// An element with content.
    pub fn with(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let element = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        let end = element.to_end().into_owned();
        self.0.write_event(Event::Start(element.borrow()))?;
        content(self)?;
        self.0.write_event(Event::End(end))
    }

    /// The beginning of an element whose content is written by somebody else; [`Self::close`] ends it.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let element = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(element))
    }

    /// The end of an element that [`Self::open`] began.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(quick_xml::events::BytesEnd::new(name)))
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let element = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(element))
    }

    /// An element without content and with one attribute `w:val`: most settings in a Word file.
    pub fn value(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.empty(name, &[("w:val", value)])
    }

    /// An element that holds text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.with(name, attributes, |xml| xml.0.write_event(Event::Text(BytesText::new(text))))
    }

    /// What has been written.
    pub fn finish(self) -> io::Result<String> {
        String::from_utf8(self.0.into_inner()).map_err(io::Error::other)
    }
}
