//! The sheet as a page and as files.

use axum::extract::RawQuery;
use documents::{pptx, workbook};
use platform::{Acting, Cx, Path, Reply, Stop, may};

use super::model::{Told, told};
use super::{files, view};
use crate::year::{Shown, page, shown};

type Here = Cx<may::ViewYear>;
type At = Path<(String, String)>;

async fn sheet_of(cx: &Here, year: &str, query: Option<String>) -> Result<(Shown, Told), Stop> {
    let shown = shown(cx, year, query).await?;
    let provider = match cx.account().acting {
        Some(Acting::Provider(organisation)) => Some(organisation),
        _ => None,
    };
    let of = shown.published.year.clone();
    let told = cx.read(move |tx| Ok(told(tx, &of, provider)?)).await?;
    Ok((shown, told))
}

/// `/ar/2024/mal`: the sheet.
pub(super) async fn sheet(cx: Here, Path((_, year)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let (shown, told) = sheet_of(&cx, &year, query).await?;
    let main = view::sheet(&shown, &told);
    Ok(page(&cx, &shown, format!("Målvärden {}", shown.frame.year), main, true))
}

/// The sheet as a workbook to fill in; for the authority, whose targets they are.
pub(super) async fn workbook(cx: Here, Path((_, year)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let (shown, told) = sheet_of(&cx, &year, query).await?;
    if told.own {
        return Err(Stop::NotFound);
    }
    let book = files::workbook(&shown.published, &told, cx.now());
    let bytes = workbook::write(&book).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("malvarden-{}.xlsx", shown.frame.year)))
}

/// The sheet as slides.
pub(super) async fn slides(cx: Here, Path((_, year)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let (shown, told) = sheet_of(&cx, &year, query).await?;
    let name = told.own.then(|| cx.account().seats_here().next().map(|seat| seat.acting_name().to_owned())).flatten();
    let deck = files::slides(&shown.published.year, &told, name.as_deref(), cx.now().day());
    let bytes = pptx::write(&deck).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, pptx::MEDIA_TYPE, &format!("malvarden-{}.pptx", shown.frame.year)))
}
