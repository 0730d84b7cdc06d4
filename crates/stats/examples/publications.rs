//! How long everything published of a large dataset takes to be judged together, and how much of it is hidden: an authority with
//! twelve invented providers of three units each, by sex, school form and outcome, with every total of every level, for three
//! periods that contain each other.

use std::time::Instant;

use stats::suppression::{Publications, Rule, Shown};

/// Unit, sex, school form, period and outcome of a group.
fn place(group: usize) -> [usize; 5] {
    [group / 96, group / 48 % 2, group / 12 % 4, group / 4 % 3, group % 4]
}

/// Invented counts, the same each time: every fifth is zero, the others up to `most`, small ones more often.
fn counts(most: i64) -> Vec<i64> {
    let mut seed = 12_345_u64;
    let mut next = |below: i64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(seed >> 33).unwrap_or(0) % below
    };
    (0..36 * 96).map(|_| if next(5) == 0 { 0 } else { next(most) * next(most) / most }).collect()
}

#[expect(clippy::disallowed_methods, reason = "measures how long it takes")]
fn main() {
    for most in [3_000, 400, 40] {
        let Ok(mut publications) = Publications::new(counts(most)) else { return };
        let mut figures = Vec::new();
        for level in 0..3_u32 {
            for kept in 0..8_u32 {
                let totals = level + 3 - kept.count_ones();
                let keep = move |bit: u32, value: usize| (kept >> bit & 1 == 1).then_some(value);
                let keys = move |group: usize| {
                    let [unit, sex, form, period, outcome] = place(group);
                    let whose = [unit, unit / 3, 0][level as usize];
                    (period..3).map(move |until| (whose, keep(0, sex), keep(1, form), keep(2, outcome), until))
                };
                figures.extend(publications.publish_by(3_u32.pow(totals), keys).into_values());
            }
        }
        let started = Instant::now();
        let shown = publications.suppress(Rule::INSIDE, 1);
        let seconds = started.elapsed().as_secs_f64();
        let open = publications.suppress(Rule::OPEN, 1);
        let small = |id: &&_| matches!(open.shown(**id), Shown::Count(count) if Rule::INSIDE.hides(count));
        println!(
            "{} figures, {} of them small: {} hidden, proof {}, {seconds:.1} s",
            publications.len(),
            figures.iter().filter(small).count(),
            shown.hidden(),
            if shown.holds() { "holds" } else { "FAILS" },
        );
    }
}
