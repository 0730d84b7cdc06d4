//! The sheet as a page. Prints as it stands.

use domain::indicators::sv as formulas;
use domain::targets::{by_goal, sv as words};
use domain::year::{Indicator, Target, sv as year_words};
use kernel::swedish::capitalised;
use maud::{Markup, html};
use ui::{Column, FileItem, Icon, Row, Table, Tone, tag};

use super::model::{Line, Told};
use super::sv;
use crate::year::{Shown, top};

/// The heading over whom a target holds for.
pub const HOLDS_FOR: &str = "Gäller";
/// The heading over whether it is decided.
pub const STANDING: &str = "Läge";

/// The whole sheet.
pub(super) fn sheet(shown: &Shown, told: &Told) -> Markup {
    let (frame, year) = (&shown.frame, &*shown.published.year);
    let version = format!("{}/version/{}", frame.root, shown.published.id);
    html! {
        (top(frame, year, &sv::deck(year.year), 2))
        @if told.now.is_empty() { (nothing(told, frame.manages, &version)) }
        @else { p.lead { (sv::lead(&told.now, told.own)) } }
        @if frame.manages && !told.now.is_empty() { p.links.no-print {
            a href={ (version) "/malvarden" } { "Fyll i och läs in målvärden" }
            a href={ (version) "/formular" } { "Ändra ett värde" }
            a href={ (version) "/indikatorer" } { "Ändra indikatorer" }
        } }
        @for (goal, indicators) in by_goal(year) {
            section.target-sheet {
                h2 { @if goal.is_some() { "Mål: " } (sv::goal(goal)) }
                (table(shown, told, sv::goal(goal), &indicators))
            }
        }
        @if !year.indicators.is_empty() { p.quiet.small {
            "Ett målvärde för ett avtalsområde går före regiformens, och regiformens före det som gäller alla."
        } }
        @if !year.indicators.is_empty() { section.no-print {
            h2 { "Hämta" }
            (ui::file_list(&files(shown, told)))
        } }
    }
}

fn nothing(told: &Told, manages: bool, version: &str) -> Markup {
    let (heading, text) = if told.own {
        (
            "Inga målvärden gäller er",
            "Det finns inget målvärde för era avtal i år. Fråga huvudmannen om ni väntat er något.",
        )
    } else {
        ("Inga målvärden", "Året har inga målvärden än. Fyll i dem i en fil eller i årets dokument.")
    };
    let action = html! { @if manages { (ui::link_button(&format!("{version}/malvarden"), "Fyll i målvärden", true)) } };
    ui::empty_state(heading, text, &action)
}

fn files<'a>(shown: &Shown, told: &Told) -> Vec<FileItem<'a>> {
    let at = |end: &str| format!("{}/{}/malvarden.{end}{}", shown.frame.root, shown.frame.year, shown.frame.query);
    let slides = FileItem {
        href: at("pptx").into(),
        title: "Målvärden som bilder".into(),
        format: "PowerPoint".into(),
        bytes: None,
        note: "En bild för varje mål, med definitionerna sist.".into(),
    };
    let book = FileItem {
        href: at("xlsx").into(),
        title: "Målvärden att fylla i".into(),
        format: "Excel".into(),
        bytes: None,
        note: "Alla målvärden, och en tom rad för varje indikator som saknar.".into(),
    };
    if told.own { vec![slides] } else { vec![slides, book] }
}

fn table<'a>(shown: &Shown, told: &Told, goal: &str, indicators: &[&'a Indicator]) -> Table<'a> {
    let year = shown.published.year.year;
    let mut rows = Vec::new();
    for of in indicators {
        let lines = told.lines(of);
        if lines.is_empty() {
            let none = if of.takes_targets() { sv::NO_TARGET } else { sv::NEVER_ONE };
            let mut cells = vec![title(of), definition(of), html! {}, html! { span.quiet { (none) } }];
            cells.extend(told.before.is_some().then(|| html! {}));
            cells.push(html! {});
            rows.push(Row::new(cells));
        }
        for (at, line) in lines.iter().enumerate() {
            rows.push(row(shown, told, of, *line, at == 0));
        }
    }
    let mut columns = vec![
        Column::new("Indikator"),
        Column::new("Definition"),
        Column::new(HOLDS_FOR),
        Column::number(year.to_string()).narrow(),
    ];
    columns.extend(told.before.is_some().then(|| Column::number((year - 1).to_string()).narrow()));
    columns.push(Column::new(STANDING).narrow());
    Table::new(format!("Målvärden: {goal}"), columns).hide_caption().stack().rows(rows)
}

fn row<'a>(shown: &Shown, told: &Told, of: &Indicator, line: Line<'_>, is_first: bool) -> Row<'a> {
    let limit = |target: Option<&Target>, none: &str| match target {
        Some(target) => html! { (words::limit(target, of)) },
        None => html! { span.quiet { (none) } },
    };
    let holds = line.either().map(|target| words::holds_for(&shown.published.year, target)).unwrap_or_default();
    let said = if is_first {
        definition(of)
    } else {
        html! {}
    };
    let mut cells = vec![title(of), said, html! { (holds) }, limit(line.now, sv::GONE)];
    cells.extend(told.before.is_some().then(|| limit(line.before, sv::NOT_BEFORE)));
    cells.push(html! { @if let Some(target) = line.now { (standing(target)) } });
    Row::new(cells)
}

fn title(of: &Indicator) -> Markup {
    html! { (of.title.as_sv()) }
}

/// What it is, which way is better, how it is counted and where that comes from.
fn definition(of: &Indicator) -> Markup {
    html! { div {
        (of.definition.as_sv()) " " (capitalised(year_words::direction(of.direction))) "."
        @if let Some(formula) = &of.count { p.small.quiet { "Formel: " (formulas::formula(formula)) } }
        @if let Some(source) = &of.source { p.small.quiet { "Definitionens källa: " (source.as_sv()) "." } }
    } }
}

/// Whether it is decided, as words with a mark.
pub fn standing(target: &Target) -> Markup {
    html! {
        @if target.example { (tag(Tone::Warn, Icon::Info, "exempelvärde")) " " }
        @if target.to_decide { (tag(Tone::Warn, Icon::Question, "att besluta")) }
        @if !target.example && !target.to_decide { "Beslutat" }
    }
}
