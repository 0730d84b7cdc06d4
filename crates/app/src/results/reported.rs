//! Figures that somebody reported, beside those that are counted here.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, Missing, figure};
use domain::participations::Sex;
use domain::year::{Indicator, Regime, Target, Year};
use kernel::swedish;
use stats::Rule;

use super::look::{Basis, Goal, Told};
use super::model::{By, Key, Months, Only, Stretch};
use super::{store, sv};
use crate::loaded_figures::{Figures, StoredFigure};
use crate::participations;

/// A figure that was loaded, as whoever looks may see it, with who said it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// The figure: of counts, or as it was stated.
    pub figure: Figure,
    /// Who said it, and when.
    pub source: String,
    /// What has to be known of it.
    pub note: String,
}

/// A year beside others.
#[derive(Debug, Clone, PartialEq)]
pub struct YearTold {
    /// Which.
    pub year: i16,
    /// What is shown.
    pub figure: Figure,
    /// The loaded figure, where it is the one that is shown.
    pub reported: Option<Reported>,
    /// Whether there is a loaded figure too, which is not shown.
    pub also: bool,
    /// The target of that year, in words; empty where none is known.
    pub goal: String,
}

/// Whether the months are a whole calendar year: figures are loaded for whole years alone.
fn whole(months: Months) -> bool {
    Stretch::Year.months(months.year()) == Some(months)
}

/// Whether the loaded figure is of exactly what is asked.
fn is_of(one: &StoredFigure, only: &Only) -> bool {
    let whom = &one.key.whom;
    // A unit's figure names its provider too, and what is asked may leave it out.
    let provider = whom.provider == only.provider || (only.unit.is_some() && only.provider.is_none());
    provider && whom.unit == only.unit && whom.area == only.area && one.key.sex == only.sex
}

fn said(one: &StoredFigure, indicator: &Indicator) -> Reported {
    let figure = one.said.figure(indicator.count.as_ref(), indicator.unit);
    Reported { figure, source: one.said.source.clone(), note: one.said.note.clone() }
}

/// The years of which anything was loaded.
pub fn years(loaded: &Figures) -> BTreeSet<i16> {
    loaded.figures.iter().map(|one| one.key.year).collect()
}

impl Basis {
    fn loaded<'a>(&'a self, indicator: &'a Indicator, year: i16) -> impl Iterator<Item = &'a StoredFigure> {
        let of = move |one: &&StoredFigure| one.key.year == year && one.key.indicator == indicator.slug.as_str();
        self.loaded.figures.iter().filter(of)
    }

    /// The figure that was loaded for that year of exactly what is asked, the newest where there are several; none for a
    /// part of a year, nor for what figures are not loaded by.
    pub fn reported(&self, indicator: &Indicator, year: i16, only: &Only) -> Option<Reported> {
        if !whole(self.asked) || only.form.is_some() || only.study_form.is_some() {
            return None;
        }
        let newest = self.loaded(indicator, year).filter(|one| is_of(one, only)).last()?;
        let mut told = said(newest, indicator);
        told.figure = told.figure.seen_by(self.rule);
        Some(told)
    }

    /// What is shown of a figure that is counted here: itself, or the loaded one where there is nothing to count.
    pub fn or_reported(
        &self,
        counted: Figure,
        indicator: &Indicator,
        year: i16,
        only: &Only,
    ) -> (Figure, Option<Reported>) {
        if !matches!(counted, Figure::Missing(_)) {
            return (counted, None);
        }
        match self.reported(indicator, year, only) {
            Some(reported) if !matches!(reported.figure, Figure::Missing(_)) => (reported.figure, Some(reported)),
            _ => (counted, None),
        }
    }

    /// By what the figures are told apart that were loaded for the year, of parts of what is asked.
    pub fn reported_by(&self, indicator: &Indicator) -> Vec<By> {
        let loaded = |by: &By| !self.reported_apart(indicator, *by).is_empty();
        [By::Provider, By::Unit, By::Area, By::Sex].into_iter().filter(loaded).collect()
    }

    /// What has to be said beside the figure of all that is asked: where there is none, that some were loaded for parts of
    /// it goes before why nothing was counted.
    pub fn remark(&self, indicator: &Indicator, told: &Told) -> String {
        let by = if matches!(told.figure, Figure::Missing(_)) { self.reported_by(indicator) } else { Vec::new() };
        if by.is_empty() {
            sv::remark(told.figure)
        } else {
            sv::reported_apart(&by, self.request.only != Only::default())
        }
    }

    /// Loaded figures of the year told apart, before anything is hidden.
    fn reported_apart(&self, indicator: &Indicator, by: By) -> Vec<(Key, Reported)> {
        let only = self.request.only;
        if !whole(self.asked) || only.form.is_some() || only.study_form.is_some() {
            return Vec::new();
        }
        let key = |one: &StoredFigure| {
            let whom = &one.key.whom;
            let key = match by {
                By::Provider => Key::Provider(whom.provider?),
                By::Unit => Key::Unit(Some(whom.unit?)),
                By::Area => Key::Area(Some(whom.area?)),
                By::Sex => Key::Sex(one.key.sex.filter(|sex| *sex != Sex::Unknown)?),
                By::Form | By::Group | By::StudyForm => return None,
            };
            is_of(one, &super::look::narrowed(only, key)).then_some(key)
        };
        let mut apart = std::collections::BTreeMap::new();
        for one in self.loaded(indicator, self.year()) {
            if let Some(key) = key(one) {
                apart.insert(key, said(one, indicator));
            }
        }
        apart.into_iter().collect()
    }

    /// The rows of an indicator that is not counted, as they were loaded. Whether the whole has to be hidden with them.
    pub fn reported_rows(&self, indicator: &Indicator) -> (Vec<Told>, bool) {
        let apart = self.reported_apart(indicator, self.request.by);
        let mut figures: Vec<Figure> = apart.iter().map(|(_, reported)| reported.figure).collect();
        let whole_too = super::look::hide(self.rule, &mut figures);
        let mut rows: Vec<Told> = apart
            .into_iter()
            .zip(figures)
            .map(|((key, reported), figure)| {
                let only = super::look::narrowed(self.request.only, key);
                let goal = self.goal(indicator, &only);
                let before = self.reported(indicator, self.year() - 1, &only);
                Told {
                    key: Some(key),
                    name: self.name(key),
                    figure,
                    // Hidden in company with others, which an earlier one would have to be too.
                    earlier: before
                        .map(|one| one.figure)
                        .filter(|_| self.rule == Rule::OPEN)
                        .unwrap_or(Figure::Missing(Missing::NothingCounted)),
                    stands: super::look::stands(&goal, figure, None),
                    goal,
                    standing: None,
                    reported: Some(reported),
                }
            })
            .collect();
        rows.sort_by(|one, other| swedish::compare(&one.name, &other.name));
        (rows, whole_too)
    }

    /// Each year that is counted or was loaded, the newest first.
    pub fn by_year(&self, indicator: &Indicator, counted: Vec<(i16, Figure)>) -> Vec<YearTold> {
        let only = &self.request.only;
        let mut years: BTreeSet<i16> = counted.iter().map(|(year, _)| *year).collect();
        if whole(self.asked) {
            years.extend(years_of(self, indicator));
        }
        let told = years.into_iter().rev().map(|year| {
            let own = counted.iter().find(|(of, _)| *of == year).map(|(_, figure)| *figure);
            let own = own.unwrap_or(Figure::Missing(Missing::NothingCounted));
            let (figure, reported) = self.or_reported(own, indicator, year, only);
            let also = reported.is_none() && self.reported(indicator, year, only).is_some();
            let goal = self.loaded_goal(indicator, year, only).words;
            YearTold { year, figure, reported, also, goal }
        });
        told.filter(|told| counted.iter().any(|(year, _)| *year == told.year) || told.reported.is_some()).collect()
    }

    /// The target of a year as it was loaded, the most particular that holds for what is asked.
    pub fn loaded_goal(&self, indicator: &Indicator, year: i16, only: &Only) -> Goal {
        if only.form.is_some() || only.study_form.is_some() || only.sex.is_some() {
            return Goal::default();
        }
        let regimes = self.regimes(only.provider, only.area);
        let of = self.loaded.targets.iter().filter(|one| {
            let key = &one.key;
            key.year == year
                && key.indicator == indicator.slug.as_str()
                && key.area.is_none_or(|area| only.area == Some(area))
        });
        let targets: Vec<(Option<Regime>, bool, Target)> = of
            .map(|one| {
                let target = Target {
                    indicator: indicator.slug.clone(),
                    regime: one.key.regime,
                    area: None,
                    value: one.said.value,
                    example: false,
                    to_decide: false,
                };
                (one.key.regime, one.key.area.is_some(), target)
            })
            .collect();
        let best = |regime: Regime| {
            let holds = targets.iter().filter(|(of, ..)| of.is_none_or(|of| of == regime));
            holds.max_by_key(|(of, area, _)| (*area, of.is_some())).map(|(.., target)| target)
        };
        // Of a provider, or of all, that had no agreement in the months only what holds for every regime is known.
        if regimes.is_empty() {
            let general = targets.iter().filter(|(of, ..)| of.is_none()).max_by_key(|(_, area, _)| *area);
            let Some((.., target)) = general else { return Goal::default() };
            return super::look::goal(indicator, &[(Regime::Procured, Some(target))].into());
        }
        super::look::goal(indicator, &regimes.into_iter().map(|regime| (regime, best(regime))).collect())
    }
}

fn years_of(basis: &Basis, indicator: &Indicator) -> BTreeSet<i16> {
    let of = basis.loaded.figures.iter().filter(|one| one.key.indicator == indicator.slug.as_str());
    of.map(|one| one.key.year).collect()
}

impl Reported {
    /// That it was loaded, how, and who said it.
    pub fn words(&self) -> String {
        sv::reported(self)
    }
}

/// Of which years each indicator is counted here: what was counted goes before what was reported.
pub fn counted_years(tx: &mut ReadTx<'_>, year: &Year) -> Result<BTreeSet<(i16, String)>, StoreError> {
    let upto = participations::published(tx)?;
    let picture = store::picture(tx, upto)?;
    let mut counted = BTreeSet::new();
    for indicator in &year.indicators {
        let Some(formula) = &indicator.count else { continue };
        for of in picture.years() {
            let Some(months) = Stretch::Year.months(of) else { continue };
            if !matches!(figure(formula, &picture.total(formula, months, &Only::default())), Figure::Missing(_)) {
                counted.insert((of, indicator.slug.to_string()));
            }
        }
    }
    Ok(counted)
}
