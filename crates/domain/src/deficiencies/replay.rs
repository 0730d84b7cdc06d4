//! A deficiency as it stands, computed from its history.

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use super::figures::{FigureState, Measured};
use super::ladder::{Lacking, Proposal, RungKind};
use super::model::{Effect, Entry, Happening, Outcome, Party, Severity, Source, Track};
use super::steps::{Refusal, action_of, why_not};

closed! {
    /// Where a deficiency stands.
    StateName {
        /// Found; the provider has not been asked for anything.
        Open = "open",
        /// The provider is to send a plan.
        PlanAsked = "plan-asked",
        /// The plan is in, and the authority is to say what it thinks.
        PlanIn = "plan-in",
        /// The plan is carried out.
        UnderWay = "under-way",
        /// What came of it is evaluated.
        Evaluated = "evaluated",
        /// Closed.
        Closed = "closed",
        /// It was none.
        Withdrawn = "withdrawn",
    }
}

/// A history that is none of a deficiency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It does not begin with the deficiency being found.
    NotOpened,
    /// The line of that number could not happen.
    Line(usize, Refusal),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOpened => f.write_str("a history that does not begin with the deficiency being found"),
            Self::Line(at, why) => write!(f, "line {at} of a deficiency could not happen: {why:?}"),
        }
    }
}

/// Where a measure of the provider's plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureState {
    /// To be done.
    Planned,
    /// Done.
    Done {
        /// The day.
        on: Day,
        /// Its line.
        line: usize,
    },
    /// Not to be done after all.
    Dropped,
}

/// A measure of the provider's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its number within the deficiency, from 1.
    pub number: u32,
    /// When it is to be done.
    pub by: Day,
    /// Where it stands.
    pub state: MeasureState,
    /// The line that says what it is, who answers for it and what it is to do.
    pub line: usize,
    /// The lines that say how it goes.
    pub progress: Vec<usize>,
}

/// Where a step of the ladder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SanctionState {
    /// Prepared, and the provider may answer.
    Proposed,
    /// Decided, and holds.
    Decided,
    /// Decided and appealed; it holds until that is settled otherwise.
    Appealed,
    /// It was not decided.
    LetGo,
    /// It was decided, and a court or another authority said otherwise.
    Fell,
    /// It was lifted.
    Lifted,
    /// It has had its course.
    Ended,
}

impl SanctionState {
    /// Whether it holds.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Decided | Self::Appealed)
    }
}

/// A step of the ladder that was taken, or prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Its number within the deficiency, from 1.
    pub number: u32,
    /// The step as the ladder said it.
    pub rung: Proposal,
    /// Until when the provider may answer.
    pub answer_by: Day,
    /// Why steps before it were skipped, or why the provider got less time to answer.
    pub skipping: String,
    /// Whether something that the step asks for was lacking when it was prepared.
    pub skips: bool,
    /// The agreements that it is about, as they were called then.
    pub agreements: Vec<String>,
    /// The line in which it was prepared.
    pub line: usize,
    /// The day on which it was prepared.
    pub prepared: Day,
    /// What the provider answered, in order: the lines, and who wrote each down.
    pub answered: Vec<(Party, usize)>,
    /// The day of the decision, its number in the registry, why before the answer, and its line.
    pub decided: Option<(Day, String, String, usize)>,
    /// Where it stands.
    pub state: SanctionState,
    /// The day and the line of what happened last after the decision.
    pub after: Option<(Day, usize)>,
}

impl Sanction {
    /// Whether the provider has had its say before a decision on the day: it has answered, or the time for that has passed.
    pub fn is_heard(&self, on: Day) -> bool {
        !self.answered.is_empty() || on > self.answer_by
    }
}

/// Whether what is applied is new, or was written before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// It is new: every rule is asked.
    New,
    /// It is kept: it was right when it was written.
    Kept,
}

impl Asked {
    const fn only(self, right: bool, why: Refusal) -> Result<(), Refusal> {
        if right || matches!(self, Self::Kept) { Ok(()) } else { Err(why) }
    }
}

/// The last evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evaluation {
    /// What came of the measures.
    pub effect: Effect,
    /// How grave what was left was found to be.
    pub severity: Severity,
    /// Its day.
    pub on: Day,
    /// Its line.
    pub line: usize,
}

/// A deficiency as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deficiency {
    /// The day on which it was entered.
    pub opened: Day,
    /// Its track.
    pub track: Track,
    /// How grave it is.
    pub severity: Severity,
    /// Where it came from.
    pub source: Source,
    /// The term that is breached.
    pub term: Option<String>,
    /// Where it stands.
    pub state: StateName,
    /// That the provider has been told of it, and sees it.
    pub told: bool,
    /// By when the plan is to come, or when what came of it is to be evaluated.
    pub day: Option<Day>,
    /// That a plan of the provider's was taken by the authority.
    pub accepted: bool,
    /// The provider's measures.
    pub measures: Vec<Measure>,
    /// The figures by which the effect is followed up.
    pub figures: Vec<FigureState>,
    /// The lines with evidence.
    pub evidence: Vec<usize>,
    /// The last evaluation since the plan was last asked for.
    pub evaluation: Option<Evaluation>,
    /// The steps of the ladder that were taken or prepared.
    pub sanctions: Vec<Sanction>,
    /// The line that says what it is.
    pub line: usize,
    /// The line in which it was closed or withdrawn.
    pub closed: Option<(Day, usize)>,
    /// How many lines it has.
    pub lines: usize,
}

impl Deficiency {
    /// The deficiency of the history. What happened happened: today's rules are asked of what is new alone, in [`Self::add`], so that a rule
    /// that comes later makes no history unreadable.
    ///
    /// # Errors
    /// [`Broken`] where it is no history of a deficiency.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { day, happening: Happening::Opened { track, severity, source, term }, .. }) = entries.next()
        else {
            return Err(Broken::NotOpened);
        };
        let mut of = Self {
            opened: *day,
            track: *track,
            severity: *severity,
            source: source.clone(),
            term: term.clone(),
            state: StateName::Open,
            told: false,
            day: None,
            accepted: false,
            measures: Vec::new(),
            figures: Vec::new(),
            evidence: Vec::new(),
            evaluation: None,
            sanctions: Vec::new(),
            line: 0,
            closed: None,
            lines: 1,
        };
        for entry in entries {
            let at = of.lines;
            of.apply(entry, Asked::Kept).map_err(|why| Broken::Line(at, why))?;
            of.lines += 1;
        }
        Ok(of)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen now; it is as it was then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let Some(action) = action_of(&entry.happening) else { return Err(Refusal::Opened) };
        if let Some(why) = why_not(self, action, entry.party) {
            return Err(why);
        }
        let mut next = self.clone();
        next.apply(entry, Asked::New)?;
        next.lines += 1;
        *self = next;
        Ok(())
    }

    fn apply(&mut self, entry: &Entry, asked: Asked) -> Result<(), Refusal> {
        let line = self.lines;
        match &entry.happening {
            Happening::Opened { .. } => return Err(Refusal::Opened),
            Happening::Rewritten { track, severity } => {
                (self.track, self.severity, self.line) = (*track, *severity, line);
            }
            Happening::Told => self.told = true,
            Happening::Noted => {}
            Happening::PlanAsked { by } | Happening::PlanReturned { by } => {
                (self.told, self.day, self.state) = (true, Some(*by), StateName::PlanAsked);
                // What was taken and what was found is of the plan before this.
                (self.accepted, self.evaluation) = (false, None);
            }
            Happening::PlanSent => {
                asked.only(self.measures.iter().any(|one| one.state != MeasureState::Dropped), Refusal::NoMeasures)?;
                (self.state, self.day) = (StateName::PlanIn, None);
            }
            Happening::PlanAccepted { evaluate } => {
                (self.state, self.day, self.accepted) = (StateName::UnderWay, Some(*evaluate), true);
            }
            Happening::EvaluationMoved { evaluate } => self.day = Some(*evaluate),
            Happening::Planned { measure, by } => self.plan((*measure, *by, line), asked)?,
            Happening::Dropped { .. }
            | Happening::Restored { .. }
            | Happening::Progress { .. }
            | Happening::Done { .. }
            | Happening::NotDone { .. } => self.measure_step(&entry.happening, line, asked)?,
            Happening::FigureChosen { .. } | Happening::FigureDropped { .. } | Happening::Measured { .. } => {
                self.figure_step(entry, line)?;
            }
            Happening::Evidence => self.evidence.push(line),
            Happening::Evaluated { effect, severity } => {
                self.severity = *severity;
                self.evaluation = Some(Evaluation { effect: *effect, severity: *severity, on: entry.day, line });
                (self.state, self.day) = (StateName::Evaluated, None);
            }
            Happening::Closed | Happening::Withdrawn => {
                self.state =
                    if entry.happening == Happening::Closed { StateName::Closed } else { StateName::Withdrawn };
                self.closed = Some((entry.day, line));
            }
            Happening::Reopened => {
                // What was found before does not close it again.
                self.state = if self.accepted { StateName::UnderWay } else { StateName::Open };
                (self.closed, self.evaluation, self.day) = (None, None, None);
            }
            _ => self.sanction_step(entry, line, asked)?,
        }
        Ok(())
    }

    /// The number of the next measure.
    pub fn next_measure(&self) -> u32 {
        self.measures.last().map_or(1, |last| last.number + 1)
    }

    /// The number of the next figure.
    pub fn next_figure(&self) -> u32 {
        self.figures.last().map_or(1, |last| last.number + 1)
    }

    /// The number of the next step of the ladder.
    pub fn next_sanction(&self) -> u32 {
        self.sanctions.last().map_or(1, |last| last.number + 1)
    }

    /// The step of the ladder with the number.
    pub fn sanction(&self, number: u32) -> Option<&Sanction> {
        self.sanctions.iter().find(|one| one.number == number)
    }

    /// The measure of the number.
    pub fn measure(&self, number: u32) -> Option<&Measure> {
        self.measures.iter().find(|one| one.number == number)
    }

    fn plan(&mut self, (number, by, line): (u32, Day, usize), asked: Asked) -> Result<(), Refusal> {
        if number == self.next_measure() {
            let state = MeasureState::Planned;
            self.measures.push(Measure { number, by, state, line, progress: Vec::new() });
            return Ok(());
        }
        let one = self.measure_mut(number)?;
        asked.only(one.state == MeasureState::Planned, Refusal::NotPlanned)?;
        (one.by, one.line) = (by, line);
        Ok(())
    }

    fn measure_mut(&mut self, number: u32) -> Result<&mut Measure, Refusal> {
        self.measures.iter_mut().find(|one| one.number == number).ok_or(Refusal::NoSuch)
    }

    fn measure_step(&mut self, happening: &Happening, line: usize, asked: Asked) -> Result<(), Refusal> {
        let accepted = self.state == StateName::UnderWay;
        match happening {
            Happening::Dropped { measure } => {
                let one = self.measure_mut(*measure)?;
                asked.only(one.state == MeasureState::Planned, Refusal::NotPlanned)?;
                one.state = MeasureState::Dropped;
            }
            Happening::Restored { measure } => {
                let one = self.measure_mut(*measure)?;
                asked.only(one.state == MeasureState::Dropped, Refusal::NotDropped)?;
                one.state = MeasureState::Planned;
            }
            Happening::Progress { measure } => self.measure_mut(*measure)?.progress.push(line),
            Happening::Done { measure, on } => {
                asked.only(accepted, Refusal::NoPlan)?;
                let one = self.measure_mut(*measure)?;
                asked.only(one.state == MeasureState::Planned, Refusal::NotPlanned)?;
                one.state = MeasureState::Done { on: *on, line };
            }
            Happening::NotDone { measure } => {
                let one = self.measure_mut(*measure)?;
                asked.only(matches!(one.state, MeasureState::Done { .. }), Refusal::NotDone)?;
                one.state = MeasureState::Planned;
            }
            _ => return Err(Refusal::NoSuch),
        }
        Ok(())
    }

    fn figure_step(&mut self, entry: &Entry, line: usize) -> Result<(), Refusal> {
        let of = |all: &mut Vec<FigureState>, number: u32| {
            all.iter().position(|one| one.number == number && !one.dropped).ok_or(Refusal::NoSuch)
        };
        match &entry.happening {
            Happening::FigureChosen { figure, kind, wish, start, aim } => {
                if *figure != self.next_figure() {
                    return Err(Refusal::NoSuch);
                }
                self.figures.push(FigureState {
                    number: *figure,
                    kind: kind.clone(),
                    wish: *wish,
                    start: *start,
                    aim: *aim,
                    chosen: entry.day,
                    measured: Vec::new(),
                    dropped: false,
                });
            }
            Happening::FigureDropped { figure } => {
                let at = of(&mut self.figures, *figure)?;
                self.figures[at].dropped = true;
            }
            Happening::Measured { figure, value, on } => {
                let at = of(&mut self.figures, *figure)?;
                self.figures[at].measured.push(Measured { value: *value, on: *on, line });
            }
            _ => return Err(Refusal::NoSuch),
        }
        Ok(())
    }

    /// What the step asks for and lacks now. Nothing of it may be skipped without a reason.
    pub fn lacking(&self, rung: &Proposal) -> Vec<Lacking> {
        let done = |slug: &str, kind: RungKind| match kind {
            RungKind::ActionPlan => self.accepted,
            RungKind::EffectFollowUp => self.evaluation.is_some(),
            _ => self.sanctions.iter().any(|one| {
                one.rung.ladder == rung.ladder
                    && one.rung.slug == slug
                    && one.decided.is_some()
                    && one.state != SanctionState::Fell
            }),
        };
        let mut lacking: Vec<Lacking> = rung
            .requires
            .iter()
            .filter(|step| !done(&step.slug, step.kind))
            .map(|step| Lacking::Step(step.title.clone()))
            .collect();
        // As the evaluation found it: what is said of the deficiency afterwards is no evaluation.
        let remains =
            self.evaluation.is_some_and(|last| last.effect != Effect::Yes && last.severity == Severity::Serious);
        if rung.serious && !remains {
            lacking.push(Lacking::Serious);
        }
        lacking
    }

    fn sanction_step(&mut self, entry: &Entry, line: usize, asked: Asked) -> Result<(), Refusal> {
        if let Happening::Proposed { sanction, rung, answer_by, skipping, agreements } = &entry.happening {
            if *sanction != self.next_sanction() || !rung.kind.is_decided() {
                return Err(Refusal::NoSuch);
            }
            let in_time = *answer_by >= entry.day.plus_days(i32::from(rung.answer_days));
            let is_reasoned = !skipping.trim().is_empty();
            asked.only(is_reasoned || self.lacking(rung).is_empty(), Refusal::Skips)?;
            asked.only(is_reasoned || in_time, Refusal::Short)?;
            self.told = true;
            self.sanctions.push(Sanction {
                number: *sanction,
                rung: (**rung).clone(),
                answer_by: *answer_by,
                skipping: skipping.trim().to_owned(),
                skips: !self.lacking(rung).is_empty(),
                agreements: agreements.clone(),
                line,
                prepared: entry.day,
                answered: Vec::new(),
                decided: None,
                state: SanctionState::Proposed,
                after: None,
            });
            return Ok(());
        }
        let number = sanction_of(&entry.happening).ok_or(Refusal::NoSuch)?;
        let Some(at) = self.sanctions.iter().position(|one| one.number == number) else { return Err(Refusal::NoSuch) };
        if let Happening::Decided { on, early, .. } = &entry.happening {
            let one = &self.sanctions[at];
            // What was there when it was prepared may be gone again, such as an evaluation.
            asked.only(one.skips || self.lacking(&one.rung).is_empty(), Refusal::Skips)?;
            asked.only(one.prepared <= *on && *on <= entry.day, Refusal::BeforePrepared)?;
            asked.only(one.is_heard(*on) || !early.trim().is_empty(), Refusal::Early)?;
        }
        let one = &mut self.sanctions[at];
        let state = one.state;
        let only = |right: bool| asked.only(right, Refusal::NotNow);
        match &entry.happening {
            Happening::Answered { .. } => {
                only(state == SanctionState::Proposed)?;
                one.answered.push((entry.party, line));
            }
            Happening::LetGo { .. } => {
                only(state == SanctionState::Proposed)?;
                (one.state, one.after) = (SanctionState::LetGo, Some((entry.day, line)));
            }
            Happening::Decided { on, case_number, early, .. } => {
                only(state == SanctionState::Proposed)?;
                one.decided = Some((*on, case_number.clone(), early.trim().to_owned(), line));
                one.state = SanctionState::Decided;
            }
            Happening::Appealed { on, .. } => {
                asked.only(one.rung.appeal, Refusal::NoAppeal)?;
                only(state == SanctionState::Decided)?;
                (one.state, one.after) = (SanctionState::Appealed, Some((*on, line)));
            }
            Happening::Settled { on, outcome, .. } => {
                only(state == SanctionState::Appealed)?;
                one.state = match outcome {
                    Outcome::Stands => SanctionState::Decided,
                    Outcome::Falls => SanctionState::Fell,
                };
                one.after = Some((*on, line));
            }
            Happening::Lifted { on, .. } => {
                only(state.holds())?;
                (one.state, one.after) = (SanctionState::Lifted, Some((*on, line)));
            }
            Happening::Ended { on, .. } => {
                only(state == SanctionState::Decided)?;
                (one.state, one.after) = (SanctionState::Ended, Some((*on, line)));
            }
            _ => return Err(Refusal::NoSuch),
        }
        Ok(())
    }

    /// The decided step after which the provider may teach no longer, where one holds or has had its course.
    pub fn ends_the_provider(&self) -> Option<&Sanction> {
        let stands = |state: SanctionState| state.holds() || state == SanctionState::Ended;
        self.sanctions.iter().find(|one| stands(one.state) && one.rung.kind.ends_the_provider())
    }

    /// Whether a figure that was chosen has not been read since.
    pub fn has_unread_figure(&self) -> bool {
        self.figures.iter().any(|one| !one.dropped && one.measured.is_empty())
    }

    /// Whether the party reads it.
    pub fn is_read_by(&self, party: Party) -> bool {
        party == Party::Authority || self.told
    }
}

/// Which step of the ladder the happening is about.
pub(super) fn sanction_of(happening: &Happening) -> Option<u32> {
    match happening {
        Happening::Proposed { sanction, .. }
        | Happening::Answered { sanction }
        | Happening::LetGo { sanction }
        | Happening::Decided { sanction, .. }
        | Happening::Appealed { sanction, .. }
        | Happening::Settled { sanction, .. }
        | Happening::Lifted { sanction, .. }
        | Happening::Ended { sanction, .. } => Some(*sanction),
        _ => None,
    }
}
