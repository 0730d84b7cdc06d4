//! The year as months with their deadlines.

use std::collections::BTreeMap;

use kernel::{Day, swedish};
use maud::{Markup, html};

use crate::state::{State, state_tag};
use crate::sv;
use crate::text::Text;

/// Something on a day.
#[derive(Debug, Clone)]
pub struct CalendarEntry<'a> {
    /// The day, or the first of several.
    pub day: Day,
    /// The last of several; absent for a single day.
    pub until: Option<Day>,
    /// What.
    pub title: Text<'a>,
    /// A line more, such as the period it covers; empty when there is none.
    pub note: Text<'a>,
    /// Where it leads; empty when nowhere.
    pub href: Text<'a>,
    /// How far it has come, when that is told.
    pub state: Option<State>,
}

/// The months that have something in them, in order, with today marked between what has been and what comes.
pub fn calendar(entries: &[CalendarEntry<'_>], today: Option<Day>) -> Markup {
    let mut months: BTreeMap<(i16, i8), Vec<&CalendarEntry<'_>>> = BTreeMap::new();
    for entry in entries {
        months.entry((entry.day.year(), entry.day.month())).or_default().push(entry);
    }
    if let Some(today) = today {
        months.entry((today.year(), today.month())).or_default();
    }
    for list in months.values_mut() {
        list.sort_by_key(|entry| entry.day);
    }
    html! {
        ol.calendar role="list" {
            @for ((year, month), list) in months {
                @let here = today.is_some_and(|day| (day.year(), day.month()) == (year, month));
                li.month .now[here] {
                    h3 { (swedish::month(month)) " " span { (year) } }
                    ul role="list" {
                        @let (before, after) = list.split_at(list.partition_point(|entry| today.is_some_and(|day| entry.day < day)));
                        @for entry in before { (one(entry)) }
                        @if let Some(today) = today.filter(|_| here) {
                            li.entry.today { p.entry-day { (swedish::day_of_year(today)) } p { (sv::TODAY) } }
                        }
                        @for entry in after { (one(entry)) }
                    }
                }
            }
        }
    }
}

/// *8 april*, *1–30 november*.
fn days(entry: &CalendarEntry<'_>) -> Markup {
    let first = swedish::day_of_year(entry.day);
    match entry.until.filter(|until| *until > entry.day) {
        None => html! { time datetime=(entry.day) { (first) } },
        Some(until) => {
            let last = swedish::day_of_year(until);
            let same_month = (until.year(), until.month()) == (entry.day.year(), entry.day.month());
            let first =
                if same_month { first.split(' ').next().unwrap_or_default().to_owned() } else { format!("{first} ") };
            let dash = if same_month { "–" } else { "– " };
            html! { time datetime=(entry.day) { (first) } (dash) time datetime=(until) { (last) } }
        }
    }
}

fn one(entry: &CalendarEntry<'_>) -> Markup {
    html! {
        li.entry {
            p.entry-day { (days(entry)) }
            div {
                p { @if entry.href.is_empty() { (entry.title) } @else { a href=(entry.href) { (entry.title) } } }
                @if !entry.note.is_empty() { p.entry-note { (entry.note) } }
            }
            @if let Some(state) = entry.state { (state_tag(state)) }
        }
    }
}
