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
}

/// Writes one time after the other: many of a list are of one day, and some of one second, which are found once.
#[derive(Debug)]
pub(crate) struct TimeWriter {
    /// The second since 1970 that is in the text, and its day.
    second: u64,
    day: u64,
    text: [u8; 20],
}

/// The length of a day in seconds.
const DAY_SECONDS: u64 = 86_400;

impl Default for TimeWriter {
    fn default() -> Self {
        Self { second: 0, day: 0, text: *b"1970-01-01T00:00:00." }
    }
}

impl TimeWriter {
    /// A time of the years 1970 to 9999 in ASCII, for which the general way takes its time: up to the point behind its second,
    /// and what follows. `None` for others.
    pub(crate) fn ascii(&mut self, time: Time) -> Option<(&[u8; 20], [u8; 4])> {
        let milliseconds = u64::try_from(time.0).ok().filter(|time| *time < 253_402_300_800_000)?;
        let (second, thousandth) = (milliseconds / 1000, u32::try_from(milliseconds % 1000).ok()?);
        if second != self.second {
            let (day, of_day) = (second / DAY_SECONDS, second % DAY_SECONDS);
            if day != self.day {
                self.date(day);
                self.day = day;
            }
            for (at, value) in [(11, of_day / 3600), (14, of_day / 60 % 60), (17, of_day % 60)] {
                self.pair(at, value);
            }
            self.second = second;
        }
        let ([tenth, hundredth], [_, thousandth]) = (digits(thousandth / 10), digits(thousandth));
        Some((&self.text, [tenth, hundredth, thousandth, b'Z']))
    }

    fn pair(&mut self, at: usize, value: u64) {
        self.text[at..at + 2].copy_from_slice(&digits(u32::try_from(value).unwrap_or_default()));
    }

    /// Writes the date of a day since 1970: days since March of the year 0, in eras of 400 years (see `jiff` for the general case).
    fn date(&mut self, day: u64) {
        let since = day + 719_468;
        let (era, of_era) = (since / 146_097, since % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let parts = [(0, year / 100), (2, year % 100), (5, month), (8, of_year - (153 * shifted + 2) / 5 + 1)];
        for (at, value) in parts {
            self.pair(at, value);
        }
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
        if let Some((second, fraction)) = TimeWriter::default().ascii(*self) {
            let text = [&second[..], &fraction].concat();
            return formatter.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?);
        }
        let timestamp = jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0.is_negative() {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        write!(formatter, "{timestamp:.3}")
    }
}

/// Two digits, the tens first.
fn digits(value: u32) -> [u8; 2] {
    [value / 10, value % 10].map(|digit| b'0' + (digit & 0xf) as u8)
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
        assert_eq!(Time(253_402_300_800_000).to_string(), Time(i64::MAX).to_string());
        assert_eq!(Time(i64::MAX).to_string(), "9999-12-30T22:00:00.999Z");
        assert_eq!(Time(i64::MIN).to_string(), "-009999-01-02T01:59:59.000Z");
    }

    #[test]
    fn a_writer_writes_each_time_whatever_it_wrote_before() {
        const TIMES: [i64; 9] = [0, 999, 1000, 59_000, 3_600_000, DAY - 1, DAY, 951_782_400_000, 253_402_300_799_999];
        let mut writer = TimeWriter::default();
        for one in TIMES {
            for other in TIMES {
                for time in [one, other] {
                    let written = writer.ascii(Time(time)).map(|(second, rest)| [&second[..], &rest].concat());
                    assert_eq!(written, Some(Time(time).to_string().into_bytes()));
                }
            }
        }
        assert_eq!(writer.ascii(Time(-1)), None);
        assert_eq!(writer.ascii(Time(253_402_300_800_000)), None);
    }
}
