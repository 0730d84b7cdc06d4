//! One assignment, with its names, as pages need it.

use domain::submissions::{Action, Lock, Seen, State, Timeliness, actions, due, why_not};
use domain::year::{Item, Level, Year};
use kernel::id::kind::{self, Area, Organisation, Unit};
use kernel::{Day, Id, Instant, Right, Role};
use platform::Seat;

/// For which part of the provider an item is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A unit, with its name and code.
    Unit {
        /// The unit.
        id: Id<Unit>,
        /// Its name.
        name: String,
        /// Its skolenhetskod.
        code: String,
    },
    /// A contract area, with its stable name and name.
    Area {
        /// The area.
        id: Id<Area>,
        /// Its stable name in the year.
        slug: String,
        /// Its name.
        name: String,
    },
    /// The provider as a whole.
    Provider,
}

/// One item asked of one provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The assignment.
    pub id: Id<kind::Assignment>,
    /// The year.
    pub year: i16,
    /// The occasion's stable name.
    pub occasion: String,
    /// The item's stable name.
    pub item: String,
    /// The provider.
    pub organisation: Id<Organisation>,
    /// Its name.
    pub organisation_name: String,
    /// For what.
    pub subject: Subject,
    /// The deadline of the year.
    pub deadline: Day,
    /// A later one, by decision.
    pub extended_to: Option<Day>,
    /// How far it has come.
    pub state: State,
    /// How many versions have been handed in.
    pub submissions: i64,
    /// The officer's lock.
    pub lock: Option<Lock>,
    /// When something last happened.
    pub updated_at: Instant,
    /// The other system that it is answered in, out of which the authority collects it; nothing where it is answered here.
    pub reports_in: Option<String>,
    /// Whether nothing asks for it any more, and it stays because something has come in. Nobody is reminded of it, and it is
    /// neither missing nor late; what came by e-mail may still be signed.
    pub is_unasked: bool,
    /// Whether rows stand in it that nobody has to write: said by whoever opens it with the unit's cases, and kept nowhere.
    pub has_rows: bool,
}

impl Assignment {
    /// The last day that holds.
    pub fn due(&self) -> Day {
        due(self.deadline, self.extended_to)
    }

    /// The last day of what is to come in next: that of a return which set a later one, else [`Self::due`].
    pub fn last_day(&self) -> Day {
        self.state.last_day(self.deadline, self.extended_to)
    }

    /// Whether what comes in now comes after its last day.
    pub fn comes_late(&self, now: Instant) -> bool {
        self.state.comes_late(self.deadline, self.extended_to, now)
    }

    /// Whether it is in time.
    pub fn timeliness(&self, now: Instant) -> Timeliness {
        match self.state.timeliness(self.deadline, self.extended_to, now) {
            Timeliness::Soon(_) | Timeliness::Late(_) if self.is_unasked => Timeliness::Open,
            timeliness => timeliness,
        }
    }

    /// The name of what it is asked for: the unit's, the area's or the provider's.
    pub fn subject_name(&self) -> &str {
        match &self.subject {
            Subject::Unit { name, .. } | Subject::Area { name, .. } => name,
            Subject::Provider => &self.organisation_name,
        }
    }

    /// The area's stable name, for an area.
    pub fn area_slug(&self) -> Option<&str> {
        match &self.subject {
            Subject::Area { slug, .. } => Some(slug),
            _ => None,
        }
    }

    /// The level at which this assignment is signed. An item asked of provider and areas both is signed by the
    /// provider's management whichever of them it is.
    pub fn level(&self, item: &Item) -> Level {
        item.level
    }

    /// What the holder of the seats can do now, each action once.
    pub fn actions(&self, year: &Year, seats: &[Seat], is_preparer: bool) -> Vec<Action> {
        let Some(item) = year.item(&self.item) else { return Vec::new() };
        let mut open = Vec::new();
        for seat in self.fitting(seats) {
            for action in actions(&self.state, &self.seen(item, seat, is_preparer)) {
                if !open.contains(&action) {
                    open.push(action);
                }
            }
        }
        open
    }

    /// The seat that lets its holder do the action now, with what the rules see; or why none does. `None` when no
    /// seat has to do with this assignment at all.
    pub fn seat_for<'a>(
        &'a self,
        item: &Item,
        seats: &'a [Seat],
        is_preparer: bool,
        action: Action,
    ) -> Option<Result<Seen<'a>, domain::submissions::Refusal>> {
        let mut refusal = None;
        for seat in self.fitting(seats) {
            let seen = self.seen(item, seat, is_preparer);
            match why_not(&self.state, &seen, action) {
                None => return Some(Ok(seen)),
                // A refusal by role says less than one by state.
                Some(why) => {
                    if refusal.is_none() || seat.role.may(action.right(item.level)) {
                        refusal = Some(why);
                    }
                }
            }
        }
        refusal.map(Err)
    }

    /// What the rules see of an editor of the provider's: for what reaches the item without anybody signed in.
    pub fn as_editor(&self, item: &Item) -> Seen<'_> {
        Seen {
            role: Role::ProviderEditor,
            level: self.level(item),
            lock: self.lock.as_ref(),
            separate_signer: item.separate_signer,
            is_preparer: false,
            has_rows: self.has_rows,
            reports_in: self.reports_in.as_deref(),
        }
    }

    fn seen(&self, item: &Item, seat: &Seat, is_preparer: bool) -> Seen<'_> {
        Seen {
            role: seat.role,
            level: self.level(item),
            lock: self.lock.as_ref(),
            separate_signer: item.separate_signer,
            is_preparer,
            has_rows: self.has_rows,
            reports_in: self.reports_in.as_deref(),
        }
    }

    /// The seats that cover this assignment: on the provider's side those for the provider and, where the seat is for
    /// one unit, that unit.
    fn fitting<'a>(&'a self, seats: &'a [Seat]) -> impl Iterator<Item = &'a Seat> {
        seats.iter().filter(move |seat| match seat.organisation {
            None => seat.role.may(Right::ViewFollowUp) || seat.role.may(Right::Register),
            Some(organisation) => organisation == self.organisation && self.covered_by(seat),
        })
    }

    /// Whether a provider's seat covers it.
    pub fn covered_by(&self, seat: &Seat) -> bool {
        match (seat.unit, &self.subject) {
            (None, _) => true,
            (Some(only), Subject::Unit { id, .. }) => only == *id,
            (Some(_), _) => false,
        }
    }
}
