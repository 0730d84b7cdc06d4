#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn day() -> Day {
    Day::new(2024, 9, 30).unwrap()
}

#[test]
fn a_text_field_becomes_a_paragraph_per_stretch_between_empty_lines() {
    let blocks = Block::paragraphs("Första raden\r\nandra raden\n\n  \n\nNytt stycke\n");
    assert_eq!(blocks, [Block::paragraph("Första raden\nandra raden"), Block::paragraph("Nytt stycke")]);
    assert_eq!(Block::paragraphs(" \n "), []);
}

#[test]
fn heading_levels_begin_at_one_and_never_skip() {
    let mut document = Document::new("T", "A", day());
    document.blocks = [3, 4, 1, 9, 0].map(|level| Block::heading(level, "x")).into();
    document.blocks.push(Block::heading(1, "\u{7} "));
    let levels: Vec<u8> = document
        .settled()
        .blocks
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None })
        .collect();
    assert_eq!(levels, [1, 2, 1, 2, 1]);
}

#[test]
fn cleaning_takes_what_no_document_can_hold_and_what_reorders_text() {
    assert_eq!(clean("a\u{0}b\u{b}\tc\r\nd\re\u{202e}f\u{feff}\u{ffff}å\u{1f600}"), "ab c\nd\nefå\u{1f600}");
}

#[test]
fn every_defect_is_found_at_once() {
    let mut document = Document::new(" ", "A", day());
    document.language = "Svenska".into();
    document.blocks.push(Block::Figure(Figure { svg: "<svg".into(), alt: String::new(), caption: String::new() }));
    document.blocks.push(Block::Table(Table::new("", vec![])));
    let mut table = Table::new("", vec![Column::words("A", 1)]);
    table.rows = vec![vec!["1".into()], vec!["1".into(), "2".into()]];
    document.blocks.push(Block::Table(table));
    document.author = "å".repeat(2001);
    let mut defects = document.check();
    assert_eq!(defects.remove(2), Defect::TooLong { characters: 2001, start: "å".repeat(20) });
    assert_eq!(defects[0], Defect::NoTitle);
    assert_eq!(defects[1], Defect::BadLanguage { language: "Svenska".into() });
    assert_eq!(defects[2], Defect::NoAlternative { figure: 1 });
    assert!(matches!(defects[3], Defect::BadPicture { figure: 1, .. }));
    assert_eq!(defects[4], Defect::NoColumns { table: 1 });
    assert_eq!(defects[5], Defect::UnevenRow { table: 2, row: 2, cells: 2, columns: 1 });
    assert_eq!(defects.len(), 6);
}

#[test]
fn a_picture_that_reaches_outside_itself_is_refused() {
    let wrap = |inner: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">{inner}</svg>"#);
    assert_eq!(size_of(&wrap(r##"<use href="#a"/>"##)), Ok((10.0, 20.0)));
    for bad in [
        wrap("<script>1</script>"),
        wrap(r#"<use href="https://example.test/x.svg#a"/>"#),
        wrap(r#"<image xlink:href="file:///etc/passwd"/>"#),
        wrap(r#"<rect onload="x()"/>"#),
        wrap("<foreignObject/>"),
        format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{}", wrap("")),
        "<p/>".into(),
        "<svg/>".into(),
        "<svg viewBox='0 0 10 10'>".into(),
        r#"<svg viewBox="0 0 0 NaN"/>"#.into(),
        String::new(),
    ] {
        assert!(size_of(&bad).is_err(), "{bad}");
    }
}

fn size_of(svg: &str) -> Result<(f64, f64), String> {
    check::size_of_svg(svg)
}

#[test]
fn the_tree_survives_its_journey_as_json() {
    let mut document = Document::new("Rapport", "Nämnden", day());
    document.blocks.push(Block::paragraph(Text::from("a ").strong("b").emphasis("c").link("d", "https://example.se/")));
    document.blocks.push(Block::key_values([("Referens", "K-1")]));
    document.blocks.push(Block::PageBreak);
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document);
}

#[test]
fn only_addresses_that_can_be_followed_without_harm_stay_links() {
    let link = |address: &str| Text::default().link("x", address).settled().0.remove(0);
    for good in ["https://example.se/a?b=c", "mailto:nagon@example.se", "HTTP://example.se"] {
        assert!(matches!(link(good), Inline::Link { .. }), "{good}");
    }
    for bad in ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://å.se", "https://a b", ""] {
        assert!(matches!(link(bad), Inline::Text(_)), "{bad}");
    }
}
