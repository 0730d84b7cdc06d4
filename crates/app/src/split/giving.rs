//! Giving rows out: one transaction at each authority, that of the page last, where what has gone is written down.

use std::collections::BTreeMap;

use ::store::{Event, Housekeeping, Saved, WriteTx};
use domain::split::{Cells, To};
use domain::submissions::{Refusal, sv as words};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Distribution as DistributionKind};
use platform::{Cx, Stop, may};
use serde_json::json;

use super::model::{Distribution, How, Origin, Piece, Went};
use super::plan::{self, Given, Plan};
use super::sites::{self, Site};
use super::store;
use crate::reports::{self, Door, Opened};
use crate::submissions::Asked;
use crate::submissions::drafts::Change;

/// Where a distribution was begun: the item, and the distribution.
pub(super) type At = (Id<AssignmentKind>, Id<DistributionKind>);

/// What a row says: as the file has it, or as it stands in the draft. Nothing when it is gone from there.
pub(super) fn cells(content: &Distribution, piece: &Piece, own: &Opened) -> Option<Cells> {
    match content.origin {
        Origin::File(_) => Some(piece.cells.clone()).filter(|cells| !cells.is_empty()),
        Origin::Draft => plan::own_row(own, &piece.table, piece.number),
    }
}

/// The rows that the authority is to get and has not got.
pub(super) fn due(content: &Distribution, own: &Opened, site: &Site, here: &str) -> Vec<Given> {
    // Rows of the draft stand here as it is.
    if content.origin == Origin::Draft && site.slug == here {
        return Vec::new();
    }
    let waiting = content
        .pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.to.goes_to(&site.slug) && !piece.went.iter().any(|went| went.slug == site.slug));
    let given = waiting.filter_map(|(index, piece)| {
        Some(Given { index, table: piece.table.clone(), cells: cells(content, piece, own)? })
    });
    given.collect()
}

/// The authorities that every row is to go to: those that get rows, by their names in addresses.
pub(super) fn receivers(sites: &[Site]) -> Vec<String> {
    sites.iter().map(|site| site.slug.clone()).collect()
}

fn went(site: &Site, assignment: Id<AssignmentKind>, plan: &Plan) -> Vec<(usize, Went)> {
    let one = |placing: &plan::Placing| {
        let (slug, authority) = (site.slug.clone(), site.name.clone());
        (placing.index, Went { slug, authority, assignment, place: placing.place, how: placing.how })
    };
    plan.placings.iter().map(one).collect()
}

/// What one authority said to what it was to get.
pub(super) enum Answer {
    /// Rows stand there now.
    Took(Vec<(usize, Went)>),
    /// It takes nothing in now, or its draft is full.
    Refused(String),
}

/// Gives the rows to another authority.
pub(super) async fn give(
    cx: &Cx<may::EditReports>,
    site: &Site,
    assignment: Id<AssignmentKind>,
    (from, rows): (Asked, Vec<Given>),
) -> Result<Answer, Stop> {
    let there = site.clone();
    let answer = cx.write_elsewhere(site.tenant, move |mut tx| {
        let now = tx.context().now;
        let opened = reports::open(&mut tx, &there.door, assignment, now)?;
        if let Err(why) = reports::edited(&opened, &there.door, now) {
            return Ok(tx.keep(Housekeeping::DraftField, Err(why)));
        }
        let plan = plan::plan(&from, &opened, &rows);
        if plan.full {
            return Ok(tx.keep(Housekeeping::DraftField, Ok(Answer::Refused(super::sv::FULL.to_owned()))));
        }
        let took = Answer::Took(went(&there, assignment, &plan));
        if plan.changes.is_empty() {
            return Ok(tx.keep(Housekeeping::DraftField, Ok(took)));
        }
        let rows_in = plan.rows_in();
        let noted = (rows_in, 0);
        crate::submissions::add_distributed(&mut tx, assignment, noted, there.door.account.person)?;
        let event = Event::about("rows.received", assignment, json!({ "assignment": assignment, "in": rows_in }));
        reports::save_otherwise(tx, &there.door, &opened, &plan.changes, (event, took))
    });
    Ok(answer.await?.unwrap_or_else(|why: Refusal| Answer::Refused(words::refusal(&why))))
}

/// What became of it all.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    /// How many rows each authority got, with those that stood there, by its name.
    pub gave: Vec<(String, usize)>,
    /// Why an authority got nothing, by its name.
    pub refused: Vec<(String, String)>,
    /// How many rows were taken out of the draft here.
    pub taken_out: usize,
    /// How many rows stay in the draft here beside having gone, since somebody has written in them meanwhile.
    pub kept: usize,
    /// How many rows stay in the draft here beside having gone, until it can be changed.
    pub owed: usize,
    /// How many rows have not gone where they are to go.
    pub left: usize,
}

/// Gives all of it out. What fails at one authority waits and can be tried again.
pub(super) async fn give_out(
    cx: &Cx<may::EditReports>,
    (door, sites, own): (&Door, &[Site], &Opened),
    (id, distribution): At,
    content: &Distribution,
) -> Result<Outcome, Stop> {
    let here = cx.slug().to_owned();
    let mut outcome = Outcome::default();
    let (mut gone, mut sent): (Vec<(usize, Went)>, BTreeMap<usize, Cells>) = (Vec::new(), BTreeMap::new());
    for site in sites.iter().filter(|site| site.slug != here) {
        let rows = due(content, own, site, &here);
        let Some(item) = sites::chosen(site, content.items.get(&site.slug)).filter(|_| !rows.is_empty()) else {
            continue;
        };
        sent.extend(rows.iter().map(|row| (row.index, row.cells.clone())));
        match give(cx, site, item.id, (own.asked.clone(), rows)).await? {
            Answer::Took(took) => {
                outcome.gave.push((site.name.clone(), took.len()));
                gone.extend(took);
            }
            Answer::Refused(why) => outcome.refused.push((site.name.clone(), why)),
        }
    }
    let (door, slugs) = (door.clone(), receivers(sites));
    let site = sites.first().cloned().ok_or(Stop::NotFound)?;
    let finished = cx.write(move |tx| finish(tx, &door, (id, distribution), (&site, &slugs), (&gone, &sent))).await?;
    let finished = match finished {
        Ok(finished) => finished,
        // What has gone stands where it went; the rest is tried again.
        Err(why) => {
            Outcome { refused: vec![(cx.tenant_name().to_owned(), words::refusal(&why))], ..Outcome::default() }
        }
    };
    outcome.gave.extend(finished.gave);
    outcome.refused.extend(finished.refused);
    (outcome.taken_out, outcome.kept) = (finished.taken_out, finished.kept);
    (outcome.owed, outcome.left) = (finished.owed, finished.left);
    Ok(outcome)
}

/// Writes down what has gone, takes out of the draft what is another authority's alone, and puts in what is this one's.
fn finish(
    mut tx: WriteTx<'_>,
    door: &Door,
    (id, distribution): At,
    (here, slugs): (&Site, &[String]),
    (gone, sent): (&[(usize, Went)], &BTreeMap<usize, Cells>),
) -> Result<Saved<Result<Outcome, Refusal>>, Stop> {
    let now = tx.context().now;
    let opened = reports::open(&mut tx, door, id, now)?;
    let found = store::find(&mut tx, &door.tools, door.organisation, (id, distribution), now)?;
    let (entry, mut content) = found.ok_or(Stop::NotFound)?;
    let mut outcome = Outcome::default();
    if entry.done_at.is_some() {
        return Ok(tx.keep(Housekeeping::Staging, Ok(outcome)));
    }
    for (index, went) in gone {
        let Some(piece) = content.pieces.get_mut(*index) else { continue };
        if !piece.went.iter().any(|known| known.slug == went.slug) {
            piece.went.push(went.clone());
        }
        if let Some(cells) = sent.get(index).filter(|_| content.origin == Origin::Draft && piece.leaves(here, slugs)) {
            piece.cells = cells.clone();
        }
    }
    let rows = due(&content, &opened, here, &here.slug);
    let plan = plan::plan(&opened.asked, &opened, &rows);
    let refusal = reports::edited(&opened, door, now).err();
    let mut changes: Vec<Change> = Vec::new();
    let rows_in = match &refusal {
        _ if rows.is_empty() => 0,
        Some(why) => {
            outcome.refused.push((here.name.clone(), words::refusal(why)));
            0
        }
        None if plan.full => {
            outcome.refused.push((here.name.clone(), super::sv::FULL.to_owned()));
            0
        }
        None => {
            changes.extend(plan.changes.iter().cloned());
            for (index, went) in went(here, id, &plan) {
                content.pieces[index].went.push(went);
            }
            outcome.gave.push((here.name.clone(), plan.placings.len()));
            plan.rows_in()
        }
    };
    // Where the draft cannot be changed meanwhile, what has gone is taken out of it later.
    if content.origin == Origin::Draft && refusal.is_none() {
        (outcome.taken_out, outcome.kept) = take_out(&opened, &mut content, &mut changes);
    }
    stay(&mut content, &opened, here, id);
    let from_file = content.origin != Origin::Draft;
    for piece in content.pieces.iter_mut().filter(|piece| from_file && piece.is_done(slugs)) {
        piece.cells = Cells::new();
    }
    outcome.left = content.pieces.iter().filter(|piece| !piece.is_done(slugs)).count();
    outcome.owed = content.pieces.iter().filter(|piece| piece.is_owed(&content.origin)).count();
    store::update(&mut tx, &door.tools, distribution, &content, outcome.left + outcome.owed == 0)?;
    if changes.is_empty() {
        return Ok(tx.keep(Housekeeping::Staging, Ok(outcome)));
    }
    let noted = (rows_in, outcome.taken_out);
    crate::submissions::add_distributed(&mut tx, id, noted, door.account.person)?;
    let facts = json!({ "assignment": id, "in": rows_in, "out": outcome.taken_out });
    let event = Event::about("rows.distributed", id, facts);
    reports::save_otherwise(tx, door, &opened, &changes, (event, outcome))
}

/// Takes the rows out of the draft that have gone to another authority alone, as they were sent: one that somebody has
/// written in since stays. Gives how many went and how many stayed.
fn take_out(opened: &Opened, content: &mut Distribution, changes: &mut Vec<Change>) -> (usize, usize) {
    let (mut taken, mut kept) = (0, 0);
    for piece in content.pieces.iter_mut().filter(|piece| !piece.cells.is_empty()) {
        let sent = std::mem::take(&mut piece.cells);
        match plan::own_row(opened, &piece.table, piece.number) {
            Some(stands) if stands == sent => {
                changes.extend(plan::taken_out(opened, &piece.table, piece.number));
                taken += 1;
            }
            Some(_) => kept += 1,
            // Somebody has taken it out already.
            None => {}
        }
    }
    (taken, kept)
}

/// A row of the draft that also goes to others has gone here by staying; one that is not there any more goes nowhere.
fn stay(content: &mut Distribution, opened: &Opened, here: &Site, id: Id<AssignmentKind>) {
    if content.origin != Origin::Draft {
        return;
    }
    for piece in &mut content.pieces {
        let stays = piece.to == To::All || piece.to.goes_to(&here.slug);
        let known = piece.went.iter().any(|went| went.slug == here.slug);
        if stays && !known && plan::own_row(opened, &piece.table, piece.number).is_some() {
            let place = super::view::place_of(opened, &piece.table, piece.number);
            let (slug, authority) = (here.slug.clone(), here.name.clone());
            piece.went.push(Went { slug, authority, assignment: id, place, how: How::There });
        }
    }
    content
        .pieces
        .retain(|piece| !piece.went.is_empty() || plan::own_row(opened, &piece.table, piece.number).is_some());
}
