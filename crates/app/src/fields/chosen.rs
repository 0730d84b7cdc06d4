//! The words of what was chosen where a field's value is a stable name of a case, an investigation, a routine, or of what the
//! published years say that can be chosen there.

use ::store::ReadTx;
use domain::abuse::{Finding, Form, Ground, Nature, Relation, Source, sv as abuse};
use domain::case_analysis::Audience;
use domain::cases::{About, Kind, Outcome, Way, sv as cases};
use domain::courses::SchoolForm;
use domain::deficiencies::{Effect, RungKind, Severity, SourceKind, Track, Wish, sv as found};
use domain::follow_up_plan::{MomentKind, Shows, sv as plan};
use domain::participations::sv::school_form;
use domain::routines::{Answer, sv as routines};
use domain::samples::{Judgement, sv as samples};
use domain::terms::Verdict;
use domain::year::{Word as _, Year};

use super::sv;
use crate::{follow_up_plans, year};

/// What was chosen in the field of the form that was sent there. Nothing where the value is no stable name of such a choice.
pub(super) fn words(path: &str, name: &str, value: &str) -> Option<&'static str> {
    let sent_to = |part: &str| path.split('/').any(|step| step == part);
    let field = name.rsplit('-').next().unwrap_or(name);
    if sent_to("krankning") || sent_to("krankningar") {
        return match field {
            "kalla" => Source::from_slug(value).map(abuse::source),
            "galler" => About::from_slug(value).map(cases::about),
            "slag" => Nature::from_slug(value).map(abuse::nature),
            "form" => Form::from_slug(value).map(abuse::form),
            "mellan" => Relation::from_slug(value).map(abuse::relation),
            "grund" => Ground::from_slug(value).map(abuse::ground),
            "val" => Finding::from_slug(value).map(abuse::finding),
            _ => None,
        };
    }
    if sent_to("rutin") || sent_to("rutiner") {
        return match (name, value) {
            ("slag", kind) => sv::routine_kind(kind),
            (name, answer) if name.starts_with("svar-") => Answer::from_slug(answer).map(routines::answer),
            _ => None,
        };
    }
    if sent_to("stickprov") {
        return match name {
            "grupper" => crate::samples::split_said(value),
            "skolform" => SchoolForm::from_slug(value).map(school_form).or_else(|| sv::every_form(value)),
            "bedomning" | "avgorande" => Judgement::from_slug(value).map(samples::judgement),
            "tva" => sv::assessors(value),
            _ => None,
        };
    }
    if [
        "brister",
        "brist",
        "brister-hos-oss",
        "villkor",
        "villkorsuppfoljning",
        "villkor-hos-oss",
        "rektorstraff",
        "rektorstraff-hos-oss",
        "skolinspektionen",
    ]
    .into_iter()
    .any(sent_to)
    {
        return of_found(field, name, value);
    }
    if ["utvarderingar", "gemensam-utvardering", "utvardering-hos-oss"].into_iter().any(sent_to) {
        return of_evaluation(field, value);
    }
    if sent_to("uppfoljningsplan") {
        // Its rows are numbered.
        let part = name.rsplit_once('-').map_or(name, |(part, _)| part);
        return match part {
            "visar" => Shows::from_slug(value).map(plan::shows),
            "slag" => MomentKind::from_slug(value).map(plan::kind),
            "niva" => sv::level(value),
            _ if name == "fran" => sv::begun_from(value),
            _ => None,
        };
    }
    if sent_to("besok") {
        return of_visit(name, value);
    }
    if sent_to("arenden") || sent_to("klagomal") {
        return match field {
            "satt" => Way::from_slug(value).map(cases::way),
            "slag" => Kind::from_slug(value).map(cases::kind),
            "galler" => About::from_slug(value).map(cases::about),
            "val" => Outcome::from_slug(value).map(cases::outcome),
            "hos" => sv::who_answers(value),
            "enhet" => sv::unlisted(value),
            "vem" if sent_to("analys") => Audience::from_slug(value).map(domain::case_analysis::sv::audience),
            _ => None,
        };
    }
    None
}

/// The same in the forms of deficiencies, ladders and terms.
fn of_found(field: &str, name: &str, value: &str) -> Option<&'static str> {
    match field {
        "spar" => Track::from_slug(value).map(found::track),
        "allvar" => Severity::from_slug(value).map(found::severity),
        "kalla" => SourceKind::from_slug(value).map(found::source),
        "effekt" => Effect::from_slug(value).map(found::effect),
        "riktning" => Wish::from_slug(value).map(found::wish),
        "utfall" => found_outcome(value),
        "kraver" => Some(sv::A_STEP),
        "beslut" => domain::supervision::Kind::from_slug(value).map(domain::supervision::sv::kind),
        "slag" => RungKind::from_slug(value).map(found::rung),
        "form" => domain::year::Regime::from_slug(value).map(crate::organisations::regime_word),
        "svar" => domain::meetings::Attends::from_slug(value).map(domain::meetings::sv::attends),
        _ if name.starts_with("svar-") => Verdict::from_slug(value).map(domain::terms::sv::verdict),
        _ => sv::chosen_plainly(value),
    }
}

fn found_outcome(value: &str) -> Option<&'static str> {
    domain::deficiencies::Outcome::from_slug(value).map(found::outcome)
}

/// What was chosen in a form of a joint evaluation.
fn of_evaluation(field: &str, value: &str) -> Option<&'static str> {
    use domain::evaluations::{FindingKind, Grade, Outcome, sv as evaluations};
    match field {
        "omdome" => Grade::from_slug(value).map(evaluations::grade),
        "slag" => FindingKind::from_slug(value).map(evaluations::finding),
        "utfall" => Outcome::from_slug(value).map(evaluations::outcome),
        _ => sv::chosen_plainly(value),
    }
}

/// What was chosen in a form of a visit.
fn of_visit(name: &str, value: &str) -> Option<&'static str> {
    use domain::visits::{Answer, Field, FindingKind, Outcome, PointKind, sv as visits};
    match Field::parse(name) {
        Some(Field::Answer(_)) => Answer::from_slug(value).map(visits::answer),
        Some(Field::Kind(..)) => FindingKind::from_slug(value).map(visits::finding),
        Some(Field::Outcome(_)) => Outcome::from_slug(value).map(visits::outcome),
        _ if name.starts_with("slag-") => PointKind::from_slug(value).map(visits::point_kind),
        _ => None,
    }
}

/// Whether it is the stable name of something that the year says can be chosen.
pub(super) fn is_of_year(name: &str, value: &str) -> bool {
    let stable = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let chosen = ["matt", "karna", "karnor", "val", "profil", "mal", "egenskap", "redovisning", "moment"];
    stable
        && value.bytes().any(|byte| byte.is_ascii_lowercase())
        && name.rsplit('-').next().is_some_and(|last| chosen.contains(&last))
}

/// The same where what can be chosen is said by the published years, the newest first.
pub(super) fn of_year(tx: &mut ReadTx<'_>, name: &str, value: &str) -> Option<String> {
    if name == "moment" {
        return moment(tx, value);
    }
    let years = year::published_years(tx).ok()?;
    years.into_iter().find_map(|year| within(&year::published(tx, year).ok()??.year, name, value))
}

/// What a moment of the adopted plans is called, in the newest that has it.
fn moment(tx: &mut ReadTx<'_>, slug: &str) -> Option<String> {
    let years = follow_up_plans::adopted_years(tx).ok()?;
    years.into_iter().find_map(|year| {
        let version = follow_up_plans::adopted(tx, year).ok()??;
        version.plan.moment(slug).map(|moment| moment.title.clone())
    })
}

fn within(year: &Year, name: &str, value: &str) -> Option<String> {
    let complaints = &year.complaints;
    let mut options = complaints.measures.iter().chain(&complaints.stop_reasons);
    let title = match name.rsplit('-').next()? {
        "karna" | "karnor" => &complaints.categories.iter().find(|one| one.slug.as_str() == value)?.title,
        "val" => &options.find(|one| one.slug.as_str() == value)?.title,
        "profil" => {
            let own = complaints.handouts.clone();
            let all = if own.is_empty() { cases::handouts() } else { own };
            return all.into_iter().find(|one| one.slug.as_str() == value).map(|one| one.title.as_sv().to_owned());
        }
        "mal" => &year.goals.iter().find(|one| one.slug.as_str() == value)?.title,
        "egenskap" => &year.traits.iter().find(|one| one.slug.as_str() == value)?.title,
        "redovisning" => &year.item(value)?.title,
        "matt" => &year.indicator(value)?.title,
        _ => return None,
    };
    Some(title.as_sv().to_owned())
}
