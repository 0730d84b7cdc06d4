//! documents

pub mod content;
