//! The auditor's pages.

use ::store::{Chain, Event, Housekeeping, ReadTx};
use axum::extract::RawQuery;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::store::{self, Filter, Line};
use super::things::{Thing, Things};
use super::{jobs, sv, view};

/// The filter that the address asks for. What cannot be read narrows nothing, and the form shows it empty.
fn filter(query: Option<&str>) -> Filter {
    let form = FormData::parse(query.unwrap_or_default().as_bytes());
    let text = |name: &str| Some(form.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let day = |name: &str| text(name).and_then(|text| forms::typed_day(&text).ok().flatten());
    Filter {
        chain: if form.get("kedja") == view::READINGS { Chain::Read } else { Chain::Write },
        kind: text("handelse"),
        person: text("person").and_then(|text| text.parse().ok()),
        from: day("fran"),
        to: day("till"),
        subject: text("om").and_then(|text| text.parse().ok()),
        before: text("fore").and_then(|text| text.parse().ok()),
    }
}

/// `GET /h/{tenant}/granskning`: the chain as a timeline.
pub(super) async fn overview(cx: Cx<may::Audit>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let filter = filter(query.as_deref());
    let asked = filter.clone();
    let (mut lines, things, kinds, people) = cx
        .read(move |tx: &mut ReadTx<'_>| {
            let lines = store::page(tx, &asked)?;
            let mut known = Things::default();
            let things = lines.iter().map(|line| known.of(tx, line)).collect::<Result<Vec<_>, _>>()?;
            Ok((lines, things, store::kinds(tx, asked.chain)?, store::people(tx, asked.chain)?))
        })
        .await?;
    let seen = |thing: Thing| {
        let place = thing.place.filter(|(_, right)| cx.may(*right)).map(|(place, _)| cx.link(&place));
        (thing.words, place)
    };
    let things: Vec<Vec<_>> = things.into_iter().map(|those| those.into_iter().map(seen).collect()).collect();
    let more = lines.len() > store::PAGE;
    lines.truncate(store::PAGE);
    let base = cx.link("granskning");
    let page = view::Overview {
        base: &base,
        filter: &filter,
        lines: &lines,
        things: &things,
        more,
        kinds: &kinds,
        people: &people,
    };
    Ok(cx.show(Sheet::new(sv::TITLE, page.draw())))
}

/// How many events a text file takes: it is made in memory.
const MOST_ROWS: i64 = 50_000;

fn cells(line: &Line, things: &[Thing]) -> Vec<RawCell> {
    let about = things.iter().map(|thing| thing.words.as_str()).collect::<Vec<_>>().join("; ");
    let (hour, minute) = line.at.hour_minute();
    let text = |text: &str| RawCell::Text(text.into());
    vec![
        text(&line.seq.to_string()),
        RawCell::Day(line.at.day()),
        RawCell::Text(format!("{hour:02}:{minute:02}").into()),
        text(&sv::who(&line.actor_kind, line.name.as_deref())),
        text(line.role.as_deref().map(sv::role).unwrap_or_default()),
        text(&sv::kind(&line.kind)),
        RawCell::Text(sv::sentence(line).into()),
        RawCell::Text(about.into()),
        RawCell::Text(line.subject.map(|subject| subject.to_string()).unwrap_or_default().into()),
        text(&line.facts),
        text(&line.hash),
    ]
}

/// `GET /h/{tenant}/granskning/csv`: the same events as a text file, oldest first.
pub(super) async fn csv(cx: Cx<may::Audit>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let filter = filter(query.as_deref());
    let back = cx.link("granskning");
    let rows = cx
        .read(move |tx: &mut ReadTx<'_>| {
            let found = store::count(tx, &filter)?;
            if found > MOST_ROWS {
                let (title, text) = sv::too_many(found, MOST_ROWS);
                return Err(Stop::refused_back(title, text, &back, sv::TITLE));
            }
            let mut rows = vec![sv::CSV_HEADINGS.iter().map(|heading| RawCell::Text((*heading).into())).collect()];
            let mut lines = Vec::new();
            store::each(tx, &filter, |line| lines.push(line))?;
            let mut known = Things::default();
            for line in &lines {
                let things = known.of(tx, line)?;
                rows.push(cells(line, &things));
            }
            Ok(rows)
        })
        .await?;
    let text = write(rows.iter().map(Vec::as_slice), Style::default());
    let name = format!("{}-{}-{}.csv", sv::CSV_NAME, cx.slug(), cx.now().day());
    Ok(Reply::download(text.into_bytes(), "text/csv; charset=utf-8", &name))
}

/// `GET /h/{tenant}/granskning/kontroll`: what the last check found, and whether one is under way.
pub(super) async fn checked(cx: Cx<may::Audit>) -> Result<Reply, Stop> {
    let (under_way, last) = cx.read(|tx: &mut ReadTx<'_>| Ok((jobs::is_under_way(tx)?, jobs::last(tx)?))).await?;
    let main = view::check(&cx.link("granskning"), under_way, last.as_ref(), cx.tenant_name());
    Ok(cx.show(Sheet::new(sv::CHECK_TITLE, main).crumb(sv::TITLE, cx.link("granskning"))))
}

/// `POST /h/{tenant}/granskning/kontroll`: asks for a check of both chains and everything they vouch for.
pub(super) async fn check(cx: Cx<may::Audit>) -> Result<Reply, Stop> {
    let (chance, tenant) = (cx.kit().chance(), cx.tenant());
    cx.write(move |mut tx| {
        if jobs::ask(&mut tx, &*chance)? {
            return Ok(tx.save(Event::about("chain.check-asked-for", tenant, json!({})), ())?);
        }
        Ok(tx.keep(Housekeeping::Job, ()))
    })
    .await?;
    Ok(Reply::redirect(&cx.link("granskning/kontroll")))
}
