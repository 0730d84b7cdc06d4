//! What a submission says: tables and fields, whichever road it came by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::{Row, Value, Values};

/// The content of a filled-in item: its tables by stable name and its fields by path.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Stable name of what was filled in, such as `complaints`.
    pub form: String,
    /// The rows of each table, in the order they stood.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<String, Vec<Row>>,
    /// The answered fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: Values,
}

impl Content {
    /// Empty content of the named form.
    pub fn new(form: impl Into<String>) -> Self {
        Self { form: form.into(), ..Self::default() }
    }
    /// With the rows of a table.
    #[must_use]
    pub fn table(mut self, slug: impl Into<String>, rows: Vec<Row>) -> Self {
        self.tables.insert(slug.into(), rows);
        self
    }
    /// With a field.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>, value: Value) -> Self {
        self.fields.insert(path.into(), value);
        self
    }
    /// The rows of a table; none where the table is missing.
    pub fn rows(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }
}
