//! Changing a part of a plan, and adopting it.

use ::store::Housekeeping;
use domain::follow_up_plan::{Moment, Plan};
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, FieldFault};
use super::pages::{sheet, year_of};
use super::store::{self, Changed, Version};
use super::{PAGE, sv, view_edit};

type AtPart = Path<(String, String, i64, String)>;

/// A version with the number of the newest one.
struct Found {
    version: Version,
    newest: i64,
    /// Every moment of any version of the year.
    gone: Vec<Moment>,
}

async fn found<P: Permission>(cx: &Cx<P>, year: &str, number: i64) -> Result<Found, Stop> {
    let year = year_of(year)?;
    let all = cx.read(move |tx| Ok(store::of_year(tx, year)?)).await?;
    let newest = all.first().map_or(0, |version| version.number);
    let gone = all.iter().flat_map(|version| version.plan.moments.iter().cloned()).collect();
    let version = all.into_iter().find(|version| version.number == number).ok_or(Stop::NotFound)?;
    Ok(Found { version, newest, gone })
}

fn part_of(slug: &str) -> Result<Changed, Stop> {
    Changed::from_slug(slug).filter(|part| !matches!(part, Changed::Begun | Changed::Restored)).ok_or(Stop::NotFound)
}

/// The form of the part, as the version has it.
pub(super) async fn ask(cx: Cx<may::WritePlan>, Path((_, year, number, part)): AtPart) -> Result<Reply, Stop> {
    let (part, found) = (part_of(&part)?, found(&cx, &year, number).await?);
    let typed = view_edit::typed(part, &found.version.plan);
    Ok(page(&cx, &found.version, part, (&typed, &[], None)))
}

fn page<P: Permission>(
    cx: &Cx<P>,
    version: &Version,
    part: Changed,
    (typed, faults, newer): (&FormData, &[FieldFault], Option<i64>),
) -> Reply {
    let base = cx.link(&format!("{PAGE}/{}", version.year));
    let main = view_edit::page(&base, version, part, (typed, faults, newer));
    framed(cx, version, sv::part(part), main, !faults.is_empty() || newer.is_some())
}

fn framed<P: Permission>(cx: &Cx<P>, version: &Version, title: &str, main: Markup, faulty: bool) -> Reply {
    let sheet = sheet(cx, title, main)
        .crumb(sv::TITLE, cx.link(PAGE))
        .crumb(version.plan.title.clone(), cx.link(&format!("{PAGE}/{}", version.year)));
    cx.show(sheet.with_faults(faulty))
}

/// Keeps what was written as a new version. Where somebody has saved a newer one meanwhile, what was written comes back beside a link
/// to it, and is kept when it is saved again.
pub(super) async fn save(
    cx: Cx<may::WritePlan>,
    Path((_, year, number, part)): AtPart,
    form: FormData,
) -> Result<Reply, Stop> {
    let (part, found) = (part_of(&part)?, found(&cx, &year, number).await?);
    let read = form::read(part, &form, &found.version.plan, &found.gone);
    if !read.faults.is_empty() {
        return Ok(page(&cx, &found.version, part, (&form, &read.faults, None)));
    }
    let there = cx.link(&format!("{PAGE}/{}", found.version.year));
    if read.plan == found.version.plan && found.newest == number {
        return Ok(Reply::done(&there, sv::NOTHING_CHANGED));
    }
    // The newest that whoever wrote has seen: the version of the address, or a newer one that they were told of.
    let seen = form.get("sedd").parse::<i64>().unwrap_or(number).max(number);
    let (tools, person, plan) = (cx.kit().tools(), cx.account().person, read.plan);
    let (year, base) = (found.version.year, found.version.plan.clone());
    let kept = cx
        .write(move |mut tx| {
            let newest = store::newest(&mut tx, year)?.ok_or(Stop::NotFound)?;
            // Somebody has written the same part meanwhile, unknown to whoever writes now.
            if newest.number != seen && !is_same(part, &newest.plan, &base) {
                return Ok(tx.keep(Housekeeping::Session, Err(newest.number)));
            }
            // The other parts are those of the newest.
            let whole = with_part(part, newest.plan, plan.clone());
            store::keep(&mut tx, tools.chance(), newest.number + 1, (&whole, part, person))?;
            Ok(tx.save_all(&[], Ok(newest.number + 1))?)
        })
        .await?;
    match kept {
        Ok(number) => Ok(Reply::done(&there, &sv::saved(number))),
        Err(newest) => Ok(page(&cx, &found.version, part, (&form, &[], Some(newest)))),
    }
}

/// Whether both say the same in the part.
fn is_same(part: Changed, one: &Plan, other: &Plan) -> bool {
    match part {
        Changed::Begun | Changed::Restored | Changed::Text => with_part(part, one.clone(), other.clone()) == *one,
        Changed::Moments => one.moments == other.moments,
        Changed::Results => one.results == other.results,
    }
}

/// The plan with that part of the other.
fn with_part(part: Changed, plan: Plan, of: Plan) -> Plan {
    match part {
        Changed::Begun | Changed::Restored | Changed::Text => {
            Plan { moments: plan.moments, results: plan.results, ..of }
        }
        Changed::Moments => Plan { moments: of.moments, ..plan },
        Changed::Results => Plan { results: of.results, ..plan },
    }
}

/// Makes an older version the newest again, as a draft.
pub(super) async fn restore(
    cx: Cx<may::WritePlan>,
    Path((_, year, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    let found = found(&cx, &year, number).await?;
    let (tools, person, version) = (cx.kit().tools(), cx.account().person, found.version);
    let there = cx.link(&format!("{PAGE}/{}", version.year));
    cx.write(move |mut tx| {
        let newest = store::newest(&mut tx, version.year)?.ok_or(Stop::NotFound)?;
        if newest.plan == version.plan {
            return Ok(tx.keep(Housekeeping::Session, ()));
        }
        store::keep(&mut tx, tools.chance(), newest.number + 1, (&version.plan, Changed::Restored, person))?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    Ok(Reply::done(&there, sv::RESTORED))
}

/// The form of an adoption.
pub(super) async fn ask_adoption(
    cx: Cx<may::AdoptPlan>,
    Path((_, year, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    let found = found(&cx, &year, number).await?;
    refuse(&cx, &found)?;
    adoption_page(&cx, &found.version, &FormData::default(), &[]).await
}

fn is_sent(typed: &FormData) -> bool {
    typed.iter().next().is_some()
}

fn refuse<P: Permission>(cx: &Cx<P>, found: &Found) -> Result<(), Stop> {
    let back = cx.link(&format!("{PAGE}/{}", found.version.year));
    let why = match () {
        () if found.version.adopted.is_some() => sv::IS_ADOPTED,
        () if found.newest != found.version.number => sv::NOT_NEWEST,
        () => return Ok(()),
    };
    Err(Stop::refused_back(sv::CANNOT_ADOPT, why, &back, sv::TO_PLAN))
}

async fn adoption_page<P: Permission>(
    cx: &Cx<P>,
    version: &Version,
    typed: &FormData,
    faults: &[FieldFault],
) -> Result<Reply, Stop> {
    let year = version.year;
    let before = cx
        .read(move |tx| {
            let all = store::all(tx)?;
            let last = all.into_iter().filter(|other| other.year <= year).find_map(|other| other.adopted);
            Ok(last.map(|(adoption, _)| adoption))
        })
        .await?;
    let base = cx.link(&format!("{PAGE}/{year}"));
    let left = domain::follow_up_plan::check(&version.plan);
    let main = view_edit::adoption(&base, version, (before.as_ref(), &left), (typed, faults));
    Ok(framed(cx, version, sv::ADOPT, main, !faults.is_empty() || (is_sent(typed) && !left.is_empty())))
}

/// Keeps that the newest version was adopted.
pub(super) async fn adopt(
    cx: Cx<may::AdoptPlan>,
    Path((_, year, number)): Path<(String, String, i64)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let found = found(&cx, &year, number).await?;
    refuse(&cx, &found)?;
    let adoption = match form::adoption(&form, cx.now().day()) {
        Ok(adoption) if domain::follow_up_plan::check(&found.version.plan).is_empty() => adoption,
        Ok(_) => return adoption_page(&cx, &found.version, &form, &[]).await,
        Err(faults) => return adoption_page(&cx, &found.version, &form, &faults).await,
    };
    let (year, number, person) = (found.version.year, found.version.number, cx.account().person);
    let adopted = cx
        .write(move |mut tx| {
            let newest = store::newest(&mut tx, year)?;
            let newest = newest.filter(|newest| newest.number == number && newest.adopted.is_none());
            let Some(newest) = newest else { return Ok(tx.keep(Housekeeping::Session, false)) };
            store::adopt(&mut tx, &newest, (&adoption, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    let there = cx.link(&format!("{PAGE}/{year}"));
    if adopted {
        return Ok(Reply::done(&there, sv::ADOPTED));
    }
    Err(Stop::refused_back(sv::CANNOT_ADOPT, sv::NOT_NEWEST, &there, sv::TO_PLAN))
}
