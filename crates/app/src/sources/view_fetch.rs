//! What a source, its settings, and the agreements held against the register look like.

use std::collections::{BTreeMap, BTreeSet};

use domain::aggregates::{self, Own, OwnKind};
use domain::courses::SchoolForm;
use domain::register_check::sv::difference;
use kernel::id::kind::Organisation;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::comparing::Comparison;
use super::fetches::{Fetch, FetchState, OfficialFigure, Source};
use super::fetching::FiguresRead;
use super::pages_settings::KEY;
use super::settings::SourceKind;
use super::store::{self, OwnCounts};
use super::sv;
use super::view_students::{self, StudentsPage};
use crate::course_catalogue::CoursesRead;

/// The page's name.
pub(super) const AGREEMENTS: &str = "Avtal och betygsrätt";
/// The headings of the text file.
pub(super) const CSV_HEADS: [&str; 7] = ["Mått", "Plats", "År", "Kön", "Värde", "Antal bakom", "Tecken"];

/// Whom a figure is about.
pub(super) fn sex(slug: &str) -> &'static str {
    match slug {
        "women" => "kvinnor",
        "men" => "män",
        _ => "alla",
    }
}

/// What came of a source.
pub(super) enum Contents {
    None,
    Figures(Vec<OfficialFigure>, FiguresRead, OwnCounts),
    Courses(CoursesRead),
    Students(Box<StudentsPage>),
}

/// What the page of a source shows.
pub(super) struct SourcePage {
    pub kind: SourceKind,
    pub source: Option<Source>,
    pub fetches: Vec<Fetch>,
    pub progress: Option<(i64, i64)>,
    pub contents: Contents,
}

/// How a source stands, in a tag and a sentence.
pub(super) fn standing(kind: SourceKind, active: bool, newest: Option<&Fetch>) -> (Markup, String) {
    let tag = |tone: Tone, icon: Icon, word: &str| ui::tag(tone, icon, word);
    match newest.map(|fetch| &fetch.state) {
        Some(FetchState::Asked) => (tag(Tone::Info, Tone::Info.icon(), "Hämtar"), "Hämtningen pågår.".to_owned()),
        Some(FetchState::Failed { at, fault }) => (
            tag(Tone::Bad, Tone::Bad.icon(), "Hämtades inte"),
            format!("{}: {}", swedish::instant(*at), sv::fault(kind, fault).0),
        ),
        Some(FetchState::Done { at, found, .. }) => (
            tag(Tone::Good, Tone::Good.icon(), "Hämtad"),
            format!("{}, {}", swedish::instant(*at), sv::found(kind, *found)),
        ),
        None if active => {
            (tag(Tone::Neutral, Tone::Neutral.icon(), "Inte hämtad än"), format!("Inget än. {}", sv::what(kind)))
        }
        None => (tag(Tone::Neutral, Tone::Neutral.icon(), "Inte påslagen"), format!("Inget. {}", sv::what(kind))),
    }
}

fn under_way(page: &SourcePage) -> Markup {
    let asked = page.fetches.first().filter(|fetch| fetch.state == FetchState::Asked);
    html! {
        @if asked.is_some() {
            (ui::notice(Tone::Info, "Hämtningen pågår", &html! {
                p role="status" {
                    @match page.progress {
                        Some((done, whole)) => { (done) " av ungefär " (whole) " frågor är ställda. " }
                        None => "Den har inte börjat än. "
                    }
                    "Sidan visar resultatet när det är klart. Du kan lämna den så länge."
                }
            }))
        }
    }
}

fn last_fault(page: &SourcePage) -> Markup {
    let ended = page.fetches.iter().find(|fetch| fetch.state != FetchState::Asked);
    html! {
        @if let Some(Fetch { state: FetchState::Failed { at, fault }, .. }) = ended {
            @let (what, remedy) = sv::fault(page.kind, fault);
            (ui::notice(Tone::Bad, &format!("Den senaste hämtningen misslyckades {}", swedish::instant(*at)), &html! {
                p { (what) } p { (remedy) }
                @if page.fetches.iter().any(|fetch| matches!(fetch.state, FetchState::Done { .. })) {
                    p { "Det som hämtades förra gången finns kvar här nedanför." }
                }
            }))
        }
    }
}

fn history(page: &SourcePage) -> Markup {
    let rows = page.fetches.iter().map(|fetch| {
        let (tag, sentence) = standing(page.kind, true, Some(fetch));
        let original = match &fetch.state {
            FetchState::Done { original, .. } => html! { (ui::hash_groups(original)) },
            _ => html! { span.missing { "\u{2013}" } },
        };
        let by = if fetch.person.is_some() { "På begäran" } else { "Enligt plan" };
        Row::new(vec![
            html! { (swedish::instant(fetch.asked_at)) },
            html! { (tag) " " (sentence) },
            html! { (by) },
            original,
        ])
    });
    let columns = vec![
        Column::new("Begärd").narrow(),
        Column::new("Vad som hände"),
        Column::new("Varför"),
        Column::new(if page.kind == SourceKind::StudentSystem {
            "Svarens kontrollsumma"
        } else {
            "Originalets kontrollsumma"
        }),
    ];
    html! {
        @if !page.fetches.is_empty() {
            h2 { "Hämtningar" }
            (Table::new("Hämtningar", columns).hide_caption().stack().rows(rows.collect()))
        }
    }
}

/// The own figure that is counted as a key figure is.
fn own_of(measure: &str) -> Option<Own> {
    let form = match measure {
        "N18944" => Some(SchoolForm::Basic),
        "N18945" => Some(SchoolForm::UpperSecondary),
        "N18946" => Some(SchoolForm::Sfi),
        "N18961" => None,
        _ => return None,
    };
    Some(Own { kind: OwnKind::PassedOfEnded, form })
}

fn measure(
    (id, of): (&str, &str),
    figures: &[&OfficialFigure],
    read: &FiguresRead,
    counts: &OwnCounts,
    places: &[String],
) -> Markup {
    const YEARS: usize = 6;
    let known = read.measures.iter().find(|measure| measure.id == id);
    let years: BTreeSet<i64> = figures.iter().map(|one| one.year).collect();
    let years: Vec<i64> = years.into_iter().rev().take(YEARS).rev().collect();
    let mut columns = vec![Column::new("Plats")];
    columns.extend(years.iter().map(|year| Column::number(year.to_string())));
    let mut order: Vec<&str> = places.iter().map(String::as_str).collect();
    for figure in figures {
        if !order.contains(&figure.place.as_str()) {
            order.push(&figure.place);
        }
    }
    let by: BTreeMap<(&str, i64), &&OfficialFigure> =
        figures.iter().map(|one| ((one.place.as_str(), one.year), one)).collect();
    let mut rows: Vec<Row<'_>> = Vec::new();
    if let Some(own) = own_of(id).filter(|_| of == "all") {
        let mut cells = vec![html! { "Er egen räkning" }];
        cells.extend(years.iter().map(
            |year| match i16::try_from(*year).map(|year| store::beside(counts, own, year)) {
                Ok(Ok(share)) => html! { (sv::share(share)) },
                Ok(Err(why)) => html! { span.missing { (aggregates::sv::unsaid(why)) } },
                Err(_) => html! { span.missing { (sv::MISSING) } },
            },
        ));
        rows.push(Row::new(cells));
    }
    for (at, place) in order.iter().enumerate() {
        let mut cells = vec![html! { @if at == 0 { (place) " (er kommun)" } @else { (place) } }];
        cells.extend(years.iter().map(|year| match by.get(&(place, *year)) {
            Some(one) if !one.value.is_empty() => html! { (sv::figure(&one.value, &one.status)) },
            Some(one) => html! { span.missing { (sv::figure(&one.value, &one.status)) } },
            None => html! { span.missing { (sv::MISSING) } },
        }));
        rows.push(Row::new(cells));
    }
    html! {
        section {
            h3 { (known.map_or(id, |measure| measure.title.as_str())) @if of != "all" { ", " (sex(of)) } }
            (Table::new(format!("Mått {id}, {}", sex(of)), columns).hide_caption().dense().rows(rows))
            p.quiet { "Mått " (id) "." }
            @if let Some(measure) = known.filter(|measure| !measure.description.is_empty()) {
                (ui::reveal("Så räknar källan", false, &html! { p { (measure.description) } }))
            }
        }
    }
}

fn figures(base: &str, page: &SourcePage, all: &[OfficialFigure], read: &FiguresRead, counts: &OwnCounts) -> Markup {
    let places = page.source.as_ref().map(|source| source.settings.places()).unwrap_or_default();
    let mut by: BTreeMap<(&str, &str), Vec<&OfficialFigure>> = BTreeMap::new();
    for figure in all {
        by.entry((&figure.measure, &figure.sex)).or_default().push(figure);
    }
    // Of women and men where the source has nothing of all together.
    let whole: BTreeSet<&str> = by.keys().filter(|(_, sex)| *sex == "all").map(|(id, _)| *id).collect();
    by.retain(|(id, sex), _| *sex == "all" || !whole.contains(id));
    html! {
        h2 { "Siffrorna" }
        p { "Källans siffror är färdiga procent eller antal. Källan säger inte hur många de är räknade på, så de får inget intervall och summeras inte." }
        @if by.keys().any(|(id, _)| own_of(id).is_some()) {
            p.quiet { "”Er egen räkning” är godkända av dem som slutfört eller avbrutit, ur det ni har läst in. Källan räknar bort orienteringskurser och individuella kurser, men de finns med i er egen räkning." }
        }
        p { a href={ (base) "/hamta/" (page.kind.slug()) "/csv" } download { "Alla siffror som textfil, även för kvinnor och män" } }
        @for ((id, sex), figures) in &by { (measure((id, sex), figures, read, counts, &places)) }
        (skipped(read.skipped.len()))
    }
}

fn skipped(number: usize) -> Markup {
    html! {
        @if number > 0 {
            p.quiet { (sv::some(number, "uppgift", "uppgifter")) " i svaret saknade det som behövs och är utelämnade. Svaret finns sparat som det kom." }
        }
    }
}

fn courses(read: &CoursesRead) -> Markup {
    let mut by: BTreeMap<&str, (usize, BTreeSet<&str>, usize)> = BTreeMap::new();
    for course in &read.courses {
        let (courses, subjects, pointless) = by.entry(&course.school_type).or_default();
        *courses += 1;
        subjects.insert(&course.subject);
        *pointless += usize::from(course.points.is_none());
    }
    let columns = vec![
        Column::new("Skolform"),
        Column::number("Kurser och nivåer"),
        Column::number("Ämnen"),
        Column::number("Utan poäng"),
    ];
    let rows = by.iter().map(|(school_type, (courses, subjects, pointless))| {
        Row::new(vec![
            html! { (domain::register_check::sv::part(school_type)) },
            html! { (swedish::integer(sv::as_i64(*courses))) },
            html! { (swedish::integer(sv::as_i64(subjects.len()))) },
            html! { (swedish::integer(sv::as_i64(*pointless))) },
        ])
    });
    html! {
        h2 { "Kurser och nivåer" }
        (Table::new("Kurser och nivåer", columns).hide_caption().rows(rows.collect()))
        (skipped(read.skipped.len()))
    }
}

/// The page of a source.
pub(super) fn source(base: &str, page: &SourcePage, keeps: bool, manages: bool) -> Markup {
    let here = format!("{base}/hamta/{}", page.kind.slug());
    let active = page.source.as_ref().is_some_and(|source| source.active);
    let asked = page.fetches.first().is_some_and(|fetch| fetch.state == FetchState::Asked);
    html! {
        h1 { (sv::source(page.kind)) }
        p.lead { (sv::what(page.kind)) }
        (under_way(page))
        (last_fault(page))
        @if !active {
            (ui::empty_state("Källan är inte påslagen",
                if manages { "Slå på den i inställningarna, så hämtas den nu och sedan regelbundet." }
                else { "En administratör hos er kan slå på den. Då hämtas den regelbundet." },
                &html! { @if manages { (ui::link_button(&format!("{here}/installningar"), "Ställ in källan", true)) } }))
        } @else {
            @if let Some(source) = &page.source {
                p { "Hämtas " @if source.settings.every_days == 1 { "varje dag" } @else { "var " (source.settings.every_days) ":e dag" }
                    " från " (swedish::list(&source.settings.addresses)) "." }
            }
            div.actions {
                @if keeps && !asked {
                    (ui::post_button(&format!("{here}/nu"), &Button::primary("Hämta nu"), &[]))
                    @if page.kind == SourceKind::StudentSystem && !page.fetches.is_empty() {
                        (ui::post_button(&format!("{here}/nu"), &Button::secondary("Hämta allt på nytt"), &[("allt", "ja")]))
                    }
                }
                @if manages { (ui::link_button(&format!("{here}/installningar"), "Ändra inställningar", false)) }
            }
        }
        @if page.kind == SourceKind::Register {
            p { a href={ (base) "/avtal" } { "Se hur registret stämmer med era avtal" } }
        }
        @match &page.contents {
            Contents::None => {}
            Contents::Figures(all, read, counts) => (figures(base, page, all, read, counts)),
            Contents::Courses(read) => (courses(read)),
            Contents::Students(students) => (view_students::students(base, students)),
        }
        (history(page))
    }
}

/// What the form of a source's settings is made of.
pub(super) struct SettingsPage<'a> {
    pub kind: SourceKind,
    pub form: &'a FormData,
    pub faults: &'a [(&'static str, &'static str)],
    /// Since when there is a key.
    pub key_at: Option<Instant>,
    /// The providers that can be chosen.
    pub providers: Vec<(Id<Organisation>, String)>,
}

impl SettingsPage<'_> {
    fn field(&self, name: &'static str, label: &'static str) -> Field<'_> {
        let fault = self.faults.iter().find(|(field, _)| *field == name).map(|(_, sentence)| *sentence);
        Field::new(name, label).value(self.form.get(name).to_owned()).fault(fault)
    }
}

/// What a student system is told beside its address.
fn of_students(page: &SettingsPage<'_>) -> Markup {
    let ids: Vec<String> = page.providers.iter().map(|(id, _)| id.to_string()).collect();
    let chosen = page.form.all("anordnare");
    let choice = |(id, (_, name)): (&'_ String, &'_ (Id<Organisation>, String))| {
        Choice::new(id.clone(), name.clone()).checked(chosen.contains(id))
    };
    let choices: Vec<Choice<'_>> = ids.iter().zip(&page.providers).map(choice).collect();
    let retype = !page.faults.is_empty() && !page.form.get(KEY).is_empty();
    html! {
        (ui::password_input(&page.field(KEY, "Nyckel till källan").optional().autocomplete("off").help(sv::key_help(page.key_at, retype))))
        @if page.key_at.is_some() {
            (ui::checkbox(&page.field("ta-bort-nyckeln", "Ta bort den nyckel som är sparad")))
        }
        (ui::date_input(&page.field("fran", "Kurser som började från och med").help(
            "Det som började tidigare rörs inte. Välj en dag från vilken elevsystemet har allt, till exempel 2024-01-01.")))
        @if !choices.is_empty() {
            (ui::checkboxes(&page.field("anordnare", "Anordnare som elevsystemet har alla kursdeltaganden hos").optional()
                .help("Det som saknas i källan hos dem tas bort vid inläsning. Välj ingen om det gäller alla era anordnare."), &choices))
        }
    }
}

/// The form of a source's settings.
pub(super) fn settings(action: &str, page: &SettingsPage<'_>) -> Markup {
    let kind = page.kind;
    let field = |name: &'static str, label: &'static str| page.field(name, label);
    html! {
        (ui::error_summary(page.faults))
        h1 { (sv::source(kind)) ": inställningar" }
        p { (sv::what(kind)) }
        (ui::form(action, &html! {
            (ui::checkbox(&field("aktiv", "Hämta från källan").help(sv::switch_help(kind))))
            @if kind == SourceKind::Statistics {
                (ui::textarea(&field("adress", "Tabellernas adresser").help("En adress på varje rad, så som statistikdatabasens beskrivning av sitt API anger den."), 4, None))
            } @else if kind == SourceKind::StudentSystem {
                (ui::text_input(&field("adress", "Adress").help("Grundadressen till systemets gränssnitt för SS 12000, till exempel https://elever.exempel.se/ss12000/v2.0. Fråga leverantören.")))
                (of_students(page))
            } @else {
                (ui::text_input(&field("adress", "Adress").help("Ändra den bara om källan har flyttat.")))
            }
            @if kind == SourceKind::Register {
                (ui::text_input(&field("orgnummer", "Kommunens organisationsnummer").help("Med det hittas de entreprenader som kommunen har anmält.").width(Width::Medium)))
            }
            @if kind.has_places() {
                (ui::text_input(&field("kommun", "Kommunens kod").help("Fyra siffror, till exempel 0180.").width(Width::Short)))
                (ui::text_input(&field("jamfor", "Jämför med").optional().help("Koder för andra kommuner eller grupper, med mellanslag emellan.")))
            }
            @if kind == SourceKind::Kolada {
                (ui::text_input(&field("nyckeltal", "Nyckeltal").help("Deras koder i Kolada, med mellanslag emellan.")))
                (ui::number_input(&field("ar", "Antal år tillbaka")))
            }
            (ui::number_input(&field("dagar", "Dagar mellan hämtningarna").help("1 betyder varje dag.")))
            (ui::actions(&html! { (Button::primary("Spara inställningarna")) }))
        }))
    }
}

/// The agreements held against the register.
pub(super) fn agreements(base: &str, comparison: Option<&Comparison>, organisation: Option<&str>) -> Markup {
    html! {
        h1 { (AGREEMENTS) }
        p.lead { "Era avtal här jämförda med de entreprenader och den betygsrätt som står i Skolverkets skolenhetsregister." }
        @match comparison {
            None => (ui::empty_state("Registret är inte hämtat än",
                "När Skolenhetsregistret har hämtats visas här vad som skiljer sig och vad ni kan göra åt det.",
                &ui::link_button(&format!("{base}/hamta/{}", SourceKind::Register.slug()), "Till Skolenhetsregistret", true))),
            Some(comparison) => {
                p { (sv::some(comparison.compared, "anordnare är jämförd", "anordnare är jämförda"))
                    ". Registret hämtades " (swedish::instant(comparison.read_at)) ", och jämförelsen görs mot de avtal som gäller i dag. Inget ändras av sig självt." }
                @if comparison.findings.is_empty() {
                    @if comparison.compared > 0 {
                        (ui::notice(Tone::Good, "Allt stämmer", &html! { p { "Inget skiljer sig mellan era avtal och registret." } }))
                    } @else {
                        (ui::notice(Tone::Info, "Inget att jämföra", &html! { p { "Ni har inga avtal som gäller, och registret har inga entreprenader för er." } }))
                    }
                }
                @for finding in &comparison.findings {
                    section {
                        h2 { (finding.name) }
                        p.quiet { "Organisationsnummer " (finding.number) }
                        @for one in &finding.differences {
                            @let (what, remedy) = difference(one);
                            @let tone = if one.is_pressing() { Tone::Bad } else { Tone::Warn };
                            (ui::notice(tone, &what, &html! { p { (remedy) } }))
                        }
                    }
                }
                @if let Some(organisation) = organisation.filter(|_| !comparison.findings.is_empty()) {
                    p { a href=(organisation) { "Till avtalen under Organisation" } }
                }
            }
        }
    }
}
