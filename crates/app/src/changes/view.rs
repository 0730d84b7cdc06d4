//! How a change is shown before it is made, and to those whom it has touched.

use maud::{Markup, html};
use ui::Tone;

use super::foreseen::{Fate, Foreseen, Group};
use super::sv;

/// What a change will do, item by item, in counts and names.
pub fn foreseen(foreseen: &Foreseen) -> Markup {
    html! {
        h2 { (sv::FORESEEN) }
        @match sv::summary(foreseen) {
            Some(summary) => p.lead { (summary) "." },
            None if foreseen.is_empty() => p { (sv::NOTHING) },
            None => {},
        }
        @for item in &foreseen.items {
            section {
                h3 { (item.title) }
                @for sentence in &item.said { p { (sentence) } }
                ul { @for group in &item.groups { li { (group_of(group)) } } }
            }
        }
    }
}

fn group_of(group: &Group) -> Markup {
    let number = group.names.len();
    html! {
        (sv::fate(&group.fate, number))
        // Where somebody has written is the provider's own until it is handed in: how many is enough.
        @if group.fate == Fate::DraftLeftOver {}
        @else if number <= sv::MANY_NAMES { " " span.quiet { (group.names.join("; ")) } }
        @else {
            (ui::reveal(&sv::show_names(number), false, &html! { ul { @for name in &group.names { li { (name) } } } }))
        }
    }
}

/// Sentences about what has changed, for a page of whoever it touched. Nothing where nothing has.
pub fn notice(sentences: &[Markup]) -> Markup {
    if sentences.is_empty() {
        return html! {};
    }
    ui::notice(
        Tone::Info,
        sv::CHANGED,
        &html! {
            @if let [only] = sentences { p { (only) } }
            @else { ul { @for sentence in sentences { li { (sentence) } } } }
        },
    )
}
