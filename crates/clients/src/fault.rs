//! Why a fetch did not succeed: what was asked, and what came.

use std::time::Duration;

/// The beginning of an answer, to be shown to somebody who has to find out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Came {
    /// The status, such as 200.
    pub status: u16,
    /// The media type, as it was sent.
    pub media_type: String,
    /// The first characters of the body.
    pub beginning: String,
}

/// Why there is no answer to work with. Every variant names the address that was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The address is none that may be asked.
    #[error("{asked}: not an address that may be asked")]
    NotAnAddress {
        /// The address.
        asked: String,
    },
    /// The address is not protected: it does not begin with https.
    #[error("{asked}: only https is asked")]
    NotProtected {
        /// The address.
        asked: String,
    },
    /// The name leads into a private network.
    #[error("{asked}: leads into a private network")]
    Private {
        /// The address.
        asked: String,
    },
    /// There is nobody by that name, or nobody who answers.
    #[error("{asked}: cannot be reached: {why}")]
    Unreachable {
        /// The address.
        asked: String,
        /// In the words of the layer below.
        why: String,
    },
    /// It took longer than it may.
    #[error("{asked}: no whole answer within {} s", within.as_secs_f64())]
    TooSlow {
        /// The address.
        asked: String,
        /// How long was waited.
        within: Duration,
    },
    /// Another status than one with an answer in it.
    #[error("{asked}: status {}: {}", came.status, came.beginning)]
    Status {
        /// The address.
        asked: String,
        /// What came.
        came: Came,
        /// How often it was tried.
        attempts: u32,
    },
    /// More bytes than are taken in.
    #[error("{asked}: more than {limit} bytes")]
    TooLarge {
        /// The address.
        asked: String,
        /// The limit.
        limit: u64,
    },
    /// It leads on to somebody else, or round in a circle.
    #[error("{asked}: leads on to {to}")]
    LeadsElsewhere {
        /// The address.
        asked: String,
        /// Where to.
        to: String,
    },
    /// The answer is of another kind than was asked for.
    #[error("{asked}: an answer of type {}: {}", came.media_type, came.beginning)]
    OtherKind {
        /// The address.
        asked: String,
        /// What came.
        came: Came,
    },
    /// The answer has not the shape that is published.
    #[error("{asked}: {what}: {}", came.beginning)]
    OtherShape {
        /// The address.
        asked: String,
        /// What was looked for and not found.
        what: String,
        /// What came.
        came: Came,
    },
    /// More requests or pages than there can be reason for, or the same page again.
    #[error("{asked}: no end after {requests} requests")]
    Endless {
        /// The address asked last.
        asked: String,
        /// How many were asked.
        requests: u32,
    },
    /// Whoever asked wants it stopped.
    #[error("stopped")]
    Stopped,
    /// Whoever asked gave it up after several tries, for a reason of their own and not of the source's.
    #[error("given up")]
    GivenUp,
}

impl Fault {
    /// The fault without anything of what came, and without what follows the path of an address: where answers speak of
    /// persons, no part of one may be kept or shown in the clear.
    #[must_use]
    pub fn without_content(self) -> Self {
        let path = |address: String| address.split(['?', '#']).next().unwrap_or_default().to_owned();
        let blank = |came: Came| Came { beginning: String::new(), ..came };
        match self {
            Self::NotAnAddress { asked } => Self::NotAnAddress { asked: path(asked) },
            Self::NotProtected { asked } => Self::NotProtected { asked: path(asked) },
            Self::Private { asked } => Self::Private { asked: path(asked) },
            Self::Unreachable { asked, why } => Self::Unreachable { asked: path(asked), why },
            Self::TooSlow { asked, within } => Self::TooSlow { asked: path(asked), within },
            Self::Status { asked, came, attempts } => Self::Status { asked: path(asked), came: blank(came), attempts },
            Self::TooLarge { asked, limit } => Self::TooLarge { asked: path(asked), limit },
            Self::LeadsElsewhere { asked, to } => Self::LeadsElsewhere { asked: path(asked), to: path(to) },
            Self::OtherKind { asked, came } => Self::OtherKind { asked: path(asked), came: blank(came) },
            Self::OtherShape { asked, what, came } => Self::OtherShape { asked: path(asked), what, came: blank(came) },
            Self::Endless { asked, requests } => Self::Endless { asked: path(asked), requests },
            Self::Stopped => Self::Stopped,
            Self::GivenUp => Self::GivenUp,
        }
    }
}
