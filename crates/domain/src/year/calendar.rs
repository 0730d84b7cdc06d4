//! The year as a calendar: month by month what closes and what happens, and the days that each item covers.

use kernel::{Day, Label, Period};

use super::model::{Activity, Slug, Year};
use super::words::ActivityKind;

/// A year laid out for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The year.
    pub year: i16,
    /// Every month from January of the year to the last one in which something happens; twelve at least.
    pub months: Vec<Month>,
    /// What goes on during the whole year.
    pub all_year: Vec<Happening>,
    /// The days each item covers, in the order of the document; they may begin the year before.
    pub spans: Vec<Span>,
    /// The first and last day of all the months and spans together: the width of a picture of them.
    pub extent: Option<Period>,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// What closes in it, in the order of the days.
    pub deadlines: Vec<Deadline>,
    /// What happens in it, in the order of the days.
    pub happenings: Vec<Happening>,
}

/// The last day of an occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub day: Day,
    /// The occasion.
    pub occasion: Slug,
    /// What it is called.
    pub title: Label,
    /// The items due, by stable name and title.
    pub items: Vec<(Slug, Label)>,
    /// Whether the day is our example.
    pub example: bool,
}

/// An activity of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The activity.
    pub activity: Slug,
    /// What it is called.
    pub title: Label,
    /// What kind it is.
    pub kind: ActivityKind,
    /// When.
    pub period: Period,
    /// More about it.
    pub text: Option<Label>,
    /// Whether the days are our example.
    pub example: bool,
}

/// Why an item covers some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covers {
    /// They are its period.
    Period,
    /// Its people completed something in them.
    Cohort,
    /// They are taken in afterwards if they were not reported.
    CarryOver,
}

/// Days that an item covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The item.
    pub item: Slug,
    /// What it is called.
    pub title: Label,
    /// Its occasion.
    pub occasion: Slug,
    /// Why.
    pub covers: Covers,
    /// The days.
    pub period: Period,
    /// The last day to hand it in.
    pub deadline: Day,
}

/// Lays a year out. Activities of more than one month that fill the whole year stand in `all_year`; others stand in
/// the month in which they begin.
pub fn calendar(year: &Year) -> Calendar {
    let whole = year.days();
    let (all_year, dated): (Vec<&Activity>, Vec<&Activity>) =
        year.activities.iter().partition(|activity| whole == Some(activity.period));
    let days = year.occasions.iter().map(|occasion| occasion.deadline);
    let last = days.chain(dated.iter().map(|activity| activity.period.from)).max();
    let mut months = Vec::new();
    let mut at = Day::new(year.year, 1, 1);
    while let Some(first) = at {
        let fits = |day: Day| (day.year(), day.month()) == (first.year(), first.month());
        let enough = first.year() > year.year && last.is_none_or(|last| last < first);
        // A document with a deadline in a far year is still shown; three years are enough of a picture.
        if enough || i32::from(first.year()) > i32::from(year.year) + 2 {
            break;
        }
        let mut deadlines: Vec<Deadline> =
            year.occasions.iter().filter(|o| fits(o.deadline)).map(|o| deadline(year, o)).collect();
        deadlines.sort_by_key(|deadline| deadline.day);
        let mut happenings: Vec<Happening> =
            dated.iter().filter(|activity| fits(activity.period.from)).map(|activity| happening(activity)).collect();
        happenings.sort_by_key(|happening| happening.period);
        months.push(Month { year: first.year(), month: first.month(), deadlines, happenings });
        at = Some(first.plus_months(1));
    }
    let spans = spans(year);
    let extent = extent(&months, &spans);
    Calendar { year: year.year, months, all_year: all_year.into_iter().map(happening).collect(), spans, extent }
}

fn deadline(year: &Year, occasion: &super::Occasion) -> Deadline {
    Deadline {
        day: occasion.deadline,
        occasion: occasion.slug.clone(),
        title: occasion.title.clone(),
        items: year.items_of(occasion.slug.as_str()).map(|item| (item.slug.clone(), item.title.clone())).collect(),
        example: occasion.example,
    }
}

fn happening(activity: &Activity) -> Happening {
    Happening {
        activity: activity.slug.clone(),
        title: activity.title.clone(),
        kind: activity.kind,
        period: activity.period,
        text: activity.text.clone(),
        example: activity.example,
    }
}

fn spans(year: &Year) -> Vec<Span> {
    let mut spans = Vec::new();
    for item in &year.items {
        let Some(deadline) = year.deadline(item) else { continue };
        let covered = [
            (Covers::CarryOver, item.carry_over.as_ref().map(|carry| carry.unreported)),
            (Covers::Period, item.period),
            (Covers::Cohort, item.cohort.as_ref().map(|cohort| cohort.completed)),
        ];
        spans.extend(covered.into_iter().filter_map(|(covers, period)| {
            Some(Span {
                item: item.slug.clone(),
                title: item.title.clone(),
                occasion: item.occasion.clone(),
                covers,
                period: period?,
                deadline,
            })
        }));
    }
    spans
}

fn extent(months: &[Month], spans: &[Span]) -> Option<Period> {
    let (first, last) = (months.first()?, months.last()?);
    let from = Day::new(first.year, first.month, 1)?;
    let to = Day::new(last.year, last.month, 1)?.plus_months(1).plus_days(-1);
    Some(spans.iter().fold(Period { from, to }, |so_far, span| Period {
        from: so_far.from.min(span.period.from),
        to: so_far.to.max(span.period.to),
    }))
}
