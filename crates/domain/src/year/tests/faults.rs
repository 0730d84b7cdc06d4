//! Wrong documents, and the line each fault is found at.

use crate::year::*;

const SMALL: &str = include_str!("small.toml");

/// Faults as `line: path kind`, where the kind is the name of its variant.
fn told(text: &str) -> Vec<String> {
    read_document(text).faults.iter().map(tell).collect()
}
fn tell(fault: &ConfigFault) -> String {
    let kind = format!("{:?}", fault.kind);
    let name = kind.split([' ', '{']).next().unwrap_or_default().to_owned();
    format!("{}: {} {name}", fault.line, fault.path).replace(":  ", ": ")
}
/// The small document with a text in it replaced.
fn with(old: &str, new: &str) -> String {
    assert!(SMALL.contains(old), "{old}");
    SMALL.replacen(old, new, 1)
}
fn line(of: &str) -> usize {
    SMALL.lines().position(|line| line.contains(of)).unwrap() + 1
}

#[test]
fn the_small_document_is_right_as_it_stands() {
    assert_eq!(told(SMALL), [] as [&str; 0]);
}

/// Each document has the faults, at their lines, and the sentences say the words.
fn each(cases: &[(String, Vec<String>, &str)]) {
    for (text, expected, says) in cases {
        let reading = read_document(text);
        assert_eq!(told(text), *expected, "{:?}", reading.faults);
        let said = reading.faults.iter().map(sv::config_fault).collect::<Vec<_>>().join("\n");
        assert!(said.contains(says), "{said:?} does not say {says:?}");
    }
}

#[test]
fn a_wrong_day_is_found_at_its_line_with_what_to_do() {
    let deadline = line("deadline = ");
    let period = line("period = ");
    each(&[
        (
            with("deadline = 2024-04-08", "deadline = 2024-02-31"),
            vec![format!("{deadline}: occasions[1].deadline NotADay")],
            "Skriv \u{e5}r, m\u{e5}nad och dag",
        ),
        (
            with("deadline = 2024-04-08", "deadline = \"8 april\""),
            vec![format!("{deadline}: occasions[1].deadline NotADay")],
            "\u{201d}8 april\u{201d} \u{e4}r inget datum",
        ),
        (
            with("deadline = 2024-04-08", "deadline = 20240408"),
            vec![format!("{deadline}: occasions[1].deadline WrongShape")],
            "Skriv till exempel 2024-02-29.",
        ),
        (
            with("deadline = 2024-04-08", "dedline = 2024-04-08"),
            vec![
                format!("{}: occasions[1].deadline Missing", line("[[occasions]]")),
                format!("{deadline}: occasions[1].dedline UnknownField"),
            ],
            "Menade du \u{201d}deadline\u{201d}?",
        ),
        (
            with("deadline = 2024-04-08", "deadline = 2024-04-06"),
            vec![format!("{deadline}: occasions[1].deadline DeadlineOnDayOff")],
            "N\u{e4}sta arbetsdag \u{e4}r 8 april 2024.",
        ),
        (
            with("deadline = 2024-04-08", "deadline = 2024-03-25"),
            vec![format!("{period}: items[1].period DeadlineBeforePeriodEnd")],
            "Obs!",
        ),
        (
            with("deadline = 2024-04-08", "deadline = 2034-04-07"),
            // Good Friday 2034, too, but one thing at a time.
            vec![format!("{deadline}: occasions[1].deadline DeadlineInAnotherYear")],
            "Kontrollera \u{e5}rtalet.",
        ),
    ]);
}

#[test]
fn a_wrong_word_or_reference_is_found_at_its_line_with_what_to_do() {
    let level = line("level = \"unit\"");
    let period = line("period = ");
    each(&[
        (
            with("level = \"unit\"", "level = \"units\""),
            vec![format!("{level}: items[1].level UnknownWord")],
            "Menade du \u{201d}unit\u{201d}?",
        ),
        (
            with("level = \"unit\"", "level = \"area\""),
            vec![format!("{level}: items[1].level LevelWithoutAreas")],
            "avtalsomr\u{e5}dena under areas",
        ),
        (
            with("to = 2024-03-31", "to = 2023-03-31"),
            vec![format!("{period}: items[1].period PeriodBackwards")],
            "Byt plats",
        ),
        (
            with("occasion = \"tertial-1\"", "occasion = \"tertial-2\""),
            vec![
                format!("{}: occasions[1] OccasionWithoutItems", line("[[occasions]]")),
                format!("{}: items[1].occasion UnknownReference", line("occasion = ")),
            ],
            "Menade du \u{201d}tertial-1\u{201d}?",
        ),
        (
            with("slug = \"klagomal\"", "slug = \"Klagom\u{e5}l\""),
            vec![format!("{}: items[1].slug NotASlug", line("slug = \"klagomal\""))],
            "Skriv till exempel \u{201d}klagomal\u{201d}",
        ),
        (
            with("title = \"Tertial 1\"", "title = \"\""),
            vec![format!("{}: occasions[1].title Empty", line("title = \"Tertial 1\""))],
            "Skriv en text eller ta bort f\u{e4}ltet.",
        ),
        (
            with("title = \"Tertial 1\"", "title = Tertial 1"),
            vec![format!("{}: occasions[1].title Syntax(Unquoted)", line("title = \"Tertial 1\""))],
            "inom citattecken",
        ),
    ]);
}

#[test]
fn a_wrong_number_address_or_list_is_found_at_its_line_with_what_to_do() {
    each(&[
        (
            with("indicator = \"betyg\"", "indicator = \"betygen\""),
            vec![format!("{}: targets[1].indicator UnknownReference", line("indicator = \"betyg\""))],
            "Menade du \u{201d}betyg\u{201d}?",
        ),
        (
            with("value = 88", "value = 88.1234"),
            vec![format!("{}: targets[1].value NumberOutside", line("value = 88"))],
            "h\u{f6}gst tre decimaler",
        ),
        (
            with("value = 88", "value = 88\nregime = \"authorised\""),
            vec![format!("{}: targets[1].regime RegimeNotUsed", line("value = 88") + 1)],
            "auktoriserade",
        ),
        (
            format!("{SMALL}\n[[targets]]\nindicator = \"betyg\"\nvalue = 1\n"),
            // The first target stands at line 38.
            vec![format!("{}: targets[2] DuplicateTarget", SMALL.lines().count() + 2)],
            "(se rad 38)",
        ),
        (
            format!(
                "{SMALL}\n[[indicators]]\nslug = \"betyg-igen\"\ntitle = \"Betyg\"\ndefinition = \"Godk\u{e4}nda av satta.\"\ndirection = \"higher\"\nunit = \"percent\"\n"
            ),
            vec![format!("{}: indicators[2].title DuplicateTitle", SMALL.lines().count() + 4)],
            "Ge den ena en annan rubrik",
        ),
        (with("schema = 1", "schema = 7"), vec![format!("{}: schema Schema", line("schema = 1"))], "Skriv schema = 1"),
        (with("year = 2024\n", "\n"), vec!["1: year Missing".to_owned()], "L\u{e4}gg till det."),
        (
            with("address = \"a@b.example\"", "address = \"a.b.example\""),
            vec![format!("{}: occasions[1].address NotAnAddress", line("address = "))],
            "ingen e-postadress",
        ),
        (
            with("kind = \"yes-no\"", "kind = \"choice\""),
            vec![format!("{}: complaints.columns[2].options EmptyList", line("kind = \"yes-no\""))],
            "L\u{e4}gg till minst en.",
        ),
        (
            with("slug = \"nytt\"", "slug = \"mottaget\""),
            vec![format!("{}: complaints.columns[2].slug DuplicateSlug", line("slug = \"nytt\""))],
            "\u{e4}r redan anv\u{e4}nt (se rad",
        ),
        (
            with("form = \"complaints\"", "form = \"complaints\"\nsections = []"),
            vec![format!("{}: items[1].sections NotWithThisForm", line("form = ") + 1)],
            "narrative",
        ),
        (with("[[items]]", "[[items"), vec![format!("{}: Syntax(UnclosedBracket)", line("[[items]]"))], "Rad"),
    ]);
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_their_lines() {
    let text = with("deadline = 2024-04-08", "deadline = 2024-13-08")
        .replace("level = \"unit\"", "level = 3")
        .replace("value = 88", "vaule = 88")
        .replace("board = ", "bord = ");
    let faults = parse(&text).unwrap_err();
    assert_eq!(
        faults.iter().map(tell).collect::<Vec<_>>(),
        [
            format!("{}: authority.board Missing", line("[authority]")),
            format!("{}: authority.bord UnknownField", line("board = ")),
            format!("{}: occasions[1].deadline NotADay", line("deadline = ")),
            format!("{}: items[1].level WrongShape", line("level = ")),
            format!("{}: targets[1].value Missing", line("[[targets]]")),
            format!("{}: targets[1].vaule UnknownField", line("value = 88")),
        ]
    );
    assert!(faults.iter().all(|fault| fault.column >= 1));
}

#[test]
fn a_complaint_table_that_the_rules_cannot_use_is_found_at_its_line() {
    let shipped = include_str!("../../../../../config/stockholm-2024.toml");
    assert!(told(shipped).iter().all(|fault| !fault.contains("ComplaintColumn")));
    let ledning = shipped.lines().position(|line| line.contains("slug = \"ledning\"")).unwrap();
    let wrong: Vec<String> = shipped
        .lines()
        .enumerate()
        .map(|(at, line)| if at == ledning { line.replace("yes-no", "text") } else { line.to_owned() })
        .collect();
    let reading = read_document(&wrong.join("\n"));
    assert!(reading.year.is_none());
    let fault = reading.faults.iter().find(|fault| fault.severity() == Severity::Error).unwrap();
    assert_eq!(fault.line, ledning + 1);
    let said = sv::config_fault(fault);
    assert!(said.contains("f\u{e4}ltet complaints.columns[") && said.contains("fast namn"), "{said}");
    let missing = shipped.lines().filter(|line| !line.contains("slug = \"ledning\"")).collect::<Vec<_>>().join("\n");
    let reading = read_document(&missing);
    assert!(
        reading.faults.iter().any(|fault| sv::config_fault(fault).contains("Kolumnen \u{201d}ledning\u{201d} saknas"))
    );
}

#[test]
fn a_fault_is_one_sentence_with_line_field_and_remedy() {
    let text = with("level = \"unit\"", "level = \"enhet\"");
    let faults = parse(&text).unwrap_err();
    assert_eq!(
        sv::config_fault(&faults[0]),
        format!(
            "Rad {}, f\u{e4}ltet items[1].level: \u{201d}enhet\u{201d} \u{e4}r inget av orden som kan st\u{e5} h\u{e4}r. \
             Skriv ett av unit, area, provider, provider-and-area och individual.",
            line("level = ")
        )
    );
}

#[test]
fn documents_of_no_kind_at_all_are_refused_without_panic() {
    assert!(parse("").is_err());
    assert!(parse("\u{feff}").is_err());
    assert!(parse(&"a = 1\n".repeat(300_000)).is_err());
    assert!(parse("items = 1\noccasions = [1, 2]\nauthority = \"x\"\ncomplaints = []\n").is_err());
    assert!(parse(&format!("a = {}", "[".repeat(10_000))).is_err());
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    assert_eq!(parse(&text).unwrap(), parse(SMALL).unwrap());
}

#[test]
fn a_megabyte_of_something_else_is_told_of_without_finding_every_fault_in_it() {
    for rubbish in
        ["hej hopp\n".repeat(100_000), "[[items]]\nslug = 1\n".repeat(50_000), "a".repeat(900_000), "[".repeat(900_000)]
    {
        let reading = read_document(&rubbish);
        assert!(reading.year.is_none());
        assert!((1..=MOST_FAULTS).contains(&reading.faults.len()), "{}", reading.faults.len());
    }
}

#[test]
fn a_remedy_fits_what_is_written() {
    for (text, says, says_not) in [
        (with("year = 2024", "year = 1.5"), "Skriv till exempel 12, utan decimaler.", "citattecken"),
        (with("year = 2024", "year = \"2024\""), "Skriv till exempel 12 utan citattecken.", "decimaler"),
        (with("year = 2024", "year = true"), "Skriv till exempel 12.", "citattecken"),
        (with("year = 2024", "year = 99999999999999999999"), "Skriv ett heltal fr\u{e5}n 2\u{a0}000 till", "decimaler"),
        (with("value = 88", "value = true"), "Skriv till exempel 84.5.", "citattecken"),
    ] {
        let said = read_document(&text).faults.iter().map(sv::config_fault).collect::<Vec<_>>().join("\n");
        assert!(said.contains(says), "{said:?} does not say {says:?}");
        assert!(!said.contains(says_not), "{said:?} says {says_not:?}");
    }
}

#[test]
fn brackets_without_end_are_told_of_once() {
    for (text, kind) in [
        (format!("a={}", "[".repeat(100_000)), "1: Syntax(TooDeep)"),
        (format!("a={}", "{a=".repeat(100_000)), "1: Syntax(TooDeep)"),
        (format!("a={}", "[".repeat(20)), "1: Syntax(UnclosedBracket)"),
    ] {
        assert_eq!(told(&text), [kind]);
    }
}

#[test]
fn bytes_that_are_no_text_and_documents_too_large_are_told_as_they_are() {
    let said = |reading: Reading| reading.faults.iter().map(sv::config_fault).collect::<Vec<_>>();
    for bytes in [&b"a = 1\nb = \"\xff\"\n"[..], b"a = 1\n\0"] {
        assert_eq!(
            said(read_bytes(bytes, bytes.len())),
            [
                "Rad 2: Filen \u{e4}r ingen textfil i UTF-8. \u{d6}ppna dokumentet i en textredigerare, spara som UTF-8 och \
              f\u{f6}rs\u{f6}k igen."
            ]
        );
    }
    let large = said(read_bytes(&[b'#'; 10], 3_000_000));
    assert!(large[0].contains("\u{e4}r 3\u{a0}000\u{a0}000 byte"), "{large:?}");
    assert_eq!(read_bytes(SMALL.as_bytes(), SMALL.len()), read_document(SMALL));
}

/// The small document with its indicator counted so.
fn counted(direction: &str, unit: &str, more: &str) -> String {
    let text = with("direction = \"higher\"", &format!("direction = \"{direction}\""));
    let text = text.replacen("unit = \"percent\"", &format!("unit = \"{unit}\"\n{more}"), 1);
    if direction == "neither" { text[..text.find("[[targets]]").unwrap()].to_owned() } else { text }
}

#[test]
fn what_is_wrong_with_a_formula_is_found_at_its_line_with_what_to_do() {
    const GOOD: &str =
        "count = { numerator = [\"graded-passed\"], denominator = [\"graded-passed\", \"graded-failed\"] }";
    let unit = line("unit = ");
    let base = "base = \"betyg\"";
    let first = |fault: &str, more: &str, says: &'static str| {
        (counted("higher", "percent", more), vec![format!("{}: {fault}", unit + 1)], says)
    };
    assert_eq!(told(&counted("higher", "percent", &format!("{GOOD}\n{base}\nlevel = \"area\""))), [] as [&str; 0]);
    let spread = "count = { parts = [\"grade-a\", \"grade-f\"], denominator = [\"graded-passed\", \"graded-failed\"] }";
    assert_eq!(told(&counted("neither", "percent", &format!("{spread}\n{base}"))), [] as [&str; 0]);
    let rate = GOOD.replace(" }", ", per = 100 }");
    assert_eq!(told(&counted("neither", "number", &format!("{rate}\n{base}"))), [] as [&str; 0]);
    each(&[
        first(
            "indicators[1].count.numerator[1] UnknownWord",
            &format!("{}\n{base}", GOOD.replacen("graded-passed", "graded-past", 1)),
            "Menade du \u{201d}graded-passed\u{201d}?",
        ),
        first(
            "indicators[1].count.denominator[2] RepeatedWord",
            &format!("{}\n{base}", GOOD.replace("graded-failed", "graded-passed")),
            "st\u{e5}r tv\u{e5} g\u{e5}nger",
        ),
        first("indicators[1].count.per PerWithPercent", &format!("{rate}\n{base}"), "Ta bort per."),
        (
            counted(
                "higher",
                "percent",
                &format!("{GOOD}\n{base}\nofficial = [{{ source = \"kolada\", measure = \"18944\" }}]"),
            ),
            vec![format!("{}: indicators[1].official[1].measure NotAMeasure", unit + 3)],
            "till exempel N18944",
        ),
        (
            counted(
                "higher",
                "percent",
                &format!("{GOOD}\n{base}\nofficial = [{{ source = \"kolda\", measure = \"N18944\" }}]"),
            ),
            vec![format!("{}: indicators[1].official[1].source UnknownWord", unit + 3)],
            "kolada",
        ),
        first(
            "indicators[1].count.parts NumeratorAndParts",
            &format!("{}\n{base}", GOOD.replace("{ num", "{ parts = [\"grade-a\"], num")),
            "Beh\u{e5}ll numerator",
        ),
        (
            counted("higher", "percent", &format!("{spread}\n{base}")),
            vec![format!("{}: indicators[1].direction DistributionWithDirection", unit - 1)],
            "direction = \"neither\"",
        ),
        (
            counted("higher", "weeks", &format!("{GOOD}\n{base}")),
            vec![format!("{unit}: indicators[1].unit CountedInOtherUnit")],
            "unit = \"number\"",
        ),
        (
            counted("higher", "percent", GOOD),
            vec![format!("{}: indicators[1].base Missing", line("[[indicators]]"))],
            "F\u{e4}ltet saknas",
        ),
        (
            counted("higher", "percent", &format!("count = {{}}\n{base}")),
            vec![
                format!("{}: indicators[1].count.denominator EmptyList", unit + 1),
                format!("{}: indicators[1].count.numerator EmptyList", unit + 1),
            ],
            "Listan \u{e4}r tom",
        ),
        (
            with("direction = \"higher\"", "direction = \"neither\""),
            vec![format!("{}: targets[1].indicator TargetWithoutDirection", line("indicator = \"betyg\""))],
            "Ta bort m\u{e5}lv\u{e4}rdet, eller",
        ),
    ]);
}

#[test]
fn a_formula_that_counts_a_thing_twice_or_what_its_base_lacks_is_found_at_its_line_with_what_to_do() {
    let unit = line("unit = ");
    let formula = |direction: &str, unit: &str, formula: &str| {
        counted(direction, unit, &format!("count = {{ {formula} }}\nbase = \"betyg\""))
    };
    let share = |numerator: &str, denominator: &str| {
        let list = |terms: &str| terms.split(' ').map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(", ");
        formula(
            "higher",
            "percent",
            &format!("numerator = [{}], denominator = [{}]", list(numerator), list(denominator)),
        )
    };
    for (numerator, denominator) in [
        ("completed-passed", "completed dropped-out"),
        ("completed-passed", "participating"),
        ("graded-passed dash", "graded-passed graded-failed dash"),
        ("grade-a grade-vg", "graded-passed"),
        ("started-passed", "started"),
        ("started-passed", "participating"),
        ("ceased dropped-out", "participating"),
        ("dropout-decided", "completed dropout-decided"),
        ("test-passed", "test-passed test-failed test-dash"),
        ("sfi-two-courses", "sfi-beginners"),
        ("in-work", "work-answers"),
        ("survey-satisfied", "survey-answers"),
        ("whole-completed", "whole-completed whole-dropped"),
        ("not-started", "not-started ceased"),
    ] {
        assert_eq!(told(&share(numerator, denominator)), [] as [&str; 0], "{numerator} / {denominator}");
    }
    let wrong = |numerator: &str, denominator: &str, fault: &str, says: &'static str| {
        (share(numerator, denominator), vec![format!("{}: indicators[1].count.{fault}", unit + 1)], says)
    };
    each(&[
        wrong("completed completed-passed", "completed", "numerator[2] Unsound(Twice", "Ta bort det ena."),
        wrong("completed", "participating started", "denominator[2] Unsound(Twice", "tv\u{e5} g\u{e5}nger"),
        wrong("dropped-out", "dropped-out dropout-decided", "denominator[2] Unsound(Twice", "Ta bort"),
        wrong("completed", "completed graded-failed", "denominator[2] Unsound(Twice", "(completed)"),
        wrong("dropped-out", "graded-passed", "numerator[1] Unsound(Outside)", "100 procent"),
        wrong(
            "graded-passed graded-failed dash",
            "graded-passed graded-failed",
            "numerator[3] Unsound(Outside)",
            "n\u{e4}mnaren",
        ),
        wrong("graded-passed", "participating", "numerator[1] Unsound(Outside)", "completed-passed"),
        wrong("completed-passed", "started", "numerator[1] Unsound(Outside)", "samma dag"),
        wrong("completed", "students", "numerator[1] Unsound(Unlike", "elever"),
        wrong("completed", "completed students", "denominator[2] Unsound(Unlike", "f\u{f6}r sig"),
    ]);
    let parts =
        |parts: &str| formula("neither", "percent", &format!("parts = [{parts}], denominator = [\"graded-passed\"]"));
    each(&[(
        parts("\"grade-a\", \"graded-passed\""),
        vec![format!("{}: indicators[1].count.parts[2] Unsound(Twice", unit + 1)],
        "Ta bort det ena.",
    )]);
    // Told per so many, one may be of the other or not: complaints of students, dropouts of students.
    let per = formula("neither", "number", "numerator = [\"dropped-out\"], denominator = [\"students\"], per = 100");
    assert_eq!(told(&per), [] as [&str; 0]);
}
