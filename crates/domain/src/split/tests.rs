use forms::ChoiceOption;
use kernel::Label;
use proptest::prelude::*;

use super::*;

fn column(slug: &str, title: &str, kind: Kind) -> Column {
    Column { slug: slug.to_owned(), title: Label::sv(title), help: None, kind, required: true }
}

fn choice(options: &[(&str, &str)]) -> Kind {
    let option =
        |(slug, label): &(&str, &str)| ChoiceOption { slug: (*slug).to_owned(), label: Label::sv(*label), help: None };
    Kind::Choice { options: options.iter().map(option).collect() }
}

fn table(columns: Vec<Column>) -> TableDef {
    TableDef { slug: "complaints".to_owned(), title: Label::sv("Klagom\u{e5}l"), help: None, columns }
}

fn text() -> Kind {
    Kind::Text { max_chars: 200, long: false }
}

fn cells(pairs: &[(&str, &str)]) -> Cells {
    pairs.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())).collect()
}

/// What two authorities ask for: one with a core, the other with a kind, and a status that they call differently.
fn two() -> (TableDef, TableDef) {
    let one = table(vec![
        column("mottaget", "Mottaget", Kind::Day { within: None }),
        column("karna", "K\u{e4}rna", text()),
        column("status", "Status", choice(&[("pagar", "P\u{e5}g\u{e5}r"), ("vidare", "Vidare")])),
        column("nyckel", "Beteckning", Kind::Key),
    ]);
    let other = table(vec![
        column("mottaget", "Uppt\u{e4}ckt", Kind::Day { within: None }),
        column("slag", "Slag", text()),
        column("status", "L\u{e4}ge", choice(&[("pagar", "Inte klart"), ("klart", "Klart")])),
        column("nyckel", "Beteckning", Kind::Key),
    ]);
    (one, other)
}

#[test]
fn what_the_other_does_not_ask_for_is_left_out_and_what_it_asks_for_beside_is_told() {
    let (one, other) = two();
    let fit = fit(&one, &other);
    assert_eq!(fit.left_out, ["K\u{e4}rna"]);
    assert_eq!(fit.asked_beside, ["Slag"]);
    assert_eq!(fit.beside, BTreeSet::from(["slag".to_owned()]));
    assert_eq!(super::fit(&one, &one), Fit::default());
}

#[test]
fn a_row_is_carried_in_the_words_of_the_other_and_never_with_what_the_system_knows_it_by() {
    let (one, other) = two();
    let row = cells(&[
        ("mottaget", "8/2 2024"),
        ("karna", "Bem\u{f6}tande"),
        ("status", "P\u{e5}g\u{e5}r"),
        ("nyckel", "eabc"),
    ]);
    assert_eq!(carried(&one, &other, &row), cells(&[("mottaget", "2024-02-08"), ("status", "Inte klart")]));
    // What the other does not know stays in its words, so that the fault can say them.
    let row = cells(&[("mottaget", "snart"), ("status", "vidare")]);
    assert_eq!(carried(&one, &other, &row), cells(&[("mottaget", "snart"), ("status", "Vidare")]));
}

#[test]
fn an_authority_is_known_by_its_name_with_and_without_kommun_and_by_nothing_that_fits_two() {
    let known = [("ekstad", "Ekstads kommun"), ("boras", "Bor\u{e5}s stad"), ("bokhamn", "Bokhamns kommun")];
    for (said, slug) in [
        ("Ekstads kommun", "ekstad"),
        (" ekstad ", "ekstad"),
        ("EKSTAD KOMMUN", "ekstad"),
        ("Bor\u{e5}s", "boras"),
        ("boras", "boras"),
    ] {
        assert_eq!(named(said, known), To::One(slug.to_owned()), "{said}");
    }
    assert_eq!(named("Alla huvudm\u{e4}n", known), To::All);
    for said in ["", "Uddevalla", "kommun"] {
        assert_eq!(named(said, known), To::Unsaid, "{said}");
    }
    assert_eq!(named("Ekstad", [("a", "Ekstads kommun"), ("b", "Ekstads stad")]), To::Unsaid);
}

#[test]
fn a_row_that_somebody_has_filled_on_is_the_same_row_and_stands_for_one_alone() {
    let row = cells(&[("a", "1")]);
    let present = BTreeMap::from([(3, cells(&[("a", "1"), ("b", "2")])), (7, cells(&[("a", "1")]))]);
    assert_eq!(standing(&present, std::slice::from_ref(&row)), [Some(7)]);
    assert_eq!(standing(&present, &[row.clone(), row.clone(), row.clone()]), [Some(7), Some(3), None]);
    assert_eq!(standing(&present, &[cells(&[("a", "2")]), Cells::new()]), [None, None]);
}

#[test]
fn five_thousand_rows_that_say_the_same_end_and_so_do_as_many_that_fit_nearly_anything() {
    let present = |of: &dyn Fn(u32) -> Cells| (1..=5_000).map(|n| (n, of(n))).collect::<BTreeMap<_, _>>();
    let row = cells(&[("a", "1"), ("b", "2")]);
    let filled_on = present(&|_| cells(&[("a", "1"), ("b", "2"), ("c", "3")]));
    let each = present(&|n| cells(&[("a", "1"), ("b", "2"), ("c", &n.to_string())]));
    let alike = vec![row.clone(); 5_000];
    for there in [&present(&|_| row.clone()), &filled_on, &each] {
        let numbers: BTreeSet<u32> = standing(there, &alike).into_iter().flatten().collect();
        assert_eq!(numbers.len(), 5_000);
    }
    // Thirteen cells, of which each row says another part, and all of which each of the draft's says.
    let columns: Vec<String> = (0..13).map(|n| format!("k{n}")).collect();
    let parts: Vec<Cells> = (1..=5_000_u32)
        .map(|n| {
            let said = columns.iter().enumerate().filter(|(at, _)| n & (1 << at) != 0);
            said.map(|(_, column)| (column.clone(), "x".to_owned())).collect()
        })
        .collect();
    let whole = present(&|n| {
        let all = columns.iter().map(|column| (column.clone(), "x".to_owned()));
        all.chain([("own".to_owned(), n.to_string())]).collect()
    });
    let numbers: BTreeSet<u32> = standing(&whole, &parts).into_iter().flatten().collect();
    assert_eq!(numbers.len(), 5_000);
}

fn some_cells() -> impl Strategy<Value = Cells> {
    proptest::collection::btree_map("[a-c]", "[12]", 1..4)
}

proptest! {
    #[test]
    fn rows_that_were_put_in_are_all_found_again_each_in_a_row_of_its_own(
        before in proptest::collection::vec(some_cells(), 0..6),
        rows in proptest::collection::vec(some_cells(), 0..6),
    ) {
        let mut present: BTreeMap<u32, Cells> = (1..).zip(before).collect();
        let there = standing(&present, &rows);
        let next = present.keys().last().map_or(1, |last| last + 1);
        let new = rows.iter().zip(&there).filter(|(_, there)| there.is_none()).map(|(row, _)| row.clone());
        present.extend((next..).zip(new));
        let again = standing(&present, &rows);
        let numbers: BTreeSet<u32> = again.iter().flatten().copied().collect();
        prop_assert_eq!(numbers.len(), rows.len());
    }
}

#[test]
fn a_personnummer_stays_with_the_authority_under_whose_key_it_lies_and_that_is_said() {
    let list = table(vec![
        column("personnummer", "Personnummer", Kind::Person { known: BTreeMap::new() }),
        column("utbildning", "Utbildning", text()),
    ]);
    let row = cells(&[("personnummer", "qabcdefg"), ("utbildning", "Kock")]);
    assert_eq!(carried(&list, &list, &row), cells(&[("utbildning", "Kock")]));
    let fit = fit(&list, &list);
    assert_eq!((fit.left_out, fit.asked_beside), (vec!["Personnummer".to_owned()], vec!["Personnummer".to_owned()]));
}
