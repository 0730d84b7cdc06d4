//! What somebody is shown of the results: figures of counts, with what must be hidden hidden. Page, picture and file are drawn
//! of this alone, so none can show what another hides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use ::store::{ReadTx, StoreError};
use domain::indicators::{Aim, Figure, Formula, Limit, Missing, Part, Stands, Term, figure, parts, unfinished};
use domain::participations::Month;
use domain::year::{Direction, Followed, Indicator, Regime, Target};
use kernel::id::kind::{Area, Organisation};
use kernel::{Day, Id, swedish};
use stats::control::ShareChart;
use stats::funnel::{Standing, Widening, Winsor};
use stats::{Funnel, Rule, Share, Shown, Table};

use super::frozen::At;
use super::grid::Along;
use super::model::{By, Key, Months, Only, Picture, Spot, Stretch};
use super::reported::{Reported, YearTold, years};
use super::store::{self, Register};
use super::sv;
use super::together::{Judged, adds_up};
use crate::loaded_figures;
use crate::participations::{self, Set};
use crate::year::{self, Published};

/// How many months are drawn at most.
const MOST_MONTHS: usize = 24;
/// How many earlier years are told.
const EARLIER_YEARS: usize = 5;
/// The least number with a base for a funnel to say anything.
const LEAST_IN_FUNNEL: usize = 3;
/// With less likely a spread by chance alone, the limits are widened by how much all of them differ.
pub const BY_CHANCE: f64 = 0.05;
/// From so many on, the limits can be widened: with fewer the extremes cannot be drawn in, and one far off would hide itself
/// by widening the limits it lies outside.
const LEAST_TO_WIDEN: usize = 10;

/// What was asked for in the address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Request {
    /// The calendar year; the newest with results where nothing is asked.
    pub year: Option<i16>,
    /// The part of the year.
    pub stretch: Stretch,
    /// By what figures are told apart.
    pub by: By,
    /// Of whom.
    pub only: Only,
    /// The snapshot whose figures are asked for; the newest figures where none is.
    pub freeze: Option<i64>,
    /// The snapshot that they are compared with.
    pub compared: Option<i64>,
}

/// Everything figures are made of, for one who looks.
#[derive(Debug, Clone)]
pub struct Basis {
    /// What was asked for, with the year that is shown.
    pub request: Request,
    /// The year's document that says how indicators are counted.
    pub published: Published,
    /// The years that have results, the newest first.
    pub years: Vec<i16>,
    /// The months that are shown: of those that were asked for no more than the source knows wholly ([`Basis::so_far`]).
    pub months: Months,
    /// The months that were asked for.
    pub asked: Months,
    /// The counts.
    pub picture: Arc<Picture>,
    /// What units and areas are called.
    pub register: Arc<Register>,
    /// What providers are called, in Swedish order.
    pub providers: Vec<(Id<Organisation>, String)>,
    /// The newest set of what is shown.
    pub set: Option<Set>,
    /// The last day that any set of what is shown knows of.
    pub known: Option<Day>,
    /// What whoever looks may be shown.
    pub rule: Rule,
    /// Where the figures are taken.
    pub at: At,
    /// Figures and targets that were loaded; nothing where figures are cited by the set they are counted of.
    pub loaded: Arc<loaded_figures::Figures>,
    /// What has been judged for whoever looks.
    pub judged: Arc<Judged>,
    /// The places that anything is counted of in the months, found out when they are asked for.
    counted_at: OnceLock<BTreeMap<u32, Spot>>,
}

/// A target as it holds for what is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// Where one target holds for all that is shown.
    pub limit: Option<Limit>,
    /// In words; empty where there is none.
    pub words: String,
}

/// A figure as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What it is about; nothing for the whole of what is asked.
    pub key: Option<Key>,
    /// What that is called.
    pub name: String,
    /// The figure.
    pub figure: Figure,
    /// The figure of the same months a year before.
    pub earlier: Figure,
    /// The target.
    pub goal: Goal,
    /// How it stands to it.
    pub stands: Option<Stands>,
    /// How it lies to all together.
    pub standing: Option<Standing>,
    /// Where the figure was loaded and not counted here: what was said.
    pub reported: Option<Reported>,
}

/// A month as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthTold {
    /// Which.
    pub month: Month,
    /// The figure.
    pub figure: Figure,
    /// Its place in the chart of months; nothing where the figure is not shown.
    pub judged: Option<stats::control::Month>,
}

/// One indicator as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The whole of what is asked.
    pub lead: Told,
    /// Told apart, in alphabetical order.
    pub rows: Vec<Told>,
    /// The funnel of the rows, where there are enough.
    pub funnel: Option<Funnel>,
    /// Month by month.
    pub months: Vec<MonthTold>,
    /// The chart that the months are judged by.
    pub chart: Option<ShareChart>,
    /// The same months of each year, the newest first.
    pub years: Vec<YearTold>,
    /// The parts of a distribution.
    pub parts: Vec<Part>,
}

impl Basis {
    /// Reads what the figures are made of; nothing before a year is published, nor of a snapshot that there is not.
    pub fn read(tx: &mut ReadTx<'_>, request: Request, today: Day, rule: Rule) -> Result<Option<Self>, StoreError> {
        let Some(at) = At::asked(tx, request.freeze)? else { return Ok(None) };
        let picture = store::picture(tx, at.upto)?;
        let loaded = loaded_figures::figures(tx)?;
        let counted = picture.years();
        let mut all = years(&loaded);
        all.extend(&counted);
        let years: Vec<i16> = all.into_iter().rev().collect();
        let newest = counted.first().or(years.first()).copied();
        let this_year = Some(today.year()).filter(|year| counted.contains(year));
        let shown = request.year.filter(|year| years.contains(year)).or(this_year).or(newest);
        let shown = shown.unwrap_or(today.year());
        let then = match &at.freeze {
            // Counted and judged as the year said when the snapshot was taken.
            Some(freeze) => year::published_by(tx, shown, freeze.at)?,
            None => None,
        };
        let published = match then {
            Some(then) => Some(then),
            None => year::published(tx, shown)?,
        };
        let published = match published {
            Some(published) => Some(published),
            None => year::current(tx, today)?,
        };
        let (Some(published), Some(months)) = (published, request.stretch.months(shown)) else { return Ok(None) };
        let basis = Self::of(tx, published, months, request.only, rule, at)?.so_far();
        Ok(Some(Self { request: Request { year: Some(shown), ..request }, years, loaded, ..basis }))
    }

    /// Reads what the figures of those months are made of, counted as that version of the year says.
    pub fn of(
        tx: &mut ReadTx<'_>,
        published: Published,
        months: Months,
        only: Only,
        rule: Rule,
        at: At,
    ) -> Result<Self, StoreError> {
        let picture = store::picture(tx, at.upto)?;
        Ok(Self {
            request: Request { year: Some(months.year()), only, ..Request::default() },
            published,
            years: picture.years(),
            months,
            asked: months,
            picture,
            register: store::register(tx)?,
            providers: store::providers(tx)?,
            set: participations::set(tx, at.upto)?,
            known: participations::known_until(tx, at.upto)?,
            rule,
            judged: store::judged(tx, at.upto)?,
            at,
            loaded: Arc::default(),
            counted_at: OnceLock::new(),
        })
    }

    /// The same no further than the last month that the source knows wholly: a month that has begun would make a year so far
    /// look like more, or less, than the same months of another.
    pub fn so_far(mut self) -> Self {
        if let Some(known) = self.last_whole_month()
            && self.asked.from <= known
        {
            self.months.to = known.min(self.asked.to);
        }
        self
    }

    /// The same figures, told apart and narrowed as the other's are.
    pub fn asked_as(mut self, other: &Self) -> Self {
        (self.request, self.loaded) = (other.request, other.loaded.clone());
        self
    }

    /// The calendar year that is shown.
    pub fn year(&self) -> i16 {
        self.months.year()
    }

    /// The figure of some months for all that is asked, as it is; whoever shows it has seen to who may see it.
    pub fn figure(&self, formula: &Formula, months: Months) -> Figure {
        figure(formula, &self.picture.total(formula, months, &self.request.only))
    }

    fn counted(&self, formula: Option<&Formula>, months: Option<Months>, only: &Only) -> Figure {
        let Some(formula) = formula else { return Figure::Missing(Missing::NoFormula) };
        let Some(months) = months else { return Figure::Missing(Missing::NothingCounted) };
        self.judged(formula, months, only)
    }

    /// The indicator for all that is asked.
    pub fn lead(&self, indicator: &Indicator) -> Told {
        let (formula, only) = (indicator.count.as_ref(), &self.request.only);
        let figure = self.counted(formula, Some(self.months), only);
        let (figure, reported) = self.or_reported(figure, indicator, self.year(), only);
        let open = formula.and_then(|formula| unfinished(formula, &self.picture.total(formula, self.months, only)));
        let earlier = self.counted(formula, self.same_months(self.year() - 1), only);
        // What was loaded is of whole years: beside a year so far it would be something else.
        let earlier = match self.cut() {
            Some(_) => earlier,
            None => self.or_reported(earlier, indicator, self.year() - 1, only).0,
        };
        let goal = self.goal(indicator, only);
        Told {
            key: None,
            name: sv::ALL.to_owned(),
            stands: stands(&goal, figure, open.filter(|_| reported.is_none())),
            standing: None,
            figure,
            earlier,
            goal,
            reported,
        }
    }

    /// Each indicator of the year for all that is asked.
    pub fn overview(&self) -> Vec<(&Indicator, Told)> {
        self.published.year.indicators.iter().map(|indicator| (indicator, self.lead(indicator))).collect()
    }

    /// The last month that is shown, where more were asked for than the source knows wholly.
    pub fn cut(&self) -> Option<Month> {
        (self.months != self.asked).then_some(self.months.to)
    }

    /// The last month that the source knows wholly.
    pub fn last_whole_month(&self) -> Option<Month> {
        self.known.map(Month::ended_by)
    }

    /// The months that are shown, of another year.
    fn same_months(&self, year: i16) -> Option<Months> {
        let moved = |month: Month| Month::from_number(u32::try_from(year).ok()? * 100 + month.number() % 100);
        Some(Months { from: moved(self.months.from)?, to: moved(self.months.to)? })
    }

    /// Whether the source knows those months wholly.
    fn knows(&self, months: Months) -> bool {
        self.last_whole_month().is_none_or(|known| months.to <= known)
    }

    /// One indicator with everything that is told of it.
    pub fn indicator(&self, indicator: &Indicator) -> Seen {
        let mut lead = self.lead(indicator);
        let Some(formula) = indicator.count.as_ref().filter(|formula| formula.awaited().is_none()) else {
            let (rows, whole_too) = self.reported_rows(indicator);
            if whole_too {
                (lead.figure, lead.stands) = (Figure::TooFew, None);
            }
            return Seen { rows, years: self.by_year(indicator, Vec::new()), ..Seen::of(lead) };
        };
        if formula.is_distribution() {
            let parts = self.distribution(formula);
            return Seen { parts, ..Seen::of(lead) };
        }
        let years = self.by_year(indicator, self.counted_by_year(formula));
        // What was loaded for parts alone has no whole, and is shown where nothing was counted.
        let nothing = lead.figure == Figure::Missing(Missing::NothingCounted);
        if lead.reported.is_some() || nothing && !self.reported_by(indicator).is_empty() {
            let (rows, whole_too) = self.reported_rows(indicator);
            if whole_too {
                (lead.figure, lead.stands) = (Figure::TooFew, None);
            }
            return Seen { rows, years, ..Seen::of(lead) };
        }
        let (rows, funnel) = self.rows(indicator, formula, &mut lead);
        let (months, chart) = self.by_month(formula);
        Seen { rows, funnel, months, chart, years, ..Seen::of(lead) }
    }

    /// The same months of each of the last years that are counted here, the newest first.
    pub fn counted_by_year(&self, formula: &Formula) -> Vec<(i16, Figure)> {
        // A year of which the source does not know as much is no year to compare with; the one that is shown is told as it is.
        let counted = self.picture.years().into_iter().filter_map(|year| Some((year, self.same_months(year)?)));
        let told = counted.filter(|(year, months)| *year == self.year() || self.knows(*months)).take(EARLIER_YEARS);
        told.map(|(year, months)| (year, self.counted(Some(formula), Some(months), &self.request.only))).collect()
    }

    fn rows(&self, indicator: &Indicator, formula: &Formula, lead: &mut Told) -> (Vec<Told>, Option<Funnel>) {
        let (by, only) = (self.request.by, &self.request.only);
        if !self.tells_apart() {
            return (Vec::new(), None);
        }
        let apart = self.picture.apart(formula, self.months, only, by);
        let before = self.same_months(self.year() - 1).map(|months| self.picture.apart(formula, months, only, by));
        let before = before.unwrap_or_default();
        let keys: Vec<Key> = apart.keys().copied().collect();
        let mut figures: Vec<Figure> = apart.values().map(|counts| figure(formula, counts)).collect();
        let open: Vec<Option<i64>> = apart.values().map(|counts| unfinished(formula, counts)).collect();
        let mut earlier: Vec<Figure> = keys
            .iter()
            .map(|key| {
                before.get(key).map_or(Figure::Missing(Missing::NothingCounted), |counts| figure(formula, counts))
            })
            .collect();
        // Those of whom more go on lie lower for that alone.
        let funnel = funnel(by, &figures).filter(|_| !formula.follows());
        // Persons are no sums, and judged table by table.
        if !adds_up(formula) && hide(self.rule, &mut figures) {
            (lead.figure, lead.stands) = (Figure::TooFew, None);
        }
        if !adds_up(formula) && hide(self.rule, &mut earlier) {
            lead.earlier = Figure::TooFew;
        }
        let figures = self.as_alone(formula, Some(self.months), &keys, figures);
        let earlier = self.as_alone(formula, self.same_months(self.year() - 1), &keys, earlier);
        // Its centre is the figure of all.
        let funnel = funnel.filter(|_| lead.figure != Figure::TooFew);
        let mut rows: Vec<Told> = keys
            .into_iter()
            .zip(open)
            .zip(figures.into_iter().zip(earlier))
            .map(|((key, open), (figure, earlier))| {
                let goal = self.goal_of_row(indicator, key);
                let standing = funnel.as_ref().zip(figure.share()).map(|(funnel, share)| funnel.standing(share));
                let name = self.name(key);
                let stands = stands(&goal, figure, open);
                Told { key: Some(key), name, stands, standing, figure, earlier, goal, reported: None }
            })
            .collect();
        let stated = |told: &Told| told.key.is_some_and(|key| !is_unstated(key));
        if matches!(by, By::Provider | By::Unit | By::Area | By::Group) {
            rows.sort_by(|a, b| stated(b).cmp(&stated(a)).then_with(|| swedish::compare(&a.name, &b.name)));
        } else {
            rows.sort_by_key(|told| (!stated(told), told.key));
        }
        (rows, funnel)
    }

    fn by_month(&self, formula: &Formula) -> (Vec<MonthTold>, Option<ShareChart>) {
        // Persons are no sum of months, and months whose courses go on would look like a fall.
        let is_no_sum = formula.names(Term::Students) || formula.names(Term::Complaints) || formula.counts_work();
        if formula.follows() || is_no_sum || !self.tells_months() {
            return (Vec::new(), None);
        }
        // Months that the source cannot know of wholly yet are no gap, and no fall.
        let last = self.last_whole_month().map_or(self.months.to, |known| known.min(self.months.to));
        let first = self.picture.first_result().unwrap_or(last);
        let all = Months { from: first, to: last }.each();
        let shown = all.len().saturating_sub(MOST_MONTHS);
        let Some(from) = all.get(shown).copied() else { return (Vec::new(), None) };
        let counts = self.picture.by_month(formula, Months { from, to: last }, &self.request.only);
        let mut figures: Vec<Figure> = counts.iter().map(|(_, counts)| figure(formula, counts)).collect();
        // The year's figure stands beside its months: those of a year of which one is too small are all hidden.
        for ((month, _), figure) in counts.iter().zip(&mut figures) {
            let year = i16::try_from(month.year()).unwrap_or_default();
            if self.rule != Rule::OPEN && !self.together(formula, year, Along::Whole).tells_months() {
                *figure = Figure::TooFew;
            }
        }
        // A month without a figure has its place, and no base; what is hidden is in no average either.
        let shares: Vec<Share> =
            figures.iter().filter_map(|figure| figure.share().or_else(|| Share::new(0, 0).ok())).collect();
        let chart = ShareChart::of(&shares, shares.len());
        let judged =
            chart.iter().flat_map(|chart| chart.months.iter().cloned().map(Some)).chain(std::iter::repeat(None));
        let months = counts
            .iter()
            .zip(figures)
            .zip(judged)
            .map(|(((month, _), figure), judged)| MonthTold {
                month: *month,
                figure,
                judged: judged.filter(|_| figure.share().is_some()),
            })
            .collect();
        (months, chart)
    }

    fn distribution(&self, formula: &Formula) -> Vec<Part> {
        let counts = self.picture.total(formula, self.months, &self.request.only);
        let mut told = parts(formula, &counts);
        if self.rule == Rule::OPEN {
            return told;
        }
        let together = self.together(formula, self.year(), Along::Whole);
        for part in told.iter_mut().filter(|part| part.figure.counts().is_some()) {
            let place = formula.parts.iter().position(|term| *term == part.term);
            if !self.tells_months() || !place.is_some_and(|place| together.tells_part(self.months, place)) {
                part.figure = Figure::TooFew;
            }
            part.figure = part.figure.without_unknown();
        }
        told
    }

    /// The target that holds for a row of what is asked; none for courses, which targets are not set by, nor where the source
    /// does not say what the row is of.
    pub fn goal_of_row(&self, indicator: &Indicator, key: Key) -> Goal {
        if matches!(key, Key::Group(_)) || is_unstated(key) {
            return Goal::default();
        }
        self.goal(indicator, &narrowed(self.request.only, key))
    }

    /// The target that holds for what is asked. Targets are set by regime and area, so there is none for a part of them.
    /// Whoever has courses of one area alone is held to that area's.
    pub fn goal(&self, indicator: &Indicator, only: &Only) -> Goal {
        if only.form.is_some() || only.sex.is_some() || only.study_form.is_some() {
            return Goal::default();
        }
        let only = &Only { area: only.area.or_else(|| self.only_area(indicator, only)), ..*only };
        // A year without a document of its own has the targets that were loaded for it, and never those of another year.
        if self.published.year.year != self.year() {
            return self.loaded_goal(indicator, self.year(), only);
        }
        let provider = only.provider.or_else(|| {
            let (_, _, provider) = self.register.units.iter().find(|(id, ..)| Some(*id) == only.unit)?;
            Some(*provider)
        });
        let area = only.area.and_then(|area| self.register.areas.iter().find(|(id, ..)| *id == area));
        let area = area.map(|(_, slug, _)| slug.as_str());
        let targets: BTreeMap<Regime, Option<&Target>> = self
            .regimes(provider, only.area)
            .into_iter()
            .map(|regime| {
                let targets = self.published.year.targets_for(regime, area);
                (regime, targets.into_iter().find(|target| target.indicator == indicator.slug))
            })
            .collect();
        goal(indicator, &targets)
    }

    /// The one area that everything asked for is of in the months that are shown, where the indicator has a target for it.
    fn only_area(&self, indicator: &Indicator, only: &Only) -> Option<Id<Area>> {
        let of_area = |target: &&Target| target.indicator == indicator.slug && target.area.is_some();
        self.published.year.targets.iter().find(of_area)?;
        let mut areas = self.places_counted().iter().filter(|(_, spot)| only.is_at(**spot)).map(|(_, spot)| spot.area);
        let first = areas.next()??;
        areas.all(|area| area == Some(first)).then_some(first)
    }

    /// The places that anything is counted of in the months that are shown.
    fn places_counted(&self) -> &BTreeMap<u32, Spot> {
        self.counted_at.get_or_init(|| self.picture.places_in(self.months))
    }

    /// The regimes under which the provider, or any, has an agreement in the months that are shown: for the area, where one
    /// is asked for.
    pub fn regimes(&self, provider: Option<Id<Organisation>>, area: Option<Id<Area>>) -> BTreeSet<Regime> {
        let (first, last) = (self.months.from.period(), self.months.to.period());
        let Some((first, last)) = first.zip(last) else { return BTreeSet::new() };
        self.register
            .agreements
            .iter()
            .filter(|agreement| provider.is_none_or(|of| agreement.provider == of))
            .filter(|agreement| area.is_none() || agreement.area.is_none() || agreement.area == area)
            .filter(|agreement| agreement.from <= last.to && agreement.to.is_none_or(|to| to >= first.from))
            .map(|agreement| agreement.regime)
            .collect()
    }

    /// What a row is about, in words.
    pub fn name(&self, key: Key) -> String {
        match key {
            Key::Provider(id) => {
                let known = self.providers.iter().find(|(known, _)| *known == id);
                known.map_or_else(|| sv::UNKNOWN_PROVIDER.to_owned(), |(_, name)| name.clone())
            }
            Key::Unit(id) => {
                let known = self.register.units.iter().find(|(known, ..)| Some(*known) == id);
                known.map_or_else(|| sv::NO_UNIT.to_owned(), |(_, name, _)| name.clone())
            }
            Key::Area(id) => {
                let known = self.register.areas.iter().find(|(known, ..)| Some(*known) == id);
                known.map_or_else(|| sv::NO_AREA.to_owned(), |(.., name)| name.clone())
            }
            Key::Form(form) => sv::school_form(form),
            Key::Group(number) => self.picture.groups.get(&number).map_or_else(
                || number.to_string(),
                |group| format!("{} ({})", group.title, domain::participations::sv::school_form(group.form)),
            ),
            Key::StudyForm(form) => sv::study_form(form).to_owned(),
            Key::Sex(sex) => sv::sex(sex).to_owned(),
        }
    }

    /// The numbers of the places that are asked for.
    pub fn places_of(&self, only: &Only) -> Vec<u32> {
        self.picture.places.iter().filter(|(_, spot)| only.is_at(**spot)).map(|(number, _)| *number).collect()
    }

    /// By what the indicator can be told apart: not finer than it is followed.
    pub fn choices(indicator: &Indicator, provider_only: bool) -> Vec<By> {
        let level = indicator.level.unwrap_or(Followed::Unit);
        let names = |term| indicator.count.as_ref().is_some_and(|formula| formula.names(term));
        let (persons, complaints) = (names(Term::Students), names(Term::Complaints));
        let work = indicator.count.as_ref().is_some_and(Formula::counts_work);
        By::ALL
            .into_iter()
            .filter(|by| match by {
                By::Provider => level >= Followed::Provider && !provider_only,
                By::Area => level >= Followed::Area && !complaints,
                By::Unit => level >= Followed::Unit,
                // A person is in several of them.
                By::Form | By::Group | By::StudyForm | By::Sex => !persons && !complaints && !work,
            })
            .collect()
    }
}

impl Seen {
    fn of(lead: Told) -> Self {
        Self {
            lead,
            rows: Vec::new(),
            funnel: None,
            months: Vec::new(),
            chart: None,
            years: Vec::new(),
            parts: Vec::new(),
        }
    }
}

fn is_unstated(key: Key) -> bool {
    use domain::participations::{Sex, StudyForm};
    matches!(key, Key::Unit(None) | Key::Area(None) | Key::StudyForm(StudyForm::Unknown) | Key::Sex(Sex::Unknown))
}

/// What is asked for, of that row alone.
pub fn narrowed(only: Only, key: Key) -> Only {
    match key {
        Key::Provider(id) => Only { provider: Some(id), ..only },
        Key::Unit(id) => Only { unit: id, ..only },
        Key::Area(id) => Only { area: id, ..only },
        Key::Form(form) => Only { form: Some(form), ..only },
        Key::StudyForm(form) => Only { study_form: Some(form), ..only },
        Key::Sex(sex) => Only { sex: Some(sex), ..only },
        Key::Group(_) => only,
    }
}

/// How a figure stands; of those who began together, `open` go on still.
pub fn stands(goal: &Goal, figure: Figure, open: Option<i64>) -> Option<Stands> {
    match (goal.limit, figure, open) {
        (Some(limit), Figure::Share { share, .. }, Some(open)) => limit.stands_so_far(share, open),
        (Some(limit), Figure::Share { share, interval, .. }, None) => {
            limit.stands(share.part(), share.base(), interval)
        }
        _ => None,
    }
}

/// One target where all regimes have the same; else what each has, in words.
pub fn goal(indicator: &Indicator, targets: &BTreeMap<Regime, Option<&Target>>) -> Goal {
    let aim = match indicator.direction {
        Direction::Higher => Aim::AtLeast,
        Direction::Lower => Aim::AtMost,
        Direction::Neither => return Goal::default(),
    };
    let known: Vec<(Regime, &Target)> =
        targets.iter().filter_map(|(regime, target)| Some((*regime, (*target)?))).collect();
    let Some((_, first)) = known.first() else { return Goal::default() };
    let same = known.len() == targets.len() && known.iter().all(|(_, target)| target.value == first.value);
    if same && !first.to_decide {
        let limit = Limit { aim, thousandths: first.value.thousandths() };
        let limit = (indicator.unit == domain::year::Measure::Percent).then_some(limit);
        return Goal { limit, words: domain::year::sv::target(first, indicator) };
    }
    let words: Vec<String> = known
        .iter()
        .map(|(regime, target)| {
            format!("{}: {}", domain::year::sv::regime(*regime), domain::year::sv::target(target, indicator))
        })
        .collect();
    Goal { limit: None, words: words.join("; ") }
}

/// The funnel of providers, units or areas.
fn funnel(by: By, figures: &[Figure]) -> Option<Funnel> {
    if !matches!(by, By::Provider | By::Unit | By::Area) {
        return None;
    }
    let shares: Vec<Share> =
        figures.iter().filter_map(|figure| figure.share()).filter(|share| share.base() > 0).collect();
    if shares.len() < LEAST_IN_FUNNEL {
        return None;
    }
    let by_chance = Funnel::of(&shares, Widening::None, Winsor::Tenth)?;
    if by_chance.by_chance >= BY_CHANCE || shares.len() < LEAST_TO_WIDEN {
        return Some(by_chance);
    }
    Funnel::of(&shares, Widening::Between, Winsor::Tenth)
}

/// Hides what is too small among figures that are shown together with their total, and what would give it away. Tells
/// whether the total has to be hidden too.
pub fn hide(rule: Rule, figures: &mut [Figure]) -> bool {
    if rule == Rule::OPEN {
        return false;
    }
    let rows = figures
        .iter()
        .map(|figure| {
            // The base of a rate is persons, who may be in several rows: taken as a sum it hides too much, never too little.
            let counts = figure.counts();
            vec![counts.map(|(part, _)| part), counts.map(|(part, base)| (base - part).max(0))]
        })
        .collect();
    let shown = rule.table(&Table::new(2, rows));
    for (at, figure) in figures.iter_mut().enumerate() {
        let row = shown.cells[at].contains(&Shown::Suppressed) || shown.row_totals[at] == Shown::Suppressed;
        *figure = if row { Figure::TooFew } else { figure.seen_by(rule) };
    }
    shown.column_totals.contains(&Shown::Suppressed) || shown.total == Shown::Suppressed
}
