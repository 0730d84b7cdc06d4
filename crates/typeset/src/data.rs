//! What the template reads: the settled document as JSON with every text drawable, and a few things worked out.

use documents::content::check::size_of_svg;
use documents::content::{Block, Document, PictureFormat};
use serde_json::{Value, json};

use crate::TypesetError;
use crate::sv::SWEDISH;

/// What the picture with the number is called on the desk.
pub fn picture_name(number: usize, format: PictureFormat) -> String {
    format!("picture-{number}.{}", format.ending())
}

/// The pictures made of dots, in the order in which the data file names them.
pub fn pictures(document: &Document) -> Vec<(PictureFormat, Vec<u8>)> {
    let of = |block: &Block| match block {
        Block::Picture(picture) => Some((picture.format, picture.bytes.clone())),
        _ => None,
    };
    document.blocks.iter().filter_map(of).collect()
}

/// The data file. `drawable` is asked about each text. Pictures made of dots are named and lie beside it.
pub fn json(document: &Document, drawable: impl Fn(&str) -> String) -> Result<Vec<u8>, TypesetError> {
    let failed = |error: serde_json::Error| TypesetError::NotADocument { reason: error.to_string() };
    let mut settled = document.settled();
    let mut named = Vec::new();
    for block in &mut settled.blocks {
        if let Block::Picture(picture) = block {
            picture.bytes.clear();
            named.push(picture_name(named.len() + 1, picture.format));
        }
    }
    let mut tree = serde_json::to_value(settled).map_err(failed)?;
    let mut named = named.into_iter();
    for block in tree.get_mut("blocks").and_then(Value::as_array_mut).into_iter().flatten() {
        if block.get("kind").and_then(Value::as_str) == Some("picture")
            && let (Some(fields), Some(name)) = (block.as_object_mut(), named.next())
        {
            fields.insert("path".to_owned(), json!(format!("/{name}")));
        }
    }
    each_text(&mut tree, &drawable);
    for block in tree.get_mut("blocks").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some((width, height)) = block.get("svg").and_then(Value::as_str).and_then(|svg| size_of_svg(svg).ok())
        else {
            continue;
        };
        if let Some(fields) = block.as_object_mut() {
            fields.insert("width".to_owned(), json!(width));
            fields.insert("height".to_owned(), json!(height));
        }
    }
    let mut tags = document.language.split('-');
    let lang = tags.next().unwrap_or("sv");
    let region = tags.find(|tag| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let data = json!({
        "document": tree,
        "words": SWEDISH,
        "lang": lang,
        "region": region,
        "year": document.date.year(),
        "month": document.date.month(),
        "day": document.date.day_of_month(),
        "day-in-words": kernel::swedish::day(document.date),
    });
    serde_json::to_vec(&data).map_err(failed)
}

fn each_text(value: &mut Value, drawable: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = drawable(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, drawable)),
        Value::Object(fields) => fields.values_mut().for_each(|value| each_text(value, drawable)),
        _ => {}
    }
}
