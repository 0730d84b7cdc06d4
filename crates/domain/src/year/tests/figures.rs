//! The day whose figures stand beside an item, and what may be published.

use crate::year::*;

const SMALL: &str = include_str!("small.toml");

fn with_day(occasion: &str, item: &str) -> String {
    let text = SMALL.replacen("deadline = 2024-04-08", &format!("deadline = 2024-04-08\n{occasion}"), 1);
    let at = text.find("[[items]]").unwrap() + "[[items]]".len();
    format!("{}\n{item}{}", &text[..at], &text[at..])
}

#[test]
fn the_day_of_the_figures_is_the_items_own_else_its_occasions_and_moves_with_the_year() {
    let day = |text: &str| {
        let year = parse(text).unwrap();
        assert_eq!(parse(&to_toml(&year)).unwrap(), year);
        let next = copy_to_next_year(&year);
        (year.figures_as_of(&year.items[0]), next.figures_as_of(&next.items[0]))
    };
    let of = |text: &str| text.parse::<kernel::Day>().ok();
    assert_eq!(day(SMALL), (None, None));
    let occasion = "figures_as_of = 2024-04-01";
    assert_eq!(day(&with_day(occasion, "")), (of("2024-04-01"), of("2025-04-01")));
    assert_eq!(day(&with_day(occasion, "figures_as_of = 2024-02-29")), (of("2024-02-29"), of("2025-02-28")));
}

#[test]
fn a_day_after_the_last_day_is_a_fault_with_its_line_and_what_to_do() {
    let text = with_day("figures_as_of = 2024-04-09", "");
    let faults = read_document(&text).faults;
    let line = text.lines().position(|line| line.starts_with("figures_as_of")).unwrap() + 1;
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [line]);
    let said = sv::config_fault(&faults[0]);
    assert!(said.contains("9 april 2024") && said.contains("ta bort figures_as_of"), "{said}");
}

#[test]
fn the_closed_list_of_publications_is_read_checked_and_has_a_shipped_default() {
    let text = format!("{SMALL}\n[publications]\ntables = [\"sex\", \"period\"]\nsmallest_shown = 12\n");
    let year = parse(&text).unwrap();
    let listed = year.publications.clone().unwrap();
    assert_eq!((listed.tables, listed.smallest_shown), (vec![PublicBy::Sex, PublicBy::Period], 12));
    assert_eq!(parse(&to_toml(&year)).unwrap(), year);
    assert_eq!((Publications::default().tables.len(), Publications::default().smallest_shown), (5, 10));
    for wrong in [
        "tables = []",
        "tables = [\"name\"]",
        "tables = [\"sex\"]\nindicators = [\"x\"]",
        "tables = [\"sex\"]\nsmallest_shown = 4",
    ] {
        assert!(parse(&format!("{SMALL}\n[publications]\n{wrong}\n")).is_err(), "{wrong}");
    }
}

#[test]
fn the_ladder_of_reminders_is_read_written_and_checked_with_what_to_do() {
    let whole = "before = [14, 3]\non_the_day = true\nafter_first = 1\nafter_every = 4\nescalate_after = 2\n\
                 to_before = [\"provider-editor\", \"signer\"]\nto_after = [\"signer\"]\nto_escalated = [\"contact-rektor\"]";
    let with = |ladder: &str| format!("{SMALL}\n[reminders]\n{ladder}\n");
    let year = parse(&with(whole)).unwrap();
    assert_eq!(year.reminders.as_ref().unwrap().before, [14, 3]);
    assert_eq!(parse(&to_toml(&year)).unwrap(), year);
    assert_eq!(copy_to_next_year(&year).reminders, year.reminders);
    assert!(parse(SMALL).unwrap().reminders.is_none() && parse(&with("")).unwrap().reminders.is_some());
    for (was, is, says) in [
        ("[14, 3]", "[3, 14]", "den tidigaste f\u{f6}rst"),
        ("[14, 3]", "[3, 3]", "den tidigaste f\u{f6}rst"),
        ("[14, 3]", "[0]", "fr\u{e5}n 1 till 90"),
        ("[14, 3]", "[200]", "fr\u{e5}n 1 till 90"),
        ("[14, 3]", "14", "lista"),
        ("[14, 3]", "[\"14\"]", "heltal"),
        ("after_every = 4", "after_every = 0", "fr\u{e5}n 1 till 90"),
        ("after_first = 1\n", "", "tillsammans med after_first"),
        ("to_after = [\"signer\"]\n", "", "Ingen \u{e4}r angiven"),
        ("[\"contact-rektor\"]", "[]", "Ingen \u{e4}r angiven"),
        ("\"signer\"]\nto_after", "\"signar\"]\nto_after", "signer"),
        ("to_after", "to_aftr", "to_after"),
    ] {
        let faults = read_document(&with(&whole.replacen(was, is, 1))).faults;
        let said = faults.iter().map(sv::config_fault).collect::<Vec<_>>().join("\n");
        assert!(said.contains(says), "{is}: {said:?}");
    }
}
