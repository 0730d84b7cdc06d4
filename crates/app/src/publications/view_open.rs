//! What anybody reads.

use domain::publications::Content;
use kernel::swedish;
use maud::{Markup, html};
use stats::suppression::Shown;
use ui::{Column, Row, Table, Tone};

use super::store::Publication;
use super::sv;

/// All that is published.
pub(super) fn list(authority: &str, base: &str, all: &[Publication]) -> Markup {
    let (shown, withdrawn): (Vec<&Publication>, Vec<&Publication>) =
        all.iter().partition(|one| one.withdrawn_at.is_none());
    let row = |one: &&Publication| {
        let when = one.withdrawn_at.unwrap_or(one.published_at);
        Row::new(vec![html! { (one.title) }, html! { (one.number) }, html! { (swedish::day(when.day())) }])
            .href(format!("{base}/{}", one.number))
    };
    let columns =
        |when: &'static str| vec![Column::new("Tabell"), Column::number("Nummer"), Column::new(when).narrow()];
    html! {
        p.kicker { (authority) }
        h1 { (sv::OPEN_TITLE) }
        @if shown.is_empty() {
            (ui::empty_state("Inget är publicerat", "Här kommer tabellerna när huvudmannen har publicerat dem.", &html! {}))
        } @else {
            p.lead { "Tabellerna bygger på kursdeltaganden i kommunens vuxenutbildning. Små tal är dolda, så att ingen enskild \
                      kan kännas igen." }
            (Table::new("Publicerade tabeller", columns("Publicerad")).hide_caption().stack().rows(shown.iter().map(row).collect()))
        }
        @if !withdrawn.is_empty() {
            h2 { "Tillbakadragna" }
            (Table::new("Tillbakadragna", columns("Tillbakadragen")).hide_caption().stack().rows(withdrawn.iter().map(row).collect()))
        }
    }
}

/// A table that is no longer shown.
pub(super) fn withdrawn(one: &Publication, base: &str) -> Markup {
    html! {
        p.kicker { "Publicering " (one.number) }
        h1 { (one.title) }
        @if let Some(at) = one.withdrawn_at {
            (ui::notice(Tone::Warn, "Publiceringen är tillbakadragen", &html! {
                p { "Den publicerades " (swedish::day(one.published_at.day())) " och drogs tillbaka " (swedish::day(at.day())) "." }
                @if let Some(reason) = &one.withdrawn_reason { p { "Skäl: " (reason) } }
            }))
        }
        p { a href=(base) { "Till alla publicerade tabeller" } }
    }
}

/// The rows of a published table.
pub(super) fn table<'a>(content: &Content) -> Table<'a> {
    let told = &content.table;
    let one = told.columns.len() == 1;
    let mut columns = vec![Column::new(told.by.clone()), Column::number("Bas (n)")];
    columns.extend(told.columns.iter().map(|name| Column::number(name.clone())));
    if one {
        columns.push(Column::number("Andel"));
    }
    let number = |shown: Shown| {
        let words = sv::number(shown);
        html! { @if matches!(shown, Shown::Count(_)) { (words) } @else { span.quiet { (words) } } }
    };
    let cells = |row: &domain::publications::Row| {
        let mut cells = vec![html! { (row.name) }, number(row.base)];
        for (at, value) in row.values.iter().enumerate() {
            let share = sv::share(row.share(at));
            cells.push(if one {
                number(*value)
            } else {
                html! { div { (number(*value)) @if !share.is_empty() { div.small.quiet { (share) } } } }
            });
        }
        if one {
            let share = sv::share(row.share(0));
            cells.push(html! { @if sv::has_share(row) { strong { (share) } } });
        }
        cells
    };
    let (total, rows): (Vec<_>, Vec<_>) = told.rows.iter().partition(|row| row.total);
    let drawn = rows.iter().map(|row| Row::new(cells(row))).collect();
    let caption = if told.period.is_empty() { told.title.clone() } else { format!("{}, {}", told.title, told.period) };
    let table = Table::new(caption, columns).stack().rows(drawn);
    match total.first() {
        Some(row) => table.foot(cells(row)),
        None => table,
    }
}

/// One published table.
pub(super) fn one(one: &Publication, content: &Content, base: &str) -> Markup {
    let told = &content.table;
    let address = format!("{base}/{}", one.number);
    html! {
        p.kicker { (content.authority) ", publicering " (one.number) }
        h1 { (told.title) }
        p.lead { @if !told.period.is_empty() { (swedish::capitalised(&told.period)) ". " } "Publicerad " (swedish::day(one.published_at.day())) "." }
        (table(content).hide_caption())
        p.small.no-print {
            a href={ (address) "?format=csv" } download { "Hämta som text (csv)" } " · "
            a href={ (address) "?format=xlsx" } download { "Hämta som Excel (xlsx)" }
        }
        h2 { "Så läser du tabellen" }
        p { (sv::signs(content.smallest_shown)) }
        (ui::key_values(&[
            ("Definition", html! { (told.definition) }),
            ("Formel", html! { (told.formula) }),
            ("Att tänka på", html! { @if told.note.is_empty() { "Inget särskilt." } @else { (told.note) } }),
            ("Bas", html! { @if told.base.is_empty() { (sv::MISSING) } @else { (told.base) } }),
            ("Källa", html! { (sv::source(&content.source)) }),
            ("Kontrollsumma (SHA-256)", html! { span.hash { (ui::hash_groups(&one.sha256)) } }),
        ]))
        p { a href=(base) { "Till alla publicerade tabeller" } }
    }
}
