//! What a file comes to: which reports it answers, judged as any answer is, and what becomes of each. Looked at anew before
//! anything is written, in the transaction that writes it.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::earlier::Judged;
use domain::elsewhere::{Entry, Fault, Gathered, Line, Mapping, Whom, gather, sv as words};
use domain::submissions::{Action, content_hash, sv as states};
use domain::year::Item;
use forms::Content;
use kernel::Day;
use platform::Seat;
use platform::files::sha256_hex;

use super::typed::Typed;
use super::{following, store, sv};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::submissions;
use crate::year::{self, Published};

/// Who looks at a file, for which year and out of which system, and when.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    pub(super) year: i16,
    pub(super) system: String,
    pub(super) seats: Vec<Seat>,
    pub(super) today: Day,
}

/// What becomes of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// It comes in.
    New,
    /// It replaces the version of that number.
    Replaces(i64),
    /// It is in already, word for word.
    Same,
    /// It has faults.
    Faulty,
    /// It cannot come in now, and why.
    Refused(String),
}

/// What is wrong: the row where one says it, what, and what to do.
pub(super) type NotRight = (Option<u32>, String, String);

/// A report that the file answers.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) assignment: Assignment,
    pub(super) title: String,
    pub(super) standing: Standing,
    pub(super) faults: Vec<NotRight>,
    pub(super) notices: Vec<String>,
    /// How many values the file has of it.
    pub(super) values: usize,
    /// What comes in.
    pub(super) content: Option<Content>,
}

impl Report {
    /// Whether it comes in.
    pub(super) const fn comes(&self) -> bool {
        matches!(self.standing, Standing::New | Standing::Replaces(_))
    }
}

/// What a file comes to.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) published: Published,
    pub(super) version: i64,
    /// What the words mean, as somebody has said.
    pub(super) mapping: Mapping,
    /// The same with what the year's changes have done to it.
    pub(super) read_by: Mapping,
    pub(super) gathered: Gathered,
    pub(super) reports: Vec<Report>,
    /// What is collected at the occasions of the file and stands in neither it nor the house: what and whose.
    pub(super) missing: Vec<(String, String)>,
    /// Rows that come to nothing.
    pub(super) faults: Vec<NotRight>,
    /// Every assignment that is collected out of the system.
    pub(super) asked: Vec<Assignment>,
    /// Figures of indicators.
    pub(super) figures: Vec<Entry>,
}

impl Looked {
    /// The reports that come in.
    pub(super) fn coming(&self) -> impl Iterator<Item = &Report> {
        self.reports.iter().filter(|report| report.comes())
    }

    /// Tells what would come in from anything else: the version of what words mean, every report with its content and what
    /// becomes of it, and the figures. Sent along by the page that shows it, so that nothing else is taken in.
    pub(super) fn seen(&self, figures: Option<&Judged>) -> String {
        let reports = self.coming().map(|report| {
            let hash = report.content.as_ref().map(content_hash).unwrap_or_default();
            format!("{} {:?} {hash}", report.assignment.id, report.standing)
        });
        let figures = figures.into_iter().flat_map(Judged::new_rows).map(|(row, said)| format!("{row:?} {said:?}"));
        let all: Vec<String> = reports.chain(figures).collect();
        format!("{}.{}", self.version, sha256_hex(all.join("\n").as_bytes()))
    }
}

/// Whom the assignment is asked for.
pub(super) fn whom_of(assignment: &Assignment) -> Whom {
    match &assignment.subject {
        Subject::Unit { id, .. } => Whom::Unit(*id),
        Subject::Area { id, .. } => Whom::Area(assignment.organisation, *id),
        Subject::Provider => Whom::Provider(assignment.organisation),
    }
}

/// Whose it is, in words.
pub(super) fn whose(assignment: &Assignment) -> String {
    match &assignment.subject {
        Subject::Area { name, .. } => sv::area_of(&assignment.organisation_name, name),
        _ => assignment.subject_name().to_owned(),
    }
}

fn not_right((row, fault): &(u32, Fault)) -> NotRight {
    let (what, remedy) = words::fault(fault);
    (Some(*row), what, remedy.to_owned())
}

/// What the lines come to; nothing when the year is not published.
pub(super) fn look(tx: &mut ReadTx<'_>, lines: &[Line], asking: &Asking) -> Result<Option<Looked>, StoreError> {
    let Some(published) = year::published(tx, asking.year)? else { return Ok(None) };
    let (version, mapping) = store::mapping(tx, &asking.system)?;
    let all = assignments::list(tx, asking.year, Filter::default())?;
    let is_collected = |one: &Assignment| one.reports_in.as_ref() == Some(&asking.system);
    let collected = all.iter().filter(|one| is_collected(one));
    let read_by = following::followed(tx, &published, collected, asking.today)?.mapping(&mapping);
    let mut gathered = gather(lines, &read_by, &published.year);
    let (mut answers, mut figures) = (BTreeMap::<_, Vec<Entry>>::new(), Vec::new());
    let mut faults = std::mem::take(&mut gathered.faults);
    for entry in std::mem::take(&mut gathered.entries) {
        let Some(item) = entry.goal.item() else {
            figures.push(entry);
            continue;
        };
        match all.iter().find(|one| one.item == item && whom_of(one) == entry.whom) {
            Some(one) if is_collected(one) => answers.entry(one.id).or_default().push(entry),
            Some(_) => faults.push((entry.row, Fault::AnsweredHere)),
            None => faults.push((entry.row, Fault::NotAsked)),
        }
    }
    let asked: Vec<Assignment> = all.into_iter().filter(is_collected).collect();
    let (mut reports, mut missing) = (Vec::new(), Vec::new());
    for assignment in &asked {
        let Some(item) = published.year.item(&assignment.item) else { continue };
        let is_of = |(occasion, _): &(String, String)| *occasion == assignment.occasion;
        if let Some(entries) = answers.remove(&assignment.id) {
            reports.extend(report(tx, assignment, (&published, item), &entries, asking)?);
        } else if assignment.state.latest().is_none() && gathered.measures.keys().any(is_of) {
            missing.push((item.title.as_sv().to_owned(), whose(assignment)));
        }
    }
    let faults = faults.iter().map(not_right).collect();
    Ok(Some(Looked { published, version, mapping, read_by, gathered, reports, missing, faults, asked, figures }))
}

fn report(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    (published, item): (&Published, &Item),
    entries: &[Entry],
    asking: &Asking,
) -> Result<Option<Report>, StoreError> {
    let Some(asked) = submissions::ask(tx, assignment, published, asking.today)? else { return Ok(None) };
    let typed = Typed::of(entries, &asked);
    let judgement = asked.judge(&typed.texts());
    let titles = asked.titles();
    let mut faults: Vec<NotRight> = typed.faults.iter().map(not_right).collect();
    faults.extend(judgement.faults.iter().map(|fault| {
        let place = forms::Place { row: None, sheet: None, ..fault.place.clone() };
        let said = forms::sv::sentence(&forms::Fault { place, ..fault.clone() }, &titles);
        (typed.row(&fault.place, &asked, &judgement), said, String::new())
    }));
    let mut notices = forms::sv::notices(&judgement.notices, &titles);
    notices.extend(judgement.questions.iter().map(sv::question));
    let newest = submissions::latest(tx, assignment.id)?;
    let content = judgement.content.filter(|_| faults.is_empty());
    let hash = content.as_ref().map(content_hash);
    let standing = match (&hash, &newest) {
        (None, _) => Standing::Faulty,
        (Some(hash), Some(newest)) if *hash == newest.sha256 => Standing::Same,
        (Some(_), newest) => match assignment.seat_for(item, &asking.seats, false, Action::Receive) {
            Some(Ok(_)) => newest.as_ref().map_or(Standing::New, |newest| Standing::Replaces(newest.number)),
            Some(Err(refusal)) => Standing::Refused(states::refusal_at_authority(&refusal)),
            None => Standing::Refused(sv::NOT_YOURS.to_owned()),
        },
    };
    let title = sv::of(item.title.as_sv(), &whose(assignment));
    let assignment = assignment.clone();
    Ok(Some(Report { assignment, title, standing, faults, notices, values: entries.len(), content }))
}
