//! An annual report of an earlier year, opened: by the authority's people who follow up, and by the provider's own. Each
//! opening is told in the chain of readings.

use kernel::Id;
use kernel::id::kind::Organisation;
use platform::{Cx, Path, Permission, Reply, Stop, may};
use serde_json::json;

use super::store::{self, ReportEntry};
use crate::submissions::originals;

type At = Path<(String, String, String)>;

async fn opened<P: Permission>(cx: &Cx<P>, at: At, own: Option<Id<Organisation>>) -> Result<Reply, Stop> {
    let Path((_, set, row)) = at;
    let (set, row): (i64, i64) = set.parse().ok().zip(row.parse().ok()).ok_or(Stop::NotFound)?;
    let (tools, only) = (cx.kit().tools(), cx.only_units());
    let sees = move |report: &ReportEntry| match own {
        None => true,
        // Somebody of one unit sees what is about it.
        Some(own) => {
            report.provider == own && only.is_none_or(|units| report.unit.is_some_and(|of| units.contains(&of)))
        }
    };
    let (report, file) = cx
        .read(move |tx| {
            let report = store::report(tx, set, row)?.filter(sees).ok_or(Stop::NotFound)?;
            let file = originals::find(tx, &tools, &report.sha256)?.ok_or(Stop::NotFound)?;
            Ok((report, file))
        })
        .await?;
    let (files, media_type) = (cx.kit().files().clone(), file.media_type.clone());
    let bytes = platform::apart(move || file.bytes(&files)).await.map_err(Stop::failed)?;
    let bytes = bytes.map_err(Stop::unread_file)?;
    let facts = json!({ "earlier_set": set, "row": row, "provider": report.provider.to_string() });
    cx.tell_reading("earlier.report-read", facts).await?;
    Ok(Reply::download(bytes, &media_type, &report.file_name))
}

/// For the authority's people who follow up.
pub(super) async fn reviewed(cx: Cx<may::ViewFollowUp>, at: At) -> Result<Reply, Stop> {
    opened(&cx, at, None).await
}

/// For the provider's own people.
pub(super) async fn own(cx: Cx<may::ViewOwnReports>, at: At) -> Result<Reply, Stop> {
    let own = cx.provider()?;
    opened(&cx, at, Some(own)).await
}
