//! What a source is told.

use std::collections::BTreeSet;

use ::store::Event;
use kernel::Id;
use kernel::id::kind::Organisation;
use platform::access::Tools;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::fetches::{self, Source};
use super::mirrors::{self, KeyChange};
use super::pages_fetch::{Place, kind, sheet};
use super::settings::{SourceKind, SourceSettings};
use super::view_fetch::{self, SettingsPage};
use super::{jobs, sv};
use crate::organisations;

type Manage = Cx<may::ManageSources>;
type Faults = Vec<(&'static str, &'static str)>;

/// The field of the key. Its name is one that the house never shows again.
pub(super) const KEY: &str = "kallans-losenord";

/// The providers that can be chosen: their identifiers and names.
async fn providers(cx: &Manage, kind: SourceKind) -> Result<Vec<(Id<Organisation>, String)>, Stop> {
    if kind != SourceKind::StudentSystem {
        return Ok(Vec::new());
    }
    let all = cx.read(|tx| Ok(organisations::providers(tx)?)).await?;
    Ok(all.into_iter().map(|one| (one.id, one.name)).collect())
}

async fn show(
    cx: &Manage,
    kind: SourceKind,
    source: Option<&Source>,
    form: &FormData,
    faults: &[(&'static str, &'static str)],
) -> Result<Reply, Stop> {
    let action = cx.link(&format!("kallor/hamta/{}/installningar", kind.slug()));
    let page = SettingsPage {
        kind,
        form,
        faults,
        key_at: source.and_then(|source| source.key_at),
        providers: providers(cx, kind).await?,
    };
    let sheet = sheet(cx, "Inställningar", view_fetch::settings(&action, &page))
        .crumb(sv::source(kind), cx.link(&format!("kallor/hamta/{}", kind.slug())))
        .with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// The form.
pub(super) async fn settings(cx: Manage, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let source = cx.read(move |tx| Ok(fetches::source(tx, kind)?)).await?;
    let form = match &source {
        Some(source) => source.settings.to_form(source.active),
        None => SourceSettings::proposed(kind).to_form(false),
    };
    show(&cx, kind, source.as_ref(), &form, &[]).await
}

/// Scheme, host and port.
fn server(address: &str) -> String {
    address.split('/').take(3).collect::<Vec<_>>().join("/").to_ascii_lowercase()
}

/// What becomes of the key. One that was given for a server is never sent to another.
fn key_change(form: &FormData, settings: &SourceSettings, source: Option<&Source>) -> Result<KeyChange, &'static str> {
    let typed = form.get(KEY).trim();
    if !typed.is_empty() {
        let fits = typed.len() <= 8_000 && typed.bytes().all(|byte| byte.is_ascii_graphic());
        return if fits { Ok(KeyChange::Is(typed.to_owned())) } else { Err(sv::FAULT_KEY) };
    }
    if form.get("ta-bort-nyckeln") == "ja" {
        return Ok(KeyChange::Goes);
    }
    let Some(known) = source.filter(|source| source.key_at.is_some()) else { return Ok(KeyChange::Stays) };
    let of = |settings: &SourceSettings| settings.addresses.first().map(|address| server(address));
    if of(&known.settings) == of(settings) { Ok(KeyChange::Stays) } else { Err(sv::FAULT_OTHER_SERVER) }
}

/// What the form says of the source and its key, or everything that is wrong with it.
fn said(
    kind: SourceKind,
    form: &FormData,
    source: Option<&Source>,
    known: &BTreeSet<Id<Organisation>>,
) -> Result<(SourceSettings, KeyChange), Faults> {
    let settings = SourceSettings::from_form(kind, form)?;
    if kind != SourceKind::StudentSystem {
        return Ok((settings, KeyChange::Stays));
    }
    let mut faults = Faults::new();
    if !settings.providers.iter().all(|id| known.contains(id)) {
        faults.push(("anordnare", sv::FAULT_PROVIDERS));
    }
    match key_change(form, &settings, source) {
        Ok(change) if faults.is_empty() => return Ok((settings, change)),
        Ok(_) => {}
        Err(why) => faults.push((KEY, why)),
    }
    Err(faults)
}

/// Saves it; a source that is on is fetched at once, and from then on when it is time.
pub(super) async fn save(cx: Manage, Path((_, slug)): Place, form: FormData) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let source = cx.read(move |tx| Ok(fetches::source(tx, kind)?)).await?;
    let known = providers(&cx, kind).await?.into_iter().map(|(id, _)| id).collect();
    let (settings, change) = match said(kind, &form, source.as_ref(), &known) {
        Ok(said) => said,
        Err(faults) => return show(&cx, kind, source.as_ref(), &form, &faults).await,
    };
    let active = form.get("aktiv") == "ja";
    let was = source.as_ref().map(|source| &source.settings);
    let anew = was.is_some_and(|was| was.addresses != settings.addresses);
    let speaks_of_else =
        was.is_some_and(|was| (was.first_day, &was.providers) != (settings.first_day, &settings.providers));
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let left = cx
        .write(move |mut tx| {
            let now = tx.context().now;
            fetches::set_source(&mut tx, kind, active, &settings, person)?;
            let mut facts = json!({ "source": kind.slug(), "on": active });
            let mut left = None;
            if kind == SourceKind::StudentSystem {
                facts["key"] = json!(sv::key_change(&change));
                set_key(&mut tx, kind, &tools, &change)?;
                if !active || anew {
                    left = mirrors::forget_mirror(&mut tx, kind)?;
                } else if speaks_of_else {
                    mirrors::forget_table(&mut tx, kind)?;
                }
            }
            if active {
                jobs::plan(&mut tx, tools.chance(), kind, now, jobs::next_time(now, settings.every_days))?;
                jobs::ask(&mut tx, tools.chance(), kind, Some(person), anew)?;
            }
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("source.set-up", tenant, facts), left)?)
        })
        .await?;
    if let Some(stored) = left {
        let (files, tenant) = (cx.kit().files().clone(), cx.tenant());
        platform::apart(move || files.remove(tenant, &stored)).await.map_err(Stop::failed)??;
    }
    Ok(Reply::done(&cx.link(&format!("kallor/hamta/{slug}")), &sv::source_saved(kind, active)))
}

fn set_key(
    tx: &mut ::store::WriteTx<'_>,
    kind: SourceKind,
    tools: &Tools,
    change: &KeyChange,
) -> Result<(), ::store::StoreError> {
    let keys = tools.keys(tx)?;
    mirrors::set_key(tx, kind, &keys, change)
}
