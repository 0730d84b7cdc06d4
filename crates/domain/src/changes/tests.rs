//! What holds after a change, and what a form asks otherwise.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use kernel::{Day, Label};
use proptest::prelude::*;

use super::*;
use crate::year::{Form, Year, parse};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn year() -> Year {
    parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap()
}

#[test]
fn what_is_in_stands_by_the_day_that_held() {
    let today = day("2024-04-10");
    assert_eq!(holds(Before::In(day("2024-04-08")), day("2024-04-01"), today), day("2024-04-08"));
    assert_eq!(holds(Before::In(day("2024-04-08")), day("2024-04-15"), today), day("2024-04-15"));
}

#[test]
fn what_came_late_is_in_time_by_a_later_day_and_stays_so_when_the_day_is_moved_back() {
    // Handed in on the 10th, two days late; on the 12th the day becomes the 15th, and on the 13th the 8th again.
    let (old, later) = (day("2024-04-08"), day("2024-04-15"));
    let moved = holds(Before::In(old), later, day("2024-04-12"));
    assert_eq!(moved, later, "in time by the new day, as whoever hands in after the change");
    assert_eq!(holds(Before::In(moved), old, day("2024-04-13")), later, "nobody becomes late afterwards");
    // So does a day that had not passed when it was moved: whether it has makes no difference for what is in.
    assert_eq!(holds(Before::In(old), later, day("2024-04-02")), later);
}

#[test]
fn an_earlier_day_that_is_still_to_come_holds_and_one_that_has_passed_gives_notice() {
    let today = day("2024-04-03");
    assert_eq!(holds(Before::Open(day("2024-04-15")), day("2024-04-08"), today), day("2024-04-08"));
    assert_eq!(holds(Before::Open(day("2024-04-15")), day("2024-04-01"), today), day("2024-04-15"));
    assert_eq!(holds(Before::Open(day("2024-05-15")), day("2024-04-01"), today), day("2024-04-17"));
    assert_eq!(holds(Before::NotAsked, day("2024-04-01"), today), day("2024-04-17"));
    // Whoever was late is late since the same day.
    assert_eq!(holds(Before::Open(day("2024-04-02")), day("2024-03-01"), today), day("2024-04-02"));
}

proptest! {
    #[test]
    fn nobody_becomes_late_or_later_by_a_change(old in -40..40_i32, new in -40..40_i32, is_in: bool) {
        let today = day("2024-06-01");
        let (old, new) = (today.plus_days(old), today.plus_days(new));
        let after = holds(if is_in { Before::In(old) } else { Before::Open(old) }, new, today);
        prop_assert!(after >= new);
        if is_in { prop_assert!(after >= old) } else { prop_assert!(after >= old.min(today)) }
    }
}

/// The document with another complaint form.
fn with_columns(change: impl FnOnce(&mut Vec<crate::year::Column>)) -> Year {
    let mut year = year();
    change(&mut year.complaints.columns);
    year
}

fn change_of(new: &Year, carried: &[Carried]) -> FormChange {
    let old = year();
    let item = |year: &Year| year.items.iter().find(|item| item.form == Form::Complaints).unwrap().clone();
    form_change((&old, &item(&old)), (new, &item(new)), carried)
}

#[test]
fn a_form_that_asks_the_same_has_not_changed() {
    assert!(change_of(&year(), &[]).is_empty());
}

#[test]
fn new_gone_renamed_and_required_questions_are_told_apart() {
    let new = with_columns(|columns| {
        columns[0].title = Label::sv("Inkom");
        let mut extra = columns[0].clone();
        extra.slug = "kanal".parse().unwrap();
        extra.title = Label::sv("Kanal");
        extra.required = true;
        columns.retain(|column| column.slug != *"atgard");
        columns.push(extra);
    });
    let change = change_of(&new, &[]);
    assert_eq!(change.renamed.len(), 1);
    assert_eq!(change.removed.iter().map(|spot| spot.slug.as_str()).collect::<Vec<_>>(), ["atgard"]);
    assert_eq!(change.added.len(), 1);
    assert!(change.asks_more());
    let said = sv::form(&change);
    assert!(said.contains("Nytt: ”Kanal” (måste fyllas i)."), "{said}");
    assert!(said.contains("heter nu ”Inkom”"), "{said}");
}

#[test]
fn a_question_under_another_stable_name_is_the_same_one_where_somebody_has_said_so() {
    let new = with_columns(|columns| {
        let column = columns.iter_mut().find(|column| column.slug == *"atgard").unwrap();
        column.slug = "vidtaget".parse().unwrap();
    });
    let plain = change_of(&new, &[]);
    assert_eq!((plain.added.len(), plain.removed.len()), (1, 1));
    let step = |before: &str, now: &str| Carried {
        table: "complaints".to_owned(),
        before: before.to_owned(),
        now: now.to_owned(),
    };
    let said = [step("atgard", "vidtaget")];
    assert!(may_carry(&plain, &said));
    assert!(!may_carry(&plain, &[step("status", "vidtaget")]), "what stays is carried nowhere");
    assert!(!may_carry(&plain, &[step("atgard", "status")]), "what was there takes nothing else in");
    let told = change_of(&new, &said);
    assert_eq!((told.added.len(), told.removed.len(), told.renamed.len()), (0, 0, 1));
}

#[test]
fn a_title_that_is_nearly_all_the_same_is_proposed_where_the_kind_is_and_no_other() {
    let named = |slug: &str, title: &str| {
        with_columns(|columns| {
            let column = columns.iter_mut().find(|column| column.slug == *"atgard").unwrap();
            (column.slug, column.title) = (slug.parse().unwrap(), Label::sv(title));
        })
    };
    let proposed = |new: &Year| {
        let old = year();
        let item = |year: &Year| year.items.iter().find(|item| item.form == Form::Complaints).unwrap().clone();
        let steps = likely((&old, &item(&old)), (new, &item(new)));
        steps.into_iter().map(|step| (step.before, step.now)).collect::<Vec<_>>()
    };
    let pair = |now: &str| vec![("atgard".to_owned(), now.to_owned())];
    for title in
        ["Hantering och åtgärd", "Hantering och åtgärder", "Hantreing och åtgärd", "Hantering och vidtagen åtgärd"]
    {
        assert_eq!(proposed(&named("x", title)), pair("x"), "{title}");
    }
    for title in [
        "Hantering och datum",
        "Hantering utan åtgärd",
        "Hantering och åtgärd 2",
        "Åtgärd",
        "Hantering och vidtagen eller planerad åtgärd",
    ] {
        assert_eq!(proposed(&named("x", title)), [], "{title}");
    }
    assert_eq!(proposed(&named("atgarder", "Vad ni gjorde")), []);
    assert_eq!(proposed(&named("x", "Åtgärd och hantering")), pair("x"));
    assert_eq!(proposed(&named("kanal", "Kanal")), []);
    // A day is no text, whatever it is called.
    let mut other = named("atgarder", "Hantering och åtgärd");
    let kind = other.complaints.columns[0].kind;
    other.complaints.columns.iter_mut().find(|column| column.slug == *"atgarder").unwrap().kind = kind;
    assert_eq!(proposed(&other), []);
}

#[test]
fn a_later_change_overtakes_what_it_says_otherwise_and_leaves_the_rest() {
    let none = FormChange::default();
    let plain = |what| Done { what, says_day: false, form: &none };
    let of = |change, later: &[Done<'_>]| standing(change, later);
    assert_eq!(of(plain(What::Moved), &[]), Standing::Holds);
    assert_eq!(of(plain(What::Moved), &[plain(What::Moved)]), Standing::Overtaken);
    assert_eq!(of(plain(What::Moved), &[plain(What::Form)]), Standing::Holds);
    assert_eq!(of(plain(What::Withdrawn), &[plain(What::AskedAgain)]), Standing::Overtaken);
    assert_eq!(of(plain(What::Asked), &[plain(What::Moved)]), Standing::Holds);
    assert_eq!(of(Done { says_day: true, ..plain(What::Asked) }, &[plain(What::Moved)]), Standing::Overtaken);
    let new = with_columns(|columns| columns.retain(|column| column.slug != *"atgard" && column.slug != *"status"));
    let back = with_columns(|columns| columns.retain(|column| column.slug != *"status"));
    let item = |year: &Year| year.items.iter().find(|item| item.form == Form::Complaints).unwrap().clone();
    let change = |old: &Year, new: &Year| form_change((old, &item(old)), (new, &item(new)), &[]);
    let (first, one, all) = (change(&year(), &new), change(&new, &back), change(&new, &year()));
    let done = |form| Done { what: What::Form, says_day: false, form };
    assert_eq!(of(done(&first), &[done(&one)]), Standing::Partly);
    assert_eq!(of(done(&first), &[done(&all)]), Standing::Overtaken);
    assert_eq!(of(done(&first), &[plain(What::Left)]), Standing::Overtaken);
}

#[test]
fn references_to_numbers_of_persons_are_carried_among_columns_of_such_numbers_alone() {
    let document = include_str!("../../../../config/stockholm-2024.toml");
    let with = |column: &str| {
        parse(&document.replacen("  # { slug = \"personnummer\"", &format!("{column}  # {{ slug = \"bort\""), 1))
            .unwrap()
    };
    let number = |slug: &str| {
        with(&format!("  {{ slug = \"{slug}\", title = \"Nummer\", kind = \"person\", role = \"person\" }},\n"))
    };
    let text = with("  { slug = \"anteckning\", title = \"Anteckning\", kind = \"text\" },\n");
    let other = with("  { slug = \"kommentar\", title = \"Kommentar\", kind = \"text\" },\n");
    let may = |old: &Year, new: &Year, before: &str, now: &str| {
        let item = |year: &Year| year.item("arbete-individ-t2").unwrap().clone();
        let change = form_change((old, &item(old)), (new, &item(new)), &[]);
        let names = |spots: Vec<&Spot>| spots.iter().map(|spot| spot.slug.clone()).collect::<Vec<_>>();
        assert_eq!(names(change.removed.iter().collect()), [before]);
        assert_eq!(names(change.added.iter().map(|(spot, _)| spot).collect()), [now]);
        may_carry(&change, &[Carried { table: "rows".to_owned(), before: before.to_owned(), now: now.to_owned() }])
    };
    assert!(may(&number("personnummer"), &number("pnr"), "personnummer", "pnr"));
    assert!(may(&text, &other, "anteckning", "kommentar"));
    assert!(!may(&number("personnummer"), &text, "personnummer", "anteckning"), "references would stand open");
    assert!(!may(&text, &number("personnummer"), "anteckning", "personnummer"), "text would stand where numbers are");
}

#[test]
fn an_answer_finds_its_way_over_several_changes() {
    let step = |before: &str, now: &str| {
        vec![Carried { table: "rows".to_owned(), before: before.to_owned(), now: now.to_owned() }]
    };
    let trail = Trail(vec![step("a", "b"), Vec::new(), step("b", "c")]);
    assert_eq!(trail.follow("rows", "a"), "c");
    assert_eq!(trail.follow("rows", "d"), "d");
    assert_eq!(trail.follow("other", "a"), "a");
}

#[test]
fn the_month_is_said_once() {
    assert_eq!(sv::from_to(day("2024-04-08"), day("2024-04-15")), "från 8 till 15 april 2024");
    assert_eq!(sv::from_to(day("2024-04-08"), day("2024-05-02")), "från 8 april 2024 till 2 maj 2024");
}

#[test]
fn a_choice_under_another_stable_name_that_is_called_the_same_is_the_same_choice() {
    let document = include_str!("../../../../config/stockholm-2024.toml");
    let with = |choices: &str| {
        let column =
            format!("  {{ slug = \"anmalt-av\", title = \"Anmält av\", kind = \"choice\", options = [{choices}] }},\n");
        parse(&document.replacen("  # { slug = \"personnummer\"", &format!("{column}  # {{ slug = \"bort\""), 1))
            .unwrap()
    };
    let choice = |slug: &str, title: &str| format!("{{ slug = \"{slug}\", title = \"{title}\" }}");
    let item = |year: &Year| year.item("arbete-individ-t2").unwrap().clone();
    let old = with(&[choice("elev", "Elev"), choice("anhorig", "Anhörig")].join(", "));
    let other = with(&[choice("elev", "Elev"), choice("narstaende", "Anhörig")].join(", "));
    assert!(form_change((&old, &item(&old)), (&other, &item(&other)), &[]).is_empty());
    let same = same_choices((&old, &item(&old)), (&other, &item(&other)), &[]);
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].1, [("anhorig".to_owned(), "Anhörig".to_owned())]);
    // Beside one that is new it is still neither gone nor new.
    let more = [choice("elev", "Elev"), choice("narstaende", "Anhörig"), choice("polis", "Polis")].join(", ");
    let more = with(&more);
    let change = form_change((&old, &item(&old)), (&more, &item(&more)), &[]);
    assert_eq!((change.choices[0].gone.len(), change.choices[0].new.as_slice()), (0, &["Polis".to_owned()][..]));
}

#[test]
fn a_version_is_told_by_days_by_what_is_asked_and_by_its_forms_and_the_same_version_by_nothing() {
    let old = year();
    assert_eq!(otherwise(&old, &old, &BTreeMap::new()), []);
    let mut new = with_columns(|columns| columns.retain(|column| column.slug.as_str() != "status"));
    new.occasions[0].deadline = day("2024-04-15");
    let gone = new.items.iter().position(|item| item.slug.as_str() == "halsointyg-t2").unwrap();
    new.items.remove(gone);
    let told: Vec<String> = otherwise(&old, &new, &BTreeMap::new())
        .iter()
        .map(|one| {
            let (what, said) = sv::otherwise(one);
            format!("{what}: {said}")
        })
        .collect();
    assert_eq!(told[0], "Tertial 1: Sista dagen flyttades fr\u{e5}n 8 till 15 april 2024.");
    assert!(
        told.iter()
            .any(|one| one.starts_with("Klagom\u{e5}l, Tertial 1: ") && one.contains("Fr\u{e5}gas inte l\u{e4}ngre"))
    );
    assert!(told.last().unwrap().ends_with("Efterfr\u{e5}gas inte l\u{e4}ngre."), "{told:#?}");
    assert!(told.iter().any(|one| one.contains("h\u{e4}lsointyg")), "{told:#?}");
}
