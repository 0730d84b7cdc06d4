//! The evaluation at an authority that was asked.

use std::collections::BTreeSet;

use ::store::{Housekeeping, WriteTx};
use domain::deficiencies::SourceKind;
use domain::evaluations::{CopyHappening, Given, Said};
use kernel::id::kind::{EvaluationCopy, EvaluationResult, Organisation, Person};
use kernel::{Id, Right};
use platform::access::{Cx, Permission, Tools, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{Fault, MORE, reader};
use super::jobs::{Order, queue};
use super::model::{KeptCopy, KeptResult, New, Words};
use super::pages::id;
use super::{PAGE, RESULT, look, store_copy, sv, view_authority, view_paper};
use crate::deficiencies;
use crate::organisations::Provider;
use crate::typed::Typed;

fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: maud::Markup) -> Sheet {
    let sheet = Sheet::new(title.into(), main);
    if cx.may(Right::ViewFollowUp) { sheet.crumb(sv::FOLLOW_UP, cx.link("uppfoljning")) } else { sheet }
}

/// Every evaluation that the authority was asked to take part in: those it takes part in alone, for whoever does not follow up.
pub(super) async fn list(cx: Cx<may::ReadProtocols>) -> Result<Reply, Stop> {
    let tools = cx.kit().tools();
    let mut all = cx.read(move |tx| Ok(store_copy::all(tx, &tools)?)).await?;
    all.retain(|kept| is_read(&cx, kept));
    let main = view_authority::list(&cx.link(PAGE), &all);
    Ok(cx.show(sheet(&cx, sv::TITLE, main)))
}

/// Whether whoever looks reads the evaluation: the board and auditors read what is settled, of those that the authority takes part in.
fn is_read<P: Permission>(cx: &Cx<P>, kept: &KeptCopy) -> bool {
    cx.may(Right::ViewFollowUp) || !kept.stands.providers().is_empty() || kept.stands.released.is_some()
}

/// An evaluation.
pub(super) async fn show(cx: Cx<may::ReadProtocols>, Path((_, copy)): Path<(String, String)>) -> Result<Reply, Stop> {
    page(&cx, id(&copy)?, (&FormData::default(), &[])).await
}

/// What the page of an evaluation shows.
pub(super) struct Seen {
    pub kept: KeptCopy,
    pub results: Vec<KeptResult>,
    pub providers: Vec<Provider>,
}

async fn seen<P: Permission>(cx: &Cx<P>, id: Id<EvaluationCopy>) -> Result<Seen, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let seen = cx
        .read(move |tx| {
            let kept = store_copy::find(tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
            let results = store_copy::results(tx, &tools, id)?;
            Ok(Seen { kept, results, providers: look::providers(tx, today)? })
        })
        .await?;
    if is_read(cx, &seen.kept) { Ok(seen) } else { Err(Stop::NotFound) }
}

async fn page<P: Permission>(cx: &Cx<P>, id: Id<EvaluationCopy>, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let seen = seen(cx, id).await?;
    let main = view_authority::page(cx, &seen, typed);
    let title = seen.kept.stands.wish.name.clone();
    let back = cx.link(&format!("{PAGE}/{id}"));
    Ok(cx.show(sheet(cx, title, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults_at(typed.1, &back)?))
}

/// How it went.
enum Went {
    Done,
    Over,
    Faults(Vec<Fault>),
}

/// Says whether the authority takes part, and with which of its providers.
pub(super) async fn reply(
    cx: Cx<may::PlanActivities>,
    Path((_, copy)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationCopy> = id(&copy)?;
    let back = cx.link(&format!("{PAGE}/{id}"));
    let (tools, person, today, sent) = (cx.kit().tools(), cx.account().person, cx.now().day(), form.clone());
    let joins = form.get("svar-val") == "ja";
    let went = cx
        .write(move |mut tx| {
            let kept = store_copy::find(&mut tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
            let providers = look::providers(&mut tx, today)?;
            let (happening, said) = match answered(&sent, &providers, || Id::random(tools.chance())) {
                Ok(made) => made,
                Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
            };
            if !kept.stands.may_reply() {
                // The same form sent twice is one answer.
                let before = kept.lines.iter().rev().any(|line| {
                    line.person == person && line.said() == said && same_reply(&line.happening, &happening)
                });
                return Ok(tx.keep(Housekeeping::Session, if before { Went::Done } else { Went::Over }));
            }
            if let CopyHappening::Joined { providers } = happening {
                join(&mut tx, &tools, &kept, (providers, said, person))?;
            } else {
                let new = New { happening, words: Words::of(said), person, key: None };
                put_reply(&mut tx, &tools, &kept, (new, "deltar-inte"))?;
            }
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await?;
    match went {
        Went::Done => Ok(Reply::done(&back, if joins { sv::JOINED } else { sv::DECLINED })),
        Went::Over => Err(Stop::refused_back(sv::REPLY, sv::NOT_ASKED, &back, sv::BACK)),
        Went::Faults(faults) => page(&cx, id, (&form, &faults)).await,
    }
}

/// Adds providers to those with which the authority takes part.
pub(super) async fn add(
    cx: Cx<may::PlanActivities>,
    Path((_, copy)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationCopy> = id(&copy)?;
    let back = cx.link(&format!("{PAGE}/{id}"));
    let (tools, person, today, sent) = (cx.kit().tools(), cx.account().person, cx.now().day(), form.clone());
    let went = cx
        .write(move |mut tx| {
            let kept = store_copy::find(&mut tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
            let mut reader = reader(&sent, MORE);
            let made = given(&mut reader, &look::providers(&mut tx, today)?, || Id::random(tools.chance()));
            let mut providers = match reader.done(Some(made)) {
                Ok(providers) => providers,
                Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
            };
            let known = kept.stands.providers();
            providers.retain(|one| known.iter().all(|known| known.organisation != one.organisation));
            if providers.is_empty() || !kept.stands.may_add() {
                // The same form sent twice adds nothing more.
                return Ok(tx.keep(Housekeeping::Session, if providers.is_empty() { Went::Done } else { Went::Over }));
            }
            join(&mut tx, &tools, &kept, (providers, Said::default(), person))?;
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await?;
    match went {
        Went::Done => Ok(Reply::done(&back, sv::ADDED)),
        Went::Over => Err(Stop::refused_back(sv::ADD, sv::NOT_ADDED, &back, sv::BACK)),
        Went::Faults(faults) => page(&cx, id, (&form, &faults)).await,
    }
}

/// The authority takes part with these providers: each has a result here from now on, and the one that leads is told.
fn join(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &KeptCopy,
    (providers, said, person): (Vec<Given>, Said, Id<Person>),
) -> Result<(), Stop> {
    for given in &providers {
        store_copy::open_result(tx, (given.result, kept.id, given.organisation))?;
    }
    let happening = CopyHappening::Joined { providers };
    put_reply(tx, tools, kept, (New { happening, words: Words::of(said), person, key: None }, "deltar"))
}

fn put_reply(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &KeptCopy,
    (new, action): (New<CopyHappening>, &str),
) -> Result<(), Stop> {
    store_copy::put(tx, tools, (kept.id, kept.lines.len()), (&new, action))?;
    Ok(queue(tx, tools, Order::Reply { copy: kept.id, line: kept.lines.len() })?)
}

fn same_reply(stands: &CopyHappening, made: &CopyHappening) -> bool {
    match (stands, made) {
        (CopyHappening::Joined { providers: one }, CopyHappening::Joined { providers: other }) => {
            one.iter().map(|given| given.organisation).eq(other.iter().map(|given| given.organisation))
        }
        (one, other) => one == other,
    }
}

fn answered(
    form: &FormData,
    providers: &[Provider],
    fresh: impl Fn() -> Id<EvaluationResult>,
) -> Result<(CopyHappening, Said), Vec<Fault>> {
    let mut said = Said::default();
    let mut reader = reader(form, "svar");
    let made = match reader.get("val") {
        "ja" => {
            said.text = reader.text("text", false);
            Some(CopyHappening::Joined { providers: given(&mut reader, providers, fresh) })
        }
        "nej" => {
            said.text = reader.text("text", true);
            Some(CopyHappening::Declined)
        }
        _ => reader.one("val", |_| None),
    };
    reader.done(made.map(|made| (made, said)))
}

/// The providers that are ticked, each with a new result.
fn given(reader: &mut Typed<'_>, providers: &[Provider], fresh: impl Fn() -> Id<EvaluationResult>) -> Vec<Given> {
    let known: Vec<Id<Organisation>> = providers.iter().map(|one| one.id).collect();
    let chosen = reader.some("anordnare", &known, |text| text.parse().ok());
    let given = |one: &Provider| Given { organisation: one.id, name: one.name.clone(), result: fresh() };
    providers.iter().filter(|one| chosen.contains(&one.id)).map(given).collect()
}

/// What the page of a provider's result shows.
struct OpenedResult {
    kept: KeptResult,
    copy: KeptCopy,
    name: String,
}

/// A provider's result. Drafts and what the provider says of them are read by those who follow up; the board and auditors read what is
/// settled.
async fn opened(cx: &Cx<may::ReadProtocols>, id: Id<EvaluationResult>) -> Result<OpenedResult, Stop> {
    let tools = cx.kit().tools();
    let opened = cx
        .read(move |tx| {
            let kept = store_copy::result(tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
            let copy = store_copy::find(tx, &tools, (kept.copy, false))?.ok_or(Stop::NotFound)?;
            let name = look::name_of(tx, kept.organisation)?;
            Ok(OpenedResult { kept, copy, name })
        })
        .await?;
    if !cx.may(Right::ViewFollowUp) && opened.kept.settled().is_none() {
        return Err(Stop::NotFound);
    }
    Ok(opened)
}

/// A provider's result, as a page.
pub(super) async fn result(
    cx: Cx<may::ReadProtocols>,
    Path((_, result)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationResult> = id(&result)?;
    let OpenedResult { kept, copy, name } = opened(&cx, id).await?;
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::Evaluation, &id.to_string())?)).await?;
    let is_draft = cx.may(Right::ViewFollowUp) && kept.stands.open_draft().is_some();
    let main = view_authority::result(&cx, (&kept, &copy, &name), &became, is_draft);
    let back = cx.link(&format!("{PAGE}/{}", copy.id));
    Ok(cx.show(sheet(&cx, name, main).crumb(sv::TITLE, cx.link(PAGE)).crumb(copy.stands.wish.name.clone(), back)))
}

/// A provider's result on paper: what is settled, with what the provider has said of it.
pub(super) async fn result_file(
    cx: Cx<may::ReadProtocols>,
    Path((_, result, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationResult> = id(&result)?;
    let OpenedResult { kept, copy, name } = opened(&cx, id).await?;
    let follows = cx.may(Right::ViewFollowUp);
    let is_draft = follows && kept.stands.open_draft().is_some();
    let sheet = if is_draft { kept.shown() } else { kept.settled() };
    let Some(sheet) = sheet else { return Err(Stop::NotFound) };
    let answers = view_paper::answers_of(&kept, follows);
    let of = view_paper::Part {
        of: (&copy.stands.wish.name, &copy.stands.leader),
        name: &name,
        sheet,
        is_draft,
        changed: if is_draft { kept.changed() } else { BTreeSet::new() },
        status: view_paper::status_of(&kept),
        answers,
        on: cx.now().day(),
    };
    view_paper::file(&cx, &of.document(), (&format, &name), &cx.link(&format!("{RESULT}/{id}"))).await
}
