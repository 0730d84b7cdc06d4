//! What can happen to a deficiency. Words that belong to it (what is wrong, what a measure is, reasons) are kept sealed beside it. One
//! text stands in the history itself: why a step of the ladder was skipped, since no step may be skipped without it.

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use super::figures::Amount;
use super::ladder::RungKind;

closed! {
    /// Which of the two tracks a deficiency follows.
    Track {
        /// Goals not lived up to.
        Quality = "quality",
        /// A term or a rule that is not followed.
        Compliance = "compliance",
    }
}

closed! {
    /// How grave it is.
    Severity {
        /// Put right in the daily work.
        Minor = "minor",
        /// Needs a plan.
        Major = "major",
        /// May cost the authorisation where it remains.
        Serious = "serious",
    }
}

closed! {
    /// Where a deficiency was found (COM-4).
    SourceKind {
        /// A report that the provider handed in.
        Report = "report",
        /// A figure.
        Indicator = "indicator",
        /// What somebody said.
        Complaint = "complaint",
        /// An investigation of abusive treatment.
        Investigation = "investigation",
        /// A visit.
        Visit = "visit",
        /// The students' survey.
        Survey = "survey",
        /// A decision of the school inspectorate.
        Supervision = "supervision",
        /// The check of a provider's site.
        SiteCheck = "site-check",
        /// A term that was assessed.
        Term = "term",
        /// A random sample.
        Sample = "sample",
        /// A joint evaluation.
        Evaluation = "evaluation",
        /// Anything else.
        Other = "other",
    }
}

/// Where a deficiency came from: what, which, and which part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// Which: what stands in its address. Empty where the source has no page.
    #[serde(default)]
    pub id: String,
    /// Which part of it, such as the number of a finding. Empty where it is the whole.
    #[serde(default)]
    pub part: String,
}

closed! {
    /// On whose behalf something is done.
    Party {
        /// The provider.
        Provider = "provider",
        /// The authority.
        Authority = "authority",
    }
}

closed! {
    /// What came of the measures, as the authority evaluates them.
    Effect {
        /// The deficiency is gone.
        Yes = "yes",
        /// Some of it remains.
        Partly = "partly",
        /// It remains.
        No = "no",
    }
}

closed! {
    /// Which way is better.
    Wish {
        /// More is better.
        More = "more",
        /// Less is better.
        Less = "less",
    }
}

closed! {
    /// What became of an appeal.
    Outcome {
        /// The decision stands.
        Stands = "stands",
        /// The decision was changed or sent back, and does not hold.
        Falls = "falls",
    }
}

/// What figure the effect is followed up by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum FigureKind {
    /// An indicator of the year, by its stable name.
    Indicator {
        /// Its stable name.
        slug: String,
        /// What it was called then.
        title: String,
    },
    /// One that somebody counts for this deficiency.
    Own {
        /// What is counted, and in what.
        title: String,
    },
}

impl FigureKind {
    /// What it is called.
    pub fn title(&self) -> &str {
        match self {
            Self::Indicator { title, .. } | Self::Own { title } => title,
        }
    }
}

/// A step that a step of the ladder asks for before it, as the ladder stood when it was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Required {
    /// Its stable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: RungKind,
}

/// What can happen to a deficiency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was found.
    Opened {
        /// Its track.
        track: Track,
        /// How grave it is.
        severity: Severity,
        /// Where it came from.
        source: Source,
        /// The term that is breached, by its identifier, where it is one of the register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<String>,
    },
    /// What is said of it was changed.
    Rewritten {
        /// Its track from now on.
        track: Track,
        /// How grave it is from now on.
        severity: Severity,
    },
    /// The provider was told of it.
    Told,
    /// Something that the authority alone reads.
    Noted,
    /// A figure was chosen by which the effect is followed up.
    FigureChosen {
        /// Its number within the deficiency, from 1.
        figure: u32,
        /// What it is of.
        kind: FigureKind,
        /// Which way is better.
        wish: Wish,
        /// What it was at the start.
        start: Amount,
        /// What it is to become.
        aim: Amount,
    },
    /// A figure is not used after all.
    FigureDropped {
        /// Which.
        figure: u32,
    },
    /// A figure was read later on.
    Measured {
        /// Which.
        figure: u32,
        /// What it was.
        value: Amount,
        /// On which day.
        on: Day,
    },
    /// The provider is asked for an action plan, by the day.
    PlanAsked {
        /// The day.
        by: Day,
    },
    /// A measure was written into the plan, or what is said of one was changed.
    Planned {
        /// Its number within the deficiency, from 1.
        measure: u32,
        /// When it is to be done.
        by: Day,
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
    /// The provider sent its plan.
    PlanSent,
    /// The authority wants it otherwise, by the day.
    PlanReturned {
        /// The day.
        by: Day,
    },
    /// The authority takes the plan, and evaluates its effect on the day.
    PlanAccepted {
        /// The day.
        evaluate: Day,
    },
    /// The effect is evaluated on another day.
    EvaluationMoved {
        /// The day.
        evaluate: Day,
    },
    /// How a measure goes.
    Progress {
        /// Which.
        measure: u32,
    },
    /// A measure was done.
    Done {
        /// Which.
        measure: u32,
        /// On which day.
        on: Day,
    },
    /// It was not done after all.
    NotDone {
        /// Which.
        measure: u32,
    },
    /// Something that shows how it is now: a text, a file, what somebody saw.
    Evidence,
    /// The authority evaluated what came of it.
    Evaluated {
        /// What came of it.
        effect: Effect,
        /// How grave what remains is.
        severity: Severity,
    },
    /// A step of the ladder is prepared: the provider is told of it, and may answer until the day.
    Proposed {
        /// Its number within the deficiency, from 1.
        sanction: u32,
        /// The step, as the ladder says it now.
        rung: Box<super::ladder::Proposal>,
        /// Until when the provider may answer.
        answer_by: Day,
        /// Why steps that it asks for are skipped. Empty where none is.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        skipping: String,
        /// The agreements that it is about, as they were called then.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreements: Vec<String>,
    },
    /// The provider answered.
    Answered {
        /// Which.
        sanction: u32,
    },
    /// It was not decided.
    LetGo {
        /// Which.
        sanction: u32,
    },
    /// It was decided.
    Decided {
        /// Which.
        sanction: u32,
        /// On which day.
        on: Day,
        /// The number of the decision in the authority's registry.
        case_number: String,
        /// Why before the provider's time to answer had passed. Empty where it had.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        early: String,
    },
    /// The decision was appealed.
    Appealed {
        /// Which.
        sanction: u32,
        /// On which day.
        on: Day,
    },
    /// The appeal was settled.
    Settled {
        /// Which.
        sanction: u32,
        /// On which day.
        on: Day,
        /// How.
        outcome: Outcome,
    },
    /// A decided step was lifted: it is not to hold any longer.
    Lifted {
        /// Which.
        sanction: u32,
        /// On which day.
        on: Day,
    },
    /// A decided step has had its course: what it asked for is done.
    Ended {
        /// Which.
        sanction: u32,
        /// On which day.
        on: Day,
    },
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// It was no deficiency, or is entered twice.
    Withdrawn,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// On whose behalf.
    pub party: Party,
    /// What happened.
    pub happening: Happening,
}
