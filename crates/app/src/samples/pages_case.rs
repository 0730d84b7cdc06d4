//! One case: the study plan beside the results that the authority has, and what each assessor says.

use ::store::{Housekeeping, ReadTx};
use domain::deficiencies::{Source, SourceKind, Track};
use domain::samples::{Happening, sv as words};
use kernel::id::kind::StudyPlan;
use kernel::{Day, Id};
use maud::Markup;
use platform::access::{Cx, may};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::form::{self, Fault};
use super::model::{Drawn, Kept};
use super::pages::{Opened, id, opened, sheet};
use super::pages_act::Done;
use super::{PAGE, sending, store, sv, view_case};
use crate::cases::files;
use crate::deficiencies::{self, FromSource, Prefill};
use crate::{course_catalogue, participations};

type Assessor = Cx<may::DrawSamples>;

/// A result of the case's student at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResultRow {
    pub code: String,
    pub name: String,
    pub started: Day,
    pub planned_end: Option<Day>,
    pub outcome: domain::participations::Outcome,
    pub points: Option<u16>,
    /// Whether it ended within the sample's period.
    pub within: bool,
}

/// The results of the case, as they stood when the population was frozen: the first begun first.
pub(super) fn results(tx: &mut ReadTx<'_>, kept: &Kept, case: &Drawn) -> Result<Vec<ResultRow>, Stop> {
    let (set, period) = (kept.setup.set, kept.setup.wish.period);
    let places = participations::places(tx)?;
    let (catalogue, _) = course_catalogue::catalogue(tx)?;
    let rows = participations::rows_of_student(tx, set, case.student)?.into_iter();
    let theirs = rows.filter(|row| {
        places.get(&row.participation.place.0).is_some_and(|spot| spot.organisation == case.organisation)
    });
    let mut found: Vec<ResultRow> = theirs
        .map(|row| ResultRow {
            code: row.course.to_string(),
            name: catalogue.get(&row.course).map(|listed| listed.name.clone()).unwrap_or_default(),
            started: row.participation.started,
            planned_end: row.participation.planned_end,
            outcome: row.participation.outcome,
            points: row.participation.points,
            within: row.participation.outcome.ended().is_some_and(|day| period.contains(day)),
        })
        .collect();
    found.sort_by(|one, other| (one.started, &one.code).cmp(&(other.started, &other.code)));
    Ok(found)
}

/// A case with everything that its page shows.
pub(super) struct Shown {
    pub of: Opened,
    pub case: Drawn,
    pub results: Vec<ResultRow>,
    /// What was said of it: by whom, in which line, and the words.
    pub said: Vec<Said>,
    /// What cases of the sample became deficiencies.
    pub became: Vec<FromSource>,
}

/// What somebody said of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub by: Option<Id<kernel::id::kind::Person>>,
    pub name: String,
    pub day: Day,
    pub happening: Happening,
    pub words: String,
}

async fn shown(cx: &Assessor, sample: &str, number: usize) -> Result<Shown, Stop> {
    let of = opened(cx, id(sample)?).await?;
    let case = of.kept.case(number).cloned().ok_or(Stop::NotFound)?;
    let (kept, one, tools) = (of.kept.clone(), case.clone(), cx.kit().tools());
    let (results, said, became) = cx
        .read(move |tx| {
            let keys = tools.keys(tx)?;
            let mut said = Vec::new();
            for (at, line) in kept.lines.iter().enumerate() {
                let about = match &line.entry.happening {
                    Happening::Assessed { case, .. } | Happening::Settled { case, .. } => *case == number,
                    _ => false,
                };
                if about {
                    said.push(Said {
                        by: line.entry.by,
                        name: line.person.clone().unwrap_or_default(),
                        day: line.entry.day,
                        happening: line.entry.happening.clone(),
                        words: store::words(&keys, kept.id, at, line)?,
                    });
                }
            }
            let became = deficiencies::of_source(tx, SourceKind::Sample, &kept.id.to_string())?;
            Ok((results(tx, &kept, &one)?, said, became))
        })
        .await?;
    Ok(Shown { of, case, results, said, became })
}

/// A case, told in the chain of readings.
pub(super) async fn show(
    cx: Assessor,
    Path((_, sample, number)): Path<(String, String, usize)>,
) -> Result<Reply, Stop> {
    let shown = shown(&cx, &sample, number).await?;
    cx.tell_reading_of("sample.case-read", shown.of.kept.id, json!({ "number": shown.of.kept.number, "case": number }))
        .await?;
    Ok(page(&cx, &shown, (&FormData::default(), &[])))
}

fn page(cx: &Assessor, shown: &Shown, (typed, faults): (&FormData, &[Fault])) -> Reply {
    let base = cx.link(&format!("{PAGE}/{}", shown.of.kept.id));
    let after = to_deficiency(cx, shown);
    let main = view_case::one((&base, &after), shown, cx.account().person, (typed, faults));
    let name = sv::name(shown.of.kept.number, &shown.of.kept.setup.wish.title);
    let sheet = sheet(cx, sv::case(shown.case.number), main).crumb(sv::TITLE, cx.link(PAGE)).crumb(name, base);
    cx.show(sheet.wide().with_faults(!faults.is_empty()))
}

/// What the case became, and the panel in which what lacks in it becomes a deficiency. The reasons are the assessors' own and do not go along.
fn to_deficiency(cx: &Assessor, shown: &Shown) -> Markup {
    let (kept, case) = (&shown.of.kept, &shown.case);
    let part = case.number.to_string();
    let counts = kept.stands.case(case.number).and_then(|one| one.counts_as(kept.stands.assessors()));
    let Some(judgement) = counts.filter(|judgement| judgement.lacks()) else {
        return deficiencies::became(cx, &shown.became, &part);
    };
    let known = Prefill {
        organisation: case.organisation,
        unit: case.unit,
        source: Source { kind: SourceKind::Sample, id: kept.id.to_string(), part: part.clone() },
        term: None,
        title: format!("{}: {}", sv::FORM_TITLE, words::judgement(judgement)),
        text: sv::lacks(kept.number, case.number, judgement),
        track: Track::Quality,
    };
    deficiencies::panel(cx, &shown.became, &known)
}

/// Assesses a case, or settles what two said differently.
pub(super) async fn act(
    cx: Assessor,
    Path((_, sample, number, action)): Path<(String, String, usize, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let fields = match action.as_str() {
        "bedom" => ("bedomning", "varfor"),
        "avgor" => ("avgorande", "skal"),
        _ => return Err(Stop::NotFound),
    };
    let seen = shown(&cx, &sample, number).await?;
    let (judgement, text) = match form::assessment(&form, fields) {
        Ok(read) => read,
        Err(faults) => return Ok(page(&cx, &seen, (&form, &faults))),
    };
    let settles = action == "avgor";
    let happening = if settles {
        Happening::Settled { case: number, judgement }
    } else {
        Happening::Assessed { case: number, judgement }
    };
    let back = cx.link(&format!("{PAGE}/{}/fall/{number}", seen.of.kept.id));
    let (sample, person, tools) = (seen.of.kept.id, cx.account().person, cx.kit().tools());
    // Others go on with other cases meanwhile: what was read of this one is what must still stand.
    let lines: Option<usize> = form.get("sedd").parse().ok();
    let done = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, sample)?.ok_or(Stop::NotFound)?;
            if let Some(why) = kept.stands.why_not(&happening, Some(person)) {
                return Ok(tx.keep(Housekeeping::Session, Done::Refused(why)));
            }
            if lines != Some(lines_of(&kept, number)) {
                return Ok(tx.keep(Housekeeping::Session, Done::Changed));
            }
            match store::add(&mut tx, &tools, &kept, (&happening, &text, Some(person)))? {
                Ok(_) => Ok(tx.save_all(&[], Done::Written)?),
                Err(why) => Ok(tx.keep(Housekeeping::Session, Done::Refused(why))),
            }
        })
        .await?;
    let why = match done {
        Done::Written => return Ok(Reply::done(&back, if settles { sv::SETTLED } else { sv::ASSESSED })),
        Done::Changed => format!("{}. {}", sv::CHANGED_TITLE, view_case::LOOK_AGAIN),
        Done::Refused(why) => words::refusal(why).to_owned(),
    };
    // What was typed stands on the page, beside what has come.
    let now = shown(&cx, &sample.to_string(), number).await?;
    Ok(page(&cx, &now, (&form, &[(fields.0.to_owned(), why)])))
}

/// How many lines of the history are about the case. What the other assessor has said of it is not counted as long as it is not open: nobody
/// is told by being refused that the other has been there.
pub(super) fn lines_of(kept: &Kept, number: usize) -> usize {
    let is_open = kept.stands.case(number).is_some_and(|case| case.is_open(kept.stands.assessors()));
    let about = |happening: &Happening| match happening {
        Happening::Received { case } | Happening::Absent { case } | Happening::Settled { case, .. } => *case == number,
        Happening::Assessed { case, .. } => *case == number && is_open,
        Happening::Closed | Happening::Cancelled => true,
        _ => false,
    };
    kept.lines.iter().filter(|line| about(&line.entry.happening)).count()
}

/// A file of the case's study plan, told in the chain of readings.
pub(super) async fn fetch(
    cx: Assessor,
    Path((_, sample, number, file)): Path<(String, String, usize, String)>,
) -> Result<Reply, Stop> {
    let of = opened(&cx, id(&sample)?).await?;
    let wanted: Id<StudyPlan> = file.parse().map_err(|_| Stop::NotFound)?;
    let mut theirs = of.files.iter().filter(|one| one.case == number && one.removed_at.is_none()).enumerate();
    let (at, file) =
        theirs.find(|(_, one)| one.id == wanted).map(|(at, one)| (at + 1, one.clone())).ok_or(Stop::NotFound)?;
    let facts = json!({ "number": of.kept.number, "case": number, "file": at });
    cx.tell_reading_of("sample.plan-read", of.kept.id, facts).await?;
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant, name) =
        (cx.kit().files().clone(), cx.tenant(), sv::plan_name(number, at, files::ending(&file.media_type)));
    let media_type = file.media_type.clone();
    let read = move || files::read((&disk, tenant), &keys, (sending::TABLE, file.id.cast(), &file.stored));
    let bytes = platform::apart(read).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}
