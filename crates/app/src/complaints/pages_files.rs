//! The files of a case, for both sides.

use domain::cases::{Action, Party, Seen};
use kernel::id::kind::CaseFile;
use kernel::{Id, swedish};
use platform::access::{Changes, Cx, may};
use platform::{Path, Reply, Stop, Upload};
use serde_json::json;

use super::form::{Fault, slug};
use super::pages::{id, opened};
use super::sv;
use crate::cases;
use crate::cases::files::{self, MOST, Names, Taken};

/// Whether files may go with what is done.
pub(super) const fn may_have_files(action: Action) -> bool {
    matches!(action, Action::Acknowledge | Action::Ask | Action::Act | Action::Answer | Action::Note)
}

/// The field of the action's files.
pub(super) fn field(action: Action) -> String {
    format!("{}-filer", slug(action))
}

/// What may go with an action: the files of the form, cleaned and sealed, or what is wrong with them.
pub(super) async fn taken<P: Changes>(
    cx: &Cx<P>,
    id: Id<CaseFile>,
    action: Action,
    upload: &Upload,
) -> Result<Result<Option<Taken>, Fault>, Stop> {
    let is_chosen = !upload.files.is_empty() || !matches!(upload.file, Err(platform::UploadProblem::Missing));
    if !is_chosen || !may_have_files(action) {
        return Ok(Ok(None));
    }
    let tools = cx.kit().tools();
    let (keys, there) = cx.read(move |tx| Ok((tools.keys(tx)?, cases::count_documents(tx, id)?))).await?;
    if there + upload.files.len() > MOST {
        return Ok(Err((field(action), sv::full(MOST))));
    }
    let taken = files::take(cx.kit(), (cx.tenant(), keys), upload, (Names::Kept, files::OF_CASES)).await?;
    Ok(taken.map(Some).map_err(|why| (field(action), sv::unfit(&why))))
}

/// What a file of a case is called on a page.
pub(super) fn title(number: i64, name: &str) -> String {
    if name.is_empty() { format!("Fil {}", swedish::integer(number + 1)) } else { name.to_owned() }
}

async fn file<P: Changes>(cx: &Cx<P>, case: &str, number: i64) -> Result<Reply, Stop> {
    let id = id(case)?;
    // Who may see the case at all; everybody else does not find it.
    let whole = opened(cx, id).await?;
    let (tools, with) = (cx.kit().tools(), (whole.sight, party(whole.seen)?));
    let opened =
        cx.read(move |tx| files::opened(tx, &tools, &whole.dossier, number, with)?.ok_or(Stop::NotFound)).await?;
    cx.tell_reading_of("case.read", id, json!({ "case": id, "file": number + 1 })).await?;
    let (store, tenant) = (cx.kit().files().clone(), cx.tenant());
    let (media_type, name) = (opened.media_type().to_owned(), opened.file_name(&title(number, "")));
    let bytes = platform::apart(move || opened.bytes(&store, tenant)).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}

fn party(seen: Seen) -> Result<Party, Stop> {
    seen.hand.party().ok_or(Stop::NotFound)
}

/// A file at the school.
pub(super) async fn at_school(
    cx: Cx<may::HandleComplaints>,
    Path((_, case, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    file(&cx, &case, number).await
}

/// A file at the authority.
pub(super) async fn at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, case, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    file(&cx, &case, number).await
}
