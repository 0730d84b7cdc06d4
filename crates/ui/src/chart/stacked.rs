//! Bars of several parts, after one another (stacked) or under one another (grouped).

use maud::{Markup, Render, html};

use super::{
    Anchor, Chart, Drawing, LABEL_LINE, Paint, Palette, Unit, Value, Voice, axis, label_lines, ticks, width_of,
};
use crate::table::{Column, Row, Table};
use crate::text::Text;

/// One bar of parts.
#[derive(Debug, Clone)]
pub struct StackRow<'a> {
    /// Whose.
    pub label: Text<'a>,
    /// One value for each part.
    pub values: Vec<Value>,
}

/// Bars of parts.
#[derive(Debug, Clone)]
pub struct StackedChart<'a> {
    /// Title.
    pub title: Text<'a>,
    /// What the picture says, in a sentence or two.
    pub description: Text<'a>,
    /// What the bars are, as the first head of the table.
    pub kind: Text<'a>,
    /// In what the values are counted.
    pub unit: Unit,
    /// The parts, five at most.
    pub parts: Vec<Text<'a>>,
    /// The bars.
    pub rows: Vec<StackRow<'a>>,
    /// Parts under one another instead of after one another.
    pub grouped: bool,
}

impl StackedChart<'_> {
    fn largest(&self) -> f64 {
        let known = |row: &StackRow<'_>| row.values.iter().filter_map(|value| value.known()).collect::<Vec<_>>();
        self.rows
            .iter()
            .map(|row| if self.grouped { known(row).into_iter().fold(0.0, f64::max) } else { known(row).iter().sum() })
            .fold(0.0, f64::max)
    }

    /// Squares with the parts' names above the plot, in the order of the parts; gives the height used.
    fn key(&self, draw: &mut Drawing, left: f64, width: f64) -> f64 {
        let (mut x, mut y) = (left, 4.0);
        for (index, part) in self.parts.iter().enumerate() {
            let room = width_of(part) + 34.0;
            if x > left && x + room > width {
                x = left;
                y += 22.0;
            }
            draw.rect((x, y), (12.0, 12.0), Paint::Hue(index));
            draw.text((x + 18.0, y + 11.0), part, Anchor::Start, Voice::Plain);
            x += room;
        }
        y + 26.0
    }

    fn bar(&self, draw: &mut Drawing, row: &StackRow<'_>, top: f64, x: &dyn Fn(f64) -> f64) {
        let mut from = 0.0;
        let mut y = top;
        for (index, value) in row.values.iter().enumerate() {
            let text = self.unit.write(*value);
            if self.grouped {
                let end = value.known().map_or(x(0.0), |number| {
                    draw.rect((x(0.0), y), (x(number) - x(0.0), 14.0), Paint::Hue(index));
                    x(number)
                });
                draw.text((end + 6.0, y + 12.0), &text, Anchor::Start, Voice::Quiet);
                y += 17.0;
            } else if let Some(number) = value.known() {
                let width = x(from + number) - x(from);
                // A hair of paper between the parts, so that they are told apart without colour.
                draw.rect((x(from), y), (width - 1.5, 20.0), Paint::Hue(index));
                if width > width_of(&text) + 8.0 {
                    draw.text((x(from) + width / 2.0, y + 15.0), &text, Anchor::Middle, Voice::OnColour);
                }
                from += number;
            }
        }
    }
}

impl Chart for StackedChart<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of bars")]
    fn svg(&self, id: &str, width: u32, palette: Palette) -> String {
        let width = f64::from(width);
        let wide = width >= 520.0;
        let widest = self.rows.iter().map(|row| width_of(&row.label)).fold(0.0, f64::max);
        let left = if wide { widest.min(width * 0.42) + 12.0 } else { 0.0 };
        let bar = if self.grouped { 17.0 * self.parts.len() as f64 } else { 20.0 };
        let label = |row: &StackRow<'_>| label_lines(&row.label, if wide { left - 12.0 } else { width }, Voice::Plain);
        let more = if self.rows.iter().any(|row| label(row).len() > 1) { LABEL_LINE } else { 0.0 };
        let pitch = if wide { bar.max(20.0 + more) + 14.0 } else { bar + 34.0 + more };
        let (max, step) = axis(self.largest(), self.unit);
        let right = if self.grouped { width_of(&self.unit.write(max.into())).max(90.0) } else { 18.0 };
        let x = |value: f64| left + value / max * (width - left - right);
        // The key is laid out twice: once to know its height.
        let key = self.key(&mut Drawing::new("", "", "", (0.0, 0.0), palette), 0.0, width);
        let plot = pitch * self.rows.len() as f64;

        let mut draw = Drawing::new(id, &self.title, &self.description, (width, key + plot + 26.0), palette);
        self.key(&mut draw, 0.0, width);
        for tick in ticks(0.0, max, step) {
            draw.line((x(tick), key), (x(tick), key + plot), Paint::Grid, 1.0, false);
            let anchor = if wide || tick > 0.0 { Anchor::Middle } else { Anchor::Start };
            draw.text((x(tick), key + plot + 18.0), &self.unit.write(tick.into()), anchor, Voice::Quiet);
        }
        let mut y = key;
        for row in &self.rows {
            let top = if wide { y + 7.0 } else { y + 24.0 + more };
            let lines = label(row);
            if wide {
                draw.label((left - 12.0, top + 15.0), &lines, Anchor::End, Voice::Plain);
            } else {
                let spare = if lines.len() > 1 { 0.0 } else { more };
                draw.label((0.0, y + 16.0 + spare), &lines, Anchor::Start, Voice::Plain);
            }
            self.bar(&mut draw, row, top, &x);
            y += pitch;
        }
        draw.finish()
    }

    fn table(&self) -> Markup {
        let mut columns = vec![Column::new(&*self.kind)];
        columns.extend(self.parts.iter().map(|part| Column::number(&**part)));
        let rows = self.rows.iter().map(|row| {
            let mut cells = vec![html! { (row.label) }];
            cells.extend((0..self.parts.len()).map(|index| {
                html! { (self.unit.write(row.values.get(index).copied().unwrap_or(Value::Missing))) }
            }));
            Row::new(cells)
        });
        Table::new(&*self.title, columns).hide_caption().dense().rows(rows.collect()).render()
    }
}
