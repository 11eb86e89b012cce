//! Points in time, as the Hub's API writes them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds since 1970 in UTC; written like `2026-01-30T09:00:00.000Z`.
///
/// ```
/// use cardlint::hub::state::Time;
///
/// let time: Time = "2026-01-30T09:00:00Z".parse()?;
/// assert_eq!(time.to_string(), "2026-01-30T09:00:00.000Z");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Time(i64);

/// The length of a day in milliseconds.
pub const DAY: i64 = 86_400_000;

impl Time {
    /// Before every other time.
    pub const LEAST: Time = Time(i64::MIN);

    /// A time from milliseconds since 1970.
    pub fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970.
    pub fn milliseconds(self) -> i64 {
        self.0
    }

    /// This time moved by milliseconds; stops at the ends of time.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// A time of the years 1970 to 9999 in ASCII: lists hold many of them, and the general way takes its time.
    pub(crate) fn ascii(self) -> Option<[u8; 24]> {
        let milliseconds = u64::try_from(self.0).ok().filter(|time| *time < 253_402_300_800_000)?;
        let (days, of_day) = (milliseconds / 86_400_000, milliseconds % 86_400_000);
        // Days since March of the year 0, in eras of 400 years (see `jiff` for the general case).
        let since = days + 719_468;
        let (era, of_era) = (since / 146_097, since % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let (seconds, thousandth) = (of_day / 1000, of_day % 1000);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let pairs = [
            (0, year / 100),
            (2, year % 100),
            (5, month),
            (8, day),
            (11, seconds / 3600),
            (14, seconds / 60 % 60),
            (17, seconds % 60),
            (20, thousandth / 10),
        ];
        for (at, value) in pairs {
            text[at] = digit(value / 10);
            text[at + 1] = digit(value % 10);
        }
        text[22] = digit(thousandth % 10);
        Some(text)
    }
}

impl From<jiff::Timestamp> for Time {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

impl std::str::FromStr for Time {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(Self::from)
    }
}

impl fmt::Display for Time {
    // fidelity: times
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.ascii() {
            return formatter.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?);
        }
        let timestamp = jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        write!(formatter, "{timestamp:.3}")
    }
}

fn digit(value: u64) -> u8 {
    b'0' + (value & 0xf) as u8
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_way_writes_what_the_general_one_does() {
        let mut time = 0_i64;
        while time < 253_402_300_800_000 {
            let general = format!("{:.3}", jiff::Timestamp::from_millisecond(time).unwrap_or_default());
            assert_eq!(Time(time).to_string(), general);
            // Some 20,000 times of all years, at every time of the day.
            time += 12_345_678_901;
        }
        assert_eq!(Time(253_402_300_799_999).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Time(951_782_400_000).to_string(), "2000-02-29T00:00:00.000Z");
        assert_eq!(Time(-1).to_string(), "1969-12-31T23:59:59.999Z");
    }
}
