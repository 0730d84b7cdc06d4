//! Versions, the document, publishing and next year, as pages.

use domain::year::{ConfigFault, Fault, FaultKind, Form, Reading, Severity, Year, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width, tag};

use super::difference::{Change, Hunk};
use super::pages::Found;
use super::sv;
use crate::year::{Published, Version, YearEntry};

/// The most faults in the summary over the page; the list has them all.
const MOST_IN_SUMMARY: usize = 5;
/// The most faults shown at once: more than a person mends in one go.
const MOST_FAULTS: usize = 100;
/// The most lines that are shown with numbers.
const MOST_LINES: usize = 5_000;
/// The most places of difference shown.
const MOST_HUNKS: usize = 200;

fn standing_tag(row: &Version, published: Option<i64>) -> Markup {
    let word = sv::standing(row, published);
    match row.published_at {
        Some(_) if published == Some(row.version) => tag(Tone::Good, Icon::CheckCircle, word),
        Some(_) => tag(Tone::Neutral, Icon::Check, word),
        None => tag(Tone::Info, Icon::Pencil, word),
    }
}

fn saved_by(row: &Version) -> Markup {
    html! { (row.person.as_deref().unwrap_or("Systemet")) }
}

/// Every year with its versions; a fault when a file could not be read in.
pub(super) fn versions(root: &str, years: &[YearEntry], fault: Option<&str>) -> Markup {
    let faults: Vec<(&str, &str)> = fault.into_iter().map(|fault| ("fil", fault)).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { "Versioner av året" }
        p.lead { "Varje ändring sparas som en ny version. Den gäller först när du publicerar den, och redan inlämnat behåller den version det gjordes mot." }
        @for entry in years { (one_year(root, entry, years)) }
        @if years.is_empty() {
            (ui::empty_state("Inget år än", "Börja från ett exempel och gör det till ert, eller läs in ett dokument.", &html! {}))
        }
        h2 { "Lägg upp ett år" }
        p { "Börja från ett exempel: "
            a href={ (root) "/redigera?mall=stockholm-2024" } { "tre tillfällen och avtalsområden (2024)" } " eller "
            a href={ (root) "/redigera?mall=uppfoljningsplan-2016" } { "en enklare uppföljningsplan (2016)" } "." }
        (ui::upload_form(&format!("{root}/las-in"), &html! {
            (ui::file_upload(&Field::new("fil", "Läs in ett dokument").help("En textfil som slutar på .toml. Du ser den i rutan och kontrollerar den innan den sparas.").fault(fault), ".toml,.txt", false))
            (ui::actions(&html! { (Button::secondary("Läs in dokumentet").icon(Icon::Upload)) }))
        }))
    }
}

fn one_year(root: &str, entry: &YearEntry, years: &[YearEntry]) -> Markup {
    let rows = entry
        .versions
        .iter()
        .map(|row| {
            Row::new(vec![
                html! { "Version " (row.version) },
                standing_tag(row, entry.published),
                html! { (swedish::instant(row.created_at)) },
                saved_by(row),
                html! { (row.note) },
            ])
            .href(format!("{root}/version/{}", row.id))
        })
        .collect();
    let columns = vec![
        Column::new("Version").narrow(),
        Column::new("Läge").narrow(),
        Column::new("Sparad").narrow(),
        Column::new("Av"),
        Column::new("Anteckning"),
    ];
    let next = entry.year + 1;
    html! {
        section {
            h2 { (entry.year) }
            (Table::new(format!("Versioner av {}", entry.year), columns).hide_caption().stack().rows(rows))
            @if let Some(newest) = entry.versions.first() {
                p.links.no-print {
                    a href={ (root) "/version/" (newest.id) "/formular" } { "Ändra datum, målvärden och kolumner" }
                    a href={ (root) "/version/" (newest.id) "/indikatorer" } { "Ändra indikatorer" }
                    a href={ (root) "/version/" (newest.id) "/malvarden" } { "Läs in målvärden" }
                    a href={ (root) "/redigera?version=" (newest.id) } { "Ändra dokumentet" }
                    a href={ (root) "/" (entry.year) "/mallar" } { "Egna mallar" }
                    @if !years.iter().any(|other| other.year == next) {
                        a href={ (root) "/version/" (newest.id) "/nasta" } { "Skapa " (next) " från " (entry.year) }
                    }
                }
            }
        }
    }
}

/// What the page of one version shows.
pub(super) struct VersionPage {
    pub root: String,
    pub published: Published,
    pub row: Version,
    pub entry: YearEntry,
    pub other: Option<Version>,
    pub notices: Vec<ConfigFault>,
    pub changes: Vec<Change>,
    pub hunks: Vec<Hunk>,
    pub sha256: String,
}

/// One version: what it is, what can be done with it, what it differs in.
pub(super) fn version(page: &VersionPage) -> Markup {
    let VersionPage { root, published, row, entry, .. } = page;
    let here = format!("{root}/version/{}", row.id);
    let can_publish = row.published_at.is_none() && entry.published.is_none_or(|newest| newest < row.version);
    let facts = [
        ("Läge", standing_tag(row, entry.published)),
        ("Sparad", html! { (swedish::instant(row.created_at)) " av " (saved_by(row)) }),
        (
            "Publicerad",
            html! { @match row.published_at { Some(at) => (swedish::instant(at)), None => "Inte publicerad" } },
        ),
        ("Anteckning", html! { (row.note) }),
        ("Kontrollsumma", html! { code { (page.sha256.get(..16).unwrap_or("")) "…" } }),
    ];
    html! {
        p.kicker { (published.year.title.as_sv()) }
        h1 { (row.year) ", version " (row.version) }
        (ui::key_values(&facts))
        (ui::actions(&html! {
            @if can_publish { (ui::link_button(&format!("{here}/publicera"), "Publicera versionen", true)) }
            (ui::link_button(&format!("{here}/formular"), "Ändra i formulär", false))
            (ui::link_button(&format!("{root}/redigera?version={}", row.id), "Ändra dokumentet", false))
        }))
        p.links.no-print {
            a href={ (here) "/indikatorer" } { "Ändra indikatorer" }
            a href={ (here) "/malvarden" } { "Läs in målvärden" }
            a href={ (root) "/" (row.year) "/mal?version=" (row.id) } { "Se målvärdena" }
            a href={ (root) "/" (row.year) "?version=" (row.id) } { "Se kalendern" }
            a href={ (root) "/" (row.year) "/anvisningar?version=" (row.id) } { "Se anvisningarna" }
            a href={ (here) "/dokument" } download { "Hämta dokumentet (toml)" }
        }
        (notices(&published.year, &here, &page.notices))
        (differences(page, &here))
    }
}

/// The targets that nobody has decided, in one line with where to mend it.
pub(super) fn undecided(year: &Year, version: &str) -> Option<Markup> {
    let name = |target: &domain::year::Target| {
        let title = year.indicator(target.indicator.as_str())?.title.as_sv().to_owned();
        let of_one = year.targets.iter().filter(|other| other.indicator == target.indicator).count() == 1;
        Some(if of_one { title } else { format!("{title} ({})", crate::year::holds_for(year, target)) })
    };
    let names: Vec<String> = year.targets.iter().filter(|target| target.to_decide).filter_map(name).collect();
    (!names.is_empty()).then(|| {
        html! { (sv::undecided(&names)) " " a href={ (version) "/formular" } { "Ändra i formulär" } }
    })
}

fn notices(year: &Year, here: &str, list: &[ConfigFault]) -> Markup {
    let others: Vec<&ConfigFault> = list.iter().filter(|fault| fault.kind != FaultKind::TargetToDecide).collect();
    let undecided = undecided(year, here);
    html! {
        @if !others.is_empty() || undecided.is_some() {
            h2 { "Att titta på" }
            p { "Inget av det här hindrar dig från att publicera." }
            ul { @if let Some(line) = undecided { li { (line) } } @for fault in others { li { "Rad " (fault.line) ": " (words::what(&fault.kind)) " " (words::remedy(&fault.kind)) } } }
        }
    }
}

fn differences(page: &VersionPage, here: &str) -> Markup {
    let others: Vec<&Version> = page.entry.versions.iter().filter(|other| other.id != page.row.id).collect();
    let choices: Vec<Choice<'_>> =
        others.iter().map(|v| Choice::new(v.id.to_string(), format!("Version {}", v.version))).collect();
    html! {
        h2 { "Skillnader" }
        @match &page.other {
            None => p { "Det här är den första versionen av " (page.row.year) "." }
            Some(other) => {
                @if others.len() > 1 {
                    (ui::search_form(here, &html! {
                        (ui::select(&Field::new("mot", "Jämför med").value(other.id.to_string()).width(Width::Medium), &choices))
                        (Button::secondary("Jämför"))
                    }))
                } @else { p { "Jämfört med version " (other.version) "." } }
                @if page.hunks.is_empty() { p { "Dokumenten är lika, rad för rad." } }
                @else {
                    @if page.changes.is_empty() { p { "Det som skiljer är kommentarer eller hur dokumentet är skrivet, inte vad det säger." } }
                    @else { ul { @for change in &page.changes { li { (sv::change(change)) } } } }
                    (ui::reveal("Visa rad för rad", page.hunks.len() <= 3, &hunks(&page.hunks)))
                }
            }
        }
    }
}

fn hunks(hunks: &[Hunk]) -> Markup {
    let changes: Vec<ui::Change<'_>> = hunks
        .iter()
        .take(MOST_HUNKS)
        .map(|hunk| ui::Change {
            question: sv::hunk(hunk.old_line, hunk.new_line, &hunk.under).into(),
            before: hunk.before.as_str().into(),
            after: hunk.after.as_str().into(),
        })
        .collect();
    html! {
        (ui::diff(&changes))
        @if hunks.len() > MOST_HUNKS { p.quiet { "Fler ställen skiljer. Hämta dokumenten och jämför dem i en textredigerare." } }
    }
}

/// What somebody has to decide before the year to come can be used.
fn to_decide(next: &Year, days: &[NextDay], templates: &[String]) -> Markup {
    let off = days.iter().filter(|day| day.suggestion.is_some()).count();
    let targets = next.targets.iter().filter(|target| target.to_decide).count();
    html! {
        @if off + targets + templates.len() > 0 {
            h2 { "Att besluta innan ni publicerar" }
            ul {
                @if off > 0 { li { (sv::counted(off, "sista dag är", "sista dagar är")) " ingen arbetsdag. Välj nedan om de ska flyttas." } }
                @if targets > 0 {
                    li { (sv::counted(targets, "målvärde följer", "målvärden följer")) " med som förslag och märks ”ej beslutat”. Ändra dem i formuläret när ni har beslutat." }
                }
                @if !templates.is_empty() { li { "Stämmer rubriker och årtal i de egna mallarna? Ladda upp en ny version av dem som inte gör det." } }
            }
        }
    }
}

/// A last day of the year to come.
pub(super) struct NextDay {
    pub slug: String,
    pub title: String,
    pub from: Day,
    pub to: Day,
    pub suggestion: Option<Day>,
}

/// Next year, before it is made.
pub(super) fn next_year(
    root: &str,
    base: &Found,
    next: &Year,
    (days, templates): (&[NextDay], &[String]),
    notices: &[Fault],
) -> Markup {
    let rows = days
        .iter()
        .map(|day| {
            Row::new(vec![
                html! { (day.title) },
                html! { (swedish::day(day.from)) },
                html! { (swedish::day(day.to)) },
                html! { @match day.suggestion {
                    Some(suggestion) => { (tag(Tone::Warn, Icon::Warning, "ingen arbetsdag")) " Förslag: " (swedish::day(suggestion)) }
                    None => "Arbetsdag"
                } },
            ])
        })
        .collect();
    let columns = vec![
        Column::new("Tillfälle"),
        Column::new(base.published.year.year.to_string()),
        Column::new(next.year.to_string()),
        Column::new("Dagen"),
    ];
    let moves: Vec<Choice<'_>> = days
        .iter()
        .filter_map(|day| {
            let suggestion = day.suggestion?;
            Some(
                Choice::new(day.slug.as_str(), format!("{}: flytta till {}", day.title, swedish::day(suggestion)))
                    .checked(true),
            )
        })
        .collect();
    let others: Vec<&Fault> = notices
        .iter()
        .filter(|fault| !matches!(fault.kind, FaultKind::DeadlineOnDayOff { .. } | FaultKind::TargetToDecide))
        .collect();
    html! {
        h1 { "Skapa " (next.year) " från " (base.published.year.year) }
        p.lead { "Allt kopieras och varje datum flyttas ett år. Det blir ett utkast som du kan ändra innan du publicerar." }
        (Table::new("Sista dagar", columns).stack().rows(rows))
        ul {
            li { "Perioder, elevgrupper och händelser flyttas ett år." }
            li { "Årtal i rubriker och anvisningar räknas upp ett år." }
            @if next.reminders.is_some() { li { "Påminnelser går lika många dagar före och efter sista dagen som i år." } }
            @if !templates.is_empty() { li { "Egna mallar följer med som de är: " (swedish::list(templates)) "." } }
            @for item in next.items.iter().filter(|item| item.form == Form::Complaints) {
                @if let Some(after) = words::carries_over(item) {
                    li { (item.title.as_sv()) " i årets början: " (after) "." }
                }
            }
            li { "Fokusområden följer inte med. De kommer ur årsrapporterna." }
            li { "Mer tid, lås och pauser i påminnelser följer inte med. De gällde det här året." }
        }
        (to_decide(next, days, templates))
        @if !others.is_empty() {
            (ui::notice(Tone::Info, "Att titta på", &html! {
                ul { @for fault in others { li { (words::what(&fault.kind)) " " (words::remedy(&fault.kind)) } } }
            }))
        }
        (ui::form(&format!("{root}/version/{}/nasta", base.row.id), &html! {
            @if !moves.is_empty() {
                (ui::checkboxes(&Field::new("flytta", "Sista dagar som inte är arbetsdagar").help("Bocka ur det du vill låta stå."), &moves))
            }
            (ui::actions(&html! {
                (Button::primary(format!("Skapa {} som utkast", next.year)))
                a.button.secondary href={ (root) "/versioner" } { "Tillbaka till versionerna" }
            }))
        }))
    }
}

/// What became of the text in the editor.
pub(super) enum Outcome {
    /// Nothing yet.
    Untouched,
    /// It was read; there may be faults.
    Read(Box<Reading>),
    /// Another version was saved meanwhile.
    Stale(Box<Version>),
    /// Another was saved at the same moment.
    Taken,
}

/// The document being edited.
pub(super) struct Editor {
    /// The year and the newest version number that the person began from.
    pub base: (i16, i64),
    /// The text, as typed.
    pub text: String,
    /// Why it is changed.
    pub note: String,
    /// What became of it.
    pub outcome: Outcome,
}

impl Editor {
    /// A text that nobody has changed yet.
    pub(super) fn new(base: (i16, i64), text: String) -> Self {
        Self { base, text, note: String::new(), outcome: Outcome::Untouched }
    }
}

/// The editor: the text, and beside it what is wrong in it.
pub(super) fn editor(root: &str, editor: &Editor) -> Markup {
    let lines: Vec<&str> = editor.text.lines().collect();
    let fault = match &editor.outcome {
        Outcome::Read(reading) if reading.year.is_none() => Some(sv::NOT_YET.to_owned()),
        Outcome::Stale(newest) => Some(sv::stale(newest)),
        Outcome::Taken => Some(sv::TAKEN.to_owned()),
        Outcome::Read(_) | Outcome::Untouched => None,
    };
    let summary: Vec<(&str, String)> = match &editor.outcome {
        Outcome::Read(reading) if reading.year.is_none() => {
            let errors = reading.faults.iter().filter(|fault| fault.severity() == Severity::Error);
            errors
                .take(MOST_IN_SUMMARY)
                .map(|fault| ("dokument", sv::at_line(fault.line, &sv::fault(fault).0)))
                .collect()
        }
        _ => fault.iter().map(|fault| ("dokument", fault.clone())).collect(),
    };
    html! {
        (ui::error_summary(&summary))
        h1 { "Årets dokument" }
        p { "Hela året som text, i formatet TOML. Kontrollera så ofta du vill: inget sparas förrän du sparar. "
            a href={ (root) "/versioner" } { "Är det bara ett datum eller ett målvärde är formuläret enklare." } }
        @if let Outcome::Stale(newest) = &editor.outcome {
            p { a href={ (root) "/version/" (newest.id) } { "Öppna version " (newest.version) } }
        }
        div.editor {
            (ui::form(&format!("{root}/redigera"), &html! {
                (ui::hidden("bas", &format!("{}:{}", editor.base.0, editor.base.1)))
                (ui::textarea(&Field::new("dokument", "Dokumentet").value(editor.text.as_str()).fault(fault.as_deref()).spellcheck(false), 30, None))
                (ui::text_input(&Field::new("anteckning", "Vad har du ändrat?").help("Står i listan över versioner.").value(editor.note.as_str()).optional()))
                (ui::actions(&html! {
                    (Button::primary("Spara som utkast").name("spara"))
                    (Button::secondary("Kontrollera").name("kontrollera"))
                }))
            }))
            aside.editor-faults aria-label="Kontroll av dokumentet" {
                @match &editor.outcome {
                    Outcome::Read(reading) => (faults(reading, &lines)),
                    _ => p.quiet { "Fel och sådant att titta på visas här, med rad, fält och vad du kan göra." }
                }
            }
        }
        @if lines.len() <= MOST_LINES {
            (ui::reveal("Visa texten med radnummer", false, &html! {
                ol.lines { @for line in &lines { li { code { (line) } } } }
            }))
        }
    }
}

fn faults(reading: &Reading, lines: &[&str]) -> Markup {
    let (errors, notices): (Vec<&ConfigFault>, Vec<&ConfigFault>) =
        reading.faults.iter().partition(|fault| fault.severity() == Severity::Error);
    html! {
        h2 { (sv::found(errors.len(), notices.len())) }
        (fault_list(&errors, lines))
        @if errors.len() > MOST_FAULTS { p { (sv::more(errors.len() - MOST_FAULTS)) } }
        @if !notices.is_empty() && !errors.is_empty() { h3 { "Att titta på" } }
        (fault_list(&notices, lines))
    }
}

fn fault_list(list: &[&ConfigFault], lines: &[&str]) -> Markup {
    html! {
        ol.fault-lines role="list" { @for fault in list.iter().take(MOST_FAULTS) { li {
            @let (what, remedy) = sv::fault(fault);
            @let field = fault.path.to_string();
            p { strong { "Rad " (fault.line) } @if !field.is_empty() { ", " code { (field) } } }
            @if let Some(line) = lines.get(fault.line.saturating_sub(1)) {
                @if !line.trim().is_empty() { pre { code { (line.chars().take(160).collect::<String>()) } } }
            }
            p { (what) @if let Some(other) = fault.other_line { " Se rad " (other) "." } " " (remedy) }
        } } }
    }
}
