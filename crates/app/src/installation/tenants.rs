//! Authorities and regions.

use ::store::{Db, Event, Scope, StoreError, global_sql, row};
use kernel::Id;
use kernel::id::kind::Tenant;
use kernel::visible::one_line;
use platform::App;
use platform::access::Tools;
use serde_json::json;

use super::{Refused, context};
use crate::year;

/// A tenant to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTenant {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The name of its board.
    pub board: String,
    /// Its municipality code.
    pub municipality: Option<String>,
    /// Whether it is a region that receives extracts, rather than an authority.
    pub region: bool,
    /// A year's document to publish as its first.
    pub document: Option<String>,
}

row! {
    /// A tenant.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TenantLine {
        /// Which.
        pub id: Id<Tenant>,
        /// Its name in addresses.
        pub slug: String,
        /// `authority` or `region`.
        pub kind: String,
        /// Its name.
        pub name: String,
    }
}

fn check(new: &NewTenant) -> Result<(), Refused> {
    let slug = &new.slug;
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.len() > 40 || !slug.starts_with(|c: char| c.is_ascii_lowercase()) || !slug.chars().all(good) {
        return Err(Refused::BadSlug(slug.clone()));
    }
    for (what, text) in [("the name", &new.name), ("the board's name", &new.board)] {
        if one_line(text).is_empty() {
            return Err(Refused::Empty(what));
        }
    }
    match &new.municipality {
        Some(code) if code.len() != 4 || !code.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(Refused::BadMunicipality(code.clone()))
        }
        _ => Ok(()),
    }
}

/// Adds a tenant with its first key and, where one is given, its first year; all or nothing. The system's own chain is told
/// of it too, in the same commit, so that a tenant whose every row is removed is missed.
pub fn add_tenant(app: &App, new: &NewTenant) -> Result<Id<Tenant>, Refused> {
    check(new)?;
    let (tools, new) = (Tools::of(app), new.clone());
    let id: Id<Tenant> = Id::random(tools.chance());
    let kind = if new.region { "region" } else { "authority" };
    let facts = json!({"slug": new.slug, "name": new.name.trim(), "kind": kind});
    app.db().write_blocking::<_, Refused>(Scope::Tenant(id), context(app), move |mut tx| {
        let now = tx.context().now;
        let added = tx.execute(
            global_sql!(
                "INSERT INTO tenant (id, slug, kind, name, board_name, municipality_code, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
            ),
            &[&id, &new.slug, &kind, &one_line(&new.name), &one_line(&new.board), &new.municipality, &now],
        )?;
        if added == 0 {
            return Err(Refused::SlugTaken(new.slug.clone()));
        }
        let key = tools.add_key(&mut tx)?;
        let mut events = vec![
            Event::about("tenant.added", id, facts.clone()),
            Event::about("tenant.key-added", id, json!({"version": key})),
        ];
        if let Some(document) = &new.document {
            events.push(publish_year(&mut tx, &tools, document, "")?);
        }
        tx.tell_system(Event::about("tenant.added", id, facts.clone()));
        Ok(tx.save_all(&events, id)?)
    })
}

/// Publishes the document as the first of its year at the tenant of the transaction, with a note on why, and asks the
/// providers that are there for what it names. Gives the event to save.
pub fn publish_year(
    tx: &mut ::store::WriteTx<'_>,
    tools: &Tools,
    document: &str,
    note: &str,
) -> Result<Event, Refused> {
    let saved = year::save_version(tx, tools.chance(), document, note, None).map_err(|error| match error {
        year::SaveError::Faults(faults) => Refused::Year(faults.len()),
        year::SaveError::Taken => Refused::Store(StoreError::Damaged("a new tenant had a year".to_owned())),
        year::SaveError::Store(error) => Refused::Store(error),
    })?;
    let published = year::publish(tx, saved.id)?
        .and_then(Result::ok)
        .ok_or_else(|| StoreError::Damaged("a new version was not published".to_owned()))?;
    crate::assignments::sync(tx, tools.chance(), &published)?;
    let facts = json!({
        "year": published.year.year,
        "version": published.version,
        "sha256": platform::files::sha256_hex(document.as_bytes()),
    });
    Ok(Event::about("year.published", published.id, facts))
}

/// Every tenant, by name in addresses.
pub fn tenants(db: &Db) -> Result<Vec<TenantLine>, StoreError> {
    db.read_blocking(Scope::Global, |tx| {
        tx.all(global_sql!("SELECT id, slug, kind, name FROM tenant ORDER BY slug"), &[])
    })
}

/// The tenant with the name in addresses.
pub fn tenant(db: &Db, slug: &str) -> Result<TenantLine, Refused> {
    db.read_blocking(Scope::Global, |tx| {
        tx.maybe(global_sql!("SELECT id, slug, kind, name FROM tenant WHERE slug = $1"), &[&slug])?
            .ok_or_else(|| Refused::NoTenant(slug.to_owned()))
    })
}
