//! What a protocol says when it is sent to the provider and when it is settled, and many of them counted together.

use serde::{Deserialize, Serialize};

use super::checklist::{Point, PointKind};
use super::model::{Answer, FindingKind, Outcome};
use super::protocol::{Field, SLOTS};

/// Something that was seen at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its name within the visit, the same in the draft and in what is settled.
    pub key: String,
    /// What it is.
    pub kind: FindingKind,
    /// Its words.
    pub text: String,
}

/// A point with what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPoint {
    /// The stable name of the point.
    pub slug: String,
    /// What was looked at.
    pub title: String,
    /// The answer; nothing where the point is answered with words, or nobody answered it.
    pub answer: Option<Answer>,
    /// That the point is answered with words alone.
    pub words: bool,
    /// What was seen.
    pub findings: Vec<Finding>,
}

/// A finding of the earlier visit that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its name within the earlier visit.
    pub key: String,
    /// At which point.
    pub title: String,
    /// What it is.
    pub kind: FindingKind,
    /// Its words.
    pub text: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierAnswer {
    /// What it was.
    pub earlier: Earlier,
    /// What became of it, where somebody said.
    pub outcome: Option<Outcome>,
    /// What is said of that.
    pub text: String,
}

/// A protocol as it was at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Who was present.
    pub present: String,
    /// What it showed as a whole.
    pub summary: String,
    /// What became of what the earlier visit found.
    pub earlier: Vec<EarlierAnswer>,
    /// The points, in the order of the checklist.
    pub points: Vec<SheetPoint>,
}

impl Sheet {
    /// The protocol of the points and of what is asked about an earlier visit, with what stands in its fields.
    pub fn of(points: &[Point], earlier: &[Earlier], value: impl Fn(&str) -> String) -> Self {
        let at = |field: Field| value(&field.to_string()).trim().to_owned();
        let point = |point: &Point| {
            let finding = |number: u8| {
                let text = at(Field::Text(point.slug.clone(), number));
                let kind = FindingKind::from_slug(&at(Field::Kind(point.slug.clone(), number)));
                let key = format!("{}-{number}", point.slug);
                (!text.is_empty()).then(|| Finding { key, kind: kind.unwrap_or(FindingKind::Observation), text })
            };
            SheetPoint {
                slug: point.slug.clone(),
                title: point.title.clone(),
                answer: Answer::from_slug(&at(Field::Answer(point.slug.clone()))),
                words: point.kind == PointKind::Words,
                findings: (1..=SLOTS).filter_map(finding).collect(),
            }
        };
        let asked = |one: &Earlier| EarlierAnswer {
            earlier: one.clone(),
            outcome: Outcome::from_slug(&at(Field::Outcome(one.key.clone()))),
            text: at(Field::OutcomeText(one.key.clone())),
        };
        Self {
            present: at(Field::Present),
            summary: at(Field::Summary),
            earlier: earlier.iter().map(asked).collect(),
            points: points.iter().map(point).collect(),
        }
    }

    /// Every finding with its point.
    pub fn findings(&self) -> impl Iterator<Item = (&SheetPoint, &Finding)> {
        self.points.iter().flat_map(|point| point.findings.iter().map(move |finding| (point, finding)))
    }

    /// How many findings of the kind it has.
    pub fn count(&self, kind: FindingKind) -> usize {
        self.findings().filter(|(_, finding)| finding.kind == kind).count()
    }

    /// What a visit that follows asks about: what has to be mended and what was observed, and of what the visit before it found what
    /// is not mended.
    pub fn to_follow(&self) -> Vec<Earlier> {
        let own = self.findings().filter(|(_, finding)| finding.kind != FindingKind::Praise).map(|(point, finding)| {
            Earlier {
                key: finding.key.clone(),
                title: point.title.clone(),
                kind: finding.kind,
                text: finding.text.clone(),
            }
        });
        let left = self.earlier.iter().filter(|one| one.outcome != Some(Outcome::Fixed)).map(|one| &one.earlier);
        // A name is one finding's: an older one gives way by a letter after its own.
        let mut all: Vec<Earlier> = own.collect();
        for one in left {
            let mut one = one.clone();
            while all.iter().any(|known| known.key == one.key) {
                one.key.push('t');
            }
            all.push(one);
        }
        all
    }
}

/// The fields in which the protocol says something else than what somebody has read, with what their points are called, in the order of
/// the protocol.
pub fn differences(read: &Sheet, now: &Sheet) -> Vec<(Field, String)> {
    let mut all = Vec::new();
    if read.present != now.present {
        all.push((Field::Present, String::new()));
    }
    let asked = |sheet: &Sheet, key: &str| {
        let found = sheet.earlier.iter().find(|one| one.earlier.key == key);
        found.map(|one| (one.outcome, one.text.clone())).unwrap_or_default()
    };
    for one in &now.earlier {
        let ((was, said), key) = (asked(read, &one.earlier.key), &one.earlier.key);
        if was != one.outcome {
            all.push((Field::Outcome(key.clone()), one.earlier.title.clone()));
        }
        if said != one.text {
            all.push((Field::OutcomeText(key.clone()), one.earlier.title.clone()));
        }
    }
    for point in &now.points {
        let before = read.points.iter().find(|known| known.slug == point.slug);
        if before.and_then(|before| before.answer) != point.answer {
            all.push((Field::Answer(point.slug.clone()), point.title.clone()));
        }
        for number in 1..=SLOTS {
            let key = format!("{}-{number}", point.slug);
            let of = |point: &SheetPoint| point.findings.iter().find(|finding| finding.key == key).cloned();
            let (was, is) = (before.and_then(of), of(point));
            let text = |finding: &Option<Finding>| finding.as_ref().map(|finding| finding.text.clone());
            if text(&was) != text(&is) {
                all.push((Field::Text(point.slug.clone(), number), point.title.clone()));
            } else if was != is {
                all.push((Field::Kind(point.slug.clone(), number), point.title.clone()));
            }
        }
    }
    if read.summary != now.summary {
        all.push((Field::Summary, String::new()));
    }
    all
}

/// A point over many visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The stable name.
    pub slug: String,
    /// What is looked at.
    pub title: String,
    /// How many visits gave which answer, in the order of [`Answer::ALL`].
    pub answers: [usize; 4],
    /// How many findings of each kind, in the order of [`FindingKind::ALL`].
    pub findings: [usize; 3],
}

/// The points of many protocols, each once, in the order in which they are first met.
pub fn tally<'s>(sheets: impl IntoIterator<Item = &'s Sheet>) -> Vec<Tally> {
    let mut all: Vec<Tally> = Vec::new();
    for point in sheets.into_iter().flat_map(|sheet| &sheet.points) {
        let at = match all.iter().position(|known| known.slug == point.slug) {
            Some(at) => at,
            None => {
                all.push(Tally { slug: point.slug.clone(), title: point.title.clone(), ..Tally::default() });
                all.len() - 1
            }
        };
        let Some(of) = all.get_mut(at) else { continue };
        for (count, answer) in of.answers.iter_mut().zip(Answer::ALL) {
            *count += usize::from(point.answer == Some(*answer));
        }
        for (count, kind) in of.findings.iter_mut().zip(FindingKind::ALL) {
            *count += point.findings.iter().filter(|finding| finding.kind == *kind).count();
        }
    }
    all
}
