//! The titles of fields in the forms of deficiencies, ladders and terms.

fn sent_to(path: &str, parts: &[&str]) -> bool {
    path.split('/').any(|step| parts.contains(&step))
}

/// The field's title in those forms.
pub(in crate::fields) fn of_found(path: &str, name: &str) -> Option<String> {
    let title = if sent_to(path, &["stegar"]) {
        of_ladder(name)
    } else if sent_to(path, &["brister", "brist", "brister-hos-oss"]) {
        of_deficiency(name)
    } else if sent_to(path, &["villkorsuppfoljning", "villkor-hos-oss"]) {
        of_answer(name)
    } else if sent_to(path, &["skolinspektionen"]) {
        of_decision(name)
    } else if sent_to(path, &["rektorstraff", "rektorstraff-hos-oss"]) {
        of_meeting(name)
    } else if sent_to(path, &["utvarderingar", "gemensam-utvardering", "utvardering-hos-oss"]) {
        of_evaluation(path, name)
    } else if sent_to(path, &["villkor"]) {
        of_term(name)
    } else {
        None
    };
    title.map(str::to_owned)
}

fn of_ladder(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('-').next()? {
        "rubrik" if name == "rubrik" => "Vad heter stegen?",
        "rubrik" => "Vad heter steget?",
        "spar" => "Spår",
        "form" => "Gäller för",
        "avtal" => "Avtal",
        "slag" => "Sort",
        "beslutar" => "Vem beslutar?",
        "grund" => "Grund",
        "kraver" => "Vad ska ha gjorts före?",
        "fore" => "Ska steget före vara gjort först?",
        "allvarlig" => "Krävs att en allvarlig brist kvarstår?",
        "overklagas" => "Kan beslutet överklagas?",
        "dagar" => "Dagar för yttrande",
        "plats" => "Plats i stegen",
        "bort" => "Ta bort steget?",
        _ => return None,
    })
}

fn of_deficiency(name: &str) -> Option<&'static str> {
    let (start, part) = name.rsplit_once('-').unwrap_or(("", name));
    let action = start.trim_end_matches(|c: char| c.is_ascii_digit());
    Some(match (action, part) {
        ("atgard", "rubrik") => "Vad ska göras?",
        ("valj-matt", "rubrik") => "Eget mått: vad mäts, och i vad?",
        (_, "rubrik") => "Vad kallas bristen?",
        ("ny" | "skriv-om", "text") => "Vad brister?",
        ("yttra", "text") => "Yttrande",
        ("forbered" | "besluta", "text") => "Skäl",
        ("forbered", "beslutet") => "Vad föreslås?",
        (_, "beslutet") => "Vad beslutas?",
        ("belagg", "text") => "Vad visar det?",
        ("utvardera", "text") => "Vad visar utvärderingen?",
        ("lage", "text") => "Hur går det?",
        ("ater-plan", "text") => "Vad ska ändras?",
        ("ta-bort-matt" | "avsluta" | "oppna" | "dra-tillbaka" | "avsta" | "upphav", "text") => "Varför?",
        (_, "text") => "Text",
        ("atgard", "effekt") => "Vad väntas åtgärden leda till?",
        (_, "effekt") => "Vad har åtgärderna lett till?",
        (_, "ansvarig") => "Vem ansvarar?",
        ("forbered", "dag") => "Anordnaren får yttra sig till",
        (_, "dag") => "Dag",
        (_, "spar") => "Spår",
        (_, "allvar") => "Hur allvarlig är bristen?",
        (_, "kalla") => "Var upptäcktes bristen?",
        (_, "anordnare") => "Anordnare",
        (_, "enhet") => "Enhet",
        (_, "matt") => "Mått",
        (_, "riktning") => "Vilket håll är bättre?",
        (_, "start") => "Värde nu, vid starten",
        (_, "mal") => "Vad ska det bli?",
        (_, "varde") => "Värde",
        (_, "steg") => "Vilket steg?",
        (_, "avtal") => "Vilka avtal gäller det?",
        (_, "hoppar") => "Varför tas steget trots att något saknas?",
        (_, "fore") => "Varför väntar beslutet inte på yttrandet?",
        (_, "nummer") => "Beslutets diarienummer",
        (_, "utfall") => "Hur gick det?",
        (_, "fil") => "Fil",
        (_, "visa") => "Visa",
        _ => return None,
    })
}

fn of_answer(name: &str) -> Option<&'static str> {
    Some(match name.split('-').next()? {
        "svar" => "Hur följs villkoret?",
        "text" => "Vad svaret vilar på",
        "dag" => "Vilken dag gäller det?",
        "fil" => "Belägg",
        _ => return None,
    })
}

fn of_decision(name: &str) -> Option<&'static str> {
    Some(match name {
        "anordnare" => "Vem gäller beslutet?",
        "enhet" => "Enhet",
        "nummer" => "Skolinspektionens diarienummer",
        "beslut" => "Beslut",
        "dag" => "Beslutsdag",
        "rubrik" => "Vad gäller det?",
        "text" => "Sammanfattning",
        "brister" => "Brister som beslutet pekar ut",
        "senast" => "Ska vara åtgärdat eller redovisat senast",
        "vite" => "Vite, i kronor",
        "adress" => "Adress på webben",
        "fil" => "Fil",
        "granska-text" => "Vad betyder beslutet, och vem gör vad?",
        "granska-dag" => "Ska vara klart senast",
        "folj-upp-text" => "Vad har gjorts, och vad visar det?",
        "folj-upp-dag" => "Vilken dag?",
        "avsluta-text" | "oppna-text" | "dra-tillbaka-text" => "Varför?",
        _ => return None,
    })
}

fn of_meeting(name: &str) -> Option<&'static str> {
    let (start, part) = name.rsplit_once('-').unwrap_or(("", name));
    let step = start.trim_end_matches(|c: char| c.is_ascii_digit());
    Some(match (step, part) {
        ("material", "rubrik") => "Vad är det?",
        (_, "rubrik") => "Vad heter träffen?",
        (_, "fran") => "Börjar",
        (_, "till") => "Slutar",
        (_, "plats") => "Plats",
        (_, "anmalan") => "Anmälan senast",
        (_, "lank") => "Adress på webben",
        (_, "svar") => "Kommer du?",
        (_, "vem") => "Vem gör det?",
        (_, "dag") => "Dag",
        ("ny" | "andra", "text") => "Program",
        ("atgard", "text") => "Vad ska göras?",
        ("fraga", "text") => "Fråga",
        ("anteckna", "text") => "Anteckningar",
        ("stall-in", "text") => "Varför?",
        (_, "text") => "Text",
        _ => return None,
    })
}

fn of_evaluation(path: &str, name: &str) -> Option<&'static str> {
    if name == "inget" {
        return Some("Vi har inget att säga om utkastet");
    }
    if name.starts_with("svar-om-") {
        return Some("Om en brist eller styrka");
    }
    let (start, part) = name.rsplit_once('-')?;
    Some(match (start, part) {
        (_, "namn") => "Vad heter utvärderingen?",
        (_, "fran") => "Första dagen",
        (_, "till") => "Sista dagen",
        (_, "huvudman") => "Vilka frågar du?",
        (_, "omrade") => "Område",
        (_, "titel") => "Kriterium",
        (_, "ser") => "Vad ni tittar på",
        (_, "lag") => "Bestämmelse",
        (_, "utvarderare") => "Vilka åker dit?",
        (_, "omdome") => "Omdöme",
        (_, "visar") => "Vad visar det?",
        (_, "slag") => "Vad är det?",
        (_, "kriterium") => "Vilket kriterium hör det till?",
        (_, "utfall") => "Vad har hänt med bristen?",
        (_, "val") => "Deltar ni?",
        (_, "anordnare") => "Med vilka anordnare?",
        ("skicka", "dag") => "Anordnaren svarar senast",
        (_, "dag") => "Vilken dag?",
        ("svar", "text") if sent_to(path, &["gemensam-utvardering"]) => "Något att säga till den som leder?",
        ("fler", _) => "Vilka anordnare?",
        ("svar", "text") => "Svar på utkastet",
        ("ny" | "andra", "text") => "Vad gäller den, och hur går den till?",
        ("avsluta" | "oppna" | "aterkalla", "text") => "Varför?",
        ("iakttagelse", "text") => "Vad fann ni?",
        (start, "text") if start.starts_with("andra-iakttagelse") => "Vad fann ni?",
        (_, "text") => "Bedömning",
        _ => return None,
    })
}

fn of_term(name: &str) -> Option<&'static str> {
    Some(match name {
        "rubrik" => "Vad heter villkoret?",
        "punkt" => "Punkt",
        "text" => "Vad kräver det?",
        "hur" => "Hur följs det upp?",
        "pafoljd" => "Påföljd",
        "pafoljd-slag" => "Sort av påföljd",
        "form" => "Gäller för",
        "avtal" => "Avtal",
        "fran" => "Första dagen",
        "till" => "Sista dagen",
        "kalla" => "Hämtat ur",
        "anvands" => "Används villkoret?",
        _ => return None,
    })
}

/// A step of a ladder, whose own name only the ladder knows.
pub(in crate::fields) const A_STEP: &str = "Ett steg i stegen. Välj det igen.";

/// What was chosen where both answers have a plain word.
pub(in crate::fields) fn chosen(value: &str) -> Option<&'static str> {
    Some(match value {
        "ja" => "Ja",
        "nej" => "Nej",
        "eget" => "Ett eget mått",
        "vi" => "Huvudmannen själv",
        "huvudmannen" => "Huvudmannen",
        "alla" => "Alla anordnare",
        _ => return None,
    })
}
