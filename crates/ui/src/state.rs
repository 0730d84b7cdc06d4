//! States and tags: a word, an icon and a colour together, never a colour alone.

use maud::{Markup, Render, html};

use crate::icons::{Icon, icon};
use crate::sv;

/// What a colour says. Always together with a word and an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// Done, within limits.
    Good,
    /// In time but watch it.
    Warn,
    /// Late, wrong, lacking.
    Bad,
}

impl Tone {
    /// The class that colours it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }
    /// The icon that goes with it where nothing more telling exists.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Circle,
            Self::Info => Icon::Info,
            Self::Good => Icon::CheckCircle,
            Self::Warn => Icon::Warning,
            Self::Bad => Icon::Stop,
        }
    }
}

/// The state of something that is handed in, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing written yet.
    NotStarted,
    /// Something written, not handed in.
    Draft,
    /// Ready, waits for the one who signs.
    AwaitingSignature,
    /// Handed in, not yet reviewed.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// Reviewed and accepted.
    Approved,
    /// The deadline has passed and nothing is handed in.
    Late,
    /// Closed for changes.
    Locked,
    /// Answered in another system, and not read in yet.
    Elsewhere,
}

impl State {
    /// Every state, in the order of a submission's life.
    pub const ALL: &[Self] = &[
        Self::NotStarted,
        Self::Draft,
        Self::AwaitingSignature,
        Self::Submitted,
        Self::Returned,
        Self::Approved,
        Self::Late,
        Self::Locked,
        Self::Elsewhere,
    ];
    /// The word for it.
    pub const fn word(self) -> &'static str {
        sv::state(self)
    }
    /// Its icon; no two alike.
    pub const fn icon(self) -> Icon {
        match self {
            Self::NotStarted => Icon::Circle,
            Self::Draft => Icon::Pencil,
            Self::AwaitingSignature => Icon::Pen,
            Self::Submitted => Icon::Sent,
            Self::Returned => Icon::Return,
            Self::Approved => Icon::CheckCircle,
            Self::Late => Icon::Stop,
            Self::Locked => Icon::Lock,
            Self::Elsewhere => Icon::Download,
        }
    }
    /// Its colour.
    pub const fn tone(self) -> Tone {
        match self {
            Self::NotStarted | Self::Draft | Self::Locked | Self::Elsewhere => Tone::Neutral,
            Self::Submitted => Tone::Info,
            Self::Approved => Tone::Good,
            Self::AwaitingSignature | Self::Returned => Tone::Warn,
            Self::Late => Tone::Bad,
        }
    }
    /// The class that marks it out, beside its tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::NotStarted => "state-not-started",
            Self::Draft => "state-draft",
            Self::AwaitingSignature => "state-awaiting",
            Self::Submitted => "state-submitted",
            Self::Returned => "state-returned",
            Self::Approved => "state-approved",
            Self::Late => "state-late",
            Self::Locked => "state-locked",
            Self::Elsewhere => "state-elsewhere",
        }
    }
}

impl Render for State {
    fn render(&self) -> Markup {
        state_tag(*self)
    }
}

/// The state as a tag: icon and word.
pub fn state_tag(state: State) -> Markup {
    html! { span class={ "tag " (state.tone().class()) " " (state.class()) } { (icon(state.icon())) (state.word()) } }
}

/// The state as a small mark for dense tables; the word is there for screen readers and on hover.
pub fn state_mark(state: State) -> Markup {
    html! {
        span class={ "state-mark " (state.tone().class()) " " (state.class()) } title=(state.word()) {
            (icon(state.icon())) span.hidden { (state.word()) }
        }
    }
}

/// Any other tag.
pub fn tag(tone: Tone, sign: Icon, word: &str) -> Markup {
    html! { span class={ "tag " (tone.class()) } { (icon(sign)) (word) } }
}
