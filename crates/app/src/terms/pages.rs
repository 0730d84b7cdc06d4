//! The register and the form of one term.

use ::store::Housekeeping;
use domain::terms::{Term, shipped};
use kernel::id::kind::Term as TermKind;
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault};
use super::store::{self, Kept};
use super::{PAGE, sv, view};
use crate::organisations;

/// The address of a term that is not there yet.
pub(super) const NEW: &str = "ny";

/// An agreement that a term may be for: which, and what it is called.
pub(super) type Choice = (String, String);

fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

/// Every term.
pub(super) async fn list(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let all = cx.read(|tx| Ok(store::all(tx)?)).await?;
    let main = view::list(&cx.link(PAGE), &all, cx.may(Right::KeepTerms), cx.now().day());
    Ok(cx.show(sheet(&cx, sv::TITLE, main).wide()))
}

/// Takes in those terms that go along with the program and are not there yet.
pub(super) async fn take_shipped(cx: Cx<may::KeepTerms>) -> Result<Reply, Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let count = cx
        .write(move |mut tx| {
            let taken = store::slugs(&mut tx)?;
            let new: Vec<(String, Term)> = shipped().into_iter().filter(|(slug, _)| !taken.contains(slug)).collect();
            if new.is_empty() {
                return Ok(tx.keep(Housekeeping::Session, 0));
            }
            for (slug, term) in &new {
                let id = Id::random(tools.chance());
                store::add(&mut tx, id, slug)?;
                store::save(&mut tx, (id, 1), (term, false), person)?;
            }
            tx.tell(::store::Event {
                kind: "term.shipped-taken",
                subject: None,
                facts: serde_json::json!({ "count": new.len() }),
            });
            Ok(tx.save_all(&[], new.len())?)
        })
        .await?;
    Ok(Reply::done(&cx.link(PAGE), &sv::taken(count)))
}

/// A term, to be changed by whoever may.
pub(super) async fn show(cx: Cx<may::KeepTerms>, Path((_, term)): Path<(String, String)>) -> Result<Reply, Stop> {
    page(&cx, &term, None, &[]).await
}

async fn page(
    cx: &Cx<may::KeepTerms>,
    slug: &str,
    typed: Option<(i64, Term, bool, &FormData)>,
    faults: &[Fault],
) -> Result<Reply, Stop> {
    let id: Option<Id<TermKind>> = if slug == NEW { None } else { Some(slug.parse().map_err(|_| Stop::NotFound)?) };
    let today = cx.now().day();
    let (stands, agreements): (Option<Kept>, Vec<Choice>) = cx
        .read(move |tx| {
            let stands = match id {
                Some(id) => Some(store::find(tx, id)?.ok_or(Stop::NotFound)?),
                None => None,
            };
            let names = organisations::providers(tx)?;
            let named = |one: organisations::AgreementEntry| {
                let provider = names.iter().find(|provider| provider.id == one.terms.organisation)?;
                let parts = [Some(provider.name.clone()), one.area_name.clone(), one.terms.case_number.clone()];
                Some((one.id.to_string(), parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))
            };
            Ok((stands, organisations::agreements(tx)?.into_iter().filter_map(named).collect()))
        })
        .await?;
    let title = stands.as_ref().map_or_else(|| sv::NEW.to_owned(), |kept| kept.term.title.clone());
    let (number, term, withdrawn, days) = match typed {
        // A day that cannot be read stands as it was typed.
        Some((number, term, withdrawn, form)) => {
            (number, term, withdrawn, ["fran", "till"].map(|field| form.get(field).to_owned()))
        }
        None => {
            let (number, term, withdrawn) =
                stands.map_or_else(|| (0, view::blank(today), false), |kept| (kept.number, kept.term, kept.withdrawn));
            let days = [term.from.to_string(), term.to.map(|day| day.to_string()).unwrap_or_default()];
            (number, term, withdrawn, days)
        }
    };
    let key = id.unwrap_or_else(|| Id::random(&*cx.kit().chance())).to_string();
    let action = cx.link(&format!("{PAGE}/{slug}"));
    let main = view::edit(&action, (number, &term, withdrawn, days), (&title, &key, &agreements), faults);
    Ok(cx.show(sheet(cx, title, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty())))
}

/// Saves a term as a new version.
pub(super) async fn save(
    cx: Cx<may::KeepTerms>,
    Path((_, slug)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let read: i64 = form.get("sedd").parse().unwrap_or(-1);
    let (term, withdrawn, faults) = form::read(&form, cx.now().day());
    if !faults.is_empty() {
        return page(&cx, &slug, Some((read, term, withdrawn, &form)), &faults).await;
    }
    let new = slug == NEW;
    let text = if new { form.get("nyckel") } else { &slug };
    let id: Id<TermKind> = text.parse().map_err(|_| Stop::NotFound)?;
    let (person, made) = (cx.account().person, term.clone());
    let written = cx
        .write(move |mut tx| {
            let stands = store::find(&mut tx, id)?;
            match stands {
                None if !new => return Err(Stop::NotFound),
                // The same form sent twice is one term.
                Some(kept) if kept.term == made && kept.withdrawn == withdrawn => {
                    return Ok(tx.keep(Housekeeping::Session, true));
                }
                Some(kept) if kept.number != read => return Ok(tx.keep(Housekeeping::Session, false)),
                Some(_) => {}
                None => store::add(&mut tx, id, &format!("egen-{id}"))?,
            }
            store::save(&mut tx, (id, read.max(0) + 1), (&made, withdrawn), person)?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    if written {
        return Ok(Reply::done(&cx.link(PAGE), sv::SAVED));
    }
    let newest = cx.read(move |tx| Ok(store::find(tx, id)?.map_or(0, |kept| kept.number))).await?;
    let fault = [("rubrik".to_owned(), sv::CHANGED.to_owned())];
    page(&cx, &slug, Some((newest, term, withdrawn, &form)), &fault).await
}
