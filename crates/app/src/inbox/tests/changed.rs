//! A file for something that is signed already.

use super::*;
use crate::testing::on_both;

async fn changed(world: &World, officer: &Client<'_>, id: Id<AssignmentKind>) -> String {
    let other = filled(world, id, complaint(&[("atgard", "Samtal med hela gruppen.")]));
    let mail = Mail::from("editor@test.example", "2").at("Fri, 15 Mar 2024 09:45:00 +0100").with("b.xlsx", &other);
    handed_in(world, officer, &mail).await
}

#[test]
fn a_changed_file_for_what_is_signed_waits_with_what_differs_and_goes_back_with_the_item() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let page = changed(world, &officer, id).await;
        officer.get(&page).await.says("redan signerad").says("Se vad som skiljer och välj").says("Väntar på er");
        officer.get("/h/ekstad/epost?lage=waits").await.says("editor@test.example");
        let own = format!("{page}/fil/1");
        let differs = officer.get(&format!("{own}/skillnad")).await;
        differs
            .is(200)
            .says("Trepartssamtal med rektor.")
            .says("Samtal med hela gruppen.")
            .does_not_say("En elev blev");
        officer
            .post(&format!("{own}/aterlamna"), &[("version", "1"), ("motivering", " ")])
            .await
            .is(422)
            .says("Skriv vad anordnaren");
        world.client("rektor").await.get(&format!("{own}/skillnad")).await.is(404);
        officer
            .post(&format!("{own}/aterlamna"), &[("version", "1"), ("motivering", "Ni skickade en ny fil.")])
            .await
            .is(303);
        work(world).await;
        let state = world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(assignments::find(tx, id)?.unwrap().state));
        assert_eq!(state.unanswered_return().unwrap().reason, "Ni skickade en ny fil.");
        assert_eq!(became(world).iter().filter(|one| *one == "upload").count(), 1, "it waits where they see it");
        let editor = world.client("editor").await;
        editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok")).await.says("b.xlsx");
        let kinds = world.events(world.ekstad);
        assert!(kinds.contains(&"submission.returned".to_owned()) && kinds.contains(&"mail.decided".to_owned()));
        officer.post(&format!("{own}/aterlamna"), &[("version", "1"), ("motivering", "En gång till")]).await.is(303);
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "submission.returned").count(), 1);
    });
}

#[test]
fn a_return_is_not_taken_back_over_a_file_that_came_for_it_and_taken_out_the_file_is_laid_beside_what_is_signed() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let review = format!("/h/ekstad/granska/{id}");
        officer.post(&format!("{review}/aterlamna"), &[("version", "1"), ("motivering", "Skriv mer.")]).await.is(303);
        world.clock.advance(60);
        let page = changed(world, &officer, id).await;
        let back = [("skal-aterlamnande", "Vi hade fel.")];
        let told = officer.post(&format!("{review}/aterlamna/ta-tillbaka"), &back).await;
        told.is(409).says("En fil i brevet som kom 15 mars 2024 kl. 09.45 ligger hos anordnaren").says("Till brevet");
        assert!(told.main().contains(&page), "the way to the letter");
        told.says("Varför tar du tillbaka återlämnandet?").says("Vi hade fel.");
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(303);
        officer.post(&format!("{review}/aterlamna/ta-tillbaka"), &back).await.is(303);
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        officer.get(&page).await.says("redan signerad").says("Se vad som skiljer och välj");
        // Whoever reviews is not left to approve it without a word.
        let told = officer.get(&review).await;
        told.says("Ett brev väntar på er").says("i brevet som kom 15 mars 2024 kl. 09.45");
        assert!(told.main().contains(&page), "the way to the letter");
    });
}

#[test]
fn a_letter_from_before_the_return_that_comes_after_it_waits_where_everybody_sees_it() {
    on_both(async |world| {
        let (id, officer, editor) = (centrum(world), world.client("officer").await, world.client("editor").await);
        came_and_signed(world, &officer, id).await;
        let (review, item) = (format!("/h/ekstad/granska/{id}"), format!("/h/ekstad/uppgift/{id}"));
        world.clock.advance(60);
        officer.post(&format!("{review}/aterlamna"), &[("version", "1"), ("motivering", "Skriv mer.")]).await.is(303);
        world.clock.advance(60);
        let other = filled(world, id, complaint(&[("atgard", "Samtal med hela gruppen.")]));
        let mail = Mail::from("editor@test.example", "2").at("Fri, 15 Mar 2024 08:10:00 +0100").with("b.xlsx", &other);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Väntar hos anordnaren").does_not_say("Ersatt");
        officer.get(&review).await.says("En fil i brevet som kom 15 mars 2024 kl. 08.10 väntar hos anordnaren");
        editor.get(&item).await.says("En fil som kom med e-post är inte inläst").says("kl. 08.10");
        editor.get(&format!("{item}/kontrollera")).await.says("08.10").does_not_say("från den dag då filen kom");
        // Thrown away it waits nowhere.
        let overview = editor.get(&format!("{item}/arbetsbok")).await.text();
        let base = format!("{item}/arbetsbok/");
        let mut staged = overview.split(&base).skip(1).filter_map(|rest| rest.split('"').next());
        let staged = staged.find(|name| name.len() == 36).unwrap().to_owned();
        editor.post(&format!("{base}{staged}"), &[("gor", "slang")]).await.is(303);
        editor.get(&item).await.does_not_say("är inte inläst").says("Filen är slängd, eller för gammal");
        officer.get(&page).await.says("Slängd av anordnaren").does_not_say("Väntar hos anordnaren");
        officer.get(&review).await.does_not_say("väntar hos anordnaren");
        let back = [("skal-aterlamnande", "Vi hade fel.")];
        officer.post(&format!("{review}/aterlamna/ta-tillbaka"), &back).await.is(303);
    });
}

#[test]
fn a_file_that_was_laid_beside_another_version_than_the_one_that_is_signed_now_is_shown_anew() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let page = changed(world, &officer, id).await;
        let own = format!("{page}/fil/1");
        assert_eq!(officer.get(&format!("{own}/skillnad")).await.hidden("version"), "1");
        let before = world.events(world.ekstad).len();
        for (what, field) in [("aterlamna", "motivering"), ("lagg-undan", "skal")] {
            let told = officer.post(&format!("{own}/{what}"), &[("version", "2"), (field, "Ny fil")]).await;
            told.is(422).says("En annan version har signerats").says("Ny fil");
        }
        assert_eq!(world.events(world.ekstad).len(), before, "nothing was done");
    });
}

#[test]
fn a_changed_file_is_set_aside_with_a_reason_and_what_is_signed_stands() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let page = changed(world, &officer, id).await;
        let own = format!("{page}/fil/1");
        officer
            .post(&format!("{own}/lagg-undan"), &[("version", "1"), ("skal", "")])
            .await
            .is(422)
            .says("Skriv varför filen");
        officer.post(&format!("{own}/lagg-undan"), &[("version", "1"), ("skal", "Skickad av misstag")]).await.is(303);
        officer.get(&page).await.says("Skickad av misstag").says("Lagd åt sidan").does_not_say("Väntar på er");
        let state = world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(assignments::find(tx, id)?.unwrap().state));
        assert_eq!(state.name(), domain::submissions::StateName::Submitted);
        assert!(world.events(world.ekstad).contains(&"mail.file-aside".to_owned()));
    });
}

#[test]
fn an_approved_item_is_opened_and_returned_in_one_and_the_same_rows_in_another_file_change_nothing() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        signed(world, id).await;
        // The same rows, in a file of other bytes.
        let same = stamped(world, id, complaint(&[]), |stamp| {
            stamp.insert("made".to_owned(), "en annan gång".to_owned());
        });
        assert_ne!(same, file);
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "3").with("c.xlsx", &same)).await;
        officer.get(&page).await.says("Redan inlämnat").does_not_say("Väntar på er");
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let domain::submissions::State::Submitted(submitted) = assignments::find(tx, id)?.unwrap().state else {
                panic!("it is signed")
            };
            let by = domain::submissions::By { person: None, name: "Kvalitet".into() };
            let approved = domain::submissions::Approved { submitted, at: tx.context().now, by };
            assignments::set_state(tx, id, &domain::submissions::State::Approved(approved))
        });
        let page = changed(world, &officer, id).await;
        officer.get(&page).await.says("redan godkänd");
        let own = format!("{page}/fil/1");
        officer.get(&format!("{own}/skillnad")).await.says("Godkännandet tas tillbaka");
        officer.post(&format!("{own}/aterlamna"), &[("version", "1"), ("motivering", "Ny fil")]).await.is(303);
        let kinds = world.events(world.ekstad);
        let told = ["approval.reopened", "submission.returned", "mail.decided"];
        assert_eq!(kinds[kinds.len() - 3..], told);
    });
}

#[test]
fn a_file_with_fewer_complaints_of_a_core_is_laid_beside_what_is_signed_though_a_comment_would_be_asked_for() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let other = filled(world, id, complaint(&[("karna", "Innehåll")]));
        let mail = Mail::from("editor@test.example", "2").at("Fri, 15 Mar 2024 09:45:00 +0100").with("b.xlsx", &other);
        let page = handed_in(world, &officer, &mail).await;
        let differs = officer.get(&format!("{page}/fil/1/skillnad")).await;
        differs.is(200).says("Bemötande").says("Innehåll").does_not_say("Filen har fel");
    });
}

#[test]
fn a_changed_file_with_faults_waits_too_and_says_that_it_cannot_be_compared() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let faulty = filled(world, id, complaint(&[("mottaget", "31 feb")]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "2").with("b.xlsx", &faulty)).await;
        officer.get(&page).await.says("redan signerad");
        officer.get(&format!("{page}/fil/1/skillnad")).await.is(200).says("går inte att jämföra");
    });
}

#[test]
fn whoever_compares_a_changed_file_reads_the_letter_and_the_chain_tells_of_it() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let page = changed(world, &officer, id).await;
        let before = following::readings(world);
        officer.get(&format!("{page}/fil/1/skillnad")).await.is(200);
        assert_eq!(following::readings(world), before + 1);
    });
}

#[test]
fn where_what_was_signed_has_been_given_back_there_is_nothing_to_compare_with_and_the_file_is_asked_about_as_any() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let page = changed(world, &officer, id).await;
        let back = format!("/h/ekstad/granska/{id}/aterlamna");
        officer.post(&back, &[("version", "1"), ("motivering", "Skriv vad ni gjorde.")]).await.is(303);
        let own = format!("{page}/fil/1");
        let shown = officer.get(&format!("{own}/skillnad")).await;
        assert_eq!(shown.is(303).location, page);
        officer.follow(&shown).await.says("inte signerad l\u{e4}ngre");
        for (what, field) in [("aterlamna", "motivering"), ("lagg-undan", "skal")] {
            officer.post(&format!("{own}/{what}"), &[("version", "1"), (field, "En g\u{e5}ng till")]).await.is(303);
        }
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "submission.returned").count(), 1);
        let letter = officer.get(&page).await;
        letter.does_not_say("Se vad som skiljer").says("Det ser ut att vara").says("Lindblad Centrum");
        officer.post(&own, &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert!(became(world).contains(&"upload".to_owned()), "{:?}", became(world));
    });
}

/// The year with the column of measures under another stable name and heading.
async fn renamed(world: &World) {
    let mut year = crate::testing::shipped_year();
    for column in year.complaints.columns.iter_mut().filter(|column| column.slug == *"atgard") {
        (column.slug, column.title) = ("vidtaget".parse().unwrap(), kernel::Label::sv("Vidtaget"));
    }
    let (owner, document) = (world.client("owner").await, domain::year::to_toml(&year));
    let fields = [("bas", "2024:1"), ("dokument", document.as_str()), ("spara", "1")];
    let version = owner.post("/h/ekstad/ar/redigera", &fields).await.is(303).location.clone();
    let said = [("hor-klagomal.complaints.atgard", "vidtaget")];
    crate::changes::tests::post(&owner, &version, 1, &said).await.is(303);
}

#[test]
fn a_file_is_compared_by_the_form_that_was_signed_also_where_the_year_has_been_changed_since() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let same = stamped(world, id, complaint(&[]), |stamp| {
            stamp.insert("made".to_owned(), "en annan g\u{e5}ng".to_owned());
        });
        let other = filled(world, id, complaint(&[("atgard", "Samtal med hela gruppen.")]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        signed(world, id).await;
        renamed(world).await;
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "2").with("b.xlsx", &same)).await;
        officer.get(&page).await.says("Redan inl\u{e4}mnat").does_not_say("V\u{e4}ntar p\u{e5} er");
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "3").with("c.xlsx", &other)).await;
        let differs = officer.get(&format!("{page}/fil/1/skillnad")).await;
        differs
            .is(200)
            .says("Trepartssamtal med rektor.")
            .says("Samtal med hela gruppen.")
            .does_not_say("En elev blev");
        // One that was made for the later form says the same under its new name: nobody lays them beside each other.
        let mut later = complaint(&[]);
        let text = later.remove(&cell_path("complaints", 1, "atgard")).unwrap();
        later.insert(cell_path("complaints", 1, "vidtaget"), text);
        let later = filled(world, id, later);
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "4").with("d.xlsx", &later)).await;
        officer.get(&format!("{page}/fil/1/skillnad")).await.is(200).says("g\u{e5}r inte att j\u{e4}mf\u{f6}ra");
    });
}

#[test]
fn an_unreadable_file_for_what_is_signed_is_no_file_that_is_in_and_an_officer_says_what_becomes_of_it() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let mail = Mail::from("editor@test.example", "2").with("rapport.docx", b"{\\rtf1 text}");
        let page = handed_in(world, &officer, &mail).await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        let letter = officer.get(&page).await;
        letter
            .says("redan signerad, och filen g\u{e5}r inte att l\u{e4}sa")
            .says("textdokument")
            .says("V\u{e4}ntar p\u{e5} er");
        letter.does_not_say("Redan inl\u{e4}mnat");
        let choice = officer.get(&format!("{page}/fil/1/skillnad")).await;
        choice
            .is(200)
            .says("<h1>Filen g\u{e5}r inte att l\u{e4}sa</h1>")
            .says("Filen \u{e4}r sparad i brevet")
            .says("beh\u{f6}ver l\u{e4}mna in p\u{e5} nytt");
        choice.does_not_say("filen ligger d\u{e4}r att l\u{e4}sa in").does_not_say("Filen skiljer sig");
        officer.post(&format!("{page}/fil/1/lagg-undan"), &[("version", "1"), ("skal", "Fel fil")]).await.is(303);
        officer.get(&page).await.says("Fel fil").says("Lagd \u{e5}t sidan").does_not_say("V\u{e4}ntar p\u{e5} er");
    });
}

#[test]
fn an_item_given_back_for_an_unreadable_file_says_so_on_the_letter_and_at_the_provider() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_and_signed(world, &officer, id).await;
        let mail = Mail::from("editor@test.example", "2").with("rapport.docx", b"{\\rtf1 text}");
        let page = handed_in(world, &officer, &mail).await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        world.clock.set("2024-03-20T09:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        let own = format!("{page}/fil/1");
        officer
            .post(
                &format!("{own}/aterlamna"),
                &[("version", "1"), ("motivering", "Filen g\u{e5}r inte att \u{f6}ppna.")],
            )
            .await
            .is(303);
        work(world).await;
        let letter = officer.get(&page).await;
        letter.says("\u{e5}terl\u{e4}mnad. Filen g\u{e5}r inte att l\u{e4}sa in").does_not_say("Ersatt");
        let item = world.client("editor").await.get(&format!("/h/ekstad/uppgift/{id}")).await;
        item.is(200)
            .says("Filen g\u{e5}r inte att \u{f6}ppna.")
            .says("e-post 14 mars 2024 kl. 14.02 g\u{e5}r inte att l\u{e4}sa");
    });
}
