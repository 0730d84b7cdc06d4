//! The year to read: its calendar. Prints as it stands.

use domain::year::{Calendar, Covers, Target, Year, calendar, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{CalendarEntry, Column, Icon, Row, Tab, Table, Tone, tag};

/// What the pages of a year share.
#[derive(Debug, Clone)]
pub struct Frame {
    /// `/h/ekstad/ar`.
    pub root: String,
    /// The year shown.
    pub year: i16,
    /// Added to links while another version than the one in force is looked at, `?version=…`; else empty.
    pub query: String,
    /// Whether the person may change the year.
    pub manages: bool,
    /// The choice between authorities, for somebody who acts at several.
    pub authorities: Markup,
    /// Whether the person acts for a provider, whose templates are in its own tasks.
    pub provider: bool,
    /// Other years that are published.
    pub others: Vec<i16>,
}

impl Frame {
    fn link(&self, rest: &str) -> String {
        format!("{}/{}{rest}{}", self.root, self.year, self.query)
    }
}

fn tabs(frame: &Frame, current: usize) -> Markup {
    let mut links = vec![
        (frame.link(""), "Kalender", 0),
        (frame.link("/anvisningar"), "Anvisningar", 1),
        (frame.link("/mal"), "Målvärden", 2),
    ];
    if frame.manages {
        links.push((format!("{}/versioner", frame.root), "Versioner", 3));
    }
    if frame.provider {
        // What a report names for next year stands with the year.
        links.push((
            format!("{}/fokusomraden", frame.root.strip_suffix("/ar").unwrap_or(&frame.root)),
            "Fokusområden",
            4,
        ));
    }
    let list: Vec<Tab<'_>> =
        links.iter().map(|(href, label, at)| Tab { href, label, count: None, current: *at == current }).collect();
    ui::tabs("Året", &list)
}

/// The top of every page of the year: authority, heading, the way between its pages.
pub fn top(frame: &Frame, year: &Year, heading: &str, current: usize) -> Markup {
    html! {
        p.kicker { (year.authority.name.as_sv()) }
        h1 { (heading) }
        (frame.authorities)
        (tabs(frame, current))
        @if let Some(provenance) = &year.provenance { p.quiet.small { (provenance.as_sv()) } }
    }
}

fn example() -> Markup {
    tag(Tone::Neutral, Icon::Info, "exempel")
}

/// Shown while another version than the one in force is looked at.
pub fn other_version(version: i64, back: &str) -> Markup {
    ui::notice(
        Tone::Info,
        &format!("Du ser version {version}, som inte är den som gäller"),
        &html! { p { a href=(back) { "Till version " (version) } } },
    )
}

/// The year as a calendar, as a table, and as the days that each item covers.
pub fn year_page(frame: &Frame, year: &Year, today: Day) -> Markup {
    let laid = calendar(year);
    let instructions = frame.link("/anvisningar");
    let entries = entries(&laid, &instructions);
    let here = (today.year() == year.year).then_some(today);
    html! {
        (top(frame, year, year.title.as_sv(), 0))
        @if let Some(next) = next_deadline(&laid, today) { p.lead { (next) } }
        p.no-print { a href={ (frame.root.strip_suffix("/ar").unwrap_or(&frame.root)) "/uppfoljningsplan" } { "Uppföljningsplan" } ": vad huvudmannen följer upp, hos vem och hur." }
        h2.hidden { "Månad för månad" }
        (ui::calendar(&entries, here))
        @if !laid.all_year.is_empty() {
            h2 { "Hela året" }
            ul { @for happening in &laid.all_year { li {
                (happening.title.as_sv())
                @if let Some(text) = &happening.text { ". " (text.as_sv()) }
            } } }
        }
        p.no-print { a href={ (frame.root) "/" (frame.year) "/kalender.ics" (frame.query) } download {
            "Hämta till din kalender (ics)"
        } }
        h2 { "Året som tabell" }
        (as_table(&laid))
        @if !laid.spans.is_empty() {
            h2 { "Dagar som redovisningarna omfattar" }
            (spans(&laid, year))
            @let without = without_days(&laid, year);
            @if !without.is_empty() {
                p.quiet { "Utan egna dagar: " (without.join("; ")) ". De gäller läget när ni lämnar in, eller det som anvisningen säger." }
            }
        }
        @if !frame.others.is_empty() {
            p { "Andra år: " @for (at, other) in frame.others.iter().enumerate() {
                @if at > 0 { ", " } a href={ (frame.root) "/" (other) } { (other) }
            } }
        }
    }
}

/// *Nästa sista dag: Tertial 1, 8 april 2024, om 24 dagar.*
fn next_deadline(laid: &Calendar, today: Day) -> Option<String> {
    let next = laid.months.iter().flat_map(|month| &month.deadlines).find(|deadline| deadline.day >= today)?;
    if today.year() < laid.year - 1 {
        return None;
    }
    let when = match next.day.days_since(today) {
        0 => "i dag".to_owned(),
        1 => "i morgon".to_owned(),
        days => format!("om {} dagar", swedish::integer(i64::from(days))),
    };
    Some(format!("Nästa sista dag: {}, {}, {when}.", next.title.as_sv(), swedish::day(next.day)))
}

fn entries(laid: &Calendar, instructions: &str) -> Vec<CalendarEntry<'static>> {
    let mut entries = Vec::new();
    for month in &laid.months {
        for deadline in &month.deadlines {
            let titles: Vec<&str> = deadline.items.iter().map(|(_, title)| title.as_sv()).collect();
            let example = if deadline.example { " (exempel)" } else { "" };
            entries.push(CalendarEntry {
                day: deadline.day,
                until: None,
                title: format!("Sista dag för {}{example}", deadline.title.as_sv()).into(),
                note: titles.join(" · ").into(),
                href: format!("{instructions}#{}", deadline.occasion).into(),
                state: None,
            });
        }
        for happening in &month.happenings {
            let kind = words::activity(happening.kind);
            let example = if happening.example { " (exempel)" } else { "" };
            let text =
                happening.text.as_ref().map_or_else(|| swedish::capitalised(kind), |text| text.as_sv().to_owned());
            entries.push(CalendarEntry {
                day: happening.period.from,
                until: Some(happening.period.to),
                title: format!("{}{example}", happening.title.as_sv()).into(),
                note: text.into(),
                href: "".into(),
                state: None,
            });
        }
    }
    entries
}

fn as_table(laid: &Calendar) -> Table<'static> {
    let mut rows: Vec<(Day, Row<'static>)> = Vec::new();
    for month in &laid.months {
        for deadline in &month.deadlines {
            let items: Vec<&str> = deadline.items.iter().map(|(_, title)| title.as_sv()).collect();
            let what = html! { "Sista dag för " (deadline.title.as_sv()) @if deadline.example { " " (example()) } };
            let cells = vec![html! { (swedish::day(deadline.day)) }, what, html! { (swedish::list(&items)) }];
            rows.push((deadline.day, Row::new(cells)));
        }
        for happening in &month.happenings {
            let what = html! { (happening.title.as_sv()) @if happening.example { " " (example()) } };
            let kind = swedish::capitalised(words::activity(happening.kind));
            let cells = vec![html! { (swedish::period(happening.period)) }, what, html! { (kind) }];
            rows.push((happening.period.from, Row::new(cells)));
        }
    }
    rows.sort_by_key(|(day, _)| *day);
    let columns = vec![Column::new("Dag").narrow(), Column::new("Vad"), Column::new("Omfattar")];
    Table::new("Året som tabell", columns).hide_caption().stack().rows(rows.into_iter().map(|(_, row)| row).collect())
}

/// The items that cover no days of their own, with their occasions.
fn without_days(laid: &Calendar, year: &Year) -> Vec<String> {
    let none = year.items.iter().filter(|item| !laid.spans.iter().any(|span| span.item == item.slug));
    none.map(|item| {
        let occasion = year.occasion(item.occasion.as_str()).map_or("", |occasion| occasion.title.as_sv());
        format!("{} ({occasion})", item.title.as_sv())
    })
    .collect()
}

fn spans(laid: &Calendar, year: &Year) -> Table<'static> {
    let rows = laid
        .spans
        .iter()
        .map(|span| {
            let why = match span.covers {
                Covers::Period => "Det som hänt under",
                Covers::Cohort => "Elever som avslutat",
                Covers::CarryOver => "Även orapporterat från",
            };
            let occasion =
                year.occasion(span.occasion.as_str()).map(|o| o.title.as_sv().to_owned()).unwrap_or_default();
            Row::new(vec![
                html! { (span.title.as_sv()) },
                html! { (occasion) },
                html! { (why) " " (swedish::period(span.period)) },
                html! { (swedish::day(span.deadline)) },
            ])
        })
        .collect();
    let columns = vec![
        Column::new("Redovisning"),
        Column::new("Tillfälle").narrow(),
        Column::new("Omfattar"),
        Column::new("Sista dag").narrow(),
    ];
    Table::new("Dagar som redovisningarna omfattar", columns).hide_caption().stack().rows(rows)
}

/// *Upphandlad regi, Svenska för invandrare*.
pub fn holds_for(year: &Year, target: &Target) -> String {
    domain::targets::sv::holds_for(year, target)
}
