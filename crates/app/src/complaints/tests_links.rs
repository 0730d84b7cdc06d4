//! Cases about the same through the router.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{About, Place};
use kernel::Id;
use kernel::id::kind::CaseFile;

use crate::cases;
use crate::testing::cases::say;
use crate::testing::{World, on_both};

const GRADES: &str = "Jag har väntat på mitt betyg i matematik i sex veckor. Läraren svarar inte på mejl.";
const AGAIN: &str = "Betyget i matematiken har inte kommit fast jag väntat länge, och läraren svarar aldrig.";
const STAIRS: &str = "Hissen i huset är trasig sedan januari, så jag kan inte komma upp till lektionen.";

fn links(world: &World, id: Id<CaseFile>) -> Vec<Id<CaseFile>> {
    let found = world.read(Scope::Tenant(world.ekstad.id), move |tx| cases::find(tx, id));
    found.unwrap().case.links.into_iter().collect()
}

#[test]
fn what_was_said_twice_is_proposed_linked_in_both_cases_and_parted_again() {
    on_both(async |world| {
        let first = say(world, 0, (GRADES, ""), |_| {});
        let other = say(world, 0, (STAIRS, ""), |_| {});
        let again = say(world, 0, (AGAIN, ""), |_| {});
        let rektor = world.client("rektor").await;
        let base = format!("/h/ekstad/arenden/{again}");
        let page = rektor.get(&base).await;
        page.is(200).says("Ärenden om samma sak").says("Klagomål 1").says("Koppla ihop").does_not_say(GRADES);
        rektor.get(&format!("/h/ekstad/arenden/{other}")).await.is(200).does_not_say("Ärenden om samma sak");
        rektor.post(&format!("{base}/koppla"), &[("koppla-val", "1")]).await.is(303);
        assert_eq!((links(world, first), links(world, again)), (vec![again], vec![first]));
        let page = rektor.get(&format!("/h/ekstad/arenden/{first}")).await;
        page.is(200).says("kopplade det till ett annat ärende").says("Klagomål 3").says("Ta bort kopplingen");
        // The same once more is no case that it could be linked to; it changes nothing.
        rektor
            .post(&format!("{base}/koppla"), &[("koppla-val", "1")])
            .await
            .is(422)
            .says("Inget ärende med det numret");
        rektor.post(&format!("{base}/koppla"), &[("koppla-val", "3")]).await.is(422);
        rektor.post(&format!("{base}/koppla"), &[("koppla-val", "Klagomål 2")]).await.is(303);
        rektor.post(&format!("{base}/koppla-bort"), &[("koppla-bort-val", "1")]).await.is(303);
        assert_eq!((links(world, first), links(world, again)), (vec![], vec![other]));
        rektor.post(&format!("/h/ekstad/arenden/{first}/koppla-bort"), &[("koppla-bort-val", "3")]).await.is(409);
    });
}

#[test]
fn nothing_is_said_of_a_case_in_other_hands_and_whoever_wrote_sees_no_link() {
    on_both(async |world| {
        let school = say(world, 0, (GRADES, ""), |_| {});
        say(world, 1, (AGAIN, ""), |_| {});
        say(world, 0, (AGAIN, ""), |opened| opened.about = About::Rektor);
        let authority = say(world, 0, (AGAIN, ""), |opened| opened.place = Place::Authority);
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        let base = format!("/h/ekstad/arenden/{school}");
        rektor.get(&base).await.is(200).does_not_say("Ärenden om samma sak").does_not_say("Koppla till ett annat");
        for number in ["2", "3", "4", "99", "", "x"] {
            rektor.post(&format!("{base}/koppla"), &[("koppla-val", number)]).await.is(422);
        }
        let theirs = format!("/h/ekstad/klagomal/{authority}");
        officer.get(&theirs).await.is(200).does_not_say("Ärenden om samma sak");
        officer.post(&format!("{theirs}/koppla"), &[("koppla-val", "1")]).await.is(422);
        assert_eq!(links(world, school), []);
        // Whoever has a code is shown neither that it was linked nor to what.
        let entry = |happening| domain::cases::Entry {
            day: world.app.clock().now().day(),
            by: domain::cases::Party::School,
            happening,
        };
        let linked = entry(domain::cases::Happening::Linked { other: authority });
        assert_eq!(linked.shown_to(domain::cases::Party::Complainant), domain::cases::Shown::Not);
    });
}

#[test]
fn a_linked_case_that_goes_on_to_the_authority_alone_is_named_to_nobody_who_may_not_read_the_other() {
    on_both(async |world| {
        let first = say(world, 0, (GRADES, ""), |_| {});
        let again = say(world, 0, (AGAIN, ""), |_| {});
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        rektor.post(&format!("/h/ekstad/arenden/{again}/koppla"), &[("koppla-val", "1")]).await.is(303);
        let over = [("lamna-vidare-text", "Vi kommer inte längre.")];
        rektor.post(&format!("/h/ekstad/arenden/{again}/lamna-vidare"), &over).await.is(303);
        let page = officer.get(&format!("/h/ekstad/klagomal/{again}")).await;
        page.is(200).says("kopplade det till ett annat ärende").does_not_say("Klagomål 1");
        // The school reads both, and may part them.
        let page = rektor.get(&format!("/h/ekstad/arenden/{again}")).await;
        page.is(200).says("Klagomål 1").says("Ta bort kopplingen");
        rektor.post(&format!("/h/ekstad/arenden/{again}/koppla-bort"), &[("koppla-bort-val", "1")]).await.is(303);
        assert_eq!((links(world, first), links(world, again)), (vec![], vec![]));
    });
}
