//! One provider's part of an evaluation, computed from its history. Words (judgements, what shows them, findings, answers) are kept
//! sealed beside it.

use std::collections::BTreeMap;

use kernel::id::kind::{Person, Tenant};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

use super::model::{FindingKind, Grade, Outcome};

closed! {
    /// Where a part stands.
    PartState {
        /// No visit is planned.
        Waiting = "vantar",
        /// A visit is planned, or judged.
        Planned = "planerat",
        /// The provider reads the draft.
        WithProvider = "hos-anordnaren",
        /// The provider has answered.
        Answered = "besvarat",
        /// The first visit is settled.
        Settled = "faststallt",
        /// A return visit is planned.
        Returning = "aterbesok",
        /// The return visit is settled.
        Done = "klart",
        /// Ended without a visit or a return visit.
        Ended = "avslutat",
    }
}

closed! {
    /// What somebody does with a part; by its name in addresses.
    PartStep {
        /// Plan the visit, or plan it anew.
        Plan = "planera",
        /// Judge a criterion.
        Judge = "bedom",
        /// Write down a finding.
        Find = "iakttagelse",
        /// Change a finding.
        Amend = "andra-iakttagelse",
        /// Strike a finding.
        Strike = "stryk-iakttagelse",
        /// Send the draft to the provider.
        Send = "skicka",
        /// Take the draft back.
        Recall = "ta-tillbaka",
        /// Settle the first visit.
        Settle = "faststall",
        /// Plan the return visit, or plan it anew.
        Return = "planera-aterbesok",
        /// Say what became of a deficiency.
        Follow = "utfall",
        /// Grade a criterion anew.
        Regrade = "nytt-omdome",
        /// Settle the return visit.
        Finish = "faststall-aterbesok",
        /// End it without a visit or a return visit.
        End = "avsluta",
        /// Take it up again, to correct it.
        Reopen = "oppna",
    }
}

/// What can happen to a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum PartHappening {
    /// A visit was planned.
    Planned {
        /// The day.
        on: Day,
        /// Who goes there.
        people: Vec<Id<Person>>,
    },
    /// A criterion was judged.
    Judged {
        /// Which.
        criterion: String,
        /// How.
        grade: Grade,
    },
    /// Something was found.
    Found {
        /// Its number within the part, from 1.
        finding: u32,
        /// What it is.
        kind: FindingKind,
        /// The criterion that it belongs to.
        criterion: String,
    },
    /// A finding was changed.
    Amended {
        /// Which.
        finding: u32,
        /// What it is from now on.
        kind: FindingKind,
        /// The criterion that it belongs to.
        criterion: String,
    },
    /// A finding was struck.
    Struck {
        /// Which.
        finding: u32,
    },
    /// The draft went to the provider.
    Sent {
        /// Until when it answers.
        until: Day,
    },
    /// The draft was taken back.
    Recalled,
    /// The draft has come to an authority that the provider works for, where the provider reads it.
    Landed {
        /// The line of the draft.
        draft: usize,
        /// Which authority.
        authority: Id<Tenant>,
        /// The day on which it came there.
        on: Day,
    },
    /// The provider has answered.
    Answered {
        /// Through which authority.
        authority: Id<Tenant>,
        /// The line of the draft that was read.
        draft: usize,
    },
    /// The first visit was settled.
    Settled,
    /// A return visit was planned.
    ReturnPlanned {
        /// The day.
        on: Day,
        /// Who goes there.
        people: Vec<Id<Person>>,
    },
    /// It was said what became of a deficiency.
    Followed {
        /// Which.
        finding: u32,
        /// What became of it.
        outcome: Outcome,
    },
    /// A criterion was graded anew.
    Regraded {
        /// Which.
        criterion: String,
        /// How.
        grade: Grade,
    },
    /// The return visit was settled.
    Finished,
    /// It ended without a visit or a return visit.
    Ended,
    /// It was taken up again.
    Reopened,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEntry {
    /// The day.
    pub day: Day,
    /// What happened.
    pub happening: PartHappening,
}

/// What a line is about: two that are about different things are in nobody's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A criterion at the first visit.
    Criterion(String),
    /// A criterion at the return visit.
    Again(String),
    /// A finding; 0 for one that has no number yet.
    Finding(u32),
    /// What the provider says.
    Answer,
    /// That something came where it was sent: in nobody's way.
    Landing,
    /// The part as a whole.
    Whole,
}

impl PartHappening {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Judged { criterion, .. } => Subject::Criterion(criterion.clone()),
            Self::Regraded { criterion, .. } => Subject::Again(criterion.clone()),
            Self::Amended { finding, .. } | Self::Struck { finding } | Self::Followed { finding, .. } => {
                Subject::Finding(*finding)
            }
            Self::Found { .. } => Subject::Finding(0),
            Self::Answered { .. } => Subject::Answer,
            Self::Landed { .. } => Subject::Landing,
            _ => Subject::Whole,
        }
    }

    /// The step by which it comes; nothing for what the provider says and for what comes by itself.
    pub const fn step(&self) -> Option<PartStep> {
        Some(match self {
            Self::Planned { .. } => PartStep::Plan,
            Self::Judged { .. } => PartStep::Judge,
            Self::Found { .. } => PartStep::Find,
            Self::Amended { .. } => PartStep::Amend,
            Self::Struck { .. } => PartStep::Strike,
            Self::Sent { .. } => PartStep::Send,
            Self::Recalled => PartStep::Recall,
            Self::Answered { .. } | Self::Landed { .. } => return None,
            Self::Settled => PartStep::Settle,
            Self::ReturnPlanned { .. } => PartStep::Return,
            Self::Followed { .. } => PartStep::Follow,
            Self::Regraded { .. } => PartStep::Regrade,
            Self::Finished => PartStep::Finish,
            Self::Ended => PartStep::End,
            Self::Reopened => PartStep::Reopen,
        })
    }

    /// The step by which the line came, as the audit chain tells it.
    pub const fn entry(&self) -> &'static str {
        match (self.step(), self) {
            (Some(step), _) => step.slug(),
            (None, Self::Landed { .. }) => "utkastet-framme",
            (None, _) => "anordnarens-svar",
        }
    }
}

/// Why something cannot be done with a part now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Not {
    /// The evaluation is closed or taken back.
    Over,
    /// No visit is planned.
    NotPlanned,
    /// The day of the visit has not come.
    NotVisited,
    /// The provider reads the draft.
    WithProvider,
    /// No draft is with the provider.
    NotSent,
    /// The provider's time runs.
    TimeRuns,
    /// The time has run out, and the draft did not come to the provider within it.
    NotLanded,
    /// The evaluation was taken back while the provider had the draft: it gets a new last day.
    Interrupted,
    /// A criterion lacks a grade.
    GradesLeft,
    /// The first visit is settled.
    Settled,
    /// The first visit is not settled.
    NotSettled,
    /// A return visit is not planned.
    NotReturning,
    /// A deficiency lacks an outcome.
    OutcomesLeft,
    /// It is done.
    Done,
    /// It was ended.
    Ended,
    /// It is neither settled nor ended.
    Open,
    /// A deficiency was found, or a grade made worse, that the provider has not read.
    Unread,
    /// There is no such criterion or finding.
    NoSuch,
}

/// A criterion that was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// How.
    pub grade: Grade,
    /// Its line.
    pub line: usize,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number, from 1.
    pub number: u32,
    /// What it is.
    pub kind: FindingKind,
    /// The criterion that it belongs to.
    pub criterion: String,
    /// The line with its words.
    pub line: usize,
    /// That it was struck.
    pub struck: bool,
    /// What it was in the newest draft, where it stood in it.
    pub sent: Option<FindingKind>,
    /// What became of it, and the line that says so.
    pub outcome: Option<(Outcome, usize)>,
}

impl Finding {
    /// Whether the return visit is bound to it.
    pub fn is_followed(&self) -> bool {
        !self.struck && self.kind == FindingKind::Deficiency
    }
}

/// An answer of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The line of the draft that was read.
    pub draft: usize,
    /// Through which authority.
    pub authority: Id<Tenant>,
    /// Its line.
    pub line: usize,
}

/// A part as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is judged.
    pub criteria: Vec<String>,
    /// Where it stands.
    pub state: PartState,
    /// The visit: its day, and who goes there.
    pub visit: Option<(Day, Vec<Id<Person>>)>,
    /// The return visit, likewise.
    pub again: Option<(Day, Vec<Id<Person>>)>,
    /// The day of a return visit that was called off.
    was_again: Option<Day>,
    /// The grades of the first visit.
    pub judged: BTreeMap<String, Judged>,
    /// The grades of the return visit.
    pub regraded: BTreeMap<String, Judged>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The newest draft: its line, and until when the provider answers.
    pub draft: Option<(usize, Day)>,
    /// The day on which the newest draft came where the provider reads it.
    pub landed: Option<Day>,
    /// The day on which the newest draft was sent, and the day of the visit as it said it.
    pub sent_on: Option<(Day, Option<Day>)>,
    /// The grades as the newest draft said them.
    pub sent: BTreeMap<String, Grade>,
    /// What the provider has said.
    pub answers: Vec<Answered>,
    /// The line by which the first visit was settled last.
    pub first: Option<usize>,
    /// The line by which the return visit was settled last.
    pub whole: Option<usize>,
    /// The line by which it was ended.
    pub ended: Option<usize>,
    /// Where it stood when it was.
    ended_from: Option<PartState>,
    /// How many lines it has.
    pub lines: usize,
}

impl Part {
    /// The part of the history. A part has no first line: it is there because an authority has given the provider.
    ///
    /// # Errors
    /// The number of the line that could not happen, and why.
    pub fn replay<'e>(
        criteria: &[String],
        entries: impl IntoIterator<Item = &'e PartEntry>,
    ) -> Result<Self, (usize, Not)> {
        let mut part = Self {
            criteria: criteria.to_vec(),
            state: PartState::Waiting,
            visit: None,
            again: None,
            was_again: None,
            judged: BTreeMap::new(),
            regraded: BTreeMap::new(),
            findings: Vec::new(),
            draft: None,
            landed: None,
            sent_on: None,
            sent: BTreeMap::new(),
            answers: Vec::new(),
            first: None,
            whole: None,
            ended: None,
            ended_from: None,
            lines: 0,
        };
        for entry in entries {
            let at = part.lines;
            // What happened happened: today's rules are asked of what is new alone.
            part.apply(entry).map_err(|why| (at, why))?;
            part.lines += 1;
        }
        Ok(part)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen; it is as it was then.
    pub fn add(&mut self, entry: &PartEntry) -> Result<(), Not> {
        self.known(&entry.happening)?;
        if let Some(step) = entry.happening.step()
            && let Some(why) = part_why_not(self, step, Around { today: entry.day, is_open: true, away: &[] })
        {
            return Err(why);
        }
        let mut next = self.clone();
        next.apply(entry)?;
        next.lines += 1;
        *self = next;
        Ok(())
    }

    fn apply(&mut self, entry: &PartEntry) -> Result<(), Not> {
        let line = self.lines;
        match &entry.happening {
            PartHappening::Planned { on, people } => {
                self.visit = Some((*on, people.clone()));
                // What the provider has read and answered stays with it, whoever goes there on which day.
                if self.state != PartState::Answered {
                    self.state = PartState::Planned;
                }
            }
            PartHappening::Judged { criterion, grade } => {
                self.judged.insert(criterion.clone(), Judged { grade: *grade, line });
            }
            PartHappening::Found { finding, kind, criterion } => {
                if *finding != self.next_finding() {
                    return Err(Not::NoSuch);
                }
                let (number, kind, criterion) = (*finding, *kind, criterion.clone());
                self.findings.push(Finding { number, kind, criterion, line, struck: false, sent: None, outcome: None });
            }
            PartHappening::Amended { finding, kind, criterion } => {
                let one = self.open_finding(*finding)?;
                (one.kind, one.criterion, one.line) = (*kind, criterion.clone(), line);
                // What became of it was said of what it was.
                one.outcome = None;
            }
            PartHappening::Struck { finding } => self.open_finding(*finding)?.struck = true,
            PartHappening::Sent { until } => {
                (self.draft, self.landed) = (Some((line, *until)), None);
                self.sent = self.judged.iter().map(|(slug, judged)| (slug.clone(), judged.grade)).collect();
                self.findings.iter_mut().for_each(|one| one.sent = (!one.struck).then_some(one.kind));
                self.sent_on = Some((entry.day, self.visit.as_ref().map(|(on, _)| *on)));
                self.state = PartState::WithProvider;
            }
            PartHappening::Recalled => self.state = PartState::Planned,
            PartHappening::Landed { draft, on, .. } => {
                if self.draft.is_some_and(|(newest, _)| newest == *draft) {
                    self.landed = Some(self.landed.map_or(*on, |known| known.min(*on)));
                }
            }
            PartHappening::Answered { authority, draft } => {
                // What the provider has said is kept whenever it comes.
                let newest = self.draft.ok_or(Not::NotSent)?.0;
                if *draft > newest {
                    return Err(Not::NoSuch);
                }
                self.answers.push(Answered { draft: *draft, authority: *authority, line });
                if self.state == PartState::WithProvider && *draft == newest {
                    self.state = PartState::Answered;
                }
            }
            PartHappening::Settled => {
                self.first = Some(line);
                self.state = PartState::Settled;
            }
            PartHappening::ReturnPlanned { on, people } => {
                // What was seen at another return visit does not count, nor of what was judged anew since.
                if self.again.is_none() {
                    let is_same = self.was_again == Some(*on);
                    self.findings.iter_mut().for_each(|one| one.outcome = one.outcome.filter(|_| is_same));
                    let judged = &self.judged;
                    self.regraded
                        .retain(|slug, one| is_same && judged.get(slug).is_some_and(|first| first.line < one.line));
                }
                self.again = Some((*on, people.clone()));
                self.state = PartState::Returning;
            }
            PartHappening::Followed { finding, outcome } => {
                let one = self.open_finding(*finding)?;
                if !one.is_followed() {
                    return Err(Not::NoSuch);
                }
                one.outcome = Some((*outcome, line));
            }
            PartHappening::Regraded { criterion, grade } => {
                self.regraded.insert(criterion.clone(), Judged { grade: *grade, line });
            }
            PartHappening::Finished => {
                self.whole = Some(line);
                self.state = PartState::Done;
            }
            PartHappening::Ended => {
                (self.ended, self.ended_from) = (Some(line), Some(self.state));
                self.state = PartState::Ended;
            }
            PartHappening::Reopened => {
                let before = self.before();
                // What is corrected is not settled until it is anew.
                match self.state {
                    PartState::Settled => self.first = None,
                    PartState::Returning => self.was_again = self.again.take().map(|(on, _)| on),
                    PartState::Done => self.whole = None,
                    _ => {}
                }
                self.state = before;
            }
        }
        Ok(())
    }

    /// Where it goes back to when it is taken up again.
    const fn before(&self) -> PartState {
        match (self.state, self.first, &self.again, &self.visit) {
            (PartState::Done, ..) | (PartState::Ended, Some(_), Some(_), _) => PartState::Returning,
            // The return visit is not to be yet: from here the first can be corrected too.
            (PartState::Returning, ..) | (PartState::Ended, Some(_), None, _) => PartState::Settled,
            (PartState::Ended, None, _, None) => PartState::Waiting,
            // What the provider has read and answered is answered still.
            (PartState::Ended, None, _, _) if matches!(self.ended_from, Some(PartState::Answered)) => {
                PartState::Answered
            }
            // Corrected, and then it goes to the provider anew.
            _ => PartState::Planned,
        }
    }

    /// Whether what is said is said of a criterion that there is. Asked of what is new alone: one may have been struck since.
    fn known(&self, happening: &PartHappening) -> Result<(), Not> {
        let (PartHappening::Judged { criterion, .. }
        | PartHappening::Found { criterion, .. }
        | PartHappening::Amended { criterion, .. }
        | PartHappening::Regraded { criterion, .. }) = happening
        else {
            return Ok(());
        };
        if self.criteria.iter().any(|one| one == criterion) { Ok(()) } else { Err(Not::NoSuch) }
    }

    fn open_finding(&mut self, number: u32) -> Result<&mut Finding, Not> {
        self.findings.iter_mut().find(|one| one.number == number && !one.struck).ok_or(Not::NoSuch)
    }

    /// The number of the next finding.
    pub fn next_finding(&self) -> u32 {
        self.findings.last().map_or(1, |last| last.number + 1)
    }

    /// What was found and stands.
    pub fn found(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|one| !one.struck)
    }

    /// How many criteria lack a grade.
    pub fn grades_left(&self) -> usize {
        self.criteria.iter().filter(|slug| !self.judged.contains_key(*slug)).count()
    }

    /// How many deficiencies lack an outcome.
    pub fn outcomes_left(&self) -> usize {
        self.findings.iter().filter(|one| one.is_followed() && one.outcome.is_none()).count()
    }

    /// The grade as it stands after both visits.
    pub fn stands(&self, criterion: &str) -> Option<Grade> {
        self.regraded.get(criterion).or(self.judged.get(criterion)).map(|one| one.grade)
    }

    /// Whether something was written after the newest draft that the provider has not read: a deficiency or its words, a judgement that is not
    /// better than the one it read, a strength that is taken away, another day of the visit. A better grade, a new strength and a deficiency that
    /// is struck are in its favour.
    pub fn has_unread(&self) -> bool {
        let Some((draft, _)) = self.draft else { return true };
        let place = |grade: Grade| Grade::ALL.iter().position(|one| *one == grade);
        let is_better = |slug: &String, grade: Grade| {
            let judged = |grade: &Grade| *grade != Grade::NotAssessed;
            judged(&grade)
                && self.sent.get(slug).filter(|sent| judged(sent)).is_some_and(|sent| place(grade) < place(*sent))
        };
        let is_unread = |(slug, judged): (&String, &Judged)| judged.line > draft && !is_better(slug, judged.grade);
        let is_new = |one: &Finding| match one.sent {
            // A strength that it read is not taken from it unseen.
            Some(FindingKind::Strength) => one.struck || one.line > draft,
            Some(FindingKind::Deficiency) => !one.struck && one.line > draft,
            None => !one.struck && one.kind == FindingKind::Deficiency,
        };
        let is_moved = self.sent_on.is_some_and(|(_, visit)| visit != self.visit.as_ref().map(|(on, _)| *on));
        self.judged.iter().any(is_unread) || self.findings.iter().any(is_new) || is_moved
    }

    /// Whether anybody has said something of the newest draft.
    pub fn is_answered(&self) -> bool {
        self.draft.is_some_and(|(line, _)| self.answers.iter().any(|one| one.draft == line))
    }
}

/// What steps with a part rest on beside its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around<'a> {
    /// The day.
    pub today: Day,
    /// Whether the evaluation is under way.
    pub is_open: bool,
    /// From which day to which the evaluation was taken back, each time that it was taken up again.
    pub away: &'a [(Day, Day)],
}

/// Why the step is refused now; `None` when it is open.
pub fn part_why_not(of: &Part, step: PartStep, around: Around<'_>) -> Option<Not> {
    use PartState as S;
    let today = around.today;
    if !around.is_open {
        return Some(Not::Over);
    }
    let over = match of.state {
        S::Done => Some(Not::Done),
        S::Ended => Some(Not::Ended),
        _ => None,
    };
    let first_over = over.or(matches!(of.state, S::Settled | S::Returning).then_some(Not::Settled));
    let has_come = |visit: &Option<(Day, Vec<Id<Person>>)>| visit.as_ref().is_some_and(|(on, _)| *on <= today);
    match step {
        PartStep::Plan => first_over.or((of.state == S::WithProvider).then_some(Not::WithProvider)),
        PartStep::Judge | PartStep::Find | PartStep::Amend | PartStep::Strike | PartStep::Send => {
            let unready = match of.state {
                S::Waiting => Some(Not::NotPlanned),
                S::WithProvider => Some(Not::WithProvider),
                _ if !has_come(&of.visit) => Some(Not::NotVisited),
                _ if step == PartStep::Send && of.grades_left() > 0 => Some(Not::GradesLeft),
                _ => None,
            };
            first_over.or(unready)
        }
        PartStep::Recall => first_over.or((of.state != S::WithProvider).then_some(Not::NotSent)),
        PartStep::Settle => first_over.or_else(|| settle(of, around)),
        PartStep::Return => over.or((!matches!(of.state, S::Settled | S::Returning)).then_some(Not::NotSettled)),
        PartStep::Follow | PartStep::Regrade | PartStep::Finish => {
            let unready = match of.state {
                S::Settled => Some(Not::NotReturning),
                S::Returning if !has_come(&of.again) => Some(Not::NotVisited),
                S::Returning if step == PartStep::Finish && of.outcomes_left() > 0 => Some(Not::OutcomesLeft),
                S::Returning => None,
                _ => Some(Not::NotSettled),
            };
            over.or(unready)
        }
        PartStep::End => over.or((of.state == S::WithProvider).then_some(Not::WithProvider)),
        PartStep::Reopen => (!matches!(of.state, S::Settled | S::Returning | S::Done | S::Ended)).then_some(Not::Open),
    }
}

/// Why the first visit cannot be settled: a draft is always read first, and not before the provider has answered or its time has run.
/// Time in which it had nothing to read is not its time.
fn settle(of: &Part, Around { today, away, .. }: Around<'_>) -> Option<Not> {
    if of.grades_left() > 0 {
        return Some(Not::GradesLeft);
    }
    if of.visit.as_ref().is_some_and(|(on, _)| *on > today) {
        return Some(Not::NotVisited);
    }
    let is_interrupted = match (of.sent_on, of.draft) {
        (Some((sent, _)), Some((_, until))) => away.iter().any(|(from, to)| sent < *to && *from <= until),
        _ => false,
    };
    match (of.state, of.draft) {
        (PartState::Answered, _) if of.has_unread() => Some(Not::Unread),
        (PartState::Answered, _) => None,
        (PartState::WithProvider, Some((_, until))) if today <= until => Some(Not::TimeRuns),
        (PartState::WithProvider, _) if is_interrupted => Some(Not::Interrupted),
        (PartState::WithProvider, Some((_, until))) => {
            of.landed.is_none_or(|landed| landed >= until).then_some(Not::NotLanded)
        }
        _ => Some(Not::NotSent),
    }
}

/// What can be done with it on the day.
pub fn part_steps(of: &Part, at: Around<'_>) -> Vec<PartStep> {
    PartStep::ALL.iter().copied().filter(|step| part_why_not(of, *step, at).is_none()).collect()
}
