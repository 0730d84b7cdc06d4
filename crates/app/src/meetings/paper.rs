//! The results so far as material: a page, and one content tree for PDF and Word.

use documents::content::{Block, Column, Document, Table, Text};
use kernel::Id;
use kernel::id::kind::Meeting;
use platform::access::{Cx, Permission};
use platform::reply::Sheet;
use platform::sandbox::Task;
use platform::{Reply, Stop};

use super::look;
use super::store::{self, Kept};
use super::{sv, view};
use crate::results::{self, SoFar};

/// The material in the format: `sida`, `pdf` or `docx`. `told` says that only those who have been invited see it.
pub(super) async fn material<P: Permission>(
    cx: &Cx<P>,
    id: Id<Meeting>,
    format: &str,
    (root, told): (&str, bool),
) -> Result<Reply, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let (kept, found) = cx
        .read(move |tx| {
            let kept = store::find(tx, &tools, id)?.filter(|kept| !told || look::is_told(kept));
            Ok((kept.ok_or(Stop::NotFound)?, results::so_far(tx, today)?))
        })
        .await?;
    let base = cx.link(&format!("{root}/{id}"));
    let (task, media_type) = match format {
        "sida" => {
            let main = view::material(&base, found.as_ref());
            return Ok(cx.show(Sheet::new(sv::MATERIAL, main).crumb(kept.programme().title, base)));
        }
        "pdf" => (Task::Typeset, "application/pdf"),
        "docx" => (Task::TypesetDocx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        _ => return Err(Stop::NotFound),
    };
    let (months, source, all) = found.ok_or(Stop::NotFound)?;
    let tree = serde_json::to_vec(&document(&kept, cx.tenant_name(), (&months, &source, &all)))?;
    let bytes = cx.kit().sandbox().run_kept(task, &tree).await?;
    if !bytes.starts_with(b"%PDF-") && !bytes.starts_with(b"PK") {
        return Err(Stop::broken(&format!("material: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &format!("rektorstraff-{}.{format}", kept.year)))
}

fn document(kept: &Kept, authority: &str, (months, source, all): (&str, &str, &[SoFar])) -> Document {
    let mut document = Document::new(sv::MATERIAL, authority, kept.stands.on);
    document.subtitle = format!("{}, {months}", kept.programme().title);
    let columns = view::COLUMNS.map(|title| Column::words(title, 3)).to_vec();
    let mut table = Table::new("", columns);
    table.row_headers = true;
    let row = |one: &SoFar| {
        [one.title.as_str(), &one.now, &one.earlier, &one.goal, one.stands].into_iter().map(Text::from).collect()
    };
    table.rows = all.iter().map(row).collect();
    document.blocks.push(Block::Table(table));
    document.blocks.push(Block::Paragraph { text: Text::from(source) });
    document
}
