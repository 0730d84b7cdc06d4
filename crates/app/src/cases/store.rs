//! Reading cases.

use std::collections::BTreeMap;

use domain::cases::flows::{Flow, is_elsewhere};
use domain::cases::{Case, ClockRules, Entry, Happening, Party, Seen, Shown, Sight};
use kernel::id::kind::{CaseDocument, CaseFile, Organisation, Unit};
use kernel::{Day, Id, Period};
use platform::access::Tools;
use platform::sealed::Place;

use ::store::{ReadTx, StoreError, row, sql};

use super::model::{Dossier, FileRow, Filed, Line, Who};
use super::timeline::LineRow;
use crate::year;

pub(super) const fn entry_place(row: &str) -> Place<'_> {
    Place { table: "case_entry", column: "sealed", row }
}
pub(super) const fn who_place(row: &str) -> Place<'_> {
    Place { table: "case_file", column: "sealed_who", row }
}
pub(super) const fn name_place(row: &str) -> Place<'_> {
    Place { table: "case_document", column: "sealed_name", row }
}
pub(super) fn row_name(case: Id<CaseFile>, number: i64) -> String {
    format!("{case}/{number}")
}

/// The times of the authority, as its year says that holds on the day.
pub fn rules(tx: &mut ReadTx<'_>, today: Day) -> Result<ClockRules, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.clock).unwrap_or_default())
}

fn filed(rows: Vec<FileRow>) -> Result<Vec<Filed>, StoreError> {
    rows.into_iter().map(Filed::try_from).collect()
}

/// Every case of the authority, what is next first and what is closed last.
pub fn list(tx: &mut ReadTx<'_>) -> Result<Vec<Filed>, StoreError> {
    filed(tx.all(
        sql!(
            "SELECT c.id, c.number, c.organisation_id, COALESCE(v.name, o.name), c.unit_id, u.name, c.kind, c.way, c.about,
                    c.received, c.place_known, c.reachable, c.school_has, c.authority_has, c.state, c.place, c.category,
                    c.counted, c.next_what, c.next_day, c.first_answered, c.escalated, c.closed, c.outcome, c.verdict,
                    c.became_abuse, c.entries
             FROM case_file c LEFT JOIN unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
             LEFT JOIN organisation o ON o.id = c.organisation_id
             LEFT JOIN provider v ON v.tenant_id = c.tenant_id AND v.organisation_id = c.organisation_id
             WHERE c.tenant_id = $1
             ORDER BY CASE WHEN c.next_day IS NOT NULL THEN 0 WHEN c.closed IS NULL THEN 1 ELSE 2 END, c.next_day, c.closed DESC,
                      c.number DESC"
        ),
        &[],
    )?)
}

/// Every case of the authority with how it came, went and was handled: counts and times, no word of it. What was handed over to
/// another authority is counted there, and is not among them.
pub fn flows(tx: &mut ReadTx<'_>) -> Result<Vec<(Filed, Flow)>, StoreError> {
    let rows: Vec<(Id<CaseFile>, Day, String, String)> = tx.all(
        sql!("SELECT case_id, day, party, content FROM case_entry WHERE tenant_id = $1 ORDER BY case_id, number"),
        &[],
    )?;
    let all = list(tx)?;
    flowing(rows, all)
}

/// The cases of the unit, as [`flows`].
pub fn flows_of_unit(tx: &mut ReadTx<'_>, unit: Id<Unit>) -> Result<Vec<(Filed, Flow)>, StoreError> {
    let rows: Vec<(Id<CaseFile>, Day, String, String)> = tx.all(
        sql!(
            "SELECT e.case_id, e.day, e.party, e.content FROM case_file c
             JOIN case_entry e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
             WHERE c.tenant_id = $1 AND c.unit_id = $2 ORDER BY e.case_id, e.number"
        ),
        &[&unit],
    )?;
    let of_unit = |filed: &Filed| filed.school.is_some_and(|(_, of)| of == unit);
    let all = list(tx)?.into_iter().filter(of_unit).collect();
    flowing(rows, all)
}

fn flowing(rows: Vec<(Id<CaseFile>, Day, String, String)>, all: Vec<Filed>) -> Result<Vec<(Filed, Flow)>, StoreError> {
    let mut entries: BTreeMap<Id<CaseFile>, Vec<Entry>> = BTreeMap::new();
    for (id, day, party, content) in rows {
        entries.entry(id).or_default().push(read(&content, &party, day, id)?);
    }
    let lines = |filed: &Filed| entries.get(&filed.id).map(Vec::as_slice).unwrap_or_default();
    let flow = |filed: Filed| {
        let of = Flow::of(lines(&filed));
        let flow = of.map_err(|broken| StoreError::Damaged(format!("case {}: {broken}", filed.id)))?;
        Ok((filed, flow))
    };
    all.into_iter().filter(|filed| !is_elsewhere(lines(filed).iter())).map(flow).collect()
}

pub(super) fn read(content: &str, party: &str, day: Day, id: Id<CaseFile>) -> Result<Entry, StoreError> {
    let damaged = || StoreError::Damaged(format!("an entry of case {id} cannot be read"));
    let by = Party::from_slug(party).ok_or_else(damaged)?;
    let happening: Happening = serde_json::from_str(content).map_err(|_| damaged())?;
    Ok(Entry { day, by, happening })
}

/// The cases of a provider's units, of one where one is given, in the same order.
pub fn listed_of_unit(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    units: Option<&[Id<Unit>]>,
) -> Result<Vec<Filed>, StoreError> {
    Ok(list(tx)?.into_iter().filter(|filed| filed.is_of(organisation, units)).collect())
}

/// The cases of a unit that were received in the period, with where each stands: what its report is made of.
pub fn of_unit_in(tx: &mut ReadTx<'_>, unit: Id<Unit>, period: Period) -> Result<Vec<Dossier>, StoreError> {
    let ids: Vec<(Id<CaseFile>,)> = tx.all(
        sql!(
            "SELECT id FROM case_file WHERE tenant_id = $1 AND unit_id = $2 AND received >= $3 AND received <= $4
             ORDER BY received, number"
        ),
        &[&unit, &period.from, &period.to],
    )?;
    ids.into_iter().filter_map(|(id,)| find(tx, id).transpose()).collect()
}

/// A whole case.
pub fn find(tx: &mut ReadTx<'_>, id: Id<CaseFile>) -> Result<Option<Dossier>, StoreError> {
    let row: Option<FileRow> = tx.maybe(
        sql!(
            "SELECT c.id, c.number, c.organisation_id, COALESCE(v.name, o.name), c.unit_id, u.name, c.kind, c.way, c.about,
                    c.received, c.place_known, c.reachable, c.school_has, c.authority_has, c.state, c.place, c.category,
                    c.counted, c.next_what, c.next_day, c.first_answered, c.escalated, c.closed, c.outcome, c.verdict,
                    c.became_abuse, c.entries
             FROM case_file c LEFT JOIN unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
             LEFT JOIN organisation o ON o.id = c.organisation_id
             LEFT JOIN provider v ON v.tenant_id = c.tenant_id AND v.organisation_id = c.organisation_id
             WHERE c.tenant_id = $1 AND c.id = $2"
        ),
        &[&id],
    )?;
    let Some(row) = row else { return Ok(None) };
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.number, e.day, e.party, e.content, e.person_id, p.name, e.sealed
             FROM case_entry e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.case_id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    let lines: Vec<Line> = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    let case = Case::replay(lines.iter().map(|line| &line.entry))
        .map_err(|broken| StoreError::Damaged(format!("case {id}: {broken}")))?;
    Ok(Some(Dossier { filed: row.try_into()?, lines, case }))
}

fn line(row: LineRow) -> Result<Line, StoreError> {
    let damaged = || StoreError::Damaged(format!("entry {} of a case cannot be read", row.number));
    let by = Party::from_slug(&row.party).ok_or_else(damaged)?;
    let happening: Happening = serde_json::from_str(&row.content).map_err(|_| damaged())?;
    let entry = Entry { day: row.day, by, happening };
    Ok(row.with(entry))
}

impl Dossier {
    /// How much of it somebody may see who takes part so.
    pub fn sight(&self, seen: &Seen) -> Sight {
        self.case.sight(seen)
    }
}

/// The words of a line, for a party that may read the case and is shown the line whole; nothing else opens them.
pub fn words(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    line: &Line,
    (sight, party): (Sight, Party),
) -> Result<Option<String>, StoreError> {
    let Some(sealed) = line.sealed.as_deref() else { return Ok(None) };
    if sight != Sight::Words || line.entry.shown_to(party) != Shown::Whole {
        return Ok(None);
    }
    let row = row_name(dossier.filed.id, line.number);
    Ok(Some(tools.keys(tx)?.open_text(entry_place(&row), sealed)?))
}

/// What the report says of the case: the words of the line that wrote them last, and of no other line. For the report of
/// the unit, which is signed and read by more than those who may read the case.
pub fn report_words(tx: &mut ReadTx<'_>, tools: &Tools, dossier: &Dossier) -> Result<Option<String>, StoreError> {
    let worded = dossier.lines.iter().rev().find(|line| line.entry.happening == Happening::Worded);
    let Some((line, sealed)) = worded.and_then(|line| Some((line, line.sealed.as_deref()?))) else { return Ok(None) };
    let row = row_name(dossier.filed.id, line.number);
    Ok(Some(tools.keys(tx)?.open_text(entry_place(&row), sealed)?))
}

/// The provider of the unit; nothing where the authority has no such unit.
pub fn provider_of(tx: &mut ReadTx<'_>, unit: Id<Unit>) -> Result<Option<Id<Organisation>>, StoreError> {
    let found: Option<(Id<Organisation>,)> =
        tx.maybe(sql!("SELECT organisation_id FROM unit WHERE tenant_id = $1 AND id = $2"), &[&unit])?;
    Ok(found.map(|(organisation,)| organisation))
}

/// The case with the number within the authority.
pub fn numbered(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Id<CaseFile>>, StoreError> {
    let found: Option<(Id<CaseFile>,)> =
        tx.maybe(sql!("SELECT id FROM case_file WHERE tenant_id = $1 AND number = $2"), &[&number])?;
    Ok(found.map(|(id,)| id))
}

/// Who said it, for whoever may read the case.
pub fn who(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<CaseFile>, sight: Sight) -> Result<Who, StoreError> {
    let found: Option<(Option<Vec<u8>>,)> =
        tx.maybe(sql!("SELECT sealed_who FROM case_file WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    let Some((Some(sealed),)) = found.filter(|_| sight == Sight::Words) else { return Ok(Who::default()) };
    let text = tools.keys(tx)?.open_text(who_place(&id.to_string()), &sealed)?;
    serde_json::from_str(&text).map_err(|_| StoreError::Damaged(format!("who said case {id}")))
}

row! {
    /// A file of a case.
    #[derive(Debug, Clone)]
    pub struct Document {
        /// Its number within the case, from 0.
        pub number: i64,
        /// The entry it belongs to.
        pub entry: i64,
        /// Which file it is.
        pub id: Id<CaseDocument>,
        /// Its name, sealed.
        pub(super) sealed_name: Vec<u8>,
        /// What kind of file it is.
        pub media_type: String,
        /// Bytes.
        pub size: i64,
        /// Under what hash it lies in the store.
        pub stored: String,
    }
}

/// The files of a case with their names, for a party that may read the case: those of entries that it is shown whole. A
/// file without a name of its own has that of its number.
pub fn documents(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    (sight, party): (Sight, Party),
) -> Result<Vec<(Document, String)>, StoreError> {
    if sight != Sight::Words {
        return Ok(Vec::new());
    }
    let id = dossier.filed.id;
    let rows: Vec<Document> = tx.all(
        sql!(
            "SELECT number, entry, file_id, sealed_name, media_type, size, sealed_sha256 FROM case_document
             WHERE tenant_id = $1 AND case_id = $2 ORDER BY number"
        ),
        &[&id],
    )?;
    let shown = |document: &Document| {
        let line = dossier.lines.iter().find(|line| line.number == document.entry);
        line.is_some_and(|line| line.entry.shown_to(party) == Shown::Whole)
    };
    let rows: Vec<Document> = rows.into_iter().filter(shown).collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    rows.into_iter()
        .map(|document| {
            let name = keys.open_text(name_place(&row_name(id, document.number)), &document.sealed_name)?;
            Ok((document, name))
        })
        .collect()
}

/// How many files the case has.
pub fn count_documents(tx: &mut ReadTx<'_>, id: Id<CaseFile>) -> Result<usize, StoreError> {
    let found: Option<(i64,)> =
        tx.maybe(sql!("SELECT count(*) FROM case_document WHERE tenant_id = $1 AND case_id = $2"), &[&id])?;
    Ok(found.and_then(|(count,)| usize::try_from(count).ok()).unwrap_or(0))
}
