//! Saying something, page by page. No case is there before it is sent.

use axum::extract::RawQuery;
use domain::cases::{About, Code, Kind, Opened, Party, Place, Raised, Way};
use kernel::id::kind::CaseFile;
use kernel::{Chance, Id};
use maud::Markup;
use platform::{FormData, Open, Path, Reply, Stop, Unsent, holder, session};
use sha2::{Digest, Sha256};
use std::sync::Mutex;

use super::draft::{AFTER_COURSE, Draft, Step, UNKNOWN};
use super::lang::Tongue;
use super::notice;
use super::schools;
use super::unsent::{self, Kept, Sent};
use super::view::{self, MOST_SCHOOLS, Shown};
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

/// What this is, and how it goes; with a school in the address, the one on whose wall it stood, the form begins with it.
pub(super) async fn begin(open: Open, Path(lang): Path<String>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let code: String = asked.get("skola").chars().filter(char::is_ascii_alphanumeric).collect();
    let mut wall = Draft::default();
    let mut named = None;
    if !code.is_empty() {
        let fits = schools::all(&open, None).await?.into_iter().filter(|school| school.code == code);
        if asked.get("fraga") == AFTER_COURSE {
            wall = Draft { asks: AFTER_COURSE.to_owned(), kind: Kind::View.slug().to_owned(), ..wall };
        }
        if let [school] = fits.collect::<Vec<_>>().as_slice() {
            wall = Draft { authority: school.slug.clone(), school: school.value(), ..wall };
            named = Some(school.clone());
        } else {
            // One unit of several authorities: which one is asked.
            wall.search.clone_from(&code);
        }
    }
    let main = view::start(tongue, &domain::cases::ClockRules::default(), (&wall, named.as_ref()));
    let here = if code.is_empty() { String::new() } else { school_query(&code, wall.is_after_course()) };
    let address = |tag: &str| format!("/synpunkt/{tag}{here}");
    let title = if wall.is_after_course() { "after-title" } else { "start-title" };
    Ok(open.show_plain(view::sheet(tongue, &tongue.say(title), address, main)))
}

/// The address on a school's wall; the one after a course asks for a view.
pub(super) async fn school(_open: Open, Path(code): Path<String>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    Ok(Reply::redirect(&format!("/synpunkt/sv{}", school_query(&code, asked.get("fraga") == AFTER_COURSE))))
}

fn school_query(code: &str, after_course: bool) -> String {
    if after_course { format!("?skola={code}&fraga={AFTER_COURSE}") } else { format!("?skola={code}") }
}

/// From one page to the next, back, to another language, or sent. Every page is then fetched, so that going back or loading it
/// again asks for nothing to be sent once more.
pub(super) async fn step(open: Open, unsent: Unsent, Path(lang): Path<String>, form: FormData) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let mut draft = Draft::of(&form);
    let (here, to) = (Step::from_slug(form.get("steg")), form.get("till"));
    // Where there is one municipality alone nobody is asked for it.
    if draft.authority.is_empty()
        && let [(only, _)] = open.authorities().await?.as_slice()
    {
        draft.authority.clone_from(only);
    }
    if draft.key.is_empty() {
        draft.key = session::new_token(open.chance());
    }
    let (step, faults) = match to {
        "sok" => (Step::Where, false),
        "skicka" => return send(&open, &unsent, tongue, &draft).await,
        "" if !draft.wrong(here).is_empty() => (here, true),
        "" => (here.next(), false),
        to => (Step::from_slug(to), false),
    };
    go(&open, &unsent, tongue, &draft, (step, faults)).await
}

/// Keeps what was written and leads to the page; draws it at once where there is no room to keep more.
async fn go(
    open: &Open,
    unsent: &Unsent,
    tongue: Tongue,
    draft: &Draft,
    (step, faults): (Step, bool),
) -> Result<Reply, Stop> {
    let Some(cookie) = unsent::keep(unsent, &Kept::Draft(draft.clone())).await? else {
        return show(open, tongue, draft, (step, faults)).await;
    };
    let asked = if faults { "?fel" } else { "" };
    Ok(Reply::redirect(&format!("/synpunkt/{}/{}{asked}", tongue.tag, step.slug())).with_cookie(&cookie))
}

/// A page of the form with what the browser has written, or the receipt.
pub(super) async fn page(
    open: Open,
    unsent: Unsent,
    Path((lang, slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let tongue = tongue(&lang)?;
    let receipt = slug == "kvitto";
    let step = Step::named(&slug);
    if !receipt && step.is_none() {
        return Err(Stop::NotFound);
    }
    match (unsent::kept(&unsent).await?, step) {
        (Some(Kept::Sent(sent)), None) => Ok(receipted(&open, tongue, &sent)),
        // It is sent: going back leads to the code, and not to a form that would send it anew.
        (Some(Kept::Sent(_)), Some(_)) => Ok(Reply::redirect(&format!("/synpunkt/{lang}/kvitto"))),
        (Some(Kept::Draft(draft)), Some(step)) => show(&open, tongue, &draft, (step, query.is_some())).await,
        // The code is not shown any more.
        (_, None) => Ok(Reply::redirect(&format!("/arende/{lang}"))),
        (_, Some(_)) => {
            let title = tongue.say("where-title");
            let main = view::gone(tongue);
            Ok(open.show_plain(view::sheet(tongue, &title, |tag| format!("/synpunkt/{tag}"), main)))
        }
    }
}

fn receipted(open: &Open, tongue: Tongue, sent: &Sent) -> Reply {
    let address = format!("{}/arende", open.settings().base_url.trim_end_matches('/'));
    let main = view::sent(tongue, sent, (&address, open.settings().upload_limit));
    open.show_plain(view::sheet(tongue, &tongue.say("sent-title"), |tag| format!("/synpunkt/{tag}/kvitto"), main))
}

/// Leaves quickly: what the browser has of what was written, and of the case that was opened in it, is taken away. It is asked
/// for by a link, which works without script, and changes nothing of anybody else's.
pub(super) async fn leave(open: Open, unsent: Unsent) -> Result<Reply, Stop> {
    let forgotten = unsent.forget().await?;
    Ok(Reply::redirect(ui::ELSEWHERE).with_cookie(&forgotten).with_cookie(&open.close_case()))
}

async fn show(open: &Open, tongue: Tongue, draft: &Draft, (step, faults): (Step, bool)) -> Result<Reply, Stop> {
    let authorities = open.authorities().await?;
    let only = Some(draft.authority.as_str()).filter(|slug| !slug.is_empty() && *slug != UNKNOWN);
    let all = schools::all(open, only).await?;
    let chosen = all.iter().find(|school| school.value() == draft.school).cloned();
    let few = all.len() <= MOST_SCHOOLS;
    let found = if few || !draft.search.is_empty() { schools::searched(all, &draft.search) } else { Vec::new() };
    // A school that is there no more, or that somebody wrote into the form, is chosen anew.
    let own_words = draft.wrong(Step::Where).is_empty() && only.is_some_and(|slug| is_one_of(&authorities, slug));
    let step = if chosen.is_some() || (draft.is_missing() && own_words) { step } else { Step::Where };
    let wrong = if faults { draft.wrong(step) } else { Vec::new() };
    let shown = Shown {
        tongue,
        draft,
        wrong: &wrong,
        authorities: &authorities,
        schools: &found[..found.len().min(MOST_SCHOOLS)],
        chosen: chosen.as_ref(),
        sends: open.settings().mail.is_some(),
    };
    let (title, main): (&str, Markup) = match step {
        Step::Where => ("where-title", view::place(&shown)),
        Step::What => ("what-title", view::what(&shown)),
        Step::Who => ("who-title", view::who(&shown)),
        Step::Check => ("check-title", view::check(&shown)),
    };
    let mut sheet = view::sheet(tongue, &tongue.say(title), |tag| format!("/synpunkt/{tag}"), main);
    sheet.keeps = Some(("utkast", step.slug(), if step == Step::Where { "sok" } else { "" }));
    sheet.faults = !wrong.is_empty();
    Ok(open.show_plain(sheet))
}

fn is_one_of(authorities: &[(String, String)], slug: &str) -> bool {
    authorities.iter().any(|(known, _)| known == slug)
}

/// Bytes that follow from the key in the form and from what is sent: the same form sent twice gives the same case and the same
/// code, and a changed text another case with another code, never a receipt for what was not kept. The key is 256 random bits
/// that only the browser has, so that whoever knows it could as well know the code.
#[derive(Debug)]
pub(super) struct OfKey {
    key: String,
    count: Mutex<u64>,
}

impl OfKey {
    pub(super) fn new(key: &str, whole: &str, purpose: &str) -> Self {
        let whole: String = Sha256::digest(whole).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { key: format!("tertial-{purpose}-2\n{key}\n{whole}\n"), count: Mutex::new(0) }
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

async fn send(open: &Open, unsent: &Unsent, tongue: Tongue, draft: &Draft) -> Result<Reply, Stop> {
    if let Some(step) = draft.first_wrong() {
        return go(open, unsent, tongue, draft, (step, true)).await;
    }
    let Some((slug, unit)) = draft.chosen() else { return Err(Stop::NotFound) };
    let school = match unit {
        Some(unit) => {
            let found = schools::all(open, Some(slug)).await?.into_iter().find(|school| school.unit == unit);
            found.map(|school| Some((school.organisation, school.unit)))
        }
        None => is_one_of(&open.authorities().await?, slug).then_some(None),
    };
    let Some(school) = school.filter(|_| draft.key.len() >= 40) else {
        return go(open, unsent, tongue, draft, (Step::Where, false)).await;
    };
    let code = Code::random(&OfKey::new(&draft.key, &draft.whole(), "code"));
    let id = Id::<CaseFile>::random(&OfKey::new(&draft.key, &draft.whole(), "case"));
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
        no_school: school.is_none(),
    };
    let (words, who, tools) = (draft.words(), draft.who(), teller.kit().tools());
    let selector = code.selector().to_owned();
    let place_known = draft.authority != UNKNOWN;
    let wants = !draft.notice.is_empty() && open.settings().mail.is_some();
    let notice = wants.then(|| notice::written(tongue, &draft.notice, &open.settings().base_url));
    let sent = teller
        .write(move |mut tx| {
            let mut opened = opened;
            if let Some(of) = school
                && (opened.about, opened.place) == (About::Rektor, Place::School)
                && !cases::is_led_by_others(&mut tx, of, opened.received)?
            {
                opened.place = Place::Authority;
            }
            let new = NewCase {
                id: Some(id),
                school,
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
    let receipt = Sent { code: code.written(), acknowledge: sent.acknowledge, answer: sent.answer };
    let opens = teller.cookie(id);
    Ok(match unsent::keep(unsent, &Kept::Sent(receipt.clone())).await? {
        Some(cookie) => {
            Reply::redirect(&format!("/synpunkt/{}/kvitto", tongue.tag)).with_cookie(&cookie).with_cookie(&opens)
        }
        None => receipted(open, tongue, &receipt).with_cookie(&opens),
    })
}
