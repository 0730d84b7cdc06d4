//! The demo holds something of everything.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::submissions::StateName;
use kernel::{Instant, SeededChance, SetClock};
use platform::sandbox::Sandbox;
use platform::{App, Parts, Settings};
use store::testing::TestDb;
use store::{Chain, Engine, Scope, StoreError, verify_events};

use crate::assignments::{self, Filter};

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
        },
        nav: crate::nav::entries,
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
}
