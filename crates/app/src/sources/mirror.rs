//! The mirror of a student system: what it has given that results rest on, kept up by asking for what has changed and what
//! has been deleted. Knows no database and no disk.
//!
//! A municipality's system knows all its schools. Kept are organisations and course plans, activities of adult education,
//! the groups these name, final grades in adult education, and the persons that those groups and grades name, with nothing
//! but identity number, sex and protection. Everything else is let go as soon as it has come.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Write};

use clients::ss12000::{Activity, Entity, Grade, Group, Listing, Organisation, Person, Resource, Ss12000, Syllabus};
use clients::{Came, Fault};
use kernel::Instant;
use serde::{Deserialize, Serialize};

use super::derived::is_adult;

/// How long before the last mark is asked for once more: what was written while we read, and clocks that differ.
const OVERLAP: i64 = 10 * 60;
/// After how many days everything is asked for anew, for changes that the source did not tell.
const WHOLE_AFTER: i64 = 30 * 86_400;
/// How many places of what was passed over are named.
const NAMED: usize = 5;

/// The endpoints in the order in which what is kept of one rests on those before.
pub const READ: [Resource; 6] = [
    Resource::Organisations,
    Resource::Syllabuses,
    Resource::Activities,
    Resource::Groups,
    Resource::Grades,
    Resource::Persons,
];

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    /// From where to go on, by endpoint.
    modified: BTreeMap<Resource, String>,
    /// When it was asked last.
    asked_at: Option<Instant>,
    /// When everything was asked for last.
    whole_at: Option<Instant>,
    /// What is named and was not there when everything was asked for: it is not asked for again.
    in_vain: BTreeMap<Resource, BTreeSet<String>>,
}

/// What a source has given so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mirror {
    marks: Marks,
    entities: BTreeMap<Resource, BTreeMap<String, Entity>>,
}

/// What was passed over of an endpoint, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// What was lacking, in the specification's words.
    pub lacks: String,
    /// How many.
    pub count: usize,
    /// The first of them, where they are no persons.
    pub first: Vec<String>,
}

/// What came of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointRead {
    /// Which.
    pub resource: Resource,
    /// How many came.
    pub came: usize,
    /// How many are kept in all.
    pub kept: usize,
    /// How many of those kept were deleted at the source.
    pub deleted: usize,
    /// What was passed over.
    pub skipped: Vec<PassedOver>,
}

/// What came of a fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whether everything was asked for.
    pub whole: bool,
    /// Whether the source cannot say what has been deleted.
    pub silent_of_deleted: bool,
    /// By endpoint.
    pub endpoints: Vec<EndpointRead>,
}

/// Whether the source has no such endpoint.
const fn is_lacking(fault: &Fault) -> bool {
    matches!(fault, Fault::Status { came: Came { status: 404 | 405 | 501, .. }, .. })
}

/// A little earlier than the mark, where it is a time.
fn a_little_earlier(mark: &str) -> String {
    mark.parse::<Instant>().map_or_else(|_| mark.to_owned(), |at| at.plus_seconds(-OVERLAP).to_string())
}

/// Whether entities of the endpoint are persons or about one.
const fn is_personal(resource: Resource) -> bool {
    matches!(resource, Resource::Persons | Resource::Grades | Resource::StudyPlans)
}

macro_rules! of {
    ($name:ident, $resource:ident, $entity:ident) => {
        /// Every entity of that kind, by its identifier.
        pub fn $name(&self) -> impl Iterator<Item = &$entity> {
            let all = self.entities.get(&Resource::$resource).into_iter().flat_map(BTreeMap::values);
            all.filter_map(|one| if let Entity::$entity(one) = one { Some(one) } else { None })
        }
    };
}

impl Mirror {
    of!(organisations, Organisations, Organisation);
    of!(syllabuses, Syllabuses, Syllabus);
    of!(activities, Activities, Activity);
    of!(groups, Groups, Group);
    of!(grades, Grades, Grade);
    of!(persons, Persons, Person);

    /// How many are kept of the endpoint.
    fn count(&self, resource: Resource) -> usize {
        self.entities.get(&resource).map_or(0, BTreeMap::len)
    }

    fn has(&self, resource: Resource, id: &str) -> bool {
        self.entities.get(&resource).is_some_and(|all| all.contains_key(id))
    }

    /// The course plan, where it is of adult education.
    fn adult(&self, syllabus: &str) -> bool {
        let known = self.entities.get(&Resource::Syllabuses).and_then(|all| all.get(syllabus));
        matches!(known, Some(Entity::Syllabus(one)) if is_adult(&one.school_type))
    }

    /// Whether results rest on it, as far as is known.
    fn keeps(&self, entity: &Entity, needed: Option<&BTreeSet<String>>) -> bool {
        match entity {
            Entity::Organisation(_) | Entity::Syllabus(_) => true,
            // Of one whose course plan is not known nothing is derived, but it is told of.
            Entity::Activity(one) => one
                .syllabus
                .as_ref()
                .is_some_and(|syllabus| self.adult(syllabus) || !self.has(Resource::Syllabuses, syllabus)),
            Entity::Grade(one) => one.final_grade && self.adult(&one.syllabus),
            Entity::Group(_) | Entity::Person(_) => needed.is_some_and(|needed| needed.contains(entity.id())),
            Entity::StudyPlan(_) => false,
        }
    }

    /// The identifiers that what is kept already names, where the endpoint is kept for their sake.
    fn needed(&self, resource: Resource) -> Option<BTreeSet<String>> {
        match resource {
            Resource::Groups => {
                let adult = |one: &&Activity| one.syllabus.as_ref().is_some_and(|syllabus| self.adult(syllabus));
                Some(self.activities().filter(adult).flat_map(|one| one.groups.iter().cloned()).collect())
            }
            Resource::Persons => {
                let members = self.groups().flat_map(|group| group.members.iter().map(|member| member.person.clone()));
                Some(members.chain(self.grades().map(|grade| grade.student.clone())).collect())
            }
            _ => None,
        }
    }

    /// Writes it: its marks on the first line, and an entity on each line after.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &self.marks)?;
        out.write_all(b"\n")?;
        for entity in self.entities.values().flat_map(BTreeMap::values) {
            serde_json::to_writer(&mut *out, entity)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// When it cannot be read, or is something else.
    pub fn read(from: impl Read) -> io::Result<Self> {
        let mut lines = BufReader::new(from).lines();
        let first = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        let mut mirror = Self { marks: serde_json::from_str(&first)?, entities: BTreeMap::new() };
        for line in lines {
            mirror.put(serde_json::from_str(&line?)?);
        }
        Ok(mirror)
    }

    fn put(&mut self, entity: Entity) {
        self.entities.entry(entity.resource()).or_default().insert(entity.id().to_owned(), entity);
    }

    /// Takes a listing in; `whole` where it has all there is.
    fn take(&mut self, resource: Resource, listing: Listing, needed: Option<&BTreeSet<String>>, whole: bool) {
        if whole {
            self.entities.remove(&resource);
        }
        for entity in listing.entities {
            if self.keeps(&entity, needed) {
                self.put(entity);
            } else if let Some(all) = self.entities.get_mut(&resource) {
                all.remove(entity.id());
            }
        }
        if let (Some(needed), Some(all)) = (needed, self.entities.get_mut(&resource)) {
            all.retain(|id, _| needed.contains(id));
        }
        if let Some(mark) = listing.watermark {
            let known = self.marks.modified.entry(resource).or_default();
            if *known < mark {
                *known = mark;
            }
        }
    }

    /// Grades and activities whose course plan has become another are let go, or would be kept for ever.
    fn prune(&mut self) {
        let gone: Vec<(Resource, String)> = [Resource::Activities, Resource::Grades]
            .into_iter()
            .filter_map(|resource| self.entities.get(&resource))
            .flat_map(BTreeMap::values)
            .filter(|entity| !self.keeps(entity, None))
            .map(|entity| (entity.resource(), entity.id().to_owned()))
            .collect();
        for (resource, id) in gone {
            if let Some(all) = self.entities.get_mut(&resource) {
                all.remove(&id);
            }
        }
    }
}

/// Reads the source: what has changed since the mirror was left, or everything where there is none or it is old. The
/// mirror that was handed in is gone if this fails; the one that is kept is left as it was by whoever keeps it.
///
/// # Errors
/// See [`Fault`].
pub fn fetch(client: &Ss12000<'_>, before: Option<Mirror>, now: Instant) -> Result<(Mirror, Told), Fault> {
    let young = |one: &Mirror| one.marks.whole_at.is_some_and(|at| now.seconds_since(at) < WHOLE_AFTER);
    let mut told = Told::default();
    let (mut mirror, mut deleted) = (before.filter(young), BTreeMap::new());
    if let Some(known) = &mut mirror {
        let since = known.marks.asked_at.map(|at| at.plus_seconds(-OVERLAP).to_string());
        match client.deleted(since.as_deref()) {
            Ok(lists) => deleted = remove(known, lists),
            Err(fault) if is_lacking(&fault) => {
                told.silent_of_deleted = true;
                mirror = None;
            }
            Err(fault) => return Err(fault),
        }
    }
    told.whole = mirror.is_none();
    let mut mirror = mirror.unwrap_or_default();
    mirror.marks.asked_at = Some(now);
    if told.whole {
        mirror.marks.whole_at = Some(now);
    }
    for resource in READ {
        let mut read = list(client, &mut mirror, resource)?;
        read.deleted = deleted.get(&resource).copied().unwrap_or(0);
        told.endpoints.push(read);
        if resource == Resource::Syllabuses {
            mirror.prune();
        }
    }
    Ok((mirror, told))
}

/// Removes what the source says it has deleted; gives how many of each were there.
fn remove(mirror: &mut Mirror, lists: Vec<(String, Vec<String>)>) -> BTreeMap<Resource, usize> {
    let mut removed = BTreeMap::new();
    for (name, ids) in lists {
        let Some(resource) = Resource::from_deleted(&name) else { continue };
        let Some(all) = mirror.entities.get_mut(&resource) else { continue };
        *removed.entry(resource).or_default() += ids.iter().filter(|id| all.remove(*id).is_some()).count();
    }
    removed
}

/// Reads one endpoint into the mirror: what is new, and everything where something is named that was let go earlier.
fn list(client: &Ss12000<'_>, mirror: &mut Mirror, resource: Resource) -> Result<EndpointRead, Fault> {
    let needed = mirror.needed(resource);
    let mut mark = mirror.marks.modified.get(&resource).map(|mark| a_little_earlier(mark));
    let mut listing = client.list(resource, mark.as_deref())?;
    if let (Some(needed), Some(_)) = (&needed, &mark) {
        let came: BTreeSet<&str> = listing.entities.iter().map(Entity::id).collect();
        let in_vain = mirror.marks.in_vain.get(&resource);
        let missing = |id: &String| {
            !mirror.has(resource, id) && !came.contains(id.as_str()) && !in_vain.is_some_and(|all| all.contains(id))
        };
        if needed.iter().any(missing) {
            mark = None;
            listing = client.list(resource, None)?;
        }
    }
    let (came, skipped) = (listing.entities.len(), passed_over(resource, &listing));
    mirror.take(resource, listing, needed.as_ref(), mark.is_none());
    if let (Some(needed), None) = (&needed, &mark) {
        let absent: BTreeSet<String> = needed.iter().filter(|id| !mirror.has(resource, id)).cloned().collect();
        mirror.marks.in_vain.insert(resource, absent);
    }
    Ok(EndpointRead { resource, came, kept: mirror.count(resource), deleted: 0, skipped })
}

fn passed_over(resource: Resource, listing: &Listing) -> Vec<PassedOver> {
    let mut all: Vec<PassedOver> = Vec::new();
    for skipped in &listing.skipped {
        let known = all.iter().position(|one| one.lacks == skipped.lacks).unwrap_or_else(|| {
            all.push(PassedOver { lacks: skipped.lacks.clone(), count: 0, first: Vec::new() });
            all.len() - 1
        });
        all[known].count += 1;
        // What a source knows a person by may be anything, an identity number too.
        if !is_personal(resource) && all[known].first.len() < NAMED {
            all[known].first.push(skipped.place.clone());
        }
    }
    all
}
