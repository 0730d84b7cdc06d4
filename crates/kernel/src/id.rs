//! Typed identifiers: an `Id<Unit>` cannot be passed where an `Id<Person>` is asked for.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::clock::Chance;

/// A 128-bit random identifier of one kind of thing. Written as a lower-case UUID (RFC 9562, version 4).
///
/// Random rather than time-ordered, so that an identifier never tells when an anonymous row was made.
pub struct Id<T> {
    uuid: Uuid,
    kind: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a UUID that was stored or received.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// A new identifier from the given source of chance.
    pub fn random(chance: &dyn Chance) -> Self {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes);
        Self::from_uuid(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The UUID behind the type.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The same identifier seen as another kind; for places that keep "the thing this is about" whatever its kind.
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_uuid(self.uuid)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid.as_hyphenated(), f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])* #[derive(Debug)] pub enum $name {})*
    };
}

/// The kinds of things that have an identifier. One registry, so that a name means one thing everywhere.
pub mod kind {
    kinds! {
        /// A municipality or region whose data is kept apart from every other's.
        Tenant,
        /// A provider as an organisation, known by its organisation number; global.
        Organisation,
        /// A human being with an account; global.
        Person,
        /// A role that a person holds somewhere for some time.
        Seat,
        /// A school unit (skolenhet).
        Unit,
        /// A contract area (avtalsomr\u{e5}de).
        Area,
        /// What ties a provider to an authority.
        Agreement,
        /// One version of an authority's year document.
        YearVersion,
        /// One version of an authority's follow-up plan for a year.
        PlanVersion,
        /// Something of a follow-up plan that is planned with one provider.
        Activity,
        /// A random sample of students' study plans.
        Sample,
        /// A file of a study plan in a random sample.
        StudyPlan,
        /// Something that is wrong at one provider, and what comes of it.
        Deficiency,
        /// Something that an authority asks of its providers.
        Term,
        /// A decision of the school inspectorate.
        Decision,
        /// A meeting of all rektors.
        Meeting,
        /// A joint evaluation, at the one that leads it.
        Evaluation,
        /// A joint evaluation, at an authority that was asked.
        EvaluationCopy,
        /// A provider's result of a joint evaluation, at an authority that takes part.
        EvaluationResult,
        /// A visit to a provider.
        Visit,
        /// One item asked of one provider, unit or area on one occasion.
        Assignment,
        /// What was handed in, one version of it.
        Submission,
        /// An uploaded workbook waiting for confirmation.
        Staged,
        /// Rows that are given to several authorities from one place.
        Distribution,
        /// A version of an authority's own file that is the template of an item.
        OwnTemplate,
        /// An e-mail that came in.
        Mail,
        /// A file with results on its way in.
        Import,
        /// A message in the thread of an assignment.
        Message,
        /// What somebody said, and what comes of it.
        CaseFile,
        /// A file that goes with a case.
        CaseDocument,
        /// A file out of a provider's own system of complaints, while somebody looks it through.
        CaseImport,
        /// A theme that a unit finds in what was said of it.
        CaseTheme,
        /// An investigation of abusive treatment or discrimination.
        Investigation,
        /// A focus area of an annual report.
        FocusArea,
        /// A theme in the reading room.
        Theme,
        /// A frozen dataset that reports are made from.
        Dataset,
        /// The rendered bytes of one document made from a dataset.
        Release,
        /// Background work.
        Job,
        /// A sign-in session.
        Session,
        /// A one-time link.
        Link,
        /// An address that a calendar program fetches.
        CalendarFeed,
        /// A letter that goes out by e-mail.
        Letter,
    }
}
