//! The definitions: tables with typed columns, forms with sections of fields. Serialisable, so that an authority's
//! year document can configure them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Label, Period};
use serde::{Deserialize, Serialize};

/// A table that somebody fills in: one row per thing, one column per answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDef {
    /// Stable name, unique within an item.
    pub slug: String,
    /// Heading; also the name of the sheet in a workbook.
    pub title: Label,
    /// What to fill in, shown above the table and on the instruction sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Label>,
    /// The columns in their order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Stable name, unique within the table.
    pub slug: String,
    /// Heading.
    pub title: Label,
    /// What to write here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Label>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether a row without it is faulty.
    #[serde(default)]
    pub required: bool,
}

/// A field of a form: the same thing as a column, asked once instead of per row.
pub type Field = Column;

/// What kind of answer a column or field takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Kind {
    /// Free text.
    Text {
        /// The most characters (Unicode scalar values after trimming) it may have.
        #[serde(default = "default_max_chars")]
        max_chars: u32,
        /// Whether it is asked for in a box of several lines.
        #[serde(default)]
        long: bool,
    },
    /// A civil day.
    Day {
        /// The stretch the day must lie in, both ends included. It also tells the year where people leave it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Period>,
    },
    /// One of a closed list.
    Choice {
        /// What can be chosen, in order.
        options: Vec<ChoiceOption>,
    },
    /// Yes or no.
    YesNo,
    /// What the system knows the row by. It is hidden from whoever fills in, and kept with the row.
    Key,
    /// A person's number, of which only a reference is kept (see [`person`](crate::person)).
    Person {
        /// The numbers that are known here by their references, masked.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        known: BTreeMap<String, String>,
    },
    /// A whole number.
    Integer {
        /// The least.
        #[serde(default)]
        min: i64,
        /// The most.
        #[serde(default = "default_max")]
        max: i64,
    },
}

const fn default_max_chars() -> u32 {
    2_000
}
const fn default_max() -> i64 {
    999_999_999
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// Stable name, the one that is stored.
    pub slug: String,
    /// What people see and choose.
    pub label: Label,
    /// The definition, shown beside the choice and on the instruction sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Label>,
}

/// A form of sections with fields, for reports in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDef {
    /// Stable name, unique within an item.
    pub slug: String,
    /// Heading.
    pub title: Label,
    /// The sections in their order.
    pub sections: Vec<Section>,
}

/// A section of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable name, unique within the form.
    pub slug: String,
    /// Heading.
    pub title: Label,
    /// What the section is about, and support for writing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Label>,
    /// The fields in their order.
    pub fields: Vec<Field>,
}

impl Column {
    /// Whether it is hidden from whoever fills in.
    pub const fn is_hidden(&self) -> bool {
        matches!(self.kind, Kind::Key)
    }
}

impl TableDef {
    /// The column with the stable name.
    pub fn column(&self, slug: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.slug == slug)
    }

    /// What is wrong with the definition itself; empty when it can be used.
    pub fn problems(&self) -> Vec<DefinitionProblem> {
        let mut problems = slug_problem(&self.slug).into_iter().collect::<Vec<_>>();
        if self.columns.is_empty() {
            problems.push(DefinitionProblem::Empty { slug: self.slug.clone() });
        }
        problems.extend(column_problems(&self.columns, ""));
        problems
    }
}

impl FormDef {
    /// Every field with its path (`section.field`), in order.
    pub fn fields(&self) -> impl Iterator<Item = (String, &Field)> {
        self.sections.iter().flat_map(|section| section.fields.iter().map(|field| (section.path(field), field)))
    }

    /// The field at the path `section.field`.
    pub fn field(&self, path: &str) -> Option<&Field> {
        let (section, field) = path.rsplit_once('.')?;
        let section = self.sections.iter().find(|candidate| candidate.slug == section)?;
        section.fields.iter().find(|candidate| candidate.slug == field)
    }

    /// What is wrong with the definition itself; empty when it can be used.
    pub fn problems(&self) -> Vec<DefinitionProblem> {
        let mut problems = slug_problem(&self.slug).into_iter().collect::<Vec<_>>();
        let mut seen = BTreeSet::new();
        for section in &self.sections {
            problems.extend(slug_problem(&section.slug));
            if !seen.insert(section.slug.as_str()) {
                problems.push(DefinitionProblem::Twice { slug: section.slug.clone() });
            }
            problems.extend(column_problems(&section.fields, &format!("{}.", section.slug)));
        }
        if self.sections.iter().all(|section| section.fields.is_empty()) {
            problems.push(DefinitionProblem::Empty { slug: self.slug.clone() });
        }
        problems
    }
}

impl Section {
    /// The path of one of its fields, as used in values, faults and the names of web inputs.
    pub fn path(&self, field: &Field) -> String {
        format!("{}.{}", self.slug, field.slug)
    }
}

impl Kind {
    /// The option with the stable name, where this is a choice.
    pub fn option(&self, slug: &str) -> Option<&ChoiceOption> {
        match self {
            Self::Choice { options } => options.iter().find(|option| option.slug == slug),
            Self::Text { .. }
            | Self::Day { .. }
            | Self::YesNo
            | Self::Key
            | Self::Person { .. }
            | Self::Integer { .. } => None,
        }
    }
}

/// A fault in a definition, with the path of the column or field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DefinitionProblem {
    /// A stable name that is not lower-case letters a to z, digits, `-` and `_`, beginning with a letter.
    BadSlug {
        /// The name.
        slug: String,
    },
    /// The same stable name twice in one place.
    Twice {
        /// The name.
        slug: String,
    },
    /// A table without columns, a form without fields.
    Empty {
        /// Its name.
        slug: String,
    },
    /// A choice without options.
    NoOptions {
        /// The path of the column.
        slug: String,
    },
    /// Two options that look the same to whoever fills in.
    SameLabel {
        /// The path of the column.
        slug: String,
        /// The label.
        label: String,
    },
    /// A number, length or period whose lower end lies above its upper.
    NothingFits {
        /// The path of the column.
        slug: String,
    },
}

fn slug_problem(slug: &str) -> Option<DefinitionProblem> {
    let good = slug.starts_with(|c: char| c.is_ascii_lowercase())
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    (!good).then(|| DefinitionProblem::BadSlug { slug: slug.to_owned() })
}

fn column_problems(columns: &[Column], prefix: &str) -> Vec<DefinitionProblem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for column in columns {
        let path = format!("{prefix}{}", column.slug);
        problems.extend(slug_problem(&column.slug));
        if !seen.insert(column.slug.as_str()) {
            problems.push(DefinitionProblem::Twice { slug: path.clone() });
        }
        problems.extend(kind_problems(&column.kind, &path));
    }
    problems
}

fn kind_problems(kind: &Kind, path: &str) -> Vec<DefinitionProblem> {
    let nothing_fits = |wrong: bool| {
        wrong.then(|| DefinitionProblem::NothingFits { slug: path.to_owned() }).into_iter().collect::<Vec<_>>()
    };
    match kind {
        Kind::Text { max_chars, .. } => nothing_fits(*max_chars == 0),
        Kind::Integer { min, max } => nothing_fits(min > max),
        Kind::Day { within } => nothing_fits(within.is_some_and(|period| period.from > period.to)),
        Kind::YesNo | Kind::Key | Kind::Person { .. } => Vec::new(),
        Kind::Choice { options } => {
            let mut problems = Vec::new();
            if options.is_empty() {
                problems.push(DefinitionProblem::NoOptions { slug: path.to_owned() });
            }
            let (mut slugs, mut labels) = (BTreeSet::new(), BTreeSet::new());
            for option in options {
                problems.extend(slug_problem(&option.slug));
                if !slugs.insert(option.slug.as_str()) {
                    problems.push(DefinitionProblem::Twice { slug: format!("{path}.{}", option.slug) });
                }
                if !labels.insert(crate::text::fold(option.label.as_sv())) {
                    problems.push(DefinitionProblem::SameLabel {
                        slug: path.to_owned(),
                        label: option.label.as_sv().to_owned(),
                    });
                }
            }
            problems
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_definition_is_written_as_people_would_write_it() {
        let json = r#"{"slug":"t","title":"Tabell","columns":[
            {"slug":"a","title":"A","kind":{"type":"day","within":{"from":"2024-01-01","to":"2024-03-31"}},"required":true},
            {"slug":"b","title":"B","kind":{"type":"yes-no"}},
            {"slug":"c","title":"C","kind":{"type":"text"}}]}"#;
        let table: TableDef = serde_json::from_str(json).unwrap();
        assert!(table.problems().is_empty());
        assert_eq!(table.column("c").unwrap().kind, Kind::Text { max_chars: 2_000, long: false });
        let again: TableDef = serde_json::from_str(&serde_json::to_string(&table).unwrap()).unwrap();
        assert_eq!(again, table);
    }

    #[test]
    fn a_definition_that_cannot_be_filled_in_is_found_before_anybody_tries() {
        let column =
            |slug: &str, kind| Column { slug: slug.into(), title: Label::sv("x"), help: None, kind, required: false };
        let option = |slug: &str, label: &str| ChoiceOption { slug: slug.into(), label: Label::sv(label), help: None };
        let table = TableDef {
            slug: "T".into(),
            title: Label::sv("T"),
            help: None,
            columns: vec![
                column("a", Kind::Choice { options: vec![] }),
                column("a", Kind::Integer { min: 2, max: 1 }),
                column("b", Kind::Choice { options: vec![option("x", "Ja"), option("y", "ja ")] }),
            ],
        };
        assert_eq!(
            table.problems(),
            [
                DefinitionProblem::BadSlug { slug: "T".into() },
                DefinitionProblem::NoOptions { slug: "a".into() },
                DefinitionProblem::Twice { slug: "a".into() },
                DefinitionProblem::NothingFits { slug: "a".into() },
                DefinitionProblem::SameLabel { slug: "b".into(), label: "ja ".into() },
            ]
        );
    }
}
