//! Text that nobody sees is no text, in any form that asks for one.

use proptest::prelude::{Strategy, prop};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::follow_up::tests::{complaints_of, hand_in};
use crate::testing::{ENGINES, World, on};

/// Characters that nobody sees.
const UNSEEN: &[char] = &[
    ' ',
    '\n',
    '\t',
    '\u{a0}',
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{2800}',
    '\u{3164}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{e0041}',
];

/// A form that asks for a text: who may send it, where, with what besides, and the text's name.
struct Asks {
    who: &'static str,
    path: String,
    fields: Vec<(&'static str, String)>,
    text: &'static str,
}

fn forms(world: &World) -> Vec<Asks> {
    let norrsken = complaints_of(world, "Norrsken");
    let handed_in = complaints_of(world, "Lindblad \u{d6}ster");
    hand_in(world, &handed_in, crate::follow_up::tests::NOTHING);
    let day = || vec![("dag", "2024-04-22".to_owned())];
    let chosen = || vec![("val", norrsken.id.to_string())];
    let review = |rest: &str| format!("/h/ekstad/granska/{}/{rest}", norrsken.id);
    let reviewed = |rest: &str| format!("/h/ekstad/granska/{}/{rest}", handed_in.id);
    let occasion = |rest: &str| format!("/h/ekstad/uppfoljning/2024/tertial-1/{rest}");
    let own = |rest: &str| format!("/h/ekstad/{rest}");
    let with = |fields: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        fields.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
    };
    let ask = |who, path, fields, text| Asks { who, path, fields, text };
    let place = format!("organisation/anordnare/{}", world.lindblad);
    vec![
        ask("officer", review("las"), vec![], "skal-las"),
        ask("officer", review("mer-tid"), day(), "skal-mer-tid"),
        ask("officer", occasion("las"), chosen(), "skal"),
        ask("officer", occasion("mer-tid"), [day(), chosen()].concat(), "skal"),
        ask("officer", reviewed("aterlamna"), vec![], "motivering"),
        ask("officer", reviewed("bedomning"), vec![], "bedomning"),
        ask("officer", own("rapporter/ny"), with(&[("ar", "2024"), ("tillfalle", "tertial-1")]), "slutsatser"),
        ask("officer", own("lasrum/teman"), with(&[("ar", "2024"), ("tillfalle", "tertial-1")]), "namn"),
        ask(
            "editor",
            format!("/h/ekstad/uppgift/{}/fraga", complaints_of(world, "Lindblad Centrum").id),
            vec![],
            "fraga",
        ),
        ask("editor", own("fokusomraden"), with(&[("syfte", "Fler ska n\u{e5} m\u{e5}len")]), "titel"),
        ask("registrar", own(&format!("diarium/{}", submission_of(world, &handed_in))), vec![], "diarienummer"),
        ask("admin", own("organisation/myndighet"), with(&[("namnd", "N\u{e4}mnden")]), "namn"),
        ask("admin", own("organisation/myndighet"), with(&[("namn", "Ekstad")]), "namnd"),
        ask("admin", own("organisation/anordnare/ny"), with(&[("nummer", "559999-9991")]), "namn"),
        ask("admin", own(&format!("{place}/andra")), vec![], "namn"),
        ask("admin", own(&format!("{place}/enhet")), with(&[("kod", "10000009"), ("skolform", "sfi")]), "namn"),
        ask("admin", own("organisation/omraden/nytt"), with(&[("kortnamn", "ny"), ("skolform", "sfi")]), "namn"),
        ask(
            "admin",
            own("personer/ny"),
            with(&[("adress", "ny@test.example"), ("roll", "registrar"), ("fran", "2024-03-01")]),
            "namn",
        ),
    ]
}

fn submission_of(world: &World, assignment: &crate::assignments::Assignment) -> String {
    let id = assignment.id;
    let latest =
        world.read(store::Scope::Tenant(world.ekstad.id), move |tx| crate::submissions::latest(tx, id)).unwrap();
    latest.id.to_string()
}

#[test]
fn no_form_that_asks_for_a_text_takes_one_that_nobody_sees() {
    for engine in ENGINES {
        on(engine, async |world| {
            let forms = forms(world);
            let before = world.events(world.ekstad);
            let text = prop::collection::vec(prop::sample::select(UNSEEN), 1..12);
            let mut runner = TestRunner::deterministic();
            let single = UNSEEN.iter().map(ToString::to_string);
            let several: Vec<String> =
                (0..40).map(|_| text.new_tree(&mut runner).unwrap().current().into_iter().collect()).collect();
            let texts: Vec<String> = single.chain(several).collect();
            for asks in &forms {
                let client = world.client(asks.who).await;
                // Every character in one form, a few in the others: what cleans them is the same.
                let few = if asks.text == "skal-las" { texts.len() } else { 4 };
                let step = texts.len() / few;
                for unseen in texts.iter().step_by(step.max(1)) {
                    let mut fields: Vec<(&str, &str)> =
                        asks.fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
                    fields.push((asks.text, unseen));
                    let answer = client.post(&asks.path, &fields).await;
                    assert_eq!(answer.status, 422, "{} {} {unseen:?}: {}", asks.path, asks.text, answer.main());
                }
            }
            assert_eq!(world.events(world.ekstad), before);
        });
    }
}

#[test]
fn a_name_is_kept_without_what_nobody_sees_in_it() {
    on(store::Engine::Sqlite, async |world| {
        let admin = world.client("admin").await;
        let fields = [("namn", "Ek\u{200b}stads\u{202e} kom\u{ad}mun"), ("namnd", "N\u{e4}mn\u{2060}den")];
        admin.post("/h/ekstad/organisation/myndighet", &fields).await.is(303);
        let page = admin.get("/h/ekstad/organisation/myndighet").await;
        page.is(200).says("value=\"Ekstads kommun\"").says("value=\"N\u{e4}mnden\"");
    });
}
