//! What a change of the year does to what came by e-mail.

use super::*;
use crate::inbox::tests::{Mail, handed_in};

#[test]
fn an_item_that_was_given_back_and_is_asked_no_more_is_mended_by_workbook_by_word_and_by_mail_as_on_the_web() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        let (kept, editor) = (centrum(world), world.client("editor").await);
        hand_in(world, &kept, &one_complaint("Samtal."));
        let back = format!("/h/ekstad/granska/{}/aterlamna", kept.id);
        officer.post(&back, &[("version", "1"), ("motivering", "Skriv mer.")]).await.is(303);
        let own = format!("/h/ekstad/uppgift/{}", kept.id);
        let file = editor.get(&format!("{own}/arbetsbok/mall")).await.bytes;
        let other = one(world, "klagomal-t1", "Lindblad \u{d6}ster");
        let never = editor.get(&format!("/h/ekstad/uppgift/{}/arbetsbok/mall", other.id)).await.bytes;
        publish(&owner, 1, &without("klagomal-t1"), &[]).await;
        editor.get(&format!("{own}/arbetsbok")).await.is(200);
        let sent = editor.upload(&format!("{own}/arbetsbok"), &[], "rader.xlsx", &file).await;
        editor.get(&sent.is(303).location).await.is(200);
        editor.post(&sent.location, &[("gor", "slang")]).await.is(303);
        // It has headings for no Word file; that is what is said, and not that there is no such page.
        editor.get(&format!("{own}/word")).await.is(409);
        let letter = Mail::from("editor@test.example", "1").with("brevets.xlsx", &file);
        let page = handed_in(world, &officer, &letter).await;
        officer.get(&page).await.is(200).says("Lindblad Centrum").does_not_say("V\u{e4}ntar p\u{e5} er");
        editor.get(&format!("{own}/arbetsbok")).await.says("brevets.xlsx");
        // One for what was never handed in and is asked no more is asked about.
        let letter = Mail::from("editor@test.example", "2").with("andra.xlsx", &never);
        let page = handed_in(world, &officer, &letter).await;
        officer.get(&page).await.is(200).says("V\u{e4}ntar p\u{e5} er");
    });
}

#[test]
fn what_came_by_mail_and_nobody_has_signed_is_told_before_a_change_as_it_is_in_the_overview() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        came_from(world, &officer, centrum(world).id, "editor@test.example").await;
        let list = officer.get("/h/ekstad/uppfoljning/2024/tertial-1/klagomal-t1").await;
        list.says("Kom in med e-post 14 mars").says("v\u{e4}ntar p\u{e5} underskrift");
        let waits = "1 kom in med e-post och v\u{e4}ntar p\u{e5} underskrift.";
        let told = publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        told.says(&format!("{waits} Det r\u{e4}knas fr\u{e5}n n\u{e4}r det kom.")).does_not_say("1 har l\u{e4}mnat in");
        told.says("2 har inte l\u{e4}mnat in och f\u{e5}r den nya dagen.");
        let told = publish(&owner, 2, &other_columns(), &[GONE]).await;
        told.says(waits).says("Det signeras efter den nya versionen.").does_not_say("1 har l\u{e4}mnat in");
        let told = publish(&owner, 3, &without("klagomal-t1"), &[("hor-klagomal.complaints.kanal", "-")]).await;
        told.says(&format!("{waits} Det st\u{e5}r kvar.")).does_not_say("1 har l\u{e4}mnat in");
    });
}

#[test]
fn of_two_letters_the_one_that_is_read_in_says_from_when_it_counts_also_where_a_newer_one_is_not() {
    on_both(async |world| {
        let (owner, officer) = (world.client("owner").await, world.client("officer").await);
        let assignment = centrum(world);
        came_from(world, &officer, assignment.id, "editor@test.example").await;
        let file = world.client("editor").await;
        let file = file.get(&format!("/h/ekstad/uppgift/{}/arbetsbok/mall", assignment.id)).await.bytes;
        let later = Mail::from("editor@test.example", "2").at("Fri, 15 Mar 2024 09:45:00 +0100").with("b.xlsx", &file);
        handed_in(world, &officer, &later).await;
        let told = publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        told.says("Det r\u{e4}knas fr\u{e5}n n\u{e4}r det kom.").does_not_say("Ingen har l\u{e4}st in filen");
    });
}
