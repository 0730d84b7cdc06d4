//! Swedish sentences of the unit's own analysis.

use domain::case_analysis::{After, Against, Audience, Line};
use kernel::{Period, swedish};

use super::form::Step;

pub(super) const TITLE: &str = "Analys";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const WAY: &str = "Analysera vad som sägs om enheten";
pub(super) const WAY_FOR: &str = ": teman, orsaker och åtgärder, och om felet kommer tillbaka.";
pub(super) const AUTHORITY_WAY: &str = "Enheternas egna analyser";
pub(super) const AUTHORITY_WAY_FOR: &str = ": teman och åtgärder, utan text.";
pub(super) const NEW: &str = "Skriv ett tema";
pub(super) const NO_CATEGORY: &str = "Utan kärna";
pub(super) const TOGETHER: &str = "Sammanlagt";
pub(super) const CHOOSE_CASE: &str = "Välj minst ett ärende i listan.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-03-15 eller 15 mars 2024.";
pub(super) const BACKWARDS: &str = "Sista dagen ligger före den första. Byt plats på dem.";
pub(super) const LONG: &str = "Välj högst tre år åt gången.";
pub(super) const OPENED: &str = "Temat är sparat. Planera en åtgärd när ni vet vad ni vill göra.";
pub(super) const BACK: &str = "Till temat";
pub(super) const CHANGED: &str = "Någon har ändrat temat sedan du öppnade sidan. Inget av det du skrev är sparat än. Läs vad som står nu, och tryck igen om det du skrev fortfarande stämmer.";
pub(super) const CHANGED_SHORT: &str =
    "Någon har ändrat temat sedan du öppnade sidan, och inget är gjort. Läs vad som står nu och gör om det.";
/// Over what was typed in a form that is gone.
pub(super) const GONE_TITLE: &str = "Det du skrev är inte sparat";
/// See [`GONE_TITLE`].
pub(super) const GONE: &str = "Någon har gjort något annat med åtgärden eller temat sedan du öppnade sidan, så det du valde går inte att göra längre. Läs vad som står nu. Här är det du skrev, så att du kan kopiera det.";
/// What a field of a step is called.
pub(super) fn field(name: &str) -> &'static str {
    match name.rsplit('-').next().unwrap_or(name) {
        "namn" => "Vad är temat?",
        "orsak" => "Varför händer det?",
        "vad" => "Vad ska göras?",
        "ansvar" => "Vem ansvarar?",
        "senast" => "Klar senast",
        "dag" => "Vilken dag gjordes den?",
        _ => "Text",
    }
}
/// The day until which a period goes that is not over.
pub(super) const SO_FAR: &str = "Perioden är inte slut: det som ligger efter i dag jämförs inte.";
/// What a name and a cause are written with.
pub(super) const NO_NAMES: &str =
    "Skriv utan namn och så att det tål att läsas av fler: någon kan begära ut analysen som allmän handling.";
/// Who reads what is written.
pub(super) const WHO_READS: &str = "Kommunen ser att temat finns, vilka kärnor det samlar och hur långt åtgärderna har kommit. Namn, orsak och åtgärder läser bara ni.";
/// That management's figures hold more.
pub(super) const ABOUT_REKTOR: &str = "Här räknas också ärenden som gäller rektorn. Rektorn och de som arbetar åt rektorn ser dem inte, och har därför andra antal.";
pub(super) const TIMES: &str = "Arbetsdagar från det att ärendet kom in, utan den tid då klockan har stått. Hälften fick vänta kortare än mittvärdet. Tider mäts inte i ärenden ur egna system.";
pub(super) const AUTHORITY_LEAD: &str = "Varje enhet analyserar själv vad som sägs om den, så att fel inte upprepas. Ni ser vilka kärnor temana samlar, hur långt åtgärderna har kommit och om något återkommer. Vad enheten har skrivit läser bara den.";

/// The head over the numbers of the earlier period.
pub(super) const fn beside(against: Against) -> &'static str {
    match against {
        Against::Before => "Perioden före",
        Against::YearBefore => "Året före",
    }
}

/// How many measures are planned, done and followed up.
pub(super) fn measures(counts: [usize; 3]) -> String {
    let words = [("planerad", "planerade"), ("gjord", "gjorda"), ("uppföljd", "uppföljda")];
    let some = counts.into_iter().zip(words).filter(|(number, _)| *number > 0);
    let told: Vec<String> =
        some.map(|(number, (one, many))| format!("{number} {}", if number == 1 { one } else { many })).collect();
    if told.is_empty() { "Ingen än".to_owned() } else { told.join(", ") }
}

/// A number as it is shown.
pub(super) fn theme(number: i64) -> String {
    format!("Tema {number}")
}

/// How many.
pub(super) fn count(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// How many cases.
pub(super) fn cases(number: usize) -> String {
    if number == 1 { "1 ärende".to_owned() } else { format!("{} ärenden", count(number)) }
}

/// What the page says first.
pub(super) fn lead((all, unit): (&Line, &str), (now, before): (Period, Period), recurring: usize) -> String {
    let said = match all.now() {
        0 => format!("Ingen synpunkt och inget klagomål om {unit} kom in {}", swedish::period(now)),
        number => format!("{} om {unit} kom in {}", cases(number), swedish::period(now)),
    };
    let beside = match all.before {
        0 => format!(", och inget {}.", swedish::period(before)),
        number => format!(", och {} under {}.", count(number), swedish::period(before)),
    };
    let themes = match recurring {
        0 => String::new(),
        1 => " 1 tema återkommer trots att något har gjorts.".to_owned(),
        number => format!(" {number} teman återkommer trots att något har gjorts."),
    };
    format!("{said}{beside}{themes}")
}

/// How the number stands to the earlier one.
pub(super) fn difference(now: usize, before: usize) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "lika".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", count(now - before)),
        std::cmp::Ordering::Less => format!("\u{2212}{}", count(before - now)),
    }
}

/// A number of working days, with half a day where the middle lies between two.
pub(super) fn days(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}").replace('.', ",") }
}

/// What has come since a measure was done.
pub(super) fn after(after: After) -> String {
    let since = match after.since {
        0 => "Inget nytt ärende i temat sedan åtgärden gjordes".to_owned(),
        1 => "1 nytt ärende i temat sedan åtgärden gjordes".to_owned(),
        number => format!("{} nya ärenden i temat sedan åtgärden gjordes", count(number)),
    };
    match (after.days, after.before) {
        (0, _) => format!("{since}."),
        (1, before) => format!("{since}, 1 dag. Dagen före: {}.", count(before)),
        (days, before) => format!("{since}, {days} dagar. Lika lång tid före: {}.", count(before)),
    }
}

/// Who reads it, on its page.
pub(super) const fn read_by(audience: Audience) -> &'static str {
    domain::case_analysis::sv::audience(audience)
}

/// What has been done.
pub(super) const fn done(step: Step) -> &'static str {
    match step {
        Step::Rewrite => "Temat är ändrat. Det som stod förut finns i historiken.",
        Step::Gather => "Ärendena är tillagda.",
        Step::LetGo => "Ärendet är borttaget ur temat.",
        Step::Plan => "Åtgärden är sparad.",
        Step::Done => "Åtgärden är gjord. Här syns om det kommer nya ärenden i temat.",
        Step::Follow => "Uppföljningen är sparad.",
        Step::Back => "Det senaste steget är ångrat.",
        Step::Drop => "Åtgärden är struken. Den går att ta tillbaka.",
        Step::Restore => "Åtgärden är tillbaka.",
        Step::Withdraw => "Temat är undanlagt. Det går att ta fram igen.",
        Step::TakeUp => "Temat är framme igen.",
    }
}
