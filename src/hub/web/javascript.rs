//! JSON as `JSON.stringify` writes it: the Hub is written in JavaScript, and its numbers look like that.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// The exponent from which on whole numbers are written with `e`.
const LARGE: i32 = 21;
/// The exponent below which fractions are.
const SMALL: i32 = -6;

/// A value as JSON.
pub(crate) fn to_vec(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::with_capacity(128);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Stringify))?;
    Ok(json)
}

struct Stringify;

impl Formatter for Stringify {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(number(value).as_bytes())
    }
}

/// A number as JavaScript prints it (ECMA-262, `Number::toString`).
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // The shortest digits that are this number: `-1.25e-7`.
    let text = format!("{:e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let bare = digits.replace('.', "");
    let places = i32::try_from(bare.len()).unwrap_or(LARGE) - 1;
    let shown = if (0..LARGE).contains(&exponent) {
        match usize::try_from(exponent + 1).ok().filter(|_| exponent < places) {
            Some(point) => format!("{}.{}", &bare[..point], &bare[point..]),
            None => bare + &zeros(exponent - places),
        }
    } else if (SMALL..0).contains(&exponent) {
        format!("0.{}{bare}", zeros(-exponent - 1))
    } else {
        let sign = if exponent < 0 { "" } else { "+" };
        format!("{digits}e{sign}{exponent}")
    };
    if value < 0.0 { format!("-{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_javascript() {
        for (value, shown) in [
            (-0.0, "0"),
            (3.0, "3"),
            (-1.5, "-1.5"),
            (123.25, "123.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.000_001, "0.000001"),
            (0.000_001_25, "0.00000125"),
            (1e-7, "1e-7"),
            (-1.25e-7, "-1.25e-7"),
            (18_446_744_073_709_551_615.0, "18446744073709552000"),
            (1.2e20, "120000000000000000000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
        ] {
            assert_eq!(number(value), shown);
        }
    }
}
