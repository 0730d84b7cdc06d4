//! The year's visits compiled, and a settled protocol.

use domain::visits::{Answer, FindingKind, Sheet, Standing, sv as words, tally};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row as Line, Table};

use super::look::{Opened, Row};
use super::store::Kept;
use super::{sv, view, view_sheet};

/// Who visited, of those whose names stand in the history: whoever wrote that it was settled.
fn settled(rows: &[Row]) -> impl Iterator<Item = (&Row, &Kept, &Sheet)> {
    rows.iter().flat_map(|row| row.visits.iter().filter_map(move |kept| Some((row, kept, kept.settled()?))))
}

/// Everything that was praised.
pub(super) fn of_kind(rows: &[Row], kind: FindingKind) -> Vec<(String, String, String)> {
    settled(rows)
        .flat_map(|(row, _, sheet)| {
            sheet
                .findings()
                .filter(move |(_, finding)| finding.kind == kind)
                .map(|(point, finding)| (row.provider.name.clone(), point.title.clone(), finding.text.clone()))
        })
        .collect()
}

/// Those that have had none, and have an agreement.
pub(super) fn without(rows: &[Row]) -> Vec<&Row> {
    rows.iter().filter(|row| row.has_agreement && !row.is_visited() && !row.is_noted()).collect()
}

/// Those of whom a visit is noted as done without a protocol: whom, and what is said of it.
pub(super) fn noted(rows: &[Row]) -> Vec<(String, String)> {
    let of = rows.iter().flat_map(|row| row.noted.iter().map(move |noted| (row, noted)));
    let mut all: Vec<_> = of.map(|(row, noted)| (noted.on, row.provider.name.clone(), sv::noted(noted.on))).collect();
    all.sort();
    all.into_iter().map(|(_, name, text)| (name, text)).collect()
}

/// The visits that are not called off, the first day first.
pub(super) fn by_day(rows: &[Row]) -> Vec<(&Row, &Kept)> {
    let all = rows.iter().flat_map(|row| row.visits.iter().map(move |kept| (row, kept)));
    let mut all: Vec<_> = all.filter(|(_, kept)| kept.visit.standing() != Standing::Cancelled).collect();
    all.sort_by_key(|(_, kept)| (kept.visit.slot, kept.number));
    all
}

/// A row of the table of points.
pub(super) fn point_cells(rows: &[Row]) -> Vec<Vec<String>> {
    let number = |count: usize| swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
    tally(settled(rows).map(|(_, _, sheet)| sheet))
        .into_iter()
        .map(|of| {
            let [observations, deficiencies, praise] = of.findings;
            let mut cells = vec![of.title];
            cells.extend(of.answers.into_iter().map(number));
            cells.extend([deficiencies, praise, observations].map(number));
            cells
        })
        .collect()
}

/// The heads of the table of points.
pub(super) fn point_heads() -> Vec<&'static str> {
    let mut heads = vec!["Punkt"];
    heads.extend(Answer::ALL.iter().map(|answer| words::answer(*answer)));
    heads.extend(["Brister", "Beröm", "Iakttagelser"]);
    heads
}

/// The year compiled for the board.
pub(super) fn year(base: &str, (year, years): (i16, &[i16]), rows: &[Row]) -> Markup {
    let columns = vec![
        Column::new("Anordnare"),
        Column::new("Dag"),
        Column::new("Läge"),
        Column::new("Utfall"),
        Column::new("Nytt besök").narrow(),
    ];
    let lines = by_day(rows).into_iter().map(|(row, kept)| {
        let line = Line::new(vec![
            html! { (row.provider.name) },
            html! { (swedish::day(kept.visit.slot.day)) },
            html! { (words::standing(kept.visit.standing())) },
            html! { @match view::found(kept) { Some(text) => (text), None => span.quiet { "–" } } },
            html! { @match kept.visit.closed { Some((_, Some(day))) => (swedish::day(day)), _ => span.quiet { "–" } } },
        ]);
        if kept.settled().is_some() { line.href(format!("{base}/{year}/{}", kept.id)) } else { line }
    });
    let heads = point_heads().into_iter().enumerate();
    let points = heads.map(|(at, head)| if at == 0 { Column::new(head) } else { Column::number(head) }).collect();
    let cells =
        point_cells(rows).into_iter().map(|row| Line::new(row.into_iter().map(|text| html! { (text) }).collect()));
    html! {
        p.kicker { (sv::SETTLED)
            @for other in years.iter().filter(|other| **other != year) { " · " a href={ (base) "/" (other) } { (other) } }
        }
        h1 { (sv::OF_BOARD) " " (year) }
        p.lead { (view::summary(rows)) }
        p.no-print { a href={ (base) "/" (year) "/fil/pdf" } { "Hämta som PDF" } " · " a href={ (base) "/" (year) "/fil/docx" } { "Hämta som Word" } }
        h2 { "Besök" }
        (Table::new("Besök", columns).hide_caption().stack().rows(lines.collect())
            .empty(ui::empty_state("Inga besök under året", "Här står besöken när de är planerade, och protokollen när de är fastställda.", &html! {})))
        @if settled(rows).next().is_some() {
            h2 { "Vad besöken visade, punkt för punkt" }
            p.quiet { "Antal besök med varje svar, och antal iakttagelser. Bara fastställda protokoll är med." }
            (Table::new("Punkter", points).hide_caption().stack().rows(cells.collect()))
            @for (head, kind) in [("Brister", FindingKind::Deficiency), ("Beröm", FindingKind::Praise)] {
                @let all = of_kind(rows, kind);
                @if !all.is_empty() {
                    h2 { (head) }
                    ul { @for (provider, point, text) in &all { li { strong { (provider) } ", " (point) ": " (text) } } }
                }
            }
        }
        @let noted = noted(rows);
        @if !noted.is_empty() {
            h2 { (sv::NOTED_HEAD) }
            p.quiet { (sv::NOTED_NOTE) }
            ul { @for (provider, text) in &noted { li { (provider) ": " (text) } } }
        }
        @let none = without(rows);
        @if !none.is_empty() {
            h2 { "Har inte fått besök" }
            ul { @for row in none { li { (row.provider.name) @if row.is_planned() { ", planerat" } } } }
        }
    }
}

/// A settled protocol.
pub(super) fn one(own: &str, of: &Opened, sheet: &Sheet) -> Markup {
    html! {
        p.kicker { (of.provider.name) }
        h1 { (of.kept.name()) }
        p { (view::sign(&of.kept, of.today)) @if let Some(day) = super::pages::settled_on(&of.kept.visit) { " Fastställt " (swedish::day(day)) } }
        (view::facts(of))
        (view_sheet::sheet(sheet, &of.photos, own, view_sheet::NOTHING))
        (view_sheet::all_replies(&of.kept))
        @if let Some((_, again)) = of.kept.visit.closed {
            h2 { "Nytt besök" }
            p { @match again { Some(day) => { "Planerat till " (swedish::day(day)) }, None => { "Inget nytt besök behövs" } } "." }
        }
    }
}
