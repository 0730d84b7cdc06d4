//! The morning's reminders, as they would go: the demo has no server of letters, so they lie and wait.

use platform::App;
use store::{Housekeeping, Scope, StoreError, global_sql};

use super::DemoError;
use super::world::{World, cli};

/// Has everybody been in once, as they have who reported, and lets the reminders of the day be written.
pub(super) fn remind(app: &App, world: &World) -> Result<(), DemoError> {
    let people: Vec<_> = world.people.iter().map(|person| person.id).collect();
    let app = app.clone();
    // On a thread of its own: the demo is made without a runtime, or within somebody else's.
    let made = std::thread::spawn(move || -> Result<(), DemoError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| DemoError::data(error.to_string()))?;
        runtime.block_on(async {
            for person in people {
                platform::session::start_for(&app, person).await.map_err(|_| DemoError::data("a session"))?;
            }
            let now = app.clock().now();
            app.db()
                .write::<_, StoreError>(Scope::Global, cli(&app), move |mut tx| {
                    tx.execute(
                        global_sql!(
                            "UPDATE session SET ended_at = $1, end_reason = 'elsewhere' WHERE ended_at IS NULL"
                        ),
                        &[&now],
                    )?;
                    Ok(tx.keep(Housekeeping::Session, ()))
                })
                .await?;
            crate::reminders::send(&app, now.day()).await?;
            platform::jobs::run_due(&app, &crate::jobs()).await?;
            Ok(())
        })
    });
    made.join().unwrap_or_else(|_| Err(DemoError::data("the reminders were not written")))
}
