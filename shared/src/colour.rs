//! Colours made from the one that the workspace chose, such that text on them can be read (WCAG 2 contrast).

/// Red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// What text needs against its ground.
pub const READABLE: f32 = 4.5;
const WHITE: Rgb = Rgb([255; 3]);
const INK: Rgb = Rgb([16, 19, 26]);

/// A header's two ends and the colour of its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gradient {
    pub start: Rgb,
    pub end: Rgb,
    pub text: Rgb,
}

/// From the colour to a deeper one; darkened until white can be read on both ends, unless dark text already can.
pub fn gradient(base: Rgb) -> Gradient {
    let deeper = |from: Rgb| from.mix(Rgb([from.0[0] / 4, from.0[1] / 6, from.0[2] / 3]), 0.34);
    let mut start = base;
    for _ in 0..40 {
        let end = deeper(start);
        let reads = |text: Rgb| contrast(text, start) >= READABLE && contrast(text, end) >= READABLE;
        if let Some(text) = [WHITE, INK].into_iter().find(|text| reads(*text)) {
            return Gradient { start, end, text };
        }
        start = start.mix(INK, 0.05);
    }
    Gradient { start: INK, end: INK, text: WHITE }
}

/// The colour, moved towards black or white until it can be read as text on `ground`.
pub fn readable(base: Rgb, ground: Rgb) -> Rgb {
    let towards = if luminance(ground) > 0.4 { INK } else { WHITE };
    let steps = (0..=20).map(|step| base.mix(towards, step as f32 / 20.0));
    steps.into_iter().find(|colour| contrast(*colour, ground) >= READABLE).unwrap_or(towards)
}

/// From 1 (the same) to 21 (black on white).
pub fn contrast(a: Rgb, b: Rgb) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(Rgb(channels): Rgb) -> f32 {
    let [r, g, b] = channels.map(|channel| {
        let part = f32::from(channel) / 255.0;
        if part <= 0.03928 { part / 12.92 } else { power((part + 0.055) / 1.055) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// `x` to the power of 2.3984 for 2.4, from square roots: `powf` would cost the download more than the difference is worth.
fn power(x: f32) -> f32 {
    let roots = std::iter::successors(Some(x.sqrt()), |root| Some(root.sqrt()));
    let [_, quarter, eighth, _, _, r64, r128] = {
        let mut roots = roots;
        std::array::from_fn(|_| roots.next().unwrap_or(1.0))
    };
    x * x * quarter * eighth * r64 * r128
}

impl Rgb {
    /// Reads `#RGB` or `#RRGGBB`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let bytes = match digits.len() {
            3 => [value >> 8, value >> 4 & 15, value & 15].map(|digit| digit * 17),
            6 => [value >> 16, value >> 8 & 255, value & 255],
            _ => return None,
        };
        Some(Self(bytes.map(|byte| byte as u8)))
    }

    /// As `#RRGGBB`.
    pub fn css(self) -> String {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
        let digits = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        std::iter::once('#').chain(digits).collect()
    }

    /// `share` of the other colour, 0 to 1.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let at = |i: usize| {
            let (from, to) = (f32::from(self.0[i]), f32::from(other.0[i]));
            (from + (to - from) * share) as u8
        };
        Self([at(0), at(1), at(2)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    const CHOICES: [&str; 9] =
        ["#792cd4", "#fff", "#000", "#ffd400", "#0af", "#e11d48", "#777", "#22c55e", "#f97316"];

    #[test]
    fn a_colour_is_read_in_both_forms_and_nothing_else_is() {
        assert_eq!(of("#0af"), of("#00AAFF"));
        assert_eq!(of("#792cd4").css(), "#792cd4");
        for text in ["", "#", "#12", "792cd4", "#12345g", "#1234567", "red;x:y"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }

    #[test]
    fn text_on_a_header_can_be_read_whatever_the_workspace_chose() {
        for choice in CHOICES {
            let Gradient { start, end, text } = gradient(of(choice));
            assert!(contrast(text, start) >= READABLE && contrast(text, end) >= READABLE, "{choice}");
        }
    }

    #[test]
    fn a_link_can_be_read_on_light_and_on_dark() {
        for choice in CHOICES {
            for ground in ["#ffffff", "#15171c"] {
                assert!(
                    contrast(readable(of(choice), of(ground)), of(ground)) >= READABLE,
                    "{choice} on {ground}"
                );
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        for (a, b, expected) in [("#000", "#fff", 21.0), ("#777", "#fff", 4.48), ("#792cd4", "#fff", 6.72)] {
            let found = contrast(of(a), of(b));
            assert!((found - expected).abs() < 0.02, "{a} on {b}: {found}");
        }
    }
}
