//! Which provider, unit and contract area a row is about, by what the authority's register knows of them.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::participations::Field;
use domain::participations::profile::{Holds, Profile};
use forms::text::fold;
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

use crate::organisations;
use crate::participations::{Lookup, Spot};

/// Why a row has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// Neither provider nor unit is told.
    Nowhere,
    /// Nothing in the register is known by that.
    Unknown(Field),
    /// Several in the register are called so.
    Several(Field),
    /// The unit is another provider's.
    OtherProvider,
}

/// A name that one has, or several.
#[derive(Debug, Clone, Copy)]
enum Named<T> {
    One(T),
    Several,
}

type Names<T> = BTreeMap<String, Named<T>>;

fn name<T: Copy + PartialEq>(names: &mut Names<T>, of: &str, one: T) {
    names
        .entry(fold(of))
        .and_modify(|known| {
            if !matches!(known, Named::One(other) if *other == one) {
                *known = Named::Several;
            }
        })
        .or_insert(Named::One(one));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct KnownUnit {
    id: Id<Unit>,
    organisation: Id<Organisation>,
    area: Option<Id<Area>>,
}

/// The authority's register, to look up in.
#[derive(Debug, Default)]
pub struct Places {
    by_number: BTreeMap<String, Id<Organisation>>,
    providers: Names<Id<Organisation>>,
    by_code: BTreeMap<String, KnownUnit>,
    units: Names<KnownUnit>,
    areas: Names<Id<Area>>,
    /// What the texts told, by all three with a sign between that no cell holds.
    asked: Lookup<String, Result<Spot, NoPlace>>,
    together: String,
}

/// How many combinations are remembered.
const REMEMBERED: usize = 5_000;
/// Unit separator, an invisible sign.
const BETWEEN: char = '\u{1f}';

impl Places {
    /// What the register holds.
    pub fn load(tx: &mut ReadTx<'_>) -> Result<Self, StoreError> {
        let mut all = Self::default();
        for provider in organisations::providers(tx)? {
            all.by_number.insert(provider.number.replace('-', ""), provider.id);
            name(&mut all.providers, &provider.name, provider.id);
        }
        for unit in organisations::units(tx)? {
            // A unit of one contract area tells it; one of several does not.
            let area = if unit.areas.len() == 1 { unit.areas.iter().next().copied() } else { None };
            let known = KnownUnit { id: unit.id, organisation: unit.organisation, area };
            all.by_code.insert(unit.code.clone(), known);
            name(&mut all.units, &unit.name, known);
        }
        for area in organisations::areas(tx)? {
            name(&mut all.areas, &area.name, area.id);
            name(&mut all.areas, &area.slug, area.id);
        }
        Ok(all)
    }

    /// The place that the texts of provider, unit and area tell.
    ///
    /// # Errors
    /// Why they tell none.
    pub fn spot(&mut self, profile: &Profile, texts: [&str; 3]) -> Result<Spot, NoPlace> {
        self.together.clear();
        for text in texts {
            self.together.push_str(text);
            self.together.push(BETWEEN);
        }
        if let Some(known) = self.asked.get(&self.together) {
            return *known;
        }
        let spot = self.look_up(profile, texts);
        // A cell with the sign in it could be taken for two; none that has a place has it.
        if self.asked.len() < REMEMBERED && texts.iter().all(|text| !text.contains(BETWEEN)) {
            self.asked.insert(self.together.clone(), spot);
        }
        spot
    }

    fn look_up(&self, profile: &Profile, [provider, unit, area]: [&str; 3]) -> Result<Spot, NoPlace> {
        let holds = |field: Field, ours: &'static [Holds]| {
            profile
                .column(field)
                .map(|column| column.holds.clone())
                .filter(|own| !own.is_empty())
                .unwrap_or(ours.to_vec())
        };
        let (mut organisation, mut found) = (None, None);
        if !provider.is_empty() {
            let text = profile.translated(Field::Provider, provider);
            let ways = holds(Field::Provider, &[Holds::OrgNumber, Holds::UnitCode, Holds::Name]);
            let (one, at_unit) = self.provider(text, &ways)?;
            (organisation, found) = (Some(one), at_unit);
        }
        if !unit.is_empty() {
            let text = profile.translated(Field::Unit, unit);
            let ways = holds(Field::Unit, &[Holds::UnitCode, Holds::Name]);
            let known = self.unit(text, &ways).ok_or(NoPlace::Unknown(Field::Unit))?;
            let Named::One(known) = known else { return Err(NoPlace::Several(Field::Unit)) };
            if organisation.is_some_and(|organisation| organisation != known.organisation) {
                return Err(NoPlace::OtherProvider);
            }
            (organisation, found) = (Some(known.organisation), Some(known));
        }
        let organisation = organisation.ok_or(NoPlace::Nowhere)?;
        let mut in_area = found.and_then(|unit| unit.area);
        if !area.is_empty() {
            in_area = match self.areas.get(&fold(profile.translated(Field::Area, area))) {
                Some(Named::One(area)) => Some(*area),
                Some(Named::Several) => return Err(NoPlace::Several(Field::Area)),
                None => return Err(NoPlace::Unknown(Field::Area)),
            };
        }
        Ok(Spot { organisation, unit: found.map(|unit| unit.id), area: in_area })
    }

    fn provider(&self, text: &str, ways: &[Holds]) -> Result<(Id<Organisation>, Option<KnownUnit>), NoPlace> {
        for way in ways {
            match way {
                Holds::OrgNumber => {
                    // Compared by its digits: whether the number is right, the register has judged.
                    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
                    let ten = digits.strip_prefix("16").filter(|ten| ten.len() == 10).unwrap_or(&digits);
                    if let Some(known) = self.by_number.get(ten) {
                        return Ok((*known, None));
                    }
                }
                Holds::UnitCode => {
                    if let Some(unit) = self.by_code.get(text.trim()) {
                        return Ok((unit.organisation, Some(*unit)));
                    }
                }
                Holds::Name => match self.providers.get(&fold(text)) {
                    Some(Named::One(known)) => return Ok((*known, None)),
                    Some(Named::Several) => return Err(NoPlace::Several(Field::Provider)),
                    None => {}
                },
                Holds::Personnummer | Holds::SourceId | Holds::Slug => {}
            }
        }
        Err(NoPlace::Unknown(Field::Provider))
    }

    fn unit(&self, text: &str, ways: &[Holds]) -> Option<Named<KnownUnit>> {
        ways.iter().find_map(|way| match way {
            Holds::UnitCode => self.by_code.get(text.trim()).copied().map(Named::One),
            Holds::Name => self.units.get(&fold(text)).copied(),
            _ => None,
        })
    }
}
