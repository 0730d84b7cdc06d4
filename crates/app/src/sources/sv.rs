//! Sentences about figures from elsewhere.

use clients::{Came, Fault};
use domain::aggregates::{Decimal, Role};
use domain::courses::SchoolForm;
use kernel::swedish::integer;
use stats::Share;

use super::reading::{MOST_COLUMNS, MOST_ROWS, NoTable};
use super::settings::SourceKind;
pub(super) use students::*;

mod students;

/// The feature's name.
pub(super) const TITLE: &str = "Källor";
/// Leads to the results.
pub(super) const RESULTS: &str = "Resultat";

/// Why a file gives no table, and what to do.
pub(super) fn no_table(why: NoTable) -> String {
    match why {
        NoTable::Nothing => {
            "Filen har ingen tabell. Första raden ska ha rubriker i minst två kolumner och det ska stå något under dem."
                .to_owned()
        }
        NoTable::TooLong => {
            format!("Tabellen har fler än {} rader. Ta bort de rader som inte behövs.", integer(as_i64(MOST_ROWS)))
        }
        NoTable::TooWide => {
            format!("Tabellen har fler än {MOST_COLUMNS} kolumner. Ta bort de kolumner som inte behövs.")
        }
    }
}

pub(super) fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What a column can be: stable name, name, and what it means.
pub(super) const ROLES: [(&str, &str); 7] = [
    ("label", "Vad raden gäller"),
    ("period", "År eller termin"),
    ("level", "Nivå, till exempel kommun och län"),
    ("count", "Antal"),
    ("share", "Andel som räknas ur antal i tabellen"),
    ("reported", "Värde utan bas"),
    ("ignored", "Läs inte"),
];

/// What a column is, in a word or two.
pub(super) const fn role(role: &Role) -> &'static str {
    match role {
        Role::Label => "vad raden gäller",
        Role::Period => "period",
        Role::Level => "nivå",
        Role::Count => "antal",
        Role::Share { .. } => "andel",
        Role::Reported { .. } => "värde utan bas",
        Role::Ignored => "läses inte",
    }
}

/// A school form.
pub(super) const fn form(form: SchoolForm) -> &'static str {
    match form {
        SchoolForm::Basic => "grundläggande nivå",
        SchoolForm::UpperSecondary => "gymnasial nivå",
        SchoolForm::Sfi => "sfi",
        SchoolForm::AdaptedBasic => "anpassad utbildning, grundläggande nivå",
        SchoolForm::AdaptedUpperSecondary => "anpassad utbildning, gymnasial nivå",
    }
}

/// *4,1 % (n = 164 791)*.
pub(super) fn share(share: Share) -> String {
    match share.percent(1) {
        Some(units) => {
            format!("{}\u{a0}% (n\u{a0}=\u{a0}{})", Decimal { units, decimals: 1 }, integer(share.base()))
        }
        None => MISSING.to_owned(),
    }
}

/// A mean of shares with two decimals, in per cent.
pub(super) fn mean(mean: f64) -> String {
    format!("{:.2}\u{a0}%", mean * 100.0).replace('.', ",")
}

/// What stands where a figure is missing. It is not zero.
pub(super) const MISSING: &str = "Uppgift saknas";

/// A number and its noun.
pub(super) fn some(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", integer(as_i64(number)), if number == 1 { one } else { many })
}

/// How many printed shares the counts give.
pub(super) fn agreement(same: usize, compared: usize) -> String {
    if same == compared {
        let all = if compared == 1 { "Den enda tryckta andelen" } else { "Alla" };
        return match compared {
            1 => format!("{all} är den som antalen ger."),
            _ => format!("{all} {} tryckta andelar är de som antalen ger.", integer(as_i64(compared))),
        };
    }
    format!(
        "{} av {} tryckta andelar är de som antalen ger. De som skiljer sig är utmärkta i tabellen.",
        integer(as_i64(same)),
        integer(as_i64(compared))
    )
}

/// What stands at a printed share that its counts do not give.
pub(super) fn differs(from_counts: Share) -> String {
    format!("antalen ger {}", share(from_counts))
}

/// What the boxes for rows that are sums mean.
pub(super) const TOTALS_HELP: &str = "Raden ser ut att vara en summa av de andra. När rutan är ikryssad visas den som den är \
     men räknas inte med i summor och andelar, så att ingen räknas två gånger.";
/// What stands at a row that is a sum.
pub(super) const TOTAL_ROW: &str = "Summarad, räknas inte med";

/// What the box for one row says.
pub(super) fn total_row(row: u32, name: &str) -> String {
    format!("Rad {row}, {name}: en summa, räkna inte med den")
}

/// Which rows are in no sum.
pub(super) fn totals_left_out(names: &[String]) -> String {
    const NAMED: usize = 5;
    let quoted: Vec<String> = names.iter().take(NAMED).map(|name| format!("”{name}”")).collect();
    let list = kernel::swedish::list(&quoted.iter().map(String::as_str).collect::<Vec<_>>());
    match names.len() {
        1 => format!("Raden {list} är själv en summa och räknas inte med."),
        n if n <= NAMED => format!("Raderna {list} är själva summor och räknas inte med."),
        n => format!("{} är själva summor och räknas inte med. De är utmärkta i tabellen.", some(n, "rad", "rader")),
    }
}

/// What is to be said of values that are not computed from counts of the table.
pub(super) fn without_base(has_counts: bool, may_choose: bool) -> &'static str {
    match (has_counts, may_choose) {
        (false, _) => "källan säger inte hur många värdena är räknade på. De visas som de är och summeras aldrig.",
        (true, true) => {
            "de går inte att räkna fram ur antalen i tabellen. Är de en andel av två av kolumnerna, välj ”Andel som räknas ur \
             antal i tabellen” här nedanför. Annars visas de som de är och summeras aldrig."
        }
        (true, false) => "de är inte räknade ur antalen i tabellen. De visas som de är och summeras aldrig.",
    }
}

/// Said when a table is kept.
pub(super) fn kept(title: &str) -> String {
    format!("Tabellen ”{title}” är inläst.")
}

/// Said when a table is taken away.
pub(super) fn removed(title: &str) -> String {
    format!("Tabellen ”{title}” är borttagen. Den finns kvar längst ned bland tabellerna och kan återställas.")
}

/// Said when a table is put back.
pub(super) fn restored(title: &str) -> String {
    format!("Tabellen ”{title}” är återställd.")
}

pub(super) const FAULT_ADDRESS: &str =
    "Adressen ska börja med https:// och får bara stå en gång. Kopiera den ur källans beskrivning.";
pub(super) const FAULT_ONE_ADDRESS: &str = "Källan har bara en adress. Ta bort de andra.";
pub(super) const FAULT_MUNICIPALITY: &str = "Skriv kommunens kod med fyra siffror, till exempel 0180.";
pub(super) const FAULT_PLACES: &str =
    "Skriv koder för högst 40 kommuner eller grupper med mellanslag emellan, till exempel 0184 G33612 0000.";
pub(super) const FAULT_ORG_NUMBER: &str = "Skriv kommunens organisationsnummer med tio siffror.";
pub(super) const FAULT_MEASURES: &str = "Skriv mellan 1 och 50 nyckeltal med mellanslag emellan. Ett nyckeltal är N eller U och fem siffror, till exempel N18944.";
pub(super) const FAULT_YEARS: &str = "Skriv antalet år tillbaka, mellan 1 och 20.";
pub(super) const FAULT_DAYS: &str = "Skriv antalet dagar mellan hämtningarna, mellan 1 och 366.";

/// What a source is called.
pub(super) const fn source(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::StudentSystem => "Elevsystemet (SS 12000)",
        SourceKind::Register => "Skolenhetsregistret",
        SourceKind::Kolada => "Kolada",
        SourceKind::Statistics => "Statistikdatabasen",
        SourceKind::Courses => "Kursplaner",
    }
}

/// What comes from it.
pub(super) const fn what(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::StudentSystem => {
            "Kursdeltaganden och betyg ur kommunens eget elevsystem, om det lämnar ut dem enligt standarden SS 12000."
        }
        SourceKind::Register => {
            "Skolverkets register över anordnare, deras betygsrätt och de entreprenader som kommunen har anmält."
        }
        SourceKind::Kolada => "Nyckeltal för kommunen och andra kommuner. Källa: Kolada (RKA).",
        SourceKind::Statistics => "Tabeller ur Skolverkets statistikdatabas, för kommunen och andra kommuner.",
        SourceKind::Courses => "Skolverkets förteckning över kurser och nivåer i komvux, med poäng.",
    }
}

/// How many of what came.
pub(super) fn found(kind: SourceKind, number: i64) -> String {
    let number = usize::try_from(number).unwrap_or_default();
    match kind {
        SourceKind::StudentSystem => some(number, "kursdeltagande", "kursdeltaganden"),
        SourceKind::Register => some(number, "anordnare eller entreprenad", "anordnare och entreprenader"),
        SourceKind::Kolada | SourceKind::Statistics => some(number, "siffra", "siffror"),
        SourceKind::Courses => some(number, "kurs eller nivå", "kurser och nivåer"),
    }
}

/// What went wrong: what was asked and what came, and what to do.
pub(super) fn fault(kind: SourceKind, fault: &Fault) -> (String, &'static str) {
    const LATER: &str = "Försök igen senare. Händer det flera dagar i rad: kontrollera adressen hos källan.";
    const CHECK: &str = "Kontrollera adressen i källans inställningar.";
    const CHANGED: &str = "Källan kan ha ändrat sitt sätt att svara. Säg till den som sköter driften.";
    let beginning = |came: &Came| match came.beginning.trim() {
        // It may speak of persons, and is not kept.
        "" if kind == SourceKind::StudentSystem => String::new(),
        "" => "Svaret var tomt.".to_owned(),
        text => format!("Svaret börjar: ”{text}”."),
    };
    match fault {
        Fault::NotAnAddress { asked } => (format!("”{asked}” är ingen adress som går att fråga."), CHECK),
        Fault::NotProtected { asked } => {
            (format!("Adressen {asked} är oskyddad. Bara adresser som börjar med https:// frågas."), CHECK)
        }
        Fault::Private { asked } => (
            format!("Adressen {asked} leder till ett internt nät, och dit får tjänsten inte fråga."),
            "Kontrollera adressen. Ska ett internt nät frågas måste driften tillåta det.",
        ),
        Fault::Unreachable { asked, why } => (format!("Vi frågade {asked} men {}", unreachable(why)), LATER),
        Fault::TooSlow { asked, within } => (
            format!("Vi frågade {asked} och väntade i {} sekunder utan att få ett helt svar.", within.as_secs()),
            LATER,
        ),
        Fault::Status { asked, came, attempts } => (
            format!(
                "Vi frågade {asked} {} och fick svarskod {}. {}",
                if *attempts == 1 { "en gång".to_owned() } else { format!("{attempts} gånger") },
                came.status,
                beginning(came)
            ),
            match came.status {
                401 | 403 if kind == SourceKind::StudentSystem => NOT_LET_IN,
                404 if kind == SourceKind::StudentSystem => NOT_THERE,
                401 | 403 => {
                    "Källan släpper inte in oss. Kontrollera adressen och om källan kräver något för att svara."
                }
                404 => "Det som efterfrågas finns inte där. Kontrollera adress, koder och nyckeltal i inställningarna.",
                _ => LATER,
            },
        ),
        Fault::TooLarge { asked, limit } => (
            format!("Svaret från {asked} är större än {} MB och togs inte emot.", limit >> 20),
            if kind == SourceKind::StudentSystem {
                CHANGED
            } else {
                "Be om mindre: färre nyckeltal, kommuner eller år."
            },
        ),
        Fault::LeadsElsewhere { asked, to } => {
            (format!("Adressen {asked} skickar vidare till {to}. Vi följer inte med till någon annan."), CHECK)
        }
        Fault::OtherKind { asked, came } => (
            format!(
                "Vi frågade {asked} efter uppgifter men fick något av typen {}. {}",
                came.media_type,
                beginning(came)
            ),
            CHECK,
        ),
        Fault::OtherShape { asked, what, came } => (
            format!("Svaret från {asked} har inte den form som källan har beskrivit ({what}). {}", beginning(came)),
            CHANGED,
        ),
        Fault::Endless { asked, requests } => {
            (format!("Svaret från {asked} tog aldrig slut: vi slutade efter {requests} frågor."), CHANGED)
        }
        Fault::Stopped => ("Hämtningen avbröts när tjänsten stängdes.".to_owned(), "Hämta igen."),
        Fault::GivenUp => (
            "Hämtningen kom aldrig till sitt slut, trots flera försök. Felet är hos oss och inte hos källan."
                .to_owned(),
            "Hämta igen. Händer det en gång till: säg till den som sköter driften. Orsaken står i loggen, till exempel att \
             disken är full.",
        ),
    }
}

/// Why nobody could be reached, in words. What the machine says of it is English and stands in the log.
fn unreachable(why: &str) -> &'static str {
    let why = why.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if says(&["lookup", "dns", "resolve", "name or service", "host not found", "nodename"]) {
        "det finns ingen sådan adress, eller så har servern inte kontakt med nätet."
    } else if says(&["refused"]) {
        "den som finns på adressen tog inte emot frågan."
    } else if says(&["tls", "certificate", "handshake", "rustls"]) {
        "den skyddade förbindelsen gick inte att upprätta, till exempel för att certifikatet har gått ut."
    } else {
        "ingen svarade."
    }
}

/// What the box that switches a source on says.
pub(super) const fn switch_help(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::StudentSystem => {
            "När rutan är urkryssad hämtas inget, och den krypterade kopian av det hämtade tas bort. Det som är inläst finns kvar."
        }
        _ => "När rutan är urkryssad hämtas inget. Det som redan är hämtat finns kvar.",
    }
}

/// Said when a source is set up.
pub(super) fn source_saved(kind: SourceKind, active: bool) -> String {
    if active {
        format!("{} hämtas från och med nu. Den första hämtningen har börjat.", source(kind))
    } else {
        format!("Inställningarna för {} är sparade. Inget hämtas.", source(kind))
    }
}

/// Said when a fetch is asked for, or one was under way.
pub(super) const fn asked_for(new: bool) -> &'static str {
    if new { "Hämtningen har börjat. Du kan lämna sidan." } else { "En hämtning pågår redan." }
}

/// A figure as it was sent, with at most one decimal.
pub(super) fn figure(value: &str, status: &str) -> String {
    match (value.parse::<f64>(), status) {
        (Ok(number), _) => {
            let text = format!("{number:.1}");
            let text = text.strip_suffix(".0").unwrap_or(&text);
            text.replace('.', ",").replace('-', "\u{2212}")
        }
        (Err(_), "..") => "Hemlig: färre än tio".to_owned(),
        _ => MISSING.to_owned(),
    }
}
