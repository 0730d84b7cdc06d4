//! The checklist of a year: what is looked at and asked at a visit, and why.

use std::collections::BTreeSet;

use kernel::closed;
use serde::{Deserialize, Serialize};

/// The most points of a checklist.
pub const MOST_POINTS: usize = 60;
/// The most characters of a title.
const LONGEST_TITLE: usize = 200;
/// The most characters of a help text or a source.
const LONGEST_HELP: usize = 1_000;

closed! {
    /// How a point is answered.
    PointKind {
        /// Met, partly, not, or not looked at; with words where there is something to say.
        Judged = "bedoms",
        /// With words alone.
        Words = "text",
    }
}

/// A point of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Its stable name: letters a to z, digits and hyphens.
    pub slug: String,
    /// What is looked at.
    pub title: String,
    /// How it is looked at.
    #[serde(default)]
    pub help: String,
    /// How it is answered.
    pub kind: PointKind,
    /// Why it is asked: a law, the plan, an agreement.
    #[serde(default)]
    pub source: String,
}

/// A checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    #[serde(default)]
    pub provenance: String,
    /// Its points, in order.
    pub points: Vec<Point>,
}

/// What is wrong with a checklist; the numbers are places of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It has no point.
    NoPoints,
    /// It has more points than anybody asks at a visit.
    TooMany(usize),
    /// The point has no title.
    NoTitle(usize),
    /// The title of the point is too long.
    LongTitle(usize),
    /// The help or the source of the point is too long.
    LongText(usize),
    /// The point is called as another.
    Twice(usize),
}

impl Checklist {
    /// What is wrong with it, the first of each point.
    pub fn wrong(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        if self.points.is_empty() {
            wrong.push(Wrong::NoPoints);
        }
        if self.points.len() > MOST_POINTS {
            wrong.push(Wrong::TooMany(self.points.len()));
        }
        let mut titles = BTreeSet::new();
        for (at, point) in self.points.iter().enumerate() {
            let long = |text: &str, most: usize| text.chars().count() > most;
            if point.title.trim().is_empty() {
                wrong.push(Wrong::NoTitle(at));
            } else if long(&point.title, LONGEST_TITLE) {
                wrong.push(Wrong::LongTitle(at));
            } else if !titles.insert(kernel::swedish::fold(&point.title)) {
                wrong.push(Wrong::Twice(at));
            } else if long(&point.help, LONGEST_HELP) || long(&point.source, LONGEST_HELP) {
                wrong.push(Wrong::LongText(at));
            }
        }
        wrong
    }

    /// The point of that name.
    pub fn point(&self, slug: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.slug == slug)
    }
}

/// The shipped example.
///
/// # Panics
/// Never: a test reads it.
pub fn example() -> Checklist {
    let text = include_str!("../../../../config/visit-checklist.toml");
    toml::from_str(text).unwrap_or_else(|error| unreachable!("the shipped checklist cannot be read: {error}"))
}

/// A stable name for a point of that title which none of the taken ones is.
pub fn free_slug(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut base = String::new();
    for letter in kernel::swedish::fold(title).chars() {
        let plain = match letter {
            '\u{e5}' | '\u{e4}' => 'a',
            '\u{f6}' => 'o',
            '\u{e9}' => 'e',
            other => other,
        };
        if plain.is_ascii_lowercase() || plain.is_ascii_digit() {
            base.push(plain);
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let base: String = base.chars().take(40).collect();
    let base = base.trim_matches('-');
    // It ends in a letter, so that a number after it is never part of it.
    let base = if base.is_empty() { "punkt".to_owned() } else { format!("{}-p", base.trim_end_matches('-')) };
    if !taken(&base) {
        return base;
    }
    (2..=u32::MAX).map(|number| format!("{base}{number}p")).find(|slug| !taken(slug)).unwrap_or(base)
}
