//! The features of `app` speak only through each other's `mod.rs`, and never in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::tokens::{code_only, paths, without_tests};

/// A source file of `app`: its path below `src` with `/`, and its text.
pub type Source = (String, String);

/// What breaks the rule, one sentence each.
pub fn findings(sources: &[Source]) -> Vec<String> {
    let inner = inner_modules(sources);
    let mut findings = BTreeSet::new();
    let mut knows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, text) in sources {
        let module = module_of(path);
        let Some((own, _)) = module.first().and_then(|first| inner.get_key_value(first.as_str())) else { continue };
        if path.ends_with("/tests.rs") || path.contains("/tests/") {
            continue;
        }
        for named in paths(&code_only(without_tests(text))) {
            let absolute = resolve(&module, &named);
            let Some((other, modules)) = absolute.first().and_then(|first| inner.get_key_value(first.as_str())) else {
                continue;
            };
            if other == own {
                continue;
            }
            knows.entry(own).or_default().insert(other);
            if absolute.get(1).is_some_and(|second| modules.contains(second.as_str())) {
                findings.insert(format!(
                    "crates/app/src/{path}: reaches into {}; take what {other}/mod.rs shows",
                    absolute[..2].join("::")
                ));
            }
        }
    }
    let mut findings: Vec<String> = findings.into_iter().collect();
    findings.extend(circle(&knows).map(|names| {
        format!(
            "features know each other in a circle: {}; move what they share into one of its own",
            names.join(" -> ")
        )
    }));
    findings
}

/// Each feature (a folder with a `mod.rs`) with the modules inside it.
fn inner_modules(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut inner: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, _) in sources {
        if let Some((feature, "mod.rs")) = path.split_once('/') {
            inner.entry(feature).or_default();
        }
    }
    for (path, _) in sources {
        if let Some((feature, rest)) = path.split_once('/')
            && let Some(modules) = inner.get_mut(feature)
        {
            modules.insert(rest.split_once('/').map_or(rest, |(folder, _)| folder).trim_end_matches(".rs"));
        }
    }
    // What `mod.rs` declares `pub mod` it shows: it is part of the face.
    for (path, text) in sources {
        if let Some((feature, "mod.rs")) = path.split_once('/')
            && let Some(modules) = inner.get_mut(feature)
        {
            modules.retain(|module| !text.lines().any(|line| line.trim() == format!("pub mod {module};")));
        }
    }
    inner
}

fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

fn resolve(module: &[String], named: &[String]) -> Vec<String> {
    let mut absolute = match named.first().map(String::as_str) {
        Some("crate") => Vec::new(),
        Some("super") => module[..module.len().saturating_sub(1)].to_vec(),
        _ => module.to_vec(),
    };
    for part in named.iter().skip(1) {
        match part.as_str() {
            "super" => drop(absolute.pop()),
            "self" => {}
            _ => absolute.push(part.clone()),
        }
    }
    absolute
}

/// A circle in the graph, if there is one, as the names along it.
fn circle<'a>(knows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    fn walk<'a>(
        at: &'a str,
        knows: &BTreeMap<&'a str, BTreeSet<&'a str>>,
        trail: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<&'a str>> {
        if let Some(start) = trail.iter().position(|name| *name == at) {
            return Some(trail[start..].iter().copied().chain([at]).collect());
        }
        if !done.insert(at) {
            return None;
        }
        trail.push(at);
        let found = knows.get(at).into_iter().flatten().find_map(|next| walk(next, knows, trail, done));
        trail.pop();
        found
    }
    let mut done = BTreeSet::new();
    knows.keys().find_map(|start| walk(start, knows, &mut Vec::new(), &mut done))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(files: &[(&str, &str)]) -> Vec<String> {
        findings(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn reaching_past_a_features_face_is_found_however_it_is_written() {
        for line in [
            "use crate::b::store::rows;",
            "use crate::{b::{store, Shown}};",
            "fn f() { super::super::b::store::rows() }",
        ] {
            let found = app(&[("a/mod.rs", ""), ("a/pages.rs", line), ("b/mod.rs", ""), ("b/store.rs", "")]);
            assert_eq!(found, ["crates/app/src/a/pages.rs: reaches into b::store; take what b/mod.rs shows"], "{line}");
        }
    }

    #[test]
    fn the_face_ones_own_parts_and_tests_are_free() {
        let found = app(&[
            ("lib.rs", "mod a; mod b; use crate::b::store;"),
            ("a/mod.rs", "use crate::b::rows; // crate::b::store"),
            ("a/pages.rs", "use super::store::x; use crate::a::store::y;"),
            ("a/store.rs", "#[cfg(test)]\nmod tests { use crate::b::store::rows; }"),
            ("a/tests.rs", "use crate::b::store::rows;"),
            ("b/mod.rs", ""),
            ("b/store.rs", ""),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_circle_is_named() {
        let found = app(&[
            ("a/mod.rs", "use crate::b::X;"),
            ("b/mod.rs", "use crate::c::X;"),
            ("c/mod.rs", "use crate::b::Y;"),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("b -> c -> b"), "{found:?}");
    }
}
