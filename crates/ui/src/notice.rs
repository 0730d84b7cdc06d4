//! Boxes that say what holds for the whole page: notices, warnings, drafts, locks, returns, and what to do where it is
//! empty.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::state::Tone;
use crate::sv;

/// A notice. With a heading or without (empty).
pub fn notice(tone: Tone, heading: &str, body: &Markup) -> Markup {
    html! {
        div class={ "notice " (tone.class()) } {
            (icon(tone.icon()))
            div { @if !heading.is_empty() { p.notice-head { (heading) } } (body) }
        }
    }
}

/// A consequence one must know of before acting.
pub fn warning(text: &str) -> Markup {
    html! { p.warning { (icon(Icon::Warning)) strong { (text) } } }
}

/// *Inte inlämnat*, over everything that is not handed in yet: what is left to do, and by when.
pub fn draft_banner(text: &str) -> Markup {
    html! { p.draft { (icon(Icon::Pencil)) span { strong { (sv::NOT_SENT) } " " (text) } } }
}

/// Locked: why, and who can open it.
pub fn locked_panel(why: &str, who: &Markup) -> Markup {
    html! {
        section.panel.locked {
            (icon(Icon::Lock))
            div { h2 { (sv::LOCKED) } p { (why) } (who) }
        }
    }
}

/// Sent back: by whom and when, the reason in the officer's words, what to do.
pub fn returned_panel(by: &str, reason: &str, todo: &Markup) -> Markup {
    html! {
        section.panel.returned {
            (icon(Icon::Return))
            div { h2 { (sv::RETURNED) } p.by { (by) } blockquote { p { (reason) } } (todo) }
        }
    }
}

/// Nothing here yet: what belongs here and how it comes here.
pub fn empty_state(heading: &str, text: &str, action: &Markup) -> Markup {
    html! { div.empty { p.empty-head { (heading) } p { (text) } (action) } }
}
