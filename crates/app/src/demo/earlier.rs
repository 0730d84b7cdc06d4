//! What the authority followed before the system was there: two years of satisfaction and of work after vocational
//! education, a target, and one provider's annual report. All of it is invented.

use std::collections::BTreeSet;

use documents::content::{Block, Document};
use domain::earlier::Kind;
use kernel::SeededChance;
use platform::App;
use store::{Actor, ActorKind, Scope, StoreError, WriteContext};

use super::answers::seed;
use super::world::{Authority, pick};
use super::{DemoError, sv};
use crate::earlier::{self, Handed, Line};
use crate::organisations::{self, Provider};

/// The years.
const YEARS: [i16; 2] = [2022, 2023];
/// Indicators that were followed before the system was there, and about how many of a hundred.
const INDICATORS: [(&str, usize); 2] = [("nojda-elever", 82), ("arbete-efter-yrkesutbildning", 68)];
/// The indicator with a target, the year of it, and the target.
const TARGET: (&str, i16, &str) = ("nojda-elever", 2023, "84");
/// The annual report's file.
const REPORT: &str = "verksamhetsberattelse-2023.docx";

fn line(kind: Kind, cells: &[(&'static str, String)]) -> Line {
    Line { kind, cells: cells.to_vec() }
}

fn figures(providers: &[Provider], known: &[String], counted: &BTreeSet<(i16, String)>) -> Vec<Line> {
    let mut all = Vec::new();
    for (indicator, about) in INDICATORS.iter().filter(|(slug, _)| known.iter().any(|one| one == slug)) {
        // What the system has counted itself goes before what was followed elsewhere.
        for year in YEARS.into_iter().filter(|year| !counted.contains(&(*year, (*indicator).to_owned()))) {
            for provider in providers {
                let chance = SeededChance::new(seed(&format!("{indicator} {year} {}", provider.number)));
                let base = 60 + pick(&chance, 140);
                let share = about + pick(&chance, 12) - 6;
                all.push(line(
                    Kind::Results,
                    &[
                        ("year", year.to_string()),
                        ("indicator", (*indicator).to_owned()),
                        ("provider", provider.number.clone()),
                        ("part", (base * share / 100).to_string()),
                        ("base", base.to_string()),
                        ("source", sv::earlier_source(year)),
                    ],
                ));
            }
        }
    }
    all
}

fn report(authority: &Authority, provider: &Provider) -> Result<Vec<u8>, DemoError> {
    let document = Document {
        title: sv::EARLIER_REPORT.to_owned(),
        subtitle: provider.name.clone(),
        language: "sv".to_owned(),
        author: authority.name.clone(),
        subject: String::new(),
        date: "2024-01-31".parse().map_err(|_| DemoError::data("2024-01-31"))?,
        reference: String::new(),
        cover: false,
        toc: false,
        blocks: sv::EARLIER_PARAGRAPHS.iter().map(|text| Block::paragraph(*text)).collect(),
    };
    documents::docx::write(&document, &|_| None).map_err(|error| DemoError::data(error.to_string()))
}

/// Loads it, as the command line does.
pub(super) fn load(app: &App, authority: &Authority) -> Result<(), DemoError> {
    let now = app.clock().now();
    let (known, providers) = app.db().read_blocking::<_, StoreError>(Scope::Tenant(authority.id), move |tx| {
        Ok((earlier::known(tx, now.day(), None)?, organisations::providers(tx)?))
    })?;
    let Some(known) = known else { return Err(DemoError::data("no year")) };
    let Some(first) = providers.first() else { return Err(DemoError::data("no providers")) };
    let slugs: Vec<String> = known.indicators.iter().map(|one| one.slug.clone()).collect();
    let mut lines = figures(&providers, &slugs, &known.counted);
    let (indicator, year, value) = TARGET;
    if slugs.iter().any(|slug| slug == indicator) && !known.documents.contains(&year) {
        let cells = [("year", year.to_string()), ("indicator", indicator.to_owned()), ("value", value.to_owned())];
        lines.push(line(Kind::Targets, &cells));
    }
    lines.push(line(
        Kind::Reports,
        &[
            ("year", "2023".to_owned()),
            ("provider", first.number.clone()),
            ("title", sv::EARLIER_REPORT.to_owned()),
            ("file", REPORT.to_owned()),
        ],
    ));
    let failed = |error: &dyn std::fmt::Display| DemoError::data(error.to_string());
    let book = documents::workbook::write(&earlier::template(now, &known, &lines)).map_err(|error| failed(&error))?;
    let report = report(authority, first)?;
    let packed = documents::bundle::write(&[("tidigare-ar.xlsx", &book), (REPORT, &report)]);
    let packed = packed.map_err(|error| failed(&error))?;
    let context = WriteContext { actor: Actor::of(ActorKind::Cli), now };
    let file = Handed { name: "tidigare-ar.zip", bytes: &packed };
    let done = earlier::hand_in_own(app, authority.id, context, file).map_err(|error| failed(&error))?;
    let done = done.map_err(DemoError::data)?;
    if done.set.is_none() {
        return Err(DemoError::data(earlier::lines(&done).join(" ")));
    }
    Ok(())
}
