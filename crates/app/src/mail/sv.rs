//! Words of letters, and of the page about them.

use kernel::swedish;

use super::store::{Content, LetterKind, LetterState};

/// The page.
pub(super) const TITLE: &str = "Utskick";
/// A reminder that waited until what it says was no longer so: the stable name.
pub(super) const STALE: &str = "stale";
/// What stands in the list for a notice to whoever has the code of a case, whose language nobody is shown.
pub(super) const NOTICE: &str = "Det finns något att läsa i ett ärende";
/// What the page says of it.
pub(super) const NOTICE_TEXT: &str =
    "Brevet säger bara att det finns något att läsa. Adressen och språket ligger förseglade och visas inte för någon.";
/// To whom.
pub(super) const NOTICE_TO: &str = "Till den som skrev i ett ärende";
/// The address was taken away before it was sent: the stable name.
pub(super) const GONE: &str = "gone";
/// Nobody has the account any more: the stable name.
pub(super) const NOBODY: &str = "nobody";

/// The whole text of a letter.
pub(super) fn text(content: &Content, base_url: &str, authority: Option<&str>, answers: bool) -> String {
    let mut parts = vec!["Hej!".to_owned()];
    parts.extend(content.paragraphs.iter().map(|part| part.trim().to_owned()));
    if let Some((label, path)) = &content.link {
        parts.push(format!("{label}:\n{base_url}{path}"));
    }
    let from = authority.map_or(String::new(), |name| format!(" för {name}"));
    let answer =
        if answers { "Svara på brevet om du vill fråga något." } else { "Svar på det här brevet läses inte." };
    parts.push(format!("Brevet skickades automatiskt av uppföljningssystemet{from}. {answer}"));
    parts.join("\n\n") + "\n"
}

/// What a letter is about, in a word or two.
pub(super) const fn kind(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Reminder => "Påminnelse",
        LetterKind::Escalation => "Påminnelse till ansvariga",
        LetterKind::Received => "Kvitto på mejl",
        LetterKind::Faulty => "Mejl att rätta",
        LetterKind::Unmatched => "Mejl som inte gick att koppla",
        LetterKind::UploadInstead => "Ladda upp i stället",
        LetterKind::Changed => "Ändrat under året",
        LetterKind::ToRead => "Något att läsa",
        LetterKind::Notice => NOTICE_TO,
        LetterKind::Visit => "Verksamhetsbesök",
        LetterKind::Meeting => "Rektorsträff",
        LetterKind::Evaluation => "Gemensam utvärdering",
        LetterKind::Trial => "Provbrev",
    }
}

/// How far a letter has come.
pub(super) const fn state(state: LetterState) -> &'static str {
    match state {
        LetterState::Waiting => "Väntar",
        LetterState::Sent => "Skickat",
        LetterState::GivenUp => "Inte skickat",
    }
}

/// How many have come so far, as the name of a tab.
pub(super) const fn states(state: LetterState) -> &'static str {
    match state {
        LetterState::Waiting => "Väntar",
        LetterState::Sent => "Skickade",
        LetterState::GivenUp => "Inte skickade",
    }
}

/// Why a letter has not gone, and what to do.
pub(super) fn why(fault: &str) -> &'static str {
    match fault {
        "unreachable" => "E-postservern gick inte att nå.",
        "slow" => "E-postservern svarade inte i tid.",
        "unprotected" => {
            "Anslutningen till e-postservern gick inte att skydda, och utan skydd skickas inget. Den som sköter driften \
             behöver se över inställningarna."
        }
        "not-let-in" => {
            "E-postservern släppte inte in systemet. Den som sköter driften behöver se över användarnamn, lösenord och \
             avsändaradress."
        }
        "broken" => "E-postservern slutade svara mitt i brevet.",
        "later" => "E-postservern bad systemet att komma tillbaka.",
        "refused" => "Mottagarens e-postserver tar inte emot brevet. Kontrollera adressen.",
        "unwritable" => "Adressen går inte att skicka till. Kontrollera den.",
        STALE => "Påminnelsen hann bli för gammal innan den kunde skickas.",
        NOBODY => "Personen har inget konto längre.",
        GONE => "Den som skrev har tagit bort sin adress.",
        _ => "Brevet gick inte att skicka.",
    }
}

/// That a letter is tried again.
pub(super) fn next(at: kernel::Instant) -> String {
    format!("Nytt försök {}.", swedish::instant(at))
}

/// How often it has been tried.
pub(super) fn tries(tries: u32) -> String {
    if tries == 1 { "1 försök".to_owned() } else { format!("{tries} försök") }
}

/// The trial's subject.
pub(super) const TRIAL_SUBJECT: &str = "Provbrev från uppföljningssystemet";
/// What it says.
pub(super) const TRIAL_TEXT: &str = "Det här är ett provbrev. När det har kommit fram fungerar utskicken.";
/// Where it leads.
pub(super) const TRIAL_LINK: &str = "Se utskicken";
/// That it has been asked for.
pub(super) const TRIAL_QUEUED: &str =
    "Provbrevet är på väg till din e-postadress. Ladda om sidan för att se hur det gick.";
/// The same, where nothing is sent.
pub(super) const TRIAL_KEPT: &str =
    "Provbrevet ligger kvar här, eftersom den här installationen inte skickar några brev.";
/// That a letter is tried once more.
pub(super) const AGAIN: &str = "Brevet skickas igen. Ladda om sidan för att se hur det gick.";
/// That it is not.
pub(super) const NOT_AGAIN: &str = "Brevet skickas inte igen";
/// Why.
pub(super) const NOT_GIVEN_UP: &str = "Det är redan skickat eller på väg.";
/// That the installation sends nothing.
pub(super) const NO_MAIL: &str = "Den här installationen skickar inga brev";
/// What that means.
pub(super) const NO_MAIL_TEXT: &str = "Breven sparas och väntar här. Den som sköter driften kan ställa in en e-postserver. Då skickas \
    de brev som väntar, men inte påminnelser som är äldre än tre dagar.";
/// A letter that is about other authorities too.
pub(super) const SHARED: &str = "Gäller flera huvudmän";
/// Why its text is not shown.
pub(super) const SHARED_TEXT: &str = "Brevet gäller flera huvudmän, och därför visas inte texten. Vad som gällde er ser ni på \
    tillfällets sida om påminnelser.";

/// That so many letters have been queued: on their way, or kept where the installation sends none.
pub fn on_their_way(count: usize, sends: bool) -> String {
    match (count, sends) {
        (0, _) => "Inget brev har skrivits.".to_owned(),
        (1, true) => "1 brev är på väg.".to_owned(),
        (more, true) => format!("{more} brev är på väg."),
        (1, false) => "1 brev väntar i listan över utskick: installationen skickar inte e-post än.".to_owned(),
        (more, false) => {
            format!("{more} brev väntar i listan över utskick: installationen skickar inte e-post än.")
        }
    }
}
