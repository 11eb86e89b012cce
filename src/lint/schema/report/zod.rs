//! The Hub's words about files other than cards: it checks their shape with Zod 4, and `prettifyError` writes its issues.

use super::Location;
use crate::lint::schema::violation::{Kind, Violation};
use crate::yaml::Value;

/// The issue that Zod has with a value, and where; `None` for what it accepts.
pub(super) fn issue(violation: &Violation<'_>, place: &Location<'_>, key: Option<&str>) -> Option<String> {
    let mut path = place.steps.concat();
    let received = match place.node.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Int(_) | Value::Float(_) => "number",
        Value::Timestamp(_) => "Date",
        Value::String(_) => "string",
        Value::Sequence(_) => "array",
        Value::Mapping(_) => "object",
    };
    let issue = match violation.kind {
        Kind::Unknown | Kind::Placeholder | Kind::Forbidden => return None,
        Kind::Required => {
            let key = key.unwrap_or_default();
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
            format!("Invalid input: expected {}, received undefined", violation.type_of(key).unwrap_or("nonoptional"))
        }
        Kind::Null | Kind::Template | Kind::Scalar | Kind::Type => {
            format!("Invalid input: expected {}, received {received}", violation.types().first().unwrap_or(&"string"))
        }
        Kind::Enum => {
            let options: Vec<_> = violation.options().iter().map(|option| format!("\"{option}\"")).collect();
            format!("Invalid option: expected one of {}", options.join("|"))
        }
        Kind::Empty if received == "array" => "Too small: expected array to have >=1 items".to_owned(),
        Kind::Empty => "Too small: expected string to have >=1 characters".to_owned(),
        Kind::Pattern | Kind::Length => "Invalid input".to_owned(),
    };
    Some(if path.is_empty() { format!("✖ {issue}") } else { format!("✖ {issue}\n  → at {path}") })
}
