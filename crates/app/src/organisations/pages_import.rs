//! Reading providers and units from a file: template, upload, preview, confirmation, the marked file back.
//!
//! Between preview and confirmation the file lies in the file store and its hash goes with the form; confirming reads
//! and judges it anew against the register as it then stands.

use ::store::sql;
use axum::extract::RawQuery;
use documents::raw::{Limits, RawWorkbook};
use documents::workbook;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, Upload, may};
use serde_json::json;

use super::confirm::{self, Outcome};
use super::import::{self, Judged, Known};
use super::view_import::{self, Problem};
use super::{store, sv};
use crate::reading_files::{self, NotRead};

type Keep = Cx<may::ManageOrganisation>;

fn sheet(cx: &Keep, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb("Organisation", cx.link("organisation"))
}

fn start_sheet(cx: &Keep, problem: Option<&Problem>) -> Sheet {
    let main = view_import::start(&cx.link("organisation/import"), problem);
    sheet(cx, "Läs in från fil", main).with_faults(problem.is_some())
}

/// Where a file is chosen.
pub(super) async fn start(cx: Keep) -> Result<Reply, Stop> {
    Ok(cx.show(start_sheet(&cx, None)))
}

/// The template.
pub(super) async fn template(cx: Keep) -> Result<Reply, Stop> {
    let areas = cx.read(|tx| Ok(store::areas(tx)?)).await?;
    let bytes = workbook::write(&import::template(cx.now(), &areas)).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, "anordnare-och-enheter.xlsx"))
}

/// Reads the bytes in a child process.
async fn read(cx: &Keep, bytes: &[u8]) -> Result<Result<RawWorkbook, Problem>, Stop> {
    let limits = Limits { rows: 5_000, ..reading_files::limits(5_000) };
    let read = reading_files::read(cx.kit().sandbox(), cx.account().person, bytes, limits).await?;
    Ok(read.map(|file| file.book).map_err(|why| match why {
        NotRead::Unreadable(why) => Problem::Unreadable(why),
        NotRead::Heavy => Problem::TooHeavy,
    }))
}

/// Takes a file, looks whether it can be read, and leads to its preview.
pub(super) async fn upload(cx: Keep, upload: Upload) -> Result<Reply, Stop> {
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return Ok(cx.show(start_sheet(&cx, Some(&Problem::Upload(problem))))),
    };
    if let Err(problem) = read(&cx, &file.bytes).await? {
        return Ok(cx.show(start_sheet(&cx, Some(&problem))));
    }
    let (files, tenant) = (cx.kit().files().clone(), cx.tenant());
    let hash = platform::apart(move || files.keep(tenant, &file.bytes)).await.map_err(Stop::failed)??;
    let name = super::view::encode(&file.name);
    Ok(Reply::redirect(&cx.link(&format!("organisation/import/granska?fil={hash}&namn={name}"))))
}

struct Kept {
    hash: String,
    name: String,
    size: i64,
    judged: Judged,
    known: Known,
}

/// The kept file that a form or address names, judged anew.
async fn kept(cx: &Keep, form: &FormData) -> Result<Kept, Stop> {
    let (files, tenant, hash) = (cx.kit().files().clone(), cx.tenant(), form.get("fil").to_owned());
    let wanted = hash.clone();
    // What a provider has uploaded to its own draft lies sealed, and opens here for nobody, whatever its hash.
    let bytes = platform::apart(move || files.read(tenant, &wanted))
        .await
        .map_err(Stop::failed)?
        .map_err(|_| Stop::NotFound)?;
    // Any file of the tenant has a hash: what is no register is refused as it would be when chosen.
    let Ok(raw) = read(cx, &bytes).await? else { return Err(Stop::NotFound) };
    let known = cx.read(|tx| Ok(import::known(tx)?)).await?;
    let judged = import::judge(&raw, &known);
    let name: String = form.get("namn").chars().take(120).collect();
    Ok(Kept { hash, name, size: i64::try_from(bytes.len()).unwrap_or(i64::MAX), judged, known })
}

/// What a file says and what is wrong with it.
pub(super) async fn preview(cx: Keep, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let kept = kept(&cx, &query).await?;
    let main = view_import::preview(&cx.link("organisation/import"), &kept.hash, &kept.name, &kept.judged);
    Ok(cx.show(sheet(&cx, "Granska filen", main).crumb("Läs in från fil", cx.link("organisation/import")).wide()))
}

/// Takes the good rows in; what that leads to for what is asked is told first, and done when it is confirmed.
pub(super) async fn confirm(cx: Keep, form: FormData) -> Result<Reply, Stop> {
    let Kept { hash, name, size, judged, .. } = kept(&cx, &form).await?;
    let back = cx.link(&format!("organisation/import/granska?fil={hash}&namn={}", super::view::encode(&name)));
    if judged.good().next().is_none() {
        return Ok(Reply::redirect(&back));
    }
    let (now, here) = (cx.now(), cx.link("organisation/import/bekrafta"));
    let outcome =
        confirm::change_with(&cx, "organisation.imported", (&form, &here, &back), move |tx, tools| {
            tx.execute(
                sql!(
                    "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
                     ON CONFLICT (tenant_id, sha256) DO NOTHING"
                ),
                &[&hash, &size, &workbook::MEDIA_TYPE, &name, &now],
            )?;
            let counts = import::apply(tx, tools.chance(), &judged)?;
            let facts = json!({
                "file": hash, "providers": counts.providers, "agreements": counts.agreements,
                "agreements_changed": counts.agreements_changed, "units": counts.units,
                "units_changed": counts.units_changed, "rows_left_out": judged.rows.len() - judged.good().count(),
            });
            Ok((tx.tenant()?.uuid(), facts, counts))
        })
        .await?;
    Ok(match outcome {
        Outcome::Made(counts) => Reply::done(&cx.link("organisation"), &sv::imported(&counts)),
        Outcome::Asks(page) => page,
    })
}

/// The file back with its faults marked.
pub(super) async fn marked(cx: Keep, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let kept = kept(&cx, &query).await?;
    let bytes = workbook::write(&import::marked(cx.now(), &kept.judged, &kept.known.areas)).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, "anordnare-och-enheter-att-ratta.xlsx"))
}
