//! Swedish sentences of complaints at the school and the authority.

use domain::cases::Action;
use kernel::{Day, swedish};

pub(super) use crate::cases::sv::{files_help, full, unfit};

pub(super) const INBOX: &str = "Klagomål och synpunkter";
pub(super) const OVER_TIME: &str = "Klagomål över tid: hur många, vart och hur fort";
pub(super) const REGISTER: &str = "Registrera något som sagts";
pub(super) const REGISTERED: &str = "Det är registrerat.";
pub(super) const REGISTERED_ABOUT_OFFICER: &str =
    "Det är registrerat. Processägaren bestämmer vem som handlägger det, och du ser det inte här.";
pub(super) const NO_SCHOOL_TO_HAVE_IT: &str =
    "Ingen skola är vald. Välj enhet, eller behåll det tills ni vet vilken skola det gäller.";
pub(super) const ABOUT_OFFICER: &str =
    "Det gäller någon på kommunen. Behåll det: processägaren bestämmer vem som handlägger det.";
/// A case that is handled in the school's own system.
pub(super) const ELSEWHERE_TITLE: &str = "Ärendet hanteras i skolans eget system";
/// The same, to the school.
pub(super) const ELSEWHERE: &str = "Det är inläst därifrån och går bara att läsa här. Rätta det i ert system och läs in det igen: en rad som har ändrats läggs till, och det som stod förut syns.";
/// The same, to the authority.
pub(super) const ELSEWHERE_AT_SCHOOL: &str = "Skolan har läst in det. Ni ser att det finns, vad det gäller i stort och hur det står. Fråga skolan om ni behöver veta mer.";
/// That the words for the report were read in.
pub(super) const WORDED_ELSEWHERE: &str = "Skolan läste in redovisningens text";

/// The way to the file that a row came in with.
pub(super) fn import(number: i64) -> String {
    format!("Till inläsning {number}")
}

/// In the place of what was not said.
pub(super) const NOTHING: &str = "inget";
/// A row that says another unit than before.
pub(super) const OTHER_UNIT: &str = "Det gäller en annan enhet än förut.";
pub(super) const NEEDED: &str = "Skriv något här.";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-03-15 eller 15 mars 2024.";
pub(super) const LONG_AGO: &str = "Dagen ligger mer än ett år tillbaka. Kontrollera året.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";

pub(super) const BEFORE_CLOSING: &str = "Innan ärendet kan avslutas";
/// When what was waited for has come.
pub(super) const GOES_AGAIN: &str = "Klockan går igen: ni väntade på den som skrev.";

/// A day that is not after the one from which it counts.
pub(super) fn not_before(day: &str) -> String {
    format!("Dagen ska ligga efter {day}.")
}
/// Before the last day of an extension.
pub(super) const LONG_EXTENSION: &str = "Mer tid kan tas en gång, längst till";
/// Before the last day on which a stopped clock is looked at.
pub(super) const LONG_STOP: &str = "Klockan kan stå stilla i högst fyra veckor åt gången, till";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What has been done.
pub(super) const fn done(action: Action) -> &'static str {
    match action {
        Action::Acknowledge => "Den som skrev ser nu att ni har tagit emot det.",
        Action::Ask => "Frågan är ställd. Den som skrev ser den med sin kod.",
        Action::Act => "Åtgärden är antecknad.",
        Action::Note => "Anteckningen är sparad.",
        Action::Answer => "Svaret är lämnat. Den som skrev läser det med sin kod.",
        Action::Stop => "Klockan står stilla.",
        Action::Start => "Klockan går igen.",
        Action::Extend => "Svarstiden är förlängd. Den som skrev ser den nya dagen.",
        Action::Classify => "Bedömningen är sparad.",
        Action::Word => "Redovisningens text är sparad.",
        Action::Close => "Ärendet är avslutat.",
        Action::Reopen => "Ärendet är upptaget igen.",
        Action::HandOver => "Kommunen har ärendet nu.",
        Action::HandDown => "Skolan har ärendet nu.",
        Action::Keep => "Ni svarar på ärendet själva.",
        Action::Join => "Ni åtgärdar ärendet tillsammans med skolan.",
        Action::Assign => "Den ni valde kan läsa och handlägga ärendet nu.",
        Action::Locate => "Skolan är angiven. Den ser ärendet först när ni lämnar det till den.",
        Action::Move => {
            "Ärendet är lämnat till den andra kommunen. Den som skrev har samma kod och läser där vad som hände."
        }
        Action::Link => "Ärendena är kopplade. Det står i båda.",
        Action::Unlink => "Kopplingen är borttagen. Det står i båda.",
        Action::TurnAbuse | Action::Write | Action::Say | Action::Escalate => "Det är sparat.",
    }
}

/// What an action is for, where that needs a word.
pub(super) const fn help(action: Action) -> Option<&'static str> {
    match action {
        Action::Acknowledge => Some("Säg att ni har fått det, och vad som händer nu. Den som skrev läser texten."),
        Action::Ask => Some("Den som skrev läser frågan med sin kod och kan svara."),
        Action::Note => Some(
            "Visas inte för den som skrev. Den är inte hemlig: någon kan begära ut den som allmän handling. Skriv så att den tål det.",
        ),
        Action::Answer => Some(
            "Berätta vad ni har kommit fram till och vad ni gör. Den som skrev läser svaret och kan säga om det är löst.",
        ),
        Action::Stop => {
            Some("Arbetsdagarna räknas inte medan klockan står. Den som skrev ser att ni väntar, och till när.")
        }
        Action::Classify => Some(
            "Tre svar avgör om det räknas som klagomål i redovisningen. Ett ändrat svar sparas bredvid det tidigare.",
        ),
        Action::Word => Some(
            "Kort och utan namn: vad det gällde, hur det hanterades. Så står det i skolans redovisning till kommunen.",
        ),
        Action::Close => Some("Avslutat är inte detsamma som löst. Den som skrev får själv säga om det är löst."),
        Action::HandOver => Some("Kommunen läser då allt som står i ärendet, utom era anteckningar."),
        Action::Locate => Some(
            "Den som skrev hittade inte sin skola i listan. Är det ingen av skolorna här svarar ni själva och avslutar.",
        ),
        Action::Move => Some(
            "När den som skrev valde fel kommun. Den andra kommunen får det som personen har skrivit och skickat, vem det är om det står, dagen det kom in och din motivering. Den får inte era svar, frågor och anteckningar. Den som skrev läser motiveringen och använder samma kod. Ärendet avslutas här, får ett nytt nummer där, och ni ser inte vad som händer sedan. Det går inte att ångra. När ni har svarat eller frågat går det inte att lämna vidare.",
        ),
        Action::Link => {
            Some("När flera säger samma sak. Ärendena handläggs var för sig, och den som skrev ser inte kopplingen.")
        }
        Action::HandDown => Some("Skolan läser allt i ärendet. Den som skrev och skolan läser det du skriver här."),
        Action::Join => Some(
            "Kommunen och skolan arbetar båda i ärendet. Vem som gjort vad syns, och den som skrev läser det du skriver här.",
        ),
        _ => None,
    }
}

/// A number that is no case's, or of a case that is not in the same hands.
pub(super) const NO_SUCH_CASE: &str = "Inget ärende med det numret går att koppla. Det ska gälla samma enhet och finnas hos samma: skolan, kommunen eller båda.";
/// The heading over what stands beside a case.
pub(super) const NEAR: &str = "Ärenden om samma sak";
/// What is over those that are proposed.
pub(super) const SIMILAR: &str =
    "De här liknar det som står här. Förslagen räknas fram ur orden när sidan visas, och sparas inte.";

/// How quick registration is reached from the keyboard.
pub(super) const REGISTER_KEY: &str = "Kortkommando: n, med de tangenter som webbläsaren har för kortkommandon";
/// A case that another authority has.
pub(super) const ANOTHER_AUTHORITY: &str = "Hör studierna till en annan kommun?";
pub(super) const MOVED_TITLE: &str = "Ärendet är lämnat till en annan kommun";
/// The same, in a sentence.
pub(super) const MOVED: &str = "Den har det nu, och räknar det. Ni kan läsa det som stod här när ni lämnade det, och ser inte vad som händer sedan.";

/// That something else has come since the page was read.
pub(super) const CHANGED: &str = "Något har hänt i ärendet sedan du öppnade sidan. Inget är sparat än. Läs vad som har hänt, och tryck igen om det du skrev fortfarande stämmer.";
/// What is asked before the school gets what was kept from it.
pub(super) const AGREED: &str =
    "Den som skrev vill att skolan får det nu, eller så finns ett annat skäl. Det står i texten";
/// Why it is asked.
pub(super) const KEPT_FROM_SCHOOL: &str = "Den som skrev ville inte vända sig till skolan. Lämnar ni ärendet läser skolan allt: vad som sagts, och vem som skrev om det står.";
/// That it was not said.
pub(super) const NOT_AGREED: &str =
    "Den som skrev ville inte att skolan fick det. Stäm av med den som skrev, eller skriv skälet, och kryssa i rutan.";
/// What an answer is for where nobody can read it here.
pub(super) const ANSWER_UNREACHABLE: &str =
    "Den som sade det har ingen kod och läser inte här. Svara på det sätt ni kan, och skriv ned vad ni svarade.";

/// How the three questions were answered, and the core category: a changed answer stands beside the earlier one.
pub(super) fn classified([negative, management, active]: [bool; 3], category: Option<String>) -> String {
    let word = |yes: bool| if yes { "ja" } else { "nej" };
    let answers =
        format!("Brast: {}. Ledning: {}. Aktiv hantering: {}.", word(negative), word(management), word(active));
    category.map_or_else(|| answers.clone(), |category| format!("{answers} Kärna: {category}."))
}

/// A major deficiency that a provider tells of.
pub(super) const DEFICIENCY: &str = "Anmäl en allvarlig brist";
/// When to tell.
pub(super) const WHAT_A_DEFICIENCY_IS: &str = "Något i er egen verksamhet som allvarligt rör elevernas säkerhet, deras rätt till utbildning eller rättssäkra betyg. Anmäl det så snart ni vet om det, också om ni redan har rättat till det.";
/// Where it goes.
pub(super) const DEFICIENCY_GOES: &str = "Kommunen får veta det direkt, läser det ni skriver och svarar här. Är någon kränkt eller diskriminerad, anmäl det som kränkande behandling i stället.";
/// The button.
pub(super) const TELL_DEFICIENCY: &str = "Anmäl till kommunen";
/// That it is done.
pub(super) const DEFICIENCY_TOLD: &str = "Kommunen har fått anmälan. Skriv här vad ni gör åt det.";
/// Before what is done about it.
pub(super) const DONE_ABOUT_IT: &str = "Det här gör vi åt det:";
/// What an answer is for where a provider has told of a deficiency.
pub(super) const ANSWER_DEFICIENCY: &str =
    "Skolan läser svaret här. Säg vad ni kräver eller förväntar er, och till när.";
/// What acknowledging is for there.
pub(super) const ACKNOWLEDGE_DEFICIENCY: &str =
    "Säg att ni har fått anmälan och vad som händer nu. Skolan läser texten.";

/// When a provider found a deficiency, and how long it waited to tell.
pub(super) fn found(found: Day, told: Day) -> String {
    let gap = match told.days_since(found) {
        0 => "samma dag som det anmäldes".to_owned(),
        1 => "1 dag innan det anmäldes".to_owned(),
        days => format!("{days} dagar innan det anmäldes"),
    };
    format!("Upptäckt {}, {gap}.", swedish::day(found))
}

/// Before the report's text of what is about the rektor.
pub(super) const REKTOR_SIGNS: &str =
    "Rektorn läser och signerar redovisningen, och ser då den här texten, dagen och kärnan. Ärendet ser rektorn inte.";
