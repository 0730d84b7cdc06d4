//! How a change is shown before it is made, and to those whom it has touched.

use domain::changes::Standing;
use maud::{Markup, html};
use ui::Tone;

use super::foreseen::{Fate, Foreseen, Group};
use super::sv;
use super::told::Told;

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
                ul { @for groups in together(&item.groups) { li { (group_of(&groups)) } } }
            }
        }
    }
}

/// Groups of the same people of whom the same is said first stand in one line.
fn together(groups: &[Group]) -> Vec<Vec<&Group>> {
    let mut lines: Vec<Vec<&Group>> = Vec::new();
    for group in groups {
        let same = |line: &&mut Vec<&Group>| {
            line.first().is_some_and(|first| sv::is_of_same(&first.fate, &group.fate) && first.names == group.names)
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.push(group),
            None => lines.push(vec![group]),
        }
    }
    lines
}

fn group_of(groups: &[&Group]) -> Markup {
    let [group, more @ ..] = groups else { return html! {} };
    let number = group.names.len();
    html! {
        (sv::fate(&group.fate, number))
        @for more in more { " " (sv::continued(&more.fate)) }
        // Where somebody has written is the provider's own until it is handed in: how many is enough.
        @if group.fate == Fate::DraftLeftOver {}
        @else if number <= sv::MANY_NAMES { " " span.quiet { (group.names.join("; ")) } }
        @else {
            (ui::reveal(&sv::show_names(number), false, &html! { ul { @for name in &group.names { li { (name) } } } }))
        }
    }
}

/// Sentences about what has changed, for a page of whoever it touched: how it is now, and folded what a later change has
/// overtaken. Nothing where nothing has changed.
pub fn notice(sentences: &[Markup], overtaken: &[Markup]) -> Markup {
    if sentences.is_empty() && overtaken.is_empty() {
        return html! {};
    }
    ui::notice(
        Tone::Info,
        sv::CHANGED,
        &html! {
            // The newest; the rest would fill a phone's first pages.
            @if let [newest, rest @ ..] = sentences {
                p { (newest) }
                @if !rest.is_empty() {
                    (ui::reveal(&sv::more_changes(rest.len()), false, &html! { ul { @for sentence in rest { li { (sentence) } } } }))
                }
            }
            @if !overtaken.is_empty() {
                (ui::reveal(&sv::overtaken(overtaken.len()), false, &html! {
                    ul { @for sentence in overtaken { li { (sentence) } } }
                }))
            }
        },
    )
}

/// The sentence, marked where some of what it says or all of it has been changed again.
pub fn marked(told: &Told) -> Markup {
    html! {
        (told.sentence)
        @match told.standing {
            Standing::Holds => {}
            Standing::Partly => { " " (sv::PARTLY) }
            Standing::Overtaken => { " " span.quiet { (sv::OVERTAKEN) } }
        }
    }
}
