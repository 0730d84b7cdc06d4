//! House rules that neither the compiler nor clippy can see.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::layers::PURE;
use crate::tokens::{code_only, test_modules, without_comments, without_tests};
use crate::{Outcome, features, words};

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Must be mended.
    pub faults: Vec<String>,
    /// Worth a look.
    pub warnings: Vec<String>,
}

/// Files longer than this are pointed out.
const LONG_FILE: usize = 700;
/// The one file that asks the system what time it is.
const SYSTEM_CLOCK: &str = "crates/platform/src/system.rs";
const NOW: &[&str] = &["Timestamp::now", "Zoned::now", "SystemTime::now", "Utc::now", "Local::now"];
const WORLD: &[&str] = &["std::fs", "std::net", "std::env", "std::process", "std::thread"];

/// Looks through the whole repository.
pub fn find(root: &Path) -> Outcome<Found> {
    let mut found = Found::default();
    let mut app = Vec::new();
    let mut sources = Vec::new();
    for path in files(root, "crates", "rs")? {
        let text = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        sources.push((path, text));
    }
    let tests: BTreeSet<String> = sources.iter().flat_map(|(path, text)| modules_of_tests(path, text)).collect();
    for (path, text) in sources {
        let of_tests = |module: &String| path.strip_prefix(module).is_some_and(|rest| rest.starts_with(['.', '/']));
        if path.contains("/tests/") || tests.iter().any(of_tests) {
            continue;
        }
        rust_file(&path, &text, &mut found);
        if let Some(below) = path.strip_prefix("crates/app/src/") {
            app.push((below.to_owned(), text));
        }
    }
    found.faults.extend(features::findings(&app));
    for path in files(root, "docs/handbok", "md")? {
        let text = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        found.faults.extend(words::faults(&path, &text));
    }
    migrations(root, &mut found)?;
    lock_file(root, &mut found);
    Ok(found)
}

/// The modules that a source declares for tests, as paths without ending.
fn modules_of_tests(path: &str, text: &str) -> Vec<String> {
    let face = ["/lib.rs", "/main.rs", "/mod.rs"].iter().find_map(|name| path.strip_suffix(name));
    let folder = face.unwrap_or_else(|| path.trim_end_matches(".rs"));
    test_modules(text).into_iter().map(|name| format!("{folder}/{name}")).collect()
}

fn rust_file(path: &str, text: &str, found: &mut Found) {
    let face = ["/src/lib.rs", "/src/main.rs", "/mod.rs"].iter().any(|name| path.ends_with(name));
    if face && !text.trim_start().starts_with("//!") {
        found.faults.push(format!("{path}: begins without //! that says what it is and for whom"));
    }
    let length = text.lines().count();
    if length > LONG_FILE {
        found.warnings.push(format!("{path}: {length} lines; look for the seam"));
    }
    let ours = without_tests(text);
    if !may_hold_swedish(path) {
        let swedish = |line: &&str| line.contains(['\u{e5}', '\u{e4}', '\u{f6}', '\u{c5}', '\u{c4}', '\u{d6}']);
        if let Some((number, _)) = (1..).zip(without_comments(ours).lines()).find(|(_, line)| swedish(line)) {
            found.faults.push(format!("{path}:{number}: Swedish text belongs in sv.rs, a view or a data file"));
        }
    }
    if may_hold_swedish(path) && path.contains("/src/") {
        found.faults.extend(words::faults(path, &without_comments(ours)));
    }
    let code = code_only(ours);
    for (number, line) in (1..).zip(code.lines()) {
        if path != SYSTEM_CLOCK
            && let Some(call) = NOW.iter().find(|call| line.contains(**call))
        {
            found.faults.push(format!("{path}:{number}: {call} outside {SYSTEM_CLOCK}; take a kernel::Clock"));
        }
        let pure = PURE.iter().any(|name| path.starts_with(&format!("crates/{name}/src/")));
        if pure && let Some(module) = WORLD.iter().find(|module| line.contains(**module)) {
            found.faults.push(format!("{path}:{number}: {module} in a pure crate"));
        }
    }
}

/// Where Swedish sentences may stand: sentences, markup, formats, tests.
fn may_hold_swedish(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["sv.rs", "swedish.rs", "tests.rs"].contains(&name)
        || ["view", "pages", "gallery"].iter().any(|start| name.starts_with(start))
        || ["/tests/", "/sv/", "/views/", "/view/", "/pages/", "/gallery/"].iter().any(|folder| path.contains(folder))
}

/// Both engines' migrations have the same numbers and names, without holes.
fn migrations(root: &Path, found: &mut Found) -> Outcome {
    let names = |engine: &str| -> Outcome<BTreeSet<String>> {
        let folder = format!("migrations/{engine}/");
        Ok(files(root, folder.trim_end_matches('/'), "sql")?
            .into_iter()
            .map(|path| path.replace(&folder, ""))
            .collect())
    };
    let (sqlite, postgres) = (names("sqlite")?, names("postgres")?);
    for name in sqlite.symmetric_difference(&postgres) {
        let missing = if sqlite.contains(name) { "postgres" } else { "sqlite" };
        found.faults.push(format!("migrations/{missing}/{name} is missing; the other engine has it"));
    }
    for (number, name) in (1..).zip(&sqlite) {
        if !name.starts_with(&format!("{number:04}_")) {
            found.faults.push(format!("migrations/sqlite/{name}: number {number:04} was expected here"));
            break;
        }
    }
    Ok(())
}

/// The journeys' lock file names packages and their hashes, not the registry they once came from.
fn lock_file(root: &Path, found: &mut Found) {
    let path = "e2e/package-lock.json";
    if fs::read_to_string(root.join(path)).is_ok_and(|text| text.contains("\"resolved\"")) {
        found
            .faults
            .push(format!("{path}: names a registry; write it with npm install --omit-lockfile-registry-resolved"));
    }
}

/// The files with the ending below the folder, with `/`, sorted. None where there is no such folder.
fn files(root: &Path, folder: &str, ending: &str) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.map_err(|error| format!("{folder}: {error}"))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(path);
            } else if entry.path().extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> Vec<String> {
        let mut found = Found::default();
        rust_file(path, text, &mut found);
        found.faults
    }

    #[test]
    fn swedish_outside_its_places_is_found() {
        let text = "//! x\nconst A: &str = \"\u{e5}ter\";\n";
        assert_eq!(faults("crates/app/src/a/store.rs", text).len(), 1);
        for path in ["a/sv.rs", "a/view.rs", "a/view_list.rs", "a/pages.rs", "a/tests.rs", "gallery.rs"] {
            assert!(faults(&format!("crates/app/src/{path}"), text).is_empty(), "{path}");
        }
        assert!(faults("crates/a/src/b.rs", "//! x\n#[cfg(test)]\nmod tests { \"\u{e5}\" }").is_empty());
        assert!(faults("crates/a/src/b.rs", "//! \u{e5}, as the source has it\n").is_empty());
    }

    #[test]
    fn asking_for_the_time_is_found_in_code_and_not_in_comments() {
        assert_eq!(faults("crates/app/src/a.rs", "fn f() { Timestamp::now(); }").len(), 1);
        assert!(faults("crates/app/src/a.rs", "// Timestamp::now\nconst A: &str = \"Timestamp::now\";").is_empty());
        assert!(faults(SYSTEM_CLOCK, "fn f() { Timestamp::now(); }").is_empty());
    }

    #[test]
    fn a_pure_crate_that_reads_files_is_found() {
        assert_eq!(faults("crates/domain/src/a.rs", "use std::fs;").len(), 1);
        assert!(faults("crates/platform/src/a.rs", "use std::fs;").is_empty());
    }

    #[test]
    fn migrations_that_differ_between_the_engines_are_found() {
        let root = tempfile::tempdir().unwrap();
        for name in ["sqlite/0001_a.sql", "postgres/0001_a.sql", "sqlite/0003_b.sql"] {
            let path = root.path().join("migrations").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = find(root.path()).unwrap();
        assert_eq!(
            found.faults,
            [
                "migrations/postgres/0003_b.sql is missing; the other engine has it",
                "migrations/sqlite/0003_b.sql: number 0002 was expected here"
            ]
        );
    }
}
