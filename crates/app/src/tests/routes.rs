//! Every route: who may call it, and what everybody else gets.

use platform::area::RouteInfo;

/// Every route of the product.
fn routes() -> Vec<RouteInfo> {
    crate::areas().iter().flat_map(|area| area.routes().to_vec()).collect()
}

#[test]
fn no_route_is_there_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {}", route.method, route.path);
    }
}
