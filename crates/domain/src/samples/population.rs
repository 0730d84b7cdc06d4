//! The population: as a text, its hash, and the draw out of it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::participations::PersonKey;

/// The first line of the text of a population. Another number means another form.
const HEAD: &str = "tertial sample population 1";

/// A case that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// What it is known by: 16 hexadecimal digits that tell nobody who it is.
    pub key: String,
    /// The group that it is drawn in.
    pub stratum: String,
}

/// Everything that can be drawn, in the order of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    members: Vec<Member>,
}

/// Why a text or a list is no population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPopulation {
    /// There is nobody in it.
    #[error("an empty population")]
    Empty,
    /// The same case stands twice.
    #[error("the same case twice")]
    Twice,
    /// It does not begin as one does.
    #[error("not a population of this form")]
    Head,
    /// The line of that number, from 1, is no case.
    #[error("line {0} is no case")]
    Line(usize),
}

fn is_key(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn is_stratum(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        text
    })
}

/// SHA-256 of the text, in hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// What a student at a provider is known by in one sample: the same student has another key in another sample, and nobody who has not the
/// authority's keyed hashes can tell who it is.
pub fn case_key(sample: &str, provider: &str, person: PersonKey) -> String {
    let whole = sha256(&format!("tertial sample case 1\n{sample}\n{provider}\n{}", hex(&person.0)));
    whole.chars().take(16).collect()
}

impl Population {
    /// Puts the members in order.
    ///
    /// # Errors
    /// [`NotAPopulation`] where there are none, where one stands twice or where one is none.
    pub fn new(mut members: Vec<Member>) -> Result<Self, NotAPopulation> {
        members.sort();
        if members.is_empty() {
            return Err(NotAPopulation::Empty);
        }
        let wrong = members.iter().position(|one| !is_key(&one.key) || !is_stratum(&one.stratum));
        if let Some(at) = wrong {
            return Err(NotAPopulation::Line(at + 2));
        }
        if members.windows(2).any(|pair| pair[0].key == pair[1].key) {
            return Err(NotAPopulation::Twice);
        }
        Ok(Self { members })
    }

    /// Reads the text of one.
    ///
    /// # Errors
    /// [`NotAPopulation`], with the line.
    pub fn read(text: &str) -> Result<Self, NotAPopulation> {
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            return Err(NotAPopulation::Head);
        }
        let member = |(at, line): (usize, &str)| {
            let (key, stratum) = line.split_once(' ').ok_or(NotAPopulation::Line(at))?;
            Ok(Member { key: key.to_owned(), stratum: stratum.to_owned() })
        };
        Self::new((2..).zip(lines).map(member).collect::<Result<_, _>>()?)
    }

    /// The text that is hashed: the head, then a line for each case with its key, a space and its group, in the order of keys. Lines end
    /// in a line feed, the last one too.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for member in &self.members {
            text.push_str(&member.key);
            text.push(' ');
            text.push_str(&member.stratum);
            text.push('\n');
        }
        text
    }

    /// SHA-256 of the text, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(&self.text())
    }

    /// Everybody, in the order of keys.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// How many there are in each group.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for member in &self.members {
            *counts.entry(member.stratum.clone()).or_insert(0) += 1;
        }
        counts
    }
}

/// How many are drawn in each group where `size` are drawn of all: as many as the group's part of the population, by the method of largest
/// remainders, and one at least of each. `None` where the size is smaller than the number of groups or larger than all.
pub fn allocate(counts: &BTreeMap<String, usize>, size: usize) -> Option<BTreeMap<String, usize>> {
    let all: usize = counts.values().sum();
    if size > all || size < counts.len() || size == 0 {
        return None;
    }
    // What is left after the whole parts goes to the largest remainders; of two alike to the first by name.
    let mut sizes: BTreeMap<String, usize> =
        counts.iter().map(|(name, count)| (name.clone(), (count * size / all).max(1).min(*count))).collect();
    let mut order: Vec<(usize, &String)> = counts.iter().map(|(name, count)| (count * size % all, name)).collect();
    order.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    loop {
        let given: usize = sizes.values().sum();
        if given == size {
            return Some(sizes);
        }
        let before = given;
        if given > size {
            // The least of each group took more than its part: the largest give back.
            let largest = sizes.iter().filter(|(_, drawn)| **drawn > 1).max_by_key(|(_, drawn)| **drawn);
            let name = largest.map(|(name, _)| name.clone())?;
            *sizes.get_mut(&name)? -= 1;
            continue;
        }
        let mut left = size - given;
        for (_, name) in &order {
            let (drawn, count) = (sizes.get_mut(*name)?, counts.get(*name)?);
            if left > 0 && *drawn < *count {
                *drawn += 1;
                left -= 1;
            }
        }
        if sizes.values().sum::<usize>() == before {
            return None;
        }
    }
}

/// Where a case stands in the draw from a seed: SHA-256 of the seed, a colon and the key, in hexadecimal. The lowest are drawn.
pub fn rank(seed: &str, key: &str) -> String {
    sha256(&format!("{seed}:{key}"))
}

/// The cases that the seed draws: of each group so many as are said, those with the lowest [`rank`], in that order; the groups in the order of
/// their names.
pub fn draw(population: &Population, sizes: &BTreeMap<String, usize>, seed: &str) -> Vec<Member> {
    let mut drawn = Vec::new();
    for (stratum, size) in sizes {
        let of = population.members.iter().filter(|member| member.stratum == *stratum);
        let mut ranked: Vec<(String, &Member)> = of.map(|member| (rank(seed, &member.key), member)).collect();
        ranked.sort();
        drawn.extend(ranked.into_iter().take(*size).map(|(_, member)| member.clone()));
    }
    drawn
}

/// What a redraw shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redrawn {
    /// Drawn both times.
    pub same: usize,
    /// Drawn only by the redraw.
    pub only_now: Vec<String>,
    /// In the sample, and not in the redraw.
    pub only_then: Vec<String>,
}

impl Redrawn {
    /// Whether the same cases came.
    pub fn agrees(&self) -> bool {
        self.only_now.is_empty() && self.only_then.is_empty()
    }
}

/// Draws once more and holds it against the cases of the sample.
pub fn redraw(population: &Population, sizes: &BTreeMap<String, usize>, seed: &str, sample: &[String]) -> Redrawn {
    let now: BTreeSet<String> = draw(population, sizes, seed).into_iter().map(|member| member.key).collect();
    let then: BTreeSet<String> = sample.iter().cloned().collect();
    Redrawn {
        same: now.intersection(&then).count(),
        only_now: now.difference(&then).cloned().collect(),
        only_then: then.difference(&now).cloned().collect(),
    }
}
