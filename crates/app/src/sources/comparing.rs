//! The authority's agreements and what the register last said, put side by side for the rules that compare them.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::register_check::{Finding, OwnProvider, Registered, Reported, compare};
use domain::year::{Regime, SchoolForm};
use kernel::{Day, Instant};

use super::fetches;
use super::fetching::RegisterRead;
use super::settings::SourceKind;
use crate::organisations::{self, in_force};

/// What differs, how many providers were compared, and when the register was read.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Providers where something differs.
    pub findings: Vec<Finding>,
    /// How many were compared.
    pub compared: usize,
    /// When the register was read.
    pub read_at: Instant,
}

/// The digits of an organisation number, however it was stored.
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// As the register names it.
const fn part(form: SchoolForm) -> &'static str {
    match form {
        SchoolForm::Basic => "VUXGR",
        SchoolForm::UpperSecondary => "VUXGY",
        SchoolForm::Sfi => "VUXSFI",
        SchoolForm::AdaptedBasic => "VUXGRAN",
        SchoolForm::AdaptedUpperSecondary => "VUXGYAN",
    }
}

/// The own providers, those that the authority runs itself left out: they are no contracts.
fn own(tx: &mut ReadTx<'_>, on: Day) -> Result<Vec<OwnProvider>, StoreError> {
    let (providers, areas) = (organisations::providers(tx)?, organisations::areas(tx)?);
    let agreements: Vec<_> = organisations::agreements(tx)?
        .into_iter()
        .map(|entry| entry.terms)
        .filter(|terms| terms.regime != Regime::OwnRun && in_force(terms.from, terms.to, on))
        .collect();
    Ok(providers
        .into_iter()
        .map(|provider| {
            let of: Vec<_> = agreements.iter().filter(|terms| terms.organisation == provider.id).collect();
            let forms = of.iter().filter_map(|terms| areas.iter().find(|area| Some(area.id) == terms.area));
            let parts: BTreeSet<String> =
                forms.flat_map(|area| &area.school_forms).map(|form| part(*form).to_owned()).collect();
            let left = provider.ended_on.is_some_and(|last| last < on);
            let number = digits(&provider.number);
            OwnProvider { in_force: !left && !of.is_empty(), number, name: provider.name, parts }
        })
        .collect())
}

/// Compares; nothing before the register has been read.
pub fn comparison(tx: &mut ReadTx<'_>, on: Day) -> Result<Option<Comparison>, StoreError> {
    let Some((read_at, content)) = fetches::newest_content(tx, SourceKind::Register)? else { return Ok(None) };
    let read: RegisterRead = serde_json::from_str(&content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let registered: Vec<Registered> = read
        .providers
        .into_iter()
        .map(|one| Registered {
            number: one.org_number,
            name: one.name,
            grading: one.grading_rights,
            from: one.from,
            to: one.to,
        })
        .collect();
    let reported: Vec<Reported> = read
        .contracts
        .into_iter()
        .map(|one| Reported {
            number: one.provider,
            name: one.name,
            active: one.active,
            parts: one.parts.into_iter().map(|part| (part.part, part.from, part.to)).collect(),
        })
        .collect();
    let (findings, compared) = compare(&own(tx, on)?, &registered, &reported, on);
    Ok(Some(Comparison { findings, compared, read_at }))
}
