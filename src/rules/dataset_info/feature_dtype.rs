use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Value;

rule! {
    /// The dtype of a feature is not known to `datasets`.
    ///
    /// The names are those of Arrow (`string`, `int64`, `float32`, `timestamp[us]`, …) and of the library's own
    /// features (`image`, `audio`, …). Python's `str` and `int`, and pandas' `object`, are not among them.
    "feature-dtype", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Value and Features._from_yaml_list", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// What authors write for a dtype, and what they mean.
const DTYPE_ALIASES: [(&str, &str); 27] = [
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

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if node.value == Value::Null {
        diagnostic.help("write the type of the column, such as `string`; Arrow's null type is `'null'`, in quotes");
        diagnostic.fix = None;
        return;
    }
    let Some(name) = node.as_str() else {
        diagnostic.help_if_none("write the name of a type, such as `string` or `int64`");
        diagnostic.fix = None;
        return;
    };
    let lower = name.to_lowercase();
    if let Some((_, meant)) = DTYPE_ALIASES.iter().find(|(word, _)| *word == lower || *word == name) {
        diagnostic.help(format!("write `{meant}`"));
        diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![Edit::replace(node.span, *meant)]));
        return;
    }
    if let Some(key) = ["array2_d", "array3_d", "array4_d", "array5_d"].into_iter().find(|key| *key == lower) {
        diagnostic.help(format!("for an array, write `{key}: {{shape: […], dtype: float32}}` instead of `dtype`"));
        diagnostic.fix = None;
        return;
    }
    let help = match lower.as_str() {
        "dict" | "map" | "struct" => {
            "for a mapping, list its columns instead of `dtype`: `struct:`, and below it `- name:` and `dtype:`"
        }
        "class_label" | "classlabel" | "category" => {
            "for a class label, list its classes instead of `dtype`: `class_label: {names: [negative, positive]}`"
        }
        "translation" => {
            "for a translation, list its languages instead of `dtype`: `translation: {languages: [en, fr]}`"
        }
        _ if lower.starts_with("value(") => "write only the name of the type, such as `string`",
        _ if lower.ends_with("[]")
            || ["list", "sequence", "array", "tuple"].iter().any(|list| lower.starts_with(list)) =>
        {
            "for a list, write the type of its items instead of `dtype`: `list: string`"
        }
        _ if lower.starts_with("decimal") => "write the precision and the scale: `decimal128(10, 2)`",
        _ if lower.starts_with("timestamp") => "write `timestamp[us]`, or `timestamp[us, tz=UTC]`",
        _ => return,
    };
    diagnostic.help(help);
    diagnostic.fix = None;
}
