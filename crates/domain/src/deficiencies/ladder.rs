//! Ladders of measures: data of the authority, per track, regime and agreement. A step says what goes before it; the shipped ladders
//! hold only what the source names.

use std::collections::BTreeSet;

use kernel::closed;
use serde::{Deserialize, Serialize};

use super::model::{Required, Track};
use crate::year::Regime;

closed! {
    /// What a step of a ladder is.
    RungKind {
        /// The provider draws up an action plan and carries it out. Done with the deficiency's plan, never decided here.
        ActionPlan = "action-plan",
        /// The authority follows up what came of it. Done with the deficiency's evaluation, never decided here.
        EffectFollowUp = "effect-follow-up",
        /// It is pointed out.
        Remark = "remark",
        /// It is pointed out, with what must be put right.
        Warning = "warning",
        /// Money under a contract.
        Fine = "fine",
        /// No new students.
        StopAdmission = "stop-admission",
        /// The authorisation is withdrawn (avauktorisering).
        WithdrawnAuthorisation = "withdrawn-authorisation",
        /// The contract is ended.
        Termination = "termination",
        /// What a term says in words of its own.
        AsTheTermSays = "as-the-term-says",
    }
}

impl RungKind {
    /// Whether it is decided as a measure, or else carried out with the deficiency itself.
    pub const fn is_decided(self) -> bool {
        !matches!(self, Self::ActionPlan | Self::EffectFollowUp)
    }

    /// Whether the provider may teach no longer after it: its students have to be moved.
    pub const fn ends_the_provider(self) -> bool {
        matches!(self, Self::WithdrawnAuthorisation | Self::Termination)
    }

    /// Whether it is a measure under a contract, about which a court of general jurisdiction is asked and not an administrative one: it
    /// carries no appeal text.
    pub const fn is_of_contract(self) -> bool {
        matches!(self, Self::Fine | Self::Termination)
    }
}

/// A step of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rung {
    /// Its stable name within the ladder.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: RungKind,
    /// Who decides it.
    #[serde(default)]
    pub decided_by: String,
    /// What it rests on: the clause of terms, contract or law.
    #[serde(default)]
    pub clause: String,
    /// The stable names of the steps that go before it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// That it asks for a serious deficiency that remains.
    #[serde(default)]
    pub serious: bool,
    /// That it can be appealed.
    #[serde(default)]
    pub appeal: bool,
    /// How many days the provider has to answer before it is decided.
    #[serde(default)]
    pub answer_days: u16,
}

/// A ladder: steps in order, for a track, and for one regime or for some agreements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ladder {
    /// Its stable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// The track.
    pub track: Track,
    /// The regime it is for; every one where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<Regime>,
    /// The agreements that it is for alone, by their identifiers; all of the regime where none is named.
    #[serde(default)]
    pub agreements: BTreeSet<String>,
    /// The steps.
    #[serde(default)]
    pub rungs: Vec<Rung>,
}

/// All ladders of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladders {
    /// They.
    pub ladders: Vec<Ladder>,
}

/// A step as the ladder says it when it is proposed: what was asked for then is kept, however the ladder changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The ladder's name.
    pub ladder: String,
    /// The step's stable name within the ladder.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: RungKind,
    /// Who decides it.
    pub decided_by: String,
    /// What it rests on.
    pub clause: String,
    /// What goes before it.
    pub requires: Vec<Required>,
    /// That it asks for a serious deficiency that remains.
    pub serious: bool,
    /// That it can be appealed.
    pub appeal: bool,
    /// How many days the provider has to answer before it is decided.
    #[serde(default)]
    pub answer_days: u16,
}

/// Something that a step asks for and that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacking {
    /// A step that goes before it: what it is called.
    Step(String),
    /// That a serious deficiency remains after the evaluation.
    Serious,
}

impl Ladder {
    /// The step of the name, as it is proposed.
    pub fn proposal(&self, slug: &str) -> Option<Proposal> {
        let rung = self.rungs.iter().find(|rung| rung.slug == slug && rung.kind.is_decided())?;
        let required = |slug: &String| {
            let rung = self.rungs.iter().find(|rung| rung.slug == *slug)?;
            Some(Required { slug: rung.slug.clone(), title: rung.title.clone(), kind: rung.kind })
        };
        Some(Proposal {
            ladder: self.slug.clone(),
            slug: rung.slug.clone(),
            title: rung.title.clone(),
            kind: rung.kind,
            decided_by: rung.decided_by.clone(),
            clause: rung.clause.clone(),
            requires: rung.requires.iter().filter_map(required).collect(),
            serious: rung.serious,
            appeal: rung.appeal && !rung.kind.is_of_contract(),
            answer_days: rung.answer_days,
        })
    }

    /// Whether it is for an agreement under the regime.
    fn is_for(&self, track: Track, regimes: &BTreeSet<Regime>) -> bool {
        self.track == track && self.regime.is_none_or(|regime| regimes.contains(&regime))
    }
}

impl Ladders {
    /// The ladders for a deficiency of the track at a provider with these agreements. Those that name one of its agreements go before
    /// those of the regime.
    pub fn for_provider(
        &self,
        track: Track,
        regimes: &BTreeSet<Regime>,
        agreements: &BTreeSet<String>,
    ) -> Vec<&Ladder> {
        let of = |own: bool| {
            self.ladders.iter().filter(move |ladder| {
                ladder.is_for(track, regimes)
                    && if own { !ladder.agreements.is_disjoint(agreements) } else { ladder.agreements.is_empty() }
            })
        };
        of(true).chain(of(false)).collect()
    }

    /// The ladder of the name.
    pub fn find(&self, slug: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.slug == slug)
    }
}

/// The most ladders of an authority.
pub const MOST_LADDERS: usize = 40;
/// The most steps of a ladder.
pub const MOST_RUNGS: usize = 20;

/// What is wrong with a ladder; the number is that of the step, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has no name.
    Untitled,
    /// It has no steps.
    Empty,
    /// It has too many.
    TooMany,
    /// The step has no name.
    NoTitle(usize),
    /// Two have the same.
    Twice(usize),
    /// The step asks for one that does not go before it.
    NotBefore(usize),
    /// The step withdraws an authorisation, and the ladder is not for authorised providers.
    NotAuthorised(usize),
    /// The step is a measure under a contract, and is said to be appealed.
    OfContract(usize),
    /// The step is decided, and nobody is said to decide it.
    NobodyDecides(usize),
    /// The step withdraws an authorisation for quality and results, and does not ask for an action plan, its effects and a serious
    /// deficiency that remains, which is the order of the source.
    NotAfterPlan(usize),
    /// Only what is decided about authorised providers is appealed: what is decided under a contract is not, and a ladder for every regime
    /// is for contracts too.
    NoAppeal(usize),
}

/// What is wrong with the ladder, every fault at once.
pub fn check(ladder: &Ladder) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |when: bool, fault: Fault| {
        if when {
            faults.push(fault);
        }
    };
    add(ladder.title.trim().is_empty(), Fault::Untitled);
    add(ladder.rungs.is_empty(), Fault::Empty);
    add(ladder.rungs.len() > MOST_RUNGS, Fault::TooMany);
    for (at, rung) in ladder.rungs.iter().enumerate() {
        let before = || ladder.rungs.iter().take(at);
        let title = rung.title.trim().to_lowercase();
        add(title.is_empty(), Fault::NoTitle(at));
        add(
            !title.is_empty()
                && before().any(|other| other.slug == rung.slug || other.title.trim().to_lowercase() == title),
            Fault::Twice(at),
        );
        add(rung.requires.iter().any(|slug| !before().any(|other| other.slug == *slug)), Fault::NotBefore(at));
        let authorised = ladder.regime == Some(Regime::Authorised);
        add(rung.kind == RungKind::WithdrawnAuthorisation && !authorised, Fault::NotAuthorised(at));
        let asks = |kind| before().any(|other| other.kind == kind && rung.requires.contains(&other.slug));
        let in_order = asks(RungKind::ActionPlan) && asks(RungKind::EffectFollowUp) && rung.serious;
        let withdraws = rung.kind == RungKind::WithdrawnAuthorisation;
        add(withdraws && ladder.track == Track::Quality && !in_order, Fault::NotAfterPlan(at));
        add(rung.kind.is_of_contract() && rung.appeal, Fault::OfContract(at));
        add(rung.kind.is_decided() && rung.decided_by.trim().is_empty(), Fault::NobodyDecides(at));
        add(!authorised && rung.appeal && !rung.kind.is_of_contract(), Fault::NoAppeal(at));
    }
    faults
}

/// The ladders that go along with the program: what the source names and nothing else.
///
/// # Panics
/// Never: a test reads them.
pub fn shipped() -> Ladders {
    let text = include_str!("../../../../config/ladders.toml");
    toml::from_str(text).unwrap_or_else(|error| unreachable!("the shipped ladders cannot be read: {error}"))
}
