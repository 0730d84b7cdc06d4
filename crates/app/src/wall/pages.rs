//! The units and their posters, for both sides.

use ::store::{ReadTx, StoreError, sql};
use axum::extract::RawQuery;
use kernel::id::kind::{Organisation, Unit};
use kernel::{Day, Id};
use maud::Markup;
use platform::access::{Changes, Cx, may};
use platform::reply::Sheet;
use platform::sandbox::Task;
use platform::{FormData, Path, Reply, Stop};

use super::{paper, qr, sv, view};

/// A unit with the address of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wall {
    /// The unit.
    pub unit: Id<Unit>,
    /// Its code.
    pub code: String,
    /// What it is called, with its provider.
    pub title: String,
    /// Where its form is.
    pub address: String,
}

impl Wall {
    /// The address to send after a course.
    pub(super) fn after_course(&self) -> String {
        format!("{}?fraga=kurs", self.address)
    }
}

type Row = (Id<Unit>, String, String, Id<Organisation>, String, Option<Day>);

/// The units whose form somebody can choose, of one provider where one is given.
fn units(tx: &mut ReadTx<'_>, of: Option<Id<Organisation>>, today: Day) -> Result<Vec<Row>, StoreError> {
    let all: Vec<Row> = tx.all(
        sql!(
            "SELECT u.id, u.code, u.name, u.organisation_id, COALESCE(v.name, o.name), u.closed_on
             FROM unit u JOIN provider v ON v.tenant_id = u.tenant_id AND v.organisation_id = u.organisation_id
             JOIN organisation o ON o.id = u.organisation_id
             WHERE u.tenant_id = $1 AND v.ended_on IS NULL ORDER BY u.sort_key, u.id"
        ),
        &[],
    )?;
    let open = |closed: &Option<Day>| closed.is_none_or(|closed| closed >= today);
    let fits = |(.., provider, _, closed): &Row| of.is_none_or(|of| of == *provider) && open(closed);
    Ok(all.into_iter().filter(fits).collect())
}

async fn walls<P: Changes>(cx: &Cx<P>) -> Result<Vec<Wall>, Stop> {
    let (provider, today) = (cx.provider().ok(), cx.now().day());
    // A role at the authority is not of any unit.
    let only = cx.only_units().filter(|_| provider.is_some());
    let base = cx.kit().settings().base_url.trim_end_matches('/').to_owned();
    let rows = cx.read(move |tx| Ok(units(tx, provider, today)?)).await?;
    let own = rows.into_iter().filter(|(unit, ..)| only.as_ref().is_none_or(|only| only.contains(unit)));
    Ok(own
        .map(|(unit, code, name, _, provider, _)| Wall {
            unit,
            title: if name.contains(&provider) { name } else { format!("{name}, {provider}") },
            address: format!("{base}/skola/{code}"),
            code,
        })
        .collect())
}

/// The way here from a side's complaints.
pub fn way<P: Changes>(cx: &Cx<P>) -> Markup {
    view::way(&cx.link(root(cx)))
}

fn root<P: Changes>(cx: &Cx<P>) -> &'static str {
    if cx.provider().is_ok() { "anslag" } else { "skolanslag" }
}

fn cases<P: Changes>(cx: &Cx<P>) -> String {
    cx.link(if cx.provider().is_ok() { "arenden" } else { "klagomal" })
}

async fn list<P: Changes>(cx: &Cx<P>) -> Result<Reply, Stop> {
    let walls = walls(cx).await?;
    let authorities = crate::nav::authorities(cx, root(cx));
    let main = view::list(&cx.link(root(cx)), &authorities, &walls);
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(sv::CASES, cases(cx)).wide()))
}

async fn one<P: Changes>(cx: &Cx<P>, unit: &str, query: Option<String>) -> Result<Reply, Stop> {
    let unit: Id<Unit> = unit.parse().map_err(|_| Stop::NotFound)?;
    let wall = walls(cx).await?.into_iter().find(|wall| wall.unit == unit).ok_or(Stop::NotFound)?;
    let svg = qr::svg(&wall.address)?;
    if FormData::parse(query.unwrap_or_default().as_bytes()).get("format") == "pdf" {
        let document = paper::poster(&wall, cx.tenant_name(), cx.now().day(), svg);
        let bytes = cx.kit().sandbox().run(Task::Typeset, &serde_json::to_vec(&document)?).await?;
        if !bytes.starts_with(b"%PDF-") {
            return Err(Stop::broken(&format!("poster: {}", String::from_utf8_lossy(&bytes))));
        }
        return Ok(Reply::download(bytes, "application/pdf", &sv::file_name(&wall.code)));
    }
    let main = view::poster(&cx.link(&format!("{}/{unit}?format=pdf", root(cx))), &wall, &svg);
    let sheet = Sheet::new(wall.title.clone(), main).crumb(sv::CASES, cases(cx));
    Ok(cx.show(sheet.crumb(sv::TITLE, cx.link(root(cx)))))
}

/// The school's own units.
pub(super) async fn at_school(cx: Cx<may::HandleComplaints>) -> Result<Reply, Stop> {
    cx.provider()?;
    list(&cx).await
}

/// A poster at the school.
pub(super) async fn one_at_school(
    cx: Cx<may::HandleComplaints>,
    Path((_, unit)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    cx.provider()?;
    one(&cx, &unit, query).await
}

/// Every unit.
pub(super) async fn at_authority(cx: Cx<may::ViewComplaints>) -> Result<Reply, Stop> {
    list(&cx).await
}

/// A poster at the authority.
pub(super) async fn one_at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, unit)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    one(&cx, &unit, query).await
}
