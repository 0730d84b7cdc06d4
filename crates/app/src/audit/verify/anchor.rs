//! Anchors: where each chain stood at some time, on paper or on another machine. Whoever can change the database can
//! cut a chain and its head alike, or rewrite it whole; an anchor kept elsewhere tells.
//!
//! One line for each chain: tenant, chain, sequence number and hash, separated by tabs. Lines that begin with `#` say
//! something to people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::store::Chain;
use kernel::Id;
use kernel::id::kind::Tenant;

use super::{AnchorFault, Findings};

/// Where chains stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors(BTreeMap<(Id<Tenant>, Chain), Vec<(i64, String)>>);

/// What cannot be taken for anchors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAnchor {
    /// A line that is none.
    #[error("line {0} is no anchor: write tenant, chain, number and hash, separated by tabs")]
    Line(usize),
    /// No line names a link of a chain: whatever the chains are, they would hold.
    #[error("the file holds no anchor: name a chain, a number from 1 and the hash that stood there")]
    Nothing,
}

impl Anchors {
    /// Reads anchors. A file may hold several of the same chain, so that new ones can be added below older ones; one that
    /// holds none at all proves nothing, and is refused.
    pub fn parse(text: &str) -> Result<Self, NotAnAnchor> {
        let mut anchors = Self::default();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, place) = parse_line(line).ok_or(NotAnAnchor::Line(index + 1))?;
            anchors.0.entry(key).or_default().push(place);
        }
        if anchors.0.values().flatten().all(|(seq, _)| *seq == 0) {
            return Err(NotAnAnchor::Nothing);
        }
        Ok(anchors)
    }

    /// The tenants they speak of.
    pub(super) fn tenants(&self) -> Vec<Id<Tenant>> {
        let mut tenants: Vec<_> = self.0.keys().map(|(tenant, _)| *tenant).collect();
        tenants.dedup();
        tenants
    }

    /// Those of one chain, to be held against it.
    pub(super) fn of(&self, tenant: Id<Tenant>, chain: Chain) -> Held {
        // An empty chain has no link to find again.
        let places = self.0.get(&(tenant, chain)).into_iter().flatten().filter(|(seq, _)| *seq > 0);
        Held(places.map(|(seq, hash)| (*seq, hash.clone(), Some(AnchorFault::Lost))).collect())
    }
}

fn parse_line(line: &str) -> Option<((Id<Tenant>, Chain), (i64, String))> {
    let mut parts = line.trim_end().split('\t');
    let (tenant, chain, seq, hash) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let chain = [Chain::Write, Chain::Read].into_iter().find(|known| known.slug() == chain)?;
    let good_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if parts.next().is_some() || !good_hash {
        return None;
    }
    let seq = seq.parse().ok().filter(|seq| *seq >= 0)?;
    Some(((tenant.parse().ok()?, chain), (seq, hash.to_lowercase())))
}

/// Anchors of one chain, while it is read.
#[derive(Debug)]
pub(super) struct Held(Vec<(i64, String, Option<AnchorFault>)>);

impl Held {
    pub(super) fn see(&mut self, seq: i64, hash: &str) {
        for (at, expected, fault) in &mut self.0 {
            if *at == seq {
                *fault = (expected != hash).then_some(AnchorFault::Differs);
            }
        }
    }
    pub(super) fn faults(&self) -> impl Iterator<Item = (i64, AnchorFault)> {
        self.0.iter().filter_map(|(seq, _, fault)| fault.map(|fault| (*seq, fault)))
    }
}

/// The anchors of what was just found, to be kept elsewhere.
pub fn write(found: &[Findings]) -> String {
    let mut text = "# tertial-anchor-1\n".to_owned();
    for findings in found {
        let name = if findings.tenant == super::system() { "the system itself" } else { &findings.slug };
        let _ = writeln!(text, "# {name}");
        for (chain, (seq, hash)) in &findings.heads {
            let _ = writeln!(text, "{}\t{}\t{seq}\t{hash}", findings.tenant, chain.slug());
        }
    }
    text
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_tenant_chain_number_and_hash_and_nothing_else() {
        let good = format!("{}\twrite\t7\t{}", super::super::system(), "ab".repeat(32));
        let anchors = Anchors::parse(&format!("# from March\n\n{good}\n")).unwrap();
        assert_eq!(anchors.tenants(), [super::super::system()]);
        for bad in [
            "x".to_owned(),
            good.replace("write", "both"),
            good.replace('7', "-7"),
            good.replace("abab", "abxy"),
            format!("{good}\tmore"),
            good.replace('\t', " "),
        ] {
            assert_eq!(Anchors::parse(&format!("# a\n{bad}")), Err(NotAnAnchor::Line(2)), "{bad}");
        }
    }

    #[test]
    fn a_file_that_names_no_link_is_no_anchor() {
        let empty = format!("{}\twrite\t0\t{}", super::super::system(), "00".repeat(32));
        for nothing in ["", "\n\n", "# tertial-anchor-1\n# ekstad\n", &empty] {
            assert_eq!(Anchors::parse(nothing), Err(NotAnAnchor::Nothing), "{nothing}");
        }
        assert!(NotAnAnchor::Nothing.to_string().starts_with("the file holds no anchor"));
    }
}
