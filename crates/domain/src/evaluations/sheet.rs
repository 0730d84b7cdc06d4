//! What is sent of a provider's part: frozen, with its words.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::criteria::Criterion;
use super::model::{FindingKind, Grade, Outcome};
use super::part::Part;

/// The words of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// What is said of findings, by their numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub findings: BTreeMap<u32, String>,
}

/// A grade with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetGrade {
    /// How.
    pub grade: Grade,
    /// Why.
    pub text: String,
    /// What shows it.
    pub evidence: String,
}

/// What became of a deficiency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetOutcome {
    /// What.
    pub outcome: Outcome,
    /// Why.
    pub text: String,
    /// What shows it.
    pub evidence: String,
}

/// A finding with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFinding {
    /// Its number.
    pub number: u32,
    /// What it is.
    pub kind: FindingKind,
    /// The criterion that it belongs to.
    pub criterion: String,
    /// What was found.
    pub text: String,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<SheetOutcome>,
}

/// A provider's part as it is read outside the one that leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The day of the visit.
    pub visited: Option<Day>,
    /// The day of the return visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Day>,
    /// What was looked at.
    pub criteria: Vec<Criterion>,
    /// The grades of the first visit.
    pub first: BTreeMap<String, SheetGrade>,
    /// The grades of the return visit, where they are others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub again: BTreeMap<String, SheetGrade>,
    /// What was found.
    pub findings: Vec<SheetFinding>,
}

impl Sheet {
    /// The sheet of the part; `said` gives the words of a line. `whole` says that the return visit belongs to it.
    pub fn of(criteria: &[Criterion], part: &Part, whole: bool, said: &dyn Fn(usize) -> Said) -> Self {
        let grade = |judged: &super::part::Judged| {
            let words = said(judged.line);
            SheetGrade { grade: judged.grade, text: words.text, evidence: words.evidence }
        };
        let outcome = |(outcome, line): (Outcome, usize)| {
            let words = said(line);
            SheetOutcome { outcome, text: words.text, evidence: words.evidence }
        };
        let finding = |one: &super::part::Finding| SheetFinding {
            number: one.number,
            kind: one.kind,
            criterion: one.criterion.clone(),
            text: said(one.line).text,
            outcome: one.outcome.filter(|_| whole).map(outcome),
        };
        let graded = |of: &BTreeMap<String, super::part::Judged>| {
            of.iter().map(|(slug, judged)| (slug.clone(), grade(judged))).collect::<BTreeMap<_, _>>()
        };
        Self {
            visited: part.visit.as_ref().map(|(on, _)| *on),
            returned: part.again.as_ref().filter(|_| whole).map(|(on, _)| *on),
            criteria: criteria.to_vec(),
            first: graded(&part.judged),
            again: if whole { graded(&part.regraded) } else { BTreeMap::new() },
            findings: part.found().map(finding).collect(),
        }
    }

    /// The criteria that are judged otherwise than in the sheet before it, or of which something else was found, by their stable names.
    pub fn changed_since(&self, before: &Self) -> BTreeSet<String> {
        let found = |of: &Self, slug: &str| -> Vec<SheetFinding> {
            of.findings.iter().filter(|one| one.criterion == slug).cloned().collect()
        };
        let is_changed =
            |slug: &str| self.first.get(slug) != before.first.get(slug) || found(self, slug) != found(before, slug);
        self.criteria.iter().map(|one| one.slug.clone()).filter(|slug| is_changed(slug)).collect()
    }

    /// The finding of the number.
    pub fn finding(&self, number: u32) -> Option<&SheetFinding> {
        self.findings.iter().find(|one| one.number == number)
    }
}
