//! What a waiting file comes to, held against what was read in before.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::case_imports::{Facts, Known, Lacking, Looked, Mapping, Names, judge};
use kernel::id::kind::Unit;
use kernel::{Day, Id};
use platform::access::Tools;
use platform::files::sha256_hex;

use super::store::{self, Owner, Waiting};
use crate::cases::{self, Past};

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub tools: Tools,
    pub owner: Owner,
    /// The units that they work at, where those are not all of the provider's.
    pub only: Option<Vec<Id<Unit>>>,
    pub today: Day,
}

/// What a file comes to, with everything that it was judged by.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub file: Waiting,
    pub version: i64,
    pub mapping: Mapping,
    pub names: Names,
    /// What keeps the mapping from reading it; then nothing is judged.
    pub lacks: Vec<Lacking>,
    pub looked: Looked,
    /// What was read in before, by reference.
    pub past: BTreeMap<String, Past>,
}

impl Seen {
    /// What tells that what is taken in is what was shown.
    pub fn hash(&self) -> String {
        let rows: Vec<_> = self
            .looked
            .rows
            .iter()
            .map(|row| (row.row, &row.reference, &row.standing, &row.record, &row.text))
            .collect();
        sha256_hex(format!("{} {} {rows:?}", self.file.sha256, self.version).as_bytes())
    }
}

/// Judges the file as things stand in the transaction.
pub(super) fn look(tx: &mut ReadTx<'_>, asker: &Asker, file: Waiting) -> Result<Seen, StoreError> {
    let organisation = asker.owner.organisation;
    let (version, mapping) = store::mapping(tx, organisation)?;
    let names = store::names(tx, organisation, asker.only.as_deref(), asker.today)?;
    let past = cases::past(tx, &asker.tools, organisation)?;
    let lacks = mapping.lacks(&file.cells.table);
    let looked = if lacks.is_empty() {
        let known = past.iter().map(|(reference, past)| (reference.clone(), known(past))).collect();
        let facts = Facts { today: asker.today, names: &names };
        let mut looked = judge(&file.cells.table, &mapping, facts, &known);
        // Of units where they do not work they are not told what is there.
        let own = |reference: &String| past.get(reference).is_some_and(|past| is_own(&names, past));
        looked.gone.retain(own);
        looked
    } else {
        Looked::default()
    };
    Ok(Seen { file, version, mapping, names, lacks, looked, past })
}

fn known(past: &Past) -> Known {
    Known { record: past.record.clone(), text: past.text.clone() }
}

fn is_own(names: &Names, past: &Past) -> bool {
    names.units.iter().any(|unit| unit.own && unit.id == past.record.unit)
}
