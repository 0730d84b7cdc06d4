//! The cases that are not closed, with what is next of each: for those who are told that something waits.

use ::store::{ReadTx, StoreError, row, sql};
use domain::cases::{About, Held, Kind, Next, NextWhat, Party, Place, Seen, Sight, StateName, sv};
use kernel::id::kind::{CaseFile, Organisation, Unit};
use kernel::{Day, Id};

row! {
    struct OpenRow {
        id: Id<CaseFile>,
        number: i64,
        organisation: Option<Id<Organisation>>,
        unit: Option<Id<Unit>>,
        unit_name: Option<String>,
        kind: String,
        about: String,
        school_has: bool,
        authority_has: bool,
        state: String,
        place: String,
        next_what: Option<String>,
        next_day: Option<Day>,
    }
}

/// A case that waits for something: enough to tell that it does, never a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The case.
    pub id: Id<CaseFile>,
    /// Its number within the authority.
    pub number: i64,
    /// The provider and the unit; nothing for what came without a school, until the authority has said which.
    pub school: Option<(Id<Organisation>, Id<Unit>)>,
    /// What the unit is called, or that there is none.
    pub unit_name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub state: StateName,
    /// Who answers for it.
    pub place: Place,
    /// What is next and when.
    pub next: Next,
    /// Who has had it, and whom it is about.
    pub held: Held,
}

impl Waiting {
    /// The provider, of what is of a school.
    pub fn provider(&self) -> Option<Id<Organisation>> {
        self.school.map(|(organisation, _)| organisation)
    }

    /// Whom it is about.
    pub fn about(&self) -> About {
        self.held.about
    }

    /// Whether it waits for the side, and is read by who takes part so.
    pub fn is_for(&self, seen: &Seen) -> bool {
        let here = match seen.hand.party() {
            Some(Party::School) => self.place != Place::Authority,
            Some(Party::Authority) => self.place != Place::School,
            Some(Party::Complainant) | None => false,
        };
        here && self.held.sight(seen) == Sight::Words
    }

    /// Whether something is to be done about it now: nobody has taken it up, or its day has come.
    pub fn is_urgent(&self, today: Day) -> bool {
        self.state == StateName::Received || self.next.day <= today
    }
}

/// Every case of the authority that is not closed, the most urgent first.
pub fn waiting(tx: &mut ReadTx<'_>) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<OpenRow> = tx.all(
        sql!(
            "SELECT c.id, c.number, c.organisation_id, c.unit_id, u.name, c.kind, c.about, c.school_has, c.authority_has,
                    c.state, c.place, c.next_what, c.next_day
             FROM case_file c LEFT JOIN unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
             WHERE c.tenant_id = $1 AND c.next_day IS NOT NULL ORDER BY c.next_day, c.number"
        ),
        &[],
    )?;
    rows.into_iter().map(read).collect()
}

fn read(row: OpenRow) -> Result<Waiting, StoreError> {
    let damaged = || StoreError::Damaged(format!("case {} cannot be read", row.number));
    let what = row.next_what.as_deref().and_then(NextWhat::from_slug);
    let next = row.next_day.zip(what).map(|(day, what)| Next { day, what });
    Ok(Waiting {
        id: row.id,
        number: row.number,
        school: row.organisation.zip(row.unit),
        kind: Kind::from_slug(&row.kind).ok_or_else(damaged)?,
        state: StateName::from_slug(&row.state).ok_or_else(damaged)?,
        place: Place::from_slug(&row.place).ok_or_else(damaged)?,
        next: next.ok_or_else(damaged)?,
        held: Held {
            school: row.school_has,
            authority: row.authority_has,
            about: About::from_slug(&row.about).ok_or_else(damaged)?,
        },
        unit_name: row.unit_name.unwrap_or_else(|| sv::NO_SCHOOL.to_owned()),
    })
}
