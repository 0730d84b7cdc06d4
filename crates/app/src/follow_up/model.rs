//! Lines, the figures made of them, and which of them are asked for. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::inbox::Became;
use domain::submissions::{State, StateName, Timeliness, Undated, due};
use kernel::id::kind::{Area, Assignment, Organisation, Unit};
use kernel::{Day, Id, Instant, swedish};

/// One assignment as the overview sees it: where it stands, and nothing of what anybody has written.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The assignment.
    pub id: Id<Assignment>,
    /// The occasion's stable name.
    pub occasion: Arc<str>,
    /// The item's stable name.
    pub item: Arc<str>,
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The unit, for a unit's item.
    pub unit: Option<Id<Unit>>,
    /// The area, for an area's item.
    pub area: Option<Id<Area>>,
    /// The last day that holds.
    pub due: Day,
    /// The state.
    pub state: StateName,
    /// Whether it is in time.
    pub timeliness: Timeliness,
    /// When the first version came in.
    pub received: Option<Instant>,
    /// When the newest version came in.
    pub newest: Option<Instant>,
    /// Whether a first version came in before the end of the last day.
    pub on_time: bool,
    /// Whether an officer has locked it.
    pub locked: bool,
    /// What came by e-mail and waits to be signed.
    pub arrived: Option<Arrived>,
    /// The other system that it is answered in; nothing where it is answered here.
    pub reports_in: Option<Arc<str>>,
    /// Whether nothing asks for it any more, and it stays because something has come in.
    pub is_unasked: bool,
}

/// What came by e-mail and waits to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// When the first of it came.
    pub at: Instant,
    /// What became of the newest.
    pub became: Became,
    /// The last day on which it waits; after it the item counts among the missing again.
    pub until: Day,
    /// Whether it still waits.
    pub waits: bool,
}

/// A line before it is known what day it is: what is stored, and what follows of it alone.
#[derive(Debug, Clone, PartialEq)]
pub struct UndatedLine {
    line: Line,
    timeliness: Undated,
}

impl UndatedLine {
    /// A line of what is stored.
    pub fn new(
        id: Id<Assignment>,
        (occasion, item): (Arc<str>, Arc<str>),
        organisation: Id<Organisation>,
        (unit, area): (Option<Id<Unit>>, Option<Id<Area>>),
        (deadline, extended_to): (Day, Option<Day>),
        state: &State,
        locked: bool,
    ) -> Self {
        let (latest, due) = (state.latest(), due(deadline, extended_to));
        let line = Line {
            id,
            occasion,
            item,
            organisation,
            unit,
            area,
            due,
            state: state.name(),
            timeliness: Timeliness::Open,
            received: latest.map(|latest| latest.received),
            newest: latest.map(|latest| latest.at),
            on_time: latest.is_some_and(|latest| latest.received < due.end()),
            locked,
            arrived: None,
            reports_in: None,
            is_unasked: false,
        };
        Self { line, timeliness: state.undated(deadline, extended_to) }
    }

    /// With what came by e-mail, and until when it waits.
    #[must_use]
    pub fn arrived(mut self, came: Option<(Instant, Became, Day)>) -> Self {
        self.line.arrived = came.map(|(at, became, until)| Arrived { at, became, until, waits: true });
        self
    }

    /// With the other system that it is answered in. When an officer reads a file in says nothing of when the school had
    /// answered, so nothing of it is in time or late.
    #[must_use]
    pub fn elsewhere(mut self, system: Option<Arc<str>>) -> Self {
        self.line.on_time &= system.is_none();
        self.line.reports_in = system;
        self
    }

    /// With whether nothing asks for it any more: then it is neither missing nor late.
    #[must_use]
    pub fn unasked(mut self, is_unasked: bool) -> Self {
        self.line.is_unasked = is_unasked;
        self
    }

    /// The line as it is on the day.
    pub fn on(&self, today: Day) -> Line {
        let arrived = self.line.arrived.map(|one| Arrived { waits: today <= one.until, ..one });
        let timeliness = match self.timeliness.on(today) {
            Timeliness::Soon(_) | Timeliness::Late(_) if self.line.is_unasked => Timeliness::Open,
            timeliness => timeliness,
        };
        Line { timeliness, arrived, ..self.line.clone() }
    }
}

impl Line {
    /// Whether a first version came in too late.
    pub fn received_late(&self) -> bool {
        self.received.is_some() && !self.on_time && self.reports_in.is_none()
    }

    /// Whether something came by e-mail, which is neither signed nor missing.
    pub fn waits_to_be_signed(&self) -> bool {
        self.received.is_none() && self.arrived.is_some_and(|one| one.waits)
    }

    /// Whether nothing has come in and the last day has passed, or a completion is overdue.
    pub fn overdue(&self) -> bool {
        let came = self.arrived.is_some_and(|one| one.waits && one.at < self.due.end());
        matches!(self.timeliness, Timeliness::Late(_)) && !came && self.reports_in.is_none()
    }

    /// Whether it counts: what nothing asks for counts where it has come in, and is missing nowhere.
    pub fn counts(&self) -> bool {
        self.received.is_some() || !self.is_unasked
    }

    /// Whether an officer is the next to act.
    pub fn to_review(&self) -> bool {
        self.state == StateName::Submitted
    }

    /// The mark it is shown with: what has come in by its state; what has not by lateness or lock first.
    pub fn mark(&self) -> ui::State {
        match self.state {
            StateName::Submitted => ui::State::Submitted,
            StateName::Approved => ui::State::Approved,
            StateName::Returned => ui::State::Returned,
            StateName::NotStarted | StateName::Draft | StateName::AwaitingSignature if self.locked => ui::State::Locked,
            StateName::NotStarted | StateName::Draft | StateName::AwaitingSignature
                if self.overdue() && self.received.is_none() =>
            {
                ui::State::Late
            }
            StateName::NotStarted if self.reports_in.is_some() => ui::State::Elsewhere,
            StateName::NotStarted => ui::State::NotStarted,
            StateName::Draft => ui::State::Draft,
            StateName::AwaitingSignature => ui::State::AwaitingSignature,
        }
    }

    /// What needs somebody first: 0 most. What is overdue, then what waits for review, then what may still come.
    pub fn need(&self) -> u8 {
        match self.mark() {
            ui::State::Late => 0,
            ui::State::Submitted => 1,
            ui::State::Returned if self.overdue() => 2,
            ui::State::Locked => 3,
            ui::State::Returned => 4,
            ui::State::NotStarted | ui::State::Elsewhere => 5,
            ui::State::Draft => 6,
            ui::State::AwaitingSignature => 7,
            ui::State::Approved => 8,
        }
    }
}

/// The reporting rate of some lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many are asked for.
    pub expected: u32,
    /// Of how many a first version has come in.
    pub received: u32,
    /// How many of those came in time.
    pub on_time: u32,
    /// How many are approved.
    pub approved: u32,
    /// How many wait for review.
    pub to_review: u32,
    /// How many have not come in though their last day has passed.
    pub overdue: u32,
    /// How many of those that came were read in from another system: whether in time, nobody knows.
    pub elsewhere: u32,
}

impl Figures {
    /// Counts the lines.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Self {
        let mut figures = Self::default();
        for line in lines.into_iter().filter(|line| line.counts()) {
            let one = |truth: bool| u32::from(truth);
            figures.expected += 1;
            figures.received += one(line.received.is_some());
            figures.on_time += one(line.on_time);
            figures.approved += one(line.state == StateName::Approved);
            figures.to_review += one(line.to_review());
            figures.overdue += one(line.overdue() && line.received.is_none());
            figures.elsewhere += one(line.received.is_some() && line.reports_in.is_some());
        }
        figures
    }
}

/// Which lines are asked for by how far they have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// What has come in.
    Received,
    /// What came in time.
    OnTime,
    /// What has not come in.
    Missing,
    /// What came by e-mail and waits to be signed.
    ByMail,
    /// What has not come in though its last day has passed.
    Overdue,
    /// What came in too late.
    ReceivedLate,
    /// One state.
    State(StateName),
}

impl Show {
    /// Every choice, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::All, Self::Received, Self::OnTime, Self::Missing, Self::ByMail, Self::Overdue, Self::ReceivedLate]
            .into_iter()
            .chain(StateName::ALL.iter().map(|state| Self::State(*state)))
    }

    /// The stable name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Received => "inkomna",
            Self::OnTime => "i-tid",
            Self::Missing => "saknas",
            Self::ByMail => "e-post",
            Self::Overdue => "forsenade",
            Self::ReceivedLate => "for-sent",
            Self::State(state) => state.slug(),
        }
    }

    /// The one with the stable name; all for any other.
    pub fn from_slug(slug: &str) -> Self {
        Self::all().find(|show| show.slug() == slug).unwrap_or_default()
    }

    /// Whether the line is among them.
    pub fn holds(self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::Received => line.received.is_some(),
            Self::OnTime => line.on_time,
            Self::Missing => line.received.is_none() && !line.waits_to_be_signed() && line.counts(),
            Self::ByMail => line.waits_to_be_signed(),
            Self::Overdue => line.overdue() && line.received.is_none(),
            Self::ReceivedLate => line.received_late(),
            Self::State(state) => line.state == state,
        }
    }
}

/// How lines and providers are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What needs somebody first.
    #[default]
    Need,
    /// By name.
    Name,
    /// The newest first.
    Newest,
}

impl Order {
    /// The stable name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Need => "",
            Self::Name => "namn",
            Self::Newest => "senast",
        }
    }

    /// The one with the stable name; by need for any other.
    pub fn from_slug(slug: &str) -> Self {
        [Self::Name, Self::Newest].into_iter().find(|order| order.slug() == slug).unwrap_or_default()
    }
}

/// What the page was asked to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// By how far they have come.
    pub show: Show,
    /// Only those of the providers that the one who looks is contact rektor for.
    pub own: bool,
    /// Only this area, by its stable name.
    pub area: String,
    /// Only this provider.
    pub organisation: Option<Id<Organisation>>,
    /// Words in the name of the provider, unit or area.
    pub search: String,
    /// In which order.
    pub order: Order,
}

impl Filter {
    /// Whether anything is left out by it.
    pub fn narrows(&self) -> bool {
        *self != Self { order: self.order, ..Self::default() }
    }

    /// As a query string with its question mark; empty when nothing is asked.
    pub fn query(&self) -> String {
        let organisation = self.organisation.map(|id| id.to_string()).unwrap_or_default();
        let pairs = [
            ("visa", self.show.slug()),
            ("egna", if self.own { "ja" } else { "" }),
            ("omrade", &self.area),
            ("anordnare", &organisation),
            ("sok", &self.search),
            ("ordna", self.order.slug()),
        ];
        query(&pairs)
    }
}

/// A query string of the pairs that have a value, with its question mark.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                out.push(char::from(byte));
            } else {
                let _ = std::fmt::Write::write_fmt(&mut out, format_args!("%{byte:02X}"));
            }
        }
    }
    out
}

/// What a filter looks things up in.
pub trait Names {
    /// The provider's name.
    fn provider(&self, id: Id<Organisation>) -> &str;
    /// The name of what the line is for, where it is not the provider itself.
    fn subject(&self, line: &Line) -> Option<&str>;
    /// Whether the line is about the area: the area's own, or a unit that works in it.
    fn in_area(&self, line: &Line, slug: &str) -> bool;
}

/// Whether the line is among those asked for.
pub fn keeps(filter: &Filter, line: &Line, own: &BTreeSet<Id<Organisation>>, names: &impl Names) -> bool {
    filter.show.holds(line)
        && (!filter.own || own.contains(&line.organisation))
        && filter.organisation.is_none_or(|only| line.organisation == only)
        && (filter.area.is_empty() || names.in_area(line, &filter.area))
        && (filter.search.is_empty() || {
            let wanted = swedish::fold(&filter.search);
            let has = |name: &str| swedish::fold(name).contains(&wanted);
            has(names.provider(line.organisation)) || names.subject(line).is_some_and(has)
        })
}

/// The occasion to open first: the latest whose last day is at most six weeks away or has passed, since work with one
/// goes on after its last day; the first of the year before that.
pub fn current_occasion(occasions: &[domain::year::Occasion], today: Day) -> Option<&domain::year::Occasion> {
    occasions
        .iter()
        .filter(|occasion| occasion.deadline <= today.plus_days(42))
        .max_by_key(|occasion| occasion.deadline)
        .or_else(|| occasions.iter().min_by_key(|occasion| occasion.deadline))
}
