//! Routes. An [`Area`] takes only handlers that begin with a door, and reads from their types what they ask for, so
//! that the table of routes is the table that serves them.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::access::{Access, Door};
use crate::app::App;
use crate::pages::Pages;
use crate::request_log;
use crate::serve;

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteInfo {
    /// The method.
    pub method: Method,
    /// The path's pattern.
    pub path: &'static str,
    /// What it asks for.
    pub access: Access,
    /// Why it is open, for open ones.
    pub because: Option<&'static str>,
    /// The feature it belongs to.
    pub feature: &'static str,
}

/// Argument lists that begin with a door.
#[diagnostic::on_unimplemented(
    message = "this handler does not begin with `Cx<P>`, `Me<P>` or `Open`, so nothing says who may call it"
)]
pub trait Guarded {
    /// What the door asks for.
    const ACCESS: Access;
}

macro_rules! guarded {
    ($($rest:ident)*) => {
        impl<M, D: Door, $($rest),*> Guarded for (M, D, $($rest,)*) {
            const ACCESS: Access = D::ACCESS;
        }
    };
}
guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);
guarded!(A B C E);

/// The routes of one feature.
#[derive(Debug)]
pub struct Area {
    feature: &'static str,
    routes: Vec<RouteInfo>,
    table: Vec<(&'static str, MethodRouter<App>)>,
}

impl Area {
    /// An area without routes.
    pub fn new(feature: &'static str) -> Self {
        Self { feature, routes: Vec::new(), table: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, handler, None)
    }

    /// A change.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, handler, None)
    }

    /// A page for anyone, and the reason why.
    #[must_use]
    pub fn get_open<H, T>(self, path: &'static str, because: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, handler, Some(because))
    }

    /// A change that anyone may ask for, and the reason why.
    #[must_use]
    pub fn post_open<H, T>(self, path: &'static str, because: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, handler, Some(because))
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: H,
        because: Option<&'static str>,
    ) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        assert_eq!(
            because.is_some(),
            T::ACCESS == Access::Open,
            "{path}: an open route states why it is open, and only an open one does"
        );
        self.routes.push(RouteInfo { method, path, access: T::ACCESS, because, feature: self.feature });
        self.table.push((path, on(filter, handler)));
        self
    }

    /// The routes, for the table of routes and the tests over it.
    pub fn routes(&self) -> &[RouteInfo] {
        &self.routes
    }
}

/// The whole service: every area's routes with what lies around each request.
#[expect(clippy::disallowed_methods, reason = "the one place where routes are put together")]
pub fn build_router(app: App, areas: Vec<Area>) -> Router {
    let shown = areas.iter().flat_map(Area::routes).filter(|route| route.method == Method::GET);
    let pages = Pages::new(shown.map(|route| route.path));
    let mut router = Router::new();
    for area in areas {
        for (path, method) in area.table {
            router = router.route(path, method);
        }
    }
    let router = router
        .fallback(|| async { crate::reply::Stop::NotFound })
        .method_not_allowed_fallback(|| async { crate::reply::Stop::WrongMethod })
        .with_state(app.clone());
    serve::around(request_log::layered(router, &app), &app, pages)
}
