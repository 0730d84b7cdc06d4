//! Through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;

use super::{count_waiting, count_waiting_at};
use crate::assignments::{self, Filter};
use crate::testing::{Answer, World, on_both};

fn assignment(world: &World, subject: &'static str) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some("klagomal-t1"), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.subject_name() == subject).unwrap().id)
    })
}

fn page(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}/fraga")
}

/// The address of the first question in the list.
fn first(list: &Answer) -> String {
    let text = list.main();
    let (_, rest) = text.split_once("href=\"/h/ekstad/fragor/").unwrap();
    format!("/h/ekstad/fragor/{}", rest.split('"').next().unwrap())
}

#[test]
fn a_question_is_answered_to_one_and_only_the_asker_sees_it() {
    on_both(async |world| {
        let (centrum, norrsken) = (assignment(world, "Lindblad Centrum"), assignment(world, "Norrsken"));
        let (editor, other, officer) =
            (world.client("editor").await, world.client("other-editor").await, world.client("officer").await);
        editor.get(&page(centrum)).await.is(200).says("Ställ en fråga");
        officer.get("/h/ekstad/fragor").await.is(200).says("Inga frågor ännu");
        let text = "Räknas ett klagomål som läraren löste själv?";
        assert_eq!(editor.post(&page(centrum), &[("fraga", text)]).await.is(303).location, page(centrum));
        editor.post(&page(centrum), &[("fraga", text)]).await.is(303);
        assert_eq!(world.read(Scope::Tenant(world.ekstad.id), count_waiting), 1, "a button pressed twice");
        assert_eq!(world.read(Scope::Tenant(world.ekstad.id), move |tx| count_waiting_at(tx, norrsken)), 0);
        let list = officer.get("/h/ekstad/fragor").await;
        list.is(200).says("1 fråga väntar på svar").says("Lindblad Vuxenutbildning").says("Väntar på svar");
        let question = first(&list);
        officer.get(&question).await.is(200).says(text).says("Vem ska se svaret?");
        officer
            .post(&question, &[("svar", "Nej, bara när ledningen varit med."), ("till", "en"), ("sett", "0")])
            .await
            .is(303);
        editor.get(&page(centrum)).await.is(200).says("bara när ledningen varit med");
        other.get(&page(norrsken)).await.is(200).does_not_say("bara när ledningen");
        officer.get("/h/ekstad/fragor").await.is(200).says("Inga frågor väntar på svar").says("Besvarad");
        let events = world.events(world.ekstad);
        assert_eq!(events[events.len() - 2..], ["question.asked", "question.answered"]);
    });
}

#[test]
fn a_published_answer_reaches_all_without_the_asker_and_can_be_taken_back() {
    on_both(async |world| {
        let (centrum, norrsken) = (assignment(world, "Lindblad Centrum"), assignment(world, "Norrsken"));
        let (editor, other, officer) =
            (world.client("editor").await, world.client("other-editor").await, world.client("officer").await);
        editor.post(&page(centrum), &[("fraga", "Vi på Lindblad undrar över hemligheten.")]).await.is(303);
        let question = first(&officer.get("/h/ekstad/fragor").await);
        let answer = [("svar", "Så här gör ni."), ("till", "alla"), ("sett", "0")];
        officer.post(&question, &answer).await.is(422).says("Skriv om den så att ingen förstår").says("Så här gör ni.");
        let answer = [&answer[..], &[("omskriven", "Hur gör vi?")]].concat();
        officer.post(&question, &answer).await.is(303);
        let seen = other.get(&page(norrsken)).await;
        seen.is(200)
            .says("Hur gör vi?")
            .says("Så här gör ni.")
            .does_not_say("hemligheten")
            .does_not_say("Vi på Lindblad");
        let events = world.events(world.ekstad);
        assert_eq!(events[events.len() - 2..], ["question.answered", "answer.published"]);
        // Somebody else answers from an old page: nothing is lost, and they see what came before.
        let late = [("svar", "Mitt svar."), ("till", "en"), ("sett", "0")];
        officer.post(&question, &late).await.is(422).says("Någon har svarat").says("Mitt svar.").says("Så här gör ni.");
        let text = officer.get(&question).await.text();
        let besked = text.split_once("name=\"besked\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let publication = format!("{question}/publicering");
        officer.post(&publication, &[("besked", &besked), ("gor", "ta-tillbaka")]).await.is(303);
        other.get(&page(norrsken)).await.is(200).does_not_say("Hur gör vi?");
        officer.post(&publication, &[("besked", &besked), ("omskriven", "")]).await.is(422).says("Frågan saknas");
        officer.post(&publication, &[("besked", &besked), ("omskriven", "Hur då?")]).await.is(303);
        other.get(&page(norrsken)).await.is(200).says("Hur då?");
    });
}

#[test]
fn a_question_at_an_item_that_is_asked_for_no_more_is_neither_counted_nor_listed() {
    on_both(async |world| {
        let (id, editor) = (assignment(world, "Lindblad Centrum"), world.client("editor").await);
        editor.post(&page(id), &[("fraga", "Ska vi redovisa detta?")]).await.is(303);
        let officer = world.client("officer").await;
        let waiting = || world.read(::store::Scope::Tenant(world.ekstad.id), count_waiting);
        assert_eq!(waiting(), 1);
        let question = first(&officer.get("/h/ekstad/fragor").await);
        let withdrawn = |at: Option<kernel::Instant>| {
            world.write(::store::Scope::Tenant(world.ekstad.id), move |tx| {
                tx.execute(
                    ::store::sql!("UPDATE assignment SET withdrawn_at = $3 WHERE tenant_id = $1 AND id = $2"),
                    &[&id, &at],
                )
                .map(|_| ())
            });
        };
        withdrawn(Some(world.app.clock().now()));
        assert_eq!(waiting(), 0);
        officer.get("/h/ekstad/fragor").await.is(200).does_not_say("Ska vi redovisa detta?");
        officer.get(&question).await.is(404);
        withdrawn(None);
        assert_eq!(waiting(), 1);
        officer.get(&question).await.is(200).says("Ska vi redovisa detta?");
    });
}

#[test]
fn an_empty_text_and_what_looks_like_a_personnummer_are_told_and_the_text_is_kept() {
    on_both(async |world| {
        let (id, editor) = (assignment(world, "Lindblad Centrum"), world.client("editor").await);
        editor.post(&page(id), &[("fraga", " ")]).await.is(422).says("Frågan är tom");
        let long = "å".repeat(4_001);
        editor.post(&page(id), &[("fraga", &long)]).await.is(422).says("högst 4\u{a0}000");
        let text = "Gäller det ärende 19900101-9802?";
        editor
            .post(&page(id), &[("fraga", text)])
            .await
            .is(422)
            .says("personnummer")
            .says(text)
            .says("Det är inget personnummer");
        editor.post(&page(id), &[("fraga", text), ("saker", "ja")]).await.is(303);
    });
}

#[test]
fn nobody_but_the_provider_asks_and_nobody_but_the_authority_answers() {
    on_both(async |world| {
        let id = assignment(world, "Lindblad Centrum");
        let editor = world.client("editor").await;
        editor.post(&page(id), &[("fraga", "Hur då?")]).await.is(303);
        let question = first(&world.client("officer").await.get("/h/ekstad/fragor").await);
        for name in ["other-editor", "officer", "foreign-officer", "admin", "board"] {
            let client = world.client(name).await;
            client.get(&page(id)).await.is(404);
            client.post(&page(id), &[("fraga", "x")]).await.is(404);
        }
        for name in ["editor", "other-editor", "foreign-officer", "admin", "auditor"] {
            let client = world.client(name).await;
            client.get("/h/ekstad/fragor").await.is(404);
            client.get(&question).await.is(404);
            client.post(&question, &[("svar", "x")]).await.is(404);
        }
        // The process owner reads and does not answer.
        let owner = world.client("owner").await;
        owner.get(&question).await.is(200).says("Hur då?").does_not_say("Vem ska se svaret?");
        owner.post(&question, &[("svar", "x")]).await.is(404);
        world.client("officer").await.get("/h/ekstad/fragor/nej").await.is(404);
    });
}
