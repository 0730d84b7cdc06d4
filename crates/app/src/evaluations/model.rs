//! Lines as they are kept, with their sealed words.

use std::collections::BTreeSet;

use domain::evaluations::{
    Around, Compiled, Copied, CopyHappening, Criterion, Evaluation, Facts, Happening, Part, PartEntry, ResultHappening,
    ResultOf, Row, Said, Sheet, StateName, compile_row,
};
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, EvaluationResult, Organisation, Person, Tenant};
use kernel::{Day, Id};
use serde::{Deserialize, Serialize};

/// The sealed words of a line: what is said of a part, a provider's part as it was sent, or everybody's results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compiled: Option<Compiled>,
}

impl Words {
    /// What is said.
    pub fn of(said: Said) -> Self {
        Self { said: Some(said).filter(|said| *said != Said::default()), ..Self::default() }
    }
}

/// A line to be written.
#[derive(Debug, Clone)]
pub(super) struct New<H> {
    pub happening: H,
    pub words: Words,
    pub person: Id<Person>,
    /// Where it was carried from, so that it comes once; nothing for what is done here.
    pub key: Option<String>,
}

/// A line of a history.
#[derive(Debug, Clone)]
pub(super) struct Line<H> {
    pub day: Day,
    pub happening: H,
    pub key: String,
    pub person: Id<Person>,
    pub person_name: String,
    pub words: Words,
}

impl<H> Line<H> {
    pub fn said(&self) -> Said {
        self.words.said.clone().unwrap_or_default()
    }
}

/// One provider's part.
#[derive(Debug, Clone)]
pub(super) struct KeptPart {
    pub organisation: Id<Organisation>,
    pub name: String,
    pub stands: Part,
    pub lines: Vec<Line<domain::evaluations::PartHappening>>,
}

impl KeptPart {
    /// The words of the line.
    pub fn said(&self, line: usize) -> Said {
        self.lines.get(line).map(Line::said).unwrap_or_default()
    }
    /// The part as it was right after the line.
    pub fn after(&self, line: usize) -> Part {
        self.when(line.saturating_add(1))
    }
    /// The part as it was when it had so many lines.
    pub fn when(&self, lines: usize) -> Part {
        let entries: Vec<PartEntry> = self
            .lines
            .iter()
            .take(lines)
            .map(|line| PartEntry { day: line.day, happening: line.happening.clone() })
            .collect();
        Part::replay(&self.stands.criteria, &entries).unwrap_or_else(|_| self.stands.clone())
    }
    /// The sheet as it was right after the line.
    pub fn sheet(&self, criteria: &[Criterion], line: usize, whole: bool) -> Sheet {
        Sheet::of(criteria, &self.after(line), whole, &|line| self.said(line))
    }
}

/// An evaluation at the one that leads it.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<EvaluationKind>,
    pub stands: Evaluation,
    pub lines: Vec<Line<Happening>>,
    pub parts: Vec<KeptPart>,
}

impl Kept {
    /// What steps with its parts rest on.
    pub fn around(&self, today: Day) -> Around<'_> {
        Around { today, is_open: self.stands.state == StateName::Open, away: &self.stands.away }
    }
    /// What steps rest on.
    pub fn facts(&self) -> Facts {
        Facts::of(self.parts.iter().map(|part| &part.stands))
    }
    /// The part of the provider.
    pub fn part(&self, organisation: Id<Organisation>) -> Option<&KeptPart> {
        self.parts.iter().find(|part| part.organisation == organisation)
    }
    /// What was said with the line.
    pub fn said(&self, line: usize) -> Said {
        self.lines.get(line).map(Line::said).unwrap_or_default()
    }
    /// The names of the authorities that the provider works for.
    pub fn authorities_of(&self, organisation: Id<Organisation>) -> Vec<String> {
        self.stands.authorities_of(organisation).map(|(asked, _)| asked.name.clone()).collect()
    }
    /// Everybody's results on the day.
    pub fn compiled(&self, leader: &str, on: Day) -> Compiled {
        let row = |part: &KeptPart| -> Row {
            let authorities = self.authorities_of(part.organisation);
            compile_row((&part.name, authorities), &self.stands.criteria, &part.stands, &|line| part.said(line))
        };
        Compiled {
            name: self.stands.wish.name.clone(),
            leader: leader.to_owned(),
            on,
            criteria: self.stands.criteria.clone(),
            rows: self.parts.iter().map(row).collect(),
        }
    }
}

/// An evaluation at an authority that was asked.
#[derive(Debug, Clone)]
pub(super) struct KeptCopy {
    pub id: Id<EvaluationCopy>,
    pub leader: Id<Tenant>,
    pub evaluation: Id<EvaluationKind>,
    pub stands: Copied,
    pub lines: Vec<Line<CopyHappening>>,
}

impl KeptCopy {
    /// What was said with the line.
    pub fn said(&self, line: Option<usize>) -> String {
        line.and_then(|line| self.lines.get(line)).map(|line| line.said().text).unwrap_or_default()
    }
    /// Everybody's results as they came last, and on which day.
    pub fn released(&self) -> Option<&Compiled> {
        self.lines.get(self.stands.released?.1)?.words.compiled.as_ref()
    }
}

/// A provider's result at an authority.
#[derive(Debug, Clone)]
pub(super) struct KeptResult {
    pub id: Id<EvaluationResult>,
    pub copy: Id<EvaluationCopy>,
    pub organisation: Id<Organisation>,
    pub stands: ResultOf,
    pub lines: Vec<Line<ResultHappening>>,
}

impl KeptResult {
    /// The sheet that is read now.
    pub fn shown(&self) -> Option<&Sheet> {
        self.lines.get(self.stands.shown()?)?.words.sheet.as_ref()
    }
    /// What is settled.
    pub fn settled(&self) -> Option<&Sheet> {
        self.lines.get(self.stands.settled()?.line)?.words.sheet.as_ref()
    }
    /// The answers that are read: all by those who follow up and by the provider, those to what is settled by others. Each with its line, and
    /// whether it was to a draft from before the newest.
    pub fn answers(&self, reads_all: bool) -> Vec<(&Line<ResultHappening>, bool)> {
        let newest = self.stands.draft.map(|(draft, ..)| draft);
        let read: Vec<&(usize, usize)> =
            if reads_all { self.stands.answers.iter().collect() } else { self.stands.settled_answers().collect() };
        read.into_iter().filter_map(|(draft, line)| Some((self.lines.get(*line)?, Some(*draft) != newest))).collect()
    }
    /// The visit that is to be, or was and of which nothing has come yet, while the evaluation is under way: whether it is the return visit, its
    /// day, and what those are called who come.
    pub fn planned(&self, copy: &Copied) -> Option<(bool, Day, &[String])> {
        let (visit, on) = self.stands.planned().filter(|_| copy.state == StateName::Open)?;
        let people = match self.lines.get(visit.line).map(|line| &line.happening) {
            Some(ResultHappening::Visit { people, .. }) => people.as_slice(),
            _ => &[],
        };
        Some((visit.again, on, people))
    }
    /// The criteria of the draft that are not as they were in the draft before it, by their stable names.
    pub fn changed(&self) -> BTreeSet<String> {
        let before = self.stands.draft_before().and_then(|line| self.lines.get(line)?.words.sheet.as_ref());
        match (self.shown(), before) {
            (Some(now), Some(before)) => now.changed_since(before),
            _ => BTreeSet::new(),
        }
    }
    /// Until when the provider answers.
    pub fn until(&self) -> Option<Day> {
        self.stands.draft?.1
    }
}
