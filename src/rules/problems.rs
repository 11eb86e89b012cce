//! Which rule reports a problem that the reader of cards found, and where the words for it are.

use super::{front_matter as card, yaml};
use crate::card::{CardProblem as Card, Problem};
use crate::rule::{Rule, Wording};
use crate::yaml::YamlProblem as Yaml;

/// Hands on the rule of a problem, and what makes its words. A kind of problem that no rule reports does not compile.
pub(crate) fn with_words<T>(problem: &Problem, take: impl FnOnce(&'static Rule, &dyn Fn() -> Wording) -> T) -> T {
    let repair = problem.repair.as_ref();
    match &problem.kind {
        Card::TooLarge { megabytes, limit } => {
            take(&yaml::oversized_metadata::RULE, &|| yaml::oversized_metadata::file(*megabytes, *limit))
        }
        Card::MissingFrontMatter => take(&card::missing_front_matter::RULE, &card::missing_front_matter::words),
        Card::EmptyFrontMatter => take(&card::empty_front_matter::RULE, &card::empty_front_matter::words),
        Card::EmptyForPython => take(&card::empty_front_matter::RULE, &card::empty_front_matter::python),
        Card::BlankFrontMatter => take(&card::blank_front_matter::RULE, &card::blank_front_matter::words),
        Card::NotAMapping { is_list, line } => {
            take(&card::metadata_not_a_map::RULE, &|| card::metadata_not_a_map::words(*is_list, line.as_ref()))
        }
        Card::Unclosed => take(&card::unclosed_front_matter::RULE, &card::unclosed_front_matter::words),
        Card::SwallowedText { text, close } => {
            take(&card::unclosed_front_matter::RULE, &|| card::unclosed_front_matter::text(*text, *close))
        }
        Card::MalformedFence(fence) => take(&card::malformed_fence::RULE, &|| card::malformed_fence::words(*fence)),
        Card::TextBefore { open } => {
            take(&card::text_before_front_matter::RULE, &|| card::text_before_front_matter::words(*open))
        }
        Card::InvisibleBefore { character, loser } => take(&card::invisible_before_front_matter::RULE, &|| {
            card::invisible_before_front_matter::words(*character, *loser)
        }),
        Card::SpaceBefore => take(&card::blank_before_front_matter::RULE, &card::blank_before_front_matter::words),
        Card::LineEnds { doubled } => take(&card::odd_line_ends::RULE, &|| card::odd_line_ends::words(*doubled)),
        Card::CutShort { lost } => {
            take(&card::front_matter_cut_short::RULE, &|| card::front_matter_cut_short::words(*lost))
        }
        Card::SecondFrontMatter { first } => {
            take(&card::second_front_matter::RULE, &|| card::second_front_matter::words(*first))
        }
        Card::Unfenced => take(&card::unfenced_metadata::RULE, &card::unfenced_metadata::words),
        Card::LfsPointer => take(&card::lfs_pointer::RULE, &card::lfs_pointer::words),
        Card::MergeConflict => take(&card::merge_conflict::RULE, &card::merge_conflict::words),
        Card::Yaml(problem) => match problem {
            Yaml::Syntax(error) => take(&yaml::yaml_syntax::RULE, &|| yaml::yaml_syntax::words(error, repair)),
            Yaml::DuplicateKey { key, first } => {
                take(&yaml::duplicate_key::RULE, &|| yaml::duplicate_key::words(key, *first))
            }
            Yaml::ItemsWithoutDashes { first, lines, .. } => {
                take(&yaml::duplicate_key::RULE, &|| yaml::duplicate_key::items(*first, lines))
            }
            Yaml::Tag(problem) => take(&yaml::unknown_tag::RULE, &|| yaml::unknown_tag::words(problem)),
            Yaml::TagReadDifferently(tag) => {
                take(&yaml::yaml_dialects_disagree::RULE, &|| yaml::yaml_dialects_disagree::tag(*tag))
            }
            Yaml::MergedTwice { key, first } => {
                take(&yaml::yaml_dialects_disagree::RULE, &|| yaml::yaml_dialects_disagree::merged_twice(key, *first))
            }
            Yaml::Tab { trailing } => {
                take(&yaml::tab_between_tokens::RULE, &|| yaml::tab_between_tokens::words(*trailing))
            }
            Yaml::ControlCharacter { character, hub } => {
                take(&yaml::control_character::RULE, &|| yaml::control_character::words(*character, *hub))
            }
            Yaml::LineSeparator(character) => {
                take(&yaml::line_separator::RULE, &|| yaml::line_separator::words(*character))
            }
            Yaml::ImpossibleDate { text } => {
                take(&yaml::impossible_date::RULE, &|| yaml::impossible_date::words(text, repair))
            }
            Yaml::Reserved(reserved) => {
                take(&yaml::yaml_reserved_value::RULE, &|| yaml::yaml_reserved_value::words(reserved, repair))
            }
            Yaml::UnhashableKey { is_template } => {
                take(&yaml::unhashable_key::RULE, &|| yaml::unhashable_key::words(*is_template))
            }
            Yaml::LongKey { length, limit } => take(&yaml::long_key::RULE, &|| yaml::long_key::words(*length, *limit)),
            Yaml::DuplicateAnchor { name, first } => {
                take(&yaml::reused_anchor::RULE, &|| yaml::reused_anchor::words(name, *first))
            }
            Yaml::TooDeep { limit } => take(&yaml::yaml_nesting::RULE, &|| yaml::yaml_nesting::words(*limit)),
            Yaml::TooMuch(too_much) => {
                take(&yaml::oversized_metadata::RULE, &|| yaml::oversized_metadata::words(*too_much))
            }
        },
    }
}

/// The rule that reports a problem.
pub(crate) fn rule_of(problem: &Problem) -> &'static Rule {
    with_words(problem, |rule, _| rule)
}

/// The rule that reports a problem, and its words.
///
/// ```
/// use cardlint::{card::Card, rules, source::SourceFile};
///
/// let card = Card::read(SourceFile::new("README.md", "---\nlicense: mit\nlicense: mit\n---\n"), None);
/// let (rule, words) = rules::explain(&card.problems[0]);
/// assert_eq!((rule.id, &*words.message), ("duplicate-key", "duplicate key `license`"));
/// ```
pub fn explain(problem: &Problem) -> (&'static Rule, Wording) {
    with_words(problem, |rule, words| (rule, words()))
}
