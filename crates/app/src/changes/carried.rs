//! Where answers to the questions of an earlier version belong in a later one.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx, sql};
use domain::changes::{Carried, FormChange, Spot, Trail, form_change, same_choices};
use domain::submissions::StateName;
use domain::year::Item;
use forms::person;
use kernel::Id;
use kernel::id::kind::YearVersion;
use platform::access::Tools;

use crate::assignments::{self, Filter};
use crate::submissions::drafts::{self, Draft};
use crate::submissions::{Asked, cell_path};
use crate::year::{self, Published};

/// What was said when the version was published, of one item.
pub fn carried(tx: &mut ReadTx<'_>, version: Id<YearVersion>, item: &str) -> Result<Vec<Carried>, StoreError> {
    let rows: Vec<(String, String, String)> = tx.all(
        sql!(
            "SELECT part, before_slug, now_slug FROM carried_field
             WHERE tenant_id = $1 AND version = $2 AND item = $3 ORDER BY part, before_slug"
        ),
        &[&version, &item],
    )?;
    Ok(rows.into_iter().map(|(table, before, now)| Carried { table, before, now }).collect())
}

/// Keeps what was said of one item.
pub fn keep_carried(
    tx: &mut WriteTx<'_>,
    version: Id<YearVersion>,
    item: &str,
    steps: &[Carried],
) -> Result<(), StoreError> {
    for step in steps {
        tx.execute(
            sql!(
                "INSERT INTO carried_field (tenant_id, version, item, part, before_slug, now_slug)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
            ),
            &[&version, &item, &step.table, &step.before, &step.now],
        )?;
    }
    Ok(())
}

/// The way of answers to the item from one version of a year to a later one in force.
pub fn trail(tx: &mut ReadTx<'_>, from: &Published, to: &Published, item: &str) -> Result<Trail, StoreError> {
    trail_after(tx, from.version, to, item)
}

/// The way from the first version of the year.
pub fn trail_of_year(tx: &mut ReadTx<'_>, to: &Published, item: &str) -> Result<Trail, StoreError> {
    trail_after(tx, 0, to, item)
}

fn trail_after(tx: &mut ReadTx<'_>, version: i64, to: &Published, item: &str) -> Result<Trail, StoreError> {
    let versions: Vec<(Id<YearVersion>,)> = tx.all(
        sql!(
            "SELECT id FROM year_version WHERE tenant_id = $1 AND year = $2 AND published_at IS NOT NULL
               AND version > $3 AND version <= $4 ORDER BY version"
        ),
        &[&i64::from(to.year.year), &version, &to.version],
    )?;
    let mut steps = Vec::new();
    for (version,) in versions {
        steps.push(carried(tx, version, item)?);
    }
    Ok(Trail(steps))
}

/// The path of an answer under the question's new name.
fn moved(step: &Carried, path: &str) -> Option<String> {
    let spot = Spot { table: step.table.clone(), slug: step.before.clone(), title: String::new(), is_person: false };
    if !spot.is_of(path) {
        return None;
    }
    if step.table.is_empty() {
        return Some(path.replacen(&step.before, &step.now, 1));
    }
    let row = path.strip_prefix(step.table.as_str())?.strip_prefix('.')?.split_once('.')?.0.parse().ok()?;
    Some(cell_path(&step.table, row, &step.now))
}

/// The path of an answer to an earlier form in the one that the trail leads to.
pub fn carried_path(trail: &Trail, path: &str) -> String {
    trail.0.iter().fold(path.to_owned(), |path, steps| steps.iter().find_map(|step| moved(step, &path)).unwrap_or(path))
}

/// Moves what providers have written to where it belongs now, each text as the one who wrote it and from when they did.
/// What is in stays as it was signed; its draft is moved too, so that whoever gets it back goes on from there. Gives how
/// many drafts were moved.
pub fn carry_drafts(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    published: &Published,
    item: &str,
    steps: &[Carried],
) -> Result<usize, StoreError> {
    let mut moved_in = 0;
    if steps.is_empty() {
        return Ok(moved_in);
    }
    let filter = Filter { item: Some(item), ..Filter::default() };
    for one in assignments::list(tx, published.year.year, filter)? {
        if one.state.name() == StateName::NotStarted {
            continue;
        }
        let moves: Vec<(String, String)> = drafts::load(tx, tools, one.organisation, one.id)?
            .texts()
            .into_keys()
            .filter_map(|path| steps.iter().find_map(|step| moved(step, &path)).map(|now| (path, now)))
            .collect();
        moved_in += usize::from(drafts::carry(tx, tools, one.organisation, one.id, &moves)?);
    }
    Ok(moved_in)
}

/// Lets drafts follow choices that are called the same under another stable name: what was chosen on the web is kept by the
/// stable name, and is written as what it is called. Gives how many drafts were.
pub fn follow_choices(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (before, published): (&Published, &Published),
    carried: &BTreeMap<String, Vec<Carried>>,
) -> Result<usize, StoreError> {
    let (mut followed, none) = (0, Vec::new());
    for item in &published.year.items {
        let Some(old) = before.year.item(item.slug.as_str()) else { continue };
        let steps = carried.get(item.slug.as_str()).unwrap_or(&none);
        let same = same_choices((&before.year, old), (&published.year, item), steps);
        if same.is_empty() {
            continue;
        }
        let words = |path: &str, text: &str| {
            let (_, pairs) = same.iter().find(|(spot, _)| spot.is_of(path))?;
            let (_, label) = pairs.iter().find(|(slug, _)| *slug == text.trim().to_lowercase())?;
            Some((path.to_owned(), label.clone()))
        };
        let filter = Filter { item: Some(item.slug.as_str()), ..Filter::default() };
        for one in assignments::list(tx, published.year.year, filter)? {
            if one.state.name() == StateName::NotStarted {
                continue;
            }
            let draft = drafts::load(tx, tools, one.organisation, one.id)?;
            let said: Vec<_> = draft.texts().iter().filter_map(|(path, text)| words(path, text)).collect();
            followed += usize::from(drafts::reword(tx, tools, (one.id, &draft), &said)?);
        }
    }
    Ok(followed)
}

/// What stands in a draft under questions that the form does not ask any more: the question as it was called last, and the
/// texts. It is in the history, and shown to whoever fills in.
pub fn left_over(
    tx: &mut ReadTx<'_>,
    item: &Item,
    published: &Published,
    asked: &Asked,
    draft: &Draft,
) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let texts: BTreeMap<String, String> = draft.texts().into_iter().filter(|(path, _)| !asked.knows(path)).collect();
    let mut left: Vec<(String, Vec<String>)> = Vec::new();
    let mut newer = published.clone();
    let mut unnamed = texts;
    // From version to version back, until each text has found the question that it answered.
    while !unnamed.is_empty() {
        let Some(older) = year::published_before(tx, &newer)? else { break };
        for spot in gone(&older, &newer, item.slug.as_str()).removed {
            let of: Vec<String> = unnamed.keys().filter(|path| spot.is_of(path)).cloned().collect();
            // What a number of a person was kept as is shown to nobody: only that there was one.
            let shown = |text: String| if spot.is_person { person::shown(&text, &BTreeMap::new()) } else { text };
            let texts: Vec<String> = of.iter().filter_map(|path| unnamed.remove(path)).map(shown).collect();
            if !texts.is_empty() {
                left.push((spot.title, texts));
            }
        }
        newer = older;
    }
    Ok(left)
}

fn gone(older: &Published, newer: &Published, item: &str) -> FormChange {
    match (older.year.item(item), newer.year.item(item)) {
        (Some(old), Some(new)) => form_change((&older.year, old), (&newer.year, new), &[]),
        _ => FormChange::default(),
    }
}
