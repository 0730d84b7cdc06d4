//! Funnel plots: each by its base and share, with limits that narrow as the base grows. No order of merit.

use maud::{Markup, Render, html};

use super::plane::Plane;
use super::{Anchor, Chart, Drawing, Paint, Palette, Unit, Voice, axis, fitted, ticks, width_of};
use crate::sv;
use crate::table::{Column, Row, Table};
use crate::text::Text;

/// One provider, unit or area.
#[derive(Debug, Clone)]
pub struct FunnelPoint<'a> {
    /// Whose.
    pub label: Text<'a>,
    /// Out of how many.
    pub base: u64,
    /// The share, 0 to 100.
    pub value: f64,
    /// The share in words, as the table has it.
    pub value_text: Text<'a>,
    /// How it lies to the limits, in words.
    pub standing: Text<'a>,
    /// Whether it lies outside the inner limits.
    pub outside: bool,
    /// Whether it is the reader's own.
    pub you: bool,
}

/// The limits at a base, in per cent.
#[derive(Debug, Clone, Copy)]
pub struct FunnelLimits {
    /// The base.
    pub base: u64,
    /// The inner limits.
    pub inner: (f64, f64),
    /// The outer limits.
    pub outer: (f64, f64),
}

/// A funnel plot.
#[derive(Debug, Clone)]
pub struct FunnelChart<'a> {
    /// Title.
    pub title: Text<'a>,
    /// What the picture says, in a sentence or two.
    pub description: Text<'a>,
    /// What the points are, as the first head of the table.
    pub kind: Text<'a>,
    /// What the base is, under the axis.
    pub base: Text<'a>,
    /// The share of all together, with its name.
    pub centre: super::Target<'a>,
    /// The points, in the order of the table.
    pub points: Vec<FunnelPoint<'a>>,
    /// The limits, by rising base.
    pub limits: Vec<FunnelLimits>,
}

impl FunnelChart<'_> {
    #[expect(clippy::cast_precision_loss, reason = "a position along an axis")]
    fn x(plane: &Plane, most: f64, base: u64) -> f64 {
        plane.left + plane.width * base as f64 / most
    }

    fn limit_lines(&self, draw: &mut Drawing, plane: &Plane, most: f64) {
        let sides: [(fn(&FunnelLimits) -> f64, &str); 4] = [
            (|limits| limits.inner.0, "5 4"),
            (|limits| limits.inner.1, "5 4"),
            (|limits| limits.outer.0, ""),
            (|limits| limits.outer.1, ""),
        ];
        for (side, dash) in sides {
            let points: Vec<_> =
                self.limits.iter().map(|limits| Some((Self::x(plane, most, limits.base), side(limits)))).collect();
            plane.path(draw, &points, Paint::Other, 1.25, dash);
        }
    }

    /// Those outside are named, each beside its mark where nothing else stands, else further up or down with a line to it;
    /// the table names all. The first place that is taken is that of the centre's own name.
    fn names(&self, draw: &mut Drawing, plane: &Plane, most: f64, marks: &[(f64, f64)], centre: Spot) {
        let (mut taken, mut leaders) = (vec![centre], Vec::new());
        for point in self.points.iter().filter(|point| point.outside || point.you) {
            let at = (Self::x(plane, most, point.base), plane.y(point.value));
            let text = fitted(&point.label, plane.width);
            let free = |spot: &&Spot| {
                taken.iter().all(|other| !spot.covers(other)) && marks.iter().all(|mark| !spot.covers_mark(*mark))
            };
            // Rather a name over another's line than no name.
            let clear = |spot: &Spot| {
                leaders.iter().all(|dot| !spot.holds(*dot))
                    && spot.leader(at).iter().all(|dot| taken.iter().all(|other| !other.holds(*dot)))
            };
            let cost = |spot: &Spot| {
                let through = if clear(spot) { 0.0 } else { 1000.0 };
                through + self.crossed(plane, most, spot) * 70.0 + (spot.y - at.1).abs()
            };
            let spots = Spot::around(at, width_of(&text), plane);
            let best = spots.iter().filter(free).min_by(|one, other| cost(one).total_cmp(&cost(other)));
            let Some(spot) = best.copied() else { continue };
            let leader = spot.leader(at);
            if let Some(end) = leader.last() {
                draw.line(at, *end, Paint::Other, 1.0, false);
            }
            let voice = if point.you { Voice::Strong } else { Voice::Plain };
            draw.text((spot.from, spot.y + 5.0), &text, Anchor::Start, voice);
            taken.push(spot);
            leaders.extend(leader);
        }
    }

    /// Where the centre's name stands: at its line's end, over it or under it, where no mark is.
    fn centre_spot(&self, plane: &Plane, marks: &[(f64, f64)]) -> Spot {
        let (y, width) = (plane.y(self.centre.value), width_of(&self.centre.label));
        let all = [plane.right() - width, plane.left + 4.0]
            .into_iter()
            .flat_map(|from| [-12.0, 15.0].map(|down| Spot { from, to: from + width, y: y + down }));
        let mut spots = all.clone().filter(|spot| marks.iter().all(|mark| !spot.covers_mark(*mark)));
        spots.next().or_else(|| all.clone().next()).unwrap_or(Spot { from: plane.left, to: plane.right(), y })
    }

    /// How many of the lines of limits run through the spot.
    fn crossed(&self, plane: &Plane, most: f64, spot: &Spot) -> f64 {
        let under = self.limits.iter().filter(|limits| {
            let x = Self::x(plane, most, limits.base);
            spot.from <= x && x <= spot.to
        });
        let mut crossed = [false; 5];
        for limits in under {
            let lines = [limits.inner.0, limits.inner.1, limits.outer.0, limits.outer.1, self.centre.value];
            for (is_crossed, line) in crossed.iter_mut().zip(lines) {
                *is_crossed |= (plane.y(line) - spot.y).abs() < 9.0;
            }
        }
        crossed.iter().map(|crossed| f64::from(u8::from(*crossed))).sum()
    }
}

/// Where a name may stand: its ends, and the middle of its letters.
#[derive(Clone, Copy)]
struct Spot {
    from: f64,
    to: f64,
    y: f64,
}

impl Spot {
    /// The places for a name so wide at a mark, within the plot: right and left of it, over and under it, and further away.
    fn around((x, y): (f64, f64), width: f64, plane: &Plane) -> Vec<Self> {
        const ASIDE: f64 = 11.0;
        let last = (plane.right() - width).max(plane.left);
        let mut spots = Vec::new();
        for step in 0..=8 {
            for down in [1.0, -1.0] {
                let y = y + down * f64::from(step) * 18.0;
                if y < plane.y(100.0) || y < 10.0 || y > plane.foot() - 8.0 {
                    continue;
                }
                for from in [x + ASIDE, x - ASIDE - width, x - width / 2.0] {
                    let from = from.clamp(plane.left, last);
                    spots.push(Self { from, to: from + width, y });
                }
            }
        }
        spots
    }

    /// The line from the mark to the name, as points on it; none where the name stands beside its mark.
    fn leader(&self, (x, y): (f64, f64)) -> Vec<(f64, f64)> {
        const POINTS: i32 = 12;
        if (self.y - y).abs() < 1.0 {
            return Vec::new();
        }
        let end = (x.clamp(self.from, self.to), self.y + if self.y < y { 8.0 } else { -10.0 });
        let on = |at: i32| {
            let part = f64::from(at) / f64::from(POINTS);
            (x + (end.0 - x) * part, y + (end.1 - y) * part)
        };
        (1..=POINTS).map(on).collect()
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        self.from - 3.0 < x && x < self.to + 3.0 && (self.y - y).abs() < 10.0
    }

    fn covers(&self, other: &Self) -> bool {
        self.from < other.to + 4.0 && other.from < self.to + 4.0 && (self.y - other.y).abs() < 17.0
    }

    fn covers_mark(&self, (x, y): (f64, f64)) -> bool {
        self.from - 8.0 < x && x < self.to + 8.0 && (self.y - y).abs() < 14.0
    }
}

impl Chart for FunnelChart<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    #[expect(clippy::cast_precision_loss, reason = "a position along an axis")]
    fn svg(&self, id: &str, width: u32, palette: Palette) -> String {
        let size = (f64::from(width), if width >= 520 { 380.0 } else { 320.0 });
        let largest = self.points.iter().map(|point| point.base).max().unwrap_or(1) as f64;
        let (most, step) = axis(largest, Unit::Count);
        let least = self.points.iter().map(|point| point.base).min().unwrap_or(0);
        // The funnel's mouth may go past the edge; the limits where somebody stands may not.
        let at_points = self.limits.iter().filter(|limits| limits.base >= least);
        let mut values = self
            .points
            .iter()
            .map(|point| point.value)
            .chain(at_points.flat_map(|limits| [limits.inner.0, limits.inner.1, limits.outer.0, limits.outer.1]))
            .chain([self.centre.value]);
        let plane = Plane::of(&mut values, size, width_of(&Unit::Count.write(most.into())) / 2.0 + 6.0);
        let mut draw = Drawing::new(id, &self.title, &self.description, size, palette);
        plane.grid(&mut draw);
        for tick in ticks(0.0, most, step) {
            let x = plane.left + plane.width * tick / most;
            draw.text((x, plane.foot() + 20.0), &Unit::Count.write(tick.into()), Anchor::Middle, Voice::Quiet);
        }
        draw.text((plane.right(), plane.foot() + 40.0), &self.base, Anchor::End, Voice::Quiet);
        self.limit_lines(&mut draw, &plane, most);
        let y = plane.y(self.centre.value);
        draw.line((plane.left, y), (plane.right(), y), Paint::Target, 1.5, false);
        let marks: Vec<(f64, f64)> =
            self.points.iter().map(|point| (Self::x(&plane, most, point.base), plane.y(point.value))).collect();
        let centre = self.centre_spot(&plane, &marks);
        draw.text((centre.from, centre.y + 5.0), &self.centre.label, Anchor::Start, Voice::Quiet);
        for point in &self.points {
            let paint = if point.you { Paint::You } else { Paint::Hue(4) };
            plane.mark(&mut draw, Self::x(&plane, most, point.base), point.value, point.outside, paint);
        }
        self.names(&mut draw, &plane, most, &marks, centre);
        draw.finish()
    }

    fn table(&self) -> Markup {
        let columns =
            vec![Column::new(&*self.kind), Column::number(sv::N), Column::number(sv::SHARE), Column::new(sv::STANDING)];
        let rows = self.points.iter().map(|point| {
            Row::new(vec![
                html! { (point.label) },
                html! { (kernel::swedish::integer(i64::try_from(point.base).unwrap_or(i64::MAX))) },
                html! { (point.value_text) },
                html! { (point.standing) },
            ])
        });
        let table = Table::new(&*self.title, columns).hide_caption().dense().rows(rows.collect()).render();
        html! { (table) p.chart-source { (self.centre.label) } }
    }
}
