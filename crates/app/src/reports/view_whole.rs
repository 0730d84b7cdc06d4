//! All parts of a report on one page.

use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, FileItem, Row, Table};

use super::pages_whole::ReportPart;
use super::sv;
use super::view_tasks::{for_whom, state_mark};

/// How far each part has come, and the whole as files.
pub(super) fn overview(parts: &[ReportPart], base: &str, link: &dyn Fn(&str) -> String) -> Markup {
    let (written, of) = parts.iter().fold((0, 0), |(w, o), part| (w + part.written.0, o + part.written.1));
    let signed = parts.iter().filter(|part| part.handed_in().is_some()).count();
    let columns = vec![
        Column::new("Del"),
        Column::new("Läge"),
        Column::number("Rubriker med text"),
        Column::new("Senast skrivet"),
        Column::new("Sista dag"),
    ];
    let rows = parts.iter().map(|part| row(part, link)).collect();
    let file = |rest: &str, title: &'static str, format: &'static str| FileItem {
        href: format!("{base}/hela/{rest}").into(),
        title: title.into(),
        format: format.into(),
        bytes: None,
        note: "".into(),
    };
    let title = parts.first().map_or("", |part| part.opened.item.title.as_sv());
    html! {
        h1 { (sv::WHOLE_REPORT) ": " (title) }
        p.lead { (sv::whole_sum(parts.len(), signed, (written, of))) }
        (Table::new("Delarna", columns).rows(rows).hide_caption().stack())
        section {
            h2 { "Hela rapporten i ett dokument" }
            (ui::file_list(&[file("pdf", "Hela rapporten", "PDF"), file("word", "Hela rapporten", "Word")]))
            p.quiet { "Delar som är inlämnade står som de signerades, de andra som utkast. Dokumentet läses inte tillbaka: varje del har ett eget Word-dokument att skriva i." }
        }
    }
}

fn row(part: &ReportPart, link: &dyn Fn(&str) -> String) -> Row<'static> {
    let assignment = &part.opened.assignment;
    let (written, of) = part.written;
    let last = part.opened.draft.last();
    Row::new(vec![
        html! { (for_whom(assignment)) },
        html! { (state_mark(assignment.state.name(), assignment.lock.is_some())) },
        html! { (written) " av " (of) },
        html! {
            @match last {
                Some((person, at)) => { (part.opened.name(person)) ", " (swedish::instant(at)) },
                None => span.missing { "Inget" },
            }
        },
        html! { (swedish::day(assignment.last_day())) },
    ])
    .href(link(&format!("uppgift/{}", assignment.id)))
}
