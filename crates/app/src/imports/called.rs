//! What the columns of a file are called to whoever has it before them: its own heading, and what we call the field.

use std::collections::BTreeMap;

use documents::rows::Columns;
use domain::participations::{Field, sv as names};
use forms::text::{fold, shortened};

use super::masking::masked;
use super::sv;

/// The headings of a file by field.
#[derive(Debug, Clone, Default)]
pub struct Called(BTreeMap<Field, String>);

impl Called {
    /// As the file has them.
    pub fn of(columns: &Columns) -> Self {
        let heading = |field: Field| {
            let heading = columns.headings.get(columns.of(field.slug())?)?.trim();
            (!heading.is_empty()).then(|| (field, shortened(&masked(heading), 60).into_owned()))
        };
        Self(Field::ALL.into_iter().filter_map(heading).collect())
    }

    /// What the field is called: where the file calls it something else than we do, both, the file's own first.
    pub fn name(&self, field: Option<Field>) -> String {
        let Some(field) = field else { return sv::WHOLE_ROW.to_owned() };
        let ours = names::field(field);
        match self.0.get(&field) {
            Some(heading) if fold(heading) != fold(ours) => format!("{heading} ({ours})"),
            Some(heading) => heading.clone(),
            None => ours.to_owned(),
        }
    }

    /// A sentence with the field it is about.
    pub fn at(&self, field: Option<Field>, what: &str) -> String {
        if field.is_some() { format!("{}: {what}", self.name(field)) } else { what.to_owned() }
    }
}
