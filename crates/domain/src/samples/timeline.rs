//! The history of a sample, replayed.

use std::collections::BTreeMap;

use kernel::id::kind::Person;
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

closed! {
    /// What an assessor says of a case: the study plan held against the results.
    Judgement {
        /// The results are those that were planned.
        Met = "met",
        /// Some of them.
        Partly = "partly",
        /// They are not, and the plan was not changed.
        NotMet = "not-met",
        /// There is no study plan.
        NoPlan = "no-plan",
        /// It cannot be said.
        NotAssessable = "not-assessable",
    }
}

/// What can happen to a sample. Cases are counted from 1 in the order in which they were drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// Its population was frozen.
    Frozen {
        /// How many cases there are in it.
        members: usize,
        /// The hash of its text.
        sha256: String,
    },
    /// It was drawn.
    Drawn {
        /// What it was drawn from.
        seed: String,
        /// How many of each group.
        sizes: BTreeMap<String, usize>,
        /// That two assess every case, each on their own.
        two: bool,
    },
    /// A study plan came in.
    Received {
        /// Of which case.
        case: usize,
    },
    /// The provider says that there is no study plan.
    Absent {
        /// Of which case.
        case: usize,
    },
    /// Somebody assessed a case.
    Assessed {
        /// Which.
        case: usize,
        /// As what.
        judgement: Judgement,
    },
    /// What two said differently was settled.
    Settled {
        /// In which case.
        case: usize,
        /// As what.
        judgement: Judgement,
    },
    /// It was closed, with its result.
    Closed,
    /// It is not to be gone through with.
    Cancelled,
    /// The study plans were thrown away.
    ThrownAway,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was written.
    pub day: Day,
    /// By whom; by nobody with an account where a link was used.
    pub by: Option<Id<Person>>,
    /// What happened.
    pub happening: Happening,
}

/// How far a sample has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The population stands; nothing is drawn of it.
    Frozen,
    /// Cases are drawn, and assessed.
    Drawn,
    /// It has a result.
    Closed,
    /// It was given up.
    Cancelled,
}

/// The draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// What it was drawn from.
    pub seed: String,
    /// How many of each group.
    pub sizes: BTreeMap<String, usize>,
    /// That two assess every case.
    pub two: bool,
}

impl Draw {
    /// How many assess a case.
    pub const fn assessors(&self) -> usize {
        if self.two { 2 } else { 1 }
    }
}

/// A case that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// How many files of its study plan have come.
    pub received: usize,
    /// That the provider says there is none.
    pub absent: bool,
    /// Who has assessed it, as what, in the order in which they first did.
    pub assessed: Vec<(Id<Person>, Judgement)>,
    /// What was settled where they differed.
    pub settled: Option<Judgement>,
    /// What stood before a study plan came in that was said to be missing, and stands no longer.
    pub lapsed: Option<Lapsed>,
}

/// Assessments of a case that stand no longer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lapsed {
    /// Who had said that there was no study plan.
    pub assessed: Vec<(Id<Person>, Judgement)>,
    /// What was settled.
    pub settled: Option<Judgement>,
}

impl Case {
    /// A study plan came: whoever said that there was none says so no longer, nor stands what was settled on it. The case is assessed anew.
    fn receive(&mut self) {
        self.received += 1;
        self.absent = false;
        let (gone, left): (Vec<_>, Vec<_>) =
            self.assessed.drain(..).partition(|(_, judgement)| *judgement == Judgement::NoPlan);
        self.assessed = left;
        if gone.is_empty() && self.settled != Some(Judgement::NoPlan) {
            return;
        }
        let lapsed = self.lapsed.get_or_insert_default();
        lapsed.assessed.extend(gone);
        lapsed.settled = self.settled.take();
    }

    /// Gives back what lapsed to a case that went on without being assessed anew: in histories that are older than this rule.
    fn restore(&mut self, assessors: usize) {
        if self.assessed.len() >= assessors {
            return;
        }
        let Some(lapsed) = self.lapsed.take() else { return };
        let known = |by: Id<Person>| self.assessed.iter().any(|(other, _)| *other == by);
        let mut assessed: Vec<_> = lapsed.assessed.into_iter().filter(|(by, _)| !known(*by)).collect();
        assessed.append(&mut self.assessed);
        self.assessed = assessed;
        self.settled = self.settled.or(lapsed.settled);
    }

    /// What it counts as; nothing while somebody is still to assess it or a difference to be settled.
    pub fn counts_as(&self, assessors: usize) -> Option<Judgement> {
        if self.assessed.len() < assessors {
            return None;
        }
        self.settled.or_else(|| {
            let (_, first) = self.assessed.first()?;
            self.assessed.iter().all(|(_, judgement)| judgement == first).then_some(*first)
        })
    }

    /// Whether all have assessed it, and differently.
    pub fn differs(&self, assessors: usize) -> bool {
        self.assessed.len() >= assessors && self.assessed.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }

    /// Whether what each said may be seen by the others: not before all have said it.
    pub const fn is_open(&self, assessors: usize) -> bool {
        self.assessed.len() >= assessors
    }

    /// What the person said.
    pub fn of(&self, person: Id<Person>) -> Option<Judgement> {
        self.assessed.iter().find(|(by, _)| *by == person).map(|(_, judgement)| *judgement)
    }
}

/// Why something cannot happen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is drawn already.
    IsDrawn,
    /// It is not drawn yet.
    NotDrawn,
    /// It is closed.
    Closed,
    /// It is given up.
    Cancelled,
    /// The size does not fit the population.
    Size,
    /// There is no such case.
    NoCase,
    /// As many as are to assess the case have.
    Enough,
    /// Both have assessed it: what differs is settled.
    Both,
    /// The study plan has come in, so it is not missing.
    HasPlan,
    /// Nothing differs in it.
    NothingDiffers,
    /// It is settled.
    Settled,
    /// Cases are left.
    Left,
    /// The study plans are needed until the sample is closed or given up.
    Open,
    /// They are thrown away already.
    ThrownAway,
    /// Nobody can do it without an account.
    Nobody,
}

/// A history that is none of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the population being frozen.
    #[error("a history that does not begin with a frozen population")]
    NotFrozen,
    /// The line of that number could not happen.
    #[error("line {0} of a sample could not happen")]
    Line(usize),
}

/// A sample as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// How far it has come.
    pub stage: Stage,
    /// How many cases the population has.
    pub members: usize,
    /// The hash of its text.
    pub sha256: String,
    /// The draw.
    pub draw: Option<Draw>,
    /// The cases that were drawn.
    pub cases: Vec<Case>,
    /// That the study plans were thrown away.
    pub thrown_away: bool,
    /// How many lines its history has.
    pub lines: usize,
}

impl Sample {
    /// Where it stands after the entries. What has happened has happened: today's rules are not asked of it.
    ///
    /// # Errors
    /// [`Broken`] where they are no history of a sample.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { happening: Happening::Frozen { members, sha256 }, .. }) = entries.next() else {
            return Err(Broken::NotFrozen);
        };
        let mut found = Self {
            stage: Stage::Frozen,
            members: *members,
            sha256: sha256.clone(),
            draw: None,
            cases: Vec::new(),
            thrown_away: false,
            lines: 1,
        };
        for entry in entries {
            found.apply(entry).map_err(|_| Broken::Line(found.lines))?;
        }
        Ok(found)
    }

    /// Adds what happens.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if let Some(why) = self.why_not(&entry.happening, entry.by) {
            return Err(why);
        }
        self.apply(entry)
    }

    /// Takes in what has happened, whatever the rules say; refused only where it is of something that is not there.
    fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let assessors = self.assessors();
        match &entry.happening {
            Happening::Frozen { .. } => return Err(Refusal::IsDrawn),
            Happening::Drawn { .. } if self.draw.is_some() => return Err(Refusal::IsDrawn),
            Happening::Drawn { seed, sizes, two } => {
                self.cases = vec![Case::default(); sizes.values().sum()];
                self.draw = Some(Draw { seed: seed.clone(), sizes: sizes.clone(), two: *two });
                self.stage = Stage::Drawn;
            }
            Happening::Received { case } => self.case_mut(*case)?.receive(),
            Happening::Absent { case } => self.case_mut(*case)?.absent = true,
            Happening::Assessed { case, judgement } => {
                let (of, by) = (self.case_mut(*case)?, entry.by.ok_or(Refusal::Nobody)?);
                match of.assessed.iter_mut().find(|(known, _)| *known == by) {
                    Some((_, said)) => *said = *judgement,
                    None => of.assessed.push((by, *judgement)),
                }
            }
            Happening::Settled { case, judgement } => {
                let of = self.case_mut(*case)?;
                of.restore(assessors);
                of.settled = Some(*judgement);
            }
            Happening::Closed => {
                self.stage = Stage::Closed;
                for case in &mut self.cases {
                    case.restore(assessors);
                }
            }
            Happening::Cancelled => self.stage = Stage::Cancelled,
            Happening::ThrownAway => self.thrown_away = true,
        }
        self.lines += 1;
        Ok(())
    }

    fn case_mut(&mut self, number: usize) -> Result<&mut Case, Refusal> {
        number.checked_sub(1).and_then(|at| self.cases.get_mut(at)).ok_or(Refusal::NoCase)
    }

    /// The case of the number, from 1.
    pub fn case(&self, number: usize) -> Option<&Case> {
        self.cases.get(number.checked_sub(1)?)
    }

    /// How many assess a case.
    pub fn assessors(&self) -> usize {
        self.draw.as_ref().map_or(1, Draw::assessors)
    }

    /// How many cases do not count as anything yet.
    pub fn left(&self) -> usize {
        let assessors = self.assessors();
        self.cases.iter().filter(|case| case.counts_as(assessors).is_none()).count()
    }

    /// Whether the sample is at the stage of being gone through; else why not.
    const fn drawn(&self) -> Option<Refusal> {
        match self.stage {
            Stage::Frozen => Some(Refusal::NotDrawn),
            Stage::Drawn => None,
            Stage::Closed => Some(Refusal::Closed),
            Stage::Cancelled => Some(Refusal::Cancelled),
        }
    }

    /// Why it cannot happen now; nothing where it can. Who may is asked at the door.
    pub fn why_not(&self, happening: &Happening, by: Option<Id<Person>>) -> Option<Refusal> {
        let assessors = self.assessors();
        match happening {
            Happening::Frozen { .. } => Some(Refusal::IsDrawn),
            Happening::Drawn { sizes, .. } => match self.stage {
                Stage::Frozen => {
                    let size: usize = sizes.values().sum();
                    (size == 0 || size > self.members || size > super::MOST).then_some(Refusal::Size)
                }
                Stage::Drawn => Some(Refusal::IsDrawn),
                Stage::Closed | Stage::Cancelled => self.drawn(),
            },
            Happening::Cancelled => match self.stage {
                Stage::Frozen | Stage::Drawn => None,
                Stage::Closed | Stage::Cancelled => self.drawn(),
            },
            Happening::ThrownAway => match self.stage {
                Stage::Frozen | Stage::Drawn => Some(Refusal::Open),
                Stage::Closed | Stage::Cancelled => self.thrown_away.then_some(Refusal::ThrownAway),
            },
            Happening::Closed => self.drawn().or_else(|| (self.left() > 0).then_some(Refusal::Left)),
            Happening::Received { case } => {
                self.drawn().or_else(|| self.case(*case).is_none().then_some(Refusal::NoCase))
            }
            Happening::Absent { case } => self.drawn().or_else(|| match self.case(*case) {
                None => Some(Refusal::NoCase),
                Some(of) => (of.received > 0).then_some(Refusal::HasPlan),
            }),
            Happening::Assessed { case, judgement } => self.drawn().or_else(|| {
                let (Some(of), Some(by)) = (self.case(*case), by) else {
                    return Some(if by.is_none() { Refusal::Nobody } else { Refusal::NoCase });
                };
                let own = of.of(by).is_some();
                if of.settled.is_some() {
                    Some(Refusal::Settled)
                } else if own && assessors > 1 && of.is_open(assessors) {
                    Some(Refusal::Both)
                } else if !own && of.assessed.len() >= assessors {
                    Some(Refusal::Enough)
                } else {
                    (*judgement == Judgement::NoPlan && of.received > 0).then_some(Refusal::HasPlan)
                }
            }),
            Happening::Settled { case, judgement } => self.drawn().or_else(|| match self.case(*case) {
                None => Some(Refusal::NoCase),
                Some(_) if by.is_none() => Some(Refusal::Nobody),
                Some(of) if of.settled.is_some() => Some(Refusal::Settled),
                Some(of) if !of.differs(assessors) => Some(Refusal::NothingDiffers),
                Some(of) => (*judgement == Judgement::NoPlan && of.received > 0).then_some(Refusal::HasPlan),
            }),
        }
    }
}
