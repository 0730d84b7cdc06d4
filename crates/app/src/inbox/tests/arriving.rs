//! A letter that can be matched: from its bytes to a draft that the rektor signs, received when it came.

use super::*;
use crate::testing::{Answer, on_both};

fn shown(page: &Answer) -> [(String, String); 2] {
    let text = page.text();
    let value = |name: &str| {
        let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    [("visad".to_owned(), value("visad")), ("sedd".to_owned(), value("sedd"))]
}

#[test]
fn a_filled_in_template_from_its_own_provider_is_the_draft_and_counts_from_when_it_came() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let page =
            handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("Klagomål.xlsx", &file)).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        let letter = officer.get(&page).await;
        letter.is(200).says("Väntar på signering").says("Klagomål").says("Lindblad Centrum").says("14 mars 2024");
        letter.says("Här kommer mallarna").says("editor@test.example").says("enligt brevet");
        // The provider sees that it has come, and until when it waits.
        let rektor = world.client("rektor").await;
        let own = rektor.get(&format!("/h/ekstad/uppgift/{id}")).await;
        own.says("Kom in med e-post 14 mars 2024 kl. 14.02").says("29 mars 2024");
        rektor.get("/start").await.says("Kom in med e-post 14 mars 2024 kl. 14.02");
        officer.get("/h/ekstad/uppfoljning/2024/tertial-1/klagomal-t1").await.says("Kom in med e-post 14 mars");
        officer.get(&format!("/h/ekstad/granska/{id}")).await.says("Kom in med e-post 14 mars 2024 kl. 14.02");
        // Signed after the last day, received before it.
        world.clock.set("2024-04-10T09:00:00Z".parse().unwrap());
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        let check = rektor.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await;
        let fields = shown(&check);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let signed = rektor.post(&format!("/h/ekstad/uppgift/{id}/signera/enhet"), &fields).await;
        let receipt = rektor.get(&signed.is(303).location).await;
        receipt.says("Kom in med e-post").says("14 mars 2024 kl. 14.02").does_not_say("efter sista dagen");
        let (road, late, arrived) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let version = crate::submissions::latest(tx, id)?.unwrap();
            Ok((version.road, version.late, version.arrived_at))
        });
        assert_eq!((road, late), (domain::submissions::Road::Mail, false));
        assert_eq!(arrived, Some("2024-03-14T13:02:00Z".parse().unwrap()));
        officer.get("/h/ekstad/uppfoljning/2024/tertial-1/klagomal-t1").await.says("14 mars 2024");
        world.client("registrar").await.get("/h/ekstad/diarium").await.says("E-post");
    });
}

#[test]
fn a_letter_after_the_last_day_is_late_however_soon_it_is_signed() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from("editor@test.example", "1").with("a.xlsx", &file);
        mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Thu, 11 Apr 2024 14:02:00 +0200");
        handed_in(world, &officer, &mail).await;
        let rektor = world.client("rektor").await;
        let fields = shown(&rektor.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        rektor.post(&format!("/h/ekstad/uppgift/{id}/signera/enhet"), &fields).await.is(303);
        let late =
            world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(crate::submissions::latest(tx, id)?.unwrap().late));
        assert!(late);
    });
}

#[test]
fn rows_with_faults_come_along_as_typed_and_it_came_in_all_the_same() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[("mottaget", "31 feb")]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        assert_eq!(draft(world, world.lindblad, id)[&cell_path("complaints", 1, "mottaget")], "31 feb");
        officer
            .get(&page)
            .await
            .says("1 rad behöver rättas")
            .says("Fel att rätta: hos anordnaren")
            .does_not_say("Klart");
        assert_eq!(arrival(world, id), Some("2024-03-14T13:02:00Z".parse().unwrap()));
    });
}

#[test]
fn what_somebody_has_written_is_never_written_over() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let editor = world.client("editor").await;
        let field = format!("{}-1-handlar-om", "complaints");
        editor
            .post_by_script(
                &format!("/h/ekstad/uppgift/{id}/falt"),
                &[("falt", &field), (&field, "Eget"), ("sett", "0")],
            )
            .await;
        let own = BTreeMap::from([(cell_path("complaints", 1, "handlar-om"), "Eget".to_owned())]);
        let person = crate::testing::person_id("editor");
        let (tools, lindblad, change) = (Tools::of(&world.app), world.lindblad, own.clone());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let changes: Vec<drafts::Change> = change
                .iter()
                .map(|(path, text)| drafts::Change { path: path.clone(), text: text.clone(), seen: None })
                .collect();
            drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
        });
        let file = filled(world, id, complaint(&[]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        assert_eq!(draft(world, world.lindblad, id), own);
        officer.get(&page).await.says("Väntar hos anordnaren");
        let uploads = editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok")).await;
        uploads.says("a.xlsx").says("Kom med e-post");
        editor.get(&format!("/h/ekstad/uppgift/{id}")).await.says("Kom in med e-post 14 mars 2024 kl. 14.02");
        assert!(arrival(world, id).is_some());
    });
}

#[test]
fn what_is_in_already_stays_as_it_is_and_a_locked_item_too() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let other = assignment(world, "klagomal-t1", "Lindblad Öster");
        let [file, locked] = [id, other].map(|id| filled(world, id, complaint(&[])));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let lock = domain::submissions::Lock {
                by: domain::submissions::By { person: None, name: "Kvalitet".into() },
                at: "2024-03-15T09:00:00Z".parse().unwrap(),
                why: String::new(),
            };
            assignments::set_lock(tx, other, Some(&lock))?;
            let submitted = domain::submissions::Submitted {
                number: 1,
                at: "2024-03-15T08:00:00Z".parse().unwrap(),
                received: "2024-03-15T08:00:00Z".parse().unwrap(),
                signed_by: domain::submissions::By { person: None, name: "Rektor".into() },
                road: domain::submissions::Road::Web,
            };
            assignments::set_state(tx, id, &submitted.into())
        });
        let mail = Mail::from("editor@test.example", "1").with("a.xlsx", &file).with("b.xlsx", &locked);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Redan inlämnat").says("Redovisningen är låst").says("Klart");
        assert!(draft(world, world.lindblad, id).is_empty() && draft(world, world.lindblad, other).is_empty());
        assert_eq!((arrival(world, id), arrival(world, other)), (None, None));
    });
}

#[test]
fn rows_about_single_people_are_directed_to_upload_and_the_arrival_is_noted() {
    on_both(async |world| {
        // Vocational education, which such an item is asked of.
        let (units, lindblad, chance) = (world.units, world.lindblad, world.app.chance().clone());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let traits = r#"["vocational"]"#;
            tx.execute(sql!("UPDATE unit SET traits = $3 WHERE tenant_id = $1 AND id = $2"), &[&units[0], &traits])?;
            tx.execute(
                sql!("UPDATE provider SET traits = $3 WHERE tenant_id = $1 AND organisation_id = $2"),
                &[&lindblad, &traits],
            )?;
            let published = year::published(tx, 2024)?.unwrap();
            assignments::sync(tx, &*chance, &published).map(|_| ())
        });
        let (item, subject) = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let published = year::published(tx, 2024)?.unwrap();
            let item = published.year.items.iter().find(|item| {
                item.level == domain::year::Level::Individual && matches!(item.form, domain::year::Form::Table(_))
            });
            let item = item.unwrap().slug.to_string();
            let all = assignments::list(tx, 2024, Filter { item: Some(&item), ..Filter::default() })?;
            let lindblad = all.into_iter().find(|one| one.organisation_name.starts_with("Lindblad")).unwrap();
            Ok((lindblad.id, lindblad.subject_name().to_owned()))
        });
        let officer = world.client("officer").await;
        let empty = filled(world, item, BTreeMap::new());
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "0").with("a.xlsx", &empty)).await;
        officer.get(&page).await.says("har inga ifyllda rader");
        assert_eq!(arrival(world, item), None, "nothing was reported");
        let cell = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let of = assignments::find(tx, item)?.unwrap();
            let published = year::published(tx, of.year)?.unwrap();
            let asked = ask(tx, &of, &published, "2024-03-15".parse().unwrap())?.unwrap();
            let table = asked.tables()[0];
            Ok(cell_path(&table.slug, 1, &table.columns[0].slug))
        });
        let file = filled(world, item, BTreeMap::from([(cell, "1".to_owned())]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "7").with("a.xlsx", &file)).await;
        officer.get(&page).await.says("Ska laddas upp av anordnaren").says(&subject);
        // Whoever registers the letter is told that it is about single people; a letter about anything else says nothing.
        let own = page.replace("/epost/", "/diarium-epost/");
        world.client("registrar").await.get(&own).await.says("Pröva sekretess innan brevet lämnas ut");
        let other = came_from(world, &officer, centrum(world), "editor@test.example").await;
        let other = other.replace("/epost/", "/diarium-epost/");
        world.client("registrar").await.get(&other).await.is(200).does_not_say("Pröva sekretess");
        assert!(draft(world, world.lindblad, item).is_empty() && arrival(world, item).is_some());
        let staged: i64 = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let (count,): (i64,) = tx.one(sql!("SELECT count(*) FROM staged WHERE tenant_id = $1"), &[])?;
            Ok(count)
        });
        assert_eq!(staged, 1, "the other letter's alone");
        // What says that there is nothing to report holds none of its rows.
        let of = world.read(Scope::Tenant(world.ekstad.id), move |tx| assignments::find(tx, item)).unwrap();
        world.clock.advance(3_600);
        crate::follow_up::tests::hand_in(world, &of, &[(crate::submissions::EMPTY_FIELD, "ja")]);
        let officer = world.client("officer").await;
        officer.get(&page).await.is(200).says("Ingen har läst raderna").does_not_say("Signerad 15 mars 2024");
        // What was signed before a letter was known here holds nothing of that either, and what is given back can take it.
        let back = format!("/h/ekstad/granska/{item}/aterlamna");
        officer.post(&back, &[("version", "1"), ("motivering", "Raderna saknas.")]).await.is(303);
        let second = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let of = assignments::find(tx, item)?.unwrap();
            let published = year::published(tx, of.year)?.unwrap();
            let asked = ask(tx, &of, &published, "2024-03-15".parse().unwrap())?.unwrap();
            let table = asked.tables()[0];
            Ok(cell_path(&table.slug, 1, &table.columns[0].slug))
        });
        let other = filled(world, item, BTreeMap::from([(second, "2".to_owned())]));
        let late = handed_in(world, &officer, &Mail::from("editor@test.example", "9").with("c.xlsx", &other)).await;
        officer.get(&late).await.is(200).says("Ska laddas upp av anordnaren").does_not_say("Signerad 15 mars");
    });
}

#[test]
fn a_workbook_without_stamp_is_matched_by_its_columns_and_the_units_name() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = stamped(world, id, complaint(&[]), BTreeMap::clear);
        let mail = Mail::from("editor@test.example", "1").with("Lindblad Centrum.xlsx", &file);
        handed_in(world, &officer, &mail).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        let unnamed = Mail::from("editor@test.example", "2").with("klagomål.xlsx", &file);
        let page = handed_in(world, &officer, &unnamed).await;
        officer.get(&page).await.says("Väntar på handläggare").says("vilken enhet den gäller");
    });
}

#[test]
fn only_those_who_review_see_letters_and_only_their_own_authoritys() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from("nobody@test.example", "1")).await;
        for who in ["editor", "rektor", "board", "admin", "auditor", "foreign-officer"] {
            world.client(who).await.get(&page).await.is(404);
            world.client(who).await.get(&format!("{page}/original")).await.is(404);
        }
        officer.get(&page.replace("ekstad", "bokhamn")).await.is(404);
        let registrar = world.client("registrar").await;
        registrar.get(&page).await.is(404);
        officer.get(&format!("{page}/original")).await.is(200);
        registrar.get(&page.replace("/epost/", "/diarium-epost/")).await.is(200);
        let told = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let told: Vec<(String,)> =
                tx.all(sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"), &[])?;
            Ok(told.into_iter().map(|(kind,)| kind).collect::<Vec<_>>())
        });
        assert_eq!(told, ["mail.fetched", "mail.shown"], "each look is told, and nothing of those who saw nothing");
        let list = registrar.get("/h/ekstad/diarium-epost").await;
        list.is(200).says("nobody@test.example");
        let own = page.replace("/epost/", "/diarium-epost/");
        registrar.post(&own, &[("diarienummer", "utan siffra"), ("notering", "kvar")]).await.is(422).says("kvar");
        registrar.post(&own, &[("diarienummer", "UTB 2024/7"), ("notering", "Brev"), ("sedd", "")]).await.is(303);
        registrar.get(&own).await.says("UTB 2024/7").says("Brev");
        registrar
            .post(&own, &[("diarienummer", "UTB 2024/8"), ("sedd", "")])
            .await
            .is(422)
            .says("Någon annan har ändrat");
        officer.get(&page).await.says("UTB 2024/7");
        let original = registrar.get(&format!("{own}/original")).await;
        assert_eq!(original.is(200).bytes, Mail::from("nobody@test.example", "1").written());
    });
}

#[test]
fn the_same_file_after_a_return_counts_anew_and_once() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let by = |name: &str| domain::submissions::By { person: None, name: name.into() };
            let submitted = domain::submissions::Submitted {
                number: 1,
                at: "2024-03-15T08:00:00Z".parse().unwrap(),
                received: "2024-03-14T13:02:00Z".parse().unwrap(),
                signed_by: by("Rektor"),
                road: domain::submissions::Road::Mail,
            };
            let returned = domain::submissions::Returned {
                submitted,
                reason: "Mer".into(),
                until: None,
                at: "2024-03-15T08:30:00Z".parse().unwrap(),
                by: by("Kvalitet"),
            };
            assignments::set_state(tx, id, &domain::submissions::State::Returned(returned))
        });
        assert_eq!(arrival(world, id), None);
        let again = |name: &str| {
            let mut mail = Mail::from("editor@test.example", name).with("a.xlsx", &file);
            mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Fri, 15 Mar 2024 09:45:00 +0100");
            mail
        };
        handed_in(world, &officer, &again("2")).await;
        assert_eq!(arrival(world, id), Some("2024-03-15T08:45:00Z".parse().unwrap()));
        let page = handed_in(world, &officer, &again("3")).await;
        officer.get(&page).await.says("Samma fil kom tidigare");
    });
}

#[test]
fn letters_are_fetched_and_sorted_in_a_lane_of_their_own() {
    use platform::jobs::{Lane, run_lane};
    on_both(async |world| {
        let id = centrum(world);
        let file = filled(world, id, complaint(&[]));
        let mail = Mail::from("editor@test.example", "1").with("a.xlsx", &file).written();
        world.client("officer").await.upload("/h/ekstad/epost/lamna-in", &[], "brev.eml", &mail).await.is(303);
        let kinds = crate::jobs();
        for lane in [Lane::Quick, Lane::Slow, Lane::Post] {
            run_lane(&world.app, &kinds, lane).await.unwrap();
            assert!(became(world).is_empty(), "{lane:?}");
        }
        assert_eq!(run_lane(&world.app, &kinds, Lane::Mail).await.unwrap(), 1);
        assert_eq!(became(world), ["draft"]);
        let own: Vec<&str> = kinds.iter().filter(|kind| kind.lane == Lane::Mail).map(|kind| kind.name).collect();
        assert_eq!(own, ["inbox.sort", "inbox.fetch"], "no import and no paper waits behind a letter");
    });
}
