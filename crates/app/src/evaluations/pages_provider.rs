//! The evaluation at the provider: drafts to answer, and results.

use ::store::Housekeeping;
use domain::evaluations::{ResultHappening, StateName};
use kernel::Id;
use kernel::id::kind::EvaluationResult;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::Fault;
use super::jobs::{Order, queue};
use super::model::{KeptCopy, KeptResult, New, Words};
use super::pages::id;
use super::{OWN, form_part, look, store_copy, sv, view_paper, view_provider};

type School = Cx<may::AnswerVisits>;

/// The provider's results at the authority.
pub(super) async fn list(cx: School) -> Result<Reply, Stop> {
    let (provider, tools) = (cx.provider()?, cx.kit().tools());
    let all = cx
        .read(move |tx| {
            let mut all = Vec::new();
            for kept in store_copy::results_of(tx, &tools, provider)? {
                let copy = store_copy::find(tx, &tools, (kept.copy, false))?.ok_or(Stop::NotFound)?;
                all.push((kept, copy));
            }
            Ok(all)
        })
        .await?;
    let main = view_provider::list(&cx.link(OWN), &crate::nav::authorities(&cx, OWN), &all);
    Ok(cx.show(Sheet::new(sv::OWN, main)))
}

async fn opened(cx: &School, id: Id<EvaluationResult>) -> Result<(KeptResult, KeptCopy), Stop> {
    let (provider, tools) = (cx.provider()?, cx.kit().tools());
    cx.read(move |tx| {
        let kept = store_copy::result(tx, &tools, (id, true))?.filter(|kept| kept.organisation == provider);
        let kept = kept.ok_or(Stop::NotFound)?;
        let copy = store_copy::find(tx, &tools, (kept.copy, true))?.ok_or(Stop::NotFound)?;
        Ok((kept, copy))
    })
    .await
}

/// A result.
pub(super) async fn show(cx: School, Path((_, result)): Path<(String, String)>) -> Result<Reply, Stop> {
    page(&cx, id(&result)?, (&FormData::default(), &[])).await
}

async fn page(cx: &School, id: Id<EvaluationResult>, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let (kept, copy) = opened(cx, id).await?;
    let main = view_provider::page(&cx.link(&format!("{OWN}/{id}")), (&kept, &copy), cx.now().day(), typed);
    let title = copy.stands.wish.name.clone();
    Ok(cx.show(Sheet::new(title, main).crumb(sv::OWN, cx.link(OWN)).with_faults(!typed.1.is_empty())))
}

/// A result on paper, with what the provider has said.
pub(super) async fn file(cx: School, Path((_, result, format)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let id: Id<EvaluationResult> = id(&result)?;
    let (kept, copy) = opened(&cx, id).await?;
    let provider = kept.organisation;
    let name = cx.read(move |tx| Ok(look::name_of(tx, provider)?)).await?;
    let Some(sheet) = kept.shown() else { return Err(Stop::NotFound) };
    let (is_draft, answers) = (kept.stands.open_draft().is_some(), view_paper::answers_of(&kept, true));
    let of = view_paper::Part {
        of: (&copy.stands.wish.name, &copy.stands.leader),
        name: &name,
        sheet,
        is_draft,
        changed: kept.changed(),
        status: view_paper::status_of(&kept),
        answers,
        on: cx.now().day(),
    };
    view_paper::file(&cx, &of.document(), (&format, &name), &cx.link(&format!("{OWN}/{id}"))).await
}

/// How it went.
enum Went {
    Done,
    /// The draft that was read is not the one that is open.
    Over,
}

/// Says what the provider has to say of the draft. What another has said stands beside it.
pub(super) async fn reply(
    cx: School,
    Path((_, result)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id: Id<EvaluationResult> = id(&result)?;
    let (kept, copy) = opened(&cx, id).await?;
    let back = cx.link(&format!("{OWN}/{id}"));
    if copy.stands.state == StateName::Withdrawn {
        return Err(Stop::refused_back(sv::REPLY, sv::OVER, &back, sv::BACK));
    }
    let over = || Stop::refused_back(sv::REPLY, sv::NOT_OPEN, &back, sv::BACK);
    if kept.stands.open_draft().is_none() {
        return Err(over());
    }
    let said = match form_part::answer(&form, kept.shown()) {
        Ok(said) => said,
        Err(faults) => return page(&cx, id, (&form, &faults)).await,
    };
    let (tools, person, seen) = (cx.kit().tools(), cx.account().person, form.get("sedd").to_owned());
    let went = cx
        .write(move |mut tx| {
            let kept = store_copy::result(&mut tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
            // It answers the draft that was read.
            let Some(draft) = kept.stands.open_draft().filter(|draft| seen == draft.to_string()) else {
                return Ok(tx.keep(Housekeeping::Session, Went::Over));
            };
            let happening = ResultHappening::Answered { draft };
            let before = |line: &super::model::Line<ResultHappening>| {
                line.happening == happening && line.person == person && line.said() == said
            };
            if kept.lines.iter().any(before) {
                return Ok(tx.keep(Housekeeping::Session, Went::Done));
            }
            let new = New { happening, words: Words::of(said.clone()), person, key: None };
            store_copy::put_result(&mut tx, &tools, &kept, (&new, "anordnarens-svar"))?;
            queue(&mut tx, &tools, Order::Answer { result: id, line: kept.lines.len() })?;
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await?;
    match went {
        Went::Done => Ok(Reply::done(&back, sv::ANSWERED)),
        Went::Over => Err(over()),
    }
}
