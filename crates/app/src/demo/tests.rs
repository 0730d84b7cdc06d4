//! The demo holds something of everything.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::cases::Way;
use domain::participations::Measure;
use domain::submissions::StateName;
use kernel::{Instant, SeededChance, SetClock};
use platform::access::Tools;
use platform::sandbox::Sandbox;
use platform::{App, Parts, Settings};
use store::testing::TestDb;
use store::{Chain, Engine, Scope, StoreError, verify_events};

use crate::assignments::{self, Filter};
use crate::{cases, investigations, submissions, year};

fn app(test: &TestDb, folder: &std::path::Path, clock: &Arc<SetClock>) -> App {
    App::new(Parts {
        db: test.db.clone(),
        clock: clock.clone(),
        chance: Arc::new(SeededChance::new(1)),
        sandbox: Sandbox::new(crate::testing::program()),
        master_key: [1; 32],
        settings: Settings {
            base_url: "http://localhost".to_owned(),
            secure_cookies: false,
            banner: None,
            development: true,
            data_dir: folder.to_owned(),
            upload_limit: 1 << 20,
            private_sources: false,
            mail: None,
        },
        nav: crate::nav::entries,
        waits: crate::case_watch::count,
        fields: crate::fields::named,
    })
}

#[test]
fn the_demo_shows_every_state_and_its_chains_hold() {
    let (test, folder) = (TestDb::new(Engine::Sqlite).unwrap(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let app = app(&test, folder.path(), &clock);
    let world = super::fill(&app, &clock, &mut |_| ()).unwrap();
    assert_eq!(world.authorities.len(), 2);
    assert!(world.links.len() >= 10);
    let mut states: BTreeMap<StateName, usize> = BTreeMap::new();
    let (mut locked, mut extended) = (0, 0);
    let (mut providers, mut units) = (BTreeSet::new(), BTreeSet::new());
    for authority in &world.authorities {
        let (all, report) = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
                Ok((assignments::list(tx, 2024, Filter::default())?, verify_events(tx, Chain::Write, |_| ())?))
            })
            .unwrap();
        assert_eq!(report.faults, []);
        for assignment in &all {
            *states.entry(assignment.state.name()).or_default() += 1;
            providers.insert(assignment.organisation);
            if let assignments::Subject::Unit { id, .. } = &assignment.subject {
                units.insert(*id);
            }
        }
        locked += all.iter().filter(|assignment| assignment.lock.is_some()).count();
        extended += all.iter().filter(|assignment| assignment.extended_to.is_some()).count();
    }
    println!("{states:?}, {} providers, {} units", providers.len(), units.len());
    assert_eq!(states.len(), StateName::ALL.len(), "{states:?}");
    assert!(locked > 5 && extended > 2, "{locked} locked, {extended} extended");
    assert!(providers.len() >= 11);
    // The own-run school of the first authority has answered in another system: complaints are read in, the rest waits.
    let first = world.authorities.first().unwrap();
    let own: Vec<assignments::Assignment> = app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(first.id), |tx| {
            let filter = Filter { occasion: Some("tertial-2"), ..Filter::default() };
            Ok(assignments::list(tx, 2024, filter)?.into_iter().filter(|one| one.reports_in.is_some()).collect())
        })
        .unwrap();
    let came = |one: &&assignments::Assignment| one.state.latest().is_some();
    let (read_in, waiting) = (own.iter().filter(came).count(), own.iter().filter(|one| !came(one)).count());
    assert!(read_in > 0 && waiting > 0, "{read_in} read in, {waiting} wait");
    assert!(own.iter().filter(came).all(|one| one.item == "klagomal-t2"));
    for authority in &world.authorities {
        let (received, registered): (i64, i64) = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
                tx.one(
                    store::sql!(
                        "SELECT count(*), (SELECT count(*) FROM registration WHERE tenant_id = $1)
                         FROM submission WHERE tenant_id = $1"
                    ),
                    &[],
                )
            })
            .unwrap();
        assert!(
            registered * 10 > received * 7 && (received < 50 || registered < received),
            "{registered} of {received} are registered"
        );
    }
}

#[test]
fn one_deviation_report_waits_to_be_signed_and_few_areas_are_at_risk() {
    let (test, folder) = (TestDb::new(Engine::Sqlite).unwrap(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let app = app(&test, folder.path(), &clock);
    let world = super::fill(&app, &clock, &mut |_| ()).unwrap();
    let answered = |tx: &mut store::ReadTx<'_>| {
        let asked = assignments::list(tx, 2024, Filter::default())?;
        let asked = asked.into_iter().filter(|one| one.item == "avvikelser-malvarden");
        let (mut open, mut none, mut at_risk) = (0, 0, 0);
        for assignment in asked {
            if assignment.state.name() == StateName::NotStarted && assignment.due() >= super::round::shown().day() {
                open += 1;
            }
            let Some(latest) = submissions::latest(tx, assignment.id)? else { continue };
            match domain::deviations::Answer::from_content(&latest.content) {
                Some(domain::deviations::Answer::Deviations(_)) => at_risk += 1,
                _ => none += 1,
            }
        }
        Ok::<_, StoreError>((open, none, at_risk))
    };
    let first = world.authorities.first().unwrap();
    let (open, none, at_risk) = app.db().read_blocking(Scope::Tenant(first.id), answered).unwrap();
    assert_eq!(open, 1);
    assert!(at_risk >= 2 && at_risk * 3 <= none, "{at_risk} at risk, {none} not");
}

#[test]
fn the_demo_is_made_by_the_same_events_as_an_installation() {
    let (test, folder) = (TestDb::new(Engine::Sqlite).unwrap(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let app = app(&test, folder.path(), &clock);
    let world = super::fill_register(&app, &clock, &mut |_| ()).unwrap();
    for authority in &world.authorities {
        let events: Vec<(String, String)> = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
                tx.all(store::sql!("SELECT kind, facts FROM audit_event WHERE tenant_id = $1 ORDER BY at, kind"), &[])
            })
            .unwrap();
        let kinds: BTreeSet<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        for kind in
            ["tenant.added", "tenant.key-added", "provider.added", "agreement.added", "unit.added", "seat.given"]
        {
            assert!(kinds.contains(kind), "{kind} in {kinds:?}");
        }
        // The second authority has no areas, and asks for no focus areas.
        let has_areas = kinds.contains("area.added");
        assert_eq!(kinds.contains("focus-area.added"), has_areas, "{kinds:?}");
        let (_, published) = events.iter().find(|(kind, _)| kind == "year.published").unwrap();
        assert!(published.contains("sha256"), "{published}");
    }
}

#[test]
fn both_authorities_have_results_of_three_years_and_the_counts_are_the_rows() {
    let (test, folder) = (TestDb::new(Engine::Sqlite).unwrap(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let app = app(&test, folder.path(), &clock);
    let world = super::fill_register(&app, &clock, &mut |_| ()).unwrap();
    let mut digests = Vec::new();
    for authority in &world.authorities {
        super::results::read_in(&app, &clock, &world, authority).unwrap();
        let (set, differences, years) = app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
                let upto = crate::participations::published(tx)?;
                let cells = crate::participations::cells(tx, upto)?;
                let ended = cells.keys().filter(|key| key.measure.is_result());
                let years: BTreeSet<u32> = ended.map(|key| key.month.number() / 100).collect();
                let persons = crate::participations::persons_after(tx, upto)?.unwrap();
                assert!(persons.students * 10 < crate::participations::counting(tx)? * 9, "some come back");
                let two = |measure| persons.cells.keys().filter(move |key| key.measure == measure).count();
                assert!(two(Measure::SfiTwoCourses) > 0 && two(Measure::SfiBeginners) > 0);
                Ok((crate::participations::set(tx, upto)?.unwrap(), crate::participations::recount(tx, upto)?, years))
            })
            .unwrap();
        println!("{}: {} participations", authority.name, set.tally.added);
        assert!(set.tally.added > 2000 && set.tally.rejected == 0, "{:?}", set.tally);
        assert_eq!((differences, years), (vec![], BTreeSet::from([2022, 2023, 2024])));
        digests.push(set.digest.unwrap());
    }
    // Made by fixed chance: another demo has the same participations.
    assert_eq!(digests.len(), 2);
    assert_ne!(digests[0], digests[1]);
}

#[test]
fn what_is_said_in_the_demo_stands_in_every_state_and_is_in_each_report_once() {
    let (test, folder) = (TestDb::new(Engine::Sqlite).unwrap(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let app = app(&test, folder.path(), &clock);
    let world = super::fill(&app, &clock, &mut |_| ()).unwrap();
    let first = world.authorities.first().unwrap();
    let read = |tx: &mut store::ReadTx<'_>| Ok::<_, StoreError>((cases::list(tx)?, investigations::list(tx)?));
    let (filed, abuse) = app.db().read_blocking(Scope::Tenant(first.id), read).unwrap();
    let today = super::round::shown().day();
    assert!((12..=18).contains(&filed.len()), "{}", filed.len());
    assert!(filed.iter().all(|one| one.received <= today && one.received.year() == 2024));
    let states: BTreeSet<_> = filed.iter().map(|one| one.state).collect();
    let places: BTreeSet<_> = filed.iter().map(|one| one.place).collect();
    let outcomes: BTreeSet<_> = filed.iter().filter_map(|one| one.outcome).collect();
    assert_eq!((states.len(), places.len()), (4, 3), "{states:?} {places:?}");
    assert!(outcomes.len() >= 4, "{outcomes:?}");
    for wanted in [Way::Web, Way::Oral, Way::Phone] {
        assert!(filed.iter().any(|one| one.way == wanted), "{wanted:?}");
    }
    assert!(filed.iter().any(|one| one.escalated.is_some() && one.closed.is_none()));
    // Whoever looks finds things to do, and not a heap of what should have been done.
    let late = filed.iter().filter(|one| one.next.is_some_and(|next| next.day < today)).count();
    let waits = filed.iter().filter(|one| one.next.is_some()).count();
    assert!(waits >= 6 && late <= 1, "{late} of {waits} are late");
    let closed = abuse.iter().filter(|(_, stands)| stands.state == domain::abuse::StateName::Closed).count();
    assert_eq!((abuse.len(), closed), (2, 1));

    // The reports that are signed have each case that counts in their days, and each of them once.
    let tools = Tools::of(&app);
    let compared = |tx: &mut store::ReadTx<'_>| {
        let published = year::published(tx, 2024)?.unwrap();
        let (mut signed, mut differ) = (0, Vec::new());
        for assignment in assignments::list(tx, 2024, Filter::default())? {
            let Some(latest) = submissions::latest(tx, assignment.id)? else { continue };
            let rows = latest.content.rows(domain::complaints::COMPLAINTS);
            let numbers: Vec<i64> = rows.iter().filter_map(domain::complaints::case_of).collect();
            let once: BTreeSet<i64> = numbers.iter().copied().collect();
            assert_eq!(once.len(), numbers.len(), "{} has a case twice", assignment.subject_name());
            signed += numbers.len();
            if assignment.item == "klagomal-t1" || assignment.item == "klagomal-t2" {
                let mut asked = submissions::ask(tx, &assignment, &published, today)?.unwrap();
                submissions::follow_cases(tx, &tools, (&assignment, &published), &mut asked, &[])?;
                if let submissions::Asked::Complaints { cases, .. } = &asked {
                    let now: BTreeSet<i64> = cases.iter().map(|case| case.number).collect();
                    if now != once {
                        differ.push((assignment.subject_name().to_owned(), once, now));
                    }
                    // Nothing is typed of the days in which the unit takes complaints as cases.
                    let from = cases.iter().map(|case| case.received).min();
                    let typed = rows.iter().filter(|row| domain::complaints::case_of(row).is_none());
                    let days = typed.filter_map(|row| row.day(domain::complaints::columns::RECEIVED));
                    assert!(from.is_none_or(|from| days.into_iter().all(|day| day < from)));
                }
            }
        }
        Ok::<_, StoreError>((signed, differ))
    };
    let (signed, differ) = app.db().read_blocking(Scope::Tenant(first.id), compared).unwrap();
    assert_eq!(differ, []);
    assert!(signed >= 5, "{signed} rows come from cases");
    let receipt = world.receipt.unwrap();
    assert!(receipt.code.parse::<domain::cases::Code>().is_ok() && receipt.place == "Nordflod Centrum");
}
