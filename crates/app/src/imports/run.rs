//! Reading a file in, for the browser's job and the command line alike.

use std::io::{Read, Seek, SeekFrom, Write};

use ::store::{ReadTx, StoreError};
use documents::rows::{self, FoundEncoding, TextTable};
use domain::participations::Field;
use domain::participations::profile::{FETCHED, Profile};
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use serde::{Deserialize, Serialize};

use super::called::Called;
use super::findings::{Findings, Gathering};
use super::masking::{covered, covered_person, has_personnummer, masked};
use super::opening::{ReadSeek, Sample};
use super::places::Places;
use super::reader::{Beside, Shared, TextSource, options};
use super::store::{self, Kept};
use super::{sv, verdicts};
use crate::course_catalogue;
use crate::participations::{self, ImportError, Place, Plan, Scope, SetKind, SetState, Staged, drop_set, stage};

/// What is to be read, and as what.
#[derive(Debug, Clone)]
pub struct Order {
    /// With which profile.
    pub profile: Kept,
    /// Full or delta.
    pub kind: SetKind,
    /// What a full set speaks of.
    pub scope: Scope,
    /// The day the file was taken out of its source.
    pub as_of: Day,
    /// What the file is called.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub file_sha256: String,
    /// Who reads it in.
    pub person: Option<Id<Person>>,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// What came of reading a file.
#[derive(Debug, Clone)]
pub struct Done {
    /// The set and its tally.
    pub staged: Staged,
    /// What was found.
    pub findings: Findings,
    /// How the file is written.
    pub written: Written,
    /// When the course catalogue was fetched that codes were checked against beside the shipped one, where it was.
    pub courses_at: Option<Instant>,
    /// Whether the source does not say when courses began.
    pub starts_unknown: bool,
}

/// How a file is written, for handing it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its encoding.
    pub encoding: FoundEncoding,
    /// What was counted.
    pub tally: rows::Tally,
    /// Its delimiter.
    pub delimiter: char,
    /// What to tell of its headings.
    pub remarks: Vec<String>,
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ImportProblem {
    /// It cannot be read; the sentence says why and what to do.
    #[error("{0}")]
    Unreadable(String),
    /// Another file waits to be taken in or not.
    #[error("set {0} waits to be taken in or not")]
    Waits(i64),
    /// Another process with the same database has thrown its set away while it was read.
    #[error(
        "set {0} was thrown away by another process while it was read: two import to the authority at the same time, with a data folder each. Let one of them end, and try again"
    )]
    TakenAway(i64),
    /// Something of ours went wrong.
    #[error(transparent)]
    Failed(#[from] StoreError),
    /// Whoever asked wants it stopped.
    #[error("stopped")]
    Stopped,
}

impl From<ImportError> for ImportProblem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => Self::Failed(error),
            ImportError::Unreadable(why) => Self::Unreadable(why),
            ImportError::UnderWay { set, .. } => Self::Waits(set),
            ImportError::TakenAway { set } => Self::TakenAway(set),
            ImportError::NoSuchSet => Self::Failed(StoreError::Damaged("the set is gone".to_owned())),
            ImportError::Stopped => Self::Stopped,
        }
    }
}

fn refused(why: &rows::Refusal) -> ImportProblem {
    ImportProblem::Unreadable(rows::sv::refusal(why))
}

/// The profile that the headings of a file are those of: the one that misses nothing and finds the most, the authority's
/// own before those that are shipped. Nothing where none has all it needs.
///
/// # Errors
/// When the file is no text table, whatever its headings.
pub fn profile_for(stream: &mut dyn ReadSeek, known: &[Kept]) -> Result<Option<Kept>, String> {
    let mut best: Option<(usize, &Kept)> = None;
    for kept in known {
        stream.seek(SeekFrom::Start(0)).map_err(|_| sv::NOT_READ.to_owned())?;
        let table = match TextTable::open(&mut *stream, &options(&kept.profile)) {
            Ok(table) => table,
            Err(rows::Refusal::NoHeadings { .. }) => continue,
            Err(why) => return Err(rows::sv::refusal(&why)),
        };
        let columns = table.columns();
        let found = columns.found().count();
        if !columns.has_fault() && has_place(columns) && best.is_none_or(|(most, _)| found > most) {
            best = Some((found, kept));
        }
    }
    Ok(best.map(|(_, kept)| kept.clone()))
}

fn has_place(columns: &rows::Columns) -> bool {
    ["provider", "unit"].iter().any(|slug| columns.of(slug).is_some())
}

/// The headings and the first rows, as the profile finds them; without one, as they stand.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub fn sample(stream: &mut dyn ReadSeek, profile: Option<&Profile>, rows: usize) -> Result<Sample, String> {
    stream.seek(SeekFrom::Start(0)).map_err(|_| sv::NOT_READ.to_owned())?;
    let wanted = profile.map(options).unwrap_or_default();
    let mut table = match TextTable::open(&mut *stream, &wanted) {
        // No heading of the profile is there: the file is shown as it stands, for its columns to be mapped.
        Err(rows::Refusal::NoHeadings { .. }) if profile.is_some() => return sample(stream, None, rows),
        other => other.map_err(|why| rows::sv::refusal(&why))?,
    };
    let columns = table.columns().clone();
    let found = columns.found().map(|(slug, at)| (slug.to_owned(), at)).collect();
    let told = |remark| masked(&rows::sv::heading_remark(remark));
    let remarks = columns.remarks.iter().map(|remark| (remark.is_fault(), told(remark))).collect();
    let whom = columns.of(Field::Person.slug());
    let shown = |(at, cell): (usize, &str)| if Some(at) == whom { covered_person(cell) } else { covered(cell) };
    let mut first = Vec::new();
    while first.len() < rows
        && let Some(row) = table.next_row().map_err(|why| rows::sv::refusal(&why))?
    {
        first.push((row.numbers().line, row.cells().enumerate().map(shown).collect()));
    }
    Ok(Sample { headings: columns.headings, rows: first, found, remarks })
}

/// Whether the file's first row is about somebody, where headings should be.
pub fn has_no_headings(sample: &Sample) -> bool {
    sample.headings.iter().any(|heading| has_personnummer(heading))
}

/// Takes away what an import left that is no more: every set in staging that no file waits with. Whoever calls holds the
/// [`Turn`](super::Turn).
///
/// # Errors
/// [`ImportProblem::Waits`] when a file waits to be taken in or not.
pub fn clear_left_behind(place: &Place) -> Result<u32, ImportProblem> {
    let scope = ::store::Scope::Tenant(place.tenant);
    let left = place.db.read_blocking(scope, |tx: &mut ReadTx<'_>| {
        let sets = participations::sets(tx)?.into_iter().filter(|set| set.state == SetState::Staging);
        sets.map(|set| Ok((set.number, store::waits_with(tx, set.number)?.is_some())))
            .collect::<Result<Vec<(i64, bool)>, StoreError>>()
    })?;
    let mut cleared = 0;
    for (set, waits) in left {
        if waits {
            return Err(ImportProblem::Waits(set));
        }
        drop_set(place, set)?;
        cleared += 1;
    }
    Ok(cleared)
}

/// Reads a text table in. Every row's verdict is written to `out` where there is one; `progress` is told rows and bytes.
///
/// # Errors
/// See [`ImportProblem`]. Nothing of it counts then.
pub fn read_in(
    place: &Place,
    tools: &Tools,
    stream: &mut dyn ReadSeek,
    order: &Order,
    mut out: Option<&mut dyn Write>,
    progress: &mut dyn FnMut(u32, u64) -> bool,
) -> Result<Done, ImportProblem> {
    let failed = |error: std::io::Error| ImportProblem::Failed(StoreError::Damaged(error.to_string()));
    stream.seek(SeekFrom::Start(0)).map_err(failed)?;
    let profile = &order.profile.profile;
    let table = TextTable::open(stream, &options(profile)).map_err(|why| refused(&why))?;
    let remarks = told(table.columns())?;
    // Nobody ever saw the headings of what was fetched.
    let called = if profile.slug == FETCHED { Called::default() } else { Called::of(table.columns()) };
    let scope = ::store::Scope::Tenant(place.tenant);
    let (places, persons, (catalogue, courses_at)) = place.db.read_blocking(scope, |tx: &mut ReadTx<'_>| {
        let persons = tools.keys(tx)?.lasting("student.key")?;
        Ok::<_, StoreError>((Places::load(tx)?, persons, course_catalogue::catalogue(tx)?))
    })?;
    let last = Shared::default();
    let today = place.context.now.day();
    let beside = Beside { profile, places, persons, as_of: order.as_of, today, catalogue };
    let mut source = TextSource::new(table, beside, last.clone());
    let mut scope = order.scope.clone();
    scope.persons_in_file |= profile.complete_per_person;
    scope.starts_unknown |= profile.starts_unknown;
    scope.persons_certain |= profile.slug == FETCHED;
    let plan = Plan {
        // A file that has all there is of each person in it is a full set of those persons.
        kind: if profile.complete_per_person { SetKind::Full } else { order.kind },
        scope,
        as_of: order.as_of,
        profile: order.profile.name(),
        file_name: order.file_name.clone(),
        file_sha256: order.file_sha256.clone(),
        person: order.person,
    };
    let mut gathering = Gathering::new(called.clone());
    let mut broken = None;
    let staged = stage(
        place,
        &plan,
        &mut source,
        order.dry_run,
        &mut |row, verdict| {
            gathering.take(row, &verdict, &last.borrow());
            if let Some(out) = out.as_mut()
                && let Err(error) = verdicts::write(out, row, &verdict, &called)
            {
                broken = Some(error);
            }
        },
        &mut |rows| progress(rows, last.borrow().bytes),
    )?;
    if let Some(error) = broken {
        if let Some(set) = staged.set {
            drop_set(place, set)?;
        }
        return Err(failed(error));
    }
    let table = source.table();
    let written = Written { encoding: table.encoding(), tally: table.tally(), delimiter: table.delimiter(), remarks };
    let starts_unknown = profile.starts_unknown;
    Ok(Done { staged, findings: gathering.done(), written, courses_at, starts_unknown })
}

/// What to tell of the headings.
///
/// # Errors
/// When the table cannot be taken with them: everything that is wrong with them.
fn told(columns: &rows::Columns) -> Result<Vec<String>, ImportProblem> {
    let mut faults: Vec<String> = columns
        .remarks
        .iter()
        .filter(|remark| remark.is_fault())
        .map(|one| masked(&rows::sv::heading_remark(one)))
        .collect();
    if !has_place(columns) {
        faults.push(sv::NO_PLACE_COLUMN.to_owned());
    }
    if !faults.is_empty() {
        return Err(ImportProblem::Unreadable(faults.join(" ")));
    }
    Ok(columns.remarks.iter().map(|one| masked(&rows::sv::heading_remark(one))).collect())
}

/// Writes the table once more with what became of each row.
///
/// # Errors
/// A sentence that says why it cannot be written.
pub fn hand_back<V: Read + Seek>(
    source: &mut dyn ReadSeek,
    profile: &Profile,
    written: &Written,
    from: V,
    out: &mut (impl Write + Seek),
) -> Result<(), String> {
    let mut judged = verdicts::Reading::new(from).map_err(|_| sv::NOT_READ.to_owned())?;
    let options = as_it_was(profile, written);
    let mut source = source;
    rows::hand_back(&mut source, out, &options, (written.encoding, &written.tally), |numbers| {
        let (result, faults) = judged.of(u32::try_from(numbers.line).unwrap_or(u32::MAX));
        rows::Verdict { result: result.into(), faults: faults.into() }
    })
    .map(|_| ())
    .map_err(|why| rows::sv::hand_back_error(&why))
}

/// How the table is to be read once more.
fn as_it_was(profile: &Profile, written: &Written) -> rows::Options {
    rows::Options { delimiter: Some(written.delimiter), ..options(profile) }
}

/// Writes the table that was made of a workbook as a workbook once more, with what became of each row.
///
/// # Errors
/// A sentence that says why it cannot be written.
pub fn hand_back_workbook<V: Read + Seek, W: Write + Seek>(
    source: &mut dyn ReadSeek,
    profile: &Profile,
    written: &Written,
    from: V,
    out: W,
) -> Result<W, String> {
    let mut judged = verdicts::Reading::new(from).map_err(|_| sv::NOT_READ.to_owned())?;
    let options = rows::Options { encoding: Some(written.encoding.encoding), ..as_it_was(profile, written) };
    let mut source = source;
    let of = (profile.title.as_str(), written.tally.widest);
    rows::hand_back_workbook(&mut source, out, &options, of, |numbers| {
        let (result, faults) = judged.of(u32::try_from(numbers.line).unwrap_or(u32::MAX));
        rows::Verdict { result: result.into(), faults: faults.into() }
    })
    .map_err(|why| rows::sv::hand_back_error(&why))
}
