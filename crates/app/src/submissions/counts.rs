//! Counts made from what was handed in. They hold nothing of their own: they can be made anew from the newest version of
//! each assignment at any time, and a check tells where they are not what they would then be.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::complaints;
use domain::indicators::Work;
use domain::year::{Item, Year};
use forms::Content;
use kernel::id::kind::{Assignment as AssignmentKind, YearVersion};
use kernel::{Day, Id, Period};

row! {
    /// One count.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CountRow {
        /// Of which assignment.
        pub assignment: Id<AssignmentKind>,
        /// What was counted, such as `complaints.bemotande`.
        pub measure: String,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// How many.
        pub n: i64,
    }
}

/// Every count of the occasion's assignments. Whoever shows them to somebody who may not see the rows behind them
/// goes through `stats::suppression` first.
pub fn counts(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Vec<CountRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT c.assignment_id, c.measure, c.period_from, c.period_to, c.n
             FROM assignment a CROSS JOIN count_cell c
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.occasion = $3 AND a.withdrawn_at IS NULL
               AND c.tenant_id = $1 AND c.assignment_id = a.id
             ORDER BY c.assignment_id, c.measure"
        ),
        &[&year, &occasion],
    )
}

/// By measure: first and last day, and how many.
type Cells = BTreeMap<String, (Day, Day, i64)>;

/// The counts of what was handed in for the item. By what was asked alone, so that they come out the same whenever they
/// are made, whatever has happened to the assignment since.
fn cells(item: &str, year: &Year, content: &Content) -> Cells {
    let Some(item) = year.item(item) else { return Cells::new() };
    if let Some(layout) = domain::work::Layout::of(year, item) {
        return work_cells(&layout, item, content);
    }
    let Some(tables) = complaints::tables(year, item) else { return Cells::new() };
    let at_deadline = || year.deadline(item).map(|day| Period { from: day, to: day });
    let Some(period) = item.covered().or_else(at_deadline) else { return Cells::new() };
    let counts = complaints::counts(&tables, &complaints::Answer::from_content(content));
    let cell = |n: u32| (period.from, period.to, i64::from(n));
    let mut cells: Cells =
        counts.by_category.iter().map(|(category, n)| (format!("complaints.{category}"), cell(*n))).collect();
    cells.insert("complaints".to_owned(), cell(counts.counted));
    cells.insert("complaints-not-counted".to_owned(), cell(counts.not_counted));
    cells.insert("abuse-investigations".to_owned(), cell(counts.investigations));
    cells
}

/// What those do who completed, all contract areas together, for the days of their cohort.
fn work_cells(layout: &domain::work::Layout, item: &Item, content: &Content) -> Cells {
    let Some(period) = item.covered() else { return Cells::new() };
    let mut all = domain::work::Tally::default();
    for tally in domain::work::tallied(layout, content).values() {
        all.add_all(tally);
    }
    Work::ALL.iter().map(|work| (work.slug().to_owned(), (period.from, period.to, work.of(&all)))).collect()
}

/// Makes the assignment's counts anew from the version that is now its newest.
pub(super) fn recount(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    item: &str,
    year: &Year,
    content: &Content,
) -> Result<(), StoreError> {
    put(tx, assignment, &cells(item, year, content))
}

fn put(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>, cells: &Cells) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM count_cell WHERE tenant_id = $1 AND assignment_id = $2"), &[&assignment])?;
    for (measure, (from, to, n)) in cells {
        tx.execute(
            sql!(
                "INSERT INTO count_cell (tenant_id, assignment_id, measure, period_from, period_to, n)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &[&assignment, measure, from, to, n],
        )?;
    }
    Ok(())
}

row! {
    struct Newest { assignment: Id<AssignmentKind>, item: String, year: Id<YearVersion>, content: String }
}

/// What the counts would be if they were made anew, by assignment. What cannot be read has none, and is a finding of
/// its own elsewhere.
fn made_anew(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<AssignmentKind>, Cells>, StoreError> {
    let newest: Vec<Newest> = tx.all(
        sql!(
            "SELECT s.assignment_id, a.item, s.year_version_id, s.content
             FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             WHERE s.tenant_id = $1 AND NOT EXISTS (
                 SELECT 1 FROM submission n WHERE n.tenant_id = $1 AND n.assignment_id = s.assignment_id AND n.number > s.number)
             ORDER BY s.assignment_id"
        ),
        &[],
    )?;
    let mut years = BTreeMap::new();
    let mut anew = BTreeMap::new();
    for row in newest {
        if let Entry::Vacant(place) = years.entry(row.year) {
            place.insert(match crate::year::version(tx, row.year) {
                Ok(year) => year,
                Err(StoreError::Damaged(_)) => None,
                Err(error) => return Err(error),
            });
        }
        if let (Some(Some(year)), Ok(content)) = (years.get(&row.year), serde_json::from_str::<Content>(&row.content)) {
            anew.insert(row.assignment, cells(&row.item, &year.year, &content));
        }
    }
    Ok(anew)
}

/// The assignments whose counts are not what they would be if they were made anew.
pub fn miscounted(tx: &mut ReadTx<'_>) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let anew = made_anew(tx)?;
    differing(tx, &anew)
}

fn differing(
    tx: &mut ReadTx<'_>,
    anew: &BTreeMap<Id<AssignmentKind>, Cells>,
) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let mut kept: BTreeMap<Id<AssignmentKind>, Cells> = BTreeMap::new();
    let rows: Vec<CountRow> = tx.all(
        sql!(
            "SELECT assignment_id, measure, period_from, period_to, n FROM count_cell WHERE tenant_id = $1
             ORDER BY assignment_id, measure"
        ),
        &[],
    )?;
    for row in rows {
        kept.entry(row.assignment).or_default().insert(row.measure, (row.from, row.to, row.n));
    }
    let none = Cells::new();
    let differs = |id: &&Id<AssignmentKind>| kept.get(id).unwrap_or(&none) != anew.get(id).unwrap_or(&none);
    Ok(kept.keys().chain(anew.keys()).filter(differs).copied().collect())
}

/// Makes anew the counts that are not what they would be; gives the assignments they are of.
pub fn rebuild_counts(tx: &mut WriteTx<'_>) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let anew = made_anew(tx)?;
    let wrong = differing(tx, &anew)?;
    for assignment in &wrong {
        put(tx, *assignment, anew.get(assignment).unwrap_or(&Cells::new()))?;
    }
    Ok(wrong)
}
