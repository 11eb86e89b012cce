//! Which rules a run reports.

use std::collections::HashSet;

use crate::printable;
use crate::rule::Rule;
use crate::rule::nearest::nearest;
use crate::rules;

/// What the command line says about rules.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Selection {
    /// Report only these rules, or groups of rules such as `gate`
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not report these rules or groups; a rule's own setting takes precedence over its group's
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
}

/// How specifically an option names a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    No,
    Everything,
    Group,
    Rule,
}

impl Selection {
    /// The rules that are reported; an unknown name is an error.
    pub(super) fn rules(&self) -> miette::Result<HashSet<&'static str>> {
        for word in self.select.iter().chain(&self.ignore) {
            if rules::named(word).is_none() {
                return Err(unknown(word));
            }
        }
        let selected = rules::all().filter(|rule| self.selects(rule));
        Ok(selected.map(|rule| rule.id).collect())
    }

    fn selects(&self, rule: &Rule) -> bool {
        self.option_against(rule).is_none()
    }

    /// The option that a rule is not reported by.
    pub(super) fn option_against(&self, rule: &Rule) -> Option<&'static str> {
        let selected = if self.select.is_empty() { Closeness::Everything } else { closeness(&self.select, rule) };
        match selected {
            Closeness::No => Some("--select"),
            selected if selected > closeness(&self.ignore, rule) => None,
            _ => Some("--ignore"),
        }
    }
}

fn closeness(words: &[String], rule: &Rule) -> Closeness {
    let group = rules::group_of(rule).map(|group| group.name);
    let each = words.iter().map(|word| match word {
        word if word == rule.id => Closeness::Rule,
        word if Some(word.as_str()) == group => Closeness::Group,
        _ => Closeness::No,
    });
    each.max().unwrap_or(Closeness::No)
}

fn unknown(word: &str) -> miette::Report {
    let help = match nearest(word, rules::names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cardlint rules` lists them".to_owned(),
    };
    miette::miette!(help = help, "unknown rule or group `{}`", printable::line(word))
}
