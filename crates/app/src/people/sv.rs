//! The sentences about people and seats.

use kernel::{Day, Instant, Role, Side, swedish};

use super::store::SeatEntry;

/// What is wrong with what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    NoName,
    LongName,
    NoAddress,
    Address,
    NoRole,
    NoProvider,
    ProviderNotAsked,
    UnitElsewhere,
    NoFrom,
    Day,
    EndsFirst,
    NoEnd,
    EndPassed,
    /// The seat has an earlier last day already.
    EndsLater,
    /// The account's way in was made by the authority with the name.
    LetInElsewhere(String),
}

/// What is wrong, and what to do.
fn fault(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoName => "Namnet saknas. Skriv för- och efternamn.",
        Fault::LongName => "Namnet har fler än 200 tecken. Korta det.",
        Fault::NoAddress => "E-postadressen saknas. Den är också det som personen loggar in med.",
        Fault::Address => "Det här är ingen e-postadress. Skriv till exempel anna.berg@skolan.example.",
        Fault::NoRole => "Ingen roll är vald. Välj den roll som personen ska ha.",
        Fault::NoProvider => "Rollen gäller en anordnare. Välj vilken.",
        Fault::ProviderNotAsked => {
            "Rollen gäller hela myndigheten. Välj ingen anordnare, eller välj en roll hos anordnaren."
        }
        Fault::UnitElsewhere => "Enheten hör inte till den anordnaren. Välj en av anordnarens enheter, eller ingen.",
        Fault::NoFrom => "Första dagen saknas. Skriv ett datum, till exempel 1 juli 2024.",
        Fault::Day => "Det här är inget datum. Skriv till exempel 9 december 2024 eller 2024-12-09.",
        Fault::EndsFirst => "Sista dagen ligger före den första. Rätta den ena, eller lämna sista dagen tom.",
        Fault::NoEnd => "Välj när rollen ska sluta gälla.",
        Fault::EndPassed => "Dagen har redan varit. Skriv en dag från och med i dag, eller välj att avsluta nu.",
        Fault::EndsLater => {
            "Rollen slutar redan tidigare. Skriv en tidigare dag. Ska rollen gälla längre ångrar du avslutet på personens sida först."
        }
        Fault::LetInElsewhere(_) => "Kryssa för att du vet vems kontot är, eller skriv en annan adress.",
    }
}

/// The sentence at a field and in the summary above it, which names the field.
pub(super) fn at_field(field: &str, found: &Fault, typed: &str) -> String {
    match (field, found) {
        (_, Fault::LetInElsewhere(_)) => format!("Adressen har redan ett konto. {}", fault(found)),
        ("fran", Fault::Day) => forms::sv::not_a_day("Första dag", typed),
        (_, Fault::Day) => forms::sv::not_a_day("Sista dag", typed),
        _ => fault(found).to_owned(),
    }
}

/// Why something is not done, as a heading and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The authority would be left without an administrator.
    LastAdministrator,
    /// Somebody would stand on both sides.
    BothSides(String, Side),
    /// Administrators do not act for providers, not even for themselves under another role.
    OwnProviderRole,
    /// The same role is held already.
    SameSeat(String, Role),
    /// The person has a way in that others have given them.
    OthersAccount(String),
    /// The account is a provider's: whether a password has been chosen, and the provider whose management can help, where
    /// there is one.
    ProvidersAccount(String, bool, Option<String>),
    /// The management has not said that the person is theirs.
    ConfirmFirst(String),
    /// The seat does not wait for the one who answers, or not any more.
    NotWaiting,
    /// One makes no link for oneself.
    OwnLink,
    /// The person has left the provider.
    LeftUs(String),
    /// The person has a role somewhere else too.
    ElsewhereToo(String),
    /// The person has a role outside the units of the one who asks.
    OtherUnits(String),
    /// The person holds no role any more.
    NoSeat(String),
    /// The seat has ended.
    SeatOver(String),
    /// The seat has an earlier last day.
    EndsEarlier(Day),
}

/// See [`Refusal`].
pub(super) fn refusal(refusal: &Refusal) -> (&'static str, String) {
    match refusal {
        Refusal::LastAdministrator => (
            "Någon måste vara administratör",
            "Det här är den sista rollen som administratör. Ge någon annan rollen tills vidare först, och avsluta den sedan."
                .to_owned(),
        ),
        Refusal::BothSides(name, Side::Provider) => (
            "Personen har redan en roll hos en anordnare",
            format!(
                "{name} rapporterar för en anordnare och kan därför inte också följa upp hos myndigheten. Avsluta rollen hos \
                 anordnaren först."
            ),
        ),
        Refusal::BothSides(name, Side::Authority | Side::Region) => (
            "Personen har redan en roll hos myndigheten",
            format!(
                "{name} arbetar hos myndigheten och får därför inte se anordnarnas utkast. Avsluta rollen hos myndigheten \
                 först."
            ),
        ),
        Refusal::OwnProviderRole => (
            "Du kan inte ge dig själv en roll hos en anordnare",
            "Den som är administratör får inte se anordnarnas utkast.".to_owned(),
        ),
        Refusal::SameSeat(name, role) => (
            "Personen har redan rollen",
            format!(
                "{name} har redan rollen {} under den tiden. Ändra den roll som finns, eller välj andra datum.",
                platform::sv::role(*role).to_lowercase()
            ),
        ),
        Refusal::OthersAccount(name) => (
            "Personen har redan ett konto",
            format!(
                "{name} har ett konto som också gäller hos någon annan än er, och loggar in som vanligt. Därför kan du inte göra en \
                 ny länk. Har lösenordet glömts bort hjälper den som driver tjänsten till."
            ),
        ),
        Refusal::ConfirmFirst(name) => (
            "Rollen är inte bekräftad",
            format!("{name} väntar på att ni bekräftar. Bekräfta rollen först, så kan du göra en länk."),
        ),
        Refusal::NotWaiting => (
            "Rollen väntar inte på ditt svar",
            "Någon annan kan ha svarat, eller så har myndigheten avslutat rollen. Gäller din egen roll en enhet svarar du bara för den \
             enheten. Titta i listan hur det står till nu."
                .to_owned(),
        ),
        Refusal::ProvidersAccount(name, chosen, helper) => (
            "Personen har ett konto hos en anordnare",
            format!(
                "{name} har {}. En ny länk skulle öppna anordnarens utkast för den som har länken, och därför kan du inte göra en. Behövs \
                 en länk gör {}",
                if *chosen { "valt ett lösenord" } else { "en roll som anordnarens ledning har bekräftat" },
                match helper {
                    Some(provider) => format!("ledningen hos {provider} en ny länk under {AT_US}."),
                    None => "den som driver tjänsten en ny länk, med kommandot tertial user link. Ingen annan i anordnarens ledning \
                             kan göra det."
                        .to_owned(),
                }
            ),
        ),
        Refusal::OwnLink => (
            "Du kan inte göra en länk åt dig själv",
            "Byt lösenord under Mitt konto. Har du glömt det nuvarande gör någon annan i ledningen en länk åt dig, eller den som \
             driver tjänsten."
                .to_owned(),
        ),
        Refusal::LeftUs(name) => (
            "Personen har ingen roll hos er längre",
            format!("{name} har slutat hos er. Ska personen tillbaka ger myndigheten en ny roll."),
        ),
        Refusal::ElsewhereToo(name) => (
            "Personen har en roll också hos någon annan",
            format!(
                "Med en länk kommer man in som {name} överallt. Därför gör den som driver tjänsten länken åt personer som har roller \
                 hos flera."
            ),
        ),
        Refusal::OtherUnits(name) => (
            "Personen har en roll utanför din enhet",
            format!("Din roll gäller en enhet. {name} får en ny länk av någon i ledningen som har hela anordnaren."),
        ),
        Refusal::NoSeat(name) => (
            "Personen har ingen roll",
            format!("Ge {name} en roll först. Sedan kan du bjuda in."),
        ),
        Refusal::SeatOver(name) => (
            "Rollen har redan slutat gälla",
            format!("Ska {name} ha rollen igen väljer du Ångra avslutet på personens sida, eller ger en ny roll."),
        ),
        Refusal::EndsEarlier(last) => (
            "Rollen slutar redan tidigare",
            format!(
                "Rollen gäller till och med {}. Ska den gälla längre ångrar du avslutet på personens sida först.",
                swedish::day(*last)
            ),
        ),
    }
}

/// What is to be known before a role is given to an account that another authority let in.
pub(super) fn let_in_by(authority: &str) -> (String, String) {
    (
        format!("Kontot har fått sin inloggning av {authority}"),
        format!(
            "{authority} har gjort den länk som kontot togs i bruk med, eller kan göra en. Det är inte säkert att det är personen själv som \
             loggar in. Fråga personen, på ett annat sätt än med e-post, innan du ger rollen."
        ),
    )
}
pub(super) const KNOWN_WHOSE: &str = "Jag vet att det är personen själv som använder kontot";

/// The first words of what a role lets one do, for whoever gives it.
pub(super) const fn about(role: Role) -> &'static str {
    match role {
        Role::ProviderEditor => "Fyller i redovisningar och ställer frågor.",
        Role::Rektor => "Fyller i, och signerar det som gäller enheter.",
        Role::ProviderManagement => "Fyller i, och signerar det som gäller avtalsområden och hela anordnaren.",
        Role::QualityOfficer => "Följer upp, bedömer, lämnar tillbaka, förlänger och sammanställer.",
        Role::ContactRektor => "Läser och bedömer. Vilka anordnare det gäller väljs i organisationen.",
        Role::Registrar => "Ser vad som har kommit in och diarieför.",
        Role::ProcessOwner => "Äger årets dokument och beslutar om tidsfrister.",
        Role::BoardReader => "Läser bara det som är sammanställt.",
        Role::RegionalCoordinator => "Leder gemensamma utvärderingar, och läser annars bara det som är sammanställt.",
        Role::Evaluator => "Besöker och bedömer anordnare i gemensamma utvärderingar.",
        Role::Administrator => "Sköter organisation, personer och årets dokument. Ser inga redovisningar.",
        Role::Auditor => "Granskar loggen över allt som har ändrats.",
    }
}

/// *från 1 mars 2024 till och med 30 juni 2024*.
pub(super) fn period(from: Day, to: Option<Day>) -> String {
    match to {
        Some(to) => format!("{}\u{2013}{}", swedish::day(from), swedish::day(to)),
        None => format!("från {} och tills vidare", swedish::day(from)),
    }
}

/// *tills vidare*: what a list says about a seat's time on the day.
pub(super) fn validity(seat: &SeatEntry, today: Day) -> String {
    match (seat.ended_at, seat.to) {
        (Some(ended), _) => format!("avslutad {}", swedish::day(ended.day())),
        (None, _) if seat.from > today => coming(seat.from, seat.to),
        (None, Some(last)) => format!("till och med {}", swedish::day(last)),
        (None, None) => "tills vidare".to_owned(),
    }
}

fn coming(from: Day, to: Option<Day>) -> String {
    if to.is_some() { period(from, to) } else { format!("från {}", swedish::day(from)) }
}

/// The page above, the provider's page about its people, and the ways back.
pub(super) const TASKS: &str = "Att göra";
pub(super) const AT_US: &str = "Personer hos oss";
pub(super) const TO_AT_US: &str = "Till personerna";
pub(super) const TO_PERSON: &str = "Till personen";
pub(super) const NEW_LINK: &str = "Ny länk";

/// A seat's whole time, as the provider's page has it.
pub(super) fn seat_time(from: Day, to: Option<Day>, ended: Option<Instant>, today: Day) -> String {
    match (ended, to) {
        (Some(ended), _) => format!("avslutad {}", swedish::day(ended.day())),
        (None, Some(last)) if last < today => format!("slutade {}", swedish::day(last)),
        (None, Some(last)) => format!("{}\u{2013}{}", swedish::day(from), swedish::day(last)),
        (None, None) => format!("från {}", swedish::day(from)),
    }
}

/// When a seat was given, and by whom where that is known.
pub(super) fn given(at: Instant, by: Option<&str>) -> String {
    match by {
        Some(by) => format!("gavs {} av {by}", swedish::day(at.day())),
        None => format!("gavs {}", swedish::day(at.day())),
    }
}

/// The heading of the start page's note.
pub(super) fn newcomers_head(count: usize) -> String {
    match count {
        1 => "Nytt konto hos er".to_owned(),
        count => format!("{count} nya konton hos er"),
    }
}

/// How long a link that nobody has used yet can be: the first, or one for a forgotten password.
pub(super) fn link_until(again: bool, last: Day) -> String {
    let word = if again { "Ny länk" } else { "Inbjuden" };
    format!("{word} till {}", swedish::day_of_year(last))
}

/// A person has a seat now; one that waits opens nothing yet.
pub(super) fn seat_added(name: &str, new: bool, waits: bool) -> String {
    let then = if waits { " Rollen börjar gälla när anordnarens ledning har bekräftat den." } else { "" };
    if new {
        format!("{name} är tillagd. Bjud in med en engångslänk.{then}")
    } else {
        format!("{name} har fått rollen. Personen fanns redan i Tertial och behåller sitt namn där.{then}")
    }
}

/// Somebody who was known has one more seat.
pub(super) fn one_more_seat(name: &str, waits: bool) -> String {
    let then = if waits { " Den börjar gälla när anordnarens ledning har bekräftat den." } else { "" };
    format!("{name} har fått rollen.{then}")
}

/// A seat that nobody at the provider has confirmed, and one that they have said no to.
pub(super) const WAITS: &str = "Väntar på bekräftelse";
pub(super) const REFUSED: &str = "Ingen hos anordnaren";
pub(super) const CONFIRM: &str = "Bekräfta";
pub(super) const NOBODY_OF_OURS: &str = "Det här är ingen hos oss";
pub(super) const WAITING_HEAD: &str = "Väntar på att ni bekräftar";
pub(super) const WAITING_TEXT: &str = "Myndigheten har gett de här personerna en roll hos er. De ser ingenting hos er förrän någon i \
    ledningen bekräftar. Känner du igen personen, och har du hört efter att det är personen själv som använder kontot? Bekräfta då. \
    Annars svarar du att det är ingen hos er: då avslutas rollen och myndigheten får se det.";

/// How a seat came to wait.
pub(super) fn waits_since(at: Instant, by: Option<&str>) -> String {
    match by {
        Some(by) => format!("väntar sedan {}, given av {by}", swedish::day(at.day())),
        None => format!("väntar sedan {}", swedish::day(at.day())),
    }
}

/// The heading of the start page's note about those who wait.
pub(super) fn waiting_note_head(count: usize) -> String {
    match count {
        1 => "En person väntar på att ni bekräftar".to_owned(),
        count => format!("{count} personer väntar på att ni bekräftar"),
    }
}

/// The heading for somebody whose seats wait.
pub fn own_waiting_head(provider: &str) -> String {
    format!("Din roll hos {provider} väntar på att er ledning bekräftar den")
}

/// What that means for one seat, and who can confirm it.
pub(super) fn own_waiting(role: &str, provider: &str, authority: &str) -> String {
    format!(
        "{authority} har gett dig rollen {} hos {provider}. Den öppnar något först när någon i ledningen hos {provider} har bekräftat \
         den, så att ingen utifrån kan läsa det ni skriver.",
        role.to_lowercase()
    )
}
pub(super) const OWN_WAITING_THEN: &str = "Be den i er ledning som har konto i Tertial att öppna Personer hos oss och välja Bekräfta. \
    Rollen gäller direkt; du behöver bara ladda om sidan. Har ingen kvar i ledningen något konto hjälper den som driver tjänsten till.";

/// The management has answered.
pub(super) fn confirmed(name: &str) -> String {
    format!("{name} är bekräftad. Rollen gäller nu.")
}
pub(super) fn refused(name: &str) -> String {
    format!("Rollen är avslutad. {name} kommer inte åt något hos er, och myndigheten ser ert svar.")
}
pub(super) const SEAT_ENDED: &str = "Rollen är avslutad och gäller inte längre.";
pub(super) const SEAT_RESUMED: &str = "Avslutet är ångrat. Rollen gäller igen.";

/// A seat ends on a day to come.
pub(super) fn seat_ends(day: Day) -> String {
    format!("Rollen slutar gälla efter {}.", swedish::day(day))
}

/// The text to send with an invitation, or with a new link for somebody who has an account.
pub(super) fn invitation(name: &str, from: &str, again: bool, address: &str, until: Day) -> String {
    let what = if again {
        format!(
            "{from} har gjort en ny länk åt dig till Tertial. När du använder den slutar det gamla lösenordet gälla."
        )
    } else {
        format!("{from} har gett dig ett konto i Tertial, där kvaliteten i vuxenutbildningen följs upp.")
    };
    format!(
        "Hej {name}!\n\n{what} Öppna länken och välj ett lösenord:\n\n{address}\n\nLänken är bara för dig, kan användas en gång och gäller till och med {}. Sedan \
         loggar du in med din e-postadress.",
        swedish::day(until)
    )
}
