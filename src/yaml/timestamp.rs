//! Dates and times as YAML 1.1 writes them, which both parsers read: `2026-01-30`, `2026-1-30 9:00:00.5 +1`.

use std::ops::RangeInclusive;

use jiff::SignedDuration;
use jiff::civil::DateTime;

/// What a timestamp names, whether or not a calendar has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timestamp<'a> {
    year: i16,
    month: i8,
    day: i8,
    /// Hour, minute and second.
    time: [i8; 3],
    /// The digits behind the point of the second.
    fraction: &'a str,
    /// In minutes from UTC.
    offset: i64,
}

/// Whether a text has the form of a timestamp.
pub(super) fn is_timestamp(text: &str) -> bool {
    read(text).is_some()
}

/// Whether a calendar has what a timestamp names.
pub(super) fn exists(text: &str) -> bool {
    read(text).and_then(Timestamp::civil).is_some()
}

/// The moment that the Hub reads from a timestamp, as JavaScript writes it.
pub(super) fn hub_time(text: &str) -> Option<String> {
    let stamp = read(text)?;
    let time = stamp.civil()?.checked_sub(SignedDuration::from_mins(stamp.offset)).ok()?;
    let milliseconds = &stamp.fraction[..stamp.fraction.len().min(3)];
    Some(format!("{}.{milliseconds:0<3}Z", time.strftime("%Y-%m-%dT%H:%M:%S")))
}

impl Timestamp<'_> {
    fn civil(self) -> Option<DateTime> {
        let [hour, minute, second] = self.time;
        let fits = self.year > 0 && self.offset.abs() < 24 * 60;
        DateTime::new(self.year, self.month, self.day, hour, minute, second, 0).ok().filter(|_| fits)
    }
}

/// By hand, for a pattern takes longer to compile than a card to read.
fn read(text: &str) -> Option<Timestamp<'_>> {
    let mut rest = text;
    let year = number(&mut rest, 4..=4)?;
    let month = part(&mut rest, "-", 1..=2)?;
    let day = part(&mut rest, "-", 1..=2)?;
    let mut stamp = Timestamp { year, month, day, time: [0; 3], fraction: "", offset: 0 };
    if rest.is_empty() {
        // Days and months of one digit need a time behind them.
        return (text.len() == 10).then_some(stamp);
    }
    rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => blank(rest)?,
    };
    stamp.time = [part(&mut rest, "", 1..=2)?, part(&mut rest, ":", 2..=2)?, part(&mut rest, ":", 2..=2)?];
    if let Some(behind) = rest.strip_prefix('.') {
        (stamp.fraction, rest) = split_digits(behind, usize::MAX);
    }
    if rest.is_empty() {
        return Some(stamp);
    }
    rest = blank(rest).unwrap_or(rest);
    if rest == "Z" {
        return Some(stamp);
    }
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    rest = rest.strip_prefix(['-', '+'])?;
    let hours = number(&mut rest, 1..=2)?;
    let minutes = if rest.is_empty() { 0 } else { part(&mut rest, ":", 2..=2)? };
    stamp.offset = sign * i64::from(hours * 60 + i16::from(minutes));
    rest.is_empty().then_some(stamp)
}

/// What is behind one or more spaces and tabs.
fn blank(text: &str) -> Option<&str> {
    Some(text.trim_start_matches([' ', '\t'])).filter(|rest| rest.len() < text.len())
}

/// A number of at most two digits behind `mark`.
fn part(rest: &mut &str, mark: &str, digits: RangeInclusive<usize>) -> Option<i8> {
    *rest = rest.strip_prefix(mark)?;
    i8::try_from(number(rest, digits)?).ok()
}

/// A number of so many digits.
fn number(rest: &mut &str, digits: RangeInclusive<usize>) -> Option<i16> {
    let (number, behind) = split_digits(rest, *digits.end());
    *rest = behind;
    number.parse().ok().filter(|_| digits.contains(&number.len()))
}

/// The digits at the start, at most so many, and what is behind them.
fn split_digits(text: &str, most: usize) -> (&str, &str) {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    text.split_at(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of one to three changes away from a full timestamp has the form if YAML's own pattern says so.
    #[test]
    fn the_form_is_that_of_yaml() -> Result<(), regex::Error> {
        let pattern = regex::Regex::new(concat!(
            r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}",
            r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$"
        ))?;
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        let (mut fit, mut total) = (0, 0);
        for full in ["2026-01-30", "2026-1-3 9:00:00", "2026-01-30T09:00:00.123Z", "2026-01-30\t9:05:00 -11:30"] {
            for _ in 0..5000 {
                let mut text: Vec<char> = full.chars().collect();
                for _ in 0..random(3) {
                    let at = random(text.len());
                    match random(3) {
                        0 => drop(text.remove(at)),
                        1 => text.insert(at, ['0', '7', '-', ':', ' ', 'T', 'Z', '.', '+', 'é'][random(10)]),
                        _ => text.truncate(at + 1),
                    }
                }
                let text = String::from_iter(text);
                assert_eq!(is_timestamp(&text), pattern.is_match(&text), "{text:?}");
                (fit, total) = (fit + usize::from(is_timestamp(&text)), total + 1);
            }
        }
        assert!(fit * 4 > total && fit * 4 < total * 3, "{fit} of {total}");
        Ok(())
    }

    #[test]
    fn the_hub_reads_the_moment_in_utc() {
        for (text, moment) in [
            ("2026-01-30", Some("2026-01-30T00:00:00.000Z")),
            ("2026-1-3 9:00:00.5", Some("2026-01-03T09:00:00.500Z")),
            ("2026-01-30T09:00:00.1239-00:30", Some("2026-01-30T09:30:00.123Z")),
            ("2026-01-30t09:00:00 +1", Some("2026-01-30T08:00:00.000Z")),
            ("2026-02-30", None),
            ("0000-01-30", None),
            ("2026-01-30T09:00:00+24:00", None),
        ] {
            assert_eq!(hub_time(text).as_deref(), moment, "{text}");
        }
    }
}
