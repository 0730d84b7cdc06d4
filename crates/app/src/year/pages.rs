//! Pages of the year to read.

use axum::extract::RawQuery;
use domain::year::calendar as laid_out;
use kernel::id::kind::YearVersion;
use kernel::{Id, Right};
use maud::html;
use platform::reply::Sheet;
use platform::{Acting, Cx, FormData, Path, Reply, Stop, may};

use super::store::{self, Published};
use super::view::{self, Frame};

type Here = Cx<may::ViewYear>;
type At = Path<(String, String)>;

/// `/ar`: on to the year in use.
pub(super) async fn current_year(cx: Here) -> Result<Reply, Stop> {
    let today = cx.now().day();
    match cx.read(move |tx| Ok(store::current(tx, today)?)).await? {
        Some(published) => Ok(Reply::redirect(&cx.link(&format!("ar/{}", published.year.year)))),
        None => {
            let manages = cx.may(Right::ManageYear);
            let text = if manages {
                "Läs in ett årsdokument eller börja från ett exempel, och publicera det."
            } else {
                "Huvudmannen har inte publicerat något år. När det är gjort ser du kalendern och anvisningarna här."
            };
            let action = html! { @if manages { (ui::link_button(&cx.link("ar/versioner"), "Lägg upp ett år", true)) } };
            let main = html! { h1 { "Året" } (ui::empty_state("Det finns inget publicerat år än", text, &action)) };
            Ok(cx.show(Sheet::new("Året", main)))
        }
    }
}

/// A version of a year as somebody looks at it.
#[derive(Debug)]
pub struct Shown {
    /// What the pages of the year share.
    pub frame: Frame,
    /// The version.
    pub published: Published,
    /// What is known of it beside its document.
    pub row: Option<store::Version>,
    /// Whether it is the one in force.
    pub in_force: bool,
}

/// The year's version in force; whoever may change the year can look at any other with `?version=`.
pub async fn shown(cx: &Here, year: &str, query: Option<String>) -> Result<Shown, Stop> {
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let manages = cx.may(Right::ManageYear);
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let wanted: Option<Id<YearVersion>> = match query.get("version") {
        "" => None,
        _ if !manages => return Err(Stop::NotFound),
        id => Some(id.parse().map_err(|_| Stop::NotFound)?),
    };
    let (root, authorities) = (cx.link("ar"), crate::nav::authorities(cx, "ar"));
    let provider = matches!(cx.account().acting, Some(Acting::Provider(_)));
    cx.read(move |tx| {
        let newest = store::published(tx, year)?;
        let published = match wanted {
            None => newest.clone(),
            Some(id) => store::version(tx, id)?.filter(|version| version.year.year == year),
        };
        let published = published.ok_or(Stop::NotFound)?;
        let in_force = newest.is_some_and(|newest| newest.id == published.id);
        let query = if in_force { String::new() } else { format!("?version={}", published.id) };
        let years = store::years(tx)?;
        let others = years.iter().filter(|e| e.published.is_some() && e.year != year).map(|e| e.year).collect();
        let row = years.iter().flat_map(|entry| &entry.versions).find(|row| row.id == published.id).cloned();
        Ok(Shown {
            frame: Frame { root, year, query, manages, authorities, provider, others },
            published,
            row,
            in_force,
        })
    })
    .await
}

/// A page of the year, which says so where it is not the version in force.
pub fn page(cx: &Here, shown: &Shown, title: String, main: maud::Markup, wide: bool) -> Reply {
    let back = format!("{}/version/{}", shown.frame.root, shown.published.id);
    let main = html! {
        @if !shown.in_force { (view::other_version(shown.published.version, &back)) }
        (main)
    };
    let sheet = Sheet::new(title, main).year(shown.frame.year);
    cx.show(if wide { sheet.wide() } else { sheet })
}

/// `/ar/2024`: the calendar.
pub(super) async fn calendar(cx: Here, Path((_, year)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let shown = shown(&cx, &year, query).await?;
    let main = view::year_page(&shown.frame, &shown.published.year, cx.now().day());
    let title = shown.published.year.title.as_sv().to_owned();
    Ok(page(&cx, &shown, title, main, false))
}

/// `/ar/2024/kalender.ics`: the calendar for calendar programs.
pub(super) async fn calendar_file(cx: Here, Path((_, year)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let shown = shown(&cx, &year, query).await?;
    let row = shown.row.ok_or(Stop::NotFound)?;
    let stamp = row.published_at.unwrap_or(row.created_at);
    let file = super::ics::write(&laid_out(&shown.published.year), cx.slug(), stamp, "Sista dag");
    Ok(Reply::download(file.into_bytes(), "text/calendar; charset=utf-8", &format!("aret-{}.ics", shown.frame.year)))
}
