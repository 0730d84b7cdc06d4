//! PxWeb API v1, as at Skolverket's statistics database: what a table holds (GET) and figures out of it (POST, answered in
//! json-stat2).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::http::Http;
use crate::json_stat::{Cube, Dimension};
use crate::kolada::{Figure, Sex};
use crate::reading::{base, rows, text, texts, truth};

/// A variable of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// The codes of its values.
    pub values: Vec<String>,
    /// What they are called.
    pub labels: Vec<String>,
    /// Whether it is time.
    pub time: bool,
}

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What it is called.
    pub title: String,
    /// Its variables.
    pub variables: Vec<Variable>,
}

/// What a table gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What the table is called.
    pub title: String,
    /// What each measure is called; empty where the table has one alone and so no code for it.
    pub measures: BTreeMap<String, String>,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// The client of one table.
#[derive(Debug)]
pub struct Table<'h> {
    http: &'h Http,
    address: String,
}

impl<'h> Table<'h> {
    /// The table at that address.
    pub fn new(http: &'h Http, address: &str) -> Self {
        Self { http, address: base(address) }
    }

    /// What the table holds.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn contents(&self) -> Result<Contents, Fault> {
        let answer = self.http.get(&self.address, None)?;
        let variables = rows(&answer, &["/variables"])?
            .iter()
            .map(|row| {
                let code = text(row, "code").ok_or_else(|| answer.other_shape("a variable without code"))?;
                Ok(Variable {
                    label: text(row, "text").unwrap_or_else(|| code.clone()),
                    values: texts(row, "values"),
                    labels: texts(row, "valueTexts"),
                    time: truth(row, "time").unwrap_or(false),
                    code,
                })
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        Ok(Contents { title: text(&answer.json, "title").unwrap_or_default(), variables })
    }

    /// The cube of the chosen values; a variable that nothing is chosen of gives all.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn cube(&self, chosen: &[(String, Vec<String>)]) -> Result<Cube, Fault> {
        let query: Vec<Value> = chosen
            .iter()
            .map(|(code, values)| json!({ "code": code, "selection": { "filter": "item", "values": values } }))
            .collect();
        let body = json!({ "query": query, "response": { "format": "json-stat2" } });
        Cube::read(&self.http.post(&self.address, None, &body)?)
    }

    /// Every figure of these places. The variable of places is the one that has them among its values, and the one of sexes
    /// says whom a figure is about; the measure is the codes of the remaining variables, joined by a slash.
    ///
    /// # Errors
    /// See [`Fault`]; a table without time or without the places has another shape than this can read.
    pub fn figures(&self, places: &[String]) -> Result<Given, Fault> {
        let contents = self.contents()?;
        let shape = |what: &str| Fault::OtherShape {
            asked: self.address.clone(),
            what: what.to_owned(),
            came: crate::Came { status: 200, media_type: String::new(), beginning: contents.title.clone() },
        };
        let place = contents
            .variables
            .iter()
            .find(|variable| !variable.time && places.iter().any(|place| variable.values.contains(place)))
            .ok_or_else(|| shape("no variable with the municipality's code among its values"))?;
        let time = contents.variables.iter().find(|variable| variable.time).or_else(|| {
            contents.variables.iter().find(|variable| {
                variable.code != place.code && variable.values.iter().all(|value| year(value).is_some())
            })
        });
        let time = time.ok_or_else(|| shape("no variable of time"))?;
        let there: Vec<String> = places.iter().filter(|code| place.values.contains(code)).cloned().collect();
        let chosen: Vec<(String, Vec<String>)> = contents
            .variables
            .iter()
            .map(|variable| {
                let values = if variable.code == place.code { &there } else { &variable.values };
                (variable.code.clone(), values.clone())
            })
            .collect();
        let cube = self.cube(&chosen)?;
        let at = |code: &str| cube.dimensions.iter().position(|dimension| dimension.code == code);
        let (Some(place), Some(time)) = (at(&place.code), at(&time.code)) else {
            return Err(shape("a cube without the table's variables"));
        };
        Ok(read(contents, &cube, place, time))
    }
}

/// The figures of the cube, with its dimensions of places and of time.
fn read(contents: Contents, cube: &Cube, place: usize, time: usize) -> Given {
    let named: Vec<Named<'_>> = cube.dimensions.iter().map(|dimension| named(dimension, &contents.variables)).collect();
    let sexes = named
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != place && *at != time)
        .find_map(|(at, dimension)| Some((at, sexes(dimension)?)));
    let others: Vec<usize> = (0..named.len())
        .filter(|at| *at != place && *at != time && sexes.as_ref().is_none_or(|(sex, _)| sex != at))
        .collect();
    let (mut measures, mut figures) = (BTreeMap::new(), Vec::new());
    for cell in cube.cells() {
        let Some(year) = year(cell.codes[time]) else { continue };
        let codes: Vec<&str> = others.iter().map(|at| cell.codes[*at]).collect();
        let measure = codes.join("/");
        if !measures.contains_key(&measure) {
            let words: Vec<&str> = others.iter().map(|at| named[*at].word(cell.codes[*at])).collect();
            measures.insert(measure.clone(), words.join(", "));
        }
        let sex = sexes.as_ref().and_then(|(at, of)| of.get(cell.codes[*at]).copied());
        figures.push(Figure {
            measure,
            place: cell.codes[place].to_owned(),
            year,
            sex: sex.unwrap_or(Sex::All),
            value: cell.value.map(str::to_owned),
            status: cell.status.to_owned(),
            n: None,
        });
    }
    Given { title: contents.title, measures, figures }
}

/// A dimension of a cube with its table's words for it.
struct Named<'c> {
    code: &'c str,
    label: &'c str,
    /// Code and word of each category.
    words: Vec<(&'c str, &'c str)>,
}

impl<'c> Named<'c> {
    fn word(&self, code: &'c str) -> &'c str {
        self.words.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| *word)
    }
}

/// A cube may leave out what its categories are called; the table's variable of the same code says it then.
fn named<'c>(dimension: &'c Dimension, variables: &'c [Variable]) -> Named<'c> {
    let variable = variables.iter().find(|variable| variable.code == dimension.code);
    let said = |code: &str| {
        let variable = variable?;
        let at = variable.values.iter().position(|value| value == code)?;
        variable.labels.get(at).map(String::as_str)
    };
    Named {
        code: &dimension.code,
        label: variable.map_or(dimension.label.as_str(), |variable| variable.label.as_str()),
        words: dimension.categories.iter().map(|(code, label)| (code.as_str(), said(code).unwrap_or(label))).collect(),
    }
}

/// Whom each category is about, where the dimension is one of sexes: it is called so, and every category of it is known. One
/// that has something else among them (such as "not told") is part of what is measured, as any other.
fn sexes<'c>(dimension: &Named<'c>) -> Option<BTreeMap<&'c str, Sex>> {
    let is_sex = |text: &str| matches!(text.trim().to_lowercase().as_str(), "k\u{f6}n" | "kon" | "sex" | "gender");
    if !is_sex(dimension.code) && !is_sex(dimension.label) {
        return None;
    }
    dimension.words.iter().map(|(code, word)| Some((*code, sex(code, word)?))).collect()
}

/// Whom a category of a dimension of sexes is about: its word says it, or its code where it has no word of its own.
fn sex(code: &str, word: &str) -> Option<Sex> {
    let said = if word == code { code } else { word };
    match said.trim().to_lowercase().as_str() {
        "kvinnor" | "kvinna" | "flickor" | "women" | "females" | "k" | "2" => Some(Sex::Women),
        "m\u{e4}n" | "man" | "pojkar" | "men" | "males" | "m" | "1" => Some(Sex::Men),
        "totalt"
        | "total"
        | "samtliga"
        | "alla"
        | "b\u{e5}da k\u{f6}nen"
        | "b\u{e5}de kvinnor och m\u{e4}n"
        | "kvinnor och m\u{e4}n"
        | "m\u{e4}n och kvinnor"
        | "t"
        | "1+2" => Some(Sex::All),
        _ => None,
    }
}

/// The year that a point in time begins with: `2024`, `2024/25`, `2024M01`.
fn year(code: &str) -> Option<i16> {
    code.get(..4)?.parse().ok().filter(|year| (1900..=2200).contains(year))
}
