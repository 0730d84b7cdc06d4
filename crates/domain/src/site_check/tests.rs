#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{
    Block, Kind, NotRead, Page, Part, Role, Site, Standing, WebPage, Why, emails, judge_page, judge_site, phones, rank,
};

fn block(kind: Kind, level: u8, text: &str, within: &[u32]) -> Block {
    let (cells, heads, links) = (Vec::new(), Vec::new(), Vec::new());
    Block { kind, level, text: text.to_owned(), cells, heads, within: within.to_vec(), part: Part::Main, links }
}

fn line(text: &str) -> Block {
    block(Kind::Text, 0, text, &[1])
}

fn of(address: &str, blocks: Vec<Block>) -> Page {
    Page { address: address.to_owned(), read: Ok(WebPage { blocks, ..WebPage::default() }) }
}

fn lines(texts: &[&str]) -> Page {
    of("https://skola.example/", texts.iter().map(|text| line(text)).collect())
}

fn standing(page: &Page, role: Role) -> (Standing, Why) {
    let finding = judge_page(page).into_iter().find(|finding| finding.role == role).unwrap();
    (finding.standing, finding.why)
}

#[test]
fn a_line_with_the_role_and_a_way_to_reach_it_is_found_in_every_word_for_it() {
    use Role::{Admissions, CourseLead, Guidance, Head};
    for (text, role) in [
        ("Kursansvarig Eva Lo, 0500-22 33 44", CourseLead),
        ("Kursansvariga: eva@x.example", CourseLead),
        ("UTBILDNINGSLEDARE eva@x.example", CourseLead),
        ("Programme coordinator: eva@x.example", CourseLead),
        ("Antagningen nås på 0500-22 33 44", Admissions),
        ("Ansökan och antagning: antagning@x.example", Admissions),
        ("Admissions office: +46 500 22 33 44", Admissions),
        ("Rektorn Eva Lo eva@x.example", Head),
        ("Verksamhetsansvarig – Eva Lo – 0500/22 33 44", Head),
        ("Head of operations: Eva Lo, eva@x.example", Head),
        ("Studie- och yrkesvägledare: syv@x.example", Guidance),
        ("Studie- & yrkesvägledning 0500-22 33 44", Guidance),
        ("SYV:are Eva Lo, eva@x.example", Guidance),
        ("Vår syv Eva Lo nås på 070-123 45 67", Guidance),
        ("Study and career counsellor eva@x.example", Guidance),
    ] {
        assert_eq!(standing(&lines(&[text]), role), (Standing::Found, Why::Beside), "{text}");
        for other in Role::ALL.into_iter().filter(|other| *other != role) {
            assert_eq!(standing(&lines(&[text]), other).0, Standing::Missing, "{text}: {other:?}");
        }
    }
}

#[test]
fn what_an_officer_must_look_at_is_unsure_and_says_why() {
    for (texts, role, why) in [
        (&["Rektor: Eva Lo"][..], Role::Head, Why::NameAlone),
        (&["Eva Lo", "Rektor"], Role::Head, Why::NameAlone),
        (&["Rektorn nås via växeln 0500-10 00 00"], Role::Head, Why::SwitchboardAlone),
        (&["Rektor: info@x.example"], Role::Head, Why::SwitchboardAlone),
        (&["Växel 0500-10 00 00", "Rektor Eva Lo 0500-10 00 00"], Role::Head, Why::SwitchboardAlone),
    ] {
        assert_eq!(standing(&lines(texts), role), (Standing::Unsure, why), "{texts:?}");
    }
    let picture = of("https://skola.example/", vec![block(Kind::Picture, 0, "Rektor Eva Lo, eva@x.example", &[1])]);
    assert_eq!(standing(&picture, Role::Head), (Standing::Unsure, Why::Picture));
    let mut link = line("Kontakta studievägledare");
    link.links = vec![("Kontakta studievägledare".to_owned(), "/formular".to_owned())];
    assert_eq!(standing(&of("https://skola.example/", vec![link]), Role::Guidance), (Standing::Unsure, Why::LinkAlone));
}

#[test]
fn a_role_that_somebody_studies_to_become_or_a_course_is_for_is_no_contact() {
    for text in [
        "Vill du bli studievägledare? Mejla eva@x.example",
        "Utbildning till studie- och yrkesvägledare, frågor till eva@x.example",
        "Become a career counsellor: eva@x.example",
    ] {
        assert_eq!(standing(&lines(&[text]), Role::Guidance).0, Standing::Missing, "{text}");
    }
    assert_eq!(standing(&lines(&["Admission requirements: eva@x.example"]), Role::Admissions).0, Standing::Missing);
    assert_eq!(
        standing(&lines(&["Antagningsbesked skickas från eva@x.example"]), Role::Admissions).0,
        Standing::Missing
    );
}

#[test]
fn a_card_belongs_to_its_own_role_and_not_to_the_next() {
    let cards = of(
        "https://skola.example/",
        vec![
            block(Kind::Heading, 3, "Eva Lo", &[1, 2]),
            block(Kind::Text, 0, "Rektor", &[1, 2]),
            block(Kind::Heading, 3, "Bo Ek", &[1, 3]),
            block(Kind::Text, 0, "Studievägledare", &[1, 3]),
            block(Kind::Text, 0, "bo@x.example", &[1, 3]),
        ],
    );
    assert_eq!(standing(&cards, Role::Head), (Standing::Unsure, Why::NameAlone));
    let guidance = judge_page(&cards).remove(3);
    assert_eq!(
        (guidance.contact.name.as_deref(), guidance.contact.email.as_deref()),
        (Some("Bo Ek"), Some("bo@x.example"))
    );
    assert_eq!(guidance.place, ["Bo Ek"]);
}

#[test]
fn a_row_is_read_with_its_column_headings_and_never_with_its_neighbours() {
    let row = |cells: &[&str]| Block {
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        heads: ["Kurs", "Kursansvarig"].map(str::to_owned).to_vec(),
        ..block(Kind::Row, 0, &cells.join(" | "), &[1])
    };
    let table = of("https://skola.example/", vec![row(&["Matematik 1", "Eva Lo, eva@x.example"])]);
    assert_eq!(standing(&table, Role::CourseLead).0, Standing::Found);
    let rows = of(
        "https://skola.example/",
        vec![
            Block { heads: Vec::new(), ..row(&["Rektor", "Eva Lo"]) },
            Block { heads: Vec::new(), ..row(&["Vaktmästare", "bo@x.example"]) },
        ],
    );
    assert_eq!(standing(&rows, Role::Head), (Standing::Unsure, Why::NameAlone));
}

#[test]
fn numbers_are_told_from_times_dates_and_sums() {
    for (text, number) in [
        ("ring 0500-22 33 44 nu", "0500-22 33 44"),
        ("+46 (0)500-22 33 44", "+46 (0)500-22 33 44"),
        ("(0500) 22 33 44", "(0500) 22 33 44"),
        ("070 – 123 45 67.", "070 – 123 45 67"),
        ("tel:0046500223344", "0046500223344"),
    ] {
        assert_eq!(phones(text).into_iter().map(|(_, number)| number).collect::<Vec<_>>(), [number], "{text}");
    }
    for text in
        ["08.00–16.00", "08:00 - 17:00", "2024-01-15", "01-02-2024", "559900-1234", "0 kr", "100 poäng", "352 31 Växjö"]
    {
        assert_eq!(phones(text), [], "{text}");
    }
}

#[test]
fn mailboxes_that_are_hidden_from_programs_are_read_too() {
    for text in [
        "eva.lo@x.example",
        "eva.lo (at) x.example",
        "eva.lo[at]x.example",
        "eva.lo(a)x.example",
        "eva.lo snabel-a x punkt example",
        "eva.lo [SNABEL-A] x [punkt] example",
        "eva.lo @ x.example",
    ] {
        assert_eq!(
            emails(text).into_iter().map(|(_, address)| address).collect::<Vec<_>>(),
            ["eva.lo@x.example"],
            "{text}"
        );
    }
    for text in ["@eva", "eva@", "vi ses at school", "a@b", "1 @ 2.5"] {
        assert_eq!(emails(text), [], "{text}");
    }
}

#[test]
fn a_page_that_could_not_be_read_is_never_missing_in_a_site() {
    let page = |address: &str, not| Page { address: address.to_owned(), read: Err(not) };
    let start = || lines(&["Välkommen till vår skola, här finns kurser för alla som vill lära sig mer."]);
    for not in [NotRead::Disallowed, NotRead::Unreachable, NotRead::TooLarge, NotRead::Broken] {
        for pages in
            [vec![page("https://skola.example/", not)], vec![start(), page("https://skola.example/kontakt", not)]]
        {
            let findings = judge_site(&Site { pages: &pages, left: 0 });
            assert!(findings.iter().all(|finding| finding.standing == Standing::Unsure), "{not:?} {findings:?}");
        }
    }
    let none =
        judge_site(&Site { pages: &[start(), page("https://skola.example/kurser", NotRead::Unreachable)], left: 0 });
    assert!(none.iter().all(|finding| finding.standing == Standing::Missing), "{none:?}");
    let left = judge_site(&Site { pages: &[start()], left: 3 });
    assert!(left.iter().all(|finding| (finding.standing, finding.why) == (Standing::Unsure, Why::NotAll)));
    assert!(judge_site(&Site { pages: &[], left: 0 }).iter().all(|finding| finding.standing == Standing::Unsure));
}

#[test]
fn one_page_that_says_it_is_enough_and_its_address_is_told() {
    let pages = [
        lines(&["Välkommen! Rektor: Eva Lo. Hos oss läser du på din egen tid."]),
        of("https://skola.example/kontakt", vec![line("Rektor: eva@x.example")]),
    ];
    let head = judge_site(&Site { pages: &pages, left: 0 }).remove(2);
    assert_eq!((head.standing, head.page.as_deref()), (Standing::Found, Some("https://skola.example/kontakt")));
    assert_eq!(head.sentence.as_deref(), Some("Rektor: eva@x.example"));
}

#[test]
fn links_that_lead_to_contacts_come_before_others() {
    assert!(rank("/kontakta-oss", "") < rank("/personal", ""));
    assert!(rank("/x", "Studie- och yrkesvägledning") < rank("/om-oss", "Om oss"));
    assert_eq!(rank("/kurser/matematik", "Matematik"), None);
}

fn words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Rektor",
        "rektor",
        "Eva Lo",
        "Bo Ek,",
        "0500-22 33 44",
        "eva@x.example",
        "info@x.example",
        "växel",
        "syv",
        "antagning",
        "bli",
        "(at)",
        "x",
        "kursansvarig:",
        "Studie- och yrkesvägledare",
        ".",
        "å\u{ad}ä",
        "|",
        "\u{a0}",
        "@",
        "+46",
        "1",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn found_always_shows_a_way_that_stands_on_the_page(texts in prop::collection::vec((words(), 0_u8..4, 0_u32..4), 0..8)) {
        let blocks: Vec<Block> = texts.iter().map(|(text, level, card)| {
            let kind = if *level == 0 { Kind::Text } else { Kind::Heading };
            block(kind, *level, text, &[1, *card])
        }).collect();
        let page = of("https://skola.example/", blocks);
        let findings = judge_page(&page);
        prop_assert_eq!(findings.len(), 4);
        for finding in findings {
            let direct = finding.contact.phone.is_some() || finding.contact.email.is_some();
            prop_assert_eq!(finding.standing == Standing::Found, direct && finding.why == Why::Beside);
            if finding.standing == Standing::Found {
                prop_assert!(finding.sentence.is_some() && finding.page.is_some());
                let email = finding.contact.email.unwrap_or_default();
                prop_assert!(!email.starts_with("info@"));
            }
        }
    }

    #[test]
    fn more_pages_never_make_a_verdict_worse(one in prop::collection::vec(words(), 1..5), two in prop::collection::vec(words(), 0..5)) {
        let text = |texts: &[String]| lines(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let (one, two) = (text(&one), text(&two));
        let alone = judge_site(&Site { pages: std::slice::from_ref(&one), left: 0 });
        let both = judge_site(&Site { pages: &[one, two], left: 0 });
        for (alone, both) in alone.iter().zip(&both) {
            prop_assert!(both.standing >= alone.standing);
        }
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,200}") {
        let _ = judge_page(&lines(&[&text]));
    }
}
