//! What a visit is prepared with, as a page.

use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::look::Opened;
use super::pack::{Figures, Pack, Section};
use super::{sv, view};

fn pairs(title: &str, heads: [&'static str; 2], rows: &[(String, String)], (none, note): (&str, String)) -> Section {
    let figures = if rows.is_empty() { Figures::None(none.to_owned()) } else { Figures::Pairs(heads, rows.to_vec()) };
    Section { title: title.to_owned(), figures, note }
}

impl Pack {
    /// The sections, in the order in which they are read.
    pub fn sections(&self) -> Vec<Section> {
        let (site, checked) = match &self.site {
            Some((day, rows)) => (rows.clone(), format!("Kontrollerad {}.", swedish::day(*day))),
            None => (Vec::new(), String::new()),
        };
        vec![
            pairs(
                "Resultat",
                ["Indikator", "Nu"],
                &self.indicators,
                ("Inga resultat är inlästa för anordnaren.", self.source.clone()),
            ),
            pairs(
                "Tidigare år",
                ["Indikator", "Värde"],
                &self.earlier_years,
                ("Inga värden från tidigare år är inlämnade.", String::new()),
            ),
            pairs(
                "Tidigare besök",
                ["Då", "Vad som blev av det"],
                &self.visits,
                ("Inget tidigare besök har ett fastställt protokoll.", String::new()),
            ),
            pairs(
                "Klagomål",
                ["Kategori", "Antal"],
                &self.complaints,
                (
                    "Inga klagomål är kända.",
                    "Klagomål som har kommit in om anordnaren de senaste två åren. Bara antal: vad som har sagts står i ärendena.".to_owned(),
                ),
            ),
            pairs("Webbkontroll", ["Roll", "Läge"], &site, ("Webbplatsen har inte kontrollerats.", checked)),
            pairs("Fokusområden", ["Område", "Mål"], &self.focus, ("Inga fokusområden är inlämnade.", String::new())),
            Section {
                title: "Enkät".to_owned(),
                figures: Figures::None(sv::SURVEY.to_owned()),
                note: String::new(),
            },
        ]
    }
}

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
