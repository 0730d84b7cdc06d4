//! Deficiencies at the authority: the list, a new one, one with what can be done, its files and decisions.

use std::collections::BTreeMap;

use ::store::{Housekeeping, ReadTx, StoreError};
use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use domain::deficiencies::{Action, Entry, Happening, Party, Refusal, SourceKind, Track, awaits, sv as words, why_not};
use kernel::id::kind::{Deficiency, Organisation};
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Changes, Cx, Permission, Tools, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Stop, Upload, UploadProblem};

use super::form::{self, Fault};
use super::look::{self, Asker, Opened};
use super::model::New;
use super::store::{self, Bare, FileOf, Line, Named, Words, Written};
use super::{ONE, PAGE, letters, paper, sv, view, view_list, view_new};
use crate::cases::files::{self, Names, Taken};
use crate::organisations::{self, Provider, UnitEntry};
use crate::results::{self, IndicatorNow};

pub(super) fn id(text: &str) -> Result<Id<Deficiency>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// A page below the follow-up.
pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

/// How many stand on a page of a list.
pub(super) const PER_PAGE: usize = 50;

/// A page of a list: those that stand on it with what they are called.
pub(super) struct Listing {
    pub named: Vec<Named>,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

impl Listing {
    /// The page that the address asks for, or the nearest that there is.
    pub fn of(tx: &mut ReadTx<'_>, tools: &Tools, all: Vec<Bare>, asked: &FormData) -> Result<Self, StoreError> {
        let pages = all.len().div_ceil(PER_PAGE).max(1);
        let page = asked.get("sida").parse::<usize>().unwrap_or(1).clamp(1, pages);
        let on_it = all.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
        Ok(Self { named: store::named(tx, tools, on_it)?, page, pages })
    }
}

/// Every deficiency, what waits for the authority first; chosen by where it stands, provider and source.
pub(super) async fn list(cx: Cx<may::ViewFollowUp>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let (all, providers) = cx.read(move |tx| Ok((store::bare(tx)?, organisations::providers(tx)?))).await?;
    let names: BTreeMap<Id<Organisation>, String> = providers.into_iter().map(|one| (one.id, one.name)).collect();
    let shown = view_list::Shown {
        base: cx.link(PAGE),
        one: cx.link(ONE),
        writes: cx.may(Right::KeepDeficiencies),
        transfers: cx.may(Right::ListForTransfer),
        today,
    };
    let chosen = view_list::Chosen::of(&asked);
    let counts = view_list::counts(&all, today);
    let mut picked: Vec<Bare> = all.into_iter().filter(|of| chosen.picks(of, today)).collect();
    if asked.get("format") == "csv" {
        let named = cx.read(move |tx| Ok(store::named(tx, &tools, picked)?)).await?;
        return Ok(as_csv(&named, &names, today));
    }
    view_list::sort(&mut picked, Party::Authority, today);
    let listing = cx.read(move |tx| Ok(Listing::of(tx, &tools, picked, &asked)?)).await?;
    let main = view_list::list(&shown, counts, (&listing, &names), &chosen);
    Ok(cx.show(sheet(&cx, sv::TITLE, main).wide()))
}

fn as_csv(all: &[Named], names: &BTreeMap<Id<Organisation>, String>, today: kernel::Day) -> Reply {
    let head = view_list::HEADINGS.map(str::to_owned).to_vec();
    let row = |one: &Named| {
        let stands = &one.of.stands;
        vec![
            one.of.number.to_string(),
            one.name.clone(),
            names.get(&one.of.organisation).cloned().unwrap_or_default(),
            words::track(stands.track).to_owned(),
            words::severity(stands.severity).to_owned(),
            words::source(stands.source.kind).to_owned(),
            words::state(stands.state).to_owned(),
            stands.opened.to_string(),
            words::awaits(awaits(stands, today)),
        ]
    };
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = std::iter::once(head).chain(all.iter().map(row)).map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{PAGE}.csv"))
}

async fn register<P: Permission>(cx: &Cx<P>) -> Result<(Vec<Provider>, Vec<UnitEntry>), Stop> {
    let today = cx.now().day();
    cx.read(move |tx| {
        let providers = organisations::providers(tx)?.into_iter();
        let active = providers.filter(|provider| provider.ended_on.is_none_or(|ended| ended >= today)).collect();
        Ok((active, organisations::units(tx)?))
    })
    .await
}

/// The form for a new deficiency.
pub(super) async fn new(cx: Cx<may::KeepDeficiencies>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let figure = figure_of(&cx, &asked).await?;
    // What leads here names the provider, and the figure that it is about.
    let mut fields: Vec<(String, String)> = [("anordnare", "anordnare"), ("kalla", "kalla"), ("id", "kalla-id")]
        .into_iter()
        .filter(|(name, _)| asked.has(name))
        .map(|(name, part)| (form::name(form::NEW, 0, part), asked.get(name).to_owned()))
        .collect();
    if let Some(figure) = figure {
        fields.push((form::name(form::NEW, 0, "text"), sv::of_figure(&figure)));
        fields.push((form::name(form::NEW, 0, "rubrik"), figure.title));
        fields.push((form::name(form::NEW, 0, "spar"), Track::Quality.slug().to_owned()));
    }
    let asked = FormData::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    new_page(&cx, (&asked, &[])).await
}

/// The figure of the provider that the address names, as it is now: its words are not typed again.
async fn figure_of(cx: &Cx<may::KeepDeficiencies>, asked: &FormData) -> Result<Option<IndicatorNow>, Stop> {
    let provider = asked.get("anordnare").parse::<Id<Organisation>>().ok();
    let Some(provider) = provider.filter(|_| asked.get("kalla") == SourceKind::Indicator.slug()) else {
        return Ok(None);
    };
    let (slug, as_of) = (asked.get("id").to_owned(), (cx.now().day(), cx.may(Right::ReadParticipations)));
    let all = cx.read(move |tx| Ok(results::indicators_now(tx, provider, as_of)?)).await?;
    Ok(all.into_iter().find(|one| one.slug == slug))
}

async fn new_page<P: Permission>(cx: &Cx<P>, (typed, faults): (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let (providers, units) = register(cx).await?;
    let key = match typed.get("nyckel") {
        "" => Id::<Deficiency>::random(&*cx.kit().chance()).to_string(),
        key => key.to_owned(),
    };
    let main = view_new::new(&cx.link(&format!("{PAGE}/ny")), (&providers, &units), &key, (typed, faults));
    Ok(cx.show(sheet(cx, sv::NEW, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty())))
}

/// Enters a deficiency.
pub(super) async fn create(cx: Cx<may::KeepDeficiencies>, form: FormData) -> Result<Reply, Stop> {
    let new = match form::opened(&form) {
        Ok(new) => new,
        Err(faults) => return new_page(&cx, (&form, &faults)).await,
    };
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let made: New = new.clone();
    let written = cx
        .write(move |mut tx| {
            if organisations::provider(&mut tx, made.organisation)?.is_none() {
                return Err(Stop::NotFound);
            }
            if let Some(unit) = made.unit
                && organisations::unit(&mut tx, unit)?.is_none_or(|unit| unit.organisation != made.organisation)
            {
                return Ok(tx.keep(Housekeeping::Session, None));
            }
            // The same form sent twice is one deficiency.
            if store::find(&mut tx, &tools, made.id)?.is_some() {
                return Ok(tx.keep(Housekeeping::Session, Some(false)));
            }
            store::open(&mut tx, &tools, &made, person)?;
            Ok(tx.save_all(&[], Some(true))?)
        })
        .await?;
    let one = cx.link(&format!("{ONE}/{}", new.id));
    match written {
        Some(true) => Ok(Reply::done(&one, sv::OPENED)),
        Some(false) => Ok(Reply::done(&one, sv::ALREADY)),
        None => {
            let fault = (form::name(form::NEW, 0, "enhet"), sv::UNIT_ELSEWHERE.to_owned());
            new_page(&cx, (&form, &[fault])).await
        }
    }
}

/// A deficiency.
pub(super) async fn show(
    cx: Cx<may::ViewFollowUp>,
    Path((_, deficiency)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let asker = Asker::at_authority(&cx);
    page(&cx, (&asker, id(&deficiency)?), (&FormData::default(), &[])).await
}

pub(super) async fn opened<P: Permission>(cx: &Cx<P>, (asker, id): (&Asker, Id<Deficiency>)) -> Result<Opened, Stop> {
    let asker = asker.clone();
    cx.read(move |tx| look::open(tx, &asker, (id, false))?.ok_or(Stop::NotFound)).await
}

/// Where deficiencies stand for the side: the list and the address above one.
fn places(asker: &Asker) -> (&'static str, &'static str, &'static str) {
    match asker.party {
        Party::Authority => (sv::TITLE, PAGE, ONE),
        Party::Provider => (sv::OWN, super::OWN, super::OWN),
    }
}

/// The page of a deficiency, with what was typed.
pub(super) async fn page<P: Permission>(
    cx: &Cx<P>,
    (asker, id): (&Asker, Id<Deficiency>),
    (typed, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let (reader, with_figures) = (asker.clone(), asker.party == Party::Authority);
    let of = cx.read(move |tx| look::open(tx, &reader, (id, with_figures))?.ok_or(Stop::NotFound)).await?;
    let (title, list, one) = places(asker);
    let shown = view::Shown {
        base: cx.link(&format!("{one}/{id}")),
        root: cx.link(""),
        limit: cx.kit().settings().upload_limit,
        reads_organisation: cx.may(Right::ViewOrganisation),
        transfers: asker.party == Party::Authority && cx.may(Right::ListForTransfer),
    };
    let main = view::page(&shown, &of, (typed, faults));
    let name = if of.kept.name().is_empty() { sv::number(of.kept.number) } else { of.kept.name().to_owned() };
    let sheet = match asker.party {
        Party::Authority => sheet(cx, name, main),
        Party::Provider => Sheet::new(name, main).crumb(sv::TO_DO, "/start"),
    };
    let back = cx.link(&format!("{one}/{id}"));
    Ok(cx.show(sheet.crumb(title, cx.link(list)).with_faults_at(faults, &back)?))
}

/// How an action went.
enum Went {
    Done,
    /// The same form had been sent before.
    Before,
    /// Somebody else has written since the page was read.
    Changed,
    Faults(Vec<Fault>),
    Refused(Refusal),
}

/// The one file of the form, where one was chosen: cleaned and sealed.
async fn taken<P: Permission>(cx: &Cx<P>, upload: &Upload, field: &str) -> Result<Result<Option<Taken>, Fault>, Stop> {
    if upload.files.is_empty() && matches!(upload.file, Err(UploadProblem::Missing | UploadProblem::Empty)) {
        return Ok(Ok(None));
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let taken = files::take(cx.kit(), (cx.tenant(), keys), upload, (Names::Kept, files::OF_DEFICIENCIES)).await?;
    Ok(taken.map(Some).map_err(|why| (field.to_owned(), crate::cases::sv::unfit(&why))))
}

/// Does something with a deficiency.
pub(super) async fn step(
    cx: Cx<may::KeepDeficiencies>,
    Path((_, deficiency, step)): Path<(String, String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let asker = Asker::at_authority(&cx);
    carry_out(&cx, (asker, id(&deficiency)?), &step, &upload).await
}

/// Does something with a deficiency for the side that asks.
pub(super) async fn carry_out<P: Changes>(
    cx: &Cx<P>,
    (asker, id): (Asker, Id<Deficiency>),
    step: &str,
    upload: &Upload,
) -> Result<Reply, Stop> {
    let action = Action::from_slug(step).ok_or(Stop::NotFound)?;
    let (_, _, one) = places(&asker);
    let back = cx.link(&format!("{one}/{id}"));
    let of = opened(cx, (&asker, id)).await?;
    if !of.yields.is_empty() {
        return Err(Stop::refused_back(words::action(action), sv::yields(&of.yields), &back, sv::BACK));
    }
    if !asker.does(action) {
        return Err(Stop::refused_back(words::action(action), sv::NOT_YOURS, &back, sv::BACK));
    }
    let number = form::number(&upload.fields);
    let file = if action == Action::Evidence {
        match taken(cx, upload, &form::name(action.slug(), number, "fil")).await? {
            Ok(file) => file,
            Err(fault) => return page(cx, (&asker, id), (&upload.fields, &[fault])).await,
        }
    } else {
        None
    };
    let went = write(cx, (asker.clone(), id), (action, &upload.fields), file.as_ref()).await;
    if let Some(file) = file.filter(|_| !matches!(went, Ok(Went::Done))) {
        file.throw_away().await?;
    }
    let fields = &upload.fields;
    match went? {
        Went::Done | Went::Before => Ok(Reply::done(&back, sv::done(action))),
        Went::Faults(faults) => page(cx, (&asker, id), (fields, &faults)).await,
        Went::Changed if form::has_fields(action) => {
            let at = form::first_field(action, number);
            page(cx, (&asker, id), (fields, &[(at, sv::CHANGED.to_owned())])).await
        }
        Went::Changed => Err(Stop::refused_back(words::action(action), sv::CHANGED_SHORT, &back, sv::BACK)),
        Went::Refused(why) => Err(Stop::refused_back(words::action(action), words::refusal(why), &back, sv::BACK)),
    }
}

/// Whether the newer line is what is to be written, from the same hand. A new thing is the same whatever its number: that is the next
/// one each time it is sent.
fn is_same(newer: &[&Line], made: (&Happening, &Words), (asker, is_new): (&Asker, bool)) -> bool {
    let (happening, words) = made;
    let [line] = newer else { return false };
    let same = match (&line.entry.happening, happening) {
        (Happening::Planned { by: stands, .. }, Happening::Planned { by, .. }) if is_new => stands == by,
        (
            Happening::FigureChosen { kind: stands, start: was, aim: were, .. },
            Happening::FigureChosen { kind, start, aim, .. },
        ) => (stands, was, were) == (kind, start, aim),
        (Happening::Proposed { rung: stands, .. }, Happening::Proposed { rung, .. }) => stands == rung,
        (stands, made) => stands == made,
    };
    let without_file = Words { file: String::new(), ..line.words.clone() };
    same && line.person == asker.person && without_file == Words { file: String::new(), ..words.clone() }
}

async fn write<P: Changes>(
    cx: &Cx<P>,
    (asker, id): (Asker, Id<Deficiency>),
    (action, form): (Action, &FormData),
    file: Option<&Taken>,
) -> Result<Went, Stop> {
    let form = form.clone();
    let read: Option<usize> = form.get(form::READ).parse().ok();
    let file = file.and_then(|taken| taken.attached.first().cloned());
    // Figures are counted before anybody waits for the writer.
    let (reader, with_figures) = (asker.clone(), matches!(action, Action::ChooseFigure | Action::Measure));
    let figures = if with_figures {
        cx.read(move |tx| Ok(look::open(tx, &reader, (id, true))?.ok_or(Stop::NotFound)?.indicators)).await?
    } else {
        Vec::new()
    };
    cx.write(move |mut tx| {
        let mut of = look::open(&mut tx, &asker, (id, false))?.ok_or(Stop::NotFound)?;
        of.indicators.clone_from(&figures);
        let newer: Vec<&Line> =
            read.and_then(|read| of.kept.lines.get(read..)).unwrap_or(&of.kept.lines).iter().collect();
        // What the authority notes for itself is in nobody's way at the provider.
        let newer: Vec<&Line> = newer.into_iter().filter(|line| !line.is_hidden_from(asker.party)).collect();
        let made = form::read(action, &form, &of);
        if !newer.is_empty() {
            let is_new = form::number(&form) == 0;
            let same =
                made.as_ref().is_ok_and(|(happening, words)| is_same(&newer, (happening, words), (&asker, is_new)));
            return Ok(tx.keep(Housekeeping::Session, if same { Went::Before } else { Went::Changed }));
        }
        if let Some(why) = why_not(&of.kept.stands, action, asker.party) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        let (happening, mut words) = match made {
            Ok(made) => made,
            Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
        };
        if let Some(file) = &file {
            words.file.clone_from(&file.name);
        }
        let entry = Entry { day: asker.today, party: asker.party, happening: happening.clone() };
        let mut next = of.kept.stands.clone();
        if let Err(why) = next.add(&entry) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        let (party, person) = (asker.party, asker.person);
        let written = Written { party, happening: &happening, words: &words, file: file.as_ref(), person };
        store::add(&mut tx, &asker.tools, &of.kept, (action.slug(), &written))?;
        letters::tell(&mut tx, &asker, (&of.kept, &next), action)?;
        Ok(tx.save_all(&[], Went::Done)?)
    })
    .await
}

/// A file of a deficiency.
pub(super) async fn fetch(
    cx: Cx<may::KeepDeficiencies>,
    Path((_, deficiency, number)): Path<(String, String, usize)>,
) -> Result<Reply, Stop> {
    let asker = Asker::at_authority(&cx);
    fetched(&cx, (&asker, id(&deficiency)?), number).await
}

/// The file of the line, for whoever reads the deficiency.
pub(super) async fn fetched<P: Permission>(
    cx: &Cx<P>,
    (asker, id): (&Asker, Id<Deficiency>),
    number: usize,
) -> Result<Reply, Stop> {
    let of = opened(cx, (asker, id)).await?;
    let line = of.kept.lines.get(number).ok_or(Stop::NotFound)?;
    if number < view::read_from(&of) {
        return Err(Stop::NotFound);
    }
    let FileOf { id: file, media_type, stored, .. } = line.file.clone().ok_or(Stop::NotFound)?;
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    let name = if line.words.file.is_empty() {
        format!("belagg-{number}.{}", files::ending(&media_type))
    } else {
        line.words.file.clone()
    };
    let read = move || files::read((&disk, tenant), &keys, (files::OF_DEFICIENCIES, file, &stored));
    let bytes = platform::apart(read).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}

/// A decision as a file.
pub(super) async fn decision(
    cx: Cx<may::ViewFollowUp>,
    Path((_, deficiency, number, format)): Path<(String, String, u32, String)>,
) -> Result<Reply, Stop> {
    let of = opened(&cx, (&Asker::at_authority(&cx), id(&deficiency)?)).await?;
    paper::decision(&cx, &of, number, &format).await
}
