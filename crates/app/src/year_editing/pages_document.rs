//! The document in the browser: checked, kept as it was typed, saved as a draft.

use std::sync::Arc;

use axum::extract::RawQuery;
use domain::year::{MOST_BYTES, Reading, Severity, read_bytes, read_document};
use platform::{Cx, FormData, Reply, Stop, Upload, may};

use super::pages::{Kept, found, id_of, keep, sheet};
use super::sv;
use super::view::{self, Editor, Outcome};
use crate::year;

type Here = Cx<may::ManageYear>;

/// Documents that a first year can begin from, by the name in the address.
const EXAMPLES: [(&str, &str); 2] = [
    ("stockholm-2024", include_str!("../../../../config/stockholm-2024.toml")),
    ("uppfoljningsplan-2016", include_str!("../../../../config/uppfoljningsplan-2016.toml")),
];

/// `/ar/redigera?version=…` or `?mall=…`: the document to edit.
pub(super) async fn show(cx: Here, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let (version, example) = (query.get("version").to_owned(), query.get("mall").to_owned());
    let today = cx.now().day();
    let editor = cx
        .read(move |tx| {
            if let Some((_, text)) = EXAMPLES.iter().find(|(name, _)| *name == example) {
                let number = read_document(text).year.map_or(0, |year| year.year);
                let base = (number, year::newest_number(tx, number)?);
                return Ok(Editor::new(base, (*text).to_owned()));
            }
            let id = match version.as_str() {
                "" => year::current(tx, today)?.ok_or(Stop::NotFound)?.id,
                text => id_of(text)?,
            };
            let found = found(tx, id)?;
            let number = found.published.year.year;
            let text = year::document(tx, id)?.unwrap_or_default();
            Ok(Editor::new((number, year::newest_number(tx, number)?), text))
        })
        .await?;
    Ok(page(&cx, &editor))
}

fn page(cx: &Here, editor: &Editor) -> Reply {
    let failed = matches!(&editor.outcome, Outcome::Read(reading) if reading.year.is_none())
        || matches!(editor.outcome, Outcome::Stale(_) | Outcome::Taken);
    cx.show(sheet(cx, "Årets dokument", view::editor(&cx.link("ar"), editor)).wide().with_faults(failed))
}

/// Reads the document where it disturbs nobody: a large one takes its time.
async fn read(text: String) -> Result<(String, Reading), Stop> {
    platform::apart(move || {
        let reading = read_document(&text);
        (text, reading)
    })
    .await
    .map_err(Stop::failed)
}

fn base_of(form: &FormData) -> (i16, i64) {
    let (year, version) = form.get("bas").split_once(':').unwrap_or(("0", "0"));
    (year.parse().unwrap_or(0), version.parse().unwrap_or(0))
}

/// Checks the document, or saves it as a draft.
pub(super) async fn save(cx: Here, form: FormData) -> Result<Reply, Stop> {
    // As it was typed, white space and all, so that lines keep their numbers.
    let text = form.all("dokument").last().cloned().unwrap_or_default();
    let note: String = form.get("anteckning").chars().take(500).collect();
    let base = base_of(&form);
    let (text, reading) = read(text).await?;
    let mut editor = Editor { base, text, note, outcome: Outcome::Untouched };
    let errors = reading.faults.iter().any(|fault| fault.severity() == Severity::Error);
    let year = match &reading.year {
        Some(year) if !errors && form.has("spara") => Arc::new(year.clone()),
        _ => {
            editor.outcome = Outcome::Read(Box::new(reading));
            return Ok(page(&cx, &editor));
        }
    };
    let number = year.year;
    let expected = if base.0 == number { base.1 } else { 0 };
    let note = if editor.note.is_empty() { sv::NOTE_FROM_DOCUMENT.to_owned() } else { editor.note.clone() };
    match keep(&cx, year, editor.text.clone(), note, expected).await? {
        Kept::Saved(saved) => {
            Ok(Reply::done(&cx.link(&format!("ar/version/{}", saved.id)), &sv::saved(saved.version, number)))
        }
        Kept::Stale(newest) => {
            editor.base = (number, newest.version);
            editor.outcome = Outcome::Stale(newest);
            Ok(page(&cx, &editor))
        }
        Kept::Taken => {
            editor.outcome = Outcome::Taken;
            Ok(page(&cx, &editor))
        }
    }
}

/// Takes a document from a file and shows it in the editor, checked; saving is the next step.
pub(super) async fn read_in(cx: Here, upload: Upload) -> Result<Reply, Stop> {
    let file = match upload.file {
        Err(problem) => return versions_with(&cx, sv::upload(problem)).await,
        Ok(file) => file,
    };
    if file.bytes.len() > MOST_BYTES {
        let fault = read_bytes(&[], file.bytes.len()).faults;
        let text = fault.first().map(|fault| sv::fault(fault).0).unwrap_or_default();
        return versions_with(&cx, format!("{text} {}", sv::not_this_file(&file.name))).await;
    }
    let text = match String::from_utf8(file.bytes.to_vec()) {
        Ok(text) if !text.contains('\0') => text.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
        _ => return versions_with(&cx, sv::not_text(&file.name)).await,
    };
    let (text, reading) = read(text).await?;
    let number = reading.year.as_ref().map_or(0, |year| year.year);
    let newest = cx.read(move |tx| Ok(year::newest_number(tx, number)?)).await?;
    let note = sv::note_from_file(&file.name);
    let editor = Editor { base: (number, newest), text, note, outcome: Outcome::Read(Box::new(reading)) };
    Ok(page(&cx, &editor))
}

async fn versions_with(cx: &Here, fault: String) -> Result<Reply, Stop> {
    let years = cx.read(|tx| Ok(year::years(tx)?)).await?;
    let main = view::versions(&cx.link("ar"), &years, Some(&fault));
    Ok(cx.show(sheet(cx, "Versioner av året", main).with_faults(true)))
}
