//! Proof that what is kept is what was recorded: of the whole, or of one receipt.

use std::fs;
use std::io::BufWriter;
use std::path::Path;

use app::audit::verify::{self, Anchors, Findings, anchor, export, receipt};
use platform::files::Files;
use serde_json::{Value as Json, json};

use crate::Outcome;
use crate::args::VerifyOptions;
use crate::trouble::{Trouble, While, say};

/// Verifies; all is well when nothing is wrong.
pub fn verify(options: &VerifyOptions) -> Outcome {
    let db = options.place.open()?;
    if let (Some(reference), Some(hash)) = (&options.receipt, &options.hash) {
        return one_receipt(&db, options, reference, hash);
    }
    let anchors = match &options.anchor {
        Some(file) => {
            let text = fs::read_to_string(file).while_(file.display())?;
            Anchors::parse(&text).while_(file.display())?
        }
        None => Anchors::default(),
    };
    let files = Files::new(options.place.data.join("files"));
    let found = verify::everything(&db, &files, &anchors)?;
    let holds = found.iter().all(Findings::holds);
    if options.json {
        say(json!({"holds": holds, "tenants": found.iter().map(as_json).collect::<Vec<_>>()}))?;
    } else {
        for findings in &found {
            say(summary(findings))?;
        }
        say(if holds { "Everything is as it was recorded." } else { "Something is not as it was recorded." })?;
    }
    if let Some(file) = &options.export {
        write_export(&db, file)?;
    }
    if let Some(file) = &options.write_anchor {
        if !holds {
            return Err(Trouble::new("no anchor is written over something that is wrong"));
        }
        fs::write(file, anchor::write(&found)).while_(file.display())?;
    }
    Ok(holds)
}

fn write_export(db: &store::Db, file: &Path) -> Result<(), Trouble> {
    let mut out = BufWriter::new(fs::File::create(file).while_(file.display())?);
    export::write(db, &mut out)?.while_(file.display())
}

/// Who it is about, in words.
fn name(findings: &Findings) -> String {
    if findings.tenant == verify::system() {
        "the system itself".to_owned()
    } else if findings.slug.is_empty() {
        format!("{} (not among the tenants)", findings.tenant)
    } else {
        findings.slug.clone()
    }
}

fn summary(findings: &Findings) -> String {
    let counted = findings.counted;
    let mut text = format!(
        "{}: {} events, {} readings, {} submissions, {} years, {} datasets, {} releases, {} files: {}",
        name(findings),
        counted.changes,
        counted.readings,
        counted.submissions,
        counted.years,
        counted.datasets,
        counted.releases,
        counted.files,
        if findings.holds() { "holds" } else { "WRONG" }
    );
    for fault in &findings.faults {
        text.push_str(&format!("\n  {fault}"));
    }
    text
}

fn as_json(findings: &Findings) -> Json {
    let counted = findings.counted;
    let heads: serde_json::Map<String, Json> = findings
        .heads
        .iter()
        .map(|(chain, (seq, hash))| (chain.slug().to_owned(), json!({"seq": seq, "hash": hash})))
        .collect();
    json!({
        "tenant": findings.tenant,
        "slug": findings.slug,
        "holds": findings.holds(),
        "heads": heads,
        "counted": {
            "events": counted.changes,
            "readings": counted.readings,
            "submissions": counted.submissions,
            "years": counted.years,
            "datasets": counted.datasets,
            "releases": counted.releases,
            "files": counted.files,
            "rows": counted.rows,
        },
        "faults": findings.faults.iter().map(verify::Fault::to_json).collect::<Vec<_>>(),
    })
}

fn one_receipt(db: &store::Db, options: &VerifyOptions, reference: &str, hash: &str) -> Outcome {
    let held = receipt::HeldReceipt {
        reference: domain::submissions::read_reference(reference)?,
        hash: hash.trim().to_owned(),
        link: options.seq.zip(options.head.clone()),
    };
    let verdict = receipt::check(db, &held)?;
    let holds = matches!(verdict, receipt::Verdict::Matches { .. });
    if options.json {
        let (code, details) = verdict_json(&verdict);
        say(json!({"holds": holds, "reference": held.reference, "verdict": code, "details": details}))?;
    } else {
        say(format_args!("{}: {}", held.reference, verdict_text(&verdict)))?;
    }
    Ok(holds)
}

fn verdict_text(verdict: &receipt::Verdict) -> String {
    use receipt::Verdict as V;
    match verdict {
        V::Matches { tenant, number, at, seq } => {
            format!("the receipt is right. Version {number}, received {at} by {tenant}, event {seq}.")
        }
        V::Unknown => "nothing with this reference is kept, and no event tells of it.".to_owned(),
        V::Gone { seq } => format!("event {seq} tells of it, but the submission is missing."),
        V::OtherHash => "the receipt has another content hash than what is kept.".to_owned(),
        V::Altered => "what is kept has been altered since the receipt was given.".to_owned(),
        V::NoEvent => "no event tells that it came.".to_owned(),
        V::OtherLink { seq } => format!("the chain has no such event {seq}: it has been rewritten or cut."),
        V::BrokenChain => "the submission is right, but the chain does not hold. Verify the whole.".to_owned(),
    }
}

fn verdict_json(verdict: &receipt::Verdict) -> (&'static str, Json) {
    use receipt::Verdict as V;
    match verdict {
        V::Matches { tenant, number, at, seq } => {
            ("matches", json!({"tenant": tenant, "number": number, "at": at.to_string(), "seq": seq}))
        }
        V::Unknown => ("unknown", Json::Null),
        V::Gone { seq } => ("gone", json!({"seq": seq})),
        V::OtherHash => ("other-hash", Json::Null),
        V::Altered => ("altered", Json::Null),
        V::NoEvent => ("no-event", Json::Null),
        V::OtherLink { seq } => ("other-link", json!({"seq": seq})),
        V::BrokenChain => ("broken-chain", Json::Null),
    }
}
