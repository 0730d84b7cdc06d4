//! The rules of the product, pure: one module per feature. It reads as the product's table of contents.

pub mod aggregates;
pub mod complaints;
pub mod courses;
pub mod deviations;
pub mod earlier;
pub mod educations;
pub mod indicators;
pub mod narratives;
pub mod outcomes;
pub mod own_tables;
pub mod participations;
pub mod publications;
pub mod register_check;
pub mod submissions;
pub mod targets;
pub mod year;
