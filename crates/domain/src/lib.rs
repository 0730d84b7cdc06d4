//! The rules of the product, pure: one module per feature. It reads as the product's table of contents.

pub mod abuse;
pub mod aggregates;
pub mod cases;
pub mod changes;
pub mod complaints;
pub mod courses;
pub mod deviations;
pub mod earlier;
pub mod educations;
pub mod elsewhere;
pub mod health_certificates;
pub mod inbox;
pub mod indicators;
pub mod mail;
pub mod narratives;
pub mod own_tables;
pub mod participations;
pub mod publications;
pub mod register_check;
pub mod reminders;
pub mod routines;
pub mod split;
pub mod submissions;
pub mod targets;
pub mod work;
pub mod year;
