//! The students of a provider that may teach no longer, so that they can go on elsewhere: behind a right of its own, and each look is
//! told in the chain of readings.

use std::collections::BTreeMap;

use ::store::Event;
use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use kernel::id::kind::Organisation;
use kernel::{Day, Id};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::store::Bare;
use super::{PAGE, store, sv, view_list};
use crate::organisations;
use crate::participations::{self, RowAt};

/// What is listed of a provider.
#[derive(Debug)]
pub(super) struct Leaving {
    pub name: String,
    /// The day of the decision, what it is called, and the deficiency's number.
    pub decided: (Day, String, i64),
    /// The ongoing courses of each student.
    pub students: Vec<Vec<RowAt>>,
    /// Students whose identities are protected.
    pub protected: usize,
    /// The newest set of rows, and the day it is as of.
    pub as_of: Option<Day>,
    /// Where the rows are, by number of place.
    pub units: BTreeMap<u32, String>,
}

fn decided(of: &Bare) -> Option<(Day, String, i64)> {
    let one = of.stands.ends_the_provider()?;
    let (on, ..) = one.decided.as_ref()?;
    Some((*on, one.rung.title.clone(), of.number))
}

/// The providers of which a decision holds that ends them.
pub(super) async fn list(cx: Cx<may::ListForTransfer>) -> Result<Reply, Stop> {
    let found = cx
        .read(|tx| {
            let mut found: BTreeMap<Id<Organisation>, (String, (Day, String, i64))> = BTreeMap::new();
            for of in store::bare(tx)? {
                if let Some(decided) = decided(&of)
                    && let Some(provider) = organisations::provider(tx, of.organisation)?
                {
                    found.insert(of.organisation, (provider.name, decided));
                }
            }
            Ok(found)
        })
        .await?;
    let main = view_list::leaving(&cx.link(&format!("{PAGE}/overflyttning")), &found);
    let sheet = Sheet::new(sv::TRANSFER, main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"));
    Ok(cx.show(sheet.crumb(sv::TITLE, cx.link(PAGE))))
}

/// The students of one.
pub(super) async fn students(
    cx: Cx<may::ListForTransfer>,
    Path((_, organisation)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let of: Id<Organisation> = organisation.parse().map_err(|_| Stop::NotFound)?;
    let leaving = cx
        .read(move |tx| {
            let found = store::bare(tx)?.into_iter().filter(|one| one.organisation == of).find_map(|one| decided(&one));
            let decided = found.ok_or(Stop::NotFound)?;
            let name = organisations::provider(tx, of)?.ok_or(Stop::NotFound)?.name;
            let upto = participations::published(tx)?;
            let places = participations::places(tx)?;
            let own: Vec<u32> =
                places.iter().filter(|(_, spot)| spot.organisation == of).map(|(number, _)| *number).collect();
            let mut units = BTreeMap::new();
            for (number, spot) in places.iter().filter(|(_, spot)| spot.organisation == of) {
                if let Some(unit) = spot.unit
                    && let Some(unit) = organisations::unit(tx, unit)?
                {
                    units.insert(*number, unit.name);
                }
            }
            let (students, protected) = participations::ongoing_by_student(tx, upto, &own)?;
            let as_of = participations::set(tx, upto)?.map(|set| set.as_of);
            Ok(Leaving { name, decided, students, protected, as_of, units })
        })
        .await?;
    let count = leaving.students.len();
    cx.write(move |tx| {
        let facts = json!({ "organisation": of, "count": count });
        Ok(tx.keep_reading_log(&[Event { kind: "deficiency.transfer-read", subject: None, facts }])?)
    })
    .await?;
    if FormData::parse(query.unwrap_or_default().as_bytes()).get("format") == "csv" {
        return Ok(as_csv(&leaving));
    }
    let base = cx.link(&format!("{PAGE}/overflyttning"));
    let main = view_list::students(&format!("{base}/{of}"), &leaving);
    let sheet = Sheet::new(leaving.name.clone(), main).crumb(sv::TITLE, cx.link(PAGE)).crumb(sv::TRANSFER, base);
    Ok(cx.show(sheet.wide()))
}

fn as_csv(of: &Leaving) -> Reply {
    let mut rows = vec![view_list::STUDENT_HEADINGS.map(str::to_owned).to_vec()];
    for (number, student) in (1..).zip(&of.students) {
        rows.extend(student.iter().map(|row| view_list::student_row(number, row, of)));
    }
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = rows.into_iter().map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", "overflyttning.csv")
}
