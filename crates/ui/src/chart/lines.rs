//! Lines over time, named at their end; sparklines.

use std::fmt::Write as _;

use maud::{Markup, Render, html};

use super::{Anchor, Chart, Drawing, Paint, Palette, Target, Unit, Value, Voice, axis, fitted, ticks, width_of};
use crate::sv;
use crate::table::{Column, Row, Table};
use crate::text::Text;

/// One line.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// One value for each place on the axis; what is missing is a gap.
    pub values: Vec<Value>,
    /// Whether it is the reader's own.
    pub you: bool,
}

/// Lines over time.
#[derive(Debug, Clone)]
pub struct LineChart<'a> {
    /// Title.
    pub title: Text<'a>,
    /// What the picture says, in a sentence or two.
    pub description: Text<'a>,
    /// What the axis is, as the first head of the table, such as `Year` (in Swedish).
    pub kind: Text<'a>,
    /// In what the values are counted.
    pub unit: Unit,
    /// The places on the axis, such as years.
    pub places: Vec<Text<'a>>,
    /// The lines.
    pub series: Vec<Series<'a>>,
    /// A level to reach.
    pub target: Option<Target<'a>>,
}

/// Geometry of the plot: where a place and a value stand.
struct Plot {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    low: f64,
    high: f64,
    last: f64,
}

impl Plot {
    #[expect(clippy::cast_precision_loss, reason = "a position among a few places")]
    fn x(&self, index: usize) -> f64 {
        if self.last == 0.0 { self.left + self.width / 2.0 } else { self.left + self.width * index as f64 / self.last }
    }
    fn y(&self, value: f64) -> f64 {
        self.top + self.height - (value - self.low) / (self.high - self.low) * self.height
    }
}

impl LineChart<'_> {
    /// From where to where the axis goes, and its step. It starts at zero unless everything lies in the upper half.
    fn range(&self) -> (f64, f64, f64) {
        let values = || {
            let known = self.series.iter().flat_map(|series| &series.values).filter_map(|value| value.known());
            known.chain(self.target.as_ref().map(|target| target.value))
        };
        let high = values().fold(0.0, f64::max);
        let low = values().fold(high, f64::min);
        if high > 0.0 && low > high / 2.0 {
            let (_, step) = axis((high - low).max(high / 10.0), Unit::Decimal);
            let step = if self.unit == Unit::Decimal { step } else { step.max(1.0) };
            let from = ((low / step).floor() * step - step).max(0.0);
            let to = (high / step).ceil() * step;
            let to = if self.unit == Unit::Percent { to.min(100.0) } else { to };
            return (from, if to > from { to } else { from + step }, step);
        }
        let (to, step) = axis(high, self.unit);
        (0.0, to, step)
    }

    fn paint(&self, index: usize) -> Paint {
        let own = self.series.iter().any(|series| series.you);
        match (own, self.series[index].you) {
            (true, true) => Paint::You,
            (true, false) => Paint::Other,
            (false, _) => Paint::Hue(index),
        }
    }

    fn draw_series(&self, draw: &mut Drawing, plot: &Plot, index: usize) {
        let series = &self.series[index];
        let paint = self.paint(index);
        let mut path = String::new();
        let mut pen_down = false;
        for (place, value) in series.values.iter().enumerate() {
            let Some(value) = value.known() else {
                pen_down = false;
                continue;
            };
            let _ = write!(path, "{}{:.1} {:.1}", if pen_down { "L" } else { "M" }, plot.x(place), plot.y(value));
            pen_down = true;
        }
        let stroke = draw.stroke(paint);
        let width = if paint == Paint::Other { 1.75 } else { 2.75 };
        let _ = write!(draw.out, r#"<path d="{path}" stroke-width="{width}" stroke-linejoin="round" {stroke}/>"#);
        let fill = draw.fill(paint);
        let radius = if paint == Paint::Other { 2.5 } else { 4.0 };
        for (place, value) in series.values.iter().enumerate() {
            if let Some(value) = value.known() {
                let (x, y) = (plot.x(place), plot.y(value));
                let _ = write!(draw.out, r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius}" {fill}/>"#);
            }
        }
    }

    /// The names at the ends of the lines: height, text, whether own; moved apart so that none covers another.
    fn end_labels(&self, plot: &Plot) -> Vec<(f64, String, bool)> {
        let mut labels: Vec<(f64, String, bool)> = self
            .series
            .iter()
            .filter_map(|series| {
                let last = series.values.iter().rev().find_map(|value| value.known())?;
                Some((plot.y(last), format!("{} {}", self.unit.write(last.into()), series.name), series.you))
            })
            .collect();
        if let Some(target) = &self.target {
            labels.push((plot.y(target.value), target.label.to_string(), false));
        }
        labels.sort_by(|a, b| a.0.total_cmp(&b.0));
        for index in 1..labels.len() {
            labels[index].0 = labels[index].0.max(labels[index - 1].0 + 18.0);
        }
        // Pushed below the plot: move all up from the end.
        let mut floor = plot.top + plot.height;
        for label in labels.iter_mut().rev() {
            label.0 = label.0.min(floor);
            floor = label.0 - 18.0;
        }
        labels
    }
}

impl Chart for LineChart<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    #[expect(clippy::cast_precision_loss, reason = "a position among a few places")]
    fn svg(&self, id: &str, width: u32, palette: Palette) -> String {
        let width = f64::from(width);
        let (low, high, step) = self.range();
        let grid = ticks(low, high, step);
        let left = grid.iter().map(|&tick| width_of(&self.unit.write(tick.into()))).fold(0.0, f64::max) + 14.0;
        let names =
            self.series.iter().map(|series| width_of(&series.name) + width_of(&self.unit.write(high.into())) + 8.0);
        let names = names.zip(&self.series).map(|(width, series)| if series.you { width * 1.12 } else { width });
        let names = names.chain(self.target.as_ref().map(|target| width_of(&target.label)));
        let right = (names.fold(0.0, f64::max) + 14.0).min(width * 0.38);
        let height = if width >= 520.0 { 260.0 } else { 240.0 };
        let plot = Plot {
            left,
            top: 12.0,
            width: width - left - right,
            height: height - 46.0,
            low,
            high,
            last: self.places.len().saturating_sub(1) as f64,
        };
        let mut draw = Drawing::new(id, &self.title, &self.description, (width, height), palette);
        for tick in grid {
            draw.line((left, plot.y(tick)), (left + plot.width, plot.y(tick)), Paint::Grid, 1.0, false);
            draw.text((left - 10.0, plot.y(tick) + 5.0), &self.unit.write(tick.into()), Anchor::End, Voice::Quiet);
        }
        // Every place is named while there is room, otherwise every second, third ...
        let widest = self.places.iter().map(|place| width_of(place)).fold(0.0, f64::max) + 12.0;
        let mut every = 1;
        while every < self.places.len() && plot.width / (self.places.len().div_ceil(every)) as f64 <= widest {
            every += 1;
        }
        let final_place = self.places.len().saturating_sub(1);
        for (index, place) in
            self.places.iter().enumerate().filter(|(index, _)| (final_place - index).is_multiple_of(every))
        {
            draw.text((plot.x(index), height - 10.0), place, Anchor::Middle, Voice::Quiet);
        }
        if let Some(target) = &self.target {
            let y = plot.y(target.value);
            draw.line((left, y), (left + plot.width, y), Paint::Target, 1.5, true);
        }
        let (others, own): (Vec<usize>, Vec<usize>) =
            (0..self.series.len()).partition(|&index| !self.series[index].you);
        for index in others.into_iter().chain(own) {
            self.draw_series(&mut draw, &plot, index);
        }
        for (y, text, you) in self.end_labels(&plot) {
            let voice = if you { Voice::Strong } else { Voice::Plain };
            draw.text((left + plot.width + 10.0, y + 5.0), &fitted(&text, right - 10.0), Anchor::Start, voice);
        }
        draw.finish()
    }

    fn table(&self) -> Markup {
        let mut columns = vec![Column::new(&*self.kind)];
        columns.extend(self.series.iter().map(|series| Column::number(&*series.name)));
        let rows = self.places.iter().enumerate().map(|(index, place)| {
            let mut cells = vec![html! { (place) }];
            cells.extend(self.series.iter().map(|series| {
                let value = series.values.get(index).copied().unwrap_or(Value::Missing);
                html! { (self.unit.write(value)) }
            }));
            Row::new(cells)
        });
        let table = Table::new(&*self.title, columns).hide_caption().dense().rows(rows.collect()).render();
        html! { (table) @if let Some(target) = &self.target { p.chart-source { (target.label) } } }
    }
}

/// A small line without axes, for a tile or a table cell; `description` says what it shows in a sentence.
pub fn sparkline(id: &str, title: &str, description: &str, values: &[Value], palette: Palette) -> String {
    let known = || values.iter().filter_map(|value| value.known());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let plot = Plot {
        left: 4.0,
        top: 4.0,
        width: 92.0,
        height: 20.0,
        low: if low.is_finite() { low } else { 0.0 },
        high: if low.is_finite() { low + span } else { 1.0 },
        #[expect(clippy::cast_precision_loss, reason = "a position among a few places")]
        last: values.len().saturating_sub(1) as f64,
    };
    let chart = LineChart {
        title: title.into(),
        description: description.into(),
        kind: sv::PLACE.into(),
        unit: Unit::Decimal,
        places: Vec::new(),
        series: vec![Series { name: "".into(), values: values.to_vec(), you: true }],
        target: None,
    };
    let mut draw = Drawing::new(id, title, description, (100.0, 28.0), palette);
    let stroke = draw.stroke(Paint::You);
    let mut path = String::new();
    let mut pen_down = false;
    for (place, value) in chart.series[0].values.iter().enumerate() {
        match value.known() {
            Some(value) => {
                let _ = write!(path, "{}{:.1} {:.1}", if pen_down { "L" } else { "M" }, plot.x(place), plot.y(value));
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    let _ = write!(draw.out, r#"<path d="{path}" stroke-width="2" stroke-linejoin="round" {stroke}/>"#);
    if let Some((place, value)) = values.iter().enumerate().rev().find_map(|(at, value)| Some((at, value.known()?))) {
        let fill = draw.fill(Paint::You);
        let _ = write!(draw.out, r#"<circle cx="{:.1}" cy="{:.1}" r="3.2" {fill}/>"#, plot.x(place), plot.y(value));
    }
    draw.finish()
}
