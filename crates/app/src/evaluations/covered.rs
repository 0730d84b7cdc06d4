//! What the year's coverage counts of joint evaluations (PLAN-2): which providers are in one, and with which it is done.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, sql};
use domain::evaluations::{Copied, CopyHappening, ResultHappening, ResultOf, Stage, StateName};
use kernel::id::kind::{EvaluationCopy, EvaluationResult, Organisation};
use kernel::{Day, Id, Period};
use serde::de::DeserializeOwned;

use super::store::damaged;
use super::{PAGE, RESULT};

/// A provider in an evaluation that the authority takes part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Which provider.
    pub organisation: Id<Organisation>,
    /// What the evaluation is called.
    pub name: String,
    /// Where it is read, within the authority.
    pub address: String,
    /// The first day of the evaluation.
    pub from: Day,
    /// The last.
    pub by: Day,
    /// The day on which the return visit was settled, or it ended and what is settled stands.
    pub done: Option<Day>,
}

impl Covered {
    /// Whether a plan that holds in the period counts it: what is done in the one in which it was, what is under way in each that it lasts in.
    pub fn is_within(&self, holds: Period) -> bool {
        match self.done {
            Some(on) => (holds.from..=holds.to).contains(&on),
            None => self.from <= holds.to && holds.from <= self.by,
        }
    }
}

fn read<T: DeserializeOwned>(id: impl std::fmt::Display, content: &str) -> Result<T, StoreError> {
    serde_json::from_str(content).map_err(|error| damaged(format!("a line of {id}: {error}")))
}

/// Every provider in an evaluation under way, and every one with which it is done. No words are opened.
///
/// # Errors
/// Where the database cannot be read.
pub fn covered(tx: &mut ReadTx<'_>) -> Result<Vec<Covered>, StoreError> {
    let lines: Vec<(Id<EvaluationCopy>, String)> = tx.all(
        sql!("SELECT copy_id, content FROM evaluation_copy_entry WHERE tenant_id = $1 ORDER BY copy_id, number"),
        &[],
    )?;
    let mut copies: BTreeMap<Id<EvaluationCopy>, Vec<CopyHappening>> = BTreeMap::new();
    for (id, content) in lines {
        copies.entry(id).or_default().push(read(id, &content)?);
    }
    let lines: Vec<(Id<EvaluationResult>, Day, String)> = tx.all(
        sql!("SELECT result_id, day, content FROM evaluation_result_entry WHERE tenant_id = $1 ORDER BY result_id, number"),
        &[],
    )?;
    let mut results: BTreeMap<Id<EvaluationResult>, (Vec<Day>, Vec<ResultHappening>)> = BTreeMap::new();
    for (id, day, content) in lines {
        let of = results.entry(id).or_default();
        of.0.push(day);
        of.1.push(read(id, &content)?);
    }
    let mut found = Vec::new();
    for (id, lines) in copies {
        let Some(copy) = Copied::replay(&lines) else { continue };
        for given in copy.providers() {
            let (days, lines) = results.remove(&given.result).unwrap_or_default();
            let stands = ResultOf::replay(&lines);
            let done = stands.finished().and_then(|line| days.get(line).copied());
            let is_under_way = copy.state == StateName::Open && stands.stage() != Some(Stage::Ended);
            if done.is_some() || is_under_way {
                let address =
                    if lines.is_empty() { format!("{PAGE}/{id}") } else { format!("{RESULT}/{}", given.result) };
                let (organisation, name) = (given.organisation, copy.wish.name.clone());
                let (from, by) = (copy.wish.from, copy.wish.to);
                found.push(Covered { organisation, name, address, from, by, done });
            }
        }
    }
    Ok(found)
}
