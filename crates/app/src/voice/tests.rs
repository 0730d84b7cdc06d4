#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{Kind, Place, Raised, StateName};
use platform::access::Tools;

use crate::cases::{self, Dossier};
use crate::testing::{Answer, Client, ENGINES, World, on};

const SAID: &str = "\u{644}\u{627} \u{623}\u{62d}\u{62f} \u{64a}\u{62c}\u{64a}\u{628}.";

/// The value of the hidden field on the page.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

fn school(world: &World) -> String {
    format!("ekstad:{}", world.units[0])
}

/// Sends the form and goes where it leads, as a browser without script does.
pub(super) async fn go<'w>(browser: &Client<'w>, address: &str, fields: &[(&str, &str)]) -> (Client<'w>, Answer) {
    let answer = browser.post(address, fields).await;
    let browser = browser.after(answer.is(303));
    let page = browser.get(&answer.location).await;
    (browser, page)
}

/// To the page on which it is read through, in the language; gives the fields with which it is sent.
async fn write<'w>(world: &'w World, lang: &str, fields: &[(&str, &str)]) -> (Client<'w>, Vec<(String, String)>) {
    write_in(world, world.nobody(), lang, fields).await
}

/// The same in that browser.
async fn write_in<'w>(
    world: &'w World,
    mut browser: Client<'w>,
    lang: &str,
    fields: &[(&str, &str)],
) -> (Client<'w>, Vec<(String, String)>) {
    let (address, school) = (format!("/synpunkt/{lang}"), school(world));
    let base = [("kommun", "ekstad"), ("skola", school.as_str())];
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, value) in base.iter().chain(fields) {
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    for step in ["var", "vad", "vem"] {
        let mut sent: Vec<(&str, &str)> = pairs(&all);
        sent.push(("steg", step));
        let (next, page) = go(&browser, &address, &sent).await;
        browser = next;
        if step == "var" {
            all.push(("nyckel".to_owned(), hidden(&page.is(200).text(), "nyckel")));
        }
    }
    (browser, all)
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

pub(super) fn code_of(receipt: &Answer) -> String {
    receipt.text().split("translate=\"no\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

/// From the first page to the receipt.
pub(super) async fn tell(world: &World, lang: &str, fields: &[(&str, &str)]) -> (String, Answer) {
    tell_in(world, world.nobody(), lang, fields).await
}

/// The same in that browser.
pub(super) async fn tell_in(
    world: &World,
    browser: Client<'_>,
    lang: &str,
    fields: &[(&str, &str)],
) -> (String, Answer) {
    let (browser, all) = write_in(world, browser, lang, fields).await;
    let sending = [&pairs(&all)[..], &[("steg", "las"), ("till", "skicka")]].concat();
    let (after, receipt) = go(&browser, &format!("/synpunkt/{lang}"), &sending).await;
    let code = code_of(receipt.is(200));
    // Sent twice is the same as sent once, with the same code; also by a browser that the first answer never reached.
    for browser in [&after, &browser] {
        let (_, again) = go(browser, &format!("/synpunkt/{lang}"), &sending).await;
        assert_eq!(code_of(again.is(200)), code);
    }
    (code, receipt)
}

pub(super) fn all(world: &World) -> Vec<Dossier> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let all = cases::list(tx)?;
        all.into_iter().map(|filed| Ok(cases::find(tx, filed.id)?.unwrap())).collect()
    })
}

pub(super) const COMPLAINT: [(&str, &str); 4] =
    [("slag", "complaint"), ("text", SAID), ("om", "others"), ("kanner-till", "no")];

#[test]
fn a_complaint_in_arabic_is_sent_without_script_read_with_the_code_and_gone_on_with() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (code, receipt) = tell(world, "ar", &COMPLAINT).await;
            assert!(receipt.text().contains("dir=\"rtl\""));
            let told = all(world);
            assert_eq!(told.len(), 1);
            let opened = (told[0].case.kind, told[0].case.place, told[0].case.state, told[0].case.raised);
            assert_eq!(opened, (Kind::Complaint, Place::School, StateName::Received, Some(Raised::No)));
            // On another phone.
            let phone = world.nobody();
            let open = phone.post("/arende/ar", &[("kod", &code.to_lowercase().replace('-', " "))]).await;
            assert_eq!(open.is(303).location, "/arende/ar/las");
            let phone = world.browser_of(&open);
            phone.get("/arende/ar/las").await.is(200).says(SAID);
            phone.post("/arende/ar/skriv", &[("text", "Fortfarande inget svar.")]).await.is(303);
            phone.post("/arende/ar/skriv", &[("text", " \u{200b} ")]).await.is(422);
            phone.post("/arende/ar/vidare", &[("varfor", "Ingen svarar.")]).await.is(303);
            let told = all(world);
            assert_eq!((told[0].case.place, told[0].lines.len()), (Place::Authority, 3));
            phone.post("/arende/ar/stang", &[]).await.is(303);
        });
    }
}

#[test]
fn where_it_goes_follows_from_what_the_school_knows_and_whom_it_is_about() {
    on(ENGINES[0], async |world| {
        for (fields, place) in [
            ([("slag", "view"), ("text", "Bra!"), ("om", "others"), ("kanner-till", "")], Place::School),
            ([("slag", "complaint"), ("text", "A"), ("om", "rektor"), ("kanner-till", "no")], Place::School),
            ([("slag", "complaint"), ("text", "B"), ("om", "others"), ("kanner-till", "waiting")], Place::School),
            (
                [("slag", "complaint"), ("text", "C"), ("om", "others"), ("kanner-till", "not-content")],
                Place::Authority,
            ),
            (
                [("slag", "complaint"), ("text", "D"), ("om", "others"), ("kanner-till", "not-the-school")],
                Place::Authority,
            ),
            ([("slag", "complaint"), ("text", "E"), ("om", "officer"), ("kanner-till", "no")], Place::Authority),
        ] {
            let before = all(world).len();
            tell(world, "sv", &fields).await;
            let told = all(world);
            assert_eq!(told.len(), before + 1);
            assert!(told.iter().any(|dossier| dossier.case.place == place), "{fields:?}");
            let newest = told.iter().max_by_key(|dossier| dossier.filed.number).unwrap();
            assert_eq!(newest.case.place, place, "{fields:?}");
        }
    });
}

#[test]
fn no_page_gives_a_cookie_before_something_is_sent_and_nothing_of_the_time_is_kept() {
    for engine in ENGINES {
        on(engine, async |world| {
            for path in ["/synpunkt/sv", "/synpunkt/fa?skola=10000001", "/arende/sv"] {
                let page = world.nobody().get(path).await;
                assert!(page.is(200).cookies.is_empty(), "{path}");
            }
            tell(world, "sv", &COMPLAINT).await;
            let midnight = world.app.clock().now().day().start();
            let times = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                let events: Vec<(kernel::Instant, String)> = tx.all(
                    ::store::sql!(
                        "SELECT at, actor_kind FROM audit_event WHERE tenant_id = $1 AND kind = 'case.opened'
                         ORDER BY seq"
                    ),
                    &[],
                )?;
                Ok(events)
            });
            assert_eq!(times, [(midnight, "anonymous".to_owned())]);
        });
    }
}

#[test]
fn a_wrong_code_opens_nothing_and_says_what_to_look_at() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "sv", &COMPLAINT).await;
        let browser = world.nobody();
        browser.post("/arende/sv", &[("kod", "")]).await.is(422);
        browser.post("/arende/sv", &[("kod", "3333-3333-3333-3333-333")]).await.is(422).says("19");
        browser.post("/arende/sv", &[("kod", "0333-3333-3333-3333-3333")]).await.is(422).says("Tecknet");
        // Right in what finds the row and wrong in the rest.
        let last = if code.ends_with('3') { "4" } else { "3" };
        let near = format!("{}{last}", &code[..code.len() - 1]);
        let answer = browser.post("/arende/sv", &[("kod", &near)]).await;
        assert!(answer.is(422).cookies.is_empty());
        assert_eq!(browser.get("/arende/sv/las").await.is(303).location, "/arende/sv");
    });
}

#[test]
fn what_is_missing_is_said_on_its_page_with_everything_that_was_written() {
    on(ENGINES[0], async |world| {
        let (browser, school) = (world.nobody(), school(world));
        let (_, page) = go(&browser, "/synpunkt/sv", &[("steg", "var"), ("kommun", "ekstad")]).await;
        page.is(422).says("Svara p\u{e5} fr\u{e5}gan");
        let fields = [("steg", "vad"), ("skola", school.as_str()), ("slag", "complaint"), ("text", "")];
        let (_, page) = go(&browser, "/synpunkt/sv", &fields).await;
        page.is(422).says("Ber\u{e4}tta vad du vill s\u{e4}ga");
        let long = "a".repeat(100_000);
        let fields = [("steg", "vad"), ("skola", school.as_str()), ("slag", "complaint"), ("text", long.as_str())];
        let (_, page) = go(&browser, "/synpunkt/sv", &fields).await;
        page.is(422).says("100000").says(&long);
        // What is longer still is shown back at once, and not kept.
        let longest = "a".repeat(200_000);
        let fields = [("steg", "vad"), ("skola", school.as_str()), ("slag", "complaint"), ("text", longest.as_str())];
        browser.post("/synpunkt/sv", &fields).await.is(422).says("200000").says(&longest);
        // Sent at once with nothing in it, and with a school that is none.
        let (_, page) = go(&browser, "/synpunkt/sv", &[("till", "skicka")]).await;
        page.is(422);
        let foreign = format!("ekstad:{}", world.units[3]);
        let sending = [("till", "skicka"), ("skola", foreign.as_str()), ("nyckel", &"k".repeat(43))];
        let (_, page) = go(&browser, "/synpunkt/sv", &[&sending[..], &COMPLAINT].concat()).await;
        page.is(200).says("Vilken utbildning");
        assert!(all(world).is_empty());
    });
}

#[test]
fn a_name_or_an_address_that_is_too_long_is_refused_and_never_cut() {
    on(ENGINES[0], async |world| {
        let (browser, school, long) = (world.nobody(), school(world), "\u{645}".repeat(201));
        for field in ["namn", "kontakt"] {
            let other = if field == "namn" { "kontakt" } else { "namn" };
            let named =
                [("steg", "vem"), ("skola", school.as_str()), ("vem", "ja"), (field, long.as_str()), (other, "Amina")];
            let (_, page) = go(&browser, "/synpunkt/sv", &[&COMPLAINT[..], &named].concat()).await;
            page.is(422).says("201 tecken").says(&long);
            // And also where it is sent at once, without the page.
            let key = "k".repeat(43);
            let sending = [&COMPLAINT[..], &named[1..], &[("till", "skicka"), ("nyckel", key.as_str())]].concat();
            let (_, page) = go(&browser, "/synpunkt/sv", &sending).await;
            page.is(422).says(&long);
        }
        assert!(all(world).is_empty());
    });
}

#[test]
fn going_back_and_loading_a_page_again_show_what_was_written_and_send_nothing() {
    for engine in ENGINES {
        on(engine, async |world| {
            let named = [&COMPLAINT[..], &[("vem", "ja"), ("namn", "Amina"), ("kontakt", "070")]].concat();
            let (browser, sending) = write(world, "ar", &named).await;
            for (step, says) in
                [("var", "Lindblad Centrum"), ("vad", SAID), ("vem", "Amina"), ("las", SAID), ("vad", SAID)]
            {
                browser.get(&format!("/synpunkt/ar/{step}")).await.is(200).says(says);
            }
            // One more page is refused, and going back to it shows no old fault.
            browser.get("/synpunkt/ar/vad?fel").await.is(200).does_not_say("role=\"alert\"");
            browser.get("/synpunkt/ar/annat").await.is(404);
            // When it is sent, going back leads to the receipt, and what was written is not there any more.
            let sending = [&pairs(&sending)[..], &[("till", "skicka")]].concat();
            let (browser, receipt) = go(&browser, "/synpunkt/ar", &sending).await;
            let code = code_of(&receipt);
            for step in ["var", "vad", "las"] {
                assert_eq!(browser.get(&format!("/synpunkt/ar/{step}")).await.is(303).location, "/synpunkt/ar/kvitto");
            }
            browser.get("/synpunkt/ar/kvitto").await.is(200).says(&code).does_not_say(SAID);
            // The code opens for ever, and is shown for a quarter of an hour alone.
            world.clock.set(world.app.clock().now().plus_seconds(901));
            assert_eq!(browser.get("/synpunkt/ar/kvitto").await.is(303).location, "/arende/ar");
        });
    }
}

#[test]
fn what_is_being_written_opens_in_its_own_browser_alone_for_an_hour() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (browser, _) = write(world, "en", &COMPLAINT).await;
            browser.get("/synpunkt/en/vad").await.is(200).says(SAID);
            world.nobody().get("/synpunkt/en/vad").await.is(200).does_not_say(SAID).says("not here any more");
            let kept = || {
                world.read(Scope::Global, |tx| {
                    let all: Vec<(Vec<u8>, kernel::Day, Vec<u8>)> =
                        tx.all(::store::global_sql!("SELECT finder, day, sealed FROM unsent ORDER BY finder"), &[])?;
                    Ok(all)
                })
            };
            let rows = kept();
            let today = world.app.clock().now().day();
            assert_eq!(rows.iter().map(|(_, day, _)| *day).collect::<Vec<_>>(), [today]);
            let part = &SAID.as_bytes()[..8];
            assert!(!rows[0].2.windows(8).any(|bytes| bytes == part), "it lies sealed");
            world.clock.set(world.app.clock().now().plus_seconds(3601));
            browser.get("/synpunkt/en/vad").await.is(200).does_not_say(SAID);
            // The row goes when others write, days later.
            world.clock.set(world.app.clock().now().plus_seconds(2 * 86_400));
            let other = world.nobody().post("/synpunkt/en", &[("till", "var")]).await;
            other.is(303);
            assert_eq!(kept().len(), 1);
            assert_ne!(kept()[0].0, rows[0].0);
        });
    }
}

#[test]
fn the_same_form_with_a_changed_text_is_a_case_of_its_own_with_its_own_code() {
    on(ENGINES[0], async |world| {
        let (browser, sending) = write(world, "sv", &COMPLAINT).await;
        let send = async |change: &[(&str, &str)]| {
            let mut all = sending.clone();
            for (name, value) in change {
                all.retain(|(known, _)| known != name);
                all.push(((*name).to_owned(), (*value).to_owned()));
            }
            let (_, receipt) = go(&browser, "/synpunkt/sv", &[&pairs(&all)[..], &[("till", "skicka")]].concat()).await;
            code_of(receipt.is(200))
        };
        let first = send(&[]).await;
        assert_eq!(send(&[]).await, first);
        let mut codes = std::collections::BTreeSet::from([first]);
        for change in
            [[("text", "N\u{e5}got annat.")], [("slag", "view")], [("om", "rektor")], [("kommun", "vet-inte")]]
        {
            codes.insert(send(&change).await);
        }
        codes.insert(send(&[("vem", "ja"), ("namn", "Amina")]).await);
        assert_eq!((codes.len(), all(world).len()), (6, 6), "nobody is thanked for what is not kept");
        for code in codes {
            world.nobody().post("/arende/sv", &[("kod", &code)]).await.is(303);
        }
    });
}

#[test]
fn another_language_keeps_what_is_written_and_the_school_of_the_wall() {
    on(ENGINES[0], async |world| {
        let browser = world.nobody();
        let wall = browser.get("/skola/10000001").await;
        let start = browser.get(&wall.is(303).location).await;
        start.is(200).says("Lindblad Centrum");
        assert!(start.text().contains("href=\"/synpunkt/fa?skola=10000001\""), "{}", start.text());
        let start = browser.get("/synpunkt/fa?skola=10000001").await;
        let school = hidden(&start.is(200).says("Lindblad Centrum").text(), "skola");
        let (browser, page) = go(&browser, "/synpunkt/fa", &[("skola", &school), ("till", "vad")]).await;
        page.is(200).says("Lindblad Centrum");
        // Every other language is a button of the form, so that what stands in it comes along.
        assert!(page.text().contains("formaction=\"/synpunkt/uk\""), "{}", page.text());
        let form = [("skola", school.as_str()), ("text", SAID), ("steg", "vad"), ("till", "vad")];
        let (_, page) = go(&browser, "/synpunkt/uk", &form).await;
        page.is(200).says("Lindblad Centrum").says(SAID);
        assert!(page.text().contains("lang=\"uk\""));
        // Enter in a field presses the form's first button, and that is no other language.
        let first = page.text().split("form=\"utkast\"").nth(1).unwrap().to_owned();
        assert!(first.starts_with(" name=\"till\" value=\"\""), "{first}");
    });
}

#[test]
fn leaving_quickly_takes_away_the_draft_the_receipt_and_the_opened_case() {
    for engine in ENGINES {
        on(engine, async |world| {
            let rows = || {
                world.read(Scope::Global, |tx| {
                    tx.all::<(Vec<u8>,)>(::store::global_sql!("SELECT finder FROM unsent ORDER BY finder"), &[])
                })
            };
            let (browser, sending) = write(world, "so", &COMPLAINT).await;
            assert!(browser.get("/synpunkt/so/vad").await.text().contains("href=\"/lamna\""));
            let left = browser.get("/lamna").await;
            assert_eq!(left.is(303).location, ui::ELSEWHERE);
            assert!(rows().is_empty(), "nothing waits for whoever still has the cookie");
            browser.get("/synpunkt/so/vad").await.is(200).does_not_say(SAID);
            browser.after(&left).get("/synpunkt/so/las").await.is(200).does_not_say(SAID);
            let sending = [&pairs(&sending)[..], &[("till", "skicka")]].concat();
            let (browser, receipt) = go(&browser, "/synpunkt/so", &sending).await;
            let code = code_of(&receipt);
            browser.get("/arende/so/las").await.is(200).says(SAID);
            let left = browser.get("/lamna").await;
            let names: Vec<&str> = left.cookies.iter().filter_map(|cookie| cookie.split('=').next()).collect();
            assert_eq!(names, ["utkast", "arende"]);
            let next = browser.after(&left);
            assert_eq!(next.get("/arende/so/las").await.is(303).location, "/arende/so");
            next.get("/synpunkt/so/kvitto").await.is(303);
            // The button on the receipt does the same, and the code still opens.
            let opened = world.nobody().post("/arende/so", &[("kod", &code)]).await;
            let browser = world.browser_of(&opened);
            let closed = browser.post("/arende/so/stang", &[]).await;
            assert_eq!(browser.after(closed.is(303)).get("/arende/so/las").await.is(303).location, "/arende/so");
        });
    }
}

#[test]
fn what_is_written_in_a_case_that_is_not_open_any_more_comes_back_in_its_language() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (code, _) = tell(world, "es", &COMPLAINT).await;
            let opened = world.nobody().post("/arende/es", &[("kod", &code)]).await;
            let browser = world.browser_of(&opened);
            browser.get("/arende/es/las").await.is(200);
            world.clock.set(world.app.clock().now().plus_seconds(3601));
            assert_eq!(browser.get("/arende/es/las").await.is(303).location, "/arende/es");
            for (path, field) in [("skriv", "text"), ("vidare", "varfor")] {
                let (browser, page) =
                    go(&browser, &format!("/arende/es/{path}"), &[(field, "Todav\u{ed}a nada.")]).await;
                page.is(200).says("Todav\u{ed}a nada.").says("no est\u{e1} abierto");
                // A code that is mistyped does not lose it either.
                browser.post("/arende/es", &[("kod", "333")]).await.is(422).says("Todav\u{ed}a nada.");
                let (browser, page) = go(&browser, "/arende/es", &[("kod", &code)]).await;
                page.is(200).says("Todav\u{ed}a nada.");
                assert_eq!(all(world)[0].lines.len(), if field == "text" { 1 } else { 2 });
                let (browser, page) =
                    go(&browser, &format!("/arende/es/{path}"), &[(field, "Todav\u{ed}a nada.")]).await;
                assert_eq!(
                    page.is(200).text().matches("Todav\u{ed}a nada.").count(),
                    if field == "text" { 1 } else { 2 }
                );
                browser.get("/arende/es").await.is(200).does_not_say("Todav\u{ed}a nada.");
            }
        });
    }
}

#[test]
fn a_second_motive_from_another_window_is_shown_back_and_can_be_sent() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "sv", &COMPLAINT).await;
        let browser = world.browser_of(&world.nobody().post("/arende/sv", &[("kod", &code)]).await);
        browser.post("/arende/sv/vidare", &[("varfor", "Ingen svarar.")]).await.is(303);
        let page = browser.post("/arende/sv/vidare", &[("varfor", "Rektorn sade nej ocks\u{e5}.")]).await;
        page.is(422).says("Rektorn sade nej ocks\u{e5}.").says("har \u{e4}ndrats");
        assert_eq!(all(world)[0].lines.len(), 2);
        // It stands in the form with which one writes more.
        let form = page.main().split("/arende/sv/skriv").nth(1).unwrap().to_owned();
        assert!(form.split("</form>").next().unwrap().contains("Rektorn sade nej"), "{form}");
    });
}

#[test]
fn what_is_read_through_before_sending_is_everything_that_is_sent() {
    on(ENGINES[0], async |world| {
        let named = [
            ("slag", "complaint"),
            ("text", SAID),
            ("om", "rektor"),
            ("kanner-till", "waiting"),
            ("vem", "ja"),
            ("namn", "Amina"),
            ("kontakt", "a@b.example"),
        ];
        let (browser, _) = write(world, "sv", &named).await;
        let page = browser.get("/synpunkt/sv/las").await;
        let said = page.is(200).main();
        let list = said.split("<dl").nth(1).unwrap().split("</dl>").next().unwrap();
        for value in [
            "Ekstad",
            "Lindblad Centrum",
            "klagom\u{e5}l",
            SAID,
            "Skolans rektor",
            "inte f\u{e5}tt",
            "Amina",
            "a@b.example",
        ] {
            assert!(list.contains(value), "{value}: {list}");
        }
    });
}

#[test]
fn a_school_is_found_without_diacritics_and_by_its_municipality() {
    on(ENGINES[0], async |world| {
        for (words, found, not) in [
            ("oster", "Lindblad \u{d6}ster", "Lindblad Centrum"),
            ("lindblad O\u{308}STER", "Lindblad \u{d6}ster", "Lindblad Centrum"),
            ("bokhamn", "Lindblad Bokhamn", "Lindblad Centrum"),
            ("norrsken ekstad", "Norrsken", "Lindblad Centrum"),
            ("norrskens larcenter", "Norrsken", "Lindblad Centrum"),
            ("10000002", "Lindblad \u{d6}ster", "Lindblad Centrum"),
        ] {
            let (_, page) = go(&world.nobody(), "/synpunkt/sv", &[("till", "sok"), ("sok", words)]).await;
            page.is(200).says(found).does_not_say(not);
        }
    });
}

#[test]
fn at_most_five_short_pages_lead_to_the_receipt() {
    on(ENGINES[0], async |world| {
        for (begin, most) in [("/synpunkt/sv", 5), ("/skola/10000001", 4)] {
            let mut browser = world.nobody();
            let mut page = browser.get(begin).await;
            if page.status.as_u16() == 303 {
                page = browser.get(&page.location).await;
            }
            let mut pages = 1;
            loop {
                let text = page.is(200).main();
                assert!(text.split_whitespace().count() < 900, "a short page: {text}");
                if text.contains("translate=\"no\"") {
                    break;
                }
                // What the page carries, and what somebody answers on it.
                let mut fields = Vec::new();
                for one in text.split("type=\"hidden\" name=\"").skip(1) {
                    let (name, rest) = one.split_once("\" value=\"").unwrap();
                    fields.push((name.to_owned(), rest.split('"').next().unwrap().to_owned()));
                }
                let school = school(world);
                let answers = [("skola", school.as_str()), COMPLAINT[0], COMPLAINT[1], COMPLAINT[2], COMPLAINT[3]];
                for (name, value) in answers {
                    if text.contains(&format!("name=\"{name}\"")) && !fields.iter().any(|(known, _)| known == name) {
                        fields.push((name.to_owned(), value.to_owned()));
                    }
                }
                if text.contains("value=\"skicka\"") {
                    fields.push(("till".to_owned(), "skicka".to_owned()));
                }
                let (next, then) = go(&browser, "/synpunkt/sv", &pairs(&fields)).await;
                (browser, page, pages) = (next, then, pages + 1);
                assert!(pages <= 9, "it comes to an end");
            }
            assert_eq!(pages - 1, most, "{begin}");
        }
        assert_eq!(all(world).len(), 2);
    });
}

/// The number with the words around it stands in the threat model.
fn stands(text: &str) {
    const MODEL: &str = include_str!("../../../../docs/threat-model.md");
    let flat = MODEL.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(text), "docs/threat-model.md does not say: {text}");
}

#[test]
fn the_arithmetic_of_codes_in_the_threat_model_is_that_of_the_program() {
    use domain::cases::{CODE_SIGNS, Code, SELECTOR_SIGNS};
    use platform::rate::CODES;
    let signs = u32::try_from(CODE_SIGNS.len()).unwrap();
    let written = Code::random(&kernel::SeededChance::new(1)).written();
    let length = u32::try_from(written.chars().filter(|sign| *sign != '-').count()).unwrap();
    let selector = u32::try_from(SELECTOR_SIGNS).unwrap();
    let bits = |signs_of: u32| f64::from(signs).log2() * f64::from(signs_of);
    stands(&format!("{length} of {signs} signs"));
    stands(&format!("{signs}^{length}, or 2^{:.0}", bits(length).floor()));
    stands(&format!(
        "The first {} find the row (2^{:.1})",
        ["", "one", "two", "three", "four"][SELECTOR_SIGNS],
        bits(selector)
    ));
    stands(&format!("the others prove (2^{:.1})", bits(length - selector)));
    // The most that can be tried in a year, by all together.
    let year = 365 * 86_400;
    let guesses = CODES.burst + year / CODES.refill_seconds;
    stands(&format!("{} at once and one each {} s after that", CODES.burst, CODES.refill_seconds));
    stands(&format!("{guesses} guesses a year"));
    let codes = f64::from(signs).powi(i32::try_from(length).unwrap());
    let open = 1_000_000.0;
    let chance = f64::from(guesses) * open / codes;
    stands(&format!("a chance of {chance:.1e} a year"));
    stands(&format!("one in {:.0} thousand billion", 1.0 / chance / 1e12));
    // Also for one case whose first signs are known: the rest alone.
    let rest = f64::from(signs).powi(i32::try_from(length - selector).unwrap());
    stands(&format!("a chance of {:.1e} a year for that case", f64::from(guesses) / rest));
    assert!(chance < 1e-12 && bits(length) > 80.0);
}

#[test]
fn a_class_of_thirty_on_one_address_complains_at_once() {
    on(ENGINES[0], async |world| {
        for _ in 0..30 {
            tell(world, "so", &COMPLAINT).await;
        }
        assert_eq!(all(world).len(), 30);
        let numbers: std::collections::BTreeSet<i64> = all(world).iter().map(|one| one.filed.number).collect();
        assert_eq!(numbers.len(), 30);
    });
}

#[test]
fn a_name_and_a_way_to_be_reached_are_kept_with_the_case_for_who_may_read_it() {
    on(ENGINES[0], async |world| {
        let named = [&COMPLAINT[..], &[("vem", "ja"), ("namn", "Amina"), ("kontakt", "a@b.example")]].concat();
        tell(world, "en", &named).await;
        let (tools, id) = (Tools::of(&world.app), all(world)[0].filed.id);
        let who = world
            .read(Scope::Tenant(world.ekstad.id), move |tx| cases::who(tx, &tools, id, domain::cases::Sight::Words));
        assert_eq!((who.name.as_str(), who.contact.as_str()), ("Amina", "a@b.example"));
    });
}

/// A browser in which the code has been entered.
async fn with_code<'w>(world: &'w World, lang: &str, code: &str) -> Client<'w> {
    let opened = world.nobody().post(&format!("/arende/{lang}"), &[("kod", code)]).await;
    world.browser_of(opened.is(303))
}

/// A JPEG that tells where it was taken.
fn photograph() -> Vec<u8> {
    let mut jpeg = Vec::new();
    let dots = image::RgbImage::from_fn(24, 16, |x, y| {
        image::Rgb([u8::try_from(x * 9).unwrap(), u8::try_from(y * 9).unwrap(), 7])
    });
    dots.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut jpeg)).unwrap();
    let told = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0GPS 59.3293 Kanarie";
    let length = u16::try_from(told.len() + 2).unwrap().to_be_bytes();
    jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, told].concat());
    jpeg
}

fn lies(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Every byte that the installation has on disk.
fn on_disk(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            out.extend(on_disk(&entry.path()));
        } else {
            out.push((entry.path(), std::fs::read(entry.path()).unwrap_or_default()));
        }
    }
    out
}

#[test]
fn a_picture_is_added_with_the_code_loses_what_it_tells_is_read_by_the_school_and_by_nobody_else() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (code, receipt) = tell(world, "ar", &COMPLAINT).await;
            receipt.says("enctype=\"multipart/form-data\"").says("/arende/ar/filer");
            let phone = with_code(world, "ar", &code).await;
            phone.upload("/arende/ar/filer", &[], "Anna_Kanarie_20261130.jpg", &photograph()).await.is(303);
            let page = phone.get("/arende/ar/las").await;
            page.is(200).says("/arende/ar/fil/0").says("JPEG").does_not_say("Kanarie");
            let file = phone.get("/arende/ar/fil/0").await;
            assert!(file.is(200).bytes.starts_with(&[0xff, 0xd8]) && !lies(&file.bytes, b"Kanarie"));
            phone.get("/arende/ar/fil/1").await.is(404);
            let case = all(world)[0].filed.id;
            let school = world.client("rektor").await;
            school.get(&format!("/h/ekstad/arenden/{case}")).await.is(200).says("Fil 1").says("/fil/0");
            let seen = school.get(&format!("/h/ekstad/arenden/{case}/fil/0")).await;
            assert_eq!(seen.is(200).bytes, file.bytes);
            // The school has it: the authority sees that it exists and reads nothing of it.
            world.client("officer").await.get(&format!("/h/ekstad/klagomal/{case}/fil/0")).await.is(404);
            world.nobody().get("/arende/ar/fil/0").await.is(303);
            for (path, bytes) in on_disk(&world.app.settings().data_dir) {
                assert!(!lies(&bytes, b"Kanarie") && !lies(&bytes, &file.bytes), "{}", path.display());
            }
        });
    }
}

#[test]
fn a_file_that_is_not_taken_is_explained_in_the_language_and_nothing_of_it_is_kept() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "en", &COMPLAINT).await;
        let phone = with_code(world, "en", &code).await;
        let before = on_disk(&world.app.settings().data_dir).len();
        for (name, bytes, says) in [
            ("film.mp4", &b"\0\0\0\x18ftypmp42\0\0\0\0"[..], "is a film"),
            ("bild.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
            (
                "../../etc/passwd.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "neither a picture",
            ),
            ("a.jpg", b"\xff\xd8\xff\xe0<script>", "cannot be read"),
            ("a.pdf", b"%PDF-1.7 nothing", "cannot be read"),
            ("tom.pdf", b"", "empty"),
        ] {
            let answer = phone.upload("/arende/en/filer", &[], name, bytes).await;
            answer.is(422).says(says);
        }
        let large = vec![0xff; world.app.settings().upload_limit + 1];
        phone.upload("/arende/en/filer", &[], "stor.mov", &large).await.is(422).says("larger than");
        phone.post("/arende/en/filer", &[]).await.is(422).says("at least one file");
        assert_eq!(on_disk(&world.app.settings().data_dir).len(), before);
        assert_eq!(all(world)[0].lines.len(), 1, "and no entry was written");
    });
}

#[test]
fn a_file_of_the_school_goes_with_its_answer_and_one_with_a_note_is_not_shown_to_who_wrote() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "sv", &COMPLAINT).await;
        let (phone, school, case) =
            (with_code(world, "sv", &code).await, world.client("rektor").await, all(world)[0].filed.id);
        for (action, text) in [("anteckna", "Minnesanteckning"), ("svara", "Vi har talat med läraren.")] {
            let address = format!("/h/ekstad/arenden/{case}/{action}");
            let fields = [(format!("{action}-text"), text.to_owned())];
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            school.upload(&address, &fields, "Brev.jpg", &photograph()).await.is(303);
        }
        let page = phone.get("/arende/sv/las").await;
        page.is(200).says("/arende/sv/fil/1").does_not_say("/arende/sv/fil/0");
        phone.get("/arende/sv/fil/0").await.is(404);
        phone.get("/arende/sv/fil/1").await.is(200);
        let bad = school
            .upload(&format!("/h/ekstad/arenden/{case}/anteckna"), &[("anteckna-text", "Kvar")], "x.exe", b"MZ\0")
            .await;
        bad.is(422).says("varken en bild").says("Kvar");
    });
}
