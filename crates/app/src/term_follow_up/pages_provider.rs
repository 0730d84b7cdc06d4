//! The provider's side: how it says itself that it follows its terms, beside what the authority says.

use domain::terms::Voice;
use platform::access::{Cx, may};
use platform::{FormData, MayUpload, Path, Reply, Stop};

use super::pages::{fetched, page, say};

/// The terms that hold for the provider.
pub(super) async fn show(cx: Cx<may::AnswerDeficiencies>) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    page(&cx, (provider, Voice::Provider), (&FormData::default(), &[])).await
}

/// Says how a term is followed.
pub(super) async fn declare(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, term)): Path<(String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    say(&cx, (provider, Voice::Provider), &term, &upload).await
}

/// A file that shows how a term is followed.
pub(super) async fn fetch(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, term, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    let provider = cx.provider()?;
    fetched(&cx, provider, &term, number).await
}
