#![expect(clippy::unwrap_used, reason = "tests")]

mod deciding;
mod mapping;
mod pages;
mod reading;
mod roads;

use std::io::{Cursor, Write};

use ::store::{ReadTx, Scope as DbScope, StoreError};
use domain::participations::profile;
use kernel::Day;
use platform::access::Tools;

use super::*;
use crate::participations::{Place, Scope, SetKind, Tally, publish};
use crate::testing::{World, apart, day};

/// A personnummer of the range that the Swedish Tax Agency keeps for tests; each number gives another.
pub fn person(n: u32) -> String {
    let (born, serial) = (Day::new(1970, 1, 1).unwrap().plus_days(i32::try_from(n / 20).unwrap()), 980 + n % 20);
    let nine = format!("{:02}{:02}{:02}{serial}", born.year() % 100, born.month(), born.day_of_month());
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("19{nine}{}", (10 - sum % 10) % 10)
}

pub const HEADINGS: &str =
    "Personnummer;K\u{f6}n;Kurskod;Kursstart;Kursslut;Enhet;Betyg;Betygsdatum;Utfall;Avbrottsdatum";

/// A row in our own format: somebody who goes on.
pub fn going_on(n: u32) -> String {
    format!("{};K;SFIKUB92;2024-01-08;;10000001;;;P\u{e5}g\u{e5}r;", person(n))
}

/// A row in our own format: somebody who has a grade.
pub fn graded(n: u32, grade: &str) -> String {
    format!("{};M;SFIKUC93;2024-01-08;2024-03-01;Norrsken;{grade};2024-03-01;;", person(n))
}

pub fn file(rows: &[String]) -> String {
    file_of(HEADINGS, rows)
}

pub fn file_of(headings: &str, rows: &[String]) -> String {
    format!("{headings}\n{}\n", rows.join("\n"))
}

pub fn place(world: &World) -> Place {
    Place { db: world.app.db().clone(), tenant: world.ekstad.id, context: world.context() }
}

pub fn order(profile: &str, kind: SetKind) -> Order {
    let profile = profile::shipped().iter().find(|one| one.slug == profile).unwrap().clone();
    Order {
        profile: Kept { profile, version: None },
        kind,
        scope: Scope::default(),
        as_of: day("2024-03-15"),
        file_name: "kurser.csv".to_owned(),
        file_sha256: "00".to_owned(),
        person: None,
        dry_run: false,
    }
}

/// Opens the bytes as a file that has come, reads them in and takes them in.
pub fn read(world: &World, bytes: &[u8], order: &Order) -> Result<(Done, Vec<u8>), ImportProblem> {
    apart(|| {
        let opened = open(Box::new(Cursor::new(bytes.to_vec())), world.app.sandbox());
        let mut opened = opened.map_err(ImportProblem::Unreadable)?;
        let (place, mut verdicts) = (place(world), Vec::new());
        let out = Some(&mut verdicts as &mut dyn Write);
        let done = read_in(&place, &Tools::of(&world.app), &mut *opened.text, order, out, &mut |_, _| true)?;
        if let Some(set) = done.staged.set {
            publish(&place, set).unwrap();
        }
        Ok((done, verdicts))
    })
}

pub fn tally(read: u32, rejected: u32, unchanged: u32, added: u32, changed: u32, removed: u32) -> Tally {
    Tally { read, rejected, unchanged, added, changed, removed, educations: 0 }
}

pub fn ask<T: Send + 'static>(
    world: &World,
    work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    world.read(DbScope::Tenant(world.ekstad.id), work)
}

/// What was found, each kind with its field and how many.
pub fn kinds(findings: &Findings) -> Vec<(String, u32)> {
    findings.groups.iter().map(|group| (group.field.clone().unwrap_or_default(), group.count)).collect()
}
