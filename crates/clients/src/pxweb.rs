//! PxWeb API v1, as at Skolverket's statistics database: what a table holds (GET) and figures out of it (POST, answered in
//! json-stat2).

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::http::Http;
use crate::json_stat::Cube;
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

    /// Every figure of these places. The variable of places is the one that has them among its values; the measure is the
    /// codes of the remaining variables, joined by a slash.
    ///
    /// # Errors
    /// See [`Fault`]; a table without time or without the places has another shape than this can read.
    pub fn figures(&self, places: &[String]) -> Result<(Contents, Vec<Figure>), Fault> {
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
        let (Some(place_at), Some(time_at)) = (at(&place.code), at(&time.code)) else {
            return Err(shape("a cube without the table's variables"));
        };
        let figures = cube
            .cells()
            .filter_map(|cell| {
                let others = cell.codes.iter().enumerate().filter(|(at, _)| *at != place_at && *at != time_at);
                let measure: Vec<&str> = others.map(|(_, code)| *code).collect();
                Some(Figure {
                    measure: measure.join("/"),
                    place: cell.codes[place_at].to_owned(),
                    year: year(cell.codes[time_at])?,
                    sex: Sex::All,
                    value: cell.value.map(str::to_owned),
                    status: cell.status.to_owned(),
                    n: None,
                })
            })
            .collect();
        Ok((contents, figures))
    }
}

/// The year that a point in time begins with: `2024`, `2024/25`, `2024M01`.
fn year(code: &str) -> Option<i16> {
    code.get(..4)?.parse().ok().filter(|year| (1900..=2200).contains(year))
}
