//! An address as a QR code, drawn as SVG: the same on the page, in print and in the PDF.

use std::fmt::Write as _;

use platform::Stop;
use qrcode::{Color, EcLevel, QrCode};

/// How many modules of empty paper stand around it; readers want four (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;
/// How wide it is drawn at most, in CSS pixels: eight centimetres on paper, which a phone reads from some steps away, and which leave
/// room on one sheet for what stands under it.
const WIDE: usize = 304;

/// The address as a code. Up to a quarter of it may be torn or scribbled over. Black on white in every scheme of colours, since
/// readers look for dark on light.
///
/// # Errors
/// Where the address is longer than any code holds.
pub(super) fn svg(address: &str) -> Result<String, Stop> {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q)
        .map_err(|error| Stop::broken(&format!("QR code of {address}: {error}")))?;
    let (width, modules) = (code.width(), code.to_colors());
    // Whole pixels to each module, so that no edge is blurred.
    let module = (WIDE / (width + 2 * QUIET)).max(1);
    let side = (width + 2 * QUIET) * module;
    let mut path = String::new();
    for (row, line) in modules.chunks(width).enumerate() {
        let mut at = 0;
        // A run of dark modules in one piece: no hair of white between two.
        while at < width {
            let run = line[at..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                let (x, y, long) = ((at + QUIET) * module, (row + QUIET) * module, run * module);
                let _ = write!(path, "M{x} {y}h{long}v{module}h-{long}z");
            }
            at += run.max(1);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"white\"/><path d=\"{path}\" fill=\"black\"/></svg>"
    ))
}
