//! One file of a letter that belongs nowhere.

use super::*;
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";

#[test]
fn a_file_too_many_is_set_aside_alone_and_the_letter_is_done_when_the_rest_is() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let [right, wrong] = ["Ja", "Nej"].map(|answer| filled(world, id, complaint(&[("ledning", answer)])));
        let mail = Mail::from(EDITOR, "1").with("ratt.xlsx", &right).with("gammal.xlsx", &wrong);
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Det finns 2 filer för samma redovisning").says("Lägg gammal.xlsx åt sidan");
        let own = format!("{page}/fil/2");
        officer.get(&own).await.is(200).says("Hör filen inte hit?").says("Lägg också den andra filen");
        officer
            .post(&format!("{own}/at-sidan"), &[("skal", " ")])
            .await
            .is(422)
            .says("Skriv varför filen läggs åt sidan");
        officer.post(&format!("{own}/at-sidan"), &[("skal", "Förra veckans utkast")]).await.is(303);
        let letter = officer.get(&page).await;
        letter.says("Väntar på er").says("Förra veckans utkast").says("Lagd åt sidan av officer");
        letter.says("Brevet har haft flera filer").does_not_say("Det finns 2 filer");
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert_eq!(became(world), ["draft", "aside"]);
        officer.get(&page).await.says("Väntar på signering").does_not_say("Väntar på er");
        // Set aside with the letter and taken back with it, the file stays where the officer has put it.
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(303);
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        assert_eq!(became(world), ["draft", "aside"]);
        // Taken back, it is looked at anew: somebody has to say whether it is the one.
        officer.get(&page).await.says("Ta tillbaka filen");
        officer.post(&format!("{own}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        assert_eq!(became(world), ["draft", "upload"]);
        officer.post(&format!("{own}/ta-tillbaka"), &[]).await.is(303);
        assert_eq!(became(world), ["draft", "upload"]);
        let events = world.events(world.ekstad);
        for kind in ["mail.file-aside", "mail.file-back"] {
            assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{kind}");
        }
        officer.get(&format!("{page}/original")).await.is(200);
    });
}

#[test]
fn forty_files_for_the_same_are_counted_and_the_others_set_aside_at_once() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let days: Vec<String> = (1..=6).map(|day| format!("2024-01-{day:02}")).collect();
        let files: Vec<Vec<u8>> = days.iter().map(|day| filled(world, id, complaint(&[("mottaget", day)]))).collect();
        let names: Vec<String> = (1..=6).map(|number| format!("{number}.xlsx")).collect();
        let mail = names.iter().zip(&files).fold(Mail::from(EDITOR, "1"), |mail, (name, file)| mail.with(name, file));
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("Det finns 6 filer för samma redovisning");
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        let form = [("skal", "Äldre utkast"), ("alla", "ja")];
        officer.post(&format!("{page}/fil/4/at-sidan"), &form).await.is(303);
        assert_eq!(became(world), ["draft", "aside", "aside", "aside", "aside", "aside"]);
        officer.get(&page).await.says("Väntar på signering").does_not_say("Väntar på er");
    });
}
