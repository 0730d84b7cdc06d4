//! The way of a file in the browser.

use ::store::Engine;
use platform::jobs::{JobEnd, left, run_due};

use super::roads::{message, of_messages};
use super::*;
use crate::participations::{SetState, counting, freezes, sets};
use crate::testing::{Answer, Client, on, on_both};

pub const BASE: &str = "/h/ekstad/resultat/importer";

/// Uploads a file and gives the address of its page.
pub async fn uploaded(client: &Client<'_>, name: &str, bytes: &[u8]) -> String {
    let answer = client.upload(&format!("{BASE}/ny"), &[], name, bytes).await;
    answer.is(303).location.clone()
}

/// Has the file read and gives the page that shows what was found.
pub async fn looked_through(world: &World, client: &Client<'_>, at: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("{at}/las"), fields).await.is(303);
    client.get(at).await.is(200).says("V\u{e4}ntar p\u{e5} sin tur").does_not_say("0 rader");
    run_due(&world.app, &crate::jobs()).await.unwrap();
    client.get(at).await
}

pub const OWN: &[(&str, &str)] = &[("profil", "tertial"), ("slag", "delta"), ("uttagen", "2024-03-15")];

#[test]
fn a_file_is_uploaded_looked_through_and_taken_in() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(BASE).await.is(200).says("Inget \u{e4}r inl\u{e4}st \u{e4}n");
        let text = file(&[going_on(1), graded(2, "G"), graded(3, "Q")]);
        let at = uploaded(&officer, "mars.csv", text.as_bytes()).await;
        let asked = officer.get(&at).await;
        asked.is(200).says("Tertials filformat").says("De f\u{f6}rsta raderna").says("19700101-****");
        asked.does_not_say(&person(1));
        let page = looked_through(world, &officer, &at, OWN).await;
        page.is(200).says("V\u{e4}rdet \u{e4}r ok\u{e4}nt").says("L\u{e4}s in de rader som g\u{e5}r");
        assert_eq!(ask(world, counting), 0, "nothing counts before it is taken in");
        let back = officer.get(&format!("{at}/tillbaka")).await;
        back.is(200);
        assert!(back.text().contains("Resultat;Fel"));
        let done = officer.post(&format!("{at}/ta-in"), &[]).await;
        officer.follow(&done).await.is(200).says("2 nya").says("mars.csv");
        assert_eq!(ask(world, counting), 2);
        officer.get(&at).await.is(200).says("Inl\u{e4}st");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(409);
        let told = world.events(world.ekstad);
        for event in ["imports.uploaded", "imports.asked", "participations.published"] {
            assert!(told.iter().any(|told| told.contains(event)), "{event}");
        }
        // The file is removed when its time is out, and nothing of the work is left.
        world.clock.advance(20 * 24 * 3600);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!(apart(|| left(&world.app)).unwrap(), (0, 0));
        let officer = world.client("officer").await;
        officer.get(&format!("{at}/tillbaka")).await.is(409).says("borttagen");
    });
}

#[test]
fn a_file_whose_reading_is_given_up_says_so_and_is_read_again() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        officer.post(&format!("{at}/las"), OWN).await.is(303);
        let mut broken = crate::jobs();
        for kind in broken.iter_mut().filter(|kind| kind.name == jobs::READ) {
            kind.run = |_, _, _| Box::pin(async { Err(JobEnd::GiveUp("the disk is full".to_owned())) });
        }
        assert_eq!(run_due(&world.app, &broken).await.unwrap(), 1);
        let page = officer.get(&at).await;
        page.is(200)
            .says("Gick inte att l\u{e4}sa")
            .says("trots flera f\u{f6}rs\u{f6}k")
            .does_not_say("V\u{e4}ntar p\u{e5} sin tur");
        officer.post(&format!("{at}/igen"), &[]).await.is(303);
        looked_through(world, &officer, &at, OWN).await.says("L\u{e4}s in");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, counting), 1);
    });
}

#[test]
fn each_file_that_names_persons_is_told_of_when_it_is_fetched_and_whoever_may_not_have_it_is_told_nothing() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        let told = || {
            world.read(DbScope::Tenant(world.ekstad.id), |tx| {
                let all: Vec<(String, String)> = tx.all(
                    ::store::sql!(
                        "SELECT kind, facts FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"
                    ),
                    &[],
                )?;
                Ok(all)
            })
        };
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1), graded(2, "Q")]).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200);
        let before = told();
        assert_eq!(before, [], "a page that covers whom its rows are about names nobody");
        officer.get(&format!("{at}/tillbaka")).await.is(200);
        officer.get(&format!("{at}/tillbaka")).await.is(200);
        owner.get(&format!("{at}/tillbaka")).await.is(409).does_not_say(&person(1));
        let kinds: Vec<String> = told().into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["imports.file-read", "imports.file-read"], "each time, and nothing of what was refused");
        let id = at.rsplit('/').next().unwrap();
        assert!(told().iter().all(|(_, facts)| facts.contains(id)), "{:?}", told());
    });
}

#[test]
fn a_file_that_was_thrown_away_stays_so_whoever_has_read_it_meanwhile() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        officer.post(&format!("{at}/las"), OWN).await.is(303);
        // It was not heard of for long, and somebody throws it away while it is read all the same.
        let id: kernel::Id<kernel::id::kind::Import> = at.rsplit('/').next().unwrap().parse().unwrap();
        world.clock.advance(3600);
        let officer = world.client("officer").await;
        officer.post(&format!("{at}/slang"), &[]).await.is(303);
        world.write(DbScope::Tenant(world.ekstad.id), move |tx| {
            let finished = store::finish(tx, id, State::Waiting, "{}", Some(1), None)?;
            assert!(!finished, "nobody waits for it any more");
            Ok(())
        });
        let run = ask(world, move |tx| store::run(tx, id)).unwrap();
        assert_eq!((run.state, run.set, run.outcome), (State::Dropped, None, None));
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!(ask(world, sets), [], "nothing of it is staged");
        officer.get(&at).await.is(200).says("Sl\u{e4}ngd");
    });
}

#[test]
fn a_file_that_waits_until_its_time_is_out_is_over_and_lets_its_set_go() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1), going_on(2)]).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200).says("L\u{e4}s in");
        assert_eq!(ask(world, sets)[0].state, SetState::Staging);
        world.clock.advance(13 * 24 * 3600);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!(ask(world, sets)[0].state, SetState::Staging, "its time is not out");
        world.clock.advance(2 * 24 * 3600);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!((ask(world, sets)[0].state, ask(world, counting)), (SetState::Dropped, 0));
        let officer = world.client("officer").await;
        officer.get(&at).await.is(200).says("Sl\u{e4}ngd").does_not_say("L\u{e4}s in 2");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(409);
        // Nothing keeps the next file out.
        let next = uploaded(&officer, "april.csv", file(&[going_on(3)]).as_bytes()).await;
        let day = [("profil", "tertial"), ("slag", "delta"), ("uttagen", "2024-03-15")];
        looked_through(world, &officer, &next, &day).await.is(200).says("L\u{e4}s in");
        assert_eq!(apart(|| left(&world.app)).unwrap().1, 0);
    });
}

#[test]
fn what_does_not_say_when_courses_began_is_told_so_before_it_is_taken_in_and_where_figures_would_need_it() {
    on_both(async |world| {
        let copy = profile::Profile { slug: "betyg-kopia".to_owned(), ..of_messages().profile.profile };
        world.write(DbScope::Tenant(world.ekstad.id), move |tx| {
            save_profile(tx, &copy, None)?;
            Ok(())
        });
        let officer = world.client("officer").await;
        // A month that is not over is not told.
        let text = message(&[("elev-1", &[("SVESVE01", "B", "VUX")])]).replace("2024-03-01", "2024-02-01");
        let at = uploaded(&officer, "betyg.xml", text.as_bytes()).await;
        let how = [("profil", "betyg-kopia"), ("slag", "delta"), ("uttagen", "2024-03-15")];
        let page = looked_through(world, &officer, &at, &how).await;
        page.is(200).says("Filen s\u{e4}ger inte n\u{e4}r kurserna b\u{f6}rjade").says("L\u{e4}s in 1 rad");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        let began = officer.get("/h/ekstad/resultat/genomstromning-startade").await;
        began.is(200).says("s\u{e4}ger inte n\u{e4}r kurserna b\u{f6}rjade").does_not_say("1 av 1");
        officer.get("/h/ekstad/resultat/godkanda-betyg").await.is(200).says("1 av 1");

        let at = uploaded(&officer, "egen.csv", file(&[going_on(2)]).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200).does_not_say("n\u{e4}r kurserna b\u{f6}rjade");
    });
}

#[test]
fn a_set_that_is_let_go_leaves_nothing_and_a_full_file_says_what_it_takes_away() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let first = file(&[going_on(1), going_on(2), going_on(3)]);
        let at = uploaded(&owner, "alla.csv", first.as_bytes()).await;
        looked_through(world, &owner, &at, OWN).await.is(200);
        owner.post(&format!("{at}/ta-in"), &[]).await.is(303);
        let at = uploaded(&owner, "en.csv", file(&[going_on(1)]).as_bytes()).await;
        let full = [("profil", "tertial"), ("slag", "full"), ("uttagen", "2024-03-15")];
        let page = looked_through(world, &owner, &at, &full).await;
        page.is(200).says("2 av de 3 kursdeltaganden").says("Ta bort 2 och l\u{e4}s in 1 rad");
        owner.post(&format!("{at}/slang"), &[]).await.is(303);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!(ask(world, counting), 3);
        assert_eq!(ask(world, sets)[0].state, SetState::Dropped);
        let at = uploaded(&owner, "hosten.csv", file(&[going_on(1)]).as_bytes()).await;
        let period = [("profil", "tertial"), ("slag", "full"), ("fran", "2023-07-01"), ("till", "2023-12-31")];
        looked_through(world, &owner, &at, &period).await.is(200).says("\u{c4}ndrar ingenting");
    });
}

#[test]
fn rows_of_earlier_files_are_listed_for_those_who_may_read_them_and_none_of_anybody_protected_in_any_row() {
    on_both(async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        let headings = format!("{HEADINGS};Skyddade personuppgifter");
        let second = format!("{};K;SFIKUD93;2024-01-08;;10000001;;;P\u{e5}g\u{e5}r;;Ja", person(2));
        let rows = [format!("{};Nej", going_on(1)), format!("{};Nej", going_on(2)), second];
        let at = uploaded(&officer, "alla.csv", file_of(&headings, &rows).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200);
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);

        let other = format!("{};K;SFIKUB92;2023-10-02;;10000001;;;P\u{e5}g\u{e5}r;;Nej", person(3));
        let at = uploaded(&owner, "nya.csv", file_of(&headings, &[other]).as_bytes()).await;
        let full = [("profil", "tertial"), ("slag", "full"), ("uttagen", "2024-03-15")];
        let page = looked_through(world, &owner, &at, &full).await;
        page.is(200).says("3 av de 3 kursdeltaganden").says("ser den som f\u{e5}r l\u{e4}sa kursdeltaganden");
        page.does_not_say("som tas bort (");
        owner.get(&format!("{at}/skillnader")).await.is(409);
        // One of the two who is not protected in this very row is so in another.
        officer.get(&at).await.is(200).says("som tas bort (1 av 3 visas)");
    });
}

#[test]
fn the_preview_says_which_participations_go_and_what_changes_in_others_and_never_whose_they_are() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let protected = format!("{};K;SFIKUB92;2024-01-08;;10000001;;;P\u{e5}g\u{e5}r;;Ja", person(4));
        let first: Vec<String> =
            [going_on(1), going_on(2), graded(3, "G")].iter().map(|row| format!("{row};Nej")).collect();
        let headings = format!("{HEADINGS};Skyddade personuppgifter");
        let text = file_of(&headings, &[&first[..], &[protected]].concat());
        let at = uploaded(&officer, "alla.csv", text.as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200).does_not_say("tas bort och \u{e4}ndras");
        officer.get(&format!("{at}/skillnader")).await.is(200);
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        officer.get(&format!("{at}/skillnader")).await.is(404);

        // One goes on as before, one has ended with a grade, one is gone and so is one who is protected.
        let ended = format!("{};K;SFIKUB92;2024-01-08;2024-03-08;10000001;G;2024-03-10;;;Nej", person(2));
        let at = uploaded(&officer, "nya.csv", file_of(&headings, &[first[0].clone(), ended]).as_bytes()).await;
        let full = [("profil", "tertial"), ("slag", "full"), ("uttagen", "2024-03-15")];
        let page = looked_through(world, &officer, &at, &full).await;
        page.is(200).says("2 av de 4 kursdeltaganden").says("som tas bort (1 av 2 visas)");
        page.says("SFIKUC93").says("1:4").does_not_say("1:5");
        page.says("som \u{e4}ndras (1)").says("Utfall: P\u{e5}g\u{e5}r").says("Betyg: inget");
        let csv = officer.get(&format!("{at}/skillnader")).await;
        let csv = csv.is(200).text();
        assert!(csv.contains("Tas bort;SFIKUC93;2024-01-08;"), "{csv}");
        assert!(csv.contains(";Betyg;;G;;3") && csv.contains(";Utfall;P\u{e5}g\u{e5}r;Slutf\u{f6}rt;;3"), "{csv}");
        assert_eq!(
            csv.lines().filter(|line| line.starts_with("Tas bort")).count(),
            1,
            "who is protected is not listed"
        );
        for n in 1..5 {
            page.does_not_say(&person(n));
            assert!(!csv.contains(&person(n)[2..]), "{csv}");
        }
        let read = world.read(DbScope::Tenant(world.ekstad.id), |tx| {
            let told: Vec<(String,)> = tx.all(
                ::store::sql!(
                    "SELECT facts FROM audit_event WHERE tenant_id = $1 AND kind = 'imports.rows-read' ORDER BY seq"
                ),
                &[],
            )?;
            Ok(told)
        });
        assert_eq!(read.len(), 2, "the page and the file are told: {read:?}");
        assert!(read.iter().all(|(facts,)| facts.contains("\"rows\":2")), "{read:?}");
        officer.get("/h/ekstad/resultat/importer").await.is(200);
    });
}

#[test]
fn another_file_is_not_read_while_one_waits_and_can_be_read_afterwards() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let one = uploaded(&officer, "ett.csv", file(&[going_on(1)]).as_bytes()).await;
        looked_through(world, &officer, &one, OWN).await.is(200);
        let other = uploaded(&officer, "tv\u{e5}.csv", file(&[going_on(2)]).as_bytes()).await;
        looked_through(world, &officer, &other, OWN).await.is(200).says("En annan fil");
        officer.post(&format!("{one}/ta-in"), &[]).await.is(303);
        officer.post(&format!("{other}/igen"), &[]).await.is(303);
        looked_through(world, &officer, &other, OWN).await.is(200).says("L\u{e4}s in 1 rad");
    });
}

#[test]
fn what_is_asked_of_a_file_is_answered_before_it_is_read() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        let wrong = [("profil", ""), ("slag", ""), ("uttagen", "2030-01-01"), ("fran", "31 feb")];
        let page = officer.post(&format!("{at}/las"), &wrong).await;
        page.is(422).says("V\u{e4}lj en profil").says("S\u{e4}g om filen har allt").says("Dagen har inte varit");
        page.says("inget datum");
        let half = [("profil", "tertial"), ("slag", "full"), ("fran", "2024-01-01")];
        officer.post(&format!("{at}/las"), &half).await.is(422).says("b\u{e5}de f\u{f6}rsta och sista");
    });
}

#[test]
fn columns_and_codes_are_mapped_once_and_found_again_by_their_headings() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let rows = |n: u32| format!("{};sva01;SVESVE01;2024-01-08;10000001;NAT", person(n));
        let text = |n: u32| format!("Pnr;Grupp;Kurs;Start;Skola;Form\n{}\n", rows(n));
        let at = uploaded(&officer, "eget.csv", text(1).as_bytes()).await;
        officer.get(&at).await.is(200).says("Ingen profil har filens rubriker");
        let form = format!("{at}/kolumner");
        officer.get(&form).await.is(200).says("Pnr").says("19700101-****").does_not_say(&person(1));
        let columns = [("kolumn-0", "person"), ("kolumn-2", "course"), ("kolumn-3", "start"), ("kolumn-4", "unit")];
        let mut said: Vec<(&str, &str)> = columns.to_vec();
        officer
            .post(&form, &[&said[..2], &[("namn", "Eget")]].concat())
            .await
            .is(422)
            .says("Ingen kolumn \u{e4}r Kursstart");
        officer
            .post(&form, &[&said[..], &[("kolumn-1", "unit"), ("namn", "Eget")]].concat())
            .await
            .is(422)
            .says("Tv\u{e5} kolumner \u{e4}r Enhet");
        said.extend([
            ("kolumn-5", "study-form"),
            ("kod-study-form:NAT", "distance"),
            ("namn", "V\u{e5}rt system"),
            ("person", "personnummer"),
        ]);
        let saved = officer.post(&form, &said).await;
        officer.follow(&saved).await.is(200).says("V\u{e5}rt system");
        let own = [("profil", "vart-system"), ("slag", "delta")];
        looked_through(world, &officer, &at, &own).await.is(200).says("L\u{e4}s in 1 rad");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, sets)[0].profile, "vart-system 1");
        // The next file of the kind is known by its headings.
        let at = uploaded(&officer, "eget2.csv", text(2).as_bytes()).await;
        officer.get(&at).await.is(200).says("V\u{e5}rt system").does_not_say("Ingen profil");
        let known = ask(world, profiles);
        assert_eq!((known[0].name().as_str(), known.len()), ("vart-system 1", 5));
        assert!(world.events(world.ekstad).iter().any(|told| told.contains("imports.profile-saved")));
        assert!(world.read(DbScope::Tenant(world.bokhamn.id), profiles).iter().all(|kept| kept.version.is_none()));
    });
}

#[test]
fn of_columns_that_nobody_reads_the_first_rows_show_the_form_alone() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let clear = |page: &Answer| {
            for text in ["Astrid", "Exempelsson", "070-123", "SVESVE"] {
                page.does_not_say(text);
            }
            page.does_not_say(&person(1)[2..]);
        };
        // None of its headings are known: headings and forms are enough to say what the columns are.
        let text = format!("Nyckel;Grupp;Vem;Telefon\n{};SVESVE01;Astrid Exempelsson;070-123 45 67\n", person(1));
        let at = uploaded(&officer, "eget.csv", text.as_bytes()).await;
        let form = format!("{at}/kolumner");
        for page in [officer.get(&at).await, officer.get(&form).await] {
            clear(&page);
            page.is(200).says("Vem").says("Xxxxxx Xxxxxxxxxxx").says("000-000 00 00").says("XXXXXX00");
            page.says("x \u{e4}r en bokstav");
        }
        // What has been said to be a course is shown, and what stands beside it is not.
        let page = officer.post(&form, &[("kolumn-1", "course"), ("namn", "Eget")]).await;
        page.is(422).says("SVESVE01").says("000-000 00 00").does_not_say("Astrid").does_not_say(&person(1)[2..]);

        // A file that a profile reads, with a column more.
        let rows = [format!("{};Astrid Exempelsson", going_on(1))];
        let at = uploaded(&officer, "mars.csv", file_of(&format!("{HEADINGS};Vem"), &rows).as_bytes()).await;
        let asked = officer.get(&at).await;
        asked.is(200).says("SFIKUB92").says("Xxxxxx Xxxxxxxxxxx").does_not_say("Astrid");
        let page = looked_through(world, &officer, &at, OWN).await;
        page.is(200).says("SFIKUB92").says("Xxxxxx Xxxxxxxxxxx").does_not_say("Astrid");
    });
}

#[test]
fn what_cannot_be_read_is_told_on_the_page_and_nothing_of_it_is_kept() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let bomb = "<!DOCTYPE betyg [<!ENTITY e \"x\">]><betyg/>";
        for (name, bytes, says) in [
            ("tom.csv", &b""[..], "Filen \u{e4}r tom"),
            ("a.pdf", b"%PDF-1.7 hej", "Filen \u{e4}r en PDF"),
            ("a.xls", b"<html><table></table></html>", "webbsida"),
            ("a.xml", format!("<?xml version=\"1.0\"?>{bomb}").as_bytes(), "dokumenttyp"),
            (
                "b.xml",
                b"<?xml version=\"1.0\"?><kurser><kurs kod=\"A\"><start>2024-01-08</start></kurs></kurser>",
                "elementet betyg",
            ),
            ("c.xml", b"<?xml version=\"1.0\"?><betyg><elev><kursbetyg/></elev></betyg>", "attributet id"),
            ("d.xml", b"<?xml version=\"1.0\"?><betyg><elev", "inte hel"),
            ("", b"", "Ingen fil \u{e4}r vald"),
        ] {
            officer.upload(&format!("{BASE}/ny"), &[], name, bytes).await.is(422).says(says);
        }
        officer.post(&format!("{BASE}/ny"), &[("a", "b")]).await.is(422).says("Filen kom inte fram hel");
        let folder = world.app.files().folder(world.ekstad.id);
        let shelves = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let kept: Vec<_> = shelves.filter_map(|shelf| std::fs::read_dir(shelf.path()).ok()).flatten().collect();
        assert!(kept.is_empty(), "{kept:?}");
    });
}

#[test]
fn whom_a_row_is_about_is_nowhere_in_clear_also_where_the_file_is_wrong() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let clear = |page: &Answer, n: u32| {
            let number = person(n);
            page.does_not_say(&number[2..]);
            page.does_not_say(&format!("{} {}", &number[..8], &number[8..]));
        };
        let headless = format!("{};SFIKUB92;2024-01-08;10000001\n", person(1));
        let answer = officer.upload(&format!("{BASE}/ny"), &[], "utan.csv", headless.as_bytes()).await;
        answer.is(422).says("inga rubriker");
        clear(&answer, 1);
        // A number that has come into the columns of courses and of providers.
        let spaced = format!("{} {}", &person(2)[..8], &person(2)[8..]);
        let rows = [
            format!("{};K;{};2024-01-08;;10000001;;;P\u{e5}g\u{e5}r;", person(3), person(2)),
            format!("{};K;SFIKUB92;2024-01-08;;{spaced};;;P\u{e5}g\u{e5}r;", person(3)),
            format!("{}1;K;SFIKUB92;2024-01-08;;10000001;;;P\u{e5}g\u{e5}r;", person(3)),
        ];
        let at = uploaded(&officer, "fel.csv", file(&rows).as_bytes()).await;
        let asked = officer.get(&at).await;
        let page = looked_through(world, &officer, &at, OWN).await;
        page.is(200).says("19700101-****");
        for page in [&asked, &page] {
            clear(page, 2);
            clear(page, 3);
        }
    });
}

#[test]
fn a_large_file_streams_in_and_lies_sealed() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let rows: Vec<String> = (0..230_000).map(|n| going_on(n % 60_000)).collect();
        let text = file(&rows);
        assert!(text.len() > 10 << 20, "more than a form without pieces takes");
        let at = uploaded(&officer, "stor.csv", text.as_bytes()).await;
        officer.get(&at).await.is(200).says("stor.csv").says("Tertials filformat");
        let folder = world.app.files().folder(world.ekstad.id);
        let (number, mut files) = (person(7), 0);
        for shelf in std::fs::read_dir(folder).unwrap().flatten() {
            for kept in std::fs::read_dir(shelf.path()).into_iter().flatten().flatten() {
                files += 1;
                let bytes = std::fs::read(kept.path()).unwrap();
                assert!(!bytes.windows(12).any(|part| part == number.as_bytes()));
            }
        }
        assert_eq!(files, 1);
    });
}

#[test]
fn what_counts_is_frozen_under_a_name() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let freeze = format!("{BASE}/frysning");
        admin.post(&freeze, &[("titel", "Tertial 1")]).await.is(409).says("inget att frysa");
        let at = uploaded(&admin, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        looked_through(world, &admin, &at, OWN).await.is(200);
        admin.post(&format!("{at}/ta-in"), &[]).await.is(303);
        admin
            .post(&freeze, &[("titel", " ")])
            .await
            .is(422)
            .says("Skriv vad frysningen ska heta")
            .says("name=\"titel\"");
        let done = admin.post(&freeze, &[("titel", "Tertial 1")]).await;
        admin.follow(&done).await.is(200).says("Frysning 1 \u{e4}r tagen").says("Tertial 1");
        let frozen = ask(world, freezes);
        assert_eq!((frozen.len(), frozen[0].set), (1, 1));
    });
}

#[test]
fn nobody_at_a_provider_or_of_another_authority_finds_the_pages() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        for who in ["editor", "rektor", "management", "contact", "registrar", "board", "auditor", "foreign-officer"] {
            let client = world.client(who).await;
            for path in [BASE, &at, &format!("{at}/tillbaka")] {
                client.get(path).await.is(404);
            }
        }
        let foreign = world.client("foreign-officer").await;
        foreign.get(&at.replace("/h/ekstad/", "/h/bokhamn/")).await.is(404);
        officer.get(&format!("{BASE}/mall")).await.is(200);
    });
}

/// The names of everything that lies in the tenant's store, folders aside.
fn lying(world: &World) -> Vec<String> {
    fn within(folder: &std::path::Path, all: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                within(&path, all);
            } else {
                all.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut all = Vec::new();
    within(&world.app.files().folder(world.ekstad.id), &mut all);
    all.sort();
    all
}

#[test]
fn of_a_file_that_nobody_waits_for_any_more_nothing_is_left() {
    on(Engine::Sqlite, async |world| {
        let text = file(&[going_on(1)]);
        let message = "<betyg><elev id=\"1\"/></betyg>";
        for bytes in [text.as_bytes(), message.as_bytes(), &[0, 1, 2, 3]] {
            apart(|| {
                let (files, tenant) = (world.app.files(), world.ekstad.id);
                let tools = Tools::of(&world.app);
                let keys = ask(world, move |tx| tools.keys(tx));
                let id = kernel::Id::random(&**world.app.chance());
                let name = files::raw_name(id);
                let mut writer = platform::sealed_file::SealedWriter::new(files, tenant, keys.clone(), &name).unwrap();
                writer.write_all(bytes).unwrap();
                let sealed = files.unclaimed(tenant, &writer.finish().unwrap().stored).unwrap();
                assert_eq!(lying(world).len(), 2, "the file, and the note that nothing points at it");
                // The request that asked is gone, and the work comes to its end without it.
                drop(
                    files::prepare(files, (tenant, &keys), world.app.sandbox(), id, sealed, &ask(world, profiles))
                        .unwrap(),
                );
                assert_eq!(lying(world), [] as [&str; 0]);
            });
        }
    });
}

#[test]
fn what_a_killed_process_left_of_an_upload_is_removed_the_day_after_and_what_is_pointed_at_stays() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        let mine = lying(world);
        assert_eq!(mine.len(), 1, "the file alone: {mine:?}");
        let (files, tenant) = (world.app.files(), world.ekstad.id);
        let left = files.keep(tenant, b"rader").unwrap();
        for hash in [&left, &mine[0]] {
            let _ = files.unclaimed(tenant, hash).unwrap().let_lie();
        }
        std::mem::forget(files.begin(tenant, "halv").unwrap());
        // A clock that stands: whatever lies there now was written after it.
        for entry in
            std::fs::read_dir(files.folder(tenant)).unwrap().map(Result::unwrap).filter(|one| one.path().is_file())
        {
            let written = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1);
            std::fs::File::options().append(true).open(entry.path()).unwrap().set_modified(written).unwrap();
        }
        world.clock.advance(3 * 24 * 3600);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert_eq!(lying(world), mine);
        let officer = world.client("officer").await;
        officer.get(&at).await.is(200).says("mars.csv");
    });
}
