//! One provider's moments, and one activity with its history.

use ::store::Housekeeping;
use domain::coverage::{Step, steps, sv as words, why_not};
use domain::follow_up_plan::Moment;
use kernel::id::kind::{Activity, Organisation, Sample};
use kernel::{Id, Right};
use maud::html;
use platform::access::{Cx, Permission, may};
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::look::{Looked, Row};
use super::pages::{looked, sheet, year_of};
use super::store::Kept;
use super::{PAGE, store, sv, view_one};
use crate::organisations::{self, Provider};
use crate::{follow_up_plans, samples};

/// One provider's moments of the year.
pub(super) async fn provider(
    cx: Cx<may::ViewFollowUp>,
    Path((_, year, organisation)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let looked = looked(&cx, year_of(&year)?).await?;
    let id: Id<Organisation> = organisation.parse().map_err(|_| Stop::NotFound)?;
    let row = looked.rows.iter().find(|row| row.provider.id == id).ok_or(Stop::NotFound)?;
    Ok(page_of(&cx, &looked, row, (&FormData::default(), &[])))
}

/// The page of one provider, with what was typed.
pub(super) fn page_of<P: Permission>(
    cx: &Cx<P>,
    looked: &Looked,
    row: &Row,
    (typed, faults): (&FormData, &[Fault]),
) -> Reply {
    let base = cx.link(&format!("{PAGE}/{}", looked.year));
    let shown = view_one::AtProvider {
        base: base.clone(),
        activities: cx.link("aktivitet"),
        visits: cx.link("besok"),
        own: cx.link(""),
        plans: cx.may(Right::PlanActivities),
        today: cx.now().day(),
        chance: cx.kit().chance(),
    };
    let main = view_one::provider(&shown, looked, row, (typed, faults));
    let sheet = sheet(cx, row.provider.name.clone(), main).crumb(sv::title(looked.year), base);
    cx.show(sheet.with_faults(!faults.is_empty()))
}

/// An activity, what it is of and with whom.
pub(super) struct Opened {
    pub kept: Kept,
    pub provider: Provider,
    /// The moment, as the plan that holds has it; nothing where it has it no more.
    pub moment: Option<Moment>,
    /// The random samples that are drawn for it.
    pub samples: Vec<(Id<Sample>, String)>,
}

async fn opened<P: Permission>(cx: &Cx<P>, activity: &str) -> Result<Opened, Stop> {
    let id: Id<Activity> = activity.parse().map_err(|_| Stop::NotFound)?;
    cx.read(move |tx| {
        let kept = store::find(tx, id)?.ok_or(Stop::NotFound)?;
        let provider = organisations::provider(tx, kept.organisation)?.ok_or(Stop::NotFound)?;
        let version = follow_up_plans::adopted(tx, kept.year)?;
        let moment = version.and_then(|version| version.plan.moment(&kept.moment).cloned());
        let samples = samples::of_activity(tx, id)?;
        Ok(Opened { kept, provider, moment, samples })
    })
    .await
}

/// An activity.
pub(super) async fn show(
    cx: Cx<may::ViewFollowUp>,
    Path((_, activity)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &activity).await?;
    Ok(page(&cx, &of, (&FormData::default(), &[])))
}

fn page<P: Permission>(cx: &Cx<P>, of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Reply {
    let base = cx.link(&format!("aktivitet/{}", of.kept.id));
    let open = if cx.may(Right::PlanActivities) { steps(&of.kept.stands) } else { Vec::new() };
    let ways = cx.may(Right::ReadSamples).then(|| (cx.link(samples::PAGE), cx.may(Right::DrawSamples)));
    let main = html! {
        (view_one::activity((&base, &cx.link("besok")), of, &open, cx.now().day(), (typed, faults)))
        @if let Some((page, draws)) = &ways { (view_one::samples(page, of, *draws)) }
    };
    let year = cx.link(&format!("{PAGE}/{}", of.kept.year));
    let at_provider = format!("{year}/{}", of.provider.id);
    let sheet = sheet(cx, view_one::name(of), main).crumb(sv::title(of.kept.year), year);
    cx.show(sheet.crumb(of.provider.name.clone(), at_provider).with_faults(!faults.is_empty()))
}

/// Does something with an activity.
pub(super) async fn step(
    cx: Cx<may::PlanActivities>,
    Path((_, activity, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let step = Step::from_slug(&step).ok_or(Stop::NotFound)?;
    let of = opened(&cx, &activity).await?;
    let back = cx.link(&format!("aktivitet/{}", of.kept.id));
    if let Some(why) = why_not(&of.kept.stands, step) {
        return Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::TO_ACTIVITY));
    }
    let (happening, note) = match form::read(step, &form, cx.now().day()) {
        Ok(read) => read,
        Err(faults) => return Ok(page(&cx, &of, (&form, &faults))),
    };
    let (id, person, seen) = (of.kept.id, cx.account().person, form.get("sedd").parse::<usize>().ok());
    let written = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, id)?.filter(|kept| seen.is_none_or(|seen| seen == kept.lines.len()));
            let Some(kept) = kept.filter(|kept| why_not(&kept.stands, step).is_none()) else {
                return Ok(tx.keep(Housekeeping::Session, false));
            };
            store::add(&mut tx, &kept, (step.slug(), happening), (&note, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    if written {
        return Ok(Reply::done(&back, sv::done(step)));
    }
    Err(Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, &back, sv::TO_ACTIVITY))
}
