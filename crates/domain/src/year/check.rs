//! What is wrong with a year as a whole: names taken twice, references to nothing, dates that contradict each other.
//! Works on the year itself, so that the same is said of a document, of a form in the browser and of a copied year.

use std::collections::BTreeMap;

use kernel::holidays::{is_working_day, plus_working_days};
use kernel::swedish::fold;
use kernel::{Day, Label, Period};

use crate::complaints::{ColumnProblem, Tables, tables};
use crate::indicators::Formula;

use super::fault::{Fault, FaultKind, FieldPath, Refers, nearest};
use super::model::{Collected, Column, Form, Indicator, Item, Slug, Year};
use super::words::{ColumnKind, ColumnRole, Direction, EducationForm, FormWord, Level, Means, Measure, Regime, Word};

/// Everything wrong with a year, notices included, in no particular order.
pub fn check(year: &Year) -> Vec<Fault> {
    let mut checker = Checker { year, faults: Vec::new() };
    checker.authority();
    checker.areas_and_traits();
    checker.occasions();
    checker.items();
    checker.activities();
    checker.complaints();
    checker.indicators_and_targets();
    checker.focus_areas();
    checker.publications();
    checker.reminders();
    checker.names("support", year.support.iter().map(|step| &step.slug));
    checker.faults
}

struct Checker<'y> {
    year: &'y Year,
    faults: Vec<Fault>,
}

fn list(name: &str, index: usize) -> FieldPath {
    FieldPath::root().key(name).index(index)
}

impl<'y> Checker<'y> {
    fn add(&mut self, path: FieldPath, kind: FaultKind) {
        self.faults.push(Fault { path, kind });
    }

    /// No stable name stands twice in a list at the top of the document.
    fn names(&mut self, list: &str, slugs: impl Iterator<Item = &'y Slug>) {
        self.names_at(&FieldPath::root().key(list), slugs);
    }
    fn names_at(&mut self, list: &FieldPath, slugs: impl Iterator<Item = &'y Slug>) {
        let mut seen: BTreeMap<&Slug, FieldPath> = BTreeMap::new();
        for (index, slug) in slugs.enumerate() {
            let path = list.index(index).key("slug");
            if let Some(first) = seen.get(slug) {
                let kind = FaultKind::DuplicateSlug { slug: slug.to_string(), first: first.clone() };
                self.add(path, kind);
            } else {
                seen.insert(slug, path);
            }
        }
    }

    fn reference(&mut self, path: FieldPath, slug: &Slug, to: Refers) {
        let year = self.year;
        let known: Vec<&str> = match to {
            Refers::Occasion => year.occasions.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Item => year.items.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Area => year.areas.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Indicator => year.indicators.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Goal => year.goals.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Trait => year.traits.iter().map(|x| x.slug.as_str()).collect(),
            Refers::Section => Vec::new(),
        };
        self.reference_among(path, slug, to, &known);
    }
    fn reference_among(&mut self, path: FieldPath, slug: &Slug, to: Refers, known: &[&str]) {
        if !known.contains(&slug.as_str()) {
            let suggestion = nearest(slug.as_str(), known.iter().copied());
            self.add(path, FaultKind::UnknownReference { slug: slug.to_string(), to, suggestion });
        }
    }

    fn period(&mut self, path: FieldPath, period: Period) {
        if period.to < period.from {
            self.add(path, FaultKind::PeriodBackwards { from: period.from, to: period.to });
        }
    }

    fn regime(&mut self, path: FieldPath, regime: Regime) {
        let used = &self.year.authority.regimes;
        if !used.is_empty() && used.iter().all(|own| own.regime != regime) {
            self.add(path, FaultKind::RegimeNotUsed { regime });
        }
    }

    fn authority(&mut self) {
        let at = FieldPath::root().key("authority").key("regimes");
        let regimes = &self.year.authority.regimes;
        if regimes.is_empty() {
            self.add(at.clone(), FaultKind::EmptyList);
        }
        for (index, own) in regimes.iter().enumerate() {
            if regimes[..index].iter().any(|earlier| earlier.regime == own.regime) {
                let word = own.regime.slug().to_owned();
                self.add(at.index(index).key("regime"), FaultKind::RepeatedWord { word });
            }
            if own.collected != Collected::Nothing && own.reports_in.is_none() {
                self.add(at.index(index).key("reports_in"), FaultKind::Missing);
            }
            if let Collected::Items(items) = &own.collected {
                for (place, item) in items.iter().enumerate() {
                    self.reference(at.index(index).key("collected").index(place), item, Refers::Item);
                }
            }
        }
    }

    fn areas_and_traits(&mut self) {
        let year = self.year;
        self.names("goals", year.goals.iter().map(|goal| &goal.slug));
        self.names("traits", year.traits.iter().map(|found| &found.slug));
        self.names("areas", year.areas.iter().map(|area| &area.slug));
        for (index, area) in year.areas.iter().enumerate() {
            self.traits(&list("areas", index).key("traits"), &area.traits);
        }
    }

    fn traits(&mut self, path: &FieldPath, traits: &[Slug]) {
        for (index, slug) in traits.iter().enumerate() {
            self.reference(path.index(index), slug, Refers::Trait);
            if traits[..index].contains(slug) {
                self.add(path.index(index), FaultKind::RepeatedWord { word: slug.to_string() });
            }
        }
    }

    fn occasions(&mut self) {
        let year = self.year;
        if year.occasions.is_empty() {
            self.add(FieldPath::root().key("occasions"), FaultKind::EmptyList);
        }
        self.names("occasions", year.occasions.iter().map(|occasion| &occasion.slug));
        for (index, occasion) in year.occasions.iter().enumerate() {
            let at = list("occasions", index);
            if let Some(kind) = deadline_fault(occasion.deadline, year.year) {
                self.add(at.key("deadline"), kind);
            }
            self.figures(&at, occasion.figures_as_of, Some(occasion.deadline));
            if let Some(text) = occasion.address.as_ref().filter(|text| !is_address(text)) {
                self.add(at.key("address"), FaultKind::NotAnAddress { text: text.clone() });
            }
            if year.items_of(occasion.slug.as_str()).next().is_none() {
                self.add(at, FaultKind::OccasionWithoutItems);
            }
        }
    }

    fn items(&mut self) {
        let year = self.year;
        if year.items.is_empty() {
            self.add(FieldPath::root().key("items"), FaultKind::EmptyList);
        }
        self.names("items", year.items.iter().map(|item| &item.slug));
        for (index, item) in year.items.iter().enumerate() {
            let at = list("items", index);
            self.reference(at.key("occasion"), &item.occasion, Refers::Occasion);
            self.asked_of(&at, item);
            self.days(&at, item);
            self.figures(&at, item.figures_as_of, year.deadline(item));
            self.answered_with(&at, item);
            if let Some(other) = &item.analysed_in {
                self.reference(at.key("analysed_in"), other, Refers::Item);
                if *other == item.slug {
                    self.add(at.key("analysed_in"), FaultKind::AnalysedInItself);
                }
            }
        }
        self.cohorts();
        self.situations();
    }

    /// Figures of a day that comes after the last day could never stand beside what is handed in by then.
    fn figures(&mut self, at: &FieldPath, as_of: Option<Day>, deadline: Option<Day>) {
        if let (Some(day), Some(deadline)) = (as_of, deadline)
            && day > deadline
        {
            self.add(at.key("figures_as_of"), FaultKind::FiguresAfterDeadline { day, deadline });
        }
    }

    fn asked_of(&mut self, at: &FieldPath, item: &Item) {
        let by_area = matches!(item.level, Level::Area | Level::ProviderAndArea);
        if by_area && self.year.areas.is_empty() {
            self.add(at.key("level"), FaultKind::LevelWithoutAreas);
        }
        let at_asked = at.key("applies_to");
        for (index, regime) in item.applies_to.regimes.iter().enumerate() {
            self.regime(at_asked.key("regimes").index(index), *regime);
        }
        let nobody = self.year.regimes_of(item).is_empty() && self.year.collected_of(item).is_empty();
        if nobody && !self.year.authority.regimes.is_empty() {
            self.add(at_asked.clone(), FaultKind::AskedOfNobody);
        }
        self.traits(&at_asked.key("traits"), &item.applies_to.traits);
    }

    fn days(&mut self, at: &FieldPath, item: &Item) {
        let deadline = self.year.deadline(item);
        let covered = [
            (at.key("period"), item.period),
            (at.key("cohort").key("completed"), item.cohort.as_ref().map(|cohort| cohort.completed)),
            (at.key("carry_over").key("unreported"), item.carry_over.as_ref().map(|carry| carry.unreported)),
        ];
        for (path, period) in covered {
            let Some(period) = period else { continue };
            self.period(path.clone(), period);
            if let Some(deadline) = deadline.filter(|deadline| *deadline < period.to) {
                self.add(path, FaultKind::DeadlineBeforePeriodEnd { deadline, end: period.to });
            }
        }
        if let Form::Narrative(sections) = &item.form {
            for (index, section) in sections.iter().enumerate() {
                if let Some(period) = section.period {
                    self.period(at.key("sections").index(index).key("period"), period);
                }
            }
        }
        if item.cohort.as_ref().is_some_and(|cohort| cohort.forms.is_empty()) {
            self.add(at.key("cohort").key("forms"), FaultKind::EmptyList);
        }
        if let (Some(carry), Some(own)) = (&item.carry_over, item.period)
            && overlap(carry.unreported, own)
        {
            self.add(at.key("carry_over"), FaultKind::CarryOverInPeriod);
        }
    }

    fn answered_with(&mut self, at: &FieldPath, item: &'y Item) {
        match &item.form {
            Form::Narrative(sections) => {
                self.names_at(&at.key("sections"), sections.iter().map(|section| &section.slug));
                for (index, section) in sections.iter().enumerate() {
                    let at = at.key("sections").index(index);
                    if section.part.is_some() && item.level != Level::ProviderAndArea {
                        self.add(at.key("part"), FaultKind::PartWithoutParts);
                    }
                    for (index, slug) in section.indicators.iter().enumerate() {
                        self.reference(at.key("indicators").index(index), slug, Refers::Indicator);
                    }
                }
            }
            Form::Table(columns) => {
                self.columns(&at.key("columns"), columns, covers_days(item));
                self.roles(&at.key("columns"), columns);
                if item.health {
                    self.about_health(&at.key("columns"), columns);
                }
            }
            Form::Complaints | Form::TargetDeviations | Form::FocusAreaDeviations => {}
        }
    }

    /// Headings and choices that look the same cannot be told apart in a workbook.
    fn titles(&mut self, list: &FieldPath, titles: impl Iterator<Item = &'y Label>) {
        let mut seen: BTreeMap<String, FieldPath> = BTreeMap::new();
        for (index, title) in titles.enumerate() {
            let path = list.index(index).key("title");
            let folded = fold(title.as_sv());
            if let Some(first) = seen.get(&folded) {
                let kind = FaultKind::DuplicateTitle { title: title.as_sv().to_owned(), first: first.clone() };
                self.add(path, kind);
            } else {
                seen.insert(folded, path);
            }
        }
    }

    fn columns(&mut self, at: &FieldPath, columns: &'y [Column], covers_days: bool) {
        self.names_at(at, columns.iter().map(|column| &column.slug));
        self.titles(at, columns.iter().map(|column| &column.title));
        for (index, column) in columns.iter().enumerate() {
            let at = at.index(index);
            self.names_at(&at.key("options"), column.options.iter().map(|option| &option.slug));
            self.titles(&at.key("options"), column.options.iter().map(|option| &option.title));
            if column.kind != ColumnKind::Choice && !column.options.is_empty() {
                self.add(at.key("options"), FaultKind::OptionsWithoutChoice);
            }
            if column.kind == ColumnKind::Choice && column.options.is_empty() {
                self.add(at.key("options"), FaultKind::EmptyList);
            }
            let lies_in = column.in_period || column.kind == ColumnKind::Month;
            let takes_days = matches!(column.kind, ColumnKind::Day | ColumnKind::Month);
            if lies_in && (!takes_days || !covers_days) {
                self.add(at.key("in_period"), FaultKind::NoDaysToLieIn);
            }
            if column.kind == ColumnKind::Person && column.required {
                self.add(at.key("required"), FaultKind::PersonColumn { required: true });
            }
            if column.kind == ColumnKind::Person && column.role != Some(ColumnRole::Person) {
                self.add(at.key("kind"), FaultKind::PersonColumn { required: false });
            }
            if column.kind == ColumnKind::Situation && self.year.situations.is_empty() {
                self.add(at.key("kind"), FaultKind::ColumnWithoutSituations);
            }
            if column.kind == ColumnKind::Area && self.year.areas.is_empty() {
                self.add(at.key("kind"), FaultKind::ColumnWithoutAreas);
            }
            if column.kind == ColumnKind::Category && self.year.complaints.categories.is_empty() {
                self.add(at.key("kind"), FaultKind::ColumnWithoutCategories);
            }
        }
    }

    /// Each role once, by a column that can tell it; what became of a person can only be told of one whose education was over.
    fn roles(&mut self, at: &FieldPath, columns: &[Column]) {
        let has = |role| columns.iter().any(|column| column.role == Some(role));
        for (index, column) in columns.iter().enumerate() {
            let Some(role) = column.role else { continue };
            let at = at.index(index).key("role");
            if columns[..index].iter().any(|other| other.role == Some(role)) {
                self.add(at.clone(), FaultKind::RoleTwice { role });
            }
            let is_form =
                |option: &super::model::ColumnOption| EducationForm::from_slug(option.slug.as_str()).is_some();
            let fits =
                column.kind == role.kind() && (role != ColumnRole::EducationForm || column.options.iter().all(is_form));
            if !fits {
                self.add(at.clone(), FaultKind::RoleOfOtherKind { role });
            }
            if role == ColumnRole::Person && !(has(ColumnRole::Completed) && has(ColumnRole::After)) {
                self.add(at.clone(), FaultKind::PersonColumn { required: false });
            }
            if role == ColumnRole::After && !has(ColumnRole::Completed) {
                self.add(at, FaultKind::RoleMissing { role: ColumnRole::Completed });
            }
        }
    }

    /// What is about somebody's health has no place for words about a person.
    fn about_health(&mut self, at: &FieldPath, columns: &[Column]) {
        for (index, column) in columns.iter().enumerate() {
            if matches!(column.kind, ColumnKind::Text | ColumnKind::LongText) {
                self.add(at.index(index).key("kind"), FaultKind::TextAboutHealth);
            }
        }
    }

    fn situations(&mut self) {
        let year = self.year;
        self.names("situations", year.situations.iter().map(|of| &of.slug));
        self.titles(&FieldPath::root().key("situations"), year.situations.iter().map(|of| &of.title));
        let known = |means| year.situations.iter().any(|of| of.means == means);
        if !year.situations.is_empty() && !known(Means::NotReached) {
            self.add(FieldPath::root().key("situations"), FaultKind::NobodyUnreached);
        }
    }

    /// The same person would be handed in twice where two items of one form count overlapping days.
    fn cohorts(&mut self) {
        let year = self.year;
        for (index, item) in year.items.iter().enumerate() {
            let Some(cohort) = &item.cohort else { continue };
            let earlier = year.items[..index].iter().position(|other| {
                other.form.word() == item.form.word()
                    && other.level == item.level
                    && other.cohort.as_ref().is_some_and(|theirs| {
                        overlap(theirs.completed, cohort.completed)
                            && theirs.forms.iter().any(|form| cohort.forms.contains(form))
                    })
            });
            if let Some(first) = earlier {
                let first = list("items", first).key("cohort");
                self.add(list("items", index).key("cohort"), FaultKind::CohortOverlaps { first });
            }
        }
    }

    fn activities(&mut self) {
        let year = self.year;
        self.names("activities", year.activities.iter().map(|activity| &activity.slug));
        for (index, activity) in year.activities.iter().enumerate() {
            self.period(list("activities", index).key("period"), activity.period);
        }
    }

    fn complaints(&mut self) {
        let complaints = &self.year.complaints;
        let at = FieldPath::root().key("complaints");
        let asked: Vec<&Item> = self.year.items.iter().filter(|item| item.form == Form::Complaints).collect();
        if !asked.is_empty() && complaints.columns.is_empty() {
            self.add(at.key("columns"), FaultKind::EmptyList);
        }
        match (&complaints.abuse_heading, complaints.abuse_columns.is_empty()) {
            (Some(_), true) => self.add(at.key("abuse_columns"), FaultKind::EmptyList),
            (None, false) => self.add(at.key("abuse_columns"), FaultKind::AbuseWithoutHeading),
            (Some(_), false) | (None, true) => {}
        }
        // All complaint items are answered with the same two tables.
        let tables = asked.first().and_then(|item| tables(self.year, item)).filter(|_| !complaints.columns.is_empty());
        for problem in tables.iter().flat_map(Tables::problems) {
            let path = match &problem {
                ColumnProblem::CountingAnswerMissing { .. } => at.key("columns"),
                ColumnProblem::WrongKind { investigations, column } => {
                    let (name, columns) = if *investigations {
                        ("abuse_columns", &complaints.abuse_columns)
                    } else {
                        ("columns", &complaints.columns)
                    };
                    let index = columns.iter().position(|of| of.slug.as_str() == *column).unwrap_or_default();
                    at.key(name).index(index).key("kind")
                }
            };
            self.add(path, FaultKind::ComplaintColumn(problem));
        }
        let covered = asked.into_iter().all(covers_days);
        self.names_at(&at.key("categories"), complaints.categories.iter().map(|category| &category.slug));
        self.titles(&at.key("categories"), complaints.categories.iter().map(|category| &category.title));
        self.columns(&at.key("columns"), &complaints.columns, covered);
        self.columns(&at.key("abuse_columns"), &complaints.abuse_columns, covered);
    }

    fn indicators_and_targets(&mut self) {
        let year = self.year;
        self.names("indicators", year.indicators.iter().map(|indicator| &indicator.slug));
        // In the sheet of targets an indicator is known by its title.
        self.titles(&FieldPath::root().key("indicators"), year.indicators.iter().map(|indicator| &indicator.title));
        for (index, indicator) in year.indicators.iter().enumerate() {
            let at = list("indicators", index);
            if let Some(goal) = &indicator.goal {
                self.reference(at.key("goal"), goal, Refers::Goal);
            }
            for (index, official) in indicator.official.iter().enumerate().filter(|(_, one)| !one.has_a_code()) {
                let text = official.measure.clone();
                self.add(at.key("official").index(index).key("measure"), FaultKind::NotAMeasure { text });
            }
            if let Some(formula) = &indicator.count {
                self.counted(&at, indicator, formula);
                if formula.counts_complaints() && indicator.direction != Direction::Neither {
                    self.add(at.key("direction"), FaultKind::ComplaintsWithDirection);
                }
            }
        }
        let mut seen = BTreeMap::new();
        for (index, target) in year.targets.iter().enumerate() {
            let at = list("targets", index);
            self.reference(at.key("indicator"), &target.indicator, Refers::Indicator);
            if let Some(of) = year.indicator(target.indicator.as_str()) {
                if !of.takes_targets() {
                    self.add(at.key("indicator"), FaultKind::TargetWithoutDirection);
                }
                if !of.unit.can_be(target.value) {
                    self.add(at.key("value"), FaultKind::TargetOutside { unit: of.unit });
                }
            }
            if let Some(area) = &target.area {
                self.reference(at.key("area"), area, Refers::Area);
            }
            if let Some(regime) = target.regime {
                self.regime(at.key("regime"), regime);
            }
            if target.to_decide {
                self.add(at.key("to_decide"), FaultKind::TargetToDecide);
            }
            let first = seen.entry((&target.indicator, target.regime, &target.area)).or_insert_with(|| at.clone());
            if *first != at {
                let first = first.clone();
                self.add(at, FaultKind::DuplicateTarget { first });
            }
        }
    }

    /// A formula divides something by something, and its figure is told in what its indicator is counted in.
    fn counted(&mut self, at: &FieldPath, indicator: &Indicator, formula: &Formula) {
        let count = at.key("count");
        match (formula.numerator.is_empty(), formula.is_distribution()) {
            (true, false) => self.add(count.key("numerator"), FaultKind::EmptyList),
            (false, true) => self.add(count.key("parts"), FaultKind::NumeratorAndParts),
            (true, true) if indicator.direction != Direction::Neither => {
                self.add(at.key("direction"), FaultKind::DistributionWithDirection);
            }
            (true, true) | (false, false) => {}
        }
        if formula.denominator.is_empty() {
            self.add(count.key("denominator"), FaultKind::EmptyList);
        }
        match (indicator.unit, formula.per) {
            (Measure::Percent, Some(_)) => self.add(count.key("per"), FaultKind::PerWithPercent),
            (Measure::Percent, None) | (Measure::Number, Some(_)) => {}
            (Measure::Number | Measure::Weeks | Measure::Points, _) => {
                self.add(at.key("unit"), FaultKind::CountedInOtherUnit);
            }
        }
        for (side, place, why) in formula.unsound(indicator.unit == Measure::Percent && formula.per.is_none()) {
            self.add(count.key(side.field()).index(place), FaultKind::Unsound(why));
        }
        if indicator.base.is_none() {
            self.add(at.key("base"), FaultKind::Missing);
        }
    }

    fn publications(&mut self) {
        let Some(publications) = &self.year.publications else { return };
        let at = FieldPath::root().key("publications");
        if publications.tables.is_empty() {
            self.add(at.key("tables"), FaultKind::EmptyList);
        }
        for (index, slug) in publications.indicators.iter().enumerate() {
            self.reference(at.key("indicators").index(index), slug, Refers::Indicator);
        }
    }

    fn reminders(&mut self) {
        let Some(ladder) = &self.year.reminders else { return };
        for (field, problem) in ladder.problems() {
            self.add(FieldPath::root().key("reminders").key(field), FaultKind::Ladder(problem));
        }
    }

    fn focus_areas(&mut self) {
        let Some(focus) = &self.year.focus_areas else { return };
        let at = FieldPath::root().key("focus_areas");
        for (name, slug, expected) in [
            ("named_in", &focus.named_in, FormWord::Narrative),
            ("followed_up_in", &focus.followed_up_in, FormWord::FocusAreaDeviations),
        ] {
            self.reference(at.key(name), slug, Refers::Item);
            if self.year.item(slug.as_str()).is_some_and(|item| item.form.word() != expected) {
                self.add(at.key(name), FaultKind::ItemOfOtherForm { expected });
            }
        }
        if let (Some(section), Some(item)) = (&focus.section, self.year.item(focus.named_in.as_str()))
            && let Form::Narrative(sections) = &item.form
        {
            let known: Vec<&str> = sections.iter().map(|section| section.slug.as_str()).collect();
            self.reference_among(at.key("section"), section, Refers::Section, &known);
        }
    }
}

fn covers_days(item: &Item) -> bool {
    item.period.is_some() || item.cohort.is_some()
}

fn overlap(one: Period, other: Period) -> bool {
    one.from <= other.to && other.from <= one.to
}

/// What may be odd about a deadline in itself.
fn deadline_fault(deadline: Day, year: i16) -> Option<FaultKind> {
    // An occasion of a year may well close in the first months of the next.
    let latest = Day::new(year.saturating_add(1), 3, 31)?;
    if deadline.year() < year || deadline > latest {
        return Some(FaultKind::DeadlineInAnotherYear { deadline, year });
    }
    if is_working_day(deadline) {
        return None;
    }
    Some(FaultKind::DeadlineOnDayOff { deadline, suggestion: plus_working_days(deadline, 1) })
}

fn is_address(text: &str) -> bool {
    text.parse::<kernel::Email>().is_ok()
}
