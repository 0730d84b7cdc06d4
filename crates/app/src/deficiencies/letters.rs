//! Letters when the turn comes to the provider, or something is decided about it. They say that there is something to read, never what.

use super::look::{self, Asker};
use super::store::Kept;
use super::sv;
use crate::mail::{self, LetterKind, NewLetter, Recipient};
use ::store::{StoreError, WriteTx};
use domain::deficiencies::{Action, Deficiency, Party};

/// Where the letter leads: the page after signing in, which does not say what it is about in its address.
const PAGE: &str = "/start";

/// Whether the provider is to read of what the authority does.
const fn is_told(action: Action) -> bool {
    matches!(
        action,
        Action::Tell
            | Action::AskPlan
            | Action::ReturnPlan
            | Action::AcceptPlan
            | Action::MoveEvaluation
            | Action::Propose
            | Action::LetGo
            | Action::Decide
            | Action::Settle
            | Action::Lift
            | Action::End
            | Action::Close
            | Action::Reopen
    )
}

/// Queues a letter to each of the provider's people who answer for deficiencies. The caller ends the transaction.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    asker: &Asker,
    (kept, stands): (&Kept, &Deficiency),
    action: Action,
) -> Result<(), StoreError> {
    if asker.party != Party::Authority || !stands.told || !is_told(action) {
        return Ok(());
    }
    let all = mail::reachable(tx, asker.today)?;
    for person in look::answerers(tx, &all, (kept.organisation, kept.unit), asker.today)? {
        let letter = NewLetter {
            to: Recipient::Person(person),
            kind: LetterKind::ToRead,
            subject: sv::LETTER_SUBJECT.to_owned(),
            paragraphs: sv::LETTER.map(str::to_owned).to_vec(),
            link: Some((sv::LETTER_LINK.to_owned(), PAGE.to_owned())),
            in_reply_to: None,
            once: Some(format!("deficiency:{}:{}:{person}", kept.id, stands.lines)),
        };
        mail::queue_as(tx, &asker.tools, &letter, None)?;
    }
    Ok(())
}
