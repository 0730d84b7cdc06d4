//! The evaluation at the one that leads it.

use ::store::Housekeeping;
use domain::evaluations::{Happening, Said, Step, example, sv as words, why_not};
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, Person, Tenant};
use kernel::{Id, Right};
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::jobs::{Order, queue};
use super::model::{Kept, Line, New, Words};
use super::store::Open;
use super::{LEADS, carry, store, store_copy, sv, view};

pub(super) fn id<T>(text: &str) -> Result<Id<T>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Every evaluation, and the form for beginning one.
pub(super) async fn list(cx: Cx<may::Evaluate>) -> Result<Reply, Stop> {
    list_page(&cx, (&FormData::default(), &[])).await
}

async fn list_page<P: Permission>(cx: &Cx<P>, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let tools = cx.kit().tools();
    let all = cx
        .read(move |tx| {
            let mut all = Vec::new();
            for id in store::ids(tx)? {
                all.extend(store::find(tx, &tools, id, Open::Nothing)?);
            }
            Ok(all)
        })
        .await?;
    let key = match typed.0.get("nyckel") {
        "" => Id::<EvaluationKind>::random(&*cx.kit().chance()).to_string(),
        key => key.to_owned(),
    };
    let leads = cx.may(Right::LeadEvaluations).then_some(key.as_str());
    let main = view::list(&cx.link(LEADS), (&all, leads), typed);
    Ok(cx.show(Sheet::new(sv::LEADS, main).with_faults(!typed.1.is_empty())))
}

/// Begins an evaluation, with the shipped criteria.
pub(super) async fn begin(cx: Cx<may::LeadEvaluations>, form: FormData) -> Result<Reply, Stop> {
    let mut reader = form::reader(&form, form::NEW);
    let wish = form::wish(&mut reader, cx.now().day());
    let wish = match reader.done(wish) {
        Ok(wish) => wish,
        Err(faults) => return list_page(&cx, (&form, &faults)).await,
    };
    let id: Id<EvaluationKind> = id(form.get("nyckel"))?;
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let written = cx
        .write(move |mut tx| {
            // The same form sent twice is one evaluation.
            if store::find(&mut tx, &tools, id, Open::Nothing)?.is_some() {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            let year = wish.from.year();
            let happening = Happening::Begun { wish: wish.clone(), criteria: example() };
            let new = New { happening, words: Words::default(), person, key: None };
            store::begin(&mut tx, &tools, (id, year), &new)?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("{LEADS}/{id}")), if written { sv::BEGUN } else { sv::ALREADY }))
}

/// The evaluation, at the one that leads it.
pub(super) async fn kept<P: Permission>(cx: &Cx<P>, id: Id<EvaluationKind>, open: Open) -> Result<Kept, Stop> {
    let tools = cx.kit().tools();
    cx.read(move |tx| store::find(tx, &tools, id, open)?.ok_or(Stop::NotFound)).await
}

/// An evaluation.
pub(super) async fn show(cx: Cx<may::Evaluate>, Path((_, evaluation)): Path<(String, String)>) -> Result<Reply, Stop> {
    page(&cx, id(&evaluation)?, (&FormData::default(), &[])).await
}

async fn page<P: Permission>(cx: &Cx<P>, id: Id<EvaluationKind>, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let kept = kept(cx, id, Open::Lines).await?;
    let authorities = cx.read(|tx| Ok(store_copy::authorities(tx)?)).await?;
    let base = cx.link(&format!("{LEADS}/{id}"));
    let main = view::page(&base, (&kept, &authorities), cx.may(Right::LeadEvaluations), typed);
    let title = kept.stands.wish.name.clone();
    Ok(cx.show(Sheet::new(title, main).crumb(sv::LEADS, cx.link(LEADS)).with_faults_at(typed.1, &base)?))
}

/// What is looked at.
pub(super) async fn criteria(
    cx: Cx<may::Evaluate>,
    Path((_, evaluation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    criteria_page(&cx, id(&evaluation)?, (&FormData::default(), &[])).await
}

async fn criteria_page<P: Permission>(
    cx: &Cx<P>,
    id: Id<EvaluationKind>,
    typed: (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let kept = kept(cx, id, Open::Nothing).await?;
    let base = cx.link(&format!("{LEADS}/{id}"));
    let main = view::criteria(&base, &kept, cx.may(Right::LeadEvaluations), typed);
    let sheet = Sheet::new(sv::CRITERIA, main).crumb(sv::LEADS, cx.link(LEADS));
    let own = format!("{base}/kriterier");
    Ok(cx.show(sheet.crumb(kept.stands.wish.name.clone(), base).with_faults_at(typed.1, &own)?))
}

/// How a step went.
enum Went {
    Done,
    Changed,
    Faults(Vec<Fault>),
    Refused(domain::evaluations::Refusal),
}

/// Whether the newer lines are what is to be written, from the same hand.
fn is_same(newer: &[&Line<Happening>], (made, said): (&[Happening], &Said), person: Id<Person>) -> bool {
    let same = |stands: &Happening, made: &Happening| match (stands, made) {
        (Happening::Asked { authority: one, .. }, Happening::Asked { authority: other, .. }) => one == other,
        (Happening::Added { criterion: one }, Happening::Added { criterion: other }) => {
            (&one.title, &one.looks) == (&other.title, &other.looks)
        }
        _ => stands == made,
    };
    !made.is_empty()
        && newer.len() == made.len()
        && newer
            .iter()
            .zip(made)
            .all(|(line, made)| line.person == person && same(&line.happening, made) && line.said() == *said)
}

/// Does something with an evaluation.
pub(super) async fn step(
    cx: Cx<may::LeadEvaluations>,
    Path((_, evaluation, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationKind> = id(&evaluation)?;
    let step = Step::from_slug(&step).ok_or(Stop::NotFound)?;
    let of_criteria = matches!(step, Step::Reword | Step::Add | Step::Strike);
    let base = cx.link(&format!("{LEADS}/{id}"));
    let back = if of_criteria { format!("{base}/kriterier") } else { base };
    let went = carry_out(&cx, id, (step, &form)).await?;
    let faults = match went {
        Went::Done => {
            let says = match step {
                Step::Ask => sv::ASKED,
                Step::Release => sv::RELEASED,
                _ => sv::DONE,
            };
            return Ok(Reply::done(&back, says));
        }
        Went::Refused(why) => {
            return Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::BACK));
        }
        Went::Changed => match first_field(step) {
            Some(part) => {
                vec![(format!("{}-{part}", form::start(step, form.get(form::CRITERION))), sv::CHANGED.to_owned())]
            }
            None => return Err(Stop::refused_back(words::step(step), sv::CHANGED_SHORT, &back, sv::BACK)),
        },
        Went::Faults(faults) => faults,
    };
    if of_criteria { criteria_page(&cx, id, (&form, &faults)).await } else { page(&cx, id, (&form, &faults)).await }
}

const fn first_field(step: Step) -> Option<&'static str> {
    match step {
        Step::Change => Some("namn"),
        Step::Reword | Step::Add => Some("titel"),
        Step::Ask => Some("huvudman"),
        Step::Reopen | Step::Withdraw => Some("text"),
        Step::Strike | Step::Release | Step::Close => None,
    }
}

async fn carry_out(
    cx: &Cx<may::LeadEvaluations>,
    id: Id<EvaluationKind>,
    (step, form): (Step, &FormData),
) -> Result<Went, Stop> {
    let (tools, form, person) = (cx.kit().tools(), form.clone(), cx.account().person);
    let (today, leader) = (cx.now().day(), cx.tenant_name().to_owned());
    let read: Option<usize> = form.get(form::READ).parse().ok();
    cx.write(move |mut tx| {
        let open = if step == Step::Release { Open::All } else { Open::Lines };
        let mut kept = store::find(&mut tx, &tools, id, open)?.ok_or(Stop::NotFound)?;
        let authorities: Vec<(Id<Tenant>, String)> = store_copy::authorities(&mut tx)?;
        let fresh = || Id::<EvaluationCopy>::random(tools.chance());
        let made = form::read(step, &form, (&kept, &authorities, today), &fresh);
        // What authorities say and that a grade is given is in nobody's way.
        let aside = |line: &&Line<Happening>| !matches!(line.happening, Happening::Replied { .. } | Happening::Locked);
        let newer: Vec<&Line<Happening>> =
            read.and_then(|read| kept.lines.get(read..)).unwrap_or(&kept.lines).iter().filter(aside).collect();
        if made.as_ref().is_ok_and(|(made, said)| is_same(&newer, (made, said), person)) {
            return Ok(tx.keep(Housekeeping::Session, Went::Done));
        }
        if !newer.is_empty() {
            return Ok(tx.keep(Housekeeping::Session, Went::Changed));
        }
        if let Some(why) = why_not(&kept.stands, step, kept.facts()) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        let (made, said) = match made {
            Ok(made) => made,
            Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
        };
        let mut next = kept.stands.clone();
        if let Some(why) = made.iter().find_map(|one| next.add(today, one).err()) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        for happening in made {
            let compiled = (step == Step::Release).then(|| kept.compiled(&leader, today));
            let words = Words { compiled, ..Words::of(said.clone()) };
            let asked = if let Happening::Asked { authority, .. } = &happening { Some(*authority) } else { None };
            store::add(&mut tx, &tools, &mut kept, New { happening, words, person, key: None })?;
            if let Some(to) = asked {
                queue(&mut tx, &tools, Order::Ask { evaluation: id, line: kept.lines.len() - 1, to })?;
            }
        }
        if step == Step::Reopen {
            // Whoever answered after the end takes part now.
            carry::open_parts(&mut tx, &kept)?;
        }
        if matches!(step, Step::Change | Step::Release | Step::Close | Step::Reopen | Step::Withdraw) {
            carry::tell(&mut tx, &tools, &kept)?;
        }
        Ok(tx.save_all(&[], Went::Done)?)
    })
    .await
}
