//! The reading room: the providers' answers to one question side by side, with themes and quotations.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::Text;

/// One provider's answer.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// Whose.
    pub provider: Text<'a>,
    /// For which area or unit, version, day: a line.
    pub source: Text<'a>,
    /// Where the whole submission is.
    pub href: Text<'a>,
    /// The text; line breaks are kept. Empty when nothing was answered.
    pub text: Text<'a>,
    /// The text with headings, lists, tables and pictures, where it has any.
    pub rich: Option<Markup>,
    /// The themes it is tagged with.
    pub themes: Vec<Text<'a>>,
    /// What can be done with it: a form to tag, a button to quote.
    pub tools: Option<Markup>,
}

/// A theme, with the number of answers when that is told.
pub fn theme_tag(theme: &str, number: Option<u64>) -> Markup {
    html! { span.theme { (theme) @if let Some(number) = number { " " span.count { (number) } } } }
}

/// A quotation with its source.
pub fn quote(text: &str, source: &str, href: &str) -> Markup {
    html! {
        figure.quote {
            blockquote { p { (text) } }
            figcaption { @if href.is_empty() { (source) } @else { a href=(href) { (source) } } }
        }
    }
}

/// The answers side by side in columns that wrap, one for each provider (each an `h2`: the question is the page's heading).
pub fn reading_room(question: &str, answers: &[Answer<'_>]) -> Markup {
    html! {
        section.reading aria-label=(question) {
            @for answer in answers {
                article.answer {
                    h2 { a href=(answer.href) { (answer.provider) } }
                    p.answer-source { (answer.source) }
                    @if answer.text.trim().is_empty() { p.missing { (sv::NO_ANSWER) } }
                    @else if let Some(rich) = &answer.rich { (rich) }
                    @else { @for part in answer.text.split("\n\n") { p.answer-text { (part) } } }
                    @if !answer.themes.is_empty() {
                        ul.themes role="list" { @for theme in &answer.themes { li { (theme_tag(theme, None)) } } }
                    }
                    @if let Some(tools) = &answer.tools { div.answer-tools { (tools) } }
                }
            }
            @if answers.is_empty() { p.missing { (icon(Icon::Info)) (sv::NO_ANSWER) } }
        }
    }
}
