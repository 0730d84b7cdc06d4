//! What the states, actions and refusals are called, and the sentences that say why something is refused and who
//! can help.

use kernel::{Day, Instant, swedish};

use super::actions::Action;
use super::model::{By, Refusal, Road, StateName};
use super::timeliness::Timeliness;
use crate::inbox::Became;
use crate::year::Level;

/// Over a file of a letter that nobody has read in beside what is returned.
pub const BY_MAIL_BESIDE: &str = "En fil som kom med e-post är inte inläst";

/// What the state is called.
pub const fn state(name: StateName) -> &'static str {
    match name {
        StateName::NotStarted => "Ej påbörjad",
        StateName::Draft => "Utkast",
        StateName::AwaitingSignature => "Väntar på signering",
        StateName::Submitted => "Inlämnad",
        StateName::Returned => "Återlämnad för komplettering",
        StateName::Approved => "Godkänd",
    }
}

/// What the button says.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Edit => "Fyll i",
        Action::Upload => "Ladda upp ifylld mall",
        Action::SendForSignature => "Lämna till den som signerar",
        Action::TakeBack => "Ta tillbaka och ändra",
        Action::Sign => "Lämna in och signera",
        Action::Ask => "Ställ en fråga",
        Action::Answer => "Svara på frågan",
        Action::Assess => "Skriv bedömning",
        Action::Return => "Lämna tillbaka med motivering",
        Action::Approve => "Godkänn",
        Action::TakeBackReturn => "Ta tillbaka återlämnandet",
        Action::ReopenApproved => "Ta tillbaka godkännandet",
        Action::Receive => "Registrera åt anordnaren",
        Action::Lock => "Lås",
        Action::Unlock => "Lås upp",
        Action::Extend => "Ge mer tid",
        Action::Register => "Anteckna diarienummer",
    }
}

/// How something came in.
pub const fn road(road: Road) -> &'static str {
    match road {
        Road::Web => "Ifylld på webben",
        Road::Workbook => "Uppladdad mall",
        Road::Document => "Uppladdat Word-dokument",
        Road::Mail => "E-post",
        Road::Api => "Annat system",
        Road::RegisteredByOfficer => "Registrerad av handläggare",
    }
}

/// That it came by e-mail, before anybody signed it.
pub fn by_mail(at: Instant) -> String {
    format!("Kom in med e-post {}", swedish::instant(at))
}

/// The same, of what is not signed yet, by what became of it.
pub fn by_mail_waits(at: Instant, became: Became) -> String {
    let left = match became {
        Became::Upload => "inte signerad ännu",
        Became::Directed => "filen ska laddas upp",
        Became::Faulty => "filen gick inte att läsa in",
        _ => "väntar på underskrift",
    };
    format!("{}, {left}", by_mail(at))
}

/// Of what waited to be signed for as long as it may, and is missing again.
pub fn by_mail_waited(at: Instant) -> String {
    format!("{}, signerades inte i tid", by_mail(at))
}

/// By whom it is to be signed, of what came by e-mail.
pub fn by_mail_waits_for(at: Instant, level: Level) -> String {
    let whose = match level {
        Level::Unit | Level::Individual => "rektors",
        Level::Area | Level::Provider | Level::ProviderAndArea => "ledningens",
    };
    format!("{}, väntar på {whose} underskrift", by_mail(at))
}

/// That a file came by e-mail which nobody has read in.
pub fn by_mail_unread(at: Instant) -> String {
    format!("{}, och filen är inte inläst", by_mail(at))
}

/// Until when such a file waits, and what reading it in means.
pub fn by_mail_unread_until(last: Day, today: Day) -> String {
    let counts = "Läser ni in filen räknas redovisningen som inkommen när brevet kom. Signerar ni utan att läsa in den räknas \
                  den som inkommen när ni signerar.";
    if today > last {
        format!(
            "Det skulle ha signerats senast {}, och redovisningen räknas som saknad tills den är signerad. {counts}",
            swedish::day(last)
        )
    } else {
        format!("Filen väntar till {}. {counts}", swedish::day(last))
    }
}

/// The same for whoever follows up: whether it counts from the letter is the provider's to say.
pub fn by_mail_unread_by_them(last: Day, today: Day) -> String {
    let counts = "Läser anordnaren in filen räknas redovisningen som inkommen när brevet kom. Signerar anordnaren utan att läsa \
                  in den räknas den som inkommen när den signeras.";
    if today > last {
        format!(
            "Det skulle ha signerats senast {}, och redovisningen räknas som saknad tills den är signerad. {counts}",
            swedish::day(last)
        )
    } else {
        format!("Filen väntar hos anordnaren till {}. {counts}", swedish::day(last))
    }
}

/// Until when it waits, and what that means.
pub fn by_mail_until(last: Day, today: Day) -> String {
    if today > last {
        format!(
            "Det skulle ha signerats senast {}. Inget är borttaget, men redovisningen räknas som saknad tills den är signerad.",
            swedish::day(last)
        )
    } else {
        format!(
            "Det väntar på underskrift till {}, och räknas som inkommet när brevet kom, även om det signeras senare.",
            swedish::day(last)
        )
    }
}

/// Whether it is in time, in words; empty while there is plenty of it.
pub fn timeliness(timeliness: Timeliness) -> String {
    match timeliness {
        Timeliness::Open => String::new(),
        Timeliness::Soon(0) => "Sista dagen är i dag".to_owned(),
        Timeliness::Soon(1) => "Sista dagen är i morgon".to_owned(),
        Timeliness::Soon(days) => format!("{days} dagar kvar"),
        Timeliness::Late(1) => "Försenad 1 dag".to_owned(),
        Timeliness::Late(days) => format!("Försenad {} dagar", swedish::integer(i64::from(days))),
        Timeliness::OnTime => "Inlämnad i tid".to_owned(),
        Timeliness::ReceivedLate => "Inlämnad efter sista dagen".to_owned(),
    }
}

/// Why something is refused, and who can help.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotYourRole { action } => not_your_role(*action),
        Refusal::RektorSigns => {
            "Redovisningen gäller en enhet och signeras av rektor. Lämna den till rektor för signering.".to_owned()
        }
        Refusal::ManagementSigns => {
            "Redovisningen signeras av anordnarens ledning. Lämna den till ledningen för signering.".to_owned()
        }
        Refusal::SignerPrepared => "Den som har fyllt i redovisningen kan inte själv signera den. \
             Lämna den till en annan som får signera."
            .to_owned(),
        Refusal::Locked { lock } => {
            let why = match lock.why.trim_end_matches('.') {
                "" => String::new(),
                why => format!(" Skäl: {why}."),
            };
            format!(
                "Redovisningen låstes {} av {}.{why} Be din kontaktperson om att öppna den igen.",
                swedish::day(lock.at.day()),
                lock.by.name
            )
        }
        Refusal::NotLocked => "Redovisningen är inte låst. Ladda om sidan för att se hur det ser ut nu.".to_owned(),
        Refusal::NothingWritten => "Det finns inget ifyllt ännu. Fyll i redovisningen först.".to_owned(),
        Refusal::AwaitsSignature { prepared_by, at } => format!(
            "Redovisningen väntar på signering sedan {}. {} lämnade den. Ta tillbaka den om du vill ändra något.",
            swedish::instant(*at),
            prepared_by.name
        ),
        Refusal::NotAwaitingSignature => {
            "Redovisningen väntar inte på signering. Ladda om sidan för att se hur det ser ut nu.".to_owned()
        }
        Refusal::AlreadySubmitted { number, at, signed_by, road } => already_submitted(*number, *at, signed_by, *road),
        Refusal::AlreadyApproved { at } => format!(
            "Redovisningen godkändes {}. Behöver något ändras? Fråga din kontaktperson, som kan öppna den igen.",
            swedish::day(at.day())
        ),
        Refusal::NotApproved => {
            "Redovisningen är inte godkänd. Ladda om sidan för att se hur det ser ut nu.".to_owned()
        }
        Refusal::NotReturned => {
            "Redovisningen är inte återlämnad. Ladda om sidan för att se hur det ser ut nu.".to_owned()
        }
        Refusal::CompletionBegun => {
            "Anordnaren har börjat komplettera, så återlämnandet kan inte tas tillbaka. Be anordnaren lämna in igen, \
             eller skriv till anordnaren."
                .to_owned()
        }
        Refusal::CompletionCame => {
            "En fil har kommit med e-post sedan redovisningen lämnades tillbaka, och ligger hos anordnaren. Ta först ut filen ur \
             brevet, under E-post. Då kan återlämnandet tas tillbaka, och filen jämföras med det som är signerat."
                .to_owned()
        }
        Refusal::NothingToReview => {
            "Inget har lämnats in ännu. Utkast syns bara för anordnaren själv. Vänta tills redovisningen är inlämnad."
                .to_owned()
        }
        Refusal::WaitsForCompletion { at } => format!(
            "Redovisningen lämnades tillbaka {} och har inte kommit in igen. Vänta på kompletteringen.",
            swedish::day(at.day())
        ),
        Refusal::ReportsElsewhere { system } => {
            format!("Redovisningen görs i {system}. Myndigheten läser in den därifrån, så inget fylls i här.")
        }
        Refusal::ReasonMissing { action } => reason_missing(*action).to_owned(),
        Refusal::SameDay { due } => format!("Sista dagen är redan {}. Välj en annan dag.", swedish::day(*due)),
        Refusal::BeforeOriginal { original } => {
            format!("Den ursprungliga sista dagen är {}. Välj den dagen eller en senare.", swedish::day(*original))
        }
    }
}

/// What stands before who answers for a version: who signed it, or who read it in from where it was answered.
pub const fn signer(road: Road) -> &'static str {
    match road {
        Road::Api => "Inläst av",
        _ => "Signerad av",
    }
}

/// Who read a version in, and out of what.
pub fn read_in(by: &str, system: &str, file_name: &str) -> String {
    format!("{by} ur {system}, filen {file_name}")
}

/// How a version came, before the name of who answers for it.
const fn came(road: Road) -> &'static str {
    match road {
        Road::Api => "lästes in",
        _ => "signerades",
    }
}

/// The same for the authority's own people, who can do something about it themselves.
pub fn refusal_at_authority(what: &Refusal) -> String {
    match what {
        Refusal::Locked { lock } => {
            format!("Redovisningen låstes {} av {}. Lås upp den först.", swedish::day(lock.at.day()), lock.by.name)
        }
        Refusal::AwaitsSignature { at, .. } => {
            format!("Redovisningen väntar på signering hos anordnaren sedan {}.", swedish::instant(*at))
        }
        Refusal::AlreadySubmitted { at, signed_by, road, .. } => format!(
            "Redovisningen lämnades in {} och {} av {}. Lämna tillbaka den om något behöver ändras.",
            swedish::instant(*at),
            came(*road),
            signed_by.name
        ),
        Refusal::AlreadyApproved { at } => format!(
            "Redovisningen godkändes {}. Ta tillbaka godkännandet om något behöver ändras.",
            swedish::day(at.day())
        ),
        other => refusal(other),
    }
}

fn already_submitted(number: u32, at: Instant, signed_by: &By, road: Road) -> String {
    let version = if number > 1 { format!(" (version {number})") } else { String::new() };
    format!(
        "Redovisningen lämnades in {}{version} och {} av {}. \
         Behöver något ändras? Be din kontaktperson om att lämna tillbaka den.",
        swedish::instant(at),
        came(road),
        signed_by.name
    )
}

const fn reason_missing(action: Action) -> &'static str {
    match action {
        Action::Return => {
            "Motivering saknas. Skriv vad som behöver kompletteras, så att anordnaren vet vad den ska göra."
        }
        Action::Extend => "Motivering saknas. Skriv varför mer tid ges.",
        Action::TakeBackReturn => "Motivering saknas. Skriv varför återlämnandet tas tillbaka.",
        Action::ReopenApproved => "Motivering saknas. Skriv varför godkännandet tas tillbaka.",
        Action::Edit
        | Action::Upload
        | Action::SendForSignature
        | Action::TakeBack
        | Action::Sign
        | Action::Ask
        | Action::Answer
        | Action::Assess
        | Action::Approve
        | Action::Receive
        | Action::Lock
        | Action::Unlock
        | Action::Register => "Motivering saknas. Skriv varför.",
    }
}

fn not_your_role(action: Action) -> String {
    let who = match action {
        Action::Edit | Action::Upload | Action::SendForSignature | Action::TakeBack => {
            "Bara anordnarens redaktör, rektor eller ledning kan skriva i redovisningen. Be någon av dem om hjälp."
        }
        Action::Sign => "Bara rektor eller anordnarens ledning kan signera. Be någon av dem om hjälp.",
        Action::Ask => "Frågor ställs av anordnaren. Kontakta anordnaren på annat sätt om du behöver veta något.",
        Action::Answer
        | Action::Assess
        | Action::Return
        | Action::TakeBackReturn
        | Action::Approve
        | Action::ReopenApproved
        | Action::Receive => {
            "Bara handläggaren eller kontaktrektorn kan granska redovisningen. Be någon av dem om hjälp."
        }
        Action::Lock | Action::Unlock | Action::Extend => {
            "Bara handläggaren eller processägaren kan låsa, öppna och ge mer tid. Be någon av dem om hjälp."
        }
        Action::Register => "Bara registratorn kan anteckna diarienummer. Be registratorn om hjälp.",
    };
    who.to_owned()
}
