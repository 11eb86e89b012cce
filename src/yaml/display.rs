//! How values are named in messages.

use super::{Node, Style, Value, scalar, timestamp};

impl Node {
    /// What the Hub reads, as JSON; a key is always text there.
    pub(crate) fn shown_by_hub(&self, is_key: bool) -> String {
        if is_key {
            return quoted(&self.key());
        }
        match &self.value {
            Value::Timestamp(text) => timestamp::hub_time(text).unwrap_or_else(|| text.clone()),
            value => shown(value),
        }
    }

    /// What Python reads, as JSON; `written` is the text of the node.
    pub(crate) fn shown_by_python(&self, written: &str) -> String {
        match self.python().unwrap_or(&self.value) {
            Value::Float(value) if value.abs() >= 9e15 && written.bytes().all(|byte| byte.is_ascii_digit()) => {
                written.to_owned()
            }
            value => shown(value),
        }
    }

    /// Whether PyYAML reads this node as something else than the Hub does.
    pub(crate) fn differs(&self, is_key: bool) -> bool {
        self.python.is_some()
            || (is_key
                && self.style == Style::Plain
                && !matches!(self.value, Value::String(_) | Value::Sequence(_) | Value::Mapping(_)))
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => scalar::javascript_number(*value),
        Value::Timestamp(text) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a map".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
