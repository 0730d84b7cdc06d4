//! Why an officer is asked, and what became of a file, in Swedish.

use super::model::{Became, NotRead, SetAside, Why};

/// Why a letter or file waits, and what an officer can do.
pub fn why(why: &Why) -> String {
    match why {
        Why::UnknownSender => {
            "Ingen hos de anordnare som redovisar hit har den här e-postadressen. Välj vad filen gäller, eller lägg brevet åt sidan."
                .to_owned()
        }
        Why::NoSender => "Brevet har ingen avsändare, eller flera. Därför går det inte att veta vems det är.".to_owned(),
        Why::Forged { method, said } => format!(
            "Er e-postserver säger att avsändaren inte är den som står ({}: {said}). Hör med anordnaren innan du väljer något.",
            method.to_uppercase()
        ),
        Why::NotJudged => {
            "Er e-postserver har inte sagt om avsändaren är den som står. Hör med anordnaren om du är osäker.".to_owned()
        }
        Why::NoSeat => {
            "Avsändaren är känd men har ingen bekräftad roll hos en anordnare. Anordnarens ledning behöver bekräfta den först."
                .to_owned()
        }
        Why::OtherAuthority => "Mallen hör till en annan huvudman.".to_owned(),
        Why::OtherYear { year } => format!("Mallen gäller {year}, och det den gäller efterfrågas inte här."),
        Why::OtherProvider => "Mallen hör till en annan anordnare än avsändarens, eller än den som valdes. Den kan bara läggas hos sin egen.".to_owned(),
        Why::NotAsked => "Det mallen gäller efterfrågas inte längre.".to_owned(),
        Why::OtherUnit => "Mallen gäller en annan enhet än den som avsändaren arbetar för.".to_owned(),
        Why::NoItem => {
            "Filen är inte en mall härifrån, och dess kolumner passar inget som ska redovisas nu.".to_owned()
        }
        Why::SeveralItems { .. } => {
            "Filen är inte en mall härifrån, och dess kolumner passar flera redovisningar. Välj vilken den gäller.".to_owned()
        }
        Why::SeveralUnits { units } => format!(
            "Filen är inte en mall härifrån, och varken namn, blad eller ämnesrad säger vilken enhet den gäller: {}.",
            units.join(", ")
        ),
        Why::NotRead { file } => not_read(file),
        Why::TwoForOne => "Det finns två filer för samma redovisning i brevet. Välj vilken som gäller.".to_owned(),
        Why::NoFiles => "Brevet har ingen bifogad fil. Läs texten och svara avsändaren själv, eller lägg brevet åt sidan.".to_owned(),
        Why::TooManyFiles { left_out } => format!(
            "Brevet har fler bifogade filer än som läses. {left_out} av dem har inte lästs. Hela brevet går att hämta."
        ),
        Why::Unreadable => {
            "Brevet går inte att läsa: det är trasigt, för stort eller inget e-brev. Originalet går att hämta.".to_owned()
        }
        Why::Encrypted => "Brevet är krypterat, så filerna i det går inte att se. Be avsändaren skicka det okrypterat.".to_owned(),
        Why::NoArrival => "Brevet säger inte när det kom. Lämna in det igen och skriv när.".to_owned(),
        Why::Undone => "Det filen låg på förut är ångrat. Välj vad den gäller, eller lägg brevet åt sidan.".to_owned(),
        Why::Automatic { program } => format!(
            "{}, men brevet har filer. Inget har lästs in. Välj vad filerna gäller, eller lägg brevet åt sidan.",
            set_aside(*program)
        ),
        Why::SameName => "Ett annat brev har samma beteckning men andra filer. Kontrollera vilket som gäller.".to_owned(),
    }
}

/// Why a file gives no rows.
pub fn not_read(file: &NotRead) -> String {
    match file {
        NotRead::Archive => "Filen är en zip-fil. Be avsändaren bifoga arbetsböckerna var för sig.".to_owned(),
        NotRead::Locked => {
            "Arbetsboken är låst med lösenord. Be avsändaren ta bort lösenordet och skicka den igen.".to_owned()
        }
        NotRead::Document => "Filen är ett textdokument, inte en arbetsbok. Be avsändaren använda mallen.".to_owned(),
        NotRead::WinMail => {
            "Filerna ligger i winmail.dat, som bara Outlook kan öppna. Be avsändaren skicka dem som vanliga bilagor."
                .to_owned()
        }
        NotRead::NoTime => {
            "Filen hann inte läsas. Det säger inget om den. Välj vad den gäller så läses den för sig.".to_owned()
        }
        NotRead::Other { says } => says.clone(),
    }
}

/// What became of a file, in a few words.
pub const fn became(became: Became) -> &'static str {
    match became {
        Became::New => "Läses just nu",
        Became::Waits => "Väntar på handläggare",
        Became::Draft => "Utkast som väntar på underskrift",
        Became::Upload => "Väntar hos anordnaren",
        Became::Directed => "Kom in, ska laddas upp",
        Became::Faulty => "Kom in, går inte att läsa",
        Became::AlreadyIn => "Redan inlämnat",
        Became::Locked => "Redovisningen är låst",
        Became::Same => "Samma fil kom tidigare",
        Became::Empty => "Tom: har inga ifyllda rader",
        Became::Passed => "Bild eller liknande",
        Became::Aside => "Lagd åt sidan",
    }
}

/// Why a letter is set aside.
pub const fn set_aside(why: SetAside) -> &'static str {
    match why {
        SetAside::Reply => "Ett automatiskt svar",
        SetAside::Bounce => "Ett besked om att e-post inte kom fram",
        SetAside::List => "Ett utskick till en sändlista",
        SetAside::Own => "Ett brev som systemet självt har skickat",
        SetAside::Twice => "Samma brev har kommit förut",
        SetAside::Officer => "Lagt åt sidan av en handläggare",
    }
}
