//! What a server wrote of the sender (RFC 8601, 2.2). Parts of such a line are the sender's own words, in quotes or in
//! comments; so it is taken apart sign by sign, and nothing in quotes or comments ends a part.

use super::{Judged, Judgement};

#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// A word; what stood in quotes without them.
    Word(String),
    Equals,
    Semicolon,
}

/// The words and signs of a line. What is never closed goes to its end.
fn tokens(value: &str) -> Vec<Token> {
    let mut out = Vec::new();
    // A word begins with its first sign or with a quote, which may hold nothing.
    let mut word: Option<String> = None;
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        let ends = matches!(sign, '(' | '=' | ';') || sign.is_whitespace() || sign.is_control();
        if ends && let Some(done) = word.take() {
            out.push(Token::Word(done));
        }
        match sign {
            '"' => {
                let word = word.get_or_insert_default();
                while let Some(inner) = signs.next().filter(|inner| *inner != '"') {
                    word.extend(if inner == '\\' { signs.next() } else { Some(inner) });
                }
            }
            '(' => skip_comment(&mut signs),
            '=' => out.push(Token::Equals),
            ';' => out.push(Token::Semicolon),
            _ if ends => {}
            _ => word.get_or_insert_default().push(sign),
        }
    }
    out.extend(word.map(Token::Word));
    out
}

/// Goes past the rest of a comment, and the comments in it.
fn skip_comment(signs: &mut std::str::Chars<'_>) {
    let mut depth = 1_usize;
    while depth > 0 {
        match signs.next() {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            Some('\\') => {
                signs.next();
            }
            Some(_) => {}
            None => return,
        }
    }
}

/// What follows the equals sign after each word: `spf=pass smtp.mailfrom=a@b` gives two pairs, in lower case.
fn pairs(part: &[Token]) -> Vec<(String, String)> {
    let pair = |three: &[Token]| match three {
        [Token::Word(name), Token::Equals, Token::Word(value)] => Some((name.to_lowercase(), value.to_lowercase())),
        _ => None,
    };
    part.windows(3).filter_map(pair).collect()
}

/// One word about the sender.
fn judgement(part: &[Token]) -> Option<Judgement> {
    let pairs = pairs(part);
    let (method, said) = pairs.first()?;
    // A version may stand after the method: `spf/1`.
    let method = method.split('/').next().unwrap_or_default().to_owned();
    let property = match method.as_str() {
        "spf" => "smtp.mailfrom",
        "dkim" => "header.d",
        _ => "header.from",
    };
    let of = pairs.iter().skip(1).find(|(name, _)| name == property).map_or("", |(_, value)| value.as_str());
    let domain = of.rsplit('@').next().unwrap_or_default().trim_matches(['<', '>', '.']).to_owned();
    Some(Judgement { method, said: said.clone(), domain })
}

/// What a line says; nothing where it names no server.
pub(super) fn read(value: &str) -> Option<Judged> {
    let all = tokens(value);
    let mut parts = all.split(|token| *token == Token::Semicolon);
    // A version may stand after the name: `mx.example 1`.
    let Some(Token::Word(server)) = parts.next()?.first() else { return None };
    Some(Judged { server: server.to_lowercase(), words: parts.filter_map(judgement).collect() })
}
