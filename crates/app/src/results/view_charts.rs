//! The pictures: funnel, months, distribution.

use domain::indicators::{Figure, sv as words};
use domain::year::Indicator;
use kernel::swedish::integer;
use stats::funnel::Standing;
use ui::chart::{Bar, BarChart, FunnelChart, FunnelLimits, FunnelPoint, MonthChart, MonthPoint, Target, Unit, Value};

use super::look::{Basis, Seen};
use super::sv;

/// At so many bases the limits are worked out.
const STEPS: i64 = 60;

fn value(figure: Figure) -> Value {
    match (figure, figure.value()) {
        (Figure::TooFew, _) => Value::TooFew,
        (_, Some(value)) => Value::Known(value),
        (_, None) => Value::Missing,
    }
}

fn base(figure: Figure) -> u64 {
    figure.counts().and_then(|(_, base)| u64::try_from(base).ok()).unwrap_or_default()
}

/// The funnel of what is told apart; nothing where there are too few.
pub fn funnel(basis: &Basis, seen: &Seen) -> Option<FunnelChart<'static>> {
    let funnel = seen.funnel.as_ref()?;
    let points: Vec<FunnelPoint<'static>> = seen
        .rows
        .iter()
        .filter_map(|row| {
            let (value, standing) = (row.figure.value()?, row.standing?);
            Some(FunnelPoint {
                label: row.name.clone().into(),
                base: base(row.figure),
                value,
                value_text: words::value(row.figure).into(),
                standing: words::standing(standing).into(),
                outside: !matches!(standing, Standing::Average | Standing::NoBase),
                you: false,
            })
        })
        .collect();
    let largest = points.iter().map(|point| point.base).max().and_then(|most| i64::try_from(most).ok())?;
    let mut bases: Vec<i64> = (1..=STEPS).map(|step| (largest * step / STEPS).max(1)).collect();
    bases.extend(points.iter().filter_map(|point| i64::try_from(point.base).ok()));
    bases.sort_unstable();
    bases.dedup();
    let limits = bases
        .into_iter()
        .filter_map(|base| {
            let limits = funnel.limits(base)?;
            let percent = |interval: stats::Interval| (interval.low * 100.0, interval.high * 100.0);
            Some(FunnelLimits {
                base: u64::try_from(base).ok()?,
                inner: percent(limits.inner),
                outer: percent(limits.outer),
            })
        })
        .collect();
    let centre = words::value(Figure::of_share(funnel.centre, 0));
    let by = basis.request.by;
    Some(FunnelChart {
        title: format!("{} mot hur många de räknas på", sv::by(by)).into(),
        description: format!("{} Genomsnittet är {centre}.", sv::funnel(by, seen)).into(),
        kind: sv::by(by).into(),
        base: "Antal (n)".into(),
        centre: Target { value: funnel.centre.value()? * 100.0, label: format!("Alla {centre}").into() },
        points,
        limits,
    })
}

/// The chart of months; nothing where there are none.
pub fn months(seen: &Seen) -> Option<MonthChart<'static>> {
    let chart = seen.chart.as_ref()?;
    let months = seen
        .months
        .iter()
        .map(|told| MonthPoint {
            label: sv::month_short(told.month).into(),
            value: value(told.figure),
            value_text: sv::with_base(told.figure).into(),
            limits: told
                .judged
                .as_ref()
                .and_then(|judged| judged.limits)
                .map(|limits| (limits.low * 100.0, limits.high * 100.0)),
            signal: told.judged.as_ref().map_or_else(String::new, |judged| sv::signals(&judged.signals)).into(),
        })
        .collect();
    let centre = words::value(Figure::of_share(chart.centre, 0));
    let target = seen
        .lead
        .goal
        .limit
        .map(|limit| Target { value: limit.share() * 100.0, label: format!("Mål {}", words::limit(limit)).into() });
    Some(MonthChart {
        title: "Månad för månad".into(),
        description: format!("{} Genomsnittet för månaderna är {centre}.", sv::months_lead(seen)).into(),
        months,
        centre: chart
            .centre
            .value()
            .map(|value| Target { value: value * 100.0, label: format!("Alla {centre}").into() }),
        target,
        limits: sv::limits_name(chart.footing).into(),
    })
}

/// The parts of a distribution; nothing for other indicators.
pub fn distribution(indicator: &Indicator, seen: &Seen) -> Option<BarChart<'static>> {
    if seen.parts.is_empty() {
        return None;
    }
    let bars: Vec<Bar<'static>> = seen
        .parts
        .iter()
        .map(|part| Bar {
            label: words::part(part.term).into(),
            value: value(part.figure),
            base: None,
            interval: None,
            you: true,
        })
        .collect();
    let told: Vec<String> =
        seen.parts.iter().map(|part| format!("{} {}", words::part(part.term), words::value(part.figure))).collect();
    let base = seen.lead.figure.counts().map_or_else(String::new, |(_, base)| format!(" av {}", integer(base)));
    Some(BarChart {
        title: indicator.title.as_sv().to_owned().into(),
        description: format!("Andelar{base}: {}.", told.join(", ")).into(),
        kind: "Betyg".into(),
        unit: Unit::Percent,
        bars,
        target: None,
    })
}
