//! Earlier years through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, sql};
use documents::raw::Limits;
use documents::{bundle, workbook};
use domain::earlier::Kind;
use kernel::Id;
use kernel::id::kind::Tenant;

use super::{Line, known, reports_of, sv, template};
use crate::loaded_figures::{Figures, StoredFigure, figures};
use crate::testing::{Answer, Client, World, day, on_both};

const LIST: &str = "/h/ekstad/resultat/tidigare";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

fn figure(year: &str, provider: &str, value: &str) -> Line {
    let cells = [
        ("year", year),
        ("indicator", "genomstromning"),
        ("provider", provider),
        ("value", value),
        ("source", "Kvalitetsrapport 2022"),
    ];
    Line { kind: Kind::Results, cells: cells.map(|(slug, text)| (slug, text.to_owned())).to_vec() }
}

fn counted(part: &str, base: &str) -> Line {
    let mut line = figure("2021", "", "");
    line.cells.extend([("part", part.to_owned()), ("base", base.to_owned())]);
    line
}

fn target(value: &str) -> Line {
    let cells = [("year", "2022"), ("indicator", "genomstromning"), ("value", value)];
    Line { kind: Kind::Targets, cells: cells.map(|(slug, text)| (slug, text.to_owned())).to_vec() }
}

fn report(provider: &str, file: &str) -> Line {
    let cells = [("year", "2023"), ("provider", provider), ("title", "Verksamhet 2023"), ("file", file)];
    Line { kind: Kind::Reports, cells: cells.map(|(slug, text)| (slug, text.to_owned())).to_vec() }
}

fn book(world: &World, lines: &[Line]) -> Vec<u8> {
    let scope = Scope::Tenant(world.ekstad.id);
    let known = world.read(scope, |tx| known(tx, day("2024-03-15"), None)).unwrap();
    workbook::write(&template(world.app.clock().now(), &known, lines)).unwrap()
}

fn name(world: &World) -> String {
    let (scope, lindblad) = (Scope::Tenant(world.ekstad.id), world.lindblad);
    let all = world.read(scope, crate::organisations::providers);
    all.into_iter().find(|one| one.id == lindblad).unwrap().name
}

fn all(world: &World, tenant: Id<Tenant>) -> Figures {
    Figures::clone(&world.read(Scope::Tenant(tenant), figures))
}

fn held(world: &World, tenant: Id<Tenant>) -> Vec<StoredFigure> {
    all(world, tenant).figures
}

async fn upload(client: &Client<'_>, name: &str, bytes: &[u8]) -> Answer {
    client.upload(LIST, &[], name, bytes).await
}

#[test]
fn a_filled_in_template_is_looked_through_taken_in_handed_back_and_withdrawn() {
    on_both(async |world| {
        let (officer, lindblad, own) = (world.client("officer").await, name(world), world.ekstad.id);
        officer.get(LIST).await.is(200).says("Inget \u{e4}r inl\u{e4}st \u{e4}n");
        officer.get("/h/ekstad/resultat").await.is(200).says("Tidigare \u{e5}r");
        assert_eq!(officer.get(&format!("{LIST}/mall")).await.is(200).media_type, workbook::MEDIA_TYPE);
        let rows = [
            figure("2022", &lindblad, "81,5"),
            counted("84", "100"),
            figure("2022", "Lindblad Vuxenutbilding", "80"),
            target("85"),
        ];
        let file = book(world, &rows);
        let answer = upload(&officer, "tidigare.xlsx", &file).await;
        assert_eq!(answer.is(303).location, format!("{LIST}/1"));
        let page = officer.get(&answer.location).await;
        page.is(200)
            .says("Lindblad Vuxenutbilding")
            .says(&format!("Menar du \u{201d}{lindblad}\u{201d}"))
            .says("L\u{e4}s in 3 rader som \u{e4}r r\u{e4}tt");
        assert_eq!(held(world, own), [], "nothing counts before it is taken in");
        let back = officer.get(&format!("{LIST}/1/tillbaka")).await;
        let read = workbook::read(&back.is(200).bytes, &Limits::default()).unwrap();
        assert!(format!("{read:?}").contains("Beh\u{f6}ver r\u{e4}ttas"), "{read:?}");
        officer.post(&format!("{LIST}/1/ta-in"), &[]).await.is(303);
        let in_force = held(world, own);
        assert_eq!(in_force.len(), 2);
        assert!(
            in_force.iter().any(|one| one.key.whom.provider == Some(world.lindblad) && one.said.value == Some(81_500))
        );
        assert!(
            in_force.iter().any(|one| one.key.whom.provider.is_none()
                && one.said.counts == Some((84, 100))
                && one.key.year == 2021)
        );
        let goals = all(world, own).targets;
        assert_eq!((goals.len(), goals[0].said.value.thousandths(), goals[0].set), (1, 85_000, 1));
        officer.get(LIST).await.is(200).says("2 resultat, 1 m\u{e5}lv\u{e4}rde och 0 verksamhetsber\u{e4}ttelser");
        officer.post(&format!("{LIST}/1/ta-in"), &[]).await.is(409).says("Ladda om sidan");

        let again = upload(&officer, "samma.xlsx", &file).await;
        assert_eq!(again.is(303).location, format!("{LIST}/1"));
        officer.follow(&again).await.is(200).says(sv::SAME_FILE);
        assert_eq!(held(world, own).len(), 2, "the same file twice changes nothing");

        let away = format!("{LIST}/1/dra-tillbaka");
        officer.post(&away, &[("skal", " ")]).await.is(422).says(sv::WHY);
        assert_eq!(held(world, own).len(), 2);
        officer.post(&away, &[("skal", "Fel \u{e5}r")]).await.is(303);
        assert_eq!((held(world, own).len(), all(world, own).targets.len()), (0, 0));
        officer.get(LIST).await.is(200).says("Tillbakadragen").says("2 resultat");
        let page = officer.get(&format!("{LIST}/1")).await;
        page.is(200).says("Sk\u{e4}l: Fel \u{e5}r").does_not_say("Dra tillbaka laddningen");
        let events = world.events(world.ekstad);
        for kind in ["earlier.uploaded", "earlier.taken", "earlier.withdrawn"] {
            assert_eq!(events.iter().filter(|event| event.contains(kind)).count(), 1, "{kind}: {events:?}");
        }
        let anew = upload(&officer, "tidigare.xlsx", &file).await;
        assert_eq!(anew.is(303).location, format!("{LIST}/2"), "what was withdrawn can be loaded anew");
        officer.post(&format!("{LIST}/2/slang"), &[]).await.is(303);
        assert_eq!(held(world, own), []);
    });
}

#[test]
fn whoever_may_not_load_finds_no_page_and_another_authority_no_set() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let file = book(world, &[figure("2022", "", "80")]);
        upload(&officer, "a.xlsx", &file).await.is(303);
        for somebody in ["editor", "contact", "board", "auditor", "foreign-officer"] {
            let client = world.client(somebody).await;
            client.get(LIST).await.is(404);
            client.get(&format!("{LIST}/1")).await.is(404);
            client.post(&format!("{LIST}/1/ta-in"), &[]).await.is(404);
            upload(&client, "b.xlsx", &file).await.is(404);
        }
        let foreign = world.client("foreign-officer").await;
        foreign.get("/h/bokhamn/resultat/tidigare/1").await.is(404);
        foreign.post("/h/bokhamn/resultat/tidigare/1/ta-in", &[]).await.is(404);
        officer.post(&format!("{LIST}/1/ta-in"), &[]).await.is(303);
        assert_eq!((held(world, world.ekstad.id).len(), held(world, world.bokhamn.id).len()), (1, 0));
        officer.get(&format!("{LIST}/7")).await.is(404);
        for (name, bytes) in [("x.pdf", PDF), ("tom.xlsx", &book(world, &[])[..])] {
            let told = upload(&officer, name, bytes).await;
            told.is(422).says("fil");
        }
    });
}

#[test]
fn two_loads_that_wait_at_the_same_time_do_not_both_say_the_same_figure() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let first = book(world, &[figure("2022", "", "80")]);
        let second = book(world, &[figure("2022", "", "81"), figure("2021", "", "79")]);
        for file in [&first, &second] {
            upload(&officer, "fil.xlsx", file).await.is(303);
        }
        officer.get(&format!("{LIST}/2")).await.is(200).says("L\u{e4}s in 2 rader");
        officer.post(&format!("{LIST}/1/ta-in"), &[]).await.is(303);
        let told = officer.post(&format!("{LIST}/2/ta-in"), &[]).await;
        officer.follow(&told).await.is(200).says("1 rad l\u{e4}stes in. 1 rad med fel l\u{e4}mnades utanf\u{f6}r.");
        let mut values: Vec<_> =
            held(world, world.ekstad.id).iter().map(|one| (one.key.year, one.said.value)).collect();
        values.sort_unstable();
        assert_eq!(values, [(2021, Some(79_000)), (2022, Some(80_000))]);
    });
}

#[test]
fn an_annual_report_is_opened_by_its_provider_and_the_authority_and_each_opening_is_told() {
    on_both(async |world| {
        let (officer, lindblad) = (world.client("officer").await, name(world));
        let sheet = book(world, &[report(&lindblad, "lindblad.pdf")]);
        let packed = bundle::write(&[("mall.xlsx", &sheet), ("2023/lindblad.pdf", PDF), ("extra.pdf", b"%PDF-1.4")]);
        let told = upload(&officer, "allt.zip", &packed.unwrap()).await;
        officer.get(&told.is(303).location).await.is(200).says("Filer som ingen rad n\u{e4}mner").says("extra.pdf");
        officer.post(&format!("{LIST}/1/ta-in"), &[]).await.is(303);
        let scope = Scope::Tenant(world.ekstad.id);
        let of = world.lindblad;
        let entry = world.read(scope, move |tx| reports_of(tx, of)).remove(0);
        let (reviewed, own) = (
            format!("/h/ekstad/uppfoljning/berattelse/1/{}", entry.row),
            format!("/h/ekstad/uppgift/berattelse/1/{}", entry.row),
        );
        for somebody in ["officer", "contact", "owner"] {
            let file = world.client(somebody).await.get(&reviewed).await;
            assert_eq!((file.is(200).media_type.as_str(), &file.bytes[..]), ("application/pdf", PDF));
        }
        for somebody in ["editor", "management"] {
            assert_eq!(world.client(somebody).await.get(&own).await.is(200).bytes, PDF);
        }
        for somebody in ["other-editor", "other-rektor", "foreign-editor", "board", "admin", "foreign-officer"] {
            let client = world.client(somebody).await;
            client.get(&own).await.is(404);
            client.get(&reviewed).await.is(404);
        }
        let told = world.read(scope, |tx| {
            let kinds: Vec<(String,)> =
                tx.all(sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read'"), &[])?;
            Ok(kinds)
        });
        assert_eq!(told.iter().filter(|(kind,)| kind == "earlier.report-read").count(), 5, "{told:?}");
        let page = officer.get(&format!("/h/ekstad/uppfoljning/anordnare/{of}?ar=2024")).await;
        page.is(200).says(sv::REPORTS).says(&reviewed);
        officer.post(&format!("{LIST}/1/dra-tillbaka"), &[("skal", "Fel fil")]).await.is(303);
        officer.get(&reviewed).await.is(404);
        world.client("editor").await.get(&own).await.is(404);
    });
}
