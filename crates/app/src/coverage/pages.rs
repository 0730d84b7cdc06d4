//! The matrix, and planning what is missing in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::store::{Housekeeping, ReadTx, StoreError};
use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use domain::coverage::Cell;
use domain::follow_up_plan::{Moment, MomentKind};
use kernel::id::kind::{Activity, Organisation};
use kernel::{Day, Id, Right};
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::look::{self, Looked};
use super::{PAGE, store, sv, view};
use crate::{follow_up_plans, samples};

pub(super) fn year_of(text: &str) -> Result<i16, Stop> {
    text.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or(Stop::NotFound)
}

/// A page below the follow-up.
pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

/// To the year that is now, or else the newest that has an adopted plan.
pub(super) async fn current(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let years = cx.read(|tx| Ok(follow_up_plans::adopted_years(tx)?)).await?;
    let now = cx.now().day().year();
    match years.iter().find(|year| **year == now).or_else(|| years.first()) {
        Some(year) => Ok(Reply::redirect(&cx.link(&format!("{PAGE}/{year}")))),
        None => {
            let main = view::no_plan(&cx.link(follow_up_plans::PAGE));
            Ok(cx.show(sheet(&cx, sv::TITLE, main)))
        }
    }
}

pub(super) async fn looked<P: Permission>(cx: &Cx<P>, year: i16) -> Result<Arc<Looked>, Stop> {
    let today = cx.now().day();
    let found = cx.read(move |tx| Ok(look::look(tx, year, today)?)).await?;
    found.map(Arc::new).ok_or(Stop::NotFound)
}

/// The matrix of the year.
pub(super) async fn matrix(
    cx: Cx<may::ViewFollowUp>,
    Path((_, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let year = year_of(&year)?;
    let today = cx.now().day();
    let Some(looked) = cx.read(move |tx| Ok(look::look(tx, year, today)?)).await? else {
        let main = view::no_plan(&cx.link(follow_up_plans::PAGE));
        return Ok(cx.show(sheet(&cx, sv::title(year), main)));
    };
    if FormData::parse(query.unwrap_or_default().as_bytes()).get("format") == "csv" {
        return Ok(as_csv(&looked, today));
    }
    Ok(page(&cx, &looked, (&FormData::default(), &[])))
}

fn page<P: Permission>(cx: &Cx<P>, looked: &Looked, typed: (&FormData, &[Fault])) -> Reply {
    let shown = view::Shown {
        base: cx.link(&format!("{PAGE}/{}", looked.year)),
        all: cx.link(PAGE),
        plan: cx.link(&format!("{}/{}", follow_up_plans::PAGE, looked.year)),
        activities: cx.link("aktivitet"),
        visits: cx.link("besok"),
        own: cx.link(""),
        plans: cx.may(Right::PlanActivities),
        samples: cx.link(samples::PAGE),
        today: cx.now().day(),
    };
    let main = view::matrix(&shown, looked, typed);
    cx.show(sheet(cx, sv::title(looked.year), main).wide().with_faults(!typed.1.is_empty()))
}

fn as_csv(looked: &Looked, today: Day) -> Reply {
    let mut head = vec!["Anordnare".to_owned(), "Organisationsnummer".to_owned()];
    head.extend(looked.moments.iter().map(|moment| moment.title.clone()));
    let row = |row: &look::Row| {
        let mut cells = vec![row.provider.name.clone(), row.provider.shown_number()];
        cells.extend(looked.moments.iter().zip(&row.cells).map(|(moment, cell)| {
            let visits = view::booked(row, moment).into_iter().map(|(on, _)| domain::coverage::sv::booked(on, today));
            std::iter::once(view::told(moment, *cell)).chain(visits).collect::<Vec<_>>().join(". ")
        }));
        cells
    };
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = std::iter::once(head).chain(looked.rows.iter().map(row)).map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{PAGE}-{}.csv", looked.year))
}

/// The moment of that name, which is planned here.
fn moment<'l>(looked: &'l Looked, slug: &str) -> Option<&'l Moment> {
    looked.moments.iter().find(|moment| moment.slug == slug && moment.kind != MomentKind::Reports)
}

/// What was chosen to be planned: the moment, the day, and with whom; with everybody who lacks it where nobody is named.
struct Wish {
    year: i16,
    slug: String,
    by: Day,
    only: Option<Id<Organisation>>,
    /// Also where nothing is missing, more often than the plan asks for: what the activity becomes, so that sending the form twice is
    /// the same as once.
    more: Option<Id<Activity>>,
}

/// Plans what the wish says, asked once more in the transaction, so that what is sent twice or by two at once is planned once; gives
/// how many were planned.
async fn carry_out(cx: &Cx<may::PlanActivities>, wish: Wish) -> Result<usize, Stop> {
    let (tools, person, today) = (cx.kit().tools(), cx.account().person, cx.now().day());
    cx.write(move |mut tx| {
        let planned = wanted(&mut tx, &wish, today)?;
        for organisation in &planned {
            let id = wish.more.unwrap_or_else(|| Id::random(tools.chance()));
            store::plan(&mut tx, id, (wish.year, &wish.slug, *organisation), (wish.by, person))?;
        }
        if planned.is_empty() {
            return Ok(tx.keep(Housekeeping::Session, 0));
        }
        // Once for each provider, however often it is to be done there.
        let providers: BTreeSet<Id<Organisation>> = planned.into_iter().collect();
        Ok(tx.save_all(&[], providers.len())?)
    })
    .await
}

/// With whom an activity is planned, once for each.
fn wanted(tx: &mut ReadTx<'_>, wish: &Wish, today: Day) -> Result<Vec<Id<Organisation>>, StoreError> {
    let Some(looked) = look::look(tx, wish.year, today)? else { return Ok(Vec::new()) };
    let Some(at) = looked.moments.iter().position(|moment| moment.slug == wish.slug) else { return Ok(Vec::new()) };
    let moment = &looked.moments[at];
    let mut wanted = Vec::new();
    for row in looked.rows.iter().filter(|row| wish.only.is_none_or(|only| row.provider.id == only)) {
        let lacking = row.cells.get(at).map_or(0, |cell| look::lacking(*cell, moment, row));
        let count = match wish.more {
            Some(id) => u32::from(store::find(tx, id)?.is_none()),
            None => lacking,
        };
        wanted.extend((0..count).map(|_| row.provider.id));
    }
    Ok(wanted)
}

/// Plans what is missing of a moment with one provider, by the last day of the moment where nobody says another.
pub(super) async fn plan(
    cx: Cx<may::PlanActivities>,
    Path((_, year)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let looked = looked(&cx, year_of(&year)?).await?;
    let of = moment(&looked, form.get("moment")).ok_or(Stop::NotFound)?;
    let only: Id<Organisation> = form.get("anordnare").parse().map_err(|_| Stop::NotFound)?;
    let row = looked.rows.iter().find(|row| row.provider.id == only).ok_or(Stop::NotFound)?;
    let today = cx.now().day();
    let more = match form.get("nyckel") {
        "" => None,
        key => Some(key.parse().map_err(|_| Stop::NotFound)?),
    };
    let by = if form.has("dag") {
        match form::coming(&form, "dag", today) {
            Ok(by) => by,
            Err(fault) => return Ok(super::pages_activity::page_of(&cx, &looked, row, (&form, &[fault]))),
        }
    } else {
        look::proposed(of, row.ends, today)
    };
    let wish = Wish { year: looked.year, slug: of.slug.clone(), by, only: Some(only), more };
    let back = cx.link(&if form.has("dag") {
        format!("{PAGE}/{}/{only}", looked.year)
    } else {
        format!("{PAGE}/{}", looked.year)
    });
    match carry_out(&cx, wish).await? {
        0 => Ok(Reply::done(&back, sv::ALREADY)),
        _ => Ok(Reply::done(&back, &sv::planned(&of.title, &row.provider.name, by))),
    }
}

/// Plans what is missing of a moment with everybody who lacks it.
pub(super) async fn plan_all(
    cx: Cx<may::PlanActivities>,
    Path((_, year)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let looked = looked(&cx, year_of(&year)?).await?;
    let mut faults = Vec::new();
    let of = moment(&looked, form.get("moment"));
    if of.is_none() {
        faults.push(("moment".to_owned(), sv::CHOOSE.to_owned()));
    }
    let by = form::coming(&form, "dag", cx.now().day()).map_err(|fault| faults.push(fault)).ok();
    let (Some(of), Some(by)) = (of, by) else { return Ok(page(&cx, &looked, (&form, &faults))) };
    let wish = Wish { year: looked.year, slug: of.slug.clone(), by, only: None, more: None };
    let count = carry_out(&cx, wish).await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{}", looked.year)), &sv::planned_all(&of.title, count, by)))
}

/// Whether anything is missing of the moment at the place.
pub(super) fn is_missing(looked: &Looked, at: usize) -> bool {
    looked.rows.iter().any(|row| matches!(row.cells.get(at), Some(Cell::Missing { .. })))
}
