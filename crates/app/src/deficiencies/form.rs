//! The forms: a new deficiency, and each action with one.

use domain::deficiencies::{
    Action, Amount, Effect, FigureKind, Happening, Outcome, Proposal, RungKind, Severity, Source, SourceKind, Track,
    Wish,
};
use domain::year::Regime;
use kernel::id::kind::Organisation;
use platform::FormData;

use super::look::Opened;
use super::model::New;
use super::store::Words;
use super::sv;
use crate::organisations::AgreementEntry;
pub(super) use crate::typed::{Fault, LONGEST_LINE, name};
use crate::typed::{Limits, Typed};

/// The most of a text.
pub(super) const LONGEST: usize = 10_000;
/// The most of a reason on a line, in characters.
const LONGEST_REASON: usize = 2_000;
/// How much the forms take.
const LIMITS: Limits = Limits { text: LONGEST, years: 3 };
/// The field of how many lines the deficiency had when the page was drawn.
pub(super) const READ: &str = "sedd";
/// The field of the number of a measure, a figure or a step.
pub(super) const NUMBER: &str = "nr";
/// What whoever chooses a figure of their own chooses.
pub(super) const OWN: &str = "eget";
/// The action's name in fields of a new deficiency.
pub(super) const NEW: &str = "ny";

/// Whether the action has fields, at which something can be said.
pub(super) const fn has_fields(action: Action) -> bool {
    !matches!(action, Action::Drop | Action::Restore | Action::Undo)
}

/// The first field of the action's form.
pub(super) fn first_field(action: Action, number: u32) -> String {
    let part = match action {
        Action::Rewrite | Action::Plan => "rubrik",
        Action::ChooseFigure => "matt",
        Action::Measure => "varde",
        Action::AskPlan
        | Action::ReturnPlan
        | Action::AcceptPlan
        | Action::MoveEvaluation
        | Action::Do
        | Action::Decide
        | Action::Appeal
        | Action::Settle
        | Action::Lift
        | Action::End => "dag",
        Action::Evaluate => "effekt",
        Action::Propose => "steg",
        _ => "text",
    };
    name(action.slug(), number, part)
}

/// Reads a new deficiency. Whether provider and unit are there is asked afterwards.
pub(super) fn opened(form: &FormData) -> Result<New, Vec<Fault>> {
    let mut reader = Typed::of(form, (NEW, 0), LIMITS);
    let title = reader.line("rubrik", Some(sv::NEEDED_TITLE));
    let text = reader.text("text", Some(sv::NEEDED_TEXT));
    let track = reader.one("spar", Track::from_slug);
    let severity = reader.one("allvar", Severity::from_slug);
    let kind = reader.one("kalla", SourceKind::from_slug);
    let organisation = reader.one("anordnare", |text| text.parse::<kernel::Id<Organisation>>().ok());
    let unit = match reader.get("enhet") {
        "" => None,
        _ => reader.one("enhet", |text| text.parse().ok()),
    };
    let hidden =
        |part: &str| kernel::visible::one_line(form.get(&name(NEW, 0, part))).chars().take(100).collect::<String>();
    let (source, part, term) = (hidden("kalla-id"), hidden("kalla-del"), hidden("villkor"));
    let id = form.get("nyckel").parse().ok();
    let source = kind.map(|kind| Source { kind, id: source, part });
    let term = Some(term).filter(|term| !term.is_empty());
    let made = || {
        let (track, severity, source, organisation) = (track?, severity?, source?, organisation?);
        Some(New { id: id?, organisation, unit, track, severity, source, term, title, text })
    };
    let made = made();
    reader.done(made)
}

/// The number that the form is about; 0 where it is about none.
pub(super) fn number(form: &FormData) -> u32 {
    form.get(NUMBER).parse().unwrap_or(0)
}

/// Reads an action: what happens, and its words.
pub(super) fn read(action: Action, form: &FormData, of: &Opened) -> Result<(Happening, Words), Vec<Fault>> {
    let number = number(form);
    let mut reader = Typed::of(form, (action.slug(), number), LIMITS);
    let mut words = Words::default();
    let happening = match action {
        Action::Rewrite
        | Action::Tell
        | Action::Note
        | Action::Evidence
        | Action::Close
        | Action::Reopen
        | Action::Withdraw => of_the_whole(action, &mut reader, &mut words),
        Action::ChooseFigure | Action::DropFigure | Action::Measure => {
            of_figures(action, &mut reader, (&mut words, of))
        }
        Action::AskPlan | Action::SendPlan | Action::ReturnPlan | Action::AcceptPlan | Action::MoveEvaluation => {
            of_the_plan(action, &mut reader, (&mut words, of))
        }
        Action::Plan | Action::Drop | Action::Restore | Action::Progress | Action::Do | Action::Undo => {
            of_measures(action, &mut reader, (&mut words, of))
        }
        Action::Evaluate => {
            words.text = reader.text("text", Some(sv::NEEDED_EVALUATION));
            let effect = reader.one("effekt", Effect::from_slug);
            let severity = reader.one("allvar", Severity::from_slug);
            effect.zip(severity).map(|(effect, severity)| Happening::Evaluated { effect, severity })
        }
        Action::Propose
        | Action::Answer
        | Action::LetGo
        | Action::Decide
        | Action::Appeal
        | Action::Settle
        | Action::Lift
        | Action::End => of_the_ladder(action, &mut reader, (&mut words, of)),
    };
    reader.done(happening.map(|happening| (happening, words)))
}

fn of_the_whole(action: Action, reader: &mut Typed<'_>, words: &mut Words) -> Option<Happening> {
    match action {
        Action::Rewrite => {
            words.title = reader.line("rubrik", Some(sv::NEEDED_TITLE));
            words.text = reader.text("text", Some(sv::NEEDED_TEXT));
            let track = reader.one("spar", Track::from_slug)?;
            reader.one("allvar", Severity::from_slug).map(|severity| Happening::Rewritten { track, severity })
        }
        Action::Tell => {
            words.text = reader.text("text", None);
            Some(Happening::Told)
        }
        Action::Note => {
            words.text = reader.text("text", Some(sv::NEEDED_NOTE));
            Some(Happening::Noted)
        }
        Action::Evidence => {
            words.text = reader.text("text", Some(sv::NEEDED_EVIDENCE));
            Some(Happening::Evidence)
        }
        Action::Close => {
            words.text = reader.text("text", Some(sv::NEEDED_WHY));
            Some(Happening::Closed)
        }
        Action::Reopen => {
            words.text = reader.text("text", Some(sv::NEEDED_WHY));
            Some(Happening::Reopened)
        }
        _ => {
            words.text = reader.text("text", Some(sv::NEEDED_WHY));
            Some(Happening::Withdrawn)
        }
    }
}

fn of_figures(action: Action, reader: &mut Typed<'_>, (words, of): (&mut Words, &Opened)) -> Option<Happening> {
    let figure = reader.number();
    match action {
        Action::ChooseFigure => {
            let chosen = reader.get("matt").to_owned();
            let known = of.indicators.iter().find(|one| one.slug == chosen);
            let kind = match known {
                Some(one) => Some(FigureKind::Indicator { slug: one.slug.clone(), title: one.title.clone() }),
                None if chosen == OWN => {
                    Some(FigureKind::Own { title: reader.line("rubrik", Some(sv::NEEDED_FIGURE)) })
                }
                None => {
                    reader.fault("matt", sv::CHOOSE);
                    None
                }
            };
            // What the authority knows already is not typed again.
            let now = known.and_then(|one| one.hundredths).map(Amount::of_hundredths);
            let start = now.filter(|_| reader.get("start").trim().is_empty()).or_else(|| amount(reader, "start"));
            let aim = amount(reader, "mal");
            let better = known.map(|one| if one.more_is_better { Wish::More } else { Wish::Less });
            let wish = better
                .filter(|_| reader.get("riktning").is_empty())
                .or_else(|| reader.one("riktning", Wish::from_slug));
            let (kind, start, aim, wish) = (kind?, start?, aim?, wish?);
            let better = if wish == Wish::More { aim > start } else { aim < start };
            if !better {
                reader.fault("mal", sv::NO_AIM);
            }
            Some(Happening::FigureChosen { figure: of.kept.stands.next_figure(), kind, wish, start, aim })
        }
        Action::Measure => {
            let on = reader.past("dag", of.today);
            let value = amount(reader, "varde");
            on.zip(value).map(|(on, value)| Happening::Measured { figure, value, on })
        }
        _ => {
            words.text = reader.text("text", Some(sv::NEEDED_WHY));
            Some(Happening::FigureDropped { figure })
        }
    }
}

fn amount(reader: &mut Typed<'_>, part: &str) -> Option<Amount> {
    let amount = reader.get(part).parse().ok();
    if amount.is_none() {
        reader.fault(part, sv::NO_AMOUNT);
    }
    amount
}

fn of_the_plan(action: Action, reader: &mut Typed<'_>, (words, of): (&mut Words, &Opened)) -> Option<Happening> {
    let needed = match action {
        Action::ReturnPlan => Some(sv::NEEDED_RETURN),
        Action::MoveEvaluation => Some(sv::NEEDED_WHY),
        _ => None,
    };
    words.text = reader.text("text", needed);
    match action {
        Action::AskPlan => reader.coming("dag", of.today).map(|by| Happening::PlanAsked { by }),
        Action::ReturnPlan => reader.coming("dag", of.today).map(|by| Happening::PlanReturned { by }),
        Action::AcceptPlan => reader.coming("dag", of.today).map(|evaluate| Happening::PlanAccepted { evaluate }),
        Action::MoveEvaluation => {
            let day = reader.coming("dag", of.today);
            if day.is_some() && day == of.kept.stands.day {
                reader.fault("dag", sv::SAME_DAY);
            }
            day.map(|evaluate| Happening::EvaluationMoved { evaluate })
        }
        _ => Some(Happening::PlanSent),
    }
}

fn of_measures(action: Action, reader: &mut Typed<'_>, (words, of): (&mut Words, &Opened)) -> Option<Happening> {
    let measure = reader.number();
    match action {
        Action::Plan => {
            words.title = reader.text("rubrik", Some(sv::NEEDED_MEASURE));
            words.who = reader.line("ansvarig", Some(sv::NEEDED_WHO));
            words.effect = reader.text("effekt", Some(sv::NEEDED_EFFECT));
            let measure = if measure == 0 { of.kept.stands.next_measure() } else { measure };
            reader.coming("dag", of.today).map(|by| Happening::Planned { measure, by })
        }
        Action::Progress => {
            words.text = reader.text("text", Some(sv::NEEDED_NOTE));
            Some(Happening::Progress { measure })
        }
        Action::Do => {
            words.text = reader.text("text", None);
            let on = reader.past("dag", of.today);
            if on.is_some_and(|on| on < of.kept.stands.opened) {
                reader.fault("dag", sv::NOT_FOUND_YET);
            }
            on.map(|on| Happening::Done { measure, on })
        }
        Action::Drop => Some(Happening::Dropped { measure }),
        Action::Restore => Some(Happening::Restored { measure }),
        _ => Some(Happening::NotDone { measure }),
    }
}

fn of_the_ladder(action: Action, reader: &mut Typed<'_>, (words, of): (&mut Words, &Opened)) -> Option<Happening> {
    let sanction = reader.number();
    match action {
        Action::Propose => {
            words.text = reader.text("text", Some(sv::NEEDED_REASONS));
            words.decides = reader.text("beslutet", None);
            let rung = reader.one("steg", |text| {
                let (ladder, slug) = text.split_once('/')?;
                of.proposal(of.ladders.iter().find(|one| one.slug == ladder)?, slug)
            });
            let answer_by = reader.coming("dag", of.today);
            let skipping = reader.line_within("hoppar", false, LONGEST_REASON);
            let mut rung = rung?;
            if rung.kind == RungKind::AsTheTermSays && !of.term_has_sanction() {
                reader.fault("steg", if of.kept.stands.term.is_some() { sv::NO_SANCTION } else { sv::NO_TERM });
            }
            let chosen = agreements(reader, &rung, of);
            let about: Vec<&AgreementEntry> =
                if chosen.is_empty() { of.agreements.iter().collect() } else { chosen.clone() };
            // What is decided under a contract is not appealed, whatever the ladder says.
            rung.appeal &= !about.is_empty() && about.iter().all(|one| one.terms.regime == Regime::Authorised);
            let agreements = chosen.into_iter().map(sv::agreement).collect();
            let earliest = of.today.plus_days(i32::from(rung.answer_days));
            if skipping.is_empty() && !of.kept.stands.lacking(&rung).is_empty() {
                reader.fault("hoppar", sv::skips(&of.kept.stands.lacking(&rung)));
            } else if skipping.is_empty() && answer_by.is_some_and(|by| by < earliest) {
                reader.fault("dag", sv::too_short(earliest));
            }
            let sanction = of.kept.stands.next_sanction();
            Some(Happening::Proposed { sanction, rung: Box::new(rung), answer_by: answer_by?, skipping, agreements })
        }
        Action::Answer => {
            words.text = reader.text("text", Some(sv::NEEDED_ANSWER));
            Some(Happening::Answered { sanction })
        }
        Action::LetGo => {
            words.text = reader.text("text", Some(sv::NEEDED_WHY));
            Some(Happening::LetGo { sanction })
        }
        Action::Decide => {
            words.text = reader.text("text", Some(sv::NEEDED_REASONS));
            words.decides = reader.text("beslutet", None);
            let on = reader.past("dag", of.today);
            let case_number = reader.line("nummer", Some(sv::NEEDED_NUMBER));
            let early = reader.line_within("fore", false, LONGEST_REASON);
            let known = of.kept.stands.sanction(sanction);
            if let Some(one) = known.filter(|one| on.is_some_and(|on| on < one.prepared)) {
                reader.fault("dag", sv::before_prepared(one.prepared));
            }
            let heard = known.is_none_or(|one| one.is_heard(on.unwrap_or(of.today)));
            if !heard && early.is_empty() {
                reader.fault("fore", sv::NEEDED_EARLY);
            }
            on.map(|on| Happening::Decided {
                sanction,
                on,
                case_number,
                early: if heard { String::new() } else { early },
            })
        }
        _ => after_a_decision(action, reader, (words, of)),
    }
}

/// The agreements that are named. A step against an agreement says which, where there are several.
fn agreements<'o>(reader: &mut Typed<'_>, rung: &Proposal, of: &'o Opened) -> Vec<&'o AgreementEntry> {
    let named: Vec<String> = reader.all("avtal").to_vec();
    // An authorisation is withdrawn from whoever has one.
    let fits =
        |one: &&AgreementEntry| rung.kind != RungKind::WithdrawnAuthorisation || one.terms.regime == Regime::Authorised;
    let of_kind: Vec<&AgreementEntry> = of.agreements.iter().filter(fits).collect();
    let is_one = of_kind.len() == 1;
    let chosen = of_kind.iter().filter(|one| is_one || named.contains(&one.id.to_string()));
    let chosen: Vec<&AgreementEntry> = chosen.copied().collect();
    let about = matches!(
        rung.kind,
        RungKind::Fine | RungKind::StopAdmission | RungKind::WithdrawnAuthorisation | RungKind::Termination
    );
    if about && chosen.is_empty() && !of_kind.is_empty() {
        reader.fault("avtal", sv::NEEDED_AGREEMENT);
    }
    chosen
}

fn after_a_decision(action: Action, reader: &mut Typed<'_>, (words, of): (&mut Words, &Opened)) -> Option<Happening> {
    let sanction = reader.number();
    let needed = (action == Action::Lift).then_some(sv::NEEDED_WHY);
    words.text = reader.text("text", needed);
    let on = reader.past("dag", of.today)?;
    let decided = of.kept.stands.sanction(sanction).and_then(|one| one.decided.as_ref()).map(|(on, ..)| *on);
    if decided.is_some_and(|decided| on < decided) {
        reader.fault("dag", sv::BEFORE_DECISION);
    }
    Some(match action {
        Action::Appeal => Happening::Appealed { sanction, on },
        Action::Settle => {
            let outcome = reader.one("utfall", Outcome::from_slug)?;
            Happening::Settled { sanction, on, outcome }
        }
        Action::Lift => Happening::Lifted { sanction, on },
        _ => Happening::Ended { sanction, on },
    })
}
