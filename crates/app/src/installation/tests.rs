//! An installation made from nothing, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, sql};
use domain::courses::Grade;
use kernel::Role;
use platform::mail::MailSettings;

use super::{
    Level, NewSeat, NewTenant, Refused, add_person, add_tenant, examine, new_link, resume, seats, tenant, tenants,
};
use crate::audit::verify::{Anchors, everything};
use crate::participations;
use crate::results::tests::{Batch, End, read_in};
use crate::testing::smtp::SmtpServer;
use crate::testing::{ENGINES, World, apart, on_both};

fn new(slug: &str) -> NewTenant {
    NewTenant {
        slug: slug.to_owned(),
        name: "Nyby kommun".to_owned(),
        board: "Utbildningsnämnden".to_owned(),
        municipality: Some("9999".to_owned()),
        region: false,
        document: Some(include_str!("../../../../config/stockholm-2024.toml").to_owned()),
    }
}

#[test]
fn a_tenant_comes_with_its_key_its_year_and_its_chain() {
    for engine in ENGINES {
        let world = World::new(engine);
        let id = add_tenant(&world.app, &new("nyby")).unwrap();
        assert_eq!(tenant(world.app.db(), "nyby").unwrap().id, id);
        assert_eq!(tenants(world.app.db()).unwrap().len(), 3);
        assert!(matches!(add_tenant(&world.app, &new("nyby")), Err(Refused::SlugTaken(_))));
        let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
        let mine = found.iter().find(|findings| findings.slug == "nyby").unwrap();
        assert!(mine.holds() && mine.counted.years == 1 && mine.counted.changes == 3, "{mine:?}");
    }
}

#[test]
fn at_a_start_persons_that_are_not_counted_are_asked_for_once_and_nothing_where_all_is_there() {
    on_both(async |world| {
        let resumed = || apart(|| resume(&world.app)).unwrap();
        assert_eq!(resumed(), 0, "nothing is read in");
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 4)]);
        assert_eq!(resumed(), 0);
        let tenant = world.ekstad.id;
        let told = move || world.read(Scope::Tenant(tenant), |tx| participations::persons_after(tx, 1));
        let right = told();
        assert!(right.is_some());
        world.write(Scope::Tenant(tenant), |tx| {
            tx.execute(sql!("DELETE FROM student_snapshot WHERE tenant_id = $1"), &[]).map(|_| ())
        });
        assert_eq!((resumed(), resumed()), (1, 0));
        assert_eq!(platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap(), 1);
        assert_eq!(told(), right);
        assert_eq!(resumed(), 0);
    });
}

#[test]
fn a_tenant_with_a_wrong_name_code_or_document_is_refused_whole() {
    for engine in ENGINES {
        let world = World::new(engine);
        for slug in ["", "Nyby", "ny by", "1nyby", "nyb\u{f6}", "-n", &"n".repeat(41)] {
            assert!(matches!(add_tenant(&world.app, &new(slug)), Err(Refused::BadSlug(_))), "{slug}");
        }
        let wrong = NewTenant { municipality: Some("180".to_owned()), ..new("nyby") };
        assert!(matches!(add_tenant(&world.app, &wrong), Err(Refused::BadMunicipality(_))));
        let wrong = NewTenant { name: " ".to_owned(), ..new("nyby") };
        assert!(matches!(add_tenant(&world.app, &wrong), Err(Refused::Empty(_))));
        let wrong = NewTenant { document: Some("schema = 1".to_owned()), ..new("nyby") };
        assert!(matches!(add_tenant(&world.app, &wrong), Err(Refused::Year(1..))));
        assert_eq!(tenants(world.app.db()).unwrap().len(), 2);
    }
}

#[test]
fn the_first_administrator_gets_a_link_and_doing_it_again_gives_only_a_new_link() {
    for engine in ENGINES {
        let world = World::new(engine);
        let tenant = add_tenant(&world.app, &new("nyby")).unwrap();
        let person = NewSeat {
            tenant,
            email: " Anna@Nyby.example".to_owned(),
            name: "Anna Ny".to_owned(),
            role: Role::Administrator,
            organisation: None,
        };
        let first = add_person(&world.app, &person).unwrap();
        let second = add_person(&world.app, &person).unwrap();
        assert!(first.starts_with("/lank/") && first != second);
        let held = seats(world.app.db(), tenant).unwrap();
        assert_eq!(held.len(), 1);
        assert_eq!((held[0].email.as_str(), held[0].role.as_str()), ("anna@nyby.example", "administrator"));
        assert!(new_link(&world.app, "anna@nyby.example").unwrap().starts_with("/lank/"));
        let nyby = crate::testing::Authority { id: tenant, slug: "nyby" };
        let links = world.events(nyby).into_iter().filter(|kind| kind == "link.made").count();
        assert_eq!(links, 3, "two with the role, one by itself, all in the authority's chain");
        assert!(matches!(new_link(&world.app, "ingen@nyby.example"), Err(Refused::NoPerson(_))));
        let wrong = |role, organisation: Option<&str>| {
            let new = NewSeat { role, organisation: organisation.map(str::to_owned), ..person.clone() };
            add_person(&world.app, &new).unwrap_err().to_string()
        };
        assert!(wrong(Role::Rektor, None).contains("--organisation"));
        assert!(wrong(Role::Auditor, Some("559000-0001")).contains("not at a provider"));
        assert!(wrong(Role::Rektor, Some("559000-0001")).contains("no provider"));
        let rektor = NewSeat {
            tenant: world.ekstad.id,
            role: Role::Rektor,
            organisation: Some("5590000001".to_owned()),
            ..person.clone()
        };
        assert!(add_person(&world.app, &rektor).is_ok());
        let nobody = NewSeat { email: "anna".to_owned(), ..person };
        assert!(matches!(add_person(&world.app, &nobody), Err(Refused::BadEmail(_))));
        let found = everything(world.app.db(), world.app.files(), &Anchors::default()).unwrap();
        assert!(found.iter().all(crate::audit::verify::Findings::holds));
    }
}

#[test]
fn the_doctor_tells_a_well_installation_from_one_with_a_clock_that_went_back() {
    for engine in ENGINES {
        let world = World::new(engine);
        let bad = |world: &World| -> Vec<&'static str> {
            // The children need the built program and are looked at in the command line's own tests.
            let found = examine(&world.app);
            found.iter().filter(|f| f.level == Level::Bad && !f.what.starts_with("child")).map(|f| f.what).collect()
        };
        assert_eq!(bad(&world), Vec::<&str>::new());
        world.clock.set("2023-03-15T09:00:00Z".parse().unwrap());
        assert_eq!(bad(&world), ["clock"]);
        // Migrated by a newer program, which says that this one cannot live with it.
        let newer = "UPDATE migration SET min_binary = 9999 WHERE number = 1";
        let address = world.database_address();
        if address.contains("://") {
            postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(newer).unwrap();
        } else {
            rusqlite::Connection::open(address).unwrap().execute_batch(newer).unwrap();
        }
        assert_eq!(bad(&world), ["schema", "clock"]);
    }
}

#[test]
fn the_doctor_tries_whether_the_server_of_letters_lets_us_in() {
    let mut server = SmtpServer::start(&["--password", "hemligt"]);
    let says = |settings: Option<MailSettings>| {
        let world = World::that_sends(ENGINES[0], settings);
        let found = examine(&world.app).into_iter().filter(|finding| finding.what == "letters").collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].level, found[0].says.clone())
    };
    assert_eq!(says(None).0, Level::Notice);
    assert_eq!(says(Some(server.with_password("hemligt"))), (Level::Good, "localhost lets us in, 0 wait".to_owned()));
    let (level, wrong) = says(Some(server.with_password("fel")));
    assert!(level == Level::Bad && wrong.contains("not-let-in") && !wrong.contains("fel:"), "{wrong}");
    assert!(server.taken().is_empty(), "a trial sends nothing");
    let settings = server.with_password("hemligt");
    server.stop();
    let (level, gone) = says(Some(settings));
    assert!(level == Level::Bad && gone.contains("unreachable"), "{gone}");
}
