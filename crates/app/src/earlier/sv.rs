//! Words of earlier years.

use documents::table::Remark;
use domain::earlier::{Kind, Row};
use platform::UploadProblem;

use super::run::Done;
use super::store::State;

/// The heading of it all.
pub const TITLE: &str = "Tidigare år";
/// Leads to the results.
pub const RESULTS: &str = "Resultat";
/// The sheet of instructions.
pub const INSTRUCTIONS: &str = "Så fyller du i";
/// The list of indicators.
pub const INDICATORS: &str = "Indikatorer: titel och fast namn, båda kan skrivas";
/// What can stand for a sex.
pub const SEXES: [&str; 2] = ["Kvinnor", "Män"];
/// What is added to a file that is handed back.
pub const VERDICTS: [&str; 2] = ["Resultat", "Fel"];
/// An archive without exactly one workbook.
pub const NO_BOOK: &str = "Zip-filen ska innehålla precis en arbetsbok (.xlsx), den ifyllda mallen. Lägg arbetsboken och \
     verksamhetsberättelserna i en ny zip-fil och välj den.";
/// A file that takes too much to read.
pub const HEAVY: &str =
    "Filen tar för mycket minne eller tid att läsa. Dela upp den på flera filer, till exempel en för varje år.";
/// Nothing can be loaded before there is a year.
pub const NO_YEAR: &str = "Indikatorerna står i årets dokument. Publicera ett år först, så kan tidigare år läsas in.";

/// What the template begins with.
pub const INTRODUCTION: [&str; 4] = [
    "Här fyller du i det som följdes upp innan systemet fanns: resultat, målvärden och verksamhetsberättelser. Läs in filen under \
     Resultat, Tidigare år. Innan något sparas visas vad som är rätt och vad som behöver rättas.",
    "Skriv täljare och bas när de är kända. Då räknas värdet ut och får en osäkerhet. Ett värde utan bas visas som det är, med sin \
     källa, men räknas aldrig ihop med andra.",
    "Indikatorer som systemet inte räknar själv, till exempel elevnöjdhet ur en enkät, kan läsas in också för innevarande år.",
    "Verksamhetsberättelser läses in tillsammans med arbetsboken: lägg den och filerna (.docx eller .pdf) i en zip-fil, och skriv \
     filnamnen på bladet Verksamhetsberättelser.",
];

/// The name of a table's sheet.
pub const fn sheet(kind: Kind) -> &'static str {
    match kind {
        Kind::Results => "Resultat",
        Kind::Targets => "Målvärden",
        Kind::Reports => "Verksamhetsberättelser",
    }
}

/// What stands over a column.
pub fn heading(slug: &str) -> &'static str {
    match slug {
        "year" => "År",
        "indicator" => "Indikator",
        "provider" => "Anordnare",
        "unit" => "Enhet",
        "area" => "Avtalsområde",
        "sex" => "Kön",
        "part" => "Täljare",
        "base" => "Bas",
        "value" => "Värde",
        "source" => "Källa",
        "note" => "Anmärkning",
        "regime" => "Regiform",
        "title" => "Titel",
        "file" => "Filnamn",
        _ => "",
    }
}

/// Other headings that are taken for it.
pub fn aliases(slug: &str) -> &'static [&'static str] {
    match slug {
        "year" => &["Årtal", "Kalenderår"],
        "provider" => &["Organisationsnummer", "Utbildningsanordnare", "Skola"],
        "unit" => &["Skolenhet", "Skolenhetskod"],
        "area" => &["Område"],
        "part" => &["Antal"],
        "base" => &["n", "Bas (n)", "Nämnare"],
        "value" => &["Andel", "Målvärde", "Procent"],
        "source" => &["Källa (vem och när)"],
        "note" => &["Kommentar"],
        "regime" => &["Regi"],
        "title" => &["Rubrik"],
        "file" => &["Fil"],
        _ => &[],
    }
}

/// What to write in a column.
pub fn help(kind: Kind, slug: &str) -> &'static str {
    match (kind, slug) {
        (_, "year") => "Kalenderåret med fyra siffror.",
        (_, "indicator") => "Välj i listan. Det fasta namnet går också bra.",
        (Kind::Results, "provider") => "Namn eller organisationsnummer. Tomt betyder hela huvudmannen.",
        (_, "provider") => "Namn eller organisationsnummer.",
        (_, "unit") => "Namn eller skolenhetskod, eller tomt.",
        (Kind::Targets, "area") => "Tomt betyder alla områden.",
        (_, "area") => "Välj i listan, eller lämna tomt.",
        (_, "sex") => "Tomt betyder alla.",
        (_, "part") => "Hur många av basen det gäller, till exempel 84 av 100.",
        (_, "base") => "Alla som räknas. Täljare och bas fylls i tillsammans.",
        (Kind::Targets, "value") => "Målvärdet i indikatorns enhet, till exempel 84,5 för 84,5 procent.",
        (_, "value") => "Fyll i när täljare och bas inte är kända. Procent skrivs 84,2.",
        (_, "source") => "Vem som har sagt det och när, till exempel Kvalitetsrapport 2022.",
        (_, "note") => "Det som behöver sägas om siffran, till exempel en annan definition.",
        (_, "regime") => "Tomt betyder alla regiformer.",
        (_, "title") => "Vad berättelsen heter.",
        (_, "file") => "Filens namn i zip-filen, med .docx eller .pdf.",
        _ => "",
    }
}

/// Whether the heading is one that was added when a file was handed back.
pub fn is_verdict(heading: &str) -> bool {
    VERDICTS.contains(&heading)
}

/// What became of a row.
pub const fn verdict(row: &Row) -> &'static str {
    match (&row.said, row.known) {
        (None, _) => "Behöver rättas",
        (Some(_), true) => "Finns redan",
        (Some(_), false) => "Kan läsas in",
    }
}

/// What became of a set.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Waiting => "Väntar på granskning",
        State::Taken => "Inläst",
        State::Dropped => "Slängd",
        State::Withdrawn => "Tillbakadragen",
    }
}

/// *1 rad*, *12 rader*.
pub fn rows(count: usize) -> String {
    if count == 1 { "1 rad".to_owned() } else { format!("{count} rader") }
}

/// What came in.
pub fn came_in((figures, targets, reports): (i64, i64, i64)) -> String {
    let of = |count: i64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    kernel::swedish::list(&[
        of(figures, "resultat", "resultat"),
        of(targets, "målvärde", "målvärden"),
        of(reports, "verksamhetsberättelse", "verksamhetsberättelser"),
    ])
}

/// That a set was taken in.
pub fn taken(rows_in: usize, left_out: usize) -> String {
    match left_out {
        0 => format!("{} lästes in.", rows(rows_in)),
        _ => format!("{} lästes in. {} med fel lämnades utanför.", rows(rows_in), rows(left_out)),
    }
}

/// The file came before.
pub const SAME_FILE: &str = "Samma fil är redan inläst eller väntar. Inget ändrades.";
/// A set was thrown away.
pub const DROPPED: &str = "Filen slängdes. Inget av den är sparat.";
/// A set was withdrawn.
pub const WITHDRAWN: &str = "Laddningen är tillbakadragen och visas inte längre. Historiken finns kvar.";
/// Somebody was first.
pub const RACED: (&str, &str) =
    ("Någon annan hann före", "Laddningen har nyss tagits in, slängts eller dragits tillbaka. Ladda om sidan.");

/// Annual reports of earlier years.
pub const REPORTS: &str = "Verksamhetsberättelser från tidigare år";
/// That of the year before.
pub const LAST_YEARS_REPORT: &str = "Förra årets verksamhetsberättelse";
/// Nothing of the file can be read as rows.
pub const NO_ROWS: &str = "Filen har inga rader att läsa in. Fyll i minst ett av bladen i mallen, och välj filen igen.";
/// A set is withdrawn with a reason.
pub const WHY: &str = "Skriv varför laddningen dras tillbaka, så att andra förstår det efteråt.";
/// Nothing is left to take in.
pub const NOTHING_NEW: (&str, &str) =
    ("Inget lästes in", "Ingen rad säger något nytt längre. Ladda om sidan och se vad som behöver rättas.");
/// What the filled-in workbook is called when it is handed back.
pub const BACK_NAME: &str = "tidigare-ar-granskad.xlsx";

/// Why there is no file to work with.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!("Filen är större än {} MB. Dela upp den på flera filer, till exempel en för varje år.", limit >> 20)
        }
        UploadProblem::Empty => "Filen är tom. Välj en fil med innehåll.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned(),
    }
}

/// What is to be said of a file's shape.
pub fn remark(remark: &Remark) -> String {
    documents::sv::sentence(remark)
}

/// What is taken in, as a button says it.
pub fn take(rows_in: usize, faulty: usize) -> String {
    match faulty {
        0 => format!("Läs in {}", rows(rows_in)),
        _ => format!("Läs in {} som är rätt", rows(rows_in)),
    }
}

/// Everything that is wrong with a file, a line each.
pub fn lines(done: &Done) -> Vec<String> {
    let mut all: Vec<String> = done.remarks.iter().map(remark).collect();
    for row in &done.judged.rows {
        for (at, fault) in &row.faults {
            let slug = row.kind.columns().get(*at).map_or("", |(slug, _)| slug);
            let value = row.cells.get(*at).map_or("", String::as_str);
            let (sheet, heading, fault) = (sheet(row.kind), heading(slug), domain::earlier::sv::fault(fault));
            all.push(format!("{sheet}, rad {}, {heading}: \u{201d}{value}\u{201d}. {fault}", row.number));
        }
    }
    all.extend(
        done.judged.unnamed.iter().map(|name| format!("Filen {name} nämns inte av någon rad och läses inte in.")),
    );
    all
}
