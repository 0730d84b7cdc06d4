//! The administrator's page: which mailbox is read, and how.

use kernel::Instant;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};

use super::mailbox::{self, Faults, Mailbox, PASSWORD, Progress, Settings};
use super::view_settings::{self, SettingsPage, Tried};
use super::{MAILBOX_PAGE, fetching, sv};

type Manage = Cx<may::ManageSources>;

async fn show(cx: &Manage, form: &FormData, faults: &Faults, tried: Option<&Tried>) -> Result<Reply, Stop> {
    let (found, progress) = cx.read(|tx| Ok((mailbox::find(tx)?, mailbox::progress(tx)?))).await?;
    let page = SettingsPage { form, faults, tried, password_at: found.and_then(|one| one.password_at), progress };
    let main = view_settings::page(&cx.link(MAILBOX_PAGE), &page);
    let sheet = Sheet::new(sv::MAILBOX, main).crumb(view_settings::SOURCES, cx.link("kallor"));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// `GET …/brevlada`.
pub(super) async fn settings(cx: Manage) -> Result<Reply, Stop> {
    let found = cx.read(|tx| Ok(mailbox::find(tx)?)).await?;
    let form = match &found {
        Some(found) => found.settings.to_form(found.active),
        None => Settings::proposed().to_form(false),
    };
    show(&cx, &form, &Faults::new(), None).await
}

/// The password that is to be used: the one that was typed, else the one that is kept for the same server and user.
enum Password {
    Typed(String),
    Kept,
}

/// What the form says, or everything that is wrong with it.
fn said(form: &FormData, known: Option<&Mailbox>) -> Result<(Settings, Password), Faults> {
    let mut faults = Faults::new();
    let settings = Settings::from_form(form).map_err(|wrong| faults.extend(wrong)).ok();
    let typed = form.get(PASSWORD);
    let password = if typed.is_empty() {
        let kept = known.filter(|known| known.password_at.is_some());
        match (kept, &settings) {
            (None, _) => Err(sv::FAULT_PASSWORD),
            // A password that was given for a server is never sent to another, nor in a way that more can listen to.
            (Some(known), Some(settings)) if !settings.may_use_password_of(&known.settings) => {
                Err(sv::FAULT_OTHER_SERVER)
            }
            _ => Ok(Password::Kept),
        }
    } else if typed.len() > 500 || typed.chars().any(char::is_control) {
        Err(sv::FAULT_PASSWORD)
    } else {
        Ok(Password::Typed(typed.to_owned()))
    };
    match (settings, password) {
        (Some(settings), Ok(password)) => Ok((settings, password)),
        (_, Err(fault)) => {
            faults.push((PASSWORD, fault));
            Err(faults)
        }
        (None, Ok(_)) => Err(faults),
    }
}

/// `POST …/brevlada`: saves; a mailbox that is on is read at once, and from then on when it is time.
pub(super) async fn save(cx: Manage, form: FormData) -> Result<Reply, Stop> {
    let known = cx.read(|tx| Ok(mailbox::find(tx)?)).await?;
    let (settings, password) = match said(&form, known.as_ref()) {
        Ok(said) => said,
        Err(faults) => return show(&cx, &form, &faults, None).await,
    };
    let (active, tools, person) = (form.get("aktiv") == "ja", cx.kit().tools(), cx.account().person);
    let typed = match password {
        Password::Typed(password) => Some(password),
        Password::Kept => None,
    };
    cx.write(move |mut tx| {
        let (now, tenant): (Instant, _) = (tx.context().now, tx.tenant()?);
        let keys = tools.keys(&mut tx)?;
        let before = mailbox::find(&mut tx)?;
        let anew = before.is_none_or(|before| settings.reads_other_than(&before.settings));
        mailbox::set(&mut tx, &keys, active, &settings, typed.as_deref(), person)?;
        let progress = mailbox::progress(&mut tx)?;
        // Another folder counts its letters anew. Any other change leaves how far it has been read as it is: what has
        // come meanwhile is still to be read.
        let progress = if anew { Progress::begun(now) } else { Progress { fault: None, ..progress } };
        mailbox::set_progress(&mut tx, &progress)?;
        if active {
            fetching::plan(&mut tx, tools.chance(), now, now)?;
        }
        Ok(tx.save(fetching::set_event(tenant, active, typed.is_some()), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(MAILBOX_PAGE), if active { sv::SAVED_ON } else { sv::SAVED_OFF }))
}

/// `POST …/brevlada/prova`: whether what the form says works; saves nothing.
pub(super) async fn try_out(cx: Manage, form: FormData) -> Result<Reply, Stop> {
    let known = cx.read(|tx| Ok(mailbox::find(tx)?)).await?;
    let (settings, password) = match said(&form, known.as_ref()) {
        Ok(said) => said,
        Err(faults) => return show(&cx, &form, &faults, None).await,
    };
    let password = match password {
        Password::Typed(password) => password,
        Password::Kept => {
            let tools = cx.kit().tools();
            let kept = cx.read(move |tx| {
                let keys = tools.keys(tx)?;
                Ok(mailbox::password(tx, &keys)?)
            });
            kept.await?.unwrap_or_default()
        }
    };
    let private = cx.kit().settings().private_sources;
    let tried = match fetching::try_out(&settings.server(&password, private), &settings).await {
        Ok(letters) => Tried::Works(letters),
        Err(fault) => Tried::Fails(fault.slug()),
    };
    show(&cx, &form, &Faults::new(), Some(&tried)).await
}
