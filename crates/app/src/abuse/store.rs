//! Reading investigations.

use domain::abuse::{Rule, Seen, StateName, rule_on};
use domain::cases::{About, Party};
use kernel::id::kind::{Investigation, Organisation, Person, Tenant, Unit};
use kernel::{Day, Id, Role};
use platform::Account;
use platform::access::Tools;
use platform::sealed::Place;

use ::store::{ReadTx, StoreError, global_sql, row, sql};

use super::model::{Dossier, Line, Said};
use super::pages::Looker;
use crate::cases::LineRow;
use crate::investigations::{self, Filed, read, replayed};
use crate::{mail, year};

pub(super) const fn place(row: &str) -> Place<'_> {
    Place { table: "investigation_entry", column: "sealed", row }
}
pub(super) fn row_name(id: Id<Investigation>, number: i64) -> String {
    format!("{id}/{number}")
}

/// The rules of the authority with their days of validity, as its year says that holds on the day.
pub(super) fn rules(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Rule>, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.abuse_rules.clone()).unwrap_or_default())
}

/// A whole investigation.
pub fn find(tx: &mut ReadTx<'_>, id: Id<Investigation>) -> Result<Option<Dossier>, StoreError> {
    let filed: Option<Filed> = tx.maybe(
        sql!(
            "SELECT i.id, i.number, i.organisation_id, COALESCE(v.name, o.name), i.unit_id, u.name, i.case_id, c.number
             FROM investigation i JOIN unit u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
             JOIN organisation o ON o.id = i.organisation_id
             LEFT JOIN provider v ON v.tenant_id = i.tenant_id AND v.organisation_id = i.organisation_id
             LEFT JOIN case_file c ON c.tenant_id = i.tenant_id AND c.id = i.case_id
             WHERE i.tenant_id = $1 AND i.id = $2"
        ),
        &[&id],
    )?;
    let Some(filed) = filed else { return Ok(None) };
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.number, e.day, e.party, e.content, e.person_id, p.name, e.sealed
             FROM investigation_entry e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.investigation_id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    let lines: Vec<Line> = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    let stands = replayed(id, lines.iter().map(|line| &line.entry))?;
    Ok(Some(Dossier { filed, lines, stands }))
}

fn line(row: LineRow) -> Result<Line, StoreError> {
    let entry = read(&row.content, &row.party, row.day)?;
    Ok(row.with(entry))
}

/// The words of every line, for somebody whom the investigation is shown to; nothing else opens them.
pub(super) fn words(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    seen: Seen,
) -> Result<Vec<Said>, StoreError> {
    if !dossier.stands.is_shown_to(&seen) {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let open = |line: &Line| {
        let Some(sealed) = line.sealed.as_deref() else { return Ok(Said::default()) };
        let row = row_name(dossier.filed.id, line.number);
        let text = keys.open_text(place(&row), sealed)?;
        serde_json::from_str(&text).map_err(|_| StoreError::Damaged(format!("the words of {row}")))
    };
    dossier.lines.iter().map(open).collect()
}

row! {
    struct OpenRow {
        id: Id<Investigation>,
        number: i64,
        organisation: Id<Organisation>,
        unit: Id<Unit>,
        unit_name: String,
        about: String,
        state: String,
        next_day: Option<Day>,
    }
}

/// An investigation that is not closed: its number, its unit, its days, and not a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The investigation.
    pub id: Id<Investigation>,
    /// Its number within the authority.
    pub number: i64,
    /// What the unit is called.
    pub unit_name: String,
    /// Where it stands.
    pub state: StateName,
    /// The day of what is next.
    pub next: Option<Day>,
}

impl Waiting {
    /// Whether something is to be done about it now: it has not begun, or its day has come.
    pub fn is_urgent(&self, today: Day) -> bool {
        self.state == StateName::Reported || self.next.is_some_and(|day| day <= today)
    }
}

/// The open investigations that are shown to the person at the authority, the most urgent first.
pub fn waiting(tx: &mut ReadTx<'_>, account: &Account, tenant: Id<Tenant>) -> Result<Vec<Waiting>, StoreError> {
    let Some(looker) = Looker::of_account(account, tenant) else { return Ok(Vec::new()) };
    let rows: Vec<OpenRow> = tx.all(
        sql!(
            "SELECT i.id, i.number, i.organisation_id, i.unit_id, u.name, i.about, i.state, i.next_day
             FROM investigation i JOIN unit u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
             WHERE i.tenant_id = $1 AND i.state <> 'closed'
             ORDER BY CASE WHEN i.next_day IS NULL THEN 1 ELSE 0 END, i.next_day, i.number"
        ),
        &[],
    )?;
    let mut shown = Vec::new();
    for row in rows {
        let damaged = || StoreError::Damaged(format!("investigation {} cannot be read", row.number));
        let about = About::from_slug(&row.about).ok_or_else(damaged)?;
        let state = StateName::from_slug(&row.state).ok_or_else(damaged)?;
        if looker.seen_of(tx, row.id, (row.organisation, row.unit), about)?.is_some() {
            let (id, number, next) = (row.id, row.number, row.next_day);
            shown.push(Waiting { id, number, unit_name: row.unit_name, state, next });
        }
    }
    Ok(shown)
}

/// That something is to be done in an investigation, by whom and when; not a word of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The investigation.
    pub id: Id<Investigation>,
    /// The provider and the unit.
    pub school: (Id<Organisation>, Id<Unit>),
    /// Whom it is about.
    pub about: About,
    /// Who is to do it.
    pub by: Party,
    /// The last day.
    pub day: Day,
}

/// The first thing that each side is to do in every open investigation, as the rules of the day say.
pub fn due(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Due>, StoreError> {
    let rules = rules(tx, today)?;
    let mut all = Vec::new();
    for (filed, stands) in investigations::list(tx)? {
        let Some(rule) = rule_on(&rules, stands.learnt()) else { continue };
        let left = stands.due(rule);
        for by in [Party::School, Party::Authority] {
            if let Some(first) = left.iter().find(|next| next.what.by() == by) {
                let school = (filed.organisation, filed.unit);
                all.push(Due { id: filed.id, school, about: stands.about, by, day: first.day });
            }
        }
    }
    Ok(all)
}

/// Who at the authority can be chosen to handle an investigation: those who can be told of it.
pub(super) fn handlers(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let mut found: Vec<(Id<Person>, String)> = Vec::new();
    for reach in mail::reachable(tx, today)? {
        let fits = matches!(reach.role, Role::ContactRektor | Role::QualityOfficer);
        if fits && !found.iter().any(|(person, _)| *person == reach.person) {
            found.push((reach.person, reach.name));
        }
    }
    Ok(found)
}

/// What the authority's board is called.
pub(super) fn board(tx: &mut ReadTx<'_>) -> Result<String, StoreError> {
    let tenant = tx.tenant()?;
    let (board,): (Option<String>,) = tx.one(global_sql!("SELECT board_name FROM tenant WHERE id = $1"), &[&tenant])?;
    Ok(board.unwrap_or_default())
}

/// The open units of a provider that the person works at.
pub(super) fn units(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
) -> Result<Vec<(Id<Unit>, String)>, StoreError> {
    let all: Vec<(Id<Unit>, String)> = tx.all(
        sql!(
            "SELECT id, name FROM unit WHERE tenant_id = $1 AND organisation_id = $2 AND closed_on IS NULL
             ORDER BY sort_key, id"
        ),
        &[&of],
    )?;
    Ok(all.into_iter().filter(|(unit, _)| only.is_none_or(|only| only.contains(unit))).collect())
}
