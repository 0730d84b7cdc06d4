//! What is said about letters that come in, on pages and in the answers.

use documents::mail::NoLetter;
use domain::inbox::{Became, sv as words};
use kernel::{Instant, swedish};

use super::answers::{Line, kind};
use super::standing::{Standing, Whole};
use super::store::State;
use crate::mail::LetterKind;

/// The page.
pub(super) const TITLE: &str = "Inkommen e-post";
/// The page of the mailbox.
pub(super) const MAILBOX: &str = "Brevlådan för inkommen e-post";
/// Where files are handed in.
pub(super) const HAND_IN: &str = "Lämna in brev";
/// A file without a name.
pub(super) const NAMELESS: &str = "Bilaga utan namn";
/// A letter without a subject.
pub(super) const NO_SUBJECT: &str = "(utan ämnesrad)";
/// A letter without a sender.
pub(super) const NO_SENDER: &str = "Okänd avsändare";
/// In its place while the letter is read.
pub(super) const NOT_READ_YET: &str = "Läses just nu";
/// Why a letter cannot be set aside, said where the form for that would stand.
pub(super) const SIGNED_STAYS: &str = "En redovisning som är signerad räknas från när brevet kom, så brevet kan inte läggas åt sidan nu. Hör det inte \
    hit, lämna först tillbaka redovisningen.";

/// How far a letter has come, as an officer or somebody else is told.
pub(super) const fn state(state: State, officer: bool) -> &'static str {
    match state {
        State::New => "Läses just nu",
        State::Waits if officer => "Väntar på er",
        State::Waits => "Väntar på handläggare",
        State::Theirs => "Hos anordnaren",
        State::Done => "Klart",
        State::Aside => "Lagt åt sidan",
    }
}

/// By which road a letter came.
pub(super) fn road(road: &str) -> &'static str {
    if road == "imap" { "Hämtat från brevlådan" } else { "Inlämnat som fil" }
}

/// An item of whom, with its occasion: the same item may be asked at several.
pub(super) fn item_of((title, occasion): (&str, &str), year: i16, subject: &str) -> String {
    if occasion.is_empty() {
        format!("{}, {subject}", of_year(title, year))
    } else {
        format!("{title}, {}, {subject}", of_year(occasion, year))
    }
}

/// An occasion with its year, where it does not say it itself.
pub(super) fn of_year(title: &str, year: i16) -> String {
    if title.contains(&year.to_string()) { title.to_owned() } else { format!("{title} {year}") }
}

/// An item of whom, with its provider where that is another name.
pub(super) fn of_provider(item: &str, provider: &str, subject: &str) -> String {
    if provider == subject { item.to_owned() } else { format!("{item} ({provider})") }
}

/// How many faults the rows had.
pub(super) fn faulty(rows: i64) -> String {
    match rows {
        1 => "1 rad behöver rättas.".to_owned(),
        n => format!("{} rader behöver rättas.", swedish::integer(n)),
    }
}

/// The words of the link in an answer.
pub(super) const ANSWER_LINK: &str = "Logga in och se vad som har kommit in:";

/// What one file came to, as the sender is told.
fn line(line: &Line) -> String {
    let what = line.what.as_deref().unwrap_or("En bifogad fil");
    match line.became {
        Became::Draft if line.faults => format!(
            "{what}: har kommit in och ligger som utkast. Något i den behöver rättas. Efter inloggning visas vad, och arbetsboken finns där \
             med felen markerade. Rektor eller ledning signerar sedan."
        ),
        Became::Draft => {
            format!(
                "{what}: har kommit in och ligger som utkast. Den är inlämnad när den har signerats efter inloggning."
            )
        }
        Became::Upload if line.words => format!(
            "{what}: har kommit in. Det har skrivits i redovisningen sedan mallen hämtades, eller något i filen behöver väljas, så inget har \
             ersatts. Efter inloggning visas båda sida vid sida, och ni väljer vad som ska gälla."
        ),
        Became::Upload => format!(
            "{what}: har kommit in. Ni hade redan skrivit i redovisningen, så inget har ersatts. Välj efter inloggning om filens rader ska \
             läsas in."
        ),
        Became::Directed => format!(
            "{what}: att den kom är noterat. Den gäller enskilda personer, och sådana uppgifter ska inte skickas med e-post. Ladda upp filen \
             efter inloggning."
        ),
        Became::Faulty => {
            format!(
                "{what}: har kommit in, men filen går inte att läsa in. Logga in och ladda upp den, så visas varför."
            )
        }
        Became::AlreadyIn => format!("{what}: är redan inlämnad. Inget har ändrats."),
        Became::Locked => format!("{what}: är låst för inlämning. Inget har ändrats. Kontakta oss om den ska öppnas."),
        Became::Same => format!("{what}: samma fil har kommit tidigare. Den första gången gäller."),
        Became::Empty => format!(
            "{what}: filen har inga ifyllda rader, så inget har kommit in. Fyll i den och skicka den igen, eller redovisa efter inloggning."
        ),
        Became::Waits | Became::New | Became::Passed | Became::Opened | Became::Aside => {
            if let Some(remedy) = line.remedy {
                return format!("En bifogad fil: {remedy}");
            }
            "En bifogad fil: vi kunde inte avgöra vad den gäller. En handläggare tittar på den.".to_owned()
        }
    }
}

/// The answer: its kind, subject and paragraphs.
pub(super) fn answer(
    arrived: Option<Instant>,
    lines: &[Line],
    sealed: bool,
) -> (LetterKind, &'static str, Vec<String>) {
    let when = arrived.map_or_else(String::new, |at| format!(" {}", swedish::instant(at)));
    let kind = kind(lines);
    let subject = match kind {
        LetterKind::Received => "Kvitto: ert brev har kommit in",
        LetterKind::UploadInstead => "Ert brev har kommit in, men något ska laddas upp i stället",
        LetterKind::Faulty => "Ert brev har kommit in, och något behöver ses över",
        _ => "Ert brev har kommit in",
    };
    let mut paragraphs = vec![format!("Tack. Ert brev kom in{when}.")];
    if sealed {
        paragraphs.push(
            "Brevet är krypterat, så vi kan inte se filerna i det. Skicka det utan kryptering, eller ladda upp filerna efter inloggning."
                .to_owned(),
        );
    } else if lines.is_empty() {
        paragraphs.push("Det hade ingen bifogad fil som vi kan läsa in. En handläggare läser det.".to_owned());
    }
    // Forty files are told in forty lines; the same words once.
    let mut said: Vec<String> = Vec::new();
    for one in lines.iter().map(line) {
        if !said.contains(&one) {
            said.push(one);
        }
    }
    paragraphs.extend(said);
    (kind, subject, paragraphs)
}

/// A setting that is wrong. See [`super::mailbox::Settings::from_form`].
pub(super) const FAULT_HOST: &str = "Skriv serverns namn, till exempel imap.kommunen.se.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_PORT: &str = "Skriv ett portnummer. Det brukar vara 993, eller 143 med STARTTLS.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_PROTECTION: &str = "Välj hur anslutningen skyddas.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_USER: &str = "Skriv användarnamnet till brevlådan.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_FOLDER: &str = "Skriv vilken mapp som ska läsas. Inkorgen heter INBOX.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_THEN: &str = "Välj vad som ska hända med ett brev som har lästs in.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_MOVE: &str =
    "Skriv mappen som lästa brev ska flyttas till. Den måste vara en annan än den som läses.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_MINUTES: &str = "Skriv ett antal minuter från 1 till 1 440.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_TRUSTED: &str =
    "Skriv ett enda namn utan mellanslag, så som det står i brevens Authentication-Results.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_CERTIFICATES: &str =
    "Det här är inga certifikat i PEM-form. De börjar med -----BEGIN CERTIFICATE-----.";
/// See [`FAULT_HOST`].
pub(super) const FAULT_PASSWORD: &str = "Skriv lösenordet till brevlådan.";
/// A password is never sent to a server that it was not given for.
pub(super) const FAULT_OTHER_SERVER: &str =
    "Servern, användaren, certifikatet eller skyddet är ett annat än förut. Skriv lösenordet igen.";

/// What was wrong with the mailbox, by the stable name of the fault, and what to do.
pub(super) fn trouble(slug: &str) -> &'static str {
    match slug {
        "unreachable" => {
            "Ingen server nås på den adressen och porten. Kontrollera dem, och att brandväggen släpper igenom."
        }
        "private" => {
            "Servern ligger i ett internt nät, och driften har inte tillåtit att sådana nås. Be den som sköter driften om det \
             (--private-sources)."
        }
        "slow" => "Servern svarar inte i tid. Försök igen om en stund.",
        "other-protocol" => {
            "Servern svarar, men inte som en IMAP-server. Kontrollera porten och hur anslutningen skyddas."
        }
        "certificate" => {
            "Serverns certifikat går inte att lita på, eller gäller ett annat namn. Kontrollera servernamnet, eller klistra in det certifikat \
             som serverns är utfärdat av."
        }
        "no-starttls" => "Servern kan inte skydda anslutningen med STARTTLS. Välj TLS från början i stället.",
        "login" => "Servern godtar inte användarnamnet och lösenordet.",
        "folder" => "Mappen finns inte i brevlådan.",
        "mark" => "Ett brev har lästs in men kunde inte märkas eller flyttas. Kontrollera mappen och behörigheten.",
        _ => "Anslutningen bröts. Inget har gått förlorat; läsningen fortsätter där den var nästa gång.",
    }
}

/// That the mailbox can be read.
pub(super) fn tried(letters: u32) -> String {
    match letters {
        0 => "Det fungerar. Mappen är tom just nu.".to_owned(),
        1 => "Det fungerar. Det ligger 1 brev i mappen.".to_owned(),
        n => format!("Det fungerar. Det ligger {} brev i mappen.", swedish::integer(i64::from(n))),
    }
}

/// A form without letters in it.
pub(super) const NO_FILE: &str = "Välj minst ett brev, sparat som fil med ändelsen .eml.";
/// See [`NO_FILE`].
pub(super) const EMPTY_FILE: &str = "Filen är tom. Spara brevet som fil igen, och lämna in den.";
/// See [`NO_FILE`].
pub(super) const TOO_LARGE: &str =
    "Filerna är tillsammans större än vad som tas emot på en gång. Lämna in färre åt gången.";
/// See [`NO_FILE`].
pub(super) const NOT_WHOLE: &str = "Filerna kom inte fram hela. Kontrollera uppkopplingen och lämna in dem igen.";
/// Files that are no letters, and what to do about them.
pub(super) fn no_letter(files: &[(NoLetter, &str)]) -> String {
    let named = |wanted: NoLetter| {
        let all = files.iter().filter(|(what, _)| *what == wanted);
        all.map(|(_, name)| format!("”{}”", if name.is_empty() { NAMELESS } else { name })).collect::<Vec<_>>()
    };
    let is = |names: &[String]| if names.len() == 1 { "är" } else { "är alla" };
    let (outlook, other) = (named(NoLetter::Outlook), named(NoLetter::Other));
    let mut said = Vec::new();
    if !outlook.is_empty() {
        said.push(format!(
            "{} {} sparat i Outlooks eget format (.msg), som inte kan läsas här. Öppna brevet i nya Outlook eller Outlook på webben, spara det \
             som .eml och lämna in den filen.",
            swedish::list(&outlook),
            is(&outlook)
        ));
    }
    if !other.is_empty() {
        said.push(format!(
            "{} {} inget e-brev. Spara brevet som fil med ändelsen .eml i e-postprogrammet och lämna in den filen.",
            swedish::list(&other),
            is(&other)
        ));
    }
    said.push("Inget är inlämnat.".to_owned());
    said.join(" ")
}

/// A time that cannot be read.
pub(super) const FAULT_DAY: &str = "Skriv en dag, till exempel 2024-04-03, som inte ligger framåt i tiden.";
/// A day that is long gone.
pub(super) const FAULT_OLD: &str =
    "Dagen ligger mer än två år tillbaka. Skriv dagen då brevet kom, till exempel 2024-04-03.";
/// See [`FAULT_DAY`].
pub(super) const FAULT_TIME: &str = "Skriv ett klockslag, till exempel 14.02.";

/// What became of the files that were handed in.
pub(super) fn handed_in(new: usize, known: usize) -> String {
    let count = |number: usize| swedish::integer(i64::try_from(number).unwrap_or(i64::MAX));
    match (new, known) {
        (0, _) => "Breven hade redan kommit in. Inget har ändrats.".to_owned(),
        (1, 0) => "Brevet är mottaget och läses nu.".to_owned(),
        (new, 0) => format!("{} brev är mottagna och läses nu.", count(new)),
        (new, known) => format!("{} brev är mottagna och läses nu. {} hade redan kommit in.", count(new), count(known)),
    }
}

/// A reason for another time that is missing.
pub(super) const NO_TIME_REASON: &str = "Skriv varför tiden ändras.";
/// A time that was said.
pub(super) const TIMED: &str = "Tiden är sparad. Filerna räknas från den.";
/// A time that cannot be said.
pub(super) const NOT_TIMED: &str = "Tiden är inte ändrad";
/// Why.
pub(super) const TIME_OF_APPROVED: &str =
    "Något som kom med brevet är godkänt eller låst. Ta tillbaka godkännandet eller lås upp först, om tiden är fel.";
/// Where a time is from.
pub(super) const BY_MAILBOX: &str = "enligt brevlådan";
/// See [`BY_MAILBOX`].
pub(super) const BY_LETTER: &str = "enligt brevet";
/// A reason for a return that is missing.
pub(super) const NO_RETURN_REASON: &str = "Skriv vad anordnaren ska göra.";
/// A reason for setting a file aside that is missing.
pub(super) const NO_FILE_REASON: &str = "Skriv varför filen läggs åt sidan.";
/// What was done.
pub(super) const RETURNED: &str = "Redovisningen är återlämnad, och filen läses in hos anordnaren.";
/// See [`RETURNED`]. On the letter's page too, as long as the provider has not handed in anew.
pub(super) const RETURNED_UNREAD: &str =
    "Redovisningen är återlämnad. Filen går inte att läsa in, så anordnaren behöver lämna in på nytt.";
/// What to do about rows that are in nothing.
pub(super) const UNREAD: &str = "Raderna i filen är inte med i det som är inlämnat. Ska de med, lämna tillbaka redovisningen för komplettering, så att \
    anordnaren kan ladda upp filen. Är redovisningen godkänd, öppna den igen först.";
/// A letter with rows about single people, for whoever registers it.
pub(super) const ABOUT_PERSONS: &str = "En fil i brevet har en rad per person. Pröva sekretess innan brevet lämnas ut.";
/// The first of two letters with the same name and files.
pub(super) const TO_FIRST: &str = "Till det första brevet";
/// See [`RETURNED`].
pub(super) const FILE_ASIDE: &str = "Filen är lagd åt sidan. Det som är signerat gäller.";
/// See [`RETURNED`].
pub(super) const FILE_ASIDE_ALONE: &str = "Filen är lagd åt sidan. Den finns kvar i brevet och går att ta tillbaka.";
/// See [`RETURNED`].
pub(super) const FILES_ASIDE: &str = "Filerna är lagda åt sidan. De finns kvar i brevet och går att ta tillbaka.";
/// See [`RETURNED`].
pub(super) const FILE_BACK: &str = "Filen är tillbaka och läses nu.";

/// Files of a letter for the same, of which so many still wait.
pub(super) fn for_the_same(waiting: usize) -> String {
    match waiting {
        0 | 1 => {
            "Brevet har haft flera filer för samma redovisning. De andra är hanterade. Stämmer det att den här gäller?"
                .to_owned()
        }
        n => format!(
            "Det finns {} filer för samma redovisning i brevet. Välj vilken som gäller, och lägg de andra åt sidan.",
            swedish::integer(i64::try_from(n).unwrap_or(i64::MAX))
        ),
    }
}

/// The box that sets the others aside too.
pub(super) fn others_too(count: i64) -> String {
    match count {
        1 => "Lägg också den andra filen som väntar åt sidan".to_owned(),
        n => format!("Lägg också de andra {} filerna som väntar åt sidan", swedish::integer(n)),
    }
}

/// A return that cannot be.
pub(super) const NOT_RETURNED: &str = "Redovisningen är inte återlämnad";

/// When the sender says that the letter was written.
pub(super) fn claimed(at: Instant) -> String {
    format!(
        "Avsändaren har själv skrivit {} som brevets datum. Det räknas inte som när brevet kom.",
        swedish::instant(at)
    )
}

/// Who has said when a letter came.
pub(super) fn said_by(by: &str, at: Instant) -> String {
    format!("enligt {by}, {}", swedish::instant(at))
}

/// How far a file has come that was put where it belongs.
pub(super) fn standing(standing: Standing) -> String {
    match standing {
        Standing::Left(left) => words::left(left).to_owned(),
        Standing::Chosen => words::became(Became::Upload).to_owned(),
        Standing::Signed(day) => format!("Signerad {}", swedish::day(day)),
        Standing::Replaced => "Ersatt".to_owned(),
        Standing::Dropped => "Slängd av anordnaren, eller för gammal".to_owned(),
        Standing::Unread => "Ingen har läst raderna".to_owned(),
    }
}

/// How far a letter has come.
pub(super) fn whole(whole: Whole) -> String {
    match whole {
        Whole::File(one) => standing(one),
        Whole::Empty => "Tom mall: inget kom in".to_owned(),
        Whole::Done => state(State::Done, true).to_owned(),
    }
}

/// What a letter is called before anybody knows what it says.
pub(super) const IS_READ: &str = "Brevet läses just nu";
/// What that means.
pub(super) const IS_READ_NOTE: &str =
    "Sidan visar vad som står i brevet så snart det är läst. Det tar oftast några sekunder.";
/// A time that clocks went past.
pub(super) const NO_SUCH_TIME: &str =
    "Klockan ställdes fram den dagen, så det klockslaget fanns inte. Skriv ett från 03.00, eller ett före 02.00.";
/// A reason that is missing.
pub(super) const NO_REASON: &str = "Skriv varför brevet läggs åt sidan.";
/// See [`NO_REASON`].
pub(super) const LONG_REASON: &str = "Skriv kortare, högst 500 tecken.";
/// A choice that is missing.
pub(super) const NO_CHOICE: &str = "Välj vad filen gäller.";
/// A file that is not asked about any more.
pub(super) const MOVED_ON: &str = "Filen är redan hanterad av någon annan. Så här ser det ut nu.";
/// A file that came for something that was signed then.
pub(super) const NOT_SIGNED_ANY_MORE: &str = "Redovisningen är inte signerad längre, så det finns inget att jämföra med. Säg vad \
    filen gäller, så läses den in där.";
/// A choice that cannot be undone.
pub(super) const CANNOT_UNDO: &str = "Det går inte att ångra";
/// A newer version is signed than the one that a file was laid beside.
pub(super) const ANOTHER_VERSION: &str = "En annan version har signerats sedan du öppnade sidan. Inget är gjort. Här är filen bredvid den version som \
    gäller nu.";
/// A letter that stays, since a file of it cannot be taken out.
pub(super) const NOT_ASIDE: &str = "Brevet är inte lagt åt sidan";
/// Why: of a draft.
pub(super) const CANNOT_UNDO_WRITTEN: &str = "En fil i brevet ligger som utkast hos en anordnare, som har skrivit i utkastet eller skickat det till signering \
    sedan filen lades dit. Det de har gjort tas inte bort. Hör med anordnaren om något i utkastet inte ska vara med.";
/// Why: of what is signed.
pub(super) const CANNOT_UNDO_SIGNED: &str = "Redovisningen som en fil i brevet hör till är signerad, och det som är signerat ändras inte av att en fil tas ut. \
    Lämna tillbaka redovisningen för komplettering om något är fel, och skriv vad som ska ändras.";
/// The way back to a letter.
pub(super) const TO_LETTER: &str = "Till brevet";
/// What was done.
pub(super) const DECIDED: &str = "Filen läses in nu.";
/// See [`DECIDED`].
pub(super) const UNDONE: &str = "Filen är uttagen och väntar på er igen.";
/// See [`DECIDED`].
pub(super) const UNDONE_OTHER_COUNTS: &str = "Filen väntar på er igen. Samma fil kom också med ett annat brev: den ligger kvar hos anordnaren och räknas från det brevet.";
/// See [`DECIDED`].
pub(super) const ASIDE: &str = "Brevet är lagt åt sidan.";
/// See [`DECIDED`].
pub(super) const ASIDE_OTHER_COUNTS: &str = "Brevet är lagt åt sidan. Samma fil kom också med ett annat brev: den ligger kvar hos anordnaren och räknas från det brevet.";
/// See [`DECIDED`].
pub(super) const TIME_CHOSEN: &str =
    "Tiden är vald. Redovisningen räknas från det här brevet så snart filen har lästs.";
/// Where the time cannot be chosen any more.
pub(super) const TIME_STANDS: &str = "Tiden är inte ändrad. Redovisningen har godkänts, låsts eller lämnats tillbaka sedan \
     sidan visades, eller så kom den redan tidigare än det här brevet. Lägg filen åt sidan, eller ta tillbaka beslutet först.";
/// See [`DECIDED`].
pub(super) const TAKEN_BACK: &str = "Brevet är tillbaka.";
/// See [`DECIDED`].
pub(super) const REGISTERED: &str = "Brevet är registrerat.";
/// See [`DECIDED`].
pub(super) const SAVED_ON: &str = "Inställningarna är sparade. Brevlådan läses nu.";
/// See [`DECIDED`].
pub(super) const SAVED_OFF: &str = "Inställningarna är sparade. Brevlådan läses inte.";
