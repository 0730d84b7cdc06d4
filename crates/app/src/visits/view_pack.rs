//! What a visit is prepared with, as a page.

use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::look::Opened;
use super::pack::{Figures, Pack, Section};
use super::{sv, view};

/// The pack.
pub(super) fn pack(base: &str, of: &Opened, pack: &Pack) -> Markup {
    html! {
        p.kicker { (of.provider.name) ", " (of.kept.name()) }
        h1 { (sv::PACK) }
        p.no-print { a href={ (base) "/underlag?format=pdf" } { "Hämta som PDF" } " · " a href={ (base) "/underlag?format=docx" } { "Hämta som Word" } }
        (view::facts(of))
        @for one in pack.sections() { (section(&one)) }
    }
}

fn section(of: &Section) -> Markup {
    html! {
        section {
            h2 { (of.title) }
            @match &of.figures {
                Figures::None(why) => p.quiet { (why) },
                Figures::Pairs(heads, rows) => (Table::new(of.title.as_str(), heads.iter().map(|head| Column::new(*head)).collect()).hide_caption().stack()
                    .rows(rows.iter().map(|(one, other)| Row::new(vec![html! { (one) }, html! { (other) }])).collect())),
            }
            @if !of.note.is_empty() { p.quiet.small { (of.note) } }
        }
    }
}
