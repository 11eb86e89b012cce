use crate::rule::{Check, Wording, rule};
use crate::source::Repair;
use crate::yaml::{NoKey, SyntaxError, ValueEnd};
use std::borrow::Cow;

rule! {
    /// Metadata that is not valid YAML.
    ///
    /// The Hub rejects the card with `Invalid YAML in README.md`, and the Python clients raise. Every entry is checked
    /// separately, so all invalid ones are reported at once.
    "yaml-syntax", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

const SAME_COLUMN: &str = "begin keys of the same mapping in the same column, and end each key with a colon";
const MISALIGNED: &str = "bad indentation: this line does not line up with a line above it";
const BRACKET_IN_STRING: &str = "quote the value if the bracket is part of a string";

pub(crate) fn words(error: &SyntaxError, repair: Option<&Repair>) -> Wording {
    match error {
        SyntaxError::SecondDocument => Wording::new("a second YAML document begins here").help("remove this line"),
        SyntaxError::UnknownAlias(name) => alias(name),
        SyntaxError::MissingName { sign, key } => {
            Wording::new(format!("missing name after `{sign}`")).help(quote(key.as_deref(), repair))
        }
        SyntaxError::AliasAsKey(quoted) => {
            Wording::new("a key that begins with `*` must be quoted").help(format!("quote the key: `{quoted}`"))
        }
        SyntaxError::Bullet(bullet) => Wording::new(format!("an item of a list begins with `-`, not with `{bullet}`"))
            .help("write `- ` before each item")
            .fix("write `- ` before each item"),
        SyntaxError::MissingKey => Wording::new("missing key before this colon")
            .help("write the key, or quote a string that begins with a colon"),
        SyntaxError::KeyOverLines => Wording::new("a key inside brackets must be on one line, with its colon")
            .help("write the key on one line, or add a comma between two entries"),
        SyntaxError::MergeOfNoMapping => {
            Wording::new("`<<` must refer to a mapping").help("refer to a mapping, or quote the key: `\"<<\"`")
        }
        SyntaxError::UnindentedContinuation => Wording::new("bad indentation: this line continues the string above it")
            .effect("the Hub rejects the card")
            .hub_only()
            .help("add a comma between the two, or indent the line"),
        SyntaxError::PlainIndicator { sign, key } => {
            let sign: Cow<'_, str> = if *sign == '`' { "a backtick".into() } else { format!("`{sign}`").into() };
            Wording::new(format!("an unquoted string cannot begin with {sign}")).help(quote(key.as_deref(), repair))
        }
        SyntaxError::BadStart { key } => {
            Wording::new("an unquoted string cannot begin like this").help(quote(key.as_deref(), repair))
        }
        SyntaxError::BlockIndicator { sign, key } => {
            Wording::new(format!("`{sign}` begins a multi-line string, not one on the same line"))
                .help(quote(key.as_deref(), repair))
        }
        SyntaxError::SplitOnKeyLine { split, path } => {
            Wording::new("a split and its files cannot begin on the line of `data_files`")
                .help(format!("write\ndata_files:\n- split: {split}\n  path: {path}"))
        }
        SyntaxError::ColonInValue { key } => {
            Wording::new("a value with a colon must be quoted").help(quote(Some(key), repair))
        }
        SyntaxError::ColonInLines { block } => Wording::new("a value with a colon must be quoted")
            .help(format!("begin a multi-line string with `|`:\n{block}"))
            .fix("write it as a multi-line string"),
        SyntaxError::MissingItem => Wording::new("missing item before this comma")
            .help("remove the comma, or quote a string that begins with one"),
        SyntaxError::DashInBrackets => {
            Wording::new("unexpected `-` inside brackets").help("remove it, or quote a string that begins with `- `")
        }
        SyntaxError::ListOnKeyLine => Wording::new("a list cannot begin on the line of its key")
            .help("write each `- item` on its own line, or quote a string that begins with `-`")
            .fix("write the list in brackets"),
        SyntaxError::UnmatchedBracket(bracket) => {
            Wording::new(format!("unmatched `{bracket}`")).help(BRACKET_IN_STRING)
        }
        SyntaxError::UnclosedBracket(bracket) => {
            Wording::new(format!("unclosed `{bracket}`")).help(format!("close it, or {BRACKET_IN_STRING}"))
        }
        SyntaxError::UnclosedQuote => Wording::new("unclosed quote").help("close it on the same line"),
        SyntaxError::TextAfter { end, is_key } => text_after(*end, *is_key),
        SyntaxError::MissingComma(bracket) => Wording::new(format!("expected a comma or `{bracket}` before this"))
            .help(format!("separate the items with commas, or {BRACKET_IN_STRING}")),
        SyntaxError::Directive => Wording::new("a line that begins with `%` is a YAML directive").help("quote the key"),
        SyntaxError::LessIndented => {
            Wording::new("bad indentation: this line is indented less than the lines above it")
                .help("begin all keys in the same column")
        }
        SyntaxError::MoreIndented => {
            Wording::new("bad indentation: this line is indented more than the line above it, which has a value")
                .help(SAME_COLUMN)
        }
        SyntaxError::NoColonAbove => Wording::new("the line above this one has no colon").help(SAME_COLUMN),
        SyntaxError::Misaligned { maybe_item: true } => Wording::new(MISALIGNED)
            .help("begin it in the column of the key it follows, or with `- ` if it is an item of the list"),
        SyntaxError::Misaligned { maybe_item: false } => {
            Wording::new(MISALIGNED).help("begin it in the column of the entry it follows")
        }
        SyntaxError::NoKey(meant) => Wording::new("expected `key: value`").help(match meant {
            NoKey::Brackets => "write the brackets after their key, or indent them below it",
            NoKey::DashWithoutSpace => "add a space after `-`",
            NoKey::ColonWithoutSpace => "add a space after the colon",
            NoKey::OtherColon => "write a colon and a space in place of the full-width colon",
            NoKey::OtherComment => "begin a comment with `#`",
            NoKey::Unknown => "write `key: value`, begin an item with `- `, or indent the rest of a string",
        }),
        SyntaxError::UnknownEscape(escape) => Wording::new(format!("unknown escape `{escape}` in double quotes"))
            .help(if escape == "\\'" { "remove the backslash" } else { "double the backslash, or use single quotes" }),
        SyntaxError::TabIndent => Wording::new("this line is indented with a tab").help("indent with spaces"),
        SyntaxError::MisplacedTab => Wording::new("unexpected tab").help("use spaces instead, or quote the value"),
        SyntaxError::Other(reason) => Wording::new(format!("invalid YAML: {reason}")),
    }
}

fn alias(name: &str) -> Wording {
    let words = Wording::new(format!("unknown alias `*{name}`: no value has the anchor `&{name}`"));
    let help = if name.contains(['.', '/', '*']) {
        format!("quote a pattern that begins with `*`: `\"*{name}\"`")
    } else {
        format!("quote the string (`\"*{name}\"`), or add the anchor `&{name}` to an earlier value")
    };
    words.help(help).fix("quote the string")
}

fn text_after(end: ValueEnd, is_key: bool) -> Wording {
    let words = Wording::new(match end {
        ValueEnd::Any => "unexpected text after the end of the value",
        ValueEnd::SingleQuote | ValueEnd::DoubleQuote => "unexpected text after the closing quote",
    });
    words.help(match end {
        _ if is_key => "begin the next key on its own line",
        ValueEnd::SingleQuote => "double an apostrophe inside single quotes (`''`), or use double quotes",
        ValueEnd::DoubleQuote => "put the quotes around the whole value",
        ValueEnd::Any => "quote the whole value",
    })
}

/// What to do about a value that quotes make a string, with the line as it should be.
fn quote(key: Option<&str>, repair: Option<&Repair>) -> Cow<'static, str> {
    match (key, repair.and_then(|repair| repair.edits.first())) {
        (Some(key), Some(edit)) => format!("quote the value: `{key}: {}`", edit.text).into(),
        _ => "quote the value".into(),
    }
}
