//! How letters are sent: the server, and how one is let in there.

use std::net::IpAddr;
use std::path::PathBuf;

use kernel::Email;
use platform::mail::{MailSettings, Protection, Secret};

use crate::trouble::{Trouble, While};

/// The variables that may hold what is not written on the command line.
const SMTP: &str = "TERTIAL_SMTP";
const FROM: &str = "TERTIAL_MAIL_FROM";
const PASSWORD: &str = "TERTIAL_SMTP_PASSWORD";

/// How letters are sent. Without a server they wait, and the pages say that this installation sends none.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Letters {
    /// The server that letters go out over: smtps://NAME@HOST[:465] (TLS from the start), smtp://NAME@HOST[:587]
    /// (STARTTLS, which it must offer) or smtp+plain://HOST[:25] (no TLS, on this machine itself). NAME@ where one signs
    /// in (default: $TERTIAL_SMTP).
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// A file with the password (default: $TERTIAL_SMTP_PASSWORD).
    #[arg(long, value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// A file with certificates (PEM) to trust beside the public ones, such as the municipality's own authority.
    #[arg(long, value_name = "FILE")]
    pub smtp_trust: Option<PathBuf>,
    /// Let smtp+plain:// lead to another machine, on a closed network. Letters and passwords go unprotected.
    #[arg(long)]
    pub insecure_smtp: bool,
    /// The address that letters come from (default: $TERTIAL_MAIL_FROM).
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

/// What an address of a server says.
#[derive(Debug, PartialEq, Eq)]
struct Server {
    protection: Protection,
    name: Option<String>,
    host: String,
    port: u16,
}

fn server(text: &str) -> Option<Server> {
    let (scheme, rest) = text.split_once("://")?;
    let (protection, port) = match scheme {
        "smtps" => (Protection::Implicit, 465),
        "smtp" => (Protection::StartTls, 587),
        "smtp+plain" => (Protection::Plain, 25),
        _ => return None,
    };
    // The name may be an address itself.
    let (name, place) = match rest.trim_end_matches('/').rsplit_once('@') {
        Some((name, place)) => (Some(name.replace("%40", "@")), place),
        None => (None, rest.trim_end_matches('/')),
    };
    let (host, port) = match place.strip_prefix('[') {
        // An address of version 6 stands in brackets, since it has colons of its own.
        Some(inner) => {
            let (host, after) = inner.split_once(']')?;
            (host, if after.is_empty() { port } else { after.strip_prefix(':')?.parse().ok()? })
        }
        None => match place.split_once(':') {
            Some((host, number)) => (host, number.parse().ok()?),
            None => (place, port),
        },
    };
    let good = !host.is_empty() && !host.contains(['/', '?', '#', ' ']) && port != 0;
    // A password on the command line is seen by everybody on the machine.
    let secret = name.as_deref().is_some_and(|name| name.is_empty() || name.contains(':'));
    (good && !secret).then(|| Server { protection, name, host: host.to_owned(), port })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Letters {
    /// The settings; `None` where no server is named.
    ///
    /// # Errors
    /// What is missing or cannot be used, with what to write instead.
    pub fn settings(&self) -> Result<Option<MailSettings>, Trouble> {
        let Some(url) = self.smtp.clone().or_else(|| variable(SMTP)) else { return Ok(None) };
        let server = server(&url).ok_or_else(|| {
            Trouble::new(
                "--smtp is no address of a server of letters; write for example smtps://tertial@smtp.kommun.example, with \
                 the password in --smtp-password-file or $TERTIAL_SMTP_PASSWORD",
            )
        })?;
        if server.protection == Protection::Plain && !self.insecure_smtp && !is_this_machine(&server.host) {
            return Err(Trouble::new(format!(
                "--smtp leads to {} without TLS: letters and passwords would go unprotected. Write smtp:// or smtps://, or \
                 give --insecure-smtp for a closed network",
                server.host
            )));
        }
        let from = self.mail_from.clone().or_else(|| variable(FROM)).ok_or_else(|| {
            Trouble::new(
                "--mail-from is missing: the address that letters come from, such as uppfoljning@kommun.example",
            )
        })?;
        let from: Email = from.parse().map_err(|_| Trouble::new(format!("--mail-from {from} is no e-mail address")))?;
        let login = match server.name {
            None => None,
            Some(name) => Some((name, self.password()?)),
        };
        let trusted = match &self.smtp_trust {
            None => None,
            Some(file) => Some(std::fs::read(file).while_(format_args!("reading {}", file.display()))?),
        };
        Ok(Some(MailSettings {
            patience: platform::mail::SENDING,
            host: server.host,
            port: server.port,
            protection: server.protection,
            login,
            from: from.as_str().to_owned(),
            trusted,
        }))
    }

    fn password(&self) -> Result<Secret, Trouble> {
        if let Some(file) = &self.smtp_password_file {
            let text = std::fs::read_to_string(file).while_(format_args!("reading {}", file.display()))?;
            return Ok(Secret::new(text.trim_end_matches(['\r', '\n'])));
        }
        variable(PASSWORD).map(Secret::new).ok_or_else(|| {
            Trouble::new("the password of --smtp is missing: name a file with --smtp-password-file, or set $TERTIAL_SMTP_PASSWORD")
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_server_says_how_the_connection_is_protected() {
        let of = |text: &str| server(text).map(|s| (s.protection, s.name.unwrap_or_default(), s.host, s.port));
        let expected =
            |protection, name: &str, host: &str, port| Some((protection, name.to_owned(), host.to_owned(), port));
        for (text, answer) in [
            ("smtps://smtp.example", expected(Protection::Implicit, "", "smtp.example", 465)),
            ("smtp://t@smtp.example:2525/", expected(Protection::StartTls, "t", "smtp.example", 2525)),
            (
                "smtp://t@ekstad.example@smtp.example",
                expected(Protection::StartTls, "t@ekstad.example", "smtp.example", 587),
            ),
            ("smtp+plain://[::1]:1025", expected(Protection::Plain, "", "::1", 1025)),
            ("smtp+plain://localhost", expected(Protection::Plain, "", "localhost", 25)),
            ("smtps://t:secret@smtp.example", None),
            ("smtps://@smtp.example", None),
            ("smtp.example:25", None),
            ("https://smtp.example", None),
            ("smtps://", None),
            ("smtps://smtp.example:0", None),
            ("smtps://smtp.example:x", None),
            ("smtps://a/b", None),
        ] {
            assert_eq!(of(text), answer, "{text}");
        }
    }

    #[test]
    fn nothing_goes_unprotected_to_another_machine_unless_it_is_said() {
        let letters = |smtp: &str| Letters {
            smtp: Some(smtp.to_owned()),
            mail_from: Some("t@ekstad.example".to_owned()),
            ..Letters::default()
        };
        for own in ["localhost", "127.0.0.1", "[::1]"] {
            assert!(letters(&format!("smtp+plain://{own}")).settings().unwrap().is_some(), "{own}");
        }
        let other = letters("smtp+plain://smtp.example");
        assert!(other.settings().unwrap_err().to_string().contains("without TLS"));
        assert!(Letters { insecure_smtp: true, ..other }.settings().unwrap().is_some());
    }

    #[test]
    fn what_is_missing_is_named() {
        let no_from = Letters { smtp: Some("smtps://smtp.example".to_owned()), ..Letters::default() };
        assert!(no_from.settings().unwrap_err().to_string().contains("--mail-from"));
        let from = Some("t@ekstad.example".to_owned());
        let no_password =
            Letters { smtp: Some("smtps://t@smtp.example".to_owned()), mail_from: from, ..Letters::default() };
        assert!(no_password.settings().unwrap_err().to_string().contains("--smtp-password-file"));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "hemligt\n").unwrap();
        let with = Letters { smtp_password_file: Some(file.path().to_owned()), ..no_password };
        assert_eq!(with.settings().unwrap().unwrap().login, Some(("t".to_owned(), Secret::new("hemligt"))));
        assert!(Letters::default().settings().unwrap().is_none());
    }
}
