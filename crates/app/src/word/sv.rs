//! The words of the Word road.

use documents::docx::read::Said;
use kernel::swedish::{day, instant, integer, list};
use kernel::{Day, Instant};
use platform::UploadProblem;

use crate::reading_files::NotReadDocument;
use crate::workbooks::OtherTemplate;

/// Pictures of the file that could not be had when it was to be taken in.
pub const PICTURES_UNREAD: &str = "Bilderna i filen gick inte att läsa just nu. Inget är inläst och filen ligger kvar. Försök igen om \
    en stund, eller ta bort bilderna ur filen och ladda upp den på nytt.";
/// Back to what was looked through.
pub const TO_PREVIEW: &str = "Tillbaka till granskningen";
/// What stands in an empty field of the template.
pub const PROMPT: &str = "Skriv här.";
/// What Word itself puts in an empty field.
pub const WORDS_OWN_PROMPTS: &[&str] = &[
    "Klicka eller tryck här för att ange text.",
    "Klicka här för att ange text.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
];
/// The words beside the box of a target.
pub const AT_RISK: &str = "Vi riskerar att inte nå målvärdet";
/// A box without a tick.
pub const NOT_TICKED: &str = "Inte ikryssad";
/// Which occasion.
pub const OCCASION: &str = "Tillfälle";
/// Which days.
pub const COVERS: &str = "Period";
/// The last day.
pub const DUE: &str = "Sista dag";
/// To whom.
pub const TO: &str = "Lämnas till";
/// Where it is uploaded.
pub const ADDRESS: &str = "Laddas upp på";
/// Heading of how to use it.
pub const HOW_TITLE: &str = "Så använder ni dokumentet";
/// How to use it.
pub const HOW: &str = "Skriv i fälten under rubrikerna. Stycken, punktlistor, fet stil, tabeller och bilder följer med; kursiv stil, \
    färger och teckensnitt gör det inte. Rubriker, anvisningar och siffror hör till mallen och läses inte tillbaka. Spara som \
    Word-dokument (.docx) och ladda upp. Inget lämnas in förrän det är signerat på webben.";
/// Before where a focus area stands.
pub const STATUS: &str = "Läge";
/// While nothing is chosen.
pub const CHOOSE: &str = "Välj";
/// Focus areas that are named.
pub const FOCUS_AREAS: &str = "Fokusområden nästa år";
/// How they are named.
pub const FOCUS_HELP: &str = "Ett fokusområde per rad. De kommer tillbaka i nästa års avvikelserapport.";
/// The heads of their table.
pub const FOCUS_TITLE: &str = "Fokusområde";
/// See [`FOCUS_TITLE`].
pub const FOCUS_AIM: &str = "Vad ni vill nå";
/// The authority's own document.
pub const OWN: &str = "Huvudmannens mall";
/// What comes along in it.
pub const OWN_NOTE: &str = "Med era uppgifter, och med texten ur utkastet där den får plats.";
/// Ours beside it, with the draft's text.
pub const OURS_WRITTEN: &str = "Det vanliga dokumentet, med texten ur utkastet";
/// Ours beside it.
pub const OURS: &str = "Det vanliga dokumentet";
/// Heading of a refusal.
pub const REFUSED: &str = "Dokumentet kan inte läsas in nu";
/// The way back from a refusal.
pub const BACK: &str = "Tillbaka till Word-dokumentet";
/// The item has no Word file.
pub const NO_WORD_TITLE: &str = "Inget Word-dokument här";
/// See [`NO_WORD_TITLE`].
pub const NO_WORD: &str = "Den här redovisningen har ingen mall i Word. Fyll i den på webben.";
/// Somebody has written since the page was shown.
pub const CHANGED_MEANWHILE: &str = "Någon har skrivit i utkastet sedan du öppnade sidan. Inget har lästs in. Se efter vad som står där \
    nu, och välj igen.";
/// Something is to be chosen.
pub const CHOOSE_FIRST: &str = "Välj vad som ska hända med det här.";
/// There is nothing to take in.
pub const NOTHING_NEW: &str = "Filen säger samma sak som utkastet. Det finns inget att läsa in.";
/// No stamp.
pub const NO_STAMP: &str = "Filen saknar mallens märkning, så vi kan inte se vilken redovisning den gäller eller vad som har ändrats \
    på webben sedan den hämtades. Kontrollera att det är rätt fil.";
/// Whose the file is.
pub const ONLY_YOURS: &str = "Filen är er egen. Huvudmannen läser det ni signerar, aldrig själva filen.";

/// Fields whose text does not come along in the authority's own document.
pub fn begin_empty(titles: &[String]) -> String {
    format!(
        "Huvudmannens mall börjar tom under {}: texten har listor, tabeller eller annat som inte kan skrivas in där, och ligger \
         kvar på webben. Skriver ni där får ni välja vad som ska gälla när ni laddar upp. Vill ni skriva vidare på texten, hämta \
         det vanliga dokumentet.",
        list(titles)
    )
}

/// Of a text in a field that began empty in the document, although the draft had one: what it is called, and said of it.
pub const STOOD_ON_THE_WEB: (&str, &str) =
    ("Text finns redan på webben", "Dokumentet började tomt här, fast utkastet hade en text. Välj vad som ska gälla.");

/// Fields that have no place in the authority's own document.
pub fn on_the_web(titles: &[String]) -> String {
    format!("Huvudmannens mall har ingen plats för {}. Fyll i det på webben.", list(titles))
}

/// A tick in words.
pub fn ticked(label: &str) -> String {
    format!("Ikryssad: {label}")
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing usable came with the form.
    Upload(UploadProblem),
    /// The file cannot be read.
    NotRead(NotReadDocument),
    /// It is a template of something else.
    Template(OtherTemplate),
    /// It has no field of the form, no stamp and none of its headings.
    NoField,
}

/// What is wrong with the file, and what to do.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Upload(UploadProblem::Missing) => {
            "Ingen fil är vald. Välj Word-dokumentet som ni har skrivit i och ladda upp det.".to_owned()
        }
        Fault::Upload(UploadProblem::TooLarge(limit)) => format!(
            "Filen är större än {} MB. Gör bilderna i den mindre (Bildformat, Komprimera bilder) och ladda upp den igen.",
            limit >> 20
        ),
        Fault::Upload(UploadProblem::Empty) => {
            "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.".to_owned()
        }
        Fault::Upload(UploadProblem::Broken) => {
            "Filen kom inte fram hel. Kontrollera din uppkoppling och ladda upp den igen.".to_owned()
        }
        Fault::NotRead(NotReadDocument::Unread(why)) => documents::sv::unread(why),
        Fault::NotRead(NotReadDocument::Heavy) => {
            "Filen tog för mycket tid eller minne att läsa, mycket mer än en ifylld mall gör. Hämta mallen på nytt, kopiera \
             texten till den och ladda upp den."
                .to_owned()
        }
        Fault::Template(other) => other_template(other),
        Fault::NoField => "Inget av mallens fält och ingen av dess rubriker finns i filen. Hämta mallen här, kopiera texten till den \
                           och ladda upp den."
            .to_owned(),
    }
}

fn other_template(other: &OtherTemplate) -> String {
    const GET: &str = "Hämta mallen här, kopiera texten till den och ladda upp den.";
    match other {
        OtherTemplate::Authority => format!("Mallen hör till en annan huvudman. {GET}"),
        OtherTemplate::Provider => format!("Mallen hör till en annan anordnare. {GET}"),
        OtherTemplate::Year(year) => format!("Mallen gäller år {year}. {GET}"),
        OtherTemplate::Item { title, occasion, subject } => {
            let what = [title, occasion, subject].map(String::as_str);
            let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            format!("Mallen gäller något annat: {what}. Ladda upp den vid den redovisningen, eller hämta mallen här.")
        }
        OtherTemplate::Subject(subject) => {
            format!("Mallen gäller {subject}. Ladda upp den vid den redovisningen, eller hämta mallen för den här.")
        }
    }
}

fn count(number: usize, one: &str, several: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{} {several}", integer(i64::try_from(number).unwrap_or(i64::MAX))),
    }
}

/// What is said about the file beside what it says.
pub fn said(said: &Said) -> Vec<String> {
    let mut out = Vec::new();
    match (said.inserted, said.deleted) {
        (0, 0) => {}
        (inserted, deleted) => out.push(format!(
            "Filen har spårade ändringar: {} och {}. De läses som om de vore godkända: det som är infogat är med, det som är \
             borttaget är det inte.",
            count(inserted, "infogning", "infogningar"),
            count(deleted, "borttagning", "borttagningar")
        )),
    }
    if said.footnotes > 0 {
        out.push(format!("{} står inom parentes i texten.", count(said.footnotes, "fotnot", "fotnoter")));
    }
    if said.external_pictures > 0 {
        out.push(format!(
            "{} ligger utanför filen och hämtas inte. Infoga dem i dokumentet om de ska vara med.",
            count(said.external_pictures, "bild", "bilder")
        ));
    }
    if said.objects > 0 {
        out.push(format!(
            "{} kan inte läsas som text eller bild, till exempel diagram och inbäddade filer. Klistra in dem som bilder om de ska \
             vara med.",
            count(said.objects, "objekt", "objekt")
        ));
    }
    out
}

/// A heading that is called something else in the file.
pub fn renamed(own: &str, in_file: &str) -> String {
    format!("Rubriken ”{own}” heter ”{in_file}” i filen. Texten är hittad på fältet, och mallens rubrik gäller.")
}

/// Text found by its heading alone.
pub fn by_heading(title: &str) -> String {
    format!("Fältet under ”{title}” är borta ur filen. Texten är hittad på rubriken.")
}

/// What a part outside the fields resembles.
pub fn resembles(title: &str) -> String {
    format!("Rubriken liknar ”{title}”, som annars saknas i filen. Hör texten dit?")
}

/// A picture that is not taken.
pub fn refused_picture(number: usize, why: &str) -> String {
    format!("Bild {number} följer inte med: den {why}")
}

/// The sum of the preview.
pub fn summary(changed: usize, asks: usize) -> String {
    match (changed, asks) {
        (0, 0) => "Inget i filen är ändrat.".to_owned(),
        (changed, 0) => format!("{} kan läsas in.", count(changed, "ändring", "ändringar")),
        (0, asks) => format!("{} ni ta ställning till.", count(asks, "sak behöver", "saker behöver")),
        (changed, asks) => format!(
            "{} kan läsas in, och {} ni ta ställning till.",
            count(changed, "ändring", "ändringar"),
            count(asks, "sak behöver", "saker behöver")
        ),
    }
}

/// After the text has been taken in.
pub fn taken(texts: usize, pictures: usize, focus: usize, late: Option<Day>) -> String {
    let mut parts = vec![count(texts, "text", "texter")];
    if pictures > 0 {
        parts.push(count(pictures, "bild", "bilder"));
    }
    if focus > 0 {
        parts.push(count(focus, "fokusområde", "fokusområden"));
    }
    let mut text = format!(
        "{} ur Word-dokumentet är inlästa i utkastet. Det som stod där förut finns i fältens historik.",
        list(&parts)
    );
    if let Some(due) = late {
        text.push_str(&format!(" Sista dagen var {}; redovisningen märks som inlämnad efter sista dagen.", day(due)));
    }
    text
}

/// Confirmed a second time.
pub fn already(at: Option<Instant>) -> String {
    match at {
        Some(at) => format!("Filen är redan inläst, {}. Inget mer har ändrats.", instant(at)),
        None => "Filen är redan inläst. Inget mer har ändrats.".to_owned(),
    }
}

/// Thrown away.
pub fn dropped(name: &str) -> String {
    format!("Uppladdningen {name} är borttagen. Utkastet är orört.")
}

/// The same file waits already.
pub fn waits_already(at: Instant, name: &str) -> String {
    format!(
        "Samma fil laddades upp {} som {name} och väntar på att läsas in. Den visas här, läst på nytt.",
        instant(at)
    )
}

/// Why it cannot be taken in now, and that it is kept.
pub fn refused(why: &str, until: Instant) -> String {
    format!("{why} Uppladdningen finns kvar till {}.", day(until.day()))
}

/// The last day has passed.
pub fn late(due: Day) -> String {
    format!(
        "Sista dagen var {}. Texten läses in ändå, och redovisningen märks som inlämnad efter sista dagen.",
        day(due)
    )
}

/// Where a file stands among the uploads.
pub fn upload_state(taken: Option<Instant>, expires: Instant) -> String {
    match taken {
        Some(at) => format!("Inläst {}", instant(at)),
        None => format!("Väntar på att läsas in, till {}", day(expires.day())),
    }
}

/// A text that no draft holds.
pub fn too_long(title: &str, length: usize, most: usize) -> String {
    format!(
        "Texten under ”{title}” har {} tecken. Utkastet rymmer högst {}. Korta den i dokumentet och ladda upp det igen.",
        number(length),
        number(most)
    )
}

/// A text that can be taken in but not handed in.
pub fn longer_than_asked(length: usize, most: usize) -> String {
    format!(
        "Texten har {} tecken och får ha högst {} när redovisningen lämnas in. Den går att läsa in och korta på webben.",
        number(length),
        number(most)
    )
}

/// More pictures than a report has.
pub fn too_many_pictures(pictures: usize, most: usize) -> String {
    format!(
        "Redovisningen får då {} bilder. Den kan ha högst {}. Ta bort bilder i dokumentet, eller på sidan med redovisningens bilder.",
        number(pictures),
        number(most)
    )
}

/// A picture of the file that is not kept yet.
pub fn picture_of_file(alt: &str) -> String {
    if alt.is_empty() { "Bild ur filen".to_owned() } else { format!("Bild ur filen: {alt}") }
}

fn number(of: usize) -> String {
    integer(i64::try_from(of).unwrap_or(i64::MAX))
}

/// A focus area that cannot be kept as it is written.
pub fn focus_fault(title: &str, why: &[String]) -> String {
    format!("Fokusområdet ”{title}”: {}", why.join(" "))
}

/// What stands in a file outside every field of its template.
pub(super) const OUTSIDE: &str = "Text utanför mallens fält";
