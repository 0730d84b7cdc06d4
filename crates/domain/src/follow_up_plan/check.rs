//! What is wrong with a plan: every fault at once, with its place.

use std::collections::BTreeSet;

use kernel::Day;

use super::model::{
    Adoption, LONGEST_IN_ALL, LONGEST_LINE, LONGEST_TEXT, MOST_MOMENTS, MOST_RESULTS, MOST_SECTIONS, Moment, Plan,
    Shows,
};

/// Where in a plan something stands; numbers from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The title.
    Title,
    /// The line below it.
    Subtitle,
    /// The days that it holds.
    Holds,
    /// The sections as a whole.
    Sections,
    /// The kind of the first heading.
    Level,
    /// The heading of a section.
    Heading(usize),
    /// The text of a section.
    Text(usize),
    /// What a section shows.
    Shows(usize),
    /// The moments as a whole.
    Moments,
    /// The title of a moment.
    MomentTitle(usize),
    /// The text of a moment.
    MomentText(usize),
    /// How often a moment is.
    MomentTimes(usize),
    /// The days of a moment.
    MomentPeriod(usize),
    /// The table of results as a whole.
    Results,
    /// What a row is about.
    What(usize),
    /// How.
    How(usize),
}

/// What is wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Nothing is written.
    Missing,
    /// It is longer than so many characters.
    Long(usize),
    /// The last day lies before the first.
    Backwards,
    /// It lies outside the days that the plan holds.
    Outside,
    /// There are more than so many.
    Many(usize),
    /// A moment is at least once and at most twelve times a year.
    Times,
    /// Something else has the same name.
    Twice,
    /// A plan has at least one.
    NoneAtAll,
    /// The moments stand in no section, so that nobody reads them.
    NotShown,
    /// The days lie outside the plan's year.
    NotItsYear,
    /// A plan begins with a chapter.
    NotChapter,
    /// All of it together is longer than so many characters.
    LongInAll(usize),
}

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where.
    pub part: Part,
    /// What.
    pub wrong: Wrong,
}

struct Found(Vec<Fault>);

impl Found {
    fn add(&mut self, part: Part, wrong: Wrong) {
        self.0.push(Fault { part, wrong });
    }
    fn line(&mut self, part: Part, text: &str, needed: bool) {
        if needed && text.trim().is_empty() {
            self.add(part, Wrong::Missing);
        } else if text.chars().count() > LONGEST_LINE {
            self.add(part, Wrong::Long(LONGEST_LINE));
        }
    }
    fn text(&mut self, part: Part, text: &str) {
        if text.chars().count() > LONGEST_TEXT {
            self.add(part, Wrong::Long(LONGEST_TEXT));
        }
    }
    fn most(&mut self, part: Part, there: usize, most: usize) {
        if there > most {
            self.add(part, Wrong::Many(most));
        }
    }
}

/// Everything that keeps the plan from being saved or adopted, in the order in which it is read.
pub fn check(plan: &Plan) -> Vec<Fault> {
    let mut found = Found(Vec::new());
    found.line(Part::Title, &plan.title, true);
    found.line(Part::Subtitle, &plan.subtitle, false);
    if plan.holds.to < plan.holds.from {
        found.add(Part::Holds, Wrong::Backwards);
    }
    if plan.holds.to.year() < plan.year || plan.holds.from.year() > plan.year {
        found.add(Part::Holds, Wrong::NotItsYear);
    }
    if plan.sections.is_empty() {
        found.add(Part::Sections, Wrong::NoneAtAll);
    }
    // Headings of a lower kind stand below one.
    if plan.sections.first().is_some_and(|first| first.level != 1) {
        found.add(Part::Level, Wrong::NotChapter);
    }
    let texts = plan.sections.iter().map(|section| &section.text).chain(plan.moments.iter().map(|moment| &moment.text));
    if texts.map(|text| text.chars().count()).sum::<usize>() > LONGEST_IN_ALL {
        found.add(Part::Sections, Wrong::LongInAll(LONGEST_IN_ALL));
    }
    found.most(Part::Sections, plan.sections.len(), MOST_SECTIONS);
    for (at, section) in plan.sections.iter().enumerate() {
        found.line(Part::Heading(at), &section.heading, true);
        found.text(Part::Text(at), &section.text);
        if section.shows != Shows::Nothing && plan.sections[..at].iter().any(|other| other.shows == section.shows) {
            found.add(Part::Shows(at), Wrong::Twice);
        }
    }
    found.most(Part::Moments, plan.moments.len(), MOST_MOMENTS);
    let mut titles = BTreeSet::new();
    for (at, moment) in plan.moments.iter().enumerate() {
        of_moment(plan, at, moment, &mut titles, &mut found);
    }
    found.most(Part::Results, plan.results.len(), MOST_RESULTS);
    for (at, row) in plan.results.iter().enumerate() {
        found.line(Part::What(at), &row.what, true);
        found.line(Part::How(at), &row.how, true);
    }
    let shown = |what: Shows| plan.sections.iter().any(|section| section.shows == what);
    if !plan.moments.is_empty() && !shown(Shows::Moments) {
        found.add(Part::Moments, Wrong::NotShown);
    }
    if !plan.results.is_empty() && !shown(Shows::Results) {
        found.add(Part::Results, Wrong::NotShown);
    }
    found.0
}

fn of_moment(plan: &Plan, at: usize, moment: &Moment, titles: &mut BTreeSet<String>, found: &mut Found) {
    found.line(Part::MomentTitle(at), &moment.title, true);
    let title = kernel::swedish::fold(moment.title.trim());
    if !title.is_empty() && !titles.insert(title) {
        found.add(Part::MomentTitle(at), Wrong::Twice);
    }
    found.text(Part::MomentText(at), &moment.text);
    if !(1..=12).contains(&moment.times) {
        found.add(Part::MomentTimes(at), Wrong::Times);
    }
    if moment.period.to < moment.period.from {
        found.add(Part::MomentPeriod(at), Wrong::Backwards);
    } else if !is_near(plan, moment.period.from) || !is_near(plan, moment.period.to) {
        found.add(Part::MomentPeriod(at), Wrong::Outside);
    }
}

/// What the year comes to is told in the months after it: a moment may lie within half a year of the days that the plan holds.
fn is_near(plan: &Plan, day: Day) -> bool {
    const AFTERWARDS: i32 = 183;
    plan.holds.from <= day && day <= plan.holds.to.plus_days(AFTERWARDS)
}

impl Adoption {
    /// The fields that are empty or too long, by their place: case number, deciding body, political body, process owner.
    pub fn faults(&self) -> Vec<(usize, Wrong)> {
        let fields = [&self.case_number, &self.decided_by, &self.political_body, &self.process_owner];
        let wrong = |text: &String| match text.trim().chars().count() {
            0 => Some(Wrong::Missing),
            count if count > LONGEST_LINE => Some(Wrong::Long(LONGEST_LINE)),
            _ => None,
        };
        fields.into_iter().enumerate().filter_map(|(at, text)| Some((at, wrong(text)?))).collect()
    }
}
