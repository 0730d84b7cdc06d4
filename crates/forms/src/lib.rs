//! One definition, many faces. A table (typed columns) or a form (narrative sections) is defined once; from the
//! definition come the web form, the workbook with its drop-down lists, the reader of the filled-in file, the export
//! and the PDF. This crate holds the definitions and the one validator that every road uses. It reads no file, no
//! clock and no database, and knows no word of the trade.
//!
//! The way through it: a definition ([`TableDef`], [`FormDef`]) and what somebody wrote ([`Raw`]) go into
//! [`check_rows`] or [`check_form`]; out come values ([`Row`], [`Values`]), [`Fault`]s with their place, and
//! [`Notice`]s. Values become [`Content`], which is hashed ([`canonical_json`]) and compared ([`diff`]).

pub mod canonical;
pub mod check;
pub mod content;
pub mod define;
pub mod difference;
pub mod fault;
pub mod parse;
pub mod person;
pub mod personal;
pub mod raw;
pub mod sv;
pub mod text;
pub mod value;

mod days;

pub use canonical::canonical_json;
pub use check::{Checked, check_form, check_rows, half_read, read_form};
pub use content::Content;
pub use days::{from_text as day_from_text, typed as typed_day};
pub use define::{ChoiceOption, Column, DefinitionProblem, Field, FormDef, Kind, Section, TableDef};
pub use difference::{Difference, FieldChange, RowChange, diff};
pub use fault::{Fault, FaultGroup, FaultKind, Notice, NoticeKind, Place, group};
pub use parse::{parse, whole_number, yes_or_no};
pub use raw::{NOT_CALCULATED, Raw, RawRow};
pub use value::{Row, Value, Values};
