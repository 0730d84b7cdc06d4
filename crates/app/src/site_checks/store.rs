//! Addresses, checks and what was said of them, as they are kept.

use std::collections::BTreeMap;

use ::store::{Housekeeping, ReadTx, Saved, StoreError, WriteTx, row, sql};
use domain::site_check::{Finding, Role, Standing};
use kernel::id::kind::{Organisation, Person};
use kernel::{Id, Instant};
use serde::{Deserialize, Serialize};

/// A page that was asked for, and what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Read {
    /// The address that was asked for.
    pub asked: String,
    /// The address that answered, where one did.
    pub address: Option<String>,
    /// When.
    pub at: Instant,
    /// SHA-256 over its bytes, under which they are kept.
    pub sha256: Option<String>,
    /// Their number.
    pub size: u64,
    /// Why it was not read, by its name.
    pub not: Option<String>,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Each role.
    pub findings: Vec<Finding>,
    /// Every page.
    pub pages: Vec<Read>,
    /// How many pages that seemed to be of contacts were left.
    pub left: usize,
}

impl Outcome {
    /// What is said of the role.
    pub(super) fn of(&self, role: Role) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.role == role)
    }
    /// Why the page that the finding speaks of was not read, where it was not.
    pub(super) fn not_read(&self, finding: &Finding) -> Option<&str> {
        let address = finding.page.as_deref()?;
        let of = self.pages.iter().find(|read| read.asked == address || read.address.as_deref() == Some(address))?;
        of.not.as_deref()
    }
}

/// A check of a provider's site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// Its number at the provider, from 1.
    pub number: i64,
    /// Where it began.
    pub address: String,
    /// Who asked; nobody where it was time.
    pub person: Option<String>,
    /// When it was asked for.
    pub asked_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// What came of it.
    pub outcome: Option<Outcome>,
}

/// What an officer said of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judgement {
    /// Its number at the provider, from 1.
    pub number: i64,
    /// The check that was looked at.
    pub check: i64,
    /// The role.
    pub role: Role,
    /// What is so.
    pub standing: Standing,
    /// Why.
    pub note: String,
    /// Who said it.
    pub person: String,
    /// When.
    pub at: Instant,
}

/// Everything about one provider's site; checks and judgements with the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub address: Option<String>,
    pub checks: Vec<Check>,
    pub judgements: Vec<Judgement>,
    /// How many pages the check under way has read.
    pub progress: i64,
}

impl Record {
    /// The check that waits or is under way.
    pub(super) fn under_way(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.ended_at.is_none())
    }
    /// The checks that something came of, the newest first.
    fn done(&self) -> impl Iterator<Item = (&Check, &Outcome)> {
        self.checks.iter().filter_map(|check| Some((check, check.outcome.as_ref()?)))
    }
    /// The newest check that something came of.
    pub(super) fn newest(&self) -> Option<(&Check, &Outcome)> {
        self.done().next()
    }
    /// What holds of the role: what an officer said, for as long as checks say what they said then; else what the check says.
    pub(super) fn holds(&self, role: Role) -> Option<(Standing, Option<&Judgement>)> {
        let (_, newest) = self.newest()?;
        let now = newest.of(role)?.standing;
        let judgement = self.judgements.iter().find(|judgement| judgement.role == role).filter(|judgement| {
            let since = self.done().filter(|(check, _)| check.number >= judgement.check);
            since.filter_map(|(_, outcome)| outcome.of(role)).all(|finding| finding.standing == now)
        });
        Some((judgement.map_or(now, |judgement| judgement.standing), judgement))
    }
    /// The roles whose verdict is another one than at the check before, with both.
    pub(super) fn changed(&self) -> Vec<(Role, Standing, Standing)> {
        let mut done = self.done();
        let (Some((_, now)), Some((_, before))) = (done.next(), done.next()) else { return Vec::new() };
        domain::site_check::changed(&before.findings, &now.findings)
    }
}

row! {
    struct CheckRow {
        organisation: Id<Organisation>,
        number: i64,
        address: String,
        person: Option<String>,
        asked_at: Instant,
        ended_at: Option<Instant>,
        content: Option<String>,
    }
}

row! {
    struct JudgementRow {
        organisation: Id<Organisation>,
        number: i64,
        check: i64,
        role: String,
        standing: String,
        note: String,
        person: String,
        at: Instant,
    }
}

/// Every provider's site, with the last checks of each.
pub(super) fn records(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<Organisation>, Record>, StoreError> {
    let mut all: BTreeMap<Id<Organisation>, Record> = BTreeMap::new();
    let addresses: Vec<(Id<Organisation>, String)> = tx.all(
        sql!("SELECT organisation_id, address FROM site_address WHERE tenant_id = $1 ORDER BY organisation_id, number"),
        &[],
    )?;
    for (organisation, address) in addresses {
        all.entry(organisation).or_default().address = Some(address).filter(|address| !address.is_empty());
    }
    let rows: Vec<CheckRow> = tx.all(
        sql!(
            "SELECT c.organisation_id, c.number, c.address, p.name, c.asked_at, c.ended_at, c.content
             FROM site_check c LEFT JOIN person p ON p.id = c.person_id
             WHERE c.tenant_id = $1 AND c.number + 20 > (SELECT max(n.number) FROM site_check n
                WHERE n.tenant_id = $1 AND n.organisation_id = c.organisation_id)
             ORDER BY c.organisation_id, c.number DESC"
        ),
        &[],
    )?;
    for row in rows {
        let damaged = |_| StoreError::Damaged(format!("site check {} of {}", row.number, row.organisation));
        let outcome = row.content.as_deref().map(serde_json::from_str).transpose().map_err(damaged)?;
        let CheckRow { organisation, number, address, person, asked_at, ended_at, .. } = row;
        all.entry(organisation).or_default().checks.push(Check {
            number,
            address,
            person,
            asked_at,
            ended_at,
            outcome,
        });
    }
    let rows: Vec<JudgementRow> = tx.all(
        sql!(
            "SELECT j.organisation_id, j.number, j.check_number, j.role, j.standing, j.note, p.name, j.at
             FROM site_judgement j JOIN person p ON p.id = j.person_id WHERE j.tenant_id = $1
             ORDER BY j.organisation_id, j.number DESC"
        ),
        &[],
    )?;
    for row in rows {
        let damaged = || StoreError::Damaged(format!("site judgement {} of {}", row.number, row.organisation));
        let role = Role::from_slug(&row.role).ok_or_else(damaged)?;
        let standing = Standing::from_slug(&row.standing).ok_or_else(damaged)?;
        let JudgementRow { organisation, number, check, note, person, at, .. } = row;
        let judgement = Judgement { number, check, role, standing, note, person, at };
        all.entry(organisation).or_default().judgements.push(judgement);
    }
    let progress: Vec<(Id<Organisation>, i64, i64)> = tx.all(
        sql!("SELECT organisation_id, number, pages FROM site_progress WHERE tenant_id = $1 ORDER BY organisation_id, number"),
        &[],
    )?;
    for (organisation, number, pages) in progress {
        if let Some(record) =
            all.get_mut(&organisation).filter(|one| one.under_way().is_some_and(|own| own.number == number))
        {
            record.progress = pages;
        }
    }
    Ok(all)
}

/// Everything about the provider's site.
pub(super) fn record(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Record, StoreError> {
    Ok(records(tx)?.remove(&of).unwrap_or_default())
}

/// Says where the provider's site begins. The caller ends the transaction.
pub(super) fn set_address(
    tx: &mut WriteTx<'_>,
    of: Id<Organisation>,
    address: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM site_address WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&of],
    )?;
    tx.execute(
        sql!("INSERT INTO site_address (tenant_id, organisation_id, number, address, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)"),
        &[&of, &number, &address, &person, &now],
    )?;
    Ok(())
}

/// Begins a check and gives its number; nothing where one waits or is under way. The caller ends the transaction.
pub(super) fn begin(
    tx: &mut WriteTx<'_>,
    of: Id<Organisation>,
    address: &str,
    person: Option<Id<Person>>,
) -> Result<Option<i64>, StoreError> {
    let now = tx.context().now;
    let (last, under_way): (i64, i64) = tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) AS BIGINT), count(CASE WHEN ended_at IS NULL THEN 1 END) FROM site_check
             WHERE tenant_id = $1 AND organisation_id = $2"
        ),
        &[&of],
    )?;
    if under_way > 0 {
        return Ok(None);
    }
    let number = last + 1;
    tx.execute(
        sql!(
            "INSERT INTO site_check (tenant_id, organisation_id, number, address, person_id, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&of, &number, &address, &person, &now],
    )?;
    Ok(Some(number))
}

/// Where a check begins that waits or is under way.
pub(super) fn waiting(tx: &mut ReadTx<'_>, of: Id<Organisation>, number: i64) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        sql!("SELECT address FROM site_check WHERE tenant_id = $1 AND organisation_id = $2 AND number = $3 AND ended_at IS NULL"),
        &[&of, &number],
    )?;
    Ok(found.map(|(address,)| address))
}

/// Ends a check with what came of it, or with nothing. `false` where it was not under way.
pub(super) fn end(
    tx: &mut WriteTx<'_>,
    (of, number): (Id<Organisation>, i64),
    outcome: Option<&Outcome>,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = outcome.map(serde_json::to_string).transpose().map_err(damaged)?;
    let changed = tx.execute(
        sql!(
            "UPDATE site_check SET ended_at = $4, content = $5
             WHERE tenant_id = $1 AND organisation_id = $2 AND number = $3 AND ended_at IS NULL"
        ),
        &[&of, &number, &now, &content],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    for page in outcome.iter().flat_map(|outcome| &outcome.pages) {
        let Some(hash) = &page.sha256 else { continue };
        let size = i64::try_from(page.size).unwrap_or(i64::MAX);
        let name = format!("webbsida-{}.txt", &hash[..12]);
        tx.execute(
            sql!(
                "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (tenant_id, sha256) DO NOTHING"
            ),
            &[hash, &size, &"application/octet-stream", &name, &now],
        )?;
    }
    tx.execute(
        sql!("DELETE FROM site_progress WHERE tenant_id = $1 AND organisation_id = $2 AND number = $3"),
        &[&of, &number],
    )?;
    Ok(true)
}

/// Says how many pages a check has read.
pub(super) fn tell_progress(
    mut tx: WriteTx<'_>,
    of: Id<Organisation>,
    number: i64,
    pages: i64,
) -> Result<Saved<()>, StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO site_progress (tenant_id, organisation_id, number, pages) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, organisation_id, number) DO UPDATE SET pages = excluded.pages"
        ),
        &[&of, &number, &pages],
    )?;
    Ok(tx.keep(Housekeeping::Progress, ()))
}

/// Keeps what an officer says of a role. The caller ends the transaction.
pub(super) fn judge(
    tx: &mut WriteTx<'_>,
    (of, check): (Id<Organisation>, i64),
    (role, standing, note): (Role, Standing, &str),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM site_judgement WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&of],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO site_judgement (tenant_id, organisation_id, number, check_number, role, standing, note, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[&of, &number, &check, &role.slug(), &standing.slug(), &note, &person, &now],
    )?;
    Ok(())
}

/// How often sites are checked, in days, with the number of that plan; 0 days is never.
pub(super) fn schedule(tx: &mut ReadTx<'_>) -> Result<(i64, u16), StoreError> {
    let found: Option<(i64, i64)> = tx.maybe(
        sql!("SELECT number, every_days FROM site_schedule WHERE tenant_id = $1 ORDER BY number DESC LIMIT 1"),
        &[],
    )?;
    Ok(found.map_or((0, 0), |(number, days)| (number, u16::try_from(days).unwrap_or_default())))
}

/// Says how often sites are checked, and gives the number of the plan. The caller ends the transaction.
pub(super) fn set_schedule(tx: &mut WriteTx<'_>, every_days: u16, person: Id<Person>) -> Result<i64, StoreError> {
    let now = tx.context().now;
    let number = schedule(tx)?.0 + 1;
    tx.execute(
        sql!("INSERT INTO site_schedule (tenant_id, number, every_days, person_id, at) VALUES ($1, $2, $3, $4, $5)"),
        &[&number, &every_days, &person, &now],
    )?;
    Ok(number)
}

/// What holds of each role of the provider's site, in words, and when it was last checked; nothing where it never was.
pub fn told(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
) -> Result<Option<(kernel::Day, Vec<(String, String)>)>, StoreError> {
    let record = record(tx, of)?;
    let Some((check, _)) = record.newest() else { return Ok(None) };
    let day = check.ended_at.unwrap_or(check.asked_at).day();
    let said = |role: &Role| {
        let (standing, _) = record.holds(*role)?;
        Some((super::sv::role(*role).to_owned(), super::sv::standing(standing).to_owned()))
    };
    Ok(Some((day, Role::ALL.iter().filter_map(said).collect())))
}
