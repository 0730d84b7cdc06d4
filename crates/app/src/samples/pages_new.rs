//! Setting up a sample: what it is drawn of; the population is frozen before its size is chosen.

use axum::extract::RawQuery;
use domain::samples::{Member, Population};
use kernel::Id;
use kernel::id::kind::{Activity, Organisation, Sample};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};

use super::form::{self, Fault};
use super::model::Setup;
use super::{PAGE, gather, store, sv, view_new};
use crate::organisations::{self, Provider};
use crate::participations;

type Drawer = Cx<may::DrawSamples>;

/// The providers of the authority, those that have left too: their students have results.
async fn providers(cx: &Drawer) -> Result<Vec<Provider>, Stop> {
    cx.read(|tx| Ok(organisations::providers(tx)?)).await
}

/// Asks what it is drawn of.
pub(super) async fn ask(cx: Drawer, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let typed = FormData::parse(query.unwrap_or_default().as_bytes());
    page(&cx, &typed, &[]).await
}

async fn page(cx: &Drawer, typed: &FormData, faults: &[Fault]) -> Result<Reply, Stop> {
    let key = match typed.get("nyckel") {
        "" => Id::<Sample>::random(cx.chance()).to_string(),
        key => key.to_owned(),
    };
    let address = cx.link(&format!("{PAGE}/nytt"));
    let main = view_new::ask((&address, &key), &providers(cx).await?, cx.now().day(), (typed, faults));
    let sheet = Sheet::new(sv::NEW, main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning")).crumb(sv::TITLE, cx.link(PAGE));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// Freezes the population.
pub(super) async fn freeze(cx: Drawer, form: FormData) -> Result<Reply, Stop> {
    let known: Vec<Id<Organisation>> = providers(&cx).await?.iter().map(|one| one.id).collect();
    let wish = match form::wish(&form, &known, cx.now().day()) {
        Ok(wish) => wish,
        Err(faults) => return page(&cx, &form, &faults).await,
    };
    let activity: Option<Id<Activity>> = form::activity(&form);
    // What the page was drawn with: the same form twice is one sample.
    let id: Id<Sample> = form.get("nyckel").parse().unwrap_or_else(|_| Id::random(cx.chance()));
    if cx.read(move |tx| Ok(store::find(tx, id)?)).await?.is_some() {
        return Ok(Reply::redirect(&cx.link(&format!("{PAGE}/{id}"))));
    }
    let of = wish.clone();
    let gathered = cx
        .read(move |tx| {
            let is_known = match activity {
                Some(activity) => store::is_activity(tx, activity)?,
                None => true,
            };
            if !is_known {
                return Err(Stop::NotFound);
            }
            let set = participations::published(tx)?;
            if set == 0 {
                return Ok(None);
            }
            Ok(Some((set, gather::gather(tx, &of, set, id)?)))
        })
        .await?;
    let Some((set, gathered)) = gathered else {
        return page(&cx, &form, &[("fran".to_owned(), sv::NO_RESULTS.to_owned())]).await;
    };
    let members: Vec<Member> = gathered.students.iter().map(|student| student.member.clone()).collect();
    let Ok(population) = Population::new(members) else {
        return page(&cx, &form, &[("fran".to_owned(), sv::NOBODY.to_owned())]).await;
    };
    let setup = Setup { wish, set, groups: gathered.groups, protected: gathered.protected };
    let new = store::NewSample { id, setup, population, activity, person: cx.account().person };
    cx.write(move |mut tx| {
        store::freeze(&mut tx, &new)?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), sv::FROZEN))
}
