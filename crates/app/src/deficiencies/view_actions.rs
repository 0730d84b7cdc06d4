//! The forms of what can be done: what comes next stands open, the rest is folded.

use domain::deficiencies::{
    Action, Effect, FigureKind, FigureState, Measure, MeasureState, Party, Severity, StateName, Track, Wish,
    sv as words, why_not,
};
use maud::{Markup, html};
use ui::{Choice, Field, Tone, date_input, radios, select, text_input, textarea};

use super::form::{LONGEST, OWN};
use super::sv;
use super::view::Page;
use crate::cases::files::ACCEPT;

/// How many days a provider is given for its plan where nobody says another.
const PLAN_DAYS: i32 = 28;
/// When an effect is evaluated where nobody says another day.
const EVALUATION_DAYS: i32 = 180;

fn text(at: &Page<'_>, action: Action, label: &'static str, rows: u32) -> Markup {
    textarea(&at.field((action, 0), "text", label, String::new()), rows, Some(LONGEST))
}

/// What has to be there before the authority can do what it is to do next, where something is lacking.
pub(super) fn first(at: &Page<'_>) -> Markup {
    let stands = &at.of.kept.stands;
    let waits = matches!(stands.state, StateName::UnderWay | StateName::Evaluated);
    let why = why_not(
        stands,
        if stands.state == StateName::Evaluated { Action::Close } else { Action::Evaluate },
        Party::Authority,
    );
    let (true, Party::Authority, Some(why)) = (waits, at.of.party, why) else { return html! {} };
    ui::notice(Tone::Info, "Innan du går vidare", &html! { p { (words::refusal(why)) } })
}

/// That a figure is not used after all, and why.
pub(super) fn drop_figure(at: &Page<'_>, one: &FigureState) -> Markup {
    let of = (Action::DropFigure, one.number);
    at.panel(
        of,
        (&format!("Ta bort måttet: {}", one.kind.title()), false),
        &textarea(&at.field(of, "text", "Varför används det inte längre?", String::new()), 3, Some(LONGEST)),
    )
}

/// The forms that bring the deficiency on.
pub(super) fn next(at: &Page<'_>) -> Markup {
    let stands = &at.of.kept.stands;
    html! {
        @if at.can(Action::SendPlan) { (send_plan(at)) }
        @if at.can(Action::AcceptPlan) { (accept(at)) }
        @if at.can(Action::ReturnPlan) { (give_back(at)) }
        @if at.can(Action::AskPlan) { (ask(at, stands.state == StateName::Open && stands.sanctions.is_empty())) }
        @if at.can(Action::Tell) { (tell(at)) }
        @if at.can(Action::Evaluate) { (evaluate(at)) }
        @if at.can(Action::MoveEvaluation) { (move_evaluation(at)) }
        @if at.can(Action::Close) { (close(at)) }
    }
}

/// The forms that are wanted seldom.
pub(super) fn others(at: &Page<'_>) -> Markup {
    html! {
        @if at.can(Action::Note) || at.can(Action::Rewrite) || at.can(Action::Reopen) || at.can(Action::Withdraw) { h2.no-print { "Mer" } }
        @if at.can(Action::Note) {
            (at.panel((Action::Note, 0), ("Anteckna internt", false), &html! {
                (textarea(&at.field((Action::Note, 0), "text", "Anteckning", String::new()).help("Bara huvudmannen läser den."), 4, Some(LONGEST)))
            }))
        }
        @if at.can(Action::Rewrite) { (rewrite(at)) }
        @if at.can(Action::Reopen) { (at.panel((Action::Reopen, 0), ("Öppna bristen igen", false), &text(at, Action::Reopen, "Varför?", 3))) }
        @if at.can(Action::Withdraw) {
            (at.panel((Action::Withdraw, 0), ("Dra tillbaka bristen", false), &html! {
                p { "Om den inte var någon brist, eller är inlagd två gånger. Den finns kvar att läsa." }
                (text(at, Action::Withdraw, "Varför?", 3))
            }))
        }
    }
}

fn send_plan(at: &Page<'_>) -> Markup {
    at.panel(
        (Action::SendPlan, 0),
        ("Lämna in handlingsplanen", true),
        &html! {
            p { "När planen är inlämnad kan du inte ändra den förrän huvudmannen har svarat." }
            (textarea(&at.field((Action::SendPlan, 0), "text", "Kommentar", String::new()).optional(), 3, Some(LONGEST)))
        },
    )
}

fn accept(at: &Page<'_>) -> Markup {
    let day = at.of.today.plus_days(EVALUATION_DAYS).to_string();
    at.panel(
        (Action::AcceptPlan, 0),
        ("Godta handlingsplanen", true),
        &html! {
            @if at.of.kept.stands.figures.iter().all(|one| one.dropped) {
                p { "Inget mått på effekten är valt. Välj ett först, under Effekten följs upp med, så går det att se vad planen leder till." }
            }
            (date_input(&at.field((Action::AcceptPlan, 0), "dag", "När ska effekten utvärderas?", day)))
            (textarea(&at.field((Action::AcceptPlan, 0), "text", "Kommentar till anordnaren", String::new()).optional(), 3, Some(LONGEST)))
        },
    )
}

fn move_evaluation(at: &Page<'_>) -> Markup {
    let stands = at.of.kept.stands.day;
    let day = stands.map(|day| day.to_string()).unwrap_or_default();
    // What is taken up again has no day until somebody says one.
    let title =
        if stands.is_some() { words::action(Action::MoveEvaluation) } else { "Bestäm när effekten utvärderas" };
    at.panel(
        (Action::MoveEvaluation, 0),
        (title, stands.is_none()),
        &html! {
            (date_input(&at.field((Action::MoveEvaluation, 0), "dag", "När ska effekten utvärderas?", day)))
            (textarea(&at.field((Action::MoveEvaluation, 0), "text", if stands.is_some() { "Varför flyttas den?" } else { "Varför den dagen?" }, String::new()).help("Anordnaren läser det."), 3, Some(LONGEST)))
        },
    )
}

fn give_back(at: &Page<'_>) -> Markup {
    let day = at.of.today.plus_days(14).to_string();
    at.panel(
        (Action::ReturnPlan, 0),
        ("Lämna tillbaka handlingsplanen", false),
        &html! {
            (text(at, Action::ReturnPlan, "Vad ska ändras?", 4))
            (date_input(&at.field((Action::ReturnPlan, 0), "dag", "Senast", day)))
        },
    )
}

fn ask(at: &Page<'_>, open: bool) -> Markup {
    let day = at.of.today.plus_days(PLAN_DAYS).to_string();
    let help = "Anordnaren ser bristen, med beskrivningen, från och med nu.";
    let again = at.of.kept.stands.state == StateName::PlanAsked;
    at.panel(
        (Action::AskPlan, 0),
        (if again { "Flytta dagen för handlingsplanen" } else { "Begär handlingsplan" }, open),
        &html! {
            (date_input(&at.field((Action::AskPlan, 0), "dag", "Senast", day).help(help)))
            (textarea(&at.field((Action::AskPlan, 0), "text", "Vad begärs?", String::new()).optional(), 4, Some(LONGEST)))
        },
    )
}

fn tell(at: &Page<'_>) -> Markup {
    at.panel(
        (Action::Tell, 0),
        ("Meddela anordnaren utan att begära en plan", false),
        &textarea(&at.field((Action::Tell, 0), "text", "Meddelande", String::new()).optional(), 4, Some(LONGEST)),
    )
}

fn severities(at: &Page<'_>, of: (Action, u32), label: &'static str) -> Markup {
    let choices: Vec<Choice<'_>> = Severity::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), words::severity(*one)).help(words::severity_help(*one)))
        .collect();
    radios(&at.field(of, "allvar", label, at.of.kept.stands.severity.slug().to_owned()), &choices)
}

fn evaluate(at: &Page<'_>) -> Markup {
    let of = (Action::Evaluate, 0);
    let choices: Vec<Choice<'_>> = Effect::ALL.iter().map(|one| Choice::new(one.slug(), words::effect(*one))).collect();
    let all_done = at.of.kept.stands.measures.iter().all(|one| one.state != MeasureState::Planned);
    let open = at.of.kept.stands.state == StateName::UnderWay && all_done;
    at.panel(
        of,
        ("Utvärdera effekten", open),
        &html! {
            @if !all_done { p.quiet { "Alla åtgärder är inte genomförda." } }
            @if at.of.kept.stands.figures.iter().all(|one| one.dropped) {
                p.quiet { "Inget mått på effekten valdes. Skriv vad utvärderingen vilar på." }
            }
            (radios(&at.field(of, "effekt", "Vad har åtgärderna lett till?", String::new()), &choices))
            (severities(at, of, "Hur allvarligt är det som kvarstår?"))
            (textarea(&at.field(of, "text", "Vad visar utvärderingen?", String::new()).help("Hänvisa till måtten och beläggen. Anordnaren läser texten."), 6, Some(LONGEST)))
        },
    )
}

fn close(at: &Page<'_>) -> Markup {
    let open = at.of.kept.stands.evaluation.is_some_and(|last| last.effect == Effect::Yes);
    at.panel(
        (Action::Close, 0),
        ("Avsluta bristen", open),
        &text(at, Action::Close, "Varför avslutas den? Anordnaren läser svaret.", 4),
    )
}

fn rewrite(at: &Page<'_>) -> Markup {
    let of = (Action::Rewrite, 0);
    let said = at.of.kept.words(at.of.kept.stands.line);
    let tracks: Vec<Choice<'_>> = Track::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), words::track(*one)).help(words::track_help(*one)))
        .collect();
    at.panel(
        of,
        ("Ändra beskrivningen", false),
        &html! {
            (text_input(&at.field(of, "rubrik", "Vad kallas bristen?", said.title)))
            (textarea(&at.field(of, "text", "Vad brister?", said.text), 8, Some(LONGEST)))
            (radios(&at.field(of, "spar", "Spår", at.of.kept.stands.track.slug().to_owned()), &tracks))
            (severities(at, of, "Hur allvarlig är bristen?"))
        },
    )
}

/// A measure, new or to be changed.
pub(super) fn plan(at: &Page<'_>, one: Option<&Measure>) -> Markup {
    let number = one.map_or(0, |one| one.number);
    let of = (Action::Plan, number);
    let said = one.map(|one| at.of.kept.words(one.line)).unwrap_or_default();
    let title = one.map_or("Lägg till åtgärd".to_owned(), |one| format!("Ändra åtgärd {}", one.number));
    let by = one.map(|one| one.by.to_string()).unwrap_or_default();
    let open = one.is_none() && at.of.kept.stands.measures.is_empty() && at.of.party == Party::Provider;
    at.panel(
        of,
        (&title, open),
        &html! {
            @if at.of.party == Party::Provider && one.is_none() { p.quiet { (sv::PLAN_SEEN) } }
            (textarea(&at.field(of, "rubrik", "Vad ska göras?", said.title), 3, Some(LONGEST)))
            (text_input(&at.field(of, "ansvarig", "Vem ansvarar?", said.who).help("Funktion eller namn.")))
            (date_input(&at.field(of, "dag", "Klart senast", by)))
            (textarea(&at.field(of, "effekt", "Vad väntas åtgärden leda till?", said.effect), 3, Some(LONGEST)))
        },
    )
}

/// That a measure was done.
pub(super) fn done(at: &Page<'_>, one: &Measure) -> Markup {
    let of = (Action::Do, one.number);
    at.panel(
        of,
        ("Åtgärden är genomförd", false),
        &html! {
            (date_input(&at.field(of, "dag", "Vilken dag genomfördes den?", at.of.today.to_string())))
            (textarea(&at.field(of, "text", "Kommentar", String::new()).optional(), 3, Some(LONGEST)))
        },
    )
}

/// How a measure goes.
pub(super) fn progress(at: &Page<'_>, one: &Measure) -> Markup {
    let of = (Action::Progress, one.number);
    at.panel(
        of,
        ("Skriv hur det går", false),
        &textarea(&at.field(of, "text", "Hur går det?", String::new()), 3, Some(LONGEST)),
    )
}

/// What a figure is now.
pub(super) fn measure(at: &Page<'_>, one: &FigureState) -> Markup {
    let of = (Action::Measure, one.number);
    let now = match &one.kind {
        FigureKind::Indicator { slug, .. } => at.of.indicators.iter().find(|known| known.slug == *slug),
        FigureKind::Own { .. } => None,
    };
    let now = now.and_then(|known| known.hundredths).map(domain::deficiencies::Amount::of_hundredths);
    let help = now.map(|now| format!("Huvudmannens siffra är {now} nu."));
    let mut value = at.field(of, "varde", "Värde", now.map(|now| now.to_string()).unwrap_or_default());
    if let Some(help) = help {
        value = value.help(help);
    }
    at.panel(
        of,
        (&format!("Skriv dagens värde: {}", one.kind.title()), false),
        &html! {
            (text_input(&value))
            (date_input(&at.field(of, "dag", "Vilken dag gällde värdet?", at.of.today.to_string())))
        },
    )
}

/// A figure to follow the effect by.
pub(super) fn choose_figure(at: &Page<'_>) -> Markup {
    let of = (Action::ChooseFigure, 0);
    let told = |one: &crate::results::IndicatorNow| match one.hundredths {
        Some(now) => format!("{} (nu {})", one.title, domain::deficiencies::Amount::of_hundredths(now)),
        None => one.title.clone(),
    };
    let named: Vec<(String, String)> = at.of.indicators.iter().map(|one| (one.slug.clone(), told(one))).collect();
    let mut choices = vec![Choice::new("", "Välj"), Choice::new(OWN, "Ett eget mått")];
    choices.extend(named.iter().map(|(slug, title)| Choice::new(slug.as_str(), title.as_str())));
    let wishes: Vec<Choice<'_>> = Wish::ALL.iter().map(|one| Choice::new(one.slug(), words::wish(*one))).collect();
    at.panel(
        of,
        ("Välj mått på effekten", false),
        &html! {
            (select(&at.field(of, "matt", "Mått", String::new()), &choices))
            (text_input(&at.field(of, "rubrik", "Eget mått: vad mäts, och i vad?", String::new()).help("Bara för ett eget mått. Till exempel: elever med aktuell studieplan, procent.").optional()))
            (radios(&at.field(of, "riktning", "Vilket håll är bättre?", String::new()).help("Behövs för ett eget mått.").optional(), &wishes))
            (text_input(&at.field(of, "start", "Värde nu, vid starten", String::new()).help("Lämna tomt för att använda huvudmannens siffra som den är nu.").optional()))
            (text_input(&at.field(of, "mal", "Vad ska det bli?", String::new())))
        },
    )
}

/// Something that shows how it is.
pub(super) fn evidence(at: &Page<'_>) -> Markup {
    let of = (Action::Evidence, 0);
    let size = ui::sv::size(u64::try_from(at.shown.limit).unwrap_or(u64::MAX));
    let file: Field<'_> = at
        .field(of, "fil", "Fil", String::new())
        .help(format!("Bild, PDF eller Word, högst {size}. Det som filen säger om vem som gjort den tas bort."))
        .optional();
    at.panel(
        of,
        ("Lägg till belägg", false),
        &html! {
            @if at.of.party == Party::Authority { p.quiet { "Anordnaren läser belägget när den har fått veta om bristen." } }
            (textarea(&at.field(of, "text", "Vad visar det?", String::new()), 4, Some(LONGEST)))
            (ui::file_upload(&file, ACCEPT, false))
        },
    )
}
