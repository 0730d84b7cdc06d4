//! The persons of a draft, as they are asked: who can be asked now, who later, who is done.

use std::collections::BTreeMap;

use domain::work::{Layout, Turn, can_be_asked_from, turn};
use domain::year::{ColumnRole, Means};
use forms::{Raw, Value};
use kernel::Day;
use platform::FormData;
use platform::files::sha256_hex;

use super::cohort::TABLE;
use super::store::Attempt;
use crate::reports::Opened;
use crate::submissions::{Asked, cell_path, row_numbers};

/// The field that says whom a form was filled in for.
pub(super) const WHO: &str = "vem";

/// A person of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking {
    /// The number of the row.
    pub row: u32,
    /// What the system knows the person by; empty where somebody typed the row.
    pub key: String,
    /// The provider's own reference; empty while nobody has written it.
    pub reference: String,
    /// The person's number, masked; empty where there is none. Nothing where the list has no such column.
    pub number: Option<String>,
    /// The reference to it.
    pub number_reference: String,
    /// What is wrong with what stands in its place.
    pub number_fault: Option<String>,
    /// The education.
    pub education: String,
    /// Its first and last day, as they stand.
    pub days: (String, String),
    /// The last day, where it is one.
    pub ended: Option<Day>,
    /// From when the person can be asked, where the last day is one.
    pub from: Option<Day>,
    /// The situation at the start, as people read it.
    pub before: String,
    /// The day on which that was noted, where it was noted afterwards.
    pub noted: String,
    /// The code of the situation three months after; empty where there is none.
    pub code: String,
    /// The same as people read it.
    pub after: String,
    /// The day on which the person answered, as it stands.
    pub asked: String,
    /// The same, where it is one.
    pub answered: Option<Day>,
    /// What the list asks besides.
    pub others: Vec<OtherCell>,
    /// Whose turn it is.
    pub turn: Turn,
    /// Attempts to reach the person.
    pub attempts: Vec<Attempt>,
}

/// A cell about which nobody is asked on the phone by buttons: a column that the authority has added, and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherCell {
    /// The column.
    pub column: forms::Column,
    /// What stands there.
    pub text: String,
    /// What is wrong with it, or that it lacks.
    pub fault: Option<String>,
    /// Whether the column is one that the year has added, so that nobody but the person knows what to write.
    pub is_added: bool,
}

impl OtherCell {
    fn lacks(&self) -> bool {
        self.is_added && self.fault.is_some()
    }
}

/// What the pages of one person ask or show by themselves.
const SHOWN: [ColumnRole; 10] = [
    ColumnRole::Key,
    ColumnRole::Reference,
    ColumnRole::Person,
    ColumnRole::Education,
    ColumnRole::Started,
    ColumnRole::Completed,
    ColumnRole::Before,
    ColumnRole::Noted,
    ColumnRole::After,
    ColumnRole::Asked,
];

/// The columns that the pages of one person do not ask or show by themselves.
pub(super) fn other_columns<'o>(opened: &'o Opened, layout: &'o Layout) -> impl Iterator<Item = &'o forms::Column> {
    let tables = match &opened.asked {
        Asked::Table { table, .. } => Some(&table.columns),
        _ => None,
    };
    let own = |column: &&forms::Column| !SHOWN.iter().any(|role| layout.column(*role) == Some(column.slug.as_str()));
    tables.into_iter().flatten().filter(|column| !column.is_hidden()).filter(own)
}

fn others(opened: &Opened, layout: &Layout, row: u32) -> Vec<OtherCell> {
    let cell = |column: &forms::Column| {
        let text = opened.fields.get(&cell_path(TABLE, row, &column.slug)).map_or("", String::as_str);
        let fault = forms::parse(column, &Raw::text(text)).err().map(|kind| forms::sv::what(&kind, text));
        OtherCell { column: column.clone(), text: text.to_owned(), fault, is_added: !layout.has_role(&column.slug) }
    };
    other_columns(opened, layout).map(cell).collect()
}

impl Asking {
    /// Whether the person has all the words of a search.
    pub(super) fn fits(&self, search: &str) -> bool {
        let text = kernel::swedish::fold(&format!("{} {} {}", self.reference, self.education, self.days.1));
        kernel::swedish::fold(search).split(' ').all(|word| text.contains(word))
    }

    /// Whether the answer is from before the three months had gone: it is asked for anew.
    pub(super) fn is_early(&self) -> bool {
        !self.after.is_empty() && self.answered.zip(self.from).is_some_and(|(answered, from)| answered < from)
    }

    /// Whether something lacks that has no button of its own.
    pub(super) fn lacks_more(&self) -> bool {
        self.others.iter().any(OtherCell::lacks)
    }

    /// Tells the person of the row from whoever stands in it later: a list that is replaced gives the same number to another.
    /// Sent along with what is answered, so that no answer is saved on somebody else.
    pub(super) fn mark(&self) -> String {
        let nameless = self.reference.is_empty() && self.number_reference.is_empty();
        let key = if nameless { self.key.as_str() } else { "" };
        let whom = [key, &self.reference, &self.number_reference, &self.education, &self.days.0, &self.days.1];
        sha256_hex(whom.join("\n").as_bytes()).chars().take(16).collect()
    }

    /// Whether the form was filled in for whoever stands in the row now.
    pub(super) fn is_meant_by(&self, form: &FormData) -> bool {
        !form.has(WHO) || form.get(WHO) == self.mark()
    }

    /// The attempts that nobody has taken back.
    pub(super) fn tries(&self) -> impl DoubleEndedIterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| attempt.taken_back.is_none())
    }
}

/// The persons, those who can be asked first: now, with the fewest attempts and the longest wait first; then later; then done.
pub(super) fn people(
    opened: &Opened,
    layout: &Layout,
    attempts: &mut BTreeMap<String, Vec<Attempt>>,
    today: Day,
) -> Vec<Asking> {
    let mut all: Vec<Asking> = row_numbers(TABLE, &opened.fields)
        .into_iter()
        .map(|row| {
            let cell = |role| Cell::read(opened, layout, row, role);
            let (completed, after) = (cell(ColumnRole::Completed), cell(ColumnRole::After));
            let key = cell(ColumnRole::Key).text;
            let number = cell(ColumnRole::Person);
            let means = after.choice().and_then(|code| layout.means(code));
            let ended = completed.value.as_ref().and_then(Value::as_day);
            let before = cell(ColumnRole::Before).text;
            let others = others(opened, layout, row);
            let lacks_more = others.iter().any(OtherCell::lacks);
            // Whose start nobody has noted is not done, nor whose number is none: all of it is handed in.
            let answered = cell(ColumnRole::Asked).value.as_ref().and_then(Value::as_day);
            let turn = match turn(ended, (means, answered), today) {
                Turn::Done if before.is_empty() || number.fault.is_some() || lacks_more => Turn::Now,
                turn => turn,
            };
            Asking {
                row,
                attempts: attempts.remove(&key).unwrap_or_default(),
                key,
                reference: cell(ColumnRole::Reference).text,
                number: layout.column(ColumnRole::Person).map(|_| number.text),
                number_reference: number.value.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned(),
                number_fault: number.fault,
                education: cell(ColumnRole::Education).text,
                days: (cell(ColumnRole::Started).text, completed.text),
                ended,
                from: ended.map(can_be_asked_from),
                before,
                noted: cell(ColumnRole::Noted).text,
                code: after.choice().unwrap_or_default().to_owned(),
                after: after.text,
                asked: cell(ColumnRole::Asked).text,
                answered,
                others,
                turn,
            }
        })
        .collect();
    all.sort_by_key(|one| {
        let tries = if one.turn == Turn::Now { one.tries().count() } else { 0 };
        (one.turn, !one.after.is_empty(), tries, one.from, one.row)
    });
    all
}

/// A cell: what it is understood as, and how that is read.
struct Cell {
    text: String,
    value: Option<Value>,
    /// What is wrong with it, where a rule of its kind says so.
    fault: Option<String>,
}

impl Cell {
    fn read(opened: &Opened, layout: &Layout, row: u32, role: ColumnRole) -> Self {
        let nothing = Self { text: String::new(), value: None, fault: None };
        let Some(column) = layout.column(role) else { return nothing };
        let Asked::Table { table, .. } = &opened.asked else { return nothing };
        let Some(column) = table.column(column) else { return nothing };
        let path = cell_path(TABLE, row, &column.slug);
        let text = opened.fields.get(&path).map_or("", String::as_str);
        match forms::parse(column, &Raw::text(text)) {
            Ok(Some(value)) => {
                Self { text: forms::sv::value(&value, Some(&column.kind)), value: Some(value), fault: None }
            }
            Ok(None) => Self { text: text.to_owned(), ..nothing },
            Err(kind) => {
                Self { text: opened.asked.shown(&path, text), fault: Some(forms::sv::what(&kind, text)), ..nothing }
            }
        }
    }

    fn choice(&self) -> Option<&str> {
        self.value.as_ref().and_then(Value::as_choice)
    }
}

/// The next person who can be asked, after the one in the row; nothing when nobody is left.
pub(super) fn next(all: &[Asking], row: u32) -> Option<u32> {
    all.iter().find(|one| one.turn == Turn::Now && one.row != row).map(|one| one.row)
}

/// How many there are of each turn.
pub(super) fn count(all: &[Asking], turn: Turn) -> usize {
    all.iter().filter(|one| one.turn == turn).count()
}

/// Whether the code says that nobody was reached.
pub(super) fn is_unreached(layout: &Layout, code: &str) -> bool {
    layout.means(code) == Some(Means::NotReached)
}
