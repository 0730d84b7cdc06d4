//! The words that a judgement is made in.

use kernel::id::kind::{EvaluationResult, Organisation};
use kernel::{Id, closed};
use serde::{Deserialize, Serialize};

closed! {
    /// The grade of a criterion.
    Grade {
        /// Very good.
        VeryGood = "mycket-god",
        /// Good.
        Good = "god",
        /// Has to be developed.
        Develop = "utveckla",
        /// There are deficiencies.
        Deficient = "brister",
        /// It was not judged, and it is said why.
        NotAssessed = "ej-bedomt",
    }
}

closed! {
    /// What something that was found is.
    FindingKind {
        /// Something that has to be mended.
        Deficiency = "brist",
        /// Something that is done well.
        Strength = "styrka",
    }
}

closed! {
    /// What the return visit saw of a deficiency.
    Outcome {
        /// It is mended.
        Mended = "atgardat",
        /// Some of it.
        Partly = "delvis",
        /// It is as it was.
        Remains = "kvarstar",
        /// It was not looked at, and it is said why.
        NotLooked = "ej-tittat",
    }
}

closed! {
    /// What an authority has of a provider's result.
    Stage {
        /// The draft, while the provider reads it.
        Draft = "utkast",
        /// The draft was taken back.
        Recalled = "aterkallat",
        /// The first visit, settled.
        First = "forsta",
        /// With the return visit, settled.
        Whole = "slutligt",
        /// Settled, and being corrected.
        Reopened = "rattas",
        /// Ended without a visit or a return visit.
        Ended = "avslutat",
    }
}

/// A provider that an authority gives to an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Which.
    pub organisation: Id<Organisation>,
    /// What it is called there.
    pub name: String,
    /// Where its result is kept at the authority.
    pub result: Id<EvaluationResult>,
}
