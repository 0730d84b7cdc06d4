//! The answer, the facts it is judged by, and what comes of it.

use std::collections::BTreeMap;

use forms::{Content, Fault, Notice, Row, Value};
use kernel::Day;
use serde::{Deserialize, Serialize};

/// The stable name of the form in [`Content`].
pub const FORM: &str = "complaints";

/// The table of complaints, as the year names it.
pub const COMPLAINTS: &str = "complaints";
/// The table of investigations of abusive treatment and discrimination, as the year names it.
pub const INVESTIGATIONS: &str = "abuse";
/// The field in which the unit says that it has had no complaints.
pub const NONE_FIELD: &str = "statement.none";
/// The field of the comment.
pub const COMMENT_FIELD: &str = "statement.comment";
const CONFIRMED_ZERO: &str = "statement.confirmed-zero";

/// What a unit reports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The unit says that it has had no complaints: an answer of its own, which is signed.
    pub none: bool,
    /// One row per complaint.
    pub complaints: Vec<Row>,
    /// One row per investigation of abusive treatment or discrimination.
    pub investigations: Vec<Row>,
    /// A comment to the whole, asked for where the counts fall.
    pub comment: String,
    /// Whether the question about the zero has been answered with yes.
    pub confirmed_zero: bool,
}

impl Answer {
    /// The answer as content to store, hash and compare.
    pub fn to_content(&self) -> Content {
        let mut content = Content::new(FORM)
            .table(COMPLAINTS, self.complaints.clone())
            .table(INVESTIGATIONS, self.investigations.clone())
            .field(NONE_FIELD, Value::YesNo(self.none));
        let comment = forms::text::clean(&self.comment);
        if !comment.is_empty() {
            content = content.field(COMMENT_FIELD, Value::Text(comment));
        }
        if self.confirmed_zero {
            content = content.field(CONFIRMED_ZERO, Value::YesNo(true));
        }
        content
    }

    /// The answer that was stored as content.
    pub fn from_content(content: &Content) -> Self {
        let yes = |path| content.fields.get(path).and_then(Value::as_yes_no).unwrap_or(false);
        Self {
            none: yes(NONE_FIELD),
            complaints: content.rows(COMPLAINTS).to_vec(),
            investigations: content.rows(INVESTIGATIONS).to_vec(),
            comment: content.fields.get(COMMENT_FIELD).and_then(Value::as_text).unwrap_or("").to_owned(),
            confirmed_zero: yes(CONFIRMED_ZERO),
        }
    }
}

/// What the answer is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day it is checked or handed in.
    pub handed_in: Day,
    /// How many students the unit has, where that is known.
    pub students: Option<u32>,
    /// From how many students a zero asks back; never where absent.
    pub zero_question_at: Option<u32>,
    /// What the unit reported at the previous occasion of the same year. Periods are cumulative from 1 January.
    pub previous: Option<Counts>,
}

/// How many complaints count, and how many do not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Those that count, by the stable name of their category; categories without any are there with 0.
    pub by_category: BTreeMap<String, u32>,
    /// Those that count, all together.
    pub counted: u32,
    /// Rows that do not count, since an answer is no.
    pub not_counted: u32,
    /// Investigations of abusive treatment or discrimination, whatever their outcome.
    pub investigations: u32,
}

/// Something that is asked back before signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// No complaint that counts, at a unit of this many students: is that so?
    NoComplaints {
        /// How many students the unit has.
        students: u32,
    },
}

/// The outcome of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// What must be put right before it can be signed.
    pub faults: Vec<Fault>,
    /// What is pointed out.
    pub notices: Vec<Notice>,
    /// What is asked back and has not been answered.
    pub questions: Vec<Question>,
    /// The counts.
    pub counts: Counts,
}

impl Verdict {
    /// Whether it can be signed.
    pub fn is_ready(&self) -> bool {
        self.faults.is_empty() && self.questions.is_empty()
    }
}
