//! Through the router, on both engines: what the officer sees, decides, and must not see.

#![expect(clippy::unwrap_used, reason = "tests")]

mod decide;
mod overview;
mod review;

use ::store::{Scope, StoreError, WriteContext};
use domain::submissions::Road;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation};
use kernel::{Id, Role};
use platform::access::Tools;
use platform::{Account, Acting, Seat};

use crate::assignments::{self, Assignment, Filter, Subject};
use crate::submissions::{self, HandIn, drafts};
use crate::testing::{World, person_id};
use crate::year;

/// Every assignment of the item in Ekstad.
pub(crate) fn of_item(world: &World, item: &str) -> Vec<Assignment> {
    let item = item.to_owned();
    std::thread::scope(|scope| {
        let read = || {
            world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), move |tx| {
                assignments::list(tx, 2024, Filter { item: Some(&item), ..Filter::default() })
            })
        };
        scope.spawn(read).join().unwrap().unwrap()
    })
}

/// The complaint report of the unit in the first occasion.
pub(crate) fn complaints_of(world: &World, unit: &str) -> Assignment {
    of_item(world, "klagomal-t1").into_iter().find(|assignment| assignment.subject_name() == unit).unwrap()
}

fn account(world: &World, name: &str, role: Role, organisation: Id<Organisation>) -> Account {
    let seat = Seat {
        id: Id::random(&**world.app.chance()),
        tenant: world.ekstad.id,
        tenant_slug: "ekstad".to_owned(),
        tenant_name: "Ekstads kommun".to_owned(),
        organisation: Some(organisation),
        organisation_name: Some("Anordnaren".to_owned()),
        unit: None,
        role,
        deputy: false,
        valid_to: None,
    };
    Account {
        person: person_id(name),
        name: name.to_owned(),
        email: format!("{name}@test.example"),
        session: Id::random(&**world.app.chance()),
        expires_at: kernel::Instant::EPOCH,
        acting: Some(Acting::Provider(organisation)),
        seats: vec![seat],
        waiting: Vec::new(),
        waits: 0,
    }
}

/// Fills in and hands in, through the same functions as the pages of the provider; gives the receipt's reference.
pub(crate) fn hand_in(world: &World, assignment: &Assignment, fields: &[(&str, &str)]) -> String {
    let role = match assignment.subject {
        Subject::Unit { .. } => Role::Rektor,
        Subject::Area { .. } | Subject::Provider => Role::ProviderManagement,
    };
    let name = match (role, assignment.organisation == world.lindblad) {
        (Role::Rektor, true) => "rektor",
        (Role::Rektor, false) => "other-rektor",
        _ => "management",
    };
    let account = account(world, name, role, assignment.organisation);
    let fields: Vec<(String, String)> = fields.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    let tools = Tools::of(&world.app);
    let id: Id<AssignmentKind> = assignment.id;
    let context = WriteContext { actor: ::store::Actor::account(account.person, role), now: world.app.clock().now() };
    let write = || {
        world.app.db().write_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), context, move |mut tx| {
            let assignment = assignments::find(&mut tx, id)?.unwrap();
            let published = year::published(&mut tx, 2024)?.unwrap();
            let today = tx.context().now.day();
            let asked = submissions::ask(&mut tx, &assignment, &published, today)?.unwrap();
            let changes: Vec<drafts::Change> = fields
                .iter()
                .map(|(path, text)| drafts::Change { path: path.clone(), text: text.clone(), seen: None })
                .collect();
            drafts::write(&mut tx, &tools, assignment.organisation, id, account.person, &changes)?;
            let texts = drafts::load(&mut tx, &tools, assignment.organisation, id)?.texts();
            let judgement = asked.judge(&texts);
            let content = judgement.content.unwrap_or_else(|| panic!("{:?}", judgement.faults));
            let what = HandIn {
                assignment: &assignment,
                published: &published,
                content: &content,
                road: Road::Web,
                file_sha256: None,
                prepared_by: account.person,
                account: &account,
                seats: &account.seats,
            };
            let (_, receipt, event) = submissions::hand_in(&mut tx, &tools, &what)?.unwrap();
            tx.save(event, receipt.reference)
        })
    };
    std::thread::scope(|scope| scope.spawn(write).join().unwrap().unwrap())
}

/// A complaint report with nothing to report.
pub(crate) const NOTHING: &[(&str, &str)] = &[("statement.none", "ja"), ("statement.confirmed-zero", "ja")];

/// One complaint that counts, under the first row.
pub(crate) fn one_complaint(action: &str) -> Vec<(&str, &str)> {
    vec![
        ("complaints.0001.mottaget", "2024-02-01"),
        ("complaints.0001.karna", "Bemötande"),
        ("complaints.0001.handlar-om", "Läraren svarade inte på mejl"),
        ("complaints.0001.atgard", action),
        ("complaints.0001.status", "Avslutat"),
        ("complaints.0001.negativt", "Ja"),
        ("complaints.0001.aktiv-hantering", "Ja"),
        ("complaints.0001.ledning", "Ja"),
    ]
}

/// A draft that nobody but the provider may see.
pub(crate) fn draft(world: &World, assignment: &Assignment, path: &str, text: &str) {
    let (id, organisation) = (assignment.id, assignment.organisation);
    let (path, text) = (path.to_owned(), text.to_owned());
    let tools = Tools::of(&world.app);
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let change = drafts::Change { path: path.clone(), text: text.clone(), seen: None };
        drafts::write(tx, &tools, organisation, id, person_id("editor"), &[change])?;
        let state = domain::submissions::State::Draft(domain::submissions::Draft { since: tx.context().now });
        assignments::set_state(tx, id, &state)
    });
}
