//! What a site asks of programs that read it: the robots exclusion protocol (RFC 9309).

/// The most that is read of such a file, in bytes; the protocol asks for at least this.
pub const MOST: usize = 500 << 10;

/// The rules that hold for one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<(String, bool)>,
    /// Where the site says that its maps lie.
    pub sitemaps: Vec<String>,
}

impl Robots {
    /// A site that asks for nothing.
    pub fn open() -> Self {
        Self::default()
    }

    /// A site of which nothing may be read: it could not say what it asks.
    pub fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], sitemaps: Vec::new() }
    }

    /// What the file asks of the program: the groups that name it, all together, or else those for everybody.
    pub fn parse(text: &str, program: &str) -> Self {
        let program = program.to_ascii_lowercase();
        let (mut own, mut everybody, mut sitemaps) = (Vec::new(), Vec::new(), Vec::new());
        let (mut of_own, mut of_everybody, mut named) = (false, false, false);
        // Whether the lines before named programs: then another one belongs to the same group.
        let mut naming = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match field.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !naming {
                        (of_own, of_everybody) = (false, false);
                    }
                    naming = true;
                    // The name is letters, dashes and underscores; what follows it is a version.
                    let name =
                        value.split(|letter: char| !(letter.is_ascii_alphabetic() || "-_".contains(letter))).next();
                    of_own |= name.is_some_and(|name| !name.is_empty() && name.eq_ignore_ascii_case(&program));
                    of_everybody |= value.starts_with('*');
                    named |= of_own;
                }
                rule @ ("allow" | "disallow") => {
                    naming = false;
                    // An empty rule asks for nothing.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (normal(value), rule == "allow");
                    if of_own {
                        own.push(rule.clone());
                    }
                    if of_everybody {
                        everybody.push(rule);
                    }
                }
                "sitemap" => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        Self { rules: if named { own } else { everybody }, sitemaps }
    }

    /// Whether the path, with its query, may be read: the longest rule that fits decides, and where two are as long the one
    /// that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|(rule, _)| fits(rule, &path));
        fitting.max_by_key(|(rule, allows)| (rule.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// Letters outside of ASCII as percent signs, and percent signs in one way, so that two ways of writing a path are alike.
fn normal(path: &str) -> String {
    let mut normal = String::new();
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => normal.push(char::from(byte)),
            Some(byte) => normal.push_str(&format!("%{byte:02X}")),
            None if first.is_ascii() => normal.push(char::from(*first)),
            None => normal.push_str(&format!("%{first:02X}")),
        }
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    normal
}

/// Whether the rule fits the beginning of the path: `*` is anything, `$` at its end the end. In time that grows with both and
/// no faster than their product.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, whole) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let parts: Vec<&str> = rule.split('*').collect();
    let Some((first, others)) = parts.split_first() else { return true };
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    for (at, part) in others.iter().enumerate() {
        if whole && at + 1 == others.len() {
            return rest.len() >= part.len() && rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    !whole || rest.is_empty()
}
