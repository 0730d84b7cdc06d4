//! People made at the command line: the first administrator of an authority, and whoever has lost every way in.

use ::store::{Db, Event, Scope, StoreError, WriteTx, global_sql, row, sql};
use kernel::id::kind::{Organisation, Person, Seat, Tenant};
use kernel::visible::one_line;
use kernel::{Day, Id, Role, Side, swedish};
use platform::access::Tools;
use platform::{App, session};
use serde_json::json;

use super::{Refused, context};
use crate::people;

/// How long a link made at the command line can be used.
const LINK_SECONDS: i64 = 7 * 24 * 3600;

/// A person and the role they are to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeat {
    /// Where.
    pub tenant: Id<Tenant>,
    /// The person's address; who has it already is given the role.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The provider's organisation number, for roles there.
    pub organisation: Option<String>,
}

row! {
    struct Known { id: Id<Person>, invited: bool, ended: bool }
}

fn address(text: &str) -> Result<String, Refused> {
    let email: kernel::Email = text.parse().map_err(|_| Refused::BadEmail(text.to_owned()))?;
    // As signing in looks for it.
    Ok(swedish::fold(email.as_str()))
}

fn known(tx: &mut WriteTx<'_>, email: &str) -> Result<Option<Known>, Refused> {
    let known: Option<Known> = tx.maybe(
        global_sql!("SELECT id, password_hash IS NULL, ended_at IS NOT NULL FROM person WHERE email = $1"),
        &[&email],
    )?;
    match known {
        Some(known) if known.ended => Err(Refused::Ended(email.to_owned())),
        known => Ok(known),
    }
}

fn provider(tx: &mut WriteTx<'_>, new: &NewSeat) -> Result<Option<Id<Organisation>>, Refused> {
    match (new.role.side(), &new.organisation) {
        (Side::Provider, None) => Err(Refused::NeedsOrganisation(new.role)),
        (Side::Provider, Some(number)) => {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let found: Option<(Id<Organisation>,)> = tx.maybe(
                sql!(
                    "SELECT o.id FROM provider p JOIN organisation o ON o.id = p.organisation_id
                     WHERE p.tenant_id = $1 AND replace(o.org_number, '-', '') = $2"
                ),
                &[&digits],
            )?;
            found.map(|(id,)| Some(id)).ok_or_else(|| Refused::NoProvider(number.clone()))
        }
        (_, Some(_)) => Err(Refused::NoOrganisationWanted(new.role)),
        (_, None) => Ok(None),
    }
}

/// Gives the person the role, making them known where they are not, and gives the address of a link with which they
/// get in (relative to where people reach the service). Doing it again gives a new link and nothing more.
pub fn add_person(app: &App, new: &NewSeat) -> Result<String, Refused> {
    let email = address(&new.email)?;
    let name = one_line(&new.name);
    if name.is_empty() {
        return Err(Refused::Empty("the name"));
    }
    let (tools, new) = (Tools::of(app), new.clone());
    app.db().write_blocking(Scope::Tenant(new.tenant), context(app), move |mut tx| {
        let organisation = provider(&mut tx, &new)?;
        let mut events = Vec::new();
        let (person, invited) = match known(&mut tx, &email)? {
            Some(known) => (known.id, known.invited),
            None => {
                let person = add(&mut tx, &tools, &email, &name)?;
                events.push(Event::about("person.added", person, json!({"person": person})));
                (person, true)
            }
        };
        events.extend(give(&mut tx, &tools, person, &new, organisation)?);
        let token = link(&mut tx, &tools, person, Some(new.tenant), invited)?;
        events.push(Event::about("link.made", person, json!({"person": person})));
        Ok(tx.save_all(&events, format!("/lank/{token}"))?)
    })
}

fn add(tx: &mut WriteTx<'_>, tools: &Tools, email: &str, name: &str) -> Result<Id<Person>, StoreError> {
    let (person, now): (Id<Person>, _) = (Id::random(tools.chance()), tx.context().now);
    tx.execute(
        global_sql!("INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $4, $5)"),
        &[&person, &name, &swedish::sort_key(name), &email, &now],
    )?;
    Ok(person)
}

/// The event about the new seat, which nobody else has to confirm: whoever runs the service stands behind it. Where the
/// person holds it already and it waits for the provider's management, it is confirmed instead.
fn give(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    person: Id<Person>,
    new: &NewSeat,
    organisation: Option<Id<Organisation>>,
) -> Result<Option<Event>, StoreError> {
    let now = tx.context().now;
    let held: Vec<(Id<Seat>, Option<Id<Organisation>>)> = tx.all(
        global_sql!(
            "SELECT id, organisation_id FROM seat
             WHERE person_id = $1 AND tenant_id = $2 AND role = $3 AND ended_at IS NULL
               AND (valid_to IS NULL OR valid_to >= $4)"
        ),
        &[&person, &new.tenant, &new.role, &now.day()],
    )?;
    let facts =
        |seat: Id<Seat>| json!({"seat": seat, "person": person, "role": new.role.slug(), "organisation": organisation});
    let mut held = held.into_iter().filter(|(_, at)| *at == organisation).map(|(seat, _)| seat).peekable();
    if held.peek().is_some() {
        let Some(organisation) = organisation else { return Ok(None) };
        for seat in held {
            if people::confirm(tx, organisation, seat, None)? {
                return Ok(Some(Event::about("seat.confirmed", seat, facts(seat))));
            }
        }
        return Ok(None);
    }
    let seat: Id<Seat> = Id::random(tools.chance());
    tx.execute(
        global_sql!(
            "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at, confirmed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"
        ),
        &[&seat, &person, &new.tenant, &organisation, &new.role, &false, &now.day(), &now],
    )?;
    Ok(Some(Event::about("seat.given", person, facts(seat))))
}

fn link(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    person: Id<Person>,
    tenant: Option<Id<Tenant>>,
    invites: bool,
) -> Result<String, StoreError> {
    let expires = tx.context().now.plus_seconds(LINK_SECONDS);
    session::create_link(tx, tools.chance(), person, tenant, invites, false, expires)
}

/// A new link for a person, with which they choose a password anew. It stands in the system's own chain and, before it
/// is made, in the chain of every authority where the person has a seat: an auditor there can see it.
pub fn new_link(app: &App, email: &str) -> Result<String, Refused> {
    let (email, tools) = (address(email)?, Tools::of(app));
    let looked_for = email.clone();
    let tenants: Vec<(Id<Tenant>, Id<Person>)> = app.db().read_blocking::<_, StoreError>(Scope::Global, move |tx| {
        tx.all(
            global_sql!(
                "SELECT DISTINCT s.tenant_id, p.id FROM person p JOIN seat s ON s.person_id = p.id
                 WHERE p.email = $1 AND p.ended_at IS NULL AND s.ended_at IS NULL ORDER BY s.tenant_id"
            ),
            &[&looked_for],
        )
    })?;
    for (tenant, person) in tenants {
        app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(app), move |tx| {
            tx.save(Event::about("link.made", person, json!({"person": person})), ())
        })?;
    }
    app.db().write_blocking(Scope::Global, context(app), move |mut tx| {
        let person = known(&mut tx, &email)?.ok_or_else(|| Refused::NoPerson(email.clone()))?.id;
        let token = link(&mut tx, &tools, person, None, true)?;
        Ok(tx.save(Event::about("link.made", person, json!({"person": person})), format!("/lank/{token}"))?)
    })
}

row! {
    /// A role that somebody holds.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SeatLine {
        /// The person's address.
        pub email: String,
        /// Their name.
        pub name: String,
        /// The role.
        pub role: String,
        /// The provider's name, for roles there.
        pub organisation: Option<String>,
        /// From.
        pub from: Day,
        /// To.
        pub to: Option<Day>,
    }
}

/// Who holds which role at the tenant and has not left it.
pub fn seats(db: &Db, tenant: Id<Tenant>) -> Result<Vec<SeatLine>, StoreError> {
    db.read_blocking(Scope::Global, |tx| {
        tx.all(
            global_sql!(
                "SELECT p.email, p.name, s.role, o.name, s.valid_from, s.valid_to
                 FROM seat s JOIN person p ON p.id = s.person_id LEFT JOIN organisation o ON o.id = s.organisation_id
                 WHERE s.tenant_id = $1 AND s.ended_at IS NULL AND p.ended_at IS NULL
                 ORDER BY p.sort_key, s.role, s.id"
            ),
            &[&tenant],
        )
    })
}
