//! Whole numbers as text. The library's own printing knows of widths, signs and fractions: 2 KB to download that nobody asks for.

/// The number in decimal digits.
pub fn decimal(number: i64) -> String {
    let mut text = String::new();
    push(number, &mut text);
    text
}

/// A length of so many CSS pixels.
pub fn pixels(number: i64) -> String {
    let mut text = decimal(number);
    text.push_str("px");
    text
}

/// Appends the number.
pub fn push(number: i64, to: &mut String) {
    if number < 0 {
        to.push('-');
    }
    push_unsigned(number.unsigned_abs(), to);
}

/// Appends the number.
pub fn push_unsigned(number: u64, to: &mut String) {
    if number > 9 {
        push_unsigned(number / 10, to);
    }
    to.push((b'0' + (number % 10) as u8) as char);
}

#[cfg(test)]
mod tests {
    use super::{decimal, pixels};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_number_is_printed_as_the_library_prints_it() {
        for number in [0, 7, 10, -1, 1_763_650_000_123, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
        assert_eq!(pixels(-20), "-20px");
    }
}
