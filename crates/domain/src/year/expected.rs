//! What is due from whom: a pure derivation from the year and the facts of the organisation.
//!
//! The days an item looks at (its *window*) are its period, else the days its cohort completed, else the year up to the
//! deadline. An agreement counts when it is valid on some day of the window: who had students in the period reports on
//! it, also when the agreement has ended since. A deviation report without a period looks ahead instead: whose agreement
//! has ended before its deadline does not risk missing anything more.

use std::collections::{BTreeMap, BTreeSet};

use kernel::id::kind;
use kernel::{Day, Id, Period};
use serde::{Deserialize, Serialize};

use super::model::{AppliesTo, Form, Item, Slug, Year};
use super::words::{Level, Regime, SchoolForm};

/// What the year needs to know about an authority's organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationFacts {
    /// Every provider with an agreement, past ones too.
    pub providers: Vec<ProviderFacts>,
}

/// A provider, as one authority sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderFacts {
    /// Which organisation.
    pub id: Id<kind::Organisation>,
    /// Traits of the provider as a whole; each of its units has them too.
    pub traits: BTreeSet<Slug>,
    /// Its units.
    pub units: Vec<UnitFacts>,
    /// Its agreements with the authority.
    pub agreements: Vec<AgreementFacts>,
}

/// A school unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFacts {
    /// Which unit.
    pub id: Id<kind::Unit>,
    /// What it teaches; empty says nothing and fits no item that asks for a school form.
    pub school_forms: BTreeSet<SchoolForm>,
    /// Its traits, such as `vo` or `vocational`.
    pub traits: BTreeSet<Slug>,
    /// The contract areas it works in; empty means all of its provider's.
    pub areas: BTreeSet<Slug>,
    /// First day it exists; absent where it always has.
    pub from: Option<Day>,
    /// Last day it exists; absent while it goes on.
    pub to: Option<Day>,
}

/// An agreement between a provider and the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementFacts {
    /// The contract area it is for; absent where the authority has none.
    pub area: Option<Slug>,
    /// The regime.
    pub regime: Regime,
    /// First day it is valid.
    pub from: Day,
    /// Last day it is valid; absent while it goes on.
    pub to: Option<Day>,
}

/// One thing that is due: an item from a provider, for a unit or an area or for the provider as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Expected {
    /// Last day to hand in.
    pub deadline: Day,
    /// The occasion.
    pub occasion: Slug,
    /// The item.
    pub item: Slug,
    /// From whom.
    pub provider: Id<kind::Organisation>,
    /// For which contract area; absent for a unit or for the provider as a whole.
    pub area: Option<Slug>,
    /// For which unit; absent for an area or for the provider as a whole.
    pub unit: Option<Id<kind::Unit>>,
    /// The other system out of which the answer is collected; absent where it is given here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports_in: Option<String>,
}

/// Everything due in the year, in the order of the document's items, then provider, area and unit.
///
/// * `unit`, `individual`: one per unit that fits and has a valid agreement.
/// * `area`: one per contract area with a valid agreement and at least one unit that fits.
/// * `provider`: one per provider with a valid agreement and at least one unit that fits.
/// * `provider-and-area`: one for the provider as a whole, and one per area as for `area`. They are rows of their own
///   so that each area is written, returned and approved by itself.
///
/// What an agreement asks for here is asked here; only what nothing asks for here is collected out of another system.
///
/// Where an item asks for school forms or traits, a provider without any unit that fits is not asked.
pub fn expected(year: &Year, facts: &OrganisationFacts) -> Vec<Expected> {
    let mut due = Vec::new();
    for item in &year.items {
        let Some(deadline) = year.deadline(item) else { continue };
        let (here, elsewhere) = (year.regimes_of(item), year.collected_of(item));
        let window = window(year, item, deadline);
        let mut of_item: Vec<Expected> = facts
            .providers
            .iter()
            .flat_map(|provider| {
                let places = |regimes| Asked { year, item, provider, regimes, window }.places();
                let mut all: Vec<(Place, Option<&str>)> =
                    places(&here).into_iter().map(|place| (place, None)).collect();
                for (regime, system) in &elsewhere {
                    for place in places(std::slice::from_ref(regime)) {
                        if all.iter().all(|(known, _)| *known != place) {
                            all.push((place, Some(system)));
                        }
                    }
                }
                all.into_iter().map(|(place, system)| Expected {
                    deadline,
                    occasion: item.occasion.clone(),
                    item: item.slug.clone(),
                    provider: provider.id,
                    area: place.area,
                    unit: place.unit,
                    reports_in: system.map(str::to_owned),
                })
            })
            .collect();
        of_item.sort();
        due.append(&mut of_item);
    }
    due
}

/// The days an item looks at, those it carries over included. An item that says neither period nor cohort looks back over the year so far (over the
/// year it is of, where its deadline lies after it), or, where it is a deviation report, ahead from its deadline.
pub fn window(year: &Year, item: &Item, deadline: Day) -> Period {
    item.covered().unwrap_or_else(|| {
        let from = match item.form {
            Form::TargetDeviations | Form::FocusAreaDeviations => deadline,
            Form::Complaints | Form::Narrative(_) | Form::Table(_) => {
                Day::new(year.year, 1, 1).map_or(deadline, |first| first.min(deadline))
            }
        };
        let to = Day::new(year.year, 12, 31).map_or(deadline, |last| last.min(deadline)).max(from);
        Period { from, to }
    })
}

#[derive(Default, PartialEq, Eq)]
struct Place {
    area: Option<Slug>,
    unit: Option<Id<kind::Unit>>,
}

struct Asked<'a> {
    year: &'a Year,
    item: &'a Item,
    provider: &'a ProviderFacts,
    regimes: &'a [Regime],
    window: Period,
}

impl Asked<'_> {
    fn places(&self) -> Vec<Place> {
        if !self.has_any_agreement() {
            return Vec::new();
        }
        let units: Vec<&UnitFacts> = self.provider.units.iter().filter(|unit| self.unit_fits(unit)).collect();
        let whole = || self.whole_fits(&units).then(Place::default);
        let areas = || self.areas(&units).into_iter().map(|area| Place { area: Some(area), unit: None });
        match self.item.level {
            Level::Unit | Level::Individual => {
                let in_force = units.into_iter().filter(|unit| self.unit_has_agreement(unit));
                in_force.map(|unit| Place { area: None, unit: Some(unit.id) }).collect()
            }
            Level::Area => areas().collect(),
            Level::Provider => whole().into_iter().collect(),
            Level::ProviderAndArea => whole().into_iter().chain(areas()).collect(),
        }
    }

    fn in_force(&self, agreement: &AgreementFacts) -> bool {
        self.regimes.contains(&agreement.regime) && meets(self.window, agreement.from, agreement.to)
    }
    fn has_any_agreement(&self) -> bool {
        self.provider.agreements.iter().any(|agreement| self.in_force(agreement))
    }
    fn unit_has_agreement(&self, unit: &UnitFacts) -> bool {
        self.provider.agreements.iter().filter(|agreement| self.in_force(agreement)).any(|agreement| {
            unit.areas.is_empty() || agreement.area.as_ref().is_none_or(|area| unit.areas.contains(area))
        })
    }

    fn unit_fits(&self, unit: &UnitFacts) -> bool {
        let AppliesTo { school_forms, traits, .. } = &self.item.applies_to;
        let form = school_forms.is_empty() || school_forms.iter().any(|form| unit.school_forms.contains(form));
        let found = |slug: &Slug| unit.traits.contains(slug) || self.provider.traits.contains(slug);
        form && (traits.is_empty() || traits.iter().any(found))
            && unit.from.is_none_or(|from| from <= self.window.to)
            && unit.to.is_none_or(|to| self.window.from <= to)
    }
    /// A provider that has not told of any unit yet is still asked, unless only some kinds of unit are.
    fn whole_fits(&self, units: &[&UnitFacts]) -> bool {
        !units.is_empty() || !self.asks_for_some()
    }
    fn asks_for_some(&self) -> bool {
        let AppliesTo { school_forms, traits, .. } = &self.item.applies_to;
        !school_forms.is_empty() || !traits.is_empty()
    }

    /// The areas with an agreement in force that fit the item, each once.
    fn areas(&self, units: &[&UnitFacts]) -> BTreeSet<Slug> {
        let agreed = self.provider.agreements.iter().filter(|agreement| self.in_force(agreement));
        let mut fits: BTreeMap<Slug, bool> = BTreeMap::new();
        for area in agreed.filter_map(|agreement| agreement.area.as_ref()) {
            let taught = units.iter().any(|unit| unit.areas.is_empty() || unit.areas.contains(area));
            let fit = self.area_fits(area) && (taught || !self.asks_for_some());
            fits.insert(area.clone(), fit);
        }
        fits.into_iter().filter(|(_, fit)| *fit).map(|(area, _)| area).collect()
    }
    /// An area that says nothing about school forms fits any; one that the year does not list fits all.
    fn area_fits(&self, slug: &Slug) -> bool {
        let AppliesTo { school_forms, traits, .. } = &self.item.applies_to;
        let Some(area) = self.year.area(slug.as_str()) else { return true };
        let form = school_forms.is_empty()
            || area.school_forms.is_empty()
            || area.school_forms.iter().any(|form| school_forms.contains(form));
        let found = traits.is_empty() || area.traits.iter().any(|slug| traits.contains(slug));
        form && found
    }
}

fn meets(window: Period, from: Day, to: Option<Day>) -> bool {
    from <= window.to && to.is_none_or(|to| window.from <= to)
}
