//! Changes of the register that reach what is asked of a provider: what will happen is told first, and done when it is
//! confirmed.

use std::sync::{Arc, Mutex, PoisonError};

use ::store::{Event, WriteTx};
use maud::html;
use platform::access::Tools;
use platform::reply::Sheet;
use platform::{FormData, Reply, Stop};
use serde_json::{Value as Json, json};
use ui::Button;

use super::pages::Keep;
use super::{store, sv};
use crate::assignments;
use crate::changes::{self, Foreseen, Seen};

/// The field with which somebody confirms: what they have been told would happen.
const CONFIRMED: &str = "bekraftat";

/// What became of a change.
pub(super) enum Outcome<T> {
    /// It is made.
    Made(T),
    /// It is to be confirmed first, on this page.
    Asks(Reply),
}

/// As [`change_with`], of a change that gives nothing back; `None` where it is made.
pub(super) async fn change(
    cx: &Keep,
    kind: &'static str,
    place: (&FormData, &str, &str),
    work: impl Fn(&mut WriteTx<'_>, &Tools) -> Result<(uuid::Uuid, Json), Stop> + Send + 'static,
) -> Result<Option<Reply>, Stop> {
    let work = move |tx: &mut WriteTx<'_>, tools: &Tools| work(tx, tools).map(|(subject, facts)| (subject, facts, ()));
    Ok(match change_with(cx, kind, place, work).await? {
        Outcome::Made(()) => None,
        Outcome::Asks(page) => Some(page),
    })
}

/// Changes the register in one transaction, with what follows from it; or gives the page that tells what would follow,
/// where that touches anything that is asked and has not been confirmed as it is now. `place` is what was sent, its
/// address, and where one gets to by not confirming.
pub(super) async fn change_with<T: Send + 'static>(
    cx: &Keep,
    kind: &'static str,
    (form, here, back): (&FormData, &str, &str),
    work: impl Fn(&mut WriteTx<'_>, &Tools) -> Result<(uuid::Uuid, Json, T), Stop> + Send + 'static,
) -> Result<Outcome<T>, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let (confirmed, sends) = (form.get(CONFIRMED).to_owned(), cx.kit().settings().mail.is_some());
    // To tell what would follow it is done in a transaction that comes to nothing: an error leaves nothing behind.
    let told = Arc::new(Mutex::new(None));
    let tell = told.clone();
    let result = cx
        .write(move |mut tx| {
            let (subject, mut facts, made) = work(&mut tx, &tools)?;
            let foreseen = foresee(&mut tx, today, &tools)?;
            let summary = changes::summary(&foreseen).unwrap_or_default();
            if !foreseen.is_empty() && confirmed != summary {
                *tell.lock().unwrap_or_else(PoisonError::into_inner) = Some((foreseen, summary));
                return Err(Stop::NotFound);
            }
            let synced = store::changed(&mut tx, tools.chance())?;
            let letters = if sends { changes::write_to_them(&mut tx, &tools, &synced)? } else { 0 };
            if let Some(facts) = facts.as_object_mut().filter(|_| !synced.changes.is_empty()) {
                facts.insert("changed".to_owned(), json!(synced.changes.len()));
                facts.insert("letters".to_owned(), json!(letters));
            }
            Ok(tx.save(Event { kind, subject: Some(subject), facts }, made)?)
        })
        .await;
    let told = told.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result, told) {
        (Ok(made), _) => Ok(Outcome::Made(made)),
        (Err(_), Some((foreseen, summary))) => Ok(Outcome::Asks(ask(cx, (form, here, back), &foreseen, &summary))),
        (Err(stop), None) => Err(stop),
    }
}

fn foresee(tx: &mut WriteTx<'_>, today: kernel::Day, tools: &Tools) -> Result<Foreseen, Stop> {
    let mut all = Foreseen::default();
    let carried = std::collections::BTreeMap::new();
    for (published, planned) in assignments::foreseen(tx)? {
        let seen = Seen { published: &published, before: None, carried: &carried, today, tools };
        all.items.extend(Foreseen::of(tx, &planned, seen)?.items);
    }
    Ok(all)
}

/// What would happen, with all that was sent kept, and the button that does it.
fn ask(cx: &Keep, (form, here, back): (&FormData, &str, &str), foreseen: &Foreseen, summary: &str) -> Reply {
    let names: std::collections::BTreeSet<&str> = form.iter().map(|(name, _)| name).collect();
    let sent = names.into_iter().filter(|name| *name != CONFIRMED);
    let main = html! {
        h1 { (sv::CONFIRM) }
        p { (sv::NOT_SAVED) }
        (changes::foreseen(foreseen))
        (ui::form(here, &html! {
            @for name in sent { @for text in form.all(name) { (ui::hidden(name, text)) } }
            (ui::hidden(CONFIRMED, summary))
            (ui::actions(&html! {
                (Button::primary(sv::CONFIRM_BUTTON))
                a.button.secondary href=(back) { (sv::CANCEL) }
            }))
        }))
    };
    cx.show(Sheet::new(sv::CONFIRM, main).crumb("Organisation", cx.link("organisation")))
}
