//! What was handed in, read-only: headings with their text, tables with their rows, counts first.

use std::collections::{BTreeMap, BTreeSet};

use domain::{complaints, deviations};
use forms::{Kind, TableDef, Value};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Icon, icon};

use super::content::Answered;
use super::sv::words;
use super::view_beside::{Sides, figures};
use crate::results::{work_of_answer, work_view};
use crate::submissions::{Asked, EMPTY_FIELD, cell_path};
use crate::texts;

/// Why a version was returned, by the place it concerns.
pub type Notes = BTreeMap<String, Vec<String>>;

/// The whole of a version. `notes` are the reasons it was returned with, shown at their places.
pub fn read_only(answered: &Answered, notes: &Notes) -> Markup {
    read_beside(answered, notes, None)
}

/// The same with the authority's figures above the texts that comment them, both sides named.
pub(super) fn read_beside(answered: &Answered, notes: &Notes, sides: Option<&Sides<'_>>) -> Markup {
    match &answered.asked {
        Some(Asked::Complaints { tables, .. }) => complaint_report(answered, tables, notes),
        Some(Asked::Table { table, rules, .. }) => html! {
            @for (at, told) in rules.work.iter().flat_map(|layout| work_of_answer(table, layout, answered.content())).enumerate() {
                @if told.tally.completed() > 0 { (work_view(&format!("arbete-{at}"), &told)) }
            }
            @if answered.content().fields.contains_key(EMPTY_FIELD) { p { "Anordnaren har svarat att det inte finns något att redovisa." } }
            @else if !answered.content().rows(&table.slug).is_empty() { (rows(answered, table, notes)) }
            (note(notes, EMPTY_FIELD))
        },
        Some(asked @ (Asked::Deviations(_) | Asked::Narrative(_))) => sections(answered, asked, notes, sides),
        None => html! { (leftovers(answered, &BTreeSet::new())) },
    }
}

fn note(notes: &Notes, path: &str) -> Markup {
    html! {
        @for reason in notes.get(path).map(Vec::as_slice).unwrap_or_default() {
            p.field-return { (icon(Icon::Return)) span { (reason) } }
        }
    }
}

/// Running text, with its marks where it has any.
fn running(answered: &Answered, words: &str) -> Markup {
    let rich = texts::rich(words, 3, &|name| texts::picture_at(&answered.pictures_at, name));
    rich.unwrap_or_else(|| text(words))
}

fn text(text: &str) -> Markup {
    html! { @for part in text.split("\n\n").filter(|part| !part.trim().is_empty()) { p.answer-text { (part) } } }
}

fn complaint_report(answered: &Answered, tables: &complaints::Tables, notes: &Notes) -> Markup {
    let answer = complaints::Answer::from_content(answered.content());
    let counts = complaints::counts(tables, &answer);
    html! {
        (complaint_counts(tables, &counts, answer.none))
        (note(notes, complaints::NONE_FIELD))
        @if !answer.complaints.is_empty() { (rows(answered, &tables.complaints, notes)) }
        @if let Some(table) = &tables.investigations {
            @if !answer.investigations.is_empty() { h3 { (table.title.as_sv()) } (rows(answered, table, notes)) }
        }
        @if !answer.comment.is_empty() { h3 { (complaints::sv::COMMENT) } (text(&answer.comment)) }
        (note(notes, complaints::COMMENT_FIELD))
    }
}

fn complaint_counts(tables: &complaints::Tables, counts: &complaints::Counts, none: bool) -> Markup {
    let options = match tables.complaints.column(complaints::columns::CATEGORY).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.as_slice(),
        _ => &[],
    };
    let number = |n: u32| html! { (swedish::integer(i64::from(n))) };
    let mut facts: Vec<(String, Markup)> = vec![("Klagomål som räknas".to_owned(), number(counts.counted))];
    for option in options {
        let n = counts.by_category.get(&option.slug).copied().unwrap_or(0);
        facts.push((option.label.as_sv().to_owned(), number(n)));
    }
    facts.push(("Rader som inte räknas".to_owned(), number(counts.not_counted)));
    if tables.investigations.is_some() {
        facts
            .push(("Utredningar om kränkande behandling och diskriminering".to_owned(), number(counts.investigations)));
    }
    html! {
        @if none { p { strong { (complaints::sv::NO_COMPLAINTS) } ". Det är anordnarens eget svar." } }
        @if !none || counts.investigations > 0 { (ui::key_values(&facts)) }
    }
}

fn rows(answered: &Answered, table: &TableDef, notes: &Notes) -> Markup {
    let rows = answered.content().rows(&table.slug);
    let shown: Vec<&forms::Column> = table.columns.iter().filter(|column| !column.is_hidden()).collect();
    let mut columns = vec![ui::Column::number("Rad").narrow()];
    columns.extend(shown.iter().map(|column| match column.kind {
        Kind::Integer { .. } => ui::Column::number(column.title.as_sv()),
        Kind::Day { .. } => ui::Column::new(column.title.as_sv()).narrow(),
        _ => ui::Column::new(column.title.as_sv()),
    }));
    let has_days = table.slug == complaints::INVESTIGATIONS;
    if has_days {
        columns.push(ui::Column::new(words::GAPS));
    }
    let any = rows.iter().any(complaints::is_derived);
    if any {
        columns.push(ui::Column::new(words::COMES_FROM).narrow());
    }
    let drawn = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let mut cells = vec![html! { (number) }];
            cells.extend(shown.iter().map(|column| {
                let value = row.get(&column.slug).map(|value| forms::sv::value(value, Some(&column.kind)));
                html! {
                    @match &value { Some(text) => (text), None => span.missing { "–" } }
                    (note(notes, &cell_path(&table.slug, number, &column.slug)))
                }
            }));
            if has_days {
                cells.push(html! { @for gap in complaints::sv::gaps(row) { div { (gap) } } });
            }
            if any {
                cells.push(comes_from(answered, row));
            }
            ui::Row::new(cells)
        })
        .collect();
    html! { (ui::Table::new(table.title.as_sv(), columns).rows(drawn).dense()) }
}

/// The case that a row comes from, with the way to it for whoever may see it.
fn comes_from(answered: &Answered, row: &forms::Row) -> Markup {
    if let Some(number) = complaints::investigation_of(row) {
        return linked(complaints::sv::investigation(number), answered.investigations.get(&number));
    }
    let Some(number) = complaints::case_of(row) else { return html! { (words::OWN_ROW) } };
    linked(complaints::sv::case(number), answered.cases.get(&number))
}

fn linked(name: String, at: Option<&String>) -> Markup {
    html! { @match at { Some(at) => a href=(at) { (name) }, None => (name) } }
}

/// What has changed in cases and investigations since the version was signed, and which investigations stand beside it.
pub(super) fn since(answered: &Answered) -> Markup {
    let (told, apart) = (&answered.since, &answered.apart);
    html! {
        @if !told.is_empty() {
            (ui::notice(ui::Tone::Info, words::CASES_SINCE, &html! {
                ul {
                    @for (number, how) in &told.cases {
                        li { (linked(complaints::sv::case(*number), answered.cases.get(number))) " " (complaints::sv::differs(how)) }
                    }
                    @for (number, how) in &told.investigations {
                        li { (linked(complaints::sv::investigation(*number), answered.investigations.get(number))) " " (complaints::sv::investigation_differs(how)) }
                    }
                }
                p { (words::CASES_SINCE_NOTE) }
            }))
        }
        @if !apart.is_empty() {
            (ui::notice(ui::Tone::Neutral, words::APART, &html! {
                ul { @for (number, at) in apart { li { (linked(complaints::sv::investigation(*number), Some(at))) } } }
                p { (words::APART_NOTE) }
            }))
        }
    }
}

/// The focus areas that the report names.
fn focus_areas(areas: &[deviations::FocusAsked]) -> Markup {
    html! {
        @if !areas.is_empty() {
            h4 { "Fokusområden nästa år" }
            ul { @for area in areas { li { strong { (deviations::sv::focus_title(area)) } @if !area.aim.is_empty() { ". " (area.aim) } } } }
        }
    }
}

fn sections(answered: &Answered, asked: &Asked, notes: &Notes, sides: Option<&Sides<'_>>) -> Markup {
    let Some(form) = asked.form() else { return html! {} };
    let fields = &answered.content().fields;
    let is_narrative = matches!(asked, Asked::Narrative(_));
    let mut shown: BTreeSet<String> = BTreeSet::new();
    let mut untouched: Vec<String> = Vec::new();
    let mut body = Vec::new();
    for section in &form.sections {
        let paths: Vec<(String, &forms::Field)> =
            section.fields.iter().map(|field| (section.path(field), field)).collect();
        shown.extend(paths.iter().map(|(path, _)| path.clone()));
        let is_answered = paths.iter().any(|(path, _)| fields.contains_key(path));
        if !is_answered && !is_narrative {
            untouched.push(section.title.as_sv().to_owned());
            continue;
        }
        body.push(html! {
            h3 { (section.title.as_sv()) }
            @if let Some(sides) = sides { (figures(answered, &section.slug, sides)) }
            @for (path, field) in &paths {
                @let value = fields.get(path);
                @if field.title.as_sv() != section.title.as_sv() && value.is_some() && !is_question(value) {
                    h4 { (field.title.as_sv()) }
                }
                @match value {
                    Some(Value::YesNo(true)) if !is_narrative => p { strong { "Riskerar att inte nås" } },
                    Some(value) => (running(answered, &forms::sv::value(value, Some(&field.kind)))),
                    None if is_narrative => p.missing { (ui::sv::NO_ANSWER) },
                    None => {},
                }
                (note(notes, path))
            }
            @if let Asked::Narrative(asked) = asked && let Some(focus) = asked.focus.as_ref().filter(|focus| focus.section == section.slug) {
                (focus_areas(&focus.areas))
            }
        });
    }
    shown.insert("statement.text".to_owned());
    html! {
        @for part in &body { (part) }
        @if !untouched.is_empty() && !is_none(answered) {
            h3 { "Utan avvikelse" }
            ul { @for title in &untouched { li { (title) } } }
        }
        (leftovers(answered, &shown))
    }
}

/// A yes or a choice says itself what it answers; its question would only repeat the heading.
fn is_question(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::YesNo(_) | Value::Choice(_)))
}

fn is_none(answered: &Answered) -> bool {
    matches!(deviations::Answer::from_content(answered.content()), Some(deviations::Answer::NoDeviations { .. }))
}

/// What the definition of today no longer knows but was handed in all the same.
fn leftovers(answered: &Answered, shown: &BTreeSet<String>) -> Markup {
    // What a focus area was called stands as its heading.
    let is_left = |path: &str| !shown.contains(path) && !domain::narratives::is_beside(path);
    let left: Vec<(&String, &Value)> = answered.content().fields.iter().filter(|(path, _)| is_left(path)).collect();
    html! {
        @if !left.is_empty() {
            h3 { "Övrigt som lämnades in" }
            @for (path, value) in left { h4 { (answered.title(path)) } (text(&forms::sv::value(value, None))) }
        }
        @if answered.asked.is_none() {
            @for (slug, rows) in &answered.content().tables {
                h3 { (slug) }
                ul { @for row in rows { li {
                    (row.values.values().map(|value| forms::sv::value(value, None)).collect::<Vec<_>>().join(" · "))
                } } }
            }
        }
    }
}
