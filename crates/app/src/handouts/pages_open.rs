//! What was handed out, for whoever has the link.

use platform::access::Open;
use platform::reply::Sheet;
use platform::{Path, Reply, Stop};

use super::{sv, view_copy, writing};

/// Before it is opened. Every address has the same page, and nothing is looked up.
pub(super) async fn before(open: Open, Path((tenant, token)): Path<(String, String)>) -> Result<Reply, Stop> {
    let main = view_copy::before(&format!("/utlamnat/{tenant}/{token}"));
    Ok(open.show(Sheet::new(sv::OPEN_TITLE, main)))
}

/// Opens it, once: of two at the same time one reads it.
pub(super) async fn open(open: Open, Path((tenant, token)): Path<(String, String)>) -> Result<Reply, Stop> {
    let recipient = open.recipient(&tenant).await?;
    let tools = recipient.kit().tools();
    let given = recipient
        .write(move |mut tx| match writing::open(&mut tx, &tools, &token)? {
            Some((given, files, event)) => Ok(tx.save(event, Some((given, files)))?),
            None => Ok(tx.keep(::store::Housekeeping::Session, None)),
        })
        .await?;
    let Some((given, files)) = given else { return Ok(open.show(Sheet::new(sv::GONE_TITLE, view_copy::gone()))) };
    if files.is_empty() {
        return Ok(open.show(Sheet::new(given.copy.title.clone(), view_copy::given(&given))));
    }
    // With files it is a package: there is no second time to fetch them.
    let (store, tenant) = (recipient.kit().files().clone(), recipient.tenant());
    let page = view_copy::alone(&given).into_string();
    let packed = move || -> std::io::Result<Vec<u8>> {
        let mut all: Vec<(String, Vec<u8>)> = vec![(sv::PAGE_NAME.to_owned(), page.into_bytes())];
        for (number, file) in files {
            let name = sv::file_name(number, crate::cases::files::ending(file.media_type()));
            all.push((name, file.bytes(&store, tenant)?));
        }
        let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        documents::bundle::write(&all)
    };
    let bytes = platform::apart(packed).await.map_err(Stop::failed)?.map_err(Stop::unread_file)?;
    Ok(Reply::download(bytes, "application/zip", sv::PACKAGE_NAME))
}
