//! The transitions. Each takes the state, asks [`why_not`] at the door, and gives the next state with its facts.

use kernel::{Day, Instant};

use super::actions::{Action, Seen, why_not};
use super::model::{
    Approved, AwaitingSignature, Begun, By, Draft, Extension, Lock, Refusal, Returned, Road, State, Submitted,
};

fn door(state: &State, seen: &Seen<'_>, action: Action) -> Result<(), Refusal> {
    why_not(state, seen, action).map_or(Ok(()), Err)
}

fn reason(text: &str, action: Action) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ReasonMissing { action }) } else { Ok(text.to_owned()) }
}

impl State {
    /// Something is written in the draft. A returned item stays returned while it is completed.
    pub fn edit(self, seen: &Seen<'_>, at: Instant) -> Result<Self, Refusal> {
        door(&self, seen, Action::Edit)?;
        Ok(match self {
            Self::NotStarted => Self::Draft(Draft { since: at }),
            other => other,
        })
    }

    /// The draft is sent to the one who signs.
    pub fn send_for_signature(self, seen: &Seen<'_>, by: By, at: Instant) -> Result<AwaitingSignature, Refusal> {
        door(&self, seen, Action::SendForSignature)?;
        let (since, answers) = match self {
            Self::Draft(draft) => (draft.since, None),
            Self::NotStarted if seen.has_rows => (at, None),
            Self::Returned(returned) => (returned.at, Some(returned)),
            // The door lets no other state through.
            Self::NotStarted | Self::AwaitingSignature(_) | Self::Submitted(_) | Self::Approved(_) => {
                return Err(Refusal::NothingWritten);
            }
        };
        Ok(AwaitingSignature { prepared_by: by, at, since, answers })
    }

    /// It is taken back from signature, to be written on.
    pub fn take_back(self, seen: &Seen<'_>) -> Result<Self, Refusal> {
        door(&self, seen, Action::TakeBack)?;
        match self {
            Self::AwaitingSignature(AwaitingSignature { answers: Some(returned), .. }) => Ok(Self::Returned(returned)),
            Self::AwaitingSignature(awaiting) => Ok(Self::Draft(Draft { since: awaiting.since })),
            _ => Err(Refusal::NotAwaitingSignature),
        }
    }

    /// It is signed and handed in.
    pub fn submit(self, seen: &Seen<'_>, by: By, at: Instant, road: Road) -> Result<Submitted, Refusal> {
        door(&self, seen, Action::Sign)?;
        Ok(self.next_version(by, at, road))
    }

    /// As [`submit`](Self::submit), of what came to the authority before it was signed: by e-mail. It was received when it
    /// came; the receipt is of the signature.
    pub fn submit_arrived(
        self,
        seen: &Seen<'_>,
        by: By,
        at: Instant,
        road: Road,
        arrived: Option<Instant>,
    ) -> Result<Submitted, Refusal> {
        let first = self.latest().is_none();
        let mut submitted = self.submit(seen, by, at, road)?;
        if let Some(arrived) = arrived.filter(|arrived| first && *arrived < at) {
            submitted.received = arrived;
        }
        Ok(submitted)
    }

    /// An officer enters what was received in another way, by that road; `signed_by` is who signed it there or answers
    /// for its having been entered, `received` when it came in, which may lie before now.
    pub fn receive(self, seen: &Seen<'_>, signed_by: By, received: Instant, road: Road) -> Result<Submitted, Refusal> {
        door(&self, seen, Action::Receive)?;
        Ok(self.next_version(signed_by, received, road))
    }

    fn next_version(&self, signed_by: By, at: Instant, road: Road) -> Submitted {
        let latest = self.latest();
        Submitted {
            number: latest.map_or(1, |latest| latest.number.saturating_add(1)),
            at,
            received: latest.map_or(at, |latest| latest.received),
            signed_by,
            road,
        }
    }

    /// As if its first version had been received then: an officer has said when what it came with reached the authority. Nothing
    /// changes for what is not in.
    #[must_use]
    pub fn received_instead(mut self, received: Instant) -> Self {
        let submitted = match &mut self {
            Self::Submitted(submitted) => Some(submitted),
            Self::Returned(returned) => Some(&mut returned.submitted),
            Self::AwaitingSignature(awaiting) => awaiting.answers.as_mut().map(|returned| &mut returned.submitted),
            Self::Approved(_) | Self::NotStarted | Self::Draft(_) => None,
        };
        if let Some(submitted) = submitted {
            submitted.received = received;
        }
        self
    }

    /// It is returned for completion. The reason is what the provider will see.
    pub fn return_for_completion(
        self,
        seen: &Seen<'_>,
        why: &str,
        until: Option<Day>,
        by: By,
        at: Instant,
    ) -> Result<Returned, Refusal> {
        door(&self, seen, Action::Return)?;
        let reason = reason(why, Action::Return)?;
        match self {
            Self::Submitted(submitted) => Ok(Returned { submitted, reason, until, at, by }),
            _ => Err(Refusal::NothingToReview),
        }
    }

    /// A return is taken back: the version waits for review again. The reason goes into the audit event. `begun` says how the
    /// completion has begun, if it has; what somebody is completing is not taken out of their hands.
    pub fn take_back_return(self, seen: &Seen<'_>, why: &str, begun: Option<Begun>) -> Result<Submitted, Refusal> {
        door(&self, seen, Action::TakeBackReturn)?;
        reason(why, Action::TakeBackReturn)?;
        match (self, begun) {
            (Self::Returned(_), Some(Begun::Written)) => Err(Refusal::CompletionBegun),
            (Self::Returned(_), Some(Begun::ByMail)) => Err(Refusal::CompletionCame),
            (Self::Returned(returned), None) => Ok(returned.submitted),
            _ => Err(Refusal::NotReturned),
        }
    }

    /// It is approved.
    pub fn approve(self, seen: &Seen<'_>, by: By, at: Instant) -> Result<Approved, Refusal> {
        door(&self, seen, Action::Approve)?;
        match self {
            Self::Submitted(submitted) => Ok(Approved { submitted, at, by }),
            _ => Err(Refusal::NothingToReview),
        }
    }

    /// An approval is taken back. The reason goes into the audit event.
    pub fn reopen_approved(self, seen: &Seen<'_>, why: &str) -> Result<Submitted, Refusal> {
        door(&self, seen, Action::ReopenApproved)?;
        reason(why, Action::ReopenApproved)?;
        match self {
            Self::Approved(approved) => Ok(approved.submitted),
            _ => Err(Refusal::NotApproved),
        }
    }

    /// The item is locked; the state stays as it is.
    pub fn lock(&self, seen: &Seen<'_>, why: &str, by: By, at: Instant) -> Result<Lock, Refusal> {
        door(self, seen, Action::Lock)?;
        Ok(Lock { by, at, why: why.trim().to_owned() })
    }

    /// The item is opened again; the caller removes the lock.
    pub fn unlock(&self, seen: &Seen<'_>) -> Result<(), Refusal> {
        door(self, seen, Action::Unlock)
    }

    /// The last day is moved: to a later one, or back from an extension that was wrong, though never before the original.
    /// `due` is the present one.
    pub fn extend(
        &self,
        seen: &Seen<'_>,
        (due, original): (Day, Day),
        until: Day,
        motive: &str,
        by: By,
        at: Instant,
    ) -> Result<Extension, Refusal> {
        door(self, seen, Action::Extend)?;
        let motive = reason(motive, Action::Extend)?;
        may_move(due, original, until)?;
        Ok(Extension { until, motive, at, by })
    }

    /// With another last day for the completion that is waited for; nothing where none is. More time that is given then is
    /// for the completion: the last day of the item stays, and with it whether its first version came in time.
    pub fn with_completion_until(mut self, until: Day) -> Option<Self> {
        let returned = match &mut self {
            Self::Returned(returned) => Some(returned),
            Self::AwaitingSignature(awaiting) => awaiting.answers.as_mut(),
            Self::NotStarted | Self::Draft(_) | Self::Submitted(_) | Self::Approved(_) => None,
        };
        returned?.until = Some(until);
        Some(self)
    }
}

/// Whether the last day can be moved: to another day than it is, and to none before the original.
pub fn may_move(due: Day, original: Day, until: Day) -> Result<(), Refusal> {
    if until < original {
        return Err(Refusal::BeforeOriginal { original });
    }
    if until == due {
        return Err(Refusal::SameDay { due });
    }
    Ok(())
}

/// So many days after the last one a new last day is asked about: most such days are slips of the pen.
const FAR_AWAY: i32 = 366;

/// Whether the new last day lies so far after the present one that it is asked whether it is meant.
pub fn is_far_away(due: Day, until: Day) -> bool {
    until > due.plus_days(FAR_AWAY)
}
