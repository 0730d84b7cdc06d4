//! Reading and keeping messages.

use std::collections::BTreeMap;

use ::store::{FromValue, ReadTx, StoreError, ToValue, Value, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Message as MessageKind, Organisation, Person};
use kernel::{Chance, Id, Instant};

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The provider.
    Provider,
    /// The authority.
    Authority,
}

impl ToValue for Side {
    fn to_value(&self) -> Value {
        Value::Text(match self {
            Self::Provider => "provider".to_owned(),
            Self::Authority => "authority".to_owned(),
        })
    }
}

impl FromValue for Side {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Text(text) if text == "provider" => Ok(Self::Provider),
            Value::Text(text) if text == "authority" => Ok(Self::Authority),
            other => Err(other),
        }
    }
}

row! {
    /// One message of a thread.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Message {
        /// The message.
        pub id: Id<MessageKind>,
        /// At which assignment.
        pub assignment: Id<AssignmentKind>,
        /// Who wrote it.
        pub side: Side,
        /// The person.
        pub person: Id<Person>,
        /// Their name.
        pub name: String,
        /// What they wrote.
        pub body: String,
        /// When.
        pub at: Instant,
        /// The question it answers.
        pub answers: Option<Id<MessageKind>>,
        /// The question as it is shown to all; only in a published answer.
        pub published_question: Option<String>,
        /// When it was published.
        pub published_at: Option<Instant>,
    }
}

row! {
    /// A question and answer that every provider sees, without who asked.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Published {
        /// The question, reworded.
        pub question: String,
        /// The answer.
        pub answer: String,
        /// When it was published.
        pub at: Instant,
    }
}

/// What has been said at an assignment, and what has been published at its item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    /// The thread, oldest first.
    pub messages: Vec<Message>,
    /// What all providers see, the newest first.
    pub published: Vec<Published>,
}

impl Panel {
    /// The questions that nobody has answered.
    pub fn waiting(&self) -> usize {
        let asked = self.messages.iter().filter(|message| message.side == Side::Provider);
        asked.filter(|question| !self.messages.iter().any(|other| other.answers == Some(question.id))).count()
    }
}

/// The thread of the provider's assignment and what is published at its item. Empty threads for another provider's
/// assignment: whoever reads for the authority passes the assignment's own provider.
pub fn panel(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Panel, StoreError> {
    let messages = tx.all(
        sql!(
            "SELECT m.id, m.assignment_id, m.side, m.person_id, p.name, m.body, m.at, m.answers_id, m.published_question,
                    m.published_at
             FROM message m JOIN person p ON p.id = m.person_id
             JOIN assignment a ON a.tenant_id = m.tenant_id AND a.id = m.assignment_id
             WHERE m.tenant_id = $1 AND m.assignment_id = $2 AND a.organisation_id = $3 ORDER BY m.at, m.id"
        ),
        &[&assignment, &organisation],
    )?;
    let published = tx.all(
        sql!(
            "SELECT m.published_question, m.body, m.published_at FROM message m
             JOIN assignment a ON a.tenant_id = m.tenant_id AND a.year = m.year AND a.item = m.item
             WHERE m.tenant_id = $1 AND a.id = $2 AND m.published_at IS NOT NULL
             ORDER BY m.published_at DESC, m.id"
        ),
        &[&assignment],
    )?;
    Ok(Panel { messages, published })
}

/// A question to be written down.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// At which assignment.
    pub assignment: Id<AssignmentKind>,
    /// Its year.
    pub year: i16,
    /// Its item.
    pub item: String,
    /// Who writes.
    pub side: Side,
    /// The person.
    pub person: Id<Person>,
    /// What.
    pub body: String,
    /// The question it answers.
    pub answers: Option<Id<MessageKind>>,
}

/// Writes a message down.
pub fn add(tx: &mut WriteTx<'_>, chance: &dyn Chance, new: &NewMessage) -> Result<Id<MessageKind>, StoreError> {
    let id: Id<MessageKind> = Id::random(chance);
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO message (tenant_id, id, assignment_id, year, item, side, person_id, body, at, answers_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[&id, &new.assignment, &new.year, &new.item, &new.side, &new.person, &new.body, &now, &new.answers],
    )?;
    Ok(id)
}

/// Publishes the answer with the question as all are to see it; `None` takes the publication back. `false` when the
/// message is no answer.
pub fn publish(tx: &mut WriteTx<'_>, answer: Id<MessageKind>, question: Option<&str>) -> Result<bool, StoreError> {
    let at = question.map(|_| tx.context().now);
    let changed = tx.execute(
        sql!(
            "UPDATE message SET published_question = $3, published_at = $4
             WHERE tenant_id = $1 AND id = $2 AND side = 'authority'"
        ),
        &[&answer, &question, &at],
    )?;
    Ok(changed == 1)
}

row! {
    /// A question as the authority's list shows it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Asked {
        /// The question.
        pub id: Id<MessageKind>,
        /// At which assignment.
        pub assignment: Id<AssignmentKind>,
        /// Of which year.
        pub year: i16,
        /// Which item.
        pub item: String,
        /// By which provider.
        pub organisation: String,
        /// For which unit.
        pub unit: Option<String>,
        /// For which area.
        pub area: Option<String>,
        /// What was asked.
        pub body: String,
        /// When.
        pub at: Instant,
    }
}

/// A question with how many answers it has, and how many of them are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The question.
    pub question: Asked,
    /// Answers.
    pub answers: usize,
    /// Published ones.
    pub published: usize,
}

/// Every question: the unanswered first, by item, the oldest first; then the answered, the newest first. One at an item
/// that is asked for no more, and was never handed in, is nobody's to read or answer; it is back when the item is.
pub fn questions(tx: &mut ReadTx<'_>) -> Result<Vec<Listed>, StoreError> {
    let asked: Vec<Asked> = tx.all(
        sql!(
            "SELECT m.id, m.assignment_id, m.year, m.item, COALESCE(v.name, o.name), u.name, r.name, m.body, m.at
             FROM message m JOIN assignment a ON a.tenant_id = m.tenant_id AND a.id = m.assignment_id
             JOIN organisation o ON o.id = a.organisation_id
             LEFT JOIN provider v ON v.tenant_id = a.tenant_id AND v.organisation_id = a.organisation_id
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area r ON r.tenant_id = a.tenant_id AND r.id = a.area_id
             WHERE m.tenant_id = $1 AND m.side = 'provider' AND (a.withdrawn_at IS NULL OR a.submissions > 0)
             ORDER BY m.at, m.id"
        ),
        &[],
    )?;
    let answers: Vec<(Option<Id<MessageKind>>, Option<Instant>)> = tx.all(
        sql!(
            "SELECT answers_id, published_at FROM message WHERE tenant_id = $1 AND side = 'authority' ORDER BY at, id"
        ),
        &[],
    )?;
    let mut of: BTreeMap<Id<MessageKind>, (usize, usize)> = BTreeMap::new();
    for (question, published) in answers {
        let Some(question) = question else { continue };
        let counts = of.entry(question).or_default();
        counts.0 += 1;
        counts.1 += usize::from(published.is_some());
    }
    let listed = asked.into_iter().map(|question| {
        let (answers, published) = of.get(&question.id).copied().unwrap_or_default();
        Listed { question, answers, published }
    });
    let (mut waiting, mut done): (Vec<Listed>, Vec<Listed>) = listed.partition(|listed| listed.answers == 0);
    waiting.sort_by(|a, b| {
        (a.question.year, &a.question.item, a.question.at).cmp(&(b.question.year, &b.question.item, b.question.at))
    });
    done.reverse();
    waiting.extend(done);
    Ok(waiting)
}

/// The assignment of a question; `None` when there is no such question.
pub fn assignment_of(tx: &mut ReadTx<'_>, question: Id<MessageKind>) -> Result<Option<Id<AssignmentKind>>, StoreError> {
    let found: Option<(Id<AssignmentKind>,)> = tx.maybe(
        sql!("SELECT assignment_id FROM message WHERE tenant_id = $1 AND id = $2 AND side = 'provider'"),
        &[&question],
    )?;
    Ok(found.map(|(assignment,)| assignment))
}

/// How many of [`questions`] wait for an answer from the authority.
pub fn count_waiting(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(
        sql!(
            "SELECT count(*) FROM message m JOIN assignment a ON a.tenant_id = m.tenant_id AND a.id = m.assignment_id
             WHERE m.tenant_id = $1 AND m.side = 'provider' AND (a.withdrawn_at IS NULL OR a.submissions > 0)
               AND NOT EXISTS (SELECT 1 FROM message s WHERE s.tenant_id = $1 AND s.answers_id = m.id)"
        ),
        &[],
    )?;
    Ok(count)
}

/// As [`count_waiting`], at one assignment.
pub fn count_waiting_at(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(
        sql!(
            "SELECT count(*) FROM message m WHERE m.tenant_id = $1 AND m.assignment_id = $2 AND m.side = 'provider'
               AND NOT EXISTS (SELECT 1 FROM message s WHERE s.tenant_id = $1 AND s.answers_id = m.id)"
        ),
        &[&assignment],
    )?;
    Ok(count)
}

/// The provider's items where the authority wrote last, with when: an answer that nobody has taken further.
pub fn answered(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
) -> Result<BTreeMap<Id<AssignmentKind>, Instant>, StoreError> {
    let rows: Vec<(Id<AssignmentKind>, Instant)> = tx.all(
        sql!(
            "SELECT m.assignment_id, m.at FROM message m
             JOIN assignment a ON a.tenant_id = m.tenant_id AND a.id = m.assignment_id
             WHERE m.tenant_id = $1 AND a.organisation_id = $2 AND m.side = 'authority'
               AND NOT EXISTS (SELECT 1 FROM message later WHERE later.tenant_id = $1
                   AND later.assignment_id = m.assignment_id AND later.at > m.at)
             ORDER BY m.assignment_id, m.id"
        ),
        &[&organisation],
    )?;
    Ok(rows.into_iter().collect())
}
