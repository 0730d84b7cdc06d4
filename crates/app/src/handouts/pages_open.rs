//! What was handed out, for whoever has the link.

use axum::extract::Path;
use platform::access::Open;
use platform::reply::Sheet;
use platform::{Reply, Stop};

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
            Some((given, event)) => Ok(tx.save(event, Some(given))?),
            None => Ok(tx.keep(::store::Housekeeping::Session, None)),
        })
        .await?;
    Ok(match given {
        Some(given) => open.show(Sheet::new(given.copy.title.clone(), view_copy::given(&given))),
        None => open.show(Sheet::new(sv::GONE_TITLE, view_copy::gone())),
    })
}
