//! Swedish sentences of complaints at the school and the authority.

use documents::cleaning::NotClean;
use domain::cases::Action;

use crate::cases::files::{AT_ONCE, Unfit};

pub(super) const INBOX: &str = "Klagomål och synpunkter";
pub(super) const OVER_TIME: &str = "Klagomål över tid: hur många, vart och hur fort";
pub(super) const REGISTER: &str = "Registrera något som sagts";
pub(super) const REGISTERED: &str = "Det är registrerat.";
pub(super) const NEEDED: &str = "Skriv något här.";
pub(super) const CHOOSE: &str = "Välj ett svar.";
pub(super) const NO_DAY: &str = "Skriv en dag, till exempel 2024-03-15 eller 15 mars 2024.";
pub(super) const LONG_AGO: &str = "Dagen ligger mer än ett år tillbaka. Kontrollera året.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";

pub(super) const BEFORE_CLOSING: &str = "Innan ärendet kan avslutas";
/// When what was waited for has come.
pub(super) const GOES_AGAIN: &str = "Klockan går igen: ni väntade på den som skrev.";

/// A day that is not after the one from which it counts.
pub(super) fn not_before(day: &str) -> String {
    format!("Dagen ska ligga efter {day}.")
}
/// Before the last day of an extension.
pub(super) const LONG_EXTENSION: &str = "Mer tid kan tas en gång, längst till";
/// Before the last day on which a stopped clock is looked at.
pub(super) const LONG_STOP: &str = "Klockan kan stå stilla i högst fyra veckor åt gången, till";

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What has been done.
pub(super) const fn done(action: Action) -> &'static str {
    match action {
        Action::Acknowledge => "Den som skrev ser nu att ni har tagit emot det.",
        Action::Ask => "Frågan är ställd. Den som skrev ser den med sin kod.",
        Action::Act => "Åtgärden är antecknad.",
        Action::Note => "Anteckningen är sparad.",
        Action::Answer => "Svaret är lämnat. Den som skrev läser det med sin kod.",
        Action::Stop => "Klockan står stilla.",
        Action::Start => "Klockan går igen.",
        Action::Extend => "Svarstiden är förlängd. Den som skrev ser den nya dagen.",
        Action::Classify => "Bedömningen är sparad.",
        Action::Word => "Redovisningens text är sparad.",
        Action::Close => "Ärendet är avslutat.",
        Action::Reopen => "Ärendet är upptaget igen.",
        Action::HandOver => "Kommunen har ärendet nu.",
        Action::HandDown => "Skolan har ärendet nu.",
        Action::Keep => "Ni svarar på ärendet själva.",
        Action::Join => "Ni åtgärdar ärendet tillsammans med skolan.",
        Action::Assign => "Den ni valde kan läsa och handlägga ärendet nu.",
        Action::Link | Action::TurnAbuse | Action::Write | Action::Say | Action::Escalate => "Det är sparat.",
    }
}

/// Why files are not taken.
pub(super) fn unfit(why: &Unfit) -> String {
    let which = |number: &usize| format!("Fil {number}");
    match why {
        Unfit::None => "Välj minst en fil.".to_owned(),
        Unfit::TooMany(count) => format!("Ni valde {count} filer. Skicka högst {AT_ONCE} åt gången."),
        Unfit::TooLarge(limit) => {
            format!("Filerna är tillsammans större än {} MB. Skicka färre åt gången.", limit >> 20)
        }
        Unfit::Empty => "En av filerna är tom. Välj den igen.".to_owned(),
        Unfit::Cut => "Filerna kom inte fram hela. Skicka dem igen.".to_owned(),
        Unfit::NotClean(number, why) => format!("{} {}", which(number), unclean(*why)),
    }
}

const fn unclean(why: NotClean) -> &'static str {
    match why {
        NotClean::Film => "är en film, som inte kan tas emot här.",
        NotClean::PhonePicture => {
            "är en bild i formatet HEIC, som många inte kan öppna. Spara den som JPEG och skicka den igen."
        }
        NotClean::OtherKind => "är varken en bild (JPEG eller PNG), en PDF eller ett Word-dokument. Spara den som PDF.",
        NotClean::Locked => "är låst med lösenord. Spara den utan lösenord och skicka den igen.",
        NotClean::TooManyDots => "är en för stor bild. Minska den och skicka den igen.",
        NotClean::Holds => {
            "har något i sig som inte kan tas bort säkert: ett program, en inbäddad fil eller något som hämtas från nätet. Spara den som PDF."
        }
        NotClean::Broken => "går inte att läsa. Öppna den, spara den på nytt och skicka den igen.",
    }
}

/// That a case has as many files as it may have.
pub(super) fn full(most: usize) -> String {
    format!("Ärendet kan ha högst {most} filer. Skriv i stället vad filen visar.")
}

/// What goes with files.
pub(super) fn files_help(megabytes: usize) -> String {
    format!(
        "Bilder (JPEG eller PNG), PDF eller Word, högst {AT_ONCE} åt gången och {megabytes} MB tillsammans. Uppgifter om författare, plats och kamera tas bort."
    )
}

/// What an action is for, where that needs a word.
pub(super) const fn help(action: Action) -> Option<&'static str> {
    match action {
        Action::Acknowledge => Some("Säg att ni har fått det, och vad som händer nu. Den som skrev läser texten."),
        Action::Ask => Some("Den som skrev läser frågan med sin kod och kan svara."),
        Action::Note => Some(
            "Visas inte för den som skrev. Den är inte hemlig: någon kan begära ut den som allmän handling. Skriv så att den tål det.",
        ),
        Action::Answer => Some(
            "Berätta vad ni har kommit fram till och vad ni gör. Den som skrev läser svaret och kan säga om det är löst.",
        ),
        Action::Stop => {
            Some("Arbetsdagarna räknas inte medan klockan står. Den som skrev ser att ni väntar, och till när.")
        }
        Action::Classify => Some(
            "Tre svar avgör om det räknas som klagomål i redovisningen. Ett ändrat svar sparas bredvid det tidigare.",
        ),
        Action::Word => Some(
            "Kort och utan namn: vad det gällde, hur det hanterades. Så står det i skolans redovisning till kommunen.",
        ),
        Action::Close => Some("Avslutat är inte detsamma som löst. Den som skrev får själv säga om det är löst."),
        Action::HandOver => Some("Kommunen läser då allt som står i ärendet, utom era anteckningar."),
        Action::Join => Some("Kommunen och skolan arbetar båda i ärendet. Vem som gjort vad syns."),
        _ => None,
    }
}
