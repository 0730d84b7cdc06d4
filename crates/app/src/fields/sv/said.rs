//! The titles of the fields of forms about what was said of a school, about abuse, and about routines for complaints.

/// The field's title in the forms of a case; each is named after what is done.
fn of_case(name: &str) -> Option<&'static str> {
    const TITLES: &[(&str, &str)] = &[
        ("negativt", "Brast verksamheten mot personens krav och förväntningar?"),
        ("ledning", "Krävdes rektor eller annan ledning?"),
        ("aktiv", "Krävdes aktiv hantering eller åtgärd?"),
        ("karna", "Klagomålets kärna"),
        ("text", "Text"),
        ("val", "Ditt val"),
        ("dag", "Dag"),
        ("slag", "Vad är det?"),
        ("satt", "Hur kom det?"),
        ("profil", "Till vem?"),
        ("mottagare", "Mottagare"),
        ("andamal", "Ändamål"),
        ("ord", "Ord som maskas överallt"),
        ("sekretess", "Grund för sekretessmarkering"),
        ("filer", "Filer"),
        ("mottaget", "Dagen det kom"),
        ("gjort", "Vad gör ni åt det?"),
        ("namn", "Vem sade det?"),
        ("enhet", "Enhet"),
        ("hos", "Vem svarar?"),
        ("galler", "Vem gäller det?"),
    ];
    const EXACT: &[(&str, &str)] = &[
        ("skola-namn", "Skolan med deras ord"),
        ("atgard-val", "Vad gjordes?"),
        ("avsluta-val", "Hur gick det?"),
        ("avsluta-text", "Motivering"),
        ("stanna-val", "Varför stannas klockan?"),
        ("stanna-dag", "När ska det tas upp igen?"),
        ("forlang-dag", "Ny sista dag för svar"),
        ("forlang-text", "Motivering"),
        ("handlaggare-val", "Vem handlägger?"),
        ("skola-val", "Vilken skola gäller det?"),
        ("koppla-val", "Det andra ärendets nummer"),
    ];
    if let Some((_, title)) = EXACT.iter().find(|(known, _)| *known == name) {
        return Some(title);
    }
    if let Some(title) = of_case_import(name) {
        return Some(title);
    }
    let last = name.rsplit('-').next()?;
    TITLES.iter().find(|(known, _)| *known == last).map(|(_, title)| *title)
}

/// The field's title in the forms of what a school's own system of complaints means.
fn of_case_import(name: &str) -> Option<&'static str> {
    Some(match name {
        "fil" => "Fil ur ert system",
        "alla-enhet" => "Enhet för alla rader, om ingen kolumn säger det",
        "alla-slag" => "Vad alla rader är, om ingen kolumn säger det",
        "utan-fel" => "Rader med fel",
        name if name.starts_with("kolumn-") => {
            let column = domain::case_imports::Column::from_slug(name.strip_prefix("kolumn-")?)?;
            domain::case_imports::sv::column(column)
        }
        name if name.starts_with("ord-") => "Vad ett ord i filen betyder",
        _ => return None,
    })
}

/// The field's title in the forms about what was said of a school.
pub(super) fn of_said(path: &str, name: &str) -> Option<&'static str> {
    let analysed = path.split('/').any(|step| step == "analys");
    of_analysis(name).filter(|_| analysed).or_else(|| of_case(name))
}

/// The field's title in the forms of a unit's own analysis; each is named after what is done.
fn of_analysis(name: &str) -> Option<&'static str> {
    const TITLES: &[(&str, &str)] = &[
        ("namn", "Vad är temat?"),
        ("orsak", "Varför händer det?"),
        ("karnor", "Vilka kärnor samlar temat?"),
        ("vem", "Vem läser temat?"),
        ("vad", "Vad ska göras?"),
        ("ansvar", "Vem ansvarar?"),
        ("senast", "Klar senast"),
        ("dag", "Vilken dag gjordes den?"),
        ("text", "Text"),
        ("effekt", "Hjälpte den?"),
        ("arende", "Vilka ärenden hör till temat?"),
        ("jamfor", "Jämför med"),
    ];
    let last = name.rsplit('-').next()?;
    TITLES.iter().find(|(known, _)| *known == last).map(|(_, title)| *title)
}

/// The field's title in the forms of a follow-up plan, whose rows are numbered, and of its adoption.
pub(super) fn of_plan(name: &str) -> Option<String> {
    let (part, row) = match name.rsplit_once('-') {
        Some((part, row)) if row.parse::<u32>().is_ok() => (part, Some(row)),
        _ => (name, None),
    };
    let title = match (part, row.is_some()) {
        ("titel", false) => "Planens titel",
        ("underrubrik", false) => "Raden under titeln",
        ("planens-ar", false) => "För vilket år?",
        ("diarienummer", false) => "Diarienummer",
        ("dag", false) => "Dag för beslutet",
        ("beslutsinstans", false) => "Beslutsinstans",
        ("organ", false) => "Ansvarigt politiskt organ",
        ("processagare", false) => "Ansvarig processägare",
        ("fran", false) => "Gäller från och med",
        ("till", false) => "Gäller till och med",
        ("rubrik", true) => "Rubrik",
        ("niva", true) => "Slag av rubrik",
        ("text", true) => "Text",
        ("visar", true) => "Vad som står under texten",
        ("plats", true) => "Plats",
        ("bort", true) => "Ta bort",
        ("moment", true) => "Moment",
        ("slag", true) => "Slag",
        ("beskrivning", true) => "Vad görs, och vad blir det av det?",
        ("alla", true) => "Varje anordnare ska ha det",
        ("ganger", true) => "Hur många gånger minst",
        ("fran", true) => "Från och med",
        ("till", true) => "Till och med",
        ("vad", true) => "Vad följs upp?",
        ("hur", true) => "Hur, och av vem?",
        _ => return None,
    };
    Some(row.map_or_else(|| title.to_owned(), |row| format!("{title} ({row})")))
}

/// The field's title in the forms of what is planned with a provider; each step's are named after it.
pub(super) fn of_coverage(name: &str) -> Option<&'static str> {
    Some(match name {
        "moment" => "Vilket moment?",
        "dag" => "Senast",
        "flytta-dag" => "Ny dag, senast",
        "gjort-dag" => "Vilken dag gjordes det?",
        name if name.ends_with("-text") => "Anteckning",
        _ => return None,
    })
}

/// The field's title in the forms of a routine for complaints.
pub(super) fn of_routine(name: &str) -> Option<&'static str> {
    Some(match name {
        "slag" => "Vad lämnar ni?",
        "fil" => "Fil",
        "lank" => "Adress",
        "text" => "Rutinen",
        "genomgang" => "När ska den gås igenom igen?",
        name if name.starts_with("svar-") => "Svar på en fråga om rutinen",
        name if name.starts_with("kommentar-") => "Kommentar",
        _ => return None,
    })
}

/// The field's title in the forms of the site check.
pub(super) fn of_site(name: &str) -> Option<&'static str> {
    Some(match name {
        "adress" => "Webbadress",
        "dagar" => "Dagar mellan kontrollerna",
        name if name.starts_with("galler-") => "Vad gäller?",
        name if name.starts_with("anteckning-") => "Anteckning",
        _ => return None,
    })
}

/// The field's title in the forms of an investigation of abuse; each is named after what is done.
pub(super) fn of_abuse(name: &str) -> Option<&'static str> {
    const TITLES: &[(&str, &str)] = &[
        ("text", "Text"),
        ("beskriv-vem", "Vilka gäller det?"),
        ("beskriv-text", "Vad sägs ha hänt, när och var?"),
        ("inled-vem", "Vem utreder?"),
        ("inled-text", "Hur ska det utredas?"),
        ("samtal-vem", "Samtal med"),
        ("samtal-text", "Vad kom fram?"),
        ("bedom-val", "Vad kom utredningen fram till?"),
        ("bedom-text", "Bedömning och skäl"),
        ("besluta-vem", "Ansvarig"),
        ("besluta-text", "Vad ska göras?"),
        ("gjort-val", "Vilken åtgärd?"),
        ("gjort-text", "Hur det gjordes"),
        ("folj-upp-val", "Har det upphört?"),
        ("folj-upp-text", "Vad säger de det gäller?"),
        ("utvardera-text", "Hjälpte åtgärderna?"),
        ("ta-upp-text", "Varför?"),
        ("namnden-text", "Anmälan"),
        ("handlaggare-val", "Vem handlägger?"),
        ("vem", "Vilka gäller det?"),
        ("enhet", "Enhet"),
        ("kalla", "Hur fick skolan veta det?"),
        ("annat-ar", "Dagen är rätt, och utredningen ska stå i det årets redovisning"),
        ("kannedom", "Dagen då någon på skolan fick veta det"),
        ("galler", "Vem pekas ut?"),
        ("slag", "Vad sägs det vara?"),
        ("form", "I vilken form?"),
        ("mellan", "Mellan vilka?"),
        ("grund", "Diskrimineringsgrund"),
        ("val", "Ditt val"),
        ("dag", "Dagen det skedde"),
        ("senast", "Klar senast"),
        ("diarienummer", "Diarienummer"),
    ];
    let last = name.rsplit('-').next()?;
    let of = |wanted: &str| TITLES.iter().find(|(known, _)| *known == wanted).map(|(_, title)| *title);
    of(name).or_else(|| of(last))
}

/// What a routine is handed in as.
pub(in crate::fields) fn routine_kind(slug: &str) -> Option<&'static str> {
    match slug {
        "file" => Some("En fil"),
        "link" => Some("En adress på webben"),
        "text" => Some("En text"),
        _ => None,
    }
}

/// Who answers what was told to the authority.
pub(in crate::fields) fn who_answers(value: &str) -> Option<&'static str> {
    match value {
        "har" => Some("Vi behåller det"),
        "skolan" => Some("Skolan får det"),
        _ => None,
    }
}

/// A unit that is in no list.
pub(in crate::fields) fn unlisted(value: &str) -> Option<&'static str> {
    (value == "saknas").then_some("Finns inte i listan, eller vet inte")
}

/// The field's title in the forms of a random sample.
pub(super) fn of_sample(name: &str) -> Option<&'static str> {
    Some(match name {
        "titel" => "Vad ska stickprovet heta?",
        "fran" => "Kurser som slutade från och med",
        "till" => "Till och med",
        "anordnare" => "Hos vilka anordnare?",
        "skolform" => "Skolform",
        "grupper" => "Ska det dras ur grupper?",
        "antal" => "Antal fall",
        "tva" => "Hur många bedömer varje fall?",
        "bedomning" => "Stämmer resultaten med studieplanen?",
        "avgorande" => "Vad räknas fallet som?",
        "varfor" | "skal" => "Varför?",
        "fro" => "Frö",
        "personnummer" => "Personnummer",
        "saknas" => "Studieplan saknas",
        "filer" => "Studieplan",
        name if name.starts_with("filer-") => "Studieplan",
        _ => return None,
    })
}

/// That a random sample is of every school form.
pub(in crate::fields) fn every_form(value: &str) -> Option<&'static str> {
    (value == "alla").then_some("Alla")
}

/// How many assess each case of a random sample.
pub(in crate::fields) fn assessors(value: &str) -> Option<&'static str> {
    match value {
        "ja" => Some("Två, var för sig"),
        "nej" => Some("En"),
        _ => None,
    }
}

/// The field's title in the forms of visits: planning, steps, the protocol and the checklist, whose points are numbered.
pub(super) fn of_visit(name: &str) -> Option<String> {
    let title = match name {
        "anordnare" => "Vilken anordnare?",
        "dag" => "Dag",
        "fran" => "Börjar",
        "till" => "Slutar",
        "enhet" => "Enheter",
        "plats" => "Plats och rum",
        "deltagare" => "Deltagare",
        "andra" => "Andra deltagare",
        "aktivitet" => "Moment i uppföljningsplanen",
        "utkast-dag" => "Anordnaren svarar senast",
        "avsluta-dag" => "Nytt besök, när?",
        "nytt-besok" => "Behövs ett nytt besök?",
        "faststall-anda" => "Fastställ fast anordnaren inte har läst det nya",
        "stall-in-text" => "Varför?",
        "svar" => "Om helheten",
        "inget" => "Vi har inget att invända",
        "titel" => "Vad listan heter",
        "punkt" => "Punkt",
        name if name.ends_with("-text") && !name.starts_with("text-") => "Anteckning",
        name if name.starts_with("om-") => "Om en iakttagelse",
        _ => return of_point(name),
    };
    Some(title.to_owned())
}

/// The title of a field of a protocol, or of a row of the checklist.
fn of_point(name: &str) -> Option<String> {
    if let Some((part, row)) = name.rsplit_once('-').filter(|(_, row)| row.parse::<u32>().is_ok()) {
        let title = match part {
            "punkt" => Some("Vad ska tittas på?"),
            "hjalp" => Some("Hur?"),
            "slag" => Some("Hur besvaras den?"),
            "kalla" => Some("Varför frågas det?"),
            "plats" => Some("Plats i listan"),
            "bort" => Some("Ta bort punkten"),
            _ => None,
        };
        if let Some(title) = title {
            return Some(format!("{title} ({row})"));
        }
    }
    let field = domain::visits::Field::parse(name)?;
    let point = match &field {
        domain::visits::Field::Answer(point)
        | domain::visits::Field::Kind(point, _)
        | domain::visits::Field::Text(point, _) => {
            domain::visits::example().point(point).map(|point| point.title.clone())
        }
        _ => None,
    };
    Some(domain::visits::sv::field(&field, &point.unwrap_or_else(|| "En punkt".to_owned())))
}
