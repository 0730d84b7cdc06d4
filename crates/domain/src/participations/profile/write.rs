//! A profile as the document that says it.

use serde::Serialize;

use super::{Column, Empty, Epoch, Profile};

#[derive(Serialize)]
struct Document<'p> {
    slug: &'p str,
    title: &'p str,
    about: &'p str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    missing: &'p [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_days: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    complete_per_person: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    starts_unknown: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    retired: bool,
    columns: Vec<Written<'p>>,
}

#[derive(Serialize)]
struct Written<'p> {
    field: &'static str,
    headings: &'p [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    empty: Option<&'p str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holds: Vec<&'static str>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    codes: &'p std::collections::BTreeMap<String, String>,
}

impl<'p> From<&'p Column> for Written<'p> {
    fn from(column: &'p Column) -> Self {
        Self {
            field: column.field.slug(),
            headings: &column.headings,
            required: column.required,
            empty: match &column.empty {
                Empty::Missing => None,
                Empty::Fault => Some("fault"),
                Empty::Value(word) => Some(word),
            },
            holds: column.holds.iter().map(|holds| holds.word()).collect(),
            codes: &column.codes,
        }
    }
}

impl Profile {
    /// The document that says what the profile says: reading it gives the profile again.
    pub fn to_document(&self) -> String {
        let document = Document {
            slug: &self.slug,
            title: &self.title,
            about: &self.about,
            missing: &self.missing,
            serial_days: self.serial_days.map(|epoch| match epoch {
                Epoch::Year1900 => "1900",
                Epoch::Year1904 => "1904",
            }),
            complete_per_person: self.complete_per_person,
            starts_unknown: self.starts_unknown,
            retired: self.retired,
            columns: self.columns.iter().map(Written::from).collect(),
        };
        // Texts, lists and tables of texts: there is nothing in it that TOML lacks.
        toml::to_string(&document).unwrap_or_default()
    }
}
