//! Whether a provider's site says how to reach whoever is responsible (PLAN-3): from what its pages say to found, unsure or
//! missing for each role, with the sentence and the place.
//!
//! Found is said only where a way that leads to the role itself (a telephone or a mailbox) stands beside the role. A name alone,
//! a switchboard alone, a form, a picture of text and a page that could not be read are unsure: an officer looks. Missing is said
//! only where what there is was read.

mod contacts;
mod page;
mod roles;
mod site;
pub mod sv;
mod units;

pub use contacts::{Contact, emails, phones};
pub use page::{Block, Kind, NotRead, Page, Part, WebPage};
pub use roles::Role;
pub use site::{Site, changed, judge_site, rank};

use serde::{Deserialize, Serialize};

use contacts::Way;
use roles::Mention;
use units::Unit;

/// What is said of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing on what was read.
    Missing,
    /// Somebody must look.
    Unsure,
    /// A way to reach the role stands beside it.
    Found,
}

impl Standing {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Found, Self::Unsure, Self::Missing];
    /// As it is kept.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Unsure => "unsure",
            Self::Missing => "missing",
        }
    }
    /// From how it is kept.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.slug() == slug)
    }
}

/// Why that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A telephone or a mailbox stands beside the role.
    Beside,
    /// Only a name stands beside the role.
    NameAlone,
    /// Only what leads to the whole school stands beside the role.
    SwitchboardAlone,
    /// A link to a form or another page is offered.
    LinkAlone,
    /// The role stands in what a picture is called.
    Picture,
    /// The page is one that programs put together.
    Scripts,
    /// The page shows nothing before cookies are accepted.
    Consent,
    /// The page that would say it is a picture of text.
    PictureOfText,
    /// The page says next to nothing.
    Empty,
    /// The site asks programs not to read the page.
    Disallowed,
    /// The page could not be fetched or opened.
    Unreachable,
    /// There was more than could be read.
    NotAll,
    /// The role is spoken of without any way to reach it.
    Mentioned,
    /// The role is not spoken of.
    NotMentioned,
}

/// What was found of one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The role.
    pub role: Role,
    /// What is said.
    pub standing: Standing,
    /// Why.
    pub why: Why,
    /// The sentence that says it.
    pub sentence: Option<String>,
    /// The page that it stands on, or that could not be read.
    pub page: Option<String>,
    /// The headings above it, the uppermost first.
    pub place: Vec<String>,
    /// Whom to reach, and how.
    pub contact: Contact,
}

impl Finding {
    fn bare(role: Role, standing: Standing, why: Why, page: Option<String>) -> Self {
        Self { role, standing, why, sentence: None, page, place: Vec::new(), contact: Contact::default() }
    }

    /// The better of two, the earlier where they are alike.
    fn better(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }

    /// What is more worth telling: the standing; within it what somebody can go and look at.
    fn weight(&self) -> (Standing, u8) {
        let telling = match self.why {
            Why::NameAlone | Why::SwitchboardAlone | Why::LinkAlone | Why::Picture | Why::Mentioned => 2,
            Why::PictureOfText | Why::Scripts | Why::Consent | Why::Disallowed => 1,
            // A name beside a way says more than a way.
            Why::Beside => u8::from(self.contact.name.is_some()),
            _ => 0,
        };
        (self.standing, telling)
    }
}

/// How far a way to reach a role may stand from it, in sentences and lines.
const REACH: usize = 7;
/// The longest line that is a label rather than a sentence, in words.
const LABEL: usize = 9;

/// What one page says of every role, in the order of [`Role::ALL`].
pub fn judge_page(page: &Page) -> Vec<Finding> {
    let address = || Some(page.address.clone());
    let read = match &page.read {
        Ok(read) => read,
        Err(not) => {
            let (standing, why) = match not {
                NotRead::Disallowed => (Standing::Unsure, Why::Disallowed),
                NotRead::Unreachable | NotRead::TooLarge | NotRead::Broken => (Standing::Unsure, Why::Unreachable),
                NotRead::NotThere | NotRead::OtherKind => (Standing::Missing, Why::NotMentioned),
            };
            return Role::ALL.iter().map(|role| Finding::bare(*role, standing, why, address())).collect();
        }
    };
    if page::is_not_there(read) {
        let missing = |role: &Role| Finding::bare(*role, Standing::Missing, Why::NotMentioned, address());
        return Role::ALL.iter().map(missing).collect();
    }
    let units = units::of(read);
    let general = contacts::general(&units);
    let mentions: Vec<Vec<Mention>> = units.iter().map(|unit| roles::mentions(&unit.text)).collect();
    let looking = Looking { units: &units, mentions: &mentions, general: &general };
    let dark = page::unreadable(&page.address, read, &units);
    Role::ALL
        .iter()
        .map(|role| {
            let none = match dark {
                Some(why) => Finding::bare(*role, Standing::Unsure, why, address()),
                None => Finding::bare(*role, Standing::Missing, Why::NotMentioned, None),
            };
            let found = (0..units.len()).flat_map(|at| looking.at(at, *role));
            found.map(|finding| Finding { page: address(), ..finding }).fold(none, Finding::better)
        })
        .collect()
}

struct Looking<'a> {
    units: &'a [Unit],
    mentions: &'a [Vec<Mention>],
    general: &'a contacts::General,
}

/// What stands beside a role.
#[derive(Default)]
struct Beside {
    direct: Contact,
    general: bool,
    name: Option<String>,
}

impl Beside {
    fn take(&mut self, way: &Way, general: &contacts::General, named: bool) {
        if general.is(way, named) {
            self.general = true;
            return;
        }
        match way {
            Way::Phone { number, .. } => self.direct.phone.get_or_insert_with(|| number.clone()),
            Way::Email { address, .. } => self.direct.email.get_or_insert_with(|| address.clone()),
        };
    }

    const fn is_direct(&self) -> bool {
        self.direct.phone.is_some() || self.direct.email.is_some()
    }
}

impl Looking<'_> {
    /// What a unit says of the role, once for each time that it speaks of it.
    fn at(&self, at: usize, role: Role) -> Vec<Finding> {
        let unit = &self.units[at];
        let of_role = self.mentions[at].iter().filter(|mention| mention.role == role);
        of_role.filter_map(|mention| self.judged(at, unit, mention)).collect()
    }

    fn judged(&self, at: usize, unit: &Unit, mention: &Mention) -> Option<Finding> {
        let finding = |standing, why, contact: Contact| {
            Some(Finding {
                role: mention.role,
                standing,
                why,
                sentence: Some(unit.text.clone()),
                page: None,
                place: unit.place.clone(),
                contact,
            })
        };
        if unit.part == Part::Navigation {
            return None;
        }
        if unit.kind == Kind::Picture {
            let contact = contacts::all(&unit.text);
            return finding(Standing::Unsure, Why::Picture, contact);
        }
        if unit.is_link() {
            let asks = roles::invites(&unit.text);
            return if asks { finding(Standing::Unsure, Why::LinkAlone, Contact::default()) } else { None };
        }
        let apart = roles::of_studies(&unit.text, mention.from);
        if apart {
            return None;
        }
        let beside = self.beside(at, unit, mention);
        let name = beside.name.clone();
        if beside.is_direct() {
            return finding(Standing::Found, Why::Beside, Contact { name, ..beside.direct });
        }
        if beside.general {
            return finding(Standing::Unsure, Why::SwitchboardAlone, Contact { name, ..Contact::default() });
        }
        if unit.links.iter().any(|(words, _)| roles::invites(words) && speaks_of(words, mention.role)) {
            return finding(Standing::Unsure, Why::LinkAlone, Contact::default());
        }
        if name.is_some() {
            return finding(Standing::Unsure, Why::NameAlone, Contact { name, ..Contact::default() });
        }
        finding(Standing::Missing, Why::Mentioned, Contact::default())
    }

    /// What stands beside a mention: in its own sentence, row or line; then in what follows, then in what goes before.
    fn beside(&self, at: usize, unit: &Unit, mention: &Mention) -> Beside {
        let mut beside = self.within(at, unit, mention);
        if beside.is_direct() || unit.kind == Kind::Row {
            return beside;
        }
        let label = unit.kind == Kind::Heading
            || unit.words() <= LABEL
            || beside.name.is_some()
            || unit.text[mention.to..].trim_start().starts_with(':');
        // A role in running text is reached by what the next sentence says, and no further.
        let reach = if label { REACH } else { 1 };
        self.after(at, reach, &mut beside);
        if !beside.is_direct() && !beside.general && label && unit.kind != Kind::Heading {
            self.before(at, &mut beside);
        }
        if beside.name.is_none() && label && unit.kind != Kind::Heading {
            // The card's own heading, or the line before, may be the name.
            let above = at.checked_sub(1).map(|above| &self.units[above]);
            if let Some(above) = above.filter(|above| above.is_name() && above.shares(unit)) {
                beside.name = Some(above.text.clone());
            }
        }
        beside
    }

    fn within(&self, at: usize, unit: &Unit, mention: &Mention) -> Beside {
        let mut beside = Beside::default();
        let others = |other: &&Mention| other.role != mention.role;
        let next =
            self.mentions[at].iter().filter(others).map(|other| other.from).filter(|from| *from >= mention.to).min();
        let last = self.mentions[at].iter().filter(others).map(|other| other.to).filter(|to| *to <= mention.from).max();
        let names = contacts::names(&unit.text);
        let until = next.unwrap_or(unit.text.len());
        let since = last.unwrap_or(0);
        let own = names.iter().find(|(from, _)| (mention.to..until).contains(from));
        let ahead = names.iter().rev().find(|(from, _)| (since..mention.from).contains(from));
        beside.name = own.or(ahead).or_else(|| names.first()).map(|(_, name)| name.clone());
        let ways = contacts::ways(&unit.text);
        let named = beside.name.is_some();
        let inside = |way: &&Way| (mention.to..until).contains(&way.at());
        for way in ways.iter().filter(inside) {
            beside.take(way, self.general, named);
        }
        if beside.is_direct() || beside.general {
            return beside;
        }
        // Several roles in a row share what follows the last of them, unless each has a name of its own.
        let shared = |way: &Way| {
            let between = |from: &usize| *from >= until && *from < way.at();
            own.is_none() || !names.iter().any(|(from, _)| between(from))
        };
        for way in ways.iter().filter(|way| way.at() >= until && shared(way)) {
            beside.take(way, self.general, named);
        }
        if beside.is_direct() || beside.general {
            return beside;
        }
        // What stands before the role belongs to it where no other role stands between.
        for way in ways.iter().filter(|way| way.at() < mention.from && way.at() >= since) {
            beside.take(way, self.general, named);
        }
        beside
    }

    fn after(&self, at: usize, reach: usize, beside: &mut Beside) {
        let unit = &self.units[at];
        let mut named = beside.name.is_some();
        for (distance, next) in self.units.iter().enumerate().skip(at + 1).take(reach) {
            let other_role = self.mentions[distance].iter().any(|mention| !roles::of_studies(&next.text, mention.from));
            let same = self.mentions[distance]
                .iter()
                .all(|mention| self.mentions[at].iter().any(|own| own.role == mention.role));
            let ends = next.part != unit.part
                || next.kind == Kind::Row
                || next.kind == Kind::Picture
                || (other_role && !(same && next.kind != Kind::Heading))
                || (next.kind == Kind::Heading && (unit.kind != Kind::Heading || next.level <= unit.level));
            if ends || (next.begins && unit.kind != Kind::Heading) {
                return;
            }
            let names = contacts::names(&next.text);
            let other_name = names.first().is_some_and(|(from, name)| {
                *from == 0
                    && named
                    && beside.name.as_ref() != Some(name)
                    && !beside.name.as_ref().is_some_and(|own| own.contains(name.as_str()))
            });
            if other_name {
                return;
            }
            if beside.name.is_none()
                && (next.is_name() || !contacts::ways(&next.text).is_empty() || unit.kind == Kind::Heading)
            {
                beside.name = names.first().map(|(_, name)| name.clone());
                named = beside.name.is_some();
            }
            for way in contacts::ways(&next.text) {
                beside.take(&way, self.general, named);
            }
            if beside.is_direct()
                && beside.name.is_some()
                && beside.direct.phone.is_some()
                && beside.direct.email.is_some()
            {
                return;
            }
        }
    }

    fn before(&self, at: usize, beside: &mut Beside) {
        let unit = &self.units[at];
        for above in (0..at).rev().take(3) {
            let other = &self.units[above];
            if !self.mentions[above].is_empty()
                || !other.shares(unit)
                || other.part != unit.part
                || other.kind == Kind::Row
            {
                return;
            }
            let names = contacts::names(&other.text);
            if beside.name.is_none() {
                beside.name = names.first().map(|(_, name)| name.clone());
            }
            for way in contacts::ways(&other.text) {
                beside.take(&way, self.general, beside.name.is_some());
            }
            if other.kind == Kind::Heading || other.begins {
                return;
            }
        }
    }
}

fn speaks_of(words: &str, role: Role) -> bool {
    roles::mentions(words).iter().any(|mention| mention.role == role)
}

#[cfg(test)]
mod tests;
