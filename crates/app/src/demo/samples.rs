//! Random samples of study plans in the demo: one that two have assessed and that is closed, and one that waits for study plans.
//! Everything goes in by the same forms as everybody uses.

use documents::content::{Block, Document, Text};
use kernel::Role;
use platform::{App, build_router};

use super::browser::{Browser, Form, apart};
use super::world::{Authority, World};
use super::{DemoError, round, sv};

/// How many cases the closed one has, and how many of the waiting one's study plans have come.
const CLOSED: usize = 12;
const SENT: usize = 3;

/// Draws both samples at the authority.
pub(super) fn draw(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    apart(|| both(app, world, authority))
}

async fn both(app: &App, world: &World, authority: &Authority) -> Result<(), DemoError> {
    let router = build_router(app.clone(), crate::areas());
    let (officer, _) = round::officer(world, authority)?;
    let nobody = || DemoError::data("nobody to draw a sample with");
    let (owner, _) = round::holder(world, authority, Role::ProcessOwner).ok_or_else(nobody)?;
    let (management, seat) = round::holder(world, authority, Role::ProviderManagement).ok_or_else(nobody)?;
    let provider = seat.organisation.ok_or_else(|| DemoError::data("management without a provider"))?.to_string();
    let (one, other) = (Browser::of(app, &router, officer).await?, Browser::of(app, &router, owner).await?);
    let school = Browser::of(app, &router, management).await?;
    let base = format!("/h/{}", authority.slug);

    let closed = drawn(&one, &base, &provider, (sv::SAMPLE_DONE, ("2024-01-01", "2024-06-30"), CLOSED, "ja")).await?;
    send_plans(&school, &base, &closed, 1..CLOSED).await?;
    let absent = Form {
        action: format!("{base}/studieplaner/{closed}/{CLOSED}"),
        fields: vec![("saknas".to_owned(), "ja".to_owned())],
    };
    school.send(&absent).await?;
    for case in 1..=CLOSED {
        let (first, second) = match case {
            4 => ("met", "partly"),
            7 => ("not-met", "not-met"),
            9 => ("partly", "partly"),
            CLOSED => ("no-plan", "no-plan"),
            _ => ("met", "met"),
        };
        say(&one, (&base, &closed, case), ("bedom", "bedomning", first), ("varfor", sv::sampled(first))).await?;
        say(&other, (&base, &closed, case), ("bedom", "bedomning", second), ("varfor", sv::sampled(second))).await?;
    }
    say(&one, (&base, &closed, 4), ("avgor", "avgorande", "partly"), ("skal", sv::SAMPLE_SETTLED)).await?;
    let page = one.get(&format!("{base}/stickprov/{closed}")).await?;
    one.send(&page.form("/avsluta")?).await?;

    let waiting = drawn(&one, &base, &provider, (sv::SAMPLE_WAITS, ("2024-07-01", "2024-11-15"), 10, "nej")).await?;
    send_plans(&school, &base, &waiting, 1..=SENT).await
}

/// Freezes and draws one; gives its identifier.
async fn drawn(
    officer: &Browser,
    base: &str,
    provider: &str,
    (title, (from, to), size, two): (&str, (&str, &str), usize, &str),
) -> Result<String, DemoError> {
    let mut form = officer.get(&format!("{base}/stickprov/nytt")).await?.form("/stickprov/nytt")?;
    let fields = [("titel", title), ("fran", from), ("till", to), ("anordnare", provider), ("grupper", "inga")];
    for (name, value) in fields {
        form.set(name, value);
    }
    form.set("skolform", "alla");
    let page = officer.send(&form).await?;
    let id = page.path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut form = page.form("/dra")?;
    form.set("antal", &size.to_string());
    form.set("tva", two);
    officer.send(&form).await?;
    Ok(id)
}

/// Sends in a study plan for each of the cases.
async fn send_plans(
    school: &Browser,
    base: &str,
    sample: &str,
    cases: impl IntoIterator<Item = usize>,
) -> Result<(), DemoError> {
    for case in cases {
        let mut plan = Document::new(sv::STUDY_PLAN, sv::STUDY_PLAN_SCHOOL, round::shown().day());
        plan.blocks.push(Block::heading(1, sv::STUDY_PLAN_GOAL));
        plan.blocks.push(Block::Paragraph { text: Text::from(sv::STUDY_PLAN_TEXT) });
        let bytes = documents::docx::write(&plan, &|_| None).map_err(|error| DemoError::data(error.to_string()))?;
        let address = format!("{base}/studieplaner/{sample}/{case}");
        school.upload(&address, &format!("filer-{case}"), "studieplan.docx", &bytes).await?;
    }
    Ok(())
}

/// Says something of a case.
async fn say(
    by: &Browser,
    (base, sample, case): (&str, &str, usize),
    (action, field, judgement): (&str, &str, &str),
    (reason, words): (&str, &str),
) -> Result<(), DemoError> {
    let page = by.get(&format!("{base}/stickprov/{sample}/fall/{case}")).await?;
    let mut form = page.form(&format!("/{action}"))?;
    form.set(field, judgement);
    form.set(reason, words);
    by.send(&form).await.map(|_| ())
}
