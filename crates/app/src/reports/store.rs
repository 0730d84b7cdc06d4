//! What the pages of one item read, in one snapshot; and the list of receipts.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, row, sql};
use domain::complaints::from_cases::differences;
use domain::complaints::{self, Differs, case_of, investigation_of};
use domain::submissions::State;
use domain::year::Item;
use forms::Content;
use kernel::id::kind::{Assignment as AssignmentKind, CaseFile, Investigation, Organisation, Person, Unit};
use kernel::{Id, Instant};
use platform::Stop;
use stats::Rule;

use super::door::Door;
use crate::assignments::{self, Assignment, ExtensionRow};
use crate::changes::{self, Reader, Told};
use crate::person_numbers;
use crate::results::{self, AsOf, BesideItem};
use crate::submissions::drafts::{self, Draft};
use crate::submissions::{self, Arrival, Asked, Judgement, ReturnNote, Submission, TakenBack};
use crate::workbooks::{self, Import};
use crate::year::{self, Published};

/// An item as somebody on the provider's side sees it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The assignment.
    pub assignment: Assignment,
    /// The version of the year it answers now.
    pub published: Published,
    /// The item.
    pub item: Item,
    /// What it is answered with.
    pub asked: Asked,
    /// The draft as it is stored.
    pub draft: Draft,
    /// The fields as they stand: the draft's, or those of the returned version where it was not made from the draft.
    pub fields: BTreeMap<String, String>,
    /// Whether the fields come from the returned version, and the first change begins by writing them down.
    pub from_returned: bool,
    /// The newest version.
    pub latest: Option<Submission>,
    /// Names of those who have written in the draft.
    pub names: BTreeMap<Id<Person>, String>,
}

impl Opened {
    /// Judges the fields as they stand.
    pub fn judge(&self) -> Judgement {
        self.asked.judge(&self.fields)
    }

    /// The authority's figures beside the item, as they are while it is written.
    pub fn beside(&self, tx: &mut ReadTx<'_>) -> Result<BesideItem, StoreError> {
        let set = submissions::figures_set(tx, &self.published, &self.item)?;
        let as_of = AsOf { set, rule: Rule::OPEN, signed: None };
        results::figures_beside(tx, &self.published, &self.item, (&self.assignment).into(), as_of)
    }

    /// Whether the person has written in the draft or sent it for signature.
    pub fn is_preparer(&self, person: Id<Person>) -> bool {
        let sent = match &self.assignment.state {
            State::AwaitingSignature(awaiting) => awaiting.prepared_by.person == Some(person),
            _ => false,
        };
        sent || self.draft.is_by(person)
    }

    /// When the draft was last written in: what a page carries to find out what others wrote after it was drawn.
    /// 0 while nothing has been written.
    pub fn stamp(&self) -> i64 {
        self.draft.last().map_or(0, |(_, at)| at.as_microsecond())
    }

    /// The name of somebody who has written in the draft.
    pub fn name(&self, person: Id<Person>) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }
}

/// The item, for somebody whose seats cover it.
///
/// # Errors
/// [`Stop::NotFound`] when it is another provider's or not covered; a refusal that says why when it was withdrawn.
pub fn open(tx: &mut ReadTx<'_>, door: &Door, id: Id<AssignmentKind>, now: Instant) -> Result<Opened, Stop> {
    let mut opened = open_without_numbers(tx, door, id, now)?;
    person_numbers::follow(tx, &door.tools, &opened.assignment, &mut opened.asked, &BTreeMap::new())?;
    with_draft(tx, door, opened)
}

/// The item with an empty draft and without the numbers of its persons, for whoever writes a field without looking at the
/// others.
///
/// # Errors
/// As [`open`].
pub(super) fn open_without_numbers(
    tx: &mut ReadTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    now: Instant,
) -> Result<Opened, Stop> {
    let Some(assignment) = assignments::find(tx, id)?.filter(|found| door.covers(found)) else {
        let slug = door.seats.first().map_or("", |seat| seat.tenant_slug.as_str());
        return Err(changes::gone(tx, id, |found| door.covers(found), slug)?);
    };
    // What is in stays, also where the year asks for it no more: it is read by the version that was answered.
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).cloned().ok_or(Stop::NotFound)?;
    let asked = submissions::ask(tx, &assignment, &published, now.day())?.ok_or(Stop::NotFound)?;
    Ok(Opened {
        fields: BTreeMap::new(),
        from_returned: false,
        assignment,
        published,
        item,
        asked,
        draft: Draft::default(),
        latest: None,
        names: BTreeMap::new(),
    })
}

/// The same with its whole draft.
pub(super) fn with_draft(tx: &mut ReadTx<'_>, door: &Door, mut opened: Opened) -> Result<Opened, Stop> {
    let id = opened.assignment.id;
    let of = (&opened.assignment, &opened.published);
    submissions::follow_cases(tx, &door.tools, of, &mut opened.asked, &door.seats)?;
    opened.assignment.has_rows = opened.asked.has_rows_of_cases();
    opened.draft = drafts::load(tx, &door.tools, door.organisation, id)?;
    opened.fields = opened.draft.texts();
    opened.latest = if opened.assignment.submissions > 0 { submissions::latest(tx, id)? } else { None };
    opened.names = if opened.draft.fields.is_empty() { BTreeMap::new() } else { names(tx, id)? };
    from_returned(tx, &mut opened)?;
    Ok(opened)
}

/// A returned version is what the correction begins from; see [`changes::returned_fields`].
fn from_returned(tx: &mut ReadTx<'_>, opened: &mut Opened) -> Result<(), StoreError> {
    let Some(latest) = &opened.latest else { return Ok(()) };
    let of = (&opened.assignment, &opened.published);
    if let Some(fields) = changes::returned_fields(tx, of, &opened.asked, &opened.draft, latest)? {
        opened.fields = fields;
        opened.from_returned = true;
    }
    Ok(())
}

/// Who has written in the draft.
pub(super) fn names(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<BTreeMap<Id<Person>, String>, StoreError> {
    let rows: Vec<(Id<Person>, String)> = tx.all(
        sql!(
            "SELECT DISTINCT p.id, p.name FROM draft_value d JOIN person p ON p.id = d.person_id
             WHERE d.tenant_id = $1 AND d.assignment_id = $2"
        ),
        &[&id],
    )?;
    Ok(rows.into_iter().collect())
}

/// How the unit's cases differ from what was signed: in this report, or, while it is written for the first time, at an earlier
/// occasion of the year.
#[derive(Debug, Clone, Default)]
pub(super) struct CasesSince {
    /// The earlier occasion; nothing where it is this report.
    pub occasion: Option<String>,
    /// Whether this report is in, and not waiting for a correction.
    pub handed_in: bool,
    /// By the number of each, with the case where whoever looks may read it.
    pub differs: Vec<(i64, Option<Id<CaseFile>>, Differs)>,
    /// The same of investigations.
    pub abuse: Vec<(i64, Option<Id<Investigation>>, Differs)>,
}

/// How the unit's cases differ from what was signed.
pub(super) fn cases_since(tx: &mut ReadTx<'_>, door: &Door, opened: &Opened) -> Result<CasesSince, StoreError> {
    let Asked::Complaints { tables, cases, investigations, .. } = &opened.asked else {
        return Ok(CasesSince::default());
    };
    let (table, of_abuse) = (&tables.complaints, tables.investigations.as_ref());
    let (occasion, differs, abuse) = match &opened.latest {
        Some(latest) => {
            let rows = |table: &forms::TableDef| latest.content.rows(&table.slug);
            let of = |table| differences(table, (rows(table), investigation_of), investigations, &[]);
            (None, differences(table, (rows(table), case_of), cases, &[]), of_abuse.map(of).unwrap_or_default())
        }
        None => {
            let Some(earlier) = submissions::earlier_version(tx, &opened.assignment, &opened.published)? else {
                return Ok(CasesSince::default());
            };
            let theirs: Vec<_> = cases.iter().filter(|case| earlier.period.contains(case.received)).cloned().collect();
            let rows = earlier.submission.content.rows(&table.slug);
            let only = [complaints::columns::CATEGORY];
            let differs = differences(table, (rows, case_of), &theirs, &only);
            // Of investigations whether each is there: that one has gone on since is not news.
            let theirs: Vec<_> =
                investigations.iter().filter(|one| earlier.period.contains(one.received)).cloned().collect();
            let of = |table: &forms::TableDef| {
                let rows = earlier.submission.content.rows(&table.slug);
                differences(table, (rows, investigation_of), &theirs, &[complaints::columns::LEARNED])
            };
            let abuse = of_abuse.map(of).unwrap_or_default();
            (Some(earlier.occasion), differs, abuse)
        }
    };
    let handed_in = matches!(opened.assignment.state, State::Submitted(_) | State::Approved(_));
    let mut told = CasesSince { occasion, handed_in, ..CasesSince::default() };
    for (number, differs) in abuse {
        let id = submissions::readable_investigation(tx, number, &door.seats)?;
        told.abuse.push((number, id, differs));
    }
    for (number, differs) in differs {
        let id = submissions::readable_case(tx, number, &door.seats)?;
        told.differs.push((number, id, differs));
    }
    Ok(told)
}

/// What has happened at an item besides its draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    /// What has been handed in, newest first.
    pub submissions: Vec<Submission>,
    /// Why versions were returned, newest first.
    pub notes: Vec<ReturnNote>,
    /// Returns that were taken back, oldest first.
    pub taken_back: Vec<TakenBack>,
    /// Later last days, oldest first.
    pub extensions: Vec<ExtensionRow>,
    /// Files that were taken in into the draft, newest first.
    pub imports: Vec<Import>,
    /// What came by e-mail, newest first.
    pub arrivals: Vec<Arrival>,
    /// What changes of the year and the register did to it, newest first.
    pub changed: Vec<Told>,
    /// What stands in the draft under questions that are asked no more: the question, and the texts.
    pub left_over: Vec<(String, Vec<String>)>,
    /// Questions and answers in the thread.
    pub messages: i64,
    /// Cases about the rektor that count and are in no report, for who may read them.
    pub left_out: Vec<(i64, Id<CaseFile>)>,
}

impl Past {
    /// The other unit that is named over the rows of a letter's file, where it is those that lie in the draft.
    pub fn other_unit(&self) -> Option<&str> {
        other_unit(&self.imports, &self.arrivals)
    }
}

/// See [`Past::other_unit`].
fn other_unit<'a>(imports: &[Import], arrivals: &'a [Arrival]) -> Option<&'a str> {
    let newest = imports.first()?.arrived_at?;
    arrivals.iter().find(|one| one.at == newest).and_then(|one| one.names_other.as_deref())
}

/// The same for the page where the answers are checked.
pub(super) fn other_unit_of(tx: &mut ReadTx<'_>, opened: &Opened) -> Result<Option<String>, StoreError> {
    let id = opened.assignment.id;
    let imports = workbooks::imports(tx, opened.assignment.organisation, id)?;
    Ok(other_unit(&imports, &submissions::told_arrivals(tx, id)?).map(str::to_owned))
}

/// What has happened at the item.
pub(super) fn past(tx: &mut ReadTx<'_>, door: &Door, opened: &Opened) -> Result<Past, StoreError> {
    let id = opened.assignment.id;
    let handed_in = opened.assignment.submissions > 0;
    let (messages,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM message WHERE tenant_id = $1 AND assignment_id = $2"), &[&id])?;
    Ok(Past {
        submissions: if handed_in { submissions::of_assignment(tx, id)? } else { Vec::new() },
        notes: if handed_in { submissions::return_notes(tx, id)? } else { Vec::new() },
        taken_back: if handed_in { submissions::taken_back(tx, id)? } else { Vec::new() },
        extensions: assignments::extensions(tx, id)?,
        imports: workbooks::imports(tx, opened.assignment.organisation, id)?,
        arrivals: submissions::told_arrivals(tx, id)?,
        changed: changes::told(tx, &opened.assignment, Reader::Provider)?,
        left_over: changes::left_over(tx, &opened.item, &opened.published, &opened.asked, &opened.draft)?,
        messages,
        left_out: match opened.asked {
            Asked::Complaints { .. } => {
                submissions::cases_left_out(tx, &door.tools, (&opened.assignment, &opened.published), &door.seats)?
            }
            _ => Vec::new(),
        },
    })
}

/// The reasons for the return that is still to be answered.
pub(super) fn open_notes(tx: &mut ReadTx<'_>, opened: &Opened) -> Result<Vec<ReturnNote>, StoreError> {
    let Some(latest) = opened.latest.as_ref().filter(|_| opened.assignment.state.unanswered_return().is_some()) else {
        return Ok(Vec::new());
    };
    let latest = latest.id;
    let notes = submissions::return_notes(tx, opened.assignment.id)?;
    Ok(notes.into_iter().filter(|note| note.submission == latest).collect())
}

/// A handed-in version with what it answered.
#[derive(Debug, Clone)]
pub(super) struct HandedIn {
    /// The version.
    pub submission: Submission,
    /// Of what.
    pub assignment: Assignment,
    /// The item's title then.
    pub title: String,
    /// What the occasion was called, with its year.
    pub occasion: String,
    /// What it was answered with; `None` when the year's version cannot say it any more.
    pub asked: Option<Asked>,
    /// The reference of a newer version, if there is one.
    pub newer: Option<String>,
    /// The event that tells of it: its number in the chain and its hash.
    pub link: Option<(i64, String)>,
    /// The authority's figures that stood beside it.
    pub beside: BesideItem,
    /// When it was last said that it came at another time than stood there before, and what stood there.
    pub retimed: Option<(Instant, Instant)>,
}

/// The version with the reference, for somebody whose seats cover it.
///
/// # Errors
/// [`Stop::NotFound`] when there is none, or it is another provider's.
pub(super) fn handed_in(tx: &mut ReadTx<'_>, door: &Door, reference: &str) -> Result<HandedIn, Stop> {
    let submission = submissions::by_reference(tx, reference)?.ok_or(Stop::NotFound)?;
    let assignment =
        assignments::find(tx, submission.assignment)?.filter(|found| door.covers(found)).ok_or(Stop::NotFound)?;
    let published = year::version(tx, submission.year_version)?.ok_or(Stop::NotFound)?;
    let title = published.year.item(&assignment.item).map_or(assignment.item.clone(), |i| i.title.as_sv().to_owned());
    let mut asked = submissions::ask_of_version(tx, &assignment, &published, &submission)?;
    if let Some(asked) = &mut asked {
        person_numbers::follow(tx, &door.tools, &assignment, asked, &BTreeMap::new())?;
    }
    let newest = submissions::latest(tx, assignment.id)?;
    let newer = newest.filter(|newest| newest.number > submission.number).map(|newest| newest.reference);
    let link = submissions::link_of(tx, submission.id)?;
    let beside = match published.year.item(&assignment.item) {
        Some(item) => {
            let as_of = AsOf { set: submission.figures_set, rule: Rule::OPEN, signed: Some(submission.at) };
            results::figures_beside(tx, &published, item, (&assignment).into(), as_of)?
        }
        None => BesideItem::default(),
    };
    let occasion = published.year.occasion(&assignment.occasion).map_or("", |occasion| occasion.title.as_sv());
    let year = assignment.year.to_string();
    let occasion = if occasion.contains(&year) { occasion.to_owned() } else { format!("{occasion} {year}") };
    let retimed = submissions::retimed(tx, submission.id)?;
    Ok(HandedIn { submission, assignment, title, occasion, asked, newer, link, beside, retimed })
}

row! {
    /// A receipt in the list of all.
    #[derive(Debug, Clone)]
    pub(super) struct ReceiptRow {
        pub assignment: Id<AssignmentKind>,
        pub year: i16,
        pub item: String,
        pub unit: Option<Id<Unit>>,
        pub unit_name: Option<String>,
        pub area_name: Option<String>,
        pub number: i64,
        pub reference: String,
        pub at: Instant,
        pub late: bool,
        pub signed_by: String,
        pub sha256: String,
        pub state: String,
        pub newest: i64,
        pub read_in_from: Option<String>,
        pub read_in_file: Option<String>,
    }
}

impl ReceiptRow {
    /// Who stands for it: who signed, or who read it in and out of what.
    pub(super) fn signer(&self) -> String {
        let read_in = submissions::ReadIn::of((self.read_in_from.clone(), self.read_in_file.clone()));
        submissions::signer(&self.signed_by, read_in.as_ref())
    }
}

/// Every receipt of the provider's, the newest first.
pub(super) fn receipts(tx: &mut ReadTx<'_>, organisation: Id<Organisation>) -> Result<Vec<ReceiptRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT a.id, a.year, a.item, u.id, u.name, r.name, s.number, s.reference, s.at, s.late, p.name, s.sha256, a.state, a.submissions,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM assignment a CROSS JOIN submission s JOIN person p ON p.id = s.signed_by
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area r ON r.tenant_id = a.tenant_id AND r.id = a.area_id
             WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND s.tenant_id = $1 AND s.assignment_id = a.id
             ORDER BY s.at DESC, s.reference"
        ),
        &[&organisation],
    )
}

/// The fields as they stood at the stamp of a page, to show what has changed since it was drawn.
pub(super) fn fields_at(
    tx: &mut ReadTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    stamp: i64,
) -> Result<BTreeMap<String, String>, StoreError> {
    let Some(at) = Instant::from_microsecond(stamp) else { return Ok(BTreeMap::new()) };
    Ok(drafts::at(tx, &door.tools, door.organisation, id, at)?.texts())
}

/// The content that the fields make, where they are without fault.
pub(super) fn content_of(asked: &Asked, fields: &BTreeMap<String, String>) -> Option<Content> {
    asked.judge(fields).content
}
