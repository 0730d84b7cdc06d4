//! What a check of the chain found.

use ::store::ChainFault;
use kernel::swedish;

use super::{chain, fact};
use crate::audit::verify::{AnchorFault, Counted, Fault, Kept, Wrong};

fn some(number: usize, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", swedish::integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// How much was looked at.
pub(in crate::audit) fn looked_at(counted: &Counted) -> String {
    let links = |number: i64| usize::try_from(number).unwrap_or_default();
    format!(
        "Vi räknade om {} och {}, och jämförde med {}, {}, {}, {}, {} och {}.",
        some(links(counted.changes), "ändring", "ändringar"),
        some(links(counted.readings), "läsning", "läsningar"),
        some(counted.submissions, "inlämning", "inlämningar"),
        some(counted.years, "version av årets dokument", "versioner av årets dokument"),
        some(counted.datasets, "fryst underlag", "frysta underlag"),
        some(counted.releases, "färdig rapport", "färdiga rapporter"),
        some(counted.files, "fil", "filer"),
        some(counted.rows, "rad i databasen", "rader i databasen"),
    )
}

/// How many things are wrong.
pub(in crate::audit) fn wrong_count(number: usize) -> String {
    format!("{} stämmer inte", some(number, "sak", "saker"))
}

/// What a row of the table is.
#[expect(clippy::too_many_lines, reason = "a table of words")]
pub(in crate::audit) fn table(name: &str) -> &'static str {
    match name {
        "aggregate_table" => "Tabellen från en annan källa",
        "agreement" => "Avtalet",
        "area" => "Avtalsområdet",
        "assessment" => "Bedömningen",
        "assignment" => "Uppgiften",
        "assignment_change" => "Ändringen av uppgiften",
        "case_document" => "Filen i ett ärende",
        "case_entry" => "Raden i ett ärende",
        "case_file" => "Ärendet",
        "case_handout" => "Kopian av ett ärende",
        "case_import" => "Inläsningen ur skolans eget system",
        "case_mapping" => "Kopplingarna för skolans eget system",
        "case_reference" => "Ärendets nummer i skolans eget system",
        "case_secrecy" => "Sekretessmarkeringen av ett ärende",
        "activity" => "Aktiviteten hos en anordnare",
        "activity_entry" => "Raden i en aktivitet hos en anordnare",
        "plan_adoption" => "Fastställandet av uppföljningsplanen",
        "plan_version" => "Versionen av uppföljningsplanen",
        "visit" => "Besöket",
        "visit_checklist" => "Versionen av checklistan för besök",
        "visit_edit" => "Ändringen i ett protokoll från ett besök",
        "visit_entry" => "Raden i ett besök",
        "visit_photo" => "Fotot i ett protokoll från ett besök",
        "case_theme" => "Temat i en enhets analys",
        "case_theme_entry" => "Raden i ett tema i en enhets analys",
        "handout_link" => "Länken till en kopia av ett ärende",
        "case_handler" => "Vem som handlägger ärendet",
        "investigation" => "Utredningen",
        "investigation_entry" => "Raden i en utredning",
        "carried_field" => "Uppgiften om vart svaren hör",
        "contact_attempt" => "Försöket att nå en elev",
        "person_number" => "Personnumret i en lista",
        "contact_rektor" => "Kontaktrektorn",
        "count_cell" => "Räkningen",
        "course" => "Kursen",
        "course_group" => "Kursgruppen",
        "earlier_figure" => "Resultatet från ett tidigare år",
        "earlier_report" => "Verksamhetsberättelsen från ett tidigare år",
        "earlier_set" => "Laddningen av tidigare år",
        "earlier_target" => "Målvärdet från ett tidigare år",
        "elsewhere_file" => "Filen från ett annat system",
        "elsewhere_mapping" => "Kopplingarna för filer från ett annat system",
        "evaluation" => "Den gemensamma utvärderingen",
        "evaluation_copy" => "Frågan om en gemensam utvärdering",
        "evaluation_copy_entry" => "Raden i en fråga om en gemensam utvärdering",
        "evaluation_entry" => "Raden i en gemensam utvärdering",
        "evaluation_part" => "Anordnaren i en gemensam utvärdering",
        "evaluation_part_entry" => "Raden om en anordnare i en gemensam utvärdering",
        "evaluation_result" => "Resultatet av en gemensam utvärdering",
        "evaluation_result_entry" => "Raden i ett resultat av en gemensam utvärdering",
        "extension" => "Beslutet om mer tid",
        "fetched_list" => "Den hämtade listan",
        "focus_area" => "Fokusområdet",
        "import_profile" => "Profilen för inläsning",
        "mail" => "Brevet som kom in",
        "mail_file" => "Filen i ett brev som kom in",
        "mail_time" => "När ett brev kom in",
        "mail_registration" => "Registreringen av ett brev",
        "mailbox" => "Brevlådan",
        "message" => "Frågan eller svaret",
        "organisation" => "Organisationen",
        "own_template" => "Den egna mallen",
        "participation" => "Raderna i inläsning",
        "participation_set" => "Inläsningen",
        "vocational_education" => "Yrkesutbildningarna i inläsning",
        "person" => "Personen",
        "picture" => "Bilden",
        "place" => "Platsen",
        "provider" => "Anordnaren",
        "publication" => "Publiceringen",
        "publication_list" => "Listan över publiceringar ur inläsning",
        "publication_proposal" => "Den framräknade publiceringslistan ur frysning",
        "registration" => "Diarieföringen",
        "reminder_pause" => "Pausen i påminnelserna",
        "student_snapshot" => "Räkningen av elever efter inläsning",
        "student_count" => "Antalet elever efter inläsning",
        "result_cell" => "Räkningen efter inläsning",
        "result_freeze" => "Frysningen",
        "sample" => "Stickprovet",
        "sample_case" => "Fallet i ett stickprov",
        "sample_entry" => "Raden i ett stickprov",
        "sample_file" => "Filen med en studieplan i ett stickprov",
        "sample_link" => "Länken till ett fall i ett stickprov",
        "supervision" => "Tillsynsbeslutet",
        "supervision_entry" => "Raden i ett tillsynsbeslut",
        "supervision_file" => "Filen till ett tillsynsbeslut",
        "meeting" => "Rektorsträffen",
        "meeting_entry" => "Raden i en rektorsträff",
        "deficiency" => "Bristen",
        "deficiency_entry" => "Raden i en brist",
        "ladder_version" => "Versionen av åtgärdsstegarna",
        "term" => "Villkoret",
        "term_assessment" => "Bedömningen av ett villkor",
        "term_version" => "Versionen av ett villkor",
        "routine" => "Rutinen för klagomål",
        "routine_assessment" => "Bedömningen av en rutin för klagomål",
        "return_note" => "Skälet till återlämnandet",
        "seat" => "Rollen",
        "site_address" => "Webbadressen",
        "site_check" => "Webbkontrollen",
        "site_judgement" => "Bedömningen av en webbkontroll",
        "site_schedule" => "Hur ofta webbplatser kontrolleras",
        "source" => "Källans inställning",
        "source_fetch" => "Hämtningen",
        "source_mirror" => "Den krypterade kopian av det hämtade",
        "tagging" => "Märkningen",
        "tenant" => "Myndigheten",
        "tenant_key" => "Nyckeln",
        "theme" => "Temat",
        "unit" => "Enheten",
        "unit_area" => "Enhetens avtalsområde",
        _ => "Raden",
    }
}

fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Row(name) => table(name),
        Kept::Submission => "Inlämningen",
        Kept::YearVersion => "Årets dokument",
        Kept::Dataset => "Det frysta underlaget",
        Kept::Release => "Rapporten",
        Kept::File => "Filen",
        Kept::Tenant => "Myndigheten",
    }
}

fn wrong(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Unreadable => "kan inte läsas. Innehållet är skadat.".to_owned(),
        Wrong::NotItsHash => "har ändrats: innehållet ger inte den kontrollsumma som står bredvid.".to_owned(),
        Wrong::NotAsSaid { seq, fact: name } => {
            format!("är inte som händelse {} säger. Det som skiljer är: {}.", swedish::integer(*seq), fact(name))
        }
        Wrong::RowAltered { seq } => {
            format!("har ändrats vid sidan av systemet efter händelse {}.", swedish::integer(*seq))
        }
        Wrong::Miscounted => "stämmer inte med det som är inlämnat. Driften kan räkna om den.".to_owned(),
        Wrong::NotItsRows => "stämmer inte med kursdeltagandena som är publicerade.".to_owned(),
        Wrong::NotDropped => {
            "är borttagen, men rader eller antal ur den ligger kvar. Driften kan ta bort dem.".to_owned()
        }
        Wrong::NoEvent => "har ingen händelse i kedjan och har alltså lagts till vid sidan av systemet.".to_owned(),
        Wrong::Gone { seq } => {
            format!("är borta, men ska finnas enligt händelse {}.", swedish::integer(*seq))
        }
        Wrong::FileMissing => "saknas: filen finns inte i lagret.".to_owned(),
        Wrong::FileAltered => "har ändrats: filens innehåll ger inte dess kontrollsumma.".to_owned(),
        Wrong::FileUnreadable { .. } => "kunde inte läsas från lagret.".to_owned(),
    }
}

/// What is wrong: what, where, and how it shows.
pub(in crate::audit) fn fault(fault: &Fault) -> String {
    let n = |seq: i64| swedish::integer(seq);
    match fault {
        Fault::Chain { chain: which, what } => {
            let which = chain(*which);
            match what {
                ChainFault::Altered { seq } => {
                    format!("{which}: händelse {} har ändrats efter att den skrevs.", n(*seq))
                }
                ChainFault::Broken { seq } => format!(
                    "{which}: händelse {} hänger inte ihop med den före. En händelse är borttagen, tillagd eller ändrad.",
                    n(*seq)
                ),
                ChainFault::CutTail { last, expected } => format!(
                    "{which}: kedjan slutar vid händelse {}, men ska gå till {}. Slutet är borttaget.",
                    n(*last),
                    n(*expected)
                ),
                ChainFault::WrongHead { seq } => {
                    format!("{which}: händelse {} är inte den som skrevs sist.", n(*seq))
                }
            }
        }
        Fault::ChainUnreadable { chain: which, .. } => {
            format!("{}: kedjan innehåller något som inte är en händelse och kan inte läsas.", chain(*which))
        }
        Fault::ChainGone { chain: which } => {
            format!("{}: kedjan är tom, fast det finns myndigheter. Hela kedjan är borttagen.", chain(*which))
        }
        Fault::Anchor { chain: which, seq, what } => match what {
            AnchorFault::NoChain => format!("{}: kedjan är nedskriven men finns inte.", chain(*which)),
            AnchorFault::Lost => {
                format!("{}: händelse {} som är nedskriven finns inte. Slutet är borttaget.", chain(*which), n(*seq))
            }
            AnchorFault::Differs => {
                format!("{}: händelse {} är inte den som är nedskriven. Kedjan är omskriven.", chain(*which), n(*seq))
            }
        },
        Fault::Row { kept: what, id, name, wrong: how } => {
            let name = if name.is_empty() { id } else { name };
            let space = if name.is_empty() { "" } else { " " };
            format!("{}{space}{name} {}", kept(*what), wrong(how))
        }
    }
}
