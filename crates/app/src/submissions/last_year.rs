//! What a provider wrote under the same headings a year ago: to have before one's eyes, never filled in.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use forms::Value;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;

use crate::assignments::{self, Assignment, Filter};

/// Last year's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYear {
    /// The year.
    pub year: i16,
    /// The assignment that they answered, where their pictures are.
    pub assignment: Id<AssignmentKind>,
    /// The receipt of the version they stand in.
    pub reference: String,
    /// The texts by the paths of their fields.
    pub texts: BTreeMap<String, String>,
}

/// What was handed in for the same item and subject the year before; nothing where nothing was.
pub fn last_year(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<Option<LastYear>, StoreError> {
    let year = assignment.year - 1;
    let filter =
        Filter { organisation: Some(assignment.organisation), item: Some(&assignment.item), ..Filter::default() };
    let all = assignments::list(tx, year, filter)?;
    let same = |of: &&Assignment| of.subject == assignment.subject && of.submissions > 0;
    let Some(before) = all.iter().find(same) else { return Ok(None) };
    let Some(version) = super::latest(tx, before.id)? else { return Ok(None) };
    let text = |(path, value): (String, Value)| {
        let text = value.as_text().filter(|text| !text.trim().is_empty())?.to_owned();
        (!domain::narratives::is_beside(&path)).then_some((path, text))
    };
    let texts: BTreeMap<String, String> = version.content.fields.into_iter().filter_map(text).collect();
    Ok(Some(LastYear { year, assignment: before.id, reference: version.reference, texts }))
}
