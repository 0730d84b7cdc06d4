//! The protocol of a visit: every field with its revisions. Several write at once, on devices that are without a network for hours. An edit
//! says on which revision it rests. One that rests on the newest takes its place; any other stands beside it until somebody has
//! chosen. Nothing is overwritten by somebody who had not read it.

use std::collections::BTreeMap;
use std::fmt;

use super::model::{Answer, FindingKind, Outcome};

/// The most characters of a field.
pub const LONGEST: usize = 4_000;
/// How many findings a point can have.
pub const SLOTS: u8 = 3;

/// A field of a protocol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Who was present.
    Present,
    /// What the visit showed as a whole.
    Summary,
    /// The answer to a point.
    Answer(String),
    /// What kind a finding of the point is.
    Kind(String, u8),
    /// The words of a finding of the point.
    Text(String, u8),
    /// What became of a finding of the earlier visit.
    Outcome(String),
    /// What is said of that.
    OutcomeText(String),
}

impl Field {
    /// The field of that name.
    pub fn parse(name: &str) -> Option<Self> {
        let slug = |text: &str| {
            let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            (!text.is_empty() && text.len() <= 80 && text.bytes().all(good)).then(|| text.to_owned())
        };
        let numbered = |text: &str| {
            let (point, number) = text.rsplit_once('-')?;
            let number = number.parse().ok().filter(|number| (1..=SLOTS).contains(number))?;
            Some((slug(point)?, number))
        };
        match name {
            "narvarande" => return Some(Self::Present),
            "sammanfattning" => return Some(Self::Summary),
            _ => {}
        }
        let (part, rest) = name.split_once('-')?;
        Some(match part {
            "svar" => Self::Answer(slug(rest)?),
            "utfall" => Self::Outcome(slug(rest)?),
            "utfalltext" => Self::OutcomeText(slug(rest)?),
            "slag" => numbered(rest).map(|(point, number)| Self::Kind(point, number))?,
            "text" => numbered(rest).map(|(point, number)| Self::Text(point, number))?,
            _ => return None,
        })
    }

    /// Whether both of two versions can be kept together.
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Present | Self::Summary | Self::Text(..) | Self::OutcomeText(_))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present => f.write_str("narvarande"),
            Self::Summary => f.write_str("sammanfattning"),
            Self::Answer(point) => write!(f, "svar-{point}"),
            Self::Kind(point, number) => write!(f, "slag-{point}-{number}"),
            Self::Text(point, number) => write!(f, "text-{point}-{number}"),
            Self::Outcome(finding) => write!(f, "utfall-{finding}"),
            Self::OutcomeText(finding) => write!(f, "utfalltext-{finding}"),
        }
    }
}

/// Whether the field can have the value.
pub fn is_valid(field: &Field, value: &str) -> bool {
    match field {
        Field::Answer(_) => value.is_empty() || Answer::from_slug(value).is_some(),
        Field::Kind(..) => value.is_empty() || FindingKind::from_slug(value).is_some(),
        Field::Outcome(_) => value.is_empty() || Outcome::from_slug(value).is_some(),
        _ => value.chars().count() <= LONGEST,
    }
}

/// An edit of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which field.
    pub field: String,
    /// What tells it from every other.
    pub key: String,
    /// The key of the revision that was seen when it was made; empty where there was none.
    pub base: String,
    /// The key of the other version, where somebody chooses between two; empty otherwise.
    pub settles: String,
    /// What stands there from now on.
    pub value: String,
}

/// A field as it stands: places in the list of edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldState {
    /// The newest revision.
    pub current: Option<usize>,
    /// Other versions that nobody has chosen about.
    pub conflicts: Vec<usize>,
}

/// What comes of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// It is the newest revision.
    Saved,
    /// It is what stands there already.
    Same,
    /// It stands beside the newest revision.
    Conflict,
    /// The two versions between which it chooses are not those that stand there now.
    Overtaken,
}

/// A protocol as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protocol {
    fields: BTreeMap<String, FieldState>,
    /// Keys that stand for another: an edit that says what stood there already.
    same: BTreeMap<String, String>,
}

impl Protocol {
    /// The protocol of the edits, in the order in which they came.
    pub fn replay(edits: &[Edit]) -> Self {
        let mut found = Self::default();
        for at in 0..edits.len() {
            found.add(edits, at);
        }
        found
    }

    /// The field as it stands.
    pub fn field(&self, name: &str) -> FieldState {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// Every field that anything has been written in.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &FieldState)> {
        self.fields.iter().map(|(name, state)| (name.as_str(), state))
    }

    /// How many versions wait for somebody to choose.
    pub fn conflicts(&self) -> usize {
        self.fields.values().map(|state| state.conflicts.len()).sum()
    }

    /// The key that the key stands for. One that stands for another is never taken for anything again, so this ends.
    fn known<'k>(&'k self, key: &'k str) -> &'k str {
        let mut key = key;
        while let Some(next) = self.same.get(key) {
            key = next;
        }
        key
    }

    /// What would come of the edit if it came now. `edits` are those that have come.
    pub fn judge(&self, edits: &[Edit], new: &Edit) -> Came {
        let state = self.field(&new.field);
        let key_at = |at: usize| edits.get(at).map_or("", |edit| edit.key.as_str());
        let value_at = |at: usize| edits.get(at).map_or("", |edit| edit.value.as_str());
        let current = state.current.map_or("", key_at);
        let base = self.known(&new.base);
        if !new.settles.is_empty() {
            let stands = state.conflicts.iter().any(|at| key_at(*at) == self.known(&new.settles));
            return if stands && base == current { Came::Saved } else { Came::Overtaken };
        }
        let stands = state.current.map_or("", value_at);
        if new.value == stands {
            return Came::Same;
        }
        if base == current { Came::Saved } else { Came::Conflict }
    }

    /// Takes the edit at the place in.
    pub fn add(&mut self, edits: &[Edit], at: usize) {
        let Some(new) = edits.get(at) else { return };
        let came = self.judge(edits, new);
        let base = self.known(&new.base).to_owned();
        let settles = self.known(&new.settles).to_owned();
        let key_at = |at: usize| edits.get(at).map_or("", |edit| edit.key.as_str());
        let value_at = |at: usize| edits.get(at).map_or("", |edit| edit.value.as_str());
        let state = self.fields.entry(new.field.clone()).or_default();
        let rests_on = |place: &usize| !base.is_empty() && key_at(*place) == base;
        match came {
            Came::Same => {
                let stands = state.current.map(key_at).unwrap_or_default().to_owned();
                // Whoever had another version beside it has come to the same.
                state.conflicts.retain(|place| !rests_on(place));
                if !stands.is_empty() {
                    self.same.insert(new.key.clone(), stands);
                }
            }
            Came::Saved => {
                state.conflicts.retain(|place| new.settles.is_empty() || key_at(*place) != settles);
                // Whoever had said this beside it is no longer beside it.
                let (twins, left): (Vec<usize>, Vec<usize>) =
                    state.conflicts.iter().partition(|place| value_at(**place) == new.value);
                state.conflicts = left;
                for twin in twins {
                    self.same.insert(key_at(twin).to_owned(), new.key.clone());
                }
                state.current = Some(at);
            }
            Came::Conflict | Came::Overtaken => {
                // A version that goes on from one that stands beside takes its place; one that says what another says is that.
                let twin =
                    state.conflicts.iter().copied().find(|place| !rests_on(place) && value_at(*place) == new.value);
                let own = state.conflicts.iter().position(rests_on);
                match (twin, own) {
                    (Some(twin), own) => {
                        if let Some(own) = own {
                            state.conflicts.remove(own);
                        }
                        self.same.insert(new.key.clone(), key_at(twin).to_owned());
                    }
                    (None, Some(own)) => {
                        if let Some(place) = state.conflicts.get_mut(own) {
                            *place = at;
                        }
                    }
                    (None, None) => state.conflicts.push(at),
                }
            }
        }
    }
}
