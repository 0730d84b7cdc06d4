//! The fields of an item in words as a Word file has them. Pure.

use domain::deviations;
use forms::Kind;

use super::sv;
use crate::submissions::Asked;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With text.
    Text,
    /// With a box to tick: what a tick means, and the words beside the box.
    Tick {
        /// The value of a tick.
        on: String,
        /// The words beside the box.
        label: String,
    },
    /// With one of these: value and words.
    Choice(Vec<(String, String)>),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordField {
    /// Its path, the name of its control.
    pub path: String,
    /// What it is called, for people.
    pub title: String,
    /// The heading that is its own and nobody else's; by it the text is found where the control is gone.
    pub heading: Option<String>,
    /// How it is filled in.
    pub answer: Answer,
}

/// The name of the control that holds the focus areas.
pub const FOCUS: &str = "focus-areas";

/// The fields of what is asked, in their order; nothing where it is answered with tables.
pub fn fields(asked: &Asked) -> Vec<WordField> {
    let Some(form) = asked.form() else { return Vec::new() };
    let is_narrative = matches!(asked, Asked::Narrative(_));
    let mut fields = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            let path = section.path(field);
            let answer = match &field.kind {
                _ if path == deviations::STATEMENT_FIELD => Answer::Tick {
                    on: deviations::sv::NONE.to_owned(),
                    label: deviations::sv::NO_DEVIATIONS.to_owned(),
                },
                Kind::YesNo => Answer::Tick { on: "ja".to_owned(), label: sv::AT_RISK.to_owned() },
                Kind::Choice { options } => {
                    let option = |option: &forms::ChoiceOption| (option.slug.clone(), option.label.as_sv().to_owned());
                    Answer::Choice(options.iter().map(option).collect())
                }
                Kind::Text { .. } | Kind::Day { .. } | Kind::Integer { .. } | Kind::Key | Kind::Person { .. } => {
                    Answer::Text
                }
            };
            let title = asked.title_of(&path).unwrap_or_else(|| field.title.as_sv().to_owned());
            let heading = is_narrative.then(|| section.title.as_sv().to_owned());
            fields.push(WordField { path, title, heading, answer });
        }
    }
    fields
}

impl WordField {
    /// What the value means, for people.
    pub fn shown(&self, value: &str) -> String {
        match &self.answer {
            Answer::Text => value.to_owned(),
            Answer::Tick { on, label } if value == on => sv::ticked(label),
            Answer::Tick { .. } if value.is_empty() => sv::NOT_TICKED.to_owned(),
            Answer::Tick { .. } => deviations::sv::option(value).to_owned(),
            Answer::Choice(options) => {
                let found = options.iter().find(|(slug, _)| slug == value);
                found.map_or_else(|| value.to_owned(), |(_, label)| label.clone())
            }
        }
    }
}
