//! Sentences of the follow-up that carry data, and everything that can be refused or wrong.

use domain::submissions::{State, StateName, Timeliness, sv};
use kernel::{Day, Instant, swedish};

use super::decisions::{Decision, Fault};
use super::happened::What;
use super::model::{Figures, Line, Order, Show};
use crate::assignments::Assignment;

fn n(number: u32) -> String {
    swedish::integer(i64::from(number))
}

/// *41 av 58 har kommit in, 37 i tid.*
pub fn rate(figures: &Figures) -> String {
    if figures.expected == 0 {
        return "Ingenting efterfrågas vid det här tillfället.".to_owned();
    }
    let mut sentence = match figures.received {
        0 => format!("Inget av {} har kommit in än", n(figures.expected)),
        received if received == figures.on_time && received == figures.expected => {
            format!("Allt har kommit in, {} av {}, och i tid", n(received), n(figures.expected))
        }
        received => {
            format!("{} av {} har kommit in, {} i tid", n(received), n(figures.expected), n(figures.on_time))
        }
    };
    if figures.elsewhere > 0 {
        let read_in = if figures.elsewhere == 1 { "inläst" } else { "inlästa" };
        sentence.push_str(&format!(", {} {read_in} från annat system", n(figures.elsewhere)));
    }
    match figures.overdue {
        0 => {}
        1 => sentence.push_str(". 1 är försenad"),
        overdue => sentence.push_str(&format!(". {} är försenade", n(overdue))),
    }
    sentence.push('.');
    sentence
}

/// A provider that answers in another system.
pub fn whose_reports_are_in(provider: &str, system: &str) -> String {
    format!("{provider} (redovisar i {system})")
}

/// Where it is answered.
pub fn reported_in(system: &str) -> String {
    format!("Redovisas i {system}")
}

/// The last day of an occasion, and of those who have another one and have not handed in yet.
pub fn last_day<'l>(deadline: Day, lines: impl Iterator<Item = &'l Line>, today: Day) -> String {
    let later = lines.filter(|line| line.received.is_none() && line.counts() && line.due > deadline);
    let due: Vec<Day> = later.map(|line| line.due).collect();
    let ordinary = self::deadline(deadline, today);
    match (due.len(), due.iter().max()) {
        (1, Some(last)) => format!("{ordinary} En som inte har kommit in har till {}.", swedish::day(*last)),
        (many, Some(last)) => {
            let many = swedish::integer(i64::try_from(many).unwrap_or(i64::MAX));
            format!("{ordinary} {many} som inte har kommit in har en senare dag, som längst {}.", swedish::day(*last))
        }
        (_, None) => ordinary,
    }
}

/// *Sista dagen är 8 april 2024*, or that it has passed.
pub fn deadline(deadline: Day, today: Day) -> String {
    match deadline.days_since(today) {
        0 => format!("Sista dagen är i dag, {}.", swedish::day(deadline)),
        1 => format!("Sista dagen är i morgon, {}.", swedish::day(deadline)),
        left if left > 0 => format!("Sista dagen är {}, om {left} dagar.", swedish::day(deadline)),
        _ => format!("Sista dagen var {}.", swedish::day(deadline)),
    }
}

/// *12 väntar på granskning*.
pub fn to_review(number: u32) -> String {
    match number {
        0 => "Inget väntar på granskning".to_owned(),
        1 => "1 väntar på granskning".to_owned(),
        more => format!("{} väntar på granskning", n(more)),
    }
}

/// *Lista: 12 redovisningar*.
pub fn so_many(number: usize) -> String {
    match number {
        0 => "Inga redovisningar".to_owned(),
        1 => "1 redovisning".to_owned(),
        more => format!("{} redovisningar", swedish::integer(i64::try_from(more).unwrap_or(i64::MAX))),
    }
}

/// Who is not in the overview of an occasion, and why.
pub fn not_asked(names: &[&str], regimes: &[domain::year::Regime]) -> String {
    let regimes: Vec<&str> = regimes.iter().map(|regime| domain::year::sv::regime(*regime)).collect();
    let asked = if regimes.is_empty() {
        String::new()
    } else {
        format!(" Redovisningarna begärs in av anordnare i {}.", swedish::list(&regimes))
    };
    format!("Inte med här: {}. Av dem begärs inget in vid det här tillfället.{asked}", swedish::list(names))
}

/// What was handed in by an earlier form.
pub(super) const LACKS_WHAT_WAS_ADDED: &str =
    "Inlämnad innan det här tillkom. Lämna tillbaka redovisningen om det ska fyllas i.";
/// What is pointed out beyond what is shown at once.
pub(super) fn more_notices(number: usize) -> String {
    if number == 1 { "Visa 1 till".to_owned() } else { format!("Visa {number} till") }
}

/// What a choice of the filter is called.
pub const fn show(show: Show) -> &'static str {
    match show {
        Show::All => "Alla",
        Show::Received => "Inkomna",
        Show::OnTime => "Inkomna i tid",
        Show::Missing => "Inte inkomna",
        Show::ByMail => "Kom med e-post, att signera",
        Show::Overdue => "Försenade, inte inlämnade",
        Show::ReceivedLate => "Inlämnade efter sista dagen",
        Show::State(StateName::NotStarted) => "Läge: ej påbörjad",
        Show::State(StateName::Draft) => "Läge: utkast",
        Show::State(StateName::AwaitingSignature) => "Läge: väntar på signering",
        Show::State(StateName::Submitted) => "Läge: inlämnad, att granska",
        Show::State(StateName::Returned) => "Läge: återlämnad",
        Show::State(StateName::Approved) => "Läge: godkänd",
    }
}

/// What an order is called.
pub const fn order(order: Order) -> &'static str {
    match order {
        Order::Need => "Det som behöver något först",
        Order::Name => "Namn",
        Order::Newest => "Senast inkommet först",
    }
}

/// What happened, in a sentence.
pub fn happened(what: &What, by: &str) -> String {
    let by = match (by.is_empty(), what) {
        // The same file with another letter says so by itself.
        (true, What::Retimed { .. }) => "Systemet",
        (true, _) => "Någon",
        (false, _) => by,
    };
    match what {
        What::Signed { read_in: Some((system, file_name)), number, .. } => {
            let version = if *number > 1 { format!(" version {number}") } else { String::new() };
            format!("{by} läste in{version} ur {system}, filen {file_name}.")
        }
        What::Signed { number: 1, late: false, .. } => format!("{by} lämnade in och signerade."),
        What::Signed { number: 1, late: true, .. } => format!("{by} lämnade in och signerade, efter sista dagen."),
        What::Signed { number, .. } => format!("{by} lämnade in version {number}."),
        What::Retimed { came, late } => {
            let when =
                came.map_or_else(String::new, |at| format!(": {}, {}", swedish::instant(at), punctuality(*late)));
            format!("{by} rättade när redovisningen kom in med e-post{when}.")
        }
        What::Returned { until: None, .. } => format!("{by} lämnade tillbaka för komplettering."),
        What::Returned { until: Some(day), .. } => {
            format!("{by} lämnade tillbaka för komplettering senast {}.", swedish::day(*day))
        }
        What::Approved => format!("{by} godkände."),
        What::ReturnTakenBack { .. } => format!("{by} tog tillbaka återlämnandet."),
        What::Reopened { .. } => format!("{by} tog tillbaka godkännandet."),
        What::Locked { .. } => format!("{by} låste redovisningen."),
        What::Unlocked { .. } => format!("{by} låste upp redovisningen."),
        What::Extended { until: Some(day), .. } => format!("{by} gav mer tid, till {}.", swedish::day(*day)),
        What::Corrected { until: Some(day), .. } => format!("{by} rättade sista dagen till {}.", swedish::day(*day)),
        What::Corrected { until: None, .. } => format!("{by} rättade sista dagen."),
        What::Extended { until: None, .. } => format!("{by} gav mer tid."),
        What::Changed { sentence } => sentence.clone(),
        What::Assessed => format!("{by} skrev en egen bedömning."),
        What::Registered { case_number } => format!("{by} registrerade handlingen med diarienummer {case_number}."),
    }
}

/// The words that go with what happened; empty where there are none.
pub fn happened_why(what: &What) -> &str {
    match what {
        What::Returned { reason, .. } | What::ReturnTakenBack { reason } | What::Reopened { reason } => reason,
        What::Locked { why } | What::Unlocked { why } => why,
        What::Extended { motive, .. } | What::Corrected { motive, .. } => motive,
        What::Signed { .. }
        | What::Retimed { .. }
        | What::Approved
        | What::Assessed
        | What::Changed { .. }
        | What::Registered { .. } => "",
    }
}

/// Whether and how late what came in is, beside its time of receipt.
pub const fn punctuality(late: bool) -> &'static str {
    if late { "efter sista dagen" } else { "i tid" }
}

/// *8 april 2024 kl. 14.02, i tid*. The first version decides whether it was in time, so later ones say only when.
pub fn came_in(number: i64, at: Instant, in_time: Option<bool>) -> String {
    match in_time.filter(|_| number == 1) {
        Some(in_time) => format!("{}, {}", swedish::instant(at), punctuality(!in_time)),
        None => swedish::instant(at),
    }
}

/// *Version 2 kom in 2 december 2024 kl. 10.02. Version 1 kom in 28 november 2024 kl. 9.12, i tid.*
/// Nothing of being in time where that is not known.
pub fn versions_came(newest_first: &[(i64, Instant)], first_on_time: Option<bool>) -> String {
    let told = newest_first.iter().map(|(number, at)| {
        let in_time = first_on_time.filter(|_| *number == 1);
        let in_time = in_time.map_or_else(String::new, |in_time| format!(", {}", punctuality(!in_time)));
        format!("Version {number} kom in {}{in_time}.", swedish::instant(*at))
    });
    told.collect::<Vec<_>>().join(" ")
}

/// *Version 2 av 3*.
pub fn version(number: i64, of: i64) -> String {
    if of > 1 { format!("Version {number} av {of}") } else { "Version 1".to_owned() }
}

/// A newer version has come in than the one on the page.
pub fn newer_version(number: u32) -> String {
    format!("Version {number} har kommit in sedan du öppnade sidan. Läs den innan du bestämmer dig.")
}

/// What a decision over several is called.
pub const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Lock => "Lås redovisningar",
        Decision::Unlock => "Lås upp redovisningar",
        Decision::Extend => "Ge mer tid",
    }
}

/// What the decision means for the provider.
pub const fn decision_means(decision: Decision) -> &'static str {
    match decision {
        Decision::Lock => {
            "Anordnaren kan inte längre skriva eller lämna in i det du låser, och ser vem som låste, när och varför. \
             Det som redan har kommit in finns kvar och kan godkännas."
        }
        Decision::Unlock => "Anordnaren kan skriva och lämna in igen. Sista dagen flyttas inte.",
        Decision::Extend => "Sista dagen flyttas för det du väljer. Anordnaren ser den nya dagen och motiveringen.",
    }
}

/// The label of the words that go with the decision.
pub const fn decision_why(decision: Decision) -> &'static str {
    match decision {
        Decision::Lock => "Varför låser du?",
        Decision::Unlock => "Varför låser du upp?",
        Decision::Extend => "Motivering till beslutet",
    }
}

/// What opens the form for a new last day, also for a wrong one.
pub const MORE_TIME: &str = "Ge mer tid eller rätta sista dagen";

/// The button of the decision.
pub const fn decision_button(decision: Decision) -> &'static str {
    match decision {
        Decision::Lock => "Lås de valda",
        Decision::Unlock => "Lås upp de valda",
        Decision::Extend => "Ge mer tid för de valda",
    }
}

/// Heading of what has come in.
pub const CAME_IN: &str = "Har kommit in";
/// Heading of what the provider still has something to do with.
pub const LEFT_TO_DO: &str = "Har inte kommit in, eller väntar på anordnaren";

/// What the provider still has something to do with, counted by what that is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Not come in, and nobody waits for a signature.
    pub missing: usize,
    /// Prepared, and waiting for the one who signs.
    pub unsigned: usize,
    /// Returned for completion.
    pub returned: usize,
    /// Of all of those, how many have more time that has not run out.
    pub more_time: usize,
}

impl Waiting {
    /// Counts them.
    pub fn of(those: &[&Assignment], now: Instant) -> Self {
        let mut waiting = Self::default();
        for assignment in those {
            match assignment.state.name() {
                StateName::AwaitingSignature => waiting.unsigned += 1,
                StateName::Returned => waiting.returned += 1,
                _ => waiting.missing += 1,
            }
            waiting.more_time += usize::from(more_time(assignment, now).is_some());
        }
        waiting
    }
}

/// The day to which it has more time, by decision or with a return, where that has not run out.
fn more_time(assignment: &Assignment, now: Instant) -> Option<Day> {
    let last = assignment.last_day();
    (last > assignment.deadline && last >= now.day()).then_some(last)
}

/// What is done by deciding about what the provider still has something to do with.
pub fn left_to_do(decision: Decision, waiting: &Waiting) -> String {
    let count = |number: usize| swedish::integer(i64::try_from(number).unwrap_or(i64::MAX));
    let more_time = match waiting.more_time {
        0 => String::new(),
        1 => " 1 av dem har mer tid som inte har gått ut.".to_owned(),
        several => format!(" {} av dem har mer tid som inte har gått ut.", count(several)),
    };
    match decision {
        Decision::Lock => {
            let mut stopped = Vec::new();
            if waiting.missing > 0 {
                stopped.push(format!("lämna in {}", count(waiting.missing)));
            }
            if waiting.unsigned > 0 {
                stopped.push(format!("signera {} som väntar på det", count(waiting.unsigned)));
            }
            if waiting.returned > 0 {
                let word = if waiting.returned == 1 { "återlämnad" } else { "återlämnade" };
                stopped.push(format!("komplettera {} {word}", count(waiting.returned)));
            }
            format!(
                "Inget av det här är valt från början. Låser du allt kan anordnaren inte längre {}.{more_time}",
                swedish::list(&stopped)
            )
        }
        Decision::Unlock => format!("Det du låser upp kan anordnaren lämna in igen.{more_time}"),
        Decision::Extend => format!("Välj det som ska få en ny sista dag.{more_time}"),
    }
}

/// *Återlämnad för komplettering 25 november 2024. Har mer tid till 2 december 2024.*
pub fn stands(assignment: &Assignment, now: Instant) -> String {
    let state = sv::state(assignment.state.name());
    let mut text = match &assignment.state {
        State::Returned(returned) => format!("{state} {}.", swedish::day(returned.at.day())),
        State::AwaitingSignature(awaiting) => match &awaiting.answers {
            Some(returned) => format!("{state}, återlämnad {}.", swedish::day(returned.at.day())),
            None => format!("{state} sedan {}.", swedish::day(awaiting.at.day())),
        },
        State::NotStarted | State::Draft(_) => format!("{state}, har inte kommit in."),
        // When an officer reads a file in says nothing of when the school had answered.
        State::Submitted(_) | State::Approved(_) if assignment.reports_in.is_some() => format!("{state}."),
        State::Submitted(_) | State::Approved(_) => match assignment.timeliness(now) {
            Timeliness::ReceivedLate => {
                format!("{state}. Kom in efter sista dagen, {}.", swedish::day(assignment.due()))
            }
            _ => format!("{state}. Kom in i tid."),
        },
    };
    let is_in = matches!(assignment.state, State::Submitted(_) | State::Approved(_));
    match (is_in, more_time(assignment, now)) {
        (true, _) => {}
        (false, Some(until)) => text.push_str(&format!(" Har mer tid till {}.", swedish::day(until))),
        (false, None) => {
            let late = match assignment.timeliness(now) {
                Timeliness::Late(1) => ", försenad 1 dag".to_owned(),
                Timeliness::Late(days) => format!(", försenad {} dagar", n(days.unsigned_abs())),
                _ => String::new(),
            };
            text.push_str(&format!(" Sista dag {}{late}.", swedish::day(assignment.last_day())));
        }
    }
    text
}

/// What there is to decide about.
pub fn decision_scope(decision: Decision, candidates: usize, missing: usize) -> String {
    let count = |number: usize| swedish::integer(i64::try_from(number).unwrap_or(i64::MAX));
    match (decision, candidates) {
        (Decision::Lock, 0) => "Allt vid tillfället är redan låst.".to_owned(),
        (Decision::Unlock, 0) => "Ingenting är låst vid tillfället.".to_owned(),
        (Decision::Extend, 0) => "Det finns inget som väntar på att komma in.".to_owned(),
        (Decision::Lock, all) => {
            format!("{} kan låsas. {} av dem har inte kommit in.", so_many(all), count(missing))
        }
        (Decision::Unlock, 1) => format!("{} är låst.", so_many(1)),
        (Decision::Unlock, all) => format!("{} är låsta.", so_many(all)),
        (Decision::Extend, all) => format!("{} har inte kommit in, eller väntar på komplettering.", so_many(all)),
    }
}

/// *Klagomål: 118 redovisningar, 118 valda*.
pub fn group(title: &str, all: usize, chosen: usize) -> String {
    let word = if chosen == 1 { "vald" } else { "valda" };
    let chosen = swedish::integer(i64::try_from(chosen).unwrap_or(i64::MAX));
    format!("{title}: {}, {chosen} {word}", so_many(all))
}

/// What was done.
pub fn decided(decision: Decision, done: usize, refused: usize, until: Option<Day>) -> String {
    let mut text = match (decision, until) {
        (Decision::Lock, _) => format!("{} är låsta.", so_many(done)),
        (Decision::Unlock, _) => format!("{} är upplåsta.", so_many(done)),
        (Decision::Extend, Some(day)) => format!("{} har ny sista dag {}.", so_many(done), swedish::day(day)),
        (Decision::Extend, None) => format!("{} har fått mer tid.", so_many(done)),
    };
    if done == 1 {
        text = text.replace(" är låsta", " är låst").replace(" är upplåsta", " är upplåst");
    }
    if refused > 0 {
        text.push_str(&format!(" {refused} hoppades över, eftersom läget hade ändrats."));
    }
    text
}

/// What is wrong with a filled-in form, and what to do.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NothingChosen => "Du har inte valt någon redovisning. Markera minst en.".to_owned(),
        Fault::NoReturnReason => {
            "Motivering saknas. Skriv vad som behöver kompletteras, så att anordnaren vet vad den ska göra.".to_owned()
        }
        Fault::NoWhy(Decision::Lock) => "Skäl saknas. Skriv varför du låser, så att anordnaren förstår.".to_owned(),
        Fault::NoWhy(Decision::Unlock) => "Skäl saknas. Skriv varför du låser upp.".to_owned(),
        Fault::NoWhy(Decision::Extend) => "Motivering saknas. Skriv varför mer tid ges.".to_owned(),
        Fault::NoTakeBackReason => "Skäl saknas. Skriv varför återlämnandet tas tillbaka.".to_owned(),
        Fault::NoReopenReason => "Skäl saknas. Skriv varför godkännandet tas tillbaka.".to_owned(),
        Fault::NoDay => "Dag saknas. Skriv den nya sista dagen, till exempel 22 april 2024.".to_owned(),
        Fault::NotADay(text) => forms::sv::not_a_day("Dagen", text),
        Fault::BeforeDue(due) => format!(
            "Redovisningens egen sista dag är {}. Välj den dagen eller en senare, eller lämna tomt.",
            swedish::day(*due)
        ),
        Fault::DayPassed(day) => format!("{} har redan varit. Välj i dag eller en senare dag.", swedish::day(*day)),
        Fault::SameDay(due) => format!("Sista dagen är redan {}. Välj en annan dag.", swedish::day(*due)),
        Fault::BeforeOriginal(original) => {
            format!("Den ursprungliga sista dagen är {}. Välj den dagen eller en senare.", swedish::day(*original))
        }
        Fault::FarAway(day, due) => format!(
            "Menar du {}? {} ligger mer än ett år efter sista dagen, {}. Rätta dagen, eller kryssa i att den stämmer.",
            day.year(),
            swedish::day(*day),
            swedish::day(*due)
        ),
        Fault::NothingWritten => "Bedömningen är tom. Skriv något, eller lämna sidan utan att spara.".to_owned(),
        Fault::TooLong(most) => format!("Texten är för lång. Korta den till högst {} tecken.", swedish::integer(*most)),
        Fault::NoSuchRow { text, rows } => format!(
            "Det finns ingen rad ”{text}” i tabellen. Den har {} {}. Skriv radens nummer.",
            swedish::integer(*rows),
            if *rows == 1 { "rad" } else { "rader" }
        ),
        Fault::NoColumn => "Välj vilken kolumn det gäller.".to_owned(),
        Fault::NoCellReason => "Skriv vad som behöver ändras i cellen, eller töm rad och kolumn.".to_owned(),
    }
}

/// The sign that goes with the state word in a table: whether it is in time.
pub fn timeliness(line: &Line) -> String {
    match line.timeliness {
        Timeliness::OnTime => String::new(),
        // When an officer reads a file in says nothing of when the school had answered.
        _ if line.reports_in.is_some() => String::new(),
        // Nobody can hurry what is locked.
        Timeliness::Soon(_) | Timeliness::Open | Timeliness::Late(_) if line.locked => String::new(),
        // The mark already says that it is late.
        Timeliness::Late(1) if line.mark() == ui::State::Late => "1\u{a0}dag".to_owned(),
        Timeliness::Late(days) if line.mark() == ui::State::Late => {
            format!("{}\u{a0}dagar", swedish::integer(i64::from(days)))
        }
        other => sv::timeliness(other),
    }
}

/// What the places of an answer are called.
pub mod words {
    /// The answer as a whole.
    pub const WHOLE: &str = "Hela redovisningen";
    /// The question about a zero, answered.
    pub const CONFIRMED_ZERO: &str = "Bekräftat att inget klagomål räknas";
    /// A table that was left empty on purpose.
    pub const EMPTY_TABLE: &str = "Inget att redovisa";
    /// The head of the column that says where a row comes from.
    pub const COMES_FROM: &str = "Kommer från";
    /// A row that was typed.
    pub const OWN_ROW: &str = "Egen rad";
    /// The head of the column with the time between the days of an investigation.
    pub const GAPS: &str = "Tid mellan dagarna";
    /// Over what has changed in cases and investigations since a report was signed.
    pub const CASES_SINCE: &str = "Ändrat i ärenden och utredningar sedan skolan signerade";
    /// What becomes of it.
    pub const CASES_SINCE_NOTE: &str = "Det signerade står kvar. Lämna tillbaka redovisningen om den ska rättas; då kommer \
        det som gäller nu med av sig självt.";
    /// Over investigations that stand in no report.
    pub const APART: &str = "Utredningar som inte står i redovisningen";
    /// Why.
    pub const APART_NOTE: &str = "De gäller någon som signerar eller granskar redovisningen. De räknas när tillfället \
        sammanställs.";

    /// *Klagomål, rad 3, Åtgärd*.
    pub fn cell(table: &str, row: &str, column: &str) -> String {
        format!("{table}, rad {row}, {column}")
    }
    /// *Genomströmning: minst 70 % – Orsaker*.
    pub fn field(section: &str, field: &str) -> String {
        format!("{section} – {field}")
    }
    /// *Klagomål: ny rad 3*.
    pub fn row_added(table: &str, row: &str) -> String {
        format!("{table}: ny rad {row}")
    }
    /// *Elever: Kanal, ifyllt i 100 rader*.
    pub fn filled_in(table: &str, column: &str, rows: usize) -> String {
        format!("{table}: {column}, ifyllt i {rows} rader")
    }
    /// *Telefon (40 rader)*.
    pub fn answer_in_rows(text: &str, rows: usize) -> String {
        if rows == 1 { format!("{text} (1 rad)") } else { format!("{text} ({rows} rader)") }
    }
    /// The answers, and how many there are besides.
    pub fn and_more_answers(told: String, more: usize) -> String {
        match more {
            0 => told,
            1 => format!("{told}\noch ett annat svar"),
            more => format!("{told}\noch {more} andra svar"),
        }
    }
    /// *Klagomål: rad 3 är borttagen*.
    pub fn row_removed(table: &str, row: &str) -> String {
        format!("{table}: rad {row} är borttagen")
    }
}

/// The heading where something has changed, and the name of the page of a year's changes.
pub const CHANGED: &str = "Ändringar under året";

/// How much has changed lately.
pub fn changed(number: i64, newest: Instant) -> String {
    let tasks = if number == 1 { "1 uppgift".to_owned() } else { format!("{} uppgifter", swedish::integer(number)) };
    format!("{tasks} vid det här tillfället har ändrats de senaste 30 dagarna, senast {}.", swedish::day(newest.day()))
}

/// The reason that is proposed where what is in lacks something.
pub fn lacks(words: &str) -> String {
    format!(
        "Det som ska besvaras har ändrats sedan ni lämnade in. Fyll i det som tillkommit och lämna in igen. {words}"
    )
}

/// How many were given back, and how many were not.
pub fn given_back(done: usize, refused: usize) -> String {
    let of = |number: usize| swedish::integer(i64::try_from(number).unwrap_or(i64::MAX));
    let said = if done == 1 {
        "1 redovisning är återlämnad".to_owned()
    } else {
        format!("{} redovisningar är återlämnade", of(done))
    };
    if refused == 0 {
        format!("{said}. Anordnarna ser motiveringen vid sin uppgift.")
    } else {
        format!("{said}. {} lämnades inte tillbaka, eftersom läget har ändrats.", of(refused))
    }
}

/// Names folded away.
pub fn those(number: usize) -> String {
    format!("Visa alla {}", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// How many are in by the earlier form and lack something.
pub fn lacking(number: usize) -> String {
    let form = if number == 1 { "inlämnad" } else { "inlämnade" };
    format!("{} {form} saknar det som tillkom", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// Nothing of what was chosen could be given back.
pub const NOTHING_GIVEN_BACK: &str = "Inget lämnades tillbaka";
/// See [`NOTHING_GIVEN_BACK`].
pub const LOOK_AGAIN: &str = "Läget hade ändrats för allt du valde. Ladda om sidan och se efter.";

/// A return that stands.
pub(super) const NOT_TAKEN_BACK: &str = "Återlämnandet är inte tillbakataget";
/// The way to a letter.
pub(super) const TO_LETTER: &str = "Till brevet";
/// Why: files have come with letters, which lie with the provider.
pub(super) fn letters_first(came: &[Instant]) -> String {
    let times: Vec<String> = came.iter().map(|at| swedish::instant(*at)).collect();
    let what = match times.as_slice() {
        [one] => format!(
            "En fil i brevet som kom {one} ligger hos anordnaren som komplettering. Ta först ut filen ur brevet."
        ),
        all => format!(
            "Filer i {} brev ligger hos anordnaren som komplettering. Breven kom {}. Ta först ut filerna ur breven.",
            swedish::integer(i64::try_from(all.len()).unwrap_or(i64::MAX)),
            swedish::list(all)
        ),
    };
    format!(
        "{what} Sedan går det att ta tillbaka återlämnandet. Säger ni därefter igen vad filen gäller jämförs den med det som är signerat."
    )
}

/// Over letters with files that seem to be for what is reviewed.
pub(super) const fn letters_wait(letters: usize) -> &'static str {
    if letters == 1 { "Ett brev väntar på er" } else { "Brev väntar på er" }
}
/// One of them.
pub(super) fn letter_waits(came: Option<Instant>, approves: bool) -> String {
    let which = came.map_or_else(|| "ett brev".to_owned(), |at| format!("brevet som kom {}", swedish::instant(at)));
    let then =
        if approves { " Se efter vad den säger innan ni godkänner." } else { " Säg vad som ska hända med den." };
    format!("En fil i {which} gäller den här redovisningen.{then}")
}

/// A file that lies with the provider beside what is returned.
pub(super) fn beside_waits(came: Instant) -> String {
    format!("En fil i brevet som kom {} väntar hos anordnaren, som väljer om den ska läsas in.", swedish::instant(came))
}
