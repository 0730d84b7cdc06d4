//! What has come in, without its content, and its registration.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment, Organisation, Person, Submission};
use kernel::{Id, Instant, Role};

use crate::submissions::ReadIn;

row! {
    /// One received document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Received {
        /// The version.
        pub id: Id<Submission>,
        /// Of which assignment.
        pub assignment: Id<Assignment>,
        /// Which version.
        pub number: i64,
        /// The receipt's reference.
        pub reference: String,
        /// Hash of the content.
        pub sha256: String,
        /// The road it came by.
        pub road: String,
        /// The file it came in.
        pub file_sha256: Option<String>,
        /// When.
        pub at: Instant,
        /// Whether it came after the last day.
        pub late: bool,
        /// Who signed.
        pub signed_by: String,
        /// In which role.
        pub signed_role: Role,
        /// The provider.
        pub organisation_name: String,
        /// The year.
        pub year: i16,
        /// The item's stable name.
        pub item: String,
        /// The unit's or area's name.
        pub subject: Option<String>,
        /// The case number, where it is registered.
        pub case_number: Option<String>,
        /// The note.
        pub note: Option<String>,
        /// Who registered it.
        pub registered_by: Option<String>,
        /// When.
        pub registered_at: Option<Instant>,
        /// The system that it was read in from, where nobody signed it here.
        pub read_in_from: Option<String>,
        /// The file that it was read in out of.
        pub read_in_file: Option<String>,
    }
}

impl Received {
    /// Who stands for it: who signed, or who read it in and out of what.
    pub fn signer(&self) -> String {
        let read_in = ReadIn::of((self.read_in_from.clone(), self.read_in_file.clone()));
        crate::submissions::signer(&self.signed_by, read_in.as_ref())
    }

    /// What a form carries of the registration it was made for, so that nobody's number or note is overwritten unseen;
    /// empty where there is none.
    pub fn state_seen(&self) -> String {
        super::registration_seen(self.case_number.as_deref(), self.note.as_deref())
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// `Some(true)` only registered ones, `Some(false)` only the others.
    pub registered: Option<bool>,
    /// From this instant.
    pub from: Instant,
    /// Before this instant.
    pub until: Instant,
    /// Only this provider's.
    pub organisation: Option<Id<Organisation>>,
}

impl Filter {
    const fn state(&self) -> &'static str {
        match self.registered {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        }
    }
}

/// What has come in, the newest first.
pub fn received(tx: &mut ReadTx<'_>, filter: &Filter, most: i64, skip: i64) -> Result<Vec<Received>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.sha256, s.road, s.file_sha256, COALESCE(s.arrived_at, s.at), s.late, g.name, s.signed_role,
                    COALESCE(v.name, o.name), a.year, a.item, COALESCE(u.name, x.name), r.case_number, r.note, p.name, r.at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             JOIN organisation o ON o.id = a.organisation_id
             LEFT JOIN provider v ON v.tenant_id = a.tenant_id AND v.organisation_id = a.organisation_id
             JOIN person g ON g.id = s.signed_by
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area x ON x.tenant_id = a.tenant_id AND x.id = a.area_id
             LEFT JOIN registration r ON r.tenant_id = s.tenant_id AND r.submission_id = s.id
             LEFT JOIN person p ON p.id = r.person_id
             WHERE s.tenant_id = $1 AND COALESCE(s.arrived_at, s.at) >= $3 AND COALESCE(s.arrived_at, s.at) < $4 AND a.organisation_id = COALESCE($5, a.organisation_id)
               AND (CAST($2 AS TEXT) = '' OR (CAST($2 AS TEXT) = 'no' AND r.submission_id IS NULL)
                    OR (CAST($2 AS TEXT) = 'yes' AND r.submission_id IS NOT NULL))
             ORDER BY COALESCE(s.arrived_at, s.at) DESC, s.id LIMIT $6 OFFSET $7"
        ),
        &[&filter.state(), &filter.from, &filter.until, &filter.organisation, &most, &skip],
    )
}

/// How many there are, and how many of them are not registered.
pub fn totals(tx: &mut ReadTx<'_>, filter: &Filter) -> Result<(i64, i64), StoreError> {
    tx.one(
        sql!(
            "SELECT count(*), CAST(COALESCE(sum(CASE WHEN r.submission_id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             LEFT JOIN registration r ON r.tenant_id = s.tenant_id AND r.submission_id = s.id
             WHERE s.tenant_id = $1 AND COALESCE(s.arrived_at, s.at) >= $3 AND COALESCE(s.arrived_at, s.at) < $4 AND a.organisation_id = COALESCE($5, a.organisation_id)
               AND (CAST($2 AS TEXT) = '' OR (CAST($2 AS TEXT) = 'no' AND r.submission_id IS NULL)
                    OR (CAST($2 AS TEXT) = 'yes' AND r.submission_id IS NOT NULL))"
        ),
        &[&filter.state(), &filter.from, &filter.until, &filter.organisation],
    )
}

/// One received document.
pub fn one(tx: &mut ReadTx<'_>, id: Id<Submission>) -> Result<Option<Received>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.sha256, s.road, s.file_sha256, COALESCE(s.arrived_at, s.at), s.late, g.name, s.signed_role,
                    COALESCE(v.name, o.name), a.year, a.item, COALESCE(u.name, x.name), r.case_number, r.note, p.name, r.at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             JOIN organisation o ON o.id = a.organisation_id
             LEFT JOIN provider v ON v.tenant_id = a.tenant_id AND v.organisation_id = a.organisation_id
             JOIN person g ON g.id = s.signed_by
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area x ON x.tenant_id = a.tenant_id AND x.id = a.area_id
             LEFT JOIN registration r ON r.tenant_id = s.tenant_id AND r.submission_id = s.id
             LEFT JOIN person p ON p.id = r.person_id
             WHERE s.tenant_id = $1 AND s.id = $2"
        ),
        &[&id],
    )
}

/// Every provider that has handed something in, in Swedish order.
pub fn providers(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Organisation>, String)>, StoreError> {
    tx.all(
        sql!(
            "SELECT o.id, COALESCE(v.name, o.name)
             FROM organisation o LEFT JOIN provider v ON v.tenant_id = $1 AND v.organisation_id = o.id
             WHERE o.id IN (SELECT a.organisation_id FROM assignment a WHERE a.tenant_id = $1 AND a.submissions > 0)
             ORDER BY COALESCE(v.sort_key, o.sort_key), o.id"
        ),
        &[],
    )
}

/// Writes the registration, or changes it. What it was stands in the chain.
pub fn register(
    tx: &mut WriteTx<'_>,
    id: Id<Submission>,
    case_number: &str,
    note: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE registration SET case_number = $3, note = $4, person_id = $5, at = $6
             WHERE tenant_id = $1 AND submission_id = $2"
        ),
        &[&id, &case_number, &note, &person, &now],
    )?;
    if changed == 0 {
        tx.execute(
            sql!(
                "INSERT INTO registration (tenant_id, submission_id, case_number, note, person_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &[&id, &case_number, &note, &person, &now],
        )?;
    }
    Ok(())
}

row! {
    /// A registration or a change of one, as the chain has it.
    #[derive(Debug, Clone)]
    pub struct Trace {
        /// When.
        pub at: Instant,
        /// By whom.
        pub by: Option<String>,
        /// Its facts, as JSON.
        pub facts: String,
    }
}

/// Everything that was done with the registration, the newest first.
pub fn history(tx: &mut ReadTx<'_>, id: Id<Submission>) -> Result<Vec<Trace>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.at, p.name, e.facts FROM audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = 'write' AND e.subject_id = $2 AND e.kind = 'submission.registered'
             ORDER BY e.seq DESC"
        ),
        &[&id],
    )
}
