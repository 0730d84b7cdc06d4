//! The year's items with their templates, and the versions of one.

use std::collections::BTreeMap;

use domain::year::{Item, Year};
use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Column, Field, Icon, Row, Table, Tone, tag};

use super::pages::Of;
use super::sv;
use crate::own_templates::{Brief, Version};

fn mark(used: Option<Instant>, retired: Option<Instant>) -> Markup {
    let word = sv::standing(used, retired);
    match (used, retired) {
        (Some(_), None) => tag(Tone::Good, Icon::CheckCircle, &word),
        (None, None) => tag(Tone::Info, Icon::Pencil, &word),
        _ => tag(Tone::Neutral, Icon::Check, &word),
    }
}

/// Every item that can have one, with its template.
pub(super) fn list(base: &str, year: &Year, items: &[&Item], by_item: &BTreeMap<&str, Vec<&Brief>>) -> Markup {
    let rows = items.iter().map(|item| {
        let versions = by_item.get(item.slug.as_str()).map_or(&[][..], Vec::as_slice);
        let shown = versions.iter().find(|version| version.used_at.is_some() && version.retired_at.is_none());
        let occasion = year.occasion(item.occasion.as_str()).map_or("", |occasion| occasion.title.as_sv());
        Row::new(vec![
            html! { (item.title.as_sv()) },
            html! { (occasion) },
            match shown.or_else(|| versions.first()) {
                Some(version) => html! { (mark(version.used_at, version.retired_at)) " version " (version.version) },
                None => html! { span.quiet { "Den vanliga mallen" } },
            },
        ])
        .href(format!("{base}/{}", item.slug))
    });
    let columns = vec![Column::new("Redovisning"), Column::new("Tillfälle"), Column::new("Mall")];
    let table =
        Table::new("Redovisningar som kan ha en egen mall", columns).hide_caption().stack().rows(rows.collect());
    html! {
        h1 { "Egna mallar " (year.year) }
        p.lead { "Har ni en egen arbetsbok eller ett eget Word-dokument, med er logotyp och er layout? Ladda upp filen och säg en gång vad cellerna eller fälten är. Sedan är det den som anordnarna hämtar, fyller i och skickar tillbaka." }
        (table)
        p.quiet { "Redovisningar med tabeller tar en arbetsbok, de som besvaras med text ett Word-dokument. Avvikelser om fokusområden står inte här: de rör varje anordnares egna." }
    }
}

/// The versions of an item, and where a file is uploaded.
pub(super) fn item(base: &str, of: &Of, versions: &[Version], fault: Option<&str>) -> Markup {
    let (year, item, is_words) = (&of.year, &of.item, of.is_words());
    let faults: Vec<(&str, &str)> = fault.into_iter().map(|fault| ("fil", fault)).collect();
    let rows = versions.iter().map(|version| {
        Row::new(vec![
            html! { "Version " (version.version) },
            mark(version.used_at, version.retired_at),
            html! { (version.file_name) },
            html! { (swedish::instant(version.at)) },
            html! { (version.by) },
        ])
        .href(format!("{base}/{}", version.id))
    });
    let columns = vec![
        Column::new("Version").narrow(),
        Column::new("Läge").narrow(),
        Column::new("Fil"),
        Column::new("Uppladdad").narrow(),
        Column::new("Av"),
    ];
    let table = Table::new("Versioner", columns).hide_caption().stack().rows(rows.collect());
    let (label, accept, help) = if is_words {
        (
            "Ert dokument",
            ".docx",
            "Word (.docx), högst 4 MB, utan makron, lösenord och spårade ändringar. Tomt, med innehållskontroller eller rubriker där svaren skrivs.",
        )
    } else {
        (
            "Er arbetsbok",
            ".xlsx",
            "Excel (.xlsx), högst 4 MB, utan makron och lösenord. Tom, med kolumnernas rubriker på en rad för sig.",
        )
    };
    let field = Field::new("fil", label).help(help).fault(fault);
    html! {
        (ui::error_summary(&faults))
        h1 { "Egen mall: " (item.title.as_sv()) }
        p.quiet { (year.title.as_sv()) }
        @if versions.is_empty() {
            (ui::empty_state("Ingen egen mall än", if is_words { "Anordnarna hämtar det vanliga dokumentet, med rubriker, anvisningar och siffror." } else { "Anordnarna hämtar den vanliga mallen, med samma kolumner som webbformuläret." }, &html! {}))
        } @else { (table) }
        section {
            h2 { @if is_words { "Ladda upp ett Word-dokument" } @else { "Ladda upp en arbetsbok" } }
            (ui::upload_form(base, &html! {
                (ui::file_upload(&field, accept, false))
                (ui::actions(&html! { (Button::primary(if is_words { "Ladda upp och se fälten" } else { "Ladda upp och se cellerna" }).icon(Icon::Upload)) }))
            }))
        }
    }
}
