//! Something that somebody has said of a school, for the tests of every feature that cases go through.

use domain::cases::{About, Kind, Opened, Party, Place, Raised, Way};
use kernel::Id;
use kernel::id::kind::CaseFile;
use platform::access::Tools;
use store::{Scope, StoreError};

use super::{World, apart};
use crate::cases::{self, NewCase, Who};

/// Opens a complaint of the unit at Ekstad, as somebody without an account does and first at the school, with what was said
/// and by whom (nobody says their name where that is empty). It came today; `change` makes it another.
pub fn say(
    world: &World,
    unit: usize,
    (words, name): (&'static str, &'static str),
    change: impl FnOnce(&mut Opened),
) -> Id<CaseFile> {
    let mut opened = Opened {
        kind: Kind::Complaint,
        way: Way::Web,
        received: world.app.clock().now().day(),
        place: Place::School,
        raised: Some(Raised::No),
        about: About::Others,
        reachable: true,
        no_school: false,
    };
    change(&mut opened);
    let organisation = if unit < 2 { world.lindblad } else { world.norrsken };
    let (unit, tools) = (world.units[unit], Tools::of(&world.app));
    let done = apart(|| {
        world.app.db().write_blocking::<_, StoreError>(
            Scope::Tenant(world.ekstad.id),
            world.context(),
            move |mut tx| {
                let who = Who { name: name.to_owned(), ..Who::default() };
                let new = NewCase {
                    id: None,
                    school: (!opened.no_school).then_some((organisation, unit)),
                    opened,
                    by: Party::Complainant,
                    place_known: true,
                    words,
                    who: &who,
                    files: &[],
                    person: None,
                };
                let started = cases::open(&mut tx, &tools, &new)?;
                tx.save_all(&[], started.id)
            },
        )
    });
    done.unwrap()
}
