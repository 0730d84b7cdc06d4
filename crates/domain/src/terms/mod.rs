//! Terms (villkor och krav, COM-1): what an authority asks of its providers in authorisations and contracts, as a register with
//! clause, how it is followed up, sanction and validity; and what is said of each at a provider, by both sides.
//!
//! Source: the follow-up plan of 2016 (authorised providers) and the quality guidance of 2024 (procured providers), whose terms stand in
//! `config/terms.toml` in words of our own.

pub mod sv;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use crate::deficiencies::RungKind;
use crate::year::Regime;

closed! {
    /// How far a term is followed.
    Verdict {
        /// It is.
        Met = "met",
        /// In part.
        Partly = "partly",
        /// It is not.
        NotMet = "not-met",
        /// It does not apply at the provider.
        NotApplicable = "not-applicable",
    }
}

closed! {
    /// Who says so.
    Voice {
        /// The provider of itself.
        Provider = "provider",
        /// The authority.
        Authority = "authority",
    }
}

/// A term, as a version of it says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Term {
    /// Where it stands: the number of the clause, paragraph or section.
    #[serde(default)]
    pub clause: String,
    /// What it is called.
    pub title: String,
    /// What it asks for.
    pub text: String,
    /// How it is followed up.
    pub how: String,
    /// What may follow where it is breached, as the terms say it. Empty where they do not.
    #[serde(default)]
    pub sanction: String,
    /// What that is, as a step of a ladder: what follows on it follows on the term too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<RungKind>,
    /// The regimes whose providers it holds for.
    pub regimes: BTreeSet<Regime>,
    /// The agreements that it holds for alone, by their identifiers; all of the regimes where none is named.
    #[serde(default)]
    pub agreements: BTreeSet<String>,
    /// Its first day.
    pub from: Day,
    /// Its last day; goes on where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it was taken from.
    #[serde(default)]
    pub source: String,
}

/// A provider's agreement, as far as terms ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which, as terms name it.
    pub agreement: String,
    /// Its regime.
    pub regime: Regime,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Option<Day>,
}

impl Term {
    /// Whether it holds on the day.
    pub fn holds(&self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }

    /// Whether it holds on the day for a provider with these agreements.
    pub fn holds_for(&self, agreements: &[Held], on: Day) -> bool {
        let named = |held: &Held| self.agreements.is_empty() || self.agreements.contains(&held.agreement);
        let in_force = |held: &Held| held.from <= on && held.to.is_none_or(|last| on <= last);
        self.holds(on)
            && agreements.iter().any(|held| in_force(held) && self.regimes.contains(&held.regime) && named(held))
    }
}

/// What was said of a term at a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// By whom.
    pub voice: Voice,
    /// How far it is followed.
    pub verdict: Verdict,
    /// The day of what that rests on.
    pub seen_on: Day,
}

closed! {
    /// Where a term stands at a provider, what asks for most first.
    Standing {
        /// The authority says that it is not followed.
        NotMet = "not-met",
        /// The authority says that it is followed in part.
        Partly = "partly",
        /// Nobody at the authority has assessed it.
        NotAssessed = "not-assessed",
        /// It was assessed longer ago than a year.
        Old = "old",
        /// The authority says that it is followed.
        Met = "met",
        /// It does not apply.
        NotApplicable = "not-applicable",
    }
}

/// For how many days an assessment stands before it is to be done again: the plan asks for follow-up each year.
pub const STANDS_DAYS: i32 = 365;

/// Where a term stands on the day: by what the authority said last, with whether the term still says what it said then. What the provider
/// says of itself decides nothing.
pub fn standing(authority: Option<(Said, bool)>, today: Day) -> Standing {
    let Some((said, is_of_this)) = authority else { return Standing::NotAssessed };
    match said.verdict {
        Verdict::NotMet => Standing::NotMet,
        Verdict::Partly => Standing::Partly,
        _ if !is_of_this || today.days_since(said.seen_on) > STANDS_DAYS => Standing::Old,
        Verdict::Met => Standing::Met,
        Verdict::NotApplicable => Standing::NotApplicable,
    }
}

/// Whether the two sides say different things of it.
pub fn differ(provider: Option<Said>, authority: Option<Said>) -> bool {
    matches!((provider, authority), (Some(one), Some(other)) if one.verdict != other.verdict)
}

/// How many stand how, in the order of [`Standing::ALL`].
pub fn counts(all: impl IntoIterator<Item = Standing>) -> [usize; 6] {
    let mut counts = [0; 6];
    for one in all {
        let at = Standing::ALL.iter().position(|standing| *standing == one);
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}

/// What is wrong with a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has no name.
    Untitled,
    /// It does not say what it asks for.
    NoText,
    /// It does not say how it is followed up.
    NoHow,
    /// It holds for nobody.
    NoRegime,
    /// Its last day lies before its first.
    EndsBefore,
}

/// What is wrong with the term, every fault at once.
pub fn check(term: &Term) -> Vec<Fault> {
    let table = [
        (term.title.trim().is_empty(), Fault::Untitled),
        (term.text.trim().is_empty(), Fault::NoText),
        (term.how.trim().is_empty(), Fault::NoHow),
        (term.regimes.is_empty(), Fault::NoRegime),
        (term.to.is_some_and(|last| last < term.from), Fault::EndsBefore),
    ];
    table.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect()
}

/// The terms that go along with the program, each with its stable name: those that the two sources name.
///
/// # Panics
/// Never: a test reads them.
pub fn shipped() -> Vec<(String, Term)> {
    #[derive(Deserialize)]
    struct Named {
        slug: String,
        #[serde(flatten)]
        term: Term,
    }
    #[derive(Deserialize)]
    struct Document {
        terms: Vec<Named>,
    }
    let text = include_str!("../../../../config/terms.toml");
    let document: Document =
        toml::from_str(text).unwrap_or_else(|error| unreachable!("the shipped terms cannot be read: {error}"));
    document.terms.into_iter().map(|named| (named.slug, named.term)).collect()
}
