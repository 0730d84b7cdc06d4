//! What the authority sees of the units' analyses: that they are there, and not a word of them.

use std::collections::BTreeMap;

use domain::case_analysis::{Fact, Standing};
use domain::cases::Sight;
use kernel::id::kind::Unit;
use kernel::{Day, Id};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{Reply, Stop};

use super::{store, sv, view};
use crate::{cases, year};

/// A theme as the authority sees it.
#[derive(Debug)]
pub(super) struct Seen {
    pub unit: String,
    pub provider: String,
    /// Its number within the unit, which the unit sees too.
    pub number: i64,
    /// The titles of the categories that it gathers.
    pub categories: Vec<String>,
    /// How many of its measures are planned, done and followed up.
    pub counts: [usize; 3],
    /// Whether something has come since something was done; nothing where nothing was.
    pub recurs: Option<bool>,
    pub newest: Day,
}

/// The units' analyses.
pub(super) async fn list(cx: Cx<may::ViewComplaints>) -> Result<Reply, Stop> {
    let (today, seats, person) = (cx.now().day(), cx.seats().to_vec(), cx.account().person);
    let mut all: Vec<Seen> = cx
        .read(move |tx| {
            let bare = store::bare(tx)?;
            if bare.is_empty() {
                return Ok(Vec::new());
            }
            let mut facts: BTreeMap<Id<Unit>, Vec<Fact>> = BTreeMap::new();
            for (filed, flow) in cases::flows(tx)? {
                // What the school has not had is in none of its themes.
                let school = filed.school.filter(|_| filed.school_has);
                if let Some((_, unit)) = school
                    && cases::sight(tx, &filed, (&seats, person))? != Sight::Nothing
                {
                    facts.entry(unit).or_default().push(Fact { case: filed.id, flow });
                }
            }
            let units = store::all_units(tx)?;
            let published = year::current(tx, today)?;
            let titles: BTreeMap<String, String> = published
                .iter()
                .flat_map(|published| &published.year.complaints.categories)
                .map(|one| (one.slug.as_str().to_owned(), one.title.as_sv().to_owned()))
                .collect();
            let seen = bare.into_iter().filter(|one| !one.theme.withdrawn).map(|one| {
                let (unit, provider) = units.get(&one.unit).cloned().unwrap_or_default();
                let of_unit = facts.get(&one.unit).map(Vec::as_slice).unwrap_or_default();
                let title = |slug: &String| titles.get(slug).unwrap_or(slug).clone();
                Seen {
                    unit,
                    provider,
                    number: one.number,
                    categories: one.theme.categories.iter().map(title).collect(),
                    counts: one.theme.counts(),
                    recurs: match one.theme.standing(of_unit, today) {
                        Standing::NoMeasure | Standing::Planned(_) => None,
                        Standing::Quiet(_) => Some(false),
                        Standing::Recurs(..) => Some(true),
                    },
                    newest: one.newest,
                }
            });
            Ok(seen.collect())
        })
        .await?;
    all.sort_by_cached_key(|one| {
        (kernel::swedish::sort_key(&one.provider), kernel::swedish::sort_key(&one.unit), one.number)
    });
    let main = view::overview(&all);
    Ok(cx.show(Sheet::new(sv::AUTHORITY_WAY, main).crumb(sv::CASES, cx.link("klagomal")).wide()))
}
