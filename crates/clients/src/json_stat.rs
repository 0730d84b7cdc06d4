//! JSON-stat 2.0 (json-stat.org/format): a cube of figures with its dimensions, as statistics databases give it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fault::Fault;
use crate::http::Answer;
use crate::reading::{list, text};

/// How many cells are taken in: the largest any of the known databases gives.
const MOST_CELLS: usize = 1_250_000;

/// A dimension with its categories in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Code and label of each category.
    pub categories: Vec<(String, String)>,
}

/// A cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    /// What it is called.
    pub label: String,
    /// Who published it.
    pub source: String,
    /// When it was updated, as the source wrote it.
    pub updated: String,
    /// The dimensions, the one that varies slowest first.
    pub dimensions: Vec<Dimension>,
    /// The codes of dimensions that are points in time.
    pub time: Vec<String>,
    values: Vec<Option<String>>,
    status: BTreeMap<usize, String>,
}

/// A cell of a cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'c> {
    /// The code of its category in each dimension, in the cube's order.
    pub codes: Vec<&'c str>,
    /// The number as it was sent; absent where there is none.
    pub value: Option<&'c str>,
    /// The source's sign: `..` secret, `.` missing.
    pub status: &'c str,
}

impl Cube {
    /// The cube that an answer is.
    ///
    /// # Errors
    /// When it is none, or its parts do not fit each other.
    pub fn read(answer: &Answer) -> Result<Self, Fault> {
        let json = &answer.json;
        let wrong = |what: String| answer.other_shape(what);
        let ids: Vec<&str> = list(json, "id").iter().filter_map(Value::as_str).collect();
        let sizes: Vec<usize> = list(json, "size")
            .iter()
            .filter_map(|size| size.as_u64().and_then(|size| usize::try_from(size).ok()))
            .collect();
        if ids.is_empty() || ids.len() != sizes.len() {
            return Err(wrong("no id and size of the same length".to_owned()));
        }
        let cells = sizes.iter().try_fold(1_usize, |cells, size| cells.checked_mul(*size)).unwrap_or(usize::MAX);
        if cells > MOST_CELLS {
            return Err(wrong(format!("more than {MOST_CELLS} cells")));
        }
        let dimensions = ids
            .iter()
            .zip(&sizes)
            .map(|(code, size)| {
                dimension(json, code, *size).ok_or_else(|| wrong(format!("no {size} categories of {code}")))
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        let values = values(json, cells).ok_or_else(|| wrong(format!("no {cells} values")))?;
        Ok(Self {
            label: text(json, "label").unwrap_or_default(),
            source: text(json, "source").unwrap_or_default(),
            updated: text(json, "updated").unwrap_or_default(),
            time: json
                .pointer("/role/time")
                .and_then(Value::as_array)
                .map(|codes| codes.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default(),
            dimensions,
            values,
            status: status(json),
        })
    }

    /// Every cell, in the cube's order.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.values.iter().enumerate().map(|(at, value)| {
            let mut rest = at;
            let mut codes: Vec<&str> = self
                .dimensions
                .iter()
                .rev()
                .map(|dimension| {
                    let category = rest % dimension.categories.len();
                    rest /= dimension.categories.len();
                    dimension.categories[category].0.as_str()
                })
                .collect();
            codes.reverse();
            let status = self.status.get(&at).map_or("", String::as_str);
            Cell { codes, value: value.as_deref(), status }
        })
    }
}

fn dimension(json: &Value, code: &str, size: usize) -> Option<Dimension> {
    let found = json.get("dimension")?.get(code)?;
    let category = found.get("category")?;
    let labels = category.get("label");
    let label = |code: &str| labels.and_then(|labels| text(labels, code)).unwrap_or_else(|| code.to_owned());
    let mut order: Vec<(usize, String)> = match category.get("index") {
        Some(Value::Array(codes)) => {
            codes.iter().enumerate().filter_map(|(at, code)| Some((at, code.as_str()?.to_owned()))).collect()
        }
        Some(Value::Object(codes)) => {
            codes.iter().filter_map(|(code, at)| Some((usize::try_from(at.as_u64()?).ok()?, code.clone()))).collect()
        }
        // A dimension of one category may leave its order out.
        _ => labels?.as_object()?.keys().map(|code| (0, code.clone())).collect(),
    };
    order.sort();
    let in_order = order.iter().enumerate().all(|(at, (place, _))| at == *place);
    if order.len() != size || !in_order {
        return None;
    }
    let categories = order.into_iter().map(|(_, code)| (code.clone(), label(&code))).collect();
    Some(Dimension {
        code: code.to_owned(),
        label: text(found, "label").unwrap_or_else(|| code.to_owned()),
        categories,
    })
}

fn number(value: &Value) -> Option<String> {
    value.is_number().then(|| value.to_string())
}

/// The values, also where they are sparse: an object from place to value.
fn values(json: &Value, cells: usize) -> Option<Vec<Option<String>>> {
    match json.get("value")? {
        Value::Array(values) if values.len() == cells => Some(values.iter().map(number).collect()),
        Value::Object(values) => {
            let mut all = vec![None; cells];
            for (place, value) in values {
                *all.get_mut(place.parse::<usize>().ok()?)? = number(value);
            }
            Some(all)
        }
        _ => None,
    }
}

fn status(json: &Value) -> BTreeMap<usize, String> {
    let sign = |value: &Value| value.as_str().filter(|sign| !sign.is_empty()).map(str::to_owned);
    match json.get("status") {
        Some(Value::Array(signs)) => {
            signs.iter().enumerate().filter_map(|(at, value)| Some((at, sign(value)?))).collect()
        }
        Some(Value::Object(signs)) => {
            signs.iter().filter_map(|(at, value)| Some((at.parse().ok()?, sign(value)?))).collect()
        }
        _ => BTreeMap::new(),
    }
}
