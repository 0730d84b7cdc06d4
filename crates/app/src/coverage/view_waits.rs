//! What waits of the adopted plan, as a part of a start page.

use kernel::swedish;
use maud::{Markup, html};

use super::sv;
use super::waits::{Waits, Why};

/// At most so many are named; the others stand in the matrix.
const MOST: usize = 5;

fn told(of: &Waits) -> String {
    match of.why {
        Why::Late => format!("skulle ha gjorts {}", swedish::day(of.by)),
        Why::NotBooked => format!("ingen dag är bokad, senast {}", swedish::day(of.by)),
    }
}

/// The first of what waits, and the way to the rest.
pub(super) fn waits(all: &[Waits], matrix: &str) -> Markup {
    html! {
        @if !all.is_empty() {
            section.waiting-cases {
                h2 { (sv::WAITS) }
                ul {
                    @for one in all.iter().take(MOST) {
                        li { a href=(one.address) { (one.moment) ", " (one.provider) } ": " (told(one)) }
                    }
                }
                p { a href=(matrix) { (sv::TITLE) @if all.len() > MOST { " (" (all.len() - MOST) " till väntar)" } } }
            }
        }
    }
}
