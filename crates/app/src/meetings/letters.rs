//! Invitations, by letter and calendar.

use ::store::{StoreError, WriteTx};
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};
use platform::access::Tools;

use super::store::{Kept, Words};
use super::{OWN, sv};
use crate::mail::{self, Invitation, LetterKind, NewLetter, Recipient};

fn moment(day: Day, minutes: u16) -> Instant {
    let (hour, rest) = (i8::try_from(minutes / 60).unwrap_or(0), i64::from(minutes % 60));
    day.at(hour).plus_seconds(rest * 60)
}

/// What is written to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// That they are invited.
    Invited,
    /// That day, hours or place are others.
    Changed,
    /// That it is not to be.
    Cancelled,
}

/// Queues a letter to each. The caller ends the transaction.
pub(super) fn send(
    tx: &mut WriteTx<'_>,
    (tools, slug): (&Tools, &str),
    (kept, programme): (&Kept, &Words),
    (what, people): (What, &[Id<Person>]),
) -> Result<(), StoreError> {
    let stands = &kept.stands;
    let invitation = Invitation {
        cancelled: what == What::Cancelled,
        uid: format!("rektorstraff-{}@{slug}", kept.id),
        sequence: stands.sequence,
        from: moment(stands.on, stands.hours.from),
        to: moment(stands.on, stands.hours.to),
        title: programme.title.clone(),
        place: programme.place.clone(),
        text: String::new(),
    };
    for person in people {
        let letter = NewLetter {
            to: Recipient::Person(*person),
            kind: LetterKind::Meeting,
            subject: sv::subject(what, stands.on),
            paragraphs: sv::letter(what, stands, programme),
            link: Some((sv::LETTER_LINK.to_owned(), format!("/h/{slug}/{OWN}/{}", kept.id))),
            in_reply_to: None,
            once: Some(format!("meeting:{}:{}:{person}", kept.id, kept.lines.len())),
        };
        mail::queue_invitation(tx, tools, &letter, &invitation)?;
    }
    Ok(())
}
