//! The list, as a page and as a text file. Each look is told in the chain of readings.

use std::collections::BTreeMap;

use ::store::Event;
use axum::extract::RawQuery;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use domain::educations::{Kind, Outcome, sv as words};
use kernel::Id;
use kernel::id::kind::Organisation;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::store::{self, Filter, Told};
use super::{sv, view};
use crate::organisations;
use crate::participations::{self, Set};

/// How many a page lists.
pub(super) const PER_PAGE: usize = 25;

/// What the page is made of.
pub(super) struct Listing {
    /// What was asked for.
    pub filter: Filter,
    /// What was asked for, as in the address; a day that cannot be read stands as it was written.
    pub asked: FormData,
    /// The fields whose days cannot be read, and which narrow nothing.
    pub unread: Vec<&'static str>,
    /// Those that may be listed.
    pub listed: Vec<Told>,
    /// How many more there are.
    pub protected: usize,
    /// Providers by what they are called here, in Swedish order.
    pub providers: Vec<(Id<Organisation>, String)>,
    /// What the newest file is, where there is one.
    pub set: Option<Set>,
    /// Which page of the list.
    pub page: usize,
}

impl Listing {
    /// What the provider is called.
    pub(super) fn provider(&self, id: Id<Organisation>) -> &str {
        let found = self.providers.iter().find(|(one, _)| *one == id);
        found.map_or(sv::UNKNOWN_PROVIDER, |(_, name)| name)
    }
}

/// The filter that the address asks for. What cannot be read narrows nothing.
fn filter(form: &FormData) -> Filter {
    let day = |name: &str| forms::typed_day(form.get(name).trim()).ok().flatten();
    Filter {
        provider: form.get("anordnare").parse().ok(),
        kind: Kind::from_slug(form.get("slag")),
        outcome: Outcome::from_slug(form.get("utfall")),
        from: day("fran"),
        to: day("till"),
    }
}

/// `GET /h/{tenant}/resultat/yrkesutbildningar`: the educations, or the same as a text file.
pub(super) async fn list(cx: Cx<may::ReadParticipations>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let (filter, page) = (filter(&asked), asked.get("sida").parse::<usize>().unwrap_or(1).max(1));
    let unread: Vec<&'static str> =
        ["fran", "till"].into_iter().filter(|name| forms::typed_day(asked.get(name).trim()).is_err()).collect();
    let faults = !unread.is_empty();
    let as_file = asked.get("format") == "csv";
    let listing = cx
        .read(move |tx| {
            let upto = participations::published(tx)?;
            let found = store::found(tx, upto, &filter)?;
            let all = found.len();
            let listed: Vec<Told> = found.into_iter().filter(|one| !one.protected).collect();
            let providers = organisations::providers(tx)?.into_iter().map(|one| (one.id, one.name)).collect();
            let protected = all - listed.len();
            let set = participations::set(tx, upto)?;
            Ok::<_, Stop>(Listing { filter, asked, unread, listed, protected, providers, set, page })
        })
        .await?;
    if listing.set.is_some() {
        tell(&cx, &listing, as_file).await?;
    }
    if as_file {
        let name = format!("{}-{}-{}.csv", sv::FILE, cx.slug(), cx.now().day());
        return Ok(Reply::download(csv(&listing).into_bytes(), "text/csv; charset=utf-8", &name));
    }
    let shown = view::list(&listing, &cx.link("resultat/yrkesutbildningar"), &cx.link("resultat"));
    Ok(cx.show(Sheet::new(sv::TITLE, shown).crumb(sv::RESULTS, cx.link("resultat")).wide().with_faults(faults)))
}

fn csv(listing: &Listing) -> String {
    let text = |text: &str| if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) };
    let headings: Vec<RawCell> = sv::FILE_HEADINGS.iter().map(|heading| text(heading)).collect();
    let names: BTreeMap<_, _> = listing.providers.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let rows = listing.listed.iter().map(|one| {
        let education = &one.stored.education;
        vec![
            text(&education.title),
            text(words::kind(education.kind)),
            text(names.get(&one.spot.organisation).copied().unwrap_or(sv::UNKNOWN_PROVIDER)),
            RawCell::Day(education.started),
            education.ended.map_or(RawCell::Empty, RawCell::Day),
            education.planned_end.map_or(RawCell::Empty, RawCell::Day),
            text(words::outcome(education.outcome)),
            text(&sv::situation(education)),
        ]
    });
    let all: Vec<Vec<RawCell>> = [headings].into_iter().chain(rows).collect();
    write(all.iter().map(Vec::as_slice), Style::default())
}

/// Tells in the chain of readings who looked at which educations.
async fn tell(cx: &Cx<may::ReadParticipations>, listing: &Listing, as_file: bool) -> Result<(), Stop> {
    let rows = listing.listed.len();
    let shown = if as_file { rows } else { rows.saturating_sub((listing.page - 1) * PER_PAGE).min(PER_PAGE) };
    let facts = json!({
        "provider": listing.filter.provider.map(|id| id.to_string()),
        "from": listing.filter.from,
        "to": listing.filter.to,
        "set": listing.set.as_ref().map(|set| set.number),
        "rows": shown,
    });
    cx.write(move |tx| {
        let event = Event { kind: "educations.rows-read", subject: None, facts: facts.clone() };
        Ok(tx.keep_reading_log(&[event])?)
    })
    .await
}
