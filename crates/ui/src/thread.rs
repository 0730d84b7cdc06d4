//! Questions and answers at an item.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::Text;

/// One message.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// Who wrote it, and from where.
    pub from: Text<'a>,
    /// When, in words.
    pub when: Text<'a>,
    /// What; line breaks are kept.
    pub text: Text<'a>,
    /// Whether the reader's own side wrote it.
    pub own: bool,
    /// Whether it is published to all providers.
    pub published: bool,
}

/// The messages, oldest first. A form to answer comes after it.
pub fn thread(messages: &[Message<'_>]) -> Markup {
    html! {
        ol.thread role="list" {
            @for message in messages {
                li .message .own[message.own] {
                    p.message-head { strong { (message.from) } " " span { (message.when) } }
                    p.message-text { (message.text) }
                    @if message.published { p.message-note { (icon(Icon::Bubble)) (sv::PUBLISHED) } }
                }
            }
        }
    }
}
