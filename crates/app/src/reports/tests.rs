//! Through the router, on both engines: the task list, signing, returns, who reaches what. Drafts and deviation reports
//! have files of their own.

#![expect(clippy::unwrap_used, reason = "tests")]

mod annual;
mod cases;
mod deviations;
mod drafts;
mod odd_input;

use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use store::{Scope, StoreError, sql};

use crate::assignments::{self, Assignment, Filter};
use crate::testing::{Authority, Client, World, instant, on_both};

/// The provider's assignments in Ekstad's year.
fn assignments_of(world: &World, authority: Authority) -> Vec<Assignment> {
    world
        .app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(authority.id), |tx| {
            assignments::list(tx, 2024, Filter::default())
        })
        .unwrap()
}

/// Lindblad's assignment of the item, for the unit or area with the name.
fn find(world: &World, item: &str, subject: &str) -> Id<AssignmentKind> {
    let all = assignments_of(world, world.ekstad);
    let fits = |a: &&Assignment| a.organisation == world.lindblad && a.item == item && a.subject_name() == subject;
    all.iter().find(fits).unwrap_or_else(|| panic!("{item} for {subject}")).id
}

fn base(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}")
}

/// The value of the hidden field on the page.
fn hidden(page: &str, name: &str) -> String {
    let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    let rest = &page[start + name.len() + 15..];
    rest[..rest.find('"').unwrap()].to_owned()
}

/// A row of the complaint table without fault.
fn row(number: u32) -> Vec<(String, &'static str)> {
    [
        ("mottaget", "2024-02-12"),
        ("karna", "bemotande"),
        ("handlar-om", "Svar dröjde tre veckor."),
        ("atgard", "Samtal och ny rutin."),
        ("status", "avslutat"),
        ("negativt", "ja"),
        ("ledning", "ja"),
        ("aktiv-hantering", "ja"),
    ]
    .map(|(column, text)| (format!("complaints-{number}-{column}"), text))
    .to_vec()
}

async fn fill(
    client: &Client<'_>,
    id: Id<AssignmentKind>,
    fields: &[(String, &str)],
    more: &[(&str, &str)],
) -> crate::testing::Answer {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    all.extend_from_slice(more);
    client.post(&format!("{}/fyll-i", base(id)), &all).await
}

/// Signs what the check page shows.
async fn sign(client: &Client<'_>, id: Id<AssignmentKind>, level: &str) -> crate::testing::Answer {
    let page = client.get(&format!("{}/kontrollera", base(id))).await;
    let text = page.is(200).main();
    let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
    client.post(&format!("{}/signera/{level}", base(id)), &[("visad", &shown), ("sedd", &stamp)]).await
}

/// A unit's complaint report, filled in and sent for signature by the editor.
async fn sent(world: &World, unit: &str) -> Id<AssignmentKind> {
    let id = find(world, "klagomal-t1", unit);
    let editor = world.client("editor").await;
    fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
    editor.post(&format!("{}/till-signering", base(id)), &[]).await.is(303);
    id
}

#[test]
fn the_task_list_shows_everything_over_both_authorities_and_nobody_elses() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        let page = editor.get("/start").await;
        page.is(200)
            .says("Att göra")
            .says("Lindblad Centrum")
            .says("Lindblad Öster")
            .says("Sista dag är 8 april, om 24 dagar")
            .says("Ej påbörjad")
            .says("Kommande: Tertial 2")
            .does_not_say(">Norrsken<");
        let all = assignments_of(world, world.ekstad).iter().filter(|a| a.organisation == world.lindblad).count();
        assert_eq!(page.main().matches("/h/ekstad/uppgift/").count(), all);
        let narrowed = editor.get("/start?visa=inne").await;
        narrowed.is(200).says("Inget stämmer med det du har valt att visa");
        let unit = format!("/start?for=enhet-{}", world.units[1]);
        editor.get(&unit).await.is(200).says("Du ser bara").says("Lindblad Öster").does_not_say("Lindblad Centrum</p>");
        editor.get("/start?for=%00&visa=%ff").await.is(200);
        // What is left is what the page opens on.
        assert_eq!(editor.get("/start").await.main(), editor.get("/start?visa=kvar").await.main());
    });
}

#[test]
fn a_complaint_report_goes_from_the_editor_to_the_rektor_to_a_receipt() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        editor.get(&base(id)).await.is(200).says("Inte inlämnat").says("Fyll i").does_not_say("Lämna in och signera");
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("complaints-1-mottaget").says("Bemötande");
        fill(&editor, id, &row(0), &[("hela", "1"), ("vidare", "1")]).await.is(303);
        editor.get(&format!("{}/kontrollera", base(id))).await.is(200).says("Svar dröjde tre veckor.").says("Rektor");
        assert_eq!(editor.post(&format!("{}/till-signering", base(id)), &[]).await.is(303).location, base(id));
        editor.get(&format!("{}/fyll-i", base(id))).await.is(409).says("väntar på signering");
        rektor.get("/start").await.is(200).says("Väntar på dig").says("1 att signera");
        let signed = sign(&rektor, id, "enhet").await;
        let receipt = rektor.get(&signed.is(303).location).await;
        receipt.is(200).says("Svar dröjde tre veckor.").says("Förberedd av");
        editor.get("/h/ekstad/inlamnat").await.is(200).says("T-").says("Lindblad Centrum");
        let kinds = world.events(world.ekstad);
        for kind in ["assignment.started", "assignment.sent-for-signature", "submission.signed"] {
            assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1, "{kind}");
        }
        let other = world.client("other-editor").await;
        other.get(&signed.location).await.is(404);
        other.get(&base(id)).await.is(404);
    });
}

#[test]
fn nobody_on_the_authoritys_side_and_no_other_provider_reaches_a_draft_by_any_page() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let secret = "Hemligt utkast om schemat";
        let mut fields = row(0);
        fields[2].1 = secret;
        let editor = world.client("editor").await;
        fill(&editor, id, &fields, &[("hela", "1")]).await.is(303);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says(secret);
        let strangers = [
            "officer",
            "contact",
            "registrar",
            "owner",
            "board",
            "regional",
            "admin",
            "auditor",
            "other-editor",
            "other-rektor",
            "foreign-officer",
            "foreign-admin",
            "foreign-editor",
        ];
        let routes: Vec<_> = crate::areas().iter().flat_map(|area| area.routes().to_vec()).collect();
        for name in strangers {
            let stranger = world.client(name).await;
            for route in routes.iter().filter(|route| route.method == axum::http::Method::GET) {
                for tenant in ["ekstad", "bokhamn"] {
                    let path = route.path.replace("{tenant}", tenant).replace("{assignment}", &id.to_string());
                    let path = path
                        .replace("{year}", "2024")
                        .replace("{occasion}", "tertial-1")
                        .replace("{id}", &id.to_string());
                    let answer = stranger.get(&format!("{path}?falt=complaints.0000.handlar-om&q=schemat")).await;
                    assert!(!answer.text().contains(secret), "{name} {path}");
                    if path.contains("/uppgift/") && !path.contains("fraga") {
                        assert_eq!(answer.status.as_u16(), 404, "{name} {path}");
                    }
                }
            }
            for action in ["fyll-i", "falt", "till-signering", "ta-tillbaka", "signera/enhet", "signera/anordnare"] {
                let answer = stranger.post(&format!("{}/{action}", base(id)), &[("statement.none", "ja")]).await;
                answer.is(404);
            }
        }
        world.nobody().get(&base(id)).await.is(303);
    });
}

#[test]
fn a_zero_at_a_large_unit_asks_back_before_it_can_be_signed() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let rektor = world.client("rektor").await;
        let next = fill(&rektor, id, &[], &[("hela", "1"), ("statement.none", "ja"), ("vidare", "1")]).await;
        let check = rektor.get(&next.is(303).location).await;
        check.is(200).says("Enheten har 640 elever").says("Är det så?").does_not_say("Lämna in och signera");
        rektor.post(&format!("{}/signera/enhet", base(id)), &[("visad", "x")]).await.is(303);
        let yes = fill(&rektor, id, &[], &[("statement.confirmed-zero", "ja"), ("vidare", "1")]).await;
        rektor.get(&yes.is(303).location).await.is(200).says("Inga klagomål").says("Lämna in och signera");
        rektor.get(&sign(&rektor, id, "enhet").await.is(303).location).await.is(200).says("Bekräftat");
        // A small unit is not asked.
        let small = find(world, "klagomal-t1", "Lindblad Öster");
        fill(&rektor, small, &[], &[("hela", "1"), ("statement.none", "ja")]).await.is(303);
        sign(&rektor, small, "enhet").await.is(303);
    });
}

#[test]
fn what_is_signed_is_what_was_shown() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let text = rektor.get(&format!("{}/kontrollera", base(id))).await.main();
        let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        editor.post(&format!("{}/falt", base(id)), &[("complaints-0-atgard", "Något helt annat")]).await.is(200);
        let address = format!("{}/signera/enhet", base(id));
        let asked = rektor.post(&address, &[("visad", &shown), ("sedd", &stamp)]).await;
        asked.is(422).says("editor har ändrat i utkastet").says("Något").says("Samtal och ny rutin.");
        assert!(!world.events(world.ekstad).contains(&"submission.signed".to_owned()));
        let shown = hidden(&asked.main(), "visad");
        rektor.post(&address, &[("visad", &shown), ("sedd", &stamp)]).await.is(303);
        rektor.post(&address, &[]).await.is(409).says("redan inlämnad");
    });
}

#[test]
fn two_who_sign_at_once_get_one_receipt_and_one_clear_sentence() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        let other = crate::testing::person_id("editor");
        let (lindblad, ekstad) = (world.lindblad, world.ekstad.id);
        let seat: Id<kernel::id::kind::Seat> = Id::random(&**world.app.chance());
        world.write(Scope::Tenant(ekstad), move |tx| {
            tx.execute(
                store::global_sql!(
                    "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at,
                         confirmed_at)
                     VALUES ($1, $2, $3, $4, 'rektor', $5, '2023-01-01', 0, 0)"
                ),
                &[&seat, &other, &ekstad, &lindblad, &true],
            )
            .map(|_| ())
        });
        let (first, second) = (world.client("rektor").await, world.client("editor").await);
        let text = second.get(&format!("{}/kontrollera", base(id))).await.main();
        let receipt = sign(&first, id, "enhet").await.is(303).location.clone();
        let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
        let late = second.post(&format!("{}/signera/enhet", base(id)), &[("visad", &shown), ("sedd", &stamp)]).await;
        late.is(409).says("signerades av rektor").says(&receipt);
        assert_eq!(second.get(&format!("{}/kontrollera", base(id))).await.is(303).location, receipt);
    });
}

#[test]
fn a_deadline_that_passes_between_check_and_signature_makes_it_late_and_a_lock_stops_it() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        world.clock.set(instant("2024-04-08T21:59:00Z"));
        let rektor = world.client("rektor").await;
        let text = rektor.get(&format!("{}/kontrollera", base(id))).await.main();
        let fields = [("visad", hidden(&text, "visad")), ("sedd", hidden(&text, "sedd"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert!(!text.contains("märks som inlämnad efter sista dagen"));
        world.clock.set(instant("2024-04-08T22:00:00Z"));
        let address = format!("{}/signera/enhet", base(id));
        let receipt = rektor.post(&address, &fields).await;
        rektor.get(&receipt.is(303).location).await.is(200).says("Inlämnad efter sista dagen");
        // The other unit's is locked before it is signed.
        let id = sent(world, "Lindblad Öster").await;
        let text = rektor.get(&format!("{}/kontrollera", base(id))).await.main();
        let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let lock = domain::submissions::Lock {
                by: domain::submissions::By { person: None, name: "Kvalitetsenheten".to_owned() },
                at: tx.context().now,
                why: "Sammanställningen är gjord".to_owned(),
            };
            assignments::set_lock(tx, id, Some(&lock))
        });
        let refused = rektor.post(&format!("{}/signera/enhet", base(id)), &[("visad", &shown), ("sedd", &stamp)]).await;
        refused.is(409).says("låstes 9 april 2024 av Kvalitetsenheten").says("Be din kontaktperson");
        rektor.get(&base(id)).await.is(200).says("Låst").says("Kvalitetsenheten").does_not_say("Läs och signera");
        let typed = rektor.post(&format!("{}/fyll-i", base(id)), &[("statement.comment", "Mitt långa svar")]).await;
        typed.is(422).says("inte sparat").says("Mitt långa svar").says("väntar på signering");
    });
}

#[test]
fn a_returned_item_waits_first_and_comes_back_as_a_new_version() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        sign(&world.client("rektor").await, id, "enhet").await.is(303);
        world.clock.set(instant("2024-03-16T09:00:00Z"));
        let person = crate::testing::person_id("officer");
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let found = assignments::find(tx, id)?.unwrap();
            let domain::submissions::State::Submitted(submitted) = found.state else { panic!("not in") };
            let returned = domain::submissions::Returned {
                submitted,
                reason: "Beskriv åtgärden närmare.".to_owned(),
                until: Some("2024-03-25".parse().unwrap()),
                at: tx.context().now,
                by: domain::submissions::By { person: Some(person), name: "officer".to_owned() },
            };
            let latest = crate::submissions::latest(tx, id)?.unwrap();
            crate::submissions::add_return_note(tx, latest.id, "complaints.0001.atgard", "Vem gjorde vad?", person)?;
            assignments::set_state(tx, id, &returned.into())
        });
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        editor.get("/start").await.is(200).says("1 att komplettera");
        editor
            .get(&base(id))
            .await
            .is(200)
            .says("Beskriv åtgärden närmare.")
            .says("Vem gjorde vad?")
            .says("25 mars 2024");
        let form = editor.get(&format!("{}/fyll-i", base(id))).await;
        form.is(200).says("Samtal och ny rutin.").says("Vem gjorde vad?");
        form.says("id=\"f-complaints-1-atgard-return\"");
        editor.post(&format!("{}/falt", base(id)), &[("complaints-1-atgard", "Rektor höll samtalet.")]).await.is(200);
        editor.post(&format!("{}/till-signering", base(id)), &[]).await.is(303);
        let signed = sign(&rektor, id, "enhet").await;
        rektor.get(&signed.is(303).location).await.is(200).says("Rektor höll samtalet.");
        editor.get(&base(id)).await.is(200).says("Version 2").says("Version 1");
        let csv = editor.get("/h/ekstad/inlamnat/csv?q=centrum").await;
        assert_eq!(csv.is(200).text().lines().count(), 3);
        editor.get("/h/ekstad/inlamnat?q=finnsinte").await.is(200).says("Ingen träff");
        let first = editor.get("/h/ekstad/inlamnat?q=klagom%C3%A5l").await;
        first.is(200).says("version 2");
    });
}

#[test]
fn it_can_be_taken_back_and_not_sent_with_faults() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        let editor = world.client("editor").await;
        let refused = editor.post(&format!("{}/falt", base(id)), &[("statement.comment", "mer")]).await;
        assert_eq!(refused.status.as_u16(), 409);
        editor.post(&format!("{}/ta-tillbaka", base(id)), &[]).await.is(303);
        editor.post(&format!("{}/ta-tillbaka", base(id)), &[]).await.is(409);
        editor.post(&format!("{}/falt", base(id)), &[("complaints-0-mottaget", "2023-12-31")]).await.is(200);
        let sent = editor.post(&format!("{}/till-signering", base(id)), &[]).await;
        assert_eq!(sent.is(303).location, format!("{}/kontrollera", base(id)));
        editor.get(&sent.location).await.is(200).says("Det här behöver rättas").says("1 januari");
        let again = fill(&editor, id, &[], &[("vidare", "1")]).await;
        again.is(422).says("href=\"#f-complaints-0-mottaget\"");
        editor.post(&format!("{}/signera/enhet", base(id)), &[]).await.is(404);
        assert!(world.events(world.ekstad).contains(&"assignment.taken-back".to_owned()));
    });
}

#[test]
fn a_seat_for_one_unit_sees_only_that_unit() {
    on_both(async |world| {
        let (person, unit) = (crate::testing::person_id("rektor"), world.units[1]);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(store::global_sql!("UPDATE seat SET unit_id = $2 WHERE person_id = $1"), &[&person, &unit])
                .map(|_| ())
        });
        let rektor = world.client("rektor").await;
        rektor
            .get("/start")
            .await
            .is(200)
            .says("Lindblad Öster")
            .does_not_say("Lindblad Centrum")
            .does_not_say("Avvikelse");
        let other = find(world, "klagomal-t1", "Lindblad Centrum");
        rektor.get(&base(other)).await.is(404);
        rektor.post(&format!("{}/falt", base(other)), &[("statement.none", "ja")]).await.is(404);
        let own = find(world, "klagomal-t1", "Lindblad Öster");
        rektor.get(&base(own)).await.is(200);
    });
}

#[test]
fn an_item_that_is_asked_no_more_is_not_found() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Öster");
        let unit = world.units[1];
        let chance = world.app.chance().clone();
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(sql!("UPDATE unit SET closed_on = '2023-12-31' WHERE tenant_id = $1 AND id = $2"), &[&unit])?;
            assignments::sync_current(tx, &*chance).map(|_| ())
        });
        let editor = world.client("editor").await;
        editor.get(&base(id)).await.is(404);
        // Whoever was writing is told why it does not go, and what they typed comes back.
        let told = editor.post(&format!("{}/fyll-i", base(id)), &[("statement.comment", "Skrivet under tiden.")]).await;
        told.is(409).says("Uppgiften efterfrågas inte längre").says("Skrivet under tiden.").says("Till uppgifterna");
        let signed = [("visad", "0"), ("sedd", "0"), ("underlag", "0")];
        let told = world.client("rektor").await.post(&format!("{}/signera/enhet", base(id)), &signed).await;
        told.is(409).says("Uppgiften efterfrågas inte längre").does_not_say("Basen i ord");
        let told = editor.post(&format!("{}/falt", base(id)), &[("statement.none", "ja")]).await;
        told.is(409).says("ni behöver inte göra något").does_not_say("<html");
        editor
            .upload(&format!("{}/arbetsbok", base(id)), &[], "a.csv", b"a")
            .await
            .is(409)
            .says("efterfrågas inte längre");
        world.client("other-editor").await.post(&format!("{}/fyll-i", base(id)), &[]).await.is(404);
        // It is told that it went away, and it is no task any more.
        let list = editor.get("/start?visa=alla").await;
        list.is(200).says("Uppgiften utgick");
        assert!(!list.text().contains(&id.to_string()));
    });
}

#[test]
fn a_receipt_is_an_accessible_pdf_too() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        let rektor = world.client("rektor").await;
        let receipt = sign(&rektor, id, "enhet").await.is(303).location.clone();
        let pdf = rektor.get(&format!("{receipt}/pdf")).await;
        assert_eq!(pdf.is(200).media_type, "application/pdf");
        assert!(pdf.bytes.starts_with(b"%PDF-"));
        assert_eq!(pdf.bytes, rektor.get(&format!("{receipt}/pdf")).await.bytes, "the same bytes again");
        world.client("officer").await.get(&receipt).await.is(404);
        rektor.get("/h/ekstad/kvitto/T-0000-0000").await.is(404);
        rektor.get(&receipt.replace("T-", "t")).await.is(200);
    });
}

#[test]
fn where_the_authority_asks_for_it_whoever_prepared_cannot_sign() {
    on_both(async |world| {
        let people = [("foreign-editor", "provider-management"), ("regional", "provider-management")];
        for (name, role) in people {
            let seat: Id<kernel::id::kind::Seat> = Id::random(&**world.app.chance());
            let (person, tenant, provider) = (crate::testing::person_id(name), world.bokhamn.id, world.fjordvik);
            world.write(Scope::Tenant(tenant), move |tx| {
                tx.execute(
                    store::global_sql!(
                        "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at,
                             confirmed_at)
                         VALUES ($1, $2, $3, $4, $5, $6, '2023-01-01', 0, 0)"
                    ),
                    &[&seat, &person, &tenant, &provider, &role, &false],
                )
                .map(|_| ())
            });
        }
        let year = world
            .app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(world.bokhamn.id), |tx| crate::year::published(tx, 2024))
            .unwrap()
            .unwrap();
        let all = assignments_of(world, world.bokhamn);
        let separate = |a: &&Assignment| {
            a.organisation == world.fjordvik && year.year.item(&a.item).is_some_and(|item| item.separate_signer)
        };
        let found = all.iter().find(separate).unwrap();
        let base = format!("/h/bokhamn/uppgift/{}", found.id);
        let preparer = world.client("foreign-editor").await;
        let asked = world
            .app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(world.bokhamn.id), {
                let (found, year) = (found.clone(), year.clone());
                move |tx| crate::submissions::ask(tx, &found, &year, "2024-03-15".parse().unwrap())
            })
            .unwrap()
            .unwrap();
        let form = asked.form().unwrap();
        let paths: Vec<String> = form.fields().map(|(path, _)| path).collect();
        let fields: Vec<(&str, &str)> =
            paths.iter().map(|path| (path.as_str(), "Text.")).chain([("hela", "1")]).collect();
        preparer.post(&format!("{base}/fyll-i"), &fields).await.is(303);
        let text = preparer.get(&format!("{base}/kontrollera")).await.main();
        assert!(!text.contains("name=\"visad\""), "{text}");
        let sign = format!("{base}/signera/anordnare");
        preparer.post(&sign, &[]).await.is(409).says("kan inte själv signera");
        preparer.post(&format!("{base}/till-signering"), &[]).await.is(303);
        preparer.get("/start").await.is(200).does_not_say("Väntar på dig");
        let other = world.client("regional").await;
        other.post(&format!("/byt/anordnare/{}", world.fjordvik), &[]).await.is(303);
        other.get("/start").await.is(200).says("Väntar på dig");
        let text = other.get(&format!("{base}/kontrollera")).await.main();
        let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
        let signed = other.post(&sign, &[("visad", &shown), ("sedd", &stamp)]).await;
        other.get(&signed.is(303).location).await.is(200).says("Förberedd av").says("foreign-editor");
    });
}

#[test]
fn the_counts_stand_in_the_order_of_the_year_and_the_comment_is_never_called_optional_when_it_is_needed() {
    on_both(async |world| {
        let id = sent(world, "Lindblad Centrum").await;
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let check = editor.get(&format!("{}/kontrollera", base(id))).await.main();
        let places = ["Bemötande", "Tillgänglighet", "Innehåll"].map(|name| check.find(&format!(">{name}<")).unwrap());
        assert!(places.is_sorted(), "{check}");
        sign(&rektor, id, "enhet").await.is(303);
        world.clock.set(instant("2024-07-01T08:00:00Z"));
        let editor = world.client("editor").await;
        let second = find(world, "klagomal-t2", "Lindblad Centrum");
        let form = format!("{}/fyll-i", base(second));
        editor.get(&form).await.is(200).says("Utkastet syns bara hos er").does_not_say("redovisningen (valfritt)");
        let none = fill(&editor, second, &[], &[("hela", "1"), ("statement.none", "ja"), ("vidare", "1")]).await;
        let page = none.is(422).main();
        let (_, comment) = page.split_once("for=\"f-statement-comment\"").unwrap();
        assert!(!comment.split_once("</label>").unwrap().0.contains("valfritt"), "{comment}");
        none.says("Antalet är lägre än vid förra tillfället");
    });
}

#[test]
fn an_investigation_of_abuse_is_filled_in_signed_and_read_on_the_web() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let cells = [
            ("abuse-1-kannedom", "2024-02-01"),
            ("abuse-1-anmald-till-rektor", "2024-01-31"),
            ("abuse-1-kontaktrektor", "2024-02-02"),
            ("abuse-1-galler", "krankande-behandling"),
            ("abuse-1-utredning-klar", "2024-03-01"),
            ("abuse-1-resultat", "ej-konstaterad"),
            ("abuse-1-atgarder", "Uppföljande samtal om ordningsreglerna."),
        ];
        let more: Vec<(&str, &str)> = cells.into_iter().chain([("hela", "1"), ("vidare", "1")]).collect();
        let fault = fill(&editor, id, &row(1), &more).await;
        fault.is(422).says("ligger före dagen då skolan fick kännedom");
        let mended = ("abuse-1-anmald-till-rektor".to_owned(), "2024-02-01");
        fill(&editor, id, &[mended], &[("vidare", "1")]).await.is(303);
        let check = rektor.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("Utredningar om kränkande behandling och diskriminering").says("Inte konstaterad");
        check.says("anmälas till nämnden");
        let receipt = rektor.get(&sign(&rektor, id, "enhet").await.is(303).location).await;
        receipt.is(200).says("Kränkande behandling").says("Uppföljande samtal om ordningsreglerna.");
        let officer = world.client("officer").await;
        officer.get(&format!("/h/ekstad/granska/{id}")).await.is(200).says("Uppföljande samtal om ordningsreglerna.");
    });
}
