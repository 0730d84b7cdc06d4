//! Sending in one case's study plan by a one-time link.

use domain::samples::sv as words;
use platform::access::Open;
use platform::reply::Sheet;
use platform::{MayUpload, Path, Reply, Stop};

use super::pages::Names;
use super::pages_case::results;
use super::view_school::{self, Linked};
use super::{sending, store, sv};

/// Before it is opened. Every address has the same page, and nothing is looked up: a program that follows links uses nothing up.
pub(super) async fn before(open: Open, Path((tenant, token)): Path<(String, String)>) -> Result<Reply, Stop> {
    Ok(open.show(Sheet::new(sv::OPEN_TITLE, view_school::before(&format!("/studieplan/{tenant}/{token}")))))
}

/// Shows the case of the link, or takes in its study plan and uses the link up.
pub(super) async fn act(
    open: Open,
    Path((slug, token)): Path<(String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let recipient = open.recipient(&slug).await?;
    let (tools, secret, limit) = (recipient.kit().tools(), token.clone(), recipient.kit().settings().upload_limit);
    let of = tools.clone();
    let found = recipient
        .write(move |mut tx| {
            let today = tx.context().now.day();
            let linked = store::linked(&mut tx, &secret, today)?;
            let mut found = None;
            if let Some((sample, case)) = linked
                && let Some(kept) = store::find(&mut tx, sample)?
                && let Some(drawn) = kept.case(case).cloned()
            {
                let names = Names::read(&mut tx)?;
                let rows = results(&mut tx, &kept, &drawn)?;
                let keys = of.keys(&mut tx)?;
                found = Some((Linked { title: kept.setup.wish.title.clone(), case: drawn, rows, names }, sample, keys));
            }
            Ok(tx.keep(::store::Housekeeping::Session, found))
        })
        .await?;
    let Some((linked, sample, keys)) = found else { return Ok(gone(&open)) };
    let address = format!("/studieplan/{slug}/{token}");
    let show = |fault: Option<String>| {
        let main = view_school::linked(&address, &linked, limit, fault.as_deref());
        Ok(open.show(Sheet::new(sv::OPEN_TITLE, main).with_faults(fault.is_some())))
    };
    let absent = upload.fields.get("saknas") == "ja";
    if !absent && upload.fields.get("steg") != "lamna" {
        return show(None);
    }
    let taken = if absent {
        None
    } else {
        match sending::taken(recipient.kit(), (recipient.tenant(), keys), &upload).await? {
            Ok(taken) => Some(taken),
            Err(text) => return show(Some(text)),
        }
    };
    let attached = taken.as_ref().map(|taken| taken.attached.clone()).unwrap_or_default();
    let case = linked.case.number;
    let written = recipient
        .write(move |tx| Ok(sending::keep(tx, &tools, (sample, case), &attached, (None, Some(&token)))?))
        .await;
    if let Some(taken) = taken.filter(|_| !matches!(written, Ok(sending::Kept::Yes))) {
        taken.throw_away().await?;
    }
    match written? {
        sending::Kept::Yes => Ok(open.show(Sheet::new(sv::THANKS_TITLE, view_school::thanks(absent)))),
        sending::Kept::Full => show(Some(view_school::FULL.to_owned())),
        sending::Kept::Refused(why) => show(Some(words::refusal(why).to_owned())),
        sending::Kept::Gone => Ok(gone(&open)),
    }
}

fn gone(open: &Open) -> Reply {
    open.show(Sheet::new(sv::GONE_TITLE, view_school::gone()))
}
