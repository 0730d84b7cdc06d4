//! What `docs/threat-model.md` promises to whoever says something without an account: each promise names the test that holds it,
//! and those that have no better place are held here.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use ::store::{Scope, sql};
use kernel::Id;
use kernel::id::kind::CaseFile;

use super::tests::{COMPLAINT, all, tell, tell_in};
use crate::testing::{ENGINES, World, on};

/// What a browser and the servers before ours tell of somebody.
const TOLD: &[(&str, &str)] = &[
    ("user-agent", "Hemligtelefonen/9.7"),
    ("accept-language", "ti-ER-x-kannbarlig"),
    ("x-forwarded-for", "203.0.113.177"),
    ("x-real-ip", "203.0.113.177"),
    ("forwarded", "for=203.0.113.177"),
    ("referer", "http://localhost/kannbar-sida"),
    ("cf-connecting-ip", "203.0.113.177"),
    ("dnt", "kannbar-vilja"),
];

/// Every byte under the folder.
fn bytes_in(folder: &Path) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        out.extend(if path.is_dir() { bytes_in(&path) } else { std::fs::read(&path).unwrap() });
    }
    out
}

#[test]
fn what_a_browser_and_the_servers_before_ours_tell_of_somebody_stands_nowhere() {
    on(ENGINES[0], async |world| {
        let browser = world.nobody().telling(TOLD);
        let (code, _) = tell_in(world, browser, "ti", &COMPLAINT).await;
        let phone = world.nobody().telling(TOLD);
        let open = phone.post("/arende/ti", &[("kod", &code)]).await;
        let phone = world.browser_of(open.is(303)).telling(TOLD);
        phone.post("/arende/ti/skriv", &[("text", "Mer.")]).await.is(303);
        let address = world.database_address();
        let files = ["", "-wal"].map(|end| std::fs::read(format!("{address}{end}")).unwrap_or_default());
        let everything = [files.concat(), bytes_in(&world.app.settings().data_dir)].concat();
        assert!(everything.len() > 100_000, "the database was read");
        for told in ["Hemligtelefonen", "kannbar", "203.0.113.177"] {
            assert!(!everything.windows(told.len()).any(|at| at == told.as_bytes()), "{told}");
        }
    });
}

/// The case's row and what its entries say openly, without what is its own: identifier, number and what lies sealed.
fn row_of(world: &World, case: Id<CaseFile>) -> (Vec<Option<String>>, Vec<(String, String, String)>) {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let row: (String, String, String, String, String, String, Option<String>, Option<String>) = tx.one(
            sql!(
                "SELECT kind, way, about, received, state, place, next_what, next_day FROM case_file
                 WHERE tenant_id = $1 AND id = $2"
            ),
            &[&case],
        )?;
        let entries = tx.all(
            sql!("SELECT day, party, content FROM case_entry WHERE tenant_id = $1 AND case_id = $2 ORDER BY number"),
            &[&case],
        )?;
        let (kind, way, about, received, state, place, what, next) = row;
        let row = [kind, way, about, received, state, place].into_iter().map(Some).chain([what, next]).collect();
        Ok((row, entries))
    })
}

#[test]
fn in_which_language_somebody_wrote_cannot_be_told_from_any_row() {
    for engine in ENGINES {
        on(engine, async |world| {
            tell(world, "sv", &COMPLAINT).await;
            tell(world, "so", &COMPLAINT).await;
            let told = all(world);
            assert_eq!(told.len(), 2);
            let rows: Vec<_> = told.iter().map(|dossier| row_of(world, dossier.filed.id)).collect();
            assert_eq!(rows[0], rows[1]);
        });
    }
}

#[test]
fn an_identifier_tells_nothing_of_when_it_was_made() {
    on(ENGINES[0], async |world| {
        // Of identifiers made by a clock the later one is the greater: of forty pairs all would be.
        let mut ids = Vec::new();
        for _ in 0..40 {
            ids.push(crate::testing::cases::say(world, 0, ("Ingen svarar.", ""), |_| {}));
            world.clock.advance(60);
        }
        let rising = ids.windows(2).filter(|pair| pair[0].to_string() < pair[1].to_string()).count();
        assert!((8..32).contains(&rising), "{rising} of 39");
    });
}

#[test]
fn no_page_without_an_account_asks_anything_of_anybody_else() {
    on(ENGINES[0], async |world| {
        let (code, receipt) = tell(world, "sv", &COMPLAINT).await;
        let browser = world.browser_of(&world.nobody().post("/arende/sv", &[("kod", &code)]).await);
        let mut pages = vec![receipt, browser.get("/arende/sv/las").await];
        for path in
            ["/synpunkt/sv", "/synpunkt/ar", "/arende/sv", "/skola/10000001/personal", "/oppet/ekstad/anvisningar"]
        {
            pages.push(world.nobody().get(path).await);
        }
        for page in pages {
            let html = page.text();
            for name in ["src=", "srcset=", "action=", "poster=", "<link", "@import"] {
                for rest in html.split(name).skip(1) {
                    let value = rest.split(['>', '"']).nth(1).unwrap_or_default();
                    assert!(!value.contains("://") && !value.starts_with("//"), "{name}{value}");
                }
            }
        }
    });
}

#[test]
fn every_promise_of_the_threat_model_names_tests_that_are_there() {
    let model = include_str!("../../../../docs/threat-model.md");
    let promised = model.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut tests = BTreeSet::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    names_in(crates, &mut tests);
    let mut promises: Vec<String> = Vec::new();
    for line in promised.lines() {
        let begins = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
        match promises.last_mut() {
            _ if begins => promises.push(line.to_owned()),
            Some(last) => last.push_str(line),
            None => {}
        }
    }
    assert!(promises.len() >= 17, "{}", promises.len());
    for promise in &promises {
        let named: Vec<&str> =
            promise.split('`').skip(1).step_by(2).filter(|name| name.matches('_').count() > 2).collect();
        assert!(!named.is_empty(), "no test: {promise}");
        for name in named {
            assert!(tests.contains(name), "{name} is no test");
        }
    }
}

/// The names of all functions in the sources under the folder.
fn names_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            names_in(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let functions = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            names.extend(functions.map(str::to_owned));
        }
    }
}
