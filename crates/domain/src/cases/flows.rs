//! How a case came, went and was handled, in counts and times alone: what the authority's overview over time is made of (COM-4,
//! CMP-2). No word of what was said, and nobody's name.

use kernel::Day;
use kernel::holidays::working_days_between;

use super::model::{Entry, Happening, Kind, Outcome, Party, Place, StateName};
use super::replay::{Broken, Case};

/// One case as a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The day that it reached the school or the authority: it belongs to the period of that day.
    pub received: Day,
    /// What it is.
    pub kind: Kind,
    /// The core category, where it is given.
    pub category: Option<String>,
    /// Whether it counts as a complaint in the report.
    pub counts: bool,
    /// Where it stands.
    pub state: StateName,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Who had it first.
    pub first: Place,
    /// That it went on from the school to the authority.
    pub escalated: bool,
    /// That the authority handed it down to the school.
    pub handed_down: bool,
    /// Working days from the receipt until the complainant was told that it had come.
    pub acknowledged: Option<u32>,
    /// Working days from the receipt until the first answer; those in which the clocks stood still are not counted.
    pub answered: Option<u32>,
}

impl Flow {
    /// The flow of the timeline.
    ///
    /// # Errors
    /// [`Broken`] where it is no timeline of a case.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let entries: Vec<&Entry> = entries.into_iter().collect();
        let case = Case::replay(entries.iter().copied())?;
        let Some(Entry { happening: Happening::Opened(opened), .. }) = entries.first() else {
            return Err(Broken::NotOpened);
        };
        let heard = case.received;
        let told = entries.iter().find(|entry| {
            entry.by != Party::Complainant && matches!(entry.happening, Happening::Acknowledged | Happening::Answered)
        });
        // Whoever heard it said so to the one who spoke.
        let at_once = matches!(opened.way, super::model::Way::Oral | super::model::Way::Phone).then_some(heard);
        let told = at_once.or(told.map(|entry| entry.day));
        let until = |day: Day| working_days_between(heard, day);
        // Nobody knows of the days in which another system's clock stood still, nor whether each day was written when it happened:
        // its times are not among those that are measured here.
        let elsewhere = case.is_kept_elsewhere();
        let answered = case
            .first_answered
            .filter(|_| !elsewhere)
            .map(|day| until(day).saturating_sub(case.stopped_since(heard, day)));
        Ok(Self {
            received: case.received,
            kind: case.kind,
            category: case.category.clone(),
            counts: case.counts() && case.school_has,
            state: case.state,
            outcome: case.outcome,
            first: opened.place,
            escalated: case.escalated.is_some(),
            handed_down: entries.iter().any(|entry| entry.happening == Happening::HandedDown),
            acknowledged: told.filter(|_| !elsewhere).map(until),
            answered,
        })
    }
}

/// Whether the timeline is of a case that another authority has now, which counts it.
pub fn is_elsewhere<'e>(entries: impl DoubleEndedIterator<Item = &'e Entry>) -> bool {
    let told = |entry: &Entry| match entry.happening {
        Happening::Moved { .. } => Some(true),
        Happening::Reopened => Some(false),
        _ => None,
    };
    entries.rev().find_map(told).unwrap_or(false)
}

/// How a few times lie.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// How many there are.
    pub n: usize,
    /// That of which half are shorter; between the two in the middle where they are even.
    pub median: Option<f64>,
    /// The longest.
    pub longest: Option<u32>,
}

/// How the times lie.
pub fn spread(times: impl IntoIterator<Item = u32>) -> Spread {
    let mut all: Vec<u32> = times.into_iter().collect();
    all.sort_unstable();
    let middle = all.len() / 2;
    let median = match (all.len(), all.get(middle)) {
        (0, _) | (_, None) => None,
        (n, Some(one)) if n % 2 == 1 => Some(f64::from(*one)),
        (_, Some(one)) => Some(f64::midpoint(f64::from(all[middle - 1]), f64::from(*one))),
    };
    Spread { n: all.len(), median, longest: all.last().copied() }
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// A period by its year and its place in that, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The year.
    pub year: i16,
    /// Which of the year's.
    pub number: i8,
}

impl Step {
    /// How many there are in a year.
    const fn in_a_year(self) -> i8 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    /// The period that the day is in.
    pub fn at(self, day: Day) -> At {
        At { year: day.year(), number: (day.month() - 1) / (12 / self.in_a_year()) + 1 }
    }

    /// Every period from the one to the other.
    pub fn between(self, from: At, to: At) -> Vec<At> {
        let mut all = Vec::new();
        let mut at = from;
        while at <= to {
            all.push(at);
            at = if at.number >= self.in_a_year() {
                At { year: at.year + 1, number: 1 }
            } else {
                At { number: at.number + 1, ..at }
            };
        }
        all
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::cases::{About, Counting, Opened, Way};

    fn entries(way: Way, place: Place, rest: &[(&str, Party, Happening)]) -> Vec<Entry> {
        let received: Day = "2024-03-01".parse().unwrap();
        let opened = Opened {
            kind: Kind::Complaint,
            way,
            received,
            place,
            raised: None,
            about: About::Others,
            reachable: true,
            no_school: false,
        };
        let first = Entry { day: received, by: Party::Complainant, happening: Happening::Opened(opened) };
        let rest = rest.iter().map(|(day, by, happening)| Entry {
            day: day.parse().unwrap(),
            by: *by,
            happening: happening.clone(),
        });
        std::iter::once(first).chain(rest).collect()
    }

    #[test]
    fn times_are_working_days_from_the_receipt_without_those_in_which_the_clocks_stood_still() {
        let reason = crate::cases::WAITS_FOR_COMPLAINANT.to_owned();
        let look: Day = "2024-03-20".parse().unwrap();
        // 1 March 2024 is a Friday.
        let all = entries(
            Way::Web,
            Place::School,
            &[
                ("2024-03-05", Party::School, Happening::Acknowledged),
                ("2024-03-06", Party::School, Happening::Stopped { reason, look }),
                ("2024-03-11", Party::School, Happening::Started),
                ("2024-03-15", Party::School, Happening::Answered),
                ("2024-03-18", Party::Complainant, Happening::Escalated),
                ("2024-03-19", Party::Authority, Happening::HandedDown),
                ("2024-03-22", Party::School, Happening::Answered),
            ],
        );
        let flow = Flow::of(&all).unwrap();
        assert_eq!((flow.acknowledged, flow.answered), (Some(2), Some(7)));
        assert_eq!((flow.first, flow.escalated, flow.handed_down), (Place::School, true, true));
        let told = Flow::of(&entries(Way::Phone, Place::School, &[])).unwrap();
        assert_eq!((told.acknowledged, told.answered), (Some(0), None));
        let waits = Flow::of(&entries(Way::Web, Place::Authority, &[])).unwrap();
        assert_eq!((waits.acknowledged, waits.first, waits.counts), (None, Place::Authority, false));
        let counting = Counting { negative: true, active: true, management: true };
        let judged = Happening::Classified { counting, category: Some("innehall".to_owned()) };
        let judged = Flow::of(&entries(Way::Web, Place::School, &[("2024-03-04", Party::School, judged)])).unwrap();
        assert_eq!((judged.counts, judged.category.as_deref()), (true, Some("innehall")));
    }

    #[test]
    fn a_spread_says_the_middle_and_the_longest() {
        assert_eq!(spread([]), Spread::default());
        assert_eq!(spread([4]), Spread { n: 1, median: Some(4.0), longest: Some(4) });
        assert_eq!(spread([9, 1, 2, 4]), Spread { n: 4, median: Some(3.0), longest: Some(9) });
    }

    #[test]
    fn every_day_is_in_one_period_and_periods_follow_each_other_without_a_gap() {
        for step in [Step::Month, Step::Quarter, Step::Year] {
            let first: Day = "2023-01-01".parse().unwrap();
            let all = step.between(step.at(first), step.at(first.plus_days(900)));
            let by_day: Vec<At> = (0..=900).map(|days| step.at(first.plus_days(days))).collect();
            let mut seen = by_day.clone();
            seen.dedup();
            assert_eq!(all, seen, "{step:?}");
        }
    }
}
