#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, global_sql, sql};
use domain::evaluations::{AskedOf, Grade, PartState, Stage, StateName};
use kernel::id::kind::Organisation;
use kernel::{Id, Right};

use super::testing::*;
use crate::testing::{ENGINES, World, instant, on, on_both};

mod carried;
mod days;

/// How many letters about evaluations wait at the authority.
fn letters(world: &World, at: crate::testing::Authority) -> i64 {
    let (count,): (i64,) = world.read(Scope::Global, move |tx| {
        tx.one(
            global_sql!("SELECT CAST(count(*) AS BIGINT) FROM letter WHERE kind = 'evaluation' AND tenant_id = $1"),
            &[&at.id],
        )
    });
    count
}

/// What the letters of it at the authority are called.
fn subjects(world: &World, at: crate::testing::Authority) -> Vec<String> {
    let rows: Vec<(String,)> = world.read(Scope::Global, move |tx| {
        tx.all(
            global_sql!("SELECT subject FROM letter WHERE kind = 'evaluation' AND tenant_id = $1 ORDER BY subject, id"),
            &[&at.id],
        )
    });
    rows.into_iter().map(|(subject,)| subject).collect()
}

#[test]
fn an_evaluation_goes_from_the_question_to_the_results_of_the_return_visit_at_every_authority() {
    on_both(async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let (foreign, rektor) = (world.client("foreign-officer").await, world.client("rektor").await);
        let id = begun(&regional).await;
        let at = format!("/h/ekstad/utvarderingar/{id}");
        regional.get(&at).await.is(200).says("Gemensam 2024").says("Ingen huvudman");
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        assert!(letters(world, world.ekstad) >= 1 && letters(world, world.bokhamn) == 1);
        officer.get("/h/ekstad/uppfoljning/2024/tertial-1").await.is(200).says("fr\u{e5}gar om ni deltar");
        foreign.get("/h/bokhamn/gemensam-utvardering").await.is(200).says("V\u{e4}ntar p\u{e5} ert svar");
        joined(world, &officer, world.ekstad, &[world.lindblad, world.norrsken]).await;
        joined(world, &foreign, world.bokhamn, &[world.lindblad, world.fjordvik]).await;
        let of = kept(world, &id);
        assert_eq!(of.parts.len(), 3, "a provider of two authorities is one part");
        assert_eq!(of.authorities_of(world.lindblad).len(), 2);
        // The first visit, and its draft at the provider alone.
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        assert!(kept(world, &id).stands.locked);
        drafted(world, &regional, of).await;
        assert_eq!(results(world, world.ekstad, world.norrsken)[0].stands.stage(), None);
        let own = results(world, world.ekstad, world.lindblad)[0].id;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{own}");
        rektor.get("/start").await.is(200).says("utkast att l\u{e4}sa, svara senast");
        rektor.get(&theirs).await.is(200).says("Tio av tjugo").says("Studieplanerna f\u{f6}ljs inte upp");
        world.client("other-rektor").await.get(&theirs).await.is(404);
        world.client("board").await.get(&format!("/h/ekstad/utvardering/{own}")).await.is(404);
        officer
            .get(&format!("/h/ekstad/utvardering/{own}"))
            .await
            .is(200)
            .says("Tio av tjugo")
            .does_not_say("G\u{f6}r till brist");
        // The provider answers at one authority; it stands for all.
        rektor.post(&format!("{theirs}/svara"), &[("sedd", "0")]).await.is(422).says("Skriv ett svar");
        let draft = rektor.get(&theirs).await.hidden("sedd");
        let answer =
            [("sedd", draft.as_str()), ("svar-text", "Vi delar bilden."), ("svar-om-1", "Rutinen \u{e4}r ny.")];
        rektor.post(&format!("{theirs}/svara"), &answer).await.is(303);
        rektor.post(&format!("{theirs}/svara"), &answer).await.is(303);
        carried(world).await;
        let part = kept(world, &id).part(world.lindblad).unwrap().stands.clone();
        assert_eq!((part.state, part.answers.len()), (PartState::Answered, 1));
        let there = &results(world, world.bokhamn, world.lindblad)[0];
        assert_eq!(there.stands.answered().count(), 1, "the other authority is told");
        foreign
            .get(&format!("/h/bokhamn/utvardering/{}", there.id))
            .await
            .is(200)
            .says("Vi delar bilden")
            .says("genom Ekstad");
        // A second answer, through the other authority, stands beside the first.
        world.seat_at(world.bokhamn, crate::testing::person_id("management"), kernel::Role::ProviderManagement);
        let management = world.client("management").await;
        let elsewhere = format!("/h/bokhamn/utvardering-hos-oss/{}", there.id);
        management.get(&elsewhere).await.is(200).says("Ni har svarat").says("genom Ekstads kommun");
        let more = [("sedd", draft.as_str()), ("svar-text", "Ledningen till\u{e4}gger.")];
        management.post(&format!("{elsewhere}/svara"), &more).await.is(303);
        carried(world).await;
        rektor.get(&theirs).await.is(200).says("Ledningen till\u{e4}gger").says("genom Bokhamns kommun");
        let page = regional.get(&part_at(&id, world.lindblad)).await;
        page.is(200).says("Vi delar bilden").says("Ledningen till\u{e4}gger");
        step(world, &regional, of, "faststall", &[]).await;
        carried(world).await;
        rektor.get(&theirs).await.is(200).says("F\u{f6}rsta bes\u{f6}ket fastst\u{e4}llt");
        // One press makes a deficiency of what was found.
        let page = officer.get(&format!("/h/ekstad/utvardering/{own}")).await;
        page.is(200).says("G\u{f6}r till brist").says("id=\"iakttagelse-1\"");
        return_visit(world, (&id, own.to_string())).await;
    });
}

/// The return visit to Lindblad, the others ended with a reason, and everybody's results.
async fn return_visit(world: &World, (id, own): (&str, String)) {
    world.clock.set(instant("2024-09-16T09:00:00Z"));
    let regional = world.client("regional").await;
    let of = (id, world.lindblad);
    let who = crate::testing::person_id("regional").to_string();
    let plan = [("planera-aterbesok-dag", "2024-09-16"), ("planera-aterbesok-utvarderare", who.as_str())];
    step(world, &regional, of, "planera-aterbesok", &plan).await;
    let at = part_at(id, world.lindblad);
    let seen = part_seen(world, id, world.lindblad);
    regional.post(&format!("{at}/faststall-aterbesok"), &[("sedd", &seen)]).await.is(409).says("varje brist");
    let bare = [("sedd", seen.as_str()), ("nr", "1"), ("utfall-1-utfall", "atgardat"), ("utfall-1-text", "Klart.")];
    regional.post(&format!("{at}/utfall"), &bare).await.is(422).says("Skriv vad som visar det").says("Klart.");
    let shown = [("utfall-1-visar", "Alla planer har datum.")];
    step(world, &regional, of, "utfall", &[&bare[1..], &shown].concat()).await;
    let again = [
        ("kriterium", "studieplaner"),
        ("nytt-omdome-studieplaner-omdome", "god"),
        ("nytt-omdome-studieplaner-text", "Planerna f\u{f6}ljs upp."),
        ("nytt-omdome-studieplaner-visar", "Tjugo av tjugo."),
    ];
    step(world, &regional, of, "nytt-omdome", &again).await;
    step(world, &regional, of, "faststall-aterbesok", &[]).await;
    carried(world).await;
    for (at, of) in [(world.ekstad, world.lindblad), (world.bokhamn, world.lindblad)] {
        assert_eq!(results(world, at, of)[0].stands.stage(), Some(Stage::Whole), "both authorities have it");
    }
    let evaluation = format!("/h/ekstad/utvarderingar/{id}");
    let seen_now = || super::testing::seen(world, id);
    regional.post(&format!("{evaluation}/steg/avsluta"), &[("sedd", &seen_now())]).await.is(409).says("inte klar");
    for other in [world.norrsken, world.fjordvik] {
        step(world, &regional, (id, other), "avsluta", &[("avsluta-text", "Startar f\u{f6}rst i h\u{f6}st.")]).await;
    }
    regional.post(&format!("{evaluation}/steg/lamna-ut"), &[("sedd", &seen_now())]).await.is(303);
    regional.post(&format!("{evaluation}/steg/avsluta"), &[("sedd", &seen_now())]).await.is(303);
    carried(world).await;
    assert_eq!(kept(world, id).stands.state, StateName::Closed);
    // Everybody's results, at every authority, for the board too.
    let (board, foreign) = (world.client("board").await, world.client("foreign-officer").await);
    board.get("/h/ekstad/rapporter").await.is(200).says("Gemensamma utv\u{e4}rderingar");
    for (client, authority) in [(&board, world.ekstad), (&foreign, world.bokhamn)] {
        let page = format!("/h/{}/gemensam-utvardering/{}", authority.slug, copy_at(world, authority));
        client.get(&page).await.is(200).says("Resultatet som l\u{e4}mnades ut");
        let results = client.get(&format!("{page}/resultat")).await;
        results
            .is(200)
            .says("Brister")
            .says("blev")
            .says("Fjordvik")
            .says("Startar f\u{f6}rst")
            .says("1 \u{e5}tg\u{e4}rdad.");
    }
    let copy = copies(world, world.bokhamn).remove(0);
    let whole = copy.released().unwrap();
    let lindblad = whole.rows.iter().find(|row| row.authorities.len() == 2).unwrap();
    assert_eq!(lindblad.grades[0], (Some(Grade::Deficient), Some(Grade::Good)));
    board
        .get(&format!("/h/ekstad/utvardering/{own}"))
        .await
        .is(200)
        .says("Efter \u{e5}terbes\u{f6}ket")
        .says("Vi delar bilden");
    let pdf = regional.get(&format!("{evaluation}/resultat/pdf")).await;
    assert!(pdf.is(200).bytes.starts_with(b"%PDF-"));
    assert!(regional.get(&format!("{evaluation}/resultat/docx")).await.is(200).bytes.starts_with(b"PK"));
    let csv = regional.get(&format!("{evaluation}/resultat/csv")).await;
    assert!(csv.is(200).text().contains("Klart med \u{e5}terbes\u{f6}k"));
    let seen = part_seen(world, id, world.lindblad);
    let late = [("sedd", seen.as_str()), ("oppna-text", "Fel dag.")];
    regional.post(&format!("{}/oppna", part_at(id, world.lindblad)), &late).await.is(409).says("p\u{e5}g\u{e5}r inte");
}

#[test]
fn several_judge_at_once_each_their_own_and_what_somebody_had_not_read_is_not_written_over() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let at = part_at(&id, world.lindblad);
        let judge = |criterion: &'static str, text: &'static str, seen: &'static str| {
            let start = format!("bedom-{criterion}");
            vec![
                ("sedd".to_owned(), seen.to_owned()),
                ("kriterium".to_owned(), criterion.to_owned()),
                (format!("{start}-omdome"), "god".to_owned()),
                (format!("{start}-text"), text.to_owned()),
                (format!("{start}-visar"), "Vi satt med.".to_owned()),
            ]
        };
        let post = async |fields: Vec<(String, String)>| {
            let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            regional.post(&format!("{at}/bedom"), &sent).await
        };
        post(judge("lokaler", "Bra.", "0")).await.is(409).says("Planera bes\u{f6}ket f\u{f6}rst");
        let who = crate::testing::person_id("regional").to_string();
        step(
            world,
            &regional,
            (&id, world.lindblad),
            "planera",
            &[("planera-dag", "2024-03-15"), ("planera-utvarderare", &who)],
        )
        .await;
        post(judge("lokaler", "Bra.", "1")).await.is(303);
        post(judge("lokaler", "Bra.", "1")).await.is(303);
        post(judge("betyg", "Ocks\u{e5} bra.", "1")).await.is(303);
        post(judge("lokaler", "D\u{e5}ligt.", "1"))
            .await
            .is(422)
            .says("N\u{e5}got har skrivits h\u{e4}r")
            .says("D\u{e5}ligt.");
        assert_eq!(kept(world, &id).part(world.lindblad).unwrap().lines.len(), 3);
        let mut bare = judge("rektor", "Leder.", "3");
        bare.pop();
        post(bare).await.is(422).says("Skriv vad som visar det");
        // From the first grade on the criteria stand.
        let add = [
            ("sedd", &*seen(world, &id)),
            ("nytt-kriterium-omrade", "Annat"),
            ("nytt-kriterium-titel", "Lunch"),
            ("nytt-kriterium-ser", "Maten"),
        ];
        regional
            .post(&format!("/h/ekstad/utvarderingar/{id}/steg/nytt-kriterium"), &add)
            .await
            .is(409)
            .says("f\u{f6}rsta omd\u{f6}met");
        // The provider's time runs: nothing is settled over its head.
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        drafted(world, &regional, of).await;
        let seen = part_seen(world, &id, world.lindblad);
        regional.post(&format!("{at}/faststall"), &[("sedd", &seen)]).await.is(409).says("tid att svara");
        world.clock.set(instant("2024-04-02T09:00:00Z"));
        let regional = world.client("regional").await;
        regional.post(&format!("{at}/faststall"), &[("sedd", &seen)]).await.is(303);
    });
}

#[test]
fn criteria_are_edited_before_the_first_grade_and_an_evaluation_is_taken_back_and_up_again() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        let at = format!("/h/ekstad/utvarderingar/{id}");
        let own = [
            ("sedd", "1"),
            ("nytt-kriterium-omrade", "Undervisningen"),
            ("nytt-kriterium-titel", "L\u{e4}xhj\u{e4}lp"),
            ("nytt-kriterium-ser", "Den som vill f\u{e5}r hj\u{e4}lp."),
        ];
        regional.post(&format!("{at}/steg/nytt-kriterium"), &own).await.is(303);
        regional.post(&format!("{at}/steg/nytt-kriterium"), &own).await.is(303);
        regional
            .get(&format!("{at}/kriterier"))
            .await
            .is(200)
            .says("L\u{e4}xhj\u{e4}lp")
            .says("exempel som f\u{f6}ljer med Tertial");
        assert_eq!(kept(world, &id).lines.len(), 2, "the same form twice is once");
        let reword = [
            ("sedd", "2"),
            ("kriterium", "laxhjalp"),
            ("kriterium-laxhjalp-omrade", "Undervisningen"),
            ("kriterium-laxhjalp-titel", ""),
            ("kriterium-laxhjalp-ser", "Allt."),
        ];
        regional.post(&format!("{at}/steg/kriterium"), &reword).await.is(422).says("Fyll i det h\u{e4}r");
        regional.post(&format!("{at}/steg/stryk"), &[("sedd", "2"), ("kriterium", "laxhjalp")]).await.is(303);
        regional.post(&format!("{at}/steg/stryk"), &[("sedd", "2"), ("kriterium", "lokaler")]).await.is(409);
        asked(world, &regional, &id, &[world.ekstad]).await;
        regional
            .post(
                &format!("{at}/steg/aterkalla"),
                &[("sedd", &seen(world, &id)), ("aterkalla-text", "Vi b\u{f6}rjar om.")],
            )
            .await
            .is(303);
        carried(world).await;
        let there = format!("/h/ekstad/gemensam-utvardering/{}", copy_at(world, world.ekstad));
        officer
            .get(&there)
            .await
            .is(200)
            .says("\u{c5}terkallad")
            .says("D\u{e4}rf\u{f6}r \u{e4}r den \u{e5}terkallad: Vi b\u{f6}rjar om.")
            .does_not_say("Skicka svaret");
        officer.post(&format!("{there}/svara"), &[("svar-val", "nej"), ("svar-text", "Nej")]).await.is(409);
        regional
            .post(&format!("{at}/steg/oppna"), &[("sedd", &seen(world, &id)), ("oppna-text", "Det blev av.")])
            .await
            .is(303);
        carried(world).await;
        officer
            .get(&there)
            .await
            .is(200)
            .says("Skicka svaret")
            .says("D\u{e4}rf\u{f6}r \u{f6}ppnades den igen: Det blev av.");
        regional.get(&at).await.is(200).says("Utv\u{e4}rderingen \u{e5}terkallades").says("Vi b\u{f6}rjar om.");
        // What somebody writes is sealed, at both.
        let contents: Vec<(String,)> = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            tx.all(
                sql!(
                    "SELECT content FROM evaluation_entry WHERE tenant_id = $1
                     UNION ALL SELECT content FROM evaluation_copy_entry WHERE tenant_id = $1"
                ),
                &[],
            )
        });
        assert!(contents.len() > 6 && contents.iter().all(|(content,)| !content.contains("rjar om")));
    });
}

#[test]
fn only_those_who_lead_and_judge_come_to_the_evaluation_and_only_those_who_follow_up_answer() {
    on(ENGINES[0], async |world| {
        let [id, copy, result] = sent(world).await;
        for name in ["officer", "owner", "board", "rektor", "admin", "foreign-officer"] {
            let client = world.client(name).await;
            client.get(&format!("/h/ekstad/utvarderingar/{id}")).await.is(404);
            client.get(&part_at(&id, world.lindblad)).await.is(404);
            client.post(&format!("{}/faststall", part_at(&id, world.lindblad)), &[("sedd", "1")]).await.is(404);
        }
        for name in ["regional", "rektor", "foreign-officer", "registrar"] {
            let client = world.client(name).await;
            client.get(&format!("/h/ekstad/gemensam-utvardering/{copy}")).await.is(404);
            client.get(&format!("/h/ekstad/utvardering/{result}")).await.is(404);
        }
        let board = world.client("board").await;
        board.post(&format!("/h/ekstad/gemensam-utvardering/{copy}/svara"), &[("svar-val", "nej")]).await.is(404);
        board.get(&format!("/h/ekstad/gemensam-utvardering/{copy}")).await.is(200).does_not_say("Utkast");
        world.client("editor").await.get(&format!("/h/ekstad/utvardering-hos-oss/{result}")).await.is(404);
        assert!(kernel::Role::Evaluator.may(Right::Evaluate) && !kernel::Role::Evaluator.may(Right::LeadEvaluations));
    });
}

/// How many lines the part's page had before the newest.
fn part_seen_less(world: &World, id: &str) -> String {
    (kept(world, id).part(world.lindblad).unwrap().lines.len() - 1).to_string()
}

/// Sends the draft, which is not carried yet.
async fn only_sent(world: &World, client: &crate::testing::Client<'_>, of: (&str, Id<Organisation>)) {
    let until = world.app.clock().now().day().plus_days(14).to_string();
    step(world, client, of, "skicka", &[("skicka-dag", &until)]).await;
}

#[test]
fn time_in_which_the_provider_had_nothing_to_read_is_not_its_time() {
    on_both(async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        only_sent(world, &regional, of).await;
        world.clock.set(instant("2024-04-02T09:00:00Z"));
        let regional = world.client("regional").await;
        let settle = format!("{}/faststall", part_at(&id, world.lindblad));
        let now = part_seen(world, &id, world.lindblad);
        regional.post(&settle, &[("sedd", &now)]).await.is(409).says("kom inte fram");
        // It comes, after its time.
        carried(world).await;
        regional.get(&part_at(&id, world.lindblad)).await.is(200).says("Utkastet kom fram").says("2 april 2024");
        regional.post(&settle, &[("sedd", &now)]).await.is(409).says("kom inte fram");
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        drafted(world, &regional, of).await;
        world.clock.set(instant("2024-04-17T09:00:00Z"));
        let regional = world.client("regional").await;
        step(world, &regional, of, "faststall", &[]).await;
        assert_eq!(kept(world, &id).part(world.lindblad).unwrap().stands.state, PartState::Settled);
    });
}

#[test]
fn what_is_graded_is_one_form_and_what_was_not_touched_is_not_written() {
    on_both(async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        let who = crate::testing::person_id("regional").to_string();
        let plan =
            |on: &'static str| [("planera-dag", on), ("planera-utvarderare", &*who)].map(|(a, b)| (a, b.to_owned()));
        // A visit that has been is put in afterwards, but not one before the evaluation.
        let early = plan("2024-02-28");
        let early: Vec<(&str, &str)> = early.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let at = part_at(&id, world.lindblad);
        regional
            .post(&format!("{at}/planera"), &[&[("sedd", "0")], early.as_slice()].concat())
            .await
            .is(422)
            .says("f\u{f6}re");
        let past = plan("2024-03-04");
        let past: Vec<(&str, &str)> = past.iter().map(|(a, b)| (*a, b.as_str())).collect();
        step(world, &regional, of, "planera", &past).await;
        let fields = |slug: &str, [grade, text, visible]: [&str; 3]| {
            [("omdome", grade), ("text", text), ("visar", visible)]
                .map(|(part, value)| (format!("bedom-{slug}-{part}"), value.to_owned()))
        };
        let post = async |seen: &str, all: Vec<[(String, String); 3]>| {
            let all: Vec<(String, String)> = all.into_iter().flatten().collect();
            let sent: Vec<(&str, &str)> = std::iter::once(("sedd", seen))
                .chain(all.iter().map(|(name, value)| (name.as_str(), value.as_str())))
                .collect();
            regional.post(&format!("{at}/bedom"), &sent).await
        };
        let blank = ["", "", ""];
        // Two at once; the third is left as it was.
        let two = vec![
            fields("lokaler", ["god", "Bra.", "Vi gick runt."]),
            fields("betyg", ["brister", "Saknas.", "Tio omd\u{f6}men."]),
            fields("rektor", blank),
        ];
        let back = post("1", two.clone()).await;
        assert!(back.is(303).location.contains("#kriterium-"), "to where the first of it stands");
        post("1", two).await.is(303);
        let part = || kept(world, &id).part(world.lindblad).unwrap().clone();
        assert_eq!(part().stands.judged.len(), 2);
        let lines = part().lines.len();
        // Another has changed one in between: it stands, though the old words come along with what is new.
        let other = vec![fields("lokaler", ["utveckla", "Tr\u{e5}ngt.", "Vi gick runt igen."])];
        post("3", other).await.is(303);
        let stale =
            vec![fields("lokaler", ["god", "Bra.", "Vi gick runt."]), fields("rektor", ["god", "Leder.", "Samtal."])];
        post("3", stale).await.is(303);
        let now = part();
        assert_eq!(
            (now.stands.judged["lokaler"].grade, now.stands.judged["rektor"].grade),
            (Grade::Develop, Grade::Good)
        );
        assert_eq!(now.lines.len(), lines + 2);
        // A fault elsewhere does not hide that another has written meanwhile.
        let crossed = vec![
            fields("rektor", ["brister", "Leder inte.", "Samtal."]),
            fields("klagomal", ["god", "Rutinen finns.", ""]),
        ];
        post(&part_seen_less(world, &id), crossed)
            .await
            .is(422)
            .says("N\u{e5}got har skrivits h\u{e4}r")
            .says("Skriv vad som visar det");
        // One fault: nothing is written, and what was typed stands.
        let seen = part_seen(world, &id, world.lindblad);
        let faulty =
            vec![fields("rektor", ["god", "Leder v\u{e4}l.", "Samtal."]), fields("betyg", ["god", "Nu finns de.", ""])];
        post(&seen, faulty)
            .await
            .is(422)
            .says("Leder v\u{e4}l.")
            .says("Nu finns de.")
            .says("Bed\u{f6}mning och betyg: Skriv vad som visar det");
        assert_eq!(part().lines.len(), lines + 2);
        post(&seen, vec![fields("rektor", ["god", "Leder.", "Samtal."])]).await.is(303);
        assert_eq!(part().lines.len(), lines + 2, "nothing was changed, and nothing is written");
    });
}

#[test]
fn one_providers_result_is_a_file_for_those_who_read_it() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let [id, _, result] = sent(world).await;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{result}");
        let at = format!("/h/ekstad/utvardering/{result}");
        let draft = rektor.get(&theirs).await.is(200).says("H\u{e4}mta som PDF").hidden("sedd");
        assert!(rektor.get(&format!("{theirs}/pdf")).await.is(200).bytes.starts_with(b"%PDF-"));
        let board = world.client("board").await;
        board.get(&format!("{at}/pdf")).await.is(404);
        world.client("other-rektor").await.get(&format!("{theirs}/pdf")).await.is(404);
        let answer = [("sedd", draft.as_str()), ("svar-text", "Vi delar bilden.")];
        rektor.post(&format!("{theirs}/svara"), &answer).await.is(303);
        carried(world).await;
        let regional = world.client("regional").await;
        step(world, &regional, (&id, world.lindblad), "faststall", &[]).await;
        carried(world).await;
        let officer = world.client("officer").await;
        assert!(officer.get(&format!("{at}/docx")).await.is(200).bytes.starts_with(b"PK"));
        assert!(board.get(&format!("{at}/pdf")).await.is(200).bytes.starts_with(b"%PDF-"));
        officer.get(&format!("{at}/xlsx")).await.is(404);
    });
}
