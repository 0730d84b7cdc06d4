//! Planning a visit, and changing one that is planned.

use ::store::Housekeeping;
use axum::extract::RawQuery;
use domain::visits::{Facts, Happening, Slot, Step, sv as words, why_not};
use kernel::id::kind::{Organisation, Visit as VisitKind};
use kernel::{Day, Id};
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::look::{self, Choices};
use super::pages::{Officer, opened, sheet};
use super::store::{self, New};
use super::{PAGE, sv, view_plan};
use crate::organisations;

/// The form for a new visit; which provider is asked first where the address does not say.
pub(super) async fn ask(cx: Officer, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let Ok(of) = asked.get("anordnare").parse::<Id<Organisation>>() else { return choose(&cx, &[]).await };
    let choices = choices(&cx, of).await?;
    Ok(page(&cx, &choices, (&asked, &[])))
}

async fn choose(cx: &Officer, faults: &[Fault]) -> Result<Reply, Stop> {
    let all = cx.read(|tx| Ok(organisations::providers(tx)?)).await?;
    let main = view_plan::choose(&cx.link(&format!("{PAGE}/nytt")), &all, faults);
    Ok(cx.show(sheet(cx, sv::NEW, main).with_faults(!faults.is_empty())))
}

async fn choices(cx: &Officer, of: Id<Organisation>) -> Result<Choices, Stop> {
    let today = cx.now().day();
    cx.read(move |tx| look::choices(tx, of, today)?.ok_or(Stop::NotFound)).await
}

fn page(cx: &Officer, of: &Choices, typed: (&FormData, &[Fault])) -> Reply {
    let key = Id::<VisitKind>::random(cx.chance()).to_string();
    let key = if typed.0.has("nyckel") { typed.0.get("nyckel").to_owned() } else { key };
    let form = view_plan::Form { action: cx.link(&format!("{PAGE}/nytt")), key: Some(key), seen: None };
    let main = view_plan::plan(&form, of, None, typed);
    cx.show(sheet(cx, sv::NEW, main).with_faults(!typed.1.is_empty()))
}

/// Plans a visit. The same form sent twice is one visit.
pub(super) async fn plan(cx: Officer, form: FormData) -> Result<Reply, Stop> {
    let Ok(of) = form.get("anordnare").parse::<Id<Organisation>>() else {
        return choose(&cx, &[("anordnare".to_owned(), sv::CHOOSE_PROVIDER.to_owned())]).await;
    };
    let id: Id<VisitKind> = form.get("nyckel").parse().map_err(|_| Stop::NotFound)?;
    let choices = choices(&cx, of).await?;
    let read = match form::planned(&form, &choices.known(), cx.now().day()) {
        Ok(read) => read,
        Err(faults) => return Ok(page(&cx, &choices, (&form, &faults))),
    };
    let (tools, person, done) = (cx.kit().tools(), cx.account().person, sv::planned(read.slot, cx.now().day()));
    cx.write(move |mut tx| {
        if store::find(&mut tx, &tools, id)?.is_some() {
            return Ok(tx.keep(Housekeeping::Session, ()));
        }
        let happening = Happening::Planned { slot: read.slot, units: read.units.clone(), people: read.people.clone() };
        let new = New { id, organisation: of, activity: read.activity, follows: None };
        store::plan(&mut tx, &tools, new, (&happening, &read.words, person))?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), &done))
}

/// What stands in the form of a visit that is planned.
fn as_typed(kept: &store::Kept) -> FormData {
    let Slot { day, from, to } = kept.visit.slot;
    let plan = kept.plan();
    let mut pairs: Vec<(&str, String)> = vec![
        ("dag", day.to_string()),
        ("fran", words::time(from)),
        ("till", words::time(to)),
        ("plats", plan.place),
        ("andra", plan.others),
    ];
    pairs.extend(kept.visit.units.iter().map(|unit| ("enhet", unit.to_string())));
    pairs.extend(kept.visit.people.iter().map(|person| ("deltagare", person.to_string())));
    FormData::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The form of a visit that is planned.
pub(super) async fn ask_change(cx: Officer, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    refuse(&cx, &of.kept, of.facts())?;
    let typed = as_typed(&of.kept);
    change_page(&cx, &of.kept, (&typed, &[])).await
}

fn refuse(cx: &Officer, kept: &store::Kept, facts: Facts) -> Result<(), Stop> {
    let Some(why) = why_not(&kept.visit, Step::Change, facts) else { return Ok(()) };
    let back = cx.link(&format!("{PAGE}/{}", kept.id));
    Err(Stop::refused_back(words::step(Step::Change), words::refusal(why), &back, sv::TO_VISIT))
}

async fn change_page(cx: &Officer, kept: &store::Kept, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let choices = choices(cx, kept.organisation).await?;
    let action = cx.link(&format!("{PAGE}/{}/andra", kept.id));
    let seen = if typed.0.has("sedd") { typed.0.get("sedd").to_owned() } else { kept.lines.len().to_string() };
    let form = view_plan::Form { action, key: None, seen: Some(seen) };
    let main = view_plan::plan(&form, &choices, Some(&kept.name()), typed);
    let sheet = sheet(cx, words::step(Step::Change), main).crumb(kept.name(), cx.link(&format!("{PAGE}/{}", kept.id)));
    Ok(cx.show(sheet.with_faults(!typed.1.is_empty())))
}

/// Changes a visit that is planned.
pub(super) async fn change(
    cx: Officer,
    Path((_, visit)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    refuse(&cx, &of.kept, of.facts())?;
    let known = choices(&cx, of.kept.organisation).await?.known();
    let today: Day = cx.now().day();
    let read = match form::planned(&form, &known, today) {
        Ok(read) => read,
        Err(faults) => return change_page(&cx, &of.kept, (&form, &faults)).await,
    };
    let (id, tools, person, seen) = (of.kept.id, cx.kit().tools(), cx.account().person, form.get("sedd").to_owned());
    let written = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, &tools, id)?.ok_or(Stop::NotFound)?;
            let open = why_not(&kept.visit, Step::Change, Facts { today, conflicts: 0 }).is_none();
            if !open || seen.parse().ok() != Some(kept.lines.len()) {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            let (slot, units, people) = (read.slot, read.units.clone(), read.people.clone());
            let happening = Happening::Changed { slot, units, people };
            store::add(&mut tx, &tools, &kept, (Step::Change, (&happening, &read.words, person)))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    let back = cx.link(&format!("{PAGE}/{id}"));
    if written {
        return Ok(Reply::done(&back, sv::changed(of.kept.visit.invited.is_some())));
    }
    Err(Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, &back, sv::TO_VISIT))
}
