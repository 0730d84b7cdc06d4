//! The words of an investigation.

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use crate::cases::{About, Party};

closed! {
    /// Who told of it first.
    Source {
        /// The student.
        Student = "student",
        /// Somebody on the staff who saw or heard of it.
        Staff = "staff",
        /// Another student, or somebody outside the school.
        Other = "other",
        /// It came out of a complaint.
        Case = "case",
    }
}

closed! {
    /// What it is said to be.
    Nature {
        /// Abusive treatment (skollagen 6 kap.).
        Abuse = "krankande-behandling",
        /// Harassment connected with a ground of discrimination.
        Harassment = "trakasserier",
        /// Sexual harassment.
        SexualHarassment = "sexuella-trakasserier",
        /// Other discrimination.
        Discrimination = "diskriminering",
    }
}

closed! {
    /// In what form it happened.
    Form {
        /// Against the body.
        Physical = "fysiskt",
        /// In words.
        Verbal = "verbalt",
        /// By shutting out, looks, gestures.
        Psychosocial = "psykosocialt",
        /// In writing or pictures, on the net too.
        Digital = "digitalt",
    }
}

closed! {
    /// Between whom.
    Relation {
        /// Student against student.
        BetweenStudents = "elev-elev",
        /// Staff against student. The duty always holds here, whatever the rule of the day says of lesser events.
        ByStaff = "personal-elev",
        /// Not known.
        Unknown = "okant",
    }
}

closed! {
    /// The grounds of discrimination (diskrimineringslagen 1:5).
    Ground {
        /// Sex.
        Sex = "kon",
        /// Transgender identity or expression.
        GenderIdentity = "konsoverskridande-identitet",
        /// Ethnicity.
        Ethnicity = "etnisk-tillhorighet",
        /// Religion or other belief.
        Religion = "religion",
        /// Disability.
        Disability = "funktionsnedsattning",
        /// Sexual orientation.
        Orientation = "sexuell-laggning",
        /// Age.
        Age = "alder",
    }
}

closed! {
    /// What the investigation found. Never a condition for being counted.
    Finding {
        /// It happened.
        Found = "konstaterad",
        /// It was not found to have happened.
        NotFound = "ej-konstaterad",
        /// It cannot be told.
        Unclear = "gar-inte-att-avgora",
    }
}

closed! {
    /// The days that an investigation has, in their order.
    Milestone {
        /// Somebody at the school learnt of it.
        Learnt = "kannedom",
        /// The rektor was told.
        RektorTold = "anmald-till-rektor",
        /// The authority was told.
        AuthorityTold = "anmald-till-huvudman",
        /// The contact rektor was told.
        ContactRektorTold = "kontaktrektor",
        /// The board was notified.
        BoardNotified = "anmald-till-namnden",
        /// The investigation began.
        Begun = "utredning-inledd",
        /// It was assessed.
        Assessed = "utredning-klar",
        /// What was decided was followed up.
        FollowedUp = "uppfoljd",
        /// Whether it helped was evaluated.
        Evaluated = "utvarderad",
        /// It was closed.
        Closed = "avslutad",
    }
}

closed! {
    /// Where it stands.
    StateName {
        /// Told of; the investigation has not begun.
        Reported = "reported",
        /// Being investigated.
        Investigated = "investigated",
        /// Assessed; measures are carried out and followed up.
        Assessed = "assessed",
        /// Followed up; whether it helped is to be evaluated.
        FollowedUp = "followed-up",
        /// Closed.
        Closed = "closed",
    }
}

/// The first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Who told of it first.
    pub source: Source,
    /// When somebody at the school learnt of it.
    pub learnt: Day,
    /// Whom it is about: that person is not the one who handles it.
    pub about: About,
    /// That the one who opens it is the rektor, who so has been told.
    pub by_rektor: bool,
}

/// A measure that was decided, by its number within the investigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its number, from 1.
    pub number: u32,
    /// The day by which it is to be done.
    pub due: Day,
    /// When it was done.
    pub done: Option<Day>,
}

/// What can happen in an investigation. Words (who, what, why) are kept sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Step {
    /// It was told of. In the same step the contact rektor is alerted and the notification to the board is drafted.
    Opened(Opened),
    /// The rektor was told.
    RektorTold,
    /// The authority was told; by opening it here it is.
    AuthorityTold,
    /// The contact rektor was alerted.
    ContactRektorTold,
    /// The board was notified.
    BoardNotified {
        /// The case number of the notification.
        case_number: String,
    },
    /// What it is said to be was written down, or written otherwise than before.
    Described {
        /// What it is said to be.
        nature: Nature,
        /// In what forms.
        forms: Vec<Form>,
        /// Between whom.
        relation: Relation,
        /// The grounds, for harassment and discrimination.
        grounds: Vec<Ground>,
    },
    /// The investigation began, with somebody who investigates.
    Begun,
    /// Somebody was talked with.
    Talked,
    /// It was assessed, or assessed otherwise than before.
    Assessed {
        /// What was found.
        finding: Finding,
    },
    /// A measure was decided, with somebody responsible and a day.
    Decided {
        /// The day by which it is to be done.
        due: Day,
    },
    /// A measure was done.
    Done {
        /// Which.
        number: u32,
    },
    /// What was decided was followed up with those it concerns.
    FollowedUp {
        /// Whether it has stopped.
        stopped: bool,
    },
    /// Whether the measures helped was evaluated.
    Evaluated,
    /// A note among those who handle it.
    Noted,
    /// It was closed.
    Closed,
    /// It was taken up again.
    Reopened,
    /// Whoever decides has said who handles it.
    Assigned,
    /// The day on which somebody at the school learnt of it had been written wrongly.
    LearntCorrected {
        /// The day that stood.
        from: Day,
        /// The day that is right.
        to: Day,
    },
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day that it happened, which may lie before the day that it was written down.
    pub day: Day,
    /// Who did it.
    pub by: Party,
    /// What happened.
    pub step: Step,
}
