//! Authorities, providers, units, agreements and people.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::year::{Regime, SchoolForm, Year};
use kernel::id::kind::{Area, Organisation, Person, Tenant, Unit};
use kernel::{Chance, Day, Email, Id, Instant, Role, SetClock, Side};
use platform::access::Tools;
use platform::{Account, Acting, App, Seat, session};
use serde_json::json;
use store::{Actor, ActorKind, Event, Scope, StoreError, WriteContext, WriteTx};

use super::data::{self, Data, Line};
use super::{DemoError, sv};
use crate::organisations::{AgreementInput, AreaInput, ContactInput, NewProvider, UnitInput};
use crate::{installation, organisations, people};

/// When the demo begins.
pub(super) const BEGINS: &str = "2023-12-01T08:00:00Z";

/// An authority of the demo.
#[derive(Debug, Clone)]
pub(super) struct Authority {
    pub(super) id: Id<Tenant>,
    pub(super) slug: String,
    pub(super) name: String,
}

/// A person of the demo.
#[derive(Debug, Clone)]
pub(super) struct DemoPerson {
    pub(super) id: Id<Person>,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) seats: Vec<Seat>,
}

impl DemoPerson {
    /// The person signed in, acting as in the first seat that holds the role in the authority.
    pub(super) fn account(&self, seat: &Seat) -> Account {
        Account {
            person: self.id,
            name: self.name.clone(),
            email: self.email.clone(),
            session: Id::from_uuid(uuid::Uuid::nil()),
            expires_at: Instant::EPOCH,
            acting: Some(match seat.organisation {
                Some(organisation) => Acting::Provider(organisation),
                None => Acting::Authority(seat.tenant),
            }),
            seats: self.seats.clone(),
            waiting: Vec::new(),
            waits: 0,
        }
    }
}

/// A link to sign in with, as printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignInLink {
    /// Whose.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// At which authority or provider.
    pub place: String,
    /// The path to open.
    pub path: String,
}

/// A case that whoever tries the demo may open as the student who wrote it, as printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Receipt {
    /// The code that opens it.
    pub code: String,
    /// The unit that it is about.
    pub place: String,
    /// The path to open it at.
    pub path: String,
}

/// The demo's world.
#[derive(Debug)]
pub struct World {
    pub(super) data: Data,
    pub(super) authorities: Vec<Authority>,
    /// The county's cooperation.
    pub(super) region: Authority,
    pub(super) people: Vec<DemoPerson>,
    /// One link per role, for the terminal.
    pub links: Vec<SignInLink>,
    /// A complaint to open as a student, for the terminal.
    pub receipt: Option<Receipt>,
}

fn at(text: &str) -> Result<Instant, DemoError> {
    text.parse().map_err(|_| DemoError::data(text))
}

const CLI: Actor = Actor::of(ActorKind::Cli);

/// As whoever installs, now.
pub(super) fn cli(app: &App) -> WriteContext {
    WriteContext { actor: CLI, now: app.clock().now() }
}

/// Writes as whoever installs, and tells every event.
pub(super) fn write<T: Send + 'static>(
    app: &App,
    scope: Scope,
    work: impl Fn(&mut WriteTx<'_>, &Tools) -> Result<(Vec<Event>, T), DemoError> + Send + 'static,
) -> Result<T, DemoError> {
    write_as(app, CLI, scope, work)
}

fn write_as<T: Send + 'static>(
    app: &App,
    actor: Actor,
    scope: Scope,
    work: impl Fn(&mut WriteTx<'_>, &Tools) -> Result<(Vec<Event>, T), DemoError> + Send + 'static,
) -> Result<T, DemoError> {
    let (context, tools) = (WriteContext { actor, now: app.clock().now() }, Tools::of(app));
    app.db().write_blocking::<_, DemoError>(scope, context, move |mut tx| {
        let (events, value) = work(&mut tx, &tools)?;
        Ok(tx.save_all(&events, value)?)
    })
}

/// The organisations so far, by the name that the data gives them.
type Organisations = BTreeMap<String, (Id<Organisation>, String)>;
/// Contract areas by their stable name.
type Areas = BTreeMap<String, Id<Area>>;
/// Units by name.
type Units = BTreeMap<String, (Id<Tenant>, Id<Unit>)>;

pub(super) fn build(app: &App, clock: &Arc<SetClock>, progress: &mut dyn FnMut(&str)) -> Result<World, DemoError> {
    clock.set(at(BEGINS)?);
    let data = data::load()?;
    progress("authorities, providers and units");
    let (mut authorities, mut organisations, mut units) = (Vec::new(), Organisations::new(), Units::new());
    for line in &data.authorities {
        let year = year_of_2024(line.get("year"))?;
        let authority = add_authority(app, line)?;
        let areas = add_areas(app, &authority, &year)?;
        add_providers(app, &data, &authority, &areas, &mut organisations)?;
        add_units(app, &data, &authority, &organisations, &areas, &year, &mut units)?;
        publish(app, &authority, &year)?;
        authorities.push(authority);
    }
    progress("people and their roles");
    let mut people = add_people(app, &data, &authorities, &organisations, &units)?;
    let (region, of_region) = super::region::add(app)?;
    people.extend(of_region);
    confirm_people(app, &authorities, &people)?;
    add_contact_rektors(app, &authorities, &people, &data, &organisations)?;
    let links = add_links(app, &authorities, &people)?;
    Ok(World { data, authorities, region, people, links, receipt: None })
}

/// The shipped document, brought to 2024 by as many copies as that takes.
fn year_of_2024(name: &str) -> Result<Year, DemoError> {
    let mut year = domain::year::parse(&data::document(name)).map_err(|_| DemoError::data(name))?;
    while year.year < 2024 {
        year = domain::year::copy_to_next_year(&year);
    }
    Ok(year)
}

fn add_authority(app: &App, line: &Line) -> Result<Authority, DemoError> {
    let (slug, name) = (line.get("slug").to_owned(), line.get("name").to_owned());
    let new = installation::NewTenant {
        slug: slug.clone(),
        name: name.clone(),
        board: line.get("board").to_owned(),
        municipality: Some(line.get("municipality_code").to_owned()),
        // The year comes when there are providers to ask.
        ..installation::NewTenant::default()
    };
    Ok(Authority { id: installation::add_tenant(app, &new)?, slug, name })
}

fn add_areas(app: &App, authority: &Authority, year: &Year) -> Result<Areas, DemoError> {
    let inputs: Vec<AreaInput> = year
        .areas
        .iter()
        .map(|area| AreaInput {
            slug: area.slug.to_string(),
            name: area.title.as_sv().to_owned(),
            school_forms: area.school_forms.iter().copied().collect(),
        })
        .collect();
    if inputs.is_empty() {
        return Ok(Areas::new());
    }
    write(app, Scope::Tenant(authority.id), move |tx, tools| {
        let (mut events, mut areas) = (Vec::new(), Areas::new());
        for input in &inputs {
            let id = organisations::add_area(tx, tools.chance(), input)?;
            events.push(Event::about("area.added", id, input.facts()));
            areas.insert(input.slug.clone(), id);
        }
        Ok((events, areas))
    })
}

fn add_providers(
    app: &App,
    data: &Data,
    authority: &Authority,
    areas: &Areas,
    known: &mut Organisations,
) -> Result<(), DemoError> {
    for line in data.providers.iter().filter(|line| line.list("authorities").contains(&authority.slug.as_str())) {
        let new = NewProvider {
            number: line.get("org_number").parse().map_err(|_| DemoError::data(line.get("org_number")))?,
            name: line.get("name").to_owned(),
            contact_email: Some(format!("kvalitet@{}", line.get("domain"))),
            traits: BTreeSet::new(),
        };
        // An authority without areas authorises its providers; one with areas procures them, or runs its own.
        let regime = match (line.get("regime"), areas.is_empty()) {
            ("own-run", _) => Regime::OwnRun,
            (_, true) => Regime::Authorised,
            (_, false) => Regime::Procured,
        };
        let of_units: BTreeSet<&str> = data
            .units
            .iter()
            .filter(|unit| unit.get("provider") == line.get("slug") && unit.get("authority") == authority.slug)
            .flat_map(|unit| unit.list("areas"))
            .collect();
        let mut in_areas: Vec<Option<Id<Area>>> =
            of_units.iter().filter_map(|slug| areas.get(*slug).copied().map(Some)).collect();
        if in_areas.is_empty() {
            in_areas.push(None);
        }
        let [from, to] = ["2022-07-01", "2026-06-30"].map(|day| day.parse::<Day>().map_err(|_| DemoError::data(day)));
        let (from, to) = (from?, to?);
        let name = new.name.clone();
        let organisation = write(app, Scope::Tenant(authority.id), move |tx, tools| {
            let (organisation, _) = organisations::add_provider(tx, tools.chance(), &new)?;
            let mut events = vec![Event::about("provider.added", organisation, new.facts())];
            for (number, area) in in_areas.iter().enumerate() {
                let case_number = Some(format!("VUX 2022/{}", 100 + number));
                let agreement = AgreementInput { organisation, area: *area, regime, from, to: Some(to), case_number };
                let id = organisations::add_agreement(tx, tools.chance(), &agreement)?;
                events.push(Event::about("agreement.added", id, agreement.facts()));
            }
            Ok((events, organisation))
        })?;
        known.insert(line.get("slug").to_owned(), (organisation, name));
    }
    Ok(())
}

fn add_units(
    app: &App,
    data: &Data,
    authority: &Authority,
    organisations: &Organisations,
    areas: &Areas,
    year: &Year,
    units: &mut Units,
) -> Result<(), DemoError> {
    for line in data.units.iter().filter(|line| line.get("authority") == authority.slug) {
        let Some((organisation, _)) = organisations.get(line.get("provider")) else { continue };
        let unit = UnitInput {
            organisation: *organisation,
            code: line.get("unit_code").parse().map_err(|_| DemoError::data(line.get("unit_code")))?,
            name: line.get("name").to_owned(),
            school_forms: school_forms(year, line),
            // A unit has the properties of the areas it teaches in, as the year names them.
            traits: line
                .list("areas")
                .iter()
                .filter_map(|slug| year.area(slug))
                .flat_map(|area| area.traits.iter().map(ToString::to_string))
                .collect(),
            students: line.get("students").parse().ok(),
            opened_on: None,
            areas: line.list("areas").iter().filter_map(|slug| areas.get(*slug).copied()).collect(),
        };
        let name = unit.name.clone();
        let id = write(app, Scope::Tenant(authority.id), move |tx, tools| {
            let id = organisations::add_unit(tx, tools.chance(), &unit)?;
            Ok((vec![Event::about("unit.added", id, unit.facts())], id))
        })?;
        units.insert(name, (authority.id, id));
    }
    Ok(())
}

/// The school forms of the unit: those of its areas, or, at an authority without areas, what its name says and else all
/// that adults read.
fn school_forms(year: &Year, line: &Line) -> BTreeSet<SchoolForm> {
    let of_areas: BTreeSet<SchoolForm> = line
        .list("areas")
        .iter()
        .filter_map(|slug| year.area(slug))
        .flat_map(|area| area.school_forms.iter().copied())
        .collect();
    let sfi = line.get("name").split_whitespace().any(|word| word.eq_ignore_ascii_case("sfi"));
    match (of_areas.is_empty(), sfi) {
        (false, _) => of_areas,
        (true, true) => [SchoolForm::Sfi].into(),
        (true, false) => [SchoolForm::Basic, SchoolForm::UpperSecondary].into(),
    }
}

fn publish(app: &App, authority: &Authority, year: &Year) -> Result<(), DemoError> {
    let document = domain::year::to_toml(year);
    write(app, Scope::Tenant(authority.id), move |tx, tools| {
        Ok((vec![installation::publish_year(tx, tools, &document, sv::YEAR_NOTE)?], ()))
    })
}

fn add_people(
    app: &App,
    data: &Data,
    authorities: &[Authority],
    organisations: &Organisations,
    units: &Units,
) -> Result<Vec<DemoPerson>, DemoError> {
    let mut people = Vec::new();
    let has_management = |provider: &str| {
        data.people.iter().any(|line| line.get("at") == provider && line.get("role") == Role::ProviderManagement.slug())
    };
    for line in &data.people {
        let role = Role::from_slug(line.get("role")).ok_or_else(|| DemoError::data(line.get("role")))?;
        let mut roles = vec![role];
        // A small provider's rektor is its management too.
        if role == Role::Rektor && !has_management(line.get("at")) {
            roles.push(Role::ProviderManagement);
        }
        let organisation = organisations.get(line.get("at"));
        let serves: Vec<&Authority> = match role.side() {
            Side::Provider => {
                let provider = data.providers.iter().find(|provider| provider.get("slug") == line.get("at"));
                let slugs = provider.map(|provider| provider.list("authorities")).unwrap_or_default();
                authorities.iter().filter(|authority| slugs.contains(&authority.slug.as_str())).collect()
            }
            _ => authorities.iter().filter(|authority| authority.slug == line.get("at")).collect(),
        };
        let mut person = None;
        let mut seats = Vec::new();
        for authority in serves {
            let held: Vec<(Role, Option<Id<Unit>>)> = roles
                .iter()
                .flat_map(|role| match role {
                    Role::Rektor => line
                        .list("units")
                        .iter()
                        .filter_map(|name| units.get(*name))
                        .filter(|(tenant, _)| *tenant == authority.id)
                        .map(|(_, unit)| (*role, Some(*unit)))
                        .collect(),
                    _ => vec![(*role, None)],
                })
                .collect();
            if held.is_empty() {
                continue;
            }
            let (id, given) = give_seats(app, authority, line, organisation, held)?;
            person = Some(id);
            seats.extend(given);
        }
        let Some(id) = person else { return Err(DemoError::data(format!("{} has no seat", line.get("name")))) };
        people.push(DemoPerson { id, name: line.get("name").to_owned(), email: line.get("email").to_owned(), seats });
    }
    Ok(people)
}

/// Makes the person known, where they are not, and gives them the roles at the authority.
fn give_seats(
    app: &App,
    authority: &Authority,
    line: &Line,
    organisation: Option<&(Id<Organisation>, String)>,
    held: Vec<(Role, Option<Id<Unit>>)>,
) -> Result<(Id<Person>, Vec<Seat>), DemoError> {
    let (at, name, organisation) = (authority.clone(), line.get("name").to_owned(), organisation.cloned());
    let email: Email = line.get("email").parse().map_err(|_| DemoError::data(line.get("email")))?;
    write(app, Scope::Tenant(authority.id), move |tx, tools| {
        let (person, mut new) = people::add_person(tx, tools.chance(), &name, &email)?;
        let (mut events, mut seats) = (Vec::new(), Vec::new());
        for (role, unit) in &held {
            let seat = people::NewSeat {
                person,
                role: *role,
                organisation: organisation.as_ref().map(|(id, _)| *id),
                unit: *unit,
                deputy: false,
                from: tx.context().now.day(),
                to: None,
            };
            let id = people::add_seat(tx, tools.chance(), &seat)?;
            events.push(Event::about("seat.given", id, seat.facts(std::mem::take(&mut new))));
            seats.push(Seat {
                id,
                tenant: at.id,
                tenant_slug: at.slug.clone(),
                tenant_name: at.name.clone(),
                organisation: seat.organisation,
                organisation_name: organisation.as_ref().map(|(_, name)| name.clone()),
                unit: *unit,
                role: *role,
                valid_to: None,
                deputy: false,
            });
        }
        Ok((events, (person, seats)))
    })
}

/// Each provider's management confirms its people at every authority, its own further seats too: the first of the
/// management was confirmed as it was given.
fn confirm_people(app: &App, authorities: &[Authority], people: &[DemoPerson]) -> Result<(), DemoError> {
    let mut managements: BTreeMap<Id<Organisation>, Id<Person>> = BTreeMap::new();
    for person in people {
        let managing = person.seats.iter().filter(|seat| seat.role == Role::ProviderManagement);
        for organisation in managing.filter_map(|seat| seat.organisation) {
            managements.entry(organisation).or_insert(person.id);
        }
    }
    for (organisation, management) in managements {
        for authority in authorities {
            let (at, today) = (authority.id, app.clock().now().day());
            let seats: Vec<people::WaitingSeat> = app
                .db()
                .read_blocking::<_, StoreError>(Scope::Tenant(at), |tx| {
                    people::waiting_for(tx, organisation, None, today)
                })?
                .into_iter()
                .filter(|seat| seat.tenant == at)
                .collect();
            if seats.is_empty() {
                continue;
            }
            let actor = Actor::account(management, Role::ProviderManagement);
            write_as(app, actor, Scope::Tenant(at), move |tx, _| {
                let mut events = Vec::new();
                for seat in &seats {
                    people::confirm(tx, organisation, seat.id, Some(management))?;
                    let facts = json!({"person": seat.person, "role": seat.role.slug(), "organisation": organisation});
                    events.push(Event::about("seat.confirmed", seat.id, facts));
                }
                Ok((events, ()))
            })?;
        }
    }
    Ok(())
}

fn add_contact_rektors(
    app: &App,
    authorities: &[Authority],
    people: &[DemoPerson],
    data: &Data,
    organisations: &Organisations,
) -> Result<(), DemoError> {
    let from: Day = "2023-08-01".parse().map_err(|_| DemoError::data("a contact rektor's first day"))?;
    for authority in authorities {
        let holders: Vec<Id<Person>> = people
            .iter()
            .filter(|person| person.seats.iter().any(|s| s.tenant == authority.id && s.role == Role::ContactRektor))
            .map(|person| person.id)
            .collect();
        let serving = data.providers.iter().filter(|line| line.list("authorities").contains(&authority.slug.as_str()));
        for (number, line) in serving.enumerate() {
            let (Some((organisation, _)), false) = (organisations.get(line.get("slug")).cloned(), holders.is_empty())
            else {
                continue;
            };
            let first = holders[number % holders.len()];
            let second = holders[(number + 1) % holders.len()];
            let mut contacts = vec![ContactInput { organisation, person: first, deputy: false, from, to: None }];
            if second != first {
                contacts.push(ContactInput { organisation, person: second, deputy: true, from, to: None });
            }
            write(app, Scope::Tenant(authority.id), move |tx, tools| {
                let mut events = Vec::new();
                for contact in &contacts {
                    let id = organisations::set_contact_rektor(tx, tools.chance(), None, contact)?;
                    events.push(Event::about("contact-rektor.set", id, contact.facts()));
                }
                Ok((events, ()))
            })?;
        }
    }
    Ok(())
}

/// One link per role, preferring people at the first authority and at the provider that serves both.
fn add_links(app: &App, authorities: &[Authority], people: &[DemoPerson]) -> Result<Vec<SignInLink>, DemoError> {
    let mut links = Vec::new();
    let order = [
        Role::ProviderEditor,
        Role::Rektor,
        Role::ProviderManagement,
        Role::QualityOfficer,
        Role::ContactRektor,
        Role::ProcessOwner,
        Role::Registrar,
        Role::BoardReader,
        Role::Administrator,
        Role::Auditor,
        Role::RegionalCoordinator,
        Role::Evaluator,
    ];
    let mut chosen: Vec<(&DemoPerson, Role)> = order
        .iter()
        .filter_map(|role| {
            let holds = |person: &&DemoPerson| person.seats.iter().any(|seat| seat.role == *role);
            people.iter().find(holds).map(|person| (person, *role))
        })
        .collect();
    let second = authorities.get(1).and_then(|authority| {
        people.iter().find(|p| p.seats.iter().any(|s| s.tenant == authority.id && s.role == Role::QualityOfficer))
    });
    chosen.extend(second.map(|person| (person, Role::QualityOfficer)));
    // The others have been here too, all the year; nobody is told the way in for them.
    let others: Vec<Id<Person>> =
        people.iter().filter(|one| !chosen.iter().any(|(known, _)| known.id == one.id)).map(|one| one.id).collect();
    let expires = at("2034-01-01T00:00:00Z")?;
    write(app, Scope::Global, move |tx, tools| {
        let mut events = Vec::new();
        for id in &others {
            session::create_link(tx, tools.chance(), *id, None, false, true, expires)?;
            events.push(Event::about("link.made", *id, json!({"person": id, "reusable": true})));
        }
        Ok((events, ()))
    })?;
    for (person, role) in chosen {
        let Some(seat) = person.seats.iter().find(|seat| seat.role == role) else { continue };
        let (id, expires) = (person.id, at("2034-01-01T00:00:00Z")?);
        // Unlike the links that are made at the command line, the demo's can be used again.
        let token = write(app, Scope::Global, move |tx, tools| {
            let token = session::create_link(tx, tools.chance(), id, None, false, true, expires)?;
            Ok((vec![Event::about("link.made", id, json!({"person": id, "reusable": true}))], token))
        })?;
        links.push(SignInLink {
            name: person.name.clone(),
            role,
            place: seat.acting_name().to_owned(),
            path: format!("/lank/{token}"),
        });
    }
    Ok(links)
}

/// Picks among a few from the demo's chance, so that two makings pick alike.
pub(super) fn pick(chance: &dyn Chance, of: usize) -> usize {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % (of.max(1) as u64)).unwrap_or(0)
}
