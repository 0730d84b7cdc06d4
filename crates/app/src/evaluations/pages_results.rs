//! Everybody's results: at the one that leads, and as they were released to an authority.

use domain::evaluations::Compiled;
use kernel::Id;
use kernel::id::kind::EvaluationCopy;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{Path, Reply, Stop};

use super::pages::{id, kept};
use super::store::Open;
use super::{LEADS, PAGE, store_copy, sv, view_paper, view_results};

async fn leads(cx: &Cx<may::Evaluate>, evaluation: &str) -> Result<Compiled, Stop> {
    let kept = kept(cx, id(evaluation)?, Open::All).await?;
    Ok(kept.compiled(cx.tenant_name(), cx.now().day()))
}

/// The results so far.
pub(super) async fn leading(
    cx: Cx<may::Evaluate>,
    Path((_, evaluation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let compiled = leads(&cx, &evaluation).await?;
    let base = cx.link(&format!("{LEADS}/{evaluation}"));
    let main = view_results::page(&base, &compiled);
    let sheet = Sheet::new(sv::RESULTS, main).wide().crumb(sv::LEADS, cx.link(LEADS));
    Ok(cx.show(sheet.crumb(compiled.name, base)))
}

/// The results so far, as a file.
pub(super) async fn leading_file(
    cx: Cx<may::Evaluate>,
    Path((_, evaluation, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let compiled = leads(&cx, &evaluation).await?;
    file(&cx, &compiled, &format, &cx.link(&format!("{LEADS}/{evaluation}/resultat"))).await
}

async fn came<P: Permission>(cx: &Cx<P>, copy: &str) -> Result<Compiled, Stop> {
    let (id, tools): (Id<EvaluationCopy>, _) = (id(copy)?, cx.kit().tools());
    cx.read(move |tx| {
        let kept = store_copy::find(tx, &tools, (id, true))?.ok_or(Stop::NotFound)?;
        kept.released().cloned().ok_or(Stop::NotFound)
    })
    .await
}

/// The results as they were released last.
pub(super) async fn released(
    cx: Cx<may::ReadProtocols>,
    Path((_, copy)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let compiled = came(&cx, &copy).await?;
    let base = cx.link(&format!("{PAGE}/{copy}"));
    let main = view_results::page(&base, &compiled);
    let sheet = Sheet::new(sv::RESULTS, main).wide().crumb(sv::TITLE, cx.link(PAGE));
    Ok(cx.show(sheet.crumb(compiled.name, base)))
}

/// The results as they were released last, as a file.
pub(super) async fn released_file(
    cx: Cx<may::ReadProtocols>,
    Path((_, copy, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let compiled = came(&cx, &copy).await?;
    file(&cx, &compiled, &format, &cx.link(&format!("{PAGE}/{copy}/resultat"))).await
}

async fn file<P: Permission>(cx: &Cx<P>, compiled: &Compiled, format: &str, back: &str) -> Result<Reply, Stop> {
    match format {
        "csv" => Ok(view_paper::as_csv(compiled)),
        _ => view_paper::file(cx, &view_paper::whole(compiled), (format, &compiled.name), back).await,
    }
}
