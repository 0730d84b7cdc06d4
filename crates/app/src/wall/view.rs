//! The list of units and the poster.

use maud::{Markup, PreEscaped, html};
use ui::{Column, Row, Table};

use super::pages::Wall;
use super::sv;
use crate::voice::TONGUES;

/// The way here.
pub(super) fn way(href: &str) -> Markup {
    html! { p { a href=(href) { (sv::TITLE) } " att sätta upp och skicka ut, så att elever hittar hit." } }
}

/// The units with their posters and links.
pub(super) fn list(base: &str, authorities: &Markup, walls: &[Wall]) -> Markup {
    let columns = vec![Column::new("Enhet"), Column::new("Affisch"), Column::new("Länk efter en kurs")];
    let rows = walls.iter().map(|wall| {
        let poster = format!("{base}/{}", wall.unit);
        Row::new(vec![
            html! { (wall.title) },
            html! {
                a href=(poster) { "Visa och skriv ut" span.hidden { ", " (wall.title) } } br;
                a href={ (poster) "?format=pdf" } download { "PDF" span.hidden { ", " (wall.title) } }
            },
            (link(wall)),
        ])
    });
    let table = Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
        "Inga enheter här",
        "När en enhet står i registret har den en affisch här.",
        &html! {},
    ));
    html! {
        h1 { (sv::TITLE) }
        (authorities)
        p.lead { "Affischen leder till enhetens eget formulär, där skolan redan är vald. Länken efter en kurs gör detsamma och frågar vad eleven tyckte." }
        (table)
    }
}

/// The link after a course, to be copied: one click marks all of it. It is an address like any other: whoever follows it is not known.
fn link(wall: &Wall) -> Markup {
    html! {
        code.wall-link dir="ltr" translate="no" { (wall.after_course()) }
    }
}

/// The poster, as it is printed.
pub(super) fn poster(pdf: &str, wall: &Wall, svg: &str) -> Markup {
    let swedish = TONGUES.first();
    html! {
        div.actions.no-print {
            button.button.primary type="button" data-print hidden { "Skriv ut" }
            a href=(pdf) download { "Hämta som PDF" }
        }
        article.wall {
            @if let Some(swedish) = swedish { h1 { (swedish.say("start-title")) } }
            p.lead { (wall.title) }
            div.wall-code role="img" aria-label=(sv::alternative(&wall.title, &wall.address)) { (PreEscaped(svg)) }
            p { (sv::SCAN) }
            p.wall-address dir="ltr" translate="no" { strong { (wall.address) } }
            ul.wall-tongues role="list" {
                @for tongue in TONGUES {
                    li lang=(tongue.tag) dir=[tongue.right_to_left().then_some("rtl")] {
                        strong { (tongue.say("language-name")) } " " (tongue.say("wall-text"))
                    }
                }
            }
        }
        section.no-print {
            h2 { "Länk efter en kurs" }
            p { "Skicka den till dem som har läst en kurs. Skolan är vald, och frågan är vad de tyckte. Ni ser inte vem som svarar." }
            (link(wall))
            p.quiet { (sv::NOT_IN_PDF) }
        }
    }
}
