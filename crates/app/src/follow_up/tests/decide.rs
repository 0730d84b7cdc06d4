//! Locking, opening, more time: one item and many.

use super::{NOTHING, complaints_of, hand_in};
use crate::testing::on_both;

const T1: &str = "/h/ekstad/uppfoljning/2024/tertial-1";

#[test]
fn an_extension_moves_the_last_day_and_with_it_what_is_late() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Norrsken");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        world.clock.set("2024-04-10T08:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        officer.get(&base).await.is(200).says("Försenad 2 dagar");
        let address = format!("{base}/mer-tid");
        officer
            .post(&address, &[("dag", ""), ("skal-mer-tid", "")])
            .await
            .is(422)
            .says("Dag saknas.")
            .says("Motivering saknas.");
        officer
            .post(&address, &[("dag", "31 feb"), ("skal-mer-tid", "Sjukdom")])
            .await
            .is(422)
            .says("Dagen: ”31 feb” är inget datum. Skriv till exempel 9 december 2024")
            .says("Sjukdom");
        officer
            .post(&address, &[("dag", "2024-04-02"), ("skal-mer-tid", "Sjukdom")])
            .await
            .is(422)
            .says("har redan varit");
        officer.post(&address, &[("dag", "12 april 2024"), ("skal-mer-tid", "Sjukdom")]).await.is(303);
        let page = officer.get(&base).await;
        page.says("2 dagar kvar")
            .says("Ordinarie sista dag: 8 april 2024")
            .says("gav mer tid, till 12 april 2024")
            .says("Sjukdom");
        officer
            .post(&address, &[("dag", "2024-04-12"), ("skal-mer-tid", "Nej")])
            .await
            .is(422)
            .says("Sista dagen är redan 12 april 2024");
        hand_in(world, &assignment, NOTHING);
        officer.get(&base).await.says("Inlämnad i tid");
        officer.get(T1).await.says("1 av 9 har kommit in, 1 i tid.");
        officer.post(&address, &[("dag", "2024-04-20"), ("skal-mer-tid", "Nej")]).await.is(409).says("lämnades in");
        assert!(world.events(world.ekstad).contains(&"deadline.extended".to_owned()));
        // A contact rektor reviews but does not decide about deadlines.
        world.client("contact").await.post(&address, &[("dag", "2024-04-20")]).await.is(404);
    });
}

#[test]
fn a_wrong_extension_is_asked_about_and_corrected_with_a_motive() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Norrsken");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        let (officer, address) = (world.client("officer").await, format!("{base}/mer-tid"));
        let far = [("dag", "2199-04-12"), ("skal-mer-tid", "Sjukdom")];
        let asked = officer.post(&address, &far).await;
        asked.is(422).says("Menar du 2199?").says("mer än ett år efter sista dagen").says("Ja, 12 april 2199 stämmer");
        // The answer is to that day and no other.
        let other = [far[0], far[1], ("dag-stammer", "ja"), ("dag-avsedd", "2199-04-13")];
        officer.post(&address, &other).await.is(422).says("Menar du 2199?");
        let sure = [far[0], far[1], ("dag-stammer", "ja"), ("dag-avsedd", "2199-04-12")];
        officer.post(&address, &sure).await.is(303);
        officer.get(&base).await.says("gav mer tid, till 12 april 2199");
        officer.post(&address, &[("dag", "2024-04-12"), ("skal-mer-tid", "")]).await.is(422).says("Motivering saknas.");
        officer
            .post(&address, &[("dag", "2024-04-07"), ("skal-mer-tid", "Fel")])
            .await
            .is(422)
            .says("Den ursprungliga sista dagen är 8 april 2024");
        officer.post(&address, &[("dag", "2024-04-12"), ("skal-mer-tid", "Fel årtal")]).await.is(303);
        officer.get(&base).await.says("rättade sista dagen till 12 april 2024").says("Fel årtal");
        assert_eq!(complaints_of(world, "Norrsken").due(), "2024-04-12".parse().unwrap());
        assert!(world.events(world.ekstad).contains(&"deadline.corrected".to_owned()));
        // Of many at once, each is asked about in the same way.
        let id = assignment.id.to_string();
        let many = [("dag", "2199-04-12"), ("skal", "Sjukdom"), ("val", id.as_str())];
        officer.post(&format!("{T1}/mer-tid"), &many).await.is(422).says("Menar du 2199?");
    });
}

#[test]
fn a_locked_item_says_why_and_is_opened_again() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Norrsken");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        let officer = world.client("owner").await;
        officer.post(&format!("{base}/las"), &[("skal-las", "")]).await.is(422).says("Skäl saknas.");
        officer.post(&format!("{base}/las"), &[("skal-las", "Tillfället är slut")]).await.is(303);
        officer
            .post(&format!("{base}/las"), &[("skal-las", "igen")])
            .await
            .is(409)
            .says("låstes 15 mars 2024 av owner");
        officer.get(&base).await.says("Tillfället är slut").says("Låst").says("låste redovisningen");
        officer.get(&format!("{base}/mer-tid")).await.is(405);
        officer.post(&format!("{base}/las-upp"), &[("skal-las-upp", "Fel enhet")]).await.is(303);
        officer.post(&format!("{base}/las-upp"), &[("skal-las-upp", "Fel enhet")]).await.is(409).says("inte låst");
        officer.get(&base).await.says("Ej påbörjad").says("låste upp redovisningen").says("Fel enhet");
        let events = world.events(world.ekstad);
        assert_eq!(events.iter().filter(|kind| kind.as_str() == "assignment.locked").count(), 1);
        assert_eq!(events.iter().filter(|kind| kind.as_str() == "assignment.unlocked").count(), 1);
    });
}

#[test]
fn a_whole_occasion_is_locked_after_showing_what_is_affected() {
    on_both(async |world| {
        let (one, two) = (complaints_of(world, "Norrsken"), complaints_of(world, "Lindblad Öster"));
        let officer = world.client("officer").await;
        let page = officer.get(&format!("{T1}/las")).await;
        page.is(200)
            .says("9 redovisningar kan låsas. 9 av dem har inte kommit in.")
            .says("Norrskens lärcenter: Norrsken");
        let (one_id, two_id) = (one.id.to_string(), two.id.to_string());
        let nothing = officer.post(&format!("{T1}/las"), &[("skal", "Slut")]).await;
        nothing.is(422).says("inte valt någon").says("Slut");
        let fields = [("skal", "Slut"), ("val", &*one_id), ("val", &*two_id)];
        assert_eq!(officer.post(&format!("{T1}/las"), &fields).await.is(303).location, T1);
        officer.get(&format!("{T1}/las")).await.says("7 redovisningar kan låsas.");
        // The same form once more changes nothing and says so.
        officer.post(&format!("{T1}/las"), &fields).await.is(409).says("Läget hade ändrats");
        officer.get(&format!("{T1}/las-upp")).await.says("2 redovisningar är låsta.");
        let more = [("skal", "Semester"), ("dag", "2024-04-22"), ("val", &*one_id)];
        officer.post(&format!("{T1}/mer-tid"), &more).await.is(409);
        officer.post(&format!("{T1}/las-upp"), &[("skal", "Öppnas"), ("val", &*one_id)]).await.is(303);
        officer.post(&format!("{T1}/mer-tid"), &more).await.is(303);
        officer.get(&format!("/h/ekstad/granska/{one_id}")).await.says("22 april 2024").says("Semester");
        let events = world.events(world.ekstad);
        assert_eq!(events.iter().filter(|kind| kind.as_str() == "assignment.locked").count(), 2);
        world.client("contact").await.get(&format!("{T1}/las")).await.is(404);
    });
}

#[test]
fn a_lock_has_only_what_has_come_in_marked_beforehand_and_says_what_it_stops_for_the_rest() {
    on_both(async |world| {
        let (one, two) = (complaints_of(world, "Norrsken"), complaints_of(world, "Lindblad Öster"));
        hand_in(world, &one, NOTHING);
        hand_in(world, &two, NOTHING);
        let officer = world.client("officer").await;
        let back = format!("/h/ekstad/granska/{}/aterlamna", two.id);
        officer.post(&back, &[("version", "1"), ("motivering", "Skriv mer"), ("senast", "2024-04-12")]).await.is(303);
        let page = officer.get(&format!("{T1}/las")).await;
        page.says("Inlämnad. Kom in i tid.")
            .says("Återlämnad för komplettering 15 mars 2024. Har mer tid till 12 april 2024.")
            .says("lämna in 7 och komplettera 1 återlämnad. 1 av dem har mer tid som inte har gått ut.");
        let main = page.main();
        let marked: Vec<&str> =
            main.split("<input").filter(|box_| box_.contains("name=\"val\"") && box_.contains(" checked")).collect();
        assert_eq!(marked.len(), 1, "{marked:?}");
        assert!(marked[0].contains(&one.id.to_string()));
        // Every box has an id of its own, so that its label is its own.
        let mut ids: Vec<&str> = main.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        officer.post(&format!("{T1}/las"), &[("skal", "Slut"), ("val", &*one.id.to_string())]).await.is(303);
        for page in ["las-upp", "mer-tid"] {
            let main = officer.get(&format!("{T1}/{page}")).await.main();
            assert!(!main.split("<input").any(|one| one.contains("name=\"val\"") && one.contains(" checked")));
        }
    });
}
