//! How fast the chain of events and everything it names is proved.

use std::process::{Command, Stdio};

use store::Db;

use crate::server;
use crate::table::{self, Row, median};
use crate::world::{self, Size, World};
use crate::{Outcome, trouble};

const REPETITIONS: usize = 5;

/// Measures `tertial verify` on an authority with a year of reports.
pub fn run() -> Outcome {
    let folder = server::folder("verify")?;
    let data = world::installation(&folder)?;
    let db = Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?;
    db.migrate(kernel::Instant::EPOCH).map_err(trouble("migrating"))?;
    let size = Size { providers: 100, units: 2, year: world::today().year() - 1 };
    let world = World::make(db, &data, size)?;
    world.hand_in_all(&world.assignments()?)?;
    drop(world);
    let (mut rates, mut plain, mut events) = (Vec::new(), Vec::new(), 0);
    for _ in 0..REPETITIONS {
        let begun = table::started();
        let mut command = Command::new(server::program()?);
        command.args(["verify", "--json", "--data"]).arg(&data).stderr(Stdio::inherit());
        let output = command.output().map_err(trouble("tertial verify"))?;
        let seconds = begun.elapsed().as_secs_f64();
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(trouble("tertial verify"))?;
        if told["holds"] != true {
            return Err(format!("tertial verify: {}", told.to_string().chars().take(400).collect::<String>()));
        }
        let tenants = told["tenants"].as_array().map(Vec::as_slice).unwrap_or_default();
        events = tenants.iter().filter_map(|tenant| tenant["counted"]["events"].as_u64()).sum();
        #[expect(clippy::cast_precision_loss, reason = "thousands")]
        rates.push(events as f64 / seconds);
        let database = data.join("tertial.db");
        let (seconds, many) =
            crate::peers::timed("python3".as_ref(), "chain_plain.py", &[&*database.to_string_lossy()])?;
        #[expect(clippy::cast_precision_loss, reason = "thousands")]
        plain.push(many as f64 / seconds);
    }
    let (rate, plain) = (median(&rates), median(&plain));
    table::head();
    table::print(&Row {
        what: "events proved a second, with the submissions they name, start included",
        ours: format!("{rate:.0}/s ({events} events)"),
        peer: format!("the chain's hashes alone, in Python: {plain:.0}/s"),
        ratio: format!("{:.1}", rate / plain),
        asked: None,
    });
    println!("{}.", table::load());
    Ok(())
}
