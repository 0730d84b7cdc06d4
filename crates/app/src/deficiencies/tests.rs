#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, global_sql, sql};
use domain::deficiencies::{Party, StateName};
use kernel::Id;
use kernel::id::kind::Agreement;

use super::store::{self, Bare};
use crate::testing::{Client, ENGINES, World, day, on, on_both};

const NEW: &str = "/h/ekstad/brister/ny";

/// Enters a deficiency at Lindblad, and gives what stands after its address.
async fn found(client: &Client<'_>, world: &World, more: &[(&str, &str)]) -> String {
    let key = client.get(NEW).await.is(200).hidden("nyckel");
    let provider = world.lindblad.to_string();
    let mut sent = vec![
        ("nyckel", key.as_str()),
        ("ny-anordnare", provider.as_str()),
        ("ny-rubrik", "Studieplaner saknas"),
        ("ny-text", "H\u{e4}lften av eleverna saknar studieplan."),
        ("ny-kalla", "visit"),
        ("ny-kalla-id", "b1"),
        ("ny-kalla-del", "2"),
        ("ny-spar", "quality"),
        ("ny-allvar", "serious"),
    ];
    for (name, value) in more {
        sent.retain(|(known, _)| known != name);
        sent.push((name, value));
    }
    client.post(NEW, &sent).await.is(303);
    key
}

/// Does something with the deficiency as somebody who has just read it.
async fn act(client: &Client<'_>, at: &str, action: &str, fields: &[(&str, &str)]) -> crate::testing::Answer {
    let seen = lines(&client.get(at).await.is(200).text());
    let named: Vec<(String, &str)> = fields
        .iter()
        .map(|(name, value)| {
            (if *name == "nr" { (*name).to_owned() } else { format!("{}-{name}", with_number(action, fields)) }, *value)
        })
        .collect();
    let mut sent: Vec<(&str, &str)> = vec![("sedd", seen.as_str())];
    sent.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
    client.post(&format!("{at}/{action}"), &sent).await
}

fn with_number(action: &str, fields: &[(&str, &str)]) -> String {
    let number = fields.iter().find(|(name, _)| *name == "nr").map(|(_, value)| *value);
    format!("{action}{}", number.unwrap_or_default())
}

/// How many lines the page says that there are.
fn lines(html: &str) -> String {
    let (_, rest) = html.split_once("name=\"sedd\" value=\"").unwrap_or(("", "0\""));
    rest.split('"').next().unwrap().to_owned()
}

fn all(world: &World) -> Vec<Bare> {
    world.read(Scope::Tenant(world.ekstad.id), store::bare)
}

/// Lindblad's agreements.
fn agreements(world: &World) -> Vec<String> {
    let organisation = world.lindblad;
    let all: Vec<(Id<Agreement>,)> = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        tx.all(
            sql!("SELECT id FROM agreement WHERE tenant_id = $1 AND organisation_id = $2 ORDER BY id"),
            &[&organisation],
        )
    });
    all.into_iter().map(|(id,)| id.to_string()).collect()
}

/// How many letters of something to read have been queued to the person.
fn letters_to(world: &World, name: &str) -> usize {
    let person = crate::testing::person_id(name);
    let all: Vec<(String,)> = world.read(Scope::Global, move |tx| {
        tx.all(
            global_sql!("SELECT paragraphs FROM letter WHERE person_id = $1 AND kind = 'to-read' ORDER BY id"),
            &[&person],
        )
    });
    assert!(all.iter().all(|(text,)| !text.contains("tudieplan")), "what it is about stands in no letter");
    all.len()
}

/// Gives Lindblad an authorisation beside its contracts.
fn authorise(world: &World) {
    let (id, organisation) = (Id::<Agreement>::random(&**world.app.chance()), world.lindblad);
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        tx.execute(
            sql!(
                "INSERT INTO agreement (tenant_id, id, organisation_id, regime, valid_from)
                 VALUES ($1, $2, $3, 'authorised', '2022-07-01')"
            ),
            &[&id, &organisation],
        )?;
        tx.tell(::store::Event::about("agreement.added", id, serde_json::json!({})));
        Ok(())
    });
}

const MEASURE: [(&str, &str); 4] = [
    ("rubrik", "Skriv studieplaner"),
    ("ansvarig", "Rektor"),
    ("dag", "2024-05-31"),
    ("effekt", "Alla elever har en studieplan."),
];

#[test]
fn a_deficiency_goes_from_found_to_closed_with_plan_figures_evidence_and_both_sides() {
    on_both(async |world| {
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        let key = found(&officer, world, &[]).await;
        let (at, theirs) = (format!("/h/ekstad/brist/{key}"), format!("/h/ekstad/brister-hos-oss/{key}"));
        rektor.get(&theirs).await.is(404);
        rektor.get("/h/ekstad/brister-hos-oss").await.is(200).does_not_say("Studieplaner");
        officer.get("/h/ekstad/brister").await.is(200).says("Studieplaner saknas").says("Allvarlig");
        act(&officer, &at, "anteckna", &[("text", "Ring rektorn.")]).await.is(303);
        let said = [
            ("rubrik", "Studieplaner saknas"),
            ("text", "Namnet Kim Bergdal."),
            ("spar", "quality"),
            ("allvar", "serious"),
        ];
        act(&officer, &at, "skriv-om", &said).await.is(303);
        let said =
            [("rubrik", "Studieplaner saknas"), ("text", "Planer saknas."), ("spar", "quality"), ("allvar", "serious")];
        act(&officer, &at, "skriv-om", &said).await.is(303);
        let own = [
            ("matt", "eget"),
            ("rubrik", "Elever med plan, procent"),
            ("riktning", "more"),
            ("start", "50"),
            ("mal", "90 %"),
        ];
        act(&officer, &at, "valj-matt", &own).await.is(303);
        act(&officer, &at, "begar-plan", &[("dag", "2024-04-12"), ("text", "Senast till p\u{e5}sk.")]).await.is(303);
        rektor.get("/start").await.is(200).says("1 v\u{e4}ntar p\u{e5} er");
        assert_eq!(letters_to(world, "rektor"), 1, "the provider is written to when it is asked");
        let page = rektor.get(&theirs).await;
        page.is(200)
            .says("Studieplaner saknas")
            .does_not_say("Kim Bergdal")
            .does_not_say("Ring rektorn")
            .does_not_say("Gör till");
        act(&rektor, &theirs, "skicka-plan", &[]).await.is(409).says("inga \u{e5}tg\u{e4}rder");
        act(&rektor, &theirs, "atgard", &MEASURE).await.is(303);
        act(&rektor, &theirs, "skicka-plan", &[("text", "V\u{e5}r plan.")]).await.is(303);
        officer.get("/h/ekstad/uppfoljning/2024/tertial-1").await.is(200).says("1 v\u{e4}ntar p\u{e5} er");
        act(&officer, &at, "ater-plan", &[("text", "Skriv hur."), ("dag", "2024-04-20")]).await.is(303);
        act(
            &rektor,
            &theirs,
            "atgard",
            &[
                ("nr", "1"),
                ("rubrik", "Skriv studieplaner i maj"),
                ("ansvarig", "Rektor"),
                ("dag", "2024-05-31"),
                ("effekt", "Alla har en."),
            ],
        )
        .await
        .is(303);
        act(&rektor, &theirs, "skicka-plan", &[]).await.is(303);
        act(&officer, &at, "godta-plan", &[("dag", "2024-09-01")]).await.is(303);
        let moved = [&[("nr", "1")][..], &MEASURE].concat();
        act(&rektor, &theirs, "atgard", &moved).await.is(409).says("Handlingsplanen \u{e4}r godtagen");
        assert_eq!(letters_to(world, "rektor"), 3, "returned and taken");
        // The day of the evaluation is moved with a reason that the provider reads.
        let move_to = |on: &'static str, why: &'static str| [("dag", on), ("text", why)];
        act(&rektor, &theirs, "flytta-utvarderingen", &move_to("2024-10-01", "Sommar.")).await.is(409);
        act(&officer, &at, "flytta-utvarderingen", &move_to("2024-09-01", "Sommar."))
            .await
            .is(422)
            .says("g\u{e4}ller nu");
        act(&officer, &at, "flytta-utvarderingen", &move_to("2024-10-01", "")).await.is(422).says("Skriv varf\u{f6}r");
        act(&officer, &at, "flytta-utvarderingen", &move_to("2024-10-01", "Kursen b\u{f6}rjar om.")).await.is(303);
        rektor.get(&theirs).await.is(200).says("flyttades till 1 oktober 2024").says("Kursen b\u{f6}rjar om.");
        assert_eq!(all(world)[0].stands.day, Some(day("2024-10-01")));
        assert_eq!(letters_to(world, "rektor"), 4);
        act(&rektor, &theirs, "lage", &[("nr", "1"), ("text", "H\u{e4}lften klara.")]).await.is(303);
        act(&rektor, &theirs, "gjord", &[("nr", "1"), ("dag", "2024-03-15")]).await.is(303);
        act(&officer, &at, "utvardera", &[("effekt", "yes"), ("allvar", "minor"), ("text", "Klart.")])
            .await
            .is(409)
            .says("belägg");
        act(&rektor, &theirs, "belagg", &[("text", "Listan \u{f6}ver planer.")]).await.is(303);
        let evaluation = [("effekt", "yes"), ("allvar", "minor"), ("text", "Klart.")];
        act(&officer, &at, "utvardera", &evaluation).await.is(409).says("inte avl\u{e4}st sedan det valdes");
        act(&officer, &at, "las-av", &[("nr", "1"), ("varde", "92,5"), ("dag", "2024-03-15")]).await.is(303);
        officer.get(&at).await.is(200).says("M\u{e5}let \u{e4}r n\u{e5}tt").says("92,5");
        act(&officer, &at, "avsluta", &[("text", "Klart.")]).await.is(409).says("inte utv\u{e4}rderad");
        act(&officer, &at, "utvardera", &[("effekt", "yes"), ("allvar", "minor"), ("text", "Klart.")]).await.is(303);
        act(&officer, &at, "avsluta", &[("text", "")]).await.is(422).says("Skriv varf\u{f6}r");
        act(&officer, &at, "avsluta", &[("text", "Alla har en plan.")]).await.is(303);
        assert_eq!(all(world)[0].stands.state, StateName::Closed);
        rektor.get(&theirs).await.is(200).says("Bristen \u{e4}r avslutad");
        officer.get("/h/ekstad/brister?visa=avslutade&format=csv").await.is(200).says("Studieplaner saknas");
        for name in ["board", "registrar", "foreign-officer", "other-rektor", "editor"] {
            let client = world.client(name).await;
            client.get(&at).await.is(404);
            client.get(&theirs).await.is(404);
            client.post(&format!("{at}/oppna"), &[("sedd", "1"), ("oppna-text", "Nej")]).await.is(404);
        }
    });
}

/// What the first decision says on paper.
fn paper(world: &World, key: &str) -> String {
    let asker = super::look::Asker {
        party: Party::Authority,
        person: crate::testing::person_id("owner"),
        tools: platform::access::Tools::of(&world.app),
        today: day("2024-03-15"),
        decides: true,
        writes: true,
        is_open: true,
        provider: None,
        only: None,
    };
    let id = key.parse().unwrap();
    let of = world.read(Scope::Tenant(world.ekstad.id), move |tx| super::look::open(tx, &asker, (id, false))).unwrap();
    serde_json::to_string(&super::paper::document(&of, &of.kept.stands.sanctions[0], "Ekstad")).unwrap()
}

#[test]
fn a_step_of_the_ladder_is_prepared_answered_decided_and_becomes_a_document_with_appeal_only_where_there_is_one() {
    on_both(async |world| {
        authorise(world);
        let (officer, owner, rektor) =
            (world.client("officer").await, world.client("owner").await, world.client("rektor").await);
        let key = found(&officer, world, &[]).await;
        let (at, theirs) = (format!("/h/ekstad/brist/{key}"), format!("/h/ekstad/brister-hos-oss/{key}"));
        let step = [
            ("steg", "kvalitet/avauktorisering"),
            ("text", "Eleverna f\u{e5}r ingen undervisning."),
            ("dag", "2024-04-05"),
        ];
        act(&officer, &at, "forbered", &step).await.is(409).says("beslutar om \u{e5}tg\u{e4}rder");
        act(&owner, &at, "forbered", &step).await.is(422).says("Handlingsplan").says("allvarlig brist kvarst\u{e5}r");
        let reasoned = [&step[..], &[("hoppar", "Skolan har st\u{e4}ngt.")]].concat();
        act(&owner, &at, "forbered", &reasoned).await.is(303);
        rektor.get(&theirs).await.is(200).says("Avauktorisering").says("Yttra dig");
        let decision = [("nr", "1"), ("dag", "2024-03-15"), ("nummer", "VUX 2024/9"), ("text", "Sk\u{e4}len.")];
        act(&owner, &at, "besluta", &decision).await.is(422).says("tid kvar att yttra sig");
        act(&rektor, &theirs, "yttra", &[("nr", "1"), ("text", "Vi \u{f6}ppnar igen.")]).await.is(303);
        act(&owner, &at, "besluta", &decision).await.is(303);
        let pdf = owner.get(&format!("{at}/beslut/1/pdf")).await;
        pdf.is(200);
        assert!(pdf.bytes.starts_with(b"%PDF-"));
        let text = paper(world, &key);
        assert!(
            text.contains("f\u{f6}rvaltningsr\u{e4}tten")
                && text.contains("Vi \u{f6}ppnar igen.")
                && text.contains("Skolan har st\u{e4}ngt.")
        );
        // What is said later was no ground for the decision.
        let rewrite = [("rubrik", "Ett annat namn"), ("text", "Annat."), ("spar", "quality"), ("allvar", "minor")];
        act(&officer, &at, "skriv-om", &rewrite).await.is(303);
        act(&officer, &at, "belagg", &[("text", "Ett bes\u{f6}k.")]).await.is(303);
        act(&officer, &at, "utvardera", &[("effekt", "yes"), ("allvar", "minor"), ("text", "Klart.")]).await.is(303);
        assert_eq!(paper(world, &key), text);
        owner.get(&at).await.is(200).says("Elever f\u{f6}r \u{f6}verflyttning");
        officer.get(&at).await.is(200).does_not_say("Elever f\u{f6}r \u{f6}verflyttning");
        rektor.get("/start").await.is(200).says("Avauktorisering, beslut 15 mars 2024");
        let word = rektor.get(&format!("{theirs}/beslut/1/docx")).await;
        assert!(word.is(200).bytes.starts_with(b"PK"));
        // The students of a provider that ends are listed for whoever may, and the look is told.
        owner.get("/h/ekstad/brister/overflyttning").await.is(200).says("Lindblad");
        let students = format!("/h/ekstad/brister/overflyttning/{}", world.lindblad);
        owner.get(&students).await.is(200).says("Avauktorisering");
        officer.get(&students).await.is(404);
        assert!(world.events(world.ekstad).iter().any(|kind| kind == "deficiency.added"));
        act(&owner, &at, "upphav", &[("nr", "1"), ("dag", "2024-03-15"), ("text", "Skolan har \u{f6}ppnat.")])
            .await
            .is(303);
        owner.get(&students).await.is(404);
    });
}

#[test]
fn a_measure_under_a_contract_carries_no_appeal_and_the_term_names_the_sanction() {
    on(ENGINES[0], async |world| {
        let owner = world.client("owner").await;
        owner.post("/h/ekstad/villkor/hamta", &[]).await.is(303);
        let ladder = [
            ("sedd", "0"),
            ("rubrik", "Avtal"),
            ("spar", "compliance"),
            ("form", "procured"),
            ("steg1-rubrik", "Vite"),
            ("steg1-slag", "fine"),
            ("steg1-beslutar", "F\u{f6}rvaltningschefen"),
            ("steg1-overklagas", "ja"),
            ("steg2-rubrik", "H\u{e4}vning"),
            ("steg2-slag", "termination"),
        ];
        let page = owner.post("/h/ekstad/brister/stegar/ny", &ladder).await;
        page.is(422).says("ingen \u{f6}verklagandeh\u{e4}nvisning").says("Skriv vem som beslutar").says("H\u{e4}vning");
        let mut right: Vec<(&str, &str)> =
            ladder.iter().copied().filter(|(name, _)| *name != "steg1-overklagas").collect();
        right.extend([("steg2-beslutar", "N\u{e4}mnden"), ("steg2-kraver", "vite")]);
        // The second asks for the first by its stable name, which it gets when it is saved.
        let without: Vec<(&str, &str)> = right.iter().copied().filter(|(name, _)| *name != "steg2-kraver").collect();
        owner.post("/h/ekstad/brister/stegar/ny", &without).await.is(303);
        owner.post("/h/ekstad/brister/stegar/ny", &without).await.is(422).says("N\u{e5}gon annan har sparat");
        owner.get("/h/ekstad/brister/stegar").await.is(200).says("Vite").says("Regelefterlevnad");
        let edit = owner.get("/h/ekstad/brister/stegar/avtal").await;
        edit.is(200).says("Steg 1: Vite");
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/brister/stegar/avtal").await.is(404);
        let key = found(&officer, world, &[("ny-spar", "compliance")]).await;
        let at = format!("/h/ekstad/brist/{key}");
        owner.get(&at).await.is(200).says("Vite").says("P\u{e5}f\u{f6}ljd enligt villkoret");
        let unsaid = [("steg", "regelefterlevnad/pafoljd"), ("text", "Villkoret br\u{f6}ts."), ("dag", "2024-04-05")];
        act(&owner, &at, "forbered", &unsaid).await.is(422).says("ingen p\u{e5}f\u{f6}ljd i registret");
        let all = agreements(world);
        let avtal = ("avtal", all[0].as_str());
        let step = [("steg", "avtal/vite"), ("text", "Avtalet br\u{f6}ts."), ("dag", "2024-04-05"), avtal];
        act(&owner, &at, "forbered", &step[..3]).await.is(422).says("vilket eller vilka avtal");
        act(&owner, &at, "forbered", &step).await.is(303);
        owner.get(&at).await.is(200).says("\u{d6}verklagas inte").does_not_say("kan \u{f6}verklagas");
        let gone = owner.post("/h/ekstad/brister/stegar/avtal/ta-bort", &[("sedd", "1")]).await;
        gone.is(303);
        owner.get(&at).await.is(200).says("Vite");
    });
}

#[test]
fn two_at_once_do_not_write_over_each_other_and_the_same_form_twice_is_once() {
    on_both(async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        let key = found(&officer, world, &[]).await;
        let again = [
            ("nyckel", key.as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-rubrik", "Studieplaner saknas"),
            ("ny-text", "Igen"),
            ("ny-kalla", "other"),
            ("ny-spar", "quality"),
            ("ny-allvar", "minor"),
        ];
        officer.post(NEW, &again).await.is(303);
        assert_eq!(all(world).len(), 1);
        let at = format!("/h/ekstad/brist/{key}");
        let plan = [("sedd", "1"), ("begar-plan-dag", "2024-04-12"), ("begar-plan-text", "Mitt.")];
        officer.post(&format!("{at}/begar-plan"), &plan).await.is(303);
        officer.post(&format!("{at}/begar-plan"), &plan).await.is(303);
        let page = owner
            .post(
                &format!("{at}/skriv-om"),
                &[
                    ("sedd", "1"),
                    ("skriv-om-rubrik", "Mitt namn"),
                    ("skriv-om-text", "Min text"),
                    ("skriv-om-spar", "quality"),
                    ("skriv-om-allvar", "minor"),
                ],
            )
            .await;
        page.is(422).says("N\u{e5}gon annan har \u{e4}ndrat bristen").says("Min text");
        assert_eq!(all(world)[0].stands.lines, 2);
        // Where the form itself is gone, the words stand on the page that says so.
        act(&officer, &at, "dra-tillbaka", &[("text", "Inlagd tv\u{e5} g\u{e5}nger.")]).await.is(303);
        let sent = [("sedd", "2"), ("skriv-om-rubrik", "Mitt namn"), ("skriv-om-text", "Mina ord")];
        owner.post(&format!("{at}/skriv-om"), &sent).await.is(409).says("Mina ord").says("Till det som st\u{e5}r nu");
    });
}

#[test]
fn bad_input_gets_a_clear_answer_at_its_field_and_nothing_is_lost() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let key = officer.get(NEW).await.hidden("nyckel");
        let empty = officer.post(NEW, &[("nyckel", &key), ("ny-text", "Kvar")]).await;
        empty.is(422).says("Skriv vad bristen kallas").says("V\u{e4}lj ett av alternativen").says("Kvar");
        let elsewhere = world.units[2].to_string();
        let wrong_unit = [
            ("nyckel", key.as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-enhet", &elsewhere),
            ("ny-rubrik", "X"),
            ("ny-text", "Y"),
            ("ny-kalla", "other"),
            ("ny-spar", "quality"),
            ("ny-allvar", "minor"),
        ];
        officer.post(NEW, &wrong_unit).await.is(422).says("h\u{f6}r till en annan anordnare");
        let key = found(&officer, world, &[]).await;
        let at = format!("/h/ekstad/brist/{key}");
        for (typed, told) in [
            ("ig\u{e5}r", "g\u{e5}r den inte att l\u{e4}sa"),
            ("2024-03-01", "redan varit"),
            ("2034-03-01", "tre \u{e5}r"),
        ] {
            act(&officer, &at, "begar-plan", &[("dag", typed), ("text", "Kvar")]).await.is(422).says(told).says("Kvar");
        }
        let worse = [("matt", "eget"), ("rubrik", "Avbrott"), ("riktning", "less"), ("start", "10"), ("mal", "12")];
        act(&officer, &at, "valj-matt", &worse).await.is(422).says("inte b\u{e4}ttre");
        let none = [("matt", "eget"), ("riktning", "less"), ("start", "m\u{e5}nga"), ("mal", "12")];
        act(&officer, &at, "valj-matt", &none).await.is(422).says("Skriv ett tal").says("m\u{e5}nga");
        let long = "x".repeat(10_001);
        act(&officer, &at, "belagg", &[("text", &long)]).await.is(422).says("10001 tecken");
        let file = officer
            .upload(&format!("{at}/belagg"), &[("sedd", "1"), ("belagg-text", "Se filen")], "a.exe", b"MZ")
            .await;
        file.is(422).says("Se filen");
        officer.post(&format!("{at}/finns-inte"), &[("sedd", "1")]).await.is(404);
        officer.post(&format!("{at}/oppna"), &[("sedd", "1"), ("oppna-text", "x")]).await.is(409);
        officer.get(&format!("{at}/beslut/1/pdf")).await.is(404);
        officer.get(&format!("{at}/fil/0")).await.is(404);
        assert_eq!(all(world)[0].stands.lines, 1);
    });
}

#[test]
fn what_has_a_day_is_due_until_it_is_done_so_that_it_is_asked_for_again_and_again() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let key = found(&officer, world, &[]).await;
        let due = |on: &str| {
            world.read(Scope::Tenant(world.ekstad.id), {
                let on = day(on);
                move |tx| super::due(tx, on)
            })
        };
        assert_eq!(due("2024-03-15"), []);
        act(&officer, &format!("/h/ekstad/brist/{key}"), "begar-plan", &[("dag", "2024-04-12")]).await.is(303);
        for on in ["2024-03-15", "2024-04-13", "2025-04-13"] {
            let found = due(on);
            assert_eq!((found.len(), found[0].by, found[0].day), (1, Party::Provider, day("2024-04-12")), "{on}");
        }
    });
}

#[test]
fn what_was_found_elsewhere_becomes_a_deficiency_with_its_words_and_a_link_back() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let case = crate::testing::cases::say(world, 0, ("L\u{e4}raren kom inte.", "Sara"), |opened| {
            opened.place = domain::cases::Place::Authority;
        });
        let page = officer.get(&format!("/h/ekstad/klagomal/{case}")).await;
        page.is(200).says("G\u{f6}r till brist");
        let key = page.hidden("nyckel");
        let sent = [
            ("nyckel", key.as_str()),
            ("ny-anordnare", &world.lindblad.to_string()),
            ("ny-kalla", "complaint"),
            ("ny-kalla-id", &case.to_string()),
            ("ny-rubrik", "Undervisning st\u{e4}lls in"),
            ("ny-text", "Lektioner st\u{e4}lls in utan besked."),
            ("ny-spar", "compliance"),
            ("ny-allvar", "major"),
        ];
        officer.post(NEW, &sent).await.is(303);
        officer.get(&format!("/h/ekstad/brist/{key}")).await.is(200).says(&format!("/h/ekstad/klagomal/{case}"));
        officer.get(&format!("/h/ekstad/klagomal/{case}")).await.is(200).says("Brist 1");
    });
}

#[test]
fn lists_come_in_pages_and_their_file_has_all() {
    on(ENGINES[0], async |world| {
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        let mut first = String::new();
        for number in 1..=52 {
            let key = found(&officer, world, &[("ny-rubrik", &format!("Fel {number} i listan"))]).await;
            if number == 1 {
                first = key;
            }
        }
        let list = "/h/ekstad/brister";
        officer
            .get(list)
            .await
            .is(200)
            .says("52 brister \u{e4}r \u{f6}ppna")
            .says("Fel 52 i listan")
            .does_not_say("Fel 2 i listan");
        officer.get(&format!("{list}?sida=2")).await.is(200).says("Fel 2 i listan").does_not_say("Fel 52 i listan");
        officer.get(&format!("{list}?sida=9")).await.is(200).says("Fel 2 i listan");
        let file = officer.get(&format!("{list}?format=csv")).await.is(200).text();
        assert!(file.contains("Fel 1 i listan") && file.contains("Fel 52 i listan"));
        act(&officer, &format!("/h/ekstad/brist/{first}"), "meddela", &[]).await.is(303);
        rektor.get("/h/ekstad/brister-hos-oss").await.is(200).says("Fel 1 i listan").does_not_say("Fel 2 i listan");
    });
}

#[test]
fn one_of_some_units_answers_for_its_own_and_for_all_only_where_nobody_else_does() {
    on_both(async |world| {
        let (person, unit) = (crate::testing::person_id("rektor"), world.units[0]);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(global_sql!("UPDATE seat SET unit_id = $2 WHERE person_id = $1"), &[&person, &unit]).map(|_| ())
        });
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        let evidence = [("text", "Listan \u{f6}ver planer.")];
        let mut keys = Vec::new();
        for at in ["", &*world.units[0].to_string(), &*world.units[1].to_string()] {
            let key = found(&officer, world, &[("ny-enhet", at)]).await;
            act(&officer, &format!("/h/ekstad/brist/{key}"), "meddela", &[]).await.is(303);
            keys.push(format!("/h/ekstad/brister-hos-oss/{key}"));
        }
        // Nobody else can be reached: whoever is there speaks for the provider.
        act(&rektor, &keys[0], "belagg", &evidence).await.is(303);
        act(&rektor, &keys[1], "belagg", &evidence).await.is(303);
        rektor.get(&keys[2]).await.is(404);
        let management = world.client("management").await;
        rektor.get(&keys[0]).await.is(200).says("svarar f\u{f6}r er").does_not_say("belagg-text");
        rektor
            .post(&format!("{}/belagg", keys[0]), &[("sedd", "3"), ("belagg-text", "En till.")])
            .await
            .is(409)
            .says("svarar f\u{f6}r er");
        act(&rektor, &keys[1], "belagg", &[("text", "En till.")]).await.is(303);
        // Nor is it called to: neither by letter nor on the start page.
        let before = letters_to(world, "rektor");
        let whole = keys[0].replace("brister-hos-oss", "brist");
        act(&officer, &whole, "begar-plan", &[("dag", "2024-04-12"), ("text", "En plan.")]).await.is(303);
        assert_eq!((letters_to(world, "rektor"), letters_to(world, "management")), (before, 1));
        rektor.get("/start").await.is(200).says("Inga brister v\u{e4}ntar p\u{e5} er");
        management.get("/start").await.is(200).says("1 v\u{e4}ntar p\u{e5} er");
        act(&management, &keys[0], "belagg", &[("text", "Fr\u{e5}n ledningen.")]).await.is(303);
    });
}

#[test]
fn a_step_of_a_ladder_is_moved_and_put_between_others_and_what_was_typed_stays() {
    on(ENGINES[0], async |world| {
        let owner = world.client("owner").await;
        let at = "/h/ekstad/brister/stegar/ny";
        let head = [("sedd", "0"), ("rubrik", "Avtal"), ("spar", "compliance"), ("form", "procured")];
        let step = |number: usize, slug: &str, title: &str, days: &str, place: &str| {
            let fields = [
                ("namn", slug),
                ("rubrik", title),
                ("slag", "remark"),
                ("beslutar", "Chefen"),
                ("dagar", days),
                ("plats", place),
            ];
            fields.map(|(part, value)| (format!("steg{number}-{part}"), value.to_owned())).to_vec()
        };
        let post = async |to: &str, head: [(&str, &str); 4], steps: Vec<Vec<(String, String)>>| {
            let steps: Vec<(String, String)> = steps.into_iter().flatten().collect();
            let mut sent = head.to_vec();
            sent.extend(steps.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            owner.post(to, &sent).await
        };
        let first =
            || vec![step(1, "", "Ett", "7", "1"), step(2, "", "Tv\u{e5}", "", "2"), step(3, "", "Tre", "x", "3")];
        // Days that are no number come back as they were typed, at their field.
        let page = post(at, head, first()).await;
        page.is(422).says("value=\"x\"").says("Skriv ett antal dagar");
        let mut right = first();
        right[2] = step(3, "", "Tre", "14", "3");
        post(at, head, right).await.is(303);
        let names = |world: &World| {
            let (_, ladders) = world.read(Scope::Tenant(world.ekstad.id), store::ladders);
            ladders.find("avtal").unwrap().rungs.iter().map(|rung| rung.slug.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(world), ["ett", "tva", "tre"]);
        // A new step asks for the one before it, where that is ticked.
        let mut asks = vec![step(1, "", "Ett", "7", "1"), step(2, "", "Tv\u{e5}", "", "2")];
        asks[1].push(("steg2-fore".to_owned(), "ja".to_owned()));
        owner.get(at).await.is(200).says("Ska steget f\u{f6}re vara gjort f\u{f6}rst?");
        post(at, [("sedd", "1"), ("rubrik", "I ordning"), head[2], head[3]], asks).await.is(303);
        let (_, ladders) = world.read(Scope::Tenant(world.ekstad.id), store::ladders);
        assert_eq!(ladders.find("i-ordning").unwrap().rungs[1].requires, ["ett"]);
        // The last goes first, and a new one between the others.
        let moved = vec![
            step(1, "ett", "Ett", "7", "1"),
            step(2, "tva", "Tv\u{e5}", "", "2"),
            step(3, "tre", "Tre", "14", "1"),
            step(4, "", "Mellan", "", "3"),
        ];
        let head = [("sedd", "2"), head[1], head[2], head[3]];
        post("/h/ekstad/brister/stegar/avtal", head, moved).await.is(303);
        assert_eq!(names(world), ["tre", "ett", "mellan", "tva"]);
        // Places are those of the form, in which what is taken out still stands; nobody asks for it any longer.
        let mut taken = vec![
            step(1, "tre", "Tre", "14", "1"),
            step(2, "ett", "Ett", "7", "2"),
            step(3, "mellan", "Mellan", "", "3"),
            step(4, "tva", "Tv\u{e5}", "", "3"),
        ];
        taken[0].push(("steg1-bort".to_owned(), "ja".to_owned()));
        taken[1].push(("steg2-kraver".to_owned(), "tre".to_owned()));
        let head = [("sedd", "3"), head[1], head[2], head[3]];
        post("/h/ekstad/brister/stegar/avtal", head, taken).await.is(303);
        assert_eq!(names(world), ["ett", "tva", "mellan"]);
        // A step is not moved before what it asks for.
        let mut wrong = vec![step(1, "ett", "Ett", "7", "1"), step(2, "tva", "Tv\u{e5}", "", "1")];
        wrong[1].push(("steg2-kraver".to_owned(), "ett".to_owned()));
        let head = [("sedd", "4"), head[1], head[2], head[3]];
        post("/h/ekstad/brister/stegar/avtal", head, wrong).await.is(422).says("name=\"steg1-kraver\"");
    });
}
