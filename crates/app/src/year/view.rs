//! The year to read: calendar, instructions, targets. Prints as it stands.

use domain::year::{
    Calendar, Covers, Indicator, ItemInstructions, OccasionInstructions, Target, Template, Year, calendar,
    instructions, sv as words,
};
use kernel::{Day, Label, swedish};
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
    let links = [frame.link(""), frame.link("/anvisningar"), frame.link("/mal"), format!("{}/versioner", frame.root)];
    let labels = ["Kalender", "Anvisningar", "Målvärden", "Versioner"];
    let shown = if frame.manages { 4 } else { 3 };
    let list: Vec<Tab<'_>> =
        (0..shown).map(|at| Tab { href: &links[at], label: labels[at], count: None, current: at == current }).collect();
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
            let text = happening.text.as_ref().map_or_else(|| capital(kind), |text| text.as_sv().to_owned());
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

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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
            let kind = capital(words::activity(happening.kind));
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

/// The instructions of the year: what is handed in, when, by whom, how; what complaints are; targets; support.
pub fn instructions_page(frame: &Frame, year: &Year) -> Markup {
    let all = instructions(year);
    html! {
        (top(frame, year, &format!("Anvisningar {}", year.year), 1))
        @if let Some(introduction) = &all.introduction { p.lead { (introduction.as_sv()) } }
        nav.no-print aria-label="På sidan" { ul.links role="list" {
            @for occasion in &all.occasions { li { a href={ "#" (occasion.slug) } {
                (occasion.title.as_sv()) ", sista dag " (swedish::day(occasion.deadline))
            } } }
            li { a href="#klagomal" { "Vad ett klagomål är" } }
            @if !year.targets.is_empty() { li { a href="#malvarden" { "Målvärden" } } }
            @if year.reminders.is_some() { li { a href="#paminnelser" { "Påminnelser" } } }
            @if !year.support.is_empty() { li { a href="#stod" { "Stöd för analys" } } }
        } }
        @for occasion in &all.occasions { (occasion_section(frame, occasion)) }
        (complaints(year))
        @if !year.targets.is_empty() {
            section #malvarden { h2 { "Målvärden" } (targets_table(year)) }
        }
        @if let Some(ladder) = &year.reminders {
            section #paminnelser {
                h2 { "Påminnelser" }
                p { "Den som saknar något får ett brev per dag med e-post, för alla huvudmän tillsammans. Det som har kommit in påminns aldrig." }
                ul { @for sentence in domain::reminders::sv::ladder(ladder) { li { (sentence) } } }
            }
        }
        (support(year))
    }
}

fn occasion_section(frame: &Frame, occasion: &OccasionInstructions) -> Markup {
    html! {
        section id=(occasion.slug) {
            h2 { (occasion.title.as_sv()) }
            p.lead {
                "Lämna in senast " strong { (swedish::day(occasion.deadline)) } ". Det är öppet till dagens slut."
                @if occasion.example { " " (example()) }
            }
            @for item in &occasion.items { (item_section(frame, item)) }
            @if let Some(note) = &occasion.note { p { (note.as_sv()) } }
            @if let Some(address) = &occasion.address {
                p.quiet { "Kan du inte lämna in här, skicka till " (address) "." }
            }
        }
    }
}

fn item_section(frame: &Frame, item: &ItemInstructions) -> Markup {
    let mut facts: Vec<(&str, Markup)> = vec![("Lämnas in", html! { (capital(words::level(item.level))) })];
    if let Some(covers) = &item.covers {
        facts.push(("Omfattar", html! { (covers) }));
    }
    if let Some(carry) = &item.carries_over {
        facts.push(("Ta även med", html! { (carry) }));
    }
    if let Some(day) = item.figures_as_of {
        facts.push(("Siffror ur underlaget", html! { "Som de var " (swedish::day(day)) }));
    }
    facts.push(("Gäller", html! { (item.asked_of) }));
    facts.push((
        "Signeras av",
        html! {
            (platform::sv::role(item.signer))
            @if item.separate_signer { ", en annan person än den som förberett" }
        },
    ));
    if item.templates.contains(&Template::Xlsx) {
        facts.push(("Mall", template(frame)));
    }
    if let Some((slug, title)) = &item.analysed_in {
        facts.push(("Analyseras i", link_to(slug.as_str(), title)));
    }
    if !item.analyses.is_empty() {
        let links: Vec<Markup> = item.analyses.iter().map(|(slug, title)| link_to(slug.as_str(), title)).collect();
        facts.push((
            "Här analyseras",
            html! { @for (at, link) in links.iter().enumerate() { @if at > 0 { ", " } (link) } },
        ));
    }
    html! {
        section id={ "punkt-" (item.slug) } {
            h3 { (item.title.as_sv()) }
            @if let Some(text) = &item.instruction { p { (text.as_sv()) } }
            (ui::key_values(&facts))
        }
    }
}

fn link_to(slug: &str, title: &Label) -> Markup {
    html! { a href={ "#punkt-" (slug) } { (title.as_sv()) } }
}

/// Where the template is: only workbooks can be fetched, whatever else the document says the authority takes.
fn template(frame: &Frame) -> Markup {
    html! {
        (words::template(Template::Xlsx)) ", eller fyll i direkt på webben"
        @if frame.provider { ". " a href="/start" { "Hämta mallen vid din uppgift" } }
    }
}

fn complaints(year: &Year) -> Markup {
    let of = &year.complaints;
    html! {
        section #klagomal {
            h2 { "Vad ett klagomål är" }
            p { (of.definition.as_sv()) }
            @if let Some(principles) = &of.principles { h3 { "Så möts den som klagar" } p { (principles.as_sv()) } }
            @if !of.categories.is_empty() {
                h3 { "Klagomålets kärna" }
                (ui::key_values(&of.categories.iter().map(|c| (c.title.as_sv(), html! { (c.definition.as_sv()) })).collect::<Vec<_>>()))
            }
            @if !of.columns.is_empty() {
                h3 { "Det här fylls i för varje klagomål" }
                (columns(&of.columns))
            }
            @if let Some(heading) = &of.abuse_heading {
                h3 { (heading.as_sv()) }
                @if let Some(text) = &of.abuse_instruction { p { (text.as_sv()) } }
                (columns(&of.abuse_columns))
            }
            @if let Some(students) = of.zero_question_at {
                p { "En enhet med minst " (swedish::integer(i64::from(students)))
                    " elever som inte har några klagomål får frågan om det stämmer." }
            }
        }
    }
}

fn columns(columns: &[domain::year::Column]) -> Table<'static> {
    let rows = columns
        .iter()
        .map(|column| {
            let options: Vec<&str> = column.options.iter().map(|option| option.title.as_sv()).collect();
            Row::new(vec![
                html! { (column.title.as_sv()) },
                html! {
                    (capital(words::column(column.kind)))
                    @if !options.is_empty() { ": " (options.join(", ")) }
                },
                html! { @if column.required { "Ja" } @else { "Nej" } },
                html! { @if let Some(help) = &column.help { (help.as_sv()) } },
            ])
        })
        .collect();
    let heads =
        vec![Column::new("Kolumn"), Column::new("Fylls i med"), Column::new("Krävs").narrow(), Column::new("Hjälp")];
    Table::new("Kolumner", heads).hide_caption().stack().dense().rows(rows)
}

fn support(year: &Year) -> Markup {
    html! {
        @if !year.support.is_empty() {
            section #stod {
                h2 { "Stöd för analys" }
                p { "Stegen är hjälp för tanken. Ingen behöver följa dem och ingenting av dem lämnas in." }
                ol.steps { @for step in &year.support { li {
                    h3 { (step.title.as_sv()) }
                    @if let Some(text) = &step.text { p { (text.as_sv()) } }
                    @if !step.questions.is_empty() { ul { @for question in &step.questions { li { (question.as_sv()) } } } }
                } } }
            }
        }
    }
}

fn targets_table(year: &Year) -> Table<'static> {
    let rows = year.targets.iter().filter_map(|target| {
        let indicator = year.indicator(target.indicator.as_str())?;
        let goal = year.goals.iter().find(|goal| indicator.goal.as_ref() == Some(&goal.slug));
        Some(Row::new(vec![
            html! { (indicator.title.as_sv()) },
            html! { @if let Some(goal) = goal { (goal.title.as_sv()) } },
            html! { (holds_for(year, target)) },
            html! { (domain_limit(target, indicator)) },
            html! {
                @if target.example { (tag(Tone::Warn, Icon::Info, "exempelvärde")) " " }
                @if target.to_decide { (tag(Tone::Warn, Icon::Question, "ej beslutat")) }
                @if !target.example && !target.to_decide { "Beslutat" }
            },
        ]))
    });
    let columns = vec![
        Column::new("Indikator"),
        Column::new("Mål"),
        Column::new("Gäller"),
        Column::number("Målvärde").narrow(),
        Column::new("Läge").narrow(),
    ];
    Table::new("Målvärden", columns).hide_caption().stack().rows(rows.collect())
}

/// *minst 88 %*, without marks: those have a column of their own.
fn domain_limit(target: &Target, indicator: &Indicator) -> String {
    words::target(&Target { example: false, to_decide: false, ..target.clone() }, indicator)
}

/// *Upphandlad regi, Svenska för invandrare*.
pub fn holds_for(year: &Year, target: &Target) -> String {
    domain::targets::sv::holds_for(year, target)
}
