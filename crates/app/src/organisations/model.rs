//! The register as values: what is written into it and what is read from it.

use std::collections::BTreeSet;

use domain::year::{Regime, SchoolForm, Word};
use kernel::id::kind::{Agreement, Area, Organisation, Person, Unit};
use kernel::{Day, Id, OrgNumber, UnitCode};
use serde_json::{Value as Json, json};

use super::store::ContactKind;

/// A provider to put into an authority's register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProvider {
    /// Its organisation number; an organisation that is known by it already is taken as it is.
    pub number: OrgNumber,
    /// Its name, used when the organisation is new.
    pub name: String,
    /// Where the authority reaches it.
    pub contact_email: Option<String>,
    /// Stable names of its traits.
    pub traits: BTreeSet<String>,
}

/// A unit of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitInput {
    /// Its provider.
    pub organisation: Id<Organisation>,
    /// Its code in the national register of school units.
    pub code: UnitCode,
    /// Its name.
    pub name: String,
    /// What it teaches.
    pub school_forms: BTreeSet<SchoolForm>,
    /// Stable names of its traits.
    pub traits: BTreeSet<String>,
    /// About how many students it has.
    pub students: Option<i64>,
    /// The first day it is open; it has always been when empty.
    pub opened_on: Option<Day>,
    /// The contract areas it works in; empty means all of its provider's.
    pub areas: BTreeSet<Id<Area>>,
}

/// A contract area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaInput {
    /// Its stable name, the same as in the year's document.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What is taught in it.
    pub school_forms: BTreeSet<SchoolForm>,
}

/// What ties a provider to the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementInput {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The contract area, where it is for one.
    pub area: Option<Id<Area>>,
    /// The regime.
    pub regime: Regime,
    /// First day.
    pub from: Day,
    /// Last day; goes on when empty.
    pub to: Option<Day>,
    /// Case number in the authority's registry.
    pub case_number: Option<String>,
}

impl AgreementInput {
    /// What an event about it says.
    pub fn facts(&self) -> Json {
        json!({
            "organisation": self.organisation, "area": self.area, "regime": self.regime.slug(),
            "from": self.from, "to": self.to, "case_number": self.case_number,
        })
    }
}

/// Who at the authority is a provider's contact rektor, or stands in for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactInput {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The person.
    pub person: Id<Person>,
    /// Whether they stand in.
    pub deputy: bool,
    /// First day.
    pub from: Day,
    /// Last day; goes on when empty.
    pub to: Option<Day>,
}

impl ContactInput {
    /// What an event about it says.
    pub fn facts(&self) -> Json {
        json!({
            "organisation": self.organisation, "person": self.person, "deputy": self.deputy,
            "from": self.from, "to": self.to,
        })
    }
}

impl NewProvider {
    /// What an event about it says.
    pub fn facts(&self) -> Json {
        json!({"number": self.number.as_digits()})
    }
}

impl UnitInput {
    /// What an event about a new unit says.
    pub fn facts(&self) -> Json {
        json!({"code": self.code, "name": self.name, "organisation": self.organisation})
    }
}

impl AreaInput {
    /// What an event about it says.
    pub fn facts(&self) -> Json {
        json!({"slug": self.slug, "name": self.name})
    }
}

/// A provider in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The organisation.
    pub id: Id<Organisation>,
    /// Its number, ten digits.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where the authority reaches it.
    pub contact_email: Option<String>,
    /// Stable names of its traits.
    pub traits: BTreeSet<String>,
    /// The day it left, where it has.
    pub ended_on: Option<Day>,
}

impl Provider {
    /// Its number with its hyphen.
    pub fn shown_number(&self) -> String {
        self.number.parse::<OrgNumber>().map_or_else(|_| self.number.clone(), |number| number.to_string())
    }
}

/// A unit in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEntry {
    /// The unit.
    pub id: Id<Unit>,
    /// What is kept about it. The code is kept as it is stored.
    pub organisation: Id<Organisation>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it teaches.
    pub school_forms: BTreeSet<SchoolForm>,
    /// Stable names of its traits.
    pub traits: BTreeSet<String>,
    /// About how many students it has.
    pub students: Option<i64>,
    /// Its contract areas.
    pub areas: BTreeSet<Id<Area>>,
    /// The first day it is open, where it has not always been.
    pub opened_on: Option<Day>,
    /// The last day it was open, where it has closed.
    pub closed_on: Option<Day>,
}

/// A contract area in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaEntry {
    /// The area.
    pub id: Id<Area>,
    /// Its stable name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What is taught in it.
    pub school_forms: BTreeSet<SchoolForm>,
}

/// An agreement in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEntry {
    /// The agreement.
    pub id: Id<Agreement>,
    /// What it says.
    pub terms: AgreementInput,
    /// The name of its area.
    pub area_name: Option<String>,
}

/// A contact rektor in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEntry {
    /// The entry.
    pub id: Id<ContactKind>,
    /// What it says.
    pub terms: ContactInput,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Whether two stretches of days have a day in common.
pub fn overlap(one: (Day, Option<Day>), two: (Day, Option<Day>)) -> bool {
    two.1.is_none_or(|last| one.0 <= last) && one.1.is_none_or(|last| two.0 <= last)
}

/// Whether the day lies between the first and the last.
pub fn in_force(from: Day, to: Option<Day>, on: Day) -> bool {
    from <= on && to.is_none_or(|last| on <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn stretches_that_touch_on_a_day_overlap_and_those_side_by_side_do_not() {
        let (a, b, c) = (day("2024-01-01"), day("2024-06-30"), day("2024-07-01"));
        assert!(overlap((a, Some(b)), (b, None)));
        assert!(!overlap((a, Some(b)), (c, None)));
        assert!(!overlap((c, None), (a, Some(b))));
        assert!(overlap((a, None), (c, None)));
    }
}
