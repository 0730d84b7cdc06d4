#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, sql};
use domain::courses::Grade;
use domain::samples::{Happening, Judgement, Population, Stage, draw, redraw};
use kernel::Id;
use kernel::id::kind::Sample;

use super::model::Kept;
use super::store;
use crate::results::tests::{Batch, End, read_in};
use crate::testing::{Answer, Client, ENGINES, World, instant, on, on_both};

/// Twelve students of Lindblad's first unit, eight of its second, six of Norrsken's; two of the first are protected.
fn results(world: &World) {
    let of = |unit: usize, count: u32| Batch::of(unit, "ENGENG05", End::Goes(Grade::C), count);
    let protected = Batch { protected: true, ..of(0, 2) };
    let later = Batch { to: "2024-08-20", ..of(0, 3) };
    read_in(world, &[of(0, 12), of(1, 8), of(2, 6), protected, later]);
}

const WISH: [(&str, &str); 5] = [
    ("titel", "Studieplaner"),
    ("fran", "2024-01-01"),
    ("till", "2024-06-30"),
    ("skolform", "alla"),
    ("grupper", "inga"),
];

fn with<'f>(fields: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

fn kept(world: &World, id: Id<Sample>) -> Kept {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::find(tx, id)).unwrap()
}

/// Freezes a population; gives the sample's page.
async fn frozen(officer: &Client<'_>, more: &[(&str, &str)]) -> (String, Id<Sample>) {
    let page = officer.post("/h/ekstad/stickprov/nytt", &with(&WISH, more)).await.is(303).location.clone();
    let id = page.rsplit('/').next().unwrap().parse().unwrap();
    (page, id)
}

/// Draws it.
async fn drawn(officer: &Client<'_>, page: &str, (size, two): (&str, &str)) {
    let fields = [("antal", size), ("tva", two), ("sedd", "1")];
    officer.post(&format!("{page}/dra"), &fields).await.is(303);
}

async fn assess(client: &Client<'_>, page: &str, case: usize, judgement: &str) -> Answer {
    let address = format!("{page}/fall/{case}");
    let seen = client.get(&address).await.is(200).hidden("sedd");
    let fields = [("bedomning", judgement), ("varfor", "Planen s\u{e4}ger ENG05."), ("sedd", &*seen)];
    client.post(&format!("{address}/bedom"), &fields).await
}

async fn close(client: &Client<'_>, page: &str) -> Answer {
    let seen = client.get(page).await.hidden("sedd");
    client.post(&format!("{page}/avsluta"), &[("sedd", &*seen)]).await
}

/// A picture, as a study plan that was photographed.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let dots = image::RgbImage::from_pixel(6, 4, image::Rgb([9, 90, 102]));
    dots.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

/// The addresses of links that a page shows once.
fn links(page: &Answer) -> Vec<String> {
    let text = page.main();
    let found = text.split("/studieplan/ekstad/").skip(1);
    found.map(|rest| format!("/studieplan/ekstad/{}", rest.split(['<', '"', ' ']).next().unwrap())).collect()
}

#[test]
fn a_population_is_frozen_its_size_is_told_of_and_the_redraw_gives_the_same_cases() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/stickprov").await.is(200).says("Inget stickprov \u{e4}n");
        let (page, id) = frozen(&officer, &[("anordnare", &*world.lindblad.to_string())]).await;
        // The two who are protected are counted and not in it, nor are those who ended later, or Norrsken's.
        let shown = officer.get(&page).await;
        shown.is(200).says("20 fall: elever hos en anordnare").says("2 elever med skyddade personuppgifter");
        shown.says("Om minst s\u{e5} h\u{e4}r stor del har en brist");
        officer.get(&format!("{page}?antal=10")).await.is(200).says("Om minst 4 av 20 fall");
        officer.get(&format!("{page}?antal=21")).await.is(200).says("Populationen har 20 fall");
        for (size, says) in [
            ("", "Skriv hur m\u{e5}nga"),
            ("0", "Skriv ett antal"),
            ("fem", "Skriv ett antal"),
            ("21", "Populationen har 20 fall"),
        ] {
            officer.post(&format!("{page}/dra"), &[("antal", size), ("sedd", "1")]).await.is(422).says(says);
        }
        assert_eq!(kept(world, id).stands.stage, Stage::Frozen);
        drawn(&officer, &page, ("6", "nej")).await;
        // It is not drawn once more.
        officer.post(&format!("{page}/dra"), &[("antal", "7"), ("sedd", "2")]).await.is(409).says("redan draget");
        let sample = kept(world, id);
        let draw_of = sample.stands.draw.clone().unwrap();
        let population = Population::read(&sample.population).unwrap();
        assert_eq!((population.members().len(), population.sha256()), (20, sample.stands.sha256.clone()));
        let keys: Vec<String> = sample.cases.iter().map(|case| case.member.key.clone()).collect();
        let again: Vec<String> =
            draw(&population, &draw_of.sizes, &draw_of.seed).into_iter().map(|member| member.key).collect();
        assert_eq!(keys, again, "the stored cases are what the seed gives, in its order");
        // What the auditor fetches is what was hashed.
        let auditor = world.client("auditor").await;
        let file = auditor.get(&format!("{page}/population")).await;
        assert_eq!(file.is(200).bytes, sample.population.as_bytes());
        assert!(!file.text().contains(&world.lindblad.to_string()));
        auditor.get(&format!("{page}/dra-om")).await.is(200).says("Samma 6 fall kom").says("of\u{f6}r\u{e4}ndrad");
        let other = format!("{page}/dra-om?fro={}", "0".repeat(64));
        let altered = redraw(&population, &draw_of.sizes, &"0".repeat(64), &keys);
        assert!(!altered.agrees());
        auditor.get(&other).await.is(200).says("Det blev andra fall").says(&altered.only_now[0]);
        auditor.get(&format!("{page}/fall")).await.is(200).says(&keys[0]);
        // The chain has the hash before the seed.
        let told = world.events(world.ekstad);
        let at = |kind: &str| told.iter().position(|one| one == kind).unwrap();
        assert!(at("sample.frozen") < at("sample.drawn"));
        // Every case is a student of the provider's.
        assert!(sample.cases.iter().all(|case| case.organisation == world.lindblad));
    });
}

#[test]
fn two_assess_blind_settle_what_differs_and_everybody_reads_the_closed_result() {
    on_both(async |world| {
        results(world);
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        let (page, id) = frozen(&officer, &[("anordnare", &*world.lindblad.to_string())]).await;
        drawn(&officer, &page, ("3", "ja")).await;
        let board = world.client("board").await;
        board.get(&page).await.is(404);
        close(&officer, &page).await.is(409);
        officer
            .post(&format!("{page}/fall/1/bedom"), &[("sedd", "0")])
            .await
            .is(422)
            .says("V\u{e4}lj ett av")
            .says("Skriv varf\u{f6}r");
        assess(&officer, &page, 1, "met").await.is(303);
        // The other sees that there is something, and not what.
        let blind = owner.get(&format!("{page}/fall/1")).await;
        blind.is(200).says("Den andra har bed\u{f6}mt fallet").does_not_say("Planen s\u{e4}ger ENG05");
        owner.get(&page).await.is(200).says("Bed\u{f6}mt av den ena");
        assess(&owner, &page, 1, "not-met").await.is(303);
        officer.get(&format!("{page}/fall/1")).await.is(200).says("Ni bed\u{f6}mde olika").says("St\u{e4}mmer inte");
        officer
            .post(&format!("{page}/fall/1/bedom"), &[("bedomning", "met"), ("varfor", "N"), ("sedd", "2")])
            .await
            .is(422)
            .says("ligger fast");
        for case in [2, 3] {
            assess(&officer, &page, case, "met").await.is(303);
            assess(&owner, &page, case, "met").await.is(303);
        }
        close(&officer, &page).await.is(409).says("inte bed\u{f6}mda");
        let settle = format!("{page}/fall/1/avgor");
        officer
            .post(&settle, &[("avgorande", "partly"), ("skal", ""), ("sedd", "2")])
            .await
            .is(422)
            .says("Skriv varf\u{f6}r");
        // A page that is older than what was said since is shown again, with what was typed.
        let old = [("avgorande", "partly"), ("skal", "Vi l\u{e4}ste om."), ("sedd", "1")];
        officer.post(&settle, &old).await.is(422).says("N\u{e5}got har h\u{e4}nt").says("Vi l\u{e4}ste om.");
        officer.post(&settle, &[("avgorande", "partly"), ("skal", "Vi l\u{e4}ste om."), ("sedd", "2")]).await.is(303);
        close(&officer, &page).await.is(303);
        let sample = kept(world, id);
        let outcome = sample.outcome().unwrap();
        assert_eq!((outcome.met.found, outcome.lacking.found, outcome.drawn, outcome.population), (2, 1, 3, 20));
        for reader in ["board", "contact", "auditor", "owner"] {
            let result = world.client(reader).await.get(&page).await;
            result.is(200).says("i 2 av 3").says("De tv\u{e5} bed\u{f6}mde 2 av 3 fall lika").says("f\u{f6}r f\u{e5}");
        }
        board.get(&page).await.does_not_say(&sample.stands.draw.as_ref().unwrap().seed[..8]);
        board.get(&format!("{page}/population")).await.is(404);
        board.get(&format!("{page}/fall/1")).await.does_not_say("ENG05");
        for (format, mark) in [("pdf", &b"%PDF-"[..]), ("docx", &b"PK"[..])] {
            let file = board.get(&format!("{page}?format={format}")).await;
            assert!(file.is(200).bytes.starts_with(mark), "{format}");
            let again = board.get(&format!("{page}?format={format}")).await;
            assert_eq!(file.bytes, again.bytes, "the same bytes again");
        }
        let management = world.client("management").await;
        let own = management.get(&format!("/h/ekstad/studieplaner/{id}")).await;
        own.is(200).says("i 2 av 3").says("Bed\u{f6}mning: ").does_not_say("Vi l\u{e4}ste om");
        let fields = [("bedomning", "not-met"), ("varfor", "X"), ("sedd", "0")];
        officer.post(&format!("{page}/fall/2/bedom"), &fields).await.is(422).says("\u{e4}r avslutat");
    });
}

#[test]
fn study_plans_come_by_signed_in_rektors_and_by_links_that_hold_once_and_are_thrown_away() {
    on_both(async |world| {
        results(world);
        let officer = world.client("officer").await;
        let (page, id) = frozen(&officer, &[("anordnare", &*world.lindblad.to_string())]).await;
        drawn(&officer, &page, ("4", "nej")).await;
        let rektor = world.client("rektor").await;
        let plans = format!("/h/ekstad/studieplaner/{id}");
        rektor.get("/h/ekstad/arenden").await.is(200).says("4 studieplaner att l\u{e4}mna");
        rektor.get("/start").await.is(200).says("4 studieplaner att l\u{e4}mna").says(&plans);
        world.client("other-rektor").await.get("/start").await.is(200).does_not_say("studieplaner att l\u{e4}mna");
        rektor.get("/h/ekstad/studieplaner").await.is(200).says("Stickprov 1: Studieplaner");
        // What was planned is found without the results.
        rektor.get(&plans).await.is(200).says("Fall 1").says("ENGENG05").does_not_say("Betyg");
        for (name, bytes, says) in
            [("plan.exe", &b"MZ no study plan"[..], "varken en bild"), ("plan.pdf", &b"%PDF-1.7 cut"[..], "Fil 1")]
        {
            rektor.upload(&format!("{plans}/1"), &[], name, bytes).await.is(422).says(says);
        }
        rektor.post(&format!("{plans}/1"), &[]).await.is(422).says("V\u{e4}lj minst en fil");
        rektor.upload(&format!("{plans}/1"), &[], "Amina_Kanarie.png", &picture()).await.is(303);
        rektor.post(&format!("{plans}/1"), &[("saknas", "ja")]).await.is(409).says("har kommit in");
        rektor.post(&format!("{plans}/2"), &[("saknas", "ja")]).await.is(303);
        rektor.upload(&format!("{plans}/9"), &[], "a.png", &picture()).await.is(404);
        world.client("other-rektor").await.get(&plans).await.is(404);
        // Two are left: a link for each.
        let made = officer.post(&format!("{page}/lankar"), &[]).await;
        let given = links(made.is(200).says("L\u{e4}nkarna visas bara nu"));
        assert_eq!(given.len(), 2);
        officer.get(&page).await.is(200).does_not_say("/studieplan/ekstad/");
        let nobody = world.nobody();
        nobody.get(&given[0]).await.is(200).does_not_say("ENGENG05");
        nobody.post(&given[0], &[("steg", "oppna")]).await.is(200).says("ENGENG05").does_not_say("C</");
        nobody.upload(&given[0], &[("steg", "lamna")], "a.exe", b"MZ").await.is(422).says("varken en bild");
        nobody.upload(&given[0], &[("steg", "lamna")], "a.png", &picture()).await.is(200).says("Tack");
        // Once.
        nobody
            .upload(&given[0], &[("steg", "lamna")], "a.png", &picture())
            .await
            .is(200)
            .says("L\u{e4}nken g\u{e4}ller inte");
        nobody.post(&given[0], &[("steg", "oppna")]).await.is(200).says("L\u{e4}nken g\u{e4}ller inte");
        nobody
            .post(&given[1].replace("ekstad", "bokhamn"), &[("steg", "oppna")])
            .await
            .is(200)
            .says("g\u{e4}ller inte");
        // New ones take the place of the old, and all are taken back at once.
        let newer = links(&officer.post(&format!("{page}/lankar"), &[]).await);
        nobody.post(&given[1], &[("steg", "oppna")]).await.is(200).says("L\u{e4}nken g\u{e4}ller inte");
        world.clock.set(instant("2024-03-22T09:00:00Z"));
        nobody.post(&newer[0], &[("steg", "oppna")]).await.is(200).says("ENGENG05");
        world.clock.set(instant("2024-03-23T09:00:00Z"));
        nobody.post(&newer[0], &[("steg", "oppna")]).await.is(200).says("L\u{e4}nken g\u{e4}ller inte");
        let officer = world.client("officer").await;
        officer.post(&format!("{page}/aterkalla"), &[]).await.is(303);
        // The officer reads the file, and it is told.
        let case = format!("{page}/fall/1");
        let shown = officer.get(&case).await;
        shown.is(200).says("fall-1-studieplan-1.png").does_not_say("Kanarie");
        let text = shown.main();
        let file =
            text.split("href=\"").find(|part| part.contains("/fil/")).unwrap().split('"').next().unwrap().to_owned();
        assert!(officer.get(&file).await.is(200).bytes.starts_with(b"\x89PNG"));
        let read = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            tx.all::<(String,)>(
                sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' AND kind = 'sample.plan-read' ORDER BY seq"),
                &[],
            )
        });
        assert_eq!(read.len(), 1);
        // A plan that has come is not missing; and nothing is thrown away before it is over.
        assess(&officer, &page, 1, "no-plan").await.is(422).says("har kommit in");
        let seen = kept(world, id).lines.len().to_string();
        officer.post(&format!("{page}/kasta"), &[("sedd", &*seen)]).await.is(409).says("beh\u{f6}vs tills");
        for case in 1..=4 {
            let judgement = if case == 2 { "no-plan" } else { "met" };
            assess(&officer, &page, case, judgement).await.is(303);
        }
        close(&officer, &page).await.is(303);
        let seen = kept(world, id).lines.len().to_string();
        officer.post(&format!("{page}/kasta"), &[("sedd", &*seen)]).await.is(303);
        officer.get(&case).await.is(200).says("Filerna \u{e4}r kastade").does_not_say("/fil/");
        officer.get(&file).await.is(404);
        let of = kept(world, id);
        assert_eq!(of.stands.case(2).unwrap().counts_as(1), Some(Judgement::NoPlan));
        assert!(of.lines.iter().any(|line| line.entry.happening == Happening::ThrownAway));
    });
}

#[test]
fn groups_are_drawn_of_each_and_what_cannot_be_is_said_at_its_field() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.post("/h/ekstad/stickprov/nytt", &WISH).await.is(422).says("Inga resultat \u{e4}r inl\u{e4}sta");
        results(world);
        officer
            .post("/h/ekstad/stickprov/nytt", &[])
            .await
            .is(422)
            .says("Skriv vad stickprovet ska heta")
            .says("V\u{e4}lj ett av");
        for (more, says) in [
            ([("fran", "2023-01-01"), ("till", "2023-06-30")], "Ingen elev har ett resultat"),
            ([("fran", "2024-06-30"), ("till", "2024-01-01")], "slutar innan den b\u{f6}rjar"),
            ([("fran", "i fjol"), ("till", "2024-06-30")], "inte att l\u{e4}sa som en dag"),
        ] {
            officer.post("/h/ekstad/stickprov/nytt", &with(&WISH, &more)).await.is(422).says(says).says("Studieplaner");
        }
        let key = officer.get("/h/ekstad/stickprov/nytt").await.hidden("nyckel");
        let (page, id) = frozen(&officer, &[("grupper", "enhet"), ("nyckel", &*key)]).await;
        // The same form twice is one sample.
        assert_eq!(frozen(&officer, &[("grupper", "enhet"), ("nyckel", &*key)]).await.1, id);
        assert_eq!(id.to_string(), key);
        let counts = kept(world, id).counts();
        assert_eq!(counts.values().copied().sum::<usize>(), 26);
        assert_eq!(counts.len(), 3);
        officer.post(&format!("{page}/dra"), &[("antal", "2"), ("sedd", "1")]).await.is(422).says("ur 3 grupper");
        drawn(&officer, &page, ("9", "nej")).await;
        let sample = kept(world, id);
        let mut units: Vec<usize> = world.units[..3]
            .iter()
            .map(|unit| sample.cases.iter().filter(|case| case.unit == Some(*unit)).count())
            .collect();
        units.sort_unstable();
        // Of 12, 8 and 6, by the largest remainders: 4, 3 and 2.
        assert_eq!(units, [2, 3, 4]);
        officer.get(&page).await.is(200).says("Vad urvalet visar");
        officer.post(&format!("{page}/avbryt"), &[("sedd", "2")]).await.is(422).says("Skriv varf\u{f6}r");
        officer.post(&format!("{page}/avbryt"), &[("sedd", "1"), ("varfor", "Fel period.")]).await.is(409);
        officer.post(&format!("{page}/avbryt"), &[("sedd", "2"), ("varfor", "Fel period.")]).await.is(303);
        officer.get(&page).await.is(200).says("Avbrutet");
        let fields = [("bedomning", "met"), ("varfor", "Planen saknar kursen."), ("sedd", "0")];
        let refused = officer.post(&format!("{page}/fall/1/bedom"), &fields).await;
        refused.is(422).says("\u{e4}r avbrutet").says("inte sparat").says("Planen saknar kursen.");
    });
}

#[test]
fn nobody_else_draws_assesses_or_reads_a_sample_that_is_not_done() {
    on(ENGINES[0], async |world| {
        results(world);
        let officer = world.client("officer").await;
        let (page, _) = frozen(&officer, &[]).await;
        drawn(&officer, &page, ("4", "nej")).await;
        for name in
            ["contact", "board", "registrar", "admin", "rektor", "management", "editor", "foreign-officer", "regional"]
        {
            let client = world.client(name).await;
            for path in [&page, &format!("{page}/population"), &format!("{page}/fall/1"), &format!("{page}/dra-om")] {
                let seen = client.get(path).await;
                assert!(matches!(seen.status.as_u16(), 403 | 404), "{name} {path} {}", seen.status);
            }
            let fields = [("bedomning", "met"), ("varfor", "X"), ("sedd", "0")];
            let made = client.post(&format!("{page}/fall/1/bedom"), &fields).await;
            assert!(matches!(made.status.as_u16(), 403 | 404), "{name} {}", made.status);
            let made = client.post("/h/ekstad/stickprov/nytt", &WISH).await;
            assert!(matches!(made.status.as_u16(), 403 | 404), "{name} {}", made.status);
        }
        // The auditor reads and draws again, and assesses nothing.
        let auditor = world.client("auditor").await;
        auditor.get(&page).await.is(200).says("Dra om och j\u{e4}mf\u{f6}r").does_not_say("Be skolan");
        let seen = auditor.get(&format!("{page}/fall/1")).await;
        assert!(matches!(seen.status.as_u16(), 403 | 404));
    });
}

#[test]
fn a_plan_that_comes_after_two_said_it_was_missing_is_assessed_anew() {
    on_both(async |world| {
        results(world);
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        let (page, id) = frozen(&officer, &[("anordnare", &*world.lindblad.to_string())]).await;
        drawn(&officer, &page, ("1", "ja")).await;
        assess(&officer, &page, 1, "no-plan").await.is(303);
        assess(&owner, &page, 1, "no-plan").await.is(303);
        assert_eq!(kept(world, id).stands.left(), 0);
        let rektor = world.client("rektor").await;
        rektor.upload(&format!("/h/ekstad/studieplaner/{id}/1"), &[], "plan.png", &picture()).await.is(303);
        close(&officer, &page).await.is(409).says("inte bed\u{f6}m");
        officer.get(&format!("{page}/fall/1")).await.is(200).says("bed\u{f6}ms p\u{e5} nytt");
        assess(&officer, &page, 1, "no-plan").await.is(422).says("har kommit in");
        assess(&officer, &page, 1, "met").await.is(303);
        assess(&owner, &page, 1, "met").await.is(303);
        close(&officer, &page).await.is(303);
        assert_eq!(kept(world, id).stands.case(1).unwrap().counts_as(2), Some(Judgement::Met));
    });
}
