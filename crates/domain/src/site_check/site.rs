//! A whole site: which pages are worth reading, and what they say together.

use super::{Finding, Page, Role, Standing, Why, judge_page, page, sv};

/// What was read of a site.
#[derive(Debug, Clone)]
pub struct Site<'a> {
    /// Its pages, the start page first.
    pub pages: &'a [Page],
    /// Pages that seemed to be of contacts and were left because there were too many.
    pub left: usize,
}

/// How likely a link leads to contacts, 0 the likeliest; nothing where it does not seem to.
pub fn rank(address: &str, words: &str) -> Option<u8> {
    let both = format!("{} {}", address.to_lowercase(), words.to_lowercase());
    let at = sv::LEADING.iter().position(|leading| leading.iter().any(|word| both.contains(word)))?;
    u8::try_from(at).ok()
}

/// What the pages say together, in the order of [`Role::ALL`]: the best that any of them says. Missing is said only where the
/// start page was read and no page of contacts could not be.
pub fn judge_site(site: &Site<'_>) -> Vec<Finding> {
    let judged: Vec<Vec<Finding>> = site.pages.iter().map(judge_page).collect();
    let start_known =
        site.pages.first().is_some_and(|start| start.read.as_ref().is_ok_and(|read| !page::is_not_there(read)));
    (0..Role::ALL.len())
        .map(|at| {
            let role = Role::ALL[at];
            let none = Finding { page: None, ..nothing(role) };
            let weighed = site.pages.iter().zip(&judged).enumerate().map(|(number, (page, findings))| {
                let finding = findings[at].clone();
                // A page that says nothing about nobody is a reason to look only where contacts would stand on it.
                let of_page = finding.sentence.is_none() && finding.standing == Standing::Unsure;
                let counts = number == 0 || worth(page);
                if of_page && !counts { Finding { page: None, ..nothing(role) } } else { finding }
            });
            let best = weighed.fold(none, Finding::better);
            if best.standing != Standing::Missing {
                return best;
            }
            if !start_known {
                let start = site.pages.first().map(|start| start.address.clone());
                return Finding { page: start, ..Finding::bare(role, Standing::Unsure, Why::Unreachable, None) };
            }
            if site.left > 0 {
                return Finding { standing: Standing::Unsure, why: Why::NotAll, ..best };
            }
            best
        })
        .collect()
}

/// The roles of which something else is said now than before, with both; what else has changed of a page is nothing to tell.
pub fn changed(before: &[Finding], now: &[Finding]) -> Vec<(Role, Standing, Standing)> {
    let was = |role| before.iter().find(|finding| finding.role == role).map(|finding| finding.standing);
    let both = now.iter().filter_map(|finding| Some((finding.role, was(finding.role)?, finding.standing)));
    both.filter(|(_, was, is)| was != is).collect()
}

fn nothing(role: Role) -> Finding {
    Finding::bare(role, Standing::Missing, Why::NotMentioned, None)
}

/// Whether contacts would stand on the page.
fn worth(page: &Page) -> bool {
    let named = rank(&page.address, "").is_some_and(|rank| rank <= 1);
    named || page.read.as_ref().is_ok_and(|read| page::is_of_contacts(&page.address, read))
}
