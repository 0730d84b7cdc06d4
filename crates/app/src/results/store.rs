//! What a picture is made of: the counts up to a set, where they belong, and what things are called.
//!
//! The counts of one authority are read at once and kept while its chain stands still; every figure of a page is summed from
//! them in memory. So a page costs the head of the chain and some names, however many figures it shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::store::{ReadTx, StoreError, sql};
use domain::courses::SchoolForm;
use domain::participations::{Measure, Sex, StudyForm};
use domain::year::{Regime, Word};
use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Day, Id};

use super::model::{Cell, GroupFacts, Picture, Spot, of};
use super::persons::Students;
use super::sv;
use super::together::Judged;
use crate::participations::{self, CellKey};

/// The counts that hold after the set `upto`, those of persons where they have been counted, and complaints as reported.
pub fn picture(tx: &mut ReadTx<'_>, upto: i64) -> Result<Arc<Picture>, StoreError> {
    tx.standing("results.picture", &upto.to_string(), |tx| {
        let mut picture = Picture::default();
        match participations::counted_after(tx, upto)? {
            Some(counted) => {
                picture.cells = by_measure(&cells(counted.cells)?, &cells(counted.persons.cells)?);
                picture.students = Some(Students::of(counted.persons.counts));
            }
            // Not condensed yet, or not any more: persons are not told.
            None => picture.cells = cells(participations::cells(tx, upto)?)?,
        }
        picture.complaints = super::complaints::complaints(tx)?;
        picture.work = super::work::work(tx)?;
        // In order already; a sort that sees that does nothing.
        picture.cells.sort();
        let undated = participations::undated(tx, upto)?;
        picture.undated = cells(undated.into_iter().map(|key| (key, 0)))?;
        picture.places = places(tx)?;
        picture.groups = groups(tx)?;
        Ok(picture)
    })
}

/// What has been judged of the picture for whoever may not see rows, kept as long as it is.
pub fn judged(tx: &mut ReadTx<'_>, upto: i64) -> Result<Arc<Judged>, StoreError> {
    tx.standing("results.judged", &upto.to_string(), |_| Ok(Judged::default()))
}

fn cells(counted: impl IntoIterator<Item = (CellKey, i64)>) -> Result<Vec<Cell>, StoreError> {
    let cell = |(key, n): (CellKey, i64)| {
        let study_form = StudyForm::from_code(key.study_form);
        let (study_form, sex) = study_form.zip(Sex::from_code(key.sex))?;
        Some(Cell { measure: key.measure, month: key.month, place: key.place.0, group: key.group, study_form, sex, n })
    };
    let all =
        counted.into_iter().map(|one| cell(one).ok_or_else(|| StoreError::Damaged(format!("a count of {one:?}"))));
    all.collect()
}

/// Two lists that are in order each and share no measure, as one in order.
fn by_measure(one: &[Cell], other: &[Cell]) -> Vec<Cell> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    for measure in Measure::ALL {
        all.extend_from_slice(of(one, *measure));
        all.extend_from_slice(of(other, *measure));
    }
    all
}

fn places(tx: &mut ReadTx<'_>) -> Result<BTreeMap<u32, Spot>, StoreError> {
    let places = participations::places(tx)?;
    Ok(places
        .into_iter()
        .map(|(number, spot)| (number, Spot { provider: spot.organisation, unit: spot.unit, area: spot.area }))
        .collect())
}

fn groups(tx: &mut ReadTx<'_>) -> Result<BTreeMap<u32, GroupFacts>, StoreError> {
    let rows: Vec<(u32, String, String, String)> =
        tx.all(sql!("SELECT number, slug, title, school_form FROM course_group WHERE tenant_id = $1"), &[])?;
    let named: Vec<(&str, &str, &str)> =
        rows.iter().map(|(_, slug, title, form)| (slug.as_str(), title.as_str(), form.as_str())).collect();
    rows.iter()
        .map(|(number, slug, title, form)| {
            let facts = SchoolForm::from_slug(form)
                .map(|form| GroupFacts { title: told_apart((slug, title, form.slug()), &named), form })
                .ok_or_else(|| StoreError::Damaged(format!("course group {number}")))?;
            Ok((*number, facts))
        })
        .collect()
}

/// The group's name, with what tells it from another of the same name in the same school form: what its courses are, and
/// its code where that is not enough.
pub(super) fn told_apart((slug, title, form): (&str, &str, &str), all: &[(&str, &str, &str)]) -> String {
    let unit = |slug: &str| slug.split('.').nth(1).unwrap_or_default().to_owned();
    let alike: Vec<&str> = all
        .iter()
        .filter(|(other, name, in_form)| *other != slug && *name == title && *in_form == form)
        .map(|(other, ..)| *other)
        .collect();
    if alike.is_empty() {
        return title.to_owned();
    }
    let taught = participations::unit_from_slug(&unit(slug)).map_or("", sv::taught_as);
    let code = slug.rsplit('.').next().unwrap_or_default();
    match (alike.iter().any(|other| unit(other) == unit(slug)), taught) {
        (false, taught) if !taught.is_empty() => format!("{title}, {taught}"),
        (true, taught) if !taught.is_empty() => format!("{title}, {taught}, {code}"),
        _ => format!("{title}, {code}"),
    }
}

/// An agreement, as far as targets depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// The provider.
    pub provider: Id<Organisation>,
    /// How it is tied.
    pub regime: Regime,
    /// The contract area; nothing where it is for all of them.
    pub area: Option<Id<Area>>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Option<Day>,
}

/// What units and areas are called, and how providers are tied to the authority.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// Units: name and provider, in Swedish order of their names.
    pub units: Vec<(Id<Unit>, String, Id<Organisation>)>,
    /// Contract areas: stable name and name, in Swedish order.
    pub areas: Vec<(Id<Area>, String, String)>,
    /// Agreements.
    pub agreements: Vec<Agreement>,
}

/// The authority's register, kept while the chain stands still.
pub fn register(tx: &mut ReadTx<'_>) -> Result<Arc<Register>, StoreError> {
    tx.standing("results.register", "", |tx| {
        let units = tx.all(
            sql!("SELECT id, name, organisation_id FROM unit WHERE tenant_id = $1 ORDER BY sort_key, code"),
            &[],
        )?;
        let areas =
            tx.all(sql!("SELECT id, slug, name FROM area WHERE tenant_id = $1 ORDER BY sort_key, slug"), &[])?;
        let rows: Vec<(Id<Organisation>, String, Option<Id<Area>>, Day, Option<Day>)> = tx.all(
            sql!(
                "SELECT organisation_id, regime, area_id, valid_from, valid_to FROM agreement WHERE tenant_id = $1
                 ORDER BY id"
            ),
            &[],
        )?;
        let agreements = rows
            .into_iter()
            .filter_map(|(provider, regime, area, from, to)| {
                Some(Agreement { provider, regime: Regime::from_slug(&regime)?, area, from, to })
            })
            .collect();
        Ok::<_, StoreError>(Register { units, areas, agreements })
    })
}

/// What providers are called here, in Swedish order. Names are shared between authorities, so they are read each time.
pub fn providers(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Organisation>, String)>, StoreError> {
    tx.all(
        sql!(
            "SELECT o.id, COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
             WHERE p.tenant_id = $1 ORDER BY COALESCE(p.sort_key, o.sort_key), o.id"
        ),
        &[],
    )
}
