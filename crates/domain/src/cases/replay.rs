//! Where a case stands: its timeline, replayed.

use std::collections::BTreeSet;

use kernel::id::kind::CaseFile;
use kernel::{Day, Id};

use super::clock::{Stop, WAITS_FOR_COMPLAINANT};
use super::model::{
    About, Counting, Entry, Happening, Kind, Opened, Outcome, Party, Place, Raised, ReadIn, Record, StateName, Verdict,
    Way,
};

/// A timeline that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the entry that opens it.
    #[error("the timeline does not begin with the entry that opens the case")]
    NotOpened,
    /// It is opened a second time.
    #[error("entry {0} opens the case once more")]
    OpenedTwice(usize),
}

/// Where a case stands, as [`Case::replay`] computes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a timeline that hold independently; what excludes is `state`"
)]
pub struct Case {
    /// What it is.
    pub kind: Kind,
    /// How it came.
    pub way: Way,
    /// The day that it reached the school or the authority.
    pub received: Day,
    /// What the complainant said of the school when it was made.
    pub raised: Option<Raised>,
    /// Whom it is about.
    pub about: About,
    /// Whether the complainant can be answered.
    pub reachable: bool,
    /// Who answers for it now.
    pub place: Place,
    /// Where it stands.
    pub state: StateName,
    /// That the school has had it. What the complainant kept from the school it does not see.
    pub school_has: bool,
    /// That the authority has had it: it was addressed to it, went on to it, or is of a kind that it always has.
    pub authority_has: bool,
    /// Since when the answer is waited for: the receipt, or the day that it last changed hands or was taken up again.
    pub clock_from: Day,
    /// When the complainant was told by whoever has it now that it has come.
    pub acknowledged: Option<Day>,
    /// When it was answered last, while no more has been written.
    pub answered: Option<Day>,
    /// When it was first answered at all.
    pub first_answered: Option<Day>,
    /// Every stop of the clocks.
    pub stops: Vec<Stop>,
    /// The day that the answer was given more time to, since it last changed hands.
    pub extended: Option<Day>,
    /// The three answers, as they were last given.
    pub counting: Option<Counting>,
    /// The core category, as it was last given.
    pub category: Option<String>,
    /// That the report's words are written.
    pub worded: bool,
    /// What became of it, while it is closed.
    pub outcome: Option<Outcome>,
    /// When it was closed, while it is.
    pub closed: Option<Day>,
    /// What the complainant said last.
    pub verdict: Option<Verdict>,
    /// When it went on to the authority first.
    pub escalated: Option<Day>,
    /// How many times it was taken up again.
    pub reopened: u32,
    /// That it is investigated as abuse, on its own.
    pub became_abuse: bool,
    /// That somebody has been chosen to handle it, where it is about somebody who would have.
    pub assigned: bool,
    /// That it came without a school.
    pub no_school: bool,
    /// That it is known which school it is about.
    pub located: bool,
    /// Those that it is said to be about the same as.
    pub links: BTreeSet<Id<CaseFile>>,
    /// What the provider's own system said of it last, where it is handled there.
    pub record: Option<Record>,
    /// That it was handed over to another authority.
    pub moved: bool,
    /// Whether whoever wrote has been answered or asked something: what stands in the case is theirs to read.
    pub spoken: bool,
    /// The day of the last entry.
    pub last: Day,
}

impl Case {
    /// Where the case stands after the entries.
    ///
    /// # Errors
    /// [`Broken`] where they do not begin with the one entry that opens it.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { day, happening: Happening::Opened(opened), .. }) = entries.next() else {
            return Err(Broken::NotOpened);
        };
        let mut case = Self::opened(opened, *day);
        for (at, entry) in entries.enumerate() {
            if matches!(entry.happening, Happening::Opened(_)) {
                return Err(Broken::OpenedTwice(at + 1));
            }
            case.apply(entry);
        }
        Ok(case)
    }

    fn opened(opened: &Opened, day: Day) -> Self {
        // Whoever heard it said so to the one who spoke. What is handled elsewhere is taken to be handled.
        let heard = matches!(opened.way, Way::Oral | Way::Phone);
        let handled = heard || opened.way == Way::Imported;
        Self {
            kind: opened.kind,
            way: opened.way,
            received: opened.received,
            raised: opened.raised,
            about: opened.about,
            reachable: opened.reachable,
            place: opened.place,
            state: if handled { StateName::Handled } else { StateName::Received },
            school_has: opened.place != Place::Authority,
            authority_has: opened.place != Place::School || opened.kind == Kind::Deficiency,
            clock_from: opened.received,
            acknowledged: heard.then_some(opened.received),
            answered: None,
            first_answered: None,
            stops: Vec::new(),
            extended: None,
            counting: None,
            category: None,
            worded: false,
            outcome: None,
            closed: None,
            verdict: None,
            escalated: None,
            reopened: 0,
            became_abuse: false,
            assigned: false,
            no_school: opened.no_school,
            located: !opened.no_school,
            links: BTreeSet::new(),
            record: None,
            moved: false,
            spoken: false,
            last: day,
        }
    }

    fn apply(&mut self, entry: &Entry) {
        let day = entry.day;
        self.last = self.last.max(day);
        match &entry.happening {
            Happening::Opened(_) | Happening::Acted { .. } | Happening::Noted => {
                // Whoever does something about it has taken it up.
            }
            Happening::Asked => self.spoken = true,
            Happening::Linked { other } => {
                self.links.insert(*other);
            }
            Happening::Unlinked { other } => {
                self.links.remove(other);
            }
            Happening::Acknowledged => {
                self.acknowledged = Some(day);
                if self.state == StateName::Received {
                    self.state = StateName::Handled;
                }
            }
            Happening::Wrote => self.wrote(day),
            Happening::Answered => {
                self.start(day);
                (self.state, self.answered) = (StateName::Answered, Some(day));
                self.spoken = true;
                self.acknowledged.get_or_insert(day);
                self.first_answered.get_or_insert(day);
            }
            Happening::Stopped { look, reason } => {
                self.start(day);
                let for_complainant = reason == WAITS_FOR_COMPLAINANT;
                self.stops.push(Stop { from: day, to: None, look: *look, for_complainant });
            }
            Happening::Started => self.start(day),
            Happening::Extended { to } => self.extended = Some(*to),
            Happening::Classified { counting, category } => {
                (self.counting, self.category) = (Some(*counting), category.clone());
            }
            Happening::Worded => self.worded = true,
            Happening::Closed { outcome } => {
                self.start(day);
                (self.state, self.outcome, self.closed) = (StateName::Closed, Some(*outcome), Some(day));
            }
            Happening::Said { verdict } => self.said(*verdict, day),
            Happening::Escalated => {
                self.escalated.get_or_insert(day);
                self.handed_to(Place::Authority, day);
            }
            Happening::HandedDown => self.handed_to(Place::School, day),
            Happening::Kept => self.taken_by(Place::Authority, day),
            Happening::Joined => self.taken_by(Place::Shared, day),
            Happening::Moved { .. } => {
                self.start(day);
                (self.state, self.outcome, self.closed) = (StateName::Closed, Some(Outcome::HandedOver), Some(day));
                self.moved = true;
            }
            // Whoever it came to has the times of their own.
            Happening::CameFrom { .. } => self.handed_to(Place::Authority, day),
            Happening::Reopened => {
                // Of what was handed over only where the other could not take it.
                self.moved = false;
                self.reopened += 1;
                self.taken_up(day);
            }
            Happening::BecameAbuse => (self.became_abuse, self.authority_has) = (true, true),
            Happening::Assigned => self.assigned = true,
            Happening::Located { .. } => self.located = true,
            // What was made here is not written over by what another system says.
            Happening::ReadIn(ReadIn { record, .. }) if self.is_kept_elsewhere() => self.told(record),
            Happening::ReadIn(_) => {}
        }
        if entry.by == Party::Complainant && matches!(entry.happening, Happening::Reopened) {
            self.verdict = Some(Verdict::No);
        }
    }

    /// Where it stands is what the provider's own system says, as it said it last.
    fn told(&mut self, record: &Record) {
        (self.kind, self.received, self.clock_from) = (record.kind, record.received, record.received);
        (self.category, self.counting) = (record.category.clone(), record.counting);
        (self.acknowledged, self.answered, self.first_answered) =
            (record.acknowledged, record.answered, record.answered);
        (self.closed, self.outcome) = (record.closed, record.outcome);
        self.state = match (record.closed, record.answered) {
            (Some(_), _) => StateName::Closed,
            (None, Some(_)) => StateName::Answered,
            (None, None) => StateName::Handled,
        };
        self.record = Some(record.clone());
    }

    /// Whether it is handled in the provider's own system, and only read in here: it has no clocks, and nothing is done in it.
    pub fn is_kept_elsewhere(&self) -> bool {
        self.way == Way::Imported
    }

    /// More was written: an answer that was given is an answer no longer, and what waited for it waits no longer.
    fn wrote(&mut self, day: Day) {
        if self.waits_for_complainant() {
            self.start(day);
        }
        if self.state == StateName::Answered {
            self.taken_up(day);
        }
    }

    /// Who is not content with an answer waits for another one, also where nothing more is written.
    fn said(&mut self, verdict: Verdict, day: Day) {
        if self.state == StateName::Answered && verdict != Verdict::Yes {
            self.taken_up(day);
        }
        self.verdict = Some(verdict);
    }

    /// It is worked on again: the clock of the answer starts anew.
    fn taken_up(&mut self, day: Day) {
        self.start(day);
        self.state = StateName::Handled;
        (self.clock_from, self.answered, self.extended) = (day, None, None);
        (self.outcome, self.closed) = (None, None);
    }

    /// It changes hands: whoever has it now says so, and answers within a time of their own.
    fn handed_to(&mut self, place: Place, day: Day) {
        self.taken_up(day);
        (self.state, self.acknowledged, self.place) = (StateName::Received, None, place);
        self.school_has |= place != Place::Authority;
        self.authority_has |= place != Place::School;
    }

    /// The authority says that it answers for it, alone or together with the school.
    fn taken_by(&mut self, place: Place, day: Day) {
        self.place = place;
        self.school_has |= place == Place::Shared;
        self.authority_has = true;
        if self.state == StateName::Received {
            self.state = StateName::Handled;
            self.acknowledged = Some(day);
        }
    }

    fn start(&mut self, day: Day) {
        if let Some(stop) = self.stops.last_mut().filter(|stop| stop.to.is_none()) {
            stop.to = Some(day.max(stop.from));
        }
    }

    /// The stop that the clocks stand in, where they do.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stops.last().filter(|stop| stop.to.is_none())
    }

    /// Whether the clocks stand still until the complainant writes.
    pub fn waits_for_complainant(&self) -> bool {
        self.stopped().is_some_and(|stop| stop.for_complainant)
    }

    /// Whether the clocks go again by what happens next, without anybody starting them.
    pub fn ends_wait(&self, next: &Happening) -> bool {
        *next == Happening::Wrote && self.waits_for_complainant()
    }

    /// Whether it counts as a complaint by the counting rule, as it was last answered.
    pub fn counts(&self) -> bool {
        self.kind == Kind::Complaint && !self.moved && self.counting.is_some_and(Counting::counts)
    }
}
