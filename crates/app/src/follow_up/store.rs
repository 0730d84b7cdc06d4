//! What the overview and the lists are made of: states, names and what has happened. No draft and no text of anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::store::{ReadTx, StoreError, row, sql};
use domain::submissions::State;
use kernel::id::kind::{Area, Assignment, Organisation, Person, Unit};
use kernel::{Day, Id, Instant};
use uuid::Uuid;

use super::model::{Line, Names, UndatedLine};
use crate::submissions::{self, ByAssignment};

row! {
    struct LineRow {
        id: Id<Assignment>,
        occasion: String,
        item: String,
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
        area: Option<Id<Area>>,
        deadline: Day,
        extended_to: Option<Day>,
        facts: String,
        locked: bool,
        reports_in: Option<String>,
        is_unasked: bool,
    }
}

impl LineRow {
    fn line(self, words: &mut BTreeSet<Arc<str>>, arrivals: &ByAssignment) -> Result<UndatedLine, StoreError> {
        // What nobody has begun is most of an occasion until its last day, and has nothing to be read.
        let state: State = if self.facts == r#"{"state":"not-started"}"# {
            State::NotStarted
        } else {
            serde_json::from_str(&self.facts)
                .map_err(|error| StoreError::Damaged(format!("assignment {}: {error}", self.id)))?
        };
        let came = arrivals.get(&self.id).and_then(|all| submissions::newest_arrival(&state, all));
        let arrived = came.map(|(newest, first)| (first, newest.became, newest.waits_until().day()));
        Ok(UndatedLine::new(
            self.id,
            (shared(words, self.occasion), shared(words, self.item)),
            self.organisation,
            (self.unit, self.area),
            (self.deadline, self.extended_to),
            &state,
            self.locked,
        )
        .arrived(arrived)
        .elsewhere(self.reports_in.map(|system| shared(words, system)))
        .unasked(self.is_unasked))
    }
}

/// The word, once for all the lines that have it.
fn shared(words: &mut BTreeSet<Arc<str>>, word: String) -> Arc<str> {
    if let Some(known) = words.get(word.as_str()) {
        return known.clone();
    }
    let word: Arc<str> = word.into();
    words.insert(word.clone());
    word
}

fn undated(rows: Vec<LineRow>, arrivals: &ByAssignment) -> Result<Vec<UndatedLine>, StoreError> {
    let mut words = BTreeSet::new();
    rows.into_iter().map(|row| row.line(&mut words, arrivals)).collect()
}

/// Every line of the occasion on the day, in no order that means anything. Worked out once for each state of the chain.
pub fn lines(tx: &mut ReadTx<'_>, year: i16, occasion: &str, today: Day) -> Result<Vec<Line>, StoreError> {
    let lines = tx.standing::<Vec<UndatedLine>, StoreError>("follow_up.lines", &format!("{year}/{occasion}"), |tx| {
        let arrivals = submissions::arrivals_of_occasion(tx, year, occasion)?;
        let rows = tx.all(
            sql!(
                "SELECT id, occasion, item, organisation_id, unit_id, area_id, deadline, extended_to, state_facts, locked IS NOT NULL,
                        reports_in, unasked_at IS NOT NULL
                 FROM assignment WHERE tenant_id = $1 AND year = $2 AND occasion = $3 AND withdrawn_at IS NULL"
            ),
            &[&year, &occasion],
        )?;
        undated(rows, &arrivals)
    })?;
    Ok(lines.iter().map(|line| line.on(today)).collect())
}

/// Every line of the provider's year, on the day.
pub fn lines_of_provider(
    tx: &mut ReadTx<'_>,
    year: i16,
    organisation: Id<Organisation>,
    today: Day,
) -> Result<Vec<Line>, StoreError> {
    let arrivals = submissions::arrivals_of_provider(tx, year, organisation)?;
    let rows = tx.all(
        sql!(
            "SELECT id, occasion, item, organisation_id, unit_id, area_id, deadline, extended_to, state_facts, locked IS NOT NULL,
                        reports_in, unasked_at IS NOT NULL
             FROM assignment WHERE tenant_id = $1 AND year = $2 AND organisation_id = $3 AND withdrawn_at IS NULL
             ORDER BY deadline, item, subject"
        ),
        &[&year, &organisation],
    )?;
    let lines = undated(rows, &arrivals)?;
    Ok(lines.iter().map(|line| line.on(today)).collect())
}

/// The names that lines are shown and sought by.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Providers in Swedish order, with their place in it.
    pub providers: BTreeMap<Id<Organisation>, (String, usize)>,
    /// Their units and the areas.
    pub subjects: Arc<Subjects>,
}

/// What lines can be about besides a provider.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// Units with their names and codes, and their place in Swedish order.
    pub units: BTreeMap<Id<Unit>, (String, String, usize)>,
    /// Areas with their stable names and names, and their place in Swedish order.
    pub areas: BTreeMap<Id<Area>, (String, String, usize)>,
    /// The areas that units work in.
    pub works_in: BTreeSet<(Id<Unit>, Id<Area>)>,
}

impl Names for Register {
    fn provider(&self, id: Id<Organisation>) -> &str {
        self.providers.get(&id).map_or("", |(name, _)| name)
    }
    fn subject(&self, line: &Line) -> Option<&str> {
        let unit = line.unit.and_then(|id| self.subjects.units.get(&id)).map(|(name, ..)| name.as_str());
        unit.or_else(|| line.area.and_then(|id| self.subjects.areas.get(&id)).map(|(_, name, _)| name.as_str()))
    }
    fn in_area(&self, line: &Line, slug: &str) -> bool {
        let Some(wanted) = self.subjects.areas.iter().find(|(_, (of, ..))| of == slug).map(|(id, _)| *id) else {
            return false;
        };
        line.area == Some(wanted) || line.unit.is_some_and(|unit| self.subjects.works_in.contains(&(unit, wanted)))
    }
}

impl Register {
    /// Where a line stands in Swedish order: by provider, then by unit or area.
    pub fn place(&self, line: &Line) -> (usize, usize) {
        let provider = self.providers.get(&line.organisation).map_or(usize::MAX, |(_, place)| *place);
        let unit = line.unit.and_then(|id| self.subjects.units.get(&id)).map(|(_, _, place)| *place);
        let area = line.area.and_then(|id| self.subjects.areas.get(&id)).map(|(_, _, place)| *place);
        (provider, unit.or(area).unwrap_or(0))
    }
}

/// Names of everything, for pages that seek and list. Units and areas are read once for each state of the chain; a
/// provider may go by a name that is the same at every authority, which no chain of one authority tells of.
pub fn register(tx: &mut ReadTx<'_>) -> Result<Register, StoreError> {
    let providers: Vec<(Id<Organisation>, String)> = tx.all(
        sql!(
            "SELECT o.id, COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
             WHERE p.tenant_id = $1 ORDER BY COALESCE(p.sort_key, o.sort_key), o.id"
        ),
        &[],
    )?;
    Ok(Register {
        providers: providers.into_iter().enumerate().map(|(place, (id, name))| (id, (name, place))).collect(),
        subjects: tx.standing("follow_up.subjects", "", subjects)?,
    })
}

fn subjects(tx: &mut ReadTx<'_>) -> Result<Subjects, StoreError> {
    let units: Vec<(Id<Unit>, String, String)> =
        tx.all(sql!("SELECT id, name, code FROM unit WHERE tenant_id = $1 ORDER BY sort_key, code"), &[])?;
    let areas: Vec<(Id<Area>, String, String)> =
        tx.all(sql!("SELECT id, slug, name FROM area WHERE tenant_id = $1 ORDER BY sort_key, slug"), &[])?;
    let works_in: Vec<(Id<Unit>, Id<Area>)> =
        tx.all(sql!("SELECT unit_id, area_id FROM unit_area WHERE tenant_id = $1"), &[])?;
    Ok(Subjects {
        units: units.into_iter().enumerate().map(|(place, (id, name, code))| (id, (name, code, place))).collect(),
        areas: areas.into_iter().enumerate().map(|(place, (id, slug, name))| (id, (slug, name, place))).collect(),
        works_in: works_in.into_iter().collect(),
    })
}

/// The providers that the person is contact rektor for on the day, as deputy too.
pub fn own_providers(
    tx: &mut ReadTx<'_>,
    person: Id<Person>,
    on: Day,
) -> Result<BTreeSet<Id<Organisation>>, StoreError> {
    let rows: Vec<(Id<Organisation>,)> = tx.all(
        sql!(
            "SELECT organisation_id FROM contact_rektor WHERE tenant_id = $1 AND person_id = $2
               AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)"
        ),
        &[&person, &on],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The names of the provider's contact rektors on the day, the one who is no deputy first.
pub fn contact_rektors(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    on: Day,
) -> Result<Vec<(String, bool)>, StoreError> {
    tx.all(
        sql!(
            "SELECT p.name, c.deputy FROM contact_rektor c JOIN person p ON p.id = c.person_id
             WHERE c.tenant_id = $1 AND c.organisation_id = $2 AND c.valid_from <= $3
               AND (c.valid_to IS NULL OR c.valid_to >= $3) ORDER BY c.deputy, p.sort_key, c.id"
        ),
        &[&organisation, &on],
    )
}

row! {
    /// One event of the chain.
    #[derive(Debug, Clone)]
    pub struct EventRow {
        /// When.
        pub at: Instant,
        /// Its stable name.
        pub kind: String,
        /// Its facts, as JSON.
        pub facts: String,
        /// Who, where it was somebody with an account.
        pub by: Option<String>,
        /// What it is about.
        pub subject: Option<Uuid>,
    }
}

/// What has happened to the assignment and its versions, the newest first.
pub fn events(tx: &mut ReadTx<'_>, assignment: Id<Assignment>) -> Result<Vec<EventRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.at, e.kind, e.facts, p.name, e.subject_id FROM
               (SELECT a.id FROM assignment a WHERE a.tenant_id = $1 AND a.id = $2
                UNION ALL SELECT s.id FROM submission s WHERE s.tenant_id = $1 AND s.assignment_id = $2) own
             CROSS JOIN audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = 'write' AND e.subject_id = own.id
             ORDER BY e.seq DESC"
        ),
        &[&assignment],
    )
}

/// What has happened to the provider's assignments of the year, the newest first; as many as are given at most.
pub fn events_of_provider(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    year: i16,
    most: i64,
) -> Result<Vec<EventRow>, StoreError> {
    tx.all(
        sql!(
            // CROSS JOIN keeps SQLite to this order: from the provider's own, not through every event there is.
            "SELECT e.at, e.kind, e.facts, p.name, e.subject_id FROM
               (SELECT a.id FROM assignment a WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND a.year = $3
                UNION ALL
                SELECT s.id FROM assignment b CROSS JOIN submission s
                WHERE b.tenant_id = $1 AND b.organisation_id = $2 AND b.year = $3
                  AND s.tenant_id = $1 AND s.assignment_id = b.id) own
             CROSS JOIN audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = 'write' AND e.subject_id = own.id
             ORDER BY e.seq DESC LIMIT $4"
        ),
        &[&organisation, &year, &most],
    )
}

row! {
    /// How much has changed at an occasion.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Changed {
        /// How many things changes have done since they began.
        pub ever: i64,
        /// How many of them lately.
        pub lately: i64,
        /// When the newest was.
        pub newest: Option<Instant>,
    }
}

/// What changes of the year and the register have done to what is asked at the occasion; lately is since the instant.
pub fn changed(tx: &mut ReadTx<'_>, year: i16, occasion: &str, since: Instant) -> Result<Changed, StoreError> {
    tx.one(
        sql!(
            "SELECT count(*), count(DISTINCT CASE WHEN c.at >= $4 THEN c.assignment_id END), max(c.at)
             FROM assignment_change c JOIN assignment a ON a.tenant_id = c.tenant_id AND a.id = c.assignment_id
             WHERE c.tenant_id = $1 AND a.year = $2 AND a.occasion = $3"
        ),
        &[&year, &occasion, &since],
    )
}

/// The case number that the version is registered with.
pub fn case_number(
    tx: &mut ReadTx<'_>,
    submission: Id<kernel::id::kind::Submission>,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = tx.maybe(
        sql!("SELECT case_number FROM registration WHERE tenant_id = $1 AND submission_id = $2"),
        &[&submission],
    )?;
    Ok(row.map(|(number,)| number))
}
