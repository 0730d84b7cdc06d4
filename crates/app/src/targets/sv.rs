//! Sentences about targets and their sheet.

use domain::targets::Changes;
use domain::year::{Target, Year, sv as words};
use kernel::swedish::integer;
use platform::UploadProblem;

pub const SHEET: &str = "Målvärden";
pub const HELP_SHEET: &str = "Så fyller du i";

/// Columns of the workbook that are read, then those that are only to be read by a person: name, heading, help, width.
pub const COLUMNS: [(&str, &str, &str, f64); 10] = [
    ("indikator", "Indikator", "Välj ur listan. Indikatorer läggs till och ändras i systemet, inte här.", 36.0),
    ("regiform", "Regiform", "Vilka anordnare målvärdet gäller. Alla regiformer om det gäller alla.", 22.0),
    ("omrade", "Avtalsområde", "Vilket avtalsområde målvärdet gäller. Alla avtalsområden om det gäller alla.", 30.0),
    (
        "varde",
        "Målvärde",
        "Ett tal i indikatorns enhet, till exempel 72,5. Skriv inget procenttecken. Tomt betyder inget målvärde.",
        12.0,
    ),
    ("att-besluta", "Att besluta", "Ja om värdet är ett förslag som ännu inte är beslutat.", 12.0),
    ("exempel", "Exempelvärde", "Ja om värdet är påhittat och ska bytas ut.", 14.0),
    ("enhet", "Enhet och riktning", "Till hjälp. Läses inte in.", 28.0),
    ("forra", "Förra året", "Till hjälp. Läses inte in.", 12.0),
    ("mal", "Verksamhetsmål", "Till hjälp. Läses inte in.", 44.0),
    ("definition", "Definition", "Till hjälp. Läses inte in.", 70.0),
];
/// How many of [`COLUMNS`] are read.
pub const READ: usize = 6;

pub const HOW: &str = "Varje rad är ett målvärde för en indikator. Indikatorer som saknar målvärde står som tomma rader. \
                       Fyll i, spara och läs in filen under Året. Du får se vad som läggs till, ändras och tas bort innan \
                       något sparas, och det som sparas blir ett utkast.";
pub const REMOVES: &str = "Ett målvärde som tas bort ur filen, eller vars värde töms, tas bort ur utkastet. Gäller flera målvärden \
                           samma anordnare går avtalsområdets före regiformens, och regiformens före det som gäller alla.";
pub const NEVER: &str = "Klagomål har aldrig målvärde: att det är lätt att klaga är bra. Inte heller andra indikatorer utan riktning, \
                         till exempel fördelningar, har det.";

pub const NOTE: &str = "Målvärden inlästa ur fil";
pub const HEAVY: &str =
    "Filen tar för mycket minne eller tid att läsa. Hämta en ny fil, kopiera in värdena och läs in den.";
pub const NO_ROWS: &str = "Filen har inga rader. Hämta en ny fil under Målvärden och fyll i den.";

/// *3 målvärden*.
pub fn targets(number: usize) -> String {
    let n = integer(i64::try_from(number).unwrap_or(i64::MAX));
    format!("{n} {}", if number == 1 { "målvärde" } else { "målvärden" })
}

/// How many there are and which are not decided.
pub fn lead(targets_: &[Target], own: bool) -> String {
    let count = |test: fn(&Target) -> bool| targets_.iter().filter(|target| test(target)).count();
    let (examples, open) = (count(|target| target.example), count(|target| target.to_decide));
    let number = |n: usize| integer(i64::try_from(n).unwrap_or(i64::MAX));
    let mut out = if own {
        format!("{} gäller er enligt era avtal.", targets(targets_.len()))
    } else {
        format!("{} i år.", targets(targets_.len()))
    };
    if examples > 0 {
        out.push_str(&format!(" {} är exempelvärden som huvudmannen inte har beslutat.", number(examples)));
    }
    if open > 0 {
        out.push_str(&format!(" {} är förslag som ännu ska beslutas.", number(open)));
    }
    out
}

/// What is wrong with an uploaded file.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!("Filen är större än {} MB. Ta bort bilder och blad som inte hör till filen.", limit >> 20)
        }
        UploadProblem::Empty => "Filen är tom. Välj en fil med innehåll.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned(),
    }
}

/// The file is for another year.
pub fn other_year(found: &str, year: i16) -> String {
    format!("Filen är hämtad för {found}, men du läser in målvärden för {year}. Hämta filen för {year} och fyll i den.")
}

/// More rows than are taken.
pub fn too_many(rows: usize, most: usize) -> String {
    format!("Filen har {rows} rader. Högst {most} läses in. Ta bort rader som inte är målvärden.")
}

/// *2 läggs till, 1 ändras och 3 tas bort.*
pub fn summary(changes: &Changes<'_>) -> String {
    let number = |n: usize| integer(i64::try_from(n).unwrap_or(i64::MAX));
    let parts: Vec<String> =
        [(changes.added.len(), "läggs till"), (changes.changed.len(), "ändras"), (changes.removed.len(), "tas bort")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{} {what}", number(*n)))
            .collect();
    format!("{}. {} är som förut.", kernel::swedish::list(&parts), number(changes.same))
}

/// The file says what the version says.
pub fn unchanged(version: i64) -> String {
    format!("Filen säger samma sak som version {version}. Det finns inget att spara.")
}

/// *minst 72,5 %*, or that there is none.
pub fn limit(year: &Year, target: &Target) -> String {
    year.indicator(target.indicator.as_str())
        .map_or_else(|| words::decimal(target.value), |indicator| domain::targets::sv::limit(target, indicator))
}

/// What a target of the year is called: its indicator's title.
pub fn title<'y>(year: &'y Year, target: &'y Target) -> &'y str {
    year.indicator(target.indicator.as_str()).map_or(target.indicator.as_str(), |of| of.title.as_sv())
}

/// *Mål: …*, or that none is named.
pub fn goal(goal: Option<&domain::year::Goal>) -> &str {
    goal.map_or("Utan verksamhetsmål", |goal| goal.title.as_sv())
}

/// The title of the slides.
pub fn deck(year: i16) -> String {
    format!("Målvärden {year}")
}

/// What the slides are about, under their title.
pub fn deck_of(year: &Year, provider: Option<&str>) -> String {
    provider.map_or_else(|| year.title.as_sv().to_owned(), |name| format!("Det som gäller {name}"))
}

pub const DEFINITIONS: &str = "Så räknas indikatorerna";
pub const READ_SO: &str = "Så läser du målvärdena";
pub const NO_TARGET: &str = "Inget målvärde";
pub const NEVER_ONE: &str = "Har aldrig målvärde";
pub const NOT_BEFORE: &str = "Fanns inte";
pub const GONE: &str = "Finns inte i år";

/// The text alternative of the table on a slide.
pub fn table_alt(goal: &str, rows: usize) -> String {
    format!("Målvärden för ”{goal}”, {} med vem de gäller och om de är beslutade.", rows_(rows))
}

fn rows_(number: usize) -> String {
    format!("{number} {}", if number == 1 { "rad" } else { "rader" })
}

/// What a slide says of the standing of the targets.
pub fn read_so(targets_: &[Target]) -> Vec<String> {
    let examples = targets_.iter().filter(|target| target.example).count();
    let open = targets_.iter().filter(|target| target.to_decide).count();
    let mut out = vec![
        "Ett målvärde för ett avtalsområde går före regiformens, och regiformens före det som gäller alla.".to_owned(),
    ];
    out.push(if examples > 0 {
        format!("{} är exempelvärden: påhittade, inte beslutade av huvudmannen.", targets(examples))
    } else {
        "Inget av målvärdena är ett exempelvärde.".to_owned()
    });
    if open > 0 {
        out.push(format!("{} är förslag som ännu ska beslutas.", targets(open)));
    }
    out.push(NEVER.to_owned());
    out
}

/// What whoever speaks may say of a goal.
pub fn notes(indicators: usize, targets_: usize) -> String {
    let of = if indicators == 1 { "indikator" } else { "indikatorer" };
    format!("{indicators} {of} följer målet, med {}.", targets(targets_))
}
