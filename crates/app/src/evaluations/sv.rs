//! Swedish sentences about joint evaluations.

use domain::evaluations::{REPLY_DAYS, Reply, Stage, Wish};
use kernel::{Day, swedish};

pub(super) const TITLE: &str = "Gemensamma utvärderingar";
pub(super) const LEADS: &str = "Utvärderingar";
pub(super) const OWN: &str = "Gemensam utvärdering hos oss";
pub(super) const RESULTS: &str = "Resultat";
pub(super) const CRITERIA: &str = "Kriterier";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const BACK: &str = "Till utvärderingen";
pub(super) const BACK_PART: &str = "Till anordnaren";
pub(super) const BEGUN: &str = "Utvärderingen är påbörjad. Se över kriterierna och fråga huvudmännen.";
pub(super) const ALREADY: &str = "Utvärderingen var redan påbörjad.";
pub(super) const DONE: &str = "Det är sparat.";
pub(super) const ASKED: &str = "Frågan är på väg.";
pub(super) const RELEASED: &str = "Resultatet är på väg till alla huvudmän som deltar.";
pub(super) const VISIT_PLANNED: &str = "Besök planerat";
pub(super) const VISIT_SAVED: &str = "Besöket är sparat. Anordnaren och dess huvudmän får veta det.";
pub(super) const TOLD_OF: &str = "Ligger dagen framåt får anordnaren ett mejl med dagen och vilka som kommer.";
pub(super) const CRITERIA_THEN: &str =
    "Som de var när frågan ställdes. Den som leder kan ändra dem tills det första omdömet är satt.";
pub(super) const CHANGED_SINCE: &str = "Ändrat sedan förra utkastet";
pub(super) const SETTLES: &str = "Resultatet går till anordnaren och dess huvudmän, och deras nämnder kan läsa det.";
pub(super) const RECALLS: &str =
    "Anordnaren får ett mejl om att utkastet inte ska besvaras. Det som redan är svarat finns kvar.";
pub(super) const STRIKES: &str =
    "Den försvinner ur utkastet och kan inte tas tillbaka. Skriv den på nytt om den ändå ska vara med.";
pub(super) const SENT: &str = "Utkastet är på väg till anordnaren.";
pub(super) const SETTLED: &str = "Resultatet är fastställt och på väg till anordnaren och dess huvudmän.";
pub(super) const JOINED: &str = "Ni deltar. Den som leder utvärderingen får veta det.";
pub(super) const ADD: &str = "Lägg till anordnare";
pub(super) const ADDED: &str = "Anordnarna är med. Den som leder utvärderingen får veta det.";
pub(super) const NOT_ADDED: &str =
    "Utvärderingen är inte längre öppen för er. Hör av er till den som leder den om en anordnare ska vara med.";
pub(super) const DECLINED: &str = "Ni deltar inte. Den som leder utvärderingen får veta det.";
pub(super) const ANSWERED: &str = "Svaret är skickat till den som leder utvärderingen.";
pub(super) const NOT_LOOKED: &str =
    "Ett återbesök som inte har granskat kriteriet ändrar inte omdömet. Välj ett annat, eller skriv inget här.";
pub(super) const NOT_AFTER_TODAY: &str = "Välj en dag efter i dag.";
pub(super) const BEFORE_VISIT: &str = "Återbesöket ska vara efter det första besöket.";
pub(super) const NOTHING: &str = "Inget var ändrat.";
pub(super) const EARLIER_DRAFT: &str = "om ett tidigare utkast";
pub(super) const CORRECTED: &str = "Det rättas just nu. Det här är det som var fastställt.";
pub(super) const OVER: &str = "Utvärderingen är återkallad. Ni behöver inte svara.";
pub(super) const SAVE_GRADES: &str = "Spara omdömena";
pub(super) const SAVE_OUTCOMES: &str = "Spara utfallen";
pub(super) const ENDS_BEFORE: &str = "Sista dagen är före den första.";
pub(super) const SHOWS: &str =
    "Det ni har läst, sett eller hört, så att den som läser kan följa omdömet. Bara Inte bedömt får vara utan.";
pub(super) const SHOWS_AGAIN: &str = "Det ni har läst, sett eller hört, så att den som läser kan följa omdömet.";
pub(super) const FROM_THE_DAY: &str = "Omdömen och iakttagelser skrivs från och med dagen för besöket.";
pub(super) const BARE: &str = "Omdömet Brister utan någon brist";
pub(super) const BARE_TEXT: &str =
    "Det som brister följs upp vid återbesöket bara om det är skrivet som en brist, under Brister och styrkor.";
pub(super) const ANOTHER_RETURN: &str = "Utfall som är skrivna följer med om du rättar dagen. Är det ett annat \
    återbesök: öppna det igen först, under Mer, och planera det sedan på nytt.";
pub(super) const NEEDS_EVIDENCE: &str = "Skriv vad som visar det. Bara Inte bedömt får vara utan.";
pub(super) const NEEDS_EVIDENCE_AGAIN: &str = "Skriv vad som visar det.";
pub(super) const NEEDS_EVIDENCE_OUTCOME: &str = "Skriv vad som visar det. Bara Inte granskad får vara utan.";
pub(super) const NOTHING_AND_WORDS: &str = "Ni har skrivit ett svar. Ta bort krysset, eller det ni har skrivit.";
pub(super) const NEEDED_ANSWER: &str = "Skriv ett svar, eller kryssa i att ni inget har att säga.";
pub(super) const CHANGED: &str =
    "Något har skrivits här sedan du öppnade sidan. Läs det som står nu och spara sedan igen.";
pub(super) const CHANGED_SHORT: &str = "Något har hänt sedan du öppnade sidan. Läs det som står nu och försök igen.";
pub(super) const NOT_OPEN: &str = "Utkastet går inte att svara på längre.";
pub(super) const NOT_ASKED: &str = "Frågan är redan besvarad, eller så är utvärderingen avslutad.";
pub(super) const REPLY: &str = "Svara";
pub(super) const EXAMPLE: &str =
    "Kriterierna är ett exempel som följer med Tertial. Ändra, lägg till och stryk tills det första omdömet är satt.";
pub(super) const NO_FILE_TITLE: &str = "Filen blev inte klar";
pub(super) const NO_FILE: &str = "Det tog för lång tid att göra filen. Försök igen om en stund.";

pub(super) const LETTER_LINK: &str = "Läs mer";
pub(super) const SUBJECT_ASKED: &str = "Vill ni delta i en gemensam utvärdering?";
pub(super) const SUBJECT_RELEASED: &str = "Resultatet av den gemensamma utvärderingen";
pub(super) const SUBJECT_WITHDRAWN: &str = "Den gemensamma utvärderingen är återkallad";
pub(super) const SUBJECT_REOPENED: &str = "Den gemensamma utvärderingen är öppnad igen";
pub(super) const SUBJECT_REPLIED: &str = "En huvudman har svarat om utvärderingen";
pub(super) const SUBJECT_ANSWERED: &str = "En anordnare har svarat på utkastet";

/// What is written to an authority that is asked.
pub(super) fn letter_asked(leader: &str, wish: &Wish) -> Vec<String> {
    vec![
        format!("{leader} leder en gemensam utvärdering av anordnare: {}.", wish.name),
        format!("Den pågår från {} till {}.", swedish::day(wish.from), swedish::day(wish.to)),
        "Svara om ni deltar, och med vilka anordnare.".to_owned(),
    ]
}

/// What is written when the results have come.
pub(super) fn letter_released(name: &str) -> Vec<String> {
    vec![
        format!("Resultatet av utvärderingen {name} har kommit, för alla anordnare hos alla som deltar."),
        "Det finns också för nämnden och revisorerna.".to_owned(),
    ]
}

/// What is written when it is not to be.
pub(super) fn letter_withdrawn(name: &str) -> Vec<String> {
    vec![format!("Utvärderingen {name} är återkallad av den som leder den. På sidan står varför.")]
}

/// What is written when it is taken up again.
pub(super) fn letter_reopened(name: &str) -> Vec<String> {
    vec![format!("Utvärderingen {name} är öppnad igen av den som leder den. På sidan står varför.")]
}

/// What is written to a provider that reads a draft of an evaluation that is not to be.
pub(super) fn letter_no_answer(name: &str) -> Vec<String> {
    vec![format!("Utvärderingen {name} är återkallad. Ni behöver inte svara på utkastet.")]
}

/// What is written to a provider whose draft may be answered again.
pub(super) fn letter_answer_again(name: &str) -> Vec<String> {
    vec![format!("Utvärderingen {name} är öppnad igen. Läs utkastet och svara, eller vänta på ett nytt.")]
}

/// What is written to those who lead when an authority has answered. `joined_before` says whether it took part already.
pub(super) fn letter_replied((authority, name): (&str, &str), reply: &Reply, joined_before: bool) -> Vec<String> {
    let Reply::Joined { providers } = reply else {
        return vec![format!("{authority} deltar inte i utvärderingen {name}.")];
    };
    let named: Vec<&str> = providers.iter().map(|one| one.name.as_str()).collect();
    let says = if joined_before { "har lagt till anordnare" } else { "deltar" };
    vec![format!("{authority} {says} i utvärderingen {name}: {}.", named.join(", "))]
}

/// What is written to those who visited when the provider has answered.
pub(super) fn letter_answered(provider: &str, name: &str) -> Vec<String> {
    vec![format!("{provider} har svarat på utkastet från utvärderingen {name}.")]
}

/// What is written to a provider; nothing of what it need not read.
pub(super) fn letter_came(stage: Stage, until: Option<Day>) -> Option<(&'static str, Vec<String>)> {
    Some(match stage {
        Stage::Draft => {
            let mut says = vec!["Det finns ett utkast från den gemensamma utvärderingen att läsa.".to_owned()];
            says.extend(until.map(|day| format!("Svara senast {}.", swedish::day(day))));
            ("Utkast från den gemensamma utvärderingen", says)
        }
        Stage::First => (
            "Den gemensamma utvärderingen är fastställd",
            vec![
                "Resultatet av första besöket är fastställt.".to_owned(),
                "Återbesöket följer upp bristerna.".to_owned(),
            ],
        ),
        Stage::Whole => (
            "Återbesöket är fastställt",
            vec!["Resultatet av återbesöket i den gemensamma utvärderingen är fastställt.".to_owned()],
        ),
        Stage::Recalled => (
            "Utkastet från den gemensamma utvärderingen är taget tillbaka",
            vec!["Ni behöver inte svara på det. När det finns ett nytt utkast får ni ett mejl.".to_owned()],
        ),
        Stage::Reopened => (
            "Den gemensamma utvärderingen rättas",
            vec!["Det som var fastställt rättas, och fastställs sedan på nytt. På sidan står varför.".to_owned()],
        ),
        Stage::Ended => return None,
    })
}

/// When a visit is to be, or was to be, and who comes.
pub(super) fn visit((again, on, people): (bool, Day, &[String]), today: Day) -> String {
    let (what, day) = (if again { "Återbesöket" } else { "Besöket" }, swedish::day(on));
    let when = match on.cmp(&today) {
        std::cmp::Ordering::Greater => format!("{what} är {day}."),
        std::cmp::Ordering::Equal => format!("{what} är i dag, {day}."),
        std::cmp::Ordering::Less => format!("{what} var {day}."),
    };
    if people.is_empty() || on < today { when } else { format!("{when} {}", who_comes(people)) }
}

/// When a visit is to be, in a list.
pub(super) fn visit_on(again: bool, on: Day) -> String {
    format!("{} {}", if again { "återbesök" } else { "besök" }, swedish::day(on))
}

fn who_comes(people: &[String]) -> String {
    format!("Det är {} som kommer.", swedish::list(&people.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// What is written to a provider of when a visit is to be; `known` is the day that it knew of.
pub(super) fn letter_visit(
    (again, on): (bool, Day),
    known: Option<Day>,
    people: &[String],
) -> (&'static str, Vec<String>) {
    let (what, day) = (if again { "Återbesöket" } else { "Besöket" }, swedish::day(on));
    let (subject, says) = match known {
        Some(before) if before != on => {
            let says =
                format!("{what} i den gemensamma utvärderingen är flyttat från {} till {day}.", swedish::day(before));
            ("Besöket i den gemensamma utvärderingen är flyttat", says)
        }
        _ => ("Besök i den gemensamma utvärderingen", format!("{what} i den gemensamma utvärderingen är {day}.")),
    };
    let mut says = vec![says];
    if !people.is_empty() {
        says.push(who_comes(people));
    }
    says.push("På sidan står vilka kriterier som bedöms.".to_owned());
    (subject, says)
}

/// What is written to a provider when the visit that it knew of is not to be.
pub(super) fn letter_no_visit(again: bool, on: Day) -> (&'static str, Vec<String>) {
    let (what, day) = (if again { "Återbesöket" } else { "Besöket" }, swedish::day(on));
    let says =
        format!("{what} {day} i den gemensamma utvärderingen blir inte av. Blir det en annan dag får ni ett mejl.");
    ("Besöket i den gemensamma utvärderingen blir inte av", vec![says])
}

/// That a day lies outside the evaluation.
pub(super) fn outside(wish: &Wish) -> String {
    let (from, to) = (swedish::day(wish.from), swedish::day(wish.to));
    format!(
        "Utvärderingen pågår från {from} till {to}. Välj en dag i den tiden, eller ändra utvärderingens dagar först."
    )
}

/// That days leave out what is planned already.
pub(super) fn leaves_out(count: usize) -> String {
    match count {
        1 => "Hos 1 anordnare finns ett besök eller en svarstid utanför de dagarna.".to_owned(),
        _ => format!("Hos {count} anordnare finns besök eller svarstider utanför de dagarna."),
    }
}

/// How long the provider has.
pub(super) fn reply_help() -> String {
    format!(
        "Förslaget är {REPLY_DAYS} arbetsdagar. Först därefter, eller när anordnaren har svarat, går besöket att fastställa."
    )
}

/// How many of how many.
pub(super) fn of(count: usize, all: usize) -> String {
    format!("{count} av {all}")
}

/// The name of a file.
pub(super) fn file_name(name: &str, ending: &str) -> String {
    let slug: String = swedish::fold(name)
        .chars()
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            c if c.is_ascii_alphanumeric() => c,
            _ => '-',
        })
        .collect();
    format!("utvardering-{}.{ending}", slug.trim_matches('-'))
}
