//! What the first page looks like.

use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::comparing::Comparison;
use super::fetches::Fetch;
use super::settings::SourceKind;
use super::store::Head;
use super::{sv, view_fetch};

/// What the first page shows.
pub(super) struct Overview {
    /// Each source, whether it is on, and its newest fetch.
    pub sources: Vec<(SourceKind, bool, Option<Fetch>)>,
    pub comparison: Option<Comparison>,
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
                 kommuner. Den visas med sin källa och sitt datum bredvid era egna siffror.",
                &html! { @if page.keeps { (ui::link_button(&format!("{base}/tabell/ny"), "Läs in en tabell", true)) } }))
        } @else {
            (Table::new("Publicerade tabeller", columns()).hide_caption().stack().rows(there.iter().map(row).collect()))
        }
        @if page.keeps && !there.is_empty() { p { (ui::link_button(&format!("{base}/tabell/ny"), "Läs in en tabell", false)) } }
        @if !gone.is_empty() {
            (ui::reveal("Borttagna tabeller", false, &html! {
                (Table::new("Borttagna tabeller", columns()).hide_caption().stack().rows(gone.iter().map(row).collect()))
            }))
        }
    }
}

fn sources(base: &str, page: &Overview) -> Markup {
    let row = |(kind, active, newest): &(SourceKind, bool, Option<Fetch>)| {
        let (tag, sentence) = view_fetch::standing(*kind, *active, newest.as_ref());
        Row::new(vec![html! { (sv::source(*kind)) }, html! { (tag) }, html! { (sentence) }])
            .href(format!("{base}/hamta/{}", kind.slug()))
    };
    let columns = vec![Column::new("Källa").narrow(), Column::new("Läge").narrow(), Column::new("Vad som är hämtat")];
    html! {
        h2 { "Det som hämtas" }
        (Table::new("Det som hämtas", columns).hide_caption().stack().rows(page.sources.iter().map(row).collect()))
    }
}

fn agreements(base: &str, comparison: &Comparison) -> Markup {
    let differing = comparison.findings.len();
    html! {
        h2 { (view_fetch::AGREEMENTS) }
        p {
            @if differing == 0 { "Era avtal stämmer med Skolenhetsregistret. " }
            @else { (sv::some(differing, "anordnare har", "anordnare har")) " något som skiljer sig mellan avtal och register. " }
            a href={ (base) "/avtal" } { "Se jämförelsen" }
        }
    }
}

/// `mailbox` is where the mailbox is set up, for whoever may.
pub(super) fn overview(base: &str, page: &Overview, mailbox: Option<&str>) -> Markup {
    html! {
        h1 { "Källor" }
        p.lead { "Siffror som kommer från andra, var och en med sin källa och sitt datum." }
        (tables(base, page))
        (sources(base, page))
        @if let Some(comparison) = &page.comparison { (agreements(base, comparison)) }
        @if let Some(mailbox) = mailbox {
            h2 { "Ifyllda mallar med e-post" }
            p { a href=(mailbox) { "Brevlådan för inkommen e-post" } ": var den finns, och vad som händer med breven." }
        }
    }
}
