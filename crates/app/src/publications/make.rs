//! From a snapshot to the list of what may be published of it.

use ::store::{ReadTx, StoreError};
use domain::publications::{Closed, List, ListError, close};
use kernel::Day;
use platform::Stop;

use super::{store, sv};
use crate::participations::{self, Freeze};
use crate::results::{Counted, counted, told_year};
use crate::year::{self, Published};

/// The list of a snapshot's set.
#[derive(Debug)]
pub struct Made {
    /// The snapshot.
    pub freeze: Freeze,
    /// Everything that may be published, as it may be shown.
    pub list: List,
    /// Where the figures come from.
    pub source: String,
    /// The version of the year that lists it.
    pub published: Published,
    /// Whether something of the set is published already, so that the list stands.
    pub stands: bool,
}

/// What the list is made of, as it is read.
#[derive(Debug)]
pub(super) struct Read {
    freeze: Freeze,
    published: Published,
    counted: Counted,
    kept: Option<List>,
}

/// Reads what the list of the snapshot is made of; nothing where there is no such snapshot, or no year to list anything.
pub(super) fn read(tx: &mut ReadTx<'_>, number: i64, today: Day) -> Result<Option<Read>, StoreError> {
    let Some(freeze) = participations::freeze_of(tx, number)? else { return Ok(None) };
    let Some(set) = participations::set(tx, freeze.set)? else { return Ok(None) };
    let published = match year::published(tx, told_year(set.as_of))? {
        Some(published) => Some(published),
        None => year::current(tx, today)?,
    };
    let Some(published) = published else { return Ok(None) };
    let Some(counted) = counted(tx, &published, &freeze)? else { return Ok(None) };
    let kept = store::list_of(tx, freeze.set)?;
    Ok(Some(Read { freeze, published, counted, kept }))
}

impl Read {
    /// Judges all of it together. Takes its time, so it is done outside any transaction.
    pub(super) fn close(self) -> Result<Made, ListError> {
        let Self { freeze, published, counted, kept } = self;
        let stands = kept.is_some();
        let list = match kept {
            Some(list) => list,
            None => {
                let smallest = published.year.publications.clone().unwrap_or_default().smallest_shown;
                let Closed { list, .. } = close(freeze.set, i64::from(smallest), &counted.asks, &counted.people)?;
                list
            }
        };
        Ok(Made { freeze, list, source: counted.source, published, stands })
    }
}

/// The list of the snapshot, read and judged.
pub fn make(tx: &mut ReadTx<'_>, number: i64, today: Day) -> Result<Option<Result<Made, ListError>>, StoreError> {
    Ok(read(tx, number, today)?.map(Read::close))
}

/// What is said where something could not be proved safe: nothing is published then.
pub(super) fn not_proved(_: ListError) -> Stop {
    Stop::refused(sv::NOT_PROVED, sv::NOT_PROVED_TEXT)
}
