//! Words of reminders: the letter itself, and the officer's page.

use domain::inbox::Left;
use domain::reminders::Stage;
use kernel::{Day, swedish};

use super::gather::Line;

/// The page.
pub(super) const TITLE: &str = "Påminnelser";
/// The page on which they are sent.
pub(super) const NOW_TITLE: &str = "Påminn nu";
/// The words before the link of a letter.
pub(super) const LINK: &str = "Logga in och se vad som ska lämnas in";

fn things(number: usize) -> String {
    if number == 1 { "1 redovisning".to_owned() } else { format!("{number} redovisningar") }
}

fn stage(line: &Line, day: Day) -> Stage {
    Stage::of(day, line.call.due)
}

/// What is left to do about something that has come by e-mail.
pub(super) const fn left(left: Left) -> &'static str {
    match left {
        Left::Sign => "Har kommit med e-post, väntar på signering",
        Left::Mend => "Har kommit med e-post, behöver rättas",
        Left::Upload => "Har kommit med e-post, ska laddas upp",
    }
}

/// What a letter is about: what is late first, then what is due, then what has come and is not done.
pub(super) fn subject(lines: &[Line], day: Day) -> String {
    let missing: Vec<&Line> = lines.iter().filter(|line| line.left.is_none()).collect();
    let of = |wanted: Stage| missing.iter().filter(|line| stage(line, day) == wanted).count();
    match (of(Stage::After), of(Stage::OnTheDay)) {
        (0, 0) => {}
        (0, today) => return format!("Sista dagen i dag: {} att lämna in", things(today)),
        (1, _) => return format!("{} har inte kommit in", things(1)),
        (late, _) => return format!("{} har inte kommit in i tid", things(late)),
    }
    if let Some(first) = missing.iter().map(|line| line.call.due).min() {
        return format!("{} att lämna in, sista dag {}", things(missing.len()), swedish::day(first));
    }
    let came = |wanted: Left| lines.iter().filter(|line| line.left == Some(wanted)).count();
    match (came(Left::Sign), came(Left::Mend), came(Left::Upload)) {
        (sign, 0, 0) => format!("{} att signera", things(sign)),
        (0, mend, 0) => format!("{} att rätta", things(mend)),
        (0, 0, upload) => format!("{} att ladda upp", things(upload)),
        _ => format!("{} att göra klara", things(lines.len())),
    }
}

/// One thing on a line of its own: what, for what, until when.
fn line(line: &Line, several: bool) -> String {
    let authority = if several { format!(", {}", line.authority.name) } else { String::new() };
    format!("– {}: {}{authority}. Sista dag {}.", line.title, line.subject, swedish::day(line.call.due))
}

fn group(head: &str, lines: &[&Line], several: bool) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    let mut lines: Vec<&&Line> = lines.iter().collect();
    lines.sort_by(|a, b| {
        let key = |line: &Line| (line.call.due, line.authority.name.clone(), line.title.clone(), line.subject.clone());
        key(a).cmp(&key(b))
    });
    let mut text = vec![head.to_owned()];
    text.extend(lines.into_iter().map(|one| line(one, several)));
    Some(text.join("\n"))
}

/// The letter's paragraphs: what is late, what is due today, what is due soon; each thing once.
pub(super) fn paragraphs(lines: &[Line], day: Day, asked_by_officer: bool) -> Vec<String> {
    let several = lines.windows(2).any(|pair| pair[0].authority.id != pair[1].authority.id);
    let of = |wanted: Stage, escalated: bool| {
        let missing = lines.iter().filter(|line| line.left.is_none());
        missing.filter(|line| stage(line, day) == wanted && line.call.escalated == escalated).collect::<Vec<_>>()
    };
    let came = |wanted: Left| lines.iter().filter(|line| line.left == Some(wanted)).collect::<Vec<_>>();
    let mut parts = Vec::new();
    if asked_by_officer && let Some(first) = lines.first() {
        parts.push(format!("{} påminner om det som ännu inte är klart.", first.authority.name));
    }
    parts.extend(group("Det här har inte kommit in, och sista dagen har passerat:", &of(Stage::After, false), several));
    parts.extend(group(
        "Det här har inte kommit in trots flera påminnelser. Brevet går därför också till dig:",
        &of(Stage::After, true),
        several,
    ));
    parts.extend(group("Det här ska lämnas in senast i dag:", &of(Stage::OnTheDay, false), several));
    parts.extend(group("Det här ska snart lämnas in:", &of(Stage::Before, false), several));
    parts.extend(group("Det här har kommit med e-post och väntar på att signeras:", &came(Left::Sign), several));
    parts.extend(group(
        "Det här har kommit med e-post, och något behöver ses över innan det kan signeras:",
        &came(Left::Mend),
        several,
    ));
    parts.extend(group(
        "Det här har kommit med e-post men ska laddas upp efter inloggning:",
        &came(Left::Upload),
        several,
    ));
    parts.push(
        "Har ni lämnat in efter klockan 7 i dag kan ni bortse från brevet. Behöver ni mer tid, fråga huvudmannen."
            .to_owned(),
    );
    parts
}

/// Who has been reminded, and when last.
pub(super) fn reminded(days: &[Day]) -> String {
    match (days.len(), days.iter().max()) {
        (0, _) | (_, None) => "Inte påmind".to_owned(),
        (1, Some(day)) => format!("En gång, {}", swedish::day(*day)),
        (number, Some(day)) => format!("{number} gånger, senast {}", swedish::day(*day)),
    }
}

/// When it is told of next.
pub(super) fn next(next: Option<Day>, today: Day) -> String {
    match next {
        None => "Ingen fler planerad".to_owned(),
        Some(day) if day <= today => "Nästa morgon klockan 7".to_owned(),
        Some(day) => swedish::day(day),
    }
}

/// That a letter has gone, or not.
pub(super) fn letter(state: &str) -> &'static str {
    match state {
        "sent" => "Skickat",
        "given-up" => "Gick inte att skicka",
        _ => "Väntar",
    }
}

/// What came of reminding now.
pub(super) fn queued(letters: usize, had_one: usize) -> String {
    let sent = if letters == 1 { "1 brev är på väg.".to_owned() } else { format!("{letters} brev är på väg.") };
    match had_one {
        0 => sent,
        1 => format!("{sent} 1 person hade redan fått en påminnelse i dag och får ingen till."),
        more => format!("{sent} {more} personer hade redan fått en påminnelse i dag och får ingen till."),
    }
}

/// Nothing was sent.
pub(super) const NOT_SENT: &str = "Ingen påminnelse är skickad";
/// Nobody was chosen.
pub(super) const NOBODY_CHOSEN: &str = "Välj minst en anordnare.";
/// Nobody can be reached.
pub(super) const NOBODY: &str = "Ingen hos de valda anordnarna kan påminnas. Personen behöver vara bekräftad av anordnarens ledning och ha \
    loggat in minst en gång.";
/// All have had one.
pub(super) const ALL_HAD: &str = "Alla hos de valda anordnarna har redan fått en påminnelse i dag.";

/// Neither a provider nor an item.
pub(super) const NOTHING_PAUSED: &str = "Välj en anordnare, en redovisning eller båda.";
/// No reason.
pub(super) const NO_REASON: &str = "Skriv varför påminnelserna pausas.";
/// Too long a reason.
pub(super) const LONG_REASON: &str = "Motiveringen är för lång. Skriv högst 500 tecken.";
/// It has begun.
pub(super) const PAUSED: &str = "Påminnelserna är pausade. Här syns pausen tills du avslutar den.";
/// It has ended.
pub(super) const RESUMED: &str = "Pausen är avslutad. Påminnelserna går igen.";
/// It had ended before.
pub(super) const ENDED_ALREADY: &str = "Pausen var redan avslutad.";

/// How often letters come has been chosen.
pub(super) const CHOSEN: &str = "Ditt val är sparat.";
