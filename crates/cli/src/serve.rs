//! Serving pages and running background work, until told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use app::installation;
use platform::address::Network;
use platform::jobs::Lane;
use platform::{App, build_router};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::Outcome;
use crate::args::{LogForm, ServeOptions, WorkOptions};
use crate::place;
use crate::trouble::{Trouble, While, say};

/// How long the worker rests when nothing is due.
const REST: Duration = Duration::from_secs(1);
/// How long it rests after the database could not be reached.
const REST_AFTER_TROUBLE: Duration = Duration::from_secs(10);

/// Sends the log to standard error; what is logged can be chosen with $TERTIAL_LOG (such as `warn`).
pub fn log(form: LogForm) {
    let filter = EnvFilter::try_from_env("TERTIAL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    match form {
        LogForm::Text => log.with_target(false).init(),
        LogForm::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
}

/// Ends when the process is asked to stop.
fn asked_to_stop() -> Result<impl Future<Output = ()>, Trouble> {
    let mut terminate = signal(SignalKind::terminate()).while_("listening for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).while_("listening for Ctrl-C")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().while_("starting")
}

/// Does what is due in each lane, rests, and again; ends when told to.
async fn work_until(app: App, stop: watch::Receiver<bool>) {
    let [quick, slow, post, mail] = Lane::ALL.map(|lane| work_in(app.clone(), lane, stop.clone()));
    tokio::join!(quick, slow, post, mail);
}

async fn work_in(app: App, lane: Lane, mut stop: watch::Receiver<bool>) {
    let kinds = app::jobs();
    while !*stop.borrow() {
        let rest = match platform::jobs::run_lane(&app, &kinds, lane).await {
            Ok(_) => REST,
            Err(error) => {
                tracing::error!(%error, "background work could not be fetched");
                REST_AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Serves until SIGTERM or Ctrl-C; what is under way is let finish.
pub fn serve(options: &ServeOptions) -> Outcome {
    place::served_url(&options.base_url, options.insecure_http)?;
    log(options.log);
    let letters = options.letters.settings()?;
    // The key first: without it nothing is made or changed.
    crate::key::read(&options.place.key_file())?;
    let listener = listen(options.listen)?;
    let db = options.place.open_migrated()?;
    let app = options.place.app_that_sends(db, &options.base_url, options.banner.clone(), letters)?;
    let base_url = app.settings().base_url.clone();
    if !options.no_work {
        resume(&app);
    }
    until_stopped(app, listener, options.trusted_proxy.clone(), !options.no_work, |address| {
        format!("Serving {base_url} on {address}. Ctrl-C stops it.")
    })
}

/// Asks for work that should have been done and that nobody asks for. That it cannot be asked for is no reason not to serve.
fn resume(app: &App) {
    match installation::resume(app) {
        Ok(0) => {}
        Ok(tenants) => tracing::info!(tenants, "persons are counted that had not been"),
        Err(error) => tracing::error!(%error, "it could not be found out whether persons are counted"),
    }
    if let Err(error) = app::reminders::resume(app) {
        tracing::error!(%error, "the next reminders could not be planned");
    }
    match app::mail::resume(app) {
        Ok(0) => {}
        Ok(letters) => tracing::info!(letters, "letters wait to be sent"),
        Err(error) => tracing::error!(%error, "it could not be found out whether letters wait"),
    }
}

/// Takes the address, before anything that takes time: one that is taken is told at once.
pub fn listen(on: SocketAddr) -> Result<std::net::TcpListener, Trouble> {
    let listener = std::net::TcpListener::bind(on).while_(format_args!("listening on {on}"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves the application until SIGTERM or Ctrl-C, with background work beside it when asked; says hello once it
/// listens, with the address it got.
pub fn until_stopped(
    app: App,
    listener: std::net::TcpListener,
    proxies: Vec<Network>,
    work: bool,
    hello: impl FnOnce(SocketAddr) -> String,
) -> Outcome {
    runtime()?.block_on(async {
        let stopping = asked_to_stop()?;
        let listener = TcpListener::from_std(listener)?;
        let (tell, told) = watch::channel(false);
        let worker = work.then(|| tokio::spawn(work_until(app.clone(), told)));
        say(hello(listener.local_addr()?))?;
        let router = build_router(app, app::areas());
        platform::serve::serve(listener, router, proxies, stopping).await?;
        // Nobody listens when there is no worker.
        let _ = tell.send(true);
        if let Some(worker) = worker {
            let _ = worker.await;
        }
        tracing::info!("stopped");
        Ok(true)
    })
}

/// Works until SIGTERM or Ctrl-C, or once.
pub fn work(options: &WorkOptions) -> Outcome {
    place::base_url(&options.base_url)?;
    log(options.log);
    let letters = options.letters.settings()?;
    let app = options.place.app_that_sends(options.place.open()?, &options.base_url, None, letters)?;
    resume(&app);
    let runtime = runtime()?;
    runtime.block_on(async {
        if options.once {
            let ran = platform::jobs::run_due(&app, &app::jobs()).await?;
            say(format_args!("{ran} jobs ran."))?;
            return Ok(true);
        }
        let stopping = asked_to_stop()?;
        let (tell, told) = watch::channel(false);
        let worker = tokio::spawn(work_until(app, told));
        say("Working. Ctrl-C stops it.")?;
        stopping.await;
        let _ = tell.send(true);
        let _ = worker.await;
        Ok(true)
    })
}
