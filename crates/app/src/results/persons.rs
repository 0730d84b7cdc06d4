//! Persons of a picture: each counted once for what is asked, never summed. Pure.

use std::collections::BTreeMap;

use domain::indicators::Missing;
use domain::participations::{Month, persons};

use super::model::{By, Key, Months, Only, Picture};
use crate::participations::{Part, PersonCounts};

/// Persons who took part, by what is counted from and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Students(BTreeMap<(Part, Month), Vec<(Month, i64)>>);

impl Students {
    /// What is kept of a set.
    pub fn of(counts: PersonCounts) -> Self {
        let mut all: BTreeMap<(Part, Month), Vec<(Month, i64)>> = BTreeMap::new();
        for ((from, part, first), n) in counts {
            all.entry((part, from)).or_default().push((first, n));
        }
        Self(all)
    }

    /// How many persons took part there in the months: those who were first there in one of them.
    fn count(&self, part: Part, months: Months) -> Result<i64, Missing> {
        if !persons::is_counted_from(months.from) || months.from.year() != months.to.year() {
            return Err(Missing::PersonsNotForMonths);
        }
        let first = self.0.get(&(part, months.from)).map(Vec::as_slice).unwrap_or_default();
        Ok(first.iter().filter(|(month, _)| *month <= months.to).map(|(_, n)| n).sum())
    }
}

/// The part of the authority that is asked for, and that a row of it is about; nothing where persons are not counted so.
fn part(only: &Only, key: Option<Key>) -> Option<Part> {
    if only.form.is_some() || only.study_form.is_some() || only.sex.is_some() {
        return None;
    }
    let narrowed = match key {
        None => *only,
        Some(Key::Unit(None)) => {
            return (only.unit.is_none() && only.area.is_none()).then_some(Part::NoUnit(only.provider));
        }
        Some(Key::Area(None)) => {
            let none = only.unit.is_none() && only.area.is_none();
            return none.then(|| only.provider.map_or(Part::NoArea, |provider| Part::ProviderArea(provider, None)));
        }
        Some(key @ (Key::Provider(_) | Key::Unit(Some(_)) | Key::Area(Some(_)))) => super::look::narrowed(*only, key),
        Some(Key::Form(_) | Key::Group(_) | Key::StudyForm(_) | Key::Sex(_)) => return None,
    };
    Some(match (narrowed.provider, narrowed.unit, narrowed.area) {
        (None, None, None) => Part::All,
        (Some(provider), None, None) => Part::Provider(provider),
        (_, Some(unit), None) => Part::Unit(unit),
        (None, None, Some(area)) => Part::Area(area),
        (Some(provider), None, Some(area)) => Part::ProviderArea(provider, Some(area)),
        (_, Some(_), Some(_)) => return None,
    })
}

impl Picture {
    /// How many persons took part, each once, in what is asked and a row of it is about.
    pub fn students(&self, months: Months, only: &Only, key: Option<Key>) -> Result<i64, Missing> {
        let Some(students) = &self.students else { return Err(Missing::NotCondensed) };
        // A unit of another provider is in nobody's figure.
        if only.unit.is_some() && only.provider.is_some() && !self.places.values().any(|spot| only.is_at(*spot)) {
            return Ok(0);
        }
        students.count(part(only, key).ok_or(Missing::PersonsNotApart)?, months)
    }

    /// What rows there are of what is asked, where nothing but persons and complaints is told apart.
    pub fn keys_at(&self, only: &Only, by: By) -> Vec<Key> {
        let at = self.places.values().filter(|spot| only.is_at(**spot));
        let mut keys: Vec<Key> = at
            .filter_map(|spot| match by {
                By::Provider => Some(Key::Provider(spot.provider)),
                By::Unit => Some(Key::Unit(spot.unit)),
                By::Area => Some(Key::Area(spot.area)),
                By::Form | By::Group | By::StudyForm | By::Sex => None,
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}
