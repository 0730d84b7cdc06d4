//! Every provider's routine, and what the authority says of it.

use domain::routines::{Criterion, Standing};
use kernel::id::kind::Organisation;
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Changes, Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::pages_school::{fetched, otherwise};
use super::store::{self, Record};
use super::{sv, view, view_one};
use crate::organisations::{self, Provider};

/// A provider with what is on file of it.
#[derive(Debug)]
pub(super) struct Listed {
    pub provider: Provider,
    pub record: Record,
    pub standing: Standing,
}

async fn listed<P: Changes>(cx: &Cx<P>) -> Result<Vec<Listed>, Stop> {
    let today = cx.now().day();
    cx.read(move |tx| {
        let mut records = store::records(tx)?;
        let providers = organisations::providers(tx)?.into_iter();
        let active = providers.filter(|provider| provider.ended_on.is_none_or(|ended| ended >= today));
        let mut all: Vec<Listed> = active
            .map(|provider| {
                let record = records.remove(&provider.id).unwrap_or_default();
                Listed { standing: record.standing(today), provider, record }
            })
            .collect();
        // Stable: within each the order of names.
        all.sort_by_key(|one| one.standing);
        Ok(all)
    })
    .await
}

/// The way here from the authority's list, with how many ask for something.
///
/// # Errors
/// Where the database cannot be read.
pub async fn way_at_authority(cx: &Cx<may::ViewComplaints>) -> Result<Markup, Stop> {
    let all = listed(cx).await?;
    Ok(view::way_at_authority(&cx.link("rutiner"), &all))
}

/// Every provider: what is missing, what is to be assessed or looked at again, and the others.
pub(super) async fn list(cx: Cx<may::ViewComplaints>) -> Result<Reply, Stop> {
    let main = view::list(&cx.link("rutiner"), &listed(&cx).await?, cx.now().day());
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("klagomal")).wide()))
}

fn id(text: &str) -> Result<Id<Organisation>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

async fn opened<P: Changes>(cx: &Cx<P>, of: Id<Organisation>) -> Result<(Provider, Record, Vec<Criterion>), Stop> {
    let today = cx.now().day();
    cx.read(move |tx| {
        let provider = organisations::provider(tx, of)?.ok_or(Stop::NotFound)?;
        Ok((provider, store::record(tx, of)?, store::criteria(tx, today)?))
    })
    .await
}

/// A provider's routine, with the form for whoever assesses.
pub(super) async fn show(
    cx: Cx<may::ViewComplaints>,
    Path((_, organisation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, id(&organisation)?, &FormData::default(), &[]).await
}

async fn page<P: Changes>(cx: &Cx<P>, of: Id<Organisation>, typed: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let (provider, record, criteria) = opened(cx, of).await?;
    let shown = view_one::Authority {
        base: cx.link(&format!("rutiner/{of}")),
        assesses: cx.may(Right::TakeComplaints),
        name: provider.name.clone(),
        record,
        criteria,
        today: cx.now().day(),
    };
    let main = view_one::at_authority(&shown, (typed, faults));
    let sheet =
        Sheet::new(provider.name, main).crumb(sv::CASES, cx.link("klagomal")).crumb(sv::TITLE, cx.link("rutiner"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// Says what the authority thinks of the routine that holds.
pub(super) async fn assess(
    cx: Cx<may::TakeComplaints>,
    Path((_, organisation)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (of, today) = (id(&organisation)?, cx.now().day());
    let (_, record, criteria) = opened(&cx, of).await?;
    if record.newest().is_none() {
        return Err(Stop::NotFound);
    }
    let (judged, review) = match form::assessment(&form, &criteria, today) {
        Ok(read) => read,
        Err(faults) => return page(&cx, of, &form, &faults).await,
    };
    let person = cx.account().person;
    // Which routine was read, and how much had been said: nobody assesses what they have not seen.
    let (read, before): (Option<i64>, Option<i64>) = (form.get("version").parse().ok(), form.get("nr").parse().ok());
    let written = cx
        .write(move |mut tx| {
            let record = store::record(&mut tx, of)?;
            let newest = record.newest().map(|newest| newest.number);
            let said = record.assessments.first().map_or(0, |last| last.number);
            let Some(routine) = newest.filter(|_| read == newest && before == Some(said)) else {
                return Ok(tx.keep(::store::Housekeeping::Session, false));
            };
            store::judge(&mut tx, of, (said + 1, routine), (&judged, review, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    let back = cx.link(&format!("rutiner/{of}"));
    if written { Ok(Reply::done(&back, sv::ASSESSED)) } else { Err(otherwise(&back)) }
}

/// A file of a provider's.
pub(super) async fn fetch(
    cx: Cx<may::ViewComplaints>,
    Path((_, organisation, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    let (_, record, _) = opened(&cx, id(&organisation)?).await?;
    fetched(&cx, &record, number).await
}
