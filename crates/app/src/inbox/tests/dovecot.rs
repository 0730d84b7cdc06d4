//! A real Dovecot on the loopback, as an ordinary process: users in a file, letters in folders under a temporary one.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The server.
pub(super) struct Dovecot {
    folder: tempfile::TempDir,
    child: Option<Child>,
    as_nobody: bool,
    /// The port that is protected from the first byte.
    pub tls: u16,
    /// The port that is protected after a word in the clear.
    pub plain: u16,
    /// The certificate, which nobody else has signed.
    pub certificate: String,
}

/// Where Debian has it.
fn program() -> PathBuf {
    let found =
        ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].map(PathBuf::from).into_iter().find(|path| path.is_file());
    found.expect("Dovecot is installed by `cargo xtask test` (Debian's dovecot-imapd)")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Dovecot {
    /// Starts it with an empty mailbox of `komvux`, whose password is `hemligt`.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (tls, plain) = (free_port(), free_port());
        let (key, certificate) = (folder.path().join("key.pem"), folder.path().join("cert.pem"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-keyout")
            .arg(&key)
            .arg("-out")
            .arg(&certificate)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(made.success(), "openssl makes a certificate");
        let certificate = std::fs::read_to_string(&certificate).unwrap();
        let mut dovecot = Self { folder, child: None, as_nobody: false, tls, plain, certificate };
        for name in ["cur", "new", "tmp"] {
            std::fs::create_dir_all(dovecot.inbox().join(name)).unwrap();
        }
        let said = |arguments: &[&str]| {
            let said = Command::new("id").args(arguments).output().unwrap();
            String::from_utf8(said.stdout).unwrap().trim().to_owned()
        };
        // No process of Dovecot's may be root's: where the tests are, it is nobody's.
        dovecot.as_nobody = said(&["-u"]) == "0";
        let name: &[&str] = if dovecot.as_nobody { &["nobody"] } else { &[] };
        let of = |flag: &str| said(&[&[flag], name].concat());
        let (user, group, uid, gid) = (of("-un"), of("-gn"), of("-u"), of("-g"));
        let at = dovecot.folder.path().display().to_string();
        std::fs::write(
            dovecot.folder.path().join("users"),
            format!("komvux:{{PLAIN}}hemligt:{uid}:{gid}::{at}/home\n"),
        )
        .unwrap();
        let config = format!(
            "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
             default_login_user = {user}\ndefault_internal_user = {user}\ndefault_internal_group = {group}\nfirst_valid_uid = 1\n\
             mail_location = maildir:{at}/home/Maildir\nmail_uid = {uid}\nmail_gid = {gid}\n\
             ssl = yes\nssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\ndisable_plaintext_auth = no\n\
             passdb {{\n driver = passwd-file\n args = {at}/users\n}}\nuserdb {{\n driver = passwd-file\n args = {at}/users\n}}\n\
             service imap-login {{\n chroot =\n inet_listener imap {{\n port = {plain}\n }}\n inet_listener imaps {{\n port = {tls}\n ssl = yes\n }}\n}}\n\
             service anvil {{\n chroot =\n}}\nservice stats {{\n chroot =\n}}\n"
        );
        std::fs::write(dovecot.folder.path().join("dovecot.conf"), config).unwrap();
        dovecot.give(dovecot.folder.path());
        dovecot.run();
        dovecot
    }

    /// Starts the process anew, on the same letters.
    pub fn run(&mut self) {
        let mut command = if self.as_nobody {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(program());
            command
        } else {
            Command::new(program())
        };
        command.arg("-F").arg("-c").arg(self.folder.path().join("dovecot.conf"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.tls)).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{}", std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
    }

    /// Ends the process, as when a server goes away.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Its helpers end with it when it is asked to, not when it is killed.
            let asked = Command::new("kill").arg(child.id().to_string()).status();
            if !asked.is_ok_and(|status| status.success()) {
                let _ = child.kill();
            }
            let _ = child.wait();
        }
    }

    fn inbox(&self) -> PathBuf {
        self.folder.path().join("home/Maildir")
    }

    /// Gives what lies there to whoever the server runs as.
    fn give(&self, path: &Path) {
        if self.as_nobody {
            let given = Command::new("chown").args(["-R", "nobody:nogroup"]).arg(path).status().unwrap();
            assert!(given.success());
        }
    }

    /// Makes a folder beside the inbox, by its name on the disk.
    pub fn folder(&self, name: &str) {
        for part in ["cur", "new", "tmp"] {
            std::fs::create_dir_all(self.path(name).join(part)).unwrap();
        }
        self.give(&self.path(name));
    }

    /// Where the folder lies on the disk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.inbox().join(format!(".{name}"))
    }

    /// Delivers a letter at that time.
    pub fn deliver(&self, name: &str, bytes: &[u8], at: &str) {
        let path = self.inbox().join("new").join(format!("{name}.test"));
        std::fs::write(&path, bytes).unwrap();
        let touched = Command::new("touch").args(["-d", at]).arg(&path).status().unwrap();
        assert!(touched.success());
        self.give(&path);
    }

    /// Gives the letters new numbers, as when a mailbox is put back from a copy.
    pub fn renumber(&self) {
        for entry in std::fs::read_dir(self.inbox()).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("dovecot") {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    }

    /// How many letters lie in the folder, and how many of them are marked as seen.
    pub fn lies(&self, name: &str) -> (usize, usize) {
        let at = if name.is_empty() { self.inbox() } else { self.path(name) };
        let names = |part: &str| files(&at.join(part));
        let all: Vec<String> = names("new").into_iter().chain(names("cur")).collect();
        let seen = |name: &&String| name.split_once(":2,").is_some_and(|(_, flags)| flags.contains('S'));
        (all.len(), all.iter().filter(seen).count())
    }
}

fn files(path: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.stop();
    }
}
