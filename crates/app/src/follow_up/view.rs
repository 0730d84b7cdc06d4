//! What the overview, the lists and one provider's year look like.

use std::collections::BTreeMap;

use domain::submissions::sv as states;
use domain::year::{Form, Item};
use kernel::id::kind::{Assignment, Organisation};
use kernel::{Id, Instant, Right, swedish};
use maud::{Markup, html};
use platform::{Cx, may};
use ui::{Button, Choice, Column, Field, Matrix, MatrixCell, MatrixColumn, MatrixRow, Row, Tab, Table, Tile, Width};

use super::happened::{Happened, What};
use super::model::{Figures, Filter, Line, Names, Order, Show, query};
use super::pages::{Counts, Looked, chosen};
use super::store::Register;
use super::sv;
use crate::earlier;
use crate::year::Published;

type Viewer = Cx<may::ViewFollowUp>;

pub(super) fn no_year(years: &str) -> Markup {
    html! {
        h1 { "Uppföljning" }
        (ui::empty_state("Inget år är publicerat",
            "När året är publicerat syns här vad som ska komma in, från vem och när.",
            &html! { a href=(years) { "Till året" } }))
    }
}

/// The other parts of the follow-up, in the order in which a year uses them.
fn ways(cx: &Viewer) -> Markup {
    let way = |page: &str, name: &str| html! { li { a href=(cx.link(page)) { (name) } } };
    let when = |right: Right, page: &str, name: &str| cx.may(right).then(|| way(page, name));
    html! {
        nav.ways aria-label="Uppföljningens delar" {
            div {
                p.kicker { "Planera och mötas" }
                ul role="list" {
                    (way(crate::follow_up_plans::PAGE, "Uppföljningsplan"))
                    (way(crate::coverage::PAGE, "Planerat och gjort"))
                    @if let Some(way) = when(Right::VisitProviders, crate::visits::PAGE, "Besök") { (way) }
                    (way(crate::meetings::PAGE, "Rektorsträff"))
                }
            }
            div {
                p.kicker { "Granska" }
                ul role="list" {
                    (way(crate::term_follow_up::PAGE, "Hur villkoren följs"))
                    @if let Some(way) = when(Right::ReadSamples, crate::samples::PAGE, "Stickprov") { (way) }
                    (way("webbkontroll", "Webbkontroll"))
                    (way(crate::supervision::PAGE, "Skolinspektionens beslut"))
                    @if let Some(way) = when(Right::ReadProtocols, crate::evaluations::PAGE, "Gemensamma utvärderingar") { (way) }
                }
            }
            div {
                p.kicker { "Åtgärda" }
                ul role="list" {
                    (way(crate::deficiencies::PAGE, "Brister och åtgärder"))
                    @if let Some(way) = when(Right::ViewOrganisation, "organisation", "Anordnare och enheter") { (way) }
                }
            }
        }
    }
}

fn address(cx: &Viewer, looked: &Looked, rest: &str) -> String {
    cx.link(&format!("uppfoljning/{}/{}{rest}", looked.published.year.year, looked.occasion))
}

pub(super) fn overview(cx: &Viewer, looked: &Looked, filter: &Filter, cases: &Markup) -> Markup {
    let year = &looked.published.year;
    let Some(occasion) = year.occasion(&looked.occasion) else { return html! {} };
    let figures = Figures::of(&looked.lines);
    let waiting = chosen(looked, &Filter { show: Show::from_slug("submitted"), ..Filter::default() }, None);
    let own = Figures::of(looked.lines.iter().filter(|line| looked.own.contains(&line.organisation)));
    html! {
        p.kicker { "Uppföljning " (year.year)
            @for other in looked.years.iter().filter(|other| **other != year.year) {
                " · " a href=(cx.link(&format!("uppfoljning/{other}"))) { (other) }
            }
        }
        h1 { (occasion.title.as_sv()) }
        (occasions(cx, looked))
        p.lead { (sv::rate(&figures)) " " (sv::last_day(occasion.deadline, looked.lines.iter(), looked.now.day())) }
        @if !looked.own.is_empty() { p { "Dina anordnare: " (sv::rate(&own)) } }
        (rate_tiles(&figures, &address(cx, looked, "/lista")))
        div.actions {
            @if let Some(first) = waiting.first().filter(|_| cx.may(Right::Review)) {
                (ui::link_button(&cx.link(&format!("granska/{}", first.id)), "Granska nästa", true))
            }
            @if !waiting.is_empty() {
                a href=(address(cx, looked, "/lista?visa=submitted")) { (sv::to_review(figures.to_review)) }
            } @else { span.quiet { (sv::to_review(0)) } }
            a href=(cx.link("fragor")) { "Frågor och svar" }
            a href=(cx.link(&crate::reminders::page(year.year, &looked.occasion))) { "Påminnelser" }
        }
        (cases)
        (ways(cx))
        (changed(cx, looked))
        (filters(cx, looked, filter, &address(cx, looked, ""), false))
        (matrix(cx, looked, filter))
        (not_asked(looked))
        @if cx.may(Right::Review) {
            p.no-print { a href=(cx.link("epost")) { "Inkommen e-post" } ": brev med ifyllda mallar, och det som väntar på er." }
            @if looked.lines.iter().any(|line| line.reports_in.is_some()) {
                p.no-print { a href=(cx.link("inlasning")) { "Läs in från annat system" } ": det som skolor redovisar någon annanstans." }
                p.no-print { a href=(cx.link(&format!("inlasning/ut?ar={}&tillfalle={}", year.year, looked.occasion))) { "Lämna ut till annat system" } ": det som har lämnats in vid tillfället, som en fil." }
            }
        }
        @if cx.may(Right::DecideDeadlines) {
            h2 { "Sista dag och lås" }
            p { "Det går att lämna in efter sista dagen, och det märks då, tills du låser. Du väljer vad det gäller innan något ändras." }
            div.actions {
                (ui::link_button(&address(cx, looked, "/mer-tid"), "Ge mer tid", false))
                (ui::link_button(&address(cx, looked, "/las"), "Lås", false))
                (ui::link_button(&address(cx, looked, "/las-upp"), "Lås upp", false))
            }
        }
    }
}

/// What has changed at the occasion, in a sentence, with where to see of whom.
fn changed(cx: &Viewer, looked: &Looked) -> Markup {
    let page = cx.link(&super::pages_changes::address(looked.published.year.year));
    html! {
        @match looked.changed.newest.filter(|_| looked.changed.lately > 0) {
            Some(newest) => (ui::notice(ui::Tone::Info, sv::CHANGED, &html! {
                p { (sv::changed(looked.changed.lately, newest)) " " a href=(page) { "Se vad som ändrades och för vem" } }
            })),
            None => @if looked.changed.ever > 0 { p.quiet { a href=(page) { (sv::CHANGED) } } },
        }
    }
}

fn occasions(cx: &Viewer, looked: &Looked) -> Markup {
    let year = &looked.published.year;
    let links: Vec<String> = year
        .occasions
        .iter()
        .map(|occasion| cx.link(&format!("uppfoljning/{}/{}", year.year, occasion.slug)))
        .collect();
    let list: Vec<Tab<'_>> = year
        .occasions
        .iter()
        .zip(&links)
        .map(|(occasion, href)| Tab {
            href,
            label: occasion.title.as_sv(),
            count: None,
            current: occasion.slug == *looked.occasion,
        })
        .collect();
    ui::tabs("Rapporteringstillfällen", &list)
}

fn rate_tiles(figures: &Figures, list: &str) -> Markup {
    let tile = |label: &'static str, number: u32, show: Show, note: String| Tile {
        label: label.into(),
        figure: swedish::integer(i64::from(number)).into(),
        note: note.into(),
        href: format!("{list}{}", query(&[("visa", show.slug())])).into(),
        ..Tile::default()
    };
    let of = |part: u32, base: u32| {
        if base == 0 { String::new() } else { swedish::share(i64::from(part), i64::from(base)) }
    };
    ui::tiles(&[
        tile("Väntas in", figures.expected, Show::All, String::new()),
        tile("Har kommit in", figures.received, Show::Received, of(figures.received, figures.expected)),
        tile("I tid", figures.on_time, Show::OnTime, of(figures.on_time, figures.expected)),
        tile(
            "Godkända",
            figures.approved,
            Show::State(domain::submissions::StateName::Approved),
            of(figures.approved, figures.expected),
        ),
    ])
}

fn filters(cx: &Viewer, looked: &Looked, filter: &Filter, action: &str, in_list: bool) -> Markup {
    let shows: Vec<Choice<'_>> = Show::all().map(|show| Choice::new(show.slug(), sv::show(show))).collect();
    let mut areas = vec![Choice::new("", "Alla")];
    areas.extend(looked.published.year.areas.iter().map(|area| Choice::new(area.slug.as_str(), area.title.as_sv())));
    let mut orders = vec![Order::Need, Order::Name];
    if in_list {
        orders.push(Order::Newest);
    }
    let orders: Vec<Choice<'_>> = orders.into_iter().map(|order| Choice::new(order.slug(), sv::order(order))).collect();
    html! {
        (ui::search_form(action, &html! {
            (ui::text_input(&Field::new("sok", "Sök anordnare eller enhet").value(filter.search.as_str()).width(Width::Medium).autocomplete("off")))
            (ui::select(&Field::new("visa", "Visa").value(filter.show.slug()), &shows))
            @if !looked.published.year.areas.is_empty() {
                (ui::select(&Field::new("omrade", "Avtalsområde").value(filter.area.as_str()), &areas))
            }
            (ui::select(&Field::new("ordna", "Ordna efter").value(filter.order.slug()), &orders))
            @if cx.has_role(kernel::Role::ContactRektor) || !looked.own.is_empty() {
                (ui::checkbox(&Field::new("egna", "Bara mina anordnare").value(if filter.own { "ja" } else { "" })))
            }
            @if let Some(only) = filter.organisation { (ui::hidden("anordnare", &only.to_string())) }
            (Button::secondary("Visa"))
        }))
    }
}

fn matrix(cx: &Viewer, looked: &Looked, filter: &Filter) -> Markup {
    let year = &looked.published.year;
    let items: Vec<&Item> = year.items_of(&looked.occasion).collect();
    let lines = chosen(looked, filter, None);
    let mut providers: Vec<(Id<Organisation>, Vec<&Line>)> = Vec::new();
    let mut places: BTreeMap<Id<Organisation>, usize> = BTreeMap::new();
    for line in &lines {
        let at = *places.entry(line.organisation).or_insert_with(|| {
            providers.push((line.organisation, Vec::new()));
            providers.len() - 1
        });
        providers[at].1.push(line);
    }
    sort_providers(looked, filter, &mut providers);
    let asked: std::collections::BTreeSet<Id<Organisation>> =
        looked.lines.iter().map(|line| line.organisation).collect();
    let base = address(cx, looked, "");
    let granska = cx.link("granska/");
    let rows: Vec<MatrixRow<'_>> = providers
        .iter()
        .map(|(organisation, lines)| MatrixRow {
            label: match lines.first().and_then(|line| line.reports_in.as_deref()) {
                Some(system) if lines.iter().all(|line| line.reports_in.is_some()) => {
                    sv::whose_reports_are_in(looked.register.provider(*organisation), system).into()
                }
                _ => looked.register.provider(*organisation).into(),
            },
            href: cx.link(&format!("uppfoljning/anordnare/{organisation}?ar={}", year.year)).into(),
            cells: items.iter().map(|item| cell(*organisation, item, lines, &base, &granska)).collect(),
        })
        .collect();
    let shown = rows.len();
    let columns = items.iter().map(|item| MatrixColumn { label: item.title.as_sv().into(), note: "".into() }).collect();
    html! {
        div.table-tools {
            p.shown {
                (swedish::integer(i64::try_from(shown).unwrap_or(i64::MAX))) " av "
                (swedish::integer(i64::try_from(asked.len()).unwrap_or(i64::MAX))) " anordnare visas"
                @if filter.narrows() { " " a href=(base) { (ui::sv::SHOW_ALL) } }
            }
            a.csv href={ (base) (filter.query()) (if filter.query().is_empty() { "?" } else { "&" }) "format=csv" } download {
                (ui::icon(ui::Icon::Download)) (ui::sv::AS_CSV)
            }
        }
        @if rows.is_empty() {
            (ui::empty_state("Inget stämmer med urvalet", "Ändra urvalet ovanför, eller visa alla.",
                &html! { a href=(base) { (ui::sv::SHOW_ALL) } }))
        } @else {
            (Matrix { caption: "Läget för varje anordnare och redovisning".into(), row_head: "Anordnare".into(), columns, rows })
        }
    }
}

/// The providers that are not in the overview, and why: nobody should be missed without a word.
fn not_asked(looked: &Looked) -> Markup {
    let asked: std::collections::BTreeSet<Id<Organisation>> =
        looked.lines.iter().map(|line| line.organisation).collect();
    let mut others: Vec<(usize, &str)> = looked
        .register
        .providers
        .iter()
        .filter(|(id, _)| !asked.contains(id))
        .map(|(_, (name, place))| (*place, name.as_str()))
        .collect();
    others.sort_unstable();
    let names: Vec<&str> = others.into_iter().map(|(_, name)| name).collect();
    let year = &looked.published.year;
    let mut regimes: Vec<domain::year::Regime> =
        year.items_of(&looked.occasion).flat_map(|item| year.regimes_of(item)).collect();
    regimes.sort_unstable();
    regimes.dedup();
    html! { @if !names.is_empty() { p.quiet.small { (sv::not_asked(&names, &regimes)) } } }
}

/// By what most needs somebody: how much is overdue, then how much waits for review; one's own providers first.
fn sort_providers(looked: &Looked, filter: &Filter, providers: &mut [(Id<Organisation>, Vec<&Line>)]) {
    providers.sort_by_cached_key(|(organisation, lines)| {
        let figures = Figures::of(lines.iter().copied());
        let name = looked.register.providers.get(organisation).map_or(usize::MAX, |(_, place)| *place);
        let foreign = !looked.own.is_empty() && !looked.own.contains(organisation);
        match filter.order {
            Order::Name => (false, 0, 0, 0, name),
            Order::Need | Order::Newest => {
                let open = figures.expected - figures.received;
                (foreign, u32::MAX - figures.overdue, u32::MAX - figures.to_review, u32::MAX - open, name)
            }
        }
    });
}

fn cell<'a>(
    organisation: Id<Organisation>,
    item: &Item,
    lines: &[&Line],
    base: &str,
    granska: &str,
) -> Option<MatrixCell<'a>> {
    let mut worst: Option<&Line> = None;
    let (mut count, mut received, mut late) = (0_u32, 0_u32, false);
    for line in lines.iter().filter(|line| item.slug == *line.item) {
        count += u32::from(line.counts());
        received += u32::from(line.received.is_some());
        late |= line.received_late();
        if worst.is_none_or(|worst| line.need() < worst.need()) {
            worst = Some(line);
        }
    }
    let worst = worst?;
    let (href, share) = if count == 1 {
        (format!("{granska}{}", worst.id), String::new())
    } else {
        (format!("{base}/{}?anordnare={organisation}", item.slug), format!("{received}/{count}"))
    };
    Some(MatrixCell { states: vec![(worst.mark(), 1)], href: href.into(), share: share.into(), late })
}

fn state_words(line: &Line) -> Markup {
    let words = sv::timeliness(line);
    // One element, so that it stays together where a row becomes a card.
    html! { div {
        (line.mark())
        @if line.locked && line.mark() != ui::State::Locked { " " (ui::tag(ui::Tone::Neutral, ui::Icon::Lock, "Låst")) }
        @if !words.is_empty() { " " span.quiet.small.together { (words) } }
        @if let Some(system) = &line.reports_in { br; span.quiet.small { (sv::reported_in(system)) } }
        @if let Some(arrived) = line.arrived { br; span.quiet.small { (if arrived.waits { states::by_mail_waits(arrived.at, arrived.became) } else { states::by_mail_waited(arrived.at) }) } }
    } }
}

/// The day it came in: signed, or by e-mail and still to be signed.
fn came(line: &Line) -> Markup {
    html! {
        @match (line.received, line.arrived) {
            (Some(at), _) => (swedish::day(at.day())),
            (None, Some(arrived)) => span.quiet { (swedish::day(arrived.at.day())) },
            (None, None) => span.missing { "–" },
        }
    }
}

pub(super) fn list(
    cx: &Viewer,
    looked: &Looked,
    item: Option<&str>,
    filter: &Filter,
    lines: &[&Line],
    counts: &Counts,
) -> Markup {
    let year = &looked.published.year;
    let item = item.and_then(|slug| year.item(slug));
    let all: Vec<&Line> = looked.lines.iter().filter(|line| item.is_none_or(|item| item.slug == *line.item)).collect();
    let figures = Figures::of(all.iter().copied());
    let base = address(cx, looked, &format!("/{}", item.map_or("lista", |item| item.slug.as_str())));
    let joined = filter.query();
    let csv = format!("{base}{joined}{}format=csv", if joined.is_empty() { "?" } else { "&" });
    let complaints = item.is_some_and(|item| item.form == Form::Complaints);
    let table = list_table(cx, looked, item, lines, complaints.then_some(counts));
    html! {
        p.kicker { "Uppföljning " (year.year) }
        h1 { (item.map_or("Alla redovisningar", |item| item.title.as_sv())) }
        p.lead { (sv::rate(&figures)) }
        (rate_tiles(&figures, &base))
        (filters(cx, looked, filter, &base, true))
        @if let Some(only) = filter.organisation {
            p { "Bara " strong { (looked.register.provider(only)) } ". " a href=(base) { "Visa alla anordnare" } }
        }
        (table.shown(lines.len(), all.len(), base.clone()).csv(csv).empty(
            ui::empty_state("Inget stämmer med urvalet", "Ändra urvalet ovanför, eller visa alla.",
                &html! { a href=(base) { (ui::sv::SHOW_ALL) } })))
        @if complaints {
            p.quiet.small { "Antalen kommer ur den senaste versionen av varje redovisning. Ett klagomål räknas när alla frågor som avgör det är besvarade med ja." }
        }
    }
}

fn list_table<'a>(
    cx: &Viewer,
    looked: &'a Looked,
    item: Option<&Item>,
    lines: &[&Line],
    counts: Option<&Counts>,
) -> Table<'a> {
    let year = &looked.published.year;
    let mut columns = vec![Column::new("Anordnare"), Column::new("Gäller")];
    if item.is_none() {
        columns.push(Column::new("Redovisning"));
    }
    columns.extend([Column::new("Läge"), Column::new("Inkom").narrow(), Column::new("Sista dag").narrow()]);
    let mut measures: Vec<String> = Vec::new();
    if counts.is_some() {
        columns.push(Column::number("Klagomål"));
        measures.push("complaints".to_owned());
        for category in &year.complaints.categories {
            columns.push(Column::number(category.title.as_sv()));
            measures.push(format!("complaints.{}", category.slug));
        }
        columns.push(Column::number("Räknas inte"));
        measures.push("complaints-not-counted".to_owned());
        if !year.complaints.abuse_columns.is_empty() {
            columns.push(Column::number("Utredningar"));
            measures.push("abuse-investigations".to_owned());
        }
    }
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    let rows = lines
        .iter()
        .map(|line| {
            let mut cells = vec![
                html! { (looked.register.provider(line.organisation)) },
                html! { (looked.register.subject(line).unwrap_or("Hela anordnaren")) },
            ];
            if item.is_none() {
                cells.push(html! { (year.item(&line.item).map_or(&*line.item, |item| item.title.as_sv())) });
            }
            cells.push(state_words(line));
            cells.push(html! { (came(line)) });
            cells.push(html! { (swedish::day(line.due)) });
            for measure in &measures {
                let n = counts.and_then(|counts| counts.get(&line.id)).and_then(|of| of.get(measure)).copied();
                if let Some(n) = n {
                    *sums.entry(measure).or_default() += n;
                }
                cells.push(html! { @match n { Some(n) => (swedish::integer(n)), None => span.missing { "–" } } });
            }
            Row::new(cells).href(cx.link(&format!("granska/{}", line.id)))
        })
        .collect();
    let mut table = Table::new("Redovisningar", columns).hide_caption().rows(rows).dense().stack();
    if !measures.is_empty() {
        let mut foot = vec![html! { "Summa" }];
        foot.resize(5, html! {});
        foot.extend(measures.iter().map(|measure| {
            html! { (swedish::integer(sums.get(measure.as_str()).copied().unwrap_or(0))) }
        }));
        table = table.foot(foot);
    }
    table
}

/// What the page of one provider is drawn from.
pub(super) struct OneProvider {
    pub organisation: Id<Organisation>,
    pub years: Vec<i16>,
    pub published: Published,
    pub register: Register,
    pub lines: Vec<Line>,
    pub events: Vec<Happened>,
    pub contacts: Vec<(String, bool)>,
    pub earlier: Vec<earlier::ReportEntry>,
    /// What is found at it and open.
    pub found: Vec<crate::deficiencies::Bare>,
    /// What the school inspectorate has decided on it.
    pub supervised: Vec<crate::supervision::Kept>,
    pub now: Instant,
}

pub(super) fn provider(cx: &Viewer, seen: &OneProvider) -> Markup {
    let year = &seen.published.year;
    let figures = Figures::of(&seen.lines);
    html! {
        p.kicker { "Uppföljning " (year.year) }
        h1 { (seen.register.provider(seen.organisation)) }
        (years(cx, seen))
        p.lead { (sv::rate(&figures)) }
        @if !seen.contacts.is_empty() {
            p { "Kontaktrektor: "
                (swedish::list(&seen.contacts.iter().map(|(name, deputy)| if *deputy { format!("{name} (ersättare)") } else { name.clone() }).collect::<Vec<_>>()))
            }
        }
        p.no-print { a href=(cx.link(&format!("resultat/anordnare/{}", seen.organisation))) { "Anordnarens resultat: alla indikatorer på en sida" } }
        (crate::deficiencies::at_one(cx, seen.organisation, &seen.found, seen.now.day()))
        (crate::supervision::at_one(cx, &seen.supervised, seen.now.day()))
        p.no-print { a href=(cx.link(&format!("{}/{}", crate::term_follow_up::PAGE, seen.organisation))) { "Hur anordnaren följer sina villkor" } }
        @if cx.may(Right::VisitProviders) {
            p.no-print { a href=(cx.link(&format!("{}/hos/{}", crate::visits::PAGE, seen.organisation))) { "Besök hos anordnaren" } }
        }
        @for occasion in &year.occasions {
            @let lines: Vec<&Line> = seen.lines.iter().filter(|line| occasion.slug == *line.occasion).collect();
            @if !lines.is_empty() {
                h2 { (occasion.title.as_sv()) }
                p { (sv::rate(&Figures::of(lines.iter().copied()))) " " (sv::last_day(occasion.deadline, lines.iter().copied(), seen.now.day())) }
                (provider_table(cx, seen, occasion.title.as_sv(), &lines))
            }
        }
        @if seen.lines.is_empty() {
            (ui::empty_state("Inget efterfrågas", "Anordnaren har inget att redovisa under året.",
                &html! { a href=(cx.link("uppfoljning")) { "Till uppföljningen" } }))
        }
        (earlier::of_provider(&cx.link("uppfoljning/berattelse"), &seen.earlier))
        @if !seen.events.is_empty() {
            h2 { "Vad som har hänt" }
            (timeline(&seen.events, |assignment| {
                let line = seen.lines.iter().find(|line| Some(line.id) == assignment)?;
                let title = year.item(&line.item).map_or(&*line.item, |item| item.title.as_sv());
                let whom = seen.register.subject(line).map(|name| format!(", {name}")).unwrap_or_default();
                Some(html! { a href=(cx.link(&format!("granska/{}", line.id))) { (title) (whom) } })
            }))
        }
    }
}

fn years(cx: &Viewer, seen: &OneProvider) -> Markup {
    let links: Vec<(String, String, bool)> = seen
        .years
        .iter()
        .map(|year| {
            let href = cx.link(&format!("uppfoljning/anordnare/{}?ar={year}", seen.organisation));
            (href, year.to_string(), *year == seen.published.year.year)
        })
        .collect();
    let tabs: Vec<Tab<'_>> =
        links.iter().map(|(href, label, current)| Tab { href, label, count: None, current: *current }).collect();
    html! { @if tabs.len() > 1 { (ui::tabs("År", &tabs)) } }
}

fn provider_table<'a>(cx: &Viewer, seen: &'a OneProvider, caption: &'a str, lines: &[&Line]) -> Table<'a> {
    let year = &seen.published.year;
    let columns = vec![
        Column::new("Redovisning"),
        Column::new("Gäller"),
        Column::new("Läge"),
        Column::new("Inkom").narrow(),
        Column::new("Sista dag").narrow(),
    ];
    let rows = lines
        .iter()
        .map(|line| {
            Row::new(vec![
                html! { (year.item(&line.item).map_or(&*line.item, |item| item.title.as_sv())) },
                html! { (seen.register.subject(line).unwrap_or("Hela anordnaren")) },
                state_words(line),
                html! { (came(line)) },
                html! { (swedish::day(line.due)) },
            ])
            .href(cx.link(&format!("granska/{}", line.id)))
        })
        .collect();
    Table::new(caption, columns).hide_caption().rows(rows).stack()
}

/// The events as a line of sentences; the closure says which item each was about, where the page shows several.
pub(super) fn timeline(events: &[Happened], about: impl Fn(Option<Id<Assignment>>) -> Option<Markup>) -> Markup {
    let drawn: Vec<ui::Event<'_>> = events
        .iter()
        .map(|event| {
            let why = sv::happened_why(&event.what);
            let item = about(event.assignment);
            let more = (!why.is_empty() || item.is_some()).then(|| {
                html! {
                    @if let Some(item) = &item { p { (item) } }
                    @if !why.is_empty() { blockquote { p.answer-text { (why) } } }
                }
            });
            let (icon, tone) = sign(&event.what);
            ui::Event {
                when: swedish::instant(event.at).into(),
                stamp: event.at.to_string().into(),
                sentence: sv::happened(&event.what, &event.by).into(),
                more,
                icon,
                tone,
            }
        })
        .collect();
    ui::timeline(&drawn)
}

const fn sign(what: &What) -> (ui::Icon, ui::Tone) {
    match what {
        What::Signed { number: 1, late: true, .. } => (ui::Icon::Sent, ui::Tone::Warn),
        What::Signed { .. } => (ui::Icon::Sent, ui::Tone::Info),
        What::Retimed { .. } => (ui::Icon::Clock, ui::Tone::Neutral),
        What::Returned { .. } => (ui::Icon::Return, ui::Tone::Warn),
        What::Approved => (ui::Icon::CheckCircle, ui::Tone::Good),
        What::Reopened { .. } | What::ReturnTakenBack { .. } => (ui::Icon::Return, ui::Tone::Neutral),
        What::Locked { .. } | What::Unlocked { .. } => (ui::Icon::Lock, ui::Tone::Neutral),
        What::Extended { .. } | What::Corrected { .. } => (ui::Icon::Clock, ui::Tone::Neutral),
        What::Changed { .. } => (ui::Icon::Calendar, ui::Tone::Neutral),
        What::Assessed => (ui::Icon::Pencil, ui::Tone::Neutral),
        What::Registered { .. } => (ui::Icon::File, ui::Tone::Neutral),
    }
}
