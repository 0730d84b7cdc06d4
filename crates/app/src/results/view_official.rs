//! What published figures beside an indicator look like.

use domain::year::{OfficialSource, Word};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::official::{Beside, kind};
use crate::sources;

/// The measures beside the indicator; nothing where the year ties none to it. `sources` leads to where sources are set up,
/// for whoever may see them.
pub(super) fn section(all: &[Beside], sources: Option<&str>) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 #officiell { "Officiell statistik bredvid" }
            p { "Siffrorna är källans egna och visas som de publicerades. Källan kan räkna på ett annat sätt och på andra \
                elever än ni, så en skillnad mot er egen siffra är inget fel i sig. De räknas inte ihop med era siffror." }
            @for one in all { (measure(one, sources)) }
        }
    }
}

fn sex(slug: &str) -> &'static str {
    match slug {
        "women" => "Kvinnor",
        "men" => "Män",
        _ => "Alla",
    }
}

fn measure(one: &Beside, sources: Option<&str>) -> Markup {
    let name = kind(one.official.source).map_or("", sources::name);
    let title =
        if one.title.is_empty() { format!("{name}, mått {}", one.official.measure) } else { one.title.clone() };
    let leads = sources.map(|base| format!("{base}/hamta/{}", one.official.source.slug()));
    if one.figures.is_empty() {
        return html! {
            h3 { (title) }
            p.quiet {
                "Inga siffror är hämtade för måttet " (one.official.measure) " i " (name) ". "
                @match &leads {
                    Some(href) => { a href=(href) { "Se om källan är påslagen och om måttet är valt" } "." }
                    None => { "En administratör slår på källan och väljer måttet under Källor." }
                }
            }
        };
    }
    let bases = one.figures.iter().any(|figure| figure.n.is_some());
    let mut columns =
        vec![Column::number("År"), Column::new("Kön"), Column::new("Plats"), Column::number("Källans siffra")];
    if bases {
        columns.push(Column::number("Antal (n)"));
    }
    columns.push(Column::new("Hämtad").narrow());
    let rows = one.figures.iter().map(|figure| {
        let own = one.own.as_deref() == Some(figure.place.as_str());
        let mut cells = vec![
            html! { (figure.year) },
            html! { (sex(&figure.sex)) },
            html! { (figure.place) @if own { " (er kommun)" } },
            html! { @if figure.value.is_empty() { span.missing { (sources::shown(&figure.value, &figure.status)) } } @else { (sources::shown(&figure.value, &figure.status)) } },
        ];
        if bases {
            cells.push(html! { @if let Some(n) = figure.n { (swedish::integer(n)) } });
        }
        cells.push(html! { @if let Some(at) = figure.at { (swedish::day(at.day())) } });
        Row::new(cells)
    });
    html! {
        h3 { (title) }
        (Table::new(title.as_str(), columns).hide_caption().stack().dense().rows(rows.collect()))
        p.small.quiet {
            "Källa: " (name) ", mått " (one.official.measure) ". "
            @if one.official.source == OfficialSource::Kolada { a href={ "https://api.kolada.se/v3/kpi/" (one.official.measure) } rel="noreferrer" { "Måttet hos källan" } ". " }
            @if let Some(href) = &leads { a href=(href) { "Allt som är hämtat" } }
        }
    }
}
