//! Everything that was handed out, for the auditor.

use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{Reply, Stop};

use super::{store, sv, view};

/// The log.
pub(super) async fn all(cx: Cx<may::Audit>) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let (log, profiles) = cx.read(move |tx| Ok((store::log(tx)?, store::profiles(tx, today)?))).await?;
    let main = view::log(&log, &profiles, today);
    Ok(cx.show(Sheet::new(sv::LIST, main).crumb(sv::AUDIT, cx.link("granskning")).wide()))
}
