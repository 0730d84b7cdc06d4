//! What whoever may not see rows is told of figures that are narrowed. A figure that is hidden among its neighbours stays
//! hidden on a page of its own, and two pages laid side by side give nothing back: one choice at a time is told, each judged
//! within the table it is a row of, each stretch of months together with those that contain it.

use std::collections::BTreeMap;

use domain::indicators::{Figure, Formula, Missing, figure};
use kernel::Id;
use kernel::id::kind::Organisation;
use stats::Rule;

use super::grid::Node;
use super::look::{Basis, hide, narrowed};
use super::model::{By, Key, Months, Only, Stretch};
use super::together::adds_up;

/// How many choices are made at once; a unit of a provider is one.
fn choices(only: &Only) -> usize {
    let place = only.unit.is_some() || only.provider.is_some();
    [place, only.area.is_some(), only.form.is_some(), only.study_form.is_some(), only.sex.is_some()]
        .into_iter()
        .filter(|chosen| *chosen)
        .count()
}

/// The rows under their keys, with what must be hidden among them hidden.
fn hidden_among(rule: Rule, rows: impl IntoIterator<Item = (Key, Figure)>) -> BTreeMap<Key, Figure> {
    let (keys, mut figures): (Vec<Key>, Vec<Figure>) = rows.into_iter().unzip();
    hide(rule, &mut figures);
    keys.into_iter().zip(figures).collect()
}

/// What a single choice is of.
fn node(only: &Only) -> Node {
    let unit = only.unit.map(|unit| Key::Unit(Some(unit)));
    let area = only.area.map(|area| Key::Area(Some(area)));
    let rest = only.form.map(Key::Form).or(only.study_form.map(Key::StudyForm)).or(only.sex.map(Key::Sex));
    let key = unit.or(only.provider.map(Key::Provider)).or(area).or(rest);
    key.map_or(Node::Whole, Node::Row)
}

impl Basis {
    /// Whether what is asked may be told apart further for whoever looks.
    pub(super) fn tells_apart(&self) -> bool {
        let only = &self.request.only;
        let units_of_one = self.request.by == By::Unit && only.unit.is_none() && only.provider.is_some();
        self.rule == Rule::OPEN || choices(only) == 0 || choices(only) == 1 && units_of_one
    }

    /// Whether months may be told of what is asked: of a part of the authority they are told to those who may see rows.
    pub(super) fn tells_months(&self) -> bool {
        self.rule == Rule::OPEN || choices(&self.request.only) == 0
    }

    /// The figure of the months for what is asked, as whoever looks may see it.
    pub(super) fn judged(&self, formula: &Formula, months: Months, only: &Only) -> Figure {
        let counted = figure(formula, &self.picture.total(formula, months, only));
        if self.rule == Rule::OPEN {
            return counted;
        }
        if choices(only) > 1 {
            return Figure::Missing(Missing::OneChoiceAtATime);
        }
        let shown = counted.seen_by(self.rule).without_unknown();
        if adds_up(formula) {
            let told = || self.tells(formula, months, node(only));
            return if shown.counts().is_some() && !told() { Figure::TooFew } else { shown };
        }
        if self.is_near_another_stretch(formula, months, only) || self.is_hidden_in_a_table(formula, months, only) {
            return if shown.counts().is_some() { Figure::TooFew } else { shown };
        }
        shown
    }

    /// Whether the node's figure of the months is told, together with all others of the year.
    fn tells(&self, formula: &Formula, months: Months, node: Node) -> bool {
        self.together(formula, months.year(), node.along()).tells(node, months)
    }

    /// Whether there is a figure of the months for all that is asked that whoever looks may not see.
    pub(super) fn is_hidden(&self, formula: &Formula, months: Months) -> bool {
        let hidden = [Figure::TooFew, Figure::Missing(Missing::OneChoiceAtATime)];
        hidden.contains(&self.judged(formula, months, &self.request.only))
    }

    /// Whether a longer stretch of the year less these months leaves too few.
    fn is_near_another_stretch(&self, formula: &Formula, months: Months, only: &Only) -> bool {
        let counts = |months| figure(formula, &self.picture.total(formula, months, only)).counts();
        let Some((part, base)) = counts(months) else { return false };
        let longer = Stretch::ALL.into_iter().filter_map(|stretch| stretch.months(months.year()));
        let longer = longer.filter(|other| *other != months && other.from <= months.from && months.to <= other.to);
        longer.filter_map(counts).any(|(all_part, all)| {
            let rest = Figure::Rate { part: all_part - part, base: all - base, per: 100 };
            all > base && rest.seen_by(self.rule) != rest
        })
    }

    /// Whether the figure is hidden in a table that it is a row of.
    fn is_hidden_in_a_table(&self, formula: &Formula, months: Months, only: &Only) -> bool {
        let hidden = |wider: Only, by: By, key: Key| {
            let apart = self.picture.apart(formula, months, &wider, by);
            let rows = apart.into_iter().map(|(key, counts)| (key, figure(formula, &counts)));
            hidden_among(self.rule, rows).get(&key) == Some(&Figure::TooFew)
        };
        let all = Only::default();
        if let Some(unit) = only.unit {
            let of = self.register.units.iter().find(|(id, ..)| *id == unit).map(|(_, _, provider)| *provider);
            let key = Key::Unit(Some(unit));
            return hidden(all, By::Unit, key)
                || of.is_some_and(|of| {
                    let own = Only { provider: Some(of), ..all };
                    hidden(own, By::Unit, key) || hidden(all, By::Provider, Key::Provider(of))
                });
        }
        only.provider.is_some_and(|of| hidden(all, By::Provider, Key::Provider(of)))
            || only.area.is_some_and(|of| hidden(all, By::Area, Key::Area(Some(of))))
            || only.form.is_some_and(|of| hidden(all, By::Form, Key::Form(of)))
            || only.study_form.is_some_and(|of| hidden(all, By::StudyForm, Key::StudyForm(of)))
            || only.sex.is_some_and(|of| hidden(all, By::Sex, Key::Sex(of)))
    }

    /// The figures of rows as whoever looks may see them: as each is where it stands by itself.
    pub(super) fn as_alone(
        &self,
        formula: &Formula,
        months: Option<Months>,
        keys: &[Key],
        figures: Vec<Figure>,
    ) -> Vec<Figure> {
        let Some(months) = months.filter(|_| self.rule != Rule::OPEN) else { return figures };
        if adds_up(formula) {
            let seen = |(key, figure): (&Key, Figure)| {
                let node = match (key, self.request.only.provider) {
                    (Key::Unit(None), Some(of)) => Node::NoUnitOf(of),
                    _ => Node::Row(*key),
                };
                let shown = figure.seen_by(self.rule).without_unknown();
                if shown.counts().is_some() && !self.tells(formula, months, node) { Figure::TooFew } else { shown }
            };
            return keys.iter().zip(figures).map(seen).collect();
        }
        let alone = |(key, shown): (&Key, Figure)| {
            let only = narrowed(self.request.only, *key);
            let told = shown.counts().is_some() && only != self.request.only;
            if told && self.judged(formula, months, &only) == Figure::TooFew { Figure::TooFew } else { shown }
        };
        keys.iter().zip(figures).map(alone).collect()
    }

    /// Everybody's figure for a provider to see beside its own: hidden where what is left of it without the provider's own
    /// is too small to be shown, in all or in the area that is asked for, each judged together with the other areas.
    pub fn everybody(&self, formula: Option<&Formula>, own: Id<Organisation>) -> Figure {
        let Some(formula) = formula else { return Figure::Missing(Missing::NoFormula) };
        let only = self.request.only;
        if only.form.is_some() || only.study_form.is_some() || only.sex.is_some() {
            return Figure::Missing(Missing::EverybodyNotApart);
        }
        if self.judged(formula, self.months, &Only { area: only.area, ..Only::default() }) == Figure::TooFew {
            return Figure::TooFew;
        }
        let of = |only: &Only| figure(formula, &self.picture.total(formula, self.months, only));
        let less = |all: Figure, own: Figure| match (all.counts(), own.counts(), own) {
            (Some(all), Some(own), _) => Figure::Rate { part: all.0 - own.0, base: all.1 - own.1, per: 100 },
            (Some((part, base)), None, Figure::Missing(Missing::NothingCounted)) => {
                Figure::Rate { part, base, per: 100 }
            }
            // Nobody can say what is left of others.
            (Some(_), None, _) => Figure::TooFew,
            (None, ..) => all,
        };
        let is_shown =
            |left: Figure| left.counts().is_none_or(|_| left.seen_by(Rule::INSIDE) == left) && left != Figure::TooFew;
        let (everywhere, mine) = (Only::default(), Only { provider: Some(own), ..Only::default() });
        let all = of(&Only { area: only.area, ..everywhere });
        if !is_shown(less(all, of(&Only { area: only.area, ..mine }))) || all.seen_by(Rule::INSIDE) != all {
            return Figure::TooFew;
        }
        let Some(area) = only.area else { return all };
        let (apart, mine) = (
            self.picture.apart(formula, self.months, &everywhere, By::Area),
            self.picture.apart(formula, self.months, &mine, By::Area),
        );
        let others = apart.iter().map(|(key, counts)| {
            let own = mine.get(key).map_or(Figure::Missing(Missing::NothingCounted), |own| figure(formula, own));
            (*key, less(figure(formula, counts), own))
        });
        let hidden = hidden_among(Rule::INSIDE, others);
        if hidden.get(&Key::Area(Some(area))) == Some(&Figure::TooFew) { Figure::TooFew } else { all }
    }
}
