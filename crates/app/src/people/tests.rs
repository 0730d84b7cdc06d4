//! Through the router, on both engines.

use kernel::Day;

use crate::testing::{Client, World, on_both, person_id};

const PASSWORD: &str = "tre äpplen på bordet";

fn seat(page: &str, person: &str) -> String {
    let start = format!("/personer/{person}/roll/");
    let id = page.split(&start).nth(1).and_then(|rest| rest.split(['"', '/']).next()).unwrap_or_default();
    format!("/h/ekstad/personer/{person}/roll/{id}")
}

async fn invited(world: &World, admin: &Client<'_>, person: &str) -> String {
    let page = admin.post(&format!("{person}/inbjudan"), &[]).await;
    page.is(200).says("Kopiera länken nu");
    let text = page.main();
    let token = text.split("/lank/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    assert!(world.events(world.ekstad).iter().any(|kind| kind == "person.invited"));
    format!("/lank/{token}")
}

#[test]
fn a_person_is_added_invited_and_comes_in() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let norrsken = world.norrsken.to_string();
        admin.get("/h/ekstad/personer/ny").await.is(200).says("Rapportör").says("Norrskens");
        let fields = [
            ("namn", "Åsa Öberg"),
            ("adress", "Asa.Oberg@Norrsken.example"),
            ("roll", "provider-editor"),
            ("anordnare", &*norrsken),
            ("fran", "2024-03-01"),
        ];
        let person = admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone();
        admin.get(&person).await.is(200).says("Åsa Öberg").says("asa.oberg@norrsken.example").says("Inte inbjuden");
        let first = invited(world, &admin, &person).await;
        let second = invited(world, &admin, &person).await;
        let nobody = world.nobody();
        nobody.get(&first).await.is(200);
        nobody.get(&second).await.is(200).says("Ekstads kommun").says("Välkommen, Åsa Öberg");
        let used = nobody.post(&second, &[("losenord", PASSWORD), ("losenord-igen", PASSWORD)]).await;
        let editor = world.browser_of(used.is(303));
        nobody.get(&first).await.is(409);
        editor
            .get("/start")
            .await
            .is(200)
            .says("Din roll hos Norrskens lärcenter väntar på att er ledning bekräftar den");
        editor.get("/konto").await.is(200).says("Norrskens");
        admin.get(&person).await.is(200).says("Har konto");
        world.clock.advance(8 * 24 * 3600);
        nobody.get(&second).await.is(409);
    });
}

/// Chooses a password with the link and gives the browser that is signed in with it.
async fn comes_in<'a>(world: &'a World, link: &str) -> Client<'a> {
    let used = world.nobody().post(link, &[("losenord", PASSWORD), ("losenord-igen", PASSWORD)]).await;
    world.browser_of(used.is(303))
}

#[test]
fn a_new_link_ends_the_old_way_in_when_it_is_used_and_not_before() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let page = format!("/h/ekstad/personer/{}", person_id("registrar"));
        let registrar = comes_in(world, &invited(world, &admin, &page).await).await;
        registrar.get("/h/ekstad/diarium").await.is(200);
        let again = invited(world, &admin, &page).await;
        admin.get(&page).await.is(200).says("Ny länk till");
        let other = invited(world, &admin, &page).await;
        registrar.get("/h/ekstad/diarium").await.is(200);
        let fields = [("adress", "registrar@test.example"), ("losenord", PASSWORD)];
        world.nobody().post("/logga-in", &fields).await.is(303);
        let chosen = "fyra päron under bordet";
        let used = world.nobody().post(&again, &[("losenord", chosen), ("losenord-igen", chosen)]).await;
        world.browser_of(used.is(303)).get("/h/ekstad/diarium").await.is(200);
        world.nobody().post("/logga-in", &fields).await.is(422);
        world.nobody().get(&other).await.is(409);
        // And whoever was signed in is told why they are not any more.
        let text = [("text", "Ett par ord som någon har skrivit")];
        let sent = registrar.post("/konto/losenord", &text).await;
        sent.is(401).says("En ny länk till ditt konto har använts").does_not_say("borta för länge");
    });
}

#[test]
fn the_authority_makes_no_link_for_somebody_whom_a_provider_has_confirmed_password_or_not() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let editor = person_id("editor");
        let page = format!("/h/ekstad/personer/{editor}");
        let why = "ledningen hos Lindblad Vuxenutbildning en ny länk under Personer hos oss";
        admin.get(&page).await.is(200).says(why).does_not_say("Gör en ny länk</button>");
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says(why).says("har bekräftat");
        // Nor after the provider's own new link, while nobody has used it; nor after the role has ended.
        let management = world.client("management").await;
        management.post(&format!("/h/ekstad/personer-hos-oss/{editor}/lank"), &[]).await.is(200);
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says(why);
        let seat = seat(&admin.get(&page).await.is(200).main(), &editor.to_string());
        admin.post(&seat, &[("nar", "nu")]).await.is(303);
        let fields = [("roll", "registrar"), ("fran", "2024-03-01")];
        admin.post(&format!("{page}/roll"), &fields).await.is(303);
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says("tertial user link");
        // Where nobody is left in the provider's management, the operator helps.
        let page = format!("/h/ekstad/personer/{}", person_id("other-editor"));
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says("tertial user link");
    });
}

const AT_US: &str = "/h/ekstad/personer-hos-oss";

/// The addresses on the page that answer for seats that wait.
async fn answers(client: &Client<'_>, word: &str) -> Vec<String> {
    let text = client.get(AT_US).await.is(200).main();
    let starts = text.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    starts.filter(|address| address.ends_with(word)).map(str::to_owned).collect()
}

/// Confirms everybody who waits for the word of whoever is signed in.
async fn confirm_all(management: &Client<'_>) {
    let waiting = answers(management, "/bekrafta").await;
    assert!(!waiting.is_empty());
    for address in waiting {
        management.post(&address, &[]).await.is(303);
    }
}

/// Adds somebody with a role at the provider; gives the person's page.
async fn added(admin: &Client<'_>, at: &str, address: &str, role: &str, provider: &str) -> String {
    let fields =
        [("namn", address), ("adress", address), ("roll", role), ("anordnare", provider), ("fran", "2024-03-01")];
    admin.post(&format!("/h/{at}/personer/ny"), &fields).await.is(303).location.clone()
}

#[test]
fn a_seat_that_the_authority_gives_opens_nothing_until_the_providers_management_confirms_it() {
    on_both(async |world| {
        let (admin, management) = (world.client("admin").await, world.client("management").await);
        let page = added(&admin, "ekstad", "asa@test.example", "provider-editor", &world.lindblad.to_string()).await;
        admin.get(&page).await.is(200).says("Väntar på bekräftelse");
        let asa = comes_in(world, &invited(world, &admin, &page).await).await;
        asa.get("/start").await.is(200).says("Din roll hos Lindblad Vuxenutbildning väntar");
        for closed in [AT_US, "/h/ekstad/redovisning", "/h/ekstad/fokusomraden"] {
            asa.get(closed).await.is(404);
        }
        asa.post(&format!("/byt/anordnare/{}", world.lindblad), &[]).await.is(404);
        management.get("/start").await.is(200).says("En person väntar på att ni bekräftar").says("given av admin");
        let waiting = answers(&management, "/bekrafta").await;
        assert_eq!(waiting.len(), 1);
        // Nobody else answers for the provider.
        for name in ["editor", "rektor", "admin", "officer", "other-editor"] {
            world.client(name).await.post(&waiting[0], &[]).await.is(404);
        }
        world.client("editor").await.get(AT_US).await.is(200).says("Väntar på bekräftelse").does_not_say("/bekrafta");
        let id = page.rsplit('/').next().unwrap_or_default();
        management.post(&format!("{AT_US}/{id}/lank"), &[]).await.is(409).says("Bekräfta rollen först");
        management.post(&waiting[0], &[]).await.is(303);
        asa.get(AT_US).await.is(200).says("asa@test.example");
        asa.get("/start").await.is(200).does_not_say("väntar på att er ledning");
        assert!(world.events(world.ekstad).contains(&"seat.confirmed".to_owned()));
        management.post(&waiting[0], &[]).await.is(409).says("väntar inte på ditt svar");
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409);
        world.client("auditor").await.get("/h/ekstad/granskning").await.is(200).says("bekräftade för anordnaren");
    });
}

#[test]
fn somebody_who_is_nobody_at_the_provider_loses_the_seat_and_the_authority_sees_it() {
    on_both(async |world| {
        let (admin, management) = (world.client("admin").await, world.client("management").await);
        let page = added(&admin, "ekstad", "okand@test.example", "rektor", &world.lindblad.to_string()).await;
        let refused = answers(&management, "/avvisa").await;
        management.post(&refused[0], &[]).await.is(303);
        management.get(AT_US).await.is(200).says("Ingen hos anordnaren").does_not_say("/bekrafta");
        management.get("/start").await.is(200).does_not_say("väntar på att ni bekräftar");
        admin.get(&page).await.is(200).says("Ingen hos anordnaren");
        assert!(world.events(world.ekstad).contains(&"seat.refused".to_owned()));
        management.post(&refused[0].replace("avvisa", "bekrafta"), &[]).await.is(409);
        // Given back it waits once more.
        let id = page.rsplit('/').next().unwrap_or_default();
        let seat = seat(&admin.get(&page).await.main(), id);
        admin.post(&format!("{seat}/angra"), &[]).await.is(303);
        admin.get(&page).await.is(200).says("Väntar på bekräftelse");
        assert_eq!(answers(&management, "/bekrafta").await.len(), 1);
    });
}

#[test]
fn only_the_first_management_that_a_provider_ever_has_is_confirmed_by_itself() {
    on_both(async |world| {
        let (admin, norrsken) = (world.client("admin").await, world.norrsken.to_string());
        let first = added(&admin, "ekstad", "chef@test.example", "provider-management", &norrsken).await;
        admin.get(&first).await.is(200).does_not_say("Väntar på bekräftelse");
        // The authority lets the first one in, until a password has been chosen.
        invited(world, &admin, &first).await;
        let chief = comes_in(world, &invited(world, &admin, &first).await).await;
        chief.get(AT_US).await.is(200);
        admin.post(&format!("{first}/inbjudan"), &[]).await.is(409);
        let second = added(&admin, "ekstad", "vice@test.example", "provider-management", &norrsken).await;
        admin.get(&second).await.is(200).says("Väntar på bekräftelse");
        // Whoever ends the seat does not choose the next first.
        let id = first.rsplit('/').next().unwrap_or_default();
        admin.post(&seat(&admin.get(&first).await.main(), id), &[("nar", "nu")]).await.is(303);
        let third = added(&admin, "ekstad", "ny@test.example", "provider-management", &norrsken).await;
        admin.get(&third).await.is(200).says("Väntar på bekräftelse");
    });
}

#[test]
fn the_management_answers_for_its_people_with_every_authority() {
    on_both(async |world| {
        let (foreign, management) = (world.client("foreign-admin").await, world.client("management").await);
        let lindblad = world.lindblad.to_string();
        let page = added(&foreign, "bokhamn", "vd@test.example", "provider-management", &lindblad).await;
        foreign.get(&page).await.is(200).says("Väntar på bekräftelse");
        management
            .get(AT_US)
            .await
            .is(200)
            .says("i rapporteringen till Bokhamns kommun")
            .says("given av foreign-admin");
        confirm_all(&management).await;
        foreign.get(&page).await.is(200).does_not_say("Väntar på bekräftelse");
        assert!(world.events(world.bokhamn).contains(&"seat.confirmed".to_owned()));
        assert!(!world.events(world.ekstad).contains(&"seat.confirmed".to_owned()));
    });
}

#[test]
fn a_provider_sees_who_holds_its_seats_since_when_and_by_whom() {
    on_both(async |world| {
        let (admin, editor) = (world.client("admin").await, world.client("editor").await);
        editor.get("/start").await.is(200).does_not_say("Nytt konto hos er");
        let (lindblad, unit) = (world.lindblad.to_string(), world.units[0].to_string());
        let fields = [
            ("namn", "Åsa Öberg"),
            ("adress", "asa.oberg@konsult.example"),
            ("roll", "rektor"),
            ("anordnare", &*lindblad),
            ("enhet", &*unit),
            ("ersattare", "ja"),
            ("fran", "2024-03-15"),
            ("till", "2024-06-30"),
        ];
        let person = admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone();
        editor.get("/start").await.is(200).says("Nytt konto hos er").says("Åsa Öberg, asa.oberg@konsult.example");
        let page = editor.get("/h/ekstad/personer-hos-oss").await;
        page.is(200).says("Rektor (ersättare)").says("Lindblad Centrum").says("15 mars 2024–30 juni 2024");
        page.says("15 mars 2024 av admin").says("Inte inbjuden").says("management");
        page.does_not_say("other-editor").does_not_say("officer").does_not_say("Gör en ny länk");
        // One that is ended at once is told of too.
        let id = person.rsplit('/').next().unwrap_or_default();
        let seat = seat(&admin.get(&person).await.is(200).main(), id);
        admin.post(&seat, &[("nar", "nu")]).await.is(303);
        editor.get("/start").await.is(200).says("Nytt konto hos er");
        editor.get("/h/ekstad/personer-hos-oss").await.is(200).says("avslutad 15 mars 2024");
        world.clock.advance(15 * 24 * 3600);
        let editor = world.client("editor").await;
        editor.get("/start").await.is(200).does_not_say("Nytt konto hos er");
        editor.get("/h/ekstad/personer-hos-oss").await.is(200).does_not_say("Åsa Öberg");
        editor.get("/h/ekstad/personer-hos-oss?tidigare=ja").await.is(200).says("Åsa Öberg");
        // And one that is given back counts as new again.
        world.client("admin").await.post(&format!("{seat}/angra"), &[]).await.is(303);
        editor.get("/start").await.is(200).says("Nytt konto hos er");
    });
}

#[test]
fn a_providers_management_makes_new_links_for_its_own_people_and_nobody_else() {
    on_both(async |world| {
        let management = world.client("management").await;
        let link = |name| format!("/h/ekstad/personer-hos-oss/{}/lank", person_id(name));
        let page = management.get("/h/ekstad/personer-hos-oss").await;
        page.is(200).says(&link("editor")).says(&link("rektor"));
        assert!(!page.main().contains(&link("management")));
        management
            .get(&link("editor"))
            .await
            .is(200)
            .says("editor@test.example")
            .says("loggas personen också ut överallt");
        let editor = world.client("editor").await;
        let shown = management.post(&link("editor"), &[]).await;
        shown.is(200).says("Kopiera länken nu").says("Lindblad Vuxenutbildning har gett dig");
        editor.get("/start").await.is(200);
        let text = shown.main();
        let token = text.split("/lank/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        comes_in(world, &format!("/lank/{token}")).await.get("/start").await.is(200);
        editor.get("/start").await.is(303);
        assert!(world.events(world.ekstad).iter().any(|kind| kind == "person.invited"));
        for (name, status, says) in [
            ("management", 409, "åt dig själv"),
            ("other-editor", 404, ""),
            ("officer", 404, ""),
            ("foreign-editor", 404, ""),
        ] {
            management.get(&link(name)).await.is(status).says(says);
            management.post(&link(name), &[]).await.is(status).says(says);
        }
        // Somebody who has a role elsewhere too is the operator's to help.
        let foreign = world.client("foreign-admin").await;
        let fjordvik = world.fjordvik.to_string();
        let fields = [
            ("namn", "rektor"),
            ("adress", "rektor@test.example"),
            ("roll", "rektor"),
            ("anordnare", &*fjordvik),
            ("fran", "2024-03-01"),
            ("kontot", "ja"),
        ];
        foreign.post("/h/bokhamn/personer/ny", &fields).await.is(303);
        management.post(&link("rektor"), &[]).await.is(409).says("också hos någon annan");
        // Others at the provider see the page and make no links.
        for name in ["editor", "rektor"] {
            let client = world.client(name).await;
            client.get(&link("editor")).await.is(404);
            client.post(&link("editor"), &[]).await.is(404);
        }
    });
}

#[test]
fn management_of_one_unit_makes_links_for_that_unit_only() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let (lindblad, unit) = (world.lindblad.to_string(), world.units[0].to_string());
        let add = |address: &'static str, role: &'static str| {
            let (lindblad, unit) = (lindblad.clone(), unit.clone());
            let admin = &admin;
            async move {
                let fields = [
                    ("namn", address),
                    ("adress", address),
                    ("roll", role),
                    ("anordnare", &*lindblad),
                    ("enhet", &*unit),
                    ("fran", "2024-03-01"),
                ];
                admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone()
            }
        };
        let colleague = add("kollega@test.example", "provider-editor").await;
        let own = add("ledning@test.example", "provider-management").await;
        let manager = comes_in(world, &invited(world, &admin, &own).await).await;
        confirm_all(&world.client("management").await).await;
        let link = |id: &str| format!("/h/ekstad/personer-hos-oss/{id}/lank");
        let colleague = colleague.rsplit('/').next().unwrap_or_default();
        manager.get("/h/ekstad/personer-hos-oss").await.is(200).says(&link(colleague));
        manager.post(&link(colleague), &[]).await.is(200);
        manager.post(&link(&person_id("management").to_string()), &[]).await.is(409).says("utanför din enhet");
        // Nor for one who works for the provider towards another authority too; whoever has all of the provider may.
        let (foreign, all) = (world.client("foreign-admin").await, lindblad.as_str());
        let name = "kollega@test.example";
        let fields = [
            ("namn", name),
            ("adress", name),
            ("roll", "rektor"),
            ("anordnare", all),
            ("fran", "2024-03-01"),
            ("kontot", "ja"),
        ];
        foreign.post("/h/bokhamn/personer/ny", &fields).await.is(303);
        manager.get("/h/ekstad/personer-hos-oss").await.is(200).does_not_say(&link(colleague));
        manager.get(&link(colleague)).await.is(409);
        manager.post(&link(colleague), &[]).await.is(409).says("utanför din enhet");
        world.client("management").await.post(&link(colleague), &[]).await.is(200);
    });
}

#[test]
fn every_fault_stands_at_its_field_and_nothing_is_lost() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let page = admin.post("/h/ekstad/personer/ny", &[("namn", ""), ("adress", "åsa"), ("till", "i morgon")]).await;
        page.is(422)
            .says("Namnet saknas")
            .says("ingen e-postadress")
            .says("Ingen roll är vald")
            .says("Första dagen saknas");
        page.says("Sista dag: ”i morgon” är inget datum. Skriv till exempel 9 december 2024")
            .says("value=\"åsa\"")
            .says("value=\"i morgon\"");
        let (norrsken, unit) = (world.norrsken.to_string(), world.units[0].to_string());
        for (fields, fault) in [
            (vec![("roll", "rektor")], "Välj vilken"),
            (vec![("roll", "registrar"), ("anordnare", &*norrsken)], "gäller hela myndigheten"),
            (vec![("roll", "rektor"), ("anordnare", &*norrsken), ("enhet", &*unit)], "hör inte till den anordnaren"),
            (vec![("roll", "auditor"), ("till", "2024-01-01")], "före den första"),
        ] {
            let mut all = vec![("namn", "A B"), ("adress", "a@b.example"), ("fran", "2024-03-01")];
            all.extend(fields);
            admin.post("/h/ekstad/personer/ny", &all).await.is(422).says(fault);
        }
    });
}

#[test]
fn somebody_known_by_address_is_reused_and_nothing_of_elsewhere_is_shown() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let person = person_id("foreign-officer");
        admin.get(&format!("/h/ekstad/personer/{person}")).await.is(404);
        admin.get("/h/ekstad/personer?q=foreign").await.is(200).says("Ingen person passar");
        let fields = [
            ("namn", "Ett annat namn"),
            ("adress", "foreign-officer@test.example"),
            ("roll", "auditor"),
            ("fran", "2024-03-01"),
        ];
        // Whoever made the account's way in may have used it: that is pointed out before anything is given.
        let asked = admin.post("/h/ekstad/personer/ny", &fields).await;
        asked.is(422).says("Kontot har fått sin inloggning av Bokhamns kommun").says("value=\"Ett annat namn\"");
        assert!(!world.events(world.ekstad).iter().any(|kind| kind == "seat.given"));
        let fields = [fields.as_slice(), &[("kontot", "ja")]].concat();
        let page = admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone();
        assert!(page.ends_with(&person.to_string()));
        admin
            .get(&page)
            .await
            .is(200)
            .says("foreign-officer")
            .says("Granskare")
            .does_not_say("Bokhamn")
            .does_not_say("Ett annat namn");
        // Asked once, not at each further role.
        let further = [("roll", "registrar"), ("fran", "2024-03-01")];
        admin.post(&format!("{page}/roll"), &further).await.is(303);
        // The other authority knew them first: no link can be made here that would let somebody in there.
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says("Personen har redan ett konto");
        world
            .client("foreign-officer")
            .await
            .get("/start")
            .await
            .is(200)
            .says("Ekstads kommun")
            .says("Bokhamns kommun");
    });
}

#[test]
fn nobody_stands_on_both_sides() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let lindblad = world.lindblad.to_string();
        let role = |role, provider| [("roll", role), ("anordnare", provider), ("fran", "2024-03-01")];
        let address = |name| format!("/h/ekstad/personer/{}/roll", person_id(name));
        admin.post(&address("officer"), &role("rektor", &*lindblad)).await.is(409).says("roll hos myndigheten");
        admin.post(&address("editor"), &role("quality-officer", "")).await.is(409).says("roll hos en anordnare");
        admin.post(&address("admin"), &role("provider-editor", &*lindblad)).await.is(409).says("inte ge dig själv");
        admin
            .post(&address("editor"), &role("provider-editor", &*lindblad))
            .await
            .is(409)
            .says("Personen har redan rollen");
        admin.post(&address("editor"), &role("rektor", &*lindblad)).await.is(303);
    });
}

#[test]
fn a_seat_ends_at_the_next_request_or_after_its_last_day_and_can_be_taken_back() {
    on_both(async |world| {
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        let person = person_id("officer").to_string();
        let page = format!("/h/ekstad/personer/{person}");
        let seat = seat(&admin.get(&page).await.is(200).main(), &person);
        admin.get(&seat).await.is(200).says("När ska rollen sluta gälla?");
        admin.post(&seat, &[]).await.is(422).says("Välj när");
        admin.post(&seat, &[("nar", "dag"), ("dag", "2024-03-01")]).await.is(422).says("har redan varit");
        officer.get("/h/ekstad/organisation").await.is(200);
        admin.post(&seat, &[("nar", "nu")]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(404);
        admin.get(&page).await.is(200).says("Avslutad");
        admin.post(&format!("{seat}/angra"), &[]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(200);
        admin.post(&seat, &[("nar", "dag"), ("dag", "2024-03-15")]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(200);
        world.clock.set(Day::new(2024, 3, 16).map_or(kernel::Instant::EPOCH, Day::start));
        officer.get("/h/ekstad/organisation").await.is(303);
        let later = world.client("officer").await;
        later.get("/h/ekstad/organisation").await.is(404);
    });
}

#[test]
fn a_seat_that_is_over_or_ends_earlier_is_given_no_later_end() {
    on_both(async |world| {
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        let person = person_id("officer").to_string();
        let page = format!("/h/ekstad/personer/{person}");
        let seat = seat(&admin.get(&page).await.is(200).main(), &person);
        let last_day = |day| [("nar", "dag"), ("dag", day)];
        admin.post(&seat, &last_day("2024-04-30")).await.is(303);
        admin.post(&seat, &last_day("2024-05-31")).await.is(422).says("Rollen slutar redan tidigare");
        admin.get(&page).await.is(200).says("30 april 2024").does_not_say("31 maj 2024");
        admin.post(&seat, &last_day("2024-04-15")).await.is(303);
        admin.post(&seat, &[("nar", "nu")]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(404);
        // The form lay open, or its address is still known: what is over stays over.
        admin.get(&seat).await.is(409).says("Rollen har redan slutat gälla");
        for end in [last_day("2024-12-31"), [("nar", "nu"), ("dag", "")]] {
            admin.post(&seat, &end).await.is(409).says("Ångra avslutet");
        }
        officer.get("/h/ekstad/organisation").await.is(404);
        let ended = world.events(world.ekstad).iter().filter(|kind| *kind == "seat.ended").count();
        assert_eq!(ended, 3, "what was refused is not told");
        // The way back asks what may stand beside it, and is told as what it is.
        admin.post(&format!("{seat}/angra"), &[]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(200);
        assert!(world.events(world.ekstad).iter().any(|kind| kind == "seat.resumed"));
    });
}

#[test]
fn the_last_administrator_stays() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let person = person_id("admin").to_string();
        let own = seat(&admin.get(&format!("/h/ekstad/personer/{person}")).await.is(200).main(), &person);
        admin.post(&own, &[("nar", "nu")]).await.is(409).says("Någon måste vara administratör");
        admin.post(&own, &[("nar", "dag"), ("dag", "2024-12-31")]).await.is(409);
        let fields = [("roll", "administrator"), ("fran", "2024-03-01")];
        admin.post(&format!("/h/ekstad/personer/{}/roll", person_id("owner")), &fields).await.is(303);
        assert_eq!(admin.post(&own, &[("nar", "nu")]).await.is(303).location, "/start");
        admin.get("/h/ekstad/personer").await.is(404);
    });
}

#[test]
fn only_administrators_see_people_and_only_their_own() {
    on_both(async |world| {
        for name in ["officer", "editor", "board", "auditor", "owner"] {
            world.client(name).await.get("/h/ekstad/personer").await.is(404);
        }
        let admin = world.client("admin").await;
        let page = admin.get("/h/ekstad/personer").await;
        page.is(200).says("Lindblad Vuxenutbildning").says("Registrator").does_not_say("foreign");
        admin.get("/h/ekstad/personer?sida=anordnare").await.is(200).does_not_say("Registrator");
        let foreign = world.client("foreign-admin").await;
        let page = format!("/h/bokhamn/personer/{}", person_id("officer"));
        foreign.get(&page).await.is(404);
        foreign.post(&format!("{page}/inbjudan"), &[]).await.is(404);
        foreign.post(&format!("{page}/roll"), &[("roll", "auditor"), ("fran", "2024-03-01")]).await.is(404);
    });
}
