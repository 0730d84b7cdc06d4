//! The year as data: versions of the year's document, calendar, instructions, copying to next year. For everyone to
//! read, for process owners to change.

mod store;

pub use self::store::{
    PublishRefusal, Published, SaveError, Version, YearEntry, current, document, newest_number, publish, published,
    save_version, version, years,
};

use ::store::{StoreError, WriteTx};
use kernel::Chance;
use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("year")
}

/// What follows in the transaction that publishes a version: what is asked of whom is brought in line with it.
/// The demo and the command line call it too, after [`publish`].
pub fn after_publishing(tx: &mut WriteTx<'_>, chance: &dyn Chance, published: &Published) -> Result<(), StoreError> {
    let _ = (tx, chance, published);
    Ok(())
}
