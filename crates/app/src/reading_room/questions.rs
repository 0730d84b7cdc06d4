//! The questions of an item that are answered in words, and where in what was handed in their answers stand.

use domain::complaints;
use domain::deviations;
use domain::own_tables::Rules;
use domain::year::{Form, Item, Year};
use forms::{Content, Kind, TableDef};

use crate::submissions::cell_path;

/// A question that is answered in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in addresses, unique within the item.
    pub slug: String,
    /// The question as it was asked.
    pub title: String,
    place: Place,
}

/// Where the answers stand.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// In one field of a form.
    Field(String),
    /// In the comment of each focus area.
    FocusComments,
    /// In one column of a table, an answer per row; the category of the row stands in the other column.
    Cells { table: String, column: String, category: Option<String> },
}

/// An answer in what was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The field or cell.
    pub path: String,
    /// What was written.
    pub text: String,
    /// The row in a table, from 1.
    pub row: Option<u32>,
    /// The stable name of the row's category.
    pub category: Option<String>,
    /// The focus area's identifier.
    pub focus: Option<String>,
}

/// The questions of the item that are answered in words, in the order of the item. Tables with a row per person are
/// none of the reading room's business: nobody is to be quoted from a row about one person.
pub fn questions(year: &Year, item: &Item) -> Vec<Question> {
    if Rules::are_about_persons(year, item) {
        return Vec::new();
    }
    match &item.form {
        Form::Complaints => {
            complaints::tables(year, item).map(|tables| complaint_questions(&tables)).unwrap_or_default()
        }
        Form::TargetDeviations => target_questions(year),
        Form::FocusAreaDeviations => vec![Question {
            slug: "focus.comment".to_owned(),
            title: deviations::sv::field("comment").0.to_owned(),
            place: Place::FocusComments,
        }],
        Form::Narrative(sections) => sections
            .iter()
            .map(|section| Question {
                slug: section.slug.to_string(),
                title: section.title.as_sv().to_owned(),
                place: Place::Field(format!("{}.{}", section.slug, domain::year::TEXT_FIELD)),
            })
            .collect(),
        Form::Table(_) => year.table(item).map(|table| columns(&table, None)).unwrap_or_default(),
    }
}

/// The questions of the item in any of the versions of the year, the first version's first: what was asked in an earlier
/// version of the year keeps its answers, whatever the year asks now. None where any version asks about single persons.
pub fn questions_of_versions<'a>(years: impl Iterator<Item = &'a Year>, item: &str) -> Vec<Question> {
    let mut known: Vec<Question> = Vec::new();
    for (year, item) in years.filter_map(|year| Some((year, year.item(item)?))) {
        if Rules::are_about_persons(year, item) {
            return Vec::new();
        }
        for question in questions(year, item) {
            if !known.iter().any(|other| other.slug == question.slug) {
                known.push(question);
            }
        }
    }
    known
}

fn complaint_questions(tables: &complaints::Tables) -> Vec<Question> {
    let category = tables.complaints.column(complaints::columns::CATEGORY).map(|column| column.slug.clone());
    // Investigations of abusive treatment are read one by one, at the review: nobody is to be quoted from them.
    let mut questions = columns(&tables.complaints, category.as_deref());
    questions.push(Question {
        slug: complaints::COMMENT_FIELD.to_owned(),
        title: super::sv::COMPLAINT_COMMENT.to_owned(),
        place: Place::Field(complaints::COMMENT_FIELD.to_owned()),
    });
    questions
}

fn columns(table: &TableDef, category: Option<&str>) -> Vec<Question> {
    table
        .columns
        .iter()
        .filter(|column| matches!(column.kind, Kind::Text { .. }))
        .map(|column| Question {
            slug: format!("{}.{}", table.slug, column.slug),
            title: column.title.as_sv().to_owned(),
            place: Place::Cells {
                table: table.slug.clone(),
                column: column.slug.clone(),
                category: category.map(str::to_owned),
            },
        })
        .collect()
}

fn target_questions(year: &Year) -> Vec<Question> {
    let asked = year.indicators.iter().filter(|i| year.targets.iter().any(|target| target.indicator == i.slug));
    asked
        .flat_map(|indicator| {
            ["causes", "measures", "what"].map(|field| Question {
                slug: format!("{}.{field}", indicator.slug),
                title: super::sv::target_question(indicator.title.as_sv(), deviations::sv::field(field).0),
                place: Place::Field(format!("target-{}.{field}", indicator.slug)),
            })
        })
        .collect()
}

impl Question {
    /// The answers in what was handed in; empty ones are left out.
    pub fn answers(&self, content: &Content) -> Vec<Found> {
        let mut found = self.all(content);
        found.retain(|found| !found.text.trim().is_empty());
        found
    }

    fn all(&self, content: &Content) -> Vec<Found> {
        let field = |path: &str, focus: Option<&str>| Found {
            path: path.to_owned(),
            text: content.fields.get(path).and_then(forms::Value::as_text).unwrap_or("").to_owned(),
            row: None,
            category: None,
            focus: focus.map(str::to_owned),
        };
        match &self.place {
            Place::Field(path) => vec![field(path, None)],
            Place::FocusComments => {
                content.fields.keys().filter_map(|path| Some(field(path, Some(focus_of(path)?)))).collect()
            }
            Place::Cells { table, column, category } => (1_u32..)
                .zip(content.rows(table))
                .map(|(number, row)| Found {
                    path: cell_path(table, number, column),
                    text: row.text(column).to_owned(),
                    row: Some(number),
                    category: category.as_ref().and_then(|of| row.choice(of)).map(str::to_owned),
                    focus: None,
                })
                .collect(),
        }
    }

    /// Whether its answers are cells of a table, which move from version to version.
    pub fn is_in_rows(&self) -> bool {
        matches!(&self.place, Place::Cells { .. })
    }

    /// Whether its answers are rows about single complaints: told without saying at whom, since so few have any.
    pub fn is_about_single_complaints(&self) -> bool {
        matches!(&self.place, Place::Cells { table, .. } if table == complaints::COMPLAINTS)
    }

    /// Whether the field or cell belongs to this question.
    pub fn covers(&self, path: &str) -> bool {
        match &self.place {
            Place::Field(own) => own == path,
            Place::FocusComments => focus_of(path).is_some(),
            Place::Cells { table, column, .. } => {
                let mut parts = path.splitn(3, '.');
                parts.next() == Some(table) && parts.nth(1) == Some(column)
            }
        }
    }

    /// What is said at the place.
    pub fn said_at(&self, content: &Content, path: &str) -> Option<String> {
        self.all(content).into_iter().find(|found| found.path == path).map(|found| found.text)
    }

    /// Whether the quote still stands among the answers: at its own place, or in another row of the same column,
    /// since rows move when a table is handed in anew.
    pub fn still_says(&self, content: &Content, path: &str, quote: &str) -> bool {
        let rows = matches!(self.place, Place::Cells { .. });
        self.all(content).iter().any(|found| (rows || found.path == path) && holds(&found.text, quote))
    }
}

fn focus_of(path: &str) -> Option<&str> {
    path.strip_prefix("focus-")?.strip_suffix(".comment")
}

/// The text with every stretch of white space as one space, none at the ends.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the quote is a literal part of the text, differences in white space aside.
pub fn holds(text: &str, quote: &str) -> bool {
    let quote = squeezed(quote);
    // What is read on the page has no marks in it.
    let stands = |text: &str| squeezed(text).contains(&quote);
    !quote.is_empty() && (stands(text) || stands(&documents::markup::plain_words(text)))
}
