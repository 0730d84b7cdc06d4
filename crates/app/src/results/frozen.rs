//! Figures of a snapshot: where they are taken, and what has changed since.

use ::store::{ReadTx, StoreError};
use domain::indicators::Figure;
use domain::year::Indicator;
use stats::Rule;

use super::look::{Basis, Seen};
use super::model::Key;
use crate::participations::{self, Freeze};

/// Where figures are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct At {
    /// The newest set in them; 0 where nothing is read in.
    pub upto: i64,
    /// The snapshot that they are cited by.
    pub freeze: Option<Freeze>,
    /// Every snapshot, the newest first.
    pub freezes: Vec<Freeze>,
}

impl At {
    /// The figures of the snapshot, or the newest where none is asked for; nothing where there is no such snapshot.
    pub fn asked(tx: &mut ReadTx<'_>, number: Option<i64>) -> Result<Option<Self>, StoreError> {
        let freezes = participations::freezes(tx)?;
        let Some(number) = number else {
            return Ok(Some(Self { upto: participations::published(tx)?, freeze: None, freezes }));
        };
        let freeze = freezes.iter().find(|freeze| freeze.number == number).cloned();
        Ok(freeze.map(|freeze| Self { upto: freeze.set, freeze: Some(freeze), freezes }))
    }

    /// The figures up to a set, cited by the first snapshot that was taken of it.
    pub fn set(tx: &mut ReadTx<'_>, upto: i64) -> Result<Self, StoreError> {
        let freezes = participations::freezes(tx)?;
        let freeze = freezes.iter().rev().find(|freeze| freeze.set == upto).cloned();
        Ok(Self { upto, freeze, freezes })
    }
}

/// An indicator as a snapshot has it, to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Then {
    /// The snapshot.
    pub freeze: Freeze,
    /// What it shows.
    pub seen: Seen,
}

impl Then {
    /// The indicator in the snapshot that the page asks to compare with, over the same months and counted as today; nothing
    /// where none is asked for. The outer nothing is that there is no such snapshot.
    #[expect(clippy::option_option, reason = "not asked for, and asked for and not there, are two things")]
    pub fn read(tx: &mut ReadTx<'_>, basis: &Basis, indicator: &Indicator) -> Result<Option<Option<Self>>, StoreError> {
        let Some(number) = basis.request.compared else { return Ok(Some(None)) };
        let Some(at) = At::asked(tx, Some(number))? else { return Ok(None) };
        let Some(freeze) = at.freeze.clone() else { return Ok(None) };
        let other = Basis::of(tx, basis.published.clone(), basis.months, basis.request.only, basis.rule, at)?;
        let other = other.asked_as(basis);
        Ok(Some(Some(Self { freeze, seen: other.indicator(indicator) })))
    }
}

/// A row of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What it is about; nothing for the whole.
    pub key: Option<Key>,
    /// What that is called.
    pub name: String,
    /// The figure now.
    pub now: Figure,
    /// The figure then; hidden where so few have come or gone that the two figures together would tell of them.
    pub then: Figure,
}

impl Compared {
    /// Whether the counts differ, as far as they may be shown.
    pub fn differs(&self) -> bool {
        self.now != self.then
    }
}

/// Now and then, row by row, the whole last.
pub fn compared(now: &Seen, then: &Seen, rule: Rule) -> Vec<Compared> {
    let nothing = Figure::Missing(domain::indicators::Missing::NothingCounted);
    let mut rows: Vec<Compared> = now
        .rows
        .iter()
        .map(|told| {
            let before = then.rows.iter().find(|other| other.key == told.key).map_or(nothing, |other| other.figure);
            Compared { key: told.key, name: told.name.clone(), now: told.figure, then: before }
        })
        .collect();
    let gone = then.rows.iter().filter(|told| now.rows.iter().all(|other| other.key != told.key));
    rows.extend(gone.map(|told| Compared { key: told.key, name: told.name.clone(), now: nothing, then: told.figure }));
    rows.push(Compared { key: None, name: now.lead.name.clone(), now: now.lead.figure, then: then.lead.figure });
    for row in &mut rows {
        row.then = beside(row.now, row.then, rule);
    }
    rows
}

/// The earlier figure as it may stand beside the later one.
fn beside(now: Figure, then: Figure, rule: Rule) -> Figure {
    match (now.counts(), then.counts()) {
        (Some((part, base)), Some((part_then, base_then)))
            if rule.hides_between(part, part_then)
                || rule.hides_between(base, base_then)
                || rule.hides_between(base - part, base_then - part_then) =>
        {
            Figure::TooFew
        }
        _ => then,
    }
}
