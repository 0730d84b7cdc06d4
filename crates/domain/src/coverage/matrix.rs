//! The matrix of providers and moments, and how equal it is.

use kernel::Day;

use super::activity::{Activity, Standing};

/// What stands where a provider and a moment meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The moment is not asked of the provider.
    NotAsked,
    /// Nothing, or too little, is planned or done.
    Missing {
        /// How often it was done.
        done: u32,
        /// How often it is to be done.
        of: u32,
    },
    /// What is not done is planned.
    Planned {
        /// The next day.
        by: Day,
        /// That this day has passed.
        late: bool,
        /// How often it was done.
        done: u32,
        /// How often it is to be done.
        of: u32,
    },
    /// Done as often as it is to be, or more.
    Done {
        /// When it was done last.
        on: Day,
        /// How often.
        times: u32,
    },
}

/// What stands for a moment that is to be done so many times at least (1 or more), with what is planned and done of it with the
/// provider.
pub fn cell<'a>(of: u32, activities: impl IntoIterator<Item = &'a Activity>, today: Day) -> Cell {
    let mut done: Vec<Day> = Vec::new();
    let mut planned: Vec<Day> = Vec::new();
    for one in activities {
        match (one.standing(), one.done) {
            (Standing::Done, Some(on)) => done.push(on),
            (Standing::Planned, _) => planned.push(one.by),
            _ => {}
        }
    }
    let of = of.max(1);
    let count = |days: &[Day]| u32::try_from(days.len()).unwrap_or(u32::MAX);
    let times = count(&done);
    if times >= of
        && let Some(on) = done.iter().max()
    {
        return Cell::Done { on: *on, times };
    }
    let enough = times.saturating_add(count(&planned)) >= of;
    match planned.iter().min() {
        Some(by) if enough => Cell::Planned { by: *by, late: *by < today, done: times, of },
        _ => Cell::Missing { done: times, of },
    }
}

/// How many providers stand where with a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of how many it is asked.
    pub asked: usize,
    /// With how many it is done.
    pub done: usize,
    /// With how many it is planned, late ones included.
    pub planned: usize,
    /// With how many of these its day has passed.
    pub late: usize,
    /// With how many it is missing.
    pub missing: usize,
}

/// The cells of a moment, or of a provider, counted.
pub fn tally<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Tally {
    let mut found = Tally::default();
    for cell in cells {
        match cell {
            Cell::NotAsked => continue,
            Cell::Missing { .. } => found.missing += 1,
            Cell::Planned { late, .. } => {
                found.planned += 1;
                found.late += usize::from(*late);
            }
            Cell::Done { .. } => found.done += 1,
        }
        found.asked += 1;
    }
    found
}

/// How equal the follow-up is between providers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Equal {
    /// How many providers there are, those of whom nothing is asked too.
    pub listed: usize,
    /// How many providers something is asked of.
    pub providers: usize,
    /// How many of them have something whose day has passed.
    pub late: usize,
    /// How many of them have had everything.
    pub whole: usize,
    /// How many have had everything or have it planned.
    pub covered: usize,
    /// The fewest moments that one of them has had.
    pub fewest: usize,
    /// The most.
    pub most: usize,
}

/// The rows of the matrix, one for each provider, as one figure.
pub fn equal(rows: &[Vec<Cell>]) -> Equal {
    let of: Vec<Tally> = rows.iter().map(tally).filter(|row| row.asked > 0).collect();
    Equal {
        listed: rows.len(),
        late: of.iter().filter(|row| row.late > 0).count(),
        providers: of.len(),
        whole: of.iter().filter(|row| row.done == row.asked).count(),
        covered: of.iter().filter(|row| row.missing == 0).count(),
        fewest: of.iter().map(|row| row.done).min().unwrap_or(0),
        most: of.iter().map(|row| row.done).max().unwrap_or(0),
    }
}
