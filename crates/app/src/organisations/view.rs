//! What the register looks like.

use std::collections::BTreeSet;

use domain::year::{Regime, SchoolForm, Word};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::model::{AgreementEntry, AreaEntry, ContactEntry, Provider, UnitEntry, in_force};
use super::store::{Authority, Member};
use super::sv;

/// A provider as the overview shows it.
#[derive(Debug)]
pub(super) struct Line {
    provider: Provider,
    regimes: BTreeSet<Regime>,
    areas: Vec<String>,
    units: Vec<(String, String)>,
    contact: Option<String>,
    validity: String,
    gone: bool,
}

impl Line {
    pub(super) fn new(
        provider: Provider,
        units: &[UnitEntry],
        areas: &[AreaEntry],
        agreements: &[AgreementEntry],
        contacts: &[ContactEntry],
        today: Day,
    ) -> Self {
        let own: Vec<&AgreementEntry> =
            agreements.iter().filter(|entry| entry.terms.organisation == provider.id).collect();
        let now: Vec<&AgreementEntry> =
            own.iter().copied().filter(|entry| in_force(entry.terms.from, entry.terms.to, today)).collect();
        let units: Vec<&UnitEntry> = units
            .iter()
            .filter(|unit| unit.organisation == provider.id && unit.closed_on.is_none_or(|last| last >= today))
            .collect();
        let in_areas: BTreeSet<_> = now
            .iter()
            .filter_map(|entry| entry.terms.area)
            .chain(units.iter().flat_map(|unit| unit.areas.clone()))
            .collect();
        let contact = contacts.iter().find(|entry| {
            entry.terms.organisation == provider.id
                && !entry.terms.deputy
                && in_force(entry.terms.from, entry.terms.to, today)
        });
        let gone = provider.ended_on.is_some_and(|last| last < today);
        let validity = match (
            provider.ended_on,
            now.iter().map(|entry| entry.terms.to).max_by_key(|to| to.map_or((1, None), |to| (0, Some(to)))),
        ) {
            (Some(last), _) => format!("avslutad {}", swedish::day(last)),
            (None, Some(Some(last))) => format!("till och med {}", swedish::day(last)),
            (None, Some(None)) => "tills vidare".to_owned(),
            (None, None) if own.iter().any(|entry| entry.terms.from > today) => "avtal kommer".to_owned(),
            (None, None) => "inget avtal gäller".to_owned(),
        };
        Self {
            regimes: now.iter().map(|entry| entry.terms.regime).collect(),
            areas: areas.iter().filter(|area| in_areas.contains(&area.id)).map(|area| area.name.clone()).collect(),
            units: units.iter().map(|unit| (unit.name.clone(), unit.code.clone())).collect(),
            contact: contact.map(|entry| entry.name.clone()),
            validity,
            gone,
            provider,
        }
    }

    /// Whether the line fits what is searched for.
    pub(super) fn fits(&self, query: &FormData) -> bool {
        let wanted = swedish::fold(query.get("q"));
        let has = |text: &str| swedish::fold(text).contains(&wanted);
        let found = wanted.is_empty()
            || has(&self.provider.name)
            || has(&self.provider.number)
            || has(&self.provider.shown_number())
            || self.units.iter().any(|(name, code)| has(name) || has(code));
        let regime = query.get("regiform");
        let area = query.get("omrade");
        found
            && (regime.is_empty() || self.regimes.iter().any(|own| own.slug() == regime))
            && (area.is_empty() || self.areas.iter().any(|own| own == area))
            && (!self.gone || query.get("avslutade") == "ja")
    }

    fn regimes(&self) -> String {
        let words: Vec<&str> = self.regimes.iter().map(|regime| sv::regime(*regime)).collect();
        words.join(", ")
    }

    /// The line's cells for a file.
    pub(super) fn csv(&self) -> Vec<String> {
        vec![
            self.provider.name.clone(),
            self.provider.shown_number(),
            self.regimes(),
            self.areas.join(", "),
            self.units.iter().map(|(name, code)| format!("{name} ({code})")).collect::<Vec<_>>().join(", "),
            self.contact.clone().unwrap_or_default(),
            self.validity.clone(),
            self.provider.contact_email.clone().unwrap_or_default(),
        ]
    }
}

/// The heads of the file.
pub(super) const fn csv_heads() -> [&'static str; 8] {
    [
        "Anordnare",
        "Organisationsnummer",
        "Regiform",
        "Avtalsområden",
        "Enheter",
        "Kontaktrektor",
        "Gäller",
        "E-postadress",
    ]
}

fn query_string(query: &FormData) -> String {
    let pairs: Vec<String> = ["q", "regiform", "omrade", "avslutade"]
        .iter()
        .filter(|name| !query.get(name).is_empty())
        .map(|name| format!("{name}={}", encode(query.get(name))))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Text as it stands in an address.
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

fn dash(text: &str) -> Markup {
    html! { @if text.is_empty() { span.missing { "\u{2013}" } } @else { (text) } }
}

fn filters(base: &str, areas: &[AreaEntry], query: &FormData) -> Markup {
    let regimes: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Alla"))
        .chain(Regime::ALL.iter().map(|regime| Choice::new(regime.slug(), sv::regime(*regime))))
        .collect();
    let in_areas: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Alla"))
        .chain(areas.iter().map(|area| Choice::new(area.name.as_str(), area.name.as_str())))
        .collect();
    ui::search_form(
        base,
        &html! {
            (ui::text_input(&Field::new("q", "Sök anordnare eller enhet").value(query.get("q")).width(Width::Medium)))
            (ui::select(&Field::new("regiform", "Regiform").value(query.get("regiform")).width(Width::Medium), &regimes))
            @if !areas.is_empty() {
                (ui::select(&Field::new("omrade", "Avtalsområde").value(query.get("omrade")).width(Width::Medium), &in_areas))
            }
            (ui::checkbox(&Field::new("avslutade", "Visa avslutade").value(query.get("avslutade"))))
            (Button::secondary("Visa"))
        },
    )
}

pub(super) fn overview(
    base: &str,
    authority: &Authority,
    all: &[Line],
    areas: &[AreaEntry],
    query: &FormData,
    keeps: bool,
) -> Markup {
    let shown: Vec<&Line> = all.iter().filter(|line| line.fits(query)).collect();
    let columns = vec![
        Column::new("Anordnare"),
        Column::new("Organisationsnummer").narrow(),
        Column::new("Regiform"),
        Column::new("Avtalsområden"),
        Column::number("Enheter"),
        Column::new("Kontaktrektor"),
        Column::new("Gäller"),
    ];
    let rows = shown.iter().map(|line| {
        Row::new(vec![
            html! { (line.provider.name) },
            html! { (line.provider.shown_number()) },
            dash(&line.regimes()),
            dash(&line.areas.join(", ")),
            html! { (line.units.len()) },
            dash(line.contact.as_deref().unwrap_or_default()),
            html! { (line.validity) },
        ])
        .href(format!("{base}/anordnare/{}", line.provider.id))
    });
    let empty = if all.is_empty() {
        let action = html! { @if keeps { (ui::link_button(&format!("{base}/import"), "Läs in från fil", false)) } };
        ui::empty_state(
            "Inga anordnare än",
            "Lägg till dem en och en, eller läs in alla på en gång från ett kalkylblad.",
            &action,
        )
    } else {
        let action = html! { a href=(base) { "Visa alla anordnare" } };
        ui::empty_state("Ingen anordnare passar", "Ändra sökningen eller filtren.", &action)
    };
    html! {
        h1 { "Organisation" }
        (ui::key_values(&[
            ("Myndighet", html! { (authority.name) }),
            ("Nämnd", html! { (authority.board)
                @if keeps { " " a href={ (base) "/myndighet" } { "Ändra" span.hidden { " myndighet och nämnd" } } } }),
            ("Avtalsområden", html! { a href={ (base) "/omraden" } { (sv::count(areas.len(), "område", "områden")) } }),
        ]))
        @if keeps {
            div.actions {
                (ui::link_button(&format!("{base}/anordnare/ny"), "Lägg till anordnare", true))
                (ui::link_button(&format!("{base}/import"), "Läs in från fil", false))
            }
        }
        h2 { "Anordnare" }
        (filters(base, areas, query))
        (Table::new("Anordnare", columns).hide_caption().stack().rows(rows.collect())
            .shown(shown.len(), all.len(), format!("{base}?avslutade=ja"))
            .csv(format!("{base}/anordnare.csv{}", query_string(query)))
            .empty(empty))
    }
}

fn forms(forms: &BTreeSet<SchoolForm>) -> String {
    forms.iter().map(|form| sv::school_form(*form)).collect::<Vec<_>>().join(", ")
}

pub(super) fn areas(base: &str, areas: &[AreaEntry], units: &[UnitEntry], keeps: bool) -> Markup {
    let columns = vec![
        Column::new("Avtalsområde"),
        Column::new("Kortnamn"),
        Column::new("Skolformer"),
        Column::number("Enheter"),
    ];
    let rows = areas.iter().map(|area| {
        let count = units.iter().filter(|unit| unit.areas.contains(&area.id)).count();
        let row = Row::new(vec![
            html! { (area.name) },
            html! { (area.slug) },
            dash(&forms(&area.school_forms)),
            html! { (count) },
        ]);
        if keeps { row.href(format!("{base}/{}", area.id)) } else { row }
    });
    html! {
        h1 { "Avtalsområden" }
        p { "Kortnamnet knyter området till årets dokument. Ändra det bara om dokumentet också ändras." }
        @if keeps { div.actions { (ui::link_button(&format!("{base}/nytt"), "Lägg till avtalsområde", true)) } }
        (Table::new("Avtalsområden", columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
            "Inga avtalsområden", "Myndigheter som följer upp per anordnare behöver inga. Andra lägger till dem här.", &html! {})))
    }
}

/// Everything the page of a provider shows.
#[derive(Debug)]
pub(super) struct ProviderPage {
    pub(super) provider: Provider,
    pub(super) units: Vec<UnitEntry>,
    pub(super) areas: Vec<AreaEntry>,
    pub(super) agreements: Vec<AgreementEntry>,
    pub(super) contacts: Vec<ContactEntry>,
    pub(super) members: Vec<Member>,
    pub(super) traits: Vec<(String, String)>,
    pub(super) today: Day,
}

impl ProviderPage {
    fn traits(&self, own: &BTreeSet<String>) -> String {
        let title = |slug: &String| {
            self.traits.iter().find(|(known, _)| known == slug).map_or_else(|| slug.clone(), |(_, title)| title.clone())
        };
        own.iter().map(title).collect::<Vec<_>>().join(", ")
    }
    fn status(&self, from: Day, to: Option<Day>) -> Markup {
        if in_force(from, to, self.today) {
            ui::state::tag(Tone::Good, Icon::CheckCircle, "Gäller")
        } else if from > self.today {
            ui::state::tag(Tone::Info, Icon::Clock, "Kommer")
        } else {
            ui::state::tag(Tone::Neutral, Icon::Circle, "Har gällt")
        }
    }
}

fn units(base: &str, page: &ProviderPage, keeps: bool) -> Markup {
    let columns = vec![
        Column::new("Enhet"),
        Column::new("Skolenhetskod").narrow(),
        Column::new("Skolformer"),
        Column::new("Avtalsområden"),
        Column::number("Elever"),
        Column::new("Läge"),
    ];
    let rows = page.units.iter().map(|unit| {
        let names: Vec<&str> =
            page.areas.iter().filter(|area| unit.areas.contains(&area.id)).map(|area| area.name.as_str()).collect();
        let row = Row::new(vec![
            html! { (unit.name) @if !unit.traits.is_empty() { br; span.quiet { (page.traits(&unit.traits)) } } },
            html! { (unit.code) },
            dash(&forms(&unit.school_forms)),
            html! { @if names.is_empty() { "anordnarens alla" } @else { (names.join(", ")) } },
            html! { @match unit.students { Some(number) => (swedish::integer(number)), None => span.missing { "\u{2013}" } } },
            html! { @match unit.closed_on {
                Some(last) => { (ui::state::tag(Tone::Neutral, Icon::Lock, "Stängd")) " " (swedish::day(last)) },
                None => @match unit.opened_on {
                    Some(first) if first > page.today => {
                        (ui::state::tag(Tone::Info, Icon::Clock, "Öppnar")) " " (swedish::day(first))
                    },
                    Some(first) => {
                        (ui::state::tag(Tone::Good, Icon::CheckCircle, "Öppen")) " sedan " (swedish::day(first))
                    },
                    None => (ui::state::tag(Tone::Good, Icon::CheckCircle, "Öppen")),
                },
            } },
        ]);
        if keeps { row.href(format!("{base}/enhet/{}", unit.id)) } else { row }
    });
    html! {
        h2 { "Enheter" }
        (Table::new("Enheter", columns).hide_caption().stack().rows(rows.collect()).empty(html! {
            p { "Inga enheter. Det som redovisas per enhet efterfrågas inte förrän det finns minst en." } }))
        @if keeps { p { (ui::link_button(&format!("{base}/anordnare/{}/enhet", page.provider.id), "Lägg till enhet", false)) } }
    }
}

fn agreements(base: &str, page: &ProviderPage, keeps: bool) -> Markup {
    let columns = vec![
        Column::new("Regiform"),
        Column::new("Avtalsområde"),
        Column::new("Tid"),
        Column::new("Diarienummer"),
        Column::new("Läge"),
    ];
    let rows = page.agreements.iter().map(|entry| {
        let row = Row::new(vec![
            html! { (sv::regime(entry.terms.regime)) },
            html! { (entry.area_name.as_deref().unwrap_or("hela anordnaren")) },
            html! { (sv::period(entry.terms.from, entry.terms.to)) },
            dash(entry.terms.case_number.as_deref().unwrap_or_default()),
            page.status(entry.terms.from, entry.terms.to),
        ]);
        if keeps { row.href(format!("{base}/avtal/{}", entry.id)) } else { row }
    });
    html! {
        h2 { "Avtal" }
        (Table::new("Avtal", columns).hide_caption().stack().rows(rows.collect()).empty(html! {
            p { "Inga avtal. Utan ett avtal som gäller efterfrågas ingen redovisning." } }))
        @if keeps { p { (ui::link_button(&format!("{base}/anordnare/{}/avtal", page.provider.id), "Lägg till avtal", false)) } }
    }
}

fn contacts(base: &str, page: &ProviderPage, keeps: bool) -> Markup {
    let columns = vec![Column::new("Namn"), Column::new("Uppdrag"), Column::new("Tid"), Column::new("Läge")];
    let rows = page.contacts.iter().map(|entry| {
        let row = Row::new(vec![
            html! { (entry.name) },
            html! { (if entry.terms.deputy { "Ersättare" } else { "Kontaktrektor" }) },
            html! { (sv::period(entry.terms.from, entry.terms.to)) },
            page.status(entry.terms.from, entry.terms.to),
        ]);
        if keeps { row.href(format!("{base}/kontaktrektor/{}", entry.id)) } else { row }
    });
    html! {
        h2 { "Kontaktrektor" }
        (Table::new("Kontaktrektor", columns).hide_caption().stack().rows(rows.collect()).empty(html! {
            p { "Ingen kontaktrektor är utsedd." } }))
        @if keeps {
            p { (ui::link_button(&format!("{base}/anordnare/{}/kontaktrektor", page.provider.id), "Utse kontaktrektor", false)) }
        }
    }
}

fn members(page: &ProviderPage, people: Option<&str>) -> Markup {
    let columns = vec![Column::new("Namn"), Column::new("Roll"), Column::new("Omfattar"), Column::new("Till och med")];
    let rows = page.members.iter().map(|member| {
        let unit = member.unit.and_then(|id| page.units.iter().find(|unit| unit.id == id));
        let row = Row::new(vec![
            html! { (member.name) },
            html! { (platform::sv::role(member.role)) @if member.deputy { " (ersättare)" } },
            html! { (unit.map_or("hela anordnaren", |unit| unit.name.as_str())) },
            html! { @match member.to { Some(last) => (swedish::day(last)), None => "tills vidare" } },
        ]);
        match people {
            Some(people) => row.href(format!("{people}/{}", member.person)),
            None => row,
        }
    });
    html! {
        h2 { "Personer med roll hos anordnaren" }
        (Table::new("Personer", columns).hide_caption().stack().rows(rows.collect()).empty(html! {
            p { "Ingen har en roll, så ingen kan lämna in. " @if people.is_none() { "Administratören bjuder in." } } }))
        @if let Some(people) = people {
            p { (ui::link_button(&format!("{people}/ny?anordnare={}", page.provider.id), "Lägg till person", false)) }
        }
    }
}

pub(super) fn provider(base: &str, page: &ProviderPage, keeps: bool, people: Option<&str>) -> Markup {
    let own = format!("{base}/anordnare/{}", page.provider.id);
    let traits = page.traits(&page.provider.traits);
    html! {
        h1 { (page.provider.name) }
        @if let Some(last) = page.provider.ended_on {
            (ui::notice(Tone::Warn, &format!("Avslutad med {} som sista dag", swedish::day(last)), &html! {
                p { "För tid efter den dagen efterfrågas inget. Det som gäller tid före den står kvar att lämna in, och det som har lämnats in finns kvar." }
                @if keeps { (ui::post_button(&format!("{own}/ateruppta"), &Button::secondary("Ångra avslutet"), &[])) }
            }))
        }
        (ui::key_values(&[
            ("Organisationsnummer", html! { (page.provider.shown_number()) }),
            ("E-postadress", dash(page.provider.contact_email.as_deref().unwrap_or_default())),
            ("Egenskaper", dash(&traits)),
        ]))
        @if keeps {
            div.actions {
                (ui::link_button(&format!("{own}/andra"), "Ändra anordnaren", false))
                (ui::link_button(&format!("{}/webbkontroll/adress/{}", base.trim_end_matches("/organisation"), page.provider.id), "Ange webbadress", false))
                @if page.provider.ended_on.is_none() { (ui::link_button(&format!("{own}/avsluta"), "Avsluta anordnaren", false)) }
            }
        }
        (units(base, page, keeps))
        (agreements(base, page, keeps))
        (contacts(base, page, keeps))
        (members(page, people))
    }
}
