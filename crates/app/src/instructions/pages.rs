//! The instructions and guides for whoever is signed in.

use axum::extract::RawQuery;
use maud::html;
use platform::sandbox::Task;
use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::view::{self, Links};
use super::{paper, sv, view_guide};
use crate::own_templates;
use crate::year::{self, Shown};

type Here = Cx<may::ViewYear>;

fn links(cx: &Here, shown: &Shown) -> Links {
    let root = format!("{}/{}", shown.frame.root, shown.frame.year);
    Links::signed_in(&root, cx.slug(), shown.frame.year, shown.in_force, &shown.frame.query)
}

/// `/ar/2024/anvisningar`: the instructions.
pub(super) async fn instructions(
    cx: Here,
    Path((_, of)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let shown = year::shown(&cx, &of, query).await?;
    let title = sv::title(shown.frame.year);
    let published = shown.published.clone();
    let (today, in_force) = (cx.now().day(), shown.in_force);
    let read = move |tx: &mut ::store::ReadTx<'_>| {
        let dated = if in_force { view::Dated::of(tx, &published, today)? } else { None };
        Ok((own_templates::in_force_items(tx, published.year.year)?, dated))
    };
    let (own, dated) = cx.read(read).await?;
    let (links, provider) = (links(&cx, &shown).with_own(own), shown.frame.provider);
    let main = html! {
        (year::top(&shown.frame, &shown.published.year, &title, 1))
        @if shown.frame.manages {
            p.no-print.small { a href={ (shown.frame.root) "/" (shown.frame.year) "/mallar" } { "Egna mallar" } ": era egna arbetsböcker och dokument i stället för de vanliga" }
        }
        (view::instructions(&links, &shown.published.year, provider, dated.as_ref()))
    };
    Ok(year::page(&cx, &shown, title, main, false))
}

/// `/ar/2024/stod`: the guides; all of them as one PDF with `format=pdf`.
pub(super) async fn guides(
    cx: Here,
    Path((_, of)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let shown = year::shown(&cx, &of, query.clone()).await?;
    let of_year = &shown.published.year;
    if wants_pdf(query.as_deref()) {
        return pdf(&cx, &shown, None).await;
    }
    let main = html! { p.kicker { (of_year.authority.name.as_sv()) } h1 { (sv::GUIDES) } (view_guide::all(&links(&cx, &shown), of_year)) };
    Ok(year::page(&cx, &shown, sv::GUIDES.to_owned(), main, false))
}

/// `/ar/2024/stod/fokusera`: one guide; as a PDF with `format=pdf`.
pub(super) async fn guide(
    cx: Here,
    Path((_, of, slug)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let shown = year::shown(&cx, &of, query.clone()).await?;
    let of_year = &shown.published.year;
    let at = of_year.support.iter().position(|step| step.slug == *slug).ok_or(Stop::NotFound)?;
    if wants_pdf(query.as_deref()) {
        return pdf(&cx, &shown, Some(at)).await;
    }
    let step = &of_year.support[at];
    let main = view_guide::one(&links(&cx, &shown), of_year, at, step);
    Ok(year::page(&cx, &shown, step.title.as_sv().to_owned(), main, false))
}

/// Whether the address asks for a PDF.
pub(super) fn wants_pdf(query: Option<&str>) -> bool {
    FormData::parse(query.unwrap_or_default().as_bytes()).get("format") == "pdf"
}

async fn pdf(cx: &Here, shown: &Shown, at: Option<usize>) -> Result<Reply, Stop> {
    let document = paper::of_year(&shown.published.year, at)?;
    let bytes = cx.kit().sandbox().run_kept(Task::Typeset, &serde_json::to_vec(&document)?).await?;
    paper::reply(bytes, &shown.published.year, at)
}
