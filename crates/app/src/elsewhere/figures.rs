//! Figures of indicators that a file says: they come without their base, so they are loaded as such figures are, judged by
//! the same rules, and never summed.

use ::store::{ReadTx, StoreError};
use domain::earlier::{Fault, Input, Judged, Kind, Known, Row, judge, sv as words};
use domain::elsewhere::{Entry, Goal, Whom};
use kernel::Day;

use super::judging::{Asking, Looked, NotRight};
use crate::earlier;

/// What the figures of the file come to; nothing where it has none.
pub(super) fn judged(
    tx: &mut ReadTx<'_>,
    looked: &Looked,
    asking: &Asking,
    today: Day,
) -> Result<Option<Judged>, StoreError> {
    if looked.figures.is_empty() {
        return Ok(None);
    }
    let Some(known) = earlier::known(tx, today, None)? else { return Ok(None) };
    // A row of the file may say several: each has a number of its own in the set.
    let inputs: Vec<Input> =
        (1..).zip(&looked.figures).map(|(number, entry)| input(number, entry, &known, asking)).collect();
    Ok(Some(judge(&inputs, &known)))
}

/// The row of the template for figures that would say the same.
fn input(number: u32, entry: &Entry, known: &Known, asking: &Asking) -> Input {
    let provider = |id| known.providers.iter().find(|(of, ..)| *of == id).map(|(_, name, _)| name.clone());
    let cell = |slug: &str| match (slug, &entry.goal, entry.whom) {
        ("year", ..) => Some(asking.year.to_string()),
        ("indicator", Goal::Indicator(indicator), _) => Some(indicator.clone()),
        ("value", ..) => Some(entry.value.clone()),
        ("source", ..) => Some(asking.system.clone()),
        ("provider", _, Whom::Provider(id) | Whom::Area(id, _)) => provider(id),
        ("provider", _, Whom::Unit(id)) => {
            known.units.iter().find(|(of, ..)| *of == id).and_then(|(.., organisation)| provider(*organisation))
        }
        ("unit", _, Whom::Unit(id)) => {
            known.units.iter().find(|(of, ..)| *of == id).map(|(_, _, code, _)| code.clone())
        }
        ("area", _, Whom::Area(_, id)) => {
            known.areas.iter().find(|(of, ..)| *of == id).map(|(_, slug, _)| slug.clone())
        }
        _ => None,
    };
    let cells = Kind::Results.columns().iter().map(|(slug, _)| Some(cell(slug).unwrap_or_default())).collect();
    Input { kind: Kind::Results, number, cells }
}

/// What is wrong with the figures of the file, judged in their order.
pub(super) fn faults(judged: &Judged, figures: &[Entry]) -> Vec<NotRight> {
    let of = |(row, entry): (&Row, &Entry)| -> Vec<NotRight> {
        let told = |(_, fault): &(usize, Fault)| {
            let (what, remedy) = words::parts(fault);
            (Some(entry.row), what, remedy)
        };
        row.faults.iter().map(told).collect()
    };
    judged.rows.iter().zip(figures).flat_map(of).collect()
}
