//! Days lie within the evaluation, and what somebody writes on a form that is gone is kept by the page that says so.

use super::*;

#[test]
fn days_of_visits_and_answers_lie_within_the_evaluation_and_it_is_not_made_shorter_than_they_are() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        let (at, who) = (part_at(&id, world.lindblad), crate::testing::person_id("regional").to_string());
        let plan = async |day: &str| {
            let seen = part_seen(world, &id, world.lindblad);
            let sent = [("sedd", &*seen), ("planera-dag", day), ("planera-utvarderare", &*who)];
            regional.post(&format!("{at}/planera"), &sent).await
        };
        plan("2024-02-28").await.is(422).says("1 mars 2024 till 20 december 2024");
        plan("2024-12-21").await.is(422).says("1 mars 2024 till 20 december 2024");
        plan("2024-02-30").await.is(422).says("finns ingen s\u{e5}dan dag");
        plan("2024-12-20").await.is(303);
        // A later visit says from when it is judged.
        regional.get(&at).await.is(200).says("fr\u{e5}n och med dagen f\u{f6}r bes\u{f6}ket");
        let shorter = [
            ("sedd", &*seen(world, &id)),
            ("andra-namn", "Gemensam 2024"),
            ("andra-fran", "2024-03-01"),
            ("andra-till", "2024-12-19"),
        ];
        let change = format!("/h/ekstad/utvarderingar/{id}/steg/andra");
        regional.post(&change, &shorter).await.is(422).says("Hos 1 anordnare");
        plan("2024-03-15").await.is(303);
        regional.post(&change, &shorter).await.is(303);
        visited(world, &regional, of).await;
        let late = [("sedd", &*part_seen(world, &id, world.lindblad)), ("skicka-dag", "2024-12-20")];
        regional.post(&format!("{at}/skicka"), &late).await.is(422).says("19 december 2024");
        let within = [("sedd", &*part_seen(world, &id, world.lindblad)), ("skicka-dag", "2024-04-02")];
        regional.post(&format!("{at}/skicka"), &within).await.is(303);
        // Who wrote why it is to be ended has the words back, though the form is not there any longer.
        let ends = [("sedd", "0"), ("avsluta-text", "Mina sk\u{e4}l.")];
        regional.post(&format!("{at}/avsluta"), &ends).await.is(409).says("Mina sk\u{e4}l.");
    });
}

#[test]
fn what_is_said_with_a_yes_is_read_by_whoever_leads() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        let page = format!("/h/ekstad/gemensam-utvardering/{}", copy_at(world, world.ekstad));
        let yes = [("svar-val", "ja"), ("svar-anordnare", &*world.lindblad.to_string()), ("svar-text", "Helst i maj.")];
        officer.post(&format!("{page}/svara"), &yes).await.is(303);
        carried(world).await;
        officer.get(&page).await.is(200).says("Helst i maj.");
        regional.get(&format!("/h/ekstad/utvarderingar/{id}")).await.is(200).says("Helst i maj.");
    });
}

#[test]
fn the_provider_and_its_authorities_know_when_a_visit_is_to_be_and_what_is_judged() {
    on_both(async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let (rektor, board) = (world.client("rektor").await, world.client("board").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        let page = format!("/h/ekstad/gemensam-utvardering/{}", copy_at(world, world.ekstad));
        let first = domain::evaluations::example().remove(0);
        officer.get(&page).await.is(200).says(&first.title).says(&first.looks);
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let (at, who) = (part_at(&id, world.lindblad), crate::testing::person_id("regional").to_string());
        let plan = async |step: &str, day: &str| {
            let seen = part_seen(world, &id, world.lindblad);
            let (days, people) = (format!("{step}-dag"), format!("{step}-utvarderare"));
            let sent = [("sedd", &*seen), (&*days, day), (&*people, &*who)];
            regional.post(&format!("{at}/{step}"), &sent).await.is(303);
            carried(world).await;
        };
        let moved = "Bes\u{f6}ket i den gemensamma utv\u{e4}rderingen \u{e4}r flyttat";
        let of = |subject: &str| subjects(world, world.ekstad).iter().filter(|one| *one == subject).count();
        plan("planera", "2024-04-12").await;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{}", results(world, world.ekstad, world.lindblad)[0].id);
        rektor.get("/start").await.is(200).says("bes\u{f6}k 12 april 2024");
        let told = rektor.get(&theirs).await;
        told.is(200).says("Bes\u{f6}ket \u{e4}r 12 april 2024").says("som kommer").says(&first.title);
        officer.get(&page).await.is(200).says("12 april 2024");
        board.get(&page).await.is(200).does_not_say("12 april 2024");
        assert_eq!((of("Bes\u{f6}k i den gemensamma utv\u{e4}rderingen"), of(moved)), (1, 0));
        // What is saved as it was is told nobody.
        let lines = part_seen(world, &id, world.lindblad);
        plan("planera", "2024-04-12").await;
        assert_eq!((part_seen(world, &id, world.lindblad), of(moved)), (lines, 0));
        plan("planera", "2024-04-19").await;
        rektor.get(&theirs).await.is(200).says("Bes\u{f6}ket \u{e4}r 19 april 2024");
        assert_eq!(of(moved), 1);
        // Of a visit that has been nobody is written to.
        let before = subjects(world, world.ekstad).len();
        visited(world, &regional, (&id, world.lindblad)).await;
        carried(world).await;
        rektor.get(&theirs).await.is(200).says("Bes\u{f6}ket \u{e4}r i dag, 15 mars 2024");
        drafted(world, &regional, (&id, world.lindblad)).await;
        rektor.get(&theirs).await.is(200).does_not_say("Bes\u{f6}ket \u{e4}r");
        let draft = rektor.get(&theirs).await.hidden("sedd");
        rektor.post(&format!("{theirs}/svara"), &[("sedd", &draft), ("svar-text", "Ja.")]).await.is(303);
        carried(world).await;
        step(world, &regional, (&id, world.lindblad), "faststall", &[]).await;
        carried(world).await;
        assert!(subjects(world, world.ekstad).len() > before);
        plan("planera-aterbesok", "2024-09-10").await;
        rektor.get(&theirs).await.is(200).says("\u{c5}terbes\u{f6}ket \u{e4}r 10 september 2024");
        rektor.get("/start").await.is(200).says("\u{e5}terbes\u{f6}k 10 september 2024");
        // Who is asked late hears of it too.
        world.client("foreign-officer").await;
        asked(world, &regional, &id, &[world.bokhamn]).await;
        joined(world, &world.client("foreign-officer").await, world.bokhamn, &[world.lindblad]).await;
        let late = results(world, world.bokhamn, world.lindblad)[0].stands.planned();
        assert_eq!(late.map(|(visit, on)| (visit.again, on.to_string())), Some((true, "2024-09-10".to_owned())));
        step(world, &regional, (&id, world.lindblad), "oppna", &[("oppna-text", "Vi hinner inte.")]).await;
        carried(world).await;
        rektor.get(&theirs).await.is(200).does_not_say("10 september 2024");
        let not_to_be = "Bes\u{f6}ket i den gemensamma utv\u{e4}rderingen blir inte av";
        assert_eq!(of(not_to_be), 1);
        // Nor where the part or the whole is not to be, and it is to be again when that is undone.
        plan("planera-aterbesok", "2024-09-12").await;
        let to_be = || of("Bes\u{f6}k i den gemensamma utv\u{e4}rderingen");
        let before = to_be();
        step(world, &regional, (&id, world.lindblad), "avsluta", &[("avsluta-text", "Ingen tid.")]).await;
        carried(world).await;
        assert_eq!((of(not_to_be), to_be()), (2, before));
        rektor.get("/start").await.is(200).does_not_say("12 september 2024");
        step(world, &regional, (&id, world.lindblad), "oppna", &[("oppna-text", "Tid finns.")]).await;
        carried(world).await;
        assert_eq!((of(not_to_be), to_be()), (2, before + 1));
        let whole = async |step: &str, field: &str| {
            let now = seen(world, &id);
            let sent = [("sedd", &*now), (field, "D\u{e4}rf\u{f6}r.")];
            regional.post(&format!("/h/ekstad/utvarderingar/{id}/steg/{step}"), &sent).await.is(303);
            carried(world).await;
        };
        whole("aterkalla", "aterkalla-text").await;
        assert_eq!((of(not_to_be), to_be()), (3, before + 1));
        officer.get(&page).await.is(200).does_not_say("12 september 2024");
        whole("oppna", "oppna-text").await;
        assert_eq!((of(not_to_be), to_be()), (3, before + 2));
        officer.get(&page).await.is(200).says("12 september 2024");
        // The one that leads has the part on paper.
        regional.get(&format!("{at}/papper/pdf")).await.is(200);
        regional.get(&format!("{at}/papper/odt")).await.is(404);
        rektor.get(&format!("{at}/papper/pdf")).await.is(404);
    });
}

#[test]
fn a_second_draft_says_what_is_not_as_it_was_in_the_first() {
    on(ENGINES[0], async |world| {
        let [id, copy, result] = sent(world).await;
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let rektor = world.client("rektor").await;
        let theirs = format!("/h/ekstad/utvardering-hos-oss/{result}");
        let marked = "\u{c4}ndrat sedan f\u{f6}rra utkastet";
        rektor.get(&theirs).await.is(200).does_not_say(marked);
        let of = (id.as_str(), world.lindblad);
        step(world, &regional, of, "ta-tillbaka", &[]).await;
        let all = domain::evaluations::example();
        let start = format!("bedom-{}", all[1].slug);
        let names = ["omdome", "text", "visar"].map(|part| format!("{start}-{part}"));
        let fields = [
            ("kriterium", all[1].slug.as_str()),
            (&names[0], "utveckla"),
            (&names[1], "Vi har sett planerna."),
            (&names[2], "Tio av tjugo planer saknar datum."),
        ];
        step(world, &regional, of, "bedom", &fields).await;
        drafted(world, &regional, of).await;
        let own = results(world, world.ekstad, world.lindblad).remove(0);
        assert_eq!(own.changed().into_iter().collect::<Vec<_>>(), [all[1].slug.clone()]);
        rektor.get(&theirs).await.is(200).says(marked);
        officer.get(&format!("/h/ekstad/utvardering/{result}")).await.is(200).says(marked);
        officer.get(&format!("/h/ekstad/gemensam-utvardering/{copy}")).await.is(200);
        rektor.get(&format!("{theirs}/docx")).await.is(200);
    });
}
