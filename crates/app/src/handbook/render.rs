//! Texts in Markdown (CommonMark) as markup: headings get names that links can point at.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};

/// A heading of the second level: its name and its words.
pub type Heading = (String, String);

/// A text, rendered.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The words of its first heading.
    pub title: String,
    /// Its headings of the second level.
    pub headings: Vec<Heading>,
    /// All of it.
    pub body: Markup,
}

/// Renders a text of ours. Raw HTML in it is shown as the text it is.
pub fn render(text: &str) -> Rendered {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut rendered = Rendered { title: String::new(), headings: Vec::new(), body: PreEscaped(String::new()) };
    let mut open: Option<(usize, String)> = None;
    for event in Parser::new(text) {
        let event = match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            other => other,
        };
        if let (Some((_, words)), Event::Text(piece) | Event::Code(piece)) = (&mut open, &event) {
            words.push_str(piece);
        }
        match &event {
            Event::Start(Tag::Heading { .. }) => open = Some((events.len(), String::new())),
            Event::End(TagEnd::Heading(level)) => {
                if let Some((at, words)) = open.take() {
                    let name = domain::year::slugged(&words).unwrap_or_default();
                    if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(at) {
                        *id = Some(CowStr::from(name.clone()));
                    }
                    match *level as usize {
                        1 if rendered.title.is_empty() => rendered.title = words,
                        2 => rendered.headings.push((name, words)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        events.push(event);
    }
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    rendered.body = PreEscaped(out);
    rendered
}
