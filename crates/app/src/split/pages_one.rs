//! Handlers of one distribution: what each authority would get, choosing otherwise, giving it out, where it went.

use std::collections::BTreeMap;

use ::store::{Housekeeping, ReadTx, StoreError};
use domain::split::To;
use forms::TableDef;
use kernel::id::kind::{Assignment as AssignmentKind, Distribution as DistributionKind};
use kernel::{Day, Id};
use platform::{FormData, Path, Reply, Stop};

use super::giving::{self, At};
use super::model::{Distribution, Origin};
use super::pages::{self, Overview, Write, base};
use super::plan::{self, Plan};
use super::sites::{self, Candidate, Site};
use super::store::{self, Entry};
use super::{sv, view, view_one};
use crate::reports::{self, Door, Opened};
use crate::submissions::{Asked, ask};
use crate::year;

/// What one authority would get.
pub(super) struct Part {
    /// The authority.
    pub site: Site,
    /// The item that gets the rows.
    pub item: Candidate,
    /// How the days or people that it asks for are called.
    pub covers: Option<String>,
    /// How many rows are to go there.
    pub rows: usize,
    /// What becomes of them.
    pub plan: Plan,
    /// The sentences about what is wrong, each row by its own number.
    pub faults: Vec<String>,
}

/// What the page of one distribution shows.
pub(super) struct Looked {
    /// The item, the authorities.
    pub overview: Overview,
    /// When it was begun and by whom.
    pub entry: Entry,
    /// Its rows.
    pub content: Distribution,
    /// What each authority would get that is to get something.
    pub parts: Vec<Part>,
    /// Whether its rows are in words that are asked for no more: then nothing is given out.
    pub outdated: bool,
}

/// Whether rows of a file wait in the columns of another form than the one in force. Those of the draft are read where they
/// stand when they are given out, and follow it.
fn is_outdated(tx: &mut ReadTx<'_>, opened: &Opened, content: &Distribution, today: Day) -> Result<bool, StoreError> {
    if content.origin == Origin::Draft || content.version == Some(opened.published.id) {
        return Ok(false);
    }
    let read_by = match content.version {
        Some(id) => year::version(tx, id)?,
        None => None,
    };
    let Some(read_by) = read_by else { return Ok(true) };
    let columns = |asked: &Asked| -> Vec<(String, Vec<String>)> {
        let slugs = |table: &TableDef| table.columns.iter().map(|column| column.slug.clone()).collect();
        asked.tables().into_iter().map(|table| (table.slug.clone(), slugs(table))).collect()
    };
    let before = ask(tx, &opened.assignment, &read_by, today)?;
    Ok(before.is_none_or(|before| columns(&before) != columns(&opened.asked)))
}

fn ids(assignment: &str, distribution: &str) -> Result<(Id<AssignmentKind>, Id<DistributionKind>), Stop> {
    Ok((reports::assignment_id(assignment)?, distribution.parse().map_err(|_| Stop::NotFound)?))
}

async fn look(cx: &Write, door: &Door, at: At) -> Result<Looked, Stop> {
    let overview = pages::read(cx, door, at.0).await?;
    let (inner, now) = (door.clone(), cx.now());
    let (overview, entry, content, outdated) = cx
        .read(move |tx| {
            let found = store::find(tx, &inner.tools, inner.organisation, at, now)?;
            let (entry, content) = found.ok_or(Stop::NotFound)?;
            let outdated = entry.done_at.is_none() && is_outdated(tx, &overview.opened, &content, now.day())?;
            Ok((overview, entry, content, outdated))
        })
        .await?;
    let mut parts = Vec::new();
    if entry.done_at.is_none() && !outdated {
        for site in &overview.sites {
            parts.extend(part(cx, &overview, &content, site).await?);
        }
    }
    Ok(Looked { overview, entry, content, parts, outdated })
}

async fn part(cx: &Write, overview: &Overview, content: &Distribution, site: &Site) -> Result<Option<Part>, Stop> {
    let rows = giving::due(content, &overview.opened, site, cx.slug());
    let Some(item) = sites::chosen(site, content.items.get(&site.slug)).filter(|_| !rows.is_empty()) else {
        return Ok(None);
    };
    let there: Opened = sites::open(cx, site, item.id).await?;
    let (from, count) = (overview.opened.asked.clone(), rows.len());
    let covers = domain::year::sv::covers(&there.item);
    let (asked, plan) = platform::apart(move || {
        let plan = plan::looked_at(&from, &there, &rows);
        (there.asked, plan)
    })
    .await
    .map_err(Stop::failed)?;
    let faults = view_one::sentences(&asked, &plan, content);
    Ok(Some(Part { site: site.clone(), item, covers, rows: count, plan, faults }))
}

fn show(cx: &Write, looked: &Looked, at: At, faults: &[(String, String)]) -> Reply {
    let address = format!("{}/{}", base(cx, at.0), at.1);
    let main = view_one::page(&address, looked, faults);
    let title = if looked.entry.done_at.is_some() { sv::WHERE_TITLE } else { sv::PREVIEW };
    let sheet = reports::sheet(cx, &looked.overview.opened, title, main).crumb(sv::TITLE, base(cx, at.0));
    cx.show(sheet.wide().with_faults(!faults.is_empty()))
}

/// What would go where, or where it went.
pub(super) async fn page(
    cx: Write,
    Path((_, assignment, distribution)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (door, at) = (Door::of(&cx)?, ids(&assignment, &distribution)?);
    let looked = look(&cx, &door, at).await?;
    Ok(show(&cx, &looked, at, &[]))
}

/// The distribution as the page says it: where each row goes, and which item gets it.
fn chosen(content: &Distribution, sites: &[Site], form: &FormData) -> Distribution {
    let mut content = content.clone();
    for (index, piece) in content.pieces.iter_mut().enumerate() {
        let control = view_one::piece_control(index);
        if form.has(&control) && piece.went.is_empty() {
            piece.to = pages::to(form.get(&control), sites);
        }
    }
    let mut items = BTreeMap::new();
    for site in sites {
        let known = content.items.get(&site.slug).copied();
        let sent = form.get(&view_one::item_control(&site.slug)).parse().ok();
        let sent = sent.filter(|id| site.candidates.iter().any(|one| one.id == *id));
        items.extend(sent.or(known).map(|id| (site.slug.clone(), id)));
    }
    content.items = items;
    content
}

/// Chooses otherwise, throws away, or gives out.
pub(super) async fn decide(
    cx: Write,
    Path((_, assignment, distribution)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, at) = (Door::of(&cx)?, ids(&assignment, &distribution)?);
    let mut looked = look(&cx, &door, at).await?;
    let address = format!("{}/{}", base(&cx, at.0), at.1);
    if looked.entry.done_at.is_some() {
        return Ok(Reply::done(&address, sv::ALREADY));
    }
    if form.get("gor") == "slang" {
        cx.write(move |mut tx| {
            store::drop_waiting(&mut tx, at.1)?;
            Ok(tx.keep(Housekeeping::Staging, ()))
        })
        .await?;
        return Ok(Reply::done(&base(&cx, at.0), sv::DROPPED));
    }
    if looked.outdated {
        return Err(Stop::refused_back(sv::READ_AGAIN_TITLE, sv::READ_AGAIN, &base(&cx, at.0), sv::TITLE));
    }
    let content = chosen(&looked.content, &looked.overview.sites, &form);
    let otherwise = content != looked.content;
    if otherwise {
        let (inner, sites) = (door.clone(), looked.overview.sites.clone());
        let sent = form.clone();
        cx.write(move |mut tx| {
            let now = tx.context().now;
            let found = store::find(&mut tx, &inner.tools, inner.organisation, at, now)?;
            // What has gone meanwhile has gone.
            if let Some((_, stands)) = found.filter(|(entry, _)| entry.done_at.is_none()) {
                store::update(&mut tx, &inner.tools, at.1, &chosen(&stands, &sites, &sent), false)?;
            }
            Ok(tx.keep(Housekeeping::Staging, ()))
        })
        .await?;
        looked = look(&cx, &door, at).await?;
    }
    if form.get("gor") != "fordela" {
        return Ok(Reply::redirect(&address));
    }
    let unsaid = unsaid(&content);
    if !unsaid.is_empty() {
        return Ok(show(&cx, &looked, at, &unsaid));
    }
    if otherwise {
        return Ok(Reply::done(&address, sv::LOOK_AGAIN));
    }
    if let (Some(why), Origin::Draft) = (&looked.overview.closed, &content.origin) {
        return Err(Stop::refused_back(sv::REFUSED, why.clone(), &address, sv::PREVIEW));
    }
    let of = (&door, looked.overview.sites.as_slice(), &looked.overview.opened);
    let outcome = giving::give_out(&cx, of, at, &content).await?;
    Ok(Reply::done(&address, &sv::outcome(&outcome)))
}

/// The rows of which nobody has said where they go.
fn unsaid(content: &Distribution) -> Vec<(String, String)> {
    let rows = content.pieces.iter().enumerate().filter(|(_, piece)| piece.to == To::Unsaid);
    rows.map(|(index, piece)| (view_one::piece_control(index), view::say_where(piece))).collect()
}
