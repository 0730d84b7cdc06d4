//! What the timelines of cases and of investigations share: lines that are kept as entry and sealed words, and who was chosen to
//! handle something that is about somebody who would have.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::Person;
use kernel::{Day, Id};

row! {
    /// A line as it is stored.
    #[derive(Debug, Clone)]
    pub struct LineRow {
        /// Its number, from 0.
        pub number: i64,
        /// The day.
        pub day: Day,
        /// On whose behalf.
        pub party: String,
        /// What happened, as JSON.
        pub content: String,
        /// Who wrote it down, for who has an account.
        pub person: Option<Id<Person>>,
        /// Their name.
        pub person_name: Option<String>,
        /// Its words, sealed.
        pub sealed: Option<Vec<u8>>,
    }
}

/// One line of a timeline as it is kept.
#[derive(Debug, Clone)]
pub struct Kept<E> {
    /// Its number, from 0.
    pub number: i64,
    /// What happened.
    pub entry: E,
    /// Who wrote it down, for who has an account.
    pub person: Option<Id<Person>>,
    /// Their name.
    pub person_name: Option<String>,
    /// Its words. What opens them asks first who looks.
    pub sealed: Option<Vec<u8>>,
}

impl LineRow {
    /// The line with its entry, as it was read.
    pub fn with<E>(self, entry: E) -> Kept<E> {
        let Self { number, person, person_name, sealed, .. } = self;
        Kept { number, entry, person, person_name, sealed }
    }
}

/// Whether the person was chosen to handle the case or the investigation.
pub fn is_handler<K>(tx: &mut ReadTx<'_>, subject: Id<K>, person: Id<Person>) -> Result<bool, StoreError> {
    let found: Option<(Id<Person>,)> = tx.maybe(
        sql!("SELECT person_id FROM case_handler WHERE tenant_id = $1 AND subject_id = $2 AND person_id = $3"),
        &[&subject, &person],
    )?;
    Ok(found.is_some())
}

/// Lets the person handle the case or the investigation, where it is about somebody who would have.
pub fn choose_handler<K>(tx: &mut WriteTx<'_>, subject: Id<K>, person: Id<Person>) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO case_handler (tenant_id, subject_id, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"),
        &[&subject, &person],
    )
    .map(|_| ())
}
