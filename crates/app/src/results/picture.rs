//! A picture by itself: what it rests on is drawn under it, since it is shown where the page is not.

/// How wide pictures are.
pub const WIDTH: u32 = 720;
/// The height of a line under one.
const LINE: usize = 18;
/// How many letters such a line takes.
const LETTERS: usize = 100;

/// The picture with lines of words under it.
pub fn sourced(svg: &str, source: &str) -> String {
    let height = svg.split(r#"viewBox="0 0 "#).nth(1).and_then(|rest| rest.split('"').next());
    let height = height.and_then(|size| size.split(' ').nth(1)?.parse::<usize>().ok());
    let Some(height) = height else { return svg.to_owned() };
    let lines = lines(source);
    let whole = height + lines.len() * LINE + LINE / 2;
    let drawn: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let words = maud::html! { (line) }.into_string();
            format!(r#"<text x="8" y="{}">{words}</text>"#, height + (at + 1) * LINE)
        })
        .collect();
    let size = format!(r#"viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}""#);
    let face = r##"font-family="Libertinus Serif, serif" font-size="12" fill="#444""##;
    let drawn = drawn.concat();
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {size}>{svg}<g {face}>{drawn}</g></svg>"#)
}

/// The words in lines that fit.
fn lines(source: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in source.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LETTERS => {
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
