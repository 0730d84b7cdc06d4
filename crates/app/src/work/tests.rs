//! Through the router, on both engines: the list, fetching it, asking one person at a time, and months that come back.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use ::store::{Scope, sql};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::access::Tools;

use crate::assignments::{self, Filter};
use crate::imports::tests::{file_of, order, person, read};
use crate::participations::SetKind;
use crate::submissions::drafts;
use crate::testing::{Answer, Client, World, instant, on, on_both};

const HEADINGS: &str = "Personnummer;Skyddade personuppgifter;Kurskod;Kursstart;Enhet;Betyg;Betygsdatum;Yrkesutbildning;\
    Yrkesutbildningens slag;Yrkesutbildningens namn;Yrkesutbildningens start;Yrkesutbildningens slut;\
    Yrkesutbildningens utfall;Situation vid start;Situationen noterad";

/// A row of a course with what it says of its education.
pub(crate) fn course(n: u32, protected: &str, unit: &str, says: &str) -> String {
    format!("{};{protected};SVESVE01;2023-01-09;{unit};E;2023-06-01;{says}", person(n))
}

pub(crate) fn education(known_by: u32, kind: &str, title: &str, ended: &str, outcome: &str, noted: &str) -> String {
    format!("U-{known_by};{kind};{title};2023-01-09;{ended};{outcome};Arbetss\u{f6}kande;{noted}")
}

pub(crate) fn results(world: &World, rows: &[String]) {
    let (done, _) = read(world, file_of(HEADINGS, rows).as_bytes(), &order("tertial", SetKind::Full)).unwrap();
    assert_eq!(done.staged.tally.rejected, 0, "{:?}", done.findings);
}

/// Five educations at Lindblad Centrum, of which three are over in the cohort's days, one of them of a protected identity.
pub(crate) fn shipped() -> Vec<String> {
    let whole = |n, title: &str, ended: &str, outcome: &str, noted: &str| {
        education(n, "Sammanh\u{e5}llen", title, ended, outcome, noted)
    };
    vec![
        course(1, "Nej", "10000001", &whole(1, "Svetsare", "2023-11-30", "Slutf\u{f6}rd", "2023-01-09")),
        course(2, "Nej", "10000001", &education(2, "Kombination", "Kock", "2023-12-31", "Slutf\u{f6}rd", "2023-05-02")),
        course(3, "Ja", "10000001", &whole(3, "Svetsare", "2023-10-02", "Slutf\u{f6}rd", "")),
        course(4, "Nej", "10000001", &whole(4, "Snickare", "2023-10-02", "Avbruten", "")),
        course(5, "Nej", "10000001", &whole(5, "Undersk\u{f6}terska", "2024-01-05", "Slutf\u{f6}rd", "")),
        course(6, "Nej", "10000002", &whole(6, "Barnsk\u{f6}tare", "2023-10-02", "Slutf\u{f6}rd", "")),
    ]
}

/// Makes the units vocational, and schools of care, and asks them accordingly.
pub(crate) fn asked(world: &World) {
    let chance = world.app.chance().clone();
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        tx.execute(sql!("UPDATE unit SET traits = '[\"vocational\",\"vo\"]' WHERE tenant_id = $1"), &[])?;
        assignments::sync_current(tx, &*chance).map(|_| ())
    });
}

pub(crate) fn find(world: &World, item: &'static str, subject: &'static str) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.subject_name() == subject).unwrap().id)
    })
}

pub(crate) fn base(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}")
}

pub(crate) fn draft(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, lindblad) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, lindblad, id)?.texts()))
}

/// The row whose cell of the column says that.
pub(crate) fn row_of(draft: &BTreeMap<String, String>, column: &str, text: &str) -> u32 {
    let is = |(path, said): &(&String, &String)| path.ends_with(&format!(".{column}")) && said.as_str() == text;
    let (path, _) = draft.iter().find(is).unwrap_or_else(|| panic!("{column} {text} in {draft:?}"));
    path.split('.').nth(1).unwrap().parse().unwrap()
}

pub(crate) fn cell<'d>(draft: &'d BTreeMap<String, String>, row: u32, column: &str) -> &'d str {
    draft.get(&format!("rows.{row:04}.{column}")).map_or("", String::as_str)
}

pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    let rest = &page[start + name.len() + 15..];
    rest[..rest.find('"').unwrap()].to_owned()
}

pub(crate) async fn sign(client: &Client<'_>, id: Id<AssignmentKind>) -> Answer {
    let page = client.get(&format!("{}/kontrollera", base(id))).await;
    let text = page.is(200).main();
    let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
    client.post(&format!("{}/signera/enhet", base(id)), &[("visad", &shown), ("sedd", &stamp)]).await
}

#[test]
fn the_list_comes_from_the_results_with_the_start_along_and_who_is_protected_is_only_counted() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let list = format!("{}/elever", base(id));
        editor.get(&base(id)).await.is(200).says("fr\u{e5}ga en elev i taget");
        let page = editor.get(&list).await;
        page.is(200).says("har 2 elever som inte st\u{e5}r i listan").says("1 elev har skyddade personuppgifter");
        editor.post(&list, &[]).await.is(303);
        let stands = draft(world, id);
        let (welder, cook) = (row_of(&stands, "utbildning", "Svetsare"), row_of(&stands, "utbildning", "Kock"));
        assert_eq!(stands.keys().filter(|path| path.ends_with(".nyckel")).count(), 2, "{stands:?}");
        assert_eq!(cell(&stands, welder, "avslutade"), "2023-11-30");
        assert_eq!(cell(&stands, welder, "situation-fore"), "Arbetss\u{f6}kande");
        assert_eq!(cell(&stands, welder, "fore-noterad"), "", "noted when it began");
        assert_eq!(cell(&stands, cook, "fore-noterad"), "2023-05-02", "noted afterwards");
        assert_eq!(cell(&stands, cook, "utbildningsform"), "Yrkesutbildning".replace("Yrkes", "Kombinations"));
        // 30 November gives the last of February: now. The last of December gives the last of March: later.
        let page = editor.get(&list).await;
        page.is(200).says("2 elever: 1 kan tillfr\u{e5}gas nu, 1 senare och 0 \u{e4}r klara.").says("2024-02-29");
        page.says("2024-03-31").does_not_say("Listan kan h\u{e4}mtas");
        for n in 1..7 {
            page.does_not_say(&person(n));
        }
        assert!(world.events(world.ekstad).contains(&"work.list-fetched".to_owned()));
        // Nothing is hidden in the form but what the system knows rows by, and it survives saving.
        let form = editor.get(&format!("{}/fyll-i", base(id))).await;
        form.is(200).does_not_say("Systemets beteckning");
        editor
            .post(&format!("{}/fyll-i", base(id)), &[(&format!("rows-{welder}-elevreferens"), "E1"), ("spara", "1")])
            .await
            .is(303);
        assert_eq!(cell(&draft(world, id), welder, "nyckel"), cell(&stands, welder, "nyckel"));
    });
}

#[test]
fn a_later_fetch_adds_who_is_new_and_points_out_who_changed_or_went_and_never_writes_over() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let list = format!("{}/elever", base(id));
        editor.post(&list, &[]).await.is(303);
        editor.follow(&editor.post(&list, &[]).await).await.says("Listan \u{e4}r redan h\u{e4}mtad");
        let stands = draft(world, id);
        let welder = row_of(&stands, "utbildning", "Svetsare");
        let name = format!("rows-{welder}-avslutade");
        editor.post(&format!("{}/falt", base(id)), &[(&name, "2023-11-29")]).await.is(200);
        let mut rows = shipped();
        // The cook has gone, the snickare has completed after all.
        rows.remove(1);
        rows[2] = rows[2].replace("Avbruten", "Slutf\u{f6}rd");
        results(world, &rows);
        let page = editor.get(&list).await;
        page.is(200)
            .says("har 1 elev som inte st\u{e5}r i listan")
            .says("finns inte l\u{e4}ngre i huvudmannens uppgifter");
        page.says("Avslutade: h\u{e4}r st\u{e5}r \u{201d}2023-11-29\u{201d}, i huvudmannens uppgifter \u{201d}2023-11-30\u{201d}.");
        editor.post(&list, &[]).await.is(303);
        let now = draft(world, id);
        assert_eq!(cell(&now, welder, "avslutade"), "2023-11-29", "what was typed stands");
        assert_eq!(now.keys().filter(|path| path.ends_with(".nyckel")).count(), 3);
        row_of(&now, "utbildning", "Snickare");
        row_of(&now, "utbildning", "Kock");
    });
}

#[test]
fn one_person_at_a_time_is_asked_attempts_are_kept_and_the_next_one_comes() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        world.clock.set(instant("2024-04-15T08:00:00Z"));
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let list = format!("{}/elever", base(id));
        editor.post(&list, &[]).await.is(303);
        let stands = draft(world, id);
        let (welder, cook) = (row_of(&stands, "utbildning", "Svetsare"), row_of(&stands, "utbildning", "Kock"));
        let (first, second) = (format!("{list}/{welder}"), format!("{list}/{cook}"));
        editor
            .get(&first)
            .await
            .is(200)
            .says("Vad gjorde eleven 29 februari 2024, tre m\u{e5}nader efter?")
            .says("Eget f\u{f6}retag")
            .says("Inget svar");
        editor.get(&second).await.is(200).says("noterad i efterhand, 2023-05-02");
        // Nobody answers: that is noted, and the other one comes.
        let missed = editor.post(&first, &[("forsok", "no-answer"), ("satt", "phone")]).await;
        assert_eq!(missed.is(303).location, format!("{second}?efter={welder}"));
        editor
            .follow(&missed)
            .await
            .says("F\u{f6}rs\u{f6}ket \u{e4}r noterat: inget svar. H\u{e4}r \u{e4}r n\u{e4}sta elev.");
        editor.get(&first).await.says("Tidigare f\u{f6}rs\u{f6}k").says("Telefon, inget svar (editor)");
        // Noted by mistake: it stays, struck out, and counts no more; pressed twice it is taken back once.
        let undo = format!("{first}/forsok/1/angra");
        editor.get(&first).await.says("\u{c5}ngra");
        editor.post(&undo, &[]).await.is(303);
        editor.post(&undo, &[]).await.is(303);
        editor.get(&first).await.says("<s>").says("\u{c5}ngrat av editor");
        editor.get(&list).await.does_not_say("1 f\u{f6}rs\u{f6}k");
        editor.post(&format!("{first}/forsok/9/angra"), &[]).await.is(404);
        world.client("other-editor").await.post(&undo, &[]).await.is(404);
        editor.post(&first, &[("forsok", "no-answer"), ("satt", "phone")]).await.is(303);
        // From the list it takes one press.
        let pressed = editor.post(&first, &[("forsok", "no-answer"), ("satt", "phone"), ("till", "listan")]).await;
        assert_eq!(pressed.is(303).location, list);
        editor.get(&list).await.is(200).says("2 f\u{f6}rs\u{f6}k");
        // An answer is saved at once, with its day; a day that has not come keeps what was typed.
        let day = [("svar", "arbete-inom-yrket"), ("dag", "2024-04-16"), ("sedd", "0")];
        editor.post(&second, &day).await.is(422).says("Dagen har inte kommit").says("2024-04-16");
        editor.post(&second, &[("svar", "arbete-inom-yrket"), ("dag", "31 feb")]).await.is(422).says("31 feb");
        let before = [("svar", "arbete-inom-yrket"), ("dag", "2023-01-10")];
        editor.post(&second, &before).await.is(422).says("f\u{f6}re utbildningens sista dag").says("2023-01-10");
        editor.post(&second, &[("spara", "1")]).await.is(422).says("V\u{e4}lj ett svar");
        let answered = editor.post(&second, &[("svar", "arbete-inom-yrket"), ("dag", "2024-04-12")]).await;
        assert_eq!(answered.is(303).location, format!("{first}?efter={cook}"));
        let done = editor.post(&first, &[("svar", "ej-svar"), ("dag", "2024-04-12")]).await;
        assert_eq!(done.is(303).location, list, "nobody is left");
        let now = draft(world, id);
        assert_eq!(
            (cell(&now, cook, "situation-efter"), cell(&now, cook, "uppfoljd")),
            ("arbete-inom-yrket", "2024-04-12")
        );
        assert_eq!((cell(&now, welder, "situation-efter"), cell(&now, welder, "uppfoljd")), ("ej-svar", ""));
        editor.get(&list).await.says("0 kan tillfr\u{e5}gas nu, 0 senare och 2 \u{e4}r klara");
        let noted = world.events(world.ekstad).iter().filter(|kind| *kind == "work.attempt-noted").count();
        assert_eq!(noted, 3);
        let taken_back = world.events(world.ekstad).iter().filter(|kind| *kind == "work.attempt-taken-back").count();
        assert_eq!(taken_back, 1);
        // What nobody has: another row, another item, another provider.
        editor.get(&format!("{list}/99")).await.is(404);
        editor.post(&format!("{list}/99"), &[("forsok", "no-answer")]).await.is(404);
        editor.post(&first, &[("forsok", "telepathy")]).await.is(404);
        editor.get(&format!("{}/elever", base(find(world, "klagomal-t1", "Lindblad Centrum")))).await.is(404);
        world.client("officer").await.get(&list).await.is(404);
    });
}

#[test]
fn what_the_authority_asks_besides_is_asked_of_one_person_at_a_time_too() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        world.clock.set(instant("2024-04-15T08:00:00Z"));
        let was = "{ slug = \"uppfoljd\"";
        let added =
            "{ slug = \"kanal\", title = \"Kanal\", kind = \"text\", required = true },\n  { slug = \"uppfoljd\"";
        crate::testing::publish_otherwise(world, world.ekstad, was, added);
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let list = format!("{}/elever", base(id));
        editor.post(&list, &[]).await.is(303);
        let cook = row_of(&draft(world, id), "utbildning", "Kock");
        let at = format!("{list}/{cook}");
        editor.post(&at, &[("svar", "arbete-inom-yrket"), ("dag", "2024-04-12")]).await.is(303);
        // All but the channel is known: the cook is not done, and the page asks for it.
        editor.get(&list).await.says("Mer att fylla i").says("1 kan tillfrågas nu, 1 har svarat men saknar annat");
        let page = editor.get(&at).await;
        page.is(200).says("Fler uppgifter om eleven");
        assert_eq!(page.text().matches("Uppgiften saknas").count(), 2, "area and channel");
        let control = format!("rows-{cook}-kanal");
        let (who, seen) = (page.hidden("vem"), page.hidden("sedd"));
        let typed = [("mer", "1"), (control.as_str(), "Telefon"), ("vem", who.as_str()), ("sedd", seen.as_str())];
        let saved = editor.post(&at, &typed).await;
        editor.follow(saved.is(303)).await.says("Uppgifterna är sparade.");
        assert_eq!(editor.get(&at).await.text().matches("Uppgiften saknas").count(), 1);
        assert_eq!(cell(&draft(world, id), cook, "kanal"), "Telefon");
        editor.get(&list).await.says("1 kan tillfrågas nu").does_not_say("Mer att fylla i");
        // What two have written is shown as it was typed, and a column that is not asked here is nobody's way in.
        let late = [("mer", "1"), (control.as_str(), "E-post"), ("vem", who.as_str()), ("sedd", "1")];
        world
            .client("management")
            .await
            .post(&at, &late)
            .await
            .is(422)
            .says("En kollega har skrivit något annat")
            .says("E-post");
        assert_eq!(cell(&draft(world, id), cook, "kanal"), "Telefon");
        let long = "y".repeat(20_000);
        let typed = [("mer", "1"), (control.as_str(), long.as_str()), ("vem", who.as_str()), ("sedd", seen.as_str())];
        editor.post(&at, &typed).await.is(422).says("Texten är för lång");
        let key = format!("rows-{cook}-utbildning");
        editor.post(&at, &[("mer", "1"), (key.as_str(), "Annat"), ("vem", who.as_str())]).await.is(404);
        let gone = format!("rows-{cook}-borta");
        let typed = [("mer", "1"), (gone.as_str(), "Ring på kvällen"), ("vem", who.as_str())];
        editor.post(&at, &typed).await.is(422).says("Ring på kvällen").says("frågas inte längre");
        assert_eq!(cell(&draft(world, id), cook, "utbildning"), "Kock");
    });
}

#[test]
fn two_who_ask_the_same_person_see_that_a_colleague_has_answered() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        world.clock.set(instant("2024-04-15T08:00:00Z"));
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let list = format!("{}/elever", base(id));
        editor.post(&list, &[]).await.is(303);
        let one = format!("{list}/{}", row_of(&draft(world, id), "utbildning", "Kock"));
        let stamp = hidden(&rektor.get(&one).await.main(), "sedd");
        world.clock.set(instant("2024-04-15T08:05:00Z"));
        editor.post(&one, &[("svar", "studier"), ("sedd", &stamp)]).await.is(303);
        let both = rektor.post(&one, &[("svar", "annat"), ("sedd", &stamp)]).await;
        both.is(422).says("En kollega har skrivit ett annat svar");
    });
}

#[test]
fn rows_of_two_cohorts_twice_the_same_person_and_days_in_disorder_are_told_at_their_cells() {
    on_both(async |world| {
        asked(world);
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let columns = [
            "elevreferens",
            "avtalsomrade",
            "utbildning",
            "utbildningsform",
            "startade",
            "avslutade",
            "situation-fore",
            "situation-efter",
            "uppfoljd",
        ];
        let rows = [
            [
                "E1",
                "vard-och-omsorg",
                "Kock",
                "vocational",
                "2023-01-09",
                "2023-12-01",
                "studier",
                "studier",
                "2024-03-02",
            ],
            [
                "e1",
                "vard-och-omsorg",
                "Kock",
                "vocational",
                "2023-01-09",
                "2023-12-01",
                "studier",
                "studier",
                "2024-03-02",
            ],
            [
                "E2",
                "vard-och-omsorg",
                "Kock",
                "vocational",
                "2024-01-09",
                "2024-02-01",
                "studier",
                "studier",
                "2024-03-02",
            ],
            [
                "E3",
                "vard-och-omsorg",
                "Kock",
                "vocational",
                "2022-01-09",
                "2022-02-01",
                "studier",
                "studier",
                "2024-03-02",
            ],
            ["E4", "vard-och-omsorg", "Kock", "vocational", "2023-12-09", "2023-12-01", "studier", "ej-svar", ""],
            [
                "E5",
                "vard-och-omsorg",
                "Kock",
                "vocational",
                "2023-01-09",
                "2023-12-31",
                "studier",
                "studier",
                "2024-03-02",
            ],
        ];
        let fields: Vec<(String, &str)> = (1..)
            .zip(&rows)
            .flat_map(|(row, cells): (u32, _)| {
                columns.iter().zip(cells).map(move |(column, cell)| (format!("rows-{row}-{column}"), *cell))
            })
            .collect();
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        all.extend([("protected.studier", "tre"), ("hela", "1")]);
        editor.post(&format!("{}/fyll-i", base(id)), &all).await.is(303);
        let page = editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await;
        page.is(422)
            .says("Samma elevreferens st\u{e5}r redan p\u{e5} rad 1")
            .says("Eleven h\u{f6}r till en annan redovisning");
        page.says("Eleven avslutade utanf\u{f6}r").says("Utbildningen slutar f\u{f6}re den dag den b\u{f6}rjade");
        page.says("Svaret \u{e4}r fr\u{e5}n innan tre m\u{e5}nader").says("31 mars 2024").says("tre");
    });
}

/// Fills in a list of those rows: reference, area, completed, before, after; and signs it as the rektor.
async fn handed_in(world: &World, id: Id<AssignmentKind>, rows: &[[&str; 5]], more: &[(&str, &str)]) -> String {
    let columns = ["elevreferens", "avtalsomrade", "avslutade", "situation-fore", "situation-efter"];
    let rest = [("utbildning", "Kock"), ("utbildningsform", "vocational"), ("startade", "2023-01-09")];
    let fields: Vec<(String, &str)> = (1..)
        .zip(rows)
        .flat_map(|(row, cells): (u32, _)| {
            let own = columns.iter().copied().zip(cells.iter().copied());
            own.chain(rest).map(move |(column, cell)| (format!("rows-{row}-{column}"), cell))
        })
        .collect();
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    all.extend_from_slice(more);
    let rektor = world.client("rektor").await;
    rektor.post(&format!("{}/fyll-i", base(id)), &all).await.is(303);
    let signed = sign(&rektor, id).await;
    signed.is(303).location.clone()
}

const ROWS: [[&str; 5]; 5] = [
    ["E1", "vard-och-omsorg", "2023-11-30", "arbetssokande", "arbete-inom-yrket"],
    ["E2", "vard-och-omsorg", "2023-11-30", "studier", "eget-foretag"],
    ["E3", "vard-och-omsorg", "2023-10-30", "annat-arbete", "arbetssokande"],
    ["E4", "barn-och-fritid", "2023-11-30", "arbetssokande", "ej-svar"],
    ["E5", "barn-och-fritid", "2023-11-30", "annat-arbete", "annat-arbete"],
];

#[test]
fn shares_stand_side_by_side_with_what_nobody_knows_on_the_check_the_receipt_and_the_review() {
    on_both(async |world| {
        asked(world);
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let receipt = handed_in(world, id, &ROWS, &[("protected.ej-svar", "1"), ("protected.studier", "1")]).await;
        let rektor = world.client("rektor").await;
        let page = rektor.get(&receipt).await;
        // Seven completed, five of whom answered, three of whom work; nobody knows of two.
        page.is(200).says("(3 av 5)").says("(3 av 7)").says("Om 2 elever som inte svarat vet vi inget");
        page.says("60\u{a0}%").says("43\u{a0}%").says("71\u{a0}%").says("Skyddade personuppgifter: 2");
        // Of two nobody knows what they did at the start either.
        page.says("2 av 5 som det finns uppgift om arbetade n\u{e4}r utbildningen b\u{f6}rjade, 3 av 5 som svarat tre m\u{e5}nader efter");
        page.says("Om 2 elever saknas uppgift fr\u{e5}n starten")
            .says("andelen av alla l\u{e5}g d\u{e5} mellan 29\u{a0}%");
        page.says("<svg").says("Barn och fritid").does_not_say("Systemets beteckning");
        let pdf = rektor.get(&format!("{receipt}/pdf")).await;
        pdf.is(200);
        let officer = world.client("officer").await;
        let review = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        review.is(200).says("(3 av 5)").says("<svg");
        // The analysis has the same beside its text, of its own contract area.
        let analysis = find(world, "arbete-analys", "barn-och-fritid");
        let editor = world.client("editor").await;
        let page = editor.get(&format!("{}/fyll-i", base(analysis))).await;
        page.is(200).says("(1 av 1)").says("(1 av 2)").says("barn-och-fritid: 1 av 2 arbetade").says("<svg");
    });
}

#[test]
fn lists_that_were_handed_in_are_counted_by_unit_area_and_month_and_made_anew_they_are_the_same() {
    on_both(async |world| {
        asked(world);
        results(world, &shipped());
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let officer = world.client("officer").await;
        let at = "/h/ekstad/resultat/arbete-efter-yrkesutbildning?ar=2023";
        officer.get(at).await.is(200).says("Ingen lista \u{f6}ver elever som avslutat i perioden har l\u{e4}mnats in");
        handed_in(world, id, &ROWS, &[]).await;
        let page = officer.get(at).await;
        page.is(200).says("75\u{a0}%").says("(3 av 5)").says("1 av 3 listor har l\u{e4}mnats in");
        page.says("Siffran g\u{e4}ller dem som avslutade juli\u{2013}december 2023");
        let by_area = officer.get(&format!("{at}&uppdelning=omrade")).await;
        by_area.is(200).says("barn-och-fritid").says("vard-och-omsorg").says("66,7\u{a0}%");
        // Beside the share of those who answered: the known share of all, with its bounds.
        by_area.says("Av alla som avslutat").says("50\u{a0}% (1 av 2)").says("h\u{f6}gst 100\u{a0}%");
        let file = officer.get(&format!("{at}&uppdelning=omrade&format=csv")).await.text();
        assert!(
            file.contains("Av alla som avslutat (k\u{e4}nt);Av alla som avslutat (h\u{f6}gst)")
                && file.contains(";50;100"),
            "{file}"
        );
        // Whoever may not see rows is told nothing that a few could be told from.
        let board = world.client("board").await;
        let seen = board.get(at).await;
        assert!(seen.status.as_u16() == 404 || !seen.main().contains("(3 av 5)"), "{}", seen.main());
        let cells = |world: &World| {
            world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                let all: Vec<(String, i64)> = tx.all(
                    sql!(
                        "SELECT measure, n FROM count_cell WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY measure"
                    ),
                    &[&id],
                )?;
                Ok(all)
            })
        };
        let kept = cells(world);
        assert!(
            kept.contains(&("in-work".to_owned(), 3)) && kept.contains(&("work-answers".to_owned(), 4)),
            "{kept:?}"
        );
        let wrong = world.read(Scope::Tenant(world.ekstad.id), crate::submissions::miscounted);
        assert!(wrong.is_empty());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(
                sql!("UPDATE count_cell SET n = n + 1 WHERE tenant_id = $1 AND assignment_id = $2 AND measure = 'in-work'"),
                &[&id],
            )?;
            crate::submissions::rebuild_counts(tx).map(|_| ())
        });
        assert_eq!(cells(world), kept);
    });
}

#[test]
fn certificates_are_numbers_by_month_and_outcome_and_months_nobody_reported_come_back() {
    on_both(async |world| {
        asked(world);
        world.clock.set(instant("2024-07-02T08:00:00Z"));
        let id = find(world, "halsointyg-t2", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        let form = format!("{}/fyll-i", base(id));
        let page = rektor.get(&form).await;
        page.is(200).says("december 2023").says("Inte redovisad tidigare").says("juni 2024").says("Intyget godtogs");
        page.does_not_say("<textarea");
        // The page sends month and outcome with every number; a number that is left out is no row.
        let cells = [
            ("1", "m2024-01", "godtaget", "7"),
            ("2", "m2024-01", "ej-godtaget", "0"),
            ("3", "m2024-02", "godtaget", ""),
        ];
        let fields: Vec<(String, &str)> = cells
            .iter()
            .flat_map(|(row, month, outcome, n)| {
                [("manad", *month), ("beslut", *outcome), ("antal", *n)]
                    .map(|(column, text)| (format!("rows-{row}-{column}"), text))
            })
            .collect();
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        all.push(("hela", "1"));
        rektor.post(&form, &all).await.is(303);
        assert_eq!(draft(world, id).keys().filter(|path| path.split('.').nth(2) == Some("manad")).count(), 2);
        rektor
            .get(&form)
            .await
            .is(200)
            .says("value=\"7\"")
            .says("Inga uppgifter f\u{f6}r december 2023, februari 2024");
        // What is no number, and what is a person, stay as they were typed and are told.
        rektor.post(&form, &[("rows-1-antal", "sju")]).await.is(303);
        let told = rektor.get(&form).await;
        told.says("value=\"sju\"").says("Januari 2024, Intyget godtogs: \u{201d}sju\u{201d}").says("heltal");
        rektor.post(&form, &[("rows-1-antal", "7")]).await.is(303);
        sign(&rektor, id).await.is(303);
        // In December the autumn is asked for, with what never came of the spring and of the year before.
        world.clock.set(instant("2024-12-02T08:00:00Z"));
        let rektor = world.client("rektor").await;
        let next = find(world, "halsointyg-helar", "Lindblad Centrum");
        let page = rektor.get(&format!("{}/fyll-i", base(next))).await;
        page.is(200).says("december 2023").says("februari 2024").says("november 2024").does_not_say("januari 2024");
        page.says("december 2024").says("Inte slut \u{e4}nnu").says("Kommer tillbaka vid n\u{e4}sta tillf\u{e4}lle");
        // A row of a month that is not over is refused, by whatever road it comes.
        let early = [("rows-1-manad", "m2024-12"), ("rows-1-beslut", "godtaget"), ("rows-1-antal", "1")];
        rektor.post(&format!("{}/fyll-i", base(next)), &early).await.is(303);
        rektor.get(&format!("{}/fyll-i?visa=fel", base(next))).await.is(422).says("December 2024 \u{e4}r inte slut");
    });
}

#[test]
fn nobody_of_a_list_lies_open_in_the_database_by_number_answer_or_reference() {
    on(::store::Engine::Sqlite, async |world| {
        asked(world);
        results(world, &shipped());
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let list = format!("{}/elever", base(id));
        editor.post(&list, &[]).await.is(303);
        let one = row_of(&draft(world, id), "utbildning", "Svetsare");
        let number = person(1);
        let typed = [(format!("rows-{one}-elevreferens"), number.as_str())];
        editor.post(&format!("{}/falt", base(id)), &[(typed[0].0.as_str(), typed[0].1)]).await.is(200);
        editor.post(&format!("{list}/{one}"), &[("svar", "eget-foretag")]).await.is(303);
        editor.post(&format!("{list}/{one}"), &[("forsok", "wrong-address"), ("satt", "letter")]).await.is(303);
        // A number where the reference belongs is told, and shown nowhere but in its own field.
        editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await.is(422).says("personnummer");
        let mut all = Vec::new();
        for end in ["", "-wal"] {
            all.extend(std::fs::read(format!("{}{end}", world.database_address())).unwrap_or_default());
        }
        let holds = |text: &str| all.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(holds("wrong-address"), "what is looked through is what lies there");
        for n in 1..7 {
            assert!(!holds(&person(n)), "{n}");
        }
        assert!(!holds(&number[2..]));
    });
}

#[test]
fn an_answer_from_before_its_time_is_told_when_it_is_written_also_while_the_row_is_not_whole() {
    on_both(async |world| {
        asked(world);
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(id));
        let rows = [
            ("rows-1-avslutade", "2023-11-30"),
            ("rows-1-elevreferens", "E1"),
            ("rows-1-uppfoljd", "2023-11-29"),
            ("rows-2-avslutade", "2023-11-30"),
            ("rows-2-uppfoljd", "2024-02-01"),
            ("hela", "1"),
        ];
        editor.post(&form, &rows).await.is(303);
        let page = editor.get(&form).await;
        page.is(200)
            .says("f\u{f6}re utbildningens sista dag")
            .says("Eleven kan tillfr\u{e5}gas fr\u{e5}n 29 februari 2024");
        let at = format!("{}/falt", base(id));
        for (day, says) in [("2023-11-28", "sista dag"), ("2024-02-02", "innan tre m\u{e5}nader")] {
            let saved = editor.post_by_script(&at, &[("rows-1-uppfoljd", day)]).await;
            saved.is(200).says("Sparat").says(says);
            assert_eq!(cell(&draft(world, id), 1, "uppfoljd"), day);
        }
        let saved = editor.post_by_script(&at, &[("rows-1-uppfoljd", "2024-03-01")]).await;
        saved.is(200).says("Sparat").does_not_say("tre m\u{e5}nader").does_not_say("sista dag");
        // On the page of the call the answer is kept, and what is odd about its day is said.
        let call = format!("{}/elever/2", base(id));
        let early = editor.post(&call, &[("svar", "studier"), ("dag", "2024-02-10")]).await;
        editor.follow(&early).await.is(200).says("innan tre m\u{e5}nader hade g\u{e5}tt");
        assert_eq!(cell(&draft(world, id), 2, "uppfoljd"), "2024-02-10");
        editor.post(&call, &[("svar", "studier"), ("dag", "2023-11-29")]).await.is(422);
        assert_eq!(cell(&draft(world, id), 2, "uppfoljd"), "2024-02-10");
    });
}

#[test]
fn an_answer_from_a_page_about_somebody_who_has_moved_in_the_list_is_saved_on_nobody() {
    on_both(async |world| {
        asked(world);
        let id = find(world, "arbete-individ-t2", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(id));
        let put = |first, second| {
            [
                ("rows-1-avslutade", "2023-11-30"),
                ("rows-1-elevreferens", first),
                ("rows-2-avslutade", "2023-11-30"),
                ("rows-2-elevreferens", second),
                ("hela", "1"),
            ]
        };
        editor.post(&form, &put("E1", "E2")).await.is(303);
        let at = format!("{}/elever/1", base(id));
        let who = hidden(&editor.get(&at).await.is(200).main(), "vem");
        // A colleague turns the list around.
        let stamp = hidden(&editor.get(&form).await.is(200).main(), "sedd");
        let turned = [&put("E2", "E1")[..], &[("sedd", stamp.as_str())]].concat();
        editor.post(&form, &turned).await.is(303);
        let stands = draft(world, id);
        assert_eq!(cell(&stands, 1, "elevreferens"), "E2");
        for sent in [("svar", "studier"), ("fore", "studier"), ("forsok", "no-answer")] {
            let refused = editor.post(&at, &[sent, ("vem", &who)]).await;
            refused.is(409).says("en annan elev st\u{e5}r nu p\u{e5} den platsen").says("Till listan");
        }
        editor.post(&format!("{at}/personnummer"), &[("vem", &who)]).await.is(409);
        assert_eq!(draft(world, id), stands);
        let who = hidden(&editor.get(&at).await.is(200).main(), "vem");
        editor.post(&at, &[("svar", "studier"), ("vem", &who)]).await.is(303);
    });
}
