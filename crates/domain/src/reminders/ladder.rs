//! The ladder, as the year's document has it.

use kernel::Role;
use serde::{Deserialize, Serialize};

use crate::inbox::Left;
use crate::year::Level;

/// The most days that a rung lies from the last day.
pub const MOST_DAYS: u16 = 90;
/// The most rungs before the last day.
pub const MOST_RUNGS: usize = 6;
/// The most reminders that go before others are told.
pub const MOST_REMINDERS: u16 = 20;

/// When reminders go, and to whom. A list of nobody and a missing number mean that there is no such rung.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// So many days before the last day, the earliest first.
    pub before: Vec<u16>,
    /// On the last day.
    pub on_the_day: bool,
    /// So many days after the last day for the first time.
    pub after_first: Option<u16>,
    /// And then so often, in days.
    pub after_every: Option<u16>,
    /// With which reminder after the last day, counted from 1, others are told too; and with each one after it.
    pub escalate_after: Option<u16>,
    /// Who is told before and on the last day.
    pub to_before: Vec<Addressee>,
    /// Who is told after it.
    pub to_after: Vec<Addressee>,
    /// Who is told too, once it has been asked for often enough.
    pub to_escalated: Vec<Addressee>,
}

/// Why a ladder cannot be climbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LadderProblem {
    /// Rungs before the last day that do not stand in order, or are more than [`MOST_RUNGS`].
    NotInOrder,
    /// A number that means nothing without the field of that name.
    Needs(&'static str),
    /// A rung on which nobody is told.
    Nobody,
}

impl Ladder {
    /// The ladder for something that has come by e-mail, on the same days: whoever only writes is not told of what waits to
    /// be signed, whoever only signs not of what has to be put right first, and both of what is to be uploaded.
    #[must_use]
    pub fn after_mail(&self, left: Left) -> Self {
        let own = [Addressee::Editor, Addressee::Signer, Addressee::Rektor, Addressee::Management];
        let told: &[Addressee] = match left {
            Left::Sign => &[Addressee::Signer],
            Left::Mend => &[Addressee::Editor],
            Left::Upload => &[Addressee::Editor, Addressee::Signer],
        };
        let with = |to: &[Addressee]| -> Vec<Addressee> {
            let others = to.iter().filter(|who| !own.contains(who));
            told.iter().chain(others).copied().collect()
        };
        Self { to_before: with(&self.to_before), to_after: with(&self.to_after), ..self.clone() }
    }

    /// What is wrong with it, each with the name of its field: every rung has somebody to be told, and no number is there
    /// without the one that it rests on.
    pub fn problems(&self) -> Vec<(&'static str, LadderProblem)> {
        let mut found = Vec::new();
        if self.before.len() > MOST_RUNGS || self.before.windows(2).any(|pair| pair[0] <= pair[1]) {
            found.push(("before", LadderProblem::NotInOrder));
        }
        let rests = [("after_every", self.after_every), ("escalate_after", self.escalate_after)];
        for (field, _) in rests.iter().filter(|(_, number)| number.is_some() && self.after_first.is_none()) {
            found.push((field, LadderProblem::Needs("after_first")));
        }
        for (field, to, wanted) in [
            ("to_before", &self.to_before, self.on_the_day || !self.before.is_empty()),
            ("to_after", &self.to_after, self.after_first.is_some()),
            ("to_escalated", &self.to_escalated, self.escalate_after.is_some()),
        ] {
            if wanted && to.is_empty() {
                found.push((field, LadderProblem::Nobody));
            }
        }
        found
    }
}

/// Somebody who is told, by what they have to do with the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Addressee {
    /// Those who write the provider's reports.
    #[serde(rename = "provider-editor")]
    Editor,
    /// Whoever signs the item: the rektor for a unit's, the provider's management for others.
    #[serde(rename = "signer")]
    Signer,
    /// The rektor.
    #[serde(rename = "rektor")]
    Rektor,
    /// The provider's management.
    #[serde(rename = "provider-management")]
    Management,
    /// The authority's rektor towards the provider.
    #[serde(rename = "contact-rektor")]
    ContactRektor,
    /// The authority's quality officers.
    #[serde(rename = "quality-officer")]
    Officer,
}

impl crate::year::Word for Addressee {
    const ALL: &'static [Self] =
        &[Self::Editor, Self::Signer, Self::Rektor, Self::Management, Self::ContactRektor, Self::Officer];
    fn slug(self) -> &'static str {
        match self {
            Self::Editor => "provider-editor",
            Self::Signer => "signer",
            Self::Rektor => "rektor",
            Self::Management => "provider-management",
            Self::ContactRektor => "contact-rektor",
            Self::Officer => "quality-officer",
        }
    }
}

impl Addressee {
    /// The role in which an item of the level is told of.
    pub const fn role(self, level: Level) -> Role {
        match self {
            Self::Editor => Role::ProviderEditor,
            Self::Signer => level.signer(),
            Self::Rektor => Role::Rektor,
            Self::Management => Role::ProviderManagement,
            Self::ContactRektor => Role::ContactRektor,
            Self::Officer => Role::QualityOfficer,
        }
    }
}
