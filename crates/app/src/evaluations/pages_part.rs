//! One provider's part, at the one that leads.

use std::collections::BTreeSet;

use ::store::{Housekeeping, StoreError, WriteTx};
use domain::evaluations::{
    Happening, Not, PartEntry, PartHappening, PartState, PartStep, Said, Subject, part_why_not, sv as words,
};
use kernel::Id;
use kernel::id::kind::{Evaluation as EvaluationKind, Organisation, Person};
use platform::access::{Cx, Tools, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::model::{Kept, KeptPart, Line, New, Words};
use super::pages::{id, kept};
use super::store::Open;
use super::{LEADS, carry, form_part, look, store, sv, view_paper, view_part};

type Evaluator = Cx<may::Evaluate>;

/// A provider's part.
pub(super) async fn show(
    cx: Evaluator,
    Path((_, evaluation, organisation)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, (id(&evaluation)?, id(&organisation)?), (&FormData::default(), &[])).await
}

/// Who stands on a visit of the part.
fn standing(part: &KeptPart) -> Vec<Id<Person>> {
    let visits = [&part.stands.visit, &part.stands.again];
    visits.into_iter().flatten().flat_map(|(_, people)| people.iter().copied()).collect()
}

async fn page(
    cx: &Evaluator,
    (id, organisation): (Id<EvaluationKind>, Id<Organisation>),
    typed: (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let kept = kept(cx, id, Open::Part(organisation)).await?;
    let part = kept.part(organisation).ok_or(Stop::NotFound)?;
    let (today, standing) = (cx.now().day(), standing(part));
    let people = cx.read(move |tx| Ok(look::evaluators(tx, (today, &standing))?)).await?;
    let base = cx.link(&format!("{LEADS}/{id}"));
    let main = view_part::page(&base, (&kept, part), (&people, today), typed);
    let sheet = Sheet::new(part.name.clone(), main).crumb(sv::LEADS, cx.link(LEADS));
    let own = format!("{base}/anordnare/{organisation}");
    Ok(cx.show(sheet.crumb(kept.stands.wish.name.clone(), base).with_faults_at(typed.1, &own)?))
}

/// The part as it stands on paper, with what the provider has said.
pub(super) async fn file(
    cx: Evaluator,
    Path((_, evaluation, organisation, format)): Path<(String, String, String, String)>,
) -> Result<Reply, Stop> {
    let (id, organisation): (Id<EvaluationKind>, Id<Organisation>) = (id(&evaluation)?, id(&organisation)?);
    let kept = kept(&cx, id, Open::Part(organisation)).await?;
    let part = kept.part(organisation).filter(|part| view_part::has_paper(&part.stands)).ok_or(Stop::NotFound)?;
    let stands = &part.stands;
    let sheet = part.sheet(&kept.stands.criteria, part.lines.len(), stands.again.is_some());
    let why = stands.ended.filter(|_| stands.state == PartState::Ended).map(|line| part.said(line).text);
    let state = words::part_state(stands.state);
    let of = view_paper::Part {
        of: (&kept.stands.wish.name, cx.tenant_name()),
        name: &part.name,
        sheet: &sheet,
        is_draft: stands.first.is_none() && stands.state != PartState::Ended,
        changed: BTreeSet::new(),
        status: why.map_or_else(|| format!("{state}."), |why| format!("{state}. {why}")),
        answers: view_paper::answers_to(&kept, part),
        on: cx.now().day(),
    };
    let back = cx.link(&format!("{LEADS}/{id}/anordnare/{organisation}"));
    view_paper::file(&cx, &of.document(), (&format, &part.name), &back).await
}

/// How a step went.
enum Went {
    Done,
    /// What was written in a form of many, by what it is about; empty where nothing was changed.
    Written(Vec<(String, u32)>),
    Changed,
    Faults(Vec<Fault>),
    Refused(Not),
}

/// What the step is about.
fn subject(step: PartStep, (criterion, number): (&str, u32)) -> Subject {
    match step {
        PartStep::Judge => Subject::Criterion(criterion.to_owned()),
        PartStep::Regrade => Subject::Again(criterion.to_owned()),
        PartStep::Find => Subject::Finding(0),
        PartStep::Amend | PartStep::Strike | PartStep::Follow => Subject::Finding(number),
        _ => Subject::Whole,
    }
}

/// Whether what was written is in the way of what is about the subject: several judge at once, each their own.
fn is_in_the_way(written: &Subject, subject: &Subject) -> bool {
    match subject {
        _ if *written == Subject::Landing => false,
        Subject::Whole => true,
        // It gets a number of its own.
        Subject::Finding(0) => false,
        other => written == other,
    }
}

fn is_same(line: &Line<PartHappening>, (happening, said): (&PartHappening, &Said), person: Id<Person>) -> bool {
    let same = match (&line.happening, happening) {
        (
            PartHappening::Found { kind: one, criterion: at, .. },
            PartHappening::Found { kind: other, criterion: there, .. },
        ) => (one, at) == (other, there),
        (stands, made) => stands == made,
    };
    same && line.person == person && line.said() == *said
}

/// Whether the newest of what was written about the subject is that, from the same hand: the same form sent twice is once. What has been
/// undone since is written anew.
fn is_written(
    newer: &[Line<PartHappening>],
    (part, about): (&KeptPart, &Subject),
    made: (&PartHappening, &Said),
    person: Id<Person>,
) -> bool {
    let newest = newer.iter().rev().find(|line| line.happening.subject() == *about);
    let stands = |line: &Line<PartHappening>| match line.happening {
        PartHappening::Found { finding, .. } => part.stands.found().any(|one| one.number == finding),
        _ => true,
    };
    newest.is_some_and(|line| is_same(line, made, person) && stands(line))
}

/// The field at which it is said that somebody else has written.
fn first_field(step: PartStep) -> Option<&'static str> {
    match step {
        PartStep::Plan | PartStep::Return | PartStep::Send => Some("dag"),
        PartStep::Judge | PartStep::Regrade => Some("omdome"),
        PartStep::Find | PartStep::Amend => Some("slag"),
        PartStep::Follow => Some("utfall"),
        PartStep::End | PartStep::Reopen => Some("text"),
        PartStep::Strike | PartStep::Recall | PartStep::Settle | PartStep::Finish => None,
    }
}

/// Does something with a part.
pub(super) async fn step(
    cx: Evaluator,
    Path((_, evaluation, organisation, step)): Path<(String, String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (id, organisation): (Id<EvaluationKind>, Id<Organisation>) = (id(&evaluation)?, id(&organisation)?);
    let step = PartStep::from_slug(&step).ok_or(Stop::NotFound)?;
    let back = cx.link(&format!("{LEADS}/{id}/anordnare/{organisation}"));
    let (criterion, number) = form_part::about(&form);
    let went = if form_part::is_many(step) {
        carry_out_many(&cx, (id, organisation), (step, &form)).await?
    } else {
        carry_out(&cx, (id, organisation), (step, &form)).await?
    };
    let faults = match went {
        Went::Done => {
            let says = match step {
                PartStep::Plan | PartStep::Return => sv::VISIT_SAVED,
                PartStep::Send => sv::SENT,
                PartStep::Settle | PartStep::Finish => sv::SETTLED,
                _ => sv::DONE,
            };
            return Ok(Reply::done(&back, says));
        }
        Went::Written(about) => {
            // Where the first of it stands.
            let place = match about.first() {
                Some((_, number)) if step == PartStep::Follow => format!("#iakttagelse-{number}"),
                Some((criterion, _)) => format!("#kriterium-{criterion}"),
                None => String::new(),
            };
            let says = if about.is_empty() { sv::NOTHING } else { sv::DONE };
            return Ok(Reply::done(&format!("{back}{place}"), says));
        }
        Went::Refused(why) => {
            return Err(Stop::refused_back(words::part_step(step), words::not(why), &back, sv::BACK_PART));
        }
        Went::Changed => match first_field(step) {
            Some(part) => {
                let start = form_part::start(step, (&criterion, number));
                vec![(format!("{start}-{part}"), sv::CHANGED.to_owned())]
            }
            None => return Err(Stop::refused_back(words::part_step(step), sv::CHANGED_SHORT, &back, sv::BACK_PART)),
        },
        Went::Faults(faults) => faults,
    };
    page(&cx, (id, organisation), (&form, &faults)).await
}

async fn carry_out(
    cx: &Evaluator,
    (id, organisation): (Id<EvaluationKind>, Id<Organisation>),
    (step, form): (PartStep, &FormData),
) -> Result<Went, Stop> {
    let (tools, form, person, today) = (cx.kit().tools(), form.clone(), cx.account().person, cx.now().day());
    let read: Option<usize> = form.get(form::READ).parse().ok();
    cx.write(move |mut tx| {
        let mut kept = store::find(&mut tx, &tools, id, Open::Part(organisation))?.ok_or(Stop::NotFound)?;
        let mut part: KeptPart = kept.part(organisation).cloned().ok_or(Stop::NotFound)?;
        let people = look::evaluators(&mut tx, (today, &standing(&part)))?;
        let (criterion, number) = form_part::about(&form);
        let about = subject(step, (&criterion, number));
        let made = form_part::read(step, &form, (&part, &people, today, &kept.stands.wish));
        let newer: &[Line<PartHappening>] = read.and_then(|read| part.lines.get(read..)).unwrap_or(&part.lines);
        if let Ok((happening, said)) = &made
            && is_written(newer, (&part, &about), (happening, said), person)
        {
            return Ok(tx.keep(Housekeeping::Session, Went::Done));
        }
        if newer.iter().any(|line| is_in_the_way(&line.happening.subject(), &about)) {
            return Ok(tx.keep(Housekeeping::Session, Went::Changed));
        }
        if let Some(why) = part_why_not(&part.stands, step, kept.around(today)) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        let (happening, said) = match made {
            Ok(made) => made,
            Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
        };
        if is_planned_so(&part.stands, &happening) {
            return Ok(tx.keep(Housekeeping::Session, Went::Written(Vec::new())));
        }
        let entry = PartEntry { day: today, happening: happening.clone() };
        if let Err(why) = part.stands.clone().add(&entry) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        if matches!(happening, PartHappening::Found { .. }) {
            lock(&mut tx, &tools, &mut kept, person)?;
        }
        let new = New { happening, words: Words::of(said), person, key: None };
        store::add_to_part(&mut tx, &tools, (id, &part), &new)?;
        let line = part.lines.len();
        let (key, person_name) = (String::new(), String::new());
        part.lines.push(Line { day: today, happening: new.happening, key, person, person_name, words: new.words });
        if carry::is_carried(&part, line) {
            carry::deliver(&mut tx, &tools, (&kept, &part), line)?;
        }
        Ok(tx.save_all(&[], Went::Done)?)
    })
    .await
}

/// Whether the visit is planned for that day with those people already.
fn is_planned_so(stands: &domain::evaluations::Part, happening: &PartHappening) -> bool {
    let known = match happening {
        PartHappening::Planned { .. } => &stands.visit,
        PartHappening::ReturnPlanned { .. } => &stands.again,
        _ => return false,
    };
    let (PartHappening::Planned { on, people } | PartHappening::ReturnPlanned { on, people }) = happening else {
        return false;
    };
    known.as_ref().is_some_and(|(day, who)| (day, who) == (on, people))
}

/// From the first grade or finding on everybody is judged by the same criteria.
fn lock(tx: &mut WriteTx<'_>, tools: &Tools, kept: &mut Kept, person: Id<Person>) -> Result<(), StoreError> {
    if kept.stands.locked {
        return Ok(());
    }
    let new = New { happening: Happening::Locked, words: Words::default(), person, key: None };
    store::add(tx, tools, kept, new)
}

/// Grades, or outcomes: everything that was changed on the page, or nothing of it.
async fn carry_out_many(
    cx: &Evaluator,
    (id, organisation): (Id<EvaluationKind>, Id<Organisation>),
    (step, form): (PartStep, &FormData),
) -> Result<Went, Stop> {
    let (tools, form, person, today) = (cx.kit().tools(), form.clone(), cx.account().person, cx.now().day());
    let read: usize = form.get(form::READ).parse().unwrap_or(0);
    cx.write(move |mut tx| {
        let mut kept = store::find(&mut tx, &tools, id, Open::Part(organisation))?.ok_or(Stop::NotFound)?;
        let mut part: KeptPart = kept.part(organisation).cloned().ok_or(Stop::NotFound)?;
        if let Some(why) = part_why_not(&part.stands, step, kept.around(today)) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        // A page that was never drawn so is asked of everything.
        let read = if read <= part.lines.len() { read } else { 0 };
        let drawn = part.when(read);
        let mut made = match form_part::read_many(step, &form, (&part, &drawn)) {
            Ok(made) => made,
            // What somebody else has written meanwhile is told with the faults: the form comes back as if it had been read.
            Err(mut faults) => {
                faults.extend(crossings(step, &form, (&part, &drawn), read));
                return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults)));
            }
        };
        let newer = part.lines.get(read..).unwrap_or_default();
        // The same form sent twice is once.
        made.retain(|(happening, said)| !is_written(newer, (&part, &happening.subject()), (happening, said), person));
        let crossed: Vec<Fault> = made
            .iter()
            .map(|(happening, _)| happening)
            .filter(|one| newer.iter().any(|line| is_in_the_way(&line.happening.subject(), &one.subject())))
            .filter_map(|one| {
                Some((format!("{}-{}", start_of(step, one)?, first_field(step)?), sv::CHANGED.to_owned()))
            })
            .collect();
        if !crossed.is_empty() {
            return Ok(tx.keep(Housekeeping::Session, Went::Faults(crossed)));
        }
        if made.is_empty() {
            return Ok(tx.keep(Housekeeping::Session, Went::Written(Vec::new())));
        }
        let mut next = part.stands.clone();
        let entry = |happening: &PartHappening| PartEntry { day: today, happening: happening.clone() };
        if let Some(why) = made.iter().find_map(|(happening, _)| next.add(&entry(happening)).err()) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        if step == PartStep::Judge {
            lock(&mut tx, &tools, &mut kept, person)?;
        }
        let mut about = Vec::new();
        for (happening, said) in made {
            about.extend(about_of(&happening));
            let new = New { happening: happening.clone(), words: Words::of(said), person, key: None };
            store::add_to_part(&mut tx, &tools, (id, &part), &new)?;
            let (key, person_name) = (String::new(), String::new());
            part.lines.push(Line { day: today, happening, key, person, person_name, words: new.words });
        }
        Ok(tx.save_all(&[], Went::Written(about))?)
    })
    .await
}

/// The fields of what was typed and somebody has written since the page was drawn.
fn crossings(
    step: PartStep,
    form: &FormData,
    (part, drawn): (&KeptPart, &domain::evaluations::Part),
    read: usize,
) -> Vec<Fault> {
    let newer = part.lines.get(read..).unwrap_or_default();
    form_part::all_of(step, &part.stands)
        .into_iter()
        .filter(|(criterion, number)| form_part::is_touched(step, form, (part, drawn), (criterion, *number)))
        .filter(|(criterion, number)| {
            let about = subject(step, (criterion, *number));
            newer.iter().any(|line| line.happening.subject() == about)
        })
        .filter_map(|(criterion, number)| {
            let start = form_part::start(step, (&criterion, number));
            Some((format!("{start}-{}", first_field(step)?), sv::CHANGED.to_owned()))
        })
        .collect()
}

/// What a grade or an outcome is about.
fn about_of(happening: &PartHappening) -> Option<(String, u32)> {
    match happening {
        PartHappening::Judged { criterion, .. } | PartHappening::Regraded { criterion, .. } => {
            Some((criterion.clone(), 0))
        }
        PartHappening::Followed { finding, .. } => Some((String::new(), *finding)),
        _ => None,
    }
}

/// What the fields of it begin with.
fn start_of(step: PartStep, happening: &PartHappening) -> Option<String> {
    about_of(happening).map(|(criterion, number)| form_part::start(step, (&criterion, number)))
}
