//! Why an officer is asked, and what became of a file, in Swedish.

use kernel::{Instant, swedish};

use super::model::{Became, Left, NotRead, SetAside, Why};

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
        Why::WhichUnit { .. } => {
            "Det här är den tomma mallen för alla, och varken rubrikerna i den, filens namn eller brevets ämnesrad säger vilken enhet den \
             gäller. Välj enhet."
                .to_owned()
        }
        Why::NotAskedOfThem => "Det mallen gäller efterfrågas inte av avsändarens anordnare.".to_owned(),
        Why::NamesOther { stands, unit } => {
            format!("I arbetsboken står {stands}, men den gäller {unit}. Hör med anordnaren om det är rätt rader.")
        }
        Why::NotRead { file } => not_read(file),
        Why::TwoForOne => "Det finns flera filer för samma redovisning i brevet. Välj vilken som gäller, och lägg de andra åt sidan.".to_owned(),
        Why::NoFiles => "Brevet har ingen bifogad fil. Läs texten och svara avsändaren själv, eller lägg brevet åt sidan.".to_owned(),
        Why::TooManyFiles { left_out } => format!(
            "Brevet har fler bifogade filer än som läses. {left_out} av dem har inte lästs. Hela brevet går att hämta."
        ),
        Why::Unreadable => {
            "Brevet går inte att läsa: det är trasigt, för stort eller inget e-brev. Originalet går att hämta.".to_owned()
        }
        Why::Encrypted => "Brevet är krypterat, så filerna i det går inte att se. Be avsändaren skicka det utan kryptering, eller ladda upp filerna efter \
             inloggning."
                .to_owned(),
        Why::NoArrival => "Ingen server har skrivit i brevet när det kom. Skriv när det kom in till er, så läses filerna.".to_owned(),
        Why::OddArrival { says } => {
            let says = Instant::from_microsecond(*says).map_or_else(String::new, |at| format!(" ({})", swedish::instant(at)));
            format!("Den tid som står i brevet{says} kan inte stämma. Skriv när det kom in till er, så läses filerna.")
        }
        Why::Changed { approved: false } => {
            "Redovisningen är redan signerad, och filen säger något annat. Se vad som skiljer och välj vad som ska gälla.".to_owned()
        }
        Why::Changed { approved: true } => {
            "Redovisningen är redan godkänd, och filen säger något annat. Se vad som skiljer och välj vad som ska gälla.".to_owned()
        }
        Why::NotCompared { approved, file } => format!(
            "Redovisningen är redan {}, och filen går inte att läsa. Därför går det inte att se om den säger något annat. {} \
             Välj vad som ska gälla.",
            if *approved { "godkänd" } else { "signerad" },
            not_read(file)
        ),
        Why::CameBefore { later } => {
            let at = Instant::from_microsecond(*later).map_or_else(String::new, |at| format!(", {}", swedish::instant(at)));
            format!("Samma fil har också kommit med ett brev som kom senare{at}. Redovisningen räknas som inkommen när det här brevet kom.")
        }
        Why::CameEarlier { came, counts } => format!(
            "Redovisningen är redan signerad och räknas som inkommen {}. Samma fil kom tidigare med det här brevet, {}. Välj vilken tid som \
             ska gälla.",
            at(*counts),
            at(*came)
        ),
        Why::Refused { reason } => reason.clone(),
        Why::Undone => "Det filen låg på förut är ångrat. Välj vad den gäller, eller lägg brevet åt sidan.".to_owned(),
        Why::Automatic { program } => format!(
            "{}, men brevet har filer. Inget har lästs in. Välj vad filerna gäller, eller lägg brevet åt sidan.",
            set_aside(*program)
        ),
        Why::SameName => "Ett annat brev har samma beteckning men andra filer. Kontrollera vilket som gäller.".to_owned(),
    }
}

fn at(microsecond: i64) -> String {
    Instant::from_microsecond(microsecond).map_or_else(String::new, swedish::instant)
}

/// Why a file gives no rows.
pub fn not_read(file: &NotRead) -> String {
    match file {
        NotRead::Archive => "Filen är en zip-fil. Be avsändaren bifoga arbetsböckerna var för sig.".to_owned(),
        NotRead::ArchiveLocked => {
            "Zip-filen är låst med lösenord. Be avsändaren ta bort lösenordet och skicka den igen.".to_owned()
        }
        NotRead::ArchiveTooLarge => {
            "Zip-filen har fler eller större filer än som läses. Be avsändaren dela upp den, eller bifoga arbetsböckerna var för sig."
                .to_owned()
        }
        NotRead::ArchiveNested => {
            "Zip-filen ligger i en annan zip-fil och har inte öppnats. Be avsändaren bifoga arbetsböckerna var för sig.".to_owned()
        }
        NotRead::ArchiveBroken => {
            "Zip-filen är trasig och går inte att öppna. Be avsändaren skicka den igen.".to_owned()
        }
        NotRead::Locked => {
            "Filen är låst med lösenord. Be avsändaren ta bort lösenordet och skicka den igen.".to_owned()
        }
        NotRead::Document => "Filen är ett textdokument, inte en arbetsbok. Be avsändaren använda mallen.".to_owned(),
        NotRead::DocumentWithMacros => {
            "Filen är ett Word-dokument med makron (.docm), och sådana läses inte. Be avsändaren spara det som vanligt Word-dokument (.docx) \
             och skicka det igen."
                .to_owned()
        }
        NotRead::WinMail => {
            "Filerna ligger i winmail.dat, som bara Outlook kan öppna. Be avsändaren skicka brevet i formatet HTML eller oformaterad text, \
             så kommer de som vanliga bilagor."
                .to_owned()
        }
        NotRead::NoTime => {
            "Filen hann inte läsas. Det säger inget om den. Välj vad den gäller så läses den för sig.".to_owned()
        }
        NotRead::Other { says } => says.clone(),
    }
}

/// What whoever sent a file that cannot be read is told to do; nothing where an officer has to look. Nothing of what stands in
/// the file.
pub const fn remedy(file: &NotRead) -> Option<&'static str> {
    Some(match file {
        NotRead::Archive | NotRead::ArchiveBroken => {
            "en zip-fil gick inte att öppna. Skicka filerna som vanliga bilagor, eller ladda upp dem efter inloggning."
        }
        NotRead::ArchiveLocked => {
            "en zip-fil är låst med lösenord, så vi kan inte öppna den. Skicka den utan lösenord, eller ladda upp filerna efter inloggning."
        }
        NotRead::ArchiveTooLarge => {
            "en zip-fil har fler eller större filer än vi kan läsa. Dela upp den, eller ladda upp filerna efter inloggning."
        }
        NotRead::ArchiveNested => {
            "en zip-fil ligger i en annan zip-fil. Skicka filerna som vanliga bilagor, eller ladda upp dem efter inloggning."
        }
        NotRead::Locked => {
            "en fil är låst med lösenord, så vi kan inte läsa den. Ta bort lösenordet och skicka den igen, eller ladda upp den efter \
             inloggning."
        }
        NotRead::WinMail => {
            "filerna ligger i winmail.dat, som bara Outlook kan öppna. Skicka brevet i formatet HTML eller oformaterad text, eller ladda upp \
             filerna efter inloggning."
        }
        NotRead::Document => {
            "ett textdokument är inte gjort av vår mall, så vi vet inte vad det gäller. Hämta mallen efter inloggning och skriv i den."
        }
        NotRead::DocumentWithMacros => {
            "ett Word-dokument har makron (.docm), så vi läser det inte. Spara det som vanligt Word-dokument (.docx) och skicka det igen, eller \
             ladda upp det efter inloggning."
        }
        NotRead::NoTime | NotRead::Other { .. } => return None,
    })
}

/// Why a file gives no rows, for whose it is, and what to do. They may know what is in it.
pub fn not_read_of_own(file: &NotRead) -> String {
    match file {
        NotRead::Locked => "Filen är låst med lösenord, så det går inte att läsa in den. Ta bort lösenordet först.".to_owned(),
        NotRead::ArchiveLocked => "Zip-filen är låst med lösenord, så det går inte att öppna den.".to_owned(),
        NotRead::Archive
        | NotRead::ArchiveTooLarge
        | NotRead::ArchiveNested
        | NotRead::ArchiveBroken => "Filen är en zip-fil som inte gick att öppna.".to_owned(),
        NotRead::Document => "Filen är ett textdokument som inte är gjort av mallen.".to_owned(),
        NotRead::DocumentWithMacros => {
            "Filen är ett Word-dokument med makron (.docm), och sådana läses inte. Spara det som vanligt Word-dokument (.docx) först.".to_owned()
        }
        NotRead::WinMail => "Filen låg i winmail.dat, som bara Outlook kan öppna.".to_owned(),
        NotRead::NoTime => "Filen hann inte läsas. Det säger inget om den.".to_owned(),
        NotRead::Other { says } => says.clone(),
    }
}

/// What is left to do about something that came, for whoever looks at the letter.
pub const fn left(left: Left) -> &'static str {
    match left {
        Left::Sign => "Väntar på signering",
        Left::Mend => "Fel att rätta: hos anordnaren",
        Left::Upload => "Ska laddas upp av anordnaren",
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
        Became::Opened => "Zip-fil som har öppnats",
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
