//! Where a profile is looked at, and where the authority's own is taken out of use.

use ::store::Event;
use axum::extract::RawQuery;
use domain::participations::profile::{self, Profile};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::pages::{At, Keep, base, profile_of, sheet};
use super::store;
use super::{sv, view_profile};
use crate::participations;

fn address(cx: &Keep, slug: &str) -> String {
    format!("{}/profil/{slug}", base(cx))
}

/// What a profile says, in the newest version or in an earlier one.
pub(super) async fn show(cx: Keep, Path((_, slug)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let wanted = query.get("version").parse::<i64>().ok();
    let named = slug.clone();
    let (versions, sets) = cx.read(move |tx| Ok((store::versions(tx, &named)?, participations::sets(tx)?))).await?;
    let (profile, version): (&Profile, Option<i64>) = match (versions.first(), wanted) {
        (Some(_), Some(wanted)) => {
            let found = versions.iter().find(|version| version.number == wanted).ok_or(Stop::NotFound)?;
            (&found.profile, Some(wanted))
        }
        (Some(newest), None) => (&newest.profile, Some(newest.number)),
        (None, _) => (profile::shipped().iter().find(|one| one.slug == slug).ok_or(Stop::NotFound)?, None),
    };
    let used = |version: i64| sets.iter().filter(|set| set.profile == format!("{slug} {version}")).count();
    let main = view_profile::page(&view_profile::Page {
        address: &address(&cx, &slug),
        profile,
        version,
        versions: &versions,
        used: &used,
    });
    Ok(cx.show(sheet(&cx, &profile.title, main).wide()))
}

/// Takes one of the authority's own profiles out of use: a version more, which says so. What was read with it is as it was.
pub(super) async fn retire(cx: Keep, Path((_, slug)): At, _form: FormData) -> Result<Reply, Stop> {
    let kept = profile_of(&cx, &slug).await?.filter(|kept| kept.version.is_some()).ok_or(Stop::NotFound)?;
    let (title, person) = (kept.profile.title.clone(), cx.account().person);
    let retired = Profile { retired: true, ..kept.profile };
    cx.write(move |mut tx| {
        let (version, new) = store::save_profile(&mut tx, &retired, Some(person))?;
        if !new {
            return Ok(tx.keep(::store::Housekeeping::Staging, ()));
        }
        let facts = json!({ "profile": retired.slug, "version": version });
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("imports.profile-retired", tenant, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&base(&cx), &sv::profile_retired(&title)))
}
