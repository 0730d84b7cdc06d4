#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, Render, html};
use proptest::prelude::*;

use crate::chart::{Bar, FunnelChart, FunnelLimits, FunnelPoint, MonthChart, MonthPoint, Target, Unit, Value};
use crate::*;

/// Every start tag of the markup: its name and attributes. Good enough for our own output, which is always quoted.
fn tags(html: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut found = Vec::new();
    for piece in html.split('<').skip(1) {
        let Some(inside) = piece.split_once('>').map(|(tag, _)| tag) else { continue };
        if inside.starts_with(['/', '!']) {
            continue;
        }
        let (name, mut rest) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
        let mut attributes = BTreeMap::new();
        while let Some((key, after)) = rest.trim_start().split_once('=') {
            let Some(value) = after.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) else { break };
            let key = key.rsplit(' ').next().unwrap_or(key);
            attributes.insert(key.to_owned(), value.0.to_owned());
            rest = value.1;
        }
        found.push((name.to_owned(), attributes));
    }
    found
}

fn assert_sound(html: &str) {
    let tags = tags(html);
    let ids: Vec<&String> = tags.iter().filter_map(|(_, attributes)| attributes.get("id")).collect();
    let unique: BTreeSet<&String> = ids.iter().copied().collect();
    // Rows of a template are copies with a placeholder in them; everything else has an id of its own.
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    let labelled: BTreeSet<&String> =
        tags.iter().filter(|(name, _)| name == "label").filter_map(|(_, a)| a.get("for")).collect();
    for (name, attributes) in &tags {
        let control = match name.as_str() {
            "input" => attributes.get("type").is_none_or(|kind| kind != "hidden"),
            "select" | "textarea" => true,
            _ => false,
        };
        if control {
            let named =
                attributes.contains_key("aria-label") || attributes.get("id").is_some_and(|id| labelled.contains(id));
            assert!(named, "no label for {attributes:?}");
        }
        for reference in ["aria-describedby", "aria-labelledby"] {
            for id in attributes.get(reference).into_iter().flat_map(|list| list.split(' ')) {
                assert!(unique.contains(&id.to_owned()), "{reference} points at {id}, which is not there");
            }
        }
        assert!(!attributes.contains_key("style"), "inline style: {attributes:?}");
        assert!(!attributes.keys().any(|key| key.starts_with("on")), "inline script: {attributes:?}");
        if attributes.get("aria-invalid").is_some_and(|value| value == "true") {
            let described = attributes.get("aria-describedby").is_some_and(|ids| ids.contains("-fault"));
            assert!(described, "a fault is not tied to its field: {attributes:?}");
        }
    }
}

#[test]
fn every_control_in_the_gallery_has_a_label_and_every_fault_is_tied_to_its_field() {
    assert_sound(&gallery().into_string());
}

#[test]
fn links_of_the_error_summary_land_on_a_control() {
    let html = gallery().into_string();
    let ids: BTreeSet<String> =
        tags(&html).into_iter().filter_map(|(_, mut attributes)| attributes.remove("id")).collect();
    let mut landed = 0;
    for (_, attributes) in tags(&html) {
        if let Some(id) = attributes.get("href").and_then(|href| href.strip_prefix("#f-")) {
            assert!(ids.contains(&format!("f-{id}")), "nothing at #f-{id}");
            landed += 1;
        }
    }
    assert_eq!(landed, 2);
}

#[test]
fn a_page_says_where_one_is_and_starts_with_the_way_past_the_menu() {
    let assets = Assets { css: "/a.css", js: "/a.js", icon: "/a.svg" };
    let html = shell(&Page {
        place: Some(Place { name: "Mälarvik", role: "Granskare", year: "2024", href: "/" }),
        faults: true,
        nav: &[NavItem { href: "/", label: "Översikt", current: true, count: Some(3) }],
        ..Page::new("Klagomål", assets, html! { h1 { "Klagomål" } })
    })
    .into_string();
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"sv\">"));
    assert!(html.contains("<title>Fel: Klagomål – Mälarvik – Tertial</title>"));
    assert!(html.find("#innehall").unwrap() < html.find("<nav").unwrap());
    assert_sound(&html);
}

#[test]
fn a_field_with_everything_looks_as_agreed() {
    let field = Field::new("mottaget", "Mottaget").value("31 feb").fault(Some("31 feb är inget datum.")).required();
    insta::assert_snapshot!(date_input(&field).into_string());
}

#[test]
fn a_row_to_fill_in_looks_as_agreed() {
    let table = EditTable {
        name: "rad".into(),
        caption: "Klagomål".into(),
        columns: vec![EditColumn::new("dag", "Dag", Control::Date)],
        rows: vec![EditRow {
            values: vec!["x".into()],
            faults: vec![Some("Skriv en dag.".into())],
            ..EditRow::default()
        }],
        row_word: "klagomål".into(),
        row_word_article: "ett klagomål".into(),
        autosave: None,
    };
    let html = table.render().into_string();
    assert_sound(&html);
    insta::assert_snapshot!(html);
}

#[test]
fn enter_in_a_table_to_fill_in_never_removes_a_row() {
    let html = gallery().into_string();
    let table = html.split("data-rows").nth(1).unwrap();
    let first = tags(table).into_iter().find(|(name, _)| name == "button").unwrap();
    assert_eq!(first.1.get("name").map(String::as_str), Some("rad-spara"));
}

#[test]
fn the_words_that_differ_are_marked_and_only_they() {
    let change =
        Change {
            question: "Varför?".into(), before: "Fler var sjuka.".into(), after: "Fler var sjuka, länge.".into()
        };
    let html = diff(&[change]).into_string();
    assert!(html.contains("<ins><span class=\"hidden\">Tillagt: </span>, länge</ins>."), "{html}");
    assert!(!html.contains("<del>"), "{html}");
}

#[test]
fn states_have_a_word_and_an_icon_each_of_its_own() {
    let words: BTreeSet<&str> = State::ALL.iter().map(|state| state.word()).collect();
    let icons: BTreeSet<Icon> = State::ALL.iter().map(|state| state.icon()).collect();
    assert_eq!((words.len(), icons.len()), (State::ALL.len(), State::ALL.len()));
}

fn chart(label: &str, value: Value) -> BarChart<'_> {
    BarChart {
        title: "Andel".into(),
        description: "En stapel.".into(),
        kind: "Anordnare".into(),
        unit: Unit::Percent,
        bars: vec![Bar { label: label.into(), value, base: Some(12), interval: None, you: true }],
        target: Some(Target { value: 80.0, label: "Mål 80 %".into() }),
    }
}

#[test]
fn a_chart_for_print_needs_no_style_sheet() {
    let svg = chart("Ekbacken", 84.0.into()).svg("c", 720, Palette::Print);
    assert!(!svg.contains("class=") && !svg.contains("var("), "{svg}");
    assert!(svg.contains("<title id=\"c-t\">Andel</title><desc id=\"c-d\">En stapel.</desc>"));
    insta::assert_snapshot!(svg);
}

#[test]
fn a_long_name_at_a_bar_stands_whole_on_two_lines_even_in_bold() {
    let name = "Bemötande och Tillgänglighet vid alla enheter i området";
    for width in [360, 720] {
        let svg = chart(name, 84.0.into()).svg("c", width, Palette::Page);
        let texts: Vec<&str> =
            svg.split("<text ").skip(1).filter_map(|text| text.split('>').nth(1)?.split('<').next()).collect();
        let whole = texts.windows(2).any(|two| format!("{} {}", two[0], two[1]) == name) || texts.contains(&name);
        assert!(whole, "{width}: {texts:?}");
    }
}

#[test]
fn today_stands_between_what_has_been_and_what_comes() {
    let entry = |day: &str, title: &'static str| CalendarEntry {
        day: day.parse().unwrap(),
        until: None,
        title: title.into(),
        note: "".into(),
        href: "".into(),
        state: None,
    };
    let html = calendar(&[entry("2024-11-30", "Efter"), entry("2024-11-04", "Före")], "2024-11-25".parse().ok());
    let html = html.into_string();
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("Före") < at("25 november") && at("25 november") < at("Efter"), "{html}");
}

#[test]
fn zero_missing_and_too_few_are_three_signs() {
    let shown = |value| chart("A", value).svg("c", 720, Palette::Page);
    assert!(shown(0.0.into()).contains("0\u{a0}% (n\u{a0}=\u{a0}12)"));
    assert!(shown(Value::Missing).contains("Uppgift saknas"));
    assert!(shown(Value::TooFew).contains("Dolt"));
    assert!(shown(Value::Hidden).contains("Dolt"));
}

#[test]
fn a_missing_value_is_a_gap_in_the_line() {
    let series =
        Series { name: "Ni".into(), values: vec![1.0.into(), Value::Missing, 3.0.into(), 4.0.into()], you: true };
    let chart = LineChart {
        title: "T".into(),
        description: "D".into(),
        kind: "År".into(),
        unit: Unit::Count,
        places: ["1", "2", "3", "4"].map(Into::into).to_vec(),
        series: vec![series],
        target: None,
    };
    let svg = chart.svg("l", 720, Palette::Page);
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1), "{path}");
}

#[test]
fn who_lies_outside_a_funnel_has_another_shape_and_its_name_and_the_table_names_all() {
    let point = |label: &'static str, base, value, outside| FunnelPoint {
        label: label.into(),
        base,
        value,
        value_text: "".into(),
        standing: "".into(),
        outside,
        you: false,
    };
    let chart = FunnelChart {
        title: "T".into(),
        description: "D".into(),
        kind: "Anordnare".into(),
        base: "Antal".into(),
        centre: Target { value: 80.0, label: "Alla 80 %".into() },
        points: vec![point("Ekbacken", 100, 81.0, false), point("Hamnen", 400, 62.0, true)],
        limits: [1, 100, 400].map(|base| FunnelLimits { base, inner: (72.0, 88.0), outer: (68.0, 92.0) }).to_vec(),
    };
    for width in [720, 360] {
        let svg = chart.svg("f", width, Palette::Page);
        assert_eq!(svg.matches("<circle").count(), 1);
        assert!(svg.contains(">Hamnen<") && !svg.contains(">Ekbacken<") && balanced(&svg));
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
    let table = chart.table().into_string();
    assert!(table.contains("Ekbacken") && table.contains("Hamnen"));
}

#[test]
fn names_in_a_funnel_cover_neither_each_other_nor_a_mark_and_are_whole_on_a_phone() {
    let point = |label: &'static str, base, value, outside| FunnelPoint {
        label: label.into(),
        base,
        value,
        value_text: "".into(),
        standing: "".into(),
        outside,
        you: false,
    };
    let chart = FunnelChart {
        title: "T".into(),
        description: "D".into(),
        kind: "Anordnare".into(),
        base: "Antal".into(),
        centre: Target { value: 80.0, label: "Alla 80 %".into() },
        points: vec![
            point("Ekbacken Vuxenutbildning", 380, 62.5, true),
            point("Hamnens lärcentrum", 400, 62.0, true),
            point("Norrsken", 410, 63.0, false),
        ],
        limits: [1, 100, 400].map(|base| FunnelLimits { base, inner: (72.0, 88.0), outer: (68.0, 92.0) }).to_vec(),
    };
    let number = |text: &str, name: &str| -> f64 {
        text.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    for width in [720, 360] {
        let svg = chart.svg("f", width, Palette::Page);
        let heights: Vec<f64> = ["Ekbacken Vuxenutbildning", "Hamnens lärcentrum"]
            .iter()
            .map(|name| {
                let at = svg.find(&format!(">{name}<")).unwrap_or_else(|| panic!("{name} at {width}: {svg}"));
                number(&svg[svg[..at].rfind("<text").unwrap()..at], " y")
            })
            .collect();
        assert!((heights[0] - heights[1]).abs() > 16.0, "{heights:?} at {width}");
    }
}

#[test]
fn a_month_without_a_figure_is_a_gap_and_one_that_stands_out_is_no_circle() {
    let month = |value: Value, signal: &'static str| MonthPoint {
        label: "jan".into(),
        value,
        value_text: "".into(),
        limits: value.known().map(|value| (value - 10.0, value + 10.0)),
        signal: signal.into(),
    };
    let months = vec![
        month(80.0.into(), ""),
        month(Value::Missing, ""),
        month(60.0.into(), "Lägre än väntat"),
        month(Value::TooFew, ""),
    ];
    let chart = MonthChart {
        title: "T".into(),
        description: "D".into(),
        months,
        centre: None,
        target: Some(Target { value: 85.0, label: "M\u{e5}l 85 %".into() }),
        limits: "gränser".into(),
    };
    let svg = chart.svg("m", 720, Palette::Print);
    assert_eq!((svg.matches("<circle").count(), balanced(&svg)), (1, true));
    assert!(chart.table().into_string().contains("Lägre än väntat"));
}

fn balanced(svg: &str) -> bool {
    let opened = svg.matches('<').count() - svg.matches("</").count() - svg.matches("/>").count();
    opened == svg.matches("</").count()
}

proptest! {
    #[test]
    fn text_of_people_is_always_escaped(text in any::<String>()) {
        let evil = format!("<script>{text}</script>");
        let field = Field::new("a", &*evil).value(&*evil).help(&*evil).fault(Some(&*evil));
        let shown: Vec<Markup> = vec![text_input(&field), textarea(&field, 3, Some(9)), thread(&[Message {
            from: (&*evil).into(), when: "".into(), text: (&*evil).into(), own: true, published: false,
        }])];
        for markup in shown {
            prop_assert!(!markup.into_string().contains("<script"));
        }
        prop_assert!(!chart(&evil, 84.0.into()).svg(&evil, 360, Palette::Page).contains("<script"));
    }

    #[test]
    fn any_values_give_a_whole_picture(values in prop::collection::vec(prop::option::of(-1e9..1e9_f64), 0..40), width in 200_u32..1200) {
        let values: Vec<Value> = values.into_iter().map(Value::from).collect();
        let bars = values.iter().map(|&value| Bar { label: "A".into(), value, base: None, interval: None, you: false }).collect();
        let bars = BarChart { title: "T".into(), description: "D".into(), kind: "K".into(), unit: Unit::Count, bars, target: None };
        let lines = LineChart {
            title: "T".into(), description: "D".into(), kind: "K".into(), unit: Unit::Decimal,
            places: values.iter().map(|_| "2024".into()).collect(),
            series: vec![Series { name: "S".into(), values: values.clone(), you: false }], target: None,
        };
        for svg in [bars.svg("b", width, Palette::Print), lines.svg("l", width, Palette::Print), sparkline("s", "T", "D", &values, Palette::Print)] {
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", svg);
            prop_assert!(balanced(&svg), "{}", svg);
        }
    }

    #[test]
    fn a_comparison_keeps_both_texts_whole(before in "[ab ,.\n]{0,40}", after in "[ab ,.\n]{0,40}") {
        let html = diff(&[Change { question: "".into(), before: (&*before).into(), after: (&*after).into() }]).into_string();
        let texts: Vec<String> = html.split("diff-text\">").skip(1).map(|part| {
            let inside = part.split("</p>").next().unwrap();
            let bare = inside.replace("<span class=\"missing\">Inget stod här</span>", "");
            let bare = bare.replace("<span class=\"hidden\">Tillagt: </span>", "").replace("<span class=\"hidden\">Borttaget: </span>", "");
            ["<ins>", "</ins>", "<del>", "</del>"].iter().fold(bare, |text, tag| text.replace(tag, ""))
        }).collect();
        prop_assert_eq!(texts, vec![before, after]);
    }
}

#[test]
fn a_fault_of_many_places_is_one_line_with_its_places_folded_under_it() {
    let place = |control: &'static str, name: &'static str| (control.into(), name.into());
    let groups = [
        FaultLine {
            text: "Kolumn X saknas. Det g\u{e4}ller 2 rader.".into(),
            places: vec![place("a", "3"), place("b", "7")],
        },
        FaultLine { text: "Rad 9: fel.".into(), places: vec![place("c", "")] },
        FaultLine { text: "Inget \u{e4}r valt.".into(), places: Vec::new() },
    ];
    let html = grouped_error_summary(&groups, "Visa raderna").into_string();
    assert!(html.contains("Kolumn X saknas. Det g\u{e4}ller 2 rader.<details"), "{html}");
    assert!(html.contains("<summary>Visa raderna</summary>"), "{html}");
    assert!(html.contains("<a href=\"#f-a\">3</a>, <a href=\"#f-b\">7</a>"), "{html}");
    assert!(html.contains("<li><a href=\"#f-c\">Rad 9: fel.</a></li>"), "{html}");
    assert!(html.contains("<li>Inget \u{e4}r valt.</li>"), "{html}");
    assert_eq!(grouped_error_summary(&[], "Visa raderna").into_string(), "");
}

#[test]
fn on_a_phone_each_square_of_the_overview_says_which_report_it_is() {
    let cell = || Some(MatrixCell { states: vec![(State::Draft, 1)], href: "".into(), share: "".into(), late: false });
    let column = |label: &'static str| MatrixColumn { label: label.into(), note: "".into() };
    let matrix = Matrix {
        caption: "L\u{e4}get".into(),
        row_head: "Anordnare".into(),
        columns: ["Klagom\u{e5}l", "M\u{e5}lv\u{e4}rden", "Fokus"].map(column).into(),
        rows: vec![MatrixRow { label: "Lindblad".into(), href: "/x".into(), cells: vec![cell(), None, cell()] }],
    };
    let html = html! { (matrix) }.into_string();
    for label in ["Klagom\u{e5}l", "M\u{e5}lv\u{e4}rden", "Fokus"] {
        assert!(html.contains(&format!("<td data-label=\"{label}\">")), "{html}");
    }
    // There it is a card, and nothing of it lies beside the screen.
    let css = include_str!("../../../assets/css/06-phone.css");
    assert!(css.contains(".table.matrix td::before { content: attr(data-label);"));
    assert!(css.contains(".scroll:has(> .matrix) { overflow: visible;"));
}
