//! Rows against the events that vouch for them.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Chain, ReadTx, Statement, StoreError, global_sql, row, sql};
use domain::submissions::content_hash;
use kernel::id::kind::{Assignment, CaseDocument, Dataset, Person, Release, Submission, Tenant, YearVersion};
use kernel::{Id, Instant};
use platform::files::sha256_hex;
use uuid::Uuid;

use super::{Fault, FileRef, Findings, Kept, Said, Testimony, Wrong, is_damage};

row! {
    struct SubmissionRow {
        id: Id<Submission>,
        assignment: Id<Assignment>,
        number: i64,
        reference: String,
        content: String,
        sha256: String,
        year_version: Id<YearVersion>,
        road: String,
        file: Option<String>,
        prepared_by: Id<Person>,
        signed_by: Id<Person>,
        signed_role: String,
        at: Instant,
        late: bool,
    }
}

row! {
    struct YearRow { id: Id<YearVersion>, year: i64, version: i64, document: String, sha256: String }
}

row! {
    struct DatasetRow { id: Id<Dataset>, number: i64, content: String, sha256: String }
}

row! {
    struct ReleaseRow { id: Id<Release>, format: String, file: String, dataset: i64 }
}

row! {
    struct FileRow { sha256: String, name: String, sealed_sha256: Option<String> }
}

row! {
    struct CaseDocumentRow { id: Id<CaseDocument>, stored: String, number: i64 }
}

row! {
    struct TenantRow { id: Id<Tenant>, slug: String, kind: String }
}

/// The files that uploads name which wait to be confirmed, or to be swept away.
pub(super) fn waiting(tx: &mut ReadTx<'_>) -> Result<BTreeSet<String>, StoreError> {
    let waiting: Vec<(String,)> =
        tx.all(sql!("SELECT DISTINCT file_sha256 FROM staged WHERE tenant_id = $1 ORDER BY file_sha256"), &[])?;
    Ok(waiting.into_iter().map(|(sha256,)| sha256).collect())
}

struct Examination<'a> {
    /// The files that have a row, by their hash: their name, and the hash of what lies in the store when sealed.
    known: BTreeMap<String, (String, Option<String>)>,
    /// The files that uploads name which wait to be confirmed.
    waiting: BTreeSet<String>,
    testimony: Testimony,
    findings: &'a mut Findings,
    files: &'a mut BTreeSet<FileRef>,
}

pub(super) fn examine(
    tx: &mut ReadTx<'_>,
    testimony: Testimony,
    findings: &mut Findings,
    files: &mut BTreeSet<FileRef>,
) -> Result<(), StoreError> {
    let mut examination = Examination { known: BTreeMap::new(), waiting: waiting(tx)?, testimony, findings, files };
    examination.tenants(tx)?;
    examination.uploads(tx)?;
    examination.submissions(tx)?;
    examination.years(tx)?;
    examination.datasets(tx)?;
    examination.releases(tx)?;
    examination.case_files(tx)?;
    examination.routine_files(tx)?;
    examination.sample_files(tx)?;
    examination.evidence_files(tx)?;
    examination.visit_photos(tx)?;
    examination.unclaimed();
    examination.gone();
    Ok(())
}

impl Examination<'_> {
    /// Every row of a table; one that cannot be read is a finding of its own.
    fn rows<T: ::store::FromRow>(
        &mut self,
        tx: &mut ReadTx<'_>,
        kept: Kept,
        statement: &'static Statement,
        mut each: impl FnMut(&mut Self, T),
    ) -> Result<(), StoreError> {
        let outcome = tx.each(statement, &[], |row| {
            match T::from_row(row) {
                Ok(row) => each(self, row),
                Err(_) => self.wrong(kept, "", "", Wrong::Unreadable),
            }
            Ok(())
        });
        match outcome {
            Err(error) if is_damage(&error) => {
                self.wrong(kept, "", "", Wrong::Unreadable);
                Ok(())
            }
            other => other,
        }
    }

    fn wrong(&mut self, kept: Kept, id: &str, name: &str, wrong: Wrong) {
        self.findings.faults.push(Fault::Row { kept, id: id.to_owned(), name: name.to_owned(), wrong });
    }

    fn said(&mut self, kept: Kept, id: Uuid) -> Option<Said> {
        self.testimony.0.remove(&(kept, id))
    }

    fn submissions(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT id, assignment_id, number, reference, content, sha256, year_version_id, road, file_sha256, prepared_by,
                 signed_by, signed_role, at, late
             FROM submission WHERE tenant_id = $1 ORDER BY id"
        );
        self.rows(tx, Kept::Submission, statement, |this, row: SubmissionRow| {
            this.findings.counted.submissions += 1;
            let (id, name) = (row.id.to_string(), row.reference.clone());
            match serde_json::from_str(&row.content).map(|content| content_hash(&content)) {
                Ok(hash) if hash == row.sha256 => {}
                Ok(_) => this.wrong(Kept::Submission, &id, &name, Wrong::NotItsHash),
                Err(_) => this.wrong(Kept::Submission, &id, &name, Wrong::Unreadable),
            }
            match this.said(Kept::Submission, row.id.uuid()) {
                None => this.wrong(Kept::Submission, &id, &name, Wrong::NoEvent),
                Some(said) => {
                    let kept = row.file.as_deref().and_then(|sha256| this.sealed(sha256));
                    let fact = submission_differs(&row, &said)
                        .or_else(|| (said.fact("file_kept") != kept.as_deref()).then_some("file_kept"));
                    if let Some(fact) = fact {
                        this.wrong(Kept::Submission, &id, &name, Wrong::NotAsSaid { seq: said.seq, fact });
                    }
                }
            }
            if let Some(sha256) = row.file {
                this.file(sha256, Kept::Submission, name);
            }
        })
    }

    /// A document or dataset: its text gives its hash, and the event that tells of it says the same one.
    fn text(&mut self, kept: Kept, id: Uuid, name: &str, text: &str, sha256: &str) {
        let hash = sha256_hex(text.as_bytes());
        if hash != sha256 {
            self.wrong(kept, &id.to_string(), name, Wrong::NotItsHash);
        }
        self.told(kept, id, name, &hash);
    }

    /// An event tells of it, and with the same hash.
    fn told(&mut self, kept: Kept, id: Uuid, name: &str, hash: &str) {
        match self.said(kept, id) {
            // A version may come without an event of its own, with a new authority; its row is told as every other's.
            None if kept == Kept::YearVersion => {}
            None => self.wrong(kept, &id.to_string(), name, Wrong::NoEvent),
            Some(said) if said.fact("sha256").is_some_and(|told| told != hash) => {
                self.wrong(kept, &id.to_string(), name, Wrong::NotAsSaid { seq: said.seq, fact: "sha256" });
            }
            Some(_) => {}
        }
    }

    fn years(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT id, year, version, document, sha256 FROM year_version WHERE tenant_id = $1 ORDER BY year, version"
        );
        self.rows(tx, Kept::YearVersion, statement, |this, row: YearRow| {
            this.findings.counted.years += 1;
            let name = format!("{} version {}", row.year, row.version);
            this.text(Kept::YearVersion, row.id.uuid(), &name, &row.document, &row.sha256);
        })
    }

    fn datasets(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!("SELECT id, number, content, sha256 FROM dataset WHERE tenant_id = $1 ORDER BY number");
        self.rows(tx, Kept::Dataset, statement, |this, row: DatasetRow| {
            this.findings.counted.datasets += 1;
            this.text(Kept::Dataset, row.id.uuid(), &row.number.to_string(), &row.content, &row.sha256);
        })
    }

    fn releases(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT r.id, r.format, r.file_sha256, d.number
             FROM release r JOIN dataset d ON d.tenant_id = r.tenant_id AND d.id = r.dataset_id
             WHERE r.tenant_id = $1 ORDER BY d.number, r.format"
        );
        self.rows(tx, Kept::Release, statement, |this, row: ReleaseRow| {
            this.findings.counted.releases += 1;
            let name = format!("{}.{}", row.dataset, row.format);
            this.told(Kept::Release, row.id.uuid(), &name, &row.file);
            this.file(row.file, Kept::Release, name);
        })
    }

    /// In the system's own chain every tenant that was added is told of; where that chain is gone altogether, that is said
    /// once and for all of them.
    fn tenants(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        if tx.tenant()? != super::system() {
            self.testimony.0.retain(|(kept, _), _| *kept != Kept::Tenant);
            return Ok(());
        }
        let rows: Vec<TenantRow> = tx.all(global_sql!("SELECT id, slug, kind FROM tenant ORDER BY slug"), &[])?;
        for row in rows {
            let Some(said) = self.said(Kept::Tenant, row.id.uuid()) else {
                if self.findings.counted.changes > 0 {
                    self.wrong(Kept::Tenant, &row.id.to_string(), &row.slug, Wrong::NoEvent);
                } else if !self.findings.faults.contains(&Fault::ChainGone { chain: Chain::Write }) {
                    self.findings.faults.push(Fault::ChainGone { chain: Chain::Write });
                }
                continue;
            };
            let differs = [("slug", &row.slug), ("kind", &row.kind)];
            if let Some((fact, _)) = differs.into_iter().find(|(fact, value)| said.fact(fact) != Some(value)) {
                self.wrong(Kept::Tenant, &row.id.to_string(), &row.slug, Wrong::NotAsSaid { seq: said.seq, fact });
            }
        }
        Ok(())
    }

    fn uploads(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!("SELECT sha256, name, sealed_sha256 FROM file WHERE tenant_id = $1 ORDER BY sha256");
        self.rows(tx, Kept::File, statement, |this, row: FileRow| {
            this.known.insert(row.sha256, (row.name, row.sealed_sha256));
        })
    }

    fn sealed(&self, sha256: &str) -> Option<String> {
        self.known.get(sha256).and_then(|(_, sealed)| sealed.clone())
    }

    fn file(&mut self, sha256: String, kept: Kept, name: String) {
        let sealed_sha256 = self.sealed(&sha256);
        let waits = kept == Kept::File && self.waiting.contains(&sha256);
        self.files.insert(FileRef { sha256, sealed_sha256, kept, name, waits });
    }

    /// Files of cases, which lie sealed under hashes of their own.
    fn case_files(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT d.file_id, d.sealed_sha256, c.number FROM case_document d
             JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
             WHERE d.tenant_id = $1 ORDER BY d.file_id"
        );
        self.rows(tx, Kept::File, statement, |this, row: CaseDocumentRow| {
            this.files.insert(FileRef {
                sha256: row.id.to_string(),
                sealed_sha256: Some(row.stored),
                kept: Kept::File,
                name: format!("{} {}", crate::audit::sv::CASE_FILE, row.number),
                waits: false,
            });
        })
    }

    /// Files of routines for complaints, likewise.
    fn routine_files(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT r.file_id, r.sealed_sha256, r.number FROM routine r
             WHERE r.tenant_id = $1 AND r.file_id IS NOT NULL AND r.sealed_sha256 IS NOT NULL ORDER BY r.file_id"
        );
        self.rows(tx, Kept::File, statement, |this, row: CaseDocumentRow| {
            this.files.insert(FileRef {
                sha256: row.id.to_string(),
                sealed_sha256: Some(row.stored),
                kept: Kept::File,
                name: format!("{} {}", crate::audit::sv::ROUTINE_FILE, row.number),
                waits: false,
            });
        })
    }

    /// Files that show how a deficiency or a term stands, likewise.
    fn evidence_files(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let of_deficiencies = sql!(
            "SELECT e.file_id, e.sealed_sha256, d.number FROM deficiency_entry e
             JOIN deficiency d ON d.tenant_id = e.tenant_id AND d.id = e.deficiency_id
             WHERE e.tenant_id = $1 AND e.file_id IS NOT NULL AND e.sealed_sha256 IS NOT NULL ORDER BY e.file_id"
        );
        let of_terms = sql!(
            "SELECT a.file_id, a.sealed_sha256, a.number FROM term_assessment a
             WHERE a.tenant_id = $1 AND a.file_id IS NOT NULL AND a.sealed_sha256 IS NOT NULL ORDER BY a.file_id"
        );
        let of_supervision = sql!(
            "SELECT f.file_id, f.sealed_sha256, f.number FROM supervision_file f WHERE f.tenant_id = $1 ORDER BY f.file_id"
        );
        for (statement, name) in [
            (of_deficiencies, crate::audit::sv::DEFICIENCY_FILE),
            (of_terms, crate::audit::sv::TERM_FILE),
            (of_supervision, crate::audit::sv::SUPERVISION_FILE),
        ] {
            self.rows(tx, Kept::File, statement, |this, row: CaseDocumentRow| {
                this.files.insert(FileRef {
                    sha256: row.id.to_string(),
                    sealed_sha256: Some(row.stored),
                    kept: Kept::File,
                    name: format!("{name} {}", row.number),
                    waits: false,
                });
            })?;
        }
        Ok(())
    }

    /// Photos of visits, likewise; those that were taken away have no bytes any more.
    fn visit_photos(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT f.id, f.sealed_sha256, v.number FROM visit_photo f
             JOIN visit v ON v.tenant_id = f.tenant_id AND v.id = f.visit_id
             WHERE f.tenant_id = $1 AND f.removed_at IS NULL ORDER BY f.id"
        );
        self.rows(tx, Kept::File, statement, |this, row: CaseDocumentRow| {
            this.files.insert(FileRef {
                sha256: row.id.to_string(),
                sealed_sha256: Some(row.stored),
                kept: Kept::File,
                name: format!("{} {}", crate::audit::sv::VISIT_PHOTO, row.number),
                waits: false,
            });
        })
    }

    /// Files of study plans in random samples that are not thrown away.
    fn sample_files(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let statement = sql!(
            "SELECT f.id, f.sealed_sha256, s.number FROM sample_file f
             JOIN sample s ON s.tenant_id = f.tenant_id AND s.id = f.sample_id
             WHERE f.tenant_id = $1 AND f.removed_at IS NULL ORDER BY f.id"
        );
        self.rows(tx, Kept::File, statement, |this, row: CaseDocumentRow| {
            this.files.insert(FileRef {
                sha256: row.id.to_string(),
                sealed_sha256: Some(row.stored),
                kept: Kept::File,
                name: crate::audit::sv::sample(row.number),
                waits: false,
            });
        })
    }

    /// Files that belong to nothing else: each is reported once, under what it belongs to where that is known.
    fn unclaimed(&mut self) {
        let claimed: BTreeSet<String> = self.files.iter().map(|file| file.sha256.clone()).collect();
        for (sha256, (name, _)) in self.known.clone() {
            if !claimed.contains(&sha256) {
                self.file(sha256, Kept::File, name);
            }
        }
    }

    /// What events tell of and nobody has met among the rows.
    fn gone(&mut self) {
        for ((kept, id), said) in std::mem::take(&mut self.testimony.0) {
            let number = said.facts.get("number").and_then(serde_json::Value::as_i64);
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            let name = said.fact("reference").or_else(|| said.fact("slug")).map_or(number, str::to_owned);
            self.wrong(kept, &id.to_string(), &name, Wrong::Gone { seq: said.seq });
        }
    }
}

/// The first thing in which the row is not what its event says.
fn submission_differs(row: &SubmissionRow, said: &Said) -> Option<&'static str> {
    let is = |name: &str, value: &str| said.fact(name) == Some(value);
    let may = |name: &str, value: Option<&str>| said.facts.get(name).is_none() || said.fact(name) == value;
    let number = said.facts.get("number").and_then(serde_json::Value::as_i64);
    let late = said.facts.get("late").and_then(serde_json::Value::as_bool);
    [
        ("submission", is("submission", &row.id.to_string())),
        ("sha256", is("sha256", &row.sha256)),
        ("content", may("stored", Some(&sha256_hex(row.content.as_bytes())))),
        ("reference", is("reference", &row.reference)),
        ("assignment", is("assignment", &row.assignment.to_string())),
        ("number", number == Some(row.number)),
        ("year_version", is("year_version", &row.year_version.to_string())),
        ("road", may("road", Some(&row.road))),
        ("file", may("file", row.file.as_deref())),
        ("late", late.is_none_or(|late| late == row.late)),
        ("prepared_by", may("prepared_by", Some(&row.prepared_by.to_string()))),
        ("signed_by", said.person == Some(row.signed_by)),
        ("signed_role", said.role.as_deref() == Some(&row.signed_role)),
        ("at", said.at == row.at),
    ]
    .into_iter()
    .find_map(|(fact, same)| (!same).then_some(fact))
}
