//! Month by month with the limits of ordinary variation.

use maud::{Markup, Render, html};

use super::plane::Plane;
use super::{Anchor, Chart, Drawing, Paint, Palette, Unit, Value, Voice, fitted, width_of};
use crate::sv;
use crate::table::{Column, Row, Table};
use crate::text::Text;

/// One month.
#[derive(Debug, Clone)]
pub struct MonthPoint<'a> {
    /// What it is called, short.
    pub label: Text<'a>,
    /// The share, 0 to 100.
    pub value: Value,
    /// The share in words, with its base.
    pub value_text: Text<'a>,
    /// The limits at its base, 0 to 100, where there are any.
    pub limits: Option<(f64, f64)>,
    /// What stands out about it, in words; empty where nothing does.
    pub signal: Text<'a>,
}

/// Months in a row.
#[derive(Debug, Clone)]
pub struct MonthChart<'a> {
    /// Title.
    pub title: Text<'a>,
    /// What the picture says, in a sentence or two.
    pub description: Text<'a>,
    /// The months.
    pub months: Vec<MonthPoint<'a>>,
    /// The share of all of them, with its name.
    pub centre: Option<super::Target<'a>>,
    /// The level to reach, with its name.
    pub target: Option<super::Target<'a>>,
    /// What the limits are called, at their end.
    pub limits: Text<'a>,
}

impl MonthChart<'_> {
    #[expect(clippy::cast_precision_loss, reason = "a position among a few months")]
    fn x(&self, plane: &Plane, index: usize) -> f64 {
        let places = self.months.len().max(1) as f64;
        plane.left + plane.width * (index as f64 + 0.5) / places
    }

    /// Limits as steps: each month has its own, by its base.
    fn limit_lines(&self, draw: &mut Drawing, plane: &Plane) {
        let half = plane.width / (f64::from(u32::try_from(self.months.len().max(1)).unwrap_or(1)) * 2.0);
        for side in [0, 1] {
            let mut points = Vec::new();
            for (index, month) in self.months.iter().enumerate() {
                let x = self.x(plane, index);
                match month.limits.map(|limits| if side == 0 { limits.0 } else { limits.1 }) {
                    Some(limit) => points.extend([Some((x - half, limit)), Some((x + half, limit))]),
                    None => points.push(None),
                }
            }
            plane.path(draw, &points, Paint::Other, 1.25, "3 3");
        }
    }

    fn labels(&self, draw: &mut Drawing, plane: &Plane, right: f64) {
        let mut ends: Vec<(f64, &str)> = Vec::new();
        ends.extend(self.centre.as_ref().map(|centre| (plane.y(centre.value), &*centre.label)));
        ends.extend(self.target.as_ref().map(|target| (plane.y(target.value), &*target.label)));
        let last = self.months.iter().rev().find_map(|month| month.limits);
        ends.extend(last.map(|limits| (plane.y(limits.1), &*self.limits)));
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut above = f64::NEG_INFINITY;
        for (y, text) in ends {
            let y = y.max(above + 17.0);
            above = y;
            draw.text((plane.right() + 10.0, y + 5.0), &fitted(text, right - 12.0), Anchor::Start, Voice::Quiet);
        }
    }
}

impl Chart for MonthChart<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn svg(&self, id: &str, width: u32, palette: Palette) -> String {
        let size = (f64::from(width), if width >= 520 { 300.0 } else { 270.0 });
        let names = [&self.centre, &self.target].into_iter().flatten().map(|line| width_of(&line.label));
        let right = names.chain([width_of(&self.limits)]).fold(0.0, f64::max) + 14.0;
        let right = right.min(size.0 * 0.3);
        let mut values = self
            .months
            .iter()
            .flat_map(|month| [month.value.known(), month.limits.map(|l| l.0), month.limits.map(|l| l.1)])
            .flatten()
            .chain([&self.centre, &self.target].into_iter().flatten().map(|line| line.value));
        let plane = Plane::of(&mut values, size, right);
        let mut draw = Drawing::new(id, &self.title, &self.description, size, palette);
        plane.grid(&mut draw);
        let widest = self.months.iter().map(|month| width_of(&month.label)).fold(0.0, f64::max) + 10.0;
        let mut every = 1;
        while every < self.months.len() && self.x(&plane, every) - self.x(&plane, 0) <= widest {
            every += 1;
        }
        for (index, month) in self.months.iter().enumerate().filter(|(index, _)| index.is_multiple_of(every)) {
            draw.text((self.x(&plane, index), plane.foot() + 22.0), &month.label, Anchor::Middle, Voice::Quiet);
        }
        self.limit_lines(&mut draw, &plane);
        for (line, dashed) in [(&self.centre, false), (&self.target, true)] {
            if let Some(line) = line {
                let y = plane.y(line.value);
                let paint = if dashed { Paint::Target } else { Paint::Other };
                draw.line((plane.left, y), (plane.right(), y), paint, 1.5, dashed);
            }
        }
        let points: Vec<Option<(f64, f64)>> = self
            .months
            .iter()
            .enumerate()
            .map(|(index, month)| month.value.known().map(|value| (self.x(&plane, index), value)))
            .collect();
        plane.path(&mut draw, &points, Paint::You, 2.25, "");
        for (index, month) in self.months.iter().enumerate() {
            if let Some(value) = month.value.known() {
                plane.mark(&mut draw, self.x(&plane, index), value, !month.signal.is_empty(), Paint::You);
            }
        }
        self.labels(&mut draw, &plane, right);
        draw.finish()
    }

    fn table(&self) -> Markup {
        let columns = vec![
            Column::new(sv::MONTH),
            Column::number(sv::SHARE),
            Column::number(sv::LIMITS),
            Column::new(sv::STANDS_OUT),
        ];
        let rows = self.months.iter().map(|month| {
            let limits = month.limits.map_or_else(String::new, |(low, high)| sv::range(Unit::Percent, low, high));
            Row::new(vec![
                html! { (month.label) },
                html! { (month.value_text) },
                html! { (limits) },
                html! { (month.signal) },
            ])
        });
        let table = Table::new(&*self.title, columns).hide_caption().dense().rows(rows.collect()).render();
        html! {
            (table)
            @for line in [&self.centre, &self.target].into_iter().flatten() { p.chart-source { (line.label) } }
        }
    }
}
