//! The titles of the fields of fixed forms, as the pages have them, and the words of their choices.

use domain::indicators::Term;
use domain::reminders::Addressee;
use domain::year::{Direction, Followed, Measure, Regime, SchoolForm, Word, sv as year};
use kernel::Role;

use crate::organisations;

mod found;
mod said;

use found::of_found;
pub(super) use found::{A_STEP, chosen as chosen_plainly};
pub(super) use said::{assessors, every_form, routine_kind, unlisted, who_answers};
use said::{of_abuse, of_coverage, of_plan, of_routine, of_said, of_sample, of_site, of_visit};

/// A field whose title is not known here.
pub(super) const A_FIELD: &str = "Ett fält i formuläret";
/// A field of a report whose title is not known here.
pub(super) const AN_ANSWER: &str = "Ett svar i redovisningen";
/// What a plan is begun from, where that is no year.
pub(super) fn begun_from(value: &str) -> Option<&'static str> {
    (value == "exempel").then_some("Vårt exempel")
}
/// The kind of a heading.
pub(super) fn level(value: &str) -> Option<&'static str> {
    match value {
        "1" => Some("Huvudrubrik"),
        "2" => Some("Underrubrik"),
        _ => None,
    }
}
/// Such a field beside others.
pub(super) fn unknown(title: &str, number: usize) -> String {
    if number < 2 { title.to_owned() } else { format!("{title} ({number})") }
}

/// A choice that is kept as an identifier.
pub(super) const CHOSEN: &str = "Det du valde går inte att visa här. Välj det igen.";

/// Whether only programs read the field: which page it was, what stood there, which button was pressed.
pub(super) fn is_for_programs(name: &str, text: &str) -> bool {
    const NAMES: &[&str] = &[
        "aktivitet",
        "allt",
        "ar",
        "bas",
        "bekraftat",
        "dag-avsedd",
        "besked",
        "ersatter",
        "falt",
        "foljder",
        "formular",
        "gor",
        "hela",
        "kedja",
        "kontrollera",
        "las-in",
        "nar-skrevs",
        "nasta",
        "nr",
        "nyckel",
        "om",
        "rader",
        "paminnelser",
        "rord",
        "sedd",
        "sett",
        "skickat",
        "spara",
        "steg",
        "tillfalle",
        "vald",
        "version",
        "vid",
        "vidare",
        "visad",
        "inga-avvikelser",
        "ta-bort-markering",
    ];
    // What a theme is called is typed; a name of a row is not.
    if matches!(name, "nytt-namn" | "andra-namn") {
        return false;
    }
    let hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    NAMES.contains(&name)
        || hash
        || name.starts_with("stod.")
        || ["-lagg-till", "-ta-bort", "-nr", "-namn", "-tillfalle"].iter().any(|end| name.ends_with(end))
}

/// The field's title in the form that says what the cells of an own template are.
fn of_own_template(name: &str) -> Option<&'static str> {
    const TITLES: &[(&str, &str)] = &[
        ("rubrik-", "Rubrikerna står på"),
        ("kolumn-", "Kolumn i filen"),
        ("ord-", "Vad ett ord i filen betyder"),
        ("cell-", "Cell som fylls i innan filen hämtas"),
        ("svar-", "Cell som anordnaren svarar i"),
        ("del-", "Var i dokumentet svaret skrivs"),
        ("falt-", "Fält som fylls i innan dokumentet hämtas"),
        ("fil", "Fil"),
    ];
    TITLES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, title)| *title)
}

/// The field's title in the form that is sent to the path.
pub(super) fn title(path: &str, name: &str) -> Option<String> {
    let of_site = of_site(name).filter(|_| path.split('/').any(|step| step == "webbkontroll"));
    of_site.map(str::to_owned).or_else(|| of_found(path, name)).or_else(|| title_of(path, name))
}

#[expect(clippy::too_many_lines, reason = "a table of words")]
fn title_of(path: &str, name: &str) -> Option<String> {
    let sent_to = |part: &str| path.split('/').any(|step| step == part);
    let of_indicator = || sent_to("indikator") || sent_to("ny-indikator");
    let fixed = match name {
        _ if sent_to("mallar") => return of_own_template(name).map(str::to_owned),
        _ if (sent_to("krankning") || sent_to("krankningar")) && of_abuse(name).is_some() => {
            return of_abuse(name).map(str::to_owned);
        }
        _ if sent_to("utlamna") && name.starts_with("mask-") => return Some("Det som maskas".to_owned()),

        _ if (sent_to("arenden") || sent_to("klagomal")) && of_said(path, name).is_some() => {
            return of_said(path, name).map(str::to_owned);
        }
        _ if of_follow_up(path, name).is_some() => return of_follow_up(path, name),
        _ if (sent_to("stickprov") || sent_to("studieplaner") || sent_to("studieplan"))
            && of_sample(name).is_some() =>
        {
            return of_sample(name).map(str::to_owned);
        }
        _ if sent_to("fordela") && of_split(name).is_some() => return of_split(name).map(str::to_owned),
        "titel" if of_indicator() => "Indikatorns namn",
        "definition" => "Definition",
        "mal" if of_indicator() => "Verksamhetsmål som den följer",
        "riktning" => "Riktning",
        "niva" => "Följs ned till",
        "enhet" if of_indicator() => "Indikatorns enhet",
        "underlag" if of_indicator() => "Basen i ord",
        "kalla" if of_indicator() => "Definitionens källa",
        "taljare" => "Täljare",
        "namnare" => "Nämnare",
        "delar" => "Delar",
        "per" => "Per hur många",
        "aven" => "Ta också bort målvärdena och visningen ur utkastet",
        "adress" if sent_to("kallor") => "Adress",
        "adress" => "E-postadress",
        "aktiv" if sent_to("brevlada") => "Läs brevlådan",
        "aktiv" => "Hämta från källan",
        "dagar" => "Dagar mellan hämtningarna",
        "ta-bort-nyckeln" => "Ta bort den nyckel som är sparad",
        "anordnare" => "Anordnare",
        "anteckning" => "Vad har du ändrat?",
        "bedomning" => "Bedömning av redovisningen",
        "kalla" if sent_to("inlasning") => "År och system",
        "dag" if sent_to("mer-tid") => "Ny sista dag",
        "dag" if sent_to("epost") => "Dag",
        "dag" => "Sista dag",
        "diarienummer" => "Diarienummer",
        "dokument" => "Dokumentet",
        "egenskap" => "Egenskaper",
        "elever" => "Antal elever",
        "enhet" => "Enhet",
        "enheter" => "Enheter",
        "ersattare" => "Som ersättare för den ordinarie",
        "flytta" => "Sista dagar som inte är arbetsdagar",
        "fraga" => "Din fråga",
        "fran" => "Första dag",
        "inledning" => "Inledning",
        "kod" => "Skolenhetskod",
        "kortnamn" => "Kortnamn",
        "motivering" => "Motivering",
        "alla" if sent_to("at-sidan") => "Lägg också de andra filerna som väntar åt sidan",
        "namn" if sent_to("teman") => "Nytt tema",
        "namn" if sent_to("myndighet") => "Myndighetens namn",
        "namn" => "Namn",
        "namnd" => "Nämndens namn",
        "nar" => "När ska rollen sluta gälla?",
        "notering" => "Notering",
        "nummer" => "Organisationsnummer",
        "omskriven" => "Frågan så som alla ser den",
        "oppnad" => "Första dag",
        "person" => "Person",
        "personnummer" => "Personnummer",
        "regiform" => "Regiform",
        "roll" => "Roll",
        "saker" => "Det är inget personnummer. Skicka texten som den är.",
        "satt" => "Utkastet har redan rader",
        "senast" => "Kompletterad senast",
        "publicering" => "Publicering",
        "tabell" => "Tabeller att publicera",
        _ if name == "skal" || name.starts_with("skal-") => return of_reason(path, name).map(str::to_owned),
        "skolform" => "Skolformer",
        "slutsatser" => "Huvudmannens slutsatser",
        "svar" => "Ditt svar",
        "syfte" => "Vad ni vill nå",
        "tema" => "Tema",
        "till" if sent_to("fragor") => "Vem ska se svaret?",
        "till" => "Sista dag",
        "kalla" => "Källa",
        "publicerad" => "Publicerad",
        "titel" if sent_to("kallor") => "Titel",
        "titel" => "Fokusområde",
        "redovisning" => "Redovisning",
        "uppdrag" => "Uppdrag",
        "utan-skolform" => "Ingen skolform",
        "val" => "Redovisningar du hade valt",
        "statement.empty" => "Inget att redovisa",
        _ => {
            let one = of_texts(path, name)
                .or_else(|| of_reminders(name))
                .or_else(|| of_letters(name))
                .or_else(|| of_elsewhere(path, name));
            return one.map(str::to_owned).or_else(|| numbered(name));
        }
    };
    Some(fixed.to_owned())
}

/// The title of a field that asks why.
fn of_reason(path: &str, name: &str) -> Option<&'static str> {
    let sent_to = |part: &str| path.split('/').any(|step| step == part);
    Some(match name {
        "skal" if sent_to("dra-tillbaka") => "Varför dras den tillbaka?",
        "skal" if sent_to("at-sidan") => "Varför läggs det åt sidan?",
        "skal" if sent_to("rapporter") => "Vad rättas?",
        "skal" if sent_to("paus") => "Varför",
        "skal" if sent_to("las") => "Varför låser du?",
        "skal" if sent_to("las-upp") => "Varför låser du upp?",
        "skal" if sent_to("mer-tid") => "Motivering till beslutet",
        "skal" => "Skäl",
        "skal-godkannande" => "Varför tar du tillbaka godkännandet?",
        "skal-aterlamnande" => "Varför tar du tillbaka återlämnandet?",
        "skal-las" => "Varför låser du?",
        "skal-las-upp" => "Varför låser du upp?",
        "skal-mer-tid" => "Motivering till beslutet",
        _ => return None,
    })
}

/// The title of a field about rows that go to several authorities.
fn of_split(name: &str) -> Option<&'static str> {
    match name {
        _ if name.starts_with("till-") => Some("Huvudman för en rad"),
        _ if name.starts_with("uppgift-") => Some("Redovisning som får raderna"),
        _ => None,
    }
}

/// The title of a field about texts: focus areas named in them, their pictures, what a Word file said; and areas.
fn of_texts(path: &str, name: &str) -> Option<&'static str> {
    let sent_to = |part: &str| path.split('/').any(|step| step == part);
    Some(match name {
        name if name.starts_with("fokus-") && name.ends_with("-titel") => "Fokusområde",
        name if name.starts_with("fokus-") && name.ends_with("-syfte") => "Vad ni vill nå",
        name if name.starts_with("fokus-") && name.ends_with("-bort") => "Ta bort fokusområdet",
        name if name.starts_with("hor-") => "Vart svaren på en fråga hör",
        name if name.starts_with("olika-") => "Att det är olika redovisningar",
        "omrade" if sent_to("enhet") => "Avtalsområden",
        "omrade" => "Avtalsområde",
        "beskrivning" if sent_to("bilder") => "Vad visar bilden?",
        "rubrik" if sent_to("bilder") => "Under vilken rubrik?",
        name if sent_to("word") && name.starts_with("val.") => "Vad ska gälla?",
        name if sent_to("word") && name.starts_with("okand.") => "Var hör texten hemma?",
        _ => return None,
    })
}

/// The title of a field about what the words of another system's file mean.
fn of_elsewhere(path: &str, name: &str) -> Option<&'static str> {
    path.split('/').any(|step| step == "inlasning").then(|| match name {
        name if name.starts_with("organisation-") => Some("Vad organisationen betyder"),
        name if name.starts_with("matt-") => Some("Vad måttet betyder"),
        name if name.starts_with("kod-") => Some("Kod i det andra systemet"),
        "period" => Some("Period"),
        "tillfalle" => Some("Tillfälle"),
        "urval" => Some("Vad som ska med"),
        _ => None,
    })?
}

/// The title of a field about when reminders go.
fn of_reminders(name: &str) -> Option<&'static str> {
    Some(match name {
        "hur-ofta" => "Före sista dagen vill jag ha brev",
        "paminn-fore" => "Antal dagar före sista dagen",
        "paminn-dagen" => "Även på själva sista dagen",
        "paminn-efter" => "Första gången, antal dagar efter",
        "paminn-sedan" => "Sedan med så många dagar emellan",
        "paminn-ansvariga" => "Från och med påminnelse nummer",
        "paminn-till-fore" => "Påminnelser före sista dagen går till",
        "paminn-till-efter" => "Påminnelser efter sista dagen går till",
        "paminn-till-ansvariga" => "Får även veta",
        _ => return None,
    })
}

/// The title of a field of the mailbox, or of letters that came in.
fn of_letters(name: &str) -> Option<&'static str> {
    if name == "dag-stammer" {
        return Some("Dagen stämmer");
    }
    Some(match name {
        "server" => "IMAP-server",
        "port" => "Port",
        "skydd" => "Anslutningen",
        "anvandare" => "Användarnamn",
        "mapp" => "Mapp som läses",
        "efter" => "När ett brev är läst och sparat",
        "till-mapp" => "Mapp att flytta till",
        "minuter" => "Minuter mellan läsningarna",
        "betrodd-server" => "Er e-postservers namn i Authentication-Results",
        "individer-laddas-upp" => "Redovisningar om enskilda personer ska laddas upp",
        "aldre-brev" => "Läs också brev som redan ligger i mappen",
        "certifikat" => "Certifikat",
        "klockslag" => "Klockslag",
        "skal-tid" => "Hur du vet när brevet kom",
        "tillfalle" => "Tillfälle",
        "uppgift" => "Redovisning",
        _ => return None,
    })
}

/// The field's title in forms about routines for complaints, plans and what is planned of them.
fn of_follow_up(path: &str, name: &str) -> Option<String> {
    let sent_to = |part: &str| path.split('/').any(|step| step == part);
    if sent_to("rutin") || sent_to("rutiner") {
        return of_routine(name).map(str::to_owned);
    }
    if sent_to("uppfoljningsplan") {
        return of_plan(name);
    }
    if sent_to("besok") || sent_to("besok-hos-oss") {
        return of_visit(name);
    }
    if sent_to("tackning") || sent_to("aktivitet") { of_coverage(name).map(str::to_owned) } else { None }
}

/// The title of a field that comes several times in a form, with a number in its name.
fn numbered(name: &str) -> Option<String> {
    if name.starts_with("vid:") {
        return Some("Vid enskilda svar".to_owned());
    }
    let (start, rest) = name.split_once('-').unwrap_or((name, ""));
    if let Some(at) = start.strip_prefix("cell").and_then(|at| at.parse::<u32>().ok()) {
        let field = match rest {
            "rad" => "rad",
            "kolumn" => "kolumn",
            "skal" => "vad behöver ändras?",
            _ => return None,
        };
        return Some(format!("Ruta {at}, {field}"));
    }
    let (at, field) = rest.split_once('-').unwrap_or((rest, ""));
    if start == "plats" && !rest.is_empty() {
        return Some("En indikators plats".to_owned());
    }
    if matches!(start, "tema" | "nytt" | "citat" | "namn") && !at.is_empty() {
        let title = match start {
            "tema" => "Tema",
            "nytt" => "Nytt tema",
            "citat" => "Citat",
            _ => "Nytt namn på ett tema",
        };
        return Some(title.to_owned());
    }
    let at = at.parse::<u32>().ok()?.checked_add(1)?;
    let (thing, title) = match (start, field) {
        ("tillfalle", "titel") => ("Tillfälle", "rubrik"),
        ("tillfalle", "dag") => ("Tillfälle", "sista dag"),
        ("mal", "varde") => ("Målvärde", "värde"),
        ("mal", "lage") => ("Målvärde", "läge"),
        ("kolumn", "titel") => ("Kolumn", "rubrik"),
        ("kolumn", "hjalp") => ("Kolumn", "hjälptext"),
        ("kolumn", "val") => ("Kolumn", "val"),
        ("rad", "indikator") => ("Rad", "indikator"),
        ("rad", "regiform") => ("Rad", "regiform"),
        ("rad", "varde") => ("Rad", "målvärde"),
        ("rad", "att-besluta") => ("Rad", "att besluta"),
        ("rad", "exempel") => ("Rad", "exempelvärde"),
        ("kolumn", "kravs") => ("Kolumn", "måste fyllas i"),
        _ => return None,
    };
    Some(format!("{thing} {at}, {title}"))
}

/// The words of what was chosen, where its value is a stable name.
pub(super) fn choice(name: &str, value: &str) -> Option<&'static str> {
    match (name, value) {
        (_, "ja") => return Some("Ja"),
        (_, "nej") => return Some("Nej"),
        ("roll", slug) => return Role::from_slug(slug).map(platform::sv::role),
        ("regiform", slug) => return Regime::from_slug(slug).map(organisations::regime_word),
        ("riktning", slug) => return Direction::from_slug(slug).map(year::direction),
        ("niva", slug) => return Followed::from_slug(slug).map(year::followed),
        ("enhet", slug) if Measure::from_slug(slug).is_some() => return Measure::from_slug(slug).map(year::measure),
        ("taljare" | "namnare" | "delar", slug) => return Term::from_slug(slug).map(domain::indicators::sv::term),
        ("skolform", slug) => return SchoolForm::from_slug(slug).map(organisations::school_form_word),
        _ => {}
    }
    Some(match (name, value) {
        ("hur-ofta", "steg") => "De dagar som huvudmannen har bestämt",
        ("hur-ofta", "veckovis") => "En gång i veckan, på måndagar",
        (name, slug) if name.starts_with("paminn-till-") => {
            return Addressee::from_slug(slug).map(domain::reminders::sv::addressee);
        }
        ("uppdrag", "ordinarie") => "Kontaktrektor",
        ("uppdrag", "ersattare") => "Ersättare",
        (name, "fil") if name.starts_with("val.") => "Filens text",
        (name, "webb") if name.starts_with("val.") => "Utkastets text",
        (name, "bada") if name.starts_with("val.") => "Alla, efter varandra",
        (name, "ute") if name.starts_with("okand.") => "Ta inte med",
        ("skydd", "tls") => "TLS från början",
        ("skydd", "starttls") => "STARTTLS",
        ("skydd", "ingen") => "Inget skydd",
        ("efter", "last") => "Märk brevet som läst",
        ("efter", "flytta") => "Flytta brevet till en annan mapp",
        ("nar", "nu") => "Nu",
        ("nar", "dag") => "Efter en sista dag",
        ("till", "alla") => "Alla anordnare",
        ("till", "en") => "Bara den som frågade",
        ("satt", "lagg-till") => "Lägg till efter dem som finns",
        ("satt", "ersatt") => "Ersätt dem som finns",
        (name, "beslutat") if name.ends_with("-lage") => "Beslutat av huvudmannen",
        (name, "ej-beslutat") if name.ends_with("-lage") => "Förslag, ej beslutat",
        (name, "exempel") if name.ends_with("-lage") => "Exempelvärde, alltså påhittat",
        _ => return None,
    })
}
