//! What can be opened: guides to a question, more to read. Native `details`, so they work without script.

use maud::{Markup, html};

use crate::text::slug;

/// A guide at a question: help to think, never mandatory. With script it stays open where a person left it open.
pub fn guide(summary: &str, body: &Markup) -> Markup {
    html! { details.guide data-remember=(slug(summary)) { summary { (summary) } div.guide-body { (body) } } }
}

/// More of the same, under a line that says what.
pub fn reveal(summary: &str, open: bool, body: &Markup) -> Markup {
    html! { details.reveal open[open] { summary { (summary) } div { (body) } } }
}

/// The rest of something long, of which the beginning stands above: folded on the screen and whole on paper.
pub fn fold(summary: &str, body: &Markup) -> Markup {
    html! { details.reveal.fold { summary { (summary) } div { (body) } } }
}

/// Text set in from the margin: a quotation of rules, an example.
pub fn help_inset(body: &Markup) -> Markup {
    html! { div.inset { (body) } }
}
