//! Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use store::{Scope, StoreError, sql};

use crate::assignments::{self, Assignment, Filter, Subject};
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
        editor.get(&base(id)).await.is(200).says("Inte inskickat").says("Fyll i").does_not_say("Lämna in och signera");
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("complaints-0-mottaget").says("Bemötande");
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
