//! Verification as a process, and by the verifier that docs/verify.md gives to others.

use std::process::Command;

use crate::support::{Installation, said};

#[test]
fn all_holds_until_something_is_altered_and_then_it_is_named() {
    let installation = Installation::new();
    assert!(installation.well(&["verify"]).contains("Everything is as it was recorded"));
    let json: serde_json::Value = serde_json::from_str(&installation.well(&["verify", "--json"])).unwrap();
    assert_eq!(json["holds"], true);
    assert_eq!(json["tenants"][0]["counted"]["years"], 1);
    installation.tamper("UPDATE year_version SET document = document || ' '");
    let told = installation.ends(1, &["verify"]);
    assert!(told.contains("ekstad: ") && told.contains("year_version 2024 version 1"), "{told}");
    let output = installation.run(&["verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_str(&said(&output).0).unwrap();
    assert_eq!(json["tenants"][0]["faults"][0]["fault"], "not-its-hash");
    // Nobody writes down as true what is not.
    let anchor = installation.at("anchor.txt");
    installation.ends(1, &["verify", "--write-anchor", &anchor]);
    assert!(!installation.path("anchor.txt").exists());
}

#[test]
fn an_anchor_finds_a_tail_that_was_cut_with_its_head() {
    let installation = Installation::new();
    let anchor = installation.at("anchor.txt");
    // A link leaves no row that the chain vouches for: without an anchor nothing tells that its event is gone.
    installation.well(&["user", "link", "--email", "anna@ekstad.example", "--base-url", "https://u.example"]);
    installation.well(&["verify", "--write-anchor", &anchor]);
    installation.well(&["verify", "--anchor", &anchor]);
    installation.tamper(
        "DELETE FROM audit_event WHERE kind = 'link.made' AND tenant_id IN (SELECT id FROM tenant)
             AND seq = (SELECT max(seq) FROM audit_event e WHERE e.tenant_id = audit_event.tenant_id);
         UPDATE chain_head SET seq = (SELECT max(seq) FROM audit_event e WHERE e.tenant_id = chain_head.tenant_id),
             hash = (SELECT hash FROM audit_event e WHERE e.tenant_id = chain_head.tenant_id ORDER BY seq DESC LIMIT 1)
         WHERE tenant_id IN (SELECT id FROM tenant)",
    );
    installation.well(&["verify"]);
    let told = installation.ends(1, &["verify", "--anchor", &anchor]);
    assert!(told.contains("of the anchor is missing: the tail has been cut"), "{told}");
    std::fs::write(installation.path("torn.txt"), "x\ty").unwrap();
    assert!(
        installation.ends(1, &["verify", "--anchor", &installation.at("torn.txt")]).contains("line 1 is no anchor")
    );
}

#[test]
fn a_receipt_that_is_not_ours_or_mistyped_is_told() {
    let installation = Installation::new();
    let hash = "ab".repeat(32);
    let told = installation.ends(1, &["verify", "--receipt", "T-3333-3333", "--hash", &hash]);
    assert!(told.contains("nothing with this reference") || told.contains("not a reference"), "{told}");
    assert!(installation.ends(1, &["verify", "--receipt", "hej", "--hash", &hash]).contains("not a reference: hej"));
}

#[test]
fn the_verifier_in_the_documentation_agrees() {
    let installation = Installation::new();
    let text = include_str!("../../../../docs/verify.md");
    let program = text.split("```python\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert!(program.lines().count() <= 100, "it is promised to be short");
    std::fs::write(installation.path("verify.py"), program).unwrap();
    let (events, anchor) = (installation.at("events.jsonl"), installation.at("anchor.txt"));
    installation.well(&["verify", "--export", &events, "--write-anchor", &anchor]);
    let python = |anchor: &str| {
        let output =
            Command::new("python3").arg(installation.path("verify.py")).args([&events, anchor]).output().unwrap();
        (output.status.code(), said(&output).0)
    };
    let (code, out) = python(&anchor);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("write: 6 events"), "{out}");
    let written = std::fs::read_to_string(&events).unwrap();
    for (from, to) in [("Ekstads kommun", "Ekstads kommuN"), ("\"seq\":2", "\"seq\":7"), ("cli", "job")] {
        std::fs::write(&events, written.replacen(from, to, 1)).unwrap();
        let (code, out) = python(&anchor);
        assert_eq!(code, Some(1), "{from}: {out}");
    }
    let cut: Vec<&str> = written.lines().filter(|line| !line.contains("link.made")).collect();
    std::fs::write(&events, cut.join("\n")).unwrap();
    let (code, out) = python(&anchor);
    assert!(code == Some(1) && out.contains("missing"), "{out}");
}
