//! What can happen to a theme. Words that belong to it (its name and cause, what a measure is) are kept sealed beside it, never in it.

use kernel::id::kind::CaseFile;
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

closed! {
    /// Who at the provider reads a theme. It is said when the theme is made and stands, since what has been written for fewer is
    /// not shown to more afterwards.
    Audience {
        /// Those who handle the unit's cases.
        Handlers = "handlers",
        /// Management alone: it may gather what is about the rektor.
        Management = "management",
    }
}

closed! {
    /// What came of a measure, as the unit says when it follows it up.
    Effect {
        /// What it was to do.
        Yes = "yes",
        /// Some of it.
        Partly = "partly",
        /// Nothing.
        No = "no",
    }
}

/// What can happen to a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was made.
    Opened {
        /// Who reads it.
        audience: Audience,
        /// The core categories whose cases it gathers, besides those that are put into it one by one.
        categories: Vec<String>,
    },
    /// Its name, its cause or its categories were changed.
    Rewritten {
        /// The core categories from now on.
        categories: Vec<String>,
    },
    /// A case was put into it.
    Gathered {
        /// The case.
        case: Id<CaseFile>,
    },
    /// A case was taken out of it.
    LetGo {
        /// The case.
        case: Id<CaseFile>,
    },
    /// A measure was planned, or what is said of one was changed.
    Planned {
        /// Its number within the theme, from 1.
        measure: u32,
        /// When it is to be done.
        by: Day,
    },
    /// A measure was done.
    Done {
        /// Which.
        measure: u32,
        /// The day.
        on: Day,
    },
    /// What came of a measure was looked at.
    Followed {
        /// Which.
        measure: u32,
        /// What came of it.
        effect: Effect,
    },
    /// The last step of a measure is taken back: it is as before that.
    StepBack {
        /// Which.
        measure: u32,
    },
    /// A measure is not to be done after all.
    Dropped {
        /// Which.
        measure: u32,
    },
    /// A measure is to be done after all.
    Restored {
        /// Which.
        measure: u32,
    },
    /// The theme was set aside.
    Withdrawn,
    /// The theme is in use again.
    TakenUp,
}

/// One line of a theme's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// What happened.
    pub happening: Happening,
}
