//! What the list of letters and the form for handing them in look like.

use domain::inbox::{Became, Left, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Icon, Row, Tab, Table, Tone, Width};

use super::mailbox::Progress;
use super::standing::{Standing, Whole, whole};
use super::store::{Filter, Letter, State};
use super::sv;

/// The page above, for officers.
pub(super) const FOLLOW_UP: &str = "Uppföljning";
/// The page above, for registrars.
pub(super) const REGISTER: &str = "Diarium";

/// What a list shows.
pub(super) struct Listed {
    pub lines: Vec<(Letter, String, Vec<(Became, Option<Standing>)>)>,
    pub more: bool,
    pub counts: Vec<(String, i64)>,
    pub progress: Progress,
    pub active: bool,
}

pub(super) fn state(state: State, officer: bool) -> Markup {
    let (tone, icon) = match state {
        State::New | State::Theirs => (Tone::Info, Icon::Clock),
        State::Waits => (Tone::Warn, Icon::Question),
        State::Done => (Tone::Good, Icon::CheckCircle),
        State::Aside => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, sv::state(state, officer))
}

/// How far a letter has come: by its files where it waits for no officer.
pub(super) fn standing(letter: &Letter, files: &[(Became, Option<Standing>)], officer: bool) -> Markup {
    if letter.state() != State::Done {
        return state(letter.state(), officer);
    }
    let whole = whole(files);
    let (tone, icon) = match whole {
        Whole::File(standing) => tone(standing),
        Whole::Empty => (Tone::Neutral, Icon::Circle),
        Whole::Done => (Tone::Good, Icon::CheckCircle),
    };
    ui::tag(tone, icon, &sv::whole(whole))
}

/// How what is left of a file is shown.
pub(super) const fn tone(standing: Standing) -> (Tone, Icon) {
    match standing {
        Standing::Left(Left::Mend | Left::Upload) | Standing::Unread => (Tone::Warn, Icon::Warning),
        Standing::Left(Left::Sign) | Standing::Chosen => (Tone::Info, Icon::Clock),
        Standing::Signed(_) => (Tone::Good, Icon::CheckCircle),
        Standing::Replaced | Standing::Dropped => (Tone::Neutral, Icon::Circle),
    }
}

/// Who a letter is from: the person where one is known, and the address.
pub(super) fn sender(letter: &Letter) -> Markup {
    // One element, so that it stays together where a row becomes a card.
    html! { div {
        @match (&letter.person_name, letter.sender.as_str()) {
            (Some(name), address) => { (name) br; span.quiet.small { (address) } },
            (None, "") if letter.state() == State::New => { (sv::NOT_READ_YET) },
            (None, "") => { (sv::NO_SENDER) },
            (None, address) => { (address) },
        }
    } }
}

/// When a letter came; when it was kept where nobody knows.
pub(super) fn came(letter: &Letter) -> Markup {
    html! { @match letter.arrived_at { Some(at) => (swedish::instant(at)), None => span.missing { "Okänt" } } }
}

/// What became of the files, in a line.
fn summary(files: &[(Became, Option<Standing>)]) -> Markup {
    let mut seen: Vec<((Became, Option<Standing>), usize)> = Vec::new();
    for one in files.iter().filter(|(became, _)| !matches!(became, Became::Passed | Became::Opened)) {
        match seen.iter_mut().find(|(known, _)| known == one) {
            Some((_, count)) => *count += 1,
            None => seen.push((*one, 1)),
        }
    }
    html! { div {
        @if seen.is_empty() { span.quiet { "Ingen bilaga" } }
        @for (index, (one, count)) in seen.iter().enumerate() {
            @if index > 0 { br; }
            @match one.1 { Some(standing) => (sv::standing(standing)), None => (words::became(one.0)) } @if *count > 1 { " (" (count) ")" }
        }
    } }
}

pub(super) fn list(base: &str, seen: &Listed, filter: &Filter, officer: bool) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        p.lead { "Brev med ifyllda mallar som anordnarna har skickat. Det som går att para ihop med säkerhet ligger redan hos rätt redovisning. \
            Resten väntar på en handläggare." }
        @if officer {
            @if seen.active && seen.progress.fault.is_some() {
                (ui::notice(Tone::Warn, "Brevlådan kunde inte läsas senast", &html! {
                    p { (sv::trouble(seen.progress.fault.as_deref().unwrap_or_default())) " Hör med er administratör." }
                }))
            }
            p { (ui::link_button(&format!("{base}/lamna-in"), "Lämna in brev (.eml)", false)) }
        }
        (tabs(base, seen, filter, officer))
        (ui::search_form(base, &html! {
            @if let Some(state) = filter.state { (ui::hidden("lage", state.slug())) }
            (ui::text_input(&Field::new("avsandare", "Avsändarens adress").value(filter.sender.as_str()).width(Width::Medium).autocomplete("off")))
            (Button::secondary("Visa"))
        }))
        (table(base, seen, officer))
        @if seen.more { p.quiet { "Bara de senaste visas. Sök på avsändare för att hitta äldre." } }
    }
}

fn tabs(base: &str, seen: &Listed, filter: &Filter, officer: bool) -> Markup {
    let number = |state: State| {
        let found = seen.counts.iter().find(|(slug, _)| slug == state.slug());
        found.and_then(|(_, count)| u64::try_from(*count).ok())
    };
    let hrefs: Vec<(State, String)> =
        State::ALL.into_iter().map(|state| (state, format!("{base}?lage={}", state.slug()))).collect();
    let mut tabs = vec![Tab { href: base, label: "Alla", count: None, current: filter.state.is_none() }];
    tabs.extend(hrefs.iter().filter(|(state, _)| *state != State::New || number(*state).is_some()).map(
        |(state, href)| Tab {
            href,
            label: sv::state(*state, officer),
            count: number(*state).or(Some(0)),
            current: filter.state == Some(*state),
        },
    ));
    ui::tabs("Läge", &tabs)
}

fn table(base: &str, seen: &Listed, officer: bool) -> Markup {
    let columns = vec![
        Column::new("Kom in"),
        Column::new("Avsändare"),
        Column::new("Ämne"),
        Column::new("Bilagor"),
        Column::new("Läge"),
        Column::new("Diarienummer").narrow(),
    ];
    let rows = seen.lines.iter().map(|(letter, subject, files)| {
        let subject = if subject.is_empty() { sv::NO_SUBJECT } else { subject };
        Row::new(vec![
            came(letter),
            sender(letter),
            html! { (subject) },
            summary(files),
            standing(letter, files, officer),
            html! { @match &letter.case_number { Some(number) => span.tabular { (number) }, None => span.quiet { "–" } } },
        ])
        .href(format!("{base}/{}", letter.id))
    });
    let table = Table::new("Inkomna brev", columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
        "Inga brev här",
        "När en anordnare skickar en ifylld mall till er adress står brevet här, med vad som blev av varje bilaga.",
        &html! {},
    ));
    html! { (table) }
}

pub(super) fn hand_in(base: &str, form: &FormData, faults: &[(&'static str, String)], limit: usize) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| fault.clone());
    let help = format!(
        "Spara breven som filer (.eml) i ert e-postprogram. Du kan välja flera, tillsammans högst {}.",
        ui::sv::size(u64::try_from(limit).unwrap_or(u64::MAX))
    );
    html! {
        (ui::error_summary(faults))
        h1 { (sv::HAND_IN) }
        p { "Har ett brev med ifyllda mallar kommit till någon annan adress? Lämna in det här, så behandlas det som om det hade hämtats ur brevlådan. \
            Avsändaren får inget automatiskt svar." }
        (ui::upload_form(base, &html! {
            (ui::file_upload(&Field::new("fil", "Brev").help(help).fault(fault("fil")), ".eml,message/rfc822", true))
            (ui::fieldset("När kom breven?", Some("Behövs bara om ingen server har skrivit i breven när de togs emot. Annars gäller det som står i dem. Avsändarens eget datum räknas inte."), &html! {
                (ui::text_input(&Field::new("dag", "Dag").optional().width(Width::Short).autocomplete("off").help("Till exempel 2024-04-03.")
                    .value(form.get("dag").to_owned()).fault(fault("dag"))))
                (ui::text_input(&Field::new("klockslag", "Klockslag").optional().width(Width::Short).autocomplete("off").help("Till exempel 14.02.")
                    .value(form.get("klockslag").to_owned()).fault(fault("klockslag"))))
            }))
            (ui::actions(&html! { (Button::primary("Lämna in")) }))
        }))
    }
}
