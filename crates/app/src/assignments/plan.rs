//! What a change would do to what is asked: worked out before it is carried out, so that a page can tell it first.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, row, sql};
use domain::changes::{Before, What, covers_otherwise, form_change, holds};
use domain::submissions::{StateName, due};
use domain::year::{Expected, OrganisationFacts, expected};
use kernel::id::kind::{Area, Assignment as AssignmentKind, Organisation, Unit};
use kernel::{Day, Id, Instant};

use crate::year::Published;

/// One thing that a change does to one assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub what: What,
    /// The last day that the year said before.
    pub from: Option<Day>,
    /// The one that it says now.
    pub to: Option<Day>,
    /// The one that holds here, where it is later than the year's.
    pub holds: Option<Day>,
}

/// One assignment as a change leaves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The assignment; nothing where it has never been asked before.
    pub id: Option<Id<AssignmentKind>>,
    /// The item's stable name.
    pub item: String,
    /// The occasion's stable name.
    pub occasion: String,
    /// Of which provider.
    pub organisation: Id<Organisation>,
    /// For what, as the database knows it.
    pub subject: String,
    /// For which unit.
    pub unit: Option<Id<Unit>>,
    /// For which area.
    pub area: Option<Id<Area>>,
    /// How far it has come.
    pub state: StateName,
    /// What has come in: what it is judged by, and whether somebody has signed it.
    pub came: Came,
    /// The year's last day.
    pub deadline: Day,
    /// A later one that holds.
    pub extended_to: Option<Day>,
    /// The extension that it had before the change.
    pub had: Option<Day>,
    /// How it stands afterwards.
    pub becomes: Becomes,
    /// The other system that it is answered in.
    pub reports_in: Option<String>,
    /// What the change does to it, in the order in which it is told.
    pub steps: Vec<Step>,
    unsaid: Unsaid,
}

/// What has come in for an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Nothing.
    Nothing,
    /// Something by e-mail, which waits to be signed.
    ByMail,
    /// It has been handed in.
    Signed,
}

impl Came {
    fn of(row: &Known, arrived: &BTreeSet<Id<AssignmentKind>>) -> Self {
        if row.submissions > 0 {
            Self::Signed
        } else if arrived.contains(&row.id) {
            Self::ByMail
        } else {
            Self::Nothing
        }
    }

    /// Whether anything has: an authority cannot choose when a document reaches it, nor whether it is signed.
    const fn is_in(self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

impl Planned {
    /// Whether it was handed in and is given back: its completion is written by the form that is then in force.
    pub const fn is_given_back(&self) -> bool {
        matches!(self.came, Came::Signed) && matches!(self.state, StateName::Returned | StateName::AwaitingSignature)
    }
}

/// How an assignment stands after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It is asked.
    Asked,
    /// It is withdrawn.
    Withdrawn,
    /// It stands for what has come in, though nothing asks for it.
    Unasked,
}

/// What is written and told to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unsaid {
    Nothing,
    /// The first publishing of a year.
    First,
    /// Where it is answered.
    Elsewhere,
    /// Its occasion has another stable name, and the same title and last day.
    Renamed,
}

impl Planned {
    fn does(&self, what: What) -> bool {
        self.steps.iter().any(|step| step.what == what)
    }
    /// Whether it is asked and was not.
    pub fn is_added(&self) -> bool {
        self.unsaid == Unsaid::First || self.does(What::Asked) || self.does(What::AskedAgain)
    }
    /// Whether it is taken back.
    pub fn is_withdrawn(&self) -> bool {
        self.does(What::Withdrawn)
    }
    /// Whether its last day or occasion is another.
    pub fn is_moved(&self) -> bool {
        self.does(What::Moved) || self.does(What::Occasion)
    }
    /// Whether its own row changes.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.unsaid, Unsaid::Elsewhere | Unsaid::Renamed)
            || self.steps.iter().any(|step| !matches!(step.what, What::Form | What::Covers))
    }
}

row! {
    struct Known {
        id: Id<AssignmentKind>,
        occasion: String,
        item: String,
        organisation: Id<Organisation>,
        subject: String,
        unit: Option<Id<Unit>>,
        area: Option<Id<Area>>,
        deadline: Day,
        extended_to: Option<Day>,
        withdrawn_at: Option<Instant>,
        unasked_at: Option<Instant>,
        submissions: i64,
        state: String,
        reports_in: Option<String>,
    }
}

impl Known {
    fn due(&self) -> Day {
        due(self.deadline, self.extended_to)
    }
}

/// What makes an assignment of a year the same one: the item, the provider, and for what.
type Key = (String, Id<Organisation>, String);

fn known(tx: &mut ReadTx<'_>, year: i16) -> Result<BTreeMap<Key, Known>, StoreError> {
    let rows: Vec<Known> = tx.all(
        sql!(
            "SELECT id, occasion, item, organisation_id, subject, unit_id, area_id, deadline, extended_to, withdrawn_at,
                    unasked_at, submissions, state, reports_in
             FROM assignment WHERE tenant_id = $1 AND year = $2"
        ),
        &[&year],
    )?;
    Ok(rows.into_iter().map(|row| ((row.item.clone(), row.organisation, row.subject.clone()), row)).collect())
}

/// What has come by e-mail of the year, signed or not.
fn arrived(tx: &mut ReadTx<'_>, year: i16) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let rows: Vec<(Id<AssignmentKind>,)> = tx.all(
        sql!(
            "SELECT DISTINCT a.id FROM assignment a
             JOIN mail_file f ON f.tenant_id = a.tenant_id AND f.assignment_id = a.id
             JOIN mail m ON m.tenant_id = f.tenant_id AND m.id = f.mail_id
             WHERE a.tenant_id = $1 AND a.year = $2 AND m.arrived_at IS NOT NULL AND m.state <> 'aside'
               AND f.became IN ('draft', 'upload', 'directed', 'faulty')"
        ),
        &[&year],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The assignments for which it has been told already what the version asks otherwise.
fn told(tx: &mut ReadTx<'_>, published: &Published) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let rows: Vec<(Id<AssignmentKind>,)> = tx.all(
        sql!(
            "SELECT DISTINCT assignment_id FROM assignment_change
             WHERE tenant_id = $1 AND version = $2 AND what IN ('form', 'covers')"
        ),
        &[&published.id],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What is looked at besides the assignment itself.
struct Looked<'a> {
    published: &'a Published,
    before: Option<&'a Published>,
    /// Whether the year has no assignments yet: its first publishing changes nothing for anybody.
    first: bool,
    today: Day,
}

/// What the document and the register lead to for the assignments of the year: those that become otherwise, each once.
/// `before` is the version in force until now, where the year is what changes.
pub fn plan(
    tx: &mut ReadTx<'_>,
    published: &Published,
    before: Option<&Published>,
    facts: &OrganisationFacts,
    today: Day,
) -> Result<Vec<Planned>, StoreError> {
    let year = published.year.year;
    let areas: BTreeMap<String, Id<Area>> =
        tx.all(sql!("SELECT slug, id FROM area WHERE tenant_id = $1"), &[])?.into_iter().collect();
    let (mut known, arrived) = (known(tx, year)?, arrived(tx, year)?);
    let told = if before.is_some() { told(tx, published)? } else { BTreeSet::new() };
    let looked = Looked { published, before, first: known.is_empty(), today };
    let mut all = Vec::new();
    for due in expected(&published.year, facts) {
        let area = due.area.as_ref().and_then(|slug| areas.get(slug.as_str()).copied());
        let subject = match (due.unit, area) {
            (Some(unit), _) => format!("unit:{unit}"),
            (None, Some(area)) => format!("area:{area}"),
            (None, None) => "provider".to_owned(),
        };
        match known.remove(&(due.item.to_string(), due.provider, subject.clone())) {
            Some(row) => {
                let mut planned = asked_still(&looked, &row, &due, Came::of(&row, &arrived));
                if told.contains(&row.id) {
                    planned.steps.retain(|step| !matches!(step.what, What::Form | What::Covers));
                }
                all.push(planned);
            }
            None => all.push(asked_first(&looked, &due, subject, area)),
        }
    }
    all.extend(known.into_values().filter_map(|row| asked_no_more(&row, Came::of(&row, &arrived))));
    all.retain(|planned| planned.unsaid != Unsaid::Nothing || !planned.steps.is_empty());
    Ok(all)
}

fn step(what: What, from: Option<Day>, to: Option<Day>, holds: Option<Day>) -> Step {
    Step { what, from, to, holds: holds.filter(|holds| to.is_some_and(|to| *holds > to)) }
}

fn of_row(row: &Known, came: Came) -> Planned {
    Planned {
        id: Some(row.id),
        item: row.item.clone(),
        occasion: row.occasion.clone(),
        organisation: row.organisation,
        subject: row.subject.clone(),
        unit: row.unit,
        area: row.area,
        state: StateName::from_slug(&row.state).unwrap_or(StateName::NotStarted),
        came,
        deadline: row.deadline,
        extended_to: row.extended_to,
        had: row.extended_to,
        becomes: Becomes::Asked,
        reports_in: row.reports_in.clone(),
        steps: Vec::new(),
        unsaid: Unsaid::Nothing,
    }
}

/// How an assignment stood before the change.
fn before(row: &Known, came: Came) -> Before {
    match row.withdrawn_at {
        _ if came.is_in() => Before::In(row.due()),
        // What was taken away in time is asked as for the first time; what was late then is late still.
        Some(at) if at.day() <= row.due() => Before::NotAsked,
        _ => Before::Open(row.due()),
    }
}

/// An assignment that is asked still, or again.
fn asked_still(looked: &Looked<'_>, row: &Known, due: &Expected, came: Came) -> Planned {
    let mut planned = of_row(row, came);
    let again = row.withdrawn_at.is_some() || row.unasked_at.is_some();
    let (moved, other) = (row.deadline != due.deadline, row.occasion != due.occasion.as_str());
    if row.reports_in != due.reports_in {
        planned.unsaid = Unsaid::Elsewhere;
    }
    planned.reports_in.clone_from(&due.reports_in);
    due.occasion.as_str().clone_into(&mut planned.occasion);
    planned.deadline = due.deadline;
    if again || moved {
        let said = domain::submissions::due(due.deadline, row.extended_to);
        let held = holds(before(row, came), said, looked.today);
        if held > said {
            planned.extended_to = Some(held);
        }
        let (what, from) = if again { (What::AskedAgain, None) } else { (What::Moved, Some(row.deadline)) };
        planned.steps.push(step(what, from, Some(due.deadline), planned.extended_to));
    } else if other && called_the_same(looked, &row.occasion, due.occasion.as_str()) {
        planned.unsaid = Unsaid::Renamed;
    } else if other {
        planned.steps.push(step(What::Occasion, None, None, None));
    }
    planned.steps.extend(asked_otherwise(looked, &row.item).into_iter().map(|what| step(what, None, None, None)));
    planned
}

/// Whether the occasion has another stable name and nothing else that anybody sees.
fn called_the_same(looked: &Looked<'_>, before: &str, now: &str) -> bool {
    let title =
        |published: &Published, slug: &str| published.year.occasion(slug).map(|occasion| occasion.title.clone());
    let before = looked.before.and_then(|old| title(old, before));
    before.is_some() && before == title(looked.published, now)
}

/// Whether the item asks otherwise than before, or for other days.
fn asked_otherwise(looked: &Looked<'_>, item: &str) -> Vec<What> {
    let new = (&*looked.published.year, looked.published.year.item(item));
    let (Some(old), (year, Some(item))) = (looked.before, new) else { return Vec::new() };
    let Some(earlier) = old.year.item(item.slug.as_str()) else { return Vec::new() };
    let form = !form_change((&old.year, earlier), (year, item), &[]).is_empty();
    let covers = covers_otherwise(earlier, item);
    [(form, What::Form), (covers, What::Covers)].into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

/// An assignment that has never been asked.
fn asked_first(looked: &Looked<'_>, due: &Expected, subject: String, area: Option<Id<Area>>) -> Planned {
    let held = holds(Before::NotAsked, due.deadline, looked.today);
    let later = (!looked.first && held > due.deadline).then_some(held);
    let steps = if looked.first { Vec::new() } else { vec![step(What::Asked, None, Some(due.deadline), later)] };
    Planned {
        id: None,
        item: due.item.to_string(),
        occasion: due.occasion.to_string(),
        organisation: due.provider,
        subject,
        unit: due.unit,
        area,
        state: StateName::NotStarted,
        came: Came::Nothing,
        deadline: due.deadline,
        extended_to: later,
        had: None,
        becomes: Becomes::Asked,
        reports_in: due.reports_in.clone(),
        steps,
        unsaid: if looked.first { Unsaid::First } else { Unsaid::Nothing },
    }
}

/// An assignment that nothing asks for. What has something in stays.
fn asked_no_more(row: &Known, came: Came) -> Option<Planned> {
    let (mut planned, is_in) = (of_row(row, came), came.is_in());
    let what = match (is_in, row.withdrawn_at.is_some() || row.unasked_at.is_some()) {
        (_, true) => return None,
        (true, false) => What::Left,
        (false, false) => What::Withdrawn,
    };
    planned.becomes = if is_in { Becomes::Unasked } else { Becomes::Withdrawn };
    planned.steps.push(step(what, None, None, None));
    Some(planned)
}
