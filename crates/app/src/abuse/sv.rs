//! Swedish sentences of investigations of abusive treatment and discrimination.

use domain::abuse::{Action, Investigation, Milestone, sv as words};
use domain::cases::About;
use kernel::{Day, swedish};

use crate::investigations::Filed;

pub(super) const TITLE: &str = "Kränkande behandling";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const REPORT: &str = "Anmäl kränkande behandling";
pub(super) const NOTIFICATION: &str = "Anmälan till nämnden";
pub(super) const TO_IT: &str = "Till utredningen";
pub(super) const NEEDED: &str = "Skriv något här.";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const GROUND: &str = "Välj den eller de grunder det handlar om.";
pub(super) const NEEDED_DAY: &str = "Skriv en dag, till exempel 2024-03-15.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-03-15.";
pub(super) const NOT_BACK: &str = "Dagen har redan varit. Skriv i dag eller en dag framåt.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";
pub(super) const LETTER_SUBJECT: &str = "Det finns något att läsa";
pub(super) const LETTER: &[&str] = &[
    "Det har kommit något som du behöver läsa i dag. Vad det gäller står inte i brevet.",
    "Logga in och öppna Klagomål. Där finns en länk till det.",
];
pub(super) const LETTER_LINK: &str = "Logga in här";

/// What an investigation is called: its number, never a word of it.
pub(super) fn title(number: i64) -> String {
    format!("Utredning {number}")
}

/// A day that lies before that on which somebody learnt of it.
pub(super) fn before(learnt: Day) -> String {
    format!("Dagen kan inte ligga före {}, då skolan fick veta.", swedish::day(learnt))
}

pub(super) const THE_SAME_DAY: &str = "Den dagen står redan. Skriv den dag som är rätt.";

/// A day on which what followed had been done already.
pub(super) fn after_what_followed(latest: Day) -> String {
    format!("Dagen kan inte ligga efter {}, då nästa steg togs.", swedish::day(latest))
}

/// A day that lies so far back that it would be a slip of the pen.
pub(super) fn too_far_back(earliest: Day) -> String {
    format!("Dagen kan vara tidigast {}.", swedish::day(earliest))
}

/// A day by which it is reported in another year than before.
pub(super) fn another_year(from: i16, to: i16) -> String {
    format!(
        "Dagen ligger i ett annat år. Utredningen står då i redovisningen för {to} och inte för {from}. Är den för {to} redan \
         lämnad behöver den lämnas på nytt. Kryssa här om dagen ändå är rätt."
    )
}

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What has been done when it was told of.
pub(super) const fn reported(about: About, reads: bool) -> &'static str {
    match (about, reads) {
        (_, true) => "Anmälan är gjord. Kommunen har den från och med nu.",
        (About::Rektor, false) => "Anmälan är gjord. Ledningen och kommunen har den nu, och rektor ser den inte.",
        (_, false) => "Anmälan är gjord. Rektor och kommunen har den nu. Du har gjort det du ska.",
    }
}

/// What has been done.
pub(super) const fn done(action: Action) -> &'static str {
    match action {
        Action::TellRektor => "Det är antecknat att rektor har tagit del av anmälan.",
        Action::Describe => "Beskrivningen är sparad. En tidigare står kvar i förloppet.",
        Action::Begin => "Utredningen är inledd.",
        Action::Talk => "Samtalet är antecknat.",
        Action::Assess => "Bedömningen är sparad.",
        Action::Decide => "Åtgärden är beslutad.",
        Action::Do => "Åtgärden är antecknad som gjord.",
        Action::FollowUp => "Uppföljningen är sparad.",
        Action::Evaluate => "Utvärderingen är sparad.",
        Action::Close => "Utredningen är avslutad.",
        Action::Reopen => "Utredningen är upptagen igen.",
        Action::Note => "Anteckningen är sparad.",
        Action::NotifyBoard => "Anmälan till nämnden är antecknad.",
        Action::Assign => "Den ni valde kan läsa och handlägga utredningen nu.",
        Action::CorrectLearnt => "Dagen är rättad. Tiderna räknas från den, och den som stod finns kvar i förloppet.",
    }
}

/// What an action is for.
pub(super) const fn help(action: Action) -> &'static str {
    match action {
        Action::TellRektor => "Den dag som rektor fick anmälan.",
        Action::Describe => {
            "Det som eleven säger har hänt, med elevens ord så långt det går. Inget behöver vara bevisat. \
             Skriv om det när ni vet mer: det tidigare står kvar."
        }
        Action::Begin => "Den som utreder ska inte själv vara inblandad.",
        Action::Talk => "Ett samtal med den som är utsatt, den som pekas ut eller någon som såg det.",
        Action::Assess => {
            "Vad utredningen kom fram till, och varför. Utfallet avgör aldrig om utredningen räknas i redovisningen."
        }
        Action::Decide => "Det som ska göras för att det ska upphöra. Vänta inte med det som skyddar någon.",
        Action::Do => "När åtgärden är gjord.",
        Action::FollowUp => {
            "Fråga dem det gäller om det har upphört. Har det inte det fortsätter arbetet, och ni följer upp igen."
        }
        Action::Evaluate => "Om åtgärderna hjälpte, och vad ni gör annorlunda nästa gång.",
        Action::Close => "Det går att ta upp utredningen igen.",
        Action::Reopen => "Om det fortsätter, eller om något nytt kommer fram.",
        Action::Note => {
            "Läses av dem som har hand om utredningen, hos skolan och hos kommunen. Någon kan begära ut den som allmän \
             handling. Skriv så att den tål det."
        }
        Action::NotifyBoard => "När anmälan är registrerad: diarienumret, och texten som den lämnades in.",
        Action::Assign => "Utredningen gäller någon på kommunen. Välj någon annan än den.",
        Action::CorrectLearnt => {
            "Tiderna och redovisningen räknas från den dag då någon på skolan fick veta. Rätta den om den blev fel."
        }
    }
}

/// What the field for names is called.
pub(super) const fn who(action: Action) -> &'static str {
    match action {
        Action::Describe => "Vilka gäller det?",
        Action::Begin => "Vem utreder?",
        Action::Talk => "Samtal med",
        _ => "Ansvarig",
    }
}

/// What the field for words is called.
pub(super) const fn text(action: Action) -> &'static str {
    match action {
        Action::Describe => "Vad sägs ha hänt, när och var?",
        Action::Begin => "Hur ska det utredas?",
        Action::Talk => "Vad kom fram?",
        Action::Assess => "Bedömning och skäl",
        Action::Decide => "Vad ska göras?",
        Action::Do => "Hur det gjordes",
        Action::FollowUp => "Vad säger de det gäller?",
        Action::Evaluate => "Hjälpte åtgärderna?",
        Action::NotifyBoard => "Anmälan",
        Action::Reopen | Action::CorrectLearnt => "Varför?",
        _ => "Text",
    }
}

/// The notification to the board as it can be drafted: what is known of days and place, no names and nothing of what was
/// said, since it is registered.
pub(super) fn notification(board: &str, filed: &Filed, stands: &Investigation, law: Option<&str>) -> String {
    let day = |milestone: Milestone| stands.day(milestone).map_or_else(|| "inte ännu".to_owned(), swedish::day);
    let board = if board.is_empty() { "nämnden" } else { board };
    let mut lines = vec![
        format!("Till {board}"),
        String::new(),
        "Anmälan om att en elev kan ha blivit utsatt för kränkande behandling eller diskriminering".to_owned(),
        String::new(),
        format!("Utredning: {} i uppföljningssystemet", filed.number),
        format!("Enhet: {}, {}", filed.unit_name, filed.organisation_name),
        format!("Det gäller: {}", stands.nature.map_or("beskrivs i utredningen", words::nature)),
        format!("Skolan fick veta: {}", day(Milestone::Learnt)),
    ];
    // Whom it is about is not told of it as the one who handles it.
    lines.push(if stands.about == About::Rektor {
        "Anmäld till rektor: nej, den gäller rektorn och utreds av ledningen".to_owned()
    } else {
        format!("Anmäld till rektor: {}", day(Milestone::RektorTold))
    });
    lines.push(format!("Anmäld till huvudmannen: {}", day(Milestone::AuthorityTold)));
    lines.push(format!("Utredning inledd: {}", day(Milestone::Begun)));
    lines.push(String::new());
    if let Some(law) = law {
        lines.push(format!("Anmälan görs enligt {law}."));
    }
    lines.push("Namn och uppgifter om enskilda står i utredningen och inte här.".to_owned());
    lines.join("\n")
}

/// That something else has come since the page was read.
pub(super) const CHANGED: &str = "Något har hänt i utredningen sedan du öppnade sidan. Inget är sparat än. Läs vad som har hänt, och tryck igen om det du skrev fortfarande stämmer.";
/// That somebody learnt of it so long ago that it is probably a slip of the pen.
pub const LONG_AGO: &str = "Dagen ligger mer än ett år tillbaka. Kontrollera året. Stämmer det, lämna dagen tom och skriv i texten när någon fick veta det.";
