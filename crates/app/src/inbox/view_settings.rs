//! What the administrator's page looks like.

use kernel::{Instant, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Tone, Width};

use super::mailbox::{Faults, PASSWORD, Progress, Protection};
use super::sv;

/// The page above.
pub(super) const SOURCES: &str = "Källor";

/// What a trial came to.
pub(super) enum Tried {
    /// It works: so many letters lie there.
    Works(u32),
    /// It does not: the fault's stable name.
    Fails(&'static str),
}

/// What the page shows.
pub(super) struct SettingsPage<'a> {
    pub form: &'a FormData,
    pub faults: &'a Faults,
    pub tried: Option<&'a Tried>,
    pub password_at: Option<Instant>,
    pub progress: Progress,
}

impl SettingsPage<'_> {
    fn field(&self, name: &'static str, label: &'static str) -> Field<'static> {
        let fault = self.faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| *fault);
        Field::new(name, label).value(self.form.get(name).to_owned()).fault(fault)
    }
}

pub(super) fn page(base: &str, page: &SettingsPage<'_>) -> Markup {
    html! {
        (ui::error_summary(page.faults))
        h1 { (sv::MAILBOX) }
        p.lead { "Hit skickar anordnarna sina ifyllda mallar. Systemet läser brevlådan, lägger varje mall hos rätt redovisning \
            och svarar avsändaren. Det som är osäkert väntar på en handläggare." }
        @match page.tried {
            Some(Tried::Works(letters)) => (ui::notice(Tone::Good, "Brevlådan går att läsa", &html! { p { (sv::tried(*letters)) " Spara om du har ändrat något." } })),
            Some(Tried::Fails(slug)) => (ui::notice(Tone::Bad, "Brevlådan går inte att läsa", &html! { p { (sv::trouble(slug)) } })),
            None => (standing(&page.progress)),
        }
        (ui::form(base, &html! {
            (ui::checkbox(&page.field("aktiv", "Läs brevlådan").help("Stäng av här när den inte ska läsas. Breven ligger då kvar där de är.")))
            (server(page))
            (reading(page))
            (ui::fieldset("Avsändare och uppgifter om enskilda", None, &html! {
                (ui::text_input(&page.field("betrodd-server", "Er e-postservers namn i Authentication-Results").optional()
                    .help("Servern som tar emot er e-post skriver i varje brev om avsändaren är äkta. Står namnet här så tros den: ett brev med \
                           förfalskad avsändare väntar då på en handläggare. Utan namn går en avsändare att förfalska.")))
                (ui::checkbox(&page.field("individer-laddas-upp", "Redovisningar om enskilda personer ska laddas upp")
                    .help("Kommer en sådan med e-post noteras att den kom, men raderna läses inte in. Svaret säger var den ska laddas upp.")))
            }))
            (ui::actions(&html! {
                (Button::primary("Spara inställningarna"))
                (Button::secondary("Prova nu").action(format!("{base}/prova")))
            }))
        }))
    }
}

fn standing(progress: &Progress) -> Markup {
    html! {
        @match (&progress.fault, progress.checked_at) {
            (Some(fault), Some(at)) => (ui::notice(Tone::Bad, "Brevlådan kunde inte läsas", &html! {
                p { (swedish::instant(at)) ": " (sv::trouble(fault)) }
            })),
            (None, Some(at)) => p.quiet { "Lästes senast " (swedish::instant(at)) "." },
            _ => {},
        }
    }
}

fn server(page: &SettingsPage<'_>) -> Markup {
    let protections = [
        Choice::new(Protection::Implicit.slug(), "TLS från början").help("Vanligast. Porten brukar vara 993."),
        Choice::new(Protection::Starttls.slug(), "STARTTLS").help("Porten brukar vara 143."),
        Choice::new(Protection::None.slug(), "Inget skydd")
            .help("Lösenord och brev går i klartext. Bara inom ett slutet nät."),
    ];
    let password = match page.password_at {
        Some(at) => format!("Ett lösenord sparades {}. Lämna tomt för att behålla det.", swedish::day(at.day())),
        None => "Sparas krypterat och visas aldrig igen.".to_owned(),
    };
    let fault = page.faults.iter().find(|(field, _)| *field == PASSWORD).map(|(_, fault)| *fault);
    ui::fieldset(
        "Server",
        None,
        &html! {
            (ui::text_input(&page.field("server", "IMAP-server").width(Width::Medium).autocomplete("off").help("Till exempel imap.kommunen.se.")))
            (ui::number_input(&page.field("port", "Port")))
            (ui::radios(&page.field("skydd", "Anslutningen"), &protections))
            (ui::text_input(&page.field("anvandare", "Användarnamn").width(Width::Medium).autocomplete("off")))
            (ui::password_input(&Field::new(PASSWORD, "Lösenord").width(Width::Medium).autocomplete("new-password").help(password).fault(fault)))
            (ui::reveal("Eget certifikat", !page.form.get("certifikat").is_empty(), &html! {
                (ui::textarea(&page.field("certifikat", "Certifikat").optional()
                    .help("Behövs bara om serverns certifikat är utfärdat av er egen utfärdare. Klistra in utfärdarens certifikat i PEM-form."), 5, None))
            }))
        },
    )
}

fn reading(page: &SettingsPage<'_>) -> Markup {
    let moved = ui::text_input(&page.field("till-mapp", "Mapp").width(Width::Medium).autocomplete("off"));
    let then = [
        Choice::new("last", "Märk brevet som läst"),
        Choice::new("flytta", "Flytta brevet till en annan mapp").reveals(moved),
    ];
    ui::fieldset(
        "Läsning",
        None,
        &html! {
            (ui::text_input(&page.field("mapp", "Mapp som läses").width(Width::Medium).autocomplete("off").help("Inkorgen heter INBOX.")))
            (ui::radios(&page.field("efter", "När ett brev är läst och sparat"), &then))
            (ui::number_input(&page.field("minuter", "Minuter mellan läsningarna")))
            (ui::checkbox(&page.field("aldre-brev", "Läs också brev som redan ligger i mappen")
                .help("Annars läses bara de som kommer efter att inställningarna har sparats.")))
        },
    )
}
