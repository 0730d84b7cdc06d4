//! What has become of those who began together, as a table.

use domain::indicators::sv as words;
use domain::year::Indicator;
use kernel::swedish::integer;
use maud::{Markup, html};
use stats::Shown;
use ui::{Column, Row, Table};

use super::look::Basis;
use super::sv;

fn count(shown: Shown) -> Markup {
    match shown {
        Shown::Count(n) => html! { (integer(n)) },
        Shown::Missing => html! { span.quiet { (words::MISSING) } },
        Shown::Suppressed => html! { span.quiet { (words::TOO_FEW) } },
    }
}

/// The table with its heading; nothing for an indicator that follows nobody, or where nobody began.
pub(super) fn section(basis: &Basis, indicator: &Indicator) -> Markup {
    let cohort = indicator.count.as_ref().and_then(|formula| basis.cohort(formula));
    let Some(cohort) = cohort.filter(|cohort| !cohort.months.is_empty()) else { return html! {} };
    let columns = vec![
        Column::new("Började"),
        Column::number("Antal"),
        Column::number("Godkänt betyg"),
        Column::number("Slutfört utan godkänt betyg"),
        Column::number("Avbrutet"),
        Column::number("Upphört"),
        Column::number("Okänt slut"),
        Column::number("Pågår"),
    ];
    let rows = cohort.months.iter().map(|began| {
        let mut cells = vec![html! { (sv::month_short(began.month)) }, count(began.all)];
        cells.extend(began.fates.iter().map(|shown| count(*shown)));
        Row::new(cells)
    });
    let table = Table::new("Vad som har blivit av dem som började, efter startmånad", columns);
    html! {
        h2 { "Vad har blivit av dem som började?" }
        (table.hide_caption().stack().rows(rows.collect()))
    }
}
