//! Words of a closed list, each with its stable name.

/// An enumeration of words with stable names: all of them in order, the name of each and the word of a name. Written with
/// serde by the same names, so `serde::{Deserialize, Serialize}` are to be in scope where it is used.
#[macro_export]
macro_rules! closed {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $slug)] $variant,)* }
        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// The stable name in the database, in documents and in addresses.
            pub const fn slug(self) -> &'static str { match self { $(Self::$variant => $slug,)* } }
            /// The one with the given stable name.
            pub fn from_slug(slug: &str) -> Option<Self> { match slug { $($slug => Some(Self::$variant),)* _ => None } }
        }
    };
}
