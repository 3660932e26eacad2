//! Numbers of clients that know one kind of number only: a whole one is printed without a fraction.

use serde::{Deserialize, Serialize, Serializer};

/// A finite number, as JSON has it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(transparent))]
pub struct Number(pub f64);

/// Up to here every whole number is a number of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            whole if whole.fract() == 0.0 && whole.abs() < EXACT => to.serialize_i64(whole as i64),
            other => to.serialize_f64(other),
        }
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Self(f64::from(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_no_fraction() {
        for (number, text) in [(3.0, "3"), (-2.0, "-2"), (0.5, "0.5"), (1e300, "1e+300")] {
            assert_eq!(serde_json::to_string(&Number(number)).unwrap(), text);
            assert_eq!(serde_json::from_str::<Number>(text).unwrap(), Number(number));
        }
    }
}
