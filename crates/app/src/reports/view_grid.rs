//! A table of decisions by month and outcome as a grid: one number for each month and outcome, and nothing else to write.

use std::collections::{BTreeMap, BTreeSet};

use domain::health_certificates::Layout;
use domain::participations::Month;
use domain::year::{month_name, month_of_slug, month_slug};
use forms::{Kind, Raw, TableDef, Value};
use kernel::Day;
use maud::{Markup, html};
use ui::EditTable;

use super::view_fill::FillPage;
use crate::submissions::{cell_path, row_numbers};

/// Where the numbers stand: the row of each month and outcome, and the numbers of rows for those that have none.
struct Places {
    rows: BTreeMap<(Month, String), u32>,
    next: u32,
}

impl Places {
    /// Of the draft; `None` where its rows do not fit a grid, and are shown as they stand.
    fn of(page: &FillPage<'_>, table: &TableDef, layout: &Layout, outcome: &str) -> Option<Self> {
        let choice = |row: u32, slug: &str| {
            let text = page.opened.fields.get(&cell_path(&table.slug, row, slug))?;
            match forms::parse(table.column(slug)?, &Raw::text(text)) {
                Ok(Some(Value::Choice(choice))) => Some(choice),
                _ => None,
            }
        };
        let mut rows = BTreeMap::new();
        let numbers = row_numbers(&table.slug, &page.opened.fields);
        let next = numbers.last().map_or(1, |last| last + 1);
        for row in numbers {
            let place = (month_of_slug(&choice(row, &layout.month)?)?, choice(row, outcome)?);
            if rows.insert(place, row).is_some() {
                return None;
            }
        }
        Some(Self { rows, next })
    }

    fn row(&mut self, month: Month, outcome: &str) -> u32 {
        let place = (month, outcome.to_owned());
        *self.rows.entry(place).or_insert_with(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

/// The grid; `None` where the table asks for something else, or its rows do not fit.
pub(super) fn grid(page: &FillPage<'_>, table: &TableDef, layout: &Layout, today: Day) -> Option<Markup> {
    let (outcome, number) = layout.grid.as_ref()?;
    let Kind::Choice { options } = &table.column(outcome)?.kind else { return None };
    let mut places = Places::of(page, table, layout, outcome)?;
    let filled: BTreeSet<Month> = places.rows.keys().map(|(month, _)| *month).collect();
    let last = Month::ended_by(today);
    let head = table.column(&layout.month).map_or("", |column| column.title.as_sv());
    let months = layout.months();
    let mut rows = Vec::new();
    for month in &months {
        let open = *month > last && !filled.contains(month);
        let earlier = layout.unreported.contains(month);
        let cells: Vec<Markup> = options
            .iter()
            .map(|option| {
                if open {
                    html! {}
                } else {
                    cell(
                        page,
                        table,
                        (*month, &option.slug, option.label.as_sv()),
                        (layout, number),
                        places.row(*month, &option.slug),
                    )
                }
            })
            .collect();
        rows.push(html! { tr {
            th scope="row" { (month_name(*month))
                @if earlier { br; span.small.quiet { "Inte redovisad tidigare" } }
                @if open { br; span.small.quiet { "Inte slut ännu" } } }
            @if open { td colspan=(options.len()) { span.quiet { "Kommer tillbaka vid nästa tillfälle" } } }
            @else { @for cell in &cells { td { (cell) } } }
        } });
    }
    Some(html! {
        div.scroll { table.grid-table {
            caption.hidden { (table.title.as_sv()) }
            thead { tr { th scope="col" { (head) } @for option in options { th scope="col" { (option.label.as_sv()) } } } }
            tbody { @for row in &rows { (row) } }
        } }
        p.help { "Skriv 0 där inga beslut fattades. En tom ruta betyder att månaden inte är redovisad; den kommer då tillbaka vid nästa tillfälle." }
    })
}

fn cell(
    page: &FillPage<'_>,
    table: &TableDef,
    (month, outcome, label): (Month, &str, &str),
    (layout, number): (&Layout, &str),
    row: u32,
) -> Markup {
    let control = |slug: &str| EditTable::control_name(&table.slug, usize::try_from(row).unwrap_or(0), slug);
    let (name, of_outcome) = (control(number), layout.grid.as_ref().map_or("", |(outcome, _)| outcome));
    // What is wrong with the row stands at its number: month and outcome are not written here.
    let faults: Vec<String> =
        [number, layout.month.as_str(), of_outcome].iter().filter_map(|slug| page.fault(&control(slug))).collect();
    let fault_id = format!("f-{name}-fault");
    let value = page.opened.fields.get(&cell_path(&table.slug, row, number)).map_or("", String::as_str);
    html! {
        (ui::hidden(&control(&layout.month), &month_slug(month)))
        (ui::hidden(&control(of_outcome), outcome))
        input.input.short id={ "f-" (name) } name=(name) type="text" inputmode="numeric" autocomplete="off" value=(value)
            aria-label={ (month_name(month)) ", " (label) } aria-invalid=[(!faults.is_empty()).then_some("true")]
            aria-describedby=[(!faults.is_empty()).then_some(fault_id.as_str())];
        @if !faults.is_empty() { p.fault id=(fault_id) { (faults.join(" ")) } }
    }
}
