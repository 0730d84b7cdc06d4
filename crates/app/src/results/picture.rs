//! A picture by itself: what it rests on is drawn under it, since it is shown where the page is not.

/// How wide pictures are.
pub const WIDTH: u32 = 720;
/// The height of a line under one.
const LINE: usize = 18;
/// How many letters such a line takes.
const LETTERS: usize = 100;

/// How many letters a line of the title takes: they are larger.
const TITLE_LETTERS: usize = 78;

/// The picture with its title over it and lines of words under it.
pub fn sourced(svg: &str, title: &str, source: &str) -> String {
    let height = svg.split(r#"viewBox="0 0 "#).nth(1).and_then(|rest| rest.split('"').next());
    let height = height.and_then(|size| size.split(' ').nth(1)?.parse::<usize>().ok());
    let Some(height) = height else { return svg.to_owned() };
    let (titles, lines) = (lines(title, TITLE_LETTERS), lines(source, LETTERS));
    let top = titles.len() * (LINE + 4) + LINE / 2;
    let whole = top + height + lines.len() * LINE + LINE / 2;
    let line = |words: &String, y: usize| {
        let words = maud::html! { (words) }.into_string();
        format!(r#"<text x="8" y="{y}">{words}</text>"#)
    };
    let titles: Vec<String> = titles.iter().enumerate().map(|(at, words)| line(words, (at + 1) * (LINE + 4))).collect();
    let drawn: Vec<String> =
        lines.iter().enumerate().map(|(at, words)| line(words, top + height + (at + 1) * LINE)).collect();
    let size = format!(r#"viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}""#);
    let face = r##"font-family="Libertinus Serif, serif" font-size="12" fill="#444""##;
    let over = r##"font-family="Libertinus Serif, serif" font-size="16" font-weight="bold" fill="#000""##;
    let (titles, drawn) = (titles.concat(), drawn.concat());
    let moved = format!(r#"<g transform="translate(0 {top})">{svg}</g>"#);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" {size}><g {over}>{titles}</g>{moved}<g {face}>{drawn}</g></svg>"#
    )
}

/// The words in lines that fit.
fn lines(source: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in source.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < letters => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
