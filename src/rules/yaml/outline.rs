//! Which keys belong to which key, and lines put back under the key they belong to.

use std::collections::HashMap;

use crate::card::Card;
use crate::gate::FIELD_TYPES;

/// A key whose value is a mapping or a list of mappings, and the keys of those.
#[derive(Debug)]
pub(crate) struct Holder {
    pub(crate) key: &'static str,
    /// Whether the value is a list.
    is_list: bool,
    keys: &'static [&'static str],
}

const FIELDS: &str = "extra_gated_fields";

static HOLDERS: [Holder; 17] = [
    // The keys are labels, in the author's own words.
    Holder { key: FIELDS, is_list: false, keys: &[] },
    Holder {
        key: "configs",
        is_list: true,
        keys: &[
            "config_name",
            "data_files",
            "data_dir",
            "default",
            "version",
            "features",
            "sep",
            "delimiter",
            "names",
            "header",
            "encoding",
            "field",
            "columns",
            "drop_labels",
            "drop_metadata",
            "column_names",
            "quoting",
        ],
    },
    Holder { key: "data_files", is_list: true, keys: &["split", "path"] },
    Holder { key: "path", is_list: true, keys: &[] },
    Holder {
        key: "dataset_info",
        is_list: false,
        keys: &[
            "config_name",
            "features",
            "splits",
            "download_size",
            "dataset_size",
            "version",
            "homepage",
            "citation",
        ],
    },
    Holder { key: "features", is_list: true, keys: FEATURE },
    Holder { key: "list", is_list: true, keys: FEATURE },
    Holder { key: "sequence", is_list: true, keys: FEATURE },
    Holder { key: "struct", is_list: true, keys: FEATURE },
    Holder { key: "splits", is_list: true, keys: &["name", "num_bytes", "num_examples", "dataset_name"] },
    Holder { key: "model-index", is_list: true, keys: &["name", "results"] },
    Holder { key: "results", is_list: true, keys: &["task", "dataset", "metrics", "source"] },
    Holder { key: "task", is_list: false, keys: &["type", "name"] },
    Holder { key: "dataset", is_list: false, keys: &["type", "name", "config", "split", "revision", "args"] },
    Holder {
        key: "metrics",
        is_list: true,
        keys: &["type", "value", "name", "config", "args", "verified", "verifyToken"],
    },
    Holder { key: "source", is_list: false, keys: &["name", "url"] },
    Holder { key: "options", is_list: true, keys: &["label", "value"] },
];

const FEATURE: &[&str] = &["name", "dtype", "list", "sequence", "struct"];

/// A field of the gate form that is a mapping.
static FIELD: Holder = Holder { key: "", is_list: false, keys: &["type", "options"] };

/// The holder with this key.
pub(crate) fn holder(key: &str) -> Option<&'static Holder> {
    HOLDERS.iter().find(|holder| holder.key == key)
}

/// A line, taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    /// What indents it: spaces of any kind.
    pub(crate) lead: &'a str,
    /// Whether it begins an item of a list.
    dash: bool,
    /// From its key, or its item, to the end.
    text: &'a str,
    pub(crate) key: Option<&'a str>,
    /// What follows the colon, without a comment.
    pub(crate) value: &'a str,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(line: &'a str) -> Self {
        let content = line.trim_start();
        let lead = &line[..line.len() - content.len()];
        let item = content.strip_prefix('-').filter(|item| item.is_empty() || item.starts_with(char::is_whitespace));
        let text = item.map_or(content, str::trim_start);
        let (key, value) = match split_key(text) {
            Some((key, value)) => (Some(key), without_comment(value)),
            None => (None, ""),
        };
        Self { lead, dash: item.is_some(), text, key, value }
    }

    /// Whether the line says nothing to a parser.
    pub(crate) fn is_silent(&self) -> bool {
        !self.dash && (self.text.is_empty() || self.text.starts_with('#'))
    }

    pub(crate) fn begins_item(&self) -> bool {
        self.dash
    }

    /// Whether the value is a type of the gate form's fields.
    fn is_field(&self) -> bool {
        let value = self.value.trim_matches(['"', '\'']).trim();
        FIELD_TYPES.iter().any(|kind| value.eq_ignore_ascii_case(kind))
    }

    /// Whether the line holds a key of the card's own.
    pub(crate) fn is_top_level(&self) -> bool {
        !self.dash && self.key.is_some_and(Card::is_known_key)
    }
}

fn split_key(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = match text.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = text[1..].find(quote)? + 1;
            (&text[1..end], text[end + 1..].trim_start_matches(' ').strip_prefix(':')?)
        }
        '#' | '[' | '{' => return None,
        _ => {
            let colon = text
                .match_indices(':')
                .map(|(at, _)| at)
                .find(|at| text[at + 1..].chars().next().is_none_or(char::is_whitespace))?;
            (text[..colon].trim_end(), &text[colon + 1..])
        }
    };
    rest.chars().next().is_none_or(char::is_whitespace).then_some((key, rest))
}

fn without_comment(value: &str) -> &str {
    let value = value.trim();
    if value.starts_with('#') { "" } else { value.split(" #").next().unwrap_or_default().trim_end() }
}

impl Holder {
    /// Whether a line may belong below the key, not counting what is below its own keys.
    pub(crate) fn takes(&self, line: &Parts<'_>) -> bool {
        match line.key {
            None => line.dash && self.is_list,
            Some(_) if self.key == FIELDS => {
                !line.dash && (line.is_field() || (!line.is_top_level() && line.value.is_empty()))
            }
            Some(key) => self.keys.contains(&key) && (!line.dash || self.is_list || self.key == "dataset_info"),
        }
    }

    /// Whether a line of the same column goes on with what the first one began.
    fn goes_on(&self, line: &Parts<'_>) -> bool {
        self.takes(line) || (self.key == FIELDS && line.key.is_some() && !line.is_top_level())
    }
}

struct Open {
    holder: &'static Holder,
    column: usize,
    is_list: bool,
    in_item: bool,
    /// The keys so far, each with its number.
    seen: HashMap<String, usize>,
}

impl Open {
    fn new(holder: &'static Holder, column: usize) -> Self {
        Self { holder, column, is_list: holder.is_list, in_item: false, seen: HashMap::new() }
    }

    fn takes(&self, line: &Parts<'_>) -> bool {
        let seen = line.key.and_then(|key| self.seen.get(key).copied());
        let fits = self.holder.goes_on(line) && (!line.dash || self.is_list);
        // The key that began an item begins the next one.
        fits && (line.dash || seen.is_none() || (self.is_list && seen == Some(0)))
    }
}

/// Lines that follow `holder: ` at `column`, indented under it, as many of them as belong there: in each way that may be right.
///
/// Where the lines still differ in their indentation, only one level was lost, by all or by those in the column of the key;
/// otherwise the keys tell the levels apart.
pub(crate) fn nested(holder: &'static Holder, column: usize, lines: &[&str]) -> Vec<Vec<String>> {
    let lines = &lines[..own_lines(holder, column, lines.iter().copied())];
    let mut parts = lines.iter().map(|line| Parts::of(line)).filter(|line| !line.is_silent());
    let leveled = leveled(holder, column, lines);
    if parts.any(|line| line.lead.len() > column) {
        vec![shifted(holder, column, true, lines), shifted(holder, column, false, lines), leveled]
    } else {
        vec![leveled]
    }
}

/// How many of the lines are not the beginning of something else.
pub(crate) fn own_lines<'a>(holder: &Holder, column: usize, lines: impl Iterator<Item = &'a str>) -> usize {
    let mut end = 0;
    for (index, line) in lines.enumerate() {
        let line = Parts::of(line);
        if line.is_silent() {
            continue;
        }
        let outside = line.lead.len() < column
            || (line.lead.len() == column
                && line.is_top_level()
                && !(holder.key == FIELDS && line.is_field())
                && !(holder.key == "model-index" && line.key == Some("metrics")));
        if outside {
            break;
        }
        end = index + 1;
    }
    end
}

/// Every line two columns further in, or only those in the column of the key; the items of a list marked.
fn shifted(holder: &Holder, column: usize, all: bool, lines: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    let mut first: Option<&str> = None;
    let mut items = false;
    let mut within = false;
    for line in lines {
        let parts = Parts::of(line);
        if parts.is_silent() && parts.text.is_empty() {
            out.push(String::new());
            continue;
        }
        let is_base = parts.lead.len() == column && !parts.is_silent();
        if is_base && !parts.dash && !holder.goes_on(&parts) {
            break;
        }
        items |= is_base && parts.dash && first.is_none();
        // A comment may begin before the column, and another white space end behind it.
        let rest = line.get(parts.lead.len().min(column)..).unwrap_or_else(|| line.trim_start());
        let indent = " ".repeat(column);
        let begins =
            is_base && !parts.dash && !items && holder.is_list && first.is_none_or(|first| parts.key == Some(first));
        if is_base && !parts.dash {
            first = first.or(parts.key);
            within = true;
        } else if is_base && items {
            within = false;
        }
        out.push(match (begins, (items && !within) || !(all || is_base)) {
            (true, _) => format!("{indent}- {rest}"),
            (false, true) => (*line).to_owned(),
            (false, false) => format!("{indent}  {rest}"),
        });
    }
    trimmed(out)
}

/// Lines that have all lost their indentation, each under the innermost key that has such a key.
fn leveled(holder: &'static Holder, column: usize, lines: &[&str]) -> Vec<String> {
    let mut open = vec![Open::new(holder, if holder.is_list { column } else { column + 2 })];
    let mut out = Vec::new();
    for line in lines {
        let line = Parts::of(line);
        if line.is_silent() {
            let depth = open.last().map_or(0, |open| open.column);
            out.push(if line.text.is_empty() { String::new() } else { format!("{}{}", " ".repeat(depth), line.text) });
            continue;
        }
        if open.len() == 1 && holder.key == "dataset_info" && line.dash && open[0].seen.is_empty() {
            open[0] = Open { is_list: true, ..Open::new(holder, column) };
        }
        let Some(index) = open.iter().rposition(|open| open.takes(&line)) else { break };
        open.truncate(index + 1);
        let Some(around) = open.last_mut() else { break };
        let begins = around.is_list
            && (line.dash || !around.in_item || line.key.is_some_and(|key| around.seen.contains_key(key)));
        if begins {
            around.in_item = true;
            around.seen.clear();
        }
        let number = around.seen.len();
        if let Some(key) = line.key {
            around.seen.entry(key.to_owned()).or_insert(number);
        }
        let (prefix, deeper) = match (around.is_list, begins) {
            (true, true) => ("- ", 2),
            (true, false) => ("  ", 2),
            (false, _) => ("", 0),
        };
        out.push(format!("{}{prefix}{}", " ".repeat(around.column), line.text));
        let key_column = around.column + deeper;
        let below = match line.key {
            Some(_) if around.holder.key == FIELDS => Some(&FIELD),
            Some(key) => self::holder(key),
            None => None,
        };
        if let Some(below) = below.filter(|_| line.value.is_empty()) {
            open.push(Open::new(below, if below.is_list { key_column } else { key_column + 2 }));
        }
    }
    trimmed(out)
}

fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        lines.pop();
    }
    lines
}

/// Whether what follows an entry without a value in the text of its card may have been meant to be its content.
///
/// `rest` begins behind the entry's line, `column` is that of its key.
pub(crate) fn may_hold(key: &str, column: usize, rest: &str) -> bool {
    let Some(next) = rest.lines().find(|line| !line.trim().is_empty()) else { return false };
    let line = Parts::of(next);
    let lead = next.len() - next.trim_start_matches(' ').len();
    // Odd spaces.
    if lead != line.lead.len() || lead > column {
        return true;
    }
    // What has no key may be a comment that somebody wants to bring back.
    if lead < column {
        return line.key.is_none() && !line.dash;
    }
    let content =
        holder(key).is_some_and(|holder| holder.takes(&line) && !(line.is_top_level() && holder.key != FIELDS));
    // At the margin only a key of the card's own is certainly none of the content.
    line.dash || line.key.is_none() || content || (column == 0 && !line.is_top_level())
}

#[cfg(test)]
mod tests;
