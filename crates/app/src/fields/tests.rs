//! What was sent after the session had ended comes back, under the titles that the pages have.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use platform::typed::Around;

use crate::testing::{Client, PEOPLE, World, on, on_both};

/// The value of the tag's attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split_once(&format!(" {name}=\""))?.1;
    Some(from.split('"').next().unwrap_or_default().to_owned())
}

/// The forms that change something on a page, each after the address that it is sent to.
fn forms(html: &str) -> Vec<(String, &str)> {
    let all = html.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or_default());
    let posted = all.filter_map(|form| {
        let head = form.split('>').next().unwrap_or_default();
        head.contains("method=\"post\"").then(|| (attribute(head, "action").unwrap_or_default(), form))
    });
    posted.collect()
}

/// Controls of those forms, each with the address its form is sent to.
fn controls(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (action, form) in forms(html) {
        for kind in ["<input", "<select", "<textarea"] {
            for tag in form.split(kind).skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let hidden =
                    ["hidden", "password", "file"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\"")));
                if let (false, Some(name)) = (hidden || tag.contains(" readonly"), attribute(tag, "name")) {
                    found.push((action.clone(), name));
                }
            }
        }
    }
    found
}

/// What can be chosen in those forms: the address, the field's name and the value.
fn choices(html: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (action, form) in forms(html) {
        for select in form.split("<select").skip(1) {
            let name = attribute(select.split('>').next().unwrap_or_default(), "name").unwrap_or_default();
            for option in select.split("</select>").next().unwrap_or_default().split("<option").skip(1) {
                let chosen = attribute(option.split('>').next().unwrap_or_default(), "value").unwrap_or_default();
                found.push((action.clone(), name.clone(), chosen));
            }
        }
        for tag in form.split("<input").skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
            if tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"") {
                let (name, chosen) = (attribute(tag, "name"), attribute(tag, "value"));
                found.push((action.clone(), name.unwrap_or_default(), chosen.unwrap_or_default()));
            }
        }
    }
    found
}

/// Whether a value is a stable name, which says little to whoever chose it by its words.
fn is_stable_name(value: &str) -> bool {
    // The word for some is the same.
    value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !matches!(value, "" | "rektor")
}

/// The fields that the page sends and nobody could name, as `address: name`; and those of whose choices the stable names would
/// be given back, as `address: name=value`.
async fn unnamed(world: &World, client: &Client<'_>, path: &str, seen: &mut usize) -> BTreeSet<String> {
    let page = client.get(path).await;
    let mut missing = BTreeSet::new();
    for (action, name, chosen) in choices(&page.text()).into_iter().filter(|(.., chosen)| is_stable_name(chosen)) {
        let pairs = [(name.clone(), chosen.clone())];
        let sent_to = action.clone();
        let given = world.read(store::Scope::Tenant(world.ekstad.id), move |tx| {
            Ok::<_, store::StoreError>(super::named(Some(Around { tx, seats: &[] }), &sent_to, &pairs))
        });
        if !action.contains("/uppgift/") && given.iter().any(|field| field.text == chosen) {
            missing.insert(format!("{action}: {name}={chosen}"));
        }
    }
    for (action, name) in controls(&page.text()) {
        *seen += 1;
        let action = if action.is_empty() { path.to_owned() } else { action };
        // Fields of a report are named by the item that is answered.
        if !action.contains("/uppgift/") && super::sv::title(&action, &name).is_none() {
            missing.insert(format!("{action}: {name}"));
        }
    }
    missing
}

#[test]
fn every_field_of_every_form_has_a_title_to_be_given_back_under() {
    on(store::Engine::Sqlite, async |world| {
        let mut seen = 0;
        let mut missing = BTreeSet::new();
        let id = |path: &str| match path.split('/').rev().skip_while(|step| *step != "{id}").nth(1) {
            Some("anordnare") => world.lindblad.to_string(),
            Some("enhet") => world.units[0].to_string(),
            Some("omraden") => world.areas[0].1.to_string(),
            Some("version") => year_version(world),
            _ => "7".to_owned(),
        };
        let assignment = complaints(world);
        let assignment = assignment.rsplit('/').next().unwrap();
        // So that there is something to assess.
        let routine = [("slag", "text"), ("text", "Så här gör vi."), ("nr", "0")];
        world.client("management").await.post("/h/ekstad/rutin", &routine).await.is(303);
        let kept = crate::testing::cases::say(world, 0, ("Läraren kom inte.", "Sara"), |_| {}).to_string();
        let theirs = |opened: &mut domain::cases::Opened| opened.place = domain::cases::Place::Authority;
        let sent = crate::testing::cases::say(world, 0, ("Ingen svarar.", ""), theirs).to_string();
        let investigation = an_investigation(world).await;
        let activity = an_activity(world).await;
        let sample = a_sample(world).await;
        let (meeting, decision) = (a_meeting(world).await, a_decision(world).await);
        let (deficiency, term) = (a_deficiency(world).await, a_term(world).await);
        let visit = a_visit(world).await;
        let [evaluation, copy, result] = crate::evaluations::testing::sent(world).await;
        for (name, _, _, _) in PEOPLE.iter().filter(|(_, _, tenant, _)| *tenant == "ekstad") {
            let client = world.client(name).await;
            for route in crate::areas().iter().flat_map(|area| area.routes().to_vec()) {
                if route.method != "GET" || route.path == "/formsprak" {
                    continue;
                }
                let path = route.path.replace("{id}", &id(route.path)).replace("{tenant}", "ekstad");
                let path = path.replace("{assignment}", assignment).replace("{year}", "2024");
                let path = path.replace("{occasion}", "tertial-1").replace("{provider}", &world.lindblad.to_string());
                let path = path.replace("{organisation}", &world.lindblad.to_string());
                let case = if route.path.contains("/klagomal/") { &sent } else { &kept };
                let path = path.replace("{case}", case).replace("{investigation}", &investigation);
                let path = path.replace("{activity}", &activity).replace("{sample}", &sample);
                let sampled = path.contains("/stickprov/") || path.contains("/studieplaner/");
                let path = if sampled { path.replace("{number}", "1") } else { path };
                let path = path.replace("{activity}", &activity).replace("{deficiency}", &deficiency);
                let path = path.replace("{term}", &term).replace("{ladder}", "kvalitet");
                let path =
                    path.replace("{visit}", &visit).replace("{meeting}", &meeting).replace("{decision}", &decision);
                let path =
                    path.replace("{evaluation}", &evaluation).replace("{copy}", &copy).replace("{result}", &result);
                let parts: &[&str] = if path.contains("{part}") { &["text", "moment", "resultat"] } else { &[""] };
                for part in parts {
                    let path = path.replace("{part}", part);
                    let plans = path.contains("/uppfoljningsplan/");
                    let path = if plans { path.replace("{number}", "2") } else { path };
                    missing.extend(unnamed(world, &client, &path, &mut seen).await);
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
        assert!(seen > 100, "only {seen} fields were seen: the addresses have changed");
    });
}

/// A visit to the provider, of which the provider has the draft.
async fn a_visit(world: &World) -> String {
    let officer = world.client("officer").await;
    let id = crate::visits::testing::held(world, &officer).await;
    crate::visits::testing::sent(&officer, &id).await;
    id
}

/// Something of an adopted plan that is planned with the provider; the plan has a draft after it.
async fn an_activity(world: &World) -> String {
    let (officer, owner) = (world.client("officer").await, world.client("owner").await);
    let plan = "/h/ekstad/uppfoljningsplan";
    officer.post(plan, &[("planens-ar", "2024"), ("fran", "exempel")]).await.is(303);
    let decided = [
        ("diarienummer", "VUX 1"),
        ("dag", "2024-03-01"),
        ("beslutsinstans", "Nämnden"),
        ("organ", "Nämnden"),
        ("processagare", "Chefen"),
    ];
    owner.post(&format!("{plan}/2024/1/faststall"), &decided).await.is(303);
    let row = [("rader", "1"), ("vad-1", "Närvaro"), ("hur-1", "Elevsystemet")];
    officer.post(&format!("{plan}/2024/1/andra/resultat"), &row).await.is(303);
    let planned = [("moment", "verksamhetsbesok"), ("anordnare", &*world.lindblad.to_string())];
    officer.post("/h/ekstad/tackning/2024/planera", &planned).await.is(303);
    let id: (kernel::Id<kernel::id::kind::Activity>,) = world.read(store::Scope::Tenant(world.ekstad.id), |tx| {
        tx.one(store::sql!("SELECT id FROM activity WHERE tenant_id = $1 ORDER BY id LIMIT 1"), &[])
    });
    id.0.to_string()
}

/// A random sample that is drawn of the provider's students.
async fn a_sample(world: &World) -> String {
    use crate::results::tests::{Batch, End, read_in};
    read_in(world, &[Batch::of(0, "ENGENG05", End::Goes(domain::courses::Grade::C), 5)]);
    let officer = world.client("officer").await;
    let wish = [
        ("titel", "Studieplaner"),
        ("fran", "2024-01-01"),
        ("till", "2024-06-30"),
        ("skolform", "alla"),
        ("grupper", "inga"),
    ];
    let page = officer.post("/h/ekstad/stickprov/nytt", &wish).await.is(303).location.clone();
    officer.post(&format!("{page}/dra"), &[("antal", "2"), ("tva", "nej"), ("sedd", "1")]).await.is(303);
    page.rsplit('/').next().unwrap().to_owned()
}

/// A deficiency at the provider, of which it knows and which it is to plan for, with a step of the ladder prepared.
async fn a_deficiency(world: &World) -> String {
    let (officer, owner) = (world.client("officer").await, world.client("owner").await);
    let key = officer.get("/h/ekstad/brister/ny").await.hidden("nyckel");
    let provider = world.lindblad.to_string();
    let sent = [
        ("nyckel", key.as_str()),
        ("ny-anordnare", &provider),
        ("ny-rubrik", "Studieplaner saknas"),
        ("ny-text", "Hälften saknar studieplan."),
        ("ny-kalla", "visit"),
        ("ny-spar", "compliance"),
        ("ny-allvar", "major"),
    ];
    officer.post("/h/ekstad/brister/ny", &sent).await.is(303);
    let one = format!("/h/ekstad/brist/{key}");
    let figure = [
        ("sedd", "1"),
        ("valj-matt-matt", "eget"),
        ("valj-matt-rubrik", "Elever"),
        ("valj-matt-riktning", "more"),
        ("valj-matt-start", "50"),
        ("valj-matt-mal", "90"),
    ];
    officer.post(&format!("{one}/valj-matt"), &figure).await.is(303);
    officer.post(&format!("{one}/begar-plan"), &[("sedd", "2"), ("begar-plan-dag", "2024-04-30")]).await.is(303);
    let measure = [
        ("sedd", "3"),
        ("atgard-rubrik", "Skriv planerna"),
        ("atgard-ansvarig", "Rektor"),
        ("atgard-dag", "2024-05-31"),
        ("atgard-effekt", "Alla har en"),
    ];
    world.client("rektor").await.post(&format!("/h/ekstad/brister-hos-oss/{key}/atgard"), &measure).await.is(303);
    let ladder = [
        ("sedd", "0"),
        ("rubrik", "Avtal"),
        ("spar", "compliance"),
        ("form", "procured"),
        ("steg1-rubrik", "Varning"),
        ("steg1-slag", "warning"),
        ("steg1-beslutar", "Nämnden"),
    ];
    owner.post("/h/ekstad/brister/stegar/ny", &ladder).await.is(303);
    let step =
        [("sedd", "4"), ("forbered-steg", "avtal/varning"), ("forbered-text", "Skäl"), ("forbered-dag", "2024-04-30")];
    owner.post(&format!("{one}/forbered"), &step).await.is(303);
    key
}

/// A decision of the school inspectorate on the provider.
async fn a_decision(world: &World) -> String {
    let officer = world.client("officer").await;
    let page = "/h/ekstad/skolinspektionen/nytt";
    let key = officer.get(page).await.hidden("nyckel");
    let sent = [
        ("nyckel", key.as_str()),
        ("anordnare", &world.lindblad.to_string()),
        ("nummer", "SI 1"),
        ("beslut", "remark"),
        ("dag", "2024-02-01"),
        ("rubrik", "V\u{e4}gledning"),
    ];
    officer.post(page, &sent).await.is(303);
    key
}

/// A meeting of all rektors that they are invited to.
async fn a_meeting(world: &World) -> String {
    let officer = world.client("officer").await;
    let page = "/h/ekstad/rektorstraff";
    let key = officer.get(page).await.hidden("nyckel");
    let sent = [
        ("nyckel", key.as_str()),
        ("ny-rubrik", "Rektorstr\u{e4}ff"),
        ("ny-dag", "2024-11-21"),
        ("ny-fran", "9.00"),
        ("ny-till", "12.00"),
        ("ny-plats", "Stadshuset"),
        ("ny-anmalan", "2024-11-14"),
    ];
    officer.post(page, &sent).await.is(303);
    officer.post(&format!("{page}/{key}/bjud-in"), &[("sedd", "1")]).await.is(303);
    let asked = [("sedd", "2"), ("fraga-text", "Vad g\u{e4}ller?")];
    officer.post(&format!("{page}/{key}/fraga"), &asked).await.is(303);
    key
}

/// A term that holds for the provider.
async fn a_term(world: &World) -> String {
    world.client("owner").await.post("/h/ekstad/villkor/hamta", &[]).await.is(303);
    let id: (kernel::Id<kernel::id::kind::Term>,) = world.read(store::Scope::Tenant(world.ekstad.id), |tx| {
        tx.one(store::sql!("SELECT id FROM term WHERE tenant_id = $1 ORDER BY slug, id LIMIT 1"), &[])
    });
    id.0.to_string()
}

/// An investigation of abuse at the unit.
async fn an_investigation(world: &World) -> String {
    let rektor = world.client("rektor").await;
    let page = rektor.get("/h/ekstad/krankning/ny").await;
    let (unit, day) = (world.units[0].to_string(), world.app.clock().now().day().to_string());
    let key = page.hidden("nyckel");
    let sent = [
        ("nyckel", key.as_str()),
        ("enhet", &unit),
        ("kalla", "student"),
        ("kannedom", &day),
        ("galler", "others"),
        ("text", "En elev har blivit slagen."),
    ];
    let told = rektor.post("/h/ekstad/krankning/ny", &sent).await;
    told.is(303);
    told.location.rsplit('/').next().unwrap().to_owned()
}

/// The published version of the year.
fn year_version(world: &World) -> String {
    let published = world.read(store::Scope::Tenant(world.ekstad.id), |tx| crate::year::published(tx, 2024));
    published.unwrap().id.to_string()
}

/// An assignment of the unit's complaints.
fn complaints(world: &World) -> String {
    let organisation = Some(world.lindblad);
    let all = world.read(store::Scope::Tenant(world.ekstad.id), move |tx| {
        let filter = crate::assignments::Filter { organisation, ..Default::default() };
        crate::assignments::list(tx, 2024, filter)
    });
    let one = all.into_iter().find(|a| matches!(a.subject, crate::assignments::Subject::Unit { .. })).unwrap();
    format!("/h/ekstad/uppgift/{}", one.id)
}

#[test]
fn a_report_sent_after_the_session_has_ended_comes_back_whole_under_the_titles_of_its_columns() {
    on_both(async |world| {
        let base = complaints(world);
        let editor = world.client("editor").await;
        let page = editor.get(&format!("{base}/fyll-i")).await;
        let names: Vec<(String, String)> = controls(&page.is(200).text());
        let cell = |end: &str| names.iter().map(|(_, name)| name.as_str()).find(|name| name.ends_with(end));
        assert!(cell("handlar-om").is_some() || page.text().contains("complaints-1-"), "{names:?}");
        world.clock.advance(5 * 3600);
        let fields = [
            ("hela", "1"),
            ("sedd", "17"),
            ("complaints-1-mottaget", "2024-02-03"),
            ("complaints-1-handlar-om", "Sal"),
            ("statement.comment", "Kort"),
            ("statement.none", "ja"),
            ("complaints-lagg-till", "1"),
        ];
        for address in ["fyll-i", "falt"] {
            let answer = editor.post(&format!("{base}/{address}"), &fields).await;
            answer.is(401).says("Du har varit borta").says("2024-02-03").says("Sal").says("Kort");
            answer.says(", rad 1, ").says("Kommentar").does_not_say("Statement").does_not_say("statement");
            answer.does_not_say(">17<").does_not_say("Ett svar i redovisningen");
        }
        // Whoever has no session gets the texts, and learns nothing of what the item asks.
        let nobody = world.nobody().post(&format!("{base}/fyll-i"), &fields).await;
        nobody.is(401).says("Sal").says("Ett svar i redovisningen").does_not_say(", rad 1, ");
        let other = world.client("other-editor").await;
        world.clock.advance(5 * 3600);
        other.post(&format!("{base}/fyll-i"), &fields).await.is(401).says("Sal").does_not_say(", rad 1, ");
    });
}

#[test]
fn dates_choices_and_files_come_back_and_the_script_is_told_in_a_sentence() {
    on(store::Engine::Sqlite, async |world| {
        let (admin, editor) = (world.client("admin").await, world.client("editor").await);
        let base = complaints(world);
        world.clock.advance(5 * 3600);
        let fields = [
            ("namn", "Bo"),
            ("roll", "rektor"),
            ("anordnare", "0190b5a1-7c1e-7d3a-9f66-0242ac120002"),
            ("fran", "2024-04-01"),
            ("ersattare", "ja"),
        ];
        let answer = admin.post("/h/ekstad/personer/ny", &fields).await;
        answer.is(401).says("Bo").says("Rektor").says("2024-04-01").says("Första dag").says("Välj det igen");
        answer.says("Som ersättare för den ordinarie").does_not_say("0190b5a1");
        let areas = [("skolform", "sfi"), ("skolform", "upper-secondary"), ("losenord", "hemligt ord")];
        let answer = admin.post("/h/ekstad/organisation/omraden/nytt", &areas).await;
        answer.is(401).says("Skolformer").does_not_say("hemligt");
        let file = editor.upload(&format!("{base}/arbetsbok"), &[], "klagomål.xlsx", b"PK").await;
        file.is(401).says("klagomål.xlsx").says("Välj den igen").says("Logga in igen");
        let told = editor.post_by_script(&format!("{base}/falt"), &[("statement.comment", "Kort")]).await;
        assert_eq!(told.is(401).media_type, "text/plain; charset=utf-8");
        assert!(told.text().contains("utloggad") && told.text().contains("ny flik"), "{}", told.text());
    });
}

#[test]
fn what_somebody_sends_whose_role_has_ended_comes_back_under_the_titles_of_the_form_and_leads_to_no_missing_page() {
    on_both(async |world| {
        let (editor, task) = (world.client("editor").await, complaints(world));
        let person = crate::testing::person_id("editor");
        let now = world.app.clock().now();
        world.write(store::Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(store::global_sql!("UPDATE seat SET ended_at = $2 WHERE person_id = $1"), &[&person, &now])
                .map(|_| ())
        });
        let sent = [
            ("hela", "1"),
            ("rord", "complaints-1-handlar-om"),
            ("complaints-1-handlar-om", "Skrivet medan rollen tog slut."),
            ("complaints-1-status", "avslutat"),
            ("complaints-1-hittepa", "Kort"),
            ("complaints-2-hittepa", "Annat"),
        ];
        let page = editor.post(&format!("{task}/fyll-i"), &sent).await;
        page.is(404).says("Skrivet medan rollen tog slut.").says("rad 1, ").says("Avslutat");
        page.does_not_say("complaints-1").does_not_say("Kort, Annat").does_not_say("Inget av det är sparat");
        page.says("Det som hade sparats innan finns kvar").does_not_say("Tillbaka till sidan");
    });
}
