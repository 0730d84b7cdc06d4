//! Swedish sentences about files, for those who have an account.

use documents::cleaning::NotClean;

use super::files::{AT_ONCE, Unfit};

/// Why files are not taken.
pub fn unfit(why: &Unfit) -> String {
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
pub fn full(most: usize) -> String {
    format!("Ärendet kan ha högst {most} filer. Skriv i stället vad filen visar.")
}

/// What goes with files.
pub fn files_help(megabytes: usize) -> String {
    format!(
        "Bilder (JPEG eller PNG), PDF eller Word, högst {AT_ONCE} åt gången och {megabytes} MB tillsammans. Uppgifter om författare, plats och kamera tas bort."
    )
}
