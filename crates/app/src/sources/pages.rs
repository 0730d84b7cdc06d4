//! The first page: what comes from where, and how old it is.

use platform::reply::Sheet;
use platform::{Cx, Reply, Stop, may};

use super::{store, sv, view};

pub(super) type See = Cx<may::ViewSources>;

/// Sources and tables.
pub(super) async fn overview(cx: See) -> Result<Reply, Stop> {
    let tables = cx.read(|tx| Ok(store::tables(tx)?)).await?;
    let page = view::Overview { tables, keeps: cx.may(kernel::Right::KeepSources) };
    Ok(cx.show(Sheet::new(sv::TITLE, view::overview(&cx.link("kallor"), &page)).wide()))
}
