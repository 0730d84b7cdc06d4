//! Kolada v3, `https://api.kolada.se/v3`: key figures of municipalities. Licence CC BY 4.0, "K\u{e4}lla: Kolada (RKA)".
//!
//! The shape is that of version 2 (`values`, `count`, `next_page`) with `next_url` instead; both are taken.

use serde_json::Value;

use crate::fault::Fault;
use crate::http::{Answer, Http, next_on_same_host};
use crate::reading::{Skipped, base, encode, list, rows, text, whole};

/// How many key figures or municipalities are asked about at a time, as other clients do.
const AT_ONCE: usize = 25;

/// Whom a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Everybody.
    All,
    /// Women.
    Women,
    /// Men.
    Men,
}

impl Sex {
    /// The stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Women => "women",
            Self::Men => "men",
        }
    }
}

/// One published figure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Figure {
    /// The key figure, such as N18944.
    pub measure: String,
    /// The municipality or other place, by its code.
    pub place: String,
    /// The year.
    pub year: i16,
    /// Whom it is about.
    pub sex: Sex,
    /// The number as it was sent; absent where there is none.
    pub value: Option<String>,
    /// Why there is none, in the source's own word; usually empty.
    pub status: String,
    /// How many it is counted on, where the source says.
    pub n: Option<i64>,
}

/// What a key figure is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How it is defined.
    pub description: String,
}

/// The client.
#[derive(Debug)]
pub struct Kolada<'h> {
    http: &'h Http,
    base: String,
}

impl<'h> Kolada<'h> {
    /// A client of the server at that address, such as `https://api.kolada.se/v3`.
    pub fn new(http: &'h Http, address: &str) -> Self {
        Self { http, base: base(address) }
    }

    /// The figures of these measures, places and years, with what was passed over.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn figures(
        &self,
        measures: &[String],
        places: &[String],
        years: &[i16],
    ) -> Result<(Vec<Figure>, Vec<Skipped>), Fault> {
        let (mut figures, mut skipped) = (Vec::new(), Vec::new());
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        for measures in measures.chunks(AT_ONCE) {
            for places in places.chunks(AT_ONCE) {
                let address = format!(
                    "{}/data/kpi/{}/municipality/{}/year/{}",
                    self.base,
                    joined(measures),
                    joined(places),
                    joined(&years)
                );
                self.each_page(address, |answer| {
                    for (at, row) in rows(answer, &["/values"])?.iter().enumerate() {
                        read_row(row, at, &mut figures, &mut skipped);
                    }
                    Ok(())
                })?;
            }
        }
        Ok((figures, skipped))
    }

    /// What the measures are called and how they are defined.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn measures(&self, ids: &[String]) -> Result<Vec<Measure>, Fault> {
        let mut found = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            self.each_page(format!("{}/kpi/{}", self.base, joined(ids)), |answer| {
                found.extend(rows(answer, &["/values"])?.iter().filter_map(|row| {
                    let id = text(row, "id")?;
                    let title = text(row, "title").unwrap_or_else(|| id.clone());
                    Some(Measure { id, title, description: text(row, "description").unwrap_or_default() })
                }));
                Ok(())
            })?;
        }
        Ok(found)
    }

    fn each_page(&self, first: String, mut take: impl FnMut(&Answer) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut seen = vec![first.clone()];
        let mut next = Some(first);
        while let Some(address) = next {
            let answer = self.http.get(&address, None)?;
            take(&answer)?;
            next = match crate::reading::either(&answer.json, &["next_url", "next_page"]) {
                None => None,
                Some(to) => {
                    let at = address.parse().map_err(|_| Fault::NotAnAddress { asked: address.clone() })?;
                    let elsewhere = || Fault::LeadsElsewhere { asked: address.clone(), to: to.clone() };
                    Some(next_on_same_host(&at, &to).ok_or_else(elsewhere)?.to_string())
                }
            };
            if let Some(next) = &next {
                if seen.contains(next) {
                    return Err(Fault::Endless { asked: next.clone(), requests: self.http.requests() });
                }
                seen.push(next.clone());
            }
        }
        Ok(())
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().map(|part| encode(part)).collect::<Vec<_>>().join(",")
}

fn read_row(row: &Value, at: usize, figures: &mut Vec<Figure>, skipped: &mut Vec<Skipped>) {
    let year = whole(row, "period").and_then(|year| i16::try_from(year).ok());
    let (Some(measure), Some(place), Some(year)) = (text(row, "kpi"), text(row, "municipality"), year) else {
        skipped.push(Skipped { place: format!("values/{at}"), lacks: "kpi, municipality or period".to_owned() });
        return;
    };
    for value in list(row, "values") {
        if crate::reading::truth(value, "isdeleted") == Some(true) {
            continue;
        }
        let sex = match text(value, "gender").as_deref() {
            Some("T") | None => Sex::All,
            Some("K") => Sex::Women,
            Some("M") => Sex::Men,
            Some(other) => {
                skipped.push(Skipped { place: format!("values/{at}"), lacks: format!("a known gender: {other}") });
                continue;
            }
        };
        let number = value.get("value").filter(|value| value.is_number()).map(ToString::to_string);
        figures.push(Figure {
            measure: measure.clone(),
            place: place.clone(),
            year,
            sex,
            value: number,
            status: text(value, "status").unwrap_or_default(),
            // `count` is how many values there are behind a group's mean, not how many persons: no base.
            n: None,
        });
    }
}
