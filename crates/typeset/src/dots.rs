//! A picture that somebody has chosen becomes one of ours: decoded and packed anew, so that nothing of it is kept but its
//! dots. Place, camera and whatever else the file told of its maker is gone, and what could harm a reader with it.
//!
//! For the child process; what it writes is read by [`documents::dots::answer`].

use std::io::{Cursor, Read, Write};

use documents::content::PictureFormat;
use documents::dots::{Dots, NotTaken};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgba, RgbaImage, imageops};

/// The most dots that a picture may come with: what the cameras of phones make.
pub const MOST_DOTS: u64 = 50_000_000;
/// The most dots on a side that are kept: 160 mm at 380 dots per inch.
const LONGEST: u32 = 2_400;
/// The most bytes of a picture without loss; a larger one is a photograph.
const MOST_BYTES: usize = 3 << 20;
const QUALITY: u8 = 85;

/// The picture packed anew, upright, on white, at most as large as paper shows.
///
/// # Errors
/// See [`NotTaken`].
pub fn repack(bytes: &[u8]) -> Result<Dots, NotTaken> {
    let format = PictureFormat::of(bytes).ok_or(NotTaken::OtherFormat)?;
    let broken = |_| NotTaken::Broken;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NotTaken::Broken)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(NotTaken::TooManyDots { most: MOST_DOTS });
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if width.max(height) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, imageops::FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    let picture = on_white(picture);
    if format == PictureFormat::Png {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, image::ImageFormat::Png).map_err(broken)?;
        if out.get_ref().len() <= MOST_BYTES {
            return Ok(dots(PictureFormat::Png, &picture, out.into_inner()));
        }
    }
    let mut out = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).map_err(broken)?;
    Ok(dots(PictureFormat::Jpeg, &picture, out))
}

fn dots(format: PictureFormat, picture: &DynamicImage, bytes: Vec<u8>) -> Dots {
    Dots { format, width: picture.width(), height: picture.height(), bytes }
}

/// Without what shines through: it would be white on paper and black on a dark page.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let mut ground = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([255; 4]));
    imageops::overlay(&mut ground, &picture.into_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(ground).into_rgb8())
}

/// One round of the child process: reads a picture to the end of `input`; writes a line of JSON that says what became of
/// it, and its bytes.
///
/// # Errors
/// When the streams fail.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let packed = repack(&bytes);
    serde_json::to_writer(&mut *output, &packed)?;
    output.write_all(b"\n")?;
    output.write_all(packed.as_ref().map(|dots| dots.bytes.as_slice()).unwrap_or_default())?;
    output.flush()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use documents::dots::answer;

    use super::*;

    fn picture(width: u32, height: u32) -> DynamicImage {
        let of = |x: u32, y: u32| Rgba([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 9, 255]);
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, of))
    }

    fn packed(picture: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let rgb = DynamicImage::ImageRgb8(picture.to_rgb8());
        rgb.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn round(bytes: &[u8]) -> Result<Dots, NotTaken> {
        let mut out = Vec::new();
        serve(&mut &*bytes, &mut out).unwrap();
        answer(&out)
    }

    #[test]
    fn a_picture_is_packed_anew_without_what_its_file_told() {
        let mut jpeg = packed(&picture(40, 20), image::ImageFormat::Jpeg);
        // Exif (CIPA DC-008): right after the start, orientation 6, and a place that nobody is to know.
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPS 59.3293 Anna Berg");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let part = [&[0xff, 0xe1][..], &length, &exif].concat();
        jpeg.splice(2..2, part);
        let dots = round(&jpeg).unwrap();
        assert_eq!((dots.format, dots.width, dots.height), (PictureFormat::Jpeg, 20, 40), "turned upright");
        let has = |needle: &[u8]| dots.bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!has(b"Anna") && !has(b"Exif"));
        assert_eq!(round(&jpeg).unwrap(), dots, "the same picture gives the same bytes");
    }

    #[test]
    fn what_shines_through_is_white_and_what_is_too_large_is_made_smaller() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(3, 2, Rgba([10, 10, 10, 0])));
        let mut out = Cursor::new(Vec::new());
        clear.write_to(&mut out, image::ImageFormat::Png).unwrap();
        let dots = round(out.get_ref()).unwrap();
        let back = image::load_from_memory(&dots.bytes).unwrap().into_rgb8();
        assert!(back.pixels().all(|dot| dot.0 == [255; 3]));
        let wide = round(&packed(&picture(4_800, 12), image::ImageFormat::Png)).unwrap();
        assert_eq!((wide.format, wide.width, wide.height), (PictureFormat::Png, 2_400, 6));
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        assert_eq!(round(b"GIF89a"), Err(NotTaken::OtherFormat));
        assert_eq!(round(b"\x89PNG\r\n\x1a\nnonsense"), Err(NotTaken::Broken));
        let png = packed(&picture(30, 30), image::ImageFormat::Png);
        assert_eq!(round(&png[..png.len() / 2]), Err(NotTaken::Broken));
        // A head that promises more dots than memory holds.
        let mut huge = png.clone();
        huge.splice(16..24, [0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(round(&huge).is_err());
        assert_eq!(answer(b""), Err(NotTaken::Broken));
    }
}
