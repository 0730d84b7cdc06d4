//! What two documents of a year differ in: as consequences that a person can weigh before publishing, and line by
//! line. Pure.

use std::collections::BTreeMap;

use domain::year::{Item, Year};
use kernel::Day;

/// One thing that differs. Titles are the documents' own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An occasion is new: title and last day.
    OccasionAdded(String, Day),
    /// An occasion is gone.
    OccasionRemoved(String),
    /// An occasion has another last day.
    Deadline {
        /// Its title now.
        title: String,
        /// The day before.
        from: Day,
        /// The day now.
        to: Day,
    },
    /// An occasion is called something else.
    OccasionRenamed(String, String),
    /// An item is asked that was not: its title and its occasion's.
    ItemAdded(String, String),
    /// An item is no longer asked.
    ItemRemoved(String, String),
    /// An item is handed in at another occasion: title, before, now.
    ItemMoved(String, String, String),
    /// An item is asked of others, or at another level.
    ItemAsked(String),
    /// An item covers other days or people.
    ItemCovers(String),
    /// An item is answered with other headings, columns or another form.
    ItemAnswered(String),
    /// An item's title, instruction or templates read otherwise.
    ItemWords(String),
    /// So many contract areas are new or gone.
    Areas(usize, usize),
    /// So many target values are new, gone or have another value.
    Targets(usize),
    /// The columns of the complaint table differ: new, gone, changed.
    ComplaintColumns(usize, usize, usize),
    /// Other parts of how complaints are told differ.
    ComplaintWords,
    /// Activities of the calendar differ.
    Activities,
    /// When reminders go, or to whom, differs.
    Reminders,
    /// Something else differs, such as goals, indicators or support for analysis.
    Elsewhere,
}

/// Everything that differs, what weighs most first. Against nothing, everything is new.
pub fn between(old: Option<&Year>, new: &Year) -> Vec<Change> {
    let mut changes = Vec::new();
    occasions(old, new, &mut changes);
    items(old, new, &mut changes);
    let Some(old) = old else { return changes };
    rest(old, new, &mut changes);
    changes
}

fn occasions(old: Option<&Year>, new: &Year, changes: &mut Vec<Change>) {
    for occasion in &new.occasions {
        let title = occasion.title.as_sv().to_owned();
        match old.and_then(|year| year.occasion(occasion.slug.as_str())) {
            None => changes.push(Change::OccasionAdded(title, occasion.deadline)),
            Some(before) => {
                if before.deadline != occasion.deadline {
                    let (from, to) = (before.deadline, occasion.deadline);
                    changes.push(Change::Deadline { title: title.clone(), from, to });
                }
                if before.title != occasion.title {
                    changes.push(Change::OccasionRenamed(before.title.as_sv().to_owned(), title));
                }
            }
        }
    }
    let gone = old.into_iter().flat_map(|year| &year.occasions).filter(|o| new.occasion(o.slug.as_str()).is_none());
    changes.extend(gone.map(|occasion| Change::OccasionRemoved(occasion.title.as_sv().to_owned())));
}

fn occasion_title(year: &Year, item: &Item) -> String {
    year.occasion(item.occasion.as_str()).map(|occasion| occasion.title.as_sv().to_owned()).unwrap_or_default()
}

fn items(old: Option<&Year>, new: &Year, changes: &mut Vec<Change>) {
    for item in &new.items {
        let title = item.title.as_sv().to_owned();
        let Some((year, before)) = old.and_then(|year| year.item(item.slug.as_str()).map(|item| (year, item))) else {
            changes.push(Change::ItemAdded(title, occasion_title(new, item)));
            continue;
        };
        if before.occasion != item.occasion {
            changes.push(Change::ItemMoved(title.clone(), occasion_title(year, before), occasion_title(new, item)));
        }
        let asked = before.level != item.level
            || year.regimes_of(before) != new.regimes_of(item)
            || year.collected_of(before) != new.collected_of(item);
        if asked || before.applies_to != item.applies_to {
            changes.push(Change::ItemAsked(title.clone()));
        }
        let covers = |item: &Item| (item.period, item.cohort.clone(), item.carry_over.clone(), item.figures_as_of);
        if covers(before) != covers(item) {
            changes.push(Change::ItemCovers(title.clone()));
        }
        if before.form != item.form {
            changes.push(Change::ItemAnswered(title.clone()));
        }
        let said = |item: &Item| {
            let (title, instruction) = (item.title.clone(), item.instruction.clone());
            (title, instruction, item.templates.clone(), item.analysed_in.clone(), item.separate_signer)
        };
        if said(before) != said(item) {
            changes.push(Change::ItemWords(title));
        }
    }
    if let Some(old) = old {
        let gone = old.items.iter().filter(|item| new.item(item.slug.as_str()).is_none());
        changes.extend(gone.map(|item| Change::ItemRemoved(item.title.as_sv().to_owned(), occasion_title(old, item))));
    }
}

fn rest(old: &Year, new: &Year, changes: &mut Vec<Change>) {
    let areas_in =
        |year: &Year, other: &Year| year.areas.iter().filter(|a| other.area(a.slug.as_str()).is_none()).count();
    let (added, gone) = (areas_in(new, old), areas_in(old, new));
    if added + gone > 0 {
        changes.push(Change::Areas(added, gone));
    }
    let targets = |year: &Year| -> BTreeMap<_, _> {
        let of = |t: &domain::year::Target| (t.indicator.to_string(), t.regime, t.area.clone());
        year.targets.iter().map(|t| (of(t), (t.value, t.example, t.to_decide))).collect()
    };
    let (before, after) = (targets(old), targets(new));
    let differ = after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count()
        + before.keys().filter(|key| !after.contains_key(*key)).count();
    if differ > 0 {
        changes.push(Change::Targets(differ));
    }
    complaints(old, new, changes);
    if old.activities != new.activities {
        changes.push(Change::Activities);
    }
    if old.reminders != new.reminders {
        changes.push(Change::Reminders);
    }
    let other = |year: &Year| {
        let named = (year.title.clone(), year.introduction.clone(), year.provenance.clone(), year.authority.clone());
        let kept = (year.goals.clone(), year.traits.clone(), year.indicators.clone());
        (named, kept, year.focus_areas.clone(), year.support.clone(), year.publications.clone())
    };
    let details =
        |year: &Year| year.occasions.iter().map(|o| (o.address.clone(), o.note.clone(), o.example)).collect::<Vec<_>>();
    if other(old) != other(new) || details(old) != details(new) {
        changes.push(Change::Elsewhere);
    }
}

fn complaints(old: &Year, new: &Year, changes: &mut Vec<Change>) {
    let columns = |year: &Year| -> BTreeMap<String, domain::year::Column> {
        let parts = [("", &year.complaints.columns), ("abuse.", &year.complaints.abuse_columns)];
        parts
            .into_iter()
            .flat_map(|(part, columns)| columns.iter().map(move |c| (format!("{part}{}", c.slug), c.clone())))
            .collect()
    };
    let (before, after) = (columns(old), columns(new));
    let added = after.keys().filter(|key| !before.contains_key(*key)).count();
    let gone = before.keys().filter(|key| !after.contains_key(*key)).count();
    let changed = after.iter().filter(|(key, column)| before.get(*key).is_some_and(|b| b != *column)).count();
    if added + gone + changed > 0 {
        changes.push(Change::ComplaintColumns(added, gone, changed));
    }
    let words = |year: &Year| {
        let c = &year.complaints;
        let told = (c.principles.clone(), c.definition.clone(), c.categories.clone());
        (told, c.abuse_heading.clone(), c.abuse_instruction.clone(), c.zero_question_at, (c.clock, c.letters))
    };
    if words(old) != words(new) {
        changes.push(Change::ComplaintWords);
    }
}

/// Lines that differ, beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The number of its first line in the earlier text, from 1.
    pub old_line: usize,
    /// The number of its first line in the later text, from 1.
    pub new_line: usize,
    /// The earlier lines, with a line before and after where there is one.
    pub before: String,
    /// The later lines.
    pub after: String,
    /// The heading of the document that the later lines stand under, such as `[[items]] klagomal-t1` or
    /// `[[targets]] avbrott, agreement`.
    pub under: String,
}

/// A table of lengths larger than this is not made: what lies between the equal beginnings and ends is then one hunk.
const MOST_CELLS: usize = 4_000_000;

/// The lines that differ between two texts, in their order.
pub fn lines(old: &str, new: &str) -> Vec<Hunk> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let kept = matches(&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut hunks = Vec::new();
    let (mut i, mut j) = (start, start);
    let tail = (old.len() - end, new.len() - end);
    for (a, b) in kept.into_iter().map(|(a, b)| (a + start, b + start)).chain([tail]) {
        if i < a || j < b {
            hunks.push(hunk(&old, &new, (i, a), (j, b)));
        }
        (i, j) = (a + 1, b + 1);
    }
    hunks
}

/// The pairs of equal lines of a longest common subsequence.
fn matches(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut table = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i * width + j] = if old[i] == new[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// What a heading's block is about, in the document's own words: its stable name, or that of the indicator a target is
/// for, with the regime and the area it holds for.
fn named(block: &[&str]) -> String {
    let own: Vec<&str> = block.iter().take_while(|line| !line.starts_with('[')).copied().collect();
    let value = |key: &str| {
        let line = own.iter().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
        Some(line.split('#').next().unwrap_or_default().trim().trim_matches('"').to_owned())
    };
    let all = ["slug", "indicator", "regime", "area"];
    all.into_iter().filter_map(value).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn hunk(old: &[&str], new: &[&str], (i, a): (usize, usize), (j, b): (usize, usize)) -> Hunk {
    let head = (0..b.min(new.len())).rev().find(|&at| new[at].starts_with('['));
    let under = head.map(|at| format!("{} {}", new[at], named(&new[at + 1..])).trim_end().to_owned());
    Hunk {
        old_line: i + 1,
        new_line: j + 1,
        before: old[i..a].join("\n"),
        after: new[j..b].join("\n"),
        under: under.unwrap_or_default(),
    }
}
