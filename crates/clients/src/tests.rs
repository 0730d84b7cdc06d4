#![expect(clippy::unwrap_used, reason = "tests")]

mod layer;
mod shapes;
mod site;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::testing::options;
use crate::{Http, Options};

/// A fetch from loopback that waits for nothing, and how long it would have waited.
fn http(options: Options) -> (Http, Arc<Mutex<Vec<Duration>>>) {
    let waited = Arc::new(Mutex::new(Vec::new()));
    let record = waited.clone();
    let between = options.between;
    let pause = move |pause: Duration| {
        if pause != between {
            record.lock().unwrap().push(pause);
        }
    };
    (Http::pausing(options, Arc::new(pause)), waited)
}

/// As [`http`], with the limits of the tests.
fn plain() -> Http {
    http(options()).0
}
