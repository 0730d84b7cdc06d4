//! The sentences of the board's report, and of the pages it is made on.

use kernel::{Day, Period, swedish};
use stats::suppression::Shown;

use super::content::{
    CategoryColumn, Compared, ComplaintRow, Complaints, DatasetContent, FocusAreas, ItemReporting, Replaces,
    TargetAtRisk, Targets,
};

fn n(number: i64) -> String {
    swedish::integer(number)
}

/// The number with its noun: *1 rapport*, *2 rapporter*.
fn many(number: i64, one: &str, several: &str) -> String {
    format!("{} {}", n(number), if number == 1 { one } else { several })
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// *Tertial 1 2024*, with the year once.
pub fn occasion(title: &str, year: i16) -> String {
    if title.contains(&year.to_string()) { title.to_owned() } else { format!("{title} {year}") }
}

/// What the report is called.
pub fn title(content: &DatasetContent) -> String {
    let occasion = occasion(&content.occasion_title, content.year);
    match &content.replaces {
        Some(_) => {
            format!("Kvalitetsuppföljning, {occasion}, rättad {}", swedish::day(content.frozen_at.day()))
        }
        None => format!("Kvalitetsuppföljning, {occasion}"),
    }
}

/// The report's name with the number that tells it from others of the same occasion.
pub fn numbered(title: &str, number: i64) -> String {
    format!("{title}, underlag {}", n(number))
}

/// To whom it goes.
pub fn subtitle(content: &DatasetContent) -> String {
    format!("Rapport till {}", content.board)
}

/// The dataset's number, as it stands in the footer.
pub fn reference(number: i64) -> String {
    format!("Underlag {}", n(number))
}

/// What it corrects.
pub fn replaces(replaces: &Replaces) -> String {
    format!(
        "Den här rapporten rättar och ersätter rapporten från underlag {}. Skäl: {}",
        n(replaces.number),
        replaces.reason
    )
}

/// How the occasion has been reported.
pub fn reporting(sum: &ItemReporting, providers: i64) -> String {
    if sum.expected == 0 {
        return "Inga redovisningar har begärts in för tillfället.".to_owned();
    }
    let asked = format!(
        "{} från {}",
        many(sum.expected, "redovisning", "redovisningar"),
        many(providers, "anordnare", "anordnare")
    );
    match (sum.received, sum.expected) {
        (0, 1) => return "Den enda redovisning som begärts in har inte kommit in.".to_owned(),
        (0, expected) => {
            let from = many(providers, "anordnare", "anordnare");
            return format!("Ingen av de {} redovisningarna från {from} har kommit in.", n(expected));
        }
        _ => {}
    }
    let in_time = match (sum.late(), sum.elsewhere) {
        (0, 0) if sum.received == 1 => "Den kom i tid.".to_owned(),
        (0, 0) => "Alla kom i tid.".to_owned(),
        (late, 0) => format!("{} i tid och {} efter sista dagen.", sentence_case(&n(sum.on_time)), n(late)),
        (late, elsewhere) => format!(
            "{} i tid, {} efter sista dagen och {} ur ett annat system, där dagen inte är känd.",
            sentence_case(&n(sum.on_time)),
            n(late),
            n(elsewhere)
        ),
    };
    format!(
        "{} av {asked} har kommit in: {}. {in_time} Huvudmannen har godkänt {}.",
        n(sum.received),
        swedish::share(sum.received, sum.expected),
        n(sum.approved)
    )
}

/// How the occasion has been reported, in a line under a picture.
pub fn reporting_caption(sum: &ItemReporting) -> String {
    match sum.expected - sum.received {
        0 => "Allt som begärts in har kommit in.".to_owned(),
        left => format!("{} av {} har inte kommit in.", n(left), many(sum.expected, "redovisning", "redovisningar")),
    }
}

/// One item in words, for whoever does not see the picture.
pub fn reporting_item(item: &ItemReporting) -> String {
    format!(
        "{}: {} i tid, {} efter sista dagen, {}{} inte inlämnat.",
        item.title,
        n(item.on_time),
        n(item.late()),
        if item.elsewhere > 0 { format!("{} ur ett annat system, ", n(item.elsewhere)) } else { String::new() },
        n(item.expected - item.received)
    )
}

/// A figure in a table. Zero, missing and hidden are three signs.
pub fn figure(shown: Shown) -> String {
    match shown {
        Shown::Count(number) => n(number),
        Shown::Missing => "saknas".to_owned(),
        Shown::Suppressed => "dolt".to_owned(),
    }
}

/// *kan jämföras med rapporten för Tertial 2*.
fn comparable(compared: &Compared) -> String {
    let word = if compared.reports.len() > 1 { "rapporterna" } else { "rapporten" };
    format!("kan jämföras med {word} för {}", swedish::list(&compared.reports))
}

/// *dolt: kan jämföras med rapporten för Tertial 2*.
fn because(compared: &Compared) -> String {
    format!("dolt: {}", comparable(compared))
}

/// What a hidden figure of the table can mean beside small numbers.
pub fn compared_note(compared: &Compared) -> String {
    let word = if compared.reports.len() > 1 { "rapporterna" } else { "rapporten" };
    format!(
        "Här är tal också dolda för att de kan jämföras med {word} för {}: skillnaden mellan dem skulle visa ett litet antal.",
        swedish::list(&compared.reports)
    )
}

/// How many rows came in that do not count; nothing where there are none or it was not asked.
pub fn not_counted(complaints: &Complaints) -> Option<String> {
    let compared = complaints.compared.as_ref().filter(|compared| compared.not_counted);
    match complaints.not_counted? {
        Shown::Count(0) | Shown::Missing => None,
        Shown::Count(number) => Some(format!(
            "Dessutom har {} lämnats in som inte räknas som klagomål enligt definitionen.",
            many(number, "rad", "rader")
        )),
        Shown::Suppressed => Some(match compared {
            Some(compared) => format!("Rader som inte räknas som klagomål: {}.", because(compared)),
            None => {
                "Några få rader har dessutom lämnats in som inte räknas som klagomål, för få för att antalet ska visas."
                    .to_owned()
            }
        }),
    }
}

/// What will be hidden, figure by figure with why, for whoever is about to freeze it.
pub fn hidden(complaints: &Complaints) -> Vec<String> {
    const SMALL: &str = "talet är 1–4, eller skulle avslöja ett sådant tal";
    let compared = complaints.compared.clone().unwrap_or_default();
    let why = |is_compared: bool| if is_compared { comparable(&compared) } else { SMALL.to_owned() };
    let is_hidden = |figure: &Shown| *figure == Shown::Suppressed;
    let mut lines = Vec::new();
    if is_hidden(&complaints.total) {
        lines.push(format!("Alla klagomål tillsammans: {}.", why(compared.total)));
    }
    for (at, (one, figure)) in complaints.columns.iter().zip(&complaints.column_totals).enumerate() {
        if is_hidden(figure) {
            lines.push(format!("{}: {}.", column(one), why(compared.columns.contains(&at))));
        }
    }
    for (at, one) in complaints.rows.iter().enumerate() {
        if is_hidden(&one.total) {
            lines.push(format!("{}: {}.", swedish::list(&one.providers), why(compared.rows.contains(&at))));
        }
    }
    if complaints.cells {
        let cells = complaints.rows.iter().flat_map(|row| &row.cells).filter(|cell| is_hidden(cell)).count();
        if cells > 0 {
            lines.push(format!("{} i tabellen per anordnare och kärna: {SMALL}.", many(count(cells), "tal", "tal")));
        }
    } else if complaints.columns.iter().any(|column| !column.titles.is_empty()) {
        lines.push(format!("Tal per anordnare och kärna: {}.", why(compared.cells)));
    }
    if complaints.investigations.as_ref().is_some_and(is_hidden) {
        lines
            .push(format!("Utredningar av kränkande behandling och diskriminering: {}.", why(compared.investigations)));
    }
    if complaints.not_counted.as_ref().is_some_and(is_hidden) {
        lines.push(format!("Rader som inte räknas som klagomål: {}.", why(compared.not_counted)));
    }
    lines
}

/// What the signs mean.
pub const SIGNS: &str = "0 betyder att inget klagomål som räknas har redovisats. ”Saknas” betyder att ingen enhet har lämnat uppgift. \
    ”Dolt” betyder att talet är 1–4, eller att det skulle avslöja ett sådant tal; det döljs för att ingen ska kunna kännas igen.";

/// A row's name: the provider, or how many are told together.
pub fn row(row: &ComplaintRow) -> String {
    match row.providers.as_slice() {
        [one] => one.clone(),
        several => format!("{} anordnare tillsammans", several.len()),
    }
}

/// A column's name.
pub fn column(column: &CategoryColumn) -> String {
    if column.titles.is_empty() {
        return "Utan kategori".to_owned();
    }
    // Only the first of several begins with a capital.
    sentence_case(&swedish::list(&column.titles.iter().map(|title| title.to_lowercase()).collect::<Vec<_>>()))
}

/// The heading of how many have answered.
pub fn answered(complaints: &Complaints) -> &'static str {
    if complaints.by_provider { "Har svarat" } else { "Enheter som svarat" }
}

/// So many of so many units.
pub fn units(reported: i64, expected: i64) -> String {
    format!("{} av {}", n(reported), n(expected))
}

/// Who is told together, for each row where several are.
pub fn together(complaints: &Complaints) -> Option<String> {
    let rows = complaints.rows.iter().filter(|row| row.providers.len() > 1);
    let names: Vec<String> = rows.map(|row| swedish::list(&row.providers)).collect();
    (!names.is_empty())
        .then(|| format!("Redovisas tillsammans, eftersom talen var för sig är små: {}.", names.join("; ")))
}

/// How many complaints, from how many units.
pub fn complaints(complaints: &Complaints) -> String {
    let (reported, expected) = (complaints.units_reported, complaints.units_expected);
    let (one, several) = if complaints.by_provider { ("anordnare", "anordnare") } else { ("enhet", "enheter") };
    let units = format!("{} av {}", n(reported), many(expected, one, several));
    match complaints.total {
        _ if reported == 0 => format!("Ingen {one} har redovisat klagomål ännu."),
        Shown::Missing => "Uppgift om klagomål saknas.".to_owned(),
        Shown::Count(0) => format!("Inga klagomål har redovisats. {units} har svarat."),
        Shown::Count(number) => format!("{} klagomål har redovisats av {units}.{}", n(number), most(complaints)),
        Shown::Suppressed => match complaints.compared.as_ref().filter(|compared| compared.total) {
            Some(compared) => {
                format!("Klagomål har redovisats. {units} har svarat. Antalet är {}.", because(compared))
            }
            None => format!("Några få klagomål har redovisats av {units}, för få för att antalet ska visas."),
        },
    }
}

fn most(complaints: &Complaints) -> String {
    let known = complaints.columns.iter().zip(&complaints.column_totals);
    let mut counts: Vec<(i64, &CategoryColumn)> = known
        .filter_map(|(column, total)| if let Shown::Count(number) = total { Some((*number, column)) } else { None })
        .collect();
    counts.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    match counts.as_slice() {
        [(first, column), (second, _), ..] if first > second && !column.titles.is_empty() => {
            format!(" Flest, {}, rör {}.", n(*first), self::column(column).to_lowercase())
        }
        _ => String::new(),
    }
}

/// Investigations of abusive treatment and discrimination.
pub fn investigations(shown: Shown, compared: Option<&Compared>) -> String {
    match shown {

        Shown::Missing => "Uppgift om utredningar av kränkande behandling och diskriminering saknas.".to_owned(),
        Shown::Count(0) => "Ingen utredning av kränkande behandling eller diskriminering har redovisats.".to_owned(),
        Shown::Count(number) => {
            format!(
                "{} av kränkande behandling eller diskriminering har redovisats.",
                many(number, "utredning", "utredningar")
            )
        }
        Shown::Suppressed => match compared.filter(|compared| compared.investigations) {
            Some(compared) => {
                format!("Utredningar av kränkande behandling eller diskriminering: {}.", because(compared))
            }
            None => {
                "Utredningar av kränkande behandling eller diskriminering har redovisats, men så få att antalet inte visas."
                    .to_owned()
            }
        },
    }
}

/// What the deviation reports say together.
pub fn targets(targets: &Targets) -> String {
    if targets.reported == 0 {
        return "Ingen avvikelserapport om målvärden har kommit in ännu.".to_owned();
    }
    let at_risk = targets.reported - targets.none;
    let names: Vec<String> = targets.at_risk.iter().map(|target| target.name.to_lowercase()).collect();
    let came = format!(
        "{} av {} om målvärden har kommit in.",
        n(targets.reported),
        many(targets.expected, "avvikelserapport", "avvikelserapporter")
    );
    if at_risk == 0 {
        return format!("{came} Ingen av dem ser någon risk att missa ett målvärde.");
    }
    let none = match targets.none {
        0 => String::new(),
        1 => " 1 rapport säger att inget avviker.".to_owned(),
        none => format!(" {} rapporter säger att inget avviker.", n(none)),
    };
    let which = if names.is_empty() { String::new() } else { format!(": {}", swedish::list(&names)) };
    format!("{came}{none} {} ser risk att missa minst ett målvärde{which}.", many(at_risk, "rapport", "rapporter"))
}

/// How many see a risk.
pub fn at_risk(target: &TargetAtRisk) -> String {
    let number = i64::try_from(target.analyses.len()).unwrap_or(i64::MAX);
    format!(
        "{} ser risk att inte nå målvärdet. Orsakerna står i anordnarnas egna ord.",
        sentence_case(&many(number, "rapport", "rapporter"))
    )
}

/// Somebody, for a part of what they do.
pub fn who(provider: &str, subject: &str) -> String {
    if subject.is_empty() { provider.to_owned() } else { format!("{provider}, {subject}") }
}

/// Where an analysis stands.
pub fn analysis_source(provider: &str, subject: &str, day: Day) -> String {
    format!("{}. Avvikelserapport, {}", who(provider, subject), swedish::day(day))
}

/// Where focus areas stand.
pub fn focus(focus: &FocusAreas) -> String {
    if focus.reported == 0 {
        return "Ingen rapport om fokusområden har kommit in ännu.".to_owned();
    }
    let total = focus.on_plan + count(focus.deviating.len()) + count(focus.not_applicable.len());
    let came = format!(
        "{} av {} om fokusområden har kommit in.",
        n(focus.reported),
        many(focus.expected, "rapport", "rapporter")
    );
    if total == 0 {
        return format!("{came} De som har rapporterat hade inga fokusområden att följa upp.");
    }
    let mut parts = Vec::new();
    if focus.on_plan > 0 {
        parts.push(format!("{} följer planen", n(focus.on_plan)));
    }
    if !focus.deviating.is_empty() {
        parts.push(format!("{} avviker", n(count(focus.deviating.len()))));
    }
    if !focus.not_applicable.is_empty() {
        parts.push(match count(focus.not_applicable.len()) {
            1 => "1 är inte längre aktuellt".to_owned(),
            several => format!("{} är inte längre aktuella", n(several)),
        });
    }
    format!("{came} De tar upp {}: {}.", many(total, "fokusområde", "fokusområden"), swedish::list(&parts))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How common a theme is.
pub fn theme(providers: i64) -> String {
    format!("Temat finns i svar från {}.", many(providers, "anordnare", "anordnare"))
}

/// What has not come in, in a sentence.
pub fn missing(number: usize, providers: usize) -> String {
    match number {
        0 => "Allt som begärts in har kommit in.".to_owned(),
        _ => format!(
            "{} från {} hade inte kommit in när underlaget frystes.",
            many(count(number), "redovisning", "redovisningar"),
            many(count(providers), "anordnare", "anordnare")
        ),
    }
}

/// What the complaints cover.
pub fn period(period: Option<Period>) -> String {
    period.map(|period| format!("Det gäller {}.", swedish::period(period))).unwrap_or_default()
}

/// How the report is made.
pub fn method(content: &DatasetContent) -> String {
    format!(
        "Rapporten bygger på det som anordnarna har lämnat in och signerat till och med {}. Varje siffra är hämtad ur den \
         senaste inlämnade versionen; utkast ingår aldrig. Vad som begärdes in står i {}, version {}. Sista dag att lämna in \
         var {}, om inte en senare dag har beslutats.",
        swedish::instant(content.frozen_at),
        content.year_title,
        n(content.year_version),
        swedish::day(content.deadline)
    )
}

/// How small counts are handled.
pub const SMALL_NUMBERS: &str = "Antal klagomål och utredningar mellan 1 och 4 visas inte. I första hand redovisas små tal \
    tillsammans, i andra hand döljs de, och då döljs också de tal som de skulle kunna räknas ut från. \
    Andelar visas alltid med det antal de bygger på (n).";

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is concluded.
    NoConclusions,
    /// A correction without a reason.
    NoReason,
    /// A text that is too long.
    TooLong,
}

/// The longest text, in characters.
pub const LONGEST: usize = 20_000;

/// What is wrong, and what to do.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoConclusions => {
            "Slutsatserna saknas. Skriv vad huvudmannen drar för slutsatser av det som har kommit in.".to_owned()
        }
        Fault::NoReason => "Skälet saknas. Skriv vad som rättas, så att nämnden ser varför rapporten är ny.".to_owned(),
        Fault::TooLong => format!("Texten är för lång. Skriv högst {} tecken.", n(count(LONGEST))),
    }
}

/// The same occasion was frozen since the page was drawn.
pub const JUST_FROZEN: &str = "Tillfället frystes nyss";
/// To the report.
pub const TO_REPORT: &str = "Till rapporten";
/// What that means.
pub fn just_frozen(number: i64) -> String {
    format!(
        "Underlag {} frystes medan du hade sidan öppen, så inget mer underlag har gjorts. Öppna rapporten. Behöver den \
         andra ord, rätta den därifrån.",
        n(number)
    )
}
/// Done.
pub fn frozen(number: i64) -> String {
    format!("Uppgifterna är frysta som underlag {}. Nu framställs rapporten.", n(number))
}
/// Done.
pub fn published(number: i64) -> String {
    format!("Rapporten från underlag {} är publicerad för nämnden.", n(number))
}
/// The bytes came out the same.
pub const SAME_BYTES: &str = "Kontrollerad: filerna blir exakt desamma när de framställs på nytt ur samma underlag.";
/// They did not.
pub fn other_bytes(formats: &[&str]) -> String {
    format!(
        "{} blir inte likadan när den framställs på nytt. De sparade filerna gäller och är oförändrade. Be den som driver \
         systemet kontrollera om programmet har bytt version.",
        swedish::list(formats)
    )
}
/// Title of a refusal.
pub const NOT_RENDERED: &str = "Rapporten är inte färdig";
/// What to do.
pub const NOT_RENDERED_TEXT: &str =
    "Filerna framställs fortfarande. Vänta tills de finns på sidan och publicera sedan.";
/// Title of a refusal.
pub const GIVES_AWAY: &str = "Rapporten går inte att publicera";
/// What to do.
pub const GIVES_AWAY_TEXT: &str = "En annan rapport för samma år har publicerats sedan underlaget frystes. Tillsammans \
    skulle de avslöja antal klagomål som är för små för att visas. Sammanställ rapporten på nytt, så tas det hänsyn till \
    det, och publicera den nya.";
/// Asked for again.
pub const AGAIN: &str = "Rapporten framställs på nytt.";
/// The file's name.
pub fn file_name(number: i64, format: &str) -> String {
    format!("rapport-underlag-{number}.{format}")
}

#[cfg(test)]
mod tests {
    use super::super::content::ItemReporting;
    use super::{reporting, reporting_item};

    #[test]
    fn what_was_read_in_from_another_system_is_neither_in_time_nor_late() {
        let item = ItemReporting {
            title: "Klagom\u{e5}l".to_owned(),
            expected: 10,
            received: 8,
            on_time: 5,
            elsewhere: 2,
            approved: 0,
        };
        assert_eq!(item.late(), 1);
        let said = reporting(&item, 3);
        assert!(said.contains("i tid, 1 efter sista dagen och 2 ur ett annat system"), "{said}");
        assert!(reporting_item(&item).contains("2 ur ett annat system, 2 inte inl\u{e4}mnat"));
        // A dataset that was frozen before it was told says the same text as then.
        let before = ItemReporting { elsewhere: 0, ..item };
        assert!(!serde_json::to_string(&before).is_ok_and(|text| text.contains("elsewhere")));
    }
}
