//! What cases, their states, steps and refusals are called, and the sentences that say why something is refused.

use kernel::{Label, swedish};

use super::actions::{Action, Refusal};
use super::clock::{Next, NextWhat, Standing};
use super::code::NotACode;
use super::handout::{Part, Profile};
use super::model::{About, Happening, Kind, Outcome, Party, Place, Raised, StateName, Verdict, Way};
use super::report::Reported;

/// What it is called.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::View => "Synpunkt",
        Kind::Complaint => "Klagomål",
        Kind::Deficiency => "Allvarlig brist",
    }
}

/// How it came.
pub const fn way(way: Way) -> &'static str {
    match way {
        Way::Web => "På webben",
        Way::Oral => "Muntligt",
        Way::Phone => "Per telefon",
        Way::Letter => "Brev",
        Way::Mail => "E-post",
        Way::Imported => "Ur skolans eget system",
    }
}

/// Who takes part.
pub const fn party(party: Party) -> &'static str {
    match party {
        Party::Complainant => "Den som skrev",
        Party::School => "Skolan",
        Party::Authority => "Kommunen",
    }
}

/// Who answers for it.
pub const fn place(place: Place) -> &'static str {
    match place {
        Place::School => "Hos skolan",
        Place::Authority => "Hos kommunen",
        Place::Shared => "Hos kommunen och skolan tillsammans",
    }
}

/// What the complainant said of the school.
pub const fn raised(raised: Raised) -> &'static str {
    match raised {
        Raised::No => "Skolan känner inte till det",
        Raised::Waiting => "Skolan känner till det men har inte svarat",
        Raised::NotContent => "Skolan har svarat, och svaret räcker inte",
        Raised::NotTheSchool => "Vill inte vända sig till skolan",
    }
}

/// In the place of a school's name, of what came without one.
pub const NO_SCHOOL: &str = "Skolan är inte angiven";

/// Whom it is about.
pub const fn about(about: About) -> &'static str {
    match about {
        About::Others => "Någon eller något annat",
        About::Rektor => "Rektorn",
        About::Officer => "Någon på kommunen",
    }
}

/// What became of it.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "Löst",
        Outcome::Partly => "Delvis löst",
        Outcome::NotResolved => "Inte löst",
        Outcome::NotUpheld => "Ingen brist konstaterad",
        Outcome::HandedOver => "Överlämnat till någon annan",
    }
}

/// What the complainant says.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "Ja, det är löst",
        Verdict::Partly => "Delvis",
        Verdict::No => "Nej",
    }
}

/// Where it stands.
pub const fn state(state: StateName) -> &'static str {
    match state {
        StateName::Received => "Inkommet",
        StateName::Handled => "Under hantering",
        StateName::Answered => "Besvarat",
        StateName::Closed => "Avslutat",
    }
}

/// How it stands in the report.
pub const fn reported(reported: Reported) -> &'static str {
    match reported {
        Reported::Open => "Pågår",
        Reported::WithTheAuthority => "Vidare till huvudmannen",
        Reported::Closed => "Avslutat",
    }
}

/// What the button says.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Acknowledge => "Bekräfta",
        Action::Ask => "Fråga den som skrev",
        Action::Act => "Anteckna vad som gjorts",
        Action::Note => "Skriv en anteckning",
        Action::Answer => "Svara",
        Action::Stop => "Stanna klockan",
        Action::Start => "Starta klockan igen",
        Action::Extend => "Ta mer tid",
        Action::Classify => "Bedöm om det räknas",
        Action::Word => "Skriv redovisningens text",
        Action::Close => "Avsluta",
        Action::Reopen => "Ta upp igen",
        Action::Link => "Koppla till ett annat ärende",
        Action::Unlink => "Ta bort en koppling",
        Action::TurnAbuse => "Utred som kränkande behandling",
        Action::HandOver => "Lämna till kommunen",
        Action::HandDown => "Lämna till skolan",
        Action::Keep => "Behåll hos kommunen",
        Action::Join => "Åtgärda tillsammans med skolan",
        Action::Assign => "Bestäm vem som handlägger",
        Action::Locate => "Ange vilken skola det gäller",
        Action::Move => "Lämna till en annan kommun",
        Action::Write => "Skriv mer",
        Action::Say => "Säg om det är löst",
        Action::Escalate => "Låt kommunen ta över",
    }
}

/// What happened, as a line of the timeline says it.
pub fn happening(happening: &Happening, by: Party) -> String {
    let who = party(by);
    match happening {
        Happening::Opened(opened) if opened.way == Way::Imported => format!("{who} lade upp det genom att läsa in det"),
        Happening::Opened(_) => "Kom in".to_owned(),
        Happening::Acknowledged => format!("{who} bekräftade att det kommit in"),
        Happening::Asked => format!("{who} frågade"),
        Happening::Wrote => format!("Mer från {}", who.to_lowercase()),
        Happening::Acted { .. } => format!("{who} gjorde något åt det"),
        Happening::Noted => format!("{who} antecknade"),
        Happening::Answered => format!("{who} svarade"),
        Happening::Stopped { look, .. } => {
            format!("{who} stannade klockan. Det tas upp igen senast {}", swedish::day(*look))
        }
        Happening::Started => format!("{who} startade klockan igen"),
        Happening::Extended { to } => format!("{who} tog mer tid, till {}", swedish::day(*to)),
        Happening::Classified { counting, .. } => {
            let counts = if counting.counts() { "räknas" } else { "räknas inte" };
            format!("{who} bedömde att det {counts} som klagomål i redovisningen")
        }
        Happening::Worded => format!("{who} skrev redovisningens text"),
        Happening::Closed { outcome: what } => format!("{who} avslutade: {}", outcome(*what).to_lowercase()),
        Happening::Said { verdict: word } => format!("{who} sade om det är löst: {}", verdict(*word).to_lowercase()),
        Happening::Escalated => match by {
            Party::Complainant => format!("{who} bad kommunen ta över"),
            Party::School | Party::Authority => format!("{who} lämnade det till kommunen"),
        },
        Happening::HandedDown => format!("{who} lämnade det till skolan"),
        Happening::Kept => format!("{who} behåller det och svarar själv"),
        Happening::Joined => format!("{who} åtgärdar det tillsammans med skolan"),
        Happening::Reopened => format!("{who} tog upp det igen"),
        Happening::Linked { .. } => format!("{who} kopplade det till ett annat ärende"),
        Happening::Unlinked { .. } => format!("{who} tog bort kopplingen till ett annat ärende"),
        Happening::BecameAbuse => format!("{who} inledde en utredning om kränkande behandling"),
        Happening::Assigned => format!("{who} bestämde vem som handlägger"),
        Happening::Located { .. } => format!("{who} angav vilken skola det gäller"),
        Happening::Moved { authority, .. } => format!("{who} lämnade det till {authority}"),
        Happening::CameFrom { authority, number } => {
            format!("Kom från {authority}, där det hade nummer {number}. Den som skrev har samma kod som förut")
        }
        Happening::ReadIn(of) => {
            format!("{who} läste in det ur sitt eget system, rad {} i inläsning {}", of.row, of.import)
        }
    }
}

/// What is next, as a task.
pub const fn next(what: NextWhat) -> &'static str {
    match what {
        NextWhat::Acknowledge => "Bekräfta",
        NextWhat::Answer => "Svara",
        NextWhat::Look => "Ta upp igen",
        NextWhat::Close => "Avsluta",
    }
}

/// What is next and how its day stands to today, as a chip says it.
pub fn next_chip(of: Next, standing: Standing) -> String {
    let what = next(of.what);
    match standing {
        Standing::Left(0) => format!("{what} i dag"),
        Standing::Left(1) => format!("{what} inom 1 arbetsdag"),
        Standing::Left(days) => format!("{what} inom {days} arbetsdagar"),
        Standing::Late(0) => format!("{what}: sista dagen har passerat"),
        Standing::Late(1) => format!("{what}: 1 arbetsdag sen"),
        Standing::Late(days) => format!("{what}: {days} arbetsdagar sen"),
    }
}

/// Why something is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotYours => "Din roll gör inte detta i ett ärende.",
        Refusal::NotShown => {
            "Ärendet hanteras av skolan. Kommunen ser att det finns men läser det först när det har lämnats vidare."
        }
        Refusal::AuthorityHasIt => "Kommunen har ärendet nu. Skriv en anteckning eller vänta på kommunens svar.",
        Refusal::SchoolHasIt => "Skolan har ärendet nu. Ta över det först, eller åtgärda det tillsammans.",
        Refusal::Closed => "Ärendet är avslutat. Ta upp det igen om något mer ska göras.",
        Refusal::NotClosed => "Ärendet är inte avslutat. Ladda om sidan för att se hur det ser ut nu.",
        Refusal::Acknowledged => "Det är redan bekräftat. Ladda om sidan för att se hur det ser ut nu.",
        Refusal::NotAcknowledged => "Bekräfta först att det har kommit in.",
        Refusal::NotReachable => "Den som sade detta har ingen kod och går inte att skriva till här.",
        Refusal::AlreadyAnswered => "Det är redan besvarat. Ta upp det igen om svaret ska ändras.",
        Refusal::NotAnswered => "Det är inte besvarat ännu. Svara först.",
        Refusal::Stopped => "Klockan står redan stilla.",
        Refusal::NotStopped => "Klockan går redan.",
        Refusal::Extended => "Mer tid har redan tagits en gång. Svara, eller stanna klockan med skäl.",
        Refusal::NotClassified => "Svara först på de tre frågorna om det räknas som klagomål i redovisningen.",
        Refusal::NotWorded => "Det räknas i redovisningen. Skriv först den text som ska stå där.",
        Refusal::IsAbuse => "Det utreds redan som kränkande behandling eller diskriminering.",
        Refusal::NotLinked => "Ärendet är inte kopplat till något annat.",
        Refusal::NothingToAssign => "Ärendet gäller ingen på kommunen. Den som har ärendet handlägger det.",
        Refusal::NoSchool => "Ange först vilken skola det gäller. Den som skrev hittade inte sin skola i listan.",
        Refusal::Located => "Skolan är redan angiven, och har eller har haft ärendet.",
        Refusal::IsDeficiency => {
            "Det är en brist som skolan själv har anmält. Kommunen svarar på den, och den räknas inte som klagomål."
        }
        Refusal::Moved => "Ärendet är lämnat till en annan kommun, som har det nu. Här går det bara att läsa.",
        Refusal::Spoken => {
            "Ni har svarat eller frågat i ärendet. Det skulle försvinna för den som skrev om ärendet lämnades vidare. Skriv i ett svar vart personen kan vända sig i stället."
        }
        Refusal::IsHere => {
            "En skola här har eller har haft ärendet, eller så utreds det här. Bara det som kom utan skola kan lämnas till en annan kommun."
        }
        Refusal::KeptElsewhere => "Ärendet hanteras i skolans eget system. Rätta det där och läs in det igen.",
        Refusal::IsView => "Det är en synpunkt. Gör om den till ett klagomål om något ska utredas.",
    }
}

/// Why something is no code, and what now.
pub fn not_a_code(why: NotACode) -> String {
    match why {
        NotACode::Length(0) => "Skriv koden som du fick när du skickade.".to_owned(),
        NotACode::Length(count) => format!(
            "Koden har 20 tecken i fem grupper om fyra. Det som är skrivet har {count}. Kontrollera att inget saknas."
        ),
        NotACode::Sign(sign) => {
            format!(
                "Tecknet ”{sign}” finns inte i någon kod. Koden har bara siffrorna 3, 4, 6, 7, 8, 9 och vissa bokstäver."
            )
        }
    }
}

/// The profiles by which cases are handed out in a year that says nothing of its own.
pub fn handouts() -> Vec<Profile> {
    let profile = |slug: &str, title: &str, help: &str, parts: &[Part]| Profile {
        slug: slug.to_owned(),
        title: Label::sv(title),
        help: Some(Label::sv(help)),
        parts: parts.to_vec(),
        days: 14,
    };
    vec![
        profile(
            "anordnaren",
            "Till anordnaren",
            "Det som sagts och svarats, utan vem som skrev.",
            &[Part::Said, Part::Sent, Part::Acts],
        ),
        profile(
            "tillsyn",
            "Till en tillsynsmyndighet",
            "Hela ärendet, med vem som skrev och vilka som handlagt.",
            &[Part::Who, Part::Said, Part::Sent, Part::Acts, Part::Notes, Part::Handlers, Part::Files],
        ),
        profile(
            "allman-handling",
            "Som allmän handling",
            "Pröva sekretess först. Den som skrev står inte med, och namn i texten maskar ni själva.",
            &[Part::Said, Part::Sent, Part::Acts, Part::Notes, Part::Handlers],
        ),
    ]
}

/// Words that stand in every text and make no two alike.
pub const COMMON_WORDS: &[&str] = &[
    "alla", "allt", "aldrig", "alltid", "andra", "bara", "bland", "blev", "bli", "blir", "borde", "denna", "deras",
    "dessa", "detta", "dock", "efter", "eller", "enligt", "fick", "finns", "flera", "fram", "från", "får", "före",
    "första", "gick", "gång", "gånger", "genom", "gäller", "göra", "hade", "hans", "heller", "hennes", "honom", "hon",
    "hur", "igen", "inga", "ingen", "inget", "innan", "inte", "kan", "kanske", "kommer", "kunde", "kunna", "lite",
    "man", "många", "med", "mellan", "men", "mer", "mig", "min", "mina", "mitt", "mot", "mycket", "måste", "någon",
    "något", "några", "när", "nästa", "och", "också", "oss", "redan", "samma", "sedan", "sig", "sina", "sitt", "ska",
    "skulle", "skolan", "säger", "som", "under", "utan", "vad", "var", "vara", "varför", "varit", "varje", "vecka",
    "veckor", "vem", "vid", "vill", "ville", "våra", "vårt", "about", "after", "have", "that", "their", "there",
    "they", "this", "very", "were", "what", "when", "with", "would",
];
