//! Where annual reports of earlier years are listed: on a provider's page, and beside this year's.

use maud::{Markup, html};

use super::store::ReportEntry;
use super::sv;

fn links(base: &str, reports: &[&ReportEntry]) -> Markup {
    html! {
        ul { @for report in reports {
            li { a href={ (base) "/" (report.set) "/" (report.row) } download { (report.title) } " " (report.year) " "
                span.quiet { "(" (report.file_name) ")" } }
        } }
    }
}

/// All of a provider, with their heading; nothing where there are none. `base` is what their addresses begin with.
pub fn of_provider(base: &str, reports: &[ReportEntry]) -> Markup {
    let all: Vec<&ReportEntry> = reports.iter().collect();
    html! { @if !all.is_empty() { h2 { (sv::REPORTS) } (links(base, &all)) } }
}

/// Those of the year before, where there are any.
pub fn last_years(base: &str, reports: &[ReportEntry], year: i16) -> Markup {
    let last: Vec<&ReportEntry> = reports.iter().filter(|report| report.year == year - 1).collect();
    html! { @if !last.is_empty() { h2 { (sv::LAST_YEARS_REPORT) } (links(base, &last)) } }
}
