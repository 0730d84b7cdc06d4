//! A few values by name, such as the cells of a row by their column.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Values by name in the order of their names: a map for a handful of values, of which there are many alike. The rows of
/// a workbook share the names of their columns, and each takes one piece of memory.
///
/// It says, compares and writes itself as a `BTreeMap` of the same values would.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named<V>(Vec<(Arc<str>, V)>);

impl<V> Named<V> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }
    /// Nothing yet, with room for so many.
    pub fn with_capacity(most: usize) -> Self {
        Self(Vec::with_capacity(most))
    }
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }
    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&V> {
        // Names of columns are few and mostly differ in their first letters.
        self.0.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }
    /// Whether there is a value of that name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
    /// Puts the value there, and gives the one it takes the place of.
    pub fn insert(&mut self, name: impl Into<Arc<str>>, value: V) -> Option<V> {
        let name = name.into();
        if self.0.last().is_none_or(|(last, _)| *last < name) {
            self.0.push((name, value));
            return None;
        }
        match self.place(&name) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }
    /// Takes the value of that name away.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        self.place(name).ok().map(|at| self.0.remove(at).1)
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Names and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }
    /// The names, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }
    /// The values, in the order of their names.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
    /// The same names with what becomes of each value.
    pub fn map<W>(self, mut each: impl FnMut(V) -> W) -> Named<W> {
        Named(self.0.into_iter().map(|(name, value)| (name, each(value))).collect())
    }
}

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug> fmt::Debug for Named<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<Arc<str>>, V> Extend<(K, V)> for Named<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (name, value) in pairs {
            self.insert(name, value);
        }
    }
}

impl<K: Into<Arc<str>>, V> FromIterator<(K, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut named = Self::new();
        named.extend(pairs);
        named
    }
}

impl<K: Into<Arc<str>>, V, const N: usize> From<[(K, V); N]> for Named<V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<'a, V> IntoIterator for &'a Named<V> {
    type Item = (&'a str, &'a V);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (Arc<str>, V)>, fn(&'a (Arc<str>, V)) -> (&'a str, &'a V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, value)| (&**name, value))
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (Arc<str>, V);
    type IntoIter = std::vec::IntoIter<(Arc<str>, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Named<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Pairs<V> {
            type Value = Named<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<V>, A::Error> {
                let mut named = Named::new();
                while let Some((name, value)) = map.next_entry::<String, V>()? {
                    named.insert(name, value);
                }
                Ok(named)
            }
        }
        deserializer.deserialize_map(Pairs(PhantomData))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_says_compares_and_writes_what_a_map_would(
            one in prop::collection::vec(("[a-c]{0,2}", 0..9_u8), 0..12),
            other in prop::collection::vec(("[a-c]{0,2}", 0..9_u8), 0..12),
            gone in "[a-c]{0,2}",
        ) {
            let both = |pairs: &[(String, u8)]| {
                let mut named: Named<u8> = pairs.iter().cloned().collect();
                let mut map: BTreeMap<String, u8> = pairs.iter().cloned().collect();
                assert_eq!(named.remove(&gone), map.remove(&gone));
                (named, map)
            };
            let ((named, map), (other, other_map)) = (both(&one), both(&other));
            for (name, _) in &one {
                prop_assert_eq!(named.get(name), map.get(name));
            }
            prop_assert_eq!(named.len(), map.len());
            prop_assert!(named.iter().eq(map.iter().map(|(name, value)| (name.as_str(), value))));
            prop_assert_eq!(named.cmp(&other), map.cmp(&other_map));
            prop_assert_eq!(format!("{named:?}"), format!("{map:?}"));
            let json = serde_json::to_string(&named).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&map).unwrap());
            prop_assert_eq!(serde_json::from_str::<Named<u8>>(&json).unwrap(), named);
        }
    }
}
