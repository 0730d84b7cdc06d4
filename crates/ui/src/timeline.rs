//! What has happened, in human sentences, newest first.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::state::Tone;
use crate::text::Text;

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// When, in words.
    pub when: Text<'a>,
    /// Machine-readable time (`datetime`); empty when there is none.
    pub stamp: Text<'a>,
    /// Who did what, in a sentence.
    pub sentence: Text<'a>,
    /// More: a reason, a link.
    pub more: Option<Markup>,
    /// Its sign.
    pub icon: Icon,
    /// Its colour.
    pub tone: Tone,
}

/// The line of events.
pub fn timeline(events: &[Event<'_>]) -> Markup {
    html! {
        ol.timeline role="list" {
            @for event in events {
                li class=(event.tone.class()) {
                    span.dot { (icon(event.icon)) }
                    div {
                        p.sentence { (event.sentence) }
                        @if event.stamp.is_empty() { p.when { (event.when) } }
                        @else { p.when { time datetime=(event.stamp) { (event.when) } } }
                        @if let Some(more) = &event.more { div.event-more { (more) } }
                    }
                }
            }
        }
    }
}
