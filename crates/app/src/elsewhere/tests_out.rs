//! The way out: through the router on both engines, and whatever is written read in again.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use documents::raw::{Limits, RawCell};
use domain::changes::Carried;
use domain::elsewhere::{Entry, Goal, Line, Mapping, Said, Whom, gather, lines, read, unguarded};
use domain::year::Form;
use kernel::Id;
use proptest::prelude::*;

use super::out::{Kind, file};
use super::tests::{in_ils, take, unit};
use crate::follow_up::tests::{NOTHING, complaints_of, hand_in, of_item, one_complaint};
use crate::testing::{Answer, Client, World, on_both, shipped_year};
use crate::{assignments, changes, year};

pub(super) const OUT: &str = "/h/ekstad/inlasning/ut";
pub(super) const CHOICE: &str = "kalla=2024%20ILS&tillfalle=tertial-1";
/// Everything that a file with parts may stumble over.
const TRICKY: &str = "=1+1; \"citat\",\tflik och 3,5 %\n- en rad till\n'@sist";

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Gives every code that the page proposes.
pub(super) async fn accept(client: &Client<'_>, page: &Answer) -> Answer {
    let html = page.text();
    let attribute = |at: usize, name: &str| {
        let of = html.find(&format!("name=\"{name}\""))?;
        let rest = &html[of..];
        let tag = &rest[..rest.find('>')?];
        let value = tag.split_once("value=\"").unwrap_or_else(|| panic!("{at}: {tag}")).1;
        Some(value.split('"').next().unwrap().to_owned())
    };
    let mut fields =
        vec![("kalla".to_owned(), "2024 ILS".to_owned()), ("tillfalle".to_owned(), "tertial-1".to_owned())];
    for at in 0..200 {
        let Some(means) = attribute(at, &format!("kod-{at}-for")) else { break };
        fields.push((format!("kod-{at}"), attribute(at, &format!("kod-{at}")).unwrap()));
        fields.push((format!("kod-{at}-for"), means));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(&format!("{OUT}/koder"), &fields).await
}

/// Two units have handed in: one two complaints and a text, one nothing to report.
fn handed_in(world: &World) {
    let mut fields = one_complaint("Samtal");
    let more = [
        ("complaints.0002.mottaget", "2024-02-09"),
        ("complaints.0002.karna", "Bemötande"),
        ("complaints.0002.handlar-om", "=HYPERLINK(1); \"fel\" lokal,\tplan 3"),
        ("complaints.0002.atgard", "- Samtal"),
        ("complaints.0002.status", "Avslutat"),
        ("complaints.0002.negativt", "Ja"),
        ("complaints.0002.aktiv-hantering", "Ja"),
        ("complaints.0002.ledning", "Ja"),
        ("statement.comment", TRICKY),
    ];
    fields.extend(more);
    hand_in(world, &complaints_of(world, "Lindblad Centrum"), &fields);
    hand_in(world, &complaints_of(world, "Lindblad Öster"), NOTHING);
}

#[test]
fn what_is_handed_in_is_written_in_every_layout_and_read_in_again_as_the_same() {
    on_both(async |world| {
        handed_in(world);
        in_ils(world);
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/uppfoljning/2024/tertial-1").await.says("Lämna ut till annat system");
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.is(200).says("0 rader ur 2 redovisningar").says("värden har ingen kod ännu: ge dem en");
        page.does_not_say("Hämta Text");
        officer.get(&format!("{OUT}/fil?{CHOICE}&form=text")).await.is(409);
        accept(&officer, &page).await.is(303);
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.is(200).does_not_say("ingen kod").says("Hämta Text").says("kolumnvis").says("De första raderna");
        let mut seen = Vec::new();
        for kind in Kind::ALL {
            let answer = officer.get(&format!("{OUT}/fil?{CHOICE}&form={}", kind.slug())).await;
            let bytes = answer.is(200).bytes.clone();
            let (_, ending) = kind.media();
            let at = officer
                .upload("/h/ekstad/inlasning", &[("kalla", "2024 ILS")], &format!("ut.{ending}"), &bytes)
                .await
                .is(303)
                .location
                .clone();
            let page = officer.get(&at).await;
            page.is(200).does_not_say("Vad betyder namnen").does_not_say("Behöver rättas").does_not_say("Läs in 1");
            assert_eq!(page.text().matches("Redan inläst, oförändrad").count(), 2, "{kind:?}: {}", page.text());
            seen.push(bytes);
        }
        // The mark stands where people open the file, and not where a program does.
        assert!(seen[0].starts_with("\u{feff}Organisation\tPeriod\tMått\tVärde\r\n".as_bytes()), "{}", text(&seen[0]));
        assert!(seen[1].starts_with("Datum;Enhet;Mått;Kolumn;Värde\r\n2024-04-08;10000001;".as_bytes()));
        assert!(seen[2].starts_with("Datum;Enhet;Mått;".as_bytes()));
        for bytes in &seen[..3] {
            assert!(!text(bytes).lines().any(|line| line.starts_with('=')), "nothing that a spreadsheet runs");
            assert!(text(bytes).contains("'=HYPERLINK"), "{}", text(bytes));
        }
        let told: Vec<(String,)> = world.read(::store::Scope::Tenant(world.ekstad.id), |tx| {
            tx.all(
                ::store::sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"),
                &[],
            )
        });
        assert_eq!(told.iter().filter(|(kind,)| kind == "elsewhere.exported").count(), 4, "{told:?}");
    });
}

#[test]
fn only_what_is_approved_is_written_where_that_is_chosen() {
    on_both(async |world| {
        handed_in(world);
        in_ils(world);
        let officer = world.client("officer").await;
        let only = format!("{OUT}?{CHOICE}&urval=godkant");
        officer
            .get(&only)
            .await
            .is(200)
            .says("Inget att lämna ut")
            .says("2 redovisningar är inlämnade men inte godkända");
        let east = complaints_of(world, "Lindblad Öster");
        officer.post(&format!("/h/ekstad/granska/{}/godkann", east.id), &[("version", "1")]).await.is(303);
        let page = officer.get(&only).await;
        page.is(200).says("1 redovisning är inlämnad men inte godkänd");
        accept(&officer, &page).await.is(303);
        let answer = officer.get(&format!("{OUT}/fil?{CHOICE}&urval=godkant&form=text")).await;
        let said = text(&answer.is(200).bytes);
        assert!(said.contains("10000002\t2024-04-08\t") && !said.contains("10000001"), "{said}");
        // What is left is told on the page of everything, and in no file.
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.says("värden har ingen kod ännu").says("saknar kod och är inte med i filen");
    });
}

#[test]
fn codes_that_cannot_be_are_told_at_their_fields_and_nothing_typed_is_lost() {
    on_both(async |world| {
        handed_in(world);
        in_ils(world);
        let officer = world.client("officer").await;
        let (centre, east) = (unit(world.units[0]), unit(world.units[1]));
        let at = format!("{OUT}/koder");
        let say = async |codes: [&str; 2]| {
            let fields = [
                ("kalla", "2024 ILS"),
                ("tillfalle", "tertial-1"),
                ("kod-0", codes[0]),
                ("kod-0-for", centre.as_str()),
                ("kod-1", codes[1]),
                ("kod-1-for", east.as_str()),
            ];
            officer.post(&at, &fields).await
        };
        say(["", " "]).await.is(422).says(super::sv::NO_NAME);
        say(["Skolan", "skolan"]).await.is(422).says("står på två ställen").says("value=\"skolan\"");
        say(["a\tb", "Öst"]).await.is(422).says("tabbar eller radbrytningar").says("value=\"Öst\"");
        say([&"x".repeat(201), "Öst"]).await.is(422).says("för lång");
        say(["Skolan", ""]).await.is(303);
        say(["", "SKOLAN"]).await.is(422).says("betyder redan något annat");
        say(["", "Öst"]).await.is(303);
        officer.get(&format!("{OUT}?{CHOICE}")).await.does_not_say("<h3>Organisationer");
    });
}

/// A row of a list of persons.
const ONE_PERSON: [(&str, &str); 9] = [
    ("rows.0001.elevreferens", "ELEV-77"),
    ("rows.0001.avtalsomrade", "Barn och fritid"),
    ("rows.0001.utbildning", "Svetsare"),
    ("rows.0001.utbildningsform", "Yrkesutbildning"),
    ("rows.0001.startade", "2023-01-09"),
    ("rows.0001.avslutade", "2023-11-30"),
    ("rows.0001.situation-fore", "Arbetssökande"),
    ("rows.0001.situation-efter", "Arbetssökande"),
    ("rows.0001.uppfoljd", "2024-03-01"),
];

#[test]
fn rows_about_persons_stay_here_and_their_number_leaves() {
    on_both(async |world| {
        crate::work::tests::asked(world);
        let of_persons = of_item(world, "arbete-individ-t2");
        let id = of_persons.iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap();
        hand_in(world, id, &ONE_PERSON);
        in_ils(world);
        let officer = world.client("officer").await;
        let choice = "kalla=2024%20ILS&tillfalle=tertial-2";
        let page = officer.get(&format!("{OUT}?{choice}")).await;
        page.is(200)
            .says("1 redovisning gäller enskilda personer. Bara antalet rader lämnas ut")
            .says("1 värde har ingen kod");
        page.does_not_say("ELEV-77");
        let fields = [
            ("kalla", "2024 ILS"),
            ("tillfalle", "tertial-2"),
            ("kod-0", "Skolan"),
            ("kod-0-for", &unit(world.units[0])),
            ("kod-1", "Antal avslutade"),
            ("kod-1-for", "rows:arbete-individ-t2:rows"),
        ];
        officer.post(&format!("{OUT}/koder"), &fields).await.is(303);
        for kind in [Kind::Text, Kind::ByRow] {
            let answer = officer.get(&format!("{OUT}/fil?{choice}&form={}", kind.slug())).await;
            let said = text(&answer.is(200).bytes);
            assert!(
                said.contains("Antal avslutade") && !said.contains("ELEV-77") && !said.contains("Svetsare"),
                "{said}"
            );
            assert_eq!(said.lines().count(), 2, "{said}");
        }
        officer.get(&format!("{OUT}?{choice}")).await.says("1 mått saknar kolumn. Skriv koden som Mått / Kolumn");
        officer.get(&format!("{OUT}/fil?{choice}&form=kolumnvis")).await.is(409);
    });
}

/// The measures of complaints under another stable name; whether somebody says that it is the same question.
fn rename(world: &World, is_same: bool) {
    let (was, is) = ("{ regime = \"procured\" }", "{ regime = \"procured\", reports_in = \"ILS\", collected = true }");
    let column = ("slug = \"atgard\", title = \"Hantering och åtgärd\"", "slug = \"vidtaget\", title = \"Vidtaget\"");
    let text =
        include_str!("../../../../config/stockholm-2024.toml").replacen(was, is, 1).replacen(column.0, column.1, 1);
    let chance = world.app.chance().clone();
    world.write(::store::Scope::Tenant(world.ekstad.id), move |tx| {
        let saved = year::save_version(tx, &*chance, &text, "Prov", None).unwrap();
        let published = year::publish(tx, saved.id)?.unwrap().unwrap();
        let [table, before, now] = ["complaints", "atgard", "vidtaget"].map(str::to_owned);
        let steps = if is_same { vec![Carried { table, before, now }] } else { Vec::new() };
        for item in published.year.items.iter().filter(|item| item.form == Form::Complaints) {
            changes::keep_carried(tx, published.id, item.slug.as_str(), &steps)?;
        }
        assignments::sync(tx, &*chance, &published).map(|_| ())
    });
}

/// The measures that the newest answer of the unit tells, row by row.
fn measures_of(world: &World, unit: &'static str, column: &'static str) -> Vec<Option<forms::Value>> {
    let id = complaints_of(world, unit).id;
    world.read(::store::Scope::Tenant(world.ekstad.id), move |tx| {
        let latest = crate::submissions::latest(tx, id)?.unwrap();
        Ok(latest.content.rows("complaints").iter().map(|row| row.values.get(column).cloned()).collect())
    })
}

#[test]
fn a_word_follows_a_question_under_another_stable_name_out_and_in() {
    on_both(async |world| {
        handed_in(world);
        in_ils(world);
        let officer = world.client("officer").await;
        accept(&officer, &officer.get(&format!("{OUT}?{CHOICE}")).await).await.is(303);
        let before = officer.get(&format!("{OUT}/fil?{CHOICE}&form=text")).await.is(200).bytes.clone();
        rename(world, true);
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.is(200).does_not_say("ingen kod").does_not_say("inte längre ställs").says("Hämta Text");
        let after = officer.get(&format!("{OUT}/fil?{CHOICE}&form=text")).await.is(200).bytes.clone();
        assert_eq!(text(&after), text(&before), "what is in was answered before, and has the same words");
        // A file that was fetched before the change comes in under the new name.
        let fields = [("kalla", "2024 ILS")];
        let at = officer.upload("/h/ekstad/inlasning", &fields, "ut.txt", &before).await.is(303).location.clone();
        officer
            .get(&at)
            .await
            .is(200)
            .does_not_say("Vad betyder namnen")
            .does_not_say("Behöver rättas")
            .says("Läs in 1 redovisning");
        take(&officer, &at).await.is(303);
        let all = measures_of(world, "Lindblad Centrum", "vidtaget");
        assert!(all.len() == 2 && all.iter().all(Option::is_some), "{all:?}");
    });
}

#[test]
fn a_word_for_what_is_asked_no_more_is_asked_about_and_its_values_are_told() {
    on_both(async |world| {
        handed_in(world);
        in_ils(world);
        let officer = world.client("officer").await;
        accept(&officer, &officer.get(&format!("{OUT}?{CHOICE}")).await).await.is(303);
        let before = officer.get(&format!("{OUT}/fil?{CHOICE}&form=text")).await.is(200).bytes.clone();
        rename(world, false);
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.is(200).does_not_say("ingen kod").says("2 värden svarar på frågor som inte längre ställs");
        let fields = [("kalla", "2024 ILS")];
        let at = officer.upload("/h/ekstad/inlasning", &fields, "ut.txt", &before).await.is(303).location.clone();
        let page = officer.get(&at).await;
        page.is(200).says("Vad betyder namnen").says("Hantering och åtgärd");
        assert!(page.text().contains("cell:klagomal-t1:complaints:vidtaget"), "the new question is one of the choices");
    });
}

#[test]
fn a_list_of_persons_stays_here_whatever_level_it_is_signed_at() {
    on_both(async |world| {
        crate::testing::publish_otherwise(world, world.ekstad, "level = \"individual\"", "level = \"unit\"");
        crate::work::tests::asked(world);
        let of_persons = of_item(world, "arbete-individ-t2");
        let id = of_persons.iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap();
        hand_in(world, id, &ONE_PERSON);
        in_ils(world);
        let officer = world.client("officer").await;
        let page = officer.get(&format!("{OUT}?kalla=2024%20ILS&tillfalle=tertial-2")).await;
        page.is(200)
            .says("1 redovisning gäller enskilda personer. Bara antalet rader lämnas ut")
            .says("1 värde har ingen kod")
            .does_not_say("ELEV-77");
    });
}

#[test]
fn an_authority_whose_year_names_no_other_system_is_told_so_and_others_do_not_come_in() {
    on_both(async |world| {
        let officer = world.client("foreign-officer").await;
        officer.get("/h/bokhamn/inlasning/ut").await.is(200).says("Inget annat system är angivet");
        officer.get("/h/bokhamn/inlasning/ut/fil?form=text").await.is(404);
        officer.post("/h/bokhamn/inlasning/ut/koder", &[]).await.is(404);
        in_ils(world);
        let own = world.client("officer").await;
        own.get(&format!("{OUT}/fil?{CHOICE}&form=zip")).await.is(404);
        for who in ["rektor", "registrar", "board", "foreign-officer"] {
            let client = world.client(who).await;
            for path in [format!("{OUT}?{CHOICE}"), format!("{OUT}/fil?{CHOICE}&form=text")] {
                let status = client.get(&path).await.status;
                assert!(status == 403 || status == 404, "{who} {path}: {status}");
            }
        }
    });
}

/// Names that a system may have, without the signs that no code may have.
fn names() -> impl Strategy<Value = String> {
    "[a-zåäö=+@'\"-][a-zåäö0-9 ;,.'\"=-]{0,12}[a-zåäö0-9]"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Texts that people write, with everything that parts fields and rows, and what spreadsheets run.
fn values() -> impl Strategy<Value = String> {
    let tricky =
        prop::sample::select(vec!["=", "+", "-", "@", "'", "''=", "\"", "\t", ";", ",", "\n", "\n\n", "3,5", "å", " "]);
    prop::collection::vec(prop_oneof![tricky.prop_map(str::to_owned), "[a-zåäö0-9 ]{1,8}"], 1..8)
        .prop_map(|parts| parts.concat().trim().to_owned())
        .prop_filter("says something", |text| !text.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_written_is_read_in_as_the_same(
        whom in prop::collection::btree_set(names(), 1..4),
        measures in prop::collection::btree_set((names(), names()), 1..5),
        values in prop::collection::vec(values(), 20),
        numbers in prop::collection::vec(any::<bool>(), 20),
    ) {
        let year = shipped_year();
        let mut mapping = Mapping::default();
        let whom: Vec<Whom> = (1..).zip(&whom).map(|(at, name)| {
            let one = Whom::Unit(format!("00000000-0000-4000-8000-{at:012}").parse::<Id<_>>().unwrap());
            mapping.set_whom(name, one);
            one
        }).collect();
        // A measure may have a name that another has with its column: then the last says what it means.
        let goals: Vec<Goal> = (1..).zip(&measures).map(|(at, (name, column))| {
            let goal = Goal::Field { item: "klagomal-t1".to_owned(), path: format!("a.f{at}") };
            mapping.set_goal("tertial-1", &format!("{name} / {column}"), &goal);
            goal
        }).collect();
        let mut said = Vec::new();
        for (at, (whom, goal)) in whom.iter().flat_map(|whom| goals.iter().map(move |goal| (*whom, goal.clone()))).enumerate() {
            let (value, is_number) = (values[at % 20].clone(), numbers[at % 20]);
            let value = if is_number { at.to_string() } else { value };
            said.push(Said { whom, goal, value, is_number });
        }
        let (lines, lacking) = lines(&said, &mapping, ("tertial-1", "2024-04-08".parse().unwrap()));
        prop_assert_eq!(lines.len() + lacking.values, said.len());
        for kind in Kind::ALL {
            let rows = domain::elsewhere::write(&lines, kind.layout());
            let bytes = file(&rows, kind, "ILS", kernel::Instant::EPOCH).unwrap();
            let read_in = again(&bytes, kind);
            // A file by columns with names that are headings of its own says another layout; the page does not offer it.
            let Ok((layout, again)) = read(&read_in) else { prop_assert!(false, "{:?}: {}", kind, text(&bytes)); continue };
            prop_assert_eq!(layout, kind.layout());
            let told = |entries: Vec<Entry>| -> BTreeMap<(Whom, Goal), String> {
                entries.into_iter().map(|one| ((one.whom, one.goal), one.value)).collect()
            };
            let gathered = gather(&again, &mapping, &year);
            prop_assert!(gathered.unknown.is_empty() && gathered.faults.is_empty(), "{:?} {:?}", gathered, lines);
            let only: Vec<Line> = lines.iter().map(|(line, _)| line.clone()).collect();
            prop_assert_eq!(told(gathered.entries), told(gather(&only, &mapping, &year).entries), "{:?}", kind);
        }
    }
}

/// The cells of the file as they are read in.
fn again(bytes: &[u8], kind: Kind) -> Vec<(u32, Vec<String>)> {
    let limits = Limits::default();
    let book = match kind {
        Kind::Workbook => documents::workbook::read(bytes, &limits).unwrap(),
        _ => documents::csv::read(bytes, &limits).unwrap(),
    };
    let cell = |cell: &RawCell| match cell.value() {
        RawCell::Text(text) => unguarded(text).to_owned(),
        RawCell::Number(number) => number.to_string(),
        _ => String::new(),
    };
    book.sheets[0].rows.iter().map(|row| (row.number, row.cells.iter().map(cell).collect())).collect()
}
