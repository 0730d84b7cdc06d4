//! What somebody has written so far, as it travels from page to page: in the form, and kept for going back.

use domain::cases::{About, Kind, Place, Raised};
use kernel::id::kind::Unit;
use kernel::{Email, Id};
use platform::FormData;
use serde::{Deserialize, Serialize};

use crate::cases::Who;

/// The most that one text may be, in characters.
pub const LONGEST: usize = 20_000;
/// The most of a name or a way to be reached.
const LONGEST_LINE: usize = 200;
/// The value for a municipality that is not known.
pub const UNKNOWN: &str = "vet-inte";

/// The value for a school that is not in the list.
pub const MISSING: &str = "saknas";
/// The value of [`Draft::asks`] after a course.
pub const AFTER_COURSE: &str = "kurs";

/// The pages, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which municipality and school.
    Where,
    /// What it is.
    What,
    /// Whether the school knows, and who one is.
    Who,
    /// Read through and send.
    Check,
}

impl Step {
    /// Every one, in order.
    pub const ALL: [Self; 4] = [Self::Where, Self::What, Self::Who, Self::Check];

    /// Its name in the form.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Where => "var",
            Self::What => "vad",
            Self::Who => "vem",
            Self::Check => "las",
        }
    }
    /// The one of that name; the first for any other.
    pub fn from_slug(slug: &str) -> Self {
        Self::named(slug).unwrap_or(Self::Where)
    }
    /// The one of exactly that name.
    pub fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }
    /// The one after.
    pub fn next(self) -> Self {
        Self::ALL.into_iter().find(|step| *step > self).unwrap_or(self)
    }
    /// The one before.
    pub fn back(self) -> Self {
        Self::ALL.into_iter().rev().find(|step| *step < self).unwrap_or(self)
    }
}

/// What is wrong, by the name of its words, at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// The name of the words that say it.
    pub words: &'static str,
    /// What is put into them.
    pub put: Vec<(&'static str, String)>,
}

impl Wrong {
    const fn plain(field: &'static str, words: &'static str) -> Self {
        Self { field, words, put: Vec::new() }
    }
}

/// What somebody has written so far. Everything is as it came; nothing of it has been believed yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The municipality's name in addresses, or [`UNKNOWN`].
    pub authority: String,
    /// What was searched for.
    pub search: String,
    /// The school that was chosen: the authority's name in addresses, a colon, the unit.
    pub school: String,
    /// The school in their words, where it is not in the list.
    pub missing: String,
    /// What the link asked that they came by: [`AFTER_COURSE`], or nothing of its own.
    pub asks: String,
    /// A view or a complaint.
    pub kind: String,
    /// What is said.
    pub text: String,
    /// Whom it is about.
    pub about: String,
    /// What the school knows.
    pub raised: String,
    /// `ja` for somebody who says who they are.
    pub named: String,
    /// Their name.
    pub name: String,
    /// How they may be reached.
    pub contact: String,
    /// Where they want to hear that there is an answer; empty for who does not.
    pub notice: String,
    /// What makes sending it twice the same as once, together with what is sent.
    pub key: String,
}

/// The fields by their names in the form, in order.
const FIELDS: [&str; 14] = [
    "kommun",
    "sok",
    "skola",
    "skola-namn",
    "fraga",
    "slag",
    "text",
    "om",
    "kanner-till",
    "vem",
    "namn",
    "kontakt",
    "brev",
    "nyckel",
];

impl Draft {
    /// As the form has it.
    pub fn of(form: &FormData) -> Self {
        let line = |name: &str| kernel::visible::one_line(form.get(name));
        Self {
            authority: line("kommun"),
            search: line("sok"),
            school: line("skola"),
            missing: line("skola-namn"),
            asks: line("fraga"),
            kind: line("slag"),
            text: form.get("text").to_owned(),
            about: line("om"),
            raised: line("kanner-till"),
            named: line("vem"),
            name: line("namn"),
            contact: line("kontakt"),
            notice: line("brev"),
            key: line("nyckel"),
        }
    }

    /// The fields with their values, to travel on.
    pub fn fields(&self) -> [(&'static str, &str); 14] {
        let values = [
            &self.authority,
            &self.search,
            &self.school,
            &self.missing,
            &self.asks,
            &self.kind,
            &self.text,
            &self.about,
            &self.raised,
            &self.named,
            &self.name,
            &self.contact,
            &self.notice,
            &self.key,
        ];
        std::array::from_fn(|at| (FIELDS[at], values[at].as_str()))
    }

    /// What was chosen, where it can be something: the authority's name in addresses, and the unit, or none where theirs is not in
    /// the list.
    pub fn chosen(&self) -> Option<(&str, Option<Id<Unit>>)> {
        if self.is_missing() {
            let known = !self.authority.is_empty() && self.authority != UNKNOWN && !self.missing.is_empty();
            return known.then_some((self.authority.as_str(), None));
        }
        let (authority, unit) = self.school.split_once(':')?;
        Some((authority, Some(unit.parse().ok()?)))
    }

    /// Whether their school is not in the list.
    pub fn is_missing(&self) -> bool {
        self.school == MISSING
    }

    /// Whether they are asked what they think of a course that is over.
    pub fn is_after_course(&self) -> bool {
        self.asks == AFTER_COURSE
    }

    /// What it is; a complaint where nothing was said, since that is answered.
    pub fn kind(&self) -> Kind {
        match Kind::from_slug(&self.kind) {
            Some(Kind::View) => Kind::View,
            _ => Kind::Complaint,
        }
    }

    /// Whom it is about.
    pub fn about(&self) -> About {
        About::from_slug(&self.about).unwrap_or(About::Others)
    }

    /// What the school knows; not asked of a view.
    pub fn raised(&self) -> Option<Raised> {
        Raised::from_slug(&self.raised).filter(|_| self.kind() == Kind::Complaint)
    }

    /// Where it goes first.
    pub fn place(&self) -> Place {
        // Without a school there is nobody else who could take it up.
        if self.is_missing() {
            return Place::Authority;
        }
        domain::cases::first_place(self.kind(), self.raised(), self.about())
    }

    /// The text without what nobody sees.
    pub fn words(&self) -> String {
        kernel::visible::visible(&self.text).trim().to_owned()
    }

    /// Who says it.
    pub fn who(&self) -> Who {
        let named = self.named == "ja";
        Who {
            name: if named { self.name.clone() } else { String::new() },
            contact: if named { self.contact.clone() } else { String::new() },
            school: if self.is_missing() { self.missing.clone() } else { String::new() },
        }
    }

    /// What is wrong on the page, if anything.
    pub fn wrong(&self, step: Step) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        match step {
            Step::Where if self.is_missing() => {
                if self.missing.is_empty() {
                    wrong.push(Wrong::plain("skola-namn", "where-missing-needed"));
                }
                wrong.extend(wrong_line("skola-namn", &self.missing));
                if self.authority.is_empty() || self.authority == UNKNOWN {
                    wrong.push(Wrong::plain("kommun", "where-missing-authority"));
                }
            }
            Step::Where => {
                if self.chosen().is_none() {
                    wrong.push(Wrong::plain("skola", "required"));
                }
            }
            Step::What => {
                if Kind::from_slug(&self.kind).is_none_or(|kind| kind == Kind::Deficiency) {
                    wrong.push(Wrong::plain("slag", "required"));
                }
                wrong.extend(self.wrong_text());
            }
            Step::Who => {
                if self.kind() == Kind::Complaint && self.raised().is_none() {
                    wrong.push(Wrong::plain("kanner-till", "required"));
                }
                if self.named == "ja" {
                    if self.name.is_empty() {
                        wrong.push(Wrong::plain("namn", "who-name-missing"));
                    }
                    wrong.extend(wrong_line("namn", &self.name));
                    wrong.extend(wrong_line("kontakt", &self.contact));
                }
            }
            Step::Check => {
                if !self.notice.is_empty() && self.notice.parse::<Email>().is_err() {
                    wrong.push(Wrong::plain("brev", "who-notice-bad"));
                }
            }
        }
        wrong
    }

    fn wrong_text(&self) -> Option<Wrong> {
        let words = self.words();
        if words.is_empty() {
            return Some(Wrong::plain("text", "what-text-missing"));
        }
        let count = words.chars().count();
        (count > LONGEST).then(|| Wrong {
            field: "text",
            words: "what-text-long",
            put: vec![("count", count.to_string()), ("most", LONGEST.to_string())],
        })
    }

    /// All that is sent, for telling whether it is the same once more.
    pub fn whole(&self) -> String {
        let who = self.who();
        let parts = [
            self.school.as_str(),
            if self.authority == UNKNOWN { UNKNOWN } else { "" },
            self.kind().slug(),
            self.about().slug(),
            self.raised().map_or("", Raised::slug),
            &who.name,
            &who.contact,
            &who.school,
            if self.is_missing() { self.authority.as_str() } else { "" },
        ];
        // Browsers end lines in one way when they send and in another when they show.
        format!("{}\n\n{}", parts.join("\n"), self.words().replace('\r', ""))
    }

    /// The first page on which something is wrong.
    pub fn first_wrong(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| !self.wrong(*step).is_empty())
    }
}

/// A name or a way to be reached that is longer than there is room for. It is never cut: half a number reaches nobody.
fn wrong_line(field: &'static str, line: &str) -> Option<Wrong> {
    let count = line.chars().count();
    (count > LONGEST_LINE).then(|| Wrong {
        field,
        words: "line-long",
        put: vec![("count", count.to_string()), ("most", LONGEST_LINE.to_string())],
    })
}
