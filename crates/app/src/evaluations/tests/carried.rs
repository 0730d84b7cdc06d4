//! What is carried between those who lead, the authorities and their providers: once, in order, and to whoever comes late.

use super::*;

#[test]
fn who_declines_gets_nothing_more_and_may_be_asked_again() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let foreign = world.client("foreign-officer").await;
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        let there = format!("/h/bokhamn/gemensam-utvardering/{}", copy_at(world, world.bokhamn));
        foreign.post(&format!("{there}/svara"), &[("svar-val", "nej")]).await.is(422).says("Fyll i det h\u{e4}r");
        foreign.post(&format!("{there}/svara"), &[]).await.is(422).says("V\u{e4}lj ett av alternativen");
        foreign
            .post(&format!("{there}/svara"), &[("svar-val", "nej"), ("svar-text", "Ingen tid i \u{e5}r.")])
            .await
            .is(303);
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        regional
            .get(&format!("/h/ekstad/utvarderingar/{id}"))
            .await
            .is(200)
            .says("Ingen tid i \u{e5}r")
            .says("Deltar inte");
        foreign
            .post(&format!("{there}/svara"), &[("svar-val", "ja"), ("svar-anordnare", &world.fjordvik.to_string())])
            .await
            .is(409);
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        drafted(world, &regional, of).await;
        assert!(results(world, world.bokhamn, world.lindblad).is_empty(), "it has nothing");
        let change = [
            ("sedd", &*seen(world, &id)),
            ("andra-namn", "Nytt namn"),
            ("andra-fran", "2024-03-01"),
            ("andra-till", "2024-12-20"),
        ];
        regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/andra"), &change).await.is(303);
        carried(world).await;
        officer.get("/h/ekstad/gemensam-utvardering").await.is(200).says("Nytt namn");
        foreign.get(&there).await.is(200).says("Gemensam 2024").says("Ni svarade: Ingen tid i \u{e5}r");
        asked(world, &regional, &id, &[world.bokhamn]).await;
        assert_eq!(copies(world, world.bokhamn).len(), 1, "it is the same evaluation there");
        foreign.get(&there).await.is(200).says("Nytt namn").says("Skicka svaret");
        regional.get(&format!("/h/ekstad/utvarderingar/{id}")).await.is(200).says("Har inte svarat");
        // Asked anew it hears what happens again.
        let again = [
            ("sedd", &*seen(world, &id)),
            ("andra-namn", "Nyaste namn"),
            ("andra-fran", "2024-03-01"),
            ("andra-till", "2024-12-20"),
        ];
        regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/andra"), &again).await.is(303);
        carried(world).await;
        foreign.get(&there).await.is(200).says("Nyaste namn");
        joined(world, &foreign, world.bokhamn, &[world.lindblad]).await;
        let late = &results(world, world.bokhamn, world.lindblad)[0];
        assert_eq!(late.stands.stage(), Some(Stage::Draft), "who joins late gets what the others have");
    });
}

#[test]
fn what_is_carried_twice_comes_once() {
    on_both(async |world| {
        let [id, _, _] = sent(world).await;
        let count = |world: &World| {
            let result = &results(world, world.ekstad, world.lindblad)[0];
            let leads = kept(world, &id);
            let part = leads.part(world.lindblad).unwrap().lines.len();
            (copies(world, world.ekstad)[0].lines.len(), result.lines.len(), leads.lines.len(), part)
        };
        let before = count(world);
        let waited = letters(world, world.ekstad);
        let orders = [
            crate::evaluations::jobs::Order::Ask { evaluation: id.parse().unwrap(), line: 1, to: world.ekstad.id },
            crate::evaluations::jobs::Order::Reply { copy: copies(world, world.ekstad)[0].id, line: 1 },
            crate::evaluations::jobs::Order::Deliver {
                evaluation: id.parse().unwrap(),
                organisation: world.lindblad,
                line: kept(world, &id).part(world.lindblad).unwrap().stands.draft.unwrap().0,
                to: world.ekstad.id,
            },
        ];
        for order in orders {
            for _ in 0..2 {
                let payload = serde_json::to_value(order).unwrap();
                (crate::evaluations::JOBS[0].run)(world.app.clone(), Some(world.ekstad.id), payload).await.unwrap();
            }
        }
        assert_eq!((count(world), letters(world, world.ekstad)), (before, waited));
    });
}

#[test]
fn what_was_given_up_is_tried_anew_after_a_while_and_comes_once() {
    on_both(async |world| {
        let (regional, _) = (world.client("regional").await, world.client("foreign-officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.bokhamn]).await;
        assert_eq!(copies(world, world.bokhamn).len(), 1);
        let waiting = || {
            let (count,): (i64,) = world.read(Scope::Global, |tx| {
                tx.one(
                    global_sql!(
                        "SELECT CAST(count(*) AS BIGINT) FROM job
                         WHERE kind = 'evaluation.carry' AND done_at IS NULL AND given_up_at IS NULL"
                    ),
                    &[],
                )
            });
            count
        };
        assert_eq!(waiting(), 0);
        let line = kept(world, &id).lines.len() - 1;
        let order =
            crate::evaluations::jobs::Order::Ask { evaluation: id.parse().unwrap(), line, to: world.bokhamn.id };
        crate::evaluations::jobs::give_up(&world.app, world.ekstad.id, order).await.unwrap();
        carried(world).await;
        assert_eq!(waiting(), 1, "not before an hour has gone");
        world.clock.advance(3_601);
        carried(world).await;
        assert_eq!((waiting(), copies(world, world.bokhamn).len()), (0, 1));
        assert_eq!(letters(world, world.bokhamn), 1, "it had come before, and nobody is written to twice");
    });
}

#[test]
fn a_provider_is_not_asked_by_an_evaluation_that_is_not_to_be_and_is_told() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let [id, _, result] = sent(world).await;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{result}");
        let draft = rektor.get(&theirs).await.is(200).hidden("sedd");
        let before = letters(world, world.ekstad);
        let regional = world.client("regional").await;
        let back = [("sedd", &*seen(world, &id)), ("aterkalla-text", "Regionen l\u{e4}ggs om.")];
        regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/aterkalla"), &back).await.is(303);
        carried(world).await;
        assert!(letters(world, world.ekstad) >= before + 2, "officers and the provider are written to");
        rektor.get("/start").await.is(200).does_not_say("utkast att l\u{e4}sa");
        rektor
            .get(&theirs)
            .await
            .is(200)
            .says("Ni beh\u{f6}ver inte svara")
            .says("Regionen l\u{e4}ggs om")
            .does_not_say("Skicka svaret");
        let answer = [("sedd", draft.as_str()), ("svar-text", "Vi delar bilden.")];
        rektor.post(&format!("{theirs}/svara"), &answer).await.is(409).says("\u{e5}terkallad");
        let again = [("sedd", &*seen(world, &id)), ("oppna-text", "Det blev av.")];
        regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/oppna"), &again).await.is(303);
        carried(world).await;
        rektor.post(&format!("{theirs}/svara"), &answer).await.is(303);
        carried(world).await;
        assert_eq!(kept(world, &id).part(world.lindblad).unwrap().stands.answers.len(), 1);
    });
}

#[test]
fn somebody_at_two_authorities_gets_a_letter_once_and_who_joins_late_is_not_told_what_is_over() {
    on(ENGINES[0], async |world| {
        let management = crate::testing::person_id("management");
        world.seat_at(world.bokhamn, management, kernel::Role::ProviderManagement);
        world.client("management").await;
        let to_management = |world: &World| {
            let (count,): (i64,) = world.read(Scope::Global, move |tx| {
                tx.one(
                    global_sql!(
                        "SELECT CAST(count(*) AS BIGINT) FROM letter WHERE kind = 'evaluation' AND person_id = $1"
                    ),
                    &[&management],
                )
            });
            count
        };
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let foreign = world.client("foreign-officer").await;
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        drafted(world, &regional, of).await;
        assert_eq!(to_management(world), 1);
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        carried(world).await;
        drafted(world, &regional, of).await;
        assert_eq!(to_management(world), 3, "that it was taken back too");
        // The other joins now: it gets the draft that stands, and nobody hears of it twice.
        joined(world, &foreign, world.bokhamn, &[world.lindblad]).await;
        let late = &results(world, world.bokhamn, world.lindblad)[0];
        assert_eq!((late.stands.stage(), late.lines.len()), (Some(Stage::Draft), 1), "not what is over");
        assert_eq!(to_management(world), 3);
        // What comes from now on is one letter, though it comes to both.
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        carried(world).await;
        assert_eq!(to_management(world), 4);
        let told = &results(world, world.bokhamn, world.lindblad)[0];
        assert_eq!(told.stands.stage(), Some(Stage::Recalled));
    });
}

#[test]
fn an_answer_that_comes_after_the_end_takes_part_if_it_is_taken_up_again_and_those_who_lead_are_written_to() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let foreign = world.client("foreign-officer").await;
        let id = begun(&regional).await;
        let at = format!("/h/ekstad/utvarderingar/{id}");
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        let before = letters(world, world.ekstad);
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        assert_eq!(letters(world, world.ekstad), before + 1, "whoever leads is told");
        step(world, &regional, (&id, world.lindblad), "avsluta", &[("avsluta-text", "Startar inte.")]).await;
        // The other answers before it hears of the end.
        let there = format!("/h/bokhamn/gemensam-utvardering/{}/svara", copy_at(world, world.bokhamn));
        let yes = [("svar-val", "ja"), ("svar-anordnare", &*world.fjordvik.to_string())];
        foreign.post(&there, &yes).await.is(303);
        regional.post(&format!("{at}/steg/avsluta"), &[("sedd", &seen(world, &id))]).await.is(303);
        carried(world).await;
        let of = kept(world, &id);
        assert_eq!((of.stands.state, of.parts.len()), (StateName::Closed, 1), "nothing is left open behind the end");
        assert!(of.stands.asked.iter().all(AskedOf::has_joined), "and the answer is not lost");
        let again = [("sedd", &*seen(world, &id)), ("oppna-text", "Bokhamn kom med.")];
        regional.post(&format!("{at}/steg/oppna"), &again).await.is(303);
        assert_eq!(kept(world, &id).parts.len(), 2);
        regional.get(&at).await.is(200).says("Fjordvik");
    });
}

#[test]
fn what_is_corrected_is_said_to_be_and_what_is_ended_after_that_is_not_read_as_settled() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let [id, _, result] = sent(world).await;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{result}");
        let at = format!("/h/ekstad/utvardering/{result}");
        let draft = rektor.get(&theirs).await.is(200).hidden("sedd");
        rektor.post(&format!("{theirs}/svara"), &[("sedd", &draft), ("svar-text", "Vi delar bilden.")]).await.is(303);
        carried(world).await;
        let (regional, board) = (world.client("regional").await, world.client("board").await);
        let of = (id.as_str(), world.lindblad);
        // What nobody has read is not settled: a deficiency in other words.
        let all = domain::evaluations::example();
        let other = [
            ("nr", "1"),
            ("andra-iakttagelse-1-slag", "brist"),
            ("andra-iakttagelse-1-kriterium", all[0].slug.as_str()),
            ("andra-iakttagelse-1-text", "N\u{e5}got helt annat."),
        ];
        step(world, &regional, of, "andra-iakttagelse", &other).await;
        let seen = part_seen(world, &id, world.lindblad);
        let settle = format!("{}/faststall", part_at(&id, world.lindblad));
        regional.post(&settle, &[("sedd", &seen)]).await.is(409).says("inte har l\u{e4}st");
        drafted(world, &regional, of).await;
        let draft = rektor.get(&theirs).await.is(200).says("N\u{e5}got helt annat.").hidden("sedd");
        rektor.post(&format!("{theirs}/svara"), &[("sedd", &draft), ("inget", "ja")]).await.is(303);
        carried(world).await;
        step(world, &regional, of, "faststall", &[]).await;
        carried(world).await;
        board.get(&at).await.is(200).does_not_say("r\u{e4}ttas just nu");
        step(world, &regional, of, "oppna", &[("oppna-text", "Fel skola i texten.")]).await;
        carried(world).await;
        let officer = world.client("officer").await;
        officer.get(&at).await.is(200).says("r\u{e4}ttas just nu").does_not_say("G\u{f6}r till brist");
        board.get(&at).await.is(200).says("r\u{e4}ttas just nu").says("Fel skola i texten.");
        step(world, &regional, of, "avsluta", &[("avsluta-text", "Skolan l\u{e4}ggs ner.")]).await;
        carried(world).await;
        board.get(&at).await.is(404);
        officer.get(&at).await.is(200).says("Skolan l\u{e4}ggs ner.").does_not_say("N\u{e5}got helt annat.");
        regional.get(&part_at(&id, world.lindblad)).await.is(200).says("Fel skola i texten.");
    });
}

#[test]
fn what_has_been_undone_since_is_written_anew_and_not_said_to_be_there() {
    on(ENGINES[0], async |world| {
        let [id, _, _] = sent(world).await;
        let regional = world.client("regional").await;
        let (at, of) = (part_at(&id, world.lindblad), (id.as_str(), world.lindblad));
        let first = part_seen(world, &id, world.lindblad);
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        carried(world).await;
        drafted(world, &regional, of).await;
        // The button of a page from before the second draft does not say that it is done.
        regional.post(&format!("{at}/ta-tillbaka"), &[("sedd", &first)]).await.is(409);
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        let seen = part_seen(world, &id, world.lindblad);
        let all = domain::evaluations::example();
        let strength = [
            ("sedd", seen.as_str()),
            ("iakttagelse-slag", "styrka"),
            ("iakttagelse-kriterium", all[0].slug.as_str()),
            ("iakttagelse-text", "L\u{e4}rarna samarbetar."),
        ];
        regional.post(&format!("{at}/iakttagelse"), &strength).await.is(303);
        regional.post(&format!("{at}/iakttagelse"), &strength).await.is(303);
        let found = |world: &World| kept(world, &id).part(world.lindblad).unwrap().stands.found().count();
        assert_eq!(found(world), 2, "sent twice it is one");
        step(world, &regional, of, "stryk-iakttagelse", &[("nr", "2")]).await;
        regional.post(&format!("{at}/iakttagelse"), &strength).await.is(303);
        assert_eq!(found(world), 2, "struck since, it is written anew");
    });
}

#[test]
fn a_return_visit_that_was_called_off_corrects_nothing_for_whoever_joins_late() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let foreign = world.client("foreign-officer").await;
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        drafted(world, &regional, of).await;
        let own = results(world, world.ekstad, world.lindblad)[0].id;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{own}");
        let draft = rektor.get(&theirs).await.hidden("sedd");
        rektor.post(&format!("{theirs}/svara"), &[("sedd", &draft), ("inget", "ja")]).await.is(303);
        carried(world).await;
        step(world, &regional, of, "faststall", &[]).await;
        let who = crate::testing::person_id("regional").to_string();
        let plan = [("planera-aterbesok-dag", "2024-09-16"), ("planera-aterbesok-utvarderare", who.as_str())];
        step(world, &regional, of, "planera-aterbesok", &plan).await;
        step(world, &regional, of, "oppna", &[("oppna-text", "Inte i h\u{f6}st.")]).await;
        carried(world).await;
        joined(world, &foreign, world.bokhamn, &[world.lindblad]).await;
        let stands = |world: &World| {
            [world.ekstad, world.bokhamn].map(|at| {
                let result = &results(world, at, world.lindblad)[0].stands;
                (result.stage(), result.settled().map(|settled| settled.is_corrected))
            })
        };
        assert_eq!(stands(world), [(Some(Stage::First), Some(false)); 2]);
        step(world, &regional, of, "avsluta", &[("avsluta-text", "Skolan st\u{e4}nger.")]).await;
        carried(world).await;
        assert_eq!(stands(world), [(Some(Stage::Ended), Some(false)); 2], "what is settled is read by both");
    });
}

#[test]
fn who_takes_part_adds_providers_which_get_what_stands() {
    on_both(async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let (foreign, rektor) = (world.client("foreign-officer").await, world.client("rektor").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad, world.bokhamn]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let page = format!("/h/bokhamn/gemensam-utvardering/{}", copy_at(world, world.bokhamn));
        let more = format!("{page}/fler");
        let lindblad = world.lindblad.to_string();
        let with = [("fler-anordnare", &*lindblad)];
        foreign.post(&more, &with).await.is(409).says("inte l\u{e4}ngre \u{f6}ppen");
        joined(world, &foreign, world.bokhamn, &[world.fjordvik]).await;
        let of = (id.as_str(), world.lindblad);
        visited(world, &regional, of).await;
        drafted(world, &regional, of).await;
        let before = letters(world, world.ekstad);
        foreign.get(&page).await.is(200).says("L\u{e4}gg till anordnare");
        foreign.post(&more, &[]).await.is(422).says("V\u{e4}lj minst en");
        foreign.post(&more, &with).await.is(303);
        foreign.post(&more, &with).await.is(303);
        rektor.post(&more, &with).await.is(404);
        carried(world).await;
        let of = kept(world, &id);
        assert_eq!(of.authorities_of(world.lindblad).len(), 2);
        assert_eq!(of.parts.len(), 2, "it is one part with that of the other authority");
        assert_eq!(letters(world, world.ekstad), before + 1, "whoever leads is told, once");
        regional.get(&format!("/h/ekstad/utvarderingar/{id}")).await.is(200).says(", med Lindblad");
        let late = &results(world, world.bokhamn, world.lindblad)[0];
        assert_eq!(late.stands.stage(), Some(Stage::Draft), "the draft that stands");
        assert_eq!(copies(world, world.bokhamn)[0].stands.providers().len(), 2);
        foreign.get(&page).await.is(200).does_not_say("L\u{e4}gg till anordnare");
    });
}

#[test]
fn a_settled_return_visit_that_is_called_off_leaves_the_first_standing_everywhere() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let regional = world.client("regional").await;
        let [id, _, result] = sent(world).await;
        let of = (id.as_str(), world.lindblad);
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{result}");
        let draft = rektor.get(&theirs).await.hidden("sedd");
        rektor.post(&format!("{theirs}/svara"), &[("sedd", &draft), ("inget", "ja")]).await.is(303);
        carried(world).await;
        step(world, &regional, of, "faststall", &[]).await;
        world.clock.set(instant("2024-09-16T09:00:00Z"));
        let regional = world.client("regional").await;
        let who = crate::testing::person_id("regional").to_string();
        let plan = [("planera-aterbesok-dag", "2024-09-16"), ("planera-aterbesok-utvarderare", who.as_str())];
        step(world, &regional, of, "planera-aterbesok", &plan).await;
        let mended = [("utfall-1-utfall", "atgardat"), ("utfall-1-text", "Klart."), ("utfall-1-visar", "Alla har en.")];
        step(world, &regional, of, "utfall", &mended).await;
        step(world, &regional, of, "faststall-aterbesok", &[]).await;
        carried(world).await;
        let settled = |world: &World| {
            let of = results(world, world.ekstad, world.lindblad).remove(0);
            (of.stands.settled().map(|one| one.is_corrected), of.settled().map(|sheet| sheet.returned.is_some()))
        };
        assert_eq!(settled(world), (Some(false), Some(true)));
        step(world, &regional, of, "oppna", &[("oppna-text", "Fel dag.")]).await;
        carried(world).await;
        assert_eq!(settled(world), (Some(true), Some(true)), "what was settled, being corrected");
        step(world, &regional, of, "oppna", &[("oppna-text", "Det blev inget besok.")]).await;
        carried(world).await;
        assert_eq!(settled(world), (Some(false), Some(false)), "the first visit stands, as it does where it is led");
    });
}
