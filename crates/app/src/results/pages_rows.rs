//! The rows behind a figure: for those with the right, and each look is told in the chain of readings.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use domain::indicators::{Formula, Term};
use domain::participations::{Measure, Month, counts};
use platform::reply::Sheet;
use platform::{Cx, Path, Reply, Stop, may};
use serde_json::json;
use stats::Rule;
use store::Event;

use super::look::{Basis, Request};
use super::model::Months;
use super::pages::{parse, request};
use super::{sv, view_rows};
use crate::educations;
use crate::participations::{self, RowAt};

/// How many rows a page lists.
pub(super) const PER_PAGE: usize = 50;

/// A row that is in a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// The row.
    pub(super) row: RowAt,
    /// Whether it is counted above the line; else it is in the base alone.
    pub(super) above: bool,
}

/// The rows of a figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Those of the page that is asked for, in the order in which they came.
    pub(super) listed: Vec<Listed>,
    /// How many may be listed, on all pages.
    pub(super) open: usize,
    /// How many more are in the figure: their identities are protected.
    pub(super) protected: usize,
    /// What the vocational educations are called that rows may belong to.
    pub(super) educations: BTreeMap<u32, String>,
}

/// Whether the row is counted above the line; nothing where it is not in the figure at all.
fn in_figure(formula: &Formula, months: Months, row: &RowAt) -> Option<bool> {
    let mut counted: Vec<(Measure, Month)> = Vec::new();
    counts(&row.participation, |measure, month| counted.push((measure, month)));
    let holds = |term: &Term| term.holds(&counted, months.from, months.to);
    let above = formula.numerator.iter().chain(&formula.parts).any(holds);
    (above || formula.denominator.iter().any(holds)).then_some(above)
}

fn holds(request: &Request, basis: &Basis, row: &RowAt) -> bool {
    let (only, one) = (&request.only, &row.participation);
    only.form.is_none_or(|form| one.form == form)
        && only.study_form.is_none_or(|form| one.study_form == form)
        && only.sex.is_none_or(|sex| one.sex == sex)
        && basis.picture.places.contains_key(&one.place.0)
}

/// The rows of an indicator at a unit, or at a provider.
pub(super) async fn rows(
    cx: Cx<may::ReadParticipations>,
    Path((_, slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (query, today) = (parse(query), cx.now().day());
    let asked = request(&query);
    let page = query.get("sida").parse::<usize>().unwrap_or(1).max(1);
    let of = slug.clone();
    let found = cx
        .read(move |tx| {
            let basis = Basis::read(tx, asked, today, Rule::OPEN)?.ok_or(Stop::NotFound)?;
            let indicator = basis.published.year.indicator(&of).ok_or(Stop::NotFound)?.clone();
            let formula = indicator
                .count
                .clone()
                .filter(|of| !of.counts_educations() && !of.counts_persons())
                .ok_or(Stop::NotFound)?;
            let only = basis.request.only;
            if only.provider.is_none() && only.unit.is_none() {
                return Ok((basis, indicator, None));
            }
            let places: Vec<u32> = basis.places_of(&only);
            let upto = basis.at.upto;
            let mut rows = Rows { educations: educations::titles(tx, upto)?, ..Rows::default() };
            participations::rows_at(tx, upto, &places, |row| {
                if !holds(&asked, &basis, &row) {
                    return;
                }
                if let Some(above) = in_figure(&formula, basis.months, &row) {
                    if row.participation.protected {
                        rows.protected += 1;
                        return;
                    }
                    if (page - 1..page).contains(&(rows.open / PER_PAGE)) {
                        rows.listed.push(Listed { row, above });
                    }
                    rows.open += 1;
                }
            })?;
            Ok((basis, indicator, Some(rows)))
        })
        .await?;
    let (basis, indicator, rows) = found;
    if let Some(rows) = &rows {
        tell(&cx, &slug, &basis, rows).await?;
    }
    let address = cx.link(&format!("resultat/{slug}"));
    let shown = view_rows::rows(&basis, &indicator, rows.as_ref(), page, &address);
    let sheet = Sheet::new(sv::ROWS, shown)
        .crumb(sv::RESULTS, cx.link("resultat"))
        .crumb(indicator.title.as_sv(), format!("{address}{}", super::view::query(&basis.request)));
    Ok(cx.show(sheet.wide().year(basis.year())))
}

/// Tells in the chain of readings who looked at which rows.
async fn tell(cx: &Cx<may::ReadParticipations>, indicator: &str, basis: &Basis, rows: &Rows) -> Result<(), Stop> {
    let only = &basis.request.only;
    let facts = json!({
        "indicator": indicator,
        "provider": only.provider.map(|id| id.to_string()),
        "unit": only.unit.map(|id| id.to_string()),
        "from": basis.months.from.to_string(),
        "to": basis.months.to.to_string(),
        "set": basis.set.as_ref().map(|set| set.number),
        "rows": rows.listed.len(),
    });
    cx.write(move |tx| {
        let event = Event { kind: "participations.rows-read", subject: None, facts: facts.clone() };
        Ok(tx.keep_reading_log(&[event])?)
    })
    .await
}
