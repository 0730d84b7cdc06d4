//! Reading, returning, approving, assessing.

use ::store::{Scope, StoreError};
use domain::courses::Grade;

use super::{NOTHING, complaints_of, hand_in, of_item, one_complaint};
use crate::results::tests::{Batch, End, read_in_as_of};
use crate::submissions::{self, ReturnNote};
use crate::testing::{World, on_both};

fn notes(world: &World, id: kernel::Id<kernel::id::kind::Assignment>) -> Vec<ReturnNote> {
    std::thread::scope(|scope| {
        let read = || {
            world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), move |tx| {
                submissions::return_notes(tx, id)
            })
        };
        scope.spawn(read).join().unwrap().unwrap()
    })
}

#[test]
fn what_was_handed_in_is_read_with_its_counts_and_receipt() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let reference = hand_in(world, &assignment, &one_complaint("Samtal med läraren"));
        let page = world.client("officer").await.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
        page.is(200).says(&reference).says("Samtal med läraren").says("Klagomål som räknas").says("Ifylld på webben");
        page.says("i tid").says("Ej registrerad").says("Inlämnad").says("rektor lämnade in och signerade.");
        // The process owner sees it and cannot decide about it.
        let owner = world.client("owner").await.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
        owner.is(200).says("Samtal med läraren").does_not_say("Lämna tillbaka med motivering").says("Lås");
        let owner = world.client("owner").await;
        owner.post(&format!("/h/ekstad/granska/{}/godkann", assignment.id), &[]).await.is(404);
        owner.get(&format!("/h/ekstad/granska/{}/aterlamna", assignment.id)).await.is(404);
    });
}

#[test]
fn a_return_needs_a_reason_and_keeps_what_was_typed() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        let officer = world.client("officer").await;
        officer.get(&format!("{base}/aterlamna")).await.is(409).says("Inget har lämnats in ännu");
        officer
            .post(&format!("{base}/aterlamna"), &[("motivering", "x")])
            .await
            .is(409)
            .says("Det här skrev du")
            .says("Motivering");
        let typed = [("version", "1"), ("motivering", "Skriv mer om åtgärden"), ("cell1-skal", "Vad sa läraren?")];
        let refused = officer.post(&format!("{base}/aterlamna"), &typed).await;
        refused.is(409).says("Inget har lämnats in ännu").says("Det här skrev du");
        refused.says("Motivering").says("Skriv mer om åtgärden").says("Vad sa läraren?");
        hand_in(world, &assignment, &one_complaint("Samtal"));
        officer.get(&format!("{base}/aterlamna")).await.is(200).says("Hantering och åtgärd").says("Kommentar");
        let wrong = [
            ("version", "1"),
            ("motivering", " "),
            ("senast", "2024-03-01"),
            ("cell1-rad", "9"),
            ("cell1-kolumn", "complaints.atgard"),
            ("cell1-skal", "Skriv mer"),
        ];
        let answer = officer.post(&format!("{base}/aterlamna"), &wrong).await;
        answer
            .is(422)
            .says("Motivering saknas.")
            .says("1 mars 2024 har redan varit.")
            .says("ingen rad")
            .says("Skriv mer");
        assert!(world.events(world.ekstad).iter().all(|kind| kind != "submission.returned"));
    });
}

#[test]
fn a_returned_item_comes_back_with_its_difference_and_is_approved() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        hand_in(world, &assignment, &one_complaint("Samtal"));
        let officer = world.client("officer").await;
        let early = [("version", "1"), ("motivering", "Mer."), ("senast", "22 mars 2024")];
        let refused = officer.post(&format!("{base}/aterlamna"), &early).await;
        refused.is(422).says("Redovisningens egen sista dag är 8 april 2024. Välj den dagen eller en senare");
        let fields = [
            ("version", "1"),
            ("motivering", "Åtgärden behöver beskrivas."),
            ("senast", "22 april 2024"),
            ("cell1-rad", "1"),
            ("cell1-kolumn", "complaints.atgard"),
            ("cell1-skal", "Vad gjordes?"),
            ("vid:statement.comment", "Säg vem som följer upp."),
            ("vid:pa.hittat", "nej"),
        ];
        let done = officer.post(&format!("{base}/aterlamna"), &fields).await;
        assert_eq!(done.is(303).location, base);
        let notes = notes(world, assignment.id);
        let seen: Vec<_> = notes.iter().map(|note| (note.path.as_str(), note.reason.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("", "Åtgärden behöver beskrivas."),
                ("statement.comment", "Säg vem som följer upp."),
                ("complaints.0001.atgard", "Vad gjordes?"),
            ]
        );
        let page = officer.get(&base).await;
        page.says("Återlämnad för komplettering")
            .says("Åtgärden behöver beskrivas.")
            .says("Vad gjordes?")
            .says("22 april 2024");
        // Deciding twice is refused with who has to act.
        officer.post(&format!("{base}/godkann"), &[("version", "1")]).await.is(409).says("har inte kommit in igen");
        hand_in(world, &assignment, &one_complaint("Samtal och ny rutin"));
        let page = officer.get(&base).await;
        page.says("Skillnad mot version 1")
            .says("Klagomål, rad 1, Hantering och åtgärd")
            .says("<ins>")
            .says("Vad gjordes?")
            .says("Version 2 av 2");
        officer
            .get(&format!("{base}?version=1"))
            .await
            .says("Du läser en tidigare version")
            .does_not_say("Godkänn och nästa");
        // Approving what one has not read is refused.
        officer.post(&format!("{base}/godkann"), &[("version", "1")]).await.is(409).says("Version 2 har kommit in");
        officer.post(&format!("{base}/godkann"), &[("version", "2")]).await.is(303);
        officer.get(&base).await.says("Godkänd").says("officer godkände.");
        officer.post(&format!("{base}/ta-tillbaka"), &[("skal-godkannande", "")]).await.is(422).says("Skäl saknas.");
        officer.post(&format!("{base}/ta-tillbaka"), &[("skal-godkannande", "Fel bock")]).await.is(303);
        officer.get(&base).await.says("Fel bock").says("tog tillbaka godkännandet").says("Inlämnad");
        let events = world.events(world.ekstad);
        let ours: Vec<&str> = events.iter().map(String::as_str).filter(|kind| !kind.starts_with("test.")).collect();
        assert_eq!(
            ours,
            [
                "submission.signed",
                "submission.returned",
                "submission.signed",
                "submission.approved",
                "approval.reopened"
            ]
        );
    });
}

#[test]
fn a_return_is_taken_back_with_a_reason_until_somebody_has_begun_to_complete_it() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        let address = format!("{base}/aterlamna/ta-tillbaka");
        hand_in(world, &assignment, &one_complaint("Samtal"));
        let (officer, editor) = (world.client("officer").await, world.client("editor").await);
        officer.post(&address, &[("skal-aterlamnande", "Fel")]).await.is(409).says("är inte återlämnad");
        let give_back = [("version", "1"), ("motivering", "Skriv mer.")];
        officer.post(&format!("{base}/aterlamna"), &give_back).await.is(303);
        officer.get(&base).await.is(200).says("Ta tillbaka återlämnandet");
        officer.post(&address, &[("skal-aterlamnande", " ")]).await.is(422).says("Skäl saknas.");
        editor.post(&address, &[("skal-aterlamnande", "Vi vill inte")]).await.is(404);
        officer.post(&address, &[("skal-aterlamnande", "Kolumnen frågas inte längre")]).await.is(303);
        let page = officer.get(&base).await;
        page.is(200).says("tog tillbaka återlämnandet").says("Kolumnen frågas inte längre").says("Godkänn");
        // The provider sees that nothing is waited for.
        let task = format!("/h/ekstad/uppgift/{}", assignment.id);
        let page = editor.get(&task).await;
        page.is(200).does_not_say("Skriv mer.").says("tog tillbaka återlämnandet").says("Kolumnen frågas inte längre");
        officer.post(&format!("{base}/aterlamna"), &give_back).await.is(303);
        world.clock.advance(60);
        editor.post(&format!("{task}/falt"), &[("complaints-1-atgard", "Vi har börjat")]).await.is(200);
        officer.post(&address, &[("skal-aterlamnande", "Ångrar mig")]).await.is(409).says("har börjat komplettera");
        let told = world.events(world.ekstad).into_iter().filter(|kind| kind == "return.taken-back").count();
        assert_eq!(told, 1);
    });
}

#[test]
fn what_is_pointed_out_in_rows_of_complaints_stands_at_the_review_too() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        hand_in(world, &assignment, &one_complaint("Samtal med Anna Andersson"));
        let page = world.client("officer").await.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
        page.is(200).says("Att se över").says("Anna Andersson");
    });
}

#[test]
fn of_two_officers_at_once_the_second_hears_what_the_first_did() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        hand_in(world, &assignment, NOTHING);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let (address, fields) = (format!("{base}/godkann"), [("version", "1")]);
        let approve = officer.post(&address, &fields);
        let give_back = [("version", "1"), ("motivering", "Mer")];
        let address = format!("{base}/aterlamna");
        let (first, second) = tokio::join!(approve, contact.post(&address, &give_back));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let refused = if first.status.as_u16() == 409 { &first } else { &second };
        let text = refused.main();
        assert!(text.contains("godkändes") || text.contains("lämnades tillbaka"), "{text}");
        assert!(text.contains("Tillbaka till granskningen"));
    });
}

#[test]
fn approving_leads_on_to_the_next_that_waits() {
    on_both(async |world| {
        let (first, second) = (complaints_of(world, "Lindblad Centrum"), complaints_of(world, "Norrsken"));
        hand_in(world, &first, NOTHING);
        hand_in(world, &second, NOTHING);
        let officer = world.client("officer").await;
        let page = officer.get(&format!("/h/ekstad/granska/{}", first.id)).await;
        page.says("Godkänn och nästa").says("Nästa att granska: Klagomål, Norrsken");
        let fields = [("version", "1"), ("nasta", "1")];
        let next = officer.post(&format!("/h/ekstad/granska/{}/godkann", first.id), &fields).await;
        assert_eq!(next.is(303).location, format!("/h/ekstad/granska/{}", second.id));
        let last = officer.post(&format!("/h/ekstad/granska/{}/godkann", second.id), &fields).await;
        assert_eq!(last.is(303).location, format!("/h/ekstad/granska/{}", second.id));
    });
}

#[test]
fn an_assessment_is_kept_in_every_version_and_is_not_for_the_provider() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        let officer = world.client("officer").await;
        officer.post(&format!("{base}/bedomning"), &[("version", "1"), ("bedomning", "För tidigt")]).await.is(409);
        hand_in(world, &assignment, NOTHING);
        officer.post(&format!("{base}/bedomning"), &[("bedomning", "")]).await.is(422).says("Bedömningen är tom.");
        officer.post(&format!("{base}/bedomning"), &[("version", "1"), ("bedomning", "Ser rimligt ut")]).await.is(303);
        officer
            .post(&format!("{base}/bedomning"), &[("version", "1"), ("bedomning", "Behöver följas upp")])
            .await
            .is(303);
        officer.get(&base).await.says("Behöver följas upp").says("Tidigare versioner (1)").says("Ser rimligt ut");
        let editor = world.client("editor").await;
        editor.get(&format!("/h/ekstad/uppgift/{}", assignment.id)).await.does_not_say("Behöver följas upp");
    });
}

#[test]
fn an_assessment_of_a_version_that_is_not_the_newest_any_more_is_given_back_and_saved_nowhere() {
    on_both(async |world| {
        let assignment = complaints_of(world, "Lindblad Centrum");
        let base = format!("/h/ekstad/granska/{}", assignment.id);
        hand_in(world, &assignment, &one_complaint("Brev."));
        let officer = world.client("officer").await;
        let back = [("version", "1"), ("motivering", "Skriv mer.")];
        officer.post(&format!("{base}/aterlamna"), &back).await.is(303);
        world.clock.advance(60);
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), &one_complaint("Samtal."));
        let sent = [("version", "1"), ("bedomning", "Ser rimligt ut")];
        let told = officer.post(&format!("{base}/bedomning"), &sent).await;
        told.is(409).says("En nyare version finns").says("Det här skrev du").says("Ser rimligt ut");
        officer.get(&base).await.is(200).does_not_say("Ser rimligt ut");
        let older = officer.get(&format!("{base}?version=1")).await;
        older.says("Bedömningen skrivs vid den senaste versionen").does_not_say("Spara bedömningen");
        officer.post(&format!("{base}/bedomning"), &[("version", "2"), ("bedomning", "Bra")]).await.is(303);
    });
}

#[test]
fn a_deviation_report_is_read_as_what_was_answered() {
    on_both(async |world| {
        let assignment = of_item(world, "avvikelser-malvarden").into_iter().next().unwrap();
        hand_in(world, &assignment, &[("statement.answer", "none")]);
        let page = world.client("officer").await.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
        page.is(200)
            .says("Inte några avvikelser")
            .does_not_say("Övrigt som lämnades in")
            .says("Finns det några avvikelser?");
    });
}

#[test]
fn a_judgement_that_the_computation_does_not_share_stands_at_the_top_whichever_of_them_is_the_gloomier() {
    on_both(async |world| {
        let of = |from, to, end, count| Batch { from, to, ..Batch::of(0, "SFIKUB92", end, count) };
        let (good, stops) = (End::Goes(Grade::G), End::Stops);
        let batches = [
            of("2023-01-09", "2023-03-24", good, 96),
            of("2023-01-09", "2023-03-10", stops, 4),
            of("2023-08-21", "2023-11-24", good, 96),
            of("2024-01-08", "2024-03-22", good, 96),
            of("2024-01-08", "2024-03-08", stops, 4),
        ];
        read_in_as_of(world, &batches, "2024-03-31");
        let area = world.areas[0].0.clone();
        let all = of_item(world, "avvikelser-malvarden");
        let here = |one: &&crate::assignments::Assignment| {
            one.organisation == world.lindblad && one.area_slug() == Some(area.as_str())
        };
        let assignment = all.iter().find(here).unwrap();
        let fields = [
            ("statement.answer", "some"),
            ("target-genomstromning.risk", "ja"),
            ("target-genomstromning.causes", "Lokalerna byggs om."),
        ];
        hand_in(world, assignment, &fields);
        let page = world.client("officer").await.get(&format!("/h/ekstad/granska/{}", assignment.id)).await;
        page.is(200).says("mindre än 5\u{a0}%").says("men den beräknade risken är låg för:");
        let main = page.main();
        let at = |text: &str| main.find(text).unwrap();
        assert!(at("skiljer sig åt") < at("Inkom"), "it stands before everything else that was handed in");
    });
}

#[test]
fn no_deviations_beside_a_likely_miss_is_asked_about_and_the_worst_stands_first() {
    on_both(async |world| {
        let of = |from, to, end, count| Batch { from, to, ..Batch::of(0, "SFIKUB92", end, count) };
        let (good, stops) = (End::Goes(Grade::G), End::Stops);
        let batches = [
            of("2023-01-09", "2023-03-24", good, 60),
            of("2023-01-09", "2023-03-10", stops, 40),
            of("2023-08-21", "2023-11-24", good, 60),
            of("2024-01-08", "2024-03-22", good, 40),
            of("2024-01-08", "2024-03-08", stops, 60),
        ];
        read_in_as_of(world, &batches, "2024-03-31");
        let area = world.areas[0].0.clone();
        let all = of_item(world, "avvikelser-malvarden");
        let here = |one: &&crate::assignments::Assignment| {
            one.organisation == world.lindblad && one.area_slug() == Some(area.as_str())
        };
        let own = format!("/h/ekstad/uppgift/{}", all.iter().find(here).unwrap().id);
        let (editor, management) = (world.client("editor").await, world.client("management").await);
        let form = editor.get(&format!("{own}/fyll-i")).await;
        let main = form.is(200).says("Målvärden som ser ut att bli svåra att nå").main();
        assert!(main.find("svåra att nå").unwrap() < main.find("Inte några avvikelser").unwrap());
        editor.post(&format!("{own}/fyll-i"), &[("statement.answer", "none"), ("spara", "1")]).await.is(303);
        let check = editor.get(&format!("{own}/kontrollera")).await;
        check.is(200).says("Stämmer det att ni inte har några avvikelser?").says("Lämna till den som signerar");
        // Asked, never stopped; and not where the answer tells of deviations.
        management.get(&format!("{own}/kontrollera")).await.is(200).says("Stämmer det").says("visad");
        let some = [
            ("statement.answer", "some"),
            ("target-genomstromning.risk", "ja"),
            ("target-genomstromning.causes", "Lokalerna byggs om."),
        ];
        editor.post(&format!("{own}/fyll-i"), &some).await.is(303);
        editor.get(&format!("{own}/kontrollera")).await.is(200).does_not_say("Stämmer det att ni inte");
    });
}
