//! What is not YAML: which kind of mistake it is, and the Hub's words for it.

use granit_parser::ErrorKind as Kind;

mod blocks;
mod entries;
mod long_text;
mod place;

use super::{Problem, SyntaxError, ValueEnd, build};
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
        Kind::UnexpectedCharacter { character } => place.indicator(*character),
        Kind::UnexpectedEofBlockSequence => place.indicator(place.sign(',')),
        Kind::MappingKeyNotAllowed => place.indicator('?'),
        Kind::InvalidTagTerminator | Kind::MissingTagUri => place.indicator('!'),
        Kind::UnexpectedEofImplicitFlowMapping if place.rest().starts_with(',') => place.comma(),
        Kind::BlockEntryInFlowCollection => {
            place.one(SyntaxError::DashInBrackets).hub_yaml(place.misfit(), place.here())
        }
        Kind::BlockSequenceEntryNotAllowed => place.list_on_key_line().hub_yaml(place.misfit(), place.here()),
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => {
            let error = SyntaxError::UnmatchedBracket(place.sign(']'));
            place.problem(error).hub_yaml(place.misfit(), place.here())
        }
        Kind::UnclosedFlowCollection { open } => {
            let (reason, at) = match place.next_line() {
                Some(next) => ("missed comma between flow collection entries", next),
                None => ("unexpected end of the stream within a flow collection", place.end_of_stream()),
            };
            place.one(SyntaxError::UnclosedBracket(*open)).hub_yaml(reason, at)
        }
        Kind::UnclosedQuotedScalar => {
            let reason = match place.rest().starts_with('\'') {
                true => "unexpected end of the stream within a single quoted scalar",
                false => "unexpected end of the stream within a double quoted scalar",
            };
            place.one(SyntaxError::UnclosedQuote).hub_yaml(reason, place.end_of_stream())
        }
        Kind::InvalidTrailingSingleQuotedScalar => place.trailing(ValueEnd::SingleQuote),
        Kind::InvalidTrailingDoubleQuotedScalar => place.trailing(ValueEnd::DoubleQuote),
        Kind::UnknownQuotedScalarEscape => place.escape(),
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => place.block_header(),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => place.no_colon(),
        Kind::ExpectedBlockMappingKey | Kind::UnexpectedEofBlockMapping | Kind::ExpectedBlockSequenceEntry => {
            place.misplaced()
        }
        Kind::MissingAnchorOrAliasName => {
            let sign = place.sign('&');
            let reason = match sign {
                '*' => "name of an alias node must contain at least one character",
                _ => "name of an anchor node must contain at least one character",
            };
            place
                .bullet()
                .unwrap_or_else(|| place.unquoted(|key| SyntaxError::MissingName { sign, key }))
                .hub_yaml(reason, place.here() + 1)
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
        Kind::ExpectedDocumentStart if yaml.starts_with('%') => {
            place.problem(SyntaxError::Directive).hub_yaml("directives end mark is expected", place.end_of_stream())
        }
        Kind::ExpectedDocumentStart => place.after_document(),
        other => place.problem(SyntaxError::Other(other.to_string())).hub_yaml(place.misfit(), place.here()),
    }
}

/// A line among keys that has no colon.
pub(super) fn no_colon(yaml: &str, at: usize, base: usize, part: usize) -> Problem {
    Place::new(yaml, at, base, Some(part)).no_colon()
}
