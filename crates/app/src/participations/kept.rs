//! Everything that is counted after a set, packed into one row: so that a page about it reads a row instead of tens of
//! thousands. It is kept with the snapshot of persons and vouched for by the chain with it; where there is none yet, counts
//! are read one by one.
//!
//! Format: whole numbers of seven bits a byte, the lowest first, the high bit set while more follow; signed ones are doubled,
//! the negative ones then made odd. First how many cells there are and each cell (measure, months since 1900, place, group,
//! form of teaching, sex, count), then the cells of persons in the same way, how many persons there are, the texts of parts,
//! and for each count of persons the month counted from, the part's number, the first month and how many.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::participations::{Measure, Month, Place};

use super::persons::{Part, PersonCounts, Persons};
use super::persons_store;
use super::store::CellKey;

/// What is counted after a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Counts of participations, in their order.
    pub cells: Vec<(CellKey, i64)>,
    /// Counts of persons.
    pub persons: Persons,
}

/// What is kept packed of the set; nothing where it has not been condensed.
pub fn counted_after(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<Counted>, StoreError> {
    let Some(bytes) = persons_store::kept(tx, set)? else { return Ok(None) };
    let damaged = || StoreError::Damaged(format!("what is kept packed after set {set}"));
    unpack(&bytes).map(Some).ok_or_else(damaged)
}

/// Packs it.
pub fn pack(cells: &BTreeMap<CellKey, i64>, persons: &Persons) -> Vec<u8> {
    let mut out = Out::default();
    out.cells(cells);
    out.cells(&persons.cells);
    out.signed(persons.students);
    let mut parts: Vec<Part> = persons.counts.keys().map(|(_, part, _)| *part).collect();
    parts.sort_unstable();
    parts.dedup();
    out.len(parts.len());
    for part in &parts {
        out.text(&part.to_string());
    }
    out.len(persons.counts.len());
    for ((from, part, first), n) in &persons.counts {
        out.month(*from);
        out.len(parts.binary_search(part).unwrap_or_default());
        out.month(*first);
        out.signed(*n);
    }
    out.0
}

/// What was packed; nothing where the bytes are not of that form.
pub fn unpack(bytes: &[u8]) -> Option<Counted> {
    let mut from = In(bytes);
    let cells = from.cells()?;
    let mut persons = Persons { cells: from.cells()?.into_iter().collect(), ..Persons::default() };
    persons.students = from.signed()?;
    let parts = (0..from.len()?).map(|_| from.text()?.parse().ok()).collect::<Option<Vec<Part>>>()?;
    let mut counts = PersonCounts::new();
    for _ in 0..from.len()? {
        let (month, part) = (from.month()?, *parts.get(from.small::<usize>()?)?);
        counts.insert((month, part, from.month()?), from.signed()?);
    }
    persons.counts = counts;
    from.0.is_empty().then_some(Counted { cells, persons })
}

#[derive(Default)]
struct Out(Vec<u8>);

impl Out {
    fn whole(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push((number & 0x7f) as u8);
    }

    fn signed(&mut self, number: i64) {
        self.whole((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    fn len(&mut self, number: usize) {
        self.whole(number as u64);
    }

    fn month(&mut self, month: Month) {
        let number = month.number();
        self.whole(u64::from((number / 100).saturating_sub(1900) * 12 + number % 100 - 1));
    }

    fn text(&mut self, text: &str) {
        self.len(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn cells(&mut self, cells: &BTreeMap<CellKey, i64>) {
        self.len(cells.len());
        for (key, n) in cells {
            self.whole(key.measure.code().into());
            self.month(key.month);
            self.whole(key.place.0.into());
            self.whole(key.group.into());
            self.whole(key.study_form.into());
            self.whole(key.sex.into());
            self.signed(*n);
        }
    }
}

struct In<'a>(&'a [u8]);

impl<'a> In<'a> {
    fn whole(&mut self) -> Option<u64> {
        // Most numbers are small.
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u64::from(*byte));
        }
        let mut number = 0;
        for (at, byte) in self.0.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                self.0 = &self.0[at + 1..];
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        self.whole().map(|number| (number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// A length: never more than what is left could hold.
    fn len(&mut self) -> Option<usize> {
        let number = usize::try_from(self.whole()?).ok()?;
        (number <= self.0.len()).then_some(number)
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Option<T> {
        T::try_from(self.whole()?).ok()
    }

    fn month(&mut self) -> Option<Month> {
        let number: u32 = self.small()?;
        Month::from_number((number / 12).checked_add(1900)?.checked_mul(100)? + number % 12 + 1)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.len()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn cells(&mut self) -> Option<Vec<(CellKey, i64)>> {
        let many = self.len()?;
        let mut cells = Vec::with_capacity(many);
        for _ in 0..many {
            let key = CellKey {
                measure: Measure::from_code(self.small()?)?,
                month: self.month()?,
                place: Place(self.small()?),
                group: self.small()?,
                study_form: self.small()?,
                sex: self.small()?,
            };
            cells.push((key, self.signed()?));
        }
        Some(cells)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kernel::Id;
    use proptest::prelude::*;

    fn id_of<K>(number: u128) -> Id<K> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn cell() -> impl Strategy<Value = (CellKey, i64)> {
        let measure = prop::sample::select(Measure::ALL.to_vec());
        let month =
            (1900_u32..2300, 1_u32..=12).prop_map(|(year, month)| Month::from_number(year * 100 + month).unwrap());
        let rest = (any::<u32>(), any::<u32>(), any::<u8>(), any::<u8>(), any::<i64>());
        (measure, month, rest).prop_map(|(measure, month, (place, group, study_form, sex, n))| {
            (CellKey { measure, month, place: Place(place), group, study_form, sex }, n)
        })
    }

    fn persons() -> impl Strategy<Value = Persons> {
        let part = prop_oneof![
            Just(Part::All),
            Just(Part::NoArea),
            Just(Part::NoUnit(None)),
            any::<u128>().prop_map(|id| Part::Provider(id_of(id))),
            any::<(u128, u128)>().prop_map(|(one, other)| { Part::ProviderArea(id_of(one), Some(id_of(other))) }),
        ];
        let month =
            || (2000_u32..2100, 1_u32..=12).prop_map(|(year, month)| Month::from_number(year * 100 + month).unwrap());
        let counts = prop::collection::btree_map((month(), part, month()), any::<i64>(), 0..30);
        (any::<i64>(), counts, prop::collection::btree_map(cell().prop_map(|(key, _)| key), any::<i64>(), 0..20))
            .prop_map(|(students, counts, cells)| Persons { students, counts, cells })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_as_it_was(cells in prop::collection::vec(cell(), 0..60), persons in persons()) {
            let cells: BTreeMap<CellKey, i64> = cells.into_iter().collect();
            let counted = unpack(&pack(&cells, &persons)).unwrap();
            prop_assert_eq!(counted, Counted { cells: cells.into_iter().collect(), persons });
        }

        #[test]
        fn bytes_of_another_form_are_nothing_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(&bytes);
        }

        #[test]
        fn what_is_cut_off_is_nothing(cells in prop::collection::vec(cell(), 1..20), cut in 1_usize..10) {
            let packed = pack(&cells.into_iter().collect(), &Persons::default());
            let kept = packed.len().saturating_sub(cut);
            prop_assert!(unpack(&packed[..kept]).is_none());
        }
    }
}
