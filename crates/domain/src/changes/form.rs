//! What a form asks otherwise than before, and where an answer to the earlier one belongs.

use std::collections::BTreeSet;
use std::mem::discriminant;

use forms::Kind;

use crate::complaints;
use crate::year::{Form, Item, TEXT_FIELD, Year};

/// One question: a column of a table, or a heading to write under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The table's stable name; empty for a heading.
    pub table: String,
    /// Its own.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Whether its answers are references to numbers of persons, which are shown by its kind alone.
    pub is_person: bool,
}

impl Spot {
    /// The end of the paths of a draft that hold answers to it: `.column` of a table's rows, or the whole path.
    pub fn is_of(&self, path: &str) -> bool {
        if self.table.is_empty() {
            return path.strip_prefix(self.slug.as_str()).and_then(|rest| rest.strip_prefix('.')) == Some(TEXT_FIELD);
        }
        let cell = path.strip_prefix(self.table.as_str()).and_then(|rest| rest.strip_prefix('.'));
        cell.and_then(|rest| rest.split_once('.')).is_some_and(|(_, column)| column == self.slug)
    }
}

/// That the answers of one question belong under another, as whoever published the change has said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carried {
    /// The table's stable name; empty for a heading.
    pub table: String,
    /// The question's stable name before.
    pub before: String,
    /// And now.
    pub now: String,
}

/// What a form asks otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormChange {
    /// Whether it is answered in another way altogether, such as by a table instead of headings.
    pub replaced: bool,
    /// What is new, and whether it has to be answered.
    pub added: Vec<(Spot, bool)>,
    /// What is gone.
    pub removed: Vec<Spot>,
    /// What is called something else, with what it was called: also what was carried over to another stable name.
    pub renamed: Vec<(Spot, String)>,
    /// What has to be answered and had not to be.
    pub required: Vec<Spot>,
    /// What takes other answers: another kind, or other choices.
    pub otherwise: Vec<Spot>,
    /// Which choices, where it is those that are other.
    pub choices: Vec<Choices>,
}

/// A question whose choices are other than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The question, as it is now.
    pub spot: Spot,
    /// Its stable name before.
    pub before: String,
    /// What can be chosen no more: stable name and label.
    pub gone: Vec<(String, String)>,
    /// What can be chosen and could not.
    pub new: Vec<String>,
    /// What is called something else: before and now.
    pub renamed: Vec<(String, String)>,
}

impl FormChange {
    /// Whether it asks the same as before.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Every question that it names.
    pub fn touched(&self) -> impl Iterator<Item = &Spot> {
        let added = self.added.iter().map(|(spot, _)| spot);
        let renamed = self.renamed.iter().map(|(spot, _)| spot);
        added.chain(&self.removed).chain(renamed).chain(&self.required).chain(&self.otherwise)
    }

    /// Whether an answer to the earlier form lacks something that now has to be there.
    pub fn asks_more(&self) -> bool {
        self.replaced || !self.demanded().is_empty()
    }

    /// The questions that now have to be answered and had not to be: table and stable name.
    pub fn demanded(&self) -> BTreeSet<(&str, &str)> {
        let added = self.added.iter().filter(|(_, required)| *required).map(|(spot, _)| spot);
        added.chain(&self.required).map(|spot| (spot.table.as_str(), spot.slug.as_str())).collect()
    }

    /// Whether an answer still lacks something of what this change came to demand, where `since` is what the form in force
    /// asks otherwise than the one that was answered, and `trail` leads from this change to the form in force.
    pub fn still_lacks(&self, trail: &Trail, since: &Self) -> bool {
        if self.replaced || since.replaced {
            return self.asks_more() && since.asks_more();
        }
        let lacking = since.demanded();
        self.demanded().into_iter().any(|(table, slug)| lacking.contains(&(table, trail.follow(table, slug).as_str())))
    }
}

pub(super) struct Field {
    pub(super) spot: Spot,
    pub(super) kind: Kind,
    required: bool,
}

/// The questions of an item, hidden ones left out.
pub(super) fn fields(year: &Year, item: &Item) -> Vec<Field> {
    let tables = match &item.form {
        Form::Complaints => match complaints::tables(year, item) {
            Some(tables) => [Some(tables.complaints), tables.investigations].into_iter().flatten().collect(),
            None => Vec::new(),
        },
        Form::Table(_) => year.table(item).into_iter().collect(),
        Form::Narrative(sections) => {
            let field = |section: &crate::year::Section| Field {
                spot: Spot {
                    table: String::new(),
                    slug: section.slug.to_string(),
                    title: section.title.as_sv().to_owned(),
                    is_person: false,
                },
                kind: Kind::Text { max_chars: 0, long: true },
                required: section.required,
            };
            return sections.iter().map(field).collect();
        }
        Form::TargetDeviations | Form::FocusAreaDeviations => Vec::new(),
    };
    let of_table = |table: forms::TableDef| {
        let slug = table.slug;
        table.columns.into_iter().filter(|column| !column.is_hidden()).map(move |column| Field {
            spot: Spot {
                table: slug.clone(),
                slug: column.slug,
                title: column.title.as_sv().to_owned(),
                is_person: matches!(column.kind, Kind::Person { .. }),
            },
            kind: column.kind,
            required: column.required,
        })
    };
    tables.into_iter().flat_map(of_table).collect()
}

/// What can be chosen, as people see it: a choice under another stable name is the same one where it is called the same.
fn words(options: &[forms::ChoiceOption]) -> BTreeSet<&str> {
    options.iter().map(|one| one.label.as_sv()).collect()
}

/// Whether two kinds take the same answers. Which days a day may lie in follows from what the item covers, which is told
/// by itself; so do the months that can be chosen.
fn same_answers(old: &Kind, new: &Kind, covers_the_same: bool) -> bool {
    match (old, new) {
        (Kind::Choice { options: old }, Kind::Choice { options: new }) => !covers_the_same || words(old) == words(new),
        _ => discriminant(old) == discriminant(new),
    }
}

/// Which choices are other than before.
fn choices(old: &Field, new: &Field) -> Option<Choices> {
    let (Kind::Choice { options: before }, Kind::Choice { options: now }) = (&old.kind, &new.kind) else { return None };
    let label = |one: &forms::ChoiceOption| one.label.as_sv().to_owned();
    let renamed = |one: &forms::ChoiceOption| renamed_choice(before, now, &one.slug);
    let gone = before.iter().filter(|one| !is_called(now, one) && renamed(one).is_none());
    let added = now.iter().filter(|one| !is_called(before, one) && renamed(one).is_none());
    Some(Choices {
        spot: new.spot.clone(),
        before: old.spot.slug.clone(),
        gone: gone.map(|one| (one.slug.clone(), label(one))).collect(),
        new: added.map(label).collect(),
        renamed: now.iter().filter_map(renamed).collect(),
    })
}

/// Whether one of the choices is called the same.
fn is_called(of: &[forms::ChoiceOption], one: &forms::ChoiceOption) -> bool {
    of.iter().any(|other| other.label == one.label)
}

/// What the choice of that stable name was called and is called now, where that is new and the other is gone. A stable name
/// that is given to another choice renames nothing.
fn renamed_choice(before: &[forms::ChoiceOption], now: &[forms::ChoiceOption], slug: &str) -> Option<(String, String)> {
    let was = before.iter().find(|one| one.slug == slug)?;
    let is = now.iter().find(|one| one.slug == slug)?;
    let is_new = !is_called(now, was) && !is_called(before, is);
    is_new.then(|| (was.label.as_sv().to_owned(), is.label.as_sv().to_owned()))
}

/// Choices that are called the same under another stable name: of which question as it is now, and for each the stable name
/// before and what it is called. What is written in a draft by the stable name follows by what it is called.
pub fn same_choices(
    old: (&Year, &Item),
    new: (&Year, &Item),
    carried: &[Carried],
) -> Vec<(Spot, Vec<(String, String)>)> {
    let before = fields(old.0, old.1);
    let now_of = |spot: &Spot| {
        let step = carried.iter().find(|step| step.table == spot.table && step.before == spot.slug);
        step.map_or(spot.slug.as_str(), |step| step.now.as_str()).to_owned()
    };
    let same = |field: Field| {
        let old =
            before.iter().find(|old| old.spot.table == field.spot.table && now_of(&old.spot) == field.spot.slug)?;
        let (Kind::Choice { options: was }, Kind::Choice { options: now }) = (&old.kind, &field.kind) else {
            return None;
        };
        // Also where the stable name is given to another choice: by it alone the draft would say something else.
        let other = |one: &&forms::ChoiceOption| {
            let given = now.iter().any(|new| new.slug == one.slug && new.label != one.label);
            let called = now.iter().any(|new| new.slug != one.slug && new.label == one.label);
            called || (given && renamed_choice(was, now, &one.slug).is_none())
        };
        let pairs: Vec<_> =
            was.iter().filter(other).map(|one| (one.slug.clone(), one.label.as_sv().to_owned())).collect();
        (!pairs.is_empty()).then_some((field.spot, pairs))
    };
    fields(new.0, new.1).into_iter().filter_map(same).collect()
}

/// What the item asks otherwise than before, given what whoever published it said about stable names.
pub fn form_change(old: (&Year, &Item), new: (&Year, &Item), carried: &[Carried]) -> FormChange {
    let mut change = FormChange::default();
    if discriminant(&old.1.form) != discriminant(&new.1.form) {
        change.replaced = true;
        change.removed = fields(old.0, old.1).into_iter().map(|field| field.spot).collect();
        return change;
    }
    let (before, after) = (fields(old.0, old.1), fields(new.0, new.1));
    let covers_the_same = !covers_otherwise(old.1, new.1);
    let now_of = |spot: &Spot| {
        let step = carried.iter().find(|step| step.table == spot.table && step.before == spot.slug);
        step.map_or(spot.slug.as_str(), |step| step.now.as_str()).to_owned()
    };
    let earlier = |field: &Field| {
        before.iter().find(|old| old.spot.table == field.spot.table && now_of(&old.spot) == field.spot.slug)
    };
    for field in &after {
        let Some(old) = earlier(field) else {
            change.added.push((field.spot.clone(), field.required));
            continue;
        };
        if old.spot.title != field.spot.title || old.spot.slug != field.spot.slug {
            change.renamed.push((field.spot.clone(), old.spot.title.clone()));
        }
        if field.required && !old.required {
            change.required.push(field.spot.clone());
        }
        if !same_answers(&old.kind, &field.kind, covers_the_same) {
            change.otherwise.push(field.spot.clone());
            change.choices.extend(choices(old, field));
        }
    }
    let is_there = |old: &&Field| {
        let now = now_of(&old.spot);
        !after.iter().any(|field| field.spot.table == old.spot.table && field.spot.slug == now)
    };
    change.removed = before.iter().filter(is_there).map(|field| field.spot.clone()).collect();
    change
}

/// Whether the item covers other days or people than before.
pub fn covers_otherwise(old: &Item, new: &Item) -> bool {
    let covers = |item: &Item| {
        let carried = item.carry_over.as_ref().map(|carry| carry.unreported);
        (item.period, item.cohort.clone(), carried)
    };
    covers(old) != covers(new)
}

/// Whether answers may be carried so: out of what goes away, into what is new, and into each once. References to numbers of
/// persons belong in a column of such numbers, and nothing else does: elsewhere a reference would stand open, and what
/// was written as text would stand where numbers are.
pub fn may_carry(change: &FormChange, carried: &[Carried]) -> bool {
    let may = |step: &Carried| {
        let gone = change.removed.iter().find(|spot| spot.table == step.table && spot.slug == step.before);
        let new = change.added.iter().map(|(spot, _)| spot);
        let mut new = new.filter(|spot| spot.table == step.table && spot.slug == step.now);
        gone.zip(new.next()).is_some_and(|(gone, new)| gone.is_person == new.is_person)
    };
    let targets: BTreeSet<_> = carried.iter().map(|step| (&step.table, &step.now)).collect();
    targets.len() == carried.len() && carried.iter().all(may)
}

/// The way of answers from an earlier version of a form to a later one: what was said at each change between them, the
/// oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail(pub Vec<Vec<Carried>>);

impl Trail {
    /// The stable name under which the answers to an earlier question are kept now. Whether the form still has such a
    /// question is for the caller to look.
    pub fn follow(&self, table: &str, slug: &str) -> String {
        self.0.iter().fold(slug.to_owned(), |slug, change| {
            let step = change.iter().find(|step| step.table == table && step.before == slug);
            step.map_or(slug, |step| step.now.clone())
        })
    }

    /// The whole way as one change.
    pub fn in_one(&self) -> Vec<Carried> {
        let from: BTreeSet<_> =
            self.0.iter().flatten().map(|step| (step.table.as_str(), step.before.as_str())).collect();
        let step = |(table, before): (&str, &str)| Carried {
            table: table.to_owned(),
            before: before.to_owned(),
            now: self.follow(table, before),
        };
        from.into_iter().map(step).filter(|step| step.before != step.now).collect()
    }
}
