//! What bytes are, and how large a picture is: looked at once, when they come.

use super::checking::content_type;
use shared::rich_text::Size;

/// More pixels in a row than any picture of a page has; who claims them would stretch the page.
const MOST_PIXELS: usize = 20_000;

/// What was seen of a file's bytes.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub content_type: &'static str,
    /// Of a picture, as it is shown.
    pub pixels: Option<Size>,
}

pub fn look(bytes: &[u8]) -> Seen {
    let content_type = content_type(bytes);
    let pixels = content_type.starts_with("image/").then(|| measured(bytes, content_type)).flatten();
    Seen { content_type, pixels }
}

/// The size that a row says.
pub fn pixels(width: Option<i64>, height: Option<i64>) -> Option<Size> {
    Some(Size { width: u32::try_from(width?).ok()?, height: u32::try_from(height?).ok()? })
}

fn measured(bytes: &[u8], content_type: &str) -> Option<Size> {
    let known = imagesize::blob_size(bytes).ok()?;
    let side = |pixels: usize| u32::try_from(pixels).ok().filter(|_| (1..=MOST_PIXELS).contains(&pixels));
    let size = Size { width: side(known.width)?, height: side(known.height)? };
    Some(match content_type == "image/jpeg" && lies_on_its_side(bytes) {
        true => Size { width: size.height, height: size.width },
        false => size,
    })
}

/// Whether a photo was taken with the camera upright: browsers turn it (Exif 2.32, tag 0x0112 "Orientation", 5 to 8).
fn lies_on_its_side(jpeg: &[u8]) -> bool {
    exif(jpeg).and_then(orientation).is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The TIFF part of the first Exif segment (JPEG marker APP1), before the picture itself begins.
fn exif(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.get(2..)?;
    while let [0xff, marker, high, low, ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let segment = rest.get(4..length.checked_add(2)?)?;
        match (marker, segment.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(tiff)) => return Some(tiff),
            // Start of scan.
            (0xda, _) => return None,
            _ => rest = rest.get(length + 2..)?,
        }
    }
    None
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let four = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(four(4)?).ok()?;
    let entries = usize::from(two(directory)?);
    let first = directory.checked_add(2)?;
    let entry =
        (0..entries).map(|entry| first.saturating_add(12 * entry)).find(|at| two(*at) == Some(0x0112))?;
    two(entry.checked_add(8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Option<Size> {
        Some(Size { width, height })
    }

    /// A JPEG of 300 × 200 whose Exif says this orientation.
    fn photo(orientation: u8) -> Vec<u8> {
        let tiff = [
            &b"MM\0\x2a\0\0\0\x08"[..],
            b"\0\x02",
            &[0x01, 0x0f, 0, 2, 0, 0, 0, 1, b'x', 0, 0, 0],
            &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
            b"\0\0\0\0",
        ]
        .concat();
        let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
        let frame = [0xff, 0xc0, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0];
        [&b"\xff\xd8\xff\xe1"[..], &length, b"Exif\0\0", &tiff, &frame, b"\xff\xd9"].concat()
    }

    #[test]
    fn a_picture_says_how_large_it_is_shown() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
        assert_eq!(look(png).pixels, size(640, 480));
        assert_eq!(look(b"GIF89a\x01\0\x02\0\0\0\0").pixels, size(1, 2));
        assert_eq!(look(&photo(1)).pixels, size(300, 200));
        assert_eq!(look(&photo(6)).pixels, size(200, 300), "taken upright");
    }

    #[test]
    fn what_claims_nonsense_has_no_size() {
        let huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\0\0\0\x01\x08\x06\0\0\0";
        let none = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x01\x08\x06\0\0\0";
        for bytes in [&huge[..], none, b"\x89PNG\r\n\x1a\n", b"<svg width=\"10\" height=\"10\"/>", b""] {
            assert_eq!(look(bytes).pixels, None, "{bytes:?}");
        }
        // Cut off or damaged anywhere, it is looked at to the end.
        let photo = photo(6);
        for end in 0..photo.len() {
            let _ = look(&photo[..end]);
            let mut damaged = photo.clone();
            damaged[end] ^= 0xff;
            let _ = look(&damaged);
        }
    }
}
