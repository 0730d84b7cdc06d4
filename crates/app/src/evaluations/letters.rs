//! Letters about evaluations: to those who are asked, to providers, and to those who lead and visit.

use ::store::{StoreError, WriteTx};
use domain::evaluations::{Copied, News, Reply, Stage, StateName, Wish};
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, Person};
use kernel::{Day, Id, Right};
use platform::access::Tools;

use super::model::{Kept, KeptCopy, KeptPart, KeptResult};
use super::{LEADS, OWN, PAGE, store_copy, sv};
use crate::mail::{self, LetterKind, NewLetter, Reach, Recipient};

fn send(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    to: &[Id<Person>],
    (subject, paragraphs): (&str, &[String]),
    (path, once): (&str, &str),
) -> Result<(), StoreError> {
    for person in to {
        let letter = NewLetter {
            to: Recipient::Person(*person),
            kind: LetterKind::Evaluation,
            subject: subject.to_owned(),
            paragraphs: paragraphs.to_vec(),
            link: Some((sv::LETTER_LINK.to_owned(), path.to_owned())),
            in_reply_to: None,
            once: Some(format!("evaluation:{once}:{person}")),
        };
        mail::queue(tx, tools, &letter)?;
    }
    Ok(())
}

fn who(tx: &mut WriteTx<'_>, is_meant: impl Fn(&Reach) -> bool) -> Result<Vec<Id<Person>>, StoreError> {
    let today = tx.context().now.day();
    let mut to: Vec<Id<Person>> = Vec::new();
    for one in mail::reachable(tx, today)? {
        if is_meant(&one) && !to.contains(&one.person) {
            to.push(one.person);
        }
    }
    Ok(to)
}

/// The authority's officers are told that they are asked.
pub(super) fn asked(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (copy, leader, wish): (Id<EvaluationCopy>, &str, &Wish),
    line: usize,
) -> Result<(), StoreError> {
    let to = who(tx, |one| one.organisation.is_none() && one.role.may(Right::PlanActivities))?;
    let (_, slug) = store_copy::own(tx)?;
    let says = sv::letter_asked(leader, wish);
    send(
        tx,
        tools,
        &to,
        (sv::SUBJECT_ASKED, &says),
        (&format!("/h/{slug}/{PAGE}/{copy}"), &format!("fraga:{copy}:{line}")),
    )
}

/// News of the one that leads has come: officers are told what they have to know, and a provider that reads a draft that it need not
/// answer any longer. `now` is the copy with the news.
pub(super) fn told(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, now): (&KeptCopy, &Copied),
    (news, line): (&News, usize),
) -> Result<(), StoreError> {
    // Of where it stands only the newest is written, whatever comes late.
    if *news != News::Released && now.state_told != Some(kept.lines.len()) {
        return Ok(());
    }
    let name = &now.wish.name;
    let (subject, says, what) = match news {
        News::Released => (sv::SUBJECT_RELEASED, sv::letter_released(name), "resultat"),
        News::Withdrawn => (sv::SUBJECT_WITHDRAWN, sv::letter_withdrawn(name), "aterkallad"),
        News::Reopened if now.may_reply() => (sv::SUBJECT_ASKED, sv::letter_asked(&now.leader, &now.wish), "oppnad"),
        News::Reopened => (sv::SUBJECT_REOPENED, sv::letter_reopened(name), "oppnad"),
        News::Changed { .. } | News::Closed => return Ok(()),
    };
    let to = who(tx, |one| one.organisation.is_none() && one.role.may(Right::PlanActivities))?;
    let (_, slug) = store_copy::own(tx)?;
    let path = format!("/h/{slug}/{PAGE}/{}", kept.id);
    send(tx, tools, &to, (subject, &says), (&path, &format!("{what}:{}:{}", kept.id, kept.lines.len())))?;
    let says = match news {
        News::Withdrawn => (sv::SUBJECT_WITHDRAWN, sv::letter_no_answer(name)),
        News::Reopened => (sv::SUBJECT_REOPENED, sv::letter_answer_again(name)),
        _ => return Ok(()),
    };
    let today = tx.context().now.day();
    for result in store_copy::results(tx, tools, kept.id)? {
        // Whatever is over now, the provider knew of it: the visit is looked at as it is while the evaluation is under way.
        let mut open = now.clone();
        open.state = StateName::Open;
        let visit = result.planned(&open).filter(|(_, on, _)| *on >= today);
        let waits = result.stands.open_draft().is_some() && result.stands.answered().count() == 0;
        let says = match (visit, news) {
            _ if waits => (says.0, says.1.clone()),
            (Some((again, on, _)), News::Withdrawn) => sv::letter_no_visit(again, on),
            (Some((again, on, people)), _) => sv::letter_visit((again, on), None, people),
            (None, _) => continue,
        };
        let about = format!("{}:{}:{what}:{line}", kept.evaluation, result.organisation);
        to_provider(tx, tools, &result, (says.0, &says.1), &about)?;
    }
    Ok(())
}

/// Writes to those who answer for the provider. Somebody who does so at several authorities gets it once: `about` is the same at all.
fn to_provider(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &KeptResult,
    (subject, says): (&str, &[String]),
    about: &str,
) -> Result<(), StoreError> {
    let own = Some(kept.organisation);
    let to = who(tx, |one| one.organisation == own && one.role.may(Right::AnswerVisits))?;
    let (_, slug) = store_copy::own(tx)?;
    send(tx, tools, &to, (subject, says), (&format!("/h/{slug}/{OWN}/{}", kept.id), about))
}

/// The provider is told that a draft or a result has come, or that a draft is not to be answered.
pub(super) fn came(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, evaluation, line): (&KeptResult, Id<EvaluationKind>, usize),
    (stage, until): (Stage, Option<Day>),
) -> Result<(), StoreError> {
    let Some((subject, says)) = sv::letter_came(stage, until) else { return Ok(()) };
    to_provider(tx, tools, kept, (subject, &says), &format!("{evaluation}:{}:{line}", kept.organisation))
}

/// The provider is told when a visit is to be, or that the one that it knew of is not: `now` is the result with what has come, `kept` without it,
/// `copy` the evaluation as it is. Of a visit that has been, or of which a draft has come, nobody is written to.
pub(super) fn visit(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, now, copy): (&KeptResult, &KeptResult, &KeptCopy),
    line: usize,
) -> Result<(), StoreError> {
    let today = tx.context().now.day();
    let ahead = |of: &KeptResult| {
        let visit = of.planned(&copy.stands).filter(|(_, on, _)| *on >= today);
        visit.map(|(again, on, people)| (again, on, people.to_vec()))
    };
    let (subject, says) = match (ahead(kept), ahead(now)) {
        (known, Some((again, on, people))) if known.as_ref() != Some(&(again, on, people.clone())) => {
            sv::letter_visit((again, on), known.filter(|known| known.0 == again).map(|known| known.1), &people)
        }
        (Some((again, on, _)), None) => sv::letter_no_visit(again, on),
        _ => return Ok(()),
    };
    to_provider(tx, tools, kept, (subject, &says), &format!("{}:{}:{line}:besok", copy.evaluation, kept.organisation))
}

/// Those who lead are told what an authority has answered.
pub(super) fn replied(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &Kept,
    (authority, reply): (&str, &Reply),
    joined_before: bool,
) -> Result<(), StoreError> {
    let to = who(tx, |one| one.organisation.is_none() && one.role.may(Right::LeadEvaluations))?;
    let (_, slug) = store_copy::own(tx)?;
    let says = sv::letter_replied((authority, &kept.stands.wish.name), reply, joined_before);
    let path = format!("/h/{slug}/{LEADS}/{}", kept.id);
    send(tx, tools, &to, (sv::SUBJECT_REPLIED, &says), (&path, &format!("svar:{}:{}", kept.id, kept.lines.len())))
}

/// Those who visited are told that the provider has answered; those who lead, where nobody of them can be reached.
pub(super) fn answered(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, part): (&Kept, &KeptPart),
    line: usize,
) -> Result<(), StoreError> {
    let visited: &[Id<Person>] = part.stands.visit.as_ref().map_or(&[], |(_, people)| people);
    let mut to =
        who(tx, |one| one.organisation.is_none() && one.role.may(Right::Evaluate) && visited.contains(&one.person))?;
    if to.is_empty() {
        to = who(tx, |one| one.organisation.is_none() && one.role.may(Right::LeadEvaluations))?;
    }
    let (_, slug) = store_copy::own(tx)?;
    let says = sv::letter_answered(&part.name, &kept.stands.wish.name);
    let path = format!("/h/{slug}/{LEADS}/{}/anordnare/{}", kept.id, part.organisation);
    let about = format!("anordnaren:{}:{}:{line}", kept.id, part.organisation);
    send(tx, tools, &to, (sv::SUBJECT_ANSWERED, &says), (&path, &about))
}
