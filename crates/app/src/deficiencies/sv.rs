//! Swedish sentences about deficiencies.

use domain::deficiencies::{Action, Lacking, Sanction, sv as words};
use kernel::swedish;

pub(super) const TITLE: &str = "Brister och åtgärder";
pub(super) const OWN: &str = "Brister hos oss";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const NEW: &str = "Lägg in en brist";
pub(super) const LADDERS: &str = "Åtgärdsstegar";
pub(super) const NEW_LADDER: &str = "Ny stege";
pub(super) const TRANSFER: &str = "Elever för överflyttning";
pub(super) const BACK: &str = "Till bristen";
pub(super) const TO_LADDERS: &str = "Till stegarna";
pub(super) const CHANGED: &str = "Någon annan har ändrat bristen sedan du öppnade sidan. Läs vad som har hänt och skicka sedan igen. Det du skrev står kvar.";
pub(super) const CHANGED_SHORT: &str =
    "Någon annan har ändrat bristen sedan du öppnade sidan. Läs vad som har hänt och gör det sedan igen.";
pub(super) const LADDER_CHANGED: &str = "Någon annan har sparat stegarna sedan du öppnade sidan. Det du skrev står kvar. Läs stegen som de är nu i en annan flik och spara sedan igen.";
pub(super) const LADDER_SAVED: &str = "Stegen är sparad. Det som redan är förberett eller beslutat ändras inte.";
pub(super) const LADDER_REMOVED: &str = "Stegen är borttagen. Det som redan är förberett eller beslutat ändras inte.";
pub(super) const NOT_YOURS: &str = "Det får den göra som beslutar om åtgärder. Be processägaren.";
pub(super) const OPENED: &str =
    "Bristen är inlagd. Anordnaren ser den när du meddelar den eller begär en handlingsplan.";
pub(super) const ALREADY: &str = "Bristen var redan inlagd.";
pub(super) const UNIT_ELSEWHERE: &str =
    "Enheten hör till en annan anordnare. Välj en av anordnarens enheter, eller hela anordnaren.";
pub(super) const PLAN_SEEN: &str = "Huvudmannen kan läsa en åtgärd så snart den är sparad.";
pub(super) const NEEDED_TITLE: &str = "Skriv vad bristen kallas.";
pub(super) const NEEDED_TEXT: &str = "Skriv vad som brister.";
pub(super) const NEEDED_NOTE: &str = "Skriv något.";
pub(super) const NEEDED_EVIDENCE: &str = "Skriv vad belägget visar.";
pub(super) const NEEDED_WHY: &str = "Skriv varför.";
pub(super) const NEEDED_EVALUATION: &str = "Skriv vad utvärderingen visar.";
pub(super) const NEEDED_FIGURE: &str = "Skriv vad som mäts, och i vad.";
pub(super) const NEEDED_RETURN: &str = "Skriv vad som ska kompletteras.";
pub(super) const NEEDED_MEASURE: &str = "Skriv vad som ska göras.";
pub(super) const NEEDED_WHO: &str = "Skriv vem som ansvarar.";
pub(super) const NEEDED_EFFECT: &str = "Skriv vad åtgärden väntas leda till.";
pub(super) const NEEDED_REASONS: &str = "Skriv skälen.";
pub(super) const NEEDED_ANSWER: &str = "Skriv yttrandet.";
pub(super) const NEEDED_NUMBER: &str = "Skriv beslutets diarienummer.";
pub(super) const NEEDED_EARLY: &str =
    "Anordnaren har tid kvar att yttra sig. Vänta, eller skriv varför beslutet inte kan vänta.";
pub(super) const NO_SANCTION: &str =
    "Villkoret har ingen påföljd i registret. Skriv in den där först, eller välj ett annat steg.";
pub(super) const NO_TERM: &str =
    "Bristen gäller inget villkor, så det finns ingen påföljd att ta. Välj ett annat steg.";
pub(super) const NOT_FOUND_YET: &str = "Dagen ligger före den dag då bristen skrevs in.";
pub(super) const NEXT_BY_OTHERS: &str =
    "Nästa steg mot anordnaren förbereds av den som får besluta om åtgärder, till exempel processägaren.";
pub(super) const NEEDED_AGREEMENT: &str = "Välj vilket eller vilka avtal det gäller.";
pub(super) const TO_DO: &str = "Att göra";
pub(super) const LETTER_LINK: &str = "Logga in här";
pub(super) const LETTER: [&str; 2] = [
    "Huvudmannen har skrivit något om uppföljningen av er verksamhet som ni behöver läsa. Vad det gäller står inte i brevet.",
    "Logga in. Det står under Brister och villkor på sidan du kommer till.",
];
pub(super) const LETTER_SUBJECT: &str = "Det finns något att läsa";
pub(super) const BEFORE_DECISION: &str = "Dagen ligger före beslutet.";
pub(super) const CHOOSE: &str = "Välj ett av alternativen.";
pub(super) const NO_AMOUNT: &str = "Skriv ett tal med högst två decimaler, till exempel 62,5.";
pub(super) const NO_AIM: &str =
    "Målet är inte bättre än värdet vid starten. Ändra målet, eller vilket håll som är bättre.";
pub(super) const NO_FILE: &str = "Dokumentet tog för lång tid att göra";
pub(super) const NO_FILE_TEXT: &str = "Försök igen om en stund. Texterna finns kvar på sidan.";
pub(super) const DRAFT: &str = "Förslag, inte beslutat";
/// What stands in a decision that can be appealed.
/// Source: förvaltningslagen (2017:900), 40, 43 and 44 §§.
pub(super) const APPEAL: [&str; 3] = [
    "Den som beslutet går emot kan överklaga det till förvaltningsrätten.",
    "Överklagandet ska vara skriftligt och lämnas till myndigheten som har beslutat. Det ska ha kommit in dit inom tre veckor från den dag då den som överklagar fick del av beslutet. Kommer det in efter den tiden avvisas det.",
    "I överklagandet ska stå vilket beslut det gäller (dag och diarienummer), hur beslutet bör ändras och varför, samt namn, organisationsnummer, adress och telefonnummer. Den som skriver för en juridisk person visar att den har rätt att göra det.",
];

pub(super) const NO_DAYS: &str = "Skriv ett antal dagar, till exempel 14.";
pub(super) const TOO_MANY_LADDERS: &str = "Det finns redan 40 stegar. Ta bort någon som inte används.";

/// What is missing before a step.
pub(super) fn skips(lacking: &[Lacking]) -> String {
    let all: Vec<String> = lacking.iter().map(words::lacking).collect();
    format!("Före steget saknas {}. Gör det först, eller skriv varför steget tas ändå.", swedish::list(&all))
}

/// That the provider gets less time than the ladder says.
pub(super) fn too_short(earliest: kernel::Day) -> String {
    format!(
        "Stegen ger anordnaren tid att yttra sig till {}. Välj den dagen eller en senare, eller skriv nedan varför tiden är kortare.",
        swedish::day(earliest)
    )
}

/// What a decision is where nobody has written it.
pub(super) fn decided(authority: &str, sanction: &Sanction) -> String {
    let what = sanction.rung.title.trim_end_matches('.');
    if sanction.decided.is_some() {
        format!("{authority} har beslutat: {what}.")
    } else {
        format!("{authority} föreslår: {what}.")
    }
}

/// What the reason is for that was given when the step was prepared: on its page, and on paper.
pub(super) fn reason(of: &Sanction) -> (&'static str, &'static str) {
    let in_time = of.answer_by >= of.prepared.plus_days(i32::from(of.rung.answer_days));
    match (of.skips, in_time) {
        (true, _) => ("Varför steg hoppades över", "Steg har hoppats över. Skälet:"),
        (false, false) => (
            "Varför tiden att yttra sig är kortare",
            "Anordnaren fick kortare tid att yttra sig än stegen säger. Skälet:",
        ),
        (false, true) => ("Om hur steget förbereddes", "Om hur steget förbereddes:"),
    }
}

/// That the decision is dated before the step was prepared.
pub(super) fn before_prepared(prepared: kernel::Day) -> String {
    format!("Steget förbereddes {}. Beslutet kan inte ligga före den dagen.", swedish::day(prepared))
}

/// That others of the provider answer.
pub(super) fn yields(to: &[String]) -> String {
    format!("Bristen gäller alla era enheter. {} svarar för er.", swedish::list(to))
}

/// What a deficiency is called in a list.
pub(super) fn number(number: i64) -> String {
    format!("Brist {number}")
}

/// What has been done.
pub(super) const fn done(action: Action) -> &'static str {
    match action {
        Action::Rewrite => "Beskrivningen är ändrad.",
        Action::Tell => "Anordnaren ser bristen nu.",
        Action::Note => "Anteckningen är sparad. Bara huvudmannen läser den.",
        Action::ChooseFigure => "Måttet är valt.",
        Action::DropFigure => "Måttet används inte längre.",
        Action::Measure => "Värdet är sparat.",
        Action::AskPlan => "Handlingsplanen är begärd. Anordnaren ser bristen nu.",
        Action::Plan => "Åtgärden är sparad.",
        Action::Drop => "Åtgärden är struken.",
        Action::Restore => "Åtgärden är upptagen igen.",
        Action::SendPlan => "Handlingsplanen är inlämnad.",
        Action::ReturnPlan => "Handlingsplanen är tillbaka hos anordnaren, som ser vad som ska ändras.",
        Action::AcceptPlan => "Handlingsplanen är godtagen.",
        Action::MoveEvaluation => "Utvärderingen har en ny dag.",
        Action::Progress => "Läget är sparat.",
        Action::Do => "Åtgärden är genomförd.",
        Action::Undo => "Åtgärden är inte genomförd.",
        Action::Evidence => "Belägget är sparat.",
        Action::Evaluate => "Utvärderingen är sparad.",
        Action::Propose => "Steget är förberett. Anordnaren ser det och kan yttra sig.",
        Action::Answer => "Yttrandet är lämnat.",
        Action::LetGo => "Steget beslutas inte.",
        Action::Decide => "Beslutet är registrerat. Hämta det som PDF eller Word nedan.",
        Action::Appeal => "Överklagandet är antecknat.",
        Action::Settle => "Utfallet är antecknat.",
        Action::Lift => "Beslutet är upphävt.",
        Action::End => "Beslutet är fullföljt.",
        Action::Close => "Bristen är avslutad.",
        Action::Reopen => "Bristen är öppen igen.",
        Action::Withdraw => "Bristen är dragen tillbaka.",
    }
}

/// The name of a decision's file.
pub(super) fn file_name(number: i64, step: u32, ending: &str) -> String {
    format!("beslut-brist-{number}-{step}.{ending}")
}

pub(super) const MAKE: &str = "Gör till brist";
pub(super) const ONE_MORE: &str = "Lägg in en brist till";
pub(super) const SAME_DAY: &str = "Det är den dag som gäller nu.";
pub(super) const PAPER_WHAT: &str = "Vad som brister";
pub(super) const PAPER_REASONS: &str = "Skäl";
pub(super) const PAPER_BEFORE: &str = "Vad som har föregått beslutet";
pub(super) const PAPER_APPEAL: &str = "Hur man överklagar";
pub(super) const PAPER_EVALUATED: &str = "Utvärdering";
pub(super) const PAPER_DECISION: [&str; 2] = ["Vad som föreslås", "Beslut"];
pub(super) const PAPER_ANSWERED: &str = "Anordnaren yttrade sig";
pub(super) const PAPER_ANSWER_WRITTEN: &str = "Anordnarens yttrande, inskrivet av huvudmannen";
pub(super) const PAPER_MAY_ANSWER: &str = "Anordnaren kan fortfarande yttra sig.";
pub(super) const PAPER_SILENT: &str = "Anordnaren har inte yttrat sig.";
pub(super) const PAPER_EARLY: &str = "Beslutet kunde inte vänta på yttrandet. Skälet:";
pub(super) const PAPER_FACTS: [&str; 10] = [
    "Anordnare",
    "Organisationsnummer",
    "Enhet",
    "Gäller",
    "Spår",
    "Beslutas av",
    "Beslutsdag",
    "Diarienummer",
    "Grund",
    "Avtal",
];

/// That a plan was taken.
pub(super) fn plan_taken(measures: usize) -> String {
    match measures {
        1 => "Anordnaren lämnade en handlingsplan med 1 åtgärd, som huvudmannen godtog.".to_owned(),
        more => format!("Anordnaren lämnade en handlingsplan med {more} åtgärder, som huvudmannen godtog."),
    }
}

/// When the provider was told of what was prepared.
pub(super) fn told(on: kernel::Day, until: kernel::Day) -> String {
    format!(
        "Anordnaren fick veta vad som förbereddes {} och kunde yttra sig till {}.",
        swedish::day(on),
        swedish::day(until)
    )
}

/// What is wrong where a figure misses its target, to be written on.
pub(super) fn of_figure(of: &crate::results::IndicatorNow) -> String {
    match of.hundredths {
        Some(now) => {
            format!("{} är {} och når inte målvärdet.", of.title, domain::deficiencies::Amount::of_hundredths(now))
        }
        None => format!("{} når inte målvärdet.", of.title),
    }
}

/// An agreement, as a decision calls it: its area, its number in the registry, and from when it holds.
pub(super) fn agreement(of: &crate::organisations::AgreementEntry) -> String {
    let area = of.area_name.as_deref().unwrap_or("Hela utbudet");
    let number = of.terms.case_number.as_deref().map(|number| format!(", {number}")).unwrap_or_default();
    format!("{area}{number}, från {}", swedish::day(of.terms.from))
}

/// A decision that holds, as it stands on the provider's start page.
pub(super) fn holds(title: &str, on: Option<kernel::Day>) -> String {
    match on {
        Some(on) => format!("{title}, beslut {}", swedish::day(on)),
        None => title.to_owned(),
    }
}
