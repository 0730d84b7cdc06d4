//! What is asked, and what is answered.

use std::collections::BTreeMap;

use forms::{Content, Value};
use serde::{Deserialize, Serialize};

use super::rules::{STATEMENT_FIELD, focus_path, target_path};
use super::sv;
use crate::year::SupportStep;

/// The stable name of the form in [`Content`].
pub const FORM: &str = "deviations";

/// What a focus area was called when it was signed for.
const TITLE: &str = "title";
/// What was to be reached.
const AIM: &str = "aim";
/// The units that it concerned, one a line.
const UNITS: &str = "units";

/// The focus areas that the signed content speaks of, by what they were called then. Empty for content from before
/// titles were signed, and where nothing was asked about.
pub fn signed_focus_areas(content: &Content) -> Vec<FocusAsked> {
    let text = |path: &str| content.fields.get(path).and_then(Value::as_text).unwrap_or("").to_owned();
    let ids = content.fields.keys().filter_map(|path| path.strip_prefix("focus-")?.strip_suffix(".title"));
    ids.map(|id| FocusAsked {
        id: id.to_owned(),
        title: text(&focus_path(id, TITLE)),
        aim: text(&focus_path(id, AIM)),
        units: text(&focus_path(id, UNITS)).lines().map(str::to_owned).collect(),
    })
    .collect()
}

/// Whether the path is one of those that only say what a focus area was called.
pub fn is_about_focus_area(path: &str) -> bool {
    let ending = path.strip_prefix("focus-").and_then(|rest| rest.rsplit_once('.'));
    ending.is_some_and(|(_, field)| [TITLE, AIM, UNITS].contains(&field))
}

/// Writes into the content what focus areas are called, what they are to reach and where.
pub fn name_focus_areas(content: &mut Content, areas: &[FocusAsked]) {
    for focus in areas {
        content.fields.insert(focus_path(&focus.id, TITLE), Value::Text(focus.title.clone()));
        if !focus.aim.is_empty() {
            content.fields.insert(focus_path(&focus.id, AIM), Value::Text(focus.aim.clone()));
        }
        if !focus.units.is_empty() {
            content.fields.insert(focus_path(&focus.id, UNITS), Value::Text(focus.units.join("\n")));
        }
    }
}

/// What one area is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The targets that hold for the area; empty where the item asks about focus areas only.
    pub targets: Vec<TargetAsked>,
    /// Last year's focus areas; empty where there are none or the item asks about targets only.
    pub focus_areas: Vec<FocusAsked>,
    /// Whether a focus area may be answered with "ej aktuellt".
    pub may_be_not_applicable: bool,
    /// Steps of support, shown as help at every analysis.
    pub support: Vec<SupportStep>,
}

/// A target, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetAsked {
    /// Stable name of the indicator.
    pub indicator: String,
    /// What the indicator is called.
    pub name: String,
    /// The target in words, such as "minst 84 %".
    pub target: String,
}

/// A focus area of last year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocusAsked {
    /// Its identifier, as lower-case letters, digits and hyphens.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is to be reached; empty where nothing was written.
    pub aim: String,
    /// The units it concerns; all when empty.
    pub units: Vec<String>,
}

/// What the area answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// "Inte n\u{e5}gra avvikelser": covers every target and focus area that was asked about.
    NoDeviations {
        /// Focus areas that are no longer relevant, by their identifier, with the comment (which may be empty).
        not_applicable: BTreeMap<String, String>,
    },
    /// Something deviates.
    Deviations(Deviations),
}

/// What deviates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Deviations {
    /// The targets at risk, by the stable name of their indicator. The others are not at risk.
    pub targets: BTreeMap<String, Analysis>,
    /// The status of each focus area that was asked about, by its identifier.
    pub focus_areas: BTreeMap<String, FocusAnswer>,
}

/// The analysis of a target at risk. Only the causes are demanded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Analysis {
    /// What the result looks like so far; may be empty.
    pub what: String,
    /// What it may depend on.
    pub causes: String,
    /// What will be done; may be empty.
    pub measures: String,
}

/// The answer for one focus area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocusAnswer {
    /// Where it stands.
    pub status: FocusStatus,
    /// In words; demanded where it deviates.
    pub comment: String,
}

/// Where a focus area stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FocusStatus {
    /// It goes according to plan.
    OnPlan,
    /// It deviates from the plan.
    Deviates,
    /// It is no longer relevant.
    NotApplicable,
}

impl FocusStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::OnPlan, Self::Deviates, Self::NotApplicable];

    /// The stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::OnPlan => "on-plan",
            Self::Deviates => "deviates",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// The status with the stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.slug() == slug)
    }
}

impl Answer {
    /// The answer as content to store, hash and compare. The statement is kept in its own words, since those words
    /// are what was signed.
    pub fn to_content(&self) -> Content {
        let mut content = Content::new(FORM);
        let mut put = |path: String, value: Value| content.fields.insert(path, value);
        let text = |text: &String| Some(Value::Text(text.clone())).filter(|_| !text.is_empty());
        let (targets, focus_areas) = match self {
            Self::NoDeviations { not_applicable } => {
                put(STATEMENT_FIELD.to_owned(), Value::Choice(sv::NONE.to_owned()));
                put("statement.text".to_owned(), Value::Text(sv::NO_DEVIATIONS.to_owned()));
                let answer =
                    |comment: &String| FocusAnswer { status: FocusStatus::NotApplicable, comment: comment.clone() };
                (BTreeMap::new(), not_applicable.iter().map(|(id, comment)| (id.clone(), answer(comment))).collect())
            }
            Self::Deviations(deviations) => {
                put(STATEMENT_FIELD.to_owned(), Value::Choice(sv::SOME.to_owned()));
                (deviations.targets.clone(), deviations.focus_areas.clone())
            }
        };
        for (indicator, analysis) in &targets {
            put(target_path(indicator, "risk"), Value::YesNo(true));
            for (field, written) in
                [("what", &analysis.what), ("causes", &analysis.causes), ("measures", &analysis.measures)]
            {
                text(written).map(|value| put(target_path(indicator, field), value));
            }
        }
        for (id, focus) in &focus_areas {
            put(focus_path(id, "status"), Value::Choice(focus.status.slug().to_owned()));
            text(&focus.comment).map(|value| put(focus_path(id, "comment"), value));
        }
        content
    }

    /// The answer as it is signed: with the title and the units of every focus area that was asked about, since a
    /// focus area can be taken away afterwards and what was signed must still say what it is about.
    pub fn to_signed(&self, asked: &Asked) -> Content {
        let mut content = self.to_content();
        name_focus_areas(&mut content, &asked.focus_areas);
        content
    }

    /// The answer that was stored as content; `None` where the content is another form's.
    pub fn from_content(content: &Content) -> Option<Self> {
        let text = |path: String| content.fields.get(&path).and_then(Value::as_text).unwrap_or("").to_owned();
        let mut deviations = Deviations::default();
        for (path, value) in &content.fields {
            let Some((section, field)) = path.split_once('.') else { continue };
            if let (Some(indicator), "risk") = (section.strip_prefix("target-"), field) {
                let analysis = Analysis {
                    what: text(target_path(indicator, "what")),
                    causes: text(target_path(indicator, "causes")),
                    measures: text(target_path(indicator, "measures")),
                };
                deviations.targets.insert(indicator.to_owned(), analysis);
            }
            if let (Some(id), "status") = (section.strip_prefix("focus-"), field) {
                let status = FocusStatus::from_slug(value.as_choice()?)?;
                let comment = text(focus_path(id, "comment"));
                deviations.focus_areas.insert(id.to_owned(), FocusAnswer { status, comment });
            }
        }
        match content.fields.get(STATEMENT_FIELD)?.as_choice()? {
            sv::NONE => {
                let focus_areas = deviations.focus_areas.into_iter();
                Some(Self::NoDeviations {
                    not_applicable: focus_areas.map(|(id, focus)| (id, focus.comment)).collect(),
                })
            }
            sv::SOME => Some(Self::Deviations(deviations)),
            _ => None,
        }
    }
}
