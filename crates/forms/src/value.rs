//! Answers that have been understood.

use std::collections::BTreeMap;

use kernel::{Day, Named};
use serde::{Deserialize, Serialize};

/// An answer that has been understood and fits its column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Free text, trimmed and composed (NFC for the Swedish letters).
    Text(String),
    /// A day.
    Day(Day),
    /// The stable name of what was chosen.
    Choice(String),
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Integer(i64),
}

impl Value {
    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
    /// The day, where it is one.
    pub fn as_day(&self) -> Option<Day> {
        if let Self::Day(day) = self { Some(*day) } else { None }
    }
    /// The stable name of what was chosen, where it is a choice.
    pub fn as_choice(&self) -> Option<&str> {
        if let Self::Choice(slug) = self { Some(slug) } else { None }
    }
    /// The truth, where it is a yes or no.
    pub fn as_yes_no(&self) -> Option<bool> {
        if let Self::YesNo(truth) = self { Some(*truth) } else { None }
    }
    /// The number, where it is one.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }
}

/// The values of a form by path (`section.field`); an unanswered field is missing.
pub type Values = BTreeMap<String, Value>;

/// A row that has been understood; an unanswered column is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// The number of the row where it came from. It is no part of what the row says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_row: Option<u32>,
    /// Values by the stable name of their column.
    pub values: Named<Value>,
}

impl Row {
    /// The value in the column.
    pub fn get(&self, column: &str) -> Option<&Value> {
        self.values.get(column)
    }
    /// The text in the column; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.get(column).and_then(Value::as_text).unwrap_or("")
    }
    /// The day in the column.
    pub fn day(&self, column: &str) -> Option<Day> {
        self.get(column).and_then(Value::as_day)
    }
    /// What was chosen in the column.
    pub fn choice(&self, column: &str) -> Option<&str> {
        self.get(column).and_then(Value::as_choice)
    }
    /// Yes or no in the column.
    pub fn yes_no(&self, column: &str) -> Option<bool> {
        self.get(column).and_then(Value::as_yes_no)
    }
}
