//! Lists, investigations and what is done in them, for both sides.

use ::store::ReadTx;
use domain::abuse::{
    Action, Investigation as Stands, Next, Refusal as Why, Rule, Seen, StateName, rule_on, sv as words, why_not,
};
use domain::cases::{About, Party};
use domain::deficiencies::{Source as FoundIn, SourceKind, Track};
use kernel::id::kind::{Investigation, Organisation, Person, Tenant, Unit};
use kernel::{Id, Right, Role};
use maud::{Markup, html};
use platform::access::{Changes, Cx, may};
use platform::reply::{Refusal, Sheet};
use platform::{Account, Acting, FormData, Path, Reply, Seat, Stop};
use serde_json::json;

use super::form::{self, Fault};
use super::model::{Dossier, Line, Said};
use super::view_one::{self, Opened};
use super::writing::{Add, add};
use super::{store, sv, told, view};
use crate::cases;
use crate::deficiencies::{self, Prefill};
use crate::investigations::Filed;

/// The school's pages lie here, and the authority's.
pub(super) const SCHOOL: &str = "krankning";
pub(super) const AUTHORITY: &str = "krankningar";

/// Who looks: what every door of this feature asks before it opens.
#[derive(Debug, Clone)]
pub(super) struct Looker {
    role: Role,
    person: Id<Person>,
    provider: Option<Id<Organisation>>,
    only: Option<Vec<Id<Unit>>>,
}

impl Looker {
    pub(super) fn of<P: Changes>(cx: &Cx<P>) -> Self {
        let provider = cx.provider().ok();
        // Whoever is rektor too is not let past what is about the rektor by another role.
        let held = [Role::Rektor, Role::ProviderManagement].into_iter().find(|role| cx.has_role(*role));
        let role = held.filter(|_| provider.is_some()).unwrap_or_else(|| cx.role());
        Self { role, person: cx.account().person, provider, only: cx.only_units() }
    }

    /// As [`of`](Self::of), for somebody who is not on a page of the authority.
    pub(super) fn of_account(account: &Account, tenant: Id<Tenant>) -> Option<Self> {
        let provider = match account.acting {
            Some(Acting::Provider(organisation)) => Some(organisation),
            _ => None,
        };
        let right = if provider.is_some() { Right::InvestigateAbuse } else { Right::ViewComplaints };
        let seats: Vec<&Seat> = account.seats_here().filter(|seat| seat.tenant == tenant).collect();
        let with: Vec<&&Seat> = seats.iter().filter(|seat| seat.role.may(right)).collect();
        let first = with.first()?.role;
        let is = |role: &Role| provider.is_some() && seats.iter().any(|seat| seat.role == *role);
        let role = [Role::Rektor, Role::ProviderManagement].into_iter().find(is).unwrap_or(first);
        Some(Self { role, person: account.person, provider, only: with.iter().map(|seat| seat.unit).collect() })
    }

    /// How they take part in the investigation; nothing where it is not shown to them.
    pub(super) fn seen(
        &self,
        tx: &mut ReadTx<'_>,
        (filed, stands): (&Filed, &Stands),
    ) -> Result<Option<Seen>, ::store::StoreError> {
        self.seen_of(tx, filed.id, (filed.organisation, filed.unit), stands.about)
    }

    /// The same, by what its row says.
    pub(super) fn seen_of(
        &self,
        tx: &mut ReadTx<'_>,
        id: Id<Investigation>,
        (organisation, unit): (Id<Organisation>, Id<Unit>),
        about: About,
    ) -> Result<Option<Seen>, ::store::StoreError> {
        let seen = Seen { role: self.role, chosen: cases::is_handler(tx, id, self.person)? };
        // A school sees its own units' alone.
        let own = self.provider == Some(organisation) && self.only.as_ref().is_none_or(|units| units.contains(&unit));
        let fits = match seen.party() {
            Some(Party::School) => own,
            Some(_) => self.provider.is_none(),
            None => false,
        };
        Ok(Some(seen).filter(|seen| fits && seen.is_shown(about)))
    }
}

/// An investigation of a list, with the rule that holds for it.
#[derive(Debug)]
pub(super) struct Listed {
    pub filed: Filed,
    pub stands: Stands,
    pub rule: Option<Rule>,
}

async fn listed<P: Changes>(cx: &Cx<P>) -> Result<Vec<Listed>, Stop> {
    let (looker, today) = (Looker::of(cx), cx.now().day());
    cx.read(move |tx| {
        let rules = store::rules(tx, today)?;
        let mut shown = Vec::new();
        for (filed, stands) in crate::investigations::list(tx)? {
            if looker.seen(tx, (&filed, &stands))?.is_some() {
                let rule = rule_on(&rules, stands.learnt()).cloned();
                shown.push(Listed { filed, stands, rule });
            }
        }
        Ok(shown)
    })
    .await
}

/// The school's list.
pub(super) async fn at_school(cx: Cx<may::InvestigateAbuse>) -> Result<Reply, Stop> {
    let shown = listed(&cx).await?;
    let authorities = crate::nav::authorities(&cx, SCHOOL);
    let main = view::at_school(&cx.link(SCHOOL), &authorities, &shown, cx.now().day());
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("arenden")).wide()))
}

/// The authority's list. The process owner comes through the same door and sees what is about officers alone.
pub(super) async fn at_authority(cx: Cx<may::ViewComplaints>) -> Result<Reply, Stop> {
    let shown = listed(&cx).await?;
    let main = view::at_authority(&cx.link(AUTHORITY), &shown, cx.now().day());
    Ok(cx.show(Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("klagomal")).wide()))
}

fn id(text: &str) -> Result<Id<Investigation>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Everything that an investigation's page knows, for somebody who is shown it; *not found* for anybody else.
async fn opened<P: Changes>(cx: &Cx<P>, id: Id<Investigation>) -> Result<Opened, Stop> {
    let (looker, tools, today) = (Looker::of(cx), cx.kit().tools(), cx.now().day());
    cx.read(move |tx| {
        let dossier = store::find(tx, id)?.ok_or(Stop::NotFound)?;
        let seen = looker.seen(tx, (&dossier.filed, &dossier.stands))?.ok_or(Stop::NotFound)?;
        let party = seen.party().ok_or(Stop::NotFound)?;
        let said = store::words(tx, &tools, &dossier, seen)?;
        let rule = rule_on(&store::rules(tx, today)?, dossier.stands.learnt()).cloned();
        let assigns = why_not(&dossier.stands, &seen, Action::Assign).is_none();
        let handlers = if assigns { store::handlers(tx, today)? } else { Vec::new() };
        let law = rule.as_ref().map(|rule| rule.law.as_sv());
        let draft = sv::notification(&store::board(tx)?, &dossier.filed, &dossier.stands, law);
        Ok(Opened { dossier, said, rule, seen, party, today, handlers, draft })
    })
    .await
}

/// An investigation at the school.
pub(super) async fn one_at_school(
    cx: Cx<may::InvestigateAbuse>,
    Path((_, investigation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, SCHOOL, id(&investigation)?, (&FormData::default(), &[])).await
}

/// An investigation at the authority.
pub(super) async fn one_at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, investigation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, AUTHORITY, id(&investigation)?, (&FormData::default(), &[])).await
}

async fn show<P: Changes>(
    cx: &Cx<P>,
    root: &str,
    id: Id<Investigation>,
    (form, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let whole = opened(cx, id).await?;
    cx.tell_reading_of("abuse.read", id, json!({ "investigation": id })).await?;
    let cases = cx.link(if root == SCHOOL { "arenden" } else { "klagomal" });
    let main = view_one::page((&cx.link(&format!("{root}/{id}")), &cases), &whole, (form, faults));
    let found = if root == AUTHORITY {
        to_deficiency(cx, &whole).await?
    } else {
        html! {}
    };
    let main = html! { (main) (found) };
    let sheet = Sheet::new(sv::title(whole.dossier.filed.number), main).crumb(sv::TITLE, cx.link(root));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// What the investigation became, and the panel in which what it shows becomes a deficiency. Its words never go along: the provider reads
/// them.
async fn to_deficiency<P: Changes>(cx: &Cx<P>, whole: &Opened) -> Result<Markup, Stop> {
    let filed = &whole.dossier.filed;
    let (organisation, unit) = (filed.organisation, filed.unit);
    let id = filed.id.to_string();
    let source = FoundIn { kind: SourceKind::Investigation, id: id.clone(), part: String::new() };
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::Investigation, &id)?)).await?;
    let (title, text, track) = (sv::title(filed.number), String::new(), Track::Compliance);
    let known = Prefill { organisation, unit: Some(unit), source, term: None, title, text, track };
    Ok(deficiencies::panel(cx, &became, &known))
}

/// The notification to the board by itself, to be printed or copied.
pub(super) async fn notification(
    cx: Cx<may::ViewComplaints>,
    Path((_, investigation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let whole = opened(&cx, id(&investigation)?).await?;
    let id = whole.dossier.filed.id;
    cx.tell_reading_of("abuse.read", id, json!({ "investigation": id })).await?;
    let sheet = Sheet::new(sv::NOTIFICATION, view_one::notification(&whole)).crumb(sv::TITLE, cx.link(AUTHORITY));
    Ok(cx.show(sheet.crumb(sv::title(whole.dossier.filed.number), cx.link(&format!("{AUTHORITY}/{id}")))))
}

/// Does something in an investigation at the school.
pub(super) async fn act_at_school(
    cx: Cx<may::InvestigateAbuse>,
    Path((_, investigation, action)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    act(&cx, SCHOOL, (id(&investigation)?, &action), &form).await
}

/// Does something in an investigation at the authority.
pub(super) async fn act_at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, investigation, action)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    act(&cx, AUTHORITY, (id(&investigation)?, &action), &form).await
}

async fn act<P: Changes>(
    cx: &Cx<P>,
    root: &str,
    (id, action): (Id<Investigation>, &str),
    form: &FormData,
) -> Result<Reply, Stop> {
    let action = form::action(action).ok_or(Stop::NotFound)?;
    let whole = opened(cx, id).await?;
    let back = cx.link(&format!("{root}/{id}"));
    let refused = |why: Why| {
        Stop::Refused(Refusal {
            title: words::action(action).to_owned(),
            text: words::refusal(why).to_owned(),
            back: Some((sv::TO_IT.to_owned(), back.clone())),
        })
    };
    if let Some(why) = why_not(&whole.dossier.stands, &whole.seen, action) {
        return Err(refused(why));
    }
    let read = match form::read(action, form, (&whole.dossier.stands, whole.today)) {
        Ok(read) => read,
        Err(faults) => return show(cx, root, id, (form, &faults)).await,
    };
    if read.chosen.is_some_and(|chosen| !whole.handlers.iter().any(|(person, _)| *person == chosen)) {
        return Err(Stop::NotFound);
    }
    let (tools, person, seen) = (cx.kit().tools(), cx.account().person, whole.seen);
    let sends = cx.kit().settings().mail.is_some();
    let read_lines: Option<usize> = form.get(form::READ).parse().ok();
    let done: Result<bool, Why> = cx
        .write(move |mut tx| {
            let what = Add {
                seen,
                action,
                day: read.day,
                step: read.step.clone(),
                said: &read.said,
                person,
                chosen: read.chosen,
            };
            if let Some(read) = read_lines {
                let found = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
                let newer = found.lines.get(read..).unwrap_or_default();
                let said = store::words(&mut tx, &tools, &found, seen)?;
                let said = said.get(read..).unwrap_or_default();
                if newer.iter().zip(said).any(|(line, said)| is_same((line, said), &what)) {
                    return Ok(tx.keep(::store::Housekeeping::Session, Ok(true)));
                }
                // A note is of what its writer knew, whatever has come.
                if !newer.is_empty() && action != Action::Note {
                    return Ok(tx.keep(::store::Housekeeping::Session, Ok(false)));
                }
            }
            match add(&mut tx, &tools, id, &what)?.ok_or(Stop::NotFound)? {
                Ok(dossier) => {
                    if let (true, Some(chosen)) = (sends, read.chosen) {
                        told::send(&mut tx, &tools, &dossier, chosen)?;
                    }
                    Ok(tx.save_all(&[], Ok(true))?)
                }
                Err(why) => Ok(tx.keep(::store::Housekeeping::Session, Err(why))),
            }
        })
        .await?;
    if !done.map_err(refused)? {
        let fault = (form::first_field(action), sv::CHANGED.to_owned());
        return show(cx, root, id, (form, &[fault])).await;
    }
    Ok(Reply::done(&back, sv::done(action)))
}

/// Whether the line is the very same as what is to be added, by the same hand: the form was sent twice.
fn is_same((line, said): (&Line, &Said), add: &Add<'_>) -> bool {
    (line.person, &line.entry.step, line.entry.day, said) == (Some(add.person), &add.step, add.day, add.said)
}

impl Opened {
    /// Everything that is to be done by the rule, the first day first.
    pub(super) fn due(&self) -> Vec<Next> {
        self.rule.as_ref().map(|rule| self.dossier.stands.due(rule)).unwrap_or_default()
    }
}

impl Listed {
    /// What is to be done first, and by when.
    pub(super) fn next(&self) -> Option<Next> {
        self.rule.as_ref().and_then(|rule| self.stands.due(rule).first().copied())
    }
}

/// Whether somebody who looks so is shown the investigation.
pub(super) async fn is_shown<P: Changes>(cx: &Cx<P>, dossier: &Dossier) -> Result<bool, Stop> {
    let (looker, filed, stands) = (Looker::of(cx), dossier.filed.clone(), dossier.stands.clone());
    cx.read(move |tx| Ok(looker.seen(tx, (&filed, &stands))?.is_some())).await
}

/// The ways from the complaints of a side to its investigations, with how many are open.
///
/// # Errors
/// Where the database cannot be read.
pub async fn links<P: Changes>(cx: &Cx<P>) -> Result<Markup, Stop> {
    let school = cx.provider().is_ok();
    let reads = !school || cx.may(Right::InvestigateAbuse);
    let shown = if reads { listed(cx).await? } else { Vec::new() };
    let open = shown.iter().filter(|one| one.stands.state != StateName::Closed).count();
    let list = reads.then(|| (cx.link(if school { SCHOOL } else { AUTHORITY }), open));
    Ok(view::links(list, school.then(|| cx.link(&format!("{SCHOOL}/ny")))))
}
