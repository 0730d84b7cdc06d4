//! What the facts of events are called.

use super::samples::of_sample;

/// What a fact is called.
pub(in crate::audit) fn fact(name: &str) -> &str {
    fact_of("", name)
}

/// What a fact is called in an event of the kind: some names mean different things in different events.
#[expect(clippy::too_many_lines, reason = "a table of words")]
pub(in crate::audit) fn fact_of<'a>(kind: &str, name: &'a str) -> &'a str {
    match name {
        _ if kind.starts_with("abuse.") && of_abuse(name).is_some() => of_abuse(name).unwrap_or(name),
        _ if of_plan(kind, name).is_some() => of_plan(kind, name).unwrap_or(name),
        _ if kind.starts_with("routine.") && of_routine(kind, name).is_some() => of_routine(kind, name).unwrap_or(name),
        _ if kind.starts_with("sample.") && of_sample(name).is_some() => of_sample(name).unwrap_or(name),
        _ if kind.starts_with("site-check.") && of_site(name).is_some() => of_site(name).unwrap_or(name),
        _ if kind.starts_with("case.") && of_case(name).is_some() => of_case(name).unwrap_or(name),
        "number" if kind.starts_with("dataset.") || kind.starts_with("release.") => "Underlagets nummer",
        "number" if kind.starts_with("mail.") => "Bilaga",
        "reference" if kind.starts_with("supervision.") => "Skolinspektionens diarienummer",
        "number" if kind.starts_with("supervision.") => "Filens nummer",
        "deficiency" => "Bristens nummer",
        "entry" if kind.starts_with("deficiency.") => "Rad i historiken",
        "source" if kind.starts_with("deficiency.") => "Kommer från",
        "term" => "Villkoret",
        "verdict" => "Bedömning",
        "count" if kind.starts_with("term.") || kind.starts_with("deficiency.") => "Antal",
        "version" if kind.starts_with("term.") => "Version av villkoret",
        "version" if kind.starts_with("ladder.") => "Version av åtgärdsstegarna",
        "version" if kind.starts_with("elsewhere.") => "Version av kopplingarna",
        "on" if kind.starts_with("unit.") || kind.starts_with("provider.") => "Sista dag",
        "on" => "Påslaget",
        "area" => "Avtalsområde",
        "action" => "Gjort",
        "submission" => "Inlämningen",
        "picture" => "Bilden",
        "assignment" => "Uppgiften",
        "number" => "Version",
        "reference" => "Kvitto",
        "sha256" => "Innehållets kontrollsumma",
        "stored" => "Kontrollsumma för det lagrade",
        "year_version" => "Årets dokument",
        "road" => "Kom in genom",
        "file" => "Filens kontrollsumma",
        "late" => "Efter sista dagen",
        "set" => "Inläsning",
        "earlier_set" => "Laddning av tidigare år",
        "elsewhere_file" => "Fil från annat system",
        "file_name" => "Filen",
        "system" => "Annat system",
        "lines" => "Rader",
        "without_code" => "Värden utan kod",
        "only_approved" => "Bara godkända",
        "reports" => "Redovisningar",
        "numbers" => "Antal personnummer",
        "row" => "Rad",
        "rows_taken" => "Rader som lästes in",
        "freeze" => "Frysning",
        "figures_set" => "Siffrornas inläsning",
        "publication" => "Publicering",
        "publications" => "Publiceringar",
        "profile" => "Profil",
        "digest" => "Radernas kontrollsumma",
        "rows" => "Raderna",
        "courses" => "Kurser",
        "as_of" => "Uttagen",
        "prepared_by" => "Förberett av",
        "person" => "Person",
        "role" => "Roll",
        "organisation" => "Organisation",
        "unit" => "Enhet",
        "reason" | "motive" => "Skäl",
        "name" => "Namn",
        "year" => "År",
        "version" => "Version av dokumentet",
        "occasion" => "Redovisningstillfälle",
        "item" => "Redovisning",
        "to" | "until" => "Till",
        "dataset" => "Underlaget",
        "release" => "Rapporten",
        "format" => "Format",
        "size" => "Storlek i byte",
        "renderer" => "Framställd med",
        "replaces" => "Ersätter",
        "slug" => "Kortnamn",
        "code" => "Skolenhetskod",
        "org_number" => "Organisationsnummer",
        "regime" => "Avtalsform",
        "agreements" => "Antal avtal",
        "added" => "Tillkomna redovisningar",
        "withdrawn" => "Utgångna redovisningar",
        "moved" => "Redovisningar med annan sista dag",
        "changed" => "Ändringar av uppgifter",
        "letters" => "Antal brev",
        "carried" => "Frågor med nytt kortnamn",
        "drafts" => "Flyttade utkast",
        "reworded" => "Utkast där ett val fick sitt nya namn",
        "seats" => "Antal roller",
        "seat" => "Rollens nummer",
        "session" => "Sessionen",
        "why" => "Skäl till låsning",
        "assignments" => "Uppgifter",
        "faults" => "Antal fel",
        "says" => "Det som inte stämmer",
        "looked_at" => "Det som kontrollerades",
        "heads" => "Var kedjorna slutade",
        "case_number" => "Diarienummer",
        "from" => "Från",
        "source" => "Källan",
        "found" => "Antal uppgifter",
        "key" => "Nyckeln till källan",
        "whole" => "Allt hämtades på nytt",
        "import" => "Filen på väg in",
        "gave_way" => "En äldre tabell gav plats",
        "answers" => "Svarens kontrollsumma",
        "rows_kept" => "Antal rader",
        "students" => "Antal elever",
        "template" => "Den egna mallen",
        other => of_letters_and_files(other).unwrap_or(other),
    }
}

/// What a fact about what somebody has said is called.
fn of_case(name: &str) -> Option<&'static str> {
    Some(match name {
        "number" => "Ärendets nummer",
        "case" => "Ärendet",
        "entry" => "Rad i ärendet",
        "kind" => "Slag",
        "state" => "Läge",
        "way" => "Kom genom",
        "handout" => "Kopians nummer",
        "link" => "Länkens nummer",
        "profile" => "Profil",
        "masked" => "Antal maskade ställen",
        "mark" => "Markeringens nummer",
        "to" => "Den andra kommunen",
        "theme" => "Temats nummer",
        "what" => "Vad som hände med temat",
        "import" => "Inläsningens nummer",
        "mapping" => "Version av kopplingarna",
        "added" => "Nya ärenden",
        "changed" => "Ändrade ärenden",
        "unchanged" => "Oförändrade ärenden",
        "passed_over" => "Rader som inte läses in, som skolan har valt",
        "left_out" => "Rader med fel som lämnades utanför",
        "sha256" => "Kopians kontrollsumma",
        _ => return None,
    })
}

/// What a fact about a check of a site is called.
fn of_site(name: &str) -> Option<&'static str> {
    Some(match name {
        "number" => "Kontrollens nummer",
        "address" => "Webbadress",
        "checks" => "Kontroller",
        "pages" => "Sidor",
        "found" => "Finns",
        "unsure" => "Osäkert",
        "missing" => "Saknas",
        "role" => "Roll",
        "standing" => "Bedömning",
        "days" => "Dagar mellan kontrollerna",
        _ => return None,
    })
}

/// What a fact about a follow-up plan, or something that is planned of it, is called.
fn of_plan(kind: &str, name: &str) -> Option<&'static str> {
    let area = kind.split('.').next().unwrap_or_default();
    Some(match (area, name) {
        ("plan", "version") => "Version av planen",
        ("plan", "part") => "Del",
        ("activity", "step") => "Det som gjordes",
        ("activity", "moment") => "Moment i planen",
        ("visit", "step") => "Det som gjordes",
        ("visit", "visit") => "Besökets nummer under året",
        ("visit", "beside") => "Står bredvid en annan version",
        ("visit", "version") => "Version av checklistan",
        ("visit", "day") => "Dag",
        _ => return None,
    })
}

/// What a fact about a routine for complaints is called.
fn of_routine(kind: &str, name: &str) -> Option<&'static str> {
    Some(match name {
        "number" if kind == "routine.assessed" => "Bedömningens nummer",
        "number" | "routine" => "Rutinens nummer",
        "kind" => "Slag",
        "review" => "Nästa genomgång",
        _ => return None,
    })
}

/// What a fact about an investigation is called.
fn of_abuse(name: &str) -> Option<&'static str> {
    Some(match name {
        "number" => "Utredningens nummer",
        "investigation" => "Utredningen",
        "entry" => "Rad i utredningen",
        "source" => "Anmäld av",
        "about" => "Den som pekas ut",
        "state" => "Läge",
        _ => return None,
    })
}

/// What a fact about letters, their files and other systems' is called.
fn of_letters_and_files(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" => "Titel",
        "copied" => "Antal mallar",
        "mail" => "Brevet",
        "arrived_at" => "Kom in",
        "previous" => "Stod tidigare",
        "was_late" => "Efter sista dagen, som det stod",
        "counts_now" => "Samma fil räknas nu med brevet",
        "instead_of" => "Samma fil i ett brev som kom senare",
        "became" => "Blev",
        "files" => "Antal filer",
        "known" => "Känd avsändare",
        "file_kept" => "Kontrollsumma för det lagrade",
        "mapping" => "Version av kopplingarna",
        "places" => "Svar med skäl",
        "layout" => "Uppställning",
        "aside" => "Lagt åt sidan",
        "password" => "Nytt lösenord",
        _ => return None,
    })
}
