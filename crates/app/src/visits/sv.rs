//! Swedish sentences about visits.

use domain::visits::{Answer, Came, SheetPoint, Slot, Standing, Step};
use kernel::{Day, swedish};

use super::letters::Told;
use crate::mail;

pub(super) const TITLE: &str = "Verksamhetsbesök";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const NEW: &str = "Planera besök";
pub(super) const PROTOCOL: &str = "Protokoll";
pub(super) const CONFLICTS: &str = "Två versioner";
pub(super) const PACK: &str = "Underlag";
pub(super) const CHECKLIST: &str = "Checklista";
pub(super) const OWN: &str = "Besök hos er";
pub(super) const SETTLED: &str = "Protokoll från besök";
pub(super) const OF_BOARD: &str = "Årets besök";
pub(super) const TO_VISIT: &str = "Till besöket";
pub(super) const NEEDED: &str = "Skriv varför.";
pub(super) const NEEDED_REPLY: &str = "Skriv vad ni vill säga, eller kryssa för att ni inte har något att invända.";
pub(super) const NEEDED_DAY: &str = "Skriv en dag, till exempel 24 april 2024.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-04-24.";
pub(super) const PASSED: &str = "Dagen har redan varit. Skriv en dag från i dag.";
pub(super) const LONG_AGO: &str = "Dagen ligger mer än ett år tillbaka. Kontrollera årtalet.";
pub(super) const AFTERWARDS: &str = "Inlagt i efterhand. Skriv protokollet";
pub(super) const NOTED: &str = "Utan protokoll";
pub(super) const NOTED_HEAD: &str = "Antecknade som gjorda utan protokoll";
pub(super) const NOTED_NOTE: &str =
    "Någon har antecknat i uppföljningsplanen att besöket är gjort. Vad det visade står inte här.";
pub(super) const UNREAD: &str = "Protokollet har ändrats sedan anordnaren fick utkastet";
pub(super) const SETTLE_UNREAD: &str = "Fastställ fast anordnaren inte har läst det nya";
pub(super) const NOT_BOTH: &str = "Ni har skrivit något att invända. Ta bort krysset, eller det ni har skrivit.";
pub(super) const CHOSEN: &str = "Valt. Den andra versionen finns kvar under ”Tidigare versioner” på besökets sida.";
pub(super) const FAR: &str = "Dagen ligger mer än två år bort. Kontrollera årtalet.";
pub(super) const SOON: &str = "Anordnaren ska ha minst en dag på sig. Skriv en senare dag.";
pub(super) const NO_TIME: &str = "Skriv klockslaget som 9 eller 9.30.";
pub(super) const BACKWARDS: &str = "Besöket slutar innan det börjar. Ändra något av klockslagen.";
pub(super) const CHOOSE_PROVIDER: &str = "Välj vilken anordnare besöket gäller.";
pub(super) const CHOOSE: &str = "Välj ja eller nej.";
pub(super) const CHANGED_TITLE: &str = "Någon annan har ändrat besöket";
pub(super) const CHANGED: &str = "Öppna det igen och läs vad som har hänt innan du gör något.";
pub(super) const CLASHED: &str =
    "Något du sparade krockar med vad någon annan har skrivit. Båda finns kvar. Välj här vad som ska stå.";
pub(super) const SAVED: &str = "Sparat.";
pub(super) const INVALID: &str = "Texten är för lång. Den får vara högst 4 000 tecken.";
pub(super) const UNKNOWN: &str = "Fältet finns inte i protokollet längre.";
pub(super) const OTHER_PERSON: &str = "Någon annan är inloggad nu.";
pub(super) const NO_PICTURE: &str = "Välj en bild i formatet JPEG eller PNG.";
pub(super) const MANY_PICTURES: &str = "Besöket har redan så många bilder som det kan ha.";
pub(super) const SURVEY: &str = "Inga enkätresultat är inlästa.";
pub(super) const NOT_FOLLOWED: &str = "Inte följt upp";
pub(super) const FEW: &str = "För få för att visas";
pub(super) const FEW_OF: &str = "färre än 5";
pub(super) const NO_FILE_TITLE: &str = "Filen blev inte klar i tid";
pub(super) const NO_FILE: &str = "Försök igen om en stund. Sidan själv går att skriva ut under tiden.";
pub(super) const LETTER_LINK: &str = "Besöket i uppföljningssystemet";
pub(super) const NOT_WRITTEN: &str = "Ingen har skrivit något här.";
pub(super) const ALL_SAVED: &str =
    "Checklistan är sparad. Besök vars protokoll redan är påbörjat behåller den version de har.";

/// What a visit is called.
pub(super) fn name(year: i16, number: i64) -> String {
    format!("Besök {number}/{year}")
}

/// What the year's page is called.
pub(super) fn title(year: i16) -> String {
    format!("{TITLE} {year}")
}

/// What has been done.
pub(super) const fn done(step: Step) -> &'static str {
    match step {
        Step::Change => "Besöket är ändrat.",
        Step::Invite => "Deltagarna är inbjudna.",
        Step::Cancel => "Besöket är inställt.",
        Step::Write => SAVED,
        Step::Send => "Anordnaren kan läsa utkastet nu.",
        Step::Reply => "Tack. Svaret är sparat, och kommunen ser det.",
        Step::Settle => "Protokollet är fastställt.",
        Step::Close => "Besöket är avslutat.",
    }
}

/// That it was closed with another planned.
pub(super) fn closed_again(day: Day) -> String {
    format!("Besöket är avslutat, och ett nytt är planerat till {}. Kontrollera tid och plats.", swedish::day(day))
}

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What has been done, and to whom letters went about it; `sends` where the installation sends letters at all.
pub(super) fn done_telling(step: Step, told: &Told, sends: bool) -> String {
    let mut text = done(step).to_owned();
    match (told.letters, step) {
        (None, _) => return text,
        (Some(0), Step::Send) => {
            text.push_str(" Ingen där har ett konto som går att nå, så inget brev har skrivits. Säg till dem själv.");
        }
        (Some(count), _) => text.push_str(&format!(" {}", mail::on_their_way(count, sends))),
    }
    if !told.unreached.is_empty() {
        let names = swedish::list(&told.unreached);
        text.push_str(&format!(" Utan konto som går att nå, och utan brev: {names}. Säg till dem själv."));
    }
    if !told.others.is_empty() {
        text.push_str(&format!(" Andra deltagare får inget brev härifrån: {}.", told.others.trim_end_matches('.')));
    }
    text
}

/// What has been planned: a visit to come, or one that has been.
pub(super) fn planned(slot: Slot, today: Day) -> String {
    let when = domain::visits::sv::slot(slot);
    if slot.day < today {
        format!("Besöket läggs in i efterhand: {when}. Ingen inbjudan skickas. Skriv protokollet.")
    } else {
        format!("Besöket är planerat till {when}. Bjud in deltagarna när tid och plats stämmer.")
    }
}

/// That a visit was changed; whether anybody had been invited to it as it was.
pub(super) const fn changed(invited: bool) -> &'static str {
    if invited {
        "Besöket är ändrat. Bjud in deltagarna på nytt, så att alla får veta det."
    } else {
        done(Step::Change)
    }
}

/// That the plan's visit is noted as done, and that there is no protocol of it.
pub(super) fn noted(on: Day) -> String {
    format!("Antecknat som gjort {}, utan protokoll", swedish::day(on))
}

/// How many photos were added after the draft.
pub(super) fn photos_since(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 nytt foto".to_owned()),
        more => Some(format!("{more} nya foton")),
    }
}

/// What is written to somebody who was invited and is not to take part any longer.
pub(super) fn without_you(provider: &str, slot: &str) -> Vec<String> {
    vec![format!("Du är inte längre med på besöket hos {provider}, {slot}. Ta bort det ur din kalender.")]
}

/// The photos of a point that have no room in the file.
pub(super) fn photos_elsewhere(left: usize, beside: usize) -> String {
    let more = if beside > 0 { " till" } else { "" };
    match left {
        1 => format!("1 foto{more} finns i uppföljningssystemet."),
        _ => format!("{left} foton{more} finns i uppföljningssystemet."),
    }
}

/// Why a protocol is not settled that says something else than what the provider has read.
pub(super) fn unread(differs: &[String]) -> String {
    format!(
        "Anordnaren har inte läst det som är nytt: {}. Skicka utkastet igen, eller kryssa här.",
        swedish::list(differs)
    )
}

/// What a deficiency is called that is made out of what a visit found.
pub(super) fn deficiency(point: &SheetPoint) -> String {
    match point.answer {
        _ if point.words => point.title.clone(),
        Some(Answer::Partly) => format!("Bara delvis uppfyllt: {}", point.title),
        _ => format!("Inte uppfyllt: {}", point.title),
    }
}

/// How many providers stand where with the year's visits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Something has been written of a visit.
    pub visited: usize,
    /// A visit is noted as done without a protocol.
    pub noted: usize,
    /// A visit is planned.
    pub planned: usize,
    /// Nothing.
    pub none: usize,
}

/// How it stands with the year's visits, as a sentence.
pub(super) fn summary(of: Counts) -> String {
    let Counts { visited, noted, planned, none } = of;
    let all = visited + noted + planned + none;
    if all == 0 {
        return "Ingen anordnare har något avtal under året.".to_owned();
    }
    let number = |count: usize| swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
    if noted > 0 {
        let mut parts = vec![match visited {
            0 => format!("Ingen av {} anordnare har fått besök med protokoll", number(all)),
            some => format!("{} av {} anordnare har fått besök med protokoll", number(some), number(all)),
        }];
        parts.push(match noted {
            1 => "1 är antecknad som gjord utan protokoll".to_owned(),
            some => format!("{} är antecknade som gjorda utan protokoll", number(some)),
        });
        if planned > 0 {
            parts.push(format!("{} har ett planerat", number(planned)));
        }
        if none > 0 {
            parts.push(format!("{} har varken fått eller har något planerat", number(none)));
        }
        return format!("{}.", swedish::list(&parts));
    }
    let first = match visited {
        0 => format!("Ingen av {} anordnare har fått besök än.", number(all)),
        some if some == all => "Alla anordnare har fått besök.".to_owned(),
        some => format!("{} av {} anordnare har fått besök.", number(some), number(all)),
    };
    let second = match none {
        0 => String::new(),
        1 => " 1 har varken fått eller har något planerat.".to_owned(),
        some => format!(" {} har varken fått eller har något planerat.", number(some)),
    };
    format!("{first}{second}")
}

/// What waits in a visit for whoever carries it out, where something does.
pub(super) fn waits(standing: Standing, slot: Day, until: Option<Day>, today: Day) -> Option<String> {
    match standing {
        Standing::Planned if slot < today => Some(format!("Skulle ha varit {}", swedish::day(slot))),
        Standing::Planned if slot <= today.plus_days(14) => Some(format!("Snart: {}", swedish::day(slot))),
        Standing::Begun => Some("Utkastet ska till anordnaren".to_owned()),
        Standing::WithProvider => match until {
            Some(until) if until < today => Some("Anordnarens tid är slut. Fastställ protokollet".to_owned()),
            Some(until) => Some(format!("Anordnaren svarar senast {}", swedish::day(until))),
            None => None,
        },
        Standing::Replied => Some("Anordnaren har svarat. Fastställ protokollet".to_owned()),
        Standing::Settled => Some("Avsluta besöket: behövs ett till?".to_owned()),
        Standing::Planned | Standing::Cancelled | Standing::Closed => None,
    }
}

/// What came of an edit: the name that the script knows.
pub(super) const fn came(came: Came) -> &'static str {
    match came {
        Came::Saved => "sparat",
        Came::Same => "samma",
        Came::Conflict => "krock",
        Came::Overtaken => "overtaget",
    }
}

/// The subject of an invitation.
pub(super) fn invitation_subject(provider: &str, again: bool, cancelled: bool) -> String {
    match (cancelled, again) {
        (true, _) => format!("Inställt: verksamhetsbesök hos {provider}"),
        (false, true) => format!("Ändrat: verksamhetsbesök hos {provider}"),
        (false, false) => format!("Inbjudan: verksamhetsbesök hos {provider}"),
    }
}

/// What an invitation says.
pub(super) fn invitation(authority: &str, provider: &str, when: &str, place: &str, units: &str) -> Vec<String> {
    let mut lines = format!("Tid: {when}");
    if !units.is_empty() {
        lines.push_str(&format!("\nEnheter: {units}"));
    }
    if !place.is_empty() {
        lines.push_str(&format!("\nPlats: {place}"));
    }
    vec![format!("{authority} bjuder in till verksamhetsbesök hos {provider}."), lines]
}

/// What is said when a visit is not to be.
pub(super) fn cancelled(provider: &str, when: &str) -> Vec<String> {
    vec![format!("Verksamhetsbesöket hos {provider} {when} är inställt.")]
}

/// The subject of the letter about a draft.
pub(super) fn draft_subject() -> String {
    "Utkast till protokoll att läsa".to_owned()
}

/// What it says.
pub(super) fn draft(provider: &str, until: Day) -> Vec<String> {
    vec![
        format!("Utkastet till protokollet från verksamhetsbesöket hos {provider} finns att läsa."),
        format!("Kontrollera att det som står är riktigt, och svara senast {}.", swedish::day(until)),
    ]
}

/// What a file is called.
pub(super) fn file_name(what: &str, name: &str, ending: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("{what}-{}.{ending}", plain.to_lowercase())
}

/// That the provider has replied to the draft, and what happens then.
pub(super) fn replied(on: Day) -> String {
    format!(
        "Svaret skickades {}. Kommunen läser det och fastställer sedan protokollet. Till dess kan ni svara en gång till.",
        swedish::day(on)
    )
}

/// How long the provider has left, for the page of the draft.
pub(super) fn until(until: Day, today: Day) -> String {
    if until < today {
        format!("Tiden gick ut {}. Ni kan fortfarande svara tills protokollet är fastställt.", swedish::day(until))
    } else {
        format!("Läs utkastet och svara senast {}.", swedish::day(until))
    }
}

/// How many complaints are open and closed.
pub(super) fn open_and_closed(open: &str, closed: &str) -> String {
    format!("{open} öppna, {closed} avslutade")
}
