//! The officer's pages: what is published, choosing what to publish, withdrawing.

use ::store::{Event, Housekeeping};
use axum::extract::Path;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::make::{self, Made};
use super::store::{self, Outcome, Publishing};
use super::{sv, view};
use crate::participations;

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

/// Reads what the list is made of and judges it, outside any transaction: it may take its time.
async fn made(cx: &Cx<may::Compile>, freeze: i64) -> Result<Made, Stop> {
    let today = cx.now().day();
    let read = cx.read(move |tx| make::read(tx, freeze, today)?.ok_or(Stop::NotFound)).await?;
    let closed = tokio::task::spawn_blocking(move || read.close()).await.map_err(Stop::failed)?;
    closed.map_err(make::not_proved)
}

/// What may be published of a snapshot, each table as it would be shown.
pub(super) async fn choose(cx: Cx<may::Compile>, Path((_, freeze)): Path<(String, String)>) -> Result<Reply, Stop> {
    let made = made(&cx, number(&freeze)?).await?;
    let all = cx.read(move |tx| Ok(store::all(tx)?)).await?;
    let page = view::choose(&cx.link("publiceringar"), &made, &all, cx.tenant_name());
    let sheet = Sheet::new(view::of_freeze(&made.freeze), page)
        .crumb("Resultat", cx.link("resultat"))
        .crumb(sv::TITLE, cx.link("publiceringar"));
    Ok(cx.show(sheet.wide()))
}

/// Publishes the chosen tables.
pub(super) async fn publish(
    cx: Cx<may::Compile>,
    Path((_, freeze)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let freeze = number(&freeze)?;
    let back = cx.link(&format!("publiceringar/frysning/{freeze}"));
    let made = std::sync::Arc::new(made(&cx, freeze).await?);
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
