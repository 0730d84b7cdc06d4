//! What a job takes with it from one tenant, and what it becomes in the other.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError, WriteTx};
use domain::evaluations::{
    CopyHappening, Criterion, Happening, News, PartEntry, PartHappening, PartState, Reply, ResultHappening, Said,
    Stage, StateName, Wish,
};
use kernel::Id;
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, EvaluationResult, Organisation, Person, Tenant};
use platform::access::Tools;

use super::jobs::{Order, queue};
use super::model::{Kept, KeptPart, KeptResult, Line, New, Words};
use super::store::Open;
use super::{letters, look, store, store_copy};

/// What goes with a job.
#[derive(Debug, Clone)]
pub(super) enum Load {
    /// The question.
    Question {
        copy: Id<EvaluationCopy>,
        leader: Id<Tenant>,
        evaluation: Id<EvaluationKind>,
        name: String,
        wish: Wish,
        line: usize,
        criteria: Vec<Criterion>,
        /// Whether it is still under way: else the question is kept, and nobody is written to.
        is_open: bool,
        key: String,
        person: Id<Person>,
    },
    /// What an authority says to it.
    Reply {
        evaluation: Id<EvaluationKind>,
        authority: Id<Tenant>,
        reply: Reply,
        /// The line of the question that it answers.
        question: usize,
        words: Words,
        key: String,
        person: Id<Person>,
    },
    /// What the one that leads tells all.
    News { copy: Id<EvaluationCopy>, line: usize, news: News, words: Words, key: String, person: Id<Person> },
    /// How a provider's part stands, or what it has said through another authority.
    Part {
        result: Id<EvaluationResult>,
        happening: ResultHappening,
        words: Words,
        /// Whether it is the newest there is to tell: of what is over nobody is written to.
        is_newest: bool,
        key: String,
        person: Id<Person>,
    },
    /// What the provider says.
    Answer {
        evaluation: Id<EvaluationKind>,
        organisation: Id<Organisation>,
        authority: Id<Tenant>,
        draft: usize,
        said: Said,
        key: String,
        person: Id<Person>,
    },
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Landed {
    New,
    /// It had come before.
    Before,
    /// What it belongs to has not come yet.
    Early,
}

/// What the order takes with it, and where to; nothing where there is nothing to take.
pub(super) fn load(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (from, order): (Id<Tenant>, Order),
) -> Result<Option<(Id<Tenant>, Load)>, StoreError> {
    Ok(match order {
        Order::Ask { evaluation, line, to } => {
            question(tx, tools, (from, evaluation, line), to)?.map(|load| (to, load))
        }
        Order::Tell { evaluation, line, to } => news(tx, tools, (evaluation, line), to)?.map(|load| (to, load)),
        Order::Deliver { evaluation, organisation, line, to } => {
            let Some(kept) = store::find(tx, tools, evaluation, Open::Part(organisation))? else { return Ok(None) };
            let load = match visit(tx, &kept, (organisation, line), to)? {
                Some(load) => Some(load),
                None => part(&kept, (organisation, line), to),
            };
            load.map(|load| (to, load))
        }
        Order::Reply { copy, line } => {
            let Some(kept) = store_copy::find(tx, tools, (copy, true))? else { return Ok(None) };
            let Some(of) = kept.lines.get(line) else { return Ok(None) };
            let reply = match &of.happening {
                CopyHappening::Joined { providers } => Reply::Joined { providers: providers.clone() },
                CopyHappening::Declined => Reply::Declined,
                _ => return Ok(None),
            };
            let (evaluation, key, person) = (kept.evaluation, format!("svar:{copy}:{line}"), of.person);
            let words = of.words.clone();
            let asked = |line: &Line<CopyHappening>| match line.happening {
                CopyHappening::Asked { line, .. } => Some(line),
                _ => None,
            };
            let question = kept.lines.iter().take(line).rev().find_map(asked).unwrap_or_default();
            Some((kept.leader, Load::Reply { evaluation, authority: from, reply, question, words, key, person }))
        }
        Order::Answer { result, line } => {
            let Some(kept) = store_copy::result(tx, tools, (result, true))? else { return Ok(None) };
            let Some(copy) = store_copy::find(tx, tools, (kept.copy, false))? else { return Ok(None) };
            let Some(of) = kept.lines.get(line) else { return Ok(None) };
            let ResultHappening::Answered { draft } = of.happening else { return Ok(None) };
            let load = Load::Answer {
                evaluation: copy.evaluation,
                organisation: kept.organisation,
                authority: from,
                draft,
                said: of.said(),
                key: format!("svar:{result}:{line}"),
                person: of.person,
            };
            Some((copy.leader, load))
        }
    })
}

fn question(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (leader, evaluation, line): (Id<Tenant>, Id<EvaluationKind>, usize),
    to: Id<Tenant>,
) -> Result<Option<Load>, StoreError> {
    let Some(kept) = store::find(tx, tools, evaluation, Open::Nothing)? else { return Ok(None) };
    let Some(of) = kept.lines.get(line) else { return Ok(None) };
    let Happening::Asked { authority, copy, .. } = &of.happening else { return Ok(None) };
    if *authority != to {
        return Ok(None);
    }
    let (name, _) = store_copy::own(tx)?;
    Ok(Some(Load::Question {
        copy: *copy,
        leader,
        evaluation,
        name,
        wish: kept.stands.wish.clone(),
        line,
        criteria: kept.stands.criteria.clone(),
        is_open: kept.stands.state == StateName::Open,
        key: format!("fraga:{line}"),
        person: of.person,
    }))
}

fn news(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (evaluation, line): (Id<EvaluationKind>, usize),
    to: Id<Tenant>,
) -> Result<Option<Load>, StoreError> {
    let Some(kept) = store::find(tx, tools, evaluation, Open::Lines)? else { return Ok(None) };
    let (Some(of), Some(asked)) = (kept.lines.get(line), kept.stands.asked.iter().find(|one| one.authority == to))
    else {
        return Ok(None);
    };
    // Who takes no part is told no more, until it is asked anew.
    if asked.reply == Some(Reply::Declined) {
        return Ok(None);
    }
    let news = match &of.happening {
        Happening::Changed { wish } => News::Changed { wish: wish.clone() },
        // The results go to those alone that take part.
        Happening::Released if asked.has_joined() => News::Released,
        Happening::Closed => News::Closed,
        Happening::Reopened => News::Reopened,
        Happening::Withdrawn => News::Withdrawn,
        _ => return Ok(None),
    };
    let (words, key, person) = (of.words.clone(), format!("besked:{line}"), of.person);
    Ok(Some(Load::News { copy: asked.copy, line, news, words, key, person }))
}

/// What an authority has of the line of a part; nothing where the line is the one's own that leads.
fn stage_of(happening: &PartHappening) -> Option<Stage> {
    Some(match happening {
        PartHappening::Sent { .. } => Stage::Draft,
        PartHappening::Recalled => Stage::Recalled,
        PartHappening::Settled => Stage::First,
        PartHappening::Finished => Stage::Whole,
        PartHappening::Ended => Stage::Ended,
        PartHappening::Reopened => Stage::Reopened,
        _ => return None,
    })
}

fn part(kept: &Kept, (organisation, line): (Id<Organisation>, usize), to: Id<Tenant>) -> Option<Load> {
    let part = kept.part(organisation)?;
    let of = part.lines.get(line)?;
    let (_, given) = kept.stands.authorities_of(organisation).find(|(asked, _)| asked.authority == to)?;
    let (result, person) = (given.result, of.person);
    if let PartHappening::Answered { authority, draft } = of.happening {
        // It stands already where it was said.
        let from = kept.stands.asked.iter().find(|one| one.authority == authority && authority != to)?;
        let happening = ResultHappening::Elsewhere { draft, authority, name: from.name.clone() };
        let words = Words::of(of.said());
        return Some(Load::Part { result, happening, words, is_newest: false, key: format!("del:{line}"), person });
    }
    let stage = if takes_back_the_whole(part, line) { Stage::First } else { stage_of(&of.happening)? };
    let is_newest = newest_told(part) == Some(line);
    let until = if let PartHappening::Sent { until } = of.happening { Some(until) } else { None };
    let tells = matches!(stage, Stage::Draft | Stage::First | Stage::Whole);
    let sheet = tells.then(|| part.sheet(&kept.stands.criteria, line, stage == Stage::Whole));
    let words = Words { sheet, ..Words::of(of.said()) };
    let happening = ResultHappening::Came { stage, line, until };
    Some(Load::Part { result, happening, words, is_newest, key: format!("del:{line}"), person })
}

/// When a visit is to be, where the line says that.
fn visit(
    tx: &mut ReadTx<'_>,
    kept: &Kept,
    (organisation, line): (Id<Organisation>, usize),
    to: Id<Tenant>,
) -> Result<Option<Load>, StoreError> {
    let Some(part) = kept.part(organisation).filter(|part| tells_visit(part, line)) else { return Ok(None) };
    let Some((_, given)) = kept.stands.authorities_of(organisation).find(|(asked, _)| asked.authority == to) else {
        return Ok(None);
    };
    let (again, on, people) = match &part.lines[line].happening {
        PartHappening::Planned { on, people } => (false, Some(*on), look::names(tx, people)?),
        PartHappening::ReturnPlanned { on, people } => (true, Some(*on), look::names(tx, people)?),
        _ => (true, None, Vec::new()),
    };
    let happening = ResultHappening::Visit { again, on, people, line };
    // Where the part is ended no visit is to be.
    let newest = (0..part.lines.len()).rev().find(|at| tells_visit(part, *at));
    let is_newest = newest == Some(line) && part.stands.state != PartState::Ended;
    let (result, person, key) = (given.result, part.lines[line].person, format!("del:{line}"));
    Ok(Some(Load::Part { result, happening, words: Words::default(), is_newest, key, person }))
}

/// Whether the line says when a visit is to be, or that a return visit is not to be yet where that changes nothing of what was settled.
fn tells_visit(part: &KeptPart, at: usize) -> bool {
    let plans = |line: &Line<PartHappening>| {
        matches!(line.happening, PartHappening::Planned { .. } | PartHappening::ReturnPlanned { .. })
    };
    part.lines.get(at).is_some_and(plans) || (is_called_off(part, at) && !takes_back_the_whole(part, at))
}

/// Whether the line goes to the authorities that the provider works for.
pub(super) fn is_carried(part: &KeptPart, at: usize) -> bool {
    is_told(part, at) || tells_visit(part, at)
}

/// Whether the line says that a return visit is not to be yet.
fn is_called_off(part: &KeptPart, at: usize) -> bool {
    part.lines.get(at).is_some_and(|line| line.happening == PartHappening::Reopened)
        && part.when(at).state == PartState::Returning
}

/// Whether the line calls off a return visit that was settled, and is the first to: then the first visit is what stands, and is told anew.
fn takes_back_the_whole(part: &KeptPart, at: usize) -> bool {
    let newest = |is: fn(&PartHappening) -> bool| part.lines[..at].iter().rposition(|line| is(&line.happening));
    let settled = newest(|one| matches!(one, PartHappening::Settled));
    let Some(whole) = newest(|one| matches!(one, PartHappening::Finished)).filter(|at| Some(*at) > settled) else {
        return false;
    };
    is_called_off(part, at) && !(whole + 1..at).any(|before| is_called_off(part, before))
}

/// Whether authorities are told what became of the part by the line: not that a return visit is not to be yet, where that changes nothing of what was settled.
fn is_told(part: &KeptPart, at: usize) -> bool {
    let tells = part.lines.get(at).is_some_and(|line| stage_of(&line.happening).is_some());
    tells && (!is_called_off(part, at) || takes_back_the_whole(part, at))
}

/// The newest line of the part by which authorities are told what became of it.
fn newest_told(part: &KeptPart) -> Option<usize> {
    (0..part.lines.len()).rev().find(|at| is_told(part, *at))
}

/// What an authority that joins late is told of the part: what stands, not what was and is over.
fn standing(part: &KeptPart) -> BTreeSet<usize> {
    let of = &part.stands;
    let is_read = matches!(of.state, PartState::WithProvider | PartState::Answered);
    let draft = of.draft.filter(|_| is_read).map(|(line, _)| line);
    // That something was ended and taken up again is read with its end.
    let newest = newest_told(part);
    let reopened = newest.filter(|at| part.lines[*at].happening == PartHappening::Reopened);
    let before = reopened.and_then(|newest| (0..newest).rev().find(|at| is_told(part, *at)));
    let answers = of.answers.iter().filter(|one| Some(one.draft) == draft).map(|one| one.line);
    // Nor of a visit of which something has come.
    let come = [of.draft.map(|(line, _)| line), of.first, of.whole].into_iter().flatten().max();
    let visit = (0..part.lines.len()).rev().find(|at| tells_visit(part, *at));
    let visit = visit.filter(|line| come.is_none_or(|come| come < *line));
    [newest, before, draft, visit, of.first, of.whole].into_iter().flatten().chain(answers).collect()
}

/// Writes what has come. The caller ends the transaction.
pub(super) fn land(tx: &mut WriteTx<'_>, tools: &Tools, load: &Load) -> Result<Landed, StoreError> {
    match load {
        Load::Question { .. } => asked(tx, tools, load),
        Load::News { copy, line, news, words, key, person } => {
            let Some(kept) = store_copy::find(tx, tools, (*copy, false))? else { return Ok(Landed::Early) };
            if kept.lines.iter().any(|line| line.key == *key) {
                return Ok(Landed::Before);
            }
            let happening = CopyHappening::Told { line: *line, news: news.clone() };
            let mut now = kept.stands.clone();
            now.add(&happening);
            let new = New { happening, words: words.clone(), person: *person, key: Some(key.clone()) };
            store_copy::put(tx, tools, (*copy, kept.lines.len()), (&new, "besked"))?;
            letters::told(tx, tools, (&kept, &now), (news, *line))?;
            Ok(Landed::New)
        }
        Load::Part { .. } => part_came(tx, tools, load),
        Load::Reply { evaluation, authority, reply, question, words, key, person } => {
            let Some(kept) = store::find(tx, tools, *evaluation, Open::Nothing)? else { return Ok(Landed::Early) };
            // A no to an earlier question is none to the one that was asked since.
            let is_stale = *reply == Reply::Declined
                && kept.stands.asked.iter().any(|one| one.authority == *authority && one.line > *question);
            if is_stale || kept.lines.iter().any(|line| line.key == *key) {
                return Ok(Landed::Before);
            }
            let happening = Happening::Replied { authority: *authority, reply: reply.clone() };
            replied(tx, tools, kept, New { happening, words: words.clone(), person: *person, key: Some(key.clone()) })
        }
        Load::Answer { .. } => answered(tx, tools, load),
    }
}

/// The question has come.
fn asked(tx: &mut WriteTx<'_>, tools: &Tools, load: &Load) -> Result<Landed, StoreError> {
    let Load::Question { copy, leader, evaluation, name, wish, line, criteria, is_open, key, person } = load else {
        return Ok(Landed::Before);
    };
    let known = store_copy::find(tx, tools, (*copy, false))?;
    if known.as_ref().is_some_and(|kept| kept.lines.iter().any(|line| line.key == *key)) {
        return Ok(Landed::Before);
    }
    if known.is_none() {
        store_copy::open(tx, (*copy, *leader, *evaluation))?;
    }
    let happening =
        CopyHappening::Asked { leader: name.clone(), wish: wish.clone(), line: *line, criteria: criteria.clone() };
    let may_reply = known.as_ref().is_none_or(|kept| {
        let mut now = kept.stands.clone();
        now.add(&happening);
        now.may_reply()
    });
    let new = New { happening, words: Words::default(), person: *person, key: Some(key.clone()) };
    let at = known.map_or(0, |kept| kept.lines.len());
    store_copy::put(tx, tools, (*copy, at), (&new, "fraga"))?;
    if *is_open && may_reply {
        letters::asked(tx, tools, (*copy, name, wish), at)?;
    }
    Ok(Landed::New)
}

/// Something has come of a provider's part.
fn part_came(tx: &mut WriteTx<'_>, tools: &Tools, load: &Load) -> Result<Landed, StoreError> {
    let Load::Part { result, happening, words, is_newest, key, person } = load else { return Ok(Landed::Before) };
    let Some(kept) = store_copy::result(tx, tools, (*result, false))? else { return Ok(Landed::Early) };
    if kept.lines.iter().any(|line| line.key == *key) {
        return Ok(Landed::Before);
    }
    let Some(copy) = store_copy::find(tx, tools, (kept.copy, false))? else { return Ok(Landed::Early) };
    let new = New { happening: happening.clone(), words: words.clone(), person: *person, key: Some(key.clone()) };
    let action = match happening {
        ResultHappening::Came { stage, .. } => stage.slug(),
        ResultHappening::Visit { .. } => "besok",
        _ => "anordnarens-svar",
    };
    store_copy::put_result(tx, tools, &kept, (&new, action))?;
    let is_open = copy.stands.state != StateName::Withdrawn;
    let mut now = kept.stands.clone();
    now.add(happening);
    let is_corrected = now.settled().is_some_and(|settled| settled.is_corrected);
    if let ResultHappening::Came { stage, until, line } = happening
        && *is_newest
        && is_open
        && (*stage != Stage::Reopened || is_corrected)
        && kept.stands.newest.is_none_or(|(_, newest, _)| newest < *line)
    {
        letters::came(tx, tools, (&kept, copy.evaluation, *line), (*stage, *until))?;
    }
    let told = match happening {
        ResultHappening::Visit { line, .. } => Some(*line).filter(|_| *is_newest),
        ResultHappening::Came { stage: Stage::Ended | Stage::Reopened, line, .. } => Some(*line),
        _ => None,
    };
    if let Some(line) = told {
        let (key, person_name, words) = (key.clone(), String::new(), words.clone());
        let here = Line {
            day: tx.context().now.day(),
            happening: happening.clone(),
            key,
            person: *person,
            person_name,
            words,
        };
        let mut after = KeptResult { stands: now, ..kept.clone() };
        after.lines.push(here);
        letters::visit(tx, tools, (&kept, &after, &copy), line)?;
    }
    Ok(Landed::New)
}

/// That a draft came where the provider reads it: at which part it is written, and what.
pub(super) type Landing = (Id<EvaluationKind>, Id<Organisation>, New<PartHappening>);

/// That the draft came where the provider reads it, on the day on which it did: its time counts from what it had to read. Nothing where the
/// order carried something else. Read where it came.
pub(super) fn landing(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    order: Order,
    load: &Load,
) -> Result<Option<Landing>, StoreError> {
    let Order::Deliver { evaluation, organisation, line, to } = order else { return Ok(None) };
    let Load::Part { happening: ResultHappening::Came { stage: Stage::Draft, .. }, result, person, key, .. } = load
    else {
        return Ok(None);
    };
    let Some(kept) = store_copy::result(tx, tools, (*result, false))? else { return Ok(None) };
    let Some(on) = kept.lines.iter().find(|line| line.key == *key).map(|line| line.day) else { return Ok(None) };
    let happening = PartHappening::Landed { draft: line, authority: to, on };
    let key = Some(format!("framme:{line}:{to}"));
    Ok(Some((evaluation, organisation, New { happening, words: Words::default(), person: *person, key })))
}

/// Writes at the one that leads that a draft came where it was sent; gives whether it was new. The caller ends the transaction.
pub(super) fn landed(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (evaluation, organisation, new): &Landing,
) -> Result<bool, StoreError> {
    let Some(kept) = store::find(tx, tools, *evaluation, Open::Nothing)? else { return Ok(false) };
    let Some(part) = kept.part(*organisation) else { return Ok(false) };
    if part.lines.iter().any(|line| Some(&line.key) == new.key.as_ref()) {
        return Ok(false);
    }
    store::add_to_part(tx, tools, (*evaluation, part), new)?;
    Ok(true)
}

/// An authority has answered: its providers become parts, and what stands of them already goes to it.
fn replied(tx: &mut WriteTx<'_>, tools: &Tools, mut kept: Kept, new: New<Happening>) -> Result<Landed, StoreError> {
    let Happening::Replied { authority, reply } = new.happening.clone() else { return Ok(Landed::Before) };
    if let Err(why) = kept.stands.clone().add(tx.context().now.day(), &new.happening) {
        tracing::warn!(evaluation = %kept.id, %authority, ?why, "an answer to an evaluation could not be taken");
        return Ok(Landed::Before);
    }
    let asked = kept.stands.asked.iter().find(|one| one.authority == authority);
    let (name, joined_before) = asked.map(|one| (one.name.clone(), one.has_joined())).unwrap_or_default();
    store::add(tx, tools, &mut kept, new)?;
    letters::replied(tx, tools, &kept, (&name, &reply), joined_before)?;
    let Reply::Joined { providers } = &reply else { return Ok(Landed::New) };
    // One that came after the end takes part if the evaluation is taken up again.
    if kept.stands.state == StateName::Open {
        open_parts(tx, &kept)?;
    }
    let evaluation = kept.id;
    for given in providers {
        let organisation = given.organisation;
        for line in kept.part(organisation).map(standing).unwrap_or_default() {
            queue(tx, tools, Order::Deliver { evaluation, organisation, line, to: authority })?;
        }
    }
    // What was told while it had not answered, or had declined, may not have come.
    let newest = |is: fn(&Happening) -> bool| kept.lines.iter().rposition(|line| is(&line.happening));
    let changed = newest(|one| matches!(one, Happening::Changed { .. }));
    let ended = newest(|one| matches!(one, Happening::Closed | Happening::Withdrawn));
    let ended = ended.filter(|_| kept.stands.state != StateName::Open);
    for line in [changed, ended, kept.stands.released].into_iter().flatten() {
        queue(tx, tools, Order::Tell { evaluation, line, to: authority })?;
    }
    Ok(Landed::New)
}

/// Makes the parts of the providers of those that take part, where there are none. The caller ends the transaction.
pub(super) fn open_parts(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<(), StoreError> {
    for given in kept.stands.given() {
        if kept.part(given.organisation).is_none() {
            store::open_part(tx, kept.id, (given.organisation, &given.name))?;
        }
    }
    Ok(())
}

/// The provider has answered through an authority: the others that it works for are told.
fn answered(tx: &mut WriteTx<'_>, tools: &Tools, load: &Load) -> Result<Landed, StoreError> {
    let Load::Answer { evaluation, organisation, authority, draft, said, key, person } = load else {
        return Ok(Landed::Before);
    };
    let Some(kept) = store::find(tx, tools, *evaluation, Open::Nothing)? else { return Ok(Landed::Early) };
    let Some(part) = kept.part(*organisation) else { return Ok(Landed::Early) };
    if part.lines.iter().any(|line| line.key == *key) {
        return Ok(Landed::Before);
    }
    let happening = PartHappening::Answered { authority: *authority, draft: *draft };
    let entry = PartEntry { day: tx.context().now.day(), happening: happening.clone() };
    if let Err(why) = part.stands.clone().add(&entry) {
        tracing::warn!(%evaluation, ?why, "what a provider has said of a draft could not be taken");
        return Ok(Landed::Before);
    }
    let new = New { happening, words: Words::of(said.clone()), person: *person, key: Some(key.clone()) };
    store::add_to_part(tx, tools, (*evaluation, part), &new)?;
    deliver(tx, tools, (&kept, part), part.lines.len())?;
    letters::answered(tx, tools, (&kept, part), part.lines.len())?;
    Ok(Landed::New)
}

/// Queues that the line of the part goes to every authority that the provider works for.
pub(super) fn deliver(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, part): (&Kept, &KeptPart),
    line: usize,
) -> Result<(), StoreError> {
    let (evaluation, organisation) = (kept.id, part.organisation);
    let to: Vec<Id<Tenant>> = kept.stands.authorities_of(organisation).map(|(asked, _)| asked.authority).collect();
    for to in to {
        queue(tx, tools, Order::Deliver { evaluation, organisation, line, to })?;
    }
    Ok(())
}

/// Queues that the newest line of the evaluation is told to all that were asked.
pub(super) fn tell(tx: &mut WriteTx<'_>, tools: &Tools, kept: &Kept) -> Result<(), StoreError> {
    let (evaluation, line) = (kept.id, kept.lines.len().saturating_sub(1));
    let to: Vec<Id<Tenant>> = kept.stands.asked.iter().map(|asked| asked.authority).collect();
    for to in to {
        queue(tx, tools, Order::Tell { evaluation, line, to })?;
    }
    Ok(())
}
