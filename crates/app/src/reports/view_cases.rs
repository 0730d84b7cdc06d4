//! What comes from the unit's cases, where a report is filled in, checked and looked at afterwards.

use domain::complaints::{FromAbuse, FromCase, columns, from_abuse, from_cases};
use forms::TableDef;
use kernel::id::kind::{CaseFile, Investigation};
use kernel::{Id, Period, swedish};
use maud::{Markup, html};
use ui::{Icon, Tone};

use super::store::{CasesSince, Opened};
use super::sv::cases as sv;
use super::view_answers::lines;
use super::view_fill::FillPage;
use crate::submissions::{Asked, cell_path};

/// The rows of the report that come from cases.
pub(super) fn of(opened: &Opened) -> &[FromCase] {
    match &opened.asked {
        Asked::Complaints { cases, .. } => cases,
        _ => &[],
    }
}

/// The rows of the report that come from investigations.
pub(super) fn of_abuse(opened: &Opened) -> &[FromAbuse] {
    match &opened.asked {
        Asked::Complaints { investigations, .. } => investigations,
        _ => &[],
    }
}

/// Whether anything of the report comes from cases or investigations.
pub(super) fn any(opened: &Opened) -> bool {
    !of(opened).is_empty() || !of_abuse(opened).is_empty()
}

fn abuse_named(base: &str, number: i64, id: Option<Id<Investigation>>) -> Markup {
    let (tenant, _) = base.split_once("/uppgift/").unwrap_or_default();
    let name = domain::complaints::sv::investigation(number);
    html! { @match id { Some(id) => a href={ (tenant) "/krankning/" (id) } { (name) }, None => (name) } }
}

/// The rows that come from investigations, to read, above those that are typed.
pub(super) fn abuse_in_form(page: &FillPage<'_>, table: &TableDef) -> Markup {
    let (opened, all) = (page.opened, of_abuse(page.opened));
    if all.is_empty() {
        return html! {};
    }
    let after = opened.item.carry_over.as_ref().map(|carry| carry.unreported);
    let shown = || table.columns.iter().filter(|column| !column.is_hidden());
    let mut heads = vec![ui::Column::new(sv::INVESTIGATION).narrow()];
    heads.extend(shown().map(|column| ui::Column::new(column.title.as_sv())));
    heads.push(ui::Column::new(sv::GAPS));
    let rows = all.iter().map(|one| {
        let at = opened.latest.as_ref().and_then(|latest| {
            let rows = latest.content.rows(&table.slug);
            rows.iter().position(|row| from_abuse::investigation_of(row) == Some(one.number))
        });
        let place = at.and_then(|at| u32::try_from(at + 1).ok());
        let anchor = format!("f-{}", one.field().replace('.', "-"));
        let name = abuse_named(page.base, one.number, one.readable.then_some(one.id));
        let mut cells = vec![html! { span id=(anchor) tabindex="-1" { (name) } }];
        cells.extend(shown().map(|column| html! {
            @if column.slug == columns::LEARNED {
                span.nowrap { (one.received) }
                @if after.is_some_and(|days| days.contains(one.received)) { br; (sv::AFTERWARDS) }
            }
            @else if let Some(value) = one.row.get(&column.slug) { (lines(&forms::sv::value(value, Some(&column.kind)))) }
            @else { span.missing { "–" } }
            @if let Some(note) = place.and_then(|place| page.note(&cell_path(&table.slug, place, &column.slug))) {
                p.field-return { (ui::icon(Icon::Return)) span { (note) } }
            }
        }));
        cells.push(html! { @for gap in domain::complaints::sv::gaps(&one.row) { div { (gap) } } });
        ui::Row::new(cells)
    });
    html! {
        h3 { (sv::from_abuse(all.len())) }
        p { (sv::FROM_ABUSE_NOTE) }
        (ui::Table::new(sv::from_abuse(all.len()), heads).hide_caption().stack().rows(rows.collect()))
        h3 { (sv::OWN_INVESTIGATIONS) }
        p { (sv::OWN_INVESTIGATIONS_NOTE) }
    }
}

/// The address of a case, or of the list of them: below the same authority as the item at `base`.
fn address(base: &str, id: Option<Id<CaseFile>>) -> String {
    let (tenant, _) = base.split_once("/uppgift/").unwrap_or_default();
    id.map_or_else(|| format!("{tenant}/arenden"), |id| format!("{tenant}/arenden/{id}"))
}

fn named(base: &str, number: i64, id: Option<Id<CaseFile>>) -> Markup {
    html! { @match id { Some(_) => a href=(address(base, id)) { (domain::complaints::sv::case(number)) }, None => (sv::ONE_CASE) } }
}

/// The day on which it came, and that it is reported afterwards where it is.
fn received(case: &FromCase, after: Option<Period>) -> Markup {
    html! {
        span.nowrap { (case.received) }
        @if after.is_some_and(|days| days.contains(case.received)) { br; (sv::AFTERWARDS) }
    }
}

/// The rows that come from cases, to read: each with the way to its case, and above those that are typed.
pub(super) fn in_form(page: &FillPage<'_>, table: &TableDef) -> Markup {
    let (opened, cases) = (page.opened, of(page.opened));
    if cases.is_empty() {
        return html! {};
    }
    let after = opened.item.carry_over.as_ref().map(|carry| carry.unreported);
    let mut heads = vec![ui::Column::new(sv::CASE).narrow()];
    heads.extend(
        table.columns.iter().filter(|column| !column.is_hidden()).map(|column| ui::Column::new(column.title.as_sv())),
    );
    let rows = cases.iter().map(|case| {
        let at = opened.latest.as_ref().and_then(|latest| {
            let rows = latest.content.rows(&table.slug);
            rows.iter().position(|row| from_cases::case_of(row) == Some(case.number))
        });
        let place = at.and_then(|at| u32::try_from(at + 1).ok());
        let name = named(page.base, case.number, case.readable.then_some(case.id));
        let anchor = format!("f-{}", case.field().replace('.', "-"));
        let mut cells = vec![html! {
            span id=(anchor) tabindex="-1" { (name) }
            @if let Some(fault) = page.fault(&case.field()) { p.fault { (ui::icon(Icon::Stop)) span { (fault) } } }
        }];
        cells.extend(table.columns.iter().filter(|column| !column.is_hidden()).map(|column| html! {
            @if column.slug == columns::RECEIVED { (received(case, after)) }
            @else if let Some(value) = case.row.get(&column.slug) { (lines(&forms::sv::value(value, Some(&column.kind)))) }
            @else { span.missing { "–" } }
            @if let Some(note) = place.and_then(|place| page.note(&cell_path(&table.slug, place, &column.slug))) {
                p.field-return { (ui::icon(Icon::Return)) span { (note) } }
            }
        }));
        ui::Row::new(cells)
    });
    html! {
        h2 { (sv::from_cases(cases.len())) }
        p { (sv::FROM_CASES_NOTE) " " a href=(address(page.base, None)) { (sv::TO_CASES) } }
        (ui::Table::new(sv::from_cases(cases.len()), heads).hide_caption().stack().rows(rows.collect()))
        h2 { (sv::OWN_ROWS) }
        p { (sv::OWN_ROWS_NOTE) }
    }
}

/// On the page of the item: how many rows come from cases, and what is missing in them.
pub(super) fn on_item(opened: &Opened, base: &str) -> Markup {
    let cases = of(opened);
    html! {
        @if !cases.is_empty() {
            h2 { (sv::from_cases(cases.len())) }
            p { (sv::FROM_CASES_NOTE) " " a href=(address(base, None)) { (sv::TO_CASES) } }
            (missing(opened, base))
        }
        @if !of_abuse(opened).is_empty() { h2 { (sv::from_abuse(of_abuse(opened).len())) } p { (sv::FROM_ABUSE_NOTE) } }
    }
}

/// The cases about the rektor that count and are in no report yet.
pub(super) fn left_out(all: &[(i64, Id<CaseFile>)], base: &str) -> Markup {
    html! {
        @if !all.is_empty() {
            (ui::notice(Tone::Warn, sv::LEFT_OUT, &html! {
                p { (sv::LEFT_OUT_NOTE) }
                ul { @for (number, id) in all { li { (named(base, *number, Some(*id))) } } }
            }))
        }
    }
}

/// The cases that keep the report from being signed, each with the way to it and what to do there.
pub(super) fn missing(opened: &Opened, base: &str) -> Markup {
    let Asked::Complaints { tables, cases, .. } = &opened.asked else { return html! {} };
    let faults = from_cases::check(&tables.complaints, cases);
    let of = |field: Option<&String>| cases.iter().find(|case| field.is_some_and(|field| *field == case.field()));
    html! {
        @if !faults.is_empty() {
            (ui::notice(Tone::Warn, sv::CASES_TO_MEND, &html! {
                ul { @for fault in &faults {
                    @if let Some(case) = of(fault.place.field.as_ref()) { li {
                        (named(base, case.number, case.readable.then_some(case.id))) ", " (swedish::day(case.received)) ". "
                        (forms::sv::what(&fault.kind, &fault.value))
                    } }
                } }
            }))
        }
    }
}

/// What has changed in the cases since something was signed.
pub(super) fn since(told: &CasesSince, base: &str) -> Markup {
    html! {
        @if !told.differs.is_empty() || !told.abuse.is_empty() {
            (ui::notice(Tone::Info, &sv::cases_since(told.occasion.as_deref()), &html! {
                ul { @for (number, id, differs) in &told.differs { li { (named(base, *number, *id)) " " (domain::complaints::sv::differs(differs)) } }
                    @for (number, id, differs) in &told.abuse { li { (abuse_named(base, *number, *id)) " " (domain::complaints::sv::investigation_differs(differs)) } } }
                p { (sv::stays(told.occasion.is_some(), told.handed_in)) }
            }))
        }
    }
}
