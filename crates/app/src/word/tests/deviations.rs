//! The deviation report in Word: boxes to tick, a choice, and text for each target.

use super::*;
use crate::testing::on_both;

#[test]
fn a_deviation_report_is_ticked_and_written_in_word() {
    on_both(async |world| {
        let (id, editor) = (of_area(world, "avvikelser-malvarden", 0), world.client("editor").await);
        let bytes = template(&editor, id).await;
        let mut xml = String::new();
        zip::ZipArchive::new(std::io::Cursor::new(&bytes))
            .unwrap()
            .by_name("word/document.xml")
            .unwrap()
            .read_to_string(&mut xml)
            .unwrap();
        let (_, rest) = xml.split_once("<w:tag w:val=\"target-").unwrap();
        let target = rest.split('.').next().unwrap().to_owned();
        let (risk, causes) = (format!("target-{target}.risk"), format!("target-{target}.causes"));
        let tick = |xml: &str, path: &str| {
            let place = place(xml, path);
            let ticked = xml[place.clone()].replace('\u{2610}', "\u{2612}");
            format!("{}{ticked}{}", &xml[..place.start], &xml[place.end..])
        };
        let written = altered(&bytes, |xml| filled(&tick(&xml, &risk), &causes, &par("Många nya elever.")), &[]);
        let preview = uploaded(&editor, id, &written).await;
        preview.is(200).says("Många nya elever.").says("Ja, det finns avvikelser");
        confirmed(&editor, &preview, &[]).await.is(303);
        let now = draft(world, id);
        assert_eq!((now["statement.answer"].as_str(), now[&risk].as_str()), ("some", "ja"));
        assert_eq!(now[&causes], "Många nya elever.");
        // No deviations is one tick.
        let other = of_area(world, "avvikelser-malvarden", 1);
        let none = altered(&template(&editor, other).await, |xml| tick(&xml, "statement.answer"), &[]);
        let preview = uploaded(&editor, other, &none).await;
        preview.is(200).says("Ikryssad: Inte några avvikelser");
        confirmed(&editor, &preview, &[]).await.is(303);
        assert_eq!(draft(world, other)["statement.answer"], "none");
    });
}
