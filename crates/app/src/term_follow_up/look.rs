//! The terms that hold for a provider, with what both sides say of them.

use ::store::{ReadTx, StoreError};
use domain::deficiencies::SourceKind;
use domain::terms::{Said, Standing, Voice, standing};
use kernel::id::kind::Organisation;
use kernel::{Day, Id};
use platform::access::Tools;

use super::store::{self, Line};
use crate::deficiencies::{self, FromSource};
use crate::organisations::{self, Provider};
use crate::terms;

/// A term at a provider.
#[derive(Debug)]
pub(super) struct At {
    pub term: terms::Kept,
    /// Everything that was said of it, in order.
    pub lines: Vec<Line>,
    pub standing: Standing,
}

impl At {
    /// What the side said last.
    pub fn newest(&self, voice: Voice) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.said.voice == voice)
    }
    /// The same without its words.
    pub fn said(&self, voice: Voice) -> Option<Said> {
        self.newest(voice).map(|line| line.said)
    }
}

/// A provider with its terms.
#[derive(Debug)]
pub(super) struct Looked {
    pub provider: Provider,
    pub terms: Vec<At>,
    /// Which terms became deficiencies.
    pub became: Vec<FromSource>,
    pub today: Day,
}

/// The provider's terms; nothing where there is no such provider.
pub(super) fn look(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (of, today): (Id<Organisation>, Day),
) -> Result<Option<Looked>, StoreError> {
    let Some(provider) = organisations::provider(tx, of)? else { return Ok(None) };
    let held = terms::held(tx, of)?;
    let mut said = store::of_provider(tx, tools, of)?;
    let all = terms::all(tx)?.into_iter().filter(|kept| !kept.withdrawn && kept.term.holds_for(&held, today));
    let at = |term: terms::Kept| {
        let lines = said.remove(&term.id).unwrap_or_default();
        let newest = lines.iter().rev().find(|line| line.said.voice == Voice::Authority);
        let authority = newest.map(|line| (line.said, line.version == term.number));
        At { standing: standing(authority, today), term, lines }
    };
    let terms = all.map(at).collect();
    let became = deficiencies::of_source(tx, SourceKind::Term, &of.to_string())?;
    Ok(Some(Looked { provider, terms, became, today }))
}

/// A provider in the matrix: how many of its terms stand how, and of how many the two sides say different things.
#[derive(Debug)]
pub(super) struct Row {
    pub provider: Provider,
    pub counts: [usize; 6],
    pub differ: usize,
    pub declared: usize,
    pub of: usize,
}

/// Every provider for which any term holds.
pub(super) fn matrix(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Row>, StoreError> {
    let all: Vec<terms::Kept> = terms::all(tx)?.into_iter().filter(|kept| !kept.withdrawn).collect();
    let newest = store::newest(tx)?;
    let mut rows = Vec::new();
    for provider in organisations::providers(tx)? {
        let held = terms::held(tx, provider.id)?;
        let own: Vec<(Option<Said>, Option<(Said, bool)>)> = all
            .iter()
            .filter(|kept| kept.term.holds_for(&held, today))
            .map(|kept| {
                let (declared, authority) = newest.get(&(provider.id, kept.id)).copied().unwrap_or_default();
                let authority = authority.map(|(said, version)| (said, version == kept.number));
                (declared.map(|(said, _)| said), authority)
            })
            .collect();
        if own.is_empty() {
            continue;
        }
        rows.push(Row {
            counts: domain::terms::counts(own.iter().map(|(_, authority)| standing(*authority, today))),
            differ: own.iter().filter(|(one, other)| domain::terms::differ(*one, other.map(|(said, _)| said))).count(),
            declared: own.iter().filter(|(declared, _)| declared.is_some()).count(),
            of: own.len(),
            provider,
        });
    }
    Ok(rows)
}
