//! The overview over time.

use axum::extract::RawQuery;
use kernel::Right;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};
use stats::suppression::Rule;

use super::look::{Request, look};
use super::{store, sv, view, view_files};
use crate::{cases, year};

/// What is asked for, as a page or as a file.
pub(super) async fn over_time(cx: Cx<may::ViewComplaints>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let (today, seats, person) = (cx.now().day(), cx.seats().to_vec(), cx.account().person);
    let request = Request::read(&query, today.year());
    // Whoever may see the rows behind a figure is shown it however small it is.
    let rule = if cx.may(Right::ReadParticipations) { Rule::OPEN } else { Rule::INSIDE };
    let (flows, complaints, clock) = cx
        .read(move |tx| {
            let complaints = year::current(tx, today)?.map(|published| published.year.complaints.clone());
            Ok((store::flows(tx, (&seats, person))?, complaints, cases::rules(tx, today)?))
        })
        .await?;
    let categories = complaints.map(|complaints| complaints.categories).unwrap_or_default();
    let slugs: Vec<String> = categories.iter().map(|one| one.slug.as_str().to_owned()).collect();
    let titles =
        categories.iter().map(|one| one.title.as_sv().to_owned()).chain([sv::NO_CATEGORY.to_owned()]).collect();
    let figures = move || look(request, &flows, (&slugs, titles), (rule, clock.answer));
    let seen = platform::apart(figures).await.map_err(Stop::failed)?;
    match query.get("format") {
        "csv" => return Ok(view_files::as_csv(&seen)),
        "xlsx" => return view_files::as_xlsx(&seen, cx.tenant_name(), cx.now()),
        "svg" => return Ok(view_files::as_svg(&seen)),
        _ => {}
    }
    let main = view::page(&cx.link("klagomal/over-tid"), &seen);
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("klagomal")).wide()))
}
