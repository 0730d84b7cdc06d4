//! Next year from this one, in one action: every day a year later, titles with the new year, targets to be decided.

use kernel::{Day, Label, Period};

use super::model::{CarryOver, Form, Item, Year};
use super::sv;

/// The year after, as a draft to be read through. What changes:
///
/// * Days keep their day and month. The last day of a month stays the last day of that month, so that a period that
///   ends on 28 February ends on the 29th in a leap year and the other way round. Deadlines do not move off weekends
///   by themselves: [`super::check()`] gives a notice with the next working day, and a person decides.
/// * Where a text of the year's own (title, occasions, items, activities) names this year or the one before or after,
///   it names the year after that. Definitions of complaints and indicators and the note of provenance stay.
/// * Targets keep their values as proposals, marked to be decided.
/// * Complaints that came after the last day of this year's last complaint report belong to no report of it. The first of
///   the next year takes them along, reported afterwards, where it takes no earlier days already.
/// * The focus areas themselves are not part of a year; they are what this year's annual reports name.
#[must_use]
pub fn copy_to_next_year(year: &Year) -> Year {
    let mut next = year.clone();
    let old = year.year;
    next.year = old + 1;
    renamed(&mut next.title, old);
    next.introduction.iter_mut().for_each(|text| renamed(text, old));
    for occasion in &mut next.occasions {
        occasion.deadline = day_next_year(occasion.deadline);
        occasion.figures_as_of = occasion.figures_as_of.map(day_next_year);
        renamed(&mut occasion.title, old);
        occasion.note.iter_mut().for_each(|text| renamed(text, old));
    }
    for item in &mut next.items {
        renamed(&mut item.title, old);
        item.instruction.iter_mut().for_each(|text| renamed(text, old));
        item.period.iter_mut().for_each(moved);
        if let Form::Narrative(sections) = &mut item.form {
            sections.iter_mut().flat_map(|section| &mut section.period).for_each(moved);
        }
        item.figures_as_of = item.figures_as_of.map(day_next_year);
        item.cohort.iter_mut().for_each(|cohort| moved(&mut cohort.completed));
        if let Some(carry) = &mut item.carry_over {
            moved(&mut carry.unreported);
            carry.note.iter_mut().for_each(|text| renamed(text, old));
        }
        if let Form::Narrative(sections) = &mut item.form {
            for section in sections {
                renamed(&mut section.title, old);
                section.instruction.iter_mut().for_each(|text| renamed(text, old));
            }
        }
    }
    for activity in &mut next.activities {
        moved(&mut activity.period);
        renamed(&mut activity.title, old);
        activity.text.iter_mut().for_each(|text| renamed(text, old));
    }
    for target in &mut next.targets {
        target.to_decide = true;
    }
    take_late_complaints(year, &mut next);
    next
}

/// The complaint reports that are handed in at the level of the item, by their place, with their days.
fn complaint_reports<'y>(items: &'y [Item], like: &Item) -> impl Iterator<Item = (usize, Period)> + 'y {
    let level = like.level;
    let ours = move |item: &&Item| item.form == Form::Complaints && item.level == level;
    items.iter().enumerate().filter(move |(_, item)| ours(item)).filter_map(|(at, item)| Some((at, item.period?)))
}

fn take_late_complaints(year: &Year, next: &mut Year) {
    let mut levels: Vec<&Item> = Vec::new();
    for item in year.items.iter().filter(|item| item.form == Form::Complaints) {
        if levels.iter().all(|other| other.level != item.level) {
            levels.push(item);
        }
    }
    for like in levels {
        let last = complaint_reports(&year.items, like).map(|(_, period)| period.to).max();
        let first = complaint_reports(&next.items, like).min_by_key(|(at, period)| (period.from, period.to, *at));
        let (Some(last), Some((at, period))) = (last, first) else { continue };
        let unreported = Period { from: last.plus_days(1), to: period.from.plus_days(-1) };
        if let Some(item) = next.items.get_mut(at).filter(|item| item.carry_over.is_none())
            && unreported.from <= unreported.to
        {
            item.carry_over = Some(CarryOver { unreported, note: Some(sv::late_complaints(unreported)) });
        }
    }
}

/// The same day a year later.
fn day_next_year(day: Day) -> Day {
    day_later(day, 1)
}

/// The same day so many years later; the last day of February stays the last day of February.
pub(crate) fn day_later(day: Day, years: i16) -> Day {
    let last = day.month() == 2 && day.plus_days(1).month() == 3;
    if last { day.plus_days(1).plus_years(years).plus_days(-1) } else { day.plus_years(years) }
}

fn moved(period: &mut Period) {
    *period = Period { from: day_next_year(period.from), to: day_next_year(period.to) };
}

fn renamed(label: &mut Label, old: i16) {
    *label = label.map(|text| years_later(text, old, 1));
}

/// The text with each year near `old` so many years later. Only numbers of their own count: not part of a longer number,
/// of a date such as 2024-04-08, of the name of a statute such as 2010:800 or of a case number such as 2024/123.
pub(crate) fn years_later(text: &str, old: i16, years: i16) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|letter| letter.is_ascii_digit()).count();
        if run == 0 {
            out.push(letters[at]);
            at += 1;
            continue;
        }
        let digits: String = letters[at..at + run].iter().collect();
        let statute =
            letters.get(at + run) == Some(&':') && letters.get(at + run + 1).is_some_and(char::is_ascii_digit);
        // A school year is two years with a stroke between; anything else after a stroke is the number of a case.
        let after = letters.get(at + run + 1..).unwrap_or_default();
        let length = after.iter().take_while(|letter| letter.is_ascii_digit()).count();
        let case = letters.get(at + run) == Some(&'/') && length > 0 && length != 4;
        match digits.parse::<i16>() {
            Ok(number) if run == 4 && !statute && !case && (old - 1..=old + 1).contains(&number) => {
                out.push_str(&(number + years).to_string());
            }
            _ => out.push_str(&digits),
        }
        at += run;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_text_move_and_other_numbers_do_not() {
        for (text, moved) in [
            ("Kvalitetsarbete 2024", "Kvalitetsarbete 2025"),
            (
                "orapporterat från december 2023, läsåret 2024/2025",
                "orapporterat från december 2024, läsåret 2025/2026",
            ),
            ("SFS 2024:123, 12024 elever, 2010:800, 2022", "SFS 2024:123, 12024 elever, 2010:800, 2022"),
        ] {
            assert_eq!(years_later(text, 2024, 1), moved);
        }
    }

    #[test]
    fn the_last_day_of_february_stays_the_last_and_other_days_keep_their_date() {
        let next = |y, m, d| Day::new(y, m, d).map(|day| day_next_year(day).to_string());
        assert_eq!(next(2024, 2, 29).as_deref(), Some("2025-02-28"));
        assert_eq!(next(2027, 2, 28).as_deref(), Some("2028-02-29"));
        assert_eq!(next(2024, 2, 28).as_deref(), Some("2025-02-28"));
        assert_eq!(next(2024, 4, 8).as_deref(), Some("2025-04-08"));
    }
}
