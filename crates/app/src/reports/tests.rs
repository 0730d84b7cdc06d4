//! Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

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
    });
}

#[test]
fn from_signing_in_to_a_signed_no_deviations_is_four_pages() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let management = world.client("management").await;
        management.get("/start").await.is(200).says(&base(id));
        management.get(&base(id)).await.is(200).says("Inte några avvikelser").says("Signera: inte några avvikelser");
        let signed = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        let receipt = management.get(&signed.is(303).location).await;
        receipt.is(200).says("Inlämnad").says("Inte några avvikelser").says("anordnarens ledning");
        let again = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        assert_eq!(again.is(303).location, signed.location, "the same button twice leads to the same receipt");
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "submission.signed").count(), 1);
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

/// A unit's complaint report, filled in and sent for signature by the editor.
async fn sent(world: &World, unit: &str) -> Id<AssignmentKind> {
    let id = find(world, "klagomal-t1", unit);
    let editor = world.client("editor").await;
    fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
    editor.post(&format!("{}/till-signering", base(id)), &[]).await.is(303);
    id
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
fn one_field_is_saved_by_itself_and_answered_with_one_sentence() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let field = format!("{}/falt?sedd=0", base(id));
        let saved = editor.post(&field, &[("complaints-0-mottaget", "31 feb")]).await;
        assert_eq!((saved.status.as_u16(), saved.text().as_str()), (200, "Sparat 10.00"));
        assert!(saved.media_type.starts_with("text/plain"));
        // What is wrong is kept as it was typed, and told where it stands.
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("31 feb").says("inget datum");
        editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await.is(422).says("href=\"#f-complaints-0-mottaget\"");
        for (name, text) in [
            ("okant", "x"),
            ("complaints-10000-mottaget", "x"),
            ("complaints--1-mottaget", "x"),
            ("complaints-0-okand", "x"),
            ("", "x"),
            ("complaints.9999", "x"),
        ] {
            let answer = editor.post(&field, &[(name, text)]).await;
            assert_eq!(answer.status.as_u16(), 422, "{name}");
            assert!(answer.text().contains("Fältet finns inte"), "{name}");
        }
        assert_eq!(editor.post(&field, &[("complaints-9999-mottaget", "2024-02-01")]).await.status.as_u16(), 200);
        editor.get(&format!("{}/fyll-i?ny=complaints", base(id))).await.is(200);
        let long = "x".repeat(1 << 20);
        let answer = editor.post(&field, &[("statement.comment", &long)]).await;
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.text().contains("50\u{a0}000 tecken"), "{}", answer.text());
        let whole = editor.post(&format!("{}/fyll-i", base(id)), &[("statement.comment", &long), ("spara", "1")]).await;
        whole.is(422).says("inte sparat").says("xxxxxxxxxx");
        editor.post(&field, &[("statement.comment", &"x".repeat(5 << 20))]).await.is(413);
        let kinds = world.events(world.ekstad);
        assert_eq!(kinds.iter().filter(|kind| *kind == "assignment.started").count(), 1);
        assert!(editor.get("/h/ekstad/uppgift/inte-ett-id").await.status.as_u16() == 404);
        let foreign = base(id).replace("ekstad", "bokhamn");
        editor.get(&foreign).await.is(404);
        editor.get("/start").await.is(200).says("Utkast");
    });
}

#[test]
fn two_people_in_the_same_field_see_both_texts_and_choose() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let form = format!("{}/fyll-i", base(id));
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        let about = "complaints-0-handlar-om";
        editor.post(&form, &[(about, "Editorns nya text"), ("sedd", &stamp)]).await.is(303);
        world.clock.set(instant("2024-03-15T09:06:00Z"));
        // The script is told, and its text stays on the page.
        let answer = rektor.post(&format!("{}/falt?sedd={stamp}", base(id)), &[(about, "Rektorns text")]).await;
        assert_eq!(answer.status.as_u16(), 409);
        assert!(answer.text().contains("en kollega skrev i fältet kl. 10.05"), "{}", answer.text());
        // The whole page shows both; a field that the rektor did not touch is the editor's without a word.
        let both = rektor
            .post(
                &form,
                &[(about, "Rektorns text"), ("complaints-0-atgard", "Ny åtgärd"), ("sedd", &stamp), ("hela", "1")],
            )
            .await;
        both.is(422).says("Editorns nya text").says("Rektorns text").says("Vilken text ska gälla?");
        let stamp = hidden(&both.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:07:00Z"));
        rektor.post(&form, &[("complaints.0000.handlar-om", "Rektorns text"), ("sedd", &stamp)]).await.is(303);
        rektor.get(&form).await.is(200).says("Rektorns text").says("Ny åtgärd").does_not_say("Editorns nya text");
        let history = format!("{}/historik?falt=complaints.0000.handlar-om", base(id));
        editor.get(&history).await.is(200).says("Editorns nya text").says("Rektorns text").says("Svar dröjde");
        editor.get(&format!("{}/historik?falt=okant", base(id))).await.is(404);
        // A page drawn before, with an untouched field, does not undo what came since.
        fill(&editor, id, &row(0), &[("hela", "1"), ("sedd", &stamp)]).await;
        rektor.get(&form).await.is(200);
    });
}

#[test]
fn the_text_that_does_not_win_stays_in_the_history_whichever_is_chosen_and_when_nobody_chooses() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let (form, path) = (format!("{}/fyll-i", base(id)), "statement.comment");
        let history = format!("{}/historik?falt={path}", base(id));
        editor.post(&form, &[(path, "Från början")]).await.is(303);
        for (minute, choice) in [(10, None), (20, Some("Rektorns text 20")), (30, Some("Editorns text 30"))] {
            let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
            let (mine, theirs) = (format!("Rektorns text {minute}"), format!("Editorns text {minute}"));
            world.clock.set(instant(&format!("2024-03-15T09:{minute}:00Z")));
            editor.post(&form, &[(path, &theirs)]).await.is(303);
            world.clock.set(instant(&format!("2024-03-15T09:{minute}:30Z")));
            // By the script and again with the page: kept once.
            let field = rektor.post(&format!("{}/falt?sedd={stamp}", base(id)), &[(path, &mine)]).await;
            assert_eq!(field.status.as_u16(), 409);
            let both = rektor.post(&form, &[(path, &mine), ("sedd", &stamp)]).await;
            both.is(422).says(&mine).says(&theirs);
            rektor.get(&form).await.is(200).says(&theirs).does_not_say(&mine);
            if let Some(choice) = choice {
                let stamp = hidden(&both.main(), "sedd");
                world.clock.set(instant(&format!("2024-03-15T09:{minute}:50Z")));
                rektor.post(&form, &[(path, choice), ("sedd", &stamp)]).await.is(303);
                rektor.get(&form).await.is(200).says(choice);
            }
            let told = rektor.get(&history).await;
            told.is(200).says(&theirs).says(&mine).says("skrevs samtidigt").says("Från början");
            let times = if choice == Some(mine.as_str()) { 2 } else { 1 };
            assert_eq!(told.main().matches(&mine).count(), times, "{}", told.main());
            assert_eq!(told.main().matches(&theirs).count(), 1, "{}", told.main());
        }
    });
}

#[test]
fn a_field_that_somebody_did_not_touch_keeps_what_a_colleague_wrote() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let form = format!("{}/fyll-i", base(id));
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        editor.post(&form, &[("complaints-0-handlar-om", "Editorns nya text")]).await.is(303);
        world.clock.set(instant("2024-03-15T09:06:00Z"));
        let mut fields = row(0);
        fields[3].1 = "Rektorns nya åtgärd";
        fill(&rektor, id, &fields, &[("hela", "1"), ("sedd", &stamp)]).await.is(303);
        rektor.get(&form).await.is(200).says("Editorns nya text").says("Rektorns nya åtgärd");
    });
}

#[test]
fn rows_come_and_go_without_script_and_the_others_keep_their_place() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(id));
        let added = fill(&editor, id, &row(0), &[("hela", "1"), ("complaints-lagg-till", "1")]).await;
        assert_eq!(added.is(303).location, format!("{form}?ny=complaints#f-complaints-1-mottaget"));
        editor.get(&format!("{form}?ny=complaints")).await.is(200).says("complaints-1-mottaget");
        let rows: Vec<_> = [row(0), row(1), row(2)].concat();
        fill(&editor, id, &rows, &[("hela", "1")]).await.is(303);
        fill(&editor, id, &rows, &[("hela", "1"), ("complaints-ta-bort", "1")]).await.is(303);
        let page = editor.get(&form).await;
        page.is(200).says("complaints-2-mottaget").does_not_say("complaints-1-mottaget");
        fill(&editor, id, &[], &[("complaints-ta-bort", "99999999999")]).await.is(303);
        fill(&editor, id, &[], &[("complaints-ta-bort", "abc")]).await.is(303);
        editor.get(&format!("{}/kontrollera", base(id))).await.is(200).says("Svar dröjde tre veckor.");
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
        world.write(Scope::Global, move |tx| {
            tx.execute(
                store::global_sql!(
                    "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at)
                     VALUES ($1, $2, $3, $4, 'rektor', $5, '2023-01-01', 0)"
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
fn only_targets_at_risk_are_opened_and_analysed() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let (editor, management) = (world.client("editor").await, world.client("management").await);
        let form = format!("{}/fyll-i", base(id));
        editor.get(&form).await.is(200).says("Vi riskerar att inte nå målvärdet").says("Stöd för analysen, i sex steg");
        let some = [("hela", "1"), ("statement.answer", "some"), ("target-avbrott.risk", "ja"), ("vidare", "1")];
        fill(&editor, id, &[], &some).await.is(422).says("href=\"#f-target-avbrott-causes\"");
        let causes = ("target-avbrott.causes".to_owned(), "Många har börjat arbeta.");
        let checked = fill(&editor, id, &[causes], &some).await;
        editor
            .get(&checked.is(303).location)
            .await
            .is(200)
            .says("Många har börjat arbeta.")
            .says("Anordnarens ledning");
        // What is written says otherwise, so the statement is not signed in its stead.
        management.get(&base(id)).await.is(200).does_not_say("Signera: inte några avvikelser");
        let refused = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        refused.is(409).says("Inget är signerat");
        sign(&management, id, "anordnare").await.is(303);
        let rektor = world.client("rektor").await;
        rektor.post(&format!("{}/signera/enhet", base(id)), &[]).await.is(404);
    });
}

#[test]
fn a_seat_for_one_unit_sees_only_that_unit() {
    on_both(async |world| {
        let (person, unit) = (crate::testing::person_id("rektor"), world.units[1]);
        world.write(Scope::Global, move |tx| {
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
        editor.post(&format!("{}/falt", base(id)), &[("statement.none", "ja")]).await.is(404);
        editor.get("/start").await.is(200).does_not_say("Lindblad Öster");
    });
}

#[test]
fn headings_and_own_tables_are_filled_in_by_the_same_form() {
    on_both(async |world| {
        let id = find(world, "betygsanalys", &world.areas[0].0);
        let (editor, management) = (world.client("editor").await, world.client("management").await);
        fill(&editor, id, &[], &[("hela", "1"), ("resultat.text", "84 procent."), ("vidare", "1")]).await.is(422);
        let page = editor.get(&base(id)).await;
        page.is(200).says("Senast sparat").says("av editor");
        let all = [("hela", "1"), ("orsaker.text", "Ny lärare."), ("atgarder.text", "Följer upp i juni.")];
        fill(&editor, id, &[], &all).await.is(303);
        let receipt = management.get(&sign(&management, id, "anordnare").await.is(303).location).await;
        receipt.is(200).says("84 procent.").says("Följer upp i juni.").says("Ifylld på webben");
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
            world.write(Scope::Global, move |tx| {
                tx.execute(
                    store::global_sql!(
                        "INSERT INTO seat (id, person_id, tenant_id, organisation_id, role, deputy, valid_from, given_at)
                         VALUES ($1, $2, $3, $4, $5, $6, '2023-01-01', 0)"
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
fn choosing_no_deviations_takes_the_marks_away_with_one_button_and_keeps_the_texts() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let management = world.client("management").await;
        let form = format!("{}/fyll-i", base(id));
        let some = [
            ("hela", "1"),
            ("statement.answer", "some"),
            ("target-avbrott.risk", "ja"),
            ("target-avbrott.causes", "Många har börjat arbeta."),
        ];
        fill(&management, id, &[], &some).await.is(303);
        // The check page and the receipt show every answer that is signed.
        let check = management.get(&format!("{}/kontrollera", base(id))).await;
        check
            .is(200)
            .says("Finns det några avvikelser?")
            .says("Ja, det finns avvikelser")
            .says("Riskerar ni att inte nå");
        // The box stays ticked although it is hidden by the other answer; nothing that is typed is lost on the way.
        let mut none = some;
        none[1].1 = "none";
        none[3].1 = "Många har börjat arbeta, skrev vi nyss.";
        let refused = fill(&management, id, &[], &[&none[..], &[("vidare", "1")]].concat()).await;
        refused.is(422).says("är markerat eller ifyllt").says("Ta bort markeringarna");
        let check = management.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("Ta bort markeringarna").does_not_say("Lämna in och signera");
        let done = fill(&management, id, &[], &[&none[..], &[("ta-bort-markering", "alla")]].concat()).await;
        assert_eq!(done.is(303).location, format!("{}/kontrollera", base(id)));
        management.get(&done.location).await.is(200).says("Lämna in och signera").does_not_say("Många har börjat");
        let history = management.get(&format!("{}/historik?falt=target-avbrott.causes", base(id))).await;
        history.is(200).says("skrev vi nyss").says("Många har börjat arbeta.");
        management.get(&form).await.is(200).does_not_say("Ta bort markeringarna");
        let receipt = sign(&management, id, "anordnare").await.is(303).location.clone();
        management.get(&receipt).await.is(200).says("Inte några avvikelser");
    });
}

#[test]
fn the_text_of_a_target_that_is_not_marked_is_taken_away_by_itself() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let editor = world.client("editor").await;
        let fields = [("hela", "1"), ("statement.answer", "some"), ("target-avbrott.causes", "Kvar från i går.")];
        fill(&editor, id, &[], &fields).await.is(303);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("Här finns text som inte är med");
        let take = [("hela", "1"), ("statement.answer", "some"), ("ta-bort-markering", "target-avbrott")];
        fill(&editor, id, &[], &take).await.is(303);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).does_not_say("Här finns text som inte är med").does_not_say("Kvar från i går.");
        let history = editor.get(&format!("{}/historik?falt=target-avbrott.causes", base(id))).await;
        history.is(200).says("Kvar från i går.");
    });
}

#[test]
fn the_rows_of_an_earlier_occasion_are_fetched_with_one_press_or_beside_those_that_stand() {
    on_both(async |world| {
        let first = sent(world, "Lindblad Centrum").await;
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let second = find(world, "klagomal-t2", "Lindblad Centrum");
        editor.get(&format!("{}/fyll-i", base(second))).await.is(200).does_not_say("Hämta raderna");
        sign(&rektor, first, "enhet").await.is(303);
        world.clock.set(instant("2024-07-01T08:00:00Z"));
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(second));
        editor.get(&form).await.is(200).says("Hämta raderna från Tertial 1").says("1 rad som ni lämnade in");
        let page = editor.get(&format!("{}/arbetsbok", base(second))).await;
        page.is(200).says("Mall med raderna från Tertial 1");
        let book = editor.get(&format!("{}/arbetsbok/mall?tidigare=1", base(second))).await;
        let book = documents::workbook::read(&book.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        let said =
            |row: &documents::raw::RawRow| row.cells.iter().any(|cell| cell.text() == Some("Svar dröjde tre veckor."));
        assert!(book.sheets[1].rows.iter().any(said));
        let fetch = format!("{}/tidigare-rader", base(second));
        editor.post(&fetch, &[]).await.is(303);
        let page = editor.get(&form).await;
        page.is(200).says("Svar dröjde tre veckor.");
        // What is there already is not offered once more; beside changed rows there is a choice.
        editor.get(&form).await.is(200).does_not_say("Hämta raderna");
        editor
            .post(&format!("{}/falt", base(second)), &[("complaints-1-handlar-om", "Ett nytt klagomål")])
            .await
            .is(200);
        editor.get(&form).await.is(200).says("Lägg till efter dem som finns").says("Ersätt dem som finns");
        editor.post(&fetch, &[]).await.is(303);
        editor.get(&form).await.is(200).does_not_say("Svar dröjde tre veckor.");
        editor.post(&fetch, &[("satt", "lagg-till")]).await.is(303);
        editor.get(&form).await.is(200).says("Ett nytt klagomål").says("Svar dröjde tre veckor.");
        editor.post(&fetch, &[("satt", "ersatt")]).await.is(303);
        editor.get(&form).await.is(200).says("Svar dröjde tre veckor.").does_not_say("Ett nytt klagomål");
        editor.get(&format!("{}/historik", base(second))).await.is(200).says("Skrev i formuläret");
        // Nothing earlier, nothing to fetch.
        editor
            .post(&format!("{}/tidigare-rader", base(find(world, "klagomal-t2", "Lindblad Öster"))), &[])
            .await
            .is(404);
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
