//! The authority's own workbook, filled in and sent by e-mail: matched by what it is stamped with, or by its headings, and
//! read as an upload of it is. And whoever sent it is named as who sent it.

use super::*;
use crate::template_editing::tests::{cells, filled as filled_own, good, in_use, own_file};
use crate::testing::on_both;

#[test]
fn the_authoritys_own_template_comes_by_mail_with_its_stamp_and_without_it() {
    on_both(async |world| {
        let (owner, editor, officer) =
            (world.client("owner").await, world.client("editor").await, world.client("officer").await);
        in_use(&owner, own_file()).await;
        let id = centrum(world);
        let got = editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok/mall")).await.is(200).bytes.clone();
        let file = filled_own(&got, &cells(&[good(9, &[]), good(10, &[("B", "Tillgänglighet")])]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("mall.xlsx", &file)).await;
        officer.get(&page).await.is(200).says("Väntar på signering").says("Lindblad Centrum");
        let read = draft(world, world.lindblad, id);
        assert_eq!(read[&cell_path("complaints", 1, "karna")], "Bemötande");
        assert_eq!(read[&cell_path("complaints", 2, "karna")], "Tillgänglighet");
        assert_eq!(read.len(), 16);
        // The provider's pages say who sent it, and nobody of whom nobody knows that they read it in.
        let own = editor.get(&format!("/h/ekstad/uppgift/{id}")).await;
        own.is(200).says("mall.xlsx, som editor skickade med e-post").does_not_say("editor läste in mall.xlsx");

        // The same workbook without our stamp: found by its headings, and by what the letter says of the unit.
        let east = assignment(world, "klagomal-t1", "Lindblad Öster");
        let bare = filled_own(own_file(), &cells(&[good(9, &[])]));
        let mail = Mail::from("editor@test.example", "2").with("Lindblad Öster.xlsx", &bare);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.is(200).says("Väntar på signering").says("Lindblad Öster");
        assert_eq!(draft(world, world.lindblad, east).len(), 8);
    });
}
