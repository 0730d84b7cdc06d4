//! The settled protocols, and the year's visits compiled for the board.

use domain::visits::{Sheet as Protocol, Standing};
use kernel::Id;
use kernel::id::kind::Visit as VisitKind;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{Path, Reply, Stop};

use super::look::{self, Opened, Row};
use super::pages::year_of;
use super::view_paper::{self as paper, Format};
use super::{PROTOCOLS, pages_photo, store, sv, view_board};

type Reader = Cx<may::ReadProtocols>;

/// To the newest year that has visits, or the year that is now.
pub(super) async fn current(cx: Reader) -> Result<Reply, Stop> {
    let years = cx.read(|tx| Ok(store::years(tx)?)).await?;
    let now = cx.now().day().year();
    let year = years.iter().find(|year| **year <= now).copied().unwrap_or(now);
    Ok(Reply::redirect(&cx.link(&format!("{PROTOCOLS}/{year}"))))
}

/// The year's visits, those of them alone in words whose protocol is settled; and its other years.
async fn rows(cx: &Reader, year: i16) -> Result<(Vec<Row>, Vec<i16>), Stop> {
    let tools = cx.kit().tools();
    cx.read(move |tx| Ok((look::of_year(tx, &tools, year)?, store::years(tx)?))).await
}

/// The year compiled.
pub(super) async fn year(cx: Reader, Path((_, year)): Path<(String, String)>) -> Result<Reply, Stop> {
    let year = year_of(&year)?;
    let (rows, years) = rows(&cx, year).await?;
    let main = view_board::year(&cx.link(PROTOCOLS), (year, &years), &rows);
    Ok(cx.show(Sheet::new(format!("{} {year}", sv::OF_BOARD), main).wide()))
}

/// The year compiled, as a file.
pub(super) async fn file(cx: Reader, Path((_, year, format)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let (year, format) = (year_of(&year)?, Format::of(&format).ok_or(Stop::NotFound)?);
    let (rows, _) = rows(&cx, year).await?;
    let document = paper::compiled(year, cx.tenant_name(), &rows, cx.now().day());
    let name = format!("{} {year}", sv::OF_BOARD);
    paper::file(&cx, &document, format, (&cx.link(&format!("{PROTOCOLS}/{year}")), &name)).await
}

/// A visit whose protocol is settled; any other is not found.
async fn opened(cx: &Reader, year: &str, visit: &str) -> Result<Opened, Stop> {
    let year = year_of(year)?;
    let id: Id<VisitKind> = visit.parse().map_err(|_| Stop::NotFound)?;
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    cx.read(move |tx| {
        let of = look::opened(tx, &tools, id, today)?;
        let is_over = matches!(of.standing(), Standing::Settled | Standing::Closed);
        if of.kept.year == year && is_over { Ok(of) } else { Err(Stop::NotFound) }
    })
    .await
}

/// A settled protocol.
pub(super) async fn one(cx: Reader, Path((_, year, visit)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &year, &visit).await?;
    let base = cx.link(&format!("{PROTOCOLS}/{}", of.kept.year));
    let empty = Protocol::default();
    let main = view_board::one(&format!("{base}/{}", of.kept.id), &of, of.kept.settled().unwrap_or(&empty));
    let sheet = Sheet::new(format!("{}: {}", of.kept.name(), of.provider.name), main);
    Ok(cx.show(sheet.crumb(format!("{} {}", sv::OF_BOARD, of.kept.year), base)))
}

/// A photo of a settled protocol.
pub(super) async fn photo(
    cx: Reader,
    Path((_, year, visit, photo)): Path<(String, String, String, String)>,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &year, &visit).await?;
    pages_photo::picture(&cx, &of, &photo).await
}
