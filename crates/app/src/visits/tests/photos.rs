//! Photos of a protocol: cleaned, sealed, shown, on paper, taken away.

use std::io::{Cursor, Read};

use super::*;

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

#[test]
fn photos_are_cleaned_sealed_shown_and_taken_away() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let id = held(world, &officer).await;
        let picture = photograph();
        let path = format!("/h/ekstad/besok/{id}/bild");
        let who = platform::reply::known_by(person_id("officer"));
        let named = key(1);
        let fields = [("punkt", "lokaler"), ("nyckel", &*named), ("vem", &*who)];
        officer.upload(&path, &fields, "sal.jpg", &picture).await.is(200);
        // The answer was lost, and it is sent again.
        officer.upload(&path, &fields, "sal.jpg", &picture).await.is(200);
        officer.upload(&path, &[("punkt", "annat")], "sal.jpg", &picture).await.is(409);
        officer.upload(&path, &[("punkt", "lokaler")], "sal.txt", b"inte en bild").await.is(409);
        let visit: Id<Visit> = id.parse().unwrap();
        let all = world.read(Scope::Tenant(world.ekstad.id), move |tx| protocol::photos(tx, visit));
        assert_eq!(all.len(), 1);
        let own = format!("{path}/{}", all[0].id);
        let shown = officer.get(&own).await;
        assert!(shown.is(200).media_type.starts_with("image/"));
        assert!(!shown.bytes.windows(4).any(|bytes| bytes == b"Exif"), "nothing of where it was taken");
        assert!(picture.windows(4).any(|bytes| bytes == b"Exif"), "the test has something to take away");
        sent(&officer, &id).await;
        // On paper the photo is a picture with words for whoever does not see it, and what came after the draft is not in it.
        world.clock.advance(60);
        officer.upload(&path, &[("punkt", "lokaler")], "sal2.jpg", &picture).await.is(303);
        let rektor = world.client("rektor").await;
        for (reader, page) in [(&officer, "besok"), (&rektor, "besok-hos-oss")] {
            let word = reader.get(&format!("/h/ekstad/{page}/{id}/fil/docx")).await;
            let mut parts = zip::ZipArchive::new(Cursor::new(&*word.is(200).bytes)).unwrap();
            let pictures =
                (0..parts.len()).filter(|at| parts.by_index(*at).unwrap().name().unwrap().contains("media/")).count();
            assert_eq!(pictures, 1, "{page}");
            let mut body = String::new();
            parts.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
            assert!(body.contains("Foto 1: "), "{page}");
            assert!(!body.contains("uppf\u{f6}ljningssystemet"), "{page}: none is left out");
        }
        let theirs = format!("/h/ekstad/besok-hos-oss/{id}/bild/{}", all[0].id);
        rektor.get(&theirs).await.is(200);
        world.client("other-rektor").await.get(&theirs).await.is(404);
        world
            .client("board")
            .await
            .get(&format!("/h/ekstad/besoksprotokoll/2024/{id}/bild/{}", all[0].id))
            .await
            .is(404);
        officer.post(&format!("{own}/bort"), &[]).await.is(303);
        officer.get(&own).await.is(404);
        assert!(!world.app.files().folder(world.ekstad.id).join(&all[0].stored).exists());
    });
}
