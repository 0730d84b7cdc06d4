//! The overview of an occasion, the lists behind its figures, and one provider's whole year.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use kernel::id::kind::{Assignment, Organisation};
use kernel::{Id, Instant, Right, swedish};
use maud::{Markup, html};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::model::{Filter, Line, Names, Order, Show, current_occasion, keeps};
use super::store::{self, Changed, Register};
use super::{happened, view};
use crate::changes;
use crate::earlier;
use crate::submissions;
use crate::visits;
use crate::year::{self, Published};
use crate::{case_watch, coverage, deficiencies, evaluations, meetings, supervision};

/// What a list or matrix is drawn from.
pub(super) struct Looked {
    /// Every year that is published, the newest first.
    pub years: Vec<i16>,
    pub published: Published,
    pub occasion: String,
    pub lines: Vec<Line>,
    pub register: Register,
    pub own: BTreeSet<Id<Organisation>>,
    /// How much has changed at the occasion, lately and at all.
    pub changed: Changed,
    pub now: Instant,
}

/// For so many days the overview says that something has changed; the page of the year's changes says it always.
const LATELY: i32 = 30;

/// The most changes among what has happened to a provider; the page of the year's changes has them all.
const MOST_CHANGES: usize = 40;

/// What was asked for in the address.
pub(super) fn filter_of(query: &FormData) -> Filter {
    Filter {
        show: Show::from_slug(query.get("visa")),
        own: query.get("egna") == "ja",
        area: query.get("omrade").to_owned(),
        organisation: query.get("anordnare").parse().ok(),
        search: query.get("sok").chars().take(100).collect(),
        order: Order::from_slug(query.get("ordna")),
    }
}

pub(super) fn parse_query(query: Option<String>) -> FormData {
    FormData::parse(query.unwrap_or_default().as_bytes())
}

/// The address without a page of its own: to the occasion one most likely wants.
pub(super) async fn start(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    let today = cx.now().day();
    match cx.read(move |tx| Ok(year::current(tx, today)?)).await? {
        Some(published) => {
            let occasion = current_occasion(&published.year.occasions, today).ok_or(Stop::NotFound)?;
            Ok(Reply::redirect(&cx.link(&format!("uppfoljning/{}/{}", published.year.year, occasion.slug))))
        }
        None => Ok(cx.show(Sheet::new("Uppföljning", view::no_year(&cx.link("ar"))))),
    }
}

/// On to the occasion of the year that is nearest.
pub(super) async fn year(cx: Cx<may::ViewFollowUp>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (year, today): (i16, _) = (text.parse().map_err(|_| Stop::NotFound)?, cx.now().day());
    let published = cx.read(move |tx| Ok(year::published(tx, year)?)).await?.ok_or(Stop::NotFound)?;
    let occasion = current_occasion(&published.year.occasions, today).ok_or(Stop::NotFound)?;
    Ok(Reply::redirect(&cx.link(&format!("uppfoljning/{year}/{}", occasion.slug))))
}

async fn look(cx: &Cx<may::ViewFollowUp>, year: &str, occasion: String) -> Result<Looked, Stop> {
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let (now, person) = (cx.now(), cx.account().person);
    cx.read(move |tx| {
        let published = year::published(tx, year)?.ok_or(Stop::NotFound)?;
        if published.year.occasion(&occasion).is_none() {
            return Err(Stop::NotFound);
        }
        let lines = store::lines(tx, year, &occasion, now.day())?;
        let register = store::register(tx)?;
        let own = store::own_providers(tx, person, now.day())?;
        let years = year::published_years(tx)?;
        let changed = store::changed(tx, year, &occasion, now.day().plus_days(-LATELY).start())?;
        Ok(Looked { years, published, occasion, lines, register, own, changed, now })
    })
    .await
}

/// Provider by item for one occasion.
pub(super) async fn overview(
    cx: Cx<may::ViewFollowUp>,
    Path((_, year, occasion)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let query = parse_query(query);
    let filter = filter_of(&query);
    let looked = look(&cx, &year, occasion).await?;
    if query.get("format") == "csv" {
        return Ok(as_csv(&looked, &chosen(&looked, &filter, None), &BTreeMap::new(), "uppfoljning"));
    }
    let title = looked.published.year.occasion(&looked.occasion).map_or("", |o| o.title.as_sv()).to_owned();
    let year = looked.published.year.year;
    let cases = waiting_cases(&cx).await?;
    Ok(cx.show(Sheet::new(title, view::overview(&cx, &looked, &filter, &cases)).wide().year(year)))
}

/// The cases that wait for whoever looks.
async fn waiting_cases(cx: &Cx<may::ViewFollowUp>) -> Result<Markup, Stop> {
    let (account, tenant, today) = (cx.account().clone(), cx.tenant(), cx.now().day());
    let (tools, may, root) = (cx.kit().tools(), cx.may(Right::VisitProviders), cx.link(""));
    let replies = cx.may(Right::PlanActivities);
    let read = cx.read(move |tx| {
        let awaited = case_watch::awaited(tx, &account, tenant, today)?;
        let found = deficiencies::at_authority(tx, today, &root)?;
        let visits = visits::at_authority(tx, &tools, (may, today), |rest: &str| format!("{root}{rest}"))?;
        let meetings = meetings::at_authority(tx, &tools, today, &root)?;
        let asked = evaluations::at_authority(tx, &tools, replies, |rest: &str| format!("{root}{rest}"))?;
        let planned = coverage::at_authority(tx, today, &root)?;
        let decisions = supervision::at_authority(&root, &supervision::due(tx)?, today);
        Ok((awaited, html! { (found) (decisions) }, html! { (visits) (planned) (meetings) (asked) }))
    });
    let (awaited, found, visits) = read.await?;
    Ok(html! { (case_watch::section(&awaited, None, |rest| cx.link(rest), today)) (found) (visits) })
}

/// The lines that the filter lets through, in the order asked for.
pub(super) fn chosen<'a>(looked: &'a Looked, filter: &Filter, item: Option<&str>) -> Vec<&'a Line> {
    let mut lines: Vec<&Line> = looked
        .lines
        .iter()
        .filter(|line| item.is_none_or(|item| *line.item == *item))
        .filter(|line| keeps(filter, line, &looked.own, &looked.register))
        .collect();
    let items: BTreeMap<&str, usize> =
        looked.published.year.items.iter().enumerate().map(|(at, item)| (item.slug.as_str(), at)).collect();
    lines.sort_by_cached_key(|line| {
        let place = looked.register.place(line);
        let item = items.get(&*line.item).copied().unwrap_or(usize::MAX);
        let foreign = !looked.own.is_empty() && !looked.own.contains(&line.organisation);
        let newest = line.newest.map_or(i64::MAX, |at| -at.as_microsecond());
        match filter.order {
            Order::Need => (foreign, i64::from(line.need()), place, item, line.id),
            Order::Name => (false, 0, place, item, line.id),
            Order::Newest => (false, newest, place, item, line.id),
        }
    });
    lines
}

/// The counts of complaint reports, by assignment and measure.
pub(super) type Counts = BTreeMap<Id<Assignment>, BTreeMap<String, i64>>;

async fn counts(cx: &Cx<may::ViewFollowUp>, year: i16, occasion: &str) -> Result<Counts, Stop> {
    let occasion = occasion.to_owned();
    // Whoever has this right may open every row behind the counts, so nothing is suppressed for them.
    let cells = cx.read(move |tx| Ok(submissions::counts(tx, year, &occasion)?)).await?;
    let mut counts = Counts::new();
    for cell in cells {
        counts.entry(cell.assignment).or_default().insert(cell.measure, cell.n);
    }
    Ok(counts)
}

async fn list(cx: Cx<may::ViewFollowUp>, looked: Looked, item: Option<&str>, query: &FormData) -> Result<Reply, Stop> {
    let filter = filter_of(query);
    let year = looked.published.year.year;
    let counts = match item.and_then(|item| looked.published.year.item(item)).map(|item| &item.form) {
        Some(domain::year::Form::Complaints) => counts(&cx, year, &looked.occasion).await?,
        _ => Counts::new(),
    };
    let lines = chosen(&looked, &filter, item);
    if query.get("format") == "csv" {
        return Ok(as_csv(&looked, &lines, &counts, item.unwrap_or("redovisningar")));
    }
    let occasion = looked.published.year.occasion(&looked.occasion).map_or("", |o| o.title.as_sv()).to_owned();
    let title =
        item.and_then(|item| looked.published.year.item(item)).map_or("Alla redovisningar", |i| i.title.as_sv());
    let back = cx.link(&format!("uppfoljning/{year}/{}", looked.occasion));
    let sheet = Sheet::new(title, view::list(&cx, &looked, item, &filter, &lines, &counts));
    Ok(cx.show(sheet.crumb(occasion, back).wide().year(year)))
}

/// Everything that is asked for at the occasion, line by line.
pub(super) async fn list_of_all(
    cx: Cx<may::ViewFollowUp>,
    Path((_, year, occasion)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let looked = look(&cx, &year, occasion).await?;
    list(cx, looked, None, &parse_query(query)).await
}

/// One item, line by line, with its counts where it has some.
pub(super) async fn list_of_item(
    cx: Cx<may::ViewFollowUp>,
    Path((_, year, occasion, item)): Path<(String, String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let looked = look(&cx, &year, occasion).await?;
    if looked.published.year.item(&item).is_none_or(|of| of.occasion != *looked.occasion) {
        return Err(Stop::NotFound);
    }
    list(cx, looked, Some(&item), &parse_query(query)).await
}

/// One provider's whole year.
pub(super) async fn provider(
    cx: Cx<may::ViewFollowUp>,
    Path((_, organisation)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let organisation: Id<Organisation> = organisation.parse().map_err(|_| Stop::NotFound)?;
    let query = parse_query(query);
    let (now, wanted) = (cx.now(), query.get("ar").parse::<i16>().ok());
    let seen = cx
        .read(move |tx| {
            let published = match wanted {
                Some(year) => year::published(tx, year)?,
                None => year::current(tx, now.day())?,
            };
            let published = published.ok_or(Stop::NotFound)?;
            let register = store::register(tx)?;
            if !register.providers.contains_key(&organisation) {
                return Err(Stop::NotFound);
            }
            let year = published.year.year;
            let lines = store::lines_of_provider(tx, year, organisation, now.day())?;
            let events = store::events_of_provider(tx, organisation, year, 40)?;
            let mut changed = super::pages_changes::of_year(tx, year)?;
            changed.retain(|one| one.about.organisation == organisation);
            let changed: Vec<changes::Told> = changed.into_iter().map(|one| one.told).take(MOST_CHANGES).collect();
            let contacts = store::contact_rektors(tx, organisation, now.day())?;
            let years = year::published_years(tx)?;
            let earlier = earlier::reports_of(tx, organisation)?;
            let found = deficiencies::open_at(tx, organisation)?;
            Ok(view::OneProvider {
                found,
                supervised: supervision::of_provider(tx, organisation)?,
                earlier,
                organisation,
                years,
                published,
                register,
                lines,
                events: happened::with_changes(happened::read(&events), &changed),
                contacts,
                now,
            })
        })
        .await?;
    let name = seen.register.provider(organisation).to_owned();
    let year = seen.published.year.year;
    let sheet = Sheet::new(name, view::provider(&cx, &seen)).crumb("Uppföljning", cx.link("uppfoljning")).year(year);
    Ok(cx.show(sheet))
}

/// The lines as a text file, with the same columns as the list has.
fn as_csv(looked: &Looked, lines: &[&Line], counts: &Counts, name: &str) -> Reply {
    let text = |text: &str| RawCell::Text(text.into());
    let year = &looked.published.year;
    let categories: Vec<&domain::year::Category> =
        if counts.is_empty() { Vec::new() } else { year.complaints.categories.iter().collect() };
    let mut head: Vec<RawCell> =
        ["Anordnare", "Redovisning", "Gäller", "Kod", "Läge", "Sista dag", "Inkom", "I tid", "Låst"]
            .iter()
            .map(|word| text(word))
            .collect();
    if !counts.is_empty() {
        head.push(text("Klagomål"));
        head.extend(categories.iter().map(|category| text(category.title.as_sv())));
        head.push(text("Räknas inte"));
        head.push(text("Utredningar"));
    }
    let yes_no = |truth: bool| text(forms::sv::yes_no(truth));
    let mut rows = vec![head];
    for line in lines {
        let code = line.unit.and_then(|id| looked.register.subjects.units.get(&id)).map_or("", |(_, code, _)| code);
        let mut row = vec![
            text(looked.register.provider(line.organisation)),
            text(year.item(&line.item).map_or(&*line.item, |item| item.title.as_sv())),
            text(looked.register.subject(line).unwrap_or("")),
            text(code),
            text(line.mark().word()),
            RawCell::Day(line.due),
            line.received.map_or(RawCell::Empty, |at| text(&swedish::instant(at))),
            // Of what is read in nothing is in time or late.
            line.received.filter(|_| line.reports_in.is_none()).map_or(RawCell::Empty, |_| yes_no(line.on_time)),
            yes_no(line.locked),
        ];
        if !counts.is_empty() {
            let of = counts.get(&line.id);
            // Counts are far below 2^53, where floating point is exact.
            let number = |measure: &str| match of.and_then(|of| of.get(measure)) {
                Some(n) => i32::try_from(*n).map_or(RawCell::Empty, |n| RawCell::Number(f64::from(n))),
                None => RawCell::Empty,
            };
            row.push(number("complaints"));
            row.extend(categories.iter().map(|category| number(&format!("complaints.{}", category.slug))));
            row.push(number("complaints-not-counted"));
            row.push(number("abuse-investigations"));
        }
        rows.push(row);
    }
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{}-{name}.csv", looked.occasion))
}
