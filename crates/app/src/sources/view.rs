//! What the first page looks like.

use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::store::Head;

/// What the first page shows.
pub(super) struct Overview {
    pub tables: Vec<Head>,
    pub keeps: bool,
}

fn tables(base: &str, page: &Overview) -> Markup {
    let (there, gone): (Vec<&Head>, Vec<&Head>) = page.tables.iter().partition(|head| head.removed_at.is_none());
    let columns = || {
        vec![
            Column::new("Tabell"),
            Column::new("Källa"),
            Column::new("Publicerad").narrow(),
            Column::new("Inläst").narrow(),
        ]
    };
    let row = |head: &&Head| {
        Row::new(vec![
            html! { (head.title) },
            html! { (head.source) },
            html! { (swedish::day(head.published_on)) },
            html! { (swedish::day(head.at.day())) },
        ])
        .href(format!("{base}/tabell/{}", head.number))
    };
    html! {
        h2 { "Publicerade tabeller" }
        @if there.is_empty() {
            (ui::empty_state("Inga tabeller är inlästa",
                "Läs in en tabell som någon annan har publicerat, till exempel befolkningens studiedeltagande i länets \
                 kommuner. Den visas med sin källa och sitt datum bredvid era egna siffror.", &html! {}))
        } @else {
            (Table::new("Publicerade tabeller", columns()).hide_caption().stack().rows(there.iter().map(row).collect()))
        }
        @if page.keeps { p { (ui::link_button(&format!("{base}/tabell/ny"), "Läs in en tabell", there.is_empty())) } }
        @if !gone.is_empty() {
            (ui::reveal("Borttagna tabeller", false, &html! {
                (Table::new("Borttagna tabeller", columns()).hide_caption().stack().rows(gone.iter().map(row).collect()))
            }))
        }
    }
}

pub(super) fn overview(base: &str, page: &Overview) -> Markup {
    html! {
        h1 { "Källor" }
        p.lead { "Siffror som kommer från andra, var och en med sin källa och sitt datum." }
        (tables(base, page))
    }
}
