//! As much of Rust's grammar as the house rules need: what is code and what is comment or text, and which paths it names.

/// The source with comments and literals blanked out; lines stay where they were.
pub fn code_only(source: &str) -> String {
    blanked(source, |_| true)
}

/// The source with comments blanked out; lines stay where they were.
pub fn without_comments(source: &str) -> String {
    blanked(source, |start| start.first() == Some(&'/'))
}

/// Blanks out those comments and literals whose beginning is told to go.
fn blanked(source: &str, goes: impl Fn(&[char]) -> bool) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let blank = |out: &mut String, from: usize, to: usize| {
        out.extend(chars[from..to].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
    };
    while at < chars.len() {
        let end = literal_or_comment_end(&chars, at);
        if end > at {
            if goes(&chars[at..end]) {
                blank(&mut out, at, end);
            } else {
                out.extend(&chars[at..end]);
            }
            at = end;
        } else if chars[at].is_alphanumeric() || chars[at] == '_' {
            // A whole word at once, so that the `r` of `for"` is no raw string.
            let start = at;
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                at += 1;
            }
            out.extend(&chars[start..at]);
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment or literal that starts here ends; `at` itself when none starts here.
fn literal_or_comment_end(chars: &[char], at: usize) -> usize {
    let get = |index: usize| chars.get(index).copied().unwrap_or('\0');
    match (get(at), get(at + 1)) {
        ('/', '/') => (at..chars.len()).find(|index| chars[*index] == '\n').unwrap_or(chars.len()),
        ('/', '*') => block_comment_end(chars, at),
        ('"', _) => quoted_end(chars, at + 1, '"'),
        ('b', '"') => quoted_end(chars, at + 2, '"'),
        ('r', '"' | '#') => raw_end(chars, at, 1),
        ('b', 'r') if matches!(get(at + 2), '"' | '#') => raw_end(chars, at, 2),
        // 'a' and '\n' are characters, 'a alone is a lifetime.
        ('\'', '\\') => quoted_end(chars, at + 1, '\''),
        ('\'', _) if get(at + 2) == '\'' => at + 3,
        _ => at,
    }
}

fn block_comment_end(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    chars.len()
}

fn quoted_end(chars: &[char], mut at: usize, quote: char) -> usize {
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

fn raw_end(chars: &[char], at: usize, prefix: usize) -> usize {
    let hashes = chars[at + prefix..].iter().take_while(|c| **c == '#').count();
    let open = at + prefix + hashes;
    if chars.get(open) != Some(&'"') {
        return at; // r#type, a raw identifier
    }
    let closes = |index: usize| {
        chars[index] == '"' && chars[index + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    (open + 1..chars.len()).find(|index| closes(*index)).map_or(chars.len(), |index| index + 1 + hashes)
}

/// What follows further attributes and the visibility.
fn past_attributes(source: &str) -> &str {
    let mut rest = source.trim_start();
    while rest.starts_with("#[") {
        rest = rest.split_once(']').map_or("", |(_, after)| after).trim_start();
    }
    ["pub(crate) ", "pub(super) ", "pub "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest)
}

/// The source up to its module of tests (`#[cfg(test)]` before a `mod`).
pub fn without_tests(source: &str) -> &str {
    let mut from = 0;
    while let Some(found) = source[from..].find("#[cfg(test)]") {
        let at = from + found;
        let rest = past_attributes(&source[at + "#[cfg(test)]".len()..]);
        if rest.starts_with("mod ") && rest.split_once('{').is_some_and(|(head, _)| !head.contains(';')) {
            return &source[..at];
        }
        from = at + 1;
    }
    source
}

/// The modules that are declared for tests only (`#[cfg(test)] mod name;`).
pub fn test_modules(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, marker) in source.match_indices("#[cfg(test)]") {
        let rest = past_attributes(&source[at + marker.len()..]);
        let declared = rest.strip_prefix("mod ").and_then(|rest| rest.split_once(';'));
        found.extend(declared.map(|(name, _)| name.trim().to_owned()).filter(|name| !name.contains('{')));
    }
    found
}

/// The paths that begin with `crate`, `super` or `self`, groups written out: `crate::a::{b, c::d}` gives two.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let starts = matches!(token.as_str(), "crate" | "super" | "self");
        if starts && (at == 0 || tokens[at - 1] != "::") {
            path(&tokens, at, &[], &mut found);
        }
    }
    found
}

/// Reads one path, or the tree of paths of a group; gives the place after it.
fn path(tokens: &[String], mut at: usize, prefix: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let token = |at: usize| tokens.get(at).map_or("", String::as_str);
    let mut path = prefix.to_vec();
    loop {
        if token(at) == "{" {
            at += 1;
            while !matches!(token(at), "}" | "") {
                at = if token(at) == "," { at + 1 } else { self::path(tokens, at, &path, found).max(at + 1) };
            }
            return at + 1;
        }
        if token(at).starts_with(|c: char| c.is_alphabetic() || c == '_') {
            path.push(tokens[at].clone());
            at += 1;
        }
        if token(at) != "::" {
            break;
        }
        at += 1;
    }
    if token(at) == "as" {
        at += 2;
    }
    found.push(path);
    at
}

fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in code.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        match c {
            ':' if tokens.last().is_some_and(|last| last == ":") => {
                tokens.pop();
                tokens.push(String::from("::"));
            }
            c if c.is_whitespace() => {}
            c => tokens.push(c.to_string()),
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_no_code() {
        for (source, code) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"x\\\"y\", z)", "f(      , z)"),
            ("f(r#\"x\"y\"#, z)", "f(        , z)"),
            ("let c = 'x'; fn f<'a>(b: &'a u8)", "let c =    ; fn f<'a>(b: &'a u8)"),
            ("'\\'' b", "     b"),
            ("r#type", "r#type"),
            ("for x in bar", "for x in bar"),
        ] {
            assert_eq!(code_only(source), code);
        }
    }

    #[test]
    fn paths_are_found_with_their_groups_written_out() {
        let found: Vec<String> =
            paths("use crate::{a::{self, store as s}, b::C}; pub(crate) fn f() { super::x::y(); z::crate_() }")
                .iter()
                .map(|path| path.join("::"))
                .collect();
        assert_eq!(found, ["crate::a::self", "crate::a::store", "crate::b::C", "self", "crate", "super::x::y"]);
    }

    #[test]
    fn the_tests_at_the_end_are_cut_away() {
        assert_eq!(without_tests("a\n#[cfg(test)]\n#[expect(x)]\nmod tests { b }"), "a\n");
        assert_eq!(without_tests("a\n#[cfg(test)]\npub(crate) mod tests { b }"), "a\n");
        let kept = "a\n#[cfg(test)]\nmod tests;\nb";
        assert_eq!(without_tests(kept), kept);
        assert_eq!(
            test_modules("mod a;\n#[cfg(test)]\n#[expect(x)]\nmod table;\n#[cfg(test)]\nmod tests { mod b; }"),
            ["table"]
        );
        let kept = "a\n#[cfg(test)]\nfn helper() {}\nb";
        assert_eq!(without_tests(kept), kept);
    }
}
