//! Everything that a deficiency's page shows, for whoever asks.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::deficiencies::{Action, Deficiency as Stands, Ladder, Party, Proposal, RungKind, actions};
use domain::year::Regime;
use kernel::id::kind::{Deficiency, Organisation, Person, Unit};
use kernel::{Day, Id, Right};
use platform::Stop;
use platform::access::{Cx, Permission, Tools};

use super::store::{self, Kept};
use crate::mail::{self, Reach};
use crate::organisations::{self, AgreementEntry, Provider};
use crate::results::{self, IndicatorNow};
use crate::terms;

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub party: Party,
    pub person: Id<Person>,
    pub tools: Tools,
    pub today: Day,
    /// Whether they prepare and decide measures.
    pub decides: bool,
    /// Whether they write at all.
    pub writes: bool,
    /// Whether they see figures behind which few stand.
    pub is_open: bool,
    /// The provider that they are of.
    pub provider: Option<Id<Organisation>>,
    /// The units that they are of alone.
    pub only: Option<Vec<Id<Unit>>>,
}

impl Asker {
    /// Of somebody at the authority.
    pub fn at_authority<P: Permission>(cx: &Cx<P>) -> Self {
        Self {
            party: Party::Authority,
            person: cx.account().person,
            tools: cx.kit().tools(),
            today: cx.now().day(),
            decides: cx.may(Right::DecideMeasures),
            writes: cx.may(Right::KeepDeficiencies),
            is_open: cx.may(Right::ReadParticipations),
            provider: None,
            only: None,
        }
    }

    /// Of somebody at a provider.
    pub fn at_provider<P: Permission>(cx: &Cx<P>) -> Result<Self, Stop> {
        Ok(Self {
            party: Party::Provider,
            decides: false,
            writes: true,
            is_open: false,
            provider: Some(cx.provider()?),
            only: cx.only_units(),
            ..Self::at_authority(cx)
        })
    }

    /// Whether they read the deficiency of the provider, or of that unit alone.
    pub fn reads(&self, (organisation, unit): (Id<Organisation>, Option<Id<Unit>>), stands: &Stands) -> bool {
        match self.party {
            Party::Authority => true,
            Party::Provider => {
                let covers = |unit: Id<Unit>| self.only.as_ref().is_none_or(|only| only.contains(&unit));
                self.provider == Some(organisation) && stands.is_read_by(Party::Provider) && unit.is_none_or(covers)
            }
        }
    }

    /// Whether they do the action, as far as their rights go.
    pub fn does(&self, action: Action) -> bool {
        let of_decisions = matches!(
            action,
            Action::Propose
                | Action::LetGo
                | Action::Decide
                | Action::Appeal
                | Action::Settle
                | Action::Lift
                | Action::End
        );
        self.writes && (self.decides || !of_decisions)
    }
}

/// A deficiency with everything that is shown beside it.
#[derive(Debug)]
pub(super) struct Opened {
    pub kept: Kept,
    pub provider: Provider,
    pub unit: Option<String>,
    pub party: Party,
    pub today: Day,
    /// What whoever asks can do now.
    pub actions: Vec<Action>,
    /// Who of the provider answers in the stead of whoever asks; empty where whoever asks does.
    pub yields: Vec<String>,
    /// The ladders that its next step can be taken from.
    pub ladders: Vec<Ladder>,
    /// The provider's indicators as they are now.
    pub indicators: Vec<IndicatorNow>,
    /// The term that is breached.
    pub term: Option<terms::Kept>,
    /// The provider's agreements that hold, where a step can be taken.
    pub agreements: Vec<AgreementEntry>,
}

impl Opened {
    /// Whether the term that is breached says what follows.
    pub fn term_has_sanction(&self) -> bool {
        self.term.as_ref().is_some_and(|term| !term.term.sanction.trim().is_empty())
    }

    /// The step of a ladder as it is proposed. What the term says of its sanction stands in place of the step's general name.
    pub fn proposal(&self, ladder: &Ladder, slug: &str) -> Option<Proposal> {
        let mut proposal = ladder.proposal(slug)?;
        if let Some(term) = self.term.as_ref().filter(|_| proposal.kind == RungKind::AsTheTermSays) {
            if let Some(step) = term.term.step {
                proposal.kind = step;
                proposal.appeal = step == RungKind::WithdrawnAuthorisation;
            }
            if !term.term.sanction.is_empty() {
                proposal.title = format!("{}: {}", proposal.title, term.term.sanction);
            }
            if proposal.clause.is_empty() {
                proposal.clause = [term.term.clause.as_str(), term.term.title.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ");
            }
        }
        Some(proposal)
    }
}

/// The deficiency, where whoever asks reads it. The provider's indicators are counted anew after each write: they are read only where
/// they are asked for.
pub(super) fn open(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    (id, with_figures): (Id<Deficiency>, bool),
) -> Result<Option<Opened>, StoreError> {
    let reads = |kept: &Kept| asker.reads((kept.organisation, kept.unit), &kept.stands);
    let Some(kept) = store::find(tx, &asker.tools, id)?.filter(reads) else { return Ok(None) };
    let Some(provider) = organisations::provider(tx, kept.organisation)? else { return Ok(None) };
    let unit = match kept.unit {
        Some(unit) => organisations::unit(tx, unit)?.map(|unit| unit.name),
        None => None,
    };
    let all = actions(&kept.stands, asker.party);
    let yields = yields(tx, asker, &kept)?;
    let actions: Vec<Action> = all.into_iter().filter(|action| yields.is_empty() && asker.does(*action)).collect();
    let (mut ladders, mut agreements) = (Vec::new(), Vec::new());
    if actions.contains(&Action::Propose) {
        agreements = in_force(tx, &kept, asker.today)?;
        ladders = ladders_for(tx, &kept, &agreements)?;
    }
    let of_figures = |action: &Action| matches!(action, Action::ChooseFigure | Action::Measure);
    let indicators = if with_figures && actions.iter().any(of_figures) {
        results::indicators_now(tx, kept.organisation, (asker.today, asker.is_open))?
    } else {
        Vec::new()
    };
    let term = match kept.stands.term.as_deref().and_then(|id| id.parse().ok()) {
        Some(id) => terms::find(tx, id)?,
        None => None,
    };
    let (party, today) = (asker.party, asker.today);
    Ok(Some(Opened { kept, provider, unit, party, today, actions, yields, ladders, indicators, term, agreements }))
}

/// Who answers in the stead of whoever asks; empty where whoever asks does.
fn yields(tx: &mut ReadTx<'_>, asker: &Asker, kept: &Kept) -> Result<Vec<String>, StoreError> {
    if asker.party == Party::Authority {
        return Ok(Vec::new());
    }
    let all = mail::reachable(tx, asker.today)?;
    let answer = answerers(tx, &all, (kept.organisation, kept.unit), asker.today)?;
    let speaks = |one: &Reach| one.organisation == Some(kept.organisation) && answer.contains(&one.person);
    // Whoever cannot be reached by letters yet, and is of all of it, speaks for it too.
    if answer.contains(&asker.person) || asker.only.is_none() {
        return Ok(Vec::new());
    }
    let mut names: Vec<String> = all.into_iter().filter(speaks).map(|one| one.name).collect();
    names.dedup();
    Ok(names)
}

/// Who of those that can be reached answers for the provider: for a unit those who are of it, or of all; for all of it those who are of all or of
/// each of its units, and where there are none everybody who answers for any.
///
/// # Errors
/// When the database cannot be read.
pub fn answerers(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (organisation, unit): (Id<Organisation>, Option<Id<Unit>>),
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let mut of: BTreeMap<Id<Person>, Vec<Option<Id<Unit>>>> = BTreeMap::new();
    for one in all {
        if one.organisation == Some(organisation) && one.role.may(Right::AnswerDeficiencies) {
            of.entry(one.person).or_default().push(one.unit);
        }
    }
    let those = |is: &dyn Fn(&[Option<Id<Unit>>]) -> bool| -> BTreeSet<Id<Person>> {
        of.iter().filter(|(_, units)| is(units)).map(|(person, _)| *person).collect()
    };
    if let Some(unit) = unit {
        return Ok(those(&|units| units.iter().any(|own| own.is_none_or(|own| own == unit))));
    }
    let is_open = |unit: &organisations::UnitEntry| unit.closed_on.is_none_or(|closed| closed >= today);
    let own: Vec<Id<Unit>> = organisations::units(tx)?
        .into_iter()
        .filter(|unit| unit.organisation == organisation && is_open(unit))
        .map(|unit| unit.id)
        .collect();
    let for_all = those(&|units| units.contains(&None) || own.iter().all(|unit| units.contains(&Some(*unit))));
    Ok(if for_all.is_empty() { of.into_keys().collect() } else { for_all })
}

/// The provider's agreements that hold on the day.
fn in_force(tx: &mut ReadTx<'_>, kept: &Kept, today: Day) -> Result<Vec<AgreementEntry>, StoreError> {
    let own = organisations::agreements(tx)?.into_iter().filter(|one| {
        one.terms.organisation == kept.organisation && organisations::in_force(one.terms.from, one.terms.to, today)
    });
    Ok(own.collect())
}

fn ladders_for(tx: &mut ReadTx<'_>, kept: &Kept, own: &[AgreementEntry]) -> Result<Vec<Ladder>, StoreError> {
    let regimes: BTreeSet<Regime> = own.iter().map(|one| one.terms.regime).collect();
    let agreements: BTreeSet<String> = own.iter().map(|one| one.id.to_string()).collect();
    let (_, ladders) = store::ladders(tx)?;
    Ok(ladders.for_provider(kept.stands.track, &regimes, &agreements).into_iter().cloned().collect())
}
