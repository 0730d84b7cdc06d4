//! The ladder of reminders in the form.

use super::{ROOT, newest};
use crate::testing::{on_both, shipped_year};

/// The fields of the ladder as the shipped year has them, with some changed.
fn fields<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let shipped = [
        ("bas", "1"),
        ("paminnelser", "ja"),
        ("paminn-fore", "14, 3"),
        ("paminn-dagen", "ja"),
        ("paminn-efter", "1"),
        ("paminn-sedan", "4"),
        ("paminn-ansvariga", "2"),
        ("paminn-till-fore", "provider-editor"),
        ("paminn-till-fore", "signer"),
        ("paminn-till-efter", "provider-editor"),
        ("paminn-till-efter", "signer"),
        ("paminn-till-ansvariga", "provider-management"),
        ("paminn-till-ansvariga", "contact-rektor"),
    ];
    let kept = shipped.into_iter().filter(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
    kept.chain(change.iter().copied().filter(|(_, value)| *value != "-")).collect()
}

#[test]
fn the_ladder_is_shown_on_the_year_and_changed_in_the_form() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        owner
            .get(&format!("{ROOT}/2024/anvisningar"))
            .await
            .is(200)
            .says("14 dagar före, 3 dagar före och på själva dagen");
        let form = owner.get(&format!("{version}/formular")).await;
        form.is(200).says("Antal dagar före sista dagen").says("value=\"14, 3\"").says("Den som signerar");

        // As it stands it is the same year.
        let saved = owner.post(&format!("{version}/formular"), &fields(&[])).await.is(303).location.clone();
        owner.get(&saved).await.is(200).does_not_say("När påminnelser går, eller till vem, ändras.");

        let changed =
            fields(&[("paminn-fore", "3 21; 21"), ("paminn-sedan", "7"), ("paminn-dagen", "-"), ("bas", "2")]);
        let saved = owner.post(&format!("{version}/formular"), &changed).await.is(303).location.clone();
        owner.get(&saved).await.is(200).says("När påminnelser går, eller till vem, ändras.");
        let document = owner.get(&format!("{saved}/dokument")).await.text();
        let ladder = domain::year::parse(&document).unwrap().reminders.unwrap();
        assert_eq!((ladder.before, ladder.on_the_day, ladder.after_every), (vec![21, 3], false, Some(7)));
        assert_eq!(ladder.to_before, shipped_year().reminders.unwrap().to_before);

        let none: Vec<(&str, &str)> = vec![("bas", "3"), ("paminnelser", "ja"), ("paminn-fore", "")];
        let saved = owner.post(&format!("{version}/formular"), &none).await.is(303).location.clone();
        let document = owner.get(&format!("{saved}/dokument")).await.text();
        assert!(domain::year::parse(&document).unwrap().reminders.is_none());
    });
}

#[test]
fn what_is_wrong_with_the_ladder_stands_at_its_field_and_what_was_typed_is_kept() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        for (change, says) in [
            (("paminn-fore", "snart"), "”snart” är inget antal dagar"),
            (("paminn-fore", "0"), "”0” är inget antal dagar"),
            (("paminn-fore", "400"), "från 1 till 90"),
            (("paminn-fore", "7 6 5 4 3 2 1"), "vara högst 6"),
            (("paminn-sedan", "ofta"), "”ofta” är inget heltal"),
            (("paminn-efter", ""), "tillsammans med after_first"),
            (("paminn-till-fore", "-"), "Ingen är angiven som mottagare"),
            (("paminn-till-efter", "rektorn"), "Ingen är angiven som mottagare"),
        ] {
            let answer = owner.post(&format!("{version}/formular"), &fields(&[change])).await;
            answer
                .is(422)
                .says(says)
                .says(&format!("href=\"#f-{}\"", change.0.replace("paminn-efter", "paminn-sedan")));
            if !["", "-", "rektorn"].contains(&change.1) {
                answer.says(&format!("value=\"{}\"", change.1));
            }
        }
    });
}
