//! Everything that somebody who may not see rows reaches of the results, read off the pages and files themselves.

use std::collections::BTreeMap;

use domain::indicators::{Term, sv as words};
use domain::participations::{Measure, Month};
use domain::year::Indicator;
use store::Scope;

use super::cells::Authority;
use crate::results::model::{Months, Stretch};
use crate::results::{AsOf, Of, figures_beside, sv};
use crate::testing::{Client, World};

/// What of a part of the authority was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The figure: those above the line, and the base.
    Figure,
    /// One part of a distribution.
    Share(Term),
    /// How many, of those who began, with the base beside or not.
    Began(Option<Measure>),
}

/// A figure as it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which parts of the authority it is of: those cells that are in all of them.
    pub parts: Vec<usize>,
    pub months: Months,
    pub what: What,
    /// Whether it is told; else it is said to be hidden.
    pub told: bool,
    /// What is printed: those above the line, and the base.
    pub printed: (Option<i64>, Option<i64>),
}

/// All figures that were met, by the indicator's stable name.
#[derive(Debug, Default)]
pub struct Met {
    pub seen: BTreeMap<String, Vec<Seen>>,
    /// How many pages and files were read.
    pub read: usize,
}

const RESULTS: &str = "/h/ekstad/resultat";
/// The indicators that are counted of participations, each once: those who dropped out are what is left of throughput.
pub const INDICATORS: [&str; 6] = [
    "godkanda-betyg",
    "godkanda-av-avslutade",
    "godkanda-av-alla",
    "betygsfordelning",
    "genomstromning",
    "genomstromning-startade",
];

fn integer(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    digits.parse().ok()
}

/// *3 211 av 3 790*, wherever it begins in the text.
fn part_of(text: &str) -> Option<(i64, i64)> {
    let (part, rest) = text.trim().split_once(" av ")?;
    let base: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '\u{a0}').collect();
    Some((integer(part)?, integer(&base)?))
}

/// *84,7 % (n = 3 790)*: its base, and those above the line as whoever reads it works them out.
fn with_base(text: &str) -> Option<i64> {
    let rest = text.split("(n\u{a0}=\u{a0}").nth(1)?;
    integer(rest.split(')').next()?)
}

fn is_value(text: &str) -> bool {
    text.trim().starts_with(|c: char| c.is_ascii_digit())
}

fn is_hidden(text: &str) -> bool {
    text.contains(words::TOO_FEW)
}

/// The text without its markup.
pub fn plain(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&amp;", "&").trim().to_owned()
}

/// The tables of a page: the caption of each, and its rows of cells.
fn tables(html: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let table = |table: &str| {
        let caption = table.split("<caption").nth(1).and_then(|rest| rest.split("</caption>").next());
        let caption = plain(&format!("<caption{}", caption.unwrap_or_default()));
        let body = table.split("</thead>").nth(1).unwrap_or_default();
        let cells = |row: &str| -> Vec<String> {
            row.split("<t")
                .skip(1)
                .filter(|cell| !cell.starts_with('r'))
                .map(|cell| plain(&format!("<t{cell}")))
                .collect()
        };
        let rows = body.split("<tr").skip(1).map(cells).collect();
        (caption, rows)
    };
    html.split("<table").skip(1).map(|rest| table(rest.split("</table>").next().unwrap())).collect()
}

/// What stands beside that word among a page's facts.
fn fact(html: &str, name: &str) -> String {
    let rest = html.split(&format!("<dt>{name}</dt>")).nth(1).unwrap_or_default();
    plain(rest.split("</dd>").next().unwrap_or_default())
}

/// Where the crawler stands.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    indicator: &'a Indicator,
    parts: &'a [usize],
    by: &'static str,
    months: Months,
}

/// Reads what a client reaches.
pub struct Crawl<'a> {
    world: &'a World,
    client: &'a Client<'a>,
    authority: &'a Authority,
    indicators: Vec<Indicator>,
    pub met: Met,
}

impl<'a> Crawl<'a> {
    pub fn new(world: &'a World, client: &'a Client<'a>, authority: &'a Authority) -> Self {
        let year = crate::testing::shipped_year();
        let indicators = INDICATORS.iter().map(|slug| year.indicator(slug).unwrap().clone()).collect();
        Self { world, client, authority, indicators, met: Met::default() }
    }

    /// The last month that is known wholly.
    fn last(&self) -> Month {
        Month::of(self.authority.as_of.parse().unwrap())
    }

    /// As much of those months in another year as is known of them in their own.
    fn same_months(&self, months: Months, year: i16) -> Months {
        let last = self.last();
        let to = if months.from <= last && last < months.to { last } else { months.to };
        let moved = |month: Month| Month::from_number(u32::try_from(year).unwrap() * 100 + month.of_year()).unwrap();
        Months { from: moved(months.from), to: moved(to) }
    }

    fn meet(&mut self, place: &Place<'_>, seen: Seen) {
        let all = self.met.seen.entry(place.indicator.slug.to_string()).or_default();
        if !all.contains(&seen) {
            all.push(seen);
        }
    }

    fn figure(&mut self, place: &Place<'_>, of: &[usize], months: Months, told: bool, printed: Option<(i64, i64)>) {
        let printed = (printed.map(|printed| printed.0), printed.map(|printed| printed.1));
        self.meet(place, Seen { parts: of.to_vec(), months, what: What::Figure, told, printed });
    }

    /// A value with or without its base: either is taken for all of it.
    fn valued(&mut self, place: &Place<'_>, of: &[usize], months: Months, text: &str) {
        if is_value(text) || is_hidden(text) {
            let seen = Seen {
                parts: of.to_vec(),
                months,
                what: What::Figure,
                told: is_value(text),
                printed: (None, with_base(text)),
            };
            self.meet(place, seen);
        }
    }

    fn of_row(&self, place: &Place<'_>, name: &str) -> Vec<usize> {
        let mut parts = place.parts.to_vec();
        if name != sv::ALL {
            parts.push(self.authority.part(place.by, name));
        }
        parts
    }

    /// The files and the page at an address.
    async fn at(&mut self, place: Place<'_>, address: &str) {
        let csv = self.client.get(&format!("{address}&format=csv")).await;
        let printed = self.csv(&place, &csv.is(200).text());
        let page = self.client.get(address).await;
        self.page(&place, &page.is(200).main(), &printed);
        self.met.read += 2;
    }

    /// Reads a file; gives the counts that are printed in it, row by row.
    fn csv(&mut self, place: &Place<'_>, text: &str) -> BTreeMap<String, (i64, i64)> {
        let mut printed = BTreeMap::new();
        let spread = place.indicator.count.as_ref().unwrap().is_distribution();
        for row in text.trim_start_matches('\u{feff}').lines().skip(1) {
            let cells: Vec<&str> = row.split(';').map(|cell| cell.trim_matches('"')).collect();
            let counts = integer(cells[1]).zip(integer(cells[2]));
            if let Some(counts) = counts {
                printed.insert(cells[0].to_owned(), counts);
            }
            let hidden = cells.get(10).is_some_and(|remark| is_hidden(remark));
            if counts.is_none() && !hidden {
                continue;
            }
            if spread && cells[0] != sv::ALL {
                let formula = place.indicator.count.as_ref().unwrap();
                let term = *formula.parts.iter().find(|term| words::part(**term) == cells[0]).unwrap();
                let printed = (counts.map(|(n, _)| n), counts.map(|(_, base)| base));
                let parts = place.parts.to_vec();
                let told = counts.is_some();
                self.meet(place, Seen { parts, months: place.months, what: What::Share(term), told, printed });
                continue;
            }
            let of = self.of_row(place, cells[0]);
            self.figure(place, &of, place.months, counts.is_some(), counts);
            if is_value(cells[9]) {
                self.valued(place, &of, self.same_months(place.months, place.months.year() - 1), cells[9]);
            }
        }
        printed
    }

    fn page(&mut self, place: &Place<'_>, html: &str, file: &BTreeMap<String, (i64, i64)>) {
        let before = self.same_months(place.months, place.months.year() - 1);
        self.valued(place, place.parts, before, &fact(html, "Samma period året före"));
        for (caption, rows) in tables(html) {
            for row in rows {
                match caption.as_str() {
                    "Tidigare år" => {
                        let year = row[0].parse().unwrap();
                        let months = self.same_months(place.months, year);
                        self.valued(place, place.parts, months, &row[1]);
                        if let Some(counts) = part_of(&row[2]) {
                            self.figure(place, place.parts, months, true, Some(counts));
                        }
                    }
                    "Månad för månad" => {
                        let month = short_month(&row[0]);
                        self.valued(place, place.parts, Months { from: month, to: month }, &row[1]);
                    }
                    "Vad som har blivit av dem som började, efter startmånad" => self.cohort(place, &row),
                    other if other.ends_with("mot hur många de räknas på") => {
                        let told = integer(&row[1]);
                        let of_file = file.get(&row[0]).map(|(_, base)| *base);
                        assert!(told == of_file, "{row:?} of a chart is not that of the file");
                    }
                    _ if row.len() > 2 => {
                        // The breakdown: what the page tells of a row, the file tells too.
                        let counts = part_of(&row[2]);
                        assert_eq!(counts, file.get(&row[0]).copied(), "{row:?} on the page");
                        let of = self.of_row(place, &row[0]);
                        self.valued(place, &of, before, row.last().unwrap());
                    }
                    _ => {
                        let told = file.contains_key(&row[0]);
                        assert!(!is_value(&row[1]) || told, "{row:?} of a chart is not in the file");
                    }
                }
            }
        }
    }

    /// A month of those who began together: how many, and each fate.
    fn cohort(&mut self, place: &Place<'_>, row: &[String]) {
        let month = short_month(&row[0]);
        let fates = [
            Some(Measure::StartedPassed),
            None,
            Some(Measure::StartedDroppedOut),
            Some(Measure::StartedCeased),
            Some(Measure::StartedUnknown),
            Some(Measure::StartedOngoing),
        ];
        let columns = std::iter::once(Some(Measure::Started)).chain(fates);
        for (cell, measure) in row[1..].iter().zip(columns) {
            let printed = (integer(cell), None);
            if printed.0.is_none() && !is_hidden(cell) {
                continue;
            }
            let months = Months { from: month, to: month };
            let seen = Seen {
                parts: place.parts.to_vec(),
                months,
                what: What::Began(measure),
                told: printed.0.is_some(),
                printed,
            };
            self.meet(place, seen);
        }
    }

    /// Every address of one indicator.
    async fn indicator(&mut self, indicator: &Indicator, year: i16, stretch: Stretch) {
        let whole = self.authority.part("", sv::ALL);
        let months = stretch.months(year).unwrap();
        let base = format!("{RESULTS}/{}?ar={year}&period={}", indicator.slug, stretch.slug());
        for by in ["anordnare", "enhet", "omrade", "skolform", "amne", "studieform", "kon"] {
            let place = Place { indicator, parts: &[whole], by, months };
            self.at(place, &format!("{base}&uppdelning={by}")).await;
        }
        for part in 0..self.authority.parts.len() {
            let (by, asked) = (self.authority.parts[part].by, self.authority.parts[part].asked.clone());
            if asked.is_empty() {
                continue;
            }
            let parts = [part];
            let by = if by == "anordnare" { "enhet" } else { "anordnare" };
            self.at(Place { indicator, parts: &parts, by, months }, &format!("{base}&uppdelning={by}&{asked}")).await;
        }
        // Two choices together, of which none may be told.
        for (one, other) in [("anordnare", "kon"), ("omrade", "skolform"), ("enhet", "studieform"), ("skolform", "kon")]
        {
            let of = |by: &str| self.authority.parts.iter().position(|part| part.by == by).unwrap();
            let parts = [of(one), of(other)];
            let asked: Vec<&str> = parts.iter().map(|part| self.authority.parts[*part].asked.as_str()).collect();
            let address = format!("{base}&uppdelning=amne&{}", asked.join("&"));
            self.at(Place { indicator, parts: &parts, by: "amne", months }, &address).await;
        }
    }

    /// The overview, of all and of each area.
    async fn overview(&mut self, year: i16, stretch: Stretch) {
        let months = stretch.months(year).unwrap();
        let before = self.same_months(months, year - 1);
        for part in 0..self.authority.parts.len() {
            let of = &self.authority.parts[part];
            if !of.by.is_empty() && (of.by != "omrade" || of.asked.is_empty()) {
                continue;
            }
            let asked = of.asked.clone();
            let page = self.client.get(&format!("{RESULTS}?ar={year}&period={}&{asked}", stretch.slug())).await;
            self.met.read += 1;
            for (_, rows) in tables(&page.is(200).main()) {
                for row in rows {
                    let Some(indicator) = self.named(&row[0]) else { continue };
                    let place = Place { indicator: &indicator, parts: &[part], by: "", months };
                    if is_value(&row[1]) || is_hidden(&row[1]) {
                        self.figure(&place, &[part], months, is_value(&row[1]), part_of(&row[2]));
                    }
                    self.valued(&place, &[part], before, row.last().unwrap());
                }
            }
        }
    }

    fn named(&self, title: &str) -> Option<Indicator> {
        self.indicators.iter().find(|one| one.title.as_sv() == title).cloned()
    }

    /// One provider's picture, as page and as file.
    async fn provider(&mut self, year: i16, stretch: Stretch) {
        let (whole, months) = (self.authority.part("", sv::ALL), stretch.months(year).unwrap());
        for part in 0..self.authority.parts.len() {
            let of = &self.authority.parts[part];
            let Some(id) = of.asked.strip_prefix("anordnare=").map(str::to_owned) else { continue };
            let address = format!("{RESULTS}/anordnare/{id}?ar={year}&period={}", stretch.slug());
            let csv = self.client.get(&format!("{address}&format=csv")).await.is(200).text();
            for row in csv.lines().skip(1) {
                let (title, rest) = row.split_once(';').unwrap_or((row, ""));
                let Some(indicator) = self.named(title.trim_matches('"')) else { continue };
                let place = Place { indicator: &indicator, parts: &[part], by: "", months };
                self.csv(&place, &format!("\n{};{rest}", sv::ALL));
            }
            let page = self.client.get(&address).await.is(200).main();
            self.met.read += 2;
            for row in tables(&page).into_iter().flat_map(|(_, rows)| rows) {
                let Some(indicator) = self.named(&row[0]).filter(|_| row.len() == 8) else { continue };
                let place = Place { indicator: &indicator, parts: &[part], by: "", months };
                if let Some(counts) = part_of(&row[2]) {
                    self.figure(&place, &[part], months, true, Some(counts));
                }
                self.valued(&place, &[whole], months, &row[6]);
                for told in row[7].rsplit('>').next().unwrap_or_default().split(", ") {
                    let Some((year, value)) = told.rsplit_once(": ") else { continue };
                    let digits = year.len().saturating_sub(4);
                    let Some(Ok(year)) = year.get(digits..).map(str::parse) else { continue };
                    self.valued(&place, &[part], self.same_months(months, year), value);
                }
            }
        }
    }

    /// The figures and risks beside everything that providers write, as whoever follows up sees them.
    fn beside(&mut self) {
        let year = crate::testing::shipped_year();
        let published = self.world.read(Scope::Tenant(self.world.ekstad.id), |tx| crate::year::published(tx, 2024));
        let published = published.unwrap();
        let whole = self.authority.part("", sv::ALL);
        let providers = self.authority.parts.iter().enumerate().filter(|(_, part)| part.by == "anordnare");
        let providers: Vec<(usize, String)> = providers.map(|(at, part)| (at, part.asked.clone())).collect();
        let narrower: Vec<(usize, String)> = (0..self.authority.parts.len())
            .filter(|at| matches!(self.authority.parts[*at].by, "enhet" | "omrade"))
            .filter(|at| !self.authority.parts[*at].asked.is_empty())
            .map(|at| (at, self.authority.parts[at].asked.clone()))
            .chain([(whole, String::new())])
            .collect();
        for (item, (part, provider)) in year.items.iter().flat_map(|item| providers.iter().map(move |of| (item, of))) {
            for (other, asked) in &narrower {
                let of = Of {
                    provider: provider.strip_prefix("anordnare=").unwrap().parse().unwrap(),
                    unit: asked.strip_prefix("enhet=").map(|id| id.parse().unwrap()),
                    area: asked.strip_prefix("omrade=").map(|id| id.parse().unwrap()),
                };
                let parts = [*part, *other];
                let (item, published) = (item.clone(), published.clone());
                let covered =
                    item.period.map(|covers| Months { from: Month::of(covers.from), to: Month::of(covers.to) });
                let months = covered.or(Stretch::Year.months(2024)).unwrap();
                let told = self.world.read(Scope::Tenant(self.world.ekstad.id), move |tx| {
                    let set = crate::participations::published(tx)?;
                    figures_beside(
                        tx,
                        &published,
                        &item,
                        of,
                        AsOf { set: Some(set), rule: stats::Rule::INSIDE, signed: None },
                    )
                });
                self.met.read += 1;
                for beside in told.figures.values().flatten() {
                    let Some(indicator) = self.named(&beside.title) else { continue };
                    self.beside_text(&Place { indicator: &indicator, parts: &parts, by: "", months }, &beside.words);
                }
                for risk in told.risks.values() {
                    let Some(indicator) = self.named(&risk.title) else { continue };
                    let Some(so_far) = risk.words.split("hittills är ").nth(1) else { continue };
                    let months = Months { from: Month::from_number(202_401).unwrap(), to: self.last() };
                    let place = Place { indicator: &indicator, parts: &parts, by: "", months };
                    self.valued(&place, &parts, months, so_far);
                }
            }
        }
    }

    fn beside_text(&mut self, place: &Place<'_>, words: &str) {
        let after = |mark: &str| words.split(mark).nth(1).unwrap_or_default().to_owned();
        let until = |text: String| text.split(". ").next().unwrap_or_default().to_owned();
        let of_year = |text: &str| text.split_once(": ").map_or_else(String::new, |(_, text)| text.to_owned());
        if place.indicator.count.as_ref().unwrap().is_distribution() {
            // Its parts are told of all alone, and its base is beside.
            assert!(!is_value(&of_year(words)) && !words.contains("\u{a0}%"), "{words}");
            return self.meet(
                place,
                Seen {
                    parts: place.parts.to_vec(),
                    months: place.months,
                    what: What::Figure,
                    told: with_base(words).is_some(),
                    printed: (None, with_base(words)),
                },
            );
        }
        self.valued(place, place.parts, place.months, &until(of_year(words)));
        let before = self.same_months(place.months, place.months.year() - 1);
        self.valued(place, place.parts, before, &until(after("Samma period året före ")));
        let whole = self.authority.part("", sv::ALL);
        self.valued(place, &[whole], place.months, &until(after("Alla anordnare tillsammans ")));
    }

    /// Reads everything there is.
    pub async fn everything(&mut self) {
        let indicators = self.indicators.clone();
        for year in [2023, 2024] {
            for stretch in Stretch::ALL {
                for indicator in &indicators {
                    self.indicator(indicator, year, stretch).await;
                }
                self.overview(year, stretch).await;
                self.provider(year, stretch).await;
            }
        }
        self.beside();
    }
}

/// *jan 24*.
fn short_month(text: &str) -> Month {
    let (name, year) = text.split_once(' ').unwrap();
    let names = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
    let at = names.iter().position(|one| *one == name).unwrap();
    Month::from_number((2000 + year.parse::<u32>().unwrap()) * 100 + u32::try_from(at).unwrap() + 1).unwrap()
}
