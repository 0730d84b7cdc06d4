//! A year that is changed while it runs: told before, kept, said to whom it touches. Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

mod by_mail;
mod names;
mod standing;

use ::store::Scope;
use domain::submissions::{StateName, Timeliness};

use crate::assignments::{self, Assignment, Filter};
use crate::follow_up::tests::{NOTHING, draft, hand_in, one_complaint};
use crate::inbox::tests::came_from;
use crate::submissions::drafts::{self, Change};
use crate::testing::smtp::SmtpServer;
use crate::testing::{Answer, Client, ENGINES, World, on_both, person_id};
use platform::access::Tools;
use platform::mail::Protection;

const ROOT: &str = "/h/ekstad/ar";
const DOCUMENT: &str = include_str!("../../../../config/stockholm-2024.toml");

/// Every assignment of the item, by the name of what it is for.
fn of_item(world: &World, item: &'static str) -> Vec<Assignment> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })
    })
}

fn one(world: &World, item: &'static str, subject: &str) -> Assignment {
    of_item(world, item).into_iter().find(|one| one.subject_name() == subject).unwrap()
}

fn centrum(world: &World) -> Assignment {
    one(world, "klagomal-t1", "Lindblad Centrum")
}

/// Keeps the document as a draft; gives its address.
async fn keep(owner: &Client<'_>, base: u32, document: &str) -> String {
    let base = format!("2024:{base}");
    let fields = [("bas", base.as_str()), ("dokument", document), ("spara", "1")];
    owner.post(&format!("{ROOT}/redigera"), &fields).await.is(303).location.clone()
}

/// The page that tells what publishing leads to; then it is published.
async fn publish(owner: &Client<'_>, base: u32, document: &str, fields: &[(&str, &str)]) -> Answer {
    let version = keep(owner, base, document).await;
    let told = owner.get(&format!("{version}/publicera")).await;
    told.is(200);
    post(owner, &version, base, fields).await.is(303);
    told
}

/// Presses the button of the page that said which version is replaced, and what will happen now.
pub(crate) async fn post(owner: &Client<'_>, version: &str, base: u32, fields: &[(&str, &str)]) -> Answer {
    let page = owner.get(&format!("{version}/publicera")).await.is(200).main();
    press(owner, version, (base, &hidden(&page, "foljder")), fields).await
}

/// Presses the button of a page that said this.
async fn press(owner: &Client<'_>, version: &str, (base, mark): (u32, &str), fields: &[(&str, &str)]) -> Answer {
    let replaces = base.to_string();
    let all = [fields, &[("ersatter", replaces.as_str()), ("foljder", mark)]].concat();
    owner.post(&format!("{version}/publicera"), &all).await
}

fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn what_is_handed_in_between_the_page_and_its_button_is_told_before_anything_is_published() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = keep(&owner, 1, &other_columns()).await;
        let told = owner.get(&format!("{version}/publicera")).await;
        told.is(200)
            .says("3 har inte l\u{e4}mnat in och svarar efter den nya versionen.")
            .does_not_say("har l\u{e4}mnat in efter den version");
        let mark = hidden(&told.main(), "foljder");
        hand_in(world, &centrum(world), NOTHING);
        let before = world.events(world.ekstad);
        let again = press(&owner, &version, (1, &mark), &[GONE]).await;
        again
            .is(422)
            .says("Inget \u{e4}r publicerat")
            .says("har n\u{e5}gon l\u{e4}mnat in")
            .says("1 har redan l\u{e4}mnat in.")
            // What was answered was answered of the same version, and stands.
            .says("<option value=\"-\" selected>");
        assert_eq!(world.events(world.ekstad), before, "nothing is published");
        // Nor does a form that says nothing of it publish anything.
        owner.post(&format!("{version}/publicera"), &[GONE, ("ersatter", "1")]).await.is(422);
        let shown = hidden(&again.main(), "foljder");
        assert_ne!(shown, mark);
        press(&owner, &version, (1, &shown), &[GONE]).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "year.published");
    });
}

#[test]
fn a_draft_that_is_begun_under_what_goes_away_is_told_too_whatever_was_answered_of_it() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = keep(&owner, 1, &renamed()).await;
        let mark = hidden(&owner.get(&format!("{version}/publicera")).await.main(), "foljder");
        draft(world, &centrum(world), "complaints.0001.atgard", "Samtal med rektor.");
        let said = ("hor-klagomal.complaints.atgard", "-");
        press(&owner, &version, (1, &mark), &[said])
            .await
            .is(422)
            .says("1 har skrivit i det som inte l\u{e4}ngre fr\u{e5}gas.");
        assert_eq!(of_item(world, "klagomal-t1").len(), 3);
        post(&owner, &version, 1, &[said]).await.is(303);
    });
}

/// The document with another last day for the first occasion.
fn moved(to: &str) -> String {
    DOCUMENT.replacen("deadline = 2024-04-08", &format!("deadline = {to}"), 1)
}

#[test]
fn a_day_that_moves_is_told_before_and_said_to_everybody_after() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        hand_in(world, &centrum(world), NOTHING);
        let told = publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        told.says("Det här händer")
            .says("Sista dagen ändras från 8 till 15 april 2024.")
            .says("1 har lämnat in. Det gäller.")
            .says("2 har inte lämnat in och får den nya dagen.")
            .says("Lindblad Centrum");
        let (id, editor) = (centrum(world).id, world.client("editor").await);
        let said = "Sista dagen ändrades 15 mars 2024 från 8 till 15 april 2024.";
        editor.get(&format!("/h/ekstad/uppgift/{id}")).await.says(&format!("{said} Det ni har lämnat in gäller."));
        editor.get("/start").await.says("Ändrat under året").says(said).says("Ändrad 15 mars 2024");
        let officer = world.client("officer").await;
        officer
            .get("/h/ekstad/uppfoljning/2024/tertial-1")
            .await
            .says("Ändringar under året")
            .says("senast 15 mars 2024");
        officer.get("/h/ekstad/uppfoljning/2024/andringar").await.is(200).says(said).says("Lindblad Centrum");
        officer.get(&format!("/h/ekstad/granska/{id}")).await.says(&format!("{said} Det som är inlämnat gäller."));
        // Another provider's people hear of their own alone.
        world.client("other-editor").await.get("/start").await.says(said).does_not_say("Lindblad");
        world.client("foreign-officer").await.get("/h/ekstad/uppfoljning/2024/andringar").await.is(404);
    });
}

#[test]
fn of_several_changes_the_start_page_shows_one_and_folds_the_rest_under_it() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        let start = world.client("editor").await.get("/start").await.is(200).main();
        let (_, notice) = start.split_once("\u{c4}ndrat under \u{e5}ret").unwrap();
        let (shown, folded) = notice.split_once("<details").unwrap();
        assert_eq!(shown.matches("Sista dagen \u{e4}ndrades").count(), 1, "{shown}");
        assert!(folded.contains("till</summary>") && folded.contains("Sista dagen \u{e4}ndrades"), "{folded}");
    });
}

#[test]
fn nobody_is_late_by_a_day_that_is_moved_to_before_they_handed_in() {
    on_both(async |world| {
        world.clock.set("2024-04-05T08:00:00Z".parse().unwrap());
        hand_in(world, &centrum(world), NOTHING);
        world.clock.set("2024-04-06T08:00:00Z".parse().unwrap());
        let owner = world.client("owner").await;
        let told = publish(&owner, 1, &moved("2024-04-02"), &[]).await;
        told.says("bedöms efter 8 april 2024, så ingen blir sen i efterhand")
            .says("Den nya dagen har passerat, så för dem gäller 8 april 2024 som förut.");
        let now = world.app.clock().now();
        assert_eq!(centrum(world).timeliness(now), Timeliness::OnTime);
        let left = one(world, "klagomal-t1", "Lindblad Öster");
        assert_eq!(left.timeliness(now), Timeliness::Soon(2));
        let page = world.client("editor").await.get(&format!("/h/ekstad/uppgift/{}", left.id)).await;
        page.says("För er gäller 8 april 2024.");
        // The receipt of the one that is in says what it said: in time.
        let list =
            world.client("officer").await.get("/h/ekstad/uppfoljning/2024/tertial-1/klagomal-t1?visa=for-sent").await;
        list.is(200).does_not_say("Lindblad Centrum");
    });
}

#[test]
fn an_extension_is_told_whether_it_still_holds_or_is_overtaken() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        for (subject, day) in [("Lindblad Centrum", "2024-04-12"), ("Lindblad Öster", "2024-04-20")] {
            let address = format!("/h/ekstad/granska/{}/mer-tid", one(world, "klagomal-t1", subject).id);
            officer.post(&address, &[("dag", day), ("skal-mer-tid", "Sjukdom")]).await.is(303);
        }
        let told = publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        told.says("1 har fått mer tid, till 20 april 2024. Det gäller fortfarande.")
            .says("1 hade fått mer tid, till 12 april 2024.");
        assert_eq!(centrum(world).due(), "2024-04-15".parse().unwrap());
        assert_eq!(one(world, "klagomal-t1", "Lindblad Öster").due(), "2024-04-20".parse().unwrap());
    });
}

/// The document without an item.
fn without(item: &str) -> String {
    let mut year = domain::year::parse(DOCUMENT).unwrap();
    year.items.retain(|one| one.slug != *item);
    for one in &mut year.items {
        one.analysed_in = one.analysed_in.take().filter(|slug| *slug != *item);
    }
    // Nor is it collected out of another system.
    domain::year::to_toml(&year).replacen(&format!("\"{item}\", "), "", 1)
}

#[test]
fn an_item_that_is_taken_away_leaves_what_is_in_and_its_drafts_come_back() {
    on_both(async |world| {
        let (owner, editor) = (world.client("owner").await, world.client("editor").await);
        let (kept, begun) = (centrum(world), one(world, "klagomal-t1", "Lindblad Öster"));
        hand_in(world, &kept, NOTHING);
        draft(world, &begun, "complaints.0001.atgard", "Samtal med rektor.");
        let told = publish(&owner, 1, &without("klagomal-t1"), &[]).await;
        told.says("1 har lämnat in. Det står kvar.")
            .says("1 påbörjad uppgift utgår. Utkast sparas")
            .says("1 uppgift utgår.");
        // What is in is read as it was, by both sides; what was only begun is no task any more.
        let page = editor.get(&format!("/h/ekstad/uppgift/{}", kept.id)).await;
        page.is(200)
            .says("Uppgiften efterfrågas sedan 15 mars 2024 inte längre.")
            .says("Det ni har lämnat in står kvar.");
        world.client("officer").await.get(&format!("/h/ekstad/granska/{}", kept.id)).await.is(200).says("står kvar");
        // What was only begun is read and kept by those who wrote it, and written in by nobody.
        let own = format!("/h/ekstad/uppgift/{}", begun.id);
        editor
            .get(&own)
            .await
            .is(200)
            .says("Efterfrågas inte längre")
            .says("Samtal med rektor.")
            .does_not_say("Fyll i");
        let file = editor.get(&format!("{own}/det-skrivna")).await.is(200).text();
        assert!(file.contains("Hantering och åtgärd: Samtal med rektor."), "{file}");
        let told = editor.post(&format!("{own}/fyll-i"), &[("statement.comment", "Mer.")]).await;
        told.is(409).says("efterfrågas inte längre").says("Till det ni har skrivit").says(&own).says("Mer.");
        for stranger in ["other-editor", "officer"] {
            world.client(stranger).await.get(&own).await.is(404);
            world.client(stranger).await.get(&format!("{own}/det-skrivna")).await.is(404);
        }
        editor.get(&format!("/h/ekstad/uppgift/{}/det-skrivna", kept.id)).await.is(404);
        editor.get("/start").await.says("Uppgiften utgick 15 mars 2024").says(&format!("href=\"{own}\""));
        // Asked again, it is as it was left.
        let told = publish(&owner, 2, DOCUMENT, &[]).await;
        told.says("3 uppgifter kommer tillbaka.")
            .says("1 uppgift kommer tillbaka, redan inlämnad. Det som är inlämnat gäller som det är.")
            .says("1 uppgift efterfrågas igen. Det som var skrivet kommer tillbaka.")
            .says("1 uppgift efterfrågas igen.")
            .does_not_say("tillkommer")
            .does_not_say("har passerat");
        editor
            .get(&format!("/h/ekstad/uppgift/{}", kept.id))
            .await
            .says("Uppgiften efterfrågas igen sedan 15 mars 2024. Det ni har lämnat in gäller.");
        let again = one(world, "klagomal-t1", "Lindblad Öster");
        assert_eq!((again.id, again.state.name()), (begun.id, StateName::Draft));
        editor.get(&format!("{own}/fyll-i")).await.is(200).says("Samtal med rektor.");
        editor.get(&own).await.is(200).does_not_say("Det går inte att ändra");
        editor.get(&format!("{own}/det-skrivna")).await.is(404);
    });
}

/// That the question which [`other_columns`] leaves out is no other.
const GONE: (&str, &str) = ("hor-klagomal.complaints.handlar-om", "-");

/// The complaint table with a column that must be filled in and one that is gone.
fn other_columns() -> String {
    let added = "{ slug = \"kanal\", title = \"Kanal\", kind = \"text\", required = true },\n  { slug = \"mottaget\"";
    let mut year = domain::year::parse(&DOCUMENT.replacen("{ slug = \"mottaget\"", added, 1)).unwrap();
    year.complaints.columns.retain(|column| column.slug != *"handlar-om");
    domain::year::to_toml(&year)
}

#[test]
fn what_is_in_by_an_earlier_form_stands_and_is_given_back_in_one_go() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        let id = centrum(world).id;
        hand_in(world, &centrum(world), &one_complaint("Samtal."));
        let begun = one(world, "klagomal-t1", "Lindblad Öster");
        draft(world, &begun, "complaints.0001.handlar-om", "Läraren kom för sent.");
        let told = publish(&owner, 1, &other_columns(), &[GONE]).await;
        told.says("Nytt: ”Kanal” (måste fyllas i).")
            .says("Frågas inte längre: ”Vad klagomålet gällde”.")
            .says("1 har redan lämnat in. Det som är inlämnat gäller")
            .says("1 har skrivit i det som inte längre frågas.");
        // What was written is shown where it was written, and nowhere at the authority.
        let editor = world.client("editor").await;
        editor
            .get(&format!("/h/ekstad/uppgift/{}", begun.id))
            .await
            .says("Det ni skrev som inte längre efterfrågas")
            .says("Läraren kom för sent.");
        officer.get(&format!("/h/ekstad/granska/{}", begun.id)).await.does_not_say("Läraren kom för sent.");
        assert_eq!(centrum(world).state.name(), StateName::Submitted);
        let (page, address) = ("/h/ekstad/uppfoljning/2024/andringar", id.to_string());
        officer.get(page).await.says("1 inlämnad saknar det som tillkom").says("Lämna tillbaka de valda");
        let sent = |reason| [("redovisning", "klagomal-t1"), ("val", address.as_str()), ("motivering", reason)];
        officer.post(page, &sent("")).await.is(422).says("Lämna tillbaka de valda");
        officer.post(page, &sent("Fyll i kanal.")).await.is(303);
        assert_eq!(centrum(world).state.name(), StateName::Returned);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "submission.returned");
        editor.get(&format!("/h/ekstad/uppgift/{id}")).await.says("Fyll i kanal.");
        officer.post(page, &sent("En gång till.")).await.is(409);
        // Somebody who reads and does not review cannot.
        world.client("registrar").await.post(page, &sent("Nej.")).await.is(404);
        // Completed by the new form it lacks nothing.
        let mut completed = one_complaint("Samtal.");
        completed.retain(|(path, _)| !path.ends_with("handlar-om"));
        completed.push(("complaints.0001.kanal", "Telefon"));
        hand_in(world, &centrum(world), &completed);
        assert_eq!(centrum(world).state.name(), StateName::Submitted);
        officer.get(page).await.is(200).says("Nytt: ”Kanal”").does_not_say("saknar det som tillkom");
    });
}

#[test]
fn what_is_given_back_and_what_is_approved_are_told_apart_when_the_questions_change() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        hand_in(world, &centrum(world), &one_complaint("Samtal."));
        let approved = one(world, "klagomal-t1", "Lindblad Öster");
        hand_in(world, &approved, &one_complaint("Samtal."));
        let back = format!("/h/ekstad/granska/{}/aterlamna", centrum(world).id);
        officer.post(&back, &[("version", "1"), ("motivering", "Beskriv.")]).await.is(303);
        officer.post(&format!("/h/ekstad/granska/{}/godkann", approved.id), &[("version", "1")]).await.is(303);
        let told = publish(&owner, 1, &other_columns(), &[GONE]).await;
        told.says("1 är återlämnad för komplettering. Kompletteringen ska svara på den nya versionen.")
            .says("1 är redan godkänd. Det som är inlämnat gäller, fast det saknar det som nu måste fyllas i.")
            .does_not_say("kan det lämnas tillbaka");
        let page = "/h/ekstad/uppfoljning/2024/andringar";
        officer.get(page).await.says("Nytt: ”Kanal”").does_not_say("saknar det som tillkom");
        let (editor, item) = (world.client("editor").await, format!("/h/ekstad/uppgift/{}", centrum(world).id));
        let page = editor.get(&item).await;
        page.is(200).says("Kompletteringen ska svara på det nya.").does_not_say("Det ni har lämnat in gäller");
        editor.get(&format!("/h/ekstad/uppgift/{}", approved.id)).await.says("Det ni har lämnat in gäller");
        // Once it is completed by the new form neither is said.
        world.clock.advance(60);
        let mut completed = one_complaint("Samtal.");
        completed.retain(|(path, _)| !path.ends_with("handlar-om"));
        completed.push(("complaints.0001.kanal", "Telefon"));
        hand_in(world, &centrum(world), &completed);
        let page = editor.get(&item).await;
        page.does_not_say("Kompletteringen ska svara på det nya.").does_not_say("Det ni har lämnat in gäller");
    });
}

#[test]
fn a_completion_is_told_its_last_day_and_what_is_said_of_the_same_stands_once() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        hand_in(world, &centrum(world), &one_complaint("Samtal."));
        let back = format!("/h/ekstad/granska/{}/aterlamna", centrum(world).id);
        officer.post(&back, &[("version", "1"), ("motivering", "Beskriv.")]).await.is(303);
        let east = one(world, "klagomal-t1", "Lindblad \u{d6}ster").id;
        came_from(world, &officer, east, "editor@test.example").await;
        // The day is moved and the questions are changed at once.
        let both = other_columns().replacen("deadline = 2024-04-08", "deadline = 2024-04-15", 1);
        let told = publish(&owner, 1, &both, &[GONE]).await;
        told.says("Sista dag f\u{f6}r kompletteringen blir 15 april 2024.")
            .says("Kompletteringen ska svara p\u{e5} den nya versionen.")
            .says("Det r\u{e4}knas fr\u{e5}n n\u{e4}r det kom. Det signeras efter den nya versionen.");
        let page = told.main();
        let items = page.split("<h3>").find(|item| item.contains("kompletteringen blir")).unwrap();
        for once in ["terl\u{e4}mnad f\u{f6}r komplettering", "kom in med e-post"] {
            assert_eq!(items.matches(once).count(), 1, "{once}: {items}");
        }
    });
}

#[test]
fn what_is_in_by_an_earlier_form_lacks_nothing_once_nothing_more_is_demanded() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        hand_in(world, &centrum(world), &one_complaint("Samtal."));
        publish(&owner, 1, &other_columns(), &[GONE]).await;
        let page = "/h/ekstad/uppfoljning/2024/andringar";
        officer.get(page).await.says("1 inlämnad saknar det som tillkom");
        publish(&owner, 2, DOCUMENT, &[("hor-klagomal.complaints.kanal", "-")]).await;
        officer.get(page).await.is(200).says("Nytt: ”Kanal”").does_not_say("saknar det som tillkom");
    });
}

/// The column of measures under another stable name.
fn renamed() -> String {
    DOCUMENT.replacen(
        "slug = \"atgard\", title = \"Hantering och åtgärd\"",
        "slug = \"vidtaget\", title = \"Vidtaget\"",
        1,
    )
}

#[test]
fn a_question_under_another_stable_name_takes_its_drafts_along_where_somebody_says_so() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        draft(world, &centrum(world), "complaints.0001.atgard", "Samtal med rektor.");
        let version = keep(&owner, 1, &renamed()).await;
        let address = format!("{version}/publicera");
        let told = owner.get(&address).await;
        told.says("Har frågor bytt namn?").says("svaren under ”Hantering och åtgärd” hör nu under");
        post(&owner, &version, 1, &[("hor-klagomal.complaints.atgard", "status")])
            .await
            .is(422)
            .says("bara till en som är ny");
        post(&owner, &version, 1, &[("hor-klagomal.complaints.atgard", "vidtaget")]).await.is(303);
        let editor = world.client("editor").await;
        let item = format!("/h/ekstad/uppgift/{}", centrum(world).id);
        editor.get(&format!("{item}/fyll-i")).await.says("Samtal med rektor.");
        editor
            .get(&item)
            .await
            .says("Nytt namn: ”Hantering och åtgärd” heter nu ”Vidtaget”.")
            .does_not_say("Det ni skrev som inte längre efterfrågas");
    });
}

/// The document with the column renamed is published, and what was written belongs under the new name.
pub(crate) async fn publish_renamed(world: &World) -> Answer {
    let said = [("hor-klagomal.complaints.atgard", "vidtaget")];
    publish(&world.client("owner").await, 1, &renamed(), &said).await
}

#[test]
fn what_is_typed_on_a_page_that_is_older_than_the_year_goes_where_its_question_has_gone() {
    on_both(async |world| {
        let one = centrum(world);
        let editor = world.client("editor").await;
        let item = format!("/h/ekstad/uppgift/{}", one.id);
        draft(world, &one, "complaints.0001.atgard", "Samtal med rektor.");
        let page = editor.get(&format!("{item}/fyll-i")).await;
        let (stamp, form) = (page.hidden("sedd"), page.hidden("formular"));
        publish_renamed(world).await;
        world.clock.advance(60);
        // The script saves the field under the name that it has now.
        let field = format!("{item}/falt?sedd={stamp}&formular={form}");
        editor.post(&field, &[("complaints-1-atgard", "Samtal med rektor och läraren.")]).await.is(200).says("Sparat");
        editor.get(&format!("{item}/fyll-i")).await.says("Samtal med rektor och läraren.").says("Vidtaget");
        // So does the whole page; a field that was not touched is no conflict.
        let whole = [("hela", "1"), ("sedd", stamp.as_str()), ("formular", form.as_str())];
        let sent = [&whole[..], &[("complaints-1-atgard", "Samtal med rektor."), ("complaints-2-atgard", "Ny rutin.")]]
            .concat();
        editor.post(&format!("{item}/fyll-i"), &sent).await.is(303);
        let page = editor.get(&format!("{item}/fyll-i")).await;
        page.says("Samtal med rektor och läraren.").says("Ny rutin.");
        // What a colleague has written since is laid beside it.
        let rektor = world.client("rektor").await;
        let theirs = [("complaints-1-vidtaget", "Rektors ord.")];
        rektor.post(&format!("{item}/falt"), &theirs).await.is(200);
        let sent = [&whole[..], &[("complaints-1-atgard", "Mina ord."), ("rord", "complaints-1-atgard")]].concat();
        let two = editor.post(&format!("{item}/fyll-i"), &sent).await;
        two.says("Två har skrivit i samma fält").says("Rektors ord.").says("Mina ord.").says("Vidtaget");
    });
}

#[test]
fn what_is_typed_under_a_question_that_is_gone_comes_back_under_its_title_and_nobody_is_told_to_reload() {
    on_both(async |world| {
        let one = centrum(world);
        let editor = world.client("editor").await;
        let item = format!("/h/ekstad/uppgift/{}", one.id);
        let page = editor.get(&format!("{item}/fyll-i")).await;
        let (stamp, form) = (page.hidden("sedd"), page.hidden("formular"));
        // The question is taken away, and nobody says that its answers belong elsewhere.
        publish(&world.client("owner").await, 1, &renamed(), &[("hor-klagomal.complaints.atgard", "-")]).await;
        let sent = [("complaints-1-atgard", "Samtal med rektor.")];
        let field = editor.post(&format!("{item}/falt?sedd={stamp}&formular={form}"), &sent).await;
        field.is(422).says("Ladda inte om sidan").says("Spara utkast").does_not_say("finns kvar");
        let whole = [("hela", "1"), ("sedd", stamp.as_str()), ("formular", form.as_str()), sent[0]];
        let page = editor.post(&format!("{item}/fyll-i"), &whole).await;
        page.says("frågas inte längre").says("Samtal med rektor.").says("rad 1, Hantering och åtgärd");
        page.does_not_say("complaints").does_not_say(">atgard");
    });
}

#[test]
fn two_texts_that_wait_to_be_chosen_between_still_do_under_another_name() {
    on_both(async |world| {
        let one = centrum(world);
        draft(world, &one, "complaints.0001.atgard", "Samtal med rektor.");
        world.clock.set("2024-03-15T13:00:00Z".parse().unwrap());
        let tools = Tools::of(&world.app);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let (path, text) = ("complaints.0001.atgard".to_owned(), "Möte med läraren.".to_owned());
            let change = Change { path, text, seen: Some(0) };
            let written = drafts::write(tx, &tools, one.organisation, one.id, person_id("rektor"), &[change])?;
            assert_eq!(written.conflicts.len(), 1);
            Ok(())
        });
        publish_renamed(world).await;
        let tools = Tools::of(&world.app);
        let (open, stands) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let open = drafts::open_conflicts(tx, &tools, one.organisation, one.id)?;
            Ok((open, drafts::load(tx, &tools, one.organisation, one.id)?))
        });
        let open: Vec<_> = open.iter().map(|(path, lost)| (path.as_str(), lost.text.as_str(), lost.person)).collect();
        assert_eq!(open, [("complaints.0001.vidtaget", "Möte med läraren.", person_id("rektor"))]);
        let field = &stands.fields["complaints.0001.vidtaget"];
        assert_eq!((field.text.as_str(), field.person), ("Samtal med rektor.", person_id("editor")));
        assert_eq!(stands.texts().len(), 1, "{stands:?}");
    });
}

#[test]
fn what_is_given_back_after_its_question_was_renamed_stands_under_the_new_name_and_is_counted_as_it_was_signed() {
    on_both(async |world| {
        let (officer, editor) = (world.client("officer").await, world.client("editor").await);
        // The draft has a row taken out in the middle: what is signed counts its rows from 1.
        let mut fields = one_complaint("Samtal.");
        let second: Vec<(String, &str)> =
            one_complaint("Mejl.").into_iter().map(|(path, text)| (path.replace("0001", "0003"), text)).collect();
        fields.extend(second.iter().map(|(path, text)| (path.as_str(), *text)));
        hand_in(world, &centrum(world), &fields);
        let back = async |id: &str| {
            let sent = [("redovisning", "klagomal-t1"), ("val", id), ("motivering", "Rad 2: beskriv mer.")];
            officer.post("/h/ekstad/uppfoljning/2024/andringar", &sent).await.is(303);
        };
        let id = centrum(world).id.to_string();
        // Before the change and, at another unit, after it.
        back(&id).await;
        let east = one(world, "klagomal-t1", "Lindblad Öster");
        hand_in(world, &east, &fields);
        world.clock.set("2024-03-15T10:00:00Z".parse().unwrap());
        publish_renamed(world).await;
        back(&east.id.to_string()).await;
        for id in [id, east.id.to_string()] {
            let item = format!("/h/ekstad/uppgift/{id}");
            let page = editor.get(&format!("{item}/fyll-i")).await.is(200).text();
            for (path, text) in [("complaints-1-vidtaget", "Samtal."), ("complaints-2-vidtaget", "Mejl.")] {
                let rest = page.split(&format!("name=\"{path}\"")).nth(1).unwrap_or_else(|| panic!("{path}: {page}"));
                assert!(rest[..rest.find("name=").unwrap_or(rest.len())].contains(text), "{path}: {rest}");
            }
            editor.get(&item).await.is(200).does_not_say("Det ni skrev som inte längre efterfrågas");
        }
    });
}

#[test]
fn a_unit_that_closes_is_told_before_it_is_confirmed_and_to_the_provider_after() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        hand_in(world, &centrum(world), NOTHING);
        let address = format!("/h/ekstad/organisation/enhet/{}/stang", world.units[0]);
        let before = world.events(world.ekstad);
        let told = admin.post(&address, &[("dag", "2023-12-31")]).await;
        told.is(200)
            .says("Det här händer")
            .says("2 uppgifter utgår, 1 inlämnad står kvar.")
            .says("value=\"2023-12-31\"");
        assert_eq!(world.events(world.ekstad), before, "nothing before it is confirmed");
        let confirmed = hidden(&told.main(), "bekraftat");
        admin
            .post(&address, &[("dag", "2023-12-31"), ("bekraftat", "något annat")])
            .await
            .is(200)
            .says("Det här händer");
        admin.post(&address, &[("dag", "2023-12-31"), ("bekraftat", &confirmed)]).await.is(303);
        assert_eq!(world.events(world.ekstad).last().unwrap(), "unit.closed");
        let page = world.client("rektor").await.get(&format!("/h/ekstad/uppgift/{}", centrum(world).id)).await;
        page.is(200).says("efterfrågas sedan 15 mars 2024 inte längre, när enheter eller avtal ändrades.");
    });
}

#[test]
fn an_agreement_that_begins_after_a_last_day_gives_two_weeks() {
    on_both(async |world| {
        world.clock.set("2024-05-20T08:00:00Z".parse().unwrap());
        let admin = world.client("admin").await;
        let unit =
            [("kod", "10000088"), ("namn", "Norrsken Syd"), ("elever", ""), ("oppnad", ""), ("utan-skolform", "ja")];
        let address = format!("/h/ekstad/organisation/anordnare/{}/enhet", world.norrsken);
        let told = admin.post(&address, &unit).await;
        told.is(200)
            .says("3 uppgifter tillkommer")
            .says("Den ordinarie sista dagen har passerat. Sista dag blir 3 juni 2024.");
        let confirmed = hidden(&told.main(), "bekraftat");
        admin.post(&address, &[&unit[..], &[("bekraftat", confirmed.as_str())]].concat()).await.is(303);
        let new = one(world, "klagomal-t1", "Norrsken Syd");
        assert_eq!(new.due(), "2024-06-03".parse().unwrap());
        assert_eq!(new.timeliness(world.app.clock().now()), Timeliness::Open);
    });
}

/// The letters of the kind, each as its page shows it.
async fn letters(world: &World) -> Vec<String> {
    let admin = world.client("admin").await;
    let list = admin.get("/h/ekstad/utskick?slag=changed").await;
    let mut ids: Vec<String> = list
        .is(200)
        .main()
        .split("/h/ekstad/utskick/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| id.len() == 36)
        .map(str::to_owned)
        .collect();
    ids.sort();
    ids.dedup();
    let mut pages = Vec::new();
    for id in ids {
        pages.push(admin.get(&format!("/h/ekstad/utskick/{id}")).await.is(200).main());
    }
    pages
}

#[test]
fn each_person_gets_one_letter_with_everything_that_a_change_did_to_what_they_hand_in() {
    let server = SmtpServer::start(&[]);
    for engine in ENGINES {
        let world = World::that_sends(engine, Some(server.settings(Protection::Plain)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let owner = world.client("owner").await;
            // Whoever has been in can be reached; the officer hands nothing in and gets nothing.
            for name in ["editor", "other-editor", "officer"] {
                world.client(name).await.get("/start").await;
            }
            publish(&owner, 1, &moved("2024-04-15"), &[]).await;
            let all = letters(&world).await;
            assert_eq!(all.len(), 2, "{engine:?}: one each");
            let said = "Sista dagen ändrades 15 mars 2024 från 8 till 15 april 2024.";
            assert!(all.iter().all(|letter| letter.contains(said)), "{all:?}");
            let own: Vec<&String> = all.iter().filter(|letter| letter.contains("Lindblad Centrum")).collect();
            assert_eq!(own.len(), 1, "of their own alone: {all:?}");
            assert!(own[0].contains("Lindblad Öster"), "everything in one letter");
        });
    }
}

#[test]
fn the_history_of_a_question_that_was_renamed_twice_has_what_was_written_under_every_name() {
    on_both(async |world| {
        let (owner, one) = (world.client("owner").await, centrum(world));
        let write = |path: &'static str, text: &'static str| {
            let tools = Tools::of(&world.app);
            world.clock.advance(60);
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                let draft = drafts::load(tx, &tools, one.organisation, one.id)?;
                let change = Change { path: path.to_owned(), text: text.to_owned(), seen: Some(draft.revision(path)) };
                drafts::write(tx, &tools, one.organisation, one.id, person_id("editor"), &[change]).map(|_| ())
            });
        };
        write("complaints.0001.atgard", "Den första texten.");
        write("complaints.0001.atgard", "Den andra texten.");
        publish_renamed(world).await.is(200);
        write("complaints.0001.vidtaget", "Den tredje texten.");
        let twice = renamed().replacen("slug = \"vidtaget\"", "slug = \"gjort\"", 1);
        publish(&owner, 2, &twice, &[("hor-klagomal.complaints.vidtaget", "gjort")]).await;
        let editor = world.client("editor").await;
        let page = format!("/h/ekstad/uppgift/{}/historik?falt=complaints.0001.gjort", one.id);
        let page = editor.get(&page).await;
        page.is(200).says("Den första texten.").says("Den andra texten.").says("Den tredje texten.");
    });
}
