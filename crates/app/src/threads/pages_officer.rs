//! The authority's side: the list of questions, answering one, publishing an answer.

use ::store::{Event, Housekeeping, ReadTx};
use kernel::Id;
use kernel::Right;
use kernel::id::kind::Message as MessageKind;
use platform::access::{Permission, may};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop};
use serde_json::json;

use super::pages::title;
use super::store::{self, NewMessage, Panel, Side};
use super::sv::{self, Fault};
use super::view::{self, Typed};
use crate::assignments::{self, Assignment};

/// Every question, the unanswered first.
pub async fn inbox(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let listed = cx
        .read(|tx| {
            let mut out = Vec::new();
            let mut titles = std::collections::BTreeMap::new();
            for listed in store::questions(tx)? {
                let key = (listed.question.year, listed.question.item.clone());
                if !titles.contains_key(&key) {
                    let published = crate::year::published(tx, key.0)?;
                    let item = published.as_ref().and_then(|p| p.year.item(&key.1));
                    titles.insert(key.clone(), item.map_or(key.1.clone(), |item| item.title.as_sv().to_owned()));
                }
                out.push((titles.get(&key).cloned().unwrap_or_default(), listed));
            }
            Ok(out)
        })
        .await?;
    let main = view::inbox(&cx.link("fragor"), &listed, cx.now().day());
    Ok(cx.show(Sheet::new(view::QUESTIONS, main).wide()))
}

/// One question with all that has been said around it.
struct Found {
    assignment: Assignment,
    title: String,
    panel: Panel,
}

fn find(tx: &mut ReadTx<'_>, question: Id<MessageKind>) -> Result<Found, Stop> {
    let id = store::assignment_of(tx, question)?.ok_or(Stop::NotFound)?;
    let assignment = assignments::find(tx, id)?.ok_or(Stop::NotFound)?;
    let title = title(tx, &assignment)?;
    let panel = store::panel(tx, assignment.organisation, id)?;
    Ok(Found { assignment, title, panel })
}

fn answers(panel: &Panel, question: Id<MessageKind>) -> usize {
    panel.messages.iter().filter(|message| message.answers == Some(question)).count()
}

async fn show<P: Permission>(
    cx: &Cx<P>,
    question: Id<MessageKind>,
    typed: &Typed,
    fault: Option<(&'static str, Fault)>,
) -> Result<Reply, Stop> {
    let found = cx.read(move |tx| find(tx, question)).await?;
    let page = view::Question {
        base: cx.link(&format!("fragor/{question}")),
        review: cx.link(&format!("granska/{}", found.assignment.id)),
        title: &found.title,
        assignment: &found.assignment,
        panel: &found.panel,
        question,
        may_answer: cx.may(Right::Review),
        typed,
        seen: answers(&found.panel, question),
        fault,
    };
    let sheet = Sheet::new(view::QUESTION, view::question(&page))
        .year(found.assignment.year)
        .crumb(view::QUESTIONS, cx.link("fragor"))
        .with_faults(fault.is_some());
    Ok(cx.show(sheet))
}

fn id(text: &str) -> Result<Id<MessageKind>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// One question, and a place to answer it.
pub async fn question(cx: Cx<may::ViewFollowUp>, Path((_, question)): Path<(String, String)>) -> Result<Reply, Stop> {
    show(&cx, id(&question)?, &Typed::default(), None).await
}

/// Answers, to the one who asked or to all.
pub async fn answer(
    cx: Cx<may::Review>,
    Path((_, question)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let question = id(&question)?;
    let typed = Typed {
        answer: form.get("svar").to_owned(),
        reworded: form.get("omskriven").to_owned(),
        to_all: form.get("till") == "alla",
        sure: form.get("saker") == "ja",
    };
    let seen: usize = form.get("sett").parse().unwrap_or(0);
    let fault = sv::check(&typed.answer, Fault::NoAnswer, typed.sure).map(|fault| ("svar", fault)).or_else(|| {
        let fault = typed.to_all.then(|| sv::check(&typed.reworded, Fault::NotReworded, typed.sure)).flatten();
        fault.map(|fault| ("omskriven", fault))
    });
    if fault.is_some() {
        return show(&cx, question, &typed, fault).await;
    }
    let (person, tools, text) = (cx.account().person, cx.kit().tools(), typed.clone());
    let saved = cx
        .write(move |mut tx| {
            let found = find(&mut tx, question)?;
            if answers(&found.panel, question) != seen {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let new = NewMessage {
                assignment: found.assignment.id,
                year: found.assignment.year,
                item: found.assignment.item,
                side: Side::Authority,
                person,
                body: text.answer.clone(),
                answers: Some(question),
            };
            let answer = store::add(&mut tx, tools.chance(), &new)?;
            let facts = json!({ "assignment": new.assignment, "question": question, "answer": answer });
            let mut events = vec![Event::about("question.answered", answer, facts.clone())];
            if text.to_all {
                store::publish(&mut tx, answer, Some(&text.reworded))?;
                events.push(Event::about("answer.published", answer, facts));
            }
            Ok(tx.save_all(&events, true)?)
        })
        .await?;
    if !saved {
        return show(&cx, question, &typed, Some(("svar", Fault::Answered))).await;
    }
    let page = cx.link(&format!("fragor/{question}"));
    Ok(Reply::done(&page, if typed.to_all { sv::PUBLISHED } else { sv::ANSWERED }))
}

/// Publishes an answer that has gone to one, or takes a publication back.
pub async fn publication(
    cx: Cx<may::Review>,
    Path((_, question)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (question, answer) = (id(&question)?, id(form.get("besked"))?);
    let reworded = (form.get("gor") != "ta-tillbaka").then(|| form.get("omskriven").to_owned());
    let typed = Typed { reworded: reworded.clone().unwrap_or_default(), ..Typed::default() };
    if let Some(text) = &reworded
        && let Some(fault) = sv::check(text, Fault::NotReworded, form.get("saker") == "ja")
    {
        return show(&cx, question, &typed, Some(("publicera", fault))).await;
    }
    let publishes = reworded.is_some();
    cx.write(move |mut tx| {
        let found = find(&mut tx, question)?;
        if !found.panel.messages.iter().any(|message| message.id == answer && message.answers == Some(question)) {
            return Err(Stop::NotFound);
        }
        store::publish(&mut tx, answer, reworded.as_deref())?;
        let kind = if reworded.is_some() { "answer.published" } else { "answer.withdrawn" };
        let facts = json!({ "assignment": found.assignment.id, "question": question, "answer": answer });
        Ok(tx.save(Event::about(kind, answer, facts), ())?)
    })
    .await?;
    let page = cx.link(&format!("fragor/{question}"));
    Ok(Reply::done(&page, if publishes { sv::NOW_PUBLISHED } else { sv::UNPUBLISHED }))
}
