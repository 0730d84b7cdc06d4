#![expect(clippy::unwrap_used, reason = "tests")]

use platform::sandbox::Task;

use crate::testing::{ENGINES, World, on, on_both};
use crate::voice::TONGUES;

/// What a reader of codes makes of the code on the page: its dots are drawn and looked at, as a camera would.
fn read(page: &str) -> String {
    let svg = page.split("wall-code").nth(1).unwrap();
    let side: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut dots = vec![255_u8; side * side];
    for piece in path.split('M').skip(1) {
        let (at, rest) = piece.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let run: usize = rest.split('v').next().unwrap().parse().unwrap();
        let high: usize = rest.split_once('v').unwrap().1.split('h').next().unwrap().parse().unwrap();
        for row in y..y + high {
            dots[row * side + x..row * side + x + run].fill(0);
        }
    }
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| dots[y * side + x]);
    let found = picture.detect_grids();
    assert_eq!(found.len(), 1, "one code");
    found[0].decode().unwrap().1
}

#[test]
fn the_code_on_the_poster_reads_as_the_address_of_the_units_form_and_leads_there() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let page = rektor.get(&format!("/h/ekstad/anslag/{}", world.units[0])).await;
        page.is(200).says("http://localhost/skola/10000001").says("Lindblad Centrum");
        let address = read(&page.text());
        assert_eq!(address, "http://localhost/skola/10000001");
        // In every language of the form, in the direction that it is read.
        for tongue in TONGUES {
            page.says(&maud::html! { (tongue.say("wall-text")) }.into_string());
        }
        assert_eq!(
            page.text().matches("dir=\"rtl\"").count(),
            TONGUES.iter().filter(|one| one.right_to_left()).count()
        );
        let nobody = world.nobody();
        let wall = nobody.get(address.strip_prefix("http://localhost").unwrap()).await;
        nobody.get(&wall.is(303).location).await.is(200).says("Lindblad Centrum");
    });
}

#[test]
fn a_school_has_the_posters_of_its_own_units_and_the_authority_all() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        rektor.get("/h/ekstad/arenden").await.is(200).says("/h/ekstad/anslag");
        let list = rektor.get("/h/ekstad/anslag").await;
        list.is(200).says("Lindblad Centrum").says("skola/10000001?fraga=kurs").does_not_say("Norrsken");
        let foreign = world.units[2];
        rektor.get(&format!("/h/ekstad/anslag/{foreign}")).await.is(404);
        rektor.get(&format!("/h/ekstad/skolanslag/{foreign}")).await.is(404);
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/klagomal").await.is(200).says("/h/ekstad/skolanslag");
        officer.get("/h/ekstad/skolanslag").await.is(200).says("Lindblad Centrum").says("Norrsken");
        officer.get(&format!("/h/ekstad/skolanslag/{foreign}")).await.is(200).says("Norrsken");
        // The school's own door is not the authority's, and another authority's unit is not found.
        officer.get(&format!("/h/ekstad/anslag/{foreign}")).await.is(404);
        officer.get(&format!("/h/ekstad/skolanslag/{}", world.units[3])).await.is(404);
    });
}

#[test]
fn the_poster_is_one_sheet_of_pdf_in_every_language_that_its_faces_can_write() {
    on(ENGINES[0], async |world: &World| {
        let rektor = world.client("rektor").await;
        let file = rektor.get(&format!("/h/ekstad/anslag/{}?format=pdf", world.units[0])).await;
        assert!(file.is(200).bytes.starts_with(b"%PDF-"));
        // The longest names and addresses that there are fit on one sheet too.
        let wall = super::pages::Wall {
            unit: world.units[0],
            code: "10000001".to_owned(),
            title: "Vuxenutbildningen i Norra Exempelstaden, Exempelkommunens Kunskapslyft och Lärande AB".to_owned(),
            address: "https://synpunkter.exempelkommunen.example/skola/10000001".to_owned(),
        };
        let (today, svg) = (world.app.clock().now().day(), super::qr::svg(&wall.address).unwrap());
        // At least seven centimetres, so that it is read from some steps away.
        let (wide, _) = documents::content::check::size_of_svg(&svg).unwrap();
        assert!(wide * 25.4 / 96.0 >= 70.0, "{wide} pixels");
        let document = super::paper::poster(&wall, "Ekstad", today, svg);
        assert!(document.check().is_empty(), "{:?}", document.check());
        let long = world.app.sandbox().run(Task::Typeset, &serde_json::to_vec(&document).unwrap()).await.unwrap();
        for bytes in [&file.bytes, &long] {
            assert!(String::from_utf8_lossy(bytes).contains("/Type/Pages/Count 1/"), "one sheet");
        }
        let json = serde_json::to_string(&document).unwrap();
        for tongue in TONGUES {
            let is_there = json.contains(&tongue.say("wall-text"));
            assert_eq!(is_there, super::paper::is_on_paper(*tongue), "{}", tongue.tag);
        }
    });
}

#[test]
fn the_link_after_a_course_asks_for_a_view_with_the_school_chosen() {
    on(ENGINES[0], async |world| {
        let browser = world.nobody();
        let led = browser.get("/skola/10000001?fraga=kurs").await;
        assert_eq!(led.is(303).location, "/synpunkt/sv?skola=10000001&fraga=kurs");
        let start = browser.get(&led.location).await;
        start.is(200).says("Vad tycker du om kursen?").says("Lindblad Centrum");
        assert!(start.text().contains("/synpunkt/pl?skola=10000001&amp;fraga=kurs"), "{}", start.text());
        let text = start.text();
        let hidden = |name: &str| {
            let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (school, asks, kind) = (hidden("skola"), hidden("fraga"), hidden("slag"));
        assert_eq!(kind, "view");
        let fields = [("skola", school.as_str()), ("fraga", asks.as_str()), ("slag", kind.as_str()), ("till", "vad")];
        let answer = browser.post("/synpunkt/sv", &fields).await;
        let page = browser.after(answer.is(303)).get(&answer.location).await;
        page.is(200).says("Vad var bra? Vad kan bli b\u{e4}ttre?").says("Lindblad Centrum");
        // What the address says and nobody asks is not taken over.
        assert_eq!(browser.get("/skola/10000001?fraga=annat").await.is(303).location, "/synpunkt/sv?skola=10000001");
    });
}
