//! Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;

use super::asked;
use crate::testing::on_both;

const PAGE: &str = "/h/ekstad/fokusomraden";

#[test]
fn a_focus_area_is_added_asked_about_removed_and_put_back() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        editor.get(PAGE).await.is(200).says("Fokusområden från årsrapporten 2023").says("Inga fokusområden ännu");
        editor.post(PAGE, &[("titel", " ")]).await.is(422).says("Benämningen saknas");
        let (area, unit) = (world.areas[0].1.to_string(), world.units[0].to_string());
        let fields = [
            ("titel", "Språk i alla ämnen"),
            ("syfte", "Fler når målen."),
            ("omrade", area.as_str()),
            ("enheter", unit.as_str()),
        ];
        editor.post(PAGE, &fields).await.is(303);
        editor.post(PAGE, &fields).await.is(422).says("finns redan");
        let page = editor.get(PAGE).await;
        page.is(200)
            .says("Språk i alla ämnen")
            .says("Lindblad Centrum")
            .says("avvikelserapporten för fokusområden 2024");
        let (organisation, of) = (world.lindblad, world.areas[0].1);
        let found = world.read(Scope::Tenant(world.ekstad.id), move |tx| asked(tx, organisation, Some(of), 2023));
        assert_eq!((found.len(), found[0].units[0].as_str()), (1, "Lindblad Centrum"));
        let id = found[0].id.clone();
        world.client("other-editor").await.post(&format!("{PAGE}/ta-bort"), &[("id", &id)]).await.is(404);
        editor.post(&format!("{PAGE}/ta-bort"), &[("id", &id)]).await.is(303);
        editor.get(PAGE).await.is(200).says("Borttagna").says("Lägg tillbaka");
        editor.post(&format!("{PAGE}/lagg-tillbaka"), &[("id", &id)]).await.is(303);
        editor.get(PAGE).await.is(200).does_not_say("Borttagna");
        let events = world.events(world.ekstad);
        assert_eq!(events[events.len() - 3..], ["focus-area.added", "focus-area.removed", "focus-area.restored"]);
    });
}

#[test]
fn a_focus_area_is_changed_in_its_place_and_the_chain_tells_what_it_was() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let unit = world.units[0].to_string();
        editor.post(PAGE, &[("titel", "Språk"), ("syfte", "Fler når målen")]).await.is(303);
        editor.post(PAGE, &[("titel", "Trygghet")]).await.is(303);
        let organisation = world.lindblad;
        let list = move |world: &crate::testing::World| {
            world.read(Scope::Tenant(world.ekstad.id), move |tx| super::list(tx, organisation, 2023))
        };
        let id = list(world).iter().find(|focus| focus.title == "Språk").unwrap().id;
        let page = format!("{PAGE}/{id}/andra");
        editor.get(PAGE).await.is(200).says(&page);
        let form = editor.get(&page).await;
        form.is(200).says("value=\"Språk\"").says("Fler når målen").says("Spara ändringen");
        let seen = form.text().split("name=\"sedd\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [("sedd", seen.as_str()), ("titel", "Trygghet"), ("syfte", "")];
        editor.post(&page, &fields).await.is(422).says("finns redan").says("value=\"Trygghet\"");
        let fields = [("sedd", seen.as_str()), ("titel", "Språk"), ("syfte", "Alla når målen"), ("enheter", &unit)];
        editor.post(&page, &fields).await.is(303);
        let now = list(world);
        let focus = now.iter().find(|focus| focus.id == id).unwrap();
        assert_eq!((now.len(), focus.aim.as_str(), focus.units.len()), (2, "Alla når målen", 1));
        assert_eq!(world.events(world.ekstad).last().unwrap(), "focus-area.changed");
        let facts: Vec<(String,)> = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.all(
                ::store::sql!("SELECT facts FROM audit_event WHERE tenant_id = $1 AND kind = 'focus-area.changed'"),
                &[],
            )
        });
        assert!(facts[0].0.contains("Fler når målen") && facts[0].0.contains("Alla når målen"), "{facts:?}");
        // Who opened the form before is told, and keeps what was typed.
        let late = editor.post(&page, &[("sedd", &seen), ("titel", "Läsning")]).await;
        late.is(422).says("Någon annan har ändrat").says("Alla når målen").says("value=\"Läsning\"");
        world.client("other-editor").await.get(&page).await.is(404);
        world.client("officer").await.get(&page).await.is(404);
        editor.get(&format!("{PAGE}/nej/andra")).await.is(404);
        editor.post(&format!("{PAGE}/ta-bort"), &[("id", &id.to_string())]).await.is(303);
        editor.get(&page).await.is(404);
    });
}

#[test]
fn a_file_is_previewed_its_good_rows_taken_once_and_its_faults_told() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let template = editor.get(&format!("{PAGE}/mall")).await;
        assert!(template.is(200).media_type.contains("spreadsheetml"));
        editor
            .upload(&format!("{PAGE}/fil"), &[], "mall.xlsx", &template.bytes)
            .await
            .is(422)
            .says("inga fokusområden");
        let text = format!(
            "Fokusområde;Vad ni vill nå;Avtalsområde;Enheter\r\nSpråk;Mer;{};Lindblad Centrum, 10000002\r\nArbete;;;\r\n\
             Fel;;Annat område;Ingen enhet\r\nArbete;;;\r\n",
            world.areas[0].0
        );
        let page = editor.upload(&format!("{PAGE}/fil"), &[], "fokus.csv", text.as_bytes()).await;
        page.is(200).says("2 fokusområden går att läsa in. 2 rader har något att rätta.");
        page.says("Rad 4, kolumn Avtalsområde").says("Rad 4, kolumn Enheter").says("står två gånger");
        let fields = [
            ("rad-0-titel", "Språk"),
            ("rad-0-omrade", world.areas[0].0.as_str()),
            ("rad-0-enhet", "Lindblad Centrum"),
            ("rad-0-enhet", "10000002"),
            ("rad-1-titel", "Arbete"),
        ];
        for said in ["2 fokusområden är inlästa.", "Inget fokusområde är inläst. Fanns redan här: Språk och Arbete."]
        {
            let answer = editor.post(&format!("{PAGE}/fil/las-in"), &fields).await;
            answer.is(303);
            editor.follow(&answer).await.is(200).says(said);
        }
        let gone = [("rad-0-titel", "Nytt"), ("rad-1-titel", "Borta"), ("rad-1-enhet", "Nedlagd enhet")];
        let answer = editor.post(&format!("{PAGE}/fil/las-in"), &gone).await;
        editor.follow(&answer).await.is(200).says("1 fokusområde är inläst. Kunde inte läsas in: Borta.");
        let organisation = world.lindblad;
        let found = world.read(Scope::Tenant(world.ekstad.id), move |tx| super::list(tx, organisation, 2023));
        assert_eq!(found.len(), 3, "confirmed twice, kept once");
        assert!(found.iter().any(|focus| focus.units.len() == 2));
        editor.upload(&format!("{PAGE}/fil"), &[], "a.xlsx", b"%PDF-1.7").await.is(422).says("PDF");
        editor.upload(&format!("{PAGE}/fil"), &[], "a.xlsx", b"").await.is(422).says("Filen är tom");
        editor.upload(&format!("{PAGE}/fil"), &[], "a.csv", "A;B\r\n1;2\r\n".as_bytes()).await.is(422).says("rubrik");
    });
}

#[test]
fn an_editor_of_one_unit_changes_only_what_concerns_that_unit_alone() {
    on_both(async |world| {
        let whole = world.client("other-editor").await;
        let all = world.client("editor").await;
        let (own, other) = (world.units[1].to_string(), world.units[0].to_string());
        all.post(PAGE, &[("titel", "Språk i alla ämnen")]).await.is(303);
        all.post(PAGE, &[("titel", "Bara vår"), ("enheter", own.as_str())]).await.is(303);
        all.post(PAGE, &[("titel", "Bådas"), ("enheter", own.as_str()), ("enheter", other.as_str())]).await.is(303);
        let (person, unit) = (crate::testing::person_id("editor"), world.units[1]);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(::store::global_sql!("UPDATE seat SET unit_id = $2 WHERE person_id = $1"), &[&person, &unit])
                .map(|_| ())
        });
        let editor = world.client("editor").await;
        let page = editor.get(PAGE).await;
        page.is(200).says("Ditt uppdrag gäller Lindblad Öster").says("Språk i alla ämnen");
        assert_eq!(page.main().matches("/ta-bort").count(), 1, "only its own can be taken away");
        assert_eq!(page.main().matches("/andra\"").count(), 1, "and changed");
        for units in [vec![], vec![own.as_str(), other.as_str()], vec![other.as_str()]] {
            let mut fields = vec![("titel", "Nytt")];
            fields.extend(units.iter().map(|unit| ("enheter", *unit)));
            editor.post(PAGE, &fields).await.is(422).says("Den som har uppdrag för hela anordnaren");
        }
        editor.post(PAGE, &[("titel", "Nytt"), ("enheter", own.as_str())]).await.is(303);
        let organisation = world.lindblad;
        let found = world.read(Scope::Tenant(world.ekstad.id), move |tx| super::list(tx, organisation, 2023));
        assert_eq!(found.len(), 4);
        for (title, status) in [("Språk i alla ämnen", 409), ("Bådas", 409), ("Bara vår", 303)] {
            let id = found.iter().find(|focus| focus.title == title).unwrap().id.to_string();
            let answer = editor.post(&format!("{PAGE}/ta-bort"), &[("id", id.as_str())]).await;
            answer.is(status);
            let edit = editor.get(&format!("{PAGE}/{id}/andra")).await;
            if status == 409 {
                edit.is(409).says("Fokusområdet gäller fler än din enhet");
                answer.says("Fokusområdet gäller fler än din enhet").says("Lindblad Öster");
            } else {
                editor.post(&format!("{PAGE}/lagg-tillbaka"), &[("id", id.as_str())]).await.is(303);
            }
        }
        let file = "Fokusområde;Enheter\r\nAlla;\r\nEgen;Lindblad Öster\r\n";
        let page = editor.upload(&format!("{PAGE}/fil"), &[], "fokus.csv", file.as_bytes()).await;
        page.is(200).says("1 fokusområde går att läsa in. 1 rad har något att rätta.").says("Ditt uppdrag gäller");
        let rows = [("rad-0-titel", "Alla"), ("rad-1-titel", "Egen"), ("rad-1-enhet", "Lindblad Öster")];
        let answer = editor.post(&format!("{PAGE}/fil/las-in"), &rows).await;
        editor.follow(&answer).await.is(200).says("1 fokusområde är inläst. Kunde inte läsas in: Alla.");
        whole.get(PAGE).await.is(200).does_not_say("Ditt uppdrag");
    });
}

#[test]
fn a_focus_area_of_a_unit_that_has_closed_is_changed_without_becoming_everybodys() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let unit = world.units[1];
        let own = unit.to_string();
        editor.post(PAGE, &[("titel", "Bara vår"), ("enheter", own.as_str())]).await.is(303);
        let (tenant, before) = (Scope::Tenant(world.ekstad.id), kernel::Day::new(2024, 2, 1));
        world.write(tenant, move |tx| {
            tx.execute(
                ::store::sql!("UPDATE unit SET closed_on = $3 WHERE tenant_id = $1 AND id = $2"),
                &[&unit, &before],
            )
            .map(|_| ())
        });
        let organisation = world.lindblad;
        let listed = || world.read(tenant, move |tx| super::list(tx, organisation, 2023));
        let id = listed()[0].id.to_string();
        let page = editor.get(&format!("{PAGE}/{id}/andra")).await;
        page.is(200).says("En enhet som inte finns längre").says(&format!("value=\"{own}\""));
        let seen = page.text().split("name=\"sedd\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [("titel", "Bara vår, ändrad"), ("enheter", own.as_str()), ("sedd", seen.as_str())];
        editor.post(&format!("{PAGE}/{id}/andra"), &fields).await.is(303);
        assert_eq!(listed()[0].units, [unit]);
    });
}

#[test]
fn an_officer_reads_one_providers_and_changes_nothing() {
    on_both(async |world| {
        world.client("editor").await.post(PAGE, &[("titel", "Språk")]).await.is(303);
        let of = format!("{PAGE}/anordnare/{}", world.lindblad);
        let officer = world.client("officer").await;
        officer.get(&of).await.is(200).says("Språk").says("Lindblad").does_not_say("Ta bort");
        officer.get(PAGE).await.is(404);
        officer.post(PAGE, &[("titel", "x")]).await.is(404);
        officer.get(&format!("{PAGE}/anordnare/{}", world.fjordvik)).await.is(404);
        world.client("foreign-officer").await.get(&of).await.is(404);
        world.client("other-editor").await.get(PAGE).await.is(200).does_not_say("Språk");
        world.client("editor").await.get(&of).await.is(404);
    });
}
