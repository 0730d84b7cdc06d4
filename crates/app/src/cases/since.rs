//! What has come in a case since somebody read it: what they do was decided on what they read.

use ::store::{ReadTx, StoreError};
use domain::cases::Party;
use kernel::Day;
use platform::access::Tools;

use super::model::{Dossier, Line};
use super::store::{entry_place, row_name};
use super::writing::Add;

/// What has come of a case since it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Nothing.
    Nothing,
    /// The very same, from the same hand: the form was sent twice.
    Same,
    /// Something else.
    Other,
}

/// What has come of the case since it had so many lines. Without a number, whether its last line is the very same.
pub fn since(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    (lines, add): (Option<usize>, &Add<'_>),
    today: Day,
) -> Result<Since, StoreError> {
    let newer = match lines {
        Some(lines) => dossier.lines.get(lines..).unwrap_or_default(),
        None => dossier.lines.last().map(std::slice::from_ref).unwrap_or_default(),
    };
    for line in newer {
        if is_same(tx, tools, (dossier, line), (add, today))? {
            return Ok(Since::Same);
        }
    }
    Ok(if newer.is_empty() || lines.is_none() { Since::Nothing } else { Since::Other })
}

fn is_same(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (dossier, line): (&Dossier, &Line),
    (add, today): (&Add<'_>, Day),
) -> Result<bool, StoreError> {
    let by = add.seen.hand.party();
    if (line.person, Some(line.entry.by), &line.entry.happening) != (add.person, by, &add.happening) {
        return Ok(false);
    }
    // What somebody with a code wrote yesterday they may well write again.
    if by == Some(Party::Complainant) && line.entry.day != today {
        return Ok(false);
    }
    let words = match line.sealed.as_deref() {
        Some(sealed) => tools.keys(tx)?.open_text(entry_place(&row_name(dossier.filed.id, line.number)), sealed)?,
        None => String::new(),
    };
    Ok(words == add.words)
}
