//! Letters about evaluations, at the authorities that are asked.

use ::store::{StoreError, WriteTx};
use domain::evaluations::{Stage, Wish};
use kernel::id::kind::{EvaluationCopy, Person};
use kernel::{Day, Id, Right};
use platform::access::Tools;

use super::model::{KeptCopy, KeptResult};
use super::{OWN, PAGE, store_copy, sv};
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

/// The authority's officers are told that the results have come.
pub(super) fn released(tx: &mut WriteTx<'_>, tools: &Tools, kept: &KeptCopy) -> Result<(), StoreError> {
    let to = who(tx, |one| one.organisation.is_none() && one.role.may(Right::PlanActivities))?;
    let (_, slug) = store_copy::own(tx)?;
    let says = sv::letter_released(&kept.stands.wish.name);
    let path = format!("/h/{slug}/{PAGE}/{}", kept.id);
    send(tx, tools, &to, (sv::SUBJECT_RELEASED, &says), (&path, &format!("resultat:{}:{}", kept.id, kept.lines.len())))
}

/// The provider is told that a draft or a result has come.
pub(super) fn came(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, key): (&KeptResult, &str),
    (stage, until): (Stage, Option<Day>),
) -> Result<(), StoreError> {
    let Some((subject, says)) = sv::letter_came(stage, until) else { return Ok(()) };
    let own = Some(kept.organisation);
    let to = who(tx, |one| one.organisation == own && one.role.may(Right::AnswerVisits))?;
    let (_, slug) = store_copy::own(tx)?;
    let path = format!("/h/{slug}/{OWN}/{}", kept.id);
    send(tx, tools, &to, (subject, &says), (&path, &format!("{}:{key}", kept.id)))
}
