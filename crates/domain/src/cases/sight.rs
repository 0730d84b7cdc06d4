//! Who may read the words of a case.

use kernel::Role;

use super::actions::{Hand, Seen};
use super::model::{About, Entry, Happening, Party};
use super::replay::Case;

/// How much of a case somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Not that it exists.
    Nothing,
    /// That it exists, its category, clocks and state; never a word of it, and not whose it is.
    Counts,
    /// Its words.
    Words,
}

/// Who has had a case, and whom it is about: what sight rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The school has had it.
    pub school: bool,
    /// The authority has had it.
    pub authority: bool,
    /// Whom it is about.
    pub about: About,
}

impl Case {
    /// How much of the case somebody may see. See [`Held::sight`].
    pub fn sight(&self, seen: &Seen) -> Sight {
        Held { school: self.school_has, authority: self.authority_has, about: self.about }.sight(seen)
    }
}

impl Held {
    /// How much of the case somebody may see. Until it was escalated, addressed to the authority, or is a major deficiency or
    /// abuse, the authority sees counts alone; the school does not see what the complainant kept from it; whom it is about
    /// does not see it at all.
    pub fn sight(self, seen: &Seen) -> Sight {
        match (seen.hand, seen.hand.party()) {
            (_, None) => Sight::Nothing,
            (_, Some(Party::Complainant)) => Sight::Words,
            (Hand::Role(role), Some(Party::School)) => self.at_the_school(role),
            (hand, Some(Party::School | Party::Authority)) => self.at_the_authority(hand, seen.chosen),
        }
    }

    fn at_the_school(self, role: Role) -> Sight {
        // Whoever writes reports for a rektor is not asked to handle what is said of the rektor.
        if !self.school || (self.about == About::Rektor && role != Role::ProviderManagement) {
            Sight::Nothing
        } else {
            Sight::Words
        }
    }

    fn at_the_authority(self, hand: Hand, chosen: bool) -> Sight {
        let owner = hand == Hand::Role(Role::ProcessOwner);
        if self.about == About::Officer && !owner && !chosen {
            return Sight::Nothing;
        }
        // The process owner steers the work and handles no cases, but for those that are about who does.
        let handles = !owner || self.about == About::Officer;
        if self.authority && handles { Sight::Words } else { Sight::Counts }
    }
}

/// How much of an entry somebody who may read the case is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// Not that it happened.
    Not,
    /// That it happened, without its words.
    Bare,
    /// All of it.
    Whole,
}

impl Entry {
    /// How much of the entry the party is shown.
    pub fn shown_to(&self, party: Party) -> Shown {
        let own = self.by == party;
        match (&self.happening, party) {
            // Notes are each side's own. They are never promised to be secret: somebody may ask for them as public records.
            (Happening::Noted, _) => {
                if own {
                    Shown::Whole
                } else {
                    Shown::Not
                }
            }
            (
                Happening::Classified { .. }
                | Happening::Worded
                | Happening::Linked { .. }
                | Happening::Unlinked { .. }
                | Happening::Assigned
                | Happening::Located { .. }
                | Happening::ReadIn(_),
                Party::Complainant,
            ) => Shown::Not,
            (Happening::Acted { .. } | Happening::BecameAbuse, Party::Complainant) => Shown::Bare,
            _ => Shown::Whole,
        }
    }
}
