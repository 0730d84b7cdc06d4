//! What a file that waits takes away and changes, in words, for whoever decides whether it is taken in: with names of
//! places, and never with whom a row is about.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError};
use documents::csv::{Style, write};
use documents::raw::RawCell;
use domain::participations::profile::{Code, our_words, sv as values};
use domain::participations::{Field, Outcome as Became, Participation, Told as Said, sv as names};
use kernel::Day;
use kernel::Id;
use kernel::id::kind::Import;
use kernel::swedish;
use platform::Stop;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::pages::Keep;
use super::sv;
use crate::organisations;
use crate::participations::{self, RowAt, Spot};

/// How many of each are shown on the page.
pub const SHOWN: u32 = 50;
/// How many of each the text file has at most.
pub const IN_FILE: u32 = 50_000;

/// Which participation, without whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// The code of the course.
    pub course: String,
    /// Its first day.
    pub started: Day,
    /// What the provider is called.
    pub provider: String,
    /// What the unit is called; empty where none is known.
    pub unit: String,
}

/// A participation that is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// Which.
    pub which: Which,
    /// What is known to have become of it.
    pub outcome: String,
    /// The import in which it came.
    pub set: i64,
    /// Its row there.
    pub row: u32,
}

/// A field that is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// What it is called.
    pub field: String,
    /// What it said; empty where nothing.
    pub before: String,
    /// What it says; empty where nothing.
    pub now: String,
}

/// A participation that is told of otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Which.
    pub which: Which,
    /// In what.
    pub fields: Vec<Altered>,
    /// Its row in the file.
    pub row: u32,
}

/// What a set makes otherwise, the first of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Participations that it takes away.
    pub removed: Vec<Lost>,
    /// Participations that it tells of otherwise.
    pub changed: Vec<Changed>,
}

/// What places are called.
struct Places {
    spots: BTreeMap<u32, Spot>,
    providers: BTreeMap<uuid::Uuid, String>,
    units: BTreeMap<uuid::Uuid, String>,
    areas: BTreeMap<uuid::Uuid, String>,
}

impl Places {
    fn read(tx: &mut ReadTx<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            spots: participations::places(tx)?,
            providers: organisations::providers(tx)?.into_iter().map(|one| (one.id.uuid(), one.name)).collect(),
            units: organisations::units(tx)?.into_iter().map(|one| (one.id.uuid(), one.name)).collect(),
            areas: organisations::areas(tx)?.into_iter().map(|one| (one.id.uuid(), one.name)).collect(),
        })
    }

    fn named<T>(all: &BTreeMap<uuid::Uuid, String>, id: Option<Id<T>>) -> String {
        id.and_then(|id| all.get(&id.uuid())).cloned().unwrap_or_default()
    }

    fn spot(&self, one: &Participation) -> (String, String, String) {
        let spot = self.spots.get(&one.place.0);
        (
            Self::named(&self.providers, spot.map(|spot| spot.organisation)),
            Self::named(&self.units, spot.and_then(|spot| spot.unit)),
            Self::named(&self.areas, spot.and_then(|spot| spot.area)),
        )
    }

    fn which(&self, row: &RowAt) -> Which {
        let (provider, unit, _) = self.spot(&row.participation);
        Which { course: row.course.to_string(), started: row.participation.started, provider, unit }
    }

    fn fields(&self, one: &Participation) -> Vec<(&'static str, String)> {
        let (_, unit, area) = self.spot(one);
        let day = |day: Option<Day>| day.map(swedish::day).unwrap_or_default();
        let word = |code: Code| values::value(code).unwrap_or_default().to_owned();
        let points = |points: Option<u16>| points.map(|points| points.to_string()).unwrap_or_default();
        let (mut mark, mut decided, mut cause) = (None, None, None);
        match one.outcome {
            Became::Completed { mark: given, .. } => mark = given,
            Became::DroppedOut { decided: on, cause: why, .. } => (decided, cause) = (on, Some(why)),
            Became::Ceased { decided: on } => decided = Some(on),
            Became::Ongoing | Became::NotStarted { .. } | Became::Unknown { .. } => {}
        }
        vec![
            (names::field(Field::Sex), word(Code::Sex(one.sex))),
            (names::field(Field::Unit), unit),
            (names::field(Field::Area), area),
            (names::field(Field::StudyForm), word(Code::StudyForm(one.study_form))),
            (names::field(Field::Outcome), outcome(one.outcome)),
            (names::field(Field::End), day(one.outcome.ended())),
            (sv::PLANNED_END, day(one.planned_end)),
            (names::field(Field::Grade), mark.map(|(mark, _)| grade(Code::Mark(mark))).unwrap_or_default()),
            (names::field(Field::GradedOn), day(mark.map(|(_, on)| on))),
            (names::field(Field::DecidedOn), day(decided)),
            (names::field(Field::Cause), cause.map(|why| word(Code::Cause(why))).unwrap_or_default()),
            (names::field(Field::Points), points(one.points)),
            (names::field(Field::PointsDone), points(one.points_done)),
        ]
    }

    fn changed(&self, before: &RowAt, now: &RowAt) -> Changed {
        let (old, new) = (&before.participation, &now.participation);
        let pairs = self.fields(old).into_iter().zip(self.fields(new));
        let mut fields: Vec<Altered> = pairs
            .filter(|((_, old), (_, new))| old != new)
            .map(|((field, before), (_, now))| Altered { field: field.to_owned(), before, now })
            .collect();
        if old.education != new.education {
            let told = |is: bool, word: &str| if is { word.to_owned() } else { String::new() };
            fields.push(Altered {
                field: names::field(Field::Education).to_owned(),
                before: told(old.education.is_some(), sv::ONE_EDUCATION),
                now: told(new.education.is_some(), sv::OTHER_EDUCATION),
            });
        }
        Changed { which: self.which(now), fields, row: now.row }
    }
}

/// What became of it, as a file of our own format says it.
fn outcome(outcome: Became) -> String {
    let said = match outcome {
        Became::Ongoing => Said::Ongoing,
        Became::Completed { .. } => Said::Completed,
        Became::DroppedOut { .. } => Said::DroppedOut,
        Became::Ceased { .. } => Said::Ceased,
        Became::NotStarted { .. } => Said::NotStarted,
        Became::Unknown { .. } => Said::Unknown,
    };
    values::value(Code::Told(said)).unwrap_or_default().to_owned()
}

/// The grade, as a file of our own format says it.
fn grade(mark: Code) -> String {
    let known = our_words(Field::Grade).into_iter().find(|(_, code)| *code == mark);
    known.map(|(word, code)| values::value(code).unwrap_or(word).to_owned()).unwrap_or_default()
}

/// What the set takes away and changes, at most so many of each.
pub fn told(tx: &mut ReadTx<'_>, set: i64, at_most: u32) -> Result<Told, StoreError> {
    let all = participations::otherwise(tx, set, at_most)?;
    let places = Places::read(tx)?;
    let lost = |row: &RowAt| Lost {
        which: places.which(row),
        outcome: outcome(row.participation.outcome),
        set: row.set,
        row: row.row,
    };
    Ok(Told {
        removed: all.removed.iter().map(lost).collect(),
        changed: all.changed.iter().map(|(before, now)| places.changed(before, now)).collect(),
    })
}

/// All of it as a text file: a line for each participation that goes, and for each field that changes.
pub fn csv(told: &Told) -> String {
    let text = |text: &str| if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) };
    let number = |number: i64| RawCell::Text(number.to_string().into());
    let line = |what: &str, which: &Which, altered: [&str; 3], at: [Option<i64>; 2]| {
        let mut cells = vec![text(what), text(&which.course), RawCell::Day(which.started)];
        cells.extend([text(&which.provider), text(&which.unit)]);
        cells.extend(altered.map(text));
        cells.extend(at.map(|at| at.map_or(RawCell::Empty, number)));
        cells
    };
    let mut all = vec![sv::OTHERWISE.map(text).to_vec()];
    let field = names::field(Field::Outcome);
    all.extend(
        told.removed.iter().map(|lost| {
            line(sv::GOES, &lost.which, [field, &lost.outcome, ""], [Some(lost.set), Some(lost.row.into())])
        }),
    );
    for one in &told.changed {
        let row = [None, Some(one.row.into())];
        all.extend(one.fields.iter().map(|of| line(sv::CHANGES, &one.which, [&of.field, &of.before, &of.now], row)));
    }
    write(all.iter().map(Vec::as_slice), Style::default())
}

/// Tells in the chain of readings who looked at how many of the rows.
pub(super) async fn tell(cx: &Keep, id: Id<Import>, set: i64, told: &Told) -> Result<(), Stop> {
    let rows = told.removed.len() + told.changed.len();
    if rows == 0 {
        return Ok(());
    }
    cx.write(move |tx| {
        let event = Event::about("imports.rows-read", id, json!({ "set": set, "rows": rows }));
        Ok(tx.keep_reading_log(&[event])?)
    })
    .await
}
