//! Sentences in Swedish about faults and notices: where, what stood there, and what to do.

use std::collections::BTreeMap;

use kernel::swedish;

use crate::define::{DefinitionProblem, FormDef, Kind, TableDef};
use crate::fault::{Fault, FaultGroup, FaultKind, Notice, NoticeKind, Place};
use crate::person::{self, Why};
use crate::text::shortened;
use crate::value::Value;

/// Ja eller Nej.
pub const fn yes_no(truth: bool) -> &'static str {
    if truth { "Ja" } else { "Nej" }
}

/// The titles that people know columns and fields by.
#[derive(Debug, Clone, Default)]
pub struct Titles(BTreeMap<String, String>);

impl Titles {
    /// The titles of the columns of the tables. Where two tables share a stable name, `sheet` tells them apart.
    pub fn of_tables<'a>(tables: impl IntoIterator<Item = &'a TableDef>) -> Self {
        let mut titles = BTreeMap::new();
        for table in tables {
            for column in &table.columns {
                let title = column.title.as_sv().to_owned();
                titles.insert(format!("{}\n{}", table.title.as_sv(), column.slug), title.clone());
                titles.entry(column.slug.clone()).or_insert(title);
            }
        }
        Self(titles)
    }
    /// The titles of the fields of a form, by path.
    pub fn of_form(form: &FormDef) -> Self {
        Self(form.fields().map(|(path, field)| (path, field.title.as_sv().to_owned())).collect())
    }
    /// These and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
    /// The title, or the stable name where there is none.
    fn get<'a>(&'a self, sheet: Option<&str>, slug: &'a str) -> &'a str {
        let on_sheet = sheet.and_then(|sheet| self.0.get(&format!("{sheet}\n{slug}")));
        on_sheet.or_else(|| self.0.get(slug)).map_or(slug, String::as_str)
    }
}

/// *Rad 14, kolumn Mottaget*; empty where the place is the whole.
pub fn place(place: &Place, titles: &Titles) -> String {
    place_of_rows(place, place.row.as_slice(), titles)
}

/// The same of several rows at once; the row of the place itself is passed over.
fn place_of_rows(place: &Place, rows: &[u32], titles: &Titles) -> String {
    place_with(place, &self::rows(rows), titles)
}

/// The place with its row as it is told.
fn place_with(place: &Place, row: &str, titles: &Titles) -> String {
    let sheet = place.sheet.as_deref();
    let mut parts = Vec::new();
    if let Some(sheet) = sheet {
        parts.push(format!("blad {sheet}"));
    }
    if !row.is_empty() {
        parts.push(row.to_owned());
    }
    if let Some(column) = &place.column {
        parts.push(format!("kolumn {}", titles.get(sheet, column)));
    }
    if let Some(field) = &place.field {
        parts.push(titles.get(sheet, field).to_owned());
    }
    swedish::capitalised(&parts.join(", "))
}

/// The whole sentence: where, what, what to do. *Rad 14, kolumn Mottaget: "31 feb" är inget datum. Skriv till exempel
/// 2024-02-29.*
pub fn sentence(fault: &Fault, titles: &Titles) -> String {
    at(&fault.place, titles, &what(&fault.kind, &fault.value))
}

/// The same where people know the row by a name: *Rad 14 (Svetsare, elev 12), kolumn Mottaget: …*
pub fn sentence_of_row(fault: &Fault, titles: &Titles, name: &str) -> String {
    let row = fault.place.row.map(|row| format!("rad {row} ({name})")).unwrap_or_default();
    lead(&place_with(&fault.place, &row, titles), &what(&fault.kind, &fault.value))
}

/// What is wrong in a column, whatever the row: *Kolumn Mottaget: Uppgiften saknas. Fyll i den.*
pub fn of_any_row(fault: &Fault, titles: &Titles) -> String {
    let (whole, what) = (place_with(&fault.place, "", titles), what(&fault.kind, &fault.value));
    if whole.is_empty() { what } else { lead(&whole, &what) }
}

/// The sentence about a notice.
pub fn notice(notice: &Notice, titles: &Titles) -> String {
    at(&notice.place, titles, &notice_what(&notice.kind, &notice.value))
}

/// The sentences about notices: one for all rows of which the same is said in the same column, in the order in which
/// the first of them stands. *Klagomål, 3 rader (3, 7 och 9), kolumn Åtgärd: …*
pub fn notices(notices: &[Notice], titles: &Titles) -> Vec<String> {
    let mut groups: Vec<(Place, String, Vec<u32>)> = Vec::new();
    for Notice { place, kind, value } in notices {
        let (whole, what) = (Place { row: None, ..place.clone() }, notice_what(kind, value));
        match groups.iter_mut().find(|(place, said, _)| *place == whole && *said == what) {
            Some((_, _, rows)) => rows.extend(place.row),
            None => groups.push((whole, what, place.row.into_iter().collect())),
        }
    }
    groups
        .into_iter()
        .map(|(place, what, rows)| {
            let whole = place_of_rows(&place, &rows, titles);
            if whole.is_empty() { what } else { lead(&whole, &what) }
        })
        .collect()
}

/// How many rows are named before the rest are counted.
const ROWS_NAMED: usize = 12;

/// *rad 3*, *3 rader (3, 7 och 9)*; empty for none.
pub fn rows(rows: &[u32]) -> String {
    match rows {
        [] => String::new(),
        [one] => format!("rad {one}"),
        many => {
            let named: Vec<String> = many.iter().take(ROWS_NAMED).map(u32::to_string).collect();
            let more = many.len().saturating_sub(ROWS_NAMED);
            let named = if more > 0 { format!("{} och {more} till", named.join(", ")) } else { swedish::list(&named) };
            format!("{} rader ({named})", swedish::integer(i64::try_from(many.len()).unwrap_or(i64::MAX)))
        }
    }
}

/// The sentence about a group: how many, where, what.
pub fn group(group: &FaultGroup, titles: &Titles) -> String {
    let rows: Vec<String> = group.first.iter().filter_map(|fault| fault.place.row).map(|row| row.to_string()).collect();
    let more = group.count.saturating_sub(rows.len());
    let first = group.first.first();
    let sentence = match first {
        Some(first) => at(&group.place, titles, &what(&first.kind, &first.value)),
        None => String::new(),
    };
    if group.count < 2 || rows.is_empty() {
        return first.map_or(sentence, |first| self::sentence(first, titles));
    }
    let rows = if more == 0 { swedish::list(&rows) } else { format!("{} och {more} till", rows.join(", ")) };
    format!("{sentence} Det gäller {} rader: {rows}.", group.count)
}

fn at(where_: &Place, titles: &Titles, what: &str) -> String {
    let whole = place(where_, titles);
    if whole.is_empty() { what.to_owned() } else { lead(&whole, what) }
}

/// A sentence after what it is about: *Rad 3: Uppgiften saknas.*, and without a colon after a question.
pub fn lead(about: &str, what: &str) -> String {
    if about.ends_with(['?', '!', '.']) { format!("{about} {what}") } else { format!("{about}: {what}") }
}

/// Two names of which the second narrows the first: *Klagomål, rad 3*, and without a comma after a question.
pub fn within(first: &str, second: &str) -> String {
    if first.ends_with(['?', '!', '.']) { format!("{first} {second}") } else { format!("{first}, {second}") }
}

/// What is said of a field of one day that holds something else: where, what, and how days are written.
pub fn not_a_day(field: &str, typed: &str) -> String {
    let said = match crate::days::typed(typed) {
        Err(kind @ (FaultKind::TwoReadings { .. } | FaultKind::OutsideYears)) => what(&kind, typed),
        _ => format!("{} är inget datum. Skriv till exempel 9 december 2024 eller 2024-12-09.", quoted(typed)),
    };
    lead(field, &said)
}

/// What is wrong and what to do, without the place; for the words at the field itself.
pub fn what(kind: &FaultKind, value: &str) -> String {
    let value = quoted(value);
    match kind {
        FaultKind::Missing => "Uppgiften saknas. Fyll i den.".to_owned(),
        FaultKind::NotADay => format!("{value} är inget datum. Skriv till exempel 2024-02-29."),
        FaultKind::NoYear => format!("{value} saknar år. Skriv hela datumet, till exempel 2024-02-29."),
        FaultKind::TwoReadings { day_first, month_first } => format!(
            "{value} kan läsas på två sätt: {} eller {}. Skriv {day_first} eller {month_first}.",
            swedish::day(*day_first),
            swedish::day(*month_first)
        ),
        FaultKind::OutsideYears => format!(
            "{value} ligger utanför de år som kan anges, {}–{}. Rätta årtalet.",
            crate::days::YEARS.start(),
            crate::days::YEARS.end()
        ),
        FaultKind::OutsidePeriod { period } => format!(
            "{value} ligger utanför perioden {}. Rätta datumet, eller ta bort raden om den hör till en annan period.",
            swedish::period(*period)
        ),
        FaultKind::NotAChoice { suggestion: Some(suggestion), .. } => {
            format!("{value} går inte att välja. Menade du {suggestion}? Skriv i så fall det.")
        }
        FaultKind::NotAChoice { options, suggestion: None } => {
            format!("{value} går inte att välja. Välj {}.", either(options))
        }
        FaultKind::NotYesNo => format!("{value} är varken ja eller nej. Skriv Ja eller Nej."),
        FaultKind::NotAnInteger => format!("{value} är inget heltal. Skriv bara siffror, till exempel 12."),
        FaultKind::TooSmall { min } => {
            format!("{value} är för litet. Skriv ett tal som är minst {}.", swedish::integer(*min))
        }
        FaultKind::TooLarge { max } => {
            format!("{value} är för stort. Skriv ett tal som är högst {}.", swedish::integer(*max))
        }
        FaultKind::TooLong { max, actual } => format!(
            "Texten har {} tecken och får ha högst {}. Korta den.",
            swedish::integer(i64::from(*actual)),
            swedish::integer(i64::from(*max))
        ),
        FaultKind::NotCalculated => {
            "Cellen är en formel utan sparat värde. Öppna filen i ett kalkylprogram och spara den där, eller skriv värdet i cellen."
                .to_owned()
        }
        FaultKind::CellError => {
            format!("Cellen visar felet {value}. Rätta formeln, eller skriv värdet i stället.")
        }
        FaultKind::PersonalNumber => {
            "Texten innehåller något som ser ut som ett personnummer. Ta bort det: ingen ska kunna pekas ut här."
                .to_owned()
        }
        FaultKind::MissingColumn => {
            "Kolumnen saknas i filen. Hämta mallen på nytt och klistra in dina rader i den.".to_owned()
        }
        FaultKind::UnknownColumn => {
            format!("Rubriken {value} finns inte i mallen. Ändra tillbaka rubriken, eller ta bort kolumnen.")
        }
        FaultKind::DuplicateColumn => format!("Rubriken {value} finns två gånger. Behåll en av kolumnerna."),
        FaultKind::MissingSheet => "Bladet saknas i filen. Hämta mallen på nytt och fyll i den.".to_owned(),
        FaultKind::MergedCells => {
            "Cellerna är sammanfogade. Dela upp dem, så att varje rad har sina egna celler.".to_owned()
        }
        FaultKind::Rule { sentence, .. } => sentence.clone(),
    }
}

/// A short title of a kind of fault, for groups and summaries.
pub const fn title(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Missing => "Uppgift saknas",
        FaultKind::NotADay => "Inget datum",
        FaultKind::NoYear => "Datum utan år",
        FaultKind::TwoReadings { .. } => "Datum på två sätt",
        FaultKind::OutsideYears => "Årtal som inte kan stämma",
        FaultKind::OutsidePeriod { .. } => "Utanför perioden",
        FaultKind::NotAChoice { .. } => "Går inte att välja",
        FaultKind::NotYesNo => "Varken ja eller nej",
        FaultKind::NotAnInteger => "Inget heltal",
        FaultKind::TooSmall { .. } => "För litet tal",
        FaultKind::TooLarge { .. } => "För stort tal",
        FaultKind::TooLong { .. } => "För lång text",
        FaultKind::NotCalculated => "Formel utan värde",
        FaultKind::CellError => "Fel i cellen",
        FaultKind::PersonalNumber => "Personnummer",
        FaultKind::MissingColumn => "Kolumn saknas",
        FaultKind::UnknownColumn => "Okänd rubrik",
        FaultKind::DuplicateColumn => "Rubrik två gånger",
        FaultKind::MissingSheet => "Blad saknas",
        FaultKind::MergedCells => "Sammanfogade celler",
        FaultKind::Rule { .. } => "Stämmer inte",
    }
}

/// What is pointed out, without the place.
pub fn notice_what(kind: &NoticeKind, value: &str) -> String {
    let value = quoted(value);
    match kind {
        NoticeKind::Formula => format!("Cellen är en formel. Värdet {value} har lästs in."),
        NoticeKind::EmailAddress => {
            format!("{value} ser ut som en e-postadress. Ta bort den om den hör till en person.")
        }
        NoticeKind::PhoneNumber => {
            format!("{value} ser ut som ett telefonnummer. Ta bort det om det hör till en person.")
        }
        NoticeKind::NameLike => {
            format!("{value} ser ut som ett namn. Skriv utan namn, till exempel ”en elev” eller ”en lärare”.")
        }
        NoticeKind::ColumnIgnored => format!("Kolumnen {value} finns inte i mallen och har inte lästs in."),
        NoticeKind::HiddenSheet => format!("Bladet {value} är dolt och har inte lästs in."),
        NoticeKind::Rule { sentence, .. } => sentence.clone(),
    }
}

/// What is wrong with a definition and what to do; for whoever keeps the year's document.
pub fn definition_problem(problem: &DefinitionProblem) -> String {
    match problem {
        DefinitionProblem::BadSlug { slug } => {
            format!("Namnet ”{slug}” kan inte användas. Börja med en bokstav a–z och använd bara a–z, 0–9, - och _.")
        }
        DefinitionProblem::Twice { slug } => format!("Namnet ”{slug}” finns två gånger. Ge det ena ett annat namn."),
        DefinitionProblem::Empty { slug } => {
            format!("”{slug}” har inget att fylla i. Lägg till minst en kolumn eller ett fält.")
        }
        DefinitionProblem::NoOptions { slug } => {
            format!("”{slug}” har inga val. Lägg till minst ett, eller gör det till fri text.")
        }
        DefinitionProblem::SameLabel { slug, label } => {
            format!("”{slug}” har två val som båda heter ”{label}”. Ge dem olika namn.")
        }
        DefinitionProblem::NothingFits { slug } => {
            format!("Inget svar kan godtas i ”{slug}”. Se till att den undre gränsen ligger under den övre.")
        }
    }
}

/// What is shown of a person's number that is kept and not known here.
pub const PERSON_GIVEN: &str = "Angivet";

/// What is wrong with what stands where a person's number belongs, and what to write.
pub const fn person(why: Why) -> &'static str {
    match why {
        Why::Shape => "Det är inget personnummer. Skriv tolv siffror, till exempel ÅÅÅÅMMDD-NNNN, eller lämna tomt.",
        Why::Date => "Personnumrets datum finns inte. Rätta år, månad eller dag.",
        Why::Future => "Personnumrets datum har inte varit än. Rätta århundradet eller datumet.",
        Why::TooOld => {
            "Den som har det personnumret skulle vara över 110 år. Rätta århundradet, eller tecknet före de fyra sista siffrorna."
        }
        Why::CheckDigit => {
            "Personnumrets sista siffra stämmer inte med de andra. Jämför med ert elevregister och rätta."
        }
        Why::Temporary => {
            "Det är ett tillfälligt nummer, som bara gäller i ert eget system. Skriv personnumret eller \
             samordningsnumret, eller lämna tomt om eleven inte har något."
        }
        Why::Masked => "Det är ett dolt nummer, och raden har inget personnummer sedan tidigare. Skriv hela numret.",
        Why::MaskChanged => {
            "Det dolda personnumret är ändrat, så det går inte att veta vem raden gäller. Skriv hela personnumret, också om det \
             är samma elev."
        }
        Why::NotHere => {
            "Huvudmannens uppgifter har inte den här eleven bland dem som ska stå i listan. Det kan bero på att \
             utbildningen hör till en annan enhet eller period, att den inte är avslutad, eller att eleven bara ska \
             räknas. Rätta numret eller ta bort raden, och fråga huvudmannen om det inte stämmer. Elever med skyddade \
             personuppgifter redovisas bara som antal."
        }
        Why::Unread => "Personnummer kan inte läsas in den här vägen. Lämna kolumnen tom.",
    }
}

/// The same in a few words, kept where the number is not.
pub const fn person_short(why: Why) -> &'static str {
    match why {
        Why::Shape => "inget personnummer",
        Why::Date => "datumet finns inte",
        Why::Future => "datumet har inte varit",
        Why::TooOld => "för hög ålder",
        Why::CheckDigit => "sista siffran stämmer inte",
        Why::Temporary => "tillfälligt nummer",
        Why::Masked => "dolt nummer",
        Why::MaskChanged => "ändrat dolt nummer",
        Why::NotHere => "ska inte stå i listan",
        Why::Unread => "inte inläst",
    }
}

/// A value as it is written into a draft: as people write it, but of a person's number its reference.
pub fn typed(value: &Value, kind: Option<&Kind>) -> String {
    match (value, kind) {
        (Value::Text(reference), Some(Kind::Person { .. })) => reference.clone(),
        _ => self::value(value, kind),
    }
}

/// A value as people read and write it. With the kind, a choice shows its label and a person's number is masked.
pub fn value(value: &Value, kind: Option<&Kind>) -> String {
    if let (Value::Text(text), Some(Kind::Person { known })) = (value, kind) {
        return person::shown(text, known);
    }
    match value {
        Value::Text(text) => text.clone(),
        Value::Day(day) => day.to_string(),
        Value::Choice(slug) => {
            kind.and_then(|kind| kind.option(slug)).map_or(slug.as_str(), |option| option.label.as_sv()).to_owned()
        }
        Value::YesNo(truth) => yes_no(*truth).to_owned(),
        Value::Integer(number) => swedish::integer(*number),
    }
}

fn quoted(value: &str) -> String {
    format!("”{}”", shortened(&value.replace('\n', " "), 60))
}

fn either(options: &[String]) -> String {
    match options {
        [] => "ett annat svar".to_owned(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} eller {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Label;

    use super::*;
    use crate::define::Column;
    use crate::fault;

    fn titles() -> Titles {
        let received = Column {
            slug: "received".into(),
            title: Label::sv("Mottaget"),
            help: None,
            kind: Kind::Day { within: None },
            required: true,
        };
        let table = TableDef { slug: "c".into(), title: Label::sv("Klagomål"), help: None, columns: vec![received] };
        Titles::of_tables([&table])
    }
    fn no_day(row: u32) -> Fault {
        Fault { place: Place::cell(Some(row), "received"), kind: FaultKind::NotADay, value: "31 feb".into() }
    }

    #[test]
    fn a_fault_says_where_what_and_what_to_do() {
        assert_eq!(
            sentence(&no_day(14), &titles()),
            "Rad 14, kolumn Mottaget: ”31 feb” är inget datum. Skriv till exempel 2024-02-29."
        );
        let on_sheet = Fault { place: no_day(14).place.on_sheet("Klagomål"), ..no_day(14) };
        assert!(sentence(&on_sheet, &titles()).starts_with("Blad Klagomål, rad 14, kolumn Mottaget: "));
    }

    #[test]
    fn a_question_is_followed_by_no_other_mark() {
        assert_eq!(lead("Kolumn Mottaget", "Uppgiften saknas."), "Kolumn Mottaget: Uppgiften saknas.");
        assert_eq!(lead("Kolumn Krävdes ledning?", "Uppgiften saknas."), "Kolumn Krävdes ledning? Uppgiften saknas.");
        assert_eq!(within("Finns det avvikelser?", "bedömning"), "Finns det avvikelser? bedömning");
    }

    #[test]
    fn what_is_pointed_out_in_many_rows_is_said_once_with_the_rows() {
        let at = |row: u32, value: &str| Notice {
            place: Place::cell(Some(row), "received").on_sheet("Klagomål"),
            kind: NoticeKind::NameLike,
            value: value.into(),
        };
        let told = notices(&[at(3, "Vera"), at(4, "Nils"), at(7, "Vera"), at(9, "Vera")], &titles());
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("Blad Klagomål, 3 rader (3, 7 och 9), kolumn Mottaget: ”Vera” ser ut"), "{told:?}");
        assert!(told[1].starts_with("Blad Klagomål, rad 4, kolumn Mottaget: ”Nils”"), "{told:?}");
        let many: Vec<u32> = (2..=20).collect();
        assert_eq!(rows(&many), "19 rader (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 och 7 till)");
    }

    #[test]
    fn many_faults_of_one_kind_are_told_in_one_sentence() {
        let faults: Vec<Fault> = (2..=10).map(no_day).collect();
        let groups = fault::group(&faults);
        assert_eq!(groups.len(), 1);
        assert_eq!(
            group(&groups[0], &titles()),
            "Kolumn Mottaget: ”31 feb” är inget datum. Skriv till exempel 2024-02-29. \
             Det gäller 9 rader: 2, 3, 4, 5, 6 och 4 till."
        );
        let one = fault::group(&faults[..1]);
        assert_eq!(group(&one[0], &titles()), sentence(&faults[0], &titles()).replace("Rad 14", "Rad 2"));
    }

    #[test]
    fn a_day_in_two_ways_or_out_of_range_is_not_called_no_day() {
        assert_eq!(
            not_a_day("Sista dag", "3/4/24"),
            "Sista dag: ”3/4/24” kan läsas på två sätt: 3 april 2024 eller 4 mars 2024. Skriv 2024-04-03 eller 2024-03-04."
        );
        assert_eq!(
            not_a_day("Sista dag", "2500-01-01"),
            "Sista dag: ”2500-01-01” ligger utanför de år som kan anges, 1900–2199. Rätta årtalet."
        );
        assert!(not_a_day("Sista dag", "31 feb").contains("är inget datum"));
    }
}
