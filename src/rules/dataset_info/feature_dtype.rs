use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Value;

rule! {
    /// The dtype of a feature is none that the datasets library knows.
    ///
    /// The names are those of Arrow (`string`, `int64`, `float32`, `timestamp[us]`, …) and of the library's own features
    /// (`image`, `audio`, …). Python's `str` and `int`, and pandas' `object`, are none.
    "feature-dtype", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Value and Features._from_yaml_list", since: "0.1.0",
    Check::SchemaWith(mend)
}

/// Words that authors write, and what they mean.
const MEANT: [(&str, &str); 27] = [
    ("str", "string"),
    ("text", "string"),
    ("object", "string"),
    ("varchar", "string"),
    ("String", "string"),
    ("int", "int64"),
    ("integer", "int64"),
    ("long", "int64"),
    ("uint", "uint64"),
    ("number", "float64"),
    ("numeric", "float64"),
    // Within an array; elsewhere they are known.
    ("float", "float32"),
    ("double", "float64"),
    ("half_float", "float16"),
    ("halffloat", "float16"),
    ("boolean", "bool"),
    ("bytes", "binary"),
    ("date", "date32"),
    ("datetime", "timestamp[us]"),
    ("timestamp", "timestamp[us]"),
    ("time", "time64[us]"),
    ("time32", "time32[ms]"),
    ("time64", "time64[us]"),
    ("duration", "duration[us]"),
    ("img", "image"),
    ("picture", "image"),
    ("sound", "audio"),
];

fn mend(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if node.value == Value::Null {
        diagnostic
            .help("write what the column holds, such as `string`; Arrow's type without values is `'null'`, in quotes");
        diagnostic.fix = None;
        return;
    }
    let Some(name) = node.as_str() else {
        diagnostic.help_if_none("write the name of a type, such as `string` or `int64`");
        diagnostic.fix = None;
        return;
    };
    let lower = name.to_lowercase();
    if let Some((_, meant)) = MEANT.iter().find(|(word, _)| *word == lower || *word == name) {
        diagnostic.help(format!("write `{meant}`"));
        diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![Edit::replace(node.span, *meant)]));
        return;
    }
    let help = match lower.as_str() {
        "list" | "array" | "sequence" | "tuple" => "a list says what its items are: `list: string` in place of `dtype`",
        "dict" | "map" | "struct" => {
            "a map names its columns: `struct:` in place of `dtype`, and below it `- name:` and `dtype:`"
        }
        "class_label" | "classlabel" | "category" => {
            "a class label names its classes: `class_label: {names: [negative, positive]}` in place of the type's name"
        }
        "translation" => "a translation names its languages: `translation: {languages: [en, fr]}` in place of `dtype`",
        _ if lower.starts_with("value(") => "write the name of the type alone, such as `string`",
        _ if lower.ends_with("[]")
            || lower.starts_with("list")
            || lower.starts_with("sequence")
            || lower.starts_with("array") =>
        {
            "a list says what its items are: `list: string` in place of `dtype`"
        }
        _ if lower.starts_with("decimal") => "write the precision and the scale: `decimal128(10, 2)`",
        _ if lower.starts_with("timestamp") => "write `timestamp[us]`, or `timestamp[us, tz=UTC]`",
        _ => return,
    };
    diagnostic.help(help);
    diagnostic.fix = None;
}
