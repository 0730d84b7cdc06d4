//! Faults of an answer as people read them: which row, by number and by what it is about; those of many rows that say the
//! same as one line.

use domain::health_certificates;
use domain::work;
use domain::year::{ColumnRole, month_name, month_of_slug};
use forms::{Fault, Kind, Place, Raw, TableDef, Value, sv as words};
use maud::{Markup, html};

use super::store::Opened;
use super::sv;
use super::view_fill::control_of;
use crate::submissions::{Asked, Judgement, cell_of, cell_path, row_numbers};

/// What the row at the place is about.
enum RowName {
    /// In words that stand for the row and its column: *maj 2024, Beviljat*.
    Whole(String),
    /// Beside its number.
    Beside(String),
}

fn cell<'o>(opened: &'o Opened, table: &TableDef, row: u32, column: &str) -> &'o str {
    opened.fields.get(&cell_path(&table.slug, row, column)).map_or("", |text| text.trim())
}

/// The number of the row in the draft.
fn number_of(judgement: &Judgement, table: &TableDef, place: &Place) -> Option<u32> {
    let at = usize::try_from(place.row?).ok()?.checked_sub(1)?;
    judgement.rows.get(&table.slug)?.get(at).copied()
}

fn name(opened: &Opened, judgement: &Judgement, place: &Place) -> Option<RowName> {
    let Asked::Table { table, rules, .. } = &opened.asked else { return None };
    let row = number_of(judgement, table, place)?;
    if let Some(layout) = &rules.months {
        return grid_name(opened, table, layout, row).map(RowName::Whole);
    }
    work_name(opened, table, rules.work.as_ref()?, row).map(RowName::Beside)
}

/// Month and outcome, where the table is filled in as a grid: its rows have no numbers there.
fn grid_name(opened: &Opened, table: &TableDef, layout: &health_certificates::Layout, row: u32) -> Option<String> {
    let (outcome, _) = layout.grid.as_ref()?;
    let month = month_of_slug(cell(opened, table, row, &layout.month)).map(month_name);
    let column = table.column(outcome)?;
    let outcome = match (&column.kind, forms::parse(column, &Raw::text(cell(opened, table, row, outcome)))) {
        (Kind::Choice { .. }, Ok(Some(value @ Value::Choice(_)))) => Some(words::value(&value, Some(&column.kind))),
        _ => None,
    };
    let parts: Vec<String> = month.into_iter().chain(outcome).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The education and the provider's own word for the student.
fn work_name(opened: &Opened, table: &TableDef, layout: &work::Layout, row: u32) -> Option<String> {
    let said =
        |role| layout.column(role).map(|column| cell(opened, table, row, column)).filter(|text| !text.is_empty());
    let parts: Vec<&str> = [ColumnRole::Education, ColumnRole::Reference].into_iter().filter_map(said).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What the row of a cell for a person's number is called, and the address of that cell in the form. A row of which nothing
/// is saved stands there as a new one.
pub(super) fn row_of_cell(opened: &Opened, path: &str, base: &str) -> (String, String) {
    let form = format!("{base}/fyll-i");
    let Asked::Table { table, rules, .. } = &opened.asked else { return (sv::NEW_ROW.to_owned(), form) };
    let Some((row, column)) = cell_of(&table.slug, path) else { return (sv::NEW_ROW.to_owned(), form) };
    let control = ui::EditTable::control_name(&table.slug, usize::try_from(row).unwrap_or(0), column);
    let anchor = format!("#f-{}", control.replace('.', "-"));
    match row_numbers(&table.slug, &opened.fields).iter().position(|known| *known == row) {
        Some(place) => {
            let name = rules.work.as_ref().and_then(|layout| work_name(opened, table, layout, row));
            (sv::row_named(place + 1, name.as_deref()), format!("{form}{anchor}"))
        }
        None => (sv::NEW_ROW.to_owned(), format!("{form}?ny={}{anchor}", table.slug)),
    }
}

/// The sentence about a fault, on a page.
pub(super) fn sentence(opened: &Opened, judgement: &Judgement, fault: &Fault) -> String {
    let titles = opened.asked.titles();
    let sentence = match name(opened, judgement, &fault.place) {
        Some(RowName::Whole(name)) => {
            words::lead(&kernel::swedish::capitalised(&name), &words::what(&fault.kind, &fault.value))
        }
        Some(RowName::Beside(name)) => words::sentence_of_row(fault, &titles, &name),
        None => words::sentence(fault, &titles),
    };
    sv::on_page(&sentence)
}

/// From how many faults on those that say the same are told together.
const TOGETHER: usize = 10;
/// The same at the head of the form, which stands beside the faults themselves.
const APART_IN_FORM: usize = 3;
/// How many lines are told, and how many rows of each.
const MOST: (usize, usize) = (20, 12);

/// The faults as lines, each with a way to its place in the form where `form` is the address of one.
pub(super) fn lines(opened: &Opened, judgement: &Judgement, form: Option<&str>) -> Markup {
    let link = |fault: &Fault, text: &str| {
        let control = control_of(opened, judgement, &fault.place);
        let at = form.zip(control).map(|(form, control)| format!("{form}#f-{}", control.replace('.', "-")));
        html! { @match at { Some(at) => a href=(at) { (text) }, None => (text) } }
    };
    let faults: Vec<&Fault> = judgement.faults.iter().collect();
    let groups = groups(opened, &faults, TOGETHER);
    html! {
        ul { @for (said, faults) in groups.iter().take(MOST.0) { li {
            @match faults.as_slice() {
                [only] => (link(only, &sentence(opened, judgement, only))),
                many => {
                    (sv::on_page(said)) " " (sv::in_rows(many.len())) " "
                    @for (place, fault) in many.iter().take(MOST.1).enumerate() {
                        @if place > 0 { ", " }
                        (link(fault, &row(opened, judgement, fault)))
                    }
                    @if many.len() > MOST.1 { (sv::and_more(many.len() - MOST.1)) } @else { "." }
                },
            }
        } } }
        @if groups.len() > MOST.0 { p { (sv::lines_more(groups.len() - MOST.0)) } }
    }
}

/// The faults at the head of the form: each once, with in how many rows it stands and a way to each of them.
pub(super) fn summary(opened: &Opened, judgement: &Judgement, faults: &[&Fault]) -> Markup {
    let control = |fault: &Fault| control_of(opened, judgement, &fault.place).unwrap_or_default();
    let group = |(said, of): (String, Vec<&Fault>)| match of.as_slice() {
        [only] => ui::FaultLine {
            text: sentence(opened, judgement, only).into(),
            places: vec![(control(only).into(), "".into())],
        },
        many => ui::FaultLine {
            text: format!("{} {}", sv::on_page(&said), sv::so_many_rows(many.len())).into(),
            places: many.iter().map(|one| (control(one).into(), row(opened, judgement, one).into())).collect(),
        },
    };
    let groups: Vec<ui::FaultLine<'_>> = groups(opened, faults, APART_IN_FORM).into_iter().map(group).collect();
    ui::grouped_error_summary(&groups, sv::SHOW_ROWS)
}

/// The row in few words.
fn row(opened: &Opened, judgement: &Judgement, fault: &Fault) -> String {
    let number = fault.place.row.unwrap_or_default();
    match name(opened, judgement, &fault.place) {
        Some(RowName::Whole(name)) => name,
        Some(RowName::Beside(name)) => format!("{number} ({name})"),
        None => number.to_string(),
    }
}

/// Those that say the same of the same column, in the order of the first of each; as many as `apart` stand by themselves.
fn groups<'f>(opened: &Opened, faults: &[&'f Fault], apart: usize) -> Vec<(String, Vec<&'f Fault>)> {
    let titles = opened.asked.titles();
    let mut groups: Vec<(String, Vec<&Fault>)> = Vec::new();
    for &fault in faults {
        let said = words::of_any_row(fault, &titles);
        let together = faults.len() > apart && fault.place.row.is_some();
        match groups.iter_mut().find(|(other, of)| together && *other == said && of[0].place.row.is_some()) {
            Some((_, group)) => group.push(fault),
            None => groups.push((said, vec![fault])),
        }
    }
    groups
}
