//! What can happen to a meeting. Words (material, questions, notes, what is agreed) are kept sealed beside it.

use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

closed! {
    /// Whether somebody comes.
    Attends {
        /// In the room.
        Here = "here",
        /// Over the net.
        Remotely = "remotely",
        /// Not.
        No = "no",
    }
}

/// From when to when, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute.
    pub from: u16,
    /// The last.
    pub to: u16,
}

/// Who does what was agreed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Owner {
    /// The authority.
    Authority,
    /// Every provider that was invited, each for itself.
    Everyone,
    /// One provider.
    Provider {
        /// Which.
        organisation: Id<Organisation>,
    },
}

/// What can happen to a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was planned. Its words: what it is called, where it is, and what it is about.
    Planned {
        /// The day.
        on: Day,
        /// From when to when.
        hours: Hours,
        /// Until when one registers.
        register_by: Day,
    },
    /// Day, hours, place or programme were changed.
    Changed {
        /// The day from now on.
        on: Day,
        /// From when to when.
        hours: Hours,
        /// Until when one registers.
        register_by: Day,
    },
    /// Letters went to rektors.
    Invited {
        /// To how many.
        people: u32,
    },
    /// Something to read beforehand.
    Material,
    /// A rektor said whether they come.
    Registered {
        /// Who.
        person: Id<Person>,
        /// At which provider.
        organisation: Id<Organisation>,
        /// Whether they come.
        attends: Attends,
    },
    /// Something that somebody wants to take up.
    Asked {
        /// Its number within the meeting, from 1.
        question: u32,
        /// At which provider; nothing for the authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<Id<Organisation>>,
    },
    /// A question was answered, or it is said what came of it.
    Answered {
        /// Which.
        question: u32,
    },
    /// It was held.
    Held,
    /// Notes were written, or written anew.
    Noted,
    /// Something was agreed. Its words: what.
    Agreed {
        /// Its number within the meeting, from 1.
        action: u32,
        /// Who does it.
        owner: Owner,
        /// When it is to be done.
        by: Day,
    },
    /// It is not to be done after all.
    Dropped {
        /// Which.
        action: u32,
    },
    /// It was done.
    Done {
        /// Which.
        action: u32,
        /// By which provider; nothing for the authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<Id<Organisation>>,
        /// On which day.
        on: Day,
    },
    /// It was not done after all.
    NotDone {
        /// Which.
        action: u32,
        /// By which provider; nothing for the authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<Id<Organisation>>,
    },
    /// It is not to be.
    Cancelled,
    /// It is to be after all.
    Restored,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// What happened.
    pub happening: Happening,
}
