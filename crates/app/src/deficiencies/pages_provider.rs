//! Deficiencies at the provider that they are of.

use axum::extract::RawQuery;
use domain::deficiencies::Party;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Stop};

use super::look::Asker;
use super::pages::{Listing, carry_out, fetched, id, opened, page};
use super::{OWN, paper, store, sv, view_list};

/// What the authority has told the provider of.
pub(super) async fn list(cx: Cx<may::AnswerDeficiencies>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asker = Asker::at_provider(&cx)?;
    let (provider, today) = (cx.provider()?, asker.today);
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let listing = cx
        .read(move |tx| {
            let mut all = store::bare(tx)?;
            all.retain(|of| of.organisation == provider && asker.reads((of.organisation, of.unit), &of.stands));
            view_list::sort(&mut all, Party::Provider, today);
            Ok(Listing::of(tx, &asker.tools, all, &asked)?)
        })
        .await?;
    let main = view_list::own((&cx.link(OWN), crate::nav::authorities(&cx, OWN)), &listing, today);
    Ok(cx.show(Sheet::new(sv::OWN, main).crumb(sv::TO_DO, "/start")))
}

/// A deficiency.
pub(super) async fn show(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, deficiency)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let asker = Asker::at_provider(&cx)?;
    page(&cx, (&asker, id(&deficiency)?), (&FormData::default(), &[])).await
}

/// Does something with a deficiency.
pub(super) async fn step(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, deficiency, step)): Path<(String, String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let asker = Asker::at_provider(&cx)?;
    carry_out(&cx, (asker, id(&deficiency)?), &step, &upload).await
}

/// A file of a deficiency.
pub(super) async fn fetch(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, deficiency, number)): Path<(String, String, usize)>,
) -> Result<Reply, Stop> {
    let asker = Asker::at_provider(&cx)?;
    fetched(&cx, (&asker, id(&deficiency)?), number).await
}

/// A decision as a file.
pub(super) async fn decision(
    cx: Cx<may::AnswerDeficiencies>,
    Path((_, deficiency, number, format)): Path<(String, String, u32, String)>,
) -> Result<Reply, Stop> {
    let asker = Asker::at_provider(&cx)?;
    let of = opened(&cx, (&asker, id(&deficiency)?)).await?;
    // What is not decided yet is no decision to be handed out.
    of.kept.stands.sanction(number).filter(|one| one.decided.is_some()).ok_or(Stop::NotFound)?;
    paper::decision(&cx, &of, number, &format).await
}
