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
use crate::testing::{Answer, Client, World, instant, on_both};

const HEADINGS: &str = "Personnummer;Skyddade personuppgifter;Kurskod;Kursstart;Enhet;Betyg;Betygsdatum;Yrkesutbildning;\
    Yrkesutbildningens slag;Yrkesutbildningens namn;Yrkesutbildningens start;Yrkesutbildningens slut;\
    Yrkesutbildningens utfall;Situation vid start;Situationen noterad";

/// A row of a course with what it says of its education.
fn course(n: u32, protected: &str, unit: &str, says: &str) -> String {
    format!("{};{protected};SVESVE01;2023-01-09;{unit};E;2023-06-01;{says}", person(n))
}

fn education(known_by: u32, kind: &str, title: &str, ended: &str, outcome: &str, noted: &str) -> String {
    format!("U-{known_by};{kind};{title};2023-01-09;{ended};{outcome};Arbetss\u{f6}kande;{noted}")
}

fn results(world: &World, rows: &[String]) {
    let (done, _) = read(world, file_of(HEADINGS, rows).as_bytes(), &order("tertial", SetKind::Full)).unwrap();
    assert_eq!(done.staged.tally.rejected, 0, "{:?}", done.findings);
}

/// Five educations at Lindblad Centrum, of which three are over in the cohort's days, one of them of a protected identity.
fn shipped() -> Vec<String> {
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
fn asked(world: &World) {
    let chance = world.app.chance().clone();
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        tx.execute(sql!("UPDATE unit SET traits = '[\"vocational\",\"vo\"]' WHERE tenant_id = $1"), &[])?;
        assignments::sync_current(tx, &*chance).map(|_| ())
    });
}

fn find(world: &World, item: &'static str, subject: &'static str) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.subject_name() == subject).unwrap().id)
    })
}

fn base(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}")
}

fn draft(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, lindblad) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, lindblad, id)?.texts()))
}

/// The row whose cell of the column says that.
fn row_of(draft: &BTreeMap<String, String>, column: &str, text: &str) -> u32 {
    let is = |(path, said): &(&String, &String)| path.ends_with(&format!(".{column}")) && said.as_str() == text;
    let (path, _) = draft.iter().find(is).unwrap_or_else(|| panic!("{column} {text} in {draft:?}"));
    path.split('.').nth(1).unwrap().parse().unwrap()
}

fn cell<'d>(draft: &'d BTreeMap<String, String>, row: u32, column: &str) -> &'d str {
    draft.get(&format!("rows.{row:04}.{column}")).map_or("", String::as_str)
}

fn hidden(page: &str, name: &str) -> String {
    let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    let rest = &page[start + name.len() + 15..];
    rest[..rest.find('"').unwrap()].to_owned()
}

async fn sign(client: &Client<'_>, id: Id<AssignmentKind>) -> Answer {
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
        editor.post(&format!("{}/fyll-i", base(id)), &[(&format!("rows-{welder}-elevreferens"), "E1"), ("spara", "1")]).await.is(303);
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
        page.is(200).says("har 1 elev som inte st\u{e5}r i listan").says("finns inte l\u{e4}ngre i huvudmannens uppgifter");
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
        editor.get(&first).await.is(200).says("Vad g\u{f6}r eleven nu").says("Eget f\u{f6}retag").says("Inget svar");
        editor.get(&second).await.is(200).says("noterad i efterhand, 2023-05-02");
        // Nobody answers: that is noted, and the other one comes.
        let missed = editor.post(&first, &[("forsok", "no-answer"), ("satt", "phone")]).await;
        assert_eq!(missed.is(303).location, second);
        editor.follow(&missed).await.says("F\u{f6}rs\u{f6}ket \u{e4}r noterat: inget svar. H\u{e4}r \u{e4}r n\u{e4}sta elev.");
        editor.get(&first).await.says("Tidigare f\u{f6}rs\u{f6}k").says("Telefon, inget svar (editor)");
        // From the list it takes one press.
        let pressed = editor.post(&first, &[("forsok", "no-answer"), ("satt", "phone"), ("till", "listan")]).await;
        assert_eq!(pressed.is(303).location, list);
        editor.get(&list).await.is(200).says("2 f\u{f6}rs\u{f6}k");
        // An answer is saved at once, with its day; a day that has not come keeps what was typed.
        let day = [("svar", "arbete-inom-yrket"), ("dag", "2024-04-16"), ("sedd", "0")];
        editor.post(&second, &day).await.is(422).says("Dagen har inte kommit").says("2024-04-16");
        editor.post(&second, &[("svar", "arbete-inom-yrket"), ("dag", "31 feb")]).await.is(422).says("31 feb");
        editor.post(&second, &[("spara", "1")]).await.is(422).says("V\u{e4}lj ett svar");
        let answered = editor.post(&second, &[("svar", "arbete-inom-yrket"), ("dag", "2024-04-12")]).await;
        assert_eq!(answered.is(303).location, first);
        let done = editor.post(&first, &[("svar", "ej-svar"), ("dag", "2024-04-12")]).await;
        assert_eq!(done.is(303).location, list, "nobody is left");
        let now = draft(world, id);
        assert_eq!((cell(&now, cook, "situation-efter"), cell(&now, cook, "uppfoljd")), ("arbete-inom-yrket", "2024-04-12"));
        assert_eq!((cell(&now, welder, "situation-efter"), cell(&now, welder, "uppfoljd")), ("ej-svar", ""));
        editor.get(&list).await.says("0 kan tillfr\u{e5}gas nu, 0 senare och 2 \u{e4}r klara");
        let noted = world.events(world.ekstad).iter().filter(|kind| *kind == "work.attempt-noted").count();
        assert_eq!(noted, 2);
        // What nobody has: another row, another item, another provider.
        editor.get(&format!("{list}/99")).await.is(404);
        editor.post(&format!("{list}/99"), &[("forsok", "no-answer")]).await.is(404);
        editor.post(&first, &[("forsok", "telepathy")]).await.is(404);
        editor.get(&format!("{}/elever", base(find(world, "klagomal-t1", "Lindblad Centrum")))).await.is(404);
        world.client("officer").await.get(&list).await.is(404);
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
        let columns = ["elevreferens", "avtalsomrade", "utbildning", "utbildningsform", "startade", "avslutade", "situation-fore", "situation-efter", "uppfoljd"];
        let rows = [
            ["E1", "vard-och-omsorg", "Kock", "vocational", "2023-01-09", "2023-12-01", "studier", "studier", "2024-03-02"],
            ["e1", "vard-och-omsorg", "Kock", "vocational", "2023-01-09", "2023-12-01", "studier", "studier", "2024-03-02"],
            ["E2", "vard-och-omsorg", "Kock", "vocational", "2024-01-09", "2024-02-01", "studier", "studier", "2024-03-02"],
            ["E3", "vard-och-omsorg", "Kock", "vocational", "2022-01-09", "2022-02-01", "studier", "studier", "2024-03-02"],
            ["E4", "vard-och-omsorg", "Kock", "vocational", "2023-12-09", "2023-12-01", "studier", "ej-svar", ""],
            ["E5", "vard-och-omsorg", "Kock", "vocational", "2023-01-09", "2023-12-31", "studier", "studier", "2024-03-02"],
        ];
        let fields: Vec<(String, &str)> = (1..).zip(&rows).flat_map(|(row, cells): (u32, _)| {
            columns.iter().zip(cells).map(move |(column, cell)| (format!("rows-{row}-{column}"), *cell))
        }).collect();
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        all.extend([("protected.studier", "tre"), ("hela", "1")]);
        editor.post(&format!("{}/fyll-i", base(id)), &all).await.is(303);
        let page = editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await;
        page.is(422).says("Samma elevreferens st\u{e5}r redan p\u{e5} rad 1").says("Eleven h\u{f6}r till en annan redovisning");
        page.says("Eleven avslutade utanf\u{f6}r").says("Utbildningen slutar f\u{f6}re den dag den b\u{f6}rjade");
        page.says("Svaret \u{e4}r fr\u{e5}n innan tre m\u{e5}nader").says("31 mars 2024").says("tre");
    });
}
