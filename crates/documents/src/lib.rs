//! documents

pub mod bundle;
pub mod cleaning;
pub mod content;
pub mod csv;
pub mod docx;
pub mod dots;
pub mod drop_downs;
pub mod mail;
pub mod markup;
mod package;
pub mod pptx;
pub mod protocol;
pub mod raw;
pub mod rows;
pub mod slides;
pub mod sniff;
pub mod sv;
pub mod table;
pub mod web_page;
mod wire;
pub mod workbook;
pub mod xml_records;
