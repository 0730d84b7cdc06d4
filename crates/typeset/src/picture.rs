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

/// The picture on white, or `None` where it can not be drawn.
pub fn png(svg: &str) -> Option<Vec<u8>> {
    let options = Options {
        fontdb: Arc::clone(&FACES),
        font_family: "Libertinus Serif".to_owned(),
        resources_dir: None,
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = (DOTS / size.width()).min(DOTS * 1.4 / size.height());
    let dots = size.to_int_size().scale_by(scale)?;
    let mut pixels = Pixmap::new(dots.width(), dots.height())?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}
