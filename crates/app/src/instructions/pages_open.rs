//! The instructions and guides for anybody, at addresses that can be linked to and printed on a poster.

use axum::extract::RawQuery;
use domain::year::Year;
use maud::{Markup, html};
use platform::access::Open;
use platform::reply::Sheet;
use platform::{Path, Reply, Stop};

use super::pages::wants_pdf;
use super::view::{self, Dated, Links};
use super::{paper, sv, view_guide};
use crate::year::{self, Published};
use crate::{own_templates, word, workbooks};

/// A published year as anybody sees it.
struct Seen {
    links: Links,
    published: Published,
    /// Other years that are published, the newest first.
    others: Vec<i16>,
    dated: Option<Dated>,
}

async fn seen(open: &Open, tenant: &str, wanted: Option<&str>) -> Result<Seen, Stop> {
    let wanted: Option<i16> = wanted.map(str::parse).transpose().map_err(|_| Stop::NotFound)?;
    let today = open.now().day();
    let read = move |tx: &mut ::store::ReadTx<'_>, _: &str| {
        let published = match wanted {
            Some(of) => year::published(tx, of)?,
            None => year::current(tx, today)?,
        };
        let published = published.ok_or(Stop::NotFound)?;
        let mut others = year::published_years(tx)?;
        others.retain(|other| *other != published.year.year);
        let own = own_templates::in_force_items(tx, published.year.year)?;
        let dated = Dated::of(tx, &published, today)?;
        Ok((published, others, own, dated))
    };
    let (published, others, own, dated) = open.read_published(tenant, read).await?;
    Ok(Seen { links: Links::open(tenant, published.year.year).with_own(own), published, others, dated })
}

fn top(of: &Year, heading: &str) -> Markup {
    html! {
        p.kicker { (of.authority.name.as_sv()) }
        h1 { (heading) }
    }
}

/// `/oppet`: the authorities, to find the pages for anybody from.
pub(super) async fn directory(open: Open) -> Result<Reply, Stop> {
    let all = open.authorities().await?;
    let main = html! {
        h1 { (sv::DIRECTORY) }
        p.lead { (sv::DIRECTORY_NOTE) }
        @if all.is_empty() { (ui::empty_state(sv::NO_AUTHORITY, sv::NO_AUTHORITY_NOTE, &html! {})) }
        @else { ul.links role="list" { @for (slug, name) in &all { li { a href={ "/oppet/" (slug) } { (name) } } } } }
        p.no-print { a href="/logga-in" { "Logga in" } }
    };
    Ok(open.show(Sheet::new(sv::DIRECTORY, main)))
}

/// `/oppet/ekstad`: what there is for anybody.
pub(super) async fn authority(open: Open, Path(tenant): Path<String>) -> Result<Reply, Stop> {
    let today = open.now().day();
    let read = move |tx: &mut ::store::ReadTx<'_>, name: &str| {
        let mut years = year::published_years(tx)?;
        years.sort_unstable_by(|one, other| other.cmp(one));
        Ok((name.to_owned(), year::current(tx, today)?.map(|current| current.year.year), years))
    };
    let (name, current, years) = open.read_published(&tenant, read).await?;
    let main = html! {
        h1 { (name) }
        p.lead { (sv::AUTHORITY_NOTE) }
        ul.links role="list" {
            @if let Some(of) = current { li { a href={ "/oppet/" (tenant) "/anvisningar" } { (sv::title(of)) } } }
            @for of in years.iter().filter(|of| Some(**of) != current) {
                li { a href={ "/oppet/" (tenant) "/anvisningar/" (of) } { (sv::title(*of)) } }
            }
            li { a href={ "/oppet/" (tenant) "/resultat" } { "Publicerade resultat" } }
        }
        @if years.is_empty() { p { (sv::NO_YEAR) } }
        p.no-print { a href="/oppet" { (sv::DIRECTORY) } " · " a href="/logga-in" { "Logga in" } }
    };
    Ok(open.show(Sheet::new(name, main)))
}

/// `/oppet/ekstad/anvisningar`: those of the year in use.
pub(super) async fn current(open: Open, Path(tenant): Path<String>) -> Result<Reply, Stop> {
    let seen = seen(&open, &tenant, None).await?;
    Ok(show(&open, &tenant, &seen))
}

/// `/oppet/ekstad/anvisningar/2024`.
pub(super) async fn instructions(open: Open, Path((tenant, of)): Path<(String, String)>) -> Result<Reply, Stop> {
    let seen = seen(&open, &tenant, Some(&of)).await?;
    Ok(show(&open, &tenant, &seen))
}

fn show(open: &Open, tenant: &str, seen: &Seen) -> Reply {
    let of = &seen.published.year;
    let title = sv::title(of.year);
    let main = html! {
        (top(of, &title))
        @if let Some(provenance) = &of.provenance { p.quiet.small { (provenance.as_sv()) } }
        (view::instructions(&seen.links, of, false, seen.dated.as_ref()))
        section.no-print {
            h2 { "Mer" }
            ul.links role="list" {
                li { a href="/start" { "Logga in och redovisa" } }
                @for other in &seen.others { li { a href={ "/oppet/" (tenant) "/anvisningar/" (other) } { (sv::title(*other)) } } }
                li { a href={ "/oppet/" (tenant) "/resultat" } { "Publicerade resultat" } }
                li { a href="/oppet" { (sv::DIRECTORY) } }
            }
        }
    };
    open.show(Sheet::new(format!("{title}, {}", of.authority.name.as_sv()), main))
}

/// The guides; all of them as one PDF with `format=pdf`.
pub(super) async fn guides(
    open: Open,
    Path((tenant, of)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let seen = seen(&open, &tenant, Some(&of)).await?;
    if wants_pdf(query.as_deref()) {
        return pdf(&open, &seen, None).await;
    }
    let of = &seen.published.year;
    let main = html! { (top(of, sv::GUIDES)) (view_guide::all(&seen.links, of)) (back(&seen)) };
    Ok(open.show(Sheet::new(format!("{}, {}", sv::GUIDES, of.authority.name.as_sv()), main)))
}

/// One guide; as a PDF with `format=pdf`.
pub(super) async fn guide(
    open: Open,
    Path((tenant, of, slug)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let seen = seen(&open, &tenant, Some(&of)).await?;
    let of = &seen.published.year;
    let at = of.support.iter().position(|step| step.slug == *slug).ok_or(Stop::NotFound)?;
    if wants_pdf(query.as_deref()) {
        return pdf(&open, &seen, Some(at)).await;
    }
    let step = &of.support[at];
    let main = html! { (view_guide::one(&seen.links, of, at, step)) (back(&seen)) };
    Ok(open.show(Sheet::new(format!("{}, {}", step.title.as_sv(), of.authority.name.as_sv()), main)))
}

fn back(seen: &Seen) -> Markup {
    html! { p.no-print { a href=(seen.links.instructions()) { "Till anvisningarna" } } }
}

async fn pdf(open: &Open, seen: &Seen, at: Option<usize>) -> Result<Reply, Stop> {
    let document = paper::of_year(&seen.published.year, at)?;
    let bytes = open.typeset(&serde_json::to_vec(&document)?).await?;
    paper::reply(bytes, &seen.published.year, at)
}

/// `/oppet/ekstad/anvisningar/2024/mall/klagomal-t1`: the item's template, marked with no provider.
pub(super) async fn template(
    open: Open,
    Path((tenant, of, slug)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let seen = seen(&open, &tenant, Some(&of)).await?;
    let of = &seen.published.year;
    let item = of.item(&slug).ok_or(Stop::NotFound)?;
    let (year, name) = (of.year, item.slug.to_string());
    let read = move |tx: &mut ::store::ReadTx<'_>, _: &str| match own_templates::in_force(tx, year, &name)? {
        Some(own) => Ok(Some((own_templates::bytes(tx, own.id)?, own))),
        None => Ok(None),
    };
    let own = open.read_published(&tenant, read).await?;
    let at = workbooks::At {
        tenant: &tenant,
        authority: of.authority.name.as_sv(),
        base_url: &open.settings().base_url,
        now: open.now(),
    };
    if let Some((bytes, own)) = own.as_ref().filter(|(_, own)| own.mapping.words.is_some()) {
        let (bytes, name) = word::blank_own(at, &seen.published, item, (own, bytes)).map_err(Stop::failed)?;
        return Ok(Reply::download(bytes, documents::docx::MEDIA_TYPE, &name));
    }
    if let Some((bytes, own)) = &own {
        let (bytes, name) = workbooks::blank_own(at, &seen.published, item, (own, bytes)).map_err(Stop::failed)?;
        return Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &name));
    }
    let (bytes, name) = workbooks::blank(at, &seen.published, item).map_err(Stop::failed)?.ok_or(Stop::NotFound)?;
    Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &name))
}
