//! The instructions as a page: what is handed in, when, by whom, how; what the words mean; targets; the way to the guides.
//! Prints as it stands.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::year::{
    Form, Indicator, ItemInstructions, OccasionInstructions, Target, Template, Year, instructions as laid_out,
    sv as words,
};
use kernel::{Day, Label, swedish};
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone, tag};

use super::sv;
use crate::changes;
use crate::year::{self, Published, holds_for};

/// When the instructions were published, seen on a day.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    first: Day,
    newest: Day,
    today: Day,
    /// What the newest version says otherwise than the one before it: what it is about, and what is said of it.
    otherwise: Vec<(String, String)>,
}

impl Dated {
    /// Of the year's version in force; nothing where none is published.
    pub(super) fn of(tx: &mut ReadTx<'_>, published: &Published, today: Day) -> Result<Option<Self>, StoreError> {
        let Some((first, newest)) = year::publishing_days(tx, published.year.year)? else { return Ok(None) };
        let otherwise = changes::otherwise(tx, published)?;
        Ok(Some(Self { first: first.day(), newest: newest.day(), today, otherwise }))
    }
}

/// Where the pages of the instructions are.
#[derive(Debug, Clone)]
pub(super) struct Links {
    /// The instructions themselves.
    here: String,
    /// The guides, to which a step is added.
    guides: String,
    /// Added to every link, `?version=…` or nothing.
    query: String,
    /// Empty templates for anybody; none of a version that is not in force.
    templates: Option<String>,
    /// The page for anybody, as told to who is signed in; nothing on that page itself.
    open: Option<String>,
    /// The items whose template is the authority's own file.
    own: BTreeSet<String>,
}

impl Links {
    /// For who is signed in: `root` is the year, `/h/ekstad/ar/2024`.
    pub(super) fn signed_in(root: &str, tenant: &str, year: i16, in_force: bool, query: &str) -> Self {
        let open = format!("/oppet/{tenant}/anvisningar/{year}");
        Self {
            here: format!("{root}/anvisningar"),
            guides: format!("{root}/stod"),
            query: query.to_owned(),
            templates: in_force.then(|| format!("{open}/mall")),
            open: in_force.then_some(open),
            own: BTreeSet::new(),
        }
    }

    /// For anybody.
    pub(super) fn open(tenant: &str, year: i16) -> Self {
        let here = format!("/oppet/{tenant}/anvisningar/{year}");
        Self {
            guides: format!("{here}/stod"),
            templates: Some(format!("{here}/mall")),
            query: String::new(),
            open: None,
            own: BTreeSet::new(),
            here,
        }
    }

    /// With the items whose template is the authority's own file.
    pub(super) fn with_own(self, own: BTreeSet<String>) -> Self {
        Self { own, ..self }
    }

    /// The instructions.
    pub(super) fn instructions(&self) -> String {
        format!("{}{}", self.here, self.query)
    }
    /// All guides.
    pub(super) fn guides(&self) -> String {
        format!("{}{}", self.guides, self.query)
    }
    /// One guide.
    pub(super) fn guide(&self, step: &str) -> String {
        format!("{}/{step}{}", self.guides, self.query)
    }
    /// All guides as a PDF.
    pub(super) fn guides_pdf(&self) -> String {
        self.as_pdf(&self.guides)
    }
    /// One guide as a PDF.
    pub(super) fn guide_pdf(&self, step: &str) -> String {
        self.as_pdf(&format!("{}/{step}", self.guides))
    }

    fn as_pdf(&self, address: &str) -> String {
        let sign = if self.query.is_empty() { "?" } else { "&" };
        format!("{address}{}{sign}format=pdf", self.query)
    }
}

fn example() -> Markup {
    tag(Tone::Neutral, Icon::Info, "exempel")
}

/// What the newest version says otherwise, for whoever has read the one before it.
fn otherwise(dated: &Dated) -> Markup {
    html! {
        @if !dated.otherwise.is_empty() {
            section aria-labelledby="andrat" {
                h2 #andrat { (sv::otherwise(dated.newest)) }
                dl.facts { @for (what, said) in &dated.otherwise { div { dt { (what) } dd { (said) } } } }
            }
        }
    }
}

/// The instructions of the year. `provider` says that the reader acts for one, and finds templates at its tasks; `dated` is there
/// for what is published.
pub(super) fn instructions(links: &Links, year: &Year, provider: bool, dated: Option<&Dated>) -> Markup {
    let all = laid_out(year);
    html! {
        @if let Some(dated) = dated { p.quiet { (sv::dated(dated.first, dated.newest)) } }
        @if let Some(introduction) = &all.introduction { p.lead { (introduction.as_sv()) } }
        @if let Some(dated) = dated { (otherwise(dated)) }
        nav.no-print aria-label="På sidan" { ul.links role="list" {
            @for occasion in &all.occasions { li { a href={ "#" (occasion.slug) } {
                (occasion.title.as_sv()) ", sista dag " (swedish::day(occasion.deadline))
            } } }
            li { a href="#klagomal" { "Vad ett klagomål är" } }
            @if !year.indicators.is_empty() { li { a href="#indikatorer" { "Vad som mäts och hur" } } }
            @if !year.targets.is_empty() { li { a href="#malvarden" { "Målvärden" } } }
            @if year.reminders.is_some() { li { a href="#paminnelser" { "Påminnelser" } } }
            @if !year.support.is_empty() { li { a href="#stod" { "Stöd för analys" } } }
        } }
        @if let Some(open) = &links.open {
            p.no-print.small { "Att länka till för den som inte loggar in: " a href=(open) { "anvisningarna som öppen sida" } }
        }
        @for occasion in &all.occasions { (occasion_section(links, year, occasion, provider, dated)) }
        (complaints(year))
        (indicators(year))
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
        (support(links, year))
    }
}

fn occasion_section(
    links: &Links,
    year: &Year,
    occasion: &OccasionInstructions,
    provider: bool,
    dated: Option<&Dated>,
) -> Markup {
    let passed = dated.filter(|dated| occasion.deadline < dated.today);
    html! {
        section id=(occasion.slug) {
            h2 { (occasion.title.as_sv()) }
            p.lead {
                "Lämna in senast " strong { (swedish::day(occasion.deadline)) } ". Det är öppet till dagens slut."
                @if occasion.example { " " (example()) }
            }
            @if let Some(dated) = passed { p { (sv::passed(occasion.deadline, dated.first)) } }
            @for item in &occasion.items { (item_section(links, year, item, provider)) }
            @if let Some(note) = &occasion.note { p { (note.as_sv()) } }
            @if let Some(address) = &occasion.address {
                p.quiet { "Kan du inte lämna in här, skicka till " (address) "." }
            }
        }
    }
}

fn item_section(links: &Links, year: &Year, item: &ItemInstructions, provider: bool) -> Markup {
    let mut facts: Vec<(&str, Markup)> =
        vec![("Lämnas in", html! { (swedish::capitalised(words::level(item.level))) })];
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
        facts.push(("Mall", template(links, item, provider)));
    }
    if item.templates.contains(&Template::Docx) {
        facts.push(("Mall i Word", word_template(links, item, provider)));
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
        section.flow id={ "punkt-" (item.slug) } {
            h3 { (item.title.as_sv()) }
            @if let Some(text) = &item.instruction { p { (text.as_sv()) } }
            (ui::key_values(&facts))
            @if let Some(Form::Table(of)) = year.item(item.slug.as_str()).map(|item| &item.form) {
                (ui::reveal("Det här fylls i på varje rad", false, &html! { (columns(of)) }))
            }
            @if let Some(Form::Narrative(sections)) = year.item(item.slug.as_str()).map(|item| &item.form) {
                (ui::reveal("Rubrikerna att skriva under", false, &html! { ul { @for section in sections { li {
                    strong { (section.title.as_sv()) }
                    @if let Some(text) = &section.instruction { ". " (text.as_sv()) }
                } } } }))
            }
        }
    }
}

fn link_to(slug: &str, title: &Label) -> Markup {
    html! { a href={ "#punkt-" (slug) } { (title.as_sv()) } }
}

/// Where the template is: at the task for whoever has one, empty for anybody.
fn template(links: &Links, item: &ItemInstructions, provider: bool) -> Markup {
    html! {
        (words::template(Template::Xlsx)) ", eller fyll i direkt på webben"
        @if provider {
            ". " a href="/start" { "Hämta mallen vid din uppgift" }
        } @else if let Some(templates) = &links.templates {
            ". " a href={ (templates) "/" (item.slug) } download { "Hämta en tom mall" }
        }
    }
}

/// Our Word file holds the provider's own figures and text, so that it is only at the task; a document of the authority's own
/// is for anybody.
fn word_template(links: &Links, item: &ItemInstructions, provider: bool) -> Markup {
    let own = links.templates.as_ref().filter(|_| links.own.contains(item.slug.as_str()));
    html! {
        (words::template(Template::Docx)) ", att skriva i och ladda upp. "
        @if provider { a href="/start" { "Hämta den vid din uppgift" } }
        @else if let Some(templates) = own { a href={ (templates) "/" (item.slug) } download { "Hämta en tom mall" } }
        @else { "Den finns vid uppgiften när man har loggat in, med anordnarens siffror i." }
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
                (ui::fold("Det här fylls i för varje klagomål", &html! { (columns(&of.columns)) }))
            }
            @if let Some(heading) = &of.abuse_heading {
                h3 { (heading.as_sv()) }
                @if let Some(text) = &of.abuse_instruction { p { (text.as_sv()) } }
                (ui::fold("Det här fylls i för varje utredning", &html! { (columns(&of.abuse_columns)) }))
            }
            @if let Some(students) = of.zero_question_at {
                p { "En enhet med minst " (swedish::integer(i64::from(students)))
                    " elever som inte har några klagomål får frågan om det stämmer." }
            }
        }
    }
}

fn columns(columns: &[domain::year::Column]) -> Table<'static> {
    // What the system knows its rows by is nothing that anybody fills in.
    let rows = columns
        .iter()
        .filter(|column| column.kind != domain::year::ColumnKind::Key)
        .map(|column| {
            let options: Vec<&str> = column.options.iter().map(|option| option.title.as_sv()).collect();
            Row::new(vec![
                html! { (column.title.as_sv()) },
                html! {
                    (swedish::capitalised(words::column(column.kind)))
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

/// What is measured: the exact definition of every indicator, with its base and where it comes from.
fn indicators(year: &Year) -> Markup {
    let facts: Vec<(&str, Markup)> = year
        .indicators
        .iter()
        .map(|indicator| {
            let definition = html! {
                (indicator.definition.as_sv())
                @if let Some(base) = &indicator.base { div.small.quiet { "Bas: " (base.as_sv()) } }
                @if let Some(source) = &indicator.source { div.small.quiet { (source.as_sv()) } }
            };
            (indicator.title.as_sv(), definition)
        })
        .collect();
    html! {
        @if !facts.is_empty() {
            section #indikatorer { h2 { "Vad som mäts och hur" } (ui::key_values(&facts)) }
        }
    }
}

fn support(links: &Links, year: &Year) -> Markup {
    html! {
        @if !year.support.is_empty() {
            section #stod {
                h2 { (sv::GUIDES) }
                p { (sv::WHAT_GUIDES_ARE) }
                ol.steps { @for step in &year.support { li {
                    h3 { a href=(links.guide(step.slug.as_str())) { (step.title.as_sv()) } }
                    @if let Some(text) = &step.text { p { (text.as_sv()) } }
                } } }
                p.no-print { a href=(links.guides_pdf()) download { "Hämta alla stegen som PDF" } }
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
