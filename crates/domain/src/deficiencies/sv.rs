//! Swedish sentences about deficiencies and ladders.

use kernel::swedish;

use super::model::{Effect, FigureKind, Happening, Outcome, Party, Severity, SourceKind, Track, Wish};
use super::{Action, Awaits, Fault, FigureState, Lacking, Refusal, RungKind, SanctionState, StateName, reached};

/// The tracks.
pub const fn track(track: Track) -> &'static str {
    match track {
        Track::Quality => "Kvalitet och resultat",
        Track::Compliance => "Regelefterlevnad",
    }
}

/// What a track is for.
pub const fn track_help(track: Track) -> &'static str {
    match track {
        Track::Quality => "Verksamhetsmål som anordnaren inte lever upp till.",
        Track::Compliance => "Ett villkor eller en regel som anordnaren inte följer.",
    }
}

/// How grave.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "Mindre",
        Severity::Major => "Större",
        Severity::Serious => "Allvarlig",
    }
}

/// What that means.
pub const fn severity_help(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "Rättas till i det dagliga arbetet.",
        Severity::Major => "Kräver att anordnaren planerar åtgärder.",
        Severity::Serious => "Kan kosta auktorisationen eller avtalet om den kvarstår.",
    }
}

/// Where it was found.
pub const fn source(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Report => "Redovisning",
        SourceKind::Indicator => "Resultat",
        SourceKind::Complaint => "Klagomål",
        SourceKind::Investigation => "Utredning av kränkande behandling",
        SourceKind::Visit => "Verksamhetsbesök",
        SourceKind::Survey => "Elevenkät",
        SourceKind::Supervision => "Skolinspektionens beslut",
        SourceKind::SiteCheck => "Webbkontroll",
        SourceKind::Term => "Uppföljning av villkor",
        SourceKind::Sample => "Stickprov",
        SourceKind::Evaluation => "Gemensam utvärdering",
        SourceKind::Other => "Annat",
    }
}

/// On whose behalf.
pub const fn party(party: Party) -> &'static str {
    match party {
        Party::Provider => "anordnaren",
        Party::Authority => "huvudmannen",
    }
}

/// What came of the measures.
pub const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Yes => "Bristen är avhjälpt",
        Effect::Partly => "Bristen är delvis avhjälpt",
        Effect::No => "Bristen kvarstår",
    }
}

/// Which way is better.
pub const fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::More => "Högre är bättre",
        Wish::Less => "Lägre är bättre",
    }
}

/// What became of an appeal.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Stands => "Beslutet står fast",
        Outcome::Falls => "Beslutet ändrades och gäller inte",
    }
}

/// What a step of a ladder is.
pub const fn rung(kind: RungKind) -> &'static str {
    match kind {
        RungKind::ActionPlan => "Handlingsplan",
        RungKind::EffectFollowUp => "Uppföljning av effekterna",
        RungKind::Remark => "Anmärkning",
        RungKind::Warning => "Varning",
        RungKind::Fine => "Vite",
        RungKind::StopAdmission => "Antagningsstopp",
        RungKind::WithdrawnAuthorisation => "Avauktorisering",
        RungKind::Termination => "Hävning av avtalet",
        RungKind::AsTheTermSays => "Det som villkoret säger",
    }
}

/// Where a deficiency stands.
pub const fn state(state: StateName) -> &'static str {
    match state {
        StateName::Open => "Öppen",
        StateName::PlanAsked => "Handlingsplan begärd",
        StateName::PlanIn => "Handlingsplan inlämnad",
        StateName::UnderWay => "Åtgärdas",
        StateName::Evaluated => "Utvärderad",
        StateName::Closed => "Avslutad",
        StateName::Withdrawn => "Dragen tillbaka",
    }
}

/// Where a step of the ladder stands.
pub const fn sanction(state: SanctionState) -> &'static str {
    match state {
        SanctionState::Proposed => "Förbereds",
        SanctionState::Decided => "Beslutad",
        SanctionState::Appealed => "Överklagad",
        SanctionState::LetGo => "Beslutades inte",
        SanctionState::Fell => "Upphävd efter överklagande",
        SanctionState::Lifted => "Upphävd",
        SanctionState::Ended => "Fullföljd",
    }
}

/// What the button says.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Rewrite => "Ändra beskrivningen",
        Action::Tell => "Meddela anordnaren",
        Action::Note => "Anteckna internt",
        Action::ChooseFigure => "Välj mått på effekten",
        Action::DropFigure => "Ta bort måttet",
        Action::Measure => "Skriv dagens värde",
        Action::AskPlan => "Begär handlingsplan",
        Action::Plan => "Spara åtgärden",
        Action::Drop => "Stryk åtgärden",
        Action::Restore => "Ta upp åtgärden igen",
        Action::SendPlan => "Lämna in handlingsplanen",
        Action::ReturnPlan => "Lämna tillbaka planen",
        Action::AcceptPlan => "Godta handlingsplanen",
        Action::MoveEvaluation => "Flytta utvärderingen",
        Action::Progress => "Skriv hur det går",
        Action::Do => "Åtgärden är genomförd",
        Action::Undo => "Åtgärden är inte genomförd",
        Action::Evidence => "Lägg till belägg",
        Action::Evaluate => "Utvärdera effekten",
        Action::Propose => "Förbered nästa steg",
        Action::Answer => "Yttra dig",
        Action::LetGo => "Avstå från beslut",
        Action::Decide => "Registrera beslutet",
        Action::Appeal => "Beslutet är överklagat",
        Action::Settle => "Överklagandet är avgjort",
        Action::Lift => "Upphäv beslutet",
        Action::End => "Beslutet är fullföljt",
        Action::Close => "Avsluta bristen",
        Action::Reopen => "Öppna bristen igen",
        Action::Withdraw => "Dra tillbaka bristen",
    }
}

/// Why something is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Opened => "Bristen är redan inlagd.",
        Refusal::NotYours => "Det gör den andra parten.",
        Refusal::NotTold => "Anordnaren har inte fått veta om bristen än.",
        Refusal::Told => "Anordnaren har redan fått veta.",
        Refusal::Closed => "Bristen är avslutad. Öppna den igen först.",
        Refusal::NotClosed => "Bristen är inte avslutad.",
        Refusal::NotAsked => "Ingen handlingsplan är begärd. Begär den först.",
        Refusal::PlanIn => "Handlingsplanen är inlämnad. Huvudmannen godtar den eller begär komplettering.",
        Refusal::NoPlanIn => "Ingen handlingsplan väntar på besked.",
        Refusal::NoPlan => "Handlingsplanen är inte godtagen än.",
        Refusal::Accepted => {
            "Handlingsplanen är godtagen. Skriv hur det går, eller be huvudmannen att lämna tillbaka planen om den behöver ändras."
        }
        Refusal::NoMeasures => "Planen har inga åtgärder. Lägg till minst en.",
        Refusal::NotPlanned => "Åtgärden är redan genomförd eller struken.",
        Refusal::NotDropped => "Åtgärden är inte struken.",
        Refusal::NotDone => "Åtgärden är inte genomförd.",
        Refusal::NoEvidence => "Inget belägg visar hur det är nu. Lägg till minst ett.",
        Refusal::NotMeasured => {
            "Ett mått på effekten är inte avläst sedan det valdes. Skriv dagens värde först, eller ta bort måttet och skriv varför."
        }
        Refusal::NotEvaluated => "Effekten är inte utvärderad. Utvärdera den först.",
        Refusal::Prepared => "Ett steg är förberett och inte beslutat. Besluta eller avstå först.",
        Refusal::Holds => "Ett beslut gäller. Upphäv det, eller anteckna att det är fullföljt, först.",
        Refusal::Skips => "Något som ska ha gjorts före saknas. Gör det först, eller skriv varför steget tas ändå.",
        Refusal::Short => {
            "Anordnaren får kortare tid att yttra sig än stegen säger. Välj en senare dag, eller skriv varför."
        }
        Refusal::BeforePrepared => "Beslutsdagen ligger före den dag då steget förbereddes, eller efter i dag.",
        Refusal::Early => "Anordnaren har tid kvar att yttra sig. Vänta, eller skriv varför beslutet inte kan vänta.",
        Refusal::NoAppeal => "Det finns inget beslut som kan överklagas.",
        Refusal::NotNow => "Det går inte som beslutet står nu.",
        Refusal::NoSuch => "Det finns inget sådant i bristen.",
    }
}

/// What it waits for.
pub fn awaits(awaits: Awaits) -> String {
    match awaits {
        Awaits::Course => "Huvudmannen bestämmer hur bristen ska följas upp".to_owned(),
        Awaits::Plan(day) => format!("Anordnaren lämnar handlingsplan senast {}", swedish::day(day)),
        Awaits::Verdict => "Huvudmannen ger besked om handlingsplanen".to_owned(),
        Awaits::Measures(day) => format!("Anordnaren genomför åtgärder, nästa senast {}", swedish::day(day)),
        Awaits::Evaluation(Some(day)) => format!("Huvudmannen utvärderar effekten {}", swedish::day(day)),
        Awaits::Evaluation(None) => "Huvudmannen utvärderar effekten".to_owned(),
        Awaits::Answer(day) => format!("Anordnaren får yttra sig till {}", swedish::day(day)),
        Awaits::Decision => "Huvudmannen beslutar om det som är förberett".to_owned(),
        Awaits::Closing => "Huvudmannen avslutar bristen, eller går vidare med en ny plan eller nästa steg".to_owned(),
        Awaits::Nothing => "Inget".to_owned(),
    }
}

/// What is missing before a step.
pub fn lacking(lacking: &Lacking) -> String {
    match lacking {
        Lacking::Step(title) => format!("steget ”{title}”"),
        Lacking::Serious => "en utvärdering som visar att en allvarlig brist kvarstår".to_owned(),
    }
}

/// How a figure stands beside its aim.
pub fn stands(figure: &FigureState) -> &'static str {
    match reached(figure) {
        None => "Inte avläst sedan starten",
        Some((true, _)) => "Målet är nått",
        Some((false, true)) => "Bättre än vid starten, målet är inte nått",
        Some((false, false)) => "Inte bättre än vid starten",
    }
}

/// What happened, as a line of the history says it.
pub fn happening(happening: &Happening) -> String {
    let day = |day: &kernel::Day| swedish::day(*day);
    match happening {
        Happening::Opened { track: on, severity: grave, .. } => {
            format!("Bristen lades in: {}, {}", track(*on).to_lowercase(), severity(*grave).to_lowercase())
        }
        Happening::Rewritten { track: on, severity: grave } => {
            format!("Beskrivningen ändrades: {}, {}", track(*on).to_lowercase(), severity(*grave).to_lowercase())
        }
        Happening::Told => "Anordnaren fick veta".to_owned(),
        Happening::Noted => "Intern anteckning".to_owned(),
        Happening::FigureChosen { kind, start, aim, .. } => {
            format!("Måttet ”{}” valdes: {start} vid starten, ska bli {aim}", figure(kind))
        }
        Happening::FigureDropped { figure } => format!("Mått {figure} används inte längre"),
        Happening::Measured { figure, value, on } => format!("Mått {figure} var {value} den {}", day(on)),
        Happening::PlanAsked { by } => format!("Handlingsplan begärdes till {}", day(by)),
        Happening::Planned { measure, by } => format!("Åtgärd {measure} skrevs, ska vara gjord {}", day(by)),
        Happening::Dropped { measure } => format!("Åtgärd {measure} ströks"),
        Happening::Restored { measure } => format!("Åtgärd {measure} togs upp igen"),
        Happening::PlanSent => "Handlingsplanen lämnades in".to_owned(),
        Happening::PlanReturned { by } => {
            format!("Handlingsplanen lämnades tillbaka, ska komma igen senast {}", day(by))
        }
        Happening::EvaluationMoved { evaluate } => {
            format!("Utvärderingen av effekten flyttades till {}", day(evaluate))
        }
        Happening::PlanAccepted { evaluate } => {
            format!("Handlingsplanen godtogs. Effekten utvärderas {}", day(evaluate))
        }
        Happening::Progress { measure } => format!("Läget för åtgärd {measure}"),
        Happening::Done { measure, on } => format!("Åtgärd {measure} genomfördes {}", day(on)),
        Happening::NotDone { measure } => format!("Åtgärd {measure} är inte genomförd"),
        Happening::Evidence => "Belägg lades till".to_owned(),
        Happening::Evaluated { effect: came, severity: grave } => match came {
            Effect::Yes => format!("Utvärdering: {}", effect(*came).to_lowercase()),
            _ => format!("Utvärdering: {}, {}", effect(*came).to_lowercase(), severity(*grave).to_lowercase()),
        },
        Happening::Proposed { rung, answer_by, .. } => {
            format!("”{}” förbereds. Anordnaren får yttra sig till {}", rung.title, day(answer_by))
        }
        Happening::Answered { .. } => "Anordnaren yttrade sig".to_owned(),
        Happening::LetGo { .. } => "Det som var förberett beslutades inte".to_owned(),
        Happening::Decided { on, case_number, .. } => format!("Beslut {}, {case_number}", day(on)),
        Happening::Appealed { on, .. } => format!("Beslutet överklagades {}", day(on)),
        Happening::Settled { on, outcome: how, .. } => {
            format!("Överklagandet avgjordes {}: {}", day(on), outcome(*how).to_lowercase())
        }
        Happening::Lifted { on, .. } => format!("Beslutet upphävdes från {}", day(on)),
        Happening::Ended { on, .. } => format!("Beslutet är fullföljt {}", day(on)),
        Happening::Closed => "Bristen avslutades".to_owned(),
        Happening::Reopened => "Bristen öppnades igen".to_owned(),
        Happening::Withdrawn => "Bristen drogs tillbaka".to_owned(),
    }
}

/// What a figure is called.
pub fn figure(kind: &FigureKind) -> &str {
    kind.title()
}

/// What is wrong with a ladder, and what now.
pub const fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Untitled => "Skriv vad stegen ska heta.",
        Fault::Empty => "Lägg till minst ett steg.",
        Fault::TooMany => "Stegen är för många. Högst 20 får plats.",
        Fault::NoTitle(_) => "Skriv vad steget heter.",
        Fault::Twice(_) => "Två steg heter likadant. Ge dem olika namn.",
        Fault::NotBefore(_) => "Steget kräver ett steg som inte står före det.",
        Fault::NotAuthorised(_) => {
            "Avauktorisering gäller bara auktoriserade anordnare. Välj den formen, eller en annan sorts steg."
        }
        Fault::OfContract(_) => "Vite och hävning är åtgärder enligt avtal och har ingen överklagandehänvisning.",
        Fault::NobodyDecides(_) => "Skriv vem som beslutar.",
        Fault::NotAfterPlan(_) => {
            "Avauktorisering för kvalitet och resultat kräver först handlingsplan, uppföljning av effekterna och att allvarliga brister kvarstår."
        }
        Fault::NoAppeal(_) => {
            "Bara beslut om auktoriserade anordnare överklagas. Välj den formen för stegen, eller ta bort överklagandet."
        }
    }
}
