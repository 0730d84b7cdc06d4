//! The samples, one of them, and drawing it again.

use std::collections::BTreeMap;

use ::store::ReadTx;
use axum::extract::RawQuery;
use domain::samples::{Population, Stage, redraw as again};
use kernel::id::kind::{Organisation, Sample, Unit};
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::Fault;
use super::model::{Kept, Link, PlanFile};
use super::paper::{self, Format};
use super::{PAGE, store, sv, view, view_new, view_result};
use crate::organisations;

/// What providers and units are called.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub providers: BTreeMap<Id<Organisation>, String>,
    pub units: BTreeMap<Id<Unit>, String>,
}

impl Names {
    pub(super) fn read(tx: &mut ReadTx<'_>) -> Result<Self, Stop> {
        Ok(Self {
            providers: organisations::providers(tx)?.into_iter().map(|one| (one.id, one.name)).collect(),
            units: organisations::units(tx)?.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }
    pub(super) fn provider(&self, id: Id<Organisation>) -> &str {
        self.providers.get(&id).map_or("", String::as_str)
    }
    pub(super) fn unit(&self, id: Option<Id<Unit>>) -> &str {
        id.and_then(|id| self.units.get(&id)).map_or("", String::as_str)
    }
}

/// A sample with everything that its page shows.
#[derive(Debug)]
pub(super) struct Opened {
    pub kept: Kept,
    pub names: Names,
    pub files: Vec<PlanFile>,
    pub links: Vec<Link>,
}

/// Whether the person reads samples that are not done too.
pub(super) fn reads_all<P: Permission>(cx: &Cx<P>) -> bool {
    cx.may(Right::DrawSamples) || cx.may(Right::Audit)
}

pub(super) fn id(text: &str) -> Result<Id<Sample>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// The sample; *not found* for whoever reads closed ones alone while it is not.
pub(super) async fn opened<P: Permission>(cx: &Cx<P>, id: Id<Sample>) -> Result<Opened, Stop> {
    let all = reads_all(cx);
    cx.read(move |tx| {
        let kept =
            store::find(tx, id)?.filter(|kept| all || kept.stands.stage == Stage::Closed).ok_or(Stop::NotFound)?;
        Ok(Opened { names: Names::read(tx)?, files: store::files(tx, id)?, links: store::links(tx, id)?, kept })
    })
    .await
}

/// A page below the samples.
pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    let sheet = Sheet::new(title.into(), main);
    if cx.may(Right::ViewFollowUp) { sheet.crumb(sv::FOLLOW_UP, cx.link("uppfoljning")) } else { sheet }
}

/// Every sample that the person may read.
pub(super) async fn list(cx: Cx<may::ReadSamples>) -> Result<Reply, Stop> {
    let all = reads_all(&cx);
    let shown = cx
        .read(move |tx| {
            let kept = store::all(tx)?.into_iter();
            Ok(kept.filter(|kept| all || kept.stands.stage == Stage::Closed).collect::<Vec<_>>())
        })
        .await?;
    let main = view::list(&cx.link(PAGE), &shown, cx.may(Right::DrawSamples));
    Ok(cx.show(sheet(&cx, sv::TITLE, main)))
}

/// One sample: its size is to be chosen, its cases are gone through, or it has a result.
pub(super) async fn show(
    cx: Cx<may::ReadSamples>,
    Path((_, sample)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let typed = FormData::parse(query.unwrap_or_default().as_bytes());
    let of = opened(&cx, id(&sample)?).await?;
    if let Some(format) = Format::of(typed.get("format")) {
        return paper::file(&cx, &of, format).await;
    }
    Ok(page(&cx, &of, (&typed, &[]), &[]))
}

/// The page of the sample, with what was typed and the links that are shown this once.
pub(super) fn page<P: Permission>(
    cx: &Cx<P>,
    of: &Opened,
    (typed, faults): (&FormData, &[Fault]),
    links: &[(usize, String)],
) -> Reply {
    let shown = view::Shown {
        base: cx.link(&format!("{PAGE}/{}", of.kept.id)),
        activity: of
            .kept
            .activity
            .filter(|_| cx.may(Right::ViewFollowUp))
            .map(|id| cx.link(&format!("aktivitet/{id}"))),
        person: cx.account().person,
        draws: cx.may(Right::DrawSamples),
        reads_all: reads_all(cx),
        today: cx.now().day(),
        links,
    };
    let main = match of.kept.stands.stage {
        Stage::Frozen => view_new::size(&shown, of, (typed, faults)),
        Stage::Closed => view_result::closed(&shown, of, (typed, faults)),
        Stage::Drawn | Stage::Cancelled => view::one(&shown, of, (typed, faults)),
    };
    let name = sv::name(of.kept.number, &of.kept.setup.wish.title);
    let sheet = sheet(cx, name, main).crumb(sv::TITLE, cx.link(PAGE));
    cx.show(sheet.with_faults(!faults.is_empty()))
}

/// Draws the sample again, from its own seed or from another, and says whether the same cases come.
pub(super) async fn redraw(
    cx: Cx<may::ReadSamples>,
    Path((_, sample)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let typed = FormData::parse(query.unwrap_or_default().as_bytes());
    let of = opened(&cx, id(&sample)?).await?;
    let draw = of.kept.stands.draw.clone().filter(|_| reads_all(&cx)).ok_or(Stop::NotFound)?;
    let seed = if typed.has("fro") { kernel::visible::one_line(typed.get("fro")) } else { draw.seed.clone() };
    let population = Population::read(&of.kept.population)
        .map_err(|error| Stop::broken(&format!("population of sample {}: {error}", of.kept.id)))?;
    let keys: Vec<String> = of.kept.cases.iter().map(|case| case.member.key.clone()).collect();
    let found = again(&population, &draw.sizes, &seed, &keys);
    let base = cx.link(&format!("{PAGE}/{}", of.kept.id));
    let hash = population.sha256();
    let main = view_result::redrawn(&base, &of.kept, (&seed, &hash), &found);
    let name = sv::name(of.kept.number, &of.kept.setup.wish.title);
    let sheet = sheet(&cx, sv::REDRAW, main).crumb(sv::TITLE, cx.link(PAGE)).crumb(name, base);
    Ok(cx.show(sheet))
}
