//! What a change did, read back and said in sentences.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::changes::{Done, FormChange, Standing, What, form_change, standing};
use domain::submissions::StateName;
use domain::year::sv as year_words;
use kernel::id::kind::{Organisation, YearVersion};
use kernel::{Id, Instant};

use super::carried::{carried, trail};
use super::foreseen::titled;
use super::sv::{self, Reader, Then};
use crate::assignments::{self, About, Assignment, Change};
use crate::submissions;
use crate::year::{self, Published};

/// One thing that a change did to an assignment, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Instant,
    /// What, as a sentence or two.
    pub sentence: String,
    /// Whether it is still so, or was changed again later.
    pub standing: Standing,
    /// The change itself.
    pub change: Change,
}

/// The same with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldAbout {
    /// What was done.
    pub told: Told,
    /// To what.
    pub about: About,
    /// The item's title, with its occasion's.
    pub title: String,
    /// Whether the answer that is in lacks something that has to be there now.
    pub asks_more: bool,
}

/// The version of the year by which the assignment is read: the one in force, or where it does not ask for the item any
/// more the one that was answered. `None` where nothing tells what it was.
pub fn year_of(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<Option<Published>, StoreError> {
    if let Some(published) = year::published(tx, assignment.year)?
        && published.year.item(&assignment.item).is_some()
    {
        return Ok(Some(published));
    }
    match submissions::latest(tx, assignment.id)? {
        Some(submission) => year::version(tx, submission.year_version),
        None => Ok(None),
    }
}

/// The newest version of the year that asked for the item, in force or not: by which what was begun and is asked no more is
/// read.
pub fn last_asked(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<Option<Published>, StoreError> {
    let mut version = year::published(tx, assignment.year)?;
    while let Some(published) = version {
        if published.year.item(&assignment.item).is_some() {
            return Ok(Some(published));
        }
        version = year::published_before(tx, &published)?;
    }
    Ok(None)
}

/// What the published version says otherwise than the one before it, for whoever reads the instructions again: what it is
/// about, and what is said of it. Nothing of the first version. Also for anybody.
pub fn otherwise(tx: &mut ReadTx<'_>, published: &Published) -> Result<Vec<(String, String)>, StoreError> {
    let Some(before) = year::published_before(tx, published)? else { return Ok(Vec::new()) };
    let mut steps = BTreeMap::new();
    for item in &published.year.items {
        steps.insert(item.slug.to_string(), carried(tx, published.id, item.slug.as_str())?);
    }
    let all = domain::changes::otherwise(&before.year, &published.year, &steps);
    Ok(all.iter().map(domain::changes::sv::otherwise).collect())
}

/// The versions that sentences are made of, each read once.
#[derive(Debug, Default)]
struct Versions(BTreeMap<Id<YearVersion>, Option<Published>>);

impl Versions {
    fn get(&mut self, tx: &mut ReadTx<'_>, id: Id<YearVersion>) -> Result<Option<Published>, StoreError> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let found = year::version(tx, id)?;
        self.0.insert(id, found.clone());
        Ok(found)
    }
}

/// What the sentence needs of the versions: the words for what is otherwise, and what the form asks otherwise.
fn words(
    tx: &mut ReadTx<'_>,
    versions: &mut Versions,
    change: &Change,
    item: &str,
) -> Result<(String, FormChange), StoreError> {
    let none = FormChange::default;
    let Some(now) = versions.get(tx, change.version)? else { return Ok((String::new(), none())) };
    let before = match change.before {
        Some(before) => versions.get(tx, before)?,
        None => None,
    };
    Ok(match change.what {
        What::Form => match (before.as_ref().and_then(|before| before.year.item(item)), now.year.item(item)) {
            (Some(old), Some(new)) => {
                let carried = carried(tx, change.version, item)?;
                let old_year = before.as_ref().map_or(&now.year, |before| &before.year);
                let change = form_change((old_year, old), (&now.year, new), &carried);
                (domain::changes::sv::form(&change), change)
            }
            _ => (String::new(), none()),
        },
        What::Covers => {
            let item = now.year.item(item);
            let covers = item.and_then(year_words::covers);
            let carries = item.and_then(year_words::carries_over);
            let words: Vec<String> = covers.into_iter().chain(carries).collect();
            (words.join(". "), none())
        }
        What::Occasion => {
            // Where this version has it: a later one may have moved it on.
            let occasion = now.year.item(item).and_then(|item| now.year.occasion(item.occasion.as_str()));
            (occasion.map_or("", |occasion| occasion.title.as_sv()).to_owned(), none())
        }
        What::Asked | What::AskedAgain | What::Withdrawn | What::Left | What::Moved => (String::new(), none()),
    })
}

/// What has been changed in the assignment, the newest first.
pub fn told(tx: &mut ReadTx<'_>, assignment: &Assignment, reader: Reader) -> Result<Vec<Told>, StoreError> {
    let mut versions = Versions::default();
    let mut all: Vec<Told> = Vec::new();
    let mut forms: Vec<FormChange> = Vec::new();
    for change in assignments::changes(tx, assignment.id)? {
        let latest = assignment.state.latest();
        let of = latest.map(|latest| (latest.received, latest.at));
        let then = then(of, assignment.state.unanswered_return().is_some(), change.at);
        let (words, form) = words(tx, &mut versions, &change, &assignment.item)?;
        let sentence = sv::told(&change, then, &words, reader);
        let later: Vec<Done<'_>> = all.iter().zip(&forms).map(|(told, form)| done(&told.change, form)).collect();
        let standing = standing(done(&change, &form), &later);
        all.push(Told { at: change.at, sentence, standing, change });
        forms.push(form);
    }
    Ok(all)
}

/// How what is asked stood at the change: `of` is when something was first received and when its newest version was signed.
fn then(of: Option<(Instant, Instant)>, given_back: bool, change: Instant) -> Then {
    match of {
        Some((received, _)) if received > change => Then::Open,
        Some((_, signed)) if signed > change => Then::Anew,
        Some(_) if given_back => Then::GivenBack,
        Some(_) => Then::In,
        None => Then::Open,
    }
}

/// What of a change can be overtaken by a later one, or overtake an earlier.
fn done<'a>(change: &Change, form: &'a FormChange) -> Done<'a> {
    Done { what: change.what, says_day: change.holds.is_some(), form }
}

/// Everything that was changed since the instant, the newest first.
pub fn recent(tx: &mut ReadTx<'_>, since: Instant, reader: Reader) -> Result<Vec<ToldAbout>, StoreError> {
    let all = assignments::changes_since(tx, since)?;
    say(tx, all, reader)
}

/// The same of one provider's, said to it.
pub fn recent_of(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    since: Instant,
) -> Result<Vec<ToldAbout>, StoreError> {
    let all = assignments::changes_of_provider(tx, organisation, since)?;
    say(tx, all, Reader::Provider)
}

/// What is said of a form is the same for everybody whom it is asked of, and is worked out once.
type Said = BTreeMap<(Id<YearVersion>, &'static str, String), (String, FormChange)>;

/// Whether answers by one version lack what another came to demand of an item; worked out once for each pair.
type Lacking = BTreeMap<(Id<YearVersion>, Id<YearVersion>, String), bool>;

/// Whether the newest answer still lacks something that the change came to demand: it was given by an earlier version, and
/// the form in force demands that still.
fn lacks(
    tx: &mut ReadTx<'_>,
    versions: &mut Versions,
    (change, form): (&Change, &FormChange),
    about: &About,
) -> Result<bool, StoreError> {
    let Some(answered) = about.answered else { return Ok(false) };
    let (Some(answered), Some(changed)) = (versions.get(tx, answered)?, versions.get(tx, change.version)?) else {
        return Ok(false);
    };
    let Some(now) = year::published(tx, about.year)?.filter(|_| answered.version < changed.version) else {
        return Ok(false);
    };
    let (Some(old), Some(new)) = (answered.year.item(&about.item), now.year.item(&about.item)) else {
        return Ok(false);
    };
    let carried = trail(tx, &answered, &now, &about.item)?.in_one();
    let since = form_change((&answered.year, old), (&now.year, new), &carried);
    Ok(form.still_lacks(&trail(tx, &changed, &now, &about.item)?, &since))
}

/// What an answer by an earlier version lacks of what the form in force demands, in words; nothing where it lacks nothing.
///
/// # Errors
/// When the database fails.
pub fn lacking(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    answered: Id<YearVersion>,
) -> Result<Option<String>, StoreError> {
    let Some(answered) = year::version(tx, answered)? else { return Ok(None) };
    let Some(now) = year::published(tx, assignment.year)?.filter(|now| answered.version < now.version) else {
        return Ok(None);
    };
    let (Some(old), Some(new)) = (answered.year.item(&assignment.item), now.year.item(&assignment.item)) else {
        return Ok(None);
    };
    let carried = trail(tx, &answered, &now, &assignment.item)?.in_one();
    let since = form_change((&answered.year, old), (&now.year, new), &carried);
    Ok(since.asks_more().then(|| domain::changes::sv::form(&since)))
}

fn say(tx: &mut ReadTx<'_>, all: Vec<(Change, About)>, reader: Reader) -> Result<Vec<ToldAbout>, StoreError> {
    let (mut versions, mut said, mut lacking) = (Versions::default(), Said::new(), Lacking::new());
    let mut out = Vec::with_capacity(all.len());
    for (change, about) in all {
        let key = (change.version, change.what.slug(), about.item.clone());
        if !said.contains_key(&key) {
            let words = words(tx, &mut versions, &change, &about.item)?;
            said.insert(key.clone(), words);
        }
        let (words, form) = said.get(&key).cloned().unwrap_or_default();
        let asks_more = match about
            .answered
            .filter(|_| form.asks_more())
            .map(|answered| (answered, change.version, about.item.clone()))
        {
            Some(pair) if !lacking.contains_key(&pair) => {
                let lacks = lacks(tx, &mut versions, (&change, &form), &about)?;
                *lacking.entry(pair).or_insert(lacks)
            }
            Some(pair) => lacking.get(&pair).copied().unwrap_or_default(),
            None => false,
        };
        let of = about.received.zip(about.signed);
        let given_back = [StateName::Returned, StateName::AwaitingSignature].map(StateName::slug);
        let then = then(of, given_back.contains(&about.state.as_str()), change.at);
        let sentence = sv::told(&change, then, &words, reader);
        let told = Told { at: change.at, sentence, standing: Standing::Holds, change };
        let title = title(tx, &mut versions, &told.change, &about.item)?;
        out.push(ToldAbout { told, about, title, asks_more });
    }
    stand(&mut out, &said);
    Ok(out)
}

/// How each stands beside the later ones of the same assignment. Whatever came later is among what was read.
fn stand(all: &mut [ToldAbout], said: &Said) {
    let none = FormChange::default();
    let form = |one: &ToldAbout| {
        let key = (one.told.change.version, one.told.change.what.slug(), one.about.item.clone());
        said.get(&key).map_or(&none, |(_, form)| form)
    };
    let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, one) in all.iter().enumerate() {
        of.entry(one.about.assignment).or_default().push(at);
    }
    for mut places in of.into_values().filter(|places| places.len() > 1) {
        places.sort_by_key(|at| std::cmp::Reverse(all[*at].about.number));
        for (newer, at) in places.iter().enumerate() {
            let later: Vec<Done<'_>> =
                places[..newer].iter().map(|at| done(&all[*at].told.change, form(&all[*at]))).collect();
            let standing = standing(done(&all[*at].told.change, form(&all[*at])), &later);
            all[*at].told.standing = standing;
        }
    }
}

/// What the item is called in the later version, or was in the earlier one.
fn title(tx: &mut ReadTx<'_>, versions: &mut Versions, change: &Change, item: &str) -> Result<String, StoreError> {
    for version in [Some(change.version), change.before].into_iter().flatten() {
        let version = versions.get(tx, version)?;
        if let Some(title) = version.as_ref().and_then(|of| titled(&of.year, item)) {
            return Ok(title);
        }
    }
    Ok(item.to_owned())
}
