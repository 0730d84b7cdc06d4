//! The demo's own Swedish: what its officers and providers write.

use kernel::swedish;
use stats::suppression::Shown;

use super::deficiencies::Found;
use crate::board::{Complaints, DatasetContent};

/// The newest snapshot of the results.
pub const NEWEST_FREEZE: &str = "Läget i november";
/// A deficiency whose action plan waits to be read.
pub(super) const DEFICIENCY_PLAN: Found = Found {
    rektor: "Ingela Kvistberg",
    title: "Studieplaner saknas för distanselever",
    text: "I stickprovet saknade 19 av 50 distanselever en aktuell individuell studieplan.",
    severity: "major",
};
/// What its effect is followed up by.
pub const DEFICIENCY_FIGURE: &str = "Distanselever med aktuell studieplan, procent";
/// What is asked for.
pub const DEFICIENCY_ASKS: &str =
    "Skriv hur varje elev får en plan inom två veckor från start, och vem som följer upp den.";
/// What the provider will do, who answers for it, and what it is to lead to.
pub const DEFICIENCY_MEASURE: [&str; 3] = [
    "Vägledaren går igenom alla aktiva elever och skriver planerna tillsammans med dem.",
    "Rektor",
    "Varje elev har en plan som är yngre än ett halvår.",
];
/// What it says when it sends the plan.
pub const DEFICIENCY_PLAN_SENT: &str = "Vi börjar med dem som studerar på halvtid.";
/// A grave deficiency at a provider with an authorisation.
pub(super) const DEFICIENCY_GRAVE: Found = Found {
    rektor: "Stina Vasslid",
    title: "Undervisningen är inställd sedan oktober",
    text: "Tre av fem grupper på yrkeskurserna har inte haft undervisning på sex veckor, och ingen ersättare finns.",
    severity: "serious",
};
/// What the provider is told.
pub const DEFICIENCY_TOLD: &str = "Vi besökte skolan den 18 november och den 22 november. Läs vad vi fann.";
/// Why the authorisation is to be withdrawn.
pub const DEFICIENCY_REASONS: &str =
    "Eleverna får inte den undervisning de har rätt till, och anordnaren har ingen plan för när den börjar igen.";
/// Why the steps before are skipped.
pub const DEFICIENCY_SKIPS: &str =
    "Anordnaren har sagt upp lärarna. Att vänta på en handlingsplan lämnar eleverna utan undervisning hela terminen.";
/// A random sample that is closed.
pub const SAMPLE_DONE: &str = "Studieplaner våren 2024";
/// A random sample that waits for study plans.
pub const SAMPLE_WAITS: &str = "Studieplaner hösten 2024";
/// What two say who assessed a case differently.
pub const SAMPLE_SETTLED: &str = "Vi läste planen igen. Kursen är ändrad i efterhand utan skäl, så det blir delvis.";
/// A study plan's title.
pub const STUDY_PLAN: &str = "Individuell studieplan";
/// Whose it is.
pub const STUDY_PLAN_SCHOOL: &str = "Skolan";
/// Its heading.
pub const STUDY_PLAN_GOAL: &str = "Mål och planerade kurser";
/// What it says.
pub const STUDY_PLAN_TEXT: &str =
    "Eleven läser kurserna i planen i den ordning som står här, och planen följs upp varje termin.";

/// What an assessor writes of a case.
pub fn sampled(judgement: &str) -> &'static str {
    match judgement {
        "met" => "Kurserna och betygen är de som planen har.",
        "partly" => "En av kurserna i planen är ändrad i efterhand utan skäl.",
        "not-met" => "Planen har andra kurser än de som lästes.",
        _ => "Skolan har ingen plan att visa.",
    }
}

/// Why everything of an occasion was locked.
pub const LOCK_REASON: &str = "Redovisningen är sammanställd för nämnden.";
/// Why a deadline was moved.
pub const EXTENSION_MOTIVE: &str = "Rektor har varit sjukskriven. Ni får en vecka till.";
/// Why a deadline was moved to the end of the year.
pub const LONG_EXTENSION_MOTIVE: &str = "Området bytte ledning i våras. Lämna avvikelserapporten senast samma dag som \
    helåret redovisas.";
/// Why something was returned.
pub const RETURN_REASON: &str =
    "Tack för redovisningen. Beskriv vad ni har gjort, inte bara att ni har pratat med eleven, och lämna in igen.";
/// Why it was returned, at the cell.
pub const RETURN_CELL: &str = "Vilken åtgärd vidtogs, och när följs den upp?";
/// Why a focus area deviates: one of several, with a number of its own.
pub fn focus_deviates(which: usize, number: usize) -> String {
    match which % 5 {
        0 => format!("Arbetet kom i gång {number} veckor senare än planerat. Vi är i fas igen till hösten."),
        1 => format!("{number} lärare har deltagit hittills, färre än vi räknade med. Resten deltar i augusti."),
        2 => format!("Vi har väntat på utrustning i {number} veckor. Leveransen är lovad till maj."),
        3 => format!("Den ansvarige har slutat, och arbetet stod still i {number} veckor. En ny är utsedd."),
        _ => format!("{number} elever har omfattats hittills. Målet är dubbelt så många, och vi utökar i höst."),
    }
}

/// Where a text is about: *i vård och omsorg*, or with the provider as a whole.
pub fn place(area: &str) -> String {
    let mut letters = area.chars();
    match letters.next() {
        Some(first) => format!("i {}{}", first.to_lowercase(), letters.as_str()),
        None => "hos oss".to_owned(),
    }
}

/// Note of a published year.
pub const YEAR_NOTE: &str = "Beslutad av nämnden";
/// The authority's introduction of a report.
pub const INTRODUCTION: &str = "Rapporten bygger på det som anordnarna har redovisat och på vår egen granskning av \
    redovisningarna. Siffrorna räknas ur de inlämnade underlagen.";
/// The provider whose deviation report of one area waits to be signed.
pub const LEFT_OPEN: &str = "Nordflod Vuxenlärande AB";
/// What the authority concludes: from the figures that the report shows.
pub fn conclusions(content: &DatasetContent) -> String {
    let sum = content.reporting();
    let mut said = Vec::new();
    if sum.received > 0 {
        let n = swedish::integer;
        said.push(format!(
            "{} av {} redovisningar kom i tid. Anordnarna beskriver både orsaker och åtgärder.",
            n(sum.on_time),
            n(sum.received)
        ));
    }
    if let Some((category, part, all)) = content.complaints.as_ref().and_then(commonest) {
        said.push(format!(
            "Klagomålen handlar oftast om {} ({} av {}). Vi följer upp det vid nästa besök hos anordnarna.",
            category.to_lowercase(),
            swedish::integer(part),
            swedish::integer(all)
        ));
    }
    if let Some(target) = content.targets.as_ref().and_then(|targets| targets.at_risk.first()) {
        said.push(format!("Vi tar upp målvärdet för {} på rektorsträffen.", target.name.to_lowercase()));
    }
    if said.is_empty() {
        said.push("Vi följer upp redovisningarna på rektorsträffen.".to_owned());
    }
    said.join(" ")
}

/// The category with the most complaints, where the report shows every figure that it takes to say so.
fn commonest(complaints: &Complaints) -> Option<(String, i64, i64)> {
    let Shown::Count(all) = complaints.total else { return None };
    let count = |shown: &Shown| if let Shown::Count(n) = shown { Some(*n) } else { None };
    let totals: Option<Vec<i64>> = complaints.column_totals.iter().map(count).collect();
    let totals = totals?;
    let most = totals.iter().copied().max().filter(|most| *most > 0)?;
    if totals.iter().filter(|n| **n == most).count() > 1 {
        return None;
    }
    let column = complaints.columns.get(totals.iter().position(|n| *n == most)?)?;
    let [title] = column.titles.as_slice() else { return None };
    Some((title.clone(), most, all))
}

/// What an annual report of an earlier year is called.
pub(super) const EARLIER_REPORT: &str = "Verksamhetsberättelse 2023";
/// What it says.
pub(super) const EARLIER_PARAGRAPHS: [&str; 3] = [
    "Under året växte sfi med två grupper, och fler elever läste på kvällstid än året innan.",
    "Eleverna var nöjdast med bemötandet. Lägst omdöme fick informationen före kursstart, som vi har skrivit om.",
    "Nästa år arbetar vi med uppföljningen av dem som avbryter sina studier.",
];

/// Who has said a figure of an earlier year.
pub(super) fn earlier_source(year: i16) -> String {
    format!("Kvalitetsrapport {year} (påhittad)")
}

/// A table in an annual report.
pub const GRADES_TABLE: &str = "\n\n## Kurser med flest elever\n\n| Kurs | Elever | Lägst E |\n| --- | --- | --- |\n\
    | Matematik 1a | 48 | 79 % |\n| Svenska 1 | 41 | 88 % |\n| Engelska 5 | 37 | 84 % |";
/// What a picture in an annual report shows.
pub const GRADES_PICTURE: &str =
    "Stapeldiagram: andelen godkända betyg var 71 procent 2022, 76 procent 2023 och 82 procent 2024";

/// What a file out of another system is called.
pub fn file_of(system: &str, occasion: &str) -> String {
    format!("{system} {occasion}, uttag.txt")
}

/// The county's cooperation, and the board that it answers to.
pub(super) const REGION: &str = "Eklunda län, samverkan om vuxenutbildning";
pub(super) const REGION_BOARD: &str = "Länets styrgrupp för vuxenutbildning";
/// Its people: name, address, role.
pub(super) const REGION_PEOPLE: [(&str, &str, &str); 2] = [
    ("Solveig Lansryd", "solveig.lansryd@eklunda-lan.example", "regional-coordinator"),
    ("Arvid Tjärnblom", "arvid.tjarnblom@eklunda-lan.example", "evaluator"),
];
/// The evaluation that it leads.
pub(super) const EVALUATION: &str = "Gemensam utvärdering 2024";
pub(super) const EVALUATION_ABOUT: &str = "Vi besöker alla anordnare i länet efter samma kriterier, och kommer tillbaka \
    och ser vad som har hänt med det vi fann. Resultatet går till alla kommuner och deras nämnder.";
/// The provider that has been visited twice, the one that has been visited once, the one that reads its draft, and the one that is next.
pub(super) const EVALUATED_TWICE: &str = "Hantverksbron Yrkesskolor AB";
pub(super) const EVALUATED_ONCE: &str = "Kunskapsfyren i Eklunda AB";
pub(super) const EVALUATED_NOW: &str = "Nordflod Vuxenlärande AB";
pub(super) const EVALUATED_NEXT: &str = "Stålnavet Yrkesvux AB";
/// What was found: what it is, the criterion, and its words.
pub(super) const EVALUATED_FOUND: [(&str, &str, &str); 3] = [
    ("brist", "studieplaner", "Studieplanerna följs inte upp när eleven byter kurs."),
    ("brist", "klagomal", "Eleverna vet inte vem de vänder sig till med klagomål."),
    ("styrka", "larare", "Lärarna planerar tillsammans varje vecka och ser varandras lektioner."),
];
/// What became of it: the finding, the outcome, and its words.
pub(super) const EVALUATED_OUTCOMES: [(&str, &str, &str); 2] = [
    ("1", "atgardat", "Studieplanen gås igenom vid varje kursbyte."),
    ("2", "delvis", "Rutinen sitter uppe på två av tre enheter."),
];
pub(super) const EVALUATED_SHOWS: &str = "Tio studieplaner, samtal med elva elever och två lärare.";
pub(super) const EVALUATED_AGAIN: &str = "Planerna är aktuella och eleverna känner till dem.";
pub(super) const EVALUATED_ANSWER: &str = "Vi känner igen bilden. Rutinen för kursbyten är ändrad från januari.";

/// The grade of a criterion at a first visit, why, and what shows it.
pub(super) fn evaluated(criterion: &str) -> (&'static str, &'static str, &'static str) {
    let seen = "Samtal med elever, lärare och rektor, och de dokument som vi bad om.";
    match criterion {
        "studieplaner" => {
            ("utveckla", "Planerna finns, men de följs inte upp.", "Fyra av tio planer är äldre än kursen.")
        }
        "klagomal" => {
            ("brister", "Rutinen är inte känd bland eleverna.", "Två av elva elever visste vem de vänder sig till.")
        }
        "larare" => ("mycket-god", "Lärarna har rätt utbildning och utvecklas tillsammans.", seen),
        "lokaler" => ("ej-bedomt", "Undervisningen var på distans den dagen.", ""),
        _ => ("god", "Det fungerar, med smärre saker att se över.", seen),
    }
}
