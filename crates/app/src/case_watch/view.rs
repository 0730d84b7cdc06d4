//! What waits, on a start page.

use domain::abuse::sv as abuse_words;
use domain::cases::sv as words;
use kernel::Day;
use maud::{Markup, html};

use super::list::Awaited;
use super::sv;

/// At most so many are named; the others stand in the list.
const MOST: usize = 5;

/// What waits for the person at one authority, which is named where there are several. `link` gives an address within the
/// authority.
pub fn section(found: &Awaited, authority: Option<&str>, link: impl Fn(&str) -> String, today: Day) -> Markup {
    // What is to be handed in stands first when nobody has said anything.
    let is_quiet = found.own.is_empty() && found.investigations.is_empty() && found.at_schools.0 == 0;
    if !found.handles || is_quiet {
        return html! {};
    }
    let (list, one) = if found.at_authority { ("klagomal", "krankningar") } else { ("arenden", "krankning") };
    let rest = found.own.len().saturating_sub(MOST);
    html! {
        section.waiting-cases {
            h2 { (sv::TITLE) @if let Some(authority) = authority { ", " (authority) } }
            @if found.own.is_empty() {
                p.quiet { (sv::NOTHING) }
            } @else {
                p { (sv::summary(&found.own, today)) }
                ul {
                    @for case in found.own.iter().take(MOST) {
                        li {
                            a href=(link(&format!("{list}/{}", case.id))) { (words::kind(case.kind)) " " (case.number) }
                            ", " (case.unit_name) ": " (sv::next(case.next, today))
                        }
                    }
                }
            }
            @if found.at_authority && found.at_schools.0 > 0 { p { (sv::at_schools(found.at_schools)) } }
            @if !found.investigations.is_empty() {
                h3 { (sv::ABUSE) }
                ul {
                    @for case in found.investigations.iter().take(MOST) {
                        li {
                            a href=(link(&format!("{one}/{}", case.id))) { "Utredning " (case.number) }
                            ", " (case.unit_name) ": "
                            (sv::investigation(abuse_words::state(case.state), case.next, today))
                        }
                    }
                }
                @if found.investigations.len() > MOST { p { a href=(link(one)) { "Alla utredningar (" (found.investigations.len()) ")" } } }
            }
            p { a href=(link(list)) { @if rest > 0 { (sv::more(rest)) } @else { (sv::ALL) } } }
        }
    }
}
