//! What a change will do to whom, before anybody has confirmed it.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, sql};
use domain::changes::{Carried, Choices, FormChange, Spot, What, form_change};
use domain::submissions::{StateName, Timeliness, due};
use domain::year::{Year, sv as year_words};
use kernel::id::kind::{Area, Assignment as AssignmentKind, Organisation, Unit};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::files::sha256_hex;

use crate::assignments::{self, Came, Planned, Step};
use crate::submissions::{self, drafts};
use crate::year::Published;

/// What becomes of one assignment. Those of the same item with the same fate are told together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is asked for the first time. The day, where the year's own has passed.
    Asked {
        /// Until when.
        until: Option<Day>,
    },
    /// It was taken away, is asked again, and nothing is in. The day, where the year's own has passed.
    Again {
        /// Until when.
        until: Option<Day>,
        /// Whether there is a draft.
        drafted: bool,
    },
    /// It was asked no more, is asked again, and is in: the day that it is judged by, where that is later than the year's.
    AgainIn {
        /// Which.
        judged: Option<Day>,
    },
    /// It is asked no more; whether somebody has begun.
    Withdrawn {
        /// Whether there is a draft.
        drafted: bool,
    },
    /// It is asked no more, and what is in stays.
    Left,
    /// Another last day, and it is in: the day that it is judged by, where that is later than the year's.
    DayIn {
        /// Which.
        judged: Option<Day>,
        /// Whether it came after the day that held so far, and is in time by the new one.
        becomes_in_time: bool,
    },
    /// Another last day, and it is given back.
    DayGivenBack {
        /// The last day of the completion when the change is made.
        until: Option<Day>,
    },
    /// Another last day, and it is not in.
    DayOpen,
    /// Another last day, and an extension that is later still.
    DayExtended {
        /// Until when.
        until: Day,
    },
    /// Another last day that is as late as the extension, or later.
    DayOvertaken {
        /// The extension.
        had: Day,
    },
    /// A last day that has passed: the one that holds instead.
    DayPassed {
        /// Which.
        until: Day,
        /// Whether it is the one that held before.
        as_before: bool,
    },
    /// It was late already, and is late since this day.
    DayLate {
        /// Which.
        since: Day,
        /// Whether it is the one that held before.
        as_before: bool,
    },
    /// Another occasion with the same day.
    Occasion,
    /// Other questions or days, and it is in.
    OtherwiseIn {
        /// What it lacks of what has to be there.
        lacks: Lacks,
    },
    /// Other questions or days, and it is given back: the completion is written by the new ones.
    OtherwiseGivenBack,
    /// Other questions or days, and it is not in.
    OtherwiseOpen,
    /// Something is written under questions that go away.
    DraftLeftOver,
    /// It came by e-mail and waits to be signed.
    ByMail(ByMail),
}

/// Whether what is in lacks something that the new form demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacks {
    /// Nothing.
    Nothing,
    /// Something, and it can be given back for it.
    CanBeReturned,
    /// Something, and it is approved: what is approved is not given back.
    Approved,
    /// Something, and it came out of another system: it is mended there.
    Elsewhere,
}

/// What becomes of something that came by e-mail and that nobody has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ByMail {
    /// It is asked no more, and what came stays.
    Left,
    /// It is asked again.
    Again,
    /// Another last day; the day that it is judged by, where that is later than the year's.
    Day {
        /// Which.
        judged: Option<Day>,
        /// Whether nobody has read the file in, so that what is signed may come to count from its signature.
        unread: bool,
    },
    /// Other questions or days: it is signed by the new ones.
    Otherwise,
}

impl Fate {
    /// Whether another last day holds than before, for something that is not in.
    pub const fn gets_another_day(&self) -> bool {
        matches!(
            self,
            Self::DayOpen
                | Self::DayOvertaken { .. }
                | Self::DayPassed { as_before: false, .. }
                | Self::DayLate { as_before: false, .. }
        )
    }

    /// Whether the year has another last day, and the one that held before holds here all the same.
    pub const fn keeps_its_day(&self) -> bool {
        matches!(
            self,
            Self::DayExtended { .. } | Self::DayPassed { as_before: true, .. } | Self::DayLate { as_before: true, .. }
        )
    }
}

/// Those with the same fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What becomes of them.
    pub fate: Fate,
    /// Whom it is about, in Swedish order.
    pub names: Vec<String>,
}

/// One item of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemForeseen {
    /// Its stable name.
    pub item: String,
    /// What it is called, with the year.
    pub title: String,
    /// What becomes otherwise, said once.
    pub said: Vec<String>,
    /// What becomes of whom.
    pub groups: Vec<Group>,
    /// What its form asks otherwise.
    pub form: FormChange,
}

/// What a change will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreseen {
    /// Item by item, in the order of the year.
    pub items: Vec<ItemForeseen>,
}

/// What providers, units and areas are called.
#[derive(Debug, Clone, Default)]
pub struct Names {
    providers: BTreeMap<Id<Organisation>, String>,
    units: BTreeMap<Id<Unit>, String>,
    areas: BTreeMap<Id<Area>, String>,
}

/// The names of everything that can be asked.
pub fn names(tx: &mut ReadTx<'_>) -> Result<Names, StoreError> {
    let providers: Vec<(Id<Organisation>, String)> = tx.all(
        sql!(
            "SELECT o.id, COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
             WHERE p.tenant_id = $1"
        ),
        &[],
    )?;
    let units: Vec<(Id<Unit>, String)> = tx.all(sql!("SELECT id, name FROM unit WHERE tenant_id = $1"), &[])?;
    let areas: Vec<(Id<Area>, String)> = tx.all(sql!("SELECT id, name FROM area WHERE tenant_id = $1"), &[])?;
    Ok(Names {
        providers: providers.into_iter().collect(),
        units: units.into_iter().collect(),
        areas: areas.into_iter().collect(),
    })
}

impl Names {
    /// *Lindblads utbildning: Lindblad Centrum*.
    fn of(&self, planned: &Planned) -> String {
        let provider = self.providers.get(&planned.organisation).map_or("", String::as_str);
        let unit = planned.unit.and_then(|unit| self.units.get(&unit));
        match unit.or_else(|| planned.area.and_then(|area| self.areas.get(&area))) {
            Some(subject) => format!("{provider}: {subject}"),
            None => provider.to_owned(),
        }
    }
}

/// What is changed, and how it was before.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The version that will be in force.
    pub published: &'a Published,
    /// The one in force now, where the year is what changes.
    pub before: Option<&'a Published>,
    /// What is said of the stable names of each item's questions.
    pub carried: &'a BTreeMap<String, Vec<Carried>>,
    /// The day of the change.
    pub today: Day,
    /// Opens drafts, to count those that have chosen what can be chosen no more.
    pub tools: &'a Tools,
}

impl Foreseen {
    /// What the plan means, in words and names.
    pub fn of(tx: &mut ReadTx<'_>, planned: &[Planned], seen: Seen<'_>) -> Result<Self, StoreError> {
        let names = names(tx)?;
        let mut items: Vec<ItemForeseen> = Vec::new();
        let mut slugs: Vec<&str> = seen.published.year.items.iter().map(|item| item.slug.as_str()).collect();
        let gone = planned.iter().map(|one| one.item.as_str());
        let gone: BTreeSet<&str> = gone.filter(|slug| !slugs.contains(slug)).collect();
        slugs.extend(gone);
        for slug in slugs {
            let of: Vec<&Planned> = planned.iter().filter(|one| one.item == slug && !one.steps.is_empty()).collect();
            if of.is_empty() {
                continue;
            }
            items.push(one_item(tx, slug, &of, seen, &names)?);
        }
        Ok(Self { items })
    }

    /// What a page that shows this carries along: another one wherever another sentence, name or number would stand there.
    pub fn mark(&self) -> String {
        sha256_hex(format!("{:?}", self.items).as_bytes())
    }

    /// Whether nothing happens.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

fn title(seen: Seen<'_>, slug: &str) -> String {
    let versions = [Some(seen.published), seen.before].into_iter().flatten();
    let title = versions.into_iter().find_map(|version| titled(&version.year, slug));
    format!("{} {}", title.unwrap_or_else(|| slug.to_owned()), seen.published.year.year)
}

/// What an item is called, with its occasion: several may have the same title.
pub(super) fn titled(year: &Year, slug: &str) -> Option<String> {
    let item = year.item(slug)?;
    let occasion = year.occasion(item.occasion.as_str()).map_or("", |occasion| occasion.title.as_sv());
    Some(format!("{}, {occasion}", item.title.as_sv()))
}

/// What the item asks otherwise than before.
fn form_of(seen: Seen<'_>, slug: &str) -> FormChange {
    let none = Vec::new();
    let carried = seen.carried.get(slug).unwrap_or(&none);
    let old = seen.before.and_then(|before| Some((&*before.year, before.year.item(slug)?)));
    let new = seen.published.year.item(slug).map(|item| (&*seen.published.year, item));
    match (old, new) {
        (Some(old), Some(new)) => form_change(old, new, carried),
        _ => FormChange::default(),
    }
}

fn one_item(
    tx: &mut ReadTx<'_>,
    slug: &str,
    of: &[&Planned],
    seen: Seen<'_>,
    names: &Names,
) -> Result<ItemForeseen, StoreError> {
    let form = form_of(seen, slug);
    let mut groups: BTreeMap<Fate, BTreeSet<(Vec<u8>, String)>> = BTreeMap::new();
    let mut said = BTreeSet::new();
    let mut put = |fate: Fate, one: &Planned| {
        let name = names.of(one);
        groups.entry(fate).or_default().insert((kernel::swedish::sort_key(&name), name));
    };
    for one in of {
        for step in &one.steps {
            said.extend(sentence(seen, slug, step, &form));
            put(by_what_stands(tx, fate(one, step, &form, seen.today), one, seen.today)?, one);
        }
    }
    if !form.removed.is_empty() {
        let left = left_over(tx, seen, slug, &form)?;
        let open = of.iter().filter(|one| one.came != Came::Signed && !one.is_withdrawn());
        for one in open.filter(|one| one.id.is_some_and(|id| left.contains(&id))) {
            put(Fate::DraftLeftOver, one);
        }
    }
    let groups = groups
        .into_iter()
        .map(|(fate, names)| Group { fate, names: names.into_iter().map(|(_, name)| name).collect() })
        .collect();
    let mut said: Vec<String> = said.into_iter().map(|(_, sentence)| sentence).collect();
    for choices in form.choices.iter().filter(|choices| !choices.gone.is_empty()) {
        let (drafts, inside) = chosen(tx, of, seen, slug, choices)?;
        said.push(super::sv::choices_used(&choices.spot.title, drafts, inside));
    }
    Ok(ItemForeseen { item: slug.to_owned(), title: title(seen, slug), said, groups, form })
}

/// What becomes otherwise, said once for all of them.
fn sentence(seen: Seen<'_>, slug: &str, step: &Step, form: &FormChange) -> Option<(What, String)> {
    let item = seen.published.year.item(slug);
    let said = match (step.what, step.from, step.to) {
        (What::Moved, Some(from), Some(to)) => super::sv::day_moves(from, to, seen.today),
        (What::Form, ..) => domain::changes::sv::form(form),
        (What::Covers, ..) => super::sv::covers(&item.and_then(year_words::covers)?),
        (What::Occasion, ..) => {
            super::sv::occasion(seen.published.year.occasion(item?.occasion.as_str())?.title.as_sv())
        }
        _ => return None,
    };
    Some((step.what, said))
}

fn fate(one: &Planned, step: &Step, form: &FormChange, today: Day) -> Fate {
    match step.what {
        What::Asked => Fate::Asked { until: step.holds },
        What::AskedAgain if one.came == Came::ByMail => Fate::ByMail(ByMail::Again),
        What::AskedAgain if one.came == Came::Signed => Fate::AgainIn { judged: step.holds },
        What::AskedAgain => Fate::Again { until: step.holds, drafted: one.state != StateName::NotStarted },
        What::Withdrawn => Fate::Withdrawn { drafted: one.state != StateName::NotStarted },
        What::Left if one.came == Came::ByMail => Fate::ByMail(ByMail::Left),
        What::Left => Fate::Left,
        What::Occasion => Fate::Occasion,
        What::Form | What::Covers if one.came == Came::ByMail => Fate::ByMail(ByMail::Otherwise),
        What::Form | What::Covers if one.is_given_back() => Fate::OtherwiseGivenBack,
        What::Form if one.came == Came::Signed => Fate::OtherwiseIn { lacks: lacks(one, form) },
        What::Covers if one.came == Came::Signed => Fate::OtherwiseIn { lacks: Lacks::Nothing },
        What::Form | What::Covers => Fate::OtherwiseOpen,
        What::Moved => day_fate(one, step, today),
    }
}

fn lacks(one: &Planned, form: &FormChange) -> Lacks {
    match (form.asks_more(), one.state) {
        (false, _) => Lacks::Nothing,
        (true, _) if one.reports_in.is_some() => Lacks::Elsewhere,
        (true, StateName::Approved) => Lacks::Approved,
        (true, _) => Lacks::CanBeReturned,
    }
}

/// The fate of what is there by what stands in it: of what is in whether the new day makes it be in time, which is told since a
/// day that is moved back later makes nobody late again (`domain::changes::holds`); of what is given back the last day of the
/// completion; of what came by e-mail whether anybody has read it in.
fn by_what_stands(tx: &mut ReadTx<'_>, fate: Fate, one: &Planned, today: Day) -> Result<Fate, StoreError> {
    let Some(id) = one.id else { return Ok(fate) };
    let judged = match &fate {
        Fate::DayIn { judged, .. } => judged,
        Fate::DayGivenBack { .. } => {
            let stands = assignments::find(tx, id)?;
            let until = stands.map(|stands| stands.state.last_day(one.deadline, one.extended_to));
            return Ok(Fate::DayGivenBack { until });
        }
        Fate::ByMail(ByMail::Day { judged, .. }) => {
            let Some(stands) = assignments::find(tx, id)? else { return Ok(fate) };
            let all = submissions::told_arrivals(tx, id)?;
            let unread = submissions::newest_that_counts(&stands.state, &all).is_some_and(|(of, _)| !of.counts);
            return Ok(Fate::ByMail(ByMail::Day { judged: *judged, unread }));
        }
        _ => return Ok(fate),
    };
    let Some(stands) = assignments::find(tx, id)? else { return Ok(fate) };
    let now = today.end();
    let becomes_in_time = stands.state.timeliness(stands.deadline, stands.extended_to, now) == Timeliness::ReceivedLate
        && stands.state.timeliness(one.deadline, one.extended_to, now) == Timeliness::OnTime;
    Ok(Fate::DayIn { judged: *judged, becomes_in_time })
}

fn day_fate(one: &Planned, step: &Step, today: Day) -> Fate {
    let to = step.to.unwrap_or(one.deadline);
    match one.came {
        Came::Signed if one.is_given_back() => return Fate::DayGivenBack { until: None },
        Came::Signed => return Fate::DayIn { judged: step.holds, becomes_in_time: false },
        Came::ByMail => return Fate::ByMail(ByMail::Day { judged: step.holds, unread: false }),
        Came::Nothing => {}
    }
    let (old, now) = (due(step.from.unwrap_or(to), one.had), due(to, one.extended_to));
    if now < today {
        return Fate::DayLate { since: now, as_before: now == old };
    }
    match one.had {
        _ if to < today && one.extended_to != one.had => Fate::DayPassed { until: now, as_before: now == old },
        Some(had) if now == had => Fate::DayExtended { until: had },
        Some(had) => Fate::DayOvertaken { had },
        None => Fate::DayOpen,
    }
}

/// How many drafts have answered the question, and how many of what is in have chosen what can be chosen no more. What a draft
/// has chosen is its provider's until it is signed: of one draft a number would tell the answer.
fn chosen(
    tx: &mut ReadTx<'_>,
    of: &[&Planned],
    seen: Seen<'_>,
    item: &str,
    choices: &Choices,
) -> Result<(usize, usize), StoreError> {
    let before = Spot { slug: choices.before.clone(), ..choices.spot.clone() };
    let is_gone = |text: &str| {
        let text = text.trim().to_lowercase();
        choices.gone.iter().any(|(slug, label)| text == slug.to_lowercase() || text == label.to_lowercase())
    };
    let filled = drafts::filled(tx, seen.published.year.year, item)?;
    let written: BTreeSet<_> = filled.into_iter().filter(|(_, path)| before.is_of(path)).map(|(id, _)| id).collect();
    let (mut open, mut inside) = (0, 0);
    for one in of.iter().filter(|one| !one.is_withdrawn()) {
        let Some(id) = one.id else { continue };
        if one.came != Came::Signed && written.contains(&id) {
            open += 1;
        } else if one.came == Came::Signed
            && let Some(latest) = submissions::latest(tx, id)?
        {
            let rows = latest.content.rows(&before.table);
            let has =
                |row: &forms::Row| row.get(&before.slug).is_some_and(|value| value.as_choice().is_some_and(&is_gone));
            inside += usize::from(rows.iter().any(has));
        }
    }
    Ok((open, inside))
}

/// The assignments in whose drafts something stands under what goes away. Only where, never what.
fn left_over(
    tx: &mut ReadTx<'_>,
    seen: Seen<'_>,
    slug: &str,
    form: &FormChange,
) -> Result<BTreeSet<Id<AssignmentKind>>, StoreError> {
    let filled = drafts::filled(tx, seen.published.year.year, slug)?;
    let is_left = |path: &str| form.removed.iter().any(|spot| spot.is_of(path));
    Ok(filled.into_iter().filter(|(_, path)| is_left(path)).map(|(id, _)| id).collect())
}
