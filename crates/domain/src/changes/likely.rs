//! What has perhaps only changed its stable name: pairs of what goes away and what is new, for whoever publishes to say.

use std::collections::BTreeSet;
use std::mem::discriminant;

use super::form::{Carried, Field, fields};
use crate::year::{Item, Occasion, Year};

/// So alike must two names be, of 1, for somebody to be asked whether they are the same thing.
const NEAR: f64 = 0.5;

/// How alike two names are, from 0 to 1: the share of their pairs of letters that both have (Dice's coefficient).
fn alike(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        let pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if pairs.is_empty() { letters.first().map(|one| (*one, ' ')).into_iter().collect() } else { pairs }
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    if all == 0 {
        return 0.0;
    }
    let mut both = 0_u32;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            both += 1;
        }
    }
    f64::from(2 * both) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

/// So short words tell things apart by a single letter: *män*, *man*.
const SHORT: usize = 5;

/// Whether two words are one with a slip of the pen, or with another ending.
fn slip(a: &[char], b: &[char]) -> bool {
    if a.len().min(b.len()) < SHORT {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - end], &b[..b.len() - end]) {
        ([], rest) | (rest, []) => rest.len() <= 2,
        ([_], [_]) => true,
        ([one, two], [first, second]) => one == second && two == first,
        _ => false,
    }
}

/// Whether nearly all of two titles is the same: the same words but for slips of the pen, or with one word more. A number
/// or a negation more is another question.
fn nearly_the_same(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<Vec<char>> {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| word.chars().collect()).collect()
    };
    let (a, mut more) = (words(a), words(b));
    let all = a.len().max(more.len());
    let mut lacking: Vec<Vec<char>> = Vec::new();
    for word in a {
        match more.iter().position(|other| *other == word) {
            Some(at) => drop(more.remove(at)),
            None => lacking.push(word),
        }
    }
    lacking.retain(|word| match more.iter().position(|other| slip(word, other)) {
        Some(at) => {
            more.remove(at);
            false
        }
        None => true,
    });
    let tells_apart = |word: &Vec<char>| {
        let text: String = word.iter().collect();
        word.iter().any(char::is_ascii_digit) || ["inte", "ej", "utan", "icke", "ingen", "inga"].contains(&&*text)
    };
    match (lacking.as_slice(), more.as_slice()) {
        ([], []) => all > 0,
        ([one], []) | ([], [one]) => all > 2 && !tells_apart(one),
        _ => false,
    }
}

/// The nearest pairs first, each thing in one of them.
fn pairs(mut near: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gone, mut new) = (BTreeSet::new(), BTreeSet::new());
    let free = |(_, from, to): &(f64, usize, usize)| {
        let is_free = !gone.contains(from) && !new.contains(to);
        if is_free {
            gone.insert(*from);
            new.insert(*to);
        }
        is_free
    };
    let mut pairs: Vec<(usize, usize)> = near.into_iter().filter(free).map(|(_, from, to)| (from, to)).collect();
    pairs.sort_unstable();
    pairs
}

/// Where the answers to what goes away likely belong: a new question of the same kind in the same table whose title is
/// nearly all the same. A proposal, which stands chosen before anybody has answered; of what is only alike nothing is
/// proposed (*Anmäld till rektor*, *Anmäld till polis*), and whoever publishes says what is so.
pub fn likely(old: (&Year, &Item), new: (&Year, &Item)) -> Vec<Carried> {
    if discriminant(&old.1.form) != discriminant(&new.1.form) {
        return Vec::new();
    }
    let (before, now) = (fields(old.0, old.1), fields(new.0, new.1));
    let without = |of: &[Field], field: &Field| {
        !of.iter().any(|one| one.spot.table == field.spot.table && one.spot.slug == field.spot.slug)
    };
    let gone: Vec<&Field> = before.iter().filter(|field| without(&now, field)).collect();
    let new: Vec<&Field> = now.iter().filter(|field| without(&before, field)).collect();
    let mut near = Vec::new();
    for (from, old) in gone.iter().enumerate() {
        for (to, field) in new.iter().enumerate() {
            let same = old.spot.table == field.spot.table && discriminant(&old.kind) == discriminant(&field.kind);
            if same && nearly_the_same(&old.spot.title, &field.spot.title) {
                near.push((alike(&old.spot.title, &field.spot.title), from, to));
            }
        }
    }
    let step = |(from, to): (usize, usize)| Carried {
        table: gone[from].spot.table.clone(),
        before: gone[from].spot.slug.clone(),
        now: new[to].spot.slug.clone(),
    };
    pairs(near).into_iter().map(step).collect()
}

/// Something that goes away and something new that may be the same, by stable names and titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// The stable name that goes away.
    pub before: String,
    /// What it is called.
    pub before_title: String,
    /// The new stable name.
    pub now: String,
    /// What that is called.
    pub now_title: String,
}

fn occasion<'a>(year: &'a Year, item: &Item) -> Option<&'a Occasion> {
    year.occasion(item.occasion.as_str())
}

fn titled(year: &Year, item: &Item) -> String {
    let occasion = occasion(year, item).map_or("", |occasion| occasion.title.as_sv());
    format!("{}, {occasion}", item.title.as_sv())
}

/// Items that go away while one answered by the same form comes, near in title or at the same last day. What was written and
/// handed in belongs to the stable name, so the same item under another one begins anew.
pub fn likely_items(old: &Year, new: &Year) -> Vec<Likely> {
    let gone: Vec<&Item> = old.items.iter().filter(|item| new.item(item.slug.as_str()).is_none()).collect();
    let come: Vec<&Item> = new.items.iter().filter(|item| old.item(item.slug.as_str()).is_none()).collect();
    let mut near = Vec::new();
    for (from, before) in gone.iter().enumerate() {
        for (to, now) in come.iter().enumerate() {
            let same_form = discriminant(&before.form) == discriminant(&now.form);
            let last_day = |year, item| occasion(year, item).map(|occasion| occasion.deadline);
            let same_day = last_day(old, before) == last_day(new, now);
            let named =
                alike(before.title.as_sv(), now.title.as_sv()).max(alike(before.slug.as_str(), now.slug.as_str()));
            if same_form && (named >= NEAR || same_day) {
                near.push((named + if same_day { 1.0 } else { 0.0 }, from, to));
            }
        }
    }
    let pair = |(from, to): (usize, usize)| Likely {
        before: gone[from].slug.to_string(),
        before_title: titled(old, gone[from]),
        now: come[to].slug.to_string(),
        now_title: titled(new, come[to]),
    };
    pairs(near).into_iter().map(pair).collect()
}

/// Occasions that go away while all of their items that are still asked are asked at a new one: the same occasion under
/// another stable name. What is asked follows its items.
pub fn renamed_occasions(old: &Year, new: &Year) -> Vec<Likely> {
    let gone = old.occasions.iter().filter(|one| new.occasion(one.slug.as_str()).is_none());
    let renamed = gone.filter_map(|before| {
        let items = old.items.iter().filter(|item| item.occasion == before.slug);
        let now: BTreeSet<&str> =
            items.filter_map(|item| new.item(item.slug.as_str())).map(|item| item.occasion.as_str()).collect();
        let only = now.first().filter(|_| now.len() == 1).filter(|slug| old.occasion(slug).is_none())?;
        let now = new.occasion(only)?;
        Some(Likely {
            before: before.slug.to_string(),
            before_title: before.title.as_sv().to_owned(),
            now: now.slug.to_string(),
            now_title: now.title.as_sv().to_owned(),
        })
    });
    renamed.collect()
}
