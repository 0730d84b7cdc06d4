//! The navigation of each role: five or six entries at most, those of the work first.

use kernel::Right;
use platform::access::NavEntry;
use platform::{Account, Acting, Seat};

/// The entries for the account in the seat.
pub fn entries(account: &Account, seat: Option<&Seat>) -> Vec<NavEntry> {
    let Some(seat) = seat.or_else(|| account.seats_here().next()) else { return Vec::new() };
    let link = |rest: &str| format!("/h/{}/{rest}", seat.tenant_slug);
    let may = |right| account.may(right);
    let mut entries = Vec::new();
    let mut add = |when: bool, href: String, label: &'static str| {
        if when {
            entries.push(NavEntry { href, label, count: None });
        }
    };
    if matches!(account.acting, Some(Acting::Provider(_))) {
        add(true, "/start".to_owned(), sv::TASKS);
        add(true, link("ar"), sv::YEAR);
        add(may(Right::HandleComplaints), link("arenden"), sv::CASES);
        add(true, link("inlamnat"), sv::HANDED_IN);
        add(may(Right::ViewOwnReports), link("resultat/vara"), sv::RESULTS);
        add(may(Right::ViewOwnReports), link("personer-hos-oss"), sv::PEOPLE_AT_US);
    } else {
        add(may(Right::ViewFollowUp), link("uppfoljning"), sv::FOLLOW_UP);
        add(may(Right::ViewFollowUp), link("resultat"), sv::RESULTS);
        add(may(Right::ViewFollowUp), link("lasrum"), sv::READING_ROOM);
        add(may(Right::ViewComplaints), link("klagomal"), sv::COMPLAINTS);
        add(may(Right::ReadReleases), link("rapporter"), sv::RELEASES);
        add(may(Right::Evaluate), link("utvarderingar"), sv::EVALUATIONS);
        add(may(Right::Register), link("diarium"), sv::REGISTRY);
        // Whoever only looks at the register finds it on the page of the follow-up.
        let keeps = may(Right::ManageOrganisation) || !may(Right::ViewFollowUp);
        add(keeps && may(Right::ViewOrganisation), link("organisation"), sv::ORGANISATION);
        add(may(Right::ManagePeople), link("personer"), sv::PEOPLE);
        add(may(Right::ViewYear), link("ar"), sv::YEAR);
        // Whoever sees results finds the ways in on their page.
        let apart = !may(Right::ViewFollowUp);
        add(apart && may(Right::ImportResults), link("resultat/importer"), sv::IMPORTS);
        add(apart && may(Right::ViewSources), link("kallor"), sv::SOURCES);
        add(may(Right::Audit), link("granskning"), sv::AUDIT);
        // Whoever follows up, or reads the year, finds the plan there.
        let elsewhere = !may(Right::ViewFollowUp) && !may(Right::ViewYear);
        add(elsewhere && may(Right::ReadPlans), link("uppfoljningsplan"), sv::PLAN);
    }
    let cases = [link("arenden"), link("klagomal")];
    for entry in entries.iter_mut().filter(|entry| cases.contains(&entry.href)) {
        entry.count = Some(account.waits);
    }
    entries
}

mod sv;
mod view;

pub use view::authorities;
