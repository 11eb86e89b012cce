//! What each parser makes of a scalar: js-yaml 4 (YAML 1.2 core and timestamps) and PyYAML's `SafeLoader` (YAML 1.1).

use std::sync::LazyLock;

use regex::Regex;

use super::timestamp::{self, is_timestamp};
use super::{Problem, Reserved, Value, YamlProblem};
use crate::source::{Edit, Repair, Span};

/// The largest number up to which JavaScript tells every whole number from the next.
const MAX_SAFE_INTEGER: i128 = 9_007_199_254_740_991;

static HUB_FLOAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?)$").ok()
});

static PYTHON_FLOAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$",
    )
    .ok()
});

static PYTHON_INT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$").ok()
});

/// Why PyYAML rejects a bare scalar that the Hub reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A date that no calendar has.
    Date,
    /// `=`, YAML 1.1's default value.
    Default,
    /// `<<` that is not a key.
    Merge,
    /// A number without digits.
    Number,
    /// `?` in a text in brackets, where it marks a key.
    Question,
    /// `:` at the head of a text in brackets, where it ends a key.
    Colon,
}

impl Refusal {
    /// Whether PyYAML reads the scalar where it is a key.
    pub(super) fn is_fine_in_keys(self) -> bool {
        matches!(self, Refusal::Default | Refusal::Merge)
    }

    /// The problem, for the scalar `text` at `span`.
    pub(super) fn problem(self, span: Span, text: &str) -> Problem {
        let written = || text.to_owned();
        let kind = match self {
            Refusal::Date => YamlProblem::ImpossibleDate { text: written() },
            Refusal::Default | Refusal::Merge => YamlProblem::Reserved(Reserved::Word(written())),
            Refusal::Number => YamlProblem::Reserved(Reserved::Number(written())),
            Refusal::Question => YamlProblem::Reserved(Reserved::Question),
            Refusal::Colon => YamlProblem::Reserved(Reserved::Colon),
        };
        let quoted = serde_json::Value::from(text).to_string();
        Problem::new(kind, span).repair(Repair::safe(vec![Edit::replace(span, quoted)]))
    }
}

/// A plain scalar as js-yaml 4 resolves it.
pub(super) fn hub(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if may_be_number(text) => hub_int(text).or_else(|| hub_float(text)).unwrap_or_else(|| {
            if is_timestamp(text) { Value::Timestamp(text.to_owned()) } else { Value::String(text.to_owned()) }
        }),
        _ => Value::String(text.to_owned()),
    }
}

/// A plain scalar as PyYAML resolves and constructs it; `None` where that is what the Hub reads as well.
pub(super) fn python(text: &str, hub: &Value) -> Result<Option<Value>, Refusal> {
    let value = match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        "=" => return Err(Refusal::Default),
        "<<" => return Err(Refusal::Merge),
        _ if may_be_number(text) => {
            if is_decimal(text) {
                python_int(text).ok_or(Refusal::Number)?
            } else if matches(&PYTHON_FLOAT, text) {
                python_float(text).ok_or(Refusal::Number)?
            } else if let Some(value) = special_float(text) {
                Value::Float(value)
            } else if matches(&PYTHON_INT, text) {
                python_int(text).ok_or(Refusal::Number)?
            } else if is_timestamp(text) {
                if !timestamp::exists(text) {
                    return Err(Refusal::Date);
                }
                return Ok(Some(Value::Timestamp(text.to_owned())));
            } else {
                Value::String(text.to_owned())
            }
        }
        _ => return Ok(None),
    };
    Ok((!same(hub, &value)).then_some(value))
}

/// What `PyYAML` constructs of a text with the core tag `!!int`, `!!float` or `!!bool`; `None` where it raises an error. It takes
/// more than it resolves without a tag: `!!float 1e3` is a number, `1e3` is a string.
pub(super) fn constructed(tag: &str, text: &str) -> Option<Value> {
    match tag {
        "bool" => match &*text.to_lowercase() {
            "yes" | "true" | "on" => Some(Value::Bool(true)),
            "no" | "false" | "off" => Some(Value::Bool(false)),
            _ => None,
        },
        "int" => python_int(text),
        "float" => python_float(text),
        _ => None,
    }
}

/// Why `PyYAML`'s scanner does not take a bare text in brackets as a whole; it rejects the card or reads another value.
pub(super) fn in_brackets(text: &str) -> Option<Refusal> {
    if text.starts_with(':') {
        return Some(Refusal::Colon);
    }
    text.contains('?').then_some(Refusal::Question)
}

/// Whether a text is a whole number in the form that every parser reads alike.
fn is_decimal(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn may_be_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

/// Whether a number is written as the pattern says. Most cards hold no text that could be one, and to compile a pattern
/// takes longer than to read a card.
fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || b"+-._:x".contains(&byte))
        && LazyLock::force(pattern).as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether JavaScript and Python would call both values the same.
#[expect(clippy::float_cmp, reason = "both parsers round to the same double, or they differ")]
pub(super) fn same(hub: &Value, python: &Value) -> bool {
    match (hub, python) {
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Int(a), Value::Float(b)) | (Value::Float(b), Value::Int(a)) => javascript_number(*b) == a.to_string(),
        _ => hub == python,
    }
}

fn hub_int(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'b', rest @ ..] => (2, rest),
        [b'0', b'o', rest @ ..] => (8, rest),
        [b'0', b'x', rest @ ..] => (16, rest),
        rest => (10, rest),
    };
    let digits = std::str::from_utf8(digits).ok()?;
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    Some(
        whole(digits, radix, text.starts_with('-'))
            .filter(|value| value.abs() <= MAX_SAFE_INTEGER)
            .map_or_else(|| Value::Float(approximate(digits, radix, text.starts_with('-'))), Value::Int),
    )
}

fn whole(digits: &str, radix: u32, negative: bool) -> Option<i128> {
    let value = i128::from_str_radix(digits, radix).ok()?;
    Some(if negative { -value } else { value })
}

fn approximate(digits: &str, radix: u32, negative: bool) -> f64 {
    let value = if radix == 10 {
        digits.parse().unwrap_or(f64::INFINITY)
    } else {
        digits
            .chars()
            .filter_map(|digit| digit.to_digit(radix))
            .fold(0.0, |value, digit| value * f64::from(radix) + f64::from(digit))
    };
    if negative { -value } else { value }
}

fn hub_float(text: &str) -> Option<Value> {
    if let Some(value) = special_float(text) {
        return Some(Value::Float(value));
    }
    let value: f64 = matches(&HUB_FLOAT, text).then(|| text.parse().ok()).flatten()?;
    value.is_finite().then_some(Value::Float(value))
}

fn special_float(text: &str) -> Option<f64> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn python_float(text: &str) -> Option<Value> {
    let number = text.replace('_', "").to_lowercase();
    let (negative, number) = (number.starts_with('-'), number.strip_prefix(['-', '+']).unwrap_or(&number));
    let value = match number {
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        _ => {
            let mut parts = number.split(':').map(str::parse::<f64>);
            parts.try_fold(0.0, |value, part| Some(value * 60.0 + part.ok()?))?
        }
    };
    Some(Value::Float(if negative { -value } else { value }))
}

fn python_int(text: &str) -> Option<Value> {
    let digits = text.replace('_', "");
    let (negative, digits) = (digits.starts_with('-'), digits.strip_prefix(['-', '+']).unwrap_or(&digits));
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', ..] => (8, digits),
        _ if digits.contains(':') => {
            let mut parts = digits.split(':').map(str::parse::<i128>);
            let value = parts.try_fold(0_i128, |value, part| value.checked_mul(60)?.checked_add(part.ok()?))?;
            return Some(Value::Int(if negative { -value } else { value }));
        }
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    Some(whole(digits, radix, negative).map_or_else(|| Value::Float(approximate(digits, radix, negative)), Value::Int))
}

/// A number as JavaScript writes it.
pub(super) fn javascript_number(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&value.abs()) {
        return value.to_string();
    }
    let text = format!("{value:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
}
