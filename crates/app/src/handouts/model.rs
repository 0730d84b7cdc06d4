//! Copies, their links, and what a copy says.

use std::collections::{BTreeMap, BTreeSet};

use ::store::row;
use domain::cases::handout::{Masked, Part, Profile, masked, part_of};
use domain::cases::{Entry, Happening, Shown, sv as words};
use domain::year::ColumnOption;
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};
use platform::FormData;
use serde::{Deserialize, Serialize};

use super::sv;
use crate::cases::files::ending;
use crate::cases::{Document, Dossier, Who};

/// A case as whoever hands it out reads it.
#[derive(Debug)]
pub(super) struct Whole {
    pub dossier: Dossier,
    /// The words of its lines, where they are shown.
    pub said: Vec<Option<String>>,
    pub who: Who,
    pub files: Vec<(Document, String)>,
    pub party: domain::cases::Party,
    pub authority: String,
    /// What the measures of the year are called.
    pub measures: Vec<ColumnOption>,
    /// What the year's profiles are.
    pub profiles: Vec<Profile>,
    /// The ground of secrecy that the case is marked with; empty where it is not.
    pub secrecy: String,
    /// What the side has handed out of it.
    pub made: Vec<Made>,
    pub today: Day,
}

/// What is masked.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// By line: the places of its passages.
    pub places: BTreeMap<i64, BTreeSet<usize>>,
    /// Words that are masked wherever they stand.
    pub words: Vec<String>,
    /// The files that go along, which nobody can mask here.
    pub files: BTreeSet<i64>,
}

/// The field of the files that go along.
pub(super) const FILES: &str = "filer";

/// The field of the passages of a line.
pub(super) fn field(line: i64) -> String {
    format!("mask-{line}")
}

impl Masks {
    /// What a form says is masked.
    pub fn read(form: &FormData, whole: &Whole) -> Self {
        let of = |line: i64| {
            let all = form.all(&field(line)).iter().filter_map(|place| place.parse().ok()).collect::<BTreeSet<usize>>();
            (line, all)
        };
        let words = form.get("ord").lines().map(|line| line.trim().to_owned()).filter(|word| !word.is_empty());
        Self {
            places: whole.dossier.lines.iter().map(|line| of(line.number)).collect(),
            words: words.collect(),
            files: form.all(FILES).iter().filter_map(|number| number.parse().ok()).collect(),
        }
    }
}

/// What a copy says. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Copy {
    pub title: String,
    pub unit: String,
    pub organisation: String,
    pub authority: String,
    pub received: Day,
    pub state: String,
    pub outcome: String,
    /// Who said it; empty where that does not go out, or where nobody said who they are.
    pub who: String,
    pub lines: Vec<CopyLine>,
    /// Which files it has, where that goes out: never their names.
    pub files: Vec<String>,
    /// The numbers of those that go along.
    pub attached: Vec<i64>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CopyLine {
    pub day: Day,
    pub what: String,
    /// Who did it, where that goes out.
    pub by: String,
    pub said: String,
    /// That it has words and that they are of a kind that does not go out.
    pub withheld: bool,
}

/// Whether the words of the line go out by the profile.
pub(super) fn goes_out(whole: &Whole, profile: &Profile, at: usize) -> bool {
    let line = whole.dossier.lines.get(at);
    let said = whole.said.get(at).is_some_and(Option::is_some);
    said && line.is_some_and(|line| profile.has(part_of(&line.entry)))
}

/// How many places of a copy are masked, and how many times each word was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Counted {
    pub places: i64,
    pub words: Vec<(String, usize)>,
}

impl Counted {
    fn of(words: &[String]) -> Self {
        Self { places: 0, words: words.iter().map(|word| (word.clone(), 0)).collect() }
    }

    /// Adds what was masked of a text, and gives the text.
    fn with(&mut self, masked: Masked) -> String {
        self.places += i64::try_from(masked.places).unwrap_or(i64::MAX);
        for ((_, times), found) in self.words.iter_mut().zip(masked.found) {
            *times += found;
        }
        masked.text
    }

    /// The words that stand nowhere in it: perhaps they are spelled in another way there.
    pub fn missed(&self) -> Vec<&str> {
        self.words.iter().filter(|(_, times)| *times == 0).map(|(word, _)| word.as_str()).collect()
    }
}

/// What of the case goes out by the profile, masked; and what was.
pub(super) fn copy(whole: &Whole, profile: &Profile, masks: &Masks) -> (Copy, Counted) {
    let nothing = BTreeSet::new();
    let (mut lines, mut counted) = (Vec::new(), Counted::of(&masks.words));
    for (at, line) in whole.dossier.lines.iter().enumerate() {
        let kind = part_of(&line.entry);
        let is_note = line.entry.happening == Happening::Noted;
        if line.entry.shown_to(whole.party) == Shown::Not || (is_note && !profile.has(Part::Notes)) {
            continue;
        }
        let said = whole.said.get(at).and_then(Option::as_deref);
        let out = goes_out(whole, profile, at);
        let text = said.filter(|_| out).map_or_else(String::new, |said| {
            counted.with(masked(said, masks.places.get(&line.number).unwrap_or(&nothing), &masks.words))
        });
        // Whoever wrote has no name of an account.
        let named = profile.has(Part::Handlers) && line.entry.by != domain::cases::Party::Complainant;
        lines.push(CopyLine {
            day: line.entry.day,
            what: happened(whole, profile, &line.entry),
            by: line
                .person_name
                .as_ref()
                .filter(|_| named)
                .map_or_else(String::new, |name| counted.with(masked(name, &nothing, &masks.words))),
            said: text,
            withheld: said.is_some() && !profile.has(kind),
        });
    }
    let who = [whole.who.name.as_str(), whole.who.contact.as_str()].into_iter().filter(|part| !part.is_empty());
    let who = if profile.has(Part::Who) { who.collect::<Vec<_>>().join(", ") } else { String::new() };
    let who = counted.with(masked(&who, &nothing, &masks.words));
    // By number and kind alone: a name can tell who.
    let file = |(document, _): &(Document, String)| {
        format!("{}, {}", sv::file(document.number), ending(&document.media_type).to_uppercase())
    };
    let files = if profile.has(Part::Files) { whole.files.iter().map(file).collect() } else { Vec::new() };
    let goes = |(document, _): &&(Document, String)| profile.has(Part::Files) && masks.files.contains(&document.number);
    let attached = whole.files.iter().filter(goes).map(|(document, _)| document.number).collect();
    let (filed, case) = (&whole.dossier.filed, &whole.dossier.case);
    let copy = Copy {
        title: format!("{} {}", words::kind(filed.kind), filed.number),
        unit: filed.unit_name.clone(),
        organisation: filed.organisation_name.clone(),
        authority: whole.authority.clone(),
        received: case.received,
        state: words::state(case.state).to_owned(),
        outcome: case.outcome.map_or_else(String::new, |outcome| words::outcome(outcome).to_owned()),
        who,
        lines,
        files,
        attached,
    };
    (copy, counted)
}

/// What happened, with the name of a measure where measures go out.
fn happened(whole: &Whole, profile: &Profile, entry: &Entry) -> String {
    let what = words::happening(&entry.happening, entry.by);
    match &entry.happening {
        Happening::Acted { measure } if profile.has(Part::Acts) => {
            let found = whole.measures.iter().find(|option| option.slug.as_str() == measure);
            format!("{what}: {}", found.map_or(measure.as_str(), |option| option.title.as_sv()))
        }
        _ => what,
    }
}

row! {
    /// A copy that was made, without what it says.
    #[derive(Debug, Clone)]
    pub(super) struct Made {
        pub number: i64,
        pub party: String,
        pub profile: String,
        pub recipient: String,
        pub purpose: String,
        pub secrecy: String,
        pub masked: i64,
        pub sha256: String,
        pub person_name: String,
        pub at: Instant,
    }
}

row! {
    /// A link to a copy.
    #[derive(Debug, Clone)]
    pub(super) struct Link {
        pub number: i64,
        pub person_name: String,
        pub at: Instant,
        pub until: Day,
        pub opened_at: Option<Instant>,
        pub revoked_at: Option<Instant>,
        pub revoked_by: Option<Id<Person>>,
    }
}

impl Link {
    /// Whether somebody can still open it.
    pub fn holds(&self, today: Day) -> bool {
        self.opened_at.is_none() && self.revoked_at.is_none() && today <= self.until
    }
}

row! {
    /// A copy and a link to it as the auditor sees them: no word of what was handed out.
    #[derive(Debug, Clone)]
    pub(super) struct Logged {
        pub case_number: i64,
        pub number: i64,
        pub party: String,
        pub profile: String,
        pub recipient: String,
        pub purpose: String,
        pub secrecy: String,
        pub person_name: String,
        pub at: Instant,
        pub link: Option<i64>,
        pub until: Option<Day>,
        pub opened_at: Option<Instant>,
        pub revoked_at: Option<Instant>,
    }
}

/// A copy as its recipient is given it.
#[derive(Debug)]
pub(super) struct Given {
    pub party: String,
    pub copy: Copy,
    pub secrecy: String,
    pub purpose: String,
    pub sha256: String,
}
