//! The web kit: the only door to data ([`Cx`]), areas of routes, sessions, form state, page shell, sealed columns,
//! files, jobs, the sandbox for foreign files, the request log and the server itself.
//!
//! Nothing here knows what is reported or by whom; that is `domain` and `app`.

pub mod access;
pub mod account;
pub mod address;
pub mod app;
pub mod area;
pub mod files;
pub mod holder;
pub mod input;
pub mod jobs;
pub mod mail;
mod pages;
mod path;
pub mod rate;
pub mod reply;
pub mod request_log;
pub mod sandbox;
pub mod sealed;
pub mod sealed_file;
mod sent;
pub mod serve;
pub mod session;
mod streamed;
pub mod sv;
pub mod system;
pub mod typed;
pub mod unsent;
pub mod view;

pub use access::{Access, Cx, Door, Me, Open, Permission, may};
pub use account::{Account, Acting, Seat};
pub use app::{App, Parts, Settings};
pub use area::{Area, RouteInfo, build_router};
pub use holder::Holder;
pub use input::{FormData, LargeUpload, MayUpload, Received, Upload, UploadProblem, UploadedFile};
pub use path::Path;
pub use reply::{Reply, Stop};
pub use store::apart;
pub use unsent::Unsent;
