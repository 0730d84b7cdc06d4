//! What happened, and what is wrong, in Swedish.

mod checks;
mod facts;
mod samples;

use ::store::Chain;
use domain::inbox::Became;
use domain::submissions::Road;
use domain::year::{Regime, Word as _};
use kernel::{Day, Instant, Role, swedish};
use serde_json::Value as Json;

use super::store::Line;
#[cfg(test)]
pub(super) use checks::table;
pub(super) use checks::{fault, looked_at, wrong_count};
pub(super) use facts::{fact, fact_of};
pub(super) use samples::sample;

/// The feature's name.
pub(super) const TITLE: &str = "Granskning";
/// The verification's name.
/// What a file of a case is called, before the case's number.
pub(super) const CASE_FILE: &str = "Fil i ärende";
pub(super) const DEFICIENCY_FILE: &str = "Belägg i brist";
pub(super) const SUPERVISION_FILE: &str = "Fil till tillsynsbeslut";
pub(super) const TERM_FILE: &str = "Belägg för villkor";
pub(super) const ROUTINE_FILE: &str = "Rutin för klagomål";
pub(super) const VISIT_PHOTO: &str = "Foto från besök";
pub(super) const CHECK_TITLE: &str = "Kontroll av kedjan";
/// The first part of the text file's name.
pub(super) const CSV_NAME: &str = "granskning";
/// The headings of the text file.
pub(super) const CSV_HEADINGS: [&str; 11] = [
    "Nummer",
    "Dag",
    "Tid",
    "Vem",
    "Roll",
    "Händelse",
    "Vad som hände",
    "Gäller",
    "Nummer på det som händelsen gäller",
    "Uppgifter",
    "Kontrollsumma",
];

/// More events than a text file takes.
pub(super) fn too_many(found: i64, most: i64) -> (&'static str, String) {
    (
        "Urvalet är för stort för en textfil",
        format!(
            "Det är {} händelser, och en textfil tar högst {}. Välj en kortare tid och hämta en fil i taget. Hela kedjan skriver den som \
             driver tjänsten ut med tertial verify --export.",
            swedish::integer(found),
            swedish::integer(most)
        ),
    )
}

/// Who did it.
pub(super) fn who(actor_kind: &str, name: Option<&str>) -> String {
    match (actor_kind, name) {
        (_, Some(name)) => name.to_owned(),
        ("account", None) => "En person som inte längre finns kvar".to_owned(),
        ("link", None) => "Någon med en länk".to_owned(),
        ("receipt-code", None) => "Någon med en kvittokod".to_owned(),
        ("job", None) => "Systemet".to_owned(),
        ("cli", None) => "Driften".to_owned(),
        _ => "Någon utan konto".to_owned(),
    }
}

/// The role's name.
pub(super) fn role(slug: &str) -> &str {
    match Role::from_slug(slug) {
        Some(role) => platform::sv::role(role),
        None => slug,
    }
}

/// The chain's name.
pub(super) const fn chain(chain: Chain) -> &'static str {
    match chain {
        Chain::Write => "Ändringar",
        Chain::Read => "Läsningar",
    }
}

/// Kinds of events: name, what it is called, and what somebody did. In a sentence, `{x}` stands for the fact `x`; a
/// sentence whose facts are missing gives way to the kind's name.
const KINDS: &[(&str, &str, &str)] = &[
    ("account.letters-chosen", "Brev", "valde hur ofta brev ska komma"),
    ("account.password-changed", "Lösenord", "bytte lösenord"),
    ("account.rested", "Inloggning spärrad", "spärrades en stund efter för många försök att logga in"),
    ("activity.changed", "Aktivitet ändrad", "ändrade en planerad aktivitet hos en anordnare: {step}"),
    ("activity.planned", "Aktivitet planerad", "planerade {moment} hos en anordnare, senast {until}"),
    ("aggregate.kept", "Tabell inläst", "läste in tabell {number} från en annan källa"),
    ("aggregate.removed", "Tabell borttagen", "tog bort tabell {number} från en annan källa"),
    ("aggregate.restored", "Tabell återställd", "återställde tabell {number} från en annan källa"),
    ("agreement.added", "Avtal tillagt", "lade till ett avtal"),
    ("agreement.changed", "Avtal ändrat", "ändrade ett avtal"),
    ("answer.published", "Svar publicerat", "publicerade ett svar för alla anordnare"),
    ("answer.tagged", "Svar märkt", "märkte ett svar med ett tema"),
    ("answer.untagged", "Märkning borttagen", "tog bort ett tema från ett svar"),
    ("answer.withdrawn", "Svar draget tillbaka", "drog tillbaka ett publicerat svar"),
    ("approval.reopened", "Godkännande återtaget", "tog tillbaka ett godkännande"),
    ("area.added", "Avtalsområde tillagt", "lade till avtalsområdet {slug}"),
    ("area.changed", "Avtalsområde ändrat", "ändrade ett avtalsområde"),
    ("assessment.written", "Bedömning", "skrev en bedömning av en inlämning"),
    ("assignment.locked", "Redovisning låst", "låste en redovisning: {why}"),
    ("assignment.sent-for-signature", "Till signering", "lämnade en redovisning för signering"),
    ("assignment.started", "Redovisning påbörjad", "började på en redovisning"),
    ("assignment.taken-back", "Tillbaka från signering", "tog tillbaka en redovisning från signering"),
    ("assignment.unlocked", "Redovisning öppnad", "öppnade en låst redovisning"),
    ("authority.changed", "Myndigheten ändrad", "ändrade uppgifter om myndigheten"),
    ("chain.check-asked-for", "Kontroll begärd", "bad om en kontroll av kedjan"),
    ("chain.checked", "Kontroll av kedjan", "kontrollerade kedjan och allt som den vittnar om"),
    ("contact-rektor.set", "Kontaktrektor", "ändrade kontaktrektor för en anordnare"),
    ("counts.rebuilt", "Räkningar omgjorda", "räknade om det som är inlämnat"),
    ("dataset.frozen", "Underlag fryst", "frös underlag {number} till en rapport"),
    ("dataset.published", "Rapport publicerad", "publicerade rapport {number}"),
    ("deadline.corrected", "Sista dagen rättad", "rättade sista dagen från {from} till {until}: {motive}"),
    ("deadline.extended", "Mer tid", "gav mer tid, till {until}: {motive}"),
    ("deficiency.added", "Brist ändrad", "gjorde {action} i brist {deficiency}"),
    ("deficiency.opened", "Brist inlagd", "lade in brist {deficiency} hos en anordnare"),
    (
        "deficiency.transfer-read",
        "Elever för överflyttning",
        "läste listan över elever som ska flyttas från en anordnare",
    ),
    (
        "elsewhere.dropped",
        "Fil från annat system slängd",
        "slängde fil {elsewhere_file} från {system} utan att läsa in den",
    ),
    (
        "elsewhere.exported",
        "Lämnat ut till annat system",
        "hämtade en fil med {lines} rader från {occasion} {year} till {system}",
    ),
    ("elsewhere.mapped", "Kopplingar sparade", "sparade version {version} av vad filer från {system} betyder"),
    (
        "elsewhere.taken",
        "Redovisningar inlästa",
        "läste in {reports} redovisningar ur fil {elsewhere_file} från {system}",
    ),
    ("elsewhere.uploaded", "Fil från annat system", "laddade upp fil {elsewhere_file} från {system}"),
    (
        "abuse.added",
        "Utredning om kränkande behandling",
        "gjorde något i en utredning om kränkande behandling: {action}",
    ),
    ("abuse.opened", "Utredning anmäld", "anmälde utredning {number} om kränkande behandling"),
    ("abuse.read", "Utredning läst", "läste en utredning om kränkande behandling"),
    ("case.added", "Ärende", "gjorde något i ett ärende: {action}"),
    ("case.handed-out", "Ärende utlämnat", "gjorde kopia {handout} av ett ärende att lämna ut"),
    ("case.link-made", "Länk till utlämnat", "gjorde en länk till kopia {handout} av ett ärende, till {until}"),
    ("case.link-opened", "Utlämnat öppnat", "öppnade kopia {handout} av ett ärende med en länk"),
    ("case.link-revoked", "Länk återkallad", "återkallade en länk till kopia {handout} av ett ärende"),
    ("case.secrecy-lifted", "Sekretessmarkering borttagen", "tog bort sekretessmarkeringen av ett ärende"),
    ("case.secrecy-marked", "Sekretessmarkering", "sekretessmarkerade ett ärende"),
    (
        "case.imported",
        "Ärenden inlästa ur skolans system",
        "läste in {added} nya och {changed} ändrade ärenden ur skolans eget system, inläsning {import}",
    ),
    ("case.mapped", "Kopplingar sparade", "sparade version {mapping} av vad filer ur skolans eget system betyder"),
    ("case.moved", "Ärende lämnat till annan kommun", "lämnade ett ärende till en annan kommun"),
    ("case.not-moved", "Ärende kom tillbaka", "tog upp ett ärende igen som inte kunde lämnas till en annan kommun"),
    ("case.received", "Ärende från annan kommun", "tog emot ärende {number} från en annan kommun"),
    ("case.opened", "Ärende inkom", "öppnade ärende {number}"),
    (
        "case.theme-opened",
        "Tema i en enhets analys",
        "skrev tema {theme} i en enhets analys av synpunkter och klagomål",
    ),
    ("case.theme-added", "Tema i en enhets analys", "ändrade tema {theme} i en enhets analys: {what}"),
    ("case.watched", "Påminnelse om ärenden", "skrev till en person att {cases} ärenden väntar"),
    ("case.read", "Ärende läst", "läste ett ärende"),
    ("return.taken-back", "Återlämnande återtaget", "tog tillbaka ett återlämnande"),
    ("routine.filed", "Rutin för klagomål lämnad", "lämnade en rutin för klagomål"),
    ("sample.absent", "Studieplan saknas", "sade att studieplan saknas i fall {case} av stickprov {number}"),
    ("sample.assessed", "Fall i stickprov bedömt", "bedömde fall {case} i stickprov {number}"),
    ("sample.cancelled", "Stickprov avbrutet", "avbröt stickprov {number}"),
    ("sample.case-read", "Fall i stickprov läst", "öppnade fall {case} i stickprov {number}"),
    ("sample.closed", "Stickprov avslutat", "avslutade stickprov {number}"),
    ("sample.drawn", "Stickprov draget", "drog {drawn} fall i stickprov {number}"),
    ("sample.frozen", "Population fryst", "frös populationen till stickprov {number}: {members} fall"),
    ("sample.links-made", "Länkar till stickprov gjorda", "gjorde {links} engångslänkar till stickprov {number}"),
    ("sample.links-revoked", "Länkar till stickprov återkallade", "återkallade {links} länkar till stickprov {number}"),
    ("sample.plan-read", "Studieplan läst", "öppnade studieplanen i fall {case} av stickprov {number}"),
    ("sample.received", "Studieplan lämnad", "lämnade studieplanen till fall {case} i stickprov {number}"),
    ("sample.settled", "Skillnad i stickprov avgjord", "avgjorde skillnaden i fall {case} av stickprov {number}"),
    ("sample.student-looked-up", "Elev sökt i stickprov", "frågade vilket fall en elev är i stickprov {number}"),
    ("sample.thrown-away", "Studieplaner kastade", "kastade studieplanerna i stickprov {number}"),
    (
        "routine.assessed",
        "Rutin för klagomål bedömd",
        "bedömde en anordnares rutin för klagomål, nästa genomgång {review}",
    ),
    ("evaluation.changed", "Gemensam utvärdering", "gjorde {action} i en gemensam utvärdering"),
    ("evaluation.part", "Gemensam utvärdering", "gjorde {action} hos en anordnare i en gemensam utvärdering"),
    ("evaluation.result", "Gemensam utvärdering", "{action}: en anordnare i en gemensam utvärdering"),
    ("evaluation.taking-part", "Gemensam utvärdering", "{action}: frågan om att delta i en gemensam utvärdering"),
    ("focus-area.added", "Fokusområde tillagt", "lade till ett fokusområde för {year}"),
    ("focus-area.changed", "Fokusområde ändrat", "ändrade ett fokusområde"),
    ("focus-area.removed", "Fokusområde borttaget", "tog bort ett fokusområde"),
    ("focus-area.restored", "Fokusområde återställt", "återställde ett fokusområde"),
    ("imports.asked", "Fil läses", "lät läsa en fil med resultat"),
    (
        "imports.asked-again",
        "Fil läses om",
        "valde att läsa en fil på ett annat sätt, så att inläsning {set} inte räknas",
    ),
    ("imports.let-go", "Fil slängd", "slängde en fil med resultat utan att läsa in den"),
    (
        "imports.profile-retired",
        "Profil avslutad",
        "slutade använda profilen {profile} för inläsning, version {version}",
    ),
    ("imports.profile-saved", "Profil sparad", "sparade version {version} av profilen {profile} för inläsning"),
    ("imports.rows-read", "Skillnader lästa", "läste vilka kursdeltaganden som inläsning {set} tar bort och ändrar"),
    ("imports.uploaded", "Fil uppladdad", "laddade upp en fil med resultat"),
    ("account.calendar-ended", "Kalenderadress tillbakatagen", "tog tillbaka sin adress för kalenderprogram"),
    ("account.calendar-made", "Kalenderadress", "gjorde en hemlig adress som kalenderprogram hämtar sista dagar på"),
    ("ladder.saved", "Åtgärdsstege sparad", "sparade version {version} av åtgärdsstegarna"),
    ("letter.given-up", "Brev inte skickat", "gav upp ett brev som inte gick att skicka"),
    ("letter.sent", "Brev skickat", "skickade ett brev"),
    ("letter.trial", "Provbrev", "skickade ett provbrev till sig själv"),
    ("letter.tried-again", "Brev skickat igen", "lät skicka ett brev igen"),
    ("meeting.added", "Rektorsträff ändrad", "gjorde {action} i rektorsträffen {year}"),
    ("meeting.planned", "Rektorsträff planerad", "planerade rektorsträffen {year}"),
    ("mail.answered", "E-post besvarad", "besvarade ett brev som kommit in"),
    ("mail.decided", "E-post fördelad", "valde vad fil {number} i ett inkommet brev gäller"),
    ("mail.file-aside", "Fil i e-post lagd åt sidan", "lade fil {number} i ett inkommet brev åt sidan: {reason}"),
    ("mail.file-back", "Fil i e-post tagen tillbaka", "tog tillbaka fil {number} i ett inkommet brev"),
    ("mail.fetched", "E-post hämtad", "hämtade ett inkommet brev i original"),
    ("mail.given-up", "E-post kunde inte läsas", "kunde inte läsa ett brev, som väntar på en handläggare"),
    ("mail.listed", "E-post lagd åt sidan", "lade ett utskick till en sändlista åt sidan"),
    ("mail.opened", "E-post läst", "läste ett inkommet brev, antal filer: {files}"),
    ("mail.received", "E-post inkom", "tog emot ett brev"),
    ("mail.registered", "E-post registrerad", "registrerade ett inkommet brev med {case_number}"),
    ("mail.set-aside", "E-post lagd åt sidan", "lade ett inkommet brev åt sidan: {reason}"),
    ("mail.shown", "E-post öppnad", "öppnade ett inkommet brev"),
    ("mail.sorted", "E-post sorterad", "såg till fil {number} i ett inkommet brev"),
    ("mail.taken-back", "E-post tagen tillbaka", "tog tillbaka ett brev som var lagt åt sidan"),
    ("mail.timed", "Tid för e-post", "sa när ett inkommet brev kom"),
    ("mail.undone", "Val ångrat", "ångrade vad fil {number} i ett inkommet brev gäller"),
    ("mailbox.set", "Brevlåda", "ändrade inställningarna för brevlådan"),
    ("link.made", "Länk", "gjorde en engångslänk åt en person"),
    ("link.used", "Länk använd", "använde en engångslänk"),
    ("organisation.imported", "Organisation inläst", "läste in anordnare och enheter från en fil"),
    ("document.taken-in", "Word-dokument inläst", "läste in ett ifyllt Word-dokument i ett utkast"),
    ("earlier.dropped", "Tidigare år slängda", "slängde laddning {earlier_set} av tidigare år utan att läsa in den"),
    (
        "earlier.report-read",
        "Verksamhetsberättelse läst",
        "öppnade en verksamhetsberättelse ur laddning {earlier_set} av tidigare år",
    ),
    ("earlier.uploaded", "Tidigare år uppladdade", "laddade upp en fil med tidigare år som laddning {earlier_set}"),
    (
        "earlier.withdrawn",
        "Tidigare år tillbakadragna",
        "drog tillbaka laddning {earlier_set} av tidigare år: {reason}",
    ),
    ("earlier.taken", "Tidigare år inlästa", "läste in tidigare år som laddning {earlier_set}"),
    ("participations.begun", "Inläsning påbörjad", "började läsa en fil med kursdeltaganden som inläsning {set}"),
    ("participations.condensed", "Elever räknade", "räknade eleverna, var och en en gång, efter inläsning {set}"),
    ("participations.courses-met", "Nya kurser", "mötte kurser eller anordnare som inte fanns i resultaten förut"),
    ("participations.dropped", "Inläsning slängd", "tog bort inläsning {set} utan att den räknades"),
    ("participations.frozen", "Resultat frysta", "tog frysning {freeze} av resultaten: {title}"),
    ("participations.persons-let-go", "Elevräkning borttagen", "tog bort räkningen av elever efter inläsning {set}"),
    ("participations.published", "Resultat inlästa", "läste in kursdeltaganden som inläsning {set}"),
    ("participations.read", "Fil läst", "läste en fil med kursdeltaganden till slutet, inläsning {set}"),
    ("educations.rows-read", "Yrkesutbildningar lästa", "läste listan över yrkesutbildningar"),
    ("imports.file-read", "Inläst fil hämtad", "hämtade en inläst fil med vad som blev av varje rad"),
    ("participations.rows-read", "Kursdeltaganden lästa", "läste rader bakom indikatorn {indicator}"),
    (
        "publications.list-asked",
        "Publiceringslista begärd",
        "begärde listan över vad som kan publiceras ur frysning {freeze}",
    ),
    (
        "publications.list-drawn-up",
        "Publiceringslista framräknad",
        "listan över vad som kan publiceras ur frysning {freeze} räknades fram",
    ),
    ("publications.published", "Resultat publicerade", "publicerade tabeller ur frysning {freeze} för utomstående"),
    ("publications.withdrawn", "Publicering tillbakadragen", "drog tillbaka publicering {publication}: {reason}"),
    (
        "own-template.changed",
        "Egen mall ändrad",
        "ändrade vad cellerna är i version {number} av den egna mallen för {title}",
    ),
    ("own-template.copied", "Egna mallar kopierade", "kopierade {copied} egna mallar till {year}"),
    ("own-template.dropped", "Egen mall borttagen", "tog bort ett utkast till egen mall för {title}"),
    ("own-template.retired", "Egen mall tagen ur bruk", "tog version {number} av den egna mallen för {title} ur bruk"),
    ("own-template.uploaded", "Egen mall uppladdad", "laddade upp version {number} av en egen mall för {title}"),
    ("own-template.used", "Egen mall i bruk", "tog version {number} av den egna mallen för {title} i bruk"),
    ("picture.added", "Bild tillagd", "lade till en bild i ett utkast"),
    ("picture.removed", "Bild borttagen", "tog bort en bild som inte stod i någon text"),
    (
        "person-numbers.forgotten",
        "Personnummer borttagna",
        "tog bort {numbers} personnummer ur en lista, med filen som de kom i",
    ),
    (
        "person-numbers.kept",
        "Personnummer i en lista",
        "skrev personnummer i en lista; de står krypterade för sig, {numbers} nya",
    ),
    (
        "person-numbers.removed",
        "Personnummer borttagna",
        "tog bort {numbers} personnummer ur en lista vars uppföljning är över",
    ),
    ("person.added", "Person tillagd", "lade till en person"),
    ("person.invited", "Person inbjuden", "bjöd in en person"),
    (
        "plan.adopted",
        "Uppföljningsplan fastställd",
        "fastställde version {version} av uppföljningsplanen för {year}: {case_number}",
    ),
    ("plan.written", "Uppföljningsplan sparad", "sparade version {version} av uppföljningsplanen för {year}"),
    ("provider.added", "Anordnare tillagd", "lade till en anordnare"),
    ("provider.changed", "Anordnare ändrad", "ändrade uppgifter om en anordnare"),
    ("provider.ended", "Anordnare avslutad", "avslutade en anordnare"),
    ("provider.resumed", "Anordnare återupptagen", "återupptog en anordnare"),
    ("question.answered", "Svar", "svarade på en fråga om en redovisning"),
    ("question.asked", "Fråga", "ställde en fråga om en redovisning"),
    ("quote.dropped", "Citat borttaget", "tog bort ett citat"),
    ("quote.kept", "Citat sparat", "sparade ett citat ur ett svar"),
    ("release.asked-for", "Rapport begärd", "bad om att rapport {number} görs på nytt"),
    ("release.checked", "Rapport kontrollerad", "kontrollerade att rapport {number} blir likadan igen"),
    ("release.rendered", "Rapport framställd", "framställde rapport {number} som {format}"),
    ("register.changed", "Register", "ändrade uppgifter om en person eller organisation"),
    ("reminder.asked", "Påminnelser skickade", "påminde om det som saknas, med {letters} brev"),
    ("reminder.paused", "Påminnelser pausade", "pausade påminnelser: {reason}"),
    ("reminder.queued", "Påminnelse", "påminde en person om det som ska lämnas in"),
    ("reminder.resumed", "Påminnelser igen", "avslutade en paus i påminnelserna"),
    ("reminder.told-elsewhere", "Påminnelser", "påminde {people} personer i brev som gällde flera huvudmän"),
    (
        "rows.distributed",
        "Rader fördelade",
        "fördelade rader mellan huvudmän: {in} kom in i utkastet, {out} togs ut ur det",
    ),
    ("rows.received", "Rader mottagna", "lade {in} rader i ett utkast ur det som anordnaren skriver samlat"),
    ("seat.confirmed", "Roll bekräftad", "bekräftade för anordnaren att personen ska ha rollen {role}"),
    ("seat.ended", "Roll avslutad", "avslutade en persons roll"),
    ("seat.given", "Roll given", "gav en person rollen {role}"),
    ("seat.refused", "Roll avvisad", "svarade för anordnaren att personen med rollen {role} är ingen hos dem"),
    ("seat.resumed", "Roll återupptagen", "återupptog en persons roll"),
    ("session.ended", "Utloggning", "loggade ut"),
    ("session.started", "Inloggning", "loggade in"),
    ("session.switched", "Byte av organisation", "bytte vilken organisation hen arbetar för"),
    ("site-check.address", "Webbadress ändrad", "ändrade en anordnares webbadress"),
    ("site-check.asked", "Webbkontroll begärd", "bad om en kontroll av en anordnares webbplats"),
    ("site-check.asked-all", "Webbkontroll begärd", "bad om {checks} kontroller av webbplatser"),
    ("site-check.due", "Webbkontroll enligt plan", "började {checks} kontroller av webbplatser enligt plan"),
    (
        "site-check.done",
        "Webbkontroll klar",
        "läste {pages} sidor av en anordnares webbplats: {found} finns, {unsure} osäkert, {missing} saknas",
    ),
    ("site-check.given-up", "Webbkontroll avbruten", "avbröt en kontroll av en anordnares webbplats"),
    ("site-check.judged", "Webbkontroll bedömd", "bedömde vad en webbkontroll säger om en roll"),
    (
        "site-check.scheduled",
        "Webbkontroll planerad",
        "bestämde att webbplatser kontrolleras med {days} dagars mellanrum",
    ),
    ("source.fetch-asked", "Hämtning begärd", "bad om att {source} hämtas"),
    ("source.fetch-due", "Hämtning enligt plan", "började hämta {source} enligt plan"),
    ("source.fetch-failed", "Hämtning misslyckades", "kunde inte hämta {source}"),
    ("source.fetched", "Hämtning klar", "hämtade {source}"),
    ("source.set-up", "Källa inställd", "ändrade inställningarna för {source}"),
    ("submission.approved", "Godkännande", "godkände en inlämning"),
    ("submission.registered", "Diarieförd", "diarieförde en inlämning"),
    ("submission.returned", "Återlämnande", "lämnade tillbaka en inlämning för komplettering"),
    ("submission.signed", "Inlämning", "signerade och lämnade in version {number}, kvitto {reference}"),
    ("submission.timed", "Inlämning, rättad tid", "rättade när version {number} kom in"),
    ("supervision.attached", "Fil till tillsynsbeslut", "lade till en fil till Skolinspektionens beslut {reference}"),
    ("supervision.changed", "Tillsynsbeslut ändrat", "gjorde {action} i Skolinspektionens beslut {reference}"),
    ("supervision.registered", "Tillsynsbeslut registrerat", "registrerade Skolinspektionens beslut {reference}"),
    ("tenant.added", "Myndigheten lades upp", "lade upp myndigheten"),
    ("tenant.key-added", "Nyckel", "lade till en nyckel för skyddade uppgifter"),
    ("term.assessed", "Villkor bedömt", "bedömde hur en anordnare följer ett villkor"),
    ("term.declared", "Villkor besvarat av anordnaren", "svarade för anordnaren hur ett villkor följs"),
    ("term.saved", "Villkor sparat", "sparade version {version} av ett villkor"),
    ("term.shipped-taken", "Villkor hämtade", "lade in {count} villkor ur de medföljande exemplen"),
    ("theme.created", "Tema tillagt", "lade till ett tema"),
    ("theme.removed", "Tema borttaget", "tog bort ett tema"),
    ("theme.renamed", "Tema ändrat", "bytte namn på ett tema"),
    ("theme.restored", "Tema återställt", "återställde ett tema"),
    ("unit.added", "Enhet tillagd", "lade till enheten {code}"),
    ("unit.changed", "Enhet ändrad", "ändrade uppgifter om en enhet"),
    ("unit.closed", "Enhet stängd", "stängde en enhet"),
    ("unit.opened", "Enhet öppnad", "öppnade en enhet igen"),
    ("workbook.taken-in", "Arbetsbok inläst", "läste in en ifylld arbetsbok i ett utkast"),
    (
        "work.attempt-noted",
        "Försök att nå en elev",
        "noterade ett försök att nå en elev efter avslutad yrkesutbildning",
    ),
    ("work.attempt-taken-back", "Försök ångrat", "tog tillbaka ett försök att nå en elev, som noterats av misstag"),
    ("work.list-fetched", "Lista hämtad", "hämtade {rows} elever ur inläsning {set} till en redovisning"),
    ("work.number-shown", "Personnummer visat", "visade personnumret för en elev i en lista, rad {row}"),
    ("visit.changed", "Besök ändrat", "ändrade besök {visit} hos en anordnare: {step}"),
    ("visit.checklist", "Checklista sparad", "sparade version {version} av checklistan för besök {year}"),
    ("visit.photo-added", "Foto sparat", "sparade ett foto i protokollet från besök {visit}"),
    ("visit.photo-removed", "Foto borttaget", "tog bort ett foto ur protokollet från besök {visit}"),
    ("visit.planned", "Besök planerat", "planerade besök {visit} hos en anordnare, {day}"),
    ("visit.written", "Protokoll skrivet", "skrev i protokollet från besök {visit}"),
    ("year.published", "Årets dokument publicerat", "publicerade version {version} av årets dokument"),
    ("year.version-saved", "Årets dokument sparat", "sparade version {version} av årets dokument"),
];

fn known(kind: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    KINDS.iter().find(|(name, ..)| *name == kind)
}

/// What a kind of event is called.
pub(super) fn kind(kind: &str) -> String {
    known(kind).map_or_else(|| kind.to_owned(), |(_, name, _)| (*name).to_owned())
}

/// The event as a sentence. A kind without one of its own is told by its name; its facts stand below it in any case.
pub(super) fn sentence(line: &Line) -> String {
    let who = who(&line.actor_kind, line.name.as_deref());
    let facts: Json = serde_json::from_str(&line.facts).unwrap_or_default();
    match known(&line.kind) {
        Some((_, name, did)) => {
            // Nobody signed what an officer read in.
            let did = if facts.get("file_name").is_some() && line.kind == "submission.signed" { READ_IN } else { did };
            // What a person wrote may end with a full stop of its own.
            let told = |did: String| format!("{who} {}.", did.trim_end().trim_end_matches('.'));
            filled(did, &line.kind, &facts).map_or_else(|| format!("{name}, av {who}."), told)
        }
        None => format!("Händelsen {} gjordes av {who}.", line.kind),
    }
}

/// What was read in from another system.
const READ_IN: &str = "läste in version {number} ur {system}, filen {file_name}, kvitto {reference}";

/// The sentence with its facts put in; `None` when one is missing.
fn filled(sentence: &str, kind: &str, facts: &Json) -> Option<String> {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        out.push_str(before);
        match facts.get(name)? {
            Json::String(text) if name == "role" => out.push_str(role(text)),
            Json::String(text) if name == "action" => out.push_str(&action(kind, text)),
            Json::String(text) if name == "step" => out.push_str(&step(kind, text)),
            Json::String(text) if !text.is_empty() => out.push_str(&dated(text)),
            Json::Number(number) => out.push_str(&number.to_string()),
            _ => return None,
        }
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// What the button of an action says, for what is done in cases and investigations; any other text as it is.
fn action(kind: &str, slug: &str) -> String {
    let named = Json::String(slug.to_owned());
    let words = match kind.split('.').next() {
        Some("case") => serde_json::from_value(named).ok().map(domain::cases::sv::action),
        Some("abuse") => serde_json::from_value(named).ok().map(domain::abuse::sv::action),
        Some("supervision") => domain::supervision::Step::from_slug(slug).map(domain::supervision::sv::step),
        Some("meeting") => domain::meetings::Step::from_slug(slug).map(domain::meetings::sv::step),
        Some("evaluation") if kind == "evaluation.part" => domain::evaluations::sv::part_entry(slug),
        Some("evaluation") => domain::evaluations::sv::entry(slug),
        Some("deficiency") => domain::deficiencies::Action::from_slug(slug).map(domain::deficiencies::sv::action),
        _ => None,
    };
    words.map_or_else(|| slug.to_owned(), |words| format!("”{words}”"))
}

/// What is done with a planned activity or a visit, as its button says; any other text as it is.
fn step(kind: &str, slug: &str) -> String {
    let words = match kind.split('.').next() {
        Some("activity") => domain::coverage::sv::told_step(slug),
        Some("visit") => domain::visits::Step::from_slug(slug).map(domain::visits::sv::step),
        _ => None,
    };
    words.map_or_else(|| slug.to_owned(), |words| format!("”{words}”"))
}

/// A day as we write it; any other text as it is.
fn dated(text: &str) -> String {
    text.parse::<Day>().map_or_else(|_| text.to_owned(), swedish::day)
}

/// The value of a fact in words.
pub(super) fn value(name: &str, value: &Json) -> String {
    match (name, value) {
        ("role", Json::String(slug)) => role(slug).to_owned(),
        ("road", Json::String(slug)) => {
            Road::from_slug(slug).map_or_else(|| slug.clone(), |road| domain::submissions::sv::road(road).to_owned())
        }
        ("became", Json::String(slug)) => {
            Became::from_slug(slug).map_or_else(|| slug.clone(), |of| domain::inbox::sv::became(of).to_owned())
        }
        ("regime", Json::String(slug)) => {
            let of = Regime::ALL.iter().find(|of| of.slug() == slug);
            of.map_or_else(|| slug.clone(), |of| domain::targets::sv::regime(*of).to_owned())
        }
        (_, Json::String(text)) => text.parse::<Instant>().map_or_else(|_| dated(text), swedish::instant),
        (_, Json::Bool(true)) => "ja".to_owned(),
        (_, Json::Bool(false)) => "nej".to_owned(),
        ("year", other) => other.to_string(),
        (_, Json::Number(number)) => number.as_i64().map_or_else(|| number.to_string(), swedish::integer),
        (_, Json::Array(list)) => list.iter().map(|one| self::value(name, one)).collect::<Vec<_>>().join(", "),
        (_, other) => other.to_string(),
    }
}

/// The value of a fact of an event of the kind, in words.
pub(super) fn value_of(kind: &str, name: &str, value: &Json) -> String {
    match (name, value) {
        ("action", Json::String(slug)) => action(kind, slug),
        ("source", Json::String(slug)) if kind.starts_with("deficiency.") => {
            domain::deficiencies::SourceKind::from_slug(slug)
                .map_or_else(|| slug.clone(), |of| domain::deficiencies::sv::source(of).to_owned())
        }
        ("verdict", Json::String(slug)) if kind.starts_with("term.") => domain::terms::Verdict::from_slug(slug)
            .map_or_else(|| slug.clone(), |of| domain::terms::sv::verdict(of).to_owned()),
        ("step", Json::String(slug)) => step(kind, slug),
        ("state", Json::String(slug)) if kind.starts_with("case.") => domain::cases::StateName::from_slug(slug)
            .map_or_else(|| slug.clone(), |of| domain::cases::sv::state(of).to_owned()),
        ("state", Json::String(slug)) if kind.starts_with("abuse.") => domain::abuse::StateName::from_slug(slug)
            .map_or_else(|| slug.clone(), |of| domain::abuse::sv::state(of).to_owned()),
        ("about", Json::String(slug)) if kind.starts_with("abuse.") => domain::cases::About::from_slug(slug)
            .map_or_else(|| slug.clone(), |of| domain::cases::sv::about(of).to_owned()),
        ("source", Json::String(slug)) if kind.starts_with("abuse.") => domain::abuse::Source::from_slug(slug)
            .map_or_else(|| slug.clone(), |of| domain::abuse::sv::source(of).to_owned()),
        ("way", Json::String(slug)) if kind.starts_with("case.") => {
            domain::cases::Way::from_slug(slug).map_or_else(|| slug.clone(), |of| domain::cases::sv::way(of).to_owned())
        }
        _ => self::value(name, value),
    }
}

/// A case by its number.
pub(super) fn case(number: i64) -> String {
    domain::complaints::sv::case(number)
}
/// An investigation by its number.
pub(super) fn investigation(number: i64) -> String {
    domain::complaints::sv::investigation(number)
}

/// What a theme is called in a row of its own.
pub(super) fn theme(name: &str) -> String {
    format!("Temat {name}")
}
/// A letter that came.
pub(super) fn letter(sender: &str, at: Option<Instant>) -> String {
    match at {
        Some(at) => format!("Brevet från {sender}, {}", swedish::instant(at)),
        None => format!("Brevet från {sender}"),
    }
}
/// A dataset and its report.
pub(super) fn dataset(number: i64) -> String {
    format!("Rapporten från underlag {}", swedish::integer(number))
}
/// A version of a year's document.
pub(super) fn year(year: i16, version: i64) -> String {
    format!("Årets dokument för {year}, version {}", swedish::integer(version))
}
/// An item, of whom.
pub(super) fn item(title: &str, occasion: &str, year: i16, whose: &str) -> String {
    let occasion =
        if occasion.contains(&year.to_string()) { occasion.to_owned() } else { format!("{occasion} {year}") };
    format!("{title}, {occasion}: {whose}")
}
