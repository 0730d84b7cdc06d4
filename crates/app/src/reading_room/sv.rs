//! What the reading room says.

use kernel::{Instant, swedish};

use super::store::Standing;

/// The question whose answer is the comment to a complaint report.
pub const COMPLAINT_COMMENT: &str = "Kommentar till rapporten";

/// A question about one target.
pub fn target_question(target: &str, question: &str) -> String {
    format!("{target}: {question}")
}

/// What a row or focus area is.
pub fn note(row: Option<u32>, what: Option<&str>) -> String {
    match (row, what) {
        (Some(row), Some(what)) => format!("{what}, rad {row}"),
        (Some(row), None) => format!("rad {row}"),
        (None, Some(what)) => what.to_owned(),
        (None, None) => String::new(),
    }
}

/// Where an answer stands, and in which version.
pub fn source(parts: &[&str], number: i64, at: Instant) -> String {
    let mut out: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| (*part).to_owned()).collect();
    out.push(format!("version {number}, {}", swedish::day(at.day())));
    out.join(" · ")
}

/// In place of who said it.
pub const SOME_PROVIDER: &str = "En anordnare";

/// Who said it, for what, and where.
pub fn quote_source(provider: &str, subject: &str, item: &str, question: &str, at: Instant) -> String {
    let who = if subject.is_empty() { provider.to_owned() } else { format!("{provider}, {subject}") };
    let what = [item, question].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(": ");
    format!("{who}. {what}, {}", swedish::day(at.day()))
}

/// How a quote stands to the newest version.
pub fn standing(standing: Standing) -> String {
    match standing {
        Standing::Newest => "Ur den senaste versionen".to_owned(),
        Standing::StillSaid(number) => format!("Står kvar i version {number}"),
        Standing::Gone(number) => {
            format!(
                "Står inte kvar: anordnaren har lämnat in version {number}, där orden inte finns. Citatet tas inte med i rapporten."
            )
        }
    }
}

/// *1 svar*, *3 svar*.
pub fn answers(number: usize) -> String {
    format!("{} svar", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// *1 citat*, *3 citat*.
pub fn quotes(number: usize) -> String {
    format!("{} citat", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// How many answers are shown of how many.
pub fn shown(shown: usize, of: usize) -> String {
    if shown == of { format!("{} på frågan.", answers(of)) } else { format!("{shown} av {} visas.", answers(of)) }
}

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No theme was chosen or named.
    NoTheme,
    /// A theme without a name.
    NoName,
    /// A name that is too long.
    LongName,
    /// Another theme has the name.
    NameTaken,
    /// Nothing was quoted.
    NoQuote,
    /// The quote is no literal part of the answer.
    NotInAnswer,
}

/// The longest name of a theme, in characters.
pub const LONGEST_NAME: usize = 80;

/// What is wrong, and what to do.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoTheme => "Inget tema är valt. Välj ett i listan eller skriv namnet på ett nytt.".to_owned(),
        Fault::NoName => "Temat saknar namn. Skriv ett kort namn, till exempel Studiehandledning.".to_owned(),
        Fault::LongName => format!("Namnet är för långt. Skriv högst {LONGEST_NAME} tecken."),
        Fault::NameTaken => "Ett annat tema vid tillfället heter redan så. Välj ett annat namn.".to_owned(),
        Fault::NoQuote => "Citatet är tomt. Klistra in de ord ur svaret som ska citeras.".to_owned(),
        Fault::NotInAnswer => {
            "Citatet står inte ordagrant i svaret. Klistra in orden precis som anordnaren skrev dem; bara mellanslag och radbrytningar får skilja.".to_owned()
        }
    }
}

/// The theme stays, since a quote holds it.
pub const HELD_BY_QUOTE: &str = "Temat står kvar, eftersom ett citat ur svaret hör till det. Ta bort citatet först.";
/// Done.
pub const TAGGED: &str = "Svaret är märkt.";
/// Done.
pub const UNTAGGED: &str = "Temat är borttaget från svaret.";
/// Done.
pub const QUOTED: &str = "Citatet är sparat.";
/// Done.
pub const QUOTE_DROPPED: &str = "Citatet är borttaget.";

/// Done.
pub fn theme_created(name: &str) -> String {
    format!("Temat ”{name}” finns nu.")
}
/// Done.
pub fn theme_renamed(name: &str) -> String {
    format!("Temat heter nu ”{name}”.")
}
/// Done, and the way back.
pub fn theme_removed(name: &str) -> String {
    format!(
        "Temat ”{name}” är borttaget. Märkningar och citat finns kvar om du tar tillbaka det under Borttagna teman."
    )
}
/// Done.
pub fn theme_restored(name: &str) -> String {
    format!("Temat ”{name}” är tillbaka.")
}

/// The heads of the file of answers.
pub const ANSWER_HEADS: [&str; 7] = ["Anordnare", "Enhet eller område", "Rad", "Version", "Inlämnat", "Svar", "Teman"];
/// The heads of the file of quotes.
pub const QUOTE_HEADS: [&str; 8] =
    ["Tema", "Citat", "Anordnare", "Enhet eller område", "Uppgift", "Fråga", "Inlämnat", "Läge"];
