//! Through the router, on both engines.
