//! A school that is not in the list is no dead end: the authority has the case until it has said which school it is.

use domain::cases::{Place, StateName};

use super::tests::{all, code_of, go};
use crate::testing::{ENGINES, World, on};

const SAID: &str = "Ingen svarar p\u{e5} mina fr\u{e5}gor.";
const OWN: &str = "Kursg\u{e5}rden vid torget";

fn fields<'f>(change: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let all = [
        ("kommun", "ekstad"),
        ("skola", "saknas"),
        ("skola-namn", OWN),
        ("slag", "complaint"),
        ("text", SAID),
        ("om", "others"),
        ("kanner-till", "no"),
        ("vem", "nej"),
        ("nyckel", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"),
    ];
    let kept = all.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name));
    kept.chain(change).copied().collect()
}

/// Sends it and gives the code.
async fn send(world: &World) -> String {
    let (_, receipt) = go(&world.nobody(), "/synpunkt/sv", &fields(&[("till", "skicka")])).await;
    code_of(receipt.is(200))
}

#[test]
fn whoever_does_not_find_their_school_says_it_in_their_own_words_and_the_authority_takes_it_on() {
    for engine in ENGINES {
        on(engine, async |world| {
            let browser = world.nobody();
            // Where nothing was found they are asked for it.
            let search = [("kommun", "ekstad"), ("sok", "kursg\u{e5}rden"), ("steg", "var"), ("till", "sok")];
            let (_, page) = go(&browser, "/synpunkt/sv", &search).await;
            page.is(200).says("Min skola finns inte i listan").says("Vad heter skolan, och var ligger den?");
            let (_, page) = go(&browser, "/synpunkt/sv", &fields(&[("steg", "vem")])).await;
            page.is(200).says(OWN).says("kommunen");
            let code = send(world).await;
            assert_eq!(send(world).await, code, "the same form twice is one case");
            let told = all(world);
            assert_eq!(told.len(), 1);
            let (case, filed) = (&told[0].case, &told[0].filed);
            assert_eq!((case.place, case.no_school, filed.school), (Place::Authority, true, None));
            let (id, number) = (filed.id, filed.number);
            let base = format!("/h/ekstad/klagomal/{id}");
            // The lists, the start page and the case itself: nothing that joins the school loses it.
            let officer = world.client("officer").await;
            officer
                .get("/h/ekstad/klagomal")
                .await
                .is(200)
                .says(&format!("Klagom\u{e5}l {number}"))
                .says("Skolan \u{e4}r inte angiven");
            officer.get(&base).await.is(200).says(SAID).says(OWN).says("Ange vilken skola det g\u{e4}ller");
            officer
                .get("/h/ekstad/uppfoljning/2024/tertial-1")
                .await
                .is(200)
                .says(&base)
                .says("Skolan \u{e4}r inte angiven");
            // No school sees it, and none can have it before it is said which.
            world.client("rektor").await.get(&format!("/h/ekstad/arenden/{id}")).await.is(404);
            officer.post(&format!("{base}/lamna-till-skolan"), &[]).await.is(409).says("Ange f\u{f6}rst vilken skola");
            officer.post(&format!("{base}/tillsammans"), &[]).await.is(409);
            officer.get(&format!("/h/ekstad/krankningar/ny?arende={id}")).await.is(409);
            for value in ["", "annat"] {
                officer.post(&format!("{base}/skola"), &[("skola-val", value)]).await.is(422);
            }
            let foreign = world.units[3].to_string();
            officer.post(&format!("{base}/skola"), &[("skola-val", &foreign)]).await.is(404);
            // The code opens it, and what is asked is answered, with or without a school.
            let phone = world.browser_of(&world.nobody().post("/arende/sv", &[("kod", &code)]).await);
            officer.post(&format!("{base}/fraga"), &[("fraga-text", "Vilken kurs l\u{e4}ser du?")]).await.is(303);
            phone.get("/arende/sv/las").await.is(200).says(SAID).says("Vilken kurs l\u{e4}ser du?");
            let unit = world.units[0].to_string();
            officer.post(&format!("{base}/skola"), &[("skola-val", &unit)]).await.is(303);
            assert_eq!(all(world)[0].filed.school, Some((world.lindblad, world.units[0])));
            officer.get(&base).await.is(200).says("Lindblad Centrum").says("angav vilken skola");
            phone.get("/arende/sv/las").await.is(200).does_not_say("angav");
            world.client("rektor").await.get("/h/ekstad/arenden").await.is(200).does_not_say("Klagom\u{e5}l 1");
            officer.post(&format!("{base}/lamna-till-skolan"), &[]).await.is(303);
            world.client("rektor").await.get(&format!("/h/ekstad/arenden/{id}")).await.is(200).says(SAID).says(OWN);
            officer.post(&format!("{base}/skola"), &[("skola-val", &unit)]).await.is(409);
            let period =
                kernel::Period { from: crate::testing::day("2024-01-01"), to: crate::testing::day("2024-12-31") };
            let of_unit = world.units[0];
            let reported = world.read(::store::Scope::Tenant(world.ekstad.id), move |tx| {
                Ok(crate::cases::of_unit_in(tx, of_unit, period)?.len())
            });
            assert_eq!(reported, 1, "it belongs to the unit's report from now on");
        });
    }
}

#[test]
fn a_case_without_a_school_is_answered_and_closed_where_it_is_none_of_the_authoritys() {
    on(ENGINES[0], async |world| {
        send(world).await;
        let id = all(world)[0].filed.id;
        let (officer, base) = (world.client("officer").await, format!("/h/ekstad/klagomal/{id}"));
        officer
            .post(&format!("{base}/svara"), &[("svara-text", "Skolan h\u{f6}r till en annan kommun.")])
            .await
            .is(303);
        let answers =
            [("bedom-negativt", "ja"), ("bedom-aktiv", "nej"), ("bedom-ledning", "nej"), ("bedom-karna", "innehall")];
        officer.post(&format!("{base}/bedom"), &answers).await.is(303);
        let close = [("avsluta-val", "handed-over"), ("avsluta-text", "Vi gav telefonnumret dit.")];
        officer.post(&format!("{base}/avsluta"), &close).await.is(303);
        let told = all(world);
        assert_eq!((told[0].case.state, told[0].filed.school), (StateName::Closed, None));
        officer.get("/h/ekstad/klagomal").await.is(200).says("Avslutat");
    });
}

#[test]
fn what_is_missing_of_a_missing_school_is_asked_for_on_its_page() {
    on(ENGINES[0], async |world| {
        let browser = world.nobody();
        for (change, says) in [
            (("skola-namn", ""), "Skriv vad skolan heter"),
            (("kommun", "vet-inte"), "V\u{e4}lj en kommun"),
            (("kommun", ""), "V\u{e4}lj en kommun"),
        ] {
            for to in [("steg", "var"), ("till", "skicka")] {
                let (_, page) = go(&browser, "/synpunkt/sv", &fields(&[change, to])).await;
                page.is(422).says(says);
            }
        }
        // An authority that somebody wrote into the form.
        let (_, page) = go(&browser, "/synpunkt/sv", &fields(&[("kommun", "hittapa"), ("till", "skicka")])).await;
        page.is(200).says("Vilken utbildning");
        assert!(all(world).is_empty());
    });
}
