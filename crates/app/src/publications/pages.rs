//! The officer's pages: what is published, choosing what to publish, withdrawing.

use ::store::{Event, Housekeeping};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::proposals::{self, Standing};
use super::store::{self, Outcome, Publishing};
use super::{sv, view};
use crate::participations;

/// How often a page that awaits a list asks again, in seconds.
const AGAIN: u32 = 2;
/// The longest reason for a withdrawal.
const LONGEST: usize = 500;

fn number(text: &str) -> Result<i64, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// What is published, and the snapshots to publish from.
pub(super) async fn list(cx: Cx<may::Compile>) -> Result<Reply, Stop> {
    let (all, freezes) = cx.read(move |tx| Ok((store::all(tx)?, participations::freezes(tx)?))).await?;
    let open = format!("/oppet/{}/resultat", cx.slug());
    let page = view::list(&cx.link("publiceringar"), &open, &all, &freezes);
    Ok(cx.show(Sheet::new(sv::TITLE, page).crumb("Resultat", cx.link("resultat")).wide()))
}

async fn standing(cx: &Cx<may::Compile>, freeze: i64) -> Result<Standing, Stop> {
    let now = cx.now();
    cx.read(move |tx| proposals::standing(tx, freeze, now)?.ok_or(Stop::NotFound)).await
}

/// What may be published of a snapshot, each table as it would be shown; or how far the list of it has come.
pub(super) async fn choose(cx: Cx<may::Compile>, Path((_, freeze)): Path<(String, String)>) -> Result<Reply, Stop> {
    let standing = standing(&cx, number(&freeze)?).await?;
    let base = cx.link("publiceringar");
    let (freeze, page) = match &standing {
        Standing::Made(made) => {
            let all = cx.read(move |tx| Ok(store::all(tx)?)).await?;
            (&made.freeze, view::choose(&base, made, &all, cx.tenant_name()))
        }
        Standing::NotAsked(freeze) | Standing::Asked(freeze, ..) | Standing::NotProved(freeze) => {
            (freeze, view::awaited(&base, freeze, &standing))
        }
    };
    let sheet = Sheet::new(view::of_freeze(freeze), page)
        .crumb("Resultat", cx.link("resultat"))
        .crumb(sv::TITLE, cx.link("publiceringar"));
    let reply = cx.show(sheet.wide());
    Ok(if matches!(standing, Standing::Asked(_, _, false)) { reply.asking_again(AGAIN) } else { reply })
}

/// Asks for the list of a snapshot.
pub(super) async fn ask(cx: Cx<may::Compile>, Path((_, freeze)): Path<(String, String)>) -> Result<Reply, Stop> {
    let freeze = number(&freeze)?;
    standing(&cx, freeze).await?;
    let chance = cx.kit().chance();
    cx.write(move |mut tx| {
        if !proposals::ask(&mut tx, &*chance, freeze)? {
            return Ok(tx.keep(Housekeeping::Staging, ()));
        }
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("publications.list-asked", tenant, json!({ "freeze": freeze })), ())?)
    })
    .await?;
    Ok(Reply::redirect(&cx.link(&format!("publiceringar/frysning/{freeze}"))))
}

/// Publishes the chosen tables.
pub(super) async fn publish(
    cx: Cx<may::Compile>,
    Path((_, freeze)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let freeze = number(&freeze)?;
    let back = cx.link(&format!("publiceringar/frysning/{freeze}"));
    let Standing::Made(made) = standing(&cx, freeze).await? else {
        return Err(Stop::refused_back(sv::REFUSED, sv::OTHER, &back, sv::TITLE));
    };
    let made = std::sync::Arc::new(made);
    let (tables, person) = (form.all("tabell").to_vec(), cx.account().person);
    let authority = cx.tenant_name().to_owned();
    // What was looked through is what is published.
    let refused = |text: String| Stop::refused_back(sv::REFUSED, text, &back, sv::TITLE);
    if form.get("lista") != view::mark(&made.list)? {
        return Err(refused(sv::OTHER.to_owned()));
    }
    let outcome = cx
        .write(move |mut tx| {
            let what = Publishing { made: &made, tables: &tables, authority: &authority, person };
            Ok(match store::publish(&mut tx, &what)? {
                Outcome::Done(numbers, event) => tx.save(event, Ok(numbers))?,
                Outcome::Other => tx.keep(Housekeeping::Staging, Err(sv::OTHER.to_owned())),
                Outcome::Nothing => tx.keep(Housekeeping::Staging, Err(sv::NOTHING.to_owned())),
                Outcome::TooNear(near) => tx.keep(Housekeeping::Staging, Err(sv::too_near(&near))),
            })
        })
        .await?;
    let numbers = outcome.map_err(refused)?;
    Ok(Reply::done(&cx.link("publiceringar"), &sv::published(&numbers)))
}

/// Withdraws a publication, with a reason that everybody sees.
pub(super) async fn withdraw(cx: Cx<may::Compile>, form: FormData) -> Result<Reply, Stop> {
    let (number, base) = (number(form.get("publicering"))?, cx.link("publiceringar"));
    let reason = form.get("skal").trim().to_owned();
    let fault = if reason.is_empty() {
        Some(sv::NO_REASON)
    } else {
        (reason.chars().count() > LONGEST).then_some(sv::LONG_REASON)
    };
    if let Some(fault) = fault {
        return Err(Stop::refused_back("Publiceringen är inte tillbakadragen", fault, &base, sv::TITLE));
    }
    let person = cx.account().person;
    let done = cx
        .write(move |mut tx| {
            store::one(&mut tx, number)?.ok_or(Stop::NotFound)?;
            if !store::withdraw(&mut tx, number, &reason, person)? {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let tenant = tx.tenant()?;
            let facts = json!({ "publication": number, "reason": reason });
            Ok(tx.save(Event::about("publications.withdrawn", tenant, facts), true)?)
        })
        .await?;
    if !done {
        return Err(Stop::refused_back(sv::WITHDRAWN_ALREADY, "", &base, sv::TITLE));
    }
    Ok(Reply::done(&base, &format!("Publicering {number} är tillbakadragen. Att den har funnits syns fortfarande.")))
}
