//! SVG to PNG, for programs that do not show SVG. Uses the rasteriser that comes with Typst.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

/// The face of the reports, for the words in pictures whatever family they ask for.
static FACES: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut faces = Database::new();
    typst_assets::fonts().for_each(|data| faces.load_font_data(data.to_vec()));
    faces.set_serif_family("Libertinus Serif");
    faces.set_sans_serif_family("Libertinus Serif");
    faces.set_monospace_family("DejaVu Sans Mono");
    Arc::new(faces)
});

/// The width of the picture in dots: 160 mm at 254 dots per inch.
const DOTS: f32 = 1600.0;

/// The most dots on a side of a picture that is drawn by a factor.
const MOST_DOTS: u32 = 8_000;

/// The picture on white, as wide as a page takes; `None` where it can not be drawn.
pub fn png(svg: &str) -> Option<Vec<u8>> {
    draw(svg, |width, height| (DOTS / width).min(DOTS * 1.4 / height))
}

/// The picture on white, so many times its own size; `None` where it can not be drawn, or would be larger than anybody
/// looks at.
pub fn png_times(svg: &str, factor: f32) -> Option<Vec<u8>> {
    draw(svg, |_, _| factor)
}

fn draw(svg: &str, scale: impl Fn(f32, f32) -> f32) -> Option<Vec<u8>> {
    let options = Options {
        fontdb: Arc::clone(&FACES),
        font_family: "Libertinus Serif".to_owned(),
        resources_dir: None,
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = scale(size.width(), size.height());
    let dots = size.to_int_size().scale_by(scale)?;
    if dots.width().max(dots.height()) > MOST_DOTS {
        return None;
    }
    let mut pixels = Pixmap::new(dots.width(), dots.height())?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

/// What a screen of twice the dots shows as sharp as any other.
const FACTOR: f32 = 2.0;

/// One round of the child process: reads an SVG to the end of `input` and writes it as a PNG at twice its size; nothing
/// where it can not be drawn.
pub fn serve(input: &mut impl std::io::Read, output: &mut impl std::io::Write) -> std::io::Result<()> {
    let mut svg = String::new();
    input.read_to_string(&mut svg)?;
    output.write_all(&png_times(&svg, FACTOR).unwrap_or_default())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::Pixmap;

    const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40"><text x="10" y="25" font-size="20" font-family="system-ui, sans-serif" fill="#000">Mål</text></svg>"##;

    #[test]
    fn a_picture_is_twice_its_size_on_white_with_its_words_drawn() {
        let mut out = Vec::new();
        serve(&mut SVG.as_bytes(), &mut out).unwrap_or_else(|error| panic!("{error}"));
        let Ok(pixels) = Pixmap::decode_png(&out) else { panic!("no png") };
        assert_eq!((pixels.width(), pixels.height()), (200, 80));
        let dark = pixels.pixels().iter().filter(|dot| dot.red() < 100).count();
        assert!(dark > 100, "the words are drawn: {dark} dark dots");
        assert!(pixels.pixels().iter().all(|dot| dot.alpha() == 255));
        assert_eq!(pixels.pixel(0, 0).map(|dot| (dot.red(), dot.green(), dot.blue())), Some((255, 255, 255)));
        assert_eq!(png_times("<svg", 2.0), None);
        assert_eq!(png_times(SVG, 200.0), None);
    }
}
