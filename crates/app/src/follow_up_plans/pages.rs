//! The years that have a plan, beginning one, and reading it.

use ::store::Housekeeping;
use axum::extract::RawQuery;
use domain::follow_up_plan::{Plan, copy_to, example};
use kernel::Right;
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::FieldFault;
use super::paper::{self, Format};
use super::store::{self, Changed, Version};
use super::{PAGE, sv, view};

/// Whoever reads plans.
pub(super) type Here = Cx<may::ReadPlans>;

/// The versions that somebody may read: all of them for those who write plans, else those that were adopted.
pub(super) fn readable(writes: bool, versions: Vec<Version>) -> Vec<Version> {
    versions.into_iter().filter(|version| writes || version.adopted.is_some()).collect()
}

/// A page of plans.
pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    let sheet = Sheet::new(title.into(), main);
    if cx.may(Right::ViewFollowUp) {
        sheet.crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
    } else if cx.may(Right::ViewYear) {
        sheet.crumb(sv::YEAR, cx.link("ar"))
    } else {
        sheet
    }
}

/// The year of an address.
pub(super) fn year_of(text: &str) -> Result<i16, Stop> {
    text.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or(Stop::NotFound)
}

/// Every year that has one, and the form to begin another.
pub(super) async fn years(cx: Here) -> Result<Reply, Stop> {
    let writes = cx.may(Right::WritePlan);
    let all = readable(writes, cx.read(|tx| Ok(store::all(tx)?)).await?);
    let list = view::years(&cx.link(PAGE), &all, writes, cx.now().day(), (&FormData::default(), &[]));
    // What the plan's visits showed.
    let protocols = cx.may(Right::ReadProtocols).then(|| cx.link("besoksprotokoll"));
    let evaluations = cx.may(Right::ReadProtocols).then(|| cx.link("gemensam-utvardering"));
    let main = view::with_protocols(&list, protocols.as_deref(), evaluations.as_deref());
    Ok(cx.show(sheet(&cx, sv::TITLE, main)))
}

/// What a plan can begin from.
fn base(from: &str, all: &[Version]) -> Option<Plan> {
    if from == view::EXAMPLE {
        return Some(example());
    }
    let year: i16 = from.parse().ok()?;
    let of =
        |adopted: bool| all.iter().find(move |version| version.year == year && (!adopted || version.adopted.is_some()));
    // Another year's plan is an authority's own, whatever it was once made from.
    of(true).or_else(|| of(false)).map(|version| Plan { provenance: String::new(), ..version.plan.clone() })
}

/// Begins the plan of a year.
pub(super) async fn begin(cx: Cx<may::WritePlan>, form: FormData) -> Result<Reply, Stop> {
    let all = cx.read(|tx| Ok(store::all(tx)?)).await?;
    let mut faults: Vec<FieldFault> = Vec::new();
    let year: Option<i16> = form.get("planens-ar").trim().parse().ok().filter(|year| (2000..=2100).contains(year));
    match year {
        None => faults.push(("planens-ar".to_owned(), sv::NO_YEAR.to_owned())),
        Some(year) if all.iter().any(|version| version.year == year) => {
            faults.push(("planens-ar".to_owned(), sv::exists(year)));
        }
        Some(_) => {}
    }
    let from = base(form.get("fran"), &all);
    if from.is_none() {
        faults.push(("fran".to_owned(), sv::CHOOSE.to_owned()));
    }
    let (Some(year), Some(from), true) = (year, from, faults.is_empty()) else {
        let main = view::years(&cx.link(PAGE), &all, true, cx.now().day(), (&form, &faults));
        return Ok(cx.show(sheet(&cx, sv::TITLE, main).with_faults(true)));
    };
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let begun = cx
        .write(move |mut tx| {
            // Of two who begin it at once the second reads what the first began.
            if !store::of_year(&mut tx, year)?.is_empty() {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            store::keep(&mut tx, tools.chance(), 1, (&copy_to(&from, year), Changed::Begun, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    let there = cx.link(&format!("{PAGE}/{year}"));
    Ok(if begun { Reply::done(&there, sv::BEGUN) } else { Reply::redirect(&there) })
}

/// The plan of the year that holds; for those who write it the newest version.
pub(super) async fn newest(
    cx: Here,
    Path((_, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    show(&cx, year_of(&year)?, None, query).await
}

/// One version.
pub(super) async fn version(
    cx: Here,
    Path((_, year, number)): Path<(String, String, i64)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    show(&cx, year_of(&year)?, Some(number), query).await
}

async fn show(cx: &Here, year: i16, number: Option<i64>, query: Option<String>) -> Result<Reply, Stop> {
    let writes = cx.may(Right::WritePlan);
    let all = readable(writes, cx.read(move |tx| Ok(store::of_year(tx, year)?)).await?);
    let at = match number {
        None => 0,
        Some(number) => all.iter().position(|version| version.number == number).ok_or(Stop::NotFound)?,
    };
    let version = all.get(at).ok_or(Stop::NotFound)?;
    if let Some(format) = Format::of(FormData::parse(query.unwrap_or_default().as_bytes()).get("format")) {
        return paper::file(cx, version, format).await;
    }
    let shown = view::Shown {
        base: cx.link(&format!("{PAGE}/{year}")),
        coverage: cx.may(Right::ViewFollowUp).then(|| cx.link(&format!("tackning/{year}"))),
        writes,
        adopts: cx.may(Right::AdoptPlan),
        all: &all,
        at,
    };
    let main = view::one(&shown);
    Ok(cx.show(sheet(cx, version.plan.title.clone(), main).crumb(sv::TITLE, cx.link(PAGE))))
}
