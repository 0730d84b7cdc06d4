//! What the picture of one provider looks like.

use domain::indicators::{Figure, Stands, sv as words};
use maud::{Markup, PreEscaped, html};
use ui::chart::Value;
use ui::{Button, Column, Palette, Row, Table};

use super::look::{Basis, Request};
use super::one_provider::{Around, HandedIn, Line};
use super::{sv, view};

/// Where the page leads.
pub struct Links {
    /// The page itself.
    pub here: String,
    /// All indicators.
    pub indicators: String,
    /// One item that was handed in.
    pub items: String,
    /// Everything that was handed in.
    pub all_items: String,
    /// The focus areas.
    pub focus_areas: String,
    /// Where a figure that misses its target becomes a deficiency, for whoever may.
    pub deficiency: Option<String>,
}

/// Of whom it is.
pub struct Of<'a> {
    /// What the provider is called.
    pub name: &'a str,
    /// Whether it is the one who looks.
    pub own: bool,
    /// Where the page leads.
    pub links: &'a Links,
}

/// The last years as numbers, the oldest first.
fn years_in_words(line: &Line<'_>) -> String {
    let told = |of: &super::reported::YearTold| {
        let mark = if of.reported.is_some() { " (inrapporterat)" } else { "" };
        format!("{}: {}{mark}", of.year, sv::with_base(of.figure))
    };
    line.years.iter().rev().map(told).collect::<Vec<_>>().join(", ")
}

/// The last years as a small line with numbers under it; the line only where there are two values to draw.
fn years(line: &Line<'_>) -> Markup {
    let values: Vec<Value> = line
        .years
        .iter()
        .rev()
        .map(|of| match of.figure {
            Figure::TooFew => Value::TooFew,
            figure => figure.value().map_or(Value::Missing, Value::Known),
        })
        .collect();
    let numbers = years_in_words(line);
    let drawn = values.iter().filter(|value| value.known().is_some()).count() > 1;
    html! { div {
        @if drawn {
            (PreEscaped(ui::sparkline(&format!("ar-{}", line.indicator.slug), line.indicator.title.as_sv(), &numbers, &values, Palette::Page)))
        }
        div.small.quiet { (numbers) }
    } }
}

fn figures(basis: &Basis, lines: &[Line<'_>], of: &Of<'_>) -> Table<'static> {
    let columns = vec![
        Column::new("Indikator"),
        Column::number("Värde"),
        Column::new("Antal av bas"),
        Column::number("Osäkerhet"),
        Column::new("Målvärde"),
        Column::new("Mot målet"),
        Column::number("Alla anordnare"),
        Column::new(format!("De senaste åren{}", basis.cut().map(sv::until).unwrap_or_default())),
    ];
    let request =
        Request { only: if of.own { super::model::Only::default() } else { basis.request.only }, ..basis.request };
    let rows = lines.iter().map(|line| {
        let spread = line.is_distribution();
        let known = line.told.figure.value().is_some();
        let told = &line.told;
        Row::new(vec![
            html! { (line.indicator.title.as_sv()) },
            html! { @if spread && known { "Se fördelningen" } @else { (view::figure_cell(told.figure)) } },
            html! { div {
                @if known && spread { (spread_in_words(line)) }
                @else if known { (sv::part_of(told.figure)) }
                @else { div.small.quiet { (basis.remark(line.indicator, told)) } }
                @if let Some(reported) = &told.reported { div.small.quiet { (reported.words()) } }
            } },
            html! { @if !spread { (sv::interval(told.figure)) } },
            html! { (told.goal.words) },
            html! {
                (view::stands(told.stands))
                @if let Some(link) = of.links.deficiency.as_ref().filter(|_| matches!(told.stands, Some(Stands::Missed | Stands::MissedWithin))) {
                    br; a.small.no-print href={ (link) "&id=" (line.indicator.slug) } { "Gör till brist" }
                }
            },
            html! { @if !spread && !matches!(line.everybody, Figure::Missing(_)) { (view::beside_cell(line.everybody)) } },
            html! { @if !spread { (years(line)) } },
        ])
        .href(format!("{}/{}{}", of.links.indicators, line.indicator.slug, view::query(&request)))
    });
    let csv = format!("{}{}format=csv", of.links.here, joint(basis, of));
    Table::new("Alla indikatorer", columns).hide_caption().stack().rows(rows.collect()).csv(csv)
}

/// The query of the page's own address, ready for one more pair.
fn joint(basis: &Basis, of: &Of<'_>) -> String {
    let request = Request { only: super::model::Only::default(), ..basis.request };
    let query = view::query(&request);
    debug_assert!(!of.links.here.contains('?'), "the address has no query of its own");
    if query.is_empty() { "?".to_owned() } else { format!("{query}&") }
}

/// *A 12 %, B 20 %*.
pub(super) fn spread_in_words(line: &Line<'_>) -> String {
    let part = |part: &domain::indicators::Part| format!("{} {}", words::part(part.term), words::value(part.figure));
    line.parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn grades_and_complaints(basis: &Basis, lines: &[Line<'_>]) -> Markup {
    let pairs: Vec<(&str, Markup)> = lines
        .iter()
        .filter(|line| line.is_grades_or_complaints())
        .map(|line| {
            let note = basis.note(line.indicator);
            let value = html! {
                strong { (sv::with_base(line.told.figure)) }
                @if line.told.figure.value().is_none() { div.small.quiet { (sv::remark(line.told.figure)) } }
                @if !note.is_empty() { div.small.quiet { (note) } }
            };
            (line.indicator.title.as_sv(), value)
        })
        .collect();
    html! {
        @if !pairs.is_empty() {
            h2 { "Betyg och klagomål sida vid sida" }
            (ui::key_values(&pairs))
            p.small.quiet { "Klagomål har inget målvärde. Många klagomål kan betyda att det är lätt att klaga." }
        }
    }
}

fn handed_in(around: &Around, of: &Of<'_>) -> Markup {
    let (deviations, others): (Vec<&HandedIn>, Vec<&HandedIn>) =
        around.handed_in.iter().partition(|one| one.deviations);
    let list = |all: &[&HandedIn]| {
        html! { ul { @for one in all { li {
            a href={ (of.links.items) "/" (one.id) } { (one.title) @if !one.of.is_empty() { ", " (one.of) } }
            @if !one.occasion.is_empty() { span.quiet { ", " (one.occasion) } }
            @if one.versions > 1 { span.quiet { ", version " (one.versions) } }
        } } } }
    };
    html! {
        h2 { "Avvikelser" }
        @if deviations.is_empty() { p.quiet { "Ingen redovisning av avvikelser har kommit in för året." } } @else { (list(&deviations)) }
        h2 { "Andra redovisningar" }
        @if others.is_empty() { p.quiet { "Inget annat har kommit in för året." } } @else { (list(&others)) }
        p.no-print { a href=(of.links.all_items) { @if of.own { "Allt ni har lämnat in" } @else { "Allt som anordnaren ska redovisa, och hur långt det har kommit" } } }
        h2 { "Fokusområden" }
        @if around.focus_areas.is_empty() { p.quiet { "Inga fokusområden är inlagda för året." } }
        @else { ul { @for title in &around.focus_areas { li { (title) } } } }
        p.no-print { a href=(of.links.focus_areas) { "Till fokusområdena" } }
    }
}

/// The whole page.
pub(super) fn page(basis: &Basis, lines: &[Line<'_>], around: &Around, of: &Of<'_>) -> Markup {
    let judged: Vec<_> = lines.iter().filter_map(|line| line.told.stands).collect();
    html! {
        p.kicker { (sv::RESULTS) " " (basis.year()) }
        h1 { (of.name) ", " (sv::months(basis.months)) }
        @if basis.years.is_empty() {
            (ui::empty_state("Inga resultat är inlästa",
                "När kursdeltaganden ur verksamhetssystemet är inlästa visas resultaten här.", &html! {}))
        } @else {
            p.lead { (sv::standing_of_all(&judged, lines.len())) }
            (super::view_frozen::standing(basis, None))
            @if let Some(month) = basis.cut() { p { (sv::so_far(month, basis.known)) } }
            (ui::search_form(&of.links.here, &html! { (view::period_fields(basis)) (Button::secondary("Visa")) }))
        }
        (grades_and_complaints(basis, lines))
        h2 { "Alla indikatorer" }
        (figures(basis, lines, of))
        p.small.no-print { a href={ (of.links.here) (joint(basis, of)) "format=xlsx" } download { "Hämta tabellen som Excel (xlsx)" } }
        (handed_in(around, of))
        p.small.quiet { (view::source(basis)) " Osäkerheten är Wilsons 95-procentsintervall. Anordnare rangordnas inte." (view::why_hidden(basis)) }
    }
}
