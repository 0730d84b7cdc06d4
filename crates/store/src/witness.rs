//! Rows and their hashes in the chain: whatever a transaction changes in the tables below, the event that ends it tells
//! the row's key and the hash of all of it. No feature can forget to, and whoever alters, removes or puts in a row past
//! the application is found by holding the tables against the chain.
//!
//! Encoding, version 1: in the facts of the transaction's last event, `rows` is an object of tables, each an object from
//! a row's key to SHA-256 (hex) over the row, or `null` for a row that was removed. The key is the primary key without
//! the tenant, its columns joined by `/`. The row is a JSON object without spaces, its members in the order of their
//! names: every column but `tenant_id` and those without a value; whole numbers as numbers, truth as 0 or 1, identifiers
//! and bytes as lower-case hex. A column that is added later begins without a value, so that older hashes stand.
//!
//! Seats and tenants lie in global tables but are one tenant's: that tenant's chain tells of them, and nobody else's
//! transaction may change them. People and organisations are nobody's own: whichever transaction changes one, the system's
//! chain tells of it, in the same commit.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::{Event, EventRow, hex};
use crate::statement::{Statement, StatementKind, TextPair};
use crate::tx::ReadTx;
use crate::value::{Row, ToValue, Value};
use crate::{StoreError, Table};

macro_rules! table {
    ($tenant:expr, $table:ident ($($key:ident),+) $($column:ident)*) => {
        Table {
            name: stringify!($table),
            key: &[$(stringify!($key)),+],
            columns: &[$(stringify!($key),)+ $(stringify!($column)),*],
            tenant: $tenant,
        }
    };
}
macro_rules! tables {
    ($($table:ident ($($key:ident),+) $($column:ident)*;)+) => {
        &[$(table!(Some("tenant_id"), $table ($($key),+) $($column)*)),+]
    };
}

/// The tables of tenant data whose rows the chain vouches for, with every column but the tenant's.
pub const WITNESSED: &[Table] = tables! {
    activity (id) year moment organisation_id;
    activity_entry (activity_id, number) day content note person_id;
    aggregate_table (number) title source address published_on layout content file_sha256 file_name person_id at
        removed_at;
    agreement (id) organisation_id area_id regime valid_from valid_to case_number;
    area (id) slug name sort_key school_forms;
    assessment (submission_id, number) body person_id at;
    assignment (id) year occasion item organisation_id subject unit_id area_id deadline extended_to state state_facts
        submissions first_submitted_at updated_at locked withdrawn_at reports_in unasked_at;
    assignment_change (assignment_id, number) at what from_day to_day holds before_version version cause;
    case_document (case_id, number) entry sealed_name file_id media_type size sealed_sha256;
    case_entry (case_id, number) day party content person_id sealed;
    case_file (id) number organisation_id unit_id kind way about received place_known reachable school_has authority_has
        state place category counted next_what next_day first_answered escalated closed outcome verdict became_abuse entries
        sealed_who;
    case_handler (subject_id, person_id);
    case_handout (case_id, number) party profile recipient purpose secrecy masked sealed sha256 person_id at;
    case_import (organisation_id, number) file_sha256 file_name mapping_version file_rows added changed unchanged passed_over
        left_out person_id at;
    case_mapping (organisation_id, version) content person_id at;
    case_reference (organisation_id, reference) case_id;
    case_secrecy (case_id, number) ground person_id at;
    case_theme (id) organisation_id unit_id number;
    case_theme_entry (theme_id, number) day content person_id sealed;
    carried_field (version, item, part, before_slug) now_slug;
    contact_attempt (assignment_id, person_key, number) way outcome person_id at taken_back_by taken_back_at;
    contact_rektor (id) organisation_id person_id deputy valid_from valid_to;
    count_cell (assignment_id, measure) period_from period_to n;
    course (number) code school_form unit_kind group_number in_catalogue;
    course_group (number) slug title school_form unit_kind;
    dataset (id) number year occasion title content sha256 person_id frozen_at published_at replaces;
    deficiency (id) number organisation_id unit_id source_kind source_id source_part;
    deficiency_entry (deficiency_id, number) day party content person_id sealed file_id media_type size sealed_sha256;
    earlier_figure (set_number, row) year indicator organisation_id unit_id area_id sex part base value source note;
    earlier_report (set_number, row) year organisation_id unit_id area_id title file_name file_sha256;
    earlier_set (number) state file_sha256 file_name person_id at ended_at ended_by;
    earlier_target (set_number, row) year indicator regime area_id value;
    elsewhere_file (number) year system state file_sha256 file_name person_id at ended_at ended_by mapping_version reports period;
    elsewhere_mapping (system, version) content person_id at;
    evaluation (id) year;
    evaluation_copy (id) leader_id evaluation_id;
    evaluation_copy_entry (copy_id, number) key day content person_id sealed;
    evaluation_entry (evaluation_id, number) key day content person_id sealed;
    evaluation_part (evaluation_id, organisation_id) name;
    evaluation_part_entry (evaluation_id, organisation_id, number) key day content person_id sealed;
    evaluation_result (id) copy_id organisation_id;
    evaluation_result_entry (result_id, number) key day content person_id sealed;
    extension (assignment_id, number) to_day motive person_id at;
    fetched_list (assignment_id, number) set_number added person_id at;
    file (sha256) size media_type name created_at sealed_sha256;
    focus_area (id) organisation_id area_id year title aim unit_ids person_id at removed_at;
    handout_link (case_id, handout, number) token_sha256 person_id at until opened_at revoked_at revoked_by;
    import_profile (slug, version) title document person_id created_at;
    investigation (id) number organisation_id unit_id case_id about source state learnt nature finding next_what next_day
        case_number entries;
    investigation_entry (investigation_id, number) day party content person_id sealed;
    ladder_version (number) content person_id at;
    mail (id) road message_id sender person_id arrived_at taken_at taken_by file_sha256 files_sha256 sealed state why doubt
        aside aside_reason aside_by aside_at answered_at;
    mail_file (mail_id, number) sealed file_sha256 size became why faulty assignment_id likely_id staged_id decided_by decided_at;
    mail_registration (mail_id) case_number note person_id at;
    mail_time (mail_id, number) arrived_at previous_at reason person_id at;
    mailbox (slug) active settings sealed_password password_at person_id at;
    meeting (id) year;
    meeting_entry (meeting_id, number) day content person_id sealed;
    message (id) assignment_id year item side person_id body at answers_id published_question published_at;
    own_template (id) year item version file_name sha256 bytes shape mapping person_id at used_at retired_at;
    participation_set (number) kind state profile scope as_of file_name file_sha256 rows_read rows_rejected rows_unchanged
        rows_added rows_changed rows_removed digest person_id begun_at published_at educations;
    person_number (assignment_id, reference) sealed person_id at;
    picture (assignment_id, name) file_sha256 width height person_id at;
    place (number) organisation_id unit_id area_id;
    plan_adoption (plan_version_id) case_number adopted_on decided_by political_body process_owner person_id recorded_at;
    plan_version (id) year number part content sha256 person_id created_at;
    provider (organisation_id) traits contact_email ended_on name sort_key;
    publication (number) set_number freeze_number table_slug title content sha256 person_id published_at withdrawn_at
        withdrawn_by withdrawn_reason;
    publication_list (set_number) smallest_shown year_version_id content sha256 person_id at;
    publication_proposal (freeze_number) year_version_id asked_at judged_at source content;
    registration (submission_id) case_number note person_id at;
    release (id) dataset_id format file_sha256 size renderer rendered_at;
    reminder_pause (number) year occasion organisation_id item reason person_id at ended_at ended_by;
    result_freeze (number) set_number title person_id at;
    return_note (submission_id, number) path reason person_id at;
    routine (organisation_id, number) kind body file_id file_name media_type size sealed_sha256 person_id filed_on;
    routine_assessment (organisation_id, number) routine content review_on person_id assessed_on;
    sample (id) number content population activity_id person_id at;
    sample_case (sample_id, number) key stratum organisation_id unit_id student;
    sample_entry (sample_id, number) day content sealed person_id;
    sample_file (id) sample_id case_number entry media_type size sealed_sha256 removed_at;
    sample_link (sample_id, number) case_number token_sha256 person_id at until used_at revoked_at;
    site_address (organisation_id, number) address person_id at;
    site_check (organisation_id, number) address person_id asked_at ended_at content;
    site_judgement (organisation_id, number) check_number role standing note person_id at;
    site_schedule (number) every_days person_id at;
    source (slug) active settings person_id at sealed_key key_at;
    source_fetch (number) slug state person_id asked_at ended_at fault found original_sha256 content;
    source_mirror (slug) fetch_number stored table_sha256 import_id at;
    student_snapshot (set_number) students counts cells at kept;
    submission (id) assignment_id number reference content sha256 year_version_id road file_sha256 prepared_by signed_by
        signed_role at late figures_set arrived_at;
    supervision (id) organisation_id unit_id;
    supervision_entry (decision_id, number) day content person_id;
    supervision_file (decision_id, number) file_id name media_type size sealed_sha256 said person_id at;
    tagging (submission_id, path, theme_id, at) quote person_id removed_at;
    tenant_key (version) sealed created_at retired_at;
    term (id) slug;
    term_assessment (organisation_id, term_id, number) term_version voice verdict seen_on day person_id sealed file_id media_type
        size sealed_sha256;
    term_version (term_id, number) content withdrawn person_id at;
    theme (id) year occasion name removed_at;
    unit (id) organisation_id code name sort_key school_forms traits students closed_on
        opened_on;
    unit_area (unit_id, area_id);
    visit (id) year number organisation_id activity_id follows;
    visit_checklist (year, version) content person_id at;
    visit_edit (visit_id, number) field key base settles sealed made_at at person_id;
    visit_entry (visit_id, number) content sealed at person_id;
    visit_photo (id) visit_id key point media_type size sealed_sha256 at person_id removed_at removed_by;
    year_version (id) year version document sha256 note person_id created_at published_at;
};

/// The tables of tenant data that the chain does not vouch for, and why.
pub const UNWITNESSED: &[(&str, &str)] = &[
    ("audit_event", "is the chain itself, where each link holds the hash of the one before"),
    ("case_import_waiting", "is the cells of a chosen file until it is taken in or thrown away, for a day at the most"),
    (
        "case_notice",
        "is where somebody without an account wants to hear of an answer, which they take away without a trace",
    ),
    ("case_told", "is what a letter said; an event tells of each letter"),
    ("chain_head", "is held against the last link of its chain"),
    ("distributed", "says when rows came into a draft or went out of it; drafts are the provider's own"),
    ("distribution", "is rows of a provider's that wait to be given out, and then which draft each went into"),
    ("draft_value", "is the provider's own until it is handed in; its revisions are its history"),
    ("import_run", "is the way of a file; what came in of it is its set's, and the profile and the set are told"),
    ("education_key", "is a number for a key that the educations of a set rest on, as students have"),
    ("mailbox_progress", "is how far a mailbox has been read; each letter that is kept is told of"),
    ("matter_told", "is what a letter said; an event tells of each letter"),
    ("official_figure", "is read out of a fetch's original, whose hash stands in the fetch"),
    ("participation", "is vouched for by the digest of its set, in the event that publishes it"),
    ("result_cell", "is counted from the participations and compared with them"),
    ("site_progress", "is how many pages a check under way has read"),
    ("source_progress", "is how far a fetch under way has come"),
    ("student", "is a number for a key that the rows of a set rest on, and may be forgotten"),
    ("student_cell", "is counted from the participations and compared with them"),
    ("student_count", "is counted from the participations and compared with them"),
    ("vocational_education", "is vouched for by the digest of its set, in the event that publishes it"),
    ("staged", "is an upload that waits for its preview to be confirmed or dropped"),
];

/// The global tables whose rows a chain vouches for: on them rests who may do what, and whose name stands on a receipt.
pub const REGISTERS: &[Table] = &[
    table!(None, organisation(id) org_number name sort_key),
    table!(None, person(id) name sort_key email created_at ended_at),
    table!(Some("tenant_id"), seat(id) person_id organisation_id unit_id role deputy valid_from valid_to given_at given_by
        confirmed_at confirmed_by refused_at ended_at),
    table!(Some("id"), tenant(id) slug kind name board_name municipality_code created_at),
];

/// The columns of [`REGISTERS`] that no chain vouches for, and why.
pub const VOLATILE: &[(&str, &str, &str)] = &[
    ("person", "password_hash", "is the person's secret, and changes without a word about who they are"),
    ("person", "failed_attempts", "is counted at the address since, and stands empty"),
    ("person", "locked_until", "is counted at the address since, and stands empty"),
];

/// The global tables that no chain vouches for, and why.
pub const UNREGISTERED: &[(&str, &str)] = &[
    ("migration", "is held against the program at every start"),
    ("receipt_code", "is the key of whoever has no account, and a hash of a secret, as passwords are"),
    ("unsent", "is what somebody writes and has not sent, for an hour, under a key that their browser has"),
    ("session", "comes and goes with every visit"),
    ("link", "is used once and then is nothing"),
    ("calendar_feed", "opens last days alone, until its person takes it back"),
    ("job", "is work that waits; what it does is told of when it is done"),
    ("sign_in_attempt", "counts wrong passwords for a day"),
    ("letter_choice", "is how often somebody wants letters; an event of their account tells of it"),
    ("reminder", "is what a letter said; an event of the authority's chain tells of it"),
    ("letter", "says what went out by e-mail; an event tells of each that was sent or given up"),
];

/// The table whose rows may come and go as [`Housekeeping`](crate::Housekeeping) as long as nothing that lasts names
/// them: an uploaded file is staged before anybody signs for it.
pub const STAGING: &str = "file";

/// The table of that name that a chain vouches for.
pub fn witnessed(name: &str) -> Option<&'static Table> {
    tables().find(|table| table.name == name)
}

fn tables() -> impl Iterator<Item = &'static Table> {
    WITNESSED.iter().chain(REGISTERS)
}

/// The tables that the chain of a tenant vouches for, or that of the system.
pub fn told_by(system: bool) -> impl Iterator<Item = &'static Table> {
    tables().filter(move |table| system || table.tenant.is_some())
}

/// Whether the table is a global one.
pub(crate) fn is_register(table: &Table) -> bool {
    REGISTERS.iter().any(|other| other.name == table.name)
}

/// A changing statement on a witnessed table, told to give the keys of what it changes.
#[derive(Debug)]
pub struct Change {
    pub(crate) table: &'static Table,
    pub(crate) text: (String, String),
}

/// What a statement changes of what is witnessed; worked out once for each.
pub(crate) fn change(statement: &'static Statement) -> Option<&'static Change> {
    let change = statement.change.get_or_init(|| {
        let mut words = statement.text.sqlite.split_whitespace();
        let name = match (words.next()?.to_uppercase().as_str(), words.next()?) {
            ("UPDATE", table) => table,
            ("INSERT" | "DELETE", _) => words.next()?,
            _ => return None,
        };
        let table = witnessed(name)?;
        let register = is_register(table);
        if register && !sets(table, statement.text.sqlite) || !register && statement.kind != StatementKind::Tenant {
            return None;
        }
        let tenant = table.tenant.filter(|_| register);
        let columns: Vec<_> =
            table.key.iter().copied().chain(tenant).map(|column| format!("{name}.{column}")).collect();
        let giving = |text: &str| format!("{text} RETURNING {}", columns.join(", "));
        Some(Change { table, text: (giving(statement.text.sqlite), giving(statement.text.postgres)) })
    });
    change.as_ref()
}

/// Whether the statement changes a column that is told of: an update of nothing but a person's password does not.
fn sets(table: &Table, text: &str) -> bool {
    let Some((_, sets)) = text.split_once(" SET ").filter(|_| text.starts_with("UPDATE")) else { return true };
    let sets = sets.split_once(" WHERE ").map_or(sets, |(sets, _)| sets);
    sets.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| table.columns.contains(&word))
}

/// What a transaction has changed: table and key as written in the chain → the key's values.
pub(crate) type Touched = BTreeMap<(&'static str, String), Vec<Value>>;

/// The key as written in the chain.
pub(crate) fn key(values: &[Value]) -> String {
    let part = |value: &Value| match value {
        Value::Null => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => Uuid::from_slice(bytes).map_or_else(|_| hex(bytes), |uuid| uuid.to_string()),
        Value::Uuid(uuid) => uuid.to_string(),
        Value::Bool(truth) => i64::from(*truth).to_string(),
    };
    values.iter().map(part).collect::<Vec<_>>().join("/")
}

fn row_hash(table: &Table, values: &[Value]) -> String {
    let members: BTreeMap<&str, Json> = table
        .columns
        .iter()
        .zip(values)
        .filter_map(|(column, value)| {
            let value = match value {
                Value::Null => return None,
                Value::Int(number) => (*number).into(),
                Value::Real(number) => (*number).into(),
                Value::Text(text) => text.as_str().into(),
                Value::Bytes(bytes) => hex(bytes).into(),
                Value::Uuid(uuid) => hex(uuid.as_bytes()).into(),
                Value::Bool(truth) => i64::from(*truth).into(),
            };
            Some((*column, value))
        })
        .collect();
    hex(&Sha256::digest(serde_json::to_string(&members).unwrap_or_default()))
}

/// The statements that read one row and all rows of each table, in the order of [`tables`].
fn readers(table: &Table) -> Option<&'static (Statement, Statement)> {
    static TEXTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    static READERS: OnceLock<Vec<(Statement, Statement)>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| {
        let text = |table: &Table| {
            let all = format!("SELECT {} FROM {}", table.columns.join(", "), table.name);
            let mut conditions: Vec<_> = table.tenant.iter().copied().collect();
            let within = condition(&conditions);
            conditions.extend(table.key);
            (format!("{all}{}", condition(&conditions)), format!("{all}{within} ORDER BY {}", table.key.join(", ")))
        };
        tables().map(text).collect()
    });
    let readers = READERS.get_or_init(|| {
        let statement = |text: &'static str, table: &Table| Statement {
            text: TextPair { sqlite: text, postgres: text },
            kind: if table.tenant.is_some() { StatementKind::Tenant } else { StatementKind::Global },
            file: file!(),
            line: line!(),
            change: OnceLock::new(),
        };
        texts.iter().zip(tables()).map(|((one, all), table)| (statement(one, table), statement(all, table))).collect()
    });
    tables().position(|other| other.name == table.name).and_then(|index| readers.get(index))
}

/// The condition that the columns are the statement's parameters.
fn condition(columns: &[&str]) -> String {
    let each = columns.iter().zip(1..).map(|(column, n)| format!("{column} = ${n}")).collect::<Vec<_>>();
    if each.is_empty() { String::new() } else { format!(" WHERE {}", each.join(" AND ")) }
}

fn values(table: &Table, row: &mut Row) -> Result<Vec<Value>, StoreError> {
    table.columns.iter().map(|_| row.take()).collect()
}

/// Tells in the last of the events what the transaction has changed.
pub(crate) fn tell(tx: &mut ReadTx<'_>, touched: &Touched, events: &mut [Event]) -> Result<(), StoreError> {
    let Some(last) = events.last_mut().filter(|_| !touched.is_empty()) else { return Ok(()) };
    let mut rows: BTreeMap<&str, BTreeMap<&str, Option<String>>> = BTreeMap::new();
    for ((name, key), by) in touched {
        let Some((table, (one, _))) = witnessed(name).and_then(|table| Some((table, readers(table)?))) else {
            continue;
        };
        let params: Vec<&dyn ToValue> = by.iter().map(|value| value as &dyn ToValue).collect();
        let mut hash = None;
        tx.each(one, &params, |row| {
            hash = Some(row_hash(table, &values(table, row)?));
            Ok(())
        })?;
        rows.entry(name).or_default().insert(key, hash);
    }
    if last.facts.is_null() {
        last.facts = Json::Object(serde_json::Map::new());
    }
    let rows = serde_json::to_value(rows).map_err(|error| StoreError::Damaged(error.to_string()))?;
    match last.facts.as_object_mut() {
        Some(facts) => {
            facts.insert("rows".to_owned(), rows);
            Ok(())
        }
        None => Err(StoreError::Damaged(format!("the facts of {} are no object", last.kind))),
    }
}

/// How a row differs from what the chain tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// It is not as the event told.
    Altered {
        /// The event.
        seq: i64,
    },
    /// The event tells of it, and it is not there.
    Missing {
        /// The event.
        seq: i64,
    },
    /// No event tells of it, or the last one tells that it was removed.
    PutIn,
    /// It cannot be read.
    Unreadable,
}

/// The last word of the chain about each row.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<(&'static str, String), (i64, Option<String>)>);

impl Told {
    /// Hears a link of the chain of changes; links come in order.
    pub fn hear(&mut self, event: &EventRow) {
        if !event.facts.contains("\"rows\"") {
            return;
        }
        let facts: Json = serde_json::from_str(&event.facts).unwrap_or_default();
        for (name, rows) in facts.get("rows").and_then(Json::as_object).into_iter().flatten() {
            let Some(table) = witnessed(name) else { continue };
            for (key, hash) in rows.as_object().into_iter().flatten() {
                let word = (event.seq, hash.as_str().map(str::to_owned));
                self.0.insert((table.name, key.clone()), word);
            }
        }
    }

    /// Holds every row of the table against what was told: the key of each that differs, and how.
    /// Gives how many rows there were.
    pub fn compare(
        &mut self,
        tx: &mut ReadTx<'_>,
        table: &'static Table,
        mut each: impl FnMut(String, RowFault),
    ) -> Result<usize, StoreError> {
        let Some((_, all)) = readers(table) else { return Ok(0) };
        let mut seen = 0;
        let outcome = tx.each(all, &[], |row| {
            seen += 1;
            let Ok(values) = values(table, row) else {
                each(String::new(), RowFault::Unreadable);
                return Ok(());
            };
            let key = key(values.get(..table.key.len()).unwrap_or_default());
            match self.0.remove(&(table.name, key.clone())) {
                Some((seq, Some(hash))) if hash != row_hash(table, &values) => each(key, RowFault::Altered { seq }),
                Some((_, Some(_))) => {}
                Some((_, None)) | None => each(key, RowFault::PutIn),
            }
            Ok(())
        });
        match outcome {
            Err(StoreError::Decode { .. } | StoreError::Damaged(_)) => each(String::new(), RowFault::Unreadable),
            other => other?,
        }
        let left = self.0.extract_if(.., |(name, _), _| *name == table.name);
        for ((_, key), (seq, hash)) in left {
            if hash.is_some() {
                each(key, RowFault::Missing { seq });
            }
        }
        Ok(seen)
    }
}
