//! The whole: every provider by every criterion, and what was found and mended.

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::criteria::Criterion;
use super::model::{FindingKind, Grade, Outcome};
use super::part::{Part, PartState};
use super::sheet::Said;

/// What was found, and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// What has to be mended.
    pub deficiencies: usize,
    /// What is done well.
    pub strengths: usize,
    /// Deficiencies that are mended.
    pub mended: usize,
    /// Of which some is.
    pub partly: usize,
    /// That are as they were.
    pub remain: usize,
    /// That were not looked at.
    pub not_looked: usize,
}

impl Counts {
    /// Deficiencies of which nothing is said: no return visit is settled.
    pub const fn unsaid(&self) -> usize {
        self.deficiencies.saturating_sub(self.mended + self.partly + self.remain + self.not_looked)
    }

    fn add(&mut self, other: Self) {
        self.deficiencies += other.deficiencies;
        self.strengths += other.strengths;
        self.mended += other.mended;
        self.partly += other.partly;
        self.remain += other.remain;
        self.not_looked += other.not_looked;
    }
}

/// A finding as the whole tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingLine {
    /// Its number at the provider.
    pub number: u32,
    /// What it is.
    pub kind: FindingKind,
    /// The criterion that it belongs to.
    pub criterion: String,
    /// What was found.
    pub text: String,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is called.
    pub provider: String,
    /// For which authorities it works, of those that take part.
    pub authorities: Vec<String>,
    /// Where its part stands.
    pub state: PartState,
    /// Why it was ended; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// By criterion: the grade of the first visit and of the return visit, of what is settled.
    pub grades: Vec<(Option<Grade>, Option<Grade>)>,
    /// What was found, of what is settled.
    pub findings: Vec<FindingLine>,
}

impl Row {
    /// What was found, counted.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for one in &self.findings {
            if one.kind == FindingKind::Strength {
                counts.strengths += 1;
                continue;
            }
            counts.deficiencies += 1;
            match one.outcome {
                Some(Outcome::Mended) => counts.mended += 1,
                Some(Outcome::Partly) => counts.partly += 1,
                Some(Outcome::Remains) => counts.remain += 1,
                Some(Outcome::NotLooked) => counts.not_looked += 1,
                None => {}
            }
        }
        counts
    }
}

/// The row of a part. Only what is settled is told: neither a draft nor what is being corrected.
pub fn compile_row(
    (provider, authorities): (&str, Vec<String>),
    criteria: &[Criterion],
    part: &Part,
    said: &dyn Fn(usize) -> Said,
) -> Row {
    let told = matches!(part.state, PartState::Settled | PartState::Returning | PartState::Done)
        || (part.state == PartState::Ended && part.first.is_some());
    let whole = part.state == PartState::Done;
    let grade = |of: &std::collections::BTreeMap<String, super::part::Judged>, slug: &str, tells: bool| {
        of.get(slug).filter(|_| tells).map(|one| one.grade)
    };
    let grades = criteria
        .iter()
        .map(|one| (grade(&part.judged, &one.slug, told), grade(&part.regraded, &one.slug, whole)))
        .collect();
    let finding = |one: &super::part::Finding| FindingLine {
        number: one.number,
        kind: one.kind,
        criterion: one.criterion.clone(),
        text: said(one.line).text,
        outcome: one.outcome.filter(|_| whole).map(|(outcome, _)| outcome),
    };
    Row {
        provider: provider.to_owned(),
        authorities,
        state: part.state,
        why: part.ended.filter(|_| part.state == PartState::Ended).map(|line| said(line).text).unwrap_or_default(),
        grades,
        findings: if told { part.found().map(finding).collect() } else { Vec::new() },
    }
}

/// How many providers have which grade of a criterion, in the order of [`Grade::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Distribution {
    /// After the first visit.
    pub first: [usize; 5],
    /// As it stands after the return visits.
    pub now: [usize; 5],
}

/// Everybody's results on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    /// What the evaluation is called.
    pub name: String,
    /// Who leads it.
    pub leader: String,
    /// The day.
    pub on: Day,
    /// What was looked at.
    pub criteria: Vec<Criterion>,
    /// By provider.
    pub rows: Vec<Row>,
}

impl Compiled {
    /// How the grades of the criterion at the place are spread.
    pub fn distribution(&self, at: usize) -> Distribution {
        let mut spread = Distribution::default();
        let place = |grade: Grade| Grade::ALL.iter().position(|one| *one == grade);
        for (first, again) in self.rows.iter().filter_map(|row| row.grades.get(at)) {
            if let Some(at) = first.and_then(place) {
                spread.first[at] += 1;
            }
            if let Some(at) = again.or(*first).and_then(place) {
                spread.now[at] += 1;
            }
        }
        spread
    }

    /// What was found at all of them.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            counts.add(row.counts());
        }
        counts
    }

    /// How many have something settled, and how many their return visit too.
    pub fn settled(&self) -> (usize, usize) {
        let first = self.rows.iter().filter(|row| row.grades.iter().any(|(first, _)| first.is_some())).count();
        (first, self.rows.iter().filter(|row| row.state == PartState::Done).count())
    }
}
