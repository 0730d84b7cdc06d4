#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;

use crate::terms;
use crate::testing::{World, on_both};

/// The term of the name, of those that go along with the program.
async fn term(world: &World, title: &str) -> String {
    world.client("owner").await.post("/h/ekstad/villkor/hamta", &[]).await.is(303);
    let all = world.read(Scope::Tenant(world.ekstad.id), terms::all);
    all.into_iter().find(|kept| kept.term.title == title).unwrap().id.to_string()
}

#[test]
fn both_sides_say_how_a_term_is_followed_and_what_is_not_becomes_a_deficiency() {
    on_both(async |world| {
        let term = term(world, "Rutin f\u{f6}r klagom\u{e5}l").await;
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        let at = format!("/h/ekstad/villkorsuppfoljning/{}", world.lindblad);
        let page = officer.get(&at).await;
        page.is(200)
            .says("Inte bed\u{f6}mt")
            .says("Rutin f\u{f6}r klagom\u{e5}l")
            .does_not_say("Kontaktuppgifter p\u{e5} webbplatsen");
        let name = |part: &str| format!("{part}-{term}");
        let own = [
            ("version", "1"),
            ("sedd", "0"),
            (&name("svar"), "met"),
            (&name("dag"), "2024-03-01"),
            (&name("text"), ""),
        ];
        rektor.post(&format!("/h/ekstad/villkor-hos-oss/{term}"), &own).await.is(303);
        let lacking = [
            ("version", "1"),
            ("sedd", "1"),
            (&*name("svar"), "not-met"),
            (&*name("dag"), "2024-03-10"),
            (&*name("text"), ""),
        ];
        officer.post(&format!("{at}/{term}"), &lacking).await.is(422).says("Skriv vad bed\u{f6}mningen vilar p\u{e5}");
        let ahead = [
            ("version", "1"),
            ("sedd", "1"),
            (&*name("svar"), "not-met"),
            (&*name("dag"), "2025-03-10"),
            (&*name("text"), "Kvar"),
        ];
        officer.post(&format!("{at}/{term}"), &ahead).await.is(422).says("efter i dag").says("Kvar");
        let said = [
            ("version", "1"),
            ("sedd", "1"),
            (&*name("svar"), "not-met"),
            (&*name("dag"), "2024-03-10"),
            (&*name("text"), "Rutinen n\u{e4}mner inte huvudmannen."),
        ];
        officer.post(&format!("{at}/{term}"), &said).await.is(303);
        officer.post(&format!("{at}/{term}"), &said).await.is(303);
        let late = [
            ("version", "1"),
            ("sedd", "1"),
            (&*name("svar"), "met"),
            (&*name("dag"), "2024-03-10"),
            (&*name("text"), "Annat"),
        ];
        officer
            .post(&format!("{at}/{term}"), &late)
            .await
            .is(422)
            .says("N\u{e5}gon har skrivit om villkoret")
            .says("Annat");
        let page = officer.get(&at).await;
        page.is(200).says("S\u{e4}gs olika").says("G\u{f6}r till brist");
        rektor
            .get("/h/ekstad/villkor-hos-oss")
            .await
            .is(200)
            .says("Rutinen n\u{e4}mner inte huvudmannen")
            .does_not_say("G\u{f6}r till brist");
        officer.get("/h/ekstad/villkorsuppfoljning").await.is(200).says("Lindblad").says("1 av 12");
        let fields = page.fields();
        let key = fields.iter().find(|(name, _)| name == "nyckel").unwrap().1.clone();
        let sent = [
            ("nyckel", key.as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-kalla", "term"),
            ("ny-kalla-id", &world.lindblad.to_string()),
            ("ny-kalla-del", &term),
            ("ny-villkor", &term),
            ("ny-rubrik", "Rutin f\u{f6}r klagom\u{e5}l"),
            ("ny-text", "Rutinen n\u{e4}mner inte huvudmannen."),
            ("ny-spar", "compliance"),
            ("ny-allvar", "minor"),
        ];
        officer.post("/h/ekstad/brister/ny", &sent).await.is(303);
        officer.get(&at).await.is(200).says("Brist 1");
        officer.get(&format!("/h/ekstad/brist/{key}")).await.is(200).says(&at).says("Rutin f\u{f6}r klagom\u{e5}l");
        for name in ["board", "foreign-officer", "other-rektor"] {
            world.client(name).await.get(&at).await.is(404);
        }
        let foreign = world.client("other-rektor").await;
        foreign.get("/h/ekstad/villkor-hos-oss").await.is(200).does_not_say("Rutinen n\u{e4}mner");
    });
}
