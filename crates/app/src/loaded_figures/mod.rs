//! Figures and targets of earlier years as they are in force: what was handed in as a set that was taken in and not
//! withdrawn. For whoever shows them beside counted ones, and for whoever hands in more. How they come in is `earlier`.

use std::sync::Arc;

use ::store::{ReadTx, StoreError, row, sql};
use domain::earlier::{FigureKey, FigureSaid, TargetKey, TargetSaid, Whom};
use domain::participations::Sex;
use domain::year::{Decimal, Regime, Word};
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

/// A figure that counts, with its set and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFigure {
    /// Of what.
    pub key: FigureKey,
    /// What was said.
    pub said: FigureSaid,
    /// The set.
    pub set: i64,
}

/// A target that holds, with its set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTarget {
    /// Of what.
    pub key: TargetKey,
    /// What was said.
    pub said: TargetSaid,
    /// The set.
    pub set: i64,
}

/// Figures and targets of earlier years that count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Figures.
    pub figures: Vec<StoredFigure>,
    /// Targets.
    pub targets: Vec<StoredTarget>,
}

row! {
    struct FigureRow {
        set: i64,
        year: i16,
        indicator: String,
        provider: Option<Id<Organisation>>,
        unit: Option<Id<Unit>>,
        area: Option<Id<Area>>,
        sex: String,
        part: Option<i64>,
        base: Option<i64>,
        value: Option<i64>,
        source: String,
        note: String,
    }
}

impl From<FigureRow> for StoredFigure {
    fn from(row: FigureRow) -> Self {
        let whom = Whom { provider: row.provider, unit: row.unit, area: row.area };
        Self {
            key: FigureKey { year: row.year, indicator: row.indicator, whom, sex: Sex::from_slug(&row.sex) },
            said: FigureSaid { counts: row.part.zip(row.base), value: row.value, source: row.source, note: row.note },
            set: row.set,
        }
    }
}

row! {
    struct TargetRow {
        set: i64,
        year: i16,
        indicator: String,
        regime: Option<String>,
        area: Option<Id<Area>>,
        value: i64,
    }
}

/// The figures and targets that count, kept while the chain stands still.
pub fn figures(tx: &mut ReadTx<'_>) -> Result<Arc<Figures>, StoreError> {
    tx.standing("earlier.figures", "", |tx| {
        let figures: Vec<FigureRow> = tx.all(
            sql!(
                "SELECT f.set_number, f.year, f.indicator, f.organisation_id, f.unit_id, f.area_id, f.sex, f.part, f.base,
                    f.value, f.source, f.note
                 FROM earlier_figure f JOIN earlier_set s ON s.tenant_id = f.tenant_id AND s.number = f.set_number
                 WHERE f.tenant_id = $1 AND s.state = 'taken' ORDER BY f.set_number, f.row"
            ),
            &[],
        )?;
        let targets: Vec<TargetRow> = tx.all(
            sql!(
                "SELECT t.set_number, t.year, t.indicator, t.regime, t.area_id, t.value
                 FROM earlier_target t JOIN earlier_set s ON s.tenant_id = t.tenant_id AND s.number = t.set_number
                 WHERE t.tenant_id = $1 AND s.state = 'taken' ORDER BY t.set_number, t.row"
            ),
            &[],
        )?;
        let targets = targets.into_iter().map(|row| StoredTarget {
            key: TargetKey {
                year: row.year,
                indicator: row.indicator,
                regime: row.regime.as_deref().and_then(Regime::from_slug),
                area: row.area,
            },
            said: TargetSaid { value: Decimal::from_thousandths(row.value) },
            set: row.set,
        });
        let figures = figures.into_iter().map(StoredFigure::from).collect();
        Ok::<_, StoreError>(Figures { figures, targets: targets.collect() })
    })
}
