//! The same for a Word document: what its controls and headings are, tried out, taken into use.

use std::collections::BTreeMap;

use axum::body::Bytes;
use documents::docx::read::ReadDocument;
use documents::raw::Limits;
use platform::{FormData, Reply, Stop, Upload};

use super::pages::{Here, item_sheet};
use super::pages_one::{self, One, Wish};
use super::sv;
use super::view_words::{self, Page};
use crate::own_templates::sv::FACTS;
use crate::own_templates::{Mapping, Spot, TextField, Words, WordsPlace, check_words};
use crate::reading_files;
use crate::word::{self, Fault, Trial};

/// How much text is read of a document, in bytes. That of a template is kept with it.
const TEXT: usize = 1 << 20;

/// The field of the form that a place is.
pub(super) fn name(place: &WordsPlace) -> String {
    match place {
        WordsPlace::Whole => "anvand".to_owned(),
        WordsPlace::Field(path) => format!("del-{path}"),
        WordsPlace::Fact(fact) => format!("falt-{fact}"),
    }
}

/// A spot as it is chosen.
pub(super) fn chosen(spot: &Spot) -> String {
    match spot {
        Spot::Control(name) => format!("k:{name}"),
        Spot::Heading(text) => format!("r:{text}"),
    }
}

/// What the form says when it is opened.
fn form_fields(words: &Words) -> BTreeMap<String, String> {
    let of_field = |(path, spot): (&String, &Spot)| (name(&WordsPlace::Field(path.clone())), chosen(spot));
    let of_fact = |(fact, control): (&String, &String)| (name(&WordsPlace::Fact(fact.clone())), control.clone());
    words.fields.iter().map(of_field).chain(words.facts.iter().map(of_fact)).collect()
}

/// What was chosen.
fn words_of(data: &FormData, fields: &[TextField]) -> Words {
    let mut words = Words::default();
    for field in fields {
        let text = data.get(&name(&WordsPlace::Field(field.path.clone())));
        let spot = match text.split_once(':') {
            Some(("k", name)) => Spot::Control(name.to_owned()),
            Some(("r", heading)) => Spot::Heading(heading.to_owned()),
            _ => continue,
        };
        words.fields.insert(field.path.clone(), spot);
    }
    for (fact, ..) in FACTS {
        let control = data.get(&name(&WordsPlace::Fact((*fact).to_owned())));
        if !control.is_empty() {
            words.facts.insert((*fact).to_owned(), control.to_owned());
        }
    }
    words
}

/// Reads a document that somebody has chosen here; else says in Swedish why it cannot be read.
pub(super) async fn read(
    cx: &Here,
    upload: Upload,
    most: usize,
) -> Result<Result<(String, Bytes, ReadDocument), String>, Stop> {
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return Ok(Err(word::fault_text(&Fault::Upload(problem)))),
    };
    if file.bytes.len() > most {
        return Ok(Err(sv::TOO_LARGE.to_owned()));
    }
    let limits = Limits { file_bytes: u64::try_from(most).unwrap_or(u64::MAX), text_bytes: TEXT, ..Limits::default() };
    let read = reading_files::read_document(cx.kit().sandbox(), cx.account().person, &file.bytes, limits).await?;
    Ok(match read {
        Ok(document) => Ok((file.name, file.bytes, document)),
        Err(why) => Err(word::fault_text(&Fault::NotRead(why))),
    })
}

/// What the page shows beside the version.
#[derive(Default)]
struct Shown {
    fields: Option<BTreeMap<String, String>>,
    problems: Vec<(WordsPlace, String)>,
    trial: Option<Trial>,
    fault: Option<String>,
}

fn show_page(cx: &Here, one: &One, shown: Shown) -> Result<Reply, Stop> {
    let (words, document) = parts(one)?;
    let fields = word::text_fields(&one.of.asked);
    let page = Page {
        here: pages_one::here(cx, one),
        version: &one.version,
        title: one.of.item.title.as_sv(),
        words,
        document,
        standing: check_words(words, document, &fields),
        fields,
        said: shown.fields.unwrap_or_else(|| form_fields(words)),
        faults: shown.problems.iter().map(|(place, says)| (name(place), says.clone())).collect(),
        trial: shown.trial,
        fault: shown.fault,
    };
    let failed = !page.faults.is_empty() || page.fault.is_some();
    let title = sv::version_title(one.version.version);
    let sheet = item_sheet(cx, &one.of, &title, view_words::page(&page))
        .crumb(one.of.item.title.as_sv(), pages_one::item_link(cx, one))
        .wide();
    Ok(cx.show(sheet.with_faults(failed)))
}

/// What the document is said to be, and all of it as it was read.
fn parts(one: &One) -> Result<(&Words, &ReadDocument), Stop> {
    let version = &one.version;
    version.mapping.words.as_ref().zip(version.shape.document.as_ref()).ok_or(Stop::NotFound)
}

/// What its controls and headings are.
pub(super) fn show(cx: &Here, one: &One) -> Result<Reply, Stop> {
    show_page(cx, one, Shown::default())
}

/// Shows what would be read of a filled-in document. Nothing is kept of it.
pub(super) async fn try_out(cx: &Here, one: &One, upload: Upload) -> Result<Reply, Stop> {
    let read = match read(cx, upload, cx.kit().settings().upload_limit).await? {
        Ok((_, _, document)) => document,
        Err(fault) => return show_page(cx, one, Shown { fault: Some(fault), ..Shown::default() }),
    };
    let (words, document) = parts(one)?;
    let (asked, words, template) = (one.of.asked.clone(), words.clone(), document.clone());
    let trial = platform::apart(move || word::trial(&asked, &words, &template, read)).await;
    show_page(cx, one, Shown { trial: Some(trial.map_err(Stop::failed)?), ..Shown::default() })
}

/// Saves what was chosen, and takes the version into use where that is wished and nothing is wrong.
pub(super) async fn decide(cx: &Here, one: One, data: &FormData, wish: Wish) -> Result<Reply, Stop> {
    let fields = word::text_fields(&one.of.asked);
    let words = words_of(data, &fields);
    let (_, document) = parts(&one)?;
    let problems = check_words(&words, document, &fields);
    if !problems.is_empty() {
        let said = data.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        return show_page(cx, &one, Shown { fields: Some(said), problems, ..Shown::default() });
    }
    pages_one::save(cx, one, Mapping { words: Some(words), ..Mapping::default() }, wish).await
}
