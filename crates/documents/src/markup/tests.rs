#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn none(_: &str) -> Option<Picture> {
    None
}

#[test]
fn text_from_before_there_was_markup_reads_as_it_did() {
    let old = "Resultatet är 84 %.\nDet är *nästan* målet ** och # inget annat.\n\n    indraget\n3. tredje\n4. fjärde\n\
               Under\n-----\n> citat &amp; <b>inget</b> \\ snett _så_ | a | b |\n1) ett\n#1 är inte en rubrik";
    assert!(is_plain(&parse(old)));
    assert_eq!(blocks(old, 1, &none), Block::paragraphs(old));
}

#[test]
fn what_is_marked_becomes_its_part() {
    let text = "Inledning med **fet text** i.\n## Läget\n- ett\n- **två**\n\n1. först\n2. sedan\n\n| Kurs | n |\n|---|---:|\n| Svenska \\| 1 | 12 |\n| | |\n\n![Stapel över betyg](bild-00ff)\n### Mer\nslut";
    let parts = parse(text);
    let names: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::Paragraph(_) => "text",
            Part::Heading { level: 1, .. } => "h1",
            Part::Heading { .. } => "h2",
            Part::List { ordered: false, .. } => "list",
            Part::List { .. } => "numbers",
            Part::Table { .. } => "table",
            Part::Picture { .. } => "picture",
        })
        .collect();
    assert_eq!(names, ["text", "h1", "list", "numbers", "table", "picture", "h2", "text"]);
    let Part::Table { head, rows } = &parts[4] else { panic!("no table") };
    assert_eq!((head.len(), rows.len()), (2, 1), "a row without words is none");
    assert_eq!(line_text(&rows[0][0]), "Svenska | 1");
    assert_eq!(pictures(text), [("bild-00ff".to_owned(), "Stapel över betyg".to_owned())]);
    assert_eq!(canonical(&canonical(text)), canonical(text));
}

#[test]
fn a_picture_that_is_not_there_is_said_in_its_place() {
    let said = blocks("![Diagram](bild-1)", 1, &none);
    assert!(matches!(&said[..], [Block::Paragraph { text }] if text.0[0].as_str().contains("Diagram")), "{said:?}");
    assert!(parse("![](bild-1)").iter().any(|part| matches!(part, Part::Picture { alt, .. } if alt.is_empty())));
    assert!(is_plain(&parse("![x](https://example.se/a.png)")), "an address is no name");
}

#[test]
fn bars_without_a_word_between_them_are_no_table_and_stay_as_they_were_typed() {
    for bars in ["||\n| --- | --- |", "|  |\n|---|\n| |\n||", "a\n||\n|---|\nb", "|a|\n| --- | --- |"] {
        assert!(is_plain(&parse(bars)), "{bars}");
        assert_eq!(canonical(bars), bars);
    }
    assert!(!is_plain(&parse("||\n|---|\n| ord |")), "one word makes it one");
}

#[test]
fn marks_beside_marks_are_told_apart() {
    let strong =
        |line: &str| -> Vec<String> { pieces(line).into_iter().filter(|p| p.strong).map(|p| p.text).collect() };
    assert_eq!(strong("a***b**c"), ["b"]);
    assert_eq!(strong("**a****b**"), ["ab"]);
    assert!(strong("** a** 2**3**").iter().all(|text| text == "3"));
    assert!(strong("**** och ** **").is_empty());
}

/// Lines as people could write them, and such as they would not.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    let words = "[a-zåäö0-9*|\\\\\\[\\]()!#.:\u{a0} -]{0,24}";
    let line = prop_oneof![
        4 => words.prop_map(|line| line),
        1 => words.prop_map(|line| format!("- {line}")),
        1 => (1..4_u8, words).prop_map(|(number, line)| format!("{number}. {line}")),
        1 => words.prop_map(|line| format!("## {line}")),
        1 => words.prop_map(|line| format!("### {line}")),
        1 => (words, words).prop_map(|(one, other)| format!("| {one} | {other} |")),
        1 => Just("| --- | --- |".to_owned()),
        1 => words.prop_map(|line| format!("**{line}** mer")),
        2 => Just(String::new()),
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn what_reads_alike_is_written_alike(text in texts()) {
        let once = canonical(&text);
        prop_assert_eq!(canonical(&once), once);
    }

    #[test]
    fn no_word_is_lost(text in "\\PC{0,200}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let written = blocks(&text, 1, &none);
        let mut shown = String::new();
        for block in &written {
            shown.push_str(&serde_json::to_string(block).unwrap());
        }
        for word in letters(&text).chars() {
            prop_assert!(shown.contains(word), "{:?} in {:?}", word, text);
        }
    }
}
