//! Through the router with the real child process, on both engines; and against a real mailbox.

#![expect(clippy::unwrap_used, reason = "tests")]

mod anybody;
mod arriving;
mod aside;
mod bad_letters;
mod changed;
mod deciding;
mod dovecot;
mod fetching;
mod first_of_same;
mod following;
mod no_letters;
mod own_template;
mod packed;
mod retimed;

use std::collections::BTreeMap;

use ::store::{Scope, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::jobs;

use crate::assignments::{self, Filter};
use crate::submissions::{ask, cell_path, drafts};
use crate::testing::{Client, World};
use crate::{workbooks, year};

/// A complaint without fault in every column of the shipped year.
const GOOD: &[(&str, &str)] = &[
    ("mottaget", "2024-01-08"),
    ("karna", "Bemötande"),
    ("handlar-om", "En elev blev avbruten av läraren flera gånger."),
    ("atgard", "Trepartssamtal med rektor."),
    ("status", "Avslutat"),
    ("negativt", "Ja"),
    ("aktiv-hantering", "Ja"),
    ("ledning", "Ja"),
];

fn complaint(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
    GOOD.iter()
        .map(|(column, text)| {
            let text = changes.iter().find(|(of, _)| of == column).map_or(*text, |(_, text)| text);
            (cell_path("complaints", 1, column), text.to_owned())
        })
        .collect()
}

fn assignment(world: &World, item: &'static str, subject: &'static str) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.subject_name() == subject).unwrap().id)
    })
}

fn centrum(world: &World) -> Id<AssignmentKind> {
    assignment(world, "klagomal-t1", "Lindblad Centrum")
}

/// The template as a provider would have filled it in, with its stamp changed.
fn stamped(
    world: &World,
    id: Id<AssignmentKind>,
    fields: BTreeMap<String, String>,
    change: impl Fn(&mut BTreeMap<String, String>) + Send + 'static,
) -> Vec<u8> {
    let now = world.app.clock().now();
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let of = assignments::find(tx, id)?.unwrap();
        let published = year::published(tx, of.year)?.unwrap();
        let asked = ask(tx, &of, &published, now.day())?.unwrap();
        let at = workbooks::At { tenant: "ekstad", authority: "Ekstad", base_url: "http://localhost", now };
        let mut facts = workbooks::facts(at, &of, &published);
        change(&mut facts.stamp);
        Ok(documents::workbook::write(&workbooks::template(&asked, &facts, &fields)).unwrap())
    })
}

fn filled(world: &World, id: Id<AssignmentKind>, fields: BTreeMap<String, String>) -> Vec<u8> {
    stamped(world, id, fields, |_| {})
}

fn draft(world: &World, organisation: Id<Organisation>, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, organisation, id)?.texts()))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (index, three) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            out.push_str("\r\n");
        }
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sign = char::from(SIGNS[((bits >> (18 - 6 * place)) & 63) as usize]);
            out.push(if place <= three.len() { sign } else { '=' });
        }
    }
    out
}

/// A letter as it lies in a mailbox.
pub(crate) struct Mail<'a> {
    head: String,
    files: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Mail<'a> {
    pub(crate) fn from(address: &str, name: &str) -> Self {
        let head = format!(
            "Received: from mx.lindblad.example by mx.ekstad.example; Thu, 14 Mar 2024 14:02:00 +0100\r\n\
             From: <{address}>\r\nTo: <komvux@ekstad.example>\r\nMessage-ID: <{name}@lindblad.example>\r\n\
             Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nSubject: Tertial 1"
        );
        Self { head, files: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'a str, bytes: &'a [u8]) -> Self {
        self.files.push((name, bytes));
        self
    }

    /// As if our server had taken it in then.
    pub(crate) fn at(mut self, received: &str) -> Self {
        self.head = self.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", received);
        self
    }

    fn headed(mut self, line: &str) -> Self {
        self.head = format!("{line}\r\n{}", self.head);
        self
    }

    fn written(&self) -> Vec<u8> {
        let mut out = format!(
            "{}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=skarv\r\n\r\n\
             --skarv\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHej! Här kommer mallarna.\r\n",
            self.head
        );
        for (name, bytes) in &self.files {
            out.push_str(&format!(
                "--skarv\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
                base64(bytes)
            ));
        }
        out.push_str("--skarv--\r\n");
        out.into_bytes()
    }
}

pub(crate) async fn work(world: &World) {
    jobs::run_due(&world.app, &crate::jobs()).await.unwrap();
    assert_eq!(crate::testing::apart(|| jobs::left(&world.app)).unwrap().1, 0, "no job is given up");
}

/// An officer hands the letter in; gives its page once it has been read.
pub(crate) async fn handed_in(world: &World, officer: &Client<'_>, mail: &Mail<'_>) -> String {
    let answer = officer.upload("/h/ekstad/epost/lamna-in", &[], "brev.eml", &mail.written()).await;
    let page = answer.is(303).location.clone();
    work(world).await;
    page
}

fn arrival(world: &World, id: Id<AssignmentKind>) -> Option<Instant> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let state = assignments::find(tx, id)?.unwrap().state;
        let all = crate::submissions::told_arrivals(tx, id)?;
        Ok(crate::submissions::newest_arrival(&state, &all).map(|(_, first)| first))
    })
}

fn letters_sent(world: &World) -> Vec<(String, String, Option<String>)> {
    world.read(Scope::Global, |tx| {
        tx.all(::store::global_sql!("SELECT subject, paragraphs, in_reply_to FROM letter ORDER BY queued_at, id"), &[])
    })
}

fn became(world: &World) -> Vec<String> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let rows: Vec<(String,)> =
            tx.all(sql!("SELECT became FROM mail_file WHERE tenant_id = $1 ORDER BY mail_id, number"), &[])?;
        Ok(rows.into_iter().map(|(became,)| became).collect())
    })
}

/// The item's own template comes in a letter from the address; gives the letter's page.
pub(crate) async fn came_from(world: &World, officer: &Client<'_>, id: Id<AssignmentKind>, address: &str) -> String {
    let file = filled(world, id, complaint(&[]));
    handed_in(world, officer, &Mail::from(address, "1").with("a.xlsx", &file)).await
}

/// The same from somebody who may fill it in, and it is signed as it came.
async fn came_and_signed(world: &World, officer: &Client<'_>, id: Id<AssignmentKind>) -> String {
    let page = came_from(world, officer, id, "editor@test.example").await;
    signed(world, id).await;
    page
}

/// Signs the item as the rektor, as it stands in the draft.
pub(crate) async fn signed(world: &World, id: Id<AssignmentKind>) {
    let rektor = world.client("rektor").await;
    let page = rektor.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await.text();
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
        rest.split('"').next().unwrap().to_owned()
    };
    let (visad, sedd) = (value("visad"), value("sedd"));
    let fields = [("visad", visad.as_str()), ("sedd", sedd.as_str())];
    rektor.post(&format!("/h/ekstad/uppgift/{id}/signera/enhet"), &fields).await.is(303);
}
