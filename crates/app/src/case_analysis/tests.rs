#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::case_analysis::{MeasureState, Standing};
use domain::cases::{About, Kind, Opened};
use kernel::Id;
use kernel::id::kind::{CaseFile, CaseTheme};
use platform::access::Tools;

use super::store::{self, Kept};
use crate::testing::cases::say;
use crate::testing::{Client, ENGINES, World, on};

const CAUSE: &str = "Ingen har ansvar f\u{f6}r l\u{e4}rarnas inkorg.";
const PAGE: &str = "/h/ekstad/arenden/analys";

fn said(world: &World, unit: usize, change: impl FnOnce(&mut Opened)) -> Id<CaseFile> {
    say(world, unit, ("Ingen svarar.", ""), change)
}

/// Judges the case as a complaint that counts, of the category.
async fn judge(client: &Client<'_>, case: Id<CaseFile>, category: &str) {
    let answers = [("bedom-negativt", "ja"), ("bedom-aktiv", "ja"), ("bedom-ledning", "ja"), ("bedom-karna", category)];
    client.post(&format!("/h/ekstad/arenden/{case}/bedom"), &answers).await.is(303);
}

fn key(number: u128) -> String {
    format!("{number:032x}").parse::<Id<CaseTheme>>().unwrap().to_string()
}

fn kept(world: &World, id: &str) -> Kept {
    let (id, tools): (Id<CaseTheme>, Tools) = (id.parse().unwrap(), Tools::of(&world.app));
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::find(tx, &tools, id)).unwrap()
}

/// Makes a theme of the first unit that gathers the category; its address.
async fn open(world: &World, client: &Client<'_>, (key, who): (&str, &str), category: &str) -> String {
    let unit = world.units[0].to_string();
    let fields = [
        ("enhet", unit.as_str()),
        ("nyckel", key),
        ("nytt-namn", "Inget svar p\u{e5} mejl"),
        ("nytt-orsak", CAUSE),
        ("nytt-karnor", category),
        ("nytt-vem", who),
    ];
    client.post(&format!("{PAGE}/nytt"), &fields).await.is(303);
    format!("{PAGE}/tema/{key}")
}

#[test]
fn a_unit_sees_what_recurs_after_a_measure_and_says_what_came_of_it() {
    for engine in ENGINES {
        on(engine, async |world| {
            let rektor = world.client("rektor").await;
            let first = said(world, 0, |_| {});
            judge(&rektor, first, "bemotande").await;
            said(world, 0, |opened| opened.kind = Kind::View);
            rektor.get("/h/ekstad/arenden").await.is(200).says("Analysera vad som s\u{e4}gs om enheten");
            let page = rektor.get(PAGE).await;
            page.is(200).says("2 \u{e4}renden om").says("Inget tema \u{e4}n").says("Utan k\u{e4}rna");
            rektor.get(&format!("{PAGE}?karna=bemotande")).await.is(200).says(&format!("/h/ekstad/arenden/{first}"));
            let id = key(7);
            let theme = open(world, &rektor, (&id, ""), "bemotande").await;
            rektor.get(&theme).await.is(200).says(CAUSE).says("Ingen \u{e5}tg\u{e4}rd \u{e4}n").says("Klagom\u{e5}l 1");
            let step = async |name: &str, read: &str, fields: &[(&str, &str)]| {
                let fields = [&[("sedd", read), ("nr", "1")], fields].concat();
                rektor.post(&format!("{theme}/{name}"), &fields).await.is(303);
            };
            let planned = [
                ("atgard1-vad", "Delad inkorg med veckovis genomg\u{e5}ng"),
                ("atgard1-ansvar", "Rektor"),
                ("atgard1-senast", "2024-04-01"),
            ];
            step("atgard", "1", &planned).await;
            rektor.get(PAGE).await.is(200).says("\u{c5}tg\u{e4}rd planerad till 1 april 2024");
            let today = world.app.clock().now().day().to_string();
            step("gjord", "2", &[("gjord1-dag", &today), ("gjord1-text", "Inkorgen \u{e4}r ig\u{e5}ng.")]).await;
            rektor.get(&theme).await.is(200).says("Inget nytt \u{e4}rende i temat sedan \u{e5}tg\u{e4}rden gjordes");
            world.clock.advance(3 * 86_400);
            let rektor = world.client("rektor").await;
            for _ in 0..3 {
                judge(&rektor, said(world, 0, |_| {}), "bemotande").await;
            }
            rektor
                .get(&theme)
                .await
                .is(200)
                .says("3 nya \u{e4}renden i temat sedan \u{e5}tg\u{e4}rden gjordes, 3 dagar. Lika l\u{e5}ng tid f\u{f6}re: 1.")
                .says("Efter \u{e5}tg\u{e4}rden");
            rektor.get(PAGE).await.is(200).says("Återkommer: 3 nya").says("1 tema återkommer");
            let fields = [
                ("sedd", "3"),
                ("nr", "1"),
                ("uppfoljd1-effekt", "no"),
                ("uppfoljd1-text", "Alla visste inte om inkorgen."),
            ];
            rektor.post(&format!("{theme}/uppfoljd"), &fields).await.is(303);
            rektor.get(&theme).await.is(200).says("Den hjälpte inte").says("Alla visste inte om inkorgen.");
            // What was said wrongly is taken back, and stands in the history.
            rektor.post(&format!("{theme}/angra"), &[("sedd", "4"), ("nr", "1")]).await.is(303);
            let found = kept(world, &id);
            assert!(matches!(found.theme.measures[0].state, MeasureState::Done { .. }));
            assert_eq!(found.lines.len(), 5);
            rektor.get(&theme).await.is(200).says("Alla visste inte om inkorgen.");
            let events = world.events(world.ekstad);
            assert_eq!(events.iter().filter(|kind| *kind == "case.theme-added").count(), 4);
        });
    }
}

#[test]
fn a_measure_planned_beside_a_colleagues_is_another_one_and_what_cannot_be_done_any_more_comes_back_as_text() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (rektor, editor) = (world.client("rektor").await, world.client("editor").await);
            let id = key(9);
            let theme = open(world, &rektor, (&id, ""), "bemotande").await;
            let plan = |sedd: &'static str, what: &'static str| {
                [("sedd", sedd), ("atgard-vad", what), ("atgard-ansvar", "Rektor"), ("atgard-senast", "2024-04-01")]
            };
            rektor.post(&format!("{theme}/atgard"), &plan("1", "Delad inkorg")).await.is(303);
            rektor.post(&format!("{theme}/atgard"), &plan("1", "Delad inkorg")).await.is(303);
            assert_eq!(kept(world, &id).theme.measures.len(), 1, "sent twice it is one");
            let told = editor.post(&format!("{theme}/atgard"), &plan("1", "Egen telefontid")).await;
            told.is(422).says("Någon har ändrat temat").says("Egen telefontid").says("Delad inkorg");
            editor.post(&format!("{theme}/atgard"), &plan("2", "Egen telefontid")).await.is(303);
            let found = kept(world, &id);
            let names: Vec<String> = found.theme.measures.iter().map(|one| found.words(one.line).title).collect();
            assert_eq!(names, ["Delad inkorg", "Egen telefontid"]);
            // The form is gone with the measure: what was typed is shown to be copied.
            rektor.post(&format!("{theme}/stryk"), &[("sedd", "3"), ("nr", "1")]).await.is(303);
            let today = world.app.clock().now().day().to_string();
            let done = [("sedd", "3"), ("nr", "1"), ("gjord1-dag", today.as_str()), ("gjord1-text", "Inkorgen finns.")];
            let told = editor.post(&format!("{theme}/gjord"), &done).await;
            told.is(422).says("Det du skrev är inte sparat").says("Inkorgen finns.").does_not_say("tryck igen");
        });
    }
}

#[test]
fn nobody_writes_over_what_a_colleague_wrote_unseen_and_the_same_form_twice_is_one() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (rektor, editor) = (world.client("rektor").await, world.client("editor").await);
            let id = key(8);
            let theme = open(world, &rektor, (&id, ""), "bemotande").await;
            // Sent twice.
            open(world, &rektor, (&id, ""), "bemotande").await;
            let first =
                [("sedd", "1"), ("andra-namn", "Namn ett"), ("andra-orsak", "Orsak ett"), ("andra-karnor", "innehall")];
            rektor.post(&format!("{theme}/andra"), &first).await.is(303);
            rektor.post(&format!("{theme}/andra"), &first).await.is(303);
            assert_eq!(kept(world, &id).lines.len(), 2);
            let second = [("sedd", "1"), ("andra-namn", "Namn tv\u{e5}"), ("andra-orsak", "Orsak tv\u{e5}")];
            editor
                .post(&format!("{theme}/andra"), &second)
                .await
                .is(422)
                .says("N\u{e5}gon har \u{e4}ndrat temat")
                .says("Orsak ett")
                .says("Orsak tv\u{e5}");
            // A button has no page to come back to: it is refused.
            editor.post(&format!("{theme}/lagg-undan"), &[("sedd", "1")]).await.is(409).says("inget \u{e4}r gjort");
            let found = kept(world, &id);
            assert_eq!((found.name(), found.lines.len(), found.theme.withdrawn), ("Namn ett", 2, false));
            // Having seen it, they write; what stood before is in the history.
            let seen = [&[("sedd", "2")], &second[1..]].concat();
            editor.post(&format!("{theme}/andra"), &seen).await.is(303);
            editor.get(&theme).await.is(200).says("Namn tv\u{e5}").says("Namn ett").says(CAUSE);
            editor.post(&format!("{theme}/lagg-undan"), &[("sedd", "3")]).await.is(303);
            editor
                .post(&format!("{theme}/andra"), &[("sedd", "4"), ("andra-namn", "X")])
                .await
                .is(409)
                .says("undanlagt");
            rektor.get(PAGE).await.is(200).says("Undanlagda teman");
            rektor.post(&format!("{theme}/ta-fram"), &[("sedd", "4")]).await.is(303);
            assert!(!kept(world, &id).theme.withdrawn);
        });
    }
}

#[test]
fn a_rektor_sees_neither_cases_about_the_rektor_nor_what_management_writes_of_them() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (rektor, management) = (world.client("rektor").await, world.client("management").await);
            let about = said(world, 0, |opened| opened.about = About::Rektor);
            judge(&management, about, "bemotande").await;
            rektor
                .get(PAGE)
                .await
                .is(200)
                .says("Ingen synpunkt och inget klagom\u{e5}l")
                .does_not_say("gäller rektorn");
            management.get(PAGE).await.is(200).says("1 \u{e4}rende om").says("Rektorn och de som arbetar");
            rektor.get(&format!("{PAGE}?karna=bemotande")).await.is(200).does_not_say(&about.to_string());
            let shared = key(9);
            let theme = open(world, &management, (&shared, "handlers"), "bemotande").await;
            // In a theme that the rektor reads management sees it through its category, and the rektor does not.
            management.get(&theme).await.is(200).says(&about.to_string());
            rektor.get(&theme).await.is(200).does_not_say(&about.to_string());
            // By hand it cannot be put into one.
            let open_to_all = key(10);
            let other = open(world, &management, (&open_to_all, "handlers"), "innehall").await;
            let put = [("sedd", "1"), ("lagg-till-arende", &about.to_string())];
            management.post(&format!("{other}/lagg-till"), &put).await.is(422).says("V\u{e4}lj minst ett \u{e4}rende");
            let own = key(11);
            let theme = open(world, &management, (&own, "management"), "innehall").await;
            management.post(&format!("{theme}/lagg-till"), &put).await.is(303);
            management.get(&theme).await.is(200).says("Bara ledningen").says(&about.to_string());
            for name in ["rektor", "editor"] {
                let client = world.client(name).await;
                client.get(&theme).await.is(404);
                client.post(&format!("{theme}/lagg-undan"), &[("sedd", "2")]).await.is(404);
                client.get(PAGE).await.is(200).does_not_say(&own);
            }
            // A rektor who says that it is management's alone makes one that they read themselves.
            let tried = key(12);
            open(world, &rektor, (&tried, "management"), "innehall").await;
            assert_eq!(kept(world, &tried).theme.audience, domain::case_analysis::Audience::Handlers);
        });
    }
}

#[test]
fn the_authority_sees_that_there_is_an_analysis_and_no_word_of_it() {
    for engine in ENGINES {
        on(engine, async |world| {
            let rektor = world.client("rektor").await;
            world
                .client("officer")
                .await
                .get("/h/ekstad/klagomal/analyser")
                .await
                .is(200)
                .says("Ingen enhet har skrivit");
            let id = key(13);
            let theme = open(world, &rektor, (&id, ""), "bemotande").await;
            let planned = [
                ("sedd", "1"),
                ("nr", "1"),
                ("atgard1-vad", "Delad inkorg"),
                ("atgard1-ansvar", "Bitr\u{e4}dande rektorn"),
                ("atgard1-senast", "2024-04-01"),
            ];
            rektor.post(&format!("{theme}/atgard"), &planned).await.is(303);
            let today = world.app.clock().now().day().to_string();
            rektor.post(&format!("{theme}/gjord"), &[("sedd", "2"), ("nr", "1"), ("gjord1-dag", &today)]).await.is(303);
            world.clock.advance(86_400);
            let rektor = world.client("rektor").await;
            judge(&rektor, said(world, 0, |_| {}), "bemotande").await;
            for name in ["officer", "contact", "owner"] {
                let client = world.client(name).await;
                client.get("/h/ekstad/klagomal").await.is(200).says("Enheternas egna analyser");
                let page = client.get("/h/ekstad/klagomal/analyser").await;
                page.is(200).says("Tema 1: Bem\u{f6}tande").says("\u{c5}terkommer");
                for text in ["Inget svar p\u{e5} mejl", CAUSE, "Delad inkorg", "Bitr\u{e4}dande"] {
                    page.does_not_say(text);
                }
                client.get(&theme).await.is(404);
            }
            // Nobody else reaches it.
            for (name, tenant) in
                [("other-rektor", "ekstad"), ("foreign-officer", "ekstad"), ("foreign-officer", "bokhamn")]
            {
                let client = world.client(name).await;
                client.get(&format!("/h/{tenant}/arenden/analys/tema/{id}")).await.is(404);
            }
            world
                .client("foreign-officer")
                .await
                .get("/h/bokhamn/klagomal/analyser")
                .await
                .is(200)
                .does_not_say("Bem\u{f6}tande");
            let other = world.client("other-rektor").await;
            other.get(&format!("{PAGE}?enhet={}", world.units[0])).await.is(404);
            // The words do not lie open.
            let open: Vec<(String,)> = world.read(Scope::Tenant(world.ekstad.id), |tx| {
                tx.all(::store::sql!("SELECT content FROM case_theme_entry WHERE tenant_id = $1 ORDER BY number"), &[])
            });
            assert_eq!(open.len(), 3);
            assert!(open.iter().all(|(content,)| !content.contains("inkorg") && !content.contains("mejl")));
        });
    }
}

#[test]
fn what_is_not_filled_in_right_comes_back_with_what_to_do_and_writes_nothing() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let unit = world.units[0].to_string();
        let id = key(14);
        let empty = [("enhet", unit.as_str()), ("nyckel", id.as_str()), ("nytt-orsak", "Kvar")];
        rektor.post(&format!("{PAGE}/nytt"), &empty).await.is(422).says("Fyll i det h\u{e4}r").says("Kvar");
        let theme = open(world, &rektor, (&id, ""), "bemotande").await;
        let plan = [("sedd", "1"), ("atgard-vad", "Kvar h\u{e4}r"), ("atgard-senast", "31 feb")];
        let page = rektor.post(&format!("{theme}/atgard"), &plan).await;
        page.is(422).says("Kvar h\u{e4}r").says("finns ingen s\u{e5}dan dag").says("Fyll i det h\u{e4}r");
        let plan = [("sedd", "1"), ("atgard-vad", "A"), ("atgard-ansvar", "B"), ("atgard-senast", "2024-05-01")];
        rektor.post(&format!("{theme}/atgard"), &plan).await.is(303);
        let ahead = [("sedd", "2"), ("nr", "1"), ("gjord1-dag", "2024-12-01")];
        rektor.post(&format!("{theme}/gjord"), &ahead).await.is(422).says("kan inte ligga efter i dag");
        rektor.post(&format!("{theme}/angra"), &[("sedd", "2"), ("nr", "1")]).await.is(409).says("inte gjord");
        rektor
            .post(&format!("{theme}/gjord"), &[("sedd", "2"), ("nr", "9"), ("gjord9-dag", "2024-03-01")])
            .await
            .is(409);
        rektor.post(&format!("{theme}/sov"), &[("sedd", "2")]).await.is(404);
        let today = world.app.clock().now().day();
        assert_eq!(kept(world, &id).theme.standing(&[], today), Standing::Planned("2024-05-01".parse().unwrap()));
        for (query, says) in [
            ("fran=31+feb", "Skriv en dag"),
            ("fran=2024-03-01&till=2024-02-01", "ligger f\u{f6}re den f\u{f6}rsta"),
            ("fran=2001-03-01&till=2024-02-01", "h\u{f6}gst tre \u{e5}r"),
        ] {
            rektor.get(&format!("{PAGE}?{query}")).await.is(422).says(says);
        }
        rektor.get(&format!("{PAGE}?fran=2023-01-01&till=2023-12-31&jamfor=aret-fore")).await.is(200);
    });
}
