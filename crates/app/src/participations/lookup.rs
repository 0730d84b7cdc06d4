//! The one place where a hash table is used: a million rows are looked up in it, and nothing is ever shown in its order.

/// A table to look up in. Whoever goes through it sorts what comes out.
#[expect(clippy::disallowed_types, reason = "looked up in a million times; what comes out is sorted before it is used")]
pub type Lookup<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
