//! What is asked, and the figures of it: each group's counts, small ones hidden together with those that would give them away.

use std::collections::BTreeMap;

use domain::cases::flows::{At, Flow, Spread, Step, spread};
use domain::cases::{Kind, Outcome, Place, StateName};
use kernel::Id;
use kernel::id::kind::Organisation;
use platform::FormData;
use stats::suppression::{CellId, Publications, Rule, Shown};

use super::sv;
use crate::cases::Filed;

/// By what the cases are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// By when they came.
    Time(Step),
    /// By provider.
    Provider,
    /// By unit.
    Unit,
}

impl By {
    pub const ALL: [Self; 5] =
        [Self::Time(Step::Month), Self::Time(Step::Quarter), Self::Time(Step::Year), Self::Provider, Self::Unit];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Time(Step::Month) => "manad",
            Self::Time(Step::Quarter) => "kvartal",
            Self::Time(Step::Year) => "ar",
            Self::Provider => "anordnare",
            Self::Unit => "enhet",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub by: By,
    /// The year; every one where there is none.
    pub year: Option<i16>,
    pub kind: Option<Kind>,
    pub provider: Option<Id<Organisation>>,
}

/// The value of the year that is all of them.
pub(super) const ALL_YEARS: &str = "alla";

impl Request {
    /// What the query asks: this year by month, where it says nothing.
    pub fn read(query: &FormData, this_year: i16) -> Self {
        let year = match query.get("ar") {
            ALL_YEARS => None,
            text => Some(text.parse().ok().filter(|year| (1990..=2200).contains(year)).unwrap_or(this_year)),
        };
        let by = By::ALL.into_iter().find(|by| by.slug() == query.get("uppdelning"));
        Self {
            by: by.unwrap_or(By::Time(Step::Month)),
            year,
            kind: Kind::from_slug(query.get("slag")),
            provider: query.get("vem").parse().ok(),
        }
    }

    fn covers(&self, filed: &Filed, flow: &Flow) -> bool {
        self.year.is_none_or(|year| year == flow.received.year())
            && self.kind.is_none_or(|kind| kind == flow.kind)
            && self.provider.is_none_or(|provider| filed.school.is_some_and(|(of, _)| provider == of))
    }

    /// The same as a query, with another way of telling apart.
    pub fn query(&self, by: By) -> String {
        let year = self.year.map_or_else(|| ALL_YEARS.to_owned(), |year| year.to_string());
        let mut query = format!("?uppdelning={}&ar={year}", by.slug());
        if let Some(kind) = self.kind {
            query.push_str(&format!("&slag={}", kind.slug()));
        }
        if let Some(provider) = self.provider {
            query.push_str(&format!("&vem={provider}"));
        }
        query
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Received,
    First(Place),
    Escalated,
    HandedDown,
    Counts,
    /// By the place of the category among the year's; the last is those without one.
    Category(usize),
    State(StateName),
    Outcome(Outcome),
    Acknowledged,
    Answered,
}

/// One group: its counts and its times.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub name: String,
    pub counts: BTreeMap<Measure, Shown>,
    pub acknowledged: Spread,
    pub answered: Spread,
}

impl Group {
    /// A count; a zero where nothing was counted.
    pub fn count(&self, measure: Measure) -> Shown {
        self.counts.get(&measure).copied().unwrap_or(Shown::Count(0))
    }
    /// How the times lie, where it may be told of how many they are.
    pub fn times(&self, measure: Measure) -> Result<Spread, Shown> {
        match self.count(measure) {
            Shown::Count(_) => Ok(if measure == Measure::Acknowledged { self.acknowledged } else { self.answered }),
            other => Err(other),
        }
    }
}

/// Everything that is shown.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub request: Request,
    pub groups: Vec<Group>,
    pub all: Group,
    /// The titles of the categories, those without one last.
    pub categories: Vec<String>,
    /// The years in which cases came, the newest first.
    pub years: Vec<i16>,
    /// The providers that cases are about, in Swedish order.
    pub providers: Vec<(Id<Organisation>, String)>,
    /// Whether small counts are hidden.
    pub hides: bool,
    /// The last working day of an answer.
    pub answer_within: u32,
    /// Whether some of the cases are handled in a provider's own system: their times are not measured here.
    pub elsewhere: bool,
}

/// The groups in their order: their names, and which each case is in.
fn grouped(request: &Request, cases: &[&(Filed, Flow)]) -> (Vec<String>, Vec<usize>) {
    match request.by {
        By::Time(step) => {
            let at: Vec<At> = cases.iter().map(|(_, flow)| step.at(flow.received)).collect();
            let (Some(first), Some(last)) = (at.iter().min(), at.iter().max()) else { return Default::default() };
            let all = step.between(*first, *last);
            let place = |at: &At| all.iter().position(|known| known == at).unwrap_or(0);
            (all.iter().map(|at| sv::period(step, *at)).collect(), at.iter().map(place).collect())
        }
        By::Provider | By::Unit => {
            let name = |filed: &Filed| match request.by {
                By::Unit => (
                    filed.unit_name.clone(),
                    filed.school.map(|(_, unit)| unit.uuid()),
                    filed.organisation_name.clone(),
                ),
                // What came without a school is a group of its own, until the authority has said which.
                _ if filed.school.is_none() => (filed.unit_name.clone(), None, String::new()),
                _ => (filed.organisation_name.clone(), filed.school.map(|(of, _)| of.uuid()), String::new()),
            };
            let mut all: Vec<_> = cases.iter().map(|(filed, _)| name(filed)).collect();
            all.sort_by_cached_key(|(name, id, _)| (kernel::swedish::sort_key(name), *id));
            all.dedup_by_key(|(_, id, _)| *id);
            let place = |(filed, _): &&(Filed, Flow)| {
                let (_, wanted, _) = name(filed);
                all.iter().position(|(_, id, _)| *id == wanted).unwrap_or(0)
            };
            let places = cases.iter().map(place).collect();
            let named = |(name, _, of): &(String, _, String)| {
                if of.is_empty() { name.clone() } else { format!("{name}, {of}") }
            };
            (all.iter().map(named).collect(), places)
        }
    }
}

fn measures(flow: &Flow, category: usize) -> Vec<Measure> {
    let mut all =
        vec![Measure::Received, Measure::First(flow.first), Measure::Category(category), Measure::State(flow.state)];
    all.extend(flow.escalated.then_some(Measure::Escalated));
    all.extend(flow.handed_down.then_some(Measure::HandedDown));
    all.extend(flow.counts.then_some(Measure::Counts));
    all.extend(flow.outcome.map(Measure::Outcome));
    all.extend(flow.acknowledged.map(|_| Measure::Acknowledged));
    all.extend(flow.answered.map(|_| Measure::Answered));
    all
}

type Counts = BTreeMap<(Option<usize>, Measure), Shown>;

/// The counts of every group and of all: hidden together, so that none that is small follows from those that are shown.
fn counted(places: &[usize], measures: &[Vec<Measure>], rule: Rule) -> Counts {
    let mut atoms: BTreeMap<(usize, &[Measure]), i64> = BTreeMap::new();
    for (place, measures) in places.iter().zip(measures) {
        *atoms.entry((*place, measures.as_slice())).or_default() += 1;
    }
    let keys: Vec<(usize, &[Measure])> = atoms.keys().copied().collect();
    let keys = keys.as_slice();
    let of_group = |at: usize| {
        let (group, measures) = keys[at];
        measures.iter().map(move |measure| (Some(group), *measure))
    };
    let of_all = |at: usize| keys[at].1.iter().map(|measure| (None, *measure));
    if rule == Rule::OPEN {
        let mut sums: BTreeMap<(Option<usize>, Measure), i64> = BTreeMap::new();
        for (at, n) in atoms.values().enumerate() {
            for key in of_group(at).chain(of_all(at)) {
                *sums.entry(key).or_default() += n;
            }
        }
        return sums.into_iter().map(|(key, n)| (key, Shown::Count(n))).collect();
    }
    let Ok(mut figures) = Publications::new(atoms.values().copied().collect()) else { return Counts::new() };
    let mut cells: BTreeMap<(Option<usize>, Measure), CellId> = figures.publish_by(1, of_group);
    cells.extend(figures.publish_by(9, of_all));
    let shown = figures.suppress(rule, 1);
    cells.into_iter().map(|(key, cell)| (key, shown.shown(cell))).collect()
}

/// The figures that are asked for.
pub(super) fn look(
    request: Request,
    all: &[(Filed, Flow)],
    (slugs, titles): (&[String], Vec<String>),
    (rule, answer_within): (Rule, u32),
) -> Seen {
    let cases: Vec<&(Filed, Flow)> = all.iter().filter(|(filed, flow)| request.covers(filed, flow)).collect();
    let (names, places) = grouped(&request, &cases);
    let category = |flow: &Flow| {
        let slug = flow.category.as_ref();
        slug.and_then(|slug| slugs.iter().position(|known| known == slug)).unwrap_or(slugs.len())
    };
    let of_cases: Vec<Vec<Measure>> = cases.iter().map(|(_, flow)| measures(flow, category(flow))).collect();
    let counts = counted(&places, &of_cases, rule);
    let group = |at: Option<usize>, name: String| {
        let own = |place: usize| at.is_none_or(|at| at == place);
        let flows = || cases.iter().zip(&places).filter(|(_, place)| own(**place)).map(|((_, flow), _)| flow);
        Group {
            name,
            counts: counts.iter().filter(|((of, _), _)| *of == at).map(|((_, measure), n)| (*measure, *n)).collect(),
            acknowledged: spread(flows().filter_map(|flow| flow.acknowledged)),
            answered: spread(flows().filter_map(|flow| flow.answered)),
        }
    };
    let mut years: Vec<i16> = all.iter().map(|(_, flow)| flow.received.year()).chain(request.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let mut providers: Vec<(Id<Organisation>, String)> =
        all.iter().filter_map(|(filed, _)| Some((filed.school?.0, filed.organisation_name.clone()))).collect();
    providers.sort_by_cached_key(|(id, name)| (kernel::swedish::sort_key(name), *id));
    providers.dedup();
    Seen {
        groups: names.into_iter().enumerate().map(|(at, name)| group(Some(at), name)).collect(),
        all: group(None, sv::TOGETHER.to_owned()),
        categories: titles,
        years,
        providers,
        hides: rule != Rule::OPEN,
        answer_within,
        elsewhere: cases.iter().any(|(filed, _)| filed.is_kept_elsewhere()),
        request,
    }
}
