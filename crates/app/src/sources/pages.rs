//! The first page: what comes from where, and how old it is.

use platform::reply::Sheet;
use platform::{Cx, Reply, Stop, may};

use super::settings::SourceKind;
use super::{comparing, fetches, store, sv, view};

pub(super) type See = Cx<may::ViewSources>;

/// Sources and tables.
pub(super) async fn overview(cx: See) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let keeps = cx.may(kernel::Right::KeepSources);
    let page = cx
        .read(move |tx| {
            let mut sources = Vec::new();
            for kind in SourceKind::ALL {
                let active = fetches::source(tx, kind)?.is_some_and(|source| source.active);
                sources.push((kind, active, fetches::fetches(tx, kind)?.into_iter().next()));
            }
            let comparison = comparing::comparison(tx, today)?;
            Ok(view::Overview { sources, comparison, tables: store::tables(tx)?, keeps })
        })
        .await?;
    let mailbox = cx.may(kernel::Right::ManageSources).then(|| cx.link("brevlada"));
    let main = view::overview(&cx.link("kallor"), &page, mailbox.as_deref());
    let sheet = Sheet::new(sv::TITLE, main).wide();
    let seen = cx.may(kernel::Right::ViewFollowUp);
    Ok(cx.show(if seen { sheet.crumb(sv::RESULTS, cx.link("resultat")) } else { sheet }))
}
