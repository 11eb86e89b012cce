//! A card's metadata as the Hub's API has it: `JSON.stringify` of what js-yaml reads.

use serde_json::{Map, Number, Value as Json};

use super::time::{DAY, Time};
use crate::yaml::{Node, Value};

/// The keys of an object that JavaScript sorts: array indices.
const LARGEST_INDEX: u32 = u32::MAX - 1;

/// A mapping as an object.
pub(super) fn object(node: &Node) -> Option<Map<String, Json>> {
    match json(node) {
        Json::Object(object) => Some(object),
        _ => None,
    }
}

/// The items of a list.
pub(crate) fn list(node: &Node) -> Vec<Json> {
    node.items().iter().map(json).collect()
}

// fidelity: card-data
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        Value::Int(value) => number(*value as f64),
        Value::Float(value) => number(*value),
        Value::Timestamp(text) => {
            date(text).map_or_else(|| Json::from(text.as_str()), |time| Json::from(time.to_string()))
        }
        Value::String(text) => Json::from(text.as_str()),
        Value::Sequence(items) => items.iter().map(json).collect(),
        Value::Mapping(entries) => {
            let named: Vec<(String, Json)> =
                entries.iter().map(|entry| (entry.key.key_text(), json(&entry.value))).collect();
            let mut indices: Vec<(u32, &(String, Json))> =
                named.iter().filter_map(|entry| Some((index(&entry.0)?, entry))).collect();
            indices.sort_by_key(|(index, _)| *index);
            let rest = named.iter().filter(|(key, _)| index(key).is_none());
            Json::Object(indices.into_iter().map(|(_, entry)| entry).chain(rest).cloned().collect())
        }
    }
}

/// An array index as JavaScript writes it.
fn index(key: &str) -> Option<u32> {
    let index: u32 = key.parse().ok().filter(|index| *index <= LARGEST_INDEX)?;
    (index.to_string() == key).then_some(index)
}

/// A double; those that JSON has no word for are null.
fn number(value: f64) -> Json {
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}

/// The time that js-yaml reads out of a timestamp; days and months that are too many run over.
fn date(text: &str) -> Option<Time> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let (date, rest) = text.split_at(at);
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let midnight = days(if year < 100 { year + 1900 } else { year }, month - 1, day) * DAY;
    let rest = rest.trim_start_matches(['T', 't', ' ', '\t']);
    if rest.is_empty() {
        return Some(Time::from_milliseconds(midnight));
    }
    let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone);
    let (clock, fraction) = clock.trim().split_once('.').unwrap_or((clock.trim(), ""));
    let mut parts = clock.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let milliseconds = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
    let time = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
    Some(Time::from_milliseconds(midnight + time - offset(zone)?))
}

/// `Z`, `+01:00` or `-5` in milliseconds.
fn offset(zone: &str) -> Option<i64> {
    let (sign, zone) = match zone.chars().next() {
        Some('+') => (1, &zone[1..]),
        Some('-') => (-1, &zone[1..]),
        _ => return Some(0),
    };
    let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "0"));
    Some(sign * (hours.trim().parse::<i64>().ok()? * 60 + minutes.trim().parse::<i64>().ok()?) * 60_000)
}

/// Days from 1970 to a day of the Gregorian calendar, months counted from 0.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year + month.div_euclid(12);
    // Years that begin in March have their leap day at the end.
    let (year, month) =
        if month.rem_euclid(12) < 2 { (year - 1, month.rem_euclid(12) + 10) } else { (year, month.rem_euclid(12) - 2) };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    fn written(text: &str) -> Option<String> {
        date(text).map(|time| time.to_string())
    }

    #[test]
    fn a_date_is_the_day_of_the_calendar() {
        let mut day = Date::constant(100, 1, 1);
        while day.year() < 2600 {
            let text = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
            assert_eq!(written(&text), Some(format!("{text}T00:00:00.000Z")));
            // A number of days that meets every day of the year, and those beside the ends of February.
            day = day.saturating_add(jiff::Span::new().days(if day.month() == 2 && day.day() > 26 { 1 } else { 27 }));
        }
        assert_eq!(written("0099-12-31").as_deref(), Some("1999-12-31T00:00:00.000Z"), "as `Date.UTC` has it");
    }

    #[test]
    fn a_time_is_moved_by_its_zone() {
        for text in [
            "2024-02-29T23:59:59.999Z",
            "2024-01-31T10:20:30+05:30",
            "2024-12-31T22:00:00-03:45",
            "2024-01-01T00:30:15.25+01:00",
            "1969-12-31T23:59:59Z",
        ] {
            let general: jiff::Timestamp = text.parse().unwrap_or_default();
            assert_eq!(written(text), Some(format!("{general:.3}")), "{text}");
        }
        for (text, expected) in [
            ("2024-01-31 1:02:03", "2024-01-31T01:02:03.000Z"),
            ("2024-01-31 \t 10:20:30 z", "2024-01-31T10:20:30.000Z"),
            ("2024-01-31 10:20:30 +5", "2024-01-31T05:20:30.000Z"),
            ("2024-01-31t10:20:30.1239 -5", "2024-01-31T15:20:30.123Z"),
        ] {
            assert_eq!(written(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn keys_that_are_array_indices_come_first() {
        assert_eq!(index("4294967294"), Some(u32::MAX - 1));
        for text in ["4294967295", "01", "+1", "-1", "1.0", ""] {
            assert_eq!(index(text), None, "{text:?}");
        }
    }
}
