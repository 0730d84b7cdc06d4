//! How well the site check reads: pages of many styles, invented and labelled, in two halves. The rules were made with one half
//! before their maker's eyes; the other was written first and not looked at until the rules stood.

use std::path::Path;

use domain::site_check::{NotRead, Page, Role, Standing, WebPage, judge_page};

use crate::{Outcome, trouble};

/// One half: the verdict that is right and the one that was given, for each page and role.
struct Judged {
    page: String,
    role: Role,
    right: Standing,
    given: Standing,
    why: String,
}

/// Prints precision and recall for each role and verdict in both halves, and each page that was judged otherwise.
pub fn run() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/site-check");
    for (half, about) in [("tune", "the half that the rules were made with"), ("test", "the half that was kept away")] {
        let judged = judge(&folder, half)?;
        println!("{half}: {about}, {} pages", judged.len() / Role::ALL.len());
        print(&judged);
    }
    Ok(())
}

fn judge(folder: &Path, half: &str) -> Outcome<Vec<Judged>> {
    let labels = std::fs::read_to_string(folder.join(format!("{half}.tsv"))).map_err(trouble("the labels"))?;
    let mut judged = Vec::new();
    for line in labels.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let name = fields.next().unwrap_or_default();
        let bytes = std::fs::read(folder.join(half).join(name)).map_err(trouble(name))?;
        let kind = if Path::new(name).extension().is_some_and(|ending| ending == "pdf") {
            "application/pdf"
        } else {
            "text/html"
        };
        let read = match documents::web_page::read(kind, &bytes) {
            // As it comes out of the child.
            Ok(read) => {
                let json = serde_json::to_value(read).map_err(trouble("a page as JSON"))?;
                Ok(serde_json::from_value::<WebPage>(json).map_err(trouble("a page from JSON"))?)
            }
            Err(_) => Err(NotRead::Broken),
        };
        let page = Page { address: format!("https://skola.example/{name}"), read };
        for finding in judge_page(&page) {
            let right = fields.next().and_then(Standing::from_slug).ok_or_else(|| format!("{half}.tsv: {name}"))?;
            let why = format!("{:?} {:?} {:?}", finding.why, finding.contact, finding.sentence);
            judged.push(Judged { page: name.to_owned(), role: finding.role, right, given: finding.standing, why });
        }
    }
    Ok(judged)
}

fn share(of: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { format!("{of}/{all}") }
}

fn print(judged: &[Judged]) {
    println!("{:<12} {:<8} {:>10} {:>8}", "role", "verdict", "precision", "recall");
    let roles = Role::ALL.iter().map(|role| (role.slug(), Some(*role))).chain([("all", None)]);
    for (name, role) in roles {
        let of_role = || judged.iter().filter(move |one| role.is_none_or(|role| one.role == role));
        for standing in Standing::ALL {
            let both = of_role().filter(|one| one.given == standing && one.right == standing).count();
            let given = of_role().filter(|one| one.given == standing).count();
            let right = of_role().filter(|one| one.right == standing).count();
            println!("{name:<12} {:<8} {:>10} {:>8}", standing.slug(), share(both, given), share(both, right));
        }
    }
    for wrong in judged.iter().filter(|one| one.given != one.right) {
        let (page, role) = (&wrong.page, wrong.role.slug());
        println!("  {page}, {role}: {} is right, {} was given: {}", wrong.right.slug(), wrong.given.slug(), wrong.why);
    }
}
