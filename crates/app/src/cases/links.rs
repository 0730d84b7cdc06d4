//! Cases that are about the same: which may be said to be, which are proposed, and saying so in both timelines.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx};
use domain::cases::{Action, Happening, Party, Refusal, Seen, Sight, StateName, Told, Way, most_like};
use kernel::Id;
use kernel::id::kind::{CaseFile, Person};
use platform::Seat;
use platform::access::Tools;

use super::model::{Dossier, Filed};
use super::part;
use super::store::{find, list, words};
use super::timeline::is_handler;
use super::writing::{Add, add};

/// So many open cases are compared with one, the newest of them.
const COMPARED: usize = 60;

/// What stands beside a case.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// Those it can be said to be about the same as.
    pub linkable: Vec<Filed>,
    /// Those it is said to be about the same as, of which somebody may read the words.
    pub linked: Vec<Filed>,
    /// Those that may be about the same, the most alike first.
    pub similar: Vec<Filed>,
}

impl Near {
    /// What the other is called, by its identifier, where it is shown.
    pub fn find(&self, id: Id<CaseFile>) -> Option<&Filed> {
        self.linked.iter().chain(&self.linkable).find(|filed| filed.id == id)
    }
}

/// Whether the two are in the same hands, so that whoever may read the one may be told of the other: the same unit, about the same
/// kind of person, and with the same ones of school and authority.
fn belong(one: &Filed, other: &Filed) -> bool {
    one.id != other.id
        && ![one.way, other.way].contains(&Way::Imported)
        && one.school.is_some()
        && one.school == other.school
        && (one.about, one.school_has, one.authority_has) == (other.about, other.school_has, other.authority_has)
}

/// What stands beside the case for somebody who may read it and takes part so; nothing for anybody else. Words of the others are
/// compared and shown to nobody.
pub fn near(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    (seen, who): (Seen, (&[Seat], Id<Person>)),
) -> Result<Near, StoreError> {
    let Some(party) = seen.hand.party().filter(|_| dossier.sight(&seen) == Sight::Words) else {
        return Ok(Near::default());
    };
    let (own, links) = (&dossier.filed, &dossier.case.links);
    let mut near = Near::default();
    for filed in list(tx)?.into_iter().filter(|filed| links.contains(&filed.id) || belong(own, filed)) {
        if part::sight(tx, &filed, who)? == Sight::Words {
            if links.contains(&filed.id) { near.linked.push(filed) } else { near.linkable.push(filed) }
        }
    }
    near.linkable.sort_by_key(|filed| std::cmp::Reverse(filed.number));
    if own.state != StateName::Closed {
        let open = |filed: &&Filed| filed.state != StateName::Closed;
        let compared: Vec<Filed> = near.linkable.iter().filter(open).take(COMPARED).cloned().collect();
        near.similar = similar(tx, tools, dossier, compared, party)?;
    }
    Ok(near)
}

/// What whoever made the case has written, all of it, for somebody who may read its words; nothing for anybody else.
pub fn said(tx: &mut ReadTx<'_>, tools: &Tools, dossier: &Dossier, seen: &Seen) -> Result<String, StoreError> {
    match seen.hand.party().filter(|_| dossier.sight(seen) == Sight::Words) {
        Some(party) => written(tx, tools, dossier, party),
        None => Ok(String::new()),
    }
}

fn written(tx: &mut ReadTx<'_>, tools: &Tools, dossier: &Dossier, party: Party) -> Result<String, StoreError> {
    let mut all = String::new();
    for line in &dossier.lines {
        if matches!(line.entry.happening, Happening::Opened(_) | Happening::Wrote)
            && let Some(text) = words(tx, tools, dossier, line, (Sight::Words, party))?
        {
            all.push_str(&text);
            all.push('\n');
        }
    }
    Ok(all)
}

fn similar(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    others: Vec<Filed>,
    party: Party,
) -> Result<Vec<Filed>, StoreError> {
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let own = written(tx, tools, dossier, party)?;
    let mut texts = Vec::with_capacity(others.len());
    for filed in others {
        if let Some(other) = find(tx, filed.id)? {
            texts.push((written(tx, tools, &other, party)?, filed));
        }
    }
    let told: Vec<Told<'_>> =
        texts.iter().map(|(words, filed)| Told { words, category: filed.category.as_deref() }).collect();
    let found = most_like(Told { words: &own, category: dossier.case.category.as_deref() }, &told);
    let mut by_place: BTreeMap<usize, Filed> = texts.into_iter().map(|(_, filed)| filed).enumerate().collect();
    Ok(found.into_iter().filter_map(|(at, _)| by_place.remove(&at)).collect())
}

/// What is said of another case, said in its timeline too; nothing for what concerns no other. In the transaction in which the first
/// was written, which is given up where this is refused.
///
/// # Errors
/// The inner one says why the other case does not take it.
pub fn mirror(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    one: Id<CaseFile>,
    added: &Add<'_>,
) -> Result<Result<(), Refusal>, StoreError> {
    let (other, action, happening) = match added.happening {
        Happening::Linked { other } => (other, Action::Link, Happening::Linked { other: one }),
        Happening::Unlinked { other } => (other, Action::Unlink, Happening::Unlinked { other: one }),
        _ => return Ok(Ok(())),
    };
    let (Some(here), Some(there)) = (find(tx, one)?, find(tx, other)?) else { return Ok(Err(Refusal::NotShown)) };
    // What has changed hands meanwhile may still be parted, and not joined.
    if action == Action::Link && !belong(&here.filed, &there.filed) {
        return Ok(Err(Refusal::NotShown));
    }
    let chosen = match added.person {
        Some(person) => is_handler(tx, other, person)?,
        None => false,
    };
    let seen = Seen { chosen, ..added.seen };
    let added = Add { seen, action, happening, words: "", files: &[], person: added.person };
    Ok(match add(tx, tools, other, &added)? {
        Some(Ok(_)) => Ok(()),
        Some(Err(refusal)) => Err(refusal),
        None => Err(Refusal::NotShown),
    })
}
