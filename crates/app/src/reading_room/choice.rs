//! Which year and occasion a page is about.

use ::store::{ReadTx, StoreError};
use kernel::Day;

use crate::year::{self, Published};

/// A year and one of its occasions, with the others to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The year.
    pub published: Published,
    /// The occasion's stable name.
    pub occasion: String,
    /// Every occasion of the year with its title, in the order of the year.
    pub occasions: Vec<(String, String)>,
}

impl Choice {
    /// The calendar year.
    pub fn year(&self) -> i16 {
        self.published.year.year
    }
    /// What the chosen occasion is called.
    pub fn title(&self) -> &str {
        self.occasions.iter().find(|(slug, _)| *slug == self.occasion).map_or("", |(_, title)| title)
    }
}

/// The year and occasion asked for; where the address says nothing that is there, the year in use and the occasion
/// whose last day passed most recently, or else the first. `None` while no year is published.
pub fn choose(
    tx: &mut ReadTx<'_>,
    year: Option<i16>,
    occasion: &str,
    today: Day,
) -> Result<Option<Choice>, StoreError> {
    let asked = match year {
        Some(year) => year::published(tx, year)?,
        None => None,
    };
    let published = match asked {
        Some(published) => Some(published),
        None => year::current(tx, today)?,
    };
    let Some(published) = published else { return Ok(None) };
    let all = &published.year.occasions;
    let passed = all.iter().filter(|occasion| occasion.deadline < today).max_by_key(|occasion| occasion.deadline);
    let first = all.iter().min_by_key(|occasion| occasion.deadline);
    let Some(chosen) = published.year.occasion(occasion).or(passed).or(first) else { return Ok(None) };
    let occasions = all.iter().map(|occasion| (occasion.slug.to_string(), occasion.title.as_sv().to_owned())).collect();
    Ok(Some(Choice { occasion: chosen.slug.to_string(), occasions, published }))
}
