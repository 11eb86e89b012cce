//! Syntax errors in plain words, and in the Hub's.

use granit_parser::ErrorKind as Kind;

mod blocks;
mod long_text;
mod place;

use super::{Problem, build};
use crate::source::Span;
use place::Place;

/// The problem behind a parser's error at the byte `at` of `yaml`, which begins at the byte `base` of the file.
///
/// Of the first error in a block all is told. Of one in a part of it that ends at `part` the Hub says nothing, for it stops
/// at the first; the text behind the part is not looked at.
pub(super) fn problem(kind: &Kind, yaml: &str, at: usize, base: usize, part: Option<usize>) -> Problem {
    let place = Place::new(yaml, at, base, part);
    match kind {
        Kind::RecursionLimitExceeded => {
            // The parser's limit lies some brackets behind the Hub's.
            let brackets = yaml[..place.at].bytes().enumerate().rev().filter(|(_, byte)| matches!(byte, b'[' | b'{'));
            let at = base + brackets.map(|(at, _)| at).nth(build::LOOKAHEAD).unwrap_or(place.at);
            build::too_deep(Span::new(at, at))
        }
        Kind::MappingValueNotAllowed => place.colon(),
        Kind::UnexpectedCharacter { character: '`' } => place.mark("a text cannot begin with a backtick"),
        Kind::UnexpectedCharacter { character } => place.mark(format!("a text cannot begin with `{character}`")),
        Kind::UnexpectedEofBlockSequence => {
            place.mark(format!("a text cannot begin with `{}`", place.rest().chars().next().unwrap_or(',')))
        }
        Kind::MappingKeyNotAllowed => place.mark("a text cannot begin with `?`"),
        Kind::InvalidTagTerminator | Kind::MissingTagUri => place.mark("a text cannot begin with `!`"),
        Kind::UnexpectedEofImplicitFlowMapping if place.rest().starts_with(',') => place.comma(),
        Kind::BlockEntryInFlowCollection => place
            .one("`-` begins no item inside brackets")
            .help("remove it, or quote a text that begins with `- `")
            .hub_yaml(place.misfit(), place.here()),
        Kind::BlockSequenceEntryNotAllowed => place
            .problem("a list cannot begin on the line of its key")
            .help("put each `- item` on a line of its own, or quote a text that begins with `-`")
            .hub_yaml(place.misfit(), place.here()),
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => place
            .problem(format!("`{}` closes nothing here", place.rest().chars().next().unwrap_or(']')))
            .help("quote the value if the bracket belongs to a text")
            .hub_yaml(place.misfit(), place.here()),
        Kind::UnclosedFlowCollection { open } => {
            let (reason, at) = match place.next_line() {
                Some(next) => ("missed comma between flow collection entries", next),
                None => ("unexpected end of the stream within a flow collection", place.end_of_stream()),
            };
            place
                .one(format!("`{open}` is never closed"))
                .help("close it, or quote the value if the bracket belongs to a text")
                .hub_yaml(reason, at)
        }
        Kind::UnclosedQuotedScalar => {
            let kind = if place.rest().starts_with('\'') { "single" } else { "double" };
            place
                .one("this quote is never closed")
                .help("close it on the same line")
                .hub_yaml(format!("unexpected end of the stream within a {kind} quoted scalar"), place.end_of_stream())
        }
        Kind::InvalidTrailingSingleQuotedScalar => place.trailing(
            "text after the closing quote",
            "write an apostrophe inside single quotes twice (`''`), or use double quotes around the text",
        ),
        Kind::InvalidTrailingDoubleQuotedScalar => {
            place.trailing("text after the closing quote", "put the quotes around the whole value")
        }
        Kind::UnknownQuotedScalarEscape => place.escape(),
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => place.block_header(),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => place.no_colon(),
        Kind::ExpectedBlockMappingKey | Kind::UnexpectedEofBlockMapping | Kind::ExpectedBlockSequenceEntry => {
            place.misplaced()
        }
        Kind::MissingAnchorOrAliasName => {
            let kind = if place.rest().starts_with('*') { "alias" } else { "anchor" };
            place
                .unquoted("a text cannot begin like this")
                .hub_yaml(format!("name of an {kind} node must contain at least one character"), place.here() + 1)
        }
        Kind::ExpectedFlowSequenceSeparator | Kind::InvalidColonPlacement => place.no_comma(']'),
        Kind::ExpectedFlowMappingSeparator => place.no_comma('}'),
        Kind::TabAtBlockScalarStart => {
            let next = place.next_line().map_or(at, |next| yaml[..next - base].rfind('\n').map_or(at, |end| end + 1));
            Place::new(yaml, next, base, part).tab()
        }
        Kind::TabNotAllowed | Kind::TabInBlockIndentation | Kind::TabInIndentation | Kind::TabInPlainScalar => {
            let tab = yaml[place.line_start..].find('\t').map_or(at, |tab| place.line_start + tab);
            Place::new(yaml, tab, base, part).tab()
        }
        Kind::ExpectedDocumentStart if yaml.starts_with('%') => place
            .problem("a line that begins with `%` is an instruction to the parser")
            .help("quote the key")
            .hub_yaml("directives end mark is expected", place.end_of_stream()),
        Kind::ExpectedDocumentStart => place
            .problem("this line does not fit the lines above it: they are indented more than it")
            .help("begin all keys in the same column")
            .hub_yaml(place::NO_MORE, place.here()),
        other => place.problem(format!("this is no YAML: {other}")).hub_yaml(place.misfit(), place.here()),
    }
}

/// A line among keys that has no colon.
pub(super) fn no_colon(yaml: &str, at: usize, base: usize, part: usize) -> Problem {
    Place::new(yaml, at, base, Some(part)).no_colon()
}
