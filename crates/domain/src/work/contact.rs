//! Attempts to reach a person.

use crate::year::Word;

macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }
        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            fn slug(self) -> &'static str { match self { $(Self::$variant => $slug,)* } }
        }
    };
}

words! {
    /// By which way somebody tried.
    Way {
        /// By telephone.
        Phone = "phone",
        /// By text message.
        Message = "message",
        /// By e-mail.
        Email = "email",
        /// By letter.
        Letter = "letter",
        /// Otherwise, such as through a colleague of the person.
        Other = "other",
    }
}

words! {
    /// What came of it.
    Reached {
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// A message was left.
        MessageLeft = "message-left",
        /// The person asked to be called another time.
        Later = "later",
        /// The number or the address no longer leads to the person.
        WrongAddress = "wrong-address",
        /// The person answered.
        Answered = "answered",
    }
}
