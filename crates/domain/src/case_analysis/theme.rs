//! A theme as it stands, computed from its history.

use std::collections::BTreeSet;

use kernel::id::kind::CaseFile;
use kernel::{Day, Id};

use super::figures::Fact;
use super::model::{Audience, Effect, Entry, Happening};
use crate::cases::Kind;

/// Why something cannot happen to a theme now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is set aside.
    Withdrawn,
    /// It is in use.
    InUse,
    /// The case is in it already.
    Gathered,
    /// The case is not in it.
    NotGathered,
    /// It has no such measure.
    NoMeasure,
    /// The measure is not to be done.
    Dropped,
    /// The measure is to be done.
    NotDropped,
    /// The measure is done.
    Done,
    /// The measure is not done.
    NotDone,
    /// What came of the measure is said.
    Followed,
}

/// A history that is none of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It does not begin with the theme being made.
    NotOpened,
    /// The line of that number could not happen.
    Line(usize, Refusal),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOpened => f.write_str("a history that does not begin with the theme being made"),
            Self::Line(at, why) => write!(f, "line {at} of a theme could not happen: {why:?}"),
        }
    }
}

/// Where a measure stands. Each step knows its line, at which its words stand.
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
    /// Done, and what came of it is said.
    Followed {
        /// The day on which it was done.
        on: Day,
        /// The line in which that was said.
        done_line: usize,
        /// What came of it.
        effect: Effect,
        /// The day on which that was said.
        said: Day,
        /// Its line.
        line: usize,
    },
}

impl MeasureState {
    /// The day on which it was done.
    pub const fn done_on(self) -> Option<Day> {
        match self {
            Self::Planned => None,
            Self::Done { on, .. } | Self::Followed { on, .. } => Some(on),
        }
    }
}

/// A measure of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its number within the theme, from 1.
    pub number: u32,
    /// When it is to be done.
    pub by: Day,
    /// Where it stands.
    pub state: MeasureState,
    /// That it is not to be done after all.
    pub dropped: bool,
    /// The line that says what it is and who answers for it.
    pub line: usize,
}

/// What has come since a measure was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// Cases of the theme that came after the day on which it was done.
    pub since: usize,
    /// Those that came in as many days up to and with that day.
    pub before: usize,
    /// How many days those are.
    pub days: i32,
}

/// Where a theme stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No measure is planned or done.
    NoMeasure,
    /// Something is to be done by the day, and nothing is done.
    Planned(Day),
    /// Something was done on the day, and nothing has come since.
    Quiet(Day),
    /// So many have come since something was last done, on the day.
    Recurs(usize, Day),
}

/// A theme as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The day on which it was made.
    pub opened: Day,
    /// Who reads it.
    pub audience: Audience,
    /// The core categories whose cases it gathers.
    pub categories: Vec<String>,
    /// The cases that were put into it.
    pub cases: BTreeSet<Id<CaseFile>>,
    /// Its measures, those that are not to be done among them.
    pub measures: Vec<Measure>,
    /// That it is set aside.
    pub withdrawn: bool,
    /// The line that says what it is called and what the cause is.
    pub line: usize,
    /// How many lines it has.
    pub lines: usize,
}

impl Theme {
    /// The theme of the history.
    ///
    /// # Errors
    /// [`Broken`] where it is no history of a theme.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { day, happening: Happening::Opened { audience, categories } }) = entries.next() else {
            return Err(Broken::NotOpened);
        };
        let mut theme = Self {
            opened: *day,
            audience: *audience,
            categories: categories.clone(),
            cases: BTreeSet::new(),
            measures: Vec::new(),
            withdrawn: false,
            line: 0,
            lines: 1,
        };
        for entry in entries {
            let at = theme.lines;
            theme.add(entry).map_err(|why| Broken::Line(at, why))?;
        }
        Ok(theme)
    }

    /// The number of the next measure.
    pub fn next_measure(&self) -> u32 {
        self.measures.last().map_or(1, |last| last.number + 1)
    }

    /// The measure of the number.
    pub fn measure(&self, number: u32) -> Option<&Measure> {
        self.measures.iter().find(|one| one.number == number)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen now; it is as it was then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let line = self.lines;
        if self.withdrawn && entry.happening != Happening::TakenUp {
            return Err(Refusal::Withdrawn);
        }
        match &entry.happening {
            // It is made once.
            Happening::Opened { .. } => return Err(Refusal::InUse),
            Happening::Rewritten { categories } => {
                self.categories.clone_from(categories);
                self.line = line;
            }
            Happening::Gathered { case } => {
                if !self.cases.insert(*case) {
                    return Err(Refusal::Gathered);
                }
            }
            Happening::LetGo { case } => {
                if !self.cases.remove(case) {
                    return Err(Refusal::NotGathered);
                }
            }
            Happening::Planned { measure, by } => self.plan(*measure, *by, line)?,
            Happening::Done { measure, on } => {
                let one = self.in_use(*measure)?;
                if one.state != MeasureState::Planned {
                    return Err(Refusal::Done);
                }
                one.state = MeasureState::Done { on: *on, line };
            }
            Happening::Followed { measure, effect } => {
                let one = self.in_use(*measure)?;
                one.state = match one.state {
                    MeasureState::Planned => return Err(Refusal::NotDone),
                    MeasureState::Followed { .. } => return Err(Refusal::Followed),
                    MeasureState::Done { on, line: done_line } => {
                        MeasureState::Followed { on, done_line, effect: *effect, said: entry.day, line }
                    }
                };
            }
            Happening::StepBack { measure } => {
                let one = self.in_use(*measure)?;
                one.state = match one.state {
                    MeasureState::Planned => return Err(Refusal::NotDone),
                    MeasureState::Done { .. } => MeasureState::Planned,
                    MeasureState::Followed { on, done_line, .. } => MeasureState::Done { on, line: done_line },
                };
            }
            Happening::Dropped { measure } => self.in_use(*measure)?.dropped = true,
            Happening::Restored { measure } => {
                let one = self.any(*measure)?;
                if !one.dropped {
                    return Err(Refusal::NotDropped);
                }
                one.dropped = false;
            }
            Happening::Withdrawn => self.withdrawn = true,
            Happening::TakenUp => {
                if !self.withdrawn {
                    return Err(Refusal::InUse);
                }
                self.withdrawn = false;
            }
        }
        self.lines += 1;
        Ok(())
    }

    fn plan(&mut self, number: u32, by: Day, line: usize) -> Result<(), Refusal> {
        if number == self.next_measure() {
            self.measures.push(Measure { number, by, state: MeasureState::Planned, dropped: false, line });
            return Ok(());
        }
        let one = self.in_use(number)?;
        (one.by, one.line) = (by, line);
        Ok(())
    }

    fn any(&mut self, number: u32) -> Result<&mut Measure, Refusal> {
        self.measures.iter_mut().find(|one| one.number == number).ok_or(Refusal::NoMeasure)
    }

    fn in_use(&mut self, number: u32) -> Result<&mut Measure, Refusal> {
        let one = self.any(number)?;
        if one.dropped { Err(Refusal::Dropped) } else { Ok(one) }
    }

    /// Whether the case is of the theme: it was put into it, or is of a core category that the theme gathers. What a provider tells of
    /// itself is never gathered by its category.
    pub fn has(&self, fact: &Fact) -> bool {
        let of_category = |category: &String| self.categories.contains(category);
        self.cases.contains(&fact.case)
            || (fact.flow.kind != Kind::Deficiency && fact.flow.category.as_ref().is_some_and(of_category))
    }

    /// What has come of the theme's cases since the day, beside as many days up to it.
    pub fn after(&self, on: Day, facts: &[Fact], today: Day) -> After {
        let days = today.days_since(on).max(0);
        let first = on.plus_days(1 - days);
        let of_theme = || facts.iter().filter(|fact| self.has(fact)).map(|fact| fact.flow.received);
        After {
            since: of_theme().filter(|day| *day > on).count(),
            before: of_theme().filter(|day| (first..=on).contains(day)).count(),
            days,
        }
    }

    /// Where it stands as a whole.
    pub fn standing(&self, facts: &[Fact], today: Day) -> Standing {
        let kept = || self.measures.iter().filter(|one| !one.dropped);
        if let Some(on) = kept().filter_map(|one| one.state.done_on()).max() {
            return match self.after(on, facts, today).since {
                0 => Standing::Quiet(on),
                since => Standing::Recurs(since, on),
            };
        }
        kept().map(|one| one.by).min().map_or(Standing::NoMeasure, Standing::Planned)
    }

    /// How many of its measures are planned, done and followed up.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for one in self.measures.iter().filter(|one| !one.dropped) {
            let at = match one.state {
                MeasureState::Planned => 0,
                MeasureState::Done { .. } => 1,
                MeasureState::Followed { .. } => 2,
            };
            counts[at] += 1;
        }
        counts
    }
}
