//! What can happen to a visit, and the words that a protocol is answered with. Words of people are kept sealed beside the history,
//! never in it.

use kernel::id::kind::{Person, Unit};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// When a visit is: a day, from and to in minutes after midnight in Stockholm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The day.
    pub day: Day,
    /// When it begins.
    pub from: u16,
    /// When it ends.
    pub to: u16,
}

impl Slot {
    /// The slot, where it ends after it begins and within the day.
    pub fn new(day: Day, from: u16, to: u16) -> Option<Self> {
        (from < to && to <= DAY).then_some(Self { day, from, to })
    }

    /// A time of day as people write it: `9`, `9.30`, `09:30`.
    pub fn time(text: &str) -> Option<u16> {
        let (hours, minutes) = text.trim().split_once(['.', ':']).unwrap_or((text.trim(), "0"));
        let number = |text: &str| -> Option<u16> {
            (!text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse().ok())
                .flatten()
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        (hours < 24 && minutes < 60).then(|| hours * 60 + minutes)
    }
}

closed! {
    /// The answer to a point.
    Answer {
        /// It is met.
        Met = "uppfyllt",
        /// Some of it.
        Partly = "delvis",
        /// It is not.
        Not = "inte",
        /// It was not looked at.
        NotLooked = "ej-tittat",
    }
}

closed! {
    /// What something that was seen is.
    FindingKind {
        /// Worth writing down.
        Observation = "iakttagelse",
        /// Something that has to be mended.
        Deficiency = "brist",
        /// Something that is done well.
        Praise = "berom",
    }
}

closed! {
    /// What became of something that an earlier visit found.
    Outcome {
        /// It is mended.
        Fixed = "atgardat",
        /// Some of it.
        Partly = "delvis",
        /// It is as it was.
        Not = "kvarstar",
        /// It was not looked at.
        NotLooked = "ej-tittat",
    }
}

/// What can happen to a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was planned.
    Planned {
        /// When.
        slot: Slot,
        /// Which units; none is the provider as a whole.
        units: Vec<Id<Unit>>,
        /// Who takes part, of those with an account on either side.
        people: Vec<Id<Person>>,
    },
    /// Time, units, place or participants were changed.
    Changed {
        /// When.
        slot: Slot,
        /// Which units.
        units: Vec<Id<Unit>>,
        /// Who takes part.
        people: Vec<Id<Person>>,
    },
    /// Those who take part were invited.
    Invited {
        /// How often they have been before: what calendars tell a newer invitation by.
        sequence: u32,
    },
    /// It is not to be.
    Cancelled,
    /// The protocol was begun.
    Begun {
        /// With which version of the year's checklist.
        version: i64,
    },
    /// The draft was sent to the provider.
    Drafted {
        /// The last day for what the provider has to say of it.
        until: Day,
    },
    /// The provider said what it has to say.
    Replied,
    /// The protocol was settled.
    Settled,
    /// The visit was closed.
    Closed {
        /// When another visit is needed, where one is.
        again: Option<Day>,
    },
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was written.
    pub day: Day,
    /// What happened.
    pub happening: Happening,
}

closed! {
    /// What somebody does with a visit; by its name in addresses.
    Step {
        /// Change time, place, units or participants.
        Change = "andra",
        /// Invite.
        Invite = "bjud-in",
        /// Say that it is not to be.
        Cancel = "stall-in",
        /// Write in the protocol.
        Write = "skriv",
        /// Send the draft to the provider.
        Send = "utkast",
        /// Say what the provider has to say of the draft.
        Reply = "svara",
        /// Settle the protocol.
        Settle = "faststall",
        /// Close the visit.
        Close = "avsluta",
    }
}

impl Step {
    /// Whether it is the provider's.
    pub const fn is_providers(self) -> bool {
        matches!(self, Self::Reply)
    }
}

closed! {
    /// Where a visit stands.
    Standing {
        /// It is to be.
        Planned = "planerat",
        /// It is not to be.
        Cancelled = "installt",
        /// The protocol is being written.
        Begun = "protokoll",
        /// The provider has the draft.
        WithProvider = "utkast",
        /// The provider has replied.
        Replied = "svar",
        /// The protocol is settled.
        Settled = "faststallt",
        /// The visit is closed.
        Closed = "avslutat",
    }
}
