//! What columns tell of persons, the list of situations, and tables about health.

use crate::year::*;

const SHIPPED: &str = include_str!("../../../../../config/stockholm-2024.toml");

/// The first fault of the shipped document with something in it replaced, as `path kind`, and everything that is said.
fn first(was: &str, is: &str) -> (String, String) {
    let text = SHIPPED.replacen(was, is, 1);
    assert_ne!(text, SHIPPED, "{was}");
    let reading = read_document(&text);
    let errors: Vec<&ConfigFault> = reading.faults.iter().filter(|fault| fault.severity() == Severity::Error).collect();
    let kind = format!("{:?}", errors[0].kind);
    let name = kind.split([' ', '{']).next().unwrap_or_default().to_owned();
    (format!("{} {name}", errors[0].path), sv::config_fault(errors[0]))
}

#[test]
fn each_role_stands_once_and_at_a_column_that_can_tell_it() {
    let asked = r#"kind = "day", role = "asked""#;
    for (was, is, kind, says) in [
        (asked, r#"kind = "day", role = "completed""#, "RoleTwice", "Tv\u{e5} kolumner har rollen"),
        (asked, r#"kind = "count", role = "asked""#, "RoleOfOtherKind", r#"kind = "day""#),
        (asked, r#"kind = "day", role = "asket""#, "UnknownWord", "asked"),
        (
            r#"{ slug = "vocational", title = "Yrkesutbildning" },"#,
            r#"{ slug = "yrkes", title = "Yrkesutbildning" },"#,
            "RoleOfOtherKind",
            "vocational och combination",
        ),
        (r#"kind = "day", role = "completed""#, r#"kind = "day""#, "RoleMissing", r#"role = "completed""#),
        (r#"means = "not-reached""#, r#"means = "other""#, "NobodyUnreached", r#"means = "not-reached""#),
    ] {
        let (found, said) = first(was, is);
        assert!(found.ends_with(kind), "{found}: {said}");
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn a_column_for_personnummer_stands_in_a_list_of_persons_alone_and_is_never_required() {
    let (was, column) = (
        "  # { slug = \"personnummer\", title = \"Personnummer\", kind = \"person\", role = \"person\",",
        "  { slug = \"pn\", title = \"Pn\",",
    );
    let at = |rest: &str| first(was, &format!("{column} {rest}"));
    let (found, said) = at("kind = \"person\", role = \"person\", required = true,");
    assert!(found.ends_with("PersonColumn") && said.contains("obligatorisk"), "{found}: {said}");
    let (found, said) = at("kind = \"person\",");
    assert!(found.ends_with("PersonColumn") && said.contains("role = \"person\""), "{found}: {said}");
    let (found, _) = at("kind = \"text\", role = \"person\",");
    assert!(found.ends_with("RoleOfOtherKind"), "{found}");
    let number = "{ slug = \"antal\", title = \"Antal beslut\", kind = \"count\", required = true },";
    let (found, _) =
        first(number, "{ slug = \"antal\", title = \"Antal beslut\", kind = \"person\", role = \"person\" },");
    assert!(found.ends_with("PersonColumn"), "{found}");
    let text = SHIPPED.replace("  # { slug = \"personnummer\"", "  { slug = \"personnummer\"");
    let year = parse(&text).unwrap();
    assert_eq!(read_document(&to_toml(&year)).year.unwrap(), year);
}

#[test]
fn a_table_about_health_has_no_column_for_words() {
    let was =
        r#"{ slug = "manad", title = "M\u{e5}nad", kind = "month", required = true },"#.replace("\\u{e5}", "\u{e5}");
    for kind in ["text", "long-text"] {
        let is = format!("{was}\n  {{ slug = \"ord\", title = \"Motivering\", kind = \"{kind}\" }},");
        let (found, said) = first(&was, &is);
        assert!(found.ends_with("TextAboutHealth"), "{found}");
        assert!(said.contains("h\u{e4}lsa"), "{said}");
    }
}

#[test]
fn months_and_situations_are_chosen_from_what_the_year_says() {
    let year = parse(SHIPPED).unwrap();
    let options = |item: &str, column: &str| -> Vec<String> {
        let table = year.table(year.item(item).unwrap()).unwrap();
        match &table.column(column).unwrap().kind {
            forms::Kind::Choice { options } => options.iter().map(|option| option.slug.clone()).collect(),
            other => panic!("{other:?}"),
        }
    };
    let months = options("halsointyg-t2", "manad");
    assert_eq!((months.len(), months[0].as_str(), months[6].as_str()), (7, "m2023-12", "m2024-06"));
    assert!(months.iter().all(|slug| month_slug(month_of_slug(slug).unwrap()) == *slug));
    assert_eq!(month_of_slug("m2024-13"), None);
    assert_eq!(options("arbete-individ-t2", "situation-fore"), options("arbete-individ-t2", "situation-efter"));
    assert_eq!(options("arbete-individ-t2", "situation-efter").len(), 7);
}
