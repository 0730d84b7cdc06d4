//! The Swedish of the provider's side: sentences with data, and everything that can be an error.

pub(super) mod cases;
mod list;

use domain::submissions::{Timeliness, sv as words};
use domain::year::Level;
use kernel::{Day, Instant, swedish};

use crate::assignments::Assignment;
pub(super) use list::{
    NOTHING_LEFT, REPLACED, SHOW_HANDED_IN, answered, coming, done, group_heading, group_note, lead, task_changed,
    waiting_note, what_was_written,
};

/// The focus areas that a report names.
pub(super) const NAMED_FOCUS_AREAS: &str = "Fokusområden nästa år";
/// What becomes of them.
pub(super) const NAMED_HELP: &str =
    "Fokusområdena signeras med rapporten och kommer tillbaka i nästa års avvikelserapport.";
/// What a focus area is called.
pub(super) const FOCUS_TITLE: &str = "Fokusområde";
/// What it is for.
pub(super) const FOCUS_AIM: &str = "Vad ni vill nå med det";
/// A focus area without a name.
pub(super) const FOCUS_NAMELESS: &str = "Skriv vad fokusområdet heter. Resten av sidan är sparad.";
/// A focus area that is there already.
pub(super) const FOCUS_KNOWN: &str = "Det finns redan ett fokusområde med det namnet. Resten av sidan är sparad.";
/// The heading of the task list.
pub(super) const TASKS: &str = "Att göra";
pub(super) const OWN_WAITING: &str = "En av dina roller väntar på bekräftelse";
/// For the provider as a whole.
pub(super) const WHOLE: &str = "Hela anordnaren";
/// What opens the rows of a fault.
pub(super) const SHOW_ROWS: &str = "Visa raderna";
/// In how many rows a fault stands.
pub(super) fn so_many_rows(rows: usize) -> String {
    format!("Det gäller {} rader.", many(rows))
}
/// Heading of a refusal.
pub(super) const REFUSED: &str = "Det går inte just nu";
/// Heading when it is already in.
pub(super) const ALREADY_IN: &str = "Redovisningen är redan inlämnad";
/// Link to a receipt.
pub(super) const SHOW_RECEIPT: &str = "Visa kvittot";
/// A cell of a row that cannot be.
pub(super) const NO_SUCH_ROW: &str = "En tabell har rader med nummer från 1 till 9 999. Det som skrevs i en rad med ett annat \
    nummer är inte sparat. Skriv det i en av raderna på sidan.";
/// Said after when something came, where that was corrected.
pub(super) fn retimed(at: Instant, before: Instant) -> String {
    format!(". Kommunen rättade tiden {}; tidigare stod {}", swedish::day(at.day()), swedish::instant(before))
}

/// What was written under a question that was taken away meanwhile.
pub(super) const ASKED_NO_MORE: &str = "Formuläret har ändrats medan du skrev, och det här frågas inte längre. Den texten är inte \
    sparad. Allt annat på sidan är sparat. Kopiera texten och skriv den under en fråga som finns kvar, om den hör dit.";
/// What is to be signed does not say what was shown.
pub(super) const NOT_SHOWN: &str = "Det går inte att se vad du hade läst: uppgiften om det saknas eller är ändrad, eller så efterfrågas \
    något annat nu. Inget är signerat. Läs igenom svaren igen och signera från den sidan.";
/// Link to the answers before they are signed.
pub(super) const TO_CHECK: &str = "Läs igenom och signera";
/// Link to the item.
pub(super) const TO_ITEM: &str = "Till redovisningen";
/// Of an address that names no field.
pub(super) const UNKNOWN_FIELD: &str = "Det här frågas inte längre, så texten är inte sparad. Ladda inte om sidan: tryck på Spara utkast, så visas den så att du kan kopiera den.";
/// Files of letters that nobody has read in, beside one that is in the draft or alone.
pub(super) fn unread_files(files: usize, newest: Instant, beside: bool) -> String {
    let more = if beside { " till" } else { "" };
    match files {
        1 => format!("1 fil{more} kom {} och är inte inläst.", swedish::instant(newest)),
        n => format!(
            "{} filer{more} har kommit, den senaste {}, och är inte inlästa.",
            many(n),
            swedish::instant(newest)
        ),
    }
}

/// Why nothing of them stands in the draft.
pub(super) const fn nothing_replaced(of_letter: bool) -> &'static str {
    if of_letter {
        "Ett tidigare brev ligger redan som utkast, så inget är ersatt."
    } else {
        "Ni hade redan skrivit här, så inget är ersatt."
    }
}

/// The way to the choice.
pub(super) const fn to_choose(of_words: bool, files: usize) -> &'static str {
    match (of_words, files) {
        (true, _) => "Se båda sida vid sida och välj vad som ska gälla",
        (false, 1) => "Välj om filens rader ska läsas in",
        (false, _) => "Välj vilken fils rader som ska läsas in",
    }
}

/// What cannot be read, where the report is filled in all the same.
pub(super) const FILLED_IN_SINCE: &str =
    "Filen som kom gick inte att läsa in, men redovisningen är ifylld sedan dess. Kontrollera den och signera.";

/// What came of a file that came by e-mail.
pub(super) fn came_to(arrival: &crate::submissions::Arrival) -> &'static str {
    match arrival.became {
        domain::inbox::Became::Upload if arrival.dropped => "Filen är slängd, eller för gammal, och inte inläst",
        domain::inbox::Became::Upload if arrival.counts => "Filen är inläst",
        became => domain::inbox::sv::became(became),
    }
}

/// What a question was called that no version of the year asks.
pub(super) const EARLIER_QUESTION: &str = "En fråga som inte finns kvar";

fn many(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// *om 5 dagar*, *i dag*, *för 3 dagar sedan*.
pub(super) fn distance(day: Day, today: Day) -> String {
    match day.days_since(today) {
        0 => "i dag".to_owned(),
        1 => "i morgon".to_owned(),
        -1 => "i går".to_owned(),
        days if days > 0 => format!("om {} dagar", swedish::integer(i64::from(days))),
        days => format!("för {} dagar sedan", swedish::integer(i64::from(-days))),
    }
}

/// *8 april, om 24 dagar*; with the year where it is another.
pub(super) fn due(day: Day, today: Day) -> String {
    let date = if day.year() == today.year() { swedish::day_of_year(day) } else { swedish::day(day) };
    format!("{date}, {}", distance(day, today))
}

/// Who prepared what waits for a signature.
pub(super) fn prepared(name: &str) -> String {
    format!("Förberedd av {name}")
}

/// When it came in.
pub(super) fn handed_in(at: Instant, timeliness: Timeliness) -> String {
    let late = if timeliness == Timeliness::ReceivedLate { ", efter sista dagen" } else { "" };
    format!("Inlämnad {}{late}", swedish::instant(at))
}

/// When it was returned, and by when the completion is wanted.
pub(super) fn returned(at: Instant, until: Option<Day>) -> String {
    let until = until.map(|day| format!(", komplettera senast {}", swedish::day(day))).unwrap_or_default();
    format!("Återlämnad {}{until}", swedish::day_of_year(at.day()))
}

/// When it was approved.
pub(super) fn approved(at: Instant) -> String {
    format!("Godkänd {}", swedish::day(at.day()))
}

/// A sentence about a place in a file, said of the same place on a page: a table is no sheet there.
pub(super) fn on_page(sentence: &str) -> String {
    sentence.strip_prefix("Blad ").unwrap_or(sentence).to_owned()
}

/// So many rows, before their numbers.
pub(super) fn in_rows(rows: usize) -> String {
    format!("{} rader:", number(rows))
}

/// Changes of the year that are folded on the task list.
pub(super) fn changes_more(folded: usize) -> String {
    if folded == 1 { "Visa en ändring till".to_owned() } else { format!("Visa {} ändringar till", number(folded)) }
}

/// After the rows that are named.
pub(super) fn and_more(rows: usize) -> String {
    format!(" och {} till.", number(rows))
}

/// After the lines that are told.
pub(super) fn lines_more(lines: usize) -> String {
    format!("Och {} till. De syns i formuläret.", number(lines))
}

fn number(of: usize) -> String {
    swedish::integer(i64::try_from(of).unwrap_or(i64::MAX))
}

/// Rows of a long table that are folded.
pub(super) fn all_rows(rows: usize) -> String {
    format!("Visa alla {} rader", number(rows))
}

/// How many of the rows are shown at once.
pub(super) fn first_rows(shown: usize, rows: usize) -> String {
    format!("De första {} av {} rader visas.", number(shown), number(rows))
}

/// Two people's texts in the same field.
pub(super) const TWO_HAVE_WRITTEN: &str = "Två har skrivit";
/// After a page of which all else was kept.
pub(super) const REST_SAVED: &str = "Allt annat du skrev är sparat.";
/// What is to be done about it.
pub(super) const CHOOSE_BETWEEN: &str = "Välj vilken text som ska gälla. Tills någon har valt gäller den som står först, och redovisningen kan inte lämnas in. Båda \
     texterna är sparade i fältets historik.";

/// Before the answers, while nobody has chosen.
pub(super) fn choose_first(may_edit: bool) -> &'static str {
    if may_edit {
        "Redovisningen kan lämnas in när någon har valt vilken text som ska gälla."
    } else {
        "Redovisningen kan lämnas in när någon har valt vilken text som ska gälla. Ta tillbaka den, eller be den som fyller i att välja."
    }
}

/// Over the risks of missing targets, before anything is answered.
pub(super) const RISKS: &str = "Målvärden som ser ut att bli svåra att nå";
/// Over the same where the answer is that there are no deviations.
pub(super) const RISKS_WITHOUT_WORD: &str = "Stämmer det att ni inte har några avvikelser?";
/// What is asked.
pub(super) const RISKS_ASK: &str =
    "Bedömer ni att målen nås är svaret rätt och kan signeras. Annars markerar ni målet och skriver vad det beror på.";
/// Before the signature beside a likely miss: what it says.
pub(super) const SIGNING_SAYS: &str =
    "Beräkningen pekar på att minst ett mål inte nås. När du signerar säger du att ni bedömer att målen ändå nås.";
/// The way there.
pub(super) const RISKS_CHANGE: &str = "Ändra svaret";

/// How many rows do not count.
pub(super) fn not_counted(rows: u32) -> String {
    match rows {
        1 => "1 rad räknas inte".to_owned(),
        rows => format!("{} rader räknas inte", swedish::integer(i64::from(rows))),
    }
}

/// The guide to what counts; an authority may have no categories.
pub(super) const fn what_counts(categories: usize) -> &'static str {
    if categories == 0 {
        "Vad som räknas som klagomål"
    } else {
        "Vad som räknas som klagomål, och klagomålens kärnor"
    }
}

/// What a report waits for, to somebody who may not sign it.
pub(super) fn waits_for(level: Level, separate: bool, may_take_back: bool) -> String {
    let who = signer(level);
    let other = if separate { " Det ska vara en annan än den som har fyllt i." } else { "" };
    let take_back = if may_take_back { " Ta tillbaka redovisningen om något behöver ändras." } else { "" };
    format!(
        "{who} läser redovisningen och signerar den, och då är den inlämnad.{other} Ni behöver inte göra något mer.{take_back}"
    )
}

/// Who signs.
pub(super) const fn signer(level: Level) -> &'static str {
    match level {
        Level::Unit | Level::Individual => "Rektor",
        Level::Area | Level::Provider | Level::ProviderAndArea => "Anordnarens ledning",
    }
}

/// The last day in words, with the extension.
pub(super) fn deadline(deadline: Day, extended: Option<Day>, today: Day) -> String {
    match extended.filter(|day| *day > deadline) {
        Some(later) => {
            format!("{}, {} (ordinarie {})", swedish::day(later), distance(later, today), swedish::day(deadline))
        }
        None => format!("{}, {}", swedish::day(deadline), distance(deadline, today)),
    }
}

/// What is left before it is in, for the banner *Inte inlämnat*.
/// Whoever fills it in is told nothing that the first saved field makes untrue.
pub(super) fn not_sent(assignment: &Assignment, level: Level, now: Instant, filling: bool) -> String {
    use domain::submissions::State;
    let (state, timeliness, due) = (&assignment.state, assignment.timeliness(now), assignment.last_day());
    let what = match state {
        State::NotStarted if !filling => "Inget är ifyllt ännu.".to_owned(),
        State::NotStarted | State::Draft(_) => {
            format!("Utkastet syns bara hos er. {} signerar när det är klart.", signer(level))
        }
        State::AwaitingSignature(awaiting) => {
            format!(
                "{} förberedde det {}. {} signerar.",
                awaiting.prepared_by.name,
                swedish::instant(awaiting.at),
                signer(level)
            )
        }
        State::Returned(_) => "Kompletteringen är inte inlämnad.".to_owned(),
        State::Submitted(_) | State::Approved(_) => return String::new(),
    };
    let hurry = match timeliness {
        Timeliness::Late(_) => {
            format!(
                "{}: sista dagen var {}. Ni kan lämna in tills tillfället låses.",
                words::timeliness(timeliness),
                swedish::day(due)
            )
        }
        Timeliness::Open | Timeliness::Soon(_) | Timeliness::OnTime | Timeliness::ReceivedLate => {
            let is = if due < now.day() { "Sista dagen var" } else { "Sista dag är" };
            format!("{is} {}.", swedish::day(due))
        }
    };
    format!("{what} {hurry}")
}

/// Who saved last, and when, as a sentence.
pub(super) fn last_saved(name: &str, at: Instant) -> String {
    format!("Senast sparat {}.", saved_by(name, at))
}

/// The same after a heading that says what it is.
pub(super) fn saved_by(name: &str, at: Instant) -> String {
    format!("{} av {name}", swedish::instant(at))
}

/// The answer to a field that was saved.
pub(super) fn saved(at: Instant) -> String {
    format!("Sparat {}", swedish::time(at))
}

/// The same where something is to be said of what was written.
pub(super) fn saved_with(at: Instant, said: &str) -> String {
    format!("{}. {said}", saved(at))
}

/// The answer to a field that a colleague has written in.
pub(super) fn conflict(at: Instant) -> String {
    format!(
        "Gäller inte än: en kollega skrev i fältet kl. {}. Din text finns kvar här och i fältets historik. Spara sidan med knappen, så får du välja vilken text som ska gälla.",
        swedish::time(at)
    )
}

/// Over cells that hold no number of a person.
pub(super) fn no_numbers(n: usize) -> &'static str {
    if n == 1 { "Ett personnummer är inte sparat" } else { "Några personnummer är inte sparade" }
}
/// That only they are not saved.
pub(super) const REST_IS_SAVED: &str = "Allt annat du skrev är sparat.";
/// What was typed there.
pub(super) const NUMBERS_SHOWN_ONCE: &str =
    "Det du skrev här nedanför visas bara nu och sparas ingenstans. Öppna raden och rätta där.";
/// A row of which nothing is saved.
pub(super) const NEW_ROW: &str = "Ny rad";

/// A row by its number and what it is known by.
pub(super) fn row_named(row: usize, name: Option<&str>) -> String {
    name.map_or_else(|| format!("Rad {row}"), |name| format!("Rad {row} ({name})"))
}
/// The way back.
pub(super) const BACK_TO_TABLE: &str = "Tillbaka till tabellen";

/// A field whose text is too long to keep.
pub(super) fn too_long(most: usize) -> String {
    format!("Texten är längre än {} tecken och har inte sparats. Korta den, eller dela upp den.", many(most))
}

/// What was saved.
pub(super) fn draft_saved(saved: usize) -> &'static str {
    if saved == 0 {
        "Allt som står i fälten är sparat. Det är inte inlämnat."
    } else {
        "Utkastet är sparat. Det är inte inlämnat."
    }
}

/// It was sent for signature.
pub(super) fn sent(level: Level) -> String {
    format!("Lämnad till signering. {} ser den nu överst i sin lista.", signer(level))
}

/// It was taken back.
pub(super) const TAKEN_BACK: &str = "Du har tagit tillbaka redovisningen. Nu kan den ändras igen.";

/// It was handed in, as the receipt's heading.
pub(super) const fn handed_in_heading(late: bool) -> &'static str {
    if late { "Inlämnad efter sista dagen" } else { "Inlämnad" }
}

/// What happens after handing in.
pub(super) fn next_steps(authority: &str) -> Vec<String> {
    vec![
        format!("{authority} läser redovisningen och godkänner den, eller lämnar tillbaka den med en motivering."),
        "Lämnas den tillbaka ser ni det överst i er lista, och det ni har skrivit finns kvar att ändra i.".to_owned(),
        "Redovisningen är nu en allmän handling hos myndigheten och kan inte tas tillbaka. Är något fel? Be er kontaktperson \
         om att lämna tillbaka den."
            .to_owned(),
    ]
}

/// The content of the draft changed while somebody read it.
pub(super) fn changed(by: &str) -> String {
    if by.is_empty() {
        "Utkastet har ändrats sedan du öppnade sidan. Inget är signerat. Läs vad som är nytt och signera sedan."
            .to_owned()
    } else {
        format!(
            "{by} har ändrat i utkastet sedan du öppnade sidan. Inget är signerat. Läs vad som är nytt och signera sedan."
        )
    }
}

/// Why the statement cannot be signed straight away.
pub(super) const STATEMENT_NOT_READY: &str = "Inget är signerat, eftersom det som redan är ifyllt säger emot att det inte \
     finns några avvikelser. Se vad som behöver ändras nedan.";

/// A line of the list of receipts.
pub(super) fn version(number: i64) -> String {
    if number > 1 { format!("version {number}") } else { "version 1".to_owned() }
}

/// The answer to the question about a zero.
pub(super) const CONFIRMED_ZERO: &str = "Bekräftat: det stämmer att inget klagomål ska räknas.";
/// The statement of an empty table.
pub(super) const NOTHING_TO_REPORT: &str = "Inget att redovisa";
/// A focus area that has been removed since.
pub(super) const GONE_FOCUS_AREA: &str = "Fokusområde som har tagits bort";

/// Marks of a deviation report were taken away.
pub(super) const MARKS_GONE: &str = "Markeringarna är borttagna. Det som var skrivet finns kvar i fältens historik.";
/// Heading over what contradicts the statement.
pub(super) const MARKED: &str = "Det här är markerat eller ifyllt";
/// What becomes of it.
pub(super) const MARKED_NOTE: &str =
    "Finns det inte några avvikelser behöver det tas bort. Texterna finns kvar i historiken.";
/// The button that takes it away.
pub(super) const TAKE_MARKS: &str = "Ta bort markeringarna";
/// Text of a target that is not marked.
pub(super) const TEXT_LEFT: &str = "Här finns text som inte är med, eftersom rutan inte är ikryssad.";
/// The button that takes it away.
pub(super) const TAKE_TEXT: &str = "Ta bort texten";

/// The page of earlier rows.
pub(super) const EARLIER_ROWS: &str = "Tidigare rader";

/// The rows of a table as they stood.
pub(super) fn rows_then(at: Instant) -> String {
    format!("Raderna {}", swedish::instant(at))
}

/// *12 rader*.
pub(super) fn rows(number: usize) -> String {
    if number == 1 { "1 rad".to_owned() } else { format!("{} rader", many(number)) }
}

/// What was done with the rows.
pub(super) fn row_change(file: Option<&(String, bool)>, distributed: bool) -> String {
    match file {
        Some((file, true)) => format!("Skickade {file} med e-post"),
        Some((file, false)) => format!("Läste in {file}"),
        None if distributed => "Fördelade rader mellan huvudmän".to_owned(),
        None => "Skrev i formuläret".to_owned(),
    }
}

/// The way to giving rows to several authorities.
pub(super) const SPLIT: &str = "Fördela mellan huvudmän";

/// Over what is asked of one unit by several authorities.
pub(super) const SHARED: &str = "Samma enhet hos flera huvudmän";

/// How many authorities ask for the same.
pub(super) fn authorities(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} och {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// Rows of a file were taken in.
pub(super) fn taken_in(by: &str, file: &str) -> String {
    format!("{by} läste in {file} i utkastet.")
}

/// A file that came by e-mail lies in the draft: who sent it, and who put it there, which may be neither that person nor
/// anybody at the provider.
pub(super) fn put_in(import: &crate::workbooks::Import) -> String {
    let (file, by) = (&import.file_name, &import.by);
    let (sender, officer) = (import.sender.as_ref(), import.officer.as_ref());
    let came = match sender {
        Some(sender) => format!("som {sender} skickade med e-post"),
        None => "som kom med e-post från en okänd adress".to_owned(),
    };
    match officer {
        // Somebody at the provider chose it afterwards.
        _ if sender != Some(by) && officer != Some(by) => format!("{by} läste in {file}, {came}, i utkastet."),
        Some(officer) => format!("{officer} fördelade {file}, {came}, till utkastet."),
        None => format!("{file}, {came}, lades i utkastet av systemet."),
    }
}

/// Earlier rows were taken back.
pub(super) fn taken_back(number: usize) -> String {
    format!("{} är tillbaka i utkastet. De rader som stod där finns kvar under {EARLIER_ROWS}.", rows(number))
}

/// Rows that an earlier occasion has and this one is to have too.
pub(super) fn fetch(occasion: &str) -> String {
    format!("Hämta raderna från {occasion}")
}

/// Heading over the offer.
pub(super) fn belongs(occasion: &str) -> String {
    format!("Det från {occasion} hör också hit")
}

/// Why they are offered.
pub(super) fn fetch_note(occasion: &str, number: usize) -> String {
    format!(
        "Perioden börjar om från årets första dag. {} som ni lämnade in vid {occasion} ska därför med även nu. Hämta dem, \
         se över dem och fyll på med det nya.",
        rows(number)
    )
}

/// Rows come from cases too.
pub(super) const PERHAPS_THERE: &str = "Rader kommer redan ur ärenden. Ett klagomål som står både där och bland de tidigare raderna räknas två gånger: \
     ta bort den egna raden.";
/// They were.
pub(super) fn fetched(occasion: &str, number: usize) -> String {
    format!("{} från {occasion} är hämtade till utkastet. Se över dem och fyll på med det nya.", rows(number))
}

/// The draft has rows, and how to go on was not said.
pub(super) const FETCH_HOW: &str =
    "Inget är hämtat, eftersom utkastet redan har rader. Välj om de ska ersättas eller om raderna ska läggas till.";
/// No focus areas to answer about.
pub(super) const NO_FOCUS_AREAS: &str = "Inga fokusområden är inskrivna än";
/// What to do about it.
pub(super) const NO_FOCUS_AREAS_NOTE: &str = "Här följer ni upp fokusområdena från er senaste årsrapport. Skriv in dem först, så kommer de hit. Hade \
     årsrapporten inga fokusområden för det här området svarar ni som det står nedan.";
/// No targets to answer about.
pub(super) const NO_TARGETS: &str = "Inga målvärden gäller för det här området";
/// What to do about it.
pub(super) const NO_TARGETS_NOTE: &str =
    "Är det fel frågar ni handläggaren. Annars svarar ni som det står nedan, och redovisningen är klar.";
/// The draft cannot hold more.
pub(super) const DRAFT_FULL: &str =
    "Inget är hämtat, eftersom utkastet skulle få fler än 9 999 rader. Ta bort rader först, eller välj att ersätta.";

/// What the receipt's sum is taken of.
pub(super) const SUM_COVERS: &str = "Innehållets kontrollsumma räknas på svaren. Två redovisningar med samma svar har därför samma summa; referensen \
    är alltid kvittots egen.";
/// The receipt's place in the chain of all that has been recorded.
pub(super) const CHAIN: &str = "Kvittots plats i loggen";
pub(super) const CHAIN_NUMBER: &str = "Nummer i loggen";
pub(super) const CHAIN_HASH: &str = "Loggens kontrollsumma";
pub(super) const CHAIN_HELP: &str = "Med numret och kontrollsumman kan den som driver tjänsten visa att inget har ändrats, \
    varken det ni lämnade in eller det som kom före. De står också på kvittot som PDF.";
/// Over the authority's figures beside a text.
pub const FIGURES_BESIDE: &str = "Siffror ur huvudmannens underlag";
/// Under them: whose the text is.
pub const FIGURES_NOTE: &str = "Siffrorna är huvudmannens. Texten är er kommentar till dem.";
/// After the risk of missing a target: whose judgement holds.
pub const RISK_NOTE: &str = "Beräkningen ersätter inte er bedömning.";

/// Over the authority's figures where both sides are named: whose they are.
pub fn figures_of(authority: &str) -> String {
    format!("Siffror från {authority}")
}

/// Under them: whose the text is.
pub fn text_of(provider: &str) -> String {
    format!("Siffrorna är huvudmannens. Texten är kommentaren från {provider}.")
}

/// Under the risks: whose judgement holds.
pub fn judgement_of(provider: &str) -> String {
    format!("Beräkningen är huvudmannens. Den ersätter inte bedömningen, som är gjord av {provider}.")
}

/// The figures beside the text are others than when the page was shown.
pub const FIGURES_CHANGED: &str = "Huvudmannen har läst in nya siffror sedan sidan visades. Läs igenom dem innan du \
    signerar: det är de nya som står bredvid er text på kvittot.";

/// Who else is writing: *Anna skriver i Betyg, för 2 minuter sedan*.
pub(super) fn writing(name: &str, field: &str, minutes: i64) -> String {
    match minutes {
        ..=0 => format!("{name} skriver i {field}, nyss."),
        1 => format!("{name} skriver i {field}, för 1 minut sedan."),
        minutes => format!("{name} skriver i {field}, för {minutes} minuter sedan."),
    }
}

/// Last year's text under a heading.
pub(super) fn last_year(year: i16) -> String {
    format!("Det ni skrev {year}")
}

/// A focus area that cannot be kept as it is written.
pub(super) fn focus_fault(title: &str, why: &[String]) -> String {
    format!("Fokusområdet ”{title}” är inte sparat: {} Resten av sidan är sparad.", why.join(" "))
}

/// All parts of a report.
pub(super) const WHOLE_REPORT: &str = "Hela rapporten";

/// A document that cannot be set.
pub(super) const TOO_LARGE_TITLE: &str = "Dokumentet gick inte att göra";
/// Why, and what now.
pub(super) const TOO_LARGE: &str = "Rapporten är för lång eller har för många bilder för att bli ett dokument. Inget är ändrat. Hämta \
    delarna var för sig, eller korta texterna och ta bort bilder.";

/// How far the whole has come.
pub(super) fn whole_sum(parts: usize, signed: usize, (written, of): (usize, usize)) -> String {
    let parts = if parts == 1 { "1 del".to_owned() } else { format!("{parts} delar") };
    format!("{parts}, {signed} inlämnade. {written} av {of} rubriker har text.")
}

/// Where a part of a document stands.
pub(super) fn part_state(version: Option<&crate::submissions::Submission>) -> String {
    match version {
        Some(version) => format!(
            "Inlämnad {}, kvitto {}, {} {}.",
            swedish::day(version.at.day()),
            version.reference,
            words::signer(version.road).to_lowercase(),
            version.signer()
        ),
        None => "Utkast, inte inlämnat.".to_owned(),
    }
}

/// That the item came back since a file that came by e-mail cannot be read.
pub(super) fn unread_file(came: Instant) -> String {
    format!(
        "Filen som kom med e-post {} går inte att läsa. Lämna in det den skulle säga på nytt: skriv det här eller ladda upp en ny fil.",
        swedish::instant(came)
    )
}

/// The heading over files that came by e-mail and that nobody has read in.
pub(super) fn unread_mail(files: usize) -> &'static str {
    if files == 1 { "En fil som kom med e-post är inte inläst" } else { "Filer som kom med e-post är inte inlästa" }
}

/// One of them.
pub(super) fn waiting_mail(name: &str, came: Instant) -> String {
    format!("{name} kom {}.", swedish::instant(came))
}

/// What can be done about it.
pub(super) const fn waiting_mail_choice(something_counts: bool, handed_in_before: bool) -> &'static str {
    if handed_in_before {
        "Läs in filen, eller lämna in det som står här."
    } else if something_counts {
        "Läs in filen, eller lämna in det som står här. När redovisningen kom in räknas från en annan fil, som också kom med e-post."
    } else {
        "Läs in filen, eller lämna in det som står här. Om filen inte läses in räknas redovisningen inte från den dag då filen kom."
    }
}
/// Another unit's name over the rows of a letter's file.
pub(super) const OTHER_UNIT: &str = "Är det rätt enhets rader?";
/// See [`OTHER_UNIT`].
pub(super) fn names_other(stands: &str, unit: &str) -> String {
    format!(
        "I filen som kom med e-post står {stands}, men redovisningen gäller {unit}. Kontrollera att raderna hör hit innan ni signerar."
    )
}
/// The way there.
pub(super) const WAITING_MAIL_LINK: &str = "Se filen och välj om den ska läsas in";

/// Somebody has written in the draft while rows were chosen that replace it.
pub(super) const CHANGED_MEANWHILE: &str = "Någon har skrivit i utkastet sedan du öppnade sidan. Inga rader är ersatta. Se efter \
    vad som står där nu, och välj igen.";
/// The way back to it.
pub(super) const TO_FORM: &str = "Till formuläret";
