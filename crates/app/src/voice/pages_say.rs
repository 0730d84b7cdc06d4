//! Saying something, page by page. Nothing is written before it is sent.

use axum::extract::{Path, RawQuery};
use domain::cases::{Code, Kind, Opened, Party, Raised, Way};
use kernel::id::kind::CaseFile;
use kernel::{Chance, Id};
use maud::Markup;
use platform::{FormData, Open, Reply, Stop, holder, session};
use sha2::{Digest, Sha256};
use std::sync::Mutex;

use super::draft::{Draft, Step, UNKNOWN, Wrong};
use super::lang::Tongue;
use super::notice;
use super::schools::{self, School};
use super::view::{self, MOST_SCHOOLS, Sent, Shown};
use crate::cases::{self, NewCase};
use crate::mail;

/// The language of the address.
pub(super) fn tongue(tag: &str) -> Result<Tongue, Stop> {
    Tongue::of(tag).ok_or(Stop::NotFound)
}

/// To the first page, in Swedish.
pub(super) async fn start(_open: Open) -> Result<Reply, Stop> {
    Ok(Reply::redirect("/synpunkt/sv"))
}

/// What this is, and how it goes; with a school in the address the form begins there.
pub(super) async fn begin(open: Open, Path(lang): Path<String>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let code = asked.get("skola");
    if code.is_empty() {
        let main = view::start(tongue, &domain::cases::ClockRules::default());
        let title = tongue.say("start-title");
        return Ok(open.show_plain(view::sheet(tongue, &title, |tag| format!("/synpunkt/{tag}"), main)));
    }
    let fits: Vec<School> = schools::all(&open, None).await?.into_iter().filter(|school| school.code == code).collect();
    let [school] = fits.as_slice() else {
        // One unit of several authorities: which one is asked.
        let draft = Draft { search: code.to_owned(), ..Draft::default() };
        return show(&open, tongue, &draft, (Step::Where, &[])).await;
    };
    let draft = Draft { authority: school.slug.clone(), school: school.value(), ..Draft::default() };
    show(&open, tongue, &draft, (Step::What, &[])).await
}

/// The address on a school's wall.
pub(super) async fn school(_open: Open, Path(code): Path<String>) -> Result<Reply, Stop> {
    Ok(Reply::redirect(&format!(
        "/synpunkt/sv?skola={}",
        code.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    )))
}

/// From one page to the next, back, or sent.
pub(super) async fn step(open: Open, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let mut draft = Draft::of(&form);
    let (here, to) = (Step::from_slug(form.get("steg")), form.get("till"));
    match to {
        "sok" => show(&open, tongue, &draft, (Step::Where, &[])).await,
        "skicka" => send(&open, tongue, &draft).await,
        "" => {
            let wrong = draft.wrong(here);
            if !wrong.is_empty() {
                return show(&open, tongue, &draft, (here, &wrong)).await;
            }
            let next = here.next();
            if next == Step::Check && draft.key.is_empty() {
                draft.key = session::new_token(open.chance());
            }
            show(&open, tongue, &draft, (next, &[])).await
        }
        to => show(&open, tongue, &draft, (Step::from_slug(to), &[])).await,
    }
}

async fn show(open: &Open, tongue: Tongue, draft: &Draft, (step, wrong): (Step, &[Wrong])) -> Result<Reply, Stop> {
    let authorities = open.authorities().await?;
    let only = Some(draft.authority.as_str()).filter(|slug| !slug.is_empty() && *slug != UNKNOWN);
    let all = schools::all(open, only).await?;
    let chosen = all.iter().find(|school| school.value() == draft.school).cloned();
    let few = all.len() <= MOST_SCHOOLS;
    let found = if few || !draft.search.is_empty() { schools::searched(all, &draft.search) } else { Vec::new() };
    let shown = Shown {
        tongue,
        draft,
        wrong,
        authorities: &authorities,
        schools: &found[..found.len().min(MOST_SCHOOLS)],
        chosen: chosen.as_ref(),
        sends: open.settings().mail.is_some(),
    };
    // A school that is there no more, or that somebody wrote into the form, is chosen anew.
    let step = if chosen.is_none() && step != Step::Where { Step::Where } else { step };
    let (title, main): (&str, Markup) = match step {
        Step::Where => ("where-title", view::place(&shown)),
        Step::What => ("what-title", view::what(&shown)),
        Step::Who => ("who-title", view::who(&shown)),
        Step::Check => ("check-title", view::check(&shown)),
    };
    let mut sheet = view::sheet(tongue, &tongue.say(title), |tag| format!("/synpunkt/{tag}"), main);
    sheet.faults = !wrong.is_empty();
    Ok(open.show_plain(sheet))
}

/// Bytes that follow from the key in the form: the same form sent twice gives the same case and the same code. The key is
/// 256 random bits that only the browser has, so that whoever knows it could as well know the code.
#[derive(Debug)]
pub(super) struct OfKey {
    key: String,
    count: Mutex<u64>,
}

impl OfKey {
    pub(super) fn new(key: &str, purpose: &str) -> Self {
        Self { key: format!("tertial-{purpose}-1\n{key}\n"), count: Mutex::new(0) }
    }
}

impl Chance for OfKey {
    fn fill(&self, bytes: &mut [u8]) {
        let mut count = self.count.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for piece in bytes.chunks_mut(32) {
            let hash = Sha256::digest(format!("{}{count}", self.key));
            piece.copy_from_slice(&hash[..piece.len()]);
            *count += 1;
        }
    }
}

async fn send(open: &Open, tongue: Tongue, draft: &Draft) -> Result<Reply, Stop> {
    if let Some(step) = draft.first_wrong() {
        let wrong = draft.wrong(step);
        return show(open, tongue, draft, (step, &wrong)).await;
    }
    let Some((slug, unit)) = draft.chosen() else { return Err(Stop::NotFound) };
    let school = schools::all(open, Some(slug)).await?.into_iter().find(|school| school.unit == unit);
    let Some(school) = school.filter(|_| draft.key.len() >= 40) else {
        return show(open, tongue, draft, (Step::Where, &[])).await;
    };
    let code = Code::random(&OfKey::new(&draft.key, "code"));
    let id = Id::<CaseFile>::random(&OfKey::new(&draft.key, "case"));
    let hash = session::hash(code.verifier().to_owned()).await?;
    let teller = open.teller(slug).await?;
    let opened = Opened {
        kind: draft.kind(),
        way: Way::Web,
        received: teller.today(),
        place: draft.place(),
        raised: draft.raised().or((draft.kind() == Kind::Complaint).then_some(Raised::No)),
        about: draft.about(),
        reachable: true,
    };
    let (words, who, tools) = (draft.words(), draft.who(), teller.kit().tools());
    let (organisation, selector) = (school.organisation, code.selector().to_owned());
    let place_known = draft.authority != UNKNOWN;
    let wants = !draft.notice.is_empty() && open.settings().mail.is_some();
    let notice = wants.then(|| notice::written(tongue, &draft.notice, &open.settings().base_url));
    let sent = teller
        .write(move |mut tx| {
            let new = NewCase {
                id: Some(id),
                organisation,
                unit,
                opened,
                by: Party::Complainant,
                place_known,
                words: &words,
                who: &who,
                files: &[],
                person: None,
            };
            let Some(dossier) = cases::find(&mut tx, id)? else {
                cases::open(&mut tx, &tools, &new)?;
                holder::keep_code(&mut tx, id, &selector, &hash)?;
                if let Some(notice) = &notice {
                    mail::keep_notice(&mut tx, &tools, id, notice)?;
                }
                let case = domain::cases::Case::replay([&new.first(opened.received)]).map_err(Stop::failed)?;
                let rules = cases::rules(&mut tx, opened.received)?;
                return Ok(tx.save_all(&[], case.clocks(&rules, opened.received))?);
            };
            // The same form once more: it is there already, with the same code.
            let rules = cases::rules(&mut tx, opened.received)?;
            Ok(tx.keep(::store::Housekeeping::Session, dossier.case.clocks(&rules, opened.received)))
        })
        .await?;
    let address = format!("{}/arende", open.settings().base_url.trim_end_matches('/'));
    let receipt = Sent { code: code.written(), acknowledge: sent.acknowledge, answer: sent.answer, address };
    let main = view::sent(tongue, &receipt);
    let sheet = view::sheet(tongue, &tongue.say("sent-title"), |tag| format!("/synpunkt/{tag}"), main);
    Ok(open.show_plain(sheet).with_cookie(&teller.cookie(id)))
}
