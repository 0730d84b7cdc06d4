#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{About, Place, Raised};
use kernel::Id;
use kernel::id::kind::CaseFile;

use crate::testing::cases::say;
use crate::testing::{Answer, Client, World, instant, on_both};

const SAID: &str = "Läraren Erik Blom skrek i tisdags. Jag vågar inte gå dit. Ring 070-174 06 35.";
const NOTE: &str = "Det här är kommunens anteckning.";
const NAME: &str = "Amina Skrivare";

/// A complaint of the first unit's, where it is first.
fn said(world: &World, place: Place, about: About) -> Id<CaseFile> {
    say(world, 0, (SAID, NAME), |said| (said.place, said.about, said.raised) = (place, about, Some(Raised::NotContent)))
}

const TO: [(&str, &str); 3] = [("profil", "tillsyn"), ("mottagare", "Tillsynen"), ("andamal", "Begärd 14 mars")];

fn with<'f>(fields: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    [fields, more].concat()
}

/// Reads the preview with the masks and makes just that.
async fn made(client: &Client<'_>, base: &str, fields: &[(&str, &str)]) -> String {
    let shown = client.post(base, fields).await;
    let hash = shown.is(200).hidden("sett");
    client.post(base, &with(fields, &[("sett", &hash), ("gor", "kopian")])).await.is(303).location.clone()
}

/// The address that a page shows once.
fn link(page: &Answer) -> String {
    let text = page.main();
    let start = text.find("/utlamnat/ekstad/").unwrap();
    text[start..].split(['<', '"', ' ']).next().unwrap().to_owned()
}

#[test]
fn a_copy_goes_out_masked_by_a_link_that_is_opened_once_and_the_case_stands() {
    on_both(async |world| {
        let id = said(world, Place::Authority, About::Others);
        let officer = world.client("officer").await;
        let case = format!("/h/ekstad/klagomal/{id}");
        officer.post(&format!("{case}/anteckna"), &[("anteckna-text", NOTE)]).await.is(303);
        officer.get(&case).await.is(200).says("Lämna ut eller skicka vidare");
        let base = format!("{case}/utlamna");
        officer.get(&base).await.is(200).says("Inget har lämnats ut").does_not_say(SAID);
        officer.post(&base, &[]).await.is(422).says("Välj ett svar").says("Skriv något här");
        officer.post(&format!("{base}/sekretess"), &[("sekretess", "OSL 23 kap. 5 §")]).await.is(303);
        officer.get(&case).await.is(200).says("Sekretessmarkerat").says("OSL 23 kap. 5 §");
        // Whole at first: the program says that somebody can be pointed out.
        let whole = officer.post(&base, &TO).await;
        whole.is(200).says("Erik Blom").says(NAME).says(NOTE).says("Det kan finnas uppgifter kvar");
        let masks = with(&TO, &[("mask-0", "1"), ("ord", "erik blom\nAMINA\n070-174 06 35")]);
        // What was not shown so is not made: the press comes with the hash of the page before.
        let missed = with(&TO, &[("ord", "Erik Blom\nErik Blomm")]);
        officer.post(&base, &missed).await.is(200).says("Ord som inte finns i kopian").says("<li>Erik Blomm</li>");
        let hash = whole.hidden("sett");
        let again = officer.post(&base, &with(&masks, &[("sett", &hash), ("gor", "kopian")])).await;
        again.is(200).says("Läs igenom kopian igen");
        officer.get(&base).await.is(200).says("Inget har lämnats ut");
        let one = made(&officer, &base, &masks).await;
        assert_eq!(one, format!("{base}/1"));
        let page = officer.get(&one).await;
        page.is(200).says("Tillsynen").says("Maskat på 4 ställen").says("Sekretessmarkerat").says("skrek i tisdags");
        page.does_not_say("Erik").does_not_say("Jag vågar inte").does_not_say("070-174").does_not_say("Amina");
        // The link is shown this once.
        let shown = officer.post(&format!("{one}/lank"), &[]).await;
        let address = link(shown.is(200).says("Länken visas bara nu"));
        officer.get(&one).await.is(200).does_not_say("/utlamnat/").says("Gäller till och med 29 mars 2024");
        let kept = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            tx.one::<(String,)>(::store::sql!("SELECT token_sha256 FROM handout_link WHERE tenant_id = $1"), &[])
        });
        assert!(!kept.0.contains(address.rsplit('/').next().unwrap()), "the token itself is kept nowhere");
        // A program that follows links reads nothing and uses nothing up.
        let nobody = world.nobody();
        for _ in 0..2 {
            nobody
                .get(&address)
                .await
                .is(200)
                .says("Den går att öppna en gång")
                .does_not_say("skrek")
                .does_not_say("Ekstad");
        }
        nobody.get("/utlamnat/ekstad/nagot-annat").await.is(200).says("Den går att öppna en gång");
        let opened = nobody.post(&address, &[]).await;
        opened.is(200).says("skrek i tisdags").says("█████").says("OSL 23 kap. 5 §").says(NOTE).says("officer");
        opened.does_not_say("Erik").does_not_say("Jag vågar inte").does_not_say("Amina").does_not_say("070-174");
        nobody.post(&address, &[]).await.is(200).says("Länken gäller inte").does_not_say("skrek");
        officer.get(&one).await.is(200).says("Öppnad 15 mars 2024");
        // The copy stays as it was made; the case was never changed.
        officer.post(&format!("{base}/sekretess"), &[("bort", "1")]).await.is(303);
        officer.get(&one).await.is(200).says("Sekretessmarkerat");
        officer.get(&case).await.is(200).says(SAID).does_not_say("Sekretessmarkerat");
        // The auditor sees who made it for whom, and when it was opened, and no word of it.
        let log = world.client("auditor").await.get("/h/ekstad/granskning/utlamnat").await;
        log.is(200).says("Tillsynen").says("Begärd 14 mars").says("officer").says("Öppnad 15 mars 2024");
        log.does_not_say("skrek").does_not_say("Erik").does_not_say(NAME);
        let events = world.events(world.ekstad);
        for kind in
            ["case.handed-out", "case.link-made", "case.link-opened", "case.secrecy-marked", "case.secrecy-lifted"]
        {
            assert!(events.iter().any(|told| told == kind), "{kind}");
        }
        let read = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let all: Vec<(String,)> = tx.all(
                ::store::sql!(
                    "SELECT facts FROM audit_event WHERE tenant_id = $1 AND chain = 'read' AND kind = 'case.read' ORDER BY seq"
                ),
                &[],
            )?;
            Ok(all.into_iter().filter(|(facts,)| facts.contains("handout")).count())
        });
        assert_eq!(read, 5, "each look at a copy is told");
    });
}

#[test]
fn a_profile_lets_out_what_it_says_and_nothing_else() {
    on_both(async |world| {
        let id = said(world, Place::Authority, About::Others);
        let officer = world.client("officer").await;
        let case = format!("/h/ekstad/klagomal/{id}");
        officer.post(&format!("{case}/anteckna"), &[("anteckna-text", NOTE)]).await.is(303);
        let base = format!("{case}/utlamna");
        let to = |profile: &'static str| [("profil", profile), ("mottagare", "Skolan"), ("andamal", "För kännedom")];
        let page = officer.post(&base, &to("anordnaren")).await;
        page.is(200).says("skrek i tisdags").does_not_say(NAME).does_not_say(NOTE).does_not_say("Kommunen antecknade");
        let public = officer.post(&base, &to("allman-handling")).await;
        public.is(200).says(NOTE).does_not_say(NAME);
        officer.post(&base, &to("okand")).await.is(422);
        // A new line since it was read stops what was to be made.
        let hash = public.hidden("sett");
        officer.post(&format!("{case}/anteckna"), &[("anteckna-text", "En till.")]).await.is(303);
        let fields = with(&to("allman-handling"), &[("sett", &hash), ("gor", "kopian")]);
        officer.post(&base, &fields).await.is(200).says("Läs igenom kopian igen").says("En till.");
    });
}

#[test]
fn a_link_that_is_taken_back_or_too_old_opens_nothing() {
    on_both(async |world| {
        let id = said(world, Place::Authority, About::Others);
        let officer = world.client("officer").await;
        let one = made(&officer, &format!("/h/ekstad/klagomal/{id}/utlamna"), &TO).await;
        let first = link(&officer.post(&format!("{one}/lank"), &[]).await);
        let second = link(&officer.post(&format!("{one}/lank"), &[]).await);
        officer.post(&format!("{one}/aterkalla"), &[("lank", "1")]).await.is(303);
        officer.post(&format!("{one}/aterkalla"), &[("lank", "1")]).await.is(409);
        let nobody = world.nobody();
        nobody.post(&first, &[]).await.is(200).says("Länken gäller inte").does_not_say("skrek");
        nobody.post("/utlamnat/bokhamn/abc", &[]).await.is(200).says("Länken gäller inte");
        nobody.post(&second.replace("ekstad", "bokhamn"), &[]).await.is(200).does_not_say("skrek");
        nobody.post("/utlamnat/ingen/abc", &[]).await.is(404);
        world.clock.set(instant("2024-03-30T09:00:00Z"));
        nobody.post(&second, &[]).await.is(200).says("Länken gäller inte").does_not_say("skrek");
    });
}

#[test]
fn each_side_hands_out_its_own_and_nobody_else_does() {
    on_both(async |world| {
        let id = said(world, Place::School, About::Others);
        let school = format!("/h/ekstad/arenden/{id}/utlamna");
        let city = format!("/h/ekstad/klagomal/{id}/utlamna");
        let rektor = world.client("rektor").await;
        let one = made(&rektor, &school, &TO).await;
        rektor.get(&one).await.is(200).says("skrek i tisdags");
        // The authority sees counts alone until it has the case, and then not what the school handed out.
        let officer = world.client("officer").await;
        officer.get(&city).await.is(404);
        officer.post(&city, &TO).await.is(404);
        let over = [("lamna-vidare-text", "Vi kommer inte längre.")];
        rektor.post(&format!("/h/ekstad/arenden/{id}/lamna-vidare"), &over).await.is(303);
        officer.get(&city).await.is(200).says("Inget har lämnats ut");
        officer.get(&format!("{city}/1")).await.is(404);
        rektor.get(&city).await.is(404);
        for (name, path) in [
            ("editor", &school),
            ("other-rektor", &school),
            ("contact", &city),
            ("registrar", &city),
            ("auditor", &city),
            ("foreign-officer", &city),
            ("owner", &city),
        ] {
            let client = world.client(name).await;
            let seen = client.get(path).await;
            assert!(matches!(seen.status.as_u16(), 403 | 404), "{name} {}", seen.status);
            seen.does_not_say("skrek");
            let made = client.post(path, &TO).await;
            assert!(matches!(made.status.as_u16(), 403 | 404), "{name} {}", made.status);
        }
        world.nobody().get(&city).await.does_not_say("skrek");
        let officer_log = officer.get("/h/ekstad/granskning/utlamnat").await;
        assert!(matches!(officer_log.status.as_u16(), 403 | 404));
        // What is about somebody at the authority is the process owner's to hand out, and nobody else's.
        let about = said(world, Place::Authority, About::Officer);
        let path = format!("/h/ekstad/klagomal/{about}/utlamna");
        officer.get(&path).await.is(404);
        world.client("owner").await.get(&path).await.is(200);
    });
}

/// A photograph that tells where it was taken, and by whom in its name.
fn photograph() -> Vec<u8> {
    let mut jpeg = Vec::new();
    let dots = image::RgbImage::from_pixel(24, 16, image::Rgb([9, 9, 7]));
    dots.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut jpeg)).unwrap();
    let told = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0GPS 59.3293 Kanarie";
    let length = u16::try_from(told.len() + 2).unwrap().to_be_bytes();
    jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, told].concat());
    jpeg
}

#[test]
fn a_file_goes_along_where_it_is_chosen_without_its_name_and_what_it_tells_of_its_maker() {
    on_both(async |world| {
        let id = said(world, Place::Authority, About::Others);
        let officer = world.client("officer").await;
        let case = format!("/h/ekstad/klagomal/{id}");
        let note = [("anteckna-text", NOTE)];
        officer.upload(&format!("{case}/anteckna"), &note, "Amina_Kanarie.jpg", &photograph()).await.is(303);
        let base = format!("{case}/utlamna");
        officer.post(&base, &TO).await.is(200).says("Filer som går med").says("De är inte med här.");
        let public =
            [("profil", "allman-handling"), ("mottagare", "Allmänheten"), ("andamal", "Begärd"), ("filer", "0")];
        officer.post(&base, &public).await.is(200).does_not_say("Filer som går med").does_not_say("Kanarie");
        let one = made(&officer, &base, &with(&TO, &[("filer", "0"), ("ord", "Amina")])).await;
        officer.get(&one).await.is(200).says("Fil 1, JPEG").says("Med följer fil 1").does_not_say("Kanarie");
        let address = link(&officer.post(&format!("{one}/lank"), &[]).await);
        let given = world.nobody().post(&address, &[]).await;
        assert_eq!(given.is(200).media_type, "application/zip");
        let lies = |needle: &[u8]| given.bytes.windows(needle.len()).any(|window| window == needle);
        assert!(lies(b"handling.html") && lies(b"fil-1.jpeg"));
        assert!(!lies(b"Kanarie") && !lies(b"Amina") && !lies(b"GPS"));
        world.nobody().post(&address, &[]).await.is(200).says("Länken gäller inte");
    });
}
