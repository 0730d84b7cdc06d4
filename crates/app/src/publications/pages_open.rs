//! The pages for anybody.

use axum::extract::RawQuery;
use platform::access::Open;
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::{store, sv, view_files, view_open};

/// All that is published.
pub(super) async fn list(open: Open, Path(tenant): Path<String>) -> Result<Reply, Stop> {
    let read = |tx: &mut ::store::ReadTx<'_>, name: &str| Ok((store::all(tx)?, name.to_owned()));
    let (all, name) = open.read_published(&tenant, read).await?;
    let base = format!("/oppet/{tenant}/resultat");
    let title = format!("{}, {name}", sv::OPEN_TITLE);
    Ok(open.show(Sheet::new(title, view_open::list(&name, &base, &all))))
}

/// One table; as a file where that is asked for. A withdrawn one says so, and shows no figure.
pub(super) async fn one(
    open: Open,
    Path((tenant, number)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let number: i64 = number.parse().map_err(|_| Stop::NotFound)?;
    let read = move |tx: &mut ::store::ReadTx<'_>, _: &str| store::one(tx, number)?.ok_or(Stop::NotFound);
    let found = open.read_published(&tenant, read).await?;
    let base = format!("/oppet/{tenant}/resultat");
    if found.withdrawn_at.is_some() {
        return Ok(open.show(Sheet::new(found.title.clone(), view_open::withdrawn(&found, &base))));
    }
    let content = found.content()?;
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    match query.get("format") {
        "csv" => Ok(view_files::as_csv(&found, &content)),
        "xlsx" => view_files::as_xlsx(&found, &content),
        _ => Ok(open.show(Sheet::new(found.title.clone(), view_open::one(&found, &content, &base)).wide())),
    }
}
